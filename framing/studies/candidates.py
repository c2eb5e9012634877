"""Words and phrases of two words of a corpus, counted beside the hits of a frame."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing import languages
from framing.lexicon import Lexicon
from framing.terms.matching import Rows, find_hits
from framing.terms.patterns import compile_patterns, lay_out
from framing.text import tokenize

Numbers = npt.NDArray[np.int64]
Truths = npt.NDArray[np.bool_]

CHARACTERS_AT_A_TIME = 1_000_000  # some 200,000 words as a table, 100 MB
WORDS_NEAR = 5  # on either side of a hit: the usual span for collocates (Sinclair 1991)


class Corpus(NamedTuple):
    """The words of a corpus as numbers; one entry per word, small enough for some million words.

    Attributes
    ----------
    forms : list of str
        The distinct words in the form in which words are compared.
    form, article, start, end : arrays
        Of each word: which form, which row of the articles, its place.
    cut : array of bool
        Whether nothing reaches over the border before this word.
    in_hit, near, matching : arrays of bool
        Whether the word lies in a hit of the frame, near one, in a sentence with one.
    """

    forms: list[str]
    form: Numbers
    article: Numbers
    start: Numbers
    end: Numbers
    cut: Truths
    in_hit: Truths
    near: Truths
    matching: Truths


def read_corpus(articles: pd.DataFrame, lexicon: Lexicon, skips: pd.DataFrame | None) -> Corpus:
    """Return the words of articles with what the lexicon's patterns hit, piece by piece."""
    patterns = compile_patterns(lexicon)
    number: dict[str, int] = {}
    parts: list[tuple[Any, ...]] = []
    for first_article, batch in _batches(articles):
        own = None if skips is None else skips[skips["article_id"].isin(batch["article_id"])]
        tokens = tokenize(batch, skips=own)
        rows = Rows.of(tokens)
        known = np.array([number.setdefault(form, len(number)) for form in rows.forms], dtype=np.int32)
        places = {name: place for place, name in enumerate(batch["article_id"], start=first_article)}
        in_hit, near, matching = _beside_hits(rows, *find_hits(rows, patterns)[:2])
        parts.append(
            (
                known[rows.form],
                np.array([places[name] for name in tokens["article_id"]], dtype=np.int32),
                tokens["start"].to_numpy(np.int32),
                tokens["end"].to_numpy(np.int32),
                rows.cut,
                in_hit,
                near,
                matching,
            )
        )
    kinds = (np.int32,) * 4 + (np.bool_,) * 4
    empty = tuple(np.zeros(0, dtype=kind) for kind in kinds)
    return Corpus(list(number), *(np.concatenate(column) for column in zip(empty, *parts, strict=True)))


def _batches(articles: pd.DataFrame) -> Iterator[tuple[int, pd.DataFrame]]:
    """The articles in pieces, each with the row of its first."""
    if len(articles):
        piece = articles["text"].str.len().cumsum().to_numpy(np.int64) // CHARACTERS_AT_A_TIME
        first = np.flatnonzero(np.diff(piece, prepend=-1))
        for begin, end in zip(first.tolist(), [*first[1:].tolist(), len(articles)], strict=True):
            yield begin, articles.iloc[begin:end].reset_index(drop=True)


def _beside_hits(rows: Rows, first: Numbers, last: Numbers) -> tuple[Truths, Truths, Truths]:
    """Which words lie in a hit, within some words of one in its sentence, and in a sentence with one."""
    n = len(rows.cut)
    sentence = np.cumsum(rows.cut) - 1
    begins = np.append(np.flatnonzero(rows.cut), n)
    in_hit = _covered(n, first, last + 1)
    low = np.maximum(first - WORDS_NEAR, begins[sentence[first]])
    high = np.minimum(last + 1 + WORDS_NEAR, begins[sentence[last] + 1])
    matching = np.isin(sentence, sentence[first])
    return in_hit, _covered(n, low, high) & ~in_hit, matching


