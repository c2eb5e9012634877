"""Content behind its verb, by what introduces it.

that, colon, quotation, clause, question, infinitive, phrase    said that ..., said: ..., called for ...
passive       the plan was described as reckless
carrier       issued a warning about
asked-about   Asked about the dam, she said ...
verb-first    Said Cole: "..."
"""

from __future__ import annotations

from framing.speech.chunks import BE, HAVE, Phrase, VerbGroup, phrase_after, skip_adjuncts, skip_adverbs
from framing.speech.clauses import is_clause, trim
from framing.speech.cues import PRONOUNS_OBJECT, Cue, cue_nouns
from framing.speech.passages import Passage
from framing.speech.readings import Frame, Reading, is_participle
from framing.speech.words import closed_list, word_set

# Verbs whose clause may stand behind a comma and adjuncts: "said on Monday, in a letter, that".
SAYING = word_set("saying")


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
    if not (k < u.hi and (p.lower[k] in ("about", "on", "if") or p.outer[k] in "wu")):
        return None
    first = k + (p.lower[k] in ("about", "on"))
    end = p.outer.find(",", first, u.hi)
    while 0 <= end < u.hi and not phrase_after(p, end + 1, u.hi):
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
    if not phrase or phrase[1] >= u.hi or p.outer[phrase[1]] not in ",:":
        return None
    opened = p.outer.find("<", phrase[1], u.hi)
    if opened < 0 or p.outer[opened - 1] not in ",:":
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
    if f.cue.last < f.u.hi and p.lower[f.cue.last] in ("goodbye", "hello", "yes", "no") and f.cue.last + 2 >= f.u.hi:
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
    if (
        p.lower[f.k] in ("told", "asked", "informed", "urged", "warned", "reminded", "advised")
        and k < u.hi
        and p.lower[k] != "by"
    ):
        content_follows = (
            p.outer[k] in "htuw:<" or p.lower[k] == "about" or (p.outer[k] == "," and p.outer[k + 1 : k + 2] == "<")
        )
        if content_follows:
            f.source = f.inherits = None
            f.passive = False
        return None
    if subject is None or k >= u.hi:
        return None
    if p.lower[k] == "by":
        phrase = phrase_after(p, k + 1, u.hi)
        if not phrase:
            return None
        f.source, f.inherits = Phrase(*phrase, "agent"), None
        goes_on = p.outer[phrase[1]] in "wuht" or p.lower[phrase[1]] == "about"
        if phrase[1] < u.hi and goes_on and f.cue.word.takes & {"addressee", "question"}:
            first = phrase[1] + (p.lower[phrase[1]] == "about")
            return f.reading("passive", [(first, u.end_of(first, "s", f.cue, None))])
        return f.reading("passive", [(subject.first, subject.last)], end=phrase[1], mode="n", left=True)
    if p.lower[k] == "as" and "as" in f.cue.word.takes:
        f.source = f.inherits = None
        end = u.end_of(k + 1, "n", f.cue, None)
        return f.reading("passive", [(subject.first, subject.last), (k + 1, end)], mode="n")
    return None


_URGING = word_set("urging")


def _after_addressee(f: Frame) -> int:
    """The token where the content may begin: behind the addressee of "told reporters outside the hall that"."""
    u, p, k, word = f.u, f.u.p, f.cue.last, f.cue.word
    if "addressee" not in word.takes or k >= u.hi or p.outer[k] in "<ht:" or p.lower[k] in ("about", "for"):
        return k
    if p.outer[k] in "wu":
        return k
    phrase = phrase_after(p, k, u.hi)
    if p.lower[k] in PRONOUNS_OBJECT or (p.lower[k] == "her" and not (k + 1 < u.hi and p.outer[k + 1] in "mNns")):
        phrase = (k, k + 1)
    if not phrase:
        return k
    after = skip_adjuncts(p, phrase[1], u.hi)
    if after >= u.hi:
        return k
    following = p.lower[after]
    introduced = following in ("that", ":", ",", "about", "to", "of") or p.outer[after] in "wu<"
    if not introduced and not (word.lemma in ("tell", "remind", "assure", "warn") and p.outer[after] not in ".;"):
        return k
    if following == "to" and word.lemma in _URGING:
        return k  # who is urged belongs to what is urged
    if following == "," and p.outer[after + 1] != "<" and word.lemma != "tell":
        return k
    return after + (following == "of" and word.lemma in ("assure", "remind", "inform", "notify", "warn"))


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
        nouns = nouns or [end - 1]
    if not nouns or not f.has_source:
        return None
    following = p.lower[end] if end < u.hi else "."
    if following == "that":
        first, mode = end, "s"
    elif following in ("of", "about", "for", "on", "against", "to", "at", "over", "with", "in"):
        first, mode = end + 1, "n"
    elif end < u.hi and p.outer[end] in ":<":
        first, mode = end + (p.outer[end] == ":"), "q"
    else:
        return None
    if first >= u.hi:
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


