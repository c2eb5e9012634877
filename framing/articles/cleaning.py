"""Cleaning with a receipt: marks what is no text of an article as spans to skip; never moves an offset."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas as pd
import regex

from framing import schema
from framing.articles.furniture import LONGEST_LINE, Patterns, Rule, compile_rules, language_rules, own_rules
from framing.articles.furniture_quotes import Span, cut_back, quoted_stretches, touches
from framing.errors import CorpusError, FramingWarning, TableError, all_problems
from framing.text import paragraphs, words

DOUBLED = "doubled paragraph"
CAPTION = "caption"
FEWEST_WORDS_DOUBLED = 8  # shorter lines stand twice by design: refrains, answers, speakers of an interview
_LONGEST_BOX = 12  # lines below its heading
_LONGEST_TEASER = 20  # words of one of them
_PATIENCE = 10.0  # seconds for one line: only a pattern that never ends takes as long

_LINE = regex.compile(r"\S(?:[^\n\u2028\u2029]*[^\s\u2028\u2029])?")
_SENTENCE_START = regex.compile(r"[.!?…][”\"’')\]]*\s+")
_BLANK_LINE = regex.compile(r"\n[^\S\n]*\n")


class Mark(NamedTuple):
    """A span and the rule that marks it."""

    start: int
    end: int
    rule: str


def find_furniture(
    articles: pd.DataFrame, *, rules: str | os.PathLike[str] | pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return what is no text of the article, as spans to skip: captions, credits, bylines, "Read more", stamps, boxes.

    Parameters
    ----------
    articles : pandas.DataFrame
        The `articles` table. It is not changed, and no offset moves.
    rules : path or pandas.DataFrame, optional
        Rules of your own beside those of the language, tried first: `rule` (its name), `kind` ("words": as written,
        small and capital letters alike, `*` for anything, or "expression": a regular expression), `pattern`, `where`
        (line, top, between, box, under caption, start, sentence, inside, code), `example` (a line in which it must mark
        something), `counterexample` (a line in which it must not) and, when a rule is for one outlet only, `outlet`.

    Returns
    -------
    pandas.DataFrame
        The `skips` table: `article_id`, `start`, `end`, `rule`; in the order of the articles, then of the spans. Spans
        of one article do not overlap. Give it to `tokenize` and `extract_remarks` as `skips=`; see it with
        `audit_furniture`.

    Raises
    ------
    TableError
        When `articles` is not what it should be.
    CorpusError
        With every own rule that cannot be read or does not do what its examples say.

    Warns
    -----
    FramingWarning
        Once, naming the languages nobody has written rules for and how many articles they concern.

    Notes
    -----
    The headline part (before `body_start`) is never marked. A dateline ("ELM, March 3 (Agency) —") is furniture: it
    says where and when a text was filed and belongs to no sentence. Boxes of key points are not: the outlet wrote them.

    No word inside quotation marks is ever marked. A span that would touch a quotation ends with the last sentence or
    colon before it ("Read more:"), or is given up. Marks inside program code are none. When in doubt which marks belong
    together, the rest of the paragraph counts as quoted.

    A paragraph of at least eight words that stood before, word for word, is marked, in every language. One that holds a
    quotation is not: `extract_remarks` tells repeated remarks in `repeats`, and rates leave these and the words around
    them out already, while the outlet's repetition of a quotation stays visible.

    A word that a lost tag has glued to a label ("plannedShare") cannot be counted: only `Share` is marked, but
    `tokenize` leaves out each word that a span touches.

    Examples
    --------
    >>> from framing import articles_from_records
    >>> text = "ELM, March 3 (Northwire) — The ferry was late.\n\nRead more: Ten ferries\n\nIt rained."
    >>> articles = articles_from_records([{"id": "a", "text": text}], source="here")
    >>> find_furniture(articles)
      article_id  start  end       rule
    0          a      0   27   dateline
    1          a     48   70  read more
    """
    schema.check_table(articles, "articles")
    own = own_rules(rules)
    _refuse_failing(own)
    _tell_unknown(articles)
    prepared: dict[tuple[str, str | None], Patterns] = {}
    rows = []
    for article in articles[["article_id", "outlet", "language", "text", "body_start"]].itertuples(index=False):
        key = (_language(article.language), None if pd.isna(article.outlet) else str(article.outlet))
        if key not in prepared:
            prepared[key] = compile_rules([*_for_outlet(own, key[1]), *language_rules(key[0])], key[0])
        try:
            marks = find_marks(article.text, int(article.body_start), prepared[key])
        except TimeoutError as problem:
            raise CorpusError(f"article {article.article_id!r}: {problem}") from None
        rows.extend((article.article_id, *mark) for mark in marks)
    columns = {name: [row[place] for row in rows] for place, name in enumerate(schema.column_names("skips"))}
    return schema.make_table("skips", columns)


def _language(cell: Any) -> str:
    """The language of an article; English where none is said, as in `tokenize`."""
    return cell if isinstance(cell, str) else "en"


def _for_outlet(own: tuple[Rule, ...], outlet: str | None) -> list[Rule]:
    """The rules for all outlets and for this one."""
    return [rule for rule in own if rule.outlet in (None, outlet)]


