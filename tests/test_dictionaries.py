"""Dictionaries of other programs: what is read, what is listed as lost, and that nothing is lost unsaid."""

import csv
import json
import os
import string
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import framing
from framing.errors import FramingWarning, LexiconError
from framing.lexicon import Example, Lexicon, Term, pattern_problems
from framing.studies.cli import main
from framing.terms.dictionaries.outgoing import NO_DEFINITION
from framing.terms.dictionaries.patterns import clean_entry, refuse_entry
from framing.terms.dictionaries.reading import LARGEST_DICTIONARY, UNKNOWN_LICENCE
from framing.terms.patterns import pattern_words, unmatchable

HERE = Path(__file__).parent
FIXTURES = HERE / "fixtures" / "dictionaries"
CASES = json.loads((HERE / "cases" / "dictionaries.json").read_text(encoding="utf-8"))
SUFFIXES = (".dic", ".dicx", ".cat", ".ykd", ".lc3", ".yml", ".csv", ".json")
HOLDS_WEIGHTS = (".dicx", ".cat", ".ykd", ".csv", ".json")
HOLDS_STARS_INSIDE = (".cat", ".ykd", ".yml", ".csv", ".json")
HOLDS_MASKS = (".csv", ".json")


def harbour(*terms, **changed):
    """A lexicon of an invented harbour."""
    frames = dict.fromkeys((term.frame for term in terms if not term.is_mask), "what counts")
    head = {"name": "harbour", "version": "1", "language": "en", "citation": "Nobody (2025)", "licence": "CC0-1.0"}
    return Lexicon(**(head | {"frames": frames, "terms": terms} | changed))


@pytest.fixture
def read(tmp_path):
    """Read a text as a file of a name; the lexicon and its losses as rows."""

    def write(text, name="harbour.txt"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        lexicon, losses = framing.read_dictionary(path, language="en")
        return lexicon, losses.to_dict(orient="records")

    return write


def terms_of(lexicon):
    """Each frame with its patterns and weights."""
    found = {}
    for term in lexicon.terms:
        found.setdefault(term.frame, []).append([term.pattern, term.weight])
    return found


def complaint(path):
    """What is said of a file that cannot be read."""
    with pytest.raises(LexiconError) as caught:
        framing.read_dictionary(path)
    return str(caught.value)


# ------------------------------------------------------------------------------------------ files of every format


@pytest.mark.filterwarnings("ignore::framing.errors.FramingWarning")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["file"])
def test_a_file_is_read_as_far_as_it_can_be_and_the_rest_is_listed_with_its_row(case):
    lexicon, losses = framing.read_dictionary(FIXTURES / case["file"], language="en")
    framing.check_table(losses, "losses")
    assert terms_of(lexicon) == case["frames"]
    rows = losses.astype(object).where(losses.notna(), None)[["row", "category", "entry", "carried", "what"]]
    assert rows.values.tolist() == case["losses"]


def test_there_is_a_case_for_every_file():
    files = {path.relative_to(FIXTURES).as_posix() for path in FIXTURES.rglob("*.*") if path.is_file()}
    assert {case["file"] for case in CASES} == files


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["file"])
def test_the_row_of_a_loss_is_where_its_entry_stands(case):
    data = (FIXTURES / case["file"]).read_bytes()
    text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", errors="replace")
    lines = text.replace("\r\n", "\n").split("\n")
    named = [(row, entry) for row, _, entry, _, _ in case["losses"] if row and entry]
    assert all(entry.replace("\t", " ") in lines[row - 1].replace("\t", " ") for row, entry in named)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.filterwarnings("ignore::framing.errors.FramingWarning")
def test_encoding_and_line_ends_do_not_matter(read, encoding, line_end):
    text = "%\n1\tstorm\n%\nébb\t1\nst?rm\t1\n".replace("\n", line_end)
    lexicon, losses = read(text.encode(encoding), "harbour.dic")
    assert lexicon.patterns("storm") == ["ébb"]
    assert [row["row"] for row in losses] == [5]


def test_xml_is_read_in_the_encoding_it_says_unless_it_is_utf_8_after_all(read):
    xml = '<?xml version="1.0" encoding="ISO-8859-2"?>\n<dictionary><cnode name="h"><cnode name="storm">'
    xml += '<pnode name="źródło"/></cnode></cnode></dictionary>'
    for encoding in ("iso-8859-2", "utf-8"):
        assert read(xml.encode(encoding), "harbour.ykd")[0].patterns("storm") == ["źródło"]


