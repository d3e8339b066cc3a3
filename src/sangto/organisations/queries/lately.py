"""Rows that change a few times a year and are asked for on every page: remembered for seconds.

Only what names and places are (networks, territories, protected domains) and by when pages promise
an answer, never what a decision or a deadline of a report or case rests on. It is remembered as
long as a public page is (``SANGTO_PAGE_SECONDS``, 0 turns it off), in each process by itself;
nothing has to be told of a change. Inside a transaction nothing is remembered and nothing is taken
from memory: a write reads what it has just written.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.db import connection

P = ParamSpec("P")
R = TypeVar("R")

#: Answers at most; with more networks than that the oldest is asked for anew.
MOST = 64
_answers: dict[tuple[object, ...], tuple[float, Any]] = {}


def lately(read: Callable[P, R]) -> Callable[P, R]:
    """Remember the answer for each set of arguments; an empty answer is asked for anew."""

    @functools.wraps(read)
    def remembered(*args: P.args, **kwargs: P.kwargs) -> R:
        seconds: float = settings.SANGTO_PAGE_SECONDS
        if not seconds or connection.in_atomic_block:
            return read(*args, **kwargs)
        key = (read, settings.SANGTO_NETWORK, args, tuple(sorted(kwargs.items())))
        now = time.monotonic()
        known = _answers.get(key)
        if known is not None and now - known[0] < seconds:
            answer: R = known[1]
            return answer
        answer = read(*args, **kwargs)
        if answer:
            while len(_answers) >= MOST:
                _answers.pop(next(iter(_answers)), None)
            _answers[key] = (now, answer)
        return answer

    return remembered


def forget_lately() -> None:
    _answers.clear()
