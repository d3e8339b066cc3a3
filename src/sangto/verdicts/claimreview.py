"""Published verdicts as schema.org ClaimReview, one on its page and all of them as a DataFeed.

The claim's author is left out on purpose: the desk knows none (SCOPE.md 2).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Protocol

from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sangto.organisations.models import Agency, Network
from sangto.organisations.queries import lead_agency
from sangto.verdicts.domain.ratings import BEST_RATING, RATINGS, WORST_RATING
from sangto.verdicts.queries.feeds import changed_verdicts
from sangto.verdicts.queries.published import PublishedLine, PublishedPage, cited_of, line_of
from sangto.verdicts.wording import rating_word

CONTEXT = "https://schema.org"
#: Characters that could end a script element or a line of script, and what JSON writes for them.
_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


class CitedSource(Protocol):
    @property
    def title(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def publisher(self) -> str: ...


def written(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def json_ld(review: Mapping[str, Any]) -> SafeString:
    """The script element for a page; no text of a verdict can end it."""
    body = written(review).translate(_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', SafeString(body))


def claim_review(
    page: PublishedPage, *, language: str = "vi", publisher: Agency | None = None
) -> dict[str, Any]:
    """The JSON-LD of one version, as read in ``language``.

    ``publisher`` is the lead agency of the network unless given; without either there is none.
    """
    publisher = publisher or Agency.objects.filter(network=page.network_id, is_lead=True).first()
    review = _review(
        page.line,
        first_published=page.first_published_at,
        sources=page.sources,
        publisher=publisher,
        language=language,
    )
    return {"@context": CONTEXT, **review}


def data_feed(
    network: Network | None,
    *,
    name: str,
    address: str,
    language: str = "vi",
    since: datetime | None = None,
) -> Iterator[str]:
    """The DataFeed with every current verdict, the last changed first, in pieces of JSON.

    Each piece is read from the database when it is asked for, a hundred verdicts at a time, so
    that a long feed takes no memory. With ``since`` only what changed at or after that moment.
    """
    lead = lead_agency(network) if network is not None else None
    head: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "DataFeed",
        "name": name,
        "url": address,
        "inLanguage": language,
    }
    if lead is not None:
        head["publisher"] = _reviewer(lead, language)
    began = False
    for changed in changed_verdicts(network, since=since):
        if not began:
            head["dateModified"] = _moment(changed.version.published_at)
            yield _opened(head)
        line = line_of(changed.version, language=language)
        review = _review(
            line,
            first_published=changed.first_published,
            sources=cited_of(changed.version),
            publisher=lead,
            language=language,
            wordings=changed.wordings,
        )
        item = {
            "@type": "DataFeedItem",
            "dateCreated": _moment(changed.first_published),
            "dateModified": _moment(line.published_at),
            "item": [review],
        }
        yield ("," if began else "") + written(item)
        began = True
    if not began:
        yield _opened(head)
    yield "]}"


def _opened(head: Mapping[str, Any]) -> str:
    return f'{written(head).removesuffix("}")},"dataFeedElement":['


def _review(
    line: PublishedLine,
    *,
    first_published: datetime,
    sources: Iterable[CitedSource],
    publisher: Agency | None,
    language: str,
    wordings: Iterable[str] = (),
) -> dict[str, Any]:
    claim: dict[str, Any] = {"@type": "Claim", "name": line.title}
    if circulating := [{"@type": "Message", "text": text} for text in wordings]:
        claim["appearance"] = circulating
    review: dict[str, Any] = {
        "@type": "ClaimReview",
        "@id": line.url,
        "url": line.url,
        "inLanguage": line.text_language,
        "datePublished": _moment(first_published),
        "dateModified": _moment(line.published_at),
        "version": line.version,
        "claimReviewed": line.title,
        "reviewBody": line.summary,
        "reviewRating": _rating(line),
        "itemReviewed": claim,
        "citation": [
            {
                "@type": "CreativeWork",
                "name": source.title,
                "url": source.address,
                "publisher": {"@type": "Organization", "name": source.publisher},
            }
            for source in sources
        ],
    }
    if line.valid_until is not None:
        review["expires"] = line.valid_until.isoformat()
    if publisher is not None:
        review["author"] = review["publisher"] = _reviewer(publisher, language)
    return review


def _moment(at: datetime | None) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds")


def _rating(line: PublishedLine) -> dict[str, Any]:
    """The word always; numbers only where a number says something true."""
    word = rating_word(line.rating, line.text_language)
    rating: dict[str, Any] = {"@type": "Rating", "alternateName": word}
    number = RATINGS[line.rating].number
    if number is not None:
        rating |= {"ratingValue": number, "bestRating": BEST_RATING, "worstRating": WORST_RATING}
    return rating


def _reviewer(publisher: Agency, language: str) -> dict[str, Any]:
    """Its own site where the charter names one, else this one: readers of feeds want an address."""
    english = language == "en" and publisher.name_en
    domains = publisher.domains
    return {
        "@type": "GovernmentOrganization",
        "name": publisher.name_en if english else publisher.name,
        "url": f"https://{domains[0]}/" if domains else f"{settings.SANGTO_BASE_URL}/",
    }
