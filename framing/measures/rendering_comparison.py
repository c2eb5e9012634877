"""Two outlets within the remarks that both rendered: content held constant, what differs is the rendering."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing import schema
from framing.errors import TableError, did_you_mean
from framing.measures.comparison import adjust_p, check_pair
from framing.measures.groups import by_columns
from framing.measures.intervals import expand_confidence, percentile_interval
from framing.measures.paired_clusters import Pairs, cluster_means, permute_pairs, resample_pairs
from framing.measures.refusals import SIDES, on_sides
from framing.measures.rendering_values import rendering_values
from framing.measures.settings import check_settings, record_settings
from framing.measures.story_intervals import FEW_STORIES, refuse_stories

# Simulated intervals from eight stories a side cover the truth in 94 to 99 of 100 cases, whether stories differ in
# their habits or not (benchmarks/renderings.py). Under eight clusters one may move the mean by more than 12 points.
FEWEST_CLUSTERS = 8
FEW_CLUSTERS = f"under {FEWEST_CLUSTERS} clusters with both: no interval, no test"
ALIKE = "all clusters alike: no interval"


class _Settings(NamedTuple):
    confidence: float
    n_resamples: int
    seed: int


def compare_renderings(
    renderings: pd.DataFrame,
    *,
    by: str = "outlet",
    group: Any,
    reference: Any,
    measure: str | Iterable[str],
    matches: pd.DataFrame | None = None,
    frame: str | None = None,
    confidence: float = 0.95,
    n_resamples: int = 2000,
    seed: int,
) -> pd.DataFrame:
    """Return how differently two outlets render the same remarks.

    Parameters
    ----------
    renderings : pandas.DataFrame
        The `renderings` table.
    by : str
        Its column that names the groups.
    group, reference : str
        The outlet to look at and the one it is compared with. To exchange the two turns the signs.
    measure : str or iterable of str
        What is compared: "direct", "mixed" or "indirect" form; a stance ("distancing", "endorsing", "neutral") or act
        ("warning", "attacking", ...) of the reporting verb; "quoted", the share of the remark's words inside quotation
        marks; "headline", or "headline or lead", the standfirst included; "narration", whether the narrated words of
        the remark's sentence have a term of `frame`.
    matches : pandas.DataFrame, optional
        The `matches` table in the same tokens, for "narration".
    frame : str, optional
        The frame, for "narration".
    confidence, n_resamples, seed
        As for `compare_rates`.

    Returns
    -------
    pandas.DataFrame
        The `rendering_comparison` table: one row per measure, in the order given.

    Raises
    ------
    TableError
        When a table, a measure, a group or a setting is not what it should be.

    Notes
    -----
    Of each cluster that both rendered: the mean over the renderings of the group - that over those of the reference;
    `difference` is the mean of these over clusters, each counting once. A remark without a cue has no stance and no
    act, and counts as not having the one asked for; a rendering of which the measure is not defined (no place, no
    narrated word) is left out.

    Clusters are no independent observations: an article renders several remarks, all in the manner of its author. The
    story is what was sampled, so stories are resampled, each with all its renderings, and a cluster takes part where
    both sides were drawn. The interval is that of percentiles, its confidence expanded for the side with fewer stories.

    The test permutes the outlets of stories and exchanges the sides of stories that hold both; its statistic is the
    mean difference over its standard error between clusters. To flip the sign of each cluster by itself would take five
    remarks of one article for five witnesses: simulated without a difference, but with stories that differ much in
    their habits, it finds one at p <= .05 in 10 to 15 of 100 cases, where permuted stories do in 3 to 6
    (benchmarks/renderings.py).

    Missing, with a note: interval and test under 8 clusters, with one story on a side, or when one holds over half of a
    side's renderings; the interval under 8 stories a side, or when all clusters differ alike.

    References
    ----------
    Davison & Hinkley (1997), Bootstrap Methods and their Application, section 3.8 (hierarchical data).

    Examples
    --------
    Two remarks that two outlets rendered: the first in a distancing verb by one of them, the second by neither.

    >>> from framing.schema import make_table
    >>> renderings = make_table("renderings", {"cluster": ["Ada 1", "Ada 1", "Ada 2", "Ada 2"],
    ...     "remark_id": ["r1", "r2", "r3", "r4"], "article_id": ["a", "b", "a", "b"], "story_id": ["a", "b", "a", "b"],
    ...     "outlet": ["Port Post", "The Lantern"] * 2, "leader": ["Ada"] * 4, "by": ["wording"] * 4,
    ...     "form": ["direct"] * 4, "cue_stance": ["distancing", "neutral", "neutral", "neutral"], "n_words": [9] * 4,
    ...     "n_words_quoted": [9] * 4, "words": ["..."] * 4})
    >>> contrast = compare_renderings(renderings, group="Port Post", reference="The Lantern", measure="distancing",
    ...     seed=1)
    >>> contrast[["n_clusters", "share", "reference_share", "difference", "n_higher"]]
       n_clusters  share  reference_share  difference  n_higher
    0           2    0.5              0.0         0.5         1
    >>> contrast["note"][0]
    'under 8 clusters with both: no interval, no test'
    """
    check_pair(by, group, reference, "percentile")
    check_settings(confidence=confidence, n_resamples=n_resamples, seed=seed)
    schema.check_table(renderings, "renderings")
    by_columns(by, renderings, "renderings")
    known = renderings[by].dropna().unique().tolist()
    for name in (group, reference):
        if name not in known:
            near = did_you_mean(str(name), map(str, known))
            raise TableError(f"renderings: {by} {name!r} rendered no remark of a leader.{near}")
    pair = sorted([group, reference], key=str)  # whichever is which, the same resamples and permutations are drawn
    measures = [measure] if isinstance(measure, str) else list(measure)
    if not measures:
        raise TableError('measure: none is named. Name at least one, such as "direct".')
    settings = _Settings(confidence, n_resamples, seed)
    rows = []
    for name in measures:
        values = rendering_values(renderings, name, matches=matches, frame=frame)
        pairs = gather_pairs(renderings, values, by=by, pair=pair)
        told = {"measure": name, "frame": frame if name == "narration" else None}
        rows.append(_row(pairs, settings, turned=pair[0] != group) | told)
    recorded = record_settings(None, unit="story_id", strata=(), interval="percentile", **settings._asdict())
    table = pd.DataFrame(rows).assign(by=by, group=str(group), reference=str(reference), **recorded)
    return schema.make_table("rendering_comparison", table.assign(p_adjusted=adjust_p(table["p_value"])))


def gather_pairs(renderings: pd.DataFrame, values: pd.Series, *, by: str, pair: Sequence[Any]) -> Pairs:
    """Return what each story adds to both sides of each cluster that both rendered.

    Examples
    --------
    >>> rows = pd.DataFrame({"cluster": ["c1", "c1", "c2"], "story_id": ["s1", "s2", "s1"], "outlet": ["A", "B", "A"]})
    >>> pairs = gather_pairs(rows, pd.Series([1.0, 0.0, 1.0]), by="outlet", pair=["A", "B"])
    >>> pairs.sums[0].tolist(), pairs.sums[1].tolist()
    ([[1.0], [0.0]], [[0.0], [0.0]])
    """
    rows = renderings.assign(value=values.to_numpy(np.float64), side=renderings[by].map({pair[0]: 0, pair[1]: 1}))
    rows = rows[rows["side"].notna() & rows["value"].notna()].sort_values(["cluster", "story_id"])
    rows = rows[rows.groupby("cluster")["side"].transform("nunique") == 2]
    story, stories = pd.factorize(rows["story_id"], sort=True)
    cluster, clusters = pd.factorize(rows["cluster"], sort=True)
    shape = (2, len(stories), len(clusters))
    cell = np.ravel_multi_index((rows["side"].to_numpy(np.int64), story, cluster), shape) if len(rows) else story
    size = int(np.prod(shape))
    sums = np.bincount(cell, rows["value"], minlength=size).reshape(shape)
    counts = np.bincount(cell, minlength=size).reshape(shape).astype(np.float64)
    return Pairs((sums[0], sums[1]), (counts[0], counts[1]))


def _row(pairs: Pairs, settings: _Settings, *, turned: bool) -> dict[str, Any]:
    """One measure; `turned` when the sides stand in the other order."""
    sides = (1, 0) if turned else (0, 1)
    means = [cluster_means(pairs, side) for side in sides]
    differences = means[0] - means[1]
    n_clusters = len(differences)
    row: dict[str, Any] = {"n_clusters": n_clusters}
    row |= {"n_higher": int((differences > 0).sum()), "n_lower": int((differences < 0).sum())}
    for prefix, side, mean in zip(("", "reference_"), sides, means, strict=True):
        row[f"{prefix}n_renderings"] = int(pairs.counts[side].sum())
        row[f"{prefix}n_stories"] = int((pairs.counts[side].sum(axis=1) > 0).sum())
        row[f"{prefix}share"] = mean.mean() if n_clusters else np.nan
    row["difference"] = differences.mean() if n_clusters else np.nan
    return row | _estimate(pairs, differences, settings, sides)


def _estimate(pairs: Pairs, differences: Any, settings: _Settings, sides: Sequence[int]) -> dict[str, Any]:
    """Interval and p, as far as clusters and stories allow them, and why not."""
    estimate: dict[str, Any] = {"ci_low": np.nan, "ci_high": np.nan, "p_value": np.nan}
    if len(differences) < FEWEST_CLUSTERS:
        return estimate | {"note": FEW_CLUSTERS}
    refused = {name: refuse_stories(pairs.counts[side].sum(axis=1)) for name, side in zip(SIDES, sides, strict=True)}
    notes = [
        on_sides(why, {name: refused[name] == why for name in SIDES}) for why in dict.fromkeys(refused.values()) if why
    ]
    n_resamples, seed = settings.n_resamples, settings.seed
    if set(refused.values()) <= {None, FEW_STORIES}:
        estimate["p_value"] = permute_pairs(pairs, n_resamples=n_resamples, seed=seed)
    if np.ptp(differences) == 0:
        notes.append(ALIKE)
    elif not any(refused.values()):
        n_stories = min(int((side.sum(axis=1) > 0).sum()) for side in pairs.counts)
        drawn = resample_pairs(pairs, n_resamples=n_resamples, seed=seed)
        low, high = percentile_interval(drawn[:, None], confidence=expand_confidence(settings.confidence, n_stories))
        ends = (low[0], high[0]) if sides[0] == 0 else (0 - high[0], 0 - low[0])
        estimate |= {"ci_low": ends[0], "ci_high": ends[1]}
    return estimate | {"note": "; ".join(notes) or None}
