"""A draft with two browsers: the desk brings it in and asks, an agency without an account comments
on a phone, the desk decides from one comment to the next, and the agency reads the outcome."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Desk, violations
from tests.e2e.people import OFFICER, press, sign_in

_LINK = re.compile(r"https?://\S+(/y-kien/[0-9a-f]{40}/)")
_TITLE = "Quy chế trực ban mùa mưa"
_TEXT = """QUY CHẾ
Căn cứ Luật mẫu;
Điều 1. Ca trực
1. Mỗi ca có hai người.
2. Ca trực phải:
a) Nghe điện thoại trong một phút;
b) Ghi sổ.
Điều 2. Hiệu lực
Quy chế có hiệu lực từ ngày ký.
"""
_POINT_B = "art_1__clause_2__point_b"
_PHONE = {"width": 360, "height": 740}


def test_from_the_text_to_what_became_of_a_comment(
    page: Page, browser: Browser, desk: Desk
) -> None:
    sign_in(page, OFFICER)
    draft = _brought_in(page)
    before = _links(desk)
    _asked(page)
    link = _new_link(desk, page, before)

    phone = browser.new_context(base_url=desk.address, viewport=_PHONE)  # type: ignore[arg-type] # plain
    agency = phone.new_page()
    agency.goto(link)
    expect(agency.locator("h1")).to_have_text(_TITLE)
    assert violations(agency) == []
    _commented(agency, "whole", "Thống nhất về sự cần thiết ban hành.")
    _commented(agency, _POINT_B, "Nên ghi trên hệ thống.", "Ghi nhật ký trên hệ thống.")
    expect(agency.locator("#own ins")).to_have_text("nhật ký trên hệ thống")
    assert violations(agency) == []

    press(page, "a[href*='/lay-y-kien/dot/']")
    press(page, "a[href$='/dong/']")
    press(page, "main form button.govuk-button--warning")
    page.goto(draft)
    assert violations(page) == []
    page.keyboard.press("n")
    page.wait_for_url(re.compile(r"/y-kien/\d+/$"))
    assert violations(page) == []
    page.check("input[name=kind][value=rejected]")
    press(page, "main form:has(#id_explanation) button[type=submit]")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    page.fill("#id_explanation", "Đã nêu trong tờ trình.")
    press(page, "main form:has(#id_explanation) button[type=submit]")
    expect(page.locator("#id_wording")).to_have_value("Ghi nhật ký trên hệ thống.")
    page.check("input[name=kind][value=accepted]")
    page.fill("#id_explanation", "Tiếp thu như đề xuất.")
    press(page, "main form:has(#id_explanation) button[type=submit]")
    page.wait_for_url(draft)
    press(page, "a[href$='/ban/tiep-thu/']")
    press(page, "main form button[type=submit]")
    expect(page.locator(f"#{_POINT_B} .st-dt__text ins")).to_have_text("nhật ký trên hệ thống")
    page.locator("main details summary", has_text="Việc khác").click()
    press(page, "form[action$='/y-kien/bao/'] button")

    agency.goto(link)
    expect(agency.locator("#own")).to_contain_text("Tiếp thu như đề xuất.")
    assert violations(agency) == []
    phone.close()


def _brought_in(page: Page) -> str:
    """The address of its table."""
    page.goto("/desk/du-thao/moi/")
    page.fill("#id_title", _TITLE)
    page.fill("#id_text", _TEXT)
    press(page, "main form button[type=submit]")
    page.wait_for_url(re.compile(r"/nhan-dang/$"))
    assert violations(page) == []
    return page.url.replace("nhan-dang/", "")


def _asked(page: Page) -> None:
    press(page, "main a[href$='/lay-y-kien/']")
    page.locator("input[value=so-y-te]").check()
    press(page, "button[name=do][value=send]")
    expect(page.locator("main")).to_contain_text(_TITLE)


def _commented(agency: Page, anchor: str, text: str, wording: str = "") -> None:
    link = agency.locator(f"a[href*='?at={anchor}#']").first
    if not link.is_visible():
        agency.locator(f"details:has(a[href*='?at={anchor}#']) > summary").click()
    press(agency, link)
    assert violations(agency) == []
    agency.check("input[name=kind][value=amend]")
    agency.fill("#id_text", text)
    if wording:
        agency.fill("#id_proposed_wording", wording)
    press(agency, "main form:has(#id_text) button[type=submit]")
    expect(agency.locator("#own")).to_contain_text(text)


def _links(desk: Desk) -> set[str]:
    return set(_LINK.findall((desk.data / "server.log").read_text(encoding="utf-8")))


def _new_link(desk: Desk, page: Page, before: set[str]) -> str:
    """The link in the letter, which the demo prints instead of sending it."""
    for _ in range(60):
        fresh = _links(desk) - before
        if fresh:
            return fresh.pop()
        page.wait_for_timeout(500)
    raise AssertionError("no letter went out")
