"""Sentiment by leader: how do two engines score each remark, and where do they disagree?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from framing.errors import TableError
from framing.figures.checks import need_columns, need_once, need_rows
from framing.figures.drawing import (
    FEW_REMARKS,
    GREY,
    MARGIN,
    PAIR,
    PALE,
    Sheet,
    fix_ticks,
    in_house_style,
    open_sheet,
    sheet_width,
)
from framing.figures.labels import (
    LINE,
    SIZE,
    SMALL,
    count,
    label_with_n,
    line_height,
    plain,
    shorten,
    spread,
    start_of,
    text_width,
    told,
)

NAMES = {"textblob": "TextBlob", "vader": "VADER"}
ENGINES = tuple((*look, size) for look, size in zip(PAIR, (3.6, 5.2), strict=True))
WORDS = 2 * SMALL * LINE + 0.03  # inches that the first words of a remark take
HEAD, AXIS = 0.22, 0.42  # inches above the bands for the key, and below for the axis
MOST_LABELS = 8
MANY_LEADERS = 8  # more share a page only if the label of each stands on one line


@in_house_style
def plot_sentiment(
    scores: pd.DataFrame,
    *,
    groups: str = "leader",
    engines: Sequence[str] = ("textblob", "vader"),
    quotes: pd.DataFrame | None = None,
    title: str = "",
    caption: str = "",
    alt: str | None = None,
    ax: Axes | None = None,
) -> Figure:
    """Draw how two engines score each remark: a band per leader, a line per remark, a point per engine.

    Parameters
    ----------
    scores : pandas.DataFrame
        One row per remark and engine: the `groups` column, `remark_id`, `engine`, `score` (missing where the engine
        knows none of the words), `n_words`. A leader without any words has a row whose `remark_id` is missing.
    groups : str
        The column that makes the bands.
    engines : sequence of str
        One or two engines, as `engine` names them.
    quotes : pandas.DataFrame, optional
        `remark_id` and `words_shown`: the first words of remarks, as printed. Those of the most discordant remarks,
        eight at most, are written beside their line.
    title, caption, alt, ax
        As for `plot_frame_matrix`.

    Returns
    -------
    matplotlib.figure.Figure
        With its alt text as `framing_alt`.

    Raises
    ------
    TableError
        When a column, all rows or an engine is missing, or a remark has two scores by one engine.

    Notes
    -----
    Leaders stand in the order of their words, remarks of a leader in that of the first engine's score. A remark
    without any scored word has a hollow tick at the left margin, and the label counts it. Markers are hollow where a
    leader has fewer than 15 remarks.

    Examples
    --------
    >>> import pandas as pd
    >>> scores = pd.DataFrame({"leader": "Ada", "remark_id": ["r1", "r1"], "engine": ["textblob", "vader"],
    ...                        "score": [0.25, -0.5], "n_words": [7, 7]})
    >>> plot_sentiment(scores).framing_alt
    'Sentiment of 1 remark by TextBlob and VADER, from -1 to 1. Ada (1 remark, 7 words): TextBlob +0.25, VADER -0.50.'
    """
    what = "plot_sentiment"
    need_columns(scores, [groups, "remark_id", "engine", "score", "n_words"], what)
    need_rows(scores, what)
    _check_engines(scores, engines)
    chosen = scores[scores["engine"].isin(list(engines)) | scores["remark_id"].isna()]
    need_once(chosen[chosen["remark_id"].notna()], ["remark_id", "engine"], what, "Take one mean score per remark.")
    if quotes is not None:
        need_columns(quotes, ["remark_id", "words_shown"], f"{what}, quotes")
    bands = _bands(chosen, groups, list(engines), _first_words(quotes))
    words = {"title": title, "caption": caption, "alt": _describe(bands, engines) if alt is None else alt}
    return _draw(bands, [NAMES.get(engine, plain(engine)) for engine in engines], ax, words)


def _check_engines(scores: pd.DataFrame, engines: Sequence[str]) -> None:
    """Refuse engines that cannot be told apart or are not there."""
    there = scores["engine"].dropna().unique()
    absent = [engine for engine in engines if engine not in there]
    if not 1 <= len(engines) <= len(PAIR) or absent:
        wrong = f"engine {absent[0]!r} is not in the table" if absent else f"{len(engines)} engines cannot be drawn"
        raise TableError(f"plot_sentiment: {wrong}. Choose one or two of {', '.join(map(str, there))}.")


def _first_words(quotes: pd.DataFrame | None) -> dict[str, str]:
    """The words shown of each remark."""
    if quotes is None:
        return {}
    shown = quotes.dropna(subset=["remark_id", "words_shown"])
    return dict(zip(shown["remark_id"], shown["words_shown"].map(plain), strict=True))


@dataclass(frozen=True)
class _Remark:
    """A remark with its score by each engine; missing where it knows none of the words."""

    scores: tuple[float | None, ...]
    words: str

    @property
    def place(self) -> float:
        """Where it stands in its band: by the first score it has, those without any last."""
        return next((-score for score in self.scores if score is not None), 9.0)

    @property
    def gap(self) -> float:
        """How far the engines lie apart; nothing to say with one of them."""
        there = [score for score in self.scores if score is not None]
        return max(there) - min(there) if len(there) > 1 else -1.0


@dataclass(frozen=True)
class _Band:
    """A leader's remarks."""

    name: str
    n_words: int
    remarks: list[_Remark]

    @property
    def n(self) -> str:
        """How much there is of the leader."""
        return f"{count(len(self.remarks), 'remark')}, {count(self.n_words, 'word')}"

    def unscored(self, engine: int) -> int:
        """Remarks in which an engine knows no word."""
        return sum(remark.scores[engine] is None for remark in self.remarks)


