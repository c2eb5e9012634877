"""Lists of works as Zotero and its like write them, CSV and CSL-JSON: addresses and abstracts without texts."""

from __future__ import annotations

import contextlib
import re
from typing import Any

from framing.articles.columns import guess_names
from framing.articles.exports.delimited import first_rows, read_delimited
from framing.articles.exports.export import Export
from framing.articles.exports.joining import without_texts
from framing.articles.exports.json_records import find_objects, recognises_json, to_articles
from framing.articles.exports.source import Source
from framing.cells import is_missing

NO_TEXT = "no text: Zotero exports addresses, not articles"
NO_TEXT_IN_CSL = "no text: CSL-JSON holds addresses, not articles"
_NEEDED = {"source_id", "item_type", "headline", "outlet", "url"}
_ISSUED = re.compile(r'"issued"\s*:\s*\{\s*"(?:date-parts|raw|literal|season)"')
_CONTAINER = re.compile(r'"container-title"\s*:')
_TYPE = re.compile(r'"type"\s*:')


def recognises_zotero_csv(source: Source) -> bool:
    r"""Return whether a file is a table with the columns of Zotero.

    Examples
    --------
    >>> recognises_zotero_csv(Source("a.csv", b'"Key","Item Type","Author","Title","Publication Title","Url"\n'))
    True
    """
    header = next(iter(first_rows(source)), [])
    return guess_names(header, "zotero").keys() >= _NEEDED


def read_zotero_csv(source: Source) -> Export:
    r"""Return the works of a Zotero table: articles whose text is empty, the abstract a column of its own.

    Raises
    ------
    CorpusError
        When it is no text, or its header cannot be read.

    Examples
    --------
    >>> data = b'"Key","Title","Abstract Note"\n"AB","Rain","Wet days."\n'
    >>> read_zotero_csv(Source("a.csv", data)).articles[0].cells["abstract"]
    'Wet days.'
    """
    return without_texts(read_delimited(source), "zotero", NO_TEXT)


def recognises_csl_json(source: Source) -> bool:
    """Return whether a file is a list of works in CSL-JSON, the Citation Style Language's own format.

    Examples
    --------
    >>> recognises_csl_json(Source("a.json", b'[{"type": "webpage", "issued": {"date-parts": [[2031, 2, 3]]}}]'))
    True
    """
    head = source.head
    return recognises_json(source) and bool(
        _TYPE.search(head) and (_ISSUED.search(head) or _CONTAINER.search(head)) and "text" not in _first_names(head)
    )


def _first_names(head: str) -> dict[str, str]:
    """The usual names at the head of a file of JSON."""
    return guess_names(re.findall(r'"([\w -]{1,40})"\s*:\s*"', head))


def read_csl_json(source: Source) -> Export:
    """Return the works of a CSL-JSON file: articles whose text is empty, the abstract a column of its own.

    Raises
    ------
    CorpusError
        When it is no text, or nothing of it is JSON.

    Examples
    --------
    >>> data = b'[{"type": "webpage", "title": "Rain", "issued": {"date-parts": [["2031", 2, 3]]}}]'
    >>> read_csl_json(Source("a.json", data)).articles[0].cells["published"]
    '2031-02-03'
    """
    objects = find_objects(source)
    export = Export(to_articles(objects), problems=objects.problems, warnings=source.decoded[1])
    export = without_texts(export, "csl", NO_TEXT_IN_CSL)
    return export._replace(articles=[article._replace(cells=_plain(article.cells)) for article in export.articles])


def _plain(cells: dict[str, Any]) -> dict[str, Any]:
    """A work with its day and its authors as text."""
    plain = {"published": _day(cells.get("published")), "byline": _authors(cells.get("byline"))}
    return cells | {name: cell for name, cell in plain.items() if name in cells}


def _day(parts: Any) -> Any:
    """The day of date-parts such as [[2031, 2, 3]]; anything else as it stands, for whoever reads the message."""
    if isinstance(parts, list) and parts and isinstance(parts[0], list):
        with contextlib.suppress(TypeError, ValueError, OverflowError):
            return "-".join(f"{int(part):02}" for part in parts[0])
    return None if is_missing(parts) else str(parts)


def _authors(listed: Any) -> Any:
    """The names of authors on one line; what is no list of names as it stands."""
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        return listed
    parts = ("given", "non-dropping-particle", "family", "suffix", "literal")
    return "; ".join(" ".join(str(one[part]) for part in parts if one.get(part)) for one in listed)
