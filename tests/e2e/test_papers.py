"""An approver checks a document that was written elsewhere, and names who signs."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from sangto.documents.rendering import render_docx
from tests.e2e.conftest import violations
from tests.e2e.people import APPROVER, press, sign_in
from tests.factories.official import report

_SUBMIT = "main form button.govuk-button[type=submit]"


def test_a_document_is_checked_and_a_signer_named(page: Page) -> None:
    sign_in(page, APPROVER)
    page.goto("/desk/van-ban/kiem-tra/")
    page.set_input_files(
        "input[type=file]",
        {
            "name": "bao-cao.docx",
            "mimeType": "application/octet-stream",
            "buffer": render_docx(report(symbol="TB-STTTT")),
        },
    )
    press(page, _SUBMIT)
    expect(page.locator("main")).to_contain_text("Số: 08/BC-STTTT")
    assert violations(page) == []

    page.goto("/desk/van-ban/giay-to/nguoi-ky/")
    page.fill("#id_name", "Trần Thị Mẫu")
    page.fill("#id_position", "Phó Giám đốc")
    press(page, _SUBMIT)
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    assert violations(page) == []
    page.check("input[name=capacity][value=deputy]")
    page.fill("#id_head", "Giám đốc")
    press(page, _SUBMIT)
    expect(page.locator("main")).to_contain_text("KT. GIÁM ĐỐC")
    assert violations(page) == []
