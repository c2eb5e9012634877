"""A text as passages: the words of each paragraph with their places, kinds, quotations and units.

A unit is a sentence in which a quotation is never cut and keeps its attribution.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

import regex

from framing.speech.quotations import Quotation, pair_marks
from framing.speech.tokens import read_tokens
from framing.speech.units import split_units
from framing.speech.words import (
    closed_list,
    cue_form_letter,
    kind_of,
    kinds_of,
    settle_alone,
    settle_kinds,
)
from framing.text import paragraphs

# Signs behind the last word, so that rules may look a few words ahead without asking whether there are any.
_PADDING = 8
_NICKNAME = regex.compile("(?<=N)<z>(?=N)")


class Passage:
    """One paragraph: words as printed and in small letters, kinds, places, quotations, units.

    `outer` holds the kinds outside quotations; inside it has `<`, `z`, `>` for opening mark, words, closing mark.
    Quotations are (first token, last token, closed); of an unclosed one the last token is its last word.
    All are tuples: the collector of garbage passes over those that hold only words and numbers, as a long paragraph
    would feel.
    """

    __slots__ = (
        "ends",
        "is_title",
        "kinds",
        "lower",
        "number",
        "outer",
        "quote_of",
        "quotes",
        "starts",
        "stray",
        "text_start",
        "units",
        "words",
    )  # fmt: skip

    def __init__(self, number: int, tokens: list[tuple[int, int, str]], language: str) -> None:
        self.number = number
        self.starts = tuple([token[0] for token in tokens])
        self.ends = tuple([token[1] for token in tokens])
        self.words = tuple([token[2] for token in tokens])
        self.quotes: tuple[tuple[int, int, bool], ...] = ()
        self.quote_of: tuple[int, ...] = ()
        self.units: tuple[tuple[int, int], ...] = ()
        self.stray: list[int] = []
        self.is_title = False
        self.read_kinds(language)

    def __len__(self) -> int:
        return len(self.words)

    def read_kinds(self, language: str) -> None:
        """Kinds of the words as they stand now."""
        known = kinds_of(language)
        both = [known[word] for word in self.words]
        self.lower = (*[low for low, _ in both], *[""] * _PADDING)
        self.kinds = settle_kinds(_clitics("".join([kind for _, kind in both]))) + "$" * _PADDING
        self.outer = self.kinds

    def set_quotes(self, quotations: Sequence[Quotation]) -> None:
        """Translate the places of quotations into tokens."""
        quote_of = [-1] * len(self)
        quotes: list[tuple[int, int, bool]] = []
        for quotation in quotations:
            first = bisect_left(self.starts, quotation.open_start)
            last = bisect_left(self.starts, quotation.close_start if quotation.closed else quotation.close_end)
            last -= not quotation.closed
            if last > first:
                last = min(last, len(self) - 1)
                quote_of[first : last + 1] = [len(quotes)] * (last + 1 - first)
                quotes.append((first, last, quotation.closed))
        self.quote_of, self.quotes = tuple(quote_of), tuple(quotes)
        self._mark_possessives()
        self.hide_quotes()
        self._mark_nicknames()

    def _mark_possessives(self) -> None:
        """Read a lone apostrophe behind a word in -s as possessive: "the workers' union"."""
        found = [
            k
            for k in range(1, len(self))
            if self.words[k] in ("'", "’")
            and self.quote_of[k] < 0
            and self.lower[k - 1][-1] == "s"
            and self.starts[k] == self.ends[k - 1]
            and self.kinds[k - 1] in "nN"
        ]
        if found:
            marked = set(found)
            self.kinds = "".join(["s" if k in marked else kind for k, kind in enumerate(self.kinds)])

    def _mark_nicknames(self) -> None:
        """Read a quoted name inside a name as part of it: `John "Jack" Cole`."""
        for found in _NICKNAME.finditer(self.outer):
            self.kinds = self.kinds[: found.start()] + "~~~" + self.kinds[found.end() :]

    def hide_quotes(self) -> None:
        """Put signs for the words inside quotations into `outer`."""
        parts, done = [], 0
        for first, last, _ in self.quotes:
            parts += [self.kinds[done:first], "<", "z" * (last - first - 1), ">"]
            done = last + 1
        parts.append(self.kinds[done:])
        self.outer = "".join(parts)

    @property
    def last_kind(self) -> str:
        """Kind of the last word or sign."""
        return self.outer[len(self.words) - 1]

    @property
    def ends_open(self) -> bool:
        """Whether the last quotation is left open at the end of the paragraph."""
        return bool(self.quotes) and not self.quotes[-1][2] and self.quotes[-1][1] == len(self) - 1

    @property
    def starts_quoted(self) -> bool:
        """Whether the paragraph begins with a quotation mark."""
        return bool(self.quotes) and self.quotes[0][0] == 0

    def quotes_between(self, first: int, last: int) -> tuple[tuple[int, int, bool], ...]:
        """The quotations that begin in a stretch."""
        return self.quotes[bisect_left(self.quotes, (first,)) : bisect_left(self.quotes, (last,))]

    def printed(self, first: int, last: int) -> str:
        """The words of a stretch, one space between."""
        return " ".join(self.words[first:last])

    def has_quote(self, first: int, last: int) -> bool:
        """Whether any word of a stretch stands in quotation marks."""
        return self.outer.find("z", first, last) >= 0 or self.outer.find(">", first, last) >= 0


def _clitics(kinds: str) -> str:
    """Read 's as *is* after he, it, that, who, what, there; as possessive otherwise."""
    return regex.sub("(?<=[rwh]|^)s", "x", kinds) if "s" in kinds else kinds


