"""Reads `study.toml`: every mistake with its line and its key, all at once."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from framing import files
from framing.errors import CorpusError, all_problems, did_you_mean
from framing.measures.settings import is_number, is_whole
from framing.studies.study.called import command
from framing.studies.study.keys import FORMS, KEYS, SECTIONS, Key

FILE = "study.toml"
LARGEST = 10**9  # more digits than that are a slip
_HEADER = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]")
_ENTRY = re.compile(r"""\s*(?:"([^"]+)"|'([^']+)'|([\w-]+))\s*=""")
_AT_LINE = re.compile(r"\s*\(at line (\d+), column \d+\)|\s*\(at end of document\)")


@dataclass(frozen=True)
class Settings:
    """What `study.toml` says, every key with its value, written or usual; and the line of each that is written."""

    values: dict[str, Any]
    columns: dict[str, str]
    lines: dict[str, int]

    def __getitem__(self, path: str) -> Any:
        """The value of a key, such as "comparison.frame"."""
        return self.values[path]

    @property
    def comparison(self) -> dict[str, Any]:
        """The main comparison, as stated."""
        return {key.name: self.values[key.path] for key in KEYS if key.section == "comparison"}

    @property
    def comparison_digest(self) -> str:
        """Sixty-four hexadecimal digits that change when anything in the main comparison does."""
        return hashlib.sha256(json.dumps(self.comparison, ensure_ascii=False, sort_keys=True).encode()).hexdigest()

    def place(self, path: str) -> str:
        """Where a key stands, for messages."""
        return f"{FILE} line {self.lines[path]}" if path in self.lines else FILE


def read_settings(folder: Path) -> tuple[Settings, list[str]]:
    """Return what the `study.toml` of a folder says, and every problem of it.

    Raises
    ------
    CorpusError
        When there is no such file, or it is no TOML at all.
    """
    path = folder / FILE
    if not folder.is_dir():
        raise CorpusError(f"{folder}: there is no such folder. Make one: {command(f'study new {folder}')}")
    if not path.is_file():
        raise CorpusError(
            f"{folder}: there is no {FILE}, so this is no study. Make one: {command('study new NEWFOLDER')}"
        )
    text = files.read_text(path)[0]
    written, lines = _parsed(text), find_lines(text)
    problems = [*_unknown(written, lines)]
    values: dict[str, Any] = {}
    for key in KEYS:
        section = written.get(key.section, {}) if key.section else written
        value = section.get(key.name) if isinstance(section, Mapping) else None
        said = None if value is None else _problem(key, value)
        if value is None and key.needed and (not key.section or isinstance(section, Mapping)):
            inside = f" below [{key.section}]" if key.section else ""
            problems.append(f"{FILE}: {key.name} is not there. {FORMS[key.kind].format(name=key.name)[:-1]}{inside}.")
        elif said is not None:
            problems.append(f"{FILE} line {lines.get(key.path, 1)}: {said}")
        values[key.path] = key.usual if value is None or said is not None else _plain(value)
    columns = written.get("columns", {})
    columns = columns if isinstance(columns, dict) else {}
    wrong = [name for name, called in columns.items() if not isinstance(called, str)]
    problems += [f'{FILE} line {lines.get(f"columns.{name}", 1)}: {name} is {columns[name]!r}. '
                 + FORMS["text"].format(name=name) for name in wrong]  # fmt: skip
    return Settings(values, {str(name): str(called) for name, called in columns.items()}, lines), problems


def refuse(folder: Path, problems: list[str]) -> None:
    """Raise the problems of a study, all at once."""
    if problems:
        raise CorpusError(problems[0] if len(problems) == 1 else all_problems(str(folder), problems))


def _parsed(text: str) -> dict[str, Any]:
    """The file as TOML; what stops it, with its line."""
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as problem:
        found = _AT_LINE.search(str(problem))
        line = int(found[1]) if found and found[1] else len(text.splitlines())
        said = _AT_LINE.sub("", str(problem)).rstrip(".")
        shown = text.splitlines()[line - 1].strip() if 0 < line <= len(text.splitlines()) else ""
        hint = 'A line is a name, "=" and a value; words stand between straight quotation marks, as in seed = 1 or '
        hint += 'title = "My study".'
        raise CorpusError(f"{FILE} line {line}: {shown!r:.80} cannot be read ({said}). {hint}") from None


