"""What stands beside a name: appositions, places, further names of a list."""

from __future__ import annotations

import regex

from framing.speech.chunks import (
    Phrase,
    finite_at,
    has_finite_verb,
    is_capital,
    is_time,
    phrase_before,
)
from framing.speech.passages import Passage
from framing.speech.words import closed_list, word_set

_CLAUSE_BEGINS = word_set("clause_begins")
_LONGEST_APPOSITIVE = 45
# Names with commas between, the last behind "and"; of the others one may be a description: "Ada Stern, the mayor, and".
_LIST = regex.compile("[dns]*N+(?:,[dns]*[nN]+)*,?c[dns]*N+(?![nNs])")


def match_list(p: Passage, first: int, last: int) -> int | None:
    """Where a list of several names ends that begins here: "Stern, Voss and Brook"."""
    found = _LIST.match(p.outer, first, last) if p.outer.find(",", first, last) >= 0 else None
    return found.end() if found and "and" in p.lower[first : found.end()] else None


_LONGEST_LIST = 30  # tokens


def list_begins(p: Passage, phrase: tuple[int, int], lo: int) -> int | None:
    """Where a list of names begins that ends in a phrase: "Stern, Voss and Brook", "Stern, Voss, and Brook"."""
    first, last = phrase
    if p.outer[last - 1] != "N" or first - 2 < lo:
        return None
    joined_before = p.lower[first - 1] == "and" and p.outer[first - 2] == ","
    if not joined_before and not (p.outer[first - 1] == "," and "and" in p.lower[first:last]):
        return None
    k = first - 1
    while k > max(lo, first - _LONGEST_LIST) and p.outer[k - 1] in "Nnds,":
        k -= 1
    if k > lo and p.outer[k - 1] not in ">:;h-c(":
        k = p.outer.find(",", k, first) + 1  # "In Paris, Stern, Voss and Brook said"
    found = match_list(p, k, last) if k < first else None
    return k if found == last else None


def before_place(p: Passage, phrase: tuple[int, int], lo: int) -> int | None:
    """Where a name begins whose place or occasion a phrase ends: "Stern of Elm, Oakland", "Stern at a rally"."""
    first, last = phrase
    if first - 2 < lo:
        return None
    if p.lower[last - 1] in closed_list("en", "venues"):
        k = first - 1
        while k > lo and p.outer[k] in "dy":
            k -= 1  # "in a Monday interview"
        named = phrase_before(p, k - 1, lo) if p.outer[k] == "i" else None
        return named[0] if named and p.outer[named[1] - 1] == "N" else None
    if p.outer[first - 1] != "," or p.outer[first:last].strip("N"):
        return None
    named = phrase_before(p, first - 2, lo)
    if not named or p.outer[named[0]] != "N" or "f" not in p.outer[slice(*named)]:
        return None
    begins = named[0] == lo or p.lower[named[0] - 1] in _CLAUSE_BEGINS or p.outer[named[0] - 1] == ">"
    return named[0] if begins else None


# A party and a place, a degree, a generation behind a name: "D-Elm", "Ph.D.", "Jr.".
_AFFILIATION = regex.compile("\\p{Lu}{1,3}[-–]\\p{Lu}|(?:\\p{Lu}\\p{Ll}?\\.){2}$|[JS]r\\.?$")


def before_apposition(p: Passage, closing: int, lo: int) -> Phrase | None:
    """The noun phrase before ", 61, a former engineer," or a relative clause, given the closing comma or dash."""
    sign = "," if p.outer[closing] == ">" else p.outer[closing]
    commas: list[int] = []
    k = closing - 1
    while k > max(lo, closing - _LONGEST_APPOSITIVE):
        if p.outer[k] == sign:
            commas.append(k)
        k -= 1
    anchors = [comma for comma in commas if _is_anchor(p, comma, closing, lo)]
    for comma in anchors[-1:] + commas:
        phrase = phrase_before(p, comma - 1, lo)
        if phrase and phrase[1] - phrase[0] == 1 and _AFFILIATION.match(p.words[phrase[0]]):
            continue
        if phrase and _is_apposition(p, phrase, comma + 1, closing, lo):
            return Phrase(phrase[0], closing, "apposition")
    return None


def _is_anchor(p: Passage, comma: int, closing: int, lo: int) -> bool:
    """Whether a capitalised noun phrase at the beginning of a clause ends at this comma and an apposition follows."""
    phrase = phrase_before(p, comma - 1, lo)
    if not phrase or not is_capital(p, phrase[1] - 1) or is_time(p, phrase[1] - 1):
        return False
    first = phrase[0]
    begins = first == lo or p.lower[first - 1] in ("and", "but", "while", "that", ":") or p.outer[first - 1] == ">"
    led_in = p.outer[first - 1] == "," and not has_finite_verb(p, lo, first - 1)  # "Last week, Cole, a farmer, said"
    if not (begins or led_in) or p.outer[comma + 1] not in "dmwnagefpi":
        return False
    return not any(p.outer[k] == "r" and finite_at(p, k + 1, closing) for k in range(comma + 1, closing))


def _is_apposition(p: Passage, phrase: tuple[int, int], first: int, closing: int, lo: int) -> bool:
    """Whether what stands between the commas describes the noun phrase before them."""
    capital = is_capital(p, phrase[1] - 1)
    if capital and p.outer[first + 1] == "," and _AFFILIATION.match(p.words[first]):
        return True
    inside = p.outer[first:closing]
    belongs = "f" in p.outer[slice(*phrase)] or "i" in p.outer[slice(*phrase)]
    if is_capital(p, first):
        if belongs and p.outer[phrase[0]] == "N":
            return True  # "Ada Stern of Elm, Oakland, said"
        office = p.outer[phrase[0]] in "dp" and belongs  # "the mayor of Elm", "a lawyer for Voss"
        described = not capital or (office and inside[:2] == "NN")
        if described and closing - first < 5:
            return True  # "her aide, Jo Reed, said", "the mayor of Elm, Jo Reed, said"
        if not any(letter in inside for letter in "dniwf"):
            return False
    begins = phrase[0] == lo or p.lower[phrase[0] - 1] in _CLAUSE_BEGINS or p.outer[phrase[0] - 1] == ">"
    return begins or capital
