"""Where the units of a passage begin and end: sentences that keep their quotation and its attribution."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import regex

from framing.speech.words import cue_form_letter, speaking_verbs


class Tokens(Protocol):
    """What units are told by: words as printed and in small letters, and kinds outside quotations, of a passage."""

    words: tuple[str, ...]
    lower: tuple[str, ...]
    outer: str


def split_units(p: Tokens, language: str) -> Iterator[tuple[int, int]]:
    """Where the units of a passage begin and end."""
    first, n_tokens = 0, len(p.words)
    stops = [k for k, kind in enumerate(p.outer) if kind in ".>" or (kind in "Nn" and p.words[k][-1] == ".")]
    for stop in stops:
        after = stop + 1
        if after < n_tokens and not _ends_unit(p, stop, language):
            continue
        if after > first:
            yield first, after
            first = after
    if first < n_tokens:
        yield first, n_tokens


def _ends_unit(p: Tokens, index: int, language: str) -> bool:
    """Whether a unit ends after a full stop or a closing mark."""
    after = index + 1
    next_word, next_kind = p.words[after], p.outer[after]
    begins = next_word[0].isupper() or next_kind in "<("
    if p.outer[index] in "Nn":
        return next_word[0].isupper() and next_kind not in "Nn" and len(p.words[index]) > 3
    if p.outer[index] == ".":
        return next_kind not in "),;:" and (begins or not next_word[0].isalpha())
    last = p.words[index - 1]
    if last[-1] not in ".?!…" or not begins:
        return False
    return next_kind in "<(ua" or not _attribution_follows(p, after, strict=last == ".", language=language)


# What may stand between a reporting verb and the end of its sentence: adverbs, whom it was said to, times and places.
_ADJUNCTS = "a*+(?:[it][dpaemnNsg]*+y*+n*+|y[yn]*+)*+a*+"
_NOTHING_ELSE = regex.compile(f"{_ADJUNCTS}(?:[.$]|,[gu])")
_LISTENER_ELSE = regex.compile(f"a*+(?:[dp]?[aemnNs]++|o)?+{_ADJUNCTS}(?:[.$]|,[gu])")
_CONTENT_FOLLOWS = regex.compile("a*(?:h|[dpmNnrs]+a?[vex])")  # "that", or a subject and its verb


def _attribution_follows(p: Tokens, after: int, *, strict: bool, language: str) -> bool:
    """Whether a closing mark has its attribution behind it: `"Who pays?" Mayor Brook asked`.

    Notes
    -----
    A verb with a content of its own begins the next sentence: `"Who pays?" Brook said that it rained`. Behind a full
    stop (`strict`) all words but time, place and listener are a content, and who agrees does so with another.
    """
    for index in range(after, min(len(p.words), after + (3 if strict else 9))):
        if p.outer[index] in ",.;:<":
            return False
        if cue_form_letter(p.lower[index], language) in ("z", "d") and p.words[index][0].islower():
            verb = speaking_verbs(language).get(p.lower[index])
            if verb is None or p.lower[index + 1] in verb.prepositions:
                return False
            if strict:
                alone = _LISTENER_ELSE if verb.listener else _NOTHING_ELSE
                return not verb.agrees and alone.match(p.outer, index + 1) is not None
            return _CONTENT_FOLLOWS.match(p.outer, index + 1) is None
    return False
