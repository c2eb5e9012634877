"""Hand coding, out and back: units, samples, sheets, and what strangers do to sheets."""

import datetime
import json
import tempfile
import warnings
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tables_by_hand import HARBOUR, Part, articles_of, hits_in, voiced

import framing
from framing.errors import CorpusError, FramingWarning, TableError
from framing.lexicon import Lexicon
from framing.measures.coding.codebooks import check_codebook, code_of
from framing.measures.coding.escaping import escape_cell, unescape_cell
from framing.measures.coding.samples import allocate
from framing.measures.coding.showing import plain_text, show_units, shown_digest
from framing.schema import make_table

PARTS = [
    Part("A gale came over the pier.", "Ada Brook", "quoted", "r1"),
    Part("The mayor of the town nodded.", None, "narrated"),
    Part("Cargo lay on the quay.", "Ben Vale", "paraphrased", "r2"),
    Part("Then it rained.", None, "narrated"),
    Part("No gale, he repeated.", "Ben Vale", "quoted", "r3", repeat=True),
]


def remarks_of(parts):
    """The remarks table that goes with parts."""
    articles = articles_of(parts).set_index("article_id")["text"]
    rows = []
    for part in parts:
        if part.remark:
            start = articles[part.article].index(part.text)
            rows.append((part, start, start + len(part.text)))
    return make_table(
        "remarks",
        {
            "remark_id": [part.remark for part, _, _ in rows],
            "article_id": [part.article for part, _, _ in rows],
            "form": ["direct" if part.voice == "quoted" else "indirect" for part, _, _ in rows],
            "content": ["clause"] * len(rows),
            "speaker": [part.leader for part, _, _ in rows],
            "leader": [part.leader for part, _, _ in rows],
            "not_said": [False] * len(rows),
            "start": [start for _, start, _ in rows],
            "end": [end for _, _, end in rows],
            "spans": [[[start, end]] for _, start, end in rows],
            "quoted_spans": [[] for _ in rows],
            "rule": ["hand"] * len(rows),
        },
    )


def units_of(parts=PARTS, lexicon=HARBOUR):
    return found_units(tuple(parts), lexicon).copy()


@cache
def found_units(parts, lexicon):
    tokens = voiced(list(parts))
    return framing.find_units(tokens, remarks_of(parts), matches=hits_in(tokens, lexicon), lexicon=lexicon)


def many_parts(n=60):
    """Remarks of two leaders and narration, in `n` articles; a third of the remarks hold a gale."""
    parts = []
    for number in range(n):
        article = f"a{number:02}"
        word = "gale" if number % 3 == 0 else "breeze"
        parts.append(
            Part(f"A {word} came at {number}.", ["Ada Brook", "Ben Vale"][number % 2], "quoted", f"r{number}", article)
        )
        parts.append(Part(f"Nobody counted {number}.", None, "narrated", None, article))
    return parts


# --- units -----------------------------------------------------------------------------------------------------------


def test_a_unit_is_a_remark_or_a_sentence_narrated_throughout_and_repeats_are_left_out():
    units = units_of()
    assert units["unit"].tolist() == ["remark", "sentence", "remark", "sentence"]
    assert units["remark_id"].tolist()[::2] == ["r1", "r2"]
    assert units["hits_storm"].tolist() == [1, 0, 0, 0]
    assert units["hits_trade"].tolist() == [0, 0, 1, 0]
    assert units["hits_faith"].tolist() == [0, 0, 0, 0]


def test_every_unit_slices_back_to_its_words():
    text = articles_of(PARTS)["text"].iloc[0]
    for row in units_of().itertuples():
        assert text[row.start : row.end].rstrip(".") in {part.text.rstrip(".") for part in PARTS}


def test_the_words_beside_a_remark_in_its_sentence_are_no_unit():
    articles = framing.articles_from_records(
        [{"article_id": "a", "text": '"It rained," Ada Brook said. Nobody came.'}], source="notes"
    )
    remarks = framing.extract_remarks(articles)
    units = framing.find_units(framing.assign_voices(framing.tokenize(articles), remarks), remarks)
    text = articles["text"].iloc[0]
    assert [text[a:b] for a, b in zip(units["start"], units["end"], strict=True)] == ["It rained,", "Nobody came"]


def test_what_was_not_said_is_no_remark_to_code():
    articles = framing.articles_from_records(
        [{"article_id": "a", "text": "Ada Brook declined to say whether it rained. Nobody came."}], source="notes"
    )
    remarks = framing.extract_remarks(articles)
    units = framing.find_units(framing.assign_voices(framing.tokenize(articles), remarks), remarks)
    assert set(units["unit"]) == {"sentence"}


def test_a_unit_keeps_its_name_whatever_else_was_read():
    alone = units_of(PARTS[:2])
    assert alone["unit_id"].isin(units_of()["unit_id"]).all()


