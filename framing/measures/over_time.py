"""Rates of frames in one period after the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from framing import schema
from framing.errors import TableError, did_you_mean
from framing.lexicon import Lexicon
from framing.measures.groups import (
    Grouped,
    Name,
    by_columns,
    count_distinct,
    count_rows,
    group_words,
    order_groups,
    split_groups,
)
from framing.measures.rates import FEWEST_WORDS, rates_of_groups
from framing.measures.settings import check_settings
from framing.measures.story_intervals import NO_SPREAD, ONE_STORY, no_ends, ratio_intervals, refuse_stories

MOST_PERIODS = 20_000  # fifty years of days: more is a mistyped year, and minutes of empty rows
PERIODS = {"day": "D", "week": "W-SUN", "month": "M"}
NO_DATE = "no date"
_DAY = "first day of the period"  # no column of tokens has that name


def rates_over_time(
    matches: pd.DataFrame,
    tokens: pd.DataFrame,
    articles: pd.DataFrame,
    lexicon: Lexicon,
    *,
    by: str | Iterable[str],
    period: str,
    voices: Iterable[str] | None = None,
    where: Mapping[str, Any] | None = None,
    confidence: float = 0.95,
    n_resamples: int = 2000,
    seed: int,
) -> pd.DataFrame:
    """Return how often the terms of each frame are used in each day, week or month, with intervals.

    Parameters
    ----------
    matches, tokens, lexicon, voices
        As for `frame_rates`.
    articles : pandas.DataFrame
        The `articles` table: it says when each article was published.
    by : str or iterable of str
        Columns of `tokens` that make the groups; () for one line of all.
    period : {"day", "week", "month"}
        How long a period is; weeks begin on Monday.
    where : mapping, optional
        Columns of `tokens` and the value, or list of values, that words must have to count.
    confidence, n_resamples, seed
        As for `compare_rates`.

    Returns
    -------
    pandas.DataFrame
        The `by` columns, then the `rates_over_time` table: for each group, those with most words first, every period
        from the first to the last of the whole table, and for each period every frame. A period without words of the
        group is a row with zero stories and missing rates: a gap, not a zero. Words of articles without a date come
        last, with missing `first_day`.

    Raises
    ------
    TableError
        When a table, a column, a voice or a setting is not what it should be, an article of `tokens` is not in
        `articles`, or none of them has a date.

    Notes
    -----
    Shares and rates are those of `frame_rates`. Intervals are BCa over the stories of the group in the period, with the
    refusals of `compare_rates`: none under 8 stories, or when one story holds over half of the words; also none
    where all stories are alike, as without a hit. A story whose articles fall into several periods is a story of each.

    Intervals are of one period each. Whether two periods differ, `compare_rates` says, with the period as `by`; many
    periods looked at for one that stands out need an adjustment.

    Examples
    --------
    Fifty words on Monday the 3rd, none on the 4th, fifty on the 5th.

    >>> from framing import articles_from_records, find_matches, tokenize
    >>> from framing.lexicon import Lexicon, Term
    >>> weather = Lexicon("weather", "1.0", "en", "", "CC0-1.0", {"storm": "wind words"}, (Term("storm", "gale"),))
    >>> records = [{"article_id": day, "date": f"2025-03-0{day}", "text": "A gale came, we left. " * 10}
    ...     for day in (3, 5)]
    >>> articles = articles_from_records(records, source="notes")
    >>> tokens = tokenize(articles)
    >>> found = find_matches(tokens, weather)
    >>> rates = rates_over_time(found, tokens, articles, weather, by=(), period="day", seed=1)
    >>> rates[["first_day", "share_remarks", "n_matches", "n_stories"]]
       first_day  share_remarks  n_matches  n_stories
    0 2025-03-03            1.0         10          1
    1 2025-03-04            NaN          0          0
    2 2025-03-05            1.0         10          1
    """
    check_settings(confidence=confidence, n_resamples=n_resamples, seed=seed)
    if period not in PERIODS:
        raise TableError(f"period: there is no period {period!r}.{did_you_mean(str(period), PERIODS)}")
    schema.check_table(articles, "articles")
    columns = by_columns(by, tokens, "tokens")
    clash = [name for name in columns if name in schema.column_names("rates_over_time")]
    if clash:
        raise TableError(f"by: {clash[0]!r} is a column of the rates themselves. Rename that column of tokens.")
    if tokens.empty:
        raise TableError("tokens: there are no words, so there are no rates. Tokenize the articles first.")
    dated = tokens.assign(**{_DAY: _first_days(tokens, articles, period)})
    options: dict[str, Any] = {"by": (*columns, _DAY), "voices": voices, "where": where}
    order = _all_periods(group_words(matches, dated, lexicon, **options), period)
    grouped = group_words(matches, dated, lexicon, **options, groups=order)
    settings = {"confidence": confidence, "n_resamples": n_resamples, "seed": seed}
    parts = zip(*(split_groups(table, len(order)) for table in (grouped.words, grouped.hits)), strict=True)
    ends = [_intervals(words, hits, tokens, len(lexicon.frames), settings) for words, hits in parts]
    rates = rates_of_groups(grouped, lexicon).join(pd.concat(ends, ignore_index=True))
    place = {name: number * len(lexicon.frames) for number, name in enumerate(grouped.names)}
    rows = [place[name] + frame for name in order for frame in range(len(lexicon.frames))]
    return _table(rates.iloc[rows].reset_index(drop=True), columns, period)


def _table(rates: pd.DataFrame, by: tuple[str, ...], period: str) -> pd.DataFrame:
    """The table, with the last day of each period and the notes joined."""
    first = pd.Series(pd.to_datetime(rates[_DAY])).astype("datetime64[ns]")
    last = first.dt.to_period(PERIODS[period]).dt.end_time.dt.normalize()
    undated = first.isna().map({True: NO_DATE, False: None})
    notes = [
        "; ".join(note for note in row if isinstance(note, str)) or None
        for row in zip(undated, rates["note"], rates["refusal"], strict=True)
    ]
    table = rates.assign(period=period, first_day=first, last_day=last, note=pd.Series(notes, dtype="object"))
    return schema.make_table("rates_over_time", table, extra=by)[[*by, *schema.column_names("rates_over_time")]]


def _first_days(tokens: pd.DataFrame, articles: pd.DataFrame, period: str) -> pd.Series:
    """The first day of the period of each word; missing when its article has no date."""
    days_known = pd.to_datetime(articles["published"]).dt.tz_localize(None)  # the day as it is printed, in any zone
    published = pd.Series(days_known.array, index=articles["article_id"].array)
    unknown = tokens.loc[~tokens["article_id"].isin(published.index), "article_id"]
    if len(unknown):
        raise TableError(
            f"tokens: article {unknown.iloc[0]!r} is not in articles. Give the articles that were tokenized."
        )
    if len(articles) and published.isna().all():
        raise TableError("articles: published is missing in every row. Give the articles their dates.")
    days = tokens["article_id"].map(published)
    return pd.Series(days.dt.to_period(PERIODS[period]).dt.start_time)


def _all_periods(grouped: Grouped, period: str) -> list[Name]:
    """Every group with every period, in the order of the table; words without a date last, where there are any."""
    sizes: dict[Name, int] = {}
    for name, n in zip(grouped.names, grouped.n_tokens.tolist(), strict=True):
        sizes[name[:-1]] = sizes.get(name[:-1], 0) + n
    groups = [list(sizes)[number] for number in order_groups(list(sizes), list(sizes.values()))]
    days = [name[-1] for name in grouped.names if name[-1] is not None]
    undated = {name[:-1] for name in grouped.names if name[-1] is None}
    if days and (n_periods := len(pd.period_range(min(days), max(days), freq=PERIODS[period]))) > MOST_PERIODS:
        raise TableError(
            f"articles: published runs from {min(days).date()} to {max(days).date()}, {n_periods:,} periods "
            f"({period}). Correct the date that is wrong, or choose a longer period."
        )
    span = [one.start_time for one in pd.period_range(min(days), max(days), freq=PERIODS[period])] if days else []
    return [(*group, day) for group in groups for day in [*span, None] if day is not None or group in undated]


def _intervals(
    words: pd.DataFrame, hits: pd.DataFrame, tokens: pd.DataFrame, n_frames: int, settings: Mapping[str, Any]
) -> pd.DataFrame:
    """The intervals of one group in one period, a row per frame, and why there are none."""
    story_of, stories = pd.factorize(words["story_id"], sort=True)
    n_words = count_rows(story_of, len(stories))
    n_units = count_distinct(story_of, words["unit"], len(stories))
    story = stories.get_indexer(pd.Index(tokens["story_id"].iloc[hits["row"].to_numpy(np.int64)]))
    cell = story * n_frames + hits["frame"].to_numpy(np.int64)
    n_hits = count_rows(cell, len(stories) * n_frames).reshape(-1, n_frames)
    n_with = count_distinct(cell, hits["unit"], len(stories) * n_frames).reshape(-1, n_frames)
    refused = refuse_stories(n_words)
    columns: dict[str, Any] = {}
    for measure, tops, bottoms, per in (("share_remarks", n_with, n_units, 1), ("per_1000", n_hits, n_words, 1000)):
        too_short = measure == "per_1000" and n_words.sum() < FEWEST_WORDS
        ends = no_ends(n_frames) if refused or too_short else ratio_intervals(tops, bottoms, **settings)
        columns |= {f"{measure}_low": per * ends.low, f"{measure}_high": per * ends.high}
    alike = np.isnan(columns["share_remarks_low"]) & np.isnan(columns["per_1000_low"]) & (len(stories) > 0)
    said = None if refused == ONE_STORY else refused or NO_SPREAD  # of one story the note of the rates tells
    return pd.DataFrame(columns | {"refusal": [said if missing else None for missing in alike.tolist()]})
