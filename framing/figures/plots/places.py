"""Where in the article each remark stands: who comes first, who comes last?"""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from framing.errors import TableError, did_you_mean
from framing.figures.checks import need_columns, need_once, need_rows
from framing.figures.drawing import (
    FORM_COLOURS,
    GREY,
    MARGIN,
    PALE,
    form_key,
    form_look,
    in_house_style,
    open_sheet,
    sheet_width,
)
from framing.figures.labels import (
    SIZE,
    SMALL,
    count,
    label_with_n,
    line_height,
    plain,
    text_width,
    told,
)

HEAD, AXIS = 0.42, 0.42  # inches above the lanes for key and headings, and below for the axis
BLOCK = 0.14  # inches: height of a remark
APART = ("headline", "standfirst")  # they stand beside the strip, not at its start, as few words are much seen there
MOST_APART = 4  # blocks that fit into the column of headline or standfirst; more become a number


@in_house_style
def plot_places(
    places: pd.DataFrame,
    *,
    groups: str = "leader",
    title: str = "",
    caption: str = "",
    alt: str | None = None,
    ax: Axes | None = None,
) -> Figure:
    """Draw the article as a strip with each remark where it stands, a lane per leader.

    Parameters
    ----------
    places : pandas.DataFrame
        One row per remark of one article: `remark_id`, the `groups` column, `place` (headline, standfirst, lead,
        body; missing: body), `form`, `share_start` and `share_end` (from 0, the first character, to 1).
    groups : str
        The column that makes the lanes.
    title, caption, alt, ax
        As for `plot_frame_matrix`.

    Returns
    -------
    matplotlib.figure.Figure
        With its alt text as `framing_alt`.

    Raises
    ------
    TableError
        When a column or all rows are missing, a remark stands in two rows, a form is unknown, or the remarks come
        from more than one article.

    Notes
    -----
    Lanes stand in the order in which the leaders first speak. The length of a block is the share of the article's
    characters; remarks in headline and standfirst are set apart as blocks of one size. A triangle marks the lead.

    Examples
    --------
    >>> import pandas as pd
    >>> places = pd.DataFrame({"remark_id": ["r1"], "leader": ["Ada"], "place": ["lead"], "form": ["direct"],
    ...                        "share_start": [0.1], "share_end": [0.2]})
    >>> plot_places(places).framing_alt
    'Places of 1 remark in the article. Ada: 1 remark (1 lead), from 10 % to 20 % of the article.'
    """
    what = "plot_places"
    need_columns(places, ["remark_id", groups, "place", "form", "share_start", "share_end"], what)
    need_rows(places, what)
    need_once(places, ["remark_id"], what, "Give every remark one row.")
    n_articles = len(places["article_id"].drop_duplicates()) if "article_id" in places else 1
    if n_articles > 1:
        raise TableError(f"{what}: the remarks come from {n_articles} articles; a strip shows one. Choose one.")
    unknown = [form for form in places["form"] if form not in FORM_COLOURS]
    if unknown:
        raise TableError(f"{what}: form {unknown[0]!r} cannot be drawn.{did_you_mean(str(unknown[0]), FORM_COLOURS)}")
    lanes = _lanes(places, groups)
    words = {"title": title, "caption": caption, "alt": _describe(lanes) if alt is None else alt}
    return _draw(lanes, ax, words)


_Lanes = dict[str, list[dict[Any, Any]]]


def _lanes(places: pd.DataFrame, groups: str) -> _Lanes:
    """The remarks of each leader in the order of the article, whoever speaks first on top."""
    lanes: _Lanes = {}
    placed = places.assign(place=places["place"].fillna("body"))
    for row in placed.sort_values("share_start", kind="stable").to_dict("records"):
        lanes.setdefault(plain(row[groups]), []).append(row)
    return lanes


