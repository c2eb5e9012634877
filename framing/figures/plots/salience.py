"""Place of remarks by outlet and leader: who makes the headline, who comes last?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from framing.errors import TableError, did_you_mean
from framing.figures.checks import need_columns, need_once, need_rows
from framing.figures.drawing import BLUE, GREY, MARGIN, PALE, in_house_style
from framing.figures.grids import Sides, cell_names, choose_sides, open_grid
from framing.figures.keys import draw_marker_key
from framing.figures.labels import SMALL, count, plain, text_width, told

KEY = 0.22  # inches above the heads
DOT, ZONE = 0.055, 0.1  # inches: a dot with its room; headline, or standfirst and lead
BODY = {8: 0.55, 16: 0.33, math.inf: 0.22}  # inches of a body, by number of rows
# What is prominent is blue and stands apart, above the body, as in the article.
PLACES: dict[str, dict[str, Any]] = {
    "headline": {"marker": "s", "color": BLUE, "markersize": 2.6},
    "standfirst or lead": {"marker": "^", "color": BLUE, "markersize": 3.0, "markerfacecolor": "white"},
    "body": {"marker": "o", "color": GREY, "markersize": 2.8},
}
ZONES = {"headline": "headline", "standfirst": "standfirst or lead", "lead": "standfirst or lead", "body": "body"}


@in_house_style
def plot_salience(
    salience: pd.DataFrame,
    *,
    rows: str = "outlet",
    columns: str = "leader",
    title: str = "",
    caption: str = "",
    alt: str | None = None,
    ax: Axes | None = None,
) -> Figure:
    """Draw where in their articles the remarks of each leader stand, outlet by outlet.

    Parameters
    ----------
    salience : pandas.DataFrame
        Table `salience`: a row per remark, those that repeat an earlier one included.
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
        When a column or all rows are missing, a remark stands in two rows, a place is unknown, a position does not lie
        between 0 and 1, or both sides have more than eight names.

    Notes
    -----
    Each marker is a remark, each cell an article from top to bottom: headline, standfirst and lead, and the body, in
    which remarks stand at their position, the share of the article's words before them. Those that would lie on one
    another stand side by side. A remark without a place is in the body. The number of all remarks stands beside.

    Examples
    --------
    >>> import pandas as pd
    >>> salience = pd.DataFrame({"remark_id": ["r1", "r2"], "outlet": ["Bell"] * 2, "leader": ["Ada"] * 2,
    ...                          "place": ["headline", "body"], "position": [0.0, 0.6]})
    >>> plot_salience(salience).framing_alt
    'Places of 2 remarks. Bell, Ada: 1 headline, 0 standfirst or lead, 1 body.'
    """
    what = "plot_salience"
    need_columns(salience, ["remark_id", rows, columns, "place", "position"], what)
    need_rows(salience, what)
    need_once(salience, ["remark_id"], what, "Give every remark one row.")
    places = ["body" if pd.isna(place) else place for place in salience["place"]]
    unknown = [place for place in places if place not in ZONES]
    if unknown:
        raise TableError(f"{what}: place {unknown[0]!r} cannot be drawn.{did_you_mean(str(unknown[0]), ZONES)}")
    positions = salience["position"].astype("float64")
    outside = ~positions.between(0, 1)
    if outside.any():
        name, position = plain(salience.loc[outside, "remark_id"].iloc[0]), positions[outside].iloc[0]
        raise TableError(f"{what}: remark {name!r} has the position {position:g}; it lies between 0 and 1.")
    cells: _Cells = {}
    for names, place, position in zip(cell_names(salience, rows, columns), places, positions, strict=True):
        cells.setdefault(names, {zone: [] for zone in PLACES})[ZONES[place]].append(float(position))
    sides = choose_sides({names: _n(of) for names, of in cells.items()}, "remarks", what)
    words = {"title": title, "caption": caption, "alt": _describe(cells) if alt is None else alt}
    return _draw(cells, sides, ax, words)


_Cells = dict[tuple[str, str], dict[str, list[float]]]


def _n(zones: Mapping[str, list[float]]) -> int:
    """Remarks of a cell."""
    return sum(map(len, zones.values()))


def _describe(cells: _Cells) -> str:
    """The matrix in words, cells with most remarks first."""
    described = []
    for names in sorted(cells, key=lambda names: -_n(cells[names])):
        numbers = ", ".join(f"{len(of)} {zone}" for zone, of in cells[names].items())
        described.append(f"{', '.join(names)}: {numbers}")
    return f"Places of {count(sum(map(_n, cells.values())), 'remark')}. {told(described, most=16)}."


class _Dot(NamedTuple):
    """A remark: inches from the top of its cell, and how many stand between it and the left edge."""

    zone: str
    y: float
    level: int


def _dots(zones: Mapping[str, list[float]], apart: list[str], body: float) -> list[_Dot]:
    """The remarks of a cell, those that would lie on one another side by side."""
    dots, lines = [], int(body / DOT)
    for zone, positions in zones.items():
        taken: dict[int, int] = {}
        for position in sorted(positions):
            place = min(int(position * lines), lines - 1) if zone == "body" else 0
            top = len(apart) * ZONE + place * DOT if zone == "body" else apart.index(zone) * ZONE
            dots.append(_Dot(zone, top + DOT / 2, taken.get(place, 0)))
            taken[place] = taken.get(place, 0) + 1
    return dots


def _draw(cells: _Cells, sides: Sides, ax: Axes | None, words: dict[str, str]) -> Figure:
    """An article in each cell, from its headline down to its last word."""
    there = [zone for zone in PLACES if any(of[zone] for of in cells.values())]
    apart = [zone for zone in there if zone != "body"]
    body = next(high for rows, high in BODY.items() if len(sides.rows) <= rows)
    high = len(apart) * ZONE + body
    behind = max(text_width(f"{_n(of):,}", SMALL) for of in cells.values()) + 0.1
    dots = {names: _dots(of, apart, body) for names, of in cells.items()}
    grid = open_grid(sides, dict.fromkeys(sides.rows, high + 0.14), ax, words, key=KEY)
    most = max(dot.level for of in dots.values() for dot in of)
    step = min(DOT, (grid.wide - behind - DOT) / max(most, 1))  # inches; nearer where there are very many
    for column, panel in grid.panels.items():
        panel.set_xlim(0, grid.wide)
        panel.set_axis_off()
        for row, middle in grid.middles.items():
            names = sides.cell(row, column)
            top = middle - high / 2
            if names not in cells:
                panel.text(0, middle, "none", color=GREY, fontsize=SMALL, va="center")
                continue
            panel.plot([0, 0], [top + len(apart) * ZONE, top + high], color=PALE, linewidth=0.8, zorder=0)
            _draw_dots(panel, dots[names], top, step)
            n: dict[str, Any] = {"color": GREY, "fontsize": SMALL, "ha": "right", "va": "center"}
            panel.text(grid.wide - 0.02, top + SMALL / 144, f"{_n(cells[names]):,}", **n)
    items = [(f"{zone}, from top to bottom" if zone == "body" else zone, PLACES[zone]) for zone in there]
    draw_marker_key(grid.sheet, MARGIN, grid.sheet.top + 0.08, items)
    return grid.sheet.figure


def _draw_dots(panel: Axes, dots: list[_Dot], top: float, step: float) -> None:
    """The remarks of a cell, side by side."""
    for zone, style in PLACES.items():
        own = [dot for dot in dots if dot.zone == zone]
        xs, ys = [DOT / 2 + 0.02 + step * dot.level for dot in own], [top + dot.y for dot in own]
        panel.plot(xs, ys, linestyle="none", clip_on=False, **style)
