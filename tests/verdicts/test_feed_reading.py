"""Whatever a feed says, it is read or there is a reason; nothing about people is taken from it."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sangto.verdicts.domain.feed_reading import FeedProblem, UnreadableFeed, read_feed
from sangto.verdicts.domain.feeds import PROBLEMS, is_to_be_told, pause_after
from tests.factories.feeds import WORDING, data_feed, review


def problem(content: bytes, media_type: str = "") -> FeedProblem:
    with pytest.raises(UnreadableFeed) as error:
        read_feed(content, media_type)
    assert error.value.problem.value in PROBLEMS
    return error.value.problem


def test_what_is_taken_of_a_review() -> None:
    (one,) = read_feed(data_feed(review(expires="2027-01-01"))).reviews
    assert one.identity == "https://khac.example/ket-luan/1"
    assert one.address == "https://khac.example/ket-luan/1/"
    assert one.title == "Tin nhắn dọa cắt điện số 1 là giả"
    assert (one.publisher, one.rated) == ("Bàn tỉnh Khác", "Lừa đảo")
    assert one.wordings == (WORDING,)
    assert one.expires_on is not None
    assert one.expires_on.isoformat() == "2027-01-01"
    assert one.modified_at is not None
    assert not one.deleted


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(review()),
        json.dumps([review()]),
        json.dumps({"@graph": [{"@type": "WebPage"}, review()]}),
        json.dumps({"@type": "ItemList", "itemListElement": [{"position": 1, "item": review()}]}),
        "\n".join([json.dumps(review()), json.dumps(review())]),
        f"﻿{json.dumps(review())}",
        f'<!doctype html><script type="application/ld+json">{json.dumps(review())}</script>',
        f'<script type="application/ld+json">broken</script>'
        f'<SCRIPT TYPE="application/ld+json">[{json.dumps(review())}]</SCRIPT>',
        json.dumps({**review(), "@type": ["Review", "https://schema.org/ClaimReview"]}),
    ],
)
def test_shapes_of_feeds(content: str) -> None:
    assert len(read_feed(content.encode()).reviews) == 1


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\xff\xfe\x00", FeedProblem.NOT_TEXT),
        (b"", FeedProblem.NO_REVIEWS),
        (b"not json", FeedProblem.NOT_JSON),
        (b"[" * 100_000, FeedProblem.NOT_JSON),
        (b'{"a": ' + b"9" * 6000 + b"}", FeedProblem.NOT_JSON),
        (b"{}", FeedProblem.NO_REVIEWS),
        (b"<html></html>", FeedProblem.NO_REVIEWS),
        (b'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"/>', FeedProblem.IS_ATOM),
        (b"[" + b"[]," * 300_001 + b"[]]", FeedProblem.TOO_MANY),
    ],
)
def test_what_is_no_feed(content: bytes, expected: FeedProblem) -> None:
    assert problem(content) is expected


def test_an_empty_list_is_a_feed() -> None:
    assert read_feed(data_feed()).reviews == ()
    assert read_feed(b"[]").reviews == ()


def test_what_says_too_little_is_counted() -> None:
    for lacking in (
        {"claimReviewed": "", "itemReviewed": None, "name": None},
        {"url": "x", "@id": ""},
    ):
        feed = read_feed(data_feed(review(1, **lacking), review(2)))
        assert (len(feed.reviews), feed.left_out) == (1, 1)


def test_nobody_who_made_a_claim_is_read() -> None:
    """SCOPE.md 2, also where the other desk names them."""
    person = {"@type": "Person", "name": "Nguyễn Văn Mẫu", "url": "https://facebook.com/nvm.mau"}
    said = review(
        author=person,
        publisher=None,
        itemReviewed={"@type": "Claim", "name": "Tin", "author": person},
        reviewBody="Bài của @nguyenvanmau tại https://www.facebook.com/nguyen.van.mau lan nhanh.",
    )
    text = repr(vars_of(read_feed(data_feed(said)).reviews[0])).lower()
    assert "nguyễn văn mẫu" not in text
    assert "nguyenvanmau" not in text
    assert "nguyen.van.mau" not in text


def vars_of(one: Any) -> dict[str, Any]:
    return {name: getattr(one, name) for name in one.__slots__}


def test_a_later_date_alone_is_no_change() -> None:
    def digest(**changes: Any) -> str:
        return read_feed(data_feed(review(**changes))).reviews[0].digest

    assert digest() == digest(dateModified="2026-09-09")
    assert digest() != digest(reviewBody="Khác")
    assert digest() != digest(reviewRating={"alternateName": "Đúng"})


def test_deleted_entries_are_known_as_such() -> None:
    entry = {"@type": "DataFeedItem", "dateDeleted": "2026-02-02", "item": review()}
    feed = read_feed(json.dumps({"dataFeedElement": [entry]}).encode())
    assert feed.reviews[0].deleted


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4)
    ),
    max_leaves=15,
)
_REVIEW = st.fixed_dictionaries(
    {"@type": st.just("ClaimReview")},
    optional={
        name: _JSON | st.just("https://khac.example/1") | st.text(max_size=40)
        for name in (
            "@id", "url", "claimReviewed", "reviewBody", "itemReviewed", "reviewRating",
            "publisher", "author", "dateModified", "expires", "inLanguage", "dateDeleted",
        )
    },
)  # fmt: skip


@settings(max_examples=150)
@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode()))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for media_type in ("", "text/html"):
        with suppress(UnreadableFeed):
            read_feed(content, media_type)


@settings(max_examples=150)
@given(st.lists(_REVIEW, max_size=4), st.sampled_from(["dataFeedElement", "@graph", "item"]))
def test_any_review_is_read_or_counted(reviews: list[dict[str, Any]], inside: str) -> None:
    content = json.dumps({inside: reviews}).encode("utf-8", "surrogatepass")
    try:
        feed = read_feed(content)
    except UnreadableFeed:
        return
    for one in feed.reviews:
        assert 0 < len(one.title) <= 300
        assert one.address.startswith(("http://", "https://", "HTTP"))
        assert len(one.summary) <= 2000
        assert len(one.digest) == len(one.key) == 64
        assert "\0" not in one.title + one.summary + one.rated


def test_a_broken_feed_is_asked_later_and_later_and_told_once() -> None:
    pauses = [pause_after(number) for number in range(8)]
    assert pauses == sorted(pauses)
    assert pauses[-1].days == 1
    assert [n for n in range(1, 9) if is_to_be_told("no_connection", n)] == [3]
    assert [n for n in range(1, 9) if is_to_be_told("not_json", n)] == [1]
