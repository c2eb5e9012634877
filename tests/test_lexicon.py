"""Lexicons from files: what is read, and what is said when something is wrong."""

from pathlib import Path

import pandas as pd
import pytest

import framing
from framing.errors import FramingWarning, LexiconError
from framing.lexicon import Example, Lexicon, Term

HEAD = """\
name = "weather"
version = "1.0"
language = "en"
title = "Words of wind and water"
citation = "Nobody (2025)"
licence = "CC0-1.0"

[frames]
storm = "Wind that does damage; not a storm of applause."
flood = "Water where it should not be."

[labels]
storm = "Storms"
"""
TERMS = """\
frame,pattern,weight,note
storm,gale*,,any wind
storm,high wind*,2,
flood,high water,0.5,"a note, with a comma"
-,gale road,,a street
-flood,water colour*,,
"""
EXAMPLES = """\
frame,sentence,matches
storm,"Gales and high winds came.",gale*; high wind*
storm,"They met in Gale Road.",
flood,High-water marks everywhere.,High-Water
flood,She paints.,
"""


@pytest.fixture
def folder(tmp_path):
    """A folder with a sound lexicon; give files to change."""

    def write(**changed):
        texts = {"lexicon.toml": HEAD, "terms.csv": TERMS, "examples.csv": EXAMPLES}
        texts |= {name.replace("_", "."): text for name, text in changed.items()}
        for name, text in texts.items():
            if text is not None:
                (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return tmp_path

    return write


def complaints(path):
    """What is said of a lexicon, line by line."""
    with pytest.raises(LexiconError) as caught:
        framing.read_lexicon(path)
    return str(caught.value)


def test_a_folder_is_read_as_it_stands(folder):
    weather = framing.read_lexicon(folder())
    assert repr(weather) == "<Lexicon weather@1.0: 2 frames, 3 terms, 2 masks>"
    assert (weather.citation, weather.licence, weather.language) == ("Nobody (2025)", "CC0-1.0", "en")
    assert weather.frames["flood"] == "Water where it should not be."
    assert weather.frame_label("storm") == "Storms"
    assert weather.terms == (
        Term("storm", "gale*", 1.0, "any wind"),
        Term("storm", "high wind*", 2.0),
        Term("flood", "high water", 0.5, "a note, with a comma"),
        Term("-", "gale road", 1.0, "a street"),
        Term("-flood", "water colour*"),
    )
    assert weather.examples[0] == Example("storm", "Gales and high winds came.", ("gale*", "high wind*"))
    assert weather.examples[2].matches == ("high water",)  # as terms.csv writes it
    assert weather.validated_frames == ()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_any_delimiter_and_common_encoding_will_do(folder, delimiter, encoding):
    terms = "frame,pattern\nstorm,orkan größer\nflood,flut\n".replace(",", delimiter)
    examples = "frame,sentence,matches\nstorm,orkan größer,orkan größer\nstorm,a,\nflood,flut,flut\nflood,a,\n"
    weather = framing.read_lexicon(
        folder(terms_csv=terms.encode(encoding), examples_csv=examples.replace(",", delimiter).encode(encoding))
    )
    assert weather.patterns("storm") == ["orkan größer"]


def test_a_file_of_another_encoding_is_read_and_said_so(folder):
    terms = TERMS.replace("gale*", "böe*").encode("cp1252")
    examples = EXAMPLES.replace("gale*", "böe*")
    with pytest.warns(FramingWarning, match="terms.csv of lexicon .*: read as Windows-1252"):
        assert framing.read_lexicon(folder(terms_csv=terms, examples_csv=examples)).patterns("storm")[0] == "böe*"


def test_empty_rows_of_a_spreadsheet_and_spaces_around_cells_do_not_matter(folder):
    padded = TERMS.replace("storm,gale*,", " storm , gale* ,") + ",,,\n , ,,\n"
    assert framing.read_lexicon(folder(terms_csv=padded)) == framing.read_lexicon(folder(terms_csv=TERMS))


VALIDATION = "on,unit,by,coder_kind,date,frame,figures\n"


def test_a_frame_is_validated_once_people_have_judged_it(folder):
    path = folder(validation_csv=VALIDATION + "invented notes,article,a script,constructed,2025,storm,F1 .5\n")
    assert framing.read_lexicon(path).validated_frames == ()
    path = folder(validation_csv=VALIDATION + "invented notes,article,two readers,human,2025,storm,F1 .5\n")
    assert framing.read_lexicon(path).validated_frames == ("storm",)
    assert framing.read_lexicon(path).validations[0]["figures"] == "F1 .5"


def test_a_frame_that_counts_what_it_counted_stays_validated(folder):
    rows = "notes,article,two readers,human,2025,storm,\nnotes,article,two readers,human,2025,flood,\n"
    weather = framing.read_lexicon(folder(validation_csv=VALIDATION + rows))
    assert weather.with_terms("storm", ["squall"]).validated_frames == ("flood",)
    assert weather.with_terms("-storm", ["gale warning"]).validated_frames == ("flood",)
    assert weather.with_terms("-", ["breaking news"]).validated_frames == ()
    assert weather.only("storm").validated_frames == ("storm",)
    assert weather.without_terms(["high water"]).only("storm").validated_frames == ("storm",)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("notes,article,nobody,robot,2025,storm,", "coder_kind 'robot' is not one of human, model, constructed"),
        ("notes,article,two readers,human,2025,strom,", "unknown frame 'strom'. Did you mean 'storm'?"),
        ("notes,article,two readers,human,2025,,", "frame is empty. What people judged is valid for one frame"),
    ],
)
def test_rows_of_validation_that_cannot_be_meant_are_named(folder, row, said):
    assert f"validation.csv row 2: {said}" in complaints(folder(validation_csv=f"{VALIDATION}{row}\n"))


