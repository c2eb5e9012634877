"""Warnings of many articles in few lines: those that differ in numbers and quoted words alone are of one kind."""

from __future__ import annotations

import re

_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_NUMBER = re.compile(r"\d[\d,.]*")


class WarningKinds:
    """Counts the warnings of articles by kind, in the order in which kinds are met.

    Examples
    --------
    >>> met = WarningKinds()
    >>> met.see("a", ["read from row 2"])
    >>> met.see("b", ["read from row 7"])
    >>> met.lines()
    [('read from row 2 (and 1 more like it)', ['a', 'b'])]
    """

    def __init__(self) -> None:
        self._articles: dict[str, list[str]] = {}
        self._texts: dict[str, dict[str, None]] = {}

    def see(self, article: str, warnings: list[str]) -> None:
        """Count the warnings of one article."""
        for warning in warnings:
            kind = _NUMBER.sub("N", _QUOTED.sub("'…'", warning))
            self._articles.setdefault(kind, []).append(article)
            self._texts.setdefault(kind, {})[warning] = None

    def lines(self) -> list[tuple[str, list[str]]]:
        """Return one warning of each kind, with how many others there are, and the articles that have one."""
        shown = []
        for kind, articles in self._articles.items():
            first, n_more = next(iter(self._texts[kind])), len(self._texts[kind]) - 1
            shown.append((f"{first} (and {n_more} more like it)" if n_more else first, articles))
        return shown
