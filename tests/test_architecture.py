"""The rooms do not import one another: they meet through tables. They stand on the ground; `studies` stands above."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "framing"
GROUND = (
    "cells",
    "days",
    "decoding",
    "errors",
    "files",
    "kinds",
    "languages",
    "lexicon",
    "parts",
    "rows",
    "schema",
    "text",
    "validity",
)
ROOMS = ("articles", "speech", "terms", "measures", "figures")
ABOVE = "studies"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE or path.stem != "__init__")


def name_of(path):
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def imports_of(path):
    """The modules of the package that a module imports, wherever in it the import stands."""
    known = {name_of(module) for module in MODULES}
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: import by full name"
            names = [f"{node.module}.{alias.name}" for alias in node.names] + [node.module]
        for name in names:
            inner = name.removeprefix("framing").lstrip(".")
            if name.split(".")[0] == "framing" and inner in known:
                found.add(inner)
    return found


def room_of(module):
    return module.split(".")[0]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_imports_only_its_own_room_and_the_ground(path):
    room = room_of(name_of(path))
    if room == ABOVE:
        return
    allowed = set(GROUND) if room in GROUND else {room, *GROUND}
    assert {room_of(module) for module in imports_of(path)} <= allowed


def test_every_module_stands_in_a_room_or_on_the_ground():
    assert {room_of(name_of(path)) for path in MODULES} <= {*GROUND, *ROOMS, ABOVE}


def test_no_circles():
    arrows = {name_of(path): imports_of(path) - {name_of(path)} for path in MODULES}
    done, walking = set(), []

    def walk(module):
        assert module not in walking, " -> ".join([*walking, module])
        if module in done:
            return
        walking.append(module)
        for target in sorted(arrows.get(module, ())):
            walk(target)
        walking.pop()
        done.add(module)

    for module in arrows:
        walk(module)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_module_calls_for_data_that_would_have_to_be_downloaded(path):
    source = path.read_text(encoding="utf-8")
    banned = ("nltk.download", "nltk.corpus", "word_tokenize(", "sent_tokenize(", "pos_tag(", ".noun_phrases")
    assert [word for word in banned if word in source] == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_the_reader_of_languages_opens_their_folders(path):
    if name_of(path) != "languages":
        assert "languages/" not in path.read_text(encoding="utf-8").replace("framing/languages/<code>/", "")


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_yaml_is_read_safely_and_nothing_is_evaluated(path):
    calls = [node.func for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    names = {ast.unparse(call) for call in calls}
    if path.parts[-2:] == ("scale", "crews.py"):
        names.remove("pickle.loads")  # a worker takes its job from a folder that only who started it can open
    assert names.isdisjoint({"eval", "exec", "yaml.load", "pickle.load", "pickle.loads", "os.system"})
