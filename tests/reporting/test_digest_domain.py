"""When a digest is due: once a day, whatever the clock does."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sangto.kernel.worktime import ZONE
from sangto.reporting.domain.digests import LONGEST, DigestKind, due_digest, is_empty
from sangto.reporting.domain.figures import (
    Measured,
    Unit,
    in_unit,
    may_rank,
    measured_spans,
    shown_count,
)
from sangto.reporting.domain.periods import (
    Period,
    half_year,
    last_days,
    local_day,
    period_refusal,
    previous,
    year_before,
    year_of,
)

START = datetime(2026, 6, 29, 0, 0, tzinfo=ZONE)  # a Monday


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return START + timedelta(days=day, hours=hour, minutes=minute)


def test_the_first_one_comes_out_at_its_hour_and_tells_of_one_day() -> None:
    assert due_digest(kind=DigestKind.DAILY, hour=7, now=at(0, 6, 59), last=None) is None
    due = due_digest(kind=DigestKind.DAILY, hour=7, now=at(0, 7), last=None)
    assert due is not None
    assert (due.day, due.since, due.until) == (date(2026, 6, 29), at(-1, 7), at(0, 7))


def test_after_days_of_silence_one_digest_tells_of_all_of_them() -> None:
    last = (date(2026, 6, 29), at(0, 7))
    due = due_digest(kind=DigestKind.DAILY, hour=7, now=at(3, 9), last=last)
    assert due is not None
    assert (due.day, due.since, due.until) == (date(2026, 7, 2), at(0, 7), at(3, 7))
    due = due_digest(kind=DigestKind.DAILY, hour=7, now=at(40, 9), last=last)
    assert due is not None
    assert due.until - due.since == LONGEST["daily"]


def test_what_is_weekly_comes_out_on_mondays_or_on_the_first_day_after() -> None:
    for kind in (DigestKind.WEEKLY, DigestKind.WAITING):
        first = due_digest(kind=kind, hour=7, now=at(0, 8), last=None)
        assert first is not None
        last = (first.day, first.until)
        assert due_digest(kind=kind, hour=7, now=at(6, 23), last=last) is None
        late = due_digest(kind=kind, hour=7, now=at(9, 12), last=last)
        assert late is not None
        assert (late.day, late.since, late.until) == (date(2026, 7, 6), at(0, 7), at(7, 7))


@given(
    st.lists(st.integers(-3_000, 6_000), min_size=1, max_size=60),
    st.integers(0, 23),
    st.sampled_from(DigestKind),
)
@settings(max_examples=80)
def test_no_day_twice_and_no_moment_twice(steps: list[int], hour: int, kind: DigestKind) -> None:
    """The clock jumps by minutes, forward and back."""
    now, last = START, None
    days: list[date] = []
    until: datetime | None = None
    for step in steps:
        now += timedelta(minutes=step)
        due = due_digest(kind=kind, hour=hour, now=now, last=last)
        if due is None:
            continue
        assert due.until <= now
        assert due.since < due.until
        assert until is None or due.since >= until
        days.append(due.day)
        last, until = (due.day, due.until), due.until
    assert days == sorted(set(days))


def test_an_empty_day_is_known_as_one() -> None:
    content: dict[str, object] = {
        "reports": 0,
        "decided": [],
        "closed": {},
        "late": 0,
        "spreads": [],
    }
    assert is_empty(content)
    assert not is_empty({**content, "late": 1})


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=40))
@settings(max_examples=60)
def test_nine_of_ten_do_not_exceed_p90(spans: list[int]) -> None:
    found = measured_spans(spans)
    assert found.n == len(spans)
    assert found.median is not None
    assert found.p90 is not None
    assert sum(span <= found.p90 for span in spans) >= 0.9 * len(spans)
    assert sum(span < found.p90 for span in spans) < 0.9 * len(spans)
    assert min(spans) <= found.median <= found.p90 or len(spans) < 3 or found.median <= max(spans)


def test_small_counts_and_small_samples() -> None:
    assert [shown_count(n, small_hidden=True) for n in (0, 1, 4, 5)] == [0, None, None, 5]
    assert shown_count(3, small_hidden=False) == 3
    assert may_rank([Measured(n=5), Measured(n=90)])
    assert not may_rank([Measured(n=4), Measured(n=90)])
    assert not may_rank([])
    assert Measured().percent is None
    assert Measured(n=3, part=2).percent == 67
    assert measured_spans([]) == Measured()
    assert in_unit(5400, Unit.HOURS) == 1.5


def test_periods_hold_whole_days_in_vietnam() -> None:
    june = half_year(2026, 1)
    assert june.end == half_year(2026, 2).start == datetime(2026, 7, 1, tzinfo=ZONE)
    assert local_day(june.end - timedelta(microseconds=1)) == june.last == date(2026, 6, 30)
    assert year_of(2024).length == 366
    assert previous(Period(date(2026, 3, 1), date(2026, 3, 11))).before == date(2026, 3, 1)
    assert year_before(Period(date(2024, 2, 29), date(2024, 3, 1))) == Period(
        date(2023, 2, 28), date(2023, 3, 1)
    )
    assert len(last_days(date(2026, 1, 1), 30).days()) == 30
    with pytest.raises(ValueError, match="at least one day"):
        Period(date(2026, 1, 1), date(2026, 1, 1))
    assert period_refusal(date(2026, 1, 2), date(2026, 1, 1)) is not None
    assert period_refusal(date(2000, 1, 1), date(2026, 1, 1)) is not None
    assert period_refusal(date(2026, 1, 1), date(2026, 1, 1)) is None
