"""A unit as a coder sees it: its words marked, one sentence either side, and nothing else of its article."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas as pd

from framing import schema
from framing.errors import TableError, all_problems
from framing.text import sentences

OPENS, CLOSES = "⟦", "⟧"
# A sentence is rarely longer; a list without full stops can be, and a sheet has to stay readable.
LONGEST_CONTEXT = 600
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")  # what no workbook and no page can hold
_SPACES = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r"\s*\n\s*")


class Piece(NamedTuple):
    """Some words of a unit or around it, and whether they are to be judged."""

    text: str
    is_marked: bool


def show_units(units: pd.DataFrame, articles: pd.DataFrame) -> list[list[Piece]]:
    """Return what a coder sees of each unit: the sentences it stands in and one either side, its words marked.

    Parameters
    ----------
    units : pandas.DataFrame
        The `units` table; with a column `spans`, only these parts of each unit are marked.
    articles : pandas.DataFrame
        The `articles` table the units come from.

    Returns
    -------
    list of list of Piece
        For each unit, in order. Runs of white space are one space or one line break.

    Raises
    ------
    TableError
        When a unit stands in no article, or beyond the end of its text.

    Examples
    --------
    >>> from framing import articles_from_records
    >>> text = "It rained. We left. It was late. Nobody came."
    >>> articles = articles_from_records([{"article_id": "a", "text": text}], source="notes")
    >>> units = pd.DataFrame({"article_id": ["a"], "unit_id": ["u1"], "start": [11], "end": [18]})
    >>> plain_text(show_units(units, articles)[0])
    'It rained. ⟦We left⟧. It was late.'
    """
    schema.check_table(articles, "articles")
    texts = dict(zip(articles["article_id"], zip(articles["text"], articles["language"], strict=True), strict=True))
    problems = list(_misplaced(units, texts))
    if problems:
        raise TableError(all_problems("units", problems))
    known: dict[str, list[tuple[int, int]]] = {}
    spans = units["spans"] if "spans" in units.columns else [None] * len(units)
    shown = []
    for name, start, end, parts in zip(units["article_id"], units["start"], units["end"], spans, strict=True):
        text, language = texts[name]
        if name not in known:
            known[name] = sentences(text, language if isinstance(language, str) else "en")
        shown.append(list(_pieces(text, known[name], parts or [(int(start), int(end))])))
    return shown


def _misplaced(units: pd.DataFrame, texts: dict[str, Any]) -> Iterator[str]:
    """Units that cannot stand in these articles."""
    for unit_id, name, end in zip(units["unit_id"], units["article_id"], units["end"], strict=True):
        if name not in texts:
            yield f"{unit_id}: article {name!r} is not there. Give the articles the units were drawn from."
        elif end > len(texts[name][0]):
            length = len(texts[name][0])
            yield f"{unit_id}: ends at character {end}, but article {name!r} has {length}. Its text is another one."


def _pieces(text: str, places: list[tuple[int, int]], spans: Any) -> Iterator[Piece]:
    """The words of one unit and around it."""
    start, end = spans[0][0], spans[-1][1]
    own = [number for number, (first, last) in enumerate(places) if last > start and first < end]
    around = places[max(own[0] - 1, 0) : own[-1] + 2] if own else [(start, end)]
    first, last = min(around[0][0], start), max(around[-1][1], end)
    at = max(first, start - LONGEST_CONTEXT)
    cut_end = min(last, end + LONGEST_CONTEXT)
    lead, trail = "… " * (at > first), " …" * (cut_end < last)
    for a, b in spans:
        yield from _piece(lead + text[at:a], is_marked=False)
        yield from _piece(text[a:b], is_marked=True)
        lead, at = "", b
    yield from _piece(text[at:cut_end] + trail, is_marked=False)


def _piece(text: str, *, is_marked: bool) -> Iterator[Piece]:
    """A piece with its white space in order; none when there is nothing in it."""
    tidy = _BREAKS.sub("\n", _SPACES.sub(" ", _NO_TEXT.sub(" ", text)))
    if tidy:
        yield Piece(tidy, is_marked)


def plain_text(pieces: list[Piece]) -> str:
    """Return the pieces as one text, the marked ones in brackets.

    Examples
    --------
    >>> plain_text([Piece("It rained. ", False), Piece("We left", True), Piece(".", False)])
    'It rained. ⟦We left⟧.'
    """
    return "".join(f"{OPENS}{text}{CLOSES}" if is_marked else text for text, is_marked in pieces)


def shown_digest(text: str) -> str:
    r"""Return a digest of what a coder saw, the same however a program breaks its lines or writes its accents.

    Examples
    --------
    >>> shown_digest("We left.\r\nLate.") == shown_digest("We left.\nLate. ")
    True
    """
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    return hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()[:16]
