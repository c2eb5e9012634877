"""Selection: do the passages that were taken speak of a frame more than those that were left out?"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from framing.errors import TableError
from framing.figures.checks import need_columns, need_once, need_rows
from framing.figures.contrasts import SCALES, Contrast
from framing.figures.drawing import BLUE, FEW_REMARKS, GREY, in_house_style, sheet_width
from framing.figures.effects import Effect
from framing.figures.forests import Forest, ForestRow, draw_forest
from framing.figures.labels import SIZE, count, label_with_n, name_frames, plain, shorten, told
from framing.figures.pairs import Pair

KEYS = ("group", "leader", "frame")
ALL = {"group": "all outlets", "leader": "all leaders"}
LOOKS = ((BLUE, "o"), (GREY, "D"))  # taken and left out: they differ in their markers too
MEASURE = "share_remarks"  # shares of sentences are drawn as shares of remarks are
SHIFTS = "p: circular shifts of the passages along the speeches"
MOST_ROWS = 90  # more would be higher than a page at its printed size


@in_house_style
def plot_selection(
    selection: pd.DataFrame,
    *,
    rows: str | Sequence[str] = "frame",
    labels: Mapping[str, str] | None = None,
    title: str = "",
    caption: str = "",
    alt: str | None = None,
    ax: Axes | None = None,
) -> Figure:
    r"""Draw the share of selected and of omitted sentences with a term of each frame, and the difference of both.

    Parameters
    ----------
    selection : pandas.DataFrame
        Table `selection` of one lexicon.
    rows : str or sequence of str
        Which of "group", "leader" and "frame" make the rows; the others make sections.
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
        When a column or all rows are missing, a group, leader and frame stand in two rows, `rows` names another column,
        or there are more rows than fit on a page.

    Notes
    -----
    Selected is what an outlet quotes or paraphrases, omitted all other sentences of the speeches. Rows stand in the
    order of the difference, all outlets or leaders together below them; those without a difference come last, grey,
    with the reason. Markers are hollow under 15 sentences. Beside the rows stands p, as it is and adjusted over the
    rows of one call.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame({"group": [None], "leader": ["Ada"], "lexicon": ["w@1.0"], "frame": ["storm"],
    ...     "n_selected": [20], "n_omitted": [60], "share_selected": [0.4], "share_omitted": [0.1], "difference": [0.3],
    ...     "ci_low": [0.1], "ci_high": [0.5], "p_value": [0.012], "p_adjusted": [0.04], "note": [None]})
    >>> print(plot_selection(rows).framing_alt.replace(": ", ":\n"))
    Selected and omitted. all outlets, Ada · 20 of 80 sentences selected:
    storm 40% and 10%, difference +30 points (+10 to +50), p 0.012.
    """
    what = "plot_selection"
    by = [rows] if isinstance(rows, str) else list(rows)
    if strange := [name for name in by if name not in KEYS]:
        raise TableError(f"{what}: rows {strange[0]!r} cannot be drawn. Known: {', '.join(KEYS)}.")
    columns = ("n_selected", "n_omitted", "share_selected", "share_omitted", "difference", "ci_low", "ci_high")
    need_columns(selection, [*KEYS, *columns, "p_value", "p_adjusted", "note"], what)
    need_rows(selection, what)
    need_once(selection, list(KEYS), what, "Choose one lexicon.")
    if len(selection) > MOST_ROWS:
        raise TableError(f"{what}: {len(selection)} rows do not fit on a page. Choose frames, leaders or groups.")
    sections = _sections(selection, by, name_frames(selection["frame"], labels), sheet_width(ax) * 0.29)
    words = {"title": title, "caption": caption, "alt": _describe(sections) if alt is None else alt}
    forest = Forest(
        sections,
        Pair(("selected", "omitted"), (FEW_REMARKS, FEW_REMARKS), "sentence", LOOKS),
        ("selected", "omitted"),
        MEASURE,
        "share of sentences with a term of the frame",
        "selected \u2212 omitted, in points",
        ("p", "adjusted"),
        SHIFTS,
    )
    return draw_forest(forest, ax, words)


_Found = tuple[bool, Contrast, tuple[str, str]]  # whether it is of all outlets or leaders together; both p


def _sections(table: pd.DataFrame, by: list[str], frames: dict[str, str], width: float) -> dict[str, list[ForestRow]]:
    """The rows of each section, those with the greatest difference on top."""
    found: dict[str, list[_Found]] = {}
    numbers = ["share_selected", "share_omitted", "difference", "ci_low", "ci_high", "p_value", "p_adjusted"]
    cells = table[numbers].to_numpy("float64", na_value=math.nan).tolist()
    for row, (selected, omitted, difference, low, high, *ps) in zip(table.to_dict("records"), cells, strict=True):
        name, whole = ", ".join(_name(row, key, frames) for key in by), any(pd.isna(row[key]) for key in by)
        section = ", ".join(_name(row, key, frames) for key in KEYS if key not in by)
        n = (int(row["n_selected"]), int(row["n_omitted"]))
        note = "" if pd.isna(row["note"]) else plain(row["note"])
        contrast = Contrast(name, (selected, omitted), n, difference, Effect(difference, low, high), note)
        found.setdefault(section, []).append((whole, contrast, (_p(ps[0]), _p(ps[1]))))
    return dict(_section(name, of, width) for name, of in found.items())


def _section(name: str, found: list[_Found], width: float) -> tuple[str, list[ForestRow]]:
    """A section in order; how many sentences were selected stands in its name, or with each row where rows differ."""
    ordered = sorted(found, key=lambda row: (math.isnan(row[1].difference), row[0], -row[1].difference))
    rows = [(contrast, ps) for _, contrast, ps in ordered]
    told_once = len({contrast.n for contrast, _ in rows}) == 1
    labels = [
        shorten(row.name, width, SIZE, lines=2) if told_once else label_with_n(row.name, _n(row.n), width)
        for row, _ in rows
    ]
    head = " · ".join([name] * bool(name) + [f"{_n(rows[0][0].n)} selected"] * told_once)
    return head, [ForestRow(label, *row) for label, row in zip(labels, rows, strict=True)]


def _n(n: tuple[int, int]) -> str:
    """How many sentences of all were selected."""
    return f"{n[0]:,} of {count(sum(n), 'sentence')}"


def _name(row: dict[Any, Any], key: str, frames: dict[str, str]) -> str:
    """What a row is called by one of its keys."""
    if key == "frame":
        return frames[str(row["frame"])]
    return ALL[key] if pd.isna(row[key]) else plain(row[key])


def _p(value: float) -> str:
    """A p as text; nothing where there is none."""
    return "" if math.isnan(value) else "< 0.001" if value < 0.001 else f"{value:.3f}"


def _describe(sections: dict[str, list[ForestRow]]) -> str:
    """The rows in words."""
    described = []
    for name, rows in sections.items():
        of_rows = []
        for _, row, (p, _) in rows:
            shares = ["none" if math.isnan(value) else f"{value:.0%}" for value in row.values]
            text = f"{row.name} {shares[0]} and {shares[1]}"
            text += f", {row.effect.told(SCALES[MEASURE])}" if row.effect.has_interval else ""
            text += f", p {p}" if p else ""
            of_rows.append(f"{text} [{row.note}]" if row.note else text)
        described.append(f"{name}: {told(of_rows, most=max(2, 16 // len(sections)))}")
    return f"Selected and omitted. {told(described, separator='. ')}."
