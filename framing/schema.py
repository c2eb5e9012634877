"""What each table is: the one place that says a table is wrong.

The columns of every table stand in `tables.csv` beside this module, one row per column: its kind, whether it may be
missing, the values it may take and what it means.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import pandas as pd

from framing.errors import TableError, all_problems, did_you_mean
from framing.kinds import HINTS, KINDS, as_kind, is_cell, is_column

_OFFSETS = ("start", "end", "speaker_start", "speaker_end", "body_start")
_LONGEST_SHOWN = 60


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
        The columns, as long as one another; columns of the table that are not given are missing throughout. A column
        with a cell that is not of its kind stays as it is: `check_table` names the cell.
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
    missing = [None] * n_rows
    made = {column.name: as_kind(columns.get(column.name, missing), column.kind) for column in wanted}
    made |= {name: pd.Series(list(columns[name])) for name in extra if name not in made}
    return pd.DataFrame(made)


def _columns_with_voices(table: str) -> tuple[Column, ...]:
    return table_columns("tokens") + table_columns(table) if table == "tokens+voices" else table_columns(table)


def check_table(frame: pd.DataFrame, table: str, *, source: str | None = None, first_row: int = 0) -> None:
    """Check that a table has its columns and that they hold what they should.

    Parameters
    ----------
    frame : pandas.DataFrame
        The table to check. Further columns are welcome. A column counts by its kind, not by its exact dtype.
    table : str
        Its name: "articles", "remarks", "tokens", "tokens+voices", ...
    source : str, optional
        Where it came from, for the message; else the name of the table.
    first_row : int
        Number of the first row in messages: 0 as pandas counts, 2 for a file as a spreadsheet shows it.

    Raises
    ------
    TableError
        With every problem found: what is wrong, in which column and row, and what to do.

    Examples
    --------
    >>> check_table(pd.DataFrame({"article_id": ["a"], "start": [5], "end": [2], "rule": ["caption"]}), "skips")
    Traceback (most recent call last):
    framing.errors.TableError: skips: row 0: end 2 lies before start 5. Offsets count characters; end is exclusive.
    """
    if not isinstance(frame, pd.DataFrame):
        raise TableError(f"{source or table}: expected a table (pandas DataFrame), got {type(frame).__name__}.")
    if table not in _all_columns():
        raise TableError(f"there is no table {table!r}.{did_you_mean(str(table), _all_columns())}")
    refuse_problems(find_problems(frame, table, range(first_row, first_row + len(frame))), source or table)


class Problem(NamedTuple):
    """What is wrong, and in which row; -1 when it concerns a whole column."""

    row: int
    said: str


def refuse_problems(problems: Iterable[Problem], source: str) -> None:
    """Raise one error with all problems in the order of rows, when there are any.

    Raises
    ------
    TableError
        When there is a problem.

    Examples
    --------
    >>> refuse_problems([Problem(2, "form is missing."), Problem(-1, "column 'rule' is not there.")], "remarks.csv")
    Traceback (most recent call last):
    framing.errors.TableError: remarks.csv: 2 problems
      - column 'rule' is not there.
      - row 2: form is missing.
    """
    ordered = sorted(problems, key=lambda problem: problem.row)
    if ordered:
        said = (one.said if one.row < 0 else f"row {one.row}: {one.said}" for one in ordered)
        raise TableError(all_problems(source, said))


def find_problems(frame: pd.DataFrame, table: str, rows: Sequence[int], *, partial: bool = False) -> list[Problem]:
    """Return everything that is wrong with a table; `check_table` raises it.

    Parameters
    ----------
    frame : pandas.DataFrame
        The table.
    table : str
        Its name.
    rows : sequence of int
        The number of each row, for the message.
    partial : bool
        Whether columns that may be missing may also be left out.

    Returns
    -------
    list of Problem
        Empty when nothing is wrong.

    Examples
    --------
    >>> find_problems(pd.DataFrame({"article_id": ["a"], "start": [0], "end": [9], "rule": [None]}), "skips", [7])
    [Problem(row=7, said='rule is missing; it needs text.')]
    """
    problems: list[Problem] = []
    sound: dict[str, pd.Series] = {}
    times = Counter(frame.columns)
    for column in _columns_with_voices(table):
        n_times = times[column.name]
        if n_times == 1:
            found = list(_column_problems(frame[column.name], column, rows))
            problems += found
            sound |= {} if found else {column.name: frame[column.name]}
        elif n_times > 1:
            problems.append(Problem(-1, f"column {column.name!r} stands {n_times} times. Rename the others."))
        elif not (partial and column.may_be_missing):
            near = did_you_mean(column.name, map(str, frame.columns))
            problems.append(Problem(-1, f"column {column.name!r} ({column.meaning}) is not there.{near}"))
    return problems + list(_offset_problems(sound, rows))


def _places(mask: pd.Series) -> list[int]:
    """Where a mask is true; a missing value is not."""
    return [int(place) for place in mask.to_numpy(dtype=bool, na_value=False).nonzero()[0]]


def _column_problems(cells: pd.Series, column: Column, rows: Sequence[int]) -> Iterable[Problem]:
    """What is wrong with one column."""
    missing = cells.isna()
    if not column.may_be_missing:
        for place in _places(missing):
            yield Problem(rows[place], f"{column.name} is missing; it needs {KINDS[column.kind]}.")
    present = cells[~missing.to_numpy()]
    of_present = [rows[place] for place in _places(~missing)] if missing.any() else rows
    if not is_column(present, column.kind):
        yield from _kind_problems(present, column, of_present)
        return
    if column.values:
        for place in _places(~present.isin(column.values)):
            near = did_you_mean(str(present.iloc[place])[:_LONGEST_SHOWN], column.values).partition(" Known")[0]
            said = f"{column.name} {_shown(present.iloc[place])} is not one of {', '.join(column.values)}.{near}"
            yield Problem(of_present[place], said)
    if column.is_key:
        for place in _places(present.duplicated()):
            said = f"{column.name} {_shown(present.iloc[place])} stands twice. Give every row a name of its own."
            yield Problem(of_present[place], said)


def _kind_problems(present: pd.Series, column: Column, rows: Sequence[int]) -> Iterable[Problem]:
    """The cells that are not of the kind of their column; the column itself, when each cell alone would be."""
    wrong = [place for place, cell in enumerate(present) if not is_cell(cell, column.kind)]
    for place in wrong:
        said = f"{column.name} {_shown(present.iloc[place])} is not {KINDS[column.kind]}.{HINTS.get(column.kind, '')}"
        yield Problem(rows[place], said)
    if not wrong:
        said = f"column {column.name!r} holds {KINDS[column.kind]} in each row, but as {present.dtype}."
        yield Problem(-1, f"{said} Convert it with pandas' astype or to_datetime.")


def _shown(cell: Any) -> str:
    """A cell for a message: not longer than a line."""
    written = repr(cell)
    return written if len(written) <= _LONGEST_SHOWN else f"{written[: _LONGEST_SHOWN - 4]} ..."


def _offset_problems(columns: Mapping[str, pd.Series], rows: Sequence[int]) -> Iterable[Problem]:
    """Rows whose characters run backwards or lie before the text."""
    for name in [name for name in _OFFSETS if name in columns]:
        for place in _places(columns[name] < 0):
            said = f"{name} {columns[name].iloc[place]} is negative. Offsets count characters, from 0."
            yield Problem(rows[place], said)
    for start, end in (("start", "end"), ("speaker_start", "speaker_end")):
        if start in columns and end in columns:
            for place in _places(columns[end] < columns[start]):
                said = f"{end} {columns[end].iloc[place]} lies before {start} {columns[start].iloc[place]}."
                yield Problem(rows[place], f"{said} Offsets count characters; end is exclusive.")