def _bands(scores: pd.DataFrame, groups: str, engines: list[str], words: dict[str, str]) -> list[_Band]:
    """The bands in the order of their words."""
    bands = []
    for name, own in scores.assign(**{groups: scores[groups].map(plain)}).groupby(groups, sort=False):
        remarks: dict[str, dict[str, Any]] = {}
        for row in own.dropna(subset=["remark_id"]).to_dict("records"):
            remarks.setdefault(row["remark_id"], {"n_words": row["n_words"]})[row["engine"]] = row["score"]
        made = [
            _Remark(tuple(_score(remark.get(engine)) for engine in engines), words.get(key, ""))
            for key, remark in remarks.items()
        ]
        n_words = sum(int(remark["n_words"]) for remark in remarks.values())
        bands.append(_Band(str(name), n_words, sorted(made, key=lambda remark: remark.place)))
    return sorted(bands, key=lambda band: -band.n_words)


def _score(cell: Any) -> float | None:
    return None if cell is None or pd.isna(cell) else float(cell)


def _describe(bands: list[_Band], engines: Sequence[str]) -> str:
    """The scores in words; of many remarks only how many, and how many are not scored."""
    names = [NAMES.get(engine, plain(engine)) for engine in engines]
    n_remarks = sum(len(band.remarks) for band in bands)
    described = []
    for band in bands:
        each = [
            ", ".join(
                f"{name} {'no scored word' if score is None else format(score, '+.2f')}"
                for name, score in zip(names, remark.scores, strict=True)
            )
            for remark in band.remarks
        ]
        described.append(f"{band.name} ({band.n}): {told(each, most=4, separator=' / ') or 'none'}")
    start = f"Sentiment of {count(n_remarks, 'remark')} by {' and '.join(names)}, from -1 to 1."
    return f"{start} {told(described)}."


def _draw(bands: list[_Band], names: list[str], ax: Axes | None, words: dict[str, str]) -> Figure:
    """The bands below one another, labels left, first words right."""
    room = sheet_width(ax) - 2 * MARGIN
    quoted = any(remark.words for band in bands for remark in band.remarks)
    many = len(bands) > MANY_LEADERS
    left, right = room * (0.4 if many else 0.32), room * (0.2 if many else 0.28) if quoted else 0.1
    labels = [_label(band, names, left - 0.1) for band in bands]
    n_remarks = sum(len(band.remarks) for band in bands)
    pitch = min(0.14, max(0.03, 8.5 / max(n_remarks, 1)))
    heights = [
        max(len(band.remarks) * pitch + 0.1, line_height(label.split("\n"), SIZE) + 0.1)
        for band, label in zip(bands, labels, strict=True)
    ]
    sheet = open_sheet(ax, HEAD + sum(heights) + AXIS, **words)
    wide = room - left - right
    panel = sheet.panel(MARGIN + left, sheet.top + HEAD, wide, sum(heights))
    far = max([1.0, *(abs(score) for band in bands for r in band.remarks for score in r.scores if score is not None)])
    margin = -far * 1.16
    _set_axis(panel, far, margin)
    marks, top = [], 0.0
    for band, label, height in zip(bands, labels, heights, strict=True):
        sheet.text(MARGIN + left - 0.08, sheet.top + HEAD + top + height / 2, label, ha="right")
        marks += _draw_band(panel, band, top, height, pitch, margin)
        top += height
        if band is not bands[-1]:
            panel.axhline(top, color=PALE, linewidth=0.5)
    _key(sheet, names, MARGIN + left, any(0 < len(band.remarks) < FEW_REMARKS for band in bands))
    _write_words(sheet, panel, marks, MARGIN + left + wide, right)
    return sheet.figure


