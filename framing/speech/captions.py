"""Captions and credits: passages that name people and speak for nobody."""

from __future__ import annotations

import regex

from framing.speech.passages import Passage
from framing.speech.words import closed_list

LONGEST_CREDIT = 16  # tokens
_SIDE = regex.compile(r"^(?:l|left|right|centre|center|2nd|back|front)$")  # (R) and (D) are parties more often

_BRACKETED = regex.compile(r"\(.\)")


def is_caption(p: Passage) -> bool:
    """Whether a passage is the legend of a picture or its credit.

    Notes
    -----
    A credit is short and names an agency or a photo; a legend points at people: "(L)", "pictured left".
    """
    if len(p) <= LONGEST_CREDIT and not p.quotes and _names_a_picture(p):
        return not any(kind in "ve" for kind in p.kinds[: len(p) - 1])
    return "(" in p.outer and any(_SIDE.match(p.lower[match.start() + 1]) for match in _BRACKETED.finditer(p.outer))


def _names_a_picture(p: Passage) -> bool:
    caption_words = closed_list("en", "caption_words")
    return any(word.strip(".") in caption_words for word in p.lower)
