"""How sure it is that two texts tell the same claim, and how sure an answer has to be.

Three signs of a match become one probability, by weights that ``data/chances.txt`` holds. They were
fitted on the train and dev parts of the labelled sets, so it holds where messages are mixed as
there: two in five about a known claim, and half of the others written to be mistaken for one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from sangto.matching.domain.comparison import Comparison
from sangto.matching.domain.lists import numbers_of

#: The share of wrong answers that may be asked for.
LOWEST_RATE = 0.001
HIGHEST_RATE = 0.05
USUAL_RATE = 0.01


class Stakes(StrEnum):
    """What a wrong answer would do: scare about a message that is no scam, state a wrong fact, or
    reassure somebody who should not be."""

    WARNING = "warning"
    FACT = "fact"
    REASSURANCE = "reassurance"


#: How much of the stated rate an answer may use up. Nothing at all: only the same text will do.
SHARE_OF_RATE: Mapping[Stakes, float] = {
    Stakes.WARNING: 1.0,
    Stakes.FACT: 0.5,
    Stakes.REASSURANCE: 0.0,
}


class Sign(StrEnum):
    """``likeness``: of the texts, from 0 to 1; ``overlap``: the share of its words that each text
    has in shared passages at least; ``doubt``: 1 where something speaks against the match."""

    LIKENESS = "likeness"
    OVERLAP = "overlap"
    DOUBT = "doubt"


@dataclass(frozen=True, slots=True)
class Chance:
    """``value`` from 0 to 1; ``signs`` is what it was made from, ``weights`` what each of them
    added to its logarithm of odds. Both are empty for a text that is the same."""

    value: float
    signs: Mapping[Sign, float]
    weights: Mapping[Sign, float]

    @property
    def percent(self) -> int:
        """Rounded down, so that 100 stands for the same text alone."""
        return math.floor(100 * self.value)

    def to_json(self) -> dict[str, object]:
        """Numbers and codes, no content."""
        return {
            "value": round(self.value, 4),
            "signs": {sign.value: round(number, 3) for sign, number in self.signs.items()},
            "weights": {sign.value: round(weight, 2) for sign, weight in self.weights.items()},
        }

    @staticmethod
    def from_json(raw: Mapping[str, Any]) -> Chance:
        """What :meth:`to_json` wrote, as far as it was kept exactly."""
        signs, weights = (
            {Sign(code): float(number) for code, number in raw[name].items()}
            for name in ("signs", "weights")
        )
        return Chance(float(raw["value"]), signs, weights)


SAME = Chance(1.0, {}, {})


@dataclass(frozen=True, slots=True)
class Chances:
    """Weights of the signs; more likeness or overlap never makes a match less sure, a doubt never
    surer. ``surest`` is the highest chance that the labelled sets bear out: of so many matches that
    were at least as sure none was wrong, and the next one would be."""

    intercept: float
    weights: Mapping[Sign, float]
    surest: float

    def of(self, signs: Mapping[Sign, float]) -> Chance:
        weights = {sign: weight * signs[sign] for sign, weight in self.weights.items()}
        score = self.intercept + sum(weights.values())
        value = 1 / (1 + math.exp(-max(-50.0, min(50.0, score))))
        return Chance(min(self.surest, value), signs, weights)


@cache
def chances() -> Chances:
    numbers = numbers_of("chances.txt")
    return Chances(
        intercept=numbers["intercept"],
        weights={sign: numbers[sign.value] for sign in Sign},
        surest=numbers["surest"],
    )


def signs_of(likeness: float, comparison: Comparison, *, doubted: bool) -> dict[Sign, float]:
    return {
        Sign.LIKENESS: likeness,
        Sign.OVERLAP: min(comparison.asked_share, comparison.known_share),
        Sign.DOUBT: float(doubted),
    }


def sure_from(rate: float, stakes: Stakes) -> float:
    """The chance from which an answer may be given, where ``rate`` of the answers may be wrong."""
    return 1 - rate * SHARE_OF_RATE[stakes]
