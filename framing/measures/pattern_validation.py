"""Single patterns against people: which are right, which are lost without one another."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from framing import schema
from framing.lexicon import Lexicon
from framing.measures.code_pairs import ratio
from framing.measures.coding.errors import weighted_share, wilson_interval
from framing.measures.judged import Judged, columns_of, judged_frames
from framing.measures.settings import FEWEST_RESAMPLES, check_settings


def validate_patterns(
    matches: pd.DataFrame,
    codings: pd.DataFrame,
    units: pd.DataFrame,
    lexicon: Lexicon,
    *,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return how often each pattern is right in the units that people coded: what to mask, what to leave out.

    Parameters
    ----------
    matches, codings, units, lexicon, confidence
        As for `validate_lexicon`.

    Returns
    -------
    pandas.DataFrame
        The `pattern_validation` table: one row for each pattern that stands in a coded unit; frames in the lexicon's
        order, then the pattern in most units first, equals by pattern.

    Raises
    ------
    TableError
        As `validate_lexicon`.

    Notes
    -----
    `precision`: of the units with the pattern, how many carry the frame, weighted as in `validate_lexicon`. `recall`:
    of all units that carry the frame, how many hold the pattern. `n_only` units hold no other pattern of the frame:
    that many would be lost without it, right and wrong. A pattern that stands in no coded unit is not in the table.

    Most patterns stand in few units, and all of them may be right: resampling would then see no doubt at all. So the
    interval is Wilson's, by the effective number of units (as in `audit_errors`). Read the sentences before a pattern
    goes.

    Examples
    --------
    Of two remarks with "gale" people gave the frame to one.

    >>> from framing import articles_from_records, assign_voices, extract_remarks, find_matches, tokenize
    >>> from framing.lexicon import Term
    >>> from framing.measures.coding.units import find_units
    >>> storm = Lexicon("weather", "1.0", "en", "", "CC0-1.0", {"storm": "talk of wind"}, (Term("storm", "gale"),))
    >>> said = ["A gale came", "We met in Gale", "It rained"]
    >>> records = [{"article_id": f"a{k}", "text": f'"{words}," Ada Brook said.'} for k, words in enumerate(said)]
    >>> articles = articles_from_records(records, source="notes")
    >>> remarks = extract_remarks(articles)
    >>> tokens = assign_voices(tokenize(articles), remarks)
    >>> units = find_units(tokens, remarks)
    >>> codings = schema.make_table("codings", {"unit_id": units["unit_id"], "coder": ["Bo"] * 3,
    ...     "question": ["storm"] * 3, "code": ["1", "0", "0"]})
    >>> patterns = validate_patterns(find_matches(tokens, storm), codings, units, storm)
    >>> patterns[["pattern", "n_units", "n_right", "precision", "recall"]]
      pattern  n_units  n_right  precision  recall
    0    gale        2        1        0.5     1.0
    """
    check_settings(confidence=confidence, n_resamples=FEWEST_RESAMPLES, seed=0)
    rows: list[dict[str, Any]] = []
    for judged in judged_frames(matches, codings, units, lexicon):
        same = {"lexicon": lexicon.label, "frame": judged.frame}
        rows += [same | row for row in _by_pattern(judged, confidence)]
    return schema.make_table("pattern_validation", columns_of(rows, "pattern_validation"))


def _by_pattern(judged: Judged, confidence: float) -> list[dict[str, Any]]:
    """The patterns of one frame."""
    is_only = np.bincount(judged.patterns["unit"], minlength=len(judged.said)) == 1
    of_all = judged.weight[judged.said].sum()
    rows = []
    for pattern, held in judged.patterns.groupby("pattern", sort=True, observed=True)["unit"]:
        unit = held.to_numpy(np.int64)
        said, weight, story = judged.said[unit], judged.weight[unit], judged.story[unit]
        share = weighted_share(said, weight, story)
        low, high = wilson_interval(share, confidence=confidence)
        rows.append(
            {
                "pattern": pattern,
                "n_units": len(unit),
                "n_right": int(said.sum()),
                "n_only": int(is_only[unit].sum()),
                "n_stories": len(np.unique(story)),
                "precision": share.estimate,
                "ci_low": low,
                "ci_high": high,
                "recall": float(ratio(weight[said].sum(), of_all)),
            }
        )
    return sorted(rows, key=lambda row: -row["n_units"])
