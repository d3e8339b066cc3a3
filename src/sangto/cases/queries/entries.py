"""Which rows of the inbox a person sees, narrowed, ordered and counted.

Everything here reads :class:`InboxEntry` alone, by its indexes. Numbers are counted up to
:data:`MOST` and no further, so that a full archive costs no more than an empty one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import IntegerField, Q, QuerySet, Subquery
from django.utils import timezone

from sangto.cases.domain.inbox import UNFINISHED, Order, Part
from sangto.cases.models import InboxEntry
from sangto.cases.permissions import Permission, has_permission
from sangto.cases.queries.cases import cases_visible_to
from sangto.kernel.actor import Actor
from sangto.kernel.categories import Category
from sangto.kernel.references import normalised_reference
from sangto.matching.queries import search_claims
from sangto.organisations.models import Agency

#: How far is counted, and leafed through. Whoever looks for more narrows it down.
MOST = 1000


@dataclass(frozen=True, slots=True)
class InboxFilters:
    """No part means everything that is not finished. ``agency`` is the owner's slug.

    ``text`` searches references and officers' titles only (SCOPE.md 3). Closed cases come last
    closed first, whatever the order.
    """

    part: Part | None = None
    category: Category | None = None
    mine: bool = False
    agency: str = ""
    late: bool = False
    text: str = ""
    order: Order = Order.RANK
    limit: int = 100
    offset: int = 0


class InboxCounts(NamedTuple):
    """How many claims each part holds under the other filters, up to :data:`MOST` and one.
    ``arrived`` came into the asked part since the asked moment."""

    triage: int = 0
    work: int = 0
    approval: int = 0
    closed: int = 0
    arrived: int = 0

    def of(self, part: Part) -> int:
        return int(getattr(self, part.value))


class _CappedCount(Subquery):
    """The number of rows of a query that is cut."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS capped)"
    output_field = IntegerField()


def entries_visible_to(actor: Actor) -> QuerySet[InboxEntry]:
    """The lead agency's triage also sees claims that have no case yet."""
    if actor.agency_id is None or not has_permission(actor, Permission.VIEW):
        return InboxEntry.objects.none()
    if actor.in_lead_agency:
        network = Agency.objects.filter(pk=actor.agency_id, is_lead=True).values("network")
        return InboxEntry.objects.filter(network=Subquery(network))
    return InboxEntry.objects.filter(case__in=cases_visible_to(actor).order_by())


def narrowed(
    entries: QuerySet[InboxEntry], actor: Actor, filters: InboxFilters, now: datetime
) -> QuerySet[InboxEntry]:
    """All filters but the part. A closed case is never late."""
    if filters.category is not None:
        entries = entries.filter(category=filters.category.value)
    if filters.mine:
        entries = entries.filter(assignee=actor.user_id)
    if filters.agency:
        owner = Agency.objects.filter(slug=filters.agency).values("pk")[:1]
        entries = entries.filter(owner=Subquery(owner))
    if filters.late:
        entries = entries.filter(due_at__lt=now).exclude(part=Part.CLOSED.value)
    if filters.text.strip():
        entries = entries.filter(_named(filters.text))
    return entries


def in_part(entries: QuerySet[InboxEntry], part: Part | None) -> QuerySet[InboxEntry]:
    if part is None:
        return entries.filter(part__in=[one.value for one in UNFINISHED])
    return entries.filter(part=part.value)


def ordered(entries: QuerySet[InboxEntry], part: Part | None, order: Order) -> QuerySet[InboxEntry]:
    """Each order is an index, with the newest claim first among equals."""
    if part is Part.CLOSED or order is Order.NEWEST:
        return entries.order_by("-sorted_at", "-claim_id")
    if order is Order.DEADLINE:
        return entries.order_by("due_at", "-claim_id")
    if order is Order.GROWTH:
        return entries.order_by("-growing", "-rank", "-claim_id")
    return entries.order_by("-rank", "-claim_id")


def inbox_counts(
    actor: Actor,
    filters: InboxFilters | None = None,
    *,
    arrived_since: datetime | None = None,
    now: datetime | None = None,
) -> InboxCounts:
    """One query for the lead agency, whatever the number of claims; ``part`` of the filters says
    only where ``arrived`` is counted."""
    filters = filters or InboxFilters()
    entries = narrowed(entries_visible_to(actor), actor, filters, now or timezone.now())
    if actor.agency_id is None or entries.query.is_empty():
        return InboxCounts()
    wanted = {part: in_part(entries, part) for part in (*UNFINISHED, Part.CLOSED)}
    counted = {part.value: _capped(rows) for part, rows in wanted.items()}
    if arrived_since is not None:
        counted["arrived"] = _capped(
            in_part(entries, filters.part).filter(entered_at__gt=arrived_since)
        )
    row = Agency.objects.filter(pk=actor.agency_id).annotate(**counted).values(*counted).get()
    return InboxCounts(**row)


def _capped(rows: QuerySet[InboxEntry]) -> _CappedCount:
    return _CappedCount(rows.order_by().values("pk")[: MOST + 1])


def _named(text: str) -> Q:
    found = Q(claim__in=search_claims(text).order_by().values("pk"))
    reference = normalised_reference(text[:100])
    return found if reference is None else found | Q(case__reference=reference)
