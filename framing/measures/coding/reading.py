"""Coded sheets back in: every row checked against the key, so that nothing strange becomes a code."""

from __future__ import annotations

import datetime
import os
import warnings
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from framing import schema
from framing.cells import is_missing
from framing.errors import FramingWarning, TableError, all_problems
from framing.measures.coding.codebooks import NOT_ASKED, asked, check_codebook, code_of, codes_of, in_question
from framing.measures.coding.formats import Coded, Sheet, read_sheet
from framing.measures.coding.showing import plain_text, show_units, shown_digest

_SHOWN_UNITS = 5
_TAKE_IT = "Take it from the sheet that was sent out."


def read_coding_sheets(
    sheets: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    units: pd.DataFrame,
    *,
    codebook: pd.DataFrame,
    articles: pd.DataFrame | None = None,
) -> pd.DataFrame:
    r"""Return what coders answered, from one sheet or several.

    Parameters
    ----------
    sheets : path or iterable of paths
        Coded sheets: .csv, .tsv, .xlsx or .jsonl as they were written; exports of doccano (.jsonl, one file a coder,
        named by the coder) and of Label Studio (.json).
    units : pandas.DataFrame
        The key: from `read_coding_key`.
    codebook : pandas.DataFrame
        What was asked: from `read_codebook`, `frame_codebook` or `remark_codebook`.
    articles : pandas.DataFrame, optional
        The `articles` table: then the characters of each unit are looked up again, and must be those the coder saw.

    Returns
    -------
    pandas.DataFrame
        The `codings` table: one row for each coder, unit of the coder's sheet and question asked of it; coders in the
        order of the sheets, units in that of the key, questions in that of the codebook. A code is missing where the
        coder gave none.

    Raises
    ------
    CorpusError
        When a file cannot be read.
    TableError
        With everything that is wrong in any sheet, each with file and row: columns that are not there, units that are
        not in the key, texts that were changed, codes outside the codebook, answers without a coder, a unit coded
        twice by one coder.

    Warns
    -----
    FramingWarning
        For each coder, how many units are not there and how many answers are empty; columns that were not read; coders
        whose names may be one.

    Notes
    -----
    A code is read as it is written in the codebook; capitals do not matter, and a number counts by its value, since
    spreadsheets make "1.0" of 1 and "1" of 01. A date is never read as a code.

    Examples
    --------
    >>> import tempfile
    >>> from framing.measures.coding.codebooks import remark_codebook
    >>> key = pd.DataFrame([{"unit_id": "u1", "article_id": "a", "story_id": "a", "outlet": None, "unit": "sentence",
    ...     "start": 0, "end": 9, "remark_id": None, "leader": None, "stratum": "all", "inclusion_probability": 1.0,
    ...     "digest": shown_digest("⟦It rained⟧.")}])
    >>> path = Path(tempfile.mkdtemp(), "ada.csv")
    >>> head = "unit_id,text,is_speech,speaker_right,form,holds_speech,coder"
    >>> _ = path.write_text(f"{head}\nu1,⟦It rained⟧.,.,.,.,0.0,Ada", encoding="utf-8")
    >>> read_coding_sheets(path, key, codebook=remark_codebook())[["unit_id", "coder", "question", "code"]]
      unit_id coder      question code
    0      u1   Ada  holds_speech    0
    """
    schema.check_table(units, "units", source="key")
    check_codebook(codebook, "codebook")
    _check_texts(units, articles)
    kinds = dict(zip(units["unit_id"], units["unit"], strict=True))
    paths = [Path(path) for path in ([sheets] if isinstance(sheets, str | os.PathLike) else sheets)]
    read = [_with_coders(read_sheet(path, codebook, kinds)) for path in paths]
    problems = [f"{sheet.source}: {said}" for sheet in read for said in _sheet_problems(sheet, units, codebook)]
    problems += _coded_twice(read, kinds)
    if problems:
        raise TableError(all_problems("coded sheets", problems))
    codings = _codings(read, units, codebook)
    for said in [
        *(f"{sheet.source}: {one}" for sheet in read for one in sheet.remarks),
        *_gaps(codings, units),
    ]:
        warnings.warn(said, FramingWarning, stacklevel=2)
    return codings


def _check_texts(units: pd.DataFrame, articles: pd.DataFrame | None) -> None:
    """Refuse articles in which the characters of a unit are others than the coder saw."""
    if articles is None:
        return
    shown = [shown_digest(plain_text(pieces)) for pieces in show_units(units, articles)]
    rows = zip(units["unit_id"], units["article_id"], units["digest"], shown, strict=True)
    changed = [f"{unit_id} in article {name!r}" for unit_id, name, before, now in rows if before != now]
    if changed:
        said = (
            f"{one}: its text is another one than the coder saw. Give the articles of the sheet." for one in changed
        )
        raise TableError(all_problems("articles", said))


def _with_coders(sheet: Sheet) -> Sheet:
    """A sheet in which rows without a coder's name have that of the sheet, when there is only one."""
    names = {row.coder for row in sheet.rows if row.coder}
    if not names and not any(map(_is_coded, sheet.rows)):
        return sheet._replace(remarks=[*sheet.remarks, "nothing is coded in it"])
    if len(names) != 1:
        return sheet
    return sheet._replace(rows=[row._replace(coder=next(iter(names))) for row in sheet.rows])


def _is_coded(row: Coded) -> bool:
    """Whether a row has any answer."""
    return any(cell not in ("", NOT_ASKED) for cell in row.answers.values())


