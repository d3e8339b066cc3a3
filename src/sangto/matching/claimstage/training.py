"""The weights of the kinds of evidence, learned from what people at the desk confirmed and
rejected.

A confirmed link says: for this message that claim stands before each other one; a rejected one
counts as such another one. A desk keeps what was learned as four numbers in a file that anyone can
read, and only if it ranks held-out messages no worse than the untrained weights.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from sangto.kernel.errors import Refusal, gettext_noop
from sangto.matching.claimstage.calibration import SHOWN
from sangto.matching.claimstage.fusion import UNTRAINED, Part, Weights, fused
from sangto.matching.claimstage.logistic import fitted
from sangto.matching.claimstage.scorer import ClaimTable, Vector

#: Messages with a confirmed claim below which nothing is learned; a fifth of them is held out.
FEWEST_MESSAGES = 60
#: Claims beside the right ones that a message is learned from: those that look likeliest.
_RIVALS = 30
_HELD_OUT = 5
#: Samples that speak for the untrained weights: little data changes little.
_PULL = 10.0
_PARTS = tuple(Part)


@dataclass(frozen=True, slots=True)
class Example:
    """A message and the claims that compete for it: ``heights`` in the order of :class:`Part`,
    ``counted`` more for claims that a person rejected."""

    key: str
    heights: NDArray[np.float64]
    right: NDArray[np.bool_]
    counted: NDArray[np.float64]

    @property
    def held_out(self) -> bool:
        """By its key alone, so that the same messages are held out each time."""
        return int(sha256(self.key.encode("utf-8", "replace")).hexdigest(), 16) % _HELD_OUT == 0


@dataclass(frozen=True, slots=True)
class Quality:
    """Over held-out messages: ``precision`` is MAP@5, ``found`` the share with a right claim
    among the first three."""

    messages: int
    precision: float
    found: float


@dataclass(frozen=True, slots=True)
class Learned:
    weights: Weights
    before: Quality
    after: Quality
    learned_from: int

    @property
    def helps(self) -> bool:
        return self.after.precision >= self.before.precision

    def to_dict(self) -> dict[str, object]:
        return {
            "weights": {part.value: round(weight, 3) for part, weight in self.weights.items()},
            "learned_from": self.learned_from,
            "held_out": self.after.messages,
            "before": _as_dict(self.before),
            "after": _as_dict(self.after),
        }


def _as_dict(quality: Quality) -> dict[str, float]:
    return {"precision": round(quality.precision, 4), "found": round(quality.found, 4)}


def weights_from(raw: Mapping[str, object]) -> Weights:
    """The weights of :meth:`Learned.to_dict`. Raises ``ValueError`` for anything else."""
    found = raw.get("weights")
    if not isinstance(found, Mapping):
        raise ValueError("no weights")
    weights: dict[Part, float] = {}
    for name, weight in found.items():
        if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 <= weight < 100:
            raise ValueError(f"{name}: {weight!r} is no weight")
        weights[Part(name)] = float(weight)
    if not any(weights.values()):
        raise ValueError("all weights are zero")
    return weights


def example(
    table: ClaimTable,
    key: str,
    message: str,
    *,
    right: Collection[int],
    rejected: Collection[int] = (),
    vector: Vector | None = None,
) -> Example | None:
    """What one message teaches; ``key`` names it. None where the table knows no right claim."""
    found = table.measure(message, vector)
    score = fused(found.heights, UNTRAINED)
    score = np.where(found.live, score, -np.inf)
    is_right = found.live & np.isin(table.ids, list(right))
    if not is_right.any():
        return None
    is_rejected = found.live & np.isin(table.ids, list(rejected)) & ~is_right
    order = np.lexsort((table.ids, -score))
    rivals = [row for row in order[: _RIVALS + len(right)] if found.live[row] and not is_right[row]]
    rows = np.unique([*np.flatnonzero(is_right), *np.flatnonzero(is_rejected), *rivals])
    nothing = np.zeros(len(score), dtype=np.float32)
    heights = np.stack([found.heights.get(part, nothing)[rows] for part in _PARTS], axis=1)
    return Example(
        key=key,
        heights=heights.astype(np.float64),
        right=is_right[rows],
        counted=np.where(is_rejected[rows], 3.0, 1.0),
    )


def learn(examples: Sequence[Example]) -> Learned | Refusal:
    """Learns from four fifths of the messages, and measures on the others."""
    held_out = [one for one in examples if one.held_out]
    used = [one for one in examples if not one.held_out and not one.right.all()]
    if len(examples) < FEWEST_MESSAGES or not held_out or not used:
        return Refusal(
            "training.too_few",
            gettext_noop(
                "Learning needs at least %(needed)d confirmed links; there are %(found)d."
            ),
            {"needed": FEWEST_MESSAGES, "found": len(examples)},
        )
    weights = _weights(used)
    return Learned(
        weights=weights,
        before=quality(held_out, UNTRAINED),
        after=quality(held_out, weights),
        learned_from=len(used),
    )


def _weights(examples: Sequence[Example]) -> dict[Part, float]:
    """Pairs "right above other", each message counting once. No weight falls below zero: sharing
    more never speaks against a claim."""
    ahead, each = [], []
    for one in examples:
        better, other = one.heights[one.right], one.heights[~one.right]
        counted = np.tile(one.counted[~one.right], len(better))
        ahead.append((better[:, None, :] - other[None, :, :]).reshape(-1, len(_PARTS)))
        each.append(counted / counted.sum())
    features, counts = np.concatenate(ahead), np.concatenate(each)
    start = np.array([UNTRAINED[part] for part in _PARTS])
    start = start / start.sum()
    known: NDArray[np.bool_] = np.any(features != 0, axis=0, keepdims=True)[0]
    pull = np.full(len(_PARTS), _PULL * float(features[:, known].var()) if known.any() else 1.0)
    open_parts = known.copy()
    while True:
        place = np.flatnonzero(open_parts)
        found = fitted(
            features[:, place], np.ones(len(features)), counts, start[place], pull[place]
        )
        if not len(found) or found.min() >= 0:
            break
        open_parts[place[int(found.argmin())]] = False
    weights = np.where(known, 0.0, start)
    weights[place] = found
    whole = weights[known].sum() / start[known].sum() if known.any() else 1.0
    scale = sum(UNTRAINED.values())
    return {
        part: round(float(scale * weight / (whole if seen and whole > 0 else 1.0)), 3)
        for part, weight, seen in zip(_PARTS, weights, known, strict=True)
    }


def quality(examples: Sequence[Example], weights: Weights) -> Quality:
    given = np.array([weights.get(part, 0.0) for part in _PARTS])
    precisions, found = [], []
    for one in examples:
        order = np.argsort(-(one.heights @ given), kind="stable")
        hits = one.right[order][:5]
        precision = (hits * np.cumsum(hits) / np.arange(1, len(hits) + 1)).sum()
        precisions.append(float(precision) / min(int(one.right.sum()), 5))
        found.append(bool(hits[:SHOWN].any()))
    return Quality(
        messages=len(examples),
        precision=float(np.mean(precisions)) if precisions else 0.0,
        found=float(np.mean(found)) if found else 0.0,
    )
