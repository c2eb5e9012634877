"""What all figures share: the sheet they are drawn on, labels that fit, colours, and how they are written as SVG.

Places on a sheet are inches from its upper left corner and the width of every label is measured before it is set, so
that a row is as high as its label and nothing overlaps; matplotlib's own layout cannot wrap a label to the room it has.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from html import escape
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure, SubFigure
from matplotlib.patches import Rectangle

from framing.figures.labels import SIZE, SMALL, TITLE, line_height, plain, text_width, wrap

PAGE_WIDTH = 16 / 2.54  # inches: the text of an A4 page; sizes of type are chosen for this width
MARGIN = 0.06  # inches of white on each side
CAPITAL = 0.729  # height of DejaVu's capitals in its size
FEW_REMARKS = 15  # under it a rate says little (DESIGN: "too few")

# Blue and vermilion of Okabe & Ito's palette for colour-blind readers (https://jfly.uni-koeln.de/color/); where both
# stand in one figure their markers differ too, as their lightness does not (46 and 54 of 100).
BLUE, VERMILION = "#0072B2", "#D55E00"
INK, GREY, PALE = "#222222", "#666666", "#BBBBBB"
PAIR = ((BLUE, "o"), (VERMILION, "D"))
# The fewer words inside quotation marks, the lighter: 46, 76 and 100 of 100 in lightness, the last with an outline.
FORM_COLOURS = {"direct": BLUE, "mixed": "#8CC4E6", "indirect": "#FFFFFF"}

DEFAULT_TEXT: dict[str, Any] = {"fontsize": SIZE, "va": "center", "ha": "left", "linespacing": 1.15}
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
        return self.host if isinstance(self.host, Figure) else _figure_of(self.host)

    def text(self, x: float, y: float, string: str, **style: Any) -> None:
        """Text at a place; left and on its middle line unless the style says otherwise."""
        style = DEFAULT_TEXT | style
        if style["va"] == "center" and "\n" not in string and "rotation" not in style:
            # Capitals on the middle line: centred by its own height, a word with a tail would stand higher.
            y, style["va"] = y + CAPITAL / 2 * style["fontsize"] / 72, "baseline"
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
    return float(ax.get_position().width * _figure_of(ax).get_figwidth())


def _figure_of(ax: Axes) -> Figure:
    """The figure that axes stand in, also where they stand in a part of one."""
    figure: Any = ax.figure
    while isinstance(figure, SubFigure):
        figure = figure.figure
    assert isinstance(figure, Figure)  # axes that were removed from theirs have none
    return figure


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


def fix_ticks(panel: Axes) -> None:
    """Make the ticks now, in the house style: those made when the figure is drawn would have the style of then."""
    low, high = sorted(panel.get_xlim())
    panel.set_xticks([tick for tick in panel.get_xticks() if low <= tick <= high])
    if panel.yaxis.get_visible():
        low, high = sorted(panel.get_ylim())
        panel.set_yticks([tick for tick in panel.get_yticks() if low <= tick <= high])


def form_look(form: str) -> dict[str, Any]:
    """Fill and outline of a form of remark."""
    return {"facecolor": FORM_COLOURS[form], "edgecolor": BLUE, "linewidth": 0.6}


def form_key(sheet: Sheet, left: float, y: float, *, lead: str = "") -> None:
    """What the fills of the three forms mean, and the triangle where there is one."""
    panel = sheet.blank_panel(left, y - 0.08, sheet.width - left - MARGIN, 0.16)
    x = 0.0
    for form in FORM_COLOURS:
        panel.add_patch(Rectangle((x, 0.03), 0.14, 0.1, **form_look(form)))
        panel.text(x + 0.19, 0.08, form, fontsize=SMALL, va="center")
        x += 0.19 + text_width(form, SMALL) + 0.13
    if lead:
        panel.plot(x + 0.05, 0.08, "v", color=GREY, markersize=3)
        panel.text(x + 0.13, 0.08, lead, fontsize=SMALL, va="center")


def shade(share: float, colour: str = BLUE) -> str:
    """The colour for a share of the greatest value: white for none, never quite the full colour."""
    strength = 0.1 + 0.8 * share if share > 0 else 0.0
    red, green, blue = (1 - strength * (1 - part) for part in to_rgb(colour))
    return to_hex((red, green, blue))


def lightness(colour: str) -> float:
    """CIE lightness, 0 (black) to 100 (white): what remains of a colour in grey."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(colour)]
    luminance = sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return 116 * luminance ** (1 / 3) - 16 if luminance > 0.008856 else 903.3 * luminance


def ink_on(colour: str) -> str:
    """White or dark, whichever is readable on the colour."""
    return "white" if lightness(colour) < 60 else INK
