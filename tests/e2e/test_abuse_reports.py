"""A report to a provider with two people at two browsers: written, approved, sent, acknowledged."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Desk, new_context, violations
from tests.e2e.people import APPROVER, OFFICER, press, sign_in


def test_from_the_draft_to_the_acknowledgement(page: Page, browser: Browser, desk: Desk) -> None:
    sign_in(page, OFFICER, "en")
    page.goto("/en/desk/bao-cao-lam-dung/")
    press(page, "main a[data-row-link]")
    press(page, ".govuk-back-link")
    case = page.url.split("#")[0].split("?")[0]
    page.goto(f"{case}bao-cao-lam-dung/")
    page.check("input[name=target_kind][value=page]")
    page.fill("#id_address", "https://www.facebook.com/nguoi.dan/posts/1234567890")
    page.check("input[name=ground][value=credential_form]")
    page.fill("#id_facts", "Trang có biểu mẫu hỏi số thẻ và mã OTP của ngân hàng.")
    page.select_option("#id_provider", index=2)
    press(page, "main form button[type=submit]")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    assert violations(page) == []

    page.fill("#id_address", "https://nop-phat-csgt.example/thu/dang-nhap")
    press(page, "main form button[type=submit]")
    report = page.url
    page.set_input_files(
        "#id_added",
        {"name": "ghi-chep.txt", "mimeType": "text/plain", "buffer": "mẫu".encode()},
    )
    press(page, "form[action$='/bang-chung/'] button[type=submit]")
    expect(page.locator("#evidence + ul")).to_contain_text("SHA-256")
    expect(page.locator("form[action$='/duyet/']")).to_have_count(0)
    assert violations(page) == []

    with new_context(browser, desk) as elsewhere:
        second = elsewhere.new_page()
        sign_in(second, APPROVER, "en")
        second.goto(report)
        press(second, "form[action$='/duyet/'] button[type=submit]")
        expect(second.locator("form[action$='/gui/']")).to_have_count(1)

    page.goto(report)
    press(page, "form[action$='/gui/'] button[type=submit]")
    page.check("input[name=action][value=acknowledge]")
    press(page, "form[action$='/ket-qua/'] button[type=submit]")
    assert page.locator("input[name=action][value=acknowledge]").count() == 0
    assert page.locator("input[name=action][value=action]").count() == 1
    assert violations(page) == []
