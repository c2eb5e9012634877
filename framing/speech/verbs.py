"""One reporting verb in its unit: its source, then the rules for its content, the best of which is taken."""

from __future__ import annotations

from framing.speech.chunks import Phrase, VerbGroup, skip_adjuncts, skip_adverbs_back, verb_group
from framing.speech.cues import Cue
from framing.speech.lefts import before_verb, to_the_left
from framing.speech.passages import Passage
from framing.speech.readings import CLAUSE_TAKERS, Frame, Reading, Unit, is_participle
from framing.speech.rights import asked_about, is_passive, name_first, to_the_right
from framing.speech.scoring import chance_of_remark
from framing.speech.sources import main_subject, subject_before
from framing.speech.words import closed_list, word_set

# In the order of their certainty: the first that holds is taken, unless a later one is much more likely a remark.
CLEARLY = 0.05
_NOBODY = word_set("nobody")  # "Nobody answered." leads to no quotation
RULES = (before_verb, asked_about, name_first, to_the_left, to_the_right)


def read_verb(u: Unit, k: int) -> Reading | None:
    """Return the reading of the cue at token `k`, or nothing when it has no content here."""
    cue = u.cues[k]
    group = verb_group(u.p, k, u.lo)
    source, inherits = find_source(u, k, cue, group)
    passive = is_passive(u.p, k, cue, group)
    frame = Frame(u, k, cue, group, source, inherits, passive)
    readings = []
    for rule in RULES:
        reading = rule(frame)
        if reading is not None:
            if reading.left and reading.mode == "q":
                return reading  # beside a closing mark: nothing is more certain
            readings.append(reading)
            frame = Frame(u, k, cue, group, source, inherits, passive)  # a rule that holds may have changed it
    if readings:
        return _most_likely(u.p, readings)
    speaks = cue.word.takes & (CLAUSE_TAKERS | {"addressee"}) and not frame.passive and not group.negated
    if (source or inherits) and speaks and not (source and _is_nobody(u.p, source)):
        end = skip_adjuncts(u.p, cue.last, u.hi)
        if end >= u.hi - 1:
            u.pending = frame.reading("waiting", [])
    return None


def _is_nobody(p: Passage, source: Phrase) -> bool:
    """Whether nobody acts: "No one answered."."""
    return not _NOBODY.isdisjoint(p.lower[max(0, source.first - 1) : source.first + 1])


def _most_likely(p: Passage, readings: list[Reading]) -> Reading:
    """The first reading, unless a later one is much more likely a remark."""
    best, best_chance = readings[0], chance_of_remark(p, readings[0]) if len(readings) > 1 else 1.0
    for reading in readings[1:]:
        chance = chance_of_remark(p, reading)
        if chance > best_chance + CLEARLY:
            best, best_chance = reading, chance
    return best


def find_source(u: Unit, k: int, cue: Cue, group: VerbGroup) -> tuple[Phrase | None, Reading | None]:
    """The subject of a cue, or the reading whose subject it shares."""
    p = u.p
    subject = subject_before(p, group.first, u.lo)
    last = next((reading for reading in reversed(u.readings) if reading.named_by), None)
    if is_participle(p, cue, group):
        if subject and subject.kind != "apposition" and _acts_itself(p, subject, group, u.lo):
            return subject, None
        main = main_subject(p, u.lo, group.first)
        return (main, None) if main else (None, last)
    if subject:
        if group.infinitive and not group.chain and subject.kind == "phrase":
            subject = _controller(p, subject, u.lo)
        return subject, None
    before = skip_adverbs_back(p, group.first - 1, u.lo)
    while before >= u.lo and p.outer[before] in "a,":
        before -= 1
    coordinated = before >= u.lo and p.lower[before] in ("and", "but", "then")
    after_comma = group.first > u.lo and p.outer[group.first - 1] == ","
    if coordinated or after_comma:
        return (None, last) if last else (main_subject(p, u.lo, group.first), None)
    if group.first in (u.lo, u.free) and not group.infinitive:
        return None, None
    return main_subject(p, u.lo, group.first), None


def _acts_itself(p: Passage, subject: Phrase, group: VerbGroup, lo: int) -> bool:
    """Whether a participle has a subject of its own: "with Cole saying", "Cole saying" at the beginning."""
    return p.kinds[group.first - 1] == "N" or p.lower[subject.first - 1] in ("with", "and", "of")


def _controller(p: Passage, subject: Phrase, lo: int) -> Phrase:
    """Who acts in "used the rally to call for": the subject of the main verb, unless a verb hands the act on."""
    governor = skip_adverbs_back(p, subject.first - 1, lo)
    if governor < lo or _hands_on(p.lower[governor]):
        return subject
    return main_subject(p, lo, subject.first) or subject


def _hands_on(word: str) -> bool:
    """Whether a verb's object acts in the infinitive that follows."""
    stems = {word, word.removesuffix("s"), word.removesuffix("ed"), word.removesuffix("d"), word.removesuffix("ing")}
    return bool(stems & closed_list("en", "control_verbs")) or word in ("led", "got", "told", "let")
