"""Corrections by hand: what a researcher changes in extracted remarks, kept in a file beside the corpus."""

from __future__ import annotations

import json
import os
from typing import Any

import pandas as pd

from framing import files, schema
from framing.errors import TableError, all_problems, did_you_mean

REASONS = ("random", "found")
OUTCOMES = ("changed", "added", "removed", "matched nothing")
_KEY = ["article_id", "start", "end"]
_OWN = ("remove", "reason", "note")
_MAY_CHANGE = tuple(name for name in schema.column_names("remarks") if name not in (*_KEY, "remark_id", "rule"))


def read_overrides(path: str | os.PathLike[str]) -> pd.DataFrame:
    r"""Return a file of corrections to extracted remarks.

    Parameters
    ----------
    path : path
        CSV, TSV, JSON Lines or Parquet, one correction a row. `article_id`, `start` and `end` say which remark, as
        `extract_remarks` placed it. `remove` (yes) takes it out; any other column of `remarks` that is filled replaces
        what was extracted. Where no remark stands at that place, a row with `speaker` adds one there. `reason` says how
        the remark came to be looked at: "random" (it was drawn: accuracy is estimated from these) or "found". `note` is
        free.

    Returns
    -------
    pandas.DataFrame
        The corrections in file order, as text but for `start`, `end` (whole numbers) and `remove` (true or false).

    Raises
    ------
    CorpusError
        When the file cannot be read.
    TableError
        With every row that says no place, no reason, or changes a column that remarks do not have.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder) / "overrides.csv"
    ...     _ = file.write_text("article_id,start,end,reason,speaker\na,0,18,found,Ada Hall")
    ...     read_overrides(file)[["start", "end", "speaker"]]
       start  end   speaker
    0      0   18  Ada Hall
    """
    rows, _ = files.read_rows(path, may_be_short=True)
    problems = _column_problems(rows) or [problem for row in rows.itertuples() for problem in _row_problems(row)]
    if problems:
        raise TableError(all_problems(str(path), problems))
    text = rows.astype("str")
    for name in text.columns:
        text[name] = text[name].str.strip()
    removed = text["remove"].str.lower().isin(["yes", "true", "1"]) if "remove" in text.columns else False
    return text.assign(start=text["start"].astype("int64"), end=text["end"].astype("int64"), remove=removed)


def _column_problems(rows: pd.DataFrame) -> list[str]:
    """Columns that are missing or that nobody can change."""
    known = [*_KEY, *_OWN, *_MAY_CHANGE]
    missing = [f"column {name!r} is not there." for name in (*_KEY, "reason") if name not in rows.columns]
    unknown = [name for name in map(str, rows.columns) if name not in known]
    return missing + [f"column {name!r} cannot be corrected.{did_you_mean(name, known)}" for name in unknown]


def _row_problems(row: Any) -> list[str]:
    """What is wrong with one correction."""
    where = f"row {row.Index + 2}"
    problems = []
    if str(row.reason).strip() not in REASONS:
        problems.append(f"{where}: reason {row.reason!r} is not one of {', '.join(REASONS)}.")
    if not (str(row.start).strip().isdecimal() and str(row.end).strip().isdecimal()):
        problems.append(f"{where}: start {row.start!r} and end {row.end!r} are no places. Copy them from the remark.")
    return problems


