from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sangto.matching.domain.digits import is_masked, plain, spelled_numbers

VIETNAMESE = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
UNMARKED = ["khong", "mot", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin"]
ENGLISH = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("０９１２", "0912"),
        ("⓪⑨①②", "0912"),
        ("𝟎𝟗𝟏𝟐", "0912"),
        ("٠٩١٢", "0912"),
        ("0\ufe0f\u20e39\ufe0f\u20e3", "0  9  "),
        ("O9I2 l00", "0912 100"),
        ("Ill Oil l0l", "ill oil l0l"),
        ("hôm 09.12.2024 lúc 8h", "hôm ////////// lúc 8h"),
        ("2024-12-09", "//////////"),
        ("09.12.2024.56", "09.12.2024.56"),
        ("0912.345.021", "0912.345.021"),
        ("99.99.2024", "99.99.2024"),
    ],
)
def test_digits_of_all_kinds_become_plain_ones(written: str, read: str) -> None:
    assert plain(written) == read


@given(st.text(max_size=200) | st.text(alphabet="İ0Oi1l9./-٣⓪𝟎\ufe0f\u20e3 ", max_size=60))
@settings(max_examples=100)
def test_places_stay(text: str) -> None:
    assert len(plain(text)) == len(text)


@given(
    st.lists(st.integers(0, 9), min_size=6, max_size=19),
    st.sampled_from([VIETNAMESE, UNMARKED, ENGLISH]),
    st.sampled_from([" ", "-", ", ", " . ", ""]),
)
@settings(max_examples=100)
def test_a_number_that_was_spelled_out_is_read_again(
    digits: list[int], words: list[str], between: str
) -> None:
    spelled = between.join(words[digit] for digit in digits)

    found = spelled_numbers(plain(f"số {spelled.upper()} nhé"))

    assert [number.digits for number in found] == ["".join(map(str, digits))]
    assert (found[0].start, found[0].end) == (3, 3 + len(spelled))


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("không chín một 234 5 không hai một", ["0912345021"]),
        ("oh nine one, double two three - triple seven", ["091223777"]),
        ("năm nay ba người sau hai ngày", []),
        ("0912345021 năm 2024", []),
        ("một hai ba bốn năm", []),
        ("một hai ba bốn bạn năm sáu bảy", []),
        ("mot hai ba bon nam sau ban bay tam", ["123456"]),
        ("mot hai ba bon nam ban", []),
        ("mothaibabonnamsaun", []),
        ("một " * 20, []),
    ],
)
def test_runs_of_spelled_digits(text: str, digits: list[str]) -> None:
    assert [number.digits for number in spelled_numbers(plain(text))] == digits


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("12345678xxx", True),
        ("12345678 XXXX", True),
        ("12345678***", True),
        ("12345678...90", True),
        ("**** 12345678", True),
        ("091x12345678", True),
        ("12…12345678", True),
        ("*12345678*", False),
        ("**12345678**", False),
        ("**12345678***", True),
        ("12345678...", False),
        ("12345678 xxl", False),
        ("• 12345678", False),
        ("(12345678)", False),
    ],
)
def test_hidden_digits_are_noticed(text: str, hidden: bool) -> None:
    view = plain(text)
    start = view.index("12345678")

    assert is_masked(view, start, start + 8) is hidden
