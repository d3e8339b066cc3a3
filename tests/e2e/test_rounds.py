"""An opinion round with two browsers: the desk asks, an agency without an account answers from its
letter on a phone, and the desk concludes."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Desk, violations
from tests.e2e.people import (
    APPROVER,
    OFFICER,
    categorise,
    find_in_inbox,
    open_case,
    press,
    report,
    sign_in,
)
from tests.e2e.test_weights import FIRST_VISIT, LATER_PAGE, weigh, weighing

_LINK = re.compile(r"https?://\S+(/y-kien/[0-9a-f]{40}/)")
_TITLE = "Chương trình tặng gạo cuối tháng"
_PHONE = {"width": 360, "height": 740}


def test_asked_answered_on_a_phone_and_concluded(page: Page, browser: Browser, desk: Desk) -> None:
    before = _links(desk)
    sheet = _asked(page)
    link = _new_link(desk, page, before)

    phone = browser.new_context(base_url=desk.address, viewport=_PHONE)  # type: ignore[arg-type] # plain
    with weighing(phone) as (agency, fetched):
        assert weigh(agency, fetched, lambda: agency.goto(link)) <= FIRST_VISIT
        assert weigh(agency, fetched, agency.reload) <= LATER_PAGE
        expect(agency.locator("h1")).to_have_text(_TITLE)
        assert violations(agency) == []
        # What only one answer asks for stands there when that one is chosen.
        expect(agency.locator("#id_competent_text")).to_be_hidden()
        agency.check("input[name=kind][value=not_competent]")
        expect(agency.locator("#id_competent_text")).to_be_visible()
        agency.check("input[name=kind][value=agree_with_comments]")
        press(agency, "button[name=do][value=answer]")
        expect(agency.locator(".govuk-error-summary")).to_be_visible()
        assert violations(agency) == []
        agency.fill("#id_text", "Thống nhất, cần ghi rõ tên chương trình.")
        press(agency, "button[name=do][value=answer]")
        expect(agency.locator(".st-recorded")).to_be_visible()
        assert violations(agency) == []
        agency.goto(f"/en{link}")
        expect(agency.locator("html")).to_have_attribute("lang", "en")
        expect(agency.locator("main")).to_contain_text("cần ghi rõ tên chương trình")
        assert violations(agency) == []
    phone.close()

    page.goto(sheet)
    expect(page.locator(".st-opinions")).to_contain_text("cần ghi rõ tên chương trình")
    assert violations(page) == []
    press(page, "a[href$='/dong/']")
    press(page, "main form button.govuk-button--warning")
    press(page, "a[href$='/ket-luan-dot/']")
    assert violations(page) == []
    page.fill("#id_conclusion", "Coi là lừa đảo, ghi rõ tên chương trình.")
    press(page, "main form:has(#id_conclusion) button[type=submit]")
    expect(page.locator("#conclusion")).to_be_visible()
    press(page, ".govuk-back-link")
    expect(page.locator("main")).to_contain_text("Coi là lừa đảo, ghi rõ tên chương trình.")


def test_a_round_that_waits_is_given_back(page: Page, desk: Desk) -> None:
    sign_in(page, APPROVER, "vi")
    page.goto("/desk/lay-y-kien/?which=rounds&state=waiting_approval")
    press(page, ".st-task__title a")
    assert violations(page) == []
    press(page, "a[href$='/tra-lai/']")
    page.fill("#id_reason", "Cần hỏi thêm cơ quan báo chí")
    press(page, "main form button[type=submit]")
    expect(page.locator("main")).to_contain_text("Cần hỏi thêm cơ quan báo chí")
    for step in ("noi-dung", "hoi-ai", "thoi-han"):
        back = page.url
        press(page, f"a[href$='/{step}/']")
        assert violations(page) == []
        page.goto(back)


def _asked(page: Page) -> str:
    """A round on a new case; the address of its sheet."""
    words = "Tặng mỗi nhà mười ký gạo cuối tháng, nộp trước 50 nghìn phí xe chở"
    report(page, words)
    sign_in(page, OFFICER)
    find_in_inbox(page, "Tặng mỗi nhà mười ký gạo")
    reference = open_case(page)
    categorise(page, reference, "vi", "fraud", _TITLE)
    offer = "a[href$='/lay-y-kien/'][href*='/vu-viec/']"
    press(page, offer)
    assert violations(page) == []
    page.fill("#id_title", _TITLE)
    page.fill("#id_question", "Quý cơ quan có thống nhất coi đây là lừa đảo không?")
    page.fill("#id_known", "Tin nhắn mời nhận gạo, yêu cầu chuyển phí trước.")
    for box in page.locator("input[name=proposed]:checked").all():
        box.uncheck()
    page.locator("input[value=so-y-te]").first.evaluate("one => one.checked = true")
    press(page, "main form button[type=submit]")
    assert page.url.endswith("/thoi-han/")
    assert violations(page) == []
    page.check("input[name=mode][value=calendar]")
    page.fill("#id_days", "5")
    press(page, "button[name=do][value=show]")
    expect(page.locator("input[name=mode][value=calendar]")).to_be_checked()
    press(page, page.locator("main form button.govuk-button:not([name])").last)
    assert violations(page) == []
    sheet = page.url
    press(page, "form[action$='/gui/'] button[type=submit]")
    return sheet


def _links(desk: Desk) -> set[str]:
    return set(_LINK.findall((desk.data / "server.log").read_text(encoding="utf-8")))


def _new_link(desk: Desk, page: Page, before: set[str]) -> str:
    """The link in the letter, which the demo prints instead of sending it."""
    for _ in range(90):
        fresh = _links(desk) - before
        if fresh:
            return fresh.pop()
        page.wait_for_timeout(500)
    raise AssertionError("no request went out")
