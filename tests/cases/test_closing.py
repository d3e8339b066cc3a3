"""The end of a case."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from sangto.audit.tags import AuditTag
from sangto.cases.domain.states import (
    CaseAction,
    CaseOutcome,
    CaseStatus,
    EntryKind,
    Visibility,
)
from sangto.cases.models import Case, TimelineEntry
from sangto.cases.services import (
    add_note,
    close_case,
    close_out_of_scope,
    forget_late_addresses,
    move,
    set_category,
)
from sangto.intake.domain.reports import Closing
from sangto.kernel.actor import Role, system_actor
from sangto.kernel.categories import Category
from sangto.kernel.errors import NotVisible
from sangto.matching.models import IndexEntry
from sangto.matching.services import add_wording
from tests.cases.test_opening import kinds, refusal_code, tags
from tests.factories.cases import (
    World,
    categorised,
    choice,
    confirmed,
    make_report,
    opened,
    published,
    reported_claim,
    signing,
)

POST = "https://www.facebook.com/hoang.van.mau/posts/1234567890"


class TestMoves:
    def test_to_the_signature_and_back(self, world: World) -> None:
        case = signing(world)
        approver = world.actor(world.lead, Role.APPROVER)
        move(case=case, action=CaseAction.SEND_BACK, actor=approver)
        case.refresh_from_db()
        assert case.status == CaseStatus.VERIFYING
        assert tags(case)[-2:] == [AuditTag.CASE_MOVED] * 2

    def test_publication_ends_it_in_public(self, world: World) -> None:
        case = published(world)
        case.refresh_from_db()
        assert (case.status, case.outcome, case.visibility) == (
            CaseStatus.CLOSED,
            CaseOutcome.VERDICT,
            Visibility.PUBLIC,
        )
        assert tags(case)[-1] == AuditTag.CASE_CLOSED
        assert kinds(case)[-1] == EntryKind.CLOSED

    def test_a_published_case_is_taken_up_again(self, world: World) -> None:
        case = published(world)
        move(case=case, action=CaseAction.REOPEN, actor=world.officer())
        case.refresh_from_db()
        assert (case.status, case.outcome, case.closed_at) == (
            CaseStatus.VERIFYING,
            CaseOutcome.NONE,
            None,
        )

    def test_a_public_verdict_keeps_its_claim_in_scope(self, world: World) -> None:
        actor = world.officer()
        case = move(case=published(world), action=CaseAction.REOPEN, actor=actor)
        code = refusal_code(
            close_out_of_scope, case=case, explanation=Closing.NOT_CHECKABLE, actor=actor
        )
        assert code == "cases.public_verdict"
        code = refusal_code(set_category, case=case, actor=actor, **choice(Category.PRIVACY))
        assert code == "cases.public_verdict"
        set_category(case=case, actor=actor, **choice(Category.IMPERSONATION))

    def test_what_was_out_of_scope_is_not(self, world: World) -> None:
        case = opened(world)
        actor = world.officer()
        close_out_of_scope(case=case, explanation=Closing.PROTECTED_EXPRESSION, actor=actor)
        code = refusal_code(move, case=case, action=CaseAction.REOPEN, actor=actor)
        assert code == "cases.not_reopened"

    def test_an_unconfirmed_factual_claim_is_not_submitted(self, world: World) -> None:
        actor = world.officer()
        case = categorised(world, Category.FACTUAL_CLAIM, actor=actor)
        code = refusal_code(move, case=case, action=CaseAction.SUBMIT, actor=actor)
        assert code == "cases.not_confirmed"

    def test_a_confirmed_one_is(self, world: World) -> None:
        case = confirmed(world)
        move(case=case, action=CaseAction.SUBMIT, actor=world.officer())
        assert Case.objects.get(pk=case.pk).status == CaseStatus.SIGNING

    @pytest.mark.parametrize(
        "action",
        [CaseAction.CATEGORISE, CaseAction.REJECT, CaseAction.ARCHIVE, CaseAction.TAKE_UP],
    )
    def test_moves_with_a_service_of_their_own(self, world: World, action: CaseAction) -> None:
        with pytest.raises(ValueError, match="service of its own"):
            move(case=opened(world), action=action, actor=world.officer())

    def test_who_drafts_does_not_sign(self, world: World) -> None:
        case = signing(world)
        with pytest.raises(NotVisible):
            move(case=case, action=CaseAction.PUBLISH, actor=world.officer())

    def test_of_two_who_publish_the_second_is_refused(self, world: World) -> None:
        case = signing(world)
        stale = Case.objects.get(pk=case.pk)
        approver = world.actor(world.lead, Role.APPROVER)
        close_case(case=case, outcome=CaseOutcome.VERDICT, actor=approver)
        code = refusal_code(close_case, case=stale, outcome=CaseOutcome.VERDICT, actor=approver)
        assert code == "cases.changed_meanwhile"
        assert tags(case).count(AuditTag.CASE_CLOSED) == 1

    @pytest.mark.parametrize(
        ("category", "outcome"),
        [
            (Category.FRAUD, CaseOutcome.ANSWERED),
            (Category.PRIVACY, CaseOutcome.VERDICT),
            (Category.SERVICE_FEEDBACK, CaseOutcome.VERDICT),
        ],
    )
    def test_an_end_that_the_category_has_not(
        self, world: World, category: Category, outcome: CaseOutcome
    ) -> None:
        case = categorised(world, category)
        actor = world.actor(world.lead, Role.DESK_OFFICER, Role.APPROVER)
        code = refusal_code(close_case, case=case, outcome=outcome, actor=actor)
        assert code == "cases.outcome"


class TestAddresses:
    def test_posts_are_forgotten_when_the_case_closes(self, world: World) -> None:
        claim = reported_claim(world, text=f"Xem bài {POST} nói trúng thưởng lớn")
        actor = world.officer()
        case = categorised(world, claim=claim, actor=actor)
        report = claim.report_links.get().report
        assert "1234567890" in report.text
        move(case=case, action=CaseAction.SUBMIT, actor=actor)
        close_case(
            case=case,
            outcome=CaseOutcome.VERDICT,
            actor=world.actor(world.lead, Role.APPROVER),
        )
        report.refresh_from_db()
        assert "1234567890" not in report.text
        assert "facebook.com/" not in report.text
        assert report.text.startswith("Xem bài")

    def test_no_link_stays_where_the_category_keeps_none(self, world: World) -> None:
        claim = reported_claim(world, link="https://tin-don.example/gia-xang")
        actor = world.officer()
        case = categorised(world, Category.PRIVACY, claim=claim, actor=actor)
        close_case(case=case, outcome=CaseOutcome.ANSWERED, actor=actor)
        report = claim.report_links.get().report
        assert report.link == ""
        assert report.link_digest != ""

    def test_reports_that_join_later_are_forgotten_too(self, world: World) -> None:
        case = published(world)
        late = make_report(
            case.claim,
            text=f"Xem {POST} này",
            received_at=timezone.now() + timedelta(seconds=1),
        )
        since = timezone.now() - timedelta(hours=1)
        assert forget_late_addresses(since=since, actor=system_actor("sweep")) == 1
        late.refresh_from_db()
        assert "1234567890" not in late.text


class TestOutOfScope:
    def test_everything_that_was_said_goes(self, world: World) -> None:
        claim = reported_claim(world, reports=2, text="Tôi thấy chủ trương này không hay")
        actor = world.officer()
        case = categorised(world, claim=claim, actor=actor)
        add_wording(claim=claim, language="vi", text="Chủ trương này không hay", actor=actor)
        add_note(case=case, text="Người gửi chê chủ trương", actor=actor)
        close_out_of_scope(case=case, explanation=Closing.PROTECTED_EXPRESSION, actor=actor)
        case.refresh_from_db()
        claim.refresh_from_db()
        assert (case.status, case.outcome, case.category) == (
            CaseStatus.CLOSED,
            CaseOutcome.OUT_OF_SCOPE,
            Category.OUT_OF_SCOPE,
        )
        assert (claim.title, claim.title_en) == ("", "")
        assert not claim.wordings.exists()
        assert not IndexEntry.objects.filter(claim=claim).exists()
        assert not TimelineEntry.objects.filter(case=case).exclude(text="").exists()
        for link in claim.report_links.all():
            report = link.report
            assert (report.text, report.folded, report.reason) == ("", "", "")
            assert (report.status, report.explanation) == ("closed", "protected_expression")
        assert tags(case)[-1] == AuditTag.CASE_CLOSED_OUT_OF_SCOPE

    def test_the_change_is_told_without_content(self, world: World) -> None:
        case = categorised(world)
        close_out_of_scope(case=case, explanation=Closing.NOT_CHECKABLE, actor=world.officer())
        entry = TimelineEntry.objects.get(case=case, kind=EntryKind.CLOSED)
        assert entry.data == {
            "outcome": "out_of_scope",
            "explanation": "not_checkable",
            "from": "fraud",
        }

    @pytest.mark.parametrize("explanation", ["archived", "because", ""])
    def test_an_explanation_from_the_list(self, world: World, explanation: str) -> None:
        case = opened(world)
        code = refusal_code(
            close_out_of_scope, case=case, explanation=explanation, actor=world.officer()
        )
        assert code == "cases.explanation"
        case.refresh_from_db()
        assert case.status == CaseStatus.TRIAGE

    def test_the_subject_closes_nothing_about_itself(self, world: World) -> None:
        case = categorised(world, Category.IMPERSONATION, subject_agency=world.lead)
        with pytest.raises(NotVisible):
            close_out_of_scope(case=case, explanation=Closing.NOT_CHECKABLE, actor=world.officer())

    def test_of_two_at_once_the_second_is_refused(self, world: World) -> None:
        case = opened(world)
        stale = Case.objects.get(pk=case.pk)
        actor = world.officer()
        close_out_of_scope(case=case, explanation=Closing.ADVERTISING, actor=actor)
        code = refusal_code(
            close_out_of_scope, case=stale, explanation=Closing.ADVERTISING, actor=actor
        )
        assert code == "cases.changed_meanwhile"
