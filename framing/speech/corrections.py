"""Corrections made one after the other: what each does to the remarks of its article, and what to say of it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

import pandas as pd

from framing import cells, schema
from framing.cells import is_missing
from framing.errors import TableError
from framing.speech.corrected import Page, Row, added_remark, common_spans, correct_remark, read_page
from framing.speech.override_rows import MAY_CHANGE, YES, as_text
from framing.text import skipped_spans

_KINDS = {column.name: column.kind for column in schema.table_columns("remarks")}


class Corrections:
    """Remarks by article and place, and what corrections make of them."""

    def __init__(
        self, remarks: pd.DataFrame, articles: pd.DataFrame, leaders: pd.DataFrame | None, skips: pd.DataFrame | None
    ) -> None:
        schema.check_table(remarks, "remarks")
        schema.check_table(articles, "articles")
        self._remarks: dict[str, dict[tuple[int, int], Row]] = {}
        for record in remarks.to_dict(orient="records"):
            row = {str(name): cell for name, cell in record.items()}
            self._remarks.setdefault(str(row["article_id"]), {})[_place(row)] = row
        self._articles, self._leaders, self._skips = articles, leaders, skipped_spans(skips)
        self._pages: dict[str, Page] = {}

    def rows(self) -> list[Row]:
        """Return the remarks as they are now, in the order of the articles and places."""
        order = {name: number for number, name in enumerate(self._articles["article_id"])}
        every = [row for own in self._remarks.values() for row in own.values()]
        return sorted(every, key=lambda row: (order.get(row["article_id"], len(order)), row["start"]))

    def make(self, overrides: pd.DataFrame) -> list[tuple[str, str]]:
        """Make all corrections, and return outcome and note of each, in their order."""
        given = [{str(name): cell for name, cell in row.items()} for row in overrides.to_dict(orient="records")]
        self._read_pages({str(override["article_id"]) for override in given})
        told = [("", "")] * len(given)
        for number in sorted(range(len(given)), key=lambda number: self._rank(given[number])):
            told[number] = self._made(given[number])
        return told

    def _read_pages(self, names: set[str]) -> None:
        """Read the articles that are corrected."""
        for article in self._articles[self._articles["article_id"].isin(names)].to_dict(orient="records"):
            name = str(article["article_id"])
            self._pages[name] = read_page(article, self._leaders, self._skips.get(name, ()))

    def _of_file(self, name: str) -> str:
        """What the article is called here that stands in the file of a name; ids of a folder of texts are its files."""
        if "file" not in self._articles:
            return ""
        own = [row.article_id for row in self._articles.itertuples() if PurePath(str(row.file)).stem == name]
        return f" That of the file is called {own[0]!r} here." if len(own) == 1 else ""

    def _rank(self, override: Row) -> int:
        """Removals before changes before additions: a remark may take the place of another."""
        is_there = _place(override) in self._remarks.get(str(override["article_id"]), {})
        return 0 if _removes(override) else 1 if is_there else 2

    def _made(self, override: Row) -> tuple[str, str]:
        """Make one correction."""
        name, place = str(override["article_id"]), _place(override)
        own, page = self._remarks.setdefault(name, {}), self._pages.get(name)
        if page is None:
            return "matched nothing", f"There is no article {name!r}.{self._of_file(name)}"
        filled = _filled(override)
        if place not in own and (_removes(override) or "speaker" not in filled):
            return "matched nothing", _hint(own.values(), place, is_adding=bool(filled) and not _removes(override))
        if _removes(override):
            del own[place]
            return "removed", ""
        remark = own.get(place) or added_remark(name, *place)
        others = [row for key, row in own.items() if key != place]
        try:
            row, note = correct_remark(remark, filled, page, others)
            _check_sound(row)
            if place not in own or row["spans"] != remark["spans"]:
                _check_apart(row, others, place)
        except TableError as problem:
            return "refused", str(problem)
        is_new = place not in own
        if not is_new and all(_is_same(row[column], remark[column]) for column in row):
            return "unchanged", _why_unchanged(filled, override)
        because = as_text(override.get("note")) or filled.get("because")  # what decided before does not any more
        own[place] = row | {"rule": "hand", "because": because, "override": override["reason"]}
        return "added" if is_new else "changed", note


def _place(record: Row) -> tuple[int, int]:
    return int(record["start"]), int(record["end"])


def _removes(override: Row) -> bool:
    return not is_missing(override.get("remove")) and bool(override["remove"])


def _filled(override: Row) -> Row:
    """The columns of remarks that a correction fills, as their values."""
    filled = {name: override[name] for name in MAY_CHANGE if not is_missing(override.get(name))}
    return {name: _value(cell, _KINDS[name]) for name, cell in filled.items()}


def _why_unchanged(filled: Row, override: Row) -> str:
    """Why a correction changes nothing; of a drawn remark that says nothing else, it says that it is right."""
    if filled:
        return "It stands so already."
    return "" if override["reason"] == "random" else "No column says what should stand there."


def _value(cell: Any, kind: str) -> Any:
    """A cell that was written as text as what its column holds."""
    if not isinstance(cell, str):
        return cell
    if kind == "list":
        return cells.parse_list(cell)
    if kind == "whole number":
        return cells.parse_whole(cell)
    return cell.strip().lower() in YES if kind == "truth value" else cell


def _is_same(cell: Any, other: Any) -> bool:
    return (
        bool(cell == other) if not (is_missing(cell) or is_missing(other)) else is_missing(cell) and is_missing(other)
    )


def _hint(own: Iterable[Row], place: tuple[int, int], *, is_adding: bool) -> str:
    """What somebody may have meant by a place where no remark stands."""
    near = next((row for row in own if row["start"] < place[1] and place[0] < row["end"]), None)
    if near is not None:
        return f"No remark stands there; it overlaps {_meant(near, place)}"
    if is_adding:
        return (
            "No remark stands there. To add one, fill speaker, too: the name of whoever speaks, as the article has it."
        )
    return "No remark stands there. Copy start and end from the table of remarks."


def _check_sound(row: Row) -> None:
    """Refuse what the table of remarks cannot hold, such as a place of the speaker that ends before it begins."""
    table = schema.make_table("remarks", {n: [(row | {"rule": "hand"}).get(n)] for n in schema.column_names("remarks")})
    if problems := schema.find_problems(table, "remarks", [0]):
        raise TableError(f"{problems[0].said} Correct that cell.")


def _check_apart(row: Row, others: Iterable[Row], place: tuple[int, int]) -> None:
    """Refuse a remark that would overlap another."""
    for other in others:
        if common_spans(row["spans"], other["spans"]):
            hint = "To put this one in its place, take that one out with remove."
            raise TableError(f"It overlaps {_meant(other, place)} {hint}")


def _meant(remark: Row, place: tuple[int, int]) -> str:
    """A remark, and how its place differs from the one that was written."""
    start, end = remark["start"], remark["end"]
    parts = [f"start {start}"] * (start != place[0]) + [f"end {end}"] * (end != place[1])
    return (
        f"the remark at {start}-{end}. Did you mean {' and '.join(parts)}?" if parts else f"the one at {start}-{end}."
    )
