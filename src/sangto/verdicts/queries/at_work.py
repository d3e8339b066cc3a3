"""Versions that somebody still works on, and how one of them will look."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from sangto.cases.queries import cases_visible_to
from sangto.kernel.actor import Actor
from sangto.organisations.models import Agency
from sangto.organisations.queries import relatives
from sangto.verdicts.domain.version import OPEN_STATUSES
from sangto.verdicts.models import VerdictVersion
from sangto.verdicts.permissions import Permission, may
from sangto.verdicts.queries.published import PublishedPage, page_of


def versions_at_work(actor: Actor) -> QuerySet[VerdictVersion]:
    """Drafts and submitted versions that the actor may read, the submitted and the oldest first.

    Nothing about an agency, those above it and those below it is shown to its own people
    (SCOPE.md 5).
    """
    if actor.agency_id is None:
        return VerdictVersion.objects.none()
    agency = Agency.objects.filter(pk=actor.agency_id).first()
    if agency is None:
        return VerdictVersion.objects.none()
    versions = (
        VerdictVersion.objects.filter(
            status__in=sorted(status.value for status in OPEN_STATUSES),
            verdict__case__in=cases_visible_to(actor),
        )
        .select_related("verdict__case__owner", "drafted_by", "drafted_agency")
        .order_by("-status", "submitted_at", "drafted_at", "pk")
    )
    if not may(actor, Permission.READ_UNPUBLISHED, owner_agency=None):
        if not may(actor, Permission.READ_UNPUBLISHED, owner_agency=actor.agency_id):
            return versions.none()
        versions = versions.filter(verdict__case__owner=agency)
    own = relatives(agency)
    return versions.exclude(
        Q(verdict__case__subject_agency__in=own) | Q(verdict__claim__subject_agency__in=own)
    )


def preview(version: VerdictVersion, *, language: str) -> PublishedPage:
    """The page as the public would see it, of a version at any stage; who asks has read it."""
    return page_of(version, [version], language)
