"""Which words name the source of a cue: the subject beside the verb, behind it, or of an earlier verb."""

from __future__ import annotations

from framing.speech.beside import before_apposition, before_place, list_begins
from framing.speech.chunks import (
    NOUNISH,
    SUBJECT_PRONOUNS,
    Phrase,
    is_time,
    phrase_after,
    phrase_before,
    skip_adverbs_back,
    verb_group,
)
from framing.speech.passages import Passage
from framing.speech.words import cue_forms

_TIME_LEADS = frozenset({"last", "this", "on", "late", "early", "next"})


def subject_before(p: Passage, verb: int, lo: int) -> Phrase | None:
    """Return the subject that stands directly before a verb group, with its apposition or relative pronoun.

    Notes
    -----
    Adverbs, times ("Brandt on Monday said") and a bracket between are passed over.
    """
    j = skip_adverbs_back(p, verb - 1, lo)
    j = skip_adverbs_back(p, _before_time(p, j, lo), lo)
    if j - 2 >= lo and p.outer[j] == "," and p.outer[j - 1] == "a" and p.outer[j - 2] == ",":
        j -= 3  # "Brandt, meanwhile, said"
    if j < lo:
        return None
    word = p.lower[j]
    if p.outer[j] == "r" and word in SUBJECT_PRONOUNS:
        return Phrase(j, j + 1, "pronoun")
    if p.outer[j] in "wh" and word in ("who", "which", "that"):
        phrase = phrase_before(p, j - 1 - (j > lo and p.outer[j - 1] == ","), lo)
        return Phrase(phrase[0], j + 1, "relative") if phrase else None
    if p.outer[j] == ")":
        opened = p.outer.rfind("(", lo, j)
        j = opened - 1 if opened > 0 else j
        if j < lo:
            return None
    if p.outer[j] in ",-" or (p.outer[j] == ">" and p.lower[j - 1] == ","):
        return before_apposition(p, j, lo)
    phrase = phrase_before(p, j, lo)
    if phrase and (first := list_begins(p, phrase, lo)) is not None:
        return Phrase(first, phrase[1], "phrase")
    if phrase and p.lower[phrase[0] - 2 : phrase[0]] == ("such", "as") and phrase[0] - 3 >= lo:
        group = phrase_before(p, phrase[0] - 3, lo)  # "critics such as Ada Brook"
        return Phrase(group[0], phrase[1], "phrase") if group else None
    if phrase and (before := before_place(p, phrase, lo)):
        return Phrase(before, phrase[1], "phrase")
    if phrase is None or (phrase[0] > lo and p.outer[phrase[0] - 1] in "ive"):
        by = _before_by(p, phrase[0], j, lo) if phrase else None
        return by or _before_relative(p, j, lo) or (Phrase(*phrase, "phrase") if phrase else None)
    return Phrase(*phrase, "phrase")


def _before_by(p: Passage, first: int, j: int, lo: int) -> Phrase | None:
    """What is by somebody and speaks itself: "a report by the institute said", "a letter signed by officers warned"."""
    k = first - 2
    if k < lo or p.lower[first - 1] != "by":
        return None
    k -= p.outer[k] == "e"
    phrase = phrase_before(p, k, lo) if k >= lo and p.outer[k] in "nN" else None
    return Phrase(phrase[0], j + 1, "phrase") if phrase else None


_LONGEST_RELATIVE = 12  # tokens


def _before_relative(p: Passage, j: int, lo: int) -> Phrase | None:
    """The person before a relative clause without commas: "an official who spoke on condition of anonymity said"."""
    k = j
    while k > max(lo, j - _LONGEST_RELATIVE) and p.outer[k] not in ",;:.<>-(w":
        k -= 1
    if k <= lo or p.lower[k] != "who" or p.outer[k + 1] not in "vexa":
        return None
    phrase = phrase_before(p, k - 1, lo)
    return Phrase(phrase[0], j + 1, "phrase") if phrase else None


def _before_time(p: Passage, j: int, lo: int) -> int:
    """Pass over a time between subject and verb."""
    k = j
    while k > lo and p.outer[k] not in "z<>" and is_time(p, k):
        k -= 1
    if k == j:
        return j
    while k > lo and p.lower[k] in _TIME_LEADS:
        k -= 1
    return k if p.outer[k] in NOUNISH + "aw" else j


