from __future__ import annotations

import json
import re
from typing import Any

import pytest

from sangto.kernel.categories import Category, Rating
from sangto.verdicts.claimreview import claim_review, data_feed, json_ld
from sangto.verdicts.domain.ratings import RATINGS
from sangto.verdicts.models import VerdictVersion
from sangto.verdicts.queries import feeds, published_version
from sangto.verdicts.services import start_new_version
from tests.factories.cases import World, categorised, confirmed
from tests.factories.verdicts import published_verdict
from tests.verdicts.schema_org import faults


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


def feed_of(world: World, **arguments: Any) -> dict[str, Any]:
    pieces = data_feed(
        world.network, name="Verdicts", address="https://desk.example/f", **arguments
    )
    found: dict[str, Any] = json.loads("".join(pieces))
    return found


@pytest.mark.parametrize("language", ["vi", "en"])
def test_review_and_feed_have_the_shapes_of_schema_org(world: World, language: str) -> None:
    page_review = review_of(world, language=language)
    assert faults(page_review, root="ClaimReview") == []
    review_of(world, rating=Rating.UNVERIFIED)
    review_of(world, case=confirmed(world), rating=Rating.PARTLY_TRUE)
    feed = feed_of(world, language=language)
    assert faults(feed, root="DataFeed") == []
    reviews = [item["item"][0] for item in feed["dataFeedElement"]]
    assert len(reviews) == 3
    assert {"@context": "https://schema.org", **reviews[-1]} == page_review
    numbers = [review["reviewRating"].get("ratingValue") for review in reviews]
    assert numbers == [
        RATINGS[one].number for one in (Rating.PARTLY_TRUE, Rating.UNVERIFIED, Rating.SCAM)
    ]
    assert not keys_in([review["itemReviewed"] for review in reviews]) & {"author", "appearance"}


def test_the_checker_finds_what_is_wrong(world: World) -> None:
    review = review_of(world)
    assert faults({**review, "claimReviewed": ""}, root="ClaimReview")
    assert faults({**review, "dateModified": "2026-01-02T03:04:05"}, root="ClaimReview")
    assert faults({**review, "itemReviewed": {"@type": "Claim"}}, root="ClaimReview")
    assert faults({**review, "unknown": 1}, root="ClaimReview")
    del review["url"]
    assert faults(review, root="ClaimReview") == ["ClaimReview: url is missing"]


def test_an_empty_feed_is_one(world: World) -> None:
    feed = feed_of(world)
    assert feed["dataFeedElement"] == []
    assert faults(feed, root="DataFeed") == []
    nobody = "".join(data_feed(None, name="Verdicts", address="https://desk.example/f"))
    assert json.loads(nobody)["dataFeedElement"] == []


def test_the_feed_reads_in_chunks_and_leaves_nothing_out(
    world: World, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(feeds, "CHUNK", 2)
    versions = [published_verdict(world, title=f"Tin {n}") for n in range(5)]
    start_new_version(verdict=versions[0].verdict, actor=world.officer())
    same = versions[0].published_at
    VerdictVersion.objects.filter(pk__in=[one.pk for one in versions[:4]]).update(published_at=same)
    with django_assert_num_queries(1 + 3 * 3):
        feed = feed_of(world)
    titles = [item["item"][0]["claimReviewed"] for item in feed["dataFeedElement"]]
    assert titles == ["Tin 4", "Tin 3", "Tin 2", "Tin 1", "Tin 0"]
    assert feed["dateModified"] == feed["dataFeedElement"][0]["dateModified"]


def test_the_feed_since_a_moment(world: World) -> None:
    old, new = published_verdict(world, title="Cũ"), published_verdict(world, title="Mới")
    VerdictVersion.objects.filter(pk=old.pk).update(published_at="2026-01-02T03:04:05Z")
    feed = feed_of(world, since=new.published_at)
    assert [item["item"][0]["claimReviewed"] for item in feed["dataFeedElement"]] == ["Mới"]
