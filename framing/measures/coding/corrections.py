"""A difference between two groups corrected for the errors of the lexicon, beside the plain one."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing import schema
from framing.errors import TableError, did_you_mean
from framing.measures.coding.codebooks import IS_SPEECH
from framing.measures.coding.errors import Share, judged_units, weighted_share
from framing.measures.coding.units import HITS
from framing.measures.refusals import FEWEST_STORIES
from framing.measures.resampling import check_settings, percentile_interval, resample_sums

Floats = npt.NDArray[np.float64]
# Ten remarks with the frame and ten without tell a rate of .8 from .5, barely; fewer in one group, and both groups
# share the rates of all.
FEWEST_JUDGED = 10
# Above this share of draws in which the lexicon is no better than chance, no interval is honest.
MOST_UNDEFINED = 0.05
EQUAL_ERROR = "assumes equal error in both groups"
NO_BETTER = "the lexicon can hardly be told from chance: not corrected"
TOO_FEW = f"under {FEWEST_JUDGED} judged remarks with the frame, or without: not corrected"
FEW_STORIES = f"under {FEWEST_STORIES} stories: no interval"
COLUMNS = (
    "by", "group", "reference", "frame", "n_remarks", "reference_n_remarks", "n_judged",
    "sensitivity", "specificity", "reference_sensitivity", "reference_specificity",
    "share_remarks", "reference_share_remarks", "difference", "ci_low", "ci_high",
    "corrected_share", "reference_corrected_share", "corrected_difference", "corrected_ci_low", "corrected_ci_high",
    "note",
)  # fmt: skip


class Rates(NamedTuple):
    """How often the lexicon finds the frame where it is, and finds nothing where it is not."""

    sensitivity: Share
    specificity: Share


def correct_contrast(
    codings: pd.DataFrame,
    units: pd.DataFrame,
    population: pd.DataFrame,
    *,
    by: str,
    group: str,
    reference: str,
    confidence: float = 0.95,
    n_resamples: int = 2000,
    seed: int,
) -> pd.DataFrame:
    """Return how two groups differ in the share of remarks with a frame, plain and corrected for the lexicon's errors.

    Parameters
    ----------
    codings : pandas.DataFrame
        The `codings` table of judged units, frames among the questions.
    units : pandas.DataFrame
        The key: from `read_coding_key`.
    population : pandas.DataFrame
        All units, from `find_units` with the same lexicon.
    by : str
        The column of `population` that names the groups, such as "leader".
    group, reference : str
        The group to look at and the one it is compared with.
    confidence : float
        Of the intervals, between 0 and 1.
    n_resamples : int
        How many times stories are resampled and error rates drawn.
    seed : int
        The same seed gives the same numbers.

    Returns
    -------
    pandas.DataFrame
        One row for each frame that was judged: remarks, error rates, shares and their difference with the interval of
        sampling alone (`difference`, `ci_low`, `ci_high`), then corrected, with the interval of sampling and of
        measurement (`corrected_difference`, `corrected_ci_low`, `corrected_ci_high`), and `note`.

    Raises
    ------
    TableError
        When a table, a column, a group or a setting is not what it should be, or no frame was judged.

    Notes
    -----
    A remark counts with a hit of the frame. With share p of remarks with a hit, sensitivity s and specificity c, the
    share that carries the frame is (p + c - 1) / (s + c - 1), not under 0 nor over 1 (Rogan & Gladen 1978). s and c
    come from the judged remarks, weighted by 1 / probability; of each group where ten remarks with the frame and ten
    without were judged in both groups, else of both together, and the note says that equal error is assumed.

    Measurement enters by simulation: for each of `n_resamples` resamples of stories (which moves p), s and c are drawn
    from Beta(n s + 1/2, n (1 - s) + 1/2), with n the effective size of the judged sample (Jeffreys' interval: Brown,
    Cai & DasGupta 2001); rates shared by both groups are drawn once for both. The interval is that of the percentiles.
    A remark given to the wrong speaker is not corrected for: `audit_errors` says how many there are.

    References
    ----------
    Brown, L. D., Cai, T. T., & DasGupta, A. (2001). Interval estimation for a binomial proportion. Statistical Science,
    16(2), 101-133.

    Rogan, W. J., & Gladen, B. (1978). Estimating prevalence from the results of a screening test. American Journal of
    Epidemiology, 107(1), 71-76.

    Examples
    --------
    Of 200 remarks with a hit in 400, at these rates:

    >>> round(correct_share(0.5, 0.8, 0.9), 4)
    0.5714
    """
    check_settings(confidence=confidence, n_resamples=n_resamples, seed=seed)
    schema.check_table(population, "units", source="population")
    _check_groups(population, by, [group, reference])
    strange = int((~units["unit_id"].isin(population["unit_id"])).sum())
    if strange:
        raise TableError(
            f"population: {strange} of the {len(units)} judged units are not in it. Find the units of the same texts, "
            "with the same leaders and furniture."
        )
    frames = [name for name in dict.fromkeys(codings["question"]) if HITS + name in population.columns]
    if not frames:
        raise TableError("codings: no frame of the population was judged. Audit with the lexicon, and find its hits.")
    judged = judged_units(codings, units)
    not_speech = judged.loc[(judged["question"] == IS_SPEECH) & judged["wrong"], "unit_id"]
    judged = judged[(judged["unit"] == "remark") & ~judged["unit_id"].isin(not_speech)]
    remarks = population[(population["unit"] == "remark") & population[by].isin([group, reference])]
    names = {"by": by, "group": group, "reference": reference}
    settings = {"confidence": confidence, "n_resamples": n_resamples, "seed": seed}
    rows = [
        names
        | {"frame": frame}
        | _row(judged[judged["question"] == frame], remarks, HITS + frame, by, (group, reference), settings)
        for frame in frames
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _check_groups(population: pd.DataFrame, by: str, names: list[str]) -> None:
    """Refuse a column or a group that is not there, and a group compared with itself."""
    if by not in population.columns:
        raise TableError(f"population: no column {by!r}.{did_you_mean(by, map(str, population.columns))}")
    if names[0] == names[1]:
        raise TableError(f"group and reference are both {names[0]!r}. Compare two different groups.")
    known = population.loc[population["unit"] == "remark", by].dropna().unique().tolist()
    for name in names:
        if name not in known:
            raise TableError(f"population: {by} {name!r} has no remark.{did_you_mean(str(name), map(str, known))}")


def error_rates(judged: pd.DataFrame, hits: str) -> Rates:
    """Return how often the lexicon hits judged units with the frame, and not those without, weighted by the design."""
    present = judged["code"] == "1"
    is_hit = judged[hits] > 0
    with_frame, without = judged[present], judged[~present]
    return Rates(
        weighted_share(is_hit[present], with_frame["weight"], with_frame["story_id"]),
        weighted_share(~is_hit[~present], without["weight"], without["story_id"]),
    )


def _row(
    judged: pd.DataFrame, remarks: pd.DataFrame, hits: str, by: str, names: tuple[str, str], settings: dict[str, Any]
) -> dict[str, Any]:
    """One frame: plain and corrected."""
    own = [judged[judged[by] == name] for name in names] if by in judged.columns else [judged, judged]
    is_apart = by in judged.columns and all(map(_enough, own))
    rates = [error_rates(part if is_apart else judged, hits) for part in own]
    per_story = _per_story(remarks, hits, by, names)
    n_hits, n_remarks = per_story.sum(axis=0)[[0, 2]], per_story.sum(axis=0)[[1, 3]]
    shares = n_hits / n_remarks
    sums = resample_sums(per_story, n_resamples=settings["n_resamples"], seed=settings["seed"])
    resampled = np.divide(
        sums[:, [0, 2]], sums[:, [1, 3]], out=np.full((len(sums), 2), np.nan), where=sums[:, [1, 3]] > 0
    )
    several = (per_story[:, [1, 3]] > 0).sum(axis=0).min() >= FEWEST_STORIES
    low, high = _ends(resampled[:, 0] - resampled[:, 1], settings) if several else (math.nan, math.nan)
    fixed = [correct_share(share, one[0].estimate, one[1].estimate) for share, one in zip(shares, rates, strict=True)]
    notes = [] if several else [FEW_STORIES]
    notes += [] if is_apart else [EQUAL_ERROR]
    corrected = (math.nan, math.nan)
    if not (is_apart or _enough(judged)):
        notes, fixed = [*notes, TOO_FEW], [math.nan, math.nan]
    elif several:
        drawn = _draw_corrected(resampled, rates, seed=settings["seed"], are_shared=not is_apart)
        corrected = _ends(drawn, settings)
        notes += [NO_BETTER] if math.isnan(corrected[0]) else []
    return {
        "n_remarks": int(n_remarks[0]),
        "reference_n_remarks": int(n_remarks[1]),
        "n_judged": len(judged),
        "sensitivity": rates[0].sensitivity.estimate,
        "specificity": rates[0].specificity.estimate,
        "reference_sensitivity": rates[1].sensitivity.estimate,
        "reference_specificity": rates[1].specificity.estimate,
        "share_remarks": shares[0],
        "reference_share_remarks": shares[1],
        "difference": shares[0] - shares[1],
        "ci_low": low,
        "ci_high": high,
        "corrected_share": fixed[0],
        "reference_corrected_share": fixed[1],
        "corrected_difference": fixed[0] - fixed[1],
        "corrected_ci_low": corrected[0],
        "corrected_ci_high": corrected[1],
        "note": "; ".join(notes) or None,
    }


def _enough(judged: pd.DataFrame) -> bool:
    """Whether enough units with and without the frame were judged."""
    n_present = int((judged["code"] == "1").sum())
    return min(n_present, len(judged) - n_present) >= FEWEST_JUDGED


def _per_story(remarks: pd.DataFrame, hits: str, by: str, names: tuple[str, str]) -> Floats:
    """For each story, by its id, the remarks with a hit and all remarks of the group and of the reference."""
    counts = pd.DataFrame(index=pd.Index(sorted(remarks["story_id"].unique())))
    for name in names:
        own = remarks[remarks[by] == name]
        counts[f"{len(counts.columns)}"] = own[own[hits] > 0].groupby("story_id").size()
        counts[f"{len(counts.columns)}"] = own.groupby("story_id").size()
    return counts.fillna(0).to_numpy(np.float64)


def correct_share(share: Any, sensitivity: Any, specificity: Any) -> Any:
    """Return the share that carries the frame, from the share with a hit; not a number where hits tell nothing.

    Parameters
    ----------
    share, sensitivity, specificity : float or array of float
        Each between 0 and 1.

    Returns
    -------
    float or array of float
        (share + specificity - 1) / (sensitivity + specificity - 1), not under 0 nor over 1.

    Examples
    --------
    >>> correct_share(0.4, 1.0, 1.0), correct_share(0.05, 0.8, 0.9), correct_share(0.5, 0.4, 0.5)
    (0.4, 0.0, nan)
    """
    false_alarms = 1 - specificity
    better = np.asarray(sensitivity - false_alarms, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        corrected = np.where(better > 0, np.clip((share - false_alarms) / better, 0, 1), np.nan)
    return float(corrected) if corrected.ndim == 0 else corrected


def _draw_corrected(resampled: Floats, rates: list[Rates], *, seed: int, are_shared: bool) -> Floats:
    """Corrected differences of the resamples, each with error rates of its own drawing."""
    rng = np.random.default_rng([seed, 1])
    drawn = [[_draw_rate(share, len(resampled), rng) for share in one] for one in (rates[:1] if are_shared else rates)]
    sides = drawn * 2 if are_shared else drawn
    corrected = [correct_share(resampled[:, side], *sides[side]) for side in (0, 1)]
    return np.asarray(corrected[0] - corrected[1], dtype=np.float64)


def _draw_rate(share: Share, n: int, rng: np.random.Generator) -> Floats:
    """Rates that the judged units allow, by Jeffreys' prior."""
    hits = share.estimate * share.effective_n
    return rng.beta(hits + 0.5, share.effective_n - hits + 0.5, size=n)


def _ends(differences: Floats, settings: dict[str, Any]) -> tuple[float, float]:
    """The ends of the percentile interval; not a number where too many draws are undefined."""
    if np.isnan(differences).mean() > MOST_UNDEFINED:
        return math.nan, math.nan
    low, high = percentile_interval(differences[:, None], confidence=settings["confidence"])
    return float(low[0]), float(high[0])
