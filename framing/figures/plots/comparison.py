"""Two groups compared: whose remarks use the terms of each frame more?"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from framing.errors import TableError, did_you_mean
from framing.figures.checks import need_columns, need_once, need_rows
from framing.figures.contrasts import (
    EFFECT,
    LABELS,
    SCALES,
    Contrast,
    contrasts_of,
    draw_reason,
    set_value_axis,
    value_text,
)
from framing.figures.drawing import GREY, INK, MARGIN, in_house_style, open_sheet, sheet_width
from framing.figures.effects import INTERVALS, draw_effect, set_effect_axis
from framing.figures.labels import SIZE, SMALL, count, line_height, name_frames, shorten, text_width, told, wrap
from framing.figures.pairs import KEY_LINE, Pair, draw_key, draw_pair

AXIS = 0.42  # inches below the rows
LABEL = 7.5  # points: labels of axes, as in the style
ROW = 0.25


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
    title, caption, alt, ax
        As for `plot_frame_matrix`.

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
    any row has an interval, a second panel shows what it is the interval of (a forest plot): for shares the difference
    group - reference, in points of 100; for hits per 1,000 words the ratio group : reference, on a log axis, where
    ends beyond 32 times as much are arrows. A row without an interval has the reason there instead. Markers are hollow
    where a group has fewer than 15 remarks. A note that holds for every frame stands below, once.

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
    pair = Pair.of(chosen, unit)
    names = name_frames(chosen["frame"], labels)
    frames, shared = contrasts_of(chosen, measure, [names[str(frame)] for frame in chosen["frame"]])
    label = LABELS[measure].format(units=f"{unit}s")
    alt = _describe(frames, pair, label, measure, shared) if alt is None else alt
    words = {"title": title, "caption": caption, "alt": alt}
    return _draw(frames, pair, measure, label, shared, ax, words)


def _describe(frames: list[Contrast], pair: Pair, label: str, measure: str, shared: list[str]) -> str:
    """The pairs in words, with what is to be said of each."""
    described = []
    for frame in frames:
        text = f"{frame.name}: {value_text(frame.values[0], measure)} and {value_text(frame.values[1], measure)}"
        if frame.effect.has_interval:
            text += f", {frame.effect.told(SCALES[measure])}"
        described.append(f"{text} [{frame.note}]" if frame.note else text)
    names = [f"{name} ({count(n, pair.unit)})" for name, n in zip(pair.names, pair.n, strict=True)]
    of_all = f" All frames: {'; '.join(shared)}." if shared else ""
    return f"{label[0].upper()}{label[1:]}, {names[0]} and {names[1]}. {told(described, most=20)}.{of_all}"


def _draw(
    frames: list[Contrast],
    pair: Pair,
    measure: str,
    label: str,
    shared: list[str],
    ax: Axes | None,
    words: dict[str, str],
) -> Figure:
    """Labels, pairs of points, effects where there are intervals, notes where frames differ in them."""
    room = sheet_width(ax) - 2 * MARGIN
    left = min(max(text_width(frame.name, SIZE) for frame in frames) + 0.1, room * 0.3)
    effects = [frame.effect for frame in frames if frame.effect.has_interval]
    beside = EFFECT + 0.2 if effects else 0.0
    # A row without an interval has its reason where the interval would be; other notes stand in a column of their own.
    apart = any(frame.note for frame in frames if not effects or frame.effect.has_interval)
    noted = room * 0.22 if apart else 0.0
    wide = room - left - beside - noted - 0.15
    below = wrap(_below(shared, bool(effects)), room, SMALL)
    head, rows = len(pair.key_lines(room - left)) * KEY_LINE + 0.06, len(frames) * ROW + 0.08
    lines = wrap(label, wide + 0.1, LABEL)
    axis = AXIS + line_height(lines[1:], LABEL)
    sheet = open_sheet(ax, head + rows + axis + line_height(below, SMALL), **words)
    top, right = sheet.top + head, MARGIN + left + wide + 0.2
    panel = sheet.panel(MARGIN + left, top, wide, rows)
    set_value_axis(panel, frames, measure, wide)
    panel.set_xlabel("\n".join(lines))
    if effects:
        effect_panel = sheet.panel(right, top, EFFECT, rows)
        set_effect_axis(effect_panel, effects, SCALES[measure])
    for place, frame in enumerate(frames):
        y = (place + 0.5) * ROW + 0.04
        grey = GREY if frame.refused else INK
        sheet.text(MARGIN + left - 0.08, top + y, shorten(frame.name, left - 0.1, SIZE), ha="right", color=grey)
        draw_pair(panel, frame.values, pair, y)
        if frame.effect.has_interval:
            draw_effect(effect_panel, frame.effect, y, hollow=pair.has_few)
        elif effects:
            draw_reason(effect_panel, frame.note or "no interval", y)
            continue
        note = shorten(frame.note, noted - 0.1, SMALL, lines=2)
        sheet.text(sheet.width - MARGIN - noted + 0.1, top + y, note, fontsize=SMALL, color=GREY, linespacing=1.0)
    draw_key(sheet, pair, MARGIN + left)
    sheet.text(MARGIN, sheet.bottom, "\n".join(below), fontsize=SMALL, color=GREY, va="bottom")
    return sheet.figure


def _below(shared: list[str], intervals: bool) -> str:
    """What stands under the rows: what holds for all of them, and what the bars are."""
    of_all = [f"All frames: {'; '.join(shared)}"] if shared else []
    return " · ".join([f"Bars: {INTERVALS}"] * intervals + of_all)
