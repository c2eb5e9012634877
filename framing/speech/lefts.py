"""Content before its attribution, or around it.

closing-mark      "...," Cole said        a closing mark directly before the source: nearly certain
before-source     The well is dry, Cole said
before-verb       "...," said Cole
around            The well, Cole said, is dry
around-all        Cole explained how it felt, aides said
"""

from __future__ import annotations

from framing.speech.chunks import Phrase, finite_at, phrase_after, skip_adjuncts
from framing.speech.clauses import is_clause
from framing.speech.passages import Passage
from framing.speech.readings import CLAUSE_TAKERS, Frame, Reading, Unit
from framing.speech.sources import source_behind

_DATELINE = 10  # tokens within which "CITY, May 3 -" ends
_INVERTED = frozenset({"say", "write", "report", "add"})  # verbs that stand before their subject without marks


def left_content(u: Unit, end: int) -> tuple[int, int] | None:
    """What stands before an attribution: from the first unused token to its comma."""
    p = u.p
    if end > u.lo and p.outer[end - 1] in ",-":
        end -= 1
    first = u.free
    if first == 0:
        first = after_dateline(p, end)
    while first < end and (p.outer[first] in ",;:-%" or (p.lower[first] in ("and", "but", "while") and u.free > u.lo)):
        first += 1
    if first >= end:
        return None
    mark = end - 1 if p.outer[end - 1] == ">" else end - 2 if end - 2 >= first and p.outer[end - 2] == ">" else -1
    if mark >= 0:
        opened = p.quotes[p.quote_of[mark]][0]
        if opened > first and p.outer[opened - 1] == ":":
            return opened, end  # a lead-in that ends in a colon is no part of what is said
    return first, end


def after_dateline(p: Passage, end: int) -> int:
    """Where the text begins after "CITY, May 3 -"."""
    word = p.words[0]
    if not (word.isupper() and len(word) > 1):
        return 0
    dash = p.outer.find("-", 0, min(end, _DATELINE))
    return dash + 1 if dash > 0 else 0


def before_verb(f: Frame) -> Reading | None:
    """Inverted: `"...," said Lena Pratt, who chairs the council`."""
    u, p, k = f.u, f.u.p, f.k
    speaks = f.cue.word.takes & (CLAUSE_TAKERS | {"addressee", "question"})
    if f.cue.form not in "dzb" or f.passive or f.group.first != k or not speaks:
        return None
    previous = k - 1
    if previous < u.free or f.cue.last >= u.hi or p.outer[f.cue.last] == "<":
        return None
    quoted = p.outer[previous] == ">" or (p.outer[previous] == "," and p.outer[previous - 1] == ">")
    if not (quoted or p.outer[previous] in ",-"):
        return None
    behind = source_behind(p, f.cue.last, u.hi)
    if not behind:
        return None
    source, end = behind
    if not quoted:
        if around := _around_inverted(f, source):
            return around
        if not _inverts_after_comma(f, source, end):
            return None
    content = left_content(u, previous + 1)
    if not content:
        return None
    f.source, f.inherits = source, None
    reading = f.reading("before-verb", [content], left=True, end=source.last, mode="q" if quoted else "s")
    _add_rest(f, reading, end)
    return reading


def _around_inverted(f: Frame, source: Phrase) -> Reading | None:
    """`The bridge, said Lena Pratt, was closed.`: a bare noun phrase before the verb, its verb behind the source."""
    u, p = f.u, f.u.p
    phrase, content = phrase_after(p, f.cue.last, u.hi), left_content(u, f.k)
    if f.cue.word.lemma not in _INVERTED or not (phrase and content):
        return None
    comma = phrase[1]
    if p.outer[comma] != "," or is_clause(p, *content) or not finite_at(p, comma + 1, u.hi):
        return None
    f.source, f.inherits = Phrase(source.first, comma, "inverted"), None
    return f.reading("around", [content, (comma + 1, u.end_of(comma + 1, "s", f.cue, f.source))], left=True)


def _inverts_after_comma(f: Frame, source: Phrase, end: int) -> bool:
    """`The well is dry, said Lena Pratt.`: a clause before the comma, and nothing but the source behind."""
    u, p = f.u, f.u.p
    if f.cue.word.lemma not in _INVERTED or not is_clause(p, u.free, f.k - 1):
        return False
    phrase = phrase_after(p, f.cue.last, u.hi)
    if not phrase or p.outer[phrase[0]] == "r" or end < u.hi - 1:
        return False
    return not finite_at(p, phrase[1], u.hi) and p.kinds[phrase[1] - 1] == "N"


