"""Amounts as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangto.intake.domain.limits import MONEY_LOST
from sangto.intake.domain.money import money_refusal, read_money
from sangto.kernel.errors import Refusal


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("", None),
        ("  ", None),
        ("0", None),
        ("2 triệu", 2_000_000),
        ("2tr", 2_000_000),
        ("2tr5", 2_500_000),
        ("2 triệu rưỡi", 2_500_000),
        ("2,5 triệu", 2_500_000),
        ("2 triệu 500 nghìn", 2_500_000),
        ("khoảng 2 triệu đồng", 2_000_000),
        ("2.000.000", 2_000_000),
        ("2,000,000 VND", 2_000_000),
        ("2 000 000đ", 2_000_000),
        ("５00k", 500_000),
        ("1 tỷ 200 triệu", 1_200_000_000),
        ("1.500 triệu", 1_500_000_000),
        ("3 million", 3_000_000),
        ("5 trieu dong", 5_000_000),
        ("10.000 tỷ", MONEY_LOST),
    ],
)
def test_what_people_write(text: str, amount: int | None) -> None:
    assert read_money(text) == amount


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("-5 triệu", "intake.money_negative"),
        ("− 5", "intake.money_negative"),
        ("10.001 tỷ", "intake.money_too_much"),
        ("9" * 20, "intake.money_too_much"),
        ("9" * 400, "intake.money"),
        ("2", "intake.money"),
        ("nhiều lắm", "intake.money"),
        ("2 triệu 3 tỷ", "intake.money"),
        ("2.5", "intake.money"),
        ("2 táo", "intake.money"),
        ("\0", None),
    ],
)
def test_nonsense_is_refused(text: str, code: str | None) -> None:
    found = read_money(text)
    assert (found.code if isinstance(found, Refusal) else None) == code


@given(st.integers(1_000, MONEY_LOST))
def test_an_amount_that_was_shown_is_read_again(amount: int) -> None:
    for separator in (".", ",", " ", ""):
        shown = f"{amount:,}".replace(",", separator)
        assert read_money(shown) == amount
        assert read_money(f"{shown} đồng") == amount


@given(st.text(max_size=80))
def test_any_text_is_an_amount_in_bounds_or_refused(text: str) -> None:
    found = read_money(text)
    assert found is None or isinstance(found, Refusal) or 0 < found <= MONEY_LOST


@given(st.integers())
def test_the_bounds_are_held(amount: int) -> None:
    assert (money_refusal(amount) is None) == (0 <= amount <= MONEY_LOST)
