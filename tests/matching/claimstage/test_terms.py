"""What texts are compared by: the same for one text in several spellings, and never without end."""

from __future__ import annotations

import unicodedata

import pytest

from sangto.matching.claimstage.stems import stem
from sangto.matching.claimstage.terms import (
    MOST_WORDS,
    READ_LENGTH,
    RUN,
    hashed,
    hashed_runs,
    terms_of,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("scams", "scam"),
        ("called", "calling"),
        ("stopped", "stop"),
        ("parties", "party"),
        ("boxes", "box"),
        ("quickly", "quick"),
        ("payments", "payment"),
        ("making", "make"),
        ("vaccination", "vaccinations"),
    ],
)
def test_forms_of_an_english_word_are_one(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize("pair", [("news", "new"), ("bus", "bu"), ("king", "k"), ("red", "r")])
def test_short_words_keep_their_letters(pair: tuple[str, str]) -> None:
    assert len(stem(pair[0])) >= 3


def test_vietnamese_syllables_are_left_alone() -> None:
    syllables = "nghieng chuyen khoan khoe nghe thuong nguoi quyen thue ngay xoay nguy khuyu"
    assert [stem(one) for one in syllables.split()] == syllables.split()


def test_composed_and_decomposed_text_and_both_tone_placements_give_the_same() -> None:
    text = "Tài khoản của bà Hòa bị khóa, gửi 500k"
    assert terms_of(unicodedata.normalize("NFD", text)) == terms_of(text)
    assert terms_of("khoá hoà").marked == terms_of("khóa hòa").marked


def test_marks_are_evidence_of_their_own() -> None:
    with_marks, without = terms_of("khóa thẻ đi"), terms_of("khoa the di")
    assert with_marks.words == without.words
    assert len(with_marks.marked) == 3
    assert without.marked == ()
    assert terms_of("má").marked != terms_of("mà").marked


def test_abbreviations_are_spelt_out_and_stay_beside_their_words() -> None:
    terms = terms_of("ck vào stk này")
    assert terms.words[:2] == ("chuyen", "khoan")
    assert len(terms.words) == len(terms.letters.split())


def test_links_and_long_numbers_are_left_out_and_tags_are_split() -> None:
    terms = terms_of("Bấm https://la-lung.example/x?a=1 hoặc la-lung.example, gọi 0900000123")
    assert terms.letters == "bam hoac goi"
    assert terms_of("#GiaMaoNganHang").letters == "gia mao ngan hang"


def test_terms_are_bounded() -> None:
    terms = terms_of("từ khác " * 100_000)
    assert len(terms.words) <= MOST_WORDS
    assert len(terms.marked) <= MOST_WORDS
    assert len(hashed_runs(terms_of("ab1" * 100_000).letters)) <= READ_LENGTH
    assert len(terms_of("a" * 100_000).letters) <= 40


def test_hashes_do_not_change_between_processes() -> None:
    assert hashed(["khoa", "lua"]).tolist() == [1_400_312_608, 3_597_743_915]
    assert hashed_runs("a").tolist() == [599049732]
    assert len(hashed_runs("khoa")) == len(" khoa ") - RUN + 1
    assert len(hashed_runs("a")) == 1
    assert len(hashed_runs("")) == 0
