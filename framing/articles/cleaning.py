"""Cleaning with a receipt: marks what is no text of an article as spans to skip; never moves an offset."""

from __future__ import annotations

import os
import warnings
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pandas as pd

from framing import schema
from framing.articles.furniture import Group, Rule, group_rules, language_rules, own_rules
from framing.articles.furniture_marks import example_failures, find_code, page_marks
from framing.articles.furniture_pages import Mark, Page, Rules, find_chances, may_match
from framing.errors import CorpusError, FramingWarning, TableError, all_problems
from framing.text import words

_CHARACTERS_AT_A_TIME = 1_000_000  # of articles that are looked at together


def find_furniture(
    articles: pd.DataFrame, *, rules: str | os.PathLike[str] | pd.DataFrame | None = None
) -> pd.DataFrame:
    r"""Return what is no text of the article, as spans to skip: captions, credits, bylines, "Read more", stamps, boxes.

    Parameters
    ----------
    articles : pandas.DataFrame
        The `articles` table. It is not changed, and no offset moves.
    rules : path or pandas.DataFrame, optional
        Rules of your own beside those of the language, tried first: `rule` (its name), `kind` ("words": as written,
        small and capital letters alike, `*` for anything, or "expression": a regular expression), `pattern`, `where`
        (line, line end, top, tail, between, box, under caption, start, sentence, inside, code), `example` (a line in
        which it must mark something), `counterexample` (one in which it must not) and, where wanted, `outlet`.

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

    Sites differ more than any list of rules: on invented pages in styles that no rule had been written for, the English
    rules found about two thirds of the words of furniture, and at most 6 of 100 words they marked were text. Read
    `audit_furniture`, read some of your articles, and write rules for your outlets.

    A word that a lost tag has glued to a label ("plannedShare") cannot be counted: only `Share` is marked, but
    `tokenize` leaves out each word that a span touches.

    Examples
    --------
    >>> from framing import articles_from_records
    >>> text = "ELM, March 3 (Northwire) — The ferry was late.\n\nRead more: Ten ferries\n\nIt rained."
    >>> articles = articles_from_records([{"id": "a", "text": text}], source="here")
    >>> find_furniture(articles)
      article_id  start  end       rule
    0          a      0   26   dateline
    1          a     48   70  read more
    """
    schema.check_table(articles, "articles")
    own = own_rules(rules)
    _refuse_failing(own, "rules" if isinstance(rules, pd.DataFrame) else str(rules))
    _tell_unknown(articles)
    found = _marks(list(_cells(articles)), own)
    rows = [(name, *mark) for name, marks in zip(articles["article_id"], found, strict=True) for mark in marks]
    columns = {name: [row[place] for row in rows] for place, name in enumerate(schema.column_names("skips"))}
    return schema.make_table("skips", columns)


class _Cells(NamedTuple):
    """What is asked of an article."""

    article_id: str
    outlet: str | None
    language: str
    text: str
    body_start: int


def _cells(articles: pd.DataFrame) -> Iterator[_Cells]:
    """The cells of each article."""
    names = ("article_id", "outlet", "language", "text", "body_start")
    for name, outlet, language, text, body_start in zip(*(articles[column] for column in names), strict=True):
        yield _Cells(
            str(name), outlet if isinstance(outlet, str) else None, _language(language), str(text), int(body_start)
        )


