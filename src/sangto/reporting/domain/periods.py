"""Periods of whole days in Vietnam: from the first day up to, and without, the day after the last.

What happened at 23:59:59 on 30 June belongs to June, wherever the server stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sangto.kernel.errors import Refusal, gettext_noop
from sangto.kernel.worktime import ZONE

DAY = timedelta(days=1)
#: A longer period is a mistake in typing.
LONGEST_DAYS = 3660


@dataclass(frozen=True, slots=True)
class Period:
    """``[since, before)``; never empty."""

    since: date
    before: date

    def __post_init__(self) -> None:
        if self.before <= self.since:
            raise ValueError("a period has at least one day")

    @property
    def last(self) -> date:
        return self.before - DAY

    @property
    def start(self) -> datetime:
        return midnight(self.since)

    @property
    def end(self) -> datetime:
        """The first moment that does not belong to it."""
        return midnight(self.before)

    @property
    def length(self) -> int:
        return (self.before - self.since).days

    def days(self) -> list[date]:
        return [self.since + DAY * place for place in range(self.length)]


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=ZONE)


def local_day(moment: datetime) -> date:
    return moment.astimezone(ZONE).date()


def last_days(today: date, count: int) -> Period:
    """``count`` days with today as the last one."""
    return Period(today - DAY * (count - 1), today + DAY)


def year_of(year: int) -> Period:
    return Period(date(year, 1, 1), date(year + 1, 1, 1))


def half_year(year: int, half: int) -> Period:
    """``half`` is 1 or 2."""
    if half == 1:
        return Period(date(year, 1, 1), date(year, 7, 1))
    return Period(date(year, 7, 1), date(year + 1, 1, 1))


def previous(period: Period) -> Period:
    """As many days right before it."""
    return Period(period.since - (period.before - period.since), period.since)


def year_before(period: Period) -> Period:
    """The same days of the year before; 29 February stands for 28 February there."""
    return Period(_a_year_less(period.since), max(_a_year_less(period.before), _next(period)))


def _next(period: Period) -> date:
    return _a_year_less(period.since) + DAY


def _a_year_less(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def period_refusal(since: date, last: date) -> Refusal | None:
    if last < since:
        return Refusal(
            "reporting.period_backwards",
            gettext_noop("The last day lies before the first one."),
            {},
            "until",
        )
    if (last - since).days >= LONGEST_DAYS:
        return Refusal(
            "reporting.period_long",
            gettext_noop("Choose ten years at most."),
            {},
            "until",
        )
    return None
