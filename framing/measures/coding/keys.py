"""Keys of sheets: what of each unit the coder does not see, kept in a file of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from framing import files, schema
from framing.cells import is_missing, parse_list, parse_rows
from framing.kinds import as_kind
from framing.measures.coding.units import HITS


def key_path(path: Path) -> Path:
    """Return where the key of a sheet lies.

    Examples
    --------
    >>> key_path(Path("sheet.xlsx")).name
    'sheet-key.csv'
    """
    return path.with_name(f"{path.stem}-key.csv")


def read_coding_key(path: str | os.PathLike[str]) -> pd.DataFrame:
    r"""Return the key of a coding sheet or an audit: the units with all that the sheet does not show.

    Parameters
    ----------
    path : path
        `NAME-key.csv`, as it was written beside the sheet.

    Returns
    -------
    pandas.DataFrame
        The `units` table in the order of the sheet, with the columns it was written with, and the `digest` of what the
        coder saw.

    Raises
    ------
    CorpusError, TableError
        When the file cannot be read, or with every cell that is wrong.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp(), "sheet-key.csv")
    >>> head = "unit_id,article_id,story_id,unit,start,end,stratum,inclusion_probability,digest"
    >>> _ = path.write_text(head + "\nu1,a,a,remark,0,9,all,0.25,0f3c\n")
    >>> read_coding_key(path)[["unit_id", "end", "inclusion_probability"]]
      unit_id  end  inclusion_probability
    0      u1    9                   0.25
    """
    rows, _ = files.read_rows(path)
    read = parse_rows(rows, "units")
    table = read.table
    whole = [name for name in map(str, table.columns) if name.startswith(HITS) or name == "n_words"]
    schema.refuse_problems([*read.problems, *_problems(table, whole, read.rows)], str(path))
    columns: dict[str, Any] = {name: table[name].astype("int64") for name in whole}
    for name in ("form", "speaker"):
        if name in table.columns:
            columns[name] = as_kind([None if is_missing(cell) else cell for cell in table[name]], "text")
    if "spans" in table.columns:
        columns["spans"] = [parse_list(cell) for cell in table["spans"]]
    return table.assign(**columns)


def _problems(table: pd.DataFrame, whole: list[str], rows: list[int]) -> Iterator[schema.Problem]:
    """What is wrong with the columns that only a key has."""
    if "digest" not in table.columns:
        yield schema.Problem(-1, "column 'digest' is not there. Is this the key that was written with the sheet?")
    for name in whole:
        for row, cell in zip(rows, table[name], strict=True):
            if not str(cell).isdecimal():
                yield schema.Problem(row, f"{name} {cell!r} is not a whole number.")
    for row, cell in zip(rows, table["spans"] if "spans" in table.columns else [], strict=False):
        try:
            parse_list(cell)
        except (ValueError, TypeError):
            yield schema.Problem(row, f"spans {cell!r:.60} is not a list.")
