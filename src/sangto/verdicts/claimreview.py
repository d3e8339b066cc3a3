"""A published verdict as schema.org ClaimReview.

The claim's author is left out on purpose: the desk knows none (SCOPE.md 2).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sangto.organisations.models import Agency
from sangto.verdicts.domain.ratings import BEST_RATING, RATINGS, WORST_RATING
from sangto.verdicts.queries.published import PublishedLine, PublishedPage
from sangto.verdicts.wording import rating_word

#: Characters that could end a script element or a line of script, and what JSON writes for them.
_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def json_ld(review: Mapping[str, Any]) -> SafeString:
    """The script element for a page; no text of a verdict can end it."""
    body = json.dumps(review, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', SafeString(body))


def claim_review(
    page: PublishedPage, *, language: str = "vi", publisher: Agency | None = None
) -> dict[str, Any]:
    """The JSON-LD of one version, as read in ``language``.

    ``publisher`` is the lead agency of the network unless given; without either there is none.
    """
    line = page.line
    publisher = publisher or Agency.objects.filter(network=page.network_id, is_lead=True).first()
    review: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": line.url,
        "inLanguage": line.text_language,
        "datePublished": timezone.localtime(page.first_published_at).isoformat(timespec="seconds"),
        "dateModified": timezone.localtime(line.published_at).isoformat(timespec="seconds"),
        "version": line.version,
        "claimReviewed": line.title,
        "reviewBody": line.summary,
        "reviewRating": _rating(line),
        "itemReviewed": {"@type": "Claim", "name": line.title},
        "citation": [
            {
                "@type": "CreativeWork",
                "name": source.title,
                "url": source.address,
                "publisher": {"@type": "Organization", "name": source.publisher},
            }
            for source in page.sources
        ],
    }
    if line.valid_until is not None:
        review["expires"] = line.valid_until.isoformat()
    if publisher is not None:
        review["author"] = review["publisher"] = _reviewer(publisher, language)
    return review


def _rating(line: PublishedLine) -> dict[str, Any]:
    """The word always; numbers only where a number says something true."""
    word = rating_word(line.rating, line.text_language)
    rating: dict[str, Any] = {"@type": "Rating", "alternateName": word}
    number = RATINGS[line.rating].number
    if number is not None:
        rating |= {"ratingValue": number, "bestRating": BEST_RATING, "worstRating": WORST_RATING}
    return rating


def _reviewer(publisher: Agency, language: str) -> dict[str, Any]:
    english = language == "en" and publisher.name_en
    reviewer: dict[str, Any] = {
        "@type": "GovernmentOrganization",
        "name": publisher.name_en if english else publisher.name,
    }
    if publisher.domains:
        reviewer["url"] = f"https://{publisher.domains[0]}/"
    return reviewer
