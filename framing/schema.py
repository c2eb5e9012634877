"""What each table is, and what a lexicon is: the one place that says a table is wrong.

The columns of every table stand in `tables.csv` beside this module, one row per column: its kind, whether it may be
missing, the values it may take and what it means.
"""

from __future__ import annotations

import csv
import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import pandas as pd

from framing.errors import LexiconError, TableError, all_problems, did_you_mean

KINDS = {
    "text": "text",
    "whole number": "a whole number",
    "number": "a number",
    "date": "a date",
    "category": "one of a closed list",
    "truth value": "true or false",
    "list": "a list",
}


_TEXT_MAY_BE_MISSING = int(pd.__version__.partition(".")[0]) >= 3


class Column(NamedTuple):
    """One column of a table, as `tables.csv` describes it."""

    name: str
    kind: str
    may_be_missing: bool
    is_key: bool
    values: tuple[str, ...]
    meaning: str


@cache
def _all_columns() -> dict[str, tuple[Column, ...]]:
    """The columns of every table, in order."""
    tables: dict[str, list[Column]] = {}
    source = resources.files("framing").joinpath("tables.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(source.splitlines()):
        values = tuple(row["values"].split("|")) if row["values"] else ()
        column = Column(
            row["column"], row["kind"], row["missing"] == "yes", row["key"] == "yes", values, row["meaning"]
        )
        tables.setdefault(row["table"], []).append(column)
    return {name: tuple(columns) for name, columns in tables.items()}


def table_columns(table: str) -> tuple[Column, ...]:
    """Return the columns of a table in their order.

    Parameters
    ----------
    table : str
        Name of the table: "articles", "remarks", "tokens", "tokens+voices" (the columns voices add), "matches", ...

    Returns
    -------
    tuple of Column
        Name, kind, whether it may be missing, whether it is the key, allowed values, meaning.

    Raises
    ------
    KeyError
        When no table has that name.

    Examples
    --------
    >>> [column.name for column in table_columns("skips")]
    ['article_id', 'start', 'end', 'rule']
    """
    return _all_columns()[table]


def column_names(*tables: str) -> list[str]:
    """Return the column names of one table, or of several one after the other.

    Examples
    --------
    >>> column_names("tokens", "tokens+voices")[-2:]
    ['mentions_leader', 'repeat']
    """
    return [column.name for table in tables for column in table_columns(table)]


def make_table(table: str, columns: Mapping[str, Any] | pd.DataFrame, *, extra: Iterable[str] = ()) -> pd.DataFrame:
    """Return `columns` as the named table: all its columns, in order, with a plain index and kinds that pandas keeps.

    Parameters
    ----------
    table : str
        Name of the table; "tokens+voices" for tokens with their voices.
    columns : mapping of str to sequence, or DataFrame
        The columns, as long as one another; columns of the table that are not given are missing throughout.
    extra : iterable of str
        Names of further columns of `columns`, kept after those of the table (such as the `by` columns of rates).

    Returns
    -------
    pandas.DataFrame
        Always the same columns in the same order, also when it has no row.

    Examples
    --------
    >>> make_table("skips", {"article_id": ["a"], "start": [0], "end": [9], "rule": ["caption"]})
      article_id  start  end     rule
    0          a      0    9  caption
    """
    wanted = _columns_with_voices(table)
    n_rows = max((len(columns[str(name)]) for name in columns), default=0)
    made = {column.name: _as_kind(columns.get(column.name), column.kind, n_rows) for column in wanted}
    made |= {name: pd.Series(list(columns[name])) for name in extra if name not in made}
    return pd.DataFrame(made)


def _columns_with_voices(table: str) -> tuple[Column, ...]:
    return table_columns("tokens") + table_columns(table) if table == "tokens+voices" else table_columns(table)


def _as_kind(values: Any, kind: str, n_rows: int) -> pd.Series:
    """The values as a pandas column of that kind."""
    cells = [None] * n_rows if values is None else values
    match kind:
        case "text" | "category":
            return _as_text(cells)
        case "whole number":
            column = pd.Series(cells).reset_index(drop=True)
            return column.astype("Int64" if column.isna().any() else "int64")
        case "number":
            return pd.Series(cells, dtype="float64").reset_index(drop=True)
        case "truth value":
            return pd.Series(cells, dtype="bool").reset_index(drop=True)
        case "date":
            return pd.to_datetime(pd.Series(cells), format="ISO8601").reset_index(drop=True)
        case _:
            return pd.Series(list(cells), dtype="object")


def _as_text(cells: Any) -> pd.Series:
    """Texts as pandas keeps them; before pandas 3 its "str" turns a missing cell into the word "None"."""
    column = pd.Series(cells, dtype="object").reset_index(drop=True)
    column = column.where(column.notna(), None)
    return column.astype("str") if _TEXT_MAY_BE_MISSING else column


def check_table(frame: pd.DataFrame, table: str, *, source: str | None = None) -> None:
    """Check that a table has its columns and that they hold what they should.

    Parameters
    ----------
    frame : pandas.DataFrame
        The table to check. Further columns are welcome. A column counts by its kind, not by its exact dtype.
    table : str
        Its name: "articles", "remarks", "tokens", "tokens+voices", ...
    source : str, optional
        Where it came from, for the message; else the name of the table.

    Raises
    ------
    TableError
        With every problem found: what is wrong, in which column and row (counted from 0), and what to do.

    Examples
    --------
    >>> check_table(pd.DataFrame({"article_id": ["a"], "start": [5], "end": [2], "rule": ["caption"]}), "skips")
    Traceback (most recent call last):
    framing.errors.TableError: skips: row 0: end 2 lies before start 5. Offsets count characters; end is exclusive.
    """
    if not isinstance(frame, pd.DataFrame):
        raise TableError(f"{source or table}: expected a table (pandas DataFrame), got {type(frame).__name__}.")
    problems = [problem for column in _columns_with_voices(table) for problem in _column_problems(frame, column)]
    if not problems:
        problems = list(_offset_problems(frame))
    if problems:
        raise TableError(all_problems(source or table, problems))


def _column_problems(frame: pd.DataFrame, column: Column) -> Iterable[str]:
    """What is wrong with one column."""
    if column.name not in frame.columns:
        near = did_you_mean(column.name, map(str, frame.columns))
        yield f"column {column.name!r} ({column.meaning}) is not there.{near}"
        return
    cells = frame[column.name]
    missing = cells.isna() if column.kind != "list" else cells.map(lambda cell: not isinstance(cell, list | tuple))
    if missing.any() and (column.kind == "list" or not column.may_be_missing):
        row = int(missing.to_numpy().argmax())
        yield f"row {row}: column {column.name!r} is {cells.iloc[row]!r}; it needs {KINDS[column.kind]}."
        return
    present = cells[~missing]
    if not _is_kind(present, column.kind):
        yield f"column {column.name!r} holds {present.iloc[0]!r} ({cells.dtype}); it needs {KINDS[column.kind]}."
        return
    if column.values and not present.isin(column.values).all():
        row = int((~missing & ~cells.isin(column.values)).to_numpy().argmax())
        hint = did_you_mean(str(cells.iloc[row]), column.values)
        yield f"row {row}: {column.name} {cells.iloc[row]!r} is not one of {', '.join(column.values)}.{hint}"
    if column.is_key and present.duplicated().any():
        row = int(present.duplicated().to_numpy().argmax())
        yield f"row {row}: {column.name} {cells.iloc[row]!r} stands twice. Give every row a name of its own."


def _is_kind(cells: pd.Series, kind: str) -> bool:
    """Whether all cells, none of them missing, are of the kind."""
    if cells.empty or kind == "list":
        return True
    types = pd.api.types
    match kind:
        case "text" | "category":
            return bool(types.infer_dtype(cells) in ("string", "categorical"))
        case "whole number":
            return bool(types.is_integer_dtype(cells) or (types.is_float_dtype(cells) and (cells % 1 == 0).all()))
        case "number":
            return bool(types.is_numeric_dtype(cells) and not types.is_bool_dtype(cells))
        case "truth value":
            return bool(types.is_bool_dtype(cells) or types.infer_dtype(cells) == "boolean")
        case _:
            return bool(types.is_datetime64_any_dtype(cells))


def _offset_problems(frame: pd.DataFrame) -> Iterable[str]:
    """Rows whose characters run backwards."""
    if not {"start", "end"} <= set(frame.columns):
        return
    backwards = (frame["end"] < frame["start"]) | (frame["start"] < 0)
    if backwards.any():
        row = int(backwards.to_numpy().argmax())
        start, end = frame["start"].iloc[row], frame["end"].iloc[row]
        yield f"row {row}: end {end} lies before start {start}. Offsets count characters; end is exclusive."


class Term(NamedTuple):
    """One row of a lexicon: a pattern of a frame, its weight and a note."""

    frame: str
    pattern: str
    weight: float = 1.0
    note: str = ""

    @property
    def is_mask(self) -> bool:
        """Whether the row keeps words from being counted instead of counting them."""
        return self.frame.startswith("-")


class Example(NamedTuple):
    """A sentence with the patterns of a frame that must match in it; none, when it must not match."""

    frame: str
    sentence: str
    matches: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Lexicon:
    """A named, versioned, citable set of patterns per frame. Read one with `read_lexicon`.

    What it counts are framing terms: vocabulary, not frames.

    Parameters
    ----------
    name, version, language, citation, licence : str
        Who wrote it and how to cite it.
    frames : dict of str to str
        Definition of each frame: what counts, what does not. Its order is the order of every table.
    terms : tuple of Term
        The patterns in file order; a term whose frame is `-` is a mask for all frames, `-NAME` for one.
    labels : dict of str to str
        Name of each frame for people.
    examples : tuple of Example
        Sentences that must and must not match.
    validations : tuple of dict
        On what it was validated, by whom, with which figures.

    Notes
    -----
    Two lexicons are equal when they count the same: same digest.

    Examples
    --------
    >>> weather = Lexicon("weather", "1.0", "en", "", "CC0-1.0", {"storm": "wind words"}, (Term("storm", "gale*"),))
    >>> weather.with_terms("storm", ["squall"]).patterns("storm")
    ['gale*', 'squall']
    """

    name: str
    version: str
    language: str
    citation: str
    licence: str
    frames: dict[str, str]
    terms: tuple[Term, ...]
    labels: dict[str, str] = field(default_factory=dict)
    examples: tuple[Example, ...] = ()
    validations: tuple[dict[str, str], ...] = ()

    def __post_init__(self) -> None:
        """Refuse terms of unknown frames and patterns outside the grammar."""
        problems = [problem for term in self.terms for problem in _term_problems(term, self.frames)]
        if problems:
            raise LexiconError(all_problems(f"lexicon {self.name!r}", problems))

    @property
    def label(self) -> str:
        """`name@version`, as every table names it."""
        return f"{self.name}@{self.version}"

    @property
    def digest(self) -> str:
        """Sixty-four hexadecimal digits that change when anything that can change a count does."""
        counted = [self.language, list(self.frames), [[t.frame, t.pattern, float(t.weight)] for t in self.terms]]
        return hashlib.sha256(json.dumps(counted, ensure_ascii=False).encode()).hexdigest()

    @property
    def is_validated(self) -> bool:
        """Whether human coders have judged it, on any texts."""
        return any(row.get("coder_kind") == "human" for row in self.validations)

    def frame_label(self, frame: str) -> str:
        """Name of a frame for people."""
        return self.labels.get(frame, frame.replace("_", " "))

    def patterns(self, frame: str) -> list[str]:
        """Return the patterns of one frame, in file order.

        Raises
        ------
        LexiconError
            When the lexicon has no such frame.
        """
        self._known(frame)
        return [term.pattern for term in self.terms if term.frame == frame]

    def table(self) -> pd.DataFrame:
        """All terms and masks as a table: frame, pattern, weight, note."""
        return pd.DataFrame(list(self.terms), columns=list(Term._fields))

    def with_terms(self, frame: str, patterns: Iterable[str], *, weight: float = 1.0, note: str = "") -> Lexicon:
        """Return a lexicon with further patterns in one frame.

        Parameters
        ----------
        frame : str
            The frame; `-` for masks of all frames, `-NAME` for masks of one. To add a frame, edit the lexicon's files.
        patterns : iterable of str
            Patterns as in terms.csv: words, one `*` allowed at the end of a word. Those already there are left alone.
        weight : float
            Weight of each.
        note : str
            Why they belong there.

        Returns
        -------
        Lexicon
            A new one; its version ends in `+` and the first digits of its digest, so that no two share a name.

        Raises
        ------
        LexiconError
            For an unknown frame or a pattern outside the grammar.
        """
        words = [patterns] if isinstance(patterns, str) else list(patterns)
        there = {term.pattern for term in self.terms if term.frame == frame}
        added = tuple(Term(frame, word, weight, note) for word in dict.fromkeys(words) if word not in there)
        return self._changed(terms=self.terms + added)

    def without_terms(self, patterns: Iterable[str], *, frame: str | None = None) -> Lexicon:
        """Return a lexicon without these patterns, in one frame or in all.

        Raises
        ------
        LexiconError
            When a pattern is not there to be taken out.
        """
        words = dict.fromkeys([patterns] if isinstance(patterns, str) else patterns)
        if frame is not None:
            self._known(frame.lstrip("-") or frame)
        gone = [term for term in self.terms if term.pattern in words and frame in (None, term.frame)]
        unknown = [word for word in words if word not in {term.pattern for term in gone}]
        if unknown:
            known = [term.pattern for term in self.terms if frame in (None, term.frame)]
            hints = [f"no pattern {word!r} to take out.{_near(word, known)}" for word in unknown]
            raise LexiconError(all_problems(f"lexicon {self.name!r}", hints))
        return self._changed(terms=tuple(term for term in self.terms if term not in gone))

    def only(self, *frames: str) -> Lexicon:
        """Return a lexicon of these frames alone, with the masks that concern them.

        Raises
        ------
        LexiconError
            For an unknown frame.
        """
        for frame in frames:
            self._known(frame)
        kept = {name: text for name, text in self.frames.items() if name in frames}
        terms = tuple(term for term in self.terms if term.frame == "-" or term.frame.removeprefix("-") in kept)
        return self._changed(frames=kept, terms=terms)

    def _known(self, frame: str) -> None:
        if frame not in self.frames and frame != "-":
            raise LexiconError(f"lexicon {self.name!r} has no frame {frame!r}.{did_you_mean(frame, self.frames)}")

    def _changed(self, **changes: Any) -> Lexicon:
        """A copy under a version that no other content shares."""
        changed = replace(self, **changes, validations=())
        if changed.digest == self.digest:
            return self
        return replace(changed, version=f"{self.version.partition('+')[0]}+{changed.digest[:8]}")

    def __eq__(self, other: object) -> bool:
        """Whether both count the same."""
        return isinstance(other, Lexicon) and self.digest == other.digest

    def __hash__(self) -> int:
        """By digest."""
        return hash(self.digest)

    def __repr__(self) -> str:
        """Name, version and size."""
        n_terms = sum(not term.is_mask for term in self.terms)
        return f"<Lexicon {self.label}: {len(self.frames)} frames, {n_terms} terms, {len(self.terms) - n_terms} masks>"


def _near(word: str, known: list[str]) -> str:
    """A suggestion, without the whole list when nothing is near."""
    hint = did_you_mean(word, known)
    return hint if hint.startswith(" Did") else " Look them up with lexicon.table()."


def _term_problems(term: Term, frames: Mapping[str, str]) -> Iterable[str]:
    """What is wrong with one term: its frame, its pattern, its weight."""
    target = term.frame.removeprefix("-")
    if target not in frames and not (term.is_mask and not target):
        yield f"pattern {term.pattern!r}: unknown frame {term.frame!r}.{did_you_mean(target, frames)}"
    yield from pattern_problems(term.pattern)
    if not math.isfinite(term.weight):
        yield f"pattern {term.pattern!r}: weight {term.weight!r} is no finite number. Write 1 when all count alike."


def pattern_problems(pattern: str) -> Iterable[str]:
    """Say what is wrong with a pattern; nothing, when it follows the grammar.

    Notes
    -----
    Words separated by spaces (a hyphen is a space); one `*` in a pattern, ending any one word, stands for any ending,
    also none.

    Examples
    --------
    >>> list(pattern_problems("bor*der"))
    ["pattern 'bor*der' has '*' inside a word. Put it at the end, as in 'bor*'."]
    """
    words = str(pattern).replace("-", " ").split()
    if not any(letter.isalnum() for letter in str(pattern)):
        yield f"pattern {pattern!r} has no word in it. Write a word or a phrase."
        return
    stars = str(pattern).count("*")
    if stars > 1:
        yield f"pattern {pattern!r} has {stars} '*'. Use one at most, and list the other forms in rows of their own."
    for word in words:
        if word == "*":
            yield f"pattern {pattern!r} has a '*' that stands alone. Put it at the end of a word, as in 'border*'."
        elif "*" in word[:-1]:
            beginning = word[: word.index("*")] or word.replace("*", "")
            yield f"pattern {pattern!r} has '*' inside a word. Put it at the end, as in {beginning + '*'!r}."
        elif not any(letter.isalnum() for letter in word):
            yield f"pattern {pattern!r} has {word!r}, which is no word. Leave punctuation out."
