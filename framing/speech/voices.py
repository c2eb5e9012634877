"""Whose wording and whose message each word is.

A word is *quoted* inside the quotation marks of a remark, *paraphrased* in the rest of a remark's content, *narrated*
everywhere else. A narrated word belongs to the nearest remark of its sentence, and so to its leader.
"""

from __future__ import annotations

import warnings
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing import schema
from framing.errors import FramingWarning, TableError, all_problems, did_you_mean
from framing.text import canonical, words

Numbers = npt.NDArray[np.int64]
_VOICE_COLUMNS = schema.column_names("tokens+voices")
NO_REMARK = -1  # stands for "none" where remarks are numbers


class _Part(NamedTuple):
    """A span of a remark: its characters and the number of the remark in its article."""

    start: int
    end: int
    remark: int


def assign_voices(
    tokens: pd.DataFrame,
    remarks: pd.DataFrame,
    leaders: pd.DataFrame | None = None,
    *,
    around: Literal["sentence", "paragraph"] = "sentence",
) -> pd.DataFrame:
    """Return the tokens with whose wording and whose message each word is.

    Parameters
    ----------
    tokens : pandas.DataFrame
        The `tokens` table.
    remarks : pandas.DataFrame
        The `remarks` table of the same articles. What was not said (`not_said`) is narrated.
    leaders : pandas.DataFrame, optional
        The `leaders` table; without it no sentence mentions a leader.
    around : {"sentence", "paragraph"}
        How far narrated words belong to a remark: in its sentence only, or also in each sentence of its paragraph that
        holds no remark itself.

    Returns
    -------
    pandas.DataFrame
        The tokens in the order given, with `voice`, `speaker`, `leader`, `remark_id`, `mentions_leader` and `repeat`.
        `mentions_leader` is the leader whom a narrated sentence without a remark names, when it names exactly one (by
        name or surname, not by role or pronoun).

    Raises
    ------
    TableError
        When a table is not what it should be, `around` is unknown, or a leader of the remarks is not in `leaders`.

    Warns
    -----
    FramingWarning
        When a remark belongs to no article of the tokens, or lies beyond its last word.

    Notes
    -----
    Nearness is counted in characters between the word and the closest end of a remark; of two as near the earlier wins.
    Where spans of two remarks overlap, the earlier row of `remarks` keeps the words.

    Examples
    --------
    >>> from framing import corpus_folder, read_articles, read_leaders, read_remarks, tokenize
    >>> folder = corpus_folder() / "practice"
    >>> tokens = tokenize(read_articles(folder))
    >>> voiced = assign_voices(tokens, read_remarks(folder / "remarks.csv"), read_leaders(folder / "leaders.csv"))
    >>> sorted(voiced["voice"].unique())
    ['narrated', 'paraphrased', 'quoted']
    """
    if around not in ("sentence", "paragraph"):
        raise TableError(f'around={around!r}: choose "sentence" or "paragraph".')
    schema.check_table(tokens, "tokens")
    schema.check_table(remarks, "remarks")
    if leaders is not None:
        schema.check_table(leaders, "leaders")
        _check_leaders(remarks, leaders)
    names = _names(leaders)
    said = remarks[~remarks["not_said"].astype(bool)]
    said_in = dict(list(said.groupby("article_id", sort=False)))
    parts = [
        _voices_of_article(own, said_in.get(article_id, said.iloc[:0]), names, around)
        for article_id, own in tokens.groupby("article_id", sort=False)
    ]
    voices = pd.concat(parts).reindex(tokens.index) if parts else schema.make_table("tokens+voices", {})
    voiced = schema.make_table("tokens+voices", _columns(tokens) | _columns(voices[_VOICE_COLUMNS]))
    _warn_of_unreached(said, voiced)
    further = [name for name in tokens.columns if name not in voiced.columns]
    return voiced.assign(**{name: tokens[name].to_numpy() for name in further})


def _check_leaders(remarks: pd.DataFrame, leaders: pd.DataFrame) -> None:
    """Refuse remarks whose leader the leaders table does not know."""
    known = leaders["leader"].drop_duplicates().tolist()
    named = remarks["leader"].dropna().drop_duplicates()
    unknown = [name for name in named if name not in known]
    problems = [f"leader {name!r} is not in the leaders table.{did_you_mean(name, known)}" for name in unknown]
    if problems:
        raise TableError(all_problems("remarks", problems))


def _warn_of_unreached(said: pd.DataFrame, voiced: pd.DataFrame) -> None:
    """Name the remarks of articles that are not there, and those beyond the last word of theirs."""
    ends = voiced.groupby("article_id")["end"].max()
    last_character = said["article_id"].map(ends).astype("float64")
    lost = said.loc[~(said["start"] < last_character), "remark_id"].tolist()
    if lost:
        shown = ", ".join(lost[:5]) + (f" and {len(lost) - 5} more" if len(lost) > 5 else "")
        message = f"{len(lost)} remarks stand in no article of these tokens: {shown}. Check their article_id and spans."
        warnings.warn(message, FramingWarning, stacklevel=3)


def _columns(table: pd.DataFrame) -> dict[str, Any]:
    return {str(name): table[name] for name in table.columns}


