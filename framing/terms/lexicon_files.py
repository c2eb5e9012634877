"""Reads the files of a lexicon, with every problem of every file at once.

A lexicon is a folder a social scientist edits in a spreadsheet: `lexicon.toml` (name, version, language, citation,
licence, the frames with their definitions), `terms.csv` (frame, pattern, weight, note), `examples.csv` (frame,
sentence, matches) and, once somebody has judged it, `validation.csv`: one row per frame and judgement, with the columns
of `framing.validity.VALIDATION_COLUMNS` (on, unit, by, coder_kind, date, frame, figures), all of them.
"""

from __future__ import annotations

import math
import tomllib
import warnings
from collections.abc import Iterator, Mapping
from importlib.resources.abc import Traversable
from typing import Any, NamedTuple

from framing import files
from framing.errors import CorpusError, FramingWarning, LexiconError, all_problems, did_you_mean
from framing.lexicon import Example, Lexicon, Term, pattern_problems
from framing.terms.patterns import pattern_words, unmatchable
from framing.validity import CODER_KINDS, VALIDATION_COLUMNS

_NEEDED = ("name", "version", "language")
_OPTIONAL = ("title", "citation", "licence")
_TABLES = ("frames", "labels")


def read_folder(folder: Traversable, source: str) -> Lexicon:
    """Return the lexicon that stands in a folder.

    Parameters
    ----------
    folder : path
        Holds `lexicon.toml`, `terms.csv`, `examples.csv` and perhaps `validation.csv`.
    source : str
        Name of the lexicon for the message.

    Raises
    ------
    LexiconError
        With all problems of all its files, each with file and row.
    """
    problems: list[str] = []
    head = _read_head(folder, problems)
    terms = _read_terms(folder, head["frames"], problems)
    examples = _read_examples(folder, head["frames"], terms, problems)
    validations = _read_validations(folder, head["frames"], problems)
    if problems:
        raise LexiconError(all_problems(f"lexicon {source!r}", problems))
    return Lexicon(
        **{name: head[name] for name in ("name", "version", "language", "citation", "licence", "frames", "labels")},
        terms=tuple(row.term for row in terms),
        examples=tuple(examples),
        validations=tuple(validations),
    )


def _text_of(folder: Traversable, name: str, problems: list[str]) -> str | None:
    """The text of one of the files; None, and a problem, when it cannot be read."""
    try:
        text, mended = files.decode_text(folder.joinpath(name).read_bytes(), name)
    except OSError as problem:
        spreadsheet = [file.name for file in folder.iterdir() if file.name.endswith((".xlsx", ".ods"))]
        hint = f" Save {spreadsheet[0]} as {name} (CSV)." if spreadsheet and name.endswith(".csv") else ""
        problems.append(f"{name}: cannot be read ({problem.strerror}). It belongs in the folder of the lexicon.{hint}")
        return None
    except CorpusError as problem:
        problems.append(str(problem))
        return None
    for warning in mended:
        warnings.warn(f"{name} of lexicon {folder.name!r}: {warning}.", FramingWarning, stacklevel=4)
    return text


# ------------------------------------------------------------------------------------------ lexicon.toml


def _read_head(folder: Traversable, problems: list[str]) -> dict[str, Any]:
    """What `lexicon.toml` says; where it is wrong, something to go on with and a problem."""
    head: dict[str, Any] = {}
    text = _text_of(folder, "lexicon.toml", problems)
    try:
        head = tomllib.loads(text or "")
    except tomllib.TOMLDecodeError as problem:
        form = 'A line is a name in one word, "=", and a text in quotation marks, as in name = "security".'
        problems.append(f"lexicon.toml: {problem}. {form}")
        text = None
    if text is not None:
        problems.extend(f"lexicon.toml: {problem}" for problem in _head_problems(head))
    tables = {name: head[name] if isinstance(head.get(name), dict) else {} for name in _TABLES}
    return {name: head.get(name, "") for name in (*_NEEDED, *_OPTIONAL)} | tables


