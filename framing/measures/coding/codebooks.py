"""Codebooks: what coders are asked about each unit, and which answers there are."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib import resources
from typing import Any

import pandas as pd

from framing import files
from framing.errors import TableError, all_problems
from framing.lexicon import Lexicon
from framing.measures.coding.escaping import unescape_cell

COLUMNS = ("question", "unit", "codes", "meaning")
UNITS = ("remark", "sentence")
OWN_COLUMNS = ("unit_id", "text", "said_by", "coder", "note")  # of a sheet: no question can be called so
NOT_ASKED = "."  # stands in the cell of a question that is not asked of this unit
YES_NO = "1|0"
IS_SPEECH, SPEAKER_RIGHT = "is_speech", "speaker_right"
ONLY_OF_SPEECH = (SPEAKER_RIGHT, "form", "form_right")  # not asked where nobody said or wrote anything


def frame_codebook(lexicon: Lexicon) -> pd.DataFrame:
    """Return the codebook of a lexicon: is each of its frames in the marked words?

    Parameters
    ----------
    lexicon : Lexicon
        Its definitions become the meanings.

    Returns
    -------
    pandas.DataFrame
        `question` (the name of the frame), `unit` (the kinds of unit it is asked about, joined by "|"), `codes`
        (joined by "|"), `meaning`; one row per frame, in the lexicon's order.

    Examples
    --------
    >>> from framing.lexicon import Term
    >>> weather = Lexicon("weather", "1.0", "en", "", "CC0-1.0", {"storm": "talk of wind"}, (Term("storm", "gale"),))
    >>> frame_codebook(weather)["meaning"].tolist()
    ['1: the marked words carry this, by whatever terms: talk of wind. 0: not.']
    """
    rows = [
        (
            frame,
            "|".join(UNITS),
            YES_NO,
            f"1: the marked words carry this, by whatever terms: {said.rstrip('.')}. 0: not.",
        )
        for frame, said in lexicon.frames.items()
    ]
    return check_codebook(pd.DataFrame(rows, columns=list(COLUMNS)), "codebook")


def remark_codebook() -> pd.DataFrame:
    """Return the codebook that checks extracted remarks: whose words, speaker, form, and speech that was missed.

    Returns
    -------
    pandas.DataFrame
        As from `frame_codebook`.

    Examples
    --------
    >>> remark_codebook()["question"].tolist()
    ['is_speech', 'speaker_right', 'form', 'holds_speech']
    """
    source = resources.files("framing.measures.coding").joinpath("remark_questions.csv")
    return check_codebook(files.parse_delimited(source.read_text(encoding="utf-8"), source.name), source.name)


def read_codebook(path: str | os.PathLike[str]) -> pd.DataFrame:
    """Return a codebook as it was written beside a sheet.

    Parameters
    ----------
    path : path
        CSV with `question`, `unit`, `codes` and `meaning`.

    Returns
    -------
    pandas.DataFrame
        As from `frame_codebook`.

    Raises
    ------
    CorpusError, TableError
        When the file cannot be read, or with every row that is wrong.
    """
    rows, _ = files.read_rows(path)
    missing = [name for name in COLUMNS if name not in rows.columns]
    if missing:
        raise TableError(f"{path}: no column {', '.join(missing)}. A codebook has {', '.join(COLUMNS)}.")
    kept = rows[list(COLUMNS)].map(unescape_cell)
    return check_codebook(kept[kept["question"].str.strip() != ""].reset_index(drop=True), str(path))


def check_codebook(codebook: pd.DataFrame, source: str) -> pd.DataFrame:
    """Return a codebook once it is known that each question has a name of its own and answers to choose from.

    Raises
    ------
    TableError
        With every question that is wrong.

    Examples
    --------
    >>> check_codebook(pd.DataFrame({"question": ["note"], "unit": ["remark"], "codes": ["1|0"], "meaning": [""]}), "x")
    Traceback (most recent call last):
    framing.errors.TableError: x: row 2: question 'note' is the name of a column of every sheet. Choose another.
    """
    problems = list(_problems(codebook))
    if problems or not len(codebook):
        raise TableError(all_problems(source, problems or ["there is no question in it."]))
    return codebook


def _problems(codebook: pd.DataFrame) -> Iterator[str]:
    seen: set[str] = set()
    for number, row in enumerate(codebook.to_dict("records"), start=2):
        name = row["question"]
        if name.casefold() in OWN_COLUMNS:
            yield f"row {number}: question {name!r} is the name of a column of every sheet. Choose another."
        if name.casefold() in seen:
            yield f"row {number}: question {name!r} stands twice. Give each a name of its own."
        if not set(row["unit"].split("|")) <= set(UNITS):
            yield f"row {number}: unit {row['unit']!r} is not one of {', '.join(UNITS)}, or both joined by |."
        if len(codes_of(row)) < 2 or len(set(codes_of(row))) < len(codes_of(row)) or "" in codes_of(row):
            yield f"row {number}: codes {row['codes']!r}: write two or more different ones, as in 1|0."
        seen.add(name.casefold())


def codes_of(row: Any) -> list[str]:
    """The answers that a question has."""
    return str(row["codes"]).split("|")


def asked(codebook: pd.DataFrame, unit: str) -> list[str]:
    """The questions that are asked about a kind of unit, in order."""
    return [
        name for name, kinds in zip(codebook["question"], codebook["unit"], strict=True) if unit in kinds.split("|")
    ]


def code_of(cell: Any, codes: list[str]) -> str | None:
    """Return the code that a cell stands for; None when it is none of them.

    Examples
    --------
    >>> code_of("1.0", ["1", "0"]), code_of("7", ["07", "12"]), code_of("Direct", ["direct", "mixed"])
    ('1', '07', 'direct')
    >>> code_of("yes", ["1", "0"]) is None
    True
    """
    text = str(cell)
    if text in codes:
        return text
    same = [code for code in codes if code.casefold() == text.casefold() or _is_same_number(code, text)]
    return same[0] if len(same) == 1 else None


def _is_same_number(code: str, cell: str) -> bool:
    try:
        return code.isdecimal() and float(code) == float(cell)
    except ValueError:
        return False


def in_question(answers: dict[str, str | None]) -> dict[str, str | None]:
    """Return the answers without the empty ones about speech where there is none.

    Examples
    --------
    >>> in_question({"is_speech": "0", "speaker_right": None, "storm": None})
    {'is_speech': '0', 'storm': None}
    """
    if answers.get(IS_SPEECH) != "0":
        return answers
    return {name: code for name, code in answers.items() if code is not None or name not in ONLY_OF_SPEECH}
