"""Choosing and confirming a category."""

from __future__ import annotations

from typing import Any

import pytest

from sangto.audit.tags import AuditTag
from sangto.cases.domain.states import CaseStatus, EntryKind
from sangto.cases.models import Case, CategoryCheck, Transfer
from sangto.cases.queries import ready_for_verdict_refusal
from sangto.cases.services import confirm_category, set_category
from sangto.intake.domain.reports import OriginKind
from sangto.intake.models import ReportImage
from sangto.kernel.actor import Role
from sangto.kernel.categories import DISQUALIFIER_CHECKS, RULES, Category, IndicatorKind
from sangto.kernel.errors import NotVisible
from sangto.matching.services import add_indicator
from tests.cases.test_opening import kinds, refusal_code, tags
from tests.factories.cases import (
    World,
    categorised,
    choice,
    confirmed,
    hour,
    opened,
    published,
    reported_claim,
    signing,
    with_picture,
)
from tests.factories.organisations import make_agency, make_network

FACTUAL = Category.FACTUAL_CLAIM


def test_the_case_gets_category_deadline_and_description(world: World) -> None:
    claim = reported_claim(world, received_at=hour(1, 1))
    actor = world.officer()
    case = opened(world, claim=claim, actor=actor)
    set_category(case=case, actor=actor, **choice(Category.FRAUD))
    case.refresh_from_db()
    claim.refresh_from_db()
    assert (case.status, case.category, case.owner) == (
        CaseStatus.VERIFYING,
        Category.FRAUD,
        world.lead,
    )
    assert case.due_at == hour(3, 10)
    assert (claim.title, claim.category) == ("Tin nhắn báo trúng thưởng", "fraud")
    check = CategoryCheck.objects.get(case=case)
    assert check.checks == sorted(RULES[Category.FRAUD].checks)
    assert (check.user_id, check.agency) == (actor.user_id, world.lead)
    assert tags(case) == [AuditTag.CASE_OPENED, AuditTag.CASE_CATEGORY_SET]
    assert kinds(case) == [EntryKind.OPENED, EntryKind.CATEGORY]
    assert case.assignee_id == actor.user_id
    assert ready_for_verdict_refusal(case) is None


@pytest.mark.parametrize("category", [c for c in Category if c is not Category.OUT_OF_SCOPE])
def test_every_category_but_the_last_can_be_chosen(world: World, category: Category) -> None:
    case = categorised(world, category)
    assert Case.objects.get(pk=case.pk).category == category


def test_of_two_at_once_the_second_is_refused(world: World) -> None:
    first, second = world.officer(), world.officer()
    case = opened(world, actor=first)
    stale = Case.objects.get(pk=case.pk)
    set_category(case=case, actor=first, **choice(Category.FRAUD))
    code = refusal_code(set_category, case=stale, actor=second, **choice(Category.IMPERSONATION))
    assert code == "cases.changed_meanwhile"
    case.refresh_from_db()
    case.claim.refresh_from_db()
    assert case.category == case.claim.category == Category.FRAUD
    assert CategoryCheck.objects.filter(case=case).count() == 1
    assert tags(case) == [AuditTag.CASE_OPENED, AuditTag.CASE_CATEGORY_SET]
    assert stale.category == ""


def test_a_change_drops_the_former_checks_and_what_may_not_be_kept(world: World) -> None:
    actor = world.officer()
    case = categorised(world, Category.FRAUD, actor=actor)
    claim = case.claim
    add_indicator(claim=claim, kind=IndicatorKind.PHONE, value="0912345678", actor=actor)
    add_indicator(claim=claim, kind=IndicatorKind.DOMAIN, value="qua-tang.example", actor=actor)
    set_category(case=case, actor=actor, **choice(Category.MALICIOUS_LINK))
    assert [row.kind for row in claim.indicators.all()] == [IndicatorKind.DOMAIN]
    set_category(case=case, actor=actor, **choice(FACTUAL))
    assert not claim.indicators.exists()
    assert [check.category for check in case.checks.all()] == [FACTUAL]
    assert tags(case).count(AuditTag.CASE_CATEGORY_SET) == 3


def test_a_factual_claim_needs_a_citizen(world: World) -> None:
    claim = reported_claim(world, origin=OriginKind.MACHINE)
    code = refusal_code(categorised, world=world, category=FACTUAL, claim=claim)
    assert code == "cases.factual_needs_citizen"
    assert Case.objects.get(claim=claim).status == CaseStatus.TRIAGE


def test_out_of_scope_is_closed_instead(world: World) -> None:
    code = refusal_code(categorised, world=world, category=Category.OUT_OF_SCOPE)
    assert code == "cases.close_instead"


@pytest.mark.parametrize("make", [signing, published])
def test_not_while_signing_or_closed(world: World, make: Any) -> None:
    case = make(world)
    code = refusal_code(
        set_category, case=case, actor=world.officer(), **choice(Category.IMPERSONATION)
    )
    assert code == "workflow.not_from_here"


def test_an_agency_of_another_network_is_unknown(world: World) -> None:
    foreign = make_agency(make_network())
    with pytest.raises(NotVisible):
        categorised(world, Category.IMPERSONATION, subject_agency=foreign)


