"""Checking a lexicon: what its files, its rows and its examples say, and what its patterns do on a corpus."""

import time

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import framing
from framing.lexicon import Example, Lexicon, Term
from framing.terms.lexicon import matches_in_sentences

HEAD = """\
name = "weather"
version = "1.0"
language = "en"

[frames]
storm = "Wind that does damage."
flood = "Water where it should not be."

[labels]
storm = "Storms"
flood = "Floods"
"""
TERMS = """\
frame,pattern,weight
storm,gale,
storm,high wind*,
flood,high water,
-,gale road,
"""
EXAMPLES = """\
frame,sentence,matches
storm,A gale and high winds came.,gale; high wind*
storm,They met in Gale Road.,
flood,High water came.,high water
flood,She paints.,
"""
SOUND = {"lexicon.toml": HEAD, "terms.csv": TERMS, "examples.csv": EXAMPLES}


@pytest.fixture
def findings(tmp_path):
    """What is found in a lexicon whose files are sound but for some changes, given as file, old, new."""

    def check(*changes):
        for name, text in SOUND.items():
            for file, old, new in changes:
                assert file != name or old in text
                text = text.replace(old, new) if file == name else text
            (tmp_path / name).write_text(text, encoding="utf-8")
        return framing.check_lexicon(tmp_path)

    return check


def lexicon_of(*rows, examples=()):
    """A lexicon whose frames are those of its rows (frame, pattern)."""
    frames = {frame.removeprefix("-"): "what counts" for frame, *_ in rows if frame != "-"}
    labels = {frame: frame.title() for frame in frames}
    return Lexicon("w", "1", "en", "", "", frames, tuple(Term(*row) for row in rows), labels, examples)


def found_by(rule, *rows):
    """The patterns of which a rule says something."""
    found = framing.check_lexicon(lexicon_of(*rows))
    return found.loc[found["rule"] == rule, "pattern"].tolist()


def test_a_sound_lexicon_gives_an_empty_table_of_findings(findings):
    found = findings()
    assert len(found) == 0
    framing.check_table(found, "findings")


@pytest.mark.parametrize(
    ("file", "old", "new", "rule", "row", "said"),
    [
        ("terms.csv", "weight", "wieght", "unknown column", None, "unknown column 'wieght'. Did you mean 'weight'?"),
        ("terms.csv", "frame,pattern", "frame,word", "missing column", None, "column 'pattern' is not there"),
        ("lexicon.toml", "Wind that does damage.", "", "no definition", None, "frame 'storm' has no definition"),
        ("lexicon.toml", 'flood = "Floods"\n', "", "no label", None, "frame 'flood' has no label"),
        ("lexicon.toml", '"en"', '"xx"', "unknown language", None, "language is 'xx'"),
        ("lexicon.toml", "[frames]", "frames", "unreadable file", None, "A line is a name in one word"),
        ("terms.csv", "flood,high water,\n", "", "empty frame", None, "frame 'flood' has no pattern"),
        ("terms.csv", "high wind*", "hi*gh", "bad pattern", 3, "'hi*gh' has '*' inside a word"),
        ("terms.csv", "storm,gale,", "storm,gale,x", "bad weight", 2, "weight 'x' is no finite number"),
        ("terms.csv", "storm,gale,", "strom,gale,", "unknown frame", 2, "unknown frame 'strom'"),
        ("terms.csv", "high wind*", "GALE", "duplicate", 3, "'GALE' stands in 'storm' already (row 2: 'gale')"),
        ("terms.csv", "flood,high water", "flood,high wind*", "two frames", 3, "in 'storm' (row 3) and in 'flood'"),
        ("terms.csv", "-,gale road", "-,gale", "masked", 2, "'gale' can never count: the mask 'gale' (row 5)"),
        ("terms.csv", "high wind*", "gale*", "covered", 2, "'gale' adds nothing: the wildcard 'gale*' (row 3)"),
        ("examples.csv", "They met in Gale Road.", "A gale.", "example fails", 3, "should match nothing"),
        ("examples.csv", "High water came.", "Water came.", "example fails", 4, "what matches is nothing"),
        ("examples.csv", ",high water", ",hig water", "unknown pattern", 4, "Did you mean 'high water'?"),
        ("examples.csv", "flood,She paints.,\n", "", "no example", None, "no sentence that must not match"),
    ],
)
def test_each_finding_names_rule_file_row_and_what_to_do(findings, file, old, new, rule, row, said):
    found = findings((file, old, new))
    own = found[found["rule"] == rule]
    assert len(own) == 1, found["message"].tolist()
    assert own["file"].item() == file
    assert (None if pd.isna(own["row"].item()) else own["row"].item()) == row
    assert said in own["message"].item()


def test_all_findings_of_all_files_come_at_once_errors_first(findings):
    found = findings(
        ("lexicon.toml", 'flood = "Floods"\n', ""),
        ("terms.csv", "high wind*", "hi*gh"),
        ("examples.csv", "flood,She", "floods,She"),
    )
    assert {"bad pattern", "unknown frame", "no label", "examples not tried"} <= set(found["rule"])
    assert found["severity"].is_monotonic_increasing  # "error" before "warning"


def test_examples_of_a_frame_with_wrong_rows_are_not_tried_and_that_is_said(findings):
    found = findings(("terms.csv", "high wind*", "hi*gh"), ("examples.csv", "She paints.", "High water came."))
    assert found.loc[found["rule"] == "example fails", "frame"].tolist() == ["flood"]
    assert found.loc[found["rule"] == "examples not tried", "frame"].tolist() == ["storm"]


