"""Amounts of money as people write them, in dong."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from sangto.intake.domain.limits import MONEY_LOST
from sangto.kernel.errors import Refusal, gettext_noop
from sangto.kernel.text import clean

#: A bare number below this is no amount: "2" may mean two million as well.
_LEAST = 1_000

_BILLION, _MILLION, _THOUSAND = 10**9, 10**6, 10**3
_UNITS: dict[str, int] = {
    **dict.fromkeys(("tỷ", "tỉ", "ty", "ti", "billion", "bn"), _BILLION),
    **dict.fromkeys(("triệu", "trieu", "tr", "củ", "million", "m"), _MILLION),
    **dict.fromkeys(("nghìn", "ngàn", "nghin", "ngan", "thousand", "k"), _THOUSAND),
}
_CURRENCY = re.compile(r"(?<![^\W\d_])(?:đồng|dong|vnđ|vnd|đ|d|₫)\.?(?!\w)|₫")
_ABOUT = re.compile(r"^(?:khoảng|tầm|gần|hơn|about|around|over|nearly)\s+(?=\d)")
_AND_A_HALF = re.compile(r"\s+rưỡi$")
_PART = re.compile(r"(?P<number>\d(?:[\d.,]*\d)?)\s*(?P<unit>[^\W\d_]+)?\s*")
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_DECIMAL = re.compile(r"\d{1,4}[.,]\d{1,2}")


def read_money(text: str) -> int | Refusal | None:
    """``2 triệu``, ``2tr5``, ``2.000.000 đ``, ``1 tỷ 200 triệu``; None for nothing or for zero."""
    plain = unicodedata.normalize("NFKC", clean(text)).lower().strip()
    if not plain:
        return None
    if re.match(r"[-−–]\s*\d", plain):
        return money_refusal(-1)
    plain = _ABOUT.sub("", _CURRENCY.sub(" ", plain).strip())
    plain = _AND_A_HALF.sub(" 5", plain)
    plain = re.sub(r"(?<=\d) (?=\d{3}(?:\D|$))", ".", plain).strip()
    amount = _amount(plain)
    if amount is None:
        return _unclear()
    return money_refusal(amount) or amount or None


def money_refusal(amount: int | None) -> Refusal | None:
    """Refuses what nobody can have lost."""
    if amount is None or 0 <= amount <= MONEY_LOST:
        return None
    if amount < 0:
        return Refusal(
            "intake.money_negative",
            gettext_noop("Write the amount without a minus sign, such as 2 million or 2,000,000."),
            {},
            "money_lost",
        )
    return Refusal(
        "intake.money_too_much",
        gettext_noop("This amount is too large to be right. Please look at its zeros again."),
        {},
        "money_lost",
    )


def _amount(text: str) -> int | None:
    total, position, last = Decimal(0), 0, 0
    while position < len(text):
        match = _PART.match(text, position)
        if match is None:
            return None
        word = match.group("unit")
        unit = _UNITS.get(word, 0) if word else 1
        value = _number(match.group("number"), with_unit=word is not None)
        if value is None or unit == 0:
            return None
        if word is None and last:
            tail = match.group("number")
            if not tail.isdecimal() or len(tail) > 3 or match.end() != len(text):
                return None
            return int(total + value * last / Decimal(10) ** len(tail))
        if last and unit >= last:
            return None
        total += value * unit
        position, last = match.end(), unit
        if word is None:
            break
    if position != len(text) or total != int(total):
        return None
    return int(total) if total == 0 or total >= _LEAST else None


def _number(text: str, *, with_unit: bool) -> Decimal | None:
    if not text.isascii() or len(text) > 30:
        return None
    if text.isdecimal():
        return Decimal(text)
    if _GROUPED.fullmatch(text):
        return Decimal(re.sub(r"[.,]", "", text))
    if with_unit and _DECIMAL.fullmatch(text):
        return Decimal(text.replace(",", "."))
    return None


def _unclear() -> Refusal:
    return Refusal(
        "intake.money",
        gettext_noop(
            "We can not read this amount. Write it in dong, such as 2 million or 2,000,000, or "
            "leave it empty."
        ),
        {},
        "money_lost",
    )
