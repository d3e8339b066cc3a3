from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangto.kernel.categories import RULES, Category, Rating
from sangto.verdicts.domain.content import (
    TEXT_FIELDS,
    SourceContent,
    VerdictContent,
    cleaned,
    content_digest,
    content_refusals,
    draft_refusals,
)

TODAY = date(2026, 7, 1)
WHOLE = VerdictContent(
    rating=Rating.SCAM,
    title="Tin nhắn phạt nguội giả",
    summary="Đây là lừa đảo.",
    explanation="Cơ quan không gửi tin nhắn như vậy.",
    valid_until=TODAY + timedelta(days=1),
)


def codes(
    content: VerdictContent, *, category: Category = Category.FRAUD, number: int = 1
) -> list[str]:
    found = content_refusals(content, category=category, number=number, today=TODAY)
    return [refusal.code for refusal in found]


def test_whole_content_is_not_refused() -> None:
    assert codes(WHOLE) == []


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"title": ""}, ["verdict.title_is_empty"]),
        ({"summary": ""}, ["verdict.summary_is_empty"]),
        ({"explanation": ""}, ["verdict.explanation_is_empty"]),
        ({"valid_until": None}, ["verdict.valid_until"]),
        ({"valid_until": TODAY}, ["verdict.valid_until"]),
        ({"rating": Rating.FALSE}, ["category.rating"]),
        ({"rating": Rating.UNVERIFIED}, ["verdict.missing_is_empty"]),
        ({"rating": Rating.UNVERIFIED, "missing": "Chờ trả lời của ngân hàng."}, []),
        ({"title": "x" * 301}, ["verdict.title_too_long"]),
        ({"what_to_do": ("a",) * 11}, ["verdict.what_to_do_too_many"]),
        ({"what_to_do": ("a" * 301,)}, ["verdict.what_to_do_too_long"]),
        ({"summary": "Bài của @nguyenvana là sai."}, ["verdict.names_an_account"]),
        ({"explanation": "Xem https://facebook.com/nguyen.van.a"}, ["verdict.names_an_account"]),
        ({"grounds": tuple(str(n) for n in range(21))}, ["verdict.grounds_too_many"]),
    ],
)
def test_what_is_missing_is_named(changed: dict[str, Any], expected: list[str]) -> None:
    assert codes(replace(WHOLE, **changed)) == expected


def test_a_later_version_says_what_changed() -> None:
    assert codes(WHOLE, number=2) == ["verdict.change_note_is_empty"]
    assert codes(replace(WHOLE, change_note="Thêm nguồn."), number=2) == []


@pytest.mark.parametrize("rating", list(Rating))
@pytest.mark.parametrize("category", list(Category))
def test_every_pair_of_category_and_rating(category: Category, rating: Rating) -> None:
    found = draft_refusals(replace(WHOLE, rating=rating), category=category)
    assert (not found) == (rating in RULES[category].ratings)


def test_length_table_names_fields_of_the_content() -> None:
    assert set(TEXT_FIELDS) <= {field.name for field in fields(VerdictContent)}


@given(st.text(alphabet=st.characters(codec=None), max_size=60))
def test_cleaning_takes_any_text_and_changes_nothing_twice(text: str) -> None:
    source = SourceContent(text, text, text, TODAY)
    content = replace(WHOLE, title=text, what_to_do=(text, ""), sources=(source,))
    once = cleaned(content)
    assert cleaned(once) == once
    assert "\x00" not in once.title
    once.title.encode()
    assert all(once.what_to_do)


def test_digest_covers_what_is_read_and_nothing_else() -> None:
    source = SourceContent("A", "B", "https://who.example/", TODAY, id=4)
    content = replace(WHOLE, sources=(source,))
    digest = content_digest(content, category="fraud", topic="")
    moved = replace(content, sources=(replace(source, id=9),))
    assert content_digest(moved, category="fraud", topic="") == digest
    changes: list[dict[str, Any]] = [{name: "khác"} for name in TEXT_FIELDS]
    different = [
        content_digest(content, category="malicious_link", topic=""),
        content_digest(content, category="fraud", topic="health"),
        content_digest(replace(content, sources=()), category="fraud", topic=""),
        content_digest(
            replace(content, sources=(replace(source, evidence="0" * 64),)),
            category="fraud",
            topic="",
        ),
        *(
            content_digest(replace(content, **changed), category="fraud", topic="")
            for changed in changes
        ),
    ]
    assert len({digest, *different}) == len(different) + 1
