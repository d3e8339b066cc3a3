"""Logistic regression by Newton's steps: a handful of weights, some thousand samples."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

_MOST_STEPS = 50
_SMALL = 1e-8


def fitted(features: Matrix, right: Matrix, each: Matrix, start: Matrix, pull: Matrix) -> Matrix:
    """The weights that make ``right`` (0 or 1) likeliest; ``each`` says how much a sample counts.

    ``pull`` holds each weight near ``start``: that many samples of unit size speak for it. Steps
    are halved until they help, so that it ends for any numbers, also for samples that a line
    separates; where a weight has no pull and nothing speaks about it, it stays.
    """
    weights = start.copy()
    loss = _loss(features, right, each, weights, start, pull)
    for _step in range(_MOST_STEPS):
        chance = _chance(features @ weights)
        slope = features.T @ (each * (right - chance)) - pull * (weights - start)
        bend = (features * (each * chance * (1 - chance))[:, None]).T @ features
        bend += np.diag(pull + _SMALL)
        step = np.linalg.solve(bend, slope)
        size = 1.0
        while size > _SMALL:
            tried = weights + size * step
            lower = _loss(features, right, each, tried, start, pull)
            if lower < loss:
                break
            size /= 2
        else:
            break
        gained, weights, loss = loss - lower, tried, lower
        if gained < _SMALL:
            break
    return weights


def _chance(score: Matrix) -> Matrix:
    found: Matrix = 1 / (1 + np.exp(-np.clip(score, -50, 50)))
    return found


def _loss(
    features: Matrix, right: Matrix, each: Matrix, weights: Matrix, start: Matrix, pull: Matrix
) -> float:
    score = features @ weights
    unlikely = np.logaddexp(0, score) - right * score
    return float((each * unlikely).sum() + (pull * (weights - start) ** 2).sum() / 2)
