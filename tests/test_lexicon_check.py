"""Checking a lexicon: what its files, its rows and its examples say, and what its patterns do on a corpus."""

import time

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import framing
from framing.lexicon import Example, Lexicon, Term
from framing.studies.cli import main
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


def test_masks_that_a_spreadsheet_spoilt_are_one_finding_with_the_way_out(findings):
    found = findings(("terms.csv", "-,gale road,", "#NAME?,gale road,\n#NAME?,gale street,"))
    (spoilt,) = found[found["rule"] == "spoilt by a spreadsheet"].itertuples()
    assert spoilt.row == 5
    assert spoilt.message.startswith("2 rows have #NAME? for a frame: a spreadsheet took '-frame' for a formula. Copy")
    assert "unknown frame" not in set(found["rule"])


def test_an_apostrophe_that_keeps_a_mask_from_being_a_formula_is_no_part_of_it(findings):
    assert not (findings(("terms.csv", "-,gale road,", "'-,gale road,"))["severity"] == "error").any()


def test_a_row_that_stands_twice_is_one_finding(findings):
    found = findings(("terms.csv", "flood,high water,", "flood,high water,\nflood,high water,"))
    assert found["rule"].tolist() == ["duplicate", "examples not tried"]


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


def test_a_line_of_lexicon_toml_that_cannot_be_read_brings_no_second_error(findings):
    found = findings(("lexicon.toml", "[frames]", "frames"))
    assert found["rule"].tolist() == ["unreadable file"]


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


# ------------------------------------------------------------------------------------------ on a corpus


def on(texts, *rows):
    """The tables of a lexicon on some texts: of patterns, of frames, of overlap."""
    lexicon = lexicon_of(*rows)
    records = [{"article_id": str(number), "text": text} for number, text in enumerate(["", *texts])]
    articles = framing.articles_from_records(records, source="test")[1:].reset_index(drop=True)
    matches = framing.find_matches(framing.tokenize(articles), lexicon)
    counts = framing.count_frames(articles, lexicon)
    return (
        framing.pattern_usage(matches, articles, lexicon),
        framing.frame_usage(matches, counts, lexicon),
        framing.frame_overlap(matches, lexicon),
    )


def rules_on(texts, *rows):
    """Severity, rule and frame of each finding."""
    found = framing.check_usage(*on(texts, *rows))
    return list(zip(found["severity"], found["rule"], found["frame"], strict=True))


def test_what_each_pattern_caught_is_shown_by_the_words_it_caught():
    text = "A Gale’s end, gales again, two gales; high winds, a high-wind day. A galleon."
    patterns, *_ = on([text, "Gales."], ("a", "gale*"), ("a", "high wind*"), ("a", "squall"), ("-", "galleon"))
    assert patterns["forms"].tolist() == [[["gales", 3], ["gale", 1]], [["high winds", 1], ["high wind", 1]], []]
    assert patterns["n_matches"].tolist() == [4, 2, 0]
    assert patterns["n_articles"].tolist() == [2, 1, 0]
    assert patterns["n_stems"].tolist() == [1, 1, 0]
    assert patterns["share_of_frame"].tolist() == pytest.approx([4 / 6, 2 / 6, 0])


def test_ten_forms_are_shown_and_all_are_counted():
    words = " ".join(f"gale{letter}" for letter in "abcdefghijkl")
    patterns, *_ = on([words], ("a", "gale*"))
    assert (len(patterns["forms"].item()), patterns["n_forms"].item()) == (10, 12)


def test_a_frame_without_hits_has_counts_of_zero_and_no_shares():
    patterns, frames, overlap = on(["Nothing blew."], ("a", "gale"), ("b", "wind"))
    assert patterns["share_of_frame"].isna().all()
    assert frames["n_matches"].tolist() == [0, 0, 0]
    assert frames["top_share"].isna().all()
    assert frames["share_words_matched"].tolist() == [0, 0, 0]
    assert overlap["share"].isna().all()


def test_the_words_of_all_frames_are_counted_once_each():
    _, frames, _ = on(["High wind again, wind again."], ("a", "high wind"), ("b", "wind"))
    assert frames["share_words_matched"].tolist() == pytest.approx([2 / 5, 2 / 5, 3 / 5])
    assert frames["frame"].isna().tolist() == [False, False, True]


def test_overlap_is_told_from_each_side():
    _, _, overlap = on(["High wind, wind, a gale in a gale."], ("a", "high wind"), ("a", "gale"), ("b", "wind"))
    assert overlap[["frame", "other", "n_shared"]].to_numpy().tolist() == [["a", "b", 1], ["b", "a", 1]]
    assert overlap["share"].tolist() == pytest.approx([1 / 3, 1 / 2])


def test_every_table_keeps_its_columns_on_no_article_at_all():
    patterns, frames, overlap = on([], ("a", "gale"), ("b", "wind"))
    assert (len(patterns), len(frames), len(overlap)) == (2, 3, 2)
    assert frames["share_words_matched"].isna().all()
    assert rules_on([], ("a", "gale")) == [("warning", "no hit", "a")]


def test_matches_of_another_lexicon_are_refused():
    articles = framing.articles_from_records([{"article_id": "1", "text": "A gale."}], source="test")
    matches = framing.find_matches(framing.tokenize(articles), lexicon_of(("a", "gale")))
    other = framing.read_lexicon("template")
    with pytest.raises(framing.TableError, match="found with 'w@1', not with 'template@1.0.0'"):
        framing.frame_overlap(matches, other)


