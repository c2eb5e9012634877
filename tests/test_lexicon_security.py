"""The lexicon `security`, read as plain files: what a person edits must stay sound before any engine sees it."""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[1] / "framing" / "lexicons" / "security"
HEAD = tomllib.loads((FOLDER / "lexicon.toml").read_text(encoding="utf8"))
FRAMES = list(HEAD["frames"])
Row = dict[str, str]


def rows(name: str) -> list[Row]:
    with (FOLDER / name).open(encoding="utf8", newline="") as file:
        return list(csv.DictReader(file))


TERMS = rows("terms.csv")
EXAMPLES = rows("examples.csv")
MASKS = {(row["frame"], row["pattern"]) for row in TERMS if row["frame"].startswith("-")}

NAMES = [
    "united states",
    "united nations",
    "united kingdom",
    "european union",
    "security council",
    "munich security conference",
    "department of defense",
    "department of war",
    "defence secretary",
    "defense secretary",
    "defence minister",
    "defense minister",
    "ministry of defence",
    "peace research institute",
    "nobel peace prize",
    "democratic party",
    "freedom house",
]
TRAPS = [
    ("contest", "in a row"),
    ("contest", "front row"),
    ("deterrence", "no guarantee"),
    ("diplomacy", "peace through strength"),
    ("moment", "at the moment"),
    ("moment", "emergency summit"),
    ("moment", "emergency talks"),
    ("morality", "in principle"),
    ("threat", "de escalat*"),
]


def covers(wider: str, narrower: str) -> bool:
    """Whether everything the narrower pattern finds, the wider finds too."""
    wide, narrow = wider.split(), narrower.split()
    return len(wide) == len(narrow) and all(
        w == n or (w.endswith("*") and n.rstrip("*").startswith(w[:-1])) for w, n in zip(wide, narrow, strict=True)
    )


def test_every_frame_says_what_counts_and_what_does_not():
    assert len(FRAMES) == 14
    assert [frame for frame, definition in HEAD["frames"].items() if "Not " not in definition] == []


def test_every_frame_has_a_label_that_fits_a_figure():
    assert list(HEAD["labels"]) == FRAMES
    assert max(len(label) for label in HEAD["labels"].values()) <= 30


def test_every_row_belongs_to_a_frame_or_masks_one():
    assert {row["frame"].removeprefix("-") for row in TERMS} == {"", *FRAMES}


def test_patterns_are_lower_case_words_with_one_star_at_most_that_ends_a_word():
    grammar = re.compile(r"[^\W_]+(?:['.][^\W_]+)*\*?(?: [^\W_]+(?:['.][^\W_]+)*\*?)*")
    wrong = [p for p in (row["pattern"] for row in TERMS) if not grammar.fullmatch(p) or p.count("*") > 1]
    assert wrong == []
    assert [row["pattern"] for row in TERMS if row["pattern"] != row["pattern"].casefold()] == []


def test_no_pattern_ends_in_the_apostrophe_s_that_matching_ignores():
    assert [row["pattern"] for row in TERMS if re.search(r"'s?(?: |$)", row["pattern"])] == []


def test_no_pattern_stands_twice_in_a_frame_as_term_or_as_mask():
    seen = Counter((row["frame"].removeprefix("-"), row["pattern"]) for row in TERMS)
    assert [pair for pair, n in seen.items() if n > 1] == []


@pytest.mark.parametrize("frame", FRAMES)
def test_no_term_is_swallowed_by_a_wider_term_or_kept_out_by_a_mask(frame):
    terms = [row["pattern"] for row in TERMS if row["frame"] == frame]
    masks = [row["pattern"] for row in TERMS if row["frame"] in ("-", f"-{frame}")]
    assert [(a, b) for a in terms for b in terms if a != b and covers(a, b)] == []
    assert [(mask, term) for mask in masks for term in terms if covers(mask, term)] == []


def test_an_open_pattern_says_why_it_may_stay_open():
    unexplained = [r["pattern"] for r in TERMS if "*" in r["pattern"] and r["frame"] in FRAMES and not r["note"]]
    assert unexplained == []


def test_stems_that_open_onto_other_words_are_not_used():
    traps = "win* los* die* poll* lead* pay* invest* commit* deter* fund* unit* moral* tyran* import* subsidi* pivot*"
    assert {row["pattern"] for row in TERMS}.isdisjoint(traps.split())


def test_names_of_meetings_are_no_terms():
    terms = {row["pattern"] for row in TERMS if row["frame"] in FRAMES}
    assert terms.isdisjoint({"talks", "summit", "meeting", "conference", "emergency"})


@pytest.mark.parametrize("name", NAMES)
def test_institutions_and_offices_are_masked_for_every_frame(name):
    assert ("-", name) in MASKS


@pytest.mark.parametrize(("frame", "pattern"), TRAPS)
def test_known_traps_are_masked(frame, pattern):
    assert (f"-{frame}", pattern) in MASKS


def test_lists_are_of_the_same_order_of_length():
    n_patterns = Counter(row["frame"] for row in TERMS if row["frame"] in FRAMES)
    assert min(n_patterns.values()) >= 80
    assert max(n_patterns.values()) <= 150


@pytest.mark.parametrize("frame", FRAMES)
def test_a_frame_shows_four_sentences_that_match_and_three_that_do_not(frame):
    is_match = [bool(row["matches"]) for row in EXAMPLES if row["frame"] == frame]
    assert is_match.count(True) >= 4
    assert is_match.count(False) >= 3


def test_examples_name_no_country_or_politician_of_the_patterns():
    real = {"ukraine", "russia", "putin", "moscow", "kremlin", "kyiv", "washington", "america", "china", "trump"}
    words = {word for row in EXAMPLES for word in re.findall(r"[a-z]+", row["sentence"].casefold())}
    assert words.isdisjoint(real)


def test_nothing_claims_that_people_validated_it():
    assert {row["coder_kind"] for row in rows("validation.csv")} == {"constructed"}


def test_every_example_holds_in_the_engine():
    pytest.importorskip("framing.terms.matching")
    import framing

    tried = framing.check_examples(framing.read_lexicon("security"))
    assert len(tried) == len(EXAMPLES)
    assert tried.loc[~tried["passed"], ["frame", "sentence", "expected", "found"]].to_dict(orient="records") == []
