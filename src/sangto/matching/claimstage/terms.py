"""What a text is compared by: its words, its words with their marks, and its runs of letters.

The same for a message and for a claim, and quick: a table of claims is made of all their texts
when a process starts. Links and long numbers are left out, as exact keys look after them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from sangto.kernel.text import clean, folded
from sangto.matching.claimstage.stems import stem
from sangto.matching.domain.confusables import latin
from sangto.matching.domain.lists import abbreviations

#: Characters of a text that are read, and words of it that count.
READ_LENGTH = 8_000
MOST_WORDS = 1_200
#: Letters of a run; a run may go over the space between two words.
RUN = 4

_LONGEST_WORD = 40
#: Digits from which a number is a phone, an account or a code, and no word.
_LONG_NUMBER = 8

Hashes = NDArray[np.uint32]

_LINK = re.compile(
    r"(?:https?://|www\.)\S+|(?<![\w@.-])[\w-]{1,63}(?:\.[\w-]{1,63}){0,5}\.[a-z]{2,24}(?:/\S*)?(?=[\s,;!?]|$)",
    re.IGNORECASE,
)
_TAG = re.compile(r"#\w+")
_NEXT_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")
_CONTRACTION = re.compile(r"(?<=\w)['’ʼ`´](?=(?:t|s|re|ve|ll|d|m)\b)", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_TONES = "\u0300\u0309\u0303\u0301\u0323"


@dataclass(frozen=True, slots=True)
class Terms:
    """``words`` are folded, without English endings; ``marked`` are the words that carry marks,
    with them; ``letters`` is the folded text. Repeated ones stay."""

    words: tuple[str, ...]
    marked: tuple[str, ...]
    letters: str


def terms_of(text: str) -> Terms:
    """At most the first 8,000 characters and 1,200 words. Never raises."""
    text = clean(text[: 2 * READ_LENGTH])[:READ_LENGTH]
    if "#" in text:
        text = _TAG.sub(lambda tag: _NEXT_WORD.sub(" ", tag.group()), text)
    text = _LINK.sub(" ", _CONTRACTION.sub("", text))
    words = [word[:_LONGEST_WORD] for word in _spelt_out(folded(text))][:MOST_WORDS]
    return Terms(
        words=tuple(stem(word) for word in words),
        marked=tuple(_marked_words(text)),
        letters=" ".join(words),
    )


def _spelt_out(text: str) -> Iterable[str]:
    short = abbreviations()
    for word in latin(text).split():
        if len(word) < _LONG_NUMBER or not word.isdecimal():
            yield from short.get(word, (word,))


def _marked_words(text: str) -> list[str]:
    if text.isascii():
        return []
    words = _WORD.findall(unicodedata.normalize("NFC", text).lower())[:MOST_WORDS]
    return [marked for word in words if not word.isascii() and (marked := _marked(word))]


@lru_cache(maxsize=65_536)
def _marked(word: str) -> str:
    """Letters, then marks in a fixed order: ``hòa`` and ``hoà`` are one. Empty without marks."""
    letters: list[str] = []
    marks: list[str] = []
    for char in unicodedata.normalize("NFD", word[:_LONGEST_WORD]):
        if unicodedata.category(char) == "Mn":
            if char in _TONES:
                marks.append(char)
            else:
                letters.append(char)
        else:
            letters.append(char)
    if not marks and len(letters) == len(word) and "đ" not in word:
        return ""
    return "".join(letters) + "|" + "".join(marks)


def hashed(words: Iterable[str]) -> Hashes:
    """32 bits of each word, the same in each process; repeated ones stay."""
    return np.fromiter((_hash(word) for word in words), dtype=np.uint32)


@lru_cache(maxsize=131_072)
def _hash(word: str) -> int:
    return crc32(word.encode("utf-8", "replace"))


def hashed_runs(letters: str) -> Hashes:
    """32 bits of each run of four characters, the spaces at both ends included."""
    if not letters:
        return np.empty(0, dtype=np.uint32)
    codes = np.frombuffer(f" {letters} ".encode("utf-32-le", "replace"), dtype="<u4")
    codes = codes.astype(np.uint64)
    if len(codes) < RUN:
        codes = np.concatenate([codes, np.full(RUN - len(codes), 32, dtype=np.uint64)])
    length = len(codes) - RUN + 1
    mixed = np.zeros(length, dtype=np.uint64)
    for place in range(RUN):
        mixed = (mixed ^ codes[place : place + length]) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    return (mixed >> np.uint64(16)).astype(np.uint32)
