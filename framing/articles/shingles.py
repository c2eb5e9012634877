"""Texts as sets of shingles, runs of five words, and how much two of them have in common."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Literal, NamedTuple

import numpy as np
import regex
from numpy.typing import NDArray

from framing.text import WORD, canonical, paragraphs

N_WORDS = 5  # of a shingle: the shortest run that unrelated news hardly ever shares

# Measured with benchmarks/duplicates.py; the shares are of shingles, and one changed word costs five of them.
MOST = 0.5  # more than half of both texts: then two that resemble a third have words in common themselves
LEAST_REPORTED = 0.1  # of the shorter text: the background that two reports share, a quotation or two
_LEAST_OUTSIDE = 10  # shingles outside quotation marks: with fewer a text has no words of its own to go by
# A passage is the beginning of a longer text when what stands before it is at most three quarters as long: a first
# paragraph may have been replaced. Of the items of a round-up, each as long as the one before, only one can be that.
_MIDDLE_WITHIN = 1.25
_BEGINNING = 25  # shingles: a first paragraph of news
_LONGEST_EDGE = 30  # words, but no more than a tenth: a newsletter line, a credit, a headline that was read as text
_EDGE = 10

# Where writing has no spaces, words cannot be told without a dictionary: each character counts as one.
_ALONE = regex.compile(r"([\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]\p{M}*)")
_QUOTATION_MARK = regex.compile("[\"“”„‟«»″「」『』]|''|``|,,(?=\\p{L})")
_LINE = regex.compile(r"[^\n\u2028\u2029]+")
_LONGEST_KEPT = 40  # characters: a longer piece between spaces is an address or a text without spaces, met once
_MOST_KEPT = 1_000_000  # pieces, about 150 MB; then learning starts anew
_FACTOR = np.uint64(0x9E3779B97F4A7C15)  # 2**64 / golden ratio, as in Fibonacci hashing
_MIX = np.uint64(0xBF58476D1CE4E5B9)  # from the finaliser of splitmix64 (Steele, Lea & Flood 2014)
_QUOTED = np.uint32(1)  # the lowest bit of a word says whether it stands inside quotation marks

Kind = Literal["same", "version", "wire copy", "same speech", "shared passage"]
Words = NDArray[np.uint32]
Hashes = NDArray[np.uint64]


class Shingles(NamedTuple):
    """The different shingles of a text, sorted by hash."""

    hashes: Hashes
    places: NDArray[np.int64]  # at which word each stands first
    quoted: NDArray[np.bool_]  # whether a word of it stands inside quotation marks
    n_places: int  # shingles, repeated ones included


class _Pieces(dict[str, bytes]):
    """What stands between two spaces -> its words as 32-bit hashes; each is looked at once."""

    def __missing__(self, piece: str) -> bytes:
        parts = (part for word in WORD.findall(piece) for part in _ALONE.split(word) if part)
        packed = b"".join(map(_packed, parts))
        if len(piece) <= _LONGEST_KEPT:
            if len(self) >= _MOST_KEPT:
                self.clear()
            self[piece] = packed
        return packed


def _packed(word: str) -> bytes:
    """A word, in the form in which words are compared, as four bytes; the lowest bit is left free."""
    digest = hashlib.blake2b(canonical(word).encode("utf-8", "surrogatepass"), digest_size=4).digest()
    return bytes([digest[0] & 0xFE]) + digest[1:]


class WordReader:
    r"""Reads texts as words; remembers how the pieces between spaces fall into words.

    Examples
    --------
    >>> words = WordReader()
    >>> bool((words.read("Rain fell — RAIN!") == words.read("rain fell\n\nrain")).all())
    True
    """

    def __init__(self) -> None:
        self._pieces = _Pieces()

    def read(self, text: str, skipped: Iterable[tuple[int, int]] = ()) -> Words:
        """Return the words of a text outside the skipped spans: 31 bits of hash and whether the word is quoted.

        Quotation marks are paired within a paragraph: they open and close by turns, so that a stray one costs no more.
        """
        packed: list[bytes] = []
        kept = _without(text, skipped)
        for start, end in paragraphs(kept):
            stretches = _QUOTATION_MARK.split(kept[start:end])
            packed += [b"".join(map(self._pieces.__getitem__, stretch.split())) for stretch in stretches]
            if len(packed) % 2:  # stretches at odd places are quoted, and every paragraph begins outside
                packed.append(b"")
        hashes = np.frombuffer(b"".join(packed), dtype="<u4").astype(np.uint32)
        n_words = np.array([len(part) // 4 for part in packed], dtype=np.int64)
        is_quoted = (np.arange(len(packed)) % 2).astype(np.uint32)
        hashes |= np.repeat(is_quoted, n_words)
        return hashes


def _without(text: str, skipped: Iterable[tuple[int, int]]) -> str:
    """The text with spaces for what is skipped; its line breaks stay."""
    parts, done = [], 0
    for start, end in sorted(skipped):
        parts += [text[done:start], _LINE.sub(" ", text[max(start, done) : end])]
        done = max(done, end)
    return "".join([*parts, text[done:]]) if parts else text


def rolling_hashes(words: Words) -> Hashes:
    """Return the hash of every run of five words, in the order of the text.

    Examples
    --------
    >>> len(rolling_hashes(WordReader().read("It rained on and on and on.")))
    3
    """
    alone = (words & ~_QUOTED).astype(np.uint64)
    n_places = max(len(words) - N_WORDS + 1, 0)
    mixed = np.zeros(n_places, dtype=np.uint64)
    for offset in range(N_WORDS):
        mixed = mixed * _FACTOR + alone[offset : offset + n_places]
    mixed ^= mixed >> np.uint64(30)
    mixed *= _MIX
    return mixed ^ (mixed >> np.uint64(27))


def shingles(words: Words) -> Shingles:
    """Return the different shingles of a text.

    Examples
    --------
    >>> found = shingles(WordReader().read('It rained on and on. "It rained," she said.'))
    >>> found.n_places, int(found.quoted.sum())
    (5, 4)
    """
    rolled = rolling_hashes(words)
    hashes, places = np.unique(rolled, return_index=True)
    quoted = np.convolve(words & _QUOTED, np.ones(N_WORDS, dtype=np.int64), "valid") > 0 if len(rolled) else rolled > 0
    return Shingles(hashes, places, quoted[places], len(rolled))


class Likeness(NamedTuple):
    """What two texts have in common."""

    kind: Kind
    n_shared: int
    share_of_article: float
    share_of_other: float
    jaccard: float
    share_outside_quotes: float | None

    @property
    def is_duplicate(self) -> bool:
        """Whether the two print one text."""
        return self.kind in ("same", "version", "wire copy")


def compare_shingles(article: Shingles, other: Shingles, *, same_outlet: bool) -> Likeness | None:
    """Return what two texts have in common; nothing when it is less than a tenth of the shorter.

    Examples
    --------
    >>> words = WordReader()
    >>> a, b = "It rained on and on and on, all day.", "It rained on and on and on."
    >>> compare_shingles(shingles(words.read(a)), shingles(words.read(b)), same_outlet=True)
    Likeness(kind='version', n_shared=3, share_of_article=0.6, share_of_other=1.0, jaccard=0.6,
        share_outside_quotes=None)
    """
    if not (article.n_places and other.n_places):
        return None
    here, there = _stand_in(article.hashes, other.hashes), _stand_in(other.hashes, article.hashes)
    n_shared, n_article, n_other = int(here.sum()), len(here), len(there)
    if n_shared == 0 or n_shared < LEAST_REPORTED * min(n_article, n_other):
        return None
    outside = _share_outside(article, here, other, there)
    if _is_one_text(article, here, other, there, outside):
        kind = _kind_of_duplicate(article, here, other, there, same_outlet)
    else:
        is_quoted = article.quoted[here] | other.quoted[there]
        kind = "same speech" if is_quoted.mean() >= MOST else "shared passage"
    jaccard = n_shared / (n_article + n_other - n_shared)
    return Likeness(kind, n_shared, n_shared / n_article, n_shared / n_other, jaccard, outside)


def _stand_in(hashes: Hashes, others: Hashes) -> NDArray[np.bool_]:
    """Which hashes are among others; both sorted and without repetition."""
    places = np.minimum(np.searchsorted(others, hashes), len(others) - 1)
    found: NDArray[np.bool_] = others[places] == hashes
    return found


def _share_outside(
    article: Shingles, here: NDArray[np.bool_], other: Shingles, there: NDArray[np.bool_]
) -> float | None:
    """The share of shingles without a quoted word that stand in the other text, for the one with fewer of them."""
    sides = (
        (int((~one.quoted).sum()), int((~one.quoted & shared).sum()))
        for one, shared in ((article, here), (other, there))
    )
    n_outside, n_shared = min(sides)
    return n_shared / n_outside if n_outside >= _LEAST_OUTSIDE else None


def _is_one_text(
    article: Shingles, here: NDArray[np.bool_], other: Shingles, there: NDArray[np.bool_], outside: float | None
) -> bool:
    """Whether most of both is one text, or most of the shorter the beginning of the longer; not by quotations alone."""
    if outside is not None and outside <= MOST:
        return False
    if here.mean() > MOST and there.mean() > MOST:
        return True
    longer, shared = (article, here) if len(here) > len(there) else (other, there)
    n_shared = int(shared.sum())
    is_beginning = float(np.median(longer.places[shared])) <= _MIDDLE_WITHIN * n_shared
    return outside is not None and n_shared > MOST * min(len(here), len(there)) and is_beginning


def _kind_of_duplicate(
    article: Shingles, here: NDArray[np.bool_], other: Shingles, there: NDArray[np.bool_], same_outlet: bool
) -> Kind:
    """How two prints of one text differ."""
    if _differs_at_edges_only(article, here) and _differs_at_edges_only(other, there):
        return "same"
    begins_alike = min(one[text.places < _BEGINNING].mean() for text, one in ((article, here), (other, there))) >= MOST
    return "version" if same_outlet or begins_alike else "wire copy"


def _differs_at_edges_only(text: Shingles, shared: NDArray[np.bool_]) -> bool:
    """Whether what is not shared stands in a few words at either end."""
    edge = min(_LONGEST_EDGE, text.n_places // _EDGE)
    places = text.places[~shared]
    return bool(((places < edge) | (places >= text.n_places - edge)).all())
