"""Where furniture stands in one text: the rules of a table put to lines, sentences and boxes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

import regex

from framing.articles.furniture import LONGEST_LINE, SEARCHED, SENTENCE_START, Group, Rule, group_rules
from framing.articles.furniture_pages import BLANK_LINE, Chances, Mark, Page, Rules, find_chances, may_match
from framing.articles.furniture_quotes import Span, cut_back, touches

DOUBLED = "doubled paragraph"
CAPTION = "caption"
FEWEST_WORDS_DOUBLED = 8  # shorter lines stand twice by design: refrains, answers, speakers of an interview
_LONGEST_BOX = 12  # lines below its heading
_LONGEST_TEASER = 20  # words of one of them
_MOST_CAPTIONS = 3  # times a caption may stand above its credit; twice was met
_MOST_LINES_TAIL = 6  # notes on the author after the last paragraph
_PATIENCE = 10.0  # seconds for one line: only a pattern that never ends takes as long

_SENTENCE_START = regex.compile(SENTENCE_START)

_TAKEN: dict[str, Callable[..., regex.Match[str] | None]] = {
    "start": regex.Pattern.match,
    "sentence": regex.Pattern.match,
    "line end": regex.Pattern.search,
}


def find_marks(text: str, body_start: int, rules: Rules) -> list[Mark]:
    """Return the furniture of one text, in order, without overlaps."""
    code = find_code(text, body_start, [group for group, _ in may_match(["code"], [text], rules)])
    page = Page(text, body_start, code)
    return page_marks(page, find_chances([page], rules)[0])


def find_code(text: str, body_start: int, groups: Sequence[Group]) -> list[Mark]:
    """Return the program code of one text."""
    return _without_overlaps(text, _anywhere(text, body_start, groups))


def page_marks(page: Page, chances: Chances) -> list[Mark]:
    """Return the furniture of a page: rules are tried where there are chances for them."""
    found = [*_by_line(page, chances), *_by_sentence(page, chances)]
    found += _anywhere(page.plain, page.body_start, chances.inside)
    found += _doubled(page)
    kept = [Mark(*span, one.rule) for one in found if (span := cut_back(page.plain, one[:2], page.quoted))]
    return _without_overlaps(page.text, [*page.code, *kept])


def _anywhere(text: str, body_start: int, groups: Sequence[Group]) -> Iterator[Mark]:
    """What rules that may stand anywhere mark."""
    for group, pattern in _patterns(groups):
        try:
            for match in pattern.finditer(text, body_start, timeout=_PATIENCE):
                yield Mark(*match.span(), group.name_of(match))
        except TimeoutError:
            raise _too_slow(group.place, text) from None


def _patterns(groups: Iterable[Group]) -> Iterator[tuple[Group, regex.Pattern[str]]]:
    """The expressions of groups of rules, in order."""
    return ((group, pattern) for group in groups for pattern in group.patterns)


def _match(place: str, text: str, start: int, end: int, groups: Iterable[Group]) -> Mark | None:
    """What rules of one place mark from `start` on, or up to `end` where the place is a whole line."""
    take = _TAKEN.get(place, regex.Pattern.fullmatch)
    found = []
    try:
        for group, pattern in _patterns(groups):
            if match := take(pattern, text, start, end, timeout=_PATIENCE):
                found.append((match, group.name_of(match)))
    except TimeoutError:
        raise _too_slow(place, text[start:end]) from None
    if not found:
        return None
    match, name = max(found, key=lambda one: _precedence(place, one[0]))
    return Mark(*match.span(), name) if match.end() > match.start() else None


def _precedence(place: str, match: regex.Match[str]) -> int:
    """What decides between groups; of equals, the first has it.

    Of a line, ornaments take what they can before a rule is tried, as in one expression of all rules. Of rules that are
    looked for, the first that marks anything has it.
    """
    return match.end() > match.start() if place in SEARCHED else match.start(str(match.lastgroup))


def _too_slow(place: str, text: str) -> TimeoutError:
    return TimeoutError(
        f"a rule with where {place!r} took more than {_PATIENCE:g} s on {text[:40]!r}. "
        "Leave repetitions of repetitions, such as (a+)+, out of its expression."
    )


def _by_line(page: Page, chances: Chances) -> Iterator[Mark]:
    """What the rules for lines mark."""
    for number in sorted(chances.lines):
        start, end = page.lines[number]
        for place, groups in groupby(chances.lines[number], lambda group: group.place):
            if not _is_tried(place, page, number):
                continue
            mark = _match(place, page.plain, start, min(end, start + LONGEST_LINE), groups)
            if mark is not None:
                yield Mark(start, end, mark.rule) if place == "line end" else mark
                yield from _beside(place, page, number, mark.rule)


def _is_tried(place: str, page: Page, number: int) -> bool:
    """Whether the rules of a place concern a line."""
    start, end = page.lines[number]
    if end - start > LONGEST_LINE:
        return place == "start"
    if place == "top":
        return number < page.n_top and bool(number or page.body_start)
    if place == "tail":
        return number >= len(page.lines) - _MOST_LINES_TAIL
    return place != "between" or 0 < number < len(page.lines) - 1


def _beside(place: str, page: Page, number: int, rule: str) -> Iterator[Mark]:
    """The lines that go with a marked one: the caption above a credit, what a box holds."""
    if place == "under caption" and page.is_parted:
        yield from _captions_above(page, number)
    if place == "box":
        yield from _below(page, number, rule)


def _captions_above(page: Page, number: int) -> Iterator[Mark]:
    """The line right above a credit, as often as it stands there without a blank line between."""
    text, lines = page.plain, page.lines
    above = range(number - 1, max(number - 1 - _MOST_CAPTIONS, -1), -1)
    for place in above:
        line, below = lines[place], lines[place + 1]
        is_other = text[slice(*line)] != text[slice(*lines[above[0]])] or line[1] - line[0] > LONGEST_LINE
        if is_other or BLANK_LINE.search(text, line[1], below[0]) or touches(line, page.quoted):
            return
        yield Mark(*line, CAPTION)


def _below(page: Page, number: int, rule: str) -> Iterator[Mark]:
    """The teasers below the heading of a box: short lines without a full stop or a quotation."""
    for line in page.lines[number + 1 : number + 1 + _LONGEST_BOX]:
        teaser = page.plain[line[0] : min(line[1], line[0] + LONGEST_LINE)]
        if teaser[-1] in '.,;:!”"' or len(teaser.split()) > _LONGEST_TEASER or touches(line, page.quoted):
            return
        yield Mark(*line, rule)


def _by_sentence(page: Page, chances: Chances) -> Iterator[Mark]:
    """What the rules for sentences mark."""
    for (begin, end), groups in chances.blocks.items():
        places = [begin, *(match.end() for match in _SENTENCE_START.finditer(page.plain, begin, end))]
        done = begin
        for place in places:
            if done <= place < end and (mark := _match("sentence", page.plain, place, end, groups)):
                yield mark
                done = mark.end


def _doubled(page: Page) -> Iterator[Mark]:
    """Paragraphs without a quotation that stood before, word for word."""
    alike: dict[str, list[Span]] = {}  # by their first words: few articles have two that begin alike
    for start, end in page.blocks:
        first = page.plain[start:end].split(None, FEWEST_WORDS_DOUBLED)[:FEWEST_WORDS_DOUBLED]
        if len(first) == FEWEST_WORDS_DOUBLED:
            alike.setdefault(" ".join(first).casefold(), []).append((start, end))
    for blocks in alike.values():
        seen: set[str] = set()
        for start, end in blocks if len(blocks) > 1 else ():
            key = " ".join(page.plain[start:end].casefold().split())
            if key in seen and start >= page.body_start and not touches((start, end), page.quoted):
                yield Mark(start, end, DOUBLED)
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
    rules = group_rules((rule,), language)
    said = []
    if not find_marks(_in_context(rule, rule.example), 0, rules):
        said.append(f"rule {rule.rule!r} does not mark its example {rule.example!r}.")
    if rule.counterexample and find_marks(_in_context(rule, rule.counterexample), 0, rules):
        said.append(f"rule {rule.rule!r} marks its counterexample {rule.counterexample!r}.")
    return said


def _in_context(rule: Rule, line: str) -> str:
    """A line with others around it, for rules that ask for them."""
    after = "The ferry was late on Monday because of the fog that lay on the river.\n\nIt rained."
    return f"Ferry late\n\n{line}\n\n{after}" if rule.where in ("top", "between") else line
