"""SCOPE.md, "The categories", and points 1, 4 and 5: walked completely.

Once against the kernel's functions, once against the database, which has to refuse the same
things when no service is in the way.
"""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from sangto.cases.domain.moves import closing_refusal, transfer_refusal
from sangto.cases.domain.opening import OWN_CATEGORIES, origin_refusal
from sangto.cases.domain.ownership import ownership_refusal
from sangto.cases.domain.states import CaseOutcome, CaseStatus, Visibility
from sangto.cases.domain.triage import verdict_refusal
from sangto.cases.models import Case
from sangto.intake.domain.reports import OriginKind
from sangto.kernel.categories import (
    RULES,
    Category,
    Measure,
    Rating,
    Step,
    measure_refusal,
    rating_refusal,
    step_refusal,
)
from tests.factories.cases import World, make_claim, make_report

C, M, R = Category, Measure, Rating
TECHNICAL = {M.PUBLISH_WARNING, M.ABUSE_REPORT, M.HELP_COMPLAIN, M.AWARENESS}

#: The table of SCOPE.md, written again by hand.
TABLE: dict[Category, tuple[set[Rating], set[Measure], bool]] = {
    C.FRAUD: ({R.SCAM, R.UNVERIFIED, R.GENUINE}, TECHNICAL, True),
    C.MALICIOUS_LINK: ({R.SCAM, R.UNVERIFIED, R.GENUINE}, TECHNICAL, True),
    C.IMPERSONATION: ({R.IMPERSONATION, R.UNVERIFIED, R.GENUINE}, TECHNICAL, True),
    C.COMPROMISED_SITE: (
        {R.CONFIRMED, R.RESOLVED, R.UNVERIFIED},
        {M.TELL_OWNER, M.ABUSE_REPORT, M.PUBLISH_WARNING, M.AWARENESS},
        True,
    ),
    C.FACTUAL_CLAIM: (
        {R.FALSE, R.MISLEADING, R.OUTDATED, R.PARTLY_TRUE, R.TRUE, R.UNVERIFIED},
        {M.PUBLISH_VERDICT, M.ANSWER_BY_AGENCY, M.AWARENESS},
        True,
    ),
    C.PRIVACY: (set(), {M.HELP_COMPLAIN, M.AWARENESS}, False),
    C.CHILD_SAFETY: (set(), {M.SHOW_HOTLINE, M.HELP_COMPLAIN}, False),
    C.SERVICE_FEEDBACK: (set(), {M.ANSWER_BY_AGENCY}, False),
    C.OUT_OF_SCOPE: (set(), {M.EXPLAIN_TO_SENDER}, False),
}


@pytest.mark.parametrize("category", Category)
def test_the_kernel_allows_what_the_table_says(category: Category) -> None:
    ratings, measures, published = TABLE[category]
    assert {r for r in Rating if rating_refusal(category, r) is None} == ratings
    assert {m for m in Measure if measure_refusal(category, m) is None} == measures
    steps = {s for s in Step if step_refusal(category, s) is None}
    if published:
        assert steps == set(Step)
    else:
        assert steps == ({Step.TRANSFER} if category is C.SERVICE_FEEDBACK else set())


@pytest.mark.parametrize("category", Category)
def test_a_case_goes_no_way_that_the_table_does_not_know(category: Category) -> None:
    """No rating, measure or step opens a way that the category itself has not."""
    ratings, measures, published = TABLE[category]
    rated = verdict_refusal(category, confirmed=True) is None
    assert rated == bool(ratings) == published
    assert (closing_refusal(category=category, outcome=CaseOutcome.VERDICT) is None) == rated
    passes_on = (
        transfer_refusal(
            status=CaseStatus.VERIFYING,
            category=category,
            from_agency=1,
            to_agency=2,
            to_agency_in_force=True,
            reason="it is about their field",
        )
        is None
    )
    assert passes_on == (step_refusal(category, Step.TRANSFER) is None)
    for rating, measure, step in product(Rating, Measure, Step):
        if rating_refusal(category, rating) is None:
            assert rated
            assert step_refusal(category, Step.PUBLICATION) is None
        if measure_refusal(category, measure) is None:
            assert measure in measures
        if step_refusal(category, step) is None:
            assert not RULES[category].terminal


