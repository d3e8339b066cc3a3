"""The desk's inbox: one row a claim, whether or not somebody opened its case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from django.db.models import Case as Choose
from django.db.models import (
    Count,
    DateTimeField,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from sangto.cases.domain.states import OPEN_STATUSES, CaseOutcome, CaseStatus
from sangto.cases.models import Case
from sangto.cases.permissions import Permission, has_permission
from sangto.cases.queries.cases import JOINED, cases_visible_to
from sangto.intake.domain.reports import ASKER_ORIGINS, OriginKind, ReportStatus
from sangto.intake.models import Report
from sangto.intake.permissions import IntakePermission
from sangto.intake.permissions import may as may_with_reports
from sangto.kernel.actor import Actor
from sangto.kernel.categories import Category
from sangto.kernel.references import normalised_reference
from sangto.kernel.text import excerpt
from sangto.matching.models import Claim, ReportLink
from sangto.matching.queries import search_claims
from sangto.organisations.models import Agency

EXCERPT_LENGTH = 160
ASKERS_WINDOW = timedelta(hours=24)
_WAITING = (ReportStatus.RECEIVED.value, ReportStatus.IN_REVIEW.value)


#: Ends that do not answer a report which comes afterwards; a verdict is sent to it by itself.
_UNANSWERED = (CaseOutcome.ANSWERED.value, CaseOutcome.ARCHIVED.value)


class InboxStatus(StrEnum):
    """``new`` are claims whose case nobody opened yet, and records of an archive that somebody has
    reported since; the others are states of the case."""

    NEW = "new"
    TRIAGE = "triage"
    VERIFYING = "verifying"
    SIGNING = "signing"
    CLOSED = "closed"


class PlaceName(NamedTuple):
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class InboxFilters:
    """No status means everything that is not finished. ``agency`` is the owner's slug.

    ``untriaged`` are claims without a category, whether or not somebody opened their case.
    ``text`` searches references and officers' titles only (SCOPE.md 3).
    """

    status: InboxStatus | None = None
    untriaged: bool = False
    category: Category | None = None
    mine: bool = False
    agency: str = ""
    late: bool = False
    text: str = ""
    limit: int = 100
    offset: int = 0


@dataclass(frozen=True, slots=True)
class InboxRow:
    """``fraction`` is the age against the whole time until the deadline: 1.0 on the deadline.

    ``waiting`` of the reports have no answer yet; a closed case comes back while there are any that
    its end does not answer. ``excerpt`` is empty unless the claim has no title yet and the actor
    may read reports.
    """

    claim: Claim
    case: Case | None
    title: str
    title_en: str
    excerpt: str
    category: Category | None
    status: InboxStatus
    reports: int
    waiting: int
    askers_24h: int
    territories: tuple[PlaceName, ...]
    since: datetime
    due_at: datetime
    fraction: float
    late: bool
    owner: Agency | None
    holder: str
    escalated: bool


@dataclass(frozen=True, slots=True)
class InboxCounts:
    """How many claims each part of the inbox holds under the other filters."""

    untriaged: int
    verifying: int
    signing: int
    closed: int


@dataclass(frozen=True, slots=True)
class _Count:
    reports: int
    waiting: int
    askers: int
    first: datetime | None


def inbox(
    actor: Actor, filters: InboxFilters | None = None, *, now: datetime | None = None
) -> list[InboxRow]:
    """The most pressing first: by due date, then the newest; of closed ones the last closed.

    At most five queries for any number. Machines and archives never count as askers (SCOPE.md 1).
    """
    filters = filters or InboxFilters()
    now = now or timezone.now()
    claims = list(
        _ordered(
            _filtered(_visible_claims(actor), actor, filters, now),
            closed=filters.status is InboxStatus.CLOSED,
        )[filters.offset : filters.offset + filters.limit]
    )
    ids = [claim.pk for claim in claims]
    counts = _counts(ids, now)
    territories = _territories(ids)
    excerpts = _excerpts(ids) if may_with_reports(actor, IntakePermission.CONTENT_READ) else {}
    return [
        _row(
            claim,
            counts.get(claim.pk, _Count(0, 0, 0, None)),
            territories.get(claim.pk, ()),
            "" if claim.title else excerpts.get(claim.pk, ""),
            now,
        )
        for claim in claims
    ]


def inbox_counts(
    actor: Actor, filters: InboxFilters | None = None, *, now: datetime | None = None
) -> InboxCounts:
    """Two queries; ``status`` and ``untriaged`` of the filters do not count here."""
    claims, fresh = _narrowed(
        _visible_claims(actor), actor, filters or InboxFilters(), now or timezone.now()
    )

    def status(value: CaseStatus) -> Q:
        return Q(case__status=value.value)

    counted = claims.order_by().aggregate(
        untriaged=Count("pk", filter=fresh | status(CaseStatus.TRIAGE)),
        verifying=Count("pk", filter=status(CaseStatus.VERIFYING)),
        signing=Count("pk", filter=status(CaseStatus.SIGNING)),
        closed=Count("pk", filter=status(CaseStatus.CLOSED)),
    )
    return InboxCounts(**counted)


def _visible_claims(actor: Actor) -> QuerySet[Claim]:
    """The lead agency's triage also sees claims that have no case yet."""
    cases = cases_visible_to(actor)
    shown = Q(case__in=cases)
    agency = actor.agency_id if actor.in_lead_agency else None
    if agency is not None and has_permission(actor, Permission.VIEW):
        network = Agency.objects.filter(pk=agency).values("network_id")
        shown |= Q(case__isnull=True, network__in=network)
    return Claim.objects.filter(shown, merged_into__isnull=True)


