"""Where the words of a quotation stand in a speech word for word, but for ellipses and words in brackets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import regex

from framing.measures.selection.wording import Words, read_words

# A bracketed word replaces some of the speaker's or is added to them: so many words of the speech may stand in its
# place. An ellipsis may stand for any number.
MOST_REPLACED = 8
_ELLIPSIS = regex.compile(r"[\[(]\s*(?:…|\.(?:\s?\.){1,})\s*[\])]|…|\.(?:\s?\.){2,}")
_LETTER = regex.compile(r"\[(\p{L}{1,2})\](?=\p{L})")  # "[W]e": a capital changed, no insertion
_BRACKETS = regex.compile(r"\[[^\[\]]*\]")


class Quotation(NamedTuple):
    """A quoted part as stretches of words, what stands between them, and the marks found."""

    stretches: list[Words]
    gaps: list[int | None]  # words that may be skipped before each stretch but the first; None: any number
    marks: tuple[str, ...]


class Place(NamedTuple):
    """Where a quotation stands: the first and the last word (exclusive) of each stretch in the speech."""

    stretches: tuple[tuple[int, int], ...]

    @property
    def first(self) -> int:
        """The first word."""
        return self.stretches[0][0]

    @property
    def last(self) -> int:
        """The word after the last."""
        return self.stretches[-1][1]


def read_quotation(text: str, start: int, end: int) -> Quotation:
    """Return a quoted part without its ellipses and bracketed words.

    Examples
    --------
    >>> read = read_quotation("We will ... hold [the dam]", 0, 26)
    >>> [stretch.forms for stretch in read.stretches], read.gaps, read.marks
    ([['we', 'will'], ['hold']], [None], ('ellipsis', 'insertion'))
    """
    stretches: list[Words] = []
    gaps: list[int | None] = []
    marks: list[str] = []
    at, gap = start, 0
    for mark, first, last in [*_marks(text, start, end), ("end", end, end)]:
        own = _own_words(text, at, first)
        if len(own.forms):
            if stretches:
                gaps.append(None if gap < 0 else gap)
            stretches.append(own)
            gap = 0
        gap = -1 if mark == "ellipsis" or gap < 0 else gap + MOST_REPLACED
        marks += [mark] if mark != "end" else []
        at = last
    return Quotation(stretches, gaps, tuple(dict.fromkeys(marks)))


def _marks(text: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """Ellipses and bracketed words, in order."""
    found = [("ellipsis", *mark.span()) for mark in _ELLIPSIS.finditer(text, start, end)]
    letters = {mark.start() for mark in _LETTER.finditer(text, start, end)}
    for mark in _BRACKETS.finditer(text, start, end):
        inside = any(first < mark.end() and mark.start() < last for _, first, last in found)
        if mark.start() not in letters and not inside:
            found.append(("insertion", *mark.span()))
    return sorted(found, key=lambda mark: mark[1])


def _own_words(text: str, start: int, end: int) -> Words:
    """The words of a stretch; a letter in brackets is one of its word's."""
    found = _LETTER.search(text, start, end)
    if found is None:
        return read_words(text, [(start, end)])
    before = read_words(text, [(start, found.start())])
    after = read_words(text, [(found.end(), end)])
    head = read_words(found.group(1) + text[found.end() : end], [(0, end - found.end() + len(found.group(1)))])
    forms = [*before.forms, *head.forms[: len(after.forms)]]
    starts = np.concatenate([before.starts, [found.start()], after.starts[1:]]).astype(np.int64)
    return Words(starts, np.concatenate([before.ends, after.ends]), forms)


def find_places(quotation: Quotation, speech: list[str]) -> list[Place]:
    """Return every place of the speech (its folded words) where a quotation stands word for word.

    Where an ellipsis could skip more or fewer words, it skips fewer: no place holds another.

    Examples
    --------
    >>> read = read_quotation("We will ... hold", 0, 16)
    >>> find_places(read, "we will come and we will hold".split())
    [Place(stretches=((4, 6), (6, 7)))]
    """
    if not quotation.stretches:
        return []
    found = [_followed(quotation, speech, first) for first in _occurrences(quotation.stretches[0].forms, speech, 0)]
    places = [Place(tuple(stretches)) for stretches in found if stretches]
    # each begins later: of two that end alike the second is the shorter
    return [one for k, one in enumerate(places) if k + 1 == len(places) or places[k + 1].last > one.last]


def _followed(quotation: Quotation, speech: list[str], first: int) -> list[tuple[int, int]]:
    """The place that begins at a word: each further stretch where it stands next; empty when one does not follow."""
    stretches = [(first, first + len(quotation.stretches[0].forms))]
    for stretch, gap in zip(quotation.stretches[1:], quotation.gaps, strict=True):
        after = stretches[-1][1]
        place = next(_occurrences(stretch.forms, speech, after), None)
        if place is None or (gap is not None and place - after > gap):
            return []
        stretches.append((place, place + len(stretch.forms)))
    return stretches


def _occurrences(forms: list[str], speech: list[str], start: int) -> Iterator[int]:
    """Each word from which on these words stand in the speech."""
    n = len(forms)
    try:
        at = speech.index(forms[0], start)
        while True:
            if speech[at : at + n] == forms:
                yield at
            at = speech.index(forms[0], at + 1)
    except ValueError:
        return
