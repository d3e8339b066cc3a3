"""When a claim is flagged as growing fast, and that it ends by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangto.cases.domain.growth import (
    DAY,
    FLOORS,
    HOUR,
    TIMES,
    Flow,
    earlier_hours,
    growing_window,
)
from sangto.cases.domain.inbox import POINTS_FOR_GROWTH, Order
from sangto.cases.models import InboxEntry
from sangto.cases.queries import InboxFilters, inbox
from sangto.cases.services import refresh_due_entries, refresh_entries
from sangto.intake.domain.reports import OriginKind
from sangto.intake.models import Report
from sangto.matching.models import Claim
from tests.factories.cases import World, hour, make_claim, make_report, reported_claim

NOW = hour(20, 9)


@pytest.mark.parametrize(
    ("flow", "window"),
    [
        (Flow(), None),
        (Flow(hour=4, day=9), None),
        (Flow(hour=5, day=5), HOUR),
        (Flow(hour=0, day=10), DAY),
        (Flow(hour=5, day=12), DAY),
        # Ten a day for a week: thirty a day are its triple, and only more than that is fast.
        (Flow(hour=1, day=30, earlier=70, hours=168), None),
        (Flow(hour=1, day=31, earlier=70, hours=168), DAY),
        # Two an hour for a day: six an hour are the triple.
        (Flow(hour=6, day=50, earlier=48, hours=24), None),
        (Flow(hour=7, day=50, earlier=48, hours=24), HOUR),
        # A single early report an hour before says little.
        (Flow(hour=0, day=10, earlier=1, hours=1), DAY),
    ],
)
def test_the_rule(flow: Flow, window: timedelta | None) -> None:
    assert growing_window(flow) == window


FLOWS = st.builds(
    lambda new, rest, earlier, hours: Flow(new, new + rest, earlier, hours),
    st.integers(0, 60),
    st.integers(0, 400),
    st.integers(0, 2000),
    st.integers(0, 168),
)


@given(FLOWS, st.integers(0, 50), st.integers(0, 50))
def test_more_new_reports_never_take_the_flag_away(flow: Flow, recent: int, older: int) -> None:
    if growing_window(flow) is not None:
        more = Flow(flow.hour + recent, flow.day + recent + older, flow.earlier, flow.hours)
        assert growing_window(more) is not None


@given(FLOWS, st.integers(0, 500))
def test_a_livelier_past_never_flags(flow: Flow, more: int) -> None:
    if growing_window(flow) is None:
        assert growing_window(Flow(flow.hour, flow.day, flow.earlier + more, flow.hours)) is None


@given(FLOWS)
def test_a_flag_needs_the_floor_and_the_multiple(flow: Flow) -> None:
    window = growing_window(flow)
    if window is not None:
        new = flow.day if window == DAY else flow.hour
        assert new >= FLOORS[window]
        pace = flow.earlier / max(flow.hours, 24)
        assert new > TIMES * pace * (window / HOUR) - 1e-6


def test_the_past_begins_with_the_first_report_and_ends_a_day_ago() -> None:
    assert earlier_hours(None, NOW) == 0
    assert earlier_hours(NOW - HOUR, NOW) == 0
    assert earlier_hours(NOW - 30 * HOUR, NOW) == 6
    assert earlier_hours(NOW - 400 * HOUR, NOW) == 168


def reported(claim: Claim, number: int, ago: timedelta, **fields: object) -> None:
    for _ in range(number):
        make_report(claim, received_at=NOW - ago, **fields)  # type: ignore[arg-type]


def entry(claim: Claim) -> InboxEntry:
    return InboxEntry.objects.get(claim=claim)


def test_a_claim_is_flagged_and_the_flag_ends_by_itself(world: World) -> None:
    claim = make_claim(world.network)
    reported(claim, 14, timedelta(hours=2, minutes=30))
    refresh_entries(claims=[claim.pk], now=NOW)
    row = entry(claim)
    assert (row.growing, row.growing_since) == (14, NOW - timedelta(hours=2, minutes=30))
    calm = reported_claim(world, received_at=NOW - 60 * DAY)
    actor = world.officer()
    assert [one.claim for one in inbox(actor)] == [calm, claim]
    by_growth = InboxFilters(order=Order.GROWTH)
    assert [one.claim for one in inbox(actor, by_growth)] == [claim, calm]
    found = {one.claim: one for one in inbox(actor)}
    assert found[claim].points.growth == POINTS_FOR_GROWTH
    assert (found[calm].points.growth, found[calm].growing) == (0, 0)
    refresh_due_entries(now=NOW + timedelta(hours=21))
    assert entry(claim).growing == 14
    refresh_due_entries(now=NOW + timedelta(hours=22))
    row = entry(claim)
    assert (row.growing, row.growing_since, row.askers_until) == (0, None, None)


def test_a_busy_hour_ends_with_the_hour(world: World) -> None:
    claim = make_claim(world.network)
    reported(claim, 6, timedelta(minutes=40))
    refresh_entries(claims=[claim.pk], now=NOW)
    assert entry(claim).growing == 6
    refresh_due_entries(now=NOW + timedelta(minutes=19))
    assert entry(claim).growing == 6
    refresh_due_entries(now=NOW + timedelta(minutes=21))
    row = entry(claim)
    assert (row.growing, row.askers_24h) == (0, 6)
    assert row.askers_until == NOW - timedelta(minutes=40) + DAY


def test_its_own_pace_before_counts(world: World) -> None:
    claim = make_claim(world.network)
    for days in range(2, 9):
        reported(claim, 4, timedelta(days=days) - HOUR)
    reported(claim, 12, timedelta(hours=5))
    refresh_entries(claims=[claim.pk], now=NOW)
    assert entry(claim).growing == 0
    reported(claim, 1, timedelta(hours=5))
    refresh_entries(claims=[claim.pk], now=NOW)
    assert entry(claim).growing == 13


@pytest.mark.parametrize("origin", [OriginKind.ARCHIVE, OriginKind.MACHINE])
def test_archives_and_machines_grow_nothing(world: World, origin: OriginKind) -> None:
    claim = make_claim(world.network)
    reported(claim, 12, timedelta(minutes=30), origin=origin)
    reported(claim, 4, timedelta(minutes=30))
    refresh_entries(claims=[claim.pk], now=NOW)
    assert (entry(claim).reports, entry(claim).growing) == (16, 0)


def test_who_took_it_back_grows_nothing(world: World) -> None:
    claim = make_claim(world.network)
    reported(claim, 12, timedelta(minutes=30))
    Report.objects.filter(claim_link__claim=claim).update(
        status="closed",
        outcome="withdrawn",
        explanation="withdrawn",
        answered_at=NOW,
        content_deleted_at=NOW,
        text="",
        folded="",
    )
    refresh_entries(claims=[claim.pk], now=NOW)
    assert (entry(claim).reports, entry(claim).growing) == (12, 0)
