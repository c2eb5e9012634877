"""Texts as the matching engine sees them: each distinct piece between white space is looked at once.

A word never holds white space, so the words of a text are the words of its pieces. A news corpus of ten million pieces
has some hundred thousand distinct ones; each becomes a *signature* (how many words, which of them match which atoms,
where a sentence could end), and there are only a few thousand signatures. What is left for each occurrence is to look
up a number.
"""

from __future__ import annotations

from threading import Lock
from typing import Any, NamedTuple

import numpy as np
import regex

from framing.terms.patterns import Numbers, Patterns, spread
from framing.terms.pieces import split_texts
from framing.text import WORD, canonical

# Where a sentence can end at all. A mark directly before a letter ("U.S") ends none; see `_could_end`.
_MAY_END = regex.compile("[.?!…\u2028\u2029]")

# About 60 MB of pieces and signatures; 200 MB of news have about 250,000 distinct pieces. Clearing changes no result.
PIECES_KEPT = 500_000
SIGNATURE_WORDS_KEPT = 1_000_000


class _Piece(NamedTuple):
    """What is to know of a piece of text without white space."""

    n_words: int
    matched: tuple[tuple[int, int], ...]  # (number of the word in the piece, atom)
    may_end_before: tuple[int, ...]  # numbers of the words before which a sentence could end


_PLAIN_WORD, PLAIN = _Piece(1, (), ()), 0  # one word that matches nothing, and its signature


class _Table(NamedTuple):
    """All signatures as arrays; the lists of each are rows `first` to `first + n`."""

    n_words: Numbers
    first_matched: Numbers
    n_matched: Numbers
    matched_word: Numbers
    matched_atom: Numbers
    first_end: Numbers
    n_ends: Numbers
    end_before: Numbers


class Words(NamedTuple):
    """The words of several texts, numbered through, with a gap of one number between texts.

    Attributes
    ----------
    n_words : array
        Words of each text.
    first : array
        Number of the first word of each text.
    position, atom : arrays
        A row for each atom that a word matches: number of the word, the atom.
    text : array
        Which text each of these rows belongs to.
    may_end_before : array
        Numbers of the words before which a sentence could end, sorted.
    """

    n_words: Numbers
    first: Numbers
    position: Numbers
    atom: Numbers
    text: Numbers
    may_end_before: Numbers


class Signatures:
    """Reads texts for the patterns of one lexicon and remembers what it has learnt of their pieces."""

    def __init__(self, patterns: Patterns) -> None:
        self._lock = Lock()
        self._known = _Known(patterns)

    def read(self, texts: Any) -> Words:
        """Return the words of texts and what they match.

        Parameters
        ----------
        texts : sequence of str
            Such as a part of `articles["text"]`.

        Raises
        ------
        TableError
            When a text holds half a character (a lone surrogate).
        """
        pieces, first_piece = split_texts(texts)
        with self._lock:
            signature, table = self._known.learn(pieces.dictionary.to_pylist())
        return _words_of(signature, np.asarray(pieces.indices), first_piece, table)


class _Known(dict[str, int]):
    """The signature of each piece that was met, as a number; a piece not met before is looked at."""

    def __init__(self, patterns: Patterns) -> None:
        super().__init__()
        self._patterns = patterns
        self._forget()

    def _forget(self) -> None:
        self.clear()
        self._number: dict[_Piece, int] = {_PLAIN_WORD: PLAIN}
        self._n_held = 0
        self._table: _Table | None = None

    def learn(self, pieces: list[str]) -> tuple[Numbers, _Table]:
        """The signature of each distinct piece, and the table of signatures."""
        if len(self) > PIECES_KEPT or self._n_held > SIGNATURE_WORDS_KEPT:
            self._forget()
        numbers = np.fromiter(map(self.__getitem__, pieces), dtype=np.int64, count=len(pieces))
        if self._table is None:
            self._table = _table_of(list(self._number))
        return numbers, self._table

    def __missing__(self, text: str) -> int:
        piece = self._look_at(text)
        number = self._number.get(piece)
        if number is None:
            number = self._number[piece] = len(self._number)
            self._n_held += 1 + len(piece.matched) + len(piece.may_end_before)
            self._table = None
        self[text] = number
        return number

    def _look_at(self, piece: str) -> _Piece:
        """Find the words of a piece, what they match, and where a sentence could end."""
        if piece.isascii() and piece.isalpha():
            atoms = self._patterns.atoms(piece)
            return _Piece(1, tuple((0, atom) for atom in atoms), ()) if atoms else _PLAIN_WORD
        words = [match.span() for match in WORD.finditer(piece)]
        matched = [
            (number, atom)
            for number, (start, end) in enumerate(words)
            for atom in self._patterns.atoms(canonical(piece[start:end]))
        ]
        return _Piece(len(words), tuple(matched), _ends_in(piece, words) if _MAY_END.search(piece) else ())


