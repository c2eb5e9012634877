"""Tables as a page shows them: their first rows, cells as text, and where the whole table is."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from framing.files import as_plain
from framing.measures.digits import number
from framing.studies.study.headings import heading_of

MOST_ROWS = 25
MOST_CHARACTERS = 280  # of a cell
_NOTHING: tuple[object, ...] = (None, "", [])
_UNNAMED = {"group": "all together", "speech_id": "all speeches", "leader": "no leader", "outlet": "no outlet"}


class Cell(NamedTuple):
    """A cell as text, with the page it leads to, when there is one."""

    text: str
    is_number: bool = False
    link: str = ""


class ShownTable(NamedTuple):
    """A table on a page."""

    name: str
    heading: str
    meaning: str
    columns: list[str]
    rows: list[list[Cell]]
    n_rows: int
    file: str
    left_out: str = ""


def show_table(
    name: str,
    table: pd.DataFrame,
    heading: str,
    meaning: str = "",
    *,
    columns: Sequence[str] | None = None,
    links: Mapping[str, str] | None = None,
    most: int = MOST_ROWS,
    left_out: str = "",
) -> ShownTable:
    """Return a table as a page shows it, without columns in which nothing stands; `article_id` leads to `links`.

    `left_out` says which rows of the file are not in `table` at all.
    """
    names = [column for column in (table.columns if columns is None else columns) if column in table.columns]
    names = [column for column in names if table.empty or any(as_plain(cell) not in _NOTHING for cell in table[column])]
    records = table.loc[:, names].head(most).to_dict("records")
    rows = [[_cell(str(column), record[column], links or {}) for column in names] for record in records]
    headings = [heading_of(str(column)) for column in names]
    return ShownTable(name, heading, meaning, headings, rows, len(table), f"tables/{name}.csv", left_out)


def _cell(column: str, value: Any, links: Mapping[str, str]) -> Cell:
    """A cell as text: numbers with four digits, days as days, lists one after the other."""
    plain = as_plain(value)
    if plain is None:
        return Cell(_UNNAMED.get(column, ""))
    if isinstance(plain, bool):
        return Cell("yes" if plain else "no")
    if isinstance(plain, float):
        return Cell(number(plain, 0 if plain.is_integer() and abs(plain) >= 1 else 3), is_number=True)
    if isinstance(plain, int):
        return Cell(f"{plain:,}", is_number=True)
    if isinstance(plain, list):
        plain = "; ".join(one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in plain)
    text = str(plain)
    short = text if len(text) <= MOST_CHARACTERS else f"{text[:MOST_CHARACTERS]} ..."
    return Cell(short, link=links.get(text, "") if column == "article_id" else "")
