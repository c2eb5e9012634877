"""Would it survive? One claim under every specification that a reader might have chosen."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from framing.errors import TableError, did_you_mean
from framing.figures.checks import need_columns, need_once, need_rows
from framing.figures.drawing import (
    BLUE,
    GREY,
    INK,
    MARGIN,
    PALE,
    VERMILION,
    Sheet,
    in_house_style,
    open_sheet,
    sheet_width,
)
from framing.figures.effects import FARTHEST, INTERVALS, points_text, ratio_text
from framing.figures.keys import draw_marker_key
from framing.figures.labels import SMALL, line_height, shorten, text_width, wrap
from framing.figures.specifications import CHOICES, Curve

CURVE, ROW, BETWEEN = 1.9, 0.155, 0.14  # inches: the curve, a row of choices, the room between both
KEY = 0.2  # inches above the curve
SCALES = {"share_remarks": "difference", "per_1000": "log2_ratio"}
LABELS = {"difference": "difference in points", "log2_ratio": "ratio group : reference"}
# Colour, marker and how many points larger: what has the other sign differs in its marker too.
MARKERS: dict[str, tuple[str, str, float]] = {
    "main specification": (INK, "s", 2.4),
    "same sign": (BLUE, "o", 0.0),
    "other sign": (VERMILION, "D", 0.3),
    "no sign": (GREY, "x", 0.0),
}


@in_house_style
def plot_stability(
    stability: pd.DataFrame,
    *,
    measure: str = "share_remarks",
    title: str = "",
    caption: str = "",
    alt: str | None = None,
    ax: Axes | None = None,
) -> Figure:
    r"""Draw all specifications of one claim, sorted by their estimate, with the choice each of them turns below.

    Parameters
    ----------
    stability : pandas.DataFrame
        Table `stability`.
    measure : {"share_remarks", "per_1000"}
        What the estimates compare: differences of shares, or binary logarithms of ratios of rates.
    title, caption, alt, ax
        As for `plot_frame_matrix`.

    Returns
    -------
    matplotlib.figure.Figure
        With its alt text as `framing_alt`.

    Raises
    ------
    TableError
        When a column or all rows are missing, a choice is unknown, a specification stands in two rows, or there is not
        one main specification.

    Notes
    -----
    A specification curve: the lowest estimate is on the left, bars are intervals where the table has them, the line
    across is no difference. The main specification is a square, in a band that goes down through the choices; those
    with the other sign are diamonds of another colour. Choices with more than eight values share one row. What could
    not be estimated is counted below with the reason. Names of the specifications that lie farthest from the main
    one stand below.

    References
    ----------
    Simonsohn, U., Simmons, J. P. & Nelson, L. D. (2020). Specification curve analysis. Nature Human Behaviour 4,
    1208-1214.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame({"specification": ["main", "without the term gale"], "choice": ["main", "term"],
    ...     "left_out": [None, "gale"], "estimate": [0.2, -0.1], "ci_low": [0.1, None], "ci_high": [0.3, None],
    ...     "same_sign": [True, False], "n_stories": [20, 20], "note": [None, None]})
    >>> print(plot_stability(rows).framing_alt.replace(". ", ".\n"))
    2 specifications.
    Main: difference +20 points (+10 to +30), 20 stories.
    0 of 1 other have the sign of the main specification.
    Farthest: without the term gale -10.
    """
    what = "plot_stability"
    if measure not in SCALES:
        raise TableError(f"{what}: measure {measure!r} cannot be drawn.{did_you_mean(measure, SCALES)}")
    columns = ("specification", "choice", "left_out", "estimate", "ci_low", "ci_high", "same_sign", "n_stories", "note")
    need_columns(stability, columns, what)
    need_rows(stability, what)
    need_once(stability, ["specification"], what, "Give every specification a name of its own.")
    unknown = [choice for choice in stability["choice"] if choice not in CHOICES]
    if unknown:
        raise TableError(f"{what}: choice {unknown[0]!r} cannot be drawn.{did_you_mean(str(unknown[0]), CHOICES)}")
    n_main = int((stability["choice"] == "main").sum())
    if n_main != 1:
        raise TableError(f"{what}: {n_main} rows have the choice 'main'; there is one main specification.")
    curve = Curve.of(stability, SCALES[measure])
    words = {"title": title, "caption": caption, "alt": curve.described() if alt is None else alt}
    return _draw(curve, ax, words)


def _draw(curve: Curve, ax: Axes | None, words: dict[str, str]) -> Figure:
    """The curve, the matrix of choices under it, and what is to be said of both."""
    room = sheet_width(ax) - 2 * MARGIN
    rows = curve.rows()
    left = min(max([text_width(name, SMALL) for name in rows] + [1.1]) + 0.15, room * 0.32)
    bars = [f"Bars: {INTERVALS}"] if any(one.effect.has_interval for one in curve.known) else []
    below = [line for part in [*curve.summary(), *bars] for line in wrap(part, room, SMALL)]
    matrix = len(rows) * ROW
    sheet = open_sheet(ax, KEY + CURVE + BETWEEN + matrix + 0.1 + line_height(below, SMALL), **words)
    wide, top = room - left - 0.06, sheet.top + KEY
    panel = sheet.panel(MARGIN + left, top, wide, CURVE)
    _set_axes(panel, curve)
    choices = sheet.blank_panel(MARGIN + left, top + CURVE + BETWEEN, wide, max(matrix, 0.01))
    choices.set_xlim(panel.get_xlim())
    _draw_curve(panel, curve, wide)
    for number, (name, places) in enumerate(rows.items()):
        y = (number + 0.5) * ROW
        choices.plot(panel.get_xlim(), [y, y], color="#EEEEEE", linewidth=0.6, zorder=0)
        for turned, colour in ((False, INK), (True, VERMILION)):
            own = [place for place in places if (curve.known[place].kind == "other sign") == turned]
            choices.plot(own, [y] * len(own), "|", color=colour, markersize=6, markeredgewidth=1.0)
        label = shorten(name, left - 0.12, SMALL)
        sheet.text(MARGIN + left - 0.08, top + CURVE + BETWEEN + y, label, ha="right", fontsize=SMALL)
    for place, one in enumerate(curve.known):
        if one.choice == "main":
            for axes in (panel, choices):
                axes.axvspan(place - 0.5, place + 0.5, color="#E4E4E4", linewidth=0, zorder=-1)
    name = shorten(LABELS[curve.scale], left - 0.08, SMALL)
    sheet.text(MARGIN + left - 0.08, sheet.top + 0.07, name, ha="right", fontsize=SMALL)
    _key(sheet, curve, MARGIN + left)
    sheet.text(MARGIN, sheet.bottom, "\n".join(below), fontsize=SMALL, color=GREY, va="bottom")
    return sheet.figure


def _set_axes(panel: Axes, curve: Curve) -> None:
    """The scale of the estimates, upwards, with the line of no difference."""
    ends = [end for one in curve.known for end in one.effect if not math.isnan(end)]
    if curve.scale == "log2_ratio":
        ends = [max(min(end, FARTHEST), -FARTHEST) for end in ends]
    low, high = min([0.0, *ends]), max([0.0, *ends])
    room = 0.07 * ((high - low) or 1.0)
    panel.set_ylim(low - room, high + room)
    panel.set_xlim(-0.7, max(len(curve.known), 1) - 0.3)
    panel.xaxis.set_visible(False)
    panel.spines["bottom"].set_visible(False)
    panel.yaxis.set_visible(True)
    panel.tick_params(axis="y", length=0)
    whole = curve.scale == "log2_ratio"
    panel.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=whole))
    panel.yaxis.set_major_formatter(FuncFormatter(lambda value, _: (ratio_text if whole else points_text)(value)))
    panel.set_yticks([tick for tick in panel.get_yticks() if low - room <= tick <= high + room])
    panel.grid(axis="y")
    panel.axhline(0, color=GREY, linewidth=0.9, zorder=0.5)


def _draw_curve(panel: Axes, curve: Curve, wide: float) -> None:
    """The estimates with their intervals; ends beyond the axis are cut."""
    if not curve.known:
        panel.axhspan(*panel.get_ylim(), facecolor="white", edgecolor=PALE, hatch="/////", linewidth=0)
        box = {"facecolor": "white", "edgecolor": "none", "pad": 1}
        middle = (sum(panel.get_xlim()) / 2, sum(panel.get_ylim()) / 2)
        panel.text(*middle, "none", color=GREY, fontsize=SMALL, ha="center", va="center", bbox=box)
    bottom, top = panel.get_ylim()
    size = min(3.4, max(1.6, 60 * wide / max(len(curve.known), 1) / 2))  # points, smaller where they would touch
    for place, one in enumerate(curve.known):
        colour, marker, larger = MARKERS[one.kind]
        if one.effect.has_interval:
            ends = [max(one.effect.low, bottom), min(one.effect.high, top)]
            style: dict[str, Any] = (
                {"color": INK, "linewidth": 1.5} if one.choice == "main" else {"color": PALE, "linewidth": 0.9}
            )
            panel.plot([place] * 2, ends, zorder=1.5, **style)
        panel.plot(place, one.effect.value, marker, color=colour, markersize=size + larger, zorder=2 + larger)


def _key(sheet: Sheet, curve: Curve, left: float) -> None:
    """What the markers mean: of those that occur."""
    there = {one.kind for one in curve.known}
    looks = [(kind, look) for kind, look in MARKERS.items() if kind in there]
    items = [(kind, {"color": c, "marker": m, "markersize": min(3.4 + size, 4.5)}) for kind, (c, m, size) in looks]
    draw_marker_key(sheet, left, sheet.top + 0.07, items)
