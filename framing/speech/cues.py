"""Reporting verbs, nouns and phrases in one text, with what they can govern."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from framing import languages
from framing.speech.passages import Passage
from framing.speech.words import cue_forms, inflect, word_set


class CueWord(NamedTuple):
    """A reporting verb, noun or phrase: what it takes, what was done by it, how far the outlet stands behind it."""

    lemma: str
    takes: frozenset[str]
    prepositions: frozenset[str]
    act: str
    stance: str
    also_noun: bool = False


@cache
def cue_verbs(language: str = "en") -> dict[str, CueWord]:
    """Reporting verbs by lemma."""
    return {
        row["lemma"]: CueWord(
            row["lemma"],
            frozenset(row["takes"].split()),
            frozenset(row["prepositions"].split()),
            row["act"],
            row["stance"],
            row["also_noun"] == "yes",
        )
        for row in languages.read_rows(language, "cue_verbs")
    }


@cache
def cue_nouns(language: str = "en") -> dict[str, CueWord]:
    """Reporting nouns by each of their forms; `takes` holds "that" when they need no owner ("claims that")."""
    nouns = {}
    for row in languages.read_rows(language, "cue_nouns"):
        takes = frozenset({"that"} if row["needs_no_owner"] == "yes" else ())
        for form in (row["noun"], row["plural"]):
            if form:
                nouns[form] = CueWord(row["noun"], takes, frozenset(), row["act"], row["stance"], True)
    return nouns


@cache
def cue_phrases(language: str = "en") -> dict[str, tuple[tuple[tuple[str, ...], CueWord], ...]]:
    """Phrases by each form of their first word, the longest first: the words that follow it, and the cue."""
    irregular = {row["lemma"]: row["irregular"] for row in languages.read_rows(language, "common_verbs")}
    irregular |= {row["lemma"]: row["forms"] for row in languages.read_rows(language, "cue_verbs")}
    phrases: dict[str, list[tuple[tuple[str, ...], CueWord]]] = {}
    for row in languages.read_rows(language, "cue_phrases"):
        verb, *rest = row["phrase"].split()
        cue = CueWord(row["phrase"], frozenset(row["takes"].split()), frozenset(), row["act"], row["stance"])
        for form in inflect(verb, irregular.get(verb, "")):
            phrases.setdefault(form, []).append((tuple(rest), cue))
    return {form: tuple(sorted(found, key=lambda item: -len(item[0]))) for form, found in phrases.items()}


class Cue(NamedTuple):
    """A cue in a passage: its tokens, its word and which form of it (b, z, d, g; n for a noun)."""

    first: int
    last: int
    word: CueWord
    form: str


def find_cues(p: Passage, lo: int, hi: int, language: str = "en") -> dict[int, Cue]:
    """The reporting verbs of a unit by their token, phrases included, outside quotation marks."""
    forms, phrases = cue_forms(language), cue_phrases(language)
    may_report = _may_report(language)
    found: dict[int, Cue] = {}
    for k in [k for k, word in enumerate(p.lower[lo:hi], lo) if word in may_report]:
        word = p.lower[k]
        if p.outer[k] in "z<>":
            continue
        if word in phrases and (phrase := _phrase_at(p, k, hi, language)):
            needs_marks = phrase[1].takes == _ONLY_QUOTATION  # "the storm went on": no report without a quotation
            if _is_verb_here(p, k, lo) and not (needs_marks and p.outer.find("<", lo, hi) < 0):
                found[k] = Cue(k, phrase[0], phrase[1], _form_of(word, phrase[1].lemma, language))
        elif word in forms:
            lemma, form = forms[word]
            if cue_verbs(language)[lemma].takes == _ONLY_QUOTATION and k < hi - 3 and p.outer.find("<", lo, hi) < 0:
                continue  # "the storm continued": no report without a quotation
            if is_reporting_verb(p, k, lo, form, cue_verbs(language)[lemma]):
                found[k] = Cue(k, k + 1, cue_verbs(language)[lemma], form)
    return found


_ONLY_QUOTATION = frozenset({"quotation"})


@cache
def _may_report(language: str) -> frozenset[str]:
    """Every word that can be or begin a cue."""
    return frozenset(cue_forms(language)) | frozenset(cue_phrases(language))


def _phrase_at(p: Passage, k: int, hi: int, language: str) -> tuple[int, CueWord] | None:
    """The longest phrase that begins here, adverbs inside allowed: its end and the cue."""
    for rest, cue in cue_phrases(language)[p.lower[k]]:
        index = k + 1
        for word in rest:
            while index < hi and p.outer[index] == "a" and p.lower[index] != word:
                index += 1
            if index >= hi or p.lower[index] != word:
                break
            index += 1
        else:
            return index, cue
    return None


@cache
def _form_of(word: str, phrase: str, language: str) -> str:
    """Which form of its verb begins a phrase."""
    verb = phrase.split()[0]
    for table, column in (("cue_verbs", "forms"), ("common_verbs", "irregular")):
        for row in languages.read_rows(language, table):
            if row["lemma"] == verb:
                return inflect(verb, row[column]).get(word, "d")
    return inflect(verb).get(word, "d")


def _is_verb_here(p: Passage, k: int, lo: int) -> bool:
    """Whether the first word of a phrase stands in the place of a verb."""
    return k == lo or p.outer[k - 1] not in "dps"


_QUANTIFIERS = word_set("quantifiers")
# Forms that are a verb wherever they stand.
_ALWAYS_VERBS = word_set("always_verbs")
_NOUNLIKE_PARTICIPLES = word_set("nounlike_participles")


def is_reporting_verb(p: Passage, k: int, lo: int, form: str, verb: CueWord) -> bool:
    """Whether a form of a reporting verb stands in the place of a verb.

    Notes
    -----
    Refused: capitals inside a sentence; after determiner, possessive or number; "states that have"; "a place called";
    a base form without a plural or pronoun before it.
    """
    if p.words[k][0].isupper() and k > lo:
        return False
    word, kinds = p.lower[k], p.outer
    previous = kinds[k - 1] if k > lo else "^"
    if previous == "d" and p.lower[k - 1] in _QUANTIFIERS:
        previous = "n"  # "some said"
    following = kinds[k + 1]
    if form in "zb" and verb.also_noun and following == "h" and kinds[k + 2] in "vexb":
        return False  # "states that have": a noun with a relative clause
    if form == "g":
        return not (previous in "dps" or (word in _NOUNLIKE_PARTICIPLES and following == "n"))
    if form == "d":
        return _is_past_verb(p, k, lo, word, previous, following)
    before = p.lower[k - 1] if k > lo else ""
    if previous in "txkr" or before == "who":
        return True
    if word in _ALWAYS_VERBS:
        return True
    if previous in "dpsi" or (previous == "m" and verb.lemma not in ("say", "believe", "agree", "describe")):
        return False
    if form == "z":
        return kinds[k] == "v" or _is_verb_in_s(p, k, previous, following)
    if kinds[k] in "vb" and not verb.also_noun:
        return previous in "nNmawc,)->%"
    return kinds[k] in "vb"


def _is_verb_in_s(p: Passage, k: int, previous: str, following: str) -> bool:
    """Whether a form in -s that is a noun as well is a verb: "Brandt claims that"."""
    if previous == "N":
        return following in "h:<.,if$"
    if previous in ",)":
        return following in "dpoNr<t:"
    return previous == "c" and following in "hdprN<:"


def _is_past_verb(p: Passage, k: int, lo: int, word: str, previous: str, following: str) -> bool:
    """Whether a past form is the verb of its clause and no adjective or reduced relative."""
    if word == "said":
        return previous not in "dp"
    if previous in "dpsmi" or (p.lower[k + 1] == "by" and previous not in "xka"):
        return False
    # "a town called Elm": a name, not a report
    return not (word in ("called", "dubbed", "termed") and following in "N<" and previous == "n")


PRONOUNS_OBJECT = word_set("pronouns_object")
