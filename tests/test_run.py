"""run.py makes its environment once, trusts only a whole one, deletes only its own and says what is wrong."""

import ast
import importlib.util
import json
import runpy
import signal
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "run.py"
CONFLICT = "ERROR: ResolutionImpossible: for help visit ..."
NO_NETWORK = (
    "WARNING: Retrying ... after connection broken by 'NewConnectionError('... Failed to establish a new connection"
)


class Clone:
    """A folder with run.py in it whose environment, pip and programs are played."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.monkeypatch = folder, monkeypatch
        folder.mkdir()
        (folder / "run.py").write_bytes(SOURCE.read_bytes())
        (folder / "pyproject.toml").write_text("[project]")
        (folder / "constraints.txt").write_text("regex==1")
        self.pip_answers: list[tuple[int, str]] = []
        self.pip_calls: list[list[str]] = []
        self.stamped_before_pip = False
        self.program_calls: list[tuple[list[str], str | None, dict[str, str]]] = []
        self.program_code = 0
        monkeypatch.setattr(subprocess, "run", self.pip)
        monkeypatch.setattr(subprocess, "Popen", self.program)
        self.module = self.load()

    def load(self) -> ModuleType:
        spec = importlib.util.spec_from_file_location("run_in_clone", self.folder / "run.py")
        module = importlib.util.module_from_spec(spec)
        self.monkeypatch.setattr(sys, "dont_write_bytecode", True)
        spec.loader.exec_module(module)
        self.monkeypatch.setattr(module.venv, "EnvBuilder", lambda **_: SimpleNamespace(create=self.create))
        return module

    def create(self, folder: str) -> None:
        python = self.module.VENV_PYTHON
        python.parent.mkdir(parents=True)
        python.touch()
        assert Path(folder) == self.module.VENV

    def pip(self, command: list[str], **options: object) -> SimpleNamespace:
        self.pip_calls.append(command)
        self.stamped_before_pip |= self.module.STAMP.exists()
        code, output = self.pip_answers.pop(0) if self.pip_answers else (0, "")
        return SimpleNamespace(returncode=code, stdout=output)

    def program(self, command: list[str], cwd: str | None, env: dict[str, str]) -> SimpleNamespace:
        self.program_calls.append((command, cwd, env))
        return SimpleNamespace(wait=lambda: self.program_code)

    def __call__(self, *arguments: str) -> int:
        return self.module.main(list(arguments))


@pytest.fixture
def clone(tmp_path, monkeypatch):
    return Clone(tmp_path / "a clone, größer", monkeypatch)


def failure_of(capsys, call, *arguments):
    """The exit code and the one line a call that stops prints."""
    with pytest.raises(SystemExit) as stopped:
        call(*arguments)
    (line,) = capsys.readouterr().err.splitlines()
    return stopped.value.code, line


# Making the environment


def test_the_first_call_installs_the_project_with_its_tests_under_the_constraints_and_then_runs(clone):
    assert clone("test") == 0
    (pip,) = clone.pip_calls
    assert pip[0] == str(clone.module.VENV_PYTHON)
    assert pip[-4:] == ["-e", ".[test]", "-c", "constraints.txt"]
    assert clone.program_calls[0][0] == [str(clone.module.VENV_PYTHON), "-P", "-m", *clone.module.PYTEST]


def test_the_marker_is_written_first_and_the_stamp_last(clone):
    clone.pip_answers = [(1, "ERROR: disk full")]
    with pytest.raises(SystemExit):
        clone("test")
    assert clone.module.MARKER.is_file()
    assert not clone.module.STAMP.exists()
    clone("test")
    assert clone.module.STAMP.is_file()
    assert not clone.stamped_before_pip


def test_a_repeated_call_installs_nothing(clone):
    clone("test")
    clone("figures")
    assert len(clone.pip_calls) == 1
    assert len(clone.program_calls) == 2


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(
            lambda c: (c.folder / "pyproject.toml").write_text("[project] # more"), id="pyproject.toml changed"
        ),
        pytest.param(lambda c: (c.folder / "constraints.txt").write_text("regex==2"), id="constraints.txt changed"),
        pytest.param(lambda c: c.module.STAMP.unlink(), id="no stamp: half made"),
        pytest.param(lambda c: c.module.STAMP.write_bytes(c.module.STAMP.read_bytes()[:-3]), id="stamp torn"),
        pytest.param(lambda c: c.module.VENV_PYTHON.unlink(), id="its Python is gone"),
        pytest.param(lambda c: c.monkeypatch.setattr(sys, "version_info", (3, 99, 0)), id="another Python"),
    ],
)
def test_an_environment_that_is_not_whole_or_for_something_else_is_made_anew(clone, spoil):
    clone("test")
    left_over = clone.module.VENV / "lib" / "left-over"
    left_over.parent.mkdir()
    left_over.touch()
    spoil(clone)
    clone("test")
    assert len(clone.pip_calls) == 2
    assert not left_over.exists()
    assert clone.module.is_ready()


def test_an_environment_that_was_moved_with_its_folder_is_made_anew(clone, tmp_path):
    clone("test")
    clone.folder = clone.folder.rename(tmp_path / "moved")
    clone.module = clone.load()
    clone("test")
    assert len(clone.pip_calls) == 2


def test_a_deletion_that_breaks_off_leaves_an_environment_nobody_trusts_and_run_py_may_delete(clone, capsys):
    clone("test")
    (clone.folder / "constraints.txt").write_text("regex==2")

    def break_off(path):
        raise PermissionError(13, "in use", str(path))

    with clone.monkeypatch.context() as patch:
        patch.setattr(clone.module.shutil, "rmtree", break_off)
        code, line = failure_of(capsys, clone, "test")
    assert (code, "in use" in line) == (1, True)
    (clone.folder / "constraints.txt").write_text("regex==1")
    assert not clone.module.is_ready()
    assert clone("test") == 0


# Somebody else's .venv


def folder_of_another_tool(venv):
    venv.mkdir()
    (venv / "pyvenv.cfg").write_text("home = elsewhere")
    return venv / "pyvenv.cfg"


def link_to_another_folder(venv):
    folder = venv.with_name("shared environment")
    folder.mkdir()
    (folder / "made-by-run-py").touch()
    venv.symlink_to(folder, target_is_directory=True)
    return folder / "made-by-run-py"


def file_in_its_place(venv):
    venv.write_text("VIRTUAL_ENV=...")
    return venv


@pytest.mark.parametrize("foreign", [folder_of_another_tool, link_to_another_folder, file_in_its_place])
def test_a_venv_that_run_py_did_not_make_is_never_touched(clone, capsys, foreign):
    kept = foreign(clone.module.VENV)
    code, line = failure_of(capsys, clone, "test")
    assert code == 1
    assert "was not made by run.py" in line
    assert "--no-venv" in line
    assert kept.exists()
    assert clone.pip_calls == []


def test_an_empty_venv_folder_is_used(clone):
    clone.module.VENV.mkdir()
    assert clone("test") == 0


# When pip fails


def test_versions_that_conflict_are_installed_without_the_constraints_and_it_is_said(clone, capsys):
    clone.pip_answers = [(1, CONFLICT), (0, "")]
    assert clone("test") == 0
    assert ["-c" in call for call in clone.pip_calls] == [True, False]
    assert "installing without them" in capsys.readouterr().out


def test_any_other_failure_is_not_tried_again_and_shows_what_pip_said(clone, capsys):
    clone.pip_answers = [(7, "ERROR: no space left on device")]
    with pytest.raises(SystemExit) as stopped:
        clone("test")
    assert stopped.value.code == 7
    assert "no space left on device" in capsys.readouterr().err
    assert len(clone.pip_calls) == 1
    assert clone.program_calls == []


@pytest.mark.parametrize("output", [NO_NETWORK, NO_NETWORK + "\n" + CONFLICT])
def test_without_a_network_one_line_says_so_even_when_pip_then_finds_no_version_that_fits(clone, capsys, output):
    clone.pip_answers = [(1, output)]
    code, line = failure_of(capsys, clone, "test")
    assert code == 1
    assert "Connect to the network" in line
    assert len(clone.pip_calls) == 1


def test_without_ensurepip_one_line_names_the_package(clone, capsys, monkeypatch):
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "ensurepip" else find(name))
    monkeypatch.setattr(sys, "version_info", (3, 12, 1))
    _, line = failure_of(capsys, clone, "test")
    assert "apt-get install python3.12-venv" in line
    assert not clone.module.VENV.exists()


def test_an_interrupted_installation_ends_with_130_and_is_made_anew(clone, capsys, monkeypatch):
    def interrupt(folder):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(clone.module.venv, "EnvBuilder", lambda **_: SimpleNamespace(create=interrupt))
        code, _ = failure_of(capsys, clone, "test")
    assert code == 130
    assert clone("test") == 0


def test_a_folder_that_cannot_be_written_to_is_one_line(clone, capsys, monkeypatch):
    def refuse(self, **_):
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "mkdir", refuse)
    code, line = failure_of(capsys, clone, "test")
    assert code == 1
    assert "Permission denied" in line


# Verbs and arguments


@pytest.mark.parametrize(
    ("arguments", "expected", "stays_where_the_caller_is"),
    [
        (["figures"], ["framing.studies.cli", "figures"], False),
        (["figures", "--check"], ["framing.studies.cli", "figures", "--check"], False),
        (["figures", "-h"], ["framing.studies.cli", "figures", "-h"], False),
        (["test", "-k", "two words"], ["pytest", "-n", "2", "--dist", "worksteal", "-k", "two words"], False),
        (["lab", "--port=9"], ["jupyterlab", "--port=9"], False),
        (["framing", "count", "a.csv"], ["framing.studies.cli", "count", "a.csv"], True),
    ],
)
def test_arguments_go_to_the_program_of_the_verb(clone, arguments, expected, stays_where_the_caller_is):
    assert clone(*arguments) == 0
    ((command, folder, _),) = clone.program_calls
    assert command[1:] == ["-P", "-m", *expected]
    assert folder == (None if stays_where_the_caller_is else str(clone.folder))


@pytest.mark.parametrize("arguments", [["--no-venv", "figures", "--check"], ["figures", "--check", "--no-venv"]])
def test_no_venv_uses_the_running_python_and_the_framing_beside_run_py_and_installs_nothing(
    clone, arguments, monkeypatch
):
    monkeypatch.setenv("PYTHONPATH", "earlier")
    assert clone(*arguments) == 0
    ((command, _, variables),) = clone.program_calls
    assert command == [sys.executable, "-P", "-m", "framing.studies.cli", "figures", "--check"]
    assert variables["PYTHONPATH"].startswith(str(clone.folder))
    assert variables["PYTHONPATH"].endswith("earlier")
    assert clone.pip_calls == []
    assert not clone.module.VENV.exists()


@pytest.mark.parametrize(("program", "handed_on"), [(0, 0), (1, 1), (5, 5), (-signal.SIGTERM, 128 + signal.SIGTERM)])
def test_exit_codes_pass_through(clone, program, handed_on):
    clone.program_code = program
    assert clone("test") == handed_on


def test_ctrl_c_is_left_to_the_program_to_answer(clone, monkeypatch):
    answers = iter([KeyboardInterrupt, KeyboardInterrupt, 4])

    def wait():
        answer = next(answers)
        if answer is KeyboardInterrupt:
            raise answer
        return answer

    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: SimpleNamespace(wait=wait))
    assert clone("lab") == 4


@pytest.mark.parametrize(("arguments", "code"), [(["-h"], 0), (["--help"], 0), ([], 2), (["--no-venv"], 2)])
def test_help_names_every_verb_and_installs_nothing(clone, capsys, arguments, code):
    assert clone(*arguments) == code
    shown = capsys.readouterr().out
    assert all("run.py " + verb in shown for verb in clone.module.VERBS)
    assert clone.pip_calls == []


def test_jupyterlab_in_the_environment_asks_nobody_about_news(clone):
    assert clone("lab") == 0
    settings = json.loads(clone.module.LAB_SETTINGS.read_text("utf-8"))
    assert settings["@jupyterlab/apputils-extension:notification"] == {"fetchNews": "false", "checkForUpdates": False}
    assert clone.module.LAB_SETTINGS.is_relative_to(clone.module.VENV)


def test_an_unknown_verb_is_wrong_use_and_names_the_verbs(clone, capsys):
    code, line = failure_of(capsys, clone, "figure")
    assert code == 2
    assert "'figure'" in line
    assert "figures, test, lab, framing" in line


# Older Python


def test_an_older_python_is_told_in_one_line_what_to_do(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 10, 13))
    with pytest.raises(SystemExit) as stopped:
        runpy.run_path(str(SOURCE), run_name="__main__")
    assert "needs Python 3.11 or later and this is 3.10" in stopped.value.code
    assert "\n" not in stopped.value.code


def test_an_older_python_can_read_the_file_as_far_as_that_line():
    text = SOURCE.read_bytes().decode("ascii")
    newer = (ast.JoinedStr, ast.NamedExpr, ast.AnnAssign, ast.Nonlocal, ast.Starred, ast.Match, ast.AsyncFunctionDef)
    tree = ast.parse(text)
    assert [node.lineno for node in ast.walk(tree) if isinstance(node, newer)] == []
    assert [node.arg for node in ast.walk(tree) if isinstance(node, ast.arg) and node.annotation] == []
    first_if = next(index for index, node in enumerate(tree.body) if isinstance(node, ast.If))
    assert [ast.unparse(node) for node in tree.body[1:first_if]] == [
        "from __future__ import print_function",
        "import sys",
    ]
