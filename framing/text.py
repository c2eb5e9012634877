"""Words, sentences and paragraphs of a text, each with its place.

Places are code points of the text exactly as it stands, end exclusive: `text[start:end]` is the word as printed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import regex

from framing import languages, schema

if TYPE_CHECKING:
    import nupunkt

APOSTROPHES = "'’ʼ＇"  # U+0027, U+2019, U+02BC (a letter to Unicode, an apostrophe to its readers) and the wide one
IGNORABLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"  # soft hyphen, zero-width characters, byte-order mark

# A word is a run of letters with their marks, and digits. An apostrophe inside stays; "." and "," join digits only
# ("1,000.5"). All else separates: hyphens, full stops ("U.S." is two words), "%". No word holds white space, which is
# what lets the matching engine look at each distinct piece between white space once.
_RUN = rf"[[\p{{L}}\p{{N}}]--[{APOSTROPHES}]][[\p{{L}}\p{{M}}\p{{N}}{IGNORABLE}]--[{APOSTROPHES}]]*"
WORD = regex.compile(rf"(?V1){_RUN}(?:(?:[{APOSTROPHES}]|(?<=\p{{Nd}})[.,](?=\p{{Nd}})){_RUN})*")

COMMAS = ",،、，"  # U+002C, the Arabic, the ideographic and the wide one
_COMMA = regex.compile(f"[{COMMAS}]")

_PLAIN = {ord(mark): "'" for mark in APOSTROPHES} | {ord(mark): None for mark in IGNORABLE}

# A line break is a break of the text unless its block is hard-wrapped: see `paragraphs`.
_BLOCK = regex.compile(r"\S(?:.*\S)?(?:[^\S\n]*\n[^\S\n]*\S(?:.*\S)?)*")
_LINE = regex.compile(r"\S(?:[^\n\u2028\u2029]*[^\s\u2028\u2029])?")
_WRAPPED = regex.compile(r"[^\s.!?:;…\"”’'»)\]][^\S\n]*\n[^\S\n]*\p{Ll}")

# After these marks inside closing quotation marks a sentence goes on when an attribution follows: `"Who?" he asked.`
_OPEN_END = regex.compile(r"[?!…,][\"”’'»]+\s*$")
_WORDS_BEFORE_VERB = 5  # "the mayor of the old town asked": longer subjects before the verb did not occur in tests


def words(text: str) -> list[tuple[int, int]]:
    """Return the place of every word of a text.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    list of (int, int)
        Start and end of each word, in order; end exclusive.

    Notes
    -----
    A word is letters with their marks, and digits. Inner apostrophes stay, hyphens separate, digits join over an inner
    full stop or comma; "U.S." is two words, "%" is none.

    Examples
    --------
    >>> text = "The well-known port's 1,000 ships"
    >>> [text[start:end] for start, end in words(text)]
    ['The', 'well', 'known', "port's", '1,000', 'ships']
    """
    return [match.span() for match in WORD.finditer(text)]


def canonical(word: str) -> str:
    """Return the form of a word in which words are compared.

    Parameters
    ----------
    word : str
        A word as printed.

    Returns
    -------
    str
        Without ignorable characters, with plain apostrophes, composed (NFC), case folded, composed again; a final
        `'s` or `'` is left off.

    Examples
    --------
    >>> canonical("Harbour’s"), canonical("STRASSE") == canonical("Straße")
    ('harbour', True)
    """
    if word.isascii():
        folded = word.lower()
    else:
        plain = unicodedata.normalize("NFC", word.translate(_PLAIN))
        folded = unicodedata.normalize("NFC", plain.casefold())
    return folded.removesuffix("'s").rstrip("'")


def plain_apostrophes(text: str) -> str:
    """Return the text with every kind of apostrophe as `'`, each character in its place.

    Examples
    --------
    >>> plain_apostrophes("isn’t")
    "isn't"
    """
    if not text.isascii():
        for mark in APOSTROPHES + "‘":
            text = text.replace(mark, "'")
    return text


def paragraphs(text: str) -> list[tuple[int, int]]:
    r"""Return the place of every paragraph of a text, without the white space around it.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    list of (int, int)
        Start and end of each paragraph, in order.

    Notes
    -----
    A line break ends a paragraph. Only in a hard-wrapped block (lines between blank lines, one of which begins with a
    small letter after a line without an end mark) line breaks count as spaces.

    Examples
    --------
    >>> text = "A first line that\ngoes on.\n\nThe end.\nOr not."
    >>> [text[start:end] for start, end in paragraphs(text)]
    ['A first line that\ngoes on.', 'The end.', 'Or not.']
    """
    found: list[tuple[int, int]] = []
    for block in _BLOCK.finditer(text):
        if _WRAPPED.search(text, block.start(), block.end()):
            found.append(block.span())
        else:
            found.extend(line.span() for line in _LINE.finditer(text, block.start(), block.end()))
    return found


def sentences(text: str, language: str = "en") -> list[tuple[int, int]]:
    """Return the place of every sentence of a text, without the white space around it.

    Parameters
    ----------
    text : str
        Any text.
    language : str
        Code of the language whose attribution verbs and abbreviations are used.

    Returns
    -------
    list of (int, int)
        Start and end of each sentence, in order; none crosses a paragraph.

    Notes
    -----
    Sentences by `nupunkt` (Punkt with a large list of abbreviations, no download), then one rule of ours: a piece goes
    on the sentence before when it begins with a small letter, or when that sentence closes in quotation marks and an
    attribution follows.

    Examples
    --------
    >>> text = '"Who pays?" Mayor Ada Brook asked. Nobody knew.'
    >>> [text[start:end] for start, end in sentences(text)]
    ['"Who pays?" Mayor Ada Brook asked.', 'Nobody knew.']
    """
    return [span for start, end in paragraphs(text) for span in _sentences_of(text, start, end, language)]


@cache
def _splitter(language: str) -> nupunkt.PunktSentenceTokenizer:
    """The sentence splitter, with the language's own abbreviations."""
    import nupunkt  # counting words needs no sentences, and this takes a while

    model = nupunkt.load_default_model()
    for abbreviation in languages.read_words(language, "abbreviations"):
        model.add_abbreviation(abbreviation)
    return model


