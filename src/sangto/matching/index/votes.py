"""From the postings of a text's grams to the entries that hold most of them.

Everything is counted in whole numbers and in the order of the ids, so that two databases that
hold the same postings, however they are cut into rows, order their entries alike.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

#: Entries kept of one gram. A gram in more of them keeps a sample: the same entries for every
#: gram, drawn by a number mixed from the id, so that the copies of a wave still meet in it.
KEPT = 4_000
#: Grams that vote: the rarest of those that the index knows.
VOTING = 16
#: Of a long text, one of so many of its grams votes.
_LONG_SHARE = 4

_LARGEST = 2**20
_MIXER = np.uint32(2_654_435_761)
Ids = NDArray[np.uint32]
Numbers = NDArray[np.uint64]

_LOWER = np.uint64(2**32 - 1)
_ONE_GRAM = np.uint64(2**24)
#: From so many ids on not all are sorted, but about so few.
_MANY, _FEW = 2_000, 800
_BUCKETS = np.uint64(2**15 - 1)
#: Votes are told apart by steps of so much there.
_LEVEL = 1_024


def mixed(ids: Ids) -> Ids:
    """Another order of the numbers below 2**32, which has nothing to do with their size."""
    return ids * _MIXER


def sampled(ids: Ids) -> Ids:
    """At most 4,000 of the ids: those whose mixed number is lowest."""
    if len(ids) <= KEPT:
        return ids
    return ids[np.argpartition(mixed(ids), KEPT - 1)[:KEPT]]


def joined(rows: Iterable[tuple[int, int, bytes]]) -> dict[int, tuple[int, bytes]]:
    """(gram, entries beyond the kept ones, ids as bytes) as {gram: (entries, ids as bytes)}."""
    found: dict[int, tuple[int, bytes]] = {}
    for gram, more, ids in rows:
        before = found.get(gram)
        found[gram] = (
            (more + len(ids) // 4, ids)
            if before is None
            else (before[0] + more + len(ids) // 4, before[1] + ids)
        )
    return found


def kept(ids: bytes) -> Ids:
    return sampled(np.frombuffer(ids, dtype="<u4"))


def merged(rows: Iterable[tuple[int, int, bytes]]) -> dict[int, tuple[int, Ids]]:
    """The same rows as {gram: (entries, kept ids)}."""
    return {gram: (size, kept(ids)) for gram, (size, ids) in joined(rows).items()}


def voting(sizes: Mapping[int, int], asked: int) -> list[int]:
    """The rarest of the known grams, by the number of entries that hold them. ``asked`` is how
    many grams the text has."""
    most = max(VOTING, asked // _LONG_SHARE)
    return sorted(sizes, key=lambda gram: (sizes[gram], gram))[:most]


class Votes(NamedTuple):
    """Entries, lowest first; the share of the rarity of all voting grams that each holds; and how
    many of the grams it holds."""

    entries: Numbers
    shares: NDArray[np.float64]
    grams: Numbers

    def of(self, entries: Sequence[int]) -> Votes:
        """Only those of these entries."""
        if len(entries) == len(self.entries):
            return self
        there = np.isin(self.entries, np.array(entries, dtype=np.uint64))
        return Votes(self.entries[there], self.shares[there], self.grams[there])


def heaviest(lists: Sequence[tuple[int, Ids]], limit: int) -> Votes:
    """The entries that hold the rarest grams, of equal ones the lowest. ``lists`` are (entries
    that hold the gram, kept ids), at most 255 of them, and one at least."""
    rarity = np.array([_rarity(size) for size, _ in lists], dtype=np.uint64)
    ids = np.concatenate([some for _, some in lists]).astype(np.uint64)
    votes = np.repeat(rarity, [len(some) for _, some in lists])
    entries, totals, grams = (_best_of_many if len(ids) > _MANY else _best)(ids, votes, limit)
    return Votes(entries, totals / rarity.sum(), grams)


def _best(ids: Numbers, votes: Numbers, limit: int) -> tuple[Numbers, Numbers, Numbers]:
    """Entries with most votes, lowest first; their votes; and how many grams voted for each."""
    both = (ids << np.uint64(32)) | votes | _ONE_GRAM
    both.sort()
    every = both >> np.uint64(32)
    first = np.flatnonzero(np.concatenate(([True], every[1:] != every[:-1])))
    sums = np.add.reduceat(both & _LOWER, first)
    entries, totals = every[first], sums & (_ONE_GRAM - np.uint64(1))
    if len(entries) > limit:
        order = (totals << np.uint64(32)) | (_LOWER - entries)
        best = order >= np.partition(order, -limit)[-limit]
        entries, totals, sums = entries[best], totals[best], sums[best]
    return entries, totals, sums >> np.uint64(24)


def _best_of_many(ids: Numbers, votes: Numbers, limit: int) -> tuple[Numbers, Numbers, Numbers]:
    """The same, without sorting all. No entry has more votes than all that share its bucket; so
    those in buckets with less than a floor are left out, and looked at once more where the last
    of the best does not reach the floor."""
    buckets = (ids & _BUCKETS).astype(np.intp)
    levels = (np.bincount(buckets, votes)[buckets] / _LEVEL).astype(np.intp)
    above = np.cumsum(np.bincount(levels)[::-1])
    floor = len(above) - 1 - int(np.searchsorted(above, _FEW))
    while True:
        inside = np.flatnonzero(levels >= floor)
        best = _best(ids[inside], votes[inside], limit)
        reached = int(best[1].min()) // _LEVEL if len(best[1]) == limit else 0
        if reached >= floor:
            return best
        floor = reached


def _rarity(size: int) -> int:
    """At most 2**14."""
    return round(1000 * math.log1p(_LARGEST / size))
