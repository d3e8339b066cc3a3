"""Assigning, routing, transferring, raising to the committee, notes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from sangto.audit.tags import AuditTag
from sangto.cases.domain.states import EntryKind
from sangto.cases.models import Case, TimelineEntry, Transfer
from sangto.cases.queries import assignable_users, possible_owners
from sangto.cases.services import add_note, assign, escalate, route, transfer
from sangto.intake.models import ReportDisclosure
from sangto.kernel.actor import Actor, Role
from sangto.kernel.categories import Category
from sangto.kernel.errors import NotVisible
from sangto.organisations.models import User
from tests.cases.test_opening import kinds, refusal_code, tags
from tests.factories.cases import (
    World,
    categorised,
    make_claim,
    make_report,
    opened,
    published,
    reported_claim,
    signing,
)
from tests.factories.organisations import make_agency, make_member, make_network

REASON = "Việc này thuộc lĩnh vực của quý cơ quan"


def user_of(actor: Actor) -> User:
    assert actor.user_id is not None
    return User.objects.get(pk=actor.user_id)


class TestAssign:
    def test_to_a_colleague_and_to_nobody(self, world: World) -> None:
        case = opened(world)
        colleague = make_member(world.lead, Role.APPROVER)
        assign(case=case, assignee=colleague, actor=world.officer())
        case.refresh_from_db()
        assert case.assignee == colleague
        assign(case=case, assignee=None, actor=world.officer())
        case.refresh_from_db()
        assert case.assignee is None
        assert tags(case)[1:] == [AuditTag.CASE_ASSIGNED] * 2
        assert kinds(case)[1:] == [EntryKind.ASSIGNED] * 2

    @pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
    def test_not_to_roles_without_content_rights(self, world: World, role: Role) -> None:
        case = opened(world)
        member = make_member(world.lead, role)
        code = refusal_code(assign, case=case, assignee=member, actor=world.officer())
        assert code == "cases.assignee"

    def test_not_to_another_agency(self, world: World) -> None:
        case = opened(world)
        stranger = make_member(world.health, Role.DESK_OFFICER)
        code = refusal_code(assign, case=case, assignee=stranger, actor=world.officer())
        assert code == "cases.assignee"
        assert stranger not in assignable_users(case, timezone.localdate())

    def test_of_two_at_once_the_second_is_refused(self, world: World) -> None:
        case = opened(world)
        stale = Case.objects.get(pk=case.pk)
        first, second = world.officer(), world.officer()
        assign(case=case, assignee=user_of(first), actor=first)
        code = refusal_code(assign, case=stale, assignee=user_of(second), actor=second)
        assert code == "cases.changed_meanwhile"
        case.refresh_from_db()
        assert case.assignee_id == first.user_id

    def test_the_lead_assigns_nobody_elsewhere(self, world: World) -> None:
        case = categorised(world)
        transfer(case=case, to_agency=world.health, reason=REASON, actor=world.officer())
        with pytest.raises(NotVisible):
            assign(case=case, assignee=None, actor=world.officer())


class TestTransfer:
    def test_the_other_agency_gets_it_without_the_reports(self, world: World) -> None:
        claim = reported_claim(world, share_consent=True)
        case = categorised(world, claim=claim)
        transfer(case=case, to_agency=world.trade, reason=REASON, actor=world.officer())
        case.refresh_from_db()
        assert (case.owner, case.owner_kind, case.assignee) == (
            world.trade,
            world.trade.kind,
            None,
        )
        row = Transfer.objects.get(case=case)
        assert (row.from_agency, row.to_agency, row.reason) == (world.lead, world.trade, REASON)
        assert tags(case)[-1] == AuditTag.CASE_TRANSFERRED
        assert kinds(case)[-1] == EntryKind.TRANSFERRED
        assert not ReportDisclosure.objects.exists()

    def test_of_two_at_once_the_second_is_refused(self, world: World) -> None:
        case = categorised(world)
        stale = Case.objects.get(pk=case.pk)
        actor = world.officer()
        transfer(case=case, to_agency=world.trade, reason=REASON, actor=actor)
        code = refusal_code(
            transfer, case=stale, to_agency=world.health, reason=REASON, actor=actor
        )
        assert code == "cases.changed_meanwhile"
        case.refresh_from_db()
        assert case.owner == world.trade
        assert Transfer.objects.filter(case=case).count() == 1

    def test_never_to_the_subject_or_its_relatives(self, world: World) -> None:
        case = categorised(world, Category.IMPERSONATION, subject_agency=world.health)
        for agency in (world.health, world.committee):
            code = refusal_code(
                transfer, case=case, to_agency=agency, reason=REASON, actor=world.officer()
            )
            assert code == "cases.owner_is_subject"
        offered = {agency.slug for agency in possible_owners(case, timezone.localdate())}
        assert not offered & {"so-y-te", "ubnd", "so-khcn"}
        assert {"so-cong-thuong", "bao-mau", "congan"} <= offered

    def test_no_factual_claim_to_the_police(self, world: World) -> None:
        case = categorised(world, Category.FACTUAL_CLAIM)
        code = refusal_code(
            transfer, case=case, to_agency=world.police, reason=REASON, actor=world.officer()
        )
        assert code == "cases.owner_kind"
        assert world.police not in possible_owners(case, timezone.localdate())

    def test_not_to_a_former_member(self, world: World) -> None:
        gone = make_agency(world.network, valid_until=timezone.localdate() - timedelta(days=1))
        code = refusal_code(
            transfer,
            case=categorised(world),
            to_agency=gone,
            reason=REASON,
            actor=world.officer(),
        )
        assert code == "cases.transfer_agency_gone"

    def test_another_network_is_unknown(self, world: World) -> None:
        with pytest.raises(NotVisible):
            transfer(
                case=categorised(world),
                to_agency=make_agency(make_network()),
                reason=REASON,
                actor=world.officer(),
            )

    def test_before_triage_and_while_signing(self, world: World) -> None:
        for case, expected in (
            (opened(world), "cases.transfer_before_category"),
            (signing(world), "cases.transfer_while_signing"),
            (published(world), "cases.closed"),
        ):
            code = refusal_code(
                transfer,
                case=case,
                to_agency=world.trade,
                reason=REASON,
                actor=world.officer(),
            )
            assert code == expected


class TestRoute:
    def test_by_topic(self, world: World) -> None:
        case = categorised(world, Category.FACTUAL_CLAIM, topic="price")
        route(case=case, actor=world.officer())
        case.refresh_from_db()
        assert case.owner == world.trade
        assert tags(case)[-1] == AuditTag.CASE_ROUTED

    def test_by_territory_and_only_with_consent(self, world: World) -> None:
        claim = make_claim(world.network)
        place = world.network.territories.get(code="suoi-trong")
        shared = make_report(claim, territory=place, share_consent=True)
        make_report(claim, territory=place)
        case = categorised(world, Category.SERVICE_FEEDBACK, claim=claim, topic="land")
        route(case=case, actor=world.officer())
        case.refresh_from_db()
        assert case.owner == world.commune
        disclosure = ReportDisclosure.objects.get()
        assert (disclosure.report, disclosure.agency) == (shared, world.commune)

    def test_a_complaint_goes_on_with_the_senders_consent(self, world: World) -> None:
        claim = reported_claim(world, share_consent=True)
        case = categorised(world, Category.SERVICE_FEEDBACK, claim=claim)
        route(case=case, actor=world.officer())
        transfer(case=case, to_agency=world.trade, reason=REASON, actor=world.actor(world.health))
        agencies = ReportDisclosure.objects.values_list("agency__slug", flat=True)
        assert set(agencies) == {"so-y-te", "so-cong-thuong"}

    def test_past_the_subject(self, world: World) -> None:
        """The competent agency is the subject, so the lead keeps the case."""
        case = categorised(
            world, Category.FACTUAL_CLAIM, topic="health", subject_agency=world.health
        )
        code = refusal_code(route, case=case, actor=world.officer())
        assert code == "cases.transfer_to_same"

    @pytest.mark.parametrize("category", [Category.PRIVACY, Category.CHILD_SAFETY])
    def test_private_matters_stay(self, world: World, category: Category) -> None:
        case = categorised(world, category)
        assert refusal_code(route, case=case, actor=world.officer()) == "category.step"


class TestEscalate:
    def test_the_committee_sees_it(self, world: World) -> None:
        case = categorised(world)
        boss = world.actor(world.committee, Role.APPROVER)
        with pytest.raises(NotVisible):
            add_note(case=case, text="Đã đọc", actor=boss)
        escalate(case=case, reason="Lan ra ba xã trong một ngày", actor=world.officer())
        case.refresh_from_db()
        assert case.escalated_at is not None
        assert case.owner == world.lead
        assert tags(case)[-1] == AuditTag.CASE_ESCALATED
        add_note(case=case, text="Đã đọc", actor=boss)

    def test_once_only(self, world: World) -> None:
        case = categorised(world)
        stale = Case.objects.get(pk=case.pk)
        actor = world.officer()
        escalate(case=case, reason="Lan ra ba xã", actor=actor)
        for row, expected in (
            (case, "cases.escalated_already"),
            (stale, "cases.changed_meanwhile"),
        ):
            code = refusal_code(escalate, case=row, reason="Lan ra ba xã", actor=actor)
            assert code == expected

    def test_not_to_the_subject(self, world: World) -> None:
        case = categorised(world, Category.IMPERSONATION, subject_agency=world.health)
        code = refusal_code(escalate, case=case, reason="Lan ra ba xã", actor=world.officer())
        assert code == "cases.committee_is_subject"


class TestNotes:
    def test_a_note_is_cleaned_and_kept(self, world: World) -> None:
        case = opened(world)
        entry = add_note(case=case, text="  Đã gọi\u202e ngân hàng\x00 ", actor=world.officer())
        assert TimelineEntry.objects.get(pk=entry.pk).text == "Đã gọi ngân hàng"
        assert tags(case)[-1] == AuditTag.CASE_NOTED

    @pytest.mark.parametrize(
        ("text", "expected"), [(" \n", "cases.text_missing"), ("a" * 10_001, "cases.text_long")]
    )
    def test_empty_and_endless_notes(self, world: World, text: str, expected: str) -> None:
        case = opened(world)
        assert refusal_code(add_note, case=case, text=text, actor=world.officer()) == expected

    def test_none_in_a_closed_case(self, world: World) -> None:
        case = published(world)
        code = refusal_code(add_note, case=case, text="Đã gọi", actor=world.officer())
        assert code == "cases.closed"
