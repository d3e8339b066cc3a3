from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangto.matching.domain.numbers import (
    canonical_account,
    canonical_phone,
    canonical_wallet,
    find_numbers,
)


@pytest.mark.parametrize(
    "written",
    [
        "0912345021",
        "0912 345 021",
        "0912.345.021",
        "+84 912 345 021",
        "84912345021",
        "(091) 2345021",
    ],
)
def test_one_form_for_all_ways_to_write_a_phone(written: str) -> None:
    assert canonical_phone(written) == "+84912345021"


@pytest.mark.parametrize("written", ["", "12", "abc", "9" * 40, "+"])
def test_what_is_no_phone_gives_none(written: str) -> None:
    assert canonical_phone(written) is None


def test_accounts_and_wallets() -> None:
    assert canonical_account("0000 1111-2222.3333") == "0000111122223333"
    assert canonical_account("12345") is None
    assert canonical_wallet("0x" + "AB" * 20) == "0x" + "ab" * 20
    assert canonical_wallet("0912345021") == "+84912345021"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ck vào STK 0000111122223333 nhé", [("account", "0000111122223333")]),
        ("số tài khoản: 1212 3434 5656 7878", [("account", "1212343456567878")]),
        ("so tai khoan 0912345021", [("account", "0912345021")]),
        ("gọi 0912 345 021 ngay", [("phone", "+84912345021")]),
        ("phạt 4.000.000đ, mã đơn 77120", []),
        ("ví điện tử 0912345021", [("wallet", "+84912345021")]),
        ("mã 123456789012345678901234567890", []),
    ],
)
def test_numbers_in_a_text(text: str, found: list[tuple[str, str]]) -> None:
    assert [(number.kind, number.value) for number in find_numbers(text)] == found


@given(st.text(alphabet="0123456789 +.-()stkSTK", max_size=300))
def test_numbers_have_their_places(text: str) -> None:
    for number in find_numbers(text):
        assert 0 <= number.start < number.end <= len(text)
        assert any(char.isdigit() for char in text[number.start : number.end])


def test_an_amount_beside_the_word_account_is_no_account() -> None:
    found = find_numbers("chuyển vào tài khoản số tiền 2.350.000 đồng, stk 0000 1111 2222")
    assert [(number.kind, number.value) for number in found] == [("account", "000011112222")]
