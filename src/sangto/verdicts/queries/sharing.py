"""What the desk sees of feeds, of verdicts that are held, and of those in use."""

from __future__ import annotations

from django.db.models import Case, Count, IntegerField, Q, QuerySet, When

from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.organisations.models import Agency, Network
from sangto.organisations.queries import relatives
from sangto.verdicts.domain.version import VerdictOrigin, VersionStatus
from sangto.verdicts.models import Feed, VerdictVersion
from sangto.verdicts.permissions import Permission, may


def feeds_of(network: Network) -> QuerySet[Feed]:
    """Followed feeds with how much of each is held and in use. One query."""
    return (
        Feed.objects.filter(network=network, removed_at__isnull=True)
        .annotate(held=_counted(VersionStatus.HELD), in_use=_counted(VersionStatus.RELEASED))
        .order_by("name", "pk")
    )


def _counted(status: VersionStatus) -> Count:
    return Count(
        "items__verdict__versions", filter=Q(items__verdict__versions__status=status.value)
    )


def feed_for(actor: Actor, network: Network, number: int) -> Feed:
    if not may(actor, Permission.FOLLOW_FEED, owner_agency=None):
        raise NotVisible
    feed = Feed.objects.filter(network=network, pk=number, removed_at__isnull=True).first()
    if feed is None:
        raise NotVisible
    return feed


def held_versions(actor: Actor, network: Network) -> QuerySet[VerdictVersion]:
    """What waits for a first or second person, those first that this person can finish.

    Nothing about an agency, those above it and those below it is shown to its own people
    (SCOPE.md 5).
    """
    elsewhere = Q(drafted_by__isnull=False) & ~Q(drafted_agency=actor.agency_id)
    return (
        _imported(actor, network, VersionStatus.HELD)
        .annotate(finishes=Case(When(elsewhere, then=1), default=0, output_field=IntegerField()))
        .order_by("-finishes", "-drafted_at", "-pk")
    )


def versions_in_use(actor: Actor, network: Network) -> QuerySet[VerdictVersion]:
    return _imported(actor, network, VersionStatus.RELEASED).order_by("-published_at", "-pk")


def held_version_for(actor: Actor, network: Network, number: int) -> VerdictVersion:
    version = held_versions(actor, network).filter(pk=number).first()
    if version is None:
        raise NotVisible
    return version


def said_before(version: VerdictVersion) -> VerdictVersion | None:
    """What two people said of the version before it changed where it comes from."""
    return (
        VerdictVersion.objects.filter(
            verdict=version.verdict_id, number__lt=version.number, approved_by__isnull=False
        )
        .order_by("-number")
        .first()
    )


def _imported(actor: Actor, network: Network, status: VersionStatus) -> QuerySet[VerdictVersion]:
    agency = Agency.objects.filter(pk=actor.agency_id or 0).first()
    if agency is None or not may(actor, Permission.CLASSIFY_IMPORTED, owner_agency=None):
        return VerdictVersion.objects.none()
    return (
        VerdictVersion.objects.filter(
            verdict__origin=VerdictOrigin.IMPORTED.value,
            verdict__claim__network=network,
            status=status.value,
        )
        .exclude(verdict__claim__subject_agency__in=relatives(agency))
        .select_related(
            "verdict__claim",
            "verdict__feed_item__feed",
            "drafted_by",
            "drafted_agency",
            "approver_agency",
        )
    )
