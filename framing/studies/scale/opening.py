"""Files of tables opened a little at a time: their columns, their separator, their lines with the bytes read."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from framing.articles.columns import match_columns
from framing.decoding import clean_text
from framing.errors import CorpusError, all_problems
from framing.rows import DELIMITERS, JSON_SUFFIXES, find_delimiter, refuse_twins, split_json_lines, whole_cells

HEAD_BYTES = 1_000_000  # of a text file, from which columns, separator and encoding are told
_SAID_DELIMITERS = tuple(f"sep={sign}".encode() for sign in DELIMITERS)
_BUFFER_BYTES = 1_000_000  # of a Parquet column, read at a time: never a whole row group


def open_parquet(path: Path) -> Any:
    """Return a Parquet file that is read a little at a time (pyarrow otherwise keeps every row group it has read)."""
    import pyarrow.parquet as pq

    return pq.ParquetFile(path, pre_buffer=False, buffer_size=_BUFFER_BYTES, page_checksum_verification=True)


def names_of(path: Path, columns: Mapping[str, str]) -> dict[str, str]:
    """Return which column of a file holds what, for all of its parts alike.

    Raises
    ------
    CorpusError
        When there is no column of texts, or two have one name.
    """
    suffix = path.suffix.lower()
    if suffix == ".parquet":
        with open_parquet(path) as file:
            there = file.schema_arrow.names
    elif suffix in JSON_SUFFIXES:
        records, problems = split_json_lines(_head(path))
        there = list(dict.fromkeys(name for record in records.values() for name in record))
        if problems and not there:
            raise CorpusError(all_problems(str(path), problems))
    else:
        there = header_of(path)[0]
    refuse_twins(there, str(path))
    return match_columns(there, str(path), columns)


def header_of(path: Path) -> tuple[list[str], str]:
    """Return the names of the columns of delimited text, and what separates its cells."""
    text, delimiter = find_delimiter(_head(path))
    with whole_cells():
        header = next(csv.reader(text.splitlines(keepends=True), delimiter=delimiter), [])
    header = [name.strip() for name in header]
    while header and not header[-1]:
        header.pop()
    return [name or f"Unnamed: {place}" for place, name in enumerate(header)], delimiter


def _head(path: Path) -> str:
    """The first lines of a text file; what is damaged in them is U+FFFD."""
    return clean_text(first_lines(path).decode("utf-8-sig", "replace"))[0]


def first_lines(path: Path) -> bytes:
    """Return as many whole lines as tell what the file holds; a whole book that follows is not read for that."""
    with path.open("rb") as file:
        data = file.read(HEAD_BYTES)
        if len(data) < HEAD_BYTES:
            return data
        return data[: data.rfind(b"\n") + 1] or data + file.readline()


def lines_before(path: Path, offset: int) -> int:
    """Return how many lines begin before a byte of a file."""
    with path.open("rb") as file:
        n_lines, left = 0, offset
        while left and (block := file.read(min(left, 1 << 24))):
            n_lines += block.count(b"\n")
            left -= len(block)
        if offset:
            file.seek(offset - 1)
            n_lines += file.read(1) != b"\n"
    return n_lines


class CountedLines:
    """The lines of a file as text, with the number of bytes read."""

    def __init__(self, file: IO[bytes], stop: int | None = None) -> None:
        self._file, self._stop, self.offset = file, stop, file.tell()
        if self.offset == 0:
            self._skip_what_is_no_row()

    def _skip_what_is_no_row(self) -> None:
        """Leave out the mark of UTF-8, empty lines and the line `sep=;`, as `find_delimiter` does."""
        start = 0
        head = self._file.read(4096)
        start += 3 * head.startswith(b"\xef\xbb\xbf")
        start += len(head[start:]) - len(head[start:].lstrip(b"\r\n"))
        line = head[start:].split(b"\n", 1)[0]
        if line.strip(b'"\r').lower() in _SAID_DELIMITERS:
            start += len(line) + 1
        self._file.seek(start)
        self.offset = start

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        """The next line, damaged characters as U+FFFD."""
        line = self._file.readline() if self._stop is None or self.offset < self._stop else b""
        if not line:
            raise StopIteration
        self.offset += len(line)
        return line.decode("utf-8", "replace")