def _head_problems(head: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with the keys of `lexicon.toml`."""
    known = (*_NEEDED, *_OPTIONAL, *_TABLES)
    for key in head:
        if key not in known:
            yield f"unknown key {key!r}.{did_you_mean(key, known)}"
    for key in (*_NEEDED, *_OPTIONAL):
        value = head.get(key, None if key in _NEEDED else "")
        if not isinstance(value, str) or (key in _NEEDED and not value.strip()):
            yield f'{key} is {value!r}. Write it in quotation marks, as in {key} = "...".'
    frames, labels = (head.get(table, {}) for table in _TABLES)
    for table in _TABLES:
        if not isinstance(head.get(table, {}), dict):
            yield f"{table} is {head[table]!r}. Write a table: [{table}], then one line per frame."
            return
    if not frames:
        yield 'there is no frame. Write [frames], then one line per frame, as in threat = "what counts, what does not".'
    for frame, definition in frames.items():
        if not isinstance(definition, str) or not definition.strip():
            yield f"frame {frame!r} has no definition. Write what counts and what does not."
        if frame.startswith("-") or frame != frame.strip():
            yield f"frame {frame!r}: a name does not begin with '-' or a space ('-' marks masks in terms.csv)."
    for frame, label in labels.items():
        if frame not in frames:
            yield f"label of an unknown frame {frame!r}.{did_you_mean(frame, frames)}"
        elif not isinstance(label, str):
            yield f"label of {frame!r} is {label!r}. Write it in quotation marks."


# ------------------------------------------------------------------------------------------ the tables


class _Row(NamedTuple):
    """A term and the row of terms.csv it stands in."""

    number: int
    term: Term


def _rows_of(folder: Traversable, name: str, columns: Mapping[str, bool], problems: list[str]) -> list[tuple[int, Any]]:
    """The rows of a file that are not empty, with their numbers; `columns` says which are needed."""
    text = _text_of(folder, name, problems)
    if text is None:
        return []
    try:
        table = files.parse_delimited(text, name, may_be_short=True)
    except CorpusError as problem:
        problems.append(str(problem))
        return []
    unknown = [column for column in table.columns if columns and column not in columns]
    missing = [column for column, is_needed in columns.items() if is_needed and column not in table.columns]
    problems.extend(f"{name}: unknown column {column!r}.{did_you_mean(column, columns)}" for column in unknown)
    problems.extend(f"{name}: column {column!r} is not there. Columns: {', '.join(columns)}." for column in missing)
    if missing:
        return []
    records = table.apply(lambda column: column.str.strip()).to_dict(orient="records")
    return [(number, record) for number, record in enumerate(records, start=2) if any(record.values())]


def _read_terms(folder: Traversable, frames: Mapping[str, str], problems: list[str]) -> list[_Row]:
    """The terms and masks of terms.csv."""
    columns = {"frame": True, "pattern": True, "weight": False, "note": False}
    n_before = len(problems)
    rows: list[_Row] = []
    for number, cells in _rows_of(folder, "terms.csv", columns, problems):
        wrong = list(_term_problems(cells, frames))
        problems.extend(f"terms.csv row {number}: {problem}" for problem in wrong)
        if not wrong:
            weight = float(cells.get("weight") or 1)
            rows.append(_Row(number, Term(cells["frame"], cells["pattern"], weight, cells.get("note", ""))))
    problems.extend(_repeated(rows))
    if len(problems) == n_before:
        without = [frame for frame in frames if frame not in {row.term.frame for row in rows}]
        problems.extend(f"terms.csv: frame {frame!r} has no pattern. Give it one, or take it out." for frame in without)
    return rows


def _term_problems(cells: Mapping[str, str], frames: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with a row of terms.csv."""
    frame, pattern, weight = cells["frame"], cells["pattern"], cells.get("weight", "")
    target = frame.removeprefix("-")
    if not frame:
        yield f"pattern {pattern!r} has no frame. Write one, or '-' for a mask of all frames."
    elif frames and target and target not in frames:
        near = did_you_mean(target, frames)
        line = f'{target} = "what counts"'
        yield f"unknown frame {frame!r}.{near} A new frame needs a line below [frames] in lexicon.toml: {line}."
    if not pattern:
        yield "the pattern is empty. Write a word or a phrase."
    else:
        outside_grammar = list(pattern_problems(pattern))
        yield from outside_grammar or filter(None, [unmatchable(pattern)])
    try:
        is_finite = math.isfinite(float(weight or 1))
    except ValueError:
        is_finite = False
    if not is_finite:
        yield f"weight {weight!r} is no finite number. Write 1, or 1.5 with a point; or leave it empty."


def _repeated(rows: list[_Row]) -> Iterator[str]:
    """Rows whose pattern stands in the same frame already, however it is spelt."""
    first: dict[tuple[str, tuple[str, ...]], _Row] = {}
    for row in rows:
        earlier = first.setdefault((row.term.frame, pattern_words(row.term.pattern)), row)
        if earlier is not row:
            yield (
                f"terms.csv row {row.number}: pattern {row.term.pattern!r} stands in {row.term.frame!r} already "
                f"(row {earlier.number}: {earlier.term.pattern!r}). Take one out."
            )


def _read_examples(
    folder: Traversable, frames: Mapping[str, str], terms: list[_Row], problems: list[str]
) -> list[Example]:
    """The sentences of examples.csv; each frame needs one that must match and one that must not."""
    patterns: dict[str, dict[tuple[str, ...], str]] = {}
    for row in terms:
        patterns.setdefault(row.term.frame, {})[pattern_words(row.term.pattern)] = row.term.pattern
    examples: list[Example] = []
    n_before = len(problems)
    rows = _rows_of(folder, "examples.csv", {"frame": True, "sentence": True, "matches": True}, problems)
    if not rows and len(problems) > n_before:
        return []
    for number, cells in rows:
        of_frame = patterns.get(cells["frame"], {})
        named = [name.strip() for name in cells["matches"].split(";") if name.strip()]
        wrong = list(_example_problems(cells, named, frames, of_frame))
        problems.extend(f"examples.csv row {number}: {problem}" for problem in wrong)
        matches = tuple(of_frame.get(pattern_words(name), name) for name in named)
        examples.append(Example(cells["frame"], cells["sentence"], matches))
    for frame in frames:
        own = [bool(example.matches) for example in examples if example.frame == frame]
        wanted = [what for is_match, what in ((True, "must match"), (False, "must not match")) if is_match not in own]
        problems.extend(f"examples.csv: frame {frame!r} has no sentence that {what}. Add one." for what in wanted)
    return examples


def _example_problems(
    cells: Mapping[str, str], named: list[str], frames: Mapping[str, str], of_frame: Mapping[tuple[str, ...], str]
) -> Iterator[str]:
    """What is wrong with a row of examples.csv."""
    if frames and cells["frame"] not in frames:
        yield f"unknown frame {cells['frame']!r}.{did_you_mean(cells['frame'], frames)}"
        return
    if not cells["sentence"]:
        yield "the sentence is empty."
    if not of_frame:
        return
    for name in named:
        if pattern_words(name) not in of_frame:
            hint = did_you_mean(name, of_frame.values())
            yield f"frame {cells['frame']!r} has no pattern {name!r}.{hint if hint.startswith(' Did') else ''}"


def _read_validations(folder: Traversable, frames: Mapping[str, str], problems: list[str]) -> list[dict[str, str]]:
    """The rows of validation.csv, when there is one: on what, by whom, for which frame, with which figures."""
    if not folder.joinpath("validation.csv").is_file():
        return []
    rows = _rows_of(folder, "validation.csv", dict.fromkeys(VALIDATION_COLUMNS, True), problems)
    for number, cells in rows:
        problems.extend(f"validation.csv row {number}: {wrong}" for wrong in _validation_problems(cells, frames))
    return [cells for _, cells in rows]


def _validation_problems(cells: Mapping[str, str], frames: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with a row of validation.csv."""
    if cells["coder_kind"] not in CODER_KINDS:
        yield f"coder_kind {cells['coder_kind']!r} is not one of {', '.join(CODER_KINDS)}."
    if cells["frame"] and frames and cells["frame"] not in frames:
        yield f"unknown frame {cells['frame']!r}.{did_you_mean(cells['frame'], frames)}"
    if not cells["frame"] and cells["coder_kind"] == "human":
        yield "frame is empty. What people judged is valid for one frame: write one row for each frame they judged."