@cache
def _attribution(language: str) -> regex.Pattern[str]:
    """What an attribution begins with: a few words, then a reporting verb."""
    verbs = "|".join(languages.read_words(language, "attribution_verbs")) or r"\b\B"
    return regex.compile(rf"(?:[\w.’'-]+,?\s+){{0,{_WORDS_BEFORE_VERB}}}(?:{verbs})\b", regex.IGNORECASE)


def _sentences_of(text: str, start: int, end: int, language: str) -> list[tuple[int, int]]:
    """Sentences of one paragraph."""
    paragraph = text[start:end]
    joined: list[tuple[int, int]] = []
    for piece_start, piece_end in _stripped_pieces(paragraph, language):
        if joined and _goes_on(paragraph[slice(*joined[-1])], paragraph[piece_start:piece_end], language):
            joined[-1] = (joined[-1][0], piece_end)
        else:
            joined.append((piece_start, piece_end))
    return [(start + a, start + b) for a, b in joined]


def _stripped_pieces(paragraph: str, language: str) -> Iterator[tuple[int, int]]:
    """What the splitter gives, without white space at either end."""
    for a, b in _splitter(language).span_tokenize(paragraph):
        piece = paragraph[a:b]
        stripped = piece.strip()
        if stripped:
            first = a + len(piece) - len(piece.lstrip())
            yield first, first + len(stripped)


def _goes_on(before: str, piece: str, language: str) -> bool:
    """Whether a piece belongs to the sentence before it."""
    if piece[0].islower():
        return True
    return bool(_OPEN_END.search(before[-12:]) and _attribution(language).match(piece))


