"""A difference between two groups corrected for the errors of the lexicon, beside the plain one."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing import schema
from framing.errors import TableError, did_you_mean
from framing.measures.coding.codebooks import IS_SPEECH
from framing.measures.coding.errors import judged_units
from framing.measures.coding.misclassification import Carrying, carrying, correct_share, draw_carrying, error_rates
from framing.measures.coding.units import HITS
from framing.measures.intervals import percentile_interval
from framing.measures.judged import check_hits
from framing.measures.refusals import FEWEST_STORIES
from framing.measures.resampling import resample_sums
from framing.measures.settings import check_settings

Floats = npt.NDArray[np.float64]
# Ten remarks with a hit and ten without tell a share of .8 from .5, barely; with fewer in one group both groups share
# the error rates of all.
FEWEST_JUDGED = 10
# Above this share of draws in which the lexicon is no better than chance, no interval is honest.
MOST_UNDEFINED = 0.05
EQUAL_ERROR = "assumes equal error in both groups"
NO_BETTER = "the lexicon can hardly be told from chance: not corrected"
TOO_FEW = f"under {FEWEST_JUDGED} judged remarks with a hit, or without: not corrected"
FEW_STORIES = f"under {FEWEST_STORIES} stories: no interval"
NO_INTERVAL = (math.nan, math.nan)


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
        The `corrected_contrast` table, one row for each frame that was judged: shares and their difference with the
        interval of sampling alone (`difference`, `ci_low`, `ci_high`), then corrected, with the interval of sampling
        and of measurement (`corrected_difference`, `corrected_ci_low`, `corrected_ci_high`).

    Raises
    ------
    TableError
        When a table, a column, a group or a setting is not what it should be, or no frame was judged.

    Notes
    -----
    A remark counts with a hit of the frame. With share p of remarks with a hit, sensitivity s and specificity c, the
    share that carries the frame is (p + c - 1) / (s + c - 1), not under 0 nor over 1 (Rogan & Gladen 1978). s and c
    follow from p and from how many judged remarks carry the frame, of those with a hit (a) and of those without (b),
    each weighted by 1 / probability: s = p a / (p a + (1 - p) b), and so on. Where ten remarks with a hit and ten
    without were judged in both groups, each group has rates of its own, and the formula comes down to p a + (1 - p) b,
    the estimate of a double sample (Tenenbein 1970). Else both share the rates of all, and the note says that equal
    error is assumed.

    Measurement enters by simulation: for each of `n_resamples` resamples of stories (which moves p), a and b are drawn
    from Beta(n a + 1/2, n (1 - a) + 1/2), with n the effective number of judged remarks (Jeffreys' interval: Brown, Cai
    & DasGupta 2001); shared rates are drawn once for both groups. The interval is that of the percentiles. To draw s
    and c instead, as if they came from different remarks, gave intervals twice as wide (600 remarks in 100 stories, 100
    to 200 judged; with a and b, 94 to 97 % of intervals of 95 % hold the true difference: `benchmarks/audit.py`).

    Remarks that the coder found to be none are left out of the rates, and one given to the wrong speaker is not
    corrected for: `audit_errors` says how many there are.

    References
    ----------
    Brown, L. D., Cai, T. T., & DasGupta, A. (2001). Interval estimation for a binomial proportion. Statistical Science,
    16(2), 101-133.

    Rogan, W. J., & Gladen, B. (1978). Estimating prevalence from the results of a screening test. American Journal of
    Epidemiology, 107(1), 71-76.

    Tenenbein, A. (1970). A double sampling scheme for estimating from binomial data with misclassifications. JASA,
    65(331), 1350-1361.

    Examples
    --------
    Ten stories with four remarks of each leader. Ada's first two have a hit, Ben's first one. Everything was judged:
    the hits are right, and each leader's last remark carries the frame without a hit: .75 and .5.

    >>> rows = [(f"u{story}{leader[0]}{place}", f"s{story}", leader, place < n_hits, place < n_hits or place == 3)
    ...     for story in range(10) for leader, n_hits in (("Ada", 2), ("Ben", 1)) for place in range(4)]
    >>> table = pd.DataFrame(rows, columns=["unit_id", "story_id", "leader", "hits_storm", "code"])
    >>> units = table.assign(article_id="a", outlet=None, unit="remark", start=0, end=9, remark_id=None, stratum="all",
    ...     inclusion_probability=1.0, hits_storm=table["hits_storm"].astype(int))
    >>> codings = table[["unit_id"]].assign(coder="Cy", question="storm", note=None,
    ...     code=table["code"].map({True: "1", False: "0"}))
    >>> contrast = correct_contrast(codings, units, units, by="leader", group="Ada", reference="Ben", seed=1)
    >>> contrast[["difference", "corrected_share", "reference_corrected_share", "corrected_difference"]]
       difference  corrected_share  reference_corrected_share  corrected_difference
    0        0.25             0.75                        0.5                  0.25
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
    check_hits(population, [HITS + frame for frame in frames])
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
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    return schema.make_table("corrected_contrast", columns)


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


def _row(
    judged: pd.DataFrame, remarks: pd.DataFrame, hits: str, by: str, names: tuple[str, str], settings: dict[str, Any]
) -> dict[str, Any]:
    """One frame: plain and corrected."""
    own = [judged[judged[by] == name] for name in names] if by in judged.columns else [judged, judged]
    is_apart = by in judged.columns and all(_enough(part, hits) for part in own)
    shares = [carrying(part if is_apart else judged, hits) for part in own]
    per_story = _per_story(remarks, hits, by, names)
    totals = per_story.sum(axis=0)
    sums = resample_sums(per_story, n_resamples=settings["n_resamples"], seed=settings["seed"])
    has_interval = (per_story[:, [1, 3]] > 0).sum(axis=0).min() >= FEWEST_STORIES
    is_known = is_apart or _enough(judged, hits)
    estimate = _corrected(totals[None, :], [[one.estimate for one in share] for share in shares], is_apart=is_apart)
    rng = np.random.default_rng([settings["seed"], 1])
    drawn = [draw_carrying(share, len(sums), rng) for share in (shares if is_apart else shares[:1] if is_known else [])]
    resampled = _corrected(sums, drawn if is_apart else drawn * 2, is_apart=is_apart) if drawn else None
    plain = _shares(sums)
    ends = _ends(plain[:, 0] - plain[:, 1], settings) if has_interval else NO_INTERVAL
    fixed = (
        _ends(resampled[:, 0] - resampled[:, 1], settings) if has_interval and resampled is not None else NO_INTERVAL
    )
    notes = [] if has_interval else [FEW_STORIES]
    notes += [] if is_apart else [EQUAL_ERROR] if is_known else [TOO_FEW]
    notes += [NO_BETTER] if has_interval and is_known and math.isnan(fixed[0]) else []
    return {
        "n_remarks": int(totals[1]),
        "reference_n_remarks": int(totals[3]),
        "n_judged": len(judged),
        **_named_rates(totals, shares, is_apart=is_apart),
        **_named_difference("", _shares(totals[None, :])[0], ends),
        **_named_difference("corrected_", estimate[0] if is_known else np.full(2, np.nan), fixed),
        "note": "; ".join(notes) or None,
    }


def _named_difference(prefix: str, shares: Floats, ends: tuple[float, float]) -> dict[str, float]:
    """Two shares, their difference and its interval, under the names of the table."""
    name = f"{prefix}share" if prefix else "share_remarks"
    return {
        name: float(shares[0]),
        f"reference_{name}": float(shares[1]),
        f"{prefix}difference": float(shares[0] - shares[1]),
        f"{prefix}ci_low": ends[0],
        f"{prefix}ci_high": ends[1],
    }


def _shares(sums: Floats) -> Floats:
    """The share of remarks with a hit, of the group and of the reference, in each row of sums."""
    counts, shares = sums[:, [1, 3]], np.full((len(sums), 2), np.nan)
    np.divide(sums[:, [0, 2]], counts, out=shares, where=counts > 0)
    return shares


def _pooled_rates(sums: Floats, with_hit: Any, without: Any) -> tuple[Floats, Floats]:
    """Sensitivity and specificity in both groups together."""
    return error_rates((sums[:, 0] + sums[:, 2]) / (sums[:, 1] + sums[:, 3]), with_hit, without)


def _corrected(sums: Floats, carried: list[Any], *, is_apart: bool) -> Floats:
    """Corrected shares of the group and of the reference, by rates of their own or by those of both."""
    shares = _shares(sums)
    if is_apart:
        columns = [share * a + (1 - share) * b for share, (a, b) in zip(shares.T, carried, strict=True)]
    else:
        rates = _pooled_rates(sums, *carried[0])
        columns = [correct_share(share, *rates) for share in shares.T]
    return np.column_stack(columns)


def _named_rates(totals: Floats, shares: list[Carrying], *, is_apart: bool) -> dict[str, float]:
    """Error rates of the group and of the reference, under the names of the table."""
    named: dict[str, float] = {}
    for place, (prefix, own) in enumerate(zip(("", "reference_"), shares, strict=True)):
        estimates = [one.estimate for one in own]
        if is_apart:
            rates = error_rates(_shares(totals[None, :])[:, place], *estimates)
        else:
            rates = _pooled_rates(totals[None, :], *estimates)
        named |= {
            f"{prefix}{name}": float(rate[0]) for name, rate in zip(("sensitivity", "specificity"), rates, strict=True)
        }
    return named


def _enough(judged: pd.DataFrame, hits: str) -> bool:
    """Whether enough units with a hit and without one were judged."""
    n_hits = int((judged[hits] > 0).sum()) if hits in judged.columns else 0
    return min(n_hits, len(judged) - n_hits) >= FEWEST_JUDGED


def _per_story(remarks: pd.DataFrame, hits: str, by: str, names: tuple[str, str]) -> Floats:
    """For each story, by its id, the remarks with a hit and all remarks of the group and of the reference."""
    counts = pd.DataFrame(index=pd.Index(sorted(remarks["story_id"].unique())))
    for name in names:
        own = remarks[remarks[by] == name]
        counts[f"{len(counts.columns)}"] = own[own[hits] > 0].groupby("story_id").size()
        counts[f"{len(counts.columns)}"] = own.groupby("story_id").size()
    return counts.fillna(0).to_numpy(np.float64)


def _ends(differences: Floats, settings: dict[str, Any]) -> tuple[float, float]:
    """The ends of the percentile interval; not a number where too many draws are undefined."""
    if np.isnan(differences).mean() > MOST_UNDEFINED:
        return NO_INTERVAL
    low, high = percentile_interval(differences[:, None], confidence=settings["confidence"])
    return float(low[0]), float(high[0])
