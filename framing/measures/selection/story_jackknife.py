"""Intervals of what stories take together: the jackknife over stories."""

from __future__ import annotations

import math

import numpy as np
from scipy.stats import t

from framing.measures.selection.wording import Floats


def jackknife_ends(estimate: float, without: Floats, *, confidence: float) -> tuple[float, float]:
    """Return the interval of a statistic over stories from its values without each story in turn.

    Parameters
    ----------
    estimate : float
        The statistic of all stories.
    without : array of shape (stories,)
        The statistic without each.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    tuple of float
        Lower and upper end; not a number where the statistic is not defined without one of the stories, or where no
        story makes a difference.

    Notes
    -----
    estimate -+ t s, with t the quantile of n - 1 degrees of freedom and s^2 = (n - 1) / n sum((value - mean)^2). Not
    the bootstrap, which the other measures use: a resample holds about two thirds of the stories, so that what they
    take together is less in every resample. In simulations its percentiles covered the truth in 1 to 51 of 100 cases,
    these in 93 to 99 (benchmarks/selection_intervals.py).

    References
    ----------
    Smith & van Belle (1984), Nonparametric estimation of species richness. Biometrics 40, 119-129.

    Examples
    --------
    Two stories: 0.5 without the one, 0.7 without the other; s = 0.1 and t = 12.7.

    >>> [round(end, 3) for end in jackknife_ends(0.8, np.array([0.5, 0.7]), confidence=0.95)]
    [-0.471, 2.071]
    """
    n = len(without)
    if n < 2 or not np.isfinite(without).all():
        return math.nan, math.nan
    spread = math.sqrt((n - 1) / n * float(((without - without.mean()) ** 2).sum()))
    if spread < 1e-12:
        return math.nan, math.nan
    reach = float(t.ppf((1 + confidence) / 2, n - 1)) * spread
    return estimate - reach, estimate + reach
