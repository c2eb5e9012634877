"""Word shift: which words make the difference between two groups?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from framing.figures.checks import need_columns, need_once, need_rows
from framing.figures.drawing import (
    BLUE,
    GREY,
    INK,
    MARGIN,
    VERMILION,
    Sheet,
    fix_ticks,
    in_house_style,
    open_sheet,
    shade,
    sheet_width,
)
from framing.figures.labels import SIZE, SMALL, beside_numbers, count, name_frames, plain, shorten, text_width, told

ROW, HEAD, AXIS = 0.2, 0.22, 0.42  # inches: a row; what stands above the rows; the axis below them
NOTE = 0.2
COLOURS = (BLUE, VERMILION)  # what makes the group higher, and what makes the reference higher
PARTS_NOTE = "full: used more or less · light: worth more or less · line: both together"


@in_house_style
def plot_word_shift(
    contributions: pd.DataFrame,
    *,
    most: int = 20,
    labels: Mapping[str, str] | None = None,
    title: str = "",
    caption: str = "",
    alt: str | None = None,
    ax: Axes | None = None,
) -> Figure:
    """Draw which words make the difference between two groups: a bar per term, to the side that it makes higher.

    Parameters
    ----------
    contributions : pandas.DataFrame
        Table `contributions` of one pair of groups and one measure.
    most : int
        Terms shown, those with the greatest contributions; the others are added up in a row of their own.
    labels : mapping of str to str, optional
        Name of the measure (a frame, an engine) for people, with its unit: {"storm": "storm (hits per 1,000 words)"}.
    title, caption, alt, ax
        As for `plot_frame_matrix`.

    Returns
    -------
    matplotlib.figure.Figure
        With its alt text as `framing_alt`.

    Raises
    ------
    TableError
        When a column or all rows are missing, or the table holds several pairs of groups or measures.

    Notes
    -----
    Bars stand in the order of their length. Where terms are worth more in one group than in the other, as words of
    sentiment are, each bar has two parts, from the use of the term and from its score, and a line at their sum. A term
    without a contribution is named and has no bar. The last row is the sum of all, which is the difference.

    References
    ----------
    Gallagher et al. (2021), Generalized word shift graphs. EPJ Data Science 10, 4.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame({"group": "Ada", "reference": "Bo", "measure": "storm", "term": ["gale*", "squall"],
    ...     "n": [8, 1], "reference_n": [2, 3], "from_use": [6.0, -1.5], "from_score": [0.0, 0.0],
    ...     "contribution": [6.0, -1.5]})
    >>> plot_word_shift(rows).framing_alt
    'What makes the difference in storm between Ada and Bo, +4.5: gale* +6.0 (8 : 2); squall −1.5 (1 : 3).'
    """
    what = "plot_word_shift"
    columns = ("group", "reference", "measure", "term", "n", "reference_n", "from_use", "from_score", "contribution")
    need_columns(contributions, columns, what)
    need_rows(contributions, what)
    need_once(contributions, ["term"], what, "Choose one pair of groups and one measure.")
    first = contributions.iloc[0]
    shift = _Shift(
        (plain(first["group"]), plain(first["reference"])),
        name_frames(contributions["measure"], labels)[str(first["measure"])],
        _bars(contributions),
    )
    words = {"title": title, "caption": caption, "alt": _describe(shift, most) if alt is None else alt}
    return _draw(shift, most, ax, words)


class _Bar(NamedTuple):
    """One term: its uses, and what it adds to the difference."""

    name: str
    uses: tuple[int, int] | None
    parts: tuple[float, float]  # from its use, and from its score
    sum: float

    @property
    def text(self) -> str:
        """The uses on both sides."""
        return "" if self.uses is None else f"{self.uses[0]:,} : {self.uses[1]:,}"


class _Shift(NamedTuple):
    """Two groups, what differs between them, and the terms that make it, the greatest first."""

    pair: tuple[str, str]
    measure: str
    bars: list[_Bar]

    def shown(self, most: int) -> list[_Bar]:
        """The bars that are drawn: the greatest, and the rest as one."""
        rest = self.bars[most:]
        return [*self.bars[:most], *([_added(count(len(rest), "other term"), rest)] if rest else [])]

    @property
    def places(self) -> int:
        """Digits after the point, so that the greatest has two."""
        greatest = max((abs(bar.sum) for bar in self.bars if not math.isnan(bar.sum)), default=0.0)
        return max(0, 1 - math.floor(math.log10(greatest))) if greatest else 1

    def value(self, number: float) -> str:
        """A contribution as text."""
        if math.isnan(number):
            return "none"
        return f"{number:+.{self.places}f}".replace("-", "\u2212") if number else "0"

    @property
    def sum(self) -> str:
        """The sum of all terms as text."""
        return self.value(_added("", self.bars).sum)


def _added(name: str, bars: list[_Bar]) -> _Bar:
    """Some bars as one, of those that are known."""
    known = [bar for bar in bars if not math.isnan(bar.sum)]
    parts = math.fsum(bar.parts[0] for bar in known), math.fsum(bar.parts[1] for bar in known)
    return _Bar(name, None, parts, math.fsum(bar.sum for bar in known) if known else math.nan)


def _bars(table: pd.DataFrame) -> list[_Bar]:
    """The terms of a table, the greatest contribution first, those without one last."""
    numbers = table[["from_use", "from_score", "contribution"]].to_numpy("float64", na_value=math.nan).tolist()
    uses = table[["n", "reference_n"]].to_numpy("int64").tolist()
    bars = [
        _Bar(plain(term), (n, other), (use, score), both)
        for term, (n, other), (use, score, both) in zip(table["term"], uses, numbers, strict=True)
    ]
    return sorted(bars, key=lambda bar: (math.isnan(bar.sum), 0.0 if math.isnan(bar.sum) else -abs(bar.sum)))


def _describe(shift: _Shift, most: int) -> str:
    """The bars in words."""
    bars = [(f"{bar.name} {shift.value(bar.sum)}", bar.text) for bar in shift.shown(most)]
    described = [f"{name} ({uses})" if uses else name for name, uses in bars]
    lead = f"What makes the difference in {shift.measure} between {shift.pair[0]} and {shift.pair[1]}, {shift.sum}"
    return f"{lead}: {told(described, most=21)}."


def _draw(shift: _Shift, most: int, ax: Axes | None, words: dict[str, str]) -> Figure:
    """Names, uses, bars, and the sum of all."""
    shown, room = shift.shown(most), sheet_width(ax) - 2 * MARGIN
    two_parts = any(bar.parts[1] for bar in shown if not math.isnan(bar.sum))
    total = f"all {count(len(shift.bars), 'term')}"
    names = max(text_width(total, SIZE, "bold"), *(text_width(bar.name, SIZE) for bar in shown))
    left = min(names + 0.1, room * 0.32)
    used = max(text_width(text, SMALL) for text in ("uses", *(bar.text for bar in shown))) + 0.12
    wide, high = room - left - used, ROW * (len(shown) + 1) + 0.06
    sheet = open_sheet(ax, HEAD + high + AXIS + NOTE * two_parts, **words)
    top, start = sheet.top + HEAD, MARGIN + left + used
    panel = sheet.panel(start, top, wide, high)
    inch = _set_axis(panel, shift, shown, wide)
    _draw_head(sheet, shift.pair, start, wide)
    sheet.text(start - 0.08, sheet.top + HEAD / 2, "uses", ha="right", fontsize=SMALL, color=GREY)
    for place, bar in enumerate(shown):
        y = (place + 0.5) * ROW
        colour = GREY if bar.uses is None else INK
        sheet.text(MARGIN + left - 0.08, top + y, shorten(bar.name, left - 0.1, SIZE), ha="right", color=colour)
        sheet.text(start - 0.08, top + y, bar.text, ha="right", fontsize=SMALL, color=GREY)
        _draw_bar(panel, bar, y, shift.value(bar.sum), inch)
    y = high - 0.06 - ROW / 2 + 0.03
    panel.axhline(y - ROW / 2, color=GREY, linewidth=0.6)
    sheet.text(MARGIN + left - 0.08, top + y, total, ha="right", weight="bold")
    box = {"facecolor": "white", "edgecolor": "none", "pad": 1}
    panel.text(0, y, shift.sum, ha="center", va="center", weight="bold", fontsize=SIZE, bbox=box)
    if two_parts:
        sheet.text(MARGIN, sheet.bottom - NOTE / 2, PARTS_NOTE, fontsize=SMALL, color=GREY)
    return sheet.figure


def _draw_head(sheet: Sheet, pair: tuple[str, str], start: float, wide: float) -> None:
    """Which side is whose."""
    group, reference = (beside_numbers(shorten(name, wide / 2 - 0.75, SIZE)) for name in pair)
    y = sheet.top + HEAD / 2
    sheet.text(start, y, f"← {reference} higher", color=COLOURS[1])
    sheet.text(start + wide, y, f"{group} higher →", color=COLOURS[0], ha="right")


def _spans(bar: _Bar) -> list[tuple[float, float]]:
    """Where the parts of a bar begin and end: end to end on one side, or to both sides of zero."""
    use, score = bar.parts
    begin = use if use * score > 0 else 0.0
    return [(0.0, use), (begin, begin + score)]


def _set_axis(panel: Axes, shift: _Shift, shown: list[_Bar], wide: float) -> float:
    """An axis with room for the numbers beside the bars; returns what an inch of it is."""
    known = [bar for bar in shown if not math.isnan(bar.sum)]
    ends = [0.0, *(end for bar in known for span in _spans(bar) for end in span)]
    low, high = min(ends), max(ends)
    beside = max(text_width(shift.value(bar.sum), SMALL) for bar in shown) + 0.14
    inch = ((high - low) or 2.0) / (wide - 2 * beside)
    panel.set_xlim((low if high > low else -1.0) - beside * inch, (high if high > low else 1.0) + beside * inch)
    panel.locator_params(axis="x", nbins=5)
    fix_ticks(panel)
    panel.axvline(0, color=GREY, linewidth=0.8, zorder=0)
    label = f"contribution to the difference in {shift.measure}"
    panel.set_xlabel(shorten(label, wide, 7.5))
    return inch


def _draw_bar(panel: Axes, bar: _Bar, y: float, text: str, inch: float) -> None:
    """The parts of a bar, its sum, and the number beside it."""
    if math.isnan(bar.sum):
        panel.text(0, y, " none", color=GREY, fontsize=SMALL, va="center")
        return
    spans = _spans(bar)
    for (begin, end), light in zip(spans, (False, True), strict=True):
        colour = GREY if bar.uses is None else COLOURS[end < begin]
        face = shade(0.35, colour) if light else colour
        if begin != end:
            panel.barh(y, end - begin, left=begin, height=ROW * 0.62, color=face, edgecolor=colour, linewidth=0.5)
    if bar.parts[1]:
        panel.plot([bar.sum] * 2, [y - ROW * 0.42, y + ROW * 0.42], color=INK, linewidth=1.2)
    ends = [end for span in spans for end in span]
    x, side = (min(ends) - 0.05 * inch, "right") if bar.sum < 0 else (max(ends) + 0.05 * inch, "left")
    panel.text(x, y, text, fontsize=SMALL, ha=side, va="center")
