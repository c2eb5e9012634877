"""Reporting verbs by outlet and leader: whom does which outlet endorse, from whom does it keep its distance?"""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from framing.errors import TableError, did_you_mean
from framing.figures.checks import need_columns, need_once, need_rows
from framing.figures.drawing import BLUE, GREY, INK, MARGIN, VERMILION, in_house_style
from framing.figures.grids import Sides, cell_names, choose_sides, column_width, open_grid
from framing.figures.keys import draw_block_key
from framing.figures.labels import LINE, SMALL, count, plain, shorten, text_width, told

KEY = 0.22  # inches above the heads
BAR, THIN = 0.22, 0.03  # inches: the bar of the cell with most remarks, and the least that can be seen
MOST_ACTS = {8: 4, 16: 2, math.inf: 1}  # lines of a cell, by number of rows; the other acts are counted
NONE = {"cue_stance": "no stance", "cue_act": "no act"}
# Endorsing and distancing differ in their hatch too, as they are almost equally light.
STANCES: dict[str, dict[str, Any]] = {
    "distancing": {"facecolor": VERMILION, "edgecolor": "white", "hatch": "/////", "linewidth": 0.4},
    "neutral": {"facecolor": "#D0D0D0", "edgecolor": "white", "linewidth": 0.4},
    "no stance": {"facecolor": "white", "edgecolor": GREY, "linewidth": 0.4},
    "endorsing": {"facecolor": BLUE, "edgecolor": "white", "linewidth": 0.4},
}


@in_house_style
def plot_verbs(
    shares: pd.DataFrame,
    *,
    rows: str = "outlet",
    columns: str = "leader",
    title: str = "",
    caption: str = "",
    alt: str | None = None,
    ax: Axes | None = None,
) -> Figure:
    """Draw with which reporting verbs each outlet introduces each leader: a matrix of stances, or of acts.

    Parameters
    ----------
    shares : pandas.DataFrame
        Table of `share_intervals` with `column="cue_stance"` or `"cue_act"` and `by=("outlet", "leader")`.
    rows, columns : str
        The two columns that make the matrix; the first makes the rows while the second has at most eight values.
    title, caption, alt, ax
        As for `plot_frame_matrix`.

    Returns
    -------
    matplotlib.figure.Figure
        With its alt text as `framing_alt`.

    Raises
    ------
    TableError
        When a column or all rows are missing, the table is of other columns of remarks or of both, a stance is
        unknown, a value stands twice in a cell, or both sides have more than eight names.

    Notes
    -----
    The bar of a cell shows the shares of stances, distancing from the left, endorsing up to the right; it is as high as
    the cell has remarks, so that few look thin, and an area is a number of remarks. The number of all stands behind.
    Acts are a list with numbers, the most frequent first. Outlets and leaders stand in the order of their remarks. A
    verb may simply be accurate: a stance is no verdict.

    Examples
    --------
    >>> import pandas as pd
    >>> shares = pd.DataFrame({"outlet": ["Bell"] * 2, "leader": ["Ada"] * 2, "column": ["cue_stance"] * 2,
    ...     "value": ["neutral", "distancing"], "n_remarks_with_value": [3, 1], "n_remarks": [4, 4]})
    >>> plot_verbs(shares).framing_alt
    'Stance of reporting verbs, 4 remarks. Bell, Ada (4): neutral 3, distancing 1.'
    """
    what = "plot_verbs"
    need_columns(shares, [rows, columns, "column", "value", "n_remarks_with_value", "n_remarks"], what)
    need_rows(shares, what)
    kinds = [plain(kind) for kind in shares["column"].drop_duplicates()]
    if len(kinds) > 1 or kinds[0] not in NONE:
        raise TableError(f"{what}: shares of {told(kinds, separator=' and ')}; draw cue_stance or cue_act.")
    need_once(shares, [rows, columns, "value"], what, "Group by these two columns alone.")
    cells = _cells(shares, rows, columns, kinds[0])
    unknown = [value for of in cells.values() for value in of if kinds[0] == "cue_stance" and value not in STANCES]
    if unknown:
        raise TableError(f"{what}: stance {unknown[0]!r} cannot be drawn.{did_you_mean(unknown[0], STANCES)}")
    n = dict(zip(cell_names(shares, rows, columns), map(int, shares["n_remarks"]), strict=True))
    sides = choose_sides(n, "remarks", what)
    words = {"title": title, "caption": caption, "alt": _describe(cells, n, kinds[0]) if alt is None else alt}
    return (
        _draw_stances(cells, n, sides, ax, words) if kinds[0] == "cue_stance" else _draw_acts(cells, sides, ax, words)
    )


