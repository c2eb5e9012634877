"""Two versions of a lexicon: what changed in its rows, and what that does to the hits."""

import pandas as pd
import pytest

import framing
from framing.errors import FramingWarning
from framing.lexicon import Example, Lexicon, Term
from framing.studies.cli import main

FRAMES = {"storm": "wind words", "flood": "water words"}


def version(number, *rows, frames=FRAMES, **further):
    """A version of an invented lexicon with these rows (frame, pattern, weight)."""
    return Lexicon("weather", number, "en", "", "", dict(frames), tuple(Term(*row) for row in rows), **further)


GALE = ("storm", "gale")
WATER = ("flood", "high water")


def changes(old, new):
    """The rows of `lexicon_changes` without what is missing."""
    table = framing.compare_lexicons(old, new)
    framing.check_table(table, "lexicon_changes")
    return [tuple(cell for cell in row if not pd.isna(cell)) for row in table.itertuples(index=False)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([GALE, WATER, ("storm", "squall")], [("term gained", "storm", "squall", "1")]),
        ([GALE, WATER, ("-", "gale road")], [("mask gained", "-", "gale road", "1")]),
        ([GALE], [("term lost", "flood", "high water", "1")]),
        ([("storm", "gale", 2.0), WATER], [("weight changed", "storm", "gale", "1", "2")]),
        ([GALE, ("storm", "high water")], [("moved", "storm", "high water", "flood", "storm")]),
        (
            [GALE, ("storm", "High-Water", 0.5)],
            [
                ("moved", "storm", "High-Water", "flood", "storm"),
                ("weight changed", "storm", "High-Water", "1", "0.5"),
                ("spelling changed", "storm", "High-Water", "high water", "High-Water"),
            ],
        ),
        # a term that stands in a second frame as well has not moved
        ([GALE, WATER, ("storm", "high water")], [("term gained", "storm", "high water", "1")]),
        ([("storm", "gales"), WATER], [("term gained", "storm", "gales", "1"), ("term lost", "storm", "gale", "1")]),
    ],
)
def test_terms_and_masks_are_gained_lost_moved_or_changed(rows, expected):
    assert changes(version("1.0", GALE, WATER), version("1.1", *rows)) == expected


def test_what_one_direction_gains_the_other_loses():
    old, new = version("1.0", GALE, WATER, ("-", "gale road")), version("1.1", GALE, ("storm", "squall"))
    there, back = changes(old, new), changes(new, old)
    turned = {"term gained": "term lost", "term lost": "term gained", "mask lost": "mask gained"}
    assert sorted((turned[kind], *rest) for kind, *rest in there) == sorted(back)


def test_frames_definitions_labels_language_and_examples_are_compared():
    old = version("1.0", GALE, WATER, labels={"storm": "Storms"}, examples=(Example("storm", "A gale.", ("gale",)),))
    new = Lexicon(
        "weather",
        "2.0",
        "de",
        "",
        "",
        {"storm": "wind that does damage", "frost": "cold words"},
        (Term(*GALE), Term("frost", "ice")),
        {"storm": "Storm"},
        (Example("storm", "No wind.", ()),),
    )
    assert changes(old, new) == [
        ("language changed", "en", "de"),
        ("definition changed", "storm", "wind words", "wind that does damage"),
        ("label changed", "storm", "Storms", "Storm"),
        ("frame gained", "frost", "cold words"),
        ("frame lost", "flood", "water words"),
        ("term gained", "frost", "ice", "1"),
        ("term lost", "flood", "high water", "1"),
        ("example gained", "storm", "No wind. []"),
        ("example lost", "storm", "A gale. [gale]"),
    ]


def test_another_order_of_wildcards_is_a_change_since_the_earlier_wins():
    rows = [("storm", "gale*"), ("storm", "gales*")]
    assert [row[0] for row in changes(version("1.0", *rows), version("1.1", *rows[::-1]))] == ["order changed"]


def test_a_change_under_the_same_version_is_a_warning():
    with pytest.warns(FramingWarning, match="both are called weather@1.0 and differ. Raise the version"):
        framing.compare_lexicons(version("1.0", GALE, WATER), version("1.0", GALE, ("flood", "water")))


