"""What anybody may read: published versions and the ones they superseded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from sangto.kernel.categories import RULES, Category, Rating
from sangto.kernel.text import clean, folded
from sangto.matching.models import ClaimWording
from sangto.organisations.models import Network
from sangto.verdicts.domain.ratings import RATINGS, RatingGroup
from sangto.verdicts.domain.version import PUBLIC_STATUSES, VerdictOrigin, VersionStatus
from sangto.verdicts.models import VerdictVersion
from sangto.verdicts.wording import page_address, page_path, rating_word

_SHOWN_CATEGORIES = sorted(
    category.value for category, rules in RULES.items() if not rules.totals_only
)
_SEARCH_LENGTH = 200


@dataclass(frozen=True, slots=True)
class PublishedLine:
    """One version in a list, in one language; ``text_language`` is the one its texts are in."""

    id: int
    claim_id: int
    reference: str
    claim_reference: str
    version: int
    category: Category
    topic: str
    rating: Rating
    rating_word: str
    rating_group: RatingGroup
    title: str
    summary: str
    text_language: str
    url: str
    path: str
    published_at: datetime
    published_on: date
    valid_until: date | None
    expired: bool

    def to_json(self) -> dict[str, Any]:
        return {
            "reference": self.reference,
            "rating": self.rating.value,
            "rating_word": self.rating_word,
            "title": self.title,
            "summary": self.summary,
            "url": self.url,
            "published_on": self.published_on.isoformat(),
            "version": self.version,
        }


@dataclass(frozen=True, slots=True)
class SourceView:
    title: str
    publisher: str
    address: str
    seen_on: date
    member: str
    sha256: str
    file_id: int | None
    media_type: str


@dataclass(frozen=True, slots=True)
class GroundView:
    citation: str
    cited_on: date


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One of the public versions of a verdict, for the list beneath the page."""

    version: int
    status: VersionStatus
    rating: Rating
    rating_word: str
    published_at: datetime
    change_note: str
    path: str


@dataclass(frozen=True, slots=True)
class PublishedPage:
    """Everything that the page of one version shows. Agencies sign in public, people do not."""

    line: PublishedLine
    network_id: int
    first_published_at: datetime
    status: VersionStatus
    explanation: str
    what_to_do: tuple[str, ...]
    missing: str
    factual_ground: str
    change_note: str
    drafted_by_agency: str
    approved_by_agency: str
    superseded_at: datetime | None
    sources: tuple[SourceView, ...]
    grounds: tuple[GroundView, ...]
    versions: tuple[VersionLine, ...]
    subject_agency: str

    @property
    def is_current(self) -> bool:
        return self.status is VersionStatus.PUBLISHED


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


def public_versions() -> QuerySet[VerdictVersion]:
    """Own versions that were published, in categories that are shown at all (SCOPE.md 9)."""
    return VerdictVersion.objects.filter(
        verdict__origin=VerdictOrigin.OWN.value,
        status__in=sorted(status.value for status in PUBLIC_STATUSES),
        category__in=_SHOWN_CATEGORIES,
        verdict__claim__category__in=["", *_SHOWN_CATEGORIES],
    ).select_related("verdict__claim")


def current_versions() -> QuerySet[VerdictVersion]:
    return public_versions().filter(status=VersionStatus.PUBLISHED.value)


def in_language(version: VerdictVersion, name: str, language: str) -> str:
    """The text in that language; Vietnamese where it was not written in the other one."""
    if language == "en":
        english: str = getattr(version, f"{name}_en")
        if english:
            return english
    vietnamese: str = getattr(version, name)
    return vietnamese


def line_of(version: VerdictVersion, *, language: str, today: date | None = None) -> PublishedLine:
    published_at = version.published_at or version.drafted_at
    rating = Rating(version.rating)
    reference = version.verdict.reference
    imported = bool(version.imported_from)
    return PublishedLine(
        id=version.pk,
        claim_id=version.verdict.claim_id,
        reference=reference,
        claim_reference=version.verdict.claim.reference,
        version=version.number,
        category=Category(version.category),
        topic=version.topic,
        rating=rating,
        rating_word=rating_word(rating, language),
        rating_group=RATINGS[rating].group,
        title=in_language(version, "title", language),
        summary=in_language(version, "summary", language),
        text_language="en" if language == "en" and version.title_en else "vi",
        url=version.imported_address if imported else page_address(reference, language=language),
        path="" if imported else page_path(reference, language=language),
        published_at=published_at,
        published_on=timezone.localdate(published_at),
        valid_until=version.valid_until,
        expired=is_expired(version, today or timezone.localdate()),
    )


def is_expired(version: VerdictVersion, today: date) -> bool:
    """A verdict holds through its last day."""
    return version.valid_until is not None and version.valid_until < today