_Cells = dict[tuple[str, str], dict[str, int]]


def _cells(shares: pd.DataFrame, rows: str, columns: str, kind: str) -> _Cells:
    """The remarks of each cell by their stance or act."""
    cells: _Cells = {}
    values = [NONE[kind] if pd.isna(value) else plain(value) for value in shares["value"]]
    for names, value, n in zip(cell_names(shares, rows, columns), values, shares["n_remarks_with_value"], strict=True):
        cells.setdefault(names, {})[value] = int(n)
    return cells


def _describe(cells: _Cells, n: dict[tuple[str, str], int], kind: str) -> str:
    """The matrix in words, cells with most remarks first."""
    described = []
    for names in sorted(cells, key=lambda names: -n[names]):
        values = [f"{value} {number}" for value, number in cells[names].items() if number]
        described.append(f"{', '.join(names)} ({n[names]:,}): {', '.join(values) or 'none'}")
    name = {"cue_stance": "Stance", "cue_act": "Acts"}[kind]
    return f"{name} of reporting verbs, {count(sum(n.values()), 'remark')}. {told(described, most=16)}."


def _draw_stances(
    cells: _Cells, n: dict[tuple[str, str], int], sides: Sides, ax: Axes | None, words: dict[str, str]
) -> Figure:
    """A bar in each cell."""
    grid = open_grid(sides, dict.fromkeys(sides.rows, BAR + 0.1), ax, words, key=KEY)
    most = max(*n.values(), 1)
    behind = text_width(f"{most:,}", SMALL) + 0.1
    for column, panel in grid.panels.items():
        panel.set_xlim(0, grid.wide / max(grid.wide - behind, 0.1))
        panel.set_axis_off()
        for row, y in grid.middles.items():
            names = sides.cell(row, column)
            high = max(BAR * n.get(names, 0) / most, THIN)
            _draw_bar(panel, cells.get(names, {}), n.get(names, 0), y, high)
    there = {value for of in cells.values() for value, number in of.items() if number}
    items: list[tuple[str, dict[str, Any] | None]] = [(name, look) for name, look in STANCES.items() if name in there]
    items.append(("width: share of remarks; height and number: remarks", None))
    draw_block_key(grid.sheet, MARGIN, grid.sheet.top + 0.08, items)
    return grid.sheet.figure


def _draw_bar(panel: Axes, values: dict[str, int], n: int, y: float, high: float) -> None:
    """The stances of a cell as shares of its remarks, with their number behind."""
    x = 0.0
    for stance, look in STANCES.items():
        share = values.get(stance, 0) / max(n, 1)
        if share:
            panel.add_patch(Rectangle((x, y - high / 2), share, high, clip_on=False, **look))
            x += share
    panel.text(1.06 if n else 0, y, f"{n:,}" if n else "none", color=GREY, fontsize=SMALL, va="center")


def _draw_acts(cells: _Cells, sides: Sides, ax: Axes | None, words: dict[str, str]) -> Figure:
    """The acts of each cell as a list."""
    wide = column_width(sides, ax)
    lines_of = next(lines for rows, lines in MOST_ACTS.items() if len(sides.rows) <= rows)
    texts = {names: _listed(of, wide, lines_of) for names, of in cells.items()}
    most = {row: max(len(texts.get(sides.cell(row, column), [""])) for column in sides.columns) for row in sides.rows}
    heights = {row: lines * SMALL * LINE + 0.12 for row, lines in most.items()}
    grid = open_grid(sides, heights, ax, words)
    for column, panel in grid.panels.items():
        panel.set_xlim(0, grid.wide)
        panel.set_axis_off()
        for row, y in grid.middles.items():
            lines = texts.get(sides.cell(row, column), ["none"])
            first = y - (len(lines) - 1) / 2 * SMALL * LINE
            for place, text in enumerate(lines):
                ink = GREY if text[0].isdigit() or text == "none" else INK
                panel.text(0, first + place * SMALL * LINE, text, color=ink, fontsize=SMALL, va="center")
            panel.axhline(y - heights[row] / 2, color="#EEEEEE", linewidth=0.6)
    return grid.sheet.figure


def _listed(values: dict[str, int], width: float, most: int) -> list[str]:
    """The most frequent acts, a line each, and how many more remarks there are."""
    ranked = sorted(((act, n) for act, n in values.items() if n), key=lambda item: -item[1])
    lines = [shorten(f"{act} {n:,}", width, SMALL) for act, n in ranked[:most]]
    if rest := ranked[most:]:
        lines.append(f"{sum(n for _, n in rest):,} other")
    return lines or ["none"]
