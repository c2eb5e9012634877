"""Furniture is marked, text is not, and nothing inside quotation marks ever is."""

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marked_pages import as_articles, count_words, read_pages

from framing import (
    CorpusError,
    FramingWarning,
    TableError,
    articles_from_records,
    check_table,
    find_quotations,
    tokenize,
)
from framing.articles import furniture_marks
from framing.articles.cleaning import audit_furniture, find_furniture
from framing.articles.furniture import LONGEST_LINE, group_rules, language_rules, rule_problems
from framing.articles.furniture_marks import DOUBLED, example_failures, find_marks
from framing.articles.furniture_quotes import quoted_stretches
from framing.languages import list_languages, read_rows

ENGLISH = group_rules(language_rules("en"), "en")
ONLY_CODE = group_rules(tuple(rule for rule in language_rules("en") if rule.where == "code"), "en")
LANGUAGES_WITH_RULES = [code for code in list_languages() if language_rules(code)]
RULES = [
    pytest.param(rule, code, id=f"{code}-{rule.row}") for code in LANGUAGES_WITH_RULES for rule in language_rules(code)
]


def article(text, **cells):
    return articles_from_records([{"id": "a", "text": text} | cells], source="here")


def skipped(text, **options):
    """What is marked in a text: rule and words."""
    articles = article(text)
    return [(row.rule, text[row.start : row.end]) for row in find_furniture(articles, **options).itertuples()]


def count_pages(name):
    """Words of all pages of a file by (rule in the data, rule that marked them)."""
    pages = read_pages(name)
    articles = as_articles(pages)
    skips = find_furniture(articles)
    total = Counter()
    for page, article_id in zip(pages, articles["article_id"], strict=True):
        own = skips[skips["article_id"] == article_id]
        total += count_words(page, list(zip(own["start"], own["end"], own["rule"], strict=True)))
    return total


@pytest.mark.parametrize("name", ["tuning", "held_back"])
def test_of_words_marked_98_in_100_are_furniture_and_of_furniture_90_in_100_are_marked(name):
    total = count_pages(name)
    right = sum(n for (gold, found), n in total.items() if gold and found)
    wrong = sum(n for (gold, found), n in total.items() if found and not gold)
    missed = sum(n for (gold, found), n in total.items() if gold and not found)
    print(f"\n{name}: precision {right / (right + wrong):.3f}, recall {right / (right + missed):.3f}")
    for rule in sorted({rule for pair in total for rule in pair if rule}):
        in_gold = sum(n for (gold, _), n in total.items() if gold == rule)
        hit = sum(n for (gold, found), n in total.items() if gold == rule and found)
        false = sum(n for (gold, found), n in total.items() if found == rule and not gold)
        print(f"  {rule:18} {hit:3} of {in_gold:3} words marked, {false} marked that are text")
    assert right / (right + wrong) >= 0.98
    assert right / (right + missed) >= 0.90


@pytest.mark.parametrize("name", ["tuning", "held_back"])
def test_pages_without_furniture_stay_whole(name):
    plain = [page for page in read_pages(name) if not page.gold]
    assert len(plain) >= 5
    assert find_furniture(as_articles(plain)).empty


@pytest.mark.parametrize(("rule", "language"), RULES)
def test_a_rule_does_what_its_examples_say(rule, language):
    assert rule_problems(rule) == []
    assert rule.counterexample
    assert example_failures(rule, language) == []


