"""How sure it is that the right claim is among those that would be shown.

A few figures of a ranking become one probability, which rises with each of them. Only figures are
used that mean the same among forty claims, a hundred or ten thousand, in one language or two:
how far the first claim leads, and the cosine of a sentence model. Heights and shares by themselves
grow with the table. The probability holds where half of the messages are about a known claim.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from sangto.matching.claimstage.fusion import LEXICAL, UNTRAINED, Part
from sangto.matching.claimstage.logistic import fitted
from sangto.matching.claimstage.scorer import Ranked

#: Claims that are shown at most; a ranking needs one more, to see by how far they lead.
SHOWN = 3
NEEDED = SHOWN + 1
#: Samples of either kind below which nothing is fitted.
FEWEST_SAMPLES = 30


class Sign(StrEnum):
    """``lead``: by how much the likeness of the first claim, in words and letters, is above that
    of the fourth; ``cosine``: of the sentence model, and its own lead."""

    LEAD = "lead"
    COSINE = "cosine"
    COSINE_LEAD = "cosine_lead"


Signs = Mapping[Sign, float]

_OF_WORDS = (Sign.LEAD,)
_OF_VECTORS = (Sign.COSINE, Sign.COSINE_LEAD)
#: The likeness of a fourth claim where a desk does not have four.
_USUAL_LIKENESS = 0.2


def signs_of(ranked: Sequence[Ranked]) -> Signs:
    """Of a ranking of at least :data:`NEEDED` claims if the table has as many."""
    first = ranked[0] if ranked else None
    fourth = ranked[SHOWN] if len(ranked) > SHOWN else None
    cosine = _cosine(first)
    return {
        Sign.LEAD: _likeness(first) - (_likeness(fourth) if fourth else _USUAL_LIKENESS),
        Sign.COSINE: cosine,
        Sign.COSINE_LEAD: cosine - _cosine(fourth) if fourth else 0.0,
    }


def _likeness(one: Ranked | None) -> float:
    """Root of the share of the message that a claim has, of all kinds but the model."""
    shares = {piece.part: piece.share for piece in one.evidence} if one else {}
    used = {part: UNTRAINED[part] for part in LEXICAL if part in shares}
    total = sum(weight * shares[part] for part, weight in used.items())
    return math.sqrt(total / sum(used.values())) if used else 0.0


def _cosine(one: Ranked | None) -> float:
    pieces = one.evidence if one else ()
    return next((piece.share for piece in pieces if piece.part is Part.VECTOR), 0.0)


@dataclass(frozen=True, slots=True)
class Calibration:
    """``show_from``: the probability from which the first three are shown."""

    intercept: float
    weights: Signs
    show_from: float

    def probability(self, ranked: Sequence[Ranked]) -> float:
        """0 to 1; 0 where nothing was found."""
        if not ranked:
            return 0.0
        signs = signs_of(ranked)
        score = self.intercept + sum(weight * signs[sign] for sign, weight in self.weights.items())
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, score))))

    def shown(self, ranked: Sequence[Ranked]) -> list[Ranked]:
        """What to ask "is it one of these?" about: the first three, or nothing."""
        return list(ranked[:SHOWN]) if self.probability(ranked) >= self.show_from else []

    def to_dict(self) -> dict[str, object]:
        return {
            "intercept": round(self.intercept, 4),
            "weights": {sign.value: round(weight, 4) for sign, weight in self.weights.items()},
            "show_from": round(self.show_from, 4),
        }

    @staticmethod
    def from_dict(raw: Mapping[str, object]) -> Calibration:
        """Raises ``ValueError`` for what :meth:`to_dict` would not write."""
        weights, intercept = raw.get("weights"), raw.get("intercept")
        show_from = raw.get("show_from")
        if not isinstance(weights, Mapping):
            raise ValueError("a calibration needs weights")
        return Calibration(
            _number(intercept),
            {Sign(sign): _number(weight) for sign, weight in weights.items()},
            _number(show_from),
        )


def _number(raw: object) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not math.isfinite(raw):
        raise ValueError(f"{raw!r} is no number")
    return float(raw)


#: Fitted on the train and dev parts of the labelled sets by ``benchmarks.claims --fit``.
BY_WORDS = Calibration(-0.7057, {Sign.LEAD: 9.1766}, 0.4433)
#: The same with multilingual-e5-small; cosines of another model mean something else.
BY_E5 = Calibration(-14.7238, {Sign.COSINE: 16.3952, Sign.COSINE_LEAD: 15.3831}, 0.4852)


@dataclass(frozen=True, slots=True)
class Sample:
    """The signs of one message, and whether a person found the right claim among the first three:
    a message about no known claim says False."""

    signs: Signs
    right: bool


def fit(samples: Sequence[Sample], *, with_vectors: bool, wrong_shown: float) -> Calibration | None:
    """None for fewer than :data:`FEWEST_SAMPLES` of either kind.

    Right and wrong samples count half each. ``show_from`` is the lowest probability at which at
    most that share (0 to 1) of the wrong ones would be shown something.
    """
    right = np.array([sample.right for sample in samples], dtype=np.float64)
    if min(right.sum(), len(right) - right.sum()) < FEWEST_SAMPLES:
        return None
    each = np.where(right > 0, 0.5 / right.sum(), 0.5 / (len(right) - right.sum())) * len(right)
    signs = list(_OF_VECTORS if with_vectors else _OF_WORDS)
    weights: dict[Sign, float] = {}
    while signs:
        features = np.array([[1.0, *(one.signs[sign] for sign in signs)] for one in samples])
        start = np.zeros(features.shape[1])
        pull = np.array([0.0, *(features[:, 1:].var(axis=0) + 1e-6)])
        found = fitted(features, right, each, start, pull)
        weights = dict(zip(signs, found[1:].tolist(), strict=True))
        falling = min(signs, key=lambda sign: weights[sign])
        if weights[falling] >= 0:
            score = features @ found
            wrong = np.sort(1 / (1 + np.exp(-score[right == 0])))[::-1]
            last = float(wrong[min(int(wrong_shown * len(wrong)), len(wrong) - 1)])
            return Calibration(float(found[0]), weights, min(1.0, last + 1e-4))
        signs.remove(falling)
    return None
