"""VADER, equal to the package `vaderSentiment` to the last digit and many times faster.

VADER looks at a text word by word, but for each word it knows it lower-cases the whole text again, which takes time
that grows with the square of the length. Here each distinct piece between white space is looked at once, and only the
words that VADER knows are visited. Where a word that could move a neighbour's score (a negation, a booster, part of an
idiom, capitals) stands within reach, VADER's own code does the work, on the few words it would look at.
"""

from __future__ import annotations

import re
from functools import cache
from threading import Lock
from typing import Any, NamedTuple

from vaderSentiment import vaderSentiment as upstream

# What to know of a piece, as bits, so that the pieces of a text are a string of bytes to search.
_KNOWN, _MOVES, _CAPITALS, _BUT = 1, 2, 4, 8
_REACH_BACK, _REACH_ON = 3, 2  # words VADER looks at before and behind one it knows
_MOVING = ["never", "so", "this", "without", "doubt", "least", "no", "kind"]  # written in VADER's rules themselves
_OFTEN_EMOJI = "\u2030"  # most emojis lie above, quotation marks and dashes below
PIECES_KEPT = 300_000  # some 30 MB


def _any_of(bit: int) -> re.Pattern[bytes]:
    """Finds the pieces that have a bit."""
    return re.compile(b"[" + b"".join(re.escape(bytes([code])) for code in range(16) if code & bit) + b"]")


_FIND_KNOWN, _FIND_MOVING, _FIND_BUT = _any_of(_KNOWN), _any_of(_MOVES), _any_of(_BUT)
_ALL_CAPITALS = [bytes([code]) for code in range(16) if code & _CAPITALS]


class _Window(NamedTuple):
    """Some words of a text, as VADER's rules want them."""

    words_and_emoticons: list[str]
    is_cap_diff: bool


class Vader(dict[str, int]):
    """VADER's rules, and what they have to know of each piece that was met.

    Examples
    --------
    >>> Vader().score("Not very good!!")
    (-0.4951, (('good', -1.62282),))
    """

    def __init__(self) -> None:
        super().__init__()
        self._lock = Lock()  # another text may make it forget
        self._analyser: Any = upstream.SentimentIntensityAnalyzer()
        low = "".join(re.escape(emoji) for emoji in self._analyser.emojis if len(emoji) == 1 and emoji < _OFTEN_EMOJI)
        self._may_hold_emoji = re.compile(f"[{low}{_OFTEN_EMOJI}-\U0010ffff]").search
        self._worth: dict[str, tuple[str, float]] = {}
        idioms = [*upstream.SPECIAL_CASES, *upstream.BOOSTER_DICT]
        self._moving = {max(idiom.split(), key=len) for idiom in idioms} | set(upstream.NEGATE) | set(_MOVING)

    def __missing__(self, piece: str) -> int:
        word = _stripped(piece)
        small = word.lower()
        code = 0
        if small in self._analyser.lexicon and small not in upstream.BOOSTER_DICT:
            code = _KNOWN
            self._worth[piece] = word, self._analyser.lexicon[small]
        code |= _MOVES * (small in self._moving or "n't" in small)
        code |= _CAPITALS * word.isupper() | _BUT * (small == "but")
        self[piece] = code
        return code

    def score(self, text: str) -> tuple[float, tuple[tuple[str, float], ...]]:
        """Return VADER's compound score of a text, and the valence of each word after VADER's rules."""
        if not text.isascii() and self._may_hold_emoji(text) and not self._analyser.emojis.keys().isdisjoint(text):
            text = self._described(text)
        pieces = text.split()
        with self._lock:
            codes = self._codes(pieces)
            n_capitals = sum(map(codes.count, _ALL_CAPITALS))
            at, words, values = self._valences(pieces, codes, 0 < n_capitals < len(pieces))
        if not values:
            return 0.0, ()
        if found := _FIND_BUT.search(codes):
            _weigh_by_but(at, values, found.start())
        return self._compound(values, text), tuple(zip(words, values, strict=True))

    def _codes(self, pieces: list[str]) -> bytes:
        """What is known of each piece."""
        if len(self) > PIECES_KEPT:
            self.clear()
            self._worth.clear()
        return bytes(map(self.__getitem__, pieces))

    def _compound(self, values: list[float], text: str) -> float:
        """VADER's compound score; words without a valence add nothing to it."""
        total = float(sum(values))
        emphasis: float = self._analyser._punctuation_emphasis(text)
        total += emphasis if total > 0 else -emphasis if total < 0 else 0.0
        return round(float(upstream.normalize(total)), 4)

    def _valences(self, pieces: list[str], codes: bytes, differ: bool) -> tuple[list[int], list[str], list[float]]:
        """Which words have a valence, where they stand, and what it is before the rule for "but"."""
        at: list[int] = []
        words: list[str] = []
        values: list[float] = []
        for found in _FIND_KNOWN.finditer(codes):
            place = found.start()
            word, value = self._worth[pieces[place]]
            first, stop = max(place - _REACH_BACK, 0), place + _REACH_ON + 1
            if (differ and codes[place] & _CAPITALS) or _FIND_MOVING.search(codes, first, stop):
                value = self._by_upstream([_stripped(piece) for piece in pieces[first:stop]], place - first, differ)
            if value:
                at.append(place)
                words.append(word)
                values.append(value)
        return at, words, values

    def _by_upstream(self, words: list[str], place: int, differ: bool) -> float:
        """The valence of one word among those VADER looks at."""
        if [word.lower() for word in words[place : place + 2]] == ["kind", "of"]:
            return 0.0
        value: float = self._analyser.sentiment_valence(0, _Window(words, differ), words[place], place, [])[0]
        return value

    def _described(self, text: str) -> str:
        """A text with its emojis in words, as VADER does it."""
        described, after_space = "", True
        for character in text:
            words = self._analyser.emojis.get(character)
            described += character if words is None else words if after_space else " " + words
            after_space = words is None and character == " "
        return described.strip()


def _stripped(piece: str) -> str:
    """A piece without punctuation, unless it may be an emoticon."""
    stripped: str = upstream.SentiText._strip_punc_if_word(piece)
    return stripped


def _weigh_by_but(at: list[int], values: list[float], but: int) -> None:
    """Halve what stands before "but" and raise what stands behind it, in place.

    VADER looks a value up to find its place. So where two are equal, the first is weighed twice and the second never;
    words without a valence change nothing in this.
    """
    for value in values:
        place = values.index(value)
        values[place] = value * (0.5 if at[place] < but else 1.5)


@cache
def vader() -> Vader:
    """Return the one VADER of this process.

    Examples
    --------
    >>> vader() is vader()
    True
    """
    return Vader()
