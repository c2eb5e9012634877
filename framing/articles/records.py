"""Rows of tables and texts with front matter as records of the articles table."""

from __future__ import annotations

import datetime
import numbers
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from framing import schema
from framing.articles.columns import guess_names, match_columns, settle_days, under_names
from framing.articles.front_matter import split_front_matter
from framing.articles.identity import content_digest
from framing.cells import is_missing, parse_list, parse_text, parse_whole
from framing.days import parse_day
from framing.decoding import clean_text, count_unreadable, is_count
from framing.errors import CorpusError, all_problems

_TEXTS = ("article_id", "story_id", "outlet", "headline", "url", "language", "source_format")

Record = dict[str, Any]


def article_of_text(text: str, source: str, *, name: str, shape: str, mended: Sequence[str]) -> Record:
    r"""Return the article of a text file, named by its front matter or by `name`.

    Raises
    ------
    CorpusError
        When its front matter cannot be read.

    Examples
    --------
    >>> article_of_text("---\ntitle: Rain\n---\nIt rained.", "a.md", name="a", shape="md", mended=[])["text"]
    'Rain\n\nIt rained.'
    """
    meta, body, odd = split_front_matter(text, source)
    names = {name: column for name, column in guess_names(meta).items() if name != "text"}
    row = {"article_id": name, **under_names(meta, names), "text": body}
    record, problems = article_of_cells(row, shape, [*mended, *odd])
    if problems:
        raise CorpusError(all_problems(source, (f"front matter: {problem}" for problem in problems)))
    return record


def articles_of_rows(
    rows: pd.DataFrame, source: str, columns: Mapping[str, str], *, shape: str, mended: Sequence[str], first_row: int
) -> list[Record]:
    """Return one article from each row of a table that is not empty.

    Raises
    ------
    CorpusError
        With every row that is wrong, or when there is no column of texts.

    Examples
    --------
    >>> rows = pd.DataFrame({"doc_id": ["a"], "body": ["It rained."]})
    >>> articles_of_rows(rows, "notes.csv", {}, shape="csv", mended=[], first_row=2)[0]["text"]
    'It rained.'
    """
    rows = rows.set_axis([str(column) for column in rows.columns], axis=1)
    names = match_columns(list(rows.columns), source, columns)
    of_file = [warning for warning in mended if not is_count(warning)]  # characters are counted article by article
    if "published" in names:
        settled, concluded = settle_days(rows[names["published"]].tolist())
        rows = rows.assign(**{names["published"]: pd.Series(settled, index=rows.index, dtype="object")})
        of_file += concluded
    found: list[Record] = []
    problems: list[str] = []
    for number, row in enumerate(rows.to_dict(orient="records"), start=first_row):
        if not all(map(is_missing, row.values())):
            record, wrong = article_of_cells(under_names(row, names), shape, of_file)
            found.append(record)
            problems += [f"row {number}: {problem}" for problem in wrong]
    if problems:
        raise CorpusError(all_problems(source, problems))
    return with_ids(found)


def article_of_cells(row: Record, shape: str, mended: Sequence[str]) -> tuple[Record, list[str]]:
    r"""Return one article as a record of the articles table, and everything that is wrong with it.

    Parameters
    ----------
    row : dict
        Cells under the names of the articles table, as they came; further ones are kept as they are.
    shape : str
        What it was read from, for `source_format`.
    mended : sequence of str
        What holds for the whole file, for `warnings`.

    Examples
    --------
    >>> row = {"headline": "Rain", "text": "It rained.", "published": "3/4/2025"}
    >>> record, problems = article_of_cells(row, "csv", [])
    >>> record["text"], record["published"], record["warnings"][0][:46]
    ('Rain\n\nIt rained.', None, "published '3/4/2025' is no date without doubt:")
    >>> article_of_cells({"text": 7}, "json", [])[1]
    ['text 7 is a number, not text. Map another column.']
    """
    problems: list[str] = []
    record = {name: clean_text(cell)[0] if isinstance(cell, str) else cell for name, cell in row.items()}
    record |= {name: _text(name, record[name], problems) for name in _TEXTS if name in record}
    body = _body(record.get("text"), problems)
    published, doubt = _day(record.get("published"))
    told = [*_listed(record.get("warnings"), problems), *(one for one in mended if not is_count(one))]
    told += [*_unreadable(record, body), *([] if body.strip() else ["no text"]), *doubt]
    record |= _headline_and_body(record.get("headline"), body, _start(record.get("body_start"), body, problems))
    record |= {"published": published, "warnings": list(dict.fromkeys(told))}
    return record | {"source_format": record.get("source_format") or shape}, problems


def _unreadable(record: Record, body: str) -> list[str]:
    """How many characters cannot be read; what stands in a table of ours twice, by its making, counts once."""
    cells = dict(record)
    if body.startswith(record.get("headline") or "\0"):
        cells.pop("headline", None)
    if record.get("story_id") == record.get("article_id"):
        cells.pop("story_id", None)
    return count_unreadable(cells.values())


