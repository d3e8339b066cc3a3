"""Invitations and minutes that wait at agencies that ended."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from sangto.audit.services import Journal, change
from sangto.audit.tags import AuditTag
from sangto.consultation.domain.meetings import MeetingState, MinutesAnswer, Reply, ReplyWay
from sangto.consultation.models import Meeting, MeetingInvitee, MinutesAgreement
from sangto.consultation.permissions import authorise_meeting_work
from sangto.consultation.queries.meetings import (
    concerned_agencies,
    living_invitees,
    people_to_write_to,
)
from sangto.consultation.services.meeting_letters import (
    agenda_lines,
    new_meeting_link,
    send_call,
    send_minutes,
)
from sangto.consultation.services.meeting_rows import note_in_cases
from sangto.kernel.actor import Actor
from sangto.organisations.models import Agency
from sangto.organisations.queries import Heirs, today

_RUNNING = (MeetingState.CALLED, MeetingState.HELD, MeetingState.MINUTES_OUT)


def move_invitations_of_ended(*, actor: Actor, now: datetime | None = None) -> int:
    """Pass invitations of agencies that ended to their successors, with a new link; how many.

    Before the meeting the successor is invited anew, whatever the other one had said. After it the
    successor is asked about minutes that the other one has not answered; what was answered stays.
    Where there is no successor, or it is invited by itself, the invitation is taken back, and
    minutes are answered by silence.
    """
    authorise_meeting_work(actor)
    now = now or timezone.now()
    waiting = MinutesAgreement.objects.filter(
        invitee=OuterRef("pk"), round=F("invitee__meeting__minutes_round"), answer=""
    )
    stranded = MeetingInvitee.objects.filter(
        Q(meeting__state=MeetingState.CALLED.value)
        | Q(meeting__state=MeetingState.HELD.value, attended=True)
        | (Q(meeting__state=MeetingState.MINUTES_OUT.value) & Exists(waiting)),
        removed_at__isnull=True,
        agency__valid_until__lt=today(now),
    )
    heirs: dict[int, Heirs] = {}
    moved = 0
    for key, network in list(stranded.order_by("pk").values_list("pk", "meeting__network_id")):
        with change(actor) as journal:
            invitee = _held(key)
            if network not in heirs:
                heirs[network] = Heirs(invitee.meeting.network, today(now))
            if not _pass_on(journal, invitee, heirs[network], actor, now):
                journal.nothing_changed()
                continue
            moved += 1
    return moved


def _held(key: int) -> MeetingInvitee:
    """The row and its meeting as they are now, until the end of the transaction."""
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("agency", "network")
    invitee = MeetingInvitee.objects.select_related("agency").get(pk=key)
    invitee.meeting = meeting.get(pk=invitee.meeting_id)
    return invitee


def _pass_on(
    journal: Journal, invitee: MeetingInvitee, heirs: Heirs, actor: Actor, now: datetime
) -> bool:
    meeting, ended = invitee.meeting, invitee.agency
    if ended is None or invitee.removed_at is not None or meeting.state not in _RUNNING:
        return False
    heir = heirs.of(ended.pk)
    if heir is not None and living_invitees(meeting).filter(agency=heir).exists():
        heir = None
    if heir is None or heir.pk == meeting.agency_id:
        if not _end(invitee, now):
            return False
        heir = None
    else:
        _give(invitee, heir, now)
    if meeting.state == MeetingState.CALLED:
        note_in_cases(meeting, "inherited", actor, now)
    journal.record(
        AuditTag.MEETING_INHERITED,
        meeting,
        {
            "invitee": invitee.pk,
            "source": ended.pk,
            "target": heir.pk if heir is not None else None,
        },
    )
    return True


def _end(invitee: MeetingInvitee, now: datetime) -> bool:
    """False when nothing waits: who came stays in the minutes."""
    match invitee.meeting.state:
        case MeetingState.CALLED:
            rows = MeetingInvitee.objects.filter(pk=invitee.pk)
            return rows.update(removed_at=now) > 0
        case MeetingState.MINUTES_OUT:
            waiting = MinutesAgreement.objects.filter(
                invitee=invitee, round=invitee.meeting.minutes_round, answer=""
            )
            return waiting.update(answer=MinutesAnswer.SILENT.value, at=now) > 0
    return False


def _give(invitee: MeetingInvitee, heir: Agency, now: datetime) -> None:
    """A new link, since the old one went to people of the agency that ended."""
    meeting = invitee.meeting
    officer = people_to_write_to([heir.pk], today(now)).get(heir.pk)
    values: dict[str, object] = {
        "agency_id": heir.pk,
        "instead_of_id": invitee.instead_of_id or invitee.agency_id,
        "name": officer.full_name if officer is not None else "",
        "email": officer.email if officer is not None else "",
        "concerned": heir.pk in concerned_agencies(meeting),
        "reminded_at": None,
        **new_meeting_link(),
    }
    if meeting.state == MeetingState.CALLED:
        values |= {
            "reply": Reply.NONE.value,
            "reply_way": ReplyWay.NONE.value,
            "reply_note": "",
            "replied_at": None,
            "substitute": "",
        }
    MeetingInvitee.objects.filter(pk=invitee.pk).update(**values)
    for name, value in values.items():
        setattr(invitee, name, value)
    if meeting.state == MeetingState.CALLED:
        send_call(meeting, invitee, now, agenda=agenda_lines(meeting), anew=True)
    elif meeting.state == MeetingState.MINUTES_OUT:
        MinutesAgreement.objects.filter(invitee=invitee, round=meeting.minutes_round).update(
            reminded_at=None
        )
        send_minutes(meeting, invitee, now)
