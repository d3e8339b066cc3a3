"""Claims by reference or title, and how many people asked about them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from sangto.intake.domain.reports import ASKER_ORIGINS, OriginKind, ReportStatus
from sangto.kernel.references import normalised_reference
from sangto.kernel.text import folded
from sangto.matching.domain.kinds import LinkMethod, LinkState
from sangto.matching.models import Claim, ClaimWording, ReportLink


def search_claims(text: str) -> QuerySet[Claim]:
    """Claims whose officer-written title holds every word, accents and case ignored; a whole
    reference finds its claim. Never looks at wordings or reports (SCOPE.md 3)."""
    reference = normalised_reference(text[:100])
    if reference is not None and Claim.objects.filter(reference=reference).exists():
        return Claim.objects.filter(reference=reference)
    words = folded(text[:300]).split()[:12]
    if not words:
        return Claim.objects.none()
    condition = Q()
    for word in words:
        condition &= Q(title_folded__contains=word)
    return Claim.objects.filter(condition, merged_into__isnull=True).order_by("-created_at", "-pk")


def active_links() -> QuerySet[ReportLink]:
    """Links that count: everything but the rejected ones."""
    return ReportLink.objects.exclude(state=LinkState.REJECTED.value)


def askers(claims: Collection[int], *, since: datetime | None = None) -> dict[int, int]:
    """How many people asked about each claim; machines, archives and agencies never count
    (SCOPE.md 1). One query."""
    links = active_links().filter(claim__in=claims, report__origin__in=_ASKERS)
    if since is not None:
        links = links.filter(report__received_at__gte=since)
    counted = links.values("claim").annotate(number=Count("pk")).values_list("claim", "number")
    return dict.fromkeys(claims, 0) | dict(counted)


_ASKERS = sorted(origin.value for origin in ASKER_ORIGINS)


def untouched_claims(claims: Collection[int]) -> frozenset[int]:
    """Those among them that only the machine made: without title, category and wording, no report
    put there or confirmed by an officer, and none that the desk works on. One query."""
    if not claims:
        return frozenset()
    links = ReportLink.objects.filter(claim=OuterRef("pk"))
    seen = links.filter(
        Q(method=LinkMethod.OFFICER.value)
        | Q(state__in=[LinkState.CONFIRMED.value, LinkState.REJECTED.value])
        | ~Q(report__status=ReportStatus.RECEIVED.value)
        & ~Q(report__origin=OriginKind.ARCHIVE.value)
    )
    return frozenset(
        Claim.objects.filter(pk__in=claims, title="", category="")
        .exclude(Exists(ClaimWording.objects.filter(claim=OuterRef("pk"))))
        .exclude(Exists(seen))
        .values_list("pk", flat=True)
    )


def surviving_claim(claim: Claim) -> Claim:
    """The claim itself, or the one it was merged into, however often."""
    seen = {claim.pk}
    while claim.merged_into is not None and claim.merged_into_id not in seen:
        claim = claim.merged_into
        seen.add(claim.pk)
    return claim
