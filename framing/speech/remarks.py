"""Remarks: who said what in an article, by whose hand or rule."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from framing import cells, files
from framing.kinds import is_cell
from framing.schema import Problem, refuse_problems

_NOT_PAIRS = "is not a list of pairs [start, end], start before end, counted from 0."


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
        The `remarks` table in file order. What had to be mended on reading is told in a FramingWarning.

    Raises
    ------
    CorpusError
        When the file cannot be read.
    TableError
        With every cell that is wrong: a value outside its closed list, spans that do not fit `start` and `end`, ...

    Notes
    -----
    A remark is said unless it is marked: the column `not_said` has to be there, and an empty cell in it means false.

    Examples
    --------
    >>> from framing import corpus_folder
    >>> remarks = read_remarks(corpus_folder() / "paris-2025" / "remarks.csv")
    >>> remarks.loc[remarks["leader"] == "Olaf Scholz", "cue"].tolist()
    ['dismissed', 'said', 'said']
    """
    rows, mended = files.read_rows(path)
    read = cells.parse_rows(rows, "remarks", first_row=files.first_row(path), empty={"not_said": False})
    problems = [
        Problem(row, said)
        for row, remark in zip(read.rows, read.table.to_dict(orient="records"), strict=True)
        for said in _span_problems(remark)
    ]
    refuse_problems([*read.problems, *problems], str(path))
    cells.tell_mended(path, rows, mended)
    return read.table


def _span_problems(remark: Mapping[Any, Any]) -> Iterator[str]:
    """What is wrong with the spans of one remark; cells that are no lists are named already."""
    spans, quoted = remark["spans"], remark["quoted_spans"]
    lists = {name: remark[name] for name in ("spans", "quoted_spans") if isinstance(remark[name], list)}
    wrong = [f"{name} {cell} {_NOT_PAIRS}" for name, cell in lists.items() if not all(map(_is_span, cell))]
    yield from wrong
    if wrong or len(lists) < 2:
        return
    if not spans:
        yield "spans is empty; it needs at least one pair [start, end]."
        return
    hull = (min(start for start, _ in spans), max(end for _, end in spans))
    stated = (remark["start"], remark["end"])
    if all(is_cell(place, "whole number") for place in stated) and hull != stated:
        yield f"start and end {stated} are not the hull {hull} of its spans."
    for part in quoted:
        if not any(start <= part[0] and part[1] <= end for start, end in spans):
            yield f"quoted span {part} lies outside the spans {spans}."


def _is_span(pair: Any) -> bool:
    """Whether it is two characters of a text, the first before the second."""
    is_pair = isinstance(pair, list) and len(pair) == 2 and all(is_cell(place, "whole number") for place in pair)
    return is_pair and 0 <= pair[0] < pair[1]
