"""Calling a meeting: agenda, invitations, replies."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from icalendar import Calendar

from sangto.audit.queries import events_about
from sangto.cases.domain.states import EntryKind
from sangto.consultation.domain.calendar import CalendarReply
from sangto.consultation.domain.meetings import MeetingState, Reply, ReplyWay
from sangto.consultation.models import AgendaItem, MeetingInvitee
from sangto.consultation.permissions import Permission
from sangto.consultation.queries.meeting_links import invitee_of
from sangto.consultation.queries.meetings import (
    agenda_cases,
    get_meeting_for,
    listed_meetings,
    meetings_visible_to,
    timed_agenda,
)
from sangto.consultation.services.agenda import (
    add_item,
    invite_agencies,
    invite_guest,
    move_item,
    remove_item,
    uninvite,
    write_to,
)
from sangto.consultation.services.meeting_replies import (
    note_reply,
    record_reply,
    reply_by_account,
    reply_by_link,
)
from sangto.consultation.services.meetings import (
    call_meeting,
    cancel_meeting,
    change_meeting,
    prepare_meeting,
    tell_invited,
)
from sangto.kernel.actor import Role, operator_actor, public_actor
from sangto.kernel.categories import Category
from sangto.kernel.errors import NotVisible, Refused
from sangto.notices.models import OutboxAttachment
from sangto.organisations.models import Agency
from tests.factories.cases import categorised, make_world
from tests.factories.meetings import (
    NOW,
    START,
    Held,
    accepted,
    called_meeting,
    mails_to,
    prepared_meeting,
)

pytestmark = pytest.mark.django_db
OPERATOR = operator_actor("tests")


def _details(held: Held, **changes: Any) -> dict[str, Any]:
    meeting = held.meeting
    return {
        "title": meeting.title,
        "starts_at": meeting.starts_at,
        "minutes": meeting.minutes,
        "place": meeting.place,
        "link": meeting.link,
        "chair": meeting.chair,
        **changes,
    }


def _calendar(held: Held, agency: Agency | None = None) -> Calendar:
    """The newest one that waits for this agency."""
    message = mails_to(held.invitee(agency).email)[-1]
    attachment = OutboxAttachment.objects.get(message=message, media_type="text/calendar")
    calendar = Calendar.from_ical(bytes(attachment.content))
    assert str(calendar["method"]) == attachment.calendar_method
    return calendar


def _event(calendar: Calendar) -> dict[str, str]:
    (event,) = calendar.walk("VEVENT")
    return {name: str(event[name]) for name in ("uid", "sequence", "status", "summary")}


def _answer(held: Held, reply: Reply = Reply.ACCEPTED, **changes: Any) -> CalendarReply:
    invitee = held.invitee()
    values = {
        "uid": invitee.calendar_uid,
        "attendee": invitee.email.lower(),
        "partstat": reply,
        "sequence": 0,
        **changes,
    }
    return CalendarReply(**values)


class TestCalling:
    def test_everybody_gets_a_letter_with_their_own_link_and_entry(self) -> None:
        held = called_meeting(make_world())
        invitees = list(MeetingInvitee.objects.filter(meeting=held.meeting))
        assert len({one.calendar_uid for one in invitees}) == len(invitees) == 2
        (mail,) = mails_to(held.invitee().email)
        assert "/hop/{secret}/" in mail.body
        assert held.token() not in mail.body
        calendar = _calendar(held)
        assert _event(calendar) | {"uid": ""} == {
            "uid": "",
            "sequence": "0",
            "status": "CONFIRMED",
            "summary": held.meeting.title,
        }
        attendee = calendar.walk("VEVENT")[0]["attendee"]
        assert str(attendee) == f"mailto:{held.invitee().email}"
        assert attendee.params["RSVP"] == "TRUE"
        assert held.meeting.state == MeetingState.CALLED
        assert [event.tag for event in events_about(held.meeting)][-1] == "meeting:called"
        entry = held.case.timeline.filter(kind=EntryKind.MEETING.value).get()
        assert entry.data == {"step": "called", "meeting": held.meeting.reference}

    def test_the_agenda_reckons_its_times(self) -> None:
        held = prepared_meeting(make_world())
        times = [timed.slot.starts_at - START for timed in timed_agenda(held.meeting)]
        assert times == [timedelta(), timedelta(minutes=20)]

    @pytest.mark.parametrize("missing", ["agenda", "agencies"])
    def test_nothing_goes_out_without_agenda_or_agencies(self, missing: str) -> None:
        held = prepared_meeting(make_world())
        model = AgendaItem if missing == "agenda" else MeetingInvitee
        model.objects.filter(meeting=held.meeting).delete()
        with pytest.raises(Refused) as caught:
            call_meeting(meeting=held.meeting, actor=held.host, now=NOW)
        assert caught.value.refusal.code in ("meeting.no_agenda", "meeting.nobody")

    def test_a_meeting_that_should_have_begun_is_not_called(self) -> None:
        held = prepared_meeting(make_world())
        with pytest.raises(Refused) as caught:
            call_meeting(meeting=held.meeting, actor=held.host, now=START)
        assert caught.value.refusal.code == "meeting.in_the_past"

    def test_of_two_callers_the_second_is_told(self) -> None:
        held = prepared_meeting(make_world())
        stale = get_meeting_for(held.host, held.meeting.reference, need=Permission.MEETING_CALL)
        call_meeting(meeting=held.meeting, actor=held.host, now=NOW)
        with pytest.raises(Refused) as caught:
            call_meeting(meeting=stale, actor=held.host, now=NOW)
        assert caught.value.refusal.code == "meeting.changed_meanwhile"

    def test_another_time_is_the_same_entry_with_a_higher_sequence(self) -> None:
        held = called_meeting(make_world())
        before = _event(_calendar(held))
        accepted(held)
        later = START + timedelta(days=1)
        change_meeting(
            meeting=held.fresh(), actor=held.host, now=NOW, **_details(held, starts_at=later)
        )
        after = _event(_calendar(held))
        assert (after["uid"], after["sequence"]) == (before["uid"], "1")
        assert held.invitee().reply == Reply.NONE
        assert mails_to(held.invitee().email)[-1].subject.startswith("Thay đổi")

    def test_another_place_keeps_the_answers(self) -> None:
        held = called_meeting(make_world())
        accepted(held)
        change_meeting(
            meeting=held.fresh(), actor=held.host, now=NOW, **_details(held, place="Hội trường A")
        )
        assert held.invitee().reply == Reply.ACCEPTED
        assert (held.meeting.sequence, held.meeting.time_sequence) == (1, 0)

    def test_the_chair_is_nobodys_calendar(self) -> None:
        held = called_meeting(make_world())
        change_meeting(
            meeting=held.fresh(), actor=held.host, now=NOW, **_details(held, chair="Ai khác")
        )
        assert held.meeting.sequence == 0
        assert len(mails_to(held.invitee().email)) == 1

    def test_cancelling_takes_it_out_of_the_calendars(self) -> None:
        held = called_meeting(make_world())
        cancel_meeting(meeting=held.fresh(), reason="Hoãn", actor=held.host, now=NOW)
        calendar = _calendar(held)
        assert str(calendar["method"]) == "CANCEL"
        assert _event(calendar)["status"] == "CANCELLED"
        assert _event(calendar)["sequence"] == "1"

    def test_cancelling_says_why(self) -> None:
        held = called_meeting(make_world())
        with pytest.raises(Refused) as caught:
            cancel_meeting(meeting=held.fresh(), reason="  ", actor=held.host, now=NOW)
        assert caught.value.refusal.code == "meeting.reason_missing"

    def test_a_changed_agenda_is_told_when_somebody_says_so(self) -> None:
        held = called_meeting(make_world())
        add_item(meeting=held.fresh(), title="Thêm", minutes=5, actor=held.host, now=NOW)
        assert len(mails_to(held.invitee().email)) == 1
        tell_invited(meeting=held.meeting, actor=held.host, now=NOW)
        assert _event(_calendar(held))["sequence"] == "1"


class TestAgenda:
    @pytest.mark.parametrize("category", [Category.PRIVACY, Category.SERVICE_FEEDBACK])
    def test_a_category_without_meetings_stays_off(self, category: Category) -> None:
        world = make_world()
        held = prepared_meeting(world)
        case = categorised(world, category, actor=held.host)
        with pytest.raises(Refused) as caught:
            add_item(meeting=held.meeting, title="", minutes=5, case=case, actor=held.host)
        assert caught.value.refusal.code == "category.step"
        assert case not in agenda_cases(held.host, held.meeting)

    def test_a_case_stands_on_it_once(self) -> None:
        held = prepared_meeting(make_world())
        with pytest.raises(Refused) as caught:
            add_item(meeting=held.meeting, title="", minutes=5, case=held.case, actor=held.host)
        assert caught.value.refusal.code == "meeting.case_listed"

    def test_the_agency_that_it_is_about_puts_no_case_on_it(self) -> None:
        world = make_world()
        held = prepared_meeting(world)
        case = categorised(
            world, Category.IMPERSONATION, subject_agency=world.police, actor=held.host
        )
        case.subject_agency = world.lead
        case.__class__.objects.filter(pk=case.pk).update(
            subject_agency=world.lead, owner=world.press, owner_kind="press"
        )
        case.refresh_from_db()
        with pytest.raises(Refused) as caught:
            add_item(meeting=held.meeting, title="", minutes=5, case=case, actor=held.host)
        assert caught.value.refusal.code == "meeting.own_matter"

    def test_another_agencys_case_is_unknown(self) -> None:
        world = make_world()
        held = prepared_meeting(world)
        case = categorised(world, actor=held.host)
        trade = world.actor(world.trade, Role.APPROVER)
        meeting = prepare_meeting(
            title="Họp", starts_at=START, minutes=30, place="P1", link="", actor=trade, now=NOW
        )
        assert agenda_cases(trade, meeting) == []
        with pytest.raises(NotVisible):
            add_item(meeting=meeting, title="", minutes=5, case=case, actor=trade)

    def test_cases_are_found_by_reference_and_title(self) -> None:
        world = make_world()
        held = prepared_meeting(world)
        case = categorised(world, actor=held.host, title="Trúng thưởng xe máy")
        assert agenda_cases(held.host, held.meeting, "xe may") == [case]
        assert agenda_cases(held.host, held.meeting, case.reference.lower()) == [case]
        assert agenda_cases(held.host, held.meeting, "không có") == []

    def test_items_change_places(self) -> None:
        held = prepared_meeting(make_world())
        first, second = AgendaItem.objects.filter(meeting=held.meeting).select_related("meeting")
        move_item(item=second, up=True, actor=held.host)
        assert [timed.item.pk for timed in timed_agenda(held.meeting)] == [second.pk, first.pk]
        second.meeting = held.fresh()
        remove_item(item=second, actor=held.host)
        assert [timed.item.pk for timed in timed_agenda(held.meeting)] == [first.pk]


class TestInvited:
    def test_an_agency_that_was_merged_names_its_successor(self) -> None:
        world = make_world()
        held = prepared_meeting(world)
        Agency.objects.filter(pk=world.trade.pk).update(
            valid_until=NOW.date() - timedelta(days=1), successor=world.health
        )
        world.trade.refresh_from_db()
        with pytest.raises(Refused) as caught:
            invite_agencies(meeting=held.meeting, agencies=[world.trade], actor=held.host, now=NOW)
        assert caught.value.refusal.code == "meeting.agency_succeeded"
        assert world.health.name in str(caught.value)

    def test_whoever_is_invited_late_is_told_at_once(self) -> None:
        held = called_meeting(make_world())
        invite_guest(
            meeting=held.fresh(),
            name="Ông Ngân Hàng",
            organisation="Ngân hàng A",
            email="Khach@bank.example",
            actor=held.host,
            now=NOW,
        )
        assert len(mails_to("khach@bank.example")) == 1
        assert len(mails_to(held.invitee().email)) == 1

    def test_a_guests_address_is_forgotten_with_the_meeting(self) -> None:
        held = called_meeting(make_world())
        guest = invite_guest(
            meeting=held.fresh(),
            name="Ông Ngân Hàng",
            organisation="",
            email="khach@bank.example",
            actor=held.host,
            now=NOW,
        )
        cancel_meeting(meeting=held.meeting, reason="Hoãn", actor=held.host, now=NOW)
        guest.refresh_from_db()
        assert guest.email == ""

    def test_another_address_ends_the_link_before(self) -> None:
        held = called_meeting(make_world())
        old, uid = held.token(), held.invitee().calendar_uid
        write_to(
            invitee=held.invitee(),
            name="Người mới",
            email="moi@y.example",
            actor=held.host,
            now=NOW,
        )
        assert invitee_of(old, now=NOW) is None
        assert held.invitee().calendar_uid != uid
        assert len(mails_to("moi@y.example")) == 1

    def test_who_is_taken_off_is_told_and_the_link_is_over(self) -> None:
        held = called_meeting(make_world())
        token, email = held.token(), held.invitee().email
        uninvite(invitee=held.invitee(), actor=held.host, now=NOW)
        assert invitee_of(token, now=NOW) is None
        assert len(mails_to(email)) == 2

    def test_concerned_agencies_are_marked(self) -> None:
        world = make_world()
        host = world.officer()
        case = categorised(world, Category.IMPERSONATION, subject_agency=world.police, actor=host)
        held = called_meeting(world, case=case, agencies=[world.police, world.press])
        marked = MeetingInvitee.objects.filter(meeting=held.meeting, concerned=True)
        assert [one.agency_id for one in marked] == [world.police.pk]


class TestReplies:
    def test_by_the_link_with_a_substitute(self) -> None:
        held = called_meeting(make_world())
        reply_by_link(
            token=held.token(),
            reply=Reply.ACCEPTED,
            substitute="Bà Thay",
            note="Đến muộn 10 phút",
            actor=public_actor(),
            now=NOW,
        )
        row = held.invitee()
        assert (row.reply, row.reply_way, row.substitute) == ("accepted", "link", "Bà Thay")
        assert [event.tag for event in events_about(held.meeting)][-1] == "meeting:replied"

    def test_no_link_no_reply(self) -> None:
        called_meeting(make_world())
        with pytest.raises(NotVisible):
            reply_by_link(token="0" * 40, reply=Reply.ACCEPTED, actor=public_actor(), now=NOW)

    def test_before_it_is_called_no_link_is_good(self) -> None:
        held = prepared_meeting(make_world())
        assert invitee_of(held.token(), now=NOW) is None

    def test_by_an_account_and_by_telephone(self) -> None:
        world = make_world()
        held = called_meeting(world)
        focal = world.actor(world.health, Role.FOCAL_OFFICER)
        reply_by_account(meeting=held.meeting, reply=Reply.TENTATIVE, actor=focal, now=NOW)
        assert held.invitee().reply_way == ReplyWay.ACCOUNT
        note_reply(invitee=held.invitee(), reply=Reply.DECLINED, actor=held.host, now=NOW)
        assert held.invitee().reply_way == ReplyWay.DESK
        with pytest.raises(NotVisible):
            note_reply(invitee=held.invitee(), reply=Reply.ACCEPTED, actor=focal, now=NOW)

    def test_from_a_calendar(self) -> None:
        held = called_meeting(make_world())
        record_reply(reply=_answer(held, Reply.DECLINED), actor=OPERATOR, now=NOW)
        assert (held.invitee().reply, held.invitee().reply_way) == ("declined", "mail")

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"attendee": "ke.la@example.vn"}, "calendar.unknown"),
            ({"uid": "other@localhost"}, "calendar.unknown"),
            ({"sequence": 5}, "calendar.unknown"),
            ({"at": NOW - timedelta(hours=1)}, "calendar.older"),
        ],
    )
    def test_what_does_not_fit_is_not_recorded(self, changes: dict[str, Any], code: str) -> None:
        held = called_meeting(make_world())
        accepted(held)
        with pytest.raises(Refused) as caught:
            record_reply(reply=_answer(held, Reply.DECLINED, **changes), actor=OPERATOR, now=NOW)
        assert caught.value.refusal.code == code
        assert held.invitee().reply == Reply.ACCEPTED

    def test_a_yes_to_the_old_time_is_none_to_the_new_one(self) -> None:
        held = called_meeting(make_world())
        moved = _details(held, starts_at=START + timedelta(days=1))
        change_meeting(meeting=held.fresh(), actor=held.host, now=NOW, **moved)
        with pytest.raises(Refused) as caught:
            record_reply(reply=_answer(held), actor=OPERATOR, now=NOW)
        assert caught.value.refusal.code == "calendar.stale"

    def test_nobody_else_reads_calendars(self) -> None:
        held = called_meeting(make_world())
        with pytest.raises(NotVisible):
            record_reply(reply=_answer(held), actor=held.host, now=NOW)

    def test_after_cancelling_there_is_nothing_to_answer(self) -> None:
        held = called_meeting(make_world())
        cancel_meeting(meeting=held.fresh(), reason="Hoãn", actor=held.host, now=NOW)
        with pytest.raises(Refused) as caught:
            accepted(held)
        assert caught.value.refusal.code == "meeting.not_called"


class TestWhoSees:
    def test_host_lead_and_invited_see_it_and_nobody_else(self) -> None:
        world = make_world()
        trade = world.actor(world.trade, Role.APPROVER)
        meeting = prepare_meeting(
            title="Họp", starts_at=START, minutes=30, place="P1", link="", actor=trade, now=NOW
        )
        add_item(meeting=meeting, title="Việc", minutes=5, actor=trade, now=NOW)
        invite_agencies(meeting=meeting, agencies=[world.health], actor=trade, now=NOW)
        seen_by = {
            name
            for name in ("lead", "trade", "health", "press")
            if meetings_visible_to(world.actor(getattr(world, name), Role.APPROVER)).exists()
        }
        assert seen_by == {"lead", "trade"}
        call_meeting(meeting=meeting, actor=trade, now=NOW)
        assert meetings_visible_to(world.actor(world.health, Role.FOCAL_OFFICER)).exists()
        assert not meetings_visible_to(world.actor(world.press, Role.APPROVER)).exists()
        assert not meetings_visible_to(world.actor(world.health, Role.EDITOR)).exists()

    def test_the_list_takes_as_many_queries_for_three_as_for_one(
        self, django_assert_num_queries: Any
    ) -> None:
        world = make_world()
        held = called_meeting(world)
        expected = 2
        with django_assert_num_queries(expected):
            rows: list[Any] = list(listed_meetings(held.host, past=False))
        assert [(row.item_count, row.invited_count) for row in rows] == [(2, 2)]
        for _ in range(2):
            called_meeting(world)
        with django_assert_num_queries(expected):
            assert len(list(listed_meetings(held.host, past=False))) == 3
