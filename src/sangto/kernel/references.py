"""References and receipt codes: short enough to be read out, checked against slips."""

from __future__ import annotations

import re
from collections.abc import Callable

#: Crockford's Base32: no I, L, O or U, so that nothing is misread aloud or on paper.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PLACE = {char: place for place, char in enumerate(ALPHABET)}
_LOOKALIKES = str.maketrans("ILO", "110")
_REFERENCE = re.compile(r"([A-Z]{2})-?([0-9]{2})-?([0-9A-HJKMNP-TV-Z]{6})\Z")

RECEIPT_DIGITS = 16


def check_character(body: str) -> str:
    """A weighted sum modulo 32: finds every single wrong character and most swapped ones."""
    total = 0
    weight = 3
    for char in body:
        weight += 2
        total += weight * (_PLACE[char] + 1)
    return ALPHABET[total % len(ALPHABET)]


def new_reference(prefix: str, year: int, random: Callable[[int], bytes]) -> str:
    """A reference such as ``VV-26-K7Q4M3``: five random characters and a check character.

    33 million a year and prefix; :func:`unused_reference` retries what is taken.
    """
    body = "".join([ALPHABET[byte % len(ALPHABET)] for byte in random(5)])
    short = f"{year % 100:02d}"
    return f"{prefix}-{short}-{body}{check_character(short + body)}"


def unused_reference(
    prefix: str, year: int, random: Callable[[int], bytes], taken: Callable[[str], bool]
) -> str:
    """A reference that is not ``taken`` yet. Who writes it still needs the unique constraint."""
    while True:
        reference = new_reference(prefix, year, random)
        if not taken(reference):
            return reference


def normalised_reference(text: str) -> str | None:
    """The reference somebody meant, or None when it can not be one."""
    compact = re.sub(r"[\s.]", "", text).upper()
    prefix, rest = compact[:2], compact[2:].translate(_LOOKALIKES)
    match = _REFERENCE.match(prefix + rest)
    if match is None:
        return None
    prefix, year, body = match.groups()
    if check_character(year + body[:-1]) != body[-1]:
        return None
    return f"{prefix}-{year}-{body}"


def normalised_receipt(text: str) -> str:
    """The digits of a receipt as typed, at most 32 of them; anything else is dropped.

    Never refuses: a malformed code takes the same way as an unknown one.
    """
    return "".join(char for char in text if char in "0123456789")[:32]


def receipt_groups(receipt: str) -> str:
    """``1234567812345678`` as ``1234 5678 1234 5678``."""
    return " ".join(receipt[start : start + 4] for start in range(0, len(receipt), 4))
