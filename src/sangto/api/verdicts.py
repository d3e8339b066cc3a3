"""Checking, and everything that is published."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Field, Path, Query, Router
from pydantic import StringConstraints

from sangto.api.access import CHECKING, READING, Access
from sangto.api.paging import MOST, USUAL, cursor_of, paged, place_of
from sangto.api.shapes import Cursor, Given, Reference, Taken, address_of, reference_of
from sangto.intake.domain.limits import TEXT_LENGTH
from sangto.kernel.actor import Scope
from sangto.kernel.categories import Category, Rating, Topic
from sangto.organisations.queries import current_network
from sangto.verdicts.claimreview import claim_review, written
from sangto.verdicts.domain.version import VersionStatus
from sangto.verdicts.queries import (
    CheckOutcome,
    PublishedLine,
    PublishedPage,
    VerdictFilter,
    check_message,
    published,
    published_claim,
    published_version,
)

router = Router()
_READ = Access(Scope.VERDICTS, anonymous=READING)


class CheckBody(Taken):
    text: Annotated[str, StringConstraints(min_length=1, max_length=TEXT_LENGTH)] = Field(
        description="The message or the link that somebody doubts. It is not kept."
    )


class FoundVerdict(Given):
    reference: str
    rating: Rating
    rating_word: str
    title: str
    summary: str
    url: str
    published_on: date
    version: int


class Match(Given):
    claim: str
    verdict: FoundVerdict
    score: float
    spans: list[list[int]] = Field(description="Places in the text, as pairs of characters.")
    why: list[str]


class Indicator(Given):
    kind: str
    value: str
    shown: str
    signals: list[str]


class Checked(Given):
    outcome: CheckOutcome = Field(
        description="answer: the first match answers. suggest: ask the person. unknown: report it."
    )
    matches: list[Match]
    indicators: list[Indicator]


class Verdict(Given):
    reference: str
    claim: str
    version: int
    category: Category
    topic: str
    rating: Rating
    rating_word: str
    title: str
    summary: str
    language: str
    url: str
    published_on: date
    valid_until: date | None
    expired: bool


class Source(Given):
    title: str
    publisher: str
    address: str
    seen_on: date
    sha256: str


class VersionOf(Given):
    version: int
    status: VersionStatus
    rating: Rating
    rating_word: str
    published_on: date
    change_note: str


class WholeVerdict(Verdict):
    status: VersionStatus
    explanation: str
    what_to_do: list[str]
    missing: str
    factual_ground: str
    grounds: list[str]
    sources: list[Source]
    drafted_by: str
    approved_by: str
    subject_agency: str
    change_note: str
    versions: list[int]


class Wording(Given):
    language: str
    text: str


class Claim(Given):
    reference: str
    category: Category
    topic: str
    verdict: Verdict
    wordings: list[Wording]


class Feeds(Given):
    atom: str
    json_feed: str
    claim_reviews: str
    domains_stix: str
    domains_csv: str
    transparency_register: str = Field(description="The transparency register as JSON Lines.")
    register_dictionary: str


class Filters(Taken):
    q: Annotated[str, StringConstraints(max_length=200)] = Field(
        "", description="Words of the title, or a reference."
    )
    rating: Rating | None = None
    category: Category | None = None
    topic: Topic | None = None
    territory: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{0,40}$")] = ""
    since: date | None = None
    until: date | None = None
    limit: int = Field(USUAL, ge=1, le=MOST)
    cursor: Cursor | None = None


@router.post(
    "/check",
    response=Checked,
    auth=Access(Scope.CHECK, anonymous=CHECKING),
    summary="Check a message or a link",
    operation_id="check",
)
def check(request: HttpRequest, body: CheckBody) -> dict[str, Any]:
    """The same answer as on the page. Nothing is kept of the text."""
    return check_message(body.text, language=_language()).to_json()


@router.get(
    "/verdicts",
    response=list[Verdict],
    auth=_READ,
    summary="List current verdicts",
    operation_id="listVerdicts",
)
def list_verdicts(
    request: HttpRequest, response: HttpResponse, filters: Query[Filters]
) -> list[dict[str, Any]]:
    """Newest first. The header Link leads to the next page."""
    return [verdict_shown(line) for line in _listed(request, response, filters)]


@router.get(
    "/verdicts/{reference}",
    response=WholeVerdict,
    auth=_READ,
    summary="Read the current version of a verdict",
    operation_id="getVerdict",
)
def get_verdict(request: HttpRequest, reference: Path[Reference]) -> dict[str, Any]:
    return _whole(_page(reference))


@router.get(
    "/verdicts/{reference}/versions",
    response=list[VersionOf],
    auth=_READ,
    summary="List the public versions of a verdict",
    operation_id="listVersions",
)
def list_versions(request: HttpRequest, reference: Path[Reference]) -> list[dict[str, Any]]:
    return [
        {
            "version": one.version,
            "status": one.status,
            "rating": one.rating,
            "rating_word": one.rating_word,
            "published_on": timezone.localdate(one.published_at),
            "change_note": one.change_note,
        }
        for one in _page(reference).versions
    ]


@router.get(
    "/verdicts/{reference}/versions/{number}",
    response=WholeVerdict,
    auth=_READ,
    summary="Read one public version of a verdict",
    operation_id="getVersion",
)
def get_version(
    request: HttpRequest,
    reference: Path[Reference],
    number: Annotated[int, Path(ge=1, le=100_000)],
) -> dict[str, Any]:
    return _whole(_page(reference, number))


@router.get(
    "/verdicts/{reference}/claim-review",
    response=dict[str, Any],
    auth=_READ,
    summary="Read a verdict as a schema.org ClaimReview",
    operation_id="getClaimReview",
)
def get_claim_review(request: HttpRequest, reference: Path[Reference]) -> HttpResponse:
    review = claim_review(_page(reference), language=_language())
    return HttpResponse(written(review), content_type="application/ld+json")


@router.get(
    "/claims",
    response=list[Claim],
    auth=_READ,
    summary="List claims that have a verdict",
    operation_id="listClaims",
)
def list_claims(
    request: HttpRequest, response: HttpResponse, filters: Query[Filters]
) -> list[dict[str, Any]]:
    """With the filters of the verdicts. A claim without a verdict is nobody's to read."""
    return [_claim(line, ()) for line in _listed(request, response, filters)]


