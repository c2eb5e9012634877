"""The words of a source phrase: its proper name, its office, what to print where no name is known."""

from __future__ import annotations

from framing.speech.passages import Passage
from framing.speech.people import PARTICLES, bare, begins_name, name_words, offices, titles
from framing.speech.words import closed_list


def is_person_noun(label: str) -> bool:
    """Whether an unnamed source is one person: "neighbour", "senior aide"."""
    return label.rpartition(" ")[2].lower() in closed_list("en", "person_nouns")


def is_list(p: Passage, first: int, head: int) -> bool:
    """Whether a phrase joins several names: no one of them speaks for the others."""
    return any(
        p.lower[k] in ("and", "or", "nor") and p.kinds[k - 1] == "N" and p.kinds[k + 1] == "N"
        for k in range(first + 1, head - 1)
    )


def joined(p: Passage, first: int, last: int) -> str:
    """The words of a phrase as one string, possessives joined."""
    return p.printed(first, last).replace(" '", "'").replace(" ’", "’").replace(" ,", ",")


def in_full(words: frozenset[str]) -> set[str]:
    """The words of an office with short forms written out."""
    return {part for word in words for part in offices().get(word, word).split()}


def name_at_end(p: Passage, first: int, head: int) -> tuple[list[str], str] | None:
    """The proper name that ends a phrase, without titles and descriptions, and the gender its title tells."""
    k = head
    while k > first and (p.kinds[k - 1] in "N~" or (p.kinds[k - 1] == "n" and p.lower[k - 1] in PARTICLES)):
        k -= 1
    if "N" not in p.kinds[k:head]:
        return None
    words = name_words(p, k, head)
    if len(words) == 1 and bare(words[0]) in offices():
        return None  # "the PM" is an office
    if len(words) == 1 and k > first and p.outer[k - 1] == "s" and bare(words[0]) in closed_list("en", "group_nouns"):
        return None  # "the Workers' Union"
    gender = ""
    is_group = bare(words[-1]) in closed_list("en", "group_nouns")  # "the State Department"
    for i in range(len(words) - 1, 0, -1):
        if not is_group and bare(words[i - 1]) in titles():
            gender = titles()[bare(words[i - 1])]
            words = words[i:]
            break
    for i in range(1, len(words) - 1):
        if begins_name(words[: i + 1]):
            words = words[i:]
            break
    return words, gender
