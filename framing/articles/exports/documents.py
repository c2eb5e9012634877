"""Plain texts and word-processor files: one file is one article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat

from framing.articles.exports.docx import Paragraph, docx_paragraphs, is_docx
from framing.articles.exports.export import Article, Export
from framing.articles.exports.source import Source
from framing.articles.folders import TEXT_SUFFIXES
from framing.articles.front_matter import split_front_matter
from framing.cells import is_missing
from framing.errors import CorpusError

_MARKDOWN = (".md", ".markdown")
_HEADLINE_STYLES = ("title", "heading 1")  # as Word stores them in every language
_NOTES = {"word/comments.xml": ("comment", "comments"), "word/footnotes.xml": ("footnote", "footnotes"),
          "word/endnotes.xml": ("endnote", "endnotes")}  # fmt: skip
_OPEN_TEXT = "application/vnd.oasis.opendocument.text"
_NOT_TEXT = {"tracked-changes", "note", "annotation", "annotation-end", "forms", "sequence-decls", "table-of-content"}
_PARAGRAPHS = {"p", "h"}


def recognises_text(source: Source) -> bool:
    r"""Return whether a file is a plain text: ask last.

    Nothing in a plain text says that it is one, so its name must: a program or a feed is text as well.

    Examples
    --------
    >>> recognises_text(Source("rain.txt", b"It rained.")), recognises_text(Source("rain.py", b"print('rain')"))
    (True, False)
    """
    is_named_so = source.suffix in ("", *TEXT_SUFFIXES, *_MARKDOWN)
    return is_named_so and source.container == "text" and bool(source.head) and not source.head.startswith("<?xml")


def read_text(source: Source) -> Export:
    r"""Return the article of a text file, with what its front matter says under the names that stand there.

    Parameters
    ----------
    source : Source
        A text in which a block between two lines `---` at the top may say headline, outlet and date.

    Raises
    ------
    CorpusError
        When it is no text, or its front matter cannot be read.

    Examples
    --------
    >>> read_text(Source("rain.md", b"---\ntitle: Rain\n---\nIt rained.")).articles[0].cells
    {'source_format': 'md', 'title': 'Rain', 'text': 'It rained.', 'warnings': []}
    """
    text, warnings = source.decoded
    meta, body, odd = split_front_matter(text, source.name)
    shape = {"source_format": "md"} if source.suffix in _MARKDOWN else {}
    said: dict[str, Any] = {name: cell for name, cell in meta.items() if not is_missing(cell)}
    article = Article("", {**shape, **said, "text": body, "warnings": [*warnings, *odd]})
    return Export([article], is_table=bool(said))


def recognises_docx(source: Source) -> bool:
    """Return whether a file is a Word file (.docx): ask after the databases that export such files.

    Examples
    --------
    >>> recognises_docx(Source("rain.docx", b"It rained."))
    False
    """
    return is_docx(source)


def read_docx(source: Source) -> Export:
    """Return the article of a Word file: its paragraphs and tables in order, with empty lines between.

    Parameters
    ----------
    source : Source
        A first paragraph in the style Title or Heading 1 is the headline.

    Raises
    ------
    CorpusError
        When it cannot be read at all.

    Examples
    --------
    >>> import io, zipfile
    >>> file = io.BytesIO()
    >>> with zipfile.ZipFile(file, "w") as archive:
    ...     archive.writestr("[Content_Types].xml", "<Types/>")
    ...     archive.writestr("word/document.xml", "<document><body><p><r><t>It rained.</t></r></p></body></document>")
    >>> read_docx(Source("rain.docx", file.getvalue())).articles[0].cells
    {'text': 'It rained.', 'warnings': []}
    """
    return Export([Article("", _cells(docx_paragraphs(source), _HEADLINE_STYLES, _count_notes(source)))])


def _cells(paragraphs: list[Paragraph], headline_styles: tuple[str, ...], warnings: list[str]) -> dict[str, Any]:
    """Paragraphs as the cells of an article."""
    written = [paragraph for paragraph in paragraphs if paragraph.text.strip()]
    has_headline = bool(written) and written[0].style.lower() in headline_styles
    cells: dict[str, Any] = {"headline": " ".join(written[0].text.split())} if has_headline else {}
    texts = [paragraph.text.strip() for paragraph in written[has_headline:]]
    return cells | {"text": "\n\n".join(texts), "warnings": warnings}


def _count_notes(source: Source) -> list[str]:
    """How many comments and notes a Word file has, which are no part of its text."""
    warnings = []
    for part, (element, name) in _NOTES.items():
        if part in source.parts:
            notes = re.findall(rf"<w:{element}\b[^>]*>".encode(), source.part(part))
            count = sum(b"w:type=" not in note for note in notes)  # those with a type are lines that Word draws
            warnings += [f"{count} {name} of the Word file are not read"] if count else []
    return warnings


def recognises_odt(source: Source) -> bool:
    """Return whether a file is a text of LibreOffice or OpenOffice (.odt).

    Examples
    --------
    >>> recognises_odt(Source("rain.odt", b"It rained."))
    False
    """
    try:
        return (
            "content.xml" in source.parts and source.part("mimetype").decode("ascii", "replace").strip() == _OPEN_TEXT
        )
    except CorpusError:
        return False


def read_odt(source: Source) -> Export:
    """Return the article of a text of LibreOffice or OpenOffice, as `read_docx` does.

    Raises
    ------
    CorpusError
        When it cannot be unpacked or parsed, or is behind a password.

    Examples
    --------
    >>> import io, zipfile
    >>> file = io.BytesIO()
    >>> with zipfile.ZipFile(file, "w") as archive:
    ...     archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    ...     archive.writestr("content.xml", "<document><body><text><p>It rained.</p></text></body></document>")
    >>> read_odt(Source("rain.odt", file.getvalue())).articles[0].cells
    {'text': 'It rained.', 'warnings': []}
    """
    if "META-INF/manifest.xml" in source.parts and b"encryption-data" in source.part("META-INF/manifest.xml"):
        raise CorpusError(f"{source.name}: this file is behind a password. Open it and save it without one.")
    left_out: list[str] = []
    try:
        root = _parsed(source.part("content.xml"))
        body = root.find("./{*}body/{*}text")
        paragraphs = list(_open_paragraphs(body if body is not None else root, left_out, in_table=False))
    except (expat.ExpatError, ElementTree.ParseError, ValueError, LookupError, RecursionError) as problem:
        hint = "Open it and save it once more."
        raise CorpusError(f"{source.name}: 'content.xml' cannot be parsed ({problem}). {hint}") from None
    warnings = [f"{len(left_out)} notes and comments of the file are not read"] if left_out else []
    return Export([Article("", _cells(paragraphs, ("title", "h1"), warnings))])


def _parsed(data: bytes) -> ElementTree.Element:
    """XML without declared entities, which could grow without end."""

    def refuse(*_: object) -> None:
        raise ValueError("it declares a DOCTYPE, as harmful files do")

    scan = expat.ParserCreate()
    scan.StartDoctypeDeclHandler = refuse
    scan.Parse(data, True)
    return ElementTree.fromstring(data)


def _open_paragraphs(element: ElementTree.Element, left_out: list[str], *, in_table: bool) -> Iterator[Paragraph]:
    """Every paragraph below an element, in order."""
    for child in element:
        name = child.tag.rpartition("}")[2]
        if name in _PARAGRAPHS:
            style = f"h{_attribute(child, 'outline-level')}" if name == "h" else _attribute(child, "style-name")
            yield Paragraph("".join(_pieces(child, left_out)), style, in_table)
        elif name not in _NOT_TEXT:
            yield from _open_paragraphs(child, left_out, in_table=in_table or name == "table")


def _pieces(element: ElementTree.Element, left_out: list[str]) -> Iterator[str]:
    """The text of a paragraph; spaces, tabs and line breaks are elements of their own."""
    yield element.text or ""
    for child in element:
        name = child.tag.rpartition("}")[2]
        if name in ("note", "annotation"):
            left_out.append(name)
        elif name == "s":
            count = _attribute(child, "c")
            yield " " * min(int(count) if count.isdecimal() else 1, 1_000)
        elif name in ("tab", "line-break"):
            yield "\t" if name == "tab" else "\n"
        elif name not in _NOT_TEXT:
            yield from _pieces(child, left_out)
        yield child.tail or ""


def _attribute(element: ElementTree.Element, name: str) -> str:
    """An attribute, whatever its namespace."""
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), "")