def test_a_version_that_rose_for_nothing_is_a_warning():
    with pytest.warns(FramingWarning, match="weather@1.0 and weather@1.1 have the same frames, terms and examples"):
        framing.compare_lexicons(version("1.0", GALE, WATER), version("1.1", GALE, WATER))


@pytest.mark.filterwarnings("error")
def test_the_same_version_twice_gives_an_empty_table_and_no_warning():
    assert changes(version("1.0", GALE, WATER), version("1.0", GALE, WATER)) == []


# ------------------------------------------------------------------------------------------ on a corpus

TEXTS = {"a": "A gale on Gale Road. Gales came.", "b": "High water, a gale warning.", "c": "A gale. A gale. A gale."}
OLD = version("1.0", GALE, WATER)
NEW = version("1.1", GALE, ("storm", "gales"), ("storm", "gale warning"), ("storm", "high water"), ("-", "gale road"))


@pytest.fixture(scope="module")
def articles():
    records = [{"article_id": name, "text": text} for name, text in TEXTS.items()]
    return framing.articles_from_records(records, source="test")


@pytest.fixture(scope="module")
def matches(articles):
    tokens = framing.tokenize(articles)
    return [framing.find_matches(tokens, lexicon) for lexicon in (OLD, NEW)]


def test_hits_gained_and_lost_are_counted_per_frame_on_the_same_words(matches):
    table = framing.compare_matches(*matches, frames=FRAMES)
    assert table.to_dict(orient="records") == [
        # lost: Gale Road, and the gale of "gale warning", which is gained with "Gales" and "High water"
        {"frame": "storm", "n_old": 6, "n_new": 7, "n_gained": 3, "n_lost": 2},
        {"frame": "flood", "n_old": 1, "n_new": 0, "n_gained": 0, "n_lost": 1},
    ]


def test_what_is_new_is_what_was_old_less_what_was_lost_with_what_was_gained(matches):
    for by in ([], ["article_id"], ["pattern"]):
        table = framing.compare_matches(*matches, frames=FRAMES, by=by)
        assert (table["n_old"] - table["n_lost"] + table["n_gained"] == table["n_new"]).all()
        assert table["n_old"].sum() == len(matches[0])


def test_groups_keep_a_row_for_every_frame_and_for_a_missing_name(matches):
    named = [
        table.assign(leader=table["article_id"].map({"a": "Ada Brook", "b": None, "c": "Tom Reed"}))
        for table in matches
    ]
    table = framing.compare_matches(*named, frames=FRAMES, by="leader")
    assert table["frame"].tolist() == ["storm", "flood"] * 3
    assert [None if pd.isna(name) else name for name in table["leader"][::2]] == ["Ada Brook", "Tom Reed", None]
    assert table["n_gained"].tolist() == [1, 0, 0, 0, 2, 0]


def test_a_column_that_is_not_there_is_named(matches):
    with pytest.raises(framing.FramingError, match="by 'party': no column of matches"):
        framing.compare_matches(*matches, frames=FRAMES, by="party")


def test_every_changed_pattern_is_shown_in_its_context(articles, matches):
    lines = framing.show_changes(*matches, articles, framing.compare_lexicons(OLD, NEW), width=8)
    shown = list(zip(lines["change"], lines["frame"], lines["pattern"], lines["hit"], lines["because"], strict=True))
    assert shown == [
        ("gained", "storm", "gale warning", "gale warning", "term gained"),
        ("gained", "storm", "gales", "Gales", "term gained"),
        ("gained", "storm", "high water", "High water", "moved"),
        ("lost", "flood", "high water", "High water", "moved"),
        ("lost", "storm", "gale", "Gale", "mask gained: gale road"),
        ("lost", "storm", "gale", "gale", "another pattern: gale warning"),
    ]
    assert lines["right"][4] == " Road. G"


