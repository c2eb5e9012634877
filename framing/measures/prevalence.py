"""How many units carry a frame, corrected for what the lexicon finds wrongly and for what it misses."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing import schema
from framing.errors import TableError, did_you_mean
from framing.measures.code_pairs import ratio
from framing.measures.coding.corrections import FEWEST_JUDGED, MOST_UNDEFINED, NO_BETTER, correct_share
from framing.measures.coding.errors import judged_units
from framing.measures.coding.units import HITS
from framing.measures.decisions import count_decisions, measure_decisions
from framing.measures.judged import check_resolved, columns_of
from framing.measures.refusals import FEW_STORIES, FEWEST_STORIES
from framing.measures.resampling import check_settings, percentile_interval, resample_sums

Floats = npt.NDArray[np.float64]

EQUAL_ERROR = "assumes equal error in all groups"
NO_ERROR_SEEN = "nothing missed, or nothing found wrongly, among coded units: no corrected interval"
TOO_FEW = f"under {FEWEST_JUDGED} judged units with the frame, or without: not corrected"


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
        How often the stories are resampled.
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
    corrected share = (share with a hit + specificity - 1) / (sensitivity + specificity - 1), not under 0 nor over 1
    (Rogan & Gladen 1978). It is about units, yes or no; a rate per 1,000 words is not corrected by it. Sensitivity
    (recall) and specificity come from the coded units, weighted by 1 / `inclusion_probability`: of each group by itself
    where ten units with the frame and ten without were judged in every group, else of all together. The note then says
    that equal error is assumed, which a contrast of groups cannot test: it is wrong where a leader speaks of the frame
    in words that the lexicon does not have.

    `ci_low` and `ci_high` express sampling of stories alone; those of the corrected share also that error rates were
    measured on few units: units, coded ones among them, are resampled together with their stories, and everything is
    computed anew. A resample cannot hold an error that the sample does not: where the coded units show no miss, or no
    wrong hit, there is no interval of the corrected share. (`correct_contrast` draws error rates apart from the texts,
    which is right also for coded units from elsewhere, and wider.)

    References
    ----------
    Rogan & Gladen (1978), American Journal of Epidemiology 107, 71-76.

    Examples
    --------
    A tenth of 200 units has a hit. Of 20 coded ones with a hit 15 carry the frame, of 20 without 5, and each of these
    stands for nine: sensitivity 15 / (15 + 45), specificity 135 / (135 + 5).

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
    check_resolved(codings, frames)
    if by is not None and by not in population.columns:
        raise TableError(f"population: no column {by!r}.{did_you_mean(by, map(str, population.columns))}")
    judged = _with_hits(judged_units(codings, _key(units)), population, by)
    groups = [None] if by is None else sorted(population[by].dropna().unique().tolist())
    settings = {"n_resamples": n_resamples, "seed": seed}
    rows = []
    for frame in frames:
        own = judged[(judged["question"] == frame).to_numpy()]
        for group, (rated, notes) in _rated(own, by, groups).items():
            part = population if by is None else population[(population[by] == group).to_numpy(bool, na_value=False)]
            columns = _per_story(part, rated, HITS + frame, sorted(population["story_id"].unique()))
            same = {"by": by, "group": None if group is None else str(group), "frame": frame, "n_judged": len(rated)}
            rows.append(same | _row(columns, part["story_id"].nunique(), notes, confidence, settings))
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


def _rated(judged: pd.DataFrame, by: str | None, groups: list[Any]) -> dict[Any, tuple[pd.DataFrame, list[str]]]:
    """Of each group the judged units on which its error rates rest, and a note."""
    if by is None:
        return {None: (judged, [] if _is_enough(judged) else [TOO_FEW])}
    own = {group: judged[(judged[by] == group).to_numpy(bool, na_value=False)] for group in groups}
    if all(map(_is_enough, own.values())):
        return {group: (part, []) for group, part in own.items()}
    return {group: (judged, [EQUAL_ERROR] if _is_enough(judged) else [TOO_FEW]) for group in groups}


def _is_enough(judged: pd.DataFrame) -> bool:
    """Whether enough units with and without the frame were judged."""
    n_present = int((judged["code"] == "1").sum())
    return min(n_present, len(judged) - n_present) >= FEWEST_JUDGED


def _per_story(part: pd.DataFrame, rated: pd.DataFrame, hits: str, stories: list[str]) -> Floats:
    """For each story: units with a hit, units, then the sums of decisions about judged units."""
    numbers = pd.Index(stories)
    with_hit = part[part[hits] > 0]
    counts = [
        np.bincount(numbers.get_indexer(pd.Index(own["story_id"])), minlength=len(stories)) for own in (with_hit, part)
    ]
    decisions = count_decisions(
        (rated["code"] == "1").to_numpy(bool),
        (rated[hits] > 0).to_numpy(bool),
        rated["weight"].to_numpy(float),
        numbers.get_indexer(pd.Index(rated["story_id"])),
        len(stories),
    )
    return np.concatenate([np.stack(counts, axis=1), decisions], axis=1)


def _shares(sums: Floats) -> Floats:
    """Share with a hit, corrected share, sensitivity and specificity of each row of sums."""
    share = ratio(sums[:, 0], sums[:, 1])
    _, sensitivity, specificity, *_ = measure_decisions(sums[:, 2:]).T
    return np.stack([share, correct_share(share, sensitivity, specificity), sensitivity, specificity], axis=1)


def _row(
    columns: Floats, n_stories: int, notes: list[str], confidence: float, settings: dict[str, int]
) -> dict[str, Any]:
    """One group: the share of units with a hit, plain and corrected."""
    total = columns.sum(axis=0)
    values, notes, low, high = _shares(total[None])[0], [*notes], np.full(4, np.nan), np.full(4, np.nan)
    is_corrected = TOO_FEW not in notes
    if is_corrected and np.isnan(values[1]):
        is_corrected = False
        notes.append(NO_BETTER)
    if n_stories < FEWEST_STORIES:
        notes.append(FEW_STORIES)
    else:
        resampled = _shares(resample_sums(columns, **settings))
        low, high = percentile_interval(resampled, confidence=confidence)
        if is_corrected and np.isnan(resampled[:, 1]).mean() > MOST_UNDEFINED:
            is_corrected = False
            notes.append(NO_BETTER)
        elif is_corrected and not total[3:5].all():
            low[1] = high[1] = np.nan
            notes.append(NO_ERROR_SEEN)
    if not is_corrected:
        values[1] = low[1] = high[1] = np.nan
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
        "note": "; ".join(notes) or None,
    }
