"""Reminders as a plan: which steps are due is derived from data, never from a timer.

A step belongs to a deadline and to a day that follows from it. Each is sent once, on its day or on
the first working day on which somebody looks; a machine that stood still sends what is still due.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from sangto.kernel.errors import Refusal, gettext_noop
from sangto.kernel.worktime import ZONE, Mode, WorkCalendar

MOST_STEPS = 12
FURTHEST_BEFORE = 60
FURTHEST_AFTER = 30
#: Reminders go out between these hours of a working day in Vietnam.
FROM_HOUR = time(8, 0)
TO_HOUR = time(17, 0)


class Whom(StrEnum):
    """The focal officers on duty, or who approves for the agency."""

    OFFICER = "officer"
    LEADER = "leader"


@dataclass(frozen=True, slots=True)
class ReminderStep:
    """``days`` counts from the deadline: below zero before it, zero on its day. A ``hard`` one is
    urgent: it also goes to somebody who had a reminder that day."""

    days: int
    mode: Mode = Mode.WORKING
    hard: bool = False
    whom: Whom = Whom.OFFICER

    @property
    def name(self) -> str:
        return f"{self.days}:{self.mode.value}:{'hard' if self.hard else 'soft'}:{self.whom.value}"


@dataclass(frozen=True, slots=True)
class ReminderPlan:
    steps: tuple[ReminderStep, ...] = ()

    @property
    def last_day_after(self) -> int:
        """On which day after the deadline the last reminder comes; 0 when none does."""
        return max((step.days for step in self.steps), default=0)

    def as_data(self) -> list[dict[str, object]]:
        return [
            {
                "days": step.days,
                "mode": step.mode.value,
                "hard": step.hard,
                "whom": step.whom.value,
            }
            for step in self.steps
        ]


#: Two working days before, on the day itself, and after it once hard and once to the leader.
DEFAULT_PLAN = ReminderPlan(
    (
        ReminderStep(-2),
        ReminderStep(0),
        ReminderStep(1, hard=True),
        ReminderStep(2, hard=True, whom=Whom.LEADER),
    )
)


def plan_from(data: Iterable[Mapping[str, Any]]) -> ReminderPlan:
    """The plan of :meth:`ReminderPlan.as_data`. Raises ``ValueError`` or ``KeyError`` otherwise."""
    return ReminderPlan(
        tuple(
            ReminderStep(
                days=int(row["days"]),
                mode=Mode(row["mode"]),
                hard=bool(row["hard"]),
                whom=Whom(row["whom"]),
            )
            for row in data
        )
    )


def plan_refusal(plan: ReminderPlan) -> Refusal | None:
    if len(plan.steps) > MOST_STEPS:
        return Refusal(
            "round.reminders_many",
            gettext_noop("A plan has at most %(most)s reminders."),
            {"most": MOST_STEPS},
            "reminders",
        )
    if any(not -FURTHEST_BEFORE <= step.days <= FURTHEST_AFTER for step in plan.steps):
        return Refusal(
            "round.reminder_far",
            gettext_noop("A reminder comes at most %(before)s days before and %(after)s after."),
            {"before": FURTHEST_BEFORE, "after": FURTHEST_AFTER},
            "reminders",
        )
    if len({step.name for step in plan.steps}) != len(plan.steps):
        return Refusal(
            "round.reminder_twice",
            gettext_noop("The same reminder stands in the plan twice."),
            {},
            "reminders",
        )
    return None


def step_day(step: ReminderStep, due_on: date, calendar: WorkCalendar) -> date:
    """The working day on which a step is due. What falls on a day off comes earlier when it is
    before the deadline, and later when it is after it."""
    direction = timedelta(days=-1 if step.days < 0 else 1)
    day, left = due_on, abs(step.days)
    while left:
        day += direction
        left -= 1 if step.mode is Mode.CALENDAR or calendar.is_working(day) else 0
    while not calendar.is_working(day):
        day += direction
    return day


def step_key(step: ReminderStep, due_on: date) -> str:
    """What is kept of a step that was sent. Another deadline has steps of its own."""
    return f"{due_on.isoformat()}:{step.name}"


@dataclass(frozen=True, slots=True)
class Due:
    """``steps`` are due now; ``missed`` can help nobody any more and are never sent."""

    steps: tuple[ReminderStep, ...] = ()
    missed: tuple[ReminderStep, ...] = ()


def due_steps(
    plan: ReminderPlan,
    *,
    due_on: date,
    calendar: WorkCalendar,
    sent: Collection[str],
    asked_on: date,
    today: date,
) -> Due:
    """Which steps are due on that day. Nothing is on a day that is not worked.

    ``sent`` are the keys of :func:`step_key`. A step whose day was not after ``asked_on`` is
    missed: the request itself had just said it. So is one before the deadline once that has
    passed.
    """
    if not calendar.is_working(today):
        return Due()
    due: list[ReminderStep] = []
    missed: list[ReminderStep] = []
    for step in plan.steps:
        if step_key(step, due_on) in sent:
            continue
        day = step_day(step, due_on, calendar)
        if day <= asked_on or (step.days <= 0 and today > max(day, due_on)):
            missed.append(step)
        elif day <= today:
            due.append(step)
    return Due(tuple(due), tuple(missed))


def within_hours(now: datetime) -> bool:
    return FROM_HOUR <= now.astimezone(ZONE).time() < TO_HOUR


@dataclass(frozen=True, slots=True)
class Pending:
    """One due step of one request, with the people whom it goes to (any stable name of theirs)."""

    request: int
    step: ReminderStep
    people: tuple[str, ...]
    last_chance: bool = False


@dataclass(frozen=True, slots=True)
class PlannedMail:
    """One mail to one person about any number of requests."""

    person: str
    items: tuple[Pending, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """``sent`` are the steps that go now, also those that nobody can be told of; the others wait
    for the next day."""

    mails: tuple[PlannedMail, ...]
    sent: tuple[Pending, ...]


def mails_for(pending: Sequence[Pending], told_today: Collection[str]) -> Plan:
    """At most one mail a person a day, in which everything stands that is due.

    A soft step waits for another day when one of its people had a mail today, unless there is no
    other day; a hard one goes now.
    """
    free = {
        one
        for one in pending
        if one.step.hard or one.last_chance or not any(who in told_today for who in one.people)
    }
    going = tuple(one for one in pending if one in free)
    by_person: dict[str, list[Pending]] = {}
    for one in going:
        for who in one.people:
            by_person.setdefault(who, []).append(one)
    mails = tuple(PlannedMail(who, tuple(items)) for who, items in by_person.items())
    return Plan(mails, going)
