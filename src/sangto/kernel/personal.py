"""What in a text may point at a person: found by one detector, masked by one function.

It looks for phones, e-mail addresses, numbers of identity papers, bank accounts, plates and
profiles. It rather finds too much than too little, because a person says of each finding what
it is. A bare name can not be told from any other word: an officer marks it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from sangto.kernel.text import clean, folded

#: What stands where something was masked; it reads the same in every language.
MASK = "[…]"


class PersonalKind(StrEnum):
    EMAIL = "email"
    PHONE = "phone"
    IDENTITY = "identity"
    ACCOUNT = "account"
    PLATE = "plate"
    PROFILE = "profile"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Finding:
    """``key`` is the same for the same thing, however it is written; it tells nothing else."""

    kind: PersonalKind
    start: int
    end: int
    text: str

    @property
    def key(self) -> str:
        compact = self.text.casefold()
        if self.kind in _NUMBERS:
            compact = re.sub(r"^(?:\+|00)?84", "0", _digits(compact)) or compact
        digest = hashlib.sha256(f"{self.kind}\0{compact}".encode("utf-8", "surrogatepass"))
        return f"{self.kind}:{digest.hexdigest()[:32]}"


_NUMBERS = frozenset({PersonalKind.PHONE, PersonalKind.IDENTITY, PersonalKind.ACCOUNT})

_WORDS = {
    "không": 0, "khong": 0, "một": 1, "mốt": 1, "mot": 1, "hai": 2, "ba": 3, "bốn": 4, "bon": 4,
    "tư": 4, "tu": 4, "năm": 5, "lăm": 5, "nam": 5, "lam": 5, "sáu": 6, "sau": 6, "bảy": 7,
    "bẩy": 7, "bay": 7, "tám": 8, "tam": 8, "chín": 9, "chin": 9, "zero": 0, "one": 1, "two": 2,
    "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
}  # fmt: skip
_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
#: Between the digits of one number.
_SEP = r"[ .\-–()_·/\u00a0\u2009\u202f]{0,3}"
_D = r"[0-9oO]"

#: Without one of these there is nothing to find, and most texts end here.
_TELLING = re.compile(
    r"[0-9](?:[^\w\n]{0,3}[0-9oO]){4}|[0-9]{2}\s?-?[A-ZĐ]|@|[aA] còng|\([aA][tT]\)|\[[aA][tT]\]|"
    r"[A-Za-z]\.[A-Za-z]{2,3}/|[A-Z][0-9]{7}"
)
#: A spelled number has as many words and figures in a row, and as many words among them.
_RUN = 5
_SPOKEN = 3
_GAP = 3
_TOKEN = re.compile(r"\w+")
_DIALLED = re.compile(r"(?:0|84)[1-9][0-9]{7}")
_BREAKS = str.maketrans(dict.fromkeys(",.;:-–/()", " "))
_EMAIL = re.compile(
    r"[\w.+%\-]+\s?(?:@|＠|\s?[\[(]\s?(?:at|a còng|@)\s?[\])]\s?|\sa còng\s)\s?"
    r"(?:[\w\-]+(?:\s?(?:\.|\[\.\]|\(\.\)|[\[(]\s?dot\s?[\])])\s?|\schấm\s))+"
    r"[a-z]{2,}(?![\w])",
    re.IGNORECASE,
)
_COUNTRY = rf"(?:\+|00)?84{_SEP}(?:\(?0\)?{_SEP})?"
_PHONE = re.compile(
    rf"(?<![0-9A-Za-z])(?:{_COUNTRY}|[(]?[0oO]{_SEP})"
    rf"(?:[35789](?:{_SEP}{_D}){{8}}|1{_SEP}[2689](?:{_SEP}{_D}){{8}}|"
    rf"2(?:{_SEP}{_D}){{9}}|2(?:{_SEP}{_D}){{8}})(?![0-9])"
)
_IDENTITY = re.compile(r"(?<![0-9])0(?:[ .\-]?[0-9]){11}(?![0-9])")
_PAPER = re.compile(
    r"(?:cccd|cmnd|cmt(?:nd)?|căn cước|can cuoc|chứng minh|chung minh|định danh|dinh danh|"
    r"hộ chiếu|ho chieu|passport|identity|\bID\b)"
    r"[^0-9\n]{0,40}?((?<![A-Za-z])[A-Z]?[0-9](?:[ .\-]?[0-9]){6,11})(?![0-9])",
    re.IGNORECASE,
)
_BANKS = (
    r"vietcombank|vcb|vietinbank|bidv|agribank|techcombank|tcb|mb ?bank|mbb?|acb|vpbank|tpbank|"
    r"sacombank|hdbank|vib|shb|ocb|msb|seabank|eximbank|lpbank|lienvietpostbank|nam ?a ?bank|"
    r"bac ?a ?bank|pvcombank|scb|abbank|ngân hàng|ngan hang|bank|momo|zalopay|viettel ?money"
)
_MONEY_WORD = (
    r"\bstk\b|tài khoản|tai khoan|\btk\b|\bacc(?:ount)?\b|\ba/c\b|số thẻ|so the|\bthẻ\b|card|iban"
)
_ACCOUNT = re.compile(
    rf"(?:{_MONEY_WORD}|\b(?:{_BANKS})\b)[^0-9\n]{{0,40}}?(?<![0-9])"
    r"([0-9](?:[ .\-]?[0-9]){5,18})(?![0-9])",
    re.IGNORECASE,
)
_ACCOUNT_BEFORE = re.compile(
    r"(?<![0-9.,])([0-9](?:[ .\-]?[0-9]){5,18})(?![0-9])"
    rf"[^0-9\n]{{1,25}}?(?:\b(?:{_BANKS})\b)",
    re.IGNORECASE,
)
_LONG = re.compile(r"(?<![0-9A-Za-z])(?:[0-9]{9,19}|[0-9]{3,4}(?:[ \-][0-9]{3,4}){3,4})(?![0-9])")
_PLATE = re.compile(
    r"(?<![0-9A-Za-z])[1-9][0-9]\s?-?\s?[A-ZĐ]{1,2}[0-9]?\s?[-–. ]\s?"
    r"(?:[0-9]{3}[.\s]?[0-9]{2}|[0-9]{4})(?![0-9])"
    r"|(?<![0-9A-Za-z])[1-9][0-9][A-ZĐ][0-9]?[0-9]{3}\.?[0-9]{2}(?![0-9])"
)
_HOSTS = (
    r"(?:[\w\-]+\.)?(?:facebook\.com|fb\.com|fb\.me|fb\.watch|zalo\.me|t\.me|telegram\.me|"
    r"tiktok\.com|instagram\.com|threads\.net|twitter\.com|x\.com|youtube\.com|linkedin\.com|"
    r"wa\.me|viber\.com|m\.me)"
)
_PROFILE = re.compile(
    rf"(?:https?://)?(?<![\w.\-]){_HOSTS}/[^\s<>\"'“”]+|(?<![\w@/.])@[\w][\w.]{{2,}}", re.IGNORECASE
)
_LINK = re.compile(r"(?:https?|hxxps?)://[^\s<>\"'“”]+", re.IGNORECASE)
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:[.,\s][0-9]{3})+\Z")
_SERVICE = re.compile(r"1[89]00[0-9]{4,6}\Z")
_WIDE = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)} | {0xFF20: ord("@")}


def findings(text: str, *, names: Collection[str] = ()) -> tuple[Finding, ...]:
    """Everything that was found, in the order of the text, without overlaps.

    ``names`` are passages that an officer marked; they are found wherever they stand, whatever
    their case and marks.
    """
    found: list[tuple[int, int, PersonalKind]] = []
    plain = text.translate(_WIDE)
    if plain and _TELLING.search(plain):
        found.extend(_found(plain))
    if _may_spell(plain):
        found.extend(_spelled(plain))
    for name in names:
        found.extend((start, end, PersonalKind.NAME) for start, end in passages(text, name))
    return tuple(Finding(kind, start, end, text[start:end]) for start, end, kind in _apart(found))


def masked(text: str, *, stays: Collection[str] = (), names: Collection[str] = ()) -> str:
    """``text`` with each finding replaced by :data:`MASK`, but those whose key is in ``stays``."""
    found = [
        one
        for one in findings(text, names=names)
        if one.kind is PersonalKind.NAME or one.key not in stays
    ]
    for one in reversed(found):
        text = text[: one.start] + MASK + text[one.end :]
    return text


def passages(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Where these words stand in a text, as whole words, whatever their case and marks."""
    words = folded(clean(name)).split()
    if not words:
        return
    spots = [
        (match.start(), match.end(), folded(match.group())) for match in re.finditer(r"\w+", text)
    ]
    for place in range(len(spots) - len(words) + 1):
        run = spots[place : place + len(words)]
        if [word for _start, _end, word in run] == words:
            yield run[0][0], run[-1][1]


