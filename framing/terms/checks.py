"""Checks a lexicon by itself: its files, rows that can never count, its examples."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from framing import languages
from framing.errors import did_you_mean
from framing.lexicon import Example, Lexicon
from framing.terms.findings import Finding, error, findings_table, warning
from framing.terms.lexicon import check_examples, folder_of, matches_in_sentences
from framing.terms.lexicon_files import read_files
from framing.terms.patterns import compile_patterns, lay_out, pattern_words

Severity = Callable[..., Finding]

SOME_ENDING = "\ue000"  # a letter that stands in no pattern: what fits a word with this ending fits it with any


def check_lexicon(lexicon: Lexicon | str | os.PathLike[str]) -> pd.DataFrame:
    """Check the structure of a lexicon, and try it out on its examples.

    Parameters
    ----------
    lexicon : Lexicon, str or path
        The name of one that comes with the toolkit, or the folder of your own: then findings name file and row. Or a
        lexicon that was read already.

    Returns
    -------
    pandas.DataFrame
        The `findings` table: errors before warnings, each in the order of files and rows. Empty when all is well.

    Raises
    ------
    LexiconError
        When there is no such lexicon. What is wrong inside its files is a finding.

    Notes
    -----
    Errors, beside all that `read_lexicon` refuses: *masked*, a row whose words a mask always takes, so that it can
    never count; *example fails*, a sentence in which other patterns match than it says, shown with the words that
    matched. Examples of a frame with wrong rows are not tried, which is a warning.

    Warnings: *no label*; *two frames*, a term that stands in more than one frame, which counts for each; *shadowed*, a
    row whose words another row always takes; *covered*, a row whose words a wildcard of the same frame would count
    without it. What wins is what the matching engine lets win: each row is given its own words, with an ending of which
    no pattern knows in place of a `*`.

    Examples
    --------
    >>> from framing.lexicon import Lexicon, Term
    >>> terms = (Term("storm", "gale*"), Term("storm", "gales"), Term("-", "gale*"))
    >>> weather = Lexicon("weather", "1.0", "en", "", "", {"storm": "wind words"}, terms, {"storm": "Storms"})
    >>> check_lexicon(weather)[["severity", "rule", "pattern"]]
      severity    rule pattern
    0    error  masked   gale*
    1    error  masked   gales
    """
    if isinstance(lexicon, Lexicon):
        return findings_table(_findings(lexicon, _Places((), ()), set(), set()))
    read = read_files(folder_of(lexicon))
    places = _Places([row.number for row in read.terms], [row.number for row in read.examples])
    untried = {one.frame for one in read.problems if one.file == "terms.csv"}
    wrong = {one.row for one in read.problems if one.file == "examples.csv"}
    return findings_table([*read.problems, *_findings(read.lexicon(), places, untried, wrong)])


class _Places(NamedTuple):
    """The rows in which terms and examples stand; empty when the lexicon comes from no file."""

    terms: Sequence[int]
    examples: Sequence[int]

    def of_term(self, number: int) -> str:
        """A term's row, as a message names it behind the pattern."""
        return f" (row {self.terms[number]})" if self.terms else ""


def _of_term(severity: Severity, rule: str, said: str, number: int, lexicon: Lexicon, places: _Places) -> Finding:
    """A finding about one row of terms.csv."""
    term = lexicon.terms[number]
    file, row = ("terms.csv", places.terms[number]) if places.terms else ("", None)
    return severity(rule, said, file=file, row=row, frame=term.frame, pattern=term.pattern)


def _findings(lexicon: Lexicon, places: _Places, untried: set[str], wrong: set[int | None]) -> Iterator[Finding]:
    """Everything there is to say of a lexicon whose rows are sound."""
    for frame in lexicon.frames:
        if not lexicon.labels.get(frame):
            said = f"frame {frame!r} has no label. Write below [labels] what figures call it."
            yield warning("no label", said, file="lexicon.toml" if places.terms else "", frame=frame)
    yield from _in_two_frames(lexicon, places)
    yield from _taken_by_others(lexicon, places)
    yield from _untried_examples(lexicon, places, untried)
    for finding in _failing_examples(lexicon, places, untried):
        if finding.row is None or finding.row not in wrong:
            yield finding


def _in_two_frames(lexicon: Lexicon, places: _Places) -> Iterator[Finding]:
    """Terms that stand in more than one frame."""
    same: dict[tuple[str, ...], list[int]] = {}
    for number, term in enumerate(lexicon.terms):
        if not term.is_mask:
            same.setdefault(pattern_words(term.pattern), []).append(number)
    for numbers in same.values():
        where = {lexicon.terms[number].frame: places.of_term(number) for number in numbers}
        if len(where) > 1:
            frames = " and in ".join(f"{frame!r}{row}" for frame, row in where.items())
            said = (
                f"{lexicon.terms[numbers[0]].pattern!r} stands in {frames}: its words count for each. "
                "Leave it so when each definition holds them."
            )
            yield _of_term(warning, "two frames", said, numbers[0], lexicon, places)


