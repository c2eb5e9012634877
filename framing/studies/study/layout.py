"""Lays out the folder of a study: empty, or filled with a small invented example that runs at once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from framing.errors import CorpusError
from framing.files import write_whole


def new_study(folder: str | os.PathLike[str], *, example: bool = False) -> list[Path]:
    """Lay out a folder for a study: where articles go, who the leaders are, and what is asked.

    Parameters
    ----------
    folder : path
        A folder that is not there yet, or is empty; nothing is ever written over.
    example : bool
        Fill it with a small invented example that runs at once.

    Returns
    -------
    list of pathlib.Path
        The files written: `README.txt`, `study.toml`, `leaders.csv`, and the example's articles and speeches.

    Raises
    ------
    CorpusError
        When the folder holds something already.
    TableError
        When it cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp()) / "my-study"
    >>> sorted(path.name for path in new_study(folder))
    ['README.txt', 'leaders.csv', 'study.toml']
    >>> (folder / "articles").is_dir()
    True
    """
    folder = Path(folder)
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        raise CorpusError(f"{folder}: something is there already, and nothing is written over it. Choose another name.")
    home = resources.files("framing.studies").joinpath("templates", "study")
    laid = {"README.txt": home.joinpath("README.txt")}
    laid |= dict(_files_of(home.joinpath("example" if example else "new")))
    written = [write_whole(folder / name, source.read_bytes()) for name, source in sorted(laid.items())]
    (folder / "articles").mkdir(exist_ok=True)
    return written


def _files_of(folder: Traversable, above: str = "") -> Iterator[tuple[str, Traversable]]:
    """The files of a folder inside the package, by their path from there."""
    for child in sorted(folder.iterdir(), key=lambda one: one.name):
        if child.is_dir():
            yield from _files_of(child, f"{above}{child.name}/")
        else:
            yield f"{above}{child.name}", child
