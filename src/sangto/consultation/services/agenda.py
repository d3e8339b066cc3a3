"""The agenda of a meeting, and who is invited to it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Max
from django.utils import timezone

from sangto.audit.services import Journal, change
from sangto.audit.tags import AuditTag
from sangto.cases.models import Case
from sangto.consultation.domain.meetings import (
    MeetingState,
    changed_meanwhile,
    invitee_refusal,
    item_refusal,
)
from sangto.consultation.models import AgendaItem, Meeting, MeetingInvitee
from sangto.consultation.permissions import Permission, authorise_meeting
from sangto.consultation.queries.meetings import (
    concerned_agencies,
    listing_refusal,
    living_invitees,
    may_list_case,
    meeting_standing,
    people_to_write_to,
)
from sangto.consultation.services.meeting_letters import (
    agenda_lines,
    new_meeting_link,
    send_call,
    send_cancel,
)
from sangto.consultation.services.meeting_rows import note_in_cases, one_line, write_meeting
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, Refusal, Refused, gettext_noop, insist
from sangto.kernel.ordering import ordered
from sangto.organisations.models import Agency
from sangto.organisations.models.validity import valid_on
from sangto.organisations.queries import current_successor, today

#: Until the meeting is opened, its agenda and its guests can change.
_OPEN = frozenset({MeetingState.PREPARING.value, MeetingState.CALLED.value})


def add_item(
    *,
    meeting: Meeting,
    title: str,
    minutes: int,
    actor: Actor,
    case: Case | None = None,
    now: datetime | None = None,
) -> AgendaItem:
    """Put something at the end of the agenda; without a title it takes that of the case's claim,
    which officers wrote."""
    now = now or timezone.now()
    title = one_line(title) or (case.claim.title if case is not None else "")
    with change(actor) as journal:
        _authorise(actor, meeting)
        if case is not None:
            if case.network_id != meeting.network_id or not may_list_case(actor, case):
                raise NotVisible
            insist(listing_refusal(actor, meeting, case))
        items = AgendaItem.objects.filter(meeting=meeting)
        insist(item_refusal(title=title, minutes=minutes, count=items.count()))
        write_meeting(meeting)
        last = items.aggregate(last=Max("position"))["last"] or 0
        item = AgendaItem.objects.create(
            meeting=meeting, case=case, position=last + 1, title=title, minutes=minutes
        )
        if case is not None and meeting.called_at is not None:
            note_in_cases(meeting, "called", actor, now, cases=[case])
        journal.record(AuditTag.MEETING_CHANGED, meeting, {"item": item.pk, "case": item.case_id})
        return item


def change_item(*, item: AgendaItem, title: str, minutes: int, actor: Actor) -> AgendaItem:
    title = one_line(title)
    with change(actor) as journal:
        _authorise(actor, item.meeting)
        insist(item_refusal(title=title, minutes=minutes, count=0))
        write_meeting(item.meeting)
        AgendaItem.objects.filter(pk=item.pk).update(title=title, minutes=minutes)
        item.title, item.minutes = title, minutes
        journal.record(AuditTag.MEETING_CHANGED, item.meeting, {"item": item.pk})
        return item


def move_item(*, item: AgendaItem, up: bool, actor: Actor) -> None:
    """One place earlier or later; at the end of the list nothing changes."""
    with change(actor) as journal:
        _authorise(actor, item.meeting)
        keys = list(
            AgendaItem.objects.filter(meeting=item.meeting)
            .order_by("position", "pk")
            .values_list("pk", flat=True)
        )
        if item.pk not in keys:
            raise Refused(changed_meanwhile())
        moved = ordered(keys, item.pk, up=up)
        if moved == keys:
            journal.nothing_changed()
            return
        write_meeting(item.meeting)
        for position, key in enumerate(moved, 1):
            AgendaItem.objects.filter(pk=key).update(position=position)
        journal.record(AuditTag.MEETING_CHANGED, item.meeting, {"item": item.pk, "up": up})


def remove_item(*, item: AgendaItem, actor: Actor, now: datetime | None = None) -> None:
    """Take it off. The case hears of it when its meeting was called already."""
    now = now or timezone.now()
    with change(actor) as journal:
        _authorise(actor, item.meeting)
        write_meeting(item.meeting)
        if item.case is not None and item.meeting.called_at is not None:
            note_in_cases(item.meeting, "taken_off", actor, now, cases=[item.case])
        journal.record(AuditTag.MEETING_CHANGED, item.meeting, {"item_removed": item.pk})
        item.delete()


def invite_agencies(
    *,
    meeting: Meeting,
    agencies: Collection[Agency],
    actor: Actor,
    now: datetime | None = None,
) -> list[MeetingInvitee]:
    """Put agencies on the list; those that stand there already stay as they are. Once the meeting
    is called they are written to at once."""
    now = now or timezone.now()
    with change(actor) as journal:
        _authorise(actor, meeting)
        known = set(living_invitees(meeting).values_list("agency_id", flat=True))
        wanted = [agency for agency in agencies if agency.pk not in known]
        if not wanted:
            journal.nothing_changed()
            return []
        insist(_not_members(meeting, wanted, now))
        write_meeting(meeting)
        people = people_to_write_to([agency.pk for agency in wanted], today(now))
        concerned = concerned_agencies(meeting)
        rows: list[MeetingInvitee] = []
        for agency in wanted:
            officer = people.get(agency.pk)
            rows.append(
                _add(
                    meeting,
                    len(known) + len(rows),
                    agency=agency,
                    name=officer.full_name if officer is not None else "",
                    email=officer.email if officer is not None else "",
                    concerned=agency.pk in concerned,
                )
            )
        _told(journal, meeting, rows, now)
        return rows


def invite_guest(
    *,
    meeting: Meeting,
    name: str,
    organisation: str,
    email: str,
    actor: Actor,
    now: datetime | None = None,
) -> MeetingInvitee:
    """Somebody who belongs to no member agency, such as an expert or a bank."""
    now = now or timezone.now()
    name, organisation, email = one_line(name), one_line(organisation), email.strip().lower()
    with change(actor) as journal:
        _authorise(actor, meeting)
        living = living_invitees(meeting)
        insist(
            invitee_refusal(
                name=name,
                email=email,
                email_sound=_is_address(email),
                known=living.filter(email=email).exists(),
                count=living.count(),
            )
        )
        write_meeting(meeting)
        row = _add(meeting, living.count(), name=name, organisation=organisation, email=email)
        _told(journal, meeting, [row], now)
        return row


def write_to(
    *,
    invitee: MeetingInvitee,
    name: str,
    email: str,
    actor: Actor,
    now: datetime | None = None,
) -> MeetingInvitee:
    """Another person or address for this invitation, with a new link: the one before is no longer
    good, and what the old calendar entry answers no longer counts."""
    now = now or timezone.now()
    name, email = one_line(name), email.strip().lower()
    meeting = invitee.meeting
    with change(actor) as journal:
        authorise_meeting(actor, Permission.MEETING_PREPARE, meeting_standing(actor, meeting))
        insist(_over(meeting))
        insist(
            invitee_refusal(
                name=name,
                email=email,
                email_sound=_is_address(email),
                known=living_invitees(meeting).exclude(pk=invitee.pk).filter(email=email).exists(),
                count=0,
            )
        )
        write_meeting(meeting)
        values = {"name": name, "email": email, **new_meeting_link()}
        MeetingInvitee.objects.filter(pk=invitee.pk).update(**values)
        for field, value in values.items():
            setattr(invitee, field, value)
        if meeting.state == MeetingState.CALLED:
            send_call(meeting, invitee, now, agenda=agenda_lines(meeting))
        journal.record(AuditTag.MEETING_LINK_RENEWED, meeting, {"invitee": invitee.pk})
        return invitee


def uninvite(*, invitee: MeetingInvitee, actor: Actor, now: datetime | None = None) -> None:
    """Take somebody off the list; who was written to is told, and the link is no longer good."""
    now = now or timezone.now()
    meeting = invitee.meeting
    with change(actor) as journal:
        _authorise(actor, meeting)
        write_meeting(meeting)
        journal.record(AuditTag.MEETING_INVITED, meeting, {"removed": invitee.pk})
        if not invitee.times_sent:
            invitee.delete()
            return
        if meeting.state == MeetingState.CALLED:
            send_cancel(meeting, invitee, now, reason="")
        values: dict[str, object] = {"removed_at": now}
        if invitee.agency_id is None:
            values["email"] = ""
        MeetingInvitee.objects.filter(pk=invitee.pk).update(**values)


def _authorise(actor: Actor, meeting: Meeting) -> None:
    authorise_meeting(actor, Permission.MEETING_PREPARE, meeting_standing(actor, meeting))
    if meeting.state not in _OPEN:
        raise Refused(
            Refusal(
                "meeting.agenda_closed",
                gettext_noop("Agenda and invitations stay as they are once a meeting is opened."),
            )
        )
    if meeting.state == MeetingState.CALLED:
        authorise_meeting(actor, Permission.MEETING_CALL, meeting_standing(actor, meeting))


def _add(
    meeting: Meeting,
    count: int,
    *,
    agency: Agency | None = None,
    name: str = "",
    organisation: str = "",
    email: str = "",
    concerned: bool = False,
) -> MeetingInvitee:
    insist(invitee_refusal(name="-", email="-", email_sound=True, known=False, count=count))
    return MeetingInvitee.objects.create(
        meeting=meeting,
        agency=agency,
        name=name,
        organisation=organisation,
        email=email,
        concerned=concerned,
        **new_meeting_link(),
    )


def _told(journal: Journal, meeting: Meeting, rows: list[MeetingInvitee], now: datetime) -> None:
    if meeting.state == MeetingState.CALLED:
        agenda = agenda_lines(meeting)
        for row in rows:
            send_call(meeting, row, now, agenda=agenda)
    journal.record(AuditTag.MEETING_INVITED, meeting, {"invited": [row.pk for row in rows]})


def _not_members(meeting: Meeting, agencies: list[Agency], now: datetime) -> Refusal | None:
    """An agency that was merged is answered with its successor."""
    day = today(now)
    living = set(
        Agency.objects.filter(
            valid_on(day), network_id=meeting.network_id, pk__in=[one.pk for one in agencies]
        ).values_list("pk", flat=True)
    )
    for agency in agencies:
        if agency.pk in living:
            continue
        if agency.network_id != meeting.network_id:
            raise NotVisible
        successor = current_successor(agency, day)
        if successor is None:
            return Refusal(
                "meeting.agency_gone",
                gettext_noop("“%(agency)s” is no longer a member."),
                {"agency": agency.name},
                "agencies",
            )
        return Refusal(
            "meeting.agency_succeeded",
            gettext_noop("“%(agency)s” is now “%(successor)s”. Invite that one."),
            {"agency": agency.name, "successor": successor.name},
            "agencies",
        )
    return None


def _over(meeting: Meeting) -> Refusal | None:
    if meeting.ended_at is None:
        return None
    return Refusal("meeting.over", gettext_noop("This meeting is over."))


def _is_address(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return True
