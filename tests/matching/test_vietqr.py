from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from sangto.matching.domain.numbers import canonical_account, find_numbers
from sangto.matching.domain.vietqr import find_transfer_codes

BANK = "970400"
ACCOUNT = "0000111122223333"


def one(tag: str, value: str) -> str:
    return f"{tag}{len(value):02d}{value}"


def crc(text: str) -> str:
    """CRC-16/CCITT-FALSE bit by bit, from its definition: 0x1021, begun with 0xFFFF."""
    register = 0xFFFF
    for byte in text.encode():
        register ^= byte << 8
        for _ in range(8):
            register = (register << 1) ^ (0x1021 if register & 0x8000 else 0)
            register &= 0xFFFF
    return f"{register:04X}"


def transfer_code(
    *,
    bank: str = BANK,
    account: str = ACCOUNT,
    service: str = "QRIBFTTA",
    name: str = "",
    purpose: str = "",
    identifier: str = "A000000727",
) -> str:
    payee = one("00", bank) + one("01", account)
    text = one("00", "01") + one("01", "11" if not purpose else "12")
    text += one("38", one("00", identifier) + one("01", payee) + one("02", service))
    text += one("53", "704") + one("58", "VN")
    text += one("59", name) if name else ""
    text += one("62", one("08", purpose)) if purpose else ""
    return text + "6304" + crc(text + "6304")


def test_the_checksum_of_the_tests_is_the_one_of_the_standard() -> None:
    assert crc("123456789") == "29B1"


@given(
    bank=st.from_regex(r"[0-9]{6}", fullmatch=True),
    account=st.from_regex(r"[0-9A-Za-z]{1,19}", fullmatch=True),
    service=st.sampled_from(["QRIBFTTA", "QRIBFTTC"]),
    name=st.text(alphabet="NGUYEN VĂ0", max_size=25),
    purpose=st.text(alphabet="ung ho 000201", max_size=25),
    before=st.sampled_from(["", "Quét mã: ", "000201", "0002010102"]),
    after=st.sampled_from(["", " nhé", "0002", "9"]),
)
@settings(max_examples=100)
def test_what_was_built_is_read_again(
    bank: str, account: str, service: str, name: str, purpose: str, before: str, after: str
) -> None:
    code = transfer_code(bank=bank, account=account, service=service, name=name, purpose=purpose)
    text = before + code + after

    (found,) = find_transfer_codes(text)

    assert (found.bank, found.account) == (bank, account)
    assert text[slice(*found.place)] == account
    assert text[found.start : found.end] == code


@given(account=st.from_regex(r"[0-9]{6,19}", fullmatch=True))
@settings(max_examples=50)
def test_a_code_gives_the_key_of_the_account_that_it_pays(account: str) -> None:
    code = transfer_code(account=account, name="CTY MAU", purpose="phi 0912345021")

    (number,) = find_numbers(f"Chuyển khoản theo mã {code} trước 17h")

    assert (number.kind, number.value) == ("account", account)
    assert canonical_account(code) == account
    assert [found.value for found in find_numbers(f"stk {account}")] == [account]


def test_an_account_that_was_made_up_for_one_payer_has_letters() -> None:
    code = transfer_code(account="99mm2334Xk")

    assert [number.value for number in find_numbers(code)] == ["99MM2334XK"]
    assert canonical_account("99mm2334Xk") == "99MM2334XK"


@given(place=st.integers(0, 83), digit=st.sampled_from("0123456789"))
@settings(max_examples=100)
def test_a_code_with_one_wrong_character_is_none(place: int, digit: str) -> None:
    code = transfer_code()
    place %= len(code)
    damaged = code[:place] + digit + code[place + 1 :]

    expected = [ACCOUNT] if damaged == code else []
    assert [found.account for found in find_transfer_codes(damaged)] == expected


def test_codes_of_other_schemes_and_halves_of_codes_are_none() -> None:
    code = transfer_code()

    assert find_transfer_codes(transfer_code(identifier="A000000775")) == []
    assert find_transfer_codes(transfer_code(bank="97040")) == []
    assert find_transfer_codes(transfer_code(account="00/11")) == []
    assert find_transfer_codes(code[:-4] + code[-4:].lower()) != []
    assert all(find_transfer_codes(code[:length]) == [] for length in range(len(code)))


@given(st.text(alphabet="0012638 A7xé", max_size=300))
@settings(max_examples=100)
def test_no_text_raises(tail: str) -> None:
    assert find_transfer_codes("000201" + tail) == []


def test_a_text_of_beginnings_is_given_up() -> None:
    assert find_transfer_codes("000201" * 3_333) == []
    assert len(find_transfer_codes(transfer_code() * 3)) == 3
