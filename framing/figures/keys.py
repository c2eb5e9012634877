"""Keys of figures: what a marker or a block means, in one line, of those that occur."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from framing.figures.drawing import MARGIN, Sheet
from framing.figures.labels import SMALL, text_width

KEY = 0.16  # inches that a key is high
BETWEEN = 0.12  # inches between one word and the next mark


def draw_marker_key(sheet: Sheet, left: float, middle: float, items: Iterable[tuple[str, dict[str, Any]]]) -> None:
    """Markers with their names, each with the style of its line."""
    panel = _panel(sheet, left, middle)
    x = 0.0
    for name, style in items:
        panel.plot(x + 0.05, KEY / 2, linestyle="none", **style)
        x = key_word(panel, x + 0.14, name)


def draw_block_key(
    sheet: Sheet, left: float, middle: float, items: Iterable[tuple[str, dict[str, Any] | None]]
) -> None:
    """Blocks with their names, each with the look of its patch; words without a look are told as they are."""
    panel = _panel(sheet, left, middle)
    x = 0.0
    for name, look in items:
        if look is None:
            x = key_word(panel, x + BETWEEN * (x > 0), name)
            continue
        panel.add_patch(Rectangle((x, 0.03), 0.14, 0.1, **look))
        x = key_word(panel, x + 0.19, name)


def key_word(panel: Axes, x: float, text: str) -> float:
    """A word of a key; where the next mark may begin."""
    panel.text(x, KEY / 2, text, fontsize=SMALL, va="center")
    return x + text_width(text, SMALL) + BETWEEN


def _panel(sheet: Sheet, left: float, middle: float) -> Axes:
    return sheet.blank_panel(left, middle - KEY / 2, sheet.width - left - MARGIN, KEY)
