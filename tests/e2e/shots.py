"""`make shots`: every page as a picture, both languages, two widths, light and dark.

`make shots ONLY="guide verdict"` takes only the pages whose names begin like one of these words.
Beside the pictures lies `index.html`, on which all of them can be looked over at once.
"""

from __future__ import annotations

import html
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import django
from playwright.sync_api import Browser, Page, sync_playwright

WIDTHS = (360, 1280)
THEMES = ("light", "dark")
LANGUAGES = ("vi", "en")
#: Taken once more as they stand in a window, for the documentation.
PICTURES = {
    "check": "check",
    "answer": "answer",
    "guide": "guide",
    "report_answers": "report",
    "receipt-open": "receipt",
    "verdicts": "verdicts",
    "desk": "inbox",
    "desk_case": "case",
    "desk_search-found": "search",
    "desk_claim_join_with": "join",
    "desk_competences": "matrix",
}


class Camera:
    """Each page is opened once, and taken in every width and theme."""

    def __init__(self, page: Page, folder: Path, language: str, only: Sequence[str]) -> None:
        self._page, self._folder, self._language, self._only = page, folder, language, only
        self.taken: list[str] = []

    def wants(self, name: str) -> bool:
        return not self._only or any(name.startswith(word) for word in self._only)

    def take(self, name: str) -> None:
        if name in self.taken or not self.wants(name):
            return
        self.taken.append(name)
        for width in WIDTHS:
            self._page.set_viewport_size({"width": width, "height": 800})
            for theme in THEMES:
                self._page.emulate_media(color_scheme=theme)  # type: ignore[arg-type] # light, dark
                mark = f"{self._language}-{width}-{theme}"
                self._page.screenshot(path=self._folder / f"{name}-{mark}.png", full_page=True)
                if name in PICTURES and (width, theme) == (1280, "light"):
                    picture = f"{PICTURES[name]}.{self._language}.png"
                    self._page.screenshot(path=self._folder / picture)
        self._page.emulate_media(color_scheme="light")


def walk(
    browser: Browser, address: str, folder: Path, only: Sequence[str], links: Sequence[str]
) -> list[str]:
    from tests.e2e import tour

    names: list[str] = []
    for language in LANGUAGES:
        context = browser.new_context(
            base_url=address, viewport={"width": 1280, "height": 800}, locale=language
        )
        context.set_default_timeout(20_000)
        page = context.new_page()
        camera = Camera(page, folder, language, only)
        tour.public_pages(page, language, camera.take)
        tour.report_pages(page, language, camera.take)
        tour.link_pages(page, language, camera.take, links)
        asked = only or ("desk",)
        if any(
            word.startswith(("desk_search", "desk_claim_join")) or word == "desk" for word in asked
        ):
            tour.found_pages(page, language, camera.take)
        if any(word.startswith(("desk", "account", "mfa")) for word in asked):
            tour.staff_pages(page, language, camera.take)
        names += [name for name in camera.taken if name not in names]
        context.close()
    return names


def contact_sheet(folder: Path, names: Sequence[str]) -> None:
    marks = [
        f"{language}-{width}-{theme}"
        for language in LANGUAGES
        for width in WIDTHS
        for theme in THEMES
    ]
    rows = []
    for name in names:
        cells = "".join(
            f'<a href="{name}-{mark}.png"><img loading="lazy" src="{name}-{mark}.png" '
            f'alt="{html.escape(name)} {mark}"><small>{mark}</small></a>'
            for mark in marks
            if (folder / f"{name}-{mark}.png").exists()
        )
        rows.append(f"<h2>{html.escape(name)}</h2><div>{cells}</div>")
    (folder / "index.html").write_text(
        "<!doctype html><meta charset=utf-8><title>Sáng Tỏ</title><style>"
        "body{font:14px sans-serif;margin:24px;background:#888}div{display:flex;gap:12px;"
        "flex-wrap:wrap;align-items:flex-start}img{display:block;height:320px;max-width:420px;"
        "object-fit:cover;object-position:top}h2{margin:32px 0 8px}</style>"
        f"<h1>{len(names)}</h1>{''.join(rows)}",
        encoding="utf-8",
    )


def main(folder: Path, only: Sequence[str]) -> None:
    from tests.e2e.conftest import CHROMIUM, FLAGS, running_desk

    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as data,
        running_desk(Path(data)) as desk,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        names = walk(browser, desk.address, folder, only, desk.links())
        browser.close()
    contact_sheet(folder, names)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "sangto.config.settings"
    os.environ["SANGTO_DATA"] = tempfile.mkdtemp()
    django.setup()
    main(Path(sys.argv[1]), sys.argv[2:])
