"""The table of claims: made of texts, changed in small steps, asked for the likeliest claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sangto.matching.claimstage.fusion import (
    LEXICAL,
    UNTRAINED,
    Evidence,
    Measured,
    Part,
    Weights,
    evidence_of,
    fused,
    measured,
)
from sangto.matching.claimstage.postings import Floats, Mask, Postings, Rows, Saturation
from sangto.matching.claimstage.terms import Hashes, Terms, hashed, hashed_runs, terms_of

#: Wordings of a claim that count, the first ones.
MOST_WORDINGS = 12
#: Words that a match names as shared, the weightiest ones.
MOST_SHARED = 24
#: Changed claims that wait beside the table before they are worked in; a tenth of it if more.
_WAITING = 256
#: Postings that one message may touch in one kind: the rarest terms first.
_MOST_POSTINGS = 600_000

SATURATION: Mapping[Part, Saturation] = {
    Part.WORDS: Saturation(k1=1.2, b=0.5, usual=40, power=2.0),
    Part.MARKED: Saturation(k1=1.2, b=0.5, usual=40, power=1.5),
    Part.LETTERS: Saturation(k1=1.2, b=0.3, usual=200, power=1.5),
}

Vector = Sequence[float] | NDArray[np.float16] | NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ClaimText:
    """What officers wrote about a claim; ``vector`` is that of "title. first wording"."""

    claim_id: int
    title: str
    wordings: tuple[str, ...] = ()
    vector: Vector | None = None


@dataclass(frozen=True, slots=True)
class Ranked:
    """``shared`` are folded words of the message that the claim has too, weightiest first."""

    claim_id: int
    score: float
    evidence: tuple[Evidence, ...]
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """The terms of a message in one kind, with their weights, rarest first; ``most`` is the
    weight of all of them."""

    terms: Hashes
    weights: Floats
    most: float


@dataclass(frozen=True)
class ClaimTable:
    """Never changes: :meth:`with_changes` gives another one that shares most of its arrays, so
    that a reader needs no lock."""

    ids: NDArray[np.int64]
    live: Mask
    base: Mapping[Part, Postings]
    tail: Mapping[Part, Postings]
    base_rows: int
    vectors: Floats
    tail_vectors: Floats
    has_vector: Mask

    @staticmethod
    def build(claims: Iterable[ClaimText]) -> ClaimTable:
        """Of two texts with one id the later one counts."""
        return _with_vectors(list({one.claim_id: one for one in claims}.values()), 0, 0)

    def __len__(self) -> int:
        return int(self.live.sum())

    def __contains__(self, claim_id: int) -> bool:
        return bool((self.ids[self.live] == claim_id).any())

    @property
    def size(self) -> int:
        """Bytes in memory."""
        arrays = (self.ids, self.live, self.vectors, self.tail_vectors, self.has_vector)
        postings = (*self.base.values(), *self.tail.values())
        return sum(array.nbytes for array in arrays) + sum(one.size for one in postings)

    def with_changes(
        self, added: Iterable[ClaimText] = (), removed: Iterable[int] = ()
    ) -> ClaimTable:
        """Without ``removed``, then with ``added``, which takes the place of the same id.

        Ranks as a table that is built of what is left. What it costs grows with the claims that
        changed since they were last worked in, and with one look at each posting.
        """
        fresh = list({one.claim_id: one for one in added}.values())
        leaving = np.array([*removed, *(one.claim_id for one in fresh)], dtype=np.int64)
        gone = self.live & np.isin(self.ids, leaving)
        more = _with_vectors(fresh, len(self.ids), self.vectors.shape[1])
        base, keep = self.base, np.concatenate([self.live & ~gone, more.live])
        if gone[: self.base_rows].any():
            base = {part: one.without(gone[: self.base_rows]) for part, one in base.items()}
        keep_places = keep.copy()
        keep_places[: self.base_rows] = True
        changed = ClaimTable(
            ids=np.concatenate([self.ids, more.ids])[keep_places],
            live=keep[keep_places],
            base=base,
            tail={
                part: one.merged(more.base[part], keep_places) for part, one in self.tail.items()
            },
            base_rows=self.base_rows,
            vectors=_as_wide(self.vectors, more.vectors),
            tail_vectors=_joined(self.tail_vectors, more.vectors)[keep_places[self.base_rows :]],
            has_vector=np.concatenate([self.has_vector, more.has_vector])[keep_places],
        )
        waiting = len(changed.ids) - self.base_rows + int((~changed.live).sum())
        return changed.worked_in() if waiting > max(_WAITING, self.base_rows // 10) else changed

    def worked_in(self) -> ClaimTable:
        """The same claims without a tail and without rows of claims that are gone."""
        keep = self.live
        empty = {part: _nothing(part) for part in LEXICAL}
        return ClaimTable(
            ids=self.ids[keep],
            live=np.ones(int(keep.sum()), dtype=np.bool_),
            base={part: one.merged(self.tail[part], keep) for part, one in self.base.items()},
            tail=empty,
            base_rows=int(keep.sum()),
            vectors=_joined(self.vectors, self.tail_vectors)[keep],
            tail_vectors=np.empty((0, self.vectors.shape[1]), dtype=np.float32),
            has_vector=self.has_vector[keep],
        )

    def rank(
        self,
        message: str,
        vector: Vector | None = None,
        limit: int = 5,
        *,
        weights: Weights = UNTRAINED,
    ) -> list[Ranked]:
        """The likeliest claims, best first; of equal ones the older id first. Claims that share
        nothing with the message are left out. Never raises for any text."""
        terms = terms_of(message)
        asked = self._asked(terms)
        found = self._measured(asked, vector)
        score = fused(found.heights, weights)
        rows = self._best(score, found, limit)
        shared = self._shared(rows, terms, asked[Part.WORDS])
        return [
            Ranked(
                claim_id=int(self.ids[row]),
                score=round(float(score[row]), 4),
                evidence=evidence_of(int(row), found, weights),
                shared=words,
            )
            for row, words in zip(rows, shared, strict=True)
        ]

    def measure(self, message: str, vector: Vector | None = None) -> Measured:
        """What each kind of evidence says about each row; ``ids`` names the rows."""
        return self._measured(self._asked(terms_of(message)), vector)

    def _asked(self, terms: Terms) -> dict[Part, _Asked]:
        hashes = {
            Part.WORDS: hashed(terms.words),
            Part.MARKED: hashed(terms.marked),
            Part.LETTERS: hashed_runs(terms.letters),
        }
        return {part: self._weighed(part, np.unique(one)) for part, one in hashes.items()}

    def _weighed(self, part: Part, terms: Hashes) -> _Asked:
        known = len(self)
        counts = self._counts(part, terms)
        rarity = np.log1p((known - counts + 0.5) / (counts + 0.5))
        weights = (rarity ** SATURATION[part].power).astype(np.float32)
        most = float(weights.sum())
        order = np.argsort(counts, kind="stable")
        order = order[np.cumsum(counts[order]) <= _MOST_POSTINGS]
        order = order[counts[order] > 0]
        return _Asked(terms[order], weights[order], most)

    def _counts(self, part: Part, terms: Hashes) -> NDArray[np.int64]:
        base, tail = self.base[part], self.tail[part]
        return base.counts(base.places(terms)) + tail.counts(tail.places(terms))

    def _measured(self, asked: Mapping[Part, _Asked], vector: Vector | None) -> Measured:
        shares: dict[Part, Floats] = {}
        for part, one in asked.items():
            scores = np.zeros(len(self.ids), dtype=np.float32)
            if one.most > 0:
                for postings in (self.base[part], self.tail[part]):
                    postings.add(scores, postings.places(one.terms), one.weights)
                scores /= np.float32(one.most)
            shares[part] = scores
        unit = _unit(vector, self.vectors.shape[1])
        if unit is not None and self.has_vector.any():
            shares[Part.VECTOR] = np.concatenate([self.vectors @ unit, self.tail_vectors @ unit])
        return measured(shares, self.live, self.has_vector)

    def _best(self, score: Floats, found: Measured, limit: int) -> Rows:
        some = np.zeros(len(self.ids), dtype=np.bool_)
        for share in found.shares.values():
            some |= share > 0
        rows = np.flatnonzero(some & self.live)
        if limit <= 0 or not len(rows):
            return rows[:0].astype(np.int32)
        if len(rows) > limit:
            last = np.partition(score[rows], len(rows) - limit)[len(rows) - limit]
            rows = rows[score[rows] >= last]
        order = np.lexsort((self.ids[rows], -score[rows]))
        return rows[order][:limit].astype(np.int32)

    def _shared(self, rows: Rows, terms: Terms, asked: _Asked) -> list[tuple[str, ...]]:
        """For each row its words of the message, weightiest first."""
        given = np.zeros((len(rows), len(asked.terms)), dtype=np.float32)
        for postings in (self.base[Part.WORDS], self.tail[Part.WORDS]):
            given += postings.given(rows, postings.places(asked.terms), asked.weights)
        words = terms.letters.split()
        written = dict(zip(reversed(hashed(terms.words).tolist()), reversed(words), strict=True))
        names = [written[int(term)] for term in asked.terms]
        found = []
        for weights in given:
            held = sorted(np.flatnonzero(weights), key=lambda at: (-weights[at], names[at]))
            found.append(tuple(names[at] for at in held[:MOST_SHARED]))
        return found


def _nothing(part: Part) -> Postings:
    return Postings.of([], SATURATION[part])


def _with_vectors(claims: Sequence[ClaimText], first_row: int, dimensions: int) -> ClaimTable:
    texts: dict[Part, list[Hashes]] = {part: [] for part in LEXICAL}
    for one in claims:
        read = [terms_of(text) for text in (one.title, *one.wordings[:MOST_WORDINGS]) if text]
        texts[Part.WORDS].append(hashed(word for terms in read for word in terms.words))
        texts[Part.MARKED].append(hashed(word for terms in read for word in terms.marked))
        runs = [hashed_runs(terms.letters) for terms in read]
        texts[Part.LETTERS].append(np.concatenate([*runs, np.empty(0, dtype=np.uint32)]))
    lengths = (len(one.vector) for one in claims if one.vector is not None)
    dimensions = dimensions or next(lengths, 0)
    units = [_unit(one.vector, dimensions) for one in claims]
    vectors = np.zeros((len(claims), dimensions), dtype=np.float32)
    for row, unit in enumerate(units):
        if unit is not None:
            vectors[row] = unit
    return ClaimTable(
        ids=np.array([one.claim_id for one in claims], dtype=np.int64),
        live=np.ones(len(claims), dtype=np.bool_),
        base={part: Postings.of(texts[part], SATURATION[part], first_row) for part in LEXICAL},
        tail={part: _nothing(part) for part in LEXICAL},
        base_rows=len(claims),
        vectors=vectors,
        tail_vectors=np.empty((0, dimensions), dtype=np.float32),
        has_vector=np.array([unit is not None for unit in units], dtype=np.bool_),
    )


def _joined(first: Floats, later: Floats) -> Floats:
    return np.concatenate([_as_wide(first, later), _as_wide(later, first)])


def _as_wide(one: Floats, other: Floats) -> Floats:
    """A table that knew no vectors takes the width of the first ones that come."""
    if one.shape[1] >= other.shape[1]:
        return one
    return np.zeros((len(one), other.shape[1]), dtype=np.float32)


def _unit(vector: Vector | None, dimensions: int) -> Floats | None:
    """The vector at length one; None where it is of another size or has no direction."""
    if vector is None or not dimensions or len(vector) != dimensions:
        return None
    found = np.asarray(vector, dtype=np.float32)
    length = float(np.linalg.norm(found))
    return found / np.float32(length) if np.isfinite(length) and length > 1e-6 else None