def test_nothing_in_yaml_becomes_a_number_a_truth_value_or_a_day(read):
    lexicon, _ = read("storm: [no, 1953, 2025-01-02, null, .5e3]\n", "harbour.yml")
    assert lexicon.patterns("storm") == ["no", "1953", "2025-01-02", "null"]


# ------------------------------------------------------------------------------------------ never guessed

REFUSED = [
    *("st*rm", "*storm", "harb?r", "high* wind*", "*", "storm * warning", ":-)", "<3", "c++", "$100", "50%", "it's"),
    *("Harbour’s", "'cause", "pre-", "storm, gale", "wa(ve|it)", "wa(ve", "sto|rm", "sq[uo]all", "^gale$", "gale.*"),
    *("gale.+", "@FLOOD [WATER NEAR QUAY /S]", "(02) quay", "kind <of>", "#tide", "U.S.*", "\\w+"),
]
TAKEN = [
    *(
        "storm",
        "storm*",
        "high water",
        "high water*",
        "storm* warning",
        "cease-fire",
        "o'clock",
        "goin'",
        "U.S.",
        "Mr.",
    ),
    *("and/or", "AT&T", "1,000", "1953", "ébb", "STORM", "lion's den", "źródło", "пристань", "harbour's mouth"),
]


@pytest.mark.parametrize("entry", REFUSED)
def test_an_entry_that_means_something_else_here_is_listed_and_not_carried_over(entry):
    assert refuse_entry(clean_entry(entry)) is not None


@pytest.mark.parametrize("entry", TAKEN)
def test_an_entry_that_means_the_same_here_is_carried_over_as_it_stands(entry):
    assert (clean_entry(entry), refuse_entry(entry)) == (entry, None)


@pytest.mark.parametrize(
    ("there", "here"), [("high_water", "high water"), (' "high  water" ', "high water"), ("gale\u00ad*", "gale*")]
)
def test_what_is_no_part_of_an_entry_is_taken_off(there, here):
    assert clean_entry(there) == here


def test_conditions_are_listed_and_the_codes_beside_them_are_read(read):
    lexicon, losses = read("%\n1\tstorm\n2\ttrade\n%\nkind\t1\t<of>2/1\nlike\t(02 134)1/2\n", "harbour.dic")
    assert terms_of(lexicon) == {"storm": [["kind", 1.0]]}
    told = {(row["row"], row["entry"], row["what"]) for row in losses}
    assert {(5, "kind", "condition '<of>2/1'"), (6, "like", "condition '(02 134)1/2'")} < told


def test_without_a_tab_numbers_are_those_of_categories_only_when_all_of_them_are(read):
    lexicon, losses = read("%\n1\tstorm\n2\ttrade\n%\nhigh water 1 2\nroute 66 1\nquay\t1\n", "harbour.dic")
    assert terms_of(lexicon) == {"storm": [["high water", 1.0], ["quay", 1.0]], "trade": [["high water", 1.0]]}
    assert [(row["row"], row["entry"]) for row in losses] == [(6, "route 66 1")]


def test_patterns_of_a_regular_expression_engine_are_read_only_when_they_are_plain_words(read):
    xml = '<dictionary patternengine="regexp"><cnode name="h"><cnode name="storm">{}</cnode></cnode></dictionary>'
    lexicon, losses = read(xml.format('<pnode name="gale"/><pnode name="squall*"/>'), "harbour.ykd")
    assert lexicon.patterns("storm") == ["gale"]
    assert [(row["entry"], row["what"]) for row in losses] == [("squall*", "a regular expression")]


def test_a_comma_before_three_digits_is_neither_one_nor_a_thousand(read):
    lexicon, losses = read("category;term;weight\nstorm;gale;1,000\nstorm;squall;1,5\n", "harbour.csv")
    assert terms_of(lexicon) == {"storm": [["squall", 1.5]]}
    assert losses[0]["what"] == "weight '1,000' is no number"


