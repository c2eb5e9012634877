"""The rows of a part as they stand in the file: of Parquet, JSON Lines and delimited text."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from framing.articles.columns import guess_names
from framing.cells import is_missing
from framing.errors import CorpusError, all_problems
from framing.rows import MISFIT_HINT, misfit, split_json_lines, whole_cells
from framing.studies.scale.opening import CountedLines, header_of, lines_before, open_parquet
from framing.studies.scale.sources import Part

MOST_ROWS = 5_000  # at a time: where texts repeat, a Parquet file says nothing of how long they are
_BYTES_A_CHARACTER = 6  # at most, in JSON: \\u2019


class Place(NamedTuple):
    """A part and all that is known of its file."""

    path: Path
    part: Part
    names: Mapping[str, str]  # which column holds what
    longest: int
    batch: int


class Rows(NamedTuple):
    """Rows as they stand in the file; those that are too long to be read are empty."""

    table: pd.DataFrame
    places: Sequence[int]  # of each in the file: its number, or the byte where its line of JSON begins
    too_long: list[tuple[str, str]]  # id, how long


def parquet_rows(place: Place) -> Iterator[Rows]:
    """The rows of a Parquet file, from row group to row group."""
    path, part = place.path, place.part
    n_rows = part.stop - part.first
    at_a_time = max(1, min(n_rows, MOST_ROWS, place.batch * n_rows // max(part.n_bytes, 1)))
    before, number = part.skipped, 0
    groups = range(part.groups[0], part.groups[1] + 1)
    try:
        with open_parquet(path) as file:
            for batch in file.iter_batches(batch_size=at_a_time, row_groups=list(groups), use_threads=False):
                own = batch.slice(min(before, batch.num_rows), n_rows - number)
                before -= batch.num_rows - own.num_rows if before else 0
                if own.num_rows:
                    places = range(part.first + number, part.first + number + own.num_rows)
                    own, too_long = _without_long(_readable(own), place, places)
                    yield Rows(own.to_pandas(integer_object_nulls=True), places, too_long)
                    number += own.num_rows
                if number == n_rows:
                    return
    except CorpusError:
        raise
    except (OSError, ValueError) as problem:  # what pyarrow raises is one of these
        where = f"row groups {part.groups[0]} to {part.groups[1]}" if len(groups) > 1 else f"row group {groups[0]}"
        reason = str(problem).splitlines()[0] if str(problem) else type(problem).__name__
        raise CorpusError(
            f"{path}: {where} (rows {part.first} to {part.stop - 1}) cannot be read ({reason}). "
            "Put a sound copy in its place and call again."
        ) from None
    raise CorpusError(f"{path}: rows {part.first + number} to {part.stop - 1} are not there any more. Call again.")


def _readable(batch: Any) -> Any:
    """Rows whose texts are valid UTF-8; bytes that are none become U+FFFD."""
    import pyarrow as pa

    batch = _plain(batch)
    try:
        batch.validate(full=True)
    except pa.ArrowInvalid:
        for place, field in enumerate(batch.schema):
            if pa.types.is_string(field.type) or pa.types.is_large_string(field.type):
                raw = batch.column(place).cast(pa.large_binary()).to_pylist()
                texts = [None if cell is None else cell.decode("utf-8", "replace") for cell in raw]
                batch = batch.set_column(place, field.name, pa.array(texts, pa.large_string()))
        batch.validate(full=True)
    return batch


def _plain(batch: Any) -> Any:
    """Rows whose texts are plain ones, where the file holds each distinct one once, or views of them."""
    import pyarrow as pa

    for place, field in enumerate(batch.schema):
        kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
        if kind != field.type and (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
            batch = batch.set_column(place, field.name, batch.column(place).dictionary_decode())
        elif str(kind) == "string_view":
            batch = batch.set_column(place, field.name, batch.column(place).cast(pa.large_string()))
    return batch


def _without_long(batch: Any, place: Place, places: Sequence[int]) -> tuple[Any, list[tuple[str, str]]]:
    """Rows, those of too long a text emptied before any of it is made a text of Python's; and what these are called."""
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = batch.column(place.names["text"])
    if not (pa.types.is_string(texts.type) or pa.types.is_large_string(texts.type)):
        return batch, []
    lengths = pc.fill_null(pc.utf8_length(texts), 0).to_pylist()
    long = [number for number, length in enumerate(lengths) if length > place.longest]
    if not long:
        return batch, []
    name = place.names.get("article_id")
    ids = batch.column(name).take(long).to_pylist() if name else [None] * len(long)
    too_long = [
        (name_of(cell, place.part, places[number]), f"{lengths[number]} characters")
        for cell, number in zip(ids, long, strict=True)
    ]
    kept = [number if length <= place.longest else None for number, length in enumerate(lengths)]
    return batch.take(pa.array(kept, pa.int64())), too_long


