"""Drawn pictures, kept by what they show; the one that was asked for longest ago makes room."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

#: Bytes of all kept pictures together; about three hundred cards.
MOST_BYTES = 8 * 1024 * 1024

_kept: OrderedDict[str, bytes] = OrderedDict()
_lock = Lock()
#: One at a time, so that a rush for cards does not take every thread.
_drawing = Lock()


def tag_of(*parts: object) -> str:
    """A short name of what a picture shows; the same parts give the same one in every process."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:32]


def drawn(tag: str, draw: Callable[[], bytes]) -> bytes:
    found = _found(tag)
    if found is not None:
        return found
    with _drawing:
        found = _found(tag)
        if found is not None:
            return found
        picture = draw()
    with _lock:
        _kept[tag] = picture
        while sum(map(len, _kept.values())) > MOST_BYTES and len(_kept) > 1:
            _kept.popitem(last=False)
    return picture


def _found(tag: str) -> bytes | None:
    with _lock:
        picture = _kept.get(tag)
        if picture is not None:
            _kept.move_to_end(tag)
        return picture


def forget_pictures() -> None:
    with _lock:
        _kept.clear()