def test_overlapping_patterns_of_quanteda_come_over_and_count_once(read):
    """The pair of quanteda's documentation: a place within the name of a newspaper."""
    lexicon, losses = read("place: [New York]\npaper: [New York Times]\n", "cities.yml")
    assert losses == []
    articles = framing.articles_from_records([{"text": "The New York Times left New York."}], source="x")
    counts = framing.find_matches(framing.tokenize(articles), lexicon)["frame"].value_counts().to_dict()
    assert counts == {"place": 2, "paper": 1}  # frames are independent: a mask keeps the newspaper out of the places
    masked = lexicon.with_terms("-place", ["New York Times"])
    hits = framing.find_matches(framing.tokenize(articles), masked)
    assert hits["frame"].value_counts().to_dict() == {"place": 1, "paper": 1}


# ------------------------------------------------------------------------------------------ what is not known is said


def test_an_imported_lexicon_says_what_it_does_not_know(read):
    lexicon, _ = read("+storm\ngale\n", "winds.lc3")
    assert (lexicon.name, lexicon.version, lexicon.licence) == ("winds", "0", UNKNOWN_LICENCE)
    assert lexicon.frames == {"storm": NO_DEFINITION}
    assert "TODO" in lexicon.citation
    assert "winds.lc3" in lexicon.citation


def test_a_language_that_is_not_said_is_listed(tmp_path):
    path = tmp_path / "winds.lc3"
    path.write_text("+storm\ngale\n", encoding="utf-8")
    _, losses = framing.read_dictionary(path)
    assert losses["what"].tolist() == ["no language is said: read as 'en'"]
    lexicon, losses = framing.read_dictionary(path, name="sea", version="2.1", language="de")
    assert (lexicon.label, lexicon.language, len(losses)) == ("sea@2.1", "de", 0)


def test_content_decides_not_the_suffix_and_the_reader_is_told(read):
    with pytest.warns(FramingWarning, match=r"by its content this is LIWC \.dic"):
        lexicon, _ = read("%\n1\tstorm\n%\ngale\t1\n", "harbour.ykd")
    assert lexicon.patterns("storm") == ["gale"]


def test_a_category_that_begins_like_a_mask_is_renamed_and_listed(read):
    lexicon, losses = read("+-storm\ngale\n", "harbour.lc3")
    assert list(lexicon.frames) == ["storm"]
    assert losses[0]["next_step"] == "Named 'storm' here."


# ------------------------------------------------------------------------------------------ there and back

words = st.sampled_from(["gale", "squall", "cargo", "ébb", "goat1", "ferry", "o'clock", "Quay", "cease-fire", "U.S."])
phrases = st.lists(words, min_size=1, max_size=3).map(" ".join)
ending = phrases.filter(lambda text: text[-1].isalnum()).map(lambda text: text + "*")
inside = st.tuples(st.sampled_from(["storm*", "tid*"]), phrases).map(" ".join)
patterns = st.one_of(phrases, ending, inside)
weights = st.sampled_from([1.0, 1.0, 2.0, 0.5, -1.25])
frames = st.sampled_from(["storm", "trade", "storm/wind", "storm/wind/north", "goats and kids"])


@st.composite
def lexicons(draw, frames=frames, patterns=patterns):
    """Small lexicons; the first term is one that every format holds."""
    rows = draw(st.lists(st.tuples(frames, patterns, weights, st.sampled_from(["", "a note"])), max_size=8))
    masks = draw(st.lists(st.tuples(st.sampled_from(["-", "-storm"]), phrases), max_size=2))
    terms = [Term("storm", "lighthouse"), *(Term(*row) for row in rows), *(Term(*mask) for mask in masks)]
    unique = {(term.frame, pattern_words(term.pattern)): term for term in reversed(terms)}
    return harbour(*reversed(unique.values()))


def as_counted(terms):
    return {(term.frame, pattern_words(term.pattern), float(term.weight)) for term in terms}


def expected_back(lexicon, suffix):
    """What a format holds of a lexicon, by its public description."""
    for term in lexicon.terms:
        is_open_inside = "*" in term.pattern[:-1]
        if (term.is_mask and suffix not in HOLDS_MASKS) or (is_open_inside and suffix not in HOLDS_STARS_INSIDE):
            continue
        yield term if suffix in HOLDS_WEIGHTS else term._replace(weight=1.0)


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lexicon=lexicons())
def test_nothing_is_lost_there_and_back_that_the_format_can_hold_and_the_rest_is_listed(tmp_path, suffix, lexicon):
    path = tmp_path / f"harbour{suffix}"
    losses = framing.write_dictionary(lexicon, path)
    back, lost = framing.read_dictionary(path, language="en")
    assert as_counted(back.terms) == as_counted(expected_back(lexicon, suffix))
    listed = set(zip(losses["category"], losses["entry"], strict=True))
    changed = as_counted(lexicon.terms) - as_counted(back.terms)
    assert changed <= {(frame, pattern_words(str(entry)), w) for frame, entry in listed for _, _, w in changed}
    said = lost.loc[~lost["carried"].astype(bool), "what"].unique().tolist()
    assert said in ([], ["a category without a term that could be carried over"])
    framing.check_table(losses, "losses")


