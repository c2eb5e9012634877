"""Tables in delimited text, however an export damaged them: each wrong row is told, the others are read."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from framing.articles.columns import fold_label, known_names
from framing.articles.exports.export import Article, Export
from framing.articles.exports.source import Source
from framing.errors import CorpusError
from framing.rows import MISFIT_HINT, QUOTES_HINT, find_delimiter, fit_to_header, misfit, whole_cells

CUT_OFF = "cut off: the file ends inside this article"
FETCH_ANEW = "Export or fetch it once more."
_UNCLOSED = "a quotation mark is not closed"
_TABLE_SUFFIXES = (".csv", ".tsv", ".tab", ".psv")
_LOOK_AHEAD = 100  # lines of one row, when the next whole row after a broken one is looked for
_REGULAR = 3  # so few shapes of first cells say that they are ids or dates, by which a row can be told from prose


class _Row(NamedTuple):
    """A row of cells, the first and the last of its lines (from 1), and why it cannot be trusted."""

    cells: list[str]
    line: int
    last_line: int
    broken: str = ""


def recognises_delimited(source: Source) -> bool:
    r"""Return whether a file is a table: by usual names in its header, or by rows that all have its many cells.

    Examples
    --------
    >>> recognises_delimited(Source("notes.txt", b"id;text\n1;It rained, again."))
    True
    >>> recognises_delimited(Source("notes.txt", b"On Monday, it rained.\nOn Tuesday, it snowed."))
    False
    """
    lines = first_rows(source)
    if not lines:
        return False
    header = lines[0]
    is_known = fold_label(header[0]) in (*known_names()["text"], *known_names()["url"])
    if source.suffix in _TABLE_SUFFIXES and (len(header) > 1 or is_known):
        return True
    usual = {label for labels in known_names().values() for label in labels}
    if len(header) > 1 and sum(fold_label(name) in usual for name in header) > 1:
        return True
    is_even = len(lines) > 3 and {len(line) for line in lines[:-1]} == {len(header)}
    return is_even and len(header) > 2 and "," not in find_delimiter(source.head)[1]


def first_rows(source: Source) -> list[list[str]]:
    r"""Return the first rows of a file as cells, whatever it is; none when it is no text, or a page or JSON.

    Examples
    --------
    >>> first_rows(Source("notes.csv", b"id,text\n1,It rained."))
    [['id', 'text'], ['1', 'It rained.']]
    """
    if source.container != "text" or not source.head or source.head[0] in "<{[":
        return []
    text, delimiter = find_delimiter(source.head)
    try:
        with whole_cells():
            return [line for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if line]
    except csv.Error:
        return []


def read_delimited(source: Source) -> Export:
    r"""Return the rows of a table of text as articles, each under the names of its columns.

    Raises
    ------
    CorpusError
        When it is no text, or its header cannot be read.

    Examples
    --------
    >>> export = read_delimited(Source("notes.csv", b"id,text\n1,It rained.\n2\n3,It snowed.\n"))
    >>> [(article.place, article.cells["text"]) for article in export.articles]
    [('row 2', 'It rained.'), ('row 4', 'It snowed.')]
    >>> export.problems[0][:39]
    "row 3 has 1 cells, the header 2: ['2']."
    """
    text, delimiter = find_delimiter(source.text)
    found = _split(text, delimiter, first_line=source.text[: len(source.text) - len(text)].count("\n") + 1)
    while found and not "".join(found[-1].cells).strip():
        found.pop()
    if not found or found[0].broken:
        raise CorpusError(f"{source.name}: the header of this table cannot be read. {QUOTES_HINT}")
    header, rows = fit_to_header([row.cells for row in found])
    names, doubled = names_apart(header)
    export = Export([], problems=[], warnings=[*source.decoded[1], *doubled], is_table=True)
    last = len(found) if _is_cut(found[-1], len(header), source.text) else None
    for number, (row, cells) in enumerate(zip(found[1:], rows, strict=True), start=2):
        lines = f"line {row.line}" if row.line == row.last_line else f"lines {row.line} to {row.last_line}"
        place, where = f"row {number}", f"row {number} ({lines})"
        if number == last:
            export.problems.append(f"{where} is the last and not whole: the file is cut off there. {FETCH_ANEW}")
            export.articles.append(Article(place, {**dict(zip(names, cells, strict=False)), "warnings": [CUT_OFF]}))
        elif row.broken:
            export.problems.append(f"{where} cannot be read ({row.broken}). {QUOTES_HINT}")
        elif wrong := misfit(number, cells, len(header)):
            export.problems.append(f"{wrong}. {MISFIT_HINT}")
        elif "".join(cells).strip():
            export.articles.append(Article(place, dict(zip(names, cells, strict=True))))
    return export


def _is_cut(last: _Row, width: int, text: str) -> bool:
    """Whether the file ends inside its last row."""
    return last.broken == _UNCLOSED or (not last.broken and len(last.cells) < width and text[-1] not in "\r\n")


def names_apart(header: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return a name of its own for each column, and a warning for each that stood twice.

    Examples
    --------
    >>> names_apart(["text", "", "text"])[0]
    ['text', 'Unnamed: 1', 'text (2)']
    """
    names: dict[str, None] = {}
    counts: Counter[str] = Counter()
    warnings = []
    for place, name in enumerate(header):
        apart = name or f"Unnamed: {place}"
        while apart in names:
            counts[name] += 1
            apart = f"{name} ({counts[name] + 1})"
        if apart != name and name:
            warnings.append(f"column {name!r} stands twice: the later one is kept as {apart!r}")
        names[apart] = None
    return list(names), warnings


