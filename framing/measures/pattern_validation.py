"""Single patterns against people: which are right, which are lost without one another."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing import schema
from framing.lexicon import Lexicon
from framing.measures.code_pairs import ratio
from framing.measures.judged import Judged, columns_of, judged_frames
from framing.measures.resampling import check_settings
from framing.measures.validation import with_interval

Floats = npt.NDArray[np.float64]


def validate_patterns(
    matches: pd.DataFrame,
    codings: pd.DataFrame,
    units: pd.DataFrame,
    lexicon: Lexicon,
    *,
    seed: int,
    n_resamples: int = 2000,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return how often each pattern is right in the units that people coded: what to mask, what to leave out.

    Parameters
    ----------
    matches, codings, units, lexicon, seed, n_resamples, confidence
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
    `precision`: of the units with the pattern, how many carry the frame, weighted as in `validate_lexicon`; of one or
    two units it says nothing, so read the sentences. `recall`: of all units that carry the frame, how many hold the
    pattern. `n_only` units hold no other pattern of the frame: that many would be lost without it, right and wrong.
    A pattern that stands in no coded unit is not in the table.

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
    >>> patterns = validate_patterns(find_matches(tokens, storm), codings, units, storm, seed=1)
    >>> patterns[["pattern", "n_units", "n_right", "precision", "recall"]]
      pattern  n_units  n_right  precision  recall
    0    gale        2        1        0.5     1.0
    """
    check_settings(confidence=confidence, n_resamples=n_resamples, seed=seed)
    settings = {"n_resamples": n_resamples, "seed": seed}
    rows: list[dict[str, Any]] = []
    for judged in judged_frames(matches, codings, units, lexicon):
        same = {"lexicon": lexicon.label, "frame": judged.frame}
        rows += [same | row for row in _by_pattern(judged, confidence, settings)]
    return schema.make_table("pattern_validation", columns_of(rows, "pattern_validation"))


def _by_pattern(judged: Judged, confidence: float, settings: dict[str, int]) -> list[dict[str, Any]]:
    """The patterns of one frame."""
    number, names = pd.factorize(judged.patterns["pattern"], sort=True)
    unit = judged.patterns["unit"].to_numpy(np.int64)
    said, weight, n_names = judged.said[unit], judged.weight[unit], len(names)
    is_only = np.bincount(unit, minlength=len(judged.said))[unit] == 1
    place = judged.story[unit] * n_names + number
    sums = [
        np.bincount(place, weights=each, minlength=judged.n_stories * n_names).reshape(judged.n_stories, n_names)
        for each in (weight * said, weight)
    ]

    def precision(each: Floats) -> Floats:
        right, hits = np.split(each, 2, axis=1)
        return ratio(right, hits)

    value, low, high = with_interval(np.concatenate(sums, axis=1), precision, confidence, settings)
    counts = [np.bincount(number, weights=each, minlength=n_names) for each in (np.ones(len(unit)), said, is_only)]
    rows = [
        {
            "pattern": name,
            "n_units": int(counts[0][k]),
            "n_right": int(counts[1][k]),
            "n_only": int(counts[2][k]),
            "precision": value[k],
            "ci_low": low[k],
            "ci_high": high[k],
            "recall": float(ratio(sums[0][:, k].sum(), judged.weight[judged.said].sum())),
        }
        for k, name in enumerate(names)
    ]
    return sorted(rows, key=lambda row: -row["n_units"])
