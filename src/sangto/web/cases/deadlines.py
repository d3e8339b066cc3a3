"""A deadline in words: which days counted, which were skipped, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sangto.cases.models import Case
from sangto.cases.queries import category_of, deadline_start
from sangto.kernel.worktime import DayNote, Deadline, WorkCalendar
from sangto.organisations.domain.deadlines import kind_for_category
from sangto.organisations.queries import deadline_for


@dataclass(frozen=True, slots=True)
class ExplainedDay:
    day: date
    counted: bool
    why: str
    running: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """``fits`` is false when the stored date is another one, as after a change of the table."""

    start: datetime
    at: datetime
    days: tuple[ExplainedDay, ...]
    fits: bool

    @property
    def counted(self) -> int:
        return self.days[-1].running if self.days else 0


def explained(case: Case) -> Explanation:
    """From the first report that the case starts from, or the day on which it was opened again.
    Three queries."""
    deadline = deadline_for(
        case.network, kind_for_category(category_of(case)), deadline_start(case)
    )
    return explanation_of(deadline, case.due_at)


def explanation_of(deadline: Deadline, due_at: datetime) -> Explanation:
    return Explanation(
        start=deadline.start,
        at=deadline.at,
        days=tuple(_day(note) for note in deadline.days),
        fits=deadline.at == due_at,
    )


def _day(note: DayNote) -> ExplainedDay:
    why = _(note.reason.value)
    name = note.name_en if get_language() == "en" and note.name_en else note.name
    if name:
        why = f"{why}: {name}"
    return ExplainedDay(day=note.day, counted=note.counted, why=why, running=note.running)


def working_days_left(calendar: WorkCalendar, today: date, due: date) -> int:
    """Working days after today through the due day; at least one less than none once it is over."""
    if due >= today:
        return _working(calendar, today, due)
    return -max(1, _working(calendar, due, today))


def _working(calendar: WorkCalendar, after: date, through: date) -> int:
    days = (after + timedelta(days=step) for step in range(1, (through - after).days + 1))
    return sum(1 for day in days if calendar.is_working(day))
