"""What people judge: remarks and narrated sentences."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing import schema
from framing.errors import TableError
from framing.kinds import as_kind
from framing.lexicon import Lexicon
from framing.measures.groups import REMARK_VOICES

HITS = "hits_"  # begins the columns that hold the hits of a frame


def find_units(
    tokens: pd.DataFrame, remarks: pd.DataFrame, *, matches: pd.DataFrame | None = None, lexicon: Lexicon | None = None
) -> pd.DataFrame:
    """Return all that a coder could judge: every remark that counts, and every sentence that is narrated throughout.

    Parameters
    ----------
    tokens : pandas.DataFrame
        The `tokens` table with voices.
    remarks : pandas.DataFrame
        The `remarks` table whose voices these are.
    matches : pandas.DataFrame, optional
        The `matches` table of the same tokens; with `lexicon`.
    lexicon : Lexicon, optional
        The lexicon that was matched.

    Returns
    -------
    pandas.DataFrame
        The `units` table, all units in one stratum and with probability 1, in the order of the articles and of their
        characters; then `form`, `speaker` and `spans` (of remarks; missing, and one span, for sentences), `n_words`,
        and `hits_FRAME` for each frame of the lexicon.

    Raises
    ------
    TableError
        When a table is not what it should be, or a remark of the tokens is not in `remarks`.

    Notes
    -----
    Left out are remarks that repeat an earlier one of their article, what was not said, and the narrated words of a
    sentence that holds a remark: nobody can judge "she said" alone. The leader of a sentence is the one it mentions, or
    the one whose remark stands in its paragraph when voices were assigned so.

    `unit_id` is made of the article, the kind and the place, so that it is the same whatever else was read. It names
    neither outlet nor leader, and no spreadsheet takes it for a number or a date.

    Examples
    --------
    >>> from framing import articles_from_records, assign_voices, extract_remarks, tokenize
    >>> text = '"It rained," Ada Brook said. Nobody was surprised.'
    >>> articles = articles_from_records([{"article_id": "a", "text": text}], source="notes")
    >>> remarks = extract_remarks(articles)
    >>> find_units(assign_voices(tokenize(articles), remarks), remarks)[["unit", "start", "end", "n_words"]]
           unit  start  end  n_words
    0    remark      1   11        2
    1  sentence     29   49        3
    """
    schema.check_table(tokens, "tokens+voices", source="tokens")
    schema.check_table(remarks, "remarks")
    words = _words_of_units(tokens)
    units = words.groupby(["article_id", "unit", "place"], sort=False, as_index=False).agg(
        story_id=("story_id", "first"),
        outlet=("outlet", "first"),
        start=("start", "min"),
        end=("end", "max"),
        remark_id=("remark_id", "first"),
        leader=("leader", "first"),
        n_words=("start", "size"),
    )
    units = _with_remarks(units, remarks)
    frames = _count_hits(units, words, matches, lexicon)
    units["unit_id"] = [_unit_id(*row) for row in units[["article_id", "unit", "start", "end"]].itertuples(index=False)]
    units = units.assign(stratum="all", inclusion_probability=1.0, **frames)
    order = {name: number for number, name in enumerate(dict.fromkeys(tokens["article_id"]))}
    units = units.assign(article=units["article_id"].map(order)).sort_values(["article", "start", "unit"])
    units = units.drop(columns=["article", "place"]).reset_index(drop=True)
    texts = {name: as_kind(units[name], "text") for name in ("form", "speaker")}
    return schema.make_table("units", units).assign(**texts, spans=units["spans"], n_words=units["n_words"], **frames)


def _words_of_units(tokens: pd.DataFrame) -> pd.DataFrame:
    """The words that belong to a unit: `unit` is its kind, `place` its remark or the number of its sentence."""
    in_remark = tokens["voice"].isin(REMARK_VOICES).to_numpy(bool)
    own = ["article_id", "story_id", "outlet", "start", "end", "position", "remark_id", "leader", "mentions_leader"]
    words = tokens[own].assign(
        unit=np.where(in_remark, "remark", "sentence"),
        place=np.where(in_remark, tokens["remark_id"], tokens["sentence"].astype("str")),
    )
    sentences = tokens[["article_id", "sentence"]].assign(in_remark=in_remark)
    has_remark = sentences.groupby(["article_id", "sentence"])["in_remark"].transform("any")
    kept = np.where(in_remark, ~tokens["repeat"].astype(bool), ~has_remark)
    words["leader"] = words["leader"].where(words["leader"].notna(), words["mentions_leader"])
    words["remark_id"] = words["remark_id"].where(in_remark)
    return words[kept.astype(bool)]


def _with_remarks(units: pd.DataFrame, remarks: pd.DataFrame) -> pd.DataFrame:
    """The units with form, speaker and exact place of the remarks among them."""
    known = remarks.set_index("remark_id")
    is_remark = units["unit"] == "remark"
    lost = units.loc[is_remark & ~units["remark_id"].isin(known.index), "remark_id"].tolist()
    if lost:
        raise TableError(f"remarks: {lost[:5]} of the tokens are not there. Give the remarks the voices come from.")
    own = known.reindex(units["remark_id"]).reset_index(drop=True)
    places = zip(own["spans"], units["start"], units["end"], strict=True)
    spans: list[Any] = [
        cell if isinstance(cell, list | tuple) else [[int(start), int(end)]] for cell, start, end in places
    ]
    return units.assign(
        form=own["form"].where(is_remark),
        speaker=own["speaker"].where(is_remark),
        spans=pd.Series(spans, index=units.index, dtype="object"),
        start=own["start"].where(is_remark, units["start"]).astype("int64"),
        end=own["end"].where(is_remark, units["end"]).astype("int64"),
    )


def _count_hits(
    units: pd.DataFrame, words: pd.DataFrame, matches: pd.DataFrame | None, lexicon: Lexicon | None
) -> dict[str, npt.NDArray[np.int64]]:
    """How often the terms of each frame stand in each unit; a hit belongs where its first word does."""
    if (matches is None) != (lexicon is None):
        raise TableError("matches and lexicon go together: give both, or neither.")
    if matches is None or lexicon is None:
        return {}
    schema.check_table(matches, "matches")
    place = words[["article_id", "position", "unit", "place"]].rename(columns={"position": "first_token"})
    hits = matches[["article_id", "first_token", "frame"]].merge(place, on=["article_id", "first_token"])
    keys = list(units[["article_id", "unit", "place"]].itertuples(index=False, name=None))
    counts = hits.groupby(["frame", "article_id", "unit", "place"], observed=True).size().to_dict()
    return {
        HITS + frame: np.array([counts.get((frame, *key), 0) for key in keys], dtype=np.int64)
        for frame in lexicon.frames
    }


def _unit_id(article_id: str, unit: str, start: int, end: int) -> str:
    """A name that tells nothing; it begins with a letter and holds no "e", which makes numbers of digits."""
    digest = hashlib.sha256(f"{article_id}\n{unit}\n{start}\n{end}".encode()).hexdigest()
    return "u" + digest[:12].replace("e", "x")
