"""Opening and joining a case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Model

from sangto.audit.queries import events_about
from sangto.audit.tags import AuditTag
from sangto.cases.domain.states import CaseStatus, EntryKind
from sangto.cases.models import Case
from sangto.cases.queries import owners, timeline
from sangto.cases.services import archive_claim, open_case, open_own_case
from sangto.cases.services import opening as opening_module
from sangto.intake.domain.reports import OriginKind
from sangto.kernel.actor import Role, operator_actor
from sangto.kernel.categories import Category
from sangto.kernel.errors import NotVisible, Refused
from sangto.matching.domain.kinds import LinkState
from tests.factories.cases import (
    World,
    archived,
    hour,
    make_claim,
    make_report,
    opened,
    reported_claim,
)


def tags(about: Model) -> list[str]:
    return list(events_about(about).order_by("pk").values_list("tag", flat=True))


def kinds(case: Case) -> list[str]:
    return [entry.kind for entry in timeline(case)]


def refusal_code(call: Callable[..., Any], **arguments: Any) -> str:
    with pytest.raises(Refused) as caught:
        call(**arguments)
    return caught.value.refusal.code


def test_the_first_officer_holds_the_case(world: World) -> None:
    claim = make_claim(world.network)
    make_report(claim, origin=OriginKind.MACHINE, received_at=hour(1, 1))
    first = make_report(claim, received_at=hour(1, 2))
    actor = world.officer()
    case = open_case(claim=claim, actor=actor, now=hour(1, 3))
    assert case.origin_report == first
    assert (case.status, case.owner, case.assignee_id) == (
        CaseStatus.TRIAGE,
        world.lead,
        actor.user_id,
    )
    assert case.due_at == hour(2, 10)
    assert tags(case) == [AuditTag.CASE_OPENED]
    assert kinds(case) == [EntryKind.OPENED]
    first.refresh_from_db()
    assert first.status == "in_review"


def test_the_second_officer_joins_once(world: World) -> None:
    case = opened(world)
    holder = case.assignee_id
    colleague = world.officer()
    for _ in range(2):
        assert open_case(claim=case.claim, actor=colleague) == case
    case.refresh_from_db()
    assert case.assignee_id == holder
    assert tags(case) == [AuditTag.CASE_OPENED, AuditTag.CASE_JOINED]
    assert kinds(case) == [EntryKind.OPENED, EntryKind.JOINED]


def test_whoever_opened_it_does_not_join(world: World) -> None:
    actor = world.officer()
    case = opened(world, actor=actor)
    assert open_case(claim=case.claim, actor=actor) == case
    assert tags(case) == [AuditTag.CASE_OPENED]


def test_of_two_at_once_one_opens_and_one_joins(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A colleague opens the case between this officer's look and write."""
    claim = reported_claim(world)
    colleague, actor = world.officer(), world.officer()
    real = owners.neutral_owner
    raced: list[Case] = []

    def overtaken(**arguments: Any) -> Any:
        if not raced:
            monkeypatch.setattr(opening_module, "neutral_owner", real)
            raced.append(open_case(claim=claim, actor=colleague))
        return real(**arguments)

    monkeypatch.setattr(opening_module, "neutral_owner", overtaken)
    case = open_case(claim=claim, actor=actor)
    assert case == raced[0]
    assert Case.objects.count() == 1
    assert case.assignee_id == colleague.user_id
    assert tags(case) == [AuditTag.CASE_OPENED, AuditTag.CASE_JOINED]


def test_a_claim_without_reports_starts_nothing(world: World) -> None:
    claim = make_claim(world.network)
    make_report(claim, state=LinkState.SUGGESTED)
    make_report(claim, state=LinkState.REJECTED)
    assert refusal_code(open_case, claim=claim, actor=world.officer()) == "cases.no_report"
    assert Case.objects.count() == 0


def test_an_archive_starts_nothing(world: World) -> None:
    claim = reported_claim(world, origin=OriginKind.ARCHIVE)
    assert refusal_code(open_case, claim=claim, actor=world.officer()) == "cases.archive_only"


def test_the_lead_opens_nothing_for_a_member(world: World) -> None:
    claim = reported_claim(world, origin=OriginKind.MEMBER_AGENCY, agency=world.health)
    assert refusal_code(open_case, claim=claim, actor=world.officer()) == "cases.not_its_own"


def test_a_merged_claim_is_left_alone(world: World) -> None:
    claim = reported_claim(world)
    claim.merged_into = make_claim(world.network)
    claim.save()
    assert refusal_code(open_case, claim=claim, actor=world.officer()) == "cases.claim_merged"


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.DESK_OFFICER])
def test_other_roles_of_the_lead_open_nothing(world: World, role: Role) -> None:
    claim = reported_claim(world)
    with pytest.raises(NotVisible):
        open_case(claim=claim, actor=world.actor(world.lead, role))


def test_a_member_neither_opens_nor_joins_what_it_may_not_see(world: World) -> None:
    claim = reported_claim(world)
    stranger = world.actor(world.health)
    with pytest.raises(NotVisible):
        open_case(claim=claim, actor=stranger)
    opened(world, claim=claim)
    with pytest.raises(NotVisible):
        open_case(claim=claim, actor=stranger)


