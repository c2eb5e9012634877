"""A figure of a study before it is drawn, and its caption."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.figure import Figure

from framing.figures.captions import write_caption
from framing.studies.study.counted import Counted

MOST_NAMED = 3  # in a title


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
    n_shown: int | None = None,
    has_terms: bool = True,
    has_intervals: bool = False,
    frames: Iterable[str] | None = None,
) -> str:
    """Return a caption: what is drawn, how many of all remarks it counts, and what limits it."""
    return write_caption(
        what,
        articles=counted.articles,
        remarks=counted.remarks,
        n_shown=n_shown,
        lexicon=counted.material.lexicon if has_terms else None,
        frames=frames,
        confidence=counted.material.settings["method.confidence"] if has_intervals else None,
    )


def remarks_in(table: pd.DataFrame, *groups: str, column: str = "n_remarks") -> int:
    """Return how many remarks the groups of a table have together: it repeats their number for each frame or value.

    Examples
    --------
    >>> rates = pd.DataFrame({"leader": ["Brook", "Brook", "Hale"], "frame": ["a", "b", "a"], "n_remarks": [3, 3, 4]})
    >>> remarks_in(rates, "leader")
    7
    """
    return int(table.drop_duplicates([*groups])[column].sum())


def has_ends(table: pd.DataFrame) -> bool:
    """Return whether any row of a table has an interval."""
    return bool((table["ci_low"].notna() & table["ci_high"].notna()).any())


def in_order(rows: Iterable[tuple[str, float, str]]) -> str:
    """Return names with what is told of each, the largest value first: no winner is named where others have as much.

    Examples
    --------
    >>> in_order([("Brook", 0.38, "38 %"), ("Hale", 0.41, "41 %"), ("Ness", 0.38, "38 %"), ("Ost", 0.38, "38 %")])
    'Hale 41 %, Brook 38 %, Ness 38 % and 1 more, 1 of them with as much'
    """
    ranked = sorted(rows, key=lambda row: -row[1])
    shown, rest = ranked[:MOST_NAMED], ranked[MOST_NAMED:]
    said = ", ".join(f"{name} {told}" for name, _, told in shown)
    as_much = sum(value == shown[-1][1] for _, value, _ in rest)
    more = f" and {len(rest)} more" if rest else ""
    return said + more + (f", {as_much} of them with as much" if as_much else "")


def has_outlets(counted: Counted) -> bool:
    """Return whether there is more than one outlet."""
    return len(counted.articles["outlet"].dropna().unique()) > 1
