"""One article read whole: attributions with their speakers, as characters of the text, without overlaps."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from framing.speech.attributions import Attributions, read_attributions
from framing.speech.captions import is_caption
from framing.speech.chunks import verb_group
from framing.speech.cues import cue_verbs
from framing.speech.names import is_person_noun
from framing.speech.passages import Passage, read_passages
from framing.speech.readings import Reading
from framing.speech.roster import Roster
from framing.speech.scoring import UNCLAIMED
from framing.speech.sources import subject_before
from framing.speech.speakers import Source, Speakers
from framing.speech.words import cue_forms

Span = tuple[int, int]


@dataclass(slots=True)
class Remark:
    """A remark of one article; places are characters of its text."""

    reading: Reading
    source: Source | None
    spans: tuple[Span, ...]
    quoted_spans: tuple[Span, ...]
    form: str
    content: str
    cue: Span | None
    speaker: str | None
    printed: Span | None
    source_span: Span | None
    embedded_speaker: str | None
    because: str
    passage: int

    @property
    def start(self) -> int:
        """First character of the content."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Character after the content."""
        return self.spans[-1][1]


class LeftOver(NamedTuple):
    """Something that became no remark, and why."""

    problem: str
    start: int
    end: int


@dataclass
class ReadArticle:
    """Everything found in one text."""

    text: str
    passages: list[Passage]
    remarks: list[Remark] = field(default_factory=list)
    left_over: list[LeftOver] = field(default_factory=list)


def read_article(
    text: str, language: str = "en", skips: Sequence[Span] = (), roster: Roster | None = None
) -> ReadArticle:
    """Return the remarks of a text in order, and what was left over."""
    passages = read_passages(text, language, skips)
    spoken = [p for p in passages if not is_caption(p)]
    found = read_attributions(spoken)
    article = ReadArticle(text, passages)
    speakers = Speakers(passages, roster)
    for reading in found.readings:
        remark = _make_remark(text, passages, speakers, reading)
        if remark is not None:
            article.remarks.append(remark)
        else:
            found.leave("remark without words", reading.passage, *reading.spans[0])
    article.left_over = _left_over(passages, spoken, found)
    _resolve_overlaps(article)
    return article


def _left_over(passages: Sequence[Passage], spoken: Sequence[Passage], found: Attributions) -> list[LeftOver]:
    """What became no remark, in characters."""
    left = []
    for problem, number, first, last in found.left_over:
        p = passages[number]
        left.append(LeftOver(problem, p.starts[first], p.ends[last - 1]))
    for p in passages:
        left += [LeftOver("unpaired quotation mark", place, place + 1) for place in p.stray]
    if any(p.words[0] == "Q." for p in spoken):
        read = {reading.passage for reading in found.readings}
        left += [
            LeftOver("question or answer without a name", p.starts[0], p.ends[-1])
            for p in spoken
            if p.words[0] in ("Q.", "A.") and p.number not in read
        ]
    heard = {p.number for p in spoken}
    left += [LeftOver("caption or credit", p.starts[0], p.ends[-1]) for p in passages if p.number not in heard]
    return left


def _make_remark(text: str, passages: list[Passage], speakers: Speakers, reading: Reading) -> Remark | None:
    """The remark that a reading makes, with its speaker; nothing when no word is in it."""
    p = passages[reading.passage]
    parts = sorted([*((reading.passage, span) for span in reading.spans), *reading.extra])
    spans: list[Span] = []
    quoted: list[Span] = []
    n_words = n_quoted = 0
    for number, (first, last) in parts:
        q = passages[number]
        first, last = _without_marks(q, first, min(last, len(q)))
        if first >= last:
            continue
        spans.append((q.starts[first], q.ends[last - 1]))
        quoted += _quoted_parts(q, first, last)
        inside = [q.quote_of[k] >= 0 for k in range(first, last) if q.words[k][0].isalnum()]
        n_words, n_quoted = n_words + len(inside), n_quoted + sum(inside)
    if not n_words:
        return None
    home, cue = (passages[reading.pending.passage], reading.pending) if reading.pending else (p, reading)
    source = _source(home, speakers, cue)
    speaker = source.name if source else None
    if source is None and reading.rule in UNCLAIMED:
        about = speakers.named_just_before(p, reading.spans[0][0]) if reading.rule == "floating" else None
        speaker = speakers.answers_of.get(p.number) or about or speakers.last_named(p)
    form = "indirect" if not n_quoted else "direct" if n_quoted == n_words else "mixed"
    content = "noun phrase" if _is_noun_content(reading) else "quotation" if form == "direct" else "clause"
    cue_span = (home.starts[cue.says_from], home.ends[cue.cue[1] - 1]) if cue.cue[1] > cue.cue[0] else None
    return Remark(
        reading, source, tuple(spans), tuple(quoted), form, content, cue_span, speaker,
        (home.starts[source.first], home.ends[source.last - 1]) if source else None,
        _phrase_span(home, cue) if source else None,
        _embedded(p, speakers, reading), _because(text, reading, source, cue_span), reading.passage,
    )  # fmt: skip


