"""Files in and out: text in any common encoding, tables as CSV, JSON Lines or Parquet, written whole or not at all."""

from __future__ import annotations

import datetime
import json
import math
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from framing.decoding import clean_text, decode_text, read_text
from framing.errors import TableError
from framing.rows import JSON_SUFFIXES, first_row, parse_delimited, parse_json_lines, read_rows

__all__ = [
    "TABLE_SUFFIXES",
    "clean_text",
    "decode_text",
    "first_row",
    "parse_delimited",
    "parse_json_lines",
    "read_rows",
    "read_text",
    "table_text",
    "unique_problems",
    "write_table",
    "write_whole",
]

TABLE_SUFFIXES = (".csv", ".tsv", ".jsonl", ".parquet")


def write_table(table: pd.DataFrame, path: str | os.PathLike[str]) -> Path:
    """Write a table whole or not at all; the format follows the suffix.

    Parameters
    ----------
    table : pandas.DataFrame
        Any table.
    path : path
        Ends in .csv, .tsv, .jsonl or .parquet. Lists are JSON in all but JSON Lines.

    Returns
    -------
    pathlib.Path
        Where it was written.

    Raises
    ------
    TableError
        When the suffix is unknown, the place cannot be written, or a column mixes what Parquet keeps apart.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix not in TABLE_SUFFIXES:
        raise TableError(f"{path}: what format is that? End the name in {', '.join(TABLE_SUFFIXES)}.")
    try:
        content = as_bytes(table, suffix)
    except (ValueError, TypeError, OverflowError, RecursionError) as problem:  # pyarrow's own are the first two
        reason = str(problem).splitlines()[0]
        raise TableError(f"{path}: the table cannot be written as {suffix} ({reason}). Try .csv.") from None
    return write_whole(path, content)


def table_text(table: pd.DataFrame) -> str:
    r"""Return a table as CSV, with lists as JSON.

    Examples
    --------
    >>> table_text(pd.DataFrame({"article_id": ["a"], "spans": [[[0, 4]]]}))
    'article_id,spans\na,"[[0, 4]]"\n'
    """
    return as_bytes(table, ".csv").decode()


def as_bytes(table: pd.DataFrame, suffix: str) -> bytes:
    """Return a table in one of the formats."""
    if suffix in JSON_SUFFIXES:
        records = table.to_dict(orient="records")
        return "".join(json.dumps(as_plain(record), ensure_ascii=False) + "\n" for record in records).encode()
    flat = flatten(table)
    if suffix == ".parquet":
        return bytes(flat.to_parquet(index=False))
    return flat.to_csv(index=False, sep="\t" if suffix == ".tsv" else ",", lineterminator="\n").encode()


def flatten(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with lists and objects as JSON, for formats that have no place for them."""
    flat = table.copy()
    for name in flat.columns:
        if any(map(_is_nested, flat[name])):
            cells = [_as_json(cell) for cell in flat[name]]
            flat[name] = pd.Series(cells, index=flat.index, dtype="object")
    return flat


def _is_nested(cell: Any) -> bool:
    """Whether a cell holds several values, which a flat format has no place for."""
    return isinstance(cell, list | tuple | dict | np.ndarray)


def _as_json(cell: Any) -> str | None:
    """A cell of a column of lists as JSON; a missing one stays missing."""
    plain = as_plain(cell)
    return None if plain is None else json.dumps(plain, ensure_ascii=False)


def as_plain(value: Any) -> Any:
    """Return a value as JSON knows it: no numpy number, no pandas missing value, no date."""
    if isinstance(value, dict):
        return {str(key): as_plain(cell) for key, cell in value.items()}
    if isinstance(value, list | tuple | np.ndarray):
        return [as_plain(cell) for cell in value]
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, pd.Timestamp) and value == value.normalize():
        return value.date().isoformat()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    value = value.item() if hasattr(value, "item") else value
    return None if isinstance(value, float) and math.isnan(value) else value


def write_whole(path: str | os.PathLike[str], data: bytes | str) -> Path:
    """Write a file in one step, so that nobody ever finds half of it.

    Raises
    ------
    TableError
        When the place cannot be written.
    """
    path = Path(path)
    content = data.encode() if isinstance(data, str) else data
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as problem:
        raise TableError(f"{path}: cannot be written ({problem.strerror}). Choose another folder.") from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).chmod(0o666 & ~umask())
        Path(temporary).replace(path)
    except OSError as problem:
        Path(temporary).unlink(missing_ok=True)
        raise TableError(f"{path}: cannot be written ({problem.strerror}). Choose another folder.") from None
    return path


def umask() -> int:
    """Return the permissions new files are denied (there is no way to read them but to set them)."""
    current = os.umask(0)
    os.umask(current)
    return current


def unique_problems(ids: Iterable[str], what: str) -> list[str]:
    """A problem for each id that stands more than once.

    Examples
    --------
    >>> unique_problems(["a", "b", "a"], "article_id")
    ["article_id 'a' stands 2 times. Give every row a name of its own."]
    """
    counts = pd.Series(list(ids), dtype="str").value_counts(sort=False)
    return [
        f"{what} {name!r} stands {count} times. Give every row a name of its own."
        for name, count in counts[counts > 1].items()
    ]
