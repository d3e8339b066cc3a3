"""The labelled sets as clauses of key words, and the words that stand in them."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate
from random import Random

from tests.matching.labelled import base_claims, negatives, positives

from benchmarks.matching import invented
from sangto.matching.domain.reading import read_text

Clause = tuple[str, ...]
LANGUAGES = ("vi", "en")

_STOP = re.compile(r"[.!?;:\n\"()]|[,…](?=\s)")
_LONGEST_CLAUSE = 14


@lru_cache(maxsize=200_000)
def keyed(text: str) -> Clause:
    """The key words of a few words, as the product reads them: abbreviations are written out."""
    return read_text(text).keys


@dataclass(frozen=True)
class Words:
    """Words and how often they stand in the labelled sets."""

    words: tuple[str, ...]
    sums: tuple[int, ...]

    def draw(self, random: Random) -> str:
        return self.words[bisect(self.sums, random.random() * self.sums[-1])]


@dataclass(frozen=True)
class Corpus:
    """All of one language. ``texts`` are the texts as clauses, in their order."""

    language: str
    texts: tuple[tuple[Clause, ...], ...]
    words: Words
    openings: tuple[Clause, ...]
    closings: tuple[Clause, ...]
    fillers: tuple[Clause, ...]


@cache
def corpora() -> dict[str, Corpus]:
    found: dict[str, list[tuple[Clause, ...]]] = {language: [] for language in LANGUAGES}
    for language, text in _labelled():
        if clauses := clauses_of(text):
            found[language].append(clauses)
    return {language: _corpus(language, texts) for language, texts in found.items()}


def _labelled() -> list[tuple[str, str]]:
    bases = [(claim.language, claim.wording) for claim in base_claims()]
    same = [(one.language, one.text) for one in positives()]
    return bases + same + [(one.language, one.text) for one in negatives()]


def _corpus(language: str, texts: Sequence[tuple[Clause, ...]]) -> Corpus:
    counted = Counter(word for text in texts for clause in text for word in clause)
    ordered = sorted(counted)
    return Corpus(
        language=language,
        texts=tuple(texts),
        words=Words(tuple(ordered), tuple(accumulate(counted[word] for word in ordered))),
        openings=tuple(keyed(text) for text in invented.OPENINGS[language]),
        closings=tuple(keyed(text) for text in invented.CLOSINGS[language]),
        fillers=tuple(keyed(text) for text in invented.FILLERS[language]),
    )


def clauses_of(text: str) -> tuple[Clause, ...]:
    """The words of the comparison key, parted where the text stops or where it grows long."""
    reading = read_text(text)
    clauses: list[list[str]] = [[]]
    end = 0
    for word in reading.words:
        between = reading.cleaned[end : word.start]
        if clauses[-1] and (
            _STOP.search(between) is not None or len(clauses[-1]) >= _LONGEST_CLAUSE
        ):
            clauses.append([])
        clauses[-1].append(word.key)
        end = max(end, word.end)
    return tuple(tuple(clause) for clause in clauses if clause)
