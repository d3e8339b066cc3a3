"""Decisions about rounds, requests and answers, without a database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangto.cases.domain.states import CaseStatus
from sangto.consultation.domain.answers import Answer, AnswerKind, answer_refusal
from sangto.consultation.domain.invitations import (
    INVITATION_WORKFLOW,
    WAITING_STATES,
    InvitationState,
    LinkStanding,
    link_standing,
)
from sangto.consultation.domain.rounds import (
    ROUND_WORKFLOW,
    Length,
    LengthMode,
    RoundState,
    approving_refusal,
    case_refusal,
    conclusion_refusal,
    grace_refusal,
    length_refusal,
    taking_answers,
)
from sangto.consultation.domain.tally import AnsweredLine, Asked, figures_of, tally_of
from sangto.kernel.categories import RULES, Category, Measure, Rating, Step
from sangto.kernel.errors import Refusal
from sangto.kernel.worktime import vietnam_calendar

NOON = datetime(2026, 7, 15, 5, tzinfo=UTC)
TODAY = date(2026, 7, 15)


def code(refusal: Refusal | None) -> str:
    return refusal.code if refusal is not None else ""


@pytest.mark.parametrize("category", Category)
def test_a_category_goes_through_a_round_only_if_its_table_says_so(category: Category) -> None:
    refused = case_refusal(status=CaseStatus.VERIFYING, category=category)
    assert (refused is None) == (Step.ROUND in RULES[category].steps)


def test_a_case_is_put_before_others_while_it_is_verified() -> None:
    category = Category.FRAUD
    found = {
        status: code(
            case_refusal(status=status, category=None if status is CaseStatus.TRIAGE else category)
        )
        for status in CaseStatus
    }
    assert found == {
        CaseStatus.TRIAGE: "round.before_category",
        CaseStatus.VERIFYING: "",
        CaseStatus.SIGNING: "round.while_signing",
        CaseStatus.CLOSED: "cases.closed",
    }


@pytest.mark.parametrize(
    ("length", "wanted"),
    [
        (Length(LengthMode.WORKING, 7), ""),
        (Length(LengthMode.CALENDAR, 1), ""),
        (Length(LengthMode.WORKING, 0), "round.no_days"),
        (Length(LengthMode.WORKING, None), "round.no_days"),
        (Length(LengthMode.CALENDAR, 91), "round.far"),
        (Length(LengthMode.DAY), "round.no_day"),
        (Length(LengthMode.DAY, due_on=TODAY - timedelta(days=1)), "round.day_passed"),
        (Length(LengthMode.DAY, due_on=TODAY), "round.day_passed"),
        (Length(LengthMode.DAY, due_on=TODAY + timedelta(days=1)), ""),
        (Length(LengthMode.DAY, due_on=TODAY + timedelta(days=91)), "round.far"),
    ],
)
def test_a_deadline_lies_ahead_and_not_too_far(length: Length, wanted: str) -> None:
    assert code(length_refusal(length, today=TODAY)) == wanted


def test_a_day_off_moves_a_deadline_to_the_next_working_day() -> None:
    saturday = Length(LengthMode.DAY, due_on=date(2026, 7, 18))
    at = saturday.deadline(NOON, vietnam_calendar()).at
    assert at.date() == date(2026, 7, 20)


def test_the_last_reminder_comes_before_the_round_closes() -> None:
    assert code(grace_refusal(days=3, last_step=3)) == ""
    assert code(grace_refusal(days=1, last_step=2)) == "round.reminder_after_closing"
    assert code(grace_refusal(days=31, last_step=0)) == "round.grace"


def test_nobody_approves_their_own_round() -> None:
    assert code(approving_refusal(prepared_by=1, approver=1)) == "round.own_work"
    assert code(approving_refusal(prepared_by=1, approver=None)) == "round.own_work"
    assert code(approving_refusal(prepared_by=1, approver=2)) == ""


@pytest.mark.parametrize(
    ("given_", "wanted"),
    [
        ({}, ""),
        ({"text": " "}, "round.text_missing"),
        ({"own_answer": True}, "round.own_answer"),
        ({"weighed": 0}, "round.no_answers_weighed"),
        ({"weighed": 1, "left_out": 1}, "round.not_followed"),
        (
            {"weighed": 1, "left_out": 1, "not_followed": "Đề xuất thuộc việc khác"},
            "",
        ),
        ({"weighed": 0, "answered": 0}, ""),
    ],
)
def test_a_conclusion_says_on_what_it_rests_and_what_it_leaves_out(
    given_: dict[str, object], wanted: str
) -> None:
    values: dict[str, object] = {
        "text": "Thống nhất.",
        "not_followed": "",
        "weighed": 2,
        "answered": 2,
        "left_out": 0,
        "own_answer": False,
        **given_,
    }
    assert code(conclusion_refusal(**values)) == wanted  # type: ignore[arg-type] # built above


def test_the_second_of_closing_belongs_to_nobody() -> None:
    assert taking_answers(RoundState.OPEN, NOON, NOON - timedelta(microseconds=1))
    assert not taking_answers(RoundState.OPEN, NOON, NOON)
    assert not taking_answers(RoundState.CLOSED, NOON, NOON - timedelta(days=1))


def test_a_link_is_good_over_or_dead() -> None:
    def standing(*, revoked: bool = False, late: int = 0, taking: bool = True) -> LinkStanding:
        return link_standing(
            revoked=revoked,
            expires_at=NOON,
            taking_answers=taking,
            now=NOON + timedelta(seconds=late - 1),
        )

    assert standing() is LinkStanding.GOOD
    assert standing(taking=False) is LinkStanding.OVER
    assert standing(revoked=True) is LinkStanding.DEAD
    assert standing(late=1) is LinkStanding.DEAD


def test_every_waiting_request_can_be_answered_and_ends_without_an_answer() -> None:
    for state in WAITING_STATES:
        actions = {row.action for row in INVITATION_WORKFLOW.actions_from(state)}
        assert {"answer", "close"} <= actions
    assert InvitationState.ANSWERED not in WAITING_STATES
    assert INVITATION_WORKFLOW.final_states() == {"closed_without_answer"}
    assert ROUND_WORKFLOW.final_states() == {"concluded", "cancelled"}


def refused(answer: Answer, category: Category | None = Category.FRAUD, **fields: object) -> str:
    values: dict[str, object] = {"own_agency": 1, "paper": False, "files": 0, **fields}
    return code(
        answer_refusal(answer, case_category=category, today=TODAY, **values)  # type: ignore[arg-type] # built above
    )


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        (Answer(AnswerKind.AGREE), ""),
        (Answer(AnswerKind.NO_COMMENT), ""),
        (Answer(AnswerKind.AGREE_WITH_COMMENTS), "opinion.text_missing"),
        (Answer(AnswerKind.OBJECT, text="Không"), "opinion.text_missing"),
        (Answer(AnswerKind.OBJECT, text="Không đủ căn cứ"), ""),
        (Answer(AnswerKind.NOT_COMPETENT), "opinion.who_is_competent"),
        (Answer(AnswerKind.NOT_COMPETENT, competent=1), "opinion.competent_is_self"),
        (Answer(AnswerKind.NOT_COMPETENT, competent=2), ""),
        (Answer(AnswerKind.NOT_COMPETENT, competent_text="Bộ Y tế"), ""),
        (Answer(AnswerKind.MORE_TIME, text="Cần", more_days=2), "opinion.time_reason"),
        (Answer(AnswerKind.MORE_TIME, text="Cần họp chuyên gia"), "opinion.time_days"),
        (
            Answer(AnswerKind.MORE_TIME, text="Cần họp chuyên gia", more_days=31),
            "opinion.time_days",
        ),
        (Answer(AnswerKind.MORE_TIME, text="Cần họp chuyên gia", more_days=3), ""),
        (Answer(AnswerKind.AGREE, rating="scam"), ""),
        (Answer(AnswerKind.AGREE, rating="false"), "category.rating"),
        (Answer(AnswerKind.AGREE, category="factual_claim", rating="false"), ""),
        (Answer(AnswerKind.AGREE, rating="nonsense"), "opinion.unknown"),
        (Answer(AnswerKind.AGREE, measure="tell_owner"), "category.measure"),
        (
            Answer(AnswerKind.AGREE, letter_number="1/A", letter_date=TODAY + timedelta(days=1)),
            "opinion.letter_in_the_future",
        ),
    ],
)
def test_an_answer_has_what_its_kind_needs(answer: Answer, wanted: str) -> None:
    assert refused(answer) == wanted


def test_a_letter_on_paper_has_number_and_date() -> None:
    assert refused(Answer(AnswerKind.AGREE), paper=True) == "opinion.letter_missing"
    letter = Answer(AnswerKind.AGREE, letter_number="12/SYT", letter_date=TODAY)
    assert refused(letter, paper=True) == ""


def test_a_round_on_a_draft_has_no_ratings() -> None:
    assert refused(Answer(AnswerKind.AGREE, rating="scam"), None) == "opinion.no_proposals_here"
    assert refused(Answer(AnswerKind.AGREE), None) == ""


@given(st.sampled_from(Category), st.sampled_from(Rating), st.sampled_from(Measure))
def test_proposals_are_those_of_the_category(
    category: Category, rating: Rating, measure: Measure
) -> None:
    allowed = rating in RULES[category].ratings and measure in RULES[category].measures
    answer = Answer(AnswerKind.AGREE, rating=rating.value, measure=measure.value)
    assert (refused(answer, category) == "") == allowed


def test_the_tally_counts_each_agency_once_and_silence_as_silence() -> None:
    lines = [
        AnsweredLine(AnswerKind.AGREE, rating="scam"),
        AnsweredLine(AnswerKind.OBJECT, rating="genuine"),
        AnsweredLine(AnswerKind.AGREE_WITH_COMMENTS, rating="scam"),
        AnsweredLine(AnswerKind.MORE_TIME),
        AnsweredLine(None),
    ]
    counted = tally_of(lines, silence_agrees=True, over=True)
    assert (counted.asked, counted.answered, counted.silent) == (5, 3, 2)
    assert (counted.agreed, counted.agreed_by_silence) == (2, 2)
    assert [(one.value, one.number) for one in counted.ratings] == [("scam", 2), ("genuine", 1)]
    assert counted.ratings_differ
    assert not counted.categories_differ
    assert tally_of(lines, silence_agrees=True, over=False).agreed_by_silence == 0
    assert tally_of(lines, silence_agrees=False, over=True).agreed_by_silence == 0


@given(st.lists(st.sampled_from([None, *AnswerKind]), max_size=30))
def test_the_parts_of_a_tally_make_the_whole(kinds: list[AnswerKind | None]) -> None:
    counted = tally_of([AnsweredLine(kind) for kind in kinds], silence_agrees=False, over=True)
    assert counted.asked == len(kinds) == counted.answered + counted.silent
    assert sum(counted.by_kind.values()) == counted.answered


def test_figures_stand_on_the_first_answer() -> None:
    day = timedelta(days=1)
    asked = [
        Asked(1, NOON, NOON + 7 * day, NOON + 2 * day),
        Asked(2, NOON, NOON + 7 * day, NOON + 9 * day),
        Asked(3, NOON, NOON + 7 * day, None),
    ]
    found = figures_of(asked)
    assert (found.asked, found.answered, found.in_time, found.silent) == (3, 2, 1, 1)
    assert found.median_days == 5.5
    assert figures_of([]).median_days is None
