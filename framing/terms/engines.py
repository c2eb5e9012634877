"""The sentiment engines of other people, each as one function from a text to its score and the words that made it."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

SENTENCES_KEPT = 20_000  # per engine, some 15 MB: news repeats its sentences (agency copy, boilerplate)


class Score(NamedTuple):
    """A score, what made it and how many words that is; no value when the engine knows no word of the text."""

    value: float | None
    words: tuple[tuple[str, float], ...]
    n_words: int


@lru_cache(maxsize=SENTENCES_KEPT)
def _textblob(text: str) -> tuple[Score, Score]:
    """What TextBlob makes of a text: polarity and subjectivity."""
    from framing.terms.engine_textblob import polarity  # importing TextBlob takes a second

    means, groups = polarity().assess(text)
    phrases = [" ".join(words) for words, _ in groups]
    n_words = sum(word != "!" for words, _ in groups for word in words)

    def score(which: int) -> Score:
        values = [both[which] for _, both in groups]
        return Score(means[which] if groups else None, tuple(zip(phrases, values, strict=True)), n_words)

    return score(0), score(1)


def textblob_polarity(text: str) -> Score:
    """Return TextBlob's polarity, from -1 to 1: the mean over the groups of words it knows.

    Examples
    --------
    >>> textblob_polarity("That is not good.")
    Score(value=-0.35, words=(('not good', -0.35),), n_words=2)
    """
    return _textblob(text)[0]


def textblob_subjectivity(text: str) -> Score:
    """Return TextBlob's subjectivity, from 0 to 1: the mean over the groups of words it knows.

    Examples
    --------
    >>> textblob_subjectivity("A certain plan.").value is None, textblob_subjectivity("A plan.").value is None
    (False, True)
    """
    return _textblob(text)[1]


@lru_cache(maxsize=SENTENCES_KEPT)
def vader_compound(text: str) -> Score:
    """Return VADER's compound score, from -1 to 1, with the valence of each word after VADER's rules.

    Examples
    --------
    >>> vader_compound("The talks were good.")
    Score(value=0.4404, words=(('good', 1.9),), n_words=1)
    """
    from framing.terms.engine_vader import vader

    compound, heard = vader().score(text)
    return Score(compound if heard else None, heard, len(heard))


ENGINES: dict[str, Callable[[str], Score]] = {
    "textblob": textblob_polarity,
    "textblob-subjectivity": textblob_subjectivity,
    "vader": vader_compound,
}
