"""How remarks of each group are reported, as shares with intervals over stories."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import binomtest

from framing import schema
from framing.errors import TableError, did_you_mean
from framing.measures.groups import Name, Numbers, count_rows, name_columns
from framing.measures.profiles import counted_groups
from framing.measures.settings import check_settings
from framing.measures.story_intervals import NO_SPREAD, Ends, no_ends, ratio_intervals, refuse_stories

COLUMNS = ("form", "content", "cue_stance", "cue_act", "place")
NO_REMARKS = "no remarks"


def share_intervals(
    remarks: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    column: str,
    by: str | Iterable[str] = "leader",
    confidence: float = 0.95,
    n_resamples: int = 2000,
    seed: int,
) -> pd.DataFrame:
    """Return which share of each group's remarks has each form (or cue stance, or cue act), and how sure that is.

    Parameters
    ----------
    remarks : pandas.DataFrame
        The `remarks` table.
    articles : pandas.DataFrame
        The `articles` table: it says to which story and outlet each article belongs.
    column : {"form", "content", "cue_stance", "cue_act", "place"}
        Whose values are counted.
    by : str or iterable of str
        Columns of `remarks` that make the groups, or else of `articles`: ("outlet", "leader").
    confidence, n_resamples, seed
        As for `compare_rates`.

    Returns
    -------
    pandas.DataFrame
        The `by` columns, then the `remark_shares` table: one row per group and value, zeros included, values in the
        order of the table of remarks; a row without value where a remark of the table has none. Groups as in
        `form_shares`.

    Raises
    ------
    TableError
        When a table, a column or a setting is not what it should be, or a remark's article is not in `articles`.

    Notes
    -----
    Counts the remarks of `form_shares`, so that shares of a group add up to one. The interval is a BCa bootstrap of
    stories, with the refusals of `compare_rates`. Where each story of a group gives one remark, remarks are independent
    and the interval is Wilson's (`scipy.stats.binomtest`), which holds for few remarks and for shares of 0 and 1 too.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. JASA 22, 209-212.

    Examples
    --------
    Ten articles with one remark each, five of them direct.

    >>> from framing.schema import make_table
    >>> ids, forms = [f"a{k}" for k in range(10)], ["direct", "indirect"] * 5
    >>> remarks = make_table("remarks", {"remark_id": ids, "article_id": ids, "form": forms, "content": ["clause"] * 10,
    ...     "leader": ["Ada Brook"] * 10, "not_said": [False] * 10, "start": [0] * 10, "end": [9] * 10,
    ...     "spans": [[[0, 9]]] * 10, "quoted_spans": [[]] * 10, "rule": ["hand"] * 10})
    >>> articles = make_table("articles", {"article_id": ids, "story_id": ids, "text": ["..."] * 10,
    ...     "body_start": [0] * 10, "warnings": [[]] * 10})
    >>> shares = share_intervals(remarks, articles, column="form", seed=1)
    >>> shares[["value", "share_remarks", "ci_low", "ci_high", "interval"]].round(3)
          value  share_remarks  ci_low  ci_high interval
    0    direct            0.5   0.237    0.763   wilson
    1     mixed            0.0   0.000    0.278   wilson
    2  indirect            0.5   0.237    0.763   wilson
    """
    check_settings(confidence=confidence, n_resamples=n_resamples, seed=seed)
    if column not in COLUMNS:
        raise TableError(f"column: shares of {column!r} are not counted.{did_you_mean(str(column), COLUMNS)}")
    asked = (by,) if isinstance(by, str) else tuple(by)
    columns, names, groups, counted = counted_groups(_with_articles(remarks, articles, asked), asked)
    clash = [name for name in columns if name in schema.column_names("remark_shares")]
    if clash:
        raise TableError(f"by: {clash[0]!r} is a column of the shares themselves. Rename that column of remarks.")
    values = _values(counted[column], column)
    value = pd.Index(values).get_indexer(pd.Index(counted[column]))
    value = np.where(value < 0, len(values) - 1, value)  # none stands last
    stories = _stories(counted, articles)
    settings = {"confidence": confidence, "n_resamples": n_resamples, "seed": seed}
    tables = [
        _of_group(stories[groups == number], value[groups == number], len(values), settings).assign(
            value=pd.Series(values, dtype="object")
        )
        for number in range(len(names))
    ]
    made = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()
    of_groups = name_columns(columns, _repeated(names, len(values)))
    table = made.assign(column=column, **of_groups)
    return schema.make_table("remark_shares", table, extra=columns)[[*columns, *schema.column_names("remark_shares")]]


def _with_articles(remarks: pd.DataFrame, articles: pd.DataFrame, by: tuple[str, ...]) -> pd.DataFrame:
    """The remarks, with those columns of their articles that make groups and that they have not."""
    schema.check_table(remarks, "remarks")
    schema.check_table(articles, "articles")
    wanted = [name for name in by if name not in remarks.columns and name in articles.columns]
    of_article = articles.set_index("article_id")
    return remarks.assign(**{name: remarks["article_id"].map(of_article[name]) for name in wanted})


def _repeated(names: list[Name], times: int) -> list[Name]:
    return [name for name in names for _ in range(times)]


def _values(cells: pd.Series, column: str) -> list[str | None]:
    """The values there may be, and none where a remark has none."""
    known = next(each.values for each in schema.table_columns("remarks") if each.name == column)
    return [*known, *([None] if cells.isna().any() else [])]


def _stories(remarks: pd.DataFrame, articles: pd.DataFrame) -> Numbers:
    """The number of the story of each remark, stories in the order of their ids."""
    story = pd.Series(articles["story_id"].array, index=articles["article_id"].array)
    unknown = remarks.loc[~remarks["article_id"].isin(story.index), "article_id"]
    if len(unknown):
        raise TableError(f"remarks: article {unknown.iloc[0]!r} is not in articles. Give the articles they stand in.")
    return np.asarray(pd.factorize(remarks["article_id"].map(story), sort=True)[0], dtype=np.int64)


def _of_group(stories: Numbers, value: Numbers, n_values: int, settings: Any) -> pd.DataFrame:
    """The rows of one group."""
    numbers, story = np.unique(stories, return_inverse=True)
    n_stories = len(numbers)
    n_remarks = count_rows(story, n_stories)
    with_value = count_rows(story * n_values + value, n_stories * n_values).reshape(-1, n_values)
    n = with_value.sum(axis=0)
    total = int(n_remarks.sum())
    one_each = total > 0 and bool((n_remarks == 1).all())
    refused = None if one_each else refuse_stories(n_remarks)
    if one_each:
        ends = _wilson(n, total, settings["confidence"])
    else:
        ends = no_ends(n_values) if refused or not total else ratio_intervals(with_value, n_remarks, **settings)
    missing = np.isnan(ends.low).tolist()
    why = refused or (NO_SPREAD if total else NO_REMARKS)
    method = "wilson" if one_each else "stories"
    return pd.DataFrame(
        {"n_remarks_with_value": n, "n_remarks": total, "share_remarks": n / total if total else np.nan}
        | {"ci_low": ends.low, "ci_high": ends.high, "n_stories": n_stories}
        | {"interval": [None if gone else method for gone in missing]}
        | {"note": [why if gone else None for gone in missing]}
    )


def _wilson(n: Numbers, total: int, confidence: float) -> Ends:
    """Wilson's intervals of shares of independent remarks."""
    ends = [binomtest(k, total).proportion_ci(confidence, method="wilson") for k in n.tolist()]
    return Ends(np.array([end.low for end in ends]), np.array([end.high for end in ends]))
