"""Answers to an invitation: by the link, from a calendar, from an account, or noted by the desk."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.consultation.domain.calendar import CalendarReply
from sangto.consultation.domain.meetings import (
    MAX_NOTE,
    MAX_TITLE,
    MeetingState,
    Reply,
    ReplyWay,
    reply_refusal,
    too_long,
)
from sangto.consultation.models import Meeting, MeetingInvitee
from sangto.consultation.permissions import Permission, authorise_meeting
from sangto.consultation.queries.meeting_links import invitee_of
from sangto.consultation.queries.meetings import meeting_standing
from sangto.consultation.services.meeting_rows import one_line
from sangto.kernel.actor import Actor, ActorKind
from sangto.kernel.errors import NotVisible, Refusal, Refused, gettext_noop, insist
from sangto.kernel.text import clean


def reply_by_link(
    *,
    token: str,
    reply: Reply,
    actor: Actor,
    note: str = "",
    substitute: str = "",
    now: datetime | None = None,
) -> MeetingInvitee:
    """Whoever holds the link may; :class:`NotVisible` for one that is unknown or over."""
    now = now or timezone.now()
    invitee = invitee_of(token, now=now)
    if invitee is None:
        raise NotVisible
    return _record(invitee, reply, ReplyWay.LINK, actor, now, note=note, substitute=substitute)


def reply_by_account(
    *,
    meeting: Meeting,
    reply: Reply,
    actor: Actor,
    note: str = "",
    substitute: str = "",
    now: datetime | None = None,
) -> MeetingInvitee:
    """An officer of an invited agency, without the link."""
    now = now or timezone.now()
    authorise_meeting(actor, Permission.MEETING_REPLY, meeting_standing(actor, meeting))
    invitee = own_invitation(meeting, actor)
    return _record(invitee, reply, ReplyWay.ACCOUNT, actor, now, note=note, substitute=substitute)


def note_reply(
    *,
    invitee: MeetingInvitee,
    reply: Reply,
    actor: Actor,
    note: str = "",
    substitute: str = "",
    now: datetime | None = None,
) -> MeetingInvitee:
    """What somebody said by telephone, written down by whoever hosts."""
    now = now or timezone.now()
    standing = meeting_standing(actor, invitee.meeting)
    authorise_meeting(actor, Permission.MEETING_PREPARE, standing)
    return _record(invitee, reply, ReplyWay.DESK, actor, now, note=note, substitute=substitute)


def record_reply(
    *, reply: CalendarReply, actor: Actor, now: datetime | None = None
) -> MeetingInvitee:
    """What a calendar answered. It counts for the UID that this address was given, for the time
    that the meeting has now, and unless something newer is known."""
    now = now or timezone.now()
    if actor.kind not in (ActorKind.OPERATOR, ActorKind.SYSTEM):
        raise NotVisible
    invitee = (
        MeetingInvitee.objects.filter(calendar_uid=reply.uid, removed_at__isnull=True)
        .select_related("meeting__agency", "agency")
        .first()
    )
    if invitee is None or not invitee.email or invitee.email.lower() != reply.attendee:
        raise Refused(_unknown_reply())
    insist(_stale(invitee, reply))
    return _record(
        invitee,
        reply.partstat,
        ReplyWay.MAIL,
        actor,
        now,
        note=reply.comment,
        sequence=reply.sequence,
    )


def own_invitation(meeting: Meeting, actor: Actor) -> MeetingInvitee:
    """That of the actor's agency."""
    invitee = (
        MeetingInvitee.objects.filter(
            meeting=meeting, agency_id=actor.agency_id or 0, removed_at__isnull=True
        )
        .select_related("meeting__agency", "agency")
        .first()
    )
    if invitee is None:
        raise NotVisible
    return invitee


def _record(
    invitee: MeetingInvitee,
    reply: Reply,
    way: ReplyWay,
    actor: Actor,
    now: datetime,
    *,
    note: str = "",
    substitute: str = "",
    sequence: int | None = None,
) -> MeetingInvitee:
    note, substitute = clean(note).strip(), one_line(substitute)
    with change(actor) as journal:
        meeting = Meeting.objects.select_for_update().get(pk=invitee.meeting_id)
        insist(reply_refusal(state=MeetingState(meeting.state), reply=reply))
        if len(note) > MAX_NOTE:
            raise Refused(too_long(MAX_NOTE, "note"))
        if len(substitute) > MAX_TITLE:
            raise Refused(too_long(MAX_TITLE, "substitute"))
        if reply is Reply.DECLINED:
            substitute = ""
        values = {
            "reply": reply.value,
            "reply_way": way.value,
            "reply_note": note,
            "substitute": substitute,
            "reply_sequence": meeting.sequence if sequence is None else sequence,
            "replied_at": now,
        }
        living = MeetingInvitee.objects.filter(pk=invitee.pk, removed_at__isnull=True)
        if not living.update(**values):
            raise NotVisible
        for field, value in values.items():
            setattr(invitee, field, value)
        journal.record(
            AuditTag.MEETING_REPLIED,
            meeting,
            {"invitee": invitee.pk, "reply": reply.value, "way": way.value},
        )
        return invitee


def _stale(invitee: MeetingInvitee, reply: CalendarReply) -> Refusal | None:
    if reply.sequence < invitee.meeting.time_sequence:
        return Refusal(
            "calendar.stale",
            gettext_noop("This answers an earlier time of the meeting, so it was not recorded."),
        )
    if reply.sequence > invitee.meeting.sequence:
        return _unknown_reply()
    # A calendar counts in whole seconds.
    if (
        invitee.replied_at is not None
        and reply.at is not None
        and reply.at <= invitee.replied_at - timedelta(seconds=1)
    ):
        return Refusal(
            "calendar.older",
            gettext_noop("A newer answer is known already, so this one was not recorded."),
        )
    return None


def _unknown_reply() -> Refusal:
    return Refusal(
        "calendar.unknown",
        gettext_noop("This reply belongs to no invitation of this desk."),
    )
