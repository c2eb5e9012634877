"""An axis of days: periods, the gaps between them, and what happened."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, PercentFormatter

from framing.errors import TableError
from framing.figures.drawing import GREY, MARGIN, PALE, Sheet
from framing.figures.labels import SMALL, plain, shorten, text_width

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LANE = 0.15  # inches that a line of events takes
BETWEEN = 0.12  # inches between two labels


class Span(NamedTuple):
    """Days from one midnight to another, as numbers of days."""

    start: int
    end: int  # the midnight after its last day

    @classmethod
    def of(cls, first: pd.Timestamp, last: pd.Timestamp) -> Span:
        """The span of its first and its last day."""
        return cls(first.toordinal(), last.toordinal() + 1)

    @property
    def middle(self) -> float:
        """Where its point stands."""
        return (self.start + self.end) / 2

    def name(self, period: str) -> str:
        """Its first day, or its month: "3 Mar 2025", "Mar 2025"."""
        day = datetime.date.fromordinal(self.start)
        month = f"{MONTHS[day.month - 1]} {day.year}"
        return month if period == "month" else f"{day.day} {month}"


def find_gaps(known: Iterable[Span], whole: Span) -> list[Span]:
    """What is left of the whole between some spans, in order."""
    gaps, at = [], whole.start
    for span in sorted(known):
        if span.start > at:
            gaps.append(Span(at, span.start))
        at = max(at, span.end)
    return gaps + ([Span(at, whole.end)] if at < whole.end else [])


def open_days(sheet: Sheet, place: tuple[float, float, float, float], whole: Span) -> Axes:
    """A panel of days with a scale of its own, without ticks of days until they are set."""
    panel = sheet.panel(*place)
    panel.set_xlim(whole.start, whole.end)
    panel.xaxis.set_visible(False)
    panel.yaxis.set_visible(True)
    panel.tick_params(axis="y", length=0)
    panel.spines["bottom"].set_visible(False)
    return panel


def set_scale(panel: Axes, values: list[float], *, shares: bool = False, whole: bool = False) -> None:
    """A scale from 0 to beyond the greatest value, with two or three numbers."""
    greatest = max((value for value in values if not math.isnan(value)), default=0.0) or 1.0
    panel.set_ylim(-0.06 * greatest * (not whole), 1.08 * greatest)
    panel.yaxis.set_major_locator(MaxNLocator(nbins=2, integer=whole))
    if shares:
        panel.yaxis.set_major_formatter(PercentFormatter(1, decimals=0 if greatest >= 0.04 else 1))
    panel.set_yticks([tick for tick in panel.get_yticks() if 0 <= tick <= 1.08 * greatest])
    panel.grid(axis="y")


def hatch_gaps(panel: Axes, gaps: Iterable[Span], inch: float) -> None:
    """A light hatch over each gap, with the word "none" where there is room for it; `inch` is in days."""
    box = {"facecolor": "white", "edgecolor": "none", "pad": 1}
    for gap in gaps:
        panel.axvspan(gap.start, gap.end, facecolor="none", edgecolor=PALE, hatch="/////", linewidth=0, zorder=0.5)
        if (gap.end - gap.start) / inch > text_width("none", SMALL) + 0.1:
            place = panel.get_xaxis_transform()
            told = panel.text(gap.middle, 0.5, "none", color=GREY, fontsize=SMALL, bbox=box, transform=place)
            told.set(ha="center", va="center")


def set_day_ticks(panel: Axes, spans: list[Span], period: str, inch: float) -> None:
    """Ticks at as many periods as their names have room, the first among them, all as far apart."""
    needed = max(text_width(span.name(period), SMALL) for span in spans) + BETWEEN
    apart = min((other.middle - one.middle for one, other in pairwise(spans)), default=1.0)
    edge = panel.get_xlim()[1] + (MARGIN - needed / 2) * inch  # a name beyond it would leave the sheet
    chosen = [span for span in spans[:: math.ceil(needed * inch / apart)] if span.middle <= edge or span == spans[0]]
    panel.set_xticks([span.middle for span in chosen], [span.name(period) for span in chosen])
    panel.spines["bottom"].set_visible(True)
    panel.xaxis.set_visible(True)


def draw_lines(panel: Axes, lines: list[tuple[tuple[float, float], tuple[float, float]]], *, color: str) -> None:
    """Lines from point to point, as one with breaks: there may be thousands."""
    xs = [x for line in lines for x in (*line[0], math.nan)]
    ys = [y for line in lines for y in (*line[1], math.nan)]
    panel.plot(xs, ys, color=color, linewidth=0.9, zorder=1.5)


class Event(NamedTuple):
    """What happened on a day, and the line its label stands on."""

    day: int
    label: str
    lane: int
    left: float  # inches from the left end of the axis to the label


def place_events(events: Mapping[str, str] | None, whole: Span, inch: float) -> tuple[list[Event], int]:
    """The events within the whole, their labels on as many lines as they need; and how many lie outside."""
    days = sorted((_day_of(day), plain(label)) for day, label in (events or {}).items())
    inside = [(day, label) for day, label in days if whole.start <= day < whole.end]
    wide = (whole.end - whole.start) / inch
    ends: list[float] = []  # where the last label of each line ends
    placed = []
    for day, label in inside:
        shown = shorten(label, wide / 2, SMALL)
        needed = text_width(shown, SMALL)
        left = min(max((day + 0.5 - whole.start) / inch - needed / 2, 0.0), wide - needed)
        lane = next((lane for lane, end in enumerate(ends) if end + BETWEEN <= left), len(ends))
        ends[lane : lane + 1] = [left + needed]
        placed.append(Event(day, shown, lane, left))
    return placed, len(days) - len(inside)


def _day_of(day: str) -> int:
    """A day as a number of days."""
    try:
        return datetime.date.fromisoformat(str(day)[:10]).toordinal()
    except ValueError:
        raise TableError(f"events: {day!r} is not a day. Write it as 2025-02-17.") from None


def draw_events(sheet: Sheet, events: list[Event], place: tuple[float, float, float, float], whole: Span) -> None:
    """A line through all panels for each event, its label above."""
    if not events:
        return
    left, top, wide, high = place
    panel = sheet.blank_panel(*place)
    inch = (whole.end - whole.start) / wide
    box = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}
    for event in events:
        x, y = (event.day + 0.5 - whole.start) / inch, event.lane * LANE + LANE / 2
        panel.plot([x, x], [y + LANE / 2, high], color=GREY, linewidth=0.6, linestyle=(0, (3, 2)))
        sheet.text(left + event.left, top + y, event.label, fontsize=SMALL, bbox=box)
