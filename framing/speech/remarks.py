"""Remarks: who said what in an article, by whose hand or rule."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from framing import cells, files, languages, schema
from framing.kinds import is_cell
from framing.schema import Problem, refuse_problems
from framing.speech.extraction import LeftOver, ReadArticle, Remark, read_article
from framing.speech.roster import Roster
from framing.speech.rows import leaders_meant, make_columns
from framing.text import skipped_spans

_NOT_PAIRS = "is not a list of pairs [start, end], start before end, counted from 0."


def read_remarks(path: str | os.PathLike[str]) -> pd.DataFrame:
    """Return a file of remarks, such as hand-coded ones, as the `remarks` table.

    Parameters
    ----------
    path : path
        CSV, TSV, JSON Lines or Parquet with the columns of `remarks`; lists such as `spans` are JSON in CSV. Columns
        that may be missing may be left out. Further columns are kept after those of the table.

    Returns
    -------
    pandas.DataFrame
        The `remarks` table in file order. What had to be mended on reading is told in a FramingWarning.

    Raises
    ------
    CorpusError
        When the file cannot be read.
    TableError
        With every cell that is wrong: a value outside its closed list, spans that do not fit `start` and `end`, ...

    Notes
    -----
    A remark is said unless it is marked: the column `not_said` has to be there, and an empty cell in it means false.

    Examples
    --------
    >>> from framing import corpus_folder
    >>> remarks = read_remarks(corpus_folder() / "paris-2025" / "remarks.csv")
    >>> remarks.loc[remarks["leader"] == "Olaf Scholz", "cue"].tolist()
    ['dismissed', 'said', 'said']
    """
    rows, mended = files.read_rows(path)
    read = cells.parse_rows(rows, "remarks", first_row=files.first_row(path), empty={"not_said": False})
    problems = [
        Problem(row, said)
        for row, remark in zip(read.rows, read.table.to_dict(orient="records"), strict=True)
        for said in _span_problems(remark)
    ]
    refuse_problems([*read.problems, *problems], str(path))
    cells.tell_mended(path, rows, mended)
    return read.table


def _span_problems(remark: Mapping[Any, Any]) -> Iterator[str]:
    """What is wrong with the spans of one remark; cells that are no lists are named already."""
    spans, quoted = remark["spans"], remark["quoted_spans"]
    lists = {name: remark[name] for name in ("spans", "quoted_spans") if isinstance(remark[name], list)}
    wrong = [f"{name} {cell} {_NOT_PAIRS}" for name, cell in lists.items() if not all(map(_is_span, cell))]
    yield from wrong
    if wrong or len(lists) < 2:
        return
    if not spans:
        yield "spans is empty; it needs at least one pair [start, end]."
        return
    hull = (min(start for start, _ in spans), max(end for _, end in spans))
    stated = (remark["start"], remark["end"])
    if all(is_cell(place, "whole number") for place in stated) and hull != stated:
        yield f"start and end {stated} are not the hull {hull} of its spans."
    for part in quoted:
        if not any(start <= part[0] and part[1] <= end for start, end in spans):
            yield f"quoted span {part} lies outside the spans {spans}."


def _is_span(pair: Any) -> bool:
    """Whether it is two characters of a text, the first before the second."""
    is_pair = isinstance(pair, list) and len(pair) == 2 and all(is_cell(place, "whole number") for place in pair)
    return is_pair and 0 <= pair[0] < pair[1]


def extract_remarks(
    articles: pd.DataFrame, leaders: pd.DataFrame | None = None, *, skips: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return who said what: every remark that the articles attribute to somebody.

    Parameters
    ----------
    articles : pandas.DataFrame
        The `articles` table.
    leaders : pandas.DataFrame, optional
        The `leaders` table: tells which speakers are leaders, and what offices and pronouns mean.
    skips : pandas.DataFrame, optional
        The `skips` table: spans that are not text of the article. Nobody speaks in them.

    Returns
    -------
    pandas.DataFrame
        The `remarks` table, in the order of the articles, then of the remarks. What was not said ("declined to say")
        is listed with `not_said`. `speaker` is missing for groups and unnamed sources, whose words stand in
        `speaker_as_printed`. Remarks of one article do not overlap.

    Raises
    ------
    TableError
        When a table is not what it should be.

    Notes
    -----
    Rules over closed word lists, no tagger and no model: quotation marks are paired inside a paragraph; every reporting
    verb, noun and *according to* is read with its source and its content; ends of contents and doubtful readings are
    scored; quotations that run on are joined; names are taken to the fullest form in the article and pronouns to the
    person who spoke or acted last. What became no remark is listed by `audit_remarks`.

    Examples
    --------
    >>> from framing import articles_from_records
    >>> told = [{"text": 'Ada Brook left. "It rained," she said, and called for boats.'}]
    >>> articles = articles_from_records(told, source="here")
    >>> extract_remarks(articles)[["speaker", "speaker_as_printed", "cue", "form", "content"]]
           speaker speaker_as_printed         cue      form      content
    0    Ada Brook                she        said    direct    quotation
    1    Ada Brook                she  called for  indirect  noun phrase
    """
    columns = _read_columns(articles, leaders, skips)
    for name in ("spans", "quoted_spans"):
        columns[name] = [[[start, end] for start, end in spans] for spans in columns[name]]
    return schema.make_table("remarks", columns)