def test_validation_has_one_set_of_columns(folder):
    said = complaints(folder(validation_csv="on what,unit,by,coder_kind,when,frame,figures\nx,x,x,human,1,storm,\n"))
    assert "unknown column 'on what'" in said
    assert "column 'date' is not there. Columns: on, unit, by, coder_kind, date, frame, figures" in said


@pytest.mark.parametrize("name", framing.list_lexicons()["name"])
def test_every_lexicon_of_the_toolkit_has_these_columns(name):
    path = Path(framing.__file__).parent / "lexicons" / name / "validation.csv"
    assert path.read_text(encoding="utf-8").startswith(VALIDATION)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            "terms_csv",
            "gale*",
            "ga*le",
            "terms.csv row 2: pattern 'ga*le' has '*' inside a word. Put it at the end, as in 'ga*'",
        ),
        ("terms_csv", "storm,gale*", "strom,gale*", "terms.csv row 2: unknown frame 'strom'. Did you mean 'storm'?"),
        ("terms_csv", "-flood", "-flod", "terms.csv row 6: unknown frame '-flod'. Did you mean 'flood'?"),
        ("terms_csv", "storm,gale*", ",gale*", "terms.csv row 2: pattern 'gale*' has no frame"),
        ("terms_csv", "gale*,", ",", "terms.csv row 2: the pattern is empty"),
        ("terms_csv", "gale*,", "!,", "terms.csv row 2: pattern '!' has no word in it"),
        ("terms_csv", "gale*,", "U.S.*,", "terms.csv row 2: pattern 'U.S.*' has a '*' that ends no word"),
        ("terms_csv", "wind*,2", "wind*,nan", "terms.csv row 3: weight 'nan' is no finite number"),
        ("terms_csv", "wind*,2", "wind*,inf", "terms.csv row 3: weight 'inf' is no finite number"),
        ("terms_csv", "wind*,2", 'wind*,"0,5"', "terms.csv row 3: weight '0,5' is no finite number"),
        (
            "terms_csv",
            "high wind*",
            "Gale*",
            "terms.csv row 3: pattern 'Gale*' stands in 'storm' already (row 2: 'gale*')",
        ),
        ("terms_csv", ",weight", ",wieght", "terms.csv: unknown column 'wieght'. Did you mean 'weight'?"),
        ("terms_csv", "pattern", "word", "terms.csv: column 'pattern' is not there"),
        ("terms_csv", "flood,", "storm,", "terms.csv: frame 'flood' has no pattern"),
        ("terms_csv", TERMS, "", "terms.csv"),
        (
            "examples_csv",
            "flood,High-water",
            "flod,High-water",
            "examples.csv row 4: unknown frame 'flod'. Did you mean 'flood'?",
        ),
        (
            "examples_csv",
            "gale*;",
            "gales*;",
            "examples.csv row 2: frame 'storm' has no pattern 'gales*'. Did you mean 'gale*'?",
        ),
        ("examples_csv", "She paints.", "", "examples.csv row 5: the sentence is empty"),
        ("examples_csv", ",High-Water", ",", "examples.csv: frame 'flood' has no sentence that must match. Add one."),
        ("examples_csv", "flood,She paints.,\n", "", "examples.csv: frame 'flood' has no sentence that must not match"),
        ("examples_csv", "matches", "match", "examples.csv: unknown column 'match'. Did you mean 'matches'?"),
        (
            "lexicon_toml",
            'storm = "Wind',
            'storm = ""\nsquall = "Wind',
            "lexicon.toml: frame 'storm' has no definition",
        ),
        (
            "lexicon_toml",
            'storm = "Storms"',
            'strom = "Storms"',
            "lexicon.toml: label of an unknown frame 'strom'. Did you mean",
        ),
        (
            "lexicon_toml",
            'version = "1.0"',
            "version = 1.0",
            "lexicon.toml: version is 1.0. Write it in quotation marks",
        ),
        ("lexicon_toml", 'version = "1.0"\n', "", "lexicon.toml: version is None"),
        (
            "lexicon_toml",
            "citation =",
            "cittation =",
            "lexicon.toml: unknown key 'cittation'. Did you mean 'citation'?",
        ),
        ("lexicon_toml", '"weather"', "weather", "lexicon.toml: "),
        ("lexicon_toml", "[frames]", "[framse]", "lexicon.toml: there is no frame"),
        ("lexicon_toml", 'flood = "', '"-flood" = "', "lexicon.toml: frame '-flood': a name does not begin with '-'"),
    ],
)
def test_what_is_wrong_is_said_with_file_row_and_value(folder, file, old, new, said):
    sound = {"terms_csv": TERMS, "examples_csv": EXAMPLES, "lexicon_toml": HEAD}[file]
    assert sound.count(old) >= 1
    assert said in complaints(folder(**{file: sound.replace(old, new)}))