def _taken_by_others(lexicon: Lexicon, places: _Places) -> Iterator[Finding]:
    """Rows that can never count, and rows without which as much would be counted."""
    terms = lexicon.terms
    for number, rival, wins in _rivals(lexicon):
        term, other = terms[number], f"{terms[rival].pattern!r}{places.of_term(rival)}"
        if (term.frame, pattern_words(term.pattern)) == (terms[rival].frame, pattern_words(terms[rival].pattern)):
            continue  # the same row twice is a finding of its own
        if wins and terms[rival].is_mask and not term.is_mask:
            said = f"{term.pattern!r} can never count: the mask {other} always takes its words. Take one of them out."
            yield _of_term(error, "masked", said, number, lexicon, places)
        elif wins:
            said = (
                f"{term.pattern!r} can never count: {other} always takes its words. Take it out, or narrow the other."
            )
            yield _of_term(warning, "shadowed", said, number, lexicon, places)
        elif term.weight == terms[rival].weight:
            said = f"{term.pattern!r} adds nothing: the wildcard {other} takes its words as well. Take one of them out."
            yield _of_term(warning, "covered", said, number, lexicon, places)


def _rivals(lexicon: Lexicon) -> Iterator[tuple[int, int, bool]]:
    """For each term the strongest other that fits all its words wherever it competes, and whether that one wins.

    Only a pattern of as many words that begins at the same word is a rival: a longer one needs words that need not be
    there, a shorter one loses.
    """
    patterns = compile_patterns(lexicon)
    words = [pattern_words(term.pattern) for term in lexicon.terms]
    n_words = np.array([len(each) for each in words], dtype=np.int64)
    own_words = [[w[:-1] + SOME_ENDING if w.endswith("*") else w for w in each] for each in words]
    begin, position, atom = lay_out(patterns, own_words)
    spark, length, rival = patterns.candidates(position, atom)
    start = position[spark]
    own = np.searchsorted(begin, start, side="right") - 1
    fits = (start == begin[own]) & (length == n_words[own]) & (rival != own)
    reaches = patterns.for_all[rival] | (~patterns.for_all[own] & (patterns.frame[rival] == patterns.frame[own]))
    alike = patterns.is_mask[rival] == patterns.is_mask[own]
    wins = patterns.rank[rival] < patterns.rank[own]
    rows = np.flatnonzero(fits & reaches & (wins | alike))
    strongest = rows[np.lexsort((patterns.rank[rival[rows]], own[rows]))]
    first = np.unique(own[strongest], return_index=True)[1]
    for row in strongest[first].tolist():
        yield int(own[row]), int(rival[row]), bool(wins[row])


def _untried_examples(lexicon: Lexicon, places: _Places, untried: set[str]) -> Iterator[Finding]:
    """Why examples are not tried: an unknown language, or wrong rows in terms.csv."""
    if lexicon.language and lexicon.language not in languages.list_languages():  # none at all: an error of the file
        said = f"language is {lexicon.language!r}.{did_you_mean(lexicon.language, languages.list_languages())}"
        yield error("unknown language", said, file="lexicon.toml" if places.terms else "")
    for frame in lexicon.frames:
        if {"", "-", frame, f"-{frame}"} & untried:
            said = f"the examples of {frame!r} were not tried: rows of terms.csv are wrong. Mend those first."
            yield warning("examples not tried", said, file="examples.csv", frame=frame)


def _failing_examples(lexicon: Lexicon, places: _Places, untried: set[str]) -> Iterator[Finding]:
    """Sentences in which other patterns match than they say, with the words that matched."""
    if lexicon.language not in languages.list_languages():
        return
    file = "examples.csv" if places.examples else ""
    touched = {frame for frame in lexicon.frames if {"", "-", frame, f"-{frame}"} & untried}
    known = [number for number, example in enumerate(lexicon.examples) if example.frame in lexicon.frames]
    tried = check_examples(lexicon)
    wrong = [number for number, passed in zip(known, tried["passed"], strict=True) if not passed]
    wrong = [number for number in wrong if lexicon.examples[number].frame not in touched]
    hits = matches_in_sentences([lexicon.examples[number].sentence for number in wrong], lexicon)
    for place, number in enumerate(wrong):
        example = lexicon.examples[number]
        own = hits[(hits["article_id"] == str(place)) & (hits["frame"] == example.frame)]
        row = places.examples[number] if places.examples else None
        yield error("example fails", _said_of(example, own), file=file, row=row, frame=example.frame)


def _said_of(example: Example, hits: pd.DataFrame) -> str:
    """What should match in a sentence, and what does."""
    spans = zip(hits["pattern"], hits["start"], hits["end"], strict=True)
    found = [f"{pattern!r} in {example.sentence[start:end]!r}" for pattern, start, end in spans]
    expected = ", ".join(map(repr, example.matches)) or "nothing"
    return (
        f"{example.sentence!r} should match {expected}; what matches is {', '.join(found) or 'nothing'}. "
        "Change the terms, or the example."
    )
