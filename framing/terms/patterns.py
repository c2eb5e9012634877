"""A lexicon made ready for matching: which words its patterns look for, where a run of words ends one, which wins.

An *atom* is one word of a pattern: a whole word, or the beginning of one. A word of a text matches few atoms or none,
so all that is done for each occurrence is done for the pairs (position of a word, atom it matches), as numpy arrays.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from framing.errors import LexiconError, all_problems
from framing.lexicon import Lexicon
from framing.text import WORD, canonical

Numbers = npt.NDArray[np.int64]
Truths = npt.NDArray[np.bool_]

NO_NODE = -1
COMPILED_KEPT = 8  # lexicons; a study uses one or two, a comparison of lexicons a handful
PATTERNS_KEPT = 20_000  # some 5 MB; reading a lexicon with all its checks asks for the words of a pattern six times


def spread(first: Numbers, n: Numbers) -> tuple[Numbers, Numbers]:
    """Return first, first + 1, ... (n of them) for each row, and the row each belongs to.

    Examples
    --------
    >>> [part.tolist() for part in spread(np.array([5, 9]), np.array([2, 1]))]
    [[5, 6, 9], [0, 0, 1]]
    """
    row = np.repeat(np.arange(len(n)), n)
    return np.arange(len(row)) + np.repeat(first - (np.cumsum(n) - n), n), row


@lru_cache(maxsize=PATTERNS_KEPT)
def pattern_words(pattern: str) -> tuple[str, ...]:
    """Return the words of a pattern in the form in which words are compared; a `*` stays at the end of its word.

    Notes
    -----
    The words of a pattern are those a text would have, so that "U.S." is two and a hyphen a space. Of a word with `*` a
    final `'s` or `'` is not left off: "o'*" means O'Hara, not every word with o.

    Examples
    --------
    >>> pattern_words("Cease-fire* line")
    ('cease', 'fire*', 'line')
    """
    found: list[str] = []
    for piece in pattern.split():
        is_open = piece.endswith("*")
        words = WORD.findall(piece[:-1] + "x" if is_open else piece)  # the letter shows where the open word ends
        closed = words[:-1] if is_open else words
        found.extend(canonical(word) for word in closed)
        if is_open:
            found.append(canonical(words[-1])[:-1] + "*")
    return tuple(found)


def unmatchable(pattern: str) -> str | None:
    """Say why a pattern could match nothing, or everything; None when it is sound.

    Examples
    --------
    >>> unmatchable("U.S.*")
    "pattern 'U.S.*' has a '*' that ends no word. Put it right behind a letter."
    """
    words = pattern_words(pattern)
    if not words:
        return f"pattern {pattern!r} has no word in it. Write a word or a phrase."
    if "*" in words:
        return f"pattern {pattern!r} has a '*' that ends no word. Put it right behind a letter."
    return None


@lru_cache(maxsize=COMPILED_KEPT)
def compile_patterns(lexicon: Lexicon) -> Patterns:
    """Return the lexicon's patterns ready for matching; made once for lexicons that count the same.

    Raises
    ------
    LexiconError
        When a pattern has no word that could match.
    """
    return Patterns(lexicon)


class Patterns:
    """The patterns and masks of a lexicon as arrays."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = [pattern_words(term.pattern) for term in lexicon.terms]
        problems = [problem for term in lexicon.terms if (problem := unmatchable(term.pattern))]
        if problems:
            raise LexiconError(all_problems(f"lexicon {lexicon.name!r}", problems))
        self.n_frames = len(lexicon.frames)
        self._number_atoms(words)
        self._plant_tree(words)
        self._rank_terms(lexicon, words)

    def _number_atoms(self, words: Iterable[tuple[str, ...]]) -> None:
        """A number for every word, and every beginning of a word, that some pattern has."""
        self.number = {atom: number for number, atom in enumerate(dict.fromkeys(w for term in words for w in term))}
        self._whole = {atom: number for atom, number in self.number.items() if not atom.endswith("*")}
        self._open = {atom[:-1]: number for atom, number in self.number.items() if atom.endswith("*")}
        self._open_lengths = sorted({len(beginning) for beginning in self._open})
        self._shortest = self._open_lengths[0] if self._open else 0
        self._shortest_beginnings = {beginning[: self._shortest] for beginning in self._open}

    def _plant_tree(self, words: list[tuple[str, ...]]) -> None:
        """A tree of atoms: a path from its root is a pattern, and its last node holds the terms of that pattern."""
        children: dict[tuple[int, int], int] = {}
        ends: dict[int, list[int]] = {}
        for term, atoms in enumerate(words):
            node = 0
            for atom in atoms:
                node = children.setdefault((node, self.number[atom]), len(children) + 1)
            ends.setdefault(node, []).append(term)
        n_nodes, n_atoms = len(children) + 1, max(len(self.number), 1)
        edges = sorted((node * n_atoms + atom, child) for (node, atom), child in children.items())
        self._edge = np.array([edge for edge, _ in edges], dtype=np.int64)
        self._child = np.array([child for _, child in edges], dtype=np.int64)
        every_atom = np.arange(len(self.number))
        self._from_root = self._step(np.zeros(len(every_atom), dtype=np.int64), every_atom)
        self._goes_on = np.isin(np.arange(n_nodes), self._edge // n_atoms)
        self._n_ends = np.array([len(ends.get(node, ())) for node in range(n_nodes)], dtype=np.int64)
        self._first_end = np.cumsum(self._n_ends) - self._n_ends
        self._end_term = np.array([term for node in range(n_nodes) for term in ends.get(node, ())], dtype=np.int64)

    def _rank_terms(self, lexicon: Lexicon, words: list[tuple[str, ...]]) -> None:
        """Which of two terms wins at one place, and in which frames each competes (a mask for all: in every one).

        The term of the lower `rank` wins. Where `for_all` is true, `frame` says nothing.
        """
        frames = {frame: number for number, frame in enumerate(lexicon.frames)}
        open_terms = ["*" in term.pattern for term in lexicon.terms]
        order = sorted(
            range(len(words)), key=lambda t: (-len(words[t]), not lexicon.terms[t].is_mask, open_terms[t], t)
        )
        self.rank = np.empty(len(order), dtype=np.int64)
        self.rank[order] = np.arange(len(order))
        self.is_mask = np.array([term.is_mask for term in lexicon.terms], dtype=bool)
        self.frame = np.array([frames.get(term.frame.removeprefix("-"), 0) for term in lexicon.terms], dtype=np.int64)
        for_all = np.array([term.frame == "-" for term in lexicon.terms], dtype=bool)
        self.for_all = for_all
        self._first_frame = np.where(for_all, 0, self.frame)
        self._n_frames_of = np.where(for_all, self.n_frames, 1)

    def atoms(self, word: str) -> tuple[int, ...]:
        """Return the atoms that a word in canonical form matches."""
        found = [self._whole[word]] if word in self._whole else []
        if word[: self._shortest] not in self._shortest_beginnings:  # true of nearly all words, and known at once
            return tuple(found)
        for length in self._open_lengths:
            if length > len(word):
                break
            beginning = self._open.get(word[:length])
            if beginning is not None:
                found.append(beginning)
        return tuple(found)

    def candidates(self, position: Numbers, atom: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """Return every occurrence of every pattern, masks included, before any competition.

        Parameters
        ----------
        position, atom : arrays
            A row for each atom that a word matches, in order of position. Words in a row have positions in a row; a
            gap keeps patterns from running over it.

        Returns
        -------
        first, n_words, term : arrays
            For each occurrence: the row of its first word, its length in words, the number of its term.
        """
        first, node = np.arange(len(position)), self._from_root[atom]
        found: list[tuple[Numbers, Numbers, Numbers]] = []
        n_words = 0
        while len(first):
            n_words += 1
            first, node = first[node != NO_NODE], node[node != NO_NODE]
            end, row = spread(self._first_end[node], self._n_ends[node])
            found.append((first[row], np.full(len(row), n_words), self._end_term[end]))
            first, node = first[self._goes_on[node]], node[self._goes_on[node]]
            next_word = position[first] + n_words
            low = np.searchsorted(position, next_word)
            following, row = spread(low, np.searchsorted(position, next_word, side="right") - low)
            first, node = first[row], self._step(node[row], atom[following])
        nothing = np.zeros(0, dtype=np.int64)
        columns = zip(*found, strict=True) if found else [(nothing,)] * 3
        first, length, term = (np.concatenate(column) for column in columns)
        return first, length, term

    def _step(self, node: Numbers, atom: Numbers) -> Numbers:
        """The node to which each atom leads from each node, or none."""
        if not len(self._edge):
            return np.full(len(node), NO_NODE)
        edge = node * max(len(self.number), 1) + atom
        at = np.minimum(np.searchsorted(self._edge, edge), len(self._edge) - 1)
        return np.where(self._edge[at] == edge, self._child[at], NO_NODE)

    def winners(self, start: Numbers, n_words: Numbers, term: Numbers) -> Numbers:
        """Return which occurrences count: those that win in their frame and are no masks.

        Notes
        -----
        In each frame: leftmost first, then most words, then mask, then exact over wildcard, then file order; the winner
        consumes its words. Most occurrences overlap with nothing and need no contest; those that overlap in a frame are
        walked through one by one.
        """
        order = np.argsort(start * len(self.rank) + self.rank[term])
        group = _overlapping(start[order], start[order] + n_words[order])
        counts = ~self.is_mask[term[order]]
        alone = np.bincount(group) == 1 if len(group) else np.zeros(0, dtype=bool)
        contested = np.bincount(group, weights=counts) > 0 if len(group) else alone
        uncontested = order[alone[group] & counts]
        others = order[~alone[group] & contested[group]]
        return np.sort(np.concatenate([uncontested, self._contest(start, n_words, term, others)]))

    def _contest(self, start: Numbers, n_words: Numbers, term: Numbers, among: Numbers) -> Numbers:
        """The winners among occurrences of which some overlap."""
        if not len(among):
            return among
        frame, row = spread(self._first_frame[term[among]], self._n_frames_of[term[among]])
        entry = among[row]
        begin = start[entry] + frame * (start.max() + n_words.max() + 1)  # frames side by side, none touching another
        order = np.argsort(begin * len(self.rank) + self.rank[term[entry]])
        entry, begin = entry[order], begin[order]
        end = begin + n_words[entry]
        group = _overlapping(begin, end)
        wins = (np.bincount(group) == 1)[group]
        rest = np.flatnonzero(~wins)
        free_from = 0
        for at, first, last in zip(rest.tolist(), begin[rest].tolist(), end[rest].tolist(), strict=True):
            if first >= free_from:
                wins[at] = True
                free_from = last
        won: Numbers = entry[wins]
        counts: Truths = ~self.is_mask[term[won]]
        return won[counts]


def _overlapping(start: Numbers, end: Numbers) -> Numbers:
    """Number the groups of spans, sorted by start, that hang together by overlaps."""
    if not len(start):
        return np.zeros(0, dtype=np.int64)
    begins = start[1:] >= np.maximum.accumulate(end)[:-1]
    return np.concatenate([[0], np.cumsum(begins)])


def lay_out(patterns: Patterns, texts: Sequence[Sequence[str]]) -> tuple[Numbers, Numbers, Numbers]:
    """Return short texts, given as words in canonical form, one behind the other as `Patterns.candidates` takes them.

    Returns
    -------
    begin : array
        Position of the first word of each text; a gap of one between texts, over which nothing matches.
    position, atom : arrays
        A row for each atom that a word matches.
    """
    n_words = np.array([len(text) for text in texts], dtype=np.int64)
    begin: Numbers = np.cumsum(n_words + 1) - (n_words + 1)
    found = [
        (at, atom)
        for start, text in zip(begin.tolist(), texts, strict=True)
        for at, word in enumerate(text, start=start)
        for atom in patterns.atoms(word)
    ]
    position, matched = np.array(found, dtype=np.int64).reshape(-1, 2).T
    return begin, position, matched
