"""What a lexicon is: a named, versioned, citable set of patterns per frame, and the grammar of a pattern.

Every room may use one; `framing.terms.lexicon` reads them from files.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

import pandas as pd

from framing.errors import LexiconError, all_problems, did_you_mean


class Term(NamedTuple):
    """One row of a lexicon: a pattern of a frame, its weight and a note."""

    frame: str
    pattern: str
    weight: float = 1.0
    note: str = ""

    @property
    def is_mask(self) -> bool:
        """Whether the row keeps words from being counted instead of counting them."""
        return self.frame.startswith("-")


class Example(NamedTuple):
    """A sentence with the patterns of a frame that must match in it; none, when it must not match."""

    frame: str
    sentence: str
    matches: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Lexicon:
    """A named, versioned, citable set of patterns per frame. Read one with `read_lexicon`.

    What it counts are framing terms: vocabulary, not frames.

    Parameters
    ----------
    name, version, language, citation, licence : str
        Who wrote it and how to cite it.
    frames : dict of str to str
        Definition of each frame: what counts, what does not. Its order is the order of every table.
    terms : tuple of Term
        The patterns in file order; a term whose frame is `-` is a mask for all frames, `-NAME` for one.
    labels : dict of str to str
        Name of each frame for people.
    examples : tuple of Example
        Sentences that must and must not match.
    validations : tuple of dict
        The rows of validation.csv: on what which frame was validated, by whom, with which figures.

    Notes
    -----
    Two lexicons are equal when they count the same: same digest.

    Examples
    --------
    >>> weather = Lexicon("weather", "1.0", "en", "", "CC0-1.0", {"storm": "wind words"}, (Term("storm", "gale*"),))
    >>> weather.with_terms("storm", ["squall"]).patterns("storm")
    ['gale*', 'squall']
    """

    name: str
    version: str
    language: str
    citation: str
    licence: str
    frames: dict[str, str]
    terms: tuple[Term, ...]
    labels: dict[str, str] = field(default_factory=dict)
    examples: tuple[Example, ...] = ()
    validations: tuple[dict[str, str], ...] = ()

    def __post_init__(self) -> None:
        """Refuse terms of unknown frames and patterns outside the grammar."""
        problems = [problem for term in self.terms for problem in _term_problems(term, self.frames)]
        if problems:
            raise LexiconError(all_problems(f"lexicon {self.name!r}", problems))

    @property
    def label(self) -> str:
        """`name@version`, as every table names it."""
        return f"{self.name}@{self.version}"

    @cached_property
    def digest(self) -> str:
        """Sixty-four hexadecimal digits that change when anything that can change a count does."""
        counted = [self.language, list(self.frames), [[t.frame, t.pattern, float(t.weight)] for t in self.terms]]
        return hashlib.sha256(json.dumps(counted, ensure_ascii=False).encode()).hexdigest()

    @property
    def validated_frames(self) -> tuple[str, ...]:
        """The frames that human coders have judged, on any texts."""
        judged = {row.get("frame") for row in self.validations if row.get("coder_kind") == "human"}
        return tuple(frame for frame in self.frames if frame in judged)

    def frame_label(self, frame: str) -> str:
        """Name of a frame for people."""
        return self.labels.get(frame, frame.replace("_", " "))

    def patterns(self, frame: str) -> list[str]:
        """Return the patterns of one frame, in file order.

        Raises
        ------
        LexiconError
            When the lexicon has no such frame.
        """
        self._known(frame)
        return [term.pattern for term in self.terms if term.frame == frame]

    def table(self) -> pd.DataFrame:
        """All terms and masks as a table: frame, pattern, weight, note."""
        return pd.DataFrame(list(self.terms), columns=list(Term._fields))

    def with_terms(self, frame: str, patterns: Iterable[str], *, weight: float = 1.0, note: str = "") -> Lexicon:
        """Return a lexicon with further patterns in one frame.

        Parameters
        ----------
        frame : str
            The frame; `-` for masks of all frames, `-NAME` for masks of one. To add a frame, edit the lexicon's files.
        patterns : iterable of str
            Patterns as in terms.csv: words, one `*` allowed at the end of a word. Those already there are left alone.
        weight : float
            Weight of each.
        note : str
            Why they belong there.

        Returns
        -------
        Lexicon
            A new one; its version ends in `+` and the first digits of its digest, so that no two share a name.

        Raises
        ------
        LexiconError
            For an unknown frame or a pattern outside the grammar.
        """
        words = [patterns] if isinstance(patterns, str) else list(patterns)
        there = {term.pattern for term in self.terms if term.frame == frame}
        added = tuple(Term(frame, word, weight, note) for word in dict.fromkeys(words) if word not in there)
        return self._changed(terms=self.terms + added)

    def without_terms(self, patterns: Iterable[str], *, frame: str | None = None) -> Lexicon:
        """Return a lexicon without these patterns, in one frame or in all.

        Raises
        ------
        LexiconError
            When a pattern is not there to be taken out.
        """
        words = dict.fromkeys([patterns] if isinstance(patterns, str) else patterns)
        if frame is not None:
            self._known(frame.lstrip("-") or frame)
        gone = [term for term in self.terms if term.pattern in words and frame in (None, term.frame)]
        unknown = [word for word in words if word not in {term.pattern for term in gone}]
        if unknown:
            known = [term.pattern for term in self.terms if frame in (None, term.frame)]
            hints = [f"no pattern {word!r} to take out.{_near(word, known)}" for word in unknown]
            raise LexiconError(all_problems(f"lexicon {self.name!r}", hints))
        return self._changed(terms=tuple(term for term in self.terms if term not in gone))

    def only(self, *frames: str) -> Lexicon:
        """Return a lexicon of these frames alone, with the masks that concern them.

        Raises
        ------
        LexiconError
            For an unknown frame.
        """
        for frame in frames:
            self._known(frame)
        kept = {name: text for name, text in self.frames.items() if name in frames}
        terms = tuple(term for term in self.terms if term.frame == "-" or term.frame.removeprefix("-") in kept)
        return self._changed(frames=kept, terms=terms)

    def _known(self, frame: str) -> None:
        if frame not in self.frames and frame != "-":
            raise LexiconError(f"lexicon {self.name!r} has no frame {frame!r}.{did_you_mean(frame, self.frames)}")

    def _changed(self, **changes: Any) -> Lexicon:
        """A copy under a version that no other content shares; judged are the frames that count what they counted."""
        changed = replace(self, **changes)
        if changed.digest == self.digest:
            return self
        same = {frame for frame in changed.frames if changed._counted_in(frame) == self._counted_in(frame)}
        return replace(
            changed,
            version=f"{self.version.partition('+')[0]}+{changed.digest[:8]}",
            validations=tuple(row for row in self.validations if row.get("frame") in same),
        )

    def _counted_in(self, frame: str) -> list[tuple[str, str, float]]:
        """The terms and masks that decide what counts for a frame."""
        return [term[:3] for term in self.terms if term.frame in (frame, "-", f"-{frame}")]

    def __eq__(self, other: object) -> bool:
        """Whether both count the same."""
        return isinstance(other, Lexicon) and self.digest == other.digest

    def __hash__(self) -> int:
        """By digest."""
        return hash(self.digest)

    def __repr__(self) -> str:
        """Name, version and size."""
        n_terms = sum(not term.is_mask for term in self.terms)
        return f"<Lexicon {self.label}: {len(self.frames)} frames, {n_terms} terms, {len(self.terms) - n_terms} masks>"


def _near(word: str, known: list[str]) -> str:
    """A suggestion, without the whole list when nothing is near."""
    hint = did_you_mean(word, known)
    return hint if hint.startswith(" Did") else " Look them up with lexicon.table()."


def _term_problems(term: Term, frames: Mapping[str, str]) -> Iterable[str]:
    """What is wrong with one term: its frame, its pattern, its weight."""
    target = term.frame.removeprefix("-")
    if target not in frames and not (term.is_mask and not target):
        yield f"pattern {term.pattern!r}: unknown frame {term.frame!r}.{did_you_mean(target, frames)}"
    yield from pattern_problems(term.pattern)
    if not math.isfinite(term.weight):
        yield f"pattern {term.pattern!r}: weight {term.weight!r} is no finite number. Write 1 when all count alike."


def pattern_problems(pattern: str) -> Iterable[str]:
    """Say what is wrong with a pattern; nothing, when it follows the grammar.

    Notes
    -----
    Words separated by spaces (a hyphen is a space); one `*` in a pattern, ending any one word, stands for any ending,
    also none.

    Examples
    --------
    >>> list(pattern_problems("bor*der"))
    ["pattern 'bor*der' has '*' inside a word. Put it at the end, as in 'bor*'."]
    """
    words = str(pattern).replace("-", " ").split()
    if not any(letter.isalnum() for letter in str(pattern)):
        yield f"pattern {pattern!r} has no word in it. Write a word or a phrase."
        return
    stars = str(pattern).count("*")
    if stars > 1:
        yield f"pattern {pattern!r} has {stars} '*'. Use one at most, and list the other forms in rows of their own."
    for word in words:
        if word == "*":
            yield f"pattern {pattern!r} has a '*' that stands alone. Put it at the end of a word, as in 'border*'."
        elif "*" in word[:-1]:
            beginning = word[: word.index("*")] or word.replace("*", "")
            yield f"pattern {pattern!r} has '*' inside a word. Put it at the end, as in {beginning + '*'!r}."
        elif not any(letter.isalnum() for letter in word):
            yield f"pattern {pattern!r} has {word!r}, which is no word. Leave punctuation out."
