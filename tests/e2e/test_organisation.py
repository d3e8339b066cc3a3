"""People who are invited, sessions that are ended, and agencies that are to merge."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Desk, new_context, prefix
from tests.e2e.people import PASSWORD, fill_date, press, sign_in

ADMINISTRATOR = "quan-tri@khcn.tinhmau.example"


def test_somebody_invited_comes_in_and_ends_another_session(
    page: Page, browser: Browser, desk: Desk, language: str
) -> None:
    at, email = prefix(language), f"moi-{language}@khcn.tinhmau.example"
    sign_in(page, ADMINISTRATOR, language)
    page.goto(f"{at}/desk/nguoi-dung/moi/")
    page.fill("#id_email", email)
    if page.locator("select[name=agency]").count():
        page.select_option("select[name=agency]", index=1)
    page.check("input[name=roles][value=desk_officer]")
    page.check(f"input[name=language][value={language}]")
    press(page, "main form button[type=submit]")
    expect(page.locator("main")).to_contain_text(email)

    link = invitation_in(desk, page, email)
    page.context.clear_cookies()
    page.goto(link)
    page.fill("#id_full_name", "Người Mới Mời")
    page.check(f"input[name=language][value={language}]")
    page.fill("#id_password", PASSWORD)
    press(page, "main form button[type=submit]")
    page.wait_for_url(re.compile("/desk/|/tai-khoan/"))
    page.goto(link)
    expect(page.locator("#id_password")).to_have_count(0)

    with new_context(browser, desk) as elsewhere:
        other = elsewhere.new_page()
        other.goto(f"{at}/tai-khoan/dang-nhap/")
        other.fill("#id_login", email)
        other.fill("#id_password", PASSWORD)
        press(other, "form:has(#id_password) button[type=submit]")
        other.wait_for_url(re.compile("/desk/"))
        page.goto(f"{at}/tai-khoan/phien/")
        press(page, "form[action$='/ket-thuc-khac/'] button[type=submit]")
        expect(page.locator(".st-session")).to_have_count(1)
        other.goto(f"{at}/desk/")
        other.wait_for_url(re.compile("/dang-nhap/"))


def invitation_in(desk: Desk, page: Page, email: str) -> str:
    """The link in the letter, which the demo prints instead of sending it."""
    for _ in range(60):
        log = (desk.data / "server.log").read_text(encoding="utf-8")
        letter = log.rsplit(email, 1)[-1] if email in log else ""
        found = re.search(r"https?://\S+/tai-khoan/moi/\S+/", letter)
        if found:
            return found.group(0)
        page.wait_for_timeout(500)
    raise AssertionError(f"no letter to {email}")


def test_a_merger_is_decided_looked_at_and_taken_back(page: Page, language: str) -> None:
    at = prefix(language)
    sign_in(page, ADMINISTRATOR, language)
    page.goto(f"{at}/desk/to-chuc/sap-nhap/moi/")
    ending = page.locator("input[name=predecessors]").last
    slug = ending.get_attribute("value")
    ending.check()
    page.select_option("select[name=successor]", index=1)
    if page.locator("select[name=successor]").input_value() == slug:
        page.select_option("select[name=successor]", index=2)
    fill_date(page, "on", days=40)
    page.fill("#id_note", "Nghị quyết thử 12")
    press(page, page.locator("main form button[type=submit]").last)
    press(page, "button[name=decide]")
    planned = page.locator(".st-org-event", has_text="Nghị quyết thử 12")
    expect(planned).to_have_count(1)
    page.goto(str(planned.locator("a[href*='/huy/']").first.get_attribute("href")))
    press(page, "main form button[type=submit]")
    expect(page.locator(".st-org-event", has_text="Nghị quyết thử 12")).to_have_count(0)


def test_the_table_of_competences_says_whether_it_is_whole(page: Page, language: str) -> None:
    sign_in(page, ADMINISTRATOR, language)
    page.goto(f"{prefix(language)}/desk/to-chuc/tham-quyen/")
    expect(page.locator(".st-org-whole, .st-org-findings")).to_have_count(1)
    with page.expect_download() as table:
        page.click("a[href*='tham-quyen.csv']")
    assert table.value.suggested_filename.endswith(".csv")
