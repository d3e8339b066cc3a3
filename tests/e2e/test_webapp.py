"""The site as an app in a real browser: it can be installed, and says so when there is no network;
and a verdict in somebody else's page."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.e2e import tour
from tests.e2e.conftest import Desk, new_context, prefix
from tests.factories.screens import screen_bytes

#: What the worker may keep of the desk, in bytes over the wire and without fonts and style, which
#: the browser has already.
WORKER_PAGES = 12_000


def test_it_can_be_installed(page: Page, language: str) -> None:
    page.goto(f"{prefix(language)}/")
    session = page.context.new_cdp_session(page)
    found: dict[str, Any] = session.send("Page.getAppManifest")
    assert found["errors"] == []
    manifest = json.loads(found["data"])
    assert manifest["share_target"]["action"] == f"{prefix(language)}/chia-se/"
    for icon in manifest["icons"]:
        answer = page.request.get(icon["src"])
        assert (answer.status, answer.headers["content-type"]) == (200, "image/png")


def test_without_a_network(browser: Browser, desk: Desk, language: str) -> None:
    context = new_context(browser, desk)
    page = context.new_page()
    page.goto(f"{prefix(language)}/")
    page.evaluate("navigator.serviceWorker.ready.then(one => one.active.state)")
    page.wait_for_function(
        "navigator.serviceWorker.ready.then(one => one.active.state === 'activated')"
    )
    kept = page.evaluate(
        "caches.keys().then(names => caches.open(names[0])).then(one => one.keys())"
        ".then(all => all.map(request => new URL(request.url).pathname))"
    )
    pages = [path for path in kept if not path.startswith("/static/")]
    assert sorted(pages) == ["/en/ngoai-tuyen/", "/ngoai-tuyen/"]
    weight = sum(len(page.request.get(path).body()) for path in ("/sw.js", *pages))
    assert weight < 4 * WORKER_PAGES  # as it is before compression
    page.goto(f"{prefix(language)}{tour.OPEN['about']}")
    context.set_offline(True)
    page.goto(f"{prefix(language)}{tour.OPEN['verdicts']}")
    assert page.locator("html").get_attribute("lang") == language
    expect(page.locator("main h1")).to_have_count(1)
    assert page.locator("main a.govuk-button").get_attribute("href") == f"{prefix(language)}/"
    face = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert face == "rgb(255, 253, 248)", "its style is there"
    context.set_offline(False)
    page.goto(f"{prefix(language)}{tour.OPEN['verdicts']}")
    expect(page.locator(".st-list").first).to_be_visible()
    context.close()


def test_what_another_app_shares(page: Page, tmp_path: Path) -> None:
    """As the telephone sends it: a form of its own, from no page of ours."""
    page.goto("/")
    page.evaluate(
        """() => {
            document.body.innerHTML = '<form method="post" action="/chia-se/" '
              + 'enctype="multipart/form-data"><input name="text" value="Trúng xe máy SH">'
              + '<input name="url" value="https://nhan-qua.example"><input type="file" '
              + 'name="picture"><button>Gửi</button></form>'
        }"""
    )
    page.click("form button")
    expect(page.locator("#id_text")).to_have_value("Trúng xe máy SH\nhttps://nhan-qua.example")
    screen = tmp_path / "Screenshot.png"
    screen.write_bytes(screen_bytes(tour.MESSAGES["unknown"]))
    page.set_input_files("#id_picture", screen)
    page.evaluate("document.querySelector('form.st-check').action = '/chia-se/'")
    page.click("form.st-check button[type=submit]")
    page.wait_for_url("**/doc-anh/")


@contextmanager
def foreign_page(content: str) -> Iterator[str]:
    """A site of somebody else, which holds this page."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(content.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def test_a_verdict_in_another_page(browser: Browser, desk: Desk, language: str) -> None:
    context = new_context(browser, desk, script=False)
    page = context.new_page()
    page.goto(f"{prefix(language)}/ket-luan/")
    path = str(page.locator("main .st-list a").first.get_attribute("href"))
    page.goto(path)
    title = page.inner_text("main h1")
    code = page.locator("#embed").input_value()
    context.close()
    elsewhere = browser.new_context(viewport={"width": 320, "height": 800})
    page = elsewhere.new_page()
    errors: list[str] = []
    page.on("console", lambda one: errors.append(one.text) if one.type == "error" else None)
    with foreign_page(f"<!doctype html><title>Báo</title><h1>Tin</h1>{code}") as address:
        page.goto(address)
        frame = page.frame_locator("iframe")
        expect(frame.locator("h1")).to_have_text(title)
        wider = frame.locator("html").evaluate("one => one.scrollWidth - one.clientWidth")
        assert wider <= 0
        assert elsewhere.cookies() == []
        page.set_content(f'<iframe src="{desk.address}{path}"></iframe>')
        page.wait_for_load_state("networkidle")
    assert [text for text in errors if "frame-ancestors" not in text and "404" not in text] == []
    assert any("frame-ancestors" in text for text in errors), "no other page stands in a frame"
    elsewhere.close()
