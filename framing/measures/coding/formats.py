"""Coded sheets as rows, whatever program they come from: spreadsheets, JSON Lines, doccano, Label Studio."""

from __future__ import annotations

import datetime
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from framing import files
from framing.cells import is_missing
from framing.decoding import read_bytes, read_text
from framing.errors import CorpusError, TableError, all_problems, did_you_mean
from framing.measures.coding.codebooks import asked
from framing.measures.coding.escaping import unescape_cell
from framing.measures.coding.sheets import NONE_OF_THESE, label_codes
from framing.measures.coding.workbooks import CODEBOOK_SHEET, UNITS_SHEET

_NEEDED = ("unit_id", "text", "coder")
_MAY_BE_THERE = ("said_by", "note")
_LARGEST_WORKBOOK = 200_000_000  # bytes unpacked; a sheet of 10,000 units has about 10 million
_OF_DOCCANO = ("id", "Comments", "label")


class Coded(NamedTuple):
    """One row of a coded sheet: where it stands, and what is in it; answers by question, empty ones too."""

    where: str
    answers: dict[str, Any]
    unit_id: str
    text: str
    coder: str
    said_by: str | None = None
    note: str = ""


class Sheet(NamedTuple):
    """A coded sheet: its rows, what is wrong with it, and what was not read."""

    source: str
    rows: list[Coded]
    problems: list[str]
    remarks: list[str]


def read_sheet(path: Path, codebook: pd.DataFrame, kinds: Mapping[str, str]) -> Sheet:
    """Return the rows of a coded sheet, given the kind of each unit; a CorpusError when it cannot be read at all."""
    suffix = path.suffix.lower()
    if suffix == ".json":
        return _of_label_studio(path, codebook)
    if suffix == ".xlsx":
        table, first, name = _of_workbook(path), 2, "row"
    else:
        table, _ = files.read_rows(path, may_be_short=True)
        first, name = files.first_row(path), "line" if files.first_row(path) == 1 else "row"
    if suffix in (".jsonl", ".ndjson") and "label" in table.columns:
        return _of_doccano(table, path, codebook, kinds)
    return _of_table(table, str(path), codebook, first=first, name=name)


def _of_table(table: pd.DataFrame, source: str, codebook: pd.DataFrame, *, first: int, name: str) -> Sheet:
    """A sheet with a column for each question."""
    questions = list(codebook["question"])
    columns = [str(column) for column in table.columns]
    known = [*_NEEDED, *_MAY_BE_THERE, *questions]
    strange = [column for column in columns if column not in known and not column.startswith("Unnamed: ")]
    lost = [column for column in [*_NEEDED, *questions] if column not in columns]
    problems = [f"column {one!r} is not there.{did_you_mean(one, strange)} Give it its name back." for one in lost]
    remarks = [f"columns that no sheet has were not read: {', '.join(strange)}"] if strange and not lost else []
    rows = []
    for number, record in enumerate(table.to_dict("records") if not problems else [], start=first):
        cells = {str(column): plain_cell(cell) for column, cell in record.items()}
        if any(cell != "" for cell in cells.values()):
            answers = {question: cells[question] for question in questions}
            own = {column: str(cells[column]) for column in (*_NEEDED, *_MAY_BE_THERE) if column in cells}
            rows.append(Coded(where=f"{name} {number}", answers=answers, **own))
    return Sheet(source, rows, problems, remarks)


def plain_cell(cell: Any) -> Any:
    """Return a cell as text, and a date as itself: a spreadsheet made it, nobody wrote it.

    Examples
    --------
    >>> plain_cell(1.0), plain_cell(" 1.0 "), plain_cell(None), plain_cell("'=1"), plain_cell(True)
    ('1', '1.0', '', '=1', 'True')
    """
    if isinstance(cell, datetime.date | datetime.time):
        return cell
    if is_missing(cell):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return unescape_cell(str(cell).strip())


def _of_workbook(path: Path) -> pd.DataFrame:
    """The rows of the sheet of units of a workbook."""
    import zipfile

    import openpyxl  # type: ignore[import-untyped]

    data = read_bytes(path)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(part.file_size for part in archive.infolist())
        if size > _LARGEST_WORKBOOK:
            raise ValueError(f"{size:,} bytes unpacked")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        names = book.sheetnames
        if UNITS_SHEET in names:
            sheet = book[UNITS_SHEET]
            sheet.reset_dimensions()
            cells = [list(row) for row in sheet.iter_rows(values_only=True)]
    except Exception as problem:  # noqa: BLE001  # a damaged workbook makes openpyxl fail in every way there is
        said = f"{type(problem).__name__}: {(str(problem).splitlines() or [''])[0][:80]}"
        raise CorpusError(f"{path}: this workbook cannot be read ({said}). Save it anew as .xlsx.") from None
    if UNITS_SHEET not in names:
        others = [name for name in names if name != CODEBOOK_SHEET]
        raise CorpusError(f"{path}: no sheet {UNITS_SHEET!r} among {others}. Give the coded sheet its name back.")
    return _with_header(cells, str(path))


