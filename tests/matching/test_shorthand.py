"""What stands in the place of other words and says the same, and what does not."""

from __future__ import annotations

import pytest

from sangto.matching.domain.shorthand import left_over, numbers_in_words


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("hs", "hoc sinh"),
        ("tcm bv", "tay chan mieng benh vien"),
        ("nc roi dg", "nuoc dang"),
        ("t5", "thu nam"),
        ("p 5", "phuong 5"),
        ("share giup", "chia se"),
        ("free", "mien phi"),
        ("hoc sinh", "hs"),
        ("lun a", ""),
        ("kinh bao phuong", "phuong kinh bao"),
    ],
)
def test_the_same_in_short_says_nothing_new(ours: str, theirs: str) -> None:
    assert left_over(ours.split(), theirs.split()) == ([], [])


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("ha", "hai phong"),
        ("ho sen", "hoa lu"),
        ("hcm", "ha noi"),
        ("t5", "thu sau"),
        ("nc", "cuoc"),
        ("truong", "trong"),
        ("cap cuu", "thuong vong"),
        ("hs", "hai bon sau"),
    ],
)
def test_another_word_is_left_over(ours: str, theirs: str) -> None:
    mine, other = left_over(ours.split(), theirs.split())

    assert mine
    assert other


def test_words_in_between_do_not_make_initials() -> None:
    assert left_over(["bv"], ["benh", "cua", "vien"]) == (["bv"], ["benh", "cua", "vien"])


def test_numbers_in_words() -> None:
    assert numbers_in_words(["hai", "thang", "nua", "thu", "bay"]) == {"2", "7"}
    assert numbers_in_words(["nguoi"]) == set()
