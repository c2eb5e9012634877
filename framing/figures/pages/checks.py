"""What a page needs of its tables beyond their columns: the row it shows, and places that lie in the text."""

from __future__ import annotations

from typing import Any

import pandas as pd

from framing.errors import TableError, did_you_mean

_ONE_TEXT = "Make the tables from one and the same text."


def row_named(table: pd.DataFrame, key: str, name: str, what: str) -> dict[str, Any]:
    """The row of that name."""
    rows = table[table[key] == name].to_dict("records")
    if not rows:
        raise TableError(f"{what}: no {key} is {name!r}.{did_you_mean(str(name), table[key])}")
    return {str(column): cell for column, cell in rows[0].items()}


def check_places(table: pd.DataFrame, text: str, what: str, where: str, *, end: str = "end") -> None:
    """Refuse places beyond the end of the text."""
    beyond = [int(place) for place in table[end].dropna() if place > len(text)]
    if beyond:
        raise TableError(f"{what}: character {beyond[0]} lies beyond the {len(text)} of {where}. {_ONE_TEXT}")


def check_words(tokens: pd.DataFrame, text: str, where: str) -> None:
    """Refuse words that do not stand in the text where they should."""
    for printed, start, end in zip(tokens["word"], tokens["start"], tokens["end"], strict=True):
        found = text[int(start) : int(end)]
        if found != printed:
            raise TableError(f"tokens: {printed!r} is not at {start}-{end} of {where}; {found!r} is. {_ONE_TEXT}")
