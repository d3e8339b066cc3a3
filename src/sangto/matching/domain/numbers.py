"""Phone and account numbers in a text. They are compared as a whole only, never searched."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

import phonenumbers

from sangto.matching.domain.digits import is_masked, plain, spelled_numbers
from sangto.matching.domain.vietqr import find_transfer_codes

MOST_NUMBERS = 30

#: No number has fewer digits.
_SIX_DIGITS = re.compile(r"\d(?:\W{0,5}\d){5}")
_GAP = r"(?>[^\S\n]?[.()·‐-―-]{0,2}[^\S\n]?)"
_END = r"(?![\w%]|[.,]\d)"
#: Twelve digits that begin with 00 are an identity number.
_PHONE = re.compile(
    rf"(?<![\w.,+])(?:(?:(?:\+|00)?84{_GAP}(?:0{_GAP})?|0{_GAP})"
    rf"(?:[35789](?:{_GAP}\d){{8}}|2(?:{_GAP}\d){{9}}|1(?:{_GAP}\d){{9}}){_END}"
    rf"|(?:\+84{_GAP})?1[89]00(?:{_GAP}\d){{4,6}}{_END}"
    rf"|(?:\+|00(?!\d{{10}}(?!\d)))(?!84)[1-9](?:{_GAP}\d){{7,14}}{_END})"
)
#: Service number; mobile, landline since 2017, mobile before 2018.
_VIETNAMESE = re.compile(
    r"(?:\+?84)?(1[89]00\d{4,6})|(?:(?:\+|00)?840?|0)?([35789]\d{8}|2\d{9}|1\d{9})"
)
#: Mobile numbers had eleven digits until 2018: the old beginning after the zero -> the new one.
_OLD_MOBILE = (
    {f"12{last}": f"{new}" for last, new in enumerate((70, 79, 77, 83, 84, 85, 76, 81, 78, 82))}
    | {f"16{last}": f"3{last}" for last in range(2, 10)}
    | {"186": "56", "188": "58", "199": "59"}
)
_HIDDEN = re.compile(r"\d[ .-]?[x*•●#…](?![^\W\dx_])|[x*•●…][ .-]?\d")
_EMPHASISED = re.compile(r"(?<!\*)(\*{1,3})([^*]+)\1(?!\*)")

_BETWEEN = r"[ \t\u00a0.\-]"
_ACCOUNT_WORD = re.compile(
    r"\b(?:s\.?t\.?k\d?|s[ốo]\s{0,3}t[àa]i\s{1,3}kho[ảa]n|t[àa]i\s{1,3}kho[ảa]n|tkho[ảa]n"
    r"|s[ốo]\s{0,3}tk|tk\d?|s[ốo]\s{1,3}th[ẻe]|account(?:\s{1,3}(?:number|no\.?))?|acct?|a/c)\b"
)
_ACCOUNT_NUMBER = re.compile(
    rf"(?<![\w.,])(?:(?<!\d[ .\-])\d{{1,6}}(?:{_BETWEEN}\d{{1,6}}){{1,18}}(?!{_BETWEEN}\d)"
    rf"|\d{{6,19}}){_END}"
)
#: Grouped by dots in threes: that is how an amount is written, and no account.
_AMOUNT = re.compile(r"\d{1,3}(?:\.\d{3})+")
_CURRENCY = re.compile(
    r"[^\S\n]?(?:đ|vnđ|vnd|đồng|dong|usd|k|tr|tri[ệe]u|ngh[ìi]n|ng[àa]n(?!\s{1,3}h))\b"
)
_WALLET_WORD = re.compile(
    r"\b(?:momo|zalopay|zalo\s?pay|vnpay|viettel\s?money|viettel\s?pay|shopee\s?pay"
    r"|v[íi]\s{1,3}[đd]i[ệe]n\s{1,3}t[ửu]|e-?wallet)\b"
)
#: A bank right before or after its account, without a word for "account".
_BANK = r"(?:\w{0,20}bank|(?:ng[âa]n\s{1,3}h[àa]ng|nh)(?:[^\S\n][^\W\d_]{1,12}){0,4})"
_BANK_WORD = re.compile(rf"\b{_BANK}\b")
_THEN_BANK = re.compile(rf"[^\S\n]{{0,2}}[,(–-]?[^\S\n]{{0,2}}{_BANK}\b")
_CHAIN_WALLET = re.compile(
    r"\b(?:0x[0-9a-fA-F]{40}|bc1[0-9a-z]{25,60}|[13T][1-9A-HJ-NP-Za-km-z]{25,34})\b"
)
#: What follows is rung up, even if the text spoke of an account before.
_CALL_WORD = re.compile(
    r"[.;!?]\s|\b(?:g[ọo]i|li[êe]n\s?h[ệe]|lh|hotline|s[đd]t|[đd]t|[đd]i[ệe]n\s?tho[ạa]i"
    r"|zalo|zl|viber|call|tel|phone|inbox|ib|nh[ắa]n|s[ốo]\s{1,3}m[áa]y)\b"
)
#: Furthest that a number stands from its word, and the longest that a number is written.
_NEAR, _LONGEST = 40, 60
#: The same beside a bank's name, where a number needs this many digits to be an account.
_BESIDE, _FEWEST_BESIDE = 4, 8
_VIRTUAL_ACCOUNT = re.compile(r"(?!.*XX)(?=(?:[A-Z]*\d){4})[0-9A-Z]{6,19}")
_LABEL = re.compile(rf"{_ACCOUNT_WORD.pattern}[\s:.]*")

_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class PlacedNumber:
    """``value`` is canonical; ``kind`` is ``phone``, ``account`` or ``wallet``."""

    kind: str
    value: str
    start: int
    end: int


def canonical_phone(text: str) -> str | None:
    """E.164, read as Vietnamese when no country is named; None when it can not be a phone.

    Digits may be spelled out; a number with hidden digits is none. The mobile numbers of eleven
    digits are the ones that replaced them in 2018.
    """
    view = _EMPHASISED.sub(r"\2", plain(text[:200]))
    spelled = spelled_numbers(view)
    if spelled:
        return _phone_of(spelled[0].digits)
    if _HIDDEN.search(view):
        return None
    return _phone_of(re.sub(r"[^0-9+]", "", view)[:40])


def _phone_of(digits: str) -> str | None:
    """``digits`` are ASCII, with a plus before them or not."""
    match = _VIETNAMESE.fullmatch(digits)
    if match is not None:
        service, number = match.groups()
        if service or number[0] != "1":
            return f"+84{service or number}"
        renewed = _OLD_MOBILE.get(number[:3])
        return f"+84{renewed}{number[3:]}" if renewed else None
    try:
        parsed = phonenumbers.parse(digits, "VN")
    except phonenumbers.NumberParseException:
        return None
    possible = phonenumbers.is_possible_number_with_reason(parsed)
    if parsed.country_code == 84 or possible != phonenumbers.ValidationResult.IS_POSSIBLE:
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def canonical_account(text: str) -> str | None:
    """6 to 19 digits of a bank account, those of a VietQR code among them.

    An account that a bank made up for one payer has letters, too, and at least four digits.
    """
    codes = find_transfer_codes(text[:600])
    written = codes[0].account if codes else _LABEL.sub("", plain(text[:200]).strip(), count=1)
    account = re.sub(r"[\s.\-]", "", written)
    if account.isascii() and account.isdecimal():
        return account if 6 <= len(account) <= 19 else None
    if _VIRTUAL_ACCOUNT.fullmatch(written.upper()):
        return written.upper()
    spelled = spelled_numbers(written)
    return spelled[0].digits if spelled else None


def canonical_wallet(text: str) -> str | None:
    """A wallet's number: an address on a chain, a phone, else its digits."""
    address = _CHAIN_WALLET.fullmatch(text.strip())
    if address is not None:
        written = address.group()
        return written.lower() if written.startswith("0x") else written
    return canonical_phone(text) or canonical_account(text)