class Rows:
    """Tries rows straight at the database."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.claim = make_claim(world.network)
        self.report = make_report(self.claim)

    def refused(self, **fields: Any) -> bool:
        values: dict[str, Any] = {
            "reference": "VV-26-TEST01",
            "network": self.world.network,
            "claim": self.claim,
            "origin_report": self.report,
            "origin_kind": OriginKind.CITIZEN.value,
            "owner": self.world.lead,
            "owner_kind": self.world.lead.kind,
            "due_at": timezone.now(),
            **fields,
        }
        if values.get("status") == CaseStatus.CLOSED:
            values.setdefault("closed_at", timezone.now())
        if values.get("category") == Category.FACTUAL_CLAIM:
            values.setdefault("topic", "health")
            values.setdefault("confirmed_at", timezone.now())
        try:
            with transaction.atomic():
                case = Case.objects.create(**values)
                case.delete()
        except IntegrityError:
            return True
        return False


@pytest.fixture
def rows(world: World) -> Rows:
    return Rows(world)


def test_a_case_has_an_origin_report(rows: Rows) -> None:
    assert rows.refused(origin_report=None)
    assert not rows.refused()


def test_status_category_and_outcome_in_the_database(rows: Rows) -> None:
    """Every combination; what is allowed is what the domain allows."""
    allowed = {
        (status, category, outcome)
        for status, category, outcome in product(CaseStatus, ["", *Category], CaseOutcome)
        if not rows.refused(status=status.value, category=str(category), outcome=outcome.value)
    }
    expected: set[tuple[CaseStatus, str, CaseOutcome]] = {(CaseStatus.TRIAGE, "", CaseOutcome.NONE)}
    for category, (ratings, _measures, _steps) in TABLE.items():
        if category is not C.OUT_OF_SCOPE:
            expected.add((CaseStatus.VERIFYING, category, CaseOutcome.NONE))
        if ratings:
            expected.add((CaseStatus.SIGNING, category, CaseOutcome.NONE))
        expected |= {
            (CaseStatus.CLOSED, category, outcome)
            for outcome in (CaseOutcome.VERDICT, CaseOutcome.ANSWERED)
            if closing_refusal(category=category, outcome=outcome) is None
        }
        expected.add((CaseStatus.CLOSED, category, CaseOutcome.ARCHIVED))
        expected.add((CaseStatus.CLOSED, category, CaseOutcome.JOINED))
        expected.add((CaseStatus.CLOSED, category, CaseOutcome.WITHDRAWN))
    expected.add((CaseStatus.CLOSED, C.OUT_OF_SCOPE, CaseOutcome.OUT_OF_SCOPE))
    expected.add((CaseStatus.CLOSED, "", CaseOutcome.ARCHIVED))
    expected.add((CaseStatus.CLOSED, "", CaseOutcome.JOINED))
    expected.add((CaseStatus.CLOSED, "", CaseOutcome.WITHDRAWN))
    assert allowed == expected


def test_origin_and_category_in_the_database(rows: Rows) -> None:
    agency = rows.world.health
    for kind, category, own in product(OriginKind, Category, (True, False)):
        if kind is OriginKind.ARCHIVE or category is C.OUT_OF_SCOPE:
            continue
        subject = agency if own else rows.world.trade
        expected = origin_refusal(
            category=category,
            origin=kind,
            origin_agency=agency.pk,
            subject_agency=subject.pk,
        )
        refused = rows.refused(
            origin_kind=kind.value,
            origin_agency=agency,
            subject_agency=subject,
            status=CaseStatus.VERIFYING.value,
            category=category.value,
        )
        assert refused == (expected is not None), (kind, category, own)
    assert frozenset({C.IMPERSONATION, C.COMPROMISED_SITE}) == OWN_CATEGORIES


@pytest.mark.parametrize("status", [s for s in CaseStatus if s is not CaseStatus.CLOSED])
def test_an_archive_makes_closed_records_only(rows: Rows, status: CaseStatus) -> None:
    category = "" if status is CaseStatus.TRIAGE else C.FRAUD.value
    fields = {"origin_kind": OriginKind.ARCHIVE.value, "category": category}
    assert rows.refused(status=status.value, **fields)
    assert not rows.refused(
        status=CaseStatus.CLOSED.value, outcome=CaseOutcome.ARCHIVED.value, **fields
    )


def test_owner_kind_and_category_in_the_database(rows: Rows) -> None:
    for agency, category in product((rows.world.police, rows.world.press), Category):
        if category is C.OUT_OF_SCOPE:
            continue
        expected = ownership_refusal(
            category=category, agency=agency.pk, agency_kind=agency.kind, subject_relatives=()
        )
        refused = rows.refused(
            owner=agency,
            owner_kind=agency.kind,
            status=CaseStatus.VERIFYING.value,
            category=category.value,
        )
        assert refused == (expected is not None), (agency, category)


def test_the_subject_owns_only_complaints_in_the_database(rows: Rows) -> None:
    for category in Category:
        if category is C.OUT_OF_SCOPE:
            continue
        refused = rows.refused(
            subject_agency=rows.world.lead,
            status=CaseStatus.VERIFYING.value,
            category=category.value,
        )
        assert refused == (category is not C.SERVICE_FEEDBACK)


def test_topics_in_the_database(rows: Rows) -> None:
    fields = {"status": CaseStatus.VERIFYING.value, "category": C.FACTUAL_CLAIM.value}
    assert rows.refused(topic="politics", **fields)
    assert rows.refused(topic="", **fields)
    assert not rows.refused(topic="price", **fields)


def test_an_unconfirmed_factual_claim_is_never_signed_in_the_database(rows: Rows) -> None:
    fields = {"category": C.FACTUAL_CLAIM.value, "confirmed_at": None}
    assert not rows.refused(status=CaseStatus.VERIFYING.value, **fields)
    assert rows.refused(status=CaseStatus.SIGNING.value, **fields)
    assert rows.refused(status=CaseStatus.CLOSED.value, outcome=CaseOutcome.VERDICT.value, **fields)


def test_nothing_of_the_quiet_categories_is_public_in_the_database(rows: Rows) -> None:
    for category in Category:
        if category is C.OUT_OF_SCOPE:
            continue
        refused = rows.refused(
            status=CaseStatus.VERIFYING.value,
            category=category.value,
            visibility=Visibility.PUBLIC.value,
        )
        assert refused == RULES[category].totals_only


def test_closed_has_a_time(rows: Rows) -> None:
    closed = {
        "status": CaseStatus.CLOSED.value,
        "category": C.FRAUD.value,
        "outcome": CaseOutcome.VERDICT.value,
    }
    assert rows.refused(closed_at=None, **closed)
    assert rows.refused(closed_at=timezone.now())
    assert rows.refused(category="politics")
