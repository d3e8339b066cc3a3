"""Reminder plans: no step lost, none doubled, whatever the clock did."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangto.consultation.domain.reminders import (
    DEFAULT_PLAN,
    Pending,
    ReminderPlan,
    ReminderStep,
    Whom,
    due_steps,
    mails_for,
    plan_from,
    plan_refusal,
    step_day,
    step_key,
    within_hours,
)
from sangto.kernel.worktime import Mode, Override, vietnam_calendar

#: Sunday to Tuesday off by decision, beside weekends.
CALENDAR = vietnam_calendar(
    {date(2026, 7, 20): Override(False, "nghỉ"), date(2026, 7, 21): Override(False, "nghỉ")}
)
ASKED = date(2026, 7, 1)
DUE = date(2026, 7, 15)

steps = st.builds(
    ReminderStep,
    days=st.integers(-8, 8),
    mode=st.sampled_from(Mode),
    hard=st.booleans(),
    whom=st.sampled_from(Whom),
)
plans = st.lists(steps, max_size=8, unique_by=lambda step: step.name).map(
    lambda chosen: ReminderPlan(tuple(chosen))
)
#: The days on which somebody looks, in any order: backwards, with gaps, one day twice.
looks = st.lists(st.integers(0, 45), max_size=40).map(
    lambda offsets: [ASKED + timedelta(days=one) for one in offsets]
)


def walked(plan: ReminderPlan, days: list[date]) -> list[tuple[date, str]]:
    """What goes out when the plan is looked at on these days."""
    sent: dict[str, date] = {}
    out = []
    for day in days:
        found = due_steps(plan, due_on=DUE, calendar=CALENDAR, sent=sent, asked_on=ASKED, today=day)
        for step in found.steps:
            key = step_key(step, DUE)
            sent[key] = day
            out.append((day, key))
    return out


@given(plans, looks)
def test_no_step_goes_twice_and_none_on_a_day_off_or_too_early(
    plan: ReminderPlan, days: list[date]
) -> None:
    out = walked(plan, days)
    keys = [key for _day, key in out]
    assert len(keys) == len(set(keys))
    by_key = {step_key(step, DUE): step for step in plan.steps}
    for day, key in out:
        assert CALENDAR.is_working(day)
        assert day >= step_day(by_key[key], DUE, CALENDAR)


@given(plans, looks)
def test_no_step_is_lost_once_somebody_looks_again(plan: ReminderPlan, days: list[date]) -> None:
    """Whatever the clock did before: each step that can still help goes out on the next working
    day, the others are named as missed."""
    out = {key for _day, key in walked(plan, days)}
    for look in range(46):
        day = ASKED + timedelta(days=look)
        if not CALENDAR.is_working(day):
            continue
        found = due_steps(plan, due_on=DUE, calendar=CALENDAR, sent=out, asked_on=ASKED, today=day)
        accounted = out | {step_key(step, DUE) for step in (*found.steps, *found.missed)}
        for step in plan.steps:
            if step_day(step, DUE, CALENDAR) <= day:
                assert step_key(step, DUE) in accounted


@given(plans)
def test_looking_every_day_sends_each_step_on_its_own_day(plan: ReminderPlan) -> None:
    days = [ASKED + timedelta(days=one) for one in range(46)]
    out = {key: day for day, key in walked(plan, days)}
    for step in plan.steps:
        day = step_day(step, DUE, CALENDAR)
        if day > ASKED:
            assert out[step_key(step, DUE)] == day


@given(plans)
def test_a_plan_is_read_as_it_was_written(plan: ReminderPlan) -> None:
    assert plan_from(plan.as_data()) == plan


def test_a_machine_that_stood_still_sends_what_is_still_due_once() -> None:
    """Off from the 10th to the 16th: the two soft ones before the deadline help nobody now."""
    days = [date(2026, 7, 10), date(2026, 7, 16), date(2026, 7, 16), date(2026, 7, 17)]
    names = [key.split(":", 1)[1] for _day, key in walked(DEFAULT_PLAN, days)]
    assert names == ["1:working:hard:officer", "2:working:hard:leader"]


def test_a_step_on_a_day_off_comes_earlier_before_and_later_after() -> None:
    due_on = date(2026, 7, 20)  # a Monday that is off, after a weekend
    before = ReminderStep(-1, Mode.CALENDAR)
    after = ReminderStep(1, Mode.CALENDAR)
    assert step_day(before, due_on, CALENDAR) == date(2026, 7, 17)
    assert step_day(after, due_on, CALENDAR) == date(2026, 7, 22)


def test_another_deadline_has_steps_of_its_own() -> None:
    step = ReminderStep(-1)
    later = DUE + timedelta(days=7)
    assert step_key(step, DUE) != step_key(step, later)


@pytest.mark.parametrize(
    ("hour", "goes"), [(0, False), (1, True), (9, True), (10, False), (15, False)]
)
def test_reminders_go_out_between_eight_and_five_in_vietnam(hour: int, goes: bool) -> None:
    assert within_hours(datetime(2026, 7, 15, hour, 0, tzinfo=UTC)) is goes


def test_a_plan_that_goes_too_far_or_says_the_same_twice_is_refused() -> None:
    def code(*chosen: ReminderStep) -> str:
        refusal = plan_refusal(ReminderPlan(chosen))
        return refusal.code if refusal else ""

    assert code(*DEFAULT_PLAN.steps) == ""
    assert code(ReminderStep(-90)) == "round.reminder_far"
    assert code(ReminderStep(1), ReminderStep(1)) == "round.reminder_twice"
    assert code(*(ReminderStep(day) for day in range(13))) == "round.reminders_many"


SOFT, HARD = ReminderStep(-2), ReminderStep(1, hard=True)


def test_one_person_gets_one_mail_about_everything() -> None:
    pending = [Pending(1, SOFT, ("a",)), Pending(2, HARD, ("a", "b")), Pending(3, SOFT, ("b",))]
    plan = mails_for(pending, ())
    assert [(mail.person, [one.request for one in mail.items]) for mail in plan.mails] == [
        ("a", [1, 2]),
        ("b", [2, 3]),
    ]
    assert plan.sent == tuple(pending)


def test_a_second_mail_of_the_day_is_for_urgent_ones() -> None:
    pending = [
        Pending(1, SOFT, ("a",)),
        Pending(2, HARD, ("a",)),
        Pending(3, SOFT, ("b",)),
        Pending(4, SOFT, ("a",), last_chance=True),
    ]
    plan = mails_for(pending, {"a"})
    assert [one.request for one in plan.sent] == [2, 3, 4]


@given(
    st.lists(
        st.builds(
            Pending,
            request=st.integers(1, 5),
            step=steps,
            people=st.lists(st.sampled_from("abc"), unique=True, max_size=3).map(tuple),
            last_chance=st.booleans(),
        ),
        max_size=12,
        unique_by=lambda one: (one.request, one.step.name),
    ),
    st.sets(st.sampled_from("abc")),
)
def test_a_day_has_at_most_one_mail_a_person_and_keeps_what_it_does_not_send(
    pending: list[Pending], told: set[str]
) -> None:
    plan = mails_for(pending, told)
    people = [mail.person for mail in plan.mails]
    assert len(people) == len(set(people))
    waiting = [one for one in pending if one not in plan.sent]
    assert all(not one.step.hard and not one.last_chance for one in waiting)
    tomorrow = mails_for(waiting, ())
    assert list(tomorrow.sent) == waiting
