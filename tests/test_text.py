"""Words, sentences and paragraphs, each with its place."""

import unicodedata
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing
from framing.errors import TableError
from framing.text import WORD, canonical, paragraphs, plain_apostrophes, sentences, words

SENTENCES = (Path(__file__).parent / "cases" / "sentences.txt").read_text(encoding="utf-8").splitlines()
HARD_LETTERS = "aZéßİıſﬁΑς漢ก\u0301\u00ad\u200b\u200d\ufeff'’ʼ-‑.,!?%\u0000 \n\r\t\u00a0\u2028\u20291٣²🙂“”\""
HARD_TEXT = st.text(alphabet=st.sampled_from(HARD_LETTERS), max_size=80) | st.text(max_size=80)


def words_of(text):
    return [text[start:end] for start, end in words(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It's the premier's plan.", ["It's", "the", "premier's", "plan"]),
        ("the workers’ vote", ["the", "workers", "vote"]),
        ("re-arm now", ["re", "arm", "now"]),
        ("The U.S. agreed", ["The", "U", "S", "agreed"]),
        ("1,000.50 marks, 5% or 3.5.", ["1,000.50", "marks", "5", "or", "3.5"]),
        ("in 2025, 30 came", ["in", "2025", "30", "came"]),
        ("v2.0 and 2.x", ["v2.0", "and", "2", "x"]),
        ("co\u00adoperate", ["co\u00adoperate"]),
        ("rock ’n’ roll", ["rock", "n", "roll"]),
        ("war.Then", ["war", "Then"]),
        ("$5bn ... $6bn", ["5bn", "6bn"]),
        ("donʼt", ["donʼt"]),
        ("🙂 ok", ["ok"]),
        ("", []),
        ("—!?", []),
    ],
)
def test_a_word_is_letters_with_their_marks_and_digits(text, expected):
    assert words_of(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Harbour’s", "harbour"),
        ("HARBOUR", "harbour"),
        ("don’t", "don't"),
        ("donʼt", "don't"),
        ("co\u00adop", "coop"),
        ("Straße", "STRASSE"),
        ("Zoe\u0308", "zoë"),
        ("zero\u200bwidth", "zerowidth"),
        ("O'Brenn's", "o'brenn"),
    ],
)
def test_words_that_differ_in_case_apostrophes_or_ignorable_characters_are_the_same(one, other):
    assert canonical(one) == canonical(other)


def test_case_and_composition_do_not_matter_for_any_letter_with_an_accent():
    for letter in "äÖéÅñçŽ":
        assert canonical(unicodedata.normalize("NFD", letter)) == canonical(letter) == canonical(letter.swapcase())


@given(HARD_TEXT)
def test_words_come_in_order_hold_no_white_space_and_slice_back(text):
    end_before = 0
    for start, end in words(text):
        assert end_before <= start < end
        assert not any(letter.isspace() for letter in text[start:end])
        assert WORD.fullmatch(text[start:end])
        end_before = end


@given(HARD_TEXT)
def test_every_word_lies_in_one_sentence_and_every_sentence_in_one_paragraph(text):
    inside = sentences(text)
    outside = paragraphs(text)
    for start, _ in words(text):
        assert sum(a <= start < b for a, b in inside) == 1
    for start, end in inside:
        assert text[start:end] == text[start:end].strip()
        assert sum(a <= start and end <= b for a, b in outside) == 1


@pytest.mark.parametrize("line", [line for line in SENTENCES if line and not line.startswith("#")])
def test_sentences_end_where_a_reader_ends_them(line):
    expected = line.split(" | ")
    text = " ".join(expected)
    assert [text[start:end] for start, end in sentences(text)] == expected


def test_a_line_break_ends_a_paragraph_and_so_a_sentence():
    text = "Headline without full stop\nFirst line of the body.\n\nSecond paragraph"
    assert [text[a:b] for a, b in sentences(text)] == [
        "Headline without full stop",
        "First line of the body.",
        "Second paragraph",
    ]


