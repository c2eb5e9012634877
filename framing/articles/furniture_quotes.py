"""Where a text may stand inside quotation marks: rules for furniture keep away from there.

`framing.speech` decides which marks belong together; this is a more careful cousin that rather calls too much quoted.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import regex

from framing.text import paragraphs

Span = tuple[int, int]

# Doubled marks, what is left of curly ones after a wrong decoding, and single marks.
_MARK = regex.compile(r"â€œ|â€\x9d|â€(?=[\s.,;:?!])|(?<=\S)'(?=''(?!'))|''|``|,,(?=\p{L})|[“”\"«»„‟″‘’'‚‹›]")
_SINGLE = frozenset("‘’'‚‹›")
_OPENS_AFTER = frozenset("([{—–-/:>*_")
_CLOSES_BEFORE = frozenset(".,;:?!)]}—–-…/<*_")
_ENDS_INSIDE = frozenset(".,!?…")
_LONGEST_SINGLE = 400  # characters between two single marks: farther apart they are apostrophes
_SENTENCE_END = regex.compile(r"[.:!?|]\s+")


class _Mark(NamedTuple):
    start: int
    end: int
    opens: bool
    closes: bool


def quoted_stretches(text: str, blocks: Sequence[Span] | None = None) -> list[Span]:
    """Return every stretch that may stand inside quotation marks, marks included; in order, none overlaps another.

    `blocks` are the paragraphs of the text, when they are known already.

    Notes
    -----
    Looked at paragraph by paragraph. As long as double marks plainly open and close in turn, each pair is a stretch;
    from the first that does not, all up to the end of the paragraph is. A single mark that may open makes a stretch up
    to the last one within 400 characters that may close.

    Examples
    --------
    >>> text = "She said “no” twice. “Never."
    >>> [text[start:end] for start, end in quoted_stretches(text)]
    ['“no”', '“Never.']
    """
    found: list[Span] = []
    for start, end in paragraphs(text) if blocks is None else blocks:
        marks = [
            (match.group() in _SINGLE, _seen(text, *match.span(), start, end))
            for match in _MARK.finditer(text, start, end)
        ]
        if marks:
            found += _in_doubles([mark for single, mark in marks if not single], start, end)
            found += _in_singles([mark for single, mark in marks if single])
    return _joined(found)


def _seen(text: str, a: int, b: int, start: int, end: int) -> _Mark:
    """A mark with what it looks like from what stands beside it."""
    before = a == start or text[a - 1].isspace() or text[a - 1] in _OPENS_AFTER
    after = b == end or text[b].isspace() or text[b] in _CLOSES_BEFORE
    is_glued = not before and not after and text[a - 1] in _ENDS_INSIDE  # `"It rained."The ferry`
    return _Mark(a, b, before and not after, (after and not before) or is_glued)


def _in_doubles(marks: Sequence[_Mark], start: int, end: int) -> list[Span]:
    """Pairs of marks; from the first doubtful mark on, everything."""
    found: list[Span] = []
    for number in range(0, len(marks), 2):
        first = marks[number]
        if not first.opens:
            return [*found, (found[-1][1] if found else start, end)]
        if number + 1 == len(marks) or not marks[number + 1].closes:
            return [*found, (first.start, end)]
        found.append((first.start, marks[number + 1].end))
    return found


def _in_singles(marks: Sequence[_Mark]) -> list[Span]:
    """From each single mark that may open to the last within reach that may close."""
    closing = [mark.end for mark in marks if mark.closes]
    found = []
    for mark in marks:
        last = bisect_right(closing, mark.end + _LONGEST_SINGLE + 1) - 1
        if mark.opens and last >= 0 and closing[last] > mark.end:
            found.append((mark.start, closing[last]))
    return found


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that overlap made one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def touches(span: Span, stretches: Sequence[Span]) -> bool:
    """Return whether a span shares a character with one of the stretches."""
    return _first_touched(span, stretches) is not None


def _first_touched(span: Span, stretches: Sequence[Span]) -> Span | None:
    """The first stretch, in order, that a span touches."""
    place = bisect_left(stretches, (span[0] + 1,))
    if place and stretches[place - 1][1] > span[0]:
        return stretches[place - 1]
    return stretches[place] if place < len(stretches) and stretches[place][0] < span[1] else None


def cut_back(text: str, span: Span, stretches: Sequence[Span]) -> Span | None:
    """Return the span without what is quoted in it, or nothing.

    Notes
    -----
    What is kept ends with the last sentence, colon or bar before the first quotation: its attribution ("says the
    mayor") is left in the text with it, for a quotation without it might be given to somebody else.

    Examples
    --------
    >>> text = "Read more: “We stay”, says mayor"
    >>> cut_back(text, (0, len(text)), quoted_stretches(text))
    (0, 11)
    """
    touched = _first_touched(span, stretches)
    if touched is None:
        return span
    ends = [match.end() for match in _SENTENCE_END.finditer(text, span[0], max(touched[0], span[0]))]
    return (span[0], ends[-1]) if ends else None
