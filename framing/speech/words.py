"""Kinds of words by closed lists and endings: no tagger, no model.

A kind is one letter, so that the kinds of a sentence are a string that patterns can read:

    d determiner     p possessive (his)    r pronoun       o object pronoun   m number
    N capitalised    n noun or adjective   s 's            x auxiliary        k not, never
    v finite verb    e form in -ed         g form in -ing  b base form        a adverb
    t to             h that                i preposition   c and, or, but     u subordinator
    w who, what      f of              y day, month
    ~ nickname in marks inside a name
    , . ; : - ( )    as printed (all dashes are -, all sentence ends are .)            % any other sign
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import regex

from framing import languages

_LETTER = {
    "determiner": "d",
    "possessive": "p",
    "pronoun": "r",
    "object pronoun": "o",
    "auxiliary": "x",
    "negator": "k",
    "to": "t",
    "that": "h",
    "preposition": "i",
    "conjunction": "c",
    "subordinator": "u",
    "question word": "w",
    "adverb": "a",
}
_SIGNS = {
    **dict.fromkeys(",،", ","),
    **dict.fromkeys([".", "?", "!", "…"], "."),
    ";": ";",
    ":": ":",
    **dict.fromkeys(["—", "–", "-", "―", "--"], "-"),
    **dict.fromkeys("([{", "("),
    **dict.fromkeys(")]}", ")"),
}


class Inflected(NamedTuple):
    """One form of a verb: its lemma and which form it is (b base, z in -s, d past, g in -ing)."""

    lemma: str
    form: str


def inflect(lemma: str, irregular: str = "") -> dict[str, str]:
    """Return the forms of a verb, each with its letter.

    Examples
    --------
    >>> inflect("deny")
    {'deny': 'b', 'denies': 'z', 'denied': 'd', 'denying': 'g'}
    """
    listed = irregular.split()
    forms = {lemma: "b"}
    if regex.search("[^aeiou]y$", lemma):
        forms |= {lemma[:-1] + "ies": "z", lemma[:-1] + "ied": "d", lemma + "ing": "g"}
    elif lemma.endswith("e"):
        forms |= {lemma + "s": "z", lemma + "d": "d", (lemma if lemma.endswith("ee") else lemma[:-1]) + "ing": "g"}
    else:
        stem = lemma + lemma[-1] if regex.search("[^aeiou][aeiou][bdgmnpt]$", lemma) and len(lemma) < 5 else lemma
        ending = "es" if regex.search("(s|x|z|ch|sh|o)$", lemma) else "s"
        forms |= {lemma + ending: "z", stem + "ed": "d", stem + "ing": "g"}
    if listed:
        forms = {form: letter for form, letter in forms.items() if letter in "bz" or letter == "g"}
        forms |= {form: _form_letter(form, lemma) for form in listed}
    return forms


def _form_letter(form: str, lemma: str) -> str:
    """Which form an irregular one is, by its ending."""
    if form.endswith("ing") and form != lemma:
        return "g"
    return "z" if form.endswith("s") and form != lemma else "d"


@cache
def closed_list(language: str, name: str) -> frozenset[str]:
    """A word list of the language, for looking up."""
    return frozenset(languages.read_words(language, name))


@cache
def word_set(name: str, language: str = "en") -> frozenset[str]:
    """A small set of function words by its name, as `word_sets.csv` of the language has it.

    Examples
    --------
    >>> "whether" in word_set("question_words")
    True
    """
    rows = languages.read_rows(language, "word_sets")
    return frozenset(next((row["words"] for row in rows if row["name"] == name), "").split())


@cache
def _lists(language: str) -> tuple[dict[str, str], dict[str, str], frozenset[str]]:
    """Function words by letter, verb forms by letter, names of days and months."""
    function = {row["word"]: _LETTER[row["kind"]] for row in languages.read_rows(language, "function_words")}
    verbs: dict[str, str] = {}
    for table, irregular in (("common_verbs", "irregular"), ("cue_verbs", "forms")):
        for row in languages.read_rows(language, table):
            for form, letter in inflect(row["lemma"], row[irregular]).items():
                code = {"d": "v" if form in row[irregular].split() else "e", "g": "g"}.get(letter)
                verbs.setdefault(form, code or _ambiguous(letter, row["also_noun"] == "yes"))
    return function, verbs, closed_list(language, "days")


def is_base_verb(word: str, language: str = "en") -> bool:
    """Whether a word is the base form of a verb that the lists have."""
    return _lists(language)[1].get(word) in ("b", "B")


def _ambiguous(letter: str, also_noun: bool) -> str:
    """Letters that the neighbours decide: Z, Y forms in -s and B, b base forms (Z and B may be nouns)."""
    if letter == "z":
        return "Z" if also_noun else "v"
    return "B" if also_noun else "b"


class _Kinds(dict[str, tuple[str, str]]):
    """What `kind_of` says of every word met so far; forgotten when there are too many."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language

    def __missing__(self, printed: str) -> tuple[str, str]:
        if len(self) > _MOST_WORDS:
            self.clear()
        self[printed] = kind = _kind_of(printed, self.language)
        return kind


_MOST_WORDS = 1 << 16


