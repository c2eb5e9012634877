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
import pyarrow as pa
import pyarrow.compute as pc
import regex

from framing.errors import TableError
from framing.terms.patterns import Numbers, Patterns, Truths, spread
from framing.text import WORD, canonical

# Where a sentence can end at all. A full stop directly before a letter ("U.S") ends none; see `_Piece`.
_MAY_END = regex.compile("[.?!…\u2028\u2029]")
LINE_END = "\u2029"  # stands for the line breaks, which the split at white space would lose; no word holds it

# About 60 MB of pieces and signatures; 200 MB of news have about 400,000 distinct pieces. Clearing changes no result.
PIECES_KEPT = 500_000
SIGNATURE_WORDS_KEPT = 1_000_000


class _Piece(NamedTuple):
    """What is to know of a piece of text without white space."""

    n_words: int
    matched: tuple[tuple[int, int], ...]  # (number of the word in the piece, atom)
    may_end_before: tuple[int, ...]  # numbers of the words before which a sentence could end
    ends_in_full_stop: bool  # a lone "." after its last word: no end when the next piece begins with a small letter
    begins_small: bool


_PLAIN_WORDS = (_Piece(1, (), (), False, False), _Piece(1, (), (), False, True))


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
    ends_in_full_stop: Truths
    begins_small: Truths


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
        self._patterns = patterns
        self._lock = Lock()
        self._clear()

    def _clear(self) -> None:
        self._of_piece: dict[str, int] = {}
        self._number: dict[_Piece, int] = {}
        self._n_held = 0
        self._table: _Table | None = None

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
        pieces, first_piece = _split(texts)
        with self._lock:
            signature, table = self._learn(pieces.dictionary.to_pylist())
        return _words_of(signature[np.asarray(pieces.indices)], first_piece, table)

    def _learn(self, pieces: list[str]) -> tuple[Numbers, _Table]:
        """The signature of each distinct piece, and the table of signatures."""
        if len(self._of_piece) > PIECES_KEPT or self._n_held > SIGNATURE_WORDS_KEPT:
            self._clear()
        known = self._of_piece
        for piece in pieces:
            if piece not in known:
                known[piece] = self._signature(self._look_at(piece))
        numbers = np.fromiter((known[piece] for piece in pieces), dtype=np.int64, count=len(pieces))
        if self._table is None:
            self._table = _table_of(list(self._number))
        return numbers, self._table

    def _signature(self, piece: _Piece) -> int:
        number = self._number.get(piece)
        if number is None:
            number = self._number[piece] = len(self._number)
            self._n_held += 1 + len(piece.matched) + len(piece.may_end_before)
            self._table = None
        return number

    def _look_at(self, piece: str) -> _Piece:
        """Find the words of a piece, what they match, and where a sentence could end."""
        if piece.isascii() and piece.isalpha():
            atoms = self._patterns.atoms(piece.lower())
            if not atoms:
                return _PLAIN_WORDS[piece[0].islower()]
            return _Piece(1, tuple((0, atom) for atom in atoms), (), False, piece[0].islower())
        words = [match.span() for match in WORD.finditer(piece)]
        matched = [
            (number, atom)
            for number, (start, end) in enumerate(words)
            for atom in self._patterns.atoms(canonical(piece[start:end]))
        ]
        may_end, full_stop = _ends_in(piece, words) if _MAY_END.search(piece) else ((), False)
        return _Piece(len(words), tuple(matched), may_end, full_stop, piece[:1].islower())


def _ends_in(piece: str, words: list[tuple[int, int]]) -> tuple[tuple[int, ...], bool]:
    """Before which words of the piece a sentence could end, and whether it closes in a lone full stop."""
    starts = [start for start, _ in words] + [len(piece)]
    ends = [0] + [end for _, end in words]
    gaps = [piece[end:start] for end, start in zip(ends, starts, strict=True)]
    full_stop = bool(words) and gaps[-1] == "."
    if full_stop:
        gaps.pop()
    return tuple(number for number, gap in enumerate(gaps) if _could_end(gap, number < len(words))), full_stop


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
        ends_in_full_stop=np.array([piece.ends_in_full_stop for piece in pieces], dtype=bool),
        begins_small=np.array([piece.begins_small for piece in pieces], dtype=bool),
    )


def _split(texts: Any) -> tuple[Any, Numbers]:
    """The pieces of all texts as numbers of distinct pieces, and the number of the first piece of each text."""
    try:
        array = pa.array(texts, type=pa.large_string(), from_pandas=True)
    except UnicodeEncodeError as problem:
        near = str(problem.object)[max(problem.start - 20, 0) : problem.end + 20]
        raise TableError(
            f"articles: a text holds half a character (a lone surrogate) in {near!r}. "
            "Read it with framing.read_articles, which replaces and counts them."
        ) from None
    lines = pc.replace_substring(array, pattern="\n", replacement=f" {LINE_END} ")
    lists = pc.ascii_split_whitespace(lines)
    first_piece = np.asarray(lists.offsets).astype(np.int64)
    return lists.flatten().dictionary_encode(), first_piece - first_piece[0]


def _words_of(signature: Numbers, first_piece: Numbers, table: _Table) -> Words:
    """Number the words of all pieces and look up what they match."""
    before = np.zeros(len(signature) + 1, dtype=np.int64)
    np.cumsum(table.n_words[signature], out=before[1:])
    gaps = np.arange(len(first_piece) - 1)
    hot = np.flatnonzero((table.n_matched > 0)[signature])
    text_of_hot = np.repeat(gaps, np.diff(np.searchsorted(hot, first_piece)))
    row, at = spread(table.first_matched[signature[hot]], table.n_matched[signature[hot]])
    return Words(
        n_words=np.diff(before[first_piece]),
        first=before[first_piece[:-1]] + gaps,
        position=(before[hot] + text_of_hot)[at] + table.matched_word[row],
        atom=table.matched_atom[row],
        text=text_of_hot[at],
        may_end_before=_possible_ends(signature, first_piece, before, table),
    )


def _possible_ends(signature: Numbers, first_piece: Numbers, before: Numbers, table: _Table) -> Numbers:
    """The words before which a sentence could end."""
    gaps = np.arange(len(first_piece) - 1)
    ending = np.flatnonzero((table.n_ends > 0)[signature])
    text_of_ending = np.repeat(gaps, np.diff(np.searchsorted(ending, first_piece)))
    row, at = spread(table.first_end[signature[ending]], table.n_ends[signature[ending]])
    inside = (before[ending] + text_of_ending)[at] + table.end_before[row]
    stopped = np.flatnonzero(table.ends_in_full_stop[signature[:-1]] & ~table.begins_small[signature[1:]])
    text_of_stopped = np.repeat(gaps, np.diff(np.searchsorted(stopped, first_piece)))
    return np.sort(np.concatenate([inside, before[stopped + 1] + text_of_stopped]), kind="stable")