class TestOwnMatter:
    def own(self, world: World) -> dict[str, Any]:
        claim = reported_claim(world, origin=OriginKind.MEMBER_AGENCY, agency=world.health)
        return {
            "claim": claim,
            "category": Category.IMPERSONATION,
            "actor": world.actor(world.health, Role.FOCAL_OFFICER),
        }

    def test_somebody_else_works_on_it(self, world: World) -> None:
        case = open_own_case(**self.own(world))
        assert (case.subject_agency, case.owner) == (world.health, world.lead)
        assert (case.origin_kind, case.origin_agency) == (OriginKind.MEMBER_AGENCY, world.health)
        assert case.assignee_id is None
        assert tags(case) == [AuditTag.CASE_OPENED]

    def test_the_lead_agency_does_not_work_on_its_own(self, world: World) -> None:
        claim = reported_claim(world, origin=OriginKind.MEMBER_AGENCY, agency=world.lead)
        case = open_own_case(claim=claim, category=Category.COMPROMISED_SITE, actor=world.officer())
        assert case.subject_agency == world.lead
        assert case.owner.slug in {"hoi-nha-bao", "bao-mau"}

    @pytest.mark.parametrize(
        "category",
        [c for c in Category if c not in (Category.IMPERSONATION, Category.COMPROMISED_SITE)],
    )
    def test_other_categories_are_refused(self, world: World, category: Category) -> None:
        arguments = self.own(world) | {"category": category}
        assert refusal_code(open_own_case, **arguments) == "cases.not_its_own"

    def test_another_agencys_matter_is_refused(self, world: World) -> None:
        arguments = self.own(world) | {"actor": world.actor(world.trade)}
        assert refusal_code(open_own_case, **arguments) == "cases.no_own_report"
        claim = reported_claim(world)
        arguments = self.own(world) | {"claim": claim}
        assert refusal_code(open_own_case, **arguments) == "cases.no_own_report"

    def test_a_claim_about_somebody_else_is_refused(self, world: World) -> None:
        arguments = self.own(world)
        arguments["claim"].subject_agency = world.trade
        arguments["claim"].save()
        assert refusal_code(open_own_case, **arguments) == "cases.not_its_own"

    def test_a_second_case_is_refused(self, world: World) -> None:
        arguments = self.own(world)
        open_own_case(**arguments)
        assert refusal_code(open_own_case, **arguments) == "cases.taken"


class TestArchive:
    def test_makes_a_closed_record(self, world: World) -> None:
        claim = reported_claim(world, origin=OriginKind.ARCHIVE, received_at=hour(1))
        case = archive_claim(
            claim=claim,
            category=Category.FACTUAL_CLAIM,
            topic="health",
            closed_at=hour(3),
            actor=operator_actor("import"),
        )
        assert case is not None
        assert (case.status, case.outcome, case.closed_at) == ("closed", "archived", hour(3))
        assert tags(case) == [AuditTag.CASE_CLOSED]

    def test_is_taken_up_when_somebody_reports_it(self, world: World) -> None:
        case = archived(world)
        actor = world.officer()
        assert open_case(claim=case.claim, actor=actor) == case
        case.refresh_from_db()
        assert case.status == CaseStatus.CLOSED
        report = make_report(case.claim)
        open_case(claim=case.claim, actor=actor)
        case.refresh_from_db()
        assert (case.status, case.category, case.outcome) == (CaseStatus.TRIAGE, "", "")
        assert (case.origin_report, case.origin_kind) == (report, OriginKind.CITIZEN)
        assert case.assignee_id == actor.user_id
        assert tags(case) == [AuditTag.CASE_CLOSED, AuditTag.CASE_OPENED]

    def test_two_who_take_it_up_are_one(self, world: World) -> None:
        case = archived(world)
        make_report(case.claim)
        first, second = world.officer(), world.officer()
        for actor in (first, second):
            open_case(claim=case.claim, actor=actor)
        case.refresh_from_db()
        assert case.assignee_id == first.user_id
        assert tags(case)[1:] == [AuditTag.CASE_OPENED, AuditTag.CASE_JOINED]

    def test_never_covers_somebody_who_waits(self, world: World) -> None:
        claim = reported_claim(world, origin=OriginKind.ARCHIVE, received_at=hour(1))
        make_report(claim)
        arguments: dict[str, Any] = {
            "claim": claim,
            "category": Category.FRAUD,
            "topic": "",
            "closed_at": hour(3),
            "actor": operator_actor("import"),
        }
        assert archive_claim(**arguments) is None
        assert not Case.objects.exists()

    def test_needs_an_archives_report(self, world: World) -> None:
        with pytest.raises(NotVisible):
            archive_claim(
                claim=reported_claim(world),
                category=Category.FRAUD,
                topic="",
                closed_at=hour(3),
                actor=operator_actor("import"),
            )

    def test_is_nothing_for_staff(self, world: World) -> None:
        with pytest.raises(NotVisible):
            archive_claim(
                claim=reported_claim(world, origin=OriginKind.ARCHIVE),
                category=Category.FRAUD,
                topic="",
                closed_at=hour(3),
                actor=world.actor(world.lead, *Role),
            )
