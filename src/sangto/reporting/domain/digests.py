"""When a digest is due, and what it tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sangto.kernel.worktime import ZONE
from sangto.reporting.domain.periods import midnight

#: What a digest tells of at most, when the desk stood still for long.
LONGEST = {"daily": timedelta(days=7), "weekly": timedelta(days=28), "waiting": timedelta(days=28)}
_FIRST = {"daily": timedelta(days=1), "weekly": timedelta(days=7), "waiting": timedelta(days=7)}
MONDAY = 0
#: Claims and cases that are named; the others are counted.
MOST_NAMED = 10
#: Days of a curve, the last one is the day of the digest.
CURVE_DAYS = 14


class DigestKind(StrEnum):
    """``waiting`` is what waits for one agency."""

    DAILY = "daily"
    WEEKLY = "weekly"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Due:
    """A digest of ``day`` about ``[since, until)``."""

    day: date
    since: datetime
    until: datetime


def due_digest(
    *, kind: DigestKind, hour: int, now: datetime, last: tuple[date, datetime] | None
) -> Due | None:
    """The digest that is due now, if one is; ``last`` is day and end of the one before.

    Days and ends only ever grow: a clock that goes back brings none again, one that jumps ahead
    brings one for all that it left out, as far back as :data:`LONGEST`. What comes out weekly does
    so on Mondays, or on the first day after one that was missed.
    """
    local = now.astimezone(ZONE)
    day = local.date() if local.hour >= hour else local.date() - timedelta(days=1)
    if kind is not DigestKind.DAILY:
        day -= timedelta(days=(day.weekday() - MONDAY) % 7)
    until = midnight(day) + timedelta(hours=hour)
    if last is None:
        # The first one comes out on its own day, never for a day that is over.
        return Due(day, until - _FIRST[kind.value], until) if day == local.date() else None
    last_day, last_until = last
    if day <= last_day or until <= last_until:
        return None
    return Due(day, max(last_until, until - LONGEST[kind.value]), until)


@dataclass(frozen=True, slots=True)
class Spreading:
    """A claim whose reports grow fast. ``curve`` counts people a day, the last day last."""

    claim: str
    title: str
    title_en: str
    category: str
    grown: int
    curve: tuple[int, ...]


def growth_order(rows: Sequence[Spreading]) -> list[Spreading]:
    """The most people in the last day first."""
    return sorted(rows, key=lambda row: (-row.grown, row.claim))


def is_empty(content: dict[str, object]) -> bool:
    """Whether nothing came in, was decided, is late or spreads."""
    return not any(
        content.get(name) for name in ("reports", "decided", "closed", "late", "spreads")
    )
