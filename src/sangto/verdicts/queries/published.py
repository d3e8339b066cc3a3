"""What anybody may read: published versions and the ones they superseded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from sangto.kernel.categories import RULES, Category, Rating
from sangto.kernel.personal import masked
from sangto.matching.models import ClaimWording
from sangto.organisations.models import Network
from sangto.verdicts.domain.ratings import RATINGS, RatingGroup
from sangto.verdicts.domain.version import (
    PUBLIC_STATUSES,
    RemovalCause,
    VerdictOrigin,
    VersionStatus,
)
from sangto.verdicts.models import VerdictVersion
from sangto.verdicts.queries.personal import public_text
from sangto.verdicts.wording import page_address, page_path, rating_word

_SHOWN_CATEGORIES = sorted(
    category.value for category, rules in RULES.items() if not rules.totals_only
)

_TEXTS = ("title", "summary", "explanation", "what_to_do", "missing", "factual_ground")


@dataclass(frozen=True, slots=True)
class PublishedLine:
    """One version in a list, in one language; ``text_language`` is the one its title is in."""

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
    summary_language: str
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
    note_language: str


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
    #: The language of each text by the name of its field; English may be missing for some.
    languages: Mapping[str, str]

    @property
    def is_current(self) -> bool:
        return self.status is VersionStatus.PUBLISHED


def public_versions() -> QuerySet[VerdictVersion]:
    """Own versions that were published, in categories that are shown at all (SCOPE.md 9)."""
    return VerdictVersion.objects.filter(
        verdict__origin=VerdictOrigin.OWN.value,
        status__in=sorted(status.value for status in PUBLIC_STATUSES),
        category__in=_SHOWN_CATEGORIES,
        verdict__claim__category__in=["", *_SHOWN_CATEGORIES],
    ).select_related("verdict__claim")


def released_versions() -> QuerySet[VerdictVersion]:
    """Imported ones that somebody released for showing."""
    return VerdictVersion.objects.filter(status=VersionStatus.RELEASED.value)


def current_versions() -> QuerySet[VerdictVersion]:
    return public_versions().filter(status=VersionStatus.PUBLISHED.value)


def in_language(version: VerdictVersion, name: str, language: str) -> str:
    """The text in that language, with what is personal masked; Vietnamese where it was not
    written in the other one."""
    suffix = "_en" if language_of(version, name, language) == "en" else ""
    return public_text(version, getattr(version, name + suffix))


def language_of(version: VerdictVersion, name: str, language: str) -> str:
    """The language that :func:`in_language` answers in, for readers who are read to."""
    return "en" if language == "en" and getattr(version, f"{name}_en") else "vi"


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
        text_language=language_of(version, "title", language),
        summary_language=language_of(version, "summary", language),
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
    subject = version.verdict.claim.subject_agency
    return PublishedPage(
        line=line_of(version, language=language),
        network_id=version.verdict.claim.network_id,
        first_published_at=min(other.published_at or other.drafted_at for other in versions),
        status=VersionStatus(version.status),
        explanation=in_language(version, "explanation", language),
        what_to_do=steps_of(version, language),
        missing=in_language(version, "missing", language),
        factual_ground=in_language(version, "factual_ground", language),
        change_note=in_language(version, "change_note", language),
        drafted_by_agency=_agency_name(version.drafted_agency, language),
        approved_by_agency=_agency_name(version.approver_agency, language),
        superseded_at=version.superseded_at,
        sources=sources_of(version, language),
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
                note_language=language_of(other, "change_note", language),
            )
            for other in versions
        ),
        subject_agency=_agency_name(subject, language),
        languages={name: language_of(version, name, language) for name in _TEXTS},
    )


def steps_of(version: VerdictVersion, language: str) -> tuple[str, ...]:
    english = version.what_to_do_en if language == "en" else None
    return tuple(public_text(version, step) for step in english or version.what_to_do)


def sources_of(version: VerdictVersion, language: str) -> tuple[SourceView, ...]:
    """One query."""
    return tuple(
        SourceView(
            title=public_text(version, source.title),
            publisher=public_text(version, source.publisher),
            address=source.address,
            seen_on=source.seen_on,
            member=_agency_name(source.agency, language),
            sha256=source.file.sha256 if source.file is not None else "",
            file_id=source.file_id,
            media_type=source.file.media_type if source.file is not None else "",
        )
        for source in version.sources.select_related("agency", "file")
    )


@dataclass(frozen=True, slots=True)
class CitedLine:
    title: str
    publisher: str
    address: str


def cited_of(version: VerdictVersion) -> tuple[CitedLine, ...]:
    """The sources for machines; no query where they were fetched with the version."""
    return tuple(
        CitedLine(
            public_text(version, source.title),
            public_text(version, source.publisher),
            source.address,
        )
        for source in version.sources.all()
    )


def _agency_name(agency: Any, language: str) -> str:
    if agency is None:
        return ""
    name: str = agency.name_en if language == "en" and agency.name_en else agency.name
    return name


@dataclass(frozen=True, slots=True)
class WithdrawnPage:
    """What is left of a verdict that was taken back; ``versions`` counts those that were public."""

    reference: str
    network_id: int
    version_id: int
    versions: int
    cause: RemovalCause
    reason: str
    withdrawn_at: datetime
    agency: str


def withdrawn_verdict(reference: str, *, language: str = "vi") -> WithdrawnPage | None:
    """None for a verdict that stands, one that never was public, and an unknown one."""
    versions = list(
        VerdictVersion.objects.filter(
            verdict__reference=reference,
            verdict__origin=VerdictOrigin.OWN.value,
            category__in=_SHOWN_CATEGORIES,
            published_at__isnull=False,
        )
        .select_related("verdict__claim", "withdrawn_agency")
        .order_by("number")
    )
    if not versions or any(one.status != VersionStatus.WITHDRAWN.value for one in versions):
        return None
    last = versions[-1]
    return WithdrawnPage(
        reference=reference,
        network_id=last.verdict.claim.network_id,
        version_id=last.pk,
        versions=len(versions),
        cause=RemovalCause(last.withdrawal_cause),
        reason=masked(last.withdrawal_reason, names=last.hidden_passages),
        withdrawn_at=last.withdrawn_at or last.drafted_at,
        agency=_agency_name(last.withdrawn_agency, language),
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
