"""The second factor: demanded where the option says so, set up with codes, lost and replaced."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from sangto.audit.models import AuditEvent
from sangto.kernel.actor import Role
from sangto.organisations.models import User
from sangto.web.accounts.factors import StaffFactorAdapter
from tests.factories.cases import World
from tests.factories.organisations import make_member
from tests.factories.web import foreign_words, page_of
from tests.web.desk_scene import client_of, text_of

PASSWORD = "một-mật-khẩu-dài-khó-đoán"
LOGIN = "/tai-khoan/dang-nhap/"
STEP = "/tai-khoan/dang-nhap/buoc-hai/"
SETUP = "/tai-khoan/buoc-hai/"
APP = f"{SETUP}ung-dung/"
CODES = f"{SETUP}ma-du-phong/"


@pytest.fixture(autouse=True)
def _demanded(settings: Any) -> None:
    settings.SANGTO_STAFF_SECOND_FACTOR = True


@pytest.fixture
def officer(world: World) -> User:
    return make_member(world.lead, Role.DESK_OFFICER, email="truc@lead.example", password=PASSWORD)


def sign_in(client: Client, prefix: str = "") -> Any:
    return client.post(f"{prefix}{LOGIN}", {"login": "truc@lead.example", "password": PASSWORD})


def code_of(secret: str, steps: int = 0) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps)))


def set_up(client: Client, prefix: str = "") -> tuple[str, list[str]]:
    """The app's secret, and the recovery codes that the page after it shows."""
    page = text_of(client.get(f"{prefix}{APP}"))
    found = re.search(r'st-setup__key">([A-Z2-7 ]+)<', page)
    assert found
    secret = found[1].replace(" ", "")
    done = client.post(f"{prefix}{APP}", {"code": code_of(secret)})
    assert (done.status_code, done["Location"]) == (302, f"{prefix}{CODES}")
    shown = text_of(client.get(done["Location"]))
    return secret, [code.replace(" ", "") for code in re.findall(r"<code>([\d ]+)</code>", shown)]


def test_without_one_every_desk_page_leads_to_its_set_up(
    officer: User, client: Client, prefix: str
) -> None:
    sign_in(client, prefix)
    for path in ("/desk/", "/desk/nguoi-dung/", "/desk/ket-luan/"):
        response = client.get(f"{prefix}{path}")
        assert (response.status_code, response["Location"]) == (302, f"{prefix}{SETUP}")
    choice = client.get(f"{prefix}{SETUP}")
    assert {f"{prefix}{APP}", f"{prefix}{SETUP}khoa/them/"} <= {
        link.attributes["href"] for link in page_of(choice).all("a")
    }
    assert client.get(f"{prefix}/tai-khoan/").status_code == 200
    if prefix:
        assert foreign_words(page_of(choice), "en") == []


def test_where_it_is_not_demanded_nobody_is_stopped(officer: User, settings: Any) -> None:
    settings.SANGTO_STAFF_SECOND_FACTOR = False
    assert client_of(officer).get("/desk/").status_code == 200


def test_the_app_opens_the_desk_and_is_asked_for_from_then_on(
    officer: User, client: Client, prefix: str
) -> None:
    sign_in(client, prefix)
    secret, codes = set_up(client, prefix)
    assert len(codes) == len(set(codes)) == 10
    assert client.get(f"{prefix}/desk/").status_code == 200
    assert AuditEvent.objects.filter(tag="factor:added").count() == 1
    later = Client()
    step = sign_in(later, prefix)
    assert step["Location"] == f"{prefix}{STEP}"
    assert "_auth_user_id" not in later.session
    wrong = later.post(f"{prefix}{STEP}", {"code": "000000"})
    assert wrong.status_code == 200
    assert page_of(wrong).errors
    right = later.post(f"{prefix}{STEP}", {"code": f" {code_of(secret, 1)} "})
    assert (right.status_code, right["Location"]) == (302, f"{prefix}/desk/")
    assert later.get(f"{prefix}/desk/").status_code == 200


def test_a_recovery_code_is_good_once(officer: User, client: Client) -> None:
    sign_in(client)
    _, codes = set_up(client)
    first = Client()
    sign_in(first)
    assert first.post(STEP, {"code": codes[0]}).status_code == 302
    again = Client()
    sign_in(again)
    assert again.post(STEP, {"code": codes[0]}).status_code == 200
    assert "_auth_user_id" not in again.session
    assert again.post(STEP, {"code": codes[1]}).status_code == 302


def test_recovery_codes_are_shown_once(officer: User, client: Client) -> None:
    sign_in(client)
    _, codes = set_up(client)
    later = text_of(client.get(CODES))
    assert not any(code in later.replace(" ", "") for code in codes)
    made = client.post(f"{CODES}moi/")
    assert made["Location"] == CODES
    fresh = re.findall(r"<code>([\d ]+)</code>", text_of(client.get(CODES)))
    assert len(fresh) == 10
    assert not set(codes) & {code.replace(" ", "") for code in fresh}


def test_secrets_do_not_stand_in_the_database(officer: User, client: Client) -> None:
    sign_in(client)
    secret, _ = set_up(client)
    row = Authenticator.objects.get(type="totp")
    assert secret not in str(row.data)
    assert StaffFactorAdapter().decrypt(row.data["secret"]) == secret


def test_the_last_factor_stays(officer: User, client: Client) -> None:
    sign_in(client)
    set_up(client)
    page = client.get(f"{APP}bo/")
    assert not page_of(page).all("button", **{"class": "govuk-button govuk-button--warning"})
    assert client.post(f"{APP}bo/").status_code == 200
    assert Authenticator.objects.filter(type="totp").exists()
    key = Authenticator.objects.create(user=officer, type="webauthn", data={"name": "Khóa 1"})
    assert client.post(f"{APP}bo/").status_code == 302
    assert not Authenticator.objects.filter(type="totp").exists()
    assert client.post(f"{SETUP}khoa/{key.pk}/bo/").status_code == 409
    assert AuditEvent.objects.filter(tag="factor:removed").count() == 1


def test_a_code_that_was_guessed_at_waits_five_minutes_and_no_longer(
    officer: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An honest person who mistyped is let in again soon; the right code counts at once before."""
    sign_in(client)
    secret, _ = set_up(client)
    other = Client()
    sign_in(other)
    for _ in range(5):
        other.post(STEP, {"code": "000000"})
    assert other.post(STEP, {"code": code_of(secret, 1)}).status_code == 200
    later = time.time() + 5 * 60 + 1
    monkeypatch.setattr("allauth.core.internal.ratelimit.time.time", lambda: later)
    assert other.post(STEP, {"code": code_of(secret, 1)}).status_code == 302


def test_whose_sign_in_is_a_while_ago_shows_once_more_who_it_is(
    officer: User, client: Client, monkeypatch: pytest.MonkeyPatch, prefix: str
) -> None:
    sign_in(client, prefix)
    later = time.time() + 16 * 60
    monkeypatch.setattr("time.time", lambda: later)
    asked = client.get(f"{prefix}{APP}")
    assert asked.status_code == 302
    assert asked["Location"].startswith(f"{prefix}/tai-khoan/xac-nhan/")
    assert page_of(client.get(asked["Location"])).all("input", type="password")
    shown = client.post(asked["Location"], {"password": PASSWORD})
    assert shown["Location"] == f"{prefix}{APP}"
    assert client.get(f"{prefix}{APP}").status_code == 200