def read_passages(text: str, language: str = "en", skips: Sequence[tuple[int, int]] = ()) -> list[Passage]:
    """Return the passages of a text, without what `skips` says is no text of the article."""
    found: list[Passage] = []
    for start, end in paragraphs(text):
        tokens = read_tokens(text, start, end, language)
        if skips:
            tokens = [t for t in tokens if not any(a < t[1] and t[0] < b for a, b in skips)]
        if not tokens:
            continue
        quotations, stray = pair_marks(text, tokens[0][0], tokens[-1][1])
        alone = set(stray) - {quotation.open_start for quotation in quotations}
        passage = Passage(len(found), [token for token in tokens if token[0] not in alone] or tokens, language)
        passage.stray = stray
        passage.set_quotes(quotations)
        found.append(passage)
    small = {word for p in found for word in p.words if word[0].islower()}
    for p in found:
        p.is_title = _looks_like_title(p)
    named = _named_inside([p for p in found if not p.is_title])
    _lower_titles(found, small, named - small, language)
    for passage in found:
        passage.units = tuple(split_units(passage, language))
        _lower_beginnings(passage, small, named, language)
    return found


def _is_group_word(word: str, language: str) -> bool:
    """Whether a word names people or a body and nobody: "critics", "police"."""
    nouns = _group_nouns(language)
    return word in nouns or (word[-1] == "s" and (word[:-1] in nouns or word[:-3] + "y" in nouns))


@cache
def _group_nouns(language: str) -> frozenset[str]:
    return closed_list(language, "person_nouns") | closed_list(language, "group_nouns")


def _named_inside(passages: Sequence[Passage]) -> set[str]:
    """Words with capitals inside sentences: they are names wherever they stand."""
    found: set[str] = set()
    for p in passages:
        previous = "."
        for word, kind in zip(p.words, p.outer, strict=False):
            if kind == "N" and previous not in ".<(:":
                found.add(word)
            previous = kind
    return found


def _lower_beginnings(p: Passage, small: set[str], named: set[str], language: str) -> None:
    """Judge the first word of a unit as if it stood in the middle, when it is known to be no name."""
    changed: dict[int, str] = {}
    for first, last in p.units:
        index = first + (p.outer[first] in "<(" and first + 1 < last)
        if p.kinds[index] == "N" and not p.words[index].isupper():
            low = p.lower[index]
            kind = settle_alone(kind_of(low, language)[1])
            alone = p.words[index] not in named and p.kinds[index + 1] != "N" and _is_group_word(low, language)
            if low in small or alone or (kind == "g" and p.kinds[index + 1 : index + 2] not in ("v", "e", "x")):
                changed[index] = kind
    if changed:
        p.kinds = "".join([changed.get(index, kind) for index, kind in enumerate(p.kinds)])
        p.hide_quotes()


# A headline in title case: nearly all its longer words have capitals, and it is no sentence.
_TITLE_WORDS = range(4, 26)
_TITLE_SHARE = 0.75


def _looks_like_title(p: Passage) -> bool:
    if len(p) > 40:
        return False
    words = [word for word in p.words if word[0].isalpha()]
    longer = [word for word in words if len(word) > 3]
    capitals = sum(word[0].isupper() for word in longer)
    n_stops = sum(word in (".", "!", "?") for word in p.words)
    return len(words) in _TITLE_WORDS and len(longer) > 2 and capitals >= _TITLE_SHARE * len(longer) and n_stops <= 1


def _lower_titles(passages: Sequence[Passage], small: set[str], named: set[str], language: str) -> None:
    """In a headline, give back their case to words that the article also writes small, and to reporting verbs."""
    for p in passages:
        if p.is_title:
            p.words = (p.words[0], *[w if w in named else _lowered(w, small, language) for w in p.words[1:]])
            p.read_kinds(language)
            p.hide_quotes()


def _lowered(word: str, small: set[str], language: str) -> str:
    """A word of a headline as it would stand in a sentence."""
    low = word.lower()
    known = low in small or cue_form_letter(low, language) or kind_of(low, language)[1] != "n"
    return low if word[0].isupper() and not word.isupper() and known else word