odd_names = st.sampled_from(
    ["a: b", "x (1)", "%", "#tide", "yes", '"', "a,b", "1", "+", "ça/và", "/", "__", "<b>", "'"]
)
odd_patterns = st.text(alphabet=string.ascii_letters + " '’&/.()é-1;:\"", min_size=1, max_size=12).filter(
    lambda text: text == text.strip() and unmatchable(text) is None and not list(pattern_problems(text))
)


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much])
@given(lexicon=lexicons(frames=st.one_of(odd_names, frames), patterns=st.one_of(odd_patterns, patterns)))
def test_whatever_does_not_come_back_is_listed_however_odd_its_name(tmp_path, suffix, lexicon):
    path = tmp_path / f"harbour{suffix}"
    try:
        losses = framing.write_dictionary(lexicon, path)
    except LexiconError:
        return
    back, _ = framing.read_dictionary(path, language="en")
    listed = set(losses["entry"].dropna())
    lost = as_counted(lexicon.terms) - as_counted(back.terms)
    assert {words for _, words, _ in lost} <= {pattern_words(entry) for entry in listed}


def test_json_holds_all_there_is(tmp_path):
    lexicon = harbour(
        Term("storm", "gale*", 2.0, "any wind"),
        Term("-storm", "gale road"),
        labels={"storm": "Storms"},
        examples=(Example("storm", "A gale.", ("gale*",)), Example("storm", "Gale Road.", ())),
        validations=({"on": "sentences", "coder_kind": "constructed"},),
    )
    losses = framing.write_dictionary(lexicon, tmp_path / "harbour.json")
    back, lost = framing.read_dictionary(tmp_path / "harbour.json")
    assert (len(losses), len(lost)) == (0, 0)
    assert vars(back) == vars(lexicon)


def test_yoshikoder_holds_definitions_and_notes(tmp_path):
    lexicon = harbour(Term("storm", "gale", 1.0, 'any "wind" <here> & there'), frames={"storm": "wind & water"})
    framing.write_dictionary(lexicon, tmp_path / "harbour.ykd")
    back, _ = framing.read_dictionary(tmp_path / "harbour.ykd")
    assert (back.frames, back.terms, back.name) == (lexicon.frames, lexicon.terms, "harbour")


def test_nested_frames_are_categories_in_categories_where_the_format_knows_such(tmp_path):
    lexicon = harbour(Term("sea", "tide"), Term("sea/wind", "gale"), Term("goats", "kid"))
    expected = {
        ".yml": "sea:\n  __:\n  - tide\n  wind:\n  - gale\ngoats:\n- kid\n",
        ".cat": "sea\n\ttide (1)\n\twind\n\t\tgale (1)\ngoats\n\tkid (1)\n",
        ".dic": "%\n1\tsea\n\t2\twind\n3\tgoats\n%\ntide\t1\ngale\t2\nkid\t3\n",
        ".lc3": "+sea\ntide\n+sea/wind\ngale\n+goats\nkid\n",
    }
    for suffix, text in expected.items():
        framing.write_dictionary(lexicon, tmp_path / f"harbour{suffix}")
        assert (tmp_path / f"harbour{suffix}").read_text(encoding="utf-8") == text


def test_wide_csv_has_a_column_for_each_frame(tmp_path):
    lexicon = harbour(Term("storm", "gale*"), Term("trade", "cargo"), Term("trade", "gale*"))
    framing.write_dictionary(lexicon, tmp_path / "harbour.csv", wide=True)
    assert (tmp_path / "harbour.csv").read_text(encoding="utf-8") == "DicTerm,storm,trade\ngale*,X,X\ncargo,,X\n"


