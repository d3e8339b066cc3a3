"""From the postings of a text's grams to the entries that hold most of them.

Everything is counted in whole numbers and in the order of the ids, so that two databases that
hold the same postings, however they are cut into rows, order their entries alike.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

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


def mixed(ids: Ids) -> Ids:
    """Another order of the numbers below 2**32, which has nothing to do with their size."""
    return ids * _MIXER


def sampled(ids: Ids) -> Ids:
    """At most 4,000 of the ids: those whose mixed number is lowest."""
    if len(ids) <= KEPT:
        return ids
    return ids[np.argpartition(mixed(ids), KEPT - 1)[:KEPT]]


def merged(rows: Iterable[tuple[int, int, bytes]]) -> dict[int, tuple[int, Ids]]:
    """(gram, entries beyond the kept ones, ids as bytes) as {gram: (entries, kept ids)}."""
    parts: dict[int, tuple[int, bytes]] = {}
    for gram, more, ids in rows:
        before = parts.get(gram)
        parts[gram] = (more, ids) if before is None else (before[0] + more, before[1] + ids)
    found: dict[int, tuple[int, Ids]] = {}
    for gram, (more, content) in parts.items():
        every: Ids = np.frombuffer(content, dtype="<u4")
        found[gram] = (more + len(every), sampled(every))
    return found


def voting(sizes: Mapping[int, int], asked: int) -> list[int]:
    """The rarest of the known grams, by the number of entries that hold them. ``asked`` is how
    many grams the text has."""
    most = max(VOTING, asked // _LONG_SHARE)
    return sorted(sizes, key=lambda gram: (sizes[gram], gram))[:most]


@dataclass(frozen=True, slots=True)
class Votes:
    """For an entry: the share of the rarity of all voting grams that it holds, and how many of the
    grams it holds."""

    share: float
    grams: int


def heaviest(lists: Sequence[tuple[int, Ids]], limit: int) -> dict[int, Votes]:
    """The entries that hold the rarest grams, best first, then by id. ``lists`` are (entries that
    hold the gram, kept ids)."""
    if not lists:
        return {}
    rarity = [_rarity(size) for size, _ in lists]
    ids = np.concatenate([kept for _, kept in lists]).astype(np.uint64)
    weights = np.repeat(np.array(rarity, dtype=np.uint64), [len(kept) for _, kept in lists])
    both = (ids << np.uint64(16)) | weights
    both.sort()
    ids = both >> np.uint64(16)
    first = np.flatnonzero(np.concatenate(([True], ids[1:] != ids[:-1])))
    totals = np.add.reduceat((both & np.uint64(0xFFFF)).astype(np.int64), first)
    grams = np.diff(first, append=len(ids))
    entries = ids[first]
    if len(totals) > limit:
        least = np.partition(totals, len(totals) - limit)[len(totals) - limit]
        above = np.flatnonzero(totals > least)
        equal = np.flatnonzero(totals == least)[: limit - len(above)]
        chosen = np.concatenate((above, equal))
        totals, entries, grams = totals[chosen], entries[chosen], grams[chosen]
    order = np.lexsort((entries, -totals))
    most = sum(rarity)
    found = zip(entries[order].tolist(), totals[order].tolist(), grams[order].tolist(), strict=True)
    return {entry: Votes(total / most, count) for entry, total, count in found}


def _rarity(size: int) -> int:
    """At most 2**16 - 1."""
    return round(1000 * math.log1p(_LARGEST / size))
