"""The pages about people: lists, invitations, roles, leaving; and the own account."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sangto.audit.secrets import sealer
from sangto.cases.models import Case
from sangto.kernel.actor import Role, operator_actor
from sangto.notices.models import OutboxMessage
from sangto.organisations.models import Invitation, StaffSession, User
from sangto.organisations.queries import token_to_send
from sangto.organisations.services import invite
from sangto.web.accounts.roles import ROLE_WORDS
from tests.factories.cases import World, opened
from tests.factories.organisations import make_member, make_user
from tests.factories.web import foreign_words, page_of
from tests.web.desk_scene import client_of, queries_of, text_of

PASSWORD = "một-mật-khẩu-dài-khó-đoán"
OPERATOR = operator_actor("tests")
PEOPLE = "/en/desk/nguoi-dung/"


def signed_in(user: User) -> Client:
    """By the sign-in page, so that what is delicate needs no second showing."""
    user.set_password(PASSWORD)
    user.save()
    client = Client()
    client.post("/tai-khoan/dang-nhap/", {"login": user.email, "password": PASSWORD})
    return client


@pytest.fixture
def admin(world: World) -> User:
    return make_member(world.lead, Role.ADMINISTRATOR)


@pytest.fixture
def officer(world: World) -> User:
    return make_member(world.lead, Role.DESK_OFFICER, email="truc@lead.example")


@pytest.mark.parametrize("role", list(Role))
def test_who_sees_which_page(world: World, officer: User, role: Role) -> None:
    there = make_member(world.health, Role.FOCAL_OFFICER)
    for agency in (world.lead, world.health):
        client = client_of(make_member(agency, role))
        lead, keeps = agency == world.lead, role is Role.ADMINISTRATOR
        inviting = keeps or role is Role.APPROVER
        row = officer.memberships.get()
        expected = {
            PEOPLE: True,
            f"{PEOPLE}vai-tro/": True,
            f"{PEOPLE}?agency={world.lead.slug}": lead,
            f"{PEOPLE}?agency={world.health.slug}": True,
            f"{PEOPLE}?agency=nowhere": False,
            f"{PEOPLE}moi/": inviting,
            f"{PEOPLE}{officer.pk}/": lead and (keeps or role is Role.APPROVER),
            f"{PEOPLE}{there.pk}/": keeps or (not lead and role is Role.APPROVER),
            f"{PEOPLE}{officer.pk}/vai-tro/": keeps and lead,
            f"{PEOPLE}{officer.pk}/vai-tro/{row.pk}/": keeps and lead,
            f"{PEOPLE}{officer.pk}/ngung/": keeps and lead,
            f"{PEOPLE}{officer.pk}/buoc-hai/": keeps and lead,
            f"{PEOPLE}{officer.pk}/ban-giao/": lead and inviting,
            f"{PEOPLE}999999/": False,
        }
        found = {path: client.get(path).status_code for path in expected}
        assert found == {path: 200 if seen else 404 for path, seen in expected.items()}


def test_the_list_costs_the_same_with_one_and_with_three(world: World, admin: User) -> None:
    client = client_of(admin)
    client.get(PEOPLE)
    make_member(world.health, Role.FOCAL_OFFICER)
    once = queries_of(client, f"{PEOPLE}?agency={world.health.slug}")
    for number in range(2):
        make_member(world.health, Role.DESK_OFFICER, Role.APPROVER)
        invite(
            email=f"p{number}@y.example", agency=world.health, roles=[Role.EDITOR], actor=OPERATOR
        )
    assert queries_of(client, f"{PEOPLE}?agency={world.health.slug}") == once


def test_days_of_signing_in_are_for_who_keeps_accounts(world: World, admin: User) -> None:
    officer = make_member(world.lead, Role.DESK_OFFICER)
    officer.last_login = officer.created_at
    officer.save()
    assert "Last signed in" in text_of(client_of(admin).get(PEOPLE))
    assert "Last signed in" not in text_of(client_of(officer).get(PEOPLE))


def test_a_role_is_given_and_ended(world: World, admin: User, officer: User) -> None:
    client = signed_in(admin)
    grant = f"{PEOPLE}{officer.pk}/vai-tro/"
    data = {"agency": world.lead.pk, "role": "approver"}
    day = {"valid_from_day": "1", "valid_from_month": "1", "valid_from_year": "2030"}
    assert client.post(grant, data).status_code == 422
    assert client.post(grant, {**data, **day}).status_code == 302
    row = officer.memberships.get(role="approver")
    assert "from 1 January 2030" in text_of(client.get(f"{PEOPLE}{officer.pk}/"))
    end = f"{grant}{row.pk}/"
    assert client.post(end, {"when": "day"}).status_code == 422
    assert client.post(end, {"when": "now"}).status_code == 302
    assert not officer.memberships.filter(role="approver").exists()
    assert client.get(f"{PEOPLE}{admin.pk}/vai-tro/").status_code == 404


def test_giving_a_role_asks_again_who_it_is(world: World, admin: User, officer: User) -> None:
    admin.set_password(PASSWORD)
    admin.save()
    client = client_of(admin)
    data = {"agency": world.lead.pk, "role": "approver", "valid_from_day": "1"}
    data |= {"valid_from_month": "1", "valid_from_year": "2030"}
    asked = client.post(f"{PEOPLE}{officer.pk}/vai-tro/", data)
    assert asked.status_code == 302
    assert asked["Location"].startswith("/en/tai-khoan/xac-nhan/")
    assert not officer.memberships.filter(role="approver").exists()
    goes_on = client.post(asked["Location"], {"password": PASSWORD})
    assert goes_on.status_code == 302
    assert officer.memberships.filter(role="approver").exists()


def test_switching_an_account_off(world: World, admin: User, officer: User) -> None:
    theirs = client_of(officer)
    assert theirs.get("/desk/").status_code == 200
    assert signed_in(admin).post(f"{PEOPLE}{officer.pk}/ngung/").status_code == 302
    assert theirs.get("/desk/").status_code == 302


def test_leaving_waits_for_the_open_work(world: World, admin: User, officer: User) -> None:
    case = opened(world)
    Case.objects.filter(pk=case.pk).update(assignee=officer)
    colleague = make_member(world.lead, Role.DESK_OFFICER)
    client, page = client_of(admin), f"{PEOPLE}{officer.pk}/ban-giao/"
    shown = text_of(client.get(page))
    assert case.reference in shown
    assert 'name="last_day_day"' not in shown
    last = {"step": "last", "last_day_day": "1", "last_day_month": "1", "last_day_year": "2030"}
    assert client.post(page, last).status_code == 422
    hand = {"step": "hand", "to_user": colleague.pk}
    assert client.post(page, hand).status_code == 422
    assert client.post(page, {**hand, "item": f"case-{case.pk}"}).status_code == 302
    case.refresh_from_db()
    assert case.assignee == colleague
    assert client.post(page, last).status_code == 302
    assert "Leaves with 1 January 2030" in text_of(client.get(f"{PEOPLE}{officer.pk}/"))
    assert client_of(officer).get(page).status_code == 200


def test_an_administrator_hands_over_numbers_without_titles(
    world: World, admin: User, officer: User
) -> None:
    case = opened(world)
    case.claim.title = "Tin giả về học phí"
    case.claim.save()
    Case.objects.filter(pk=case.pk).update(assignee=officer)
    assert "học phí" not in text_of(client_of(admin).get(f"{PEOPLE}{officer.pk}/ban-giao/"))
    assert "học phí" in text_of(client_of(officer).get(f"{PEOPLE}{officer.pk}/ban-giao/"))


def test_inviting_and_coming_in(world: World, settings: Any, prefix: str) -> None:
    settings.SANGTO_STAFF_SECOND_FACTOR = True
    invitation = invite(
        email="mai@y.example", agency=world.health, roles=[Role.FOCAL_OFFICER], actor=OPERATOR
    )
    path = f"{prefix}/tai-khoan/moi/{token_to_send(invitation)}/"
    client = Client()
    for _ in range(2):
        page = client.get(path)
        assert page.status_code == 200
    if prefix:
        assert foreign_words(page_of(page), "en", "mai@y.example", world.health.name) == []
    assert not User.objects.filter(email="mai@y.example").exists()
    refused = client.post(path, {"full_name": "Hồ Mai", "language": "en", "password": "12345678"})
    assert refused.status_code == 422
    assert page_of(refused).errors
    came = client.post(path, {"full_name": "Hồ Mai", "language": "en", "password": PASSWORD})
    assert (came.status_code, came["Location"]) == (302, "/en/tai-khoan/buoc-hai/")
    assert client.get("/en/desk/")["Location"] == "/en/tai-khoan/buoc-hai/"
    assert Client().get(path).status_code == 410
    assert Client().post(path, {}).status_code == 410
    assert Client().get(f"{prefix}/tai-khoan/moi/{'0' * 40}/").status_code == 404


def test_inviting_sending_again_and_taking_back(world: World, admin: User) -> None:
    client = signed_in(admin)
    data = {"email": "m@x.example", "agency": world.health.pk, "roles": "editor", "language": "vi"}
    made = client.post(f"{PEOPLE}moi/", data)
    assert made["Location"] == f"{PEOPLE}?agency={world.health.slug}"
    assert client.post(f"{PEOPLE}moi/", data).status_code == 422
    invitation = Invitation.objects.get()
    assert "m@x.example" in text_of(client.get(made["Location"]))
    stranger = client_of(make_member(world.press, Role.ADMINISTRATOR))
    for name in ("desk_invitation_again", "desk_invitation_revoke"):
        path = reverse(name, args=[invitation.pk])
        assert stranger.post(path).status_code == 404
        assert client.get(path).status_code == 405
        assert client.post(path).status_code == 302
    invitation.refresh_from_db()
    assert (invitation.times_sent, invitation.email) == (2, "")


def test_an_approver_is_offered_no_approvers(world: World) -> None:
    page = page_of(client_of(make_member(world.health, Role.APPROVER)).get(f"{PEOPLE}moi/"))
    offered = {box.attributes["value"] for box in page.all("input", name="roles")}
    assert offered == {"focal_officer", "desk_officer", "editor"}


def test_every_role_is_explained(officer: User) -> None:
    assert set(ROLE_WORDS) == set(Role)
    page = client_of(officer).get(f"{PEOPLE}vai-tro/")
    assert text_of(page).count("st-role__lines") == len(Role)
    assert foreign_words(page_of(page), "en", officer.full_name) == []


def test_the_own_account_name_and_language(officer: User) -> None:
    client = client_of(officer)
    assert officer.email in text_of(client.get("/en/tai-khoan/"))
    form = {"full_name": "Hồ Mai", "language": "en"}
    assert client.post("/tai-khoan/ho-so/", form)["Location"] == "/en/tai-khoan/"
    officer.refresh_from_db()
    assert (officer.full_name, officer.language) == ("Hồ Mai", "en")
    assert client.post("/tai-khoan/ho-so/", {"full_name": "", "language": "en"}).status_code == 422


def test_an_account_without_a_role_has_its_own_page_and_nothing_else(world: World) -> None:
    client = client_of(make_user())
    assert client.get("/tai-khoan/").status_code == 200
    assert client.get("/desk/nguoi-dung/").status_code == 404


def test_sessions_are_listed_and_ended(officer: User) -> None:
    here, there, third = client_of(officer), client_of(officer), client_of(officer)
    page = text_of(here.get("/en/tai-khoan/phien/"))
    ends = re.findall(r'action="(/en/tai-khoan/phien/[0-9a-f-]{36}/ket-thuc/)"', page)
    assert len(ends) == 2
    keys = set(StaffSession.objects.values_list("session_key", flat=True))
    assert not any(key in page for key in keys)
    stranger = client_of(make_user())
    assert stranger.post(ends[0]).status_code == 404
    assert here.post(ends[0]).status_code == 302
    signed = [client.get("/tai-khoan/").status_code for client in (there, third)]
    assert sorted(signed) == [200, 302]
    here.post("/en/tai-khoan/phien/ket-thuc-khac/")
    assert {client.get("/tai-khoan/").status_code for client in (there, third)} == {302}
    assert here.get("/tai-khoan/").status_code == 200


def test_a_changed_password_signs_out_elsewhere(officer: User) -> None:
    here, there = signed_in(officer), client_of(officer)
    new = "một-mật-khẩu-khác-cũng-dài"
    data = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert here.post("/tai-khoan/mat-khau/", data).status_code == 302
    assert here.get("/tai-khoan/").status_code == 200
    assert there.get("/tai-khoan/").status_code == 302


def test_a_forgotten_password(officer: User, settings: Any, prefix: str) -> None:
    settings.SANGTO_BASE_URL = "https://sangto.example"
    client, elsewhere = Client(), client_of(officer)
    ask = f"{prefix}/tai-khoan/quen-mat-khau/"
    assert client.get(ask).status_code == 200
    unknown = client.post(ask, {"email": "nobody@lead.example"})
    known = client.post(ask, {"email": "Truc@lead.example"})
    assert unknown["Location"] == known["Location"] == f"{ask}da-gui/"
    assert client.get(known["Location"]).status_code == 200
    message = OutboxMessage.objects.get()
    _, _, secret = sealer().open(message.to_sealed).partition("\x1f")
    found = re.search(r"https://sangto\.example(/\S+/)\{secret\}", message.body)
    assert found
    link = f"{found[1]}{secret}"
    form = client.get(link)
    assert form.status_code == 302
    assert secret.rstrip("/") not in form["Location"]
    assert client.get(form["Location"]).status_code == 200
    new = "một-mật-khẩu-khác-cũng-dài"
    done = client.post(form["Location"], {"password1": new, "password2": new})
    assert client.get(done["Location"]).status_code == 200
    officer.refresh_from_db()
    assert officer.check_password(new)
    assert elsewhere.get("/tai-khoan/").status_code == 302
    used = Client().get(link)
    assert used.status_code == 200
    assert not page_of(used).all("input", type="password")


def test_no_session_says_where_or_with_what(officer: User) -> None:
    client_of(officer)
    assert {field.name for field in StaffSession._meta.get_fields()} == {
        "session_key",
        "session_data",
        "expire_date",
        "public_id",
        "user",
        "started_on",
        "last_seen_on",
    }