def test_the_name_of_a_unit_is_no_number_to_a_spreadsheet():
    ids = units_of(many_parts())["unit_id"]
    assert ids.is_unique
    assert ids.str.fullmatch(r"u[0-9a-dfx]{12}").all()


def test_the_sentence_that_mentions_a_leader_is_of_that_leader():
    tokens = voiced(PARTS)
    tokens.loc[tokens["voice"] == "narrated", "mentions_leader"] = "Ada Brook"
    units = framing.find_units(tokens, remarks_of(PARTS))
    assert units.loc[units["unit"] == "sentence", "leader"].tolist() == ["Ada Brook"] * 2


def test_remarks_of_other_tokens_are_refused():
    with pytest.raises(TableError, match="'r1', 'r2'.*Give the remarks the voices come from"):
        framing.find_units(voiced(PARTS), remarks_of([PARTS[1]]))


def test_hits_without_their_lexicon_are_refused():
    with pytest.raises(TableError, match="give both, or neither"):
        framing.find_units(voiced(PARTS), remarks_of(PARTS), lexicon=HARBOUR)


def test_nothing_in_nothing_out():
    units = framing.find_units(voiced(PARTS).iloc[:0], remarks_of(PARTS))
    assert len(units) == 0 and "inclusion_probability" in units.columns


# --- samples ---------------------------------------------------------------------------------------------------------


def test_the_same_seed_draws_the_same_units_whatever_the_order_of_rows():
    units = units_of(many_parts())
    shuffled = units.sample(frac=1, random_state=3)
    one = framing.sample_units(units, n=30, by=("leader", "frame"), seed=7)
    assert one.equals(framing.sample_units(shuffled, n=30, by=("leader", "frame"), seed=7))
    assert set(one["unit_id"]) != set(framing.sample_units(units, n=30, by=("leader", "frame"), seed=8)["unit_id"])


def test_a_larger_sample_keeps_what_a_smaller_one_drew():
    units = units_of(many_parts())
    small, large = (set(framing.sample_units(units, n=n, by="frame", seed=1)["unit_id"]) for n in (20, 40))
    assert small < large


def test_probabilities_are_those_of_the_draw_and_weights_add_up_to_the_population():
    units = units_of(many_parts())
    drawn = framing.sample_units(units, n=40, by=("leader", "frame"), seed=1)
    of_drawn, of_all = (
        drawn["stratum"].value_counts(),
        framing.sample_units(units, n=999, by=("leader", "frame"), seed=1),
    )
    sizes = of_all["stratum"].value_counts()
    assert (of_all["inclusion_probability"] == 1).all()
    for row in drawn.itertuples():
        assert row.inclusion_probability == of_drawn[row.stratum] / sizes[row.stratum]
    assert (1 / drawn["inclusion_probability"]).sum() == pytest.approx(len(units))


def test_every_unit_of_a_stratum_is_drawn_as_often_as_its_probability_says():
    units = units_of(many_parts(20))
    counts = pd.Series(0, index=units["unit_id"])
    for seed in range(200):
        counts[framing.sample_units(units, n=10, seed=seed)["unit_id"]] += 1
    expected = 200 * 10 / 40
    assert counts.sum() == 2000
    assert ((counts - expected).abs() < 5 * (expected * 0.75) ** 0.5).all()


def test_hits_and_non_hits_are_both_there_however_rare():
    parts = [*many_parts(50), Part("A psalm.", "Ada Brook", "quoted", "rare", "z")]
    drawn = framing.sample_units(units_of(parts), n=20, by="frame", seed=1)
    assert {"frame: none", "frame: storm"} <= set(drawn["stratum"])
    assert drawn.loc[drawn["hits_faith"] > 0, "inclusion_probability"].tolist() == [1.0]


def test_a_unit_of_two_frames_stands_in_the_stratum_of_the_rarer():
    parts = [*many_parts(9), Part("A gale and a psalm.", "Ada Brook", "quoted", "both", "z")]
    drawn = framing.sample_units(units_of(parts), n=99, by="frame", seed=1)
    assert drawn.loc[drawn["remark_id"] == "both", "stratum"].tolist() == ["frame: faith"]


def test_a_sample_of_a_sample_has_the_chances_of_both():
    units = units_of(many_parts())
    once = framing.sample_units(units, n=60, seed=1)
    assert framing.sample_units(once, n=30, seed=2)["inclusion_probability"].tolist() == pytest.approx([0.25] * 30)


def test_the_place_in_a_sheet_tells_nothing_of_the_stratum():
    parts = [Part("A gale." if n < 8 else "A breeze.", "Ada Brook", "quoted", f"r{n}", f"a{n}") for n in range(200)]
    places = []
    for seed in range(40):
        drawn = framing.sample_units(units_of(parts), n=24, by="frame", seed=seed)
        is_rare = drawn["hits_storm"] > 0
        places += (drawn.index[is_rare] / 23).tolist()
    assert sum(places) / len(places) == pytest.approx(0.5, abs=0.07)


