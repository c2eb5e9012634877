"""Speeches as articles: whatever is done with articles can be done with them."""

from __future__ import annotations

import pandas as pd

from framing import schema


def speeches_as_articles(speeches: pd.DataFrame, *, language: str = "en") -> pd.DataFrame:
    """Return speeches as an `articles` table, so that they can be tokenised and searched for framing terms.

    Parameters
    ----------
    speeches : pandas.DataFrame
        The `speeches` table.
    language : str
        Code of the language they are in.

    Returns
    -------
    pandas.DataFrame
        The `articles` table in the order of speeches, with a further column `leader`. `article_id` and `story_id` are
        the `speech_id`, `published` the day of the speech; there is no outlet. `text` is the speech as it stands, so
        that offsets hold; its title is no part of it.

    Raises
    ------
    TableError
        When `speeches` is not what it should be.

    Examples
    --------
    >>> speeches = schema.make_table("speeches", {"speech_id": ["s"], "leader": ["Ada Brook"], "text": ["It rained."]})
    >>> speeches_as_articles(speeches)[["article_id", "leader", "text"]]
      article_id     leader        text
    0          s  Ada Brook  It rained.
    """
    schema.check_table(speeches, "speeches")
    ids, n = speeches["speech_id"].tolist(), len(speeches)
    columns = {"article_id": ids, "story_id": ids, "published": speeches["delivered"].tolist()}
    columns |= {"text": speeches["text"].tolist(), "body_start": [0] * n, "url": speeches["url"].tolist()}
    columns |= {"language": [language] * n, "source_format": ["speech"] * n, "warnings": [[] for _ in ids]}
    return schema.make_table("articles", columns | {"leader": speeches["leader"].tolist()}, extra=["leader"])
