"""One article with its voices, remarks and framing terms: whose words are these?"""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd

from framing.cells import is_missing
from framing.errors import TableError, did_you_mean
from framing.figures.labels import count, plain
from framing.figures.pages.article_counts import counts_shown, said_of_counts
from framing.figures.pages.article_marks import (
    VOICES,
    mention_notes,
    remark_notes,
    skip_marks,
    term_marks,
    voice_marks,
)
from framing.figures.pages.checks import check_places, check_words, row_named
from framing.figures.pages.marks import cut
from framing.figures.pages.sheet import id_of, language_of, render
from framing.lexicon import Lexicon
from framing.schema import check_table, make_table
from framing.text import paragraphs


class _Parts(NamedTuple):
    """What the tables say of one article."""

    article: dict[str, Any]
    tokens: pd.DataFrame
    remarks: pd.DataFrame
    matches: pd.DataFrame
    skips: pd.DataFrame

    @property
    def text(self) -> str:
        """The text that all places count in."""
        return str(self.article["text"])


def article_page(
    article_id: str,
    articles: pd.DataFrame,
    tokens: pd.DataFrame,
    remarks: pd.DataFrame,
    matches: pd.DataFrame,
    *,
    lexicon: Lexicon,
    skips: pd.DataFrame | None = None,
    title: str = "",
    caption: str = "",
    fragment: bool = False,
    prefix: str = "",
    heading_level: int = 1,
) -> str:
    """Return an article as a page: its voices shaded, speakers and verbs in the margin, framing terms underlined.

    Parameters
    ----------
    article_id : str
        The article.
    articles, tokens, remarks, matches : pandas.DataFrame
        The tables of that name; tokens with their voices, matches found in these tokens. Other articles may be in them.
    lexicon : Lexicon
        The lexicon whose terms are underlined; terms of others in `matches` are not shown.
    skips : pandas.DataFrame, optional
        The `skips` table; what it holds is shown in grey.
    title : str
        What the page shows, as an answer; else it asks the question.
    caption : str
        What limits it, as `write_caption` says it.
    fragment : bool
        Whether to leave out all but the article itself, for a report that holds several; `page_style` is their style.
    prefix : str
        Begins the ids of the page, for a report that shows one article twice.
    heading_level : int
        Level of the title, from 1 to 4.

    Returns
    -------
    str
        HTML that needs no script, no other file and no network.

    Raises
    ------
    TableError
        When there is no such article, a table is not what it should be, places lie outside the text, tokens are those
        of another text, or all terms are those of another lexicon.

    Notes
    -----
    The table at the end counts what is underlined, remarks that repeat an earlier one included: rates leave these out,
    and the page says how many terms they hold. A character that HTML forbids, or that turns the direction of what
    follows, is shown by a sign and counted.

    Examples
    --------
    >>> from framing import assign_voices, corpus_folder, find_matches, read_articles, read_lexicon, read_remarks
    >>> from framing import tokenize
    >>> articles = read_articles(corpus_folder() / "practice")
    >>> remarks = read_remarks(corpus_folder() / "practice" / "remarks.csv")
    >>> tokens, security = assign_voices(tokenize(articles), remarks), read_lexicon("security")
    >>> matches = find_matches(tokens, security)
    >>> page = article_page("practice-01", articles, tokens, remarks, matches, lexicon=security)
    >>> page.count("<script"), page.splitlines()[0]
    (0, '<!DOCTYPE html>')
    """
    parts = _parts_of(article_id, articles, tokens, remarks, matches, skips, lexicon)
    name = id_of(prefix, "article", article_id)
    asked = f"Whose words are these? {_source(parts.article)}"
    content = {
        "id": name,
        "summary": _summary(parts),
        "language": language_of(parts.article["language"]),
        "furniture": len(parts.skips) > 0,
        "blocks": _blocks(parts, lexicon, name),
        "caption": plain(caption) if caption else "",
        "voices": VOICES,
        "remarks_on_counts": list(said_of_counts(parts.text, parts.remarks, parts.matches, parts.skips, lexicon)),
    } | counts_shown(parts.tokens, parts.matches, lexicon, name)
    shown = plain(title) if title else asked
    return render("article.html.j2", content, title=shown, fragment=fragment, heading_level=heading_level)


