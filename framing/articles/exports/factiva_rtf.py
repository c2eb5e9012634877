"""RTF files of Factiva: article after article, "Document ..." below each, with or without codes before its fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from framing.articles.exports.export import Article, Export
from framing.articles.exports.factiva import (
    VENDOR,
    Parsed,
    coded_article,
    document_id,
    field_of,
    is_copyright,
    is_day,
    is_length,
    plain_article,
)
from framing.articles.exports.labels import line_pattern, unknown_labels
from framing.articles.exports.rtf import rtf_text
from framing.articles.exports.source import Source
from framing.errors import CorpusError

_CODES = [re.compile(rb"(?<![A-Za-z])" + code + rb"(?![A-Za-z])") for code in (b"HD", b"(?:LP|TD)")]
_NUMBER = re.compile(rb"(?:Document|Dokument)\s+[A-Za-z0-9]{12,40}")
_CODED = re.compile(r"([A-Z]{2,3})(?:\t|[ \u00a0]{2,}|\n|$)(.*)", re.DOTALL)
_CUT = "the file ends in the middle of this article"


def recognises_factiva_rtf(source: Source) -> bool:
    r"""Return whether an RTF file is an export of Factiva.

    Examples
    --------
    >>> recognises_factiva_rtf(Source("a.rtf", rb"{\rtf1 HD\tab Rain\par PD\tab 2 July 2031\par LP\tab It rained.}"))
    True
    """
    if source.container != "rtf":
        return False
    if not (all(code.search(source.data) for code in _CODES) or _NUMBER.search(source.data)):
        return False
    try:
        blocks = _blocks(source)
    except CorpusError:
        return False
    return _is_coded(blocks) or any(map(document_id, blocks))


def read_factiva_rtf(source: Source) -> Export:
    r"""Return the articles of an RTF file of Factiva.

    Raises
    ------
    CorpusError
        When it is damaged beyond reading, holds no article, or striprtf is not installed.

    Examples
    --------
    >>> rtf = rb"{\rtf1 HD\tab Rain\par PD\tab 2 July 2031\par LP\tab It rained.}"
    >>> read_factiva_rtf(Source("a.rtf", rtf)).articles[0].cells["text"]
    'It rained.'
    """
    blocks = _blocks(source)
    left: list[str] = []
    found = list(_coded(blocks, left)) if _is_coded(blocks) else list(_plain(blocks, left))
    if not found:
        raise CorpusError(f"{source.name}: no article of Factiva is in this file. Export it as RTF once more.")
    articles = [Article(f"article {number}", one.cells) for number, one in enumerate(found, start=1)]
    unknown = ((f"article {number}", code) for number, one in enumerate(found, start=1) for code in one.unknown)
    problems = []
    if left:
        said = f"paragraphs that stand outside of every article are not read: {len(left)}, the first {left[0][:60]!r}"
        problems.append(f"{said}. Look at them in a word processor.")
    is_whole = source.data.rstrip(b"\0 \t\r\n").endswith(b"}")
    if not is_whole and "source_id" not in found[-1].cells:
        found[-1].cells["warnings"].append(_CUT)
        problems.append(f"{articles[-1].place}: {_CUT}. Export it from Factiva once more.")
    return Export(articles, None, problems, notes=unknown_labels(unknown, VENDOR))


def _blocks(source: Source) -> list[str]:
    """The paragraphs of the file, up to the summary of the search behind the last article."""
    blocks = [block.strip(" \n") for block in re.split(r"\n{2,}", rtf_text(source)) if block.strip()]
    ends = [number for number, block in enumerate(blocks) if line_pattern(VENDOR, "summary").fullmatch(block.strip())]
    return blocks[: ends[-1]] if ends else blocks


def _is_coded(blocks: Sequence[str]) -> bool:
    """Whether codes stand before the fields."""
    codes = {found[1] for block in blocks if (found := _CODED.match(block)) and field_of(found[1])}
    return "HD" in codes and len(codes) > 2


def _coded(blocks: Sequence[str], left: list[str]) -> Iterator[Parsed]:
    """The articles of a file with codes; what stands outside of every field is put into `left`."""
    rows: list[tuple[str, list[str]]] = []
    for block in blocks:
        found = _CODED.match(block)
        last = field_of(rows[-1][0]) if rows else None
        if found and (field_of(found[1]) or (rows and last not in ("lead", "text") and "\t" in found[0][:5])):
            fields = [field_of(code) for code, _ in rows]
            if _begins(field_of(found[1]), fields):
                kept = 1 if last == "section" and "headline" in fields else 0
                yield _coded_article(rows[: len(rows) - kept])
                rows = rows[len(rows) - kept :]
            rows.append((found[1], [found[2].strip("\t \n")]))
        elif rows and last != "source_id":
            rows[-1][1].append(block)
        else:
            left.append(block)
    if rows:
        yield _coded_article(rows)


def _coded_article(rows: Sequence[tuple[str, Sequence[str]]]) -> Parsed:
    """One article from its codes and the paragraphs behind each."""
    return coded_article([(code, "\n\n".join(filter(None, blocks))) for code, blocks in rows])


def _begins(field: str | None, fields: Sequence[str | None]) -> bool:
    """Whether a field begins a new article: below the number of the last one, or a second headline."""
    return "source_id" in fields or (field == "headline" and "headline" in fields)


def _plain(blocks: Sequence[str], left: list[str]) -> Iterator[Parsed]:
    """The articles of a file without codes: each ends with its number."""
    chunk: list[str] = []
    for block in blocks:
        chunk.append(block)
        if document_id(block):
            yield _plain_article(chunk)
            chunk = []
    if any(map(is_length, chunk)) or any(map(is_day, chunk[:8])):
        yield _plain_article(chunk)
    elif chunk:
        left += chunk


def _plain_article(chunk: Sequence[str]) -> Parsed:
    """One article without codes: the lines up to the copyright, else up to the source, then paragraphs."""
    ends = [number for number, block in enumerate(chunk[:14]) if is_copyright(block)]
    dated = [number for number, block in enumerate(chunk[:14]) if is_day(block)]
    above = ends[0] + 1 if ends else dated[0] + 4 if dated else 1
    lines = [line for block in chunk[:above] for line in block.split("\n")]
    last = [chunk[-1]] if document_id(chunk[-1]) and len(chunk) > above else []
    return plain_article([*lines, *last], chunk[above : len(chunk) - len(last)])
