"""The terms behind each frame: which words make it?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from framing.figures.checks import need_columns, need_once
from framing.figures.drawing import (
    BLUE,
    GREY,
    MARGIN,
    PALE,
    in_house_style,
    open_sheet,
    sheet_width,
)
from framing.figures.labels import (
    LINE,
    SIZE,
    SMALL,
    count,
    name_frames,
    plain,
    shorten,
    text_width,
    told,
)

GAP = 0.22  # inches between panels
ROW = SMALL * LINE + 0.02


@in_house_style
def plot_frame_terms(
    terms: pd.DataFrame,
    *,
    panels: str = "leader",
    labels: Mapping[str, str] | None = None,
    most: int = 8,
    title: str = "",
    caption: str = "",
    alt: str | None = None,
    ax: Axes | None = None,
) -> Figure:
    """Draw which terms stand behind each frame: a panel per leader, its terms ranked by their hits.

    Parameters
    ----------
    terms : pandas.DataFrame
        One row per leader, frame and pattern: `leader`, `frame`, `pattern`, `n_matches`, `n_negated`. Rows without
        hits keep their leader in the picture ("no term found") and are not drawn.
    panels : str
        The column that makes the panels: "leader", or "frame" for a panel per frame with the leaders in it.
    labels : mapping of str to str, optional
        Names of the frames for people.
    most : int
        Terms shown for each frame in a panel; the others are counted in a line of their own.
    title, caption, alt, ax
        As for `plot_frame_matrix`.

    Returns
    -------
    matplotlib.figure.Figure
        With its alt text as `framing_alt`.

    Raises
    ------
    TableError
        When a column is missing, or a term stands in two rows of the same panel and frame.

    Notes
    -----
    Panels, frames in a panel and terms of a frame stand in the order of their hits. All panels have the same scale.

    Examples
    --------
    >>> import pandas as pd
    >>> terms = pd.DataFrame({"leader": ["Ada", "Ada"], "frame": ["storm"] * 2, "pattern": ["gale*", "squall"],
    ...                       "n_matches": [3, 1], "n_negated": [1, 0]})
    >>> plot_frame_terms(terms).framing_alt
    'Terms behind each frame, 1 panel. Ada: storm: gale* 3 (1 negated), squall 1.'
    """
    inner = "leader" if panels == "frame" else "frame"
    need_columns(terms, dict.fromkeys((panels, inner, "pattern", "n_matches", "n_negated")), "plot_frame_terms")
    need_once(terms, [panels, inner, "pattern"], "plot_frame_terms", "Add them up, or choose one lexicon.")
    names = name_frames(terms["frame"], labels) if "frame" in (panels, inner) else {}
    lists = _ranked(terms, panels, inner, names)
    described = [f"{name}: {_terms_in_words(of)}" for name, of in lists.items()]
    words = f"Terms behind each frame, {count(len(lists), 'panel')}. {told(described) or 'No term found'}."
    columns = 1 if len(lists) <= 1 else 2 if len(lists) <= 4 else 3
    wide = (sheet_width(ax) - 2 * MARGIN - GAP * (columns - 1)) / columns
    made = [_panel_rows(name, of, most, wide) for name, of in lists.items()] or [[_Row("heading", "no term found")]]
    shelves = [made[first : first + columns] for first in range(0, len(made), columns)]
    heights = [max(len(rows) for rows in shelf) * ROW + GAP for shelf in shelves]
    sheet = open_sheet(ax, sum(heights) + ROW, title=title, caption=caption, alt=words if alt is None else alt)
    scale = _Scale.of([row for rows in made for row in rows if row.kind == "term"], wide)
    for place, rows in enumerate(made):
        shelf, column = divmod(place, columns)
        left, top = MARGIN + column * (wide + GAP), sheet.top + sum(heights[:shelf])
        _draw_terms(sheet.blank_panel(left, top, wide, len(rows) * ROW), rows, scale, wide)
    note = "dots: hits, one scale for all panels; in brackets: negated ones · * stands for any ending"
    sheet.text(MARGIN, sheet.bottom - ROW / 2, note, fontsize=SMALL, color=GREY)
    return sheet.figure


class _Row(NamedTuple):
    """A line of a panel: the panel's name, its numbers, a frame, a term, or what more there is."""

    kind: str
    text: str
    n: int = 0
    n_negated: int = 0


_Lists = dict[str, dict[str, list[_Row]]]