@cache
def kinds_of(language: str) -> dict[str, tuple[str, str]]:
    """Small letters and kind of every word of a language by itself, found when it is first asked for."""
    return _Kinds(language)


def kind_of(printed: str, language: str) -> tuple[str, str]:
    """Small letters with plain apostrophes, and the kind by the word alone."""
    return kinds_of(language)[printed]


_PREFIXED = regex.compile("(?:a[ldnrstz]|ash|el|[dl])[-‐‑'’]\\p{Lu}")  # al-Haddad, d'Arc


def _kind_of(printed: str, language: str) -> tuple[str, str]:
    """Small letters with plain apostrophes, and the kind by the word alone."""
    lower = printed.lower().replace("’", "'").replace("ʼ", "'")
    first = printed[0]
    if not first.isalnum():
        return lower, _kind_of_sign(printed, lower)
    function, verbs, days = _lists(language)
    if printed.isupper() and len(printed) > 1:
        return lower, "N"
    if lower in days or printed in ("May", "March"):
        return lower, "y"
    kind = function.get(lower)
    if kind:
        return lower, "f" if lower == "of" else kind
    if first.isdigit():
        return lower, "m"
    if lower.endswith("n't"):
        return lower, "x"
    if first.isupper() or _PREFIXED.match(printed):
        return lower, "N"
    kind = verbs.get(lower)
    if kind:
        return lower, kind
    if lower.endswith("ed") and len(lower) > 4 and not lower.endswith("eed") and "-" not in lower:
        return lower, "e"
    if lower.endswith("ing") and len(lower) > 5:
        return lower, "g"
    if lower.endswith("ly") and len(lower) > 4 and lower not in word_set("nouns_in_ly", language):
        return lower, "a"
    return lower, "n"


def _kind_of_sign(printed: str, lower: str) -> str:
    """Kind of what is no word."""
    if lower[0] == "'" and len(lower) > 1 and lower[1].isalpha():
        return "s" if lower == "'s" else "x"
    if printed in _SIGNS:
        return _SIGNS[printed]
    if printed.startswith(("..", "…", ". .")):
        return "."
    if printed.startswith("-"):
        return "-"
    if printed[0] == "@" and len(printed) > 1:
        return "N"  # a handle is a name
    if printed[0] in "$€£":
        return "m"
    return "%"


# What the neighbours decide, in this order. Z and B are verb forms that are nouns as well.
_CONTEXT = [
    (regex.compile("(?<=[xtk]a?)[Bb]"), "b"),  # will say, to call
    (regex.compile("(?<=[rw]a?)[BbZ]"), "v"),  # they call, who claims
    (regex.compile("(?<=[NnsmN])b(?=[^.,;:]|$)"), "v"),  # voters say
    (regex.compile("(?<=[nN)])Z(?=[dprtahowNZ%])"), "v"),  # Cole calls the
    (regex.compile("(?<=[dpsifm]|[dp]a)e(?=[nNBZgm])"), "n"),  # the proposed plan
    (regex.compile("(?<=[dps])b(?=[nNBZ])|(?<=[dps])g"), "n"),  # her opening words, the filing
    (regex.compile("(?<=[dp]a?[nNm]{1,3})g(?=[f.,;:iv]|$)"), "n"),  # an emergency meeting of
    (regex.compile("[BZ]"), "n"),
]


def settle_kinds(kinds: str) -> str:
    """Decide the letters that depend on their neighbours."""
    for pattern, letter in _CONTEXT:
        kinds = pattern.sub(letter, kinds)
    return kinds


def settle_alone(kind: str) -> str:
    """Decide a letter that depends on its neighbours when there are none."""
    return "n" if kind in "BZ" else kind


@cache
def cue_forms(language: str) -> dict[str, Inflected]:
    """Every form of every reporting verb."""
    forms: dict[str, Inflected] = {}
    for row in languages.read_rows(language, "cue_verbs"):
        for form, letter in inflect(row["lemma"], row["forms"]).items():
            forms.setdefault(form, Inflected(row["lemma"], letter))
    return forms


def cue_form_letter(word: str, language: str) -> str:
    """Which form of a reporting verb a word is; "" when none."""
    found = cue_forms(language).get(word)
    return found.form if found else ""


class Speaking(NamedTuple):
    """A verb that stands beside a quotation: whether a listener is all it needs ("told the Herald"), and the like."""

    listener: bool
    prepositions: frozenset[str]
    agrees: bool


@cache
def speaking_verbs(language: str) -> dict[str, Speaking]:
    """The finite forms of verbs that stand beside a quotation."""
    rows = {row["lemma"]: row for row in languages.read_rows(language, "cue_verbs")}
    verbs = {
        lemma: Speaking(takes >= _TOLD, frozenset(row["prepositions"].split()), row["act"] == "agreeing")
        for lemma, row in rows.items()
        if (takes := frozenset(row["takes"].split())) & {"clause", "quotation", "addressee"}
    }
    forms = cue_forms(language).items()
    return {word: verbs[found.lemma] for word, found in forms if found.form in "zd" and found.lemma in verbs}


_TOLD = frozenset({"addressee", "clause", "question"})
