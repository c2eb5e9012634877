"""Media Cloud's tables of stories: addresses without texts."""

from __future__ import annotations

from framing.articles.columns import guess_names, under_names
from framing.articles.exports.delimited import first_rows, read_delimited
from framing.articles.exports.export import Article, Export
from framing.articles.exports.source import Source

NO_TEXT = "no text: Media Cloud exports addresses, not articles"
_NEEDED = {"source_id", "published", "headline", "url", "outlet"}


def recognises_mediacloud(source: Source) -> bool:
    r"""Return whether a file is a table with the columns of Media Cloud, of its old or its new version, and no texts.

    Examples
    --------
    >>> head = b"id,indexed_date,language,media_name,media_url,publish_date,title,url\n"
    >>> recognises_mediacloud(Source("stories.csv", head))
    True
    """
    header = next(iter(first_rows(source)), [])
    return guess_names(header, "mediacloud").keys() >= _NEEDED and "text" not in guess_names(header)


def read_mediacloud(source: Source) -> Export:
    r"""Return the stories of a Media Cloud table: articles whose text is empty, to be joined with saved pages.

    Raises
    ------
    CorpusError
        When it is no text, or its header cannot be read.

    Examples
    --------
    >>> head = b"id,media_name,publish_date,title,url\n7,The Lantern,2031-02-03,Rain,https://lantern.example/rain\n"
    >>> read_mediacloud(Source("stories.csv", head)).articles[0].cells["headline"]
    'Rain'
    """
    return without_texts(read_delimited(source), "mediacloud", NO_TEXT)


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
