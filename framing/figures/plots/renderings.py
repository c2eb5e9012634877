"""The same remark in many outlets: what did each make of it?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from framing.errors import TableError, all_problems, did_you_mean
from framing.figures.checks import need_columns, need_once, need_rows
from framing.figures.drawing import (
    BLUE,
    GREY,
    INK,
    MARGIN,
    VERMILION,
    Sheet,
    in_house_style,
    open_sheet,
    sheet_width,
)
from framing.figures.keys import draw_marker_key
from framing.figures.labels import (
    LINE,
    SIZE,
    SMALL,
    count,
    line_height,
    plain,
    shorten,
    start_of,
    text_width,
    told,
    wrap,
)

MOST = 12  # rows of a figure: more are not read
MOST_LINES = {"words": 8, "narration": 2}
OUTLET, VERB, BETWEEN = 1.15, 1.0, 0.14  # inches: the columns left of the words, and between rows
HEAD, FOOT = 0.44, 0.02  # inches: the key and the heads of the columns; between words and narration
STANCES: dict[str, dict[str, Any]] = {
    "distancing": {"marker": "D", "color": VERMILION, "markersize": 3.6},
    "neutral": {"marker": "o", "color": GREY, "markersize": 3.6},
    "endorsing": {"marker": "^", "color": BLUE, "markersize": 4.4},
}


@in_house_style
def plot_renderings(
    renderings: pd.DataFrame,
    remarks: pd.DataFrame,
    *,
    title: str = "",
    caption: str = "",
    alt: str | None = None,
    ax: Axes | None = None,
) -> Figure:
    """Draw one remark as the outlets render it: verb, words as printed, and what is told around them, row by row.

    Parameters
    ----------
    renderings : pandas.DataFrame
        Rows of table `renderings` of one cluster.
    remarks : pandas.DataFrame
        The `remarks` table that they come from: `remark_id`, `spans` and `quoted_spans` tell which words are quoted.
    title, caption, alt, ax
        As for `plot_frame_matrix`.

    Returns
    -------
    matplotlib.figure.Figure
        With its alt text as `framing_alt`.

    Raises
    ------
    TableError
        When a column or all rows are missing, the rows are of several clusters, a rendering stands in two rows or has
        no remark, or a stance is unknown.

    Notes
    -----
    Words inside quotation marks are bold, narrated words of the same sentence grey. The renderings that quote most of
    their words stand on top. Twelve are drawn, more are counted below. A marker tells the stance of the reporting verb.

    Examples
    --------
    >>> import pandas as pd
    >>> renderings = pd.DataFrame({"cluster": ["Ada 1"], "remark_id": ["r1"], "outlet": ["Bell"], "leader": ["Ada"],
    ...     "cue": ["said"], "cue_stance": ["neutral"], "place": ["lead"], "n_words": [2], "n_words_quoted": [1],
    ...     "words": ["tides wait"], "narration": ["Ada said on Monday"]})
    >>> remarks = pd.DataFrame({"remark_id": ["r1"], "spans": [[[10, 20]]], "quoted_spans": [[[16, 20]]]})
    >>> plot_renderings(renderings, remarks).framing_alt
    '1 rendering of a remark of Ada. Bell (lead), said: tides wait [1 of 2 words quoted].'
    """
    what = "plot_renderings"
    columns = ("cluster", "remark_id", "outlet", "leader", "cue", "cue_stance", "place", "n_words", "n_words_quoted")
    need_columns(renderings, [*columns, "words", "narration"], what)
    need_columns(remarks, ["remark_id", "spans", "quoted_spans"], f"{what}, remarks")
    need_rows(renderings, what)
    need_once(renderings, ["remark_id"], what, "Give every rendering one row.")
    clusters = [repr(plain(name)) for name in renderings["cluster"].drop_duplicates()]
    if len(clusters) > 1:
        raise TableError(f"{what}: {told(clusters, most=3, separator=', ')} are {len(clusters)} remarks. Choose one.")
    unknown = [stance for stance in renderings["cue_stance"].dropna() if stance not in STANCES]
    if unknown:
        raise TableError(f"{what}: stance {unknown[0]!r} cannot be drawn.{did_you_mean(str(unknown[0]), STANCES)}")
    rows = _rows(renderings, remarks, what)
    words = {"title": title, "caption": caption, "alt": _describe(rows, renderings) if alt is None else alt}
    return _draw(rows, ax, words)


@dataclass(frozen=True)
class _Row:
    """One rendering; its words in runs that are inside quotation marks or not."""

    outlet: str
    place: str
    verb: str
    stance: str | None
    words: list[tuple[str, bool]]
    narration: str
    n_words: int
    n_quoted: int

    @property
    def quoted(self) -> float:
        """Share of the words inside quotation marks."""
        return self.n_quoted / max(self.n_words, 1)


def _rows(renderings: pd.DataFrame, remarks: pd.DataFrame, what: str) -> list[_Row]:
    """The renderings, those that quote most of their words on top."""
    spans = {row["remark_id"]: (row["spans"], row["quoted_spans"]) for row in remarks.to_dict("records")}
    missing = [f"rendering {plain(name)!r} is no remark." for name in renderings["remark_id"] if name not in spans]
    if missing:
        advice = "Give the remarks that were clustered."
        raise TableError(f"{all_problems(f'{what}, remarks', missing)} {advice}")
    rows = [
        _Row(
            plain(row["outlet"]),
            "" if pd.isna(row["place"]) else plain(row["place"]),
            "no verb" if pd.isna(row["cue"]) else plain(row["cue"]),
            None if pd.isna(row["cue_stance"]) else row["cue_stance"],
            _words(str(row["words"]), *spans[row["remark_id"]]),
            "" if pd.isna(row["narration"]) else plain(row["narration"]),
            int(row["n_words"]),
            int(row["n_words_quoted"]),
        )
        for row in renderings.to_dict("records")
    ]
    return sorted(rows, key=lambda row: (-row.quoted, -row.n_words))


def _words(printed: str, spans: list[list[int]], quoted: list[list[int]]) -> list[tuple[str, bool]]:
    """The words as printed, each with whether any of its letters is inside quotation marks."""
    between = (len(printed) - sum(end - start for start, end in spans)) // max(len(spans) - 1, 1)
    inside: list[bool] = []
    for start, end in spans:
        inside += [False] * (between if inside else 0)
        inside += [any(first <= place < last for first, last in quoted) for place in range(start, end)]
    inside += [False] * (len(printed) - len(inside))
    found = []
    for is_space, letters in groupby(enumerate(printed), key=lambda letter: letter[1].isspace()):
        word = list(letters)
        if not is_space and (text := plain("".join(letter for _, letter in word))):
            found.append((text, any(inside[place] and letter.isalnum() for place, letter in word)))
    return found


def _describe(rows: list[_Row], renderings: pd.DataFrame) -> str:
    """The renderings in words."""
    described = []
    for row in rows:
        place = f" ({row.place})" if row.place else ""
        said = " ".join(word for word, _ in row.words)
        said = said if len(said) <= 90 else f"{said[:88].rstrip()}…"
        described.append(
            f"{row.outlet}{place}, {row.verb}: {said} [{row.n_quoted} of {count(row.n_words, 'word')} quoted]"
        )
    of = plain(renderings["leader"].iloc[0])
    return f"{count(len(rows), 'rendering')} of a remark of {of}. {told(described, separator='. ')}."


_Lines = list[list[tuple[str, bool]]]


def _wrapped(words: list[tuple[str, bool]], width: float, most: int) -> _Lines:
    """The words in lines, each line in runs of one weight; what does not fit ends in an ellipsis."""
    lines: _Lines = [[]]
    used = 0.0
    for word, bold in _broken(words, width):
        wide = text_width(f"{word} ", SIZE, _weight(bold))
        if lines[-1] and used + wide > width:
            lines.append([])
            used = 0.0
        lines[-1].append((word, bold))
        used += wide
    if len(lines) > most:
        lines = lines[:most]
        lines[-1][-1] = ("…", False)
    return lines


def _broken(words: list[tuple[str, bool]], width: float) -> Iterator[tuple[str, bool]]:
    """The words; one that is wider than a line in pieces."""
    for word, bold in words:
        pieces = wrap(word, width - text_width(" ", SIZE, "bold"), SIZE, weight=_weight(bold)) or [""]
        yield from ((piece, bold) for piece in pieces)


def _weight(bold: bool) -> str:
    return "bold" if bold else "normal"


def _draw(rows: list[_Row], ax: Axes | None, words: dict[str, str]) -> Figure:
    """A row per rendering: outlet and place, verb, words, and the narration under them."""
    room = sheet_width(ax) - 2 * MARGIN
    wide = room - OUTLET - VERB
    drawn, rest = rows[:MOST], len(rows[MOST:])
    said = [_wrapped(row.words, wide, MOST_LINES["words"]) for row in drawn]
    around = [start_of(row.narration, wide, SMALL, lines=MOST_LINES["narration"]) for row in drawn]
    names = [shorten(row.outlet, OUTLET - 0.1, SIZE, lines=2) for row in drawn]
    heights = [
        max(
            len(lines) * SIZE * LINE + FOOT + line_height(text.split("\n") if text else [], SMALL),
            line_height(name.split("\n"), SIZE) + SMALL * LINE,
        )
        + BETWEEN
        for lines, text, name in zip(said, around, names, strict=True)
    ]
    sheet = open_sheet(ax, HEAD + sum(heights) + (0.2 if rest else 0.0), **words)
    _heads(sheet, drawn)
    y = sheet.top + HEAD
    for row, lines, text, name, height in zip(drawn, said, around, names, heights, strict=True):
        sheet.blank_panel(MARGIN, y - BETWEEN / 2, room, 0.02).axhline(0.01, color="#DDDDDD", linewidth=0.6)
        _top_lines(sheet, MARGIN, y, name)
        below = y + line_height(name.split("\n"), SIZE)
        sheet.text(MARGIN, below, row.place, va="top", fontsize=SMALL, color=GREY)
        _draw_verb(sheet, row, y)
        for place, line in enumerate(lines):
            _draw_line(sheet, line, MARGIN + OUTLET + VERB, y + place * SIZE * LINE)
        foot = y + len(lines) * SIZE * LINE + FOOT
        sheet.text(MARGIN + OUTLET + VERB, foot, text, va="top", fontsize=SMALL, color=GREY)
        y += height
    if rest:
        more = f"and {count(rest, 'rendering')} more, in the table"
        sheet.text(MARGIN, sheet.bottom - 0.1, more, fontsize=SMALL, color=GREY)
    return sheet.figure


def _heads(sheet: Sheet, rows: list[_Row]) -> None:
    """The key of stances that occur, and what the columns are."""
    there = {row.stance for row in rows}
    draw_marker_key(sheet, MARGIN, sheet.top + 0.07, [item for item in STANCES.items() if item[0] in there])
    y = sheet.top + HEAD - BETWEEN / 2 - 0.1
    heads = ("outlet and place", "verb", "words as printed, bold in quotation marks; narration grey")
    for x, head in zip((0, OUTLET, OUTLET + VERB), heads, strict=True):
        sheet.text(MARGIN + x, y, head, fontsize=SMALL, color=GREY)


def _draw_verb(sheet: Sheet, row: _Row, y: float) -> None:
    """The reporting verb behind the marker of its stance."""
    left = MARGIN + OUTLET
    if row.stance:
        panel = sheet.blank_panel(left, y, 0.12, SIZE * LINE)
        panel.plot(0.05, SIZE * LINE / 2, linestyle="none", **STANCES[row.stance])
    verb = shorten(row.verb, VERB - 0.15, SIZE, lines=2)
    _top_lines(sheet, left + 0.13, y, verb, color=GREY if row.verb == "no verb" else INK)


def _top_lines(sheet: Sheet, x: float, y: float, text: str, **style: Any) -> None:
    """Lines from a place downwards, the first of one line on the base line of the words beside it."""
    sheet.text(x, y + line_height(text.split("\n"), SIZE) / 2, text, **style)


def _draw_line(sheet: Sheet, line: list[tuple[str, bool]], x: float, y: float) -> None:
    """One line of words, run by run."""
    for bold, run in groupby(line, key=lambda word: word[1]):
        text = " ".join(word for word, _ in run)
        sheet.text(x, y + SIZE * LINE / 2, text, weight=_weight(bold))
        x += text_width(f"{text} ", SIZE, _weight(bold))
