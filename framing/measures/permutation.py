"""Permutation of stories between two groups. It knows stories and labels, no frames."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import combinations, product
from typing import Any

import numpy as np
import numpy.typing as npt

from framing.measures.resampling import Floats, row_chunks

# Permutations that only round differently are ties; scipy.stats.permutation_test has a margin too.
_TIE = 1e-9


def permutation_test(
    statistic: Callable[[Floats], Floats],
    in_group: npt.ArrayLike,
    in_reference: npt.ArrayLike,
    *,
    n_resamples: int,
    seed: int,
    strata: npt.ArrayLike | None = None,
    holds: npt.ArrayLike | None = None,
) -> Floats:
    """Return the p-values of permuted labels: how often chance makes two groups differ as much.

    Parameters
    ----------
    statistic : function
        Takes labels, an array of shape (rows, stories), and returns the statistic, of shape (rows, columns): the
        further from zero, the more the groups differ. A label is 1 where a story of one group counts for the group and
        0 where it counts for the reference; of a story with both groups, 1 where its two sides are as they are and 0
        where they are exchanged.
    in_group, in_reference : array of bool
        Whether each story, in the order of the ids, has words of the group, and of the reference.
    n_resamples : int
        How many permutations are drawn at most.
    seed : int
        The same seed gives the same p-values.
    strata : array of int, optional
        The stratum of each story: labels are permuted within strata.
    holds : array of bool, shape (stories, columns), optional
        Whether a story holds any of what a column counts: p is at least the share of permutations that leave the labels
        of all stories that do as they are, or turn all of them.

    Returns
    -------
    numpy.ndarray
        One p-value per column, two-sided, never zero.

    Notes
    -----
    Stories with both groups exchange their sides with probability one half; stories with one group exchange labels
    among themselves. Where there are no more than `n_resamples` permutations, each is taken once and p is their share
    that lies as far from zero; else p = (1 + as far) / (1 + drawn), since what was observed is one of them.

    Stories that hold nothing of what is counted carry no evidence of which group has more of it, but to permute them
    changes how many words it is divided by. Without `holds`, a single hit where the groups differ in size could have a
    small p by that alone: with it, what lies in k stories with both groups has no p under 2 / 2^k.

    References
    ----------
    Phipson & Smyth (2010), Permutation p-values should never be zero. Statistical Applications in Genetics and
    Molecular Biology 9, 39.

    Examples
    --------
    Four stories with 3, 2, 1 and 0 hits, the first two of the group: of six ways to choose two, two differ by as much.

    >>> import numpy as np
    >>> hits = np.array([[3.0], [2.0], [1.0], [0.0]])
    >>> p = permutation_test(lambda labels: labels @ hits - (1 - labels) @ hits, [True, True, False, False],
    ...     [False, False, True, True], n_resamples=2000, seed=1)
    >>> float(p[0]) == 2 / 6
    True
    """
    group, reference = np.asarray(in_group, dtype=bool), np.asarray(in_reference, dtype=bool)
    blocks = _blocks(group, reference, strata)
    observed = np.abs(statistic(group[None, :].astype(np.float64)))[0]
    as_far = observed * (1 - _TIE)
    exact = math.prod(math.comb(len(single), n) * 2 ** len(both) for single, n, both in blocks) <= n_resamples
    chunks = _all_labels(blocks, len(group)) if exact else _drawn_labels(blocks, len(group), n_resamples, seed)
    far, kept, total = np.zeros(len(observed)), np.zeros(len(observed)), 0
    for labels in chunks:
        far += (np.abs(statistic(labels)) >= as_far).sum(axis=0)
        kept += 0 if holds is None else _keeps_all(labels, group, holds).sum(axis=0)
        total += len(labels)
    far = np.maximum(far, kept)
    return far / total if exact else (1 + far) / (1 + total)


def _keeps_all(labels: Floats, group: npt.NDArray[np.bool_], holds: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """Whether the labels of all stories that hold something are as they were, or are all turned, by row and column."""
    telling = np.asarray(holds, dtype=np.float64)
    turned = np.abs(labels - group) @ telling
    return np.asarray((turned == 0) | (turned == telling.sum(axis=0)))


_Block = tuple[npt.NDArray[np.int64], int, npt.NDArray[np.int64]]


def _blocks(group: Any, reference: Any, strata: npt.ArrayLike | None) -> list[_Block]:
    """For each stratum its stories with one group, how many of them are the group's, and its stories with both."""
    own = np.zeros(len(group), dtype=np.int64) if strata is None else np.asarray(strata)
    blocks = []
    for stratum in np.unique(own):
        here = own == stratum
        single = np.flatnonzero(here & (group ^ reference))
        blocks.append((single, int(group[single].sum()), np.flatnonzero(here & group & reference)))
    return blocks


def _all_labels(blocks: list[_Block], n: int) -> Iterator[Floats]:
    """Every way to label the stories, once."""
    choices: list[list[tuple[int, ...]]] = []
    for single, n_group, both in blocks:
        choices.append(list(combinations(single.tolist(), n_group)))
        choices.extend([(), (story,)] for story in both.tolist())
    ways = list(product(*choices))
    labels = np.zeros((len(ways), n))
    for row, way in enumerate(ways):
        labels[row, [story for chosen in way for story in chosen]] = 1
    yield labels


def _drawn_labels(blocks: list[_Block], n: int, n_resamples: int, seed: int) -> Iterator[Floats]:
    """Ways to label the stories, drawn at random."""
    rng = np.random.default_rng([seed, 1])
    for n_rows in row_chunks(n_resamples, n):
        labels = np.zeros((n_rows, n))
        for single, n_group, both in blocks:
            ordered = np.broadcast_to(np.arange(len(single)) < n_group, (n_rows, len(single)))
            labels[:, single] = rng.permuted(ordered, axis=1)
            labels[:, both] = rng.random((n_rows, len(both))) < 0.5
        yield labels
