"""How sure a match is, learned from the labelled sets: fitted on train and dev, held beside test.

A pair is a labelled text and the wording of a claim, both of the same parts of the split, that
resemble each other as far as a suggestion needs. It is right where the text was written as a
positive of that claim. Claims akin to the right one count neither way. No database takes part.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from rich.table import Table
from tests.matching.labelled import Split, base_claims, category_of, negatives, positives

from sangto.matching.claimstage.logistic import fitted
from sangto.matching.domain.chances import Chances, Sign, signs_of
from sangto.matching.domain.comparison import compare
from sangto.matching.domain.decision import SUGGEST_WORDS, can_be_like, judge
from sangto.matching.domain.reading import Reading, read_text

#: How much each weight is held near 0, in samples of its variance. Tenfold over the sources of
#: train and dev, a tenth was as good as one, and better where nothing speaks against the match.
PULL = 0.1
#: Weights are written with so many digits, which any processor computes alike.
DIGITS = 3
LEARNED = frozenset({Split.TRAIN, Split.DEV})
HELD_OUT = frozenset({Split.TEST})
#: Ends of the bins of the reliability table.
BINS = (0.0, 0.5, 0.8, 0.95, 0.99, 1.0)

_HEAD = """\
# The chance that two texts tell the same claim: 1 / (1 + exp(-x)), where x is the intercept and
# what each sign adds (domain/chances.py says what they are); never more than "surest".
# Made by `python -m benchmarks.decisions --fit` from {pairs} pairs of the train and dev parts of
# the labelled sets, {wrong} of them wrong. Surest: of {sure} pairs without a doubt, all that lie
# above the surest wrong one, none was wrong; (n + 1) / (n + 2).
"""


@dataclass(frozen=True, slots=True)
class Pair:
    """``source`` is the base claim or template of the text."""

    source: str
    signs: dict[Sign, float]
    right: bool


def pairs_of(parts: Collection[Split]) -> list[Pair]:
    known = [
        (base.id, category_of(base), read_text(base.wording))
        for base in base_claims()
        if base.split in parts
    ]
    akin = {base.id: base.akin for base in base_claims()}
    words = [frozenset(reading.keys) for _, _, reading in known]
    found: list[Pair] = []
    for source, text, right, left_out in _asked(parts, akin):
        reading = read_text(text)
        mine = frozenset(reading.keys)
        for (claim, category, other), theirs in zip(known, words, strict=True):
            if claim in left_out or len(mine & theirs) < SUGGEST_WORDS:
                continue
            signs = _signs(reading, other, category)
            if signs is not None:
                found.append(Pair(source, signs, claim == right))
    return found


def _asked(
    parts: Collection[Split], akin: dict[str, frozenset[str]]
) -> Iterator[tuple[str, str, str, frozenset[str]]]:
    """Source, text, the right claim or nothing, and claims that count neither way."""
    for one in positives():
        if one.split in parts:
            yield one.base, one.text, one.base, akin[one.base]
    for other in negatives():
        if other.split in parts:
            yield other.source, other.text, "", other.akin


def _signs(asked: Reading, known: Reading, category: str) -> dict[Sign, float] | None:
    if not can_be_like(asked.keys, known.keys):
        return None
    comparison = compare(asked.keys, known.keys)
    judgement = judge(asked, known.words, comparison, category)
    if judgement.decision is None:
        return None
    return signs_of(judgement.score, comparison, doubted=bool(judgement.doubts))


def fit(pairs: Sequence[Pair]) -> Chances:
    """Every pair counts once. Raises ``ValueError`` where a sign would count the wrong way."""
    right = np.array([pair.right for pair in pairs], dtype=np.float64)
    features = np.array([[1.0, *(pair.signs[sign] for sign in Sign)] for pair in pairs])
    pull = np.array([0.0, *(PULL * features[:, 1:].var(axis=0))])
    each, start = np.ones(len(pairs)), np.zeros(features.shape[1])
    intercept, *weights = (
        round(float(weight), DIGITS) for weight in fitted(features, right, each, start, pull)
    )
    found = Chances(intercept, dict(zip(Sign, weights, strict=True)), surest=1.0)
    if min(found.weights[Sign.LIKENESS], found.weights[Sign.OVERLAP]) < 0:
        raise ValueError("more likeness would make a match less sure")
    if found.weights[Sign.DOUBT] > 0:
        raise ValueError("a doubt would make a match surer")
    number = above_the_wrong(found, pairs)
    return Chances(intercept, found.weights, round((number + 1) / (number + 2), 4))


def above_the_wrong(chances: Chances, pairs: Collection[Pair]) -> int:
    """Pairs without a doubt that are surer than every wrong one of them."""
    clear = [pair for pair in pairs if not pair.signs[Sign.DOUBT]]
    wrong = max((chances.of(pair.signs).value for pair in clear if not pair.right), default=0.0)
    return sum(chances.of(pair.signs).value > wrong for pair in clear)


def as_file(chances: Chances, pairs: Collection[Pair]) -> str:
    head = _HEAD.format(
        pairs=len(pairs),
        wrong=sum(not pair.right for pair in pairs),
        sure=above_the_wrong(Chances(chances.intercept, chances.weights, 1.0), pairs),
    )
    lines = [("intercept", chances.intercept), *((s.value, w) for s, w in chances.weights.items())]
    lines.append(("surest", chances.surest))
    return head + "".join(f"{name} {number}\n" for name, number in lines)


def brier(chances: Chances, pairs: Collection[Pair]) -> float:
    """Mean square of what was predicted less what was: 0 at best, 0.25 for always saying a half."""
    return sum((chances.of(pair.signs).value - pair.right) ** 2 for pair in pairs) / len(pairs)


@dataclass(frozen=True, slots=True)
class Bin:
    low: float
    high: float
    predicted: float
    observed: float
    number: int


def bins(chances: Chances, pairs: Collection[Pair]) -> list[Bin]:
    """Those that hold anything. An end belongs to the bin above it."""
    told = [(chances.of(pair.signs).value, pair.right) for pair in pairs]
    found = []
    for low, high in pairwise(BINS):
        inside = [one for one in told if low <= one[0] < high]
        if inside:
            predicted, right = (sum(column) / len(inside) for column in zip(*inside, strict=True))
            found.append(Bin(low, high, predicted, right, len(inside)))
    return found


def calibration_error(found: Collection[Bin]) -> float:
    """Expected calibration error: how far off the bins are, by their numbers."""
    total = sum(one.number for one in found)
    return sum(one.number * abs(one.predicted - one.observed) for one in found) / total


def reliability(chances: Chances, pairs: Collection[Pair], title: str) -> Table:
    found = bins(chances, pairs)
    table = Table("chance", "predicted", "observed", "pairs", title=title, title_justify="left")
    for one in found:
        table.add_row(
            f"{one.low:.2f} to {one.high:.2f}",
            *(f"{one.predicted:.1%}", f"{one.observed:.1%}", str(one.number)),
        )
    table.caption = (
        f"Brier score {brier(chances, pairs):.4f}, calibration error {calibration_error(found):.4f}"
    )
    return table
