"""Two texts word by word: what they share, where, and what was changed between.

The cost is bounded: linear in both texts to find the window, and the product of the window's
words by 64 inside it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import Indel

#: A shared passage has at least this many words.
SHORTEST_BLOCK = 2
#: How many places of one pair of words are followed, so that "la la la la" stays cheap.
_MOST_PLACES = 8
#: Longest key whose characters are compared one by one.
_CHARACTERS = 6_000


@dataclass(frozen=True, slots=True)
class Change:
    """Words of the one text where the other has others; either side may be empty."""

    asked: tuple[int, int]
    known: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Places are word numbers, ``[start, end)``.

    ``similarity`` compares the texts as a whole, ``inside`` the known text with the place in a
    longer asked one where it stands, ``asked_share`` and ``known_share`` are the shares of each
    text's words that stand in shared passages; all from 0 to 1.
    """

    blocks: tuple[tuple[int, int, int], ...]
    changes: tuple[Change, ...]
    similarity: float
    inside: float
    asked_share: float
    known_share: float
    shared_words: int
    shared_characters: int


def compare(asked: Sequence[str], known: Sequence[str]) -> Comparison:
    """``asked`` and ``known`` are words of comparison keys."""
    asked_window, known_window = _windows(asked, known)
    blocks, changes = _aligned(asked, known, asked_window, known_window)
    shared = sum(length for _, _, length in blocks)
    characters = sum(
        len(word) for start, _, length in blocks for word in asked[start : start + length]
    )
    return Comparison(
        blocks=tuple(blocks),
        changes=tuple(changes),
        similarity=similarity(asked, known),
        inside=_inside(asked, known, blocks),
        asked_share=shared / len(asked) if asked else 0.0,
        known_share=shared / len(known) if known else 0.0,
        shared_words=shared,
        shared_characters=characters,
    )


def _inside(
    asked: Sequence[str], known: Sequence[str], blocks: Sequence[tuple[int, int, int]]
) -> float:
    if not blocks or len(asked) <= len(known):
        return 0.0
    first, other, _ = blocks[0]
    last, rest, length = blocks[-1]
    start = max(0, first - other)
    end = min(len(asked), last + length + len(known) - rest - length)
    return similarity(asked[start:end], known) if end - start < len(asked) else 0.0


def similarity(asked: Sequence[str], known: Sequence[str]) -> float:
    """How like the texts are as a whole, from 0 to 1."""
    one, other = " ".join(asked), " ".join(known)
    if not one or not other:
        return 0.0
    if max(len(one), len(other)) > _CHARACTERS:
        return Indel.normalized_similarity(asked, known)
    return Indel.normalized_similarity(one, other)


def _windows(asked: Sequence[str], known: Sequence[str]) -> tuple[tuple[int, int], tuple[int, int]]:
    """The part of the longer text beside which the shorter one lies, by shared word pairs."""
    swapped = len(asked) > len(known)
    short, long = (known, asked) if swapped else (asked, known)
    whole = ((0, len(asked)), (0, len(known)))
    if len(short) < 2 or len(long) < 1.5 * len(short):
        return whole
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place in range(len(long) - 1):
        pair = (long[place], long[place + 1])
        if len(places[pair]) < _MOST_PLACES:
            places[pair].append(place)
    slack = max(4, len(short) // 3)
    votes: Counter[int] = Counter()
    for place in range(len(short) - 1):
        for other in places.get((short[place], short[place + 1]), ()):
            votes[(other - place) // slack] += 1
    if not votes:
        return whole
    best = max(votes, key=lambda bin_: (votes[bin_] + votes[bin_ + 1], -bin_)) * slack
    window = (max(0, best - slack), min(len(long), best + 2 * slack + len(short) + slack))
    return (window, (0, len(short))) if swapped else ((0, len(short)), window)


def _aligned(
    asked: Sequence[str],
    known: Sequence[str],
    asked_window: tuple[int, int],
    known_window: tuple[int, int],
) -> tuple[list[tuple[int, int, int]], list[Change]]:
    a0, a1 = asked_window
    k0, k1 = known_window
    steps = Indel.opcodes(asked[a0:a1], known[k0:k1])
    blocks = [
        (a0 + step.src_start, k0 + step.dest_start, step.src_end - step.src_start)
        for step in steps
        if step.tag == "equal" and step.src_end - step.src_start >= SHORTEST_BLOCK
    ]
    changes: list[Change] = []
    for before, after in pairwise(blocks):
        change = Change(
            asked=(before[0] + before[2], after[0]), known=(before[1] + before[2], after[1])
        )
        if change.asked[0] < change.asked[1] or change.known[0] < change.known[1]:
            changes.append(change)
    return blocks, changes
