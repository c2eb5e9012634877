"""TextBlob's sentiment, equal to the package to the last digit and several times faster.

TextBlob spends its time on splitting texts and on words that change no score. Here texts are cut at white space, and of
each distinct piece only a few bits are kept: most hold no word that could change anything. What is left are reaches,
the words that can change a score with the small ones between them ("not so good"). TextBlob's own rules assess each
distinct reach once. A text in which signs of several pieces could be one emoticon goes to TextBlob whole.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache, reduce
from itertools import chain, pairwise
from operator import add
from threading import Lock
from typing import Any

from textblob import _text as upstream
from textblob.en import sentiment  # what TextBlob(text).sentiment calls

_QUOTES = "“”‘’'\""  # split off wherever they stand
_SIGNS = upstream.PUNCTUATION.replace(".", "")  # split off where a piece begins and ends
_SIGNS_AND_STOP = upstream.PUNCTUATION
_ABBREVIATIONS = (upstream.RE_ABBR1, upstream.RE_ABBR2, upstream.RE_ABBR3)

_EMOTICONS = {emoticon for group in upstream.EMOTICONS.values() for emoticon in group}
_SMALL_EMOTICONS = tuple({emoticon.lower() for emoticon in _EMOTICONS})  # a word that is one of these has a score
_SMALL_ENDINGS = {emoticon[-2:] for emoticon in _SMALL_EMOTICONS}
# What stands right before the last word of an emoticon that was split, and that word; "( !" begins the sign of irony.
_HALVES = {(each[cut - 1], each[cut:]) for each in _EMOTICONS for cut in range(1, len(each))} | {("(", "!")}
_LAST_HALVES = {half for _, half in _HALVES}

# What to know of a piece, as bits, so that the pieces of a text are a string of bytes to search. It holds
_SCORES = 1  # a word that has a score
_NEGATES = 2  # a word that turns the score of what follows
_BOOSTS = 4  # "!", which changes the last score before it, however far back
_ENDS = 8  # a word that ends what words before it do to words behind it
_ODD = 16  # an emoticon, or what may be one
_HALF = 32  # as its first word what may end an emoticon
_LONGEST_WITHIN_REACH = 2  # letters: "not a good", "really is a good"; no piece but a lone one has an apostrophe
PIECES_KEPT = 200_000  # some 20 MB
REACHES_KEPT = 50_000  # some 30 MB
_LONGEST_REACH_KEPT = 80  # characters; "!" may be far behind the word that it boosts

Groups = tuple[tuple[tuple[str, ...], tuple[float, float]], ...]


def _piece(*, some: int = 0, none: int = 0) -> bytes:
    """What matches a piece that has some of these bits, and none of those."""
    codes = [code for code in range(2 * _HALF) if (code & some or not some) and not code & none]
    return b"[" + b"".join(re.escape(bytes([code])) for code in codes) + b"]"


# A reach: negations with small words; a word with a score; then, over small words, what can change this score or be
# changed by such a word, and all "!" before the next score. No piece is looked at more than a few times.
_CHANGING = _piece(some=_SCORES | _NEGATES | _BOOSTS)
_SMALL = _piece(none=_SCORES | _NEGATES | _BOOSTS | _ENDS)
_NEGATIONS = b"(?:%b%b*+)" % (_piece(some=_NEGATES | _BOOSTS, none=_SCORES), _SMALL)
_TO_BOOST = b"%b*+%b" % (_piece(none=_SCORES | _BOOSTS), _piece(some=_BOOSTS))
_FROM_SCORE = b"%b(?:%b*+%b|%b)*" % (_piece(some=_SCORES), _SMALL, _CHANGING, _TO_BOOST)
_FIND_REACHES = re.compile(b"%b++(?:%b)?|%b" % (_NEGATIONS, _FROM_SCORE, _FROM_SCORE))
_FIND_ODD = re.compile(_piece(some=_ODD))
_FIND_HALVES = re.compile(_piece(some=_HALF))


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
        self._bits = dict.fromkeys(self._rules, _SCORES) | {"!": _BOOSTS}
        self._bits |= {word: self._bits.get(word, 0) | _NEGATES for word in self._rules.negations}
        self._halves: dict[str, str] = {}  # the first word of pieces that begin with what could be half an emoticon
        self._kept = lru_cache(maxsize=REACHES_KEPT)(self._assessed)

    def __missing__(self, piece: str) -> int:
        if len(piece) > _LONGEST_WITHIN_REACH and piece.isalpha():  # most pieces; too long to be half an emoticon
            code = _ENDS | self._bits.get(piece.lower(), 0)
        else:
            code = self._code_of(piece)
        self[piece] = code
        return code

    def _code_of(self, piece: str) -> int:
        """What to know of a piece."""
        words = split_piece(piece)
        code = 0
        for word in words:
            code |= self._bits.get(word.lower(), 0)
        if max(map(len, words)) > _LONGEST_WITHIN_REACH:
            code |= _ENDS
        if may_be_emoticon(words):
            code |= _ODD
        if words[0] in _LAST_HALVES:
            code |= _HALF
            self._halves[piece] = words[0]
        return code

    def assess(self, text: str) -> tuple[tuple[float, float], Groups]:
        """Return polarity and subjectivity of a text, and both for each group of words TextBlob knows."""
        with self._lock:
            reaches = self._reaches(text)
        if reaches is None:
            groups = _shaped(sentiment(text).assessments)
        else:
            groups = tuple(chain.from_iterable(map(self._groups, reaches)))
        return (_mean([values[0] for _, values in groups]), _mean([values[1] for _, values in groups])), groups

    def _reaches(self, text: str) -> list[str] | None:
        """The pieces of a text that can change its score, by reaches; None when TextBlob must see the whole text."""
        spaced = text.replace("n't", " n't").replace(", ", " , ")  # a comma there is split off by itself too
        for quote in _QUOTES:
            spaced = spaced.replace(quote, f" {quote} ")
        if len(self) > PIECES_KEPT:
            self.clear()
            self._halves.clear()
        pieces = spaced.split()
        codes = bytes(map(self.__getitem__, pieces))
        if upstream.EOS in spaced or _FIND_ODD.search(codes):
            return None
        for half in _FIND_HALVES.finditer(codes, 1):
            if (pieces[half.start() - 1][-1], self._halves[pieces[half.start()]]) in _HALVES:
                return None
        return [" ".join(pieces[slice(*found.span())]) for found in _FIND_REACHES.finditer(codes)]

    def _groups(self, reach: str) -> Groups:
        """The groups of a reach, from memory where it is kept."""
        return self._kept(reach) if len(reach) <= _LONGEST_REACH_KEPT else self._assessed(reach)

    def _assessed(self, reach: str) -> Groups:
        """What TextBlob's rules make of a reach."""
        words = (word.lower() for piece in reach.split() for word in split_piece(piece))
        return _shaped(self._rules.assessments((word, None) for word in words))


