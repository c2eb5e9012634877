"""What sentiment scores say of a group, and where two engines disagree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from framing import schema
from framing.errors import TableError, did_you_mean
from framing.measures.groups import (
    REMARK_VOICES,
    by_columns,
    known_voices,
    name_columns,
    number_groups,
    order_groups,
)


def mean_sentiment(
    sentiment: pd.DataFrame, *, by: str | Iterable[str], voices: Iterable[str] | None = None
) -> pd.DataFrame:
    """Return the mean sentiment of each group by each engine, and how much of its words the engine knows.

    Parameters
    ----------
    sentiment : pandas.DataFrame
        The `sentiment` table.
    by : str or iterable of str
        Its columns that make the groups, such as "leader" or "remark_id".
    voices : iterable of str, optional
        Whose words count: of "quoted", "paraphrased", "narrated". Needed when the table holds narrated words beside the
        words of remarks and `by` leaves the voice out.

    Returns
    -------
    pandas.DataFrame
        The `by` columns, `engine`, `score`, `n_stretches`, `n_stretches_scored`, `n_words`, `n_words_scored`,
        `share_words_scored`; one row per group and engine. Groups with most words first, then by name, those without a
        name last; engines in order of appearance.

    Raises
    ------
    TableError
        When `sentiment` is not what it should be, has no such column, or `voices` is needed.

    Notes
    -----
    score = sum(score x n_words) / sum(n_words) over the stretches that have a score; missing when none has. A stretch
    of which the engine knows no word has no score: it is not neutral. It is the sentiment of the words, not the
    outlet's attitude to the speaker.

    Rows of a remark that repeats an earlier one of its article are left out, as the rates do.

    Examples
    --------
    Six words of 0.5 and two of -0.5 have a mean of (3 - 1) / 8.

    >>> from framing.schema import make_table
    >>> sentiment = make_table("sentiment", {"article_id": ["a"] * 2, "sentence": [0, 1], "leader": ["Ada Brook"] * 2,
    ...     "start": [0, 30], "end": [28, 40],
    ...     "repeat": [False] * 2, "engine": ["vader"] * 2, "score": [0.5, -0.5],
    ...     "n_words": [6, 2], "n_words_scored": [1, 1],
    ...     "words": [[["glad", 0.5]], [["sad", -0.5]]]})
    >>> mean_sentiment(sentiment, by="leader")[["leader", "engine", "score", "n_words", "share_words_scored"]]
          leader engine  score  n_words  share_words_scored
    0  Ada Brook  vader   0.25        8                0.25
    """
    rows, columns = stretches_of(sentiment, by, voices)
    names, groups = number_groups(rows, columns)
    engines, engine = number_groups(rows, ["engine"])
    cell, n_cells = groups * len(engines) + engine, len(names) * len(engines)

    def total(values: Any) -> Any:
        return np.bincount(cell, weights=np.asarray(values, dtype=float), minlength=n_cells)

    scored = rows["score"].notna().to_numpy(bool)
    n_words, weight = total(rows["n_words"]), total(rows["n_words"] * scored)
    n_scored = total(rows["n_words_scored"])
    sums = total(rows["score"].astype("float64").fillna(0) * rows["n_words"])
    counts = {"n_stretches": total(np.ones(len(rows))), "n_stretches_scored": total(scored)}
    counts |= {"n_words": n_words, "n_words_scored": n_scored}
    sizes = n_words.reshape(len(names), len(engines)).max(axis=1, initial=0)
    order = order_groups(names, sizes)
    at = [group * len(engines) + place for group in order for place in range(len(engines))]
    return pd.DataFrame(
        name_columns([*columns, "engine"], [(*names[group], *name) for group in order for name in engines])
        | {"score": (sums / np.where(weight > 0, weight, np.nan))[at]}
        | {name: values[at].astype(np.int64) for name, values in counts.items()}
        | {"share_words_scored": (n_scored / np.where(n_words > 0, n_words, np.nan))[at]}
    )


def stretches_of(
    sentiment: pd.DataFrame, by: str | Iterable[str], voices: Iterable[str] | None
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The stretches of the voices asked for, and the `by` columns, once both are known to be there."""
    schema.check_table(sentiment, "sentiment")
    sentiment = sentiment[~sentiment["repeat"].astype(bool)]
    columns = by_columns(by, sentiment, "sentiment")
    asked = known_voices(voices)
    if asked is not None:
        return sentiment[sentiment["voice"].isin(asked)], columns
    there = set(sentiment["voice"].dropna())
    if "voice" not in columns and "narrated" in there and there & set(REMARK_VOICES):
        raise TableError(
            f"by={columns}: this would mix the leader's words with the outlet's. Say whose words count, as in "
            'voices=("quoted", "paraphrased"), or add "voice" to by.'
        )
    return sentiment, columns