def _ends_in(piece: str, words: list[tuple[int, int]]) -> tuple[int, ...]:
    """Before which words of the piece, or of what follows, a sentence could end."""
    starts = [start for start, _ in words] + [len(piece)]
    ends = [0] + [end for _, end in words]
    gaps = [piece[end:start] for end, start in zip(ends, starts, strict=True)]
    return tuple(number for number, gap in enumerate(gaps) if _could_end(gap, number < len(words)))


def _could_end(gap: str, before_a_word: bool) -> bool:
    """Whether a sentence could end between two words: a mark directly before a letter, as in "U.S", ends none."""
    if "\u2028" in gap or "\u2029" in gap:
        return True
    return bool(_MAY_END.search(gap[:-1] if before_a_word else gap))


def _table_of(pieces: list[_Piece]) -> _Table:
    """The signatures as arrays."""
    n_matched = np.array([len(piece.matched) for piece in pieces], dtype=np.int64)
    n_ends = np.array([len(piece.may_end_before) for piece in pieces], dtype=np.int64)
    return _Table(
        n_words=np.array([piece.n_words for piece in pieces], dtype=np.int64),
        first_matched=np.cumsum(n_matched) - n_matched,
        n_matched=n_matched,
        matched_word=np.array([word for piece in pieces for word, _ in piece.matched], dtype=np.int64),
        matched_atom=np.array([atom for piece in pieces for _, atom in piece.matched], dtype=np.int64),
        first_end=np.cumsum(n_ends) - n_ends,
        n_ends=n_ends,
        end_before=np.array([word for piece in pieces for word in piece.may_end_before], dtype=np.int64),
    )


def _words_of(signature: Numbers, piece: Numbers, first_piece: Numbers, table: _Table) -> Words:
    """Number the words of all pieces and look up what they match; most pieces are one plain word and need no look."""
    texts = np.arange(len(first_piece) - 1)
    odd = np.flatnonzero((signature != PLAIN)[piece])
    odd_signature = signature[piece[odd]]
    text = np.repeat(texts, np.diff(np.searchsorted(odd, first_piece)))
    beyond_one = table.n_words[odd_signature] - 1
    begins = odd + np.cumsum(beyond_one) - beyond_one + text
    n_words = np.diff(first_piece) + np.bincount(text, beyond_one, len(texts)).astype(np.int64)

    def placed(n_listed: Numbers, first_listed: Numbers, word: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """Number of the word of each entry in the lists of the pieces, which entry it is, and its text."""
        listing = np.flatnonzero(n_listed[odd_signature])
        entry, at = spread(first_listed[odd_signature[listing]], n_listed[odd_signature[listing]])
        return begins[listing][at] + word[entry], entry, text[listing][at]

    position, entry, text_of_entry = placed(table.n_matched, table.first_matched, table.matched_word)
    may_end_before, _, _ = placed(table.n_ends, table.first_end, table.end_before)
    return Words(
        n_words=n_words,
        first=np.cumsum(n_words) - n_words + texts,
        position=position,
        atom=table.matched_atom[entry],
        text=text_of_entry,
        may_end_before=may_end_before,
    )
