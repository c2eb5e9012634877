"""Paired differences within clusters, over stories. It knows stories, clusters and numbers, no remarks."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from framing.measures.permutation import permutation_test
from framing.measures.resampling import Floats, resample_counts


class Pairs(NamedTuple):
    """What each story adds to both sides of each cluster, which has something on both.

    `sums` and `counts` are pairs of arrays of shape (stories, clusters): the sum of the values of a story's items, and
    how many they are. Stories in the order of their ids.
    """

    sums: tuple[Floats, Floats]
    counts: tuple[Floats, Floats]


def cluster_means(pairs: Pairs, side: int) -> Floats:
    """Return the mean of one side of each cluster.

    Examples
    --------
    >>> two = np.array([[1.0], [2.0]])
    >>> cluster_means(Pairs((two, two), (np.ones((2, 1)), two)), 0).tolist()
    [1.5]
    """
    return np.asarray(pairs.sums[side].sum(axis=0) / pairs.counts[side].sum(axis=0))


def _differences(sums: tuple[Floats, Floats], counts: tuple[Floats, Floats]) -> Floats:
    """Differences of the means of two sides; not a number where a side has nothing."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(sums[0] / counts[0] - sums[1] / counts[1])


def _means(differences: Floats) -> tuple[Floats, Floats, Floats]:
    """Of each row: how many clusters have a difference, their mean and its standard error; not a number for none."""
    there = ~np.isnan(differences)
    n = there.sum(axis=1).astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(there, differences, 0).sum(axis=1) / n
        squares = np.where(there, (differences - mean[:, None]) ** 2, 0).sum(axis=1)
        return n, mean, np.sqrt(squares / (n - 1) / n)


def resample_pairs(pairs: Pairs, *, n_resamples: int, seed: int) -> Floats:
    """Return the mean difference over clusters in resampled stories.

    Parameters
    ----------
    pairs : Pairs
        What each story adds.
    n_resamples, seed
        As for `resample_counts`.

    Returns
    -------
    numpy.ndarray
        Of shape (resamples,); not a number where no cluster has both sides drawn.

    Examples
    --------
    Two stories, one on each side: in two of four resamples one is missing.

    >>> one, other = np.array([[1.0], [0.0]]), np.array([[0.0], [1.0]])
    >>> resample_pairs(Pairs((one, 0 * other), (one, other)), n_resamples=2000, seed=1).tolist()
    [nan, 1.0, 1.0, nan]
    """
    drawn = []
    for chunk in resample_counts(len(pairs.sums[0]), n_resamples, seed):
        one, other = ((chunk @ pairs.sums[side], chunk @ pairs.counts[side]) for side in (0, 1))
        drawn.append(_means(_differences((one[0], other[0]), (one[1], other[1])))[1])
    return np.concatenate(drawn) if drawn else np.zeros(0)


def permute_pairs(pairs: Pairs, *, n_resamples: int, seed: int) -> float:
    """Return how often chance makes the two sides differ as much within clusters.

    Parameters
    ----------
    pairs : Pairs
        What each story adds.
    n_resamples, seed
        As for `permutation_test`.

    Returns
    -------
    float
        The p-value, two-sided, never zero.

    Notes
    -----
    Stories keep their clusters and exchange their sides. The statistic is the mean difference over the clusters that
    then have both, over its standard error: permuted stories have fewer such clusters, and a mean of fewer varies more.

    Examples
    --------
    Two clusters, rendered by a story of each side, all alike.

    >>> one, other = np.array([[1.0, 1.0], [0.0, 0.0]]), np.array([[0.0, 0.0], [1.0, 1.0]])
    >>> permute_pairs(Pairs((one, other), (one, other)), n_resamples=100, seed=1)
    1.0
    """
    in_sides = [side.sum(axis=1) > 0 for side in pairs.counts]
    single = ~(in_sides[0] & in_sides[1])[:, None]

    def shared_out(labels: Floats, pair: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
        """What goes to each side of each cluster under each row of labels."""
        kept, changed = np.where(single, pair[0] + pair[1], pair[0]), np.where(single, 0, pair[1])
        group = changed.sum(axis=0) + labels @ (kept - changed)
        return group, (kept + changed).sum(axis=0) - group

    def statistic(labels: Floats) -> Floats:
        counts = shared_out(labels, pairs.counts)
        sums = shared_out(labels, pairs.sums)
        n, mean, error = _means(_differences(sums, counts))
        with np.errstate(divide="ignore", invalid="ignore"):
            studentised = np.where(np.isclose(mean, 0, atol=1e-12), 0.0, mean / error)
        return np.where(n < 2, np.inf, studentised)[:, None]

    return float(permutation_test(statistic, *in_sides, n_resamples=n_resamples, seed=seed)[0])
