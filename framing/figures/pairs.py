"""Two groups side by side: their key, and a pair of points in each row."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from framing.figures.drawing import FEW_REMARKS, GREY, MARGIN, PAIR, PALE, Sheet
from framing.figures.labels import SIZE, SMALL, beside_numbers, count, plain, shorten, text_width

KEY_LINE = 0.18  # inches that a line of the key takes


@dataclass(frozen=True)
class Pair:
    """The group and the reference, with what each has."""

    names: tuple[str, str]
    n: tuple[int, int]
    unit: str
    looks: tuple[tuple[str, str], tuple[str, str]] = PAIR  # colour and marker of each

    @classmethod
    def of(cls, rows: pd.DataFrame, unit: str) -> Pair:
        """The pair of a table; frames have the same n."""
        first = rows.iloc[0]
        n = (int(first["n_remarks"]), int(first["reference_n_remarks"]))
        return cls((plain(first["group"]), plain(first["reference"])), n, unit)

    @property
    def has_few(self) -> bool:
        """Whether either has few remarks."""
        return min(self.n) < FEW_REMARKS

    def label(self, side: int) -> str:
        """Name and n of one of the two; notes call them group and reference."""
        n = f"{count(self.n[side], self.unit)} ({('group', 'reference')[side]})"
        return f"{beside_numbers(self.names[side])} · {n}"

    def fill(self, side: int) -> str:
        """Hollow when there is little."""
        return "white" if self.n[side] < FEW_REMARKS else self.looks[side][0]

    def key_lines(self, width: float) -> list[list[int]]:
        """Which of the two stand on each line of a key."""
        widths = [text_width(self.label(side), SIZE) + 0.3 for side in (0, 1)]
        return [[0, 1]] if sum(widths) <= width else [[0], [1]]


def draw_key(sheet: Sheet, pair: Pair, left: float) -> None:
    """Which marker is whose, at the top of the sheet."""
    width = sheet.width - left - MARGIN
    lines = pair.key_lines(width)
    panel = sheet.blank_panel(left, sheet.top, width, len(lines) * KEY_LINE)
    for line, sides in enumerate(lines):
        x, y = 0.0, (line + 0.5) * KEY_LINE
        for side in sides:
            colour, marker = pair.looks[side]
            panel.plot(x + 0.05, y, marker, color=colour, markersize=4.5, markerfacecolor=pair.fill(side))
            text = shorten(pair.label(side), width - 0.2, SIZE)
            panel.text(x + 0.14, y, text, color=colour, fontsize=SIZE, va="center")
            x += text_width(text, SIZE) + 0.3


def draw_pair(panel: Axes, values: tuple[float, float], pair: Pair, y: float) -> None:
    """The points of both groups, joined; where one has no value the other's, in grey."""
    there = [(side, value) for side, value in enumerate(values) if not math.isnan(value)]
    if not there:
        draw_none(panel, y)
    panel.plot([value for _, value in there], [y] * len(there), color=PALE, linewidth=1.6, zorder=1)
    for side, value in reversed(there):  # the group on top of the reference: smaller, so both are seen
        colour, marker = (pair.looks[side][0] if len(there) == len(values) else PALE), pair.looks[side][1]
        fill = "white" if pair.fill(side) == "white" else colour
        size = 3.8 if side == 0 else 5.2
        panel.plot(value, y, marker, color=colour, markersize=size, markerfacecolor=fill, clip_on=False)


def draw_none(panel: Axes, y: float) -> None:
    """A light hatch with the word "none", where nothing is known."""
    low, high = panel.get_xlim()
    panel.axhspan(y - 0.07, y + 0.07, facecolor="white", edgecolor=PALE, hatch="/////", linewidth=0)
    box = {"facecolor": "white", "edgecolor": "none", "pad": 1}
    panel.text((low + high) / 2, y, "none", color=GREY, fontsize=SMALL, ha="center", va="center", bbox=box)
