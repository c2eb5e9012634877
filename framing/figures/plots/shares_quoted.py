"""How much of each leader's speech did each outlet quote, and how much paraphrase?"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from framing.figures.checks import need_columns, need_once, need_rows
from framing.figures.drawing import GREY, INK, MARGIN, in_house_style
from framing.figures.effects import INTERVALS
from framing.figures.grids import Sides, choose_sides, open_grid
from framing.figures.keys import draw_block_key
from framing.figures.labels import SMALL, count, plain, text_width, told
from framing.figures.speeches import LOOKS

KEY = 0.22  # inches above the heads
BAR, ROW, NOTE = 0.13, 0.4, 0.2  # inches: a bar, a row with the numbers under its bars, the line below all


@in_house_style
def plot_shares_quoted(
    shares_quoted: pd.DataFrame,
    *,
    title: str = "",
    caption: str = "",
    alt: str | None = None,
    ax: Axes | None = None,
) -> Figure:
    """Draw which share of each leader's speeches each outlet quoted and paraphrased: a matrix of bars.

    Parameters
    ----------
    shares_quoted : pandas.DataFrame
        Table `shares_quoted`. Where it has rows for all speeches of a leader (`speech_id` missing), these are drawn;
        where it has rows of groups, those of all groups together are left out.
    title, caption, alt, ax
        As for `plot_frame_matrix`.

    Returns
    -------
    matplotlib.figure.Figure
        With its alt text as `framing_alt`.

    Raises
    ------
    TableError
        When a column or all rows are missing, a group has two rows of a leader, or both sides have more than eight
        names.

    Notes
    -----
    A bar is full for the words that stand in quotation marks, hatched for words of paraphrased passages, on one scale
    for all cells; the line under it is the interval of the share quoted. Both shares stand below in percent, the number
    of remarks behind the bar. Outlets and leaders stand in the order of their remarks; more than eight leaders become
    rows.

    Examples
    --------
    >>> import pandas as pd
    >>> shares = pd.DataFrame({"group": ["Bell"], "speech_id": [None], "leader": ["Ada"], "n_words": [700],
    ...     "share_quoted": [0.12], "share_paraphrased": [0.3], "n_remarks": [9], "ci_low": [None], "ci_high": [None]})
    >>> plot_shares_quoted(shares).framing_alt
    'Share of speeches quoted and paraphrased. Bell, Ada: 12% and 30%, 9 remarks.'
    """
    what = "plot_shares_quoted"
    columns = ("group", "speech_id", "leader", "share_quoted", "share_paraphrased", "n_remarks", "ci_low", "ci_high")
    need_columns(shares_quoted, columns, what)
    need_rows(shares_quoted, what)
    chosen = shares_quoted
    if chosen["speech_id"].isna().any():
        chosen = chosen[chosen["speech_id"].isna()]
    if chosen["group"].notna().any():
        chosen = chosen[chosen["group"].notna()]
    need_once(chosen, ["group", "leader"], what, "Choose one speech of each leader.")
    cells = _cells(chosen)
    sides = choose_sides({names: cell.n for names, cell in cells.items()}, "remarks", what)
    words = {"title": title, "caption": caption, "alt": _describe(cells) if alt is None else alt}
    return _draw(cells, sides, ax, words)


class _Cell(NamedTuple):
    """The shares of one group and leader, the interval of the first, and the remarks they are of."""

    quoted: float
    paraphrased: float
    low: float
    high: float
    n: int

    @property
    def told(self) -> str:
        """Both shares as text."""
        return f"{_percent(self.quoted)} + {_percent(self.paraphrased)}"


def _percent(share: float) -> str:
    """A share in percent, under one with a digit more."""
    if math.isnan(share):
        return "none"
    return f"{share:.1%}" if 0 < share < 0.01 else f"{share:.0%}"


def _cells(table: pd.DataFrame) -> dict[tuple[str, str], _Cell]:
    """The cells by the names of group and leader."""
    numbers = table[["share_quoted", "share_paraphrased", "ci_low", "ci_high"]].to_numpy("float64", na_value=math.nan)
    groups = ["all outlets" if pd.isna(group) else plain(group) for group in table["group"]]
    names = zip(groups, table["leader"].map(plain), strict=True)
    cells = {}
    for cell, (quoted, paraphrased, low, high), n in zip(names, numbers.tolist(), table["n_remarks"], strict=True):
        cells[cell] = _Cell(quoted, paraphrased, low, high, int(n))
    return cells


def _describe(cells: dict[tuple[str, str], _Cell]) -> str:
    """The matrix in words, the largest shares first."""
    described = []
    for names, cell in sorted(cells.items(), key=lambda item: -(item[1].quoted if item[1].n else 0.0)):
        shares = f"{_percent(cell.quoted)} and {_percent(cell.paraphrased)}"
        described.append(f"{', '.join(names)}: {shares}, {count(cell.n, 'remark')}")
    return f"Share of speeches quoted and paraphrased. {told(described, most=16)}."


def _draw(cells: dict[tuple[str, str], _Cell], sides: Sides, ax: Axes | None, words: dict[str, str]) -> Figure:
    """A bar in each cell with its numbers."""
    there = [cell for cell in cells.values() if not math.isnan(cell.quoted)]
    has_intervals = any(not math.isnan(cell.low) for cell in there)
    grid = open_grid(sides, dict.fromkeys(sides.rows, ROW), ax, words, key=KEY, axis=NOTE * has_intervals)
    ends = [end for cell in there for end in (cell.quoted + cell.paraphrased, cell.high) if not math.isnan(end)]
    behind = max(text_width(f"{cell.n:,}", SMALL) for cell in cells.values()) + 0.1
    scale = (max(ends, default=0.0) or 1.0) / max(grid.wide - behind, 0.1)  # of share in an inch
    for column, panel in grid.panels.items():
        panel.set_xlim(0, grid.wide * scale)
        panel.set_axis_off()
        for row, y in grid.middles.items():
            cell = cells.get(sides.cell(row, column))
            if cell is None or math.isnan(cell.quoted):
                panel.text(0, y, "none", color=GREY, fontsize=SMALL, va="center")
            else:
                _draw_cell(panel, cell, y, scale)
    sheet = grid.sheet
    key: list[tuple[str, dict[str, Any] | None]] = [*LOOKS.items(), ("number behind: remarks", None)]
    draw_block_key(sheet, MARGIN, sheet.top + 0.08, key)
    if has_intervals:
        below = f"Lines: {INTERVALS}, of the share quoted"
        sheet.text(MARGIN, sheet.bottom, below, fontsize=SMALL, color=GREY, va="bottom")
    return sheet.figure


def _draw_cell(panel: Axes, cell: _Cell, y: float, scale: float) -> None:
    """Quoted and paraphrased as one bar, the interval under it, shares below and remarks behind."""
    top, x = y - 0.03 - BAR, 0.0
    for share, look in zip((cell.quoted, cell.paraphrased), LOOKS.values(), strict=True):
        if share > 0:
            panel.add_patch(Rectangle((x, top), share, BAR, clip_on=False, **look))
            x += share
    if not math.isnan(cell.low) and not math.isnan(cell.high):
        panel.plot([cell.low, cell.high], [top + BAR + 0.025] * 2, color=INK, linewidth=1.2, clip_on=False)
        x = max(x, cell.high)
    panel.text(x + 0.05 * scale, top + BAR / 2, f"{cell.n:,}", color=GREY, fontsize=SMALL, va="center")
    panel.text(0, y + 0.09, cell.told, fontsize=SMALL, va="center")
