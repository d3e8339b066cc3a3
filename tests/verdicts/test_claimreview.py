from __future__ import annotations

import json
import re
from typing import Any

import pytest

from sangto.kernel.categories import Category, Rating
from sangto.verdicts.claimreview import claim_review, json_ld
from sangto.verdicts.queries import published_version
from tests.factories.cases import World, categorised, confirmed
from tests.factories.verdicts import published_verdict


def review_of(world: World, *, language: str = "vi", **arguments: Any) -> dict[str, Any]:
    version = published_verdict(world, **arguments)
    page = published_version(version.verdict.reference, language=language)
    assert page is not None
    return claim_review(page, language=language)


def keys_in(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value) | {key for inner in value.values() for key in keys_in(inner)}
    if isinstance(value, list):
        return {key for inner in value for key in keys_in(inner)}
    return set()


def test_shape(world: World) -> None:
    review = review_of(world, language="en")
    assert review["@context"] == "https://schema.org"
    assert review["@type"] == "ClaimReview"
    assert review["url"].startswith("http://localhost:8000/en/ket-luan/KL-")
    assert review["claimReviewed"] == "The message about a won motorbike is fake"
    assert review["reviewRating"] == {
        "@type": "Rating",
        "alternateName": "Scam",
        "ratingValue": 1,
        "bestRating": 5,
        "worstRating": 1,
    }
    assert review["author"]["name"] == world.lead.name_en
    assert review["author"] == review["publisher"]
    assert review["citation"][0]["url"] == "https://baove.example/canh-bao/1"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:]{8}\+07:00", review["datePublished"])
    assert review["dateModified"] == review["datePublished"]
    assert json.loads(json.dumps(review)) == review


def test_the_claim_has_no_author(world: World) -> None:
    review = review_of(world)
    claim = review["itemReviewed"]
    assert claim == {"@type": "Claim", "name": review["claimReviewed"]}
    assert not keys_in(claim) & {"author", "creator", "appearance", "firstAppearance", "sameAs"}


def test_unverified_has_a_word_and_no_number(world: World) -> None:
    review = review_of(world, language="en", rating=Rating.UNVERIFIED)
    assert review["reviewRating"] == {"@type": "Rating", "alternateName": "Not verified yet"}


@pytest.mark.parametrize(
    ("rating", "number"),
    [
        (Rating.FALSE, 1),
        (Rating.MISLEADING, 2),
        (Rating.OUTDATED, 3),
        (Rating.PARTLY_TRUE, 3),
        (Rating.TRUE, 5),
    ],
)
def test_numbers_of_factual_claims(world: World, rating: Rating, number: int) -> None:
    review = review_of(world, case=confirmed(world), rating=rating)
    assert review["reviewRating"]["ratingValue"] == number


def test_a_site_that_was_broken_into_gets_no_number(world: World) -> None:
    case = categorised(world, Category.COMPROMISED_SITE)
    review = review_of(world, case=case, rating=Rating.CONFIRMED, language="en")
    assert review["reviewRating"] == {"@type": "Rating", "alternateName": "Break-in confirmed"}


def test_no_text_ends_the_script_element(world: World) -> None:
    title = "</script><script>alert(1)</script>&\u2028 \"'"
    review = review_of(world, title=title)
    element = str(json_ld(review))
    assert element.count("<") == 2
    assert element.count("</script>") == 1
    body = element.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert json.loads(body) == review
