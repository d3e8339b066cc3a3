"""Every page in both languages: nothing for axe to find, nothing wider than a small phone, no word
of the other language; and no page that nobody looked at."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.urls import NoReverseMatch, reverse
from playwright.sync_api import Page, Request

from tests.e2e import tour
from tests.e2e.conftest import Desk, violations

#: Words that Vietnamese has not. Names, codes and what people wrote are left out before.
ENGLISH = re.compile(
    r"\b(?:the|you|your|and|with|please|this|that|from|what|was|are|of|by|is|not|report|case)\b",
    re.IGNORECASE,
)
#: Texts that stand on the page in its own language: not passages marked as another one, not what
#: people wrote, not addresses, codes and names of people.
OWN_WORDS = """language => {
  const apart = '[lang]:not(html), script, code, pre, kbd, blockquote, textarea, option, ' +
    '.st-quote, .st-code, .st-language, [data-said], input, .st-kept, .st-title, mark, ' +
    '[rel=license]'
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const said = []
  while (walker.nextNode()) {
    const around = walker.currentNode.parentElement
    if (!around.closest(apart)) said.push(walker.currentNode.data)
  }
  return said.join(' ').replace(/\\s+/g, ' ').replace(/“[^”]*”/g, ' ')
}"""


def overflow(page: Page, width: int = 320) -> bool:
    page.set_viewport_size({"width": width, "height": 800})
    wider: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    page.set_viewport_size({"width": 1280, "height": 900})
    return wider > 0


def with_large_text(page: Page) -> bool:
    """Whether something is cut off or pushed out at 200 % text on a phone of 640 px."""
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    try:
        return overflow(page, 640)
    finally:
        page.evaluate("document.documentElement.style.fontSize = ''")


def looking_at(page: Page, language: str, *, axe: bool, own_words: bool) -> Callable[[str], None]:
    def look(name: str) -> None:
        if axe:
            assert violations(page) == [], name
        assert not overflow(page), f"{name} is wider than 320 px"
        if own_words and language == "vi":
            said = page.evaluate(OWN_WORDS, language)
            english = [said[max(0, f.start() - 30) : f.end() + 30] for f in ENGLISH.finditer(said)]
            assert english == [], f"{name} speaks English: {english[:5]}"
        assert page.locator("html").get_attribute("lang") == language

    return look


@pytest.fixture
def asked_elsewhere(page: Page, desk: Desk) -> list[str]:
    """Requests that went to any other host."""
    elsewhere: list[str] = []
    own = urlsplit(desk.address).netloc

    def noted(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme != "data" and parts.netloc != own:
            elsewhere.append(request.url)

    page.on("request", noted)
    return elsewhere


def test_public_pages(page: Page, language: str, asked_elsewhere: list[str]) -> None:
    look = looking_at(page, language, axe=True, own_words=True)

    def look_and_enlarge(name: str) -> None:
        look(name)
        assert not with_large_text(page), f"{name} is too wide at 200 % text"

    tour.public_pages(page, language, look_and_enlarge)
    assert asked_elsewhere == []


def test_reporting_and_its_receipt(page: Page, language: str, asked_elsewhere: list[str]) -> None:
    tour.report_pages(page, language, looking_at(page, language, axe=True, own_words=True))
    assert asked_elsewhere == []


def test_pages_behind_personal_links(page: Page, desk: Desk, language: str) -> None:
    look = looking_at(page, language, axe=True, own_words=True)
    seen = tour.link_pages(page, language, look, desk.links())
    assert seen == LINKED


LINKED = {"opinion", "draft_link", "meeting_link"}


def test_in_the_dark(page: Page) -> None:
    """Contrast holds in the other theme too, on one page of each make."""
    page.emulate_media(color_scheme="dark")
    for name in ("check", "verdicts", "guide", "guide-call", "guide-paper", "about"):
        page.goto(tour.OPEN[name])
        assert violations(page) == [], name


def test_desk_pages(page: Page, language: str, asked_elsewhere: list[str]) -> None:
    look = looking_at(page, language, axe=language == "vi", own_words=False)
    seen = tour.staff_pages(page, language, look)
    assert asked_elsewhere == []
    if language == "vi":
        assert forgotten(page, seen) == set()


#: What has an address but is nobody's page to look at here, and why.
NO_PAGE = {
    "robots": "a file",
    "feed": "a file",
    "desk_counts": "a part of the inbox",
    "report_picture": "a picture",
    "account_inactive": "leads to the sign-in page",
    "account_signup": "accounts are by invitation; says only that",
}
#: Pages of a state that the demo has not: each has its own test in tests/web.
IN_OTHER_TESTS = {"desk_holiday_restore", "desk_factors_reset", "desk_case_withdrawn"}


def forgotten(page: Page, seen: set[str]) -> set[str]:
    """Names of pages that nobody looked at. What answers a POST only is none."""
    looked_at = {*seen, *map(tour.view_name, tour.OPEN.values())}
    looked_at |= {"verdict", "verdict_version", "report_discard", *REPORTING}
    rest = tour.all_names() - looked_at - set(NO_PAGE) - IN_OTHER_TESTS
    pages = (name for name in rest if name.startswith("desk") and not tour.is_file(name))
    return {name for name in pages if _is_a_page(page, name)}


REPORTING = {
    "report",
    "report_doubt",
    "report_place",
    "report_contact",
    "report_consent",
    "report_answers",
    "report_sent",
    "receipt_add",
    "receipt_mail",
    "receipt_withdraw",
}


def _is_a_page(page: Page, name: str) -> bool:
    """Asked with something that does not exist, a view that takes only POST still says so."""
    for arguments in ({}, {"reference": "VV-26-000000"}, {"number": 1}, {"pk": 1}):
        try:
            path = reverse(name, kwargs=arguments)
        except NoReverseMatch:
            continue
        answer = page.request.get(path, max_redirects=0)
        return answer.status == 200 and answer.headers["content-type"].startswith("text/html")
    return False


def test_a_guide_can_be_gone_through_with_the_keyboard(page: Page, language: str) -> None:
    path = tour.OPEN["guide"] if language == "vi" else f"/en{tour.OPEN['guide']}"
    page.goto(path)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    number = page.locator(".st-tell__number").first
    number.focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#tell-1")
    assert page.locator("#tell-1").is_visible()
    page.emulate_media(media="print")
    assert page.locator(".st-guide__answer").is_visible()
    assert not page.locator(".st-header").is_visible()
