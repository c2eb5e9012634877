"""Lexicon against people: how often a hit is right, and how much is missed, weighted by the design of the sample."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing import schema
from framing.lexicon import Lexicon
from framing.measures.code_pairs import ratio
from framing.measures.coding.errors import weighted_share, wilson_interval
from framing.measures.decisions import (
    DECISIONS,
    count_decisions,
    count_scores,
    measure_auc,
    measure_decisions,
    trivial_decisions,
)
from framing.measures.intervals import percentile_interval
from framing.measures.judged import Judged, columns_of, judged_frames
from framing.measures.rates import FEWEST_REMARKS
from framing.measures.refusals import FEW_STORIES, FEWEST_STORIES
from framing.measures.resampling import resample_sums
from framing.measures.settings import check_settings

Floats = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]
MEASURES = (*DECISIONS[:-1], "auc_rate", "auc_presence", "alpha")
# What is measured of one unit says little: in a handful of units each moves recall by several points.
FEWEST_YES = FEWEST_REMARKS


def validate_lexicon(
    matches: pd.DataFrame,
    codings: pd.DataFrame,
    units: pd.DataFrame,
    lexicon: Lexicon,
    *,
    seed: int,
    n_resamples: int = 2000,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return how far a lexicon finds what people find, frame by frame.

    Parameters
    ----------
    matches : pandas.DataFrame
        The `matches` table of the articles from which the units were drawn, found with `lexicon`.
    codings : pandas.DataFrame
        The `codings` table with one code per unit: conflicts are settled before (`resolve_codings`), agreement is
        measured before that (`agreement`). Questions that are frames are judged; others are left alone.
    units : pandas.DataFrame
        The `units` table that was coded, with `inclusion_probability`; with `n_words` (from `find_units`) for AUC.
    lexicon : Lexicon
        What is to be judged.
    seed : int
        Start of the random numbers; the same seed gives the same intervals.
    n_resamples : int
        How often the stories are resampled.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    pandas.DataFrame
        The `validation` table: for each frame that was asked about, in the lexicon's order, one row per measure:
        precision, recall, specificity, f1, auc_rate, auc_presence, alpha.

    Raises
    ------
    TableError
        When a table is not what it should be, the tables do not fit one another, a unit has two codes, or a code is
        neither 1 nor 0.

    Notes
    -----
    The lexicon says yes to a unit that holds a term of the frame: what `share_remarks` counts. Each unit weighs
    1 / `inclusion_probability`, as many units as it stands for: a sample that holds more hits than the texts do, as a
    stratified one does, makes recall look better than it is unless it is weighted (Hajek's estimator).

    precision = right hits / hits, recall = found / all that carry the frame, specificity = left alone / all that do
    not, F1 = 2 precision recall / (precision + recall), alpha: Krippendorff's, of lexicon and people. AUC asks whether
    units that carry the frame have the higher rate (hits / words), or presence (distinct terms / log(20 + words)).
    `always_yes` is what saying yes to every unit gives, `at_random` what saying yes blindly, as often as people do.

    Intervals are percentiles over resampled stories; they express sampling of stories, not what the coders got wrong.
    Where no error was seen, resamples know of none: precision, recall and specificity then have Wilson's interval, by
    the effective number of units (as in `audit_errors`), the other measures none. Recall rests on the units that people
    said yes to: under 15 the note says so.

    References
    ----------
    Hajek (1971), in Foundations of Statistical Inference, 236. Krippendorff (2004), Content Analysis, 2nd ed.

    Examples
    --------
    All remarks with a hit were coded and one in ten of the others. Of two with a hit one carries the frame; of two
    without one does, and stands for ten. So recall is 1 of 11, not 1 of 2.

    >>> from framing import articles_from_records, assign_voices, extract_remarks, find_matches, tokenize
    >>> from framing.lexicon import Term
    >>> storm = Lexicon("weather", "1.0", "en", "", "CC0-1.0", {"storm": "talk of wind"}, (Term("storm", "gale"),))
    >>> said = ["A gale came", "We met in Gale", "It blew hard", "It rained"]
    >>> records = [{"article_id": f"a{k}", "text": f'"{words}," Ada Brook said.'} for k, words in enumerate(said)]
    >>> articles = articles_from_records(records, source="notes")
    >>> remarks = extract_remarks(articles)
    >>> tokens = assign_voices(tokenize(articles), remarks)
    >>> matches = find_matches(tokens, storm)
    >>> from framing.measures.coding.units import find_units
    >>> units = find_units(tokens, remarks).assign(inclusion_probability=[1.0, 1.0, 0.1, 0.1])
    >>> codings = schema.make_table("codings", {"unit_id": units["unit_id"], "coder": ["Bo"] * 4,
    ...     "question": ["storm"] * 4, "code": ["1", "0", "1", "0"]})
    >>> validate_lexicon(matches, codings, units, storm, seed=1)[["measure", "value", "always_yes"]].head(2).round(3)
         measure  value  always_yes
    0  precision  0.500         0.5
    1     recall  0.091         1.0
    """
    check_settings(confidence=confidence, n_resamples=n_resamples, seed=seed)
    settings = {"n_resamples": n_resamples, "seed": seed}
    rows: list[dict[str, Any]] = []
    for judged in judged_frames(matches, codings, units, lexicon):
        same = _of_frame(judged) | {"lexicon": lexicon.label, "confidence": confidence}
        rows += [same | row for row in _measured(judged, confidence, settings)]
    return schema.make_table("validation", columns_of(rows, "validation"))


