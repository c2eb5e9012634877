"""What of a lexicon a format can hold, and what it cannot."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from framing.lexicon import Lexicon, Term
from framing.terms.dictionaries.draft import Loss
from framing.terms.dictionaries.patterns import written_pattern

EVERYTHING = frozenset(
    ("weights", "inner wildcards", "masks", "notes", "definitions", "labels", "examples", "validation", "version")
)
NO_DEFINITION = 'TODO: no definition yet. Write what counts and, after "Not", what does not.'
_KEEP = "Keep the folder of the lexicon beside the file."


class Written(NamedTuple):
    """Terms as they will stand in the file, by frame, and what does not stand there."""

    terms: dict[str, list[Term]]
    losses: list[Loss]


def fit_terms(lexicon: Lexicon, holds: Collection[str]) -> Written:
    """Return the terms that a format can hold, with what it cannot hold of the lexicon.

    Parameters
    ----------
    lexicon : Lexicon
        Any.
    holds : collection of str
        What the format can hold, of `EVERYTHING`.

    Examples
    --------
    >>> harbour = Lexicon("harbour", "1", "en", "", "", {"storm": "wind"}, (Term("storm", "gale", 2.0),))
    >>> fit_terms(harbour, {"definitions", "version"}).losses[0].what
    'weight 2'
    """
    terms: dict[str, list[Term]] = {frame: [] for frame in lexicon.frames}
    losses: list[Loss] = list(_head_losses(lexicon, holds))
    for term in lexicon.terms:
        if term.is_mask:
            losses.append(_lost(term, "a mask", "Take its words out of the results there, or count here."))
            continue
        text = written_pattern(term.pattern)
        if "*" in text[:-1] and "inner wildcards" not in holds:
            losses.append(_lost(term, "'*' inside a phrase", "List the forms in rows of their own."))
            continue
        losses.extend(_changes(term, text, holds))
        terms[term.frame].append(term._replace(pattern=text))
    return Written(terms, losses)


def keep_terms(lexicon: Lexicon, holds: Collection[str]) -> Written:
    """Return all terms and masks as they stand, for a format that holds them, with what it cannot hold beside them.

    Examples
    --------
    >>> harbour = Lexicon("harbour", "1", "en", "", "", {"storm": "wind"}, (Term("-storm", "gale road"),))
    >>> keep_terms(harbour, EVERYTHING)
    Written(terms={'-storm': [Term(frame='-storm', pattern='gale road', weight=1.0, note='')]}, losses=[])
    """
    terms: dict[str, list[Term]] = {}
    for term in lexicon.terms:
        terms.setdefault(term.frame, []).append(term)
    return Written(terms, list(_head_losses(lexicon, holds)))


def _changes(term: Term, text: str, holds: Collection[str]) -> Iterator[Loss]:
    """What changes in a term that is written."""
    if text != term.pattern:
        yield _lost(term, f"written as {text!r}", "The words are those that are matched here.", carried=True)
    if term.weight != 1 and "weights" not in holds:
        yield _lost(term, f"weight {term.weight:g}", "All terms count alike there.", carried=True)


def _lost(term: Term, what: str, next_step: str, *, carried: bool = False) -> Loss:
    return Loss(None, term.frame, term.pattern, carried, what, next_step)


def _head_losses(lexicon: Lexicon, holds: Collection[str]) -> Iterator[Loss]:
    """What is said of the lexicon as a whole and has no place in the format; one row for each kind."""
    parts = {
        "version": (1, "name, version, language, citation and licence"),
        "definitions": (sum(text != NO_DEFINITION for text in lexicon.frames.values()), "definitions of frames"),
        "labels": (len(lexicon.labels), "labels of frames"),
        "notes": (sum(bool(term.note) for term in lexicon.terms), "notes on terms"),
        "examples": (len(lexicon.examples), "example sentences"),
        "validation": (len(lexicon.validations), "rows of validation"),
    }
    for part, (n_there, called) in parts.items():
        if n_there and part not in holds:
            said = called if part == "version" else f"{n_there} {called}"
            yield Loss(None, "", "", False, said, _KEEP)
