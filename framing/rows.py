"""Rows of table files as they stand there: CSV, TSV, JSON Lines and Parquet, with nothing lost on the way."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from framing.decoding import clean_text, decode_text, read_bytes
from framing.errors import MOST_PROBLEMS_SHOWN, CorpusError, all_problems

JSON_SUFFIXES = (".jsonl", ".ndjson")
DELIMITERS = ",;\t|"
MISFIT_HINT = "A comma, or what else separates cells, inside a cell needs quotation marks; an empty cell keeps its own."
QUOTES_HINT = 'Check its quotation marks: inside a cell they are "".'
_SAID_DELIMITER = re.compile(r'"?sep=([,;\t|])"?\r?\n', re.IGNORECASE)
_SPREADSHEET = "Save it as CSV (UTF-8) first."
_PLAIN_TEXT = "Save its text as plain text (.txt, UTF-8) first."
# Files that people have and that are not read, with the next step.
NOT_READ = {
    ".json": "Write JSON Lines: one object {...} a line, in a file that ends in .jsonl.",
    **dict.fromkeys((".xlsx", ".xls", ".ods", ".numbers"), _SPREADSHEET),
    **dict.fromkeys((".html", ".htm", ".xml", ".docx", ".doc", ".odt", ".rtf", ".pdf", ".epub"), _PLAIN_TEXT),
}


def read_rows(path: str | os.PathLike[str], *, may_be_short: bool = False) -> tuple[pd.DataFrame, list[str]]:
    """Return a CSV, TSV, JSON Lines or Parquet file as a table of what stands in it.

    Parameters
    ----------
    path : path
        The file. In text formats every cell is read as text: "null" is a word, "007" keeps its zeros.
    may_be_short : bool
        Whether rows of CSV and TSV may leave out their last cells; see `parse_delimited`.

    Returns
    -------
    rows : pandas.DataFrame
        CSV and TSV: text in every cell, "" where a cell is empty. JSON Lines and Parquet: as stored. An empty line
        between others is a row of empty cells, so that rows can be numbered as in the file.
    warnings : list of str
        What had to be mended.

    Raises
    ------
    CorpusError
        When the file is not there, is empty, or is not in the format of its suffix.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix == ".parquet":
        return parse_parquet(read_bytes(path), str(path)), []
    data = read_bytes(path)
    if suffix in NOT_READ:
        raise CorpusError(f"{path}: {suffix} files are not read. {NOT_READ[suffix]}")
    text, warnings = decode_text(data, str(path))
    if not text.strip():
        raise CorpusError(f"{path}: the file is empty.")
    if suffix in JSON_SUFFIXES:
        return parse_json_lines(text, str(path)), warnings
    return parse_delimited(text, str(path), may_be_short=may_be_short), warnings


def first_row(path: str | os.PathLike[str]) -> int:
    """Return the number of the first row of a table file: below the header, the first line, or pandas' 0.

    Examples
    --------
    >>> first_row("articles.csv"), first_row("articles.jsonl"), first_row("articles.parquet")
    (2, 1, 0)
    """
    suffix = Path(path).suffix.lower()
    return 0 if suffix == ".parquet" else 1 if suffix in JSON_SUFFIXES else 2


def parse_parquet(data: bytes, source: str) -> pd.DataFrame:
    """Return the bytes of a Parquet file as a table; a CorpusError when they are none."""
    import pyarrow.parquet

    try:
        file = pyarrow.parquet.ParquetFile(io.BytesIO(data))
        refuse_twins(file.schema_arrow.names, source)
        # whole numbers with gaps would become numbers with fractions
        rows: pd.DataFrame = file.read().to_pandas(integer_object_nulls=True)
    except CorpusError:
        raise
    except (ValueError, OSError, KeyError, TypeError) as problem:  # pyarrow's own errors are ValueError or OSError
        raise CorpusError(f"{source}: this is no Parquet file ({str(problem).splitlines()[0]}).") from None
    return rows


def refuse_twins(names: Iterable[str], source: str) -> None:
    """Refuse a table in which two columns have one name: one of them would be lost."""
    twins = [name for name, count in Counter(names).items() if count > 1]
    if twins:
        raise CorpusError(all_problems(source, (f"column {name!r} stands twice. Rename one." for name in twins)))


def parse_delimited(text: str, source: str, *, may_be_short: bool = False) -> pd.DataFrame:
    r"""Return delimited text (`,` `;` `|` or tab) with a header line as a table of text cells.

    Parameters
    ----------
    text : str
        Cells that hold the separator, a line break or a quotation mark stand in quotation marks.
    source : str
        Name for the message.
    may_be_short : bool
        Whether a row may leave out its last cells, as some spreadsheets write rows that end in empty ones: then these
        are empty. Without it such a row is refused, since a text cell may have lost its end.

    Returns
    -------
    pandas.DataFrame
        One row for each row of the text, empty ones between others included.

    Raises
    ------
    CorpusError
        With every row that has more or fewer cells than the header, columns that stand twice, a quotation mark that
        is not closed.

    Examples
    --------
    >>> parse_delimited("frame;pattern\nstorm;gale", "terms.csv")
       frame pattern
    0  storm    gale
    """
    text, delimiter = find_delimiter(text)
    header, rows = fit_to_header(_split_cells(text, delimiter, source))
    refuse_twins(filter(None, header), source)
    if may_be_short:
        rows = [row + [""] * (len(header) - len(row)) for row in rows]
    problems = [said for number, row in enumerate(rows, start=2) if (said := misfit(number, row, len(header)))]
    if problems:
        raise CorpusError(all_problems(source, [*problems[:MOST_PROBLEMS_SHOWN], MISFIT_HINT]))
    names = [name or f"Unnamed: {place}" for place, name in enumerate(header)]
    return pd.DataFrame(rows, columns=names, dtype="str")


