"""Rounds and requests, and which of them an actor may know about."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from sangto.cases.models import Case
from sangto.cases.queries import category_of, standing_of, subject_relatives
from sangto.consultation.domain.invitations import WAITING_STATES
from sangto.consultation.domain.reminders import ReminderPlan, plan_from
from sangto.consultation.domain.rounds import (
    RUNNING_STATES,
    Length,
    LengthMode,
    RoundState,
)
from sangto.consultation.models import DecisionInput, OpinionRound, RoundInvitation
from sangto.consultation.permissions import (
    Permission,
    RoundStanding,
    has_round_permission,
    may_in_round,
)
from sangto.kernel.actor import Actor
from sangto.kernel.categories import Category
from sangto.kernel.errors import NotVisible, Refused
from sangto.kernel.worktime import Deadline
from sangto.organisations.domain.charter_spec import DeadlinesSpec
from sangto.organisations.domain.deadlines import DeadlineKind
from sangto.organisations.models import Agency, Network
from sangto.organisations.queries import calendar_for, current_charter

#: Who is asked learns of a round when it opens.
ASKED_STATES = (RoundState.OPEN, RoundState.CLOSED, RoundState.CONCLUDED, RoundState.CANCELLED)
_RUNNING = [state.value for state in RUNNING_STATES]
_WAITING = [state.value for state in WAITING_STATES]
#: The text of a draft may be long, and no list of rounds shows it.
_TEXT = "draft_version__paragraphs"
_SHOWN = ("case__claim", "case__subject_agency", "draft_version__draft", "agency", "network")


def length_of(opinion_round: OpinionRound) -> Length:
    return Length(LengthMode(opinion_round.mode), opinion_round.days, opinion_round.due_on)


def plan_of(opinion_round: OpinionRound) -> ReminderPlan:
    return plan_from(opinion_round.reminders)


def default_length(network: Network) -> Length:
    """What the charter of the network gives, or this product's default."""
    try:
        rules = current_charter(network).deadlines
    except Refused:
        rules = DeadlinesSpec()
    rule = rules.of(DeadlineKind.OPINION_ROUND)
    return Length(LengthMode(rule.mode.value), rule.days)


def explained_deadline(opinion_round: OpinionRound) -> Deadline | None:
    """How the deadline of an opened round was counted, day by day. One query."""
    if opinion_round.opened_at is None:
        return None
    calendar = calendar_for(opinion_round.network)
    return length_of(opinion_round).deadline(opinion_round.opened_at, calendar)


def category_asked_about(opinion_round: OpinionRound) -> Category | None:
    return category_of(opinion_round.case) if opinion_round.case is not None else None


def concerned_agencies(opinion_round: OpinionRound) -> frozenset[int]:
    """Those that the claim is about, all above and all below them (SCOPE.md 5)."""
    return subject_relatives(opinion_round.case) if opinion_round.case else frozenset()


def case_round_standing(actor: Actor, case: Case) -> RoundStanding:
    """How the actor's agency stands to rounds on this case."""
    standing = standing_of(actor, case)
    return RoundStanding(leads=standing.leads, asks=standing.owns, conflicted=standing.conflicted)


def round_standing(actor: Actor, opinion_round: OpinionRound) -> RoundStanding:
    """How the actor's agency stands to this round; up to six queries."""
    if actor.agency_id is None:
        return RoundStanding()
    agency = Agency.objects.filter(pk=actor.agency_id, network_id=opinion_round.network_id).first()
    if agency is None:
        return RoundStanding()
    asked = opinion_round.state in ASKED_STATES and opinion_round.opened_at is not None
    invited = asked and RoundInvitation.objects.filter(round=opinion_round, agency=agency).exists()
    if opinion_round.case is None:
        return RoundStanding(asks=opinion_round.agency_id == agency.pk, invited=invited)
    on_case = case_round_standing(actor, opinion_round.case)
    return RoundStanding(
        leads=on_case.leads,
        asks=on_case.asks or opinion_round.agency_id == agency.pk,
        invited=invited,
        conflicted=on_case.conflicted,
    )