def _covered(n: int, begin: Numbers, end: Numbers) -> Truths:
    """Which of n places lie in one of the spans."""
    steps = np.bincount(begin, minlength=n + 1) - np.bincount(end, minlength=n + 1)
    covered: Truths = np.cumsum(steps)[:n] > 0
    return covered


class Counted(NamedTuple):
    """Candidates of one kind, words or phrases, with the counts that score them.

    Attributes
    ----------
    kind : str
        "word" or "phrase".
    key : array
        What each occurrence in `at` is, and each candidate.
    words : list of tuple of str
        The words of each candidate.
    n, n_matching, n_near : arrays
        How often each stands in the corpus, in sentences with a hit, near a hit. Words inside hits are left out.
    totals : tuple of int
        The sums of these three over everything that was counted, candidates or not.
    """

    kind: str
    key: Numbers
    words: list[tuple[str, ...]]
    n: Numbers
    n_matching: Numbers
    n_near: Numbers
    totals: tuple[int, int, int]


def keys_of(corpus: Corpus, kind: str) -> tuple[Numbers, Numbers]:
    """Return where the words, or phrases of two words, outside hits begin, and the key of each."""
    free = ~corpus.in_hit
    if kind == "word":
        at = np.flatnonzero(free)
        return at, corpus.form[at].astype(np.int64)
    at = np.flatnonzero(free[:-1] & free[1:] & ~corpus.cut[1:])
    return at, corpus.form[at].astype(np.int64) * len(corpus.forms) + corpus.form[at + 1]


def count_candidates(corpus: Corpus, kind: str, *, language: str, fewest: int) -> Counted:
    """Return what stands often enough outside hits and holds no function word, number or single letter."""
    at, key = keys_of(corpus, kind)
    distinct, row, n = np.unique(key, return_inverse=True, return_counts=True)
    last = at + (kind == "phrase")
    n_matching = np.bincount(row[corpus.matching[at]], minlength=len(distinct))
    near = corpus.near[at] & corpus.near[last]
    n_near = np.bincount(row[near], minlength=len(distinct))
    says_something = _content(corpus.forms, language)
    first, second = (distinct, distinct) if kind == "word" else divmod(distinct, len(corpus.forms))
    kept = np.flatnonzero((n >= fewest) & says_something[first] & says_something[second])
    words: list[tuple[str, ...]] = [
        (corpus.forms[a],) if kind == "word" else (corpus.forms[a], corpus.forms[b])
        for a, b in zip(first[kept].tolist(), second[kept].tolist(), strict=True)
    ]
    totals = (len(at), int(n_matching.sum()), int(n_near.sum()))
    return Counted(kind, distinct[kept], words, n[kept], n_matching[kept], n_near[kept], totals)


def _content(forms: list[str], language: str) -> Truths:
    """Which words say something of their own: no function words, no numbers, no single letters."""
    function = {row["word"] for row in languages.read_rows(language, "function_words")}
    function |= {*languages.read_words(language, "negators"), *languages.read_words(language, "negation_stops")}
    is_content = [len(form) > 1 and form not in function and not form[0].isdigit() for form in forms]
    return np.array(is_content, dtype=bool)


def known_to(lexicon: Lexicon, candidates: Iterable[tuple[str, ...]]) -> list[set[str]]:
    """Return for each candidate the frames in which its words are, or hold, a term or a mask already."""
    texts = list(candidates)
    patterns = compile_patterns(lexicon)
    begin, position, atom = lay_out(patterns, texts)
    spark, _, term = patterns.candidates(position, atom)
    owner = np.searchsorted(begin, position[spark], side="right") - 1
    found: list[set[str]] = [set() for _ in texts]
    for number, which in zip(owner.tolist(), term.tolist(), strict=True):
        found[number].add(lexicon.terms[which].frame)
    return found
