"""Files in and out: text in any common encoding, tables as CSV, JSON Lines or Parquet, written whole or not at all."""

from __future__ import annotations

import io
import json
import math
import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from framing import schema
from framing.errors import CorpusError, TableError, all_problems, did_you_mean

TABLE_SUFFIXES = (".csv", ".tsv", ".jsonl", ".parquet")
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_TEXT_CONTROLS = b"\t\n\r\f\x1b\x85"


def decode_text(data: bytes, source: str) -> tuple[str, list[str]]:
    r"""Return bytes as text, with a list of what had to be mended.

    Parameters
    ----------
    data : bytes
        UTF-8 with or without a mark, UTF-16 with a mark, or Windows-1252.
    source : str
        Name for the message.

    Returns
    -------
    text : str
        The text; bytes that mean nothing are U+FFFD. Line breaks stay as they are.
    warnings : list of str
        Such as "read as Windows-1252"; empty for clean UTF-8.

    Raises
    ------
    CorpusError
        When the bytes are no text at all.

    Examples
    --------
    >>> decode_text(b"caf\xe9", "menu.txt")
    ('café', ['read as Windows-1252'])
    """
    encoding = next((name for mark, name in _MARKS.items() if data.startswith(mark)), None)
    if encoding is None and _looks_binary(data):
        raise CorpusError(
            f"{source}: this is no text file{_what_it_is(data)} Save it as plain text (.txt, UTF-8) first."
        )
    if encoding is not None:
        return _replaced(data.decode(encoding, errors="replace"), [])
    try:
        return _replaced(data.decode("utf-8"), [])
    except UnicodeDecodeError as problem:
        return _decode_damaged(data, problem)


def _what_it_is(data: bytes) -> str:
    """What a file looks like that is no text."""
    kinds = {
        b"PK": ", it looks like a Word or Excel file.",
        b"%PDF": ", it looks like a PDF file.",
        b"\xd0\xcf\x11\xe0": ", it looks like an old Word or Excel file.",
        b"\x89PNG": ", it looks like a picture.",
        b"\xff\xd8\xff": ", it looks like a picture.",
    }
    return next((what for begins, what in kinds.items() if data.startswith(begins)), ".")


def _looks_binary(data: bytes) -> bool:
    """Whether the first pages hold a zero byte or more than a few control characters."""
    head = data[:65536]
    controls = sum(head.count(bytes([code])) for code in range(32) if bytes([code]) not in _TEXT_CONTROLS)
    return b"\x00" in head or controls > len(head) / 50


def _decode_damaged(data: bytes, problem: UnicodeDecodeError) -> tuple[str, list[str]]:
    """Bytes that are not clean UTF-8: damaged UTF-8 when most of its long characters are whole, else Windows-1252."""
    damaged = data.decode("utf-8", errors="replace")
    n_bad = damaged.count("\ufffd")
    n_whole = sum(not letter.isascii() for letter in damaged) - n_bad
    if n_whole > n_bad:
        return _replaced(damaged, [])
    try:
        return data.decode("cp1252"), ["read as Windows-1252"]
    except UnicodeDecodeError:
        return _replaced(data.decode("cp1252", errors="replace"), ["read as Windows-1252"])


def _replaced(text: str, warnings: list[str]) -> tuple[str, list[str]]:
    """The text without lone surrogates, and how many characters are unreadable."""
    clean = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if _has_surrogates(text) else text
    n_bad = clean.count("\ufffd")
    return clean, [*warnings, f"{n_bad} unreadable characters replaced"] if n_bad else warnings


