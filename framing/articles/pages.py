"""A saved or fetched web page as headline, outlet, date and text."""

from __future__ import annotations

import importlib
import json
import re
from typing import Any

from framing.days import parse_day
from framing.decoding import clean_text, decode_text
from framing.errors import CorpusError

_HEAD = 4096  # bytes in which a page says its encoding; browsers look at the first 1,024
_DECLARED = re.compile(rb"""(?i)<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,200}?encoding)\s*=\s*["']?\s*([\w:.-]{2,30})""")
# The encodings of the web; Python knows others, some of which run escapes that stand in the bytes.
_OF_THE_WEB = re.compile(
    r"(?i)(windows|cp|x-cp)-?\d+|iso-?8859-?\w+|latin-?\d|koi8-[ru]|gb\w+|big5\S*|euc-\w+|s\w+jis|iso-2022-jp"
)
_ANY_TAG = re.compile(r"(?i)<(?:!doctype\s+html|(?:html|head|body|article|section|main|div|p|h1|span|table|a)[\s>])")
_OTHER_XML = re.compile(
    r"(?i)\s*(?:<\?xml[^>]*>\s*)?(?><!--(?:(?!-->).)*-->\s*)*+<(?:rss|feed|urlset|sitemapindex|svg)\b", re.DOTALL
)

# Looking for the text takes time by the square of the elements: a paragraph made of 57,000 took 14 seconds (trafilatura
# 2.3). The page of an article has some thousands.
_MOST_ELEMENTS = 100_000
_OF_THE_HEAD = ("title", "meta", "link", "style", "script", "base")

# Where a page declares its day of publication, the surest first.
_DATES_IN_META = (
    "article:published_time", "og:article:published_time", "datepublished", "date.published", "dc.date.issued",
    "dcterms.created", "dc.date", "parsely-pub-date", "sailthru.date", "publish-date", "pubdate", "date",
)  # fmt: skip
_DATE_IN_JSON = re.compile(r'"datePublished"\s*:\s*"((?:[^"\\]|\\.){4,60})"')


def read_page(
    data: bytes, *, url: str | None = None, source: str | None = None, encoding: str | None = None
) -> dict[str, Any]:
    """Return what a web page says: its headline, outlet, date and text.

    Parameters
    ----------
    data : bytes
        The page as it was saved or sent.
    url : str, optional
        Its address, where it is known; else the one the page gives itself.
    source : str, optional
        Name for the message; else the address.
    encoding : str, optional
        What the server said it is; it counts before what the page declares.

    Returns
    -------
    dict
        `headline`, `outlet`, `published` (the date as the page writes it), `url`, `language` (such as "en"): text, or
        None where the page does not say; `text`: paragraphs between blank lines, without the headline, "" when there
        is none; `warnings`: what had to be mended or guessed, as a list of texts.

    Raises
    ------
    CorpusError
        When the bytes are no web page, or one that is damaged beyond reading, or when trafilatura, which finds the text
        among menus and advertisements, is not installed.

    Notes
    -----
    The encoding is UTF-8 when the bytes are UTF-8, else what the server or the page says, else Windows-1252. The same
    bytes give the same result on every day. Nothing is fetched, and no script of the page is run.

    What trafilatura takes for no part of the article (menus, captions, comments, a paragraph printed twice on end) is
    not in the text; the page itself holds it.

    Examples
    --------
    >>> page = read_page(b"<html lang=en><title>Rain</title><h1>Rain</h1><p>It rained in Ondara.</p></html>")
    >>> page["headline"], page["text"], page["language"]
    ('Rain', 'It rained in Ondara.', 'en')
    """
    trafilatura, lxml_html = needed_module("trafilatura"), needed_module("lxml.html")
    where = source or url or "page"
    html, warnings = _decoded(data, where, encoding)
    tree = _parsed(lxml_html, html, where)
    published, doubts = _declared_day(tree)
    language = _language(tree)
    found = _extracted(trafilatura, tree, url, where)
    if published is None and found.get("date"):
        published, doubts = found["date"], ["date guessed from the page"]
    headline = _one_line(found.get("title"))
    text = _body(found.get("text") or "", headline)
    return {
        "headline": headline,
        "outlet": _one_line(found.get("sitename")),
        "published": published,
        "text": text,
        "url": url or found.get("url"),
        "language": language,
        "warnings": [*warnings, *doubts, *([] if text else ["no text found on the page"])],
    }


def needed_module(module: str) -> Any:
    """A module of the extra that reads other people's formats."""
    try:
        return importlib.import_module(module)
    except ImportError:
        name = module.partition(".")[0]
        hint = 'Install it with: pip install "framing-toolkit[ingest]"'
        raise CorpusError(f"web pages are read with {name}, which is not installed. {hint}") from None


def _decoded(data: bytes, where: str, encoding: str | None) -> tuple[str, list[str]]:
    """The page as text, and what had to be mended."""
    if not data.strip():
        raise CorpusError(f"{where}: the page is empty.")
    data, left_out = _without_zeros(data)
    text, warnings = _in_declared_encoding(data, encoding) or decode_text(data, where)
    if _OTHER_XML.match(text) or not _ANY_TAG.search(text):
        begins = " ".join(text[:60].split())
        raise CorpusError(f"{where}: this is no web page; it begins {begins!r}. Give the page of one article.")
    return text, [*left_out, *warnings]


