"""A meeting while it goes on: who came, what is said about each item, what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.cases.permissions import Permission as CasePermission
from sangto.cases.permissions import may
from sangto.cases.queries import category_of, standing_of, working_agencies
from sangto.cases.services import add_task
from sangto.consultation.domain.meetings import (
    MAX_TEXT,
    MAX_TITLE,
    MeetingAction,
    MeetingState,
    conflict,
    opening_refusal,
    too_long,
)
from sangto.consultation.domain.minutes import (
    action_refusal,
    concluding_refusal,
    not_open,
    writing_refusal,
)
from sangto.consultation.models import (
    ActionItem,
    AgendaItem,
    DecisionInput,
    Meeting,
    MeetingInvitee,
)
from sangto.consultation.permissions import Permission, authorise_meeting
from sangto.consultation.queries.meetings import (
    decides_about,
    living_invitees,
    meeting_standing,
)
from sangto.consultation.services.meeting_rows import (
    authorised_step,
    note_in_cases,
    one_line,
    write_item_row,
    write_meeting,
)
from sangto.kernel.actor import Actor
from sangto.kernel.categories import Rating, rating_refusal
from sangto.kernel.errors import NotVisible, Refused, insist
from sangto.kernel.text import clean
from sangto.organisations.models import Agency


@dataclass(frozen=True, slots=True)
class Came:
    """Whether somebody of an invited agency came, or a guest, and who."""

    attended: bool
    by: str = ""


def open_meeting(*, meeting: Meeting, actor: Actor, now: datetime | None = None) -> Meeting:
    """It begins; from now on attendance and minutes are written, and the agenda stays."""
    now = now or timezone.now()
    with change(actor) as journal:
        step = authorised_step(actor, meeting, MeetingAction.OPEN)
        insist(opening_refusal(starts_at=meeting.starts_at, now=now))
        write_meeting(meeting, state=step.target, held_at=now)
        note_in_cases(meeting, "held", actor, now)
        journal.record(AuditTag(step.audit_tag), meeting)
        return meeting


def record_attendance(
    *, meeting: Meeting, came: Mapping[int, Came], actor: Actor
) -> list[MeetingInvitee]:
    """``came`` by the key of the invitee; who is left out stays as it was."""
    with change(actor) as journal:
        authorise_meeting(actor, Permission.MEETING_MINUTES, meeting_standing(actor, meeting))
        if meeting.state != MeetingState.HELD:
            raise Refused(not_open())
        changed = []
        for invitee in living_invitees(meeting).filter(pk__in=list(came)):
            one = came[invitee.pk]
            name = one_line(one.by) if one.attended else ""
            if len(name) > MAX_TITLE:
                raise Refused(too_long(MAX_TITLE, f"by-{invitee.pk}"))
            if (invitee.attended, invitee.attended_by) == (one.attended, name):
                continue
            invitee.attended, invitee.attended_by = one.attended, name
            changed.append(invitee)
        if not changed:
            journal.nothing_changed()
            return []
        write_meeting(meeting)
        MeetingInvitee.objects.bulk_update(changed, ["attended", "attended_by"])
        journal.record(
            AuditTag.MEETING_ATTENDANCE,
            meeting,
            {"attended": [one.pk for one in changed if one.attended]},
        )
        return changed


def write_item(
    *,
    item: AgendaItem,
    seen: int,
    discussion: str,
    conclusion: str,
    actor: Actor,
    now: datetime | None = None,
) -> AgendaItem:
    """Keep what was said and concluded. ``seen`` is the revision that stood on the page: of two
    writers of one item the second is told, and two items never touch each other."""
    now = now or timezone.now()
    discussion, conclusion = clean(discussion).strip(), clean(conclusion).strip()
    with change(actor) as journal:
        _authorise(actor, item)
        insist(
            writing_refusal(
                state=MeetingState(item.meeting.state),
                concluded=item.concluded_at is not None,
                discussion=discussion,
                conclusion=conclusion,
            )
        )
        same = (item.discussion, item.conclusion) == (discussion, conclusion)
        if same and item.revision == seen:
            journal.nothing_changed()
            return item
        write_item_row(
            item,
            seen=seen,
            discussion=discussion,
            conclusion=conclusion,
            written_at=now,
            kept_by_id=actor.user_id,
        )
        journal.record(
            AuditTag.MEETING_ITEM_WRITTEN,
            item.meeting,
            {"item": item.pk, "revision": item.revision},
        )
        return item


def add_action(
    *,
    item: AgendaItem,
    agency: Agency,
    what: str,
    due_on: date,
    actor: Actor,
    now: datetime | None = None,
) -> ActionItem:
    """Who does what by when. With the conclusion it becomes a task of the item's case."""
    now = now or timezone.now()
    what = one_line(what)
    with change(actor) as journal:
        _authorise(actor, item)
        if agency.network_id != item.meeting.network_id:
            raise NotVisible
        insist(
            action_refusal(
                state=MeetingState(item.meeting.state),
                concluded=item.concluded_at is not None,
                what=what,
                due_on=due_on,
                today=timezone.localdate(now),
            )
        )
        action = ActionItem.objects.create(
            item=item, agency=agency, what=what, due_on=due_on, created_at=now
        )
        journal.record(
            AuditTag.MEETING_ACTION_ADDED,
            item.meeting,
            {"item": item.pk, "action": action.pk, "agency": agency.pk},
        )
        return action


