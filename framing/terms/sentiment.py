"""Scores the sentiment of what is said, with the words that made each score."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd
import regex

from framing import schema
from framing.errors import FramingError, FramingWarning, TableError, did_you_mean
from framing.lexicon import Lexicon
from framing.terms.engines import ENGINES, Score
from framing.terms.matching import Rows, find_hits, is_negated
from framing.terms.patterns import Numbers, compile_patterns, spread
from framing.terms.places import cuts, texts_by_article, voice_changes
from framing.text import plain_apostrophes

# The engines read a text of any length as one sentence, and VADER takes time that grows with its square. The longest
# sentence people write in news has about 200 words; longer ones are lists, tables or texts without end marks.
MOST_WORDS_SCORED_AT_ONCE = 500

_QUOTES = "“”„«»"
_A_NAME = "Name"  # stands for a leader's name: capitalised, and a word no engine knows
_END_MARKS = regex.compile("[.?!…]*")
_OF_STRETCH = ("article_id", "remark_id", "sentence", "voice", "speaker", "leader")


def score_sentiment(
    tokens: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    engines: Iterable[str | Lexicon] = ("textblob", "vader"),
    leaders: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Score the sentiment of each stretch of words in one sentence, one voice and one remark.

    Parameters
    ----------
    tokens : pandas.DataFrame
        The `tokens` table, with or without voices; a part of it will do.
    articles : pandas.DataFrame
        The `articles` table the tokens were made of.
    engines : sequence of str or Lexicon
        Any of "textblob" (polarity, -1 to 1), "textblob-subjectivity" (0 to 1), "vader" (compound, -1 to 1), and any
        lexicon: the mean weight of its matches in the stretch, that of a negated one with the opposite sign.
    leaders : pandas.DataFrame, optional
        The `leaders` table: names and surnames in it are no words to score ("Trump" is a good word in VADER's list).

    Returns
    -------
    pandas.DataFrame
        The `sentiment` table: for each stretch, in the order of the tokens, a row for each engine, in the order given.
        `start` and `end` are the place of its words, `words` what made the score as [words, value], `n_words_scored`
        how many words that were. `score` is missing when the engine knows none of the words: neutral and unknown do not
        look alike. Without voices there is one stretch per sentence.

    Raises
    ------
    TableError
        When a table is not what it should be, or the tokens are not of these articles.
    FramingError
        When there is no such engine.

    Warns
    -----
    FramingWarning
        When a stretch has over 500 words: it is scored in pieces of 500, each a row of its own.

    Notes
    -----
    A score is about the words used, not about the speaker's attitude to anybody, nor the outlet's. Dictionaries made
    for film reviews and posts misread politics, so use two and look at the words. What is known to go wrong:

    - TextBlob knows adverbs of degree as words with a polarity: "completely premature" scores +0.10, from "completely"
      alone. It splits "n't" off and never reads it as a negation: "isn't good" scores +0.70 as "good" does, while "not
      good" scores -0.35.
    - VADER counts "United" and "security" as good words: "the United States", "a security zone".
    - Neither was made for news; "war" and "crisis" are bad whoever ends them.

    The engines get the text from the first word to the end mark behind the last, with plain apostrophes and quotation
    marks: with typographic ones VADER reads "isn’t" as no negation and does not know the words in “good” faith. Scores
    are those of the packages `textblob` and `vaderSentiment`, which need no data beyond what they bring.

    References
    ----------
    Hutto, C. J., & Gilbert, E. (2014). VADER: A parsimonious rule-based model for sentiment analysis of social media
    text. *ICWSM 8*, 216-225.
    De Smedt, T., & Daelemans, W. (2012). Pattern for Python. *JMLR 13*, 2063-2067 (TextBlob's lexicon and rules).

    Examples
    --------
    >>> from framing import articles_from_records, tokenize
    >>> articles = articles_from_records([{"article_id": "a", "text": "That is not good. We met."}], source="notes")
    >>> scores = score_sentiment(tokenize(articles), articles, engines=("textblob",))
    >>> scores[["sentence", "score", "n_words", "n_words_scored"]]
       sentence  score  n_words  n_words_scored
    0         0  -0.35        4               2
    1         1    NaN        2               0
    >>> scores["words"].tolist()
    [[['not good', -0.35]], []]
    """
    wanted = _known([engines] if isinstance(engines, str | Lexicon) else list(engines))
    schema.check_table(tokens, "tokens+voices" if "voice" in getattr(tokens, "columns", ()) else "tokens")
    schema.check_table(articles, "articles")
    stretches = _stretches(tokens)
    texts = _texts_of(tokens, articles, stretches, _pattern_of_names(leaders))
    scores = [_scores(engine, tokens, stretches, texts) for engine in wanted]
    return _table(tokens, stretches, wanted, scores)


