"""How prominent the remarks of each group are, component by component, with intervals over stories."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from framing import schema
from framing.errors import TableError
from framing.measures.groups import by_columns, name_columns, number_groups, order_groups
from framing.measures.intervals import expand_confidence, percentile_interval
from framing.measures.resampling import Floats, resample_counts
from framing.measures.settings import check_settings
from framing.measures.story_intervals import NO_SPREAD, Ends, no_ends, ratio_intervals, refuse_stories

PLACES = {"headline": ("headline",), "standfirst or lead": ("standfirst", "lead"), "body": ("body",)}
NO_PLACE = "no remark whose place is known"


def salience_shares(
    salience: pd.DataFrame,
    *,
    by: str | Iterable[str] = ("outlet", "leader"),
    confidence: float = 0.95,
    n_resamples: int = 2000,
    seed: int,
) -> pd.DataFrame:
    """Return how prominent the remarks of each group are: in which places, how early, how long, how often repeated.

    Parameters
    ----------
    salience : pandas.DataFrame
        The `salience` table.
    by : str or iterable of str
        Its columns that make the groups, such as "leader" or ("outlet", "leader").
    confidence, n_resamples, seed
        As for `compare_rates`.

    Returns
    -------
    pandas.DataFrame
        The `by` columns, then the `salience_shares` table: one row per group and measure, in the order headline,
        standfirst or lead, body, comes first, position, words, repeats. Groups with most remarks first, then by name;
        those with a missing name last.

    Raises
    ------
    TableError
        When `salience` is not what it should be, a column is not there, or a setting is not what it should be.

    Notes
    -----
    Every remark counts, repetitions too. An article "comes first" for a group when its first remark, of whomever, is
    one of the group's: with one remark a leader, each of k leaders would come first in 1 / k of the articles.

    Intervals resample stories, with the refusals of `compare_rates`: BCa for shares and means, percentiles with
    expanded confidence for the median, whose jackknife tells nothing (Efron & Tibshirani 1993, chapter 11). There is
    no index of all measures together: what one is worth in terms of another is for the reader to say.

    References
    ----------
    Efron & Tibshirani (1993), An Introduction to the Bootstrap.

    Examples
    --------
    Of four remarks of one leader one stands in a headline; of three articles with a remark of hers, two begin with it.

    >>> from framing.schema import make_table
    >>> salience = make_table("salience", {"remark_id": ["r1", "r2", "r3", "r4"], "article_id": ["a", "a", "b", "c"],
    ...     "story_id": ["a", "a", "b", "c"], "leader": ["Ada Brook"] * 4, "order": [1, 2, 1, 2],
    ...     "place": ["headline", "body", "lead", "body"], "position": [0.0, 0.5, 0.1, 0.6], "n_words": [6, 9, 12, 15],
    ...     "share_words": [0.02, 0.03, 0.04, 0.05], "form": ["direct"] * 4, "n_repeats": [1, 0, 0, 0]})
    >>> salience_shares(salience, by="leader", seed=1)[["measure", "n", "n_of", "value"]].round(3)
                  measure     n  n_of  value
    0            headline     1     4  0.250
    1  standfirst or lead     1     4  0.250
    2                body     2     4  0.500
    3         comes first     2     3  0.667
    4            position  <NA>     4  0.300
    5               words  <NA>     3  0.047
    6             repeats     0     4  0.000
    """
    check_settings(confidence=confidence, n_resamples=n_resamples, seed=seed)
    schema.check_table(salience, "salience")
    columns = by_columns(by, salience, "salience")
    own_names = schema.column_names("salience_shares")
    clash = [name for name in columns if name in own_names]
    if clash:
        raise TableError(f"by: {clash[0]!r} is a column of the shares themselves. Rename that column of salience.")
    settings = {"confidence": confidence, "n_resamples": n_resamples, "seed": seed}
    names, groups = number_groups(salience, columns)
    order = order_groups(names, np.bincount(groups, minlength=len(names)))
    tables = [_of_group(salience[groups == number], settings) for number in order] if len(salience) else []
    made = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()
    rows = [names[number] for number, table in zip(order, tables, strict=False) for _ in range(len(table))]
    table = made.assign(**name_columns(columns, rows))
    return schema.make_table("salience_shares", table, extra=columns)[[*columns, *own_names]]


def _of_group(remarks: pd.DataFrame, settings: dict[str, Any]) -> pd.DataFrame:
    """The rows of one group."""
    placed = remarks["place"].notna().to_numpy(bool)
    each, repeats = np.ones(len(remarks)), remarks["repeats"].notna().to_numpy(bool)
    articles = remarks.groupby("article_id", sort=True).agg(
        story_id=("story_id", "first"), first=("order", "min"), words=("share_words", "sum")
    )
    one = np.ones(len(articles))
    rows = [
        _ratio(remarks, remarks["place"].isin(places), placed, settings) | {"measure": measure}
        for measure, places in PLACES.items()
    ]
    rows.append(_ratio(articles, articles["first"] == 1, one, settings) | {"measure": "comes first"})
    rows.append(_median(remarks, settings) | {"measure": "position"})
    rows.append(_ratio(articles, articles["words"], one, settings) | {"measure": "words", "n": None})
    rows.append(_ratio(remarks, repeats, each, settings) | {"measure": "repeats"})
    return pd.DataFrame(rows).assign(
        n_remarks=len(remarks), n_articles=len(articles), n_stories=remarks["story_id"].nunique()
    )


def _ratio(rows: pd.DataFrame, top: Any, bottom: Any, settings: dict[str, Any]) -> dict[str, Any]:
    """A sum over a sum, with its interval over stories."""
    story = pd.factorize(rows["story_id"], sort=True)[0]
    above, below = (np.bincount(story, np.asarray(values, dtype=np.float64)) for values in (top, bottom))
    refused = refuse_stories(below)
    ends = ratio_intervals(above[:, None], below, **settings) if refused is None else no_ends(1)
    n_of = int(below.sum())
    value = above.sum() / n_of if n_of else np.nan
    return {"n": round(above.sum()), "n_of": n_of, "value": value} | _ends(ends, refused if n_of else NO_PLACE)


def _ends(ends: Ends, refused: str | None) -> dict[str, Any]:
    """The interval, or why there is none."""
    missing = bool(np.isnan(ends.low[0]) or np.isnan(ends.high[0]))
    return {"ci_low": ends.low[0], "ci_high": ends.high[0], "note": (refused or NO_SPREAD) if missing else None}


def _median(remarks: pd.DataFrame, settings: dict[str, Any]) -> dict[str, Any]:
    """The median position, with its interval over stories."""
    positions = remarks["position"].to_numpy(np.float64)
    rank = np.argsort(positions, kind="stable")
    story, names = pd.factorize(remarks["story_id"], sort=True)
    refused = refuse_stories(np.bincount(story))
    ends = no_ends(1)
    if refused is None and positions.min() < positions.max():
        drawn = resample_counts(len(names), settings["n_resamples"], settings["seed"])
        medians = np.concatenate([weighted_medians(positions[rank], chunk[:, story[rank]]) for chunk in drawn])
        wide = expand_confidence(settings["confidence"], len(names))
        ends = Ends(*percentile_interval(medians[:, None], confidence=wide))
    return {"n": None, "n_of": len(positions), "value": float(np.median(positions))} | _ends(ends, refused)


def weighted_medians(ascending: Floats, weights: Floats) -> Floats:
    """Return the median of values under each row of whole weights.

    Parameters
    ----------
    ascending : array of shape (values,)
        Values in ascending order.
    weights : array of shape (rows, values)
        How often each value is taken; not all zero in any row.

    Examples
    --------
    The second row takes 1, 1, 2 and 3: the median lies between 1 and 2.

    >>> import numpy as np
    >>> weighted_medians(np.array([1.0, 2.0, 3.0]), np.array([[1.0, 1.0, 1.0], [2.0, 1.0, 1.0]])).tolist()
    [2.0, 1.5]
    """
    sums = weights.cumsum(axis=1)
    half = sums[:, -1:] / 2
    return np.asarray((ascending[(sums >= half).argmax(axis=1)] + ascending[(sums > half).argmax(axis=1)]) / 2)
