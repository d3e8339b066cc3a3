"""Decisions about tasks, checklists, grounds, copies and the ways back, over all values."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangto.cases.domain.checklist import (
    AnswerState,
    Item,
    ItemAnswer,
    answering_refusal,
    progress_of,
    revision_refusal,
    submission_refusal,
)
from sangto.cases.domain.copies import copy_refusal
from sangto.cases.domain.grounds import MAX_GROUNDS, citing_refusal
from sangto.cases.domain.moves import reopening_refusal
from sangto.cases.domain.returning import beyond_refusal, directing_refusal, returning_refusal
from sangto.cases.domain.states import CaseOutcome, CaseStatus
from sangto.cases.domain.tasks import MAX_TITLE, task_refusal
from sangto.kernel.categories import RULES, Category, Step
from sangto.kernel.errors import Refusal

DAY = date(2026, 11, 2)
REASON = "Lĩnh vực này của Sở Y tế"

codes = st.lists(st.sampled_from("abcdefg"), min_size=1, max_size=7, unique=True)
states = st.sampled_from([state.value for state in AnswerState])


def code(refusal: Refusal | None) -> str:
    return refusal.code if refusal is not None else ""


@given(st.data())
def test_a_verdict_waits_for_the_required_items_and_names_them(data: st.DataObject) -> None:
    items = [
        Item(one, f"vi {one}", f"en {one}", data.draw(st.booleans())) for one in data.draw(codes)
    ]
    answers = {item.code: data.draw(states) for item in items if data.draw(st.booleans())} | {
        "zz": "done"
    }
    waiting = [item for item in items if item.required and answers.get(item.code, "open") == "open"]
    refusal = submission_refusal(items, answers)
    assert (refusal is not None) == bool(waiting)
    if refusal is not None:
        assert refusal.params["codes"] == ", ".join(item.code for item in waiting)
    progress = progress_of(items, answers)
    assert 0 <= progress.answered <= progress.total == len(items)
    assert progress.total - progress.answered >= len(progress.required_open)


@pytest.mark.parametrize(
    ("state", "required", "note", "evidence", "has_file", "expected"),
    [
        (AnswerState.DONE, True, "", "", False, "cases.checklist_evidence"),
        (AnswerState.DONE, True, "", "  ", False, "cases.checklist_evidence"),
        (AnswerState.DONE, True, "", "Đã gọi", False, ""),
        (AnswerState.DONE, True, "", "", True, ""),
        (AnswerState.DONE, False, "", "", False, ""),
        (AnswerState.NOT_APPLICABLE, True, "không cần", "", True, "cases.checklist_reason"),
        (AnswerState.NOT_APPLICABLE, True, "tin không có ảnh", "", False, ""),
        (AnswerState.OPEN, True, "", "", False, ""),
    ],
)
def test_an_answer(
    state: AnswerState, required: bool, note: str, evidence: str, has_file: bool, expected: str
) -> None:
    refusal = answering_refusal(
        status=CaseStatus.VERIFYING,
        items=[Item("a", "a", "a", required)],
        answer=ItemAnswer("a", state, note, evidence),
        has_file=has_file,
    )
    assert code(refusal) == expected


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (CaseStatus.TRIAGE, "cases.checklist_unknown"),
        (CaseStatus.VERIFYING, ""),
        (CaseStatus.SIGNING, "cases.checklist_while_signing"),
        (CaseStatus.CLOSED, "cases.closed"),
    ],
)
def test_when_a_checklist_is_answered(status: CaseStatus, expected: str) -> None:
    items = [Item("a", "a", "a", False)]
    answer = ItemAnswer("a", AnswerState.DONE)
    assert code(answering_refusal(status=status, items=items, answer=answer, has_file=False)) == (
        expected
    )
    foreign = ItemAnswer("b", AnswerState.DONE)
    assert answering_refusal(status=status, items=items, answer=foreign, has_file=False)


@given(st.integers(0, 5), st.none() | st.integers(0, 5))
def test_the_later_of_two_looks_again(current: int, seen: int | None) -> None:
    refused = revision_refusal(seen=seen, current=current) is not None
    assert refused == (seen is not None and seen != current)


@given(
    st.integers(-400, 400),
    st.integers(-400, 0),
    st.none() | st.integers(0, 400),
)
def test_what_is_cited_on_a_day_is_in_force_on_that_day(
    on: int, first: int, last: int | None
) -> None:
    day, since = DAY + timedelta(days=on), DAY + timedelta(days=first)
    until = None if last is None else DAY + timedelta(days=last)
    refusal = citing_refusal(
        on=day, valid_from=since, valid_until=until, cited_already=False, cited=0
    )
    assert (refusal is None) == (since <= day and (until is None or day <= until))
    if refusal is not None:
        assert refusal.params["first"] == since


def test_a_provision_is_cited_once_and_not_endlessly() -> None:
    values = {"on": DAY, "valid_from": DAY, "valid_until": None}
    assert code(citing_refusal(**values, cited_already=True, cited=1)) == "cases.ground_already"  # type: ignore[arg-type] # one dict of plain values
    many = citing_refusal(on=DAY, valid_from=DAY, valid_until=None, cited_already=False, cited=12)
    assert MAX_GROUNDS == 12
    assert code(many) == "cases.grounds_many"


@pytest.mark.parametrize("category", Category)
def test_nobody_is_told_about_private_matters(category: Category) -> None:
    refusal = copy_refusal(category=category, is_owner=False, on_list=False, in_force=True)
    assert (refusal is None) == (Step.TRANSFER in RULES[category].steps)


@given(st.integers(-30, 30), st.none() | st.integers(-30, 30))
def test_a_task_is_due_today_or_later_unless_its_date_stays(due: int, was: int | None) -> None:
    due_on = DAY + timedelta(days=due)
    was_due_on = None if was is None else DAY + timedelta(days=was)
    refusal = task_refusal(title="Gọi lại", due_on=due_on, was_due_on=was_due_on, today=DAY)
    assert (refusal is None) == (due >= 0 or due == was)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("", "cases.task_title_missing"),
        ("x" * (MAX_TITLE + 1), "cases.task_title_long"),
        ("x" * MAX_TITLE, ""),
    ],
)
def test_a_task_says_what(title: str, expected: str) -> None:
    assert code(task_refusal(title=title, due_on=DAY, was_due_on=None, today=DAY)) == expected


@pytest.mark.parametrize("status", CaseStatus)
def test_ways_back_by_state(status: CaseStatus) -> None:
    found = [
        returning_refusal(status=status, came_from=1, giver_in_force=True, reason=REASON),
        beyond_refusal(
            status=status,
            owner_is_lead=False,
            suggested=None,
            owner=2,
            suggested_in_force=False,
            reason=REASON,
        ),
        directing_refusal(status=status, escalated=True, agency_in_force=True, text="Chuyển"),
    ]
    closed, signing = status is CaseStatus.CLOSED, status is CaseStatus.SIGNING
    assert [refusal is not None for refusal in found] == [closed or signing] * 2 + [closed]


@pytest.mark.parametrize("outcome", CaseOutcome)
def test_what_is_opened_again(outcome: CaseOutcome) -> None:
    again = {CaseOutcome.VERDICT, CaseOutcome.ANSWERED}
    assert (reopening_refusal(outcome) is None) == (outcome in again)
