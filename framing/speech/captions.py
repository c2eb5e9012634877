"""Captions and credits: passages that name people and speak for nobody."""

from __future__ import annotations

import regex

from framing.speech.passages import Passage
from framing.speech.words import closed_list

LONGEST_CREDIT = 16  # tokens
_SIDE = regex.compile(r"^(?:l|left|right|centre|center|2nd|back|front)$")  # (R) and (D) are parties more often


def is_caption(p: Passage) -> bool:
    """Whether a passage is the legend of a picture or its credit.

    Notes
    -----
    A credit is short and names an agency or a photo; a legend points at people: "(L)", "pictured left".
    """
    if len(p) <= LONGEST_CREDIT and not p.quotes and _names_a_picture(p):
        return not any(kind in "ve" for kind in p.kinds[: len(p) - 1])
    return any(p.outer[k] == "(" and p.outer[k + 2] == ")" and _SIDE.match(p.lower[k + 1]) for k in range(len(p)))


def _names_a_picture(p: Passage) -> bool:
    return any(word.strip(".") in closed_list("en", "caption_words") for word in p.lower)
