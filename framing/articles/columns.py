"""What columns are called in the tables people bring (data files in `exports/labels`), and how their dates stand."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Literal

from framing.articles.exports.labels import read_labels
from framing.cells import is_missing
from framing.errors import CorpusError, all_problems, did_you_mean

Dates = Literal["day-first", "month-first"]

_SIGNS = "/.-"
_NUMBERS = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:,?\s+\d{1,2}:\d{2}.*)?")
_YEAR_FIRST = (
    re.compile(r"((?:1[789]|2[01])\d{2})(\d{2})(\d{2})(?:T?\d{6}Z?)?"),  # 20250217T103000Z
    re.compile(r"((?:1[789]|2[01])\d{2})[/.](\d{1,2})[/.](\d{1,2})(?:,?\s+\d{1,2}:\d{2}.*)?"),
)
_SECONDS = re.compile(r"\d{9,10}(?:\.\d+)?|\d{12,13}")  # since 1970, or thousandths of them: from 1973 to 2286


@cache
def known_names(labels: str = "columns") -> dict[str, tuple[str, ...]]:
    """Return what each column of the articles table is called in files of a kind, the name that counts first in front.

    Parameters
    ----------
    labels : str
        Of a list of labels in `exports/labels`.

    Examples
    --------
    >>> known_names()["text"][:3]
    ('text', 'body', 'content')
    """
    found: dict[str, tuple[str, ...]] = {}
    for label, column in read_labels(labels).items():
        found[column] = (*found.get(column, ()), fold_label(label))
    return found


def fold_label(label: str) -> str:
    """Return a label without what does not matter in it: case, white space around it, "Full Text" for "full_text".

    Examples
    --------
    >>> fold_label(" Full Text "), fold_label("publishedAt"), fold_label("pub-date")
    ('full_text', 'publishedat', 'pub_date')
    """
    return re.sub(r"[\s_-]+", "_", unicodedata.normalize("NFC", label.strip()).casefold())


def guess_names(there: Iterable[str], labels: str = "columns") -> dict[str, str]:
    """Return the known names among those that are there, each under the name of the articles table that it means.

    Examples
    --------
    >>> guess_names(["Title", "Full Text", "Mood"])
    {'headline': 'Title', 'text': 'Full Text'}
    """
    folded = {fold_label(column): column for column in reversed(list(there))}
    known = known_names(labels).items()
    return {name: folded[guess] for name, guesses in known for guess in reversed(guesses) if guess in folded}


def rivals_of(name: str, there: Iterable[str]) -> list[str]:
    """Return every column that could be the one of that name, in the order of the list.

    Examples
    --------
    >>> rivals_of("text", ["id", "Content", "Text"])
    ['Text', 'Content']
    """
    order = known_names()[name]
    return sorted((column for column in there if fold_label(column) in order), key=lambda c: order.index(fold_label(c)))


def match_columns(
    there: Sequence[str], source: str, columns: Mapping[str, str], *, needed: Sequence[str] = ("text",)
) -> dict[str, str]:
    """Return which column of a table holds what: what `columns` says, else what its name usually means.

    Parameters
    ----------
    there : sequence of str
        The names of the columns.
    source : str
        Name of the file, for messages.
    columns : dict of str to str
        What a column of the articles table is called in the file.
    needed : sequence of str
        Of which at least one must be found.

    Raises
    ------
    CorpusError
        With every name that is not there, or when there is none of the needed columns.

    Examples
    --------
    >>> match_columns(["Nr", "Body"], "notes.csv", {"article_id": "Nr"})
    {'text': 'Body', 'article_id': 'Nr'}
    """
    known = known_names()
    for name, column in columns.items():
        if name in there and column in known and column not in there:
            raise CorpusError(f"{source}: --map {name}={column} is the other way round: {column}={name}.")
    problems = [
        f"cannot map {name!r}: articles have {', '.join(known)}.{did_you_mean(name, known)}"
        for name in columns
        if name not in known
    ]
    problems += [
        f"no column {c!r} to map {n!r} to.{did_you_mean(c, there)}" for n, c in columns.items() if c not in there
    ]
    names = guess_names(there) | dict(columns)
    if not set(needed) & set(names):
        problems.append(f"no column of texts among {list(there)}. Name it, as in --map text=COLUMN.")
    if problems:
        raise CorpusError(all_problems(source, problems))
    return names


def under_names(row: Mapping[Any, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return a row under the names of the articles table; a column whose name another one takes is kept beside it.

    Examples
    --------
    >>> under_names({"text": "Summary.", "body": "It rained."}, {"text": "body"})
    {'text (not mapped)': 'Summary.', 'text': 'It rained.'}
    """
    used = set(names.values())
    further = {
        f"{column} (not mapped)" if column in names else str(column): cell
        for column, cell in row.items()
        if column not in used
    }
    return further | {name: row[column] for name, column in names.items()}