def main_subject(p: Passage, lo: int, before: int) -> Phrase | None:
    """The subject, of the finite verbs before a token, that acts in the main clause; else the first noun phrase."""
    best, best_score, order = None, -99.0, 0
    for verb in _finite_verbs_before(p, lo, before):
        subject = subject_before(p, verb_group(p, verb, lo).first, lo)
        if subject and subject.kind != "relative" and _begins_clause(p, subject.first, lo):
            order += 1
            score = _main_score(p, subject, verb, lo) - 0.3 * order
            if score > best_score:
                best, best_score = Phrase(subject.first, subject.last, "main"), score
    return best or _first_phrase(p, lo, min(before, lo + _FAR))


# How far the subject of a sentence is looked for: tokens, and finite verbs.
_FAR = 80
_MOST_VERBS = 12


def _finite_verbs_before(p: Passage, lo: int, before: int) -> list[int]:
    """The nearest finite verbs before a token, auxiliaries counted once."""
    near = range(before - 1, max(lo, before - _FAR), -1)
    return [k for k in near if p.outer[k] in "vex" and p.outer[k - 1] not in "tx"][:_MOST_VERBS]


def _first_phrase(p: Passage, lo: int, before: int) -> Phrase | None:
    """The first noun phrase of a unit that hangs on no preposition."""
    k = lo
    while k < before:
        if p.outer[k] == "<":
            k = p.quotes[p.quote_of[k]][1] + 1
            continue
        phrase = phrase_after(p, k, before) if p.outer[k] in "mNnsdpr" else None
        if phrase and not (phrase[0] > lo and p.outer[phrase[0] - 1] in "ift"):
            return Phrase(*phrase, "main")
        k = phrase[1] if phrase else k + 1
    return None


def _main_score(p: Passage, subject: Phrase, verb: int, lo: int) -> float:
    """How well a subject fits as the one who acts in the rest of the sentence."""
    score = 0.0
    if subject.kind == "pronoun" or "N" in p.outer[subject.first : subject.last]:
        score += 1.0
    if subject.first > lo and p.outer[subject.first - 1] in "huw":
        score -= 1.0
    if p.outer[verb] == "e" and p.outer[verb + 1] in "if.," and p.lower[verb] not in cue_forms("en"):
        score -= 1.0  # "the people killed on Thursday"
    if subject.last - subject.first == 1 and p.outer[subject.first] in "dm":
        score -= 2.0
    return score


def _begins_clause(p: Passage, index: int, lo: int) -> bool:
    return index == lo or p.outer[index - 1] in "cu,h:;w->(" or p.outer[index - 1] in "a"


def _named_behind(p: Passage, phrase: tuple[int, int], hi: int) -> int:
    """The end of a head, with what belongs to it when its name follows: "said a clerk for the town, Ada Stern"."""
    k = phrase[1]
    while k < hi and p.outer[k] in "if" and (more := phrase_after(p, k + 1, hi)):
        k = more[1]
    named = k + 1 < hi and p.outer[k] == "," and p.kinds[k + 1] == "N" and p.kinds[phrase[1] - 1] != "N"
    return k if named else phrase[1]


def source_behind(p: Passage, start: int, hi: int) -> tuple[Phrase, int] | None:
    """The source behind an inverted verb ("said Lena Pratt, who chairs") with its tail, and where that ends."""
    phrase = phrase_after(p, start, hi)
    if not phrase:
        return None
    head_end = end = _named_behind(p, phrase, hi)
    while end < hi and not (p.outer[end] == "." and end >= hi - 2) and p.outer[end] not in ";:":
        if p.outer[end] == "<":
            if p.outer[end - 1] in ",-":
                break
            end = p.quotes[p.quote_of[end]][1]
        end += 1
    last = head_end
    if head_end < hi and p.outer[head_end] == ",":
        last = end
        for k in range(head_end + 1, end - 1):
            if p.outer[k] == "," and p.outer[k + 1] in "cg":
                last = k
                break
        last = last - 1 if last > head_end and p.outer[last - 1] in ",-" else last
    return Phrase(phrase[0], last, "inverted"), end
