"""Groups of rows, and words and hits by group: what the measures share, and where their tables are checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing import schema
from framing.errors import TableError, did_you_mean
from framing.lexicon import Lexicon

Numbers = npt.NDArray[np.int64]
Name = tuple[Any, ...]  # the value of each `by` column; None where it is missing

VOICES = ("quoted", "paraphrased", "narrated")
REMARK_VOICES = ("quoted", "paraphrased")  # whose words lie in a remark; narrated words are counted by the sentence
NOWHERE = -1  # the group of a row that no group counts


class Grouped(NamedTuple):
    """Words and hits that count, each with the number of its group.

    `words` has `group`, `unit`, `in_remark` and `story_id`, its index is the row of tokens; `hits` has `group`, `unit`,
    `row` (the row of tokens in which it begins), `frame` (its number in the lexicon), `pattern` and `negated`. A unit
    is a remark, or a sentence of narrated words.
    """

    by: tuple[str, ...]
    names: list[Name]
    words: pd.DataFrame
    hits: pd.DataFrame

    @property
    def n_tokens(self) -> Numbers:
        """Words of each group."""
        return count_rows(self.words["group"], len(self.names))


def by_columns(by: str | Iterable[str], table: pd.DataFrame, source: str) -> tuple[str, ...]:
    """The names of the columns that make the groups, once it is known that the table has them."""
    columns = (by,) if isinstance(by, str) else tuple(by)
    voice_columns = schema.column_names("tokens+voices")
    for column in columns:
        if column in table.columns:
            continue
        if source == "tokens" and column in voice_columns and "voice" not in table.columns:
            raise TableError(f"{source}: no column {column!r} to group by. Assign voices to the words first.")
        raise TableError(f"{source}: no column {column!r} to group by.{did_you_mean(column, map(str, table.columns))}")
    return columns


def number_groups(table: pd.DataFrame, by: Sequence[str]) -> tuple[list[Name], Numbers]:
    """The names of the groups in order of appearance, and the number of the group of each row.

    A missing value is a group of its own (None), so that the groups always add up to the table.
    """
    if not by:
        return [()], np.zeros(len(table), dtype=np.int64)
    found = table.groupby(list(by), dropna=False, sort=False, observed=True).ngroup().to_numpy(np.int64)
    _, firsts, numbers = np.unique(found, return_index=True, return_inverse=True)
    cells = [[None if pd.isna(cell) else cell for cell in table[name].iloc[firsts].tolist()] for name in by]
    return list(zip(*cells, strict=True)), numbers.reshape(-1).astype(np.int64)


def order_groups(names: Sequence[Name], sizes: Sequence[int] | Numbers) -> list[int]:
    """The numbers of the groups, largest first, then by name; those with a missing value in the name last."""

    def key(number: int) -> tuple[bool, int, list[tuple[bool, str, Any]]]:
        name = names[number]
        parts = [(cell is None, type(cell).__name__, 0 if cell is None else cell) for cell in name]
        return None in name, -int(sizes[number]), parts

    return sorted(range(len(names)), key=key)


def name_columns(by: Sequence[str], names: Iterable[Name]) -> dict[str, Any]:
    """One column of names for each `by` column."""
    rows = list(names)
    return {column: pd.Series([name[place] for name in rows]) for place, column in enumerate(by)}


def count_rows(groups: Any, n_groups: int) -> Numbers:
    """How many rows each group has."""
    return np.bincount(np.asarray(groups, dtype=np.int64), minlength=n_groups)


def count_distinct(groups: Any, values: Any, n_groups: int) -> Numbers:
    """How many different values each group has."""
    pairs = pd.DataFrame({"group": np.asarray(groups, dtype=np.int64), "value": np.asarray(values)})
    return count_rows(pairs.drop_duplicates()["group"], n_groups)


def split_groups(table: pd.DataFrame, n_groups: int) -> list[pd.DataFrame]:
    """The rows of each group, in their order; one pass, however many groups there are."""
    own = table.groupby("group", sort=False).indices
    return [table.iloc[own.get(number, [])] for number in range(n_groups)]


def known_voices(voices: Iterable[str] | None) -> tuple[str, ...] | None:
    """The voices asked for, once it is known that there are such voices."""
    if voices is None:
        return None
    asked = (voices,) if isinstance(voices, str) else tuple(voices)
    for voice in asked:
        if voice not in VOICES:
            raise TableError(f"voices: there is no voice {voice!r}.{did_you_mean(voice, VOICES)}")
    if not asked:
        raise TableError(f"voices is empty: nothing would be counted. Choose from {', '.join(VOICES)}.")
    return asked


def group_words(
    matches: pd.DataFrame,
    tokens: pd.DataFrame,
    lexicon: Lexicon,
    *,
    by: str | Iterable[str],
    voices: Iterable[str] | None,
    groups: Iterable[Any] | None = None,
    where: Mapping[str, Any] | None = None,
    ask_voices: bool = True,
) -> Grouped:
    """Check the tables and give every word and hit that counts its group and its unit.

    Words of a remark that repeats an earlier one of its article count nowhere. A hit belongs where its first word does.
    """
    has_voices = "voice" in tokens.columns
    schema.check_table(tokens, "tokens+voices" if has_voices else "tokens", source="tokens")
    schema.check_table(matches, "matches")
    check_lexicon(matches, lexicon)
    columns = by_columns(by, tokens, "tokens")
    asked = known_voices(voices)
    _check_voices(asked, columns, has_voices=has_voices, ask_voices=ask_voices)
    first_words = _first_words(matches, tokens)
    counts = _counting(tokens, asked, has_voices=has_voices) & chosen_words(tokens, where)
    names, numbers = number_groups(tokens[counts], columns)
    names = list(dict.fromkeys([*names, *_asked_names(groups, columns)]))
    order = order_groups(names, count_rows(numbers, len(names)))
    group = np.full(len(tokens), NOWHERE, dtype=np.int64)
    group[counts] = np.argsort(order)[numbers]
    in_remark, unit = _units(tokens, has_voices=has_voices)
    words = pd.DataFrame({"group": group, "unit": unit, "in_remark": in_remark, "story_id": tokens["story_id"].array})
    hits = pd.DataFrame(
        {
            "group": group[first_words],
            "unit": unit[first_words],
            "row": first_words,
            "frame": pd.Index(list(lexicon.frames)).get_indexer(pd.Index(matches["frame"])),
            "pattern": matches["pattern"].array,
            "negated": matches["negated"].to_numpy(bool),
        }
    )
    return Grouped(columns, [names[number] for number in order], words[counts], hits[group[first_words] != NOWHERE])


def check_lexicon(matches: pd.DataFrame, lexicon: Lexicon) -> None:
    """Refuse hits of another lexicon, or of another version."""
    others = [label for label in matches["lexicon"].unique() if label != lexicon.label]
    if others:
        raise TableError(
            f"matches: these are hits of {others[0]!r}, not of {lexicon.label!r}. Find the matches with this lexicon."
        )
    for frame in matches["frame"].unique():
        if frame not in lexicon.frames:
            hint = did_you_mean(frame, lexicon.frames)
            raise TableError(f"matches: {lexicon.label!r} has no frame {frame!r}.{hint}")


def _check_voices(asked: tuple[str, ...] | None, by: tuple[str, ...], *, has_voices: bool, ask_voices: bool) -> None:
    """Refuse to mix voices unasked, and to choose voices where there are none."""
    if asked is not None and not has_voices:
        raise TableError(f"tokens: there is no column 'voice' to choose {', '.join(asked)} by. Assign voices first.")
    if ask_voices and has_voices and asked is None and "voice" not in by:
        raise TableError(
            f"by={by}: this would mix the leader's words with the outlet's. Say whose words count, as in "
            'voices=("quoted", "paraphrased"), or add "voice" to by.'
        )


def _first_words(matches: pd.DataFrame, tokens: pd.DataFrame) -> Numbers:
    """The row of tokens in which each hit begins."""
    twice = tokens.duplicated(["article_id", "position"])
    if twice.any():
        row = int(twice.to_numpy().argmax())
        where = f"article {tokens['article_id'].iloc[row]!r}, position {tokens['position'].iloc[row]}"
        raise TableError(f"tokens: row {row}: {where} stands twice. Give every article an id of its own.")
    place = ["article_id", "position", "start"]
    hits = matches[["article_id", "first_token", "start"]].rename(columns={"first_token": "position"})
    found = hits.merge(tokens[place].assign(row=np.arange(len(tokens))), on=place, how="left")
    strays = found["row"].isna().to_numpy(bool)
    if strays.any():
        row = int(strays.argmax())
        where = f"position {hits['position'].iloc[row]} of article {hits['article_id'].iloc[row]!r}"
        raise TableError(
            f"matches: row {row}: no word of tokens begins at character {hits['start'].iloc[row]}, {where}. "
            "Find the matches in these tokens."
        )
    return found["row"].to_numpy(np.int64)


def _counting(tokens: pd.DataFrame, asked: tuple[str, ...] | None, *, has_voices: bool) -> npt.NDArray[np.bool_]:
    """Which words count: those of the voices asked for that repeat nothing."""
    if not has_voices:
        return np.ones(len(tokens), dtype=np.bool_)
    wanted = tokens["voice"].isin(VOICES if asked is None else asked)
    return np.asarray(wanted & ~tokens["repeat"].astype(bool), dtype=np.bool_)


def chosen_words(tokens: pd.DataFrame, where: Mapping[str, Any] | None) -> npt.NDArray[np.bool_]:
    """Which words have the values asked for in every column asked for; all without any."""
    chosen = np.ones(len(tokens), dtype=np.bool_)
    if where is None:
        return chosen
    if not isinstance(where, Mapping):
        raise TableError(
            f'where={where!r}: give columns of tokens and their values, as in {{"outlet": "The Lantern"}}.'
        )
    for column, wanted in where.items():
        by_columns(column, tokens, "tokens")
        values = list(wanted) if isinstance(wanted, list | tuple | set | frozenset) else [wanted]
        chosen &= tokens[column].isin(values).to_numpy(np.bool_)
    if not chosen.any():
        raise TableError(f"where={dict(where)!r}: tokens has no such word. Look at the values of these columns.")
    return chosen


def _units(tokens: pd.DataFrame, *, has_voices: bool) -> tuple[npt.NDArray[np.bool_], Numbers]:
    """Whether each word lies in a remark, and the number of its remark or else of its sentence."""
    _, sentence = number_groups(tokens, ["article_id", "sentence"])
    if not has_voices:
        return np.zeros(len(tokens), dtype=np.bool_), sentence
    in_remark = tokens["voice"].isin(REMARK_VOICES).to_numpy(np.bool_)
    lost = in_remark & tokens["remark_id"].isna().to_numpy(np.bool_)
    if lost.any():
        row = int(lost.argmax())
        raise TableError(
            f"tokens: row {row}: a {tokens['voice'].iloc[row]} word without remark_id. Assign voices anew."
        )
    _, remark = number_groups(tokens, ["article_id", "remark_id"])
    return in_remark, np.where(in_remark, remark, len(tokens) + sentence)


def _asked_names(groups: Iterable[Any] | None, by: tuple[str, ...]) -> list[Name]:
    """The names of the groups that a reader wants to see even without words."""
    if groups is None:
        return []
    if isinstance(groups, str):
        raise TableError(f"groups={groups!r} is one name. Give a list, as in [{groups!r}].")
    names = [tuple(group) if isinstance(group, tuple | list) else (group,) for group in groups]
    for name in names:
        if len(name) != len(by):
            raise TableError(f"groups: {name} names {len(name)} of the columns {by}. Give one value for each.")
    return list(dict.fromkeys(names))