def settle_days(cells: Sequence[Any], *, dates: Dates | None = None) -> tuple[list[Any], list[str]]:
    """Return the dates of one column, those that the column makes certain as 2025-02-17, and how it did.

    Parameters
    ----------
    cells : sequence
        The dates of one column of one file, as printed.
    dates : {"day-first", "month-first"}, optional
        What stands first in dates of numbers, where somebody knows; else it is concluded where the column shows it.

    Returns
    -------
    settled : list
        The same cells in the same order; what says no day without doubt stays as printed.
    warnings : list of str
        What was concluded, each for the whole column.

    Notes
    -----
    03/04/2025 is the third of April where another date of the column, written with the same sign, has its day first for
    certain (25/04/2025) and none has its month first; and the other way round. Where a column has both or neither,
    nothing is concluded. Where the year is first, the month follows: 20250217, 20250217T103000Z, 2025/02/17. Seconds
    since 1970 are the day in UTC, since they do not say in which zone they were printed.

    Examples
    --------
    >>> settle_days(["03/04/2025", "25/04/2025"])[0]
    ['2025-04-03', '2025-04-25']
    >>> settle_days(["03/04/2025", "05/04/2025"])
    (['03/04/2025', '05/04/2025'], [])
    >>> settle_days(["03/04/2025", "05/04/2025"], dates="day-first")[0]
    ['2025-04-03', '2025-04-05']
    >>> settle_days([1739750400])
    (['2025-02-17'], ['published: seconds since 1970, such as 1739750400, read as days in UTC'])
    """
    orders, warnings = _orders(cells)
    if dates is not None:
        orders, warnings = dict.fromkeys(_SIGNS, dates.partition("-")[0]), []
    settled = [_settled(cell, orders) for cell in cells]
    seconds = [cell for cell, day in zip(cells, settled, strict=True) if day is not cell and _is_seconds(cell)]
    if seconds:
        warnings.append(f"published: seconds since 1970, such as {seconds[0]}, read as days in UTC")
    return settled, warnings


def _orders(cells: Iterable[Any]) -> tuple[dict[str, str], list[str]]:
    """Which of day and month stands first in dates written with each sign, where some date makes it certain."""
    proofs: dict[str, dict[str, list[str]]] = {}
    for cell in cells:
        found = _NUMBERS.fullmatch(cell.strip()) if isinstance(cell, str) else None
        if found and (int(found[1]) > 12) != (int(found[3]) > 12):
            first = "day" if int(found[1]) > 12 else "month"
            proofs.setdefault(found[2], {}).setdefault(first, []).append(cell.strip())
    orders: dict[str, str] = {}
    warnings = []
    for sign, by_first in proofs.items():
        if len(by_first) > 1:
            both = " and ".join(repr(dates[0]) for dates in by_first.values())
            warnings.append(f"published: days and months stand in both orders, as in {both}; none is concluded")
            continue
        ((first, dates),) = by_first.items()
        orders[sign] = first
        proof = f"as {dates[0]!r} shows ({len(dates)} such {'date' if len(dates) == 1 else 'dates'})"
        warnings.append(f"published: dates with {sign!r} have the {first} first, {proof}")
    return orders, warnings


def _settled(cell: Any, orders: Mapping[str, str]) -> Any:
    """One date as 2025-02-17 where the column makes it certain, else as printed."""
    if isinstance(cell, bool) or not isinstance(cell, str | int | float) or is_missing(cell):
        return cell
    written = str(cell).strip()
    for pattern in _YEAR_FIRST:
        if found := pattern.fullmatch(written):
            return _day_or(cell, found[1], found[2], found[3])
    if _is_seconds(cell):
        seconds = float(written) / (1000 if float(written) >= 1e11 else 1)
        return (datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=seconds)).date().isoformat()
    found = _NUMBERS.fullmatch(written)
    if not found or found[2] not in orders:
        return cell
    day, month = (found[1], found[3]) if orders[found[2]] == "day" else (found[3], found[1])
    return _day_or(cell, found[4], month, day)


def _day_or(cell: Any, year: str, month: str, day: str) -> Any:
    """That day, when the calendar has it; else the cell as printed."""
    try:
        return datetime.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return cell


def _is_seconds(cell: Any) -> bool:
    return isinstance(cell, str | int | float) and bool(_SECONDS.fullmatch(str(cell).strip()))
