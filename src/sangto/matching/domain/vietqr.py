"""Payment codes of bank transfers (VietQR): the account that a scanned code would pay.

EMVCo, "QR Code Specification for Payment Systems: Merchant-Presented Mode": objects of a two-digit
tag, a two-digit length in characters and a value, beginning with 00 and ending with 63, a
CRC-16/CCITT-FALSE over all before its own four digits. Transfers within Viet Nam stand in the
template 38 under the identifier A000000727: the bank's number (BIN) and the account or card.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass

_BEGINNING = "000201"
_TEMPLATE, _IDENTIFIER = "38", "A000000727"
_CHECKSUM = "63"
#: Longest payload of the standard, in characters.
_LONGEST = 512
#: Beginnings that are tried in one text; nobody sends as many codes.
_MOST_TRIED = 100
_BANK = re.compile(r"[0-9]{6}")
_ACCOUNT = re.compile(r"[0-9A-Za-z]{1,19}")

_Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class TransferCode:
    """``bank`` is the BIN, six digits; ``account`` as the code has it, letters included. ``place``
    is the account's and ``[start, end)`` the whole code's in the text."""

    bank: str
    account: str
    place: _Place
    start: int
    end: int


def find_transfer_codes(text: str) -> list[TransferCode]:
    """Whole codes with the right checksum, in the order of the text. Never raises."""
    found: list[TransferCode] = []
    start = text.find(_BEGINNING)
    for _ in range(_MOST_TRIED):
        if start < 0:
            break
        code = _read(text, start)
        if code is not None:
            found.append(code)
        start = text.find(_BEGINNING, code.end if code is not None else start + 1)
    return found


def _read(text: str, start: int) -> TransferCode | None:
    objects = _objects(text, start, min(len(text), start + _LONGEST))
    if _CHECKSUM not in objects or _TEMPLATE not in objects:
        return None
    sum_start, end = objects[_CHECKSUM]
    if not _same(text[start:sum_start], text[sum_start:end]):
        return None
    template = _objects(text, *objects[_TEMPLATE])
    if _value(text, template, "00").upper() != _IDENTIFIER or "01" not in template:
        return None
    payee = _objects(text, *template["01"])
    bank, account = _value(text, payee, "00"), _value(text, payee, "01")
    if not _BANK.fullmatch(bank) or not _ACCOUNT.fullmatch(account):
        return None
    return TransferCode(bank, account, payee["01"], start, end)


def _objects(text: str, start: int, stop: int) -> dict[str, _Place]:
    """Tag -> place of the value; up to the checksum, and empty if an object is damaged."""
    found: dict[str, _Place] = {}
    while start < stop and _CHECKSUM not in found:
        tag, length = text[start : start + 2], text[start + 2 : start + 4]
        if tag in found or not (_is_pair(tag) and _is_pair(length)):
            return {}
        end = start + 4 + int(length)
        if end > stop:
            return {}
        found[tag] = (start + 4, end)
        start = end
    return found


def _is_pair(written: str) -> bool:
    return len(written) == 2 and written.isascii() and written.isdecimal()


def _value(text: str, objects: dict[str, _Place], tag: str) -> str:
    start, end = objects.get(tag, (0, 0))
    return text[start:end]


def _same(covered: str, written: str) -> bool:
    computed = binascii.crc_hqx(covered.encode("utf-8", "replace"), 0xFFFF)
    return written.upper() == f"{computed:04X}"