def _known(engines: list[str | Lexicon]) -> list[str | Lexicon]:
    """The engines, when there are such."""
    for engine in engines:
        if not isinstance(engine, Lexicon) and engine not in ENGINES:
            hint = did_you_mean(str(engine), ENGINES)
            raise FramingError(f"no engine {engine!r}.{hint} A lexicon is given as what read_lexicon returns.")
    return engines


class _Stretches(NamedTuple):
    """The first and the last row of each stretch."""

    first: Numbers
    last: Numbers

    @property
    def n_words(self) -> Numbers:
        return self.last - self.first + 1


def _stretches(tokens: pd.DataFrame) -> _Stretches:
    """The runs of words of one sentence, one voice and one remark, the long ones in pieces."""
    border = cuts(tokens) | voice_changes(tokens)
    first = np.flatnonzero(border)
    n_words = np.diff(np.append(first, len(tokens)))
    n_long = int((n_words > MOST_WORDS_SCORED_AT_ONCE).sum())
    if n_long:
        message = f"{n_long} sentences of over {MOST_WORDS_SCORED_AT_ONCE} words are scored in pieces of that length."
        warnings.warn(message, FramingWarning, stacklevel=3)
    piece, run = spread(np.zeros(len(first), dtype=np.int64), -(-n_words // MOST_WORDS_SCORED_AT_ONCE))
    begins = first[run] + piece * MOST_WORDS_SCORED_AT_ONCE
    return _Stretches(begins, np.append(begins[1:], len(tokens))[: len(begins)] - 1)


def _pattern_of_names(leaders: pd.DataFrame | None) -> regex.Pattern[str] | None:
    """The names and surnames of leaders, as printed or in capitals; the longest first."""
    if leaders is None:
        return None
    schema.check_table(leaders, "leaders")
    aliases = leaders.loc[leaders["kind"].isin(["name", "surname"]), "alias"]
    names = sorted({*aliases, *aliases.str.upper()}, key=lambda name: (-len(name), name))
    return regex.compile(rf"(?<!\w)(?:{'|'.join(map(regex.escape, names))})(?!\w)") if names else None


class _Text(NamedTuple):
    """The article of a stretch, what of its text is scored, and the places of names in the article."""

    article: str
    scored: str
    names: list[tuple[int, int]]

    def is_name(self, start: int, end: int) -> bool:
        """Whether these characters of the article lie in a name."""
        return any(a <= start and end <= b for a, b in self.names)


def _texts_of(
    tokens: pd.DataFrame, articles: pd.DataFrame, stretches: _Stretches, names_of_leaders: regex.Pattern[str] | None
) -> list[_Text]:
    """The text of each stretch, from its first word to the end mark behind its last."""
    names = tokens["article_id"].iloc[stretches.first].tolist()
    articles_by_name = texts_by_article(articles, names, source="tokens")
    starts = tokens["start"].to_numpy(np.int64)[stretches.first].tolist()
    ends = tokens["end"].to_numpy(np.int64)[stretches.last].tolist()
    words = tokens["word"].iloc[stretches.first].tolist()
    texts = []
    for name, start, end, word in zip(names, starts, ends, words, strict=True):
        text = articles_by_name[name]
        if not text.startswith(word, start):
            raise TableError(
                f"tokens: word {word!r} does not stand at {start} in article {name!r}. Tokenize these articles."
            )
        marks = _END_MARKS.match(text, end)
        scored = text[start : marks.end() if marks else end]
        spans: list[tuple[int, int]] = []
        if names_of_leaders is not None:
            spans = [found.span() for found in names_of_leaders.finditer(text, start, end)]
            scored = names_of_leaders.sub(_A_NAME, scored)
        texts.append(_Text(text, _with_plain_quotes(plain_apostrophes(scored)), spans))
    return texts


def _with_plain_quotes(text: str) -> str:
    """A text with plain marks for every kind of quotation mark."""
    if not text.isascii():
        for mark in _QUOTES:
            text = text.replace(mark, '"')
    return text


def _scores(engine: str | Lexicon, tokens: pd.DataFrame, stretches: _Stretches, texts: list[_Text]) -> list[Score]:
    """The score of every stretch by one engine."""
    if isinstance(engine, Lexicon):
        return _lexicon_scores(engine, tokens, stretches, texts)
    return [ENGINES[engine](text.scored) for text in texts]


def _lexicon_scores(lexicon: Lexicon, tokens: pd.DataFrame, stretches: _Stretches, texts: list[_Text]) -> list[Score]:
    """The mean weight of the matches that begin in each stretch."""
    rows = Rows.of(tokens)
    first, last, term = find_hits(rows, compile_patterns(lexicon))
    weight = np.array([each.weight for each in lexicon.terms])[term] if len(term) else np.zeros(0)
    value = np.where(is_negated(rows, first, lexicon.language), -weight, weight)
    stretch = np.searchsorted(stretches.first, first, side="right") - 1
    starts, ends = tokens["start"].to_numpy(np.int64)[first], tokens["end"].to_numpy(np.int64)[last]
    found: list[list[tuple[str, float]]] = [[] for _ in texts]
    covered: list[set[int]] = [set() for _ in texts]
    columns = (stretch.tolist(), first.tolist(), np.minimum(last, stretches.last[stretch]).tolist())
    for number, a, b, start, end, worth in zip(*columns, starts.tolist(), ends.tolist(), value.tolist(), strict=True):
        if texts[number].is_name(start, end):
            continue
        found[number].append((texts[number].article[start:end], worth))
        covered[number].update(range(a, b + 1))
    return [_mean_of(words, len(rows_covered)) for words, rows_covered in zip(found, covered, strict=True)]


def _mean_of(words: list[tuple[str, float]], n_words: int) -> Score:
    mean = sum(worth for _, worth in words) / len(words) if words else None
    return Score(mean, tuple(words), n_words)


def _table(
    tokens: pd.DataFrame, stretches: _Stretches, engines: list[str | Lexicon], scores: list[list[Score]]
) -> pd.DataFrame:
    """The table `sentiment`: the stretches one after the other, for each the engines."""
    n_engines = len(engines)
    labels = [engine.label if isinstance(engine, Lexicon) else engine for engine in engines]
    first = np.repeat(stretches.first, n_engines)
    n_words = np.repeat(stretches.n_words, n_engines)
    made = [score for of_stretch in zip(*scores, strict=True) for score in of_stretch]
    columns = {name: tokens[name].iloc[first] for name in _OF_STRETCH if name in tokens.columns} | {
        "repeat": tokens["repeat"].to_numpy(bool)[first] if "repeat" in tokens.columns else [False] * len(first),
        "start": tokens["start"].to_numpy(np.int64)[first],
        "end": tokens["end"].to_numpy(np.int64)[np.repeat(stretches.last, n_engines)],
        "engine": labels * len(stretches.first),
        "score": [score.value for score in made],
        "n_words": n_words,
        "n_words_scored": [min(score.n_words, int(n)) for score, n in zip(made, n_words, strict=True)],
        "words": [[[words, value] for words, value in score.words] for score in made],
    }
    return schema.make_table("sentiment", columns)
