"""The minutes go out, the attendees agree or object, and the deadline ends it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from sangto.audit.services import Journal, change
from sangto.audit.tags import AuditTag
from sangto.cases.models import Case
from sangto.consultation.domain.meetings import (
    MeetingAction,
    MeetingState,
    MinutesAnswer,
    Reply,
    ReplyWay,
)
from sangto.consultation.domain.minutes import (
    agreeing_refusal,
    circulating_refusal,
    early_closing_refusal,
)
from sangto.consultation.domain.reminders import ReminderStep, step_day, within_hours
from sangto.consultation.models import (
    ActionItem,
    AgendaItem,
    Meeting,
    MeetingInvitee,
    MinutesAgreement,
)
from sangto.consultation.permissions import (
    Permission,
    authorise_meeting,
    authorise_meeting_work,
)
from sangto.consultation.queries.meeting_links import invitee_of
from sangto.consultation.queries.meetings import current_tally, living_invitees, meeting_standing
from sangto.consultation.services.meeting_letters import send_call_reminder, send_minutes
from sangto.consultation.services.meeting_replies import own_invitation
from sangto.consultation.services.meeting_rows import (
    authorised_step,
    note_in_cases,
    write_meeting,
)
from sangto.consultation.services.meetings import forget_guests
from sangto.kernel.actor import Actor
from sangto.kernel.categories import RULES, Step
from sangto.kernel.errors import NotVisible, insist
from sangto.kernel.text import clean
from sangto.kernel.worktime import WorkCalendar
from sangto.organisations.domain.deadlines import DeadlineKind
from sangto.organisations.models import Network
from sangto.organisations.permissions import OrganisationPermission, authorise_unattended
from sangto.organisations.queries import calendar_for, deadline_for, today

#: One working day before: for who has not said whether they come, and for who has not said
#: anything to the minutes.
_REMINDER = ReminderStep(-1)
#: Nothing further away can have its reminder now.
_HORIZON = timedelta(days=20)
_NOT_MET = sorted(
    category.value for category, rules in RULES.items() if Step.MEETING not in rules.steps
)


def circulate_minutes(*, meeting: Meeting, actor: Actor, now: datetime | None = None) -> Meeting:
    """Send the minutes to every agency that attended, with the charter's time to object. Guests
    are not asked."""
    now = now or timezone.now()
    with change(actor) as journal:
        step = authorised_step(actor, meeting, MeetingAction.CIRCULATE)
        attended = list(living_invitees(meeting).filter(attended=True, agency__isnull=False))
        items = AgendaItem.objects.filter(meeting=meeting)
        unwritten = items.filter(discussion="", conclusion="", content_deleted_at__isnull=True)
        insist(
            circulating_refusal(
                attended=len(attended), unwritten=unwritten.values_list("title", flat=True)
            )
        )
        number = meeting.minutes_round + 1
        write_meeting(
            meeting,
            state=step.target,
            minutes_round=number,
            minutes_out_at=now,
            minutes_due_at=deadline_for(meeting.network, DeadlineKind.MINUTES, now).at,
        )
        MinutesAgreement.objects.bulk_create(
            MinutesAgreement(invitee=invitee, round=number) for invitee in attended
        )
        for invitee in attended:
            send_minutes(meeting, invitee, now)
        journal.record(AuditTag(step.audit_tag), meeting, {"round": number, "asked": len(attended)})
        return meeting


def take_back_minutes(*, meeting: Meeting, actor: Actor) -> Meeting:
    """Write on, such as after an objection; what was answered stays with the round it was about,
    and the next round asks everybody again."""
    with change(actor) as journal:
        step = authorised_step(actor, meeting, MeetingAction.TAKE_BACK)
        write_meeting(meeting, state=step.target, minutes_due_at=None)
        journal.record(AuditTag(step.audit_tag), meeting, {"round": meeting.minutes_round})
        return meeting


def answer_minutes_by_link(
    *,
    token: str,
    answer: MinutesAnswer | None,
    actor: Actor,
    text: str = "",
    now: datetime | None = None,
) -> MinutesAgreement:
    """Whoever holds the link may; :class:`NotVisible` for one that is unknown or over."""
    now = now or timezone.now()
    invitee = invitee_of(token, now=now)
    if invitee is None:
        raise NotVisible
    return _answer(invitee, answer, ReplyWay.LINK, text, actor, now)


def answer_minutes(
    *,
    meeting: Meeting,
    answer: MinutesAnswer | None,
    actor: Actor,
    text: str = "",
    now: datetime | None = None,
) -> MinutesAgreement:
    """An officer of an agency that attended, without the link."""
    now = now or timezone.now()
    authorise_meeting(actor, Permission.MEETING_REPLY, meeting_standing(actor, meeting))
    return _answer(own_invitation(meeting, actor), answer, ReplyWay.ACCOUNT, text, actor, now)


def close_minutes(*, meeting: Meeting, actor: Actor, now: datetime | None = None) -> Meeting:
    """End the round by hand, once everybody has answered."""
    now = now or timezone.now()
    with change(actor) as journal:
        authorised_step(actor, meeting, MeetingAction.CLOSE)
        insist(early_closing_refusal(waiting=current_tally(meeting).waiting))
        _close(journal, meeting, actor, now)
        return meeting


def close_due_minutes(*, actor: Actor, now: datetime | None = None) -> int:
    """Close what is due, with silence recorded as silence; how many. One transaction each."""
    now = now or timezone.now()
    authorise_meeting_work(actor)
    due = Meeting.objects.filter(
        state=MeetingState.MINUTES_OUT.value, minutes_due_at__lte=now
    ).order_by("minutes_due_at")
    closed = 0
    for key in list(due.values_list("pk", flat=True)):
        with change(actor) as journal:
            meeting = _locked(key)
            if (
                meeting.state != MeetingState.MINUTES_OUT
                or meeting.minutes_due_at is None
                or meeting.minutes_due_at > now
            ):
                journal.nothing_changed()
                continue
            _close(journal, meeting, actor, now)
            closed += 1
    return closed


def remind_of_meetings(*, actor: Actor, now: datetime | None = None) -> int:
    """Remind, once each, who has not answered an invitation or the minutes; how many. In the
    hours of working days only; derived from the dates, so a stopped machine loses none."""
    now = now or timezone.now()
    authorise_meeting_work(actor)
    if not within_hours(now):
        return 0
    reminded = 0
    for network in Network.objects.all():
        calendar = calendar_for(network)
        if not calendar.is_working(today(now)):
            continue
        for row in _unanswered_invitations(network, now):
            if _is_time(today(row.meeting.starts_at), calendar, row.meeting.called_at, now):
                reminded += _remind(row.meeting, row, send_call_reminder, actor, now)
        for agreement in _unanswered_minutes(network, now):
            meeting = agreement.invitee.meeting
            due_at = meeting.minutes_due_at or now
            if _is_time(today(due_at), calendar, meeting.minutes_out_at, now):
                reminded += _remind_minutes(agreement, actor, now)
    return reminded


def recompute_minutes(*, network: Network, actor: Actor, now: datetime | None = None) -> int:
    """Compute running deadlines of minutes anew after a change of the working days; how many
    changed."""
    authorise_unattended(actor, OrganisationPermission.HOLIDAY_OVERRIDE)
    now = now or timezone.now()
    moved = 0
    running = Meeting.objects.filter(network=network, state=MeetingState.MINUTES_OUT.value)
    for key in list(running.order_by("pk").values_list("pk", flat=True)):
        with change(actor) as journal:
            meeting = _locked(key)
            due = deadline_for(network, DeadlineKind.MINUTES, meeting.minutes_out_at).at
            if meeting.state != MeetingState.MINUTES_OUT or due == meeting.minutes_due_at:
                journal.nothing_changed()
                continue
            before = meeting.minutes_due_at
            write_meeting(meeting, minutes_due_at=due)
            journal.record(
                AuditTag.MEETING_RECOMPUTED, meeting, {"before": str(before), "after": str(due)}
            )
            moved += 1
    return moved


def forget_out_of_scope(*, actor: Actor, now: datetime | None = None) -> int:
    """Delete what was written about cases that turned out to be no matter for a meeting, such as
    protected expression (SCOPE.md 4); how many items."""
    now = now or timezone.now()
    authorise_meeting_work(actor)
    count = 0
    stray = AgendaItem.objects.filter(
        Q(case__category__in=_NOT_MET), content_deleted_at__isnull=True
    ).select_related("meeting")
    for item in stray.order_by("pk"):
        with change(actor) as journal:
            ActionItem.objects.filter(item=item).update(what="")
            AgendaItem.objects.filter(pk=item.pk).update(
                title="",
                discussion="",
                conclusion="",
                content_deleted_at=now,
                revision=F("revision") + 1,
            )
            journal.record(AuditTag.MEETING_CONTENT_DELETED, item.meeting, {"item": item.pk})
            count += 1
    return count


def _answer(
    invitee: MeetingInvitee,
    answer: MinutesAnswer | None,
    way: ReplyWay,
    text: str,
    actor: Actor,
    now: datetime,
) -> MinutesAgreement:
    """Until the deadline an answer can be changed. Against the closing, whoever holds the row of
    the meeting first wins."""
    text = clean(text).strip()
    with change(actor) as journal:
        meeting = _locked(invitee.meeting_id)
        row = (
            MinutesAgreement.objects.select_for_update()
            .filter(invitee=invitee, round=meeting.minutes_round)
            .first()
        )
        insist(
            agreeing_refusal(
                state=MeetingState(meeting.state),
                attended=row is not None,
                answer=answer,
                text=text,
                due_at=meeting.minutes_due_at,
                now=now,
            )
        )
        assert row is not None and answer is not None  # noqa: S101, PT018 - refused above
        row.answer, row.text, row.way = answer.value, text, way.value
        row.at, row.user_id = now, actor.user_id
        row.save(update_fields=["answer", "text", "way", "at", "user"])
        journal.record(
            AuditTag.MINUTES_ANSWERED,
            meeting,
            {"invitee": invitee.pk, "answer": answer.value, "way": way.value},
        )
        return row


def _close(journal: Journal, meeting: Meeting, actor: Actor, now: datetime) -> None:
    silent = MinutesAgreement.objects.filter(
        invitee__meeting=meeting, round=meeting.minutes_round, answer=""
    ).update(answer=MinutesAnswer.SILENT.value, at=now)
    write_meeting(meeting, state=MeetingState.CLOSED.value, ended_at=now)
    forget_guests(meeting)
    note_in_cases(
        meeting, "closed", actor, now, cases=Case.objects.filter(agenda_items__meeting=meeting)
    )
    journal.record(AuditTag.MEETING_CLOSED, meeting, {"silent": silent})


def _locked(key: int) -> Meeting:
    return (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("agency", "network")
        .get(pk=key)
    )


def _unanswered_invitations(network: Network, now: datetime) -> QuerySet[MeetingInvitee]:
    return MeetingInvitee.objects.filter(
        meeting__network=network,
        meeting__state=MeetingState.CALLED.value,
        meeting__starts_at__gt=now,
        meeting__starts_at__lte=now + _HORIZON,
        removed_at__isnull=True,
        reply=Reply.NONE.value,
        reminded_at__isnull=True,
    ).select_related("meeting__agency")


def _unanswered_minutes(network: Network, now: datetime) -> QuerySet[MinutesAgreement]:
    return MinutesAgreement.objects.filter(
        invitee__meeting__network=network,
        invitee__meeting__state=MeetingState.MINUTES_OUT.value,
        invitee__meeting__minutes_due_at__gt=now,
        invitee__meeting__minutes_due_at__lte=now + _HORIZON,
        round=F("invitee__meeting__minutes_round"),
        answer="",
        reminded_at__isnull=True,
    ).select_related("invitee__meeting__agency")


def _is_time(day: date, calendar: WorkCalendar, asked_at: datetime | None, now: datetime) -> bool:
    """From one working day before ``day`` on, and not on the day on which the request went out."""
    asked_on = today(asked_at) if asked_at is not None else date.min
    return asked_on < today(now) and step_day(_REMINDER, day, calendar) <= today(now)


def _remind(
    meeting: Meeting,
    invitee: MeetingInvitee,
    send: Callable[[Meeting, MeetingInvitee, datetime], None],
    actor: Actor,
    now: datetime,
) -> int:
    with change(actor) as journal:
        rows = MeetingInvitee.objects.filter(
            pk=invitee.pk, reply=Reply.NONE.value, reminded_at__isnull=True
        )
        if not rows.update(reminded_at=now):
            journal.nothing_changed()
            return 0
        send(meeting, invitee, now)
        journal.record(AuditTag.MEETING_REMINDED, meeting, {"invitee": invitee.pk})
        return 1


def _remind_minutes(agreement: MinutesAgreement, actor: Actor, now: datetime) -> int:
    meeting = agreement.invitee.meeting
    with change(actor) as journal:
        rows = MinutesAgreement.objects.filter(pk=agreement.pk, answer="", reminded_at__isnull=True)
        if not rows.update(reminded_at=now):
            journal.nothing_changed()
            return 0
        send_minutes(meeting, agreement.invitee, now, reminder=True)
        journal.record(AuditTag.MEETING_REMINDED, meeting, {"invitee": agreement.invitee_id})
        return 1
