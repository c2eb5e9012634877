"""The ways one cue can be read: which words are its content, which name its source.

Each rule below looks at one cue in one unit and offers at most one reading; `best_reading` takes the one with the
highest score. The rules:

    closing-mark      "...," Cole said        quotation mark before the source
    before-source     ..., Cole said
    before-verb       "...," said Cole
    around            The well, Cole said, is dry
    that, colon, quotation, clause, question, infinitive, phrase    content to the right, by what introduces it
    passive           the plan was described as reckless
    asked-about       Asked about X, she said ...
    carrier           issued a warning about
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from framing.speech.chunks import (
    BE,
    HAVE,
    Phrase,
    VerbGroup,
    finite_at,
    is_time,
    phrase_after,
    skip_adjuncts,
    skip_adverbs,
    skip_adverbs_back,
    verb_group,
)
from framing.speech.clauses import Context, content_end, is_clause, trim
from framing.speech.cues import PRONOUNS_OBJECT, Cue, CueWord, cue_nouns
from framing.speech.passages import Passage
from framing.speech.sources import main_subject, source_behind, subject_before
from framing.speech.words import closed_list

SAYING = frozenset("say add tell write argue note claim explain report observe remark point out".split())
_CLAUSE_TAKERS = frozenset({"clause", "that", "quotation"})
_DATELINE = 10  # tokens within which "CITY, May 3 -" ends


@dataclass(eq=False)
class Reading:
    """One way to read a cue: content, source, and why."""

    rule: str
    cue: tuple[int, int]
    word: CueWord
    form: str
    spans: list[tuple[int, int]]
    source: Phrase | None = None
    inherits: Reading | None = None
    left: bool = False
    end: int = 0  # token up to which the attribution uses the unit
    mode: str = "s"
    score: float = 0.0
    negated: bool = False
    passage: int = 0
    unit: int = 0
    pending: Reading | None = None
    verb: int = -1  # token of the cue itself, without its auxiliaries
    extra: list[tuple[int, tuple[int, int]]] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)

    @property
    def says_from(self) -> int:
        """First token of the cue as it is printed: the verb, or the refusal before it ("declined to say")."""
        return self.verb if self.verb >= 0 else self.cue[0]

    @property
    def named_by(self) -> Phrase | None:
        """The words that name the source, its own or those of the verb before."""
        hop: Reading | None = self
        while hop is not None:
            if hop.source is not None:
                return hop.source
            hop = hop.inherits
        return None


@dataclass
class Unit:
    """A unit being read: its passage, its tokens, its cues, and what earlier cues have used of it."""

    p: Passage
    lo: int
    hi: int
    cues: Mapping[int, Cue]
    free: int  # first token that no attribution has used
    readings: list[Reading] = field(default_factory=list)
    pending: Reading | None = None

    def end_of(self, start: int, mode: str, cue: Cue, source: Phrase | None, *, front: bool = False) -> int:
        """The end of a content that begins at `start`."""
        relative = (source is not None and source.kind == "relative") or cue.form == "n"
        context = Context(mode, relative, front, cue.form, "as" in cue.word.takes)
        return content_end(self.p, start, self.hi, self.cues, context)


def read_verb(u: Unit, k: int) -> Reading | None:
    """Return the reading of the cue at token `k`, or nothing when it has no content here."""
    cue = u.cues[k]
    group = verb_group(u.p, k, u.lo)
    source, inherits = find_source(u, k, cue, group)
    frame = _Frame(u, k, cue, group, source, inherits, _is_passive(u.p, k, cue, group))
    for rule in (_before_verb, _asked_about, _name_first, _to_the_left, _to_the_right):
        reading = rule(frame)
        if reading is not None:
            return reading
    if (source or inherits) and cue.word.takes & (_CLAUSE_TAKERS | {"addressee"}) and not frame.passive:
        end = skip_adjuncts(u.p, cue.last, u.hi)
        if end >= u.hi - 1 or u.p.outer[u.hi - 1] == ":":
            u.pending = frame.reading("waiting", [])
    return None


@dataclass
class _Frame:
    """A cue in its unit, with its verb group and source, while its content is looked for."""

    u: Unit
    k: int
    cue: Cue
    group: VerbGroup
    source: Phrase | None
    inherits: Reading | None
    passive: bool

    @property
    def has_source(self) -> bool:
        return self.source is not None or self.inherits is not None

    def reading(self, rule: str, spans: list[tuple[int, int]], **more: object) -> Reading:
        """A reading of this cue."""
        first = self.group.first if self.k - self.group.first < 6 else self.k
        made = Reading(
            rule, (first, self.cue.last), self.cue.word, self.cue.form, spans, self.source, self.inherits,
            negated=self.group.negated, end=spans[-1][1] if spans else 0,
            verb=self.group.first if self.group.negated and self.group.chain else self.k,
        )  # fmt: skip
        for name, value in more.items():
            setattr(made, name, value)
        return made


def _is_passive(p: Passage, k: int, cue: Cue, group: VerbGroup) -> bool:
    if not group.be or cue.form != "d" or cue.word.lemma == "say":
        return False
    return p.lower[k - 1] not in HAVE and p.lower[k - 1] not in ("'ve", "'d")


def is_participle(p: Passage, cue: Cue, group: VerbGroup) -> bool:
    """Whether a cue has no subject of its own: "saying that", "having said that", "continuing to explain"."""
    return not group.be and (cue.form == "g" or p.outer[group.first] == "g" or p.lower[group.first] == "having")


# ---------------------------------------------------------------- source


def find_source(u: Unit, k: int, cue: Cue, group: VerbGroup) -> tuple[Phrase | None, Reading | None]:
    """The subject of a cue, or the reading whose subject it shares."""
    p = u.p
    subject = subject_before(p, group.first, u.lo)
    last = next((reading for reading in reversed(u.readings) if reading.named_by), None)
    if is_participle(p, cue, group):
        if subject and subject.kind in ("phrase", "pronoun", "relative") and p.outer[group.first - 1] not in "if":
            before = p.lower[subject.first - 1] if subject.first > u.lo else ""
            if subject.first == u.lo or before in ("with", "", "and", "of"):
                return subject, None
        return (None, last) if last else (main_subject(p, u.lo, group.first), None)
    if subject:
        if group.infinitive and not group.chain and subject.kind == "phrase":
            subject = _controller(p, subject, u.lo)
        return subject, None
    before = skip_adverbs_back(p, group.first - 1, u.lo)
    while before >= u.lo and p.outer[before] in "a,":
        before -= 1
    coordinated = before >= u.lo and p.lower[before] in ("and", "but", "then")
    after_comma = group.first > u.lo and p.outer[group.first - 1] == "," and cue.form in "dz"
    if coordinated or after_comma:
        return (None, last) if last else (main_subject(p, u.lo, group.first), None)
    if group.infinitive:
        own = main_subject(p, u.lo, group.first)
        return (own, None) if own else (None, last)
    if group.first in (u.lo, u.free):
        return None, None
    return main_subject(p, u.lo, group.first), None


def _controller(p: Passage, subject: Phrase, lo: int) -> Phrase:
    """Who acts in "used the rally to call for": the subject of the main verb, unless a verb hands the act on."""
    governor = skip_adverbs_back(p, subject.first - 1, lo)
    if governor <= lo or _hands_on(p.lower[governor]):
        return subject
    return main_subject(p, lo, subject.first) or subject


def _hands_on(word: str) -> bool:
    """Whether a verb's object acts in the infinitive that follows."""
    stems = {word, word.removesuffix("s"), word.removesuffix("ed"), word.removesuffix("d"), word.removesuffix("ing")}
    return bool(stems & closed_list("en", "control_verbs")) or word in ("led", "got", "told", "let", "forcing", "urging")


