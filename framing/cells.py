"""Cells of a table file as values: numbers, days, truth values and lists in place of their text."""

from __future__ import annotations

import json
import os
import re
import warnings
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing import files, schema
from framing.days import parse_day
from framing.decoding import count_unreadable, is_count
from framing.errors import FramingWarning
from framing.kinds import is_cell
from framing.schema import Problem

_WHOLE = re.compile(r"[+-]?[0-9]{1,40}(\.0*)?")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_TRUTH = {"true": True, "false": False, "1": True, "0": False, "yes": True, "no": False}


def is_missing(cell: Any) -> bool:
    """Return whether a cell is empty: nothing, white space, or one of pandas' missing values.

    Examples
    --------
    >>> is_missing(" "), is_missing(float("nan")), is_missing([]), is_missing("null")
    (True, True, False, False)
    """
    if isinstance(cell, str):
        return not cell.strip()
    return cell is None or (pd.api.types.is_scalar(cell) and bool(pd.isna(cell)))


def parse_list(cell: str) -> list[Any]:
    """Return a list written as JSON in a cell.

    Raises
    ------
    TypeError, ValueError
        When it is no list, or no JSON.

    Examples
    --------
    >>> parse_list("[[0, 4]]")
    [[0, 4]]
    """
    try:
        parsed = json.loads(cell)
    except RecursionError:
        raise ValueError(cell) from None
    if not isinstance(parsed, list):
        raise TypeError(cell)
    return parsed


def parse_whole(cell: Any) -> int:
    """Return a whole number written in digits, or one that is there already.

    Raises
    ------
    ValueError
        When it is none.

    Examples
    --------
    >>> parse_whole("12"), parse_whole("12.0"), parse_whole(12.0)
    (12, 12, 12)
    """
    if isinstance(cell, str) and _WHOLE.fullmatch(cell.strip()):
        cell = int(cell.strip().partition(".")[0])
    if not is_cell(cell, "whole number"):
        raise ValueError(cell)
    return int(cell)


def parse_text(cell: Any) -> str:
    """Return text as it stands, and a number, such as an id, as its digits.

    Raises
    ------
    ValueError
        When it is a list, an object, bytes, a date or a truth value.

    Examples
    --------
    >>> parse_text(1234567890123456789)
    '1234567890123456789'
    """
    if not (isinstance(cell, str) or is_cell(cell, "number")):
        raise ValueError(cell)
    return str(cell)


def _parse_number(cell: Any) -> float:
    if isinstance(cell, str) and not _NUMBER.fullmatch(cell.strip()):
        raise ValueError(cell)
    if not isinstance(cell, str) and not is_cell(cell, "number"):
        raise ValueError(cell)
    return float(cell)


def _parse_truth(cell: Any) -> bool:
    if is_cell(cell, "truth value"):
        return bool(cell)
    return _TRUTH[str(cell).strip().lower()]


def _parse_list(cell: Any) -> list[Any]:
    if isinstance(cell, str):
        return parse_list(cell)
    if isinstance(cell, list | tuple | np.ndarray):
        return [_parse_list(item) if isinstance(item, list | tuple | np.ndarray) else item for item in cell]
    raise TypeError(cell)


_PARSERS: dict[str, Callable[[Any], Any]] = {
    "text": parse_text,
    "category": parse_text,
    "whole number": parse_whole,
    "number": _parse_number,
    "truth value": _parse_truth,
    "list": _parse_list,
    "date": parse_day,
}


def _parsed(cell: Any, kind: str, empty: Any) -> Any:
    """A cell as its value; as it stands, for the check to name, when it is none."""
    if is_missing(cell):
        return [] if kind == "list" else empty
    try:
        return _PARSERS[kind](cell)
    except (ValueError, TypeError, KeyError, OverflowError):
        return cell


class Parsed(NamedTuple):
    """A table made of rows, the number of each row in its file, and everything that is wrong with them."""

    table: pd.DataFrame
    rows: list[int]
    problems: list[Problem]


