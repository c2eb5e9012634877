"""The leaders' table as the speakers of an article need it: who is meant by a name, a surname, an office, at a date."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from framing.speech.passages import Passage
from framing.speech.words import word_set
from framing.text import canonical, words

_ARTICLES = word_set("articles")
_PRONOUN_GENDER = {"he": "m", "him": "m", "she": "f", "her": "f"}


def key_of(phrase: str) -> tuple[str, ...]:
    """The words of an alias in the form in which they are compared, without "the".

    Examples
    --------
    >>> key_of("the Elmish premier") == key_of("Elmish premier")
    True
    """
    key = tuple(canonical(phrase[start:end]) for start, end in words(phrase))
    return key[1:] if len(key) > 1 and key[0] in _ARTICLES else key


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
        """The leaders whom a name may mean: the whole name, or a surname alone or behind the same first name."""
        if not (self.names or self.surnames):
            return set()
        key = key_of(name)
        if key in self.names:
            return self.names[key]
        if len(key) == 1:
            return self.surnames.get(key, set())
        found = self.surnames.get(key[-1:], set())
        return {leader for leader in found if key_of(leader)[:1] == key[:1]}

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
        by_first: dict[str, list[tuple[str, ...]]] = {}
        for key in filter(None, aliases):
            by_first.setdefault(key[0], []).append(key)
        places: dict[str, tuple[int, int]] = {}
        for p in passages:
            for k, word in enumerate(p.lower):
                for key in by_first.get(word, ()):
                    if tuple(p.lower[k : k + len(key)]) == key and len(aliases[key]) == 1:
                        places.setdefault(next(iter(aliases[key])), (p.number, k))
        return places


def _in_office(since: Any, until: Any, published: Any) -> bool:
    """Whether a day lies in a term; a missing end is open."""
    if published is None or pd.isna(published):
        return True
    day = pd.Timestamp(published)
    begun = pd.isna(since) or pd.Timestamp(since) <= day
    return bool(begun and (pd.isna(until) or day <= pd.Timestamp(until)))
