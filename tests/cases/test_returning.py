"""The ways back, the committee's direction, opening again, and an agency's own matter."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from sangto.audit.tags import AuditTag
from sangto.cases.domain.states import CaseOutcome, EntryKind, TransferKind
from sangto.cases.models import Case, Transfer
from sangto.cases.queries import came_from, deadline_start
from sangto.cases.services import (
    beyond_competence,
    close_out_of_scope,
    direct,
    escalate,
    give_back,
    reopen,
    report_own_matter,
    transfer,
)
from sangto.handling.models import FeedbackAnswer
from sangto.handling.services import answer_feedback
from sangto.intake.domain.consent import CONSENT_VERSION
from sangto.intake.domain.reports import Closing
from sangto.intake.domain.submission import Submission
from sangto.intake.models import Report
from sangto.kernel.actor import Actor, Role
from sangto.kernel.categories import Category
from sangto.kernel.errors import NotVisible
from tests.cases.test_opening import kinds, refusal_code, tags
from tests.cases.test_ownership import REASON
from tests.factories.cases import World, categorised, published, signing
from tests.factories.handling import ANSWER, routed_feedback

WHY = "Có phản ánh mới trái với kết luận"


def passed_to_health(world: World) -> tuple[Case, Actor]:
    case = categorised(world)
    transfer(case=case, to_agency=world.health, reason=REASON, actor=world.officer())
    return case, world.actor(world.health, Role.FOCAL_OFFICER)


class TestGivingBack:
    def test_to_who_passed_it_on_and_only_once(self, world: World) -> None:
        case, health = passed_to_health(world)
        assert came_from(case) == world.lead
        give_back(case=case, reason=WHY, actor=health)
        case.refresh_from_db()
        assert case.owner == world.lead
        assert tags(case)[-1] == AuditTag.CASE_RETURNED
        last = Transfer.objects.latest("pk")
        assert (last.kind, last.reason) == (TransferKind.RETURNED.value, WHY)
        code = refusal_code(give_back, case=case, reason=WHY, actor=world.officer())
        assert code == "cases.nothing_to_return"

    def test_what_stands_in_the_way(self, world: World) -> None:
        case, health = passed_to_health(world)
        assert refusal_code(give_back, case=case, reason="ờ", actor=health) == "cases.reason_short"
        for other in (
            world.officer(),
            world.actor(world.trade),
            world.actor(world.health, Role.EDITOR),
        ):
            with pytest.raises(NotVisible):
                give_back(case=case, reason=WHY, actor=other)
        code = refusal_code(give_back, case=signing(world), reason=WHY, actor=world.officer())
        assert code == "cases.transfer_while_signing"


class TestBeyondCompetence:
    def test_the_lead_agency_takes_it_with_the_suggestion(self, world: World) -> None:
        case, health = passed_to_health(world)
        beyond_competence(case=case, reason=WHY, suggested=world.trade, actor=health)
        case.refresh_from_db()
        assert case.owner == world.lead
        entry = case.timeline.latest("pk")
        assert (entry.kind, entry.text) == (EntryKind.TRANSFERRED.value, WHY)
        assert entry.data["kind"] == TransferKind.BEYOND.value
        assert entry.data["suggested"] == world.trade.pk
        assert tags(case)[-1] == AuditTag.CASE_BEYOND_COMPETENCE

    def test_not_by_the_lead_agency_and_not_to_oneself(self, world: World) -> None:
        own = categorised(world)
        code = refusal_code(
            beyond_competence, case=own, reason=WHY, suggested=None, actor=world.officer()
        )
        assert code == "cases.beyond_lead"
        case, health = passed_to_health(world)
        code = refusal_code(
            beyond_competence, case=case, reason=WHY, suggested=world.health, actor=health
        )
        assert code == "cases.beyond_itself"

    def test_never_to_an_agency_that_the_claim_is_about(self, world: World) -> None:
        case = categorised(world, subject_agency=world.lead)
        owner = case.owner
        assert owner != world.lead
        actor = world.actor(owner, Role.FOCAL_OFFICER)
        beyond_competence(case=case, reason=WHY, suggested=None, actor=actor)
        case.refresh_from_db()
        assert case.owner not in (owner, world.lead, world.committee)


class TestDirection:
    def test_of_the_committee_about_what_was_raised(self, world: World) -> None:
        case, committee = categorised(world), world.actor(world.committee)
        with pytest.raises(NotVisible):
            direct(case=case, text="Chuyển", agency=None, actor=committee)
        escalate(case=case, reason=REASON, actor=world.officer())
        direct(case=case, text="Sở Y tế chủ trì", agency=world.health, actor=committee)
        case.refresh_from_db()
        assert case.owner == world.lead
        assert tags(case)[-1] == AuditTag.CASE_DIRECTED
        assert kinds(case)[-1] == EntryKind.DIRECTED
        with pytest.raises(NotVisible):
            direct(case=case, text="Chuyển", agency=None, actor=world.officer())

    def test_names_nobody_who_may_not_own_it(self, world: World) -> None:
        case = categorised(world, subject_agency=world.trade)
        Case.objects.filter(pk=case.pk).update(escalated_at=timezone.now())
        case.refresh_from_db()
        committee = world.actor(world.press)
        with pytest.raises(NotVisible):
            direct(case=case, text="x", agency=None, actor=committee)


class TestOpeningAgain:
    def test_a_verdict(self, world: World) -> None:
        case = published(world)
        later = timezone.now() + timedelta(days=40)
        reopen(case=case, reason=WHY, actor=world.officer(), now=later)
        case.refresh_from_db()
        assert (case.status, case.outcome, case.closed_at) == ("verifying", "", None)
        assert case.due_at > later
        assert deadline_start(case) == later
        assert tags(case)[-1] == AuditTag.CASE_REOPENED
        assert case.timeline.latest("pk").text == WHY
        again = refusal_code(reopen, case=case, reason=WHY, actor=world.officer())
        assert again == "workflow.not_from_here"

    def test_an_answer_and_another_one_after_it(self, world: World) -> None:
        case = routed_feedback(world)
        health = world.actor(world.health)
        first = answer_feedback(case=case, text=ANSWER, actor=health)
        reopen(case=case, reason=WHY, actor=health)
        second = answer_feedback(case=case, text="Trạm mở cả thứ bảy.", actor=health)
        assert first.pk == second.pk
        assert FeedbackAnswer.objects.get().text == "Trạm mở cả thứ bảy."
        assert case.timeline.filter(kind=EntryKind.ANSWER.value).latest("pk").text == ANSWER
        case.refresh_from_db()
        assert case.outcome == CaseOutcome.ANSWERED

    def test_not_what_was_out_of_scope(self, world: World) -> None:
        case, officer = categorised(world), world.officer()
        close_out_of_scope(case=case, explanation=Closing.NOT_CHECKABLE, actor=officer)
        assert refusal_code(reopen, case=case, reason=WHY, actor=officer) == "cases.not_reopened"

    def test_only_with_a_reason_and_not_from_outside(self, world: World) -> None:
        case = published(world)
        code = refusal_code(reopen, case=case, reason="", actor=world.officer())
        assert code == "cases.reason_short"
        with pytest.raises(NotVisible):
            reopen(case=case, reason=WHY, actor=world.actor(world.health))


class TestOwnMatter:
    def report(self, actor: Actor, category: Category, key: str = "k" * 20) -> Case | None:
        return report_own_matter(
            submission=Submission(
                text="Trang giả mạo Sở Y tế thu phí khám sức khỏe trực tuyến",
                link="https://so-y-te-mau.example/nop-phi",
                consent_version=CONSENT_VERSION,
            ),
            category=category,
            idempotency_key=key,
            actor=actor,
        ).case

    def test_another_agency_works_on_it(self, world: World) -> None:
        health = world.actor(world.health, Role.FOCAL_OFFICER)
        case = self.report(health, Category.IMPERSONATION)
        assert case is not None
        assert (case.subject_agency, case.origin_agency) == (world.health, world.health)
        assert case.owner == world.lead
        assert self.report(health, Category.IMPERSONATION) == case
        assert Report.objects.count() == 1

    def test_nothing_else_and_nobody_else(self, world: World) -> None:
        health = world.actor(world.health, Role.FOCAL_OFFICER)
        assert refusal_code(self.report, actor=health, category=Category.FRAUD) == (
            "cases.not_its_own"
        )
        assert not Report.objects.exists()
        with pytest.raises(NotVisible):
            self.report(world.actor(world.health, Role.EDITOR), Category.IMPERSONATION)