def test_what_a_format_has_no_place_for_is_listed_kind_by_kind(tmp_path):
    lexicon = harbour(
        Term("storm", "gale", 2.0, "wind"),
        Term("storm", "storm* warning"),
        Term("storm", "storm (force 9)"),
        Term("-", "gale road"),
        labels={"storm": "Storms"},
        examples=(Example("storm", "A gale.", ("gale",)),),
        validations=({"coder_kind": "human"},),
    )
    losses = framing.write_dictionary(lexicon, tmp_path / "harbour.dic")
    assert losses[["entry", "carried", "what"]].fillna("").values.tolist() == [
        ["", False, "name, version, language, citation and licence"],
        ["", False, "1 definitions of frames"],
        ["", False, "1 labels of frames"],
        ["", False, "1 notes on terms"],
        ["", False, "1 example sentences"],
        ["", False, "1 rows of validation"],
        ["gale", True, "weight 2"],
        ["storm* warning", False, "'*' inside a phrase"],
        ["storm (force 9)", True, "written as 'storm force 9'"],
        ["gale road", False, "a mask"],
    ]
    assert not (tmp_path / ".harbour.dic").exists()


@pytest.mark.parametrize(("name", "suffix"), [("template", suffix) for suffix in SUFFIXES] + [("news", ".cat")])
def test_the_lexicons_of_the_toolkit_go_out_and_come_back(tmp_path, name, suffix):
    lexicon = framing.read_lexicon(name)
    framing.write_dictionary(lexicon, tmp_path / f"x{suffix}")
    back, _ = framing.read_dictionary(tmp_path / f"x{suffix}", language="en")
    assert as_counted(back.terms) == as_counted(expected_back(lexicon, suffix))
    assert list(back.frames) == list(lexicon.frames)


def test_frames_that_come_back_in_another_order_are_listed(tmp_path):
    lexicon = harbour(Term("trade", "cargo"), Term("storm", "gale"), frames={"storm": "wind", "trade": "goods"})
    losses = framing.write_dictionary(lexicon, tmp_path / "harbour.csv")
    assert "the order of the frames" in losses["what"].tolist()


# ------------------------------------------------------------------------------------------ bad input

