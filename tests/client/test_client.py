"""The client that other people's programs use: what it sends again, and what it never does."""

from __future__ import annotations

import ast
import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from sangto.client import (
    ApiError,
    Client,
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    NotReached,
    RateLimited,
    Unauthorised,
    Unavailable,
)
from tests.architecture.test_layout import SOURCE

Reply = tuple[int, dict[str, str], Any]


class Desk:
    """Answers what it is told to, in that order; the last answer stays."""

    def __init__(self, replies: list[Reply]) -> None:
        self.replies = replies
        self.seen: list[tuple[str, str, dict[str, str], Any]] = []
        self.waits: list[float] = []
        self.address = ""

    def client(self, **options: Any) -> Client:
        return Client(self.address, key="st_k", sleep=self.waits.append, **options)


@contextmanager
def desk_with(*replies: Reply) -> Iterator[Desk]:
    desk = Desk(list(replies))

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            desk.seen.append((self.command, self.path, dict(self.headers), body))
            status, headers, content = (
                desk.replies.pop(0) if len(desk.replies) > 1 else desk.replies[0]
            )
            if status == 0:
                self.connection.close()
                return
            data = json.dumps(content).encode()
            self.send_response(status)
            for name, text in {**headers, "Content-Length": str(len(data))}.items():
                self.send_header(name, text.replace("BASE", desk.address))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PUT = _answer  # noqa: N815 - names of the standard library

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    desk.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield desk
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


OK: Reply = (200, {}, {"outcome": "unknown"})


def problem(status: int, **headers: str) -> Reply:
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return status, named, {"code": "a.code", "detail": "Said.", "errors": [], "status": status}


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, Invalid),
        (401, Unauthorised),
        (403, Forbidden),
        (404, NotFound),
        (409, Conflict),
        (413, Invalid),
        (415, Invalid),
        (422, Invalid),
        (500, Unavailable),
        (418, ApiError),
    ],
)
def test_each_problem_is_an_exception_and_is_not_sent_again(
    status: int, kind: type[ApiError]
) -> None:
    with desk_with(problem(status)) as desk:
        with pytest.raises(kind) as caught:
            desk.client().check("x")
        assert (caught.value.code, caught.value.status) == ("a.code", status)
        assert len(desk.seen) == 1


def test_what_may_pass_is_sent_again_with_the_same_key() -> None:
    busy = problem(429, retry_after="3")
    with desk_with((0, {}, None), problem(503), busy, OK) as desk:
        assert desk.client().report(text="x", consent_version="1")["outcome"] == "unknown"
        keys = {headers["Idempotency-Key"] for _method, _path, headers, _body in desk.seen}
        assert len(desk.seen) == 4
        assert len(keys) == 1
        assert desk.waits[2] == 3
        assert 0 < desk.waits[0] < desk.waits[1]


def test_a_long_wait_is_the_callers() -> None:
    with desk_with(problem(429, retry_after="4000")) as desk:
        with pytest.raises(RateLimited) as caught:
            desk.client().check("x")
        assert caught.value.retry_after == 4000
        assert (len(desk.seen), desk.waits) == (1, [])


def test_nobody_there() -> None:
    with desk_with(OK) as desk:
        client = desk.client(attempts=2, timeout=1)
    with pytest.raises(NotReached):
        client.check("x")
    assert len(desk.waits) == 1


def test_pages_are_fetched_as_they_are_needed_and_the_key_stays_here() -> None:
    first: Reply = (
        200,
        {"Link": '<http://elsewhere.example/api/v1/verdicts?cursor=a>; rel="next"'},
        [{"n": 1}],
    )
    second: Reply = (200, {"Link": '<BASE/api/v1/verdicts>; rel="first"'}, [{"n": 2}])
    with desk_with(first, second) as desk:
        rows = desk.client(language="en").verdicts(rating="scam")
        assert desk.seen == []
        assert next(rows) == {"n": 1}
        assert len(desk.seen) == 1
        assert list(rows) == [{"n": 2}]
        paths = [path for _method, path, _headers, _body in desk.seen]
        assert paths == ["/api/v1/verdicts?rating=scam&limit=100", "/api/v1/verdicts?cursor=a"]
        assert desk.seen[0][2]["Authorization"] == "Bearer st_k"
        assert desk.seen[0][2]["Accept-Language"] == "en"


def test_a_redirect_takes_the_key_nowhere() -> None:
    with desk_with(OK) as other, desk_with((302, {"Location": other.address}, {})) as desk:
        with pytest.raises(ApiError):
            desk.client().feeds()
        assert other.seen == []
        assert "st_k" not in repr(desk.client())


def test_references_are_one_part_of_the_address() -> None:
    with desk_with(OK) as desk:
        desk.client().verdict("../key?x", 3)
        assert desk.seen[0][1] == "/api/v1/verdicts/..%2Fkey%3Fx/versions/3"
    with pytest.raises(ValueError, match="https"):
        Client("file:///etc").feeds()


def test_it_needs_nothing_but_python() -> None:
    for path in (SOURCE / "client").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            for name in names:
                own = name.startswith("sangto.client")
                assert own or name.split(".")[0] in sys.stdlib_module_names, (path, name)
