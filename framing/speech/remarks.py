"""Remarks: who said what in an article, by whose hand or rule."""

from __future__ import annotations

import os

import pandas as pd

from framing import files
from framing.errors import TableError, all_problems


def read_remarks(path: str | os.PathLike[str]) -> pd.DataFrame:
    """Return a file of remarks, such as hand-coded ones, as the `remarks` table.

    Parameters
    ----------
    path : path
        CSV, TSV, JSON Lines or Parquet with the columns of `remarks`; lists such as `spans` are JSON in CSV. Columns
        that may be missing may be left out. Further columns are kept after those of the table.

    Returns
    -------
    pandas.DataFrame
        The `remarks` table in file order.

    Raises
    ------
    CorpusError
        When the file cannot be read.
    TableError
        With every cell that is wrong: a value outside its closed list, spans that do not fit `start` and `end`, ...

    Examples
    --------
    >>> from framing import corpus_folder
    >>> remarks = read_remarks(corpus_folder() / "paris-2025" / "remarks.csv")
    >>> remarks.loc[remarks["leader"] == "Olaf Scholz", "cue"].tolist()
    ['dismissed', 'said', 'said']
    """
    rows, _ = files.read_rows(path)
    remarks = files.parse_cells(rows, "remarks", str(path))
    problems = [problem for row in remarks.itertuples() for problem in _span_problems(row)]
    if problems:
        raise TableError(all_problems(str(path), problems))
    return remarks


def _span_problems(remark: object) -> list[str]:
    """What is wrong with the spans of one remark."""
    where = f"row {remark.Index + 2}"  # type: ignore[attr-defined]  # a named tuple of pandas
    spans, quoted = remark.spans, remark.quoted_spans  # type: ignore[attr-defined]
    pairs = [*spans, *quoted]
    if not spans or any(len(pair) != 2 or not pair[0] < pair[1] for pair in pairs):
        return [f"{where}: spans {spans} and quoted_spans {quoted} need pairs [start, end], start before end."]
    hull = (min(start for start, _ in spans), max(end for _, end in spans))
    stated = (remark.start, remark.end)  # type: ignore[attr-defined]
    if hull != stated:
        return [f"{where}: start and end {stated} are not the hull {hull} of its spans."]
    outside = [part for part in quoted if not any(start <= part[0] and part[1] <= end for start, end in spans)]
    return [f"{where}: quoted span {part} lies outside the spans {spans}." for part in outside]
