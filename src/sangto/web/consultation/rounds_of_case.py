"""Rounds on the page of their case, and what was concluded, for who decides it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from sangto.cases.domain.states import CaseStatus
from sangto.cases.models import Case
from sangto.cases.queries import category_of
from sangto.consultation.domain.rounds import RUNNING_STATES, RoundState, case_refusal
from sangto.consultation.models import DecisionInput, OpinionRound
from sangto.consultation.permissions import Permission, RoundStanding, may_in_round
from sangto.consultation.queries import (
    case_round_standing,
    decision_inputs,
    rounds_of,
    tally,
)
from sangto.kernel.actor import Actor
from sangto.web.cases.wording import StateLook
from sangto.web.consultation.rounds_showing import round_look


@dataclass(frozen=True, slots=True)
class RoundOfCase:
    """``linked``: this person may open it. ``answered`` of ``asked`` once it went out."""

    round: OpinionRound
    look: StateLook
    linked: bool
    asked: int
    answered: int


@dataclass(frozen=True, slots=True)
class RoundsOfCase:
    """``offer`` is where a round is begun; empty for who may not, or not now."""

    rows: tuple[RoundOfCase, ...]
    offer: str
    inputs: tuple[DecisionInput, ...]


def rounds_shown(actor: Actor, case: Case) -> RoundsOfCase:
    """Two queries, and two more while a round runs."""
    standing = case_round_standing(actor, case)
    rounds = list(rounds_of(case))
    return RoundsOfCase(
        rows=tuple(_row(actor, standing, row) for row in rounds),
        offer=_offer(actor, standing, case, rounds),
        inputs=tuple(inputs_shown(case)),
    )


def inputs_shown(case: Case) -> list[DecisionInput]:
    """What rounds and meetings concluded; one query."""
    return list(decision_inputs(case))


def _row(actor: Actor, standing: RoundStanding, row: OpinionRound) -> RoundOfCase:
    counted = tally(row) if row.state == RoundState.OPEN else None
    asks = row.agency_id == actor.agency_id
    sees = RoundStanding(leads=standing.leads, asks=standing.asks or asks)
    return RoundOfCase(
        round=row,
        look=round_look(row),
        linked=may_in_round(actor, Permission.ROUND_VIEW, sees),
        asked=counted.asked if counted is not None else 0,
        answered=counted.answered if counted is not None else 0,
    )


def _offer(actor: Actor, standing: RoundStanding, case: Case, rounds: list[OpinionRound]) -> str:
    if not may_in_round(actor, Permission.ROUND_PREPARE, standing):
        return ""
    if any(row.state in RUNNING_STATES for row in rounds):
        return ""
    if case_refusal(status=CaseStatus(case.status), category=category_of(case)) is not None:
        return ""
    return reverse("desk_round_new", args=[case.reference])
