"""Where in an article a passage stands: headline, standfirst, lead or body."""

from __future__ import annotations

from collections.abc import Sequence

from framing.speech.captions import is_caption
from framing.speech.passages import Passage

LONGEST_HEADLINE = 30  # tokens


def name_places(passages: Sequence[Passage], body_start: int) -> dict[int, str]:
    """Return the place of each passage by its number.

    Notes
    -----
    Passages before `body_start` are headline. When it is unknown (0), the first passage is one if it is short and has
    no full stop at its end. A first passage of the body that a caption follows is the standfirst; the next one that is
    no caption is the lead.
    """
    places: dict[int, str] = {}
    rest = list(passages)
    while rest and (rest[0].starts[0] < body_start or (body_start == 0 and not places and _is_headline(rest))):
        places[rest.pop(0).number] = "headline"
    texts = [p for p in rest if not is_caption(p)]
    if len(texts) > 1 and rest[0] is texts[0] and is_caption(rest[1]):
        places[texts.pop(0).number] = "standfirst"
    if texts:
        places[texts[0].number] = "lead"
    return {p.number: places.get(p.number, "body") for p in passages}


def _is_headline(rest: Sequence[Passage]) -> bool:
    p = rest[0]
    return len(rest) > 1 and len(p) <= LONGEST_HEADLINE and p.words[-1] not in (".", "!") and p.last_kind != ">"