def _is_noun_content(reading: Reading) -> bool:
    """Whether the content is the object of a verb that takes no clause: "slammed the plan"."""
    takes = reading.word.takes & {"clause", "that", "quotation", "question", "addressee"}
    return reading.mode == "n" or (reading.rule == "quotation" and "noun" in reading.word.takes and not takes)


def _source(p: Passage, speakers: Speakers, reading: Reading) -> Source | None:
    phrase = reading.named_by
    if phrase is None or phrase.first >= phrase.last:
        return None
    source = speakers.resolve(p, phrase, reading.spans)
    speakers.remember(p, source)
    return source


def _phrase_span(p: Passage, reading: Reading) -> Span | None:
    """The whole phrase that names the source, with apposition and relative pronoun."""
    phrase = reading.named_by
    return (p.starts[phrase.first], p.ends[phrase.last - 1]) if phrase else None


def _without_marks(p: Passage, first: int, last: int) -> Span:
    """Leave off "that", and quotation marks at either end."""
    if last - first > 1 and p.outer[first] == "h" and p.lower[first] == "that":
        first += 1
    if p.outer[first] == "<":
        first += 1
    while last > first and (p.quote_of[last - 1] >= 0 and _is_closing_mark(p, last - 1)):
        last -= 1
    return first, last


def _is_closing_mark(p: Passage, k: int) -> bool:
    _, closed, really = p.quotes[p.quote_of[k]]
    return k == closed and really


def _quoted_parts(p: Passage, first: int, last: int) -> list[Span]:
    """The parts of a stretch inside quotation marks, without the marks."""
    parts = []
    k = first
    while k < last:
        number = p.quote_of[k]
        if number < 0:
            k += 1
            continue
        opened, closed, really = p.quotes[number]
        a, b = max(first, opened + 1), min(last, closed if really else closed + 1)
        if b > a:
            parts.append((p.starts[a], p.ends[b - 1]))
        k = closed + 1
    return parts


def _embedded(p: Passage, speakers: Speakers, reading: Reading) -> str | None:
    """Whose speech the speaker reports: the subject of a further reporting verb inside the content."""
    for first, last in reading.spans:
        for k in range(first + 1, last):
            if p.outer[k] not in "ve" or p.lower[k] not in cue_forms("en"):
                continue
            group = verb_group(p, k, first)
            subject = subject_before(p, group.first, first)
            takes = cue_verbs("en")[cue_forms("en")[p.lower[k]].lemma].takes
            if subject and not group.be and "clause" in takes and subject.kind in ("phrase", "apposition"):
                source = speakers.resolve(p, subject, [])
                if source.name or is_person_noun(source.label):
                    return source.name or source.label
    return None


def _because(text: str, reading: Reading, source: Source | None, cue: Span | None) -> str:
    """The words that decided, for people."""
    parts = []
    if source is not None:
        parts.append(
            f"{source.label!r} is the source ({source.how})" if source.label else f"the source is {source.how}"
        )
    if cue is not None:
        parts.append(f"{text[cue[0] : cue[1]]!r} stands {'after' if reading.left else 'before'} the content")
    if not parts:
        return "a quotation of its own, without cue"
    return "; ".join(parts)


def _resolve_overlaps(article: ReadArticle) -> None:
    """Keep remarks apart: quoted before unquoted, then the longer; what loses is left over."""
    spans = sorted([span for remark in article.remarks for span in remark.spans])
    if any(before[1] > after[0] for before, after in pairwise(spans)):
        _drop_overlaps(article)
    article.remarks.sort(key=lambda r: r.spans[0][0])
    article.left_over.sort(key=lambda left: (left.start, left.end, left.problem))


def _drop_overlaps(article: ReadArticle) -> None:
    """Take the remarks by their worth; those that meet one already taken are left over."""
    order = sorted(article.remarks, key=lambda r: (not r.quoted_spans, r.start - r.end, r.start))
    starts: list[int] = []
    taken: list[Span] = []
    kept = []
    for remark in order:
        if any(_meets(taken, starts, span) for span in remark.spans):
            article.left_over.append(LeftOver("lost an overlap", remark.start, remark.end))
            continue
        kept.append(remark)
        for span in remark.spans:
            index = bisect_right(starts, span[0])
            starts.insert(index, span[0])
            taken.insert(index, span)
    article.remarks = kept


def _meets(taken: list[Span], starts: list[int], span: Span) -> bool:
    """Whether a span overlaps one that is taken; those are in order and apart."""
    index = bisect_right(starts, span[0])
    if index and taken[index - 1][1] > span[0]:
        return True
    return index < len(taken) and taken[index][0] < span[1]
