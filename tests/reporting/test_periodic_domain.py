"""The way of a report, its periods and deadlines, and the points that a text has."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sangto.kernel.errors import Refused
from sangto.kernel.worktime import vietnam_calendar
from sangto.organisations.domain.kinds import ReportPeriod
from sangto.reporting.domain.periodic import (
    PERIODIC_WORKFLOW,
    ReportAction,
    ReportKind,
    ReportStanding,
    ReportState,
    demand_refusal,
    due_on,
    due_openings,
    own_work_refusal,
    period_before,
    period_of,
    points_of,
    standing_of,
    too_early_refusal,
)
from sangto.reporting.domain.periods import half_year
from sangto.reporting.domain.training import material_refusal, training_refusal

_S, _A = ReportState, ReportAction
ALLOWED = {
    (_S.WRITING, _A.SAVE): _S.WRITING,
    (_S.WRITING, _A.REFRESH): _S.WRITING,
    (_S.WRITING, _A.GROUP): _S.WRITING,
    (_S.WRITING, _A.HAND_IN): _S.HANDED_IN,
    (_S.WRITING, _A.CANCEL): _S.CANCELLED,
    (_S.HANDED_IN, _A.RETURN): _S.WRITING,
    (_S.HANDED_IN, _A.SUBMIT): _S.SUBMITTED,
    (_S.SUBMITTED, _A.AMEND): _S.WRITING,
}
FIRST = half_year(2026, 1)


def test_the_workflow_matrix() -> None:
    for state in ReportState:
        for action in ReportAction:
            target = ALLOWED.get((state, action))
            if target is None:
                with pytest.raises(Refused):
                    PERIODIC_WORKFLOW.step(state, action)
            else:
                assert PERIODIC_WORKFLOW.step(state, action).target == target


def test_figures_are_fixed_once_it_is_handed_in() -> None:
    assert PERIODIC_WORKFLOW.refusal(_S.HANDED_IN, _A.REFRESH) is not None
    assert PERIODIC_WORKFLOW.refusal(_S.SUBMITTED, _A.REFRESH) is not None


@pytest.mark.parametrize(
    ("span", "day", "since", "last"),
    [
        (ReportPeriod.HALF_YEAR, date(2026, 6, 30), date(2026, 1, 1), date(2026, 6, 30)),
        (ReportPeriod.HALF_YEAR, date(2026, 7, 1), date(2026, 7, 1), date(2026, 12, 31)),
        (ReportPeriod.YEAR, date(2028, 2, 29), date(2028, 1, 1), date(2028, 12, 31)),
        (ReportPeriod.QUARTER, date(2026, 12, 31), date(2026, 10, 1), date(2026, 12, 31)),
        (ReportPeriod.MONTH, date(2028, 2, 29), date(2028, 2, 1), date(2028, 2, 29)),
        (ReportPeriod.MONTH, date(2026, 12, 1), date(2026, 12, 1), date(2026, 12, 31)),
    ],
)
def test_the_period_a_day_lies_in(span: ReportPeriod, day: date, since: date, last: date) -> None:
    period = period_of(span, day)
    assert period is not None
    assert (period.since, period.last) == (since, last)


@given(
    st.sampled_from([span for span in ReportPeriod if span is not ReportPeriod.ON_DEMAND]),
    st.dates(date(2020, 1, 1), date(2040, 12, 31)),
)
@settings(max_examples=60, deadline=None)
def test_periods_follow_each_other_without_a_gap(span: ReportPeriod, day: date) -> None:
    period = period_of(span, day)
    assert period is not None
    assert period.since <= day < period.before
    assert period_before(span, period).before == period.since


def test_a_report_is_opened_before_its_period_ends_and_not_for_ever() -> None:
    wanted = (ReportPeriod.HALF_YEAR, ReportPeriod.YEAR, ReportPeriod.ON_DEMAND)
    assert due_openings(wanted, date(2026, 6, 15)) == []
    assert [one.period for one in due_openings(wanted, date(2026, 6, 16))] == [FIRST]
    assert [one.period for one in due_openings(wanted, date(2026, 7, 30))] == [FIRST]
    assert due_openings(wanted, date(2026, 7, 31)) == []
    ended = {one.span for one in due_openings(wanted, date(2026, 12, 31))}
    assert ended == {ReportPeriod.HALF_YEAR, ReportPeriod.YEAR}


def test_the_lead_agency_has_more_days_than_the_others() -> None:
    calendar = vietnam_calendar()
    own = due_on(FIRST, ReportKind.OWN, calendar)
    assert own == date(2026, 7, 14)
    assert due_on(FIRST, ReportKind.CONSOLIDATED, calendar) == date(2026, 7, 28)


def test_late_is_by_the_first_submission() -> None:
    day = date(2026, 7, 14)

    def stands(state: ReportState, submitted: date | None, today: date) -> ReportStanding:
        return standing_of(state=state, due_on=day, submitted_on=submitted, today=today)

    after = day + timedelta(days=1)
    assert stands(_S.WRITING, None, day) is ReportStanding.WAITING
    assert stands(_S.HANDED_IN, None, after) is ReportStanding.OVERDUE
    assert stands(_S.SUBMITTED, day, after) is ReportStanding.IN_TIME
    assert stands(_S.WRITING, day, after) is ReportStanding.IN_TIME  # being amended
    assert stands(_S.SUBMITTED, after, after) is ReportStanding.LATE
    assert stands(_S.CANCELLED, None, after) is ReportStanding.CANCELLED


def test_nothing_is_handed_in_while_its_days_are_to_come() -> None:
    assert too_early_refusal(period=FIRST, today=date(2026, 6, 30)) is not None
    assert too_early_refusal(period=FIRST, today=date(2026, 7, 1)) is None


def test_nobody_approves_what_they_wrote() -> None:
    assert own_work_refusal(approver=1, authors=[2, 1]) is not None
    assert own_work_refusal(approver=None, authors=[2]) is not None
    assert own_work_refusal(approver=3, authors=[2, None]) is None


def test_points_are_paragraphs_or_bullets_as_they_were_written() -> None:
    text = (
        "Thiếu người trực.\ncả ban đêm\n\n- Máy cũ\n- Mạng chậm\n  ở xã\n\n1. Kinh phí\n2) Tập huấn"
    )
    assert points_of(text) == [
        "Thiếu người trực.\ncả ban đêm",
        "- Máy cũ",
        "- Mạng chậm\nở xã",
        "1. Kinh phí",
        "2) Tập huấn",
    ]
    assert points_of(" \n\n") == []


@given(st.text(alphabet="ab -\n1.", max_size=80))
@settings(max_examples=100, deadline=None)
def test_no_word_is_lost_between_points(text: str) -> None:
    assert "".join("".join(points_of(text)).split()) == "".join(text.split())


def test_what_is_asked_on_demand_is_whole() -> None:
    def asked(**changes: object) -> str:
        values: dict[str, object] = {
            "subject": "Đợt lừa đảo mùa lũ",
            "sections": ["results"],
            "agencies": 1,
            "due": date(2026, 8, 1),
            "today": date(2026, 7, 1),
        }
        refusal = demand_refusal(**{**values, **changes})  # type: ignore[arg-type] # by name
        return refusal.code if refusal is not None else ""

    assert asked() == ""
    assert asked(subject=" ") == "periodic.no_subject"
    assert asked(sections=[]) == "periodic.no_sections"
    assert asked(sections=["other"]) == "periodic.no_sections"
    assert asked(agencies=0) == "periodic.no_agencies"
    assert asked(due=date(2026, 6, 30)) == "periodic.due_past"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, ""),
        ({"topic": " "}, "training.no_topic"),
        ({"place": "x" * 121}, "training.text_long"),
        ({"held_on": date(2026, 7, 2)}, "training.to_come"),
        ({"officers": -1}, "training.number"),
        ({"officers": 0, "citizens": 0, "answered": 0, "useful": 0}, "training.nobody"),
        ({"answered": 31}, "training.feedback"),
        ({"useful": 11}, "training.feedback"),
    ],
)
def test_what_training_may_say(changes: dict[str, object], code: str) -> None:
    values: dict[str, object] = {
        "topic": "Nhận biết lừa đảo",
        "place": "",
        "held_on": date(2026, 7, 1),
        "today": date(2026, 7, 1),
        "officers": 10,
        "citizens": 20,
        "answered": 10,
        "useful": 9,
    }
    refusal = training_refusal(**{**values, **changes})  # type: ignore[arg-type] # by name
    assert (refusal.code if refusal is not None else "") == code


@pytest.mark.parametrize(
    ("address", "guide", "has_file", "code"),
    [
        ("https://tinhmau.example/tai-lieu", "", False, ""),
        ("", "giả-danh", False, ""),
        ("", "", True, ""),
        ("", "", False, "training.material_one"),
        ("https://a.example", "x", False, "training.material_one"),
        ("http://a.example", "", False, "training.material_address"),
        ("javascript:alert(1)", "", False, "training.material_address"),
        ("https://[", "", False, "training.material_address"),
    ],
)
def test_a_material_is_one_thing(address: str, guide: str, has_file: bool, code: str) -> None:
    refusal = material_refusal(title="Tờ rơi", address=address, guide=guide, has_file=has_file)
    assert (refusal.code if refusal is not None else "") == code
