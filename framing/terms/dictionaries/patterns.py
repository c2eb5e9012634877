"""Which entries of other programs are patterns here, and how a pattern is written for them.

Other programs know wildcards anywhere in a word, regular expressions, conditions and emoticons. What has no equal here
is refused with a reason, never turned into something near: "c++" would count every c, "it's" every it.
"""

from __future__ import annotations

from typing import NamedTuple

import regex

from framing.lexicon import pattern_problems
from framing.terms.patterns import pattern_words, unmatchable
from framing.text import APOSTROPHES, IGNORABLE

# A word that means here what it says there: it begins with a letter or digit; marks inside stand before another letter
# ("and/or", "U.S", "o'clock"), and only an apostrophe or full stop may end it ("goin'", "etc.").
_WORD = regex.compile(rf"[\p{{L}}\p{{N}}](?:[\p{{L}}\p{{M}}\p{{N}}]|[^\s\p{{L}}\p{{M}}\p{{N}}*;](?=[\p{{L}}\p{{N}}]))*"
                      rf"[{APOSTROPHES}.]?\*?")  # fmt: skip
_LETTER = regex.compile(r"[\p{L}\p{N}]")
_POSSESSIVE = regex.compile(rf"[{APOSTROPHES}]s$", regex.IGNORECASE)
_CONDITION = regex.compile(r"<[^>]*>|^[@#]|\[.*\s.*\]|\(\s*\d")
_EXPRESSION = regex.compile(r"[\[\](){}|^$\\]|\.[*+]")
_CONTROLS = regex.compile(r"\p{Cc}+")
LONGEST_ENTRY = 500  # characters; the longest phrases of real dictionaries have sixty
_LIST_FORMS = "List the forms it stands for in rows of their own."


class Refusal(NamedTuple):
    """Why an entry cannot be carried over, and what can be done about it."""

    what: str
    next_step: str


def clean_entry(text: str) -> str:
    r"""Return an entry without what is no part of it: white space around and repeated, quotation marks around.

    Notes
    -----
    An underscore is how some programs write the space inside a phrase.

    Examples
    --------
    >>> clean_entry(' "high_water"\u00a0 mark ')
    '"high water" mark'
    >>> clean_entry('"high  water"')
    'high water'
    """
    plain = _CONTROLS.sub(" ", text).translate({ord(mark): None for mark in IGNORABLE} | {ord("_"): " "})
    plain = " ".join(plain.split())
    if len(plain) > 2 and plain[0] == plain[-1] == '"' and '"' not in plain[1:-1]:
        plain = plain[1:-1].strip()
    return plain


def refuse_entry(entry: str) -> Refusal | None:
    """Say why a cleaned entry of another program is no pattern here; None when it is one and means the same.

    Examples
    --------
    >>> refuse_entry("storm*") is None, refuse_entry("high water mark*") is None
    (True, True)
    >>> refuse_entry("*storm").what
    "'*' elsewhere than at the end of a word"
    >>> refuse_entry(":-)").what
    'no letter or digit: an emoticon or a mark'
    """
    if len(entry) > LONGEST_ENTRY:
        return Refusal(f"{len(entry)} characters long", "No phrase is so long; a line break may be missing.")
    if not _LETTER.search(entry):
        return Refusal("no letter or digit: an emoticon or a mark", "Only words are counted here; leave it out.")
    return _meant_otherwise(entry) or _wildcards(entry) or _marks(entry) or _outside_grammar(entry)


def _meant_otherwise(entry: str) -> Refusal | None:
    """Rules and regular expressions."""
    if _CONDITION.search(entry):
        said = "Conditions are not known here; list phrases, or mask what must not count."
        return Refusal("a condition or rule, such as a word near another", said)
    if _EXPRESSION.search(entry):
        return Refusal("brackets or signs of a regular expression", _LIST_FORMS)
    return None


def _wildcards(entry: str) -> Refusal | None:
    """Wildcards that are none here."""
    if "?" in entry:
        return Refusal("'?' stands for one letter there", _LIST_FORMS)
    if any("*" in word.removesuffix("*") or word == "*" for word in entry.split()):
        return Refusal("'*' elsewhere than at the end of a word", _LIST_FORMS)
    if entry.count("*") > 1:
        return Refusal("more than one '*'", "Keep one, and list the other forms in rows of their own.")
    return None


def _marks(entry: str) -> Refusal | None:
    """Marks without which the entry would count more than it says."""
    odd = next((word for word in entry.split() if not _WORD.fullmatch(word)), None)
    if odd is not None:
        return Refusal(
            f"the marks of {odd!r}: without them it would count other words", "Marks are no part of a word here."
        )
    if " " not in entry and _POSSESSIVE.search(entry):
        return Refusal(
            f"a final 's is left off when words are compared: {entry!r} would count every {entry[:-2]!r}",
            f"Add {entry[:-2]!r} if that is meant.",
        )
    return None


def _outside_grammar(entry: str) -> Refusal | None:
    """What is left that the grammar of patterns does not know."""
    problem = next(iter(pattern_problems(entry)), None) or unmatchable(entry)
    return Refusal("no pattern here", problem) if problem else None


def written_pattern(pattern: str) -> str:
    """Return a pattern as other programs can read it: as it stands, or else the words it matches.

    Examples
    --------
    >>> written_pattern("cease-fire"), written_pattern("storm (force 9)")
    ('cease-fire', 'storm force 9')
    """
    plain = clean_entry(pattern)
    return plain if refuse_entry(plain) is None else " ".join(pattern_words(pattern))
