"""How many units carry a frame, corrected for what the lexicon finds wrongly and for what it misses."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing import schema
from framing.errors import TableError, did_you_mean
from framing.measures.code_pairs import ratio
from framing.measures.coding.corrections import FEWEST_JUDGED, MOST_UNDEFINED, NO_BETTER
from framing.measures.coding.errors import judged_units
from framing.measures.coding.misclassification import Carrying, carrying, correct_share, draw_carrying, error_rates
from framing.measures.coding.units import HITS
from framing.measures.intervals import percentile_interval
from framing.measures.judged import check_hits, check_resolved, columns_of
from framing.measures.refusals import FEW_STORIES, FEWEST_STORIES
from framing.measures.resampling import resample_sums
from framing.measures.settings import check_settings

Floats = npt.NDArray[np.float64]

EQUAL_ERROR = "assumes equal error in all groups"
TOO_FEW = f"under {FEWEST_JUDGED} judged units with a hit, or without: not corrected"


def correct_prevalence(
    codings: pd.DataFrame,
    units: pd.DataFrame,
    population: pd.DataFrame,
    *,
    by: str | None = None,
    seed: int,
    n_resamples: int = 2000,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return the share of units that carry each frame: with a hit, and corrected for the lexicon's errors.

    Parameters
    ----------
    codings : pandas.DataFrame
        The `codings` table with one code per unit: 1 where people say that the frame is there, 0 where not.
    units : pandas.DataFrame
        The `units` table that was coded, with `inclusion_probability`: a sample of `population`.
    population : pandas.DataFrame
        All units, from `find_units` with matches and lexicon: its `hits_FRAME` columns say what the lexicon finds, in
        coded units too. Keep the rows that are meant: remarks alone, or the units of some leaders.
    by : str, optional
        A column of `population`, such as "leader": one row per group.
    seed : int
        Start of the random numbers; the same seed gives the same intervals.
    n_resamples : int
        How often stories are resampled and rates drawn.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    pandas.DataFrame
        The `prevalence` table: one row per frame that was asked about, in the order of the columns of `population`, and
        within it one per group, by name; a missing name is no group.

    Raises
    ------
    TableError
        When a table, a column or a setting is not what it should be, or no frame was judged.

    Notes
    -----
    It is about units, yes or no; a rate per 1,000 words is not corrected by it. With share p of units with a hit, share
    a of the coded ones with a hit that carry the frame and share b of the coded ones without, each weighted by
    1 / `inclusion_probability`, sensitivity is p a / (p a + (1 - p) b), specificity correspondingly, and the corrected
    share (p + specificity - 1) / (sensitivity + specificity - 1), not under 0 nor over 1 (Rogan & Gladen 1978). Where a
    group has rates of its own that is p a + (1 - p) b, the estimate of a double sample (Tenenbein 1970).

    Groups have rates of their own where ten units with a hit and ten without were judged in each of them; else all
    share those of all. The note then says that equal error is assumed, which the numbers cannot test: it is wrong where
    a leader speaks of the frame in words that the lexicon does not have.

    `ci_low` and `ci_high` express sampling of stories alone; the interval of the corrected share also that the rates
    were measured on few units: each resample of stories meets a and b drawn from what the coded units allow (Jeffreys'
    prior, by their effective number), as in `correct_contrast`.

    References
    ----------
    Rogan & Gladen (1978), American Journal of Epidemiology 107, 71-76. Tenenbein (1970), JASA 65, 1350-1361.

    Examples
    --------
    A tenth of 200 units has a hit. Of 20 coded ones with a hit 15 carry the frame, of 20 without 5: so of all
    .1 * .75 + .9 * .25 = .3. Sensitivity .075 / .3, specificity .675 / .7.

    >>> names = [f"u{k}" for k in range(200)]
    >>> population = pd.DataFrame({"unit_id": names, "article_id": names, "story_id": names, "outlet": None,
    ...     "unit": "sentence", "start": 0, "end": 9, "remark_id": None, "leader": None, "stratum": "all",
    ...     "inclusion_probability": 1.0, "hits_storm": [1] * 20 + [0] * 180})
    >>> units = population.head(40).assign(inclusion_probability=[1.0] * 20 + [1 / 9] * 20)
    >>> codings = schema.make_table("codings", {"unit_id": names[:40], "coder": ["Bo"] * 40,
    ...     "question": ["storm"] * 40, "code": ["1"] * 15 + ["0"] * 10 + ["1"] * 5 + ["0"] * 10})
    >>> row = correct_prevalence(codings, units, population, seed=1).iloc[0]
    >>> row[["share_hit", "sensitivity", "specificity", "corrected_share"]].astype(float).round(3).tolist()
    [0.1, 0.25, 0.964, 0.3]
    """
    check_settings(confidence=confidence, n_resamples=n_resamples, seed=seed)
    schema.check_table(population, "units", source="population")
    frames = _frames_of(codings, population)
    check_hits(population, [HITS + frame for frame in frames])
    check_resolved(codings, frames)
    if by is not None and by not in population.columns:
        raise TableError(f"population: no column {by!r}.{did_you_mean(by, map(str, population.columns))}")
    judged = _with_hits(judged_units(codings, _key(units)), population, by)
    groups = [None] if by is None else sorted(population[by].dropna().unique().tolist())
    settings = {"n_resamples": n_resamples, "seed": seed}
    rows = []
    for frame in frames:
        hits, own = HITS + frame, judged[(judged["question"] == frame).to_numpy()]
        for group, (rated, is_apart) in _rated(own, by, groups, hits).items():
            part = population if by is None else population[(population[by] == group).to_numpy(bool, na_value=False)]
            columns = _per_story(part, population, hits)
            known = carrying(rated, hits) if _is_enough(rated, hits) else None
            same = {"by": by, "group": None if group is None else str(group), "frame": frame, "n_judged": len(rated)}
            notes = [] if is_apart else [EQUAL_ERROR]
            notes = [TOO_FEW] if known is None else notes
            rows.append(same | _row(columns, known, is_apart, notes, confidence, settings))
    return schema.make_table("prevalence", columns_of(rows, "prevalence"))


