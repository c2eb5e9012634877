"""The articles of a part, some at a time, with a word on each that is unusual."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, get_args

import pandas as pd

from framing.articles.columns import Dates, settle_days
from framing.articles.records import articles_of_rows, as_articles
from framing.cells import is_missing
from framing.decoding import is_count
from framing.errors import CorpusError, FramingError
from framing.rows import JSON_SUFFIXES
from framing.studies.scale.opening import lines_before, names_of
from framing.studies.scale.rows import Place, Rows, delimited_rows, json_rows, name_of, parquet_rows
from framing.studies.scale.sources import Part


class Reading(NamedTuple):
    """How articles are read.

    Attributes
    ----------
    root : str
        The folder of the files.
    columns : dict of str to str
        What their columns are called.
    language : str
        Code of the language, where a row does not say.
    dates : {"day-first", "month-first"} or None
        What stands first in dates of numbers.
    batch : int
        Characters of text given to the function at a time.
    longest : int
        Characters of the longest text that is read.
    """

    root: str
    columns: dict[str, str]
    language: str
    dates: Dates | None
    batch: int
    longest: int


class Batch(NamedTuple):
    """Some articles, no id twice among them, and what was set aside before them."""

    articles: pd.DataFrame
    set_aside: list[tuple[str, str]]  # id, why


def read_part(part: Part, reading: Reading) -> Iterator[Batch]:
    """Yield the articles of a part.

    Raises
    ------
    CorpusError
        With every row that is wrong, or when the part cannot be read.
    """
    path = Path(reading.root) / part.file
    names = names_of(path, reading.columns)
    suffix = path.suffix.lower()
    read = parquet_rows if suffix == ".parquet" else json_rows if suffix in JSON_SUFFIXES else delimited_rows
    for rows in read(Place(path, part, names, reading.longest, reading.batch)):
        articles = _articles(rows, path, part, names, reading)
        set_aside = [
            (name, f"set aside: {length}, more than {reading.longest} characters") for name, length in rows.too_long
        ]
        for piece in _cut(articles, reading.batch):
            yield Batch(piece, set_aside)
            set_aside = []
        if set_aside:
            yield Batch(articles.iloc[:0], set_aside)


def _articles(rows: Rows, path: Path, part: Part, names: Mapping[str, str], reading: Reading) -> pd.DataFrame:
    """Rows as the `articles` table."""
    names = {"article_id": "article_id", **names}
    absent = [name for name in names.values() if name not in rows.table.columns]
    table = rows.table.assign(**dict.fromkeys(absent))
    table = table.assign(**{names["article_id"]: _named(table, names["article_id"], part, rows.places)})
    if "published" in names:
        table = table.assign(**{names["published"]: _days_of(table[names["published"]], reading.dates, path, rows)})
    shape = path.suffix.lower().removeprefix(".")
    read = partial(articles_of_rows, table, str(path), names, shape=shape, mended=[])
    try:
        found = read(first_row=rows.places[0])
    except CorpusError:
        read(first_row=_number_of(0, path, rows))
        raise
    return as_articles(found, reading.language)


def _named(table: pd.DataFrame, column: str, part: Part, places: Sequence[int]) -> list[Any]:
    """The ids of rows; one that has none and is not empty is called by its place."""
    given = table[column].tolist()
    return [
        cell if not is_missing(cell) or all(map(is_missing, row)) else name_of(None, part, place)
        for cell, row, place in zip(given, table.itertuples(index=False, name=None), places, strict=True)
    ]


def _number_of(row: int, path: Path, rows: Rows) -> int:
    """What a row is called in messages; lines of JSON are counted only where somebody asks."""
    place = rows.places[row]
    return lines_before(path, place) + 1 if path.suffix.lower() in JSON_SUFFIXES else place


def _days_of(cells: pd.Series, dates: Dates | None, path: Path, rows: Rows) -> pd.Series:
    """The dates of a column, each for itself: what a part shows of the others would depend on where it was cut.

    Raises
    ------
    FramingError
        At the first one of two meanings, when nobody has said what stands first: no other part can be done, either.
    """
    days: dict[Any, Any] = {}
    for row, cell in enumerate(cells):
        if isinstance(cell, str | int | float) and cell not in days:
            try:
                days[cell] = _day_of(cell, dates)
            except ValueError as problem:
                where = f"{path}: row {_number_of(row, path, rows)}"
                hint = "Say what stands first: --dates day-first or --dates month-first (in Python dates=)."
                raise FramingError(f"{where}: {problem}. {hint}") from None
    if not days:
        return cells
    settled = [days[cell] if isinstance(cell, str | int | float) else cell for cell in cells]
    return pd.Series(settled, index=cells.index, dtype="object")


def _day_of(cell: Any, dates: Dates | None) -> Any:
    """One date as 2025-02-17 where it is certain, else as it stands; a ValueError where it has two meanings."""
    ((day,), _) = settle_days([cell], dates=dates)
    if dates is None and day is cell:
        read = [settle_days([cell], dates=order)[0][0] for order in get_args(Dates)]
        if read[0] is not cell and read[1] is not cell and read[0] != read[1]:
            raise ValueError(f"published {cell!r} is {read[0]} or {read[1]}")
    return day


def _cut(articles: pd.DataFrame, most: int) -> Iterator[pd.DataFrame]:
    """Articles in runs of so many characters; a repeated id begins another run."""
    start, reach, seen = 0, 0, set[str]()
    lengths = articles["text"].str.len().tolist()
    for number, (name, length) in enumerate(zip(articles["article_id"], lengths, strict=True)):
        if number > start and (reach + length > most or name in seen):
            yield articles.iloc[start:number].reset_index(drop=True)
            start, reach, seen = number, 0, set()
        reach += length
        seen.add(name)
    if len(articles) > start:
        yield articles.iloc[start:].reset_index(drop=True)


def unusual_of(articles: pd.DataFrame) -> list[tuple[str, str]]:
    """Return the articles without text or with unreadable characters: id, what."""
    told = zip(articles["article_id"], articles["warnings"], strict=True)
    return [
        (name, warning) for name, warnings in told for warning in warnings if warning == "no text" or is_count(warning)
    ]