def _without_zeros(data: bytes) -> tuple[bytes, list[str]]:
    """A page without the few zero bytes that may stray into one, which browsers pass over; many mean another format."""
    n_zeros = data.count(0)
    if not data.lstrip().startswith(b"<") or not 0 < n_zeros <= len(data) / 1000:
        return data, []
    return data.replace(b"\0", b""), [f"{n_zeros} zero bytes left out"]


def _in_declared_encoding(data: bytes, encoding: str | None) -> tuple[str, list[str]] | None:
    """The page in the encoding that was said or declared, unless it is UTF-8 or that is no encoding of web pages."""
    declared = _DECLARED.search(data[:_HEAD])
    name = encoding or (declared[1].decode("ascii", "replace") if declared else "")
    if not _OF_THE_WEB.fullmatch(name) or data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return None
    if name.lower().replace("-", "") in ("iso88591", "latin1"):
        name = "windows-1252"  # what every browser takes it for
    try:
        if not name.lower().startswith("iso-2022"):  # whose bytes are all those of ASCII, and so of UTF-8
            data.decode("utf-8")
            return None
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode(name, errors="replace")
    except LookupError:
        return None
    n_bad = text.count("\ufffd")
    return text, [f"read as {name}", *([f"{n_bad} unreadable characters replaced"] if n_bad else [])]


def _parsed(lxml_html: Any, html: str, where: str) -> Any:
    """The tree of a page, with a body: the parser puts an <article> of a page that leaves <body> out into the head."""
    try:
        tree = lxml_html.document_fromstring(html.encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))
    except lxml_html.etree.ParserError:
        raise CorpusError(f"{where}: there is nothing in this page. Save it once more.") from None
    n_elements = int(tree.xpath("count(//*)"))
    if n_elements > _MOST_ELEMENTS:
        said = f"the page has {n_elements:,} elements, no article more than {_MOST_ELEMENTS:,}. Save its article alone."
        raise CorpusError(f"{where}: {said}")
    for head in tree.xpath("/html[not(body)]/head"):
        body = lxml_html.Element("body")
        body.extend([child for child in head if child.tag not in _OF_THE_HEAD])
        tree.append(body)
    return tree


def _extracted(trafilatura: Any, tree: Any, url: str | None, where: str) -> dict[str, Any]:
    """What trafilatura finds in a page, under its own names."""
    dates = {"original_date": True, "extensive_search": False, "max_date": "2199-12-31"}  # its own choice is today
    try:
        found = trafilatura.bare_extraction(
            tree, url=url, with_metadata=True, include_comments=False, date_extraction_params=dates
        ) or trafilatura.extract_metadata(tree, default_url=url, date_config=dates)
    except Exception as problem:  # noqa: BLE001  # one page, damaged as nobody foresaw, stops none of the thousands
        reason = (str(problem) or type(problem).__name__).splitlines()[0][:80]
        raise CorpusError(f"{where}: this page is damaged and cannot be read ({reason}). Save it once more.") from None
    return dict(found.as_dict())


def _declared_day(tree: Any) -> tuple[str | None, list[str]]:
    """The date a page declares, as it writes it, with a doubt when it declares several days."""
    meta = {_name_of(tag): tag.get("content", "").strip() for tag in reversed(tree.xpath("//meta[@content]"))}
    scripts = "".join(tree.xpath("//script[contains(@type, 'ld+json')]/text()"))
    in_json = [_unescaped(written) for written in _DATE_IN_JSON.findall(scripts)[:1]]
    in_time = tree.xpath("//time[@pubdate or @itemprop='datePublished']/@datetime")[:1]
    found = [str(day) for day in (*(meta.get(name) for name in _DATES_IN_META), *in_json, *in_time) if day]
    days = dict.fromkeys(day for day in map(_day, found) if day)
    doubts = [f"the page gives several dates: {', '.join(days)}"] if len(days) > 1 else []
    return (found[0] if found else None), doubts


def _unescaped(written: str) -> str:
    """A text of JSON in plain signs; as it stands, where it is none."""
    try:
        return clean_text(str(json.loads(f'"{written}"', strict=False)))[0]
    except ValueError:
        return written


def _day(written: str) -> str | None:
    """The day that a date says, when it says one without doubt."""
    try:
        return parse_day(written).date().isoformat()
    except ValueError:
        return None


def _name_of(tag: Any) -> str:
    """What a meta tag is about."""
    return str(tag.get("property") or tag.get("name") or tag.get("itemprop") or "").strip().lower()


def _language(tree: Any) -> str | None:
    """The language a page declares: "en" of "en-GB"."""
    declared = str(tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip().lower()
    code = re.split(r"[-_]", declared)[0]
    return code if re.fullmatch(r"[a-z]{2,3}", code) else None


def _one_line(cell: Any) -> str | None:
    """A text on one line, or nothing where it is empty."""
    return " ".join(str(cell or "").split()) or None


def _body(text: str, headline: str | None) -> str:
    """The paragraphs of a page between blank lines, without the headline when it stands on top of them."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if headline and lines and " ".join(lines[0].split()).casefold() == headline.casefold():
        lines = lines[1:]
    return "\n\n".join(lines)
