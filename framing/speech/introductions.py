"""Where the content behind a verb begins, by the word or sign that introduces it.

that            said that the dam holds
colon           said: ...
quotation       said "..."
clause          said the dam holds, said on Monday the dam holds
question        asked whether it leaked
infinitive      promised to inspect it
phrase          called for a pump
"""

from __future__ import annotations

from framing.speech.chunks import phrase_after, skip_adjuncts, skip_adverbs
from framing.speech.clauses import is_clause
from framing.speech.passages import Passage
from framing.speech.readings import Frame
from framing.speech.words import word_set

# Verbs whose clause may stand behind a comma and adjuncts: "said on Monday, in a letter, that".
SAYING = word_set("saying")


def content_start(f: Frame, k: int) -> tuple[str, int, str] | None:
    """Rule, first token and mode of the content behind a verb."""
    u, p, takes = f.u, f.u.p, f.cue.word.takes
    adj = skip_adjuncts(p, k, u.hi)
    sign = p.outer[adj] if adj < u.hi else "."
    if sign == ":" or (sign == "," and p.outer[adj + 1] == "<"):
        if not takes and p.outer[adj + 1] != "<":
            return None  # "Harbour talks: what we know"
        return "colon" if sign == ":" else "quotation", adj + 1, "q" if p.outer[adj + 1] == "<" else "s"
    if sign == "<":
        return ("quotation", adj, "q") if _takes_quotation(f, adj, k) else None
    if sign == "h" and takes & {"clause", "that", "addressee", "quotation"}:
        return "that", adj, "s"
    if p.lower[k] in f.cue.word.prepositions:
        return _infinitive(f, k, k) if _leads_to_verb(f, k) else _behind_preposition(f, k)
    if sign == ",":
        first = _behind_comma(f, adj, k)
        return ("clause", first, "s") if first is not None else None
    if sign in "wu" and p.lower[adj] in _QUESTION_WORDS and takes & {"question", "clause"}:
        return "question", adj, "s"
    return _infinitive(f, adj, k) or _moved_clause(f, adj, k) or _bare(f, k)


def _takes_quotation(f: Frame, adj: int, k: int) -> bool:
    """Whether a quotation directly behind the verb is what was said, and no title that was read."""
    takes = f.cue.word.takes
    if not takes & {"clause", "that", "addressee", "question"} and _is_title(f.u.p, adj):
        return False  # `read "The Last Ferry"`
    return bool(takes - {"question", "infinitive", "as"})


def _infinitive(f: Frame, adj: int, k: int) -> tuple[str, int, str] | None:
    """`promised to inspect it`, `urged the council to wait`."""
    u, p, takes = f.u, f.u.p, f.cue.word.takes
    if p.outer[adj] == "t":
        return ("infinitive", adj, "i") if "infinitive" in takes else None
    phrase = phrase_after(p, k, u.hi) if "object-infinitive" in takes else None
    return ("infinitive", k, "i") if phrase and p.outer[phrase[1]] == "t" else None


def _moved_clause(f: Frame, adj: int, k: int) -> tuple[str, int, str] | None:
    """A clause behind adjuncts ("said on Monday the dam holds") or with an introduction of its own."""
    u, p = f.u, f.u.p
    if "clause" not in f.cue.word.takes:
        return None
    if adj > k and phrase_after(p, adj, u.hi) and is_clause(p, adj, u.hi):
        return "clause", adj, "s"
    introduced = adj == k and p.outer[k] in "iu" and f.cue.word.lemma in SAYING
    comma = p.outer.find(",", k, min(u.hi, k + 15)) if introduced else -1
    # "said despite the rain, the ferry would sail"
    return ("clause", k, "s") if comma > 0 and p.outer[comma + 1] not in "gwc" and is_clause(p, comma, u.hi) else None


_QUESTION_WORDS = word_set("question_words")


def _is_title(p: Passage, opened: int) -> bool:
    """Whether a quotation is written like the title of a work."""
    _, closed, _ = p.quotes[p.quote_of[opened]]
    longer = [word for word in p.words[opened + 1 : closed] if len(word) > 3]
    return len(longer) > 1 and all(word[0].isupper() for word in longer)


def _behind_comma(f: Frame, adj: int, k: int) -> int | None:
    """The clause behind a comma: "said on Monday, in a letter, that", "As Cole said, the well is dry"."""
    u, p = f.u, f.u.p
    first = adj + 1
    if f.cue.word.lemma not in SAYING:
        return None
    source = f.source
    if p.lower[first] == "that" or (source and p.lower[source.first - 1] == "as"):
        return first
    comma = p.outer.find(",", first, min(u.hi, first + 14))
    if comma > 0 and p.outer[comma + 1] in "h<":
        return comma + 1
    return first if adj > f.cue.last and p.outer[first] not in "cugwvex" and is_clause(p, first, u.hi) else None


def _leads_to_verb(f: Frame, k: int) -> bool:
    """Whether *to* begins an infinitive and no noun phrase: "agreed to reopen the gate", not "agreed to talks"."""
    p = f.u.p
    is_verb = p.outer[k + 1] == "b" or (p.outer[k + 1] == "n" and p.outer[k + 2] in "dpo")
    return p.lower[k] == "to" and "infinitive" in f.cue.word.takes and is_verb


def _behind_preposition(f: Frame, k: int) -> tuple[str, int, str] | None:
    """The noun phrase behind a preposition of the verb: "referred to", "lashed out at"."""
    p = f.u.p
    return ("phrase", k + 1, "n") if p.lower[k] != "to" or p.outer[k + 1] != "b" else None


_NO_CONTENT_BEGINS = frozenset("ifcu,)thw.;:-")


def _bare(f: Frame, k: int) -> tuple[str, int, str] | None:
    """A clause or noun phrase directly behind the verb."""
    u, p, takes = f.u, f.u.p, f.cue.word.takes
    if p.outer[k] in _NO_CONTENT_BEGINS:
        return None
    if "clause" in takes:
        if "noun" in takes and f.cue.word.lemma not in ("say", "tell", "add") and _only_noun_phrase(p, k, u.hi):
            return "phrase", k, "n"
        return ("clause", k, "s") if "noun" in takes or is_clause(p, k, u.hi) else None
    is_object = phrase_after(p, k, u.hi) is not None or p.outer[k] == "g"
    return ("phrase", k, "n") if "noun" in takes and is_object else None


def _only_noun_phrase(p: Passage, first: int, hi: int) -> bool:
    """Whether a noun phrase stands here that is no subject of a clause."""
    phrase = phrase_after(p, first, hi)
    if not phrase:
        return False
    after = skip_adverbs(p, phrase[1], hi)
    return after >= hi or p.outer[after] not in "vexb,(whr-<k"