BOMB = """<?xml version="1.0"?>
<!DOCTYPE dictionary [<!ENTITY a "gale"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<dictionary><cnode name="h"><cnode name="storm"><pnode name="&b;"/></cnode></cnode></dictionary>"""
ALIASES = "a: &a [gale, gale]\nb: &b [*a, *a]\nc: &c [*b, *b]\n"
BAD = {
    "an empty file": ("x.dic", "", "the file is empty"),
    "a file of white space": ("x.yml", " \n\t\n", "the file is empty"),
    "a spreadsheet": ("x.dicx", b"PK\x03\x04\x00\x00", "it looks like a Word or Excel file"),
    "an entity bomb": ("x.ykd", BOMB, "row 2: a document type"),
    "an outside entity": ("x.ykd", '<!DOCTYPE d SYSTEM "file:///x"><dictionary/>', "row 1: a document type"),
    "a web page": ("x.ykd", "<html><body>storm</body></html>", "row 1: this is XML of 'html'"),
    "XML that is cut off": (
        "x.ykd",
        '<dictionary>\n<cnode name="storm">\n<pnode name="ga',
        "row 3: the XML is damaged",
    ),
    "XML without end": ("x.lcd", '<dictionary>\n<cnode name="storm">\n', "row 3: the XML is damaged or cut off"),
    "a bomb of aliases": ("x.yml", ALIASES, "row 2: alias *a"),
    "an object in YAML": ("x.yml", "storm: !!python/object/apply:os.system\n", "nothing in it can be carried over"),
    "YAML that is cut off": ("x.yml", "storm:\n- gale\n- [squall, ", "row 3: this is no YAML"),
    "deep YAML": ("x.yml", "storm: " + "[" * 99 + "]" * 99, "row 1: more than 50 levels"),
    "JSON that is cut off": ("x.json", '{"storm":\n ["gale",', "row 2: this is no JSON"),
    "deep JSON": ("x.json", '{"storm":' + "[" * 99 + "]" * 99 + "}", "more than 50 levels"),
    "bottomless JSON": ("x.json", "[" * 99_999, "this JSON cannot be read (too deep)"),
    "a name twice in JSON": ("x.json", '{"storm": ["gale"], "storm": ["ebb"]}', "'storm' stands twice in one object"),
    "JSON rows without a category": ("x.json", '[{"term": "gale"}]', "Name a category and a term"),
    "a lexicon in JSON without patterns": (
        "x.json",
        '{"frames": {"a": "b"}, "terms": [{}]}',
        "not as it is written here",
    ),
    "a .dic cut off in its categories": ("x.dic", "\n%\n1\tstorm\n", "row 2: the list of categories begins with %"),
    "a .dic of no terms": ("x.dic", "%\n1\tstorm\n%\n", "nothing in it can be carried over"),
    "a table with too many cells": ("x.csv", "category,term\nstorm,gale,X,Y\n", "row 2 has 4 cells"),
    "a table without names": ("x.csv", ",\ngale,X\n", "row 2: 'gale': a term outside every category"),
    "a table with a column twice": ("x.csv", "term,storm,storm\ngale,X,\n", "column 'storm' stands twice"),
    "prose": (
        "x.txt",
        "It rained all day.\nThe ferry stayed in.\n",
        "row 1: 'It rained all day.' begins no dictionary",
    ),
    "a .cat without weights": ("x.cat", "STORM\n\tGALE\n", "row 1: 'STORM' begins no dictionary"),
    "only emoticons": ("x.lc3", "+storm\n:-)\n", "row 2: ':-)': no letter or digit"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_file_that_is_no_dictionary_gets_one_clear_error(tmp_path, case):
    name, content, said = BAD[case]
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    message = complaint(path)
    assert message.startswith(str(path))
    assert said in message


def test_a_file_that_is_not_there_is_named(tmp_path):
    assert "no such file" in complaint(tmp_path / "harbour.dic")


def test_a_huge_file_is_refused_unread(tmp_path):
    path = tmp_path / "harbour.dic"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    assert (
        complaint(path) == f"{path}: 50 MB, over {LARGEST_DICTIONARY / 1e6:.0f} MB: no dictionary of words is so large."
    )


LONG = 2_000_000
ENDLESS = {
    "brackets in a .dic": ("x.dic", "%\n1\tstorm\n%\ngale\t1\nsquall\t" + "<" * LONG, 5),
    "codes in a .dic": ("x.dic", "%\n1\tstorm\n%\ngale\t1\nsquall" + " 1" * LONG, 5),
    "brackets in a .cat": ("x.cat", "STORM\n\tgale (1)\n\t" + "(" * LONG, 3),
    "marks in a .lc3": ("x.lc3", "+storm\ngale\n" + "a." * LONG, 3),
    "letters in YAML": ("x.yml", "storm:\n- gale\n- " + "a-" * LONG, 3),
}


@pytest.mark.parametrize("case", ENDLESS)
def test_an_endless_line_is_listed_in_no_time(read, case):
    name, text, row = ENDLESS[case]
    lexicon, losses = read(text, name)
    assert [term.pattern for term in lexicon.terms] == ["gale"]
    assert [(loss["row"], len(loss["entry"])) for loss in losses] == [(row, 204)]


@pytest.mark.filterwarnings("ignore::framing.errors.FramingWarning")
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused_and_nothing_else(tmp_path, data):
    case = data.draw(st.sampled_from(CASES))
    content = bytearray((FIXTURES / case["file"]).read_bytes())
    cut = data.draw(st.integers(0, len(content)))
    if data.draw(st.booleans()):
        del content[cut:]
    else:
        content[cut:cut] = data.draw(st.binary(max_size=4))
    path = tmp_path / Path(case["file"]).name
    path.write_bytes(content)
    try:
        _, losses = framing.read_dictionary(path, language="en")
    except LexiconError as problem:
        assert str(path) in str(problem)
    else:
        framing.check_table(losses, "losses")


@pytest.mark.parametrize("suffix", [".dic", ".yml"])
def test_twenty_thousand_terms_go_out_and_come_back(tmp_path, suffix):
    many = harbour(*(Term(f"frame{number % 20}", f"word{number}") for number in range(20_000)))
    framing.write_dictionary(many, tmp_path / f"many{suffix}")
    back, _ = framing.read_dictionary(tmp_path / f"many{suffix}", language="en")
    assert len(back.terms) == 20_000


def test_an_unknown_suffix_is_refused_with_the_known_ones(tmp_path):
    with pytest.raises(LexiconError, match=r"which format is that\? End the name in \.dic, \.dicx"):
        framing.write_dictionary(harbour(Term("storm", "gale")), tmp_path / "harbour.docx")
    assert list(tmp_path.iterdir()) == []


def test_a_lexicon_of_which_nothing_can_be_written_leaves_no_file(tmp_path):
    with pytest.raises(LexiconError, match=r"nothing of harbour@1 can be written so: 'storm\* warning'"):
        framing.write_dictionary(harbour(Term("storm", "storm* warning")), tmp_path / "harbour.lc3")
    assert list(tmp_path.iterdir()) == []


# ------------------------------------------------------------------------------------------ a folder to edit


def test_a_folder_is_written_that_can_be_read_again(tmp_path):
    terms = (Term("storm", "gale*", 2.0, 'a "note", with\na break'), Term("to", "todo"), Term("-storm", "gale road"))
    lexicon = harbour(*terms, frames={"storm": 'wind "and" water\\', "to": " "}, labels={"storm": "Stürme"})
    folder = framing.write_lexicon(lexicon, tmp_path / "new" / "harbour")
    back = framing.read_lexicon(folder)
    assert (back.terms[0].weight, back.terms[0].note) == (2.0, 'a "note", with\na break')
    assert back == lexicon
    assert back.frames == {"storm": 'wind "and" water\\', "to": NO_DEFINITION}
    assert framing.check_examples(back)["passed"].all()
    assert {path.name for path in folder.iterdir()} == {"lexicon.toml", "terms.csv", "examples.csv"}
    assert [path.name for path in folder.parent.iterdir()] == ["harbour"]


def test_sentences_that_are_there_stay_and_only_gaps_are_filled_with_todo(tmp_path):
    own = Example("storm", "A gale blew.", ("gale",))
    lexicon = harbour(Term("storm", "gale"), examples=(own,))
    back = framing.read_lexicon(framing.write_lexicon(lexicon, tmp_path / "x"))
    assert back.examples == (own, Example("storm", "TODO", ()))


def test_a_folder_that_is_taken_is_left_alone(tmp_path):
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(LexiconError, match="something stands there already"):
        framing.write_lexicon(harbour(Term("storm", "gale")), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_lexicon_that_could_not_be_read_again_is_not_written(tmp_path):
    with pytest.raises(LexiconError, match="stands in 'storm' already"):
        framing.write_lexicon(harbour(Term("storm", "gale"), Term("storm", "Gale")), tmp_path / "x")
    assert list(tmp_path.iterdir()) == []


# ------------------------------------------------------------------------------------------ the command line


def test_a_dictionary_is_imported_on_the_command_line(tmp_path, capsys):
    folder = tmp_path / "sea"
    options = ["--name", "sea", "--version", "0.1", "--language", "en"]
    assert main(["lexicon", "import", str(FIXTURES / "liwc-dic" / "full.dic"), "-o", str(folder), *options]) == 0
    out, err = capsys.readouterr()
    assert err.splitlines()[0] == f"sea@0.1: 5 terms in 4 frames, in {folder}"
    assert "do not pass them on" in err
    assert "not carried over: 4; only in part: 1" in err
    assert next(csv.reader(out.splitlines())) == ["row", "category", "entry", "carried", "what", "next_step"]
    assert framing.read_lexicon(folder).label == "sea@0.1"
    assert "do not pass it on" in (folder / "README.md").read_text(encoding="utf-8")
    assert (folder / "losses.csv").read_text(encoding="utf-8") == out.replace(os.linesep, "\n")


def test_a_lexicon_is_exported_on_the_command_line(tmp_path, capsys):
    losses = tmp_path / "losses.csv"
    target = tmp_path / "template.dic"
    assert main(["lexicon", "export", "template", "-o", str(target), "--losses", str(losses)]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "template@1.0.0 in" in err
    assert target.read_text(encoding="utf-8").startswith("%\n1\tstorm\n2\ttrade\n%\n")
    assert losses.read_text(encoding="utf-8").count("a mask") == 4


def test_a_file_that_cannot_be_read_leaves_no_folder(tmp_path, capsys):
    bad = tmp_path / "bad.dic"
    bad.write_text("%\n1\tstorm\n", encoding="utf-8")
    assert main(["lexicon", "import", str(bad), "-o", str(tmp_path / "sea")]) == 2
    assert "bad.dic row 1" in capsys.readouterr().err
    assert not (tmp_path / "sea").exists()