def find_numbers(text: str) -> list[PlacedNumber]:
    """Numbers in the order of the text, at most 30 of them.

    An account number needs a word such as "stk" within 40 characters before it, a bank's name
    right beside it, or a VietQR code around it; what is no account may be a phone. What is partly
    hidden, a date or an amount is no number. Linear in the text.
    """
    found: list[PlacedNumber] = []
    taken: list[_Span] = []
    for number, (start, end) in _candidates(text):
        if any(start < other_end and other < end for other, other_end in taken):
            continue
        taken.append((start, end))
        found.append(number)
        if len(found) >= MOST_NUMBERS:
            break
    return sorted(found, key=lambda number: number.start)


def _candidates(text: str) -> Iterator[tuple[PlacedNumber, _Span]]:
    """Numbers and what they take up, the surest first; they may overlap."""
    for code in find_transfer_codes(text):
        account = canonical_account(code.account)
        if account is not None:
            yield PlacedNumber("account", account, *code.place), (code.start, code.end)
    for match in _CHAIN_WALLET.finditer(text):
        yield _placed("wallet", canonical_wallet(match.group()) or "", match.span())
    view = plain(text)
    spelled = [(number.digits, (number.start, number.end)) for number in spelled_numbers(view)]
    if not spelled and not _SIX_DIGITS.search(view):
        return
    yield from _named(view, _ACCOUNT_WORD, "account", canonical_account, spelled)
    yield from _named(view, _WALLET_WORD, "wallet", canonical_wallet, spelled)
    yield from _beside_banks(view)
    for match in _PHONE.finditer(view):
        phone = _phone_of(re.sub(r"[^0-9+]", "", match.group()))
        if phone is not None and not is_masked(view, *match.span()):
            yield _placed("phone", phone, match.span())
    for digits, place in spelled:
        phone = _phone_of(digits) if digits.startswith(("0", "84")) else None
        if phone is not None and not is_masked(view, *place):
            yield _placed("phone", phone, place)


