"""How the benchmarks count; what they measure is not asked here, as no time belongs in a test."""

from __future__ import annotations

import importlib
import pkgutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import benchmarks.scenarios
import pytest
from benchmarks.load import run
from benchmarks.measure import Figure, percentile
from benchmarks.visitor import Answer, Visitor


class _Page(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def test_each_request_is_sent_once_and_counted(port: int) -> None:
    requests = [{"method": "GET", "path": f"/{number}"} for number in range(7)]
    done = run({"port": port, "clients": 3, "requests": requests})
    assert done["statuses"] == {200: 7}
    assert (len(done["latencies"]), done["bytes"]) == (7, 14)


def test_requests_are_repeated_for_some_time(port: int) -> None:
    job = {"port": port, "clients": 2, "seconds": 0.05, "warm_up": 0.01}
    done = run({**job, "requests": [{"method": "GET", "path": "/"}]})
    assert len(done["latencies"]) == done["statuses"][200] >= 2


def test_percentiles() -> None:
    values = [float(number) for number in range(100)]
    assert [percentile(values, share) for share in (0.0, 0.5, 0.99, 1.0)] == [0, 50, 99, 99]


@pytest.mark.parametrize(
    ("value", "ratio", "higher", "met"),
    [
        (9, 0.4, True, True),
        (9, 0.39, True, False),
        (150, None, False, True),
        (151, None, False, False),
    ],
)
def test_a_target_is_met_by_the_ratio_where_there_is_one(
    value: float, ratio: float | None, higher: bool, met: bool
) -> None:
    target = 0.4 if ratio is not None else 150
    figure = Figure("s", "n", value, "u", ratio=ratio, target=target, higher=higher)
    assert figure.met is met


def test_a_visitor_fills_in_the_form_and_presses_the_way_on() -> None:
    page = Answer(
        "/form/",
        200,
        '<form method="post"><input type="hidden" name="token" value="t">'
        '<textarea name="text">old</textarea><button name="go" value="add">+</button>'
        '<button name="go" value="next">></button></form>',
    )
    request = Visitor(1).submission(page, {"text": "new"})
    assert (request.path, request.body) == ("/form/", "token=t&text=new&go=next")


def test_every_scenario_can_be_loaded() -> None:
    names = [entry.name for entry in pkgutil.iter_modules(benchmarks.scenarios.__path__)]
    for name in names:
        assert callable(importlib.import_module(f"benchmarks.scenarios.{name}").figures)
    assert sorted(names) == [
        "archive",
        "check",
        "consultation",
        "figures",
        "inbox",
        "register",
        "report",
    ]
