"""A figure of a study before it is drawn, and its caption."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.figure import Figure

from framing.figures.captions import write_caption
from framing.studies.study.counted import Counted


class Drawing(NamedTuple):
    """A figure to draw: its name, what it is about, the numbers drawn, by which function, with which options."""

    name: str
    topic: str
    table: pd.DataFrame
    plot: Callable[..., Figure]
    options: dict[str, Any]


def caption_of(
    counted: Counted,
    what: str,
    *,
    has_terms: bool = True,
    has_intervals: bool = False,
    frames: Iterable[str] | None = None,
) -> str:
    """Return a caption: what is drawn, of how much, and what limits it."""
    return write_caption(
        what,
        articles=counted.articles,
        remarks=counted.remarks,
        lexicon=counted.material.lexicon if has_terms else None,
        frames=frames,
        confidence=counted.material.settings["method.confidence"] if has_intervals else None,
    )


def has_outlets(counted: Counted) -> bool:
    """Return whether there is more than one outlet."""
    return len(counted.articles["outlet"].dropna().unique()) > 1
