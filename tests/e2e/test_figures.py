"""From the dashboard to the rows of a figure, and home with them as a table."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.conftest import violations
from tests.e2e.people import APPROVER, press, sign_in

_PHONE = {"width": 360, "height": 740}


def test_from_the_dashboard_to_the_rows_and_home(page: Page) -> None:
    sign_in(page, APPROVER)
    page.goto("/desk/so-lieu/")
    expect(page.locator("h1")).to_be_visible()
    assert page.locator("svg.st-chart").count() >= 2
    assert violations(page) == []
    received = int(page.locator(".st-tile dd").first.inner_text().split()[0].replace(".", ""))
    with page.expect_download() as table:
        page.click("#panel-reports-by-day ~ .st-panel__files a[href*='.csv']")
    assert table.value.suggested_filename.endswith(".csv")
    lines = table.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert sum(int(line.rsplit(",", 1)[1]) for line in lines[1:]) == received

    press(page, ".st-tile a")
    expect(page.locator("#rows")).to_contain_text(str(received))
    assert violations(page) == []
    with page.expect_download() as rows:
        page.click("a[href*='/tep.csv']")
    assert len(rows.value.path().read_text(encoding="utf-8-sig").splitlines()) == received + 1

    page.set_viewport_size(_PHONE)  # type: ignore[arg-type] # a plain dict
    for path in ("/desk/so-lieu/", "/en/desk/so-lieu/tat-ca/", "/desk/so-lieu/diem-tin/"):
        page.goto(path)
        wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        assert not wide, path
        assert violations(page) == []
    press(page, ".st-digests a")
    assert "/desk/so-lieu/diem-tin/" in page.url
    assert violations(page) == []
