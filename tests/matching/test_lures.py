from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangto.matching.domain.confusables import latin, plain, skeleton
from sangto.matching.domain.lures import Lure, lure_of, places, without_lures


@pytest.mark.parametrize(
    ("text", "lure"),
    [
        ("", Lure.NONE),
        ("vn", Lure.FILLER),
        ("2026", Lure.FILLER),
        ("hotro24h", Lure.SERVICE),
        ("dangnhapgovvn", Lure.AUTHORITY),
        ("h0tr0", None),
        ("hotro", Lure.SERVICE),
        ("hotrox", None),
        ("thuexe", None),
    ],
)
def test_what_the_words_around_a_name_promise(text: str, lure: Lure | None) -> None:
    assert lure_of(text) == lure


@pytest.mark.parametrize("word", ["hotro", "dlchvucong", "dangnhap"])
def test_the_words_are_known_as_they_look_too(word: str) -> None:
    assert lure_of(skeleton(word)) is not None


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("hotrosaomaixacthuc24h", "saomai"),
        ("saomai", "saomai"),
        ("saomai2026", "saomai"),
        ("hotrohotro", "hotro"),
        ("24", "24"),
        ("", ""),
    ],
)
def test_what_is_left_without_them(text: str, left: str) -> None:
    assert without_lures(text) == left


def test_places_are_written_as_they_are_compared() -> None:
    assert {place for place in places() if plain(place) != place or "-" in place} == set()
    assert {"hanoi", "danang"} <= places()


@pytest.mark.parametrize(
    ("label", "seen"),
    [
        ("SaoMai", "saomai"),
        ("sáo-mãi", "sao-mai"),
        ("sаomаі", "saomai"),
        ("đồng", "dong"),
        ("ꜱaomai", "saomai"),
    ],
)
def test_labels_without_marks_and_foreign_letters(label: str, seen: str) -> None:
    assert plain(label) == seen


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("sa0ma1", "saomai"),
        ("sao-mai", "saomai"),
        ("s4om4i", "saomai"),
        ("rnauvang", "mauvang"),
        ("clongsao", "dongsao"),
        ("saomаi", "saomai"),
    ],
)
def test_what_looks_alike_has_one_skeleton(written: str, meant: str) -> None:
    assert skeleton(written) == skeleton(meant)
    assert skeleton(written) != skeleton(meant + "x")


@given(st.text(max_size=80))
def test_letters_are_exchanged_one_for_one(text: str) -> None:
    assert len(latin(text)) == len(text)
    assert not any(map(unicodedata.combining, plain(text)))
    assert "-" not in skeleton(text)
