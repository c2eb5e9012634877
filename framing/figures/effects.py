"""Effects with their intervals: a difference or a ratio per row, about the line of no effect."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from framing.figures.drawing import GREY, INK, fix_ticks

INTERVALS = "intervals over stories (sampling of stories only)"
LABELS = {"difference": "difference in points", "log2_ratio": "ratio group : reference"}
FARTHEST = 5.0  # log2: ends beyond 32 times as much, or a 32nd, are cut with an arrow, lest they press the others flat


class Effect(NamedTuple):
    """A difference or the log2 of a ratio, and the ends of its interval; not a number where there is none."""

    value: float
    low: float
    high: float

    @property
    def has_interval(self) -> bool:
        """Whether the effect and both its ends are known."""
        return not any(map(math.isnan, self))

    def told(self, scale: str) -> str:
        """The effect with its interval as text."""
        if scale == "difference":
            value, low, high = (f"{100 * end:+.0f}" for end in self)
            return f"difference {value} points ({low} to {high})"
        value, low, high = (f"{2**end:.2f}" for end in self)
        return f"ratio {value} ({low} to {high})"


def set_effect_axis(panel: Axes, effects: Iterable[Effect], scale: str) -> None:
    """The axis of effects, the same to both sides of no effect; of ratios a log axis of doubles and halves."""
    drawn = [effect for effect in effects if effect.has_interval]
    if scale == "difference":
        far = max([0.05, *(abs(end) for effect in drawn for end in effect)]) * 1.08
        panel.set_xlim(-far, far)
        panel.xaxis.set_major_locator(MaxNLocator(nbins=4, symmetric=True))
        panel.xaxis.set_major_formatter(FuncFormatter(lambda value, _: points_text(value)))
    else:
        ends = [min(abs(end), FARTHEST) for effect in drawn for end in effect[1:]]
        far = max([1.0, *ends, *(abs(effect.value) for effect in drawn)]) * 1.08
        step = math.ceil(far / 2.5)
        panel.set_xlim(-far, far)
        panel.set_xticks([power for power in range(-2 * step, 2 * step + 1, step) if abs(power) <= far])
        panel.xaxis.set_major_formatter(FuncFormatter(lambda power, _: ratio_text(power)))
    fix_ticks(panel)
    panel.set_xlabel(LABELS[scale])
    panel.axvline(0, color=GREY, linewidth=0.8, zorder=0)
    panel.grid(axis="x")


def points_text(difference: float) -> str:
    """A difference of shares in points of 100: "+10", "0"."""
    return f"{100 * difference:+.3g}".replace("-", "\u2212") if difference else "0"


def ratio_text(power: float) -> str:
    """A power of two as a ratio: "1/4", "1", "4"."""
    return f"1/{2**-power:.0f}" if power < 0 else f"{2**power:.0f}"


def draw_effect(panel: Axes, effect: Effect, y: float, *, hollow: bool) -> None:
    """A square with its bar; an end beyond the axis has an arrow."""
    left, right = panel.get_xlim()
    low, high = max(effect.low, left), min(effect.high, right)
    panel.plot([low, high], [y, y], color=GREY, linewidth=1.1)
    for end, edge, arrow in ((effect.low, left, "<"), (effect.high, right, ">")):
        if not left <= end <= right:
            panel.plot(edge, y, arrow, color=GREY, markersize=4, clip_on=False)
    panel.plot(effect.value, y, "s", color=INK, markersize=3.4, markerfacecolor="white" if hollow else INK)
