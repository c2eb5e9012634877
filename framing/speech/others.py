"""Cues that are no verbs: *according to* and reporting nouns; and quotations without a cue."""

from __future__ import annotations

import regex

from framing.speech.beside import match_list
from framing.speech.chunks import Phrase, phrase_after, phrase_before, verb_group
from framing.speech.clauses import is_clause
from framing.speech.cues import Cue, CueWord, cue_nouns
from framing.speech.lefts import after_dateline
from framing.speech.passages import Passage
from framing.speech.readings import Reading, Unit
from framing.speech.sources import main_subject, source_behind, subject_before
from framing.speech.words import closed_list, word_set

# A quotation in a sentence that nobody is said to have spoken is believed to be speech from this many tokens on, marks
# included: of shorter ones most are scare quotes, titles and names.
SHORTEST_UNCLAIMED = 5
ACCORDING = CueWord("according to", frozenset({"clause"}), frozenset(), "stating", "neutral")
UNKNOWN = CueWord("?", frozenset({"quotation"}), frozenset(), "", "")


def find_according(p: Passage, lo: int, hi: int) -> dict[int, Cue]:
    """Every *according to* of a unit."""
    found: dict[int, Cue] = {}
    k = lo
    while True:
        try:
            k = p.lower.index("according", k, hi)
        except ValueError:
            return found
        if p.lower[k + 1] == "to" and p.outer[k] not in "z<>":
            found[k] = Cue(k, k + 2, ACCORDING, "")
        k += 1


def read_according(u: Unit, k: int) -> Reading | None:
    """In front or behind: `According to the almanac, frost is near`; `Frost is near, according to two growers`."""
    p, cue = u.p, u.cues[k]
    first = k + 2
    front = k <= u.free + 1 and not u.readings
    end = _source_end(u, first, front=front)
    if end <= first:
        return None
    source = Phrase(first, end, "according")
    if front:
        start = end + 1
        stop = u.end_of(start, "s", cue, source)
        if stop <= start:
            return None
        return Reading("according-front", (k, k + 2), ACCORDING, "", [(start, stop)], source, end=stop)
    last = k - 1 if p.outer[k - 1] in ",-" else k
    used = u.free
    wraps = last - used < 3 and bool(u.readings) and not any(r.left and r.mode == "q" for r in u.readings)
    if wraps:
        used = u.lo
    start = after_dateline(p, last) if used == 0 else used
    if start >= last:
        return None
    reading = Reading(
        "around-all" if wraps else "according-behind",
        (k, k + 2),
        ACCORDING,
        "",
        [(start, last)],
        source,
        left=True,
        end=end,
    )
    comma = p.outer.find(",", first + 1, end)
    if comma > 0 and not is_clause(p, start, last) and is_clause(p, comma + 1, u.hi):
        reading.source = Phrase(first, comma, "according")  # "The well, according to Cole, is dry."
        reading.spans.append((comma + 1, u.end_of(comma + 1, "s", cue, source)))
    elif p.outer[end : end + 2] == ",<":
        reading.spans.append((end + 1, u.end_of(end + 1, "q", cue, source)))
    reading.end = max(reading.end, reading.spans[-1][1])
    return reading


_SOURCE_STOPS = word_set("source_stops")


def _source_end(u: Unit, first: int, *, front: bool) -> int:
    """Where the source of *according to* ends."""
    p, end = u.p, match_list(u.p, first, u.hi) or first
    while end < u.hi and p.outer[end] not in ".;":
        if p.outer[end] == "," and (
            not _describes(u, end) if front else p.lower[end + 1] in _SOURCE_STOPS or p.outer[end + 1] == "<"
        ):
            break
        end += 1
    return end


def _describes(u: Unit, comma: int) -> bool:
    """Whether a source goes on behind a comma: "according to Lena Pratt, a farmer, ..."."""
    p = u.p
    closing = p.outer.find(",", comma + 1, u.hi)
    if p.lower[comma + 1] in ("who", "which"):
        return closing > 0
    return p.lower[comma + 1] in ("a", "an") and closing > 0 and not is_clause(p, comma, closing)


_NOUN_LINKS = word_set("noun_links")


def read_nouns(u: Unit) -> list[Reading]:
    """`Her claim that the pump works drew laughter.`: the owner of a reporting noun is the source."""
    nouns = cue_nouns()
    found = []
    for k in [k for k, word in enumerate(u.p.lower[u.lo : u.hi - 2], u.lo) if word in nouns]:
        if _is_noun_cue(u, k) and (reading := _read_noun(u, k, nouns[u.p.lower[k]])):
            found.append(reading)
    return found


def _is_noun_cue(u: Unit, k: int) -> bool:
    """Whether a reporting noun has a link, stands outside quotations and is not read as a verb."""
    return u.p.outer[k] not in "z<>" and k not in u.cues and u.p.lower[k + 1] in _NOUN_LINKS


def _read_noun(u: Unit, k: int, word: CueWord) -> Reading | None:
    p = u.p
    link = p.lower[k + 1]
    if link == "to" and p.outer[k + 2] != "b":
        return None
    source = _owner(p, k, u.lo)
    if source is None and not (link == "that" and "that" in word.takes):
        return None
    start = k + 1 if link == "to" else k + 2
    cue = Cue(k, k + 1, word, "n")
    end = u.end_of(start, "s" if link == "that" else "n", cue, source)
    if link == "that":
        end = _before_second_verb(p, start, end)
    else:
        verb = next((x for x in range(start, end) if p.outer[x] in "vx"), end)
        end = verb  # a subject phrase ends at its verb
    if end <= start or any(a < end and start < b for reading in u.readings for a, b in reading.spans):
        return None
    mode = "s" if link == "that" else "n"
    return Reading("noun", (k, k + 1), word, "n", [(start, end)], source, end=end, mode=mode)


