"""The committee directs, an agency reports its result, and the committee sees it."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e.people import case_page, press, reference_in, sign_in

COMMITTEE = "thu-ky@ubnd.tinhmau.example"
POLICE = "dau-moi@congan.tinhmau.example"


def test_an_agency_reports_what_the_committee_directed(page: Page) -> None:
    sign_in(page, COMMITTEE)
    page.goto("/desk/uy-ban/")
    press(page, "main h3 a[href*='/desk/bien-phap/BP']")
    press(page, ".govuk-back-link")
    case_page(page, reference_in(page.url), "vi", "giao-viec/")
    page.check("input[name=measure][value=awareness]")
    page.select_option("select[name=owner]", "congan")
    page.fill("#id_asked", "Cử đầu mối phát tờ rơi nhận biết ở các chợ.")
    page.fill("#id_ground_text", "Hai chợ báo có người đến mời chào.")
    page.fill("#id_days", "3")
    press(page, "main form.st-form button[type=submit]")
    page.wait_for_url(re.compile(r"/desk/uy-ban/"))

    sign_in(page, POLICE)
    page.goto("/desk/bien-phap/")
    press(page, "main h3 a[href*='/desk/bien-phap/BP']")
    measure = page.url
    press(page, "a[href$='/ket-qua/']")
    press(page, "main form.st-form button[type=submit]")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    page.check("input[name=outcome][value=partly]")
    page.fill("#id_text", "Đã phát ở chợ Bờ Kè; chợ đêm phát tuần sau.")
    page.set_input_files(
        "#id_evidence",
        {"name": "to-roi.txt", "mimeType": "text/plain", "buffer": "Tờ rơi".encode()},
    )
    press(page, "main form.st-form button[type=submit]")
    expect(page.locator("main")).to_contain_text("chợ đêm phát tuần sau")

    sign_in(page, COMMITTEE)
    page.goto(measure)
    press(page, "form[action*='/da-xem/'] button")
    page.wait_for_url(re.compile(r"/desk/uy-ban/"))
    expect(page.locator(f"section[aria-labelledby=back] a[href='{measure}']")).to_have_count(0)