def test_small_strata_are_taken_whole():
    assert allocate(pd.Series({"a": 1, "b": 2, "c": 900}), 9).tolist() == [1, 2, 6]


@pytest.mark.parametrize("sizes", [[1, 1, 1], [5, 50, 500], [2, 2, 1000], [40, 40]])
@pytest.mark.parametrize("n", [6, 17, 60])
def test_shares_add_up_and_fit(sizes, n):
    sizes = pd.Series(sizes)
    shares = allocate(sizes, n)
    assert shares.sum() == min(n, sizes.sum())
    assert (shares <= sizes).all() and (shares >= sizes.clip(upper=2)).all()


BAD_SAMPLES = [
    ({"n": 0, "seed": 1}, "n=0: give a whole number from 1"),
    ({"n": 2.5, "seed": 1}, "n=2.5"),
    ({"n": 9, "seed": -1}, "seed=-1"),
    ({"n": 9, "seed": True}, "seed=True"),
    ({"n": 9, "seed": 1, "by": "leadr"}, "no column 'leadr' to sample by. Did you mean 'leader'"),
    ({"n": 3, "seed": 1, "by": ("leader", "frame")}, "n=3 is too small for 5 strata"),
]


@pytest.mark.parametrize(("options", "said"), BAD_SAMPLES)
def test_a_sample_that_cannot_be_drawn_is_refused(options, said):
    with pytest.raises(TableError, match=said):
        framing.sample_units(units_of(many_parts()), **options)


def test_without_hits_nobody_can_sample_by_frame():
    units = units_of().drop(columns=["hits_storm", "hits_trade", "hits_faith"])
    with pytest.raises(TableError, match="Find the units with matches and a lexicon"):
        framing.sample_units(units, n=4, by="frame", seed=1)


# --- what a coder sees -----------------------------------------------------------------------------------------------


def shown(text, start, end, spans=None):
    articles = framing.articles_from_records([{"article_id": "a", "text": text}], source="notes")
    units = pd.DataFrame({"unit_id": ["u1"], "article_id": ["a"], "start": [start], "end": [end]})
    return plain_text(show_units(units if spans is None else units.assign(spans=[spans]), articles)[0])


def test_a_unit_is_marked_and_has_one_sentence_on_either_side():
    assert shown("One went. Two came. Three left. Four stayed.", 10, 18) == "One went. ⟦Two came⟧. Three left."


def test_parts_of_a_remark_are_marked_each():
    text = '"It rained," she said, "all day." We left.'
    assert shown(text, 1, 31, [[1, 10], [24, 31]]) == '"⟦It rained⟧," she said, "⟦all day⟧." We left.'


def test_context_that_never_ends_is_cut():
    text = "word " * 400 + "and. We left. " + "more " * 400
    seen = shown(text, text.index("We"), text.index("We") + 7)
    assert seen.startswith("… ") and seen.endswith(" …") and len(seen) < 1300


def test_control_characters_never_reach_a_sheet():
    assert shown("It\x0brained\x01 here.", 0, 9) == "⟦It rained⟧ here."


@pytest.mark.parametrize(
    ("change", "said"), [({"article_id": "b"}, "article 'b' is not there"), ({"end": 99}, "ends at")]
)
def test_units_of_other_articles_are_refused(change, said):
    articles = framing.articles_from_records([{"article_id": "a", "text": "It rained."}], source="notes")
    units = pd.DataFrame([{"unit_id": "u1", "article_id": "a", "start": 0, "end": 9} | change])
    with pytest.raises(TableError, match=said):
        show_units(units, articles)


# --- sheets, out and back --------------------------------------------------------------------------------------------

SMALL = HARBOUR.only("storm", "trade")


class Study:
    """A sample with its sheet, key and codebook in a folder."""

    def __init__(self, folder, name="sheet.csv", codebook=None, parts=PARTS, **options):
        self.articles = articles_of(parts)
        self.codebook = framing.frame_codebook(SMALL) if codebook is None else codebook
        drawn = framing.sample_units(units_of(parts, SMALL), n=99, seed=1)
        self.paths = framing.write_coding_sheet(drawn, self.articles, folder / name, codebook=self.codebook, **options)
        self.sheet = self.paths[0]
        self.key = framing.read_coding_key(folder / f"{self.sheet.stem}-key.csv") if not options.get("coders") else None

    def rows(self):
        return pd.read_csv(self.sheet, dtype=str, keep_default_na=False, encoding="utf-8-sig")

    def code(self, change=lambda table: table, name=None, coder="Ada", **codes):
        """Fill the sheet as a coder would, then as a stranger might."""
        table = self.rows()
        for question in self.codebook["question"]:
            table[question] = table[question].where(table[question] == ".", codes.get(question, "0"))
        table = change(table.assign(coder=coder))
        path = self.sheet.with_name(name or "coded.csv")
        table.to_csv(path, index=False, encoding="utf-8")
        return path

    def read(self, *paths, **options):
        return framing.read_coding_sheets(paths, self.key, codebook=self.codebook, **options)


