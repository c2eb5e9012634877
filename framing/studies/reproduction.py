"""Figures made again from the notebooks, and compared with the committed ones."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from pathlib import Path
from typing import Any

import pandas as pd
from packaging.requirements import Requirement

from framing.figures.provenance import compare_figures
from framing.files import write_whole
from framing.studies.notebooks import (
    Executed,
    execute_notebook,
    list_notebooks,
    notebook_page,
    notebook_text,
    read_notebook,
)

WORKERS = 2  # one kernel fills one core; more than two make a small machine slower, not faster
_IMAGES = re.compile(r"image/.*")


def make_figures(project: Path, *, names: list[str] | None = None, tell: Any = None) -> list[Path]:
    """Execute the notebooks and write them, their figures and their pages into the project.

    Parameters
    ----------
    project : pathlib.Path
        Folder of the project.
    names : list of str, optional
        Notebooks to run; all without it.
    tell : callable, optional
        Called with a line of text for each notebook done.

    Returns
    -------
    list of pathlib.Path
        What was written, in order.

    Raises
    ------
    CorpusError
        When a notebook fails; then nothing is written.
    """
    with tempfile.TemporaryDirectory() as made:
        executed = _execute_all(list_notebooks(project, names), Path(made), tell)
        written = [write_whole(run.path, notebook_text(run.notebook)) for run in executed]
        for run in executed:
            page = project / "build" / f"{run.path.stem}.html"
            written.append(write_whole(page, notebook_page(run.notebook, _title(run.notebook, run.path.stem))))
        figures = sorted((Path(made) / "figures").glob("*"))
        written += [write_whole(_figures_of(project) / figure.name, figure.read_bytes()) for figure in figures]
    return written


def _figures_of(project: Path) -> Path:
    """Where the figures of a project are committed."""
    return project / "docs" / "figures"


def check_figures(project: Path, *, names: list[str] | None = None, tell: Any = None) -> tuple[list[str], list[str]]:
    """Execute the notebooks into a temporary folder and compare with what is committed; the project is not touched.

    Parameters
    ----------
    project : pathlib.Path
        Folder of the project.
    names : list of str, optional
        Notebooks to run; all without it.
    tell : callable, optional
        Called with a line of text for each notebook done.

    Returns
    -------
    problems : list of str
        What differs: notebook and cell, or figure, row and column.
    notes : list of str
        What was not compared, and why.
    """
    notes = version_notes(project)
    with tempfile.TemporaryDirectory() as made:
        executed = _execute_all(list_notebooks(project, names), Path(made), tell)
        problems: list[str] = []
        if not notes:
            for run in executed:
                committed = read_notebook(run.path)
                problems += compare_notebooks(run.notebook, committed, run.path.stem)
        figures = compare_figures(Path(made) / "figures", _figures_of(project))
    if names:
        figures = figures[figures["problem"] != "not made"]
    problems += [_figure_line(row) for row in figures.itertuples() if row.problem != "note"]
    notes += [_figure_line(row) for row in figures.itertuples() if row.problem == "note"]
    return problems, notes


def _execute_all(paths: list[Path], output: Path, tell: Any) -> list[Executed]:
    """Execute notebooks two at a time, each with its figures going to the output folder."""
    environment = {"FRAMING_OUTPUT": str(output)}

    def run(path: Path) -> Executed:
        executed = execute_notebook(path, environment=environment)
        if tell is not None:
            tell(f"{path.stem}: {executed.seconds:.1f} s")
        return executed

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(run, paths))


def _figure_line(row: Any) -> str:
    """A difference between figures, or what was not compared, in one line."""
    if row.problem == "note":
        return f"figure {row.figure}: {row.column} {row.committed} there, {row.made} here"
    if row.problem == "not made":
        return f"figure {row.figure}: no notebook makes it. Remove its files, or keep your own figures elsewhere."
    where = ", ".join(
        f"{name} {value}" for name, value in (("row", row.row), ("column", row.column)) if pd.notna(value)
    )
    values = f": committed {row.committed!r}, now {row.made!r}" if pd.notna(row.committed) or pd.notna(row.made) else ""
    return f"figure {row.figure}{f' ({where})' if where else ''}: {row.problem}{values}"


def version_notes(project: Path) -> list[str]:
    """Say which installed packages are not those of constraints.txt: then only numbers are compared."""
    file = project / "constraints.txt"
    if not file.is_file():
        return ["no constraints.txt: only numbers are compared"]
    lines = (line.split("#")[0].strip() for line in file.read_text(encoding="utf-8").splitlines())
    differ = []
    for requirement in map(Requirement, filter(None, lines)):
        if requirement.marker is None or requirement.marker.evaluate():
            try:
                installed = metadata.version(requirement.name)
            except metadata.PackageNotFoundError:
                continue
            if not requirement.specifier.contains(installed, prereleases=True):
                differ.append(f"{requirement.name} {installed} (not {requirement.specifier})")
    return [f"other versions than constraints.txt, so only numbers are compared: {', '.join(differ)}"] if differ else []


def _title(notebook: Any, otherwise: str) -> str:
    """First heading of a notebook."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("# "):
            return str(cell.source.splitlines()[0].removeprefix("# "))
    return otherwise


def compare_notebooks(made: Any, committed: Any, name: str) -> list[str]:
    """Say where the outputs of a notebook differ from the committed ones; images are left to the figures.

    Parameters
    ----------
    made, committed : nbformat.NotebookNode
        Two versions of a notebook.
    name : str
        Its name, for the lines.

    Returns
    -------
    list of str
        One line for each cell that differs: notebook, cell, first line that differs.
    """
    if [cell.source for cell in made.cells] != [cell.source for cell in committed.cells]:
        return [f"{name}: its cells are not those that were executed"]
    differences = []
    for number, (new, old) in enumerate(zip(made.cells, committed.cells, strict=True), start=1):
        lines = list(_differing_lines(list(_output_lines(new)), list(_output_lines(old))))
        differences += [f"{name}: cell {number}: {line}" for line in lines[:1]]
    return differences


def _output_lines(cell: Any) -> Iterator[str]:
    """What a cell shows, as lines of text without images."""
    for output in cell.get("outputs", []):
        if output.output_type == "stream":
            yield from output.text.splitlines()
        for kind, content in sorted(output.get("data", {}).items()):
            if not _IMAGES.fullmatch(kind):
                yield from str(content).splitlines()


def _differing_lines(new: list[str], old: list[str]) -> Iterator[str]:
    """Where two outputs part."""
    for one, other in zip(new, old, strict=False):
        if one != other:
            yield f"committed {other.strip()[:100]!r}, now {one.strip()[:100]!r}"
    if len(new) != len(old):
        yield f"committed {len(old)} lines of output, now {len(new)}"
