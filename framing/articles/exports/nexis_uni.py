"""Nexis Uni, as Word or RTF file: a list of titles, then article after article, "End of Document" below each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from framing.articles.exports.docx import Paragraph, docx_paragraphs, is_docx
from framing.articles.exports.export import Article, Export
from framing.articles.exports.labels import (
    labels_of,
    line_pattern,
    numbers_in,
    read_labels,
    start_pattern,
    unknown_labels,
)
from framing.articles.exports.nexis import VENDOR, Layout, Parsed, parse_article, split_date
from framing.articles.exports.rtf import rtf_text
from framing.articles.exports.source import Source
from framing.errors import CorpusError

_LAYOUT = Layout(headline_first=True, capitals=False)
_TAGS = re.compile(rb"<[^<>]*>")
_NUMBERED = re.compile(r"\s*(\d{1,4})\.[\s\u00a0]+(\S.*)", re.DOTALL)
_SIGNS = ("end", "n_words_stated", "load_date", "announced")  # two of these make an export of Nexis Uni
_LABELS_FILE = "framing/articles/exports/labels/nexis.csv"
_CUT = "the file ends in the middle of this article"
_NO_TEXT = "Nexis Uni could not display this article"


def recognises_nexis_docx(source: Source) -> bool:
    """Return whether a Word file is an export of Nexis Uni.

    Examples
    --------
    >>> recognises_nexis_docx(Source("a.docx", b"PK"))
    False
    """
    if not is_docx(source):
        return False
    try:
        return _has_signs(source) and _is_nexis(docx_paragraphs(source))
    except CorpusError:
        return False


def _has_signs(source: Source) -> bool:
    """Whether the words of the labels are anywhere in the file: quicker than to parse every Word file."""
    if "word/document.xml" not in source.parts:
        return True
    words = _TAGS.sub(b"", source.part("word/document.xml")).decode("utf-8", "replace").casefold()
    labels = {field: [label.partition("(")[0] for label in labels_of(VENDOR, field)] for field in _SIGNS}
    return sum(any(label in words for label in some) for some in labels.values()) > 1


def read_nexis_docx(source: Source) -> Export:
    """Return the articles of a Word file of Nexis Uni.

    Raises
    ------
    CorpusError
        When it cannot be opened, or holds no article.

    Examples
    --------
    >>> read_nexis_docx(Source("a.docx", b"It rained."))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    framing.errors.CorpusError: a.docx: this is no Word file ...
    """
    return _read(docx_paragraphs(source), source)


def recognises_nexis_rtf(source: Source) -> bool:
    r"""Return whether an RTF file is an export of Nexis Uni.

    Examples
    --------
    >>> recognises_nexis_rtf(Source("a.rtf", rb"{\rtf1 It rained.}"))
    False
    """
    if source.container != "rtf" or not any(end.encode() in source.data.lower() for end in labels_of(VENDOR, "end")):
        return False
    try:
        return _is_nexis(_of_rtf(source))
    except CorpusError:
        return False


def read_nexis_rtf(source: Source) -> Export:
    r"""Return the articles of an RTF file of Nexis Uni.

    Raises
    ------
    CorpusError
        When it cannot be opened, or holds no article.

    Examples
    --------
    >>> rtf = rb"{\rtf1 Rain\par Hale Courier\par July 2, 2031\par Body\par It rained.\par End of Document}"
    >>> read_nexis_rtf(Source("a.rtf", rtf)).articles[0].cells["text"]
    'It rained.'
    """
    return _read(_of_rtf(source), source)


def _of_rtf(source: Source) -> list[Paragraph]:
    return [Paragraph(block, "", in_table="\t" in block) for block in rtf_text(source).split("\n\n")]


def _is_nexis(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether lines of their own are labels of Nexis Uni."""
    known = read_labels(VENDOR)
    found: set[str] = set()
    for paragraph in paragraphs:
        line = paragraph.text[:200].strip().replace("\u00a0", " ")
        if line_pattern(VENDOR, "announced").fullmatch(line):
            found.add("announced")
        else:
            label = line.casefold() if line.casefold() in known else line.partition(":")[0].strip().casefold()
            found.add(known.get(label, ""))
    return len(found & {*_SIGNS}) > 1 and bool(found & {"end", "announced"})


def _read(paragraphs: Sequence[Paragraph], source: Source) -> Export:
    """The articles between the lines "End of Document", the list of titles taken away."""
    chunks = _chunks(paragraphs)
    announced, titles, chunks[0] = _split_cover(chunks[0])
    is_cut = bool(chunks[-1]) and len(chunks) > 1
    chunks = [chunk for chunk in chunks if chunk]
    if not chunks:
        raise CorpusError(
            f"{source.name}: no article of Nexis Uni is in this file, only a list. Export it with full texts."
        )
    parsed = [parse_article([one.text.strip("\n") for one in chunk], _LAYOUT) for chunk in chunks]
    articles = [Article(f"document {n}", _cells(one)) for n, one in enumerate(parsed, start=1)]
    problems = [*_structure(parsed, chunks), *_missing_titles(titles, articles)]
    if is_cut or (len(chunks) < (announced or 0) and not _ends(paragraphs)):
        articles[-1].cells["warnings"].append(_CUT)
        problems.append(f"{articles[-1].place}: {_CUT}. Fetch the export once more.")
    unknown = ((f"document {n}", label) for n, one in enumerate(parsed, start=1) for label in one.unknown)
    return Export(articles, announced, problems, notes=unknown_labels(unknown, VENDOR))


