"""The articles of a part, some at a time, with a word on each that is unusual."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from framing.articles.columns import Dates, settle_days
from framing.articles.records import articles_of_rows, as_articles
from framing.decoding import is_count
from framing.errors import CorpusError
from framing.rows import JSON_SUFFIXES
from framing.studies.scale.opening import lines_before, names_of
from framing.studies.scale.rows import Place, Rows, delimited_rows, json_rows, parquet_rows
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
    table, shape = rows.table, path.suffix.lower().removeprefix(".")
    absent = [name for name in names.values() if name not in table.columns]
    table = table.assign(**dict.fromkeys(absent)) if absent else table
    if "published" in names:
        table = table.assign(**{names["published"]: _settled(table[names["published"]], reading.dates)})
    first_row = part.skipped + rows.number if shape in ("csv", "tsv") else part.first + rows.number
    try:
        found = articles_of_rows(table, str(path), names, shape=shape, mended=[], first_row=first_row)
    except CorpusError:
        if f".{shape}" not in JSON_SUFFIXES:
            raise
        first_row = lines_before(path, part.first) + rows.number + 1  # counted only where somebody asks
        articles_of_rows(table, str(path), names, shape=shape, mended=[], first_row=first_row)
        raise
    return as_articles(found, reading.language)


def _settled(cells: pd.Series, dates: Dates | None) -> pd.Series:
    """The dates of a column, each for itself: what a part shows of the others would depend on where it was cut."""
    written = {cell for cell in cells if isinstance(cell, str | int)}
    days = {cell: settle_days([cell], dates=dates)[0][0] for cell in written}
    settled = [days[cell] if isinstance(cell, str | int) else cell for cell in cells]
    return pd.Series(settled, index=cells.index, dtype="object") if written else cells


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