def _filtered(
    network: Network, category: Category | None, rating: Rating | None, text: str
) -> QuerySet[VerdictVersion]:
    found = current_versions().filter(verdict__claim__network=network)
    if category is not None:
        found = found.filter(category=category.value)
    if rating is not None:
        found = found.filter(rating=rating.value)
    for word in folded(clean(text[:_SEARCH_LENGTH])).split():
        found = found.filter(title_folded__contains=word)
    return found


def published(
    network: Network,
    *,
    category: Category | None = None,
    rating: Rating | None = None,
    text: str = "",
    limit: int = 20,
    offset: int = 0,
    language: str = "vi",
) -> list[PublishedLine]:
    """Current verdicts, newest first. ``text`` searches officers' titles only (SCOPE.md 3)."""
    rows = _filtered(network, category, rating, text).order_by("-published_at", "-id")
    today = timezone.localdate()
    return [
        line_of(version, language=language, today=today)
        for version in rows[offset : offset + limit]
    ]


def published_count(
    network: Network,
    *,
    category: Category | None = None,
    rating: Rating | None = None,
    text: str = "",
) -> int:
    return _filtered(network, category, rating, text).count()


def published_version(
    reference: str, number: int | None = None, *, language: str = "vi"
) -> PublishedPage | None:
    """The current version, or the public one of that number; None when there is none.

    A verdict whose versions were all withdrawn, an imported one and an unknown one look the same.
    """
    versions = list(
        public_versions()
        .filter(verdict__reference=reference)
        .select_related("verdict__claim__subject_agency", "drafted_agency", "approver_agency")
        .order_by("-number")
    )
    chosen = next(
        (
            version
            for version in versions
            if version.number == number
            or (number is None and version.status == VersionStatus.PUBLISHED.value)
        ),
        None,
    )
    return page_of(chosen, versions, language) if chosen is not None else None


def page_of(
    version: VerdictVersion, versions: Sequence[VerdictVersion], language: str
) -> PublishedPage:
    """The page of one version beside the ``versions`` that its readers may know of."""
    steps = version.what_to_do_en if language == "en" and version.what_to_do_en else None
    subject = version.verdict.claim.subject_agency
    return PublishedPage(
        line=line_of(version, language=language),
        network_id=version.verdict.claim.network_id,
        first_published_at=min(other.published_at or other.drafted_at for other in versions),
        status=VersionStatus(version.status),
        explanation=in_language(version, "explanation", language),
        what_to_do=tuple(steps or version.what_to_do),
        missing=in_language(version, "missing", language),
        factual_ground=in_language(version, "factual_ground", language),
        change_note=in_language(version, "change_note", language),
        drafted_by_agency=_agency_name(version.drafted_agency, language),
        approved_by_agency=_agency_name(version.approver_agency, language),
        superseded_at=version.superseded_at,
        sources=tuple(
            SourceView(
                title=source.title,
                publisher=source.publisher,
                address=source.address,
                seen_on=source.seen_on,
                member=_agency_name(source.agency, language),
                sha256=source.file.sha256 if source.file is not None else "",
                file_id=source.file_id,
                media_type=source.file.media_type if source.file is not None else "",
            )
            for source in version.sources.select_related("agency", "file")
        ),
        grounds=tuple(
            GroundView(
                citation=cited.ground.citation_en if language == "en" else cited.ground.citation,
                cited_on=cited.cited_on,
            )
            for cited in version.cited_grounds.select_related("ground")
        ),
        versions=tuple(
            VersionLine(
                version=other.number,
                status=VersionStatus(other.status),
                rating=Rating(other.rating),
                rating_word=rating_word(Rating(other.rating), language),
                published_at=other.published_at or other.drafted_at,
                change_note=in_language(other, "change_note", language),
                path=page_path(version.verdict.reference, number=other.number, language=language),
            )
            for other in versions
        ),
        subject_agency=_agency_name(subject, language),
    )


def _agency_name(agency: Any, language: str) -> str:
    if agency is None:
        return ""
    name: str = agency.name_en if language == "en" and agency.name_en else agency.name
    return name


def feed_entries(
    limit: int = 50, *, language: str = "vi", network: Network | None = None
) -> list[FeedEntry]:
    """Current verdicts for a feed, the last changed first."""
    rows = current_versions()
    if network is not None:
        rows = rows.filter(verdict__claim__network=network)
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


def example_wordings(
    network: Network, *, language: str = "vi", limit: int = 3, length: int = 220
) -> list[str]:
    """Short wordings of the scams that were published last, to try the check with. One query."""
    rows = (
        ClaimWording.objects.filter(
            language=language,
            claim__network=network,
            claim__verdicts__versions__in=current_versions().filter(
                rating=Rating.SCAM.value, valid_until__gte=timezone.localdate()
            ),
        )
        .order_by("-claim__verdicts__versions__published_at", "id")
        .values_list("claim_id", "text")[: limit * 8]
    )
    chosen: dict[int, str] = {}
    for claim, text in rows:
        if len(text) <= length:
            chosen.setdefault(claim, text)
    return list(chosen.values())[:limit]
