"""The lexicon `disputes`: plain words for any dispute between states, closed forms, no names, nothing twice."""

from __future__ import annotations

import re
from collections import Counter

import pytest

import framing
from tests.lexicon_files import LexiconFiles

FILES = LexiconFiles("disputes")
FRAMES = list(FILES.definitions)
TRAPS = [
    ("threat", "heart attack"),
    ("threat", "threatened to resign"),
    ("burden", "paid tribute"),
    ("burden", "share a border"),
    ("alliance", "coalition partner"),
    ("alliance", "split second"),
    ("deterrence", "fishing fleet"),
    ("deterrence", "market forces"),
    ("diplomacy", "wage talks"),
    ("diplomacy", "of its own accord"),
    ("moment", "historic building"),
    ("economics", "human cost"),
    ("economics", "cost lives"),
    ("contest", "in a row"),
    ("responsibility", "customs duty"),
    ("responsibility", "claimed responsibility"),
    ("morality", "in principle"),
    ("morality", "trade fair"),
    ("human_cost", "governing bodies"),
    ("human_cost", "dead end"),
    ("realism", "reality show"),
    ("realism", "withdrew cash"),
    ("gratitude", "thanks to"),
    ("gratitude", "in this respect"),
]
PLAIN = [
    ("deterrence", "soldiers troops army brigade brigades guns garrison fleet"),
    ("diplomacy", "envoys talks negotiate observers mediator truce"),
    ("human_cost", "families homes killed mourners"),
    ("burden", "taxpayers fund pay share"),
    ("sovereignty", "territory consent consulted annexed"),
]
REAL = (
    "europe european ukraine ukrainian russia russian america american china chinese nato britain france germany "
    "israel india pakistan iran washington moscow kyiv beijing brussels putin zelensky biden"
)


def test_it_has_the_frames_of_security_in_their_order_with_definitions_of_its_own():
    security = LexiconFiles("security")
    assert list(security.definitions) == FRAMES
    assert [frame for frame in FRAMES if FILES.definitions[frame] == security.definitions[frame]] == []


def test_every_frame_says_what_counts_and_what_does_not():
    assert [frame for frame, definition in FILES.definitions.items() if " Not " not in definition] == []


def test_every_frame_has_a_label_that_fits_a_figure():
    assert list(FILES.labels) == FRAMES
    assert max(map(len, FILES.labels.values())) <= 30


def test_rows_belong_to_frames_and_stand_once():
    assert FILES.strays() == set()
    assert FILES.repeated() == []
    assert FILES.kept_out() == []


def test_patterns_are_lower_case_words_and_none_is_left_open():
    assert FILES.open_or_misspelt() == []


def test_no_term_is_in_two_frames():
    n_frames = Counter(row["pattern"] for row in FILES.terms if not row["frame"].startswith("-"))
    assert [pattern for pattern, n in n_frames.items() if n > 1] == []


def test_no_term_is_part_of_another_of_its_frame():
    padded = {frame: [f" {pattern} " for pattern in FILES.patterns(frame)] for frame in FRAMES}
    assert [(a, b) for terms in padded.values() for a in terms for b in terms if a != b and a in b] == []


def test_every_mask_says_why_and_holds_a_term_that_it_keeps_out():
    assert [row["pattern"] for row in FILES.terms if row["frame"].startswith("-") and not row["note"]] == []
    terms = {frame: [f" {pattern} " for pattern in FILES.patterns(frame)] for frame in FRAMES}
    terms[""] = [term for own in terms.values() for term in own]
    idle = [mask for frame, mask in FILES.masks if not any(term in f" {mask} " for term in terms[frame[1:]])]
    assert idle == []


def test_no_term_and_no_example_names_a_state_or_a_person_of_the_news():
    real = set(REAL.split())
    words = {word for frame in FRAMES for pattern in FILES.patterns(frame) for word in pattern.split()}
    told = {word for row in FILES.examples for word in re.findall(r"[a-z]+", row["sentence"].casefold())}
    assert (words | told) & real == set()


@pytest.mark.parametrize(("frame", "words"), PLAIN)
def test_plain_words_of_such_reports_count(frame, words):
    assert set(words.split()) - set(FILES.patterns(frame)) == set()


@pytest.mark.parametrize(("frame", "pattern"), TRAPS)
def test_known_traps_are_masked(frame, pattern):
    assert (f"-{frame}", pattern) in FILES.masks


def test_lists_are_of_the_same_order_of_length():
    lengths = [len(FILES.patterns(frame)) for frame in FRAMES]
    assert min(lengths) >= 120
    assert max(lengths) <= 250


def test_a_frame_shows_three_sentences_that_match_and_two_that_do_not():
    n_examples = map(FILES.n_examples, FRAMES)
    assert [(yes, no) for yes, no in n_examples if yes < 3 or no < 2] == []


def test_nothing_claims_that_people_validated_it():
    assert {row["coder_kind"] for row in FILES.validations} == {"constructed"}


def test_every_example_holds_in_the_engine():
    tried = framing.check_examples(framing.read_lexicon("disputes"))
    assert len(tried) == len(FILES.examples)
    assert tried.loc[~tried["passed"], ["frame", "sentence", "expected", "found"]].to_dict(orient="records") == []


def test_the_check_of_the_toolkit_finds_nothing():
    assert framing.check_lexicon(framing.read_lexicon("disputes")).empty
