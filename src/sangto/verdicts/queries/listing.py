"""The public list: which verdicts fit what somebody looks for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from sangto.intake.domain.reports import OriginKind
from sangto.kernel.categories import Category, Rating, Topic
from sangto.kernel.references import normalised_reference
from sangto.kernel.text import clean, folded, found_passages
from sangto.matching.domain.kinds import LinkState
from sangto.matching.models import ReportLink
from sangto.organisations.models import Network, Territory
from sangto.verdicts.models import VerdictVersion
from sangto.verdicts.queries.published import PublishedLine, current_versions, line_of
from sangto.verdicts.wording import rating_word

#: Fewer reports than this are not shown by territory, so that nobody stands alone in a place.
FEWEST_BY_TERRITORY = 5
_SEARCH_LENGTH = 200


@dataclass(frozen=True, slots=True)
class VerdictFilter:
    """``text`` searches officers' titles, words of ratings and references only (SCOPE.md 3);
    ``territory`` is a code of the charter, ``since`` and ``until`` are days in Vietnam."""

    text: str = ""
    category: Category | None = None
    topic: Topic | None = None
    rating: Rating | None = None
    territory: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def words(self) -> list[str]:
        return folded(clean(self.text[:_SEARCH_LENGTH])).split()


EVERYTHING = VerdictFilter()


def published(
    network: Network,
    wanted: VerdictFilter = EVERYTHING,
    *,
    limit: int = 20,
    offset: int = 0,
    language: str = "vi",
    after: tuple[datetime, int] | None = None,
) -> list[PublishedLine]:
    """Current verdicts, newest first. ``after``: those that follow on the version with that moment
    and id, whatever was published meanwhile."""
    rows = filtered(network, wanted).order_by("-published_at", "-id")
    if after is not None:
        at, number = after
        rows = rows.filter(Q(published_at__lt=at) | Q(published_at=at, id__lt=number))
    today = timezone.localdate()
    return [
        line_of(version, language=language, today=today)
        for version in rows[offset : offset + limit]
    ]


def published_count(network: Network, wanted: VerdictFilter = EVERYTHING) -> int:
    return filtered(network, wanted).count()


def title_marks(title: str, text: str) -> list[tuple[int, int]]:
    """Where the words that were looked for stand in a title, as spans of its characters."""
    return found_passages(title, VerdictFilter(text=text).words)


def filtered(network: Network, wanted: VerdictFilter) -> QuerySet[VerdictVersion]:
    found = current_versions().filter(verdict__claim__network=network)
    reference = normalised_reference(wanted.text)
    if reference is not None:
        found = found.filter(verdict__reference=reference)
    else:
        for word in wanted.words:
            said = Q(title_folded__contains=word)
            ratings = [rating for rating, words in _rating_words().items() if word in words]
            found = found.filter(said | Q(rating__in=ratings) if ratings else said)
    if wanted.category is not None:
        found = found.filter(category=wanted.category.value)
    if wanted.topic is not None:
        found = found.filter(topic=wanted.topic.value)
    if wanted.rating is not None:
        found = found.filter(rating=wanted.rating.value)
    if wanted.since is not None and wanted.since.year > 1:
        found = found.filter(published_at__gte=_start_of(wanted.since))
    if wanted.until is not None and wanted.until < date.max:
        found = found.filter(published_at__lt=_start_of(wanted.until + timedelta(days=1)))
    if wanted.territory:
        found = found.filter(verdict__claim__in=_much_reported_in(network, wanted.territory))
    return found


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


@cache
def _rating_words() -> dict[str, frozenset[str]]:
    """``lua dao`` finds what is rated as a scam, whatever its title says."""
    return {
        rating.value: frozenset(
            word
            for code, _name in settings.LANGUAGES
            for word in folded(rating_word(rating, code)).split()
        )
        for rating in Rating
    }


def _much_reported_in(network: Network, code: str) -> QuerySet[ReportLink, int]:
    """Claims that enough people reported from that place or from one inside it."""
    return (
        ReportLink.objects.filter(
            claim__network=network,
            report__territory__in=_within(network, code),
            report__origin=OriginKind.CITIZEN.value,
        )
        .exclude(state=LinkState.REJECTED.value)
        .order_by()
        .values("claim")
        .annotate(reports=Count("pk"))
        .filter(reports__gte=FEWEST_BY_TERRITORY)
        .values_list("claim", flat=True)
    )


def _within(network: Network, code: str) -> list[int]:
    """That place and those that lie in it. One query."""
    rows = list(Territory.objects.filter(network=network).values_list("pk", "code", "parent_id"))
    inside = {pk for pk, own, _parent in rows if own == code}
    grown = True
    while grown:
        more = {pk for pk, _own, parent in rows if parent in inside} - inside
        inside |= more
        grown = bool(more)
    return sorted(inside)


def titled_with(
    network: Network,
    words: Iterable[str],
    *,
    categories: Iterable[Category],
    limit: int = 3,
    language: str = "vi",
) -> list[PublishedLine]:
    """Current verdicts whose title has one of these passages, newest first. One query."""
    said = Q()
    for passage in words:
        said |= Q(title_folded__contains=folded(passage))
    rows = (
        current_versions()
        .filter(
            said, verdict__claim__network=network, category__in=[one.value for one in categories]
        )
        .order_by("-published_at", "-id")
    )
    today = timezone.localdate()
    return [line_of(version, language=language, today=today) for version in rows[:limit]]
