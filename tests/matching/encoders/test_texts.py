from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from sangto.matching.encoders.interface import MOST_CHARACTERS
from sangto.matching.encoders.texts import prepared


def test_one_line_without_what_nobody_sees() -> None:
    assert prepared(" Tài\u200bkhoản \r\n\t bị\0 khóa\ud800 ") == "Tàikhoản bị khóa"
    decomposed = unicodedata.normalize("NFD", "Tài khoản bị khóa")
    assert prepared(decomposed) == "Tài khoản bị khóa"


def test_long_texts_are_cut() -> None:
    assert prepared("a" * 100_000) == "a" * MOST_CHARACTERS
    assert len(prepared("\ufdfa" * 100_000)) == MOST_CHARACTERS


@given(st.text(st.characters(), max_size=200))
def test_whatever_comes_is_normal_and_can_be_sent(text: str) -> None:
    plain = prepared(text)

    assert unicodedata.is_normalized("NFKC", plain)
    assert "\0" not in plain
    assert "\ufdfa" not in plain
    plain.encode("utf-8")
    assert prepared(plain) == plain