def apply_overrides(remarks: pd.DataFrame, overrides: pd.DataFrame) -> pd.DataFrame:
    """Return remarks with the corrections of a researcher.

    Parameters
    ----------
    remarks : pandas.DataFrame
        The `remarks` table, as extracted.
    overrides : pandas.DataFrame
        Corrections, as `read_overrides` gives them.

    Returns
    -------
    pandas.DataFrame
        The `remarks` table, in the order of the articles and places, with a further column `override`: the reason of
        the correction, missing where nothing was corrected. A corrected remark has the rule "hand". What became of each
        correction is told by `audit_overrides`.

    Raises
    ------
    TableError
        When the corrected table is not what remarks should be.

    Examples
    --------
    >>> from framing import articles_from_records, extract_remarks
    >>> articles = articles_from_records([{"id": "a", "text": "The ferry was late, Ada Brook said."}], source="here")
    >>> correction = pd.DataFrame({"article_id": ["a"], "start": [0], "end": [18], "remove": [False],
    ...     "reason": ["found"], "speaker": ["Ada Brook-Hall"]})
    >>> apply_overrides(extract_remarks(articles), correction)[["speaker", "rule", "override"]]
              speaker  rule override
    0  Ada Brook-Hall  hand    found
    """
    schema.check_table(remarks, "remarks")
    records: dict[tuple[str, int, int], dict[Any, Any]] = {
        _place(record): dict(record) for record in remarks.to_dict(orient="records")
    }
    for override in overrides.to_dict(orient="records"):
        place = _place(override)
        outcome = _outcome(override, place in records)
        if outcome == "removed":
            del records[place]
        elif outcome != "matched nothing":
            records[place] = _corrected(records.get(place) or _added(override, len(records)), override)
    order = {name: number for number, name in enumerate(remarks["article_id"].drop_duplicates())}
    rows = sorted(records.values(), key=lambda row: (order.get(row["article_id"], len(order)), row["start"]))
    table = schema.make_table("remarks", {n: [row.get(n) for row in rows] for n in schema.column_names("remarks")})
    schema.check_table(table, "remarks", source="corrected remarks")
    return table.assign(override=pd.Series([row.get("override") for row in rows], dtype="object"))


def audit_overrides(remarks: pd.DataFrame, overrides: pd.DataFrame) -> pd.DataFrame:
    """Return what became of each correction.

    Parameters
    ----------
    remarks : pandas.DataFrame
        The `remarks` table, as extracted, before the corrections.
    overrides : pandas.DataFrame
        Corrections, as `read_overrides` gives them.

    Returns
    -------
    pandas.DataFrame
        The place and reason of each correction and its `outcome`: "changed", "added", "removed" or "matched nothing".

    Examples
    --------
    >>> from framing import articles_from_records, extract_remarks
    >>> articles = articles_from_records([{"id": "a", "text": "The ferry was late, Ada Brook said."}], source="here")
    >>> correction = pd.DataFrame({"article_id": ["a"], "start": [4], "end": [18], "remove": [True],
    ...     "reason": ["found"]})
    >>> audit_overrides(extract_remarks(articles), correction)["outcome"].tolist()
    ['matched nothing']
    """
    places = {_place(record) for record in remarks[_KEY].to_dict(orient="records")}
    outcomes = [_outcome(record, _place(record) in places) for record in overrides.to_dict(orient="records")]
    return overrides[[*_KEY, "reason"]].reset_index(drop=True).assign(outcome=pd.Series(outcomes, dtype="str"))


def _place(record: dict[Any, Any]) -> tuple[str, int, int]:
    return str(record["article_id"]), int(record["start"]), int(record["end"])


def _outcome(override: dict[Any, Any], is_there: bool) -> str:
    """What a correction does."""
    if override.get("remove") and is_there:
        return "removed"
    if is_there:
        return "changed"
    return "added" if not override.get("remove") and override.get("speaker") else "matched nothing"


def _added(override: dict[Any, Any], number: int) -> dict[str, Any]:
    """A remark that was not extracted: a clause without quotation marks, until its columns say otherwise."""
    article, start, end = _place(override)
    row = {"remark_id": f"{article}-hand-{number + 1}", "article_id": article, "start": start, "end": end}
    return row | {
        "form": "indirect",
        "content": "clause",
        "not_said": False,
        "spans": [[start, end]],
        "quoted_spans": [],
    }


def _corrected(remark: dict[Any, Any], override: dict[Any, Any]) -> dict[str, Any]:
    """The remark with what the correction fills in."""
    filled = {name: override[name] for name in _MAY_CHANGE if override.get(name) not in (None, "")}
    for name in ("spans", "quoted_spans"):
        if isinstance(filled.get(name), str):
            filled[name] = json.loads(filled[name])
    if "not_said" in filled:
        filled["not_said"] = str(filled["not_said"]).lower() in ("yes", "true", "1")
    row = {str(name): cell for name, cell in remark.items()} | filled
    row["start"], row["end"] = min(a for a, _ in row["spans"]), max(b for _, b in row["spans"])
    because = override.get("note") or row.get("because")
    return row | {"rule": "hand", "because": because, "override": override["reason"]}
