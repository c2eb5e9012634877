"""What an audit says of the toolkit: how often speaker, wording and frames are wrong, and what narration leaks."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import norm

from framing import schema
from framing.errors import TableError, all_problems
from framing.measures.coding.codebooks import IS_SPEECH, ONLY_OF_SPEECH
from framing.measures.coding.units import HITS
from framing.measures.judged import NO, YES, check_probabilities
from framing.measures.settings import FEWEST_RESAMPLES, check_settings

Floats = npt.NDArray[np.float64]
YES_OR_NO = (IS_SPEECH, "speaker_right", "form_right", "holds_speech")
FORM = "form"
FORMS = ("direct", "mixed", "indirect")
NARRATED = "narrated"
ALL = "all"
ONE_STORY = "one story: the interval says nothing of others"
NOTHING_JUDGED = "nothing judged"


class Share(NamedTuple):
    """A weighted share with the size a simple random sample of the same precision would have."""

    estimate: float
    effective_n: float


def audit_errors(codings: pd.DataFrame, units: pd.DataFrame, *, confidence: float = 0.95) -> pd.DataFrame:
    """Return how often the toolkit was wrong, by question and form, weighted by the design of the sample.

    Parameters
    ----------
    codings : pandas.DataFrame
        The `codings` table: from `read_audit`, or from `read_coding_sheets` with `remark_codebook`.
    units : pandas.DataFrame
        The key: from `read_coding_key`.
    confidence : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    pandas.DataFrame
        The `audit_errors` table: for each question, in the order of `codings`, a row for all remarks and for each form;
        for "narrated" sentences a row of their own.

    Raises
    ------
    TableError
        When a table is not what it should be, a unit is not in the key, or coders disagree.

    Notes
    -----
    Wrong is: `is_speech` 0 (the tool takes narration for speech); `speaker_right` or `form_right` 0, or another `form`,
    of what is speech; `holds_speech` 1 (leakage: narration that holds speech, a missed remark); for a frame, a unit
    with hits that does not carry it, or one that carries it without a hit.

    error = sum of 1 / probability over the wrong units / the same sum over all judged (Hajek's estimator). The interval
    is Wilson's with the effective size of the sample in place of n: error (1 - error) / variance, the variance
    linearised with stories as clusters; not more than the units judged; and where nothing or everything is wrong,
    Kish's (sum of weights)^2 / sum of squared weights. So an error never seen still has an upper end. It expresses the
    sampling of stories and units.

    References
    ----------
    Dean, N., & Pagano, M. (2015). Evaluating confidence interval methods for binomial proportions in clustered surveys.
    Journal of Survey Statistics and Methodology, 3(4), 484-503.

    Korn, E. L., & Graubard, B. I. (1998). Confidence intervals for proportions with small expected number of positive
    counts estimated from survey data. Survey Methodology, 24(2), 193-201.

    Examples
    --------
    Two sentences stand for ten each, one for twenty; the last holds speech: 20 / 40.

    >>> units = pd.DataFrame({"unit_id": ["u1", "u2", "u3"], "article_id": ["a", "b", "c"],
    ...     "story_id": ["a", "b", "c"], "outlet": None, "unit": "sentence", "start": 0, "end": 9, "remark_id": None,
    ...     "leader": None, "stratum": "all", "inclusion_probability": [0.1, 0.1, 0.05]})
    >>> codings = pd.DataFrame({"unit_id": ["u1", "u2", "u3"], "coder": "Ada", "question": "holds_speech",
    ...     "code": ["0", "0", "1"], "note": None})
    >>> audit_errors(codings, units)[["question", "form", "n_units", "n_wrong", "error"]]
           question      form  n_units  n_wrong  error
    0  holds_speech  narrated        3        1    0.5
    """
    check_settings(confidence=confidence, n_resamples=FEWEST_RESAMPLES, seed=0)  # nothing is resampled
    judged = judged_units(codings, units)
    rows = []
    for question in dict.fromkeys(codings["question"]):
        own = judged[judged["question"] == question]
        for form in [ALL, *FORMS, NARRATED]:
            cells = own[own["form"] == form] if form != ALL else own[own["form"] != NARRATED]
            is_told = form == ALL if not len(own) else form != NARRATED and (own["unit"] == "remark").any()
            if len(cells) or is_told:
                rows.append({"question": question, "form": form} | _error_row(cells, confidence))
    return schema.make_table("audit_errors", {name: [row[name] for row in rows] for name in (rows[0] if rows else ())})


def judged_units(codings: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Return the answers with their units: `wrong`, `weight`, `story_id`, `form` ("narrated" for sentences).

    Raises
    ------
    TableError
        When a unit is not in the key, or coders disagree.
    """
    schema.check_table(codings, "codings")
    schema.check_table(units, "units", source="key")
    check_probabilities(units, "key")
    answers = codings[codings["code"].notna()].drop_duplicates(["unit_id", "question", "code"])
    _check_answers(answers, units)
    key = units.drop(columns=["question", "code"], errors="ignore")
    key = key.assign(weight=1 / units["inclusion_probability"].astype("float64"))
    forms = key["form"] if "form" in key.columns else pd.Series(None, index=key.index, dtype="object")
    key = key.assign(form=forms.where(key["unit"] == "remark", NARRATED))
    judged = answers[["unit_id", "question", "code"]].merge(key, on="unit_id", how="left")
    not_speech = answers.loc[(answers["question"] == IS_SPEECH) & (answers["code"] == "0"), "unit_id"]
    judged = judged[~(judged["question"].isin(ONLY_OF_SPEECH) & judged["unit_id"].isin(not_speech))]
    judged = judged.sort_values("unit_id", kind="stable")  # sums are the same to the last digit in any order of rows
    return judged.assign(wrong=_is_wrong(judged)).reset_index(drop=True)


def _check_answers(answers: pd.DataFrame, units: pd.DataFrame) -> None:
    """Refuse answers about other units, and units about which coders disagree."""
    strange = answers.loc[~answers["unit_id"].isin(units["unit_id"]), "unit_id"].drop_duplicates()
    problems = [f"unit {name!r} is not in the key. Give the key of this sample." for name in strange]
    twice = answers[answers.duplicated(["unit_id", "question"])]
    problems += _strange_codes(answers, units)
    problems += [
        f"coders disagree on {question!r} of {name}. Settle it first, and keep one coding."
        for name, question in zip(twice["unit_id"], twice["question"], strict=True)
    ]
    if problems:
        raise TableError(all_problems("codings", problems))


def _strange_codes(answers: pd.DataFrame, units: pd.DataFrame) -> list[str]:
    """Codes that the questions of an audit do not have: they would pass for no, or for an error."""
    problems = []
    for name, question, code in zip(answers["unit_id"], answers["question"], answers["code"], strict=True):
        is_known = question in YES_OR_NO or HITS + question in units.columns
        codes = FORMS if question == FORM else (YES, NO) if is_known else (code,)
        if code not in codes:
            problems.append(f"code {code!r} for {question!r} of {name} is not one of {', '.join(codes)}. Correct it.")
    return problems


def _is_wrong(judged: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Whether the toolkit was wrong, by what the coder answered."""
    wrong = []
    for row in judged.to_dict("records"):
        question, code = row["question"], row["code"]
        if HITS + question in row:
            wrong.append((code == "1") != (row[HITS + question] > 0))
        elif question == "holds_speech":
            wrong.append(code == "1")
        elif question == FORM:
            wrong.append(code != row["form"])
        else:
            wrong.append(code == "0")
    return np.array(wrong, dtype=np.bool_)


def _error_row(cells: pd.DataFrame, confidence: float) -> dict[str, Any]:
    """The error of some units, with its interval."""
    n_stories = int(cells["story_id"].nunique())
    share = weighted_share(cells["wrong"], cells["weight"], cells["story_id"])
    low, high = wilson_interval(share, confidence=confidence)
    note = NOTHING_JUDGED if not len(cells) else ONE_STORY if n_stories == 1 else None
    counts = {"n_units": len(cells), "n_wrong": int(cells["wrong"].sum()), "n_stories": n_stories}
    return counts | {"error": share.estimate, "ci_low": low, "ci_high": high, "note": note}


def weighted_share(is_so: Any, weights: Any, stories: Any) -> Share:
    """Return the weighted share of units of which something is so, and the effective size of the sample.

    Parameters
    ----------
    is_so : array of bool
        For each unit.
    weights : array of float
        1 / probability of each unit.
    stories : array
        The story of each unit.

    Returns
    -------
    Share
        Not a number where there is no unit.

    Examples
    --------
    Four units of four stories, weighted alike: the variance is .25 / 3, so they count as three.

    >>> share = weighted_share([True, True, False, False], [1, 1, 1, 1], ["a", "b", "c", "d"])
    >>> share.estimate, round(share.effective_n, 9)
    (0.5, 3.0)
    """
    values, weight = np.asarray(is_so, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    if not len(values):
        return Share(math.nan, 0.0)
    total = weight.sum()
    estimate = float((weight * values).sum() / total)
    kish = float(total**2 / (weight**2).sum())
    of_story = pd.Series(weight * (values - estimate)).groupby(np.asarray(stories)).sum().to_numpy()
    n_stories = len(of_story)
    variance = float((of_story**2).sum() / total**2 * n_stories / (n_stories - 1)) if n_stories > 1 else 0.0
    spread = estimate * (1 - estimate)
    if variance <= 0 or spread <= 0:
        return Share(estimate, kish)
    return Share(estimate, min(spread / variance, float(len(values))))


def wilson_interval(share: Share, *, confidence: float) -> tuple[float, float]:
    """Return Wilson's interval of a share, by its effective size.

    Parameters
    ----------
    share : Share
        From `weighted_share`.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    tuple of float
        Lower and upper end; not a number where nothing was judged.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. JASA, 22, 209-212.

    Examples
    --------
    None of a hundred: z^2 / (n + z^2).

    >>> [round(end, 4) for end in wilson_interval(Share(0.0, 100.0), confidence=0.95)]
    [0.0, 0.037]
    """
    estimate, n = share
    if n == 0:
        return math.nan, math.nan
    z = float(norm.ppf((1 + confidence) / 2))
    centre = (estimate + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * math.sqrt(estimate * (1 - estimate) / n + z**2 / (4 * n**2))
    low = 0.0 if estimate <= 0 else max(0.0, centre - half)  # exactly: rounding leaves some 1e-18, above the estimate
    return low, 1.0 if estimate >= 1 else min(1.0, centre + half)
