"""A text as the comparison sees it: words of the comparison key, each with its place."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from sangto.kernel.text import clean, folded_with_offsets
from sangto.matching.domain.confusables import latin
from sangto.matching.domain.links import Link, PlacedLink, canonical_link, find_links
from sangto.matching.domain.lists import abbreviations
from sangto.matching.domain.numbers import PlacedNumber, find_numbers
from sangto.matching.domain.shorthand import is_thousand

#: Characters of a text that are read; the limit of a report, so that nothing stored is lost.
READ_LENGTH = 20_000
#: Words of a key that are compared and indexed.
MOST_WORDS = 5_000

_FOLDED_WORD = re.compile(r"[^ ]+")
_LONGEST_WORD = 40
#: What stands after an apostrophe in English: "won't" and "wont" are one word.
_CONTRACTED = frozenset({"t", "s", "re", "ve", "ll", "d", "m"})
_APOSTROPHES = frozenset("'’ʼ`´")
#: A number that a camera or a hasty thumb wrote with letters: "3O", "l4", "6h3O", "I254".
_ALMOST_NUMBER = re.compile(r"(?=[a-z0-9]*\d)[0-9oil]{2,}|\d{1,2}h[0-9oil]{2}")
_DIGIT_OF = str.maketrans("oil", "011")
#: A figure and a space; no part of a date, of a time or of another number.
_FIGURE = re.compile(r"(?<![\w/:.,-])(?:[0-9]{1,3}(?:[.,][0-9]{3}){1,2}|[0-9]{2,4})[ \u00a0]")
_LONGEST_FIGURE = 12


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the key; ``[start, end)`` in the cleaned text. An abbreviation gives several
    words with the same place."""

    key: str
    start: int
    end: int


@dataclass(frozen=True)
class Reading:
    """``cleaned`` is the text that spans count in; ``words`` leave out links and numbers;
    ``beside`` is a link that was given beside the text. What follows from them is made once."""

    cleaned: str
    folded: str
    words: tuple[Word, ...]
    links: tuple[PlacedLink, ...]
    numbers: tuple[PlacedNumber, ...]
    beside: Link | None = None

    @cached_property
    def all_links(self) -> tuple[Link, ...]:
        """Distinct links, the one beside the text first."""
        links = [self.beside] if self.beside is not None else []
        links += [placed.link for placed in self.links]
        return tuple({link.address: link for link in links}.values())

    @cached_property
    def keys(self) -> tuple[str, ...]:
        return tuple(word.key for word in self.words)

    @cached_property
    def key(self) -> str:
        return " ".join(self.keys)

    @cached_property
    def exact_digest(self) -> str:
        """SHA-256 of the whole folded text, links and numbers included; empty if that is empty."""
        if not self.folded:
            return ""
        return hashlib.sha256(self.folded.encode("utf-8", "replace")).hexdigest()


def read_text(text: str, *, link: str = "") -> Reading:
    """Clean, fold and split at most the first 20,000 characters. Never raises."""
    cleaned = clean(text[: 2 * READ_LENGTH])[:READ_LENGTH]
    folded, offsets = folded_with_offsets(cleaned)
    links = find_links(cleaned)
    numbers = [
        number
        for number in find_numbers(cleaned)
        if not any(number.start < link.end and link.start < number.end for link in links)
    ]
    left_out = sorted(
        [(link.start, link.end) for link in links] + [(n.start, n.end) for n in numbers]
    )
    return Reading(
        cleaned=cleaned,
        folded=folded,
        words=tuple(_words(cleaned, folded, offsets, left_out)),
        links=tuple(links),
        numbers=tuple(numbers),
        beside=canonical_link(clean(link)) if link else None,
    )


#: Longest text whose reading is kept for the next look-up.
_KEPT_LENGTH = 2_000


def read_known(text: str) -> Reading:
    """Like :func:`read_text`, for texts that many look-ups meet again."""
    return _kept_reading(text) if len(text) <= _KEPT_LENGTH else read_text(text)


@lru_cache(maxsize=256)
def _kept_reading(text: str) -> Reading:
    return read_text(text)


def _words(
    cleaned: str, folded: str, offsets: list[int], left_out: list[tuple[int, int]]
) -> list[Word]:
    short = abbreviations()
    words: list[Word] = []
    nearest = 0
    for match in _FOLDED_WORD.finditer(folded):
        start, end = offsets[match.start()], offsets[match.end() - 1] + 1
        while nearest < len(left_out) and left_out[nearest][1] <= start:
            nearest += 1
        if nearest < len(left_out) and left_out[nearest][0] < end:
            continue
        key = latin(match.group())[:_LONGEST_WORD]
        if (
            key in _CONTRACTED
            and words
            and start - words[-1].end == 1
            and cleaned[words[-1].end] in _APOSTROPHES
        ):
            words[-1] = Word(words[-1].key + key, words[-1].start, end)
            continue
        if key == "k" and _is_thousand(
            cleaned, words, start, folded[match.end() : match.end() + _LONGEST_WORD]
        ):
            words[-1] = Word(words[-1].key + key, words[-1].start, end)
            continue
        if _ALMOST_NUMBER.fullmatch(key):
            key = key.translate(_DIGIT_OF)
        words += [Word(part, start, end) for part in short.get(key, (key,))]
        if len(words) >= MOST_WORDS:
            break
    return words[:MOST_WORDS]


def _is_thousand(cleaned: str, words: list[Word], start: int, after: str) -> bool:
    """Whether the "k" at ``start`` belongs to a figure right before it; ``after`` is folded."""
    if not words or words[-1].end + 1 != start:
        return False
    for at in range(max(0, start - _LONGEST_FIGURE), start):
        figure = _FIGURE.fullmatch(cleaned, at, start)
        if figure is not None:
            before = next((word.key for word in reversed(words) if word.end <= at), "")
            return is_thousand(figure.group()[:-1], before, (after.split(maxsplit=1) or [""])[0])
    return False