def test_all_problems_of_all_files_are_said_at_once(folder):
    said = complaints(
        folder(
            lexicon_toml=HEAD.replace("Wind that does damage; not a storm of applause.", ""),
            terms_csv=TERMS.replace("high wind*,2", "hi*gh,much"),
            examples_csv=EXAMPLES.replace("flood,She", "floods,She"),
        )
    )
    for line in (
        "lexicon.toml: frame 'storm' has no definition",
        "terms.csv row 3: pattern 'hi*gh' has '*' inside a word",
        "terms.csv row 3: weight 'much' is no finite number",
        "examples.csv row 5: unknown frame 'floods'. Did you mean 'flood'?",
        "examples.csv: frame 'flood' has no sentence that must not match",
    ):
        assert line in said


@pytest.mark.parametrize("name", ["lexicon.toml", "terms.csv", "examples.csv"])
def test_a_file_that_is_not_there_is_named(folder, name):
    path = folder()
    (path / name).unlink()
    assert f"{name}: cannot be read" in complaints(path)


def test_a_binary_file_is_no_table(folder):
    assert "terms.csv: this is no text file" in complaints(folder(terms_csv=b"PK\x03\x04\x00\x00"))


def test_a_lexicon_that_is_not_there_is_told_from_a_file(folder, tmp_path):
    with pytest.raises(LexiconError, match="no lexicon 'no-such-lexicon'"):
        framing.read_lexicon("no-such-lexicon")
    with pytest.raises(LexiconError, match="this is a file. Give the folder"):
        framing.read_lexicon(folder() / "terms.csv")
    with pytest.raises(LexiconError, match="no lexicon"):
        framing.read_lexicon(tmp_path / "nowhere")


def test_examples_are_tried_out_pattern_by_pattern(folder):
    weather = framing.read_lexicon(folder())
    assert framing.check_examples(weather)["passed"].tolist() == [True] * 4
    without_mask = weather.without_terms(["gale road"])
    tried = framing.check_examples(without_mask)
    assert tried["passed"].tolist() == [True, False, True, True]
    assert tried.loc[1].to_dict() == {
        "frame": "storm",
        "sentence": "They met in Gale Road.",
        "expected": "",
        "found": "gale*",
        "passed": False,
    }


def test_a_lexicon_of_fewer_frames_is_tried_out_on_its_own_examples(folder):
    tried = framing.check_examples(framing.read_lexicon(folder()).only("flood"))
    assert tried["frame"].tolist() == ["flood", "flood"]
    nothing = framing.check_examples(Lexicon("w", "1", "en", "", "", {"storm": "wind"}, ()))
    assert nothing.columns.tolist() == ["frame", "sentence", "expected", "found", "passed"]
    assert len(nothing) == 0


def test_the_lexicons_of_the_toolkit_can_be_listed_read_and_pass_their_examples():
    listed = framing.list_lexicons()
    assert listed.columns.tolist() == ["name", "version", "language", "n_frames", "n_terms", "n_validated", "citation"]
    assert isinstance(listed.index, pd.RangeIndex)
    for name in listed["name"]:
        tried = framing.check_examples(framing.read_lexicon(name))
        assert tried[~tried["passed"]].to_dict(orient="records") == []


@pytest.mark.parametrize("asked", ["my-lexikon", "My-Lexicon ", "security-mime"])
def test_a_lexicon_of_ones_own_that_lies_beside_is_suggested(tmp_path, monkeypatch, asked):
    monkeypatch.chdir(tmp_path)
    for name in ("my-lexicon", "security-mine"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "lexicon.toml").write_text("", encoding="utf-8")
    near = "security-mine" if "security" in asked else "my-lexicon"
    with pytest.raises(LexiconError, match=f"no lexicon '{asked}'. Did you mean '{near}'?"):
        framing.read_lexicon(asked)


def test_folders_without_a_lexicon_are_not_suggested(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my-lexicon").mkdir()
    with pytest.raises(LexiconError, match="no lexicon 'my-lexikon'. Known: disputes, news"):
        framing.read_lexicon("my-lexikon")
