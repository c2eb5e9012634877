"""Two groups of one table, frame by frame."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import false_discovery_control

from framing import schema
from framing.errors import TableError, did_you_mean
from framing.lexicon import Lexicon
from framing.measures.contrasts import INTERVALS, Sides, contrast_intervals, contrast_rates, permutation_p
from framing.measures.groups import group_words, known_voices
from framing.measures.rates import rates_of_groups
from framing.measures.refusals import NO_SHARED_HIT, OPEN_INTERVAL, SIDES, Refusals, notes_of_row, refuse, unit_of
from framing.measures.settings import check_settings, record_settings
from framing.measures.stories import gather_stories

MEASURES = ("share_remarks", "per_1000")
# The scale on which each measure has its interval: ratios of shares are capped by the share of the reference.
SCALES = {"share_remarks": "difference", "per_1000": "log2_ratio"}
_SIDES = ("n_remarks", "share_remarks", "n_matches", "per_1000", "n_stories", "n_tokens")
_ESTIMATED = ("difference", "log2_ratio", "ci_low", "ci_high", "p_value")


def compare_rates(
    matches: pd.DataFrame,
    tokens: pd.DataFrame,
    lexicon: Lexicon,
    *,
    voices: Iterable[str] | None,
    by: str = "leader",
    group: Any,
    reference: Any,
    where: Mapping[str, Any] | None = None,
    unit: str = "story_id",
    strata: Iterable[str] | None = None,
    confidence: float = 0.95,
    interval: str = "bca",
    n_resamples: int = 2000,
    seed: int,
) -> pd.DataFrame:
    """Return how much more, or less, one group uses the terms of each frame than another, and how sure that is.

    Parameters
    ----------
    matches, tokens, lexicon
        As for `frame_rates`.
    voices : iterable of str or None
        Whose words count: of "quoted", "paraphrased", "narrated"; None for tokens without voices, or when `by` is
        "voice".
    by : str
        The column of `tokens` that names the groups, such as "leader", "voice", "outlet" or a period of your own.
    group : str
        The group to look at.
    reference : str
        The group it is compared with. To exchange the two turns the signs.
    where : mapping, optional
        Columns of `tokens` and the value, or list of values, that words must have to count: {"leader": "Ada Brook"}.
    unit : str
        The column of `tokens` that names what was sampled: stories.
    strata : iterable of str, optional
        Columns of `tokens` within which groups are compared, such as ("outlet",).
    confidence : float
        Of the intervals, between 0 and 1.
    interval : {"bca", "percentile"}
        How the ends of the intervals are taken from the resamples.
    n_resamples : int
        Resamples of stories, and permutations, at least 100.
    seed : int
        The same seed gives the same numbers, whatever the order of the rows.

    Returns
    -------
    pandas.DataFrame
        The `comparison` table: for each frame in the lexicon's order a row for `share_remarks` and one for `per_1000`.
        `difference` and `log2_ratio` are those of the row's `measure`; `ci_low` and `ci_high` are the ends of the
        interval of `difference` for `share_remarks`, of `log2_ratio` for `per_1000`. `note` says why one is missing.
        The settings and the programs stand in each row, for `report`.

    Raises
    ------
    TableError
        When a table, a column, a voice or a setting is not what it should be, a group is not in `tokens`, or both are
        the same.

    Notes
    -----
    difference = group - reference, log2_ratio = log2(group / reference): 1 is twice as much, -1 half as much. With
    `strata` both are those of Mantel and Haenszel over strata that hold both groups.

    Stories are the sampling unit. The interval is a bootstrap of stories, drawn all together (within strata), so that
    a story with both groups stays whole; its confidence is expanded for few stories (Hesterberg 2015). It expresses
    sampling of stories only, not errors of measurement. The test permutes the groups of stories and exchanges the two
    sides of stories that hold both; its statistic is the studentised difference. `p_adjusted` is Benjamini and
    Hochberg's over all rows of one call.

    Missing, with a note: the ratio and the interval without a hit on a side, everything without a hit on both; interval
    and test with one story on a side, or when one story holds over half of a side's words; the interval under 8
    stories a side, the least number at which simulated intervals cover what they should (docs/statistics.md).

    References
    ----------
    Davison & Hinkley (1997), Bootstrap Methods and their Application. Benjamini & Hochberg (1995), Controlling the
    false discovery rate. JRSS B 57, 289-300.

    Examples
    --------
    Two articles a side, one term in three words against one in six. Of six ways to choose two articles of four, two
    set these outlets apart as much: p = 2/6. Two articles are too few for an interval.

    >>> from framing import articles_from_records, find_matches, tokenize
    >>> from framing.lexicon import Lexicon, Term
    >>> weather = Lexicon("weather", "1.0", "en", "", "CC0-1.0", {"storm": "wind words"}, (Term("storm", "gale"),))
    >>> texts = {"The Lantern": "A gale came. " * 20, "Port Post": "A gale came. We all left. " * 20}
    >>> records = [{"article_id": f"{outlet} {number}", "outlet": outlet, "text": text}
    ...     for outlet, text in texts.items() for number in (1, 2)]
    >>> tokens = tokenize(articles_from_records(records, source="notes"))
    >>> contrast = compare_rates(find_matches(tokens, weather), tokens, weather, by="outlet", group="The Lantern",
    ...     reference="Port Post", voices=None, seed=1)
    >>> contrast[["measure", "difference", "log2_ratio", "ci_low", "p_value"]].round(3)
             measure  difference  log2_ratio  ci_low  p_value
    0  share_remarks       0.500         1.0     NaN    0.333
    1       per_1000     166.667         1.0     NaN    0.333
    >>> contrast["note"][0]
    'under 8 stories: no interval (group and reference)'
    """
    options = {"voices": voices, "by": by, "group": group, "reference": reference, "where": where, "unit": unit}
    settings = {"confidence": confidence, "n_resamples": n_resamples, "seed": seed}
    return _compare(matches, tokens, lexicon, MEASURES, options, strata=strata, interval=interval, settings=settings)


def compare_shares(
    matches: pd.DataFrame,
    tokens: pd.DataFrame,
    lexicon: Lexicon,
    *,
    voices: Iterable[str] | None,
    by: str = "leader",
    group: Any,
    reference: Any,
    where: Mapping[str, Any] | None = None,
    unit: str = "story_id",
    strata: Iterable[str] | None = None,
    confidence: float = 0.95,
    interval: str = "bca",
    n_resamples: int = 2000,
    seed: int,
) -> pd.DataFrame:
    """Return in how many more, or fewer, of its remarks one group uses the terms of each frame than another.

    Parameters
    ----------
    matches, tokens, lexicon, voices, by, group, reference, where, unit, strata
        As for `compare_rates`. Of narrated words and of words without voices, sentences are counted.
    confidence, interval, n_resamples, seed
        As for `compare_rates`.

    Returns
    -------
    pandas.DataFrame
        The rows of `compare_rates` for `share_remarks`, the primary measure, with the same numbers but `p_adjusted`,
        which is adjusted over these rows alone.

    Raises
    ------
    TableError
        As `compare_rates`.

    Notes
    -----
    share_remarks = remarks with a term / remarks, over all stories of a group. `ci_low` and `ci_high` are the ends of
    the interval of `difference`. Remarks of one story are no independent observations: they are resampled together.

    Examples
    --------
    Ten articles a side; half of the sentences of one outlet have a term, all of the other's.

    >>> from framing import articles_from_records, find_matches, tokenize
    >>> from framing.lexicon import Lexicon, Term
    >>> weather = Lexicon("weather", "1.0", "en", "", "CC0-1.0", {"storm": "wind words"}, (Term("storm", "gale"),))
    >>> texts = {"The Lantern": "A gale came. " * 2, "Port Post": "A gale came. We all left. "}
    >>> records = [{"article_id": f"{outlet} {number}", "outlet": outlet, "text": text}
    ...     for outlet, text in texts.items() for number in range(10)]
    >>> tokens = tokenize(articles_from_records(records, source="notes"))
    >>> contrast = compare_shares(find_matches(tokens, weather), tokens, weather, by="outlet", group="The Lantern",
    ...     reference="Port Post", voices=None, seed=1)
    >>> contrast[["frame", "share_remarks", "reference_share_remarks", "difference", "ci_low", "ci_high"]]
       frame  share_remarks  reference_share_remarks  difference  ci_low  ci_high
    0  storm            1.0                      0.5         0.5     0.5      0.5
    """
    options = {"voices": voices, "by": by, "group": group, "reference": reference, "where": where, "unit": unit}
    settings = {"confidence": confidence, "n_resamples": n_resamples, "seed": seed}
    measures = ("share_remarks",)
    return _compare(matches, tokens, lexicon, measures, options, strata=strata, interval=interval, settings=settings)


def _compare(
    matches: pd.DataFrame,
    tokens: pd.DataFrame,
    lexicon: Lexicon,
    measures: tuple[str, ...],
    options: Mapping[str, Any],
    *,
    strata: Iterable[str] | None,
    interval: str,
    settings: Mapping[str, Any],
) -> pd.DataFrame:
    """The rows of some measures."""
    by, group, reference, where = (options[name] for name in ("by", "group", "reference", "where"))
    check_pair(by, group, reference, interval)
    check_settings(**settings)
    columns = () if strata is None else (strata,) if isinstance(strata, str) else tuple(strata)
    voices = known_voices(options["voices"])
    grouped = group_words(matches, tokens, lexicon, by=by, voices=voices, groups=[group, reference], where=where)
    _check_known(tokens, by, [group, reference])
    pair = sorted([group, reference], key=str)  # whichever is which, the same resamples and permutations are drawn
    n_frames = len(lexicon.frames)
    sides = gather_stories(grouped, tokens, pair=pair, n_frames=n_frames, unit=options["unit"], strata=columns)
    names = SIDES if pair[0] == group else SIDES[::-1]
    refusals = refuse(sides["per_1000"], names=names, strata=columns)
    rates = rates_of_groups(grouped, lexicon)
    one, other = (rates[rates[by] == name].to_dict("records") for name in (group, reference))
    estimates = {
        measure: _estimate(sides[measure], measure, refusals, interval, settings, turned=pair[0] != group)
        for measure in measures
    }
    counted = unit_of(voices)
    rows = [
        _row((one[number], other[number]), measure, estimates[measure][number], refusals, columns, counted)
        for number in range(n_frames)
        for measure in measures
    ]
    n_stories = dict(zip(pair, map(int, map(np.sum, sides["per_1000"].in_sides)), strict=True))
    table = pd.DataFrame(rows).assign(n_stories=n_stories[group], reference_n_stories=n_stories[reference])
    table = table.assign(by=by, group=str(group), reference=str(reference), lexicon=lexicon.label)
    table = table.assign(**record_settings(voices, unit=options["unit"], strata=columns, interval=interval, **settings))
    return schema.make_table("comparison", table.assign(p_adjusted=adjust_p(table["p_value"])))


def check_pair(by: Any, group: Any, reference: Any, interval: str) -> None:
    """Refuse to compare what cannot be compared."""
    if not isinstance(by, str):
        raise TableError(f'by={by!r}: two groups are compared by one column, such as "leader".')
    if group == reference:
        raise TableError(f"group and reference are both {group!r}. Compare two different groups.")
    if interval not in INTERVALS:
        raise TableError(f"interval: there is no interval {interval!r}.{did_you_mean(str(interval), INTERVALS)}")


def _check_known(tokens: pd.DataFrame, by: str, names: list[Any]) -> None:
    """Refuse groups that no word of any voice belongs to."""
    known = tokens[by].dropna().unique().tolist()
    for name in names:
        if name not in known:
            raise TableError(f"tokens: {by} {name!r} has no words in any voice.{did_you_mean(str(name), known)}")


def _estimate(
    sides: Sides, measure: str, refusals: Refusals, interval: str, settings: Mapping[str, Any], *, turned: bool
) -> list[dict[Any, float]]:
    """What can be said of each frame by one measure; `turned` when the sides stand in the other order."""
    table = pd.DataFrame(np.nan, index=range(sides.hits[0].shape[1]), columns=list(_ESTIMATED))
    sign, per = (-1 if turned else 1), (1000 if measure == "per_1000" else 1)
    if not refusals.contrast:
        point = contrast_rates(sides, np.ones((1, len(sides.block))))
        table = table.assign(difference=sign * per * point.difference[0], log2_ratio=sign * point.log2_ratio[0])
    if not refusals.interval:
        ends = contrast_intervals(sides, interval=interval, **settings)
        low, high = (sign * getattr(end, SCALES[measure])[0] for end in (ends[::-1] if turned else ends))
        table = table.assign(ci_low=low, ci_high=high)
    if not refusals.test:
        p_values = permutation_p(sides, n_resamples=settings["n_resamples"], seed=settings["seed"])
        table = table.assign(p_value=p_values)
    return table.to_dict("records")


def _row(
    sides: tuple[Mapping[Any, Any], Mapping[Any, Any]],
    measure: str,
    estimate: Mapping[Any, float],
    refusals: Refusals,
    strata: tuple[str, ...],
    unit: str,
) -> dict[str, Any]:
    """One frame by one measure."""
    one, other = sides
    row = {name: one[name] for name in _SIDES} | {f"reference_{name}": other[name] for name in _SIDES}
    row |= {"frame": one["frame"], "measure": measure} | {name: estimate[name] for name in _ESTIMATED}
    notes = [*notes_of_row(one, other, measure, unit), *refusals.notes]
    hits = [side["n_matches"] > 0 for side in (one, other)]
    if not strata:  # as in the table of rates, to the last digit
        row["difference"] = one[measure] - other[measure]
        row["log2_ratio"] = np.log2(one[measure] / other[measure]) if all(hits) else np.nan
    elif not refusals.contrast:
        notes.append(f"over strata of {', '.join(strata)} (Mantel-Haenszel)")
        if all(hits) and not np.isfinite(row["log2_ratio"]):
            notes.append(NO_SHARED_HIT)
    undefined = pd.isna(one[measure]) or pd.isna(other[measure]) or refusals.contrast
    if undefined or not any(hits):
        row |= dict.fromkeys(_ESTIMATED[0 if undefined else 1 :], np.nan)
    if not all(hits) or not np.isfinite(row["log2_ratio"]):
        row |= dict.fromkeys(("log2_ratio", "ci_low", "ci_high"), np.nan)
    elif not refusals.interval and (np.isnan(row["ci_low"]) or np.isnan(row["ci_high"])):
        row |= dict.fromkeys(("ci_low", "ci_high"), np.nan)
        notes.append(OPEN_INTERVAL)
    return row | {"note": "; ".join(notes) or None}


def adjust_p(p_values: pd.Series) -> pd.Series:
    """The p-values adjusted for each other by Benjamini and Hochberg; missing ones take no part."""
    adjusted = p_values.astype("float64")
    there = adjusted.notna()
    return adjusted.mask(there, pd.Series(false_discovery_control(adjusted[there]), adjusted.index[there]))
