"""The columns of a table under the names of the `articles` table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from framing.articles.columns import Dates, guess_names, match_columns, rivals_of, settle_days, under_names
from framing.articles.exports.export import Article, Export


def name_columns(export: Export, source: str, columns: Mapping[str, str], *, dates: Dates | None = None) -> Export:
    """Return an export whose cells stand under the names of the `articles` table, its dates settled by their column.

    Parameters
    ----------
    export : Export
        As a reader gave it. One that is no table has its names already: only its dates are settled.
    source : str
        Name of the file, for messages.
    columns : dict of str to str
        What a column of the `articles` table is called in the file, where its name is no usual one.
    dates : {"day-first", "month-first"}, optional
        What stands first in dates of numbers, where somebody knows.

    Returns
    -------
    Export
        The same articles. What was chosen or concluded is in its warnings; a table with addresses and no texts has
        empty ones.

    Raises
    ------
    CorpusError
        When a column of `columns` is not there, or none holds texts or addresses.

    Examples
    --------
    >>> export = Export([Article("row 2", {"Titel": "Rain", "Inhalt": "It rained."})], is_table=True)
    >>> name_columns(export, "notes.csv", {}).articles[0].cells
    {'headline': 'Rain', 'text': 'It rained.'}
    """
    warnings = list(export.warnings)
    rows: list[dict[str, Any]] = [article.cells for article in export.articles]
    if export.is_table and rows:
        there = list(dict.fromkeys(name for row in rows for name in row))
        names = match_columns(there, source, columns, needed=("text", "url"))
        rows = [under_names(row, _names_of(row, names, columns)) for row in rows]
        warnings += _choices(there, names, columns)
        rows = rows if "text" in names else [row | {"text": ""} for row in rows]
    days, concluded = settle_days([row.get("published") for row in rows], dates=dates)
    rows = [row if "published" not in row else row | {"published": day} for row, day in zip(rows, days, strict=True)]
    articles = [Article(article.place, row) for article, row in zip(export.articles, rows, strict=True)]
    return export._replace(articles=articles, warnings=[*warnings, *concluded], is_table=False)


def _names_of(row: Mapping[str, Any], names: Mapping[str, str], columns: Mapping[str, str]) -> dict[str, str]:
    """The names of one row: those of the table, and its own usual ones where an object of JSON lacks some of these."""
    own = {name: column for name, column in names.items() if column in row}
    if len(own) == len(names):
        return own
    return {name: column for name, column in guess_names(row).items() if name not in columns} | own


def _choices(there: list[str], names: Mapping[str, str], columns: Mapping[str, str]) -> list[str]:
    """Which column was taken for the texts, where there was a choice or none."""
    if "text" not in names:
        return [
            "addresses without texts: save their pages beside this file, or map the column of texts (--map text=COLUMN)"
        ]
    others = [column for column in rivals_of("text", there) if column != names["text"]]
    if "text" in columns or not others:
        return []
    said = ", ".join(map(repr, others))
    return [f"texts are taken from column {names['text']!r}, not from {said}; --map text=COLUMN takes another"]