def _due_of_reports() -> Subquery:
    waiting = (
        ReportLink.objects.filter(
            claim=OuterRef("pk"), state__in=JOINED, report__status__in=_WAITING
        )
        .exclude(report__origin=OriginKind.ARCHIVE.value)
        .order_by()
        .values("claim")
    )
    return Subquery(
        waiting.annotate(due=Min("report__due_at")).values("due"), output_field=DateTimeField()
    )


def _filtered(
    claims: QuerySet[Claim], actor: Actor, filters: InboxFilters, now: datetime
) -> QuerySet[Claim]:
    claims, fresh = _narrowed(claims, actor, filters, now)
    if filters.untriaged:
        return claims.filter(fresh | Q(case__status=CaseStatus.TRIAGE.value))
    if filters.status is None:
        claims = claims.filter(fresh | Q(case__status__in=[s.value for s in OPEN_STATUSES]))
    elif filters.status is InboxStatus.NEW:
        claims = claims.filter(fresh)
    else:
        claims = claims.filter(case__status=filters.status.value)
    return claims


def _narrowed(
    claims: QuerySet[Claim], actor: Actor, filters: InboxFilters, now: datetime
) -> tuple[QuerySet[Claim], Q]:
    """All filters but the status, and the condition of a claim that waits for its case."""
    claims = claims.annotate(waits=_due_of_reports()).annotate(
        due=Choose(
            When(case__outcome__in=_UNANSWERED, waits__isnull=False, then=F("waits")),
            default=Coalesce("case__due_at", "waits"),
        )
    )
    open_ended = Q(case__isnull=True) | Q(case__outcome__in=_UNANSWERED)
    fresh = open_ended & Q(waits__isnull=False)
    if filters.text.strip():
        claims = claims.filter(_named(filters.text))
    if filters.category is not None:
        claims = claims.filter(case__category=filters.category.value)
    if filters.mine:
        claims = claims.filter(case__assignee_id=actor.user_id)
    if filters.agency:
        claims = claims.filter(case__owner__slug=filters.agency)
    if filters.late:
        claims = claims.filter(fresh | ~Q(case__status=CaseStatus.CLOSED.value), due__lt=now)
    return claims, fresh


