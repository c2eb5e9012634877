"""Keyness: which words mark one group against another?"""

from __future__ import annotations

import math
from collections import Counter
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from framing.figures.checks import need_columns, need_once, need_rows
from framing.figures.drawing import (
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
from framing.figures.labels import LINE, SIZE, SMALL, count, line_height, plain, shorten, spread, text_width, told, wrap
from framing.figures.pairs import KEY_LINE, Pair, draw_key

ROW = SMALL * LINE + 0.02  # inches from one label to the next
SCALE, AXIS, LOWEST = 0.55, 0.5, 2.8  # inches: the scale of log-odds; the axis below; the least height of the points
COLUMN = 0.25  # inches from the points to their labels
LEADER = "#999999"  # lines to labels: over the grid, under the points
EMPTY = "no term is ranked"
LABELLED = "labelled: the greatest z on each side, which ranks and is no test"


@in_house_style
def plot_keyness(
    keyness: pd.DataFrame,
    *,
    most: int = 10,
    title: str = "",
    caption: str = "",
    alt: str | None = None,
    ax: Axes | None = None,
) -> Figure:
    """Draw which words mark one group against another: log-odds of each term against how often it is used.

    Parameters
    ----------
    keyness : pandas.DataFrame
        Table `keyness` of one pair of groups, or of one group against all others.
    most : int
        Terms labelled on each side, those with the greatest `z`.
    title, caption, alt, ax
        As for `plot_frame_matrix`.

    Returns
    -------
    matplotlib.figure.Figure
        With its alt text as `framing_alt`.

    Raises
    ------
    TableError
        When a column or all rows are missing, or the table holds several pairs of groups.

    Notes
    -----
    Rare words have large log-odds by chance, so it is `z` that chooses which are labelled; it ranks and is no test.
    Labels stand in the order of the log-odds, each joined to its point, with its uses in the group and the reference.
    Terms that are not ranked are hollow, and counted by the reason. Points at the same place are drawn once.

    References
    ----------
    Monroe, Colaresi & Quinn (2008), Fightin' Words. Political Analysis 16, 372-403: the figure is theirs.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame({"group": "Ada", "reference": "Bo", "term": ["gale", "calm"], "n": [31, 2],
    ...     "reference_n": [3, 9], "n_tokens": 900, "reference_n_tokens": 700, "log_odds": [1.8, -1.6],
    ...     "z": [4.1, -2.2], "note": None})
    >>> plot_keyness(rows).framing_alt
    'Log-odds against uses, 2 terms. Ada (900 words): gale z 4.1 (31 : 3). Bo (700 words): calm z 2.2 (2 : 9).'
    """
    what = "plot_keyness"
    columns = ("group", "reference", "term", "n", "reference_n", "n_tokens", "reference_n_tokens", "log_odds", "z")
    need_columns(keyness, [*columns, "note"], what)
    need_rows(keyness, what)
    need_once(keyness, ["term"], what, "Choose one pair of groups.")
    first = keyness.iloc[0]
    reference = "all others" if pd.isna(first["reference"]) else plain(first["reference"])
    pair = Pair((plain(first["group"]), reference), (int(first["n_tokens"]), int(first["reference_n_tokens"])), "word")
    terms = _terms(keyness)
    marked = _marked(terms, most)
    left_out = _left_out(keyness)
    words = {"title": title, "caption": caption}
    words["alt"] = _describe(terms, marked, pair, left_out) if alt is None else alt
    return _draw(terms, marked, pair, left_out, ax, words)


class _Term(NamedTuple):
    """A term, its uses on both sides, and how much it marks one of them."""

    name: str
    uses: tuple[int, int]
    log_odds: float
    z: float

    @property
    def text(self) -> str:
        """Its uses."""
        return f"{self.uses[0]:,} : {self.uses[1]:,}"

    @property
    def x(self) -> float:
        """Where it stands on the log axis of uses."""
        return math.log10(max(sum(self.uses), 1))

    @property
    def side(self) -> int:
        """Whose it is: 0 the group's, 1 the reference's."""
        return int(self.z < 0)


def _terms(table: pd.DataFrame) -> list[_Term]:
    """The terms that have a place."""
    numbers = table[["log_odds", "z"]].to_numpy("float64", na_value=math.nan).tolist()
    uses = table[["n", "reference_n"]].to_numpy("int64").tolist()
    rows = zip(table["term"], uses, numbers, strict=True)
    terms = [_Term(plain(term), (n, other), log_odds, z) for term, (n, other), (log_odds, z) in rows]
    return [term for term in terms if not math.isnan(term.log_odds)]


def _marked(terms: list[_Term], most: int) -> list[_Term]:
    """The terms that are labelled: on each side those that mark it most, first the group's."""
    ranked = sorted((term for term in terms if abs(term.z) > 0), key=lambda term: -abs(term.z))
    return [term for side in (0, 1) for term in [term for term in ranked if term.side == side][:most]]


def _left_out(table: pd.DataFrame) -> str:
    """How many terms are not ranked, and why."""
    notes = table.loc[table["z"].isna(), "note"]
    reasons = Counter("no reason given" if pd.isna(note) else plain(note) for note in notes)
    told_reasons = told((f"{reason} ({n:,})" for reason, n in reasons.most_common()), most=4)
    return f"{count(len(notes), 'term')} not ranked: {told_reasons}" if len(notes) else ""


def _describe(terms: list[_Term], marked: list[_Term], pair: Pair, left_out: str) -> str:
    """What is labelled, in words."""
    sides = []
    for side, name in enumerate(pair.names):
        own = [f"{term.name} z {abs(term.z):.1f} ({term.text})" for term in marked if term.side == side]
        sides.append(f"{name} ({count(pair.n[side], 'word')}): {told(own, most=10) or 'no term'}")
    left = f" {left_out}." if left_out else ""
    return f"Log-odds against uses, {count(len(terms), 'term')}. {'. '.join(sides)}.{left}"


def _draw(
    terms: list[_Term], marked: list[_Term], pair: Pair, left_out: str, ax: Axes | None, words: dict[str, str]
) -> Figure:
    """The cloud of points, and the labels in a column beside it."""
    room = sheet_width(ax) - 2 * MARGIN
    used = max((text_width(text, SMALL) for text in ("uses", *(term.text for term in marked))), default=0.0) + 0.12
    named = min(max((text_width(term.name, SIZE) for term in marked), default=0.0), room * 0.3) + 0.05
    wide = room - SCALE - COLUMN - named - used
    high = max(LOWEST, len(marked) * ROW)
    notes = [LABELLED] * bool(marked) + [f"hollow: {left_out}"] * bool(left_out)
    below = wrap(" · ".join(notes), room, SMALL)
    keys = pair.key_lines(room - used)
    head = len(keys) * KEY_LINE + 0.08
    sheet = open_sheet(ax, head + high + AXIS + line_height(below, SMALL), **words)
    left, top = MARGIN + SCALE, sheet.top + head
    panel = sheet.panel(left, top, wide, high)
    _set_axes(panel, terms)
    _draw_points(panel, terms, marked)
    _draw_labels(sheet, panel, marked, (left, top, wide, high), named)
    draw_key(sheet, pair, MARGIN)
    if marked:
        sheet.text(sheet.width - MARGIN, top - 0.1, "uses", fontsize=SMALL, color=GREY, ha="right")
    sheet.text(MARGIN, sheet.bottom, "\n".join(below), fontsize=SMALL, color=GREY, va="bottom")
    return sheet.figure


def _set_axes(panel: Axes, terms: list[_Term]) -> None:
    """Uses on a log axis, log-odds about zero."""
    xs, ys = [term.x for term in terms] or [0.0, 1.0], [term.log_odds for term in terms] or [-1.0, 1.0]
    x_room = max(0.04 * (max(xs) - min(xs)), (1 - max(xs) + min(xs)) / 2)  # at least ten times as many, for a tick
    y_room = 0.05 * max(max(*ys, 0) - min(*ys, 0), 0.5)
    panel.set_xlim(min(xs) - x_room, max(xs) + x_room)
    panel.set_ylim(min(*ys, 0) - y_room, max(*ys, 0) + y_room)
    panel.yaxis.set_visible(True)
    low, high = panel.get_xlim()
    ticks = [step * 10**power for power in range(int(high) + 1) for step in (1, 2, 5)]
    ticks = [tick for tick in ticks if low <= math.log10(tick) <= high]
    ticks = ticks if len(ticks) <= 6 else [tick for tick in ticks if str(tick).startswith("1")]
    panel.set_xticks([math.log10(tick) for tick in ticks], [f"{tick:,}" for tick in ticks])
    fix_ticks(panel)
    panel.grid(axis="y")
    panel.axhline(0, color=GREY, linewidth=0.8, zorder=1)
    panel.set_xlabel("uses on both sides (log axis)")
    panel.set_ylabel("log-odds, group \u2212 reference")
    panel.tick_params(axis="y", length=0)


def _draw_points(panel: Axes, terms: list[_Term], marked: list[_Term]) -> None:
    """All points, those that are labelled in the colour and with the marker of their side."""
    labelled = set(marked)
    for hollow, edge, face in ((True, PALE, "white"), (False, GREY, PALE)):
        chosen = [term for term in terms if math.isnan(term.z) == hollow and term not in labelled]
        places = sorted({(round(term.x, 3), round(term.log_odds, 2)) for term in chosen})
        if places:
            xs, ys = zip(*places, strict=True)
            panel.plot(xs, ys, "o", markersize=2.4, markeredgewidth=0.4, color=edge, markerfacecolor=face)
    for term in marked:
        colour, marker = PAIR[term.side]
        panel.plot(term.x, term.log_odds, marker, color=colour, markersize=4.2, zorder=3)
    if not marked:
        box = {"facecolor": "white", "edgecolor": "none", "pad": 1}
        said = panel.text(0.5, 0.97, EMPTY, color=GREY, fontsize=SIZE, bbox=box, transform=panel.transAxes)
        said.set(ha="center", va="top")


def _draw_labels(
    sheet: Sheet, panel: Axes, marked: list[_Term], place: tuple[float, float, float, float], named: float
) -> None:
    """Names and uses in a column, as near to the height of their points as they fit, each joined to its own."""
    left, top, wide, high = place
    (x_low, x_high), (y_low, y_high) = panel.get_xlim(), panel.get_ylim()
    ordered = sorted(marked, key=lambda term: -term.log_odds)
    x_inch, y_inch = (x_high - x_low) / wide, (y_high - y_low) / high
    heights = [(y_high - term.log_odds) / y_inch for term in ordered]
    bends = [x_high + inches * x_inch for inches in (0.04, COLUMN - 0.05)]
    for term, y in zip(ordered, spread(heights, ROW, high), strict=True):
        ys = [term.log_odds, term.log_odds, y_high - y * y_inch]
        panel.plot([term.x, *bends], ys, color=LEADER, linewidth=0.5, clip_on=False, zorder=1.5)
        colour = PAIR[term.side][0]
        sheet.text(left + wide + COLUMN, top + y, shorten(term.name, named - 0.05, SIZE), color=colour)
        sheet.text(sheet.width - MARGIN, top + y, term.text, fontsize=SMALL, color=INK, ha="right")
