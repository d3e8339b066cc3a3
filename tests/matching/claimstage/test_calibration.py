"""When something is shown: surer with more evidence, and from a threshold that data set."""

from __future__ import annotations

import json

import numpy as np
import pytest

from sangto.matching.claimstage import BY_E5, BY_WORDS, ClaimTable, ClaimText
from sangto.matching.claimstage.calibration import (
    FEWEST_SAMPLES,
    NEEDED,
    SHOWN,
    Calibration,
    Sample,
    Sign,
    fit,
    signs_of,
)
from tests.matching.labelled import Split, base_claims, templated_negatives


@pytest.fixture(scope="module")
def table() -> ClaimTable:
    return ClaimTable.build(
        ClaimText(number, base.title, (base.wording,)) for number, base in enumerate(base_claims())
    )


def test_a_wording_is_surer_than_small_talk(table: ClaimTable) -> None:
    own = table.rank(base_claims()[3].wording)
    talk = table.rank("Chiều nay trời đẹp, mẹ nấu canh chua chờ cả nhà về")
    assert BY_WORDS.probability(own) > 0.9
    assert BY_WORDS.probability(talk) < 0.7
    assert BY_WORDS.shown(own)[0].claim_id == 3
    assert len(BY_WORDS.shown(own)) == SHOWN


def test_most_messages_about_nothing_known_are_shown_nothing(table: ClaimTable) -> None:
    """Those of the train part; the threshold was set where 15 in 100 are shown something."""
    part = [one for one in templated_negatives() if one.split is Split.TRAIN]
    shown = [bool(BY_WORDS.shown(table.rank(one.text))) for one in part]
    assert 0 < np.mean(shown) <= 0.2


def test_nothing_found_is_nothing_shown() -> None:
    assert BY_WORDS.probability([]) == 0
    assert BY_E5.shown([]) == []


def test_more_evidence_is_never_less_sure(table: ClaimTable) -> None:
    """Cut shorter and shorter, one wording gives less lead and less probability."""
    ranked = [table.rank(base.title, limit=NEEDED) for base in base_claims()[:40]]
    ranked.sort(key=lambda one: signs_of(one)[Sign.LEAD])
    chances = [BY_WORDS.probability(one) for one in ranked]
    assert chances == sorted(chances)
    assert chances[0] < chances[-1]


def samples(count: int, seed: int = 1) -> list[Sample]:
    random = np.random.default_rng(seed)
    made = []
    for number in range(count):
        right = number % 2 == 0
        lead = float(random.normal(0.3 if right else 0.1, 0.1))
        cosine = float(random.normal(0.9 if right else 0.8, 0.05))
        signs = {Sign.LEAD: lead, Sign.COSINE: cosine, Sign.COSINE_LEAD: -cosine}
        made.append(Sample(signs, right))
    return made


@pytest.mark.parametrize("with_vectors", [False, True])
def test_the_threshold_keeps_its_promise(with_vectors: bool) -> None:
    some = samples(400)
    found = fit(some, with_vectors=with_vectors, wrong_shown=0.1)
    assert found is not None
    assert all(weight >= 0 for weight in found.weights.values())
    score = [
        found.intercept + sum(weight * one.signs[sign] for sign, weight in found.weights.items())
        for one in some
    ]
    shown = [1 / (1 + np.exp(-one)) >= found.show_from for one in score]
    wrong = np.mean([is_shown for is_shown, one in zip(shown, some, strict=True) if not one.right])
    right = np.mean([is_shown for is_shown, one in zip(shown, some, strict=True) if one.right])
    assert wrong <= 0.1
    assert right >= 0.6


def test_too_few_of_either_kind_fit_nothing() -> None:
    right = [one for one in samples(200) if one.right]
    wrong = [one for one in samples(200) if not one.right][: FEWEST_SAMPLES - 1]
    assert fit(right + wrong, with_vectors=False, wrong_shown=0.1) is None


def test_equal_samples_do_not_break_the_fit() -> None:
    signs = {Sign.LEAD: 0.2, Sign.COSINE: 0.8, Sign.COSINE_LEAD: 0.0}
    some = [Sample(signs, number % 2 == 0) for number in range(100)]
    found = fit(some, with_vectors=True, wrong_shown=0.1)
    assert found is None or np.isfinite(found.intercept)


@pytest.mark.parametrize("one", [BY_WORDS, BY_E5])
def test_it_goes_through_a_file(one: Calibration) -> None:
    assert Calibration.from_dict(json.loads(json.dumps(one.to_dict()))) == one


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"intercept": 1, "weights": {"lead": 1}},
        {"intercept": "x", "weights": {"lead": 1}, "show_from": 0.5},
        {"intercept": 1, "weights": {"height": 1}, "show_from": 0.5},
        {"intercept": float("nan"), "weights": {"lead": 1}, "show_from": 0.5},
    ],
)
def test_a_broken_file_is_refused(raw: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        Calibration.from_dict(raw)
