"""Pages beside the report: each article, each speech, and the same remark in many outlets."""

from __future__ import annotations

import re
from pathlib import Path

from framing.figures.labels import count
from framing.figures.pages.article import article_page
from framing.figures.pages.renderings import renderings_page
from framing.figures.pages.sheet import write_page
from framing.figures.pages.speech import speech_page
from framing.studies.study.counted import Counted

Places = list[tuple[str, str]]  # what is shown, and where it lies


def write_pages(counted: Counted, folder: Path) -> tuple[dict[str, str], dict[str, Places]]:
    """Write all pages; return the place of each article's, and the others by section."""
    links = _articles(counted, folder)
    return links, {"speeches": _speeches(counted, folder), "renderings": _renderings(counted, folder)}


def _articles(counted: Counted, folder: Path) -> dict[str, str]:
    """A page for each article: voices shaded, terms underlined."""
    tables = (counted.tokens, counted.remarks, counted.matches)
    rows = [table.groupby("article_id", sort=False).indices for table in tables]
    links = {}
    for number, article in enumerate(counted.articles["article_id"], start=1):
        parts = zip(tables, rows, strict=True)
        own = [table.iloc[indices.get(article, [])].reset_index(drop=True) for table, indices in parts]
        one = counted.articles[counted.articles["article_id"] == article]
        page = article_page(article, one, *own, lexicon=counted.material.lexicon, skips=counted.skips)
        links[str(article)] = f"articles/{number:04d}-{slug(article)}.html"
        write_page(page, folder / links[str(article)])
    return links


def _speeches(counted: Counted, folder: Path) -> Places:
    """A page for each speech: beside each sentence who took it."""
    speeches, passages = counted.material.speeches, counted.tables.get("passages")
    if speeches is None or passages is None:
        return []
    made = []
    rows = zip(speeches["speech_id"], speeches["leader"], speeches["title"].fillna(""), strict=True)
    for number, (speech_id, leader, title) in enumerate(rows, start=1):
        place = f"speeches/{number:03d}-{slug(speech_id)}.html"
        page = speech_page(speech_id, speeches, passages, counted.tables["alignments"])
        write_page(page, folder / place)
        made.append((f"{leader}: {title or speech_id}, sentence by sentence", place))
    return made


def _renderings(counted: Counted, folder: Path) -> Places:
    """A page with each remark that several articles report."""
    renderings = counted.tables.get("renderings")
    n = 0 if renderings is None else int((renderings.groupby("cluster")["article_id"].nunique() > 1).sum())
    if renderings is None or not n:
        return []
    alignments = counted.tables.get("alignments")
    page = renderings_page(renderings, counted.articles, counted.remarks, alignments=alignments, skips=counted.skips)
    write_page(page, folder / "renderings.html")
    return [(f"{count(n, 'remark')} in several articles, as printed, side by side", "renderings.html")]


def slug(name: object) -> str:
    """Return a name that any file may have.

    Examples
    --------
    >>> slug("../A b?/c"), slug("***")
    ('a-b-c', 'page')
    """
    return re.sub(r"[^A-Za-z0-9]+", "-", str(name)).strip("-")[:60].lower() or "page"