def test_a_pattern_that_makes_over_a_third_of_a_frame_is_named():
    three = [("a", "gale"), ("a", "wind"), ("a", "squall")]
    assert rules_on(["gale wind squall " * 4], *three) == []
    assert rules_on(["gale gale wind squall " * 3], *three) == [("warning", "one term", "a")]
    assert rules_on(["gale gale wind squall"], *three) == []  # too few hits to say so


def test_patterns_that_caught_nothing_are_counted_in_one_line_and_no_reason_to_fail():
    idle = [("a", f"wind{n}") for n in range(25)] + [("b", "rain"), ("b", "snow")]
    found = framing.check_usage(*on(["gale rain"], ("a", "gale"), *idle, ("c", "fog")))
    assert list(zip(found["severity"], found["rule"], strict=True)) == [
        ("warning", "no hit"),
        ("note", "idle patterns"),
    ]
    assert found["message"][1] == (
        "26 of 28 patterns of frames with hits caught nothing: `pattern_usage` lists them; on the command line"
        " --patterns FILE."
    )
    assert rules_on(["gale"], ("a", "gale")) == []


@pytest.mark.parametrize(
    ("pattern", "text", "overreaches"),
    [
        ("deter*", "They deter, were determined, use detergent; it deteriorates.", True),
        ("win*", "The winner opened a window in winter.", False),
        ("win*", "The winner opened a window in winter, in the wind.", True),
        ("retaliat*", "They retaliate, retaliated, retaliation, retaliatory.", False),
        ("the win*", "The winner, the window, the winter, the wind.", True),
    ],
)
def test_a_wildcard_that_catches_many_stems_is_shown_with_the_words(pattern, text, overreaches):
    found = framing.check_usage(*on([text], ("a", pattern)))
    assert found["rule"].eq("overreaching wildcard").any() == overreaches


def test_a_frame_whose_words_another_frame_counts_too_is_named():
    rows = [("a", "gale"), ("a", "wind"), ("a", "squall"), ("b", "gale"), ("b", "wind"), ("b", "hail")]
    assert rules_on(["gale wind squall hail " * 5], *rows) == [("warning", "overlap", frame) for frame in "ab"]


def test_a_rate_that_grows_with_length_is_named_from_thirty_articles_on():
    rows = [("a", "gale"), ("a", "wind"), ("a", "squall")]
    texts = [("calm " * 100 + "gale wind squall " * n) for n in range(1, 41)]
    _, frames, _ = on(texts, *rows)
    assert frames["length_correlation"].tolist() == pytest.approx([1, 1])
    assert rules_on(texts, *rows) == [("warning", "length", "a")]
    assert rules_on(texts[:20], *rows) == []
    _, frames, _ = on(texts[:9], *rows)
    assert frames["length_correlation"].isna().all()
    assert frames["n_articles_correlated"].tolist() == [9, 9]


# ------------------------------------------------------------------------------------------ framing lexicon check


@pytest.fixture
def command(capsys, tmp_path):
    """Run `framing lexicon check` on the folder with some files changed: exit code, table, what was said."""

    def run(*arguments, changes=()):
        for name, text in SOUND.items():
            for file, old, new in changes:
                text = text.replace(old, new) if file == name else text
            (tmp_path / name).write_text(text, encoding="utf-8")
        code = main(["lexicon", "check", str(tmp_path), *map(str, arguments)])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.mark.parametrize(
    ("changes", "options", "code"),
    [
        ([], [], 0),
        ([("terms.csv", "high wind*", "gale*")], [], 1),  # the example that names it fails
        ([("lexicon.toml", 'flood = "Floods"\n', "")], [], 0),
        ([("lexicon.toml", 'flood = "Floods"\n', "")], ["--strict"], 1),
        ([("terms.csv", "frame,pattern", "frame,word")], [], 1),
    ],
)
def test_errors_fail_and_warnings_only_when_strict(command, changes, options, code):
    assert command(*options, changes=changes)[0] == code


def test_the_command_writes_findings_and_the_tables_of_a_corpus(command, tmp_path):
    texts = tmp_path / "articles"
    texts.mkdir()
    (texts / "a.txt").write_text("A gale.\n\nRead more: gale force.\n\nHigh winds and a gale.\n", encoding="utf-8")
    made = {name: tmp_path / f"{name}.csv" for name in ("patterns", "frames", "overlap")}
    options = [part for name, path in made.items() for part in (f"--{name}", path)]
    code, out, said = command("--on", texts, *options, "-o", tmp_path / "found.csv")
    assert (code, out) == (0, "")
    assert "3 hits in 7 words" in said  # "Read more: ..." is furniture
    assert "0 errors, 1 warning, 0 notes" in said
    patterns = pd.read_csv(made["patterns"])
    assert patterns["forms"].tolist() == ['[["gale", 2]]', '[["high winds", 1]]', "[]"]
    assert pd.read_csv(tmp_path / "found.csv")["rule"].tolist() == ["no hit"]
    assert len(pd.read_csv(made["frames"])) == 3
    assert len(pd.read_csv(made["overlap"])) == 2


def test_a_lexicon_with_errors_is_not_tried_on_a_corpus_and_that_is_said(command, tmp_path):
    (tmp_path / "a.txt").write_text("A gale.", encoding="utf-8")
    code, _, said = command("--on", tmp_path / "a.txt", changes=[("terms.csv", "high wind*", "hi*gh")])
    assert code == 1
    assert "the lexicon has errors: it was not tried on" in said


def test_tables_of_a_corpus_want_a_corpus(command, tmp_path):
    code, _, said = command("--patterns", tmp_path / "patterns.csv")
    assert code == 2
    assert "--patterns says what a lexicon does on a corpus: add --on INPUT." in said
