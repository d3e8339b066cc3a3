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
    found_passages,
    found_words,
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
def test_folding_with_and_without_places_is_the_same(text: str) -> None:
    assert folded(text) == folded_with_offsets(text)[0]


@given(st.text(st.sampled_from("aĐệ\u0301\u00a0\u00ad\u200b\u2028\r\n\t\x00 –…₫🙂"), max_size=12))
def test_ordinary_text_is_cleaned_like_any_other(text: str) -> None:
    marked = clean(f"{text}\u200e")
    assert clean(text) == marked


@given(ANY_TEXT)
def test_every_folded_character_knows_where_it_came_from(text: str) -> None:
    cleaned = clean(text)
    characters, offsets = folded_with_offsets(cleaned)
    assert len(characters) == len(offsets)
    assert offsets == sorted(offsets)
    assert all(0 <= offset < len(cleaned) for offset in offsets)


@given(ANY_TEXT, st.lists(st.sampled_from(["a", "lua", "dao", "d", "1", "ho"]), max_size=3))
def test_found_words_are_whole_and_stand_where_they_are_marked(text: str, words: list[str]) -> None:
    """In any normal form, with emoji and marks: what is marked folds to what was looked for, and
    nothing else of the text does as a word."""
    for form in ("NFC", "NFD"):
        shown = unicodedata.normalize(form, clean(text))
        spans = found_words(shown, words)
        assert spans == sorted(spans)
        for start, end in spans:
            assert 0 <= start < end <= len(shown)
            said = folded(shown[start:end])
            # One character may fold to two words, as ¼ does; it is marked whole.
            parts = said.split() if end - start == 1 else [said]
            assert any(part in words or part.startswith(words[-1]) for part in parts)
            assert end == len(shown) or not unicodedata.category(shown[end]).startswith("M")
        marked = sum(
            word in words or (bool(words) and word.startswith(words[-1]))
            for word in folded(shown).split()
        )
        assert len(spans) == marked


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("Lừa đảo chuyển tiền", ["lua", "dao"], ["Lừa", "đảo"]),
        ("Lừa đảo chuyển tiền", ["tien", "chuy"], ["chuy", "tiền"]),
        ("👩‍👧 Đảo Lý Sơn", ["ly", "d"], ["Đ", "Lý"]),
        (
            unicodedata.normalize("NFD", "Đường Nguyễn Huệ"),
            ["hue"],
            [unicodedata.normalize("NFD", "Huệ")],
        ),
        ("ﬁle “lừa”", ["lua", "file"], ["ﬁle", "lừa"]),
        ("không có gì", ["kho"], ["khô"]),
        ("không có gì", [], []),
    ],
)
def test_found_words(text: str, words: list[str], marked: list[str]) -> None:
    assert [text[start:end] for start, end in found_words(text, words)] == marked


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


@given(text=st.text(max_size=60), word=st.text(max_size=6))
def test_found_passages_fold_to_what_was_looked_for(text: str, word: str) -> None:
    wanted = folded(word)
    spans = found_passages(text, [wanted])
    assert bool(spans) == (bool(wanted) and wanted in folded(text))
    for start, end in spans:
        assert 0 <= start < end <= len(text)
        assert wanted in folded(text[start:end])


def test_found_passages_keep_the_marks_of_the_last_letter() -> None:
    for form in ("NFC", "NFD"):
        text = unicodedata.normalize(form, "bị lừa đảo rồi")
        (span,) = found_passages(text, ["dao"])
        assert unicodedata.normalize("NFC", text[slice(*span)]) == "đảo"