def _parts_of(
    article_id: str,
    articles: pd.DataFrame,
    tokens: pd.DataFrame,
    remarks: pd.DataFrame,
    matches: pd.DataFrame,
    skips: pd.DataFrame | None,
    lexicon: Lexicon,
) -> _Parts:
    """The rows of one article, checked."""
    tables = {"articles": articles, "tokens+voices": tokens, "remarks": remarks, "matches": matches}
    for table, frame in (tables | ({} if skips is None else {"skips": skips})).items():
        check_table(frame, table)
    article = row_named(articles, "article_id", article_id, "articles")
    every = (tokens, remarks, matches, make_table("skips", {}) if skips is None else skips)
    own = [table[table["article_id"] == article_id] for table in every]
    parts = _Parts(article, own[0], own[1], _terms_of(own[2], matches, lexicon), own[3])
    where = f"article {article_id!r}"
    check_words(parts.tokens, parts.text, where)
    for what, frame in (("remarks", parts.remarks), ("matches", parts.matches), ("skips", parts.skips)):
        check_places(frame, parts.text, what, where)
    return parts


def _terms_of(own: pd.DataFrame, matches: pd.DataFrame, lexicon: Lexicon) -> pd.DataFrame:
    """The hits of the lexicon; an error when there are only those of others, or when they have no voice."""
    known = matches["lexicon"].drop_duplicates().tolist()
    if known and lexicon.label not in known:
        raise TableError(f"matches: none is of lexicon {lexicon.label!r}.{did_you_mean(lexicon.label, known)}")
    terms = own[own["lexicon"] == lexicon.label]
    unknown = [frame for frame in terms["frame"] if frame not in lexicon.frames]
    if unknown:
        near = did_you_mean(str(unknown[0]), lexicon.frames)
        raise TableError(f"matches: lexicon {lexicon.label!r} has no frame {unknown[0]!r}.{near}")
    if terms["voice"].isna().any():
        raise TableError("matches: column 'voice' is missing. Find the matches in tokens that have their voices.")
    return terms


def _source(article: dict[str, Any]) -> str:
    """Outlet and day; the id of the article where both are unknown."""
    day = article["published"]
    named = [] if is_missing(article["outlet"]) else [plain(article["outlet"])]
    named += [] if is_missing(day) else [f"{day.day} {day:%B %Y}"]
    return ", ".join(named) or plain(article["article_id"])


def _summary(parts: _Parts) -> str:
    """What the page holds, in numbers."""
    said = int((~parts.remarks["not_said"].astype(bool)).sum())
    by_voice = parts.tokens["voice"].value_counts()
    words = ", ".join(f"{by_voice.get(voice, 0)} {voice}" for voice in VOICES)
    numbers = f"{count(said, 'remark')}; {count(len(parts.tokens), 'word')}: {words}"
    terms = count(len(parts.matches), "framing term")
    return f"{_source(parts.article)} ({plain(parts.article['article_id'])}). {numbers}; {terms}."


def _blocks(parts: _Parts, lexicon: Lexicon, name: str) -> list[dict[str, Any]]:
    """The paragraphs, the headline among them, with their marks."""
    spans = paragraphs(parts.text)
    marks = [
        *skip_marks(parts.skips),
        *voice_marks(parts.tokens, parts.text),
        *term_marks(parts.matches, lexicon, name),
    ]
    notes = [*remark_notes(parts.text, parts.remarks, spans, name), *mention_notes(parts.tokens)]
    body = int(parts.article["body_start"])
    return [
        {
            "kind": ("headline" if not number else "standfirst") if end <= body else "paragraph",
            "pieces": cut(parts.text, start, end, marks, notes),
        }
        for number, (start, end) in enumerate(spans)
    ]