def _shaped(assessments: list[Any]) -> Groups:
    """TextBlob's assessments without their labels, as what cannot be changed."""
    return tuple((tuple(words), (polarity, degree)) for words, polarity, degree, _ in assessments)


def split_piece(piece: str) -> list[str]:
    """Return the words of a piece without quotes, as TextBlob's `find_tokens` splits it before it joins emoticons.

    Examples
    --------
    >>> split_piece("(well-off,"), split_piece("U.S.),"), split_piece("so....")
    (['(', 'well-off', ','], ['U.S.', ')', ','], ['so', '...'])
    """
    if piece[0] not in _SIGNS and piece[-1] not in _SIGNS_AND_STOP:
        return [piece]
    rest = piece.lstrip(_SIGNS)
    words: list[str] = [*piece[: len(piece) - len(rest)]]
    from_behind: list[str] = []
    while True:
        core = rest.rstrip(_SIGNS)
        from_behind += reversed(rest[len(core) :])
        if core.endswith("..."):
            from_behind.append("...")
            rest = core.rstrip(".")
        elif core.endswith(".") and not _is_abbreviation(core):
            from_behind.append(".")
            rest = core[:-1]
        else:
            return words + [core] * bool(core) + from_behind[::-1]


def _is_abbreviation(word: str) -> bool:
    """Whether TextBlob leaves a word its full stop."""
    return word in upstream.ABBREVIATIONS or any(rule.match(word) for rule in _ABBREVIATIONS)


def may_be_emoticon(words: list[str]) -> bool:
    """Return whether words of one piece are an emoticon or the sign of irony, or may be joined to one.

    Examples
    --------
    >>> may_be_emoticon([":", "D"]), may_be_emoticon(["good", "!"])
    (True, False)
    """
    if any(second in _LAST_HALVES and (first[-1], second) in _HALVES for first, second in pairwise(words)):
        return True
    small = (word.lower() for word in words if not word.isalpha())
    return any(word[-2:] in _SMALL_ENDINGS and word.endswith(_SMALL_EMOTICONS) for word in small)


def _mean(values: list[float]) -> float:
    """The mean as TextBlob adds it up: `sum` is more exact from Python 3.12 on, and so another number."""
    return reduce(add, values, 0.0) / float(len(values) or 1)


@cache
def polarity() -> Polarity:
    """Return the one TextBlob of this process.

    Examples
    --------
    >>> polarity() is polarity()
    True
    """
    return Polarity()
