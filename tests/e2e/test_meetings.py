"""A meeting with two browsers: the desk calls it and writes its minutes, an agency without an
account answers from the letter."""

from __future__ import annotations

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Desk, new_context, prefix, violations
from tests.e2e.people import OFFICER, fill_date, press, sign_in

_LINK = re.compile(r"https?://\S+(/hop/[0-9a-f]{40}/)")
_OPEN = "form[action$='/bat-dau/'] button[type=submit]"


def test_from_the_invitation_to_the_agreed_minutes(
    page: Page, browser: Browser, desk: Desk, language: str
) -> None:
    at, title = prefix(language), f"Họp thử với cơ quan y tế ({language})"
    sign_in(page, OFFICER, language)
    _prepare(page, at, title)
    meeting = page.url.split("#")[0]
    before = _links(desk)
    press(page, "a[href$='/gui/']")
    press(page, "main form button[type=submit]")
    expect(page.locator("main")).to_contain_text("HP-")

    with new_context(browser, desk, script=False) as elsewhere:
        agency = elsewhere.new_page()
        link = f"{at}{_new_link(desk, page, before)}"
        agency.goto(link)
        expect(agency.locator("h1")).to_have_text(title)
        agency.check("input[name=reply][value=accepted]")
        agency.fill("#id_substitute", "Bà Thay Mặt")
        press(agency, "main form button[type=submit]")
        assert "done=reply" in agency.url

        page.goto(meeting)
        expect(page.locator("main")).to_contain_text("Bà Thay Mặt")
        _hold(page)
        page.goto(meeting)
        press(page, "form[action$='/lay-y-kien/'] button[type=submit]")

        agency.goto(link)
        expect(agency.locator("main")).to_contain_text("Cảnh báo ngay hôm nay")
        agency.check("input[name=answer][value=agreed]")
        press(agency, "main form button[type=submit]")
        assert "done=minutes" in agency.url

    page.goto(link)
    assert violations(page) == []
    page.goto(meeting)
    assert violations(page) == []
    press(page, "form[action$='/dong/'] button[type=submit]")
    expect(page.locator("form[action$='/ban-hanh/bien-ban/']")).to_have_count(1)


def _prepare(page: Page, at: str, title: str) -> None:
    """It begins in half an hour, so that it can be opened at once; a case and one agency."""
    page.goto(f"{at}/desk/hop/moi/")
    page.fill("#id_title", title)
    soon = timezone.localtime() + timedelta(minutes=30)
    fill_date(page, "starts_on", days=(soon.date() - timezone.localdate()).days)
    page.fill("#id_time", f"{soon:%H:%M}")
    page.fill("#id_minutes", "30")
    page.fill("#id_place", "Phòng 1")
    press(page, "main form button[type=submit]")
    press(page, "a[href$='/noi-dung/them/']")
    press(page, "form:has(input[name=case]) button[type=submit]")
    press(page, "a[href$='/moi-co-quan/']")
    for box in page.locator("input[name=agencies]:checked").all():
        box.uncheck()
    page.check("input[name=agencies][value=so-y-te]")
    press(page, "main form button[type=submit]")


def _hold(page: Page) -> None:
    press(page, _OPEN)
    page.locator("input[value=yes]").first.check()
    press(page, "main form button[type=submit]")
    press(page, page.locator("main a[href*='/bien-ban/']").first)
    page.fill("#id_discussion", "Cơ quan y tế nêu số liệu.")
    page.fill("#id_conclusion", "Cảnh báo ngay hôm nay.")
    press(page, page.locator("main form:has(#id_discussion) button[type=submit]").first)


def _links(desk: Desk) -> set[str]:
    return set(_LINK.findall((desk.data / "server.log").read_text(encoding="utf-8")))


def _new_link(desk: Desk, page: Page, before: set[str]) -> str:
    """The link in the letter, which the demo prints instead of sending it."""
    for _ in range(60):
        fresh = _links(desk) - before
        if fresh:
            return fresh.pop()
        page.wait_for_timeout(500)
    raise AssertionError("no invitation went out")