class TestOwnMatter:
    def test_the_lead_hands_over_what_is_about_itself(self, world: World) -> None:
        case = categorised(world, Category.IMPERSONATION, subject_agency=world.lead)
        case.refresh_from_db()
        assert case.owner.slug == "hoi-nha-bao"
        assert case.assignee_id is None
        transfer = Transfer.objects.get(case=case)
        assert (transfer.from_agency, transfer.to_agency) == (world.lead, case.owner)
        assert transfer.by_id is None
        assert tags(case)[-1] == AuditTag.CASE_ROUTED

    def test_a_claim_about_the_committee_leaves_its_whole_house(self, world: World) -> None:
        case = categorised(world, Category.IMPERSONATION, subject_agency=world.committee)
        assert case.owner.slug == "hoi-nha-bao"

    def test_a_claim_about_a_sibling_stays(self, world: World) -> None:
        case = categorised(world, Category.IMPERSONATION, subject_agency=world.health)
        assert case.owner == world.lead
        assert not Transfer.objects.filter(case=case).exists()

    def test_afterwards_the_lead_decides_nothing_there(self, world: World) -> None:
        case = categorised(world, Category.IMPERSONATION, subject_agency=world.lead)
        with pytest.raises(NotVisible):
            set_category(case=case, actor=world.officer(), **choice(Category.FRAUD))

    def test_a_complaint_about_the_lead_is_answered_by_the_lead(self, world: World) -> None:
        case = categorised(world, Category.SERVICE_FEEDBACK, subject_agency=world.lead)
        assert case.owner == world.lead


def test_pictures_of_a_child_in_danger_are_deleted(world: World) -> None:
    claim = reported_claim(world)
    report = claim.report_links.get().report
    stored = with_picture(report)
    categorised(world, Category.CHILD_SAFETY, claim=claim)
    stored.refresh_from_db()
    assert stored.deleted_at is not None
    assert not ReportImage.objects.filter(report=report).exists()


class TestConfirming:
    def test_another_agency_confirms(self, world: World) -> None:
        case = categorised(world, FACTUAL)
        refusal = ready_for_verdict_refusal(case)
        assert refusal is not None
        assert refusal.code == "cases.not_confirmed"
        actor = world.actor(world.press, Role.FOCAL_OFFICER)
        confirm_category(case=case, checks=DISQUALIFIER_CHECKS, actor=actor)
        case.refresh_from_db()
        assert case.confirmed_at is not None
        assert ready_for_verdict_refusal(case) is None
        assert case.checks.count() == 2
        assert tags(case)[-1] == AuditTag.CASE_CATEGORY_CONFIRMED
        assert kinds(case)[-1] == EntryKind.CONFIRMED

    def test_the_same_person_is_refused(self, world: World) -> None:
        actor = world.officer()
        case = categorised(world, FACTUAL, actor=actor)
        code = refusal_code(confirm_category, case=case, checks=DISQUALIFIER_CHECKS, actor=actor)
        assert code == "cases.same_person"

    def test_a_colleague_is_refused(self, world: World) -> None:
        case = categorised(world, FACTUAL)
        code = refusal_code(
            confirm_category, case=case, checks=DISQUALIFIER_CHECKS, actor=world.officer()
        )
        assert code == "cases.same_agency"

    def test_a_check_left_out_is_refused(self, world: World) -> None:
        case = categorised(world, FACTUAL)
        code = refusal_code(
            confirm_category,
            case=case,
            checks=DISQUALIFIER_CHECKS[:-1],
            actor=world.actor(world.press),
        )
        assert code == "cases.checks_missing"
        assert case.checks.count() == 1

    def test_the_agency_it_is_about_does_not_see_it(self, world: World) -> None:
        case = categorised(world, FACTUAL, subject_agency=world.health)
        for agency in (world.health, world.committee):
            with pytest.raises(NotVisible):
                confirm_category(case=case, checks=DISQUALIFIER_CHECKS, actor=world.actor(agency))

    def test_the_word_of_a_lead_that_it_is_about_does_not_count(self, world: World) -> None:
        case = categorised(world, FACTUAL, subject_agency=world.lead)
        association = world.network.agencies.get(slug="hoi-nha-bao")
        confirm_category(case=case, checks=DISQUALIFIER_CHECKS, actor=world.actor(world.press))
        assert case.confirmed_at is None
        confirm_category(case=case, checks=DISQUALIFIER_CHECKS, actor=world.actor(association))
        assert case.confirmed_at is not None

    def test_of_two_at_once_the_second_is_refused(self, world: World) -> None:
        case = categorised(world, FACTUAL)
        stale = Case.objects.get(pk=case.pk)
        confirm_category(case=case, checks=DISQUALIFIER_CHECKS, actor=world.actor(world.press))
        with pytest.raises(NotVisible):
            confirm_category(
                case=Case.objects.get(pk=case.pk),
                checks=DISQUALIFIER_CHECKS,
                actor=world.actor(world.trade),
            )
        code = refusal_code(
            confirm_category,
            case=stale,
            checks=DISQUALIFIER_CHECKS,
            actor=world.actor(world.trade),
        )
        assert code in {"cases.already_confirmed", "cases.changed_meanwhile"}
        assert case.checks.count() == 2

    def test_a_change_of_subject_asks_again(self, world: World) -> None:
        case = confirmed(world)
        actor = world.officer()
        set_category(case=case, actor=actor, **choice(FACTUAL, subject_agency=world.trade))
        assert case.confirmed_at is None
        assert case.checks.count() == 1
