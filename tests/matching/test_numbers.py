from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sangto.matching.domain.numbers import (
    MOST_NUMBERS,
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
        "+84 (0)912 345 021",
        "0084912345021",
        "0912–345–021",
        "0 9 1 2 3 4 5 0 2 1",
        "tel:+84912345021",
        "O9I2345O21",
        "０９１２３４５０２１",
        "*0912 345 021*",
        "không chín một hai, ba bốn năm, không hai một",
        "cộng tám tư chín một hai ba bốn năm không hai một",
        "zero nine one two three four five zero two one",
    ],
)
def test_one_form_for_all_ways_to_write_a_phone(written: str) -> None:
    assert canonical_phone(written) == "+84912345021"


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("024 3825 1234", "+842438251234"),
        ("1900 1234", "+8419001234"),
        ("+84 1900 123456", "+841900123456"),
        ("0123 456 7890", "+84834567890"),
        ("0168 000 1111", "+84380001111"),
        ("+1 202 555 0123", "+12025550123"),
    ],
)
def test_landlines_service_numbers_old_and_foreign_ones(written: str, number: str) -> None:
    assert canonical_phone(written) == number
    assert [found.value for found in find_numbers(f"Gọi {written} ngay")] == [number]


@pytest.mark.parametrize(
    "written",
    [
        *["", "12", "113", "abc", "9" * 40, "+", "0912345", "0412 345 021", "0110 000 1111"],
        *["09xx xxx 123", "0912 xxx 021", "0912345***", "0912345021***", "0912 345 021xx"],
        *["091x345021", "0912…021"],
    ],
)
def test_what_is_no_phone_gives_none(written: str) -> None:
    assert canonical_phone(written) is None


def test_accounts_and_wallets() -> None:
    assert canonical_account("0000 1111-2222.3333") == "0000111122223333"
    assert canonical_account("12345") is None
    assert canonical_account("STK: 0000.1111.2222") == "000011112222"
    assert canonical_account("không một hai ba bốn năm sáu") == "0123456"
    assert canonical_account("0000xxxx3333") is None
    assert canonical_account("SaoMaiBank 0000111122") is None
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
        ("stk 0000 1111 2222 3333 4444 5555", []),
        ("STK 12345678 0912345021", [("account", "12345678"), ("phone", "+84912345021")]),
        ("tk 2: 0000 1111 2222 ngân hàng Sao Mai", [("account", "000011112222")]),
        ("stk không không một một, hai hai ba ba", [("account", "00112233")]),
        ("ví điện tử không chín một hai ba bốn năm không hai một", [("wallet", "+84912345021")]),
        ("tk bị khóa, gọi ngay 0912 345 021", [("phone", "+84912345021")]),
        ("vào tài khoản của anh. Quyên 0912 345 021", [("phone", "+84912345021")]),
        ("0912 345 021/0987 000 111", [("phone", "+84912345021"), ("phone", "+84987000111")]),
        ("ngày 09.12.2024 08 giờ", []),
        ("tài khoản của bạn ngày 12.05.2024 10:30", []),
        ("tài khoản bị trừ 112 500 000đ", []),
        ("tài khoản bị trừ 2 000 000 VND", []),
        ("gọi 09xx xxx 123 hoặc 0912345***", []),
        ("stk 0000 1111 **** 3333, stk 0000111122xx, stk 091x345678", []),
        ("căn cước 006099012345", []),
        ("năm nay sau tám hai ba năm nam", []),
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


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("chuyển vào SaoMaiBank 0000111122223333", ["0000111122223333"]),
        ("NH Sao Mai: 0000 1111 2222", ["000011112222"]),
        ("0000111122223333 (ngân hàng Sao Mai)", ["0000111122223333"]),
        ("0000111122223333 SaoMaiBank", ["0000111122223333"]),
        ("SaoMaiBank: mã 402718", []),
        ("SaoMaiBank 402718", []),
        ("SaoMaiBank -10000000VND", []),
        ("SaoMaiBank -10.000.000", []),
        ("SaoMaiBank 00001111 xxxx", []),
    ],
)
def test_a_number_right_beside_a_bank_is_an_account(text: str, found: list[str]) -> None:
    assert [number.value for number in find_numbers(text)] == found


def test_a_phone_beside_a_bank_stays_a_phone() -> None:
    found = find_numbers("ngân hàng Sao Mai 0912 345 021, SaoMaiBank 19001234")
    assert [number.kind for number in found] == ["phone", "phone"]


@given(st.from_regex(r"0[35789][0-9]{8}", fullmatch=True), st.sampled_from(["", " ", ".", "-"]))
@settings(max_examples=100)
def test_every_mobile_number_has_one_key(digits: str, between: str) -> None:
    key = f"+84{digits[1:]}"
    grouped = between.join([digits[:4], digits[4:7], digits[7:]])

    assert canonical_phone(grouped) == key
    assert canonical_phone(key) == key
    assert [number.value for number in find_numbers(f"gọi {grouped}, nhanh")] == [key]
    assert [number.value for number in find_numbers(f"gọi {key}.")] == [key]


@given(
    st.lists(
        st.sampled_from(
            [
                *["stk ", "ví momo ", "SaoMaiBank", "0912", "345", "xx", "*", " ", ".", "+84"],
                *["không ", "chín ", "double one ", "000201", "đ", "\n", "٣", "\ufe0f\u20e3"],
                *["09.12.2024", "0x", "1900", "84", "(0)"],
            ]
        )
        | st.text(max_size=5),
        max_size=40,
    ).map("".join)
)
@settings(max_examples=100)
def test_no_text_raises_and_each_value_is_canonical(text: str) -> None:
    canonical = {
        "phone": canonical_phone,
        "account": canonical_account,
        "wallet": canonical_wallet,
    }
    found = find_numbers(text)
    assert len(found) <= MOST_NUMBERS
    for number in found:
        assert 0 <= number.start < number.end <= len(text)
        assert canonical[number.kind](number.value) == number.value


@pytest.mark.parametrize(
    "piece",
    [
        *["9", "0", "0 ", "09 ", "84 ", "+8 ", ".", " .-", "(0", "không ", "khong", "double "],
        *["không 0 ", "stk ", "stk 1", "tk 0912345021 ", "SaoMaiBank 12345678 ", "nh a b ", "*"],
        *["x", "O", "OO0 ", "01.01.2024", "000201", "0002016395", "0\ufe0f\u20e3", "T1", "ngân "],
    ],
)
def test_a_long_text_of_one_piece_is_read_to_its_end(piece: str) -> None:
    """Twenty thousand characters; a pattern that tried all ways to read them would not return."""
    text = (piece * 20_000)[:20_000]
    assert len(find_numbers(text)) <= MOST_NUMBERS
