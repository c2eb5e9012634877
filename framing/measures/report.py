"""The sentences of a paper that say what a comparison found, with what a reader needs to judge it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from framing import schema
from framing.errors import TableError, did_you_mean
from framing.measures.digits import decimals_of_counts, decimals_of_interval, number, p_value, significant
from framing.measures.refusals import unit_of
from framing.measures.styles import STYLES, lay_out

POPULATION = "the stories that the same outlets would have published on the same subject in the same period"
_OF_CALL = (
    "by",
    "group",
    "reference",
    "lexicon",
    "voices",
    "strata",
    "confidence",
    "interval",
    "n_resamples",
    "seed",
    "unit",
)
_INTERVALS = {"bca": "BCa", "percentile": "percentile"}


def report(comparison: pd.DataFrame, *, style: str = "plain", population: str = POPULATION) -> str:
    r"""Return the sentences for the paper: what was compared, what was found, how sure that is, and how it was done.

    Parameters
    ----------
    comparison : pandas.DataFrame
        The `comparison` table of `compare_rates` or `compare_shares`, or the `sentiment_comparison` table of
        `compare_sentiment`; also a part of it, or several under one another.
    style : {"plain", "markdown", "latex"}
        How the text is written. Names are text in all three: what would be markup is escaped.
    population : str
        The stories of which those at hand are taken as a sample: it completes "others of the same kind (...)".

    Returns
    -------
    str
        For each comparison a paragraph on what was compared, a line per row, those without an interval or a test with
        the reason, and a paragraph on the method.

    Raises
    ------
    TableError
        When `comparison` is not what it should be or has no row, or there is no such style.

    Notes
    -----
    Numbers have no more digits than the data bear: shares are whole percentages under 1,000 remarks; rates have no
    digit finer than one hit; ratios two significant digits; means and their differences are rounded to their
    uncertainty; p-values have two decimals, or three where the error of drawing permutations is smaller than that.
    Rounding is for reading: cite the table for the numbers.

    Examples
    --------
    >>> from framing import articles_from_records, compare_shares, find_matches, tokenize
    >>> from framing.lexicon import Lexicon, Term
    >>> weather = Lexicon("weather", "1.0", "en", "", "CC0-1.0", {"storm": "wind words"}, (Term("storm", "gale"),))
    >>> texts = {"The Lantern": "A gale came. " * 2, "Port Post": "A gale came. We all left. "}
    >>> records = [{"article_id": f"{outlet} {number}", "outlet": outlet, "text": text}
    ...     for outlet, text in texts.items() for number in range(10)]
    >>> tokens = tokenize(articles_from_records(records, source="notes"))
    >>> contrast = compare_shares(find_matches(tokens, weather), tokens, weather, by="outlet", group="The Lantern",
    ...     reference="Port Post", voices=None, seed=1)
    >>> print(report(contrast).split("\n\n")[1])
    storm, share of sentences with a term: 100 % of 20 against 50 % of 20; difference 50 percentage points (95 %
    interval 50 to 50), p < .001, adjusted p < .001.
    """
    if style not in STYLES:
        raise TableError(f"style: there is no style {style!r}.{did_you_mean(str(style), STYLES)}")
    is_sentiment = "engine" in getattr(comparison, "columns", ())
    schema.check_table(comparison, "sentiment_comparison" if is_sentiment else "comparison", source="comparison")
    if comparison.empty:
        raise TableError("comparison: no rows, so there is nothing to report. Choose rows of the table.")
    own = [column for column in _OF_CALL if column in comparison.columns]
    calls = comparison.groupby(own, dropna=False, sort=False, observed=True)
    tell = _sentiment_sentence if is_sentiment else _sentence
    return "\n\n".join(_report_call(rows, tell, population, style) for _, rows in calls)


def _report_call(rows: pd.DataFrame, tell: Callable[[Any], str], population: str, style: str) -> str:
    """One call of a comparison."""
    records = [
        {str(name): None if pd.isna(cell) else cell for name, cell in row.items()} for row in rows.to_dict("records")
    ]
    sentences = [tell(row) for row in records]
    return lay_out(_what(records[0]), sentences, _how(records, population), style=style)


def _what(row: dict[str, Any]) -> str:
    """What was compared."""
    sides = [_size(row, prefix) for prefix in ("", "reference_")]
    everything = "all words" if "lexicon" in row else "all words of remarks"
    words = f"{row['voices'].replace(', ', ' and ')} words" if row["voices"] else everything
    with_what = f"lexicon {row['lexicon']}" if "lexicon" in row else "sentiment engines"
    return (
        f"Compared by {row['by']}: {row['group']} (the group; {sides[0]}) with {row['reference']} "
        f"(the reference; {sides[1]}); {words}, {with_what}."
    )


def _size(row: dict[str, Any], prefix: str) -> str:
    """Stories and words of a side."""
    n_stories, n_words = row[f"{prefix}n_stories"], row.get(f"{prefix}n_tokens", row.get(f"{prefix}n_words"))
    is_named = row["unit"] in (None, "story_id")
    one, many = ("story", "stories") if is_named else (f"unit named by {row['unit']}", f"units named by {row['unit']}")
    stories = f"{n_stories:,} {one if n_stories == 1 else many}"
    return stories if n_words is None else f"{stories}, {n_words:,} words"


def _sentence(row: dict[str, Any]) -> str:
    """What was found of one frame by one measure."""
    return _share_sentence(row) if row["measure"] == "share_remarks" else _rate_sentence(row)


def _share_sentence(row: dict[str, Any]) -> str:
    """Shares, in per cent, and their difference in percentage points."""
    n, reference_n = row["n_remarks"], row["reference_n_remarks"]
    places = decimals_of_counts(100, min(n, reference_n))
    shares = [_percent(row[name], places) for name in ("share_remarks", "reference_share_remarks")]
    counted = unit_of(row["voices"].split(", ") if row["voices"] else None)
    found = f"{shares[0]} of {n:,} against {shares[1]} of {reference_n:,}"
    if row["difference"] is not None:
        points = number(100 * row["difference"], places)
        found += f"; difference {points} percentage {'point' if points.strip('-') == '1' else 'points'}"
    said = f"{row['frame']}, share of {counted} with a term: {found}"
    return said + _uncertainty(row, lambda end: number(100 * end, places))


def _rate_sentence(row: dict[str, Any]) -> str:
    """Hits per 1,000 words, and their ratio."""
    sides = []
    for prefix in ("", "reference_"):
        n, rate, n_words = (row.get(f"{prefix}{name}") for name in ("n_matches", "per_1000", "n_tokens"))
        places = 0 if n_words is None else decimals_of_counts(1000, n_words)
        hits = f"{n:,} {'hit' if n == 1 else 'hits'}"
        sides.append(f"no rate ({hits})" if rate is None else f"{number(rate, places)} ({hits})")
    found = f"{sides[0]} against {sides[1]}"
    if row["log2_ratio"] is not None:
        found += f"; {significant(2 ** row['log2_ratio'])} times as often"
    return f"{row['frame']}, hits per 1,000 words: {found}" + _uncertainty(row, lambda end: significant(2**end))


def _sentiment_sentence(row: dict[str, Any]) -> str:
    """Mean scores of remarks and their difference."""
    places = decimals_of_interval(row["ci_low"], row["ci_high"])
    sides = []
    for prefix in ("", "reference_"):
        score, n, unscored = (row[f"{prefix}{name}"] for name in ("score", "n_remarks", "n_remarks_unscored"))
        of = f"{n:,} remarks, {unscored:,} without a score"
        sides.append(f"none ({of})" if score is None else f"{number(score, places)} ({of})")
    found = f"{sides[0]} against {sides[1]}"
    if row["difference"] is not None:
        found += f"; difference {number(row['difference'], places)}"
    return f"{row['engine']}, mean score of a remark: {found}" + _uncertainty(row, lambda end: number(end, places))


def _percent(share: float | None, places: int) -> str:
    return "no share" if share is None else f"{number(100 * share, places)} %"


def _uncertainty(row: dict[str, Any], written: Callable[[float], str]) -> str:
    """Interval, test and note of a row."""
    low, high, p = row["ci_low"], row["ci_high"], row["p_value"]
    parts = " (no interval)"
    if low is not None and high is not None:
        level = f"{100 * row['confidence']:g} % " if row["confidence"] is not None else ""
        parts = f" ({level}interval {written(low)} to {written(high)})"
    n = row["n_resamples"]
    parts += ", no test" if p is None else f", {p_value(p, n)}"
    if row["p_adjusted"] is not None:
        parts += f", adjusted {p_value(row['p_adjusted'], n)}"
    return f"{parts}." + (f" Note: {row['note']}." if row["note"] else "")


def _how(rows: list[dict[str, Any]], population: str) -> str:
    """The method, as far as these rows needed it."""
    row = rows[0]
    units = "stories" if row["unit"] in (None, "story_id") else f"units named by {row['unit']}"
    drawn = "" if row["n_resamples"] is None else f" ({int(row['n_resamples']):,} resamples)"
    parts = ["Differences and ratios are taken before rounding."]
    if any(one["ci_low"] is not None for one in rows):
        kind = _INTERVALS.get(str(row["interval"]), "bootstrap")
        parts.append(f"Intervals: {kind} bootstrap of {units}{drawn}, confidence expanded for few {units}.")
    n_tests = sum(one["p_value"] is not None for one in rows)
    if n_tests:
        adjusted = f"; adjusted p after Benjamini and Hochberg over all rows of the call ({n_tests} " + (
            "test reported here)" if n_tests == 1 else "tests reported here)"
        )
        is_adjusted = any(one["p_adjusted"] is not None for one in rows)
        parts.append(f"Tests: permutation of {units}, studentised, two-sided{adjusted * is_adjusted}.")
    if row.get("strata"):
        parts.append(f"Compared within {row['strata']} (Mantel-Haenszel).")
    parts.append(f"Sampling of {units} only: others of the same kind ({population}), not errors of measurement.")
    made = [f"seed {int(row['seed'])}" if row["seed"] is not None else "", row["made_with"] or ""]
    said = "; ".join(part for part in made if part)
    return " ".join([*parts, f"{said[0].upper()}{said[1:]}." if said else ""]).strip()
