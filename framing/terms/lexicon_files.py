"""Reads the files of a lexicon, with every problem of every file at once.

A lexicon is a folder a social scientist edits in a spreadsheet: `lexicon.toml` (name, version, language, citation,
licence, the frames with their definitions), `terms.csv` (frame, pattern, weight, note), `examples.csv` (frame,
sentence, matches) and, once somebody has judged it, `validation.csv`: one row per frame and judgement, with the columns
of `framing.validity.VALIDATION_COLUMNS` (on, unit, by, coder_kind, date, frame, figures), all of them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources.abc import Traversable
from typing import Any, NamedTuple

from framing import files
from framing.errors import CorpusError, LexiconError, all_problems, did_you_mean
from framing.lexicon import Example, Lexicon, Term, pattern_problems
from framing.terms.findings import Finding, error
from framing.terms.lexicon_head import read_head, text_of, unreadable
from framing.terms.patterns import pattern_words, unmatchable
from framing.validity import CODER_KINDS, VALIDATION_COLUMNS


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
    files_read = read_files(folder)
    if files_read.problems:
        raise LexiconError(all_problems(f"lexicon {source!r}", map(str, files_read.problems)))
    return files_read.lexicon()


class TermRow(NamedTuple):
    """A term and the row of terms.csv it stands in."""

    number: int
    term: Term


class ExampleRow(NamedTuple):
    """An example and the row of examples.csv it stands in."""

    number: int
    example: Example


class LexiconFiles(NamedTuple):
    """What stands in the files of a lexicon, rows that are wrong left out, and everything that is wrong."""

    head: dict[str, Any]
    terms: list[TermRow]
    examples: list[ExampleRow]
    validations: list[dict[str, str]]
    problems: list[Finding]

    def lexicon(self) -> Lexicon:
        """The lexicon of what is sound."""
        return Lexicon(
            **{name: str(self.head[name]) for name in ("name", "version", "language", "citation", "licence")},
            frames=self.head["frames"],
            labels=self.head["labels"],
            terms=tuple(row.term for row in self.terms),
            examples=tuple(row.example for row in self.examples),
            validations=tuple(self.validations),
        )


def read_files(folder: Traversable) -> LexiconFiles:
    """Return what stands in the files of a lexicon, with everything that is wrong; `read_folder` raises it."""
    problems: list[Finding] = []
    head = read_head(folder, problems)
    terms = _read_terms(folder, head["frames"], problems)
    examples = _read_examples(folder, head["frames"], terms, problems)
    terms = [row for row in terms if row.term.frame.removeprefix("-") in ("", *head["frames"])]
    return LexiconFiles(head, terms, examples, _read_validations(folder, head["frames"], problems), problems)


def _rows_of(
    folder: Traversable, name: str, columns: Mapping[str, bool], problems: list[Finding]
) -> list[tuple[int, Any]]:
    """The rows of a file that are not empty, with their numbers; `columns` says which are needed."""
    text = text_of(folder, name, problems)
    if text is None:
        return []
    try:
        table = files.parse_delimited(text, name, may_be_short=True)
    except CorpusError as problem:
        problems.append(unreadable(name, problem))
        return []
    unknown = [column for column in table.columns if columns and column not in columns]
    missing = [column for column, is_needed in columns.items() if is_needed and column not in table.columns]
    for column in unknown:
        said = f"unknown column {column!r}.{did_you_mean(column, columns)}"
        problems.append(error("unknown column", said, file=name))
    for column in missing:
        said = f"column {column!r} is not there. Columns: {', '.join(columns)}."
        problems.append(error("missing column", said, file=name))
    if missing:
        return []
    names = table.columns.tolist()
    rows = zip(*(table[name].str.strip().tolist() for name in names), strict=True)
    records = [dict(zip(names, row, strict=True)) for row in rows]
    return [(number, record) for number, record in enumerate(records, start=2) if any(record.values())]


_FORMULA_ERROR = re.compile(r"#[A-ZÄÖÜ]+[?!]", re.IGNORECASE)  # what spreadsheets write where a formula fails


def _read_terms(folder: Traversable, frames: Mapping[str, str], problems: list[Finding]) -> list[TermRow]:
    """The terms and masks of terms.csv."""
    file = "terms.csv"
    columns = {"frame": True, "pattern": True, "weight": False, "note": False}
    n_before = len(problems)
    rows: list[TermRow] = []
    of_file = _rows_of(folder, file, columns, problems)
    spoilt = [number for number, cells in of_file if _FORMULA_ERROR.fullmatch(cells["frame"])]
    if spoilt:
        shown = dict(of_file)[spoilt[0]]["frame"]
        said = (
            f"{len(spoilt)} rows have {shown} for a frame: a spreadsheet took '-frame' for a formula. "
            "Copy the file anew and open it by Data > From Text/CSV, with all columns as text."
        )
        problems.append(error("spoilt by a spreadsheet", said, file=file, row=spoilt[0]))
    for number, cells in of_file:
        if number in spoilt:
            continue
        frame, pattern = cells["frame"].removeprefix("'"), cells["pattern"]  # the apostrophe that keeps '-frame' a text
        cells = cells | {"frame": frame}
        wrong = list(_term_problems(cells, frames))
        problems.extend(error(rule, said, file=file, row=number, frame=frame, pattern=pattern) for rule, said in wrong)
        if not wrong:
            rows.append(TermRow(number, Term(frame, pattern, float(cells.get("weight") or 1), cells.get("note", ""))))
    problems.extend(_repeated(rows))
    if len(problems) == n_before:
        for frame in [frame for frame in frames if frame not in {row.term.frame for row in rows}]:
            said = f"frame {frame!r} has no pattern. Give it one, or take it out."
            problems.append(error("empty frame", said, file=file, frame=frame))
    return rows


def _term_problems(cells: Mapping[str, str], frames: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What is wrong with a row of terms.csv, by which rule."""
    frame, pattern, weight = cells["frame"], cells["pattern"], cells.get("weight", "")
    target = frame.removeprefix("-")
    if not frame:
        yield "no frame", f"pattern {pattern!r} has no frame. Write one, or '-' for a mask of all frames."
    elif frames and target and target not in frames:
        near = did_you_mean(target, frames)
        line = f'{target} = "what counts"'
        said = f"unknown frame {frame!r}.{near} A new frame needs a line below [frames] in lexicon.toml: {line}."
        yield "unknown frame", said
    if not pattern:
        yield "empty pattern", "the pattern is empty. Write a word or a phrase."
    else:
        outside_grammar: Iterable[str] = list(pattern_problems(pattern)) or filter(None, [unmatchable(pattern)])
        yield from (("bad pattern", said) for said in outside_grammar)
    try:
        is_finite = math.isfinite(float(weight or 1))
    except ValueError:
        is_finite = False
    if not is_finite:
        said = f"weight {weight!r} is no finite number. Write 1, or 1.5 with a point; or leave it empty."
        yield "bad weight", said


