"""Lines indented below one another, and categories within categories."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from framing.terms.dictionaries.draft import BETWEEN, Draft, Path

LONGEST_LINE = 10_000  # characters; a term in two hundred categories has a thousand


def lines_of(text: str, draft: Draft) -> Iterator[tuple[int, str]]:
    r"""Yield the lines of a text with their rows; one that is too long for an entry is listed and left out.

    Examples
    --------
    >>> list(lines_of("gale\nsquall", Draft()))
    [(1, 'gale'), (2, 'squall')]
    """
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > LONGEST_LINE:
            said = "No entry is so long; a line break may be missing."
            draft.lose(number, f"a line of {len(line)} characters", said, entry=line.strip())
        else:
            yield number, line


class Outline:
    """Tells which category a line stands in, by how far it is indented.

    Examples
    --------
    >>> outline = Outline()
    >>> outline.open(0, "weather"), outline.open(1, "wind"), outline.path(2), outline.path(1)
    (('weather',), ('weather', 'wind'), ('weather', 'wind'), ('weather',))
    """

    def __init__(self) -> None:
        self._open: list[tuple[int, str]] = []

    def path(self, depth: int) -> Path:
        """Return the category that a line of this depth belongs to."""
        return tuple(name for above, name in self._open if above < depth)

    def open(self, depth: int, name: str) -> Path:
        """Begin a category at this depth and return its path."""
        self._open = [(above, other) for above, other in self._open if above < depth]
        self._open.append((depth, name))
        return tuple(other for _, other in self._open)


def depth_of(line: str) -> int:
    r"""Return how far a line is indented: its tabs; spaces count only where there is no tab.

    Examples
    --------
    >>> depth_of("  \t\tgale (1)"), depth_of("    gale (1)")
    (2, 4)
    """
    indent = line[: len(line) - len(line.lstrip())]
    return indent.count("\t") or len(indent)


def split_frame(frame: str) -> Path:
    """Return the category within categories that the name of a frame stands for.

    Examples
    --------
    >>> split_frame("economy/trade"), split_frame("and/")
    (('economy', 'trade'), ('and/',))
    """
    parts = tuple(part.strip() for part in frame.split(BETWEEN))
    return parts if all(parts) else (frame,)


def walk_tree(frames: Iterable[str]) -> Iterator[tuple[Path, str | None]]:
    """Yield each category of nested frames, outer ones first, with the frame that it is; None for a mere parent.

    Examples
    --------
    >>> list(walk_tree(["a/b", "c"]))
    [(('a',), None), (('a', 'b'), 'a/b'), (('c',), 'c')]
    """
    known = {split_frame(frame): frame for frame in frames}
    order: dict[Path, None] = {}
    for path in known:
        for length in range(1, len(path) + 1):
            order.setdefault(path[:length])
    number = {path: place for place, path in enumerate(order)}
    for path in sorted(order, key=lambda path: [number[path[:length]] for length in range(1, len(path) + 1)]):
        yield path, known.get(path)