def _by_introduction(f: Frame, k: int) -> Reading | None:
    """The content by the word or sign that introduces it."""
    u = f.u
    if k >= u.hi or _needs_carrier(f, k):
        return None
    start = _content_start(f, k)
    if start is None:
        return None
    rule, first, mode = start
    if first >= u.hi or u.p.outer[first] in ".;":
        return None
    participle = is_participle(u.p, f.cue, f.group)
    if not f.has_source and mode != "q" and not participle and not f.group.infinitive and not f.group.be:
        return None
    end = u.end_of(first, mode, f.cue, f.source, front=_is_front(f, participle=participle))
    end = trim(u.p, first, end)
    if end <= first:
        return None
    if mode == "n" and first == f.cue.last + 1 and u.p.lower[f.cue.last] in f.cue.word.prepositions:
        f.cue = f.cue._replace(last=first)  # "appealed for"
    reading = f.reading(rule, [(first, end)], mode=mode)
    if participle and not f.has_source:
        while end < u.hi and (u.p.outer[end] in ",a" or u.p.lower[end] == "though"):
            end += 1
        phrase = phrase_after(u.p, end, u.hi)
        if phrase:
            reading.source = Phrase(*phrase, "main")  # "Calling it a farce, Cole left."
    return reading


def _content_start(f: Frame, k: int) -> tuple[str, int, str] | None:
    """Rule, first token and mode of the content behind a verb."""
    u, p, takes = f.u, f.u.p, f.cue.word.takes
    adj = skip_adjuncts(p, k, u.hi)
    sign = p.outer[adj] if adj < u.hi else "."
    if sign == ":" or (sign == "," and p.outer[adj + 1] == "<"):
        rule = "colon" if sign == ":" else "quotation"
        return rule, adj + 1, "q" if p.outer[adj + 1] == "<" else "s"
    if sign == "<":
        return ("quotation", adj, "q") if _takes_quotation(f, adj, k) else None
    if sign == "h" and takes & {"clause", "that", "addressee", "quotation"}:
        return "that", adj, "s"
    if sign == ",":
        first = _behind_comma(f, adj, k)
        return ("clause", first, "s") if first is not None else None
    if sign in "wu" and p.lower[adj] in _QUESTION_WORDS and takes & {"question", "clause"}:
        return "question", adj, "s"
    if p.lower[k] in f.cue.word.prepositions:
        return _infinitive(f, k, k) if _leads_to_verb(f, k) else _behind_preposition(f, k)
    if p.lower[k] == "as" and f.cue.word.lemma == "describe":
        return "phrase", k, "n"
    return _infinitive(f, adj, k) or _moved_clause(f, adj, k) or _bare(f, k)


def _takes_quotation(f: Frame, adj: int, k: int) -> bool:
    """Whether a quotation directly behind the verb is what was said, and no title that was read."""
    takes = f.cue.word.takes
    if not takes & {"clause", "that", "addressee", "question"} and _is_title(f.u.p, adj):
        return False  # `read "The Last Ferry"`
    return f.u.p.lower[k] in f.cue.word.prepositions or bool(takes - {"question", "infinitive", "as"})


def _infinitive(f: Frame, adj: int, k: int) -> tuple[str, int, str] | None:
    """`promised to inspect it`, `urged the council to wait`."""
    u, p, takes = f.u, f.u.p, f.cue.word.takes
    is_to = adj < u.hi and p.outer[adj] == "t"
    if "object-infinitive" in takes and not is_to:
        phrase = phrase_after(p, k, u.hi)
        if phrase and phrase[1] < u.hi and p.outer[phrase[1]] == "t":
            return "infinitive", k, "i"
    if is_to and adj + 1 < u.hi and p.outer[adj + 1] in "bnaxg<ev" and "infinitive" in takes:
        return "infinitive", adj, "i"
    return None


def _moved_clause(f: Frame, adj: int, k: int) -> tuple[str, int, str] | None:
    """A clause behind adjuncts ("said on Monday the dam holds") or with an introduction of its own."""
    u, p = f.u, f.u.p
    if "clause" not in f.cue.word.takes or adj >= u.hi:
        return None
    if adj > k and p.outer[adj] not in "wuc" and phrase_after(p, adj, u.hi) and is_clause(p, adj, u.hi):
        return "clause", adj, "s"
    if adj == k and p.outer[k] in "iu" and f.cue.word.lemma in SAYING and _opens_clause(f, k):
        return "clause", k, "s"
    return None


