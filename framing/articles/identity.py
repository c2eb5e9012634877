"""What an article is called when its source does not say, or says it of two different ones."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

DIGITS = 16  # among a million articles, the chance that two share them is one in thirty million
DIGITS_BESIDE_A_NAME = 8
_IDENTITY = ("outlet", "published", "headline", "url", "text")


def content_digest(record: Mapping[str, Any]) -> str:
    """Return the digest of what an article is by its content: outlet, day, headline, address and text.

    Examples
    --------
    >>> content_digest({"text": "It rained."}) == content_digest({"text": "It rained.", "warnings": ["mended"]})
    True
    """
    cells = [record.get(name) for name in _IDENTITY]
    said = json.dumps([None if pd.isna(cell) else str(cell) for cell in cells])
    return hashlib.sha256(said.encode()).hexdigest()[:DIGITS]


class Named(NamedTuple):
    """What articles are called.

    Attributes
    ----------
    given : sequence of str or None
        What the source calls each article.
    ids : list of str or None
        The id of each article in order; None for one that is, word by word, another one before it.
    clashes : list of str
        Names that the source gives to different articles, in order.
    """

    given: Sequence[str | None]
    ids: list[str | None]
    clashes: list[str]


def name_articles(given: Sequence[str | None], digests: Sequence[str]) -> Named:
    """Return an id for each article, from its source or its content: the order of articles and files plays no part.

    Parameters
    ----------
    given : sequence of str or None
        What the source calls each article.
    digests : sequence of str
        The `content_digest` of each.

    Returns
    -------
    Named
        An article that the source names, is called so. When different articles have one name, the digest follows it;
        without a name the digest is the id. The second of two equal ones has none.

    Examples
    --------
    >>> name_articles(["1", "1", None, None], ["aaa", "bbb", "ccc", "ccc"]).ids
    ['1-aaa', '1-bbb', 'ccc', None]
    """
    meant: dict[str, set[str]] = defaultdict(set)
    for name, digest in zip(given, digests, strict=True):
        if name is not None:
            meant[name].add(digest)
    ids: list[str | None] = []
    seen: set[str] = set()
    for name, digest in zip(given, digests, strict=True):
        if name is None:
            called = digest
        else:
            called = name if len(meant[name]) == 1 else f"{name}-{digest[:DIGITS_BESIDE_A_NAME]}"
        ids.append(None if called in seen else called)
        seen.add(called)
    return Named(given, ids, [name for name, digests_of_one in meant.items() if len(digests_of_one) > 1])
