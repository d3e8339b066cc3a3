"""Claims found without marks, joined and parted again; several rows taken and given back."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e.conftest import prefix, violations
from tests.e2e.people import OFFICER, case_page, find_in_inbox, open_case, press, report, sign_in

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

#: Near enough to be held beside each other, and not near enough to join by themselves.
NEAR = {
    "vi": (
        "Bãi giữ xe Hồ Sen báo xe của bạn để quá hạn ba ngày, phí lưu bãi đã lên một triệu hai. "
        "Chuyển khoản ngay cho anh Tư quản lý bãi, quá trưa mai xe bị kéo đi bán thanh lý.",
        "Bãi giữ xe Hồ Sen báo xe của bạn để quá hạn ba ngày, mời bạn ghé quầy số hai của bãi mà "
        "lấy lại xe, nhớ mang theo giấy tờ và vé gửi xe hôm trước nhé",
    ),
    "en": (
        "The Lotus Lake car park says your motorbike has been there three days too long and owes a "
        "storage fee. Pay the manager by transfer at once, or it is towed and sold tomorrow.",
        "The Lotus Lake car park says your motorbike has been there three days too long, so please "
        "come to the second window of the gate with your ticket and papers today.",
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
    press(page, "form:has(#other) button[type=submit]")
    press(page, page.locator("a[data-row-link]").first)
    expect(page.locator(".st-sides > *")).to_have_count(2)
    press(page, "form.st-tools button[type=submit]")
    page.wait_for_url(re.compile(second))
    assert one[:30] in page.content()
    case_page(page, first, language)
    expect(page.locator(".st-joined")).to_be_visible()
    case_page(page, second, language)
    page.goto(str(page.locator("main a[href*='/desk/ghep/']").first.get_attribute("href")))
    press(page, "form.st-undo button[type=submit]")
    expect(page.locator("form.st-undo")).to_have_count(0)
    case_page(page, first, language)
    expect(page.locator(".st-joined")).to_have_count(0)
    assert one[:30] in page.content()


def test_a_possible_duplicate_is_answered_with_keys(page: Page, language: str) -> None:
    one, other = NEAR[language]
    for text in (one, other):
        report(page, text, language)
    sign_in(page, OFFICER, language)
    suggested = f"{prefix(language)}/desk/trung-lap/"
    rows = page.locator("[data-row]", has_text=one[:60]).filter(has_text=other[90:120])
    for _ in range(60):
        page.goto(suggested)
        if rows.count():
            break
        page.wait_for_timeout(500)
    rows.locator("[data-row-link]").focus()
    assert violations(page) == []
    page.keyboard.press("n")
    page.wait_for_url(re.compile(r"/trung-lap/\?undo="))
    expect(rows).to_have_count(0)
    press(page, ".st-pair__told button[type=submit]")
    page.wait_for_url(re.compile(r"/trung-lap/$"))
    expect(rows).to_have_count(1)
    rows.locator("[data-row-link]").focus()
    page.keyboard.press("o")
    page.wait_for_url(re.compile(r"/ghep/"))
    expect(page.locator(".st-sides > *")).to_have_count(2)
    press(page, "form.st-tools button[type=submit]")
    page.goto(suggested)
    expect(rows).to_have_count(0)


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
    press(page, "#bulk button[value=take]")
    press(page, "form.st-bulk-form button[type=submit]")
    undo = "form[action*='/hoan-tac/'] button[type=submit]"
    press(page, undo)
    expect(page.locator("main h1")).to_be_visible()
    expect(page.locator(undo)).to_have_count(0)
