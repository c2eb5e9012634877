"""What all figures share: the sheet they are drawn on, labels that fit, colours, and how they are written as SVG.

Places on a sheet are inches from its upper left corner and the width of every label is measured before it is set, so
that a row is as high as its label and nothing overlaps; matplotlib's own layout cannot wrap a label to the room it has.
"""

from __future__ import annotations

import io
import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, wraps
from html import escape
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from framing.errors import TableError, all_problems, did_you_mean

PAGE_WIDTH = 16 / 2.54  # inches: the text of an A4 page; sizes of type are chosen for this width
MARGIN = 0.06  # inches of white on each side
LINE = 1.32 / 72  # inches that one line takes per point of its size; matplotlib's own line spacing is 1.2
FEW_REMARKS = 15  # under it a rate says little (DESIGN: "too few")

# Blue and vermilion of Okabe & Ito's palette for colour-blind readers (https://jfly.uni-koeln.de/color/); where both
# stand in one figure their markers differ too, as their lightness does not (46 and 54 of 100).
BLUE, VERMILION = "#0072B2", "#D55E00"
INK, GREY, PALE = "#222222", "#666666", "#BBBBBB"
PAIR = ((BLUE, "o"), (VERMILION, "D"))
# The fewer words inside quotation marks, the lighter: 46, 76 and 100 of 100 in lightness, the last with an outline.
FORM_COLOURS = {"direct": BLUE, "mixed": "#8CC4E6", "indirect": "#FFFFFF"}

SIZE, SMALL, TITLE = 8.0, 7.0, 10.0  # points
STYLE = Path(__file__).with_name("framing.mplstyle")

P = ParamSpec("P")
R = TypeVar("R")


@contextmanager
def house_style() -> Iterator[None]:
    """Matplotlib's defaults with ours on top, whatever the caller has set, for as long as the block runs."""
    with mpl.rc_context(fname=STYLE):
        yield


def in_house_style(draw: Callable[P, R]) -> Callable[P, R]:
    """Run a function that draws in the house style."""

    @wraps(draw)
    def drawn(*args: P.args, **options: P.kwargs) -> R:
        with house_style():
            return draw(*args, **options)

    return drawn


class Picture(Figure):
    """A figure outside pyplot that shows itself in a notebook, as SVG with its alt text."""

    framing_title: str = ""
    framing_caption: str = ""
    framing_alt: str = ""

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> tuple[dict[str, str], dict[str, Any]]:
        """What a notebook shows: the picture; its alt text where pictures cannot be shown."""
        data = {"image/svg+xml": to_svg(self), "text/plain": self.framing_alt or repr(self)}
        return data, {"image/svg+xml": {"alt": self.framing_alt}}


def to_svg(figure: Figure) -> str:
    """The figure as SVG, the same bytes on every run, with title and alt text for readers who cannot see it."""
    buffer = io.StringIO()
    with house_style():
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        figure.savefig(buffer, format="svg", metadata=nothing)
    drawing = buffer.getvalue()
    tag, _, rest = drawing[drawing.index("<svg") :].partition(">")
    title, alt = (escape(str(getattr(figure, name, ""))) for name in ("framing_title", "framing_alt"))
    told = f' role="img" aria-label="{alt or title}"' if alt or title else ""
    head = (f"\n <title>{title}</title>" if title else "") + (f"\n <desc>{alt}</desc>" if alt else "")
    return f"{tag}{told}>{head}{rest}"


def to_png(figure: Figure, *, dpi: int = 150) -> bytes:
    """The figure as PNG, the same bytes on every run."""
    buffer = io.BytesIO()
    with house_style():
        figure.savefig(buffer, format="png", dpi=dpi, metadata={"Software": None})
    return buffer.getvalue()