@pytest.fixture
def study(tmp_path):
    return Study(tmp_path)


def test_the_coder_sees_neither_outlet_nor_leader_nor_hits_nor_stratum(study):
    assert study.rows().columns.tolist() == ["unit_id", "text", "storm", "trade", "coder", "note"]
    content = study.sheet.read_text(encoding="utf-8-sig")
    for hidden in ("The Lantern", "Ada Brook", "Ben Vale", "a1", "hits", "stratum", "all"):
        assert hidden not in content
    assert {"outlet", "leader", "hits_storm", "stratum", "inclusion_probability"} <= set(study.key.columns)


def test_the_key_comes_back_as_it_went(study):
    drawn = framing.sample_units(units_of(PARTS, SMALL), n=99, seed=1)
    pd.testing.assert_frame_equal(study.key[drawn.columns], drawn, check_dtype=False)


def test_codes_come_back(study):
    codings = study.read(study.code(storm="1"))
    assert codings["coder"].unique().tolist() == ["Ada"]
    assert len(codings) == 4 * 2
    assert codings.loc[codings["question"] == "storm", "code"].unique().tolist() == ["1"]
    assert codings["unit_id"].drop_duplicates().tolist() == study.key["unit_id"].tolist()


def test_several_coders_come_back_in_the_order_of_their_sheets(study):
    codings = study.read(study.code(coder="Zoe", name="z.csv"), study.code(coder="Ada", name="a.csv", storm="1"))
    assert codings["coder"].drop_duplicates().tolist() == ["Zoe", "Ada"]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".jsonl"])
def test_each_kind_of_sheet_comes_back_and_hostile_texts_unharmed(tmp_path, suffix):
    parts = [Part('=cmd|"x"!A1 <b>&amp; gale\ttab.', "Ada Brook", "quoted", "r1"), Part('\'Tis late; "so", naïve.')]
    study = Study(tmp_path, f"sheet{suffix}", parts=parts)
    if suffix == ".xlsx":
        book = openpyxl.load_workbook(study.sheet)
        assert book.sheetnames == ["units", "codebook"]
        sheet = book["units"]
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
        for row in sheet.iter_rows(min_row=2):
            row[2].value, row[3].value, row[4].value = 1, 0.0, "Ada"
        book.save(study.sheet)
    elif suffix == ".jsonl":
        lines = study.sheet.read_text(encoding="utf-8").splitlines()
        rows = [json.loads(line) | {"storm": 1, "trade": "0", "coder": "Ada"} for line in lines]
        study.sheet.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    else:
        study.sheet = study.code(storm="1")
    codings = study.read(study.sheet, articles=study.articles)
    assert codings["code"].tolist() == ["1", "0"] * len(study.key)


def test_a_cell_that_begins_like_a_formula_is_escaped_and_comes_back():
    for text in ("=1+1", "+x", "-x", "@x", "\tx", "＝x", "'=1", "''=1"):
        assert escape_cell(text)[0] == "'"
        assert unescape_cell(escape_cell(text)) == text
    for text in ("It rained.", "'Tis late.", "", "1-2"):
        assert escape_cell(text) == text and unescape_cell(text) == text


@given(text=st.text())
def test_any_text_is_escaped_and_comes_back(text):
    assert unescape_cell(escape_cell(text)) == text
    assert not escape_cell(text).startswith(tuple("=+-@\t\r"))


@settings(max_examples=30)
@given(text=st.text(min_size=1, max_size=60).filter(str.strip), suffix=st.sampled_from([".csv", ".xlsx", ".jsonl"]))
def test_any_text_that_a_coder_saw_is_known_again(text, suffix):
    articles = framing.articles_from_records([{"article_id": "a", "text": text}], source="notes")
    length = len(articles["text"].iloc[0])
    units = make_table(
        "units",
        {"unit_id": ["u1"], "article_id": ["a"], "story_id": ["a"], "unit": ["sentence"], "start": [0], "end": [length],
         "stratum": ["all"], "inclusion_probability": [1.0]},
    )  # fmt: skip
    codebook = framing.frame_codebook(SMALL)
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)  # nothing is coded in it
        sheet, key, _ = framing.write_coding_sheet(units, articles, Path(folder) / f"s{suffix}", codebook=codebook)
        framing.read_coding_sheets(sheet, framing.read_coding_key(key), codebook=codebook, articles=articles)


def test_a_sheet_for_each_coder_has_the_name_in_it(tmp_path):
    made = Study(tmp_path, coders=["Ada Brook", "Ben"]).paths
    assert [path.name for path in made[:3]] == ["sheet-ada-brook.csv", "sheet-ben.csv", "sheet-key.csv"]
    assert "Ada Brook" in made[0].read_text(encoding="utf-8")


@pytest.mark.parametrize("coders", [["Ada", "ada"], ["Ada", "Ada"], ["key"], ["codebook"]])
def test_two_files_never_share_a_name(tmp_path, coders):
    with pytest.raises(TableError, match="Give each a name of their own"):
        Study(tmp_path, coders=coders)
    assert list(tmp_path.iterdir()) == []


