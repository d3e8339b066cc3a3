"""The decisions of the room over plain values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sangto.cases.domain.moves import (
    closing_refusal,
    escalation_refusal,
    reason_refusal,
    reopening_refusal,
    transfer_refusal,
)
from sangto.cases.domain.opening import (
    Origin,
    first_origin,
    opening_refusal,
    origin_refusal,
    own_opening_refusal,
)
from sangto.cases.domain.ownership import ownership_refusal
from sangto.cases.domain.states import CaseAction, CaseOutcome, CaseStatus
from sangto.cases.domain.triage import (
    RecordedCheck,
    category_refusal,
    checks_refusal,
    confirming_refusal,
    is_confirmed,
    verdict_refusal,
)
from sangto.cases.domain.workflow import CASE_WORKFLOW, CLOSING_ACTION
from sangto.intake.domain.reports import OriginKind
from sangto.kernel.categories import DISQUALIFIER_CHECKS, RULES, Category
from sangto.kernel.errors import Refusal

START = datetime(2026, 7, 1, 9, tzinfo=UTC)


def code(refusal: Refusal | None) -> str | None:
    return refusal.code if refusal is not None else None


def origin(
    kind: OriginKind, *, report: int = 1, agency: int | None = None, minutes: int = 0
) -> Origin:
    return Origin(report, kind, agency, START + timedelta(minutes=minutes))


class TestOpening:
    def test_the_earliest_citizen_starts_it_before_an_earlier_machine(self) -> None:
        machine = origin(OriginKind.MACHINE, report=1)
        second = origin(OriginKind.CITIZEN, report=3, minutes=9)
        first = origin(OriginKind.CITIZEN, report=2, minutes=5)
        assert first_origin([machine, second, first]) == first

    def test_an_archive_never_starts_work(self) -> None:
        assert first_origin([origin(OriginKind.ARCHIVE)]) is None
        refusal = opening_refusal(origin=None, any_report=True, subject_agency=None)
        assert code(refusal) == "cases.archive_only"

    def test_without_a_report_there_is_no_case(self) -> None:
        refusal = opening_refusal(origin=None, any_report=False, subject_agency=None)
        assert code(refusal) == "cases.no_report"

    @pytest.mark.parametrize("subject", [None, 8])
    def test_a_member_starts_nothing_about_others(self, subject: int | None) -> None:
        found = origin(OriginKind.MEMBER_AGENCY, agency=7)
        refusal = opening_refusal(origin=found, any_report=True, subject_agency=subject)
        assert code(refusal) == "cases.not_its_own"

    def test_own_opening_needs_an_own_report(self) -> None:
        refusal = own_opening_refusal(
            origins=[origin(OriginKind.CITIZEN)],
            agency=7,
            category=Category.IMPERSONATION,
            subject_agency=7,
        )
        assert code(refusal) == "cases.no_own_report"

    @pytest.mark.parametrize("category", Category)
    def test_own_opening_by_category(self, category: Category) -> None:
        refusal = own_opening_refusal(
            origins=[origin(OriginKind.MEMBER_AGENCY, agency=7)],
            agency=7,
            category=category,
            subject_agency=7,
        )
        allowed = {Category.IMPERSONATION, Category.COMPROMISED_SITE}
        assert (refusal is None) == (category in allowed)

    @pytest.mark.parametrize("kind", OriginKind)
    def test_only_a_citizen_brings_a_factual_claim(self, kind: OriginKind) -> None:
        refusal = origin_refusal(
            category=Category.FACTUAL_CLAIM, origin=kind, origin_agency=7, subject_agency=7
        )
        assert (refusal is None) == (kind is OriginKind.CITIZEN)


class TestOwnership:
    @pytest.mark.parametrize("category", [None, *Category])
    def test_the_subject_and_its_relatives_own_nothing_but_complaints(
        self, category: Category | None
    ) -> None:
        refusal = ownership_refusal(
            category=category, agency=2, agency_kind="department", subject_relatives={1, 2, 3}
        )
        assert (refusal is None) == (category is Category.SERVICE_FEEDBACK)

    @pytest.mark.parametrize("kind", ["police", "body"])
    @pytest.mark.parametrize("category", Category)
    def test_police_and_bodies_own_no_factual_claim(self, kind: str, category: Category) -> None:
        refusal = ownership_refusal(
            category=category, agency=9, agency_kind=kind, subject_relatives=()
        )
        assert (refusal is None) == (category is not Category.FACTUAL_CLAIM)


def chosen(category: Category, **changes: object) -> Refusal | None:
    values: dict[str, object] = {
        "category": category,
        "topic": {Category.FACTUAL_CLAIM: "health", Category.SERVICE_FEEDBACK: "land"}.get(
            category, ""
        ),
        "service_topics": {"land"},
        "title": "A message about a parcel",
        "checks": RULES[category].checks,
        "has_subject": False,
    }
    return category_refusal(**{**values, **changes})  # type: ignore[arg-type]


class TestCategory:
    @pytest.mark.parametrize("category", Category)
    def test_complete_answers_are_taken_except_out_of_scope(self, category: Category) -> None:
        assert (chosen(category) is None) == (category is not Category.OUT_OF_SCOPE)

    @pytest.mark.parametrize(
        ("category", "check"),
        [(category, check) for category in Category for check in RULES[category].checks],
    )
    def test_each_single_check_is_needed(self, category: Category, check: str) -> None:
        rest = [other for other in RULES[category].checks if other != check]
        assert code(chosen(category, checks=rest)) == "cases.checks_missing"

    def test_a_check_of_another_category_is_refused(self) -> None:
        refusal = checks_refusal(Category.FRAUD, [*RULES[Category.FRAUD].checks, "checkable_fact"])
        assert code(refusal) == "cases.checks_unknown"

    @pytest.mark.parametrize("topic", ["", "politics", "land"])
    def test_a_factual_claim_has_a_topic_of_the_closed_list(self, topic: str) -> None:
        assert code(chosen(Category.FACTUAL_CLAIM, topic=topic)) == "category.topic"

    def test_feedback_names_a_service_of_the_charter(self) -> None:
        assert code(chosen(Category.SERVICE_FEEDBACK, topic="health")) == "cases.service_topic"

    def test_other_categories_have_no_topic(self) -> None:
        assert code(chosen(Category.FRAUD, topic="health")) == "cases.no_topic_here"

    def test_private_matters_name_no_agency(self) -> None:
        assert code(chosen(Category.PRIVACY, has_subject=True)) == "cases.no_subject_here"

    def test_a_title_is_needed(self) -> None:
        assert code(chosen(Category.FRAUD, title="  ")) == "cases.title_missing"
        assert code(chosen(Category.FRAUD, title="a" * 201)) == "cases.title_long"


def check(user: int, agency: int, category: Category = Category.FACTUAL_CLAIM) -> RecordedCheck:
    return RecordedCheck(user, agency, category)


def confirming(user: int, agency: int, **changes: object) -> str | None:
    values: dict[str, object] = {
        "category": Category.FACTUAL_CLAIM,
        "recorded": [check(1, 10)],
        "user": user,
        "agency": agency,
        "subject_relatives": frozenset({30}),
        "checks": DISQUALIFIER_CHECKS,
    }
    return code(confirming_refusal(**{**values, **changes}))  # type: ignore[arg-type]


class TestConfirming:
    def test_another_person_of_another_agency(self) -> None:
        assert confirming(2, 20) is None

    def test_the_same_person_elsewhere(self) -> None:
        assert confirming(1, 20) == "cases.same_person"

    def test_a_colleague(self) -> None:
        assert confirming(2, 10) == "cases.same_agency"

    def test_the_agency_it_is_about(self) -> None:
        assert confirming(2, 30) == "cases.confirmer_is_subject"

    def test_a_missing_disqualifier(self) -> None:
        assert confirming(2, 20, checks=DISQUALIFIER_CHECKS[1:]) == "cases.checks_missing"

    def test_a_third_agency(self) -> None:
        recorded = [check(1, 10), check(2, 20)]
        assert confirming(3, 40, recorded=recorded) == "cases.already_confirmed"

    def test_other_categories_need_nobody(self) -> None:
        assert confirming(2, 20, category=Category.FRAUD) == "cases.nothing_to_confirm"
        assert confirming(2, 20, category=None) == "cases.nothing_to_confirm"

    def test_the_word_of_the_subject_does_not_count(self) -> None:
        recorded = [check(1, 30), check(2, 20)]
        assert not is_confirmed(Category.FACTUAL_CLAIM, recorded, {30})
        assert confirming(3, 40, recorded=recorded) is None
        assert is_confirmed(Category.FACTUAL_CLAIM, [*recorded, check(3, 40)], {30})

    def test_one_person_in_two_agencies_is_not_two(self) -> None:
        assert not is_confirmed(Category.FACTUAL_CLAIM, [check(1, 10), check(1, 20)], ())

    def test_checks_of_another_category_do_not_count(self) -> None:
        recorded = [check(1, 10), check(2, 20, Category.FRAUD)]
        assert not is_confirmed(Category.FACTUAL_CLAIM, recorded, ())

    def test_a_verdict_waits_for_it(self) -> None:
        refusal = verdict_refusal(Category.FACTUAL_CLAIM, confirmed=False)
        assert code(refusal) == "cases.not_confirmed"
        assert verdict_refusal(Category.FACTUAL_CLAIM, confirmed=True) is None
        assert verdict_refusal(Category.FRAUD, confirmed=False) is None
        assert code(verdict_refusal(Category.PRIVACY, confirmed=True)) == "cases.no_verdict_here"
        assert code(verdict_refusal(None, confirmed=True)) == "cases.no_category"


def transferring(**changes: object) -> str | None:
    values: dict[str, object] = {
        "status": CaseStatus.VERIFYING,
        "category": Category.FRAUD,
        "from_agency": 1,
        "to_agency": 2,
        "to_agency_in_force": True,
        "reason": "It is about their field",
    }
    return code(transfer_refusal(**{**values, **changes}))  # type: ignore[arg-type]


class TestTransfer:
    def test_may_pass_on(self) -> None:
        assert transferring() is None

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({"status": CaseStatus.CLOSED}, "cases.closed"),
            ({"status": CaseStatus.SIGNING}, "cases.transfer_while_signing"),
            (
                {"category": None, "status": CaseStatus.TRIAGE},
                "cases.transfer_before_category",
            ),
            ({"category": Category.PRIVACY}, "category.step"),
            ({"category": Category.CHILD_SAFETY}, "category.step"),
            ({"to_agency": 1}, "cases.transfer_to_same"),
            ({"to_agency_in_force": False}, "cases.transfer_agency_gone"),
            ({"reason": "not ours"}, "cases.reason_short"),
            ({"reason": "word " * 3000}, "cases.text_long"),
        ],
    )
    def test_refused(self, changes: dict[str, object], expected: str) -> None:
        assert transferring(**changes) == expected

    def test_a_reason_has_words(self) -> None:
        assert code(reason_refusal("   ")) == "cases.reason_short"


def escalating(**changes: object) -> str | None:
    values: dict[str, object] = {
        "status": CaseStatus.VERIFYING,
        "escalated": False,
        "committee": 5,
        "subject_relatives": frozenset({30}),
        "category": Category.FRAUD,
        "reason": "It spreads in three communes",
    }
    return code(escalation_refusal(**{**values, **changes}))  # type: ignore[arg-type]


class TestEscalation:
    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({}, None),
            ({"status": CaseStatus.TRIAGE, "category": None}, None),
            ({"status": CaseStatus.CLOSED}, "cases.closed"),
            ({"escalated": True}, "cases.escalated_already"),
            ({"committee": None}, "cases.no_committee"),
            ({"committee": 30}, "cases.committee_is_subject"),
            ({"category": Category.CHILD_SAFETY}, "category.step"),
            ({"category": Category.SERVICE_FEEDBACK}, "category.step"),
            ({"reason": "urgent"}, "cases.reason_short"),
        ],
    )
    def test_refused(self, changes: dict[str, object], expected: str | None) -> None:
        assert escalating(**changes) == expected


class TestWorkflow:
    def test_every_closing_action_ends_in_closed(self) -> None:
        for action in CLOSING_ACTION.values():
            targets = {row.target for row in CASE_WORKFLOW if row.action == action}
            assert targets == {CaseStatus.CLOSED}

    def test_every_action_is_in_the_table(self) -> None:
        assert {row.action for row in CASE_WORKFLOW} == {action.value for action in CaseAction}

    def test_every_row_of_an_action_needs_the_same_permission(self) -> None:
        for action in CaseAction:
            assert len({row.permission for row in CASE_WORKFLOW if row.action == action}) == 1

    @pytest.mark.parametrize("outcome", CaseOutcome)
    def test_a_verdict_and_an_answer_are_looked_at_again(self, outcome: CaseOutcome) -> None:
        again = {CaseOutcome.VERDICT, CaseOutcome.ANSWERED}
        assert (reopening_refusal(outcome) is None) == (outcome in again)

    def test_an_end_fits_its_category(self) -> None:
        ends = {
            category: {
                outcome
                for outcome in CaseOutcome
                if closing_refusal(category=category, outcome=outcome) is None
            }
            for category in Category
        }
        always = {
            CaseOutcome.OUT_OF_SCOPE,
            CaseOutcome.ARCHIVED,
            CaseOutcome.JOINED,
            CaseOutcome.WITHDRAWN,
        }
        for category, rules in RULES.items():
            expected = set(always)
            if rules.ratings:
                expected.add(CaseOutcome.VERDICT)
            elif not rules.terminal:
                expected.add(CaseOutcome.ANSWERED)
            assert ends[category] == expected