def _sheet_problems(sheet: Sheet, units: pd.DataFrame, codebook: pd.DataFrame) -> Iterator[str]:
    """Everything that is wrong with one sheet."""
    yield from sheet.problems
    digests = dict(zip(units["unit_id"], units["digest"], strict=True))
    kinds = dict(zip(units["unit_id"], units["unit"], strict=True))
    names = units["speaker"] if "speaker" in units.columns else [None] * len(units)
    speakers = {
        name: shown_digest("" if is_missing(one) else str(one)) for name, one in zip(digests, names, strict=True)
    }
    if sheet.rows and not any(row.unit_id in digests for row in sheet.rows):
        yield f"none of its units is in the key, such as {sheet.rows[0].unit_id!r:.40}. Give the key of this sheet."
        return
    for row in sheet.rows:
        if row.unit_id not in digests:
            yield f"{row.where}: unit {row.unit_id!r:.40} is not in the key. Take the row out, or its own key."
            continue
        if shown_digest(row.text) != digests[row.unit_id]:
            yield f"{row.where}: the text of {row.unit_id} was changed: {row.text[:40]!r}. {_TAKE_IT}"
        if row.said_by is not None and shown_digest(row.said_by) != speakers[row.unit_id]:
            yield f"{row.where}: said_by of {row.unit_id} was changed: {row.said_by[:40]!r}. {_TAKE_IT}"
        if _is_coded(row) and not row.coder:
            yield f"{row.where}: there are codes, but nobody's name. Write it in the column coder."
        yield from _code_problems(row, asked(codebook, kinds[row.unit_id]), codebook)


def _code_problems(row: Coded, questions: list[str], codebook: pd.DataFrame) -> Iterator[str]:
    """Answers of one row that its questions do not have."""
    for record in codebook.to_dict("records"):
        question = record["question"]
        cell = row.answers[question]
        if cell in ("", NOT_ASKED):
            continue
        if question not in questions:
            yield f"{row.where}: {question} is not asked of this unit, but there is {_shown(cell)}. Empty the cell."
        elif code_of(cell, codes_of(record)) is None:
            choices = ", ".join(codes_of(record))
            yield f"{row.where}: {question} {_shown(cell)} is not one of {choices}. Correct it, or leave it empty."


def _shown(cell: Any) -> str:
    """A cell for a message."""
    if isinstance(cell, datetime.date | datetime.time):
        return f"{cell.isoformat()} (a date: the spreadsheet made it of what was typed)"
    return repr(cell)[:40]


def _coded_twice(sheets: list[Sheet], kinds: Mapping[str, str]) -> Iterator[str]:
    """Units that one coder coded in two places."""
    first: dict[tuple[str, str], str] = {}
    for sheet in sheets:
        for row in filter(_is_coded, sheet.rows):
            place, key = f"{sheet.source}, {row.where}", (row.coder, row.unit_id)
            if row.coder and row.unit_id in kinds and key in first:
                yield (
                    f"{place}: {row.coder!r} coded {row.unit_id} before, in {first[key]}. Keep one of the two, or give "
                    'the second coding a name of its own, such as "Ada (again)".'
                )
            first.setdefault(key, place)


def _codings(sheets: list[Sheet], units: pd.DataFrame, codebook: pd.DataFrame) -> pd.DataFrame:
    """The answers of sheets in which nothing is wrong."""
    kinds = dict(zip(units["unit_id"], units["unit"], strict=True))
    place = {unit_id: number for number, unit_id in enumerate(units["unit_id"])}
    codes = {record["question"]: codes_of(record) for record in codebook.to_dict("records")}
    own: dict[str, dict[str, Coded]] = {}
    for row in (row for sheet in sheets for row in sheet.rows if row.coder):
        there = own.setdefault(row.coder, {})
        if _is_coded(row) or row.unit_id not in there:
            there[row.unit_id] = row
    found: list[tuple[str | None, ...]] = []
    for coder, rows in own.items():
        for unit_id in sorted(rows, key=place.__getitem__):
            row = rows[unit_id]
            answers = {name: code_of(row.answers[name], codes[name]) for name in asked(codebook, kinds[unit_id])}
            found += [(unit_id, coder, name, code, row.note or None) for name, code in in_question(answers).items()]
    columns = schema.column_names("codings")
    return schema.make_table("codings", pd.DataFrame(found, columns=columns, dtype="object"))


def _gaps(codings: pd.DataFrame, units: pd.DataFrame) -> Iterator[str]:
    """What coders left out, and names that may be one."""
    for coder, own in codings.groupby("coder", sort=False):
        lost = units.loc[~units["unit_id"].isin(own["unit_id"]), "unit_id"].tolist()
        if lost:
            more = f" and {len(lost) - _SHOWN_UNITS} more" if len(lost) > _SHOWN_UNITS else ""
            shown = ", ".join(lost[:_SHOWN_UNITS]) + more
            yield f"coder {coder!r}: {len(lost)} of {len(units)} units are not there: {shown}"
        empty = int(own["code"].isna().sum())
        if empty:
            yield f"coder {coder!r}: {empty} of {len(own)} answers are empty"
    names = list(dict.fromkeys(codings["coder"]))
    for number, name in enumerate(names):
        for other in names[:number]:
            if code_of(name, [other]) or code_of(other, [name]):
                yield f"coders {other!r} and {name!r} are counted as two. Are they one?"