def remove_action(*, action: ActionItem, actor: Actor) -> None:
    with change(actor) as journal:
        item = action.item
        _authorise(actor, item)
        if item.meeting.state != MeetingState.HELD or item.concluded_at is not None:
            raise Refused(not_open())
        journal.record(
            AuditTag.MEETING_ACTION_REMOVED, item.meeting, {"item": item.pk, "action": action.pk}
        )
        action.delete()


def conclude_item(
    *,
    item: AgendaItem,
    actor: Actor,
    proposed_rating: str = "",
    not_followed: str = "",
    now: datetime | None = None,
) -> DecisionInput | None:
    """Settle an item: its text stays as it is, its actions become tasks of the case, and its
    conclusion an input for whoever decides the case. None for an item without a case.

    An agency that the claim is about does not conclude (SCOPE.md 5). A task of an agency that
    does not work on the case lies with the actor's agency, which sees to it, and names the other.
    """
    now = now or timezone.now()
    not_followed = clean(not_followed).strip()
    meeting = item.meeting
    with change(actor) as journal:
        authorise_meeting(actor, Permission.MEETING_CONCLUDE, meeting_standing(actor, meeting))
        if not decides_about(actor, item):
            raise Refused(conflict())
        insist(
            concluding_refusal(
                state=MeetingState(meeting.state),
                concluded=item.concluded_at is not None,
                conclusion=item.conclusion,
            )
        )
        if len(not_followed) > MAX_TEXT:
            raise Refused(too_long(MAX_TEXT, "not_followed"))
        write_item_row(item, seen=item.revision, concluded_at=now)
        decision = None
        if item.case is not None:
            category = category_of(item.case)
            if proposed_rating and category is not None:
                insist(rating_refusal(category, Rating(proposed_rating)))
            decision = DecisionInput.objects.create(
                case=item.case,
                agenda_item=item,
                text=item.conclusion,
                proposed_rating=proposed_rating,
                not_followed=not_followed,
                at=now,
                concluded_by_id=actor.user_id,
                agency_id=actor.agency_id,
            )
            _make_tasks(item, actor, now)
            note_in_cases(meeting, "concluded", actor, now, cases=[item.case], text=item.conclusion)
        journal.record(
            AuditTag.MEETING_ITEM_CONCLUDED,
            meeting,
            {"item": item.pk, "case": item.case_id, "rating": proposed_rating},
        )
        return decision


def _make_tasks(item: AgendaItem, actor: Actor, now: datetime) -> None:
    """A date that has passed meanwhile is today's. Nothing in a case that is closed."""
    case = item.case
    if case is None or not may(actor, CasePermission.TASK, standing_of(actor, case)):
        return
    working = working_agencies(case)
    for action in ActionItem.objects.filter(item=item, task__isnull=True).select_related("agency"):
        mine = action.agency_id in working
        title = action.what if mine else f"{action.agency.name}: {action.what}"
        task = add_task(
            case=case,
            title=title if len(title) <= 200 else f"{title[:199]}…",
            owner=None,
            agency=action.agency if mine else None,
            due_on=max(action.due_on, timezone.localdate(now)),
            actor=actor,
            now=now,
        )
        ActionItem.objects.filter(pk=action.pk).update(task=task)


def _authorise(actor: Actor, item: AgendaItem) -> None:
    """Who may write the minutes, except about a claim that is about their own agency."""
    standing = meeting_standing(actor, item.meeting)
    authorise_meeting(actor, Permission.MEETING_MINUTES, standing)
    if not decides_about(actor, item):
        raise Refused(conflict())
