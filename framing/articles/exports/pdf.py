"""PDF files with a text layer: one file is one article."""

from __future__ import annotations

import importlib
import io
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from statistics import median
from typing import Any

from framing.articles.exports.export import Article, Export
from framing.articles.exports.source import Source
from framing.errors import CorpusError

AS_PRINTED = "from PDF: line ends, hyphens at line ends and lines at the head and foot of pages as printed"
_WIDE_GAP = 1.35  # of the usual distance between lines: half an empty line above a paragraph is 1.5
_SHORT_LINE = 0.8  # of the longest line: the last line of a paragraph without a gap after it
_ENDS_SENTENCE = re.compile(r"[.!?…:][\"'”’»)\]]*\s*$")
_FEW_LETTERS = 20  # a page: what a scanner writes at the foot of a picture
# Titles that a program wrote, not a person.
_JUNK_TITLE = re.compile(
    r"(?i)(microsoft (word|powerpoint|excel) - |untitled|unbenannt|sans titre|document\d*$|.*\.\w{2,5}$)"
)
_WHOLE_DAY = re.compile(r"D?:?(\d{4})(\d{2})(\d{2})")


def recognises_pdf(source: Source) -> bool:
    """Return whether a file is a PDF file.

    Examples
    --------
    >>> recognises_pdf(Source("rain.txt", b"%PDF-1.7"))
    True
    """
    return source.container == "pdf"


def read_pdf(source: Source) -> Export:
    """Return the article of a PDF file, page after page.

    Parameters
    ----------
    source : Source
        A file with a text layer: one that a program wrote, or a scan on which text recognition was run.

    Returns
    -------
    Export
        One article. Its lines are as printed; an empty line stands where the layout shows that a paragraph ends: a
        wider gap, or a short line at the end of a sentence. The title and the day on which the file was made, which is
        no day of publication, are the columns `pdf_title` and `pdf_created`.

    Raises
    ------
    CorpusError
        When it is behind a password, damaged beyond reading, has no text layer, or pypdf is not installed.
    """
    pypdf = _pypdf()
    with _counted_complaints() as complaints:
        reader = _opened(pypdf, source)
        pages, problems = _pages(reader, source)
        properties = _properties(reader)
    text = _joined(pages)
    if sum(map(str.isalpha, text)) <= _FEW_LETTERS * len(pages):
        if problems and not text:
            raise CorpusError(f"{source.name}: {problems[0]}")
        hint = "Run text recognition (OCR) first, and save the result as PDF or text."
        raise CorpusError(
            f"{source.name}: no text layer in the {len(pages)} pages of this PDF; it holds pictures. {hint}"
        )
    n_empty = sum(not page.strip() for page in pages)
    warnings = [AS_PRINTED]
    warnings += [f"{n_empty} of {len(pages)} pages have no text"] if n_empty else []
    warnings += [f"the PDF is damaged in {len(complaints)} places: text may be missing"] if complaints else []
    return Export(
        [Article("", {"text": text, **properties, "pages": len(pages), "warnings": warnings})], problems=problems
    )


def _pypdf() -> Any:
    """The package that reads PDF files."""
    try:
        return importlib.import_module("pypdf")
    except ImportError:
        hint = 'Install it with: pip install "framing-toolkit[ingest]"'
        raise CorpusError(f"PDF files are read with pypdf, which is not installed. {hint}") from None


