"""Whom a pronoun means: the speakers and names before it, scored."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from framing.speech.names import is_person_noun
from framing.speech.passages import Passage
from framing.speech.people import Mention, People

Own = Sequence[tuple[int, int]]  # the tokens of the remark whose speaker is sought: they name nobody

# What speaks for a person as the meaning of "he" or "she". A speaker counts most, then the subject of a clause; each
# paragraph back costs more than half of that. Found on the tuning part of the benchmark; the order matters, not the
# second digit.
WEIGHT_SPEAKER = 3.0
WEIGHT_SUBJECT = 2.6
WEIGHT_OTHER = 0.3
WEIGHT_GENDER_KNOWN = 1.0
WEIGHT_FIRST_WORD = 0.3
WEIGHT_OWNER = 1.0  # "Cole sharpened his attack": whose it is stands near
NEAR_OWNER = 25  # tokens
_LOWEST = -99.0
COST_PER_PASSAGE = 1.5
COST_UNNAMED = 1.0


class Spoke(NamedTuple):
    """Somebody who spoke: where, by which name, whether that is a name."""

    passage: int
    token: int
    name: str
    gender: str  # m, f, x for groups and plurals, "" unknown
    named: bool


def person_meant(
    people: People, history: Sequence[Spoke], full: Callable[[str], str], p: Passage, token: int, gender: str, own: Own
) -> tuple[str | None, bool]:
    """Whom "he" or "she" means: speakers and mentions before it, the best score.

    Notes
    -----
    `full` gives the fullest name the article has for a name. A known gender that does not fit excludes, unless nobody
    else is left: then the last acting person with a full name is meant. Excluded are groups, names inside quotation
    marks and names inside the remark itself.
    """
    scores: dict[tuple[str, bool], float] = {}
    seen = set()
    for spoke in reversed(history[-12:]):
        if (alike := (spoke.passage, spoke.name, spoke.gender, spoke.named)) in seen:
            continue  # who spoke again later counts more
        seen.add(alike)
        if spoke.gender == "x" or (spoke.gender and spoke.gender != gender):
            continue
        if not (people.is_person(spoke.name) if spoke.named else is_person_noun(spoke.name)):
            continue
        known = WEIGHT_GENDER_KNOWN if spoke.gender == gender else 0.0
        known -= 0 if spoke.named else COST_UNNAMED
        score = WEIGHT_SPEAKER + known - COST_PER_PASSAGE * (p.number - spoke.passage) + spoke.token / 1000
        key = (full(spoke.name) if spoke.named else spoke.name, spoke.named)
        if score > scores.get(key, _LOWEST):
            scores[key] = score
    for mention, known in _may_be_meant(people, p, token, gender, own):
        score = known + (WEIGHT_SUBJECT if mention.is_subject else WEIGHT_OTHER)
        if mention.passage == p.number:
            score += WEIGHT_OWNER if token - mention.first < NEAR_OWNER and p.outer[token] == "p" else 0.0
        else:
            score += WEIGHT_FIRST_WORD if mention.first == 0 else 0.0
        score += mention.first / 1000 - COST_PER_PASSAGE * (p.number - mention.passage)
        key = (full(mention.name), True)
        if score > scores.get(key, _LOWEST):
            scores[key] = score
    if scores:
        return max(scores, key=lambda key: scores[key])
    return _anybody_before(people, full, p, token, own)


def _may_be_meant(people: People, p: Passage, token: int, gender: str, own: Own) -> Iterator[tuple[Mention, float]]:
    """The mentions of people before a pronoun that may be meant, and what their known gender is worth."""
    worth: dict[str, float | None] = {}  # by name: the same few people are named again and again
    own_from = min((first for first, _ in own), default=token)
    seen = set()
    for mention in reversed(people.before(p.number, token)):
        alike = (mention.passage, mention.name, mention.is_subject, mention.first == 0)
        if alike in seen:
            continue  # who is named again later counts more
        if mention.name not in worth:
            mine = people.gender_of(mention.name)
            worth[mention.name] = (WEIGHT_GENDER_KNOWN if mine else 0.0) if mine in (gender, "") else None
        known = worth[mention.name]
        if known is None or mention.is_quoted:
            continue
        if not (mention.is_person or mention.surname in people.persons):
            continue
        if mention.passage == p.number and mention.first >= own_from and _holds(own, mention.first):
            continue
        seen.add(alike)
        yield mention, known


def _anybody_before(
    people: People, full: Callable[[str], str], p: Passage, token: int, own: Own
) -> tuple[str | None, bool]:
    """The last acting person with a full name, of whatever gender: somebody must be meant."""
    for mention in reversed(people.before(p.number, token)):
        if mention.is_quoted or not mention.is_subject or not people.is_person(mention.name):
            continue
        inside = mention.passage == p.number and _holds(own, mention.first)
        if not inside and " " in mention.name:
            return full(mention.name), True
    return None, False


def _holds(spans: Own, token: int) -> bool:
    """Whether a token lies in one of the spans."""
    return any(first <= token < last for first, last in spans)
