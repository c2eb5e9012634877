"""Remarks that say again what the same speaker already said in the article: pull quotes, boxes, headlines."""

from __future__ import annotations

from itertools import pairwise

from framing.speech.extraction import ReadArticle, Remark
from framing.text import canonical, words


def find_repeats(read: ReadArticle) -> dict[int, int]:
    """Return, for each remark that repeats an earlier one, the number of that one.

    Notes
    -----
    A remark repeats an earlier one of the same speaker (without a name: printed in the same words) that already holds
    all its words in their order; a fuller or changed wording is a remark of its own. Looked up by first words, so that
    a long article costs no more per remark.
    """
    found: dict[int, int] = {}
    starts: dict[tuple[str | None, str, str], list[tuple[int, int]]] = {}
    contents: list[list[str]] = []
    for number, remark in enumerate(read.remarks):
        content = _content(read.text, remark)
        contents.append(content)
        if len(content) < 2:
            continue
        who = remark.speaker or (read.text[slice(*remark.printed)].lower() if remark.printed else None)
        key = (who, content[0], content[1])
        for earlier, place in starts.get(key, ())[:20]:
            if contents[earlier][place : place + len(content)] == content:
                found[number] = earlier
                break
        else:
            for place, pair in enumerate(pairwise(content)):
                starts.setdefault((who, *pair), []).append((number, place))
    return found


def _content(text: str, remark: Remark) -> list[str]:
    """The words of a remark in the form in which they are compared."""
    return [word for a, b in remark.spans for word in _compared(text[a:b])]


def _compared(span: str) -> list[str]:
    """The words of a span; plain ones of small letters are what `canonical` makes of them."""
    printed = [span[a:b] for a, b in words(span)]
    return [word if word.islower() and word.isascii() and word.isalpha() else canonical(word) for word in printed]
