"""Small grammar over the kinds of words: noun phrases, verb groups, adjuncts, subjects.

Every function takes a passage and token numbers and returns token numbers; phrases and verb groups look no farther than
a window, nothing beyond its sentence.
"""

from __future__ import annotations

from typing import NamedTuple

from framing.speech.passages import Passage
from framing.speech.words import closed_list, word_set

NOUNISH = "mNns"
FINITE = "vex"
ATTACHING = word_set("attaching")
BE = word_set("be")
HAVE = word_set("have")
SUBJECT_PRONOUNS = word_set("subject_pronouns")
SHORT_QUOTE = 7  # tokens with marks: longer ones are not part of a noun phrase
_WINDOW = 45
_NEGATIVE_VERBS = word_set("negative_verbs")


class Phrase(NamedTuple):
    """A stretch of tokens that can name a speaker, and how it was found."""

    first: int
    last: int
    kind: str


def is_time(p: Passage, index: int) -> bool:
    """Whether a word names a day, month or part of time."""
    return p.kinds[index] == "y" or p.lower[index] in closed_list("en", "time_words")


def skip_adverbs_back(p: Passage, index: int, lo: int) -> int:
    """The last token at or before `index` that is no adverb."""
    while index >= lo and p.outer[index] == "a":
        index -= 1
    return index


def skip_adverbs(p: Passage, index: int, hi: int) -> int:
    """The first token at or after `index` that is no adverb."""
    while index < hi and p.outer[index] == "a":
        index += 1
    return index


def phrase_before(p: Passage, end: int, lo: int) -> tuple[int, int] | None:
    """The noun phrase whose last token is `end`, with what is attached by *of*, *and* and the like."""
    if end < lo:
        return None
    kinds = p.outer
    if kinds[end] in "rd":
        return (end, end + 1)
    k = _head_before(p, end, lo)
    if k is None:
        return None
    conjunction = None
    lo = max(lo, end - _WINDOW)
    while k >= lo:
        kind = kinds[k]
        if kind in NOUNISH:
            k -= 1
        elif kind == ">":
            opened, closed, _ = p.quotes[p.quote_of[k]]
            if end - opened > 12 or p.lower[closed - 1] in (",", ".", "?", "!", "—"):
                break
            k = opened - 1
        elif kind in "dp":
            k -= 1
            if not (k >= lo and (p.lower[k] in ATTACHING or kinds[k] in "dc")):
                break
        elif k > lo and (kinds[k - 1] in "dp" if kind == "a" else p.lower[k] in ATTACHING and kinds[k - 1] in NOUNISH):
            k -= 1
        elif kind == "c" and p.lower[k] in ("and", "or", "nor", "&") and k - 1 >= lo and kinds[k - 1] in NOUNISH + "r":
            conjunction = k if conjunction is None else conjunction
            k -= 2 if kinds[k - 1] == "r" else 1
        else:
            break
    first = k + 1
    if conjunction is not None and first > lo and kinds[first - 1] in "vegbti":
        first = conjunction + 1
    return (first, end + 1)


def _head_before(p: Passage, end: int, lo: int) -> int | None:
    """Where to read on from the last token of a noun phrase; nothing when no noun phrase ends there."""
    k, kinds = end, p.outer
    if kinds[k] == ")":
        k = kinds.rfind("(", lo, k) - 1  # "Cole (R)"
        return k if k >= lo and kinds[k] in NOUNISH else None
    if kinds[k] == ">":
        opened = p.quotes[p.quote_of[k]][0]
        ends_clause = p.lower[k - 1] in (",", ".", "?", "!", "—")
        return None if k - opened > SHORT_QUOTE or ends_clause else opened - 1
    return k if kinds[k] in NOUNISH else None