def _describe(lanes: _Lanes) -> str:
    """The lanes in words."""
    described = []
    for name, remarks in lanes.items():
        where = pd.Series([remark["place"] for remark in remarks]).value_counts(sort=False)
        kinds = ", ".join(f"{n} {place}" for place, n in where.items())
        first, last = remarks[0]["share_start"], max(remark["share_end"] for remark in remarks)
        span = f"from {100 * first:.0f} % to {100 * last:.0f} % of the article"
        described.append(f"{name}: {count(len(remarks), 'remark')} ({kinds}), {span}")
    n_remarks = sum(map(len, lanes.values()))
    return f"Places of {count(n_remarks, 'remark')} in the article. {told(described)}."


def _draw(lanes: _Lanes, ax: Axes | None, words: dict[str, str]) -> Figure:
    """Labels, headline and standfirst where there are any, and the strip."""
    room = sheet_width(ax) - 2 * MARGIN
    labels = [label_with_n(name, count(len(remarks), "remark"), room * 0.34) for name, remarks in lanes.items()]
    left = max(text_width(line, SIZE) for label in labels for line in label.split("\n")) + 0.1
    apart = [place for place in APART if any(remark["place"] == place for of in lanes.values() for remark in of)]
    heights = [max(line_height(label.split("\n"), SIZE), BLOCK + 0.09) + 0.06 for label in labels]
    sheet = open_sheet(ax, HEAD + sum(heights) + AXIS, **words)
    top, strip = sheet.top + HEAD, MARGIN + left + sum(_column(place) for place in apart) + (0.1 if apart else 0)
    panel = sheet.panel(strip, top, sheet.width - MARGIN - 0.2 - strip, sum(heights))
    panel.set_xlim(0, 1)
    panel.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    panel.set_xlabel("place in the article (% of its characters)")
    sheet.text(strip, top - 0.09, "lead and body", fontsize=SMALL, color=GREY)
    columns = {}
    for number, place in enumerate(apart):
        x = MARGIN + left + sum(_column(other) for other in apart[:number])
        sheet.text(x, top - 0.09, place, fontsize=SMALL, color=GREY)
        columns[place] = sheet.blank_panel(x, top, _column(place) - 0.08, sum(heights))
    y = 0.0
    for label, remarks, height in zip(labels, lanes.values(), heights, strict=True):
        sheet.text(MARGIN + left - 0.08, top + y + height / 2, label, ha="right")
        _draw_lane(panel, [remark for remark in remarks if remark["place"] not in columns], y + height / 2)
        for place, column in columns.items():
            _draw_apart(column, [remark for remark in remarks if remark["place"] == place], y + height / 2)
        y += height
    leads = any(remark["place"] == "lead" for of in lanes.values() for remark in of)
    form_key(sheet, MARGIN + left, sheet.top + 0.1, lead="lead" if leads else "")
    return sheet.figure


def _column(place: str) -> float:
    """Inches that headline or standfirst take: their name, or their blocks."""
    return max(text_width(place, SMALL), MOST_APART * 0.16) + 0.14


def _draw_lane(panel: Axes, remarks: list[dict[Any, Any]], y: float) -> None:
    """The remarks of one leader on the strip, never thinner than a hair."""
    panel.plot([0, 1], [y, y], color=PALE, linewidth=0.6, zorder=0)
    for remark in remarks:
        start, end = float(remark["share_start"]), float(remark["share_end"])
        width = max(end - start, 0.004)
        panel.add_patch(Rectangle((min(start, 1 - width), y - BLOCK / 2), width, BLOCK, **form_look(remark["form"])))
        if remark["place"] == "lead":
            panel.plot((start + end) / 2, y - BLOCK / 2 - 0.04, "v", color=GREY, markersize=3, clip_on=False)


def _draw_apart(column: Axes, remarks: list[dict[Any, Any]], y: float) -> None:
    """The remarks of one leader in headline or standfirst, blocks of one size side by side."""
    column.plot([0, column.get_xlim()[1]], [y, y], color=PALE, linewidth=0.6, zorder=0)
    for place, remark in enumerate(remarks[:MOST_APART]):
        column.add_patch(Rectangle((0.02 + place * 0.16, y - BLOCK / 2), 0.12, BLOCK, **form_look(remark["form"])))
    if len(remarks) > MOST_APART:
        column.text(column.get_xlim()[1], y, f"{len(remarks)}", fontsize=SMALL, va="center", ha="right")
