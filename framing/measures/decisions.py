"""Yes or no against yes or no: precision, recall, F1, AUC and alpha from weighted sums, so that they can be resampled.

A sum is a row (true positives, false positives, false negatives, true negatives, number of units): the first four are
sums of weights.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from framing.measures.code_pairs import ratio

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]
Truths = npt.NDArray[np.bool_]

DECISIONS = ("precision", "recall", "specificity", "f1", "alpha")


def count_decisions(said: Truths, told: Truths, weight: Floats, group: Numbers, n_groups: int) -> Floats:
    """Return the sums of each group of units; `said` is what people say, `told` what is to be judged by it.

    Examples
    --------
    >>> said, told = np.array([True, True, False]), np.array([True, False, True])
    >>> count_decisions(said, told, np.array([1.0, 2.0, 4.0]), np.zeros(3, int), 1).tolist()
    [[1.0, 4.0, 2.0, 0.0, 3.0]]
    """
    cells = (said & told, ~said & told, said & ~told, ~said & ~told)
    columns = [np.bincount(group, weights=weight * cell, minlength=n_groups) for cell in cells]
    return np.stack([*columns, np.bincount(group, minlength=n_groups)], axis=1)


def measure_decisions(sums: Floats) -> Floats:
    """Return precision, recall, specificity, F1 and alpha of each row of sums; not a number where undefined.

    Notes
    -----
    Alpha is Krippendorff's, nominal, of two coders. Weights are scaled so that they add up to the number of units:
    doubled weights change nothing.

    Examples
    --------
    Three units are rightly found, one wrongly, one is missed, five are rightly left alone.

    >>> measure_decisions(np.array([[3.0, 1.0, 1.0, 5.0, 10.0]])).round(3).tolist()
    [[0.75, 0.75, 0.833, 0.75, 0.604]]
    """
    right, wrong, missed, left, n = sums.T
    scale = ratio(n, right + wrong + missed + left)
    yes, no, differ = 2 * right + wrong + missed, 2 * left + wrong + missed, wrong + missed
    values = [
        ratio(right, right + wrong),
        ratio(right, right + missed),
        ratio(left, left + wrong),
        ratio(2 * right, yes),
        1 - ratio((2 * n - 1) * differ, yes * no * scale),
    ]
    return np.stack(values, axis=1)


def count_scores(said: Truths, score: Floats, weight: Floats, group: Numbers, n_groups: int) -> Floats:
    """Return, for each group of units, the weights of yes and of no at each score, in rising order."""
    level = np.unique(score, return_inverse=True)[1].reshape(-1)
    n_levels = int(level.max(initial=-1)) + 1
    place = group * n_levels + level
    columns = [
        np.bincount(place, weights=weight * cell, minlength=n_groups * n_levels).reshape(n_groups, n_levels)
        for cell in (said, ~said)
    ]
    return np.concatenate(columns, axis=1)


def measure_auc(sums: Floats) -> Floats:
    """Return the AUC of each row of `count_scores`: the chance that a yes scores higher than a no, ties by half.

    Examples
    --------
    Two yes (scores 1 and 3), two no (scores 1 and 2): of four pairs two are right, one wrong, one is a tie.

    >>> said, score = np.array([True, True, False, False]), np.array([1.0, 3.0, 1.0, 2.0])
    >>> measure_auc(count_scores(said, score, np.ones(4), np.zeros(4, int), 1)).tolist()
    [0.625]
    """
    yes, no = np.split(sums, 2, axis=1)
    below = np.cumsum(no, axis=1) - no / 2
    return ratio((yes * below).sum(axis=1), yes.sum(axis=1) * no.sum(axis=1))


def trivial_decisions(share: float, n_units: int) -> tuple[Floats, Floats]:
    """Return what `measure_decisions` gives for saying yes always, and for saying yes at random as often as people.

    Examples
    --------
    >>> always, at_random = trivial_decisions(0.25, 100)
    >>> always[:4].round(3).tolist(), at_random[:4].round(3).tolist()
    ([0.25, 1.0, 0.0, 0.4], [0.25, 0.25, 0.75, 0.25])
    """
    rest = 1 - share
    always = [share, rest, 0, 0, n_units]
    at_random = [share * share, share * rest, rest * share, rest * rest, n_units]
    return tuple(measure_decisions(np.array([sums], dtype=np.float64))[0] for sums in (always, at_random))
