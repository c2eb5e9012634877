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

# Readings less likely than this are no remarks. At this chance a further remark found and a false one added weigh the
# same in F1, about half the F1 itself.
LEAST_CHANCE = 0.28
_PEOPLE = word_set("people")
_PLAIN_VERBS = word_set("plain_verbs")


@cache
def sign_weights(language: str = "en") -> dict[str, float]:
    """Weights of what speaks for and against a remark."""
    return {row["feature"]: float(row["weight"]) for row in languages.read_rows(language, "remark_signs")}


def chance_of_remark(p: Passage, reading: Reading) -> float:
    """Return how likely a reading is a remark, from 0 to 1."""
    weights = sign_weights()
    total = sum(weights.get(sign, 0.0) for sign in signs(p, reading))
    return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


def signs(p: Passage, reading: Reading) -> list[str]:
    """What speaks for and against a reading."""
    first, last = reading.spans[0]
    found = [
        "any",
        f"rule {reading.rule}",
        f"mode {reading.mode}",
        f"form {reading.form}",
        f"rule {reading.rule} {reading.form}",
    ]
    quoted = any(p.has_quote(*span) for span in reading.spans)
    found.append(f"{reading.mode} {'quoted' if quoted else 'unquoted'}")
    length = sum(b - a for a, b in reading.spans)
    size = "1" if length < 2 else "2" if length < 3 else "3-5" if length < 6 else "6-11" if length < 12 else "12-"
    found += [f"{reading.mode} length {size}", f"{reading.mode} begins {p.outer[first]}"]
    if reading.rule in ("floating", "unclaimed-long", "unclaimed"):
        return found + _quotation_signs(p, reading, first, last, size)
    source = _source_kind(p, reading)
    found += [f"source {source}", f"{reading.mode} source {source}"]
    if reading.word.lemma in _PLAIN_VERBS:
        found += ["plain verb", f"plain verb {reading.mode}"]
    else:
        found += [f"act {reading.word.act}", f"{reading.mode} act {reading.word.act}"]
    if reading.word.also_noun:
        found.append(f"verb is a noun too, {reading.mode}")
    found.append(f"{reading.mode} frame {'clause' if 'clause' in reading.word.takes else 'noun'}")
    if reading.mode == "s" and not quoted:
        found.append("clause with verb" if has_finite_verb(p, first, last) else "clause without verb")
    if p.is_title:
        found.append("title")
    return found + _cue_signs(p, reading)


def _cue_signs(p: Passage, reading: Reading) -> list[str]:
    """What the words around the cue tell."""
    k = reading.cue[0]
    found = []
    if reading.negated:
        found.append("negated")
    before = p.outer[k - 1] if k else "^"
    if reading.form in "gb":
        found.append(f"{reading.form} after {before}")
    phrase = reading.source
    if phrase is not None:
        found.append(f"source by {phrase.kind}")
        gap = k - phrase.last
        if gap > 3:
            found.append(f"far from its source {reading.form}")
    else:
        found.append("source of the verb before" if reading.inherits else "no source")
    words = p.lower[reading.cue[0] : reading.cue[1]]
    if "to" in words[:-1]:
        found.append("infinitive cue")
    if any(word in ("would", "could", "may", "might", "should", "will", "can") for word in words):
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


def _quotation_signs(p: Passage, reading: Reading, first: int, last: int, size: str) -> list[str]:
    """What tells speech from titles and scare quotes, when no cue claims a quotation."""
    before = p.outer[first - 1] if first else "^"
    after = p.outer[last] if last < len(p) else "$"
    end = p.lower[last - 2] if last - 2 > first else ""
    inner = p.kinds[first + 1 : last - 1]
    found = [
        f"alone before {before}",
        f"alone after {after}",
        f"alone ends {end if end in ('.', ',', '?', '!') else 'bare'}",
        f"alone length {size} {reading.rule}",
        "alone with verb" if any(kind in "vxe" for kind in inner) else "alone without verb",
    ]
    if inner and inner[0] in "r":
        found.append("alone begins with pronoun")
    capitals = sum(word[0].isupper() for word in p.words[first + 1 : last - 1] if len(word) > 3)
    longer = sum(word[0].isalpha() for word in p.words[first + 1 : last - 1] if len(word) > 3)
    if longer and capitals > 0.7 * longer:
        found.append("alone in title case")
    if p.words[first][0] in "'‘":
        found.append("alone in single marks")
    return found
