"""Which grams a text is found by.

A gram is two words that follow each other; a text of a few words is found by its single words
too. Grams are kept as numbers, the same on every machine, so that a table of them can be divided.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise

#: Grams looked up at most, whatever the length of the text.
MOST_GRAMS = 240
#: Words of an entry that are put into the index.
MOST_WORDS = 5_000
#: Texts up to this many words are found by their single words too.
SHORT = 6
#: Grams are numbers of this many bits: a number of SQLite in six bytes, and so seldom shared by
#: two grams that the comparison of the texts sees to it.
GRAM_BITS = 47


@lru_cache(maxsize=65_536)
def gram_number(gram: str) -> int:
    """From 0 to 2**47 - 1."""
    digest = blake2b(gram.encode("utf-8", "replace"), digest_size=6).digest()
    return int.from_bytes(digest, "big") >> 1


def grams_of(folded: str) -> list[int]:
    """Every distinct gram of the first 5,000 words, in the order of the text."""
    return list(dict.fromkeys(gram_number(gram) for gram in _grams(folded.split()[:MOST_WORDS])))


def asked_grams(folded: str) -> list[int]:
    """At most 240 of them, spread evenly over the text."""
    grams = grams_of(folded)
    if len(grams) <= MOST_GRAMS:
        return grams
    step = len(grams) / MOST_GRAMS
    return [grams[int(place * step)] for place in range(MOST_GRAMS)]


def _grams(words: Sequence[str]) -> list[str]:
    grams = [f"{one} {two}" for one, two in pairwise(words)]
    return grams if len(words) > SHORT else grams + list(words)
