"""Which grams of a text are looked up, and what their postings weigh together.

A gram is one or two whole words with a space on either side, so both databases find exactly the
same entries by substring, whatever their own index looks like.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

#: Grams looked up at most, whatever the length of the text.
MOST_GRAMS = 240
#: A gram in more entries than this says little and is left out, unless all of them are so.
COMMON = 400
#: Texts up to this many words are also looked up by their single words.
_SHORT = 6
_LONGEST_GRAM = 80


def grams_of(folded: str) -> list[str]:
    """At most 240 distinct grams, spread evenly over the text."""
    words = folded.split()
    grams = [f" {one} {two} " for one, two in pairwise(words)]
    if len(words) <= _SHORT:
        grams += [f" {word} " for word in words if len(word) >= 3 or len(words) == 1]
    distinct = [gram for gram in dict.fromkeys(grams) if len(gram) <= _LONGEST_GRAM]
    if len(distinct) <= MOST_GRAMS:
        return distinct
    step = len(distinct) / MOST_GRAMS
    return [distinct[int(place * step)] for place in range(MOST_GRAMS)]


def heaviest(postings: Iterable[tuple[int, int]], limit: int) -> list[tuple[int, float]]:
    """Entries by the summed rarity of the grams that they hold, then by id.

    ``postings`` are (gram number, entry id), at most ``COMMON + 1`` of one gram.
    """
    by_gram: dict[int, list[int]] = defaultdict(list)
    for gram, entry in postings:
        by_gram[gram].append(entry)
    telling = {gram: ids for gram, ids in by_gram.items() if len(ids) <= COMMON} or by_gram
    weights: Counter[int] = Counter()
    for ids in telling.values():
        weight = round(1000 * math.log(1 + 2 * COMMON / len(ids)))
        for entry in ids:
            weights[entry] += weight
    ordered = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    return [(entry, weight / 1000) for entry, weight in ordered[:limit]]


def batches(grams: Sequence[str], size: int) -> Iterable[tuple[int, Sequence[str]]]:
    for start in range(0, len(grams), size):
        yield start, grams[start : start + size]