def phrase_after(p: Passage, start: int, hi: int) -> tuple[int, int] | None:
    """The noun phrase that begins at `start`; after its head only *of* and *and*, and bare *in*, *for*, *from*."""
    k, kinds = start, p.outer
    if k >= hi:
        return None
    if kinds[k] in "ro":
        return (k, k + 1)
    found = False
    hi = min(hi, start + _WINDOW)
    while k < hi:
        kind = kinds[k]
        if kind in NOUNISH:
            found = True
            k += 1
        elif kind == "<":
            _, closed, _ = p.quotes[p.quote_of[k]]
            if closed - k >= SHORT_QUOTE:
                break
            found = True
            k = closed + 1
        elif kind in "dp" and not (found and kinds[k - 1] not in "dp"):
            found = True
            k += 1
        elif kind in "ag" and kinds[k + 1] in "nd" and (not found or kinds[k - 1] in "dp"):
            k += 1  # "the very old dam", "the leaking dam"
        elif found and k + 1 < hi and _attaches(p, k):
            k += 2 if kinds[k + 1] in "dp" else 1
        else:
            break
    return (start, k) if found else None


def _attaches(p: Passage, k: int) -> bool:
    """Whether a word joins a noun phrase to the next."""
    following = p.outer[k + 1]
    if p.kinds[k] == "f" or p.lower[k] in ("and", "&"):
        return following in "mNndp"
    return p.lower[k] in ("for", "from", "with", "in", "at") and following in "mNnp"


class VerbGroup(NamedTuple):
    """The auxiliaries before a verb: where they begin, negation, infinitive, passive, chain ("continued to insist")."""

    first: int
    negated: bool
    infinitive: bool
    be: bool
    chain: bool


def verb_group(p: Passage, verb: int, lo: int) -> VerbGroup:
    """What belongs to a verb on its left."""
    k = verb - 1
    negated = infinitive = be = chain = False
    lo = max(lo, verb - 8)
    while k >= lo:
        kind, word = p.outer[k], p.lower[k]
        if kind in "xk":
            negated |= kind == "k" or word.endswith("n't") or word == "cannot"
            be |= word in BE and not infinitive
            k -= 1
        elif kind == "a":
            k -= 1
        elif kind == "t":
            infinitive = True
            governor = skip_adverbs_back(p, k - 1, lo)
            if governor < lo or not _governs_infinitive(p, governor):
                k -= 1
                break
            negated |= p.lower[governor] in _NEGATIVE_VERBS
            chain = True
            k = governor - 1
        else:
            break
    first = skip_adverbs(p, k + 1, verb)
    return VerbGroup(first, negated, infinitive, be, chain)


_BEFORE_INFINITIVE = word_set("before_infinitive")


def _governs_infinitive(p: Passage, k: int) -> bool:
    """Whether a word stands before *to* plus verb: a verb, "able" and the like."""
    if p.outer[k] in "vegb":
        return True
    return p.lower[k] in _BEFORE_INFINITIVE


def skip_adjuncts(p: Passage, start: int, hi: int) -> int:
    """Go past adverbs, times and prepositional phrases after a verb: "said on Monday in a letter | that"."""
    k = start
    while k < hi:
        kind, word = p.outer[k], p.lower[k]
        if kind == "a":
            k += 1
        elif kind == "y":
            k += 1
            while k < hi and is_time(p, k):
                k += 1
        elif word in ("last", "this", "that", "next", "earlier", "late", "early", "one", "a") and is_time(p, k + 1):
            k += 2
        elif kind == "t" and p.outer[k + 1] in "Nodpm" and (phrase := phrase_after(p, k + 1, hi)):
            k = phrase[1]  # "said to Cole"
        elif kind in "if" and word not in ("about", "that", "like", "than"):
            phrase = phrase_after(p, k + 1, hi)
            if not phrase:
                if k + 1 < hi and p.outer[k + 1] == "y":
                    k += 1
                    continue
                return k
            k = phrase[1]
            while k < hi and is_time(p, k):
                k += 1
        else:
            break
    return k


def has_finite_verb(p: Passage, first: int, last: int) -> bool:
    """Whether a stretch holds a finite verb, in or out of quotation marks."""
    kinds = p.kinds
    return kinds.find("v", first, last) >= 0 or kinds.find("x", first, last) >= 0 or kinds.find("e", first, last) >= 0


def finite_at(p: Passage, index: int, hi: int) -> bool:
    """Whether a finite verb stands here, adverbs aside."""
    index = skip_adverbs(p, index, hi)
    return index < hi and p.outer[index] in FINITE


def is_capital(p: Passage, index: int) -> bool:
    """Whether a word is printed with a capital and is no function word."""
    return p.kinds[index] == "N"
