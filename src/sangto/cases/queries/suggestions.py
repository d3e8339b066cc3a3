"""What is suggested about grouping, for those who may join and split."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from sangto.cases.domain.inbox import UNFINISHED, Part
from sangto.cases.domain.suggesting import SuggestionKind, SuggestionState
from sangto.cases.models import Suggestion
from sangto.cases.permissions import Permission, has_permission
from sangto.cases.queries.entries import MOST
from sangto.cases.queries.inbox import InboxRow, rows_of
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.matching import permissions as matching
from sangto.matching.models import Claim
from sangto.organisations.models import Agency
from sangto.organisations.queries import relatives

_UNFINISHED = [part.value for part in UNFINISHED]


def may_group(actor: Actor) -> bool:
    """Whether this person joins and splits claims at all: the desk of the lead agency."""
    return has_permission(actor, Permission.OPEN) and matching.may(
        actor, matching.MatchingPermission.CLAIM_MERGE
    )


def suggestions_visible_to(actor: Actor) -> QuerySet[Suggestion]:
    """Those about claims that this person decides on: none that is about their own agency, or one
    above or below it (SCOPE.md 5). Two queries before the list itself."""
    agency = Agency.objects.filter(pk=actor.agency_id or 0, is_lead=True).first()
    if agency is None or not may_group(actor):
        return Suggestion.objects.none()
    own = relatives(agency)
    return (
        Suggestion.objects.filter(network=agency.network_id)
        .exclude(claim__subject_agency__in=own)
        .exclude(other__subject_agency__in=own)
        .exclude(claim__case__subject_agency__in=own)
        .exclude(other__case__subject_agency__in=own)
    )


def open_suggestions(actor: Actor) -> QuerySet[Suggestion]:
    """The likeliest first. A pair that went up in other claims, and one that nobody works on any
    more, waits unseen until that is undone."""
    work = Q(claim__inbox_entry__part__in=_UNFINISHED) | Q(other__inbox_entry__part__in=_UNFINISHED)
    return (
        _standing(suggestions_visible_to(actor))
        .filter(work, state=SuggestionState.OPEN.value)
        .order_by("-score", "-pk")
    )


def dismissed_suggestions(actor: Actor) -> QuerySet[Suggestion]:
    """Answered with no, the last answer first."""
    return (
        _standing(suggestions_visible_to(actor))
        .filter(state=SuggestionState.DISMISSED.value)
        .select_related("decided_by")
        .order_by("-decided_at", "-pk")
    )


def suggestion_count(actor: Actor) -> int:
    """How many wait for an answer, up to one more than :data:`MOST`."""
    return open_suggestions(actor).order_by()[: MOST + 1].count()


def suggestion_for(actor: Actor, number: int) -> Suggestion:
    """Open or dismissed; else :class:`NotVisible`."""
    found = (
        suggestions_visible_to(actor)
        .exclude(state=SuggestionState.DONE.value)
        .select_related("claim", "other")
        .filter(pk=number)
        .first()
    )
    if found is None:
        raise NotVisible
    return found


@dataclass(frozen=True, slots=True)
class Suggested:
    """A suggestion with the rows of its claims. ``goes`` is the one that would go up in ``stays``;
    in a suggestion to split there is only ``stays``."""

    suggestion: Suggestion
    stays: InboxRow
    goes: InboxRow | None


def with_rows(actor: Actor, suggestions: Collection[Suggestion]) -> list[Suggested]:
    """The same number of queries for any number of them."""
    wanted = {number for one in suggestions for number in (one.claim_id, one.other_id) if number}
    rows = {row.claim.pk: row for row in rows_of(actor, wanted)} if wanted else {}
    found = (_with_rows(one, rows) for one in suggestions)
    return [one for one in found if one is not None]


def suggestions_about(
    claim: Claim, actor: Actor, *, state: SuggestionState = SuggestionState.OPEN
) -> list[Suggested]:
    """Those that this claim is one side of; a merged one has none."""
    about = Q(claim=claim) | Q(other=claim)
    wanted = open_suggestions if state is SuggestionState.OPEN else dismissed_suggestions
    return with_rows(actor, list(wanted(actor).filter(about)))


def _standing(suggestions: QuerySet[Suggestion]) -> QuerySet[Suggestion]:
    return suggestions.filter(
        Q(other__isnull=True) | Q(other__merged_into__isnull=True), claim__merged_into__isnull=True
    )


def _with_rows(suggestion: Suggestion, rows: Mapping[int, InboxRow]) -> Suggested | None:
    claim = rows.get(suggestion.claim_id)
    if claim is None or suggestion.kind == SuggestionKind.SPLIT:
        return Suggested(suggestion, claim, None) if claim is not None else None
    other = rows.get(suggestion.other_id or 0)
    if other is None:
        return None
    stays, goes = sorted((claim, other), key=_weight)
    return Suggested(suggestion, stays, goes)


_ORDER = {Part.CLOSED: 0, Part.APPROVAL: 1, Part.WORK: 2, Part.TRIAGE: 3, Part.NONE: 4}


def _weight(row: InboxRow) -> tuple[int, bool, bool, int]:
    """What is further goes on, then what has a case, then the older one."""
    return (_ORDER[row.part], row.case is None, row.category is None, row.claim.pk)
