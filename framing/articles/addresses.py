"""Lists of addresses: what of a corpus may be passed on when its texts may not."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
import warnings
from collections import Counter
from typing import Any

import pandas as pd

from framing import files, schema
from framing.articles.columns import fold_label, guess_names
from framing.cells import is_missing, parse_text
from framing.days import parse_day
from framing.errors import CorpusError, FramingWarning, all_problems, did_you_mean

_COLUMNS = tuple(schema.column_names("addresses"))
_DIGEST = re.compile(r"[0-9a-f]{64}")


def text_digest(text: str) -> str:
    r"""Return a digest of a text: equal for equal texts, and telling nothing of their words.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        64 characters: SHA-256 of the text in UTF-8, in Unicode's form NFC, each run of white space made one space and
        none left at the ends.

    Notes
    -----
    White space and the two ways to write "é" differ between programs that save the same text; every other difference,
    also of one quotation mark, gives another digest. Lone surrogates count as U+FFFD.

    Examples
    --------
    >>> text_digest("It rained.\r\n\r\nStill. ") == text_digest("It rained.\n\nStill.")
    True
    >>> text_digest("")[:8]
    'e3b0c442'
    """
    plain = unicodedata.normalize("NFC", files.clean_text(text)[0])
    return hashlib.sha256(" ".join(plain.split()).encode()).hexdigest()


def list_addresses(articles: pd.DataFrame) -> pd.DataFrame:
    """Return where the articles of a corpus stand, with a digest of each text, and no word of it.

    Parameters
    ----------
    articles : pandas.DataFrame
        The `articles` table.

    Returns
    -------
    pandas.DataFrame
        The `addresses` table: `article_id`, `url`, `published`, `outlet` and `digest` (`text_digest` of the column
        `text`), one row per article in the order given. An article without address has its row: its `url` is missing,
        and a FramingWarning counts such rows.

    Raises
    ------
    TableError
        When `articles` is no table of articles.

    Examples
    --------
    >>> from framing import articles_from_records
    >>> rows = [{"doc_id": "a", "text": "It rained.", "url": "https://lantern.example/rain"}]
    >>> list_addresses(articles_from_records(rows, source="notes"))["url"].tolist()
    ['https://lantern.example/rain']
    """
    schema.check_table(articles, "articles")
    urls = [None if is_missing(url) else url.strip() for url in articles["url"]]
    if None in urls:
        said = f"{urls.count(None)} of {len(urls)} articles have no address: they cannot be fetched again."
        warnings.warn(said, FramingWarning, stacklevel=2)
    columns: dict[str, Any] = {name: articles[name] for name in ("article_id", "published", "outlet")}
    columns |= {"url": urls, "digest": [text_digest(text) for text in articles["text"]]}
    return schema.make_table("addresses", columns)


def read_addresses(path: str | os.PathLike[str]) -> pd.DataFrame:
    r"""Return a file of addresses as the `addresses` table.

    Parameters
    ----------
    path : path
        CSV, TSV, JSON Lines or Parquet, as written from `list_addresses`, or any table with a column of addresses
        (`url` or `link`), such as an export of Media Cloud. A column of ids, of dates, of outlets or of digests may
        stand beside it. Other columns are not read.

    Returns
    -------
    pandas.DataFrame
        As from `list_addresses`, in the order of the file; rows without any cell are left out. A digest is missing
        where the file has none; an article without id gets one from its address. A date that can be read in two ways is
        left empty, and a FramingWarning counts them.

    Raises
    ------
    CorpusError
        When the file cannot be read or has no column of addresses, or with every cell that is wrong.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> path = pathlib.Path(tempfile.mkdtemp(), "list.csv")
    >>> _ = path.write_text("link,publish_date\nhttps://lantern.example/rain,2031-02-03\n")
    >>> read_addresses(path)[["url", "published"]].astype(str).values.tolist()
    [['https://lantern.example/rain', '2031-02-03']]
    """
    rows, _ = files.read_rows(path)
    there = [str(name) for name in rows.columns]
    digests = [name for name in there if fold_label(name) == "digest"]
    known = guess_names(there) | ({"digest": digests[0]} if digests else {})
    if "url" not in known:
        near = did_you_mean("url", map(str, rows.columns))
        raise CorpusError(f"{path}: no column of addresses among {list(rows.columns)}. Call it url.{near}")
    problems: list[str] = []
    found = []
    for number, row in enumerate(rows.to_dict(orient="records"), start=files.first_row(path)):
        if not all(map(is_missing, row.values())):
            cells = {name: row[column] for name, column in known.items() if name in _COLUMNS}
            found.append(_address(cells, f"row {number}", problems))
    made = {name: [row[name] for row in found] for name in _COLUMNS}
    made["article_id"] = _with_ids(made["article_id"], made["url"])
    problems += files.unique_problems(made["article_id"], "article_id")
    if problems:
        raise CorpusError(all_problems(str(path), problems))
    days, doubts = _days(made["published"])
    if doubts:
        said = f"{path}: dates left empty: {len(doubts)}, such as {doubts[0]}."
        warnings.warn(said, FramingWarning, stacklevel=2)
    return schema.make_table("addresses", made | {"published": days})


def _address(cells: dict[str, Any], where: str, problems: list[str]) -> dict[str, Any]:
    """One row of a list of addresses, its date as printed; what is wrong with it goes to the problems."""
    row = dict.fromkeys(_COLUMNS) | {name: cell for name, cell in cells.items() if not is_missing(cell)}
    for name in ("article_id", "url", "outlet", "digest"):
        try:
            row[name] = None if row[name] is None else files.clean_text(parse_text(row[name]).strip())[0]
        except ValueError:
            problems.append(f"{where}: {name} {row[name]!r:.40} is not text.")
    if row["digest"] is not None and not _DIGEST.fullmatch(str(row["digest"])):
        hint = "It has 64 signs of 0-9 and a-f, as `framing corpus list` writes it; leave it empty when unknown."
        problems.append(f"{where}: digest {row['digest']!r:.70} is none. {hint}")
    return row


def _with_ids(ids: list[str | None], urls: list[str | None]) -> list[str]:
    """Rows without an id get one from their address, so that it does not depend on their order."""
    made, seen = [], Counter[str]()
    for article_id, url in zip(ids, urls, strict=True):
        name = hashlib.sha256((url or "").encode()).hexdigest()[:10]
        seen[name] += article_id is None
        made.append(article_id or (name if seen[name] == 1 else f"{name}-{seen[name]}"))
    return made


def _days(cells: list[Any]) -> tuple[list[pd.Timestamp | None], list[str]]:
    """The days that cells say without doubt, and the doubts."""
    days, doubts = [], []
    for cell in cells:
        try:
            days.append(None if cell is None else parse_day(cell))
        except ValueError as doubt:
            days.append(None)
            doubts.append(str(doubt))
    return days, doubts
