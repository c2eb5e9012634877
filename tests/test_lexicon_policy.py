"""The lexicon `policy`: its files are sound, its examples hold, and its figures are those that are measured today."""

from __future__ import annotations

import importlib
import os
from pathlib import Path

import pytest

import framing
from tests.lexicon_files import ROOT, LexiconFiles

# A folder of commands beside the package: nothing declares it, so it is loaded by name.
benchmark = importlib.import_module("benchmarks.frames")
CODED = Path(os.environ.get("FRAMES_DATA", ROOT.parent / "shared" / "bench" / "frames"))
FILES = LexiconFiles("policy")
FRAMES = list(FILES.definitions)
NAME = "policy"
WEAK = ["quality_of_life", "cultural_identity", "public_opinion", "external_regulation"]
MEASURED = {
    "economic",
    "political",
    "public_opinion",
    "policy_prescription",
    "fairness_equality",
    "security_defense",
    "health_safety",
    "legality_constitutionality",
    "cultural_identity",
    "morality",
}
NAMES = ["department of justice", "defense secretary", "homeland security", "health minister", "human rights watch"]
SUBJECT = {"gun", "guns", "nra", "firearm", "firearms", "rifle", "shooting", "shootings", "trump", "obama", "parkland"}
TRAPS = [
    ("policy_prescription", "birth control"),
    ("policy_prescription", "out of control"),
    ("fairness_equality", "black box"),
    ("fairness_equality", "senate race"),
    ("public_opinion", "in march"),
    ("legality_constitutionality", "tennis court"),
    ("crime_punishment", "clinical trial"),
    ("health_safety", "trick or treat"),
    ("security_defense", "job security"),
    ("political", "birthday party"),
    ("capacity_resources", "in her capacity as"),
    ("external_regulation", "foreign language"),
]
LEFT_OUT = [
    ("public_opinion", "students"),
    ("health_safety", "hospital"),
    ("health_safety", "injured"),
    ("security_defense", "weapon"),
    ("policy_prescription", "must"),
    ("quality_of_life", "home"),
    ("crime_punishment", "officer"),
]


def test_every_frame_says_what_counts_and_what_does_not():
    assert [frame for frame, definition in FILES.definitions.items() if " Not " not in definition] == []


def test_frames_that_are_weak_by_nature_say_so_where_figures_show_it():
    weak = [frame for frame, label in FILES.labels.items() if label.endswith("(weak)")]
    assert weak == WEAK
    assert [frame for frame in weak if "Weak" not in FILES.definitions[frame]] == []


def test_every_frame_has_a_label_that_fits_a_figure():
    assert list(FILES.labels) == FRAMES
    assert max(map(len, FILES.labels.values())) <= 30


def test_rows_belong_to_frames_and_stand_once():
    assert FILES.strays() == set()
    assert FILES.repeated() == []
    assert FILES.kept_out() == []


def test_patterns_are_lower_case_words_and_none_is_left_open():
    assert FILES.open_or_misspelt() == []


def test_every_mask_says_why():
    assert [row["pattern"] for row in FILES.terms if row["frame"].startswith("-") and not row["note"]] == []


def test_names_of_institutions_and_offices_are_masked():
    assert {("-", name) for name in NAMES} <= FILES.masks


@pytest.mark.parametrize(("frame", "pattern"), TRAPS)
def test_known_traps_are_masked(frame, pattern):
    assert (f"-{frame}", pattern) in FILES.masks


@pytest.mark.parametrize(("frame", "pattern"), LEFT_OUT)
def test_words_that_mean_something_else_more_often_are_no_terms(frame, pattern):
    assert pattern not in FILES.patterns(frame)


def test_names_of_persons_and_subjects_of_the_coded_texts_are_no_terms():
    words = {word for frame in FRAMES for pattern in FILES.patterns(frame) for word in pattern.split()}
    assert words.isdisjoint(SUBJECT)


def test_lists_are_of_the_same_order_of_length():
    lengths = [len(FILES.patterns(frame)) for frame in FRAMES]
    assert min(lengths) >= 150
    assert max(lengths) <= 2 * min(lengths)


@pytest.mark.parametrize("frame", FRAMES)
def test_a_frame_shows_two_sentences_that_match_and_two_that_do_not(frame):
    assert min(FILES.n_examples(frame)) >= 2


def test_every_example_holds_in_the_engine():
    tried = framing.check_examples(framing.read_lexicon(NAME))
    assert len(tried) == len(FILES.examples)
    assert tried.loc[~tried["passed"], ["frame", "sentence", "expected", "found"]].to_dict(orient="records") == []


def test_figures_say_on_what_they_were_measured_and_for_which_frame():
    assert [row for row in FILES.validations if not all(row.values())] == []
    assert {row["frame"] for row in FILES.validations} == MEASURED
    assert {row["coder_kind"] for row in FILES.validations} == {"human"}


@pytest.mark.skipif(not (CODED / "data").is_dir(), reason="the human-coded texts are not here")
def test_the_coded_texts_score_today_as_the_file_says():
    scorers = benchmark.load_scorers(CODED)
    lexicon = framing.read_lexicon(NAME)
    measured = [benchmark.measure_set(scorers, CODED, lexicon, coded_set) for coded_set in benchmark.SETS[NAME]]
    assert benchmark.validation_rows(NAME, measured) == FILES.validations


def test_there_are_the_fourteen_dimensions_of_the_codebook():
    assert len(FRAMES) == 14