def rounds_visible_to(actor: Actor) -> QuerySet[OpinionRound]:
    """Rounds whose answers this person may read: the lead agency sees those on all cases of its
    network, others those that they ask or that are on a case of theirs. One query before the list
    itself."""
    rounds = OpinionRound.objects.all()
    if actor.agency_id is None or not has_round_permission(actor, Permission.ROUND_VIEW):
        return rounds.none()
    agency = Agency.objects.filter(pk=actor.agency_id).first()
    if agency is None:
        return rounds.none()
    own = Q(agency=agency) | Q(case__owner=agency)
    if actor.in_lead_agency and agency.is_lead:
        own |= Q(case__isnull=False)
    return rounds.filter(own, network_id=agency.network_id).select_related(*_SHOWN).defer(_TEXT)


def round_for(
    actor: Actor, reference: str, need: Permission = Permission.ROUND_VIEW
) -> OpinionRound:
    """The round for somebody who may do this there; else :class:`NotVisible`. Who was only asked
    takes :func:`request_for`."""
    found = rounds_visible_to(actor).filter(reference=reference).first()
    if found is None or not may_in_round(actor, need, round_standing(actor, found)):
        raise NotVisible
    return found


def rounds_of(case: Case) -> QuerySet[OpinionRound]:
    """Newest first; who may see the case may see that there are rounds on it."""
    return OpinionRound.objects.filter(case=case).select_related(*_SHOWN).defer(_TEXT)


def running_round(case: Case) -> OpinionRound | None:
    return rounds_of(case).filter(state__in=_RUNNING).first()


def invitation_for(
    actor: Actor, reference: str, number: int, need: Permission = Permission.ROUND_VIEW
) -> RoundInvitation:
    """One request of a round for those who ask; ``number`` is its key."""
    opinion_round = round_for(actor, reference, need)
    found = (
        RoundInvitation.objects.filter(round=opinion_round, pk=number)
        .select_related("agency", *(f"round__{name}" for name in _SHOWN))
        .defer(f"round__{_TEXT}")
        .first()
    )
    if found is None:
        raise NotVisible
    return found


def requests_for(actor: Actor, *, over: bool = False) -> QuerySet[RoundInvitation]:
    """What the own agency is asked now, or (``over``) was asked in rounds that ended; the nearest
    deadline first. Cancelled rounds are left out."""
    requests = RoundInvitation.objects.all()
    if actor.agency_id is None or not has_round_permission(actor, Permission.REQUEST_READ):
        return requests.none()
    states = [RoundState.CLOSED, RoundState.CONCLUDED] if over else [RoundState.OPEN]
    return (
        requests.filter(agency_id=actor.agency_id, round__state__in=states)
        .select_related("agency", *(f"round__{name}" for name in _SHOWN))
        .defer(f"round__{_TEXT}")
        .order_by("-round__due_at" if over else "round__due_at", "pk")
    )


def request_for(
    actor: Actor, reference: str, need: Permission = Permission.OPINION_GIVE
) -> RoundInvitation:
    """The own agency's request in this round; else :class:`NotVisible`."""
    found = (
        RoundInvitation.objects.filter(
            agency_id=actor.agency_id or 0,
            round__reference=reference,
            round__opened_at__isnull=False,
        )
        .select_related("agency", *(f"round__{name}" for name in _SHOWN))
        .defer(f"round__{_TEXT}")
        .first()
    )
    if found is None or not may_in_round(actor, need, round_standing(actor, found.round)):
        raise NotVisible
    return found


def waiting_requests_number(actor: Actor) -> int:
    """How many requests the own agency has not answered. One query."""
    return requests_for(actor).filter(state__in=_WAITING).order_by().count()


def approvals_for(actor: Actor) -> QuerySet[OpinionRound]:
    """Rounds that wait for a second person, without those that this one prepared."""
    if not has_round_permission(actor, Permission.ROUND_APPROVE):
        return OpinionRound.objects.none()
    return (
        rounds_visible_to(actor)
        .filter(state=RoundState.WAITING_APPROVAL.value)
        .exclude(prepared_by_id=actor.user_id)
        .order_by("submitted_at", "pk")
    )


def decision_inputs(case: Case) -> QuerySet[DecisionInput]:
    """What rounds and meetings concluded about this case, oldest first."""
    return DecisionInput.objects.filter(case=case).select_related(
        "opinion_round", "concluded_by", "agency"
    )
