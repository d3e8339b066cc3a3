"""The decision on the test part of the labelled sets: no false answer, most near-copies known.

Every base claim is known by its title and wording alone. The thresholds were chosen on the other
parts; ``tests/data/matching/README.md`` says what the numbers show and what they do not.
"""

from __future__ import annotations

from collections import Counter

import pytest

from sangto.kernel.categories import Rating
from sangto.matching.domain.kinds import Decision
from sangto.matching.queries import find_claims
from tests.factories.matching import make_claim, make_wording
from tests.factories.organisations import load_demo_network
from tests.matching.labelled import (
    BaseClaim,
    How,
    Kind,
    Negative,
    Positive,
    Split,
    base_claims,
    category_of,
    negatives,
    positives,
)

_REASSURING = frozenset({Rating.TRUE, Rating.GENUINE})
#: Near-copies with the wording's own sentences in their order.
_COPIES = frozenset({How.ACCENTS, How.CUT, How.CHANGED_INDICATOR, How.OCR, How.TEENCODE})


@pytest.fixture
def known(db: None) -> dict[int, BaseClaim]:
    network = load_demo_network()
    made: dict[int, BaseClaim] = {}
    for base in base_claims():
        claim = make_claim(network, category=category_of(base), title=base.title)
        make_wording(claim, base.wording, base.language)
        made[claim.pk] = base
    return made


def outcome(known: dict[int, BaseClaim], text: str, right: frozenset[str]) -> str:
    """A reassuring verdict answers only the very same text; the room of verdicts sees to it."""
    matches = find_claims(text).matches
    if not matches:
        return "unknown"
    first = matches[0]
    base = known[first.claim.pk]
    answers = first.decision is Decision.ANSWER
    if answers and base.rating in _REASSURING and not first.unchanged:
        answers = False
    return f"{'answer' if answers else 'suggest'}{'' if base.id in right else ' wrong'}"


def of_part(part: Split) -> tuple[list[Positive], list[Negative]]:
    near = [one for one in positives() if one.split is part and one.how is not How.PARAPHRASE]
    return near, [one for one in negatives() if one.split is part]


def test_the_test_part(known: dict[int, BaseClaim]) -> None:
    bases = {base.id: base for base in base_claims()}
    near, other = of_part(Split.TEST)
    scams: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    copies: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for one in near:
        base = bases[one.base]
        found = outcome(known, one.text, base.akin | {base.id})
        every[found] += 1
        scams[found] += base.kind is Kind.SCAM
        copies[found] += base.kind is Kind.SCAM and one.how in _COPIES
        asked[found] += base.kind is not Kind.NOTICE and one.how in _COPIES
    false = [one.id for one in other if outcome(known, one.text, one.akin) == "answer wrong"]

    assert false == []
    assert every["answer wrong"] == 0, every
    assert every["suggest wrong"] <= 0.02 * every.total(), every
    assert every["answer"] + every["suggest"] >= 0.95 * every.total(), every
    assert copies["answer"] >= 0.80 * copies.total(), copies
    assert asked["answer"] >= 0.80 * asked.total(), asked
    assert scams["answer"] >= 0.70 * scams.total(), scams
