"""`make shots`: the main pages as pictures, both languages, two widths, light and dark."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.e2e.conftest import CHROMIUM, FLAGS, prefix, running_desk
from tests.e2e.people import KNOWN, OFFICER, check, report, sign_in

WIDTHS = (360, 1280)
PICTURES = {"check", "answer", "inbox", "case"}


def walk(page: Page, language: str, take: Callable[[str], None]) -> None:
    page.goto(f"{prefix(language)}/")
    take("check")
    check(page, KNOWN, language)
    take("answer")
    check(page, "Mai lớp con nghỉ, cô dời buổi họp sang thứ tư nhé các mẹ", language)
    take("unknown")
    page.goto(f"{prefix(language)}/phan-anh/")
    take("report")
    report(page, "Tin lạ đòi tiền cọc giữ chỗ trông xe", language)
    take("receipt")
    for name, path in (
        ("verdicts", "/ket-luan/"),
        ("about", "/gioi-thieu/"),
        ("privacy", "/rieng-tu/"),
        ("sign-in", "/tai-khoan/dang-nhap/"),
    ):
        page.goto(f"{prefix(language)}{path}")
        take(name)
    page.goto(f"{prefix(language)}/ket-luan/")
    page.locator(".st-list a").nth(1).click()
    take("verdict")
    sign_in(page, OFFICER, language)
    page.goto(f"{prefix(language)}/desk/")
    take("inbox")
    page.goto(f"{prefix(language)}/desk/?tab=approval")
    page.locator("[data-row-link]").first.click()
    take("case")
    page.goto(f"{prefix(language)}/desk/ket-luan/")
    take("verdicts-at-work")


def main(address: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        for width in WIDTHS:
            for theme in ("light", "dark"):
                for language in ("vi", "en"):
                    context = browser.new_context(
                        base_url=address,
                        viewport={"width": width, "height": 800},
                        color_scheme="dark" if theme == "dark" else "light",
                    )
                    page = context.new_page()

                    def keep(
                        name: str,
                        page: Page = page,
                        mark: str = f"{language}-{width}-{theme}",
                    ) -> None:
                        page.screenshot(path=folder / f"{name}-{mark}.png", full_page=True)
                        if mark.endswith("1280-light") and name in PICTURES:
                            page.screenshot(path=folder / f"{name}.{mark[:2]}.png")

                    walk(page, language, keep)
                    context.close()
        browser.close()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sangto.config.settings")
    with tempfile.TemporaryDirectory() as data, running_desk(Path(data)) as desk:
        main(desk.address, Path(sys.argv[1]))
