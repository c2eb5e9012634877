"""The people of one article: every name in it, its fullest form, its titles, offices and gender."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import NamedTuple

import regex

from framing import languages
from framing.speech.passages import Passage
from framing.speech.words import closed_list, is_base_verb, word_set

PARTICLES = word_set("particles")
SUFFIXES = word_set("suffixes")
_NO_NAMES = word_set("no_names")
_THINGS = word_set("named_things")
_PLACE_BEGINS = word_set("place_begins")
# A run of capitalised words, particles before and between them; never across a sign.
_RUN = regex.compile("n{0,2}N(?:N|n{1,2}(?=N)|~~~)*")


class Mention(NamedTuple):
    """A name at a place: its tokens without titles, and what the words around it tell."""

    passage: int
    first: int
    last: int
    name: str
    surname: str
    gender: str
    is_person: bool
    is_subject: bool
    is_quoted: bool


@cache
def titles(language: str = "en") -> dict[str, str]:
    """Titles with their gender, "" when they tell none."""
    return {row["title"]: row["gender"] for row in languages.read_rows(language, "titles")}


@cache
def first_names(language: str = "en") -> dict[str, str]:
    """First names with their gender."""
    return {row["name"]: row["gender"] for row in languages.read_rows(language, "first_names")}


@cache
def offices(language: str = "en") -> dict[str, str]:
    """Short forms of offices and their full words."""
    return {row["short"]: row["office"] for row in languages.read_rows(language, "offices")}


@lru_cache(maxsize=1 << 14)
def bare(word: str) -> str:
    """A word of a title as the lists have it."""
    return word.lower().strip(".")


def is_initial(word: str) -> bool:
    """Whether a word is the first letter of a name: "J.", "J.D."."""
    return word.endswith(".") and word[0].isupper() and all(len(part) < 2 for part in word.split("."))


def begins_name(words: Sequence[str]) -> bool:
    """Whether the last of some words begins a name and those before describe it: "Elm County Bob", not "Ada Jo"."""
    if bare(words[-1]) not in first_names() or bare(words[-2]) in _PLACE_BEGINS:
        return False
    return bare(words[0]) not in first_names() and not is_initial(words[0])


def name_words(p: Passage, first: int, last: int) -> list[str]:
    """The words of a name, without a nickname in marks."""
    return [p.words[k] for k in range(first, last) if p.kinds[k] != "~"]


def surname_of(words: Sequence[str]) -> str:
    """The last name, as it is looked up: without "Jr." behind it and the article of "al-Haddad"."""
    surname = bare(words[-2] if len(words) > 1 and bare(words[-1]) in SUFFIXES else words[-1])
    return surname.removeprefix("al-").removeprefix("el-")


@dataclass
class People:
    """Everybody named in one article."""

    passages: Sequence[Passage]
    mentions: list[Mention] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)
    full: dict[str, dict[str, int]] = field(default_factory=dict)  # full names by surname, and how often they stand
    given: dict[str, set[str]] = field(default_factory=dict)  # surnames of persons by first name
    gender: dict[str, str] = field(default_factory=dict)  # by surname
    persons: set[str] = field(default_factory=set)  # surnames
    roles: dict[str, list[tuple[frozenset[str], str, tuple[int, int]]]] = field(default_factory=dict)  # by office noun

    def __post_init__(self) -> None:
        """Read the names of all passages."""
        for p in self.passages:
            for match in _RUN.finditer(p.kinds):
                self._read_run(p, match.start(), match.end())
        self.places = [(mention.passage, mention.first) for mention in self.mentions]

    def _read_run(self, p: Passage, first: int, last: int) -> None:
        """Take the name out of a run of capitalised words."""
        for a, b in _pieces(p, first, last):
            name_first = _name_begins(p, a, b)
            if name_first < b:
                self._add(p, a, name_first, b)

    def _add(self, p: Passage, run: int, first: int, last: int) -> None:
        words = name_words(p, first, last)
        surname = surname_of(words)
        held = [bare(word) for word in p.words[run:first] if bare(word) in titles()]
        behind_comma = run > 0 and len(words) > 1 and p.outer[run - 1] == p.outer[last] == ","
        held += _offices_before(p, run - behind_comma)
        known = first_names().get(bare(words[0]), "") if len(words) > 1 else ""
        gender = known or next((titles()[title] for title in held if titles().get(title)), "")
        is_person = bool(known or held) and not _is_thing(surname)
        name = " ".join(words)
        if 1 < len(words) <= 5 and surname not in closed_list("en", "group_nouns"):
            names = self.full.setdefault(surname, {})
            names[name] = names.get(name, 0) + 1
        if gender:
            self.gender.setdefault(surname, gender)
        if is_person:
            self.persons.add(surname)
            if len(words) > 1:
                self.given.setdefault(bare(words[0]), set()).add(surname)
            self._add_roles(p, run, first, last, name, held)
        quoted = p.quote_of[first] >= 0
        self.mentions.append(
            Mention(p.number, first, last, name, surname, gender, is_person, _is_subject(p, run, last), quoted)
        )

    def _add_roles(self, p: Passage, run: int, first: int, last: int, name: str, held: list[str]) -> None:
        """The offices of a person: "Foreign Minister X of Elm", "Elm's minister, X", "X, the senator from Elm"."""
        words = {bare(word) for word in p.words[_description_begins(p, run) : first]} | set(held)
        if p.kinds[last] == "f":
            words |= {bare(p.words[k]) for k in (last + 1, last + 2) if p.kinds[k] == "N"}
        nouns = [word for word in words if _office(word)]
        for noun in nouns:
            self._tie(_office(noun), words, name, p.number, first)
        described = nouns and run and p.outer[run - 1] == ","
        if last + 1 < len(p) and p.outer[last] == "," and not described:
            end = next((k for k in range(last + 1, min(len(p), last + 11)) if p.outer[k] in ",.;"), last + 1)
            after = {bare(p.words[k]) for k in range(last + 1, end)}
            for noun in [word for word in after if _office(word)]:
                self._tie(_office(noun), after, name, p.number, first)

    def _tie(self, noun: str, words: set[str], name: str, passage: int, first: int) -> None:
        ties = self.roles.setdefault(noun, [])
        if len(ties) < 200:
            ties.append((frozenset(words), name, (passage, first)))

    def full_name(self, name: str, gender: str = "") -> str:
        """The fullest name the article has for a name."""
        return self._longer(name) if " " in name else self._full_of(name, gender)

    def has_name(self, name: str) -> bool:
        """Whether a full name stands in the article."""
        return name in self.full.get(surname_of(name.split()), ())

    def _full_of(self, word: str, gender: str) -> str:
        """The full name that most likely is meant by a surname, or by a first name that only one person has."""
        of_first = self.given.get(bare(word), ())
        found = self.full.get(surname_of([word])) or self.full.get("".join(of_first) if len(of_first) == 1 else "")
        if not found:
            return word
        fitting = {n: c for n, c in found.items() if not gender or _gender_of(n) in ("", gender)} or dict(found)
        return max(fitting, key=lambda name: (bool(_gender_of(name)), fitting[name], -len(name)))

    def _longer(self, name: str) -> str:
        """The name with the parts that another mention adds: in the middle, or before "de la Cruz"."""
        parts = name.split()
        longer = [n for n in self.full.get(surname_of(parts), ()) if len(n) > len(name)]
        same = [n for n in longer if n.split()[0] == parts[0]]
        same = same or [n for n in longer if n.lower().partition(" ")[2] == name.lower()]
        return max(same, key=len) if same else name

    def before(self, passage: int, token: int, *, passages_back: int = 3) -> list[Mention]:
        """The mentions before a place, at most a few passages and forty mentions back."""
        end = bisect_left(self.places, (passage, token))
        start = max(bisect_left(self.places, (passage - passages_back, 0)), end - 40)
        return self.mentions[start:end]

    def is_person(self, name: str) -> bool:
        """Whether a name is one of a person, as far as the article tells."""
        words = name.split()
        last = surname_of(words)
        if last in self.persons or bare(words[0]) in first_names():
            return True
        return len(words) in (2, 3) and not _is_thing(last)

    def gender_of(self, name: str) -> str:
        """Gender of a name: by its first name, by a title somewhere in the article, or ""."""
        return _gender_of(name) or self.gender.get(surname_of(name.split()), "")


@lru_cache(maxsize=1 << 12)
def _gender_of(name: str) -> str:
    words = name.split()
    return first_names().get(bare(words[0]), "") if len(words) > 1 else ""


def _is_thing(word: str) -> bool:
    """Whether the last word of a name tells that it names a body, a place or a thing: "Elm County"."""
    return word in closed_list("en", "group_nouns") or word in _THINGS


def _office(word: str) -> str:
    """The noun of an office in full ("gov" is governor), or ""."""
    full = offices().get(word, word)
    noun = full.rpartition(" ")[2]
    return noun if noun in closed_list("en", "person_nouns") else ""


def _pieces(p: Passage, first: int, last: int) -> list[tuple[int, int]]:
    """Cut a run at small words that are no particles, and at possessive ends."""
    pieces, start = [], first
    for k in range(first, last):
        if p.kinds[k] == "n" and p.lower[k] not in PARTICLES:
            if "N" in p.kinds[start:k]:
                pieces.append((start, k))
            start = k + 1
    if last > start:
        pieces.append((start, last))
    return pieces


def _description_begins(p: Passage, run: int) -> int:
    """Where the words begin that describe the name behind them: "Norland's prime minister, " and the like."""
    k = run - 1 if run and p.outer[run - 1] == "," else run
    while k and run - k < 7 and p.outer[k - 1] in "mNns":
        k -= 1
    return k


def _name_begins(p: Passage, first: int, last: int) -> int:
    """Where the name begins in a run: behind titles, and behind words that describe a known first name."""
    is_group = bare(p.words[last - 1]) in closed_list("en", "group_nouns")  # "State Department"
    for k in range(last - 1, first, -1):
        if not is_group and bare(p.words[k - 1]) in titles() and bare(p.words[k]) not in SUFFIXES:
            return k if bare(p.words[k]) not in titles() or k == last - 1 else last
    for k in range(first + 1, last - 1):
        if begins_name((p.words[first], p.words[k - 1], p.words[k])):
            return k
    word = bare(p.words[first])
    begins_sentence = first == 0 or p.kinds[first - 1] == "."
    if last - first > 1 and begins_sentence and is_base_verb(word) and word not in first_names():
        return first + 1  # "Imagine Cole in Elm."
    return first + 1 if word in _NO_NAMES else first


def _offices_before(p: Passage, run: int) -> list[str]:
    """Offices in small letters that end before a token: "prime minister Ada Brook"."""
    held = []
    for k in range(run - 1, max(-1, run - 3), -1):
        if p.kinds[k] == "s" or not (p.lower[k] in closed_list("en", "person_nouns") or p.lower[k] in titles()):
            break
        held.append(p.lower[k])
    return held


_OBLIQUE = word_set("oblique")


def _is_subject(p: Passage, run: int, last: int) -> bool:
    """Whether a name stands where a subject stands: a finite verb or an apposition follows, no preposition before."""
    if last >= len(p) or (run and p.lower[run - 1] in _OBLIQUE):
        return False
    if (p.outer[last] == "i" and p.kinds[last + 1] == "y") or p.outer[last] == "y":
        return True  # "Cole on Monday said"
    return p.outer[last] in "vexao" or (p.outer[last] == "," and (run == 0 or p.outer[run - 1] in ".,>"))
