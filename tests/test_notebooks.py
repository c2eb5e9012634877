"""Every notebook runs alone, offline, with an empty home, and is committed as it runs."""

import json
import os
import re
from pathlib import Path

import nbformat
import pytest

from framing.errors import CorpusError
from framing.studies import notebooks, reproduction

PROJECT = Path(__file__).resolve().parents[1]
EVERY = notebooks.list_notebooks(PROJECT)
OFFLINE = Path(__file__).parent / "offline"
BLOCK_BITES = """
import socket
try:
    socket.create_connection(("192.0.2.1", 80), timeout=1)
except OSError as refused:
    print(type(refused).__name__)
"""


def alone(tmp_path):
    """An environment without network, with an empty home and without NLTK data."""
    home = tmp_path / "home"
    home.mkdir()
    python_path = os.pathsep.join([str(OFFLINE), str(PROJECT)])
    return {
        "HOME": str(home),
        "USERPROFILE": str(home),
        "XDG_CACHE_HOME": str(home / "cache"),
        "NLTK_DATA": str(home / "none"),
        "PYTHONPATH": python_path,
        "FRAMING_OUTPUT": str(tmp_path / "output"),
    }


def with_proof(path, tmp_path):
    """A copy of the notebook with a last cell that tries the network."""
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(BLOCK_BITES))
    copy = tmp_path / path.name
    nbformat.write(notebook, copy)
    return copy


@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.stem)
def test_a_notebook_runs_from_the_root_offline_with_an_empty_home_as_committed(path, tmp_path):
    environment = alone(tmp_path)
    run = notebooks.execute_notebook(with_proof(path, tmp_path), environment=environment, folder=PROJECT)
    proof = run.notebook.cells.pop()
    assert proof.outputs[0].text.strip() == "Offline"
    if not reproduction.version_notes(PROJECT):  # other versions print numbers and tables otherwise
        assert reproduction.compare_notebooks(run.notebook, notebooks.read_notebook(path), path.stem) == []


@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.stem)
def test_a_notebook_is_committed_executed_without_errors_or_traces_of_a_machine(path):
    notebook = notebooks.read_notebook(path)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert not any(output.output_type == "error" for cell in code for output in cell.outputs)
    assert not any(output.get("name") == "stderr" for cell in code for output in cell.outputs)
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert notebooks.notebook_text(notebook) == path.read_text(encoding="utf-8")
    assert not re.search(r"/(home|root|tmp|Users|work)/|0x[0-9a-f]{8,}", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.stem)
def test_a_notebook_is_an_argument_in_short_cells(path):
    notebook = notebooks.read_notebook(path)
    assert notebook.cells[0].cell_type == "markdown"
    assert notebook.cells[0].source.startswith("# ")
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert re.search(r"^## .*by hand", text, re.MULTILINE), "a check the reader can do by hand"
    assert re.search(r"^## What would change our mind", text, re.MULTILINE)
    lengths = sorted(len(cell.source.splitlines()) for cell in notebook.cells if cell.cell_type == "code")
    assert lengths[len(lengths) // 2] <= 4
    assert lengths[-1] <= 12


@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.stem)
def test_a_page_needs_no_other_file_and_every_picture_has_words(path):
    page = notebooks.notebook_page(notebooks.read_notebook(path), path.stem)
    assert "<script" not in page
    assert re.findall(r"""(?:src|href)=["']?(?:https?:)?//[^"'>\s]+""", re.sub(r"<a [^>]*>", "", page)) == []
    assert not re.search(r"@import|url\(", page)
    pictures = re.findall(r"<img[^>]*>", page)
    assert pictures
    assert all(re.search(r"""alt=("[^"]{20,}"|'[^']{20,}')""", picture) for picture in pictures)


def notebook_of(tmp_path, *sources):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    path = tmp_path / "x.ipynb"
    nbformat.write(notebook, path)
    return path


def test_a_failing_cell_is_named_with_its_notebook_and_its_error_in_plain_letters(tmp_path):
    path = notebook_of(tmp_path, "x = 1", "# divide\nx / 0")
    with pytest.raises(CorpusError) as error:
        notebooks.execute_notebook(path)
    assert str(error.value).splitlines()[0] == "x.ipynb: cell 2 ('# divide') failed."
    assert "ZeroDivisionError: division by zero" in str(error.value)
    assert "\x1b" not in str(error.value)


def test_a_changed_output_is_named_by_cell_and_line(tmp_path):
    run = notebooks.execute_notebook(notebook_of(tmp_path, "print('a')\nprint('b')"))
    changed = nbformat.from_dict(json.loads(json.dumps(run.notebook)))
    changed.cells[0].outputs[0].text = "a\nc\n"
    assert reproduction.compare_notebooks(run.notebook, changed, "x") == ["x: cell 1: committed 'c', now 'b'"]
    assert reproduction.compare_notebooks(run.notebook, run.notebook, "x") == []