class _Complaints(logging.Handler):
    """What pypdf says of a file, kept instead of printed."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


@contextmanager
def _counted_complaints() -> Iterator[list[str]]:
    """The complaints of pypdf, which would else be printed."""
    logger, handler = logging.getLogger("pypdf"), _Complaints()
    propagated, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield handler.said
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagated


def _opened(pypdf: Any, source: Source) -> Any:
    """The file, opened; with an empty password when it is only locked against changes."""
    try:
        reader = pypdf.PdfReader(io.BytesIO(source.data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise CorpusError(f"{source.name}: this PDF is behind a password. Open it and save it without one.")
        len(reader.pages)
    except CorpusError:
        raise
    except pypdf.errors.DependencyError:
        hint = "Open it and print it to a new PDF, or install what unlocks it: pip install cryptography"
        raise CorpusError(f"{source.name}: this PDF is locked with AES. {hint}") from None
    except Exception as problem:  # noqa: BLE001  # a damaged file makes pypdf raise errors of many kinds
        raise CorpusError(f"{source.name}: {_unreadable(problem)}") from None
    return reader


def _unreadable(problem: Exception) -> str:
    """What a file or page is that cannot be read."""
    reason = (str(problem) or type(problem).__name__).splitlines()[0][:80]
    return f"damaged: it cannot be read ({reason}). Fetch the PDF once more, or open it and print it to a new PDF."


def _pages(reader: Any, source: Source) -> tuple[list[str], list[str]]:
    """The text of every page, and the pages that cannot be read."""
    pages: list[str] = []
    problems: list[str] = []
    for number in range(len(reader.pages)):
        try:
            pages.append(_page(reader.pages[number]))
        except Exception as problem:  # noqa: BLE001  # as above
            pages.append("")
            problems.append(f"page {number + 1}: {_unreadable(problem)}")
    n_stated = _stated_pages(reader)
    if n_stated > len(pages):
        problems.append(f"it says that it has {n_stated} pages, {len(pages)} were found. Fetch the PDF once more.")
    return pages, problems


def _stated_pages(reader: Any) -> int:
    """How many pages the file says it has; 0 when that cannot be read."""
    try:
        return int(reader.trailer["/Root"]["/Pages"]["/Count"])
    except Exception:  # noqa: BLE001  # as above
        return 0


def _page(page: Any) -> str:
    """The text of one page, with an empty line between paragraphs."""
    heights: list[float | None] = [None]

    def watch(text: str, matrix: list[float], text_matrix: list[float], *_: Any) -> None:
        if text.strip() and heights[-1] is None:
            heights[-1] = text_matrix[4] * matrix[1] + text_matrix[5] * matrix[3] + matrix[5]
        heights.extend([None] * text.count("\n"))

    lines = page.extract_text(visitor_text=watch).split("\n")
    gaps = _gaps([*heights, *[None] * len(lines)][: len(lines)])
    usual = median([gap for gap in gaps if gap > 0] or [0.0])
    longest = max(map(len, lines))
    written = lines[0].rstrip()
    for (above, line), gap in zip(pairwise(lines), gaps, strict=True):
        is_last = len(above) < _SHORT_LINE * longest and _ENDS_SENTENCE.search(above)
        written += ("\n\n" if gap > _WIDE_GAP * usual or is_last else "\n") + line.rstrip()
    return re.sub(r"\n{3,}", "\n\n", written).strip("\n")


def _gaps(heights: list[float | None]) -> list[float]:
    """How far each line stands below the one before; 0 where that is not known."""
    return [0.0 if above is None or below is None else above - below for above, below in pairwise(heights)]


def _joined(pages: list[str]) -> str:
    """The pages as one text; a paragraph goes on over the end of a page that is no end of a sentence."""
    written = ""
    for page in filter(None, (page.strip() for page in pages)):
        goes_on = written and not _ENDS_SENTENCE.search(written) and page[0].islower()
        written += ("\n" if goes_on else "\n\n" if written else "") + page
    return written


def _properties(reader: Any) -> dict[str, str]:
    """The title a person gave the file and the day it was made, where they can be read."""
    try:
        found = dict(reader.metadata or {})
        title, made = str(found.get("/Title") or "").strip(), str(found.get("/CreationDate") or "")
    except Exception:  # noqa: BLE001  # as above; they are no part of the text
        return {}
    day = _WHOLE_DAY.match(made)
    kept = {"pdf_title": title if title and not _JUNK_TITLE.match(title) else ""}
    kept["pdf_created"] = "-".join(day.groups()) if day else ""
    return {name: cell for name, cell in kept.items() if cell}
