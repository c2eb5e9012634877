"""Where a content ends: every place where it could is scored, the best is taken.

At each sign, conjunction, subordinator, preposition or verb the content may stop. What stands there and around it adds
up to a score, by the weights of `content_ends.csv`; the chance to stop there is its logistic, and the end with the
greatest chance over the whole stretch wins (stopping here, and at no earlier place).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from math import exp
from typing import NamedTuple

from framing import languages
from framing.speech.chunks import FINITE, finite_at, has_finite_verb, is_time, phrase_after, skip_adjuncts, skip_adverbs
from framing.speech.cues import Cue
from framing.speech.passages import Passage
from framing.speech.words import closed_list

_LONGEST = 400  # tokens looked at: no clause outside quotation marks is longer
_LOOK_AHEAD = 30  # tokens
_MAY_STOP = frozenset(",-;:(.cuiywgvexhta<")


class Context(NamedTuple):
    """What the end of a content depends on, beside its words."""

    mode: str  # s clause, n noun phrase, q quotation, i infinitive
    relative: bool = False  # the cue stands in a relative clause
    front: bool = False  # the cue stands before the main clause
    form: str = ""  # form of the cue: g a participle


@cache
def end_weights(language: str = "en") -> dict[str, float]:
    """Weights of what speaks for and against an end."""
    return {row["feature"]: float(row["weight"]) for row in languages.read_rows(language, "content_ends")}


def content_end(p: Passage, start: int, hi: int, cues: Mapping[int, Cue], context: Context) -> int:
    """Return the token after the last one of a content that begins at `start`."""
    weights = end_weights("en")
    semicolon = p.outer.find(";", start + 1, hi)
    hi = semicolon if semicolon > 0 else hi
    best, best_chance, still = hi, 0.0, 1.0
    for k, features in candidate_ends(p, start, hi, cues, context):
        total = 0.0
        for feature in features:
            total += weights.get(feature, 0.0)
        chance = 1 / (1 + exp(-total))
        if still * chance > best_chance:
            best, best_chance = k, still * chance
        still *= 1 - chance
        if still < best_chance:
            break
    if still > best_chance:
        best = hi
    return trim(p, start, best)


def trim(p: Passage, start: int, end: int) -> int:
    """Leave off signs at the end of a stretch."""
    while end > start:
        if p.outer[end - 1] in ",;:-." and p.words[end - 1] not in ("?", "!"):
            end -= 1
        elif end - 2 > start and p.outer[end - 2] == "," and p.lower[end - 1] in ("too", "also", "either", "though"):
            end -= 2
        else:
            break
    return end


def candidate_ends(
    p: Passage, start: int, hi: int, cues: Mapping[int, Cue], context: Context
) -> Iterator[tuple[int, list[str]]]:
    """Every place where the content could stop, with what speaks for and against it."""
    k, outer = start, p.outer
    seen_verb = False
    while k < hi and k - start < _LONGEST:
        if outer[k] == "<":
            closed = p.quotes[p.quote_of[k]][1]
            if k > start:
                yield k, _features(p, start, k, hi, cues, context, seen_verb)
            k = closed + 1
            if k < hi:
                yield k, _features(p, start, k, hi, cues, context, seen_verb, closed)
            if k < hi and outer[k] in _MAY_STOP:
                k += 1
            continue
        if k > start and outer[k] in _MAY_STOP and k < hi - 1 and not (outer[k - 1] in "xtpf" and outer[k] in "vegxta"):
            yield k, _features(p, start, k, hi, cues, context, seen_verb)
        if outer[k] == "(":
            k = _closing_bracket(p, k, hi)
        seen_verb = seen_verb or outer[k] in FINITE
        k += 1


def _closing_bracket(p: Passage, k: int, hi: int) -> int:
    """The closing bracket of an opening one, or the opening one itself."""
    closed = p.outer.find(")", k, min(hi, k + 60))
    return closed if closed > 0 else k


class _Place(NamedTuple):
    """A possible end: the sign or kind of word there, and the first token of what follows it."""

    kind: str
    after: int


def _features(
    p: Passage,
    start: int,
    k: int,
    hi: int,
    cues: Mapping[int, Cue],
    context: Context,
    seen_verb: bool,
    quote_closed: int = 0,
) -> list[str]:
    """What speaks for and against stopping before token `k`."""
    features, place = _at_the_end(p, k, hi, context.mode, quote_closed)
    features += _so_far(p, start, k, context, seen_verb, place)
    features += _what_follows(p, place.after, hi, cues, context, place.kind)
    features += _ahead(p, k, hi, cues, context.mode, place.kind)
    return features


def _at_the_end(p: Passage, k: int, hi: int, mode: str, quote_closed: int) -> tuple[list[str], _Place]:
    """What stands at a possible end: a sign, a conjunction, a closing mark; and what comes directly behind."""
    outer = p.outer
    kind, after = outer[k], k
    features = ["any", f"mode {mode}"]
    if quote_closed:
        sign = p.lower[quote_closed - 1]
        features.append(f"closed {sign if sign in ',.?!' else 'bare'}")
        if sign == ",":
            kind, after = ",", k - 1  # the comma inside the marks is also the comma of the sentence
        elif p.words[k][0].isupper():
            features.append("closed, then capital")
    features += [f"at {p.lower[k] if kind in 'cui' else kind}", f"{mode} at {kind}"]
    after += kind in ",-c;:ui"
    alone = True
    if kind in ",-;" and after < hi and outer[after] == "c":
        alone = False
        after += 1
    if kind in ",-c" and after < hi:
        features += [f"at {kind} {outer[after]}"] * alone + [f"{mode} at {kind} {outer[after]}"]
    return features, _Place(kind, after)


def _so_far(p: Passage, start: int, k: int, context: Context, seen_verb: bool, place: _Place) -> list[str]:
    """What the content holds up to a possible end."""
    outer, kind = p.outer, place.kind
    length, n_commas = k - start, outer.count(",", start, k)
    size = "1" if length < 2 else "2-4" if length < 5 else "5-12" if length < 13 else "13-"
    order = "first" if n_commas == 0 else "second" if n_commas == 1 else "later"
    features = [f"length {size}", f"{outer[k - 1]} before {kind}", f"{context.mode} {order} at {kind}"]
    if context.mode == "s" and not seen_verb and not p.has_quote(start, k):
        features.append("no verb yet")
    if context.relative and seen_verb and kind in FINITE and outer[k - 1] in "nNmsg>":
        features.append("relative, second verb")
    if kind == "," and outer[start + (outer[start] == "h")] in "ui":
        features.append("begins subordinate, at ,")
    if context.form == "g":
        features.append(f"participle at {kind}")
    return features


def _ahead(p: Passage, k: int, hi: int, cues: Mapping[int, Cue], mode: str, kind: str) -> list[str]:
    """What lies ahead of a possible end: quotations, times and occasions."""
    features = []
    quotation = p.outer.find("<", k, min(hi, k + _LOOK_AHEAD))
    if quotation >= 0:
        between = any(cue in cues for cue in range(k, quotation))
        features += [f"quotation ahead, {'cue' if between else 'no cue'} between", f"quotation ahead at {kind}"]
    if hi - k < 4:
        features.append("near the end")
    if kind in "iyd" and any(x < hi and is_time(p, x) for x in (k, k + 1, k + 2)):
        features.append(f"{mode} time")
    if kind == "i" and _is_venue(p, k, hi):
        features.append(f"{mode} venue")
    return features


def _what_follows(p: Passage, after: int, hi: int, cues: Mapping[int, Cue], context: Context, kind: str) -> list[str]:
    """What the words behind a possible end tell: another attribution, another clause."""
    outer = p.outer
    if kind in ",-;c" and after < hi and outer[after] == "u":
        after += 1
    index = _past_auxiliaries(p, after, hi)
    if index < hi and index in cues:
        form = cues[index].form
        finite = form in "zd" or (form == "b" and outer[index - 1] == "x")
        found = [f"cue verb {'finite' if finite else form} after {kind}"]
        return found + (["relative, then a cue"] if context.relative and finite and kind in FINITE else [])
    if after < hi and outer[after] in FINITE:
        return [f"{context.mode} verb after {kind}"] + [f"relative, verb after {kind}"] * context.relative
    if kind not in ",-c;<ui":
        return []
    if kind == "," and outer[after] == "i":
        after = skip_adjuncts(p, after, hi)  # ", at the meeting she said"
    phrase = phrase_after(p, skip_adverbs(p, after, hi), hi)
    if not phrase:
        return []
    last = phrase[1]
    if last < hi and outer[last] == "," and context.front:
        comma = outer.find(",", last + 1, min(hi, last + 15))
        last = comma + 1 if comma > 0 else last
    index = _past_auxiliaries(p, last, hi)
    if index < hi and index in cues:
        found = [f"subject and cue after {kind}"]
    elif finite_at(p, last, hi):
        found = [f"clause after {kind}", f"{context.mode} clause after {kind}"]
    else:
        return []
    return found + [f"front, clause after {kind}"] * context.front


def _past_auxiliaries(p: Passage, index: int, hi: int) -> int:
    """The first token that is no adverb and no auxiliary."""
    while index < hi and p.outer[index] in "ax":
        index += 1
    return index


def _is_venue(p: Passage, k: int, hi: int) -> bool:
    """Whether a prepositional phrase names an occasion of speaking: "at a rally"."""
    phrase = phrase_after(p, k + 1, hi)
    return phrase is not None and any(p.lower[x] in closed_list("en", "venues") for x in range(*phrase))


def is_clause(p: Passage, first: int, last: int) -> bool:
    """Whether a stretch has a finite verb of its own."""
    return has_finite_verb(p, first, last)
