"""Versions of a charter, and the grounds that it lists."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from sangto.kernel.text import collation_key, folded
from sangto.organisations.domain.charter import CharterSpec, parse_charter
from sangto.organisations.models import Charter, HolidayOverride, LegalGround, Network


def charter_versions(network: Network) -> QuerySet[Charter]:
    """The newest first, with who loaded it; without the texts."""
    return (
        Charter.objects.filter(network=network)
        .select_related("loaded_by")
        .defer("source")
        .order_by("-version")
    )


def charter_version(network: Network, version: int) -> Charter | None:
    return (
        Charter.objects.filter(network=network, version=version)
        .select_related("loaded_by", "network")
        .first()
    )


def spec_of(charter: Charter) -> CharterSpec:
    return parse_charter(charter.source, f"{charter.network_id}.yaml")


def grounds(network: Network, words: str = "") -> list[LegalGround]:
    """All of them by the alphabet, or those with each of these words, whatever their marks."""
    wanted = folded(words).split()
    rows = LegalGround.objects.filter(network=network)
    found = [
        row
        for row in rows
        if all(word in folded(f"{row.citation} {row.citation_en} {row.code}") for word in wanted)
    ]
    return sorted(found, key=lambda row: collation_key(row.citation))


def holiday_overrides(network: Network, since: date | None = None) -> QuerySet[HolidayOverride]:
    """From that day on, the next one first."""
    rows = HolidayOverride.objects.filter(network=network).order_by("day")
    return rows if since is None else rows.filter(Q(day__gte=since))
