"""The sieve before the rules for furniture lets through whatever a rule matches, and so moves no mark."""

import random
from pathlib import Path

import pandas as pd
import pytest
import regex
from marked_pages import as_articles, read_pages

from framing import articles_from_records
from framing.articles import cleaning, furniture, furniture_pages
from framing.articles.cleaning import find_furniture
from framing.articles.furniture import LONGEST_LINE, SEARCHED, SENTENCE_START, group_rules, language_rules
from framing.articles.furniture_marks import find_marks
from framing.articles.furniture_pages import PLACES_OF_LINES, may_match
from framing.articles.furniture_sieve import as_column, let_through, relaxed
from framing.languages import list_languages

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
LANGUAGES = [code for code in list_languages() if language_rules(code)]
PAGES = [page for name in ("tuning", "held_back") for page in read_pages(name)]
# Where engines are apt to differ: spaces and line ends, letters that are an i, k or s to one of them, marks, digits.
ODD = [*"“”\"'’.,:;!?…—–-|·•»*_#>()[]{}/@©09\t\x0b\x1c\x85\xa0\u2028\u2029\u3000\x00ßẞéÉǅςΣⅧ٣²日🙂ﬁ\u0301\u200b\ufeff"]
ODD += [*"\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}ı\N{LATIN SMALL LETTER LONG S}\N{KELVIN SIGN}"]


def changed(line, rng, lines):
    """A line with a few things done to it that happen to lines, and a few that do not."""
    for _ in range(rng.choice([0, 1, 1, 2, 3])):
        at = rng.randrange(len(line) + 1)
        to = at + rng.randrange(12)
        line = rng.choice(
            [
                line[:at] + line[to:],
                line[:at] + rng.choice(ODD) + line[at:],
                line[:at] + line[at:to].swapcase() + line[to:],
                line.upper(),
                line.lower(),
                line.title(),
                line.replace(" ", rng.choice([*"\t\xa0\n", "  "]), 2),
                line.replace(rng.choice("iks"), rng.choice(ODD[-4:]), 1),
                rng.choice(ODD) * rng.randrange(3) + line + rng.choice(ODD) * rng.randrange(3),
                rng.choice(lines) + rng.choice([" ", ". ", ": ", ""]) + line,
            ]
        )
    return line


def lines_to_try(number):
    """Examples and counterexamples of all rules, the lines of all pages, and as many changed ones."""
    rules = [rule for code in LANGUAGES for rule in language_rules(code)]
    lines = [example for rule in rules for example in (rule.example, rule.counterexample)]
    lines += [line for page in PAGES for line in page.text.split("\n") if line.strip()]
    rng = random.Random(2031)
    return [*lines, *(changed(rng.choice(lines), rng, lines)[:LONGEST_LINE] for _ in range(number))]


LINES = lines_to_try(6_000)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_of_a_language_is_relaxed_to_what_the_sieve_can_read(language):
    for groups in group_rules(language_rules(language), language).values():
        assert all(len(let_through(as_column(["It rained.", ""]), group.sieve)) < 2 for group in groups)


def is_matched(rule, exact, line):
    """Whether a rule matches a line somewhere its place allows."""
    if rule.where == "sentence":
        return any(exact.match(line, at) for at in [0, *(end.end() for end in regex.finditer(SENTENCE_START, line))])
    take = exact.match if rule.where == "start" else exact.search if rule.where in SEARCHED else exact.fullmatch
    return take(line) is not None


@pytest.mark.parametrize(
    ("rule", "language"),
    [pytest.param(rule, code, id=f"{code}-{rule.row}") for code in LANGUAGES for rule in language_rules(code)],
)
def test_what_a_rule_matches_the_sieve_lets_through(rule, language):
    (group,) = group_rules((rule,), language)[rule.where]
    (exact,) = group.patterns
    matched = {number for number, line in enumerate(LINES) if is_matched(rule, exact, line)}
    assert matched
    assert matched <= set(let_through(as_column(LINES), group.sieve))


CHARACTERS = r"i I k s é ß ſ İ “ . \. \n \t - { \d \D \s \S \w \W \p{L} \p{Lu} \p{Ll} \p{N} \p{P} \P{L}".replace(
    "{ ", ""
).split()
CLASSES = r"[a-z] [^a-z] [iks] [^iks] [^I] [^i] [^k] [^s] [À-Ö] [^é] [“”] [^“”] [.!?…-] [\]\-a] [^\s] [^\S\n] [^\p{Lu}]"
CLASSES += r" [^\p{Ll}\s] [^\p{P}] [\w.-] [\p{Lu}’'/-] [^\w] [^\W] [\d\s] [A-Z] [^A-Z\d]"