def tokenize(articles: pd.DataFrame, *, skips: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the words of articles, one row a word, each with its place.

    Parameters
    ----------
    articles : pandas.DataFrame
        The `articles` table.
    skips : pandas.DataFrame, optional
        The `skips` table: spans that are not text of the article. Words that touch one are left out; `paragraph` and
        `sentence` number the article with these spans in it, `position` the words that are left.

    Returns
    -------
    pandas.DataFrame
        The `tokens` table: `article_id`, `story_id`, `outlet`, `paragraph`, `position`, `sentence`, `start`, `end`,
        `word`, `after_comma`, `after_skip`; in the order of the articles, then of the words.

    Raises
    ------
    TableError
        When `articles` or `skips` is not what it should be.

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": ["a"], "story_id": ["a"], "outlet": ["The Lantern"], "published": None,
    ...     "headline": None, "text": ["It rained. We left."], "body_start": [0], "url": None, "language": ["en"],
    ...     "source_format": None, "warnings": [[]]})
    >>> tokenize(articles)[["position", "sentence", "start", "end", "word"]]
       position  sentence  start  end    word
    0         0         0      0    2      It
    1         1         0      3    9  rained
    2         2         1     11   13      We
    3         3         1     14   18    left
    """
    schema.check_table(articles, "articles")
    if skips is not None:
        schema.check_table(skips, "skips")
    rows = articles[["article_id", "story_id", "outlet", "text", "language"]]
    spans = skipped_spans(skips)
    parts = [_words_of(row, spans.get(str(row.article_id), [])) for row in rows.itertuples(index=False)]
    columns = {name: [cell for part in parts for cell in part[name]] for name in schema.column_names("tokens")}
    return schema.make_table("tokens", columns)


def skipped_spans(skips: pd.DataFrame | None) -> dict[str, list[tuple[int, int]]]:
    """Return the skipped spans of each article.

    Examples
    --------
    >>> skipped_spans(pd.DataFrame({"article_id": ["a", "a"], "start": [0, 9], "end": [4, 12], "rule": ["x", "y"]}))
    {'a': [(0, 4), (9, 12)]}
    """
    found: dict[str, list[tuple[int, int]]] = {}
    if skips is not None:
        for article_id, start, end in zip(skips["article_id"], skips["start"], skips["end"], strict=True):
            found.setdefault(article_id, []).append((int(start), int(end)))
    return found


def is_left_out(places: Any, skipped: list[tuple[int, int]]) -> Any:
    """Return for each word whether it touches a skipped span.

    Examples
    --------
    >>> is_left_out(np.array([[0, 2], [3, 9]]), [(8, 20)]).tolist()
    [False, True]
    """
    left_out = np.zeros(len(places), dtype=bool)
    for start, end in skipped:
        left_out |= (places[:, 1] > start) & (places[:, 0] < end)
    return left_out


def _words_of(article: Any, skipped: list[tuple[int, int]]) -> dict[str, list[Any]]:
    """The words of one article as columns of the tokens table."""
    text, language = article.text, article.language if isinstance(article.language, str) else "en"
    every = np.array(words(text), dtype=np.int64).reshape(-1, 2)
    numbers = np.flatnonzero(~is_left_out(every, skipped))
    places = every[numbers]
    starts, ends = places[:, 0], places[:, 1]
    n_words = len(places)
    return {
        "article_id": [article.article_id] * n_words,
        "story_id": [article.story_id] * n_words,
        "outlet": [article.outlet] * n_words,
        "paragraph": _number_of(starts, paragraphs(text)),
        "position": list(range(n_words)),
        "sentence": _number_of(starts, sentences(text, language)),
        "start": starts.tolist(),
        "end": ends.tolist(),
        "word": [text[start:end] for start, end in places.tolist()],
        "after_comma": _after_comma(text, every)[numbers].tolist(),
        "after_skip": (np.diff(numbers, prepend=numbers[:1]) > 1).tolist(),
    }


def _after_comma(text: str, places: Any) -> Any:
    """Whether a comma stands between each word and the one before."""
    commas = np.array([comma.start() for comma in _COMMA.finditer(text)], dtype=np.int64)
    after_last = np.searchsorted(commas, np.append(places[:1, 0], places[:-1, 1]))
    return np.searchsorted(commas, places[:, 0]) > after_last


def _number_of(starts: Any, spans: list[tuple[int, int]]) -> list[int]:
    """In which of the spans, numbered from 0, each word begins."""
    first = np.array([start for start, _ in spans], dtype=np.int64)
    numbers: list[int] = (np.searchsorted(first, starts, side="right") - 1).tolist()
    return numbers