@pytest.mark.parametrize("language", LANGUAGES_WITH_RULES)
def test_rules_have_the_columns_that_rules_of_your_own_have(language):
    assert set(read_rows(language, "furniture")[0]) == {
        "rule", "kind", "pattern", "where", "example", "counterexample", "note"
    }  # fmt: skip
    assert all(row["note"] for row in read_rows(language, "furniture_parts"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Read more: “We stay”, says mayor", [("read more", "Read more:")]),
        ("“Read more: Ten ferries”", []),
        ("“The sign said\n\nRead more", [("read more", "Read more")]),
        ("She said: “It rained. Read more.", []),
        ("Ada Brook with a sign “Go” in Elm. Photo: Ivo Hall/The Quay", [("caption", "Photo: Ivo Hall/The Quay")]),
        ("Ivo Hall said no, and he left. Photo: Ada Brook/The Quay", [("caption", "Photo: Ada Brook/The Quay")]),
        ('The 6" pipe broke. Read more: Pipes', []),
        ('"No," he said. "It rained."She left. Read more: Rain', [("read more", "Read more: Rain")]),
        ("He said ‘no’ twice. Read more: Ten ferries", [("read more", "Read more: Ten ferries")]),
    ],
)
def test_a_span_that_would_touch_a_quotation_is_cut_back_or_given_up(text, expected):
    assert skipped(text) == expected


def test_quotation_marks_in_code_are_none():
    text = 'It rained window.push({"slot": "mid"}); and she said “no”. Read more: Ten ferries'
    assert [rule for rule, _ in skipped(text)] == ["code", "read more"]


PARAGRAPH = "The ferry to the far bank was late again on Monday morning."


def test_of_a_paragraph_that_stands_twice_the_second_is_marked():
    text = f"{PARAGRAPH}\n\nIt rained.\n\n{PARAGRAPH}"
    assert skipped(text) == [(DOUBLED, PARAGRAPH)]
    assert find_furniture(article(text))["start"].tolist() == [text.rindex("The ferry")]


@pytest.mark.parametrize("twice", ["It rained.", f"{PARAGRAPH} “We swim,” said Ada Brook."])
def test_short_paragraphs_and_quotations_may_stand_twice(twice):
    assert skipped(f"{twice}\n\nIt was cold.\n\n{twice}") == []


def test_the_headline_is_never_marked():
    text = "Read more\n\nRead more\n\nIt rained."
    assert find_furniture(article(text).assign(body_start=11))["start"].tolist() == [11]


def test_the_lines_of_a_box_go_with_its_heading_up_to_the_next_paragraph():
    text = "It rained.\n\nMost read\nTen ferries that sank\nWhy crabs walk\n\nThe ferry was late on Monday."
    assert [words for _, words in skipped(text)] == ["Most read", "Ten ferries that sank", "Why crabs walk"]


def test_the_line_above_a_credit_is_its_caption_where_blank_lines_part_paragraphs():
    text = "It rained.\n\nAda Brook greets Ivo Hall in Elm.\nJoss Wren via Harbour Images\n\nThe ferry was late."
    assert [rule for rule, _ in skipped(text)] == ["caption", "credit"]
    assert [rule for rule, _ in skipped(text.replace("\n\n", "\n"))] == ["credit"]


def test_lines_of_a_hard_wrapped_paragraph_are_not_taken_for_lines_of_furniture():
    assert skipped("The minister asked pupils to\nread more\nbooks and to sleep in\nElm more often.") == []


def test_an_unknown_language_is_told_once_and_counted():
    articles = pd.concat([article(f"Read more\n\n{PARAGRAPH}\n\n{PARAGRAPH}", id=name) for name in "ab"])
    with pytest.warns(FramingWarning, match=r"language 'tlh' \(2 articles\)") as told:
        skips = find_furniture(articles.reset_index(drop=True).assign(language="tlh"))
    assert len(told) == 1
    assert skips["rule"].tolist() == [DOUBLED, DOUBLED]


def test_a_day_alone_heads_a_part_of_a_diary_and_is_no_stamp():
    assert skipped("Monday\n\nIt rained.\n\nToday\n\nIt rained.") == []


def test_no_articles_no_spans():
    skips = find_furniture(article("It rained.").head(0))
    check_table(skips, "skips")
    assert skips.empty


OWN = {"rule": "slogan", "kind": "words", "pattern": "The Lantern: *", "where": "line", "example": "The Lantern: light",
       "counterexample": "The Lantern shone."}  # fmt: skip