def _has_surrogates(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def clean_text(text: str) -> tuple[str, list[str]]:
    r"""Return a text with lone surrogates replaced, and what was mended.

    Examples
    --------
    >>> clean_text("a\ud800b")
    ('a�b', ['1 unreadable characters replaced'])
    """
    return _replaced(text, [])


def read_text(path: str | os.PathLike[str]) -> tuple[str, list[str]]:
    """Return the text of a file and what had to be mended; see `decode_text`.

    Raises
    ------
    CorpusError
        When the file is not there or is no text.
    """
    return decode_text(_read_bytes(Path(path)), str(path))


def _read_bytes(path: Path) -> bytes:
    if path.is_dir():
        raise CorpusError(f"{path}: this is a folder, not a file.")
    try:
        return path.read_bytes()
    except FileNotFoundError:
        siblings = [file.name for file in path.parent.iterdir()] if path.parent.is_dir() else []
        hint = did_you_mean(path.name, siblings)
        raise CorpusError(f"{path}: no such file.{hint if hint.startswith(' Did') else _one_up(path)}") from None
    except OSError as problem:
        raise CorpusError(f"{path}: cannot be read ({problem.strerror}).") from None


def _one_up(path: Path) -> str:
    """A suggestion when the file lies one folder up, as it does for a notebook in notebooks/."""
    above = Path("..") / path
    return f" Did you mean {above.as_posix()!r}?" if not path.is_absolute() and above.exists() else ""


def read_rows(path: str | os.PathLike[str]) -> tuple[pd.DataFrame, list[str]]:
    """Return a CSV, TSV, JSON Lines or Parquet file as a table of what stands in it.

    Parameters
    ----------
    path : path
        The file. In text formats every cell is read as text: "null" is a word, "007" keeps its zeros.

    Returns
    -------
    rows : pandas.DataFrame
        CSV and TSV: text in every cell, "" where a cell is empty. JSON Lines and Parquet: as stored.
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
        return _read_parquet(path), []
    text, warnings = read_text(path)
    if not text.strip():
        raise CorpusError(f"{path}: the file is empty.")
    if suffix in (".jsonl", ".ndjson"):
        return parse_json_lines(text, str(path)), warnings
    return parse_delimited(text, str(path)), warnings


def _read_parquet(path: Path) -> pd.DataFrame:
    try:
        return pd.read_parquet(io.BytesIO(_read_bytes(path)))
    except CorpusError:
        raise
    except (ValueError, OSError, KeyError, TypeError) as problem:  # pyarrow's own errors are ValueError or OSError
        raise CorpusError(f"{path}: this is no Parquet file ({str(problem).splitlines()[0]}).") from None


def parse_delimited(text: str, source: str) -> pd.DataFrame:
    r"""Return delimited text (`,` `;` or tab) with a header line as a table of text cells.

    Raises
    ------
    CorpusError
        When the rows do not fit the header.

    Examples
    --------
    >>> parse_delimited("frame;pattern\nstorm;gale", "terms.csv")
       frame pattern
    0  storm    gale
    """
    header = text.lstrip("\ufeff").partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    try:
        rows = pd.read_csv(
            io.StringIO(text.lstrip("\ufeff")), sep=delimiter, dtype=str, keep_default_na=False, skipinitialspace=False
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as problem:
        raise CorpusError(f"{source}: cannot be read as a table ({problem}). Check its quotation marks.") from None
    if not isinstance(rows.index, pd.RangeIndex):
        raise CorpusError(f"{source}: its rows have more cells than its header {list(rows.columns)} names.")
    rows.columns = pd.Index([str(name).strip() for name in rows.columns])
    return rows.fillna("")


def parse_json_lines(text: str, source: str) -> pd.DataFrame:
    """Return JSON Lines (one object a line) as a table.

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
    records, problems = [], []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except json.JSONDecodeError as problem:
            problems.append(f"line {number}: no JSON ({problem.msg}): {line[:40]!r}")
            continue
        if isinstance(record, dict):
            records.append(record)
        else:
            problems.append(f"line {number}: {line[:40]!r} is no object. Write one {{...}} a line.")
    if problems:
        raise CorpusError(all_problems(source, problems))
    return pd.DataFrame(records)


def parse_cells(rows: pd.DataFrame, table: str, source: str) -> pd.DataFrame:
    """Return rows of text as the named table: numbers, dates, truth values and lists in place of their text.

    Parameters
    ----------
    rows : pandas.DataFrame
        As `read_rows` gives them. Empty cells are missing; columns the table does not know stay as they are.
    table : str
        Name of the table, as in `framing.schema`.
    source : str
        Name for the message.

    Returns
    -------
    pandas.DataFrame
        The table's columns in order, then the others. Columns that are not there are missing throughout, unless the
        table cannot do without them.

    Raises
    ------
    TableError
        With every cell that does not hold what its column holds.
    """
    problems: list[str] = []
    parsed: dict[str, Any] = {}
    for column in schema.table_columns(table):
        if column.name in rows.columns:
            parsed[column.name] = _parse_column(rows[column.name], column, problems)
        elif not column.may_be_missing:
            hint = did_you_mean(column.name, map(str, rows.columns))
            problems.append(f"column {column.name!r} ({column.meaning}) is not there.{hint}")
    if problems:
        raise TableError(all_problems(source, problems))
    others = [str(name) for name in rows.columns if name not in parsed]
    made = schema.make_table(table, parsed)
    for name in others:
        made[name] = rows[name].reset_index(drop=True)
    schema.check_table(made, table, source=source)
    return made


def _parse_column(cells: pd.Series, column: schema.Column, problems: list[str]) -> list[Any]:
    """The cells of one column as Python values; what cannot be parsed is added to the problems."""
    parsers: dict[str, Callable[[str], Any]] = {
        "whole number": int,
        "number": float,
        "truth value": _parse_truth,
        "list": parse_list,
        "date": lambda cell: pd.Timestamp(cell),
    }
    parse = parsers.get(column.kind, str)
    values = []
    for row, cell in enumerate(cells, start=2):
        if not isinstance(cell, str):
            values.append(cell)
        elif not cell.strip():
            values.append([] if column.kind == "list" else None)
        else:
            try:
                values.append(parse(cell))
            except (ValueError, TypeError, KeyError):
                values.append(None)
                problems.append(f"row {row}: {column.name} {cell!r} is not {schema.KINDS[column.kind]}.")
    return values


def _parse_truth(cell: str) -> bool:
    return {"true": True, "false": False, "1": True, "0": False, "yes": True, "no": False}[cell.strip().lower()]


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
    parsed = json.loads(cell)
    if not isinstance(parsed, list):
        raise TypeError(cell)
    return parsed


def write_table(table: pd.DataFrame, path: str | os.PathLike[str]) -> Path:
    """Write a table whole or not at all; the format follows the suffix.

    Parameters
    ----------
    table : pandas.DataFrame
        Any table.
    path : path
        Ends in .csv, .tsv, .jsonl or .parquet. Lists are JSON in CSV and TSV.

    Returns
    -------
    pathlib.Path
        Where it was written.

    Raises
    ------
    TableError
        When the suffix is unknown or the place cannot be written.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix not in TABLE_SUFFIXES:
        raise TableError(f"{path}: what format is that? End the name in {', '.join(TABLE_SUFFIXES)}.")
    return write_whole(path, _as_bytes(table, suffix))


def table_text(table: pd.DataFrame) -> str:
    r"""Return a table as CSV, with lists as JSON.

    Examples
    --------
    >>> table_text(pd.DataFrame({"article_id": ["a"], "spans": [[[0, 4]]]}))
    'article_id,spans\na,"[[0, 4]]"\n'
    """
    return _as_bytes(table, ".csv").decode()


def _as_bytes(table: pd.DataFrame, suffix: str) -> bytes:
    """The table in one of the formats."""
    if suffix == ".parquet":
        return bytes(table.to_parquet(index=False))
    if suffix == ".jsonl":
        records = table.to_dict(orient="records")
        return "".join(json.dumps(_plain(record), ensure_ascii=False) + "\n" for record in records).encode()
    flat = table.copy()
    for name in flat.columns:
        if flat[name].map(lambda cell: isinstance(cell, list | tuple | dict)).any():
            flat[name] = flat[name].map(lambda cell: json.dumps(_plain(cell), ensure_ascii=False))
    return flat.to_csv(index=False, sep="\t" if suffix == ".tsv" else ",", lineterminator="\n").encode()


def _plain(value: Any) -> Any:
    """A value as JSON knows it: no numpy number, no pandas missing value."""
    if isinstance(value, dict):
        return {str(key): _plain(cell) for key, cell in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(cell) for cell in value]
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat() if value == value.normalize() else value.isoformat()
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return None
    return value.item() if hasattr(value, "item") else value


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
        Path(temporary).chmod(0o666 & ~_umask())
        Path(temporary).replace(path)
    except OSError as problem:
        Path(temporary).unlink(missing_ok=True)
        raise TableError(f"{path}: cannot be written ({problem.strerror}). Choose another folder.") from None
    return path


def _umask() -> int:
    """The permissions new files are denied (there is no way to read them but to set them)."""
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
