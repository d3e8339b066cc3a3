"""A published verdict as schema.org ClaimReview.

The claim's author is left out on purpose: the desk knows none (SCOPE.md 2).
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from sangto.organisations.models import Agency
from sangto.verdicts.domain.ratings import BEST_RATING, RATINGS, WORST_RATING
from sangto.verdicts.queries.published import PublishedPage


def claim_review(page: PublishedPage, *, publisher: Agency) -> dict[str, Any]:
    """The JSON-LD of one version; ``publisher`` is the lead agency of the network."""
    line = page.line
    english = line.text_language == "en" and bool(publisher.name_en)
    reviewer: dict[str, Any] = {
        "@type": "GovernmentOrganization",
        "name": publisher.name_en if english else publisher.name,
    }
    if publisher.domains:
        reviewer["url"] = f"https://{publisher.domains[0]}/"
    rating: dict[str, Any] = {"@type": "Rating", "alternateName": line.rating_word}
    number = RATINGS[line.rating].number
    if number is not None:
        rating |= {
            "ratingValue": number,
            "bestRating": BEST_RATING,
            "worstRating": WORST_RATING,
        }
    review: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": line.url,
        "inLanguage": line.text_language,
        "datePublished": timezone.localtime(line.published_at).isoformat(timespec="seconds"),
        "version": line.version,
        "claimReviewed": line.title,
        "reviewBody": line.summary,
        "author": reviewer,
        "publisher": reviewer,
        "reviewRating": rating,
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
    return review