def _label(band: _Band, names: list[str], width: float) -> str:
    """A leader's name with n, and how many remarks an engine could not score."""
    unscored = [f"{name} {n}" for engine, name in enumerate(names) if (n := band.unscored(engine))]
    label = label_with_n(band.name, band.n, width)
    return f"{label}\n{shorten('no score: ' + ', '.join(unscored), width, SIZE, lines=2)}" if unscored else label


def _set_axis(panel: Axes, far: float, margin: float) -> None:
    """The axis of scores, with room at its left for remarks without one."""
    panel.set_xlim(margin - 0.08 * far, far * 1.06)
    if far <= 1:
        panel.set_xticks([-1, -0.5, 0, 0.5, 1], ["−1", "−0.5", "0", "0.5", "1"])
    else:
        fix_ticks(panel)
    panel.set_xlabel("score, from negative to positive")
    panel.axvline(0, color=GREY, linewidth=0.8, zorder=0)
    panel.grid(axis="x")


def _draw_band(
    panel: Axes, band: _Band, top: float, height: float, pitch: float, margin: float
) -> list[tuple[float, float, _Remark]]:
    """A leader's remarks; gives back where each ends, for its first words."""
    if not band.remarks:
        panel.axhspan(top + 0.03, top + height - 0.03, facecolor="white", edgecolor=PALE, hatch="/////", linewidth=0)
        box = {"facecolor": "white", "edgecolor": "none", "pad": 1}
        panel.text(0, top + height / 2, "none", color=GREY, ha="center", va="center", fontsize=SMALL, bbox=box)
    first = top + (height - len(band.remarks) * pitch) / 2 + pitch / 2
    marks = []
    for place, remark in enumerate(band.remarks):
        y = first + place * pitch
        there = [score for score in remark.scores if score is not None]
        panel.plot(there, [y] * len(there), color=PALE, linewidth=0.9, zorder=1)
        few = len(band.remarks) < FEW_REMARKS
        for engine, score in reversed(list(enumerate(remark.scores))):  # the first on top: smaller, so both are seen
            colour, marker, size = ENGINES[engine]
            size *= min(1.0, pitch / 0.09)
            style: dict[str, Any] = {
                "color": colour,
                "markerfacecolor": "white" if few else colour,
                "markeredgewidth": 0.9,
            }
            if score is None:
                panel.plot(margin + 0.02 * (2 * engine - 1), y, "|", color=colour, markersize=size)
            else:
                panel.plot(score, y, marker, markersize=size, **style)
        marks.append((max(there, default=0.0), y, remark))
    return marks


def _key(sheet: Sheet, names: list[str], left: float, few: bool) -> None:
    """What the markers mean, above the bands."""
    entries = [(name, *ENGINES[engine]) for engine, name in enumerate(names)]
    entries += [("no score: no word it knows", GREY, "|", 4.0)]
    entries += [("hollow: under 15 remarks", GREY, "", 4.0)] if few else []
    widths = [text_width(name, SMALL) + (0.13 if marker else 0.0) + 0.14 for name, _, marker, _ in entries]
    panel = sheet.blank_panel(MARGIN, sheet.top, sheet.width - 2 * MARGIN, HEAD)
    x = max(0.0, min(left - MARGIN, sheet.width - 2 * MARGIN - sum(widths)))
    for (name, colour, marker, size), width in zip(entries, widths, strict=True):
        panel.plot(x + 0.05, HEAD / 2, marker, color=colour, markersize=size)
        panel.text(x + (0.13 if marker else 0), HEAD / 2, name, color=colour, va="center", fontsize=SMALL)
        x += width


def _write_words(
    sheet: Sheet, panel: Axes, marks: list[tuple[float, float, _Remark]], left: float, width: float
) -> None:
    """Write the first words of the most discordant remarks right of the panel, each tied to its line."""
    height = panel.get_ylim()[0]
    known = [mark for mark in marks if mark[2].words and mark[2].gap > 0]
    room = min(MOST_LABELS, int(height / WORDS))
    chosen = sorted(sorted(known, key=lambda mark: -mark[2].gap)[:room], key=lambda mark: mark[1])
    places = spread([y for _, y, _ in chosen], WORDS, height)
    gutter = sheet.blank_panel(left, sheet.top + HEAD, width, height)
    edge = panel.get_xlim()[1]
    for (x, y, remark), place in zip(chosen, places, strict=True):
        panel.plot([x, edge], [y, y], color=PALE, linewidth=0.5, linestyle=":", zorder=0)
        gutter.plot([0, 0.1], [y, place], color=PALE, linewidth=0.5)
        text = start_of(remark.words, width - 0.14, SMALL, lines=2)
        gutter.text(0.13, place, text, fontsize=SMALL, va="center", color=GREY, linespacing=1.1)
