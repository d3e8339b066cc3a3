from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangto.kernel.text import (
    clean,
    collation_key,
    excerpt,
    folded,
    folded_with_offsets,
    tone_placement,
)

ANY_TEXT = st.text(st.characters(codec=None), max_size=300)


@given(ANY_TEXT)
def test_cleaning_is_idempotent_and_leaves_only_what_databases_take(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    cleaned.encode("utf-8")
    assert "\x00" not in cleaned
    assert unicodedata.is_normalized("NFC", cleaned)


@given(ANY_TEXT)
def test_folding_gives_the_same_for_every_normal_form_and_twice(text: str) -> None:
    cleaned = clean(text)
    once = folded(cleaned)
    assert folded(unicodedata.normalize("NFD", cleaned)) == once
    assert folded(once) == once
    assert "  " not in once
    assert once == once.strip()


@given(ANY_TEXT)
def test_every_folded_character_knows_where_it_came_from(text: str) -> None:
    cleaned = clean(text)
    characters, offsets = folded_with_offsets(cleaned)
    assert len(characters) == len(offsets)
    assert offsets == sorted(offsets)
    assert all(0 <= offset < len(cleaned) for offset in offsets)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Lừa đảo", "lua dao"),
        ("ĐƯỜNG  Nguyễn-Huệ!!", "duong nguyen hue"),
        ("hoà", "hoa"),
        ("hòa", "hoa"),
        ("50.000đ", "50 000d"),
        ("“Trúng thưởng”…", "trung thuong"),
        ("Ｆｕｌｌ　width", "full width"),
        ("\u200bkh\u200bóa", "khoa"),
        ("", ""),
        ("!!! ???", ""),
        ("👍👍 ok", "ok"),
    ],
)
def test_folding(written: str, expected: str) -> None:
    assert folded(clean(written)) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("hoà thuý khoẻ hoạ", "hòa thúy khỏe họa"),
        ("hòa thúy", "hòa thúy"),
        ("quý quà", "quý quà"),
        ("hoàn toán thuế của mùa", "hoàn toán thuế của mùa"),
    ],
)
def test_both_placements_of_a_tone_become_one(written: str, expected: str) -> None:
    assert tone_placement(written) == expected
    assert tone_placement(expected) == expected


def test_direction_overrides_and_broken_characters_are_dropped() -> None:
    assert clean("a\u202egpj.exe\u202c\x00b\ud800c\u2066d\r\ne\rf") == "agpj.exebcd\ne\nf"


def test_a_joined_emoji_stays_whole_and_a_hidden_joiner_goes() -> None:
    assert clean("👨‍👩‍👧 k\u200dh") == "👨‍👩‍👧 kh"


def test_the_order_of_the_alphabet() -> None:
    words = ["đa", "da", "ấn", "an", "ăn", "ân", "ba", "ẩn", "anh", "3", "12"]
    assert sorted(words, key=collation_key) == [
        "12",
        "3",
        "an",
        "anh",
        "ăn",
        "ân",
        "ẩn",
        "ấn",
        "ba",
        "da",
        "đa",
    ]


@given(ANY_TEXT, st.integers(2, 60))
def test_an_excerpt_is_one_line_that_fits(text: str, length: int) -> None:
    short = excerpt(clean(text), length)
    assert len(short) <= length
    assert "\n" not in short
