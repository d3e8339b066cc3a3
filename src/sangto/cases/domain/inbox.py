"""Where a claim stands in the inbox, and by which rule the rows are ordered.

The rule is one sum. What a claim weighs (:func:`points`) is at most :data:`HEAD_START` points,
and every day by which its deadline comes nearer, or lies further back, adds
:data:`POINTS_A_DAY`. So the heaviest claim goes ahead of the lightest by ten days of deadline and
never by more: nothing waits for ever. Because every claim gains at the same pace, the order of two
rows changes only when one of them weighs something else, and :func:`rank` can be kept in an index.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sangto.cases.domain.states import CaseOutcome, CaseStatus


class Part(StrEnum):
    """The parts of the inbox. ``none`` holds what nobody has to do anything about: claims that
    went up in another, and claims whose reports are all answered or come from an archive."""

    TRIAGE = "triage"
    WORK = "work"
    APPROVAL = "approval"
    CLOSED = "closed"
    NONE = "none"


#: What is not finished.
UNFINISHED = (Part.TRIAGE, Part.WORK, Part.APPROVAL)


class InboxStatus(StrEnum):
    """``new`` are claims whose case nobody opened yet, and records of an archive that somebody has
    reported since; the others are states of the case."""

    NEW = "new"
    TRIAGE = "triage"
    VERIFYING = "verifying"
    SIGNING = "signing"
    CLOSED = "closed"


class Order(StrEnum):
    RANK = "rank"
    DEADLINE = "deadline"
    NEWEST = "newest"
    GROWTH = "growth"


#: Ends that do not answer a report which comes afterwards; a verdict is sent to it by itself.
UNANSWERED = frozenset({CaseOutcome.ANSWERED, CaseOutcome.ARCHIVED, CaseOutcome.WITHDRAWN})
#: Among them those after which the work starts from the beginning.
RESTING = frozenset({CaseOutcome.ARCHIVED, CaseOutcome.WITHDRAWN})

_PART_OF = {
    CaseStatus.TRIAGE: Part.TRIAGE,
    CaseStatus.VERIFYING: Part.WORK,
    CaseStatus.SIGNING: Part.APPROVAL,
    CaseStatus.CLOSED: Part.CLOSED,
}


def place(
    *, merged: bool, status: CaseStatus | None, outcome: CaseOutcome, waiting: int
) -> tuple[Part, InboxStatus]:
    """``status`` is None while nobody opened a case; ``waiting`` are living reports without an
    answer. A closed case comes back while there are any that its end does not answer."""
    known = InboxStatus(status.value) if status is not None else InboxStatus.NEW
    if merged:
        return Part.NONE, known
    if status is None:
        return (Part.TRIAGE if waiting else Part.NONE), known
    if status is CaseStatus.CLOSED and outcome in UNANSWERED and waiting:
        returned = InboxStatus.NEW if outcome in RESTING else InboxStatus.CLOSED
        return Part.TRIAGE, returned
    return _PART_OF[status], known


POINTS_A_DAY = 10
HEAD_START = 100

POINTS_AN_ASKER = 4
MOST_FOR_ASKERS = 28
POINTS_FOR_GROWTH = 12
POINTS_FOR_IMITATION = 15
POINTS_A_PLACE = 3
MOST_FOR_SPREAD = 15
#: From so many dong on, so many points.
MONEY_STEPS: tuple[tuple[int, int], ...] = (
    (1, 5),
    (5_000_000, 10),
    (20_000_000, 15),
    (100_000_000, 22),
    (500_000_000, 30),
)

_DAY = timedelta(days=1).total_seconds()
_SECONDS_A_POINT = int(_DAY) // POINTS_A_DAY


@dataclass(frozen=True, slots=True)
class Weight:
    """What a claim weighs; ``askers`` are people who sent it within 24 hours, never a machine or
    an archive (SCOPE.md 1). ``money`` is in dong; ``grows`` by ``cases.domain.growth``."""

    askers: int = 0
    money: int = 0
    imitates: bool = False
    places: int = 0
    grows: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    askers: int
    growth: int
    money: int
    imitation: int
    spread: int

    @property
    def total(self) -> int:
        return self.askers + self.growth + self.money + self.imitation + self.spread


def points(weight: Weight) -> Points:
    """One place is where it is, not a spread; the second one counts first."""
    return Points(
        askers=min(weight.askers * POINTS_AN_ASKER, MOST_FOR_ASKERS),
        growth=POINTS_FOR_GROWTH if weight.grows else 0,
        money=max((given for least, given in MONEY_STEPS if weight.money >= least), default=0),
        imitation=POINTS_FOR_IMITATION if weight.imitates else 0,
        spread=min(max(weight.places - 1, 0) * POINTS_A_PLACE, MOST_FOR_SPREAD),
    )


def rank(total: int, due_at: datetime) -> int:
    """What the inbox is ordered by, greatest first: in seconds, the same at every moment."""
    return total * _SECONDS_A_POINT - int(due_at.timestamp())


def pressure(due_at: datetime, now: datetime) -> int:
    """Points for the deadline as it stands now: 100 when it is reached, 10 more for each day
    after, 10 less for each day before."""
    left = (due_at - now).total_seconds() / _DAY
    return round(HEAD_START - POINTS_A_DAY * left)


def fraction(since: datetime, due_at: datetime, now: datetime) -> float:
    """The age against the whole time until the deadline: 1.0 on the deadline."""
    whole = (due_at - since).total_seconds()
    if whole <= 0:
        return 1.0
    return max(0.0, (now - since).total_seconds() / whole)
