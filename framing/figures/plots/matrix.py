"""The matrix of framing terms: which vocabularies does each leader use?"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from framing.errors import TableError, did_you_mean
from framing.figures.checks import need_columns, need_once, need_rows
from framing.figures.drawing import (
    FEW_REMARKS,
    GREY,
    INK,
    MARGIN,
    PALE,
    Sheet,
    in_house_style,
    ink_on,
    open_sheet,
    shade,
    sheet_width,
)
from framing.figures.labels import (
    SIZE,
    SMALL,
    count,
    label_with_n,
    line_height,
    name_frames,
    plain,
    shorten,
    text_width,
    told,
)

MOST_COLUMNS = 8  # more do not leave a name room above its column at 16 cm: the matrix is turned
TOTALS, NOTE = 0.45, 0.24  # inches: the column of totals; the line below that says how to read the cells
VALUES = {
    "n_matches": "hits",
    "share_remarks": "share of {units} with a term",
    "per_1000": "hits per 1,000 words",
}


@in_house_style
def plot_frame_matrix(
    rates: pd.DataFrame,
    *,
    columns: str | Sequence[str] = "leader",
    value: str = "n_matches",
    labels: Mapping[str, str] | None = None,
    unit: str = "remark",
    title: str = "",
    caption: str = "",
    alt: str | None = None,
    ax: Axes | None = None,
) -> Figure:
    """Draw which framing terms each leader uses: a matrix of frames and leaders with the value in each cell.

    Parameters
    ----------
    rates : pandas.DataFrame
        Table `rates` of one lexicon, one row per group and frame, zeros included.
    columns : str or sequence of str
        The column, or columns, that name the groups: "leader", or ("leader", "voice").
    value : {"n_matches", "share_remarks", "per_1000"}
        What stands in a cell: hits, share of remarks with a term of the frame, hits per 1,000 words.
    labels : mapping of str to str, optional
        Names of the frames for people.
    unit : str
        What `n_remarks` counts: "remark", or "sentence" for narrated words. Groups by voice know it themselves.
    title, caption : str
        What the figure says, and unit, n, what intervals mean, lexicon and its validation (`write_caption`); text,
        never markup.
    alt : str, optional
        Alt text; else it is made from the numbers drawn.
    ax : matplotlib.axes.Axes, optional
        Draw in the place of these axes rather than on a sheet of its own.

    Returns
    -------
    matplotlib.figure.Figure
        With its alt text as `framing_alt`.

    Raises
    ------
    TableError
        When a column or all rows are missing, or a group and frame stand in two rows.

    Notes
    -----
    Frames stand in the order of their hits, groups in that of their words. Shades are scaled within each frame, as
    longer lists score higher: frames are not compared with one another. A group without words is hatched and says
    "none"; for `per_1000`, one with too few words says "few". Shares and rates of groups under 15 remarks are grey and
    without shade. More than eight groups become rows, so that their names fit.

    Examples
    --------
    >>> import pandas as pd
    >>> rates = pd.DataFrame({"leader": ["Ada", "Bo"], "frame": ["storm"] * 2, "n_matches": [2, 0], "n_tokens": [9, 5],
    ...     "n_remarks": [2, 1], "n_remarks_with_term": [1, 0], "share_remarks": [0.5, 0.0], "per_1000": [None, None]})
    >>> plot_frame_matrix(rates, title="Ada speaks of storms").framing_alt
    'Matrix of hits, 1 frame by 2 groups. Ada (2 remarks, 9 words): storm 2; Bo (1 remark, 5 words): no hit.'
    """
    by, what = [columns] if isinstance(columns, str) else list(columns), "plot_frame_matrix"
    if value not in VALUES:
        raise TableError(f"{what}: value {value!r} cannot be drawn.{did_you_mean(value, VALUES)}")
    counts = ("frame", "n_matches", "n_tokens", "n_remarks", "n_remarks_with_term")
    need_columns(rates, dict.fromkeys([*by, *counts, value]), what)
    need_rows(rates, what)
    need_once(rates, [*by, "frame"], what, f"Choose one lexicon, and one row per {', '.join(by)} and frame.")
    shown = VALUES[value].format(units=f"{unit}s")
    matrix = _arrange(rates, by, value, name_frames(rates["frame"], labels), shown, unit)
    words = {"title": title, "caption": caption, "alt": _describe(matrix, shown) if alt is None else alt}
    turned = len(matrix.groups) > MOST_COLUMNS
    return _draw_turned(matrix, ax, words) if turned else _draw_upright(matrix, ax, words)


class _Matrix(NamedTuple):
    """What a matrix shows, frames and groups in the order in which they are drawn."""

    cells: pd.DataFrame
    frames: dict[str, str]  # each with its name for people
    groups: dict[str, str]  # each with its n: "3 remarks, 9 words"
    note: str

    def totals(self, of: str) -> list[int]:
        """Hits of each frame or group, in order."""
        order = self.frames if of == "frame" else self.groups
        return [int(n) for n in self.cells.groupby(of)["n_matches"].sum().reindex(list(order))]


def _arrange(rates: pd.DataFrame, by: list[str], value: str, names: dict[str, str], shown: str, unit: str) -> _Matrix:
    """The matrix of a table of rates."""
    cells = _cells(rates, by, value)
    groups = cells.drop_duplicates("group").sort_values("n_tokens", ascending=False, kind="stable")
    frames = cells.groupby("frame", sort=False)["n_matches"].sum().sort_values(ascending=False, kind="stable").index
    n_of = {
        row["group"]: f"{count(row['n_remarks'], _unit(row, by, unit))}, {count(row['n_tokens'], 'word')}"
        for row in groups.to_dict("records")
    }
    return _Matrix(cells, {frame: names[frame] for frame in frames}, n_of, _note(cells, shown, unit))


def _unit(row: dict[Hashable, Any], by: list[str], unit: str) -> str:
    """What `n_remarks` of a group counts: sentences, where the group is of narrated words."""
    return "sentence" if "voice" in by and row["voice"] == "narrated" else unit


def _cells(rates: pd.DataFrame, by: list[str], value: str) -> pd.DataFrame:
    """What each cell shows: its text, its shade, whether it is hatched (nothing to count) or weak (few remarks)."""
    group = rates[by].map(plain).agg(", ".join, axis="columns")
    cells = rates.assign(group=group, frame=rates["frame"].astype(str), value=rates[value].astype("float64"))
    cells["weak"] = (value != "n_matches") & (cells["n_remarks"] < FEW_REMARKS)
    cells["hatched"] = (cells["n_tokens"] == 0) | cells["value"].isna()
    strong = cells["value"].where(~cells["weak"] & ~cells["hatched"])
    peak = strong.groupby(cells["frame"]).transform("max")
    cells["shade"] = (strong / peak.where(peak > 0)).fillna(0.0)
    cells["shown"] = [_cell_text(cell, value) for cell in cells.to_dict("records")]
    return cells


def _cell_text(cell: dict[Hashable, Any], value: str) -> str:
    """The text of one cell."""
    if cell["hatched"]:
        return "none" if cell["n_tokens"] == 0 else "few"
    if value == "share_remarks":
        part = f"{cell['n_remarks_with_term']:.0f}/{cell['n_remarks']:.0f}"
        return part if cell["weak"] else _not_zero(f"{cell['value']:.0%}", cell["value"], "<1%")
    return f"{cell['value']:,.0f}" if value == "n_matches" else _not_zero(f"{cell['value']:.1f}", cell["value"], "<0.1")


def _not_zero(text: str, number: float, small: str) -> str:
    """A rounded number, unless it would read as none while there is some."""
    return small if number > 0 and not text.strip("0.%") else text


def _note(cells: pd.DataFrame, shown: str, unit: str) -> str:
    """How to read the cells: only what occurs in this matrix."""
    notes = {
        f"cells: {shown}": True,
        "darker: more within its frame": (cells["shade"] > 0).any(),
        "none: no words": (cells["shown"] == "none").any(),
        "few: too few words for a rate": (cells["shown"] == "few").any(),
        f"grey: under {FEW_REMARKS} {unit}s": (cells["weak"] & ~cells["hatched"]).any(),
        "totals: hits": True,
    }
    return " · ".join(note for note, occurs in notes.items() if occurs)


def _describe(matrix: _Matrix, shown: str) -> str:
    """The matrix in words: what each group has, the highest first."""
    described = []
    for group, n in matrix.groups.items():
        own = matrix.cells[(matrix.cells["group"] == group) & (matrix.cells["n_matches"] > 0)]
        own = own.sort_values("value", ascending=False, kind="stable")
        hits = [f"{matrix.frames[frame]} {text}" for frame, text in zip(own["frame"], own["shown"], strict=True)]
        described.append(f"{group} ({n}): {told(hits, separator=', ') or 'no hit'}")
    size = f"{count(len(matrix.frames), 'frame')} by {count(len(matrix.groups), 'group')}"
    return f"Matrix of {shown}, {size}. {told(described)}."


@dataclass(frozen=True)
class _Grid:
    """A grid of cells on a sheet, its labels around it, its totals right of it and below; inches."""

    sheet: Sheet
    left: float
    top: float
    wide: float
    high: float
    n_columns: int

    def middle(self, column: int) -> float:
        """The middle of a column; the one after the last holds the totals."""
        width = TOTALS if column == self.n_columns else self.wide
        return self.left + column * self.wide + width / 2

    def head(self, texts: list[str], **style: Any) -> None:
        """What stands above the columns, totals last."""
        for column, text in enumerate(texts):
            self.sheet.text(
                self.middle(column), self.top - 0.05, text, fontsize=SMALL, va="bottom", ha="center", **style
            )

    def label(self, texts: list[str]) -> None:
        """What stands left of the rows, totals last."""
        for row, text in enumerate(texts):
            last = row == len(texts) - 1
            style = {"color": GREY if last else INK, "fontsize": SMALL if last or "\n" in text else SIZE}
            self.sheet.text(self.left - 0.07, self.top + (row + 0.5) * self.high, text, ha="right", **style)

    def fill(self, cells: pd.DataFrame, rows: list[str], columns: list[str], by: tuple[str, str]) -> None:
        """Draw the cells, each with its text."""
        panel = self.sheet.blank_panel(self.left, self.top, self.wide * len(columns), self.high * len(rows))
        widest = max(text_width(text, SIZE) for text in cells["shown"])
        size = min(SIZE, SIZE * (self.wide - 0.05) / widest)
        for cell in cells.to_dict("records"):
            x, y = columns.index(cell[by[1]]) * self.wide, rows.index(cell[by[0]]) * self.high
            fill = "white" if cell["hatched"] else shade(cell["shade"])
            look: dict[str, Any] = {"hatch": "/////", "edgecolor": PALE} if cell["hatched"] else {"edgecolor": "white"}
            panel.add_patch(Rectangle((x, y), self.wide, self.high, facecolor=fill, **look))
            faint = cell["weak"] or cell["hatched"]
            box = {"facecolor": "white", "edgecolor": "none", "pad": 0.6} if cell["hatched"] else None
            style: dict[str, Any] = {"fontsize": size, "ha": "center", "va": "center", "bbox": box}
            colour = GREY if faint else ink_on(fill)
            panel.text(x + self.wide / 2, y + self.high / 2, cell["shown"], color=colour, **style)

    def total(self, of_rows: list[int], of_columns: list[int]) -> None:
        """Write the totals right of the rows and below the columns."""
        style = {"fontsize": SMALL, "color": GREY, "ha": "center"}
        for row, n in enumerate([*of_rows, sum(of_rows)]):
            self.sheet.text(self.middle(self.n_columns), self.top + (row + 0.5) * self.high, f"{n:,}", **style)
        for column, n in enumerate(of_columns):
            self.sheet.text(self.middle(column), self.top + (len(of_rows) + 0.5) * self.high, f"{n:,}", **style)


def _draw_upright(matrix: _Matrix, ax: Axes | None, words: dict[str, str]) -> Figure:
    """Frames as rows, groups as columns."""
    n_columns, room = len(matrix.groups), sheet_width(ax) - 2 * MARGIN - TOTALS
    widest = max(text_width(name, SIZE) for name in matrix.frames.values()) + 0.1
    left = min(widest, max(room * 0.3, room - n_columns * 0.85))
    numbers = max(text_width(part, SMALL) for n in matrix.groups.values() for part in n.split(", ")) + 0.09
    left = max(min(left, room - n_columns * numbers), room * 0.24)  # a frame may take two lines, numbers may not
    wide = min((room - left) / n_columns, 1.4)
    heads = [_head(group, n, wide - 0.08) for group, n in matrix.groups.items()]
    labels = [shorten(name, left - 0.1, SIZE, lines=2) for name in matrix.frames.values()]
    head, high = _lines_height(heads, SMALL) + 0.07, _row_height(labels)
    sheet = open_sheet(ax, head + high * (len(labels) + 1) + NOTE, **words)
    grid = _Grid(sheet, MARGIN + left, sheet.top + head, wide, high, n_columns)
    grid.head([*heads, "all"])
    grid.label([*labels, "all frames"])
    grid.fill(matrix.cells, list(matrix.frames), list(matrix.groups), ("frame", "group"))
    grid.total(matrix.totals("frame"), matrix.totals("group"))
    sheet.text(MARGIN, sheet.bottom - NOTE / 2, matrix.note, fontsize=SMALL, color=GREY)
    return sheet.figure


def _draw_turned(matrix: _Matrix, ax: Axes | None, words: dict[str, str]) -> Figure:
    """Groups as rows, frames as columns with their names upwards."""
    n_columns, room = len(matrix.frames), sheet_width(ax) - 2 * MARGIN - TOTALS
    left = min(max(text_width(f"{group} · {n}", SIZE) for group, n in matrix.groups.items()) + 0.1, room * 0.4)
    wide = min((room - left) / n_columns, 0.6)
    heads = [shorten(name, 1.5, SMALL, lines=2 if wide > 0.27 else 1) for name in matrix.frames.values()]
    labels = [label_with_n(group, n, left - 0.1) for group, n in matrix.groups.items()]
    head = max(text_width(line, SMALL) for text in heads for line in text.split("\n")) + 0.1
    high = _row_height(labels)
    sheet = open_sheet(ax, head + high * (len(labels) + 1) + NOTE, **words)
    grid = _Grid(sheet, MARGIN + left, sheet.top + head, wide, high, n_columns)
    grid.head([*heads, "all"], rotation=90)
    grid.label([*labels, "all groups"])
    grid.fill(matrix.cells, list(matrix.groups), list(matrix.frames), ("group", "frame"))
    grid.total(matrix.totals("group"), matrix.totals("frame"))
    sheet.text(MARGIN, sheet.bottom - NOTE / 2, matrix.note, fontsize=SMALL, color=GREY)
    return sheet.figure


def _head(group: str, n: str, width: float) -> str:
    """A group's name with its numbers, as the head of a column."""
    numbers = [shorten(part, width, SMALL) for part in n.split(", ")]
    return "\n".join([shorten(group, width, SMALL, lines=3), *numbers])


def _row_height(labels: list[str]) -> float:
    """Inches that a row takes for the highest label; one of several lines is set small."""
    return max(0.24, 0.02 + _lines_height(labels, SMALL))


def _lines_height(texts: list[str], size: float) -> float:
    """Inches that the highest of the texts takes."""
    return max(line_height(text.split("\n"), size) for text in texts)
