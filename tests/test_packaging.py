"""What is declared is what is used, shipped and cited, and nothing of one machine is in it."""

import ast
import json
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata
from itertools import product
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

import framing
from framing.studies.reproduction import version_notes

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
CORE = [Requirement(line) for line in PROJECT["dependencies"]]
EXTRAS = {extra: [Requirement(line) for line in lines] for extra, lines in PROJECT["optional-dependencies"].items()}
DECLARED = CORE + [requirement for lines in EXTRAS.values() for requirement in lines]
CONSTRAINTS = [
    Requirement(line) for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines() if not line.startswith("#")
]
# The machines the constraints are for: what `packaging` and pip ask of each.
MACHINES = {
    f"{system} {python}": {
        "python_version": python,
        "python_full_version": f"{python}.9",
        "sys_platform": system,
        "os_name": "nt" if system == "win32" else "posix",
        "platform_system": {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}[system],
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
        "extra": "",
    }
    for system, python in product(["linux", "darwin", "win32"], ["3.11", "3.12", "3.13", "3.14"])
}


def name_of(requirement: Requirement) -> str:
    return canonicalize_name(requirement.name)


def tracked_files() -> list[Path]:
    """The files a commit could hold; skips, saying why, where git cannot tell."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, encoding="utf-8").stdout
    except (OSError, subprocess.CalledProcessError) as problem:
        pytest.skip(f"git does not list the files of this folder: {problem}")
    return [path for path in (ROOT / name for name in listed.split("\0") if name) if path.is_file()]


# Dependencies


def test_the_conda_environment_asks_for_exactly_what_the_package_declares():
    on_conda_as = {"matplotlib-base": "matplotlib"}
    not_on_conda_forge = {"nupunkt"}
    entries = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]
    (from_pip,) = [entry["pip"] for entry in entries if isinstance(entry, dict)]
    conda = {name_of(line): line.specifier for line in map(Requirement, (e for e in entries if isinstance(e, str)))}
    pip = {name_of(line): line.specifier for line in map(Requirement, (e for e in from_pip if e != "-e ."))}

    assert "-e ." in from_pip
    assert set(pip) == not_on_conda_forge
    assert conda.pop("python") == SpecifierSet(PROJECT["requires-python"])
    assert conda.pop("pip") == SpecifierSet()
    renamed = {on_conda_as.get(name, name): specifier for name, specifier in conda.items()}
    assert renamed | pip == {name_of(requirement): requirement.specifier for requirement in CORE}


def test_constraints_are_exact_versions_without_addresses():
    assert [str(line) for line in CONSTRAINTS if line.url or [s.operator for s in line.specifier] != ["=="]] == []
    assert re.findall(r"://|@|file:", (ROOT / "constraints.txt").read_text("utf-8")) == []


@pytest.mark.parametrize("machine", MACHINES)
def test_constraints_name_one_fitting_version_of_everything_declared(machine):
    applying: dict[str, list[str]] = {}
    for line in CONSTRAINTS:
        if line.marker is None or line.marker.evaluate(MACHINES[machine]):
            applying.setdefault(name_of(line), []).append(next(iter(line.specifier)).version)
    assert {name: versions for name, versions in applying.items() if len(versions) > 1} == {}
    unmet = [str(r) for r in DECLARED if not r.specifier.contains(*applying.get(name_of(r), ["0"]), prereleases=True)]
    assert unmet == []


@pytest.mark.skipif(bool(version_notes(ROOT)), reason="other versions than those of the constraints are installed")
def test_constraints_cover_what_the_dependencies_depend_on():
    known = {name_of(line) for line in CONSTRAINTS}
    waiting, needed = list(DECLARED), set()
    while waiting:
        requirement = waiting.pop()
        extras = requirement.extras or {""}
        if (name_of(requirement), *sorted(extras)) in needed:
            continue
        needed.add((name_of(requirement), *sorted(extras)))
        for line in map(Requirement, metadata.requires(requirement.name) or []):
            if line.marker is None or any(line.marker.evaluate({"extra": extra}) for extra in extras):
                waiting.append(line)
    assert {name for name, *_ in needed} - known == {PROJECT["name"]}  # the extra for tests names the one for reading


def test_the_dependency_groups_are_the_test_extra():
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["dependency-groups"]
    assert groups == {"test": [f"{PROJECT['name']}[test]"], "dev": [{"include-group": "test"}]}


def modules_imported_by(source: str) -> set[str]:
    """Top names of the modules a piece of Python imports, wherever in it."""
    nodes = list(ast.walk(ast.parse(source)))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    named = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and not node.level}
    return {name.partition(".")[0] for name in plain | named}


def code_of(notebook: Path) -> str:
    """The code cells of a notebook as one text, without lines for IPython alone."""
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    return re.sub(r"^\s*[%!].*$", "", code, flags=re.MULTILINE)


SOURCES = {
    "framing": [path.read_text("utf-8") for path in sorted((ROOT / "framing").rglob("*.py"))],
    "notebooks": [code_of(path) for path in sorted((ROOT / "notebooks").glob("*.ipynb"))],
    "tests": [path.read_text("utf-8") for path in sorted((ROOT / "tests").rglob("*.py"))],
    "run.py": [(ROOT / "run.py").read_text("utf-8")],
}
MAY_IMPORT = {
    "framing": CORE + [r for extra, lines in EXTRAS.items() if extra != "test" for r in lines],
    "notebooks": CORE,
    "tests": DECLARED,
    "run.py": [],
}


@pytest.mark.parametrize("place", SOURCES)
def test_every_import_is_declared(place):
    own = (
        {"framing", "run", "tests"} | {path.stem for path in (ROOT / "tests").glob("*.py")}
        if place != "run.py"
        else set()
    )
    foreign = set().union(*map(modules_imported_by, SOURCES[place])) - sys.stdlib_module_names - own
    distributions = metadata.packages_distributions()
    declared = {name_of(requirement) for requirement in MAY_IMPORT[place]}
    undeclared = [m for m in foreign if not declared & {canonicalize_name(d) for d in distributions.get(m, [])}]
    assert sorted(undeclared) == []


# What is shipped


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built without a network and opened."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    with zipfile.ZipFile(path) as opened:
        yield opened


def test_the_wheel_holds_every_file_of_framing_and_nothing_beside_it(wheel):
    on_disk = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "framing").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.name != ".DS_Store"
    }
    in_wheel = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert in_wheel == on_disk


def test_the_wheel_holds_lexicons_languages_and_the_mark_of_a_typed_package(wheel):
    held = set(wheel.namelist())
    assert {"framing/lexicons/security/terms.csv", "framing/lexicons/security/lexicon.toml"} <= held
    assert "framing/languages/en/negators.txt" in held
    assert "framing/py.typed" in held


def test_the_wheel_says_what_it_is(wheel):
    (name,) = [name for name in wheel.namelist() if name.endswith(".dist-info/METADATA")]
    said = metadata.PathDistribution(zipfile.Path(wheel, name.rpartition("/")[0] + "/"))
    assert said.version == framing.__version__
    assert said.metadata["License-Expression"] == "MIT"
    assert said.metadata["Requires-Python"] == PROJECT["requires-python"]
    (command,) = said.entry_points
    assert (command.name, command.value) == ("framing", "framing.studies.cli:main")
    assert callable(command.load())


# What is cited


def test_the_citation_file_names_this_version_and_licence():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= set(citation)
    assert citation["version"] == framing.__version__
    assert citation["license"] == PROJECT["license"]


def test_the_changelog_has_a_section_for_this_version():
    assert f"## [{framing.__version__}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


# Nothing of one machine


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("a folder of one machine", r"(?<![\w.])/(?:work|root|home|tmp)/[A-Za-z0-9._]|[A-Z]:\\Users\\"),
        ("a host of a package registry", r"pypi\.org|pythonhosted\.org|anaconda\.org|registry\.npmjs|deb\.debian\.org"),
    ],
)
def test_no_file_names(what, pattern):
    embedded_image = re.compile(r"[A-Za-z0-9+/=]{400,}")
    found = []
    for path in tracked_files():
        text = embedded_image.sub("", path.read_bytes().decode("utf-8", "replace"))
        found += [f"{path.relative_to(ROOT)}: {hit[0]}" for hit in re.finditer(pattern, text)]
    assert found == []


# Style and types


@pytest.mark.parametrize("tool", [["ruff", "check"], ["ruff", "format", "--check"], ["mypy"]], ids=" ".join)
def test_the_code_passes(tool):
    if tool == ["mypy"] and version_notes(ROOT):
        pytest.skip("the types of numpy and pandas are those of other versions than the constraints name")
    done = subprocess.run([sys.executable, "-m", *tool], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
