"""Two browsers fight for one case: one gets it, the other reads who has it."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Desk, new_context, prefix
from tests.e2e.people import APPROVER, OFFICER, case_page, open_case, press, sign_in

TAKE, LET_GO = "form[action$='/giu/'] button", "form[action$='/giu/tha/'] button"


def test_one_gets_it_and_the_other_reads_who(
    page: Page, browser: Browser, desk: Desk, language: str
) -> None:
    sign_in(page, OFFICER, language)
    page.goto(f"{prefix(language)}/desk/?order=newest")
    press(page, "[data-row] a[data-row-link][href*='/noi-dung/'] >> nth=0")
    reference = open_case(page)
    press(page, LET_GO)

    other_context = new_context(browser, desk)
    other = other_context.new_page()
    sign_in(other, APPROVER, language)
    case_page(page, reference, language)
    case_page(other, reference, language)
    press(other, TAKE)
    expect(other.locator(".st-hold")).to_be_visible()
    name = other.locator(".st-header .st-menu summary > span").inner_text()

    press(page, TAKE)
    expect(page.locator("main")).to_contain_text(name)
    case_page(page, reference, language)
    expect(page.locator(".st-hold--other")).to_contain_text(name)
    expect(page.locator(TAKE)).to_have_count(0)

    press(other, LET_GO)
    other_context.close()
    case_page(page, reference, language)
    press(page, TAKE)
    expect(page.locator(LET_GO)).to_be_visible()