def test_rules_of_your_own_are_tried_beside_those_of_the_language(tmp_path):
    path = tmp_path / "rules.csv"
    pd.DataFrame([OWN]).to_csv(path, index=False)
    text = "the lantern: always first\n\nIt rained.\n\nRead more"
    expected = [("slogan", "the lantern: always first"), ("read more", "Read more")]
    assert skipped(text, rules=path) == skipped(text, rules=pd.DataFrame([OWN])) == expected


def test_a_rule_of_one_outlet_is_not_tried_on_another():
    texts = [{"id": name, "text": "The Lantern: light", "outlet": name} for name in ("The Lantern", "The Quay")]
    articles = articles_from_records(texts, source="here")
    skips = find_furniture(articles, rules=pd.DataFrame([OWN | {"outlet": "The Lantern"}]))
    assert skips["article_id"].tolist() == ["The Lantern"]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"kind": "word"}, "kind 'word' is not one of words, expression. Did you mean 'words'?"),
        ({"where": "lines"}, "Did you mean 'line'?"),
        ({"pattern": ""}, "pattern is empty"),
        ({"pattern": "on {dat}"}, "there is no part 'dat' for a pattern. Did you mean 'date'?"),
        ({"kind": "expression", "pattern": "(The"}, "cannot be read"),
        ({"kind": "expression", "pattern": "(The) Lantern: .*"}, "Write it (?:...)"),
        ({"kind": "expression", "pattern": ".*"}, "matches the empty text"),
        ({"example": "The Quay: light"}, "does not mark its example 'The Quay: light'"),
        ({"counterexample": "The Lantern: dark"}, "marks its counterexample 'The Lantern: dark'"),
    ],
)
def test_a_wrong_rule_is_told_with_its_row(wrong, message):
    with pytest.raises(CorpusError) as told:
        find_furniture(article("It rained."), rules=pd.DataFrame([OWN, OWN | wrong]))
    assert message in str(told.value)
    assert "row 1" in str(told.value)


def test_all_wrong_rules_of_a_file_are_told_at_once(tmp_path):
    path = tmp_path / "rules.csv"
    pd.DataFrame([OWN | {"kind": "x"}, OWN, OWN | {"where": "y"}]).to_csv(path, index=False)
    with pytest.raises(CorpusError, match=r"(?s)rules\.csv: 2 problems.*row 2: kind 'x'.*row 4: where 'y'"):
        find_furniture(article("It rained."), rules=path)


def test_missing_columns_of_rules_are_told():
    with pytest.raises(CorpusError, match="column 'where' is not there"):
        find_furniture(article("It rained."), rules=pd.DataFrame([OWN]).drop(columns="where"))


def test_the_receipt_shows_each_span_with_its_words():
    text = "It rained.\n\nRead more: Ten ferries\n\nIt was plannedShare here."
    audit = audit_furniture(article(text, outlet="The Quay"), find_furniture(article(text)))
    assert audit.to_dict(orient="records") == [
        {"article_id": "a", "outlet": "The Quay", "rule": "read more", "start": 12, "end": 34, "n_words": 4,
         "text": "Read more: Ten ferries"},
        {"article_id": "a", "outlet": "The Quay", "rule": "glued link", "start": 50, "end": 55, "n_words": 1,
         "text": "Share"},
    ]  # fmt: skip


def test_the_receipt_counts_the_words_that_tokens_leave_out():
    articles = as_articles(read_pages("tuning"))
    skips = find_furniture(articles)
    left_out = len(tokenize(articles)) - len(tokenize(articles, skips=skips))
    assert audit_furniture(articles, skips)["n_words"].sum() == left_out


@pytest.mark.parametrize(("name", "end", "message"), [("b", 3, "no article 'b'"), ("a", 99, "end 99 lies beyond")])
def test_spans_of_other_texts_have_no_receipt(name, end, message):
    skips = pd.DataFrame({"article_id": [name], "start": [0], "end": [end], "rule": ["x"]})
    with pytest.raises(TableError, match=message):
        audit_furniture(article("It rained."), skips)


