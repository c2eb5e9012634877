"""A name with a colon as the cue: transcripts, headlines, `Brandt: "It holds."`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import regex

from framing.speech.chunks import Phrase, phrase_after
from framing.speech.cues import CueWord
from framing.speech.interviews import letter_label
from framing.speech.passages import Passage
from framing.speech.readings import Reading, Unit
from framing.speech.words import closed_list, word_set

BARE_COLON = CueWord(":", frozenset({"clause"}), frozenset(), "", "")


# A name or a role before a colon, its words in the nominative as it were: "Ada Brook", "The minister".
_SPEAKING = regex.compile("d?[Nn]{1,4}(?=[(:])")


def transcript_labels(passages: Sequence[Passage]) -> frozenset[str]:
    """What stands before the colons of an interview in lines: "Brook: It holds."; nothing where there is none.

    Notes
    -----
    One such line is none. Two are when the first asks and another answers; more, when who spoke speaks again after
    another and somebody says I, we or you: lists ("Elm: A new school.") have no turns.
    """
    lines = [(label, p) for p in passages if (label := _speaking_label(p))]
    if len(lines) < 2:
        return frozenset()
    labels = frozenset(label for label, _ in lines)
    labelled = {p.number for _, p in lines}
    questions = {p.number for p in passages if p.words[-1] == "?"} - labelled
    if len(questions & {number - 1 for number in labelled}) > 1:
        return labels  # the outlet's questions have no label: "Did it leak? / Brook: It did."
    surnames = [(label.split()[-1], p) for label, p in lines]
    turns = [a for (one, a), (other, _) in pairwise(surnames) if one != other]
    answered = any(a.words[-1] == "?" for a in turns)
    in_person = any(not _IN_PERSON.isdisjoint(p.lower) for _, p in lines)
    speak_again = len(turns) >= len({name for name, _ in surnames}) > 1
    return labels if answered or (speak_again and in_person) else frozenset()


_IN_PERSON = word_set("in_person")


def _speaking_label(p: Passage) -> str | None:
    """The name, role or letter before the colon that begins a passage."""
    if (behind := letter_label(p)) and behind < len(p):
        return p.words[0]
    colon = p.outer.find(":", 1, 7)
    found = _SPEAKING.match(p.outer) if colon > 0 else None
    if found is None or not p.words[0][0].isupper() or colon + 1 >= len(p) or p.is_title:
        return None
    last = found.end()
    if p.outer[last] == "(" and p.outer[colon - 1] != ")":
        return None
    is_speaker = p.kinds[last - 1] == "N" or p.lower[last - 1] in closed_list("en", "person_nouns")
    return p.printed(0, last) if is_speaker and not _is_label(p, 0, last) else None


def read_name_colon(p: Passage, u: Unit, labels: frozenset[str]) -> Reading | None:
    """`BRANDT: It holds.`, `Brandt: "It holds."`, lines of an interview, and headlines `Brandt: Dam Will Hold`."""
    lo, hi = u.lo, u.hi
    if lo == 0 and p.words[0] in labels and (behind := letter_label(p)):
        source = Phrase(0, 1, "label")
        return Reading("label-colon", (1, behind), BARE_COLON, "", [(behind, len(p))], source, end=len(p))
    colon = p.outer.find(":", lo, min(hi, lo + 20 if p.outer[lo] == "<" else lo + 7))
    if (
        colon <= lo
        or not (p.words[lo][0].isalpha() or p.outer[lo] == "<")
        or colon + 1 >= len(p)
        or "<" in p.outer[lo + 1 : colon]
    ):
        return None
    bracket = p.outer.find("(", lo + 1, colon)
    named = bracket if bracket > 0 and p.outer[colon - 1] == ")" else colon  # "BRANDT (interrupting): It holds."
    names = [word for word in p.words[lo:named] if word[0].isalpha()]
    capitals = all(word[0].isupper() for word in names)
    if p.outer[lo] == "<" and colon == p.quotes[0][1] + 1:
        return _headline_quote(p, colon, hi)
    source = Phrase(lo, named, "label")
    claimed = any(reading.rule != "unclaimed" for reading in u.readings)
    if lo == 0 and p.printed(0, named) in labels:
        return Reading("label-colon", (colon, colon + 1), BARE_COLON, "", [(colon + 1, len(p))], source, end=len(p))
    if p.number < 2 and (p.is_title or (p.number == 0 and p.last_kind not in ".>")):
        if capitals and hi - colon > 3 and colon < lo + 5 and not _is_label(p, lo, colon) and not claimed:
            end = hi - (p.outer[hi - 1] == ".")
            return Reading("headline-colon", (colon, colon + 1), BARE_COLON, "", [(colon + 1, end)], source, end=end)
        return None
    if _is_label(p, lo, named):
        return None
    if all(word.isupper() for word in names):
        end = next((first for first, _ in p.units if first > colon and begins_with_label(p, first)), len(p))
        return Reading("label-colon", (colon, colon + 1), BARE_COLON, "", [(colon + 1, end)], source, end=end)
    if capitals and p.outer[colon + 1] == "<":
        end = p.quotes[p.quote_of[colon + 1]][1] + 1
        return Reading("label-colon", (colon, colon + 1), BARE_COLON, "", [(colon + 1, end)], source, end=end)
    return None


def begins_with_label(p: Passage, first: int) -> bool:
    """Whether a unit begins with a name in capitals and a colon, as in a transcript: "BRANDT: It holds."."""
    colon = p.outer.find(":", first, first + 5)
    names = p.words[first : max(first, colon)]
    return bool(names) and all(word.isupper() and len(word) > 1 for word in names) and not _is_label(p, first, colon)


def _headline_quote(p: Passage, colon: int, hi: int) -> Reading | None:
    """`'We will not blink': Brandt leaves allies reeling`: a headline names the speaker behind the colon."""
    phrase = phrase_after(p, colon + 1, hi)
    if p.number > 0 or not phrase or p.kinds[colon + 1] != "N":
        return None
    end = next((k for k in range(colon + 1, phrase[1]) if p.kinds[k] != "N"), phrase[1])
    phrase = (colon + 1, end)
    return Reading("headline-quote", (colon, colon), BARE_COLON, "", [(0, colon)], Phrase(*phrase, "phrase"), mode="q")


def _is_label(p: Passage, lo: int, colon: int) -> bool:
    """Whether the words before a colon name a thing, not a speaker: "Photo:", "UPDATE:", "Read more:"."""
    return any(p.lower[k] in closed_list("en", "label_words") or p.outer[k] in "vexm" for k in range(lo, colon))
