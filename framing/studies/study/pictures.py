"""Draws and saves the figures of a study; one that cannot be drawn says why, and stops none of the others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from framing.errors import FramingError
from framing.figures.provenance import save_figure
from framing.studies.study.counted import Counted
from framing.studies.study.drawing import Drawing
from framing.studies.study.drawings import draw_words
from framing.studies.study.drawings_of_speeches import draw_speeches


class Picture(NamedTuple):
    """A figure that was saved; or why it was not."""

    name: str
    topic: str
    title: str = ""
    caption: str = ""
    alt: str = ""
    problem: str = ""


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
    return Picture(drawing.name, drawing.topic, title, caption, alt)
