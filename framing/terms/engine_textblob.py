"""TextBlob's sentiment, equal to the package to the last digit and several times faster.

TextBlob spends its time on splitting texts and on words that change no score. Here each distinct piece between white
space is split once, by TextBlob itself, and of the words only those are passed on to its rules that can change what
they say. A text in which signs of several pieces could be one emoticon goes to TextBlob whole.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from threading import Lock
from typing import Any

from textblob import _text as upstream
from textblob.en import sentiment  # what TextBlob(text).sentiment calls

_QUOTES = "“”‘’'\""  # split off wherever they stand
_EMOTICONS = {emoticon for group in upstream.EMOTICONS.values() for emoticon in group}
_LAST_SIGNS = {emoticon[-1] for emoticon in _EMOTICONS}
_SMALL_EMOTICONS = {emoticon.lower() for emoticon in _EMOTICONS}

# What stands right before the last word of an emoticon that was split, and that word; "( !" begins the sign of irony.
_HALVES = {(each[cut - 1], each[cut:]) for each in _EMOTICONS for cut in range(1, len(each))} | {("(", "!")}
_LAST_HALVES = {half for _, half in _HALVES}

# What to know of a piece, as bits, so that the pieces of a text are a string of bytes to search: it holds a word that
# can change a score or the score of what follows; it holds one that ends the reach of such a word; it holds an
# emoticon, or what could be one; it begins with what could be the last half of one.
_CHANGES, _ENDS, _ODD, _HALF = 1, 2, 4, 8
_LONGEST_WITHIN_REACH = 2  # letters: "not a good", "really is a good"; no piece but a lone one has an apostrophe
PIECES_KEPT = 200_000  # some 50 MB

Groups = tuple[tuple[tuple[str, ...], tuple[float, float]], ...]


def _any_of(codes: list[int]) -> bytes:
    """What matches one of some codes."""
    return b"[" + b"".join(re.escape(bytes([code])) for code in codes) + b"]"


_CHANGING = _any_of([code for code in range(16) if code & _CHANGES])
_NOT_ENDING = _any_of([code for code in range(16) if code & _CHANGES or not code & _ENDS])
_FIND_REACHES = re.compile(_CHANGING + _NOT_ENDING + b"*.?", re.DOTALL)
_FIND_ODD = re.compile(_any_of([code for code in range(16) if code & _ODD]))
_FIND_HALVES = re.compile(_any_of([code for code in range(16) if code & _HALF]))


class _Rules(dict[str, Any]):
    """TextBlob's words and rules; its own class looks every word up several times over, to load words when needed."""

    labeler, negations, modifiers = sentiment.labeler, sentiment.negations, sentiment.modifiers
    modifier = staticmethod(sentiment.modifier)
    assessments = upstream.Sentiment.assessments


class Polarity(dict[str, int]):
    """TextBlob's rules, and what they have to know of each piece that was met.

    Examples
    --------
    >>> Polarity().assess("That is not good!")
    ((-0.4375, 0.6000000000000001), ((('not', 'good', '!'), (-0.4375, 0.6000000000000001)),))
    """

    def __init__(self) -> None:
        super().__init__()
        self._lock = Lock()  # another text may make it forget
        if not len(sentiment):
            sentiment.load()
        self._rules = _Rules(dict.items(sentiment))
        self._changing = {*self._rules, *self._rules.negations, *_SMALL_EMOTICONS, "!", "(!)"}
        self._words: dict[str, tuple[str, ...]] = {}  # of each piece, as TextBlob's rules get them
        self._halves: dict[str, str] = {}  # the first word of pieces that begin with what could be half an emoticon

    def __missing__(self, piece: str) -> int:
        words = _split(piece)
        small = self._words[piece] = tuple(map(str.lower, words))
        code = 0 if self._changing.isdisjoint(small) else _CHANGES
        if max(map(len, small), default=0) > _LONGEST_WITHIN_REACH:
            code |= _ENDS
        if not piece.isalpha() and _may_be_emoticon(words):
            code |= _ODD
        if words and words[0] in _LAST_HALVES:
            code |= _HALF
            self._halves[piece] = words[0]
        self[piece] = code
        return code

    def assess(self, text: str) -> tuple[tuple[float, float], Groups]:
        """Return polarity and subjectivity of a text, and both for each group of words TextBlob knows."""
        with self._lock:
            words = self._words_that_matter(text)
        found = (
            sentiment(text).assessments if words is None else self._rules.assessments((word, None) for word in words)
        )
        groups = tuple((tuple(words), (polarity, degree)) for words, polarity, degree, _ in found)
        return (_mean([values[0] for _, values in groups]), _mean([values[1] for _, values in groups])), groups

    def _words_that_matter(self, text: str) -> list[str] | None:
        """The words of a text without those that change nothing; None when TextBlob must see the whole text."""
        spaced = text.replace("n't", " n't").replace(", ", " , ")  # a comma there is split off by itself too
        for quote in _QUOTES:
            spaced = spaced.replace(quote, f" {quote} ")
        if len(self) > PIECES_KEPT:
            self.clear()
            self._words.clear()
            self._halves.clear()
        pieces = spaced.split()
        codes = bytes(map(self.__getitem__, pieces))
        if upstream.EOS in spaced or _FIND_ODD.search(codes):
            return None
        for half in _FIND_HALVES.finditer(codes, 1):
            if (pieces[half.start() - 1][-1], self._halves[pieces[half.start()]]) in _HALVES:
                return None
        reaches = (pieces[slice(*found.span())] for found in _FIND_REACHES.finditer(codes))
        return [word for reach in reaches for piece in reach for word in self._words[piece]]


def _split(piece: str) -> list[str]:
    """The words of a piece, as TextBlob splits it; the plainest ones without its help."""
    if piece.isalpha():
        return [piece]
    core, end = piece[:-1], piece[-1]
    if core.isalpha() and (end in ",;" or (end == "." and _is_plain(piece))):
        return [core, end]
    words: list[str] = " ".join(sentiment.tokenizer(piece)).split()
    return words


def _is_plain(piece: str) -> bool:
    """Whether letters with a full stop are no abbreviation: those of one letter or with a capital may be."""
    return piece.islower() and len(piece) > 2 and piece not in upstream.ABBREVIATIONS


def _may_be_emoticon(words: list[str]) -> bool:
    """Whether some words of one piece are an emoticon or the sign of irony, or halves of one."""
    if any(second in _LAST_HALVES and (first[-1], second) in _HALVES for first, second in pairwise(words)):
        return True
    whole = (word for word in words if len(word) > 1 and word[-1] in _LAST_SIGNS and not word.isalpha())
    return any(word == "(!)" or upstream.RE_EMOTICONS.search(word) for word in whole)


def _mean(values: list[float]) -> float:
    """The mean as TextBlob adds it up: `sum` is more exact from Python 3.12 on, and so another number."""
    total = 0.0
    for value in values:
        total += value
    return total / float(len(values) or 1)


@cache
def polarity() -> Polarity:
    """Return the one TextBlob of this process.

    Examples
    --------
    >>> polarity() is polarity()
    True
    """
    return Polarity()
