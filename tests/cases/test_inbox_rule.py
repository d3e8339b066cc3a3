"""By which rule the inbox is ordered: one sum, the same at every moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangto.cases.domain.inbox import (
    HEAD_START,
    MONEY_STEPS,
    MOST_FOR_ASKERS,
    MOST_FOR_SPREAD,
    POINTS_A_DAY,
    POINTS_FOR_GROWTH,
    POINTS_FOR_IMITATION,
    InboxStatus,
    Part,
    Weight,
    fraction,
    place,
    points,
    pressure,
    rank,
)
from sangto.cases.domain.states import CaseOutcome, CaseStatus

NOW = datetime(2026, 7, 6, 8, tzinfo=UTC)
DAY = timedelta(days=1)
WEIGHTS = st.builds(
    Weight,
    askers=st.integers(0, 500),
    money=st.integers(0, 10**12),
    imitates=st.booleans(),
    places=st.integers(0, 200),
    grows=st.booleans(),
)
MOMENTS = st.integers(0, 365 * 24 * 3600).map(lambda seconds: NOW + timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("weight", "parts"),
    [
        (Weight(), (0, 0, 0, 0, 0)),
        (Weight(askers=1), (4, 0, 0, 0, 0)),
        (Weight(askers=6), (24, 0, 0, 0, 0)),
        (Weight(askers=300), (28, 0, 0, 0, 0)),
        (Weight(grows=True), (0, 12, 0, 0, 0)),
        (Weight(money=1), (0, 0, 5, 0, 0)),
        (Weight(money=12_000_000), (0, 0, 10, 0, 0)),
        (Weight(money=500_000_000), (0, 0, 30, 0, 0)),
        (Weight(imitates=True), (0, 0, 0, 15, 0)),
        (Weight(places=1), (0, 0, 0, 0, 0)),
        (Weight(places=3), (0, 0, 0, 0, 6)),
        (Weight(places=60), (0, 0, 0, 0, 15)),
    ],
)
def test_what_a_claim_weighs(weight: Weight, parts: tuple[int, ...]) -> None:
    found = points(weight)
    shown = (found.askers, found.growth, found.money, found.imitation, found.spread)
    assert shown == parts
    assert found.total == sum(parts)


def test_all_weights_together_are_a_head_start_of_ten_days() -> None:
    most = (
        MOST_FOR_ASKERS
        + POINTS_FOR_GROWTH
        + MONEY_STEPS[-1][1]
        + POINTS_FOR_IMITATION
        + MOST_FOR_SPREAD
    )
    assert most == HEAD_START == 10 * POINTS_A_DAY


@given(WEIGHTS, WEIGHTS, MOMENTS)
def test_nothing_waits_for_ever(heavy: Weight, light: Weight, due_at: datetime) -> None:
    """Ten days of deadline outweigh everything else."""
    sooner = rank(points(light).total, due_at)
    later = rank(points(heavy).total, due_at + 10 * DAY + timedelta(seconds=1))
    assert sooner > later


@given(WEIGHTS, MOMENTS, WEIGHTS, MOMENTS, MOMENTS)
def test_the_kept_order_is_the_shown_sum_at_every_moment(
    one: Weight, due_one: datetime, other: Weight, due_other: datetime, now: datetime
) -> None:
    shown_one = points(one).total + pressure(due_one, now)
    shown_other = points(other).total + pressure(due_other, now)
    if shown_one > shown_other + 1:  # more than what rounding can do
        assert rank(points(one).total, due_one) > rank(points(other).total, due_other)


def test_the_deadline_presses_more_every_day() -> None:
    assert pressure(NOW, NOW) == HEAD_START
    assert pressure(NOW + 3 * DAY, NOW) == HEAD_START - 3 * POINTS_A_DAY
    assert pressure(NOW - 2 * DAY, NOW) == HEAD_START + 2 * POINTS_A_DAY


@pytest.mark.parametrize(
    ("status", "outcome", "waiting", "part", "known"),
    [
        (None, CaseOutcome.NONE, 1, Part.TRIAGE, InboxStatus.NEW),
        (None, CaseOutcome.NONE, 0, Part.NONE, InboxStatus.NEW),
        (CaseStatus.TRIAGE, CaseOutcome.NONE, 0, Part.TRIAGE, InboxStatus.TRIAGE),
        (CaseStatus.VERIFYING, CaseOutcome.NONE, 0, Part.WORK, InboxStatus.VERIFYING),
        (CaseStatus.SIGNING, CaseOutcome.NONE, 3, Part.APPROVAL, InboxStatus.SIGNING),
        (CaseStatus.CLOSED, CaseOutcome.VERDICT, 3, Part.CLOSED, InboxStatus.CLOSED),
        (CaseStatus.CLOSED, CaseOutcome.ANSWERED, 0, Part.CLOSED, InboxStatus.CLOSED),
        (CaseStatus.CLOSED, CaseOutcome.ANSWERED, 1, Part.TRIAGE, InboxStatus.CLOSED),
        (CaseStatus.CLOSED, CaseOutcome.ARCHIVED, 1, Part.TRIAGE, InboxStatus.NEW),
        (CaseStatus.CLOSED, CaseOutcome.OUT_OF_SCOPE, 1, Part.CLOSED, InboxStatus.CLOSED),
    ],
)
def test_the_part_of_the_inbox(
    status: CaseStatus | None,
    outcome: CaseOutcome,
    waiting: int,
    part: Part,
    known: InboxStatus,
) -> None:
    found = place(merged=False, status=status, outcome=outcome, waiting=waiting)
    assert found == (part, known)
    gone, _known = place(merged=True, status=status, outcome=outcome, waiting=waiting)
    assert gone is Part.NONE


def test_the_age_against_the_whole_time() -> None:
    assert fraction(NOW, NOW + 4 * DAY, NOW + DAY) == 0.25
    assert fraction(NOW, NOW, NOW + DAY) == 1.0
    assert fraction(NOW, NOW + DAY, NOW - DAY) == 0.0
