"""Notebooks: executes them with the running interpreter, compares them with what is committed, makes pages of them."""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

import nbclient
import nbformat
import pandas as pd
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import KernelManager

from framing.errors import CorpusError, did_you_mean
from framing.figures.provenance import compare_figures
from framing.files import write_whole

CELL_SECONDS = 300  # a cell that runs longer hangs; the longest of ours takes a few seconds
WORKERS = 2  # one kernel fills one core; more than two make a small machine slower, not faster
_COLOUR_CODES = re.compile(r"\x1b\[[0-9;]*m")
_IMAGES = re.compile(r"image/.*")


class Executed(NamedTuple):
    """An executed notebook: where it lies, what it became, how long it took."""

    path: Path
    notebook: Any
    seconds: float


class _ThisInterpreter(KernelSpecManager):
    """Starts kernels with the running interpreter, whatever kernels the user has installed elsewhere."""

    def get_kernel_spec(self, kernel_name: str) -> Any:
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}", "--log-level=ERROR"]
        return KernelSpec(argv=command, display_name="Python 3", language="python")


def find_project(start: Path | None = None) -> Path:
    """Return the folder of the project: the nearest one upward that holds `notebooks` and `pyproject.toml`.

    Parameters
    ----------
    start : pathlib.Path, optional
        Where to begin; the working directory without it.

    Returns
    -------
    pathlib.Path
        The folder.

    Raises
    ------
    CorpusError
        When there is none.

    Examples
    --------
    >>> (find_project() / "notebooks").is_dir()
    True
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "notebooks").is_dir() and (folder / "pyproject.toml").is_file():
            return folder
    raise CorpusError(
        f"{here}: no project here or above (a folder with notebooks/ and pyproject.toml). Go into the checkout."
    )


def list_notebooks(project: Path, names: list[str] | None = None) -> list[Path]:
    """Return the notebooks of a project in order, or those named.

    Parameters
    ----------
    project : pathlib.Path
        Folder of the project.
    names : list of str, optional
        Names without suffix, such as "00-start-here".

    Returns
    -------
    list of pathlib.Path
        Their files.

    Raises
    ------
    CorpusError
        For a name that is not there.
    """
    every = {path.stem: path for path in sorted((project / "notebooks").glob("*.ipynb"))}
    for name in names or []:
        if name not in every:
            raise CorpusError(f"no notebook {name!r}.{did_you_mean(name, every)}")
    return [path for stem, path in every.items() if not names or stem in names]


def read_notebook(path: Path) -> Any:
    """Return a notebook of a file.

    Raises
    ------
    CorpusError
        When the file is no notebook.
    """
    try:
        return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]  # nbformat carries no types
    except (nbformat.reader.NotJSONError, nbformat.ValidationError) as problem:
        raise CorpusError(f"{path}: this is no notebook ({str(problem).splitlines()[0][:100]}).") from None


def execute_notebook(path: Path, *, environment: dict[str, str] | None = None, folder: Path | None = None) -> Executed:
    """Execute a notebook from its first cell, and return it as it is to be committed.

    Parameters
    ----------
    path : pathlib.Path
        The notebook; the file is not changed.
    environment : dict of str to str, optional
        Environment variables of its kernel, beside those of this process.
    folder : pathlib.Path, optional
        Working directory; the notebook's own without it.

    Returns
    -------
    Executed
        Path, notebook (counts 1..n, no timing, no machine's metadata) and seconds.

    Raises
    ------
    CorpusError
        When a cell fails: which notebook, which cell, which error.
    """
    notebook = read_notebook(path)
    began = time.monotonic()
    manager = KernelManager(kernel_spec_manager=_ThisInterpreter(), kernel_name="python3")
    client = nbclient.NotebookClient(
        notebook, km=manager, timeout=CELL_SECONDS, record_timing=False, coalesce_streams=True
    )
    try:
        client.execute(cwd=str(folder or path.parent), env=os.environ | (environment or {}))
    except nbclient.exceptions.CellExecutionError as problem:
        raise CorpusError(_failure(path, notebook, problem)) from None
    return Executed(path, _clean(notebook), time.monotonic() - began)


def _failure(path: Path, notebook: Any, problem: Any) -> str:
    """Which cell failed, and how, in two lines."""
    failed = next((n for n, cell in enumerate(notebook.cells) if _error_of(cell)), 0)
    first = notebook.cells[failed].source.strip().splitlines()[0]
    reason = _COLOUR_CODES.sub("", f"{problem.ename}: {problem.evalue}").strip()
    return f"{path.name}: cell {failed + 1} ({first!r}) failed.\n  {reason}"


def _error_of(cell: Any) -> bool:
    return any(output.output_type == "error" for output in cell.get("outputs", []))


def _clean(notebook: Any) -> Any:
    """The notebook without what differs from run to run or from machine to machine."""
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for number, cell in enumerate((cell for cell in notebook.cells if cell.cell_type == "code"), start=1):
        cell.metadata.pop("execution", None)
        cell.execution_count = number
        for output in cell.outputs:
            if "execution_count" in output:
                output.execution_count = number
    return notebook


def notebook_text(notebook: Any) -> str:
    r"""Return a notebook as the text of its file: the same for the same content.

    Examples
    --------
    >>> notebook_text(nbformat.v4.new_notebook())[-1]
    '\n'
    """
    return str(nbformat.writes(notebook)).rstrip("\n") + "\n"  # type: ignore[no-untyped-call]


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


def notebook_page(notebook: Any, title: str) -> str:
    """Return a notebook as one HTML page that needs no other file and no network.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        An executed notebook.
    title : str
        Title of the page.

    Returns
    -------
    str
        HTML.
    """
    from nbconvert import HTMLExporter

    with resources.as_file(resources.files("framing.studies").joinpath("templates")) as templates:
        make: Any = HTMLExporter  # nbconvert carries no types
        exporter = make(template_name="page", extra_template_basedirs=[str(templates)])
        style = (templates / "page" / "page.css").read_text(encoding="utf-8")
        page, _ = exporter.from_notebook_node(notebook, {"page_title": title, "page_style": style})
    return str(page)


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
        for figure in sorted((Path(made) / "figures").glob("*")):
            written.append(write_whole(project / "docs" / "figures" / figure.name, figure.read_bytes()))
    return written


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
    notes = _version_notes(project)
    with tempfile.TemporaryDirectory() as made:
        executed = _execute_all(list_notebooks(project, names), Path(made), tell)
        problems: list[str] = []
        if not notes:
            for run in executed:
                committed = read_notebook(run.path)
                problems += compare_notebooks(run.notebook, committed, run.path.stem)
        figures = compare_figures(Path(made) / "figures", project / "docs" / "figures")
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


def _title(notebook: Any, otherwise: str) -> str:
    """First heading of a notebook."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("# "):
            return str(cell.source.splitlines()[0].removeprefix("# "))
    return otherwise


def _figure_line(row: Any) -> str:
    """A difference between figures in one line."""
    where = ", ".join(
        f"{name} {value}" for name, value in (("row", row.row), ("column", row.column)) if pd.notna(value)
    )
    values = f": committed {row.committed!r}, now {row.made!r}" if pd.notna(row.committed) or pd.notna(row.made) else ""
    return f"figure {row.figure}{f' ({where})' if where else ''}: {row.problem}{values}"


def _version_notes(project: Path) -> list[str]:
    """Say which installed packages are not those of constraints.txt: then only numbers are compared."""
    from importlib import metadata

    file = project / "constraints.txt"
    if not file.is_file():
        return ["no constraints.txt: only numbers are compared"]
    from packaging.requirements import Requirement

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