def _split(text: str, delimiter: str, first_line: int) -> list[_Row]:
    """The rows of a text; after one whose quotation marks do not pair, reading goes on where rows fit again."""
    lines = list(io.StringIO(text, newline=""))
    found: list[_Row] = []
    at = 0
    with whole_cells():
        while at < len(lines):
            try:
                for cells, after in _strictly(lines, at, len(lines), delimiter):
                    found.append(_Row(cells, at + first_line, after - 1 + first_line))
                    at = after
            except csv.Error as problem:
                after = _next_whole(lines, at + 1, found, delimiter)
                why = _UNCLOSED if "unexpected end" in str(problem) else str(problem)
                found.append(_Row(_loosely(lines[at:after], delimiter), at + first_line, after - 1 + first_line, why))
                at = after
    return found


def _strictly(lines: Sequence[str], start: int, end: int, delimiter: str) -> Iterator[tuple[list[str], int]]:
    """The rows from a line on, each with the line after it; a csv.Error where quotation marks do not pair."""
    reader = csv.reader((lines[at] for at in range(start, end)), delimiter=delimiter, strict=True)
    for cells in reader:
        yield cells, start + reader.line_num


def _next_whole(lines: Sequence[str], start: int, found: Sequence[_Row], delimiter: str) -> int:
    """The line at which two whole rows follow one another again, as wide as the header; the end when there is none."""
    width = len(found[0].cells) if found else 0
    shapes = {_shape(row.cells) for row in found[1:] if not row.broken}
    known = shapes if 0 < len(shapes) <= _REGULAR else set()
    for at in range(start, len(lines)):
        rows = []
        try:
            for cells, _after in _strictly(lines, at, min(len(lines), at + _LOOK_AHEAD), delimiter):
                rows += [cells] if cells else []
                if len(rows) == 2:
                    break
        except csv.Error:
            pass
        if rows and all(len(row) == width for row in rows) and (not known or _shape(rows[0]) in known):
            return at
    return len(lines)


def _shape(cells: Sequence[str]) -> str:
    """How the first cell of a row is made: "0-0-0" for a day, "a0" for an id such as art12."""
    letters = re.sub(r"\d+", "0", (cells[0] if cells else "").strip())
    return re.sub(r"[^\W\d_]+", "a", letters)[:40]


def _loosely(lines: Sequence[str], delimiter: str) -> list[str]:
    """The cells of a row whose quotation marks do not pair, as far as they can be told."""
    return next(csv.reader(iter(lines), delimiter=delimiter), [])
