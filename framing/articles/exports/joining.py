"""Lists of addresses without texts, and the saved pages that have the texts."""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlencode, urlsplit

from framing.articles.columns import guess_names, under_names
from framing.articles.exports.export import Article, Export
from framing.cells import is_missing
from framing.days import parse_day
from framing.decoding import clean_text

# What newsletters, search engines and networks hang on an address; none of it tells one page from another.
_TRACKING = re.compile(
    r"utm_\w*|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|igshid|mc_[ce]id|_ga|cmpid|ocid", re.IGNORECASE
)
_SAFE = "/:@!$&'()*+,;=~-._"
_SHORTEST_DIGEST = 16  # characters of a file's name that are taken for the beginning of a digest
_DIGEST = re.compile(rf"[0-9a-f]{{{_SHORTEST_DIGEST},64}}")
_OF_THE_LIST = ("published", "outlet", "headline")


def canonical_address(url: str) -> str:
    """Return an address without what may differ between two ways to write it.

    Parameters
    ----------
    url : str
        An address, with or without scheme.

    Returns
    -------
    str
        Host, path and query: without scheme, "www.", the usual ports, a slash at the end, what stands behind "#", and
        what only tells from where a reader came (utm_source, fbclid ...); the parts of the query in order.

    Examples
    --------
    >>> canonical_address("https://www.Lantern.example:443/rain/?utm_source=post&b=2&a=1#top")
    'lantern.example/rain?a=1&b=2'
    """
    url = clean_text(url.strip())[0]
    try:
        parts = urlsplit(url if re.match(r"[A-Za-z][\w+.-]*://", url) else f"//{url.lstrip('/')}")
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return url
    if parts.scheme not in ("", "http", "https"):
        return url
    host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    with contextlib.suppress(UnicodeError):
        host = host.encode("idna").decode()
    path = quote(unquote_to_bytes(parts.path), safe=_SAFE).rstrip("/")
    query = sorted(pair for pair in _pairs(parts.query) if not _TRACKING.fullmatch(pair[0]))
    return f"{host}{port}{path}{'?' if query else ''}{urlencode(query, errors='surrogateescape')}"


def _pairs(query: str) -> list[tuple[str, str]]:
    """The names and values of a query; one that has too many is one name."""
    try:
        return parse_qsl(query, keep_blank_values=True, errors="surrogateescape")
    except ValueError:
        return [(query, "")]


class AddressIndex:
    """Articles of which only the address is known, to be found by the pages that have their texts.

    Attributes
    ----------
    repeated : list of Article
        Those whose address stood before, in the order added; they are not looked for.

    Examples
    --------
    >>> index = AddressIndex()
    >>> index.add(Article("row 2", {"url": "http://lantern.example/rain/", "headline": "Rain", "text": ""}))
    True
    >>> index.find("https://www.lantern.example/rain", "page-1").cells["headline"]
    'Rain'
    >>> index.without_page()
    []
    """

    def __init__(self) -> None:
        self.repeated: list[Article] = []
        self._listed: dict[str, Article] = {}
        self._digests: dict[str, list[tuple[str, str]]] = {}
        self._found: set[str] = set()

    def add(self, article: Article) -> bool:
        """Take up an article that has an address and no text; return whether it is one whose address is new."""
        url = article.cells.get("url")
        if not isinstance(url, str) or not url.strip() or not is_missing(article.cells.get("text")):
            return False
        key = canonical_address(url)
        if key in self._listed:
            self.repeated.append(article)
            return False
        self._listed[key] = article
        for written in {url, url.strip()}:
            digest = hashlib.sha256(written.encode("utf-8", "replace")).hexdigest()
            self._digests.setdefault(digest[:_SHORTEST_DIGEST], []).append((digest, key))
        return True

    def find(self, url: str | None, stem: str) -> Article | None:
        """Return the article that a page has the text of, by its address or by its file's name; None when none is.

        Parameters
        ----------
        url : str or None
            The address that the page gives itself.
        stem : str
            The name of its file without suffix: a page may be named by the SHA-256 digest of its address.
        """
        key = canonical_address(url) if url and url.strip() else None
        if key not in self._listed:
            key = self._by_digest(stem.strip().lower())
        if key is None:
            return None
        self._found.add(key)
        return self._listed[key]

    def _by_digest(self, stem: str) -> str | None:
        """The address whose digest begins as a file is called."""
        if not _DIGEST.fullmatch(stem):
            return None
        near = self._digests.get(stem[:_SHORTEST_DIGEST], [])
        return next((key for digest, key in near if digest.startswith(stem)), None)

    def without_page(self) -> list[Article]:
        """Return the articles for which no page was found, in the order added."""
        return [article for key, article in self._listed.items() if key not in self._found]


def join_page(listed: Mapping[str, Any], page: Mapping[str, Any]) -> dict[str, Any]:
    """Return the text of a page under what a list says of it: the list's day, outlet, headline and address count.

    Parameters
    ----------
    listed : mapping
        Cells of an article in a list of addresses.
    page : mapping
        Cells of the saved page. Its own headline is kept as `page_headline` where it is another one.

    Examples
    --------
    >>> listed = {"headline": "Rain", "published": "2031-02-03", "url": "lantern.example/rain", "text": ""}
    >>> joined = join_page(listed, {"headline": "Rain!", "published": "2031-02-04", "text": "It rained."})
    >>> joined["text"], joined["headline"], joined["published"], joined["page_headline"]
    ('It rained.', 'Rain', '2031-02-03', 'Rain!')
    >>> joined["warnings"][1]
    "published: the list says '2031-02-03', the page '2031-02-04'; the list counts"
    """
    said = {name: cell for name, cell in listed.items() if name not in ("text", "warnings") and not is_missing(cell)}
    taken = [name for name in _OF_THE_LIST if name in said]
    told = [f"{', '.join(taken)} from the list of addresses"] if taken else []
    if _differ(said.get("published"), page.get("published")):
        told.append(f"published: the list says {_shown(said)}, the page {_shown(page)}; the list counts")
    joined = {**page, **said, "text": page.get("text") or ""}
    own = page.get("headline")
    if "headline" in said and not is_missing(own) and own != said["headline"]:
        joined["page_headline"] = own
    before = [one for one in listed.get("warnings") or [] if not str(one).startswith("no text")]
    return joined | {"warnings": [*(page.get("warnings") or []), *before, *told]}


def without_texts(export: Export, labels: str, warning: str) -> Export:
    """Return the rows of a list of addresses under the names of the `articles` table, their text empty.

    Examples
    --------
    >>> export = Export([Article("row 2", {"Title": "Rain"})], is_table=True)
    >>> without_texts(export, "zotero", "no text").articles[0].cells
    {'headline': 'Rain', 'text': '', 'warnings': ['no text']}
    """
    articles = []
    for article in export.articles:
        cells = under_names(article.cells, guess_names(article.cells, labels))
        told = [warning, *cells.pop("warnings", [])]
        articles.append(Article(article.place, {**cells, "text": "", "warnings": told}))
    return export._replace(articles=articles, is_table=False)


def _shown(cells: Mapping[str, Any]) -> str:
    day = cells["published"]
    return repr(day if isinstance(day, str) else str(day)[:10])


def _differ(one: Any, other: Any) -> bool:
    """Whether two dates say different days for certain."""
    try:
        return not is_missing(one) and not is_missing(other) and parse_day(one) != parse_day(other)
    except ValueError:
        return False
