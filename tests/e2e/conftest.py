"""A demo desk in a process of its own, and a real browser in front of it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from playwright.sync_api import Error as BrowserError

from tests.cli.conftest import demo_data, tables

__all__ = ["demo_data", "tables"]

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
REQUIRED = os.environ.get("SANGTO_E2E") == "required"
#: Milliseconds. A busy machine is no failure; where all is well, nobody waits for them.
PATIENCE = 45_000
expect.set_options(timeout=PATIENCE)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """They can be chosen and left out by their mark; each process has one desk and one browser."""
    for item in items:
        if Path(str(item.fspath)).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.e2e)
            # The first one waits for the demo, which every process of the run shares.
            item.add_marker(pytest.mark.timeout(1200))
            if CHROMIUM is None and not REQUIRED:
                item.add_marker(pytest.mark.skip(reason="chromium is not installed (make apt)"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A failure says what the open pages show and what the server said last."""
    report = yield
    given = getattr(item, "funcargs", {})
    if report.failed and call.when != "teardown":
        for context in given["browser"].contexts if "browser" in given else ():
            for page in context.pages:
                report.sections.append(("an open page", _shown_on(page)))
        if "desk" in given:
            log = (given["desk"].data / "server.log").read_text(encoding="utf-8", errors="replace")
            last = "\n".join(log.splitlines()[-LAST_LINES:])
            report.sections.append(("the end of server.log", last))
    return report


LAST_LINES = 30


def _shown_on(page: Page) -> str:
    """Its address, what it complains of, and the beginning of what can be read on it."""
    try:
        complaints = page.locator(".govuk-error-summary, .govuk-notification-banner")
        said = [f"{page.url} – {page.title()}", *complaints.all_inner_texts()]
        return "\n".join([*said, *(text[:1500] for text in page.locator("main").all_inner_texts())])
    except BrowserError as error:
        return f"{page.url} can not be read: {error}"


@dataclass(frozen=True)
class Desk:
    """A running demo. ``environment`` runs more commands against the same data."""

    address: str
    data: Path
    environment: dict[str, str]

    def command(
        self, *arguments: str, stdin: str | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "sangto.cli", *arguments],
            env=self.environment,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def links(self) -> list[str]:
        """The personal links of requests and invitations; their letters went nowhere."""
        told = subprocess.run(
            [sys.executable, "-c", _LINKS],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=True,
        )
        return told.stdout.split()


_LINKS = """
import django
django.setup()
from sangto.consultation.models import MeetingInvitee, RoundInvitation
from sangto.consultation.queries.links import token_to_send
from sangto.consultation.queries.meeting_links import meeting_token_to_send
for request in RoundInvitation.objects.order_by("-pk"):
    print(f"/y-kien/{token_to_send(request)}/")
for invitee in MeetingInvitee.objects.filter(times_sent__gte=1):
    print(f"/hop/{meeting_token_to_send(invitee)}/")
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running_desk(data: Path) -> Iterator[Desk]:
    """Serve the demo in ``data`` until the block ends; where there is none, prepare it first."""
    port = free_port()
    address = f"http://localhost:{port}"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SANGTO_")},
        "DJANGO_SETTINGS_MODULE": "sangto.config.settings",
        "SANGTO_DATA": str(data),
        "SANGTO_DEMO": "yes",
        "SANGTO_BASE_URL": address,
        "PYTHONUNBUFFERED": "1",
    }
    running = Desk(address, data, environment)
    if not (data / "sangto.sqlite3").exists():
        seeded = running.command("demo", "--no-serve")
        assert seeded.returncode == 0, seeded.stdout + seeded.stderr
    log = (data / "server.log").open("w")
    server = subprocess.Popen(
        [sys.executable, "-m", "sangto.cli", "serve", "--port", str(port)],
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        wait_until_up(address, server)
        yield running
    finally:
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=60) == 0, (data / "server.log").read_text()
        log.close()


@pytest.fixture(scope="session")
def desk(demo_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    data = tmp_path_factory.mktemp("desk")
    shutil.copytree(demo_data, data, dirs_exist_ok=True)
    with running_desk(data) as running:
        yield running


def wait_until_up(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert server.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(f"{address}/robots.txt", timeout=2):  # noqa: S310 - localhost
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not come up within 30 seconds")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    assert CHROMIUM is not None, "chromium is not installed (make apt)"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture(params=["vi", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def new_context(
    browser: Browser, desk: Desk, *, script: bool = True, worker: bool = True
) -> BrowserContext:
    """Without the ``worker`` the browser counts every byte for the page that asked for it."""
    made = browser.new_context(
        service_workers="allow" if worker else "block",
        base_url=desk.address,
        viewport={"width": 1280, "height": 900},
        java_script_enabled=script,
    )
    made.set_default_timeout(PATIENCE)
    return made


@pytest.fixture
def context(browser: Browser, desk: Desk) -> Iterator[BrowserContext]:
    made = new_context(browser, desk)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """Fails the test when the page logs an error: a refused script or style, a missing file."""
    opened = context.new_page()
    complaints: list[str] = []
    opened.on(
        "console",
        lambda message: complaints.append(message.text) if message.type == "error" else None,
    )
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    expected = ("the server responded with a status of 4",)
    assert [text for text in complaints if not any(known in text for known in expected)] == []


@pytest.fixture
def plain_page(browser: Browser, desk: Desk) -> Iterator[Page]:
    """Without JavaScript."""
    made = new_context(browser, desk, script=False)
    yield made.new_page()
    made.close()


def prefix(language: str) -> str:
    return "" if language == "vi" else "/en"


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it stands, a line for each rule."""
    page.wait_for_load_state()
    found = Axe().run(
        page,
        options={
            "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        },
    )
    return [
        f"{item['id']}: {item['help']} – "
        + "; ".join(" ".join(node["target"][0:1]) for node in item["nodes"][:4])
        for item in found.response["violations"]
    ]
