"""Phone and account numbers in a text. They are compared as a whole only, never searched."""

from __future__ import annotations

import re
from dataclasses import dataclass

import phonenumbers

MOST_NUMBERS = 30

_PHONE = re.compile(
    r"(?<![\w.,+])(?:\+\d{1,3}|0|84(?=[\s.()-]?[1-9])|1[89]00(?=[\s.-]?\d))"
    r"(?:[\s.()-]{0,2}\d){4,11}(?![\w%]|[.,]\d)"
)
_ACCOUNT_WORD = re.compile(
    r"(?i)\b(?:stk|s[ốo]\s{1,3}t[àa]i\s{1,3}kho[ảa]n|t[àa]i\s{1,3}kho[ảa]n|s[ốo]\s{1,3}tk|tk"
    r"|account(?:\s{1,3}(?:number|no\.?))?|acc)\b"
)
_ACCOUNT_NUMBER = re.compile(r"(?<![\w.,])\d(?:[\s.-]?\d){5,18}(?![\w%]|[.,]\d)")
#: Grouped by dots in threes: that is how an amount is written, and no account.
_AMOUNT = re.compile(r"\d{1,3}(?:\.\d{3})+")
_WALLET_WORD = re.compile(
    r"(?i)\b(?:momo|zalopay|zalo\s?pay|vnpay|viettel\s?money|v[íi]\s{1,3}[đd]i[ệe]n\s{1,3}t[ửu])\b"
)
_CHAIN_WALLET = re.compile(
    r"\b(?:0x[0-9a-fA-F]{40}|bc1[0-9a-z]{25,60}|[13T][1-9A-HJ-NP-Za-km-z]{25,34})\b"
)
_NEAR = 40


@dataclass(frozen=True, slots=True)
class PlacedNumber:
    """``value`` is canonical; ``kind`` is ``phone``, ``account`` or ``wallet``."""

    kind: str
    value: str
    start: int
    end: int


def canonical_phone(text: str) -> str | None:
    """E.164, read as Vietnamese when no country is named; None when it can not be a phone."""
    digits = re.sub(r"[^\d+]", "", text[:40])
    if digits.startswith("84") and len(digits) >= 11:
        digits = "+" + digits
    try:
        number = phonenumbers.parse(digits, "VN")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def canonical_account(text: str) -> str | None:
    """The digits of a bank account, 6 to 19 of them."""
    digits = re.sub(r"[\s.\-]", "", text[:60])
    if digits.isascii() and digits.isdecimal() and 6 <= len(digits) <= 19:
        return digits
    return None


def canonical_wallet(text: str) -> str | None:
    """A wallet's number: an address on a chain, a phone, else its digits."""
    address = _CHAIN_WALLET.fullmatch(text.strip())
    if address is not None:
        written = address.group()
        return written.lower() if written.startswith("0x") else written
    return canonical_phone(text) or canonical_account(text)


def find_numbers(text: str) -> list[PlacedNumber]:
    """Numbers in the order of the text, at most 30 of them. An account number needs a word such as
    "stk" within 40 characters before it; what is no account may be a phone."""
    found = [
        PlacedNumber("wallet", canonical_wallet(match.group()) or "", match.start(), match.end())
        for match in list(_CHAIN_WALLET.finditer(text))[:MOST_NUMBERS]
    ]
    found += _named_accounts(text)
    for match in _PHONE.finditer(text):
        if len(found) >= MOST_NUMBERS:
            break
        if any(match.start() < other.end and other.start < match.end() for other in found):
            continue
        phone = canonical_phone(match.group())
        if phone is not None:
            found.append(PlacedNumber("phone", phone, match.start(), match.end()))
    return sorted(found, key=lambda number: number.start)


def _named_accounts(text: str) -> list[PlacedNumber]:
    found: list[PlacedNumber] = []
    for pattern, kind in ((_ACCOUNT_WORD, "account"), (_WALLET_WORD, "wallet")):
        for word in list(pattern.finditer(text))[:MOST_NUMBERS]:
            near = _ACCOUNT_NUMBER.finditer(text, word.end(), word.end() + _NEAR + 30)
            number = next((one for one in near if not _AMOUNT.fullmatch(one.group())), None)
            if number is None or number.start() - word.end() > _NEAR:
                continue
            if any(number.start() < o.end and o.start < number.end() for o in found):
                continue
            canonical = canonical_account if kind == "account" else canonical_wallet
            value = canonical(number.group())
            if value is not None:
                found.append(PlacedNumber(kind, value, number.start(), number.end()))
    return found[:MOST_NUMBERS]
