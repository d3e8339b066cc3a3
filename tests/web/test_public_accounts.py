"""Signing in and out, and what strangers can not do."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from sangto.kernel.actor import Role
from sangto.organisations.models import User
from sangto.web.accounts.demo import DEMO_ACCOUNTS, DEMO_PASSWORD
from tests.factories.cases import World
from tests.factories.organisations import make_member
from tests.factories.web import foreign_words, page_of

PASSWORD = "một-mật-khẩu-dài-khó-đoán"
LOGIN = "/tai-khoan/dang-nhap/"


@pytest.fixture
def officer(world: World) -> User:
    return make_member(world.lead, Role.DESK_OFFICER, email="truc@lead.example", password=PASSWORD)


def sign_in(client: Client, prefix: str = "", **changes: str) -> Any:
    data = {"login": "truc@lead.example", "password": PASSWORD, **changes}
    return client.post(f"{prefix}{LOGIN}", data)


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_signing_in_leads_to_the_desk(officer: User, client: Client, prefix: str) -> None:
    response = sign_in(client, prefix)
    assert response.status_code == 302
    assert response["Location"] == f"{prefix}/desk/"
    assert signed_in(client)
    cookie = response.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_capitals_and_space_in_the_address_do_not_matter(officer: User, client: Client) -> None:
    assert sign_in(client, login=" Truc@LEAD.example ").status_code == 302


def test_wrong_and_unknown_look_the_same(officer: User, client: Client, prefix: str) -> None:
    wrong = sign_in(client, prefix, password="không phải")
    unknown = sign_in(client, prefix, login="truk@lead.example", password="không phải")
    assert wrong.status_code == unknown.status_code
    assert not signed_in(client)
    pages = page_of(wrong), page_of(unknown)
    assert pages[0].errors == pages[1].errors
    assert len(pages[0].errors) == 1
    assert "không phải" not in wrong.content.decode()
    if prefix:
        assert foreign_words(pages[0], "en") == []


def test_missing_fields_are_named(officer: User, client: Client) -> None:
    page = page_of(client.post(f"/en{LOGIN}", {}))
    links = {link.attributes["href"] for link in page.all("a") if "#id" in str(link.attributes)}
    assert links == {"#id_login", "#id_password"}
    assert {"id_login", "id_password"} <= set(page.ids)


def test_many_attempts_are_slowed_down(officer: User, client: Client) -> None:
    for _ in range(12):
        response = sign_in(client, "/en", password="không phải")
    assert "Too many" in response.content.decode()
    assert not signed_in(client)
    assert sign_in(client).status_code != 302


def test_a_switched_off_account(officer: User, client: Client) -> None:
    User.objects.filter(pk=officer.pk).update(is_active=False)
    response = sign_in(client)
    assert not signed_in(client)
    if response.status_code == 302:
        assert client.get(response["Location"]).status_code == 200


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "javascript:alert(1)",
        "http:evil.example",
        "\thttps://evil.example",
    ],
)
def test_nobody_is_led_elsewhere(officer: User, client: Client, target: str) -> None:
    response = sign_in(client, next=target)
    assert response.status_code == 302
    assert response["Location"] == "/desk/"


def test_one_is_led_back_to_where_one_wanted_to_go(officer: User, client: Client) -> None:
    wanted = client.get("/desk/")
    assert wanted.status_code == 302
    assert wanted["Location"].startswith(LOGIN)
    assert sign_in(client, next="/desk/?state=open")["Location"] == "/desk/?state=open"


def test_a_signed_in_person_sees_no_login(officer: User, client: Client) -> None:
    sign_in(client)
    assert client.get(LOGIN)["Location"] == "/desk/"


def test_signing_out_needs_a_button(officer: User, client: Client, prefix: str) -> None:
    sign_in(client, prefix)
    asked = client.get(f"{prefix}/tai-khoan/dang-xuat/")
    assert asked.status_code == 200
    assert signed_in(client)
    page = page_of(asked)
    assert page.one("form", action=f"{prefix}/tai-khoan/dang-xuat/")
    done = client.post(f"{prefix}/tai-khoan/dang-xuat/")
    assert done["Location"] == f"{prefix}/"
    assert not signed_in(client)


def test_nobody_signs_up(world: World, client: Client, prefix: str) -> None:
    before = User.objects.count()
    for response in (
        client.get(f"{prefix}/tai-khoan/dang-ky/"),
        client.post(
            f"{prefix}/tai-khoan/dang-ky/",
            {"email": "a@b.example", "password1": PASSWORD, "password2": PASSWORD},
        ),
    ):
        assert response.status_code == 200
        assert not page_of(response).all("input", type="password")
    assert User.objects.count() == before
    for path in ("/accounts/signup/", "/tai-khoan/email/"):
        assert client.get(path).status_code == 404


def test_the_demo_shows_its_accounts_and_nobody_else_does(
    world: World, client: Client, settings: Any, prefix: str
) -> None:
    plain = client.get(f"{prefix}{LOGIN}").content.decode()
    assert DEMO_PASSWORD not in plain
    assert DEMO_ACCOUNTS[0].email not in plain
    settings.SANGTO_DEMO = True
    shown = client.get(f"{prefix}{LOGIN}")
    content = shown.content.decode()
    for account in DEMO_ACCOUNTS:
        assert account.email in content
        assert account.full_name in content
    assert DEMO_PASSWORD in content
    assert DEMO_PASSWORD not in client.get(f"{prefix}/").content.decode()


def test_the_demo_password_opens_nothing_outside_a_demo(
    world: World, client: Client, settings: Any
) -> None:
    make_member(world.lead, Role.DESK_OFFICER, email="demo@lead.example", password=DEMO_PASSWORD)
    assert sign_in(client, login="demo@lead.example", password=DEMO_PASSWORD).status_code == 200
    assert not signed_in(client)
    settings.SANGTO_DEMO = True
    assert sign_in(client, login="demo@lead.example", password=DEMO_PASSWORD).status_code == 302
    assert signed_in(client)


def test_changing_the_password(officer: User, client: Client) -> None:
    path = "/en/tai-khoan/mat-khau/"
    assert client.get(path).status_code == 302
    sign_in(client)
    assert client.get(path).status_code == 200
    short = {"oldpassword": PASSWORD, "password1": "12345678", "password2": "12345678"}
    refused = client.post(path, short)
    assert refused.status_code in {200, 422}
    assert page_of(refused).errors
    new = "một-mật-khẩu-khác-cũng-dài"
    done = client.post(path, {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert done.status_code == 302
    officer.refresh_from_db()
    assert officer.check_password(new)
    landed = client.get(done["Location"])
    assert landed.status_code in {200, 302}
