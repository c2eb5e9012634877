"""Intervals from resampled values: percentiles, BCa, and what few stories need. They know columns of numbers only."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy.stats import norm, t

from framing.measures.resampling import Floats

_OPEN = 1e300  # stands for infinity while quantiles are taken: infinity less infinity is no number


def expand_confidence(confidence: float, n: int) -> float:
    """Return the confidence at which the interval of few stories covers what it should.

    Parameters
    ----------
    confidence : float
        The confidence that is wanted.
    n : int
        Stories; of two groups those of the smaller.

    Returns
    -------
    float
        A little more; with one story, 1.

    Notes
    -----
    A bootstrap of n stories is too narrow twice over: its variance is (n - 1) / n of what it should be, and it takes
    normal quantiles for those of t. The tail a / 2 becomes that beyond sqrt(n / (n - 1)) t(1 - a / 2, n - 1).

    References
    ----------
    Hesterberg (2015), What teachers should know about the bootstrap. The American Statistician 69, 371-386: the
    expanded percentile interval.

    Examples
    --------
    >>> [round(expand_confidence(0.95, n), 4) for n in (8, 20, 80)]
    [0.9885, 0.9682, 0.9548]
    """
    if n < 2:
        return 1.0
    return float(2 * norm.cdf(math.sqrt(n / (n - 1)) * t.ppf((1 + confidence) / 2, n - 1)) - 1)


def percentile_interval(resampled: npt.ArrayLike, *, confidence: float) -> tuple[Floats, Floats]:
    """Return the percentile interval of each column of resampled values.

    Parameters
    ----------
    resampled : array of shape (resamples, columns)
        The statistic in each resample. Where it is undefined (not a number), the resample is left out.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    tuple of numpy.ndarray
        Lower and upper ends, one of each per column; not a number where an end lies at infinity or nothing is defined.

    Notes
    -----
    Quantiles are interpolated linearly between the two nearest resamples.

    References
    ----------
    Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapter 13.

    Examples
    --------
    >>> low, high = percentile_interval([[0.0], [1.0], [2.0], [3.0], [4.0]], confidence=0.5)
    >>> float(low[0]), float(high[0])
    (1.0, 3.0)
    """
    values = np.asarray(resampled, dtype=np.float64)
    tail = np.full(values.shape[1], (1 - confidence) / 2)
    return _quantiles(values, tail), _quantiles(values, 1 - tail)


def bca_interval(
    resampled: npt.ArrayLike,
    estimate: npt.ArrayLike,
    jackknife: npt.ArrayLike,
    *,
    confidence: float,
    strata: npt.ArrayLike | None = None,
) -> tuple[Floats, Floats]:
    """Return the bias-corrected and accelerated interval of each column of resampled values.

    Parameters
    ----------
    resampled : array of shape (resamples, columns)
        The statistic in each resample. Where it is undefined (not a number), the resample is left out.
    estimate : array of shape (columns,)
        The statistic of all stories.
    jackknife : array of shape (stories, columns)
        The statistic without each story in turn: the acceleration is that of the jackknife over stories.
    confidence : float
        Between 0 and 1.
    strata : array of int, optional
        The stratum of each story, when stories were drawn within strata.

    Returns
    -------
    tuple of numpy.ndarray
        Lower and upper ends, one of each per column; not a number where an end lies at infinity, nothing is defined, or
        the estimate lies outside all resamples.

    Notes
    -----
    The bias z0 is the normal quantile of the share of resamples below the estimate, ties by half. The acceleration is
    sum(u^3) / (6 sum(u^2)^1.5) with u = mean of the jackknife values - value, over strata (n_k - 1) u / n_k.

    References
    ----------
    Efron (1987), Better bootstrap confidence intervals. JASA 82, 171-185.

    Examples
    --------
    Resamples and stories that lie evenly about the estimate: the interval is that of the percentiles.

    >>> low, high = bca_interval([[0.0], [1.0], [2.0], [3.0], [4.0]], [2.0], [[1.0], [2.0], [3.0]], confidence=0.5)
    >>> round(float(low[0]), 9), round(float(high[0]), 9)
    (1.0, 3.0)
    """
    values, point = np.asarray(resampled, dtype=np.float64), np.asarray(estimate, dtype=np.float64)
    defined = (~np.isnan(values)).sum(axis=0)
    below = ((values < point).sum(axis=0) + (values <= point).sum(axis=0)) / 2
    bias = norm.ppf(below / np.where(defined > 0, defined, np.nan))
    acceleration = _acceleration(np.asarray(jackknife, dtype=np.float64), strata)
    ends = []
    for z in (norm.ppf((1 - confidence) / 2), norm.ppf((1 + confidence) / 2)):
        shifted = np.where(np.isfinite(bias), bias + z, np.nan)
        level = norm.cdf(bias + shifted / (1 - acceleration * shifted))
        ends.append(_quantiles(values, level))
    return ends[0], ends[1]


def _acceleration(jackknife: Floats, strata: npt.ArrayLike | None) -> Floats:
    """The skewness of the influence of single stories, over 6; zero where no story has influence.

    Not a number where the statistic is not defined without one of the stories.
    """
    jackknife = np.where(np.isfinite(jackknife), jackknife, np.nan)
    groups = np.zeros(len(jackknife), dtype=np.int64) if strata is None else np.asarray(strata)
    cubes, squares = np.zeros(jackknife.shape[1]), np.zeros(jackknife.shape[1])
    for group in np.unique(groups):
        own = jackknife[groups == group]
        influence = (len(own) - 1) / len(own) * (own.mean(axis=0) - own)
        cubes += (influence**3).sum(axis=0)
        squares += (influence**2).sum(axis=0)
    return np.divide(cubes, 6 * squares**1.5, out=np.zeros_like(cubes), where=squares != 0)


def _quantiles(values: Floats, levels: Floats) -> Floats:
    """The quantile of each column at its own level; not a number at infinity or without any value."""
    ends = np.full(values.shape[1], np.nan)
    for place, level in enumerate(levels.tolist()):
        column = values[:, place]
        there = np.clip(column[~np.isnan(column)], -_OPEN, _OPEN)
        if len(there) and not math.isnan(level):
            ends[place] = np.quantile(there, level)
    return np.where(np.abs(ends) < _OPEN / 1e10, ends, np.nan)