# ---------------------------------------------------------------- content before the source or verb


def left_content(u: Unit, end: int) -> tuple[int, int] | None:
    """What stands before an attribution: from the first unused token to its comma."""
    p = u.p
    if end > u.lo and p.outer[end - 1] in ",-":
        end -= 1
    first = u.free
    if first == 0:
        first = _dateline(p, end)
    while first < end and (p.outer[first] in ",;:-" or (p.lower[first] in ("and", "but", "while") and u.free > u.lo)):
        first += 1
    if first >= end:
        return None
    mark = end - 1 if p.outer[end - 1] == ">" else end - 2 if end - 2 >= first and p.outer[end - 2] == ">" else -1
    if mark >= 0:
        opened = p.quotes[p.quote_of[mark]][0]
        if opened > first and p.outer[opened - 1] == ":":
            return opened, end  # a lead-in that ends in a colon is no part of what is said
    return first, end


def _dateline(p: Passage, end: int) -> int:
    """Where the text begins after "CITY, May 3 -"."""
    word = p.words[0]
    if not (word.isupper() and len(word) > 1):
        return 0
    dash = p.outer.find("-", 0, min(end, _DATELINE))
    return dash + 1 if dash > 0 else 0


def _before_verb(f: _Frame) -> Reading | None:
    """`"...," said Lena Pratt, who chairs the council.`"""
    u, p, k = f.u, f.u.p, f.k
    speaks = f.cue.word.takes & (_CLAUSE_TAKERS | {"addressee", "question"})
    if f.cue.form not in "dz" or f.passive or f.group.first != k or not speaks:
        return None
    previous = k - 1
    if previous < u.free or f.cue.last >= u.hi or p.outer[f.cue.last] == "<":
        return None
    quoted = p.outer[previous] == ">" or (p.outer[previous] == "," and previous > u.lo and p.outer[previous - 1] == ">")
    comma = p.outer[previous] in ",-" or p.lower[previous] in ("?", "!")
    if not (quoted or comma):
        return None
    behind = source_behind(p, f.cue.last, u.hi)
    if not behind:
        return None
    source, end = behind
    if quoted:
        if f.source and f.source.kind == "apposition" and not p.words[f.cue.last][0].isupper():
            return None
    elif not _inverts_after_comma(f, source, end):
        return None
    content = left_content(u, previous + 1)
    if not content:
        return None
    f.source, f.inherits = source, None
    reading = f.reading("before-verb", [content], left=True, end=source.last, mode="q" if quoted else "s")
    _add_rest(f, reading, end)
    return reading