def _with_header(cells: list[list[Any]], source: str) -> pd.DataFrame:
    """Rows of a workbook below their header; columns without name and cells are left out."""
    width = max((len(row) for row in cells), default=0)
    padded = [row + [None] * (width - len(row)) for row in cells]
    header = [str(plain_cell(cell)) for cell in padded[0]] if padded else []
    kept = [at for at in range(width) if header[at] or any(not is_missing(row[at]) for row in padded[1:])]
    names = [header[at] or f"column {at + 1}" for at in kept]
    twins = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    if twins:
        raise TableError(all_problems(source, [f"column {name!r} stands twice. Rename one." for name in twins]))
    return pd.DataFrame([[row[at] for at in kept] for row in padded[1:]], columns=names, dtype="object")


def _of_doccano(table: pd.DataFrame, path: Path, codebook: pd.DataFrame, kinds: Mapping[str, str]) -> Sheet:
    """What doccano exports: labels of each text; a label left out means no, once anything was labelled."""
    known = label_codes(codebook)
    problems: list[str] = []
    rows = []
    for number, record in enumerate(table.to_dict("records"), start=1):
        where = f"line {number}"
        labels = record.get("label")
        if not isinstance(labels, list) or not all(isinstance(label, str) for label in labels):
            problems.append(f"{where}: label {str(labels)!r:.60} is no list of labels. Export text classification.")
            continue
        for label in labels:
            if label not in known and label != NONE_OF_THESE:
                problems.append(f"{where}: label {label!r} is not in the codebook.{did_you_mean(label, known)}")
        if NONE_OF_THESE in labels and len(labels) > 1:
            problems.append(f"{where}: {NONE_OF_THESE!r} stands beside {[x for x in labels if x != NONE_OF_THESE]}.")
        own = asked(codebook, kinds.get(str(record.get("unit_id")), ""))
        answers = _answers_of(labels, known, own, where, problems)
        coder = record.get("coder") or record.get("user") or path.stem
        rows.append(Coded(where, answers, coder=str(coder), **_texts_of(record)))
    return Sheet(str(path), rows, problems, [])


def _texts_of(record: Mapping[Any, Any]) -> dict[str, str]:
    """What another program keeps of the sheet it was given."""
    texts = {name: record[name] for name in ("unit_id", "text", "said_by") if name in record}
    return {"unit_id": "", "text": ""} | {name: "" if is_missing(cell) else str(cell) for name, cell in texts.items()}


def _answers_of(
    labels: list[str], known: dict[str, tuple[str, str]], own: list[str], where: str, problems: list[str]
) -> dict[str, Any]:
    """The answers that labels stand for; a label left out is a no to a question of the unit's own."""
    answers: dict[str, Any] = {}
    for label, (question, code) in known.items():
        means_no = label == question and question in own and bool(labels)
        if label in labels:
            if answers.get(question, "") != "":
                problems.append(f"{where}: question {question!r} has two answers, {answers[question]} and {code}.")
            answers[question] = code
        else:
            answers.setdefault(question, "0" if means_no else "")
    return answers


def _of_label_studio(path: Path, codebook: pd.DataFrame) -> Sheet:
    """What Label Studio exports as JSON: tasks, each with annotations by whom it was completed."""
    text, _ = read_text(path)
    try:
        tasks = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise CorpusError(f"{path}: this is no JSON ({str(problem)[:80]}). Export it from Label Studio anew.") from None
    problems: list[str] = []
    rows: list[Coded] = []
    n_skipped = 0
    if not isinstance(tasks, list) or not all(isinstance(task, dict) and "annotations" in task for task in tasks):
        raise CorpusError(f"{path}: no list of tasks with annotations. Export from Label Studio as JSON, not JSON-MIN.")
    for number, task in enumerate(tasks, start=1):
        data = task["data"] if isinstance(task.get("data"), dict) else {}
        for annotation in task["annotations"] if isinstance(task["annotations"], list) else []:
            if not isinstance(annotation, dict) or annotation.get("was_cancelled"):
                n_skipped += 1
                continue
            where = f"task {number}"
            answers, note = _choices(annotation, list(codebook["question"]), where, problems)
            rows.append(Coded(where, answers, coder=_completed_by(annotation), note=note, **_texts_of(data)))
        if not task["annotations"]:
            n_skipped += 1
    remarks = [f"{n_skipped} tasks skipped or not annotated"] if n_skipped else []
    return Sheet(str(path), rows, problems, remarks)


def _completed_by(annotation: dict[str, Any]) -> str:
    """Who annotated, by address or number."""
    by = annotation.get("completed_by")
    if isinstance(by, dict):
        by = by.get("email") or by.get("id")
    return "" if by is None else str(by)


def _choices(
    annotation: dict[str, Any], questions: list[str], where: str, problems: list[str]
) -> tuple[dict[str, Any], str]:
    """The answers and the note of one annotation."""
    answers: dict[str, Any] = dict.fromkeys(questions, "")
    note = ""
    for name, value in _results(annotation):
        if name == "note":
            note = " ".join(map(str, value.get("text") or []))
        elif name not in questions:
            problems.append(f"{where}: question {name!r} is not in the codebook.{did_you_mean(name, questions)}")
        elif isinstance(value.get("choices"), list) and len(value["choices"]) == 1:
            answers[name] = plain_cell(value["choices"][0])
        else:
            problems.append(f"{where}: question {name!r} has no single answer: {str(value)[:60]}.")
    return answers, note


def _results(annotation: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The name and value of each result of an annotation."""
    results = annotation.get("result")
    for result in results if isinstance(results, list) else []:
        value = result.get("value") if isinstance(result, dict) else None
        yield str(result.get("from_name")) if isinstance(result, dict) else "", value if isinstance(value, dict) else {}
