r"""What keeps rules for furniture fast: most lines are told apart from furniture before a rule is tried on them.

Each expression is relaxed, by itself, to one that matches wherever the expression does and perhaps elsewhere: what
looks around is left out, counts become `*` and `+`, classes grow. Of that, the RE2 library of Arrow makes an automaton,
which goes through a thousand lines in the time a rule takes for a few. Only lines it lets pass are given to the rules,
so that the sieve moves no mark. An expression it cannot relax or read leaves its group of rules without a sieve.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc

# A piece of an expression, in the syntax rules are written in. What is none of these is not relaxed. (`re` goes through
# pieces in half the time of `regex`.)
_PIECE = re.compile(
    r"""(?P<plain>[A-HJ-Za-hj-z]+(?![*+?{]))
    |(?P<looks>\(\?<?[=!])
    |(?P<opens>\((?:\?:|\?>|\?-?i:))
    |(?P<closes>\))
    |(?P<bar>\|)
    |(?P<repeats>(?:[*+?]|\{\d+(?:,\d*)?\}|\{,\d+\})[?+]?)
    |(?P<class>\[\^?(?:\\.|[^]\[\\])+\])
    |(?P<edge>\\[bBAZ]|[\^$])
    |(?P<kind>\\(?:[dswDSW]|[pP]\{\^?\w+\}))
    |(?P<character>\.|\\[nrtfv]|\\[^\w]|[^\\\[\](){}*+?|^$])
    |(?P<unknown>.)""",
    re.VERBOSE | re.DOTALL,
)
_IN_CLASS = re.compile(
    r"(?P<kind>\\(?:[dswDSW]|[pP]\{\^?\w+\}))|(?P<character>\\[nrtfv]|\\[^\w]|[^\\])|(?P<unknown>.)", re.DOTALL
)

# Both engines agree on ASCII. Of the rest, versions of Unicode decide: a class that has some of it gets all of it.
_ASCII = {r"\d": "0-9", r"\s": r"\t-\r\x20", r"\w": r"\w", r"\p{L}": "A-Za-z", r"\p{Lu}": "A-Z", r"\p{Ll}": "a-z"}
_ASCII |= {r"\p{N}": "0-9", r"\p{Nd}": "0-9"}
_NOT_SPACE = "!-~"  # of ASCII
_OTHERS = r"\x{80}-\x{10FFFF}"
_ANY = r"[\x{0}-\x{10FFFF}]"
_TURKISH = r"\x{130}\x{131}"  # İ, ı: to the rules' engine an i or I where cases are alike, to RE2 not
_CONTROLS = {r"\n": "\n", r"\r": "\r", r"\t": "\t", r"\f": "\f", r"\v": "\v"}
_SURROGATE = re.compile(r"[\ud800-\udfff]")


class _UnknownError(ValueError):
    """A piece of an expression that is not relaxed."""


def relaxed(expression: str) -> str | None:
    r"""Return an expression for RE2 that matches wherever this one does; none when it has a piece not known here.

    Examples
    --------
    >>> relaxed(r"(?i:by) \d{4}(?!\.)\b"), relaxed(r"(a)\1")
    ('(?i:by)\\x{20}[0-9\\x{80}-\\x{10FFFF}]+(?:)(?:)', None)
    """
    found: list[str] = []
    depth, left_out = 0, 0  # groups around the piece; the depth of what looks around, 0 outside it
    try:
        for kind, piece in _pieces(_PIECE, expression):
            depth += (kind in ("looks", "opens")) - (kind == "closes")
            if not left_out:
                found.append(_relaxed_piece(kind, piece))
                left_out = depth if kind == "looks" else 0
            elif depth < left_out:
                left_out = 0
    except _UnknownError:
        return None
    return "".join(found)


def _pieces(pattern: re.Pattern[str], expression: str) -> Iterable[tuple[str, str]]:
    """The pieces of an expression, each with its kind."""
    for match in pattern.finditer(expression):
        if match.lastgroup == "unknown":
            raise _UnknownError(expression[match.start() :])
        yield str(match.lastgroup), match.group()


@cache
def _relaxed_piece(kind: str, piece: str) -> str:
    """One piece, relaxed."""
    if kind in ("looks", "edge"):
        return "(?:)"
    if kind == "opens":
        return piece.replace("?>", "?:")
    if kind == "repeats":
        return _relaxed_count(piece)
    if kind == "class":
        return _relaxed_class(piece)
    if kind == "kind":
        return f"[{_widened(piece)}]"
    return piece if kind in ("plain", "closes", "bar") or piece == "." else _character(piece)


def _relaxed_count(piece: str) -> str:
    """How often: `{2,30}` as `+`, `{0,30}` as `*`; neither lazy nor possessive."""
    if piece[0] != "{":
        return piece[0]
    return "+" if int(piece[1:].partition(",")[0].rstrip("}?+") or 0) else "*"


def _character(piece: str) -> str:
    """One character; with small and capital ones beyond ASCII, where engines may differ, any other beyond ASCII."""
    character = _CONTROLS.get(piece, piece[-1])
    if _may_differ(character):
        return _ANY
    return f"[{character}{_TURKISH}]" if character in "Ii" else _code(character)


def _code(character: str) -> str:
    return rf"\x{{{ord(character):X}}}" if not character.isascii() or not character.isalnum() else character


def _may_differ(character: str) -> bool:
    """Whether a character beyond ASCII has a small or capital one."""
    return not character.isascii() and len({character, character.lower(), character.upper(), character.casefold()}) > 1


def _widened(piece: str) -> str:
    """What a kind of characters holds, or more."""
    if piece in (r"\D", r"\S", r"\W"):
        return piece  # of ASCII in RE2: all else is in it
    return _ASCII[piece] + _OTHERS if piece in _ASCII else _ANY[1:-1]


def _narrowed(piece: str) -> str:
    """What a kind of characters holds, or less."""
    return _NOT_SPACE if piece == r"\S" else _ASCII.get(piece, "")


def _relaxed_class(piece: str) -> str:
    """A class with at least its characters: what it shuts out grows fewer."""
    shuts_out = piece.startswith("[^")
    body = piece[2 if shuts_out else 1 : -1]
    if re.search(r"--|&&|\|\||~~", body):
        raise _UnknownError(piece)  # a set made of sets
    found: list[str] = []
    items = list(_pieces(_IN_CLASS, body))
    for number, (kind, item) in enumerate(items):
        character = _CONTROLS.get(item, item[-1])
        if kind == "character" and _may_differ(character):
            return _ANY
        if kind == "kind":
            found.append(_narrowed(item) if shuts_out else _widened(item))
        else:
            is_range = item == "-" and 0 < number < len(items) - 1 and items[number - 1][0] == "character"
            found.append("-" if is_range else _code(character))
    if shuts_out:
        return f"[^{''.join(found)}]" if any(found) else _ANY
    return f"[{''.join(found)}{_TURKISH}]"


def as_column(texts: Sequence[str]) -> pa.LargeStringArray:
    """Return texts as Arrow keeps them. A lone surrogate, for which UTF-8 has no place, becomes another odd sign."""
    try:
        return pa.array(texts, pa.large_string())
    except UnicodeEncodeError:
        return pa.array([_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text) for text in texts], pa.large_string())


def let_through(texts: pa.LargeStringArray, sieve: str) -> Sequence[int]:
    r"""Return the numbers of the texts in which a sieve is found; of all, when RE2 cannot read it.

    Examples
    --------
    >>> let_through(as_column(["It rained.", "By Ada Brook"]), r"\A(?:[Bb]y) ")
    [1]
    """
    try:
        found: list[int] = pc.indices_nonzero(pc.match_substring_regex(texts, sieve)).to_pylist()
    except pa.ArrowInvalid:
        return range(len(texts))
    return found