def test_a_failing_example_shows_the_words_that_matched():
    examples = (Example("storm", "No high-winds there.", ()),)
    found = framing.check_lexicon(lexicon_of(("storm", "high wind*"), examples=examples))
    assert "what matches is 'high wind*' in 'high-winds'" in found["message"].item()


@pytest.mark.parametrize(
    ("rows", "masked", "shadowed", "covered"),
    [
        # exact wins over wildcard, so the exact one counts; it only adds nothing
        ([("a", "gales"), ("a", "gale*")], [], [], ["gales"]),
        # of two wildcards the earlier row wins: the later, narrower one never comes to count
        ([("a", "gale*"), ("a", "gales*")], [], ["gales*"], []),
        ([("a", "gales*"), ("a", "gale*")], [], [], ["gales*"]),
        # a mask wins over a term of as many words, be it a wildcard
        ([("a", "gales"), ("-", "gale*")], ["gales"], [], []),
        ([("a", "gale*"), ("-", "gales")], [], [], []),
        ([("a", "gale*"), ("-a", "gale*")], ["gale*"], [], []),
        ([("a", "gale"), ("b", "wind"), ("-b", "gale")], [], [], []),
        # the longer one wins where both stand; the shorter one counts elsewhere
        ([("a", "gale"), ("a", "gale warning"), ("-", "gale warning sign")], [], [], []),
        # phrases whose wildcards stand at different words
        ([("a", "gale* warning"), ("a", "gale warn*")], [], [], []),
        ([("a", "gale warnings"), ("a", "gale warn*")], [], [], ["gale warnings"]),
        # frames do not compete
        ([("a", "gale*"), ("b", "gales*")], [], [], []),
        # a mask that another mask makes idle
        ([("a", "wind"), ("-", "gale*"), ("-a", "gales*")], [], ["gales*"], []),
        ([("a", "wind"), ("-a", "gale*"), ("-", "gales*")], [], [], []),
    ],
)
def test_rows_that_never_count_are_those_the_engine_never_lets_win(rows, masked, shadowed, covered):
    assert found_by("masked", *rows) == masked
    assert found_by("shadowed", *rows) == shadowed
    assert found_by("covered", *rows) == covered


def test_a_covered_term_of_another_weight_does_add_something():
    assert found_by("covered", ("a", "gales", 2.0), ("a", "gale*", 1.0)) == []


def test_a_term_within_a_longer_term_is_reachable():
    """As in "New York" and "New York Times", the pair that dictionary users meet first."""
    rows = (("place", "new york"), ("press", "new york times"), ("-place", "new york times"), ("place", "york"))
    assert len(framing.check_lexicon(lexicon_of(*rows))) == 0
    hits = matches_in_sentences(["The New York Times left New York for York."], lexicon_of(*rows))
    assert list(zip(hits["frame"], hits["pattern"], strict=True)) == [
        ("press", "new york times"),
        ("place", "new york"),
        ("place", "york"),
    ]


def test_nested_terms_of_one_frame_count_the_longer_and_of_two_frames_each():
    """A country whose name is a part of another's: one frame counts it once, two frames once each."""
    text = ["They flew from Lower Varnia to Varnia."]
    one = matches_in_sentences(text, lexicon_of(("country", "varnia"), ("country", "lower varnia")))
    two = matches_in_sentences(text, lexicon_of(("north", "varnia"), ("south", "lower varnia")))
    assert one["pattern"].tolist() == ["lower varnia", "varnia"]
    assert two["frame"].tolist() == ["south", "north", "north"]


WORDS = st.sampled_from(["a", "ab", "abc", "a*", "ab*", "abc*"])
PATTERNS = st.lists(WORDS, min_size=1, max_size=2).map(" ".join).filter(lambda pattern: pattern.count("*") < 2)
ROWS = st.lists(st.tuples(st.sampled_from(["x", "y", "-", "-x"]), PATTERNS), min_size=1, max_size=7, unique=True)


@settings(max_examples=40)
@given(ROWS)
def test_a_term_is_said_never_to_count_exactly_when_no_text_of_its_own_words_lets_it(rows):
    lexicon = lexicon_of(("x", "q"), ("y", "q"), *rows)
    found = framing.check_lexicon(lexicon)
    never = found[found["rule"].isin(["masked", "shadowed"])]
    said = {(frame, pattern) for frame, pattern in zip(never["frame"], never["pattern"], strict=True)}
    for frame, pattern in rows:
        if not frame.startswith("-"):
            texts = [pattern.replace("*", ending) for ending in ("", "b", "bc", "c", "zz")]
            hits = matches_in_sentences(texts, lexicon)
            counts = ((hits["frame"] == frame) & (hits["pattern"] == pattern)).any()
            assert counts == ((frame, pattern) not in said)


def test_twenty_thousand_terms_are_checked_in_seconds(tmp_path):
    letters = "abcdefghijklmnopqrst"
    words = [a + b + c + d for a in letters for b in letters for c in letters for d in letters[:3]][:20_000]
    rows = [f"storm,{word}{'*' * (number % 5 == 0)},\n" for number, word in enumerate(words)]
    for name, text in SOUND.items():
        text = text + "".join(rows) if name == "terms.csv" else text
        (tmp_path / name).write_text(text, encoding="utf-8")
    began = time.process_time()
    found = framing.check_lexicon(tmp_path)
    assert time.process_time() - began < 20  # 1 s on a quiet machine; all pairs would take minutes
    assert found["rule"].tolist() == []


@pytest.mark.parametrize("name", framing.list_lexicons()["name"])
def test_the_lexicons_of_the_toolkit_have_no_error(name):
    found = framing.check_lexicon(name)
    assert found.loc[found["severity"] == "error", "message"].tolist() == []
