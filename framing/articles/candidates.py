"""Which articles may resemble one another: those that share fingerprints, found without comparing all with all."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from framing.articles.shingles import Words, rolling_hashes

WINDOW = 16  # shingles; any passage of WINDOW + 4 = 20 words that two texts share gives both a fingerprint
ALL_UP_TO = 64  # shingles; of so short a text every one is a fingerprint: one in eight would be too few to meet by

# A fingerprint of thousands of articles (a footer, a text that everybody prints) is met only in the nearest before.
# Chains hold such a cluster together, and what two articles have to themselves brings them together elsewhere.
_NEAREST = 8
MOST_CANDIDATES = 8  # compared word by word, for each article
_LEAST_SHARE = 0.05  # of the fingerprints of the shorter one: half of the least share that is ever reported
_BLOCK = 250_000  # fingerprints looked up at once, about 50 MB
_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)


def fingerprints(words: Words) -> NDArray[np.uint32]:
    """Return the few shingles by which a text is found: the smallest hash of every 16 in a row, without repetition.

    Notes
    -----
    Winnowing. Unlike a sketch of fixed size (MinHash) it grows with the text, so that a short copy of a long article
    is met as surely as one of its own length; and a shared passage of 20 words is met for certain, not by chance.

    References
    ----------
    Schleimer, S., Wilkerson, D. S. & Aiken, A. (2003). Winnowing: local algorithms for document fingerprinting.
    SIGMOD '03, 76-85.

    Examples
    --------
    >>> from framing.articles.shingles import WordReader
    >>> len(fingerprints(WordReader().read("It rained on and on.")))
    1
    """
    rolled = rolling_hashes(words)
    if len(rolled) > ALL_UP_TO:
        rolled = sliding_window_view(rolled, WINDOW).min(axis=1)
    return np.unique(rolled.astype(np.uint32))  # the low half: the high one of a minimum is nearly always small


def earlier_candidates(
    prints: Sequence[NDArray[np.uint32]], days: NDArray[np.float64], window: int
) -> Iterator[list[int]]:
    """Return for each article the earlier ones that share most fingerprints with it, the most first.

    Parameters
    ----------
    prints : sequence of arrays
        The fingerprints of each article, in the order of publication.
    days : array of float
        The day each was published; not a number when unknown, which is near every day.
    window : int
        How many days may lie between two.

    Returns
    -------
    iterator of list of int
        Numbers of articles, for each article in turn.

    Examples
    --------
    >>> shared = np.array([3, 5, 8], dtype=np.uint32)
    >>> list(earlier_candidates([shared, shared + np.uint32(9), shared], np.array([0.0, 0.0, 1.0]), 7))
    [[], [], [0]]
    """
    n_prints = np.array([len(own) for own in prints], dtype=np.int64)
    index = np.sort(_keys(prints, 0))
    starts = np.flatnonzero(np.diff(np.cumsum(n_prints) // _BLOCK, prepend=-1)).tolist()
    for first, end in itertools.pairwise([*starts, len(prints)]):
        block = prints[first:end]
        later, earlier, n_shared = _sharing(np.sort(_keys(block, first)), index, days, window)
        enough = n_shared >= _LEAST_SHARE * np.minimum(n_prints[later], n_prints[earlier])
        later, earlier, n_shared = later[enough], earlier[enough], n_shared[enough]
        ranked = earlier[np.lexsort((earlier, -n_shared, later))]
        places = np.searchsorted(later, np.arange(first, end + 1))
        for one, next_one in itertools.pairwise(places.tolist()):
            yield ranked[one : min(next_one, one + MOST_CANDIDATES)].tolist()


def _keys(prints: Sequence[NDArray[np.uint32]], first: int) -> NDArray[np.uint64]:
    """Each fingerprint with the number of its article behind it, so that sorting brings equal ones together."""
    numbers = np.repeat(np.arange(first, first + len(prints), dtype=np.uint64), [len(own) for own in prints])
    joined = np.concatenate([*prints, np.empty(0, dtype=np.uint32)]).astype(np.uint64)
    return (joined << _HALF) | numbers


def _sharing(
    own: NDArray[np.uint64], index: NDArray[np.uint64], days: NDArray[np.float64], window: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of a later and an earlier article, sorted, and how many fingerprints they share."""
    places = np.searchsorted(index, own)
    found = [np.empty(0, dtype=np.uint64)]
    for step in range(1, _NEAREST + 1):
        keep = places >= step
        own, places = own[keep], places[keep]
        before = index[places - step]
        keep = (before >> _HALF) == (own >> _HALF)  # what is not there one step back is not there further back
        own, places, before = own[keep], places[keep], before[keep]
        near = ~(np.abs(days[own & _LOW] - days[before & _LOW]) > window)
        found.append(((own & _LOW) << _HALF)[near] | (before & _LOW)[near])
    pairs, n_shared = np.unique(np.concatenate(found), return_counts=True)
    return (pairs >> _HALF).astype(np.int64), (pairs & _LOW).astype(np.int64), n_shared.astype(np.int64)
