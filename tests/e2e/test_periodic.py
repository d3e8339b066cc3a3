"""An agency writes and submits its report; the lead agency consolidates."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e.conftest import prefix
from tests.e2e.people import APPROVER, HEALTH_OFFICER, OFFICER, fill_date, press, sign_in

HEALTH_APPROVER = "duyet@yte.tinhmau.example"
SUBJECT = "Tin đồn về thuốc"


def test_an_agency_writes_and_submits_and_the_lead_consolidates(page: Page, language: str) -> None:
    start = prefix(language)
    subject = f"{SUBJECT} {language}"
    sign_in(page, OFFICER, language)
    page.goto(f"{start}/desk/bao-cao/dot-xuat/")
    page.fill("#id_subject", subject)
    fill_date(page, "since", days=-9)
    fill_date(page, "last", days=-1)
    page.check("input[name=sections][value=results]")
    page.check("input[name=sections][value=difficulties]")
    page.check("input[name=agencies][value=so-y-te]")
    fill_date(page, "due_on", days=5)
    press(page, "main form.st-form button[type=submit]")
    consolidated = page.url

    sign_in(page, HEALTH_OFFICER, language)
    page.goto(f"{start}/desk/bao-cao/")
    press(page, page.locator("main .st-task__title a", has_text=subject))
    own = page.url
    page.fill("#text-results", "Đã đính chính ba tin đồn.")
    # Saved as one types, without a click.
    expect(page.locator("#saved-results [role=status]")).to_be_visible(timeout=15_000)
    expect(page.locator("#saved-results input[name=seen]")).to_have_value("1")
    page.fill("#text-difficulties", "Chưa có người trực đêm")
    press(page, "section[aria-labelledby=difficulties] button[type=submit]")
    press(page, "form[action$='/so-lieu/'] button")
    expect(page.locator("#text-results")).to_have_value("Đã đính chính ba tin đồn.")
    press(page, "form[action$='/trinh/'] button")

    sign_in(page, HEALTH_APPROVER, language)
    page.goto(own)
    press(page, "form[action$='/duyet/'] button")
    expect(page.locator("form[action$='/duyet/']")).to_have_count(0)

    sign_in(page, OFFICER, language)
    page.goto(consolidated)
    press(page, "a[href$='/tong-hop/difficulties/']")
    page.check("input[name=points]")
    page.fill("#id_title", "Trực đêm")
    press(page, "main form.st-form button[type=submit]")
    expect(page.locator("main blockquote")).to_contain_text("Chưa có người trực đêm")
    page.goto(consolidated)
    page.fill("#text-results", "Mạng lưới đã đính chính trong ngày.")
    press(page, "section[aria-labelledby=results] button[type=submit]")
    press(page, "form[action$='/so-lieu/'] button")
    press(page, "form[action$='/trinh/'] button")

    sign_in(page, APPROVER, language)
    page.goto(consolidated)
    press(page, "form[action$='/duyet/'] button")
    expect(page.locator("section[aria-labelledby=versions]")).to_contain_text(
        re.compile(r"\d+/BC-")
    )
