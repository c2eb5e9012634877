"""How likely a reading is a remark: what speaks for and against it adds up, by the weights of `remark_signs.csv`.

Deeds ("attacked the town"), signs and titles in quotation marks, reduced participles and sources that cannot speak look
like remarks to the rules; no single trait parts them, several together do.
"""

from __future__ import annotations

from functools import cache
from math import exp

from framing import languages
from framing.speech.chunks import has_finite_verb
from framing.speech.passages import Passage
from framing.speech.readings import Reading
from framing.speech.words import closed_list, word_set

# Readings less likely than this are no remarks: a further remark found and a false one added weigh about the same in F1
# at half of that. A quotation that nobody claims is kept sooner, since its words would be told as the outlet's.
LEAST_CHANCE, LEAST_CHANCE_ALONE = 0.35, 0.29
UNCLAIMED = ("floating", "unclaimed-long")  # rules for quotations without a cue
_MODALS = frozenset({"would", "could", "may", "might", "should", "will", "can"})
_PEOPLE = word_set("people")
_PLAIN_VERBS = word_set("plain_verbs")


@cache
def sign_weights(language: str = "en") -> dict[str, float]:
    """Weights of what speaks for and against a remark."""
    return {row["feature"]: float(row["weight"]) for row in languages.read_rows(language, "remark_signs")}


def chance_of_remark(p: Passage, reading: Reading) -> float:
    """Return how likely a reading is a remark, from 0 to 1."""
    weights = sign_weights("en")
    total = 0.0
    for sign in signs(p, reading):
        total += weights.get(sign, 0.0)
    return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


def signs(p: Passage, reading: Reading) -> list[str]:
    """What speaks for and against a reading."""
    first, last = reading.spans[0]
    mode, word = reading.mode, reading.word
    quoted = any(p.has_quote(*span) for span in reading.spans)
    length = sum(b - a for a, b in reading.spans)
    size = "1" if length < 2 else "2" if length < 3 else "3-5" if length < 6 else "6-11" if length < 12 else "12-"
    if reading.rule in UNCLAIMED:
        return [f"rule {reading.rule}", f"alone length {size}", *_quotation_signs(p, first, last)]
    is_noun = reading.rule == "noun"
    found = [
        f"rule noun, {mode}" if is_noun else f"rule {reading.rule}",
        f"mode {mode}",
        f"{mode} {'quoted' if quoted else 'unquoted'}",
        f"{mode} length {size}",
        f"{mode} begins {p.outer[first]}",
        f"{mode} source {_source_kind(p, reading)}",
    ]
    if word.lemma in _PLAIN_VERBS:
        found.append(f"plain verb {mode}")
    else:
        found += [f"act {word.act}", f"{mode} act {word.act}"]
    if word.also_noun and not is_noun:
        found.append(f"verb is a noun too, {mode}")
    if mode == "s" and not quoted:
        found.append("clause with verb" if has_finite_verb(p, first, last) else "clause without verb")
    return found + _cue_signs(p, reading)


def _cue_signs(p: Passage, reading: Reading) -> list[str]:
    """What the words around the cue tell."""
    k = reading.cue[0]
    found = []
    if reading.form in "gb":
        found.append(f"{reading.form} after {p.outer[k - 1] if k else '^'}")
    if reading.source is not None:
        found.append(f"source by {reading.source.kind}")
    elif reading.inherits:
        found.append("source of the verb before")
    words = p.lower[k : reading.cue[1]]
    if "to" in words[:-1]:
        found.append("infinitive cue")
    if not _MODALS.isdisjoint(words):
        found.append("modal")
    return found


def _source_kind(p: Passage, reading: Reading) -> str:
    """What kind of thing the source is: pronoun, name, person, group, plural or another thing."""
    phrase = reading.named_by
    if phrase is None:
        return "none"
    first, last = phrase.first, phrase.last
    word = p.lower[first]
    if last - first == 1 and p.outer[first] in "rpo":
        return word if word in ("it", "i", "we", "you", "they") else "he"
    end = first + 1
    while end < last and p.outer[end] not in ",fiw-(th<":
        end += 1
    end -= end - 1 > first and p.outer[end - 1] == "s"  # "the workers' claim"
    head = p.lower[end - 1]
    if p.kinds[end - 1] == "N":
        return "name"
    if head in closed_list("en", "person_nouns") or head in _PEOPLE:
        return "person"
    if head in closed_list("en", "group_nouns"):
        return "group"
    if head.endswith("s") and head[:-1] in closed_list("en", "person_nouns"):
        return "people"
    return "plural" if head.endswith("s") and not head.endswith("ss") else "thing"


def _quotation_signs(p: Passage, first: int, last: int) -> list[str]:
    """What tells speech from titles and scare quotes, when no cue claims a quotation."""
    after = p.outer[last] if last < len(p) else "$"
    end = p.lower[last - 2] if last - 2 > first else ""
    inner = p.kinds[first + 1 : last - 1]
    found = [f"alone after {after}", f"alone ends {end if end in ('.', ',', '?', '!') else 'bare'}"]
    found.append("alone with verb" if any(kind in "vxe" for kind in inner) else "alone without verb")
    if inner[:1] == "r":
        found.append("alone begins with pronoun")
    longer = [word[0].isupper() for word in p.words[first + 1 : last - 1] if len(word) > 3 and word[0].isalpha()]
    if longer and sum(longer) > 0.7 * len(longer):
        found.append("alone in title case")
    if p.words[first][0] in "'‘":
        found.append("alone in single marks")
    return found
