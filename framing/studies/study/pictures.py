"""Draws and saves the figures of a study; one that cannot be drawn says why, and stops none of the others."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from matplotlib.figure import Figure

from framing.errors import FramingError
from framing.figures.captions import FOUND_BY_RULES
from framing.figures.drawing import to_png, to_svg
from framing.figures.provenance import save_figure
from framing.studies.study.counted import Counted
from framing.studies.study.drawing import Drawing
from framing.studies.study.drawings import draw_words
from framing.studies.study.drawings_of_speeches import draw_speeches

LARGEST_SVG = 400_000  # bytes: a larger drawing goes into the page as PNG, so that the page stays under 5 MB


class Picture(NamedTuple):
    """A figure that was saved; or why it was not. `image` is it without its caption, which the page has as text."""

    name: str
    topic: str
    title: str = ""
    caption: str = ""
    alt: str = ""
    problem: str = ""
    image: str = ""


def draw_study(counted: Counted, folder: Path) -> dict[str, Picture]:
    """Draw and save every figure that the tables allow."""
    return {drawing.name: _saved(drawing, counted, folder) for drawing in _drawings(counted)}


def _drawings(counted: Counted) -> Iterator[Drawing]:
    """Every figure that the tables allow."""
    yield from draw_words(counted)
    yield from draw_speeches(counted)


def _saved(drawing: Drawing, counted: Counted, folder: Path) -> Picture:
    """A figure with its numbers and what made it, in files."""
    material = counted.material
    try:
        figure = drawing.plot(drawing.table, **drawing.options)
        save_figure(
            figure,
            drawing.table,
            drawing.name,
            corpus=counted.articles,
            lexicon=material.lexicon,
            seed=material.settings["method.seed"],
            folder=folder,
        )
    except FramingError as problem:
        return Picture(drawing.name, drawing.topic, problem=str(problem))
    title, caption, alt = (str(getattr(figure, f"framing_{name}", "")) for name in ("title", "caption", "alt"))
    caption = caption.replace(FOUND_BY_RULES, "Remarks found by rules (see above)")
    image = _image(drawing.plot(drawing.table, **(drawing.options | {"caption": ""})))
    return Picture(drawing.name, drawing.topic, title, caption, alt, image=image)


def _image(figure: Figure) -> str:
    """A figure as part of a page."""
    drawn = to_svg(figure).encode()
    kind, data = ("svg+xml", drawn) if len(drawn) <= LARGEST_SVG else ("png", to_png(figure))
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"
