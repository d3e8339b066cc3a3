"""Which claims hold which terms, as arrays: what a claim weighs for a term does not depend on
other claims, so that claims come and go without anything being counted again.

A posting costs five bytes: the row of its claim and its impact in 255 steps. A term costs twelve
bytes more, however many claims hold it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sangto.matching.claimstage.terms import Hashes

Floats = NDArray[np.float32]
Rows = NDArray[np.int32]
Mask = NDArray[np.bool_]

_STEPS = 255.0


@dataclass(frozen=True, slots=True)
class Saturation:
    """How repeated terms and long texts count (BM25). ``usual`` is a length in terms that
    neither gains nor loses: fixed, and not an average that moves with each claim.

    ``power`` of the rarity of a term: above 1, words that many claims share hardly count.
    """

    k1: float
    b: float
    usual: float
    power: float


@dataclass(frozen=True, slots=True)
class Postings:
    """``terms`` are sorted and distinct; those of place ``i`` stand at ``starts[i]`` up to
    ``starts[i + 1]`` of ``rows`` (rising) and ``impacts``. ``live`` counts the rows that were
    not taken out."""

    terms: Hashes
    starts: NDArray[np.int64]
    rows: Rows
    impacts: NDArray[np.uint8]
    live: NDArray[np.int32]

    @staticmethod
    def of(texts: Sequence[Hashes], saturation: Saturation, first_row: int = 0) -> Postings:
        """Of the terms of each text, in order of their rows."""
        lengths = np.array([len(one) for one in texts], dtype=np.int64)
        flat = np.concatenate([*texts, np.empty(0, dtype=np.uint32)])
        rows = np.repeat(np.arange(len(texts), dtype=np.int64), lengths)
        pairs, counts = np.unique((flat.astype(np.int64) << 31) | rows, return_counts=True)
        rows = pairs & 0x7FFFFFFF
        weight = saturation.k1 * (
            1 - saturation.b + saturation.b * lengths / max(saturation.usual, 1.0)
        )
        impacts = np.maximum(1, np.rint(_STEPS * counts / (counts + weight[rows])))
        return _laid_out(
            (pairs >> 31).astype(np.uint32),
            (rows + first_row).astype(np.int32),
            impacts.astype(np.uint8),
        )

    def merged(self, later: Postings, keep: Mask) -> Postings:
        """Both, without rows that ``keep`` denies; the rows that stay are numbered anew.

        ``later`` holds only rows behind these; linear in what both hold.
        """
        terms = np.concatenate([self._term_of_each(), later._term_of_each()])
        rows = np.concatenate([self.rows, later.rows])
        impacts = np.concatenate([self.impacts, later.impacts])
        kept = keep[rows]
        terms, rows, impacts = terms[kept], rows[kept], impacts[kept]
        order = np.argsort(terms, kind="stable")
        number = (np.cumsum(keep) - 1).astype(np.int32)
        return _laid_out(terms[order], number[rows[order]], impacts[order])

    def without(self, gone: Mask) -> Postings:
        """The same arrays; only ``live`` no longer counts the rows of ``gone``."""
        hits = np.flatnonzero(gone[self.rows])
        places = np.searchsorted(self.starts, hits, side="right") - 1
        less = np.bincount(places, minlength=len(self.terms)).astype(np.int32)
        return Postings(self.terms, self.starts, self.rows, self.impacts, self.live - less)

    def places(self, terms: Hashes) -> NDArray[np.int64]:
        """Where each term stands, -1 where it does not."""
        if not len(self.terms):
            return np.full(len(terms), -1, dtype=np.int64)
        found = np.searchsorted(self.terms, terms).astype(np.int64)
        found[found == len(self.terms)] = 0
        found[self.terms[found] != terms] = -1
        return found

    def counts(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        counts = self.live[places].astype(np.int64) if len(self.terms) else places * 0
        return np.where(places < 0, 0, counts)

    def add(self, scores: Floats, places: NDArray[np.int64], weights: Floats) -> None:
        """Adds to the score of each row the weight of its terms times their impact, 0 to 1."""
        for place, weight in zip(places.tolist(), weights / np.float32(_STEPS), strict=True):
            if place >= 0:
                start, end = self.starts[place], self.starts[place + 1]
                scores[self.rows[start:end]] += self.impacts[start:end] * weight

    def given(self, wanted: Rows, places: NDArray[np.int64], weights: Floats) -> Floats:
        """What each term (column) gave to each of a few rows."""
        given = np.zeros((len(wanted), len(places)), dtype=np.float32)
        for number, place in enumerate(places.tolist()):
            if place < 0:
                continue
            start, end = self.starts[place], self.starts[place + 1]
            at = np.minimum(start + self.rows[start:end].searchsorted(wanted), end - 1)
            held = self.rows[at] == wanted
            given[held, number] = weights[number] * self.impacts[at[held]] / _STEPS
        return given

    @property
    def size(self) -> int:
        """Bytes in memory."""
        arrays = (self.terms, self.starts, self.rows, self.impacts, self.live)
        return sum(array.nbytes for array in arrays)

    def _term_of_each(self) -> Hashes:
        return np.repeat(self.terms, np.diff(self.starts))


def _laid_out(terms: Hashes, rows: Rows, impacts: NDArray[np.uint8]) -> Postings:
    distinct, counts = np.unique(terms, return_counts=True)
    starts = np.zeros(len(distinct) + 1, dtype=np.int64)
    np.cumsum(counts, out=starts[1:])
    return Postings(distinct, starts, rows, impacts, counts.astype(np.int32))
