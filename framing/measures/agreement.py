"""Coders against coders: percent agreement, Cohen's kappa and Krippendorff's alpha, with intervals over stories."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from framing import schema
from framing.errors import TableError, did_you_mean
from framing.measures.code_pairs import LEVELS, MEASURES, CodePairs, count_pairs, measure
from framing.measures.conflicts import known_codings
from framing.measures.intervals import percentile_interval
from framing.measures.refusals import FEW_STORIES, FEWEST_STORIES
from framing.measures.resampling import resample_sums
from framing.measures.settings import check_settings

# Krippendorff (2004), Content Analysis, 2nd ed., p. 241: what is under .800 bears tentative conclusions only, what is
# under .667 none.
TENTATIVE, RELIABLE = 0.667, 0.8


def agreement(
    codings: pd.DataFrame,
    units: pd.DataFrame | None = None,
    *,
    level: str,
    seed: int,
    n_resamples: int = 2000,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return how far coders agree, question by question: before any conflict is resolved.

    Parameters
    ----------
    codings : pandas.DataFrame
        The `codings` table, as the coders gave it. Missing codes are left out and counted.
    units : pandas.DataFrame, optional
        The `units` table that was coded: it tells the story of each unit. Without it there are no intervals.
    level : str
        What codes are: "nominal" (names, and yes or no), "ordinal" (numbers of which only the order counts), "interval"
        (numbers), "set" (several names in one cell, with semicolons between).
    seed : int
        Start of the random numbers; the same seed gives the same intervals.
    n_resamples : int
        How often the stories are resampled.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    pandas.DataFrame
        The `agreement` table: one row per question, in the order in which `codings` first names them. `ci_low` and
        `ci_high` are those of alpha. `note` says why something is missing and what follows from a low alpha.

    Raises
    ------
    TableError
        When a table is not what it should be, a coder coded a unit twice, a coded unit is not in `units`, or a code of
        an ordinal or interval question is no number.

    Notes
    -----
    `percent`: of all pairs of codes of one unit, how many of 100 are the same. `kappa` (Cohen 1960): (p - e) / (1 - e)
    of the units that both coders of a pair coded, e being what their own distributions give by chance; with more than
    two coders the mean over pairs of coders (Light 1971). `alpha` (Krippendorff 2004): 1 - observed / expected
    disagreement among all pairs of codes of one unit, for any number of coders and with gaps. Disagreement of codes is
    0 or 1 (nominal), the squared difference of their ranks in the pooled codes (ordinal) or of the numbers (interval),
    or the MASI distance (set; Passonneau 2006). Percent and kappa ask only whether two codes are the same.

    When all codes are alike, kappa and alpha are undefined, not 1: nothing shows that the coders could tell yes from
    no. Intervals are percentiles over resampled stories, since units of one story resemble one another; they express
    sampling of stories for these coders. Under 8 stories, and where no two codes differ, there are none. Units count
    alike, whatever their chance to be drawn: agreement describes the coding that was done.

    References
    ----------
    Cohen (1960), Educational and Psychological Measurement 20, 37-46. Krippendorff (2004), Content Analysis, 2nd ed.
    Light (1971), Psychological Bulletin 76, 365-377. Passonneau (2006), LREC, 831-836.

    Examples
    --------
    Four units, three agreed. Alpha: codes 1 1 1 1 0 0 1 0, so five of 1 and three of 0. Observed 1/4; expected
    2 * 5 * 3 / (8 * 7) = 15/28; alpha = 1 - 7/15.

    >>> codings = schema.make_table("codings", {"unit_id": ["u1", "u2", "u3", "u4"] * 2, "coder": ["Ilka"] * 4
    ...     + ["Bo"] * 4, "question": ["storm"] * 8, "code": ["1", "1", "0", "1", "1", "1", "0", "0"]})
    >>> agreement(codings, level="nominal", seed=1)[["n_units", "percent", "kappa", "alpha"]].round(3)
       n_units  percent  kappa  alpha
    0        4     75.0    0.5  0.533
    """
    check_settings(confidence=confidence, n_resamples=n_resamples, seed=seed)
    if level not in LEVELS:
        raise TableError(f"level: there is no level {level!r}.{did_you_mean(str(level), LEVELS)}")
    given = known_codings(codings, units)
    stories = None if units is None else units.set_index("unit_id")["story_id"]
    settings = {"n_resamples": n_resamples, "seed": seed}
    rows = []
    for question in codings["question"].unique():
        own = given[(given["question"] == question).to_numpy()]
        n_asked = int((codings["question"] == question).sum())
        row = _row(count_pairs(own, level, stories), n_asked - len(own), confidence, settings)
        rows.append({"question": question, "level": level, **row})
    return schema.make_table("agreement", {name: [row[name] for row in rows] for name in (rows[0] if rows else ())})


def _row(pairs: CodePairs, n_missing: int, confidence: float, settings: dict[str, int]) -> dict[str, Any]:
    """One question: counts, the three measures with their intervals, and the note."""
    point = measure(pairs, pairs.columns.sum(axis=0, keepdims=True))[0]
    low = high = np.full(len(MEASURES), np.nan)
    n_stories = len(pairs.columns)
    if pairs.has_stories and n_stories >= FEWEST_STORIES:
        resampled = measure(pairs, resample_sums(pairs.columns, **settings))
        low, high = percentile_interval(resampled, confidence=confidence)
        known = ~np.isnan(point) & (low < high)  # without a disagreement no resample knows of one
        low, high = np.where(known, low, np.nan), np.where(known, high, np.nan)
    row = {
        "n_units": pairs.n_units,
        "n_units_single": pairs.n_single,
        "n_missing": n_missing,
        "n_coders": pairs.n_coders,
        "n_pairs": pairs.n_pairs,
        "n_stories": n_stories if pairs.has_stories else None,
    }
    for place, name in enumerate(MEASURES):
        prefix = "" if name == "alpha" else f"{name}_"
        row |= {name: point[place], f"{prefix}ci_low": low[place], f"{prefix}ci_high": high[place]}
    return row | {"note": "; ".join(_notes(pairs, n_stories, float(point[0]), float(point[2]), float(low[2]))) or None}


def _notes(pairs: CodePairs, n_stories: int, percent: float, alpha: float, low: float) -> list[str]:
    """Why something is missing, and what follows from a low alpha."""
    if not pairs.n_pairs:
        return ["no unit was coded twice"]
    notes = []
    if np.isnan(alpha):
        notes.append("all codes are alike: kappa and alpha undefined")
    if pairs.n_coder_pairs > 1:
        notes.append(f"kappa: mean over {pairs.n_coder_pairs} pairs of coders")
    if not pairs.has_stories:
        notes.append("no interval without units")
    elif n_stories < FEWEST_STORIES:
        notes.append(FEW_STORIES)
    elif percent == 100:
        notes.append("no disagreement: no interval")
    if alpha < TENTATIVE:
        notes.append("alpha under .667: rest no finding on these codes; sharpen the definition and code anew")
    elif alpha < RELIABLE:
        notes.append("alpha under .8: tentative conclusions only")
    if low < TENTATIVE <= alpha:
        notes.append("the interval reaches under .667")
    return notes
