"""From a citizen's report to a published answer, and the two other ways that a report can end."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Desk, prefix
from tests.e2e.people import (
    APPROVER,
    HEALTH_OFFICER,
    OFFICER,
    case_page,
    categorise,
    check,
    draft_verdict,
    find_in_inbox,
    look_up,
    open_case,
    press,
    reference_in,
    report,
    sign_in,
    work_on,
)

UNHEARD_OF = {
    "vi": (
        "Ban quản lý chợ đêm Bờ Kè cho thuê ô bán hàng dịp Tết, đặt cọc giữ chỗ 3 triệu qua tài "
        "khoản cá nhân của anh kế toán, hết hạn tối nay là giao cho người khác."
    ),
    "en": (
        "The riverside night market rents stalls for the new year, send 3 million as a deposit to "
        "the accountant's own account before midnight or the stall goes to somebody else."
    ),
}


def test_a_report_becomes_a_published_answer(page: Page, desk: Desk, language: str) -> None:
    text = UNHEARD_OF[language]
    title = f"Tin cho thuê ô chợ đêm thu cọc qua tài khoản cá nhân ({language})"
    code = report(page, text, language, email="nguoi-hoi@thu.example")

    sign_in(page, OFFICER, language)
    find_in_inbox(page, text[:50], language)
    reference = open_case(page)
    categorise(page, reference, language, "fraud", title)
    page.goto(page.locator("a[href*='/cach-noi/']").first.get_attribute("href") or "")
    page.fill("#id_text", text)
    page.select_option("#id_language", language) if page.locator(
        "select#id_language"
    ).count() else page.check(f"input[name=language][value={language}]")
    press(page, "main form button[type=submit]")

    work_on(page, reference, language)
    draft_verdict(page, reference, language, title=title, rating="scam")
    press(page, "button[name=do][value=submit]")
    version = page.url
    assert page.locator("form[action*='/ky/']").count() == 0, "nobody approves their own work"

    sign_in(page, APPROVER, language)
    page.goto(version)
    press(page, "form[action*='/ky/'] button[type=submit]")
    press(page, "button[name=confirmed]")
    expect(page.locator(".govuk-notification-banner")).to_be_visible()

    page.context.clear_cookies()
    check(page, text, language)
    expect(page.locator(".st-verdict.st-tone--danger")).to_be_visible()
    page.goto(f"{prefix(language)}/ket-luan/{reference_in(version)}/")
    expect(page.locator("article h1")).to_have_text(title)
    feed = page.request.get(f"{prefix(language)}/ket-luan/feed.atom").text()
    assert title in feed

    for _ in range(40):
        look_up(page, code, language)
        if page.locator(".st-verdict").count():
            break
        page.wait_for_timeout(500)
    expect(page.locator(".st-verdict.st-tone--danger")).to_be_visible()
    mail = (desk.data / "server.log").read_text(encoding="utf-8")
    assert "nguoi-hoi@thu.example" in mail
    assert reference_in(version) in mail
    assert text[:60] not in mail, "the mail never repeats what was sent"
    assert "truong.b.x@congan.tinhmau.example" in mail, "the copy list is told"


def test_protected_expression_is_closed_with_an_explanation_and_deleted(
    page: Page, language: str
) -> None:
    text = {
        "vi": "Theo tôi việc dời bến xe ra ngoại ô là quyết định tồi, bà con đi lại khổ hơn nhiều.",
        "en": "In my opinion moving the bus station out of town was a bad idea, we all walk more.",
    }[language]
    code = report(page, text, language)
    sign_in(page, OFFICER, language)
    find_in_inbox(page, text[:40], language)
    reference = open_case(page)
    case_page(page, reference, language, "dong/")
    page.check("input[value=protected_expression]")
    press(page, "main form button[type=submit]")
    press(page, "button[name=confirmed]")
    case_page(page, reference, language)
    assert text[:30] not in page.content()

    page.context.clear_cookies()
    look_up(page, code, language)
    assert text[:30] not in page.content()
    expect(page.locator("main p.govuk-body-l")).to_be_visible()
    expect(page.locator(".moj-timeline__item")).to_have_count(3)


def test_feedback_on_a_service_goes_to_the_agency_and_is_answered(
    page: Page, language: str
) -> None:
    text = {
        "vi": "Trạm y tế Đồng Lúa sáng thứ hai không có người trực, tôi chờ từ 7 giờ tới 10 giờ.",
        "en": "Nobody was on duty at the Dong Lua health post on Monday, I waited from 7 to 10.",
    }[language]
    code = report(page, text, language, share=True)
    sign_in(page, OFFICER, language)
    find_in_inbox(page, text[:40], language)
    reference = open_case(page)
    categorise(
        page,
        reference,
        language,
        "service_feedback",
        "Trạm y tế không có người trực sáng thứ hai",
        topic="health_service",
    )
    route = page.locator("form[action*='/dinh-tuyen/'] button")
    if route.count():
        if not route.first.is_visible():
            page.locator("details:has(form[action*='/dinh-tuyen/']) > summary").click()
        press(page, route.first)

    sign_in(page, HEALTH_OFFICER, language)
    case_page(page, reference, language)
    assert text[:30] in page.content(), "the sender agreed that the agency may read it"
    case_page(page, reference, language, "tra-loi/")
    page.fill("#id_text", "Xin lỗi bạn vì đã phải chờ. Từ tuần này trạm có người trực từ 7 giờ.")
    press(page, "main form button[type=submit]")

    page.context.clear_cookies()
    look_up(page, code, language)
    expect(page.locator(".st-prose")).to_contain_text("trạm có người trực từ 7 giờ")
    asking = "form[action*='/hoi-lai/'] button[type=submit]"
    press(page, asking)
    page.check("input[name=reason][value=not_done]")
    page.fill("#id_text", "Sáng thứ hai vừa rồi vẫn không có ai.")
    press(page, "main form button[name=do]")
    expect(page.locator(".govuk-notification-banner")).to_be_visible()
    expect(page.locator(".st-prose")).to_contain_text("trạm có người trực từ 7 giờ")
    look_up(page, code, language)
    expect(page.locator(asking)).to_have_count(0)
    sign_in(page, HEALTH_OFFICER, language)
    case_page(page, reference, language, "tra-loi/")
    expect(page.locator("main .govuk-inset-text")).to_contain_text("từ 7 giờ")


def test_the_keyboard_walks_through_the_inbox(page: Page) -> None:
    sign_in(page, OFFICER)
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("[data-row][aria-current=true]")).to_have_count(1)
    page.keyboard.press("o")
    page.wait_for_url(re.compile(r"/(noi-dung|vu-viec)/"))


def test_the_desk_is_closed_to_the_public_and_to_administrators(page: Page) -> None:
    page.goto("/desk/")
    assert "/dang-nhap/" in page.url
    sign_in(page, "quan-tri@khcn.tinhmau.example")
    page.goto("/desk/")
    assert not page.url.endswith("/desk/"), "an administrator has no inbox"
    assert page.locator("a[href*='/desk/vu-viec/'], a[href*='/desk/noi-dung/']").count() == 0