@pytest.mark.parametrize("flag", ["", "(?i:", "(?i:(?-i:"])
@pytest.mark.parametrize("expression", [*CHARACTERS, *CLASSES.split(), " ", "a{2}?b?c*+d{,3}"])
def test_a_character_is_let_through_by_what_matches_it(expression, flag):
    written = flag + expression + ")" * flag.count("(")
    exact, loose = regex.compile(written), relaxed(written)
    characters = [*map(chr, range(0x250)), *ODD, "aa", "aabccddd"]
    matched = {number for number, character in enumerate(characters) if exact.fullmatch(character)}
    assert matched
    assert matched <= set(let_through(as_column(characters), rf"\A(?:{loose})\z"))


UNKNOWN = [r"(a)\1", "(?P<name>a)", "(?:ferry){e<=1}", "(?s:.)", r"\X", r"\m", "[[:alpha:]]", "[a--b]"]
UNKNOWN += ["(?|a|b)", "(?(1)a)", "a{x", "a{1,2"]


@pytest.mark.parametrize("expression", UNKNOWN)
def test_what_is_not_known_to_be_safe_is_not_relaxed(expression):
    assert relaxed(expression) is None


def test_what_looks_around_is_left_out_whole():
    assert relaxed(r"a(?=b(?:c|d)(?!e))(?<!f[)]g)h") == "a(?:)(?:)h"


OWN = {"rule": "ferry notes", "kind": "expression", "where": "line", "counterexample": ""}


def test_a_group_with_a_rule_that_cannot_be_relaxed_is_not_sieved():
    rule = OWN | {"pattern": "(?:ferry){e<=1} notes", "example": "fery notes"}
    text = "It rained.\n\nfery notes\n\nRead more: Ten ferries"
    articles = articles_from_records([{"id": str(number), "text": text} for number in range(3_000)], source="here")
    assert sum(map(len, articles["text"])) > furniture._WORTH_A_SIEVE
    found = find_furniture(articles, rules=pd.DataFrame([rule]))
    assert found["rule"].value_counts().to_dict() == {"ferry notes": 3_000, "read more": 3_000}


def articles_of_lines():
    """Articles of three outlets in two languages, made of lines to try, and the pages."""
    rng = random.Random(2032)
    texts = ["\n\n".join(rng.choices(LINES, k=rng.randrange(1, 12))) for _ in range(1_000)]
    outlets, languages = ["The Quay", "The Lantern", None], ["en", "en", "en", "de"]
    records = [
        {"id": str(number), "text": text, "outlet": outlets[number % 3], "language": languages[number % 4]}
        for number, text in enumerate(texts)
    ]
    return pd.concat([articles_from_records(records, source="here"), as_articles(PAGES)], ignore_index=True)


@pytest.mark.filterwarnings("ignore::framing.FramingWarning")
@pytest.mark.parametrize("at_a_time", [20_000, 10_000_000])
def test_sieved_in_groups_or_all_at_once_the_marks_are_the_same(monkeypatch, at_a_time):
    monkeypatch.setattr(cleaning, "_CHARACTERS_AT_A_TIME", at_a_time)
    late = {"pattern": r"[Tt]he \w+ .{3,80}\.", "example": "The ferry was late.", "outlet": "The Quay"}
    wet = {"kind": "words", "pattern": "it *", "where": "sentence", "example": "It was late."}
    own = pd.DataFrame([OWN | late, OWN | wet])
    found = find_furniture(articles_of_lines(), rules=own)
    monkeypatch.setattr(furniture_pages, "let_through", lambda texts, _: range(len(texts)))
    monkeypatch.setattr(furniture, "_RULES_OF_A_GROUP", 1_000)
    group_rules.cache_clear()
    assert len(found) > 1_000
    pd.testing.assert_frame_equal(found, find_furniture(articles_of_lines(), rules=own))
    group_rules.cache_clear()


def test_a_lone_surrogate_stops_nobody():
    assert let_through(as_column(["a\ud800b", "ab"]), r"\Aa[^.]b\z") == [0]


def test_what_the_sieve_cannot_read_lets_everything_through():
    assert list(let_through(as_column(["ab", "aa"]), r"(a)\1")) == [0, 1]


def test_of_lines_that_hold_no_furniture_few_are_let_through():
    texts = [path.read_text(encoding="utf-8") for path in sorted(CORPUS.glob("*/*.md"))]
    lines = [line for text in texts for line in text.split("\n") if len(line) > 150]
    assert len(lines) > 300
    passed = {number for _, number in may_match(PLACES_OF_LINES, lines, group_rules(language_rules("en"), "en"))}
    assert len(passed) < len(lines) / 10


def groups_compiled(text, times=1):
    """How many groups of rules, made anew, are compiled when a text is looked at some times."""
    group_rules.cache_clear()
    rules = group_rules(language_rules("en"), "en")
    for _ in range(times):
        assert find_marks(text, 0, rules) == []
    return sum("patterns" in vars(group) for groups in rules.values() for group in groups)


def test_rules_that_no_text_may_match_are_not_compiled():
    assert groups_compiled("The ferry was late on Monday because of the fog.") == 0


def test_after_many_short_texts_rules_are_compiled_which_takes_less_time_than_to_sieve_on():
    assert groups_compiled("The ferry was late on Monday because of the fog.", times=11) > 10
