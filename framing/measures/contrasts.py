"""The difference and the ratio of two groups' rates, over stories and strata. It knows hits and words, no frames."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from framing.measures.intervals import bca_interval, expand_confidence, percentile_interval
from framing.measures.permutation import permutation_test
from framing.measures.resampling import Floats, resample_counts

Numbers = npt.NDArray[np.int64]

INTERVALS = ("bca", "percentile")
# Variances are differences of sums of squares: what is this small beside them is rounding.
_ROUNDING = 1e-12


class Sides(NamedTuple):
    """What stories add to a group and to a reference: one row per story, or per story and stratum.

    `hits` and `words` are pairs, of the group and of the reference, of arrays of shape (rows, columns); words may have
    one column alone. "Hits" over "words" may be any share. `story` and `stratum` number each row's own from 0, stories
    in the order of their ids; `block` is the stratum in which each story is resampled.
    """

    hits: tuple[Floats, Floats]
    words: tuple[Floats, Floats]
    story: Numbers
    stratum: Numbers
    block: Numbers

    @property
    def in_sides(self) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
        """Whether each story has words of the group, and of the reference."""
        n = len(self.block)
        one, other = (np.bincount(self.story, side.max(axis=1, initial=0), n) > 0 for side in self.words)
        return one, other

    def rows(self) -> list[Numbers]:
        """The rows of each stratum."""
        return [np.flatnonzero(self.stratum == number) for number in range(self.stratum.max(initial=-1) + 1)]


class Contrast(NamedTuple):
    """Difference and log2 of the ratio of two rates, each of shape (resamples, columns)."""

    difference: Floats
    log2_ratio: Floats


def contrast_rates(sides: Sides, counts: Floats) -> Contrast:
    """Return the difference and the ratio of the rates of group and reference.

    Parameters
    ----------
    sides : Sides
        What each story adds.
    counts : array of shape (resamples, stories)
        How often each story is taken; one row of ones for the stories as they are.

    Returns
    -------
    Contrast
        Infinite, or not a number, where a side has no hit or no word.

    Notes
    -----
    With one stratum the ratio is (hits / words) over (hits / words). With several it is that of Mantel and Haenszel,
    sum(h1 w0 / w) / sum(h0 w1 / w) over strata with w = w1 + w0, and the difference that with the same weights.

    References
    ----------
    Greenland & Robins (1985), Estimation of a common effect parameter from sparse follow-up data. Biometrics 41, 55-68.

    Examples
    --------
    Two strata, each with twice the rate in the group: 2 in 10 words to 1 in 10, and 4 in 10 to 4 in 20.

    >>> import numpy as np
    >>> hits, words = ([[2.0], [4.0]], [[1.0], [4.0]]), ([[10.0], [10.0]], [[10.0], [20.0]])
    >>> own = np.array([0, 1])
    >>> sides = Sides(tuple(map(np.array, hits)), tuple(map(np.array, words)), own, own, own)
    >>> contrast_rates(sides, np.ones((1, 2))).log2_ratio.tolist()
    [[1.0]]
    """
    totals = tuple(np.zeros((1, 1)) for _ in range(3))
    for rows in sides.rows():
        drawn = counts[:, sides.story[rows]]
        parts = _of_stratum(*(drawn @ side[rows] for side in (*sides.hits, *sides.words)))
        totals = tuple(total + part for total, part in zip(totals, parts, strict=True))
    return _contrast(*totals)


def _of_stratum(hits: Floats, other_hits: Floats, words: Floats, other_words: Floats) -> tuple[Floats, Floats, Floats]:
    """What a stratum adds to the three sums of Mantel and Haenszel: nothing when it has no word."""
    share = _over(np.ones_like(words), words + other_words)
    return hits * other_words * share, other_hits * words * share, words * other_words * share


def _contrast(numerator: Floats, denominator: Floats, weight: Floats) -> Contrast:
    """Difference and ratio of the sums."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return Contrast((numerator - denominator) / weight, np.log2(numerator / denominator))


def _over(numerator: Floats, denominator: Floats) -> Floats:
    """A ratio; zero where nothing is divided by."""
    return np.divide(numerator, denominator, out=np.zeros_like(numerator), where=denominator > 0)


