"""What a visit weighs over the wire, as the browser itself counts it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from tests.e2e import tour
from tests.e2e.conftest import Desk, new_context, prefix

FIRST_VISIT = 150_000
LATER_PAGE = 20_000


@contextmanager
def weighing(context: BrowserContext) -> Iterator[tuple[Page, list[tuple[str, int]]]]:
    """A page, and what it fetched since the list was last emptied, with headers."""
    page = context.new_page()
    fetched: list[tuple[str, int]] = []
    addresses: dict[str, str] = {}
    session = context.new_cdp_session(page)
    session.send("Network.enable")

    def asked(event: dict[str, Any]) -> None:
        addresses[event["requestId"]] = event["request"]["url"]

    def came(event: dict[str, Any]) -> None:
        fetched.append((addresses.get(event["requestId"], "?"), int(event["encodedDataLength"])))

    session.on("Network.requestWillBeSent", asked)
    session.on("Network.loadingFinished", came)
    yield page, fetched
    page.close()


def total(fetched: list[tuple[str, int]]) -> int:
    return sum(size for _address, size in fetched)


def weigh(page: Page, fetched: list[tuple[str, int]], act: Callable[[], object]) -> int:
    fetched.clear()
    act()
    page.wait_for_load_state("networkidle")
    return total(fetched)


def test_a_first_visit_and_every_later_page(browser: Browser, desk: Desk, language: str) -> None:
    context = new_context(browser, desk, worker=False)
    with weighing(context) as (page, fetched):
        start = f"{prefix(language)}/"
        first = weigh(page, fetched, lambda: page.goto(start))
        assert 10_000 < first <= FIRST_VISIT, fetched
        page.goto(f"{prefix(language)}{tour.OPEN['guide']}")
        weights: dict[str, int] = {}

        def take(name: str) -> None:
            page.wait_for_load_state("networkidle")
            weights[name] = total(fetched)
            fetched.clear()

        page.wait_for_load_state("networkidle")
        fetched.clear()
        for name, path in tour.OPEN.items():
            page.goto(f"{prefix(language)}{path}")
            take(name)
        for name, text in tour.MESSAGES.items():
            page.goto(start)
            page.wait_for_load_state("networkidle")
            fetched.clear()
            page.fill("#id_text", text)
            page.click("form.st-check button[type=submit]")
            take(name)
    context.close()
    assert {name: size for name, size in weights.items() if size > LATER_PAGE} == {}
