"""A figure's line in the catalogue, its measured value, and when a value may be shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from math import ceil
from statistics import median as middle

#: Below it a share or a median says more about chance than about the work, and nothing is ranked.
LEAST = 5
#: Counts below it are not shown where they could point at people: by territory, and in public.
SMALL = 5
SECONDS = {"hours": 3600, "days": 86_400}


class Unit(StrEnum):
    """``share`` is a part of ``n``; ``hours`` and ``days`` are spans, as median and p90."""

    COUNT = "count"
    SHARE = "share"
    HOURS = "hours"
    DAYS = "days"


class Subject(StrEnum):
    """Of what kind the rows behind a figure are."""

    REPORT = "report"
    CLAIM = "claim"
    CASE = "case"
    TRANSFER = "transfer"
    ENTRY = "entry"
    VERSION = "version"
    DELIVERY = "delivery"
    ROUND = "round"
    REQUEST = "request"
    MEETING = "meeting"
    MEASURE = "measure"
    ANSWER = "answer"
    ABUSE_REPORT = "abuse_report"
    APPEAL = "appeal"


class Split(StrEnum):
    """By what a figure can be taken apart."""

    DAY = "day"
    CHANNEL = "channel"
    CATEGORY = "category"
    AGENCY = "agency"
    TERRITORY = "territory"
    OUTCOME = "outcome"
    STATE = "state"
    AGE = "age"
    RATING = "rating"
    KIND = "kind"


#: Whole days since something began, up to and without the second number.
AGES: tuple[tuple[str, int, int | None], ...] = (
    ("0", 0, 1),
    ("1-2", 1, 3),
    ("3-6", 3, 7),
    ("7-13", 7, 14),
    ("14-29", 14, 30),
    ("30+", 30, None),
)


@dataclass(frozen=True, slots=True)
class FigureSpec:
    """One line of the catalogue.

    ``definition`` says what is counted. ``event`` names the date that selects the rows; an empty
    one means *standing*: what was open at the end of the period, or now, where that is earlier.
    ``finished`` holds where only finished items count. ``splits`` is by what it can be taken apart.
    """

    key: str
    name: str
    definition: str
    subject: Subject
    unit: Unit
    event: str
    finished: bool = False
    splits: tuple[Split, ...] = ()

    @property
    def standing(self) -> bool:
        return not self.event


@dataclass(frozen=True, slots=True)
class Measured:
    """A count with what belongs to it. ``part`` is that of a share; ``median`` and ``p90`` are in
    seconds, and None without a single row."""

    n: int = 0
    part: int | None = None
    median: float | None = None
    p90: float | None = None

    @property
    def enough(self) -> bool:
        return self.n >= LEAST

    @property
    def percent(self) -> int | None:
        """Whole per cent; None without n."""
        return round(100 * self.part / self.n) if self.n and self.part is not None else None


@dataclass(frozen=True, slots=True)
class FigureValue(Measured):
    """``available`` is off where the figure can not be narrowed as it was asked for: meetings, for
    instance, have no category. ``splits`` holds the parts by their codes."""

    key: str = ""
    unit: Unit = Unit.COUNT
    available: bool = True
    splits: Mapping[Split, Mapping[str, Measured]] = field(default_factory=dict)


def percentile_90(ordered: Sequence[int]) -> float:
    """The nearest rank: the least value that nine of ten do not exceed."""
    return float(ordered[ceil(0.9 * len(ordered)) - 1])


def measured_spans(seconds: Iterable[int]) -> Measured:
    ordered = sorted(seconds)
    if not ordered:
        return Measured()
    return Measured(n=len(ordered), median=float(middle(ordered)), p90=percentile_90(ordered))


def in_unit(seconds: float | None, unit: Unit) -> float | None:
    """A span in hours or days, with one digit after the point."""
    return None if seconds is None else round(seconds / SECONDS[unit.value], 1)


def shown_count(number: int, *, small_hidden: bool) -> int | None:
    """None where a small count is not shown; nothing is nothing and may be said."""
    return None if small_hidden and 0 < number < SMALL else number


def may_rank(parts: Iterable[Measured]) -> bool:
    """Agencies stand in an order by their figures only where each of them has enough rows."""
    rows = list(parts)
    return bool(rows) and all(row.enough for row in rows)
