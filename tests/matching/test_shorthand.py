"""What stands in the place of other words and says the same, and what does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangto.matching.domain.doubts import figures
from sangto.matching.domain.reading import read_text
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


@pytest.mark.parametrize(
    ("text", "key", "figure"),
    [
        ("chuyển 500 k", "chuyen 500k", "500000"),
        ("Chuyển 500 K nhé", "chuyen 500k nhe", "500000"),
        ("500k", "500k", "500000"),
        ("phí chỉ 200 K.", "phi chi 200k", "200000"),
        ("nộp 19 k vào stk này", "nop 19k vao so tai khoan nay", "19000"),
        ("nạp 1.500 k hôm nay", "nap 1 500k hom nay", "1500000"),
        ("nạp 5 tr", "nap 5 trieu", "5000000"),
        ("nạp 5tr", "nap 5tr", "5000000"),
    ],
)
def test_k_behind_a_figure_counts_thousands(text: str, key: str, figure: str) -> None:
    reading = read_text(text)

    assert reading.key == key
    assert figure in figures(reading.keys)
    assert all(reading.cleaned[word.start : word.end].strip() for word in reading.words)


@pytest.mark.parametrize(
    "text",
    [
        "tôi k biết 500",
        "gửi 500 k thấy trả",
        "chuyển 500 k được",
        "ngày 15 k đi học",
        "19/5 k đi học",
        "7:30 k đi học",
        "năm 2024 k thi",
        "2024 k thi",
        "5 k thi",
        "500, k thi",
        "k 500",
        "gọi 0912345021 k nghe",
        "k",
    ],
)
def test_elsewhere_k_is_not(text: str) -> None:
    assert "khong" in read_text(text).keys


@given(
    st.lists(st.sampled_from(["500", "1.500", "k", "K", " ", "\u00a0", "/", "a", "2024", "stk"]))
)
def test_every_word_has_its_place_in_order(pieces: list[str]) -> None:
    reading = read_text("".join(pieces))
    places = [(word.start, word.end) for word in reading.words]

    assert places == sorted(places)
    assert all(0 <= start < end <= len(reading.cleaned) for start, end in places)
