"""Who may decide, until when one is taken, and what has to be written."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangto.appeals.domain.appeals import (
    APPEAL_WORKFLOW,
    CONCERNED,
    MOST_OPEN,
    AppealAction,
    AppealContent,
    AppealState,
    Involved,
    Outcome,
    Relation,
    Subject,
    content_refusals,
    crowd_refusal,
    deciding_refusal,
    outcome_refusal,
    reasons_refusal,
    window_refusal,
)
from sangto.appeals.permissions import Permission, may
from sangto.kernel.actor import Actor, ActorKind, Role, operator_actor, public_actor, system_actor

LAST = date(2026, 11, 30)
SEES = {Permission.SEND, Permission.VIEW}
DECIDES = SEES | {Permission.DECIDE, Permission.CHECK_REPLY}
EXPECTED: dict[tuple[bool, Role], set[Permission]] = {
    (True, Role.APPEALS_OFFICER): DECIDES,
    (False, Role.APPEALS_OFFICER): DECIDES,
    (True, Role.DESK_OFFICER): SEES | {Permission.CHECK_REPLY},
    (True, Role.APPROVER): SEES,
}


def staff(role: Role, *, lead: bool, agency: int = 1) -> Actor:
    return Actor(ActorKind.STAFF, 7, agency, frozenset({role}), in_lead_agency=lead)


def test_the_matrix_of_roles() -> None:
    for lead, role, permission in product((True, False), Role, Permission):
        expected = EXPECTED.get((lead, role), {Permission.SEND})
        assert may(staff(role, lead=lead), permission) == (permission in expected)
        near = may(staff(role, lead=lead), permission, relatives=frozenset({1}))
        assert near == (permission is Permission.SEND)
    for permission in Permission:
        assert may(public_actor(), permission) == (permission is Permission.SEND)
        assert may(system_actor("x"), permission) == (permission is Permission.ERASE)
        assert not may(operator_actor("x"), permission)


@given(st.integers(-400, 400))
def test_the_last_day_counts_and_no_later_one(days: int) -> None:
    refusal = window_refusal(until=LAST, today=LAST + timedelta(days=days))
    assert (refusal is None) == (days <= 0)


@given(
    person=st.integers(1, 6),
    agency=st.integers(1, 6),
    people=st.frozensets(st.integers(1, 6)),
    relatives=st.frozensets(st.integers(1, 6)),
    officer=st.none() | st.integers(1, 6),
)
def test_nobody_decides_who_had_a_part_or_stands_too_near(
    person: int,
    agency: int,
    people: frozenset[int],
    relatives: frozenset[int],
    officer: int | None,
) -> None:
    refusal = deciding_refusal(
        person=person, agency=agency, involved=Involved(people, relatives), officer=officer
    )
    free = person not in people and agency not in relatives and officer in {None, person}
    assert (refusal is None) == free


def test_only_the_one_concerned_replies() -> None:
    for relation in Relation:
        content = AppealContent(relation, "Câu thứ hai của bài này không đúng.", reply="Không phải")
        codes = {refusal.code for refusal in content_refusals(content)}
        assert codes == (set() if relation in CONCERNED else {"appeals.reply_of_another"})


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"grounds": "Sai rồi"}, "appeals.grounds_short"),
        ({"grounds": "từ " * 3000}, "appeals.grounds_too_long"),
        ({"reply": "x" * 601}, "appeals.reply_too_long"),
        ({"email": "không-phải-thư"}, "intake.email"),
    ],
)
def test_what_is_too_short_or_too_long(changes: dict[str, str], code: str) -> None:
    values = {"relation": Relation.CONCERNED, "grounds": "Câu này sai vì trang ấy là thật."}
    content = AppealContent(**(values | changes))  # type: ignore[arg-type] # plain values
    assert [refusal.code for refusal in content_refusals(content)] == [code]


def test_reasons_are_whole_and_name_nobody() -> None:
    whole = "Chúng tôi đã đọc lại mọi nguồn và thấy kết luận đúng với những gì đã xảy ra hôm đó."
    assert reasons_refusal(whole) is None
    assert reasons_refusal("Đúng rồi.") is not None
    named = f"{whole} Người báo có số 0912 345 678."
    refusal = reasons_refusal(named)
    assert refusal is not None
    assert refusal.code == "appeals.personal_data"


def test_only_what_stands_can_be_changed_or_taken_back() -> None:
    for subject, outcome, current in product(Subject, Outcome, (True, False)):
        refusal = outcome_refusal(subject=subject, outcome=outcome, current=current)
        free = current or outcome is Outcome.UPHELD or subject is Subject.MEASURE
        assert (refusal is None) == free


def test_a_crowd_is_told_that_it_is_known() -> None:
    assert crowd_refusal(open_appeals=MOST_OPEN - 1) is None
    assert crowd_refusal(open_appeals=MOST_OPEN) is not None


def test_the_way_of_an_appeal() -> None:
    assert APPEAL_WORKFLOW.final_states() == {AppealState.DECIDED, AppealState.WITHDRAWN}
    decided = [row for row in APPEAL_WORKFLOW if row.action == AppealAction.DECIDE]
    assert [(row.source, row.target) for row in decided] == [
        (AppealState.REVIEW, AppealState.DECIDED)
    ]