def to_the_left(f: Frame) -> Reading | None:
    """`"...," Cole said`, `The well is dry, Cole said`, `The well, Cole said, is dry`."""
    u, p, source = f.u, f.u.p, f.source
    if source is None or source.kind == "main" or f.passive or (f.cue.form == "g" and not f.group.be):
        return None
    if not f.cue.word.takes & (CLAUSE_TAKERS | {"addressee"}):
        return None
    b = source.first - 1
    if not (b > u.free or (b >= u.free and p.outer[b] in "z>")):
        return _around_all(f, b)
    content = left_content(u, b + 1)
    if content is None:
        return _around_all(f, b)
    after = _after_attribution(f)
    following = p.outer[after] if after < u.hi else "."
    word = p.lower[after] if after < u.hi else "."
    if p.outer[b] == ">" and p.lower[b - 1] in (",", "?", "!", "—") and word not in ("that", ":"):
        return _closing_mark(f, content, after)
    quoted = p.outer[b] == ">" or (p.outer[b] == "," and p.outer[b - 1] == ">")
    if not (quoted or p.outer[b] in ",-"):
        return None
    around = None if quoted else _around(f, content, after, following)
    if around:
        return around
    if not _may_stand_before(f, content, after, following, word, quoted=quoted):
        return None
    reading = f.reading("before-source", [content], left=True, end=after, mode="q" if quoted else "s")
    _add_rest(f, reading, after)
    return reading


def _around_all(f: Frame, b: int) -> Reading | None:
    """`Cole explained how it felt, aides said.`: an attribution at the end takes the whole sentence."""
    u, p = f.u, f.u.p
    after = _after_attribution(f)
    inside = [reading for reading in u.readings if not reading.left or reading.rule == "passive"]
    comma = p.outer[b] == "," or (p.outer[b] == ">" and p.lower[b - 1] == ",")
    if b < u.lo + 3 or not comma or len(inside) != len(u.readings) or not inside or after < u.hi - 1:
        return None
    content = left_content(Unit(p, u.lo, u.hi, u.cues, u.lo), b + 1)
    return f.reading("around-all", [content], left=True, end=after) if content else None


def _after_attribution(f: Frame) -> int:
    """The token after verb, addressee and adjuncts."""
    u, p = f.u, f.u.p
    after = f.cue.last
    if "addressee" in f.cue.word.takes and after < u.hi and p.outer[after] != "<":
        phrase = phrase_after(p, after, u.hi)
        after = phrase[1] if phrase else after
    return skip_adjuncts(p, after, u.hi)


def _closing_mark(f: Frame, content: tuple[int, int], after: int) -> Reading:
    """A closing mark with its comma directly before source and verb: nearly certain."""
    u, p = f.u, f.u.p
    reading = f.reading("closing-mark", [content], left=True, end=f.cue.last, mode="q")
    k = after
    while k < u.hi and k not in u.cues and p.outer[k] != "<":
        k += 1
    if k < u.hi and p.outer[k] == "<" and (p.outer[k - 1] in ",-" or p.lower[k - 1] == "and"):
        _add_rest(f, reading, k - 1 if p.outer[k - 1] in ",-" else k)
    elif after < u.hi and p.outer[after] in ",-":
        _add_rest(f, reading, after)
    return reading


def _around(f: Frame, content: tuple[int, int], after: int, following: str) -> Reading | None:
    """`The well, Cole said, is dry.`: the attribution stands inside the content, or behind its first words."""
    u, p = f.u, f.u.p
    first, last = content
    if after + 1 >= u.hi or following not in ",:-":
        return None
    k = after + 1
    clause_before = is_clause(p, first, last)
    if p.outer[k] == "<":
        goes_on = not clause_before and (last - first <= 2 or p.words[k + 1][0].islower())
    elif following == ":" or p.outer[k] in "cg":
        goes_on = False
    elif clause_before and p.outer[first] not in "iu":
        goes_on = after == f.cue.last and p.lower[k] in ("for", "to")
    else:
        goes_on = p.outer[k] in "vexti" or (after == f.cue.last and is_clause(p, k, u.hi))
    mode = "q" if p.outer[k] == "<" else "s"
    return f.reading("around", [content, (k, u.end_of(k, mode, f.cue, f.source))], left=True) if goes_on else None


def _may_stand_before(
    f: Frame, content: tuple[int, int], after: int, following: str, word: str, *, quoted: bool
) -> bool:
    """Whether what stands before the attribution is its content, by what follows it."""
    u, p = f.u, f.u.p
    first, last = content
    done = after >= u.hi - 1 or following == ";"
    more = following in ",-<u" or word in ("after", "before", "during", "as", "since")
    if following == ":":
        return False
    if quoted:
        return done or more
    if not (done or (more and is_clause(p, first, last))):
        return False
    return not (following == "," and p.outer[after + 1] == "<" and p.words[after + 2][:1].isupper())


def _add_rest(f: Frame, reading: Reading, k: int) -> None:
    """The second part of a split quotation in the same sentence."""
    u, p = f.u, f.u.p
    if k < u.hi and p.outer[k] in ",-":
        k += 1
    elif not (k < u.hi and p.outer[k] == "<"):
        return
    if k >= u.hi - 1:
        return
    joined = p.outer[k] == "c" and "<" in p.outer[k + 1 : k + 4]
    k += joined  # `"...," Cole said, and a "new era"`
    if p.outer[k] == "<" or joined:
        reading.spans.append((k, u.end_of(k, "q", f.cue, f.source)))
    elif (
        p.outer[k] not in "ucigw" and p.lower[k] not in ("a", "an", "according") and not p.has_quote(*reading.spans[0])
    ):
        end = u.end_of(k, "s", f.cue, f.source)
        if is_clause(p, k, end):
            reading.spans.append((k, end))
    if len(reading.spans) > 1:
        reading.end = reading.spans[-1][1]