def test_a_sheet_that_is_there_is_never_written_over(tmp_path):
    study = Study(tmp_path)
    before = study.sheet.read_bytes()
    with pytest.raises(TableError, match="is there already"):
        Study(tmp_path)
    assert study.sheet.read_bytes() == before


def test_nothing_is_half_written(tmp_path, monkeypatch):
    from framing import files

    write, made = files.write_whole, []

    def fail_at_the_third(path, data):
        made.append(path)
        if len(made) == 3:
            raise TableError(f"{path}: cannot be written.")
        return write(path, data)

    monkeypatch.setattr(files, "write_whole", fail_at_the_third)
    with pytest.raises(TableError, match="cannot be written"):
        Study(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_text_too_long_for_a_cell_is_refused_before_anything_is_written(tmp_path):
    with pytest.raises(TableError, match="too many for a cell of a workbook"):
        Study(tmp_path, "sheet.xlsx", parts=[Part("gale " * 8000, "Ada Brook", "quoted", "r1")])
    assert list(tmp_path.iterdir()) == []


def test_a_sheet_of_nothing_is_refused(tmp_path):
    with pytest.raises(TableError, match="there is no unit to code"):
        framing.write_coding_sheet(
            units_of().iloc[:0], articles_of(PARTS), tmp_path / "s.csv", codebook=framing.frame_codebook(SMALL)
        )


@pytest.mark.parametrize(
    ("name", "layout", "said"),
    [
        ("s.ods", "table", "ends in .csv or .xlsx or .jsonl"),
        ("s.csv", "doccano", "ends in .jsonl"),
        ("s.csv", "x", "choose"),
    ],
)
def test_a_format_that_is_not_written_is_refused(tmp_path, name, layout, said):
    with pytest.raises(TableError, match=said):
        Study(tmp_path, name, layout=layout)


# What happens to sheets on their way; each with what is said of it.


def renamed(table):
    return table.rename(columns={"storm": "Sturm"})


def set_cell(column, value, row=0):
    def change(table):
        table.loc[row, column] = value
        return table

    return change


STRANGERS = {
    "a renamed column": (renamed, r"column 'storm' is not there"),
    "a column left out": (lambda table: table.drop(columns="coder"), r"column 'coder' is not there"),
    "a changed text": (set_cell("text", "It snowed."), r"row 2: the text of u\w+ was changed: 'It snowed.'"),
    "a code outside the codebook": (set_cell("storm", "2"), r"row 2: storm '2' is not one of 1, 0"),
    "a word for a code": (set_cell("storm", "yes", 2), r"row 4: storm 'yes' is not one of 1, 0"),
    "a fraction": (set_cell("storm", "0.5"), r"storm '0.5' is not one of"),
    "a unit of another sheet": (set_cell("unit_id", "u123"), r"row 2: unit 'u123' is not in the key"),
    "no name": (lambda table: table.assign(coder=""), r"row 2: there are codes, but nobody's name"),
    "a row twice": (lambda table: pd.concat([table, table.iloc[:1]]), r"row 6: 'Ada' coded u\w+ before, in .*row 2"),
}


@pytest.mark.parametrize("name", STRANGERS)
def test_what_strangers_do_is_told_with_file_and_row(study, name):
    change, said = STRANGERS[name]
    with pytest.raises(TableError, match=said) as problem:
        study.read(study.code(change))
    assert "coded.csv" in str(problem.value)


def test_all_problems_of_all_sheets_are_told_at_once(study):
    one = study.code(set_cell("storm", "7"), name="one.csv")
    two = study.code(set_cell("trade", "x", 3), name="two.csv", coder="Ben")
    with pytest.raises(TableError) as problem:
        study.read(one, two)
    assert "one.csv: row 2" in str(problem.value) and "two.csv: row 5" in str(problem.value)


def test_the_sheet_of_another_key_is_told_once(study):
    path = study.code(lambda table: table.assign(unit_id=[f"u{number}" for number in range(len(table))]))
    with pytest.raises(
        TableError, match="coded.csv: none of its units is in the key, such as 'u0'. Give the key of this"
    ):
        study.read(path)


def test_a_coder_who_coded_twice_is_told_where(study):
    with pytest.raises(TableError, match=r"b.csv, row 2: 'Ada' coded u\w+ before, in .*a.csv, row 2"):
        study.read(study.code(name="a.csv"), study.code(name="b.csv"))


def test_a_second_coding_under_another_name_is_welcome(study):
    codings = study.read(study.code(name="a.csv"), study.code(name="b.csv", coder="Ada (again)"))
    assert codings["coder"].nunique() == 2


def test_deleted_rows_and_empty_cells_are_counted(study):
    path = study.code(lambda table: set_cell("storm", "")(table.iloc[:3].copy()))
    with pytest.warns(FramingWarning) as told:
        codings = study.read(path)
    said = [str(one.message) for one in told]
    lost = study.key["unit_id"].iloc[3]
    assert said == [f"coder 'Ada': 1 of 4 units are not there: {lost}", "coder 'Ada': 1 of 6 answers are empty"]
    assert codings["code"].isna().sum() == 1


def test_columns_that_a_stranger_added_are_told(study):
    with pytest.warns(FramingWarning, match="columns that no sheet has were not read: remarks of mine"):
        study.read(study.code(lambda table: table.assign(**{"remarks of mine": "x"})))


def test_a_sheet_nobody_coded_is_told(study):
    with pytest.warns(FramingWarning, match="nothing is coded in it"):
        assert len(study.read(study.sheet)) == 0


def test_names_that_may_be_one_are_told(study):
    with pytest.warns(FramingWarning, match="coders 'Ada' and 'ada' are counted as two"):
        study.read(study.code(name="a.csv"), study.code(name="b.csv", coder="ada"))


def test_a_row_without_name_belongs_to_the_one_coder_of_the_sheet(study):
    codings = study.read(study.code(set_cell("coder", "", 2)))
    assert codings["coder"].unique().tolist() == ["Ada"]


def test_semicolons_windows_letters_and_reordered_rows_change_nothing(study):
    path = study.code(storm="1")
    table = pd.read_csv(path, dtype=str, keep_default_na=False).iloc[::-1]
    text = table.to_csv(index=False, sep=";").replace("⟦", "[").replace("⟧", "]")
    study.key["digest"] = [shown_digest(cell.replace("⟦", "[").replace("⟧", "]")) for cell in study.rows()["text"]]
    path.write_bytes(text.replace("\n", "\r\n").encode("cp1252"))
    assert study.read(path)["code"].tolist() == ["1", "0"] * 4


EXCEL = [
    ("1.0", ["1", "0"], "1"),
    (1, ["1", "0"], "1"),
    (0.0, ["1", "0"], "0"),
    ("7", ["07", "12"], "07"),
    ("DIRECT", ["direct", "mixed"], "direct"),
    ("1", ["1.0", "1"], "1"),
    ("2", ["1", "0"], None),
    ("True", ["1", "0"], None),
    ("nan", ["1", "0"], None),
    ("inf", ["1", "0"], None),
    (datetime.datetime(2031, 1, 2), ["1-2", "0"], None),
]


@pytest.mark.parametrize(("cell", "codes", "code"), EXCEL)
def test_what_a_spreadsheet_makes_of_a_code(cell, codes, code):
    assert code_of(cell, codes) == code


def test_a_date_that_a_spreadsheet_made_is_told(tmp_path):
    study = Study(tmp_path, "sheet.xlsx")
    book = openpyxl.load_workbook(study.sheet)
    book["units"].cell(2, 3).value = datetime.datetime(2031, 1, 2)
    book["units"].cell(2, 5).value = "Ada"
    book.save(study.sheet)
    with pytest.raises(TableError, match=r"row 2: storm 2031-01-02.*a date: the spreadsheet made it"):
        study.read(study.sheet)


def test_a_renamed_sheet_of_a_workbook_is_told(tmp_path):
    study = Study(tmp_path, "sheet.xlsx")
    book = openpyxl.load_workbook(study.sheet)
    book["units"].title = "Tabelle1"
    book.save(study.sheet)
    with pytest.raises(CorpusError, match=r"no sheet 'units' among \['Tabelle1'\]"):
        study.read(study.sheet)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no workbook", b"unit_id,text\n"])
def test_a_file_that_is_no_workbook_is_told(study, tmp_path, content):
    path = tmp_path / "coded.xlsx"
    path.write_bytes(content)
    with pytest.raises(CorpusError, match="coded.xlsx: this workbook cannot be read"):
        study.read(path)


@pytest.mark.parametrize("cut", range(0, 6000, 613))
def test_a_workbook_cut_anywhere_is_told(tmp_path, cut):
    study = Study(tmp_path, "sheet.xlsx")
    study.sheet.write_bytes(study.sheet.read_bytes()[:cut])
    with pytest.raises(CorpusError, match="cannot be read"):
        study.read(study.sheet)


def test_articles_that_changed_since_are_refused(study):
    changed = study.articles.assign(text=[text.replace("gale", "GALE") for text in study.articles["text"]])
    with pytest.raises(TableError, match="its text is another one than the coder saw"):
        study.read(study.code(), articles=changed)


def test_nothing_that_is_given_is_changed(study):
    key, codebook = study.key.copy(deep=True), study.codebook.copy(deep=True)
    study.read(study.code())
    pd.testing.assert_frame_equal(key, study.key)
    pd.testing.assert_frame_equal(codebook, study.codebook)


# --- checking remarks ------------------------------------------------------------------------------------------------


@pytest.fixture
def check(tmp_path):
    return Study(tmp_path, codebook=framing.remark_codebook())


def test_a_sheet_that_checks_remarks_shows_the_speaker_and_asks_what_fits_the_unit(check):
    rows = check.rows().set_index("unit_id")
    for unit in check.key.itertuples():
        row = rows.loc[unit.unit_id]
        assert row["said_by"] == (unit.speaker if unit.unit == "remark" else "")
        assert (row["holds_speech"] == ".") == (unit.unit == "remark")
        assert (row["form"] == ".") == (unit.unit == "sentence")


def test_an_answer_to_a_question_that_was_not_asked_is_told(check):
    row = int((check.key["unit"] == "sentence").to_numpy().argmax())
    path = check.code(set_cell("speaker_right", "1", row), is_speech="1", speaker_right="1", form="direct")
    with pytest.raises(TableError, match=f"row {row + 2}: speaker_right is not asked of this unit"):
        check.read(path)


def test_a_changed_speaker_is_told(check):
    row = int((check.key["unit"] == "remark").to_numpy().argmax())
    path = check.code(set_cell("said_by", "Cy Dell", row), is_speech="1", speaker_right="1", form="direct")
    with pytest.raises(TableError, match=f"row {row + 2}: said_by of u.* was changed: 'Cy Dell'"):
        check.read(path)


def test_where_there_is_no_speech_speaker_and_form_are_not_missed(check):
    def no_speech(table):
        is_remark = table["form"] != "."
        return table.assign(
            speaker_right=table["speaker_right"].where(~is_remark, ""), form=table["form"].where(~is_remark, "")
        )

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        codings = check.read(check.code(no_speech, is_speech="0", form="direct"))
    assert set(codings["question"]) == {"is_speech", "holds_speech"}


# --- doccano and Label Studio ----------------------------------------------------------------------------------------


def doccano(study, labels, name="ada.jsonl"):
    """What doccano exports: the rows that were imported, with an id and the labels of one person."""
    lines = study.sheet.read_text(encoding="utf-8").splitlines()
    rows = [{"id": number, **json.loads(line), "label": given, "Comments": []}
            for number, (line, given) in enumerate(zip(lines, labels, strict=True))]  # fmt: skip
    path = study.sheet.with_name(name)
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return path


def test_labels_of_doccano_come_back_and_no_label_is_no_answer(tmp_path):
    study = Study(tmp_path, "sheet.jsonl", layout="doccano")
    labels = {row["text"] for row in json.loads((tmp_path / "sheet-labels.json").read_text())}
    assert labels == {"storm", "trade", "none of these"}
    with pytest.warns(FramingWarning, match="2 of 8 answers are empty"):
        codings = study.read(doccano(study, [["storm"], ["storm", "trade"], ["none of these"], []]))
    assert codings["coder"].unique().tolist() == ["ada"]
    assert codings["code"].tolist()[:6] == ["1", "0", "1", "1", "0", "0"]


@pytest.mark.parametrize(
    ("label", "said"),
    [
        (["strom"], "line 1: label 'strom' is not in the codebook. Did you mean 'storm'"),
        (["none of these", "storm"], "line 1: 'none of these' stands beside"),
        ([[0, 4, "storm"]], "line 1: label .* is no list of labels"),
        (None, "line 1: label .* is no list of labels"),
    ],
)
def test_labels_that_mean_nothing_are_told(tmp_path, label, said):
    study = Study(tmp_path, "sheet.jsonl", layout="doccano")
    with pytest.raises(TableError, match=said):
        study.read(doccano(study, [label, ["storm"], ["storm"], ["storm"]]))


def test_two_labels_for_one_question_are_told(tmp_path):
    study = Study(tmp_path, "sheet.jsonl", layout="doccano", codebook=framing.remark_codebook())
    labels = [["is_speech", "form: direct", "form: mixed"] if kind == "remark" else ["holds_speech"]
              for kind in study.key["unit"]]  # fmt: skip
    with pytest.raises(TableError, match="question 'form' has two answers, direct and mixed"):
        study.read(doccano(study, labels))


def test_labels_that_check_remarks_come_back(tmp_path):
    study = Study(tmp_path, "sheet.jsonl", layout="doccano", codebook=framing.remark_codebook())
    labels = [["is_speech", "form: mixed"] if kind == "remark" else ["none of these"] for kind in study.key["unit"]]
    codings = study.read(doccano(study, labels)).set_index("question")["code"]
    assert codings["is_speech"].tolist() == ["1", "1"] and codings["speaker_right"].tolist() == ["0", "0"]
    assert codings["form"].tolist() == ["mixed", "mixed"] and codings["holds_speech"].tolist() == ["0", "0"]


def label_studio(study, annotate):
    """What Label Studio exports: the tasks that were imported, with annotations."""
    tasks = json.loads(study.sheet.read_text(encoding="utf-8"))
    path = study.sheet.with_name("export.json")
    made = [{"id": n, "data": task["data"], "annotations": annotate(n)} for n, task in enumerate(tasks)]
    path.write_text(json.dumps(made), encoding="utf-8")
    return path


def annotation(by=3, **choices):
    results = [{"from_name": name, "to_name": "text", "type": "choices", "value": {"choices": [code]}}
               for name, code in choices.items()]  # fmt: skip
    return {"completed_by": by, "was_cancelled": False, "result": results}


def test_choices_of_label_studio_come_back(tmp_path):
    study = Study(tmp_path, "sheet.json", layout="label-studio")
    view = ElementTree.parse(tmp_path / "sheet-interface.xml")
    assert [choices.get("name") for choices in view.iter("Choices")] == ["storm", "trade"]
    path = label_studio(study, lambda n: [annotation(storm="1", trade="0"), annotation({"email": "ben@port.example"})])
    with pytest.warns(FramingWarning, match="8 of 8 answers are empty"):
        codings = study.read(path)
    assert codings["coder"].drop_duplicates().tolist() == ["3", "ben@port.example"]
    assert codings["code"].tolist()[:8] == ["1", "0"] * 4


LABEL_STUDIO = [
    (lambda n: [annotation(storn="1")], "task 1: question 'storn' is not in the codebook. Did you mean 'storm'"),
    (lambda n: [annotation(storm="9")], "task 1: storm '9' is not one of 1, 0"),
    (lambda n: [annotation(storm="1"), annotation(storm="1")], "task 1.*'3' coded"),
    (
        lambda n: [{"completed_by": 3, "result": [{"from_name": "storm", "value": {"choices": ["1", "0"]}}]}],
        "no single",
    ),
]


@pytest.mark.parametrize(("annotate", "said"), LABEL_STUDIO)
def test_annotations_that_mean_nothing_are_told(tmp_path, annotate, said):
    study = Study(tmp_path, "sheet.json", layout="label-studio")
    with pytest.raises(TableError, match=said):
        study.read(label_studio(study, annotate))


def test_skipped_tasks_are_counted(tmp_path):
    study = Study(tmp_path, "sheet.json", layout="label-studio")
    path = label_studio(
        study, lambda n: [annotation(storm="1", trade="1") | {"was_cancelled": n == 0}] if n < 3 else []
    )
    with pytest.warns(FramingWarning) as told:
        study.read(path)
    assert any("2 tasks skipped or not annotated" in str(one.message) for one in told)


@pytest.mark.parametrize(
    "content", ["", "{", "[" * 90000, '{"a": 1}', '[{"data": {}}]', "[1]", '[{"unit_id": "u", "storm": "1"}]']
)
def test_a_file_that_is_no_export_of_label_studio_is_told(tmp_path, content):
    study = Study(tmp_path, "sheet.json", layout="label-studio")
    path = tmp_path / "export.json"
    path.write_text(content)
    with pytest.raises(CorpusError, match="export.json"):
        study.read(path)


# --- keys and codebooks ----------------------------------------------------------------------------------------------

BAD_KEYS = [
    (lambda key: key.drop(columns="digest"), "column 'digest' is not there"),
    (lambda key: key.assign(inclusion_probability="half"), "inclusion_probability 'half' is not a number"),
    (lambda key: key.assign(hits_storm="many"), "hits_storm 'many' is not a whole number"),
    (lambda key: key.assign(spans="x"), "spans 'x' is not a list"),
    (lambda key: key.assign(unit_id="u1"), "unit_id 'u1' stands twice"),
]


@pytest.mark.parametrize(("change", "said"), BAD_KEYS)
def test_a_key_that_was_changed_is_told_with_its_row(study, tmp_path, change, said):
    key = pd.read_csv(tmp_path / "sheet-key.csv", dtype=str, keep_default_na=False)
    change(key).to_csv(tmp_path / "bad.csv", index=False)
    with pytest.raises(TableError, match=said):
        framing.read_coding_key(tmp_path / "bad.csv")


def test_the_codebook_comes_back(study, tmp_path):
    pd.testing.assert_frame_equal(
        framing.read_codebook(tmp_path / "sheet-codebook.csv"), study.codebook, check_dtype=False
    )


BAD_CODEBOOKS = [
    ({"question": "coder"}, "is the name of a column of every sheet"),
    ({"question": "Text"}, "is the name of a column of every sheet"),
    ({"codes": "1"}, "write two or more different ones"),
    ({"codes": "1|1"}, "write two or more different ones"),
    ({"unit": "page"}, "unit 'page' is not one of remark, sentence"),
]


@pytest.mark.parametrize(("change", "said"), BAD_CODEBOOKS)
def test_a_codebook_that_cannot_be_asked_is_refused(change, said):
    row = {"question": "storm", "unit": "remark", "codes": "1|0", "meaning": "wind"}
    with pytest.raises(TableError, match=said):
        check_codebook(pd.DataFrame([row | change]), "codebook")


def test_a_frame_that_is_called_like_a_column_is_refused():
    bad = Lexicon("x", "1", "en", "", "", {"note": "d"}, ())
    with pytest.raises(TableError, match="'note' is the name of a column"):
        framing.frame_codebook(bad)
