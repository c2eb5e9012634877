"""Units that people judged, with what a lexicon finds in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing import schema
from framing.errors import TableError
from framing.lexicon import Lexicon
from framing.measures.conflicts import known_codings
from framing.measures.groups import REMARK_VOICES
from framing.measures.rates import EXTRA_WORDS
from framing.schema import Problem

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]
Truths = npt.NDArray[np.bool_]

YES, NO = "1", "0"


class Judged(NamedTuple):
    """The units of one frame that people judged, in the order of `units`; arrays are as long as one another."""

    frame: str
    said: Truths  # people said that the frame is there
    hit: Truths  # the unit holds a term of the frame
    weight: Floats  # 1 / probability of being drawn
    story: Numbers  # its number among these stories, in the order of their ids
    scores: dict[str, Floats]  # by how much a unit carries the frame: its rate, its presence
    patterns: pd.DataFrame  # `unit` (its place in these arrays) and `pattern`, each pair once
    n_unresolved: int

    @property
    def n_stories(self) -> int:
        """Stories of these units."""
        return int(self.story.max(initial=-1)) + 1


def judged_frames(
    matches: pd.DataFrame, codings: pd.DataFrame, units: pd.DataFrame, lexicon: Lexicon
) -> Iterator[Judged]:
    """Yield what people said and what the lexicon finds, for each frame that was asked about, in the lexicon's order.

    Raises
    ------
    TableError
        When a table is not what it should be, or the tables do not fit one another.
    """
    known_codings(codings, units)
    check_probabilities(units, "units")
    asked = [frame for frame in lexicon.frames if frame in set(codings["question"])]
    if not asked:
        questions = ", ".join(map(repr, dict.fromkeys(codings["question"])))
        raise TableError(f"codings: no question is a frame of {lexicon.label}, but {questions or 'there is none'}.")
    check_resolved(codings, asked)
    hits = _hits_in_units(matches, units, lexicon)
    for frame in asked:
        own = codings[(codings["question"] == frame).to_numpy()]
        yield _judged(frame, own, hits[hits["frame"] == frame], units)


def check_probabilities(units: pd.DataFrame, source: str) -> None:
    """Refuse chances of being drawn that are none."""
    chance = units["inclusion_probability"].to_numpy(float)
    wrong = np.flatnonzero(~((chance > 0) & (chance <= 1)))
    said = "inclusion_probability {} is no chance of being drawn. It lies over 0 and not over 1."
    schema.refuse_problems([Problem(int(row), said.format(chance[row])) for row in wrong], source)


def check_resolved(codings: pd.DataFrame, asked: list[str]) -> None:
    """Refuse several codes for a unit, and codes that are neither yes nor no."""
    of_frame = codings["question"].isin(asked).to_numpy()
    twice = codings.duplicated(["unit_id", "question"]).to_numpy()
    strange = (codings["code"].notna() & ~codings["code"].isin([YES, NO])).to_numpy()
    problems = []
    for row in np.flatnonzero(of_frame & (twice | strange)).tolist():
        unit, question, code = (codings[name].iloc[row] for name in ("unit_id", "question", "code"))
        said = f"code {code!r} for {question!r} is neither {YES} (the frame is there) nor {NO}."
        if twice[row]:
            said = f"unit {unit!r} has a second code for {question!r}. Settle conflicts first, by resolve_codings."
        problems.append(Problem(row, said))
    schema.refuse_problems(problems, "codings")


def _hits_in_units(matches: pd.DataFrame, units: pd.DataFrame, lexicon: Lexicon) -> pd.DataFrame:
    """The hits of each unit: `unit` (its row), `frame`, `pattern`. A hit belongs where its first word does."""
    schema.check_table(matches, "matches")
    _check_matches(matches, lexicon)
    rows = units[["article_id", "unit", "start", "end", "remark_id"]].assign(row=np.arange(len(units)))
    hits = matches[["article_id", "remark_id", "voice", "start", "frame", "pattern"]]
    in_remark = hits["voice"].isin(REMARK_VOICES).to_numpy(bool)
    is_remark = (rows["unit"] == "remark").to_numpy(bool)
    nameless = rows.loc[is_remark & rows["remark_id"].isna().to_numpy(), "row"].tolist()
    said = "remark_id is missing: without it nobody knows which words are the remark's."
    schema.refuse_problems([Problem(row, said) for row in nameless], "units")
    spoken = hits[in_remark].merge(
        rows.loc[is_remark, ["article_id", "remark_id", "row"]], on=["article_id", "remark_id"]
    )
    told = hits[~in_remark].drop(columns="remark_id")
    told = told.merge(rows[~is_remark].drop(columns="remark_id"), on="article_id", suffixes=("", "_unit"))
    told = told[(told["start"] >= told["start_unit"]) & (told["start"] < told["end"])]
    found = pd.concat([spoken, told], ignore_index=True)
    return found[["row", "frame", "pattern"]].rename(columns={"row": "unit"})


def _check_matches(matches: pd.DataFrame, lexicon: Lexicon) -> None:
    """Refuse hits of another lexicon, and hits of words whose voice nobody knows."""
    others = [label for label in matches["lexicon"].unique() if label != lexicon.label]
    if others:
        hint = "Find the matches with this lexicon."
        raise TableError(f"matches: these are hits of {others[0]!r}, not of {lexicon.label!r}. {hint}")
    if matches["voice"].isna().any():
        raise TableError("matches: voice is missing. Assign voices to the words before finding matches.")


def _judged(frame: str, codings: pd.DataFrame, hits: pd.DataFrame, units: pd.DataFrame) -> Judged:
    """One frame: only units with a code that counts."""
    code = units["unit_id"].map(dict(zip(codings["unit_id"], codings["code"], strict=True)))
    kept = np.flatnonzero(code.notna().to_numpy())
    place = np.full(len(units), -1)
    place[kept] = np.arange(len(kept))
    own = hits.assign(unit=place[hits["unit"].to_numpy(np.int64)])
    own = own[own["unit"] >= 0]
    n_hits = np.bincount(own["unit"], minlength=len(kept))
    patterns = own[["unit", "pattern"]].drop_duplicates().sort_values(["unit", "pattern"], ignore_index=True)
    n_patterns = np.bincount(patterns["unit"], minlength=len(kept))
    return Judged(
        frame=frame,
        said=(code.iloc[kept] == YES).to_numpy(bool),
        hit=n_hits > 0,
        weight=1 / units["inclusion_probability"].to_numpy(float)[kept],
        story=np.unique(units["story_id"].to_numpy()[kept], return_inverse=True)[1].reshape(-1),
        scores=_scores(units.iloc[kept], n_hits, n_patterns),
        patterns=patterns,
        n_unresolved=int(codings["code"].isna().sum()),
    )


def _scores(units: pd.DataFrame, n_hits: Numbers, n_patterns: Numbers) -> dict[str, Floats]:
    """Rate and presence of each unit; not a number where nobody knows how many words it has."""
    known = units["n_words"] if "n_words" in units.columns else pd.Series(np.nan, index=units.index)
    n_words = known.to_numpy(dtype=float, na_value=np.nan)
    n_words = np.where(n_words >= 0, n_words, np.nan)
    rate = np.divide(n_hits, n_words, out=np.full(len(units), np.nan), where=n_words > 0)
    return {"auc_rate": rate, "auc_presence": n_patterns / np.log(EXTRA_WORDS + n_words)}


def check_hits(population: pd.DataFrame, columns: Iterable[str]) -> None:
    """Refuse hits that are no count: a missing one would pass for none."""
    problems = []
    for name in columns:
        counts = pd.to_numeric(population[name].astype("object"), errors="coerce").to_numpy(float, na_value=np.nan)
        said = f"{name} {{!r}} is no number of hits. Take the units from find_units, with this lexicon."
        cells = population[name].tolist()
        problems += [Problem(int(row), said.format(cells[row])) for row in np.flatnonzero(~(counts >= 0))]
    schema.refuse_problems(problems, "population")


def columns_of(rows: list[dict[str, Any]], table: str) -> dict[str, list[Any]]:
    """Rows as the columns of a table."""
    return {name: [row[name] for row in rows] for name in schema.column_names(table)}