@router.get(
    "/claims/{reference}",
    response=Claim,
    auth=_READ,
    summary="Read a claim that has a verdict",
    operation_id="getClaim",
)
def get_claim(request: HttpRequest, reference: Path[Reference]) -> dict[str, Any]:
    found = published_claim(reference_of(reference), language=_language())
    if found is None:
        raise Http404
    return _claim(found.line, found.wordings)


@router.get(
    "/feeds",
    response=Feeds,
    auth=_READ,
    summary="Find the feeds and the open data",
    operation_id="getFeeds",
)
def get_feeds(request: HttpRequest) -> dict[str, str]:
    """Their addresses in the language of the request. They take the filters of the public list."""
    return {
        "atom": address_of(reverse("feed")),
        "json_feed": address_of(reverse("json_feed")),
        "claim_reviews": address_of(reverse("data_feed")),
        "domains_stix": address_of(reverse("domains_stix")),
        "domains_csv": address_of(reverse("domains_csv")),
        "transparency_register": address_of(reverse("register_jsonl")),
        "register_dictionary": address_of(reverse("register_dictionary")),
    }


def verdict_shown(line: PublishedLine) -> dict[str, Any]:
    return {
        "reference": line.reference,
        "claim": line.claim_reference,
        "version": line.version,
        "category": line.category,
        "topic": line.topic,
        "rating": line.rating,
        "rating_word": line.rating_word,
        "title": line.title,
        "summary": line.summary,
        "language": line.text_language,
        "url": line.url,
        "published_on": line.published_on,
        "valid_until": line.valid_until,
        "expired": line.expired,
    }


def _language() -> str:
    return get_language() or "vi"


def _listed(request: HttpRequest, response: HttpResponse, filters: Filters) -> list[PublishedLine]:
    place = place_of(filters.cursor)
    network = current_network()
    wanted = VerdictFilter(
        text=filters.q,
        category=filters.category,
        topic=filters.topic,
        rating=filters.rating,
        territory=filters.territory,
        since=filters.since,
        until=filters.until,
    )
    rows: list[PublishedLine] = []
    if network is not None:
        rows = published(
            network, wanted, limit=filters.limit + 1, language=_language(), after=place
        )
    last = rows[filters.limit - 1] if len(rows) > filters.limit else None
    after = cursor_of((last.published_at, last.id)) if last is not None else None
    return paged(request, response, rows, filters.limit, after)


def _page(reference: str, number: int | None = None) -> PublishedPage:
    page = published_version(reference_of(reference), number, language=_language())
    if page is None:
        raise Http404
    return page


def _whole(page: PublishedPage) -> dict[str, Any]:
    return verdict_shown(page.line) | {
        "status": page.status,
        "explanation": page.explanation,
        "what_to_do": list(page.what_to_do),
        "missing": page.missing,
        "factual_ground": page.factual_ground,
        "grounds": [ground.citation for ground in page.grounds],
        "sources": [
            {
                "title": source.title,
                "publisher": source.publisher or source.member,
                "address": source.address,
                "seen_on": source.seen_on,
                "sha256": source.sha256,
            }
            for source in page.sources
        ],
        "drafted_by": page.drafted_by_agency,
        "approved_by": page.approved_by_agency,
        "subject_agency": page.subject_agency,
        "change_note": page.change_note,
        "versions": [one.version for one in page.versions],
    }


def _claim(line: PublishedLine, wordings: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    return {
        "reference": line.claim_reference,
        "category": line.category,
        "topic": line.topic,
        "verdict": verdict_shown(line),
        "wordings": [{"language": language, "text": text} for language, text in wordings],
    }
