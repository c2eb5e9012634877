"""One article of Nexis, whatever the file: headline, source and date line, labels, text, labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from framing.articles.exports.labels import cells_of, read_labels, start_pattern, unknown_column
from framing.days import parse_day

VENDOR = "nexis"
# What may stand where a label stands: one to three words before a colon; in the old format, in capitals.
_LABEL = re.compile(r"\s*([^\W\d_][\w./()'’-]*(?:[ \u00a0][\w./()'’-]+){0,2})\s?:(?:[\s\u00a0]+|$)(.*)", re.DOTALL)
_PARTS = {"document", "announced", "end", "body", "cover", "copyright", "request", "error"}  # fields that are no column
_ONCE = {
    "byline",
    "section",
    "n_words_stated",
    "headline",
    "highlight",
    "dateline",
    "series",
}  # above the text, not below
_STAND_ALONE = {"graphic", "notes", "correction", "classification", "load_date"}  # labels above their paragraphs
_BELOW = 6  # paragraphs below such a label: captions of a gallery
_LONGEST_NEW = 200  # characters behind a label that is not known; more is a text
_YEAR = re.compile(r"\b(1[789]|2[01])\d\d\b")


class Layout(NamedTuple):
    """How a format of Nexis writes an article.

    Attributes
    ----------
    headline_first : bool
        Whether the headline stands above source and date.
    capitals : bool
        Whether labels are in capitals, so that "Section: ..." in a text is text.
    """

    headline_first: bool
    capitals: bool


class Parsed(NamedTuple):
    """One article: its cells, the labels that are not known, whether the line above the text and the tail are there."""

    cells: dict[str, Any]
    unknown: list[str]
    has_body_line: bool
    has_tail: bool


def parse_article(blocks: Sequence[str], layout: Layout) -> Parsed:
    """Return one article from its paragraphs.

    Parameters
    ----------
    blocks : sequence of str
        Its paragraphs as they stand, in order, none of them empty.
    layout : Layout
        How the format writes an article.

    Examples
    --------
    >>> blocks = ["Rain in Port Hale", "Hale Courier", "July 2, 2031", "Length: 2 words", "Body", "It rained."]
    >>> parse_article(blocks, Layout(headline_first=True, capitals=False)).cells["outlet"]
    'Hale Courier'
    """
    head, body, has_body_line = _split_head(blocks, layout)
    unlabelled, fields, unknown = _fields(head, layout)
    start = _tail_start(body, layout, _ONCE & {field for field, _ in fields})
    further, more, odd = _fields(body[start:], layout, is_tail=True)
    rest = [("further", _unwrapped(block)) for block in further]
    cells = _title_cells(unlabelled, layout) | cells_of([*fields, *more, *rest])
    text = "\n\n".join(block.strip("\n") for block in body[:start])
    return Parsed({**cells, "text": text}, [*unknown, *odd], has_body_line, start < len(body))


def _label(block: str, layout: Layout) -> tuple[str, str] | None:
    """The label of a block and what follows it, known or not; nothing when the block is no labelled one."""
    found = _LABEL.match(block)
    if found is None or (layout.capitals and found[1] != found[1].upper()) or not found[1][0].isupper():
        return None
    label = found[1].replace("\u00a0", " ")
    is_known = label.casefold() in read_labels(VENDOR)
    return (label, found[2].strip()) if is_known or len(found[2]) < _LONGEST_NEW else None


def _field(block: str, layout: Layout) -> str | None:
    """The field of a block that begins with a known label."""
    found = _label(block, layout)
    field = read_labels(VENDOR).get(found[0].casefold()) if found else None
    return None if field in _PARTS - {"body"} else field


def _alone(block: str) -> str | None:
    """The field of a label that stands alone on its line."""
    return read_labels(VENDOR).get(block.strip().rstrip(":").casefold())


def _is_body_line(block: str, layout: Layout) -> bool:
    """Whether the text begins here: the line "Body", in the old format "BODY:" with or without text behind it."""
    return _field(block, layout) == "body" if layout.capitals else _alone(block) == "body"


def _split_head(blocks: Sequence[str], layout: Layout) -> tuple[list[str], list[str], bool]:
    """What stands above the text, the text with what follows it, and whether a line says where it begins."""
    first = next((number for number, block in enumerate(blocks) if _is_body_line(block, layout)), None)
    if first is not None:
        rest = (_label(blocks[first], layout) or ("", ""))[1] if layout.capitals else ""
        return list(blocks[:first]), [*([rest] if rest else []), *blocks[first + 1 :]], True
    labelled = [number for number, block in enumerate(blocks) if _field(block, layout)]
    if not labelled:
        number = min(_title_length(blocks, layout), len(blocks))
        return list(blocks[:number]), list(blocks[number:]), False
    number = labelled[0]
    has_length = False  # the last of the labels above the text
    while number < len(blocks) and _label(blocks[number], layout):
        field = _field(blocks[number], layout)
        if has_length and not field:
            break  # LONDON: It rained
        has_length = has_length or field == "n_words_stated"
        number += 1
    return list(blocks[:number]), list(blocks[number:]), False


def _title_length(blocks: Sequence[str], layout: Layout) -> int:
    """How many blocks stand above a text that no label is near."""
    dated = next((number for number, block in enumerate(blocks) if split_date(block)[0]), None)
    if dated is None:
        return 1
    after = dated + 1
    while after < len(blocks) and is_copyright(blocks[after]):
        after += 1
    return after if layout.headline_first else after + 1


def is_copyright(block: str) -> bool:
    """Return whether a block says whose the text is, not what it says.

    Examples
    --------
    >>> is_copyright("Copyright 2031 Hale Courier"), is_copyright("Copyrights are sold."), is_copyright("(c) 2031 Hale")
    (True, False, True)
    """
    return len(block) < 500 and bool(start_pattern(VENDOR, "copyright").match(block))


def split_date(block: str) -> tuple[str, str]:
    """Return the date at the beginning of a block, as printed, and what follows it; nothing when there is none.

    Examples
    --------
    >>> split_date("January 11, 1990, Thursday, Late Edition")
    ('January 11, 1990, Thursday', 'Late Edition')
    """
    line, _, below = block.strip().partition("\n")
    if not _YEAR.search(line) or len(line) > 120:
        return "", ""
    commas = [found.start() for found in re.finditer(",", line)]
    for end in [len(line), *reversed(commas)]:
        try:
            parse_day(line[:end].replace("\u00a0", " "))
        except ValueError:
            continue
        rest = "\n".join(part.strip() for part in (line[end:].strip(" ,"), *below.split("\n")) if part.strip())
        return line[:end].strip(), rest
    return "", ""


def _tail_start(body: Sequence[str], layout: Layout, above_text: set[str]) -> int:
    """Where the labels after the text begin: the last run of labelled blocks, so that none inside the text counts."""
    start = number = len(body)
    while number > 0:
        block = body[number - 1]
        field = _field(block, layout)
        is_known = (field and field not in above_text) or is_copyright(block) or _alone(block) in _STAND_ALONE
        above = _field(body[number - 2], layout) if number > 1 else None
        is_below = above is not None and above not in above_text
        if is_known or (not field and _is_new_label(block, layout, is_below=is_below)):
            number -= 1
            start = number
        elif (labelled := _stands_below(body, number - 1, layout)) is not None:
            number = start = labelled
        else:
            break
    return start


def _is_new_label(block: str, layout: Layout, *, is_below: bool) -> bool:
    """Whether a block in the tail has a label that is not known: below a known one, or with a date."""
    found = _label(block, layout)
    return found is not None and (is_below or bool(found[1] and split_date(found[1])[0]))


def _stands_below(body: Sequence[str], number: int, layout: Layout) -> int | None:
    """The block that a label without text of its own, such as "Graphic", stands in, above an unlabelled one."""
    for above in range(number - 1, max(number - 1 - _BELOW, -1), -1):
        if _alone(body[above]) in _STAND_ALONE or (layout.capitals and _field(body[above], layout) == "graphic"):
            return above
        if _field(body[above], layout):
            return None
    return None


def _fields(
    blocks: Sequence[str], layout: Layout, *, is_tail: bool = False
) -> tuple[list[str], list[tuple[str, str]], list[str]]:
    """The blocks above the first label, the labelled fields, and the labels that are not known."""
    unlabelled: list[str] = []
    fields: list[tuple[str, str]] = []
    unknown: list[str] = []
    is_below_title = is_tail
    for block in blocks:
        found, field = _label(block, layout), _field(block, layout)
        alone = _alone(block) if is_tail else None
        if is_copyright(block):
            fields.append(("copyright", _unwrapped(block)))
        elif found and field and field != "body":
            fields.append((field, _unwrapped(found[1])))
        elif alone in _STAND_ALONE:
            fields.append((alone or "", ""))
        elif _alone(block) == "link":
            fields.append(("link", block))
        elif found and not field and is_below_title:
            unknown.append(found[0])
            fields.append((unknown_column(found[0], VENDOR), _unwrapped(found[1])))
        elif fields and fields[-1][0] not in ("copyright", "link") and is_below_title:
            fields.append((fields[-1][0], _unwrapped(block)))  # a further paragraph of the same field
        else:
            unlabelled.append(block)
        is_below_title = is_below_title or bool(fields or split_date(block)[0])
    return unlabelled, fields, unknown


def _title_cells(blocks: Sequence[str], layout: Layout) -> dict[str, Any]:
    """Headline, outlet and date from the lines above the labels."""
    first = 1 if layout.headline_first else 0
    dated = next((n for n, block in enumerate(blocks) if n >= first and split_date(block)[0]), None)
    if dated is None:  # a season, a month
        dated = next(
            (n for n, block in enumerate(blocks) if n > first and _YEAR.search(block) and len(block) < 40), None
        )
    before = list(blocks) if dated is None else list(blocks[:dated])
    after = [] if dated is None else list(blocks[dated + 1 :])
    published, edition = ("", "") if dated is None else split_date(blocks[dated])
    cells = {"published": published or (blocks[dated].strip() if dated is not None else "")}
    if layout.headline_first:
        outlet = before.pop() if len(before) > 1 else ""
        cells |= {"headline": " ".join(map(_unwrapped, before)), "outlet": _unwrapped(outlet)}
        edition = "\n".join([*([edition] if edition else []), *map(_unwrapped, after)])
    else:
        headline = after if dated is not None else before[1:]
        outlets = before if dated is not None else before[:1]
        cells |= {"outlet": "; ".join(map(_unwrapped, outlets)), "headline": " ".join(map(_unwrapped, headline))}
    return {name: cell for name, cell in {**cells, "edition": edition}.items() if cell}


def _unwrapped(block: str) -> str:
    """A field that runs over several lines on one."""
    return " ".join(line.strip() for line in block.strip().split("\n"))