def engine_disagreement(
    sentiment: pd.DataFrame,
    *,
    engines: tuple[str, str],
    by: str | Iterable[str] = "remark_id",
    voices: Iterable[str] | None = None,
) -> pd.DataFrame:
    """Return where two engines disagree, the widest gap first.

    Parameters
    ----------
    sentiment : pandas.DataFrame
        The `sentiment` table.
    engines : tuple of str
        The two engines, as its column `engine` names them.
    by : str or iterable of str
        Its columns that make the units to compare.
    voices : iterable of str, optional
        As for `mean_sentiment`.

    Returns
    -------
    pandas.DataFrame
        The `by` columns, `engine`, `other_engine`, `score`, `other_score`, `difference` (score - other_score),
        `signs_differ`, `n_words`; one row per unit. Largest absolute difference first, then by name; units that one of
        the engines cannot score last, with missing differences.

    Raises
    ------
    TableError
        As `mean_sentiment`, and when the table has no such engine.

    Notes
    -----
    Scores are the means of `mean_sentiment`. Signs differ when one engine is above zero and the other below; zero
    agrees with either. Engines do not take the same steps between -1 and 1: read the order of gaps, not their size.

    Examples
    --------
    >>> from framing.schema import make_table
    >>> sentiment = make_table("sentiment", {"article_id": ["a"] * 2, "remark_id": ["r1"] * 2, "sentence": [0, 0],
    ...     "start": [0, 0], "end": [28, 28],
    ...     "repeat": [False] * 2, "engine": ["textblob", "vader"], "score": [0.25, -0.5],
    ...     "n_words": [6, 6], "n_words_scored": [1, 1],
    ...     "words": [[["grave", 0.25]], [["grave", -0.5]]]})
    >>> gaps = engine_disagreement(sentiment, engines=("textblob", "vader"))
    >>> gaps[["remark_id", "score", "other_score", "difference", "signs_differ"]]
      remark_id  score  other_score  difference  signs_differ
    0        r1   0.25         -0.5        0.75          True
    """
    means = mean_sentiment(sentiment, by=by, voices=voices)
    columns = by_columns(by, sentiment, "sentiment")
    one, other = (_of_engine(means, engine) for engine in _two_engines(engines, sentiment))
    differ = ((one["score"] * other["score"]) < 0).astype("boolean")
    difference = one["score"] - other["score"]
    table = one[[*columns, "engine"]].assign(
        other_engine=other["engine"],
        score=one["score"],
        other_score=other["score"],
        difference=difference,
        signs_differ=differ.mask(difference.isna()),
        n_words=one["n_words"],
    )
    order = table.assign(gap=-difference.abs()).sort_values(["gap", *columns], kind="stable", na_position="last").index
    return table.loc[order].reset_index(drop=True)


def _two_engines(engines: Sequence[str], sentiment: pd.DataFrame) -> tuple[str, str]:
    """The two engines, once they are known to be two and in the table."""
    if isinstance(engines, str) or len(engines) != 2 or engines[0] == engines[1]:
        raise TableError(f"engines={engines!r}: name two different engines.")
    there = sentiment["engine"].unique().tolist()
    for engine in engines:
        if engine not in there:
            raise TableError(f"sentiment: no scores of engine {engine!r}.{did_you_mean(engine, there)}")
    return engines[0], engines[1]


def _of_engine(means: pd.DataFrame, engine: str) -> pd.DataFrame:
    """The means of one engine, one row per unit, all engines in the same order of units."""
    return means[means["engine"] == engine].reset_index(drop=True)