def test_a_mask_of_another_frame_is_no_reason_and_a_lost_mask_is_one(articles):
    old = version("1.0", GALE, WATER, ("-storm", "gale road"), ("-flood", "gale road"))
    new = version("1.1", GALE, WATER)
    tokens = framing.tokenize(articles)
    found = [framing.find_matches(tokens, lexicon) for lexicon in (old, new)]
    lines = framing.show_changes(*found, articles, framing.compare_lexicons(old, new))
    assert lines[["change", "hit", "because"]].to_numpy().tolist() == [["gained", "Gale", "mask lost: gale road"]]


def test_lines_come_from_several_articles_and_say_how_many_more_there_are(articles, matches):
    nothing, none = matches[0].iloc[:0], framing.compare_lexicons(OLD, OLD)
    lines = framing.show_changes(nothing, matches[0], articles, none, most=3)
    gale = lines[lines["pattern"] == "gale"]
    assert gale["article_id"].tolist() == ["a", "b", "c"]
    assert gale["n_more"].tolist() == [3, 3, 3]
    assert len(framing.show_changes(nothing, nothing, articles, none)) == 0


# ------------------------------------------------------------------------------------------ framing lexicon diff

HEAD = """\
name = "weather"
version = "{}"
language = "en"

[frames]
storm = "wind words"
flood = "water words"

[labels]
storm = "Storms"
flood = "Floods"
"""
EXAMPLES = """\
frame,sentence,matches
storm,A gale.,gale
storm,Calm.,
flood,High water.,high water
flood,Calm.,
"""


@pytest.fixture
def folders(tmp_path):
    """Two versions of a lexicon, some articles, and their leaders."""
    terms = {"1.0": "storm,gale\nflood,high water\n", "1.1": "storm,gale\nflood,high water\nstorm,storm*\n"}
    for number, rows in terms.items():
        folder = tmp_path / number
        folder.mkdir()
        (folder / "lexicon.toml").write_text(HEAD.format(number), encoding="utf-8")
        (folder / "terms.csv").write_text("frame,pattern\n" + rows, encoding="utf-8")
        (folder / "examples.csv").write_text(EXAMPLES, encoding="utf-8")
    text = '"A storm is coming," said Premier Ada Brook. "No storm, a gale," Tom Reed said. The storms passed.\n'
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    leaders = "leader,alias,kind\nAda Brook,Ada Brook,name\nTom Reed,Tom Reed,name\n"
    (tmp_path / "leaders.csv").write_text(leaders, encoding="utf-8")
    return tmp_path


def test_the_command_writes_what_changed(folders, capsys):
    code = main(["lexicon", "diff", str(folders / "1.0"), str(folders / "1.1")])
    out = capsys.readouterr().out
    assert code == 0
    assert out.splitlines() == ["change,frame,pattern,old,new", "term gained,storm,storm*,,1"]


def test_the_command_tells_hits_by_leader_and_shows_them(folders, capsys):
    options = ["--on", "a.txt", "--by", "leader", "--leaders", "leaders.csv", "--hits", "h.csv", "--lines", "l.csv"]
    options = [str(folders / part) if "." in part else part for part in options]
    assert main(["lexicon", "diff", str(folders / "1.0"), str(folders / "1.1"), *options]) == 0
    hits = pd.read_csv(folders / "h.csv")
    storm = hits[hits["frame"] == "storm"].set_index("leader")
    assert storm.loc[["Ada Brook", "Tom Reed"], "n_gained"].tolist() == [1, 1]
    assert hits["n_lost"].sum() == 0
    lines = pd.read_csv(folders / "l.csv")
    assert lines["hit"].str.lower().str.startswith("storm").all()
    assert "3 hits gained, 0 lost" in capsys.readouterr().err


def test_leaders_are_needed_to_tell_them_apart(folders, capsys):
    lexicons = [str(folders / "1.0"), str(folders / "1.1")]
    assert main(["lexicon", "diff", *lexicons, "--on", str(folders / "a.txt"), "--by", "leader"]) == 2
    assert "--by leader wants the leaders: add --leaders FILE." in capsys.readouterr().err
    assert main(["lexicon", "diff", *lexicons, "--by", "voice"]) == 2
    assert "--by says how hits are told apart: add --on INPUT." in capsys.readouterr().err
