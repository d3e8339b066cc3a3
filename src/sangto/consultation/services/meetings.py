"""Preparing, calling, changing and cancelling meetings."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.consultation.domain.meetings import (
    MeetingAction,
    Reply,
    ReplyWay,
    calling_refusal,
    details_refusal,
)
from sangto.consultation.models import AgendaItem, Meeting, MeetingInvitee
from sangto.consultation.permissions import Permission, authorise_meeting, has_meeting_permission
from sangto.consultation.queries.meetings import (
    concerned_agencies,
    living_invitees,
    meeting_standing,
    people_to_write_to,
)
from sangto.consultation.services.meeting_letters import agenda_lines, send_call, send_cancel
from sangto.consultation.services.meeting_papers import invitation_letter
from sangto.consultation.services.meeting_rows import (
    authorised_step,
    free_meeting_reference,
    note_in_cases,
    one_line,
    write_meeting,
)
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, Refusal, gettext_noop, insist
from sangto.kernel.text import clean
from sangto.organisations.models import Agency
from sangto.organisations.models.validity import valid_on
from sangto.organisations.queries import today


def prepare_meeting(
    *,
    title: str,
    starts_at: datetime,
    minutes: int,
    place: str,
    link: str,
    actor: Actor,
    chair: str = "",
    chair_position: str = "",
    secretary: str = "",
    now: datetime | None = None,
) -> Meeting:
    """Begin one; nobody is told yet. It belongs to the actor's agency."""
    now = now or timezone.now()
    title, place, link = one_line(title), one_line(place), link.strip()
    with change(actor) as journal:
        agency = _own_agency(actor)
        insist(
            details_refusal(
                title=title,
                starts_at=starts_at,
                minutes=minutes,
                place=place,
                link=link,
                was=None,
                now=now,
            )
        )
        meeting = Meeting.objects.create(
            reference=free_meeting_reference(now),
            network_id=agency.network_id,
            agency=agency,
            title=title,
            chair=one_line(chair),
            chair_position=one_line(chair_position),
            secretary=one_line(secretary),
            starts_at=starts_at,
            minutes=minutes,
            place=place,
            link=link,
            created_at=now,
            created_by_id=actor.user_id,
        )
        journal.record(AuditTag.MEETING_PREPARED, meeting, {"agency": agency.pk})
        return meeting


def change_meeting(
    *,
    meeting: Meeting,
    title: str,
    starts_at: datetime,
    minutes: int,
    place: str,
    link: str,
    actor: Actor,
    chair: str = "",
    chair_position: str = "",
    secretary: str = "",
    now: datetime | None = None,
) -> Meeting:
    """Other details. Once it is called, everybody invited is told what concerns them, and another
    time asks for new answers. Of two people at once the later one looks again."""
    now = now or timezone.now()
    title, place, link = one_line(title), one_line(place), link.strip()
    with change(actor) as journal:
        step = authorised_step(actor, meeting, MeetingAction.CHANGE)
        insist(
            details_refusal(
                title=title,
                starts_at=starts_at,
                minutes=minutes,
                place=place,
                link=link,
                was=meeting.starts_at,
                now=now,
            )
        )
        shown = (meeting.title, meeting.starts_at, meeting.minutes, meeting.place, meeting.link)
        moved = (meeting.starts_at, meeting.minutes) != (starts_at, minutes)
        tells = meeting.called_at is not None and shown != (title, starts_at, minutes, place, link)
        values: dict[str, object] = {
            "title": title,
            "starts_at": starts_at,
            "minutes": minutes,
            "place": place,
            "link": link,
            "chair": one_line(chair),
            "chair_position": one_line(chair_position),
            "secretary": one_line(secretary),
        }
        if tells:
            values["sequence"] = meeting.sequence + 1
            if moved:
                values["time_sequence"] = meeting.sequence + 1
        write_meeting(meeting, **values)
        if tells:
            if moved:
                _ask_anew(meeting)
            _tell_all(meeting, now)
            note_in_cases(meeting, "changed", actor, now)
        journal.record(
            AuditTag(step.audit_tag), meeting, {"sequence": meeting.sequence, "moved": moved}
        )
        return meeting


def tell_invited(*, meeting: Meeting, actor: Actor, now: datetime | None = None) -> Meeting:
    """Send everybody the invitation as it is now, such as after a change of the agenda."""
    now = now or timezone.now()
    with change(actor) as journal:
        authorise_meeting(actor, Permission.MEETING_CALL, meeting_standing(actor, meeting))
        step = authorised_step(actor, meeting, MeetingAction.CHANGE)
        insist(_not_called(meeting))
        write_meeting(meeting, sequence=meeting.sequence + 1)
        _tell_all(meeting, now)
        journal.record(AuditTag(step.audit_tag), meeting, {"sequence": meeting.sequence})
        return meeting


