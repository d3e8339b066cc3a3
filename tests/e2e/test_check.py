from __future__ import annotations

import shutil

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import prefix
from tests.e2e.people import KNOWN, check, check_picture, finish_writing, press, receipt_code
from tests.factories.screens import screen_bytes


def test_a_known_message_is_answered_at_once_with_its_reasons(page: Page, language: str) -> None:
    check(page, KNOWN, language)
    expect(page.locator(".st-verdict.st-tone--danger h1")).to_be_visible()
    expect(page.locator(".st-steps li")).to_have_count(3)
    assert page.locator(".st-quote mark").count() >= 2
    expect(page.locator(".st-sources li").first).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", language)
    press(page, "a[href*='/ket-luan/KL-']")
    expect(page.locator("article h1")).to_be_visible()
    assert "ClaimReview" in page.locator("script[type='application/ld+json']").inner_text()


def test_an_example_answers_with_one_click(page: Page, language: str) -> None:
    page.goto(f"{prefix(language)}/")
    press(page, page.locator(".st-example").first)
    expect(page.locator(".st-verdict")).to_be_visible()


@pytest.mark.parametrize("text", ["Mai lớp con nghỉ, cô dời buổi họp sang thứ tư nhé các mẹ"])
def test_an_unknown_message_is_said_to_be_unknown_and_can_be_sent(
    plain_page: Page, language: str, text: str
) -> None:
    """Without JavaScript, from the first page to the receipt."""
    page = plain_page
    check(page, text, language)
    expect(page.locator(".st-verdict")).to_have_count(0)
    press(page, ".st-fit button[type=submit]")
    assert page.input_value("#id_text") == text
    finish_writing(page)
    press(page, "button[name=send]")
    assert len(receipt_code(page)) == 16


def test_an_answer_that_does_not_fit_leads_to_a_report(page: Page, language: str) -> None:
    check(page, KNOWN, language)
    press(page, ".st-fit button[type=submit]")
    assert page.input_value("#id_text") == KNOWN


@pytest.mark.skipif(
    shutil.which("tesseract") is None,
    reason="NO PICTURE IS READ IN THIS RUN: tesseract is not installed (make apt)",
)
def test_a_screenshot_is_read_answered_and_can_be_corrected(
    plain_page: Page, language: str
) -> None:
    """Without JavaScript: the waiting page goes on by itself."""
    page = plain_page
    check_picture(page, screen_bytes(KNOWN, "dark-chat"), language)
    expect(page.locator(".st-verdict.st-tone--danger h1")).to_be_visible()
    read = page.input_value("#id_text")
    assert "nop-phat-csgt.example" in read
    assert "09:41" not in read
    assert page.url.endswith("/doc-anh/")

    page.fill("#id_text", "Mai lớp con nghỉ, cô dời buổi họp sang thứ tư nhé các mẹ")
    press(page, ".st-read button[type=submit]")
    expect(page.locator(".st-verdict")).to_have_count(0)
    press(page, ".st-fit button[type=submit]")
    assert page.input_value("#id_text").startswith("Mai lớp con nghỉ")


def test_nothing_pasted_is_said_kindly(page: Page, language: str) -> None:
    check(page, "   ", language)
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    page.click(".govuk-error-summary a")
    expect(page.locator("#id_text")).to_be_focused()


def test_the_language_can_be_switched_on_any_page(page: Page) -> None:
    page.goto("/ket-luan/")
    press(page, ".st-language")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url.endswith("/en/ket-luan/")
    press(page, ".st-language")
    expect(page.locator("html")).to_have_attribute("lang", "vi")


def test_html_in_a_message_stays_text(page: Page) -> None:
    check(page, KNOWN + " <img src=x onerror=alert(1)><script>alert(1)</script>")
    expect(page.locator(".st-verdict, .st-choices, .st-fit").first).to_be_visible()
    assert page.locator("main img").count() == 0
    assert page.locator("main script:not([type='application/ld+json'])").count() == 0
