"""What the columns of the tables people bring are called; the lists are data files in `exports/labels`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from framing.decoding import read_text
from framing.errors import CorpusError, all_problems, did_you_mean
from framing.rows import parse_delimited

_LABELS = Path(__file__).parent / "exports" / "labels"


@cache
def read_labels(name: str) -> dict[str, tuple[str, ...]]:
    """Return a list of labels: what each column of the articles table is called in one kind of file.

    Parameters
    ----------
    name : str
        Of a file in `exports/labels` with two columns, `column` and `label`. Of several labels of one column the first
        that a file has counts.

    Examples
    --------
    >>> read_labels("columns")["text"][:3]
    ('text', 'body', 'content')
    """
    path = _LABELS / f"{name}.csv"
    rows = parse_delimited(read_text(path)[0], str(path))
    found: dict[str, tuple[str, ...]] = {}
    for column, label in zip(rows["column"], rows["label"], strict=True):
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
    known = read_labels(labels).items()
    return {name: folded[guess] for name, guesses in known for guess in reversed(guesses) if guess in folded}


def rivals_of(name: str, there: Iterable[str]) -> list[str]:
    """Return every column that could be the one of that name, in the order of the list.

    Examples
    --------
    >>> rivals_of("text", ["id", "Content", "Text"])
    ['Text', 'Content']
    """
    order = read_labels("columns")[name]
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
    known = read_labels("columns")
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