def _inverts_after_comma(f: _Frame, source: Phrase, end: int) -> bool:
    """`The well is dry, said Lena Pratt.`: a clause before the comma, and nothing but the source behind."""
    u, p = f.u, f.u.p
    if f.cue.word.lemma not in ("say", "write", "report", "add") or not is_clause(p, u.free, f.k - 1):
        return False
    if f.source is None:
        return True
    phrase = phrase_after(p, f.cue.last, u.hi)
    if not phrase or p.outer[phrase[0]] == "r" or end < u.hi - 1 or p.outer[phrase[1]] == "<":
        return False
    return not finite_at(p, phrase[1], u.hi) and (p.kinds[phrase[1] - 1] == "N" or not is_clause(p, f.cue.last, u.hi))


def _asked_about(f: _Frame) -> Reading | None:
    """`Asked about the dam, she said ...`: the question has no source."""
    u, p = f.u, f.u.p
    if f.k != u.lo or p.lower[f.k] not in ("asked", "pressed", "questioned", "quizzed"):
        return None
    k = skip_adjuncts(p, f.cue.last, u.hi)
    if not (k < u.hi and (p.lower[k] in ("about", "on", "if") or p.outer[k] in "wu")):
        return None
    first = k + (p.lower[k] in ("about", "on"))
    end = p.outer.find(",", first, u.hi)
    while 0 <= end < u.hi and not phrase_after(p, end + 1, u.hi):
        end = p.outer.find(",", end + 1, u.hi)
    if end <= first:
        return None
    f.source = f.inherits = None
    return f.reading("asked-about", [(first, end)], end=end + 1)


def _name_first(f: _Frame) -> Reading | None:
    """`Said Cole: "..."`"""
    u, p, k = f.u, f.u.p, f.k
    if k != u.lo or f.cue.form not in "dz" or "clause" not in f.cue.word.takes:
        return None
    phrase = phrase_after(p, f.cue.last, u.hi)
    if not phrase or phrase[1] >= u.hi or p.outer[phrase[1]] not in ",:":
        return None
    opened = p.outer.find("<", phrase[1], u.hi)
    if opened < 0 or p.outer[opened - 1] not in ",:":
        return None
    f.source, f.inherits = Phrase(phrase[0], opened - 1, "inverted"), None
    end = u.end_of(opened, "q", f.cue, f.source)
    return f.reading("verb-first", [(opened, end)], mode="q")


