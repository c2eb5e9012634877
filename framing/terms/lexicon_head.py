"""Reads `lexicon.toml`: who wrote a lexicon, its version and language, and what its frames mean."""

from __future__ import annotations

import tomllib
import warnings
from collections.abc import Iterator, Mapping
from importlib.resources.abc import Traversable
from typing import Any

from framing import files
from framing.errors import CorpusError, FramingWarning, did_you_mean
from framing.terms.findings import Finding, error

_NEEDED = ("name", "version", "language")
_OPTIONAL = ("title", "citation", "licence")
_TABLES = ("frames", "labels")


def text_of(folder: Traversable, name: str, problems: list[Finding]) -> str | None:
    """The text of one of the files; None, and a problem, when it cannot be read."""
    try:
        text, mended = files.decode_text(folder.joinpath(name).read_bytes(), name)
    except OSError as problem:
        spreadsheet = [file.name for file in folder.iterdir() if file.name.endswith((".xlsx", ".ods"))]
        hint = f" Save {spreadsheet[0]} as {name} (CSV)." if spreadsheet and name.endswith(".csv") else ""
        said = f"cannot be read ({problem.strerror}). It belongs in the folder of the lexicon.{hint}"
        problems.append(error("unreadable file", said, file=name))
        return None
    except CorpusError as problem:
        problems.append(unreadable(name, problem))
        return None
    for warning in mended:
        warnings.warn(f"{name} of lexicon {folder.name!r}: {warning}.", FramingWarning, stacklevel=5)
    return text


def unreadable(name: str, problem: CorpusError) -> Finding:
    """A complaint about the file as a whole, which names the file already."""
    return error("unreadable file", str(problem).removeprefix(f"{name}: "), file=name)


def read_head(folder: Traversable, problems: list[Finding]) -> dict[str, Any]:
    """What `lexicon.toml` says; where it is wrong, something to go on with and a problem."""
    head: dict[str, Any] = {}
    text = text_of(folder, "lexicon.toml", problems)
    try:
        head = tomllib.loads(text or "")
    except tomllib.TOMLDecodeError as problem:
        form = 'A line is a name in one word, "=", and a text in quotation marks, as in name = "security".'
        problems.append(error("unreadable file", f"{problem}. {form}", file="lexicon.toml"))
        text = None
    if text is not None:
        problems.extend(_head_problems(head))
    tables = {name: head[name] if isinstance(head.get(name), dict) else {} for name in _TABLES}
    return {name: head.get(name, "") for name in (*_NEEDED, *_OPTIONAL)} | tables


def _head_problems(head: Mapping[str, Any]) -> Iterator[Finding]:
    """What is wrong with the keys of `lexicon.toml`."""
    file = "lexicon.toml"
    known = (*_NEEDED, *_OPTIONAL, *_TABLES)
    for key in head:
        if key not in known:
            yield error("unknown key", f"unknown key {key!r}.{did_you_mean(key, known)}", file=file)
    for key in (*_NEEDED, *_OPTIONAL):
        value = head.get(key, None if key in _NEEDED else "")
        if not isinstance(value, str) or (key in _NEEDED and not value.strip()):
            said = f'{key} is {value!r}. Write it in quotation marks, as in {key} = "...".'
            yield error("bad value", said, file=file)
    frames, labels = (head.get(table, {}) for table in _TABLES)
    for table in _TABLES:
        if not isinstance(head.get(table, {}), dict):
            said = f"{table} is {head[table]!r}. Write a table: [{table}], then one line per frame."
            yield error("bad value", said, file=file)
            return
    if not frames:
        said = (
            'there is no frame. Write [frames], then one line per frame, as in threat = "what counts, what does not".'
        )
        yield error("no frame", said, file=file)
    for frame, definition in frames.items():
        if not isinstance(definition, str) or not definition.strip():
            said = f"frame {frame!r} has no definition. Write what counts and what does not."
            yield error("no definition", said, file=file, frame=frame)
        if frame.startswith("-") or frame != frame.strip():
            said = f"frame {frame!r}: a name does not begin with '-' or a space ('-' marks masks in terms.csv)."
            yield error("bad frame name", said, file=file, frame=frame)
    for frame, label in labels.items():
        if frame not in frames:
            said = f"label of an unknown frame {frame!r}.{did_you_mean(frame, frames)}"
            yield error("unknown frame", said, file=file, frame=frame)
        elif not isinstance(label, str):
            said = f"label of {frame!r} is {label!r}. Write it in quotation marks."
            yield error("bad value", said, file=file, frame=frame)
