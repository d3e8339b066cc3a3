"""Vietnamese text: cleaning, folding, excerpts and the order of the alphabet.

Folding happens here and nowhere else, so that both databases compare the same characters
(FINDINGS: SQLite's own folding misses đ, PostgreSQL's does not).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

_KEPT_CONTROLS = "\n\t"
_DROPPED_FORMATS = frozenset({"Cc", "Cs", "Cf", "Co", "Cn"})
_ZERO_WIDTH_JOINER = "\u200d"
#: Ordinary text: nothing in these ranges is dropped or replaced.
_ORDINARY = re.compile(
    "[\n\t\x20-\x7e\u00a1-\u00ac\u00ae-\u036f\u1e00-\u1eff\u2010-\u2027\u20ab\u2190-\u21ff]*"
)


def clean(text: str) -> str:
    """Text that any database, template and index can take.

    NFC, line ends as LF; without NUL and other controls, lone surrogates, zero-width characters,
    bidirectional marks and overrides, private use and unassigned code points. Never raises. A
    zero-width joiner stays between two emoji, where it is part of the picture.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii() and text.isprintable():
        return text
    if _ORDINARY.fullmatch(text):
        return unicodedata.normalize("NFC", text)
    kept: list[str] = []
    for place, char in enumerate(text):
        if char in _KEPT_CONTROLS:
            kept.append(char)
        elif char == _ZERO_WIDTH_JOINER:
            before = text[place - 1 : place]
            after = text[place + 1 : place + 2]
            if _is_picture(before) and _is_picture(after):
                kept.append(char)
        elif unicodedata.category(char) not in _DROPPED_FORMATS:
            kept.append(" " if char in "\u2028\u2029\u00a0" else char)
    return unicodedata.normalize("NFC", "".join(kept))


def _is_picture(char: str) -> bool:
    return bool(char) and (unicodedata.category(char) in {"So", "Sk", "Mn"})


#: Letters with a stroke do not decompose in Unicode.
_STROKED = {"đ": "d", "Đ": "d", "ð": "d", "Ð": "d"}


@lru_cache(maxsize=8192)
def _folded_character(char: str) -> str:
    """What one character becomes: letters and digits without marks, or a space."""
    kept: list[str] = []
    for part in unicodedata.normalize("NFKD", char):
        if unicodedata.category(part).startswith("M"):
            continue
        for lowered in _STROKED.get(part, part).casefold():
            for base in unicodedata.normalize("NFKD", lowered):
                if base.isalnum():
                    kept.append(base)
                elif not unicodedata.category(base).startswith("M"):
                    kept.append(" ")
    return "".join(kept)


def folded_with_offsets(text: str) -> tuple[str, list[int]]:
    """The folded form, and for each of its characters the index in ``text`` it came from.

    Both have the same length. ``text`` should be cleaned first, else offsets are those of the
    uncleaned text.
    """
    characters: list[str] = []
    offsets: list[int] = []
    gap = -1
    for place, char in enumerate(text):
        if char.isascii() and char.isalnum():
            pieces = char.lower()
        elif unicodedata.category(char).startswith("M"):
            continue
        else:
            pieces = _folded_character(char)
        for piece in pieces:
            if piece == " ":
                if characters and gap < 0:
                    gap = place
                continue
            if gap >= 0:
                characters.append(" ")
                offsets.append(gap)
                gap = -1
            characters.append(piece)
            offsets.append(place)
        if not pieces and characters and gap < 0 and not char.isalnum():
            gap = place
    return "".join(characters), offsets


def folded(text: str) -> str:
    """What is compared and searched: no marks, đ as d, lower case, single spaces, no punctuation.

    NFC and NFD give the same; ``hoà`` and ``hòa`` give the same; folding twice changes nothing.
    """
    return " ".join(text.translate(_FOLDING).split())


class _Folding(dict[int, str]):
    """What each character becomes, found out when it is met first; kept for the usual ones."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if unicodedata.category(char).startswith("M"):
            pieces = ""
        else:
            pieces = _folded_character(char) or ("" if char.isalnum() else " ")
        if len(self) < _KEPT_FOLDINGS:
            self[code] = pieces
        return pieces


_KEPT_FOLDINGS = 8192
_FOLDING = _Folding()


def found_passages(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Where folded ``words`` stand in ``text``, as sorted spans of its own characters.

    A span ends after the marks that belong to its last letter, so that NFD text is not torn.
    """
    searched, offsets = folded_with_offsets(text)
    spans: list[tuple[int, int]] = []
    for word in {word for word in words if word}:
        start = searched.find(word)
        while start >= 0:
            end = offsets[start + len(word) - 1] + 1
            while end < len(text) and unicodedata.category(text[end]).startswith("M"):
                end += 1
            spans.append((offsets[start], end))
            start = searched.find(word, start + 1)
    return sorted(spans)


def found_words(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """As :func:`found_passages` for whole words; only the last of ``words`` may be a beginning."""
    searched, offsets = folded_with_offsets(text)
    whole, beginning = set(words), words[-1] if words else ""
    spans: list[tuple[int, int]] = []
    place = 0
    for word in searched.split(" "):
        length = len(word) if word in whole else 0
        if not length and beginning and word.startswith(beginning):
            length = len(beginning)
        if length:
            end = offsets[place + length - 1] + 1
            while end < len(text) and unicodedata.category(text[end]).startswith("M"):
                end += 1
            spans.append((offsets[place], end))
        place += len(word) + 1
    return spans


_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_RANK = {
    unicodedata.normalize("NFC", letter): rank for rank, letter in enumerate(_LETTERS, start=100)
}
_TONE_RANK = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_SHAPES = "\u0302\u0306\u031b"

CollationKey = tuple[tuple[int, ...], tuple[int, ...], str]


def collation_key(text: str) -> CollationKey:
    """Sort key of the Vietnamese alphabet: a ă â b c d đ e ê …, then the tones, then the case.

    Tones in the order of Vietnamese dictionaries: ngang, huyền, hỏi, ngã, sắc, nặng. Digits
    sort before letters, other characters by code point before both.
    """
    letters: list[int] = []
    tones: list[int] = []
    for char in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", char)
        base = parts[0].lower() + "".join(mark for mark in parts[1:] if mark in _SHAPES)
        letter = unicodedata.normalize("NFC", base)
        rank = _LETTER_RANK.get(letter)
        if rank is None:
            rank = 50 + int(letter) if letter.isdecimal() and letter.isascii() else -1
        if rank >= 0:
            letters.append(rank)
        elif char.isspace():
            letters.append(0)
        else:
            letters.append(1000 + ord(char) if char.isalpha() else 1)
        tones.append(next((_TONE_RANK[mark] for mark in parts[1:] if mark in _TONE_RANK), 0))
    return tuple(letters), tuple(tones), text


def excerpt(text: str, length: int) -> str:
    """The beginning of ``text`` in one line, at most ``length`` characters, cut at a word."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    cut = line[: length - 1]
    if " " in cut[length // 2 :]:
        cut = cut[: cut.rindex(" ")]
    return cut.rstrip(" ,.;:–-") + "…"