def _ends(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether the last line says that the document ends."""
    filled = [one.text for one in paragraphs if one.text.strip()]
    return bool(filled) and bool(line_pattern(VENDOR, "end").fullmatch(filled[-1].strip()))


def _chunks(paragraphs: Sequence[Paragraph]) -> list[list[Paragraph]]:
    """The filled paragraphs of each article; the last one holds what follows the last "End of Document"."""
    chunks: list[list[Paragraph]] = [[]]
    for paragraph in paragraphs:
        if line_pattern(VENDOR, "end").fullmatch(paragraph.text.strip()):
            chunks.append([])
        elif paragraph.text.strip("\u200b\ufeff \t\r\n\u00a0"):
            chunks[-1].append(paragraph)
    return chunks


def _split_cover(chunk: list[Paragraph]) -> tuple[int | None, list[str], list[Paragraph]]:
    """How many articles the list in front announces, their titles, and the first article."""
    dated = next((n for n, one in enumerate(chunk) if not one.in_table and _is_date_line(one.text)), len(chunk))
    counts = [n for n, one in enumerate(chunk[:dated]) if line_pattern(VENDOR, "announced").fullmatch(one.text.strip())]
    if not counts:
        return None, [], chunk
    announced = numbers_in(chunk[counts[0]].text)[0]
    titles: list[str] = []
    last = counts[0]
    for number, one in enumerate(chunk[:dated]):
        found = _NUMBERED.match(one.text)
        if found and int(found[1]) == len(titles) + 1 <= announced:
            titles.append(found[2].strip())
            last = number
        elif one.in_table or start_pattern(VENDOR, "cover").match(one.text):
            last = max(last, number)
    headed = [n for n in range(last + 1, dated) if chunk[n].style.casefold().startswith("heading")]
    return announced, titles, chunk[headed[0] if headed else last + 1 :]


def _is_date_line(text: str) -> bool:
    """Whether a paragraph is a date and no label: a cover says "Date and Time: ...", an article only the date."""
    return bool(split_date(text)[0])


def _cells(one: Parsed) -> dict[str, Any]:
    """The cells of an article; what Nexis says instead of a text is a warning, not a text."""
    apologies = [text for text in labels_of(VENDOR, "error") if one.cells["text"].strip().casefold().startswith(text)]
    if apologies and "\n\n" not in one.cells["text"]:
        return {**one.cells, "text": "", "warnings": [_NO_TEXT]}
    return {**one.cells, "warnings": []}


def _structure(parsed: Sequence[Parsed], chunks: Sequence[Sequence[Paragraph]]) -> list[str]:
    """Where labels are missing, or articles run together."""
    problems = []
    without = [n for n, one in enumerate(parsed, start=1) if not one.has_body_line and one.cells["text"].strip()]
    if without:
        begins = parsed[without[0] - 1].cells["text"].strip().partition("\n")[0][:60]
        more = f" and {len(without) - 1} more" if without[1:] else ""
        problems.append(
            f'document {without[0]}{more}: no line "Body" says where the text begins. It is read from {begins!r} on; '
            f"if Nexis calls that line otherwise now, add its word as body to {_LABELS_FILE}."
        )
    for number, chunk in enumerate(chunks, start=1):
        n_lengths = sum(bool(start_pattern(VENDOR, "n_words_stated").match(one.text)) for one in chunk)
        if n_lengths > 1:
            problems.append(
                f'document {number}: {n_lengths} articles run together, no line "End of Document" parts them. '
                f"If Nexis calls that line otherwise now, add it as end to {_LABELS_FILE} and read the file again."
            )
    return problems


def _missing_titles(titles: Sequence[str], articles: Sequence[Article]) -> list[str]:
    """Titles of the list in front that no article has, when there are too few articles."""
    if len(articles) >= len(titles):
        return []
    there = [_letters(article.cells.get("headline", "")) for article in articles]
    gone = [
        (number, title)
        for number, title in enumerate(titles, start=1)
        if not any(one.startswith(_letters(title)) or (one and _letters(title).startswith(one)) for one in there)
    ]
    said = "stands in the list of titles and is not there. Export it once more"
    return [f"document {number}: {title[:80]!r} {said}." for number, title in gone]


def _letters(title: str) -> str:
    """A title to compare: its letters and digits."""
    return re.sub(r"[\W_]+", "", title).casefold()
