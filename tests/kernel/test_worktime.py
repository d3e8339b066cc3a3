from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangto.kernel.worktime import (
    ZONE,
    DayReason,
    Mode,
    Override,
    due,
    vietnam_calendar,
)

STARTS = st.datetimes(
    min_value=datetime(2024, 1, 1),  # noqa: DTZ001 - hypothesis wants naive bounds
    max_value=datetime(2028, 1, 1),  # noqa: DTZ001 - hypothesis wants naive bounds
    timezones=st.just(ZONE),
)


def test_the_national_day_break_of_2026_is_skipped_and_explained() -> None:
    start = datetime(2026, 8, 28, 10, tzinfo=ZONE)
    deadline = due(start, 2, Mode.WORKING, vietnam_calendar())
    assert deadline.at == datetime(2026, 9, 4, 17, tzinfo=ZONE)
    assert [(note.day.day, note.reason) for note in deadline.skipped] == [
        (29, DayReason.WEEKEND),
        (30, DayReason.WEEKEND),
        (31, DayReason.HOLIDAY),
        (1, DayReason.HOLIDAY),
        (2, DayReason.HOLIDAY),
    ]
    assert "22/08/2026" in deadline.skipped[2].name


def test_a_swapped_saturday_is_a_working_day() -> None:
    assert vietnam_calendar().is_working(date(2026, 8, 22))
    assert not vietnam_calendar().is_working(date(2026, 8, 29))


def test_an_override_goes_before_holidays_and_weekends() -> None:
    calendar = vietnam_calendar(
        {
            date(2026, 9, 3): Override(working=False, note="bão số 5"),
            date(2026, 9, 5): Override(working=True, note="làm bù"),
        }
    )
    deadline = due(datetime(2026, 9, 1, 8, tzinfo=ZONE), 2, Mode.WORKING, calendar)
    assert deadline.at.date() == date(2026, 9, 5)
    reasons = {note.day: (note.reason, note.name) for note in deadline.days}
    assert reasons[date(2026, 9, 3)] == (DayReason.OVERRIDE_OFF, "bão số 5")
    assert reasons[date(2026, 9, 5)] == (DayReason.OVERRIDE_ON, "làm bù")


def test_a_holiday_has_its_name_in_both_languages() -> None:
    calendar = vietnam_calendar({date(2026, 9, 3): Override(working=False, note="bão số 5")})
    deadline = due(datetime(2026, 9, 1, 8, tzinfo=ZONE), 1, Mode.WORKING, calendar)
    names = {note.day: (note.name, note.name_en) for note in deadline.days}
    assert names[date(2026, 9, 2)] == ("Quốc khánh", "National Day")
    assert names[date(2026, 9, 3)] == ("bão số 5", "")


def test_calendar_days_count_all_but_never_end_on_a_day_off() -> None:
    deadline = due(datetime(2026, 11, 20, 23, tzinfo=ZONE), 2, Mode.CALENDAR, vietnam_calendar())
    assert deadline.at == datetime(2026, 11, 23, 17, tzinfo=ZONE)
    assert deadline.days[-1].running == 2


def test_the_day_is_that_of_vietnam() -> None:
    late_in_utc = datetime(2026, 11, 18, 18, tzinfo=UTC)
    assert due(late_in_utc, 1, Mode.WORKING, vietnam_calendar()).days[0].day == date(2026, 11, 19)


@given(STARTS, st.integers(0, 30))
def test_exactly_the_asked_working_days_lie_before_a_deadline(start: datetime, days: int) -> None:
    calendar = vietnam_calendar()
    deadline = due(start, days, Mode.WORKING, calendar)
    assert sum(note.counted for note in deadline.days) == days
    assert calendar.is_working(deadline.at.date())
    assert [note.day for note in deadline.days] == [
        deadline.days[0].day + timedelta(days=step) for step in range(len(deadline.days))
    ]
    assert deadline.days[-1].running == days


@given(STARTS, st.integers(0, 60), st.sampled_from(Mode))
def test_more_days_never_end_earlier(start: datetime, days: int, mode: Mode) -> None:
    calendar = vietnam_calendar()
    assert due(start, days, mode, calendar).at <= due(start, days + 1, mode, calendar).at


@pytest.mark.parametrize("days", [-1, 3661])
def test_impossible_lengths_are_refused(days: int) -> None:
    with pytest.raises(ValueError, match="between 0 and"):
        due(datetime(2026, 1, 1, tzinfo=ZONE), days, Mode.WORKING, vietnam_calendar())


def test_a_start_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        due(datetime(2026, 1, 1), 1, Mode.WORKING, vietnam_calendar())  # noqa: DTZ001