@dataclass(frozen=True)
class Sheet:
    """A page, or the place of given axes, on which text and panels stand in inches from the upper left corner."""

    host: Picture | Axes
    width: float
    height: float
    top: float  # where title and header end
    bottom: float  # where the caption begins

    @property
    def figure(self) -> Figure:
        """The figure drawn on."""
        figure = self.host if isinstance(self.host, Figure) else self.host.get_figure(root=True)
        assert isinstance(figure, Figure)  # axes that were removed from theirs have none
        return figure

    def text(self, x: float, y: float, string: str, **style: Any) -> None:
        """Text at a place; left and on its middle line unless the style says otherwise."""
        style = {"fontsize": SIZE, "va": "center", "ha": "left", "linespacing": 1.15} | style
        if isinstance(self.host, Figure):
            self.host.text(x / self.width, 1 - y / self.height, string, **style)
        else:
            self.host.text(x / self.width, 1 - y / self.height, string, transform=self.host.transAxes, **style)

    def panel(self, left: float, top: float, width: float, height: float) -> Axes:
        """Axes at a place, with rows counted downwards in inches."""
        place = (left / self.width, 1 - (top + height) / self.height, width / self.width, height / self.height)
        panel = self.host.add_axes(place) if isinstance(self.host, Figure) else self.host.inset_axes(place)
        panel.set_ylim(height, 0)
        panel.yaxis.set_visible(False)
        panel.patch.set_alpha(0)
        return panel

    def blank_panel(self, left: float, top: float, width: float, height: float) -> Axes:
        """Axes without any axis, both directions in inches."""
        panel = self.panel(left, top, width, height)
        panel.set_xlim(0, width)
        panel.set_axis_off()
        return panel


def sheet_width(ax: Axes | None) -> float:
    """Inches there are to draw on."""
    if ax is None:
        return PAGE_WIDTH
    figure = ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    return float(ax.get_position().width * figure.get_figwidth())


def open_sheet(ax: Axes | None, body: float, *, title: str, caption: str, alt: str) -> Sheet:
    """A sheet with title above and caption below a body of that height; on `ax` when there is one."""
    width = sheet_width(ax)
    title, caption = plain(title), plain(caption)
    title_lines = wrap(title, width - 2 * MARGIN, TITLE, weight="bold")
    caption_lines = wrap(caption, width - 2 * MARGIN, SMALL)
    top = MARGIN + line_height(title_lines, TITLE) + (0.1 if title else 0)
    bottom = top + body
    height = bottom + line_height(caption_lines, SMALL) + (0.1 if caption else 0) + MARGIN
    host = Picture(figsize=(width, height)) if ax is None else ax
    if ax is not None:
        ax.set_axis_off()
    sheet = Sheet(host, width, height, top, bottom)
    sheet.text(MARGIN, MARGIN, "\n".join(title_lines), fontsize=TITLE, weight="bold", va="top")
    sheet.text(MARGIN, height - MARGIN, "\n".join(caption_lines), fontsize=SMALL, color=GREY, va="bottom")
    told = {"framing_title": title, "framing_caption": caption, "framing_alt": plain(alt)}
    vars(sheet.figure).update(told)
    return sheet


def line_height(lines: Iterable[str], size: float) -> float:
    """Inches that lines of text take."""
    return len(list(lines)) * size * LINE


def plain(text: object) -> str:
    """A name as a label: on one line, without control characters; "not named" when it is missing."""
    if text is None or text is pd.NA or (isinstance(text, float) and math.isnan(text)):
        return "not named"
    return " ".join("".join(" " if _is_control(letter) else letter for letter in str(text)).split())


def _is_control(letter: str) -> bool:
    """Whether XML forbids the letter, or it turns the direction of what follows; joiners are part of Persian names."""
    turns = "\u202a" <= letter <= "\u202e" or "\u2066" <= letter <= "\u2069"
    return turns or unicodedata.category(letter) in ("Cc", "Cs", "Cn", "Zl", "Zp")


def count(number: float, noun: str, plural: str | None = None) -> str:
    """A number with its noun: "1 remark", "1,200 words"."""
    return f"{number:,.0f} {noun if number == 1 else plural or noun + 's'}"


@lru_cache(maxsize=65536)
def text_width(text: str, size: float, weight: str = "normal") -> float:
    """Inches that a line of text takes, with 2 % to spare: Agg moves letters to whole pixels, SVG does not."""
    font = FontProperties(family="DejaVu Sans", size=size, weight=weight)
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, False)
    return float(width) * 1.02 / 72


def wrap(text: str, width: float, size: float, *, weight: str = "normal") -> list[str]:
    """The text in lines no wider than `width` inches; a word that is wider is broken."""
    lines: list[str] = []
    for space, word in _pieces(text):
        if lines and text_width(lines[-1] + space + word, size, weight) <= width:
            lines[-1] += space + word
        else:
            lines += _broken(word, width, size, weight)
    return lines


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """The parts between which a line may end, each with the space before it; also after a hyphen or stroke."""
    for word in text.split():
        first, *others = re.split(r"(?<=[^\W\d][-–/])(?=[^\W\d])", word)
        yield " ", first
        yield from (("", other) for other in others)


