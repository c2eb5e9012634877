"""Grids of small panels: outlets by leaders, whichever are fewer side by side, each with what it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from framing.errors import TableError
from framing.figures.drawing import MARGIN, Sheet, open_sheet, sheet_width
from framing.figures.labels import SIZE, SMALL, label_with_n, line_height, plain, shorten, text_width

MOST_COLUMNS = 8  # more leave a name no room above its column at 16 cm
GAP = 0.1  # inches between columns


class Sides(NamedTuple):
    """The names of rows and columns in the order in which they are drawn, each with its n."""

    rows: dict[str, str]
    columns: dict[str, str]
    turned: bool

    def cell(self, row: str, column: str) -> tuple[str, str]:
        """The names of a cell in the order in which the caller named the two columns."""
        return (column, row) if self.turned else (row, column)


def choose_sides(n: Mapping[tuple[str, str], int], unit: str, what: str) -> Sides:
    """Who makes rows and who columns: as named, turned where there are too many columns; most on top and left."""
    totals: tuple[dict[str, int], dict[str, int]] = ({}, {})
    for names, number in n.items():
        for of, name in zip(totals, names, strict=True):
            of[name] = of.get(name, 0) + number
    rows, columns = (dict(sorted(of.items(), key=lambda item: -item[1])) for of in totals)
    turned = len(columns) > MOST_COLUMNS
    if turned:
        rows, columns = columns, rows
    if len(columns) > MOST_COLUMNS:
        counts = f"{len(rows)} by {len(columns)}"
        raise TableError(f"{what}: {counts} cells do not fit on a page. Choose {MOST_COLUMNS} at most of either.")
    told = [{name: f"{number:,} {unit}" for name, number in of.items()} for of in (rows, columns)]
    return Sides(told[0], told[1], turned)


def cell_names(table: pd.DataFrame, rows: str, columns: str) -> list[tuple[str, str]]:
    """The names of the cell that each row of a table belongs to."""
    return list(zip(table[rows].map(plain), table[columns].map(plain), strict=True))


@dataclass(frozen=True)
class Grid:
    """A panel per column, rows counted downwards in inches."""

    sheet: Sheet
    panels: dict[str, Axes]
    middles: dict[str, float]  # inches from the top of the panels to the middle of each row
    wide: float  # inches of a column


def column_width(sides: Sides, ax: Axes | None) -> float:
    """Inches that a column of a grid has."""
    room = sheet_width(ax) - 2 * MARGIN
    return min((room - _label_width(sides, room)) / len(sides.columns) - GAP, 1.7)


def _label_width(sides: Sides, room: float) -> float:
    """Inches that the labels of rows take."""
    labels = [label_with_n(name, n, room * 0.24) for name, n in sides.rows.items()]
    return max(text_width(line, SIZE) for label in labels for line in label.split("\n")) + 0.12


def open_grid(
    sides: Sides,
    heights: Mapping[str, float],
    ax: Axes | None,
    words: dict[str, str],
    *,
    key: float = 0,
    axis: float = 0,
) -> Grid:
    """A sheet with labels, heads and a panel per column; rows are as high as told, or as their labels need."""
    room = sheet_width(ax) - 2 * MARGIN
    left, wide = _label_width(sides, room), column_width(sides, ax)
    labels = {name: label_with_n(name, n, room * 0.24) for name, n in sides.rows.items()}
    high = {name: max(heights[name], line_height(label.split("\n"), SIZE) + 0.08) for name, label in labels.items()}
    heads = [f"{shorten(name, wide, SMALL, lines=3)}\n{_short(n, wide)}" for name, n in sides.columns.items()]
    head = max(line_height(text.split("\n"), SMALL) for text in heads) + 0.08
    sheet = open_sheet(ax, key + head + sum(high.values()) + axis, **words)
    top, panels, middles, y = sheet.top + key + head, {}, {}, 0.0
    for place, (name, text) in enumerate(zip(sides.columns, heads, strict=True)):
        x = MARGIN + left + place * (wide + GAP)
        sheet.text(x, top - 0.06, text, fontsize=SMALL, va="bottom")
        panels[name] = sheet.panel(x, top, wide, sum(high.values()))
    for name, label in labels.items():
        middles[name] = y + high[name] / 2
        sheet.text(MARGIN + left - 0.1, top + middles[name], label, ha="right")
        y += high[name]
    return Grid(sheet, panels, middles, wide)


def _short(n: str, width: float) -> str:
    """A number with its unit, or alone where both do not fit."""
    return n if text_width(n, SMALL) <= width else shorten(n.split()[0], width, SMALL)
