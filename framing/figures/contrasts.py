"""Contrasts of two groups as rows: the values of both, the effect with its interval, and what is to be said of it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, PercentFormatter

from framing.figures.drawing import GREY, fix_ticks
from framing.figures.effects import Effect
from framing.figures.labels import SMALL, plain, shorten

EFFECT = 1.9  # inches of the panel of differences or ratios
# The scale on which a measure has its interval, as in the table: shares may be near zero or one, rates have no bounds.
SCALES = {"share_remarks": "difference", "per_1000": "log2_ratio"}
LABELS = {"share_remarks": "share of {units} with a term of the frame", "per_1000": "hits per 1,000 words"}


@dataclass(frozen=True)
class Contrast:
    """One row: the values of both groups, the effect with its interval, and what is to be said of it."""

    name: str
    values: tuple[float, float]
    n: tuple[int, int]
    difference: float
    effect: Effect
    note: str

    @property
    def refused(self) -> bool:
        """Whether a side has no value, so that nothing is compared."""
        return any(map(math.isnan, self.values))


def contrasts_of(rows: pd.DataFrame, measure: str, names: list[str]) -> tuple[list[Contrast], list[str]]:
    """The rows of a comparison in order of the difference, and the notes that hold for all of them."""
    notes = [[] if pd.isna(note) else [part for part in plain(note).split("; ") if part] for note in rows["note"]]
    shared = [part for part in notes[0] if all(part in others for others in notes)]
    names_of_numbers = [measure, f"reference_{measure}", "difference", SCALES[measure], "ci_low", "ci_high"]
    numbers = rows[names_of_numbers].to_numpy("float64", na_value=math.nan).tolist()
    sizes = rows[["n_remarks", "reference_n_remarks"]].astype("int64").itertuples(index=False, name=None)
    found = []
    for name, cells, n, parts in zip(names, numbers, sizes, notes, strict=True):
        one, other, difference, *effect = cells
        own = "; ".join(part for part in parts if part not in shared)
        found.append(Contrast(name, (one, other), n, difference, Effect(*effect), own))
    order = sorted(found, key=lambda row: (row.refused, 0.0 if row.refused else -row.difference))
    return order, shared


def value_text(number: float, measure: str) -> str:
    """A value as text."""
    if math.isnan(number):
        return "none"
    return f"{number:.0%}" if measure == "share_remarks" else f"{number:.1f}"


def draw_reason(panel: Axes, note: str, y: float) -> None:
    """Why a row has no interval, in place of it."""
    text = shorten(note, EFFECT - 0.1, SMALL, lines=2)
    box = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}
    panel.text(0, y, text, color=GREY, fontsize=SMALL, ha="center", va="center", linespacing=1.0, bbox=box)


def set_value_axis(panel: Axes, rows: list[Contrast], measure: str, wide: float) -> None:
    """The axis of the values, from 0."""
    greatest = max([value for row in rows for value in row.values if not math.isnan(value)], default=0.0)
    panel.set_xlim(-0.02 * (greatest or 1.0), 1.06 * (greatest or 1.0))
    panel.xaxis.set_major_locator(MaxNLocator(nbins=max(2, min(5, int(wide / 0.55)))))
    if measure == "share_remarks":
        panel.xaxis.set_major_formatter(PercentFormatter(1, decimals=0 if greatest >= 0.05 else 1))
    fix_ticks(panel)
    panel.grid(axis="x")
