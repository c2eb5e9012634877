"""Two groups compared: whose remarks use the terms of each frame more?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator, PercentFormatter

from framing.errors import TableError, did_you_mean
from framing.figures.checks import (
    need_columns,
    need_once,
    need_rows,
)
from framing.figures.drawing import (
    FEW_REMARKS,
    GREY,
    INK,
    MARGIN,
    PAIR,
    PALE,
    Sheet,
    fix_ticks,
    in_house_style,
    open_sheet,
    sheet_width,
)
from framing.figures.labels import (
    SIZE,
    SMALL,
    beside_numbers,
    count,
    line_height,
    name_frames,
    plain,
    shorten,
    text_width,
    told,
    wrap,
)

AXIS = 0.42  # inches below the rows
LABEL = 7.5  # points: labels of axes, as in the style
ROW = 0.25
EFFECT = 1.5  # inches of the panel of differences or ratios
# The scale on which a measure has its interval, as in the table: shares may be near zero or one, rates have no bounds.
SCALES = {"share_remarks": "difference", "per_1000": "log2_ratio"}
EFFECTS = {"difference": "difference in points", "log2_ratio": "ratio, with interval"}
LABELS = {"share_remarks": "share of {units} with a term of the frame", "per_1000": "hits per 1,000 words"}


@in_house_style
def plot_comparison(
    comparison: pd.DataFrame,
    *,
    measure: str = "share_remarks",
    labels: Mapping[str, str] | None = None,
    unit: str = "remark",
    title: str = "",
    caption: str = "",
    alt: str | None = None,
    ax: Axes | None = None,
) -> Figure:
    """Draw how often each of two groups uses the terms of each frame: a pair of points per frame.

    Parameters
    ----------
    comparison : pandas.DataFrame
        Table `comparison` of one pair of groups and one lexicon.
    measure : {"share_remarks", "per_1000"}
        What is compared; rows of other measures are left out.
    labels : mapping of str to str, optional
        Names of the frames for people.
    unit : str
        What `n_remarks` counts: "remark", or "sentence" for narrated words.
    title, caption : str
        What the figure says, and unit, n, what the interval means, lexicon and its validation; text, never markup.
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
        When a column is missing, no row has the measure, or the table holds several pairs of groups or lexicons.

    Notes
    -----
    Frames stand in the order of the difference; those that cannot be compared come last, grey, with the reason. Where
    any row has an interval, a second panel shows what it is the interval of: for shares the difference group -
    reference, in points of 100; for hits per 1,000 words the ratio group : reference, on a log axis. A row without an
    interval has neither. Markers are hollow where a group has fewer than 15 remarks. A note that holds for every frame
    stands below, once.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame({"group": ["Ada"], "reference": ["Bo"], "lexicon": ["weather@1.0"], "frame": ["storm"],
    ...     "measure": ["share_remarks"], "n_remarks": [20], "reference_n_remarks": [16], "share_remarks": [0.5],
    ...     "reference_share_remarks": [0.25], "difference": [0.25], "log2_ratio": [1.0], "ci_low": [None],
    ...     "ci_high": [None], "note": [None]})
    >>> plot_comparison(rows).framing_alt
    'Share of remarks with a term of the frame, Ada (20 remarks) and Bo (16 remarks). storm: 50% and 25%.'
    """
    what = "plot_comparison"
    if measure not in LABELS:
        raise TableError(f"{what}: measure {measure!r} cannot be drawn.{did_you_mean(measure, LABELS)}")
    sides = (measure, f"reference_{measure}", "n_remarks", "reference_n_remarks")
    others = ("group", "reference", "lexicon", "frame", "measure", "difference", "log2_ratio", "ci_low", "ci_high")
    need_columns(comparison, [*others, *sides, "note"], what)
    chosen = comparison[comparison["measure"] == measure]
    need_rows(chosen, f"{what}, measure {measure!r}")
    need_once(chosen, ["frame"], what, "Choose one pair of groups and one lexicon.")
    pair = _Pair.of(chosen, unit)
    frames, shared = _frames(chosen, measure, name_frames(chosen["frame"], labels))
    label = LABELS[measure].format(units=f"{unit}s")
    words = {"title": title, "caption": caption, "alt": _describe(frames, pair, label, measure) if alt is None else alt}
    return _draw(frames, pair, measure, label, shared, ax, words)


@dataclass(frozen=True)
class _Pair:
    """The group and the reference, with what each has."""

    names: tuple[str, str]
    n: tuple[int, int]
    unit: str

    @classmethod
    def of(cls, rows: pd.DataFrame, unit: str) -> _Pair:
        """The pair of a table; frames have the same n."""
        first = rows.iloc[0]
        n = (int(first["n_remarks"]), int(first["reference_n_remarks"]))
        return cls((plain(first["group"]), plain(first["reference"])), n, unit)

    def label(self, side: int) -> str:
        """Name and n of one of the two; notes call them group and reference."""
        n = f"{count(self.n[side], self.unit)} ({('group', 'reference')[side]})"
        return f"{beside_numbers(self.names[side])} · {n}"

    def fill(self, side: int) -> str:
        """Hollow when there is little."""
        return "white" if self.n[side] < FEW_REMARKS else PAIR[side][0]


@dataclass(frozen=True)
class _Frame:
    """One frame: the values of both groups, the effect with its interval, and what is to be said of it."""

    name: str
    values: tuple[float, float]
    difference: float
    effect: tuple[float, float, float]  # difference or log2 of the ratio, and the ends of its interval
    note: str

    @property
    def refused(self) -> bool:
        """Whether a side has no value, so that nothing is compared."""
        return any(map(math.isnan, self.values))

    @property
    def has_interval(self) -> bool:
        """Whether the effect and both its ends are known."""
        return not any(map(math.isnan, self.effect))


def _frames(rows: pd.DataFrame, measure: str, names: dict[str, str]) -> tuple[list[_Frame], list[str]]:
    """The frames in order, and the notes that hold for all of them."""
    notes = [[] if pd.isna(note) else [part for part in plain(note).split("; ") if part] for note in rows["note"]]
    shared = [part for part in notes[0] if all(part in others for others in notes)]
    names_of_numbers = [measure, f"reference_{measure}", "difference", SCALES[measure], "ci_low", "ci_high"]
    numbers = rows[names_of_numbers].to_numpy("float64", na_value=math.nan).tolist()
    frames = []
    for frame, cells, parts in zip(rows["frame"], numbers, notes, strict=True):
        one, other, difference, *effect = cells
        own = "; ".join(part for part in parts if part not in shared)
        frames.append(_Frame(names[str(frame)], (one, other), difference, (effect[0], effect[1], effect[2]), own))
    order = sorted(frames, key=lambda frame: (frame.refused, 0.0 if frame.refused else -frame.difference))
    return order, shared


def _value(number: float, measure: str) -> str:
    """A value as text."""
    if math.isnan(number):
        return "none"
    return f"{number:.0%}" if measure == "share_remarks" else f"{number:.1f}"


def _describe(frames: list[_Frame], pair: _Pair, label: str, measure: str) -> str:
    """The pairs in words."""
    described = []
    for frame in frames:
        text = f"{frame.name}: {_value(frame.values[0], measure)} and {_value(frame.values[1], measure)}"
        if frame.has_interval:
            text += f", {_effect(frame.effect, measure)}"
        described.append(text)
    names = [f"{name} ({count(n, pair.unit)})" for name, n in zip(pair.names, pair.n, strict=True)]
    return f"{label[0].upper()}{label[1:]}, {names[0]} and {names[1]}. {told(described, most=20)}."


def _effect(effect: tuple[float, float, float], measure: str) -> str:
    """An effect with its interval as text."""
    if SCALES[measure] == "difference":
        value, low, high = (f"{100 * end:+.0f}" for end in effect)
        return f"difference {value} points ({low} to {high})"
    value, low, high = (f"{2**end:.2f}" for end in effect)
    return f"ratio {value} ({low} to {high})"


def _draw(
    frames: list[_Frame],
    pair: _Pair,
    measure: str,
    label: str,
    shared: list[str],
    ax: Axes | None,
    words: dict[str, str],
) -> Figure:
    """Labels, pairs of points, effects where there are intervals, notes where frames differ in them."""
    room = sheet_width(ax) - 2 * MARGIN
    left = min(max(text_width(frame.name, SIZE) for frame in frames) + 0.1, room * 0.3)
    beside = EFFECT + 0.2 if any(frame.has_interval for frame in frames) else 0.0
    noted = room * 0.22 if any(frame.note for frame in frames) else 0.0
    wide = room - left - beside - noted - 0.15
    below = wrap(f"All frames: {'; '.join(shared)}", room, SMALL) if shared else []
    key = _key_lines(pair, room - left)
    head, high = len(key) * 0.18 + 0.06, len(frames) * ROW + 0.08
    lines = wrap(label, wide + 0.1, LABEL)
    axis = AXIS + line_height(lines[1:], LABEL)
    sheet = open_sheet(ax, head + high + axis + line_height(below, SMALL), **words)
    top = sheet.top + head
    panel = sheet.panel(MARGIN + left, top, wide, high)
    _set_axis(panel, frames, measure, wide)
    panel.set_xlabel("\n".join(lines))
    effects = sheet.panel(MARGIN + left + wide + 0.2, top, EFFECT, high) if beside else None
    if effects is not None:
        _set_effect_axis(effects, frames, SCALES[measure])
    for place, frame in enumerate(frames):
        y = (place + 0.5) * ROW + 0.04
        grey = GREY if frame.refused else INK
        sheet.text(MARGIN + left - 0.08, top + y, shorten(frame.name, left - 0.1, SIZE), ha="right", color=grey)
        _draw_pair(panel, frame, pair, y)
        if effects is not None and frame.has_interval:
            centre, low, high_end = frame.effect
            effects.plot([low, high_end], [y, y], color=GREY, linewidth=1.1)
            effects.plot(centre, y, "s", color=INK, markersize=3.4, markerfacecolor=_effect_fill(pair))
        note = shorten(frame.note, noted - 0.1, SMALL - 0.5, lines=2)
        x = sheet.width - MARGIN - noted + 0.1
        sheet.text(x, top + y, note, fontsize=SMALL - 0.5, color=GREY, linespacing=1.05)
    _draw_key(sheet, pair, key, MARGIN + left)
    sheet.text(MARGIN, sheet.bottom, "\n".join(below), fontsize=SMALL, color=GREY, va="bottom")
    return sheet.figure


def _effect_fill(pair: _Pair) -> str:
    """The fill of an effect: hollow when either group has little."""
    return "white" if min(pair.n) < FEW_REMARKS else INK


def _key_lines(pair: _Pair, width: float) -> list[list[int]]:
    """Which of the two stand on each line of the key."""
    widths = [text_width(pair.label(side), SIZE) + 0.3 for side in (0, 1)]
    return [[0, 1]] if sum(widths) <= width else [[0], [1]]


def _draw_key(sheet: Sheet, pair: _Pair, lines: list[list[int]], left: float) -> None:
    """Which marker is whose, above the rows."""
    width = sheet.width - left - MARGIN
    panel = sheet.blank_panel(left, sheet.top, width, len(lines) * 0.18)
    for line, sides in enumerate(lines):
        x, y = 0.0, line * 0.18 + 0.09
        for side in sides:
            colour, marker = PAIR[side]
            panel.plot(x + 0.05, y, marker, color=colour, markersize=4.5, markerfacecolor=pair.fill(side))
            text = shorten(pair.label(side), width - 0.2, SIZE)
            panel.text(x + 0.14, y, text, color=colour, fontsize=SIZE, va="center")
            x += text_width(text, SIZE) + 0.3


def _set_axis(panel: Axes, frames: list[_Frame], measure: str, wide: float) -> None:
    """The axis of the values, from 0."""
    greatest = max([value for frame in frames for value in frame.values if not math.isnan(value)], default=0.0)
    panel.set_xlim(-0.02 * (greatest or 1.0), 1.06 * (greatest or 1.0))
    panel.xaxis.set_major_locator(MaxNLocator(nbins=max(2, min(5, int(wide / 0.55)))))
    if measure == "share_remarks":
        panel.xaxis.set_major_formatter(PercentFormatter(1, decimals=0 if greatest >= 0.05 else 1))
    fix_ticks(panel)
    panel.grid(axis="x")


def _set_effect_axis(panel: Axes, frames: list[_Frame], scale: str) -> None:
    """The axis of the effects, the same to both sides of no effect."""
    far = max(abs(end) for frame in frames if frame.has_interval for end in frame.effect) * 1.08
    if scale == "difference":
        far = max(far, 0.05)
        panel.set_xlim(-far, far)
        panel.xaxis.set_major_locator(MaxNLocator(nbins=4, symmetric=True))
        panel.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:+.3g}" if value else "0"))
    else:
        far = max(far, 1.08)
        step = math.ceil(far / 2.5)
        panel.set_xlim(-far, far)
        panel.set_xticks([power for power in range(-2 * step, 2 * step + 1, step) if abs(power) <= far])
        panel.xaxis.set_major_formatter(
            FuncFormatter(lambda power, _: f"1/{2**-power:.0f}" if power < 0 else f"{2**power:.0f}")
        )
    fix_ticks(panel)
    panel.set_xlabel(EFFECTS[scale])
    panel.axvline(0, color=GREY, linewidth=0.8, zorder=0)
    panel.grid(axis="x")


def _draw_pair(panel: Axes, frame: _Frame, pair: _Pair, y: float) -> None:
    """The points of both groups, joined; of a refused frame the one there is, in grey."""
    there = [(side, value) for side, value in enumerate(frame.values) if not math.isnan(value)]
    if not there:
        low, high = panel.get_xlim()
        panel.axhspan(y - 0.07, y + 0.07, facecolor="white", edgecolor=PALE, hatch="/////", linewidth=0)
        box = {"facecolor": "white", "edgecolor": "none", "pad": 1}
        panel.text((low + high) / 2, y, "none", color=GREY, fontsize=SMALL, ha="center", va="center", bbox=box)
    panel.plot([value for _, value in there], [y] * len(there), color=PALE, linewidth=1.6, zorder=1)
    for side, value in reversed(there):  # the group on top of the reference: smaller, so both are seen
        colour, marker = (PALE if frame.refused else PAIR[side][0]), PAIR[side][1]
        fill = "white" if pair.fill(side) == "white" else colour
        size = 3.8 if side == 0 else 5.2
        panel.plot(value, y, marker, color=colour, markersize=size, markerfacecolor=fill, clip_on=False)
