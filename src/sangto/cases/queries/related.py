"""Other cases that have something in common with this one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q

from sangto.cases.models import Case
from sangto.cases.queries.cases import JOINED, cases_visible_to
from sangto.kernel.actor import Actor
from sangto.matching.models import Indicator, ReportLink

#: Cases on the page at most.
SHOWN = 8
_LINKS_READ = 50


class Relation(StrEnum):
    INDICATOR = "indicator"
    SIMILAR = "similar"
    SUBJECT = "subject"


@dataclass(frozen=True, slots=True)
class Related:
    """``indicators`` are the kinds of what both have, such as a phone number."""

    case: Case
    relations: tuple[Relation, ...]
    indicators: tuple[str, ...]


def related_cases(case: Case, actor: Actor, *, limit: int = SHOWN) -> list[Related]:
    """Open and closed cases that the actor may see, those with a shared indicator first.

    Shared is an exact indicator, what matching found similar when a report came in, or the
    agency that both are about. At most five queries for any number.
    """
    shared = _shared_indicators(case)
    similar = _similar_claims(case)
    wanted = Q(claim__in=[*shared, *similar])
    if case.subject_agency_id is not None:
        wanted |= Q(subject_agency=case.subject_agency_id)
    if not shared and not similar and case.subject_agency_id is None:
        return []
    found = (
        cases_visible_to(actor)
        .filter(wanted)
        .exclude(pk=case.pk)
        .select_related("claim", "owner")
        .order_by("-opened_at", "-pk")[: limit * 4]
    )
    rows = [_related(one, case, shared, similar) for one in found]
    rows.sort(key=lambda row: (Relation.INDICATOR not in row.relations, -len(row.relations)))
    return rows[:limit]


def _related(other: Case, case: Case, shared: dict[int, set[str]], similar: set[int]) -> Related:
    relations = []
    if other.claim_id in shared:
        relations.append(Relation.INDICATOR)
    if other.claim_id in similar:
        relations.append(Relation.SIMILAR)
    if case.subject_agency_id and other.subject_agency_id == case.subject_agency_id:
        relations.append(Relation.SUBJECT)
    kinds = tuple(sorted(shared.get(other.claim_id, ())))
    return Related(other, tuple(relations), kinds)


def _shared_indicators(case: Case) -> dict[int, set[str]]:
    mine = list(Indicator.objects.filter(claim=case.claim_id).values_list("kind", "value"))
    if not mine:
        return {}
    same = Q()
    for kind, value in mine:
        same |= Q(kind=kind, value=value)
    found: dict[int, set[str]] = defaultdict(set)
    rows = Indicator.objects.filter(same).exclude(claim=case.claim_id)
    for claim, kind in rows.values_list("claim_id", "kind"):
        found[claim].add(kind)
    return dict(found)


def _similar_claims(case: Case) -> set[int]:
    """What matching noted for the reports of this claim, by number."""
    found: set[int] = set()
    links = ReportLink.objects.filter(claim=case.claim_id, state__in=JOINED).order_by("-pk")
    for explanation in links.values_list("explanation", flat=True)[:_LINKS_READ]:
        for one in (explanation or {}).get("similar", []):
            if isinstance(one, dict) and isinstance(one.get("claim"), int):
                found.add(one["claim"])
    return found - {case.claim_id}
