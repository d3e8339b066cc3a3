"""Entries of the feed: one a verdict, over all its versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from sangto.organisations.models import Network
from sangto.verdicts.models import VerdictVersion
from sangto.verdicts.queries.listing import EVERYTHING, VerdictFilter, filtered
from sangto.verdicts.queries.published import current_versions, line_of, public_versions
from sangto.verdicts.wording import page_address


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """``id`` stays the same over all versions; ``updated`` moves with each of them."""

    id: str
    title: str
    summary: str
    rating_word: str
    url: str
    first_published: datetime
    updated: datetime
    version: int
    language: str


def feed_entries(
    limit: int = 50,
    *,
    language: str = "vi",
    network: Network | None = None,
    wanted: VerdictFilter = EVERYTHING,
) -> list[FeedEntry]:
    """Current verdicts for a feed, the last changed first."""
    rows = filtered(network, wanted) if network is not None else current_versions()
    chosen = list(rows.order_by("-published_at", "-id")[:limit])
    first = dict(
        public_versions()
        .filter(verdict__in=[version.verdict_id for version in chosen], number=1)
        .values_list("verdict_id", "published_at")
    )
    return [_entry_of(version, first.get(version.verdict_id), language) for version in chosen]


def _entry_of(version: VerdictVersion, first: datetime | None, language: str) -> FeedEntry:
    line = line_of(version, language=language)
    began = timezone.localdate(version.verdict.created_at)
    host = page_address("").split("//", 1)[-1].split("/", 1)[0].split(":", 1)[0]
    return FeedEntry(
        id=f"tag:{host},{began.isoformat()}:verdict:{line.reference}",
        title=line.title,
        summary=line.summary,
        rating_word=line.rating_word,
        url=line.url,
        first_published=first or line.published_at,
        updated=line.published_at,
        version=line.version,
        language=line.text_language,
    )
