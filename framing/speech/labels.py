"""A name with a colon as the cue: transcripts, headlines, `Brandt: "It holds."`."""

from __future__ import annotations

from framing.speech.chunks import Phrase, phrase_after
from framing.speech.cues import CueWord
from framing.speech.passages import Passage
from framing.speech.readings import Reading, Unit
from framing.speech.words import closed_list

BARE_COLON = CueWord(":", frozenset({"clause"}), frozenset(), "", "")


def read_name_colon(p: Passage, u: Unit) -> Reading | None:
    """`BRANDT: It holds.`, `Brandt: "It holds."`, and headlines `Brandt: Dam Will Hold`."""
    lo, hi = u.lo, u.hi
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