def test_pictures_are_left_to_the_figures():
    def cell(picture):
        made = nbformat.v4.new_code_cell("x", execution_count=1)
        data = {"image/svg+xml": picture, "text/plain": "storms: 1 row"}
        made.outputs = [nbformat.v4.new_output("display_data", data=data)]
        return nbformat.v4.new_notebook(cells=[made])

    one, other = cell("<svg>1</svg>"), cell("<svg>2</svg>")
    assert reproduction.compare_notebooks(one, other, "x") == []


def test_a_changed_cell_is_a_difference_too(tmp_path):
    run = notebooks.execute_notebook(notebook_of(tmp_path, "1 + 1"))
    other = nbformat.from_dict(json.loads(json.dumps(run.notebook)))
    other.cells[0].source = "1 + 2"
    assert reproduction.compare_notebooks(run.notebook, other, "x") == ["x: its cells are not those that were executed"]


def test_text_is_shown_as_text_on_a_page():
    cell = nbformat.v4.new_code_cell("print('x')", execution_count=1)
    cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text="<script>alert(1)</script> $5bn ... $6bn")]
    page = notebooks.notebook_page(nbformat.v4.new_notebook(cells=[cell]), "<b>title</b>")
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "$5bn ... $6bn" in page
    assert "<title>&lt;b&gt;title" in page


MAKES_A_FIGURE = """
import pandas as pd
import framing
from framing.schema import make_table
rates = make_table("rates", {"lexicon": ["weather@1.0"], "frame": ["storm"], "n_remarks": [20],
    "n_remarks_with_term": [2], "n_matches": [3], "n_negated": [0], "n_tokens": [200], "n_stories": [2]})
picture = framing.plot_frame_matrix(rates.assign(leader="Ada Brook"), title="Storms", caption="Invented.")
framing.save_figure(picture, rates, "storms")
"""


@pytest.fixture
def project(tmp_path):
    """A project with one notebook, which makes one figure."""
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "pyproject.toml").write_text("")
    notebook_of(tmp_path / "notebooks", MAKES_A_FIGURE, "print('done')")
    (tmp_path / "notebooks" / "x.ipynb").rename(tmp_path / "notebooks" / "00-x.ipynb")
    notebook_of(tmp_path / "notebooks", "a reader's own notebook, which is nobody else's business")
    return tmp_path


def files_of(project):
    return {path.relative_to(project).as_posix(): path.read_bytes() for path in project.rglob("*") if path.is_file()}


def remember_the_run(monkeypatch):
    """Execute once; what is checked after that is compared with this one run."""
    execute, runs = reproduction._execute_all, []

    def once(paths, output, tell):
        if not runs:
            runs.append((execute(paths, output, tell), {path.name: path.read_bytes() for path in figures(output)}))
        executed, pictures = runs[0]
        (output / "figures").mkdir(exist_ok=True)
        for name, content in pictures.items():
            (output / "figures" / name).write_bytes(content)
        return executed

    def figures(output):
        return list((output / "figures").glob("*"))

    monkeypatch.setattr(reproduction, "_execute_all", once)


def test_figures_are_made_checked_and_told_apart_by_row_and_column(project, monkeypatch):
    reproduction.make_figures(project)
    made = files_of(project)
    assert {"docs/figures/storms.svg", "docs/figures/storms.csv", "build/00-x.html"} <= set(made)
    remember_the_run(monkeypatch)
    assert reproduction.check_figures(project)[0] == []
    assert files_of(project) == made, "a check writes nothing"

    table = project / "docs" / "figures" / "storms.csv"
    table.write_text(table.read_text().replace("storm,20,2", "storm,20,7"))
    (table.parent / "gone.csv").write_text("a\n1\n")
    assert not any("gone" in line for line in reproduction.check_figures(project, names=["00-x"])[0])
    problems, _ = reproduction.check_figures(project)
    assert "figure gone: no notebook makes it. Remove its files, or keep your own figures elsewhere." in problems
    assert any("storms" in line and "row 2" in line and "n_remarks_with_term" in line for line in problems)


def test_a_notebook_that_fails_leaves_everything_as_it_was(project):
    notebook_of(project / "notebooks", "raise ValueError('no')")
    (project / "notebooks" / "x.ipynb").rename(project / "notebooks" / "01-x.ipynb")
    before = files_of(project)
    with pytest.raises(CorpusError, match="ValueError: no"):
        reproduction.make_figures(project)
    assert files_of(project) == before
