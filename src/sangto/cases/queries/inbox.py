"""The rows of the desk's inbox: one a claim, whether or not somebody opened its case."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from sangto.cases.domain.inbox import (
    InboxStatus,
    Part,
    Points,
    Weight,
    fraction,
    points,
    pressure,
)
from sangto.cases.models import Case, Hold, InboxEntry
from sangto.cases.queries.entries import (
    InboxFilters,
    entries_visible_to,
    in_part,
    narrowed,
    ordered,
)
from sangto.cases.queries.holds import HoldNow, as_now
from sangto.intake.models import Report
from sangto.intake.permissions import IntakePermission
from sangto.intake.permissions import may as may_with_reports
from sangto.kernel.actor import Actor
from sangto.kernel.categories import Category
from sangto.kernel.text import excerpt
from sangto.matching.models import Claim
from sangto.organisations.models import Agency, Territory

EXCERPT_LENGTH = 160


class PlaceName(NamedTuple):
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class InboxRow:
    """``waiting`` of the reports have no answer yet. ``territories`` names the first of the
    ``places`` that reports came from, ``imitates`` the protected domain that a link is made to
    look like, ``money_lost`` is in dong. ``points`` and ``pressure`` add up to the rank.
    ``growing`` is how many came since ``growing_since`` where the claim grows fast, else 0.
    ``excerpt`` is empty unless the claim has no title yet and the actor may read reports.
    """

    claim: Claim
    case: Case | None
    part: Part
    title: str
    title_en: str
    excerpt: str
    category: Category | None
    status: InboxStatus
    reports: int
    waiting: int
    askers_24h: int
    growing: int
    growing_since: datetime | None
    money_lost: int
    imitated_agency: Agency | None
    imitates: str
    places: int
    territories: tuple[PlaceName, ...]
    points: Points
    pressure: int
    since: datetime
    due_at: datetime
    fraction: float
    late: bool
    owner: Agency | None
    assignee: str
    hold: HoldNow | None
    escalated: bool


def inbox(
    actor: Actor, filters: InboxFilters | None = None, *, now: datetime | None = None
) -> list[InboxRow]:
    """By rank unless another order is asked for; of closed ones the last closed first.

    At most four queries for the lead agency and six for a member, whatever the number of rows.
    """
    filters = filters or InboxFilters()
    now = now or timezone.now()
    visible = in_part(entries_visible_to(actor), filters.part)
    wanted = ordered(narrowed(visible, actor, filters, now), filters.part, filters.order)
    # Cut first, joined afterwards: the joins are made for the rows of the page alone.
    ids = list(wanted.values_list("pk", flat=True)[filters.offset : filters.offset + filters.limit])
    found = {entry.pk: entry for entry in _joined(ids)}
    entries = [found[number] for number in ids if number in found]
    return _rows(actor, entries, now)


def rows_of(
    actor: Actor, claims: Collection[int], *, now: datetime | None = None
) -> list[InboxRow]:
    """These claims as far as the actor sees them, in the order of the inbox."""
    now = now or timezone.now()
    visible = entries_visible_to(actor).filter(pk__in=claims).order_by("-rank", "-claim_id")
    entries = list(_joined(list(visible.values_list("pk", flat=True))).order_by("-rank", "-pk"))
    return _rows(actor, entries, now)


def _rows(actor: Actor, entries: list[InboxEntry], now: datetime) -> list[InboxRow]:
    places = _territories(entries)
    excerpts = _excerpts(entries) if may_with_reports(actor, IntakePermission.CONTENT_READ) else {}
    return [_row(entry, places, excerpts.get(entry.pk, ""), now) for entry in entries]


def _joined(ids: list[int]) -> QuerySet[InboxEntry]:
    return InboxEntry.objects.filter(pk__in=ids).select_related(
        "claim__hold__user",
        "claim__hold__handed_by",
        "case",
        "owner",
        "assignee",
        "imitated_agency",
    )


def _territories(entries: list[InboxEntry]) -> dict[int, PlaceName]:
    wanted = {number for entry in entries for number in entry.territories}
    rows = Territory.objects.filter(pk__in=wanted).values_list("pk", "name", "name_en")
    return {number: PlaceName(name, name_en) for number, name, name_en in rows}


def _excerpts(entries: list[InboxEntry]) -> dict[int, str]:
    """The start of the oldest report of each untitled claim."""
    first = {entry.first_report_id: entry.pk for entry in entries if not entry.claim.title}
    rows = Report.objects.filter(pk__in=[number for number in first if number is not None])
    return {
        first[number]: excerpt(text or link, EXCERPT_LENGTH)
        for number, text, link in rows.values_list("pk", "text", "link")
    }


def _row(entry: InboxEntry, places: Mapping[int, PlaceName], shown: str, now: datetime) -> InboxRow:
    claim = entry.claim
    hold: Hold | None = getattr(claim, "hold", None)
    part = Part(entry.part)
    named = sorted(places[number] for number in entry.territories if number in places)
    weight = Weight(
        askers=entry.askers_24h,
        money=entry.money_lost,
        imitates=entry.imitated_agency_id is not None or bool(entry.imitates),
        places=entry.places,
        grows=entry.growing > 0,
    )
    return InboxRow(
        claim=claim,
        case=entry.case,
        part=part,
        title=claim.title,
        title_en=claim.title_en,
        excerpt="" if claim.title else shown,
        category=Category(entry.category) if entry.category else None,
        status=InboxStatus(entry.status),
        reports=entry.reports,
        waiting=entry.waiting,
        askers_24h=entry.askers_24h,
        growing=entry.growing,
        growing_since=entry.growing_since,
        money_lost=entry.money_lost,
        imitated_agency=entry.imitated_agency,
        imitates=entry.imitates,
        places=entry.places,
        territories=tuple(named),
        points=points(weight),
        pressure=pressure(entry.due_at, now),
        since=entry.since,
        due_at=entry.due_at,
        fraction=fraction(entry.since, entry.due_at, now),
        late=part is not Part.CLOSED and now > entry.due_at,
        owner=entry.owner,
        assignee=entry.assignee.full_name if entry.assignee is not None else "",
        hold=as_now(hold, now),
        escalated=entry.escalated,
    )
