"""Shows framing terms in their context."""

from __future__ import annotations

import re

import pandas as pd

from framing import schema
from framing.errors import FramingError
from framing.terms.places import texts_by_article

COLUMNS = ("article_id", "leader", "voice", "frame", "pattern", "left", "hit", "right", "start", "end")
_WHITE_SPACE = re.compile(r"\s+")
_PARAGRAPH_BREAK = re.compile("\u2029|\n\\s*\n")


def concordance(matches: pd.DataFrame, articles: pd.DataFrame, *, width: int = 60) -> pd.DataFrame:
    """Return each match with the characters around it, for reading.

    Parameters
    ----------
    matches : pandas.DataFrame
        The `matches` table, or the part of it that is to be read (one frame, one leader).
    articles : pandas.DataFrame
        The `articles` table in which they were found.
    width : int
        Characters on either side.

    Returns
    -------
    pandas.DataFrame
        In the order of the matches: `article_id`, `leader`, `voice`, `frame`, `pattern`, `left`, `hit`, `right`,
        `start`, `end`. White space is shown as one space, a paragraph break as ¶.

    Raises
    ------
    TableError
        When a table is not what it should be, or a match stands in an article that is not there.
    FramingError
        When `width` is negative.

    Examples
    --------
    >>> from framing import articles_from_records, find_matches, tokenize
    >>> from framing.lexicon import Lexicon, Term
    >>> weather = Lexicon("weather", "1.0", "en", "", "CC0-1.0", {"storm": "wind words"}, (Term("storm", "gale*"),))
    >>> articles = articles_from_records([{"article_id": "a", "text": "Ships fled the gale at noon."}], source="notes")
    >>> matches = find_matches(tokenize(articles), weather)
    >>> concordance(matches, articles, width=9)[["left", "hit", "right"]]
            left   hit      right
    0  fled the   gale   at noon.
    """
    schema.check_table(matches, "matches")
    schema.check_table(articles, "articles")
    if width < 0:
        raise FramingError(f"width {width} is negative. Give the number of characters to show on either side.")
    texts = texts_by_article(articles, matches["article_id"], source="matches")
    places = list(zip(matches["article_id"], matches["start"].tolist(), matches["end"].tolist(), strict=True))
    lines = [_line(texts[name], start, end, width) for name, start, end in places]
    shown = pd.DataFrame(lines, columns=["left", "hit", "right"], dtype="str")
    return matches.reset_index(drop=True).assign(**{str(name): shown[name] for name in shown})[list(COLUMNS)]


def _line(text: str, start: int, end: int, width: int) -> tuple[str, str, str]:
    """The characters before, in and after a match."""
    parts = text[max(start - width, 0) : start], text[start:end], text[end : end + width]
    before, hit, after = (_WHITE_SPACE.sub(_shown, part) for part in parts)
    return before, hit, after


def _shown(space: re.Match[str]) -> str:
    """White space as it is shown in a line."""
    return " ¶ " if _PARAGRAPH_BREAK.search(space.group()) else " "
