"""Counts framing terms per article, without a table of words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing import schema
from framing.errors import LexiconError, all_problems
from framing.lexicon import Lexicon
from framing.terms.patterns import COMPILED_KEPT, Numbers, Patterns, Truths, compile_patterns
from framing.terms.signatures import LINE_END, Signatures, Words
from framing.text import is_left_out, paragraphs, sentences, skipped_spans, words

CHARACTERS_AT_A_TIME = 4_000_000  # fastest between 3 and 12 MB; memory grows with it
FEWEST_WORDS_FOR_A_RATE = 100


@lru_cache(maxsize=COMPILED_KEPT)
def _signatures(lexicon: Lexicon) -> Signatures:
    """What is known of pieces of text under this lexicon."""
    return Signatures(compile_patterns(lexicon))


def count_frames(articles: pd.DataFrame, lexicon: Lexicon, *, skips: pd.DataFrame | None = None) -> pd.DataFrame:
    """Count the framing terms of each frame in each article.

    Parameters
    ----------
    articles : pandas.DataFrame
        The `articles` table.
    lexicon : Lexicon
        What to count. Weights play no part.
    skips : pandas.DataFrame, optional
        The `skips` table: spans that are not text of the article. Words that touch one are not counted.

    Returns
    -------
    pandas.DataFrame
        One row per article and frame, in the order of the articles, then of the lexicon's frames: `article_id`,
        `frame`, `n_matches` (zero included), `n_tokens` (words of the article), `per_1000` (matches per 1,000 words;
        missing under 100 words).

    Raises
    ------
    TableError
        When `articles` or `skips` is not what it should be.
    LexiconError
        When a pattern has a negative weight: such a lexicon scores, it does not count.

    Notes
    -----
    The numbers are those of `find_matches(tokenize(articles, skips=skips), lexicon)`, faster and in little memory.
    What is counted is vocabulary: longer lists count more, so compare articles within a frame, not frames with one
    another.

    Examples
    --------
    >>> from framing import articles_from_records
    >>> from framing.lexicon import Lexicon, Term
    >>> weather = Lexicon("weather", "1.0", "en", "", "CC0-1.0", {"storm": "wind words"}, (Term("storm", "gale*"),))
    >>> articles = articles_from_records([{"article_id": "a", "text": "Gales. No gale."}], source="notes")
    >>> count_frames(articles, weather)
      article_id  frame  n_matches  n_tokens  per_1000
    0          a  storm          2         3       NaN
    """
    schema.check_table(articles, "articles")
    _refuse_negative_weights(lexicon)
    if skips is not None:
        schema.check_table(skips, "skips")
    spans = skipped_spans(skips)
    signatures, patterns, n_frames = _signatures(lexicon), compile_patterns(lexicon), len(lexicon.frames)
    n_tokens = np.zeros(len(articles), dtype=np.int64)
    n_matches = np.zeros((len(articles), n_frames), dtype=np.int64)
    for part in _parts(articles["text"]):
        n_tokens[part], n_matches[part] = _count(articles.iloc[part], spans, signatures, patterns)
    counts = pd.DataFrame(
        {
            "article_id": pd.Series(articles["article_id"].array.repeat(n_frames), dtype="str"),
            "frame": pd.Series(list(lexicon.frames) * len(articles), dtype="str"),
            "n_matches": n_matches.ravel(),
            "n_tokens": np.repeat(n_tokens, n_frames),
        }
    )
    enough = counts["n_tokens"].where(counts["n_tokens"] >= FEWEST_WORDS_FOR_A_RATE)
    return counts.assign(per_1000=1000 * counts["n_matches"] / enough)


def _refuse_negative_weights(lexicon: Lexicon) -> None:
    negative = [term for term in lexicon.terms if term.weight < 0 and not term.is_mask]
    if negative:
        problems = [f"pattern {term.pattern!r} of {term.frame!r} has the weight {term.weight:g}." for term in negative]
        hint = "A count takes no sign: score such a lexicon with score_sentiment, or count its frames apart."
        raise LexiconError(all_problems(f"lexicon {lexicon.name!r}", [*problems[:5], hint]))


def _parts(texts: pd.Series) -> Iterator[slice]:
    """Runs of articles of about the same number of characters."""
    reach = texts.str.len().cumsum().to_numpy(np.int64)
    start = 0
    while start < len(reach):
        before = reach[start - 1] if start else 0
        stop = max(int(np.searchsorted(reach, before + CHARACTERS_AT_A_TIME, side="right")), start + 1)
        yield slice(start, stop)
        start = stop


class _Skipped(NamedTuple):
    """An article without the words that are not its text."""

    text: str  # as long as the article's, with a line end in place of every letter of these words
    left_out: Numbers  # where they begin


def _without(text: str, spans: list[tuple[int, int]]) -> _Skipped:
    """A text without the words that touch a skipped span; the others keep their places."""
    places = np.array(words(text), dtype=np.int64).reshape(-1, 2)
    left_out = places[is_left_out(places, spans)]
    letters = list(text)
    for start, end in left_out.tolist():
        letters[start:end] = LINE_END * (end - start)
    return _Skipped("".join(letters), left_out[:, 0])


def _count(
    articles: pd.DataFrame, spans: dict[str, list[tuple[int, int]]], signatures: Signatures, patterns: Patterns
) -> tuple[Numbers, Numbers]:
    """Words of each article, and matches of each article and frame."""
    skipped = {
        number: _without(text, spans[name])
        for number, (name, text) in enumerate(zip(articles["article_id"], articles["text"], strict=True))
        if name in spans
    }
    texts = articles["text"].reset_index(drop=True)
    if skipped:
        texts = pd.Series([skipped[k].text if k in skipped else text for k, text in enumerate(texts)], dtype="str")
    seen = signatures.read(texts)
    first, n_words, term = patterns.candidates(seen.position, seen.atom)
    inside = _within_sentences(articles, skipped, seen, first, n_words)
    first, n_words, term = first[inside], n_words[inside], term[inside]
    won = patterns.winners(seen.position[first], n_words, term)
    cell = seen.text[first[won]] * patterns.n_frames + patterns.frame[term[won]]
    counts = np.bincount(cell, minlength=len(articles) * patterns.n_frames)
    return seen.n_words, counts.reshape(len(articles), patterns.n_frames)


def _within_sentences(
    articles: pd.DataFrame, skipped: dict[int, _Skipped], seen: Words, first: Numbers, n_words: Numbers
) -> Truths:
    """Which candidates lie within one sentence. Sentences are made only where an end could stand inside one."""
    inside = np.ones(len(first), dtype=bool)
    phrases = np.flatnonzero(n_words > 1)
    start = seen.position[first[phrases]]
    low, high = (np.searchsorted(seen.may_end_before, start + n, side="right") for n in (0, n_words[phrases] - 1))
    doubtful = phrases[high > low]
    text = seen.text[first[doubtful]]
    for number in np.unique(text):
        own = doubtful[text == number]
        start = seen.position[first[own]] - seen.first[number]
        inside[own] = _same_sentence(articles.iloc[number], skipped.get(number), start, start + n_words[own] - 1)
    return inside


def _same_sentence(article: Any, skipped: _Skipped | None, first: Numbers, last: Numbers) -> Truths:
    """Whether the words numbered `first` and `last` stand in one sentence, with none left out between."""
    starts = np.array([start for start, _ in words(skipped.text if skipped else article["text"])], dtype=np.int64)
    language = article["language"] if isinstance(article["language"], str) else "en"
    blocks = paragraphs(article["text"])
    begins = np.array([start for start, _ in blocks], dtype=np.int64)
    begin, end = starts[first], starts[last]
    block = np.searchsorted(begins, begin, side="right") - 1
    same: Truths = block == np.searchsorted(begins, end, side="right") - 1
    if skipped:
        same &= np.searchsorted(skipped.left_out, begin) == np.searchsorted(skipped.left_out, end)
    for number in np.unique(block[same]):
        a, b = blocks[number]
        breaks = np.array([a + start for start, _ in sentences(article["text"][a:b], language)], dtype=np.int64)
        own = block == number
        same[own] &= np.searchsorted(breaks, begin[own], side="right") == np.searchsorted(
            breaks, end[own], side="right"
        )
    return same
