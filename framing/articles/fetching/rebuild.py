"""What the pages that were fetched hold: compared with a list, or made into articles again."""

from __future__ import annotations

import os
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pandas as pd

from framing.articles.addresses import text_digest
from framing.articles.corpus import articles_from_records
from framing.articles.fetching.journal import Entry, Journal
from framing.articles.mojibake import repair_mojibake
from framing.articles.pages import read_page
from framing.articles.records import article_of_cells
from framing.cells import is_missing
from framing.errors import CorpusError, all_problems

_WORDS = ("headline", "outlet", "text")


def rebuild_articles(addresses: pd.DataFrame, folder: str | os.PathLike[str], *, language: str = "en") -> pd.DataFrame:
    """Return the articles whose pages stand in a folder, under the ids of their list.

    Parameters
    ----------
    addresses : pandas.DataFrame
        The list that `fetch_addresses` was given.
    folder : path
        Its folder. Nothing is fetched.
    language : str
        Code of the language, where a page does not say.

    Returns
    -------
    pandas.DataFrame
        The `articles` table, in the order of the list: the text and headline of the page; day and outlet of the list,
        or, where it has none, of the page. Addresses without a page are left out: the `fetched` table says why.

    Raises
    ------
    CorpusError
        When no page of the list is there, or trafilatura is not installed.

    Examples
    --------
    >>> import tempfile
    >>> addresses = pd.DataFrame({"url": ["https://lantern.example/rain"]})
    >>> rebuild_articles(addresses, tempfile.mkdtemp())  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    framing.errors.CorpusError: ...: no page of the 1 addresses is there. Fetch them first.
    """
    journal = Journal(folder)
    records = []
    for row in checked_rows(addresses):
        data = None if row["url"] is None else journal.page(row["url"])
        if data is not None:
            page = read_kept(data, journal.entries[row["url"]])
            of_list = {name: row[name] for name in ("article_id", "published", "outlet") if row[name] is not None}
            records.append({**page, **of_list, "source_format": "html"})
    if not records:
        raise CorpusError(f"{Path(folder)}: no page of the {len(addresses)} addresses is there. Fetch them first.")
    return articles_from_records(records, source=str(folder), language=language)


def checked_rows(addresses: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a list of addresses, every cell that matters a text or missing.

    Raises
    ------
    CorpusError
        When there is no column of addresses, or with every cell that is not text.

    Examples
    --------
    >>> checked_rows(pd.DataFrame({"url": [" https://lantern.example "]}))[0]["url"]
    'https://lantern.example'
    """
    if "url" not in getattr(addresses, "columns", ()):
        raise CorpusError("addresses: column 'url' is not there. Take the table from list_addresses or read_addresses.")
    names = ("article_id", "url", "published", "outlet", "digest")
    rows: list[dict[str, Any]] = []
    problems = []
    for number, given in enumerate(addresses.to_dict(orient="records")):
        cells: dict[str, Any] = {name: None if is_missing(given.get(name)) else given[name] for name in names}
        for name in ("url", "digest"):
            if not isinstance(cells[name], str | None):
                problems.append(f"row {number}: {name} {cells[name]!r:.40} is not text.")
        rows.append(cells | {"article_id": str(cells["article_id"] or f"row {number}")})
    if problems:
        raise CorpusError(all_problems("addresses", problems))
    for row in rows:
        row["url"] = row["url"].strip() if row["url"] else None
    return rows


def read_kept(data: bytes, entry: Entry) -> dict[str, Any]:
    """Return what a page says, in the encoding that the server named, as `framing read` would give it.

    Raises
    ------
    CorpusError
        When it is no web page.
    """
    encoding = Message()
    encoding["Content-Type"] = " ".join((entry.content_type or "").split())
    page = read_page(data, url=entry.url, encoding=encoding.get_content_charset())
    repaired = {name: repair_mojibake(cell) for name, cell in page.items() if name in _WORDS and cell}
    n_lines = sum(n_of_cell for _, n_of_cell in repaired.values())
    told = [*page["warnings"], *([f"{n_lines} lines of mojibake repaired"] if n_lines else [])]
    return page | {name: cell for name, (cell, _) in repaired.items()} | {"warnings": told}


def outcome_of(row: dict[str, Any], journal: Journal) -> dict[str, Any]:
    """Return one row of the `fetched` table: what the journal says of an address, and what its text is now."""
    url = row["url"]
    if url is None:
        return {"article_id": row["article_id"], "status": "no address", "problem": "the list has no address"}
    entry = journal.entries[url]
    of_entry = {**entry._asdict(), "bytes": entry.n_bytes, "article_id": row["article_id"]}
    data = journal.page(url)
    if data is None:
        return of_entry
    file = journal.page_path(url).relative_to(journal.folder).as_posix()
    return of_entry | {"file": file} | _compared(data, row["digest"], entry)


def _compared(data: bytes, digest: str | None, entry: Entry) -> dict[str, Any]:
    """What the text of a page is, against the digest that it had."""
    try:
        page = read_kept(data, entry)
    except CorpusError as problem:  # a page that an earlier version could read
        return {"status": "not a page", "problem": str(problem).removeprefix(f"{entry.url}: ")}
    record, _ = article_of_cells({"text": page["text"], "headline": page["headline"]}, "html", [])
    text = record["text"]
    now = [text_digest(text), text_digest(page["text"])]
    told = {"characters": len(text), "digest": digest if digest in now else now[0]}
    if not page["text"]:
        return told | {"status": "no text", "problem": "no text found on the page"}
    if digest is None:
        return told | {"status": "fetched"}
    if digest in now:
        return told | {"status": "same"}
    if _is_front_page(entry.final_url) and not _is_front_page(entry.url):
        return told | {"status": "gone", "problem": "the address leads to the front page now"}
    return told | {"status": "differs"}


def _is_front_page(url: str | None) -> bool:
    parts = urlsplit(url or "")
    return parts.path in ("", "/") and not parts.query
