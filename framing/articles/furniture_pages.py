"""Texts as rules for furniture look at them: in lines and paragraphs, and which of these may match a rule at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

import regex

from framing.articles.furniture import LONGEST_LINE, Patterns, compile_sieve
from framing.articles.furniture_quotes import Span, quoted_stretches
from framing.articles.furniture_sieve import as_column, let_through
from framing.text import paragraphs

PLACES_OF_LINES = ("start", "line", "line end", "top", "tail", "between", "under caption", "box")  # tried in this order
_MOST_LINES_TOP = 8  # bylines and stamps before the first paragraph

BLANK_LINE = regex.compile(r"\n[^\S\n]*\n")
_LINE = regex.compile(r"\S(?:[^\n\u2028\u2029]*[^\s\u2028\u2029])?")


class Mark(NamedTuple):
    """A span and the rule that marks it."""

    start: int
    end: int
    rule: str


class Page:
    """A text, also with spaces for its code (`plain`: nothing moves); `blocks` (paragraphs) and `lines` are places."""

    def __init__(self, text: str, body_start: int, code: Sequence[Mark]) -> None:
        self.text, self.body_start, self.code = text, body_start, code
        self.plain = _blanked(text, code) if code else text
        self.blocks = paragraphs(self.plain)
        self.lines = _lines(self.plain, body_start, self.blocks)

    @cached_property
    def quoted(self) -> list[Span]:
        """What may stand inside quotation marks."""
        return quoted_stretches(self.plain, self.blocks)

    @cached_property
    def n_top(self) -> int:
        """How many lines stand before the first paragraph."""
        return _before_first_paragraph(self.plain, self.lines)

    @cached_property
    def is_parted(self) -> bool:
        """Whether blank lines part it."""
        return bool(self.lines) and BLANK_LINE.search(self.plain, self.lines[0][0]) is not None


class Chances(NamedTuple):
    """Where rules may match on a page: on which lines those of which places, in which paragraphs, inside the text."""

    lines: dict[int, set[str]]
    blocks: list[Span]
    inside: bool


def find_chances(pages: Sequence[Page], patterns: Patterns, *, is_sieved: bool) -> list[Chances]:
    """Return where on each page rules may match: everywhere, unless what cannot match is sieved out."""
    found = [Chances({}, [], False) for _ in pages]
    lines = [(here, number) for here, page in enumerate(pages) for number in range(len(page.lines))]
    texts = [page.plain[start : min(end, start + LONGEST_LINE)] for page in pages for start, end in page.lines]
    for place, one in may_match(PLACES_OF_LINES, texts, patterns, is_sieved=is_sieved):
        here, number = lines[one]
        found[here].lines.setdefault(number, set()).add(place)
    blocks = [(here, *block) for here, page in enumerate(pages) for block in page.blocks if block[1] > page.body_start]
    blocks = [(here, max(start, pages[here].body_start), end) for here, start, end in blocks]
    texts = [pages[here].plain[start:end] for here, start, end in blocks]
    for _, one in may_match(["sentence"], texts, patterns, is_sieved=is_sieved):
        found[blocks[one][0]].blocks.append(blocks[one][1:])
    for _, here in may_match(["inside"], [page.plain for page in pages], patterns, is_sieved=is_sieved):
        found[here] = found[here]._replace(inside=True)
    return found


def may_match(
    places: Sequence[str], texts: Sequence[str], patterns: Patterns, *, is_sieved: bool
) -> Iterator[tuple[str, int]]:
    """Yield places with the numbers of the texts that their rules may match: all, unless sieved."""
    column = as_column(texts) if is_sieved else None
    for place in places:
        if place not in patterns.by_place:
            continue
        sieve = compile_sieve(patterns.rules, patterns.language, place) if is_sieved else None
        for number in range(len(texts)) if sieve is None else let_through(column, sieve):
            yield place, number


def _blanked(text: str, marks: Sequence[Mark]) -> str:
    """The text with spaces for what is marked: marks in code are no quotation marks."""
    parts, at = [], 0
    for mark in marks:
        parts += [text[at : mark.start], " " * (mark.end - mark.start)]
        at = mark.end
    return "".join([*parts, text[at:]])


def _lines(text: str, body_start: int, blocks: list[Span]) -> list[Span]:
    """The lines of the body; of a hard-wrapped paragraph only lines that begin and end with it."""
    found: list[Span] = []
    for start, end in blocks:
        if start >= body_start and text.find("\n", start, end) < 0:  # only a hard-wrapped paragraph has several lines
            found.append((start, end))
            continue
        own = [line.span() for line in _LINE.finditer(text, max(start, body_start), max(end, body_start))]
        small = [len(own) > 1 and text[line[0]].islower() for line in own] + [False]
        found += [line for number, line in enumerate(own) if not (small[number] or small[number + 1])]
    return found


def _before_first_paragraph(text: str, lines: list[Span]) -> int:
    """How many lines stand before the first paragraph of text, which is a line of twelve words with an end mark."""
    for number, (start, end) in enumerate(lines[:_MOST_LINES_TOP]):
        if text[end - 1] in '.!?”"' and len(text[start : min(end, start + LONGEST_LINE)].split()) >= 12:
            return number
    return min(len(lines), _MOST_LINES_TOP)
