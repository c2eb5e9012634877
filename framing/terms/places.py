"""Where a table of words is cut, and the texts its places are in."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from framing.errors import TableError, all_problems, did_you_mean
from framing.terms.patterns import Numbers, Truths


def cuts(tokens: pd.DataFrame) -> Truths:
    """Return before which rows the article or the sentence ends, or words were left out."""
    position = tokens["position"].to_numpy(np.int64)
    sentence = tokens["sentence"].to_numpy(np.int64)
    cut: Truths = _changes(_number(tokens["article_id"])) | _changes(sentence) | tokens["after_skip"].to_numpy(bool)
    cut |= np.diff(position, prepend=-2) != 1
    return cut


def voice_changes(tokens: pd.DataFrame) -> Truths:
    """Return before which rows the voice or the remark changes; nowhere before voices are assigned."""
    if "voice" not in tokens.columns:
        return np.zeros(len(tokens), dtype=bool)
    return _changes(_number(tokens["voice"])) | _changes(_number(tokens["remark_id"]))


def _number(names: pd.Series) -> Numbers:
    """Names as numbers, missing ones as -1."""
    return pd.factorize(names)[0].astype(np.int64)


def _changes(numbers: Numbers) -> Truths:
    """Where a row differs from the one before; the first does."""
    changed = np.ones(len(numbers), dtype=bool)
    np.not_equal(numbers[1:], numbers[:-1], out=changed[1:])
    return changed


def texts_by_article(articles: pd.DataFrame, names: Iterable[str], *, source: str) -> dict[str, str]:
    """Return the text of each article, when all that are named are there.

    Raises
    ------
    TableError
        When one is not.
    """
    texts: dict[str, str] = dict(zip(articles["article_id"], articles["text"], strict=True))
    unknown = [name for name in dict.fromkeys(names) if name not in texts]
    if unknown:
        problems = [f"no article {name!r} among the articles.{_near(name, texts)}" for name in unknown]
        raise TableError(all_problems(source, problems))
    return texts


def _near(name: str, texts: Iterable[str]) -> str:
    hint = did_you_mean(name, texts)
    return hint if hint.startswith(" Did") else f" Give the articles that {name!r} is one of."
