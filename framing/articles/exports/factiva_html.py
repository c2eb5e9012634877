"""Web pages of Factiva: a `div` of the class "article" for each article, with or without codes before its fields."""

from __future__ import annotations

import importlib
import re
from typing import Any

from framing.articles.exports.export import Article, Export
from framing.articles.exports.factiva import (
    CODE,
    VENDOR,
    Parsed,
    coded_article,
    document_id,
    is_copyright,
    plain_article,
)
from framing.articles.exports.labels import unknown_labels
from framing.articles.exports.source import Source
from framing.errors import CorpusError

_ARTICLE = re.compile(rb"<div[^<>]{0,300}\sclass\s*=\s*[\"']article\s+[a-z]{2}Article", re.IGNORECASE)
_FACTIVA = re.compile(rb"articleParagraph|<b>\s*HD\b|factiva", re.IGNORECASE)
_OF_ARTICLE = "[contains(concat(' ', normalize-space(@class), ' '), ' article ')]"
_ARTICLES = f"//div{_OF_ARTICLE}[not(ancestor::div{_OF_ARTICLE})]"
_BLOCKS = ("p", "pre", "div", "table", "tr", "ul", "ol", "li", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6")
# While white space is made one space, these stand for a line break and for the border of a block.
_BREAK, _BORDER = "\u2028", "\u2029"
_AFTER = {"br": _BREAK, "td": " ", "th": " "}
_CUT = "the file ends in the middle of this article"


def recognises_factiva_html(source: Source) -> bool:
    r"""Return whether a file is a page of Factiva.

    Examples
    --------
    >>> page = b'<div class="article enArticle"><p class="articleParagraph">It rained.</p></div>'
    >>> recognises_factiva_html(Source("a.html", page))
    True
    """
    return source.container == "text" and bool(_ARTICLE.search(source.data) and _FACTIVA.search(source.data))


def read_factiva_html(source: Source) -> Export:
    """Return the articles of a page of Factiva.

    Raises
    ------
    CorpusError
        When it is no text, holds no article, or lxml is not installed.

    Examples
    --------
    >>> row = "<tr><td><b>{}</b>&nbsp;</td><td>{}</td></tr>"
    >>> rows = row.format("HD", "Rain") + row.format("TD", "<p>It rained.</p>")
    >>> page = f'<div class="article enArticle"><table>{rows}</table></div>'
    >>> read_factiva_html(Source("a.html", page.encode())).articles[0].cells["headline"]
    'Rain'
    """
    text, warnings = source.decoded
    found = [_article(one) for one in _tree(text, source).xpath(_ARTICLES)]
    if not found:
        said = 'no part of the class "article" is in this page'
        raise CorpusError(f"{source.name}: {said}. Save it from Factiva once more.")
    articles = [Article(f"article {number}", one.cells) for number, one in enumerate(found, start=1)]
    unknown = ((f"article {number}", code) for number, one in enumerate(found, start=1) for code in one.unknown)
    problems = []
    if b"</html" not in source.data[-5_000:].lower() and "source_id" not in found[-1].cells:
        found[-1].cells["warnings"].append(_CUT)
        problems.append(f"{articles[-1].place}: {_CUT}. Save it from Factiva once more.")
    return Export(articles, None, problems, warnings, notes=unknown_labels(unknown, VENDOR))


def _tree(text: str, source: Source) -> Any:
    """The tree of a page."""
    try:
        lxml_html = importlib.import_module("lxml.html")
        etree = importlib.import_module("lxml.etree")
    except ImportError:
        hint = 'Install it with: pip install "framing-toolkit[ingest]"'
        raise CorpusError(f"Pages of Factiva are read with lxml, which is not installed. {hint}") from None
    try:
        return lxml_html.document_fromstring(text.encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError) as problem:
        said = f"this page cannot be read ({problem})"
        raise CorpusError(f"{source.name}: {said}. Save it from Factiva once more.") from None


def _article(article: Any) -> Parsed:
    """One article, by its codes when it has any."""
    depth = len(list(article.iterancestors("td")))
    rows = [row.findall("td") for row in article.iter("tr") if len(list(row.iterancestors("td"))) == depth]
    codes = [cells[0].text_content().strip("\u00a0 \t\r\n") if len(cells) > 1 else "" for cells in rows]
    if not any(map(CODE.fullmatch, codes)):
        return _plain(article)
    pairs: list[tuple[str, str]] = []
    above: list[str] = []
    for code, cells in zip(codes, rows, strict=True):
        is_code = bool(CODE.fullmatch(code))
        value = "\n\n".join(text for cell in cells[is_code:] for _, text in _blocks(cell))
        if is_code:
            pairs.append((code, value))
        elif pairs and value:
            pairs[-1] = (pairs[-1][0], f"{pairs[-1][1]}\n\n{value}")
        elif value:
            above.append(value)
    parsed = coded_article(pairs)
    return parsed._replace(cells=parsed.cells | ({"further": "\n".join(above)} if above else {}))


def _plain(article: Any) -> Parsed:
    """An article without codes: lines in parts of their own, then paragraphs."""
    lines: list[str] = []
    paragraphs: list[str] = []
    for is_paragraph, text in _blocks(article):
        is_line = document_id(text) or (not paragraphs and (is_copyright(text) or not is_paragraph))
        (lines if is_line else paragraphs).append(text)
    return plain_article(lines, paragraphs)


def _blocks(element: Any) -> list[tuple[bool, str]]:
    """The filled blocks of an element, white space as a browser shows it, each with whether it is a paragraph."""
    pieces = ["D"]
    _collect(element, pieces, in_pre=False)
    whole = re.sub(r"[ \t\r\n\f]+", " ", "".join(pieces))
    blocks = ((one[:1] == "P", one[1:].strip(f" {_BREAK}")) for one in whole.split(_BORDER))
    return [(is_p, re.sub(f" ?{_BREAK} ?", "\n", text)) for is_p, text in blocks if text.strip("\u00a0 ")]


def _collect(element: Any, pieces: list[str], *, in_pre: bool) -> None:
    """The text below an element; behind each border stands whether a paragraph (P) or something else (D) begins."""
    if not isinstance(element.tag, str) or element.tag in ("script", "style"):
        return  # a comment, a program
    in_pre = in_pre or element.tag == "pre"
    is_block = element.tag in _BLOCKS
    pieces += [_BORDER, "P" if element.tag in ("p", "pre") else "D"] if is_block else []
    pieces.append(_kept(element.text, in_pre))
    for child in element:
        _collect(child, pieces, in_pre=in_pre)
        pieces += [_AFTER.get(child.tag, ""), _kept(child.tail, in_pre)]
    pieces += [_BORDER, "D"] if is_block else []


def _kept(text: str | None, in_pre: bool) -> str:
    """A piece of text, with the line breaks that a browser shows."""
    return (text or "").replace("\n", _BREAK if in_pre else " ")
