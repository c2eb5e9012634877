"""Texts as rules for furniture look at them: in lines and paragraphs, and which of these may match a rule at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import regex

from framing.articles.furniture import LONGEST_LINE, Group
from framing.articles.furniture_quotes import Span, quoted_stretches
from framing.articles.furniture_sieve import as_column, let_through
from framing.text import paragraphs

PLACES_OF_LINES = ("start", "line", "line end", "top", "tail", "between", "under caption", "box")  # tried in this order
_MOST_LINES_TOP = 8  # bylines and stamps before the first paragraph

BLANK_LINE = regex.compile(r"\n[^\S\n]*\n")
_LINE = regex.compile(r"\S(?:[^\n\u2028\u2029]*[^\s\u2028\u2029])?")


Rules = Mapping[str, Sequence[Group]]  # of each place


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
    """Which groups of rules may match on a page: on its lines, in its paragraphs, inside the text."""

    lines: dict[int, list[Group]]
    blocks: dict[Span, list[Group]]
    inside: list[Group]


def find_chances(pages: Sequence[Page], rules: Rules) -> list[Chances]:
    """Return which rules may match where on each page."""
    found = [Chances({}, {}, []) for _ in pages]
    lines = [(here, number) for here, page in enumerate(pages) for number in range(len(page.lines))]
    texts = [page.plain[start : min(end, start + LONGEST_LINE)] for page in pages for start, end in page.lines]
    for group, one in may_match(PLACES_OF_LINES, texts, rules):
        here, number = lines[one]
        found[here].lines.setdefault(number, []).append(group)
    blocks = [
        (here, (max(start, page.body_start), end))
        for here, page in enumerate(pages)
        for start, end in page.blocks
        if end > page.body_start
    ]
    texts = [pages[here].plain[slice(*block)] for here, block in blocks]
    for group, one in may_match(["sentence"], texts, rules):
        here, block = blocks[one]
        found[here].blocks.setdefault(block, []).append(group)
    for group, here in may_match(["inside"], [page.plain for page in pages], rules):
        found[here].inside.append(group)
    return found


def may_match(places: Sequence[str], texts: Sequence[str], rules: Rules) -> Iterator[tuple[Group, int]]:
    """Yield groups of rules, place by place, with the numbers of the texts that they may match: all, unless sieved."""
    column, n_characters = as_column(texts), sum(map(len, texts))
    for group in (group for place in places for group in rules.get(place, ())):
        sieve = group.sieve if group.is_sieved(n_characters) else None
        for number in range(len(texts)) if sieve is None else let_through(column, sieve):
            yield group, number


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
