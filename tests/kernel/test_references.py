from __future__ import annotations

import os

from hypothesis import given
from hypothesis import strategies as st

from sangto.kernel.references import (
    ALPHABET,
    new_reference,
    normalised_receipt,
    normalised_reference,
    receipt_groups,
    unused_reference,
)


@given(st.binary(min_size=5, max_size=5), st.integers(2024, 2099))
def test_a_reference_survives_being_retyped(random: bytes, year: int) -> None:
    reference = new_reference("VV", year, lambda _: random)
    assert normalised_reference(reference) == reference
    assert normalised_reference(reference.lower().replace("-", " ")) == reference
    misread = reference[:6] + reference[6:].replace("1", "l").replace("0", "O")
    assert normalised_reference(misread) == reference


@given(st.integers(0, 5), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(place: int, wrong: str) -> None:
    reference = new_reference("VV", 2026, os.urandom)
    position = 6 + place
    if reference[position] == wrong:
        return
    assert normalised_reference(reference[:position] + wrong + reference[position + 1 :]) is None


@given(st.text())
def test_no_text_breaks_the_reading_of_codes(text: str) -> None:
    normalised_reference(text)
    assert normalised_receipt(text).isascii()


def test_receipts_are_read_with_or_without_spaces() -> None:
    assert normalised_receipt(" 1234 5678-1234.5678 ") == "1234567812345678"
    assert receipt_groups("1234567812345678") == "1234 5678 1234 5678"


def test_what_is_taken_is_drawn_again() -> None:
    draws = iter([b"aaaaa", b"aaaaa", b"bbbbb"])
    taken = {new_reference("VV", 2026, lambda _: b"aaaaa")}
    found = unused_reference("VV", 2026, lambda _: next(draws), taken.__contains__)
    assert found == new_reference("VV", 2026, lambda _: b"bbbbb")
    assert next(draws, None) is None
