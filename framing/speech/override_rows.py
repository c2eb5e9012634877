"""Rows of a file of corrections: everything that is wrong with them, told at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pandas as pd

from framing import cells, files, schema
from framing.cells import is_missing
from framing.errors import did_you_mean
from framing.kinds import is_cell
from framing.schema import Problem
from framing.speech.roster import Roster

REASONS = {
    "random": "the remark was drawn in a sample, from which accuracy is estimated",
    "found": "it was noticed by chance",
}
KEY = ("article_id", "start", "end")
MAY_CHANGE = tuple(name for name in schema.column_names("remarks") if name not in (*KEY, "remark_id", "rule"))
YES, _NO = ("yes", "true", "1"), ("no", "false", "0", "")
_OWN = ("remove", "reason", "note")
_LISTS = ("spans", "quoted_spans")
_COLUMNS = schema.column_names("remarks")
_NOT_PAIRS = "is not a list of pairs [start, end], start before end, in order and apart, as in [[0, 4], [7, 9]]."


def as_text(cell: Any) -> str:
    """Return a cell as the text that a file would hold.

    Examples
    --------
    >>> as_text(" yes "), as_text(None), as_text([[0, 4]])
    ('yes', '', '[[0, 4]]')
    """
    if is_missing(cell):
        return ""
    plain = files.as_plain(cell)
    return json.dumps(plain) if isinstance(plain, list) else str(plain).strip()


def find_problems(rows: pd.DataFrame, leaders: pd.DataFrame | None) -> list[Problem]:
    """Return everything that is wrong with rows of corrections, whose number in the file stands in `row`."""
    names = [str(name) for name in rows.columns if name != "row"]
    problems = list(_column_problems(names))
    for name in (name for name in names if name in _COLUMNS):
        problems += _cell_problems(rows, name)
    first_with: dict[tuple[str, ...], int] = {}
    for record in rows.to_dict(orient="records"):
        said, number = {str(name): as_text(cell) for name, cell in record.items()}, int(record["row"])
        wrong = list(_word_problems(said))
        if set(KEY) <= set(names):
            first = first_with.setdefault(tuple(said[name] for name in KEY), number)
            wrong += _place_problems(said, first if first != number else None)
        if leaders is not None:
            wrong += _leader_problems(said, leaders)
        problems += [Problem(number, one) for one in wrong]
    return problems


def _column_problems(names: list[str]) -> Iterator[Problem]:
    """Columns that are missing or that nobody can change."""
    known = [*KEY, *_OWN, *MAY_CHANGE]
    for name in (*KEY, "reason"):
        if name not in names:
            yield Problem(-1, f"column {name!r} is not there.{did_you_mean(name, names).partition(' Known')[0]}")
    for name in names:
        if name not in known:
            yield Problem(-1, f"column {name!r} cannot be corrected.{did_you_mean(name, known)}")


def _cell_problems(rows: pd.DataFrame, name: str) -> Iterator[Problem]:
    """Cells that are not what their column of remarks holds."""
    filled = rows.loc[~rows[name].map(is_missing), [name, "row"]]
    read = cells.parse_rows(filled[[name]], "remarks")
    numbers = dict(zip(read.rows, filled["row"], strict=True))
    wrong = {problem.row: problem.said for problem in read.problems if problem.row >= 0}
    if name in _LISTS:
        lists = [
            (number, cell) for number, cell in zip(read.rows, read.table[name], strict=True) if number not in wrong
        ]
        least = int(name == "spans")
        wrong |= {n: f"{name} {cell!r} {_NOT_PAIRS}" for n, cell in lists if len(cell) < least or not _is_spans(cell)}
    yield from (Problem(int(numbers[number]), said) for number, said in wrong.items())


def _is_spans(cell: list[Any]) -> bool:
    """Whether a list holds pairs of characters of a text, the first before the second, in order and apart."""
    pairs = [pair for pair in cell if isinstance(pair, list) and len(pair) == 2]
    if len(pairs) < len(cell) or not all(is_cell(place, "whole number") for pair in pairs for place in pair):
        return False
    apart = all(one[1] <= other[0] for one, other in pairwise(pairs))
    return apart and all(0 <= start < end for start, end in pairs)


def _place_problems(said: dict[str, str], first: int | None) -> Iterator[str]:
    """A place that says no remark, or stands in an earlier row."""
    article, start, end = (said[name] for name in KEY)
    if not (article and start and end):
        yield "article_id, start and end say which remark. Copy all three from the table of remarks."
    elif first is not None:
        yield f"{start}-{end} of {article} stands in row {first}, too. Write all that is to be changed into one row."
    elif start.isdecimal() and end.isdecimal() and int(start) >= int(end):
        yield f"start {start} is not before end {end}. Copy both from the remark."


def _word_problems(said: dict[str, str]) -> Iterator[str]:
    """A reason, or a word for taking out, that is none."""
    if said.get("reason", "found") not in REASONS:
        meant = "; ".join(f"{name}: {meaning}" for name, meaning in REASONS.items())
        hint = "What else there is to say goes into the column note."
        yield f"reason {said['reason']!r} is not one of {', '.join(REASONS)} ({meant}). {hint}"
    if said.get("remove", "").lower() not in (*YES, *_NO):
        yield f"remove {said['remove']!r} is not yes or no. Write yes to take the remark out, no or nothing to keep it."


def _leader_problems(said: dict[str, str], leaders: pd.DataFrame) -> Iterator[str]:
    """A leader whom the leaders' file does not have, or who is another than the speaker."""
    leader, speaker = said.get("leader", ""), said.get("speaker", "")
    known, roster = list(leaders["leader"].unique()), Roster.at(leaders, None)
    if leader and leader not in known:
        meant = sorted(roster.leader_named(leader) | roster.leaders_in_role(leader))
        near = f" Did you mean {' or '.join(map(repr, meant))}?" if meant else did_you_mean(leader, known)
        yield f"leader {leader!r} is no leader of the leaders' file.{near}"
    named = roster.leader_named(speaker) if speaker else set()
    if leader in known and named and leader not in named:
        both = f"speaker {speaker!r} is {' or '.join(sorted(named))} in the leaders' file, and leader is {leader!r}"
        yield f"{both}. Correct one of them."
