"""Text of labels: text, never markup; measured, wrapped and shortened so that it fits the room it has."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

import pandas as pd
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

SIZE, SMALL, TITLE = 8.0, 7.0, 10.0  # points
LINE = 1.32 / 72  # inches that one line takes per point of its size; matplotlib's own line spacing is 1.2


def line_height(lines: Iterable[str], size: float) -> float:
    """Inches that lines of text take."""
    return len(list(lines)) * size * LINE


def plain(text: object) -> str:
    """A name as a label: on one line, without control characters; "not named" when it is missing."""
    if text is None or text is pd.NA or (isinstance(text, float) and math.isnan(text)):
        return "not named"
    return " ".join("".join(" " if _is_control(letter) else letter for letter in str(text)).split())


def _is_control(letter: str) -> bool:
    """Whether XML forbids the letter, or it turns the direction of what follows; joiners are part of Persian names."""
    turns = "\u202a" <= letter <= "\u202e" or "\u2066" <= letter <= "\u2069"
    return turns or unicodedata.category(letter) in ("Cc", "Cs", "Cn", "Zl", "Zp")


def count(number: float, noun: str, plural: str | None = None) -> str:
    """A number with its noun: "1 remark", "1,200 words"."""
    return f"{number:,.0f} {noun if number == 1 else plural or noun + 's'}"


@lru_cache(maxsize=65536)
def text_width(text: str, size: float, weight: str = "normal") -> float:
    """Inches that a line of text takes, with 2 % to spare: Agg moves letters to whole pixels, SVG does not."""
    font = FontProperties(family="DejaVu Sans", size=size, weight=weight)
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, False)
    return float(width) * 1.02 / 72


def wrap(text: str, width: float, size: float, *, weight: str = "normal") -> list[str]:
    """The text in lines no wider than `width` inches; a word that is wider is broken."""
    lines: list[str] = []
    for space, word in _pieces(text):
        if lines and text_width(lines[-1] + space + word, size, weight) <= width:
            lines[-1] += space + word
        else:
            lines += _broken(word, width, size, weight)
    return lines


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """The parts between which a line may end, each with the space before it; also after a hyphen or stroke."""
    for word in text.split():
        first, *others = re.split(r"(?<=[^\W\d][-–/])(?=[^\W\d])", word)
        yield " ", first
        yield from (("", other) for other in others)


def _broken(word: str, width: float, size: float, weight: str) -> list[str]:
    """A word in pieces that fit."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and text_width(pieces[-1] + letter, size, weight) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def shorten(text: str, width: float, size: float, *, lines: int = 1, weight: str = "normal") -> str:
    """The text in so many lines, with an ellipsis in the middle when it does not fit: names differ at their ends."""

    def fits(part: str) -> bool:
        whole = all(text_width(word, size, weight) <= width for _, word in _pieces(part))
        return whole and len(wrap(part, width, size, weight=weight)) <= lines

    # Long words each in itself, where that is enough.
    words = "".join(space + _cut(word, fits) for space, word in _pieces(text)).strip()
    kept = words if fits(words) else _cut(text, fits)
    return "\n".join(wrap(kept, width, size, weight=weight))


def _cut(text: str, fits: Callable[[str], bool]) -> str:
    """The longest start and end of a text, with an ellipsis between, that fit."""
    if fits(text):
        return text
    low, high = 1, max(len(text) - 1, 1)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(_without_middle(text, middle)) else (low, middle - 1)
    return _without_middle(text, low)


def _without_middle(text: str, kept: int) -> str:
    """So many letters of a text, half from its start and half from its end."""
    tail = kept // 2
    return f"{text[: kept - tail].rstrip()}…{text[len(text) - tail :].lstrip() if tail else ''}"


def start_of(text: str, width: float, size: float, *, lines: int = 1) -> str:
    """The first words of a text that fit in so many lines, with an ellipsis at the end when that is not all."""
    broken = wrap(text, width, size)
    if len(broken) <= lines:
        return "\n".join(broken)
    kept = " ".join(broken[:lines])
    while kept and len(wrap(f"{kept}…", width, size)) > lines:
        kept = kept[:-1].rstrip()
    return "\n".join(wrap(f"{kept}…", width, size))


def label_with_n(name: str, n: str, width: float, size: float = SIZE) -> str:
    """A name with its numbers: on one line where there is room, else the numbers below."""
    if text_width(f"{name} · {n}", size) <= width:
        return f"{beside_numbers(name)} · {n}"
    return f"{shorten(name, width, size, lines=2)}\n{shorten(n, width, size, lines=2)}"


def beside_numbers(name: str) -> str:
    """A name that numbers can follow: one from right to left would take them into its direction."""
    turns = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in name)
    return f"\u200e{name}\u200e" if turns else name


def name_frames(frames: Iterable[object], labels: Mapping[str, str] | None) -> dict[str, str]:
    """The frames in order of appearance, each with its name for people."""
    known = labels or {}
    return {str(frame): plain(known.get(str(frame), str(frame).replace("_", " "))) for frame in frames}


def told(items: Iterable[str], *, most: int = 12, separator: str = "; ") -> str:
    """A list for alt text, the first of it when it is long, with how many more there are."""
    found = list(items)
    more = [f"and {len(found) - most} more, in the table"] if len(found) > most else []
    return separator.join(found[:most] + more)


def spread(places: list[float], apart: float, end: float) -> list[float]:
    """Rising places moved as little as needed to lie `apart`, between half of that and `end` less half of that."""
    moved: list[float] = []
    for place in places:
        moved.append(max(place, moved[-1] + apart if moved else apart / 2))
    limit = end - apart / 2
    for index in range(len(moved) - 1, -1, -1):
        moved[index] = min(moved[index], limit)
        limit = moved[index] - apart
    return moved
