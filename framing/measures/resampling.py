"""Resampling of stories: the bootstrap. It knows stories and columns of numbers, no frames.

A resample is a row of counts, how often each story was drawn, and never a copy of rows: sums over a resample are then
one matrix product, and sums of whole numbers are exact, whatever the number of processes that add them up. Callers
give stories in the order of their ids, so that a seed gives the same numbers whatever the order of their tables.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import product

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_CELLS = 1_000_000  # of a chunk of counts: 8 MB


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