def test_the_order_of_articles_does_not_matter():
    articles = as_articles(read_pages("held_back"))
    backwards = find_furniture(articles.iloc[::-1].reset_index(drop=True))
    forwards = find_furniture(articles)
    by_place = backwards.sort_values(["article_id", "start"]).reset_index(drop=True)
    pd.testing.assert_frame_equal(by_place, forwards.sort_values(["article_id", "start"]).reset_index(drop=True))
    assert backwards["article_id"].drop_duplicates().tolist() == sorted(set(forwards["article_id"]), reverse=True)


def test_articles_are_not_changed():
    articles = as_articles(read_pages("tuning"))
    before = articles.copy(deep=True)
    find_furniture(articles)
    pd.testing.assert_frame_equal(articles, before)


PIECES = [
    line for name in ("tuning", "held_back") for page in read_pages(name) for line in page.text.split("\n") if line
]
MARKS = [
    "“",
    "”",
    '"',
    "'",
    "’",
    "‘",
    "«",
    "»",
    "„",
    "''",
    "``",
    "â€œ",
    "\n",
    "\n\n",
    " ",
    ".",
    "(",
    ")",
    "—",
    "\u2029",
]
DAMAGED = st.lists(st.sampled_from([*PIECES, *MARKS * 6]) | st.text(max_size=5), max_size=14).map("".join)


@settings(max_examples=300)
@given(DAMAGED, st.integers(0, 60))
def test_on_damaged_texts_spans_lie_in_the_body_in_order_and_outside_quotation_marks(text, body_start):
    body_start = min(body_start, len(text))
    marks = find_marks(text, body_start, ENGLISH)
    assert marks == find_marks(text, body_start, ENGLISH)
    at = body_start
    for mark in marks:
        assert at <= mark.start < mark.end <= len(text)
        assert not text[mark.start].isspace()
        at = mark.end
    if not find_marks(text, body_start, ONLY_CODE):
        inside = {place for row in find_quotations(text).itertuples() for place in range(row.start, row.end)}
        assert inside.isdisjoint(place for mark in marks for place in range(mark.start, mark.end))


@settings(max_examples=300)
@given(DAMAGED)
def test_whatever_is_read_as_a_quotation_counts_as_quoted(text):
    stretches = quoted_stretches(text)
    assert all(before[1] <= after[0] for before, after in pairwise(stretches))
    for row in find_quotations(text).itertuples():
        assert any(start <= row.start and row.end <= end for start, end in stretches)


def test_a_line_longer_than_furniture_is_left_alone():
    assert skipped("Read more: " + "ferry " * LONGEST_LINE) == []


def test_a_rule_that_never_ends_is_told_instead_of_waited_for(monkeypatch):
    monkeypatch.setattr(furniture_marks, "_PATIENCE", 0.05)
    rule = OWN | {"kind": "expression", "pattern": r"(?:a|aa)+(?=b)\w", "example": "aab"}
    with pytest.raises(CorpusError, match=r"article 'a': .*'line' took more than 0\.05 s"):
        find_furniture(article("a" * 60 + "c"), rules=pd.DataFrame([rule]))


def test_a_long_line_in_capitals_does_not_keep_a_rule_busy():
    shout = "I ANSWER FOR NINE MILLION PEOPLE, AND NOBODY ASKED WHAT THE HARBOUR COSTS; WE WILL. ASK, AND ASK AGAIN"
    assert skipped(f"Ferry late\n\n{shout} until it is said.\n\nIt rained.") == []


def test_the_article_of_the_notebooks_ends_without_its_box():
    path = Path(__file__).resolve().parents[1].parent / "shared" / "article.txt"
    if not path.exists():
        pytest.skip("the article is not here")
    text = path.read_text(encoding="utf-8")
    audit = audit_furniture(article(text), find_furniture(article(text)))
    assert audit["rule"].tolist() == ["caption", "caption", "credit", "key box", "key box"]
    assert audit["text"].tolist()[0] == audit["text"].tolist()[1]
