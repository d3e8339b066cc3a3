"""The guarded write of a meeting, its references, and lines in the timelines of its cases."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils import timezone

from sangto.cases.domain.states import EntryKind
from sangto.cases.models import Case
from sangto.cases.services import record_entry
from sangto.consultation.domain.meetings import MEETING_WORKFLOW, MeetingAction, changed_meanwhile
from sangto.consultation.models import AgendaItem, Meeting
from sangto.consultation.permissions import Permission, authorise_meeting, may_in_meeting
from sangto.consultation.queries.meetings import meeting_standing
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, Refused
from sangto.kernel.references import unused_reference
from sangto.kernel.text import clean
from sangto.kernel.workflow import Transition


def free_meeting_reference(now: datetime) -> str:
    """A reference such as ``HP-26-K7Q4M3`` that no meeting has."""
    year = timezone.localdate(now).year
    return unused_reference(
        "HP",
        year,
        secrets.token_bytes,
        lambda reference: Meeting.objects.filter(reference=reference).exists(),
    )


def write_meeting(meeting: Meeting, **values: Any) -> None:
    """Change the row if nobody else has meanwhile, and then ``meeting`` itself."""
    rows = Meeting.objects.filter(pk=meeting.pk, state=meeting.state, revision=meeting.revision)
    if rows.update(revision=F("revision") + 1, **values) != 1:
        raise Refused(changed_meanwhile())
    meeting.revision += 1
    for column, value in values.items():
        setattr(meeting, column, value)


def authorised_step(actor: Actor, meeting: Meeting, action: MeetingAction) -> Transition:
    """The move. :class:`NotVisible` for who may not make it in any state, else a refusal when the
    meeting is not in a state for it."""
    standing = meeting_standing(actor, meeting)
    needs = [Permission(row.permission) for row in MEETING_WORKFLOW if row.action == action.value]
    if not any(may_in_meeting(actor, need, standing) for need in needs):
        raise NotVisible
    step = MEETING_WORKFLOW.step(meeting.state, action.value)
    authorise_meeting(actor, Permission(step.permission), standing)
    return step


def write_item_row(item: AgendaItem, *, seen: int, **values: Any) -> None:
    """Change an item if it still is at the revision that was seen, and then ``item`` itself."""
    rows = AgendaItem.objects.filter(pk=item.pk, revision=seen, concluded_at__isnull=True)
    if rows.update(revision=F("revision") + 1, **values) != 1:
        raise Refused(changed_meanwhile())
    item.revision = seen + 1
    for column, value in values.items():
        setattr(item, column, value)


def note_in_cases(
    meeting: Meeting,
    step: str,
    actor: Actor,
    now: datetime,
    *,
    cases: Iterable[Case] | None = None,
    text: str = "",
) -> None:
    """A line in the timeline of each case on the agenda, or of these."""
    if cases is None:
        cases = Case.objects.filter(agenda_items__meeting=meeting)
    for case in cases:
        record_entry(
            case=case,
            kind=EntryKind.MEETING,
            actor=actor,
            text=text,
            data={"step": step, "meeting": meeting.reference},
            now=now,
        )


def one_line(text: str) -> str:
    return " ".join(clean(text).split())
