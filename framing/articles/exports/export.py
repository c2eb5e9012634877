"""What a reader gives: the articles of one file, how many the file says it holds, and what could not be read."""

from __future__ import annotations

from typing import Any, NamedTuple


class Article(NamedTuple):
    """One article as a file gives it.

    Attributes
    ----------
    place : str
        Where it stands in the file, for messages: "row 2", "document 3"; empty when the file is the article.
    cells : dict
        Under the names of the `articles` table: `text` is the body as printed, without a headline that stands apart;
        `published` is a day or as printed; `warnings` a list. Further names are kept as further columns. What the
        file does not say is not there. From a table, the names are those of the file.
    """

    place: str
    cells: dict[str, Any]


class Export(NamedTuple):
    """What one file holds.

    Attributes
    ----------
    articles : list of Article
        In the order of the file.
    announced : int or None
        How many articles the file says it holds ("1 of 10 DOCUMENTS", a list of titles); None when it does not say.
    problems : list of str
        What could not be read, each with its place and what to do; the rest is in `articles`.
    warnings : list of str
        What holds for every article of the file, such as "read as Windows-1252".
    is_table : bool
        Whether the names of the cells are the file's own columns, yet to be matched with those of the `articles` table.
    notes : list of str
        What is worth knowing of the file although nothing is lost: labels that are not known and become columns, parts
        that hold no article.
    """

    articles: list[Article]
    announced: int | None = None
    problems: list[str] = []  # noqa: RUF012
    warnings: list[str] = []  # noqa: RUF012
    is_table: bool = False
    notes: list[str] = []  # noqa: RUF012