def _voices_of_article(
    tokens: pd.DataFrame, remarks: pd.DataFrame, names: dict[tuple[str, ...], set[str]], around: str
) -> pd.DataFrame:
    """Voices of the words of one article, under the index of its tokens."""
    starts, ends = tokens["start"].to_numpy(np.int64), tokens["end"].to_numpy(np.int64)
    spans = _parts(remarks["spans"])
    content = _inside(starts, ends, spans)
    quoted = _inside(starts, ends, _parts(remarks["quoted_spans"])) != NO_REMARK
    sentence = tokens["sentence"].to_numpy(np.int64)
    owner = np.where(content != NO_REMARK, content, _nearest_in(sentence, starts, ends, spans))
    unspoken = ~np.isin(sentence, sentence[owner != NO_REMARK])
    mentions = _mentioned(tokens, unspoken, names)
    if around == "paragraph":
        near = _nearest_in(tokens["paragraph"].to_numpy(np.int64), starts, ends, spans)
        owner = np.where(unspoken, near, owner)
    told = pd.Series(owner, index=tokens.index)
    table = remarks[["remark_id", "speaker", "leader"]].reset_index(drop=True).reindex(owner)
    repeats = remarks["repeats"].notna().to_numpy(bool)
    return pd.DataFrame(
        {
            "voice": np.where(content == NO_REMARK, "narrated", np.where(quoted, "quoted", "paraphrased")),
            "speaker": table["speaker"].to_numpy(object),
            "leader": table["leader"].to_numpy(object),
            "remark_id": table["remark_id"].to_numpy(object),
            "mentions_leader": mentions,
            "repeat": (content != NO_REMARK) & np.append(repeats, False)[content],
        },
        index=told.index,
    )


def _parts(spans: pd.Series) -> list[_Part]:
    """The spans of an article's remarks, each with the number of its remark."""
    return [_Part(start, end, number) for number, pairs in enumerate(spans) for start, end in pairs]


def _inside(starts: Numbers, ends: Numbers, parts: list[_Part]) -> Numbers:
    """The remark in whose part each word lies, at least with one character."""
    found = np.full(len(starts), NO_REMARK, dtype=np.int64)
    for part in reversed(parts):  # the earlier row has the last word
        found[(ends > part.start) & (starts < part.end)] = part.remark
    return found


def _nearest_in(stretch: Numbers, starts: Numbers, ends: Numbers, parts: list[_Part]) -> Numbers:
    """The remark nearest to each word, of those that share its stretch (sentence or paragraph)."""
    found = np.full(len(starts), NO_REMARK, dtype=np.int64)
    if not parts:
        return found
    ordered = sorted(parts, key=lambda part: (part.start, part.remark))
    for first, last in _runs(stretch):
        here = [part for part in ordered if part.start < ends[last - 1] and part.end > starts[first]]
        if here:
            part_starts, part_ends, remarks = np.array(here).T
            after = part_starts[None, :] - ends[first:last, None]
            before = starts[first:last, None] - part_ends[None, :]
            found[first:last] = remarks[np.maximum(np.maximum(after, before), 0).argmin(axis=1)]
    return found


def _runs(stretch: Numbers) -> list[tuple[int, int]]:
    """First word and word after the last of each run of one number."""
    if not len(stretch):
        return []
    firsts = np.flatnonzero(np.r_[True, stretch[1:] != stretch[:-1]])
    return list(zip(firsts.tolist(), np.r_[firsts[1:], len(stretch)].tolist(), strict=True))


def _names(leaders: pd.DataFrame | None) -> dict[tuple[str, ...], set[str]]:
    """The leaders whom each name or surname may mean, by its words."""
    names: dict[tuple[str, ...], set[str]] = {}
    if leaders is not None:
        for row in leaders[leaders["kind"].isin(["name", "surname"])].itertuples():
            alias = str(row.alias)
            key = tuple(canonical(alias[start:end]) for start, end in words(alias))
            names.setdefault(key, set()).add(str(row.leader))
    return names


def _mentioned(
    tokens: pd.DataFrame, unspoken: npt.NDArray[np.bool_], names: dict[tuple[str, ...], set[str]]
) -> npt.NDArray[np.object_]:
    """For each word of a sentence without a remark, the leader whom the sentence names; none when not exactly one."""
    found = np.full(len(tokens), None, dtype=object)
    if not names:
        return found
    forms = [canonical(word) for word in tokens["word"]]
    for first, last in _runs(tokens["sentence"].to_numpy(np.int64)):
        named = _leaders_in(tuple(forms[first:last]), names) if unspoken[first] else set()
        if len(named) == 1:
            found[first:last] = next(iter(named))
    return found


def _leaders_in(sentence: tuple[str, ...], names: dict[tuple[str, ...], set[str]]) -> set[str]:
    """The leaders whom a sentence may name; the longest name at a place counts, so a full name settles its surname."""
    longest = max(map(len, names))
    named: set[str] = set()
    at = 0
    while at < len(sentence):
        for length in range(min(longest, len(sentence) - at), 0, -1):
            found = names.get(sentence[at : at + length])
            if found:
                named |= found
                at += length - 1
                break
        at += 1
    return named
