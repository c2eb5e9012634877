"""Plain texts of ProQuest: records between lines of sixty underscores, a label before each field."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from framing.articles.exports.export import Article, Export
from framing.articles.exports.labels import (
    cells_of,
    labels_of,
    line_pattern,
    numbers_in,
    read_labels,
    unknown_column,
    unknown_labels,
)
from framing.articles.exports.source import Source
from framing.days import parse_day
from framing.errors import CorpusError

_VENDOR = "proquest"
_RULE = re.compile(r"^[ \t]*_{40,}[ \t]*$", re.MULTILINE)
_LABEL = re.compile(r"([^\W\d_][\w'’-]*(?:[ \u00a0/]+[\w'’-]+){0,4})\s?:(?:[\s\u00a0]+|$)(.*)", re.DOTALL)
_NUMBERED = re.compile(r"^[ \t]*(\d{1,5})\.[ \t]+\S", re.MULTILINE)
_NO_COLUMN = {"tail", "cover", "no_text"}
_LONG = {"copyright", "credit", "abstract"}  # fields of several paragraphs
_CUT = "the file ends in the middle of this record"


class _Record(NamedTuple):
    cells: dict[str, Any]
    unknown: list[str]
    text_label: str  # of a text behind a label that is not known


def recognises_proquest_txt(source: Source) -> bool:
    r"""Return whether a file is a plain text of ProQuest.

    Examples
    --------
    >>> recognises_proquest_txt(Source("a.txt", b"_" * 60 + b"\n\nRain\n\nFull text: It rained.\n"))
    True
    """
    if source.container != "text" or not _RULE.search(source.head):
        return False
    named = "proquest" in source.head.casefold()
    return named or any(_field(line) == "text" for line in source.head.split("\n"))


def read_proquest_txt(source: Source) -> Export:
    r"""Return the articles of a plain text of ProQuest.

    Parameters
    ----------
    source : Source
        The file. Labels are those of `labels/proquest.csv`; inside a text they are text.

    Raises
    ------
    CorpusError
        When it is no text, or holds no record.

    Examples
    --------
    >>> text = "_" * 60 + "\n\nRain\n\nFull text: It rained.\n\nPublication title: Hale Courier\n\n" + "_" * 60
    >>> read_proquest_txt(Source("a.txt", text.encode())).articles[0].cells
    {'outlet': 'Hale Courier', 'headline': 'Rain', 'text': 'It rained.', 'warnings': []}
    """
    text, warnings = source.decoded
    chunks = [_blocks(chunk) for chunk in _RULE.split(text.replace("\r\n", "\n").replace("\r", "\n"))]
    are_records = [_is_record(chunk) for chunk in chunks]
    records = [chunk for chunk, is_record in zip(chunks, are_records, strict=True) if is_record]
    new_labels = {_record(chunk).text_label for chunk in records} - {""}
    found = [_record(chunk, new_labels) for chunk in records]
    if not found:
        said = "no record of ProQuest is in this file, only a list or a line"
        raise CorpusError(f"{source.name}: {said}. Export it as text, with full texts.")
    articles = [Article(f"record {number}", one.cells) for number, one in enumerate(found, start=1)]
    unknown = ((f"record {number}", label) for number, one in enumerate(found, start=1) for label in one.unknown)
    problems = [*_unread(chunks, are_records), *_new_text_labels(found)]
    if are_records[-1] and "source_id" not in found[-1].cells and any("source_id" in one.cells for one in found):
        found[-1].cells["warnings"].append(_CUT)
        problems.append(f"{articles[-1].place}: {_CUT}. Fetch the export once more.")
    return Export(articles, _announced(chunks), problems, warnings, notes=unknown_labels(unknown, _VENDOR))


def _new_text_labels(found: Sequence[_Record]) -> list[str]:
    """Where the label of the text is not known."""
    places: dict[str, list[int]] = {}
    for number, one in enumerate(found, start=1):
        if one.text_label:
            places.setdefault(one.text_label, []).append(number)
    return [
        f"record {numbers[0]}{f' and {len(numbers) - 1} more' if numbers[1:] else ''}: no label such as 'Full text'; "
        f"the text is read from {label!r} on. If ProQuest calls it so now, add that label as text to "
        "framing/articles/exports/labels/proquest.csv."
        for label, numbers in places.items()
    ]


def _field(block: str) -> str | None:
    """The field of a block that begins with a known label."""
    found = _LABEL.match(block)
    return read_labels(_VENDOR).get(found[1].replace("\u00a0", " ").casefold()) if found else None


def _blocks(chunk: str) -> list[str]:
    """What stands between empty lines; labels that follow line on line are blocks of their own."""
    blocks: list[str] = []
    for block in re.split(r"\n[ \t]*(?:\n[ \t]*)+", chunk.strip("\n")):
        lines = block.strip("\n").split("\n")
        starts = [number for number, line in enumerate(lines) if number == 0 or (_field(lines[0]) and _field(line))]
        ends = [*starts[1:], len(lines)]
        blocks += ["\n".join(lines[start:end]) for start, end in zip(starts, ends, strict=True)]
    return [block.rstrip() for block in blocks if block.strip()]


def _is_record(blocks: Sequence[str]) -> bool:
    """Whether there are fields of an article, not only those of the last page."""
    fields = {_field(block) for block in blocks} - {None, "tail", "cover"}
    return "text" in fields or len(fields - {"copyright"}) > 1


def _is_frame(blocks: Sequence[str]) -> bool:
    """Whether this is the page in front of the records, or the one behind them."""
    marks = [*labels_of(_VENDOR, "tail"), *labels_of(_VENDOR, "cover")]
    return not blocks or any(block.strip().casefold().startswith(mark) for block in blocks for mark in marks)


def _unread(chunks: Sequence[Sequence[str]], are_records: Sequence[bool]) -> list[str]:
    """What stands between two lines and is neither a record nor the first or last page."""
    problems = []
    for number, (chunk, is_record) in enumerate(zip(chunks, are_records, strict=True)):
        if not is_record and not _is_frame(chunk):
            said = f"no label of ProQuest stands in the part that begins {chunk[0][:60]!r}; it is not read"
            problems.append(f"after line of underscores {number}: {said}. Look at it, or export it once more.")
    return problems


def _announced(chunks: Sequence[Sequence[str]]) -> int | None:
    """How many records "Document 1 of 2" or the table of contents counts."""
    counts = [block for chunk in chunks for block in chunk[:1] if _is_count(block)]
    if counts:
        return numbers_in(counts[0])[-1]
    for chunk in chunks[:3]:
        if not _is_record(chunk) and _is_frame(chunk):
            numbers = [int(number) for block in chunk for number in _NUMBERED.findall(block)]
            if numbers[:1] == [1]:
                return max(numbers)
    return None


def _is_count(block: str) -> bool:
    """Whether a block is a line such as "Document 1 of 2"."""
    return bool(line_pattern(_VENDOR, "document").fullmatch(block.strip()))


def _record(blocks: Sequence[str], new_labels: Collection[str] = ()) -> _Record:
    """One record: what stands before the text, the text, and the labels after it."""
    blocks = [block for block in blocks if not _is_count(block)]
    first = next(
        (number for number, block in enumerate(blocks) if _field(block) == "text"), _unknown_text(blocks, new_labels)
    )
    head, body, tail, text_label = list(blocks), [], [], ""
    if first is not None and (found := _LABEL.match(blocks[first])):
        rest = [*([found[2]] if found[2].strip() else []), *blocks[first + 1 :]]
        start = _tail_start(rest)
        head, body, tail = list(blocks[:first]), rest[:start], rest[start:]
        text_label = "" if _field(blocks[first]) else found[1]
    unlabelled, fields, unknown = _fields([*head, *tail])
    cells = cells_of(fields)
    text = "\n\n".join(block.strip("\n") for block in body)
    has_text = text.strip().casefold() not in labels_of(_VENDOR, "no_text")
    cells = _completed(cells, unlabelled) | {"text": text if has_text else "", "warnings": []}
    if not cells["text"] and "abstract" in cells:
        cells["warnings"].append("an abstract without the text")
    return _Record(cells, unknown, text_label)


def _unknown_text(blocks: Sequence[str], new_labels: Collection[str]) -> int | None:
    """The block that a text begins in when its label is not known: paragraphs are below it, here or elsewhere."""
    labels = [_LABEL.match(block) for block in blocks]
    for number in range(1, len(blocks) - 1):
        found = labels[number]
        if found and not _field(blocks[number]) and (found[1] in new_labels or not labels[number + 1]):
            return number
    return None


def _tail_start(body: Sequence[str]) -> int:
    """Where the labels after the text begin: the last run of them, so that none inside the text counts."""
    start = number = len(body)
    while number > 0:
        field = _field(body[number - 1])
        above = [_field(block) for block in body[max(number - 4, 0) : number - 1]]
        is_new = number > 1 and bool(_LABEL.match(body[number - 1])) and bool(above[-1])
        if field or is_new or (start == number and set(above) & _LONG):
            number -= 1
            start = number
        else:
            break
    return start


def _fields(blocks: Sequence[str]) -> tuple[list[str], list[tuple[str, str]], list[str]]:
    """The blocks above the first label, the labelled fields, and the labels that are not known."""
    unlabelled: list[str] = []
    fields: list[tuple[str, str]] = []
    unknown: list[str] = []
    for block in blocks:
        found, field = _LABEL.match(block), _field(block)
        if found and field and field not in _NO_COLUMN:
            fields.append((field, found[2]))
        elif found and fields and not field and len(found[2]) < 300 and not re.match(r"(?i)https?$", found[1]):
            unknown.append(found[1])
            fields.append((unknown_column(found[1], _VENDOR), found[2]))
        elif fields and fields[-1][0] in _LONG:
            fields.append((fields[-1][0], block))
        elif field not in _NO_COLUMN:
            unlabelled.append(block.strip())
    return unlabelled, fields, unknown


def _completed(cells: dict[str, Any], unlabelled: Sequence[str]) -> dict[str, Any]:
    """Cells with the headline that stands above the labels, the address, and the date of the line about the source."""
    links = [block for block in unlabelled if block.startswith("http")]
    further = [block for block in unlabelled if block not in links]
    if further and "headline" not in cells:
        cells["headline"] = " ".join(further.pop(0).split("\n"))
    elif further and further[0].casefold() == str(cells.get("headline", "")).casefold():
        further.pop(0)
    if links and "url" not in cells:
        cells["url"] = links[0]
    if further:
        cells["further"] = "\n".join(further)
    if "published" not in cells:
        cells |= _date_of_info(cells.get("publication_info", ""))
    return cells


def _date_of_info(line: str) -> dict[str, str]:
    """The day in a line such as "The Courier; Hale [Hale]. 02 July 2031: A.1."."""
    for written in re.findall(r"[^:.;]*\b\d{4}\b", line[:500]):
        try:
            parse_day(written.strip())
        except ValueError:
            continue
        return {"published": written.strip()}
    return {}
