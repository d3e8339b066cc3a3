"""What an agency is asked in opinion rounds, and its answer."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from ninja import Field, Path, Query, Router
from pydantic import StringConstraints

from sangto.api.access import Access, caller_of
from sangto.api.paging import MOST, USUAL, cursor_of, paged, place_of
from sangto.api.shapes import Cursor, Given, Moment, Reference, Slug, Taken, reference_of
from sangto.consultation.domain.answers import (
    MOST_SIGNATORY,
    MOST_TEXT,
    MOST_WHO,
    Answer,
    AnswerKind,
    AnswerVia,
)
from sangto.consultation.domain.invitations import InvitationState
from sangto.consultation.domain.rounds import RoundState
from sangto.consultation.models import Opinion, RoundInvitation
from sangto.consultation.permissions import Permission
from sangto.consultation.queries import own_versions, request_for, requests_for, takes_answers
from sangto.consultation.services import give_opinion
from sangto.kernel.actor import Scope
from sangto.kernel.categories import Category, Measure, Rating
from sangto.kernel.errors import NotVisible
from sangto.organisations.models import Agency
from sangto.organisations.queries import agency_by_slug

router = Router()
_READ = Access(Scope.ROUNDS_READ)


class Which(StrEnum):
    OPEN = "open"
    OVER = "over"


class AnswerShown(Given):
    version: int
    kind: AnswerKind
    text: str
    proposed_category: str
    proposed_rating: str
    proposed_measure: str
    competent: str
    more_days: int | None
    signatory: str
    via: AnswerVia
    given_at: Moment


class Request(Given):
    reference: str
    title: str
    question: str
    known: str
    asked_by: str
    state: InvitationState
    round_state: RoundState
    opened_at: Moment | None
    due_at: Moment | None
    takes_answers: bool


class WholeRequest(Request):
    answers: list[AnswerShown]


class Wanted(Taken):
    state: Which = Which.OPEN
    limit: int = Field(USUAL, ge=1, le=MOST)
    cursor: Cursor | None = None


class AnswerBody(Taken):
    kind: AnswerKind
    text: Annotated[str, StringConstraints(max_length=MOST_TEXT)] = ""
    proposed_category: Category | None = None
    proposed_rating: Rating | None = None
    proposed_measure: Measure | None = None
    competent: Slug | None = Field(None, description="The member agency that is competent instead.")
    competent_text: Annotated[str, StringConstraints(max_length=MOST_WHO)] = ""
    more_days: int | None = Field(None, ge=1, le=365)
    signatory: Annotated[str, StringConstraints(max_length=MOST_SIGNATORY)] = ""


@router.get(
    "/rounds",
    response=list[Request],
    auth=_READ,
    summary="List what the own agency is asked",
    operation_id="listRounds",
)
def list_rounds(
    request: HttpRequest, response: HttpResponse, wanted: Query[Wanted]
) -> list[dict[str, Any]]:
    """Open: the nearest deadline first. Over: the latest first."""
    over = wanted.state is Which.OVER
    rows = requests_for(caller_of(request).actor, over=over)
    place = place_of(wanted.cursor)
    if place is not None:
        at, number = place
        beyond = Q(round__due_at__lt=at) if over else Q(round__due_at__gt=at)
        rows = rows.filter(beyond | Q(round__due_at=at, pk__gt=number))
    found = list(rows[: wanted.limit + 1])
    last = found[wanted.limit - 1] if len(found) > wanted.limit else None
    after = None
    if last is not None and last.round.due_at is not None:
        after = cursor_of((last.round.due_at, last.pk))
    return [_request(one) for one in paged(request, response, found, wanted.limit, after)]


@router.get(
    "/rounds/{reference}",
    response=WholeRequest,
    auth=_READ,
    summary="Read one request, with the own answers",
    operation_id="getRound",
)
def get_round(request: HttpRequest, reference: Path[Reference]) -> dict[str, Any]:
    return _whole(_asked(request, reference, Permission.REQUEST_READ))


@router.put(
    "/rounds/{reference}/answer",
    response=WholeRequest,
    auth=Access(Scope.ROUNDS_ANSWER),
    summary="Answer for the own agency",
    operation_id="putAnswer",
)
def put_answer(
    request: HttpRequest, reference: Path[Reference], body: AnswerBody
) -> dict[str, Any]:
    """A new answer replaces the one before, which stays readable. The same once more changes
    nothing. Refused when the round takes no answers any more."""
    invitation = _asked(request, reference, Permission.OPINION_GIVE)
    competent = _competent(invitation, body.competent)
    answer = Answer(
        kind=body.kind,
        text=body.text,
        category=body.proposed_category or "",
        rating=body.proposed_rating or "",
        measure=body.proposed_measure or "",
        competent=competent.pk if competent is not None else None,
        competent_text=body.competent_text,
        more_days=body.more_days,
        signatory=body.signatory,
    )
    versions = own_versions(invitation)
    if not (versions and _says(versions[0], answer)):
        give_opinion(invitation=invitation, answer=answer, actor=caller_of(request).actor)
    return _whole(_asked(request, reference, Permission.OPINION_GIVE))


def _asked(request: HttpRequest, reference: str, need: Permission) -> RoundInvitation:
    return request_for(caller_of(request).actor, reference_of(reference), need)


def _competent(invitation: RoundInvitation, slug: str | None) -> Agency | None:
    if slug is None:
        return None
    agency = agency_by_slug(invitation.round.network, slug)
    if agency is None:
        raise NotVisible
    return agency


def _says(opinion: Opinion, answer: Answer) -> bool:
    return (
        opinion.via == AnswerVia.MACHINE
        and opinion.kind == answer.kind
        and opinion.text == answer.text.strip()
        and opinion.proposed_category == answer.category
        and opinion.proposed_rating == answer.rating
        and opinion.proposed_measure == answer.measure
        and opinion.competent_agency_id == answer.competent
        and opinion.competent_text == answer.competent_text
        and opinion.more_days == answer.more_days
        and opinion.signatory == answer.signatory
    )


def _name(agency: Agency) -> str:
    return (get_language() == "en" and agency.name_en) or agency.name


def _request(invitation: RoundInvitation) -> dict[str, Any]:
    asked = invitation.round
    return {
        "reference": asked.reference,
        "title": asked.title,
        "question": asked.question,
        "known": asked.known,
        "asked_by": _name(asked.agency),
        "state": invitation.state,
        "round_state": asked.state,
        "opened_at": asked.opened_at,
        "due_at": invitation.due_at or asked.due_at,
        "takes_answers": takes_answers(asked),
    }


def _whole(invitation: RoundInvitation) -> dict[str, Any]:
    return _request(invitation) | {"answers": [_answer(one) for one in own_versions(invitation)]}


def _answer(opinion: Opinion) -> dict[str, Any]:
    competent = opinion.competent_agency
    return {
        "version": opinion.version,
        "kind": opinion.kind,
        "text": opinion.text,
        "proposed_category": opinion.proposed_category,
        "proposed_rating": opinion.proposed_rating,
        "proposed_measure": opinion.proposed_measure,
        "competent": _name(competent) if competent is not None else opinion.competent_text,
        "more_days": opinion.more_days,
        "signatory": opinion.signatory,
        "via": opinion.via,
        "given_at": opinion.given_at,
    }