def leave_one_story_out(sides: Sides) -> Contrast:
    """Return the contrast without each story in turn, of shape (stories, columns).

    Parameters
    ----------
    sides : Sides
        As for `contrast_rates`.

    Returns
    -------
    Contrast
        The values of the jackknife.

    Examples
    --------
    Without the first story the group has 3 hits in 10 words, the reference still 1 in 10.

    >>> import numpy as np
    >>> hits, words = ([[1.0], [3.0], [0.0]], [[0.0], [0.0], [1.0]]), ([[10.0], [10.0], [0.0]], [[0.0], [0.0], [10.0]])
    >>> sides = Sides(tuple(map(np.array, hits)), tuple(map(np.array, words)), np.arange(3), *np.zeros((2, 3), int))
    >>> round(float(leave_one_story_out(sides).difference[0, 0]), 9)
    0.2
    """
    columns = (*sides.hits, *sides.words)
    totals = tuple(np.zeros((1, 1)) for _ in range(3))
    changes = [np.zeros((len(sides.block), sides.hits[0].shape[1])) for _ in range(3)]
    for rows in sides.rows():
        own = [side[rows] for side in columns]
        sums = [side.sum(axis=0, keepdims=True) for side in own]
        here = _of_stratum(*sums)
        without = _of_stratum(*(total - one for total, one in zip(sums, own, strict=True)))
        totals = tuple(total + part for total, part in zip(totals, here, strict=True))
        for change, less, part in zip(changes, without, here, strict=True):
            np.add.at(change, sides.story[rows], less - part)
    return _contrast(*(total + change for total, change in zip(totals, changes, strict=True)))


def contrast_intervals(
    sides: Sides, *, interval: str, confidence: float, n_resamples: int, seed: int
) -> tuple[Contrast, Contrast]:
    """Return the lower and the upper ends of the bootstrap intervals of difference and log2 ratio.

    Parameters
    ----------
    sides : Sides
        What each story adds.
    interval : {"bca", "percentile"}
        How the ends are taken from the resamples.
    confidence, n_resamples, seed
        As for `compare_rates`.

    Returns
    -------
    tuple of Contrast
        Each of shape (1, columns); not a number where an end lies at infinity.

    Notes
    -----
    All stories are drawn together, those of the group and those of the reference, so that a story with both stays
    whole; with strata, within strata. The confidence is expanded for the side with fewer stories.

    Examples
    --------
    Two stories a side, the same in all: nothing varies.

    >>> import numpy as np
    >>> one, none = np.array([[1.0], [1.0], [0.0], [0.0]]), np.zeros(4, int)
    >>> sides = Sides((one, one[::-1]), (10 * one, 10 * one[::-1]), np.arange(4), none, none)
    >>> low, high = contrast_intervals(sides, interval="percentile", confidence=0.9, n_resamples=200, seed=1)
    >>> low.difference.tolist(), high.difference.tolist()
    ([[0.0]], [[0.0]])
    """
    n_stories = len(sides.block)
    drawn = [
        contrast_rates(sides, counts) for counts in resample_counts(n_stories, n_resamples, seed, strata=sides.block)
    ]
    level = expand_confidence(confidence, int(min(side.sum() for side in sides.in_sides)))
    point, without = contrast_rates(sides, np.ones((1, n_stories))), leave_one_story_out(sides)
    ends = []
    for values, estimate, jackknife in zip(zip(*drawn, strict=True), point, without, strict=True):
        resampled = np.concatenate(values)
        if interval == "percentile":
            ends.append(percentile_interval(resampled, confidence=level))
        else:
            ends.append(bca_interval(resampled, estimate[0], jackknife, confidence=level, strata=sides.block))
    low, high = (Contrast(*(end[side][None, :] for end in ends)) for side in (0, 1))
    return low, high


def permutation_p(sides: Sides, *, n_resamples: int, seed: int) -> Floats:
    """Return the p-values of the permutation test of no difference, one per column.

    Parameters
    ----------
    sides : Sides
        What each story adds.
    n_resamples, seed
        As for `permutation_test`.

    Notes
    -----
    The statistic is `studentised_difference`: divided by its own standard error, a difference of two rates keeps its
    level also where the two groups vary differently (Janssen 1997).

    References
    ----------
    Janssen (1997), Studentized permutation tests for non-i.i.d. hypotheses and the generalized Behrens-Fisher problem.
    Statistics & Probability Letters 36, 9-21.

    Examples
    --------
    Of six ways to share out four stories, two tell the two with hits from the two without.

    >>> import numpy as np
    >>> group = np.array([[1.0], [1.0], [0.0], [0.0]])
    >>> sides = Sides((2 * group, 0 * group), (10 * group, 10 - 10 * group), np.arange(4), *np.zeros((2, 4), int))
    >>> float(permutation_p(sides, n_resamples=2000, seed=1)[0]) == 2 / 6
    True
    """

    def statistic(labels: Floats) -> Floats:
        return studentised_difference(sides, labels)[0]

    holds = np.zeros((len(sides.block), sides.hits[0].shape[1]), dtype=bool)
    np.logical_or.at(holds, sides.story, (sides.hits[0] != 0) | (sides.hits[1] != 0))
    settings = {"n_resamples": n_resamples, "seed": seed}
    return permutation_test(statistic, *sides.in_sides, strata=sides.block, holds=holds, **settings)