def _repeated(rows: list[TermRow]) -> Iterator[Finding]:
    """Rows whose pattern stands in the same frame already, however it is spelt."""
    first: dict[tuple[str, tuple[str, ...]], TermRow] = {}
    for row in rows:
        frame, pattern = row.term.frame, row.term.pattern
        earlier = first.setdefault((frame, pattern_words(pattern)), row)
        if earlier is not row:
            said = (
                f"pattern {pattern!r} stands in {frame!r} already "
                f"(row {earlier.number}: {earlier.term.pattern!r}). Take one out."
            )
            yield error("duplicate", said, file="terms.csv", row=row.number, frame=frame, pattern=pattern)


def _read_examples(
    folder: Traversable, frames: Mapping[str, str], terms: list[TermRow], problems: list[Finding]
) -> list[ExampleRow]:
    """The sentences of examples.csv; each frame needs one that must match and one that must not."""
    file = "examples.csv"
    patterns: dict[str, dict[tuple[str, ...], str]] = {}
    for row in terms:
        patterns.setdefault(row.term.frame, {})[pattern_words(row.term.pattern)] = row.term.pattern
    examples: list[ExampleRow] = []
    n_before = len(problems)
    rows = _rows_of(folder, file, {"frame": True, "sentence": True, "matches": True}, problems)
    if not rows and len(problems) > n_before:
        return []
    for number, cells in rows:
        of_frame = patterns.get(cells["frame"], {})
        named = [name.strip() for name in cells["matches"].split(";") if name.strip()]
        wrong = _example_problems(cells, named, frames, of_frame)
        problems.extend(error(rule, said, file=file, row=number, frame=cells["frame"]) for rule, said in wrong)
        matches = tuple(of_frame.get(pattern_words(name), name) for name in named)
        examples.append(ExampleRow(number, Example(cells["frame"], cells["sentence"], matches)))
    for frame in frames:
        own = [bool(row.example.matches) for row in examples if row.example.frame == frame]
        for is_match, what in ((True, "must match"), (False, "must not match")):
            if is_match not in own:
                said = f"frame {frame!r} has no sentence that {what}. Add one."
                problems.append(error("no example", said, file=file, frame=frame))
    return examples


def _example_problems(
    cells: Mapping[str, str], named: list[str], frames: Mapping[str, str], of_frame: Mapping[tuple[str, ...], str]
) -> Iterator[tuple[str, str]]:
    """What is wrong with a row of examples.csv, by which rule."""
    if frames and cells["frame"] not in frames:
        yield "unknown frame", f"unknown frame {cells['frame']!r}.{did_you_mean(cells['frame'], frames)}"
        return
    if not cells["sentence"]:
        yield "empty sentence", "the sentence is empty."
    if not of_frame:
        return
    for name in named:
        if pattern_words(name) not in of_frame:
            hint = did_you_mean(name, of_frame.values())
            near = hint if hint.startswith(" Did") else ""
            yield "unknown pattern", f"frame {cells['frame']!r} has no pattern {name!r}.{near}"


def _read_validations(folder: Traversable, frames: Mapping[str, str], problems: list[Finding]) -> list[dict[str, str]]:
    """The rows of validation.csv, when there is one: on what, by whom, for which frame, with which figures."""
    if not folder.joinpath("validation.csv").is_file():
        return []
    rows = _rows_of(folder, "validation.csv", dict.fromkeys(VALIDATION_COLUMNS, True), problems)
    for number, cells in rows:
        wrong = _validation_problems(cells, frames)
        problems.extend(error("bad validation", said, file="validation.csv", row=number) for said in wrong)
    return [cells for _, cells in rows]


def _validation_problems(cells: Mapping[str, str], frames: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with a row of validation.csv."""
    if cells["coder_kind"] not in CODER_KINDS:
        yield f"coder_kind {cells['coder_kind']!r} is not one of {', '.join(CODER_KINDS)}."
    if cells["frame"] and frames and cells["frame"] not in frames:
        yield f"unknown frame {cells['frame']!r}.{did_you_mean(cells['frame'], frames)}"
    if not cells["frame"] and cells["coder_kind"] == "human":
        yield "frame is empty. What people judged is valid for one frame: write one row for each frame they judged."
