"""Several kinds of evidence as one score, and each of them still to be seen in it.

A kind says how far a claim stands out from all others for this message, in standard deviations.
So kinds with quite different scales add up, and nothing has to be learned; what a desk learns
later (``training``) are the same few weights.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from sangto.matching.claimstage.postings import Floats, Mask


class Part(StrEnum):
    """The kinds of evidence. The first three are shares of the message, 0 to 1: of its words, of
    its words with Vietnamese marks, of its runs of letters, rare ones counting more. ``vector``
    is the cosine of the sentence model."""

    WORDS = "words"
    MARKED = "marked"
    LETTERS = "letters"
    VECTOR = "vector"


LEXICAL = (Part.WORDS, Part.MARKED, Part.LETTERS)

Weights = Mapping[Part, float]

#: Set by hand, nothing was fitted. What was looked at: the train and dev parts of the labelled
#: sets, and both parts of CheckThat! 2020. Any weight of words from 0.25 to 0.5 does as well.
UNTRAINED: Weights = {Part.WORDS: 0.3, Part.MARKED: 0.75, Part.LETTERS: 1.0, Part.VECTOR: 2.5}


#: Claims below which a table is filled up with claims that share nothing, so that the first few
#: claims of a desk can stand out too.
_SMALL_TABLE = 100
#: Cosines of a sentence model that differ by less than this differ by chance.
_LEAST_SPREAD = 0.02


@dataclass(frozen=True, slots=True)
class Evidence:
    """``share`` is what was measured (:class:`Part`), ``weight`` its part of the score."""

    part: Part
    share: float
    height: float
    weight: float


@dataclass(frozen=True, slots=True)
class Measured:
    """``shares`` as :class:`Part` says; ``heights`` are the same in standard deviations. Both
    have an entry for each row of the table; only those of ``live`` mean anything."""

    shares: Mapping[Part, Floats]
    heights: Mapping[Part, Floats]
    live: Mask


def measured(shares: Mapping[Part, Floats], live: Mask, has_vector: Mask) -> Measured:
    """A claim without a vector yet is taken to be half as like as its words say."""
    heights: dict[Part, Floats] = {
        part: standing_out(np.sqrt(share), live, at_least=_SMALL_TABLE)
        for part, share in shares.items()
        if part is not Part.VECTOR
    }
    if Part.VECTOR in shares:
        seen = standing_out(shares[Part.VECTOR], live & has_vector, least_spread=_LEAST_SPREAD)
        by_words = standing_out(fused(heights, UNTRAINED), live, at_least=_SMALL_TABLE)
        heights[Part.VECTOR] = np.where(has_vector, seen, by_words / 2).astype(np.float32)
    return Measured(shares, heights, live)


def standing_out(
    values: Floats, among: Mask, *, at_least: int = 0, least_spread: float = 1e-9
) -> Floats:
    """Standard deviations above the mean of ``among``; zeros where all are equal.

    Where fewer than ``at_least`` are there, the missing ones count as zeros.
    """
    counted = values[among].astype(np.float64)
    number = max(len(counted), at_least)
    if not number:
        return np.zeros(len(values), dtype=np.float32)
    mean = float(counted.sum()) / number
    square = float(((counted - mean) ** 2).sum()) + (number - len(counted)) * mean**2
    spread = (square / number) ** 0.5
    if spread < 1e-9:
        return np.zeros(len(values), dtype=np.float32)
    found: Floats = ((values - mean) / max(spread, least_spread)).astype(np.float32)
    return found


def fused(heights: Mapping[Part, Floats], weights: Weights) -> Floats:
    """The weighted sum of what is there, divided by the weights of it."""
    total = np.zeros_like(next(iter(heights.values())))
    used = 0.0
    for part, height in heights.items():
        weight = weights.get(part, 0.0)
        if weight and height.any():
            total += np.float32(weight) * height
            used += abs(weight)
    return total / np.float32(used) if used else total


def evidence_of(row: int, found: Measured, weights: Weights) -> tuple[Evidence, ...]:
    """The kinds of evidence for one row, as they entered :func:`fused`: their weights add up."""
    seen = {part: height for part, height in found.heights.items() if height.any()}
    used = sum(abs(weights.get(part, 0.0)) for part in seen) or 1.0
    return tuple(
        Evidence(
            part=part,
            share=round(float(found.shares[part][row]), 4),
            height=round(float(height[row]), 3),
            weight=round(weights.get(part, 0.0) * float(height[row]) / used, 3),
        )
        for part, height in seen.items()
    )
