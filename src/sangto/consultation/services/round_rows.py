"""What every change of a round shares: the locked row, its times, and the line in the case."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from sangto.audit.services import Journal
from sangto.audit.tags import AuditTag
from sangto.cases.domain.states import EntryKind
from sangto.cases.models import Case
from sangto.cases.services.entries import record_entry, write
from sangto.consultation.domain.invitations import READABLE_AFTER, WAITING_STATES
from sangto.consultation.domain.rounds import (
    ROUND_WORKFLOW,
    RoundAction,
    RoundState,
)
from sangto.consultation.models import OpinionRound, RoundInvitation
from sangto.consultation.permissions import Permission, authorise_round
from sangto.consultation.queries.rounds import length_of, round_standing
from sangto.kernel.actor import Actor
from sangto.kernel.references import unused_reference
from sangto.kernel.workflow import Transition
from sangto.kernel.worktime import WorkCalendar, due

_WITH = ("case__claim", "case__subject_agency", "draft_version__draft", "agency", "network")
_WAITING = [state.value for state in WAITING_STATES]


def free_reference(now: datetime) -> str:
    """A reference such as ``LY-26-K7Q4M3`` that no round has."""
    year = timezone.localdate(now).year
    return unused_reference(
        "LY",
        year,
        secrets.token_bytes,
        lambda reference: OpinionRound.objects.filter(reference=reference).exists(),
    )


def held(opinion_round: OpinionRound) -> OpinionRound:
    """The row as it is now, until the end of the transaction: whatever is done with a round, one
    order of events wins."""
    return held_by_key(opinion_round.pk)


def held_by_key(key: int) -> OpinionRound:
    return OpinionRound.objects.select_for_update(of=("self",)).select_related(*_WITH).get(pk=key)


def held_invitation(opinion_round: OpinionRound, key: int) -> RoundInvitation:
    """A request of a round that is held already."""
    found = (
        RoundInvitation.objects.select_for_update(of=("self",))
        .select_related("agency")
        .get(pk=key, round=opinion_round)
    )
    found.round = opinion_round
    return found


def step(opinion_round: OpinionRound, action: RoundAction, actor: Actor) -> Transition:
    """The move, for somebody who may make it."""
    permission = next(row.permission for row in ROUND_WORKFLOW if row.action == action.value)
    authorise_round(actor, Permission(permission), round_standing(actor, opinion_round))
    return ROUND_WORKFLOW.step(opinion_round.state, action.value)


def keep_case(case: Case | None) -> None:
    """Refuses when somebody changed the case since it was read, and keeps it as it is."""
    if case is not None:
        write(case, status=case.status)


def change_row(opinion_round: OpinionRound, **values: object) -> None:
    """Write columns of a round that is held."""
    OpinionRound.objects.filter(pk=opinion_round.pk).update(**values)
    for name, value in values.items():
        setattr(opinion_round, name, value)


def change_invitation(invitation: RoundInvitation, **values: object) -> None:
    RoundInvitation.objects.filter(pk=invitation.pk).update(**values)
    for name, value in values.items():
        setattr(invitation, name, value)


def closing_time(opinion_round: OpinionRound, calendar: WorkCalendar) -> datetime:
    """``grace_days`` after the last deadline of those who have not answered."""
    last = opinion_round.due_at
    if last is None:
        raise ValueError("a round that was not opened has no deadline")
    own = RoundInvitation.objects.filter(
        round=opinion_round, state__in=_WAITING, due_at__isnull=False
    )
    last = max([last, *(at for at in own.values_list("due_at", flat=True) if at is not None)])
    return due(last, opinion_round.grace_days, length_of(opinion_round).counting, calendar).at


def set_closing(opinion_round: OpinionRound, calendar: WorkCalendar) -> None:
    """When the round closes by itself, and until when its links can be read, anew."""
    closes_at = closing_time(opinion_round, calendar)
    change_row(opinion_round, closes_at=closes_at)
    RoundInvitation.objects.filter(round=opinion_round).update(
        expires_at=closes_at + READABLE_AFTER
    )


def own_deadline(opinion_round: OpinionRound, days: int, calendar: WorkCalendar) -> datetime:
    """The deadline of an agency that has so many days more in all."""
    if opinion_round.due_at is None:
        raise ValueError("a round that was not opened has no deadline")
    return due(opinion_round.due_at, days, length_of(opinion_round).counting, calendar).at


def tell_case(
    opinion_round: OpinionRound,
    what: str,
    *,
    actor: Actor,
    now: datetime,
    text: str = "",
    data: Mapping[str, object] | None = None,
) -> None:
    """A line in the timeline of the case, when the round is on one."""
    if opinion_round.case is None:
        return
    record_entry(
        case=opinion_round.case,
        kind=EntryKind.ROUND,
        actor=actor,
        text=text,
        data={"step": what, "round": opinion_round.reference, **(data or {})},
        now=now,
    )


def details(opinion_round: OpinionRound, **more: object) -> dict[str, object]:
    return {
        "case": opinion_round.case_id,
        "draft_version": opinion_round.draft_version_id,
        **more,
    }


def move_on(
    journal: Journal,
    opinion_round: OpinionRound,
    move: Transition,
    columns: Mapping[str, object] | None = None,
    **more: object,
) -> None:
    """Write the state that the move leads to with what belongs to it, and its line in the
    record."""
    change_row(opinion_round, state=RoundState(move.target).value, **(columns or {}))
    journal.record(AuditTag(move.audit_tag), opinion_round, details(opinion_round, **more))