_NO_CLAUSE_STARTS = frozenset("who which that according".split())


def _to_the_left(f: _Frame) -> Reading | None:
    """`"...," Cole said`, `The well is dry, Cole said`, `The well, Cole said, is dry`."""
    u, p, source = f.u, f.u.p, f.source
    if source is None or source.kind == "main" or f.passive or (f.cue.form == "g" and not f.group.be):
        return None
    if not f.cue.word.takes & (_CLAUSE_TAKERS | {"addressee"}):
        return None
    b = source.first - 1
    while b > u.lo and p.outer[b] == "a" and p.outer[b - 1] == ",":
        b -= 1
    if not (b > u.free or (b >= u.free and b >= u.lo and p.outer[b] in "z>")):
        return _around_all(f, b)
    content = left_content(u, b + 1)
    if content is None:
        return None
    after = _after_attribution(f)
    following = p.outer[after] if after < u.hi else "."
    word = p.lower[after] if after < u.hi else "."
    if p.outer[b] == ">" and p.lower[b - 1] in (",", "?", "!", "—") and word not in ("that", ":"):
        return _closing_mark(f, content, after)
    quoted = p.outer[b] == ">" or (p.outer[b] == "," and p.outer[b - 1] == ">")
    if not (quoted or p.outer[b] in ",-"):
        return None
    around = None if quoted else _around(f, content, after, following)
    if around:
        return around
    if not _may_stand_before(f, content, after, following, word, quoted=quoted):
        return None
    reading = f.reading("before-source", [content], left=True, end=after, mode="q" if quoted else "s")
    _add_rest(f, reading, after)
    return reading


def _around_all(f: _Frame, b: int) -> Reading | None:
    """`Cole explained how it felt, aides said.`: an attribution at the end takes the whole sentence, reports in it too."""
    u, p = f.u, f.u.p
    after = _after_attribution(f)
    inside = [reading for reading in u.readings if not reading.left]
    if b < u.lo + 3 or p.outer[b] != "," or len(inside) != len(u.readings) or not inside or after < u.hi - 1:
        return None
    if not is_clause(p, u.lo, b) or any(reading.mode == "q" for reading in inside):
        return None
    content = left_content(Unit(p, u.lo, u.hi, u.cues, u.lo), b + 1)
    return f.reading("around-all", [content], left=True, end=after) if content else None


def _after_attribution(f: _Frame) -> int:
    """The token after verb, addressee and adjuncts."""
    u, p = f.u, f.u.p
    after = f.cue.last
    if "addressee" in f.cue.word.takes and after < u.hi and p.outer[after] != "<":
        phrase = phrase_after(p, after, u.hi)
        after = phrase[1] if phrase else after
    return skip_adjuncts(p, after, u.hi)


def _closing_mark(f: _Frame, content: tuple[int, int], after: int) -> Reading:
    """A closing mark with its comma directly before source and verb: nearly certain."""
    u, p = f.u, f.u.p
    reading = f.reading("closing-mark", [content], left=True, end=f.cue.last, mode="q")
    k = after
    while k < u.hi and k not in u.cues and p.outer[k] != "<":
        k += 1
    if k < u.hi and p.outer[k] == "<" and (p.outer[k - 1] in ",-" or k == f.cue.last or p.lower[k - 1] == "and"):
        _add_rest(f, reading, k - 1 if p.outer[k - 1] in ",-" else k)
    elif after < u.hi and p.outer[after] in ",-":
        _add_rest(f, reading, after)
    return reading