def test_line_breaks_inside_a_hard_wrapped_block_are_spaces():
    text = "The premier said that the\nharbour was open, and that\nShe would stay.\n\nThe end."
    assert [text[a:b] for a, b in paragraphs(text)] == [text[: text.index("\n\n")], "The end."]
    assert len(sentences(text)) == 2


def test_carriage_returns_are_white_space():
    text = "One line.\r\nAnother.\r\n\r\nThird"
    assert [text[a:b] for a, b in paragraphs(text)] == ["One line.", "Another.", "Third"]


def test_plain_apostrophes_keeps_every_character_in_its_place():
    text = "isn’t ‘so’ donʼt"
    assert len(plain_apostrophes(text)) == len(text)
    assert plain_apostrophes(text) == "isn't 'so' don't"


def articles(*texts, **columns):
    rows = [{"article_id": f"a{n}", "text": text} for n, text in enumerate(texts)]
    return framing.articles_from_records(rows, source="test").assign(**columns)


def test_tokens_number_words_sentences_and_paragraphs_from_zero():
    tokens = framing.tokenize(articles("One two. Three.\n\nFour.", "Five"))
    assert tokens["word"].tolist() == ["One", "two", "Three", "Four", "Five"]
    assert tokens["position"].tolist() == [0, 1, 2, 3, 0]
    assert tokens["sentence"].tolist() == [0, 0, 1, 2, 0]
    assert tokens["paragraph"].tolist() == [0, 0, 0, 1, 0]


def test_skipped_spans_leave_their_words_out_and_move_no_offset():
    given_articles = articles("Keep this. Caption here. And this.")
    text = given_articles["text"].iloc[0]
    start = text.index("Caption")
    skips = pd.DataFrame({"article_id": ["a0"], "start": [start], "end": [start + 13], "rule": ["caption"]})
    tokens = framing.tokenize(given_articles, skips=skips)
    assert tokens["word"].tolist() == ["Keep", "this", "And", "this"]
    assert [text[a:b] for a, b in zip(tokens["start"], tokens["end"], strict=True)] == tokens["word"].tolist()
    assert tokens["position"].tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize("comma", [",", "，", "、", "،"])
def test_a_token_knows_whether_a_comma_stands_before_it(comma):
    tokens = framing.tokenize(articles(f"No{comma} 1,000 ships{comma}sailed.", f"{comma} Never"))
    assert tokens["word"].tolist() == ["No", "1,000", "ships", "sailed", "Never"]
    assert tokens["after_comma"].tolist() == [False, True, False, True, False]


def test_a_token_knows_whether_words_were_left_out_before_it():
    given_articles = articles("Photo by A. Keep, (agency) this and this.")
    text = given_articles["text"].iloc[0]
    spans = [(0, 11), (text.index("(agency"), text.index(" this")), (text.index("."), text.index("."))]
    skips = pd.DataFrame(
        {"article_id": "a0", "start": [a for a, _ in spans], "end": [b for _, b in spans], "rule": "x"}
    )
    tokens = framing.tokenize(given_articles, skips=skips)
    assert tokens["word"].tolist() == ["Keep", "this", "and", "this"]
    assert tokens["after_skip"].tolist() == [False, True, False, False]
    assert not tokens["after_comma"].any()


def test_articles_without_words_give_an_empty_table_with_all_columns():
    tokens = framing.tokenize(articles("...", "—"))
    assert len(tokens) == 0
    assert tokens.columns.tolist() == [column.name for column in framing.schema.table_columns("tokens")]


def test_a_table_that_is_not_articles_is_refused_with_what_it_lacks():
    with pytest.raises(TableError, match="column 'article_id'"):
        framing.tokenize(pd.DataFrame({"text": ["It rained."]}))


def test_the_given_tables_are_not_changed():
    given_articles = articles("One two.")
    before = given_articles.copy(deep=True)
    framing.tokenize(given_articles)
    pd.testing.assert_frame_equal(given_articles, before)
