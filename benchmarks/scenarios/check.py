"""The check page, and checking a message that is known or unknown."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from benchmarks.bare.keys import key_of
from benchmarks.measure import Effort, Figure, Request, compared, visit
from benchmarks.visitor import Visitor

TARGET = 0.4
UNKNOWN = (
    "Ngày mai trường cho học sinh nghỉ học buổi chiều để sửa mái nhà xe, nhờ phụ huynh đón",
    "Tối nay khu phố mình cúp nước từ chín giờ, bà con nhớ trữ nước, em nghe chị tổ trưởng nói",
)


def figures(port: int, bare_port: int, *, known: list[str], effort: Effort) -> Iterator[Figure]:
    visitor = Visitor(port)
    page = visitor.get("/")
    read = tuple(Request("GET", f"/read/{key_of(number)}/") for number in range(0, 1_000, 37))
    asked: dict[str, tuple[list[Request], float | None]] = {
        "GET the check page": ([visitor.request("GET", "/")], TARGET),
        "GET the check page in English": ([visitor.request("GET", "/en/")], TARGET),
        "POST a known message": (
            [visitor.submission(page, {"text": text}) for text in known],
            None,
        ),
        "POST an unknown message": (
            [visitor.submission(page, {"text": text}) for text in UNKNOWN],
            None,
        ),
    }
    asking = partial(
        visit, expected=frozenset({200}), seconds=effort.seconds, warm_up=effort.warm_up
    )
    for name, (requests, target) in asked.items():
        yield compared(
            "check",
            name,
            partial(asking, port, requests),
            partial(asking, bare_port, read),
            rounds=effort.rounds,
            target=target,
        )
