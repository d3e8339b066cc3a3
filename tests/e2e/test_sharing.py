"""Another desk's verdict: two people of different agencies agree, then a check suggests it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.conftest import violations
from tests.e2e.people import HEALTH_OFFICER, OFFICER, check, press, sign_in

_WORDING = (
    "Truong nghe Khac ho tro 5 trieu hoc phi, nop 200k phi ho so tai https://hocphi-khac.example"
)
_TITLE = "hỗ trợ học phí"
_ORIGIN = "Bàn kiểm chứng tỉnh Khác"


def test_two_people_confirm_and_a_check_suggests_it(page: Page) -> None:
    check(page, _WORDING)
    expect(page.locator("main")).not_to_contain_text(_ORIGIN)
    for email, last in ((OFFICER, False), (HEALTH_OFFICER, True)):
        sign_in(page, email)
        page.goto("/desk/nguon-chia-se/")
        assert violations(page) == []
        press(page, page.locator("[data-row-link]", has_text=_TITLE))
        assert violations(page) == []
        if last:
            expect(page.locator("#id_judgement")).to_have_value("impersonation:impersonation")
        else:
            press(page, "form.st-form button[type=submit]")
            expect(page.locator(".govuk-error-summary")).to_be_visible()
            page.select_option("#id_judgement", "impersonation:impersonation")
        page.check("#id_confirmed")
        press(page, "form.st-form button[type=submit]")
        expect(page.locator(".govuk-notification-banner--success")).to_be_visible()
    page.context.clear_cookies()
    check(page, _WORDING)
    expect(page.locator(".st-choices")).to_contain_text(_ORIGIN)
    assert violations(page) == []
    link = page.locator(".st-choices a", has_text=_TITLE)
    expect(link).to_have_attribute(
        "href", "https://banlienngu.tinhkhac.example/ket-luan/KL-26-000003/"
    )
    page.goto("/ket-luan/")
    expect(page.locator("main")).not_to_contain_text(_TITLE)


def test_pages_of_looking_again_and_of_webhooks(page: Page) -> None:
    sign_in(page, OFFICER)
    page.goto("/desk/xem-lai/")
    assert violations(page) == []
    press(page, "[data-row-link]")
    assert violations(page) == []
    page.fill("#id_reason", "Đã gọi lại đơn vị, nội dung vẫn đúng.")
    press(page, "form.st-form button[type=submit]")
    expect(page.locator(".govuk-notification-banner--success")).to_be_visible()
    page.goto("/desk/ket-noi/")
    press(page, "[data-row-link]")
    assert violations(page) == []
