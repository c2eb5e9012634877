"""The sentiment of two groups, engine by engine."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from framing import schema
from framing.errors import TableError, all_problems, did_you_mean
from framing.measures.comparison import adjust_p, check_pair
from framing.measures.contrasts import Sides, contrast_intervals, permutation_p
from framing.measures.groups import known_voices, number_groups
from framing.measures.rates import FEWEST_REMARKS
from framing.measures.refusals import SIDES, Refusals, on_sides, refuse
from framing.measures.sentiment_means import stretches_of
from framing.measures.settings import check_settings, record_settings

NO_SCORE = "no remark with a score"
NO_INTERVAL = "no variation: no interval"
_NAMES = ("name", "surname")
_ESTIMATES = ("ci_low", "ci_high", "p_value")


def compare_sentiment(
    sentiment: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    leaders: pd.DataFrame | None,
    by: str = "leader",
    group: Any,
    reference: Any,
    voices: Iterable[str] | None = None,
    confidence: float = 0.95,
    interval: str = "bca",
    n_resamples: int = 2000,
    seed: int,
) -> pd.DataFrame:
    """Return how much more positive the remarks of one group are than those of another, by each engine.

    Parameters
    ----------
    sentiment : pandas.DataFrame
        The `sentiment` table.
    articles : pandas.DataFrame
        The `articles` table: it says to which story each article belongs.
    leaders : pandas.DataFrame or None
        The `leaders` table, whose names may not have made a score (in VADER's list "Trump" is a good word): score with
        `score_sentiment(..., leaders=leaders)`. None when nobody's name can be a word of the engines.
    by : str
        The column of `sentiment` that names the groups.
    group, reference : str
        The group to look at and the group it is compared with.
    voices : iterable of str, optional
        As for `mean_sentiment`.
    confidence, interval, n_resamples, seed
        As for `compare_rates`.

    Returns
    -------
    pandas.DataFrame
        The `sentiment_comparison` table: one row per engine, in order of appearance. Engines stand side by side: they
        do not take the same steps between -1 and 1 and are never averaged.

    Raises
    ------
    TableError
        When a table, a column, a group or a setting is not what it should be, a leader's name made a score, or no
        stretch lies in a remark.

    Notes
    -----
    A remark's score is the mean of its stretches that have one, weighted by their words; `score` is the mean over
    remarks, each counting once (`mean_sentiment` counts each word once). Remarks of which an engine knows no word are
    counted apart: they are not neutral. Interval, test and refusals are those of `compare_rates`, over stories, with
    remark scores in the place of hits and remarks in that of words.

    It compares the words the two use, as an engine's list values them; not their attitudes, nor the outlets'.

    Examples
    --------
    Ten stories a side with one remark each.

    >>> from framing.schema import make_table
    >>> n, ids = 20, [f"a{k:02}" for k in range(20)]
    >>> articles = make_table("articles", {"article_id": ids, "story_id": ids, "text": ["..."] * n,
    ...     "body_start": [0] * n, "warnings": [[]] * n})
    >>> sentiment = make_table("sentiment", {"article_id": ids, "remark_id": ids, "sentence": [0] * n, "start": [0] * n,
    ...     "end": [9] * n, "leader": ["Ada Brook", "Ben Cole"] * 10, "repeat": [False] * n, "engine": ["vader"] * n,
    ...     "score": [0.75, 0.25, 0.25, -0.25] * 5, "n_words": [6] * n, "n_words_scored": [1] * n,
    ...     "words": [[["good", 0.5]]] * n})
    >>> contrast = compare_sentiment(sentiment, articles, leaders=None, group="Ada Brook", reference="Ben Cole", seed=1)
    >>> contrast[["engine", "n_remarks", "score", "reference_score", "difference"]]
      engine  n_remarks  score  reference_score  difference
    0  vader         10    0.5              0.0         0.5
    >>> bool(0 < contrast["ci_low"][0] < 0.5 < contrast["ci_high"][0]), bool(contrast["p_value"][0] < 0.05)
    (True, True)
    """
    check_pair(by, group, reference, interval)
    check_settings(confidence=confidence, n_resamples=n_resamples, seed=seed)
    rows, _ = stretches_of(sentiment, by, voices)
    _check_names(rows, leaders)
    rows = rows[rows["remark_id"].notna()]
    known = rows[by].dropna().unique().tolist()
    for name in (group, reference):
        if name not in known:
            near = did_you_mean(str(name), map(str, known))
            raise TableError(f"sentiment: {by} {name!r} has no remark here. Assign voices before scoring.{near}")
    pair = sorted([group, reference], key=str)  # whichever is which, the same resamples and permutations are drawn
    rows = rows[rows[by].isin(pair)].assign(side=rows[by].map({pair[0]: 0, pair[1]: 1}))
    remarks = _remarks(rows.assign(story=_stories(rows, articles)))
    settings: dict[str, Any] = {"confidence": confidence, "n_resamples": n_resamples, "seed": seed}
    made = [
        _row(remarks[remarks["engine"] == engine], interval, settings, turned=pair[0] != group)
        | {"by": by, "group": str(group), "reference": str(reference), "engine": engine}
        for engine in rows["engine"].unique()
    ]
    recorded = record_settings(known_voices(voices), unit="story_id", strata=(), interval=interval, **settings)
    table = pd.DataFrame(made).assign(**recorded)
    return schema.make_table("sentiment_comparison", table.assign(p_adjusted=adjust_p(table["p_value"])))


def _check_names(rows: pd.DataFrame, leaders: pd.DataFrame | None) -> None:
    """Refuse scores that the name of a leader has made."""
    if leaders is None:
        return
    schema.check_table(leaders, "leaders")
    aliases = leaders.loc[leaders["kind"].isin(_NAMES), "alias"]
    names = {*aliases, *aliases.str.upper()}
    problems = [
        f"row {row}: the name {word!r} was scored as a word ({engine})"
        for row, engine, words in zip(rows.index, rows["engine"], rows["words"], strict=True)
        for word, _ in words
        if word in names
    ]
    if problems:
        advice = "Score again with score_sentiment(..., leaders=leaders)."
        raise TableError(f"{all_problems('sentiment', problems)} {advice}")


def _stories(rows: pd.DataFrame, articles: pd.DataFrame) -> Any:
    """The number of the story of each row, stories in the order of their ids."""
    schema.check_table(articles, "articles")
    story = pd.Series(articles["story_id"].array, index=articles["article_id"].array)
    unknown = rows.loc[~rows["article_id"].isin(story.index), "article_id"]
    if len(unknown):
        raise TableError(f"sentiment: article {unknown.iloc[0]!r} is not in articles. Give the articles it is of.")
    return pd.factorize(rows["article_id"].map(story), sort=True)[0]


def _remarks(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per remark, side and engine: its mean score, its words and those the engine knows."""
    names, number = number_groups(rows, ["article_id", "remark_id", "side", "engine"])
    score = rows["score"].astype("float64")
    weight = rows["n_words"].where(score.notna(), 0).to_numpy(np.float64)

    def total(values: Any) -> Any:
        return np.bincount(number, weights=np.asarray(values, dtype=np.float64), minlength=len(names))

    table = pd.DataFrame(names, columns=["article_id", "remark_id", "side", "engine"])
    first = np.unique(number, return_index=True)[1]
    weights = total(weight)
    return table.assign(
        story=rows["story"].to_numpy()[first],
        score=total(score.fillna(0) * weight) / np.where(weights > 0, weights, np.nan),
        n_words=total(rows["n_words"]),
        n_words_scored=total(rows["n_words_scored"]),
    )


def _row(remarks: pd.DataFrame, interval: str, settings: dict[str, Any], *, turned: bool) -> dict[str, Any]:
    """One engine."""
    scored = remarks[remarks["score"].notna()].sort_values(["article_id", "remark_id"])
    story, stories = pd.factorize(scored["story"], sort=True)
    cell = story * 2 + scored["side"].to_numpy(np.int64)

    def by_story(values: Any) -> tuple[Any, Any]:
        """What each story adds to the two sides."""
        weights = np.asarray(values, dtype=np.float64)
        table = np.bincount(cell, weights=weights, minlength=2 * len(stories)).reshape(-1, 2, 1)
        return table[:, 0], table[:, 1]

    none = np.zeros(len(stories), dtype=np.int64)
    own = np.arange(len(stories))
    n_remarks, n_words = by_story(np.ones(len(scored))), by_story(scored["n_words"])
    sides = Sides(by_story(scored["score"]), n_remarks, own, none, none)
    names = SIDES[::-1] if turned else SIDES
    refusals = refuse(Sides(n_words, n_words, own, none, none), names=names, strata=())
    row = _counts(remarks, n_remarks, names)
    estimate = _estimate(sides, refusals, interval, settings, sign=-1 if turned else 1)
    missing = {side: row[f"{prefix}n_remarks"] == 0 for side, prefix in zip(SIDES, ("", "reference_"), strict=True)}
    few = {
        side: 0 < row[f"{prefix}n_remarks"] < FEWEST_REMARKS
        for side, prefix in zip(SIDES, ("", "reference_"), strict=True)
    }
    open_ended = not refusals.interval and np.isnan(estimate["ci_low"])
    notes = [on_sides(NO_SCORE, missing), on_sides("too few remarks", few), *refusals.notes]
    notes.append(NO_INTERVAL if open_ended else "")
    said = "; ".join(note for note in notes if note)
    return row | estimate | {"difference": row["score"] - row["reference_score"], "note": said or None}


def _counts(remarks: pd.DataFrame, n_remarks: tuple[Any, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """What is counted on each side, and the two means."""
    row: dict[str, Any] = {}
    for number, name in enumerate(names):
        prefix = "" if name == "group" else "reference_"
        own = remarks[remarks["side"] == number]
        n_words = float(own["n_words"].sum())
        row |= {
            f"{prefix}n_remarks": int(own["score"].notna().sum()),
            f"{prefix}n_remarks_unscored": int(own["score"].isna().sum()),
            f"{prefix}score": float(own["score"].mean()),
            f"{prefix}n_words": int(n_words),
            f"{prefix}share_words_scored": float(own["n_words_scored"].sum()) / n_words if n_words else np.nan,
            f"{prefix}n_stories": int((n_remarks[number] > 0).sum()),
        }
    return row


def _estimate(
    sides: Sides, refusals: Refusals, interval: str, settings: dict[str, Any], *, sign: int
) -> dict[str, float]:
    """Interval and p, as far as the stories allow them."""
    row = dict.fromkeys(_ESTIMATES, np.nan)
    if not refusals.interval:
        ends = contrast_intervals(sides, interval=interval, **settings)
        low, high = sorted(sign * float(end.difference[0, 0]) for end in ends)
        alike = np.isnan(low) or np.isnan(high) or np.isclose(low, high, rtol=1e-12, atol=1e-15)
        row |= {} if alike else {"ci_low": low, "ci_high": high}
    if not refusals.test:
        own = {name: settings[name] for name in ("n_resamples", "seed")}
        row["p_value"] = float(permutation_p(sides, **own)[0])
    return row
