"""Working time: deadlines that can explain themselves day by day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from sangto.kernel.errors import gettext_noop

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
CLOSING_TIME = time(17, 0)
#: A deadline further away than this is a mistake in the charter, not a plan.
LONGEST_DAYS = 3660


class Mode(StrEnum):
    WORKING = "working"
    CALENDAR = "calendar"


class DayReason(StrEnum):
    """Why a day counts or is skipped; the values are English source texts for the catalogue."""

    START = gettext_noop("the day it began")
    WORKING_DAY = gettext_noop("working day")
    CALENDAR_DAY = gettext_noop("calendar day")
    WEEKEND = gettext_noop("weekend")
    HOLIDAY = gettext_noop("public holiday")
    OVERRIDE_OFF = gettext_noop("day off by decision")
    OVERRIDE_ON = gettext_noop("working day by decision")


@dataclass(frozen=True, slots=True)
class Override:
    """A decision about one day that goes before weekends and holidays (swaps come late)."""

    working: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class DayNote:
    """One day on the way to a deadline; ``running`` is the count at the end of that day.

    ``name_en`` is there for public holidays only; the note of a decision has one language.
    """

    day: date
    counted: bool
    reason: DayReason
    name: str
    running: int
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """``at`` is 17:00 in Vietnam on the last counted day; ``days`` lists every day passed."""

    start: datetime
    at: datetime
    mode: Mode
    days: tuple[DayNote, ...]

    @property
    def skipped(self) -> tuple[DayNote, ...]:
        return tuple(note for note in self.days[1:] if not note.counted)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days are worked: overrides first, then public holidays, then weekends."""

    holiday_names: Mapping[date, str]
    overrides: Mapping[date, Override] = field(default_factory=dict)
    holiday_names_en: Mapping[date, str] = field(default_factory=dict)

    def look_up(self, day: date) -> tuple[bool, DayReason, str]:
        """Whether the day is worked, why, and the name or note of that reason."""
        override = self.overrides.get(day)
        if override is not None:
            reason = DayReason.OVERRIDE_ON if override.working else DayReason.OVERRIDE_OFF
            return override.working, reason, override.note
        name = self.holiday_names.get(day)
        if name is not None:
            return False, DayReason.HOLIDAY, name
        if day.weekday() >= 5:
            return False, DayReason.WEEKEND, ""
        return True, DayReason.WORKING_DAY, ""

    def english_name(self, day: date, reason: DayReason) -> str:
        return self.holiday_names_en.get(day, "") if reason is DayReason.HOLIDAY else ""

    def is_working(self, day: date) -> bool:
        return self.look_up(day)[0]


#: Years for which the swapped working days of the package are taken over.
_SWAP_YEARS = range(2015, 2040)


@lru_cache(maxsize=1)
def _vietnam() -> holidays.HolidayBase:
    return holidays.country_holidays("VN", language="vi", years=_SWAP_YEARS)


@lru_cache(maxsize=1)
def _vietnam_in_english() -> Mapping[date, str]:
    """The package writes the dates of substituted days with the month first."""
    known = holidays.country_holidays("VN", language="en_US", years=_SWAP_YEARS)
    return {day: re.sub(r"(\d\d)/(\d\d)/(\d{4})", r"\2/\1/\3", name) for day, name in known.items()}


def vietnam_calendar(overrides: Mapping[date, Override] | None = None) -> WorkCalendar:
    """Weekends and Vietnamese public holidays with substitute days, and ``overrides``.

    A Saturday that the State swapped into a working day is one here too, where the package
    ``holidays`` knows of it; what it does not know yet is given as an override.
    """
    known = _vietnam()
    swapped = {day: Override(working=True) for day in known.weekend_workdays}
    return WorkCalendar(known, {**swapped, **(overrides or {})}, _vietnam_in_english())


def due(start: datetime, days: int, mode: Mode, calendar: WorkCalendar) -> Deadline:
    """The deadline ``days`` counted days after ``start`` (the day of ``start`` is not counted).

    ``start`` must know its time zone. In calendar mode every day counts, but a deadline never
    falls on a day that is not worked: it moves to the next one (Civil Code 2015, Article 148.5).
    Raises ``ValueError`` for a naive start, or days outside 0..3660.
    """
    if start.tzinfo is None:
        raise ValueError("a deadline needs a start with its time zone")
    if not 0 <= days <= LONGEST_DAYS:
        raise ValueError(f"days must lie between 0 and {LONGEST_DAYS}")
    day = start.astimezone(ZONE).date()
    notes = [DayNote(day, counted=False, reason=DayReason.START, name="", running=0)]
    running = 0
    while running < days:
        day += timedelta(days=1)
        working, reason, name = calendar.look_up(day)
        counted = working or mode is Mode.CALENDAR
        running += counted
        if mode is Mode.CALENDAR and reason is DayReason.WORKING_DAY:
            reason = DayReason.CALENDAR_DAY
        notes.append(
            DayNote(day, counted, reason, name, running, calendar.english_name(day, reason))
        )
    while not calendar.is_working(day):
        day += timedelta(days=1)
        _, reason, name = calendar.look_up(day)
        notes.append(DayNote(day, False, reason, name, running, calendar.english_name(day, reason)))
    at = datetime.combine(day, CLOSING_TIME, tzinfo=ZONE)
    return Deadline(start=start, at=at, mode=mode, days=tuple(notes))
