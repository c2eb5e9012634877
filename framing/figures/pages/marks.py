"""Text cut into pieces so that marks which overlap still nest, and characters that no page may hold are seen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

SKIP, VOICE, TERM = range(3)  # which marks lie outside which
_LANES = 3  # underlines that find room under a word; further ones share the lowest

# Forbidden in HTML (control characters, halves of pairs, what Unicode calls no character), or turning the direction of
# all that follows. Tab and line breaks are none of them.
_NO_CHARACTER = "".join(chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF))
_UNSHOWABLE = re.compile(
    f"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef{_NO_CHARACTER}]"
)
_BREAKS = str.maketrans({"\r": " ", "\f": " ", "\x85": "\n"})


class Mark(NamedTuple):
    """A stretch of a text that looks different: a skipped one, one voice, or a term with the label of its frame."""

    start: int
    end: int
    level: int
    look: str
    title: str = ""
    label: str = ""
    short: str = ""  # the label for print
    target: str = ""  # id that the label leads to


class Note(NamedTuple):
    """What stands in the margin beside a place of the text."""

    at: int
    who: str
    verb: str
    told: str
    title: str = ""
    name: str = ""  # id


class Piece(NamedTuple):
    """One step of writing a marked text: open or close a mark, write text, its label, or a note."""

    kind: str
    text: str = ""
    mark: Mark | None = None
    note: Note | None = None


def cut(text: str, start: int, end: int, marks: Iterable[Mark], notes: Iterable[Note] = ()) -> list[Piece]:
    r"""Return a stretch of a text as pieces whose marks are nested, however they overlap.

    Parameters
    ----------
    text : str
        The whole text.
    start, end : int
        The stretch; marks are cut at its ends.
    marks : iterable of Mark
        In any order. Marks of a lower level lie outside; one that ends inside another is closed and opened again. The
        label of a mark stands where the mark ends.
    notes : iterable of Note
        Each stands outside all marks, at its place.

    Returns
    -------
    list of Piece
        Their texts joined are the stretch.

    Examples
    --------
    >>> pieces = cut("a b c", 0, 5, [Mark(0, 3, TERM, "x"), Mark(2, 5, TERM, "y")])
    >>> "".join({"open": "<", "close": ">"}.get(piece.kind, piece.text) for piece in pieces)
    '<a <b>>< c>'
    """
    inside = [mark for mark in marks if mark.start < end and mark.end > start and mark.start < mark.end]
    beside = sorted((note for note in notes if start <= note.at < end), key=lambda note: note.at)
    places = {start, end} | {note.at for note in beside}
    places |= {place for mark in inside for place in (mark.start, mark.end) if start < place < end}
    return list(_steps(text, sorted(places), inside, beside))


def _steps(text: str, places: list[int], marks: list[Mark], notes: list[Note]) -> Iterator[Piece]:
    """Between any two places: close what ends, note, open what begins, write."""
    opened: list[Mark] = []
    for place, following in zip(places, [*places[1:], None], strict=True):
        here = [note for note in notes if note.at == place]
        wanted = [] if following is None else [mark for mark in marks if mark.start <= place < mark.end]
        wanted.sort(key=lambda mark: (mark.level, mark.start, -mark.end))
        kept = 0 if here else _n_alike(opened, wanted)
        for mark in reversed(opened[kept:]):
            if mark.label and mark.end <= place:
                yield Piece("label", mark=mark)
            yield Piece("close")
        yield from (Piece("note", note=note) for note in here)
        yield from (Piece("open", mark=mark) for mark in wanted[kept:])
        opened = wanted
        if following is not None:
            yield Piece("text", text[place:following])


def _n_alike(first: list[Mark], second: list[Mark]) -> int:
    """How many marks, from the outermost, are the same ones."""
    n = 0
    while n < min(len(first), len(second)) and first[n] is second[n]:
        n += 1
    return n


def in_lanes(marks: Iterable[Mark]) -> list[Mark]:
    """Return the marks in order, those that overlap with underlines at different heights.

    Examples
    --------
    >>> [mark.look for mark in in_lanes(Mark(at, at + 6, TERM, "term") for at in (0, 4, 6))]
    ['term lane-1', 'term lane-2', 'term lane-1']
    """
    ends: list[int] = []
    placed = []
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        free = next((lane for lane, end in enumerate(ends) if end <= mark.start), len(ends))
        ends[free : free + 1] = [mark.end]
        placed.append(mark._replace(look=f"{mark.look} lane-{min(free + 1, _LANES)}"))
    return placed


def visible(text: str) -> str:
    r"""Return a text as a page may show it: each character that it may not hold as a sign for it.

    Examples
    --------
    >>> visible("a\x00b\u202ec")
    'a␀b�c'
    """
    return _UNSHOWABLE.sub(_sign, text).translate(_BREAKS)


def count_unshowable(text: str) -> int:
    r"""Return how many characters of a text a page shows by a sign.

    Examples
    --------
    >>> count_unshowable("a\x00b\n")
    1
    """
    return len(_UNSHOWABLE.findall(text))


def _sign(found: re.Match[str]) -> str:
    """Unicode's picture of a control character; the replacement character for all else."""
    number = ord(found[0])
    return chr(0x2400 + number) if number < 32 else "\u2421" if number == 127 else "\ufffd"
