"""Agencies that merged or were split, and those that will."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from sangto.organisations.models import Agency, Network, Succession
from sangto.organisations.queries.networks import today


def successions(network: Network) -> QuerySet[Succession]:
    """The latest day first, with all that a page says about them in two queries."""
    return (
        Succession.objects.filter(agency__network=network)
        .select_related("agency", "agency__successor", "decided_by")
        .prefetch_related("shares__successor", "shares__territory")
        .order_by("-on", "agency__slug")
    )


def due_successions(day: date | None = None) -> QuerySet[Succession]:
    """What has not passed on although its day has come, in the order in which it has to."""
    return Succession.objects.filter(carried_at=None, on__lte=day or today()).order_by("on", "pk")


def ended_agencies(network: Network, day: date | None = None) -> QuerySet[Agency]:
    return Agency.objects.filter(network=network, valid_until__lt=day or today())