def _around(f: _Frame, content: tuple[int, int], after: int, following: str) -> Reading | None:
    """`The well, Cole said, is dry.`: the attribution stands inside the content, or behind its first words."""
    u, p = f.u, f.u.p
    first, last = content
    if after + 1 >= u.hi or following not in ",:-":
        return None
    k = after + 1
    clause_before = is_clause(p, first, last)
    first += p.outer[first] == "c"
    if p.outer[k] == "<" and not clause_before and k + 1 < u.hi:
        if last - first <= 2 or (p.words[k + 1][0].islower() and p.outer[first] not in "if"):
            return f.reading("around", [content, (k, u.end_of(k, "q", f.cue, f.source))], left=True)
    if following == ":" or p.outer[k] == "<":
        return None
    lead_in = last - first <= 2 or p.outer[first] in "iftua" or any(is_time(p, x) or p.lower[x] == "ago" for x in range(first, last))
    if clause_before and after == f.cue.last and p.lower[k] in ("for", "to"):
        return f.reading("around", [content, (k, u.end_of(k, "s", f.cue, f.source))], left=True)
    if not clause_before and not lead_in and p.outer[first] not in "u":
        goes_on = p.outer[k] in "vext" or p.outer[k] == "i" or (p.outer[k] == "a" and finite_at(p, k, u.hi))
        if goes_on:
            return f.reading("around", [content, (k, u.end_of(k, "s", f.cue, f.source))], left=True)
    plain = after == f.cue.last and p.outer[k] not in "cg" and p.lower[k] not in _NO_CLAUSE_STARTS and k not in u.cues
    if plain and lead_in and p.lower[first] != "that" and is_clause(p, k, u.hi):
        return f.reading("around", [content, (k, u.end_of(k, "s", f.cue, f.source))], left=True)
    return None


def _may_stand_before(
    f: _Frame, content: tuple[int, int], after: int, following: str, word: str, *, quoted: bool
) -> bool:
    """Whether what stands before the attribution is its content, by what follows it."""
    u, p = f.u, f.u.p
    first, last = content
    done = after >= u.hi or (after >= u.hi - 1 and following in ".;:") or following == ";"
    split = following in ",-<"
    subordinate = following == "u" or word in ("after", "before", "during", "as", "since")
    if following == "," and after + 1 < u.hi:
        subordinate |= p.outer[after + 1] in "gu" or p.lower[after + 1] in ("but", "and", "who", "after", "before")
    if following == ":":
        return False
    if quoted:
        return done or split or subordinate
    clause = is_clause(p, first, last)
    if not (done or (split and clause) or (subordinate and clause)):
        return False
    if not clause and not done and p.outer[first] in "iu" and last - first < 8:
        return False
    if following == "," and after + 2 < u.hi and p.outer[after + 1] == "<":
        return not (p.words[after + 2][0].isupper() and p.words[after + 2] != "I" and last - first > 2)
    return True


def _add_rest(f: _Frame, reading: Reading, k: int) -> None:
    """The second part of a split quotation in the same sentence."""
    u, p = f.u, f.u.p
    if k < u.hi and p.outer[k] in ",-":
        k += 1
    elif not (k < u.hi and p.outer[k] == "<"):
        return
    if k >= u.hi - 1:
        return
    joined = p.outer[k] == "c" and "<" in p.outer[k + 1 : k + 4] and not any(c > k for c in u.cues)
    if joined:
        k += 1  # `"...," Cole said, and a "new era"`
    if p.outer[k] == "<" or joined:
        reading.spans.append((k, u.end_of(k, "q", f.cue, f.source)))
    elif (
        (p.outer[k] not in "ucigw" or p.lower[k] == "so")
        and p.lower[k] not in ("a", "an", "according")
        and k not in u.cues
        and not p.has_quote(*reading.spans[0])
    ):
        end = u.end_of(k, "s", f.cue, f.source)
        if is_clause(p, k, end):
            reading.spans.append((k, end))
    if len(reading.spans) > 1:
        reading.end = reading.spans[-1][1]


# ---------------------------------------------------------------- content to the right


def _to_the_right(f: _Frame) -> Reading | None:
    """Content behind the verb, by what introduces it."""
    if f.passive:
        found = _passive(f)
        if found is not None or f.passive:
            return found
    if _says_nothing(f):
        return None
    k = _after_addressee(f)
    return _carrier(f, k) or _by_introduction(f, k)


def _says_nothing(f: _Frame) -> bool:
    """`said yes`, `needless to say`: no content."""
    p, k = f.u.p, f.k
    if f.cue.word.lemma != "say":
        return False
    if f.cue.last < f.u.hi and p.lower[f.cue.last] in ("goodbye", "hello", "yes", "no") and f.cue.last + 2 >= f.u.hi:
        return True
    return k - 2 >= f.u.lo and p.lower[k - 1] == "to" and p.lower[k - 2] in ("fair", "safe", "needless", "hard", "suffice")


