"""Digits as people write them: in other scripts, as look-alike letters, spelled out, half hidden.

Everything here takes linear time and keeps the places of the text it was given.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

#: Where digits of other scripts, circled ones and the marks of keycaps stand.
_UNUSUAL = re.compile(
    "[\u0660-\u1dff\u20e3\u2460-\u2793\ua620-\uabf9\ufe0f\uff10-\uff19\U000104a0-\U0001fbf9]"
)
_KEYCAP = frozenset("\ufe0f\u20e3")
#: A group of digits in which letters pass for some, as in "o912".
_LETTERED = re.compile(r"[0-9oil](?<![^\W_].)[0-9oil]{2,40}(?![^\W_])")
_AS_DIGITS = str.maketrans("oil", "011")
_DIGIT = re.compile("[0-9]")
_DATE = re.compile(
    r"\d(?<![\d.-]\d)(?:\d?([./-])(?:0?[1-9]|1[0-2])\1(?:19|20)\d\d"
    r"|\d{3}([/-])(?:0[1-9]|1[0-2])\2(?:0[1-9]|[12]\d|3[01]))(?![\d-]|\.\d)"
)

_MASK_BEFORE = re.compile(r"(?:(?<![^\W\d_])x{2,}|\d[x*]|[*•●■#]{2,})[ .\-]?\Z|\d(?:\.{2,}|…) ?\Z")
_MASK_AFTER = re.compile(r"[ .\-]?(?:x{2,}(?![^\W\d_])|[*•●■#]{2,})|[x*]\d|(?:\.{2,}|…) ?\d")
_LONGEST_EMPHASIS = 3

_DIGIT_OF = {
    word: str(digit)
    for digit, words in enumerate(
        (
            "không khong zero oh",
            "một mốt mot one",
            "hai two",
            "ba three",
            "bốn tư bon tu four",
            "năm lăm nhăm nam lam five",
            "sáu sau six",
            "bảy bẩy bay seven",
            "tám tam eight",
            "chín chin nine",
        )
    )
    for word in words.split()
}
_WORD = "(?:" + "|".join(sorted(_DIGIT_OF, key=len, reverse=True)) + ")"
_TIMES = {"double": 2, "triple": 3}
_RUN = re.compile(
    rf"(?<!\w)(?:(?:(?:double|triple)[ -])?(?:{_WORD}|\d)[^\S\n.,–/-]?[.,–/-]?[^\S\n]?){{6,}}+"
)
_PART = re.compile(rf"(double|triple)?[ -]?({_WORD}|\d)")
#: A run with fewer words than this is a number beside a word such as "năm" or "ba".
_FEWEST_WORDS = 3
_FEWEST_DIGITS, _MOST_DIGITS = 6, 19
_MOST_RUNS = 30


@dataclass(frozen=True, slots=True)
class SpelledNumber:
    """ASCII ``digits`` that stand, at least three of them as words, at ``[start, end)``."""

    digits: str
    start: int
    end: int


def plain(text: str) -> str:
    """``text`` in small letters, with ASCII digits for all digits and for letters among them that
    look like digits, and with dates struck out; of the same length. The rest of this module
    expects it."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(char.lower()[0] for char in text)
    if not lowered.isascii():
        lowered = _UNUSUAL.sub(_ascii_digit, lowered)
    if not _DIGIT.search(lowered):
        return lowered
    lowered = _LETTERED.sub(_read_as_digits, lowered)
    return _DATE.sub(lambda match: "/" * len(match.group()), lowered)


def _ascii_digit(match: re.Match[str]) -> str:
    char = match.group()
    if char in _KEYCAP:
        return " "
    digit = unicodedata.digit(char, None)
    return char if digit is None else str(digit)


def _read_as_digits(match: re.Match[str]) -> str:
    group = match.group()
    return group.translate(_AS_DIGITS) if len(_DIGIT.findall(group)) >= 2 else group


def is_masked(text: str, start: int, end: int) -> bool:
    """Whether more digits, hidden behind x, * or dots, touch those at ``[start, end)``.

    The same few stars on either side are emphasis.
    """
    before, after = text[max(0, start - 8) : start], text[end : end + 8]
    stars = len(before) - len(before.rstrip("*"))
    if 0 < stars <= _LONGEST_EMPHASIS and stars == len(after) - len(after.lstrip("*")):
        return False
    return bool(_MASK_BEFORE.search(before) or _MASK_AFTER.match(after))


def spelled_numbers(text: str) -> list[SpelledNumber]:
    """Runs of 6 to 19 digits such as "không chín 1 hai" or "zero nine double one", at most 30."""
    found: list[SpelledNumber] = []
    for run in _RUN.finditer(text):
        number = _spelled(text, run.start(), run.end())
        if number is not None:
            found.append(number)
            if len(found) >= _MOST_RUNS:
                break
    return found


def _spelled(text: str, start: int, end: int) -> SpelledNumber | None:
    if text[end : end + 1].isalpha():  # "ba" of "bạn" without its mark
        end = next((gap for gap in range(end, start, -1) if not text[gap - 1].isalnum()), start)
    digits, words, last = "", 0, start
    for part in _PART.finditer(text, start, end):
        times, written = part.groups()
        digits += _DIGIT_OF.get(written, written) * _TIMES.get(times, 1)
        words += not written.isdecimal()
        last = part.end()
        if len(digits) > _MOST_DIGITS:
            return None
    if words < _FEWEST_WORDS or len(digits) < _FEWEST_DIGITS:
        return None
    return SpelledNumber(digits, start, last)
