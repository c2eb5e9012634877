"""Remarks in parts: each quoted span is one, and what stands between the marks and around them another."""

from __future__ import annotations

from typing import Any, NamedTuple

from framing.measures.selection.verbatim import Quotation, read_quotation
from framing.measures.selection.wording import Words, join_words, read_words


class Part(NamedTuple):
    """A part of a remark: where it stands in its article, its words, and for a quoted one its stretches."""

    start: int
    end: int
    voice: str
    words: Words
    quotation: Quotation | None


def split_remark(text: str, spans: Any, quoted_spans: Any) -> list[Part]:
    """Return the parts of a remark in the order in which they begin.

    Parameters
    ----------
    text : str
        The article's.
    spans, quoted_spans : list of [start, end]
        As in the `remarks` table.

    Notes
    -----
    The words outside quotation marks are one part, however many pieces they stand in: its start and end are those of
    its first and last word.

    Examples
    --------
    >>> parts = split_remark('She said that the river was "not a border" but a road.', [[14, 53]], [[29, 41]])
    >>> [(part.voice, part.words.forms) for part in parts]
    [('paraphrased', ['the', 'river', 'was', 'but', 'a', 'road']), ('quoted', ['not', 'a', 'border'])]
    """
    quoted = [(int(start), int(end)) for start, end in quoted_spans]
    parts = [_quoted_part(text, start, end) for start, end in quoted]
    around = read_words(text, [piece for start, end in spans for piece in _outside(int(start), int(end), quoted)])
    if len(around.forms):
        parts.append(Part(int(around.starts[0]), int(around.ends[-1]), "paraphrased", around, None))
    return sorted(parts, key=lambda part: part.start)


def _quoted_part(text: str, start: int, end: int) -> Part:
    quotation = read_quotation(text, start, end)
    return Part(start, end, "quoted", join_words(quotation.stretches), quotation)


def _outside(start: int, end: int, quoted: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """What of a span lies outside the quoted spans."""
    pieces, at = [], start
    for first, last in sorted(quoted):
        if first < end and last > start:
            pieces.append((at, max(first, at)))
            at = max(at, last)
    return [*pieces, (at, max(end, at))]
