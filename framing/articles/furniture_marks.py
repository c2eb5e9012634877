"""Where furniture stands in one text: the rules of a table put to lines, sentences and boxes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import regex

from framing.articles.furniture import LONGEST_LINE, Patterns, Rule, compile_rules
from framing.articles.furniture_quotes import Span, cut_back, quoted_stretches, touches
from framing.text import paragraphs

DOUBLED = "doubled paragraph"
CAPTION = "caption"
FEWEST_WORDS_DOUBLED = 8  # shorter lines stand twice by design: refrains, answers, speakers of an interview
_LONGEST_BOX = 12  # lines below its heading
_LONGEST_TEASER = 20  # words of one of them
_MOST_CAPTIONS = 3  # times a caption may stand above its credit; twice was met
_MOST_LINES_TOP = 8  # bylines and stamps before the first paragraph
_MOST_LINES_TAIL = 6  # notes on the author after the last paragraph
_PATIENCE = 10.0  # seconds for one line: only a pattern that never ends takes as long

_LINE = regex.compile(r"\S(?:[^\n\u2028\u2029]*[^\s\u2028\u2029])?")
_SENTENCE_START = regex.compile(r"[.!?…][”\"’')\]]*\s+")
_BLANK_LINE = regex.compile(r"\n[^\S\n]*\n")

_TAKEN: dict[str, Callable[..., regex.Match[str] | None]] = {
    "start": regex.Pattern.match,
    "sentence": regex.Pattern.match,
    "line end": regex.Pattern.search,
}


class Mark(NamedTuple):
    """A span and the rule that marks it."""

    start: int
    end: int
    rule: str


def find_marks(text: str, body_start: int, patterns: Patterns) -> list[Mark]:
    """Return the furniture of one text, in order, without overlaps."""
    code = _without_overlaps(text, _anywhere("code", text, body_start, patterns))
    plain = _blanked(text, code)
    blocks = paragraphs(plain)
    quoted = quoted_stretches(plain, blocks)
    found = [*_by_line(plain, body_start, patterns, blocks, quoted), *_by_sentence(plain, body_start, patterns, blocks)]
    found += [*_anywhere("inside", plain, body_start, patterns), *_doubled(plain, body_start, blocks, quoted)]
    kept = [Mark(*span, mark.rule) for mark in found if (span := cut_back(plain, (mark.start, mark.end), quoted))]
    return _without_overlaps(text, [*code, *kept])


def _blanked(text: str, marks: list[Mark]) -> str:
    """The text with spaces for what is marked: nothing moves, and marks in code are no quotation marks."""
    parts, at = [], 0
    for mark in marks:
        parts += [text[at : mark.start], " " * (mark.end - mark.start)]
        at = mark.end
    return "".join([*parts, text[at:]])


def _anywhere(place: str, text: str, body_start: int, patterns: Patterns) -> Iterator[Mark]:
    """What the rules that may stand anywhere mark."""
    for pattern in patterns.by_place.get(place, ()):
        try:
            for match in pattern.finditer(text, body_start, timeout=_PATIENCE):
                yield Mark(*match.span(), patterns.name_of(match))
        except TimeoutError:
            raise _too_slow(place, text) from None


def _match(place: str, text: str, start: int, end: int, patterns: Patterns) -> Mark | None:
    """What the rules of one place mark from `start` on, or up to `end` where the place is a whole line."""
    take = _TAKEN.get(place, regex.Pattern.fullmatch)
    for pattern in patterns.by_place.get(place, ()):
        try:
            match = take(pattern, text, start, end, timeout=_PATIENCE)
        except TimeoutError:
            raise _too_slow(place, text[start:end]) from None
        if match and match.end() > match.start():
            return Mark(*match.span(), patterns.name_of(match))
    return None


def _too_slow(place: str, text: str) -> TimeoutError:
    return TimeoutError(
        f"a rule with where {place!r} took more than {_PATIENCE:g} s on {text[:40]!r}. "
        "Leave repetitions of repetitions, such as (a+)+, out of its expression."
    )


def _by_line(text: str, body_start: int, patterns: Patterns, blocks: list[Span], quoted: list[Span]) -> Iterator[Mark]:
    """What the rules for lines mark."""
    lines = _lines(text, body_start, blocks)
    n_top = _before_first_paragraph(text, lines)
    is_parted = bool(lines) and _BLANK_LINE.search(text, lines[0][0]) is not None
    for number, (start, end) in enumerate(lines):
        if mark := _match("start", text, start, min(end, start + LONGEST_LINE), patterns):
            yield mark
        if end - start > LONGEST_LINE:
            continue
        if mark := _match("line", text, start, end, patterns):
            yield mark
        if mark := _match("line end", text, start, end, patterns):
            yield Mark(start, end, mark.rule)
        if number < n_top and (number or body_start) and (mark := _match("top", text, start, end, patterns)):
            yield mark
        if number >= len(lines) - _MOST_LINES_TAIL and (mark := _match("tail", text, start, end, patterns)):
            yield mark
        if 0 < number < len(lines) - 1 and (mark := _match("between", text, start, end, patterns)):
            yield mark
        if mark := _match("under caption", text, start, end, patterns):
            yield from (mark, *(_captions_above(text, lines, number, quoted) if is_parted else ()))
        if mark := _match("box", text, start, end, patterns):
            yield from (mark, *_below(text, lines, number, mark.rule, quoted))


def _lines(text: str, body_start: int, blocks: list[Span]) -> list[Span]:
    """The lines of the body; of a hard-wrapped paragraph only lines that begin and end with it."""
    found: list[Span] = []
    for start, end in blocks:
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


def _captions_above(text: str, lines: list[Span], number: int, quoted: list[Span]) -> Iterator[Mark]:
    """The line right above a credit, as often as it stands there without a blank line between."""
    above = range(number - 1, max(number - 1 - _MOST_CAPTIONS, -1), -1)
    for place in above:
        line, below = lines[place], lines[place + 1]
        is_other = text[slice(*line)] != text[slice(*lines[above[0]])] or line[1] - line[0] > LONGEST_LINE
        if is_other or _BLANK_LINE.search(text, line[1], below[0]) or touches(line, quoted):
            return
        yield Mark(*line, CAPTION)


def _below(text: str, lines: list[Span], number: int, rule: str, quoted: list[Span]) -> Iterator[Mark]:
    """The teasers below the heading of a box: short lines without a full stop or a quotation."""
    for line in lines[number + 1 : number + 1 + _LONGEST_BOX]:
        teaser = text[line[0] : min(line[1], line[0] + LONGEST_LINE)]
        if teaser[-1] in '.,;:!”"' or len(teaser.split()) > _LONGEST_TEASER or touches(line, quoted):
            return
        yield Mark(*line, rule)


def _by_sentence(text: str, body_start: int, patterns: Patterns, blocks: list[Span]) -> Iterator[Mark]:
    """What the rules for sentences mark."""
    for start, end in blocks:
        begin = max(start, body_start)
        places = [begin, *(match.end() for match in _SENTENCE_START.finditer(text, begin, max(begin, end)))]
        done = begin
        for place in places:
            if done <= place < end and (mark := _match("sentence", text, place, end, patterns)):
                yield mark
                done = mark.end


def _doubled(text: str, body_start: int, blocks: list[Span], quoted: list[Span]) -> Iterator[Mark]:
    """Paragraphs without a quotation that stood before, word for word."""
    seen: set[str] = set()
    for start, end in blocks:
        key = " ".join(text[start:end].casefold().split())
        if key in seen and start >= body_start and not touches((start, end), quoted):
            yield Mark(start, end, DOUBLED)
        elif key.count(" ") + 1 >= FEWEST_WORDS_DOUBLED:
            seen.add(key)


def _without_overlaps(text: str, marks: Iterable[Mark]) -> list[Mark]:
    """Marks in order, without white space around them; what two of them cover goes to the one that begins earlier."""
    found: list[Mark] = []
    at = 0
    for _, mark in sorted(enumerate(marks), key=lambda one: (one[1].start, -one[1].end, one[0])):
        start = max(mark.start, at)
        piece = text[start : mark.end]
        start += len(piece) - len(piece.lstrip())
        end = start + len(piece.strip())
        if end > start:
            found.append(Mark(start, end, mark.rule))
            at = end
    return found


def example_failures(rule: Rule, language: str) -> list[str]:
    """What a rule does with its own examples that it should not; a box or caption needs the lines that go with it."""
    patterns = compile_rules((rule,), language)
    said = []
    if not find_marks(_in_context(rule, rule.example), 0, patterns):
        said.append(f"rule {rule.rule!r} does not mark its example {rule.example!r}.")
    if rule.counterexample and find_marks(_in_context(rule, rule.counterexample), 0, patterns):
        said.append(f"rule {rule.rule!r} marks its counterexample {rule.counterexample!r}.")
    return said


def _in_context(rule: Rule, line: str) -> str:
    """A line with others around it, for rules that ask for them."""
    after = "The ferry was late on Monday because of the fog that lay on the river.\n\nIt rained."
    return f"Ferry late\n\n{line}\n\n{after}" if rule.where in ("top", "between") else line
