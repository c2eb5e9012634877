"""How like the words of a remark are to each passage of a speech: a sentence, or two that adjoin."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from framing.measures.selection.wording import Floats, Numbers, Speech, Wordbook, likeness_of_words

# How much the words of the remark that the passage has count, against those of the passage that the remark has: a
# paraphrase shortens.
OF_REMARK = 0.6

# How much more alike two sentences must be than either alone, to be the passage: a few common words of a neighbour
# are no reason. 0, 0.02 and 0.05 gave the same F1 at the threshold on the same articles.
SECOND_SENTENCE = 0.05
# Weight of a word that no passage has, added to every remark, in weights of the rarest word: a few common words are
# found nearly anywhere. Of 0, 0.25, 0.5 and 1 the one that matched fewest remarks with speeches of somebody else at
# the same F1 (benchmarks/selection.py, articles of the wire and the broadsheet of the summit).
DOUBT = 0.25


class Passages(NamedTuple):
    """The passages of a speech: first and last sentence (inclusive) of each, and how like each is."""

    first: Numbers
    last: Numbers
    likeness: Floats


def like_passages(words: Numbers, speech: Speech, book: Wordbook) -> Passages:
    """Return every passage of a speech with its likeness to some words (their numbers).

    Notes
    -----
    Each word of the remark is worth its likeness to the nearest word of the passage, and the other way round;
    R and P are the weighted means of both, and the likeness is R^a P^(1-a). Each form counts once. R is taken over one
    word more than the remark has, which nothing is like: a few common words are found nearly anywhere. Two sentences
    must be 0.05 more alike than one, to be the passage.
    """
    n = len(speech.sentences)
    single = np.arange(n, dtype=np.int64)
    first, last = np.concatenate([single, single[:-1]]), np.concatenate([single, single[1:]])
    own = np.unique(words)
    if n == 0 or len(own) == 0:
        return Passages(first, last, np.zeros(len(first)))
    weights, of_speech = book.weight[own], book.weight[speech.numbers]
    like = likeness_of_words(own, speech.numbers, book)
    best = np.maximum.reduceat(like, speech.first_words, axis=1)
    held = weights @ np.maximum(best[:, first], best[:, last]) / (weights.sum() + DOUBT * book.weight.max())
    shared = np.add.reduceat(like.max(axis=0) * of_speech, speech.first_words)
    total = np.add.reduceat(of_speech, speech.first_words)
    pair = last != first
    back = (shared[first] + shared[last] * pair) / (total[first] + total[last] * pair)
    likeness = held**OF_REMARK * back ** (1 - OF_REMARK)
    return Passages(first, last, np.where(pair, np.maximum(likeness - SECOND_SENTENCE, 0.0), likeness))