def find_lines(text: str) -> dict[str, int]:
    r"""Return the line of each key, counted from 1.

    Notes
    -----
    The reader of TOML that comes with Python says no lines of keys. Keys inside a text of several lines, and dotted
    ones, are not looked for: `study.toml` needs neither.

    Examples
    --------
    >>> find_lines('title = "A"\n\n[comparison]\nframe = "threat"\n')
    {'title': 1, 'comparison': 3, 'comparison.frame': 4}
    """
    lines: dict[str, int] = {}
    section, closing = "", ""
    for number, line in enumerate(text.splitlines(), start=1):
        if closing:
            closing = "" if closing in line else closing
            continue
        if header := _HEADER.match(line):
            section = header[1].strip("\"'")
            lines.setdefault(section, number)
        elif entry := _ENTRY.match(line):
            name = entry[1] or entry[2] or entry[3]
            lines.setdefault(f"{section}.{name}" if section else name, number)
            value = line[entry.end() :]
            closing = next((marks for marks in ('"""', "'''") if value.count(marks) == 1), "")
    return lines


def _unknown(written: Mapping[str, Any], lines: Mapping[str, int]) -> Iterator[str]:
    """Keys and sections that mean nothing here, such as misspelt ones."""
    for name, value in written.items():
        own = [key.name for key in KEYS if not key.section]
        if name in SECTIONS:
            if not isinstance(value, Mapping):
                yield f"{FILE} line {lines.get(name, 1)}: {name} is a section. Write [{name}], then one line for each."
            elif name != "columns":
                yield from _unknown_in(name, value, lines)
        elif name not in own:
            hint = _elsewhere(name) or did_you_mean(name, [*own, *SECTIONS])
            yield f"{FILE} line {lines.get(name, 1)}: there is no key {name!r}.{hint}"


def _unknown_in(section: str, values: Mapping[str, Any], lines: Mapping[str, int]) -> Iterator[str]:
    """Keys of a section that mean nothing there."""
    own = [key.name for key in KEYS if key.section == section]
    for name in values:
        if name not in own:
            hint = _elsewhere(name) or did_you_mean(name, own)
            yield f"{FILE} line {lines.get(f'{section}.{name}', 1)}: [{section}] has no key {name!r}.{hint}"


def _elsewhere(name: str) -> str:
    """Where a key belongs that stands in the wrong section."""
    homes = [key for key in KEYS if key.name == name]
    if not homes:
        return ""
    return f" It belongs below [{homes[0].section}]." if homes[0].section else " It belongs above the first section."


def _problem(key: Key, value: Any) -> str | None:
    """What is wrong with a value."""
    given = list(value) if key.kind == "texts" and isinstance(value, list) else [value]
    fits = {
        "text": isinstance(value, str),
        "texts": isinstance(value, list) and bool(value) and all(isinstance(one, str) for one in value),
        "whole number": is_whole(value) and key.least <= value < LARGEST,
        "share": is_number(value) and 0 < value < 1,
    }
    if not fits[key.kind]:
        return f"{key.name} is {value!r:.60}. {FORMS[key.kind].format(name=key.name, least=key.least)}"
    if key.needed and not str(value).strip():
        return f"{key.name} is empty. {FORMS[key.kind].format(name=key.name)}"
    for one in given:
        if key.choices and one != "" and one not in key.choices:
            near = did_you_mean(str(one), key.choices)
            return f"{key.name} {one!r} is not one of {', '.join(key.choices)}.{near.partition(' Known')[0]}"
    return None


def _plain(value: Any) -> Any:
    """A value as settings hold it: lists as tuples, texts without white space around them."""
    if isinstance(value, list):
        return tuple(dict.fromkeys(value))
    return value.strip() if isinstance(value, str) else value
