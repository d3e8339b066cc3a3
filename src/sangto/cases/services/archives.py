"""Closed records for the claims of an archive, many at a time."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.cases.domain.states import CaseOutcome, CaseStatus
from sangto.cases.models import Case
from sangto.cases.permissions import Permission, has_permission
from sangto.cases.queries.cases import JOINED
from sangto.cases.services.refreshing import refresh_at_the_end
from sangto.intake.domain.reports import OPEN_STATUSES, OriginKind
from sangto.kernel.actor import Actor
from sangto.kernel.categories import Category
from sangto.kernel.errors import NotVisible
from sangto.kernel.references import new_reference
from sangto.matching.models import Claim, ReportLink
from sangto.organisations.models import Network
from sangto.organisations.queries import lead_agency


@dataclass(frozen=True, slots=True)
class ArchivedClaim:
    category: Category
    topic: str
    closed_at: datetime


def archive_claims(
    *, network: Network, claims: Mapping[int, ArchivedClaim], actor: Actor
) -> frozenset[int]:
    """:func:`archive_claim` for many claims of a network; which of them have a record now.

    None for a claim that has a case, went up in another one, or has somebody waiting for an answer.
    """
    with change(actor) as journal:
        journal.nothing_changed()
        owner = lead_agency(network)
        if owner is None or not has_permission(actor, Permission.ARCHIVE):
            raise NotVisible
        free = list(
            Claim.objects.filter(
                pk__in=claims, network=network, merged_into__isnull=True, case__isnull=True
            )
            .exclude(pk__in=_waited_for(claims))
            .order_by("pk")
        )
        origins = _origins([claim.pk for claim in free])
        free = [claim for claim in free if claim.pk in origins]
        references = _free_references([claims[claim.pk].closed_at for claim in free])
        cases = Case.objects.bulk_create(
            Case(
                reference=reference,
                network=network,
                claim=claim,
                origin_report_id=origins[claim.pk][0],
                origin_kind=OriginKind.ARCHIVE.value,
                category=claims[claim.pk].category.value,
                topic=claims[claim.pk].topic,
                owner=owner,
                owner_kind=owner.kind,
                status=CaseStatus.CLOSED.value,
                outcome=CaseOutcome.ARCHIVED.value,
                opened_at=origins[claim.pk][1],
                due_at=claims[claim.pk].closed_at,
                closed_at=claims[claim.pk].closed_at,
            )
            for claim, reference in zip(free, references, strict=True)
        )
        for case in cases:
            refresh_at_the_end(case.claim_id)
        journal.record_all(
            AuditTag.CASE_CLOSED, [(case, {"outcome": case.outcome}) for case in cases]
        )
        return frozenset(case.claim_id for case in cases)


def _waited_for(claims: Collection[int]) -> list[int]:
    waiting = ReportLink.objects.filter(
        claim__in=list(claims),
        state__in=JOINED,
        report__status__in=[status.value for status in OPEN_STATUSES],
    )
    return list(waiting.values_list("claim", flat=True).distinct())


def _origins(claims: Collection[int]) -> dict[int, tuple[int, datetime]]:
    """The oldest archived report of each claim."""
    found: dict[int, tuple[int, datetime]] = {}
    links = ReportLink.objects.filter(
        claim__in=claims, state__in=JOINED, report__origin=OriginKind.ARCHIVE.value
    ).order_by("report__received_at", "report")
    for claim, report, at in links.values_list("claim", "report", "report__received_at"):
        found.setdefault(claim, (report, at))
    return found


def _free_references(moments: Collection[datetime]) -> list[str]:
    years = [timezone.localdate(moment).year for moment in moments]
    chosen: dict[str, None] = {}
    while True:
        for year in years[len(chosen) :]:
            reference = new_reference("VV", year, secrets.token_bytes)
            while reference in chosen:
                reference = new_reference("VV", year, secrets.token_bytes)
            chosen[reference] = None
        taken = Case.objects.filter(reference__in=list(chosen)).values_list("reference", flat=True)
        if not taken:
            return list(chosen)
        chosen.clear()