def _named(text: str) -> Q:
    found = Q(pk__in=search_claims(text).order_by().values("pk"))
    reference = normalised_reference(text[:100])
    return found if reference is None else found | Q(case__reference=reference)


def _ordered(claims: QuerySet[Claim], *, closed: bool) -> QuerySet[Claim]:
    claims = claims.select_related("case", "case__owner", "case__assignee")
    if closed:
        return claims.order_by("-case__closed_at", "-pk")
    return claims.order_by(F("due").asc(nulls_last=True), "-created_at", "-pk")


def _links(ids: list[int]) -> QuerySet[ReportLink]:
    return ReportLink.objects.filter(claim_id__in=ids, state__in=JOINED).order_by()


def _counts(ids: list[int], now: datetime) -> dict[int, _Count]:
    askers = Q(
        report__origin__in=[origin.value for origin in ASKER_ORIGINS],
        report__received_at__gt=now - ASKERS_WINDOW,
        report__received_at__lte=now,
    )
    rows = (
        _links(ids)
        .values("claim_id")
        .annotate(
            reports=Count("pk"),
            waiting=Count("pk", filter=Q(report__status__in=_WAITING)),
            askers=Count("pk", filter=askers),
            first=Min("report__received_at"),
        )
    )
    return {
        row["claim_id"]: _Count(row["reports"], row["waiting"], row["askers"], row["first"])
        for row in rows
    }


def _territories(ids: list[int]) -> dict[int, tuple[PlaceName, ...]]:
    found: dict[int, list[PlaceName]] = {}
    rows = (
        _links(ids)
        .filter(report__territory__isnull=False)
        .values_list("claim_id", "report__territory__name", "report__territory__name_en")
        .distinct()
        .order_by("claim_id", "report__territory__name")
    )
    for claim, name, name_en in rows:
        found.setdefault(claim, []).append(PlaceName(name, name_en))
    return {claim: tuple(names) for claim, names in found.items()}


def _excerpts(ids: list[int]) -> dict[int, str]:
    """The start of the oldest report of each untitled claim."""
    oldest = (
        Report.objects.filter(claim_link__claim=OuterRef("claim_id"), claim_link__state__in=JOINED)
        .order_by("received_at", "pk")
        .values("pk")[:1]
    )
    rows = (
        _links(ids)
        .filter(claim__title="", report_id=Subquery(oldest))
        .values_list("claim_id", "report__text", "report__link")
    )
    return {claim: excerpt(text or link, EXCERPT_LENGTH) for claim, text, link in rows}


def _row(
    claim: Claim, count: _Count, territories: tuple[PlaceName, ...], shown: str, now: datetime
) -> InboxRow:
    case: Case | None = getattr(claim, "case", None)
    since = count.first or claim.created_at
    due_at: datetime = getattr(claim, "due", None) or since
    open_ended = case is None or (case.outcome in _UNANSWERED and count.waiting > 0)
    closed = case is not None and case.status == CaseStatus.CLOSED and not open_ended
    status = InboxStatus(case.status) if case is not None else InboxStatus.NEW
    if case is not None and open_ended and case.outcome == CaseOutcome.ARCHIVED:
        status = InboxStatus.NEW
    return InboxRow(
        claim=claim,
        case=case,
        title=claim.title,
        title_en=claim.title_en,
        excerpt=shown,
        category=Category(case.category) if case is not None and case.category else None,
        status=status,
        reports=count.reports,
        waiting=count.waiting,
        askers_24h=count.askers,
        territories=territories,
        since=since,
        due_at=due_at,
        fraction=_fraction(since, due_at, now),
        late=not closed and now > due_at,
        owner=case.owner if case is not None else None,
        holder=case.assignee.full_name if case is not None and case.assignee else "",
        escalated=case is not None and case.escalated_at is not None,
    )


def _fraction(since: datetime, due_at: datetime, now: datetime) -> float:
    whole = (due_at - since).total_seconds()
    if whole <= 0:
        return 1.0
    return max(0.0, (now - since).total_seconds() / whole)
