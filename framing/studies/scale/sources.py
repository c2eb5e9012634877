"""Which files hold the articles, and where these are cut into parts; the cuts depend on the files alone."""

from __future__ import annotations

import csv
import os
import warnings
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from framing.articles.folders import TABLE_SUFFIXES, files_of
from framing.errors import CorpusError, FramingError, all_problems
from framing.rows import JSON_SUFFIXES, QUOTES_HINT, whole_cells
from framing.studies.scale.encoding import check_encoding
from framing.studies.scale.opening import CountedLines, header_of, names_of, open_parquet


class Part(NamedTuple):
    """A piece of one file: what is done, and done again, as a whole.

    Attributes
    ----------
    number : int
        From 0, in the order of files and rows.
    file : str
        Path of the file inside the source.
    first, stop : int
        Rows of a Parquet file, from 0; bytes of another. A line belongs to the part in which it begins.
    groups : tuple of int
        First and last row group of a Parquet file that the part needs; empty for another file.
    skipped : int
        Rows of the first of these groups that belong to earlier parts; for CSV, the number of the first row.
    n_bytes : int
        About how many bytes it holds, unpacked.
    """

    number: int
    file: str
    first: int
    stop: int
    groups: tuple[int, ...]
    skipped: int
    n_bytes: int


class Source(NamedTuple):
    """The files of a source by their path inside it, and their parts."""

    root: str
    parts: list[Part]
    stamps: dict[str, list[int]]  # size and time of last change: a file that changed is read again


def find_parts(source: str | os.PathLike[str], *, part_bytes: int, columns: Mapping[str, str]) -> Source:
    """Return the files of a source and the parts they are cut into.

    Parameters
    ----------
    source : path
        A Parquet, JSON Lines, CSV or TSV file, or a folder of them.
    part_bytes : int
        About how many bytes a part holds, unpacked.
    columns : dict of str to str
        What columns are called, as in `framing.read_articles`.

    Raises
    ------
    CorpusError
        With every file that cannot be read or has no texts.
    """
    root = Path(source)
    if not root.exists():
        raise CorpusError(f"{root}: no such file or folder.")
    folder = root if root.is_dir() else root.parent
    parts: list[Part] = []
    problems: list[str] = []
    files = _tables_of(root)
    stamps = {path.relative_to(folder).as_posix(): _stamp(path) for path in files}  # before anything is read of them
    for path in files:
        try:
            if path.suffix.lower() != ".parquet":
                check_encoding(path)
            names_of(path, columns)
            cuts = _CUTTERS.get(path.suffix.lower(), _cut_delimited)(path, part_bytes)
            name = path.relative_to(folder).as_posix()
            parts += [Part(number, name, *cut) for number, cut in enumerate(cuts, start=len(parts))]
        except FramingError as problem:
            problems.append(str(problem))
        except (OSError, ValueError) as problem:  # what pyarrow raises is one of these
            problems.append(f"{path}: cannot be read ({_first_line(problem)}).")
    if problems:
        raise CorpusError(problems[0] if len(problems) == 1 else all_problems("articles", problems))
    if not parts:
        raise CorpusError(f"{root}: there is not one row in it.")
    return Source(str(folder), parts, stamps)


def _stamp(path: Path) -> list[int]:
    """Size and time of last change; nothing where there is no file."""
    try:
        stat = path.stat()
    except OSError:
        return []
    return [stat.st_size, stat.st_mtime_ns]


def changed_files(source: Source) -> list[str]:
    """Return the files that are not as they were when they were cut: what was read of them may be neither old nor new.

    Examples
    --------
    >>> changed_files(Source("no/such/folder", [], {"a.jsonl": [7, 1]}))
    ['a.jsonl']
    """
    return [name for name, stamp in source.stamps.items() if _stamp(Path(source.root) / name) != stamp]


def _tables_of(root: Path) -> list[Path]:
    """The tables among the files; text files are no tables."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what is not read is an error here
        paths = [path for path, _ in files_of([root])]
    other = [path.name for path in paths if path.suffix.lower() not in TABLE_SUFFIXES]
    if other:
        hint = f"`framing read {root} -o articles.parquet` makes one table of them."
        raise CorpusError(
            f"{root}: parts are cut from {', '.join(TABLE_SUFFIXES)} files, not from {other[0]!r}. {hint}"
        )
    return paths


_Cut = tuple[int, int, tuple[int, ...], int, int]


def _cut_parquet(path: Path, part_bytes: int) -> Iterator[_Cut]:
    """Small row groups together, large ones in pieces."""
    with open_parquet(path) as file:
        groups = [file.metadata.row_group(number) for number in range(file.metadata.num_row_groups)]
    sizes = [(group.num_rows, group.total_byte_size) for group in groups]
    first_row = 0
    for numbers in _runs([n_bytes for _, n_bytes in sizes], part_bytes):
        n_rows, n_bytes = (sum(of_group) for of_group in zip(*(sizes[number] for number in numbers), strict=True))
        n_pieces = max(1, min(round(n_bytes / part_bytes), n_rows)) if len(numbers) == 1 else 1
        edges = [n_rows * piece // n_pieces for piece in range(n_pieces + 1)]
        for start, stop in pairwise(edges):
            if stop > start:
                yield first_row + start, first_row + stop, (numbers[0], numbers[-1]), start, n_bytes // n_pieces
        first_row += n_rows


def _runs(sizes: list[int], most: int) -> Iterator[list[int]]:
    """Neighbours that are together about as large as `most`; one that is larger stands alone."""
    run: list[int] = []
    for number, size in enumerate(sizes):
        if run and sum(sizes[one] for one in run) + size > most:
            yield run
            run = []
        run.append(number)
    if run:
        yield run


def _cut_lines(path: Path, part_bytes: int) -> Iterator[_Cut]:
    """Every so many bytes."""
    size = path.stat().st_size
    for start in range(0, size, part_bytes):
        stop = min(start + part_bytes, size)
        yield start, stop, (), 0, stop - start


def _cut_delimited(path: Path, part_bytes: int) -> Iterator[_Cut]:
    """At the first row that begins behind so many bytes; rows are counted as the reader of CSV counts them."""
    start, first_row = None, 0
    for row, offset in enumerate(_row_offsets(path), start=1):
        if row == 1:
            continue  # the header
        if start is None:
            start, first_row = offset, row
        elif offset >= start + part_bytes:
            yield start, offset, (), first_row, offset - start
            start, first_row = offset, row
    size = path.stat().st_size
    if start is not None and size > start:
        yield start, size, (), first_row, size - start


def _row_offsets(path: Path) -> Iterator[int]:
    """Where each row of delimited text begins: a row may hold line breaks inside quotation marks."""
    delimiter = header_of(path)[1]
    with path.open("rb") as file, whole_cells():
        lines = CountedLines(file)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        offset = lines.offset
        try:
            for _ in reader:
                yield offset
                offset = lines.offset
        except csv.Error as problem:
            hint = f"{QUOTES_HINT} Other line ends are read by `framing read {path} -o articles.parquet`."
            raise CorpusError(f"{path}: row {reader.line_num} cannot be read ({problem}). {hint}") from None


def _first_line(problem: BaseException) -> str:
    return str(problem).splitlines()[0] if str(problem) else type(problem).__name__


_CUTTERS = {".parquet": _cut_parquet} | dict.fromkeys(JSON_SUFFIXES, _cut_lines)
