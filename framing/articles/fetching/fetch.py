"""A corpus from its addresses: pages fetched, texts compared with what the list says of them."""

from __future__ import annotations

import datetime
import hashlib
import os
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd

import framing
from framing import schema
from framing.articles.fetching.connection import Limits
from framing.articles.fetching.guard import parse_address
from framing.articles.fetching.journal import Entry, Journal
from framing.articles.fetching.problems import FetchProblem
from framing.articles.fetching.rebuild import checked_rows, outcome_of, read_kept
from framing.articles.fetching.visits import PRODUCT, Visitor
from framing.articles.pages import needed_module
from framing.errors import CorpusError


def fetch_addresses(
    addresses: pd.DataFrame,
    folder: str | os.PathLike[str],
    *,
    contact: str | None = None,
    allow_private: bool = False,
    delay_seconds: float = 1.0,
    timeout_seconds: float = 30.0,
    page_seconds: float = 120.0,
    max_bytes: int = 10_000_000,
    n_tries: int = 4,
    tell: Callable[[str], None] | None = None,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> pd.DataFrame:
    """Fetch the pages of a list of addresses into a folder, and say which of them still hold the text they held.

    Parameters
    ----------
    addresses : pandas.DataFrame
        The `addresses` table, as from `list_addresses` or `read_addresses`; `url` is enough.
    folder : path
        Where pages are kept as they came, in `pages/`, with `journal.jsonl`, which says when and how each came. A
        second call with the same folder fetches what is not there yet and tries again what failed.
    contact : str, optional
        An address at which the owners of a site reach you, such as "ada@university.example"; sent with each request.
    allow_private : bool
        Whether hosts in private networks and on this machine are fetched from, too.
    delay_seconds : float
        Seconds from an answer of a host to the next request to it, at least.
    timeout_seconds : float
        For how many seconds a server may be silent.
    page_seconds : float
        Within how many seconds a whole page must be there.
    max_bytes : int
        How large a page may be, unpacked.
    n_tries : int
        How often a page is asked for when the server is busy (429 and 5xx), silent, or breaks off.
    tell : callable, optional
        Takes one line of text for each address as it is done.
    clock, sleep : callable
        The time in seconds, and waiting; for tests.

    Returns
    -------
    pandas.DataFrame
        The `fetched` table, one row per address in the order of the list: `article_id`, `url`, `status`, `problem`
        (why there is no text, or what is odd), `final_url`, `http_status`, `bytes` (of the page, unpacked),
        `characters` and `digest` (of its text now), `file` (inside the folder), `fetched_at` (world time). `status` is
        same, differs, fetched (there is nothing to compare with), no text, not a page, gone, refused, forbidden by
        robots, too large, not allowed, no address or failed.

    Raises
    ------
    CorpusError
        When the list has no column of addresses or a cell of it is not text, when trafilatura is not installed, or when
        the folder cannot be written.

    Notes
    -----
    Robots: a robots.txt is read once per site, by RFC 9309 with its wildcards; missing (4xx) means all is allowed,
    unreadable now (5xx, silence) that nothing is. A Crawl-delay is kept up to 120 seconds, and so is Retry-After; a
    host that asks for more, or does not answer three times on end, is left alone until the next call.

    Safety: only http and https, without user names. Every address a host stands at is checked, after each redirect
    too, and the connection goes to the address that was checked. Certificates are verified. There are no cookies, and
    proxies of the environment are not used, because behind a proxy nothing could be checked.

    The text is what `read_page` finds, headline first. "same" compares with and without the headline, by `text_digest`:
    another version of trafilatura may draw the border of a text elsewhere, which is "differs" too.

    Examples
    --------
    >>> import tempfile
    >>> addresses = pd.DataFrame({"url": [None, "ftp://lantern.example/rain"]})
    >>> fetch_addresses(addresses, tempfile.mkdtemp())["status"].tolist()
    ['no address', 'not allowed']
    """
    rows = checked_rows(addresses)
    for module in ("trafilatura", "ftfy"):
        needed_module(module)
    journal = Journal(folder)
    visitor = Visitor(
        agent=_agent(contact),
        allow_private=allow_private,
        limits=Limits(timeout_seconds, page_seconds, max_bytes),
        delay_seconds=delay_seconds,
        n_tries=n_tries,
        clock=clock,
        sleep=sleep,
    )
    found: dict[int, dict[str, Any]] = {}
    asked: set[str] = set()
    for n_done, place in enumerate(_in_turns(rows, journal), start=1):
        url = rows[place]["url"]
        if url is not None and url not in asked and not journal.is_done(url):
            journal.keep(*_visit(visitor, url))
            asked.add(url)
        found[place] = outcome_of(rows[place], journal)
        if tell is not None:
            tell(f"{n_done} of {len(rows)}: {found[place]['status']}: {url or rows[place]['article_id']}")
    outcomes = [found[place] for place in range(len(rows))]
    columns = schema.column_names("fetched")
    return schema.make_table("fetched", {name: [row.get(name) for row in outcomes] for name in columns})


def _agent(contact: str | None) -> str:
    """How we introduce ourselves: name, version, purpose and whom to write to."""
    if contact is not None and not re.fullmatch(r"[\x21-\x7e]{3,200}", contact):
        raise CorpusError(f"contact {contact!r:.80} cannot be sent. Give an address such as ada@university.example.")
    purpose = "media research; fetches single pages from a list"
    return f"{PRODUCT}/{framing.__version__} ({purpose}{f'; {contact}' if contact else ''})"


def _in_turns(rows: list[dict[str, Any]], journal: Journal) -> Iterable[int]:
    """The order in which to fetch: what failed before last, hosts in turns, so that no one waits for another."""
    failed = journal.failed
    seen: Counter[str] = Counter()
    keys = []
    for place, row in enumerate(rows):
        host = _host_of(row["url"])
        keys.append((row["url"] in failed, seen[host], place))
        seen[host] += 1
    return [place for *_, place in sorted(keys)]


def _host_of(url: str | None) -> str:
    """The host of an address, "" when it has none."""
    try:
        return parse_address(url or "").host
    except FetchProblem:
        return ""


def _visit(visitor: Visitor, url: str) -> tuple[Entry, bytes | None]:
    """What becomes of one address, for the journal, and the page when there is one."""
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    try:
        page = visitor.fetch(url)
    except FetchProblem as problem:
        return Entry(url, problem.status, None, problem.http_status, None, None, None, problem.said, now), None
    entry = Entry(url, "page", page.url, page.http_status, len(page.body), None, page.content_type, None, now)
    try:
        read_kept(page.body, entry)
    except CorpusError as problem:
        said = str(problem).removeprefix(f"{url}: ")
        return entry._replace(status="not a page", problem=said), None
    return entry._replace(page_digest=hashlib.sha256(page.body).hexdigest()), page.body
