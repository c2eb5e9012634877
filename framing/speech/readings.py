"""What one cue can be read as: the frame in which its content is looked for, and the reading that comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from framing.speech.chunks import Phrase, VerbGroup
from framing.speech.clauses import Context, content_end
from framing.speech.cues import Cue, CueWord
from framing.speech.passages import Passage

# What a verb takes when it can stand beside a quotation or behind what is said.
CLAUSE_TAKERS = frozenset({"clause", "that", "quotation"})


@dataclass(eq=False, slots=True)
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
    extra: tuple[tuple[int, tuple[int, int]], ...] = ()  # parts in other passages
    whole: bool = False  # a quotation that is the whole unit

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


@dataclass(slots=True)
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
        context = Context(mode, relative, front, cue.form)
        return content_end(self.p, start, self.hi, self.cues, context)


@dataclass(slots=True)
class Frame:
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
        """Whether anybody is known to act in the verb."""
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


def is_participle(p: Passage, cue: Cue, group: VerbGroup) -> bool:
    """Whether a cue has no subject of its own: "saying that", "having said that", "continuing to explain"."""
    return not group.be and (cue.form == "g" or p.outer[group.first] == "g" or p.lower[group.first] == "having")
