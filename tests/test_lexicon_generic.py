"""The generic lexicons: their files are sound, their examples hold, and their figures are those measured today."""

from __future__ import annotations

import importlib
import os
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

import framing
from tests.lexicon_files import ROOT, LexiconFiles

# A folder of commands beside the package: nothing declares it, so it is loaded by name.
benchmark = importlib.import_module("benchmarks.frames")
CODED = Path(os.environ.get("FRAMES_DATA", ROOT.parent / "shared" / "bench" / "frames"))
WEAK = {
    "news": ["responsibility"],
    "policy": ["quality_of_life", "cultural_identity", "public_opinion", "external_regulation"],
}
MEASURED = {
    "news": {"conflict", "human_interest", "economic", "morality", "responsibility"},
    "policy": {
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
    },
}
NAMES = {
    "news": ["security council", "department of justice", "defense secretary", "european union", "wall street journal"],
    "policy": [
        "department of justice",
        "defense secretary",
        "homeland security",
        "health minister",
        "human rights watch",
    ],
}
SUBJECT = {
    "news": {"climate", "carbon", "emissions", "warming", "coal", "barrel", "encyclical", "obama", "trump", "francis"},
    "policy": {
        "gun",
        "guns",
        "nra",
        "firearm",
        "firearms",
        "rifle",
        "shooting",
        "shootings",
        "trump",
        "obama",
        "parkland",
    },
}
TRAPS = {
    "news": [
        ("conflict", "split second"),
        ("conflict", "blast furnace"),
        ("human_interest", "mother nature"),
        ("human_interest", "parent company"),
        ("economic", "pay tribute"),
        ("economic", "human cost"),
        ("morality", "in principle"),
        ("morality", "off duty"),
        ("responsibility", "class action"),
    ],
    "policy": [
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
    ],
}
LEFT_OUT = {
    "news": [
        ("conflict", "fight"),
        ("conflict", "the right"),
        ("conflict", "lie"),
        ("human_interest", "my"),
        ("human_interest", "her"),
        ("human_interest", "farmers"),
        ("economic", "labor"),
        ("economic", "million"),
        ("morality", "fair"),
        ("morality", "guilty"),
        ("morality", "we must"),
    ],
    "policy": [
        ("public_opinion", "students"),
        ("health_safety", "hospital"),
        ("health_safety", "injured"),
        ("security_defense", "weapon"),
        ("policy_prescription", "must"),
        ("quality_of_life", "home"),
        ("crime_punishment", "officer"),
    ],
}
FILES = {name: LexiconFiles(name) for name in WEAK}


def pairs(cases):
    """Each case of each lexicon: its name, frame and pattern."""
    return [(name, *case) for name, own in cases.items() for case in own]


@pytest.fixture(params=FILES)
def files(request):
    return FILES[request.param]


def test_every_frame_says_what_counts_and_what_does_not(files):
    assert [frame for frame, definition in files.definitions.items() if " Not " not in definition] == []


def test_frames_that_are_weak_by_nature_say_so_where_figures_show_it(files):
    weak = [frame for frame, label in files.labels.items() if label.endswith("(weak)")]
    assert weak == WEAK[files.name]
    assert [frame for frame in weak if "Weak" not in files.definitions[frame]] == []


def test_every_frame_has_a_label_that_fits_a_figure(files):
    assert list(files.labels) == list(files.definitions)
    assert max(map(len, files.labels.values())) <= 30


def test_rows_belong_to_frames_and_stand_once(files):
    assert files.strays() == set()
    assert files.repeated() == []
    assert files.kept_out() == []


def test_patterns_are_lower_case_words_and_none_is_left_open(files):
    assert files.open_or_misspelt() == []


def test_every_mask_says_why(files):
    assert [row["pattern"] for row in files.terms if row["frame"].startswith("-") and not row["note"]] == []


def test_names_of_institutions_and_offices_are_masked(files):
    assert {("-", name) for name in NAMES[files.name]} <= files.masks


@pytest.mark.parametrize(("name", "frame", "pattern"), pairs(TRAPS))
def test_known_traps_are_masked(name, frame, pattern):
    assert (f"-{frame}", pattern) in FILES[name].masks


@pytest.mark.parametrize(("name", "frame", "pattern"), pairs(LEFT_OUT))
def test_words_that_mean_something_else_more_often_are_no_terms(name, frame, pattern):
    assert pattern not in FILES[name].patterns(frame)


def test_names_of_persons_and_subjects_of_the_coded_texts_are_no_terms(files):
    words = {word for frame in list(files.definitions) for pattern in files.patterns(frame) for word in pattern.split()}
    assert words.isdisjoint(SUBJECT[files.name])


def test_lists_are_of_the_same_order_of_length(files):
    lengths = [len(files.patterns(frame)) for frame in list(files.definitions)]
    assert min(lengths) >= 150
    assert max(lengths) <= 2 * min(lengths)


def test_a_frame_shows_two_sentences_that_match_and_two_that_do_not(files):
    assert [frame for frame in files.definitions if min(files.n_examples(frame)) < 2] == []


def test_every_example_holds_in_the_engine(files):
    tried = framing.check_examples(framing.read_lexicon(files.name))
    assert len(tried) == len(files.examples)
    assert tried.loc[~tried["passed"], ["frame", "sentence", "expected", "found"]].to_dict(orient="records") == []


def test_figures_say_on_what_they_were_measured_and_for_which_frame(files):
    assert [row for row in files.validations if not all(row.values())] == []
    assert {row["frame"] for row in files.validations} == MEASURED[files.name]
    assert {row["coder_kind"] for row in files.validations} == {"human"}


@pytest.mark.skipif(not (CODED / "data").is_dir(), reason="the human-coded texts are not here")
def test_the_coded_texts_score_today_as_the_file_says(files):
    scorers = benchmark.load_scorers(CODED)
    lexicon = framing.read_lexicon(files.name)
    measured = [benchmark.measure_set(scorers, CODED, lexicon, coded_set) for coded_set in benchmark.SETS[files.name]]
    assert benchmark.validation_rows(files.name, measured) == files.validations


def test_a_threshold_is_chosen_without_the_texts_it_is_used_on():
    scorers = SimpleNamespace(prf=lambda gold, told: (0, 0, (gold == told).mean()))
    gold, score = np.array([True, False, True, False]), np.array([9.0, 8.0, 3.0, 2.0])
    predicted = benchmark.predict_across_folds(scorers, gold, score, np.array([0, 0, 1, 1]))
    assert predicted.tolist() == [True, True, False, False]  # each fold is cut where the other should be


def test_policy_has_the_fourteen_dimensions_of_the_codebook():
    assert len(FILES["policy"].definitions) == 14