def _text(name: str, cell: Any, problems: list[str]) -> str | None:
    """A cell as text, or nothing where it is empty; a number, such as an id, as its digits."""
    if is_missing(cell):
        return None
    try:
        return cell.isoformat() if isinstance(cell, datetime.date) else parse_text(cell)
    except ValueError:
        problems.append(f"{name} {_shown(cell)} is {_kind_of(cell)}, not text.")
        return None


def _body(cell: Any, problems: list[str]) -> str:
    """The text of an article: never a number, a list or bytes."""
    if is_missing(cell):
        return ""
    if isinstance(cell, str):
        return cell
    hint = (
        "Decode it first: only who wrote it knows its encoding." if isinstance(cell, bytes) else "Map another column."
    )
    problems.append(f"text {_shown(cell)} is {_kind_of(cell)}, not text. {hint}")
    return ""


def _kind_of(cell: Any) -> str:
    """What a cell is that is no text, in a reader's words."""
    kinds = {bytes: "bytes", dict: "an object", bool: "a truth value", list: "a list", np.ndarray: "a list"}
    kinds |= {datetime.date: "a date", numbers.Number: "a number"}
    return next((said for kind, said in kinds.items() if isinstance(cell, kind)), f"of type {type(cell).__name__}")


def _shown(cell: Any) -> str:
    written = repr(cell)
    return written if len(written) <= 40 else f"{written[:36]} ..."


def _listed(cell: Any, problems: list[str]) -> list[str]:
    """Warnings of an articles table that we wrote ourselves."""
    if is_missing(cell):
        return []
    try:
        listed = parse_list(cell) if isinstance(cell, str) else list(cell)
        if isinstance(cell, dict | bytes):
            raise TypeError
    except (ValueError, TypeError):
        hint = "It is a column of the articles table, a JSON list; call a column of your own something else."
        problems.append(f"warnings {_shown(cell)} is not a list. {hint}")
        return []
    return [str(item) for item in listed]


def _start(cell: Any, body: str, problems: list[str]) -> int | None:
    """Where the body begins, when the row says it: a character of the text."""
    if is_missing(cell):
        return None
    try:
        start = parse_whole(cell)
    except (ValueError, TypeError):
        start = -1
    if not 0 <= start <= len(body):
        problems.append(f"body_start {_shown(cell)} is no character of its text: it has {len(body)}, counted from 0.")
        return None
    return start


def _day(cell: Any) -> tuple[pd.Timestamp | None, list[str]]:
    """The day a cell says without doubt, else none and why."""
    if is_missing(cell):
        return None, []
    try:
        return parse_day(cell), []
    except ValueError as doubt:
        return None, [f"published {doubt}"]


def _headline_and_body(headline: str | None, body: str, stated: int | None) -> Record:
    """The text with its headline, and where the body begins."""
    if headline is None or stated is not None:
        return {"headline": headline, "text": body, "body_start": stated or 0}
    headline = headline.strip()
    if _begins_with_line(body, headline):
        after = body[len(headline) :].lstrip()
        return {"headline": headline, "text": body, "body_start": len(body) - len(after)}
    return {"headline": headline, "text": f"{headline}\n\n{body}", "body_start": len(headline) + 2}


def _begins_with_line(body: str, headline: str) -> bool:
    """Whether the headline is the first line of the text already; a text may merely begin with the same letters."""
    if not body.startswith(headline):
        return False
    rest_of_line = body[len(headline) :].splitlines()[:1]
    return not "".join(rest_of_line).strip()


def with_ids(found: list[Record]) -> list[Record]:
    """Return records, each without an id under one from its content, so that it does not depend on their order.

    Examples
    --------
    >>> with_ids([{"text": "It rained."}])[0]["article_id"] == content_digest({"text": "It rained."})
    True
    """
    seen: dict[str, int] = {}
    for record in found:
        if record.get("article_id") is None:
            digest = content_digest(record)
            seen[digest] = seen.get(digest, 0) + 1
            record["article_id"] = digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"
    return found


def as_articles(records: list[Record], language: str) -> pd.DataFrame:
    """Return records as the articles table, with whatever else they hold behind its columns.

    Examples
    --------
    >>> as_articles([{"article_id": "a", "text": "It rained.", "body_start": 0, "warnings": []}], "en")["story_id"][0]
    'a'
    """
    names = schema.column_names("articles")
    columns: dict[str, list[Any]] = {name: [record.get(name) for record in records] for name in names}
    columns["story_id"] = [record.get("story_id") or record["article_id"] for record in records]
    columns["language"] = [record.get("language") or language for record in records]
    articles = schema.make_table("articles", columns)
    others = dict.fromkeys(name for record in records for name in record if name not in names)
    further = {name: pd.Series([record.get(name) for record in records], dtype="object") for name in others}
    return pd.concat([articles, pd.DataFrame(further, index=articles.index)], axis=1)  # at once: there may be hundreds
