"""Lists that people put in order by hand."""

from __future__ import annotations

from collections.abc import Sequence


def ordered(keys: Sequence[int], key: int, *, up: bool) -> list[int]:
    """``keys`` with ``key`` one place earlier or later; the ends stay where they are."""
    place = keys.index(key)
    other = place - 1 if up else place + 1
    result = list(keys)
    if 0 <= other < len(result):
        result[place], result[other] = result[other], result[place]
    return result
