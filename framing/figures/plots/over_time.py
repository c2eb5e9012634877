"""Frames over time: when are the terms of each frame used?"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from framing.errors import TableError, did_you_mean
from framing.figures import times
from framing.figures.checks import need_columns, need_once, need_rows
from framing.figures.drawing import BLUE, FEW_REMARKS, GREY, MARGIN, PALE, in_house_style, open_sheet, sheet_width
from framing.figures.effects import INTERVALS
from framing.figures.labels import SIZE, SMALL, count, line_height, name_frames, plain, shorten, text_width, told, wrap
from framing.figures.times import Span

ROW, GAP, STORIES, AXIS, HEAD, SCALE = 0.62, 0.14, 0.34, 0.42, 0.2, 0.36  # inches; scale: numbers left of a panel
VALUES = {"share_remarks": "share of {units} with a term of the frame", "per_1000": "hits per 1,000 words"}
AXES = {"day": "day", "week": "week, by its first day", "month": "month"}


@in_house_style
def plot_over_time(
    rates_over_time: pd.DataFrame,
    *,
    value: str = "share_remarks",
    labels: Mapping[str, str] | None = None,
    unit: str = "remark",
    events: Mapping[str, str] | None = None,
    title: str = "",
    caption: str = "",
    alt: str | None = None,
    ax: Axes | None = None,
) -> Figure:
    """Draw when the terms of each frame are used: a panel per frame, a point per period, gaps as gaps.

    Parameters
    ----------
    rates_over_time : pandas.DataFrame
        Table `rates_over_time` of one lexicon and one length of period.
    value : {"share_remarks", "per_1000"}
        What is drawn.
    labels : mapping of str to str, optional
        Names of the frames for people.
    unit : str
        What `n_remarks` counts: "remark", or "sentence" for narrated words.
    events : mapping of str to str, optional
        What happened: a day, written as 2025-02-17, and its label.
    title, caption, alt, ax
        As for `plot_frame_matrix`.

    Returns
    -------
    matplotlib.figure.Figure
        With its alt text as `framing_alt`.

    Raises
    ------
    TableError
        When a column or all rows are missing, no row has a date, a frame and period stand in two rows, the periods
        have several lengths, or an event has no day.

    Notes
    -----
    Frames stand in the order of their hits, each on a scale of its own from 0, as longer lists score higher. A period
    without a value, or without a row, is hatched, and no line leads over it. Points are hollow under 15 remarks. The
    number of stories stands below; why intervals are missing, and stories without a date, are told under the axis.

    Examples
    --------
    >>> import pandas as pd
    >>> days = pd.to_datetime(["2031-03-01", "2031-03-02"])
    >>> rows = pd.DataFrame({"period": "day", "first_day": days, "last_day": days, "frame": "storm",
    ...     "n_remarks": [20, 30], "n_matches": [12, 7], "n_stories": [9, 3], "share_remarks": [0.5, 0.2],
    ...     "share_remarks_low": [0.3, None], "share_remarks_high": [0.7, None],
    ...     "note": [None, "under 8 stories: no interval"]})
    >>> plot_over_time(rows).framing_alt.partition(". ")[2]
    'storm: 50% (1 Mar 2031) to 20% (2 Mar 2031), highest 50% (1 Mar 2031), 0 without a value.'
    """
    what = "plot_over_time"
    if value not in VALUES:
        raise TableError(f"{what}: value {value!r} cannot be drawn.{did_you_mean(value, VALUES)}")
    columns = (
        "period",
        "first_day",
        "last_day",
        "frame",
        value,
        f"{value}_low",
        f"{value}_high",
        "n_remarks",
        "n_matches",
    )
    need_columns(rates_over_time, [*columns, "n_stories", "note"], what)
    need_rows(rates_over_time, what)
    need_once(rates_over_time, ["frame", "first_day"], what, "Choose one lexicon and one group.")
    dated = rates_over_time[rates_over_time["first_day"].notna()]
    if dated.empty:
        raise TableError(
            f"{what}: no row has a date (first_day), so nothing stands in time. Give the articles `published`."
        )
    lengths = [str(length) for length in dated["period"].unique()]
    if len(lengths) > 1:
        raise TableError(f"{what}: periods of {' and '.join(lengths)} in one table. Choose one length.")
    course = _Course.of(dated, value, name_frames(dated["frame"], labels), lengths[0])
    label = VALUES[value].format(units=f"{unit}s")
    words = {"title": title, "caption": caption, "alt": course.describe(label) if alt is None else alt}
    notes = _notes(rates_over_time, dated, course, unit)
    return _draw(course, label, events, notes, ax, words)


class _Point(NamedTuple):
    """A frame in one period."""

    span: Span
    value: float
    low: float
    high: float
    n_remarks: int


@dataclass(frozen=True)
class _Course:
    """The frames in order, each with its points in time, and the stories of each period."""

    frames: dict[str, list[_Point]]
    stories: dict[Span, int]
    period: str
    value: str

    @classmethod
    def of(cls, table: pd.DataFrame, value: str, names: dict[str, str], period: str) -> _Course:
        """The course of a table of rates."""
        table = table.sort_values("first_day", kind="stable")
        hits = table.groupby("frame", sort=False, observed=True)["n_matches"].sum().sort_values(ascending=False)
        frames: dict[str, list[_Point]] = {names[str(frame)]: [] for frame in hits.index}
        stories: dict[Span, int] = {}
        numbers = table[[value, f"{value}_low", f"{value}_high"]].to_numpy("float64", na_value=math.nan).tolist()
        for row, (rate, low, high) in zip(table.to_dict("records"), numbers, strict=True):
            span = Span.of(row["first_day"], row["last_day"])
            stories[span] = int(row["n_stories"])
            frames[names[str(row["frame"])]].append(_Point(span, rate, low, high, int(row["n_remarks"])))
        return cls(frames, stories, period, value)

    @property
    def whole(self) -> Span:
        """From the first day to the last."""
        return Span(min(span.start for span in self.stories), max(span.end for span in self.stories))

    def number(self, value: float) -> str:
        """A value as text."""
        return f"{value:.0%}" if self.value == "share_remarks" else f"{value:.1f}"

    def describe(self, label: str) -> str:
        """The course in words: first, last and highest value of each frame, and periods without one."""
        described = []
        for name, points in self.frames.items():
            known = [point for point in points if not math.isnan(point.value)]
            ends = (
                [
                    f"{self.number(point.value)} ({point.span.name(self.period)})"
                    for point in (known[0], known[-1], max(known, key=lambda point: point.value))
                ]
                if known
                else []
            )
            text = f"{ends[0]} to {ends[1]}, highest {ends[2]}" if known else "no value"
            described.append(f"{name}: {text}, {len(points) - len(known)} without a value")
        return f"{label[0].upper()}{label[1:]}, {count(len(self.stories), self.period)}. {told(described)}."


def _notes(table: pd.DataFrame, dated: pd.DataFrame, course: _Course, unit: str) -> list[str]:
    """What stands under the axis: how to read it, why something is missing, what is not drawn."""
    points = [point for points in course.frames.values() for point in points]
    drawn = [point for point in points if not math.isnan(point.value)]
    notes = {
        f"upright lines: {INTERVALS}": any(not math.isnan(point.low) for point in drawn),
        "hatched: no value": len(drawn) < len(points) or bool(times.find_gaps(course.stories, course.whole)),
        f"hollow: under {FEW_REMARKS} {unit}s": any(point.n_remarks < FEW_REMARKS for point in drawn),
        "each frame on a scale of its own": len(course.frames) > 1,
    }
    told_of: Counter[str] = Counter()
    for _, of_period in dated.groupby("first_day")["note"]:
        told_of.update({part for note in of_period.dropna() for part in plain(note).split("; ") if part})
    reasons = [f"{note} ({count(n, course.period)})" for note, n in told_of.most_common()]
    undated = int(table.loc[table["first_day"].isna(), "n_stories"].max()) if len(table) > len(dated) else 0
    left_out = [f"{count(undated, 'story', 'stories')} without a date: not drawn"] if undated else []
    return [*(note for note, holds in notes.items() if holds), *reasons, *left_out]


def _draw(
    course: _Course,
    label: str,
    events: Mapping[str, str] | None,
    notes: list[str],
    ax: Axes | None,
    words: dict[str, str],
) -> Figure:
    """A panel per frame, the stories below, one axis of days."""
    room, whole = sheet_width(ax) - 2 * MARGIN, course.whole
    left = min(max(text_width(name, SIZE) for name in (*course.frames, "stories")) + 0.1, room * 0.28)
    wide = room - left - SCALE
    inch = (whole.end - whole.start) / wide
    placed, outside = times.place_events(events, whole, inch)
    notes = [*notes, *([f"{count(outside, 'event')} outside this time: not drawn"] if outside else [])]
    below = wrap(" · ".join(notes), room, SMALL)
    lanes = max((event.lane for event in placed), default=-1) + 1
    head, high = HEAD + times.LANE * lanes, len(course.frames) * (ROW + GAP)
    sheet = open_sheet(ax, head + high + STORIES + AXIS + line_height(below, SMALL), **words)
    start, top = MARGIN + left + SCALE, sheet.top + head
    sheet.text(start - SCALE, sheet.top + HEAD / 2 - 0.02, label, fontsize=SMALL, color=GREY)
    times.draw_events(sheet, placed, (start, sheet.top + HEAD, wide, times.LANE * lanes + high + STORIES), whole)
    for place, (name, points) in enumerate(course.frames.items()):
        y = top + place * (ROW + GAP)
        sheet.text(MARGIN + left - 0.02, y + ROW / 2, shorten(name, left - 0.08, SIZE, lines=3), ha="right")
        panel = times.open_days(sheet, (start, y, wide, ROW), whole)
        _draw_points(panel, points, whole, inch)
        times.set_scale(panel, [end for point in points for end in point[1:4]], shares=course.value == "share_remarks")
    panel = times.open_days(sheet, (start, top + high, wide, STORIES), whole)
    sheet.text(MARGIN + left - 0.02, top + high + STORIES / 2, "stories", ha="right", color=GREY)
    widths = [0.8 * (span.end - span.start) for span in course.stories]
    panel.bar([span.middle for span in course.stories], list(course.stories.values()), width=widths, color=PALE)
    times.set_scale(panel, [float(n) for n in course.stories.values()], whole=True)
    times.set_day_ticks(panel, sorted(course.stories), course.period, inch)
    panel.set_xlabel(AXES.get(course.period, course.period))
    sheet.text(MARGIN, sheet.bottom, "\n".join(below), fontsize=SMALL, color=GREY, va="bottom")
    return sheet.figure


def _draw_points(panel: Axes, points: list[_Point], whole: Span, inch: float) -> None:
    """Points with their intervals, a line between those that follow one another, a hatch where there is none."""
    known = [point for point in points if not math.isnan(point.value)]
    times.hatch_gaps(panel, times.find_gaps((point.span for point in known), whole), inch)
    follow = [(one, other) for one, other in pairwise(known) if other.span.start == one.span.end]
    joins = [((one.span.middle, other.span.middle), (one.value, other.value)) for one, other in follow]
    times.draw_lines(panel, joins, color=PALE)
    ends = [point for point in known if not math.isnan(point.low) and not math.isnan(point.high)]
    times.draw_lines(panel, [((point.span.middle,) * 2, (point.low, point.high)) for point in ends], color=GREY)
    size = min(4.0, max(1.6, 40 * (whole.end - whole.start) / inch / max(len(points), 1)))
    for fill in (BLUE, "white"):
        chosen = [point for point in known if (point.n_remarks < FEW_REMARKS) == (fill == "white")]
        xs, ys = [point.span.middle for point in chosen], [point.value for point in chosen]
        panel.plot(xs, ys, "o", color=BLUE, markersize=size, markerfacecolor=fill, clip_on=False)