def keys_of(found: Iterable[Finding]) -> frozenset[str]:
    return frozenset(one.key for one in found)


def _found(text: str) -> Iterator[tuple[int, int, PersonalKind]]:
    """Earlier ones win where two overlap."""
    for match in _EMAIL.finditer(text):
        yield match.start(), match.end(), PersonalKind.EMAIL
    for match in _PROFILE.finditer(text):
        yield match.start(), match.end(), PersonalKind.PROFILE
    links = [match.span() for match in _LINK.finditer(text)]

    def linked(start: int) -> bool:
        return any(begin <= start < end for begin, end in links)

    for match in _PAPER.finditer(text):
        if len(_digits(match.group(1))) in {7, 8, 9, 12}:
            yield match.start(1), match.end(1), PersonalKind.IDENTITY
    for match in (*_ACCOUNT.finditer(text), *_ACCOUNT_BEFORE.finditer(text)):
        if not _is_sum(text, match.start(1), match.end(1)):
            yield match.start(1), match.end(1), PersonalKind.ACCOUNT
    for match in _IDENTITY.finditer(text):
        if not linked(match.start()) and "001" <= _digits(match.group())[:3] <= "096":
            yield match.start(), match.end(), PersonalKind.IDENTITY
    for match in _PHONE.finditer(text):
        if sum(char.isdigit() for char in match.group()) >= 7 and not linked(match.start()):
            yield match.start(), match.end(), PersonalKind.PHONE
    for match in _LONG.finditer(text):
        digits = _digits(match.group())
        ours = linked(match.start()) or _is_sum(text, *match.span())
        if not ours and not _SERVICE.match(digits):
            yield match.start(), match.end(), PersonalKind.ACCOUNT
    for match in _PLATE.finditer(text):
        if not linked(match.start()):
            yield match.start(), match.end(), PersonalKind.PLATE


