"""JSON that is cut off in the middle, as far as it goes."""

from __future__ import annotations

import json
import re
from typing import Any

from framing.articles.exports.delimited import names_apart

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*("?)|[{}\[\],]', re.DOTALL)
_DEEPEST = 500  # brackets in brackets: Python's own reader gives up at a thousand


def complete(text: str) -> tuple[Any, int]:
    """Return a value of JSON that is cut off as far as it goes, and how many objects were open; None when it is broken.

    Examples
    --------
    >>> complete('[{"title": "Rain", "tags": ["wet", "gr')
    ([{'title': 'Rain', 'tags': ['wet', 'gr']}], 1)
    >>> complete('{"title": "Rain", "te')
    ({'title': 'Rain'}, 1)
    """
    closing: list[str] = []
    inside = False
    safe_end, safe_shut = 0, ""  # as far as the last comma or bracket, and what closes it there
    for token in _TOKEN.finditer(text):
        mark = token[0]
        if mark in ("{", "["):
            closing.append("}" if mark == "{" else "]")
        elif mark in ("}", "]") and (not closing or closing.pop() != mark):
            return None, 0
        inside = mark[0] == '"' and not token[1]
        if mark in ("{", "[", ","):
            safe_end, safe_shut = token.start() + (mark != ","), "".join(reversed(closing))
        if len(closing) > _DEEPEST:
            return None, 0
    if not closing:
        return None, 0
    shut = "".join(reversed(closing))
    whole = re.sub(r"\\(?:u[0-9a-fA-F]{0,3})?\Z", "", text[-8:]) if inside else text[-8:].rstrip().rstrip(",")
    for attempt in (f"{text[:-8]}{whole}{chr(34) if inside else ''}{shut}", f"{text[:safe_end]}{safe_shut}"):
        try:
            return json.loads(attempt, object_pairs_hook=named_apart), shut.count("}")
        except (ValueError, RecursionError):
            continue
    return None, 0


def named_apart(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object of JSON, in which the second of two equal names is one of its own: Python would lose the first.

    Examples
    --------
    >>> named_apart([("text", "It rained."), ("text", "It snowed.")])
    {'text': 'It rained.', 'text (2)': 'It snowed.'}
    """
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    names, _ = names_apart([name for name, _ in pairs])
    return dict(zip(names, (value for _, value in pairs), strict=True))