def _marks(articles: list[_Cells], own: tuple[Rule, ...]) -> list[list[Mark]]:
    """The marks of each article, in the order of the articles; those with the same rules are looked at together."""
    outlets = {rule.outlet for rule in own}
    found: list[list[Mark]] = [[] for _ in articles]
    alike: dict[tuple[str | None, str, int], list[int]] = {}
    n_characters: Counter[tuple[str | None, str]] = Counter()
    for number, article in enumerate(articles):
        kind = (article.outlet if article.outlet in outlets else None, article.language)
        alike.setdefault((*kind, n_characters[kind] // _CHARACTERS_AT_A_TIME), []).append(number)
        n_characters[kind] += len(article.text)
    for (outlet, language, _), numbers in alike.items():
        rules = group_rules((*_for_outlet(own, outlet), *language_rules(language)), language)
        together = _marks_together([articles[number] for number in numbers], rules)
        for number, marks in zip(numbers, together, strict=True):
            found[number] = marks
    return found


def _marks_together(articles: list[_Cells], rules: Rules) -> Iterator[list[Mark]]:
    """The marks of each of some articles."""
    with_code: dict[int, list[Group]] = {}
    for group, number in may_match(["code"], [article.text for article in articles], rules):
        with_code.setdefault(number, []).append(group)
    pages = []
    for number, article in enumerate(articles):
        with _naming(article):
            code = find_code(article.text, article.body_start, with_code.get(number, []))
        pages.append(Page(article.text, article.body_start, code))
    for article, page, chances in zip(articles, pages, find_chances(pages, rules), strict=True):
        with _naming(article):
            yield page_marks(page, chances)


@contextmanager
def _naming(article: _Cells) -> Iterator[None]:
    """Tells of a rule that never ends, with the article it was tried on."""
    try:
        yield
    except TimeoutError as problem:
        raise CorpusError(f"article {article.article_id!r}: {problem}") from None


def _language(cell: Any) -> str:
    """The language of an article; English where none is said, as in `tokenize`."""
    return cell if isinstance(cell, str) else "en"


def _for_outlet(own: tuple[Rule, ...], outlet: str | None) -> list[Rule]:
    """The rules for all outlets and for this one."""
    return [rule for rule in own if rule.outlet in (None, outlet)]


def languages_without_rules(articles: pd.DataFrame) -> dict[str, int]:
    """Return the languages of articles that nobody has written rules for, and how many articles each concerns."""
    counts = articles["language"].map(_language, na_action=None).value_counts(sort=False)
    return {str(code): int(count) for code, count in counts.items() if not language_rules(str(code))}


def _tell_unknown(articles: pd.DataFrame) -> None:
    """Warn of articles in languages that have no rules."""
    unknown = languages_without_rules(articles)
    if unknown:
        told = ", ".join(f"{code!r} ({count} article{'s' if count > 1 else ''})" for code, count in unknown.items())
        said = f"no rules for furniture in language {told}: only paragraphs that stand twice are marked there."
        warnings.warn(f"{said} Give rules of your own with rules=.", FramingWarning, stacklevel=3)


def _refuse_failing(own: tuple[Rule, ...], source: str) -> None:
    """Raise when a rule does not do what its examples say."""
    said = [f"row {rule.row}: {failure}" for rule in own for failure in example_failures(rule, "en")]
    if said:
        raise CorpusError(all_problems(source, said))


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
        One row per span, in the order of `skips`: `article_id`, `outlet`, `rule`, `start`, `end` (characters),
        `n_words` (words that the span touches, counted as `tokenize` does; 0 for left-over signs), `text` (what is
        skipped).

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
    known = dict(zip(articles["article_id"], zip(articles["outlet"], articles["text"], strict=True), strict=True))
    spans = list(zip(skips["article_id"], skips["start"], skips["end"], skips["rule"], strict=True))
    _refuse_outside(spans, {name: len(text) for name, (_, text) in known.items()})
    places = {name: _word_places(known[name][1]) for name in dict.fromkeys(skips["article_id"])}
    rows = []
    for name, start, end, rule in spans:
        outlet, text = known[name]
        starts, ends = places[name]
        n_words = max(bisect_left(starts, end) - bisect_right(ends, start), 0)
        rows.append((name, outlet, rule, start, end, n_words, text[start:end]))
    return pd.DataFrame(rows, columns=["article_id", "outlet", "rule", "start", "end", "n_words", "text"])


def _word_places(text: str) -> tuple[list[int], list[int]]:
    """Where the words of a text begin, and where they end."""
    places = words(text)
    return [start for start, _ in places], [end for _, end in places]


def _refuse_outside(spans: list[tuple[str, int, int, str]], lengths: dict[str, int]) -> None:
    """Raise when a span names no known article or reaches beyond its text."""
    said = []
    for number, (name, _, end, _) in enumerate(spans):
        if name not in lengths:
            said.append(f"row {number}: no article {name!r}. Give the articles the spans were found in.")
        elif end > lengths[name]:
            said.append(f"row {number}: end {end} lies beyond the {lengths[name]} characters of its text.")
    if said:
        raise TableError(all_problems("skips", said))