def _may_spell(text: str) -> bool:
    run = 0
    for word in text.casefold().translate(_BREAKS).split():
        run = run + 1 if word in _WORDS or word.isdigit() else 0
        if run == _RUN:
            return True
    return False


def _spelled(text: str) -> Iterator[tuple[int, int, PersonalKind]]:
    """Runs of number words, also with digits between them, that say a phone number."""
    run: list[re.Match[str]] = []
    for match in (*_TOKEN.finditer(text), None):
        near = match is not None and (not run or match.start() - run[-1].end() <= _GAP)
        if match is not None and near and _numeral(match.group()):
            run.append(match)
            continue
        said = [_numeral(one.group()) for one in run]
        spoken = sum(not one.group().isdigit() for one in run)
        if spoken >= _SPOKEN and _DIALLED.search("".join(said)):
            yield run[0].start(), run[-1].end(), PersonalKind.PHONE
        run = [match] if match is not None and _numeral(match.group()) else []


def _numeral(token: str) -> str:
    """The digits that a token says; empty for any other word."""
    if token.isdigit() and len(token) <= 4:
        return token
    digit = _WORDS.get(token.casefold())
    return "" if digit is None else str(digit)


def _is_sum(text: str, start: int, end: int) -> bool:
    """An amount of money is no account: ``12.500.000 đồng``."""
    number = text[start:end]
    after = text[end : end + 10].lstrip().casefold()
    counted = re.match(r"(?:đồng|dong|đ\b|vnđ|vnd|triệu|tỷ|tỉ|nghìn|usd|%)", after) is not None
    return counted or (_GROUPED.match(number) is not None and " " not in number)


def _digits(text: str) -> str:
    return "".join(char for char in text.translate(_WIDE) if char in "0123456789")


def _apart(
    found: Iterable[tuple[int, int, PersonalKind]],
) -> list[tuple[int, int, PersonalKind]]:
    """Overlapping ones become one that covers them all, of the kind that was named first."""
    kept: list[tuple[int, int, PersonalKind]] = []
    for one in found:
        touched = [other for other in kept if other[0] < one[1] and one[0] < other[1]]
        for other in touched:
            kept.remove(other)
        together = [one, *touched]
        kept.append(
            (
                min(start for start, _end, _kind in together),
                max(end for _start, end, _kind in together),
                (touched or together)[0][2],
            )
        )
    return sorted(kept)
