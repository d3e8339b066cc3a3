from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from sangto.jobs.registry import HANDLERS
from sangto.jobs.schedule import PERIODIC, Periodic, Schedule
from sangto.queue.models import Task

NOW = datetime(2026, 11, 2, 8, 0, 30, tzinfo=UTC)


def test_every_periodic_task_has_a_handler() -> None:
    assert {one.kind for one in PERIODIC} <= set(HANDLERS)


def test_what_runs_how_often() -> None:
    assert {one.kind: one.every for one in PERIODIC} == {
        "audit.seal": timedelta(minutes=1),
        "verdict.catch_up": timedelta(minutes=1),
        "register.enter": timedelta(minutes=1),
        "register.close": timedelta(days=1),
        "digests.sweep": timedelta(minutes=10),
        "reports.sweep": timedelta(hours=1),
        "feeds.sweep": timedelta(minutes=10),
        "draft.sweep": timedelta(minutes=15),
        "inbox.sweep": timedelta(minutes=5),
        "profiles.sweep": timedelta(minutes=10),
        "rounds.sweep": timedelta(minutes=10),
        "meetings.sweep": timedelta(minutes=10),
        "retention.sweep": timedelta(hours=1),
        "agencies.carry": timedelta(days=1),
        "queue.prune": timedelta(days=1),
        "documents.sweep": timedelta(days=1),
    }


@given(
    st.sampled_from(PERIODIC),
    st.datetimes(datetime(2021, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)
def test_slots_cover_time_without_gap_or_overlap(one: Periodic, now: datetime) -> None:
    start = one.slot(now)
    assert start <= now < start + one.every
    assert one.slot(start) == start
    assert one.slot(start + one.every) == start + one.every
    assert one.key(start) == one.key(now) != one.key(start + one.every)


def test_daily_work_begins_at_three_in_vietnam() -> None:
    prune = next(one for one in PERIODIC if one.kind == "queue.prune")
    assert prune.slot(NOW) == datetime(2026, 11, 1, 20, 0, tzinfo=UTC)


def test_what_is_decided_for_a_day_happens_as_it_begins_in_vietnam() -> None:
    carry = next(one for one in PERIODIC if one.kind == "agencies.carry")
    assert carry.slot(NOW) == datetime(2026, 11, 1, 17, 2, tzinfo=UTC)


@pytest.mark.django_db
def test_a_slot_is_put_once_whoever_comes(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    one, other = Schedule(), Schedule()
    assert one.put_due(now=NOW) == len(PERIODIC)
    with django_assert_num_queries(0):
        assert one.put_due(now=NOW + timedelta(seconds=29)) == 0
    assert other.put_due(now=NOW) == 0
    assert one.put_due(now=NOW + timedelta(seconds=30)) == 3
    assert other.put_due(now=NOW + timedelta(hours=1)) == 12
    assert set(Task.objects.filter(kind="audit.seal").values_list("key", flat=True)) == {
        "audit.seal:2026-11-02T08:00:00Z",
        "audit.seal:2026-11-02T08:01:00Z",
        "audit.seal:2026-11-02T09:00:00Z",
    }