def _passive(f: _Frame) -> Reading | None:
    """`was told that`, `was criticised by`, `was described as`; clears `f.passive` when the active rules may go on."""
    u, p, k = f.u, f.u.p, f.cue.last
    subject = f.source
    if p.lower[f.k] in ("told", "asked", "informed", "urged", "warned", "reminded", "advised") and k < u.hi and p.lower[k] != "by":
        content_follows = p.outer[k] in "htuw:<" or p.lower[k] == "about" or (p.outer[k] == "," and p.outer[k + 1 : k + 2] == "<")
        if content_follows:
            f.source = f.inherits = None
            f.passive = False
        return None
    if subject is None or k >= u.hi:
        return None
    if p.lower[k] == "by":
        phrase = phrase_after(p, k + 1, u.hi)
        if not phrase:
            return None
        f.source, f.inherits = Phrase(*phrase, "agent"), None
        if phrase[1] < u.hi and f.cue.word.takes & {"addressee", "question"}:
            if p.outer[phrase[1]] in "wuht" or p.lower[phrase[1]] == "about":
                first = phrase[1] + (p.lower[phrase[1]] == "about")
                return f.reading("passive", [(first, u.end_of(first, "s", f.cue, None))])
        return f.reading("passive", [(subject.first, subject.last)], end=phrase[1], mode="n", left=True)
    if p.lower[k] == "as" and "as" in f.cue.word.takes:
        f.source = f.inherits = None
        end = u.end_of(k + 1, "n", f.cue, None)
        return f.reading("passive", [(subject.first, subject.last), (k + 1, end)], mode="n")
    return None


_URGING = frozenset("urge ask press advise instruct implore beg tell order encourage challenge warn direct invite admonish push".split())


def _after_addressee(f: _Frame) -> int:
    """The token where the content may begin: behind the addressee of "told reporters outside the hall that"."""
    u, p, k, word = f.u, f.u.p, f.cue.last, f.cue.word
    if "addressee" not in word.takes or k >= u.hi or p.outer[k] in "<ht:" or p.lower[k] in ("about", "for"):
        return k
    if p.outer[k] in "wu":
        return k
    phrase = phrase_after(p, k, u.hi)
    if p.lower[k] in PRONOUNS_OBJECT or (p.lower[k] == "her" and not (k + 1 < u.hi and p.outer[k + 1] in "mNns")):
        phrase = (k, k + 1)
    if not phrase:
        return k
    after = skip_adjuncts(p, phrase[1], u.hi)
    if after >= u.hi:
        return k
    following = p.lower[after]
    introduced = following in ("that", ":", ",", "about", "to", "of") or p.outer[after] in "wu<"
    if not introduced and not (word.lemma in ("tell", "remind", "assure", "warn") and p.outer[after] not in ".;"):
        return k
    if following == "to" and word.lemma in _URGING:
        return k  # who is urged belongs to what is urged
    if following == "," and not (p.outer[after + 1 : after + 2] == "<") and word.lemma != "tell":
        return k
    return after + (following == "of" and word.lemma in ("assure", "remind", "inform", "notify", "warn"))


def _carrier(f: _Frame, k: int) -> Reading | None:
    """`issued a warning about`, `repeated her demand: "..."`: a light verb and the noun that reports."""
    u, p = f.u, f.u.p
    lemma = f.cue.word.lemma
    if lemma not in closed_list("en", "light_verbs") or k >= u.hi or p.outer[k] in "<h":
        return None
    end = k
    while end < u.hi and p.outer[end] in "dpegmnNas":
        end += 1
    nouns = [x for x in range(k, end) if p.lower[x] in cue_nouns()]
    if lemma in ("express", "voice") and end > k:
        nouns = nouns or [end - 1]
    if not nouns or not f.has_source:
        return None
    following = p.lower[end] if end < u.hi else "."
    if following == "that":
        first, mode = end, "s"
    elif following in ("of", "about", "for", "on", "against", "to", "at", "over", "with", "in"):
        first, mode = end + 1, "n"
    elif end < u.hi and p.outer[end] in ":<":
        first, mode = end + (p.outer[end] == ":"), "q"
    else:
        return None
    if first >= u.hi:
        return None
    f.cue = f.cue._replace(last=nouns[-1] + 1)
    stop = u.end_of(first, mode, f.cue, f.source)
    if stop <= first:
        return None
    reading = f.reading("carrier", [(first, stop)], mode=mode)
    noun = cue_nouns().get(p.lower[nouns[-1]])
    reading.word = noun or reading.word
    return reading


