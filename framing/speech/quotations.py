"""Quoted stretches of one text: which marks belong together.

Pairing is done inside a paragraph, so a stray mark costs at most that paragraph.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pandas as pd
import regex

from framing.text import paragraphs

# The last three are what is left of curly marks after a wrong decoding.
DOUBLE = frozenset({"â€œ", "â€\x9d", "â€", "“", "”", '"', "«", "»", "„", "‟", "″", "''", "``", ",,"})
# Four and more marks in a row, nothing between them, are an ornament: they quote nothing.
ROW = "[“”\"«»„‟″‘’'‚‹›]{4,}+"
_MARK = regex.compile(ROW + r"|â€œ|â€\x9d|â€(?=[\s.,;:?!])|(?<=\S)'(?=''(?!'))|''|``|,,(?=\p{L})|[“”\"«»„‟″‘’'‚‹›]")

# Longest stretch, in characters, that single marks are believed to enclose: they look like apostrophes, so a pair
# that is farther apart is more likely a chance.
LONGEST_SINGLE = 400
_OPENS_BEFORE = frozenset("([{—–-/:>*_")
_CLOSES_AFTER = frozenset(".,;:?!)]}—–-…/<*_")


class Quotation(NamedTuple):
    """A quoted stretch: places of its two marks, whether it was closed, and whether its mark is single."""

    open_start: int
    open_end: int
    close_start: int
    close_end: int
    closed: bool = True
    single: bool = False


class _Mark(NamedTuple):
    start: int
    end: int
    mark: str
    space_before: bool
    space_after: bool

    @property
    def looks_opening(self) -> bool:
        return self.space_before and not self.space_after

    @property
    def looks_closing(self) -> bool:
        return self.space_after and not self.space_before


def _marks(text: str, start: int, end: int) -> Iterator[_Mark]:
    """Every mark of a paragraph, with what stands beside it."""
    for match in _MARK.finditer(text, start, end):
        a, b = match.span()
        before = text[a - 1] if a > start else " "
        after = text[b] if b < end else " "
        yield _Mark(
            a, b, match.group(), before.isspace() or before in _OPENS_BEFORE, after.isspace() or after in _CLOSES_AFTER
        )


def pair_marks(text: str, start: int, end: int) -> tuple[list[Quotation], list[int]]:
    """Return the quotations of one paragraph, and the places of marks that found no partner.

    Notes
    -----
    A double mark opens when none is open, unless it plainly closes and is curly or the last of its paragraph: its
    partner is missing. An open one is closed by the next double mark, unless that one plainly opens again (an opening
    mark after a space): then the first was never closed and ends before it, unless both are the same kind of closing
    sign written the wrong way round. Single marks count only outside double ones and only when they cannot be
    apostrophes. A row of four and more marks counts as one that found no partner.
    """
    doubles: list[_Mark] = []
    singles: list[_Mark] = []
    rows: list[int] = []
    for mark in _marks(text, start, end):
        if mark.end - mark.start > 3 and mark.mark[0] != "â":
            rows.append(mark.start)
        else:
            (doubles if mark.mark in DOUBLE else singles).append(mark)
    quotations, stray = _pair_doubles(text, doubles, end)
    if singles:
        around = _around_doubles(text, start, singles, quotations) if quotations else []
        quotations = around + [one for one in quotations if not _is_inside(one.open_start, around)]
        quotations += _pair_singles(text, singles, sorted(quotations))
    return sorted(quotations), sorted(stray + rows)


def _around_doubles(text: str, start: int, marks: Sequence[_Mark], doubles: Sequence[Quotation]) -> list[Quotation]:
    """Utterances in single marks with double ones inside: `'He told me "wait", and I waited,' Cole said`.

    Only where the marks can be nothing else: at the beginning or behind a comma or colon, and behind a sign at the end.
    """
    found: list[Quotation] = []
    for number, opened in enumerate(marks):
        led_in = text[max(start, opened.start - 2) : opened.start].strip()[-1:] in ("", ",", ":")
        if not (led_in and opened.looks_opening and opened.mark in ("'", "‘")):
            continue
        if _is_inside(opened.start, doubles) or _is_inside(opened.start, found):
            continue
        next_double = bisect_left(doubles, (opened.end,))
        inner = doubles[next_double : next_double + 1]
        for later in range(number + 1, len(marks)):
            mark = marks[later]
            if not inner or mark.start - opened.end > LONGEST_SINGLE or mark.mark == "‘":
                break
            if mark.looks_closing and text[mark.start - 1] in ",.?!" and not _is_inside(mark.start, doubles):
                if inner[0].closed and inner[0].close_end <= mark.start:
                    found.append(Quotation(opened.start, opened.end, mark.start, mark.end, single=True))
                break
    return found


def _is_inside(place: int, quotations: Sequence[Quotation]) -> bool:
    """Whether a place lies in one of the quotations, which are in order."""
    index = bisect_left(quotations, (place + 1,)) - 1
    return index >= 0 and place < quotations[index].close_end


def _pair_doubles(text: str, marks: Sequence[_Mark], end: int) -> tuple[list[Quotation], list[int]]:
    """Quotations in double marks, and stray marks."""
    found: list[Quotation] = []
    stray: list[int] = []
    opened: _Mark | None = None
    nested_until = -1
    for number, mark in enumerate(marks):
        if number <= nested_until:
            continue
        if opened is not None and _is_nested(opened, marks[number : number + 3]):
            nested_until = number + 1
        elif opened is None:
            if mark.looks_closing and (mark.mark == "”" or mark is marks[-1]):
                stray.append(mark.start)
            else:
                opened = mark
        elif _opens_again(text, opened, mark):
            found.append(_unclosed(text, opened, mark.start))
            stray.append(opened.start)
            opened = mark
        else:
            found.append(Quotation(opened.start, opened.end, mark.start, mark.end))
            opened = None
    if opened is not None:
        stray.append(opened.start)
        if text[opened.end : end].strip():
            found.append(_unclosed(text, opened, end))
    return [quotation for quotation in found if quotation.close_start > quotation.open_end], stray


def _is_nested(opened: _Mark, marks: Sequence[_Mark]) -> bool:
    """Whether a curly pair stands inside straight marks: `"They talk of “order” again," she said`."""
    if opened.mark != '"' or [mark.mark for mark in marks[:2]] != ["“", "”"]:
        return False
    return marks[0].looks_opening and len(marks) > 2 and marks[2].mark == '"' and not marks[2].looks_opening


def _opens_again(text: str, opened: _Mark, mark: _Mark) -> bool:
    """Whether a mark met inside an open quotation opens another instead of closing it."""
    if not mark.looks_opening:
        return False
    if mark.mark in ("“", "„", ",,", "``"):
        return True
    sentence_ended = text[opened.start : mark.start].rstrip()[-1] in ".?!"
    return mark.mark == '"' and mark.start - opened.end > 2 and sentence_ended


def _unclosed(text: str, opened: _Mark, end: int) -> Quotation:
    """A quotation that nobody closed: it ends where the paragraph, or the next one, begins."""
    stop = end
    while stop > opened.end and text[stop - 1].isspace():
        stop -= 1
    return Quotation(opened.start, opened.end, stop, stop, closed=False)


def _pair_singles(text: str, marks: Sequence[_Mark], doubles: Sequence[Quotation]) -> list[Quotation]:
    """Quotations in single marks outside double ones."""
    found: list[Quotation] = []
    free = _outside(marks, doubles)
    index = 0
    while index < len(free):
        opened = free[index]
        index += 1
        if not (opened.looks_opening and opened.mark not in ("’", "›")):
            continue
        for later in range(index, len(free)):
            mark = free[later]
            if mark.start - opened.end > LONGEST_SINGLE or (mark.looks_opening and mark.mark in ("‘", "‚", "‹")):
                break
            if mark.looks_closing and not _is_plural_possessive(text, mark, opened):
                found.append(Quotation(opened.start, opened.end, mark.start, mark.end, single=True))
                index = later + 1
                break
    return [quotation for quotation in found if not _crosses(quotation, doubles)]


def _is_plural_possessive(text: str, mark: _Mark, opened: _Mark) -> bool:
    """Whether a mark after s, before a space and a word, is rather the apostrophe of "the parties' plan"."""
    behind = text[mark.end : mark.end + 2]
    return opened.mark == "'" and text[mark.start - 1] in "sS" and behind[:1] == " " and behind[1:].isalpha()


def _outside(marks: Sequence[_Mark], doubles: Sequence[Quotation]) -> list[_Mark]:
    """The marks that lie in no double quotation; both lists are in order."""
    free, index = [], 0
    for mark in marks:
        while index < len(doubles) and doubles[index].close_end <= mark.start:
            index += 1
        if index == len(doubles) or mark.start < doubles[index].open_start:
            free.append(mark)
    return free


def _crosses(quotation: Quotation, doubles: Sequence[Quotation]) -> bool:
    index = bisect_left(doubles, (quotation.open_start,))
    return index < len(doubles) and doubles[index].open_start < quotation.close_start


def find_quotations(text: str) -> pd.DataFrame:
    """Return every stretch of a text that stands in quotation marks, remark or not.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    pandas.DataFrame
        One row per stretch, in order: `start`, `end` (the words, without their marks), `opened_by`, `closed_by` (the
        marks as printed; missing when nothing closes it before the paragraph ends).

    Notes
    -----
    Curly, straight, single and doubled single marks and guillemets; marks the wrong way round or without a space.
    A quotation in a quotation belongs to the outer one.

    Examples
    --------
    >>> text = 'She called it “half baked“and left. “No.'
    >>> [text[row.start:row.end] for row in find_quotations(text).itertuples()]
    ['half baked', 'No.']
    """
    rows = []
    for start, end in paragraphs(text):
        for q in pair_marks(text, start, end)[0]:
            closing = text[q.close_start : q.close_end] if q.closed else None
            rows.append((q.open_end, q.close_start, text[q.open_start : q.open_end], closing))
    return pd.DataFrame(rows, columns=["start", "end", "opened_by", "closed_by"])
