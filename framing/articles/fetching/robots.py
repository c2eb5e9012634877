"""What a site asks of programs that fetch its pages: robots.txt, by the standard (RFC 9309).

Python's own reader takes the first rule that fits and knows no wildcards; the standard, and the sites that write such
files, mean the longest rule, and most of them use wildcards.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote

_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
_QUOTED = re.compile(r"%([0-9A-Fa-f]{2})")
_ASCII = "".join(map(chr, range(0x21, 0x7F)))


class Rules(NamedTuple):
    """What a robots.txt says to us.

    Attributes
    ----------
    rules : tuple of (str, bool)
        Path patterns, and whether what fits is allowed.
    delay_seconds : float
        How long it asks us to wait between two requests; 0 when it does not say.
    """

    rules: tuple[tuple[str, bool], ...] = ()
    delay_seconds: float = 0.0

    def allow(self, target: str) -> bool:
        """Return whether a path with its query may be fetched: the longest rule that fits says it.

        Examples
        --------
        >>> Rules((("/", False), ("/news/", True))).allow("/news/rain")
        True
        """
        path = _as_sent(target)
        fitting = [(len(pattern), allowed) for pattern, allowed in self.rules if _fits(pattern, path)]
        return max(fitting, default=(0, True))[1]


def parse_robots(text: str, agent: str) -> Rules:
    r"""Return what a robots.txt says to a program of that name, or to all when it does not name it.

    Examples
    --------
    >>> parse_robots("User-agent: *\nDisallow: /*/print$\nCrawl-delay: 2", "framing-toolkit")
    Rules(rules=(('/*/print$', False),), delay_seconds=2.0)
    """
    groups: dict[str, list[tuple[str, str]]] = {}
    names: list[str] = []
    in_rules = True
    for line in text.removeprefix("\ufeff").splitlines():
        key, _, value = (part.strip() for part in line.partition("#")[0].partition(":"))
        key = key.lower()
        if key == "user-agent":
            names = [] if in_rules else names
            names.append(value.partition("/")[0].strip().lower())
            groups.setdefault(names[-1], [])
            in_rules = False
        elif key in ("allow", "disallow", "crawl-delay"):
            in_rules = True
            for name in names:
                groups[name].append((key, value))
    return _rules_of(groups.get(agent.lower(), groups.get("*", [])))


def _rules_of(lines: list[tuple[str, str]]) -> Rules:
    """The lines of a group as rules; an empty Disallow forbids nothing."""
    rules = tuple((_as_sent(value), key == "allow") for key, value in lines if key != "crawl-delay" and value)
    delays = [float(value) for key, value in lines if key == "crawl-delay" and re.fullmatch(r"\d+(\.\d+)?", value)]
    return Rules(rules, max(delays, default=0.0))


def _as_sent(path: str) -> str:
    """A path in the one way to write it: "%7e" is "~", "é" is "%C3%A9"."""

    def plain(quoted: re.Match[str]) -> str:
        sign = chr(int(quoted[1], 16))
        return sign if _UNRESERVED.fullmatch(sign) else quoted[0].upper()

    return _QUOTED.sub(plain, quote(path, safe=_ASCII))


def _fits(pattern: str, path: str) -> bool:
    """Whether a pattern fits the beginning of a path: "*" is anything, "$" at its end the end of the path."""
    to_the_end = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    if not others:
        return path == first if to_the_end else True
    place = len(first)
    for piece in others[:-1]:
        place = path.find(piece, place) + len(piece)
        if place < len(piece):
            return False
    last = others[-1]
    return len(path) - len(last) >= place and path.endswith(last) if to_the_end else path.find(last, place) >= 0