def _read_columns(
    articles: pd.DataFrame, leaders: pd.DataFrame | None, skips: pd.DataFrame | None
) -> dict[str, list[Any]]:
    """The remarks of all articles as columns."""
    columns: dict[str, list[Any]] = {name: [] for name in schema.column_names("remarks")}
    for article, roster, read in _read_all(articles, leaders, skips):
        for name, column in make_columns(article, roster, read).items():
            columns[name] += column
    return columns


def audit_remarks(
    articles: pd.DataFrame, leaders: pd.DataFrame | None = None, *, skips: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return what looked like speech and became no remark, so that nothing is lost silently.

    Parameters
    ----------
    articles, leaders, skips : pandas.DataFrame
        As for `extract_remarks`.

    Returns
    -------
    pandas.DataFrame
        One row per thing left over, in the order of the articles and of the text: `article_id`, `problem`, `start`,
        `end`, `words`. Problems are "unpaired quotation mark", "quoted stretch without a speaker", "cue without
        content", "hardly a remark", "remark without words", "lost an overlap", "reported inside another remark",
        "question or answer without a name", "caption or credit", "leader in doubt", "language without rules".

    Raises
    ------
    TableError
        When a table is not what it should be.

    Examples
    --------
    >>> from framing import articles_from_records
    >>> told = [{"text": 'The "miracle" pump broke. Ada Brook agreed.'}]
    >>> audit_remarks(articles_from_records(told, source="here"))[["problem", "words"]]
                                problem      words
    0  quoted stretch without a speaker  "miracle"
    1               cue without content     agreed
    """
    rows = []
    for article, roster, read in _read_all(articles, leaders, skips):
        left = [(item.problem, item.start, item.end) for item in read.left_over]
        left += [
            ("leader in doubt", *_place(remark))
            for remark in read.remarks
            if len(leaders_meant(read, remark, roster)) > 1
        ]
        rows += [
            (article.article_id, problem, a, b, article.text[a:b]) for problem, a, b in sorted(left, key=_by_place)
        ]
    table = pd.DataFrame(rows, columns=["article_id", "problem", "start", "end", "words"])
    return table.astype({"start": "int64", "end": "int64"})


def explain_attribution(text: str, *, language: str = "en") -> pd.DataFrame:
    """Return how one text was read: every attribution that was tried, what held, and why.

    Parameters
    ----------
    text : str
        A text, such as an article or a sentence of it.
    language : str
        Code of its language.

    Returns
    -------
    pandas.DataFrame
        One row per attribution tried, in the order of the text: `rule`, `held` (it became a remark), `chance` (how
        likely a remark, from 0 to 1; missing where nothing was scored), `cue`, `source`, `words` (the content, or what
        was left over), `because`.

    Examples
    --------
    >>> told = explain_attribution("The ferry was late, Ada Brook said.")
    >>> told.loc[0, ["rule", "source", "words"]].tolist()
    ['before-source', 'Ada Brook', 'The ferry was late']
    >>> told.loc[0, "because"]
    "'Ada Brook' is the source (name); 'said' stands after the content"
    """
    read = read_article(text, language)
    rows: list[tuple[Any, ...]] = []
    for remark in read.remarks:
        cue = text[slice(*remark.cue)] if remark.cue else None
        source = remark.source.label if remark.source else None
        content = " ... ".join(text[a:b] for a, b in remark.spans)
        rows.append(
            (remark.start, remark.reading.rule, True, remark.reading.score, cue, source, content, remark.because)
        )
    for left in read.left_over:
        rows.append((left.start, left.problem, False, None, None, None, text[left.start : left.end], left.problem))
    columns = ["start", "rule", "held", "chance", "cue", "source", "words", "because"]
    rows.sort(key=_first_cell)
    table = pd.DataFrame(rows, columns=columns)
    return table.drop(columns="start").astype({"chance": "float64", "held": "bool"})


def _first_cell(row: tuple[Any, ...]) -> int:
    return int(row[0])


def _read_all(
    articles: pd.DataFrame, leaders: pd.DataFrame | None, skips: pd.DataFrame | None
) -> Iterator[tuple[Any, Roster, ReadArticle]]:
    """Every article with the leaders of its day and what was read in it."""
    schema.check_table(articles, "articles")
    if leaders is not None:
        schema.check_table(leaders, "leaders")
    if skips is not None:
        schema.check_table(skips, "skips")
    spans = skipped_spans(skips)
    rosters: dict[Any, Roster] = {}
    for article in articles.itertuples():
        day: Any = article.published
        day = None if pd.isna(day) else day
        if day not in rosters:
            rosters[day] = Roster.at(leaders, day)
        roster = rosters[day]
        text, own_skips = str(article.text), spans.get(str(article.article_id), ())
        language = article.language.partition("-")[0].lower() if isinstance(article.language, str) else "en"
        if language in languages.list_languages():
            yield article, roster, read_article(text, language, own_skips, roster)
        else:
            yield article, roster, ReadArticle(text, [], left_over=[LeftOver("language without rules", 0, len(text))])


def _place(remark: Remark) -> tuple[int, int]:
    return remark.printed or (remark.start, remark.end)


def _by_place(left: tuple[str, int, int]) -> tuple[int, int, str]:
    return left[1], left[2], left[0]