def _placed(kind: str, value: str, place: _Span) -> tuple[PlacedNumber, _Span]:
    return PlacedNumber(kind, value, *place), place


def _named(
    view: str,
    words: re.Pattern[str],
    kind: str,
    canonical: Callable[[str], str | None],
    spelled: list[tuple[str, _Span]],
) -> Iterator[tuple[PlacedNumber, _Span]]:
    """The first number after each of ``words``, and within 40 characters of it."""
    for word in islice(words.finditer(view), MOST_NUMBERS):
        after = word.end()
        written = [
            (match.group(), match.span())
            for match in _ACCOUNT_NUMBER.finditer(view, after, after + _NEAR + _LONGEST)
            if not _is_amount(view, match)
        ]
        near = [one for one in [*written, *spelled] if after <= one[1][0] <= after + _NEAR]
        for digits, place in sorted(near, key=lambda one: one[1]):
            value = canonical(digits)
            if value is None:
                continue
            rung = _phone_of(value) and _CALL_WORD.search(view, after, place[0])
            if not rung and not is_masked(view, *place):
                yield _placed(kind, value, place)
            break


def _beside_banks(view: str) -> Iterator[tuple[PlacedNumber, _Span]]:
    for word in islice(_BANK_WORD.finditer(view), MOST_NUMBERS):
        for match in _ACCOUNT_NUMBER.finditer(view, word.end(), word.end() + _BESIDE + _LONGEST):
            if match.start() <= word.end() + _BESIDE:
                yield from _unnamed(view, match)
            break
    for match in islice(_ACCOUNT_NUMBER.finditer(view), MOST_NUMBERS):
        if _THEN_BANK.match(view, match.end()):
            yield from _unnamed(view, match)


def _unnamed(view: str, match: re.Match[str]) -> Iterator[tuple[PlacedNumber, _Span]]:
    """An account that only a bank's name speaks for, unless it can be something else."""
    account = canonical_account(match.group())
    if account is None or len(account) < _FEWEST_BESIDE or _phone_of(account) is not None:
        return
    if not _is_amount(view, match) and not is_masked(view, *match.span()):
        yield _placed("account", account, match.span())


def _is_amount(view: str, match: re.Match[str]) -> bool:
    return bool(_AMOUNT.fullmatch(match.group()) or _CURRENCY.match(view, match.end()))
