"""Words and signs of a paragraph, with their places."""

from __future__ import annotations

import regex

from framing.speech.quotations import ROW
from framing.speech.words import closed_list

# Words and signs. A full stop inside a word must be followed by a small letter or digit ("v1.2", "site.org"): before a
# capital it ends a sentence that lost its space.
TOKEN = regex.compile(
    ROW
    + r"""|â€œ|â€\x9d|â€(?=[\s.,;:?!])
    |\p{Lu}\p{Ll}\.\p{Lu}\.(?!\p{L})|\p{Lu}(?:-\p{Lu})?(?:\.\p{Lu})+(?!\p{L})\.?|(?:\p{L}\.){2,}|[Nn]o\.(?=\s?\d)
    |\p{Lu}\.(?=\s\p{Lu})
    |\p{L}[\p{L}\p{M}\p{N}]*+(?:(?:[&/‐‑-]|\.(?=[\p{Ll}\p{N}])|[’'](?!(?:s|d|ll|ve|re|m)\b))(?=[\p{L}\p{N}])[\p{L}\p{M}\p{N}]++)*+
    |(?<=[\p{L}\p{N}.])[’'](?:s|d|ll|ve|re|m)\b
    |[$€£]?\p{N}[\p{N},.]*(?<![.,])(?:%|-\p{Ll}[\p{L}-]*+)?
    |[$€£]|(?<!\S)@[\p{L}\p{N}_]+
    |(?<=\S)'(?=''(?!'))|''|``|,,(?=\p{L})|--+|\.(?:\s?\.)+|[*_\#]+|\S""",
    regex.VERBOSE,
)
SKIPPED = frozenset("*_#\u200b\u200c\u200d\ufeff\u00ad")  # left over from markup, or invisible


def read_tokens(text: str, start: int, end: int, language: str) -> list[tuple[int, int, str]]:
    """Tokens of a paragraph; abbreviations keep their full stop."""
    dotted = closed_list(language, "dotted_words")
    tokens: list[tuple[int, int, str]] = []
    for match in TOKEN.finditer(text, start, end):
        first, last = match.span()
        printed = match.group()
        if printed == "." and tokens and last < end and tokens[-1][1] == first and tokens[-1][2].lower() in dotted:
            tokens[-1] = (tokens[-1][0], last, tokens[-1][2] + ".")
        elif printed[0] not in SKIPPED:
            tokens.append((first, last, printed))
    return tokens
