"""What each table is: the one place that says a table is wrong.

The columns of every table stand in `tables.csv` beside this module, one row per column: its kind, whether it may be
missing, the values it may take and what it means.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import pandas as pd

from framing.errors import TableError, all_problems, did_you_mean

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
