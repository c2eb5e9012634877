"""Answers of a voice audit back in, each checked against the key."""

from __future__ import annotations

import hashlib
import json
import os
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from framing import schema
from framing.decoding import read_text
from framing.errors import CorpusError, FramingWarning, TableError, all_problems, did_you_mean
from framing.measures.coding.codebooks import IS_SPEECH, SPEAKER_RIGHT, in_question
from framing.measures.coding.units import HITS

FORMAT = "framing audit"
OF_REMARKS = (IS_SPEECH, SPEAKER_RIGHT, "form_right")
OF_SENTENCES = ("holds_speech",)


def sheet_digest(units: pd.DataFrame) -> str:
    """What tells one sheet from another: its units and what is shown of them."""
    lines = sorted(f"{name} {digest}" for name, digest in zip(units["unit_id"], units["digest"], strict=True))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def read_audit(answers: str | os.PathLike[str] | Iterable[str | os.PathLike[str]], units: pd.DataFrame) -> pd.DataFrame:
    """Return what was answered in an audit.

    Parameters
    ----------
    answers : path or iterable of paths
        Files that the page saved, one of each person.
    units : pandas.DataFrame
        The key: from `read_coding_key`.

    Returns
    -------
    pandas.DataFrame
        The `codings` table: for each person, unit and question a row; units in the order of the key. A code is missing
        where no answer was given; questions about speech are left out where there is none.

    Raises
    ------
    CorpusError
        When a file is not there or is no JSON.
    TableError
        With everything that is wrong in any file: another sheet's answers, units or questions that the key does not
        have, codes other than 1 and 0, no name, the same person or question twice.

    Warns
    -----
    FramingWarning
        For each person, how many questions are open.

    Examples
    --------
    >>> import tempfile
    >>> key = pd.DataFrame({"unit_id": ["u1"], "article_id": "a", "story_id": "a", "outlet": None, "unit": "sentence",
    ...     "start": 0, "end": 9, "remark_id": None, "leader": None, "stratum": "all", "inclusion_probability": 1.0,
    ...     "digest": "0f"})
    >>> said = {"format": "framing audit", "version": 1, "sheet": sheet_digest(key), "coder": "Ada",
    ...     "answers": [{"unit_id": "u1", "question": "holds_speech", "code": "0"}], "notes": {}}
    >>> path = Path(tempfile.mkdtemp(), "audit-answers.json")
    >>> _ = path.write_text(json.dumps(said))
    >>> read_audit(path, key)[["unit_id", "coder", "question", "code"]]
      unit_id coder      question code
    0      u1   Ada  holds_speech    0
    """
    schema.check_table(units, "units", source="key")
    paths = [Path(path) for path in ([answers] if isinstance(answers, str | os.PathLike) else answers)]
    asked = {(row["unit_id"], name): None for row in units.to_dict("records") for name in _asked(row)}
    problems: list[str] = []
    rows: list[tuple[Any, ...]] = []
    coders: dict[str, Path] = {}
    for path in paths:
        saved = _read_answers(path)
        found = list(_answer_problems(saved, asked, sheet_digest(units)))
        coder = str(saved.get("coder") or "").strip()
        if coder in coders:
            found.append(f"{coder!r} answered in {coders[coder]} too. Give one file of each person.")
        coders[coder] = path
        problems += [f"{path}: {said}" for said in found]
        rows += [] if found else _rows(saved, asked, coder, path)
    if problems:
        raise TableError(all_problems("audit", problems))
    return schema.make_table("codings", pd.DataFrame(rows, columns=schema.column_names("codings"), dtype="object"))


def _asked(row: dict[Any, Any]) -> list[str]:
    """The questions that the page may ask about a unit."""
    frames = [str(name).removeprefix(HITS) for name in row if str(name).startswith(HITS)]
    return [*(OF_REMARKS if row["unit"] == "remark" else OF_SENTENCES), *frames]


def _read_answers(path: Path) -> dict[str, Any]:
    """The object that the page saved."""
    text, _ = read_text(path)
    try:
        saved = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise CorpusError(
            f"{path}: this is no JSON ({str(problem)[:80]}). Give the file that the page saved."
        ) from None
    if not isinstance(saved, dict) or saved.get("format") != FORMAT or not isinstance(saved.get("answers"), list):
        raise CorpusError(f"{path}: these are no answers of an audit. Give the file that the page saved.")
    return saved


def _answer_problems(saved: dict[str, Any], asked: dict[tuple[str, str], None], sheet: str) -> Iterator[str]:
    """Everything that is wrong with one file."""
    if saved.get("sheet") != sheet:
        yield f"answers to another sheet ({str(saved.get('sheet'))[:40]!r}, the key is of {sheet!r}). Give its own key."
        return
    if not str(saved.get("coder") or "").strip():
        yield 'nobody\'s name stands in it. Write it beside "coder".'
    seen = set()
    for number, one in enumerate(saved["answers"], start=1):
        place = (str(one.get("unit_id")), str(one.get("question"))) if isinstance(one, dict) else ("", "")
        if place not in asked:
            units = dict.fromkeys(unit for unit, _ in asked)
            hint = (
                did_you_mean(place[1], [name for unit, name in asked if unit == place[0]]) if place[0] in units else ""
            )
            yield f"answer {number}: {place[0][:40]!r}, {place[1][:40]!r} was not asked.{hint}"
        elif place in seen:
            yield f"answer {number}: {place[1]!r} of {place[0]} is answered twice."
        elif one.get("code") not in ("1", "0"):
            yield f'answer {number}: code {one.get("code")!r:.40} of {place[0]} is not "1" or "0".'
        seen.add(place)


def _rows(saved: dict[str, Any], asked: dict[tuple[str, str], None], coder: str, path: Path) -> list[tuple[Any, ...]]:
    """The answers of one person; how many are open is told."""
    codes = {(one["unit_id"], one["question"]): one["code"] for one in saved["answers"]}
    notes: dict[str, Any] = saved["notes"] if isinstance(saved.get("notes"), dict) else {}
    of_unit: dict[str, dict[str, str | None]] = {}
    for unit_id, question in asked:
        of_unit.setdefault(unit_id, {})[question] = codes.get((unit_id, question))
    rows = [
        (unit_id, coder, question, code, str(notes[unit_id]) if unit_id in notes else None)
        for unit_id, answers in of_unit.items()
        for question, code in in_question(answers).items()
    ]
    n_open = sum(row[3] is None for row in rows)
    if n_open:
        warnings.warn(f"{path}: {n_open} of {len(rows)} questions are open.", FramingWarning, stacklevel=3)
    return rows
