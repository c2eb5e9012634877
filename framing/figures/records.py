"""The record of a figure: what made it, as digests that change when it would."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from framing.errors import TableError
from framing.lexicon import Lexicon

SUFFIXES = ("svg", "png", "csv", "json")


def make_record(
    figure: Figure,
    table: pd.DataFrame,
    name: str,
    corpus: pd.DataFrame | None,
    lexicon: Lexicon | None,
    seed: int | None,
) -> dict[str, Any]:
    """What made the figure."""
    from framing import __version__

    words = {key: str(getattr(figure, f"framing_{key}", "")) for key in ("title", "caption", "alt")}
    return {
        "figure": name,
        **words,
        "lexicon": None if lexicon is None else {"label": lexicon.label, "digest": lexicon.digest},
        "corpus": None if corpus is None else {"n_rows": len(corpus), "digest": digest_corpus(corpus)},
        "seed": None if seed is None else int(seed),
        "n_rows": len(table),
        "made_with": {"framing": __version__, "matplotlib": matplotlib_minor()},
    }


def matplotlib_minor() -> str:
    """The running matplotlib without its last number: "3.11"."""
    return ".".join(mpl.__version__.split(".")[:2])


def digest_corpus(corpus: pd.DataFrame) -> str:
    """Return a digest of texts that changes when a text does, and not with the order of the rows.

    Parameters
    ----------
    corpus : pandas.DataFrame
        Articles: `article_id` and `text` count, nothing else. Any other table counts as a whole, in its order.

    Returns
    -------
    str
        Sixty-four hexadecimal digits (SHA-256).

    Raises
    ------
    TableError
        When it is no table.

    Examples
    --------
    >>> import pandas as pd
    >>> articles = pd.DataFrame({"article_id": ["a", "b"], "text": ["It rained.", "It snowed."]})
    >>> digest_corpus(articles) == digest_corpus(articles[::-1])
    True
    """
    if not isinstance(corpus, pd.DataFrame):
        raise TableError(f"corpus: expected a table (pandas DataFrame), got {type(corpus).__name__}.")
    if not {"article_id", "text"} <= set(corpus.columns):
        return sha256(as_csv(corpus))
    texts = sorted(zip(corpus["article_id"].map(str), corpus["text"].map(str), strict=True))
    return sha256(json.dumps(texts, ensure_ascii=False).encode())


def as_csv(table: pd.DataFrame) -> bytes:
    """The table as CSV, lists as JSON."""
    flat = table.copy()
    for column in flat.columns:
        if any(isinstance(cell, list | tuple | dict) for cell in flat[column]):
            flat[column] = [json.dumps(cell, ensure_ascii=False, default=_plain) for cell in flat[column]]
    return flat.to_csv(index=False, lineterminator="\n").encode()


def _plain(cell: Any) -> Any:
    """A numpy number or array as JSON knows it."""
    return cell.tolist() if isinstance(cell, np.generic | np.ndarray) else str(cell)


def sha256(data: bytes) -> str:
    """The digest of bytes, as hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def read_record(file: Path) -> dict[str, Any]:
    """The record of a figure."""
    if not file.is_file():
        raise TableError(f"{file}: no such record of a figure. Save the figure again.")
    try:
        record = json.loads(file.read_text(encoding="utf-8"))
        if not all(isinstance(record[key], dict) for key in ("sha256", "made_with")):
            raise KeyError("sha256")
    except (ValueError, KeyError, TypeError) as problem:
        raise TableError(f"{file}: this is no record of a figure ({problem}). Save the figure again.") from None
    return dict(record)
