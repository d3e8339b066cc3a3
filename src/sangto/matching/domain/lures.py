"""Words around a name: what they make of a host label that holds it."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from functools import cache, lru_cache
from importlib.resources import files

from sangto.matching.domain.confusables import skeleton


class Lure(IntEnum):
    """How much a stretch of words promises; the strongest word of it decides."""

    NONE = 0
    FILLER = 1
    SERVICE = 2
    AUTHORITY = 3


def _lines(name: str) -> list[str]:
    text = files("sangto.matching.data").joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and line[0] != "#"]


@cache
def places() -> frozenset[str]:
    return frozenset(_lines("places.txt"))


@cache
def _words() -> dict[str, Lure]:
    """Each word as it is written, and as it looks at a glance."""
    pairs = [line.split(" ", 1) for line in _lines("lures.txt")]
    written = {word: Lure[kind.upper()] for word, kind in pairs}
    return {skeleton(word): lure for word, lure in written.items()} | written


@cache
def _longest() -> int:
    return max(map(len, _words()))


@lru_cache(maxsize=4096)
def lure_of(text: str) -> Lure | None:
    """The strongest lure when ``text`` is nothing but such words, one after the other; None when
    anything is left over. An empty text has none. Cost: its length times the longest word."""
    words = _words()
    best: list[Lure | None] = [Lure.NONE] + [None] * len(text)
    for start in range(len(text)):
        so_far = best[start]
        if so_far is None:
            continue
        for end in range(start + 1, min(len(text), start + _longest()) + 1):
            written = text[start:end]
            lure = words.get(written, Lure.FILLER if written.isdecimal() else None)
            if lure is not None:
                best[end] = max(so_far, lure, best[end] or Lure.NONE)
    return best[-1]


def without_lures(text: str) -> str:
    """What is left when such words of three letters and more and numbers are taken off both ends,
    the longest ones first. A text of nothing else keeps one."""
    text = text.strip("0123456789") or text
    while 0 < (size := _lure_length(text, str.startswith)) < len(text):
        text = text[size:]
    while 0 < (size := _lure_length(text, str.endswith)) < len(text):
        text = text[:-size]
    return text


def _lure_length(text: str, holds: Callable[[str, str], bool]) -> int:
    return next((len(word) for word in _by_length() if holds(text, word)), 0)


@cache
def _by_length() -> tuple[str, ...]:
    return tuple(sorted((word for word in _words() if len(word) > 2), key=len, reverse=True))