def name_of(cell: Any, part: Part, place: int) -> str:
    """Return what an article is called: by its id or, where it has none, by its place; so nothing beside it matters.

    Examples
    --------
    >>> part = Part(3, "news/march.csv", 0, 9_000, (), 2, 9_000)
    >>> name_of("a7", part, 41), name_of(None, part, 42)
    ('a7', 'news/march.csv:42')
    """
    return f"{part.file}:{place}" if is_missing(cell) else str(cell)


def json_rows(place: Place) -> Iterator[Rows]:
    """The objects of JSON Lines whose lines begin in the part."""
    with place.path.open("rb") as file:
        at = place.part.first
        if at:
            file.seek(at - 1)
            at += len(file.readline()) - 1  # the line in which the part begins is the one before's
        lines: list[bytes] = []
        places: list[int] = []
        too_long: list[tuple[str, str]] = []
        while at < place.part.stop and (line := file.readline()):
            places.append(at)
            at += len(line)
            if len(line) > _BYTES_A_CHARACTER * place.longest:  # its characters would fill memory
                name = name_of(_id_in(line, place.names), place.part, places[-1])
                too_long.append((name, f"a line of {len(line)} bytes"))
                line = b"\n"
            lines.append(line)
            if at - places[0] >= place.batch:
                yield _of_lines(lines, places, place, too_long)
                lines, places, too_long = [], [], []
        if lines:
            yield _of_lines(lines, places, place, too_long)


def _of_lines(lines: list[bytes], places: list[int], place: Place, too_long: list[tuple[str, str]]) -> Rows:
    """Lines of JSON as rows."""
    records, problems = split_json_lines(b"".join(lines).decode("utf-8", "replace").removeprefix("\ufeff"))
    if problems:
        before = lines_before(place.path, places[0])
        said = (re.sub(r"^line (\d+)", lambda found: f"line {before + int(found[1])}", one) for one in problems)
        raise CorpusError(all_problems(str(place.path), said))
    _refuse_late_columns(records, places[0], place)
    name = place.names.get("article_id", "")
    for at, row in zip(places, records.values(), strict=False):  # there are no records of empty lines at the end
        text = row.get(place.names["text"])
        if isinstance(text, str) and len(text) > place.longest:
            too_long.append((name_of(row.get(name), place.part, at), f"{len(text)} characters"))
            row.clear()  # an empty row is none
    return Rows(pd.DataFrame(list(records.values()), dtype="object"), places[: len(records)], too_long)


def _refuse_late_columns(records: Mapping[int, dict[str, Any]], first: int, place: Place) -> None:
    """Refuse a column of which the beginning of the file says nothing: other parts would know it, or not, by chance."""
    there = dict.fromkeys(column for row in records.values() for column in row)
    late = {name: column for name, column in guess_names(there).items() if name not in place.names}
    if late:
        before = lines_before(place.path, first)
        lines = {column: next(line for line, row in records.items() if column in row) for column in late.values()}
        hint = f"Name it in the first line, too (null will do), or use `framing read {place.path} -o articles.parquet`."
        told = [
            f"line {before + line}: column {name!r} stands in no line before. {hint}" for name, line in lines.items()
        ]
        raise CorpusError(all_problems(str(place.path), told))


def _id_in(line: bytes, names: Mapping[str, str]) -> Any:
    """The id in a line of JSON that is too long to be parsed."""
    key = re.escape(json.dumps(names.get("article_id", ""))).encode()
    found = re.search(key + rb'\s*:\s*("(?:[^"\\]|\\.)*"|[\d.]+)', line)
    return json.loads(found[1]) if found else None


def delimited_rows(place: Place) -> Iterator[Rows]:
    """The rows of delimited text."""
    header, delimiter = header_of(place.path)
    with place.path.open("rb") as file, whole_cells():
        file.seek(place.part.first)
        rows: list[list[str]] = []
        first, held = place.part.skipped, 0
        for row in csv.reader(CountedLines(file, place.part.stop), delimiter=delimiter, strict=True):
            cells = row or [""] * len(header)
            rows.append(cells[: len(header)] if not "".join(cells[len(header) :]).strip() else cells)
            held += sum(map(len, cells))
            if held >= place.batch:
                yield _of_cells(rows, first, header, place)
                first, rows, held = first + len(rows), [], 0
        if rows:
            yield _of_cells(rows, first, header, place)


def _of_cells(rows: list[list[str]], first: int, header: list[str], place: Place) -> Rows:
    """Rows of cells under their header."""
    told = (misfit(at, row, len(header)) for at, row in enumerate(rows, start=first))
    if problems := [*filter(None, told)]:
        raise CorpusError(all_problems(str(place.path), [*problems, MISFIT_HINT]))
    text, name = header.index(place.names["text"]), place.names.get("article_id")
    too_long = []
    for at, row in enumerate(rows, start=first):
        if len(row[text]) > place.longest:
            cell = row[header.index(name)] if name else None
            too_long.append((name_of(cell, place.part, at), f"{len(row[text])} characters"))
            row[:] = [""] * len(header)
    places = range(first, first + len(rows))
    return Rows(pd.DataFrame(rows, columns=header, dtype="str"), places, too_long)
