"""Forests: sections of rows with the values of two sides, the effect with its interval, or why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from framing.figures.contrasts import EFFECT, SCALES, Contrast, draw_reason, set_value_axis
from framing.figures.drawing import GREY, INK, MARGIN, Sheet, open_sheet, sheet_width
from framing.figures.effects import INTERVALS, draw_effect, set_effect_axis
from framing.figures.keys import draw_marker_key
from framing.figures.labels import SIZE, SMALL, line_height, shorten, text_width, wrap
from framing.figures.pairs import Pair, draw_pair

HEAD, ROW, SECTION, AXIS = 0.22, 0.26, 0.24, 0.42  # inches: the key, a row, the name of a section, the axis
LABEL = 7.5  # points: labels of axes, as in the style


class ForestRow(NamedTuple):
    """A row: its label, its values, and what stands in the columns beside it."""

    label: str
    contrast: Contrast
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Forest:
    """What a forest shows."""

    sections: dict[str, list[ForestRow]]
    pair: Pair
    key: tuple[str, str]  # what the two markers are
    measure: str
    value_label: str
    effect_label: str
    columns: Sequence[str] = ()  # heads of what stands beside
    note: str = ""  # what is to be said below, besides what the bars are

    @property
    def rows(self) -> list[ForestRow]:
        """All rows, from top to bottom."""
        return [row for of in self.sections.values() for row in of]


def draw_forest(forest: Forest, ax: Axes | None, words: dict[str, str]) -> Figure:
    """Draw a forest on a sheet of its own, or on `ax`."""
    room = sheet_width(ax) - 2 * MARGIN
    rows, contrasts = forest.rows, [row.contrast for row in forest.rows]
    effects = [contrast.effect for contrast in contrasts if contrast.effect.has_interval]
    heights = [max(ROW, line_height(row.label.split("\n"), SIZE) + 0.07) for row in rows]
    left = max(text_width(line, SIZE) for row in rows for line in row.label.split("\n")) + 0.1
    beside = EFFECT + 0.2 if effects or any(contrast.note for contrast in contrasts) else 0.0
    columns = [_column(rows, place, head) for place, head in enumerate(forest.columns)]
    wide = room - left - beside - sum(columns) - 0.15
    lines = wrap(forest.value_label, wide + 0.1, LABEL)
    said = [f"Bars: {INTERVALS}"] * bool(effects) + [forest.note] * bool(forest.note)
    reasons = _long_reasons(contrasts)
    below = wrap(" · ".join(said), room, SMALL)
    below += [line for note, name in reasons.items() for line in wrap(f"{name} {note}", room, SMALL)]
    high, axis = sum(heights) + SECTION * len(forest.sections), AXIS + line_height(lines[1:], LABEL)
    sheet = open_sheet(ax, HEAD + high + axis + line_height(below, SMALL), **words)
    top, right = sheet.top + HEAD, MARGIN + left + wide + 0.2
    panel = sheet.panel(MARGIN + left, top, wide, high)
    effect_panel = sheet.panel(right, top, max(beside - 0.2, 0.01), high)
    set_value_axis(panel, contrasts, forest.measure, wide)
    panel.set_xlabel("\n".join(lines))
    if effects:
        set_effect_axis(effect_panel, effects, SCALES[forest.measure])
        effect_panel.set_xlabel(forest.effect_label)
    else:  # reasons may still stand there
        effect_panel.set_xlim(-1, 1)
        effect_panel.set_axis_off()
    y, place = 0.0, 0
    for name, of in forest.sections.items():
        head = shorten(name, room, SIZE, weight="bold")
        sheet.text(MARGIN, top + y + SECTION / 2, head, weight="bold")
        y += SECTION
        for row in of:
            middle = y + heights[place] / 2
            colour = GREY if row.contrast.refused else INK
            sheet.text(MARGIN + left - 0.08, top + middle, row.label, ha="right", color=colour)
            _draw_row((panel, effect_panel), row.contrast, forest.pair, middle, reasons, bars=bool(effects))
            _write_beside(sheet, row.beside, columns, top + middle)
            y, place = y + heights[place], place + 1
    _write_beside(sheet, tuple(forest.columns), columns, sheet.top + 0.08)
    _key(sheet, forest, MARGIN + left)
    sheet.text(MARGIN, sheet.bottom, "\n".join(below), fontsize=SMALL, color=GREY, va="bottom")
    return sheet.figure


def _long_reasons(contrasts: list[Contrast]) -> dict[str, str]:
    """Reasons that do not fit where the effect would be, each with the number it has instead."""
    notes = dict.fromkeys(contrast.note for contrast in contrasts if not contrast.effect.has_interval)
    long = [note for note in notes if "…" in shorten(note, EFFECT - 0.1, SMALL, lines=2)]
    return {note: f"({number})" for number, note in enumerate(long, 1)}


def _draw_row(
    panels: tuple[Axes, Axes], contrast: Contrast, pair: Pair, y: float, reasons: dict[str, str], *, bars: bool
) -> None:
    """The pair of points of a row, and its effect or the reason why it has none."""
    own = replace(pair, n=contrast.n)
    draw_pair(panels[0], contrast.values, own, y)
    if contrast.effect.has_interval:
        draw_effect(panels[1], contrast.effect, y, hollow=own.has_few)
    elif bars or contrast.note:
        note = contrast.note or "no interval"
        draw_reason(panels[1], f"none {reasons[note]}" if note in reasons else note, y)


def _column(rows: list[ForestRow], place: int, head: str) -> float:
    """Inches that a column beside the rows takes."""
    return max(text_width(text, SMALL) for text in [head, *(row.beside[place] for row in rows)]) + 0.14


def _write_beside(sheet: Sheet, texts: tuple[str, ...], columns: list[float], y: float) -> None:
    """Texts in the columns at the right edge."""
    right = sheet.width - MARGIN
    for place in range(len(texts) - 1, -1, -1):
        sheet.text(right, y, texts[place], fontsize=SMALL, color=GREY, ha="right")
        right -= columns[place]


def _key(sheet: Sheet, forest: Forest, left: float) -> None:
    """Which marker is which side."""
    looks = zip(forest.key, forest.pair.looks, strict=True)
    items = [(name, {"marker": marker, "color": colour, "markersize": 4.5}) for name, (colour, marker) in looks]
    draw_marker_key(sheet, left, sheet.top + 0.08, items)