def call_meeting(*, meeting: Meeting, actor: Actor, now: datetime | None = None) -> Meeting:
    """Send the invitations, with the official letter where one was issued. Agencies that ended
    meanwhile are named in the refusal."""
    now = now or timezone.now()
    with change(actor) as journal:
        step = authorised_step(actor, meeting, MeetingAction.CALL)
        invitees = list(living_invitees(meeting))
        insist(
            calling_refusal(
                items=AgendaItem.objects.filter(meeting=meeting).count(),
                invitees=len(invitees),
                starts_at=meeting.starts_at,
                now=now,
            )
        )
        insist(_ended(invitees, now))
        _refresh_addresses(invitees, now)
        _mark_concerned(meeting, invitees)
        write_meeting(meeting, state=step.target, called_at=now)
        letter = invitation_letter(meeting)
        agenda = agenda_lines(meeting)
        for invitee in invitees:
            send_call(meeting, invitee, now, agenda=agenda, letter=letter)
        note_in_cases(meeting, "called", actor, now)
        journal.record(AuditTag(step.audit_tag), meeting, {"invited": len(invitees)})
        return meeting


def cancel_meeting(
    *, meeting: Meeting, reason: str, actor: Actor, now: datetime | None = None
) -> Meeting:
    """It does not take place; whoever was invited is told why."""
    now = now or timezone.now()
    reason = clean(reason).strip()
    with change(actor) as journal:
        step = authorised_step(actor, meeting, MeetingAction.CANCEL)
        called = meeting.called_at is not None
        if called and not reason:
            insist(_reason_missing())
        write_meeting(
            meeting,
            state=step.target,
            cancel_reason=reason,
            ended_at=now,
            sequence=meeting.sequence + (1 if called else 0),
        )
        if called:
            for invitee in living_invitees(meeting):
                send_cancel(meeting, invitee, now, reason=reason)
            note_in_cases(meeting, "cancelled", actor, now, text=reason)
        forget_guests(meeting)
        journal.record(AuditTag(step.audit_tag), meeting, {"sequence": meeting.sequence})
        return meeting


def forget_guests(meeting: Meeting) -> None:
    """A guest's address is kept no longer than the meeting needs it."""
    MeetingInvitee.objects.filter(meeting=meeting, agency__isnull=True).update(email="")


def _tell_all(meeting: Meeting, now: datetime) -> None:
    invitees = list(living_invitees(meeting))
    _refresh_addresses(invitees, now)
    agenda = agenda_lines(meeting)
    for invitee in invitees:
        send_call(meeting, invitee, now, agenda=agenda)


def _ask_anew(meeting: Meeting) -> None:
    MeetingInvitee.objects.filter(meeting=meeting).update(
        reply=Reply.NONE.value,
        reply_way=ReplyWay.NONE.value,
        reply_note="",
        replied_at=None,
        reminded_at=None,
        substitute="",
    )


def _refresh_addresses(invitees: list[MeetingInvitee], now: datetime) -> None:
    """Where no address was written by hand, it is the officer's who is on duty today."""
    waiting = [one for one in invitees if one.agency_id is not None and not one.email]
    people = people_to_write_to([one.agency_id or 0 for one in waiting], today(now))
    for invitee in waiting:
        officer = people.get(invitee.agency_id or 0)
        if officer is None:
            continue
        invitee.name, invitee.email = officer.full_name, officer.email
        MeetingInvitee.objects.filter(pk=invitee.pk).update(name=invitee.name, email=invitee.email)


def _mark_concerned(meeting: Meeting, invitees: list[MeetingInvitee]) -> None:
    concerned = concerned_agencies(meeting)
    MeetingInvitee.objects.filter(meeting=meeting).update(concerned=False)
    MeetingInvitee.objects.filter(
        pk__in=[one.pk for one in invitees if one.agency_id in concerned]
    ).update(concerned=True)


def _ended(invitees: list[MeetingInvitee], now: datetime) -> Refusal | None:
    keys = [one.agency_id for one in invitees if one.agency_id is not None]
    in_force = set(
        Agency.objects.filter(valid_on(today(now)), pk__in=keys).values_list("pk", flat=True)
    )
    for invitee in invitees:
        if invitee.agency is not None and invitee.agency_id not in in_force:
            return Refusal(
                "meeting.agency_ended",
                gettext_noop("“%(agency)s” is no longer a member. Invite its successor instead."),
                {"agency": invitee.agency.name},
            )
    return None


def _own_agency(actor: Actor) -> Agency:
    if not has_meeting_permission(actor, Permission.MEETING_PREPARE):
        raise NotVisible
    agency = Agency.objects.filter(pk=actor.agency_id or 0).first()
    if agency is None:
        raise NotVisible
    return agency


def _not_called(meeting: Meeting) -> Refusal | None:
    if meeting.called_at is not None:
        return None
    return Refusal("meeting.not_out", gettext_noop("The invitations are not sent out yet."))


def _reason_missing() -> Refusal:
    return Refusal(
        "meeting.reason_missing",
        gettext_noop("Write why the meeting does not take place."),
        {},
        "reason",
    )
