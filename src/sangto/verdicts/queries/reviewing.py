"""The queue of published verdicts that want to be looked at again."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from sangto.cases.queries import cases_visible_to
from sangto.intake.domain.reports import OriginKind
from sangto.kernel.actor import Actor
from sangto.matching.domain.kinds import LinkState
from sangto.matching.models import ReportLink
from sangto.organisations.models import Agency
from sangto.organisations.queries import relatives
from sangto.verdicts.domain.reviewing import (
    AHEAD,
    MANY_MISFITS,
    MANY_REPEATS,
    MISFIT_DAYS,
    ReviewReason,
    reasons_of,
)
from sangto.verdicts.models import Misfit, Review, SourceCheck, VerdictVersion
from sangto.verdicts.permissions import Permission, may
from sangto.verdicts.queries.published import current_versions

_LONG_AGO = date(2000, 1, 1)
_TOLD = sorted([LinkState.AUTO.value, LinkState.CONFIRMED.value])


@dataclass(frozen=True, slots=True)
class DueReview:
    """``since`` is when the version was published or looked at last; the numbers count from
    there."""

    version: VerdictVersion
    reasons: tuple[ReviewReason, ...]
    repeats: int
    misfits: int
    changed_sources: int
    since: datetime
    next_on: date | None


def reviews_due(
    actor: Actor, *, reason: ReviewReason | None = None, today: date | None = None
) -> list[DueReview]:
    """The most urgent first. Four queries, whatever is found."""
    day = today or timezone.localdate()
    rows = reviewable_versions(actor)
    found = [_due(version, day) for version in _with_signs(rows, day)]
    order = list(ReviewReason)
    chosen = [one for one in found if one.reasons and (reason is None or reason in one.reasons)]
    return sorted(
        chosen,
        key=lambda one: (
            order.index(one.reasons[0]),
            one.version.valid_until or date.max,
            -one.repeats - one.misfits,
            one.version.pk,
        ),
    )


def counts_by_reason(due: Iterable[DueReview]) -> dict[ReviewReason, int]:
    counted = dict.fromkeys(ReviewReason, 0)
    for one in due:
        for reason in one.reasons:
            counted[reason] += 1
    return counted


def review_of(version: VerdictVersion, *, today: date | None = None) -> DueReview:
    """How that version stands, whether anything speaks for a look or not."""
    day = today or timezone.localdate()
    rows = VerdictVersion.objects.filter(pk=version.pk).select_related("verdict__claim")
    return _due(_signed(rows, day).get(), day)


def reviewable_versions(actor: Actor) -> QuerySet[VerdictVersion]:
    """Current versions that this person may read and renew or sign, never of their own matter."""
    agency = Agency.objects.filter(pk=actor.agency_id or 0).first()
    if agency is None:
        return VerdictVersion.objects.none()
    versions = current_versions().filter(verdict__case__in=cases_visible_to(actor))
    if not may(actor, Permission.READ_UNPUBLISHED, owner_agency=None):
        if not may(actor, Permission.READ_UNPUBLISHED, owner_agency=actor.agency_id):
            return versions.none()
        versions = versions.filter(verdict__case__owner=agency)
    own = relatives(agency)
    return versions.exclude(
        Q(verdict__case__subject_agency__in=own) | Q(verdict__claim__subject_agency__in=own)
    ).select_related("verdict__case__owner")


def source_checks(sources: Collection[int]) -> dict[int, SourceCheck]:
    """The last time that somebody opened each of these sources again."""
    rows = SourceCheck.objects.filter(source__in=sources).select_related("by").order_by("at", "pk")
    return {row.source_id: row for row in rows}


def _with_signs(rows: QuerySet[VerdictVersion], day: date) -> QuerySet[VerdictVersion]:
    """Only rows that something speaks for; the domain has the last word."""
    return _signed(rows, day).filter(
        Q(valid_until__lte=day + AHEAD)
        | Q(misfits_then__gte=MANY_MISFITS)
        | Q(repeats_then__gte=MANY_REPEATS)
        | Q(changed_then__gte=1)
        | Q(rests_until__lte=day)
    )


def _signed(rows: QuerySet[VerdictVersion], day: date) -> QuerySet[VerdictVersion]:
    last = Review.objects.filter(version=OuterRef("pk")).order_by("-at", "-pk")
    rows = rows.annotate(
        since=Coalesce(Subquery(last.values("at")[:1]), "published_at"),
        rests_until=Subquery(last.values("next_on")[:1]),
        looked_at_on=Coalesce(TruncDate(Subquery(last.values("at")[:1])), Value(_LONG_AGO)),
    )
    repeats = (
        ReportLink.objects.filter(
            claim=OuterRef("verdict__claim"),
            state__in=_TOLD,
            report__received_at__gt=OuterRef("since"),
        )
        .exclude(report__origin=OriginKind.ARCHIVE.value)
        .order_by()
        .values("claim")
        .annotate(number=Count("pk"))
        .values("number")
    )
    misfits = (
        Misfit.objects.filter(
            version=OuterRef("pk"),
            day__gte=day - timedelta(days=MISFIT_DAYS - 1),
            day__gt=OuterRef("looked_at_on"),
        )
        .order_by()
        .values("version")
        .annotate(people=Sum("number"))
        .values("people")
    )
    changed = (
        SourceCheck.objects.filter(
            source__version=OuterRef("pk"), changed=True, at__gt=OuterRef("since")
        )
        .order_by()
        .values("source__version")
        .annotate(number=Count("source", distinct=True))
        .values("number")
    )
    return rows.annotate(
        repeats_then=Coalesce(Subquery(repeats), 0),
        misfits_then=Coalesce(Subquery(misfits), 0),
        changed_then=Coalesce(Subquery(changed), 0),
    )


def _due(version: VerdictVersion, day: date) -> DueReview:
    repeats: int = getattr(version, "repeats_then", 0)
    misfits: int = getattr(version, "misfits_then", 0)
    changed: int = getattr(version, "changed_then", 0)
    next_on: date | None = getattr(version, "rests_until", None)
    since: datetime = getattr(version, "since", None) or version.drafted_at
    return DueReview(
        version=version,
        reasons=reasons_of(
            valid_until=version.valid_until,
            repeats=repeats,
            misfits=misfits,
            changed_sources=changed,
            next_on=next_on,
            today=day,
        ),
        repeats=repeats,
        misfits=misfits,
        changed_sources=changed,
        since=since,
        next_on=next_on,
    )
