"""Tasks, checklist, grounds and the copy list through their services."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from sangto.audit.tags import AuditTag
from sangto.cases.domain.checklist import AnswerState, ItemAnswer
from sangto.cases.domain.copies import CopyReason
from sangto.cases.domain.states import CaseAction, EntryKind
from sangto.cases.models import Case, CaseCopy, CaseGround, CaseTask, ChecklistAnswer
from sangto.cases.queries import (
    checklist_items,
    checklist_of,
    copies_of,
    grounds_of,
    open_tasks_for,
    proposed_copies,
    search_grounds,
    task_people,
)
from sangto.cases.services import (
    EvidenceFile,
    add_copies,
    add_copy,
    add_task,
    answer_checklist,
    change_task,
    cite_ground,
    close_out_of_scope,
    finish_task,
    move,
    remove_copy,
    remove_ground,
    reopen_task,
    tell_copies,
    transfer,
)
from sangto.cases.wording import Ending
from sangto.documents.models import StoredFile
from sangto.intake.domain.reports import Closing
from sangto.kernel.actor import Actor, Role
from sangto.kernel.categories import Category
from sangto.kernel.errors import NotVisible
from sangto.notices.models import OutboxMessage
from sangto.organisations.models import FocalOfficer, LegalGround, OfficerAbsence, Territory, User
from sangto.organisations.queries import focal_officers_on
from tests.cases.test_opening import kinds, refusal_code, tags
from tests.cases.test_ownership import REASON, user_of
from tests.factories.cases import (
    World,
    categorised,
    make_report,
    published,
    reported_claim,
    signing,
)
from tests.factories.documents import picture
from tests.factories.handling import routed_feedback
from tests.factories.organisations import make_member

TODAY = timezone.localdate
WHY = "Không còn liên quan đến vụ việc"


def task(case: Case, actor: Actor, owner: User | None = None) -> CaseTask:
    return add_task(case=case, title="Gọi lại ngân hàng", owner=owner, due_on=TODAY(), actor=actor)


class TestTasks:
    def test_from_writing_it_down_to_its_end(self, world: World) -> None:
        officer, case = world.officer(), categorised(world)
        row = task(case, officer, user_of(officer))
        assert (row.agency, row.owner_id) == (world.lead, officer.user_id)
        colleague = make_member(world.lead, Role.DESK_OFFICER)
        later = TODAY() + timedelta(days=2)
        change_task(task=row, title=row.title, owner=colleague, due_on=later, actor=officer)
        change_task(task=row, title=row.title, owner=colleague, due_on=later, actor=officer)
        finish_task(task=row, actor=officer)
        reopen_task(task=row, actor=officer)
        row.refresh_from_db()
        assert (row.owner, row.due_on, row.done_at, row.done_by) == (colleague, later, None, None)
        assert tags(row) == [
            AuditTag.TASK_ADDED,
            AuditTag.TASK_CHANGED,
            AuditTag.TASK_DONE,
            AuditTag.TASK_REOPENED,
        ]
        assert kinds(case)[-4:] == [EntryKind.TASK] * 4

    def test_only_for_people_who_may_see_the_case(self, world: World) -> None:
        case, officer = categorised(world), world.officer()
        for member in (
            make_member(world.health, Role.FOCAL_OFFICER),
            make_member(world.lead, Role.AUDITOR),
        ):
            code = refusal_code(
                add_task, case=case, title="x", owner=member, due_on=TODAY(), actor=officer
            )
            assert code == "cases.task_owner"
        assert set(task_people(case, TODAY())) >= {user_of(officer)}

    def test_the_later_of_two_is_told(self, world: World) -> None:
        case, officer = categorised(world), world.officer()
        mine = task(case, officer)
        theirs = CaseTask.objects.select_related("case").get(pk=mine.pk)
        finish_task(task=mine, actor=officer)
        assert refusal_code(finish_task, task=theirs, actor=officer) == "cases.task_done"
        reopen_task(task=mine, actor=officer)
        stale = CaseTask.objects.select_related("case").get(pk=mine.pk)
        change_task(task=mine, title="Khác", owner=None, due_on=TODAY(), actor=officer)
        code = refusal_code(
            change_task, task=stale, title="Nữa", owner=None, due_on=TODAY(), actor=officer
        )
        assert code == "cases.task_changed"

    def test_not_in_a_closed_case(self, world: World) -> None:
        case, officer = published(world), world.officer()
        code = refusal_code(
            add_task, case=case, title="x", owner=None, due_on=TODAY(), actor=officer
        )
        assert code == "cases.closed"

    def test_open_ones_go_along_with_the_case(self, world: World) -> None:
        case = categorised(world)
        transfer(case=case, to_agency=world.health, reason=REASON, actor=world.officer())
        theirs = world.actor(world.health, Role.FOCAL_OFFICER)
        row = task(case, theirs, user_of(theirs))
        assert list(open_tasks_for(theirs)) == [row]
        transfer(case=case, to_agency=world.trade, reason=REASON, actor=theirs)
        row.refresh_from_db()
        assert (row.agency, row.owner) == (world.trade, None)
        assert not open_tasks_for(theirs).exists()
        trade = world.actor(world.trade, Role.FOCAL_OFFICER)
        assert list(open_tasks_for(trade, whole_agency=True)) == [row]

    def test_by_nobody_from_outside(self, world: World) -> None:
        case = categorised(world)
        row = task(case, world.officer())
        for actor in (world.actor(world.health), world.actor(world.lead, Role.AUDITOR)):
            with pytest.raises(NotVisible):
                finish_task(task=row, actor=actor)


class TestChecklist:
    def answers(self, case: Case, *codes: str) -> list[ItemAnswer]:
        return [ItemAnswer(code, AnswerState.DONE, evidence="Đã gọi tổng đài") for code in codes]

    def test_a_verdict_waits_for_the_required_items(self, world: World) -> None:
        case, officer = categorised(world), world.officer()
        ChecklistAnswer.objects.all().delete()
        assert refusal_code(move, case=case, action=CaseAction.SUBMIT, actor=officer) == (
            "cases.checklist_open"
        )
        required = [item.code for item in checklist_items(case) if item.required]
        assert len(required) == 2
        first, second = required
        answer_checklist(case=case, answers=self.answers(case, first), actor=officer)
        assert refusal_code(move, case=case, action=CaseAction.SUBMIT, actor=officer) == (
            "cases.checklist_open"
        )
        why = ItemAnswer(second, AnswerState.NOT_APPLICABLE, note="Không ai bị nêu tên")
        answer_checklist(case=case, answers=[why], actor=officer)
        move(case=case, action=CaseAction.SUBMIT, actor=officer)
        assert tags(case)[-3:] == [AuditTag.CHECKLIST_ANSWERED] * 2 + [AuditTag.CASE_MOVED]

    def test_what_it_said_before_stays_in_the_timeline(self, world: World) -> None:
        case, officer = categorised(world), world.officer()
        ChecklistAnswer.objects.all().delete()
        answer_checklist(case=case, answers=self.answers(case, "looked_up"), actor=officer)
        again = ItemAnswer("looked_up", AnswerState.OPEN, note="Số đã đổi chủ")
        [row] = answer_checklist(case=case, answers=[again], actor=officer)
        assert (row.revision, row.state) == (2, "open")
        assert answer_checklist(case=case, answers=[again], actor=officer) == []
        entries = case.timeline.filter(kind=EntryKind.CHECKLIST.value)
        assert [(entry.text, entry.data["items"]) for entry in entries] == [
            ("Đã gọi tổng đài", [["looked_up", "open", "done"]]),
            ("Số đã đổi chủ", [["looked_up", "done", "open"]]),
        ]

    def test_the_later_of_two_looks_again(self, world: World) -> None:
        case, officer = categorised(world), world.officer()
        ChecklistAnswer.objects.all().delete()
        answer = ItemAnswer("how_it_takes", AnswerState.DONE, seen=0)
        answer_checklist(case=case, answers=[answer], actor=officer)
        code = refusal_code(answer_checklist, case=case, answers=[answer], actor=world.officer())
        assert code == "cases.checklist_changed"

    def test_all_or_none(self, world: World) -> None:
        case, officer = categorised(world), world.officer()
        ChecklistAnswer.objects.all().delete()
        answers = [
            ItemAnswer("how_it_takes", AnswerState.DONE),
            *self.answers(case, "seen_on_site"),
        ]
        code = refusal_code(answer_checklist, case=case, answers=answers, actor=officer)
        assert code == "cases.checklist_unknown"
        assert not ChecklistAnswer.objects.exists()

    def test_a_file_is_evidence_and_a_new_one_takes_its_place(self, world: World) -> None:
        case, officer = categorised(world), world.officer()
        ChecklistAnswer.objects.all().delete()
        answer = ItemAnswer("looked_up", AnswerState.DONE)
        for colour in ((1, 2, 3), (9, 9, 9)):
            file = EvidenceFile(picture(colour=colour), "image/png", "Ảnh chụp")
            answer_checklist(case=case, answers=[answer], files={"looked_up": file}, actor=officer)
        kept = checklist_of(case).answers["looked_up"].file
        assert kept is not None
        assert StoredFile.objects.filter(deleted_at__isnull=True).get() == kept
        wrong = EvidenceFile(b"<html>", "text/html")
        code = refusal_code(
            answer_checklist,
            case=case,
            answers=[answer],
            files={"looked_up": wrong},
            actor=officer,
        )
        assert code == "documents.media_type"

    def test_not_while_a_verdict_is_signed(self, world: World) -> None:
        answer = ItemAnswer("looked_up", AnswerState.OPEN)
        code = refusal_code(
            answer_checklist, case=signing(world), answers=[answer], actor=world.officer()
        )
        assert code == "cases.checklist_while_signing"


class TestGrounds:
    def ground(self, code: str) -> LegalGround:
        return LegalGround.objects.get(code=code)

    def test_cited_and_taken_out(self, world: World) -> None:
        case, officer = categorised(world), world.officer()
        row = cite_ground(case=case, ground=self.ground("blhs-174"), actor=officer)
        assert row.cited_on == TODAY()
        again = refusal_code(cite_ground, case=case, ground=self.ground("blhs-174"), actor=officer)
        assert again == "cases.ground_already"
        assert refusal_code(remove_ground, cited=row, reason="ờ", actor=officer) == (
            "cases.reason_short"
        )
        stale = CaseGround.objects.select_related("case").get()
        remove_ground(cited=row, reason=WHY, actor=officer)
        assert refusal_code(remove_ground, cited=stale, reason=WHY, actor=officer) == (
            "cases.ground_gone"
        )
        assert not grounds_of(case).exists()
        assert tags(row) == [AuditTag.GROUND_CITED, AuditTag.GROUND_REMOVED]
        assert kinds(case)[-2:] == [EntryKind.GROUND] * 2

    def test_one_that_has_ended_is_refused_with_its_days(self, world: World) -> None:
        case, officer = categorised(world), world.officer()
        LegalGround.objects.filter(code="attt-2015").update(valid_until=TODAY() - timedelta(days=1))
        code = refusal_code(cite_ground, case=case, ground=self.ground("attt-2015"), actor=officer)
        assert code == "cases.ground_ended"
        found = {one.ground.code: one.in_force for one in search_grounds(case, "")}
        assert found["attt-2015"] is False

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("giao dich dien tu", "gddt-2023"),
            ("GIAO DỊCH ĐIỆN TỬ", "gddt-2023"),
            ("penal 174", "blhs-174"),
            ("ntd-2023", "ntd-2023"),
        ],
    )
    def test_found_without_marks_and_by_code(self, world: World, text: str, code: str) -> None:
        assert [one.ground.code for one in search_grounds(categorised(world), text)] == [code]


class TestCopies:
    def test_proposed_chosen_and_told(self, world: World) -> None:
        case, officer = categorised(world, subject_agency=world.trade), world.officer()
        reasons = {one.agency.slug: one.reason for one in proposed_copies(case, TODAY())}
        assert reasons == {"so-cong-thuong": CopyReason.SUBJECT}
        row = add_copy(case=case, agency=world.trade, actor=officer)
        other = add_copy(case=case, agency=world.press, actor=officer)
        assert (row.reason, other.reason) == ("subject", "chosen")
        assert proposed_copies(case, TODAY()) == []
        assert refusal_code(add_copy, case=case, agency=world.lead, actor=officer) == (
            "cases.copy_owner"
        )
        remove_copy(copy=other, actor=officer)
        told = tell_copies(
            case=case, ending=Ending("Lừa đảo", "https://sangto.example/kl"), actor=officer
        )
        assert told == len(focal_officers_on(world.trade)) == 1
        letters = OutboxMessage.objects.filter(key__startswith="case-copy:")
        assert all(case.reference in letter.subject for letter in letters)
        assert all("https://sangto.example/kl" in letter.body for letter in letters)
        [view] = copies_of(case)
        assert (view.letters, view.sent, view.told) == (1, 0, False)
        row.refresh_from_db()
        assert refusal_code(remove_copy, copy=row, actor=officer) == "cases.copy_told"
        assert tags(row) == [AuditTag.COPY_ADDED]
        assert tags(case)[-1] == AuditTag.COPY_TOLD

    def test_letters_go_to_who_is_on_duty(self, world: World) -> None:
        case, officer = categorised(world), world.officer()
        add_copy(case=case, agency=world.trade, actor=officer)
        away = FocalOfficer.objects.get(agency=world.trade, substitute_for=None)
        substitute = FocalOfficer.objects.get(agency=world.trade, substitute_for=away)
        OfficerAbsence.objects.create(officer=away, valid_from=TODAY(), valid_until=TODAY())
        tell_copies(case=case, ending=Ending("Lừa đảo"), actor=officer)
        keys = OutboxMessage.objects.filter(key__startswith="case-copy:").values_list("key")
        assert [int(key.rsplit(":", 1)[1]) for (key,) in keys] == [substitute.pk]

    def test_the_letter_holds_nothing_that_was_sent(self, world: World) -> None:
        claim = reported_claim(world, text="Gửi bà Trầm Thị Bí Mật số 0912345678")
        case = categorised(world, claim=claim)
        add_copy(case=case, agency=world.trade, actor=world.officer())
        tell_copies(case=case, ending=Ending("Lừa đảo"), actor=world.officer())
        for letter in OutboxMessage.objects.filter(key__startswith="case-copy:"):
            assert "Trầm" not in letter.body
            assert "0912345678" not in letter.body
            assert case.claim.title in letter.body
            assert "@" not in letter.to_sealed

    def test_where_it_was_reported_and_who_passed_it_on(self, world: World) -> None:
        case = routed_feedback(world)
        place = Territory.objects.get(network=world.network, code="suoi-trong")
        make_report(case.claim, territory=place)
        reasons = {one.agency.slug: one.reason for one in proposed_copies(case, TODAY())}
        assert reasons["so-khcn"] is CopyReason.LEAD
        assert reasons["xa-suoi-trong"] is CopyReason.PLACE

    @pytest.mark.parametrize("category", [Category.PRIVACY, Category.CHILD_SAFETY])
    def test_nobody_about_private_matters(self, world: World, category: Category) -> None:
        case = categorised(world, category)
        assert proposed_copies(case, TODAY()) == []
        code = refusal_code(add_copy, case=case, agency=world.trade, actor=world.officer())
        assert code == "cases.copy_category"

    def test_several_at_once(self, world: World) -> None:
        case, officer = categorised(world), world.officer()
        assert add_copies(case=case, agencies=[], actor=officer) == []
        add_copies(case=case, agencies=[world.trade, world.health], actor=officer)
        assert CaseCopy.objects.count() == 2


def test_what_is_out_of_scope_keeps_nothing_of_the_work(world: World) -> None:
    case, officer = categorised(world), world.officer()
    task(case, officer)
    cite_ground(case=case, ground=LegalGround.objects.get(code="blhs-174"), actor=officer)
    add_copy(case=case, agency=world.trade, actor=officer)
    file = EvidenceFile(picture(), "image/png")
    answer_checklist(
        case=case,
        answers=[ItemAnswer("looked_up", AnswerState.DONE, evidence="x")],
        files={"looked_up": file},
        actor=officer,
    )
    close_out_of_scope(case=case, explanation=Closing.NOT_CHECKABLE, actor=officer)
    for model in (CaseTask, ChecklistAnswer, CaseGround, CaseCopy):
        assert not model.objects.exists()
    assert not StoredFile.objects.filter(deleted_at__isnull=True).exists()
