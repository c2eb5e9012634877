"""Resampling of stories: the bootstrap. It knows stories and columns of numbers, no frames.

A resample is a row of counts, how often each story was drawn, and never a copy of rows: sums over a resample are then
one matrix product, and sums of whole numbers are exact, whatever the number of processes that add them up. Callers
give stories in the order of their ids, so that a seed gives the same numbers whatever the order of their tables.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import product
from numbers import Integral
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.stats import norm, t

from framing.errors import TableError

Floats = npt.NDArray[np.float64]

FEWEST_RESAMPLES = 100  # under that, the end of an interval is one of the few furthest resamples
_CELLS = 1_000_000  # of a chunk of counts: 8 MB
_OPEN = 1e300  # stands for infinity while quantiles are taken: infinity less infinity is no number


def check_settings(*, confidence: float, n_resamples: int, seed: int) -> None:
    """Refuse settings by which nothing can be resampled.

    Parameters
    ----------
    confidence : float
        Between 0 and 1.
    n_resamples : int
        At least 100.
    seed : int
        Zero or more.

    Raises
    ------
    TableError
        With every setting that is wrong.

    Examples
    --------
    >>> check_settings(confidence=95, n_resamples=2000, seed=1)
    Traceback (most recent call last):
    framing.errors.TableError: confidence=95: give a number between 0 and 1, such as 0.95.
    """
    problems = []
    if not is_number(confidence) or not 0 < confidence < 1:
        problems.append(f"confidence={confidence!r}: give a number between 0 and 1, such as 0.95.")
    if not is_whole(n_resamples) or n_resamples < FEWEST_RESAMPLES:
        problems.append(f"n_resamples={n_resamples!r}: give a whole number from {FEWEST_RESAMPLES}, such as 2000.")
    if not is_whole(seed) or seed < 0:
        problems.append(f"seed={seed!r}: give a whole number from 0, and report it.")
    if problems:
        raise TableError(" ".join(problems))


def is_whole(value: Any) -> bool:
    """Return whether it is a whole number; a truth value is none.

    Examples
    --------
    >>> is_whole(2), is_whole(2.0), is_whole(True)
    (True, False, False)
    """
    return isinstance(value, Integral) and not isinstance(value, bool)


def is_number(value: Any) -> bool:
    """Return whether it is a number; a truth value is none.

    Examples
    --------
    >>> is_number(0.5), is_number("0.5")
    (True, False)
    """
    return isinstance(value, int | float | np.number) and not isinstance(value, bool)


def resample_counts(n: int, n_resamples: int, seed: int, *, strata: npt.ArrayLike | None = None) -> Iterator[Floats]:
    """Draw stories with replacement and give, chunk by chunk, how often each was drawn.

    Parameters
    ----------
    n : int
        Stories, in the order of their ids.
    n_resamples : int
        How often n stories are drawn.
    seed : int
        The same seed gives the same counts.
    strata : array of int, optional
        The stratum of each story: stories are drawn within strata.

    Yields
    ------
    numpy.ndarray
        Of shape (some of the resamples, n), whole numbers as floats; each row adds up to n.

    Notes
    -----
    Where there are no more than `n_resamples` equally likely ways to draw, each comes once (four stories: 4^4 = 256),
    and nothing is left to chance.

    Examples
    --------
    Two stories: each twice, or each once in one of two orders.

    >>> [chunk.tolist() for chunk in resample_counts(2, 2000, seed=1)]
    [[[2.0, 0.0], [1.0, 1.0], [1.0, 1.0], [0.0, 2.0]]]
    """
    if n == 0:
        return
    groups = np.zeros(n, dtype=np.int64) if strata is None else np.unique(np.asarray(strata), return_inverse=True)[1]
    groups = groups.reshape(-1)
    members = np.argsort(groups, kind="stable")
    sizes = np.bincount(groups)[groups]
    firsts = np.searchsorted(groups[members], groups)
    if n <= n_resamples and math.prod(sizes.tolist()) <= n_resamples:
        drawn = np.array(list(product(*map(range, sizes.tolist()))), dtype=np.int64)
        yield _count(members[firsts + drawn], n)
        return
    rng = np.random.default_rng([seed, 0])
    for n_rows in row_chunks(n_resamples, n):
        yield _count(members[firsts + (rng.random((n_rows, n)) * sizes).astype(np.int64)], n)


def row_chunks(n_rows: int, n_columns: int) -> list[int]:
    """Return how many rows of counts or labels to make at a time, so that memory stays bounded.

    Parameters
    ----------
    n_rows, n_columns : int
        The rows wanted in all, and the stories.

    Examples
    --------
    >>> row_chunks(2000, 1_000_000)[:3], row_chunks(2000, 10)
    ([1, 1, 1], [2000])
    """
    step = max(1, _CELLS // max(n_columns, 1))
    return [min(step, n_rows - start) for start in range(0, n_rows, step)]


def _count(drawn: npt.NDArray[np.int64], n: int) -> Floats:
    """How often each of n stories is in each row."""
    flat = drawn + n * np.arange(len(drawn))[:, None]
    return np.bincount(flat.reshape(-1), minlength=n * len(drawn)).reshape(-1, n).astype(np.float64)


def resample_sums(
    columns: npt.ArrayLike, *, n_resamples: int, seed: int, strata: npt.ArrayLike | None = None
) -> Floats:
    """Return the sums of columns of numbers over resampled stories.

    Parameters
    ----------
    columns : array of shape (stories, columns)
        What each story adds, such as its hits and its words; stories in the order of their ids.
    n_resamples, seed, strata
        As for `resample_counts`.

    Returns
    -------
    numpy.ndarray
        Of shape (resamples, columns). Ratios of its columns are resampled ratios.

    Examples
    --------
    Two stories with 1 hit in 10 words and 3 hits in 20.

    >>> resample_sums([[1, 10], [3, 20]], n_resamples=2000, seed=1).tolist()
    [[2.0, 20.0], [4.0, 30.0], [4.0, 30.0], [6.0, 40.0]]
    """
    values = np.asarray(columns, dtype=np.float64)
    chunks = [counts @ values for counts in resample_counts(len(values), n_resamples, seed, strata=strata)]
    return np.concatenate(chunks) if chunks else np.zeros((0, values.shape[1]))


def leave_one_out(columns: npt.ArrayLike) -> Floats:
    """Return the sums of columns of numbers over all stories but one, for each story.

    Parameters
    ----------
    columns : array of shape (stories, columns)
        As for `resample_sums`.

    Returns
    -------
    numpy.ndarray
        Of the same shape.

    Examples
    --------
    >>> leave_one_out([[1, 10], [3, 20], [0, 5]]).tolist()
    [[3.0, 25.0], [1.0, 15.0], [4.0, 30.0]]
    """
    values = np.asarray(columns, dtype=np.float64)
    return np.asarray(values.sum(axis=0) - values)


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