def find_delimiter(text: str) -> tuple[str, str]:
    r"""Return delimited text from its header on, and what separates its cells: `,` `;` `|` or tab.

    Examples
    --------
    >>> find_delimiter("sep=;\nid;text\n1;It rained, again.\n")
    ('id;text\n1;It rained, again.\n', ';')
    """
    text = text.lstrip("\ufeff\r\n")
    said = _SAID_DELIMITER.match(text)  # a line that Excel reads and does not show
    if said:
        return text[said.end() :], said[1]
    header_line = re.sub(r'"[^"]*"', "", re.split(r"[\r\n]", text, maxsplit=1)[0])
    return text, max(DELIMITERS, key=header_line.count)


def fit_to_header(lines: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    """Return the header and the rows below it, without the empty cells and columns that a spreadsheet wrote at the end.

    Examples
    --------
    >>> fit_to_header([["id ", "text", ""], ["1", "It rained.", ""], []])
    (['id', 'text'], [['1', 'It rained.'], ['', '']])
    """
    header = [name.strip() for name in lines[0]]
    rows = [line or [""] * len(header) for line in lines[1:]]
    while header and not header[-1] and not any("".join(row[len(header) - 1 :]).strip() for row in rows):
        header.pop()
    return header, [row[: len(header)] if not "".join(row[len(header) :]).strip() else row for row in rows]


def misfit(number: int, row: list[str], width: int) -> str:
    """Return what is wrong with a row that has more or fewer cells than the header; nothing when it fits.

    Examples
    --------
    >>> misfit(7, ["a"], 2), misfit(7, ["a", "b"], 2)
    ("row 7 has 1 cells, the header 2: ['a']", '')
    """
    return "" if len(row) == width else f"row {number} has {len(row)} cells, the header {width}: {str(row)[:60]}"


def _split_cells(text: str, delimiter: str, source: str) -> list[list[str]]:
    """The cells of delimited text, line by line; an empty line has none, and none at the end are left."""
    lines: list[list[str]] = []
    try:
        with whole_cells():
            lines.extend(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as problem:
        said = f"row {len(lines) + 1} cannot be read ({problem}). {QUOTES_HINT}"
        raise CorpusError(f"{source}: {said}") from None
    while lines and not "".join(lines[-1]).strip():
        lines.pop()
    return lines or [[]]


@contextmanager
def whole_cells() -> Iterator[None]:
    """Let a whole book stand in one cell of delimited text, as long as this lasts."""
    limit = csv.field_size_limit(2**31 - 1)
    try:
        yield
    finally:
        csv.field_size_limit(limit)


def parse_json_lines(text: str, source: str) -> pd.DataFrame:
    """Return JSON Lines (one object a line) as a table.

    Parameters
    ----------
    text : str
        An object in each line; lone surrogates in it become U+FFFD.
    source : str
        Name for the message.

    Returns
    -------
    pandas.DataFrame
        One row for each line, empty ones included; values as they stand, whole numbers whole.

    Raises
    ------
    CorpusError
        With every line that is no JSON object.

    Examples
    --------
    >>> parse_json_lines('{"doc_id": "a", "text": "It rained."}', "notes.jsonl")
      doc_id        text
    0      a  It rained.
    """
    records, problems = split_json_lines(text)
    if problems:
        raise CorpusError(all_problems(source, problems))
    return pd.DataFrame(list(records.values()), dtype="object")


def split_json_lines(text: str) -> tuple[dict[int, dict[str, Any]], list[str]]:
    r"""Return the object of each line of JSON Lines by the number of its line, and every line that holds none.

    Examples
    --------
    >>> split_json_lines('{"text": "It rained."}\n[]')[1]
    ["line 2: '[]' is no JSON object (a list or a single value). Write one {...} a line."]
    """
    records, problems = {}, []
    for number, line in enumerate(clean_text(text)[0].rstrip().split("\n"), start=1):
        try:
            records[number] = _json_object(line)
        except (ValueError, TypeError, RecursionError) as problem:
            reason = getattr(problem, "msg", str(problem)).partition(";")[0]
            problems.append(f"line {number}: {line[:40]!r} is no JSON object ({reason}). Write one {{...}} a line.")
    return records, problems


def _json_object(line: str) -> dict[str, Any]:
    """The object of one line; an empty line has nothing in it."""
    parsed = json.loads(line, object_pairs_hook=_without_twins) if line.strip() else {}
    if not isinstance(parsed, dict):
        raise TypeError("a list or a single value")
    cleaned: dict[str, Any] = _without_surrogates(parsed) if "\\u" in line else parsed
    return cleaned


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON; Python would keep the last of two values under one name and lose the first."""
    found = dict(pairs)
    if len(found) < len(pairs):
        twin = next(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
        raise ValueError(f"{twin!r} stands twice")
    return found


def _without_surrogates(value: Any) -> Any:
    """A value of JSON in which escapes stood, its texts made of whole characters."""
    if isinstance(value, str):
        return clean_text(value)[0]
    if isinstance(value, list):
        return [_without_surrogates(item) for item in value]
    if isinstance(value, dict):
        return {clean_text(name)[0]: _without_surrogates(item) for name, item in value.items()}
    return value