def _tell_unknown(articles: pd.DataFrame) -> None:
    """Warn of articles in languages that have no rules."""
    counts = articles["language"].map(_language, na_action=None).value_counts(sort=False)
    unknown = {str(code): int(count) for code, count in counts.items() if not language_rules(str(code))}
    if unknown:
        told = ", ".join(f"{code!r} ({count} article{'s' if count > 1 else ''})" for code, count in unknown.items())
        said = f"no rules for furniture in language {told}: only paragraphs that stand twice are marked there."
        warnings.warn(f"{said} Give rules of your own with rules=.", FramingWarning, stacklevel=3)


def _refuse_failing(own: tuple[Rule, ...]) -> None:
    """Raise when a rule does not do what its examples say."""
    said = [f"row {rule.row}: {failure}" for rule in own for failure in example_failures(rule, "en")]
    if said:
        raise CorpusError(all_problems("rules", said))


def example_failures(rule: Rule, language: str) -> list[str]:
    """What a rule does with its own examples that it should not; a box or caption needs the lines that go with it."""
    patterns = compile_rules([rule], language)
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


def find_marks(text: str, body_start: int, patterns: Patterns) -> list[Mark]:
    """Return the furniture of one text, in order, without overlaps."""
    code = [Mark(*match.span(), patterns.name_of(match)) for match in _anywhere("code", text, body_start, patterns)]
    plain = _blanked(text, code)
    quoted = quoted_stretches(plain)
    found = [*_by_line(plain, body_start, patterns, quoted), *_by_sentence(plain, body_start, patterns)]
    found += [Mark(*m.span(), patterns.name_of(m)) for m in _anywhere("inside", plain, body_start, patterns)]
    found += _doubled(plain, body_start, quoted)
    kept = [Mark(*span, mark.rule) for mark in found if (span := cut_back(plain, (mark.start, mark.end), quoted))]
    return _without_overlaps(text, [*code, *kept])


def _blanked(text: str, marks: list[Mark]) -> str:
    """The text with spaces for what is marked: nothing moves, and marks in code are no quotation marks."""
    parts, at = [], 0
    for mark in marks:
        parts += [text[at : mark.start], " " * (mark.end - mark.start)]
        at = mark.end
    return "".join([*parts, text[at:]])


def _anywhere(place: str, text: str, body_start: int, patterns: Patterns) -> Iterator[regex.Match[str]]:
    """Matches of the rules that may stand anywhere."""
    if place in patterns.by_place:
        try:
            yield from patterns.by_place[place].finditer(text, body_start, timeout=_PATIENCE)
        except TimeoutError:
            raise _too_slow(place, text) from None


def _match(place: str, text: str, start: int, end: int, patterns: Patterns) -> Mark | None:
    """The match of the rules of one place that begins at `start`: up to `end` where the place is a whole line."""
    pattern = patterns.by_place.get(place)
    if pattern is None:
        return None
    try:
        take = pattern.match if place in ("start", "sentence") else pattern.fullmatch
        match = take(text, start, end, timeout=_PATIENCE)
    except TimeoutError:
        raise _too_slow(place, text[start:end]) from None
    return Mark(*match.span(), patterns.name_of(match)) if match and match.end() > match.start() else None


def _too_slow(place: str, text: str) -> TimeoutError:
    return TimeoutError(
        f"a rule with where {place!r} took more than {_PATIENCE:g} s on {text[:40]!r}. "
        "Leave repetitions of repetitions, such as (a+)+, out of its expression."
    )


def _by_line(text: str, body_start: int, patterns: Patterns, quoted: list[Span]) -> Iterator[Mark]:
    """What the rules for lines mark."""
    lines = _lines(text, body_start)
    top = _first_paragraph(text, lines)
    for number, (start, end) in enumerate(lines):
        if mark := _match("start", text, start, min(end, start + LONGEST_LINE), patterns):
            yield mark
        if end - start > LONGEST_LINE:
            continue
        if mark := _match("line", text, start, end, patterns):
            yield mark
        if number < top and (number or body_start) and (mark := _match("top", text, start, end, patterns)):
            yield mark
        if 0 < number < len(lines) - 1 and (mark := _match("between", text, start, end, patterns)):
            yield mark
        if mark := _match("under caption", text, start, end, patterns):
            yield from (mark, *_captions_above(text, lines, number, quoted))
        if mark := _match("box", text, start, end, patterns):
            yield from (mark, *_below(text, lines, number, mark.rule, quoted))


def _lines(text: str, body_start: int) -> list[Span]:
    """The lines of the body; of a hard-wrapped paragraph only lines that begin and end with it."""
    found: list[Span] = []
    for start, end in paragraphs(text):
        own = [line.span() for line in _LINE.finditer(text, max(start, body_start), max(end, body_start))]
        small = [len(own) > 1 and text[line[0]].islower() for line in own] + [False]
        found += [line for number, line in enumerate(own) if not (small[number] or small[number + 1])]
    return found


