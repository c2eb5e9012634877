"""Texts split into pieces: no word and no possible end of a sentence is lost on the way."""

import unicodedata
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.errors import TableError
from framing.lexicon import Lexicon, Term
from framing.terms.patterns import compile_patterns
from framing.terms.pieces import split_texts
from framing.terms.signatures import Signatures
from framing.text import canonical, sentences, words

LETTERS = (
    "War WAR a A Talks I I\u0307 İ ı ſ \u212a Straße ﬁ Σ ς é e\u0301 1 1,000 1.5 ٣ ½ U.S. Mr. don't don’t donʼt O＇Hara"
)
MORE = "’90s 漢字 हिन्दी ไทย 👩\u200d👧 🇫🇷 \U0010ffff . ... ! ? … , ; ، \" “ ” ‘ ’ ' ( ) — – - _ * » « . , !"
UNSEEN = "\u00ad \u200b \u200d \u2060 \ufeff \u0301 \u0323 \ufe0f \x00"
SPACES = [" ", " ", " ", " ", "\n", "\n\n", "\r\n", "\r", "\t", "\u00a0", "\u2028", "\u2029", "\x0b", "\x1c", "\x85"]
PARTS = [*LETTERS.split(), *MORE.split(), *UNSEEN.split(), *SPACES]
TEXT = st.lists(st.sampled_from(PARTS), max_size=40).map("".join) | st.text(max_size=40)
SPACED = st.lists(st.sampled_from(PARTS), max_size=40).map(" ".join)


def forms(text):
    return [canonical(text[start:end]) for start, end in words(text)]


def pieces_of(texts):
    """The pieces of each text."""
    pieces, first = split_texts(pd.Series(texts, dtype="str"))
    each = pieces.to_pylist()
    return [[piece for piece in each[start:end] if piece] for start, end in pairwise(first)]


@settings(max_examples=400, deadline=None)
@given(st.lists(TEXT | SPACED, min_size=1, max_size=4))
def test_the_words_of_the_pieces_are_those_of_the_text_in_the_form_in_which_words_are_compared(texts):
    found = [[form for piece in pieces for form in forms(piece)] for pieces in pieces_of(texts)]
    assert found == [forms(text) for text in texts]


def test_a_small_letter_takes_marks_as_its_capital_does():
    marks = [chr(code) for code in range(0x110000) if unicodedata.combining(chr(code))]
    for letter in "abcdefghijklmnopqrstuvwxyz":
        small = [canonical(letter + mark) for mark in marks]
        assert small == [canonical(letter.upper() + mark) for mark in marks]


@settings(max_examples=200, deadline=None)
@given(st.lists(TEXT | SPACED, min_size=1, max_size=4))
def test_wherever_a_sentence_ends_one_could_end(texts):
    nothing = Lexicon("nothing", "1", "en", "", "", {"frame": "what counts"}, (Term("frame", "x"),))
    seen = Signatures(compile_patterns(nothing)).read(pd.Series(texts, dtype="str"))
    may_end = set(seen.may_end_before.tolist())
    assert seen.may_end_before.tolist() == sorted(seen.may_end_before.tolist())
    for text, first, n_words in zip(texts, seen.first.tolist(), seen.n_words.tolist(), strict=True):
        begins = [start for start, _ in sentences(text)]
        sentence = [sum(begin <= start for begin in begins) for start, _ in words(text)]
        assert n_words == len(sentence)
        ends = {first + number for number in range(1, n_words) if sentence[number] != sentence[number - 1]}
        assert ends <= may_end


def test_a_part_of_a_table_is_split_like_a_table_of_its_own():
    texts = pd.Series(["One. Two,", " three", "", "“Four”"], dtype="str")
    assert pieces_of(texts.iloc[1:3]) == [["three"], []]
    assert pieces_of(texts) == [["one", "!", "two,"], ["three"], [], ["four"]]
    assert pieces_of([]) == []


def test_half_a_character_is_refused_with_the_words_around_it():
    with pytest.raises(TableError, match="half a character"):
        split_texts(["a war of \ud800 words"])
