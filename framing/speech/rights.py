"""Content behind its verb, by what introduces it.

by introduction  said that ..., said: ..., called for ... (`introductions`)
passive       the plan was described as reckless
carrier       issued a warning about
asked-about   Asked about the dam, she said ...
verb-first    Said Cole: "..."
"""

from __future__ import annotations

import regex

from framing.speech.chunks import HAVE, Phrase, VerbGroup, phrase_after, skip_adjuncts
from framing.speech.clauses import trim
from framing.speech.cues import PRONOUNS_OBJECT, Cue, cue_nouns
from framing.speech.introductions import content_start
from framing.speech.passages import Passage
from framing.speech.readings import Frame, Reading, is_participle
from framing.speech.words import closed_list, word_set


def is_passive(p: Passage, k: int, cue: Cue, group: VerbGroup) -> bool:
    """Whether a form of *be* makes the verb a passive."""
    if not group.be or cue.form != "d" or cue.word.lemma == "say":
        return False
    return p.lower[k - 1] not in HAVE and p.lower[k - 1] not in ("'ve", "'d")


def asked_about(f: Frame) -> Reading | None:
    """`Asked about the dam, she said`: the question has no source."""
    u, p = f.u, f.u.p
    if f.k != u.lo or p.lower[f.k] not in ("asked", "pressed", "questioned", "quizzed"):
        return None
    k = skip_adjuncts(p, f.cue.last, u.hi)
    asker = phrase_after(p, f.cue.last + 1, u.hi) if p.lower[f.cue.last] == "by" else None
    first = k + (p.lower[k] in ("about", "on"))
    end = p.outer.find(",", first, u.hi)
    while end > 0 and not phrase_after(p, end + 1, u.hi):
        end = p.outer.find(",", end + 1, u.hi)
    if end <= first:
        return None
    f.source, f.inherits = Phrase(*asker, "agent") if asker else None, None
    return f.reading("asked-about", [(first, end)], end=end + 1)


def name_first(f: Frame) -> Reading | None:
    """A verb and its source in front: `Said Cole: "..."`."""
    u, p, k = f.u, f.u.p, f.k
    if k != u.lo or f.cue.form not in "dz" or "clause" not in f.cue.word.takes:
        return None
    phrase = phrase_after(p, f.cue.last, u.hi)
    if not phrase or p.outer[phrase[1]] not in ",:":
        return None
    opened = p.outer.find("<", phrase[1], u.hi)
    if opened < 0:
        return None
    f.source, f.inherits = Phrase(phrase[0], opened - 1, "inverted"), None
    end = u.end_of(opened, "q", f.cue, f.source)
    return f.reading("verb-first", [(opened, end)], mode="q")


def to_the_right(f: Frame) -> Reading | None:
    """Content behind the verb, by what introduces it."""
    if f.passive:
        found = _passive(f)
        if found is not None or f.passive:
            return found
    if _says_nothing(f):
        return None
    k = _after_addressee(f)
    return _carrier(f, k) or _by_introduction(f, k)


_AMOUNTS = frozenset({"nothing", "little", "much", "anything"})


def _says_nothing(f: Frame) -> bool:
    """`said yes`, `said little about it`, `needless to say`: no content."""
    p, k = f.u.p, f.k
    if f.cue.word.lemma != "say":
        return False
    if p.lower[f.cue.last] in ("yes", "no", "so") and f.cue.last + 2 >= f.u.hi:
        return True
    if p.lower[f.cue.last] in _AMOUNTS and p.outer[f.cue.last + 1] not in "vexa":
        return True
    return (
        k - 2 >= f.u.lo and p.lower[k - 1] == "to" and p.lower[k - 2] in ("fair", "safe", "needless", "hard", "suffice")
    )


def _passive(f: Frame) -> Reading | None:
    """`was told that`, `was criticised by`, `was described as`; clears `f.passive` when the active rules may go on."""
    u, p, k = f.u, f.u.p, f.cue.last
    subject = f.source
    if p.lower[f.k] in ("told", "asked", "informed", "urged", "warned", "reminded", "advised") and p.lower[k] != "by":
        if p.outer[k] in "htuw:<" or p.lower[k] == "about":
            f.source, f.inherits, f.passive = None, None, False
        return None
    if subject is None:
        return None
    if p.lower[k] == "by":
        phrase = phrase_after(p, k + 1, u.hi)
        if not phrase or _is_amount(p, *phrase):
            return None
        f.source, f.inherits = Phrase(*phrase, "agent"), None
        about = p.lower[phrase[1]] == "about"
        if (about or p.outer[phrase[1]] in "wuht") and f.cue.word.takes & {"addressee", "question"}:
            first = phrase[1] + about
            end = u.end_of(first, "s", f.cue, None)
            return f.reading("passive", [(first, end)]) if end > first else None
        return f.reading("passive", [(subject.first, subject.last)], end=phrase[1], mode="n", left=True)
    if p.lower[k] == "as" and "as" in f.cue.word.takes:
        f.source = f.inherits = None
        end = u.end_of(k + 1, "n", f.cue, None)
        return f.reading("passive", [(subject.first, subject.last), (k + 1, end)], mode="n")
    return None