def _ranked(terms: pd.DataFrame, panels: str, inner: str, names: dict[str, str]) -> _Lists:
    """The terms of each panel and frame, everything in the order of its hits, else as it came."""
    lists: _Lists = {}
    for row in terms.to_dict("records"):
        panel, within = (names[str(row[by])] if by == "frame" else plain(row[by]) for by in (panels, inner))
        of = lists.setdefault(panel, {})
        if row["n_matches"] > 0:
            of.setdefault(within, []).append(
                _Row("term", plain(row["pattern"]), int(row["n_matches"]), int(row["n_negated"]))
            )
    for panel, of in lists.items():
        ranked = {within: sorted(rows, key=_fewer) for within, rows in of.items()}
        lists[panel] = dict(sorted(ranked.items(), key=lambda item: -_hits(item[1])))
    return dict(sorted(lists.items(), key=lambda item: -sum(map(_hits, item[1].values()))))


def _fewer(row: _Row) -> int:
    return -row.n


def _hits(rows: list[_Row]) -> int:
    return sum(row.n for row in rows)


def _terms_in_words(of: dict[str, list[_Row]]) -> str:
    """The terms of one panel for the alt text."""
    frames = []
    for frame, rows in of.items():
        hits = [f"{row.text} {row.n}" + (f" ({row.n_negated} negated)" if row.n_negated else "") for row in rows]
        frames.append(f"{frame}: {told(hits, separator=', ')}")
    return told(frames, separator=" / ") or "no term found"


def _panel_rows(name: str, of: dict[str, list[_Row]], most: int, wide: float) -> list[_Row]:
    """The lines of one panel."""
    every = [row for rows in of.values() for row in rows]
    negated = sum(row.n_negated for row in every)
    numbers = count(sum(row.n for row in every), "hit") + (f", {negated} negated" if negated else "")
    lines = [_Row("heading", line) for line in shorten(name, wide, SIZE, lines=2, weight="bold").split("\n")]
    lines.append(_Row("numbers", numbers if every else "no term found"))
    for frame, rows in of.items():
        lines.append(_Row("frame", shorten(frame, wide, SMALL, weight="bold")))
        lines += rows[:most]
        if rest := rows[most:]:
            lines.append(_Row("more", f"{count(len(rest), 'more term')}, {count(sum(row.n for row in rest), 'hit')}"))
    return lines


class _Scale(NamedTuple):
    """Inches that the names of terms take, and one hit."""

    named: float
    hit: float

    @classmethod
    def of(cls, terms: list[_Row], wide: float) -> _Scale:
        """The scale on which all terms fit: names first, as they are what is read."""
        tag = max((text_width(_count_text(row), SMALL) for row in terms), default=0.0) + 0.1
        names = max((text_width(row.text, SMALL) for row in terms), default=0.0) + 0.16
        named = min(names, (wide - tag) * 0.75)
        return cls(named, (wide - tag - named) / max((row.n for row in terms), default=1))


def _draw_terms(panel: Axes, rows: list[_Row], scale: _Scale, wide: float) -> None:
    """One panel: a line for each term, from its name to a dot at its hits."""
    for place, row in enumerate(rows):
        y, dot = (place + 0.5) * ROW, scale.named + row.n * scale.hit
        if row.kind == "term":
            label = shorten(row.text, scale.named - 0.12, SMALL)
            panel.text(scale.named - 0.06, y, label, fontsize=SMALL, ha="right", va="center")
            panel.plot([scale.named, dot], [y, y], color=PALE, linewidth=0.8, zorder=1)
            panel.plot(dot, y, "o", color=BLUE, markersize=4)
            panel.text(dot + 0.06, y, _count_text(row), fontsize=SMALL, va="center")
        else:
            panel.text(0, y, row.text, va="center", **_row_style(row.kind))


def _count_text(row: _Row) -> str:
    """The number beside a dot, with how many of it are negated."""
    return f"{row.n:,}" + (f" ({row.n_negated:,})" if row.n_negated else "")


def _row_style(kind: str) -> dict[str, Any]:
    """How a line of a panel that is no term is set; never slanted, as slanted DejaVu has no Arabic letters."""
    if kind == "heading":
        return {"fontsize": SIZE, "weight": "bold"}
    return {"fontsize": SMALL, "color": GREY, "weight": "bold" if kind == "frame" else "normal"}
