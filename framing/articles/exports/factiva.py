"""One article of Factiva, whatever the file: fields by their codes (HD, LP, TD), or lines in their usual order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from framing.articles.exports.labels import (
    cells_of,
    labels_of,
    line_pattern,
    read_labels,
    unknown_column,
)
from framing.days import parse_day

VENDOR = "factiva"
CODE = re.compile(r"[A-Z]{2,3}")
_TEXTS = ("lead", "text")
_CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}(\s*[AP]M)?(\s+\S{1,6})?", re.IGNORECASE)
_SOURCE_CODE = re.compile(r"[A-Z][A-Z0-9]{1,11}")
_PAGES = re.compile(r"[A-Z]{0,3}\d{1,4}([-,/]\s?[A-Z]{0,3}\d{1,4})*")


class Parsed(NamedTuple):
    """One article: its cells and the codes that are not known."""

    cells: dict[str, Any]
    unknown: list[str]


def field_of(code: str) -> str | None:
    """Return the field of a code.

    Examples
    --------
    >>> field_of("HD"), field_of("hd"), field_of("XX")
    ('headline', None, None)
    """
    return read_labels(VENDOR).get(code.casefold()) if CODE.fullmatch(code) else None


def document_id(line: str) -> str | None:
    """Return Factiva's number of an article from the line that ends it.

    Examples
    --------
    >>> document_id("Document HALC000020310702ef7200001")
    'HALC000020310702ef7200001'
    """
    word, _, number = line.replace("\u00a0", " ").strip().partition(" ")
    is_number = re.fullmatch(r"[A-Za-z0-9]{12,40}", number.strip()) and any(map(str.isdigit, number))
    is_word = read_labels(VENDOR).get(word.casefold()) == "source_id" and not CODE.fullmatch(word)
    return number.strip() if is_number and is_word else None


def coded_article(pairs: Sequence[tuple[str, str]]) -> Parsed:
    r"""Return one article from its codes and what stands behind them.

    Examples
    --------
    >>> coded_article([("HD", "Rain"), ("LP", "It rained."), ("TD", "It stopped.")]).cells["text"]
    'It rained.\n\nIt stopped.'
    """
    unknown = [code for code, _ in pairs if field_of(code) is None]
    fields = [(field_of(code) or unknown_column(code, VENDOR), value) for code, value in pairs]
    texts = [value.strip("\n") for name in _TEXTS for field, value in fields if field == name and value.strip()]
    cells = cells_of((field, value) for field, value in fields if field not in _TEXTS)
    if "headline" in cells:
        cells["headline"] = " ".join(cells["headline"].split("\n"))
    if "source_id" in cells:
        cells["source_id"] = document_id(cells["source_id"]) or cells["source_id"]
    return Parsed({**cells, "text": "\n\n".join(texts), "warnings": []}, unknown)


def plain_article(lines: Sequence[str], paragraphs: Sequence[str]) -> Parsed:
    """Return one article from the lines above its text, in Factiva's order, and the paragraphs of the text.

    Parameters
    ----------
    lines : sequence of str
        Headline, author, length, day, time, outlet, code of the outlet, pages, language, copyright, number.
    paragraphs : sequence of str
        The text.

    Examples
    --------
    >>> lines = ["Rain", "By Ada Poole", "2 words", "2 July 2031", "Hale Courier", "HALC", "English", "(c) 2031 Hale"]
    >>> cells = plain_article(lines, ["It rained."]).cells
    >>> cells["headline"], cells["byline"], cells["published"], cells["outlet"], cells["copyright"]
    ('Rain', 'By Ada Poole', '2 July 2031', 'Hale Courier', '(c) 2031 Hale')
    """
    fields: list[tuple[str, str]] = []
    seen: set[str] = set()
    for line in lines:
        field = _field_of_line(line.strip(), seen)
        seen.add(field)
        fields.append((field, document_id(line) or line))
    cells = cells_of(fields)
    return Parsed({**cells, "text": "\n\n".join(paragraphs), "warnings": []}, [])


def _field_of_line(line: str, seen: set[str]) -> str:
    """What a line above the text is, by its shape and by what stands above it."""
    if document_id(line):
        return "source_id"
    if "headline" not in seen:
        return "headline"
    if "published" not in seen:
        return "n_words_stated" if is_length(line) else "published" if is_day(line) else "byline"
    for field, holds in (
        ("time", bool(_CLOCK.fullmatch(line)) and "outlet" not in seen),
        ("copyright", is_copyright(line)),
        ("outlet", "outlet" not in seen),
        ("source_code", bool(_SOURCE_CODE.fullmatch(line)) and "source_code" not in seen),
        ("language", line.casefold() in read_labels("languages") and "language" not in seen),
        ("pages", bool(_PAGES.fullmatch(line))),
    ):
        if holds:
            return field
    return "edition"


def is_length(line: str) -> bool:
    """Return whether a line says how long an article is.

    Examples
    --------
    >>> is_length("1,234 words"), is_length("1 234 mots"), is_length("1,234 words were said")
    (True, True, False)
    """
    return bool(line_pattern(VENDOR, "n_words_stated").fullmatch(line)) and any(map(str.isdigit, line))


def is_day(line: str) -> bool:
    """Return whether a line is a day.

    Examples
    --------
    >>> is_day("2 juillet 2031"), is_day("They met on 2 July 2031")
    (True, False)
    """
    try:
        parse_day(line.replace("\u00a0", " "))
    except ValueError:
        return False
    return True


def is_copyright(line: str) -> bool:
    """Return whether a line says whose the text is.

    Examples
    --------
    >>> is_copyright("(c) 2031 Hale Courier"), is_copyright("Cyprus wins")
    (True, False)
    """
    words = tuple(label for label in labels_of(VENDOR, "copyright") if not CODE.fullmatch(label.upper()))
    return len(line) < 500 and line.casefold().startswith(words)
