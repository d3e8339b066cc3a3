"""What a desk's confirmed and rejected links teach, and when they teach nothing."""

from __future__ import annotations

import json

import numpy as np
import pytest

from sangto.kernel.errors import Refusal
from sangto.matching.claimstage import UNTRAINED, ClaimTable, ClaimText, Part
from sangto.matching.claimstage.training import (
    FEWEST_MESSAGES,
    Example,
    Learned,
    example,
    learn,
    quality,
    weights_from,
)
from tests.matching.labelled import How, Split, base_claims


def made(count: int, telling: Part, seed: int = 2) -> list[Example]:
    """Messages whose right claim stands out in one kind of evidence alone."""
    random = np.random.default_rng(seed)
    examples = []
    for number in range(count):
        heights = random.normal(0, 1, (20, len(Part)))
        heights[0, list(Part).index(telling)] += 3
        right = np.arange(20) == 0
        examples.append(Example(f"m{number}", heights, right, np.ones(20)))
    return examples


@pytest.mark.parametrize("telling", Part)
def test_it_learns_which_evidence_tells(telling: Part) -> None:
    learned = learn(made(400, telling))
    assert isinstance(learned, Learned)
    assert max(learned.weights, key=lambda part: learned.weights[part]) is telling
    assert all(weight >= 0 for weight in learned.weights.values())
    assert learned.after.precision > learned.before.precision
    assert learned.helps
    assert learned.learned_from + learned.after.messages == 400


def test_too_few_messages_are_refused() -> None:
    refusal = learn(made(FEWEST_MESSAGES - 1, Part.WORDS))
    assert isinstance(refusal, Refusal)
    assert refusal.code == "training.too_few"
    assert str(FEWEST_MESSAGES) in str(refusal)
    assert isinstance(learn([]), Refusal)


def test_evidence_that_was_never_there_keeps_its_weight() -> None:
    examples = made(200, Part.LETTERS)
    for one in examples:
        one.heights[:, list(Part).index(Part.VECTOR)] = 0
    learned = learn(examples)
    assert isinstance(learned, Learned)
    assert learned.weights[Part.VECTOR] == pytest.approx(UNTRAINED[Part.VECTOR], abs=0.01)


def test_the_same_messages_are_held_out_each_time() -> None:
    first, again = made(300, Part.WORDS), made(300, Part.WORDS, seed=9)
    assert [one.held_out for one in first] == [one.held_out for one in again]
    assert 30 <= sum(one.held_out for one in first) <= 90


def test_quality_counts_the_place_of_the_right_claim() -> None:
    heights = np.zeros((4, len(Part)))
    heights[:, 0] = [4, 3, 2, 1]
    one = Example("m", heights, np.array([False, True, False, False]), np.ones(4))
    found = quality([one], {Part.WORDS: 1.0})
    assert found.precision == pytest.approx(0.5)
    assert found.found == 1.0
    assert quality([], UNTRAINED).messages == 0


def test_examples_of_a_table_hold_the_right_the_rejected_and_the_likeliest() -> None:
    bases = base_claims()
    table = ClaimTable.build(
        ClaimText(number, base.title, (base.wording,)) for number, base in enumerate(bases)
    )
    text = bases[5].wording
    one = example(table, "m", text, right=[5], rejected=[100, 5, 999])
    assert one is not None
    assert one.right.sum() == 1
    assert (one.counted > 1).sum() == 1
    assert one.heights.shape[1] == len(Part)
    assert quality([one], UNTRAINED).precision == 1
    assert example(table, "m", text, right=[999]) is None
    assert example(table, "m", "", right=[5]) is not None


def test_learning_from_the_train_part_changes_no_held_out_message_for_the_worse() -> None:
    bases = base_claims()
    table = ClaimTable.build(
        ClaimText(number, base.title, (base.wording,)) for number, base in enumerate(bases)
    )
    examples = [
        example(table, one.id, one.text, right=[number])
        for number, base in enumerate(bases)
        for one in base.positives
        if base.split is Split.TRAIN and one.how is How.PARAPHRASE
    ]
    learned = learn([one for one in examples if one is not None])
    assert isinstance(learned, Learned)
    assert learned.after.found >= learned.before.found - 0.05
    assert weights_from(json.loads(json.dumps(learned.to_dict()))) == learned.weights


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"weights": {"words": -1}},
        {"weights": {"words": True}},
        {"weights": {"smell": 1}},
        {"weights": {"words": 0}},
        {"weights": {"words": float("nan")}},
    ],
)
def test_a_broken_file_is_refused(raw: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        weights_from(raw)
