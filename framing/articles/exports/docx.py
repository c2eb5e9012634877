"""The paragraphs of a Word file from its XML, in order, and nothing but its text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree
from xml.parsers import expat

from framing.articles.exports.source import Source
from framing.errors import CorpusError

_MAIN = "word/document.xml"
_RELATIONS = "_rels/.rels"
_STYLES = "styles.xml"
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
# What is no text of the document: properties (a "tab" there is a tab stop), what was deleted or moved away by a tracked
# change, and readings above East Asian signs.
_LEFT_OUT = {"pPr", "rPr", "sectPr", "tblPr", "trPr", "tcPr", "sdtPr", "del", "moveFrom", "rt"}


class Paragraph(NamedTuple):
    """One paragraph of a Word file.

    Attributes
    ----------
    text : str
        Its text as it stands: a tab is a tab, a line break a line break, a no-break space a no-break space. May be "".
    style : str
        The name of its style as Word stores it in every language, such as "heading 1"; empty when it has none.
    in_table : bool
        Whether it stands in a table.
    """

    text: str
    style: str
    in_table: bool


def is_docx(source: Source) -> bool:
    """Return whether a file is a Word file (.docx, .docm, .dotx) by what it holds.

    Examples
    --------
    >>> is_docx(Source("a.docx", b"It rained."))
    False
    """
    try:
        return "[Content_Types].xml" in source.parts and _main_part(source) in source.parts
    except CorpusError:
        return False


def docx_paragraphs(source: Source) -> list[Paragraph]:
    """Return the paragraphs of a Word file in the order of the file, empty ones included.

    Parameters
    ----------
    source : Source
        The file.

    Returns
    -------
    list of Paragraph
        Text boxes follow the paragraph they hang on, once. Headers, footers, notes and comments are left out, and so is
        what a tracked change deleted.

    Raises
    ------
    CorpusError
        When it is no Word file, or cannot be unpacked or parsed; when its XML declares a DOCTYPE or entities, which
        Word never writes.

    Examples
    --------
    >>> import io, zipfile
    >>> file = io.BytesIO()
    >>> with zipfile.ZipFile(file, "w") as archive:
    ...     archive.writestr("[Content_Types].xml", "<Types/>")
    ...     archive.writestr("word/document.xml", "<document><body><p><r><t>It rained.</t></r></p></body></document>")
    >>> docx_paragraphs(Source("rain.docx", file.getvalue()))
    [Paragraph(text='It rained.', style='', in_table=False)]
    """
    main = _main_part(source)
    if main not in source.parts:
        raise CorpusError(f"{source.name}: this is no Word file ({main!r} is not in it). Save it as .docx once more.")
    document = _parse(source, main)
    try:
        return list(_paragraphs(document, _style_names(source, main), in_table=False))
    except RecursionError:
        raise CorpusError(f"{source.name}: {main!r} is nested deeper than any text. It is not read.") from None


def _main_part(source: Source) -> str:
    """Where the text stands: Word's usual place, unless the file names another."""
    if _MAIN in source.parts or _RELATIONS not in source.parts:
        return _MAIN
    relations = _parse(source, _RELATIONS)
    targets = [one.get("Target", "") for one in relations if one.get("Type", "").endswith("/officeDocument")]
    return targets[0].lstrip("/") if targets else _MAIN


def _style_names(source: Source, main: str) -> dict[str, str]:
    """What the styles are called: their identifiers differ by the language of Word, their names do not."""
    part = main.rpartition("/")[0] + "/" + _STYLES
    if part not in source.parts:
        return {}
    found = {}
    for style in _parse(source, part):
        names = [_value(child, "val") for child in style if _name(child) == "name"]
        found[_value(style, "styleId")] = names[0] if names else ""
    return found


def _parse(source: Source, part: str) -> ElementTree.Element:
    """The XML of a part; refused before any entity could grow."""
    data = source.part(part)
    try:
        scan = expat.ParserCreate()
        scan.StartDoctypeDeclHandler = _refuse_doctype
        scan.Parse(data, True)
        return ElementTree.fromstring(data)
    except _DoctypeError:
        said = f"{part!r} declares a DOCTYPE, as no Word file does and as harmful files do"
        raise CorpusError(f"{source.name}: {said}. It is not read.") from None
    except (expat.ExpatError, ElementTree.ParseError, ValueError, LookupError) as problem:
        hint = "Open it in Word and save it once more."
        raise CorpusError(f"{source.name}: {part!r} cannot be parsed ({problem}). {hint}") from None


class _DoctypeError(Exception):
    pass


def _refuse_doctype(*_: object) -> None:
    raise _DoctypeError


def _name(element: ElementTree.Element) -> str:
    """The name without the namespace, of which Word has two for the same thing."""
    return element.tag.rpartition("}")[2]


def _value(element: ElementTree.Element, name: str) -> str:
    """An attribute, with or without a namespace."""
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), "")


def _children(element: ElementTree.Element) -> list[ElementTree.Element]:
    """What is in an element; of a thing given for new and again for old programs, the first."""
    children = [child for child in element if _name(child) not in _LEFT_OUT]
    return children[:1] if _name(element) == "AlternateContent" else children


def _paragraphs(element: ElementTree.Element, styles: dict[str, str], *, in_table: bool) -> Iterator[Paragraph]:
    """Every paragraph below an element, in order."""
    for child in _children(element):
        if _name(child) != "p":
            yield from _paragraphs(child, styles, in_table=in_table or _name(child) == "tbl")
            continue
        pieces: list[str] = []
        boxes: list[ElementTree.Element] = []
        _collect(child, pieces, boxes)
        yield Paragraph("".join(pieces), _style(child, styles), in_table)
        for box in boxes:
            yield from _paragraphs(box, styles, in_table=in_table)


def _style(paragraph: ElementTree.Element, styles: dict[str, str]) -> str:
    """The name of a paragraph's style."""
    for properties in paragraph[:1]:
        for child in properties:
            if _name(child) == "pStyle":
                identifier = _value(child, "val")
                return styles.get(identifier, identifier)
    return ""


def _collect(element: ElementTree.Element, pieces: list[str], boxes: list[ElementTree.Element]) -> None:
    """The text below an element, and the text boxes that hang on it."""
    for child in _children(element):
        name = _name(child)
        if name == "t":
            pieces.append(child.text or "")
        elif name in _SIGNS:
            pieces.append(_SIGNS[name])
        elif name == "sym":
            pieces.append(_symbol(_value(child, "char")))
        elif name == "txbxContent":
            boxes.append(child)
        else:
            _collect(child, pieces, boxes)


def _symbol(code: str) -> str:
    """A sign by its number in a font of signs."""
    try:
        return chr(int(code, 16)).encode("utf-8").decode("utf-8")
    except (ValueError, OverflowError):
        return "\ufffd"
