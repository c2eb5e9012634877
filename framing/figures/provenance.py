"""Saves a figure with its numbers and what made them; verifies and compares them later."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from framing import files
from framing.errors import FramingError, TableError
from framing.figures.drawing import to_png, to_svg
from framing.figures.labels import count
from framing.figures.records import SUFFIXES, as_csv, make_record, sha256
from framing.figures.verification import compare_figures, verify_figure
from framing.lexicon import Lexicon

__all__ = ["SavedFigure", "compare_figures", "save_figure", "verify_figure"]

NAME = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")


@dataclass(frozen=True)
class SavedFigure:
    """A figure that was saved: shows itself in a notebook and says where its files are.

    Parameters
    ----------
    name : str
        Name of the figure and of its files.
    folder : pathlib.Path
        Where the files are.
    n_rows : int
        Rows of its table of numbers.
    shown_folder : str
        The folder as it is told: from the project, without any place of the machine.
    alt : str
        What the figure shows, in words.
    svg_text : str
        The picture.

    Examples
    --------
    >>> SavedFigure("terms-by-leader", Path("docs/figures"), 12, "docs/figures", "Matrix of hits.", "<svg/>")
    terms-by-leader: 12 rows; docs/figures/terms-by-leader.svg, .png, .csv, .json
    """

    name: str
    folder: Path
    n_rows: int
    shown_folder: str
    alt: str
    svg_text: str = field(repr=False)

    def path(self, suffix: str) -> Path:
        """Return the path of one of its files: "svg", "png", "csv" or "json"."""
        return self.folder / f"{self.name}.{suffix}"

    def __repr__(self) -> str:
        """One line: name, rows, files."""
        others = ", ".join(f".{suffix}" for suffix in SUFFIXES[1:])
        where = f"{self.shown_folder}/" if self.shown_folder else ""
        return f"{self.name}: {count(self.n_rows, 'row')}; {where}{self.name}.svg, {others}"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> tuple[dict[str, str], dict[str, Any]]:
        """What a notebook shows: the picture with its alt text, and the line."""
        return {"image/svg+xml": self.svg_text, "text/plain": repr(self)}, {"image/svg+xml": {"alt": self.alt}}


def save_figure(
    figure: Figure,
    table: pd.DataFrame,
    name: str,
    *,
    corpus: pd.DataFrame | None = None,
    lexicon: Lexicon | None = None,
    seed: int | None = None,
    folder: str | os.PathLike[str] | None = None,
) -> SavedFigure:
    """Save a figure as SVG and PNG, with exactly the numbers drawn and a record of what made them.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        The figure; those of this package know their title, caption and alt text.
    table : pandas.DataFrame
        The numbers drawn, and no others.
    name : str
        Name of the files: letters, digits and single hyphens.
    corpus : pandas.DataFrame, optional
        The articles (or other table) the numbers come from; its digest is recorded.
    lexicon : Lexicon, optional
        The lexicon whose terms were counted; its label and digest are recorded.
    seed : int, optional
        The seed of what was drawn at random.
    folder : path, optional
        Where to write. Otherwise `figures` in the folder that the environment variable FRAMING_OUTPUT names, or
        `docs/figures` of the project (the nearest folder upwards that holds `pyproject.toml`), or else `figures` here.

    Returns
    -------
    SavedFigure
        Shows the picture in a notebook. NAME.svg, NAME.png (150 dots per inch), NAME.csv and NAME.json are written.

    Raises
    ------
    FramingError
        When the name is none.
    TableError
        When the figure or table is none, or the folder cannot be written.

    Notes
    -----
    The same figure gives the same bytes on every run: no date, no machine, a fixed font and fixed names inside the SVG.
    They are the same under one minor version of matplotlib only, which is therefore recorded.

    Examples
    --------
    >>> import tempfile
    >>> import pandas as pd
    >>> from framing.figures.plots import plot_frame_terms
    >>> terms = pd.DataFrame({"leader": ["Ada"], "frame": ["storm"], "pattern": ["gale*"], "n_matches": [3],
    ...                       "n_negated": [0]})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     saved = save_figure(plot_frame_terms(terms), terms, "storm-terms", folder=folder)
    ...     sorted(file.name for file in Path(folder).iterdir())
    ['storm-terms.csv', 'storm-terms.json', 'storm-terms.png', 'storm-terms.svg']
    """
    if not NAME.fullmatch(str(name)):
        raise FramingError(f"name {name!r}: use letters, digits and single hyphens, as in 'terms-by-leader'.")
    if not isinstance(figure, Figure):
        raise TableError(f"figure {name!r}: expected a matplotlib Figure, got {type(figure).__name__}.")
    if not isinstance(table, pd.DataFrame):
        raise TableError(f"figure {name!r}: expected a table (pandas DataFrame), got {type(table).__name__}.")
    place, shown = _folder(folder)
    svg = to_svg(figure)
    made = {"svg": svg.encode(), "png": to_png(figure), "csv": as_csv(table)}
    record = make_record(figure, table, name, corpus, lexicon, seed) | {
        "sha256": {key: sha256(made[key]) for key in made}
    }
    made["json"] = (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode()
    for suffix in SUFFIXES:
        files.write_whole(place / f"{name}.{suffix}", made[suffix])
    return SavedFigure(name, place, len(table), shown, record["alt"], svg)


def _folder(folder: str | os.PathLike[str] | None) -> tuple[Path, str]:
    """Where the files go, and what is said of it: the same on every machine."""
    if folder is not None:
        given = Path(folder)
        return given, given.name if given.is_absolute() else given.as_posix().removeprefix("./")
    if output := os.environ.get("FRAMING_OUTPUT"):
        return Path(output) / "figures", "docs/figures"  # what --check makes is compared with what stands there
    here = Path.cwd()
    for project in (here, *here.parents):
        if (project / "pyproject.toml").is_file():
            return project / "docs" / "figures", "docs/figures"
    return here / "figures", "figures"
