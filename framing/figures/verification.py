"""Figures looked at again: was one touched since it was saved, do those made now differ from those committed?"""

from __future__ import annotations

import io
import json
import math
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib import image

from framing import files
from framing.figures.labels import count
from framing.figures.records import SUFFIXES, matplotlib_minor, read_record, sha256

PICTURES = ("svg", "png")
TOLERANCE = 1e-9  # relative and absolute: sums of the same numbers in another order differ by less, a change by more
COMPARED = ("figure", "row", "column", "committed", "made", "problem")


def verify_figure(folder: str | os.PathLike[str], name: str) -> pd.DataFrame:
    """Return what does not fit between the files of a saved figure: nothing, when none was touched.

    Parameters
    ----------
    folder : path
        Where the figure was saved.
    name : str
        Its name.

    Returns
    -------
    pandas.DataFrame
        One row per problem: `figure`, `file`, `problem`.

    Raises
    ------
    TableError
        When the record itself is not there or is none.

    Examples
    --------
    >>> import tempfile
    >>> import pandas as pd
    >>> from framing.figures.plots import plot_frame_terms
    >>> from framing.figures.provenance import save_figure
    >>> terms = pd.DataFrame({"leader": ["Ada"], "frame": ["storm"], "pattern": ["gale*"], "n_matches": [3],
    ...                       "n_negated": [0]})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     saved = save_figure(plot_frame_terms(terms), terms, "storm-terms", folder=folder)
    ...     _ = saved.path("csv").write_text(saved.path("csv").read_text().replace("3", "4"))
    ...     verify_figure(folder, "storm-terms")[["file", "problem"]]
                  file                            problem
    0  storm-terms.csv  table of numbers was changed since
    """
    place = Path(folder)
    record = read_record(place / f"{name}.json")
    problems = []
    for suffix, digest in record["sha256"].items():
        file = place / f"{name}.{suffix}"
        what = "table of numbers" if suffix == "csv" else "picture"
        if not file.is_file():
            problems.append((name, file.name, f"{what} is not there"))
        elif sha256(file.read_bytes()) != digest:
            changed = f"{what} was changed since"
            problems.append((name, file.name, changed))
    return pd.DataFrame(problems, columns=["figure", "file", "problem"], dtype="str")


def compare_figures(made_folder: str | os.PathLike[str], committed_folder: str | os.PathLike[str]) -> pd.DataFrame:
    """Return where figures made now differ from the committed ones.

    Parameters
    ----------
    made_folder : path
        Figures made now, as `save_figure` writes them.
    committed_folder : path
        Figures to compare them with.

    Returns
    -------
    pandas.DataFrame
        One row per difference: `figure`; `row` (line of the CSV file, its header being line 1; missing where none is
        meant); `column`; `committed`, `made` (what stands there, as text); `problem`. A row whose `problem` is "note"
        is no difference: it says what was not compared.

    Raises
    ------
    TableError
        When a record cannot be read.

    Notes
    -----
    Numbers agree within 1e-9, relative or absolute. Pictures are compared only when both were made under the running
    minor version of matplotlib: SVG by its bytes, PNG by its pixels.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as made, tempfile.TemporaryDirectory() as committed:
    ...     compare_figures(made, committed).empty
    True
    """
    made, committed = Path(made_folder), Path(committed_folder)
    here, there = _names(made), _names(committed)
    rows: list[tuple[Any, ...]] = []
    for name in sorted(here | there):
        if name not in here:
            rows.append((name, None, None, f"{name}.json", None, "not made"))
        elif name not in there:
            rows.append((name, None, None, None, f"{name}.json", "not committed"))
        else:
            found = [*_record_differences(made, committed, name), *_number_differences(made, committed, name)]
            rows += [(name, *row) for row in [*found, *_picture_differences(made, committed, name)]]
    compared = pd.DataFrame(rows, columns=list(COMPARED))
    return compared.astype({column: "Int64" if column == "row" else "str" for column in COMPARED})


def _names(folder: Path) -> set[str]:
    """The figures of a folder: whatever has any of the files."""
    return {file.stem for suffix in SUFFIXES for file in folder.glob(f"*.{suffix}")}


_Difference = tuple[int | None, str | None, str | None, str | None, str]


def _record_differences(made: Path, committed: Path, name: str) -> Iterator[_Difference]:
    """What made the figure, and its words; not the versions, which the pictures' rule concerns."""
    new, old = (read_record(folder / f"{name}.json") for folder in (made, committed))
    for key in ("title", "caption", "alt", "lexicon", "corpus", "seed"):
        if new.get(key) != old.get(key):
            yield None, key, _text(old.get(key)), _text(new.get(key)), f"{key} differs"


def _text(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _number_differences(made: Path, committed: Path, name: str) -> Iterator[_Difference]:
    """The tables of numbers, cell by cell; the first difference of each column, and how many follow it."""
    paths = [folder / f"{name}.csv" for folder in (made, committed)]
    absent = [path for path in paths if not path.is_file()]
    if absent:
        yield None, None, None, None, "table of numbers is not there"
        return
    new, old = (files.read_rows(path)[0] for path in paths)
    if list(new.columns) != list(old.columns):
        yield None, None, ", ".join(old.columns), ", ".join(new.columns), "columns differ"
        return
    if len(new) != len(old):
        yield None, None, count(len(old), "row"), count(len(new), "row"), "number of rows differs"
    for column in new.columns:
        cells = zip(old[column], new[column], strict=False)
        found = [(row, *pair) for row, pair in enumerate(cells, start=2) if not _agree(*pair)]
        if found:
            row, before, now = found[0]
            more = f", and {count(len(found) - 1, 'more row')}" if len(found) > 1 else ""
            yield row, str(column), before, now, f"number differs{more}"


def _agree(one: str, other: str) -> bool:
    """Whether two cells hold the same."""
    if one == other:
        return True
    try:
        return math.isclose(float(one), float(other), rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    except ValueError:
        return False


def _picture_differences(made: Path, committed: Path, name: str) -> Iterator[_Difference]:
    """The pictures, when one matplotlib drew both; else a note."""
    versions = [
        str(read_record(folder / f"{name}.json")["made_with"].get("matplotlib")) for folder in (made, committed)
    ]
    if set(versions) != {matplotlib_minor()}:
        yield None, "pictures not compared, matplotlib", versions[1], versions[0], "note"
        return
    for suffix in PICTURES:
        paths = [folder / f"{name}.{suffix}" for folder in (made, committed)]
        if not all(path.is_file() for path in paths):
            yield None, suffix, None, None, "picture is not there"
        elif not _same_picture(*(path.read_bytes() for path in paths)):
            yield None, suffix, None, None, "picture differs"


def _same_picture(one: bytes, other: bytes) -> bool:
    """Whether two pictures are the same: by bytes, or by pixels where packing alone may differ."""
    if one == other or not (one[:4] == other[:4] == b"\x89PNG"):
        return one == other
    try:
        pixels = [image.imread(io.BytesIO(data), format="png") for data in (one, other)]
    except (OSError, SyntaxError, ValueError):  # Pillow's own complaints about a damaged file
        return False
    return pixels[0].shape == pixels[1].shape and bool((pixels[0] == pixels[1]).all())
