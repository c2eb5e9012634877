"""The leaders' table as the speakers of an article need it: who is meant by a name, a surname, an office, at a date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import pandas as pd

from framing.speech.passages import Passage
from framing.speech.words import word_set
from framing.text import canonical, words

_ARTICLES = word_set("articles")
_PRONOUN_GENDER = {"he": "m", "him": "m", "she": "f", "her": "f"}


def key_of(phrase: str) -> tuple[str, ...]:
    """The words of an alias in the form in which they are compared, without "the"; initials are one word.

    Examples
    --------
    >>> key_of("the Elmish premier") == key_of("Elmish premier")
    True
    >>> key_of("J. D. Cole-Reed"), key_of("JD Cole-Reed")
    (('jd', 'cole', 'reed'), ('jd', 'cole', 'reed'))
    """
    key: list[str] = []
    initials = False
    for word in _words_of(phrase):
        if initials and len(word) == 1:
            key[-1] += word
        else:
            key.append(word)
            initials = len(word) == 1
    return tuple(key[1:] if len(key) > 1 and key[0] in _ARTICLES else key)


@lru_cache(maxsize=1 << 14)
def _words_of(phrase: str) -> tuple[str, ...]:
    """The words of a phrase as they are compared: "Cole-Reed" is two."""
    return tuple([canonical(phrase[start:end]) for start, end in words(phrase)])


@dataclass
class Roster:
    """Leaders by alias, as they stand at one date."""

    names: dict[tuple[str, ...], set[str]] = field(default_factory=dict)
    surnames: dict[tuple[str, ...], set[str]] = field(default_factory=dict)
    roles: dict[tuple[str, ...], set[str]] = field(default_factory=dict)
    gender: dict[str, str] = field(default_factory=dict)

    @classmethod
    def at(cls, leaders: pd.DataFrame | None, published: Any) -> Roster:
        """The roster at the day an article was published; without a day, everybody."""
        roster = cls()
        if leaders is None:
            return roster
        for row in leaders.itertuples():
            leader, alias, kind = str(row.leader), str(row.alias), str(row.kind)
            if kind == "pronoun":
                roster.gender.setdefault(leader, _PRONOUN_GENDER.get(alias.lower(), ""))
            elif kind == "role":
                if _in_office(row.since, row.until, published):
                    roster.roles.setdefault(key_of(alias), set()).add(leader)
            else:
                table = roster.names if kind == "name" else roster.surnames
                table.setdefault(key_of(alias), set()).add(leader)
        return roster

    def leader_named(self, name: str) -> set[str]:
        """The leaders whom a name may mean: the whole name, or a surname alone or behind the same first name.

        Names and surnames are of one word or several: "Cole", "Cole-Reed", "van der Cole".
        """
        if not (self.names or self.surnames):
            return set()
        key = key_of(name)
        found = self.names.get(key) or self.surnames.get(key)
        if found:
            return found
        for n_before in range(1, len(key)):
            if found := self.names.get(key[n_before:]):
                return found  # behind a title that nobody listed
            if found := self.surnames.get(key[n_before:]):
                return {leader for leader in found if key_of(leader)[:1] == key[:1]}
        return set()

    def leaders_in_role(self, phrase: str) -> set[str]:
        """The leaders whom an office may mean: "the Elmish premier"."""
        return self.roles.get(key_of(phrase), set()) if self.roles else set()

    def named_in(self, passages: list[Passage]) -> dict[str, tuple[int, int]]:
        """Where each leader is first named in an article: passage and token."""
        if not self.surnames and not self.names:
            return {}
        aliases: dict[tuple[str, ...], set[str]] = {**self.surnames}
        for key, found in self.names.items():
            aliases[key] = aliases.get(key, set()) | found
        begins = {key[0] for key in aliases if key} | {key[0][:1] for key in aliases if key}  # of initials, the first
        longest = max(len(key) + len(key[0]) for key in aliases if key)
        places: dict[str, tuple[int, int]] = {}
        for p in passages:
            for k, word in enumerate(p.lower):
                if not begins.isdisjoint(_words_of(word)[:1]):
                    for key in _keys_at(p, k, longest):
                        if len(aliases.get(key, ())) == 1:
                            places.setdefault(next(iter(aliases[key])), (p.number, k))
        return places


def _keys_at(p: Passage, k: int, longest: int) -> Iterator[tuple[str, ...]]:
    """The stretches of words that begin at a token and are no longer than the longest alias."""
    for last in range(k + 1, min(len(p), k + longest) + 1):
        if not _words_of(p.lower[last - 1]):
            return
        yield key_of(p.printed(k, last))


def _in_office(since: Any, until: Any, published: Any) -> bool:
    """Whether a day lies in a term; a missing end is open."""
    if published is None or pd.isna(published):
        return True
    day = pd.Timestamp(published)
    begun = pd.isna(since) or pd.Timestamp(since) <= day
    return bool(begun and (pd.isna(until) or day <= pd.Timestamp(until)))