def _frames_of(codings: pd.DataFrame, population: pd.DataFrame) -> list[str]:
    """The frames that were asked about and looked for."""
    schema.check_table(codings, "codings")
    known = [str(name).removeprefix(HITS) for name in population.columns if str(name).startswith(HITS)]
    asked = set(codings["question"])
    if not known:
        raise TableError("population: no column hits_FRAME. Give matches and lexicon to find_units.")
    if asked.isdisjoint(known):
        raise TableError(f"codings: no question is a frame of population. Frames: {', '.join(known)}.")
    return [frame for frame in known if frame in asked]


def _key(units: pd.DataFrame) -> pd.DataFrame:
    """The coded units without hits of their own: they may be those of an older lexicon."""
    return units.drop(columns=[name for name in units.columns if str(name).startswith(HITS)])


def _with_hits(judged: pd.DataFrame, population: pd.DataFrame, by: str | None) -> pd.DataFrame:
    """The judged units with what the lexicon finds in them, by the population."""
    looked_up = [name for name in population.columns if str(name).startswith(HITS)] + ([by] if by else [])
    strangers = judged.loc[~judged["unit_id"].isin(population["unit_id"]), "unit_id"].drop_duplicates().tolist()
    if strangers:
        said = f"{len(strangers)} coded units are not there, such as {strangers[0]!r}. Give all units, coded ones too."
        raise TableError(f"population: {said}")
    kept = judged.drop(columns=[name for name in looked_up if name in judged.columns])
    return kept.merge(population[["unit_id", *looked_up]], on="unit_id", how="left")


def _rated(judged: pd.DataFrame, by: str | None, groups: list[Any], hits: str) -> dict[Any, tuple[pd.DataFrame, bool]]:
    """Of each group the judged units on which its error rates rest, and whether they are its own."""
    if by is None:
        return {None: (judged, True)}
    own = {group: judged[(judged[by] == group).to_numpy(bool, na_value=False)] for group in groups}
    is_apart = all(_is_enough(part, hits) for part in own.values())
    return {group: (part if is_apart else judged, is_apart) for group, part in own.items()}


def _is_enough(judged: pd.DataFrame, hits: str) -> bool:
    """Whether enough units with a hit and without one were judged."""
    n_hits = int((judged[hits] > 0).sum())
    return min(n_hits, len(judged) - n_hits) >= FEWEST_JUDGED


def _per_story(part: pd.DataFrame, population: pd.DataFrame, hits: str) -> Floats:
    """For each story units with a hit and units, of the group and of all."""
    stories = pd.Index(sorted(population["story_id"].unique()))
    counted = (part[part[hits] > 0], part, population[population[hits] > 0], population)
    counts = [np.bincount(stories.get_indexer(pd.Index(own["story_id"])), minlength=len(stories)) for own in counted]
    return np.stack(counts, axis=1).astype(np.float64)


def _shares(sums: Floats, with_hit: Any, without: Any, *, is_apart: bool) -> Floats:
    """Share with a hit, corrected share, sensitivity and specificity of each row of sums."""
    share, of_all = ratio(sums[:, 0], sums[:, 1]), ratio(sums[:, 2], sums[:, 3])
    rates = error_rates(share if is_apart else of_all, with_hit, without)
    corrected = share * with_hit + (1 - share) * without if is_apart else correct_share(share, *rates)
    return np.stack([share, corrected, *rates], axis=1)


def _row(
    columns: Floats,
    known: Carrying | None,
    is_apart: bool,
    notes: list[str],
    confidence: float,
    settings: dict[str, int],
) -> dict[str, Any]:
    """One group: the share of units with a hit, plain and corrected."""
    total, n_stories = columns.sum(axis=0), int((columns[:, 1] > 0).sum())
    estimates = [np.nan, np.nan] if known is None else [share.estimate for share in known]
    values = _shares(total[None], *estimates, is_apart=is_apart)[0]
    low, high, is_hopeless = np.full(4, np.nan), np.full(4, np.nan), known is not None and np.isnan(values[1])
    if n_stories >= FEWEST_STORIES:
        sums = resample_sums(columns, **settings)
        drawn = draw_carrying(known, len(sums), np.random.default_rng([settings["seed"], 1])) if known else estimates
        resampled = _shares(sums, *drawn, is_apart=is_apart)
        low, high = percentile_interval(resampled, confidence=confidence)
        is_hopeless = known is not None and np.isnan(resampled[:, 1]).mean() > MOST_UNDEFINED
    if is_hopeless:
        values[1] = low[1] = high[1] = np.nan
    few = FEW_STORIES if n_stories < FEWEST_STORIES else ""
    told = [note for note in (*notes, NO_BETTER if is_hopeless else "", few) if note]
    return {
        "n_units": int(total[1]),
        "n_stories": n_stories,
        "share_hit": values[0],
        "ci_low": low[0],
        "ci_high": high[0],
        "sensitivity": values[2],
        "specificity": values[3],
        "corrected_share": values[1],
        "corrected_ci_low": low[1],
        "corrected_ci_high": high[1],
        "note": "; ".join(told) or None,
    }