def _of_frame(judged: Judged) -> dict[str, Any]:
    """What is the same for every measure of a frame."""
    total = judged.weight.sum()
    notes = [
        f"{judged.n_unresolved} units without a code, or with codes in conflict: left out"
        if judged.n_unresolved
        else "",
        f"people said yes to under {FEWEST_YES} units" if judged.said.sum() < FEWEST_YES else "",
        "" if judged.hit.any() else "no unit holds a term",
        "AUC needs units with n_words" if np.isnan(judged.scores["auc_rate"]).any() else "",
        FEW_STORIES if judged.n_stories < FEWEST_STORIES else "",
    ]
    return {
        "frame": judged.frame,
        "n_units": len(judged.said),
        "n_yes": int(judged.said.sum()),
        "n_hit": int(judged.hit.sum()),
        "n_unresolved": judged.n_unresolved,
        "n_stories": judged.n_stories,
        "share_yes": float(ratio(judged.weight[judged.said].sum(), total)),
        "share_hit": float(ratio(judged.weight[judged.hit].sum(), total)),
        "note": "; ".join(filter(None, notes)) or None,
    }


def _measured(judged: Judged, confidence: float, settings: dict[str, int]) -> Iterator[dict[str, Any]]:
    """Each measure of a frame with its interval and what is trivial."""
    sums = count_decisions(judged.said, judged.hit, judged.weight, judged.story, judged.n_stories)
    found = dict(zip(DECISIONS, _with_interval(sums, measure_decisions, confidence, settings).T, strict=True))
    for name, (success, among) in _proportions(judged).items():
        if found[name][1] == found[name][2]:  # no resample differs: the doubt that is left does not come from stories
            share = weighted_share(success[among], judged.weight[among], judged.story[among])
            found[name] = np.array([found[name][0], *wilson_interval(share, confidence=confidence)])
    for name, score in judged.scores.items():
        is_known = not np.isnan(score).any()
        levels = count_scores(judged.said, score, judged.weight, judged.story, judged.n_stories)
        interval = _with_interval(levels, lambda each: measure_auc(each)[:, None], confidence, settings)
        found[name] = interval[:, 0] if is_known else np.full(3, np.nan)
    share_yes = float(ratio(judged.weight[judged.said].sum(), judged.weight.sum()))
    baselines = [dict(zip(DECISIONS, each, strict=True)) for each in trivial_decisions(share_yes, len(judged.said))]
    for name in MEASURES:
        always, at_random = (each.get(name, 0.5) for each in baselines)
        value, low, high = found[name]
        low, high = (low, high) if low < high else (np.nan, np.nan)
        row = {"measure": name, "value": value, "ci_low": low, "ci_high": high}
        yield row | {"always_yes": always, "at_random": at_random}


def _proportions(judged: Judged) -> dict[str, tuple[Truths, Truths]]:
    """The measures that are a share of some units: which count, among which."""
    said, hit = judged.said, judged.hit
    return {"precision": (said, hit), "recall": (hit, said), "specificity": (~hit, ~said)}


def _with_interval(sums: Floats, measure: Any, confidence: float, settings: dict[str, int]) -> Floats:
    """Value, lower and upper end of each measure; no interval where stories are few or the value is undefined."""
    value = measure(sums.sum(axis=0, keepdims=True))[0]
    low = high = np.full(len(value), np.nan)
    if len(sums) >= FEWEST_STORIES:
        low, high = percentile_interval(measure(resample_sums(sums, **settings)), confidence=confidence)
    defined = ~np.isnan(value)
    return np.stack([value, np.where(defined, low, np.nan), np.where(defined, high, np.nan)])
