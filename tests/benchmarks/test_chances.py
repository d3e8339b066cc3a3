"""The stored chances are those that the labelled sets give, and how well they hold is counted."""

from __future__ import annotations

import pytest
from benchmarks.chances import (
    LEARNED,
    Pair,
    above_the_wrong,
    as_file,
    bins,
    brier,
    calibration_error,
    fit,
    pairs_of,
)
from benchmarks.decisions import CHANCES, by_rate, upper_bound

from sangto.matching.domain.chances import Chances, Sign


def pair(likeness: float, *, right: bool, doubt: float = 0.0) -> Pair:
    signs = {Sign.LIKENESS: likeness, Sign.OVERLAP: 0.0, Sign.DOUBT: doubt}
    return Pair("source", signs, right)


#: Predicts the likeness itself where it is a half; otherwise far to either side.
STEEP = Chances(-50.0, {Sign.LIKENESS: 100.0, Sign.OVERLAP: 0.0, Sign.DOUBT: 0.0}, surest=0.99)


def test_the_stored_file_is_what_train_and_dev_give() -> None:
    pairs = pairs_of(LEARNED)

    assert as_file(fit(pairs), pairs) == CHANCES.read_text(encoding="utf-8")


def test_a_sign_that_counts_the_wrong_way_is_refused() -> None:
    backwards = [pair(0.1, right=True), pair(0.9, right=False)] * 20

    with pytest.raises(ValueError, match="less sure"):
        fit(backwards)
    doubted = [pair(0.9, right=True, doubt=1.0), pair(0.8, right=False), pair(0.9, right=True)]
    with pytest.raises(ValueError, match="surer"):
        fit(doubted * 20)


def test_only_pairs_above_the_last_wrong_one_bear_out_the_surest() -> None:
    pairs = [
        pair(0.1, right=True),
        pair(0.50, right=False),
        pair(0.51, right=True),
        pair(0.9, right=True, doubt=1.0),
    ]

    assert above_the_wrong(STEEP, pairs) == 1


def test_reliability_is_counted_by_bins() -> None:
    pairs = [pair(0.0, right=False), pair(0.5, right=True), pair(0.5, right=False)]
    lowest, half = bins(STEEP, pairs)

    assert (lowest.number, lowest.observed) == (1, 0.0)
    assert (half.number, half.observed) == (2, 0.5)
    assert (lowest.predicted, half.predicted) == pytest.approx((0.0, 0.5))
    assert brier(STEEP, pairs) == pytest.approx(1 / 6)
    assert calibration_error([lowest, half]) == pytest.approx(0)


@pytest.mark.parametrize(
    ("wrong", "total", "bound"), [(0, 335, 0.0089), (0, 0, 1.0), (1, 20, 0.2161), (3, 3, 1.0)]
)
def test_the_upper_bound_is_the_exact_one(wrong: int, total: int, bound: float) -> None:
    assert upper_bound(wrong, total) == pytest.approx(bound, abs=1e-4)


def test_wrong_answers_are_counted_by_rate() -> None:
    said = [
        {"rate": rate, "split": "test", "kind": kind, "form": "cut", "said": answer}
        for rate in ("0.005", "0.01", "0.02", "0.05")
        for kind, answer in (("scam", "answer"), ("negative", "answer wrong"), ("scam", "suggest"))
    ]

    columns = [list(column.cells) for column in by_rate(said).columns]

    assert columns[1:3] == [["2"] * 4, ["1"] * 4]
    assert columns[-1][0] == "50% (1 of 2); named 100%"
