"""Counts framing terms per article, without a table of words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import regex

from framing import schema
from framing.errors import LexiconError, all_problems
from framing.lexicon import Lexicon
from framing.terms.patterns import COMPILED_KEPT, Numbers, Patterns, Truths, compile_patterns
from framing.terms.signatures import Signatures, Words
from framing.text import WORD, paragraphs, sentences, skipped_spans, words

CHARACTERS_AT_A_TIME = 6_000_000  # fastest between 3 and 12 MB; memory grows with it
FEWEST_WORDS_FOR_A_RATE = 100

_SPACE, _SPACE_BEFORE = regex.compile(r"\s"), regex.compile(r"(?r)\s")
_STOP = regex.compile("[.?!…\n\u2028\u2029]")
_GOES_ON = regex.compile(r"\.[ \t\r\u00a0]+\p{Ll}")


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

    text: str  # as long as the article's, with line ends in place of these words
    left_out: Numbers  # where they begin


def _without(text: str, spans: list[tuple[int, int]]) -> _Skipped:
    """A text without the words that touch a skipped span; the others keep their places."""
    kept: list[str] = []
    left_out: list[int] = []
    at = 0
    for a, b in sorted(spans):
        before, after = _SPACE_BEFORE.search(text, at, max(a, at)), _SPACE.search(text, b)
        for word in WORD.finditer(text, before.end() if before else at, after.start() if after else len(text)):
            if word.end() > a and word.start() < b:
                kept += [text[at : word.start()], "\n" * (word.end() - word.start())]
                left_out.append(word.start())
                at = word.end()
    return _Skipped("".join([*kept, text[at:]]), np.array(left_out, dtype=np.int64))


def _count(
    articles: pd.DataFrame, spans: dict[str, list[tuple[int, int]]], signatures: Signatures, patterns: Patterns
) -> tuple[Numbers, Numbers]:
    """Words of each article, and matches of each article and frame."""
    texts = articles["text"].reset_index(drop=True)
    touched = np.flatnonzero(articles["article_id"].isin(spans.keys())) if spans else ()
    skipped = {int(k): _without(texts[k], spans[articles["article_id"].iloc[k]]) for k in touched}
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
    text = skipped.text if skipped else article["text"]
    places = words(text)
    same = np.array([not _parted(text, places[a : b + 1]) for a, b in zip(first.tolist(), last.tolist(), strict=True)])
    doubtful = np.flatnonzero(~same)
    if len(doubtful):
        starts = np.array([start for start, _ in places], dtype=np.int64)
        begin, end = starts[first[doubtful]], starts[last[doubtful]]
        same[doubtful] = _same_sentence_of(article, begin, end)
        if skipped:
            same[doubtful] &= np.searchsorted(skipped.left_out, begin) == np.searchsorted(skipped.left_out, end)
    return same


def _parted(text: str, places: list[tuple[int, int]]) -> bool:
    """Whether a sentence could end between words in a row; none does at a lone full stop before a small letter."""
    gaps = [(end, start) for (_, end), (start, _) in pairwise(places)]
    return any(_STOP.search(text, *gap) and not _GOES_ON.match(text, gap[0]) for gap in gaps)


def _same_sentence_of(article: Any, begin: Numbers, end: Numbers) -> Truths:
    """Whether the words that begin at `begin` and `end` stand in one sentence."""
    language = article["language"] if isinstance(article["language"], str) else "en"
    blocks = paragraphs(article["text"])
    begins = np.array([start for start, _ in blocks], dtype=np.int64)
    block = np.searchsorted(begins, begin, side="right") - 1
    same: Truths = block == np.searchsorted(begins, end, side="right") - 1
    for number in np.unique(block[same]):
        a, b = blocks[number]
        breaks = np.array([a + start for start, _ in sentences(article["text"][a:b], language)], dtype=np.int64)
        own = block == number
        same[own] &= np.searchsorted(breaks, begin[own], side="right") == np.searchsorted(
            breaks, end[own], side="right"
        )
    return same
