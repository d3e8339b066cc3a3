"""What feeds and site maps say: one entry a verdict, over all its versions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from sangto.kernel.categories import Category, Rating
from sangto.organisations.models import Network
from sangto.verdicts.models import VerdictVersion
from sangto.verdicts.queries.listing import EVERYTHING, VerdictFilter, filtered
from sangto.verdicts.queries.personal import public_text
from sangto.verdicts.queries.published import current_versions, line_of, public_versions
from sangto.verdicts.wording import page_address

#: Verdicts that a feed reads at once.
CHUNK = 100
#: Wordings of a claim in a feed for machines, and their length at most.
WORDINGS = 3
WORDING_LENGTH = 2_000


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """``id`` stays the same over all versions; ``updated`` moves with each of them."""

    id: str
    reference: str
    title: str
    summary: str
    rating: Rating
    rating_word: str
    category: Category
    url: str
    first_published: datetime
    updated: datetime
    version: int
    language: str


@dataclass(frozen=True, slots=True)
class ChangedVerdict:
    """A current version with its sources at hand, and how its claim circulates."""

    version: VerdictVersion
    first_published: datetime
    wordings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedState:
    """As long as these are the same, every feed of the network is."""

    verdicts: int
    versions: int
    changed_at: datetime | None


def feed_entries(
    limit: int = 50,
    *,
    language: str = "vi",
    network: Network | None = None,
    wanted: VerdictFilter = EVERYTHING,
    offset: int = 0,
) -> list[FeedEntry]:
    """Current verdicts for a feed, the last changed first."""
    rows = filtered(network, wanted) if network is not None else current_versions()
    chosen = _with_beginning(rows).order_by("-published_at", "-id")[offset : offset + limit]
    return [_entry_of(version, language) for version in chosen]


def feed_state(network: Network | None) -> FeedState:
    """One query."""
    rows = public_versions()
    if network is not None:
        rows = rows.filter(verdict__claim__network=network)
    found = rows.aggregate(
        verdicts=Count("verdict", distinct=True), versions=Count("pk"), last=Max("published_at")
    )
    return FeedState(found["verdicts"], found["versions"], found["last"])


def changed_verdicts(
    network: Network | None, *, since: datetime | None = None
) -> Iterator[ChangedVerdict]:
    """Current verdicts, the last changed first, three queries for each hundred of them."""
    rows = _with_beginning(_of(network)).prefetch_related("sources", "verdict__claim__wordings")
    if since is not None:
        rows = rows.filter(published_at__gte=since)
    rows = rows.order_by("-published_at", "-id")
    after = Q()
    while True:
        found = list(rows.filter(after)[:CHUNK])
        for version in found:
            yield ChangedVerdict(version, _beginning(version), _wordings(version))
        if len(found) < CHUNK:
            return
        last = found[-1]
        after = Q(published_at__lt=last.published_at) | Q(
            published_at=last.published_at, id__lt=last.pk
        )


def _wordings(version: VerdictVersion) -> tuple[str, ...]:
    """As anybody may read them, so that another desk recognises the same message."""
    rows = sorted(version.verdict.claim.wordings.all(), key=lambda row: row.pk)[:WORDINGS]
    return tuple(public_text(version, row.text)[:WORDING_LENGTH] for row in rows)


def site_map_length(network: Network | None) -> int:
    return _of(network).count()


def site_map_lines(
    network: Network | None, *, offset: int, limit: int
) -> list[tuple[str, datetime | None]]:
    """References with the moment of their last change, in the order of their first version."""
    rows = _of(network).order_by("verdict_id")
    return list(rows.values_list("verdict__reference", "published_at")[offset : offset + limit])


def _of(network: Network | None) -> QuerySet[VerdictVersion]:
    rows = current_versions()
    return rows if network is None else rows.filter(verdict__claim__network=network)


def _with_beginning(rows: QuerySet[VerdictVersion]) -> QuerySet[VerdictVersion]:
    first = (
        public_versions()
        .filter(verdict=OuterRef("verdict"))
        .order_by("number")
        .values("published_at")[:1]
    )
    return rows.annotate(began_at=Subquery(first))


def _beginning(version: VerdictVersion) -> datetime:
    began: datetime | None = getattr(version, "began_at", None)
    return began or version.published_at or version.drafted_at


def _entry_of(version: VerdictVersion, language: str) -> FeedEntry:
    line = line_of(version, language=language)
    began = timezone.localdate(version.verdict.created_at)
    host = page_address("").split("//", 1)[-1].split("/", 1)[0].split(":", 1)[0]
    return FeedEntry(
        id=f"tag:{host},{began.isoformat()}:verdict:{line.reference}",
        reference=line.reference,
        title=line.title,
        summary=line.summary,
        rating=line.rating,
        rating_word=line.rating_word,
        category=line.category,
        url=line.url,
        first_published=_beginning(version),
        updated=line.published_at,
        version=line.version,
        language=line.text_language,
    )
