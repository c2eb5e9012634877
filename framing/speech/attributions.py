"""From passages to attributions: every unit is read cue by cue, and what belongs together is joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from framing.speech.cues import find_cues
from framing.speech.labels import begins_with_label, read_name_colon, transcript_labels
from framing.speech.others import (
    SHORTEST_UNCLAIMED,
    UNKNOWN,
    find_according,
    read_according,
    read_nouns,
    read_unclaimed,
    signature,
)
from framing.speech.passages import Passage
from framing.speech.readings import Reading, Unit
from framing.speech.scoring import LEAST_CHANCE, LEAST_CHANCE_ALONE, UNCLAIMED, chance_of_remark
from framing.speech.sources import main_subject
from framing.speech.verbs import read_verb
from framing.speech.words import word_set

SHORTEST_FLOATING = 6  # tokens of a whole sentence in marks, marks included, that is speech although nobody speaks
_CERTAIN = ("label-colon", "signed")  # a transcript has short remarks too
_SCARING = word_set("scaring")


@dataclass
class Attributions:
    """What was read in one article, and what was left over."""

    passages: list[Passage]
    readings: list[Reading] = field(default_factory=list)
    left_over: list[tuple[str, int, int, int]] = field(default_factory=list)  # problem, passage, first, last token
    labels: frozenset[str] = frozenset()  # before the colons of an interview in lines

    def leave(self, problem: str, passage: int, first: int, last: int) -> None:
        """Note something that became no remark."""
        self.left_over.append((problem, passage, first, last))


def read_attributions(passages: list[Passage]) -> Attributions:
    """Return the readings of all cues and quotations of an article, in order."""
    found = Attributions(passages, labels=transcript_labels(passages))
    carried: Reading | None = None
    for p in passages:
        carried = _read_passage(found, p, carried)
    _join_passages(found)
    _drop_unlikely(found)
    return found


def _drop_unlikely(found: Attributions) -> None:
    """Leave out readings that are hardly remarks."""
    by_number = {p.number: p for p in found.passages}
    kept = []
    for reading in found.readings:
        reading.score = chance_of_remark(by_number[reading.passage], reading)
        least = LEAST_CHANCE_ALONE if reading.rule in UNCLAIMED else LEAST_CHANCE
        if reading.score >= least or reading.rule in _CERTAIN:
            kept.append(reading)
        else:
            found.leave("hardly a remark", reading.passage, *reading.spans[0])
    found.readings = kept


def _read_passage(found: Attributions, p: Passage, carried: Reading | None) -> Reading | None:
    """Read one passage; return the verb with a colon that closes it, for the quotation in the next."""
    earlier: list[Reading] = []
    waiting = carried
    for number, (lo, hi) in enumerate(p.units):
        unit = read_unit(found, p, number, lo, hi)
        kept = []
        for reading in unit.readings:
            if reading.rule != "unclaimed":
                kept.append(reading)
                continue
            whole = reading.whole
            if whole and (host := _host(p, earlier, number, reading)):
                host.spans += reading.spans
                host.unit = number
            elif whole and waiting:
                _take_from_waiting(reading, waiting)
                kept.append(reading)
                waiting = None
            elif _is_speech_by_itself(p, reading, whole=whole):
                kept.append(reading)
            else:
                found.leave("quoted stretch without a speaker", p.number, *reading.spans[0])
        found.readings += kept
        earlier = [reading for reading in earlier if reading.unit >= number] + kept
        waiting = unit.pending if unit.pending and not kept else None
        if waiting:
            waiting.unit, waiting.passage = number, p.number
    return waiting or _introduction(p) if p.last_kind == ":" else None


def _introduction(p: Passage) -> Reading | None:
    """Whatever a passage says last before its colon introduces the next: "The council released this statement:"."""
    lo, hi = p.units[-1]
    verb = max(p.outer.rfind(kind, lo, hi) for kind in "ve")
    source = main_subject(p, lo, hi) if verb > lo else None
    if source is None:
        return None
    return Reading("waiting", (verb, verb + 1), UNKNOWN, "", [], source, passage=p.number, unit=len(p.units) - 1)


def read_unit(found: Attributions, p: Passage, number: int, lo: int, hi: int) -> Unit:
    """Read all cues of one unit from left to right; each takes what the ones before have left."""
    cues = find_cues(p, lo, hi)
    according = find_according(p, lo, hi)
    unit = Unit(p, lo, hi, {**cues, **according}, lo)
    for k in sorted(unit.cues):
        if k < unit.free:
            continue
        reading = read_according(unit, k) if k in according else read_verb(unit, k)
        if reading is None:
            found.leave("cue without content", p.number, unit.cues[k].first, unit.cues[k].last)
            continue
        if reading.rule == "around-all":
            _leave_inside(found, p, unit)
        unit.readings.append(reading)
        unit.free = max(unit.free, reading.end, max(last for _, last in reading.spans))
    unit.readings += read_nouns(unit)
    unit.readings += read_unclaimed(unit)
    in_transcript = number > 0 and begins_with_label(p, lo) and begins_with_label(p, 0)
    if (number == 0 or in_transcript) and (label := read_name_colon(p, unit, found.labels)):
        _leave_inside(found, p, unit)
        unit.readings = [label]
    for reading in unit.readings:
        reading.passage, reading.unit = p.number, number
    unit.readings.sort(key=lambda reading: reading.spans[0])
    return unit


def _leave_inside(found: Attributions, p: Passage, unit: Unit) -> None:
    """Note the readings that another one, of the whole unit, takes in; quotations without a cue are a part of it."""
    for inner in unit.readings:
        if inner.rule != "unclaimed":
            found.leave("reported inside another remark", p.number, *inner.spans[0])
    unit.readings = []


def _host(p: Passage, earlier: Sequence[Reading], number: int, reading: Reading) -> Reading | None:
    """The attribution of the unit before to which a wholly quoted unit belongs."""
    first, last = reading.spans[0]
    before = [r for r in earlier if r.unit == number - 1 and r.rule not in ("noun", "unclaimed", "asked-about")]
    before = [r for r in before if r.spans[-1][1] <= first]  # a line of an interview holds its quotations already
    quoting = [r for r in before if any(p.has_quote(*span) for span in r.spans)]
    if quoting or not before:
        return max(quoting, key=lambda r: (r.left, r.spans), default=None)
    is_sentence = p.lower[last - 2] in (".", "!", "?")
    return before[-1] if last - first >= (4 if is_sentence else SHORTEST_FLOATING) else None


def _take_from_waiting(reading: Reading, waiting: Reading) -> None:
    """A quotation takes cue and source of a verb that had no content of its own: `Brandt agreed. "It works."`."""
    reading.rule, reading.word, reading.form = "next-quotation", waiting.word, waiting.form
    reading.pending = waiting


def _is_speech_by_itself(p: Passage, reading: Reading, *, whole: bool) -> bool:
    """Whether a quotation without cue is believed to be speech."""
    first, last = reading.spans[0]
    if first and p.lower[first - 1] in _SCARING:
        return False  # so-called "friends of the dam"
    if whole and (last - first >= SHORTEST_FLOATING or p.ends_open):
        reading.rule = "floating"
        return True
    if last - first >= SHORTEST_UNCLAIMED:
        reading.rule = "unclaimed-long"
        return True
    return False


def _signs(before: Passage, quotation: Reading, p: Passage) -> Reading | None:
    """The next passage, when it holds only the name that signs a quotation: "— Ada Brook"."""
    source = signature(p, 0) if quotation.spans[-1][1] >= len(before) - 1 and p.number == before.number + 1 else None
    return source and Reading("waiting", (0, 0), UNKNOWN, "", [], source, passage=p.number)


def _join_passages(found: Attributions) -> None:
    """Join quotations that run over paragraphs: an open end followed by an opening mark."""
    by_passage: dict[int, list[Reading]] = {}
    for reading in found.readings:
        by_passage.setdefault(reading.passage, []).append(reading)
    dropped = set()
    for before, p in zip(found.passages, found.passages[1:], strict=False):
        earlier, later = by_passage.get(before.number), by_passage.get(p.number)
        if earlier and earlier[-1].rule == "floating" and (signed := _signs(before, earlier[-1], p)):
            earlier[-1].pending = signed
        if not (before.ends_open and p.starts_quoted and earlier and later):
            continue
        opened = before.quotes[-1][0]
        if opened and before.outer[opened - 1] not in ".:,>-":
            continue  # a stray mark inside a sentence
        first, second = earlier[-1], later[0]
        if second.rule in UNCLAIMED:
            first.extra += (*((p.number, span) for span in second.spans), *second.extra)
            dropped.add(id(second))
            if len(later) == 1:
                by_passage[p.number] = [first]
        elif first.rule in UNCLAIMED and second.left:
            second.extra += (*((first.passage, span) for span in first.spans), *first.extra)
            dropped.add(id(first))
    found.readings = [reading for reading in found.readings if id(reading) not in dropped]
