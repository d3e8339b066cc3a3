"""Rounds on a draft: for comments on its provisions, and for the members' written votes."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from sangto.audit.services import change
from sangto.consultation.domain.draft_workflow import (
    DraftAction,
    RoundPurpose,
    StepKind,
    round_refusal,
)
from sangto.consultation.models import Draft, DraftRound, DraftStep, OpinionRound
from sangto.consultation.queries.drafts import latest_version, unfinished_rounds
from sangto.consultation.services.draft_rows import held, make_move, step
from sangto.consultation.services.opening import open_round
from sangto.consultation.services.preparing import Request, prepare_round
from sangto.kernel.actor import Actor
from sangto.kernel.errors import insist
from sangto.organisations.queries import today


def prepare_draft_round(
    *, draft: Draft, request: Request, actor: Actor, now: datetime | None = None
) -> OpinionRound:
    """Prepare a round for comments on the newest version. It goes out as every round does: directly
    (:func:`open_draft_round`) or approved by a second person."""
    return _prepared(draft, request, DraftAction.CONSULT, RoundPurpose.COMMENTS, actor, now)


def prepare_vote(
    *, draft: Draft, request: Request, actor: Actor, now: datetime | None = None
) -> OpinionRound:
    """Prepare the members' written votes on an appraised draft: agree is for, object against."""
    return _prepared(draft, request, DraftAction.VOTE, RoundPurpose.VOTE, actor, now)


def open_draft_round(
    *,
    draft: Draft,
    request: Request,
    actor: Actor,
    number: str = "",
    now: datetime | None = None,
) -> OpinionRound:
    """Prepare a round for comments and send it out at once. ``number`` is that of the official
    letter that asks, when there is one."""
    now = now or timezone.now()
    with change(actor):
        opinion_round = prepare_draft_round(draft=draft, request=request, actor=actor, now=now)
        opinion_round = open_round(opinion_round=opinion_round, actor=actor, now=now)
        if number:
            DraftStep.objects.create(
                draft=draft,
                kind=StepKind.REQUEST.value,
                number=number,
                on=today(now),
                version_id=opinion_round.draft_version_id,
                agency_id=actor.agency_id,
                user_id=actor.user_id,
                at=now,
            )
    return opinion_round


def _prepared(
    draft: Draft,
    request: Request,
    action: DraftAction,
    purpose: RoundPurpose,
    actor: Actor,
    now: datetime | None,
) -> OpinionRound:
    now = now or timezone.now()
    with change(actor) as journal:
        draft = held(draft)
        move = step(draft, action, actor)
        insist(round_refusal(unfinished=unfinished_rounds(draft).count()))
        opinion_round = prepare_round(
            request=request, draft_version=latest_version(draft), actor=actor, now=now
        )
        DraftRound.objects.create(draft=draft, round=opinion_round, purpose=purpose.value)
        make_move(journal, draft, move, {"round": opinion_round.pk, "purpose": purpose.value})
    return opinion_round
