"""Rules for furniture: what is no text of an article, as rows of a table a researcher can edit.

The rules of a language stand in `furniture.csv` of its folder, the named parts of their patterns in
`furniture_parts.csv`. A researcher's own table has the same columns and, where wanted, `outlet`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

import pandas as pd
import regex

from framing import files, languages
from framing.articles.furniture_sieve import relaxed
from framing.cells import is_missing, tell_mended
from framing.errors import CorpusError, all_problems, did_you_mean

KINDS = ("words", "expression")
PLACES = {
    "line": "a whole line",
    "line end": "the end of a line, which is marked whole",
    "top": "a whole line before the first paragraph",
    "tail": "one of the last six lines",
    "between": "a whole line with lines before and after it",
    "box": "a whole line that heads a list: the short lines below it go with it",
    "under caption": "a whole line below a caption, which goes with it",
    "start": "the beginning of a line",
    "sentence": "a whole sentence",
    "inside": "anywhere",
    "code": "anywhere; quotation marks in it are none",
}
SEARCHED = ("line end", "inside", "code")  # rules looked for, not tried at a beginning
NEEDED = ("rule", "kind", "pattern", "where", "example", "counterexample")
LONGEST_LINE = 400  # characters: no line of furniture met in 45 outlets was longer, and short lines keep patterns fast

SENTENCE_START = r"[.!?…][”\"’')\]]*\s+"

_RULES_OF_A_GROUP = 10  # automata of more are no faster, and beyond twenty many times slower: they outgrow their memory
_WORTH_A_SIEVE = 100_000  # characters: below, making it takes longer than it saves
_MOST_SHORT = 10  # times that short texts are sieved: that takes about as long as compiling once
_PART = regex.compile(r"\{([a-z]+)\}")
_WORDS_TOKEN = regex.compile(r"\{[a-z]+\}|\*|\s+|['’]|.")
_WHOLE_LINE = ("line", "top", "tail", "between", "box", "under caption")
_BEFORE, _AFTER = r"[\s*_#>|•·»›→▶+–-]*", r"[\s*_#|»›→]*"  # ornaments of a line


class Rule(NamedTuple):
    """One row of a table of rules."""

    rule: str
    kind: str
    pattern: str
    where: str
    example: str
    counterexample: str
    outlet: str | None
    row: int


@cache
def language_rules(language: str) -> tuple[Rule, ...]:
    """Return the rules of a language in file order; none when nobody has written any.

    Examples
    --------
    >>> "dateline" in {rule.rule for rule in language_rules("en")}, language_rules("tlh")
    (True, ())
    """
    if language not in languages.list_languages():
        return ()
    return tuple(_rule(row, number) for number, row in enumerate(languages.read_rows(language, "furniture"), start=2))


def own_rules(rules: str | os.PathLike[str] | pd.DataFrame | None) -> tuple[Rule, ...]:
    """Return a researcher's own rules, from a file or a table.

    Raises
    ------
    CorpusError
        With every column that is missing and every row that is wrong.
    """
    if rules is None:
        return ()
    is_table = isinstance(rules, pd.DataFrame)
    table = rules if isinstance(rules, pd.DataFrame) else _read(rules)
    source, first = ("rules", 0) if is_table else (str(rules), 2)
    missing = [f"column {name!r} is not there." for name in NEEDED if name not in table.columns]
    if missing:
        raise CorpusError(all_problems(source, missing))
    cells = [{str(name): cell for name, cell in row.items()} for row in table.to_dict(orient="records")]
    found = tuple(_rule(row, number) for number, row in enumerate(cells, start=first))
    problems = [f"row {rule.row}: {said}" for rule in found for said in rule_problems(rule)]
    if problems:
        raise CorpusError(all_problems(source, problems))
    return found


def _read(path: str | os.PathLike[str]) -> pd.DataFrame:
    """A file of rules as a table; what had to be mended is told."""
    rows, mended = files.read_rows(path, may_be_short=True)
    tell_mended(path, rows, mended)
    return rows


def _rule(row: Mapping[str, object], number: int) -> Rule:
    """A row as a rule; empty cells are empty texts."""
    cells = {name: "" if is_missing(row.get(name)) else str(row[name]).strip() for name in NEEDED}
    outlet = None if is_missing(row.get("outlet")) else str(row["outlet"]).strip()
    return Rule(**cells, outlet=outlet, row=number)


def rule_problems(rule: Rule) -> list[str]:
    """What is wrong with a rule: its cells, else its pattern."""
    said = [f"{name} is empty." for name in ("rule", "pattern", "example") if not getattr(rule, name)]
    if rule.kind not in KINDS:
        said.append(f"kind {rule.kind!r} is not one of {', '.join(KINDS)}.{_near(rule.kind, KINDS)}")
    if rule.where not in PLACES:
        said.append(f"where {rule.where!r} is not one of {', '.join(PLACES)}.{_near(rule.where, PLACES)}")
    return said or _pattern_problems(rule)


def _near(word: str, known: Iterable[str]) -> str:
    return did_you_mean(word, known).partition(" Known")[0]


def _pattern_problems(rule: Rule) -> list[str]:
    """What is wrong with a pattern."""
    parts = _parts("en")
    unknown = [name for name in _PART.findall(rule.pattern) if name not in parts]
    if unknown:
        return [f"there is no part {unknown[0]!r} for a pattern.{did_you_mean(unknown[0], parts)}"]
    try:
        compiled = regex.compile(_expression(rule, "en"))
    except regex.error as problem:
        return [f"pattern {rule.pattern!r} cannot be read ({problem}). Use kind 'words' for plain text."]
    if compiled.groups:
        return [f"pattern {rule.pattern!r} has a numbered or named group. Write it (?:...)."]
    return [f"pattern {rule.pattern!r} matches the empty text."] if compiled.fullmatch("") else []


@cache
def _parts(language: str) -> dict[str, str]:
    """The named parts of patterns, English ones where a language has none. A part may hold the parts above it."""
    found: dict[str, str] = {}
    for code in dict.fromkeys(["en", language]):
        rows = languages.read_rows(code, "furniture_parts") if code in languages.list_languages() else ()
        for row in rows:
            found[row["part"]] = f"(?-i:{_filled(row['expression'], found)})"
    return found


def _filled(expression: str, parts: Mapping[str, str]) -> str:
    """An expression with its named parts put in."""
    return _PART.sub(lambda name: parts[name.group(1)], expression)


def _expression(rule: Rule, language: str) -> str:
    """The regular expression of a rule, without where it may stand."""
    parts = _parts(language)
    if rule.kind == "expression":
        return _filled(rule.pattern, parts)
    anything = r"[^.!?\n]{0,200}" if rule.where in ("sentence", "inside") else r"[^\n]{0,300}"
    meanings = {"*": anything, "'": "['’]", "’": "['’]"}
    tokens = (token.group() for token in _WORDS_TOKEN.finditer(rule.pattern))
    return "(?i:" + "".join(_of_words(token, meanings, parts) for token in tokens) + ")"


def _of_words(token: str, meanings: Mapping[str, str], parts: Mapping[str, str]) -> str:
    """What one piece of a pattern of words stands for."""
    if token[0] == "{" and len(token) > 1:
        return parts[token[1:-1]]
    return r"\s+" if token.isspace() else meanings.get(token, regex.escape(token))


class Group:
    """A few rules of one place: whether a text may match them is known before what finds them is compiled."""

    def __init__(self, place: str, rules: Sequence[Rule], language: str) -> None:
        self.place, self._rules, self._language = place, rules, language
        self._n_short = 0

    @cached_property
    def patterns(self) -> list[regex.Pattern[str]]:
        """Expressions whose groups number the rules: one for all, or one each where rules are looked for in a text.

        Each of these is found fast by its first characters, all together are not (measured: seven times slower).
        """
        found = [f"(?P<r{number}>{one})" for number, one in enumerate(self._expressions())]
        joined = found if self.place in SEARCHED else ["|".join(found)]
        return [regex.compile(_placed(self.place, one)) for one in joined]

    @cached_property
    def sieve(self) -> str | None:
        """An expression for RE2 that is found wherever a rule may match; none when that is not known.

        A "sentence" is looked for in its paragraph, all else in its line or, where it may stand anywhere, in its text.
        """
        loose = relaxed(_placed(self.place, "|".join(self._expressions())))
        return None if loose is None else _anchored(self.place, loose)

    def is_sieved(self, n_characters: int) -> bool:
        """Whether texts of so many characters are sieved: always when long, else while compiling would take longer."""
        if n_characters >= _WORTH_A_SIEVE:
            return True
        self._n_short += 1
        return self._n_short <= _MOST_SHORT and "patterns" not in vars(self)

    def name_of(self, match: regex.Match[str]) -> str:
        """The rule that a match is due to."""
        return self._rules[int(str(match.lastgroup)[1:])].rule

    def _expressions(self) -> list[str]:
        return [_expression(rule, self._language) for rule in self._rules]


@lru_cache(maxsize=64)
def group_rules(rules: tuple[Rule, ...], language: str) -> dict[str, list[Group]]:
    """Return rules made ready for texts in a language, by place; where two match, the earlier has it."""
    by_place: dict[str, list[Rule]] = {}
    size = _RULES_OF_A_GROUP
    for rule in rules:
        by_place.setdefault(rule.where, []).append(rule)
    return {
        place: [Group(place, found[at : at + size], language) for at in range(0, len(found), size)]
        for place, found in by_place.items()
    }


def _placed(place: str, choices: str) -> str:
    """An expression with what its place asks for around it."""
    if place in _WHOLE_LINE:
        return f"{_BEFORE}(?:{choices}){_AFTER}"
    if place == "line end":
        return f"(?:{choices}){_AFTER}$"
    if place == "sentence":
        return rf"(?:{choices})\s*(?:[.!?…]+\)?(?=\s|$)|$)"
    return choices


def _anchored(place: str, loose: str) -> str:
    """A relaxed expression where its place allows it."""
    if place in SEARCHED:
        return rf"(?:{loose})\z" if place == "line end" else loose
    before = rf"(?:\A|{relaxed(SENTENCE_START)})" if place == "sentence" else r"\A"
    return rf"{before}(?:{loose})" + (r"\z" if place in _WHOLE_LINE else "")
