"""Sending a report, beside one insert; and each page of the form on the way there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import count
from urllib.parse import urlencode

from benchmarks.measure import Effort, Figure, Request, Round, alone, compared, visit
from benchmarks.visitor import Answer, Visitor

TARGET = 0.4
#: What a sender types in, whatever page asks for it.
TYPED = {
    "link": "https://nhan-qua-{number}.example/trung-thuong",
    "reason": "Họ đòi chuyển tiền trước khi nhận quà",
    "email": "nguoi-gui-{number}@thu.example",
    "consent": "on",
}
TEXT = (
    "Chúc mừng thuê bao số {number} đã trúng một xe máy, chuyển 1.500.000đ phí hồ sơ trước 17 giờ "
    "hôm nay để nhận giải, quá hạn xem như từ chối"
)
_NUMBER = count(1)
PAGES_AT_MOST = 12
LAST = "/phan-anh/xem-lai/"


def figures(port: int, bare_port: int, *, effort: Effort, worker: str) -> Iterator[Figure]:
    insert = urlencode({"text": TEXT.format(number=0)})
    inserts = [
        Request(
            "POST",
            "/insert/",
            insert,
            (("Content-Type", "application/x-www-form-urlencoded"),),
        )
    ] * effort.sends

    def sent() -> Round:
        ready = [_ready(port) for _ in range(effort.sends)]
        return visit(port, ready, expected=frozenset({200, 201, 302, 303}))

    yield compared(
        "report",
        f"POST that sends the report ({worker})",
        sent,
        partial(visit, bare_port, inserts, expected=frozenset({201})),
        rounds=effort.rounds,
        target=TARGET,
    )


def pages(port: int, *, effort: Effort) -> Iterator[Figure]:
    visitor = Visitor(port)
    for number, (page, _values) in enumerate(_walk(visitor), start=1):
        yield alone(
            "report",
            f"GET page {number} of the form, {page.path.split('?')[0]}",
            partial(
                visit,
                port,
                [visitor.request("GET", page.path)],
                expected=frozenset({200}),
                seconds=effort.seconds / 2,
                warm_up=effort.warm_up / 2,
            ),
            rounds=1,
        )


def _ready(port: int) -> Request:
    """The one request that is left after everything else was filled in."""
    visitor = Visitor(port)
    *_earlier, (page, values) = _walk(visitor)
    return visitor.submission(page, values)


def _walk(visitor: Visitor) -> Iterator[tuple[Answer, dict[str, str]]]:
    """Each page of the form with what is typed into it, up to the one that sends."""
    number = next(_NUMBER)
    page = visitor.get("/phan-anh/")
    for _ in range(PAGES_AT_MOST):
        fields = page.form()
        text = {"text": TEXT.format(number=number)} if "text" in fields.fields else {}
        typed = {name: value.format(number=number) for name, value in TYPED.items()}
        yield page, text | typed
        if page.path.startswith(LAST):
            return
        page = visitor.submit(page, text | typed)
    raise RuntimeError(f"the form does not end: {page.path}")
