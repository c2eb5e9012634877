"""Notebooks: executes them with the running interpreter and makes pages of them."""

from __future__ import annotations

import asyncio
import os
import re
import sys
import time
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

import nbclient
import nbformat
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager

from framing.errors import CorpusError, did_you_mean

CELL_SECONDS = 300  # a cell that runs longer hangs; the longest of ours takes a few seconds
KERNEL_ATTEMPTS = 3
_COLOUR_CODES = re.compile(r"\x1b\[[0-9;]*m")


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


class _Kernel(AsyncKernelManager):
    """The kernel of a notebook; nbclient makes it, and shuts it down when the notebook is done."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, kernel_spec_manager=_ThisInterpreter())


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
    """Return the notebooks of a project in order (those whose names begin with two digits), or those named.

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
    every = {path.stem: path for path in sorted((project / "notebooks").glob("[0-9][0-9]-*.ipynb"))}
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
    client = nbclient.NotebookClient(
        notebook, kernel_manager_class=_Kernel, timeout=CELL_SECONDS, record_timing=False, coalesce_streams=True
    )
    try:
        _execute(client, str(folder or path.parent), os.environ | (environment or {}))
    except nbclient.exceptions.CellExecutionError as problem:
        raise CorpusError(_failure(path, notebook, problem)) from None
    except nbclient.exceptions.CellTimeoutError:
        raise CorpusError(f"{path.name}: a cell ran longer than {CELL_SECONDS} seconds and was stopped.") from None
    return Executed(path, _clean(notebook), time.monotonic() - began)


def _execute(client: nbclient.NotebookClient, folder: str, environment: dict[str, str]) -> None:
    """Execute all cells; a kernel that died before it could answer is started again.

    Its ports are chosen before it opens them, so that two kernels starting at one moment may choose the same.
    """
    for attempt in range(1, KERNEL_ATTEMPTS + 1):
        try:
            asyncio.run(client.async_execute(cwd=folder, env=environment))  # a loop of its own, closed at the end
        except RuntimeError as problem:
            if attempt == KERNEL_ATTEMPTS or "Kernel died before replying" not in str(problem):
                raise
        else:
            return


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
