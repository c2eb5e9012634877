"""The same remark in many outlets: what did each make of it?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from framing.cells import is_missing
from framing.errors import TableError
from framing.figures.labels import count, plain
from framing.figures.pages.checks import check_places
from framing.figures.pages.marks import SKIP, TERM, VOICE, Mark, cut
from framing.figures.pages.sheet import id_of, language_of, render
from framing.schema import check_table
from framing.text import sentences

_JOINED = {"passage": "the same passage of a speech", "wording": "like wording", "alone": "nothing"}


def renderings_page(
    renderings: pd.DataFrame,
    articles: pd.DataFrame,
    remarks: pd.DataFrame,
    *,
    alignments: pd.DataFrame | None = None,
    skips: pd.DataFrame | None = None,
    at_least: int = 2,
    title: str = "",
    caption: str = "",
    fragment: bool = False,
    prefix: str = "",
    heading_level: int = 1,
) -> str:
    """Return the same remarks in many outlets as a page: a table for each, with the sentences as printed.

    Parameters
    ----------
    renderings, articles, remarks : pandas.DataFrame
        The tables of that name.
    alignments : pandas.DataFrame, optional
        The `alignments` table: quoted words that are not in the speech are then underlined with dots.
    skips : pandas.DataFrame, optional
        The `skips` table; what it holds is set apart.
    at_least : int
        In how many articles a remark stands in order to be shown: what one article repeats, it repeats to nobody else.
    title, caption, fragment, prefix, heading_level
        As for `article_page`.

    Returns
    -------
    str
        HTML that needs no script, no other file and no network.

    Raises
    ------
    TableError
        When a table is not what it should be, `at_least` is under 1, a rendering has no remark or no
        article, or places lie outside the text.

    Notes
    -----
    Words inside quotation marks are bold, the other words of the remark are plain, narration is grey. The remark in
    most outlets comes first; in each table the rendering with most quoted words. How many remarks are left out is told.

    Examples
    --------
    >>> from framing.schema import make_table
    >>> empty = [make_table(table, {}) for table in ("renderings", "articles", "remarks")]
    >>> "No remark stands in 2 articles or more." in renderings_page(*empty)
    True
    """
    tables = {"renderings": renderings, "articles": articles, "remarks": remarks}
    optional = {"alignments": alignments, "skips": skips}
    for table, frame in (tables | {name: frame for name, frame in optional.items() if frame is not None}).items():
        check_table(frame, table)
    if at_least < 1:
        raise TableError(f"at_least={at_least!r}: give a whole number from 1 on.")
    name = id_of(prefix, "renderings")
    texts = _Texts(articles, remarks, alignments, skips)
    all_clusters = [cluster for _, cluster in renderings.groupby("cluster", sort=False)]
    clusters = [cluster for cluster in all_clusters if cluster["article_id"].nunique() >= at_least]
    clusters.sort(key=lambda cluster: (-cluster["outlet"].nunique(), -len(cluster)))
    shown = sum(map(len, clusters))
    content = {
        "id": name,
        "summary": _summary(len(clusters), shown, len(renderings) - shown, at_least),
        "differs": alignments is not None,
        "furniture": skips is not None,
        "clusters": [_cluster(cluster, texts, name) for cluster in clusters],
        "caption": plain(caption) if caption else "",
    }
    shown_title = plain(title) if title else "The same remark in many outlets: what did each make of it?"
    return render("renderings.html.j2", content, title=shown_title, fragment=fragment, heading_level=heading_level)


def _summary(n_clusters: int, n_shown: int, n_left: int, at_least: int) -> str:
    """How many remarks are shown, and how many are not."""
    left = f" {count(n_left, 'rendering')} of remarks in fewer not shown." if n_left else ""
    where = f"in {count(at_least, 'article')} or more"
    if not n_clusters:
        return f"No remark stands {where}.{left}"
    stand = "stands" if n_clusters == 1 else "stand"
    return f"{count(n_clusters, 'remark')} {stand} {where}: {count(n_shown, 'rendering')}.{left}"


def _cluster(cluster: pd.DataFrame, texts: _Texts, name: str) -> dict[str, Any]:
    """One remark of the world with its renderings, those with most quoted words first."""
    rows = cluster.sort_values("n_words_quoted", ascending=False, kind="stable").to_dict("records")
    first, leader = plain(rows[0]["cluster"]), plain(rows[0]["leader"])
    joined = [_JOINED[by] for by in dict.fromkeys(row["by"] for row in rows)]
    return {
        "id": f"{name}-{id_of(rows[0]['cluster'])}",
        "heading": first if leader in first else f"{leader}: {first}",
        "told": f"{count(cluster['outlet'].nunique(), 'outlet')}, {count(len(rows), 'rendering')}, "
        f"joined by {' and '.join(joined)}",
        "rows": [_row(row, texts) for row in rows],
    }


def _row(row: dict[Any, Any], texts: _Texts) -> dict[str, Any]:
    """One rendering."""
    pieces, language = texts.printed(row["remark_id"])
    stance = "" if is_missing(row["cue_stance"]) or row["cue_stance"] == "neutral" else f"{row['cue_stance']} verb"
    return {
        "outlet": plain(row["outlet"] if not is_missing(row["outlet"]) else row["article_id"]),
        "article": plain(row["article_id"]),
        "verb": "" if is_missing(row["cue"]) else plain(row["cue"]),
        "told": ", ".join(filter(None, [row["form"], stance])),
        "place": "" if is_missing(row["place"]) else row["place"],
        "pieces": pieces,
        "language": language,
    }


class _Texts:
    """The texts that remarks stand in, with their sentences, found once."""

    def __init__(
        self,
        articles: pd.DataFrame,
        remarks: pd.DataFrame,
        alignments: pd.DataFrame | None,
        skips: pd.DataFrame | None,
    ) -> None:
        self._articles = {str(row["article_id"]): row for row in articles.to_dict("records")}
        self._remarks = {str(row["remark_id"]): row for row in remarks.to_dict("records")}
        self._parts = _rows_by(alignments, "remark_id")
        self._skips = _rows_by(skips, "article_id")
        self._sentences: dict[str, list[tuple[int, int]]] = {}

    def printed(self, remark_id: str) -> tuple[list[Any], str]:
        """The sentences that hold a remark, marked, and their language."""
        remark = self._remarks.get(remark_id)
        if remark is None:
            raise TableError(
                f"renderings: remark {remark_id!r} is not in the remarks table. Give that of these remarks."
            )
        article_id = str(remark["article_id"])
        article = self._articles.get(article_id)
        if article is None:
            raise TableError(f"remarks: article {article_id!r} of remark {remark_id!r} is not in the articles table.")
        text, language = article["text"], language_of(article["language"])
        check_places(pd.DataFrame([remark]), text, "remarks", f"article {article_id!r}")
        if article_id not in self._sentences:
            self._sentences[article_id] = sentences(text, language or "en")
        around = [
            place for place in self._sentences[article_id] if place[0] < remark["end"] and place[1] > remark["start"]
        ]
        start = min([place[0] for place in around], default=remark["start"])
        end = max([place[1] for place in around], default=remark["end"])
        return cut(text, start, end, list(self._marks(remark, text))), language

    def _marks(self, remark: dict[Any, Any], text: str) -> Iterator[Mark]:
        """Furniture, the words of the remark, those inside quotation marks, and of these what the speech has not."""
        for skip in self._skips.get(str(remark["article_id"]), []):
            yield Mark(int(skip["start"]), int(skip["end"]), SKIP, "skip", f"left out: {plain(skip['rule'])}")
        for start, end in remark["spans"]:
            yield Mark(int(start), int(end), VOICE, "said")
        for start, end in remark["quoted_spans"]:
            yield Mark(int(start), int(end), TERM, "verbatim")
        for part in self._parts.get(str(remark["remark_id"]), []):
            if part["voice"] == "quoted" and part["kind"] == "differs":
                gaps = (gap for gap in _gaps(part) if any(map(str.isalnum, text[slice(*gap)])))
                yield from (Mark(*gap, TERM + 1, "differs", "not so in the transcript") for gap in gaps)


def _rows_by(table: pd.DataFrame | None, column: str) -> dict[str, list[dict[Any, Any]]]:
    """The rows of a table by one of its columns."""
    found: dict[str, list[dict[Any, Any]]] = {}
    for row in [] if table is None else table.to_dict("records"):
        found.setdefault(str(row[column]), []).append(row)
    return found


def _gaps(part: dict[Any, Any]) -> Iterator[tuple[int, int]]:
    """The stretches of a part that stand in no pair."""
    at = int(part["start"])
    for start, end, *_ in [*part["pairs"], [part["end"], part["end"]]]:
        if start > at:
            yield at, int(start)
        at = max(at, int(end))