def parse_rows(rows: pd.DataFrame, table: str, *, first_row: int = 2, empty: Mapping[str, Any] | None = None) -> Parsed:
    """Return rows as the named table, with everything that is wrong with them; `parse_cells` raises it.

    Parameters
    ----------
    rows : pandas.DataFrame
        As `framing.files.read_rows` gives them. Rows without any cell are left out.
    table : str
        Name of the table.
    first_row : int
        Number of the first row in the file.
    empty : dict, optional
        What an empty cell of a column means, where it means something.

    Returns
    -------
    Parsed
        The table, in which a wrong cell is as it stands, the numbers of its rows, and the problems.
    """
    is_filled = np.logical_not(rows.map(is_missing).to_numpy(dtype=bool).all(axis=1))
    numbers = [first_row + int(place) for place in is_filled.nonzero()[0]]
    filled = rows[is_filled].reset_index(drop=True)
    known = {column.name: column for column in schema.table_columns(table)}
    parsed: dict[str, Any] = {
        name: [_parsed(cell, column.kind, (empty or {}).get(name)) for cell in filled[name]]
        for name, column in known.items()
        if name in filled.columns
    }
    further = {str(name): filled[name].infer_objects() for name in filled.columns if name not in known}
    made = schema.make_table(table, parsed).assign(**further)
    problems = schema.find_problems(made[[*parsed, *further]], table, numbers, partial=True)
    return Parsed(made, numbers, problems)


def parse_cells(rows: pd.DataFrame, table: str, source: str, *, first_row: int = 2) -> pd.DataFrame:
    """Return rows of text as the named table: numbers, dates, truth values and lists in place of their text.

    Parameters
    ----------
    rows : pandas.DataFrame
        As `framing.files.read_rows` gives them. Empty cells are missing, rows without any cell are left out; columns
        the table does not know stay as they are.
    table : str
        Name of the table, as in `framing.schema`.
    source : str
        Name for the message.
    first_row : int
        Number of the first row in messages: 2 below a header, as a spreadsheet shows it.

    Returns
    -------
    pandas.DataFrame
        The table's columns in order, then the others. Columns that are not there are missing throughout, unless the
        table cannot do without them.

    Raises
    ------
    TableError
        With every cell that does not hold what its column holds.

    Examples
    --------
    >>> rows = pd.DataFrame({"article_id": ["a"], "start": ["0"], "end": ["9"], "rule": ["caption"]})
    >>> parse_cells(rows, "skips", "skips.csv")["end"].tolist()
    [9]
    """
    read = parse_rows(rows, table, first_row=first_row)
    schema.refuse_problems(read.problems, source)
    return read.table


def read_table(path: str | os.PathLike[str], table: str, *, may_be_short: bool = False) -> pd.DataFrame:
    """Return a CSV, TSV, JSON Lines or Parquet file as the named table.

    Parameters
    ----------
    path : path
        The file.
    table : str
        Name of the table.
    may_be_short : bool
        Whether rows of CSV and TSV may leave out their last cells: these are empty then.

    Returns
    -------
    pandas.DataFrame
        As `parse_cells` gives it. What had to be mended on reading is told in a FramingWarning.

    Raises
    ------
    CorpusError
        When the file cannot be read.
    TableError
        With every cell that is wrong.
    """
    rows, mended = files.read_rows(path, may_be_short=may_be_short)
    made = parse_cells(rows, table, str(path), first_row=files.first_row(path))
    tell_mended(path, rows, mended)
    return made


def tell_mended(path: str | os.PathLike[str], rows: pd.DataFrame, mended: list[str]) -> None:
    """Warn of what had to be mended on reading a file whose table has no column for it."""
    unreadable = count_unreadable(cell for name in rows.columns for cell in rows[name])
    for one in [*(one for one in mended if not is_count(one)), *unreadable]:
        warnings.warn(f"{path}: {one}", FramingWarning, stacklevel=4)
