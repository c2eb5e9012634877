"""Plain texts of the old Nexis (until 2019): "1 of 10 DOCUMENTS" above each article, labels in capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from framing.articles.exports.export import Article, Export
from framing.articles.exports.labels import line_pattern, numbers_in, read_labels, start_pattern, unknown_labels
from framing.articles.exports.nexis import VENDOR, Layout, Parsed, parse_article
from framing.articles.exports.source import Source
from framing.errors import CorpusError

_LAYOUT = Layout(headline_first=False, capitals=True)
_RANGE = re.compile(r"(\d+)\s*-\s*(\d+)\s*$")
_CUT = "the file ends in the middle of this article, or its last labels are missing"


def recognises_nexis_txt(source: Source) -> bool:
    r"""Return whether a file is a plain text of the old Nexis.

    Examples
    --------
    >>> recognises_nexis_txt(Source("a.txt", b"\n   1 of 10 DOCUMENTS\n\nHale Courier\n"))
    True
    """
    return source.container == "text" and any(map(line_pattern(VENDOR, "document").fullmatch, source.head.split("\n")))


def read_nexis_txt(source: Source) -> Export:
    r"""Return the articles of a plain text of the old Nexis.

    Parameters
    ----------
    source : Source
        The file. Labels are those of `labels/nexis.csv`, in capitals; inside a text they are text.

    Raises
    ------
    CorpusError
        When it is no text, or no line counts its articles.

    Examples
    --------
    >>> text = "1 of 1 DOCUMENTS\n\nHale Courier\n\nJuly 2, 2031\n\nRain\n\nLENGTH: 2 words\n\nIt rained.\n"
    >>> read_nexis_txt(Source("a.txt", text.encode())).articles[0].cells["headline"]
    'Rain'
    """
    text, warnings = source.decoded
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    marks = [number for number, line in enumerate(lines) if line_pattern(VENDOR, "document").fullmatch(line)]
    if not marks:
        raise CorpusError(
            f'{source.name}: no line such as "1 of 10 DOCUMENTS" stands above an article. Export it anew.'
        )
    counts = [tuple(numbers_in(lines[mark])[:2]) for mark in marks]
    chunks = [lines[mark + 1 : end] for mark, end in zip(marks, [*marks[1:], len(lines)], strict=True)]
    parsed = [parse_article(list(_blocks(chunk)), _LAYOUT) for chunk in chunks]
    places = [f"document {number}" for number, _ in counts]
    problems = _skipped(counts)
    articles = [Article(place, {**one.cells, "warnings": []}) for place, one in zip(places, parsed, strict=True)]
    if _is_cut(parsed, counts):
        articles[-1].cells["warnings"].append(_CUT)
        problems.append(f"{places[-1]}: {_CUT}. Fetch the export once more.")
    notes = unknown_labels(_unknown(places, parsed), VENDOR)
    return Export(articles, _announced(lines[: marks[0]], counts), problems, warnings, notes=notes)


def _blocks(lines: list[str]) -> Iterator[str]:
    """The blocks between empty lines, as they stand; labels that follow line on line are blocks of their own."""
    block: list[str] = []
    for line in [*lines, ""]:
        starts = bool(block) and _is_label(block[0]) and _is_label(line)
        if block and (starts or not line.strip()):
            yield "\n".join(block)
            block = []
        if line.strip():
            block.append(line.rstrip())


def _is_label(line: str) -> bool:
    """Whether a line begins with a known label in capitals."""
    label = line.partition(":")[0]
    return ":" in line and label.isupper() and label.casefold() in read_labels(VENDOR)


def _unknown(places: list[str], parsed: list[Parsed]) -> list[tuple[str, str]]:
    """Every unknown label with its place."""
    return [(place, label) for place, one in zip(places, parsed, strict=True) for label in one.unknown]


def _runs(counts: list[tuple[int, ...]]) -> Iterator[list[tuple[int, ...]]]:
    """The counts of each export, where several were put into one file."""
    run = counts[:1]
    for before, now in pairwise(counts):
        if now[1] != before[1] or (now[0] == 1 and before[0] == before[1]):
            yield run
            run = []
        run.append(now)
    yield run


def _skipped(counts: list[tuple[int, ...]]) -> list[str]:
    """Numbers that do not follow one another."""
    problems = []
    for run in _runs(counts):
        for (before, _), (now, total) in pairwise(run):
            if now > before + 1:
                gone = f"document {before + 1}" if now == before + 2 else f"documents {before + 1} to {now - 1}"
                problems.append(f"{gone} of {total}: not there, after document {before}. Export it once more.")
            elif now <= before:
                problems.append(
                    f"document {now}: it follows document {before}. Was a part of the file moved or doubled?"
                )
    return problems


def _announced(cover: list[str], counts: list[tuple[int, ...]]) -> int:
    """How many articles the file says it holds: what was asked for, else the number in "1 of 10 DOCUMENTS"."""
    runs = list(_runs(counts))
    asked = [found for line in cover if start_pattern(VENDOR, "request").match(line) and (found := _RANGE.search(line))]
    if len(runs) == 1 and asked and int(asked[0][1]) <= int(asked[0][2]) <= runs[0][0][1]:
        return int(asked[0][2]) - int(asked[0][1]) + 1
    return sum(run[0][1] for run in runs)


def _is_cut(parsed: list[Parsed], counts: list[tuple[int, ...]]) -> bool:
    """Whether the last article lacks the labels that others have after the text."""
    others = [one.has_tail for one in parsed[:-1]]
    is_short = counts[-1][0] < counts[-1][1]
    return not parsed[-1].has_tail and (all(others) if others else is_short)