_UNITS = word_set("units")


def _is_amount(p: Passage, first: int, last: int) -> bool:
    """Whether a phrase measures and names nobody: "raised by two metres", "cut by 9%"."""
    return p.lower[last - 1] in _UNITS or p.outer[last - 1] == "m"


_URGING = word_set("urging")


def _after_addressee(f: Frame) -> int:
    """The token where the content may begin: behind the addressee of "told reporters outside the hall that"."""
    u, p, k, word = f.u, f.u.p, f.cue.last, f.cue.word
    if "addressee" not in word.takes or k >= u.hi or p.outer[k] in "<ht:" or p.lower[k] in ("about", "for"):
        return k
    if p.outer[k] in "wu":
        return k
    phrase = (k, k + 1) if p.lower[k] in PRONOUNS_OBJECT else phrase_after(p, k, u.hi)
    if not phrase:
        return k
    after = skip_adjuncts(p, phrase[1], u.hi)
    following = p.lower[after]
    if after >= u.hi or (following == "to" and word.lemma in _URGING):
        return k  # who is urged belongs to what is urged
    introduced = following in ("that", ":", ",", "about", "to", "of") or p.outer[after] in "wu<"
    if not introduced and word.lemma not in ("tell", "remind", "assure", "warn"):
        return k
    return after + (following == "of")


def _carrier(f: Frame, k: int) -> Reading | None:
    """`issued a warning about`, `repeated her demand: "..."`: a light verb and the noun that reports."""
    u, p = f.u, f.u.p
    lemma = f.cue.word.lemma
    if lemma not in closed_list("en", "light_verbs") or k >= u.hi or p.outer[k] in "<h":
        return None
    end = k
    while end < u.hi and p.outer[end] in "dpegmnNas":
        end += 1
    nouns = [x for x in range(k, end) if p.lower[x] in cue_nouns()]
    if lemma in ("express", "voice") and end > k:
        nouns = [end - 1]  # whatever is expressed: "voiced her anger at"
    if not nouns or not f.has_source:
        return None
    following = p.lower[end]
    if following == "that":
        first, mode = end, "s"
    elif following in ("of", "about", "for", "on", "against", "to", "at", "over", "with", "in"):
        first, mode = end + 1, "n"
    elif p.outer[end] in ":<":
        first, mode = end + (p.outer[end] == ":"), "q"
    else:
        return None
    f.cue = f.cue._replace(last=nouns[-1] + 1)
    stop = u.end_of(first, mode, f.cue, f.source)
    if stop <= first:
        return None
    reading = f.reading("carrier", [(first, stop)], mode=mode)
    noun = cue_nouns().get(p.lower[nouns[-1]])
    reading.word = noun or reading.word
    return reading


_CARRYING = word_set("carrying")


def _needs_carrier(f: Frame, k: int) -> bool:
    """Whether a light verb stands alone: "issued the order" is a deed, `issued a statement: "..."` is not."""
    p = f.u.p
    if f.cue.word.lemma not in _CARRYING:
        return False
    return not ("<" in p.outer[k : k + 3] or p.outer[k : k + 1] == ":")


_ONLY_ADVERBS = regex.compile("(?:a|i?y)+")


def _by_introduction(f: Frame, k: int) -> Reading | None:
    """The content by the word or sign that introduces it."""
    u = f.u
    if k >= u.hi or _needs_carrier(f, k):
        return None
    start = content_start(f, k)
    if start is None:
        return None
    rule, first, mode = start
    if first >= u.hi:
        return None
    participle = is_participle(u.p, f.cue, f.group)
    if not f.has_source and mode != "q" and not participle and not f.group.be:
        return None
    end = u.end_of(first, mode, f.cue, f.source, front=_is_front(f, participle=participle))
    end = trim(u.p, first, end)
    said = first + (rule == "that" and u.p.outer[first] == "h")
    if end <= first or (mode in "sn" and _ONLY_ADVERBS.fullmatch(u.p.outer, said, end)):
        return None  # "disputed that angrily"
    if mode == "n" and first == f.cue.last + 1 and u.p.lower[f.cue.last] in f.cue.word.prepositions:
        f.cue = f.cue._replace(last=first)  # "appealed for"
    reading = f.reading(rule, [(first, end)], mode=mode)
    if participle and not f.has_source:
        while end < u.hi and u.p.outer[end] in ",a":
            end += 1
        phrase = phrase_after(u.p, end, u.hi)
        if phrase:
            reading.source = Phrase(*phrase, "main")  # "Calling it a farce, Cole left."
    return reading


def _is_front(f: Frame, *, participle: bool) -> bool:
    """Whether the cue stands in a clause that only introduces the main one: "While praising the pump, Cole said"."""
    u, p = f.u, f.u.p
    k = u.lo
    while k < f.k and (p.outer[k] in "c,-" or p.lower[k] in ("even", "just")):
        k += 1
    if k >= f.group.first:
        return participle
    return p.outer[k] in "ui" and p.outer.find(",", k, f.k) < 0
