"""Who said what, in whose words, and how it is framed: tables, measures and figures for media-framing research."""

from __future__ import annotations

import importlib
from typing import Any

__version__ = "0.1.0"

# The public names in the order a study uses them, each with the module it lives in. They are imported when first
# asked for: `import framing` alone costs next to nothing.
_HOMES = {
    "read_articles": "framing.articles.corpus",
    "articles_from_records": "framing.articles.corpus",
    "read_leaders": "framing.articles.corpus",
    "read_speeches": "framing.articles.corpus",
    "corpus_folder": "framing.articles.corpus",
    "read_remarks": "framing.speech.remarks",
    "quoted_articles": "framing.articles.corpus",
    "sentences": "framing.text",
    "words": "framing.text",
    "canonical": "framing.text",
    "tokenize": "framing.text",
    "assign_voices": "framing.speech.voices",
    "write_caption": "framing.figures.captions",
    "Lexicon": "framing.schema",
    "check_table": "framing.schema",
    "CorpusError": "framing.errors",
    "FramingError": "framing.errors",
    "FramingWarning": "framing.errors",
    "LexiconError": "framing.errors",
    "TableError": "framing.errors",
}

__all__ = ["__version__", *_HOMES]  # noqa: PLE0604


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used."""
    if name not in _HOMES:
        from framing.errors import did_you_mean

        raise AttributeError(f"framing has no {name!r}.{did_you_mean(name, _HOMES)}")
    value = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names, in the order a study uses them."""
    return list(__all__)
