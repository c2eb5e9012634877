"""Media Cloud's tables of stories: addresses without texts."""

from __future__ import annotations

from framing.articles.columns import guess_names
from framing.articles.exports.delimited import first_rows, read_delimited
from framing.articles.exports.export import Export
from framing.articles.exports.joining import without_texts
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
