"""What the asking agency makes of the answers; it becomes an input of the case's decision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from sangto.audit.services import change
from sangto.cases.domain.moves import open_refusal
from sangto.cases.domain.states import CaseStatus
from sangto.consultation.domain.answers import (
    FINAL_KINDS,
    Answer,
    AnswerKind,
    AnswerVia,
    proposal_refusal,
)
from sangto.consultation.domain.rounds import RoundAction, conclusion_refusal
from sangto.consultation.models import DecisionInput, Opinion, OpinionRound, RoundInvitation
from sangto.consultation.queries.rounds import category_asked_about
from sangto.consultation.services.closing import write_to_all
from sangto.consultation.services.round_rows import (
    held,
    keep_case,
    move_on,
    step,
    tell_case,
)
from sangto.consultation.wording import concluded_letter
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, insist
from sangto.kernel.text import clean


def conclude_round(
    *,
    opinion_round: OpinionRound,
    text: str,
    weighed: Sequence[Opinion],
    actor: Actor,
    not_followed: str = "",
    proposed_rating: str = "",
    now: datetime | None = None,
) -> OpinionRound:
    """Say what follows from the answers, on which of them it rests (``weighed``), and what is not
    followed and why. Never by an agency that the claim is about (SCOPE.md 5), nor by who gave one
    of the answers. Who answered is told that it is concluded."""
    now = now or timezone.now()
    text, not_followed = clean(text).strip(), clean(not_followed).strip()
    with change(actor) as journal:
        opinion_round = held(opinion_round)
        move = step(opinion_round, RoundAction.CONCLUDE, actor)
        case = opinion_round.case
        if case is not None:
            insist(open_refusal(CaseStatus(case.status)))
            keep_case(case)
        answers = Opinion.objects.filter(
            invitation__round=opinion_round,
            latest=True,
            kind__in=[kind.value for kind in FINAL_KINDS],
        )
        known = set(answers.values_list("pk", flat=True))
        chosen = {row.pk for row in weighed}
        if not chosen <= known:
            raise NotVisible
        insist(
            conclusion_refusal(
                text=text,
                not_followed=not_followed,
                weighed=len(chosen),
                answered=len(known),
                left_out=len(known - chosen),
                own_answer=answers.filter(
                    user_id=actor.user_id or 0, via=AnswerVia.OFFICER.value
                ).exists(),
            )
        )
        if proposed_rating:
            proposal = Answer(AnswerKind.AGREE, rating=proposed_rating)
            insist(proposal_refusal(proposal, category_asked_about(opinion_round)))
        move_on(
            journal,
            opinion_round,
            move,
            {
                "conclusion": text,
                "not_followed": not_followed,
                "concluded_at": now,
                "concluded_by_id": actor.user_id,
            },
            weighed=sorted(chosen),
            rating=proposed_rating,
        )
        opinion_round.weighed.set(chosen)
        if case is not None:
            DecisionInput.objects.create(
                case=case,
                opinion_round=opinion_round,
                text=text,
                proposed_rating=proposed_rating,
                not_followed=not_followed,
                at=now,
                concluded_by_id=actor.user_id,
                agency_id=actor.agency_id,
            )
        tell_case(opinion_round, "concluded", actor=actor, now=now, text=text)
        answered = list(
            RoundInvitation.objects.filter(
                round=opinion_round, answered_at__isnull=False
            ).select_related("agency")
        )
        for row in answered:
            row.round = opinion_round
        write_to_all(answered, concluded_letter, now, "concluded")
    return opinion_round
