"""Intervals of one group's rates and shares, over its stories."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from framing.measures.intervals import bca_interval, expand_confidence
from framing.measures.refusals import FEWEST_STORIES, MOST_OF_ONE_STORY
from framing.measures.resampling import Floats, leave_one_out, resample_sums

ONE_STORY = "one story: no interval"
FEW_STORIES = f"under {FEWEST_STORIES} stories: no interval"
ONE_HOLDS_MOST = "one story holds over half: no interval"
NO_SPREAD = "all stories alike: no interval"


class Ends(NamedTuple):
    """Lower and upper end of each column's interval, not a number where there is none."""

    low: Floats
    high: Floats


def no_ends(n_columns: int) -> Ends:
    """Return no interval for any of the columns."""
    return Ends(np.full(n_columns, np.nan), np.full(n_columns, np.nan))


def refuse_stories(sizes: npt.ArrayLike) -> str | None:
    """Return why stories of these sizes (words or remarks) allow no interval; None when they do.

    Examples
    --------
    >>> refuse_stories([10, 10]), refuse_stories([10] * 8)
    ('under 8 stories: no interval', None)
    """
    held = np.asarray(sizes, dtype=np.float64)
    held = held[held > 0]
    if len(held) == 0:
        return None
    if len(held) == 1:
        return ONE_STORY
    if held.max() / held.sum() > MOST_OF_ONE_STORY:
        return ONE_HOLDS_MOST
    return FEW_STORIES if len(held) < FEWEST_STORIES else None


def ratio_intervals(
    tops: npt.ArrayLike, bottoms: npt.ArrayLike, *, confidence: float, n_resamples: int, seed: int
) -> Ends:
    """Return the interval of sum(top) / sum(bottom) over stories, for each column of tops.

    Parameters
    ----------
    tops : array of shape (stories, columns)
        What each story adds above the line, such as its hits; stories in the order of their ids.
    bottoms : array of shape (stories,)
        What it adds below, such as its words.
    confidence, n_resamples, seed
        As for `compare_rates`.

    Returns
    -------
    Ends
        Not a number where the stories do not allow an interval (`refuse_stories`), or where all have the same ratio:
        without any difference between stories a resample cannot tell how far the truth may lie.

    Notes
    -----
    BCa with the jackknife over stories, its confidence expanded for few stories as in `compare_rates`.

    Examples
    --------
    >>> hits, words = [[0], [2], [1], [1], [0], [2], [1], [1]], [10] * 8
    >>> ends = ratio_intervals(hits, words, confidence=0.95, n_resamples=500, seed=1)
    >>> bool(0 < ends.low[0] < 0.1 < ends.high[0] < 0.2)
    True
    """
    above, below = np.asarray(tops, dtype=np.float64), np.asarray(bottoms, dtype=np.float64)[:, None]
    above, below = above[below[:, 0] > 0], below[below[:, 0] > 0]
    if len(below) == 0 or refuse_stories(below[:, 0]) is not None:
        return no_ends(above.shape[1])
    columns = np.hstack([above, below])
    drawn = resample_sums(columns, n_resamples=n_resamples, seed=seed)
    without = leave_one_out(columns)
    point = above.sum(axis=0) / below.sum()
    low, high = bca_interval(
        drawn[:, :-1] / drawn[:, -1:],
        point,
        without[:, :-1] / without[:, -1:],
        confidence=expand_confidence(confidence, len(below)),
    )
    ratios = above / below
    alike = np.isclose(ratios.min(axis=0), ratios.max(axis=0), rtol=1e-12, atol=0)
    return Ends(np.where(alike, np.nan, low), np.where(alike, np.nan, high))
