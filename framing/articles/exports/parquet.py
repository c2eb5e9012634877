"""Tables in Parquet."""

from __future__ import annotations

from framing.articles.exports.export import Article, Export
from framing.articles.exports.source import Source
from framing.cells import is_missing
from framing.rows import parse_parquet


def recognises_parquet(source: Source) -> bool:
    """Return whether a file begins as Parquet does.

    Examples
    --------
    >>> recognises_parquet(Source("a.csv", b"PAR1..."))
    True
    """
    return source.container == "parquet"


def read_parquet(source: Source) -> Export:
    """Return the rows of a Parquet file as articles, each under the names of its columns.

    Raises
    ------
    CorpusError
        When it is damaged: its rows are packed by columns, so that none can be told from a part of it.

    Examples
    --------
    >>> read_parquet(Source("a.parquet", b"PAR1"))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    framing.errors.CorpusError: a.parquet: this is no Parquet file (...
    """
    rows = parse_parquet(source.data, source.name)
    numbered = enumerate(rows.to_dict(orient="records"))
    filled = [(number, row) for number, row in numbered if not all(map(is_missing, row.values()))]
    articles = [Article(f"row {number}", {str(name): cell for name, cell in row.items()}) for number, row in filled]
    return Export(articles, is_table=True)
