"""Dispersion: is a frame spread over the stories, or does one story carry it?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from framing.errors import TableError, did_you_mean
from framing.figures.checks import need_columns, need_once, need_rows
from framing.figures.drawing import BLUE, GREY, INK, MARGIN, PALE, fix_ticks, in_house_style, open_sheet, sheet_width
from framing.figures.labels import SIZE, SMALL, count, name_frames, plain, shorten, text_width, told

ROW, AXIS, NOTE = 0.2, 0.42, 0.2  # inches: a row, the axis below the rows, the note under it
FEW_HITS = 15
VALUES = {
    "dp": "DP: 0 spread as the words are, 1 all in one small story",
    "dp_norm": "DPnorm: 0 spread as the words are, 1 all in the smallest story",
    "juilland_d": "Juilland's D: 1 the same rate in all stories, 0 all in one",
}


@in_house_style
def plot_dispersion(
    dispersion: pd.DataFrame,
    *,
    value: str = "dp",
    most: int = 8,
    labels: Mapping[str, str] | None = None,
    title: str = "",
    caption: str = "",
    alt: str | None = None,
    ax: Axes | None = None,
) -> Figure:
    """Draw how evenly each frame is spread over the stories, and how evenly the terms behind it are.

    Parameters
    ----------
    dispersion : pandas.DataFrame
        Table `dispersion` of one lexicon: rows of frames, rows of their patterns, or both.
    value : {"dp", "dp_norm", "juilland_d"}
        The measure that is drawn.
    most : int
        Patterns shown for each frame, those with the most hits; the others are counted in a line of their own.
    labels : mapping of str to str, optional
        Names of the frames for people.
    title, caption, alt, ax
        As for `plot_frame_matrix`.

    Returns
    -------
    matplotlib.figure.Figure
        With its alt text as `framing_alt`.

    Raises
    ------
    TableError
        When a column or all rows are missing, or a frame or pattern stands in two rows.

    Notes
    -----
    Frames stand in the order of the measure, the most evenly spread first; what has no hit comes last and has the
    reason in place of a marker. Patterns stand below their frame, smaller, by their hits. Markers are hollow under 15
    hits: a few hits cannot be spread over many stories, however evenly a word is used.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame({"frame": ["storm"], "pattern": [None], "n_matches": [30], "n_stories": [40],
    ...     "n_stories_with_term": [12], "dp": [0.4], "note": [None]})
    >>> plot_dispersion(rows).framing_alt
    'DP: 0 spread as the words are, 1 all in one small story. storm 0.40 (30 hits in 12 of 40 stories).'
    """
    what = "plot_dispersion"
    if value not in VALUES:
        raise TableError(f"{what}: value {value!r} cannot be drawn.{did_you_mean(value, VALUES)}")
    columns = ("frame", "pattern", "n_matches", "n_stories", "n_stories_with_term", value, "note")
    need_columns(dispersion, columns, what)
    need_rows(dispersion, what)
    need_once(dispersion, ["frame", "pattern"], what, "Choose one lexicon and one group.")
    rows = _arranged(dispersion, value, most, name_frames(dispersion["frame"], labels))
    described = [f"{row.said} {row.value_text} ({row.n})" for row in rows if row.n]
    words = f"{VALUES[value]}. {told(described, most=20)}."
    return _draw(rows, value, ax, {"title": title, "caption": caption, "alt": words if alt is None else alt})


class _Row(NamedTuple):
    """A frame, one of its patterns, or what more there are."""

    name: str
    frame: str = ""  # of a pattern
    value: float = math.nan
    n: str = ""
    n_matches: int = 0
    note: str = ""

    @property
    def said(self) -> str:
        """The name for alt text."""
        return f"{self.frame}: {self.name}" if self.frame else self.name

    @property
    def value_text(self) -> str:
        """The value as text, or why there is none."""
        return (self.note or "none") if math.isnan(self.value) else f"{self.value:.2f}"


def _arranged(table: pd.DataFrame, value: str, most: int, names: dict[str, str]) -> list[_Row]:
    """Frames in their order, each with its patterns."""
    frames: dict[str, _Row] = {}
    patterns: dict[str, list[_Row]] = {name: [] for name in names.values()}
    numbers = table[value].to_numpy("float64", na_value=math.nan).tolist()
    for row, number in zip(table.to_dict("records"), numbers, strict=True):
        name, n_matches = names[str(row["frame"])], int(row["n_matches"])
        stories = f"{row['n_stories_with_term']:,} of {count(row['n_stories'], 'story', 'stories')}"
        n, note = f"{count(n_matches, 'hit')} in {stories}", "" if pd.isna(row["note"]) else plain(row["note"])
        if pd.isna(row["pattern"]):
            frames[name] = _Row(name, "", number, n, n_matches, note)
        else:
            patterns[name].append(_Row(plain(row["pattern"]), name, number, n, n_matches, note))
    even = -1 if value == "juilland_d" else 1
    heads = [frames.get(name, _Row(name)) for name in names.values()]
    heads.sort(key=lambda head: (math.isnan(head.value), 0.0 if math.isnan(head.value) else even * head.value))
    rows: list[_Row] = []
    for head in heads:
        rows += [head, *_most(patterns[head.name], most)]
    return rows


def _most(patterns: list[_Row], most: int) -> list[_Row]:
    """The patterns with the most hits, and how many more there are."""
    ranked = sorted(patterns, key=lambda row: -row.n_matches)
    rest = ranked[most:]
    hits = sum(row.n_matches for row in rest)
    return ranked[:most] + ([_Row(f"{count(len(rest), 'more term')}, {count(hits, 'hit')}", "…")] if rest else [])


def _draw(rows: list[_Row], value: str, ax: Axes | None, words: dict[str, str]) -> Figure:
    """Names, dots on a scale from 0 to 1, hits and stories."""
    room = sheet_width(ax) - 2 * MARGIN
    left = min(max(text_width(row.name, SIZE) for row in rows) + 0.1, room * 0.32)
    right = min(max(text_width(row.n, SMALL) for row in rows) + 0.15, room * 0.36)
    wide, high = room - left - right, ROW * len(rows) + 0.04
    few = any(0 < row.n_matches < FEW_HITS for row in rows)
    sheet = open_sheet(ax, high + AXIS + NOTE * few, **words)
    panel = sheet.panel(MARGIN + left, sheet.top, wide, high)
    panel.set_xlim(-0.03, 1.03)
    panel.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "0.25", "0.5", "0.75", "1"])
    fix_ticks(panel)
    panel.grid(axis="x")
    panel.set_xlabel(shorten(VALUES[value], room - right, 7.5), loc="right")
    for place, row in enumerate(rows):
        y = (place + 0.5) * ROW
        style = {"fontsize": SMALL, "color": GREY} if row.frame else {"fontsize": SIZE, "color": INK}
        name = shorten(row.name, left - 0.1, SMALL if row.frame else SIZE)
        sheet.text(MARGIN + left - 0.08, sheet.top + y, name, ha="right", **style)
        numbers = shorten(row.n, right - 0.12, SMALL)
        sheet.text(MARGIN + left + wide + 0.12, sheet.top + y, numbers, fontsize=SMALL, color=GREY)
        _draw_dot(panel, row, y)
    if few:
        note = f"hollow: under {FEW_HITS} hits, which cannot be spread over many stories"
        sheet.text(MARGIN, sheet.bottom - NOTE / 2, note, fontsize=SMALL, color=GREY)
    return sheet.figure


def _draw_dot(panel: Axes, row: _Row, y: float) -> None:
    """A dot at the value, smaller for a pattern; without one, why there is none."""
    if not row.n:
        return
    if math.isnan(row.value):
        box = {"facecolor": "white", "edgecolor": "none", "pad": 1}
        text = shorten(row.value_text, 2.4, SMALL)
        panel.text(0.5, y, text, color=GREY, fontsize=SMALL, ha="center", va="center", bbox=box)
        return
    colour, size = (GREY, 3.2) if row.frame else (BLUE, 5.0)
    fill = "white" if row.n_matches < FEW_HITS else colour
    panel.plot([0, row.value], [y, y], color=PALE, linewidth=0.8, zorder=1)
    panel.plot(row.value, y, "o", color=colour, markersize=size, markerfacecolor=fill, clip_on=False)
