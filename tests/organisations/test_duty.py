"""Who is on duty: the named ones, or those who stand in for them."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sangto.organisations.domain.duty import Duty, Named, on_duty

DAY = date(2026, 11, 20)
FIRST = date(2020, 1, 1)


def named(key: int, substitute_for: int | None = None, *, away: bool = False) -> Named:
    return Named(key, substitute_for, FIRST, None, away)


def test_the_named_one_is_on_duty_and_the_substitute_waits() -> None:
    assert on_duty([named(1), named(2, 1)], DAY) == (Duty(1),)


def test_the_substitutes_step_in_while_the_named_one_is_away() -> None:
    people = [named(1, away=True), named(2, 1), named(3, 1)]
    assert on_duty(people, DAY) == (Duty(2, 1), Duty(3, 1))


def test_a_substitute_of_a_substitute_comes_last() -> None:
    people = [named(1, away=True), named(2, 1, away=True), named(3, 2)]
    assert on_duty(people, DAY) == (Duty(3, 1),)


def test_who_ended_is_replaced_too() -> None:
    gone = Named(1, None, FIRST, DAY - timedelta(days=1))
    assert on_duty([gone, named(2, 1)], DAY) == (Duty(2, 1),)
    assert on_duty([gone, named(2, 1)], DAY - timedelta(days=1)) == (Duty(1),)


def test_nobody_is_there() -> None:
    assert on_duty([named(1, away=True), named(2, 1, away=True)], DAY) == ()


@given(
    st.lists(
        st.builds(
            Named,
            key=st.integers(1, 6),
            substitute_for=st.none() | st.integers(1, 6),
            valid_from=st.dates(DAY - timedelta(days=2), DAY + timedelta(days=2)),
            valid_until=st.none(),
            away=st.booleans(),
        ),
        max_size=6,
        unique_by=lambda one: one.key,
    )
)
def test_nobody_stands_twice_and_nobody_who_is_not_there(people: list[Named]) -> None:
    """Circles among substitutes end, too."""
    duties = on_duty(people, DAY)
    known = {one.key: one for one in people}
    assert len({duty.officer for duty in duties}) == len(duties)
    for duty in duties:
        assert known[duty.officer].named_on(DAY)
        assert not known[duty.officer].away
        assert duty.instead_of != duty.officer
