"""The labels of each vendor, as data: `<vendor>.csv` beside this module, a line per label; edit it when a vendor does.

`label` is what stands in the file (case does not matter), `field` the column it becomes or the part of the file it
tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any

from framing.decoding import decode_text
from framing.rows import parse_delimited
from framing.schema import column_names

_NUMBER = r"\d{1,3}(?:[.,\u00a0\u202f' ]\d{3}){1,2}|\d{1,9}"  # 1,234 and 1.234 and 1 234


@cache
def read_labels(vendor: str) -> dict[str, str]:
    """Return what the labels of a vendor mean: label in small letters to field.

    Examples
    --------
    >>> read_labels("nexis")["länge"]
    'n_words_stated'
    """
    file = resources.files("framing.articles.exports.labels").joinpath(f"{vendor}.csv")
    text, _ = decode_text(file.read_bytes(), str(file))
    kept = "\n".join(line for line in text.splitlines() if not line.startswith(("#", '"#')))
    rows = parse_delimited(kept, str(file), may_be_short=True)  # as any spreadsheet saves it
    return {row["label"].strip().casefold(): row["field"].strip() for row in rows.to_dict(orient="records")}


@cache
def labels_of(vendor: str, field: str) -> tuple[str, ...]:
    """Return the labels of one field, in small letters, in file order.

    Examples
    --------
    >>> labels_of("nexis", "end")[0]
    'end of document'
    """
    return tuple(label for label, means in read_labels(vendor).items() if means == field)


@cache
def line_pattern(vendor: str, field: str) -> re.Pattern[str]:
    """Return the pattern of a line that is one of the labels of a field and nothing else.

    Examples
    --------
    >>> bool(line_pattern("nexis", "document").fullmatch("   2 of 10 DOCUMENTS"))
    True
    """
    return re.compile(rf"[^\S\n]*(?:{_alternatives(vendor, field)})[^\S\n]*", re.IGNORECASE)


@cache
def start_pattern(vendor: str, field: str) -> re.Pattern[str]:
    """Return the pattern of the beginning of a line that is one of the labels of a field.

    Examples
    --------
    >>> bool(start_pattern("nexis", "copyright").match("Copyright 2031 Port Hale Press"))
    True
    """
    return re.compile(rf"\s*(?:{_alternatives(vendor, field)})(?!\w)", re.IGNORECASE)


def _alternatives(vendor: str, field: str) -> str:
    """The labels of a field as one pattern."""
    patterns = []
    for label in labels_of(vendor, field):
        pattern = re.escape(label).replace(r"\ ", r"[^\S\n]+")
        for placeholder in (r"\{number\}", r"\{total\}"):
            pattern = pattern.replace(placeholder, f"(?:{_NUMBER})")
        patterns.append(pattern)
    return "|".join(patterns)


def numbers_in(line: str) -> list[int]:
    """Return the whole numbers of a line, in order; more than nine digits count nothing that is told.

    Examples
    --------
    >>> numbers_in("1,234 words"), numbers_in("2 of 10 DOCUMENTS")
    ([1234], [2, 10])
    """
    return [int(re.sub(r"\D", "", found)) for found in re.findall(rf"(?<!\d)(?:{_NUMBER})(?!\d)", line)]


def cells_of(fields: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return fields as cells: what stands twice is joined, the name of a language is its code, a length a number.

    Examples
    --------
    >>> cells_of([("language", "ENGLISH"), ("n_words_stated", "571 words"), ("section", "NEWS")])
    {'language': 'en', 'n_words_stated': 571, 'section': 'NEWS'}
    """
    cells: dict[str, Any] = {}
    for field, value in fields:
        if value := value.strip():
            cells[field] = f"{cells[field]}\n{value}" if field in cells else value
    if "language" in cells:
        cells["language"] = language_code(cells["language"])
    if len(counted := numbers_in(cells.get("n_words_stated", ""))) == 1:
        cells["n_words_stated"] = counted[0]
    return cells


def language_code(said: str) -> str:
    """Return the code of a language that is said by its name or by a longer code; anything else as it stands.

    Examples
    --------
    >>> language_code("ENGLISH; FRENCH"), language_code("en-GB"), language_code("Ondaran")
    ('en', 'en', 'Ondaran')
    """
    name = re.split(r"[;,\n]", said)[0].strip().casefold()
    longer = re.fullmatch(r"([a-z]{2})[-_]\w+", name)
    return longer[1] if longer else read_labels("languages").get(name, said)


def unknown_column(label: str, vendor: str) -> str:
    """Return the name of the column of an unknown label: itself, unless that means something already.

    Examples
    --------
    >>> unknown_column("Umfang", "nexis"), unknown_column("Text", "nexis")
    ('Umfang', 'Text (unknown label)')
    """
    taken = {*column_names("articles"), *read_labels(vendor).values()}
    return f"{label} (unknown label)" if label.casefold() in taken else label


def unknown_labels(unknown: Iterable[tuple[str, str]], vendor: str) -> list[str]:
    """Return one note for each unknown label, given with the places where they stand.

    Examples
    --------
    >>> print(unknown_labels([("document 1", "Umfang"), ("document 2", "Umfang")], "nexis")[0])  # doctest: +ELLIPSIS
    document 1 and 1 more: the label 'Umfang' is not known. It is kept as a column of that name; to give it ...
    """
    places: dict[str, list[str]] = {}
    for place, label in unknown:
        places.setdefault(label, []).append(place)
    return [
        f"{found[0]}{f' and {len(found) - 1} more' if found[1:] else ''}: the label {label!r} is not known. It is kept "
        f"as a column of that name; to give it a meaning, add a line for it to "
        f"framing/articles/exports/labels/{vendor}.csv."
        for label, found in places.items()
    ]
