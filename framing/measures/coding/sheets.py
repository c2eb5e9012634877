"""Coding sheets: a sample as a file for a spreadsheet, doccano or Label Studio, with its key and codebook beside it."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal, get_args
from xml.sax.saxutils import quoteattr

import pandas as pd

from framing import files, schema
from framing.cells import is_missing
from framing.errors import TableError, all_problems
from framing.measures.coding.codebooks import NOT_ASKED, SPEAKER_RIGHT, YES_NO, asked, check_codebook, codes_of
from framing.measures.coding.escaping import escape_cell
from framing.measures.coding.keys import key_path
from framing.measures.coding.showing import plain_text, show_units, shown_digest

Layout = Literal["table", "doccano", "label-studio"]
SUFFIXES: dict[str, tuple[str, ...]] = {
    "table": (".csv", ".xlsx", ".jsonl"),
    "doccano": (".jsonl",),
    "label-studio": (".json",),
}
NONE_OF_THESE = "none of these"  # doccano: tells "nothing applies" from "not coded yet"


def write_coding_sheet(
    units: pd.DataFrame,
    articles: pd.DataFrame,
    path: str | os.PathLike[str],
    *,
    codebook: pd.DataFrame,
    layout: Layout = "table",
    coders: Iterable[str] = (),
) -> list[Path]:
    """Write a sample of units for people to code, with its key and its codebook in files of their own.

    Parameters
    ----------
    units : pandas.DataFrame
        The `units` table, as `sample_units` gives it; its order is that of the sheet.
    articles : pandas.DataFrame
        The `articles` table the units come from.
    path : path
        The sheet: .csv, .xlsx or .jsonl as a table, .jsonl for doccano, .json for Label Studio.
    codebook : pandas.DataFrame
        What is asked: from `frame_codebook` or `remark_codebook`.
    layout : {"table", "doccano", "label-studio"}
        For which program.
    coders : iterable of str
        One sheet for each, with the coder's name in it and in the name of the file; without, one sheet to be copied.

    Returns
    -------
    list of pathlib.Path
        The sheets, then what was written beside them: `NAME-key.csv`, `NAME-codebook.csv`, and the labels (doccano) or
        the labelling interface (Label Studio) to be set up there.

    Raises
    ------
    TableError
        When a table is not what it should be, a file is there already (somebody's work may be in it), a text is too
        long for a workbook, or two coders would share a file. Nothing is written then.

    Notes
    -----
    A coder sees the unit in brackets with one sentence on either side. Outlet, leader, hits, stratum and probability
    are in the key alone. Only where the codebook asks whether the speaker is right, the sheet says who it is taken for.
    A cell that begins like a formula gets an apostrophe, which is taken off on reading.

    Examples
    --------
    >>> import tempfile
    >>> from framing import articles_from_records
    >>> articles = articles_from_records([{"article_id": "a", "text": "It rained. We left."}], source="notes")
    >>> units = {"unit_id": "u1", "article_id": "a", "story_id": "a", "outlet": None, "unit": "sentence", "start": 11,
    ...     "end": 18, "remark_id": None, "leader": None, "stratum": "all", "inclusion_probability": 1.0}
    >>> from framing.measures.coding.codebooks import remark_codebook
    >>> folder = Path(tempfile.mkdtemp())
    >>> made = write_coding_sheet(pd.DataFrame([units]), articles, folder / "sheet.jsonl", codebook=remark_codebook())
    >>> [path.name for path in made]
    ['sheet.jsonl', 'sheet-key.csv', 'sheet-codebook.csv']
    >>> (folder / "sheet.jsonl").read_text(encoding="utf-8")[:55]
    '{"unit_id": "u1", "text": "It rained. ⟦We left⟧.", "sai'
    """
    path = Path(path)
    schema.check_table(units, "units")
    check_codebook(codebook, "codebook")
    _check_layout(path, layout)
    shown = [plain_text(pieces) for pieces in show_units(units, articles)]
    sheets = [(coder, _named(path, coder)) for coder in coders] or [("", path)]
    beside = _beside(path, layout, codebook)
    refuse_clashes([*(file for _, file in sheets), key_path(path), *beside], units)
    rows = sheet_rows(units, shown, codebook)
    contents: dict[Path, bytes | str] = {file: _content(rows, codebook, file, layout, coder) for coder, file in sheets}
    contents[key_path(path)] = files.table_text(units.assign(digest=[shown_digest(text) for text in shown]))
    return write_all(contents | beside)


def codebook_path(path: Path) -> Path:
    """Where the codebook of a sheet lies."""
    return path.with_name(f"{path.stem}-codebook.csv")


def _named(path: Path, coder: str) -> Path:
    """The sheet of one coder."""
    name = re.sub(r"\W+", "-", coder).strip("-").lower()
    return path.with_name(f"{path.stem}-{name}{path.suffix}")


def _check_layout(path: Path, layout: str) -> None:
    if layout not in get_args(Layout):
        raise TableError(f"layout={layout!r}: choose one of {', '.join(get_args(Layout))}.")
    if path.suffix.lower() not in SUFFIXES[layout]:
        raise TableError(f"{path}: a sheet of this kind ({layout}) ends in {' or '.join(SUFFIXES[layout])}.")


def refuse_clashes(paths: list[Path], units: pd.DataFrame) -> None:
    """Refuse to write over somebody's work, two sheets into one file, or a sheet of nothing.

    Raises
    ------
    TableError
        With everything that is in the way.
    """
    there = [path for path in paths if path.exists()]
    problems = [f"{path} is there already, and somebody's codes may be in it. Choose another name." for path in there]
    if len({str(path).casefold() for path in paths}) < len(paths):
        problems.append("two coders would share a file. Give each a name of their own.")
    if not len(units):
        problems.append("there is no unit to code.")
    if problems:
        raise TableError(all_problems("sheet", problems))


def write_all(contents: Mapping[Path, bytes | str]) -> list[Path]:
    """Write all files or, when one cannot be written, none; return where they are."""
    made: list[Path] = []
    try:
        for file, content in contents.items():
            made.append(files.write_whole(file, content))
    except TableError:
        for file in made:
            file.unlink()
        raise
    return made


def sheet_rows(units: pd.DataFrame, shown: list[str], codebook: pd.DataFrame) -> list[dict[str, str]]:
    """The rows of a sheet before anybody coded."""
    questions = list(codebook["question"])
    speakers = units["speaker"] if "speaker" in units.columns else [None] * len(units)
    rows = []
    for unit_id, kind, text, speaker in zip(units["unit_id"], units["unit"], shown, speakers, strict=True):
        row = {"unit_id": unit_id, "text": text}
        if SPEAKER_RIGHT in questions:
            row["said_by"] = "" if is_missing(speaker) else str(speaker)
        own = asked(codebook, kind)
        rows.append(row | {name: "" if name in own else NOT_ASKED for name in questions} | {"coder": "", "note": ""})
    return rows


def _content(rows: list[dict[str, str]], codebook: pd.DataFrame, file: Path, layout: str, coder: str) -> bytes | str:
    """A sheet as its file holds it."""
    rows = [row | {"coder": coder} for row in rows]
    if layout == "label-studio":
        return json.dumps([{"data": row} for row in _without_answers(rows, codebook)], ensure_ascii=False, indent=1)
    if layout == "doccano":
        return _json_lines([row | {"label": []} for row in _without_answers(rows, codebook)])
    if file.suffix.lower() == ".jsonl":
        return _json_lines(rows)
    if file.suffix.lower() == ".xlsx":
        # Importing openpyxl takes a third of a second, which every command would wait for.
        from framing.measures.coding.workbooks import make_workbook

        return make_workbook(rows, codebook, str(file))
    return _safe_csv(rows)


def _safe_csv(rows: list[Any]) -> bytes:
    """Rows as CSV that a spreadsheet opens as they are: no formula, and a mark without which Excel garbles accents."""
    safe = [{name: escape_cell(str(cell)) for name, cell in row.items()} for row in rows]
    return files.table_text(pd.DataFrame(safe)).encode("utf-8-sig")


def _without_answers(rows: list[dict[str, str]], codebook: pd.DataFrame) -> list[dict[str, str]]:
    """Rows without the columns that the program itself fills."""
    own = {*codebook["question"], "coder", "note"}
    return [{name: cell for name, cell in row.items() if name not in own} for row in rows]


def _json_lines(rows: list[Any]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _beside(path: Path, layout: str, codebook: pd.DataFrame) -> dict[Path, bytes | str]:
    """What goes beside a sheet: its codebook, and what the other program has to know."""
    made: dict[Path, bytes | str] = {codebook_path(path): _safe_csv(codebook.to_dict("records"))}
    if layout == "doccano":
        texts = [*label_codes(codebook), NONE_OF_THESE]
        made[path.with_name(f"{path.stem}-labels.json")] = json.dumps([{"text": text} for text in texts], indent=1)
    if layout == "label-studio":
        made[path.with_name(f"{path.stem}-interface.xml")] = _interface(codebook)
    return made


def label_codes(codebook: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """The labels that stand for answers where there are labels only, each with its question and code.

    Examples
    --------
    >>> label_codes(pd.DataFrame({"question": ["storm", "form"], "codes": ["1|0", "direct|mixed"]}))
    {'storm': ('storm', '1'), 'form: direct': ('form', 'direct'), 'form: mixed': ('form', 'mixed')}
    """
    labels = {}
    for row in codebook.to_dict("records"):
        name = row["question"]
        if row["codes"] == YES_NO:
            labels[name] = (name, "1")
        else:
            labels |= {f"{name}: {code}": (name, code) for code in codes_of(row)}
    return labels


def _interface(codebook: pd.DataFrame) -> str:
    """The labelling interface of Label Studio: the text, and a choice for each question."""
    lines = ["<View>", '  <Text name="text" value="$text"/>']
    if SPEAKER_RIGHT in set(codebook["question"]):
        lines.append('  <Text name="said_by" value="$said_by"/>')
    for row in codebook.to_dict("records"):
        lines.append(f"  <Header value={quoteattr(row['question'] + ' - ' + row['meaning'])}/>")
        lines.append(f'  <Choices name={quoteattr(row["question"])} toName="text" choice="single" showInline="true">')
        lines += [f"    <Choice value={quoteattr(code)}/>" for code in codes_of(row)]
        lines.append("  </Choices>")
    lines.append('  <TextArea name="note" toName="text" placeholder="note"/>')
    return "\n".join([*lines, "</View>", ""])
