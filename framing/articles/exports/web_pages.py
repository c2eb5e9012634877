"""Saved web pages: one file is one article, as .html or as the .mhtml that browsers write."""

from __future__ import annotations

import email
import re
from collections import Counter
from collections.abc import Collection
from email.message import Message
from pathlib import PurePath
from typing import Any

from framing.articles.exports.export import Article, Export
from framing.articles.exports.source import HEAD, Source
from framing.articles.pages import read_page
from framing.errors import CorpusError

_PAGE_SUFFIXES = (".html", ".htm", ".xhtml", ".shtml")
_BEFORE = r"(?is)(?>\s|<\?xml[^>]*>|<!--(?:(?!-->).)*-->)*+"
_WHOLE_PAGE = re.compile(_BEFORE + r"<(?:!doctype\s+html|html[\s>])")
_PART_OF_PAGE = re.compile(_BEFORE + r"<(?:head|body|title|meta|main|article|section|div|p|h1|table)[\s>]")
# What browsers and their extensions write on top of a page they save.
_SAVED_FROM = re.compile(rb"(?i)<!--\s*saved from url=\(\d+\)\s*(https?://\S+)")
_SINGLE_FILE = re.compile(rb"(?i)<!--[^>]{0,300}?url:\s*(https?://\S+)\s+saved date:\s*([^\n>]{4,80}?)\s*(?:\n|-->)")
_NOT_FREE = re.compile(rb'(?i)"isAccessibleForFree"\s*:\s*"?false')  # as publishers declare to search engines
_SHORT = 400  # characters: some sixty words, a brief of a news agency; a teaser before a paywall is no longer
# As HTML demands; every page of a newspaper holds some of them around its text.
_ALWAYS_CLOSED = (b"a", b"article", b"aside", b"div", b"header", b"main", b"nav", b"script", b"section", b"span", b"ul")
_ENCLOSING = re.compile(rb"</?(?:" + b"|".join(_ALWAYS_CLOSED) + rb")(?=[\s>])")
_COMMENT = re.compile(rb"(?s)<!--(?:.*?-->|.*)")  # one without end goes to the end: never looked for twice
_CHARSET = re.compile(r"(?i)charset\s*=\s*[\"']?([\w.:-]{2,30})")

_HEADER_LINE = re.compile(rb"[A-Za-z][\w-]*:[ \t]")
_OF_A_LETTER = re.compile(rb"(?im)^(?:to|received|delivered-to):")
_BESIDE = (
    "_files", "_file", "-dateien", "_fichiers", "_archivos", "_ficheiros", "_arquivos", "_bestanden", "_pliki",
    "_soubory", "_datoteke", "-filer", "_filer", "_tiedostot", "_elemei", "_dosyalar", "_failid", "_fajlovi", ".files",
)  # fmt: skip


def recognises_html(source: Source) -> bool:
    """Return whether a file is a web page by what it begins with.

    Examples
    --------
    >>> recognises_html(Source("a.txt", b"<!DOCTYPE html><title>Rain</title>"))
    True
    >>> recognises_html(Source("feed.xml", b"<?xml version='1.0'?><rss></rss>"))
    False
    """
    if source.container != "text":
        return False
    is_named_so = source.suffix in _PAGE_SUFFIXES and _PART_OF_PAGE.match(source.head)
    return bool(_WHOLE_PAGE.match(source.head) or is_named_so)


def read_html(source: Source) -> Export:
    """Return the article of a saved web page.

    Raises
    ------
    CorpusError
        When the file is no web page.

    Examples
    --------
    >>> page = b"<!-- saved from url=(0023)https://ondara.example/ --><html><article><p>It rained.</p></article></html>"
    >>> read_html(Source("rain.html", page)).articles[0].cells["url"]
    'https://ondara.example/'
    """
    found = _SAVED_FROM.search(source.data[:HEAD])
    by_extension = _SINGLE_FILE.search(source.data[:HEAD])
    address = found or by_extension
    url = address[1].decode("ascii", "replace") if address else None
    article = article_of_page(source.data, source.name, url=url)
    if by_extension:
        article.cells["captured"] = by_extension[2].decode("utf-8", "replace")
    return Export([article])


def article_of_page(data: bytes, name: str, *, url: str | None = None, place: str = "", header: str = "") -> Article:
    """Return a web page as an article, with a warning where its text is likely not whole.

    Parameters
    ----------
    data : bytes
        The page.
    name : str
        For messages.
    url : str, optional
        Its address, when something outside the page says it.
    place : str
        Where it stands in a file of many pages.
    header : str
        The `Content-Type` it was sent with; an encoding named there counts before that of the page, as in browsers.

    Raises
    ------
    CorpusError
        When it is no web page.

    Examples
    --------
    >>> article_of_page(b"<html><frameset><frame src=a></frameset></html>", "a.html").cells["warnings"][-1]
    'the page is made of frames: save the frame that holds the article'
    """
    charset = _CHARSET.search(header)
    page = read_page(data, url=url, source=name, encoding=charset[1] if charset else None)
    cells = {column: cell for column, cell in page.items() if cell is not None}
    cells["warnings"] = [*page["warnings"], *_doubts(data, page["text"])]
    return Article(place, cells)


