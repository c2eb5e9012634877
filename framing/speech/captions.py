"""Captions and credits: passages that name people and speak for nobody."""

from __future__ import annotations

import regex

from framing.speech.passages import Passage
from framing.speech.words import closed_list, speaking_verbs

LONGEST_CREDIT = 16  # tokens
_SIDE = regex.compile(r"^(?:l|left|right|centre|center|2nd|back|front)$")  # (R) and (D) are parties more often

_BRACKETED = regex.compile(r"\(.\)")


def is_caption(p: Passage) -> bool:
    """Whether a passage is the legend of a picture or its credit.

    Notes
    -----
    A credit is short and names an agency or a photo; a legend points at people: "(L)", "pictured left". Who says
    something behind the bracket does so in running text: "Ada Brook (left) said".
    """
    if len(p) <= LONGEST_CREDIT and not p.quotes and _names_a_picture(p):
        return not any(kind in "ve" for kind in p.kinds[: len(p) - 1])
    if "(" not in p.outer:
        return False
    ends = [match.end() for match in _BRACKETED.finditer(p.outer) if _SIDE.match(p.lower[match.start() + 1])]
    return bool(ends) and not any(p.lower[end] in speaking_verbs("en") for end in ends)


def _names_a_picture(p: Passage) -> bool:
    caption_words = closed_list("en", "caption_words")
    return any(word.strip(".") in caption_words for word in p.lower)
