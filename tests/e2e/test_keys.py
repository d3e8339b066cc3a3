"""A key set up in a real browser, and signing in with it alone; the pages on the way by axe."""

from __future__ import annotations

import re

from playwright.sync_api import Page

from tests.e2e.conftest import Desk, prefix, violations
from tests.e2e.people import PASSWORD, press


def plug_in_a_key(page: Page) -> None:
    """An authenticator made of software that always finds its owner's finger."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable", {"enableUI": False})
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def new_auditor(desk: Desk, language: str) -> str:
    """The demo's own accounts are everybody's and stay as they are; this one is somebody's."""
    email = f"khoa-{language}@vpubnd.tinhmau.example"
    person = ("--name", "Người Có Khóa", "--agency", "vpubnd", "--role", "auditor")
    added = desk.command(
        "user", "add", email, *person, "--language", language, stdin=f"{PASSWORD}\n{PASSWORD}\n"
    )
    assert added.returncode == 0, added.stderr
    return email


def test_a_key_is_set_up_and_opens_the_desk_alone(page: Page, desk: Desk, language: str) -> None:
    plug_in_a_key(page)
    at = prefix(language)
    page.goto(f"{at}/tai-khoan/dang-nhap/")
    found = violations(page)
    page.fill("#id_login", new_auditor(desk, language))
    page.fill("#id_password", PASSWORD)
    press(page, "form:has(#id_password) button[type=submit]")
    page.wait_for_url(re.compile("/desk/"))
    page.goto(f"{at}/tai-khoan/buoc-hai/khoa/them/")
    found += violations(page)
    press(page, "#key_add")
    page.wait_for_url(re.compile("ma-du-phong"))
    assert page.locator(".st-codes li").count() == 10
    found += violations(page)
    for path in ("/tai-khoan/", "/tai-khoan/buoc-hai/", "/tai-khoan/phien/", "/desk/nguoi-dung/"):
        page.goto(f"{at}{path}")
        found += violations(page)
    assert found == []
    page.context.clear_cookies()
    page.goto(f"{at}/tai-khoan/dang-nhap/")
    page.click("#key_login")
    page.wait_for_url(re.compile("/desk/"))
    page.goto(f"{at}/tai-khoan/buoc-hai/")
    press(page, "a[href*='/bo/']")
    press(page, "main form button[type=submit]")
    page.wait_for_url(re.compile("/buoc-hai/"))
    assert page.locator(".st-way").count() == 2


def test_without_a_key_at_hand_the_page_says_so(page: Page, language: str) -> None:
    page.goto(f"{prefix(language)}/tai-khoan/dang-nhap/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error()) }")
    page.click("#key_login")
    page.wait_for_selector("[data-key-trouble]:not([hidden])")
    assert page.url.endswith("/tai-khoan/dang-nhap/")