def _doubts(data: bytes, text: str) -> list[str]:
    """Why the text of a page is missing, or may be the beginning only."""
    small = data.lower()
    if not text and b"<frameset" in small:
        return ["the page is made of frames: save the frame that holds the article"]
    if not text and b"<script" in small:
        return ["the page is built by script: open it in a browser and save it once its text is shown"]
    doubts = ["the page says that it is not free: the text may be its beginning only"] if _NOT_FREE.search(data) else []
    if _is_cut(small):
        doubts.append("the file ends inside the page: perhaps cut off")
    if 0 < len(text) < _SHORT:
        doubts.append(f"short text ({len(text)} characters): perhaps a teaser")
    return doubts


def _is_cut(small: bytes) -> bool:
    """Whether a page ends inside a tag or an element, and not with the end of a page, which may be left out."""
    if b"</body" in small or b"</html" in small:
        return False
    bare = _COMMENT.sub(b"", small)
    tags = Counter(_ENCLOSING.findall(bare))
    is_open = any(tags[b"<" + name] > tags[b"</" + name] for name in _ALWAYS_CLOSED)
    return is_open or bare.rfind(b"<") > bare.rfind(b">")


def recognises_mhtml(source: Source) -> bool:
    r"""Return whether a file is a web page saved with all its parts in one (.mhtml), and no e-mail.

    Examples
    --------
    >>> recognises_mhtml(Source("a.mhtml", b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"))
    True
    """
    head = source.data[:HEAD].lstrip()
    headers = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0].lower()
    is_message = bool(_HEADER_LINE.match(head)) and b"mime-version:" in headers
    is_page = b"multipart/related" in headers or b"snapshot-content-location" in headers
    return is_message and is_page and not _OF_A_LETTER.search(headers)


def read_mhtml(source: Source) -> Export:
    r"""Return the article of a web page that was saved with all its parts in one file.

    Raises
    ------
    CorpusError
        When there is no page in it.

    Examples
    --------
    >>> head = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n"
    >>> page = b"<html><article><p>It rained.</p></article></html>\n--b--\n"
    >>> read_mhtml(Source("rain.mhtml", head + page)).articles[0].cells["text"]
    'It rained.'
    """
    message = email.message_from_bytes(source.data.lstrip())
    parts = [part for part in message.walk() if not part.is_multipart()]
    pages = [part for part in parts if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    address = _header(message, "Snapshot-Content-Location")
    if not pages:
        hint = "Save the page once more, as 'web page, complete' or 'HTML only'."
        raise CorpusError(f"{source.name}: there is no page among the {len(parts)} parts of this file. {hint}")
    page = next((part for part in pages if address and _header(part, "Content-Location") == address), pages[0])
    url = address or _header(page, "Content-Location")
    payload: Any = page.get_payload(decode=True)
    article = article_of_page(
        payload or b"",
        source.name,
        url=url if url.startswith(("http://", "https://")) else None,
        header=_header(page, "Content-Type"),
    )
    captured = _header(message, "Date")
    if captured:
        article.cells["captured"] = captured
    if page is not parts[-1] or not any("CloseBoundary" in type(defect).__name__ for defect in message.defects):
        return Export([article])
    article.cells["warnings"].append("the file ends inside the page")
    return Export([article], problems=["the file ends inside its page: the text up to there is read. Save it anew."])


def _header(part: Message, name: str) -> str:
    """A header line, empty when it is not there."""
    return str(part.get(name, "")).strip()


def stands_beside_page(path: PurePath, there: Collection[PurePath]) -> bool:
    """Return whether a file belongs to a saved page: it lies in the folder that a browser put beside it.

    Parameters
    ----------
    path : pathlib.PurePath
        The file.
    there : collection of pathlib.PurePath
        All files that were found; quick when it is a set.

    Examples
    --------
    >>> page, advertisement = PurePath("saved/Rain.html"), PurePath("saved/Rain_files/frame.html")
    >>> stands_beside_page(advertisement, {page, advertisement})
    True
    >>> stands_beside_page(page, {page, advertisement}), stands_beside_page(advertisement, {advertisement})
    (False, False)
    """
    for folder in path.parents:
        ending = next((ending for ending in _BESIDE if folder.name.lower().endswith(ending)), None)
        if ending is not None:
            stem = folder.name[: -len(ending)]
            if any(folder.with_name(stem + suffix) in there for suffix in _PAGE_SUFFIXES if stem):
                return True
    return False
