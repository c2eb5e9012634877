"""Interviews in questions and answers: who answers where no name stands before the answer.

Q: Did it leak? / A: It did.     letters or words before a colon, or "Q." and "A."
Did it leak? / "It did."         questions of the outlet, each followed by a paragraph in marks
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from framing.speech.passages import Passage
from framing.speech.people import People
from framing.speech.words import word_set

_ANSWER = word_set("answer")
_LABELS = word_set("question_and_answer")


def letter_label(p: Passage) -> int:
    """The token behind "Q:", "A.", "Question:" and the like that begins a passage; 0 when none does."""
    if p.words[0] in ("Q.", "A."):
        return 1
    return 2 if p.lower[0] in _LABELS and p.outer[1] == ":" else 0


def is_answer(p: Passage, first: int) -> bool:
    """Whether a label is that of an answer."""
    return p.lower[first].removesuffix(".") in _ANSWER


def _asks(p: Passage, following: Passage) -> bool:
    """Whether a passage is a question to which the next one answers."""
    if letter_label(p):
        return not is_answer(p, 0)
    if p.words[-1] != "?" or p.quotes:
        return False
    return following.starts_quoted and following.quotes[0][1] >= len(following) - 2


def answers(passages: Sequence[Passage]) -> frozenset[int]:
    """The numbers of the passages that answer: behind a question each, and there are two questions or more."""
    found = [p.number for asked, p in pairwise(passages) if _asks(asked, p)]
    return frozenset(found) if len(found) > 1 else frozenset()


def interviewee(passages: Sequence[Passage], people: People) -> str | None:
    """The one person whom an interview names before its first question, or else in its headline."""
    answering = answers(passages)
    if not answering:
        return None
    asked = min(answering) - 1
    named = [m for m in people.mentions if m.passage < asked and " " in m.name and people.is_person(m.name)]
    for mentions in (named, [m for m in named if m.passage == 0]):
        full = {people.full_name(m.name, m.gender) for m in mentions}
        if len(full) == 1:
            return full.pop()
    return None