def _opens_clause(f: Frame, k: int) -> bool:
    """Whether an introduction and its clause follow: "said despite the rain, the ferry would sail"."""
    p, hi = f.u.p, f.u.hi
    comma = p.outer.find(",", k, min(hi, k + 15))
    return comma > 0 and is_clause(p, comma, hi) and p.outer[comma + 1] not in "gwc"


_QUESTION_WORDS = word_set("question_words")


def _is_title(p: Passage, opened: int) -> bool:
    """Whether a quotation is written like the title of a work."""
    _, closed, _ = p.quotes[p.quote_of[opened]]
    longer = [word for word in p.words[opened + 1 : closed] if len(word) > 3 and word[0].isalpha()]
    return len(longer) > 1 and all(word[0].isupper() for word in longer)


def _behind_comma(f: Frame, adj: int, k: int) -> int | None:
    """The clause behind a comma: "said on Monday, in a letter, that", "As Cole said, the well is dry"."""
    u, p = f.u, f.u.p
    first = adj + 1
    if f.cue.word.lemma not in SAYING or first >= u.hi:
        return None
    if p.lower[first] == "that":
        return first
    source = f.source
    if source and source.first > u.lo and p.lower[source.first - 1] == "as" and is_clause(p, first, u.hi):
        return first
    comma = p.outer.find(",", first, min(u.hi, first + 14))
    if comma > 0 and comma + 1 < u.hi and p.outer[comma + 1] in "h<":
        return comma + 1
    moved = adj > f.cue.last and is_clause(p, first, u.hi)
    if moved and (comma > 0 or (p.outer[first] not in "cug" and p.lower[first] not in ("who", "which"))):
        return first
    return None


def _leads_to_verb(f: Frame, k: int) -> bool:
    """Whether *to* begins an infinitive and no noun phrase: "agreed to reopen the gate", not "agreed to talks"."""
    p = f.u.p
    is_verb = p.outer[k + 1] == "b" or (p.outer[k + 1] == "n" and p.outer[k + 2] in "dpo")
    return p.lower[k] == "to" and "infinitive" in f.cue.word.takes and is_verb


def _behind_preposition(f: Frame, k: int) -> tuple[str, int, str] | None:
    """The noun phrase behind a preposition of the verb: "referred to", "lashed out at"."""
    u, p = f.u, f.u.p
    first = k + 1
    if first >= u.hi or (p.lower[k] == "to" and p.outer[first] == "b"):
        return None
    if p.lower[k] == "to" and f.cue.word.lemma in ("testify", "object", "speak", "confess", "admit"):
        return None
    if p.lower[k] == "out" and p.lower[first] in ("at", "against", "about", "for"):
        first += 1
    return "phrase", first, "n"


_NO_CONTENT_BEGINS = frozenset("ifcu,)thw.;:-")


def _bare(f: Frame, k: int) -> tuple[str, int, str] | None:
    """A clause or noun phrase directly behind the verb."""
    u, p, takes = f.u, f.u.p, f.cue.word.takes
    if p.outer[k] in _NO_CONTENT_BEGINS:
        return None
    if "clause" in takes:
        first = k
        while first + 1 < u.hi and p.lower[first] in ("also", "again"):
            first += 1
        if "noun" in takes and f.cue.word.lemma not in ("say", "tell", "add") and _only_noun_phrase(p, first, u.hi):
            return "phrase", first, "n"
        if is_clause(p, first, u.hi) or "noun" in takes:
            if f.cue.word.lemma == "say" and p.lower[first] in ("so", "no", "yes") and first >= u.hi - 2:
                return None
            return "clause", first, "s"
        return None
    is_object = phrase_after(p, k, u.hi) is not None or p.outer[k] in "dpog"
    return ("phrase", k, "n") if "noun" in takes and p.outer[k] != "<" and is_object else None


def _only_noun_phrase(p: Passage, first: int, hi: int) -> bool:
    """Whether a noun phrase stands here that is no subject of a clause."""
    phrase = phrase_after(p, first, hi)
    if not phrase or p.outer[phrase[0]] == "g":
        return False
    after = skip_adverbs(p, phrase[1], hi)
    return not (after < hi and (p.outer[after] in "vexb,(whr-<k" or p.lower[after] in BE))


def _is_front(f: Frame, *, participle: bool) -> bool:
    """Whether the cue stands in a clause that only introduces the main one: "While praising the pump, Cole said"."""
    u, p = f.u, f.u.p
    k = u.lo
    while k < f.k and (p.outer[k] in "c,-" or p.lower[k] in ("even", "just")):
        k += 1
    if k >= f.group.first:
        return participle
    return p.outer[k] in "ui" and p.outer.find(",", k, f.k) < 0
