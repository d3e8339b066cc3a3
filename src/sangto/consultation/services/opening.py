"""A round goes out: directly, or approved by a second person."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from sangto.audit.services import Journal, change
from sangto.cases.domain.states import CaseStatus
from sangto.cases.queries import category_of
from sangto.consultation.domain.rounds import (
    RoundAction,
    approving_refusal,
    case_refusal,
    invited_refusal,
    length_refusal,
)
from sangto.consultation.models import DraftVersion, OpinionRound, RoundInvitation
from sangto.consultation.queries.rounds import length_of
from sangto.consultation.services.preparing import insist_on_invitable
from sangto.consultation.services.round_rows import (
    change_row,
    closing_time,
    held,
    keep_case,
    move_on,
    set_closing,
    step,
    tell_case,
)
from sangto.consultation.services.sending import ask_sending
from sangto.kernel.actor import Actor
from sangto.kernel.errors import insist
from sangto.kernel.workflow import Transition
from sangto.organisations.queries import calendar_for, today


def open_round(
    *, opinion_round: OpinionRound, actor: Actor, now: datetime | None = None
) -> OpinionRound:
    """Send a prepared round out without a second person. Its time counts from now on; the letters
    follow in the background."""
    now = now or timezone.now()
    with change(actor) as journal:
        opinion_round = held(opinion_round)
        move = step(opinion_round, RoundAction.OPEN, actor)
        _open(opinion_round, move, journal, actor, now)
    return opinion_round


def approve_and_open(
    *, opinion_round: OpinionRound, actor: Actor, now: datetime | None = None
) -> OpinionRound:
    """Approve a round that somebody else prepared, and send it out."""
    now = now or timezone.now()
    with change(actor) as journal:
        opinion_round = held(opinion_round)
        move = step(opinion_round, RoundAction.APPROVE, actor)
        insist(approving_refusal(prepared_by=opinion_round.prepared_by_id, approver=actor.user_id))
        change_row(opinion_round, approved_by_id=actor.user_id)
        _open(opinion_round, move, journal, actor, now)
    return opinion_round


def _open(
    opinion_round: OpinionRound, move: Transition, journal: Journal, actor: Actor, now: datetime
) -> None:
    case = opinion_round.case
    if case is not None:
        insist(case_refusal(status=CaseStatus(case.status), category=category_of(case)))
        keep_case(case)
    insist(length_refusal(length_of(opinion_round), today=today(now)))
    invitations = list(RoundInvitation.objects.filter(round=opinion_round).select_related("agency"))
    insist(invited_refusal(number=len(invitations)))
    for invitation in invitations:
        insist_on_invitable(opinion_round, invitation.agency, today(now))
    calendar = calendar_for(opinion_round.network)
    deadline = length_of(opinion_round).deadline(now, calendar)
    opinion_round.due_at = deadline.at
    columns = {
        "opened_at": now,
        "opened_by_id": actor.user_id,
        "due_at": deadline.at,
        "closes_at": closing_time(opinion_round, calendar),
    }
    if opinion_round.draft_version_id is not None:
        DraftVersion.objects.filter(
            pk=opinion_round.draft_version_id, sealed_at__isnull=True
        ).update(sealed_at=now)
    move_on(
        journal,
        opinion_round,
        move,
        columns,
        invited=[row.agency_id for row in invitations],
        due_at=deadline.at.isoformat(),
        approved_by=opinion_round.approved_by_id,
    )
    set_closing(opinion_round, calendar)
    tell_case(
        opinion_round,
        "opened",
        actor=actor,
        now=now,
        data={"agencies": [row.agency_id for row in invitations]},
    )
    ask_sending(opinion_round, now)