def _first_paragraph(text: str, lines: list[Span]) -> int:
    """Number of the first line that is a paragraph of text: a sentence of twelve words or two sentences."""
    for number, (start, end) in enumerate(lines):
        if text[end - 1] in ".!?”\"" and len(text[start : min(end, start + LONGEST_LINE)].split()) >= 12:
            return number
    return min(len(lines), 6)


def _captions_above(text: str, lines: list[Span], number: int, quoted: list[Span]) -> Iterator[Mark]:
    """The line right above a credit, as often as it stands there: only where blank lines part the paragraphs."""
    below = lines[number]
    if not _BLANK_LINE.search(text, lines[0][0]) or number == 0:
        return
    caption = text[slice(*lines[number - 1])]
    for line in reversed(lines[:number]):
        apart = _BLANK_LINE.search(text, line[1], below[0])
        if apart or text[slice(*line)] != caption or line[1] - line[0] > LONGEST_LINE or touches(line, quoted):
            return
        yield Mark(*line, CAPTION)
        below = line


def _below(text: str, lines: list[Span], number: int, rule: str, quoted: list[Span]) -> Iterator[Mark]:
    """The teasers below the heading of a box: short lines without a full stop or a quotation."""
    for line in lines[number + 1 : number + 1 + _LONGEST_BOX]:
        teaser = text[line[0] : min(line[1], line[0] + LONGEST_LINE)]
        if teaser[-1] in ".,;:!”\"" or len(teaser.split()) > _LONGEST_TEASER or touches(line, quoted):
            return
        yield Mark(*line, rule)


def _by_sentence(text: str, body_start: int, patterns: Patterns) -> Iterator[Mark]:
    """What the rules for sentences mark."""
    for start, end in paragraphs(text):
        begin = max(start, body_start)
        places = [begin, *(match.end() for match in _SENTENCE_START.finditer(text, begin, max(begin, end)))]
        done = begin
        for place in places:
            if done <= place < end and (mark := _match("sentence", text, place, end, patterns)):
                yield mark
                done = mark.end


def _doubled(text: str, body_start: int, quoted: list[Span]) -> Iterator[Mark]:
    """Paragraphs without a quotation that stood before, word for word."""
    seen: set[str] = set()
    for start, end in paragraphs(text):
        key = " ".join(text[start:end].casefold().split())
        if key in seen and start >= body_start and not touches((start, end), quoted):
            yield Mark(start, end, DOUBLED)
        elif key.count(" ") + 1 >= FEWEST_WORDS_DOUBLED:
            seen.add(key)


def _without_overlaps(text: str, marks: list[Mark]) -> list[Mark]:
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


def audit_furniture(articles: pd.DataFrame, skips: pd.DataFrame) -> pd.DataFrame:
    r"""Return the receipt of cleaning: every span that is skipped, with its words.

    Parameters
    ----------
    articles : pandas.DataFrame
        The `articles` table.
    skips : pandas.DataFrame
        The `skips` table, from `find_furniture` or your own.

    Returns
    -------
    pandas.DataFrame
        One row per span, in the order of `skips`: `article_id`, `outlet`, `rule`, `start`, `end` (characters), `n_words`
        (words as `tokenize` counts them that the span touches; 0 for left-over signs), `text` (what is skipped).

    Raises
    ------
    TableError
        When a table is not what it should be, or a span names an unknown article or lies outside its text.

    Notes
    -----
    The share of an article's words that is skipped is the sum of its `n_words` over `len(words(text))`.

    Examples
    --------
    >>> from framing import articles_from_records
    >>> articles = articles_from_records([{"id": "a", "text": "It rained.\n\nRead more: Ten ferries"}], source="here")
    >>> audit_furniture(articles, find_furniture(articles))[["rule", "n_words", "text"]]
            rule  n_words                    text
    0  read more        4  Read more: Ten ferries
    """
    schema.check_table(articles, "articles")
    schema.check_table(skips, "skips")
    known = {row.article_id: row for row in articles[["article_id", "outlet", "text"]].itertuples(index=False)}
    _refuse_outside(skips, {name: len(row.text) for name, row in known.items()})
    places = {name: words(known[name].text) for name in dict.fromkeys(skips["article_id"])}
    rows = []
    for skip in skips.itertuples(index=False):
        article = known[skip.article_id]
        n_words = sum(start < skip.end and skip.start < end for start, end in places[skip.article_id])
        text = article.text[skip.start : skip.end]
        rows.append((skip.article_id, article.outlet, skip.rule, skip.start, skip.end, n_words, text))
    return pd.DataFrame(rows, columns=["article_id", "outlet", "rule", "start", "end", "n_words", "text"])


def _refuse_outside(skips: pd.DataFrame, lengths: dict[str, int]) -> None:
    """Raise when a span names no known article or reaches beyond its text."""
    said = []
    for number, skip in enumerate(skips.itertuples(index=False)):
        if skip.article_id not in lengths:
            said.append(f"row {number}: no article {skip.article_id!r}. Give the articles the spans were found in.")
        elif skip.end > lengths[skip.article_id]:
            said.append(f"row {number}: end {skip.end} lies beyond the {lengths[skip.article_id]} characters of its text.")
    if said:
        raise TableError(all_problems("skips", said))