def studentised_difference(sides: Sides, labels: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the difference of the rates over its standard error, under each row of labels.

    Parameters
    ----------
    sides : Sides
        What each story adds.
    labels : array of shape (rows, stories)
        As `permutation_test` gives them: 1 where a story counts for the group, or keeps its two sides as they are.

    Returns
    -------
    tuple of numpy.ndarray
        The statistic, the difference and its standard error, each of shape (rows, columns).

    Notes
    -----
    A story's residual is e = (h1 - r1 w1) / W1 - (h0 - r0 w0) / W0, the linearised influence of the story on r1 - r0,
    with hits h, words w, their sums W and rates r; the variance is n / (n - 1) sum(e^2) over n stories. Strata have the
    weights of `contrast_rates`. Without any variance the statistic is zero or infinite.

    References
    ----------
    Cochran (1977), Sampling Techniques, 3rd ed., section 6.3 (ratio of two sums).

    Examples
    --------
    Rates of 1/10 and 3/10 against 0 and 0.

    >>> import numpy as np
    >>> group = np.array([[1.0], [1.0], [0.0], [0.0]])
    >>> hits = np.array([[1.0], [3.0], [0.0], [0.0]])
    >>> sides = Sides((hits, 0 * group), (10 * group, 10 - 10 * group), np.arange(4), *np.zeros((2, 4), int))
    >>> t, difference, error = studentised_difference(sides, group.T)
    >>> difference.tolist(), round(float(error[0, 0] ** 2), 9)  # 4/3 (.05^2 + .05^2)
    ([[0.2]], 0.006666667)
    """
    one_sided = ~np.logical_and(*sides.in_sides)
    sums = [_labelled_stratum(sides, labels, rows, one_sided) for rows in sides.rows()]
    difference, variance, weight = (sum(parts[1:], parts[0]) for parts in zip(*sums, strict=True))
    error = np.sqrt(variance)
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = np.where(difference == 0, 0.0, difference / error)
        return statistic, difference / weight, error / weight


def _labelled_stratum(
    sides: Sides, labels: Floats, rows: Numbers, one_sided: npt.NDArray[np.bool_]
) -> tuple[Floats, Floats, Floats]:
    """Of one stratum: weight x difference, weight^2 x variance, and the weight, under each row of labels."""
    drawn, single = labels[:, sides.story[rows]], one_sided[sides.story[rows], None]

    def both(pair: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
        """What goes to the group where the label is 1, and where it is 0."""
        return np.where(single, pair[0][rows] + pair[1][rows], pair[0][rows]), np.where(single, 0, pair[1][rows])

    def sums(kept: Floats, changed: Floats) -> tuple[Floats, Floats]:
        """Sums of the group and of the reference."""
        group = changed.sum(axis=0) + drawn @ (kept - changed)
        return group, (kept + changed).sum(axis=0) - group

    (h1, h0), (w1, w0) = both(sides.hits), both(sides.words)
    hits, words = sums(h1, h0), sums(w1, w0)
    one, other = (_over(side, total) for side, total in zip(hits, words, strict=True))
    squares = zip(sums(h1 * h1, h0 * h0), sums(h1 * w1, h0 * w0), sums(w1 * w1, w0 * w0), strict=True)
    raw, own = np.zeros((1, 1)), np.zeros((1, 1))
    for rate, total, (hh, hw, ww) in zip((one, other), words, squares, strict=True):
        raw = raw + _over(hh, total**2)
        own = own + _over(hh - 2 * rate * hw + rate**2 * ww, total**2)
    hits_by_words = sums(h1 * w0, h0 * w1)  # within stories: hits of one side times words of the other
    crossed = (h1 * h0).sum(axis=0) - other * hits_by_words[0] - one * hits_by_words[1]
    crossed = _over(crossed + one * other * (w1 * w0).sum(axis=0), words[0] * words[1])
    variance = len(rows) / max(len(rows) - 1, 1) * (own - 2 * crossed)
    weight = _over(words[0] * words[1], words[0] + words[1])
    return weight * (one - other), weight**2 * np.where(variance > _ROUNDING * raw, variance, 0.0), weight
