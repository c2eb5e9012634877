"""Two groups of one table, frame by frame."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from framing import schema
from framing.errors import TableError, did_you_mean
from framing.lexicon import Lexicon
from framing.measures.groups import known_voices
from framing.measures.rates import FEWEST_REMARKS, FEWEST_WORDS, NO_WORDS, UNDER_100_WORDS, frame_rates

MEASURES = ("share_remarks", "per_1000")
ONE_STORY = "one story: no interval, no test"
NO_INTERVAL = "no interval: resampling of stories is not part of this version"
NO_RATIO = "no hit, no ratio"
_SIDES = ("n_remarks", "share_remarks", "n_matches", "per_1000", "n_stories")


def compare_rates(
    matches: pd.DataFrame,
    tokens: pd.DataFrame,
    lexicon: Lexicon,
    *,
    by: str,
    group: Any,
    reference: Any,
    voices: Iterable[str] | None,
) -> pd.DataFrame:
    """Return how much more, or less, one group uses the terms of each frame than another.

    Parameters
    ----------
    matches, tokens, lexicon
        As for `frame_rates`.
    by : str
        The column of `tokens` that names the groups, such as "leader" or "outlet".
    group : str
        The group to look at.
    reference : str
        The group it is compared with. To exchange the two turns the signs.
    voices : iterable of str or None
        Whose words count: of "quoted", "paraphrased", "narrated"; None for tokens without voices.

    Returns
    -------
    pandas.DataFrame
        The `comparison` table: for each frame in the lexicon's order a row for `share_remarks` and one for `per_1000`.
        `difference` and `log2_ratio` are those of the row's `measure`. `ci_low`, `ci_high`, `p_value` and `p_adjusted`
        are missing in this version, and `note` says so.

    Raises
    ------
    TableError
        When a table, a column or a voice is not what it should be, a group is not in `tokens`, or both are the same.

    Notes
    -----
    difference = group - reference, log2_ratio = log2(group / reference): 1 is twice as much, -1 half as much. The ratio
    is missing when either has no hit, both when either rate is missing: `share_remarks` without remarks, `per_1000`
    under 100 words. With one story on a side nothing can be said of other stories: counts, no interval, no test.

    Examples
    --------
    One of two sentences against one of four: .5 - .25, and twice as much.

    >>> from framing import articles_from_records, find_matches, tokenize
    >>> from framing.lexicon import Lexicon, Term
    >>> weather = Lexicon("weather", "1.0", "en", "", "CC0-1.0", {"storm": "wind words"}, (Term("storm", "gale"),))
    >>> records = [{"article_id": "a", "outlet": "The Lantern", "text": "A gale came. We left."},
    ...     {"article_id": "b", "outlet": "Port Post", "text": "A gale came. We left. We slept. We woke."}]
    >>> tokens = tokenize(articles_from_records(records, source="notes"))
    >>> contrast = compare_rates(find_matches(tokens, weather), tokens, weather, by="outlet", group="The Lantern",
    ...     reference="Port Post", voices=None)
    >>> contrast[["frame", "measure", "difference", "log2_ratio"]]
       frame        measure  difference  log2_ratio
    0  storm  share_remarks        0.25         1.0
    1  storm       per_1000         NaN         NaN
    """
    if not isinstance(by, str):
        raise TableError(f'by={by!r}: two groups are compared by one column, such as "leader".')
    if group == reference:
        raise TableError(f"group and reference are both {group!r}. Compare two different groups.")
    chosen = known_voices(voices)
    rates = frame_rates(matches, tokens, lexicon, by=by, voices=chosen, groups=[group, reference])
    _check_known(tokens, by, [group, reference])
    one, other = (rates[rates[by] == name].reset_index(drop=True) for name in (group, reference))
    unit = _unit_of(chosen)
    rows = [
        _row(one.loc[number], other.loc[number], measure, unit) for number in range(len(one)) for measure in MEASURES
    ]
    table = {"by": by, "group": str(group), "reference": str(reference), "lexicon": lexicon.label}
    columns = {name: [row[name] for row in rows] for name in (rows[0] if rows else ())}
    return schema.make_table("comparison", {name: [value] * len(rows) for name, value in table.items()} | columns)


def _check_known(tokens: pd.DataFrame, by: str, names: list[Any]) -> None:
    """Refuse groups that no word of any voice belongs to."""
    known = tokens[by].dropna().unique().tolist()
    for name in names:
        if name not in known:
            raise TableError(f"tokens: {by} {name!r} has no words in any voice.{did_you_mean(str(name), known)}")


def _unit_of(voices: tuple[str, ...] | None) -> str:
    """What `n_remarks` counts: remarks of quoted and paraphrased words, sentences of narrated ones, or both."""
    narrated = voices is None or "narrated" in voices
    in_remarks = voices is not None and set(voices) != {"narrated"}
    return " and ".join(["remarks"] * in_remarks + ["sentences"] * narrated)


def _row(one: pd.Series, other: pd.Series, measure: str, unit: str) -> dict[str, Any]:
    """One frame by one measure."""
    sides = {name: one[name] for name in _SIDES} | {f"reference_{name}": other[name] for name in _SIDES}
    both_hit = one["n_matches"] > 0 and other["n_matches"] > 0
    return sides | {
        "frame": one["frame"],
        "measure": measure,
        "difference": one[measure] - other[measure],
        "log2_ratio": np.log2(one[measure] / other[measure]) if both_hit else np.nan,
        "note": "; ".join(_notes(one, other, measure, unit)),
    }


def _notes(one: pd.Series, other: pd.Series, measure: str, unit: str) -> list[str]:
    """Why something is missing, or hardly to be trusted, and on which side."""
    silent = {"group": one["n_tokens"] == 0, "reference": other["n_tokens"] == 0}
    short = {"group": one["n_tokens"] < FEWEST_WORDS, "reference": other["n_tokens"] < FEWEST_WORDS}
    few = {"group": one["n_remarks"] < FEWEST_REMARKS, "reference": other["n_remarks"] < FEWEST_REMARKS}
    without_hit = {"group": one["n_matches"] == 0, "reference": other["n_matches"] == 0}
    notes = [_on_sides(NO_WORDS, silent)]
    if measure == "per_1000":
        notes.append(_on_sides(UNDER_100_WORDS, {side: short[side] and not silent[side] for side in short}))
    notes.append(_on_sides(f"too few {unit}", {side: few[side] and not silent[side] for side in few}))
    notes.append(_on_sides(NO_RATIO, {side: without_hit[side] and not silent[side] for side in silent}))
    notes.append(ONE_STORY if 1 in (one["n_stories"], other["n_stories"]) else NO_INTERVAL)
    return [note for note in notes if note]


def _on_sides(note: str, sides: dict[str, Any]) -> str:
    """The note with the sides it holds for; empty when for none."""
    held = [side for side, holds in sides.items() if holds]
    return f"{note} ({' and '.join(held)})" if held else ""