def _needs_carrier(f: _Frame, k: int) -> bool:
    """Whether a light verb stands alone: "issued the order" is a deed, `issued a statement: "..."` is not."""
    p = f.u.p
    light = "issue release deliver present publish make give send raise share float pitch express voice air read"
    if f.cue.word.lemma not in light.split():
        return False
    return not ("<" in p.outer[k : k + 3] or p.outer[k : k + 1] == ":")


def _by_introduction(f: _Frame, k: int) -> Reading | None:
    """The content by the word or sign that introduces it."""
    u = f.u
    if k >= u.hi or _needs_carrier(f, k):
        return None
    start = _content_start(f, k)
    if start is None:
        return None
    rule, first, mode = start
    if first >= u.hi or u.p.outer[first] in ".;":
        return None
    participle = is_participle(u.p, f.cue, f.group)
    if not f.has_source and mode != "q" and not participle and not f.group.infinitive and not f.group.be:
        return None
    end = u.end_of(first, mode, f.cue, f.source, front=_is_front(f, participle=participle))
    end = trim(u.p, first, end)
    if end <= first:
        return None
    if mode == "n" and first == f.cue.last + 1 and u.p.lower[f.cue.last] in f.cue.word.prepositions:
        f.cue = f.cue._replace(last=first)  # "appealed for"
    reading = f.reading(rule, [(first, end)], mode=mode)
    if participle and not f.has_source:
        while end < u.hi and (u.p.outer[end] in ",a" or u.p.lower[end] == "though"):
            end += 1
        phrase = phrase_after(u.p, end, u.hi)
        if phrase:
            reading.source = Phrase(*phrase, "main")  # "Calling it a farce, Cole left."
    return reading


def _content_start(f: _Frame, k: int) -> tuple[str, int, str] | None:
    """Rule, first token and mode of the content behind a verb."""
    u, p, takes, lemma = f.u, f.u.p, f.cue.word.takes, f.cue.word.lemma
    adj = skip_adjuncts(p, k, u.hi)
    sign = p.outer[adj] if adj < u.hi else "."
    if sign == ":" or (sign == "," and p.outer[adj + 1 : adj + 2] == "<"):
        quoted = p.outer[adj + 1 : adj + 2] == "<"
        return ("colon" if sign == ":" else "quotation"), adj + 1, "q" if quoted else "s"
    if sign == "<":
        if not takes & {"clause", "that", "addressee", "question"} and _is_title(p, adj):
            return None  # `read "The Last Ferry"`
        if p.lower[k] not in f.cue.word.prepositions and not takes & {"clause", "that", "noun", "quotation", "addressee"}:
            return None
        return "quotation", adj, "q"
    if sign == "h" and takes & {"clause", "that", "addressee", "quotation"}:
        return "that", adj, "s"
    if sign == ",":
        first = _behind_comma(f, adj, k)
        return ("clause", first, "s") if first is not None else None
    if adj < u.hi and sign in "wu" and p.lower[adj] in _QUESTION_WORDS and takes & {"question", "clause"}:
        return "question", adj, "s"
    if p.lower[k] in f.cue.word.prepositions:
        return _behind_preposition(f, k)
    if p.lower[k] == "as" and "as" in takes and lemma in ("describe", "refer"):
        return "phrase", k, "n"
    if takes & {"object-infinitive"} and sign != "t":
        phrase = phrase_after(p, k, u.hi)
        if phrase and phrase[1] < u.hi and p.outer[phrase[1]] == "t":
            return "infinitive", k, "i"
    if sign == "t" and adj + 1 < u.hi and (p.outer[adj + 1] in "bnaxg<Be" or p.outer[adj + 1] == "v") and "infinitive" in takes:
        return "infinitive", adj, "i"
    if adj > k and "clause" in takes and adj < u.hi and phrase_after(p, adj, u.hi) and is_clause(p, adj, u.hi) and sign not in "wuc":
        return "clause", adj, "s"
    return _bare(f, k)