# One verb with its auxiliaries and place, and a further verb directly behind it.
_VERB_THEN_VERB = regex.compile("[^vexcuwh,<]*(?:x[ax]*[bnve]|[ve])[ae]*(?:i[^,cuhw<:;rxve]*)?(?=[vx])")


def _before_second_verb(p: Passage, start: int, end: int) -> int:
    """Where the verb begins whose subject the claim is: "her claim that it rained | was false"."""
    match = _VERB_THEN_VERB.match(p.outer, start, end)
    return match.end() if match else end


def _owner(p: Passage, k: int, lo: int) -> Phrase | None:
    """Whose claim it is: "her", "Brandt's", with adjectives between."""
    a = k - 1
    while a > lo and p.outer[a] in "nea":
        a -= 1
    if p.outer[a] == "p":
        return Phrase(a, a + 1, "owner")
    phrase = phrase_before(p, a, lo) if p.outer[a] == "s" else None
    if not phrase:
        return None
    first = next((k + 1 for k in range(a - 1, phrase[0], -1) if p.outer[k] in "if"), phrase[0])
    return Phrase(first, a + 1, "owner")


def read_unclaimed(u: Unit) -> list[Reading]:
    """Quotations that no reading has taken."""
    taken = [span for reading in u.readings for span in reading.spans]
    found = []
    for first, last, _ in u.p.quotes_between(u.lo, u.hi):
        if any((a <= first + 1 and last - 1 < b) or a <= first < b or a <= last < b for a, b in taken):
            continue
        reading = Reading("unclaimed", (first, first), UNKNOWN, "", [(first, last + 1)], mode="q")
        reading.source = signed = signature(u.p, last + 1)
        reading.whole = first == u.lo and last >= u.hi - 2 and not signed
        if signed and last - first >= SHORTEST_UNCLAIMED:
            reading.rule = "signed"
        elif not reading.whole and (last - first > 3 or _is_exclaimed(u, last)):
            _by_unknown_verb(u, reading, first, last)
            if reading.source is None and first > u.lo and not _is_labelled(u, first):
                reading.source = main_subject(u.p, u.lo, first)
        found.append(reading)
    return found


# A dash and a name, or a name in brackets, and the passage ends; words that describe the name may follow it.
_SIGNED = regex.compile(r"\.?(?:-(N+)(?:,[^-()<]{1,12})?|\((N+)(?:,[^-()<]{1,12})?\))\.?")


def signature(p: Passage, start: int) -> Phrase | None:
    """The name that signs a quotation at the end of its passage: `"..." — Ada Brook`, `"..." (Ada Brook)`."""
    found = _SIGNED.fullmatch(p.outer, start, len(p))
    if found is None or not closed_list("en", "caption_words").isdisjoint(p.lower[start : len(p)]):
        return None  # "(Reuters)"
    return Phrase(*found.span(1 if found.group(1) else 2), "phrase")


def _is_labelled(u: Unit, first: int) -> bool:
    """Whether the word for a kind of text stands before a quotation: `Interview: "I asked for boats."`."""
    colon = first - 1
    return u.p.outer[colon] == ":" and u.p.lower[colon - 1] in closed_list("en", "label_words")


def _is_exclaimed(u: Unit, last: int) -> bool:
    """Whether a verb and a name follow a closing mark: `"Fantastic!" beamed Lena Pratt`."""
    return u.p.lower[last - 1] in (",", "?", "!") and u.p.outer[last + 1] in "ve" and u.p.kinds[last + 2] == "N"


def _by_unknown_verb(u: Unit, reading: Reading, first: int, last: int) -> None:
    """Beside a quotation after a comma or colon any finite verb will do as cue."""
    p = u.p
    if first > u.lo and p.outer[first - 1] in ":,":
        nearest = 6 if p.outer[first - 1] == "," else 13
        for verb in range(first - 2, max(u.lo, first - 1 - nearest) - 1, -1):
            if p.outer[verb] in "ve":
                source = subject_before(p, verb_group(p, verb, u.lo).first, u.lo)
                if source:
                    reading.rule, reading.source, reading.cue, reading.end = (
                        "unknown-verb",
                        source,
                        (verb, verb + 1),
                        last + 1,
                    )
                return
    if last + 2 < u.hi and p.lower[last - 1] in (",", "?", "!"):
        if p.outer[last + 1] in "ve" and p.kinds[last + 2] == "N" and (behind := source_behind(p, last + 2, u.hi)):
            reading.rule, reading.source, reading.left = "unknown-verb", behind[0], True
            reading.cue = (last + 1, last + 2)  # `"Fantastic!" beamed Lena Pratt`
            return
        phrase = phrase_after(p, last + 1, u.hi)
        if phrase and phrase[1] < u.hi and p.outer[phrase[1]] in "ve":
            reading.rule, reading.source, reading.left = "unknown-verb", Phrase(*phrase, "phrase"), True
            reading.cue = (phrase[1], phrase[1] + 1)
