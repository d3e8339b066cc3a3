"""While a meeting goes on and after it: minutes, agreement, what follows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from sangto.cases.domain.states import EntryKind
from sangto.cases.models import Case, CaseTask
from sangto.consultation.domain.meetings import MeetingState, MinutesAnswer
from sangto.consultation.models import (
    ActionItem,
    AgendaItem,
    DecisionInput,
    Meeting,
    MeetingInvitee,
    MinutesAgreement,
)
from sangto.consultation.queries.meetings import current_tally
from sangto.consultation.services.agreeing import (
    answer_minutes,
    answer_minutes_by_link,
    circulate_minutes,
    close_due_minutes,
    close_minutes,
    forget_out_of_scope,
    recompute_minutes,
    remind_of_meetings,
    take_back_minutes,
)
from sangto.consultation.services.meeting_papers import (
    invitation_content,
    issue_invitation,
    issue_minutes,
    minutes_content,
)
from sangto.consultation.services.meetings import call_meeting
from sangto.consultation.services.minutes import (
    Came,
    add_action,
    conclude_item,
    open_meeting,
    record_attendance,
    write_item,
)
from sangto.documents.domain.official import Paragraph, TableBlock
from sangto.documents.queries import content_of
from sangto.kernel.actor import Role, public_actor, system_actor
from sangto.kernel.categories import Category
from sangto.kernel.errors import NotVisible, Refused
from sangto.notices.models import OutboxAttachment
from sangto.organisations.models import HolidayOverride
from tests.factories.cases import categorised, make_world
from tests.factories.meetings import (
    NOW,
    START,
    SYSTEM,
    Held,
    called_meeting,
    circulated_meeting,
    closed_meeting,
    mails_to,
    open_meeting_of,
    prepared_meeting,
    written_meeting,
)

pytestmark = pytest.mark.django_db
LATER = START + timedelta(hours=3)


def _agree(held: Held, answer: MinutesAnswer = MinutesAnswer.AGREED, **changes: Any) -> None:
    answer_minutes_by_link(
        token=held.token(),
        answer=answer,
        actor=public_actor(),
        **{"now": LATER, **changes},
    )


class TestWriting:
    def test_it_is_opened_an_hour_before_at_the_earliest(self) -> None:
        held = called_meeting(make_world())
        with pytest.raises(Refused) as caught:
            open_meeting(meeting=held.fresh(), actor=held.host, now=START - timedelta(hours=2))
        assert caught.value.refusal.code == "meeting.too_early"

    def test_each_item_is_kept_on_its_own(self) -> None:
        held = open_meeting_of(make_world())
        one, other = AgendaItem.objects.filter(meeting=held.meeting).select_related("meeting")
        write_item(item=one, seen=0, discussion="A", conclusion="", actor=held.host, now=START)
        write_item(item=other, seen=0, discussion="B", conclusion="", actor=held.host, now=START)
        assert [row.discussion for row in AgendaItem.objects.order_by("position")] == ["A", "B"]

    def test_of_two_writers_the_second_is_told_and_nothing_is_lost(self) -> None:
        held = open_meeting_of(make_world())
        mine, theirs = held.item, held.item
        write_item(item=mine, seen=0, discussion="Trước", conclusion="", actor=held.host, now=START)
        with pytest.raises(Refused) as caught:
            write_item(
                item=theirs, seen=0, discussion="Sau", conclusion="", actor=held.host, now=START
            )
        assert caught.value.refusal.code == "meeting.changed_meanwhile"
        assert held.item.discussion == "Trước"

    def test_attendance_keeps_substitutes(self) -> None:
        held = called_meeting(make_world())
        open_meeting(meeting=held.fresh(), actor=held.host, now=START)
        invitee = held.invitee()
        came = {invitee.pk: Came(attended=True, by=" Bà  Thay ")}
        record_attendance(meeting=held.meeting, came=came, actor=held.host)
        assert (held.invitee().attended, held.invitee().attended_by) == (True, "Bà Thay")
        assert record_attendance(meeting=held.meeting, came=came, actor=held.host) == []

    def test_the_agency_that_a_claim_is_about_writes_nothing_about_it(self) -> None:
        world = make_world()
        held = open_meeting_of(world)
        Case.objects.filter(pk=held.case.pk).update(
            subject_agency=world.lead, owner=world.press, owner_kind="press"
        )
        for write in (
            lambda: write_item(
                item=held.item, seen=0, discussion="x", conclusion="x", actor=held.host, now=START
            ),
            lambda: conclude_item(item=held.item, actor=held.host, now=START),
        ):
            with pytest.raises(Refused) as caught:
                write()
            assert caught.value.refusal.code == "meeting.own_matter"


class TestConcluding:
    def test_a_conclusion_becomes_an_input_and_tasks(self) -> None:
        world = make_world()
        held = written_meeting(world)
        for agency, what in ((world.lead, "Gỡ trang"), (world.health, "Cung cấp số liệu")):
            add_action(
                item=held.item,
                agency=agency,
                what=what,
                due_on=START.date() + timedelta(days=2),
                actor=held.host,
                now=START,
            )
        decision = conclude_item(item=held.item, proposed_rating="scam", actor=held.host, now=START)
        assert decision is not None
        assert (decision.case_id, decision.proposed_rating) == (held.case.pk, "scam")
        tasks = CaseTask.objects.filter(case=held.case).order_by("pk")
        assert [(task.title, task.agency_id) for task in tasks] == [
            ("Gỡ trang", world.lead.pk),
            (f"{world.health.name}: Cung cấp số liệu", world.lead.pk),
        ]
        assert not ActionItem.objects.filter(task__isnull=True).exists()
        entries = held.case.timeline.filter(kind=EntryKind.MEETING.value)
        assert [entry.data["step"] for entry in entries][-1] == "concluded"

    def test_once_and_then_the_text_stays(self) -> None:
        held = written_meeting(make_world())
        conclude_item(item=held.item, actor=held.host, now=START)
        with pytest.raises(Refused) as caught:
            conclude_item(item=held.item, actor=held.host, now=START)
        assert caught.value.refusal.code == "minutes.concluded"
        with pytest.raises(Refused) as caught:
            write_item(
                item=held.item, seen=2, discussion="x", conclusion="y", actor=held.host, now=START
            )
        assert caught.value.refusal.code == "minutes.item_concluded"
        assert DecisionInput.objects.count() == 1

    def test_a_rating_of_another_category_is_refused(self) -> None:
        held = written_meeting(make_world())
        with pytest.raises(Refused) as caught:
            conclude_item(item=held.item, proposed_rating="true", actor=held.host, now=START)
        assert caught.value.refusal.code == "category.rating"
        assert held.item.concluded_at is None

    def test_what_is_no_case_is_only_settled(self) -> None:
        held = written_meeting(make_world())
        other = AgendaItem.objects.select_related("meeting").get(
            meeting=held.meeting, case__isnull=True
        )
        assert conclude_item(item=other, actor=held.host, now=START) is None
        assert not DecisionInput.objects.exists()


class TestAgreeing:
    def test_the_minutes_go_to_who_attended_with_the_charters_time(self) -> None:
        world = make_world()
        held = written_meeting(world)
        MeetingInvitee.objects.filter(meeting=held.meeting, agency=world.press).update(
            attended=False
        )
        circulate_minutes(meeting=held.fresh(), actor=held.host, now=LATER)
        assert held.meeting.minutes_due_at is not None
        # Thursday and three working days.
        assert held.meeting.minutes_due_at.isoformat() == "2026-07-14T17:00:00+07:00"
        assert [row.invitee.agency_id for row in MinutesAgreement.objects.all()] == [
            world.health.pk
        ]
        assert mails_to(held.invitee().email)[-1].subject.startswith("Biên bản") or mails_to(
            held.invitee().email
        )[-1].subject.startswith("Minutes")

    def test_nothing_goes_out_unwritten_or_unattended(self) -> None:
        held = open_meeting_of(make_world())
        with pytest.raises(Refused) as caught:
            circulate_minutes(meeting=held.fresh(), actor=held.host, now=LATER)
        assert caught.value.refusal.code == "minutes.item_unwritten"
        MeetingInvitee.objects.filter(meeting=held.meeting).update(attended=False)
        with pytest.raises(Refused) as caught:
            circulate_minutes(meeting=held.fresh(), actor=held.host, now=LATER)
        assert caught.value.refusal.code == "minutes.nobody_attended"

    def test_silence_is_recorded_as_silence(self) -> None:
        held = circulated_meeting(make_world())
        _agree(held, MinutesAnswer.OBJECTED, text="Thiếu ý kiến của chúng tôi")
        assert close_due_minutes(actor=SYSTEM, now=START + timedelta(days=1)) == 0
        assert close_due_minutes(actor=SYSTEM, now=START + timedelta(days=30)) == 1
        counted = current_tally(held.fresh())
        assert (counted.asked, counted.agreed, counted.objected, counted.silent) == (2, 0, 1, 1)
        assert held.meeting.state == MeetingState.CLOSED
        assert close_due_minutes(actor=SYSTEM, now=START + timedelta(days=31)) == 0

    def test_an_answer_can_be_changed_until_the_second_of_the_deadline(self) -> None:
        held = circulated_meeting(make_world())
        _agree(held)
        due = held.fresh().minutes_due_at
        assert due is not None
        _agree(held, MinutesAnswer.OBJECTED, text="Sửa", now=due - timedelta(seconds=1))
        with pytest.raises(Refused) as caught:
            _agree(held, now=due)
        assert caught.value.refusal.code == "minutes.over"
        assert MinutesAgreement.objects.get(invitee=held.invitee()).answer == "objected"

    def test_an_objection_says_what(self) -> None:
        held = circulated_meeting(make_world())
        with pytest.raises(Refused) as caught:
            _agree(held, MinutesAnswer.OBJECTED)
        assert caught.value.refusal.code == "minutes.objection_missing"

    def test_by_hand_it_closes_only_when_everybody_answered(self) -> None:
        world = make_world()
        held = circulated_meeting(world)
        _agree(held)
        with pytest.raises(Refused):
            close_minutes(meeting=held.fresh(), actor=held.host, now=LATER)
        press = world.actor(world.press, Role.APPROVER)
        answer_minutes(meeting=held.meeting, answer=MinutesAnswer.AGREED, actor=press, now=LATER)
        close_minutes(meeting=held.meeting, actor=held.host, now=LATER)
        assert held.fresh().state == MeetingState.CLOSED

    def test_taken_back_they_go_out_again_and_ask_everybody_anew(self) -> None:
        held = circulated_meeting(make_world())
        _agree(held, MinutesAnswer.OBJECTED, text="Sửa")
        take_back_minutes(meeting=held.fresh(), actor=held.host)
        circulate_minutes(meeting=held.fresh(), actor=held.host, now=LATER)
        assert current_tally(held.meeting).waiting == 2
        assert MinutesAgreement.objects.filter(round=1, answer="objected").count() == 1

    def test_who_did_not_come_is_not_asked(self) -> None:
        world = make_world()
        held = written_meeting(world)
        MeetingInvitee.objects.filter(meeting=held.meeting, agency=world.health).update(
            attended=False
        )
        circulate_minutes(meeting=held.fresh(), actor=held.host, now=LATER)
        with pytest.raises(Refused) as caught:
            _agree(held)
        assert caught.value.refusal.code == "minutes.did_not_attend"

    def test_the_deadline_follows_the_working_days(self) -> None:
        world = make_world()
        held = circulated_meeting(world)
        due = held.fresh().minutes_due_at
        HolidayOverride.objects.create(
            network=world.network, day=START.date() + timedelta(days=1), working=False
        )
        actor = system_actor("deadlines.recompute")
        assert recompute_minutes(network=world.network, actor=actor, now=LATER) == 1
        assert recompute_minutes(network=world.network, actor=actor, now=LATER) == 0
        assert held.fresh().minutes_due_at == (due or LATER) + timedelta(days=1)


class TestByItself:
    def test_reminders_come_once_in_the_hours_of_a_working_day(self) -> None:
        held = called_meeting(make_world())
        the_day_before = START - timedelta(days=1)
        night = the_day_before.replace(hour=20)
        assert remind_of_meetings(actor=SYSTEM, now=NOW) == 0
        assert remind_of_meetings(actor=SYSTEM, now=night) == 0
        assert remind_of_meetings(actor=SYSTEM, now=the_day_before) == 2
        assert remind_of_meetings(actor=SYSTEM, now=the_day_before) == 0
        assert len(mails_to(held.invitee().email)) == 2

    def test_who_said_nothing_to_the_minutes_is_reminded(self) -> None:
        held = circulated_meeting(make_world())
        _agree(held)
        # The deadline is on Tuesday, so the reminder comes on Monday.
        assert remind_of_meetings(actor=SYSTEM, now=START + timedelta(days=1)) == 0
        assert remind_of_meetings(actor=SYSTEM, now=START + timedelta(days=4)) == 1

    def test_what_was_said_about_protected_expression_is_deleted(self) -> None:
        held = written_meeting(make_world())
        Case.objects.filter(pk=held.case.pk).update(
            status="closed", category="out_of_scope", outcome="out_of_scope", closed_at=LATER
        )
        assert forget_out_of_scope(actor=SYSTEM, now=LATER) == 1
        item = held.item
        assert (item.title, item.discussion, item.conclusion) == ("", "", "")
        assert forget_out_of_scope(actor=SYSTEM, now=LATER) == 0

    def test_nobody_else_may(self) -> None:
        world = make_world()
        for work in (close_due_minutes, remind_of_meetings, forget_out_of_scope):
            with pytest.raises(NotVisible):
                work(actor=world.officer())


class TestPapers:
    def test_the_invitation_says_when_where_and_what(self) -> None:
        held = prepared_meeting(make_world())
        content = invitation_content(held.meeting)
        text = " ".join(str(getattr(block, "text", "")) for block in content.blocks)
        assert "14 giờ 00 phút, ngày 09 tháng 7 năm 2026" in text
        assert "Phòng họp số 2" in text
        assert held.world.health.name in content.addressees

    def test_issued_before_it_is_called_it_goes_with_the_invitations(self) -> None:
        held = prepared_meeting(make_world())
        document = issue_invitation(meeting=held.meeting, actor=held.host, now=NOW)
        assert document.number_text.startswith("01/GM-")
        call_meeting(meeting=held.meeting, actor=held.host, now=NOW)
        files = OutboxAttachment.objects.filter(stored_file__isnull=False)
        assert files.count() == 2
        file = files[0].stored_file
        assert file is not None
        assert content_of(file)

    def test_the_minutes_say_who_was_silent(self) -> None:
        world = make_world()
        held = circulated_meeting(world)
        _agree(held)
        close_due_minutes(actor=SYSTEM, now=START + timedelta(days=30))
        content = minutes_content(held.fresh())
        text = " ".join(str(block.text) for block in content.blocks if isinstance(block, Paragraph))
        assert "1 thống nhất, 0 có ý kiến khác, 1 không trả lời" in text
        assert f"Không trả lời trong thời hạn: {world.press.name}." in text

    def test_they_carry_no_word_of_a_report(self) -> None:
        world = make_world()
        held = written_meeting(world)
        add_action(
            item=held.item,
            agency=world.lead,
            what="Gỡ trang",
            due_on=START.date(),
            actor=held.host,
            now=START,
        )
        words = held.case.origin_report.text
        content = minutes_content(held.fresh())
        assert any(isinstance(block, TableBlock) for block in content.blocks)
        assert words not in repr(content) + repr(invitation_content(held.meeting))
        for mail in mails_to(held.invitee().email):
            assert words not in mail.body

    def test_they_get_one_number_when_they_are_closed(self) -> None:
        world = make_world()
        held = closed_meeting(world)
        document = issue_minutes(meeting=held.meeting, actor=held.host, now=LATER)
        assert "/BB-" in document.number_text
        with pytest.raises(Refused) as caught:
            issue_minutes(meeting=held.meeting, actor=held.host, now=LATER)
        assert caught.value.refusal.code == "minutes.issued"
        with pytest.raises(NotVisible):
            issue_minutes(meeting=held.meeting, actor=world.actor(world.health), now=LATER)


def test_a_case_of_a_meeting_is_impersonation_of_somebody_else() -> None:
    """The claim may be about an invited agency: it is heard, and does not conclude."""
    world = make_world()
    host = world.officer()
    case = categorised(world, Category.IMPERSONATION, subject_agency=world.police, actor=host)
    held = written_meeting(world, case=case, agencies=[world.police, world.press])
    police = world.actor(world.police, Role.APPROVER)
    with pytest.raises(NotVisible):
        conclude_item(item=held.item, actor=police, now=START)
    assert conclude_item(item=held.item, actor=host, now=START) is not None
    assert Meeting.objects.get(pk=held.meeting.pk).state == MeetingState.HELD