_QUESTION_WORDS = frozenset("whether what how why who where when which if whom whose".split())


def _is_title(p: Passage, opened: int) -> bool:
    """Whether a quotation is written like the title of a work."""
    _, closed, _ = p.quotes[p.quote_of[opened]]
    longer = [word for word in p.words[opened + 1 : closed] if len(word) > 3 and word[0].isalpha()]
    return len(longer) > 1 and all(word[0].isupper() for word in longer)


def _behind_comma(f: _Frame, adj: int, k: int) -> int | None:
    """The clause behind a comma: "said on Monday, in a letter, that", "As Cole said, the well is dry"."""
    u, p = f.u, f.u.p
    first = adj + 1
    if f.cue.word.lemma not in SAYING or first >= u.hi:
        return None
    if p.lower[first] == "that":
        return first
    source = f.source
    if source and source.first > u.lo and p.lower[source.first - 1] == "as" and is_clause(p, first, u.hi):
        return first
    comma = p.outer.find(",", first, min(u.hi, first + 14))
    if comma > 0 and comma + 1 < u.hi and p.outer[comma + 1] in "h<":
        return comma + 1
    moved = adj > f.cue.last and is_clause(p, first, u.hi)
    if moved and (comma > 0 or (p.outer[first] not in "cug" and p.lower[first] not in ("who", "which"))):
        return first
    return None


def _behind_preposition(f: _Frame, k: int) -> tuple[str, int, str] | None:
    """The noun phrase behind a preposition of the verb: "referred to", "lashed out at"."""
    u, p = f.u, f.u.p
    first = k + 1
    if first >= u.hi or (p.lower[k] == "to" and p.outer[first] == "b"):
        return None
    if p.lower[k] == "to" and f.cue.word.lemma in ("testify", "object", "speak", "confess", "admit"):
        return None
    if p.lower[k] == "out" and p.lower[first] in ("at", "against", "about", "for"):
        first += 1
    return "phrase", first, "n"


_NO_CONTENT_BEGINS = frozenset("ifcu,)thw.;:-")


def _bare(f: _Frame, k: int) -> tuple[str, int, str] | None:
    """A clause or noun phrase directly behind the verb."""
    u, p, takes = f.u, f.u.p, f.cue.word.takes
    if p.outer[k] in _NO_CONTENT_BEGINS:
        return None
    if "clause" in takes:
        first = k
        while first + 1 < u.hi and p.lower[first] in ("also", "again"):
            first += 1
        if "noun" in takes and f.cue.word.lemma not in ("say", "tell", "add") and _only_noun_phrase(p, first, u.hi):
            return "phrase", first, "n"
        if is_clause(p, first, u.hi) or "noun" in takes:
            if f.cue.word.lemma == "say" and p.lower[first] in ("so", "no", "yes") and first >= u.hi - 2:
                return None
            return "clause", first, "s"
        return None
    if "noun" in takes and p.outer[k] != "<":
        if phrase_after(p, k, u.hi) or p.outer[k] in "dpo" or p.lower[k] == "her" or p.outer[k] == "g":
            return "phrase", k, "n"
    return None


def _only_noun_phrase(p: Passage, first: int, hi: int) -> bool:
    """Whether a noun phrase stands here that is no subject of a clause."""
    phrase = phrase_after(p, first, hi)
    if not phrase or p.outer[phrase[0]] == "g":
        return False
    after = skip_adverbs(p, phrase[1], hi)
    return not (after < hi and (p.outer[after] in "vexb,(whr-<k" or p.lower[after] in BE))


def _is_front(f: _Frame, *, participle: bool) -> bool:
    """Whether the cue stands in a clause that only introduces the main one: "While praising the pump, Cole said"."""
    u, p = f.u, f.u.p
    k = u.lo
    while k < f.k and (p.outer[k] in "c,-" or p.lower[k] in ("even", "just")):
        k += 1
    if k >= f.group.first:
        return participle
    return p.outer[k] in "ui" and p.outer.find(",", k, f.k) < 0