def _broken(word: str, width: float, size: float, weight: str) -> list[str]:
    """A word in pieces that fit."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and text_width(pieces[-1] + letter, size, weight) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def shorten(text: str, width: float, size: float, *, lines: int = 1) -> str:
    """The text in so many lines, with an ellipsis in the middle when it does not fit: names differ at their ends."""
    parts = [space + _cut(word, lambda part: text_width(part, size) <= width) for space, word in _pieces(text)]
    words = "".join(parts).strip()
    kept = _cut(words, lambda part: len(wrap(part, width, size)) <= lines)
    return "\n".join(wrap(kept, width, size))


def _cut(text: str, fits: Callable[[str], bool]) -> str:
    """The longest start and end of a text, with an ellipsis between, that fit."""
    if fits(text):
        return text
    low, high = 1, len(text) - 1
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(_without_middle(text, middle)) else (low, middle - 1)
    return _without_middle(text, low)


def _without_middle(text: str, kept: int) -> str:
    """So many letters of a text, half from its start and half from its end."""
    tail = kept // 2
    return f"{text[: kept - tail].rstrip()}…{text[len(text) - tail :].lstrip() if tail else ''}"


def label_with_n(name: str, n: str, width: float, size: float = SIZE) -> str:
    """A name with its numbers: on one line where there is room, else the numbers below.

    Below also when the name runs from right to left: figures after it would be taken into its direction.
    """
    turns = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in name)
    if not turns and text_width(f"{name} · {n}", size) <= width:
        return f"{name} · {n}"
    return f"{shorten(name, width, size, lines=2)}\n{shorten(n, width, size, lines=2)}"


def shade(share: float, colour: str = BLUE) -> str:
    """The colour for a share of the greatest value: white for none, never quite the full colour."""
    strength = 0.1 + 0.8 * share if share > 0 else 0.0
    return to_hex([1 - strength * (1 - part) for part in to_rgb(colour)])


def lightness(colour: str) -> float:
    """CIE lightness, 0 (black) to 100 (white): what remains of a colour in grey."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(colour)]
    luminance = sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return 116 * luminance ** (1 / 3) - 16 if luminance > 0.008856 else 903.3 * luminance


def ink_on(colour: str) -> str:
    """White or dark, whichever is readable on the colour."""
    return "white" if lightness(colour) < 60 else INK


def need_columns(table: pd.DataFrame, columns: Iterable[str], what: str) -> None:
    """Refuse what is no table, lacks a column or has no row."""
    if not isinstance(table, pd.DataFrame):
        raise TableError(f"{what}: expected a table (pandas DataFrame), got {type(table).__name__}.")
    there = [str(name) for name in table.columns]
    problems = [f"column {name!r} is not there.{did_you_mean(name, there)}" for name in columns if name not in there]
    if problems:
        raise TableError(all_problems(what, problems))


def need_rows(table: pd.DataFrame, what: str) -> None:
    """Refuse a table without rows."""
    if table.empty:
        raise TableError(f"{what}: the table has no row, so there is nothing to draw. Look at the step that made it.")


def name_frames(frames: Iterable[object], labels: Mapping[str, str] | None) -> dict[str, str]:
    """The frames in order of appearance, each with its name for people."""
    known = labels or {}
    return {str(frame): plain(known.get(str(frame), str(frame).replace("_", " "))) for frame in frames}


def need_once(table: pd.DataFrame, columns: list[str], what: str, advice: str) -> None:
    """Refuse a table in which the same thing stands twice, so that one would be drawn over the other."""
    again = table.duplicated(columns)
    if again.any():
        row = table.loc[again].iloc[0]
        where = ", ".join(f"{name} {plain(row[name])!r}" for name in columns)
        raise TableError(f"{what}: {where} stands in more than one row. {advice}")


def told(items: Iterable[str], *, most: int = 12, separator: str = "; ") -> str:
    """A list for alt text, the first of it when it is long, with how many more there are."""
    found = list(items)
    more = [f"and {len(found) - most} more, in the table"] if len(found) > most else []
    return separator.join(found[:most] + more)
