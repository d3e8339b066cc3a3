"""Claims found without marks, joined and parted again; several rows taken and given back."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e.conftest import prefix
from tests.e2e.people import OFFICER, case_page, find_in_inbox, open_case, report, sign_in

TOLD = {
    "vi": (
        "Shop hoa Bờ Kè báo đơn bị hoàn, bắt đóng 350 nghìn tiền cọc vòng hoa mới giao lại.",
        "Có người gọi nói tôi đặt tráp cưới rồi bỏ, đòi 2 triệu không thì đăng ảnh cả nhà.",
    ),
    "en": (
        "The flower shop says my order came back and asks a 350 thousand wreath deposit first.",
        "A caller says I ordered a wedding tray and left it, pay 2 million or photos go online.",
    ),
}


def test_two_claims_are_joined_and_parted_again(page: Page, language: str) -> None:
    one, two = TOLD[language]
    for text in (one, two):
        report(page, text, language)
    sign_in(page, OFFICER, language)
    references = []
    for text in (one, two):
        find_in_inbox(page, text[:40], language)
        references.append(open_case(page))
    first, second = references
    case_page(page, first, language)
    page.goto(str(page.locator("main a[href$='/ghep/']").first.get_attribute("href")))
    page.fill("#other", second)
    page.click("form:has(#other) button[type=submit]")
    page.locator("a[data-row-link]").first.click()
    expect(page.locator(".st-sides > *")).to_have_count(2)
    page.click("form.st-tools button[type=submit]")
    page.wait_for_url(re.compile(second))
    assert one[:30] in page.content()
    case_page(page, first, language)
    expect(page.locator(".st-joined")).to_be_visible()
    case_page(page, second, language)
    page.goto(str(page.locator("main a[href*='/desk/ghep/']").first.get_attribute("href")))
    page.click("form.st-undo button[type=submit]")
    expect(page.locator("form.st-undo")).to_have_count(0)
    case_page(page, first, language)
    expect(page.locator(".st-joined")).to_have_count(0)
    assert one[:30] in page.content()


def test_a_search_without_marks_finds_what_has_them(page: Page, language: str) -> None:
    sign_in(page, OFFICER, language)
    page.fill("#desk-search", "vi pham giao thong")
    page.press("#desk-search", "Enter")
    page.wait_for_url(re.compile(r"/desk/tim/\?q="))
    expect(page.locator("mark").first).to_be_visible()
    assert "vi phạm giao thông" in " ".join(page.locator(".st-found__row").all_inner_texts())


def test_several_rows_are_taken_and_given_back(page: Page, language: str) -> None:
    texts = TOLD[language]
    for text in texts:
        report(page, f"{text} ({language}, lần hai)", language)
    sign_in(page, OFFICER, language)
    find_in_inbox(page, texts[1][:40], language)
    page.goto(f"{prefix(language)}/desk/?tab=triage&order=newest")
    boxes = page.locator("input[name=rows]")
    for number in range(2):
        boxes.nth(number).check()
    page.click("#bulk button[value=take]")
    page.click("form.st-bulk-form button[type=submit]")
    undo = "form[action*='/hoan-tac/'] button[type=submit]"
    page.click(undo)
    expect(page.locator("main h1")).to_be_visible()
    expect(page.locator(undo)).to_have_count(0)
