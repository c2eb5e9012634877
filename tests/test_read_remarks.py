"""Remarks from files: what is read, and what is said of every row that is wrong."""

import json

import pandas as pd
import pytest

import framing
from framing.errors import CorpusError, FramingWarning, TableError
from framing.files import write_table

REMARK = {
    "remark_id": "r1",
    "article_id": "a",
    "form": "direct",
    "content": "quotation",
    "speaker": "Ada Brook",
    "not_said": False,
    "start": 0,
    "end": 9,
    "spans": [[0, 4], [5, 9]],
    "quoted_spans": [[0, 4]],
    "rule": "hand",
}


@pytest.fixture
def written(tmp_path):
    """A file of remarks: each row the sound one with changes; `...` takes a cell out."""

    def write(*changes, name="remarks.jsonl"):
        rows = [{"remark_id": f"r{n}", **change} for n, change in enumerate(changes)]
        rows = [{key: cell for key, cell in (REMARK | row).items() if cell is not ...} for row in rows]
        if name.endswith(".jsonl"):
            (tmp_path / name).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
            return tmp_path / name
        return write_table(pd.DataFrame(rows), tmp_path / name)

    return write


@pytest.mark.parametrize("suffix", ["csv", "tsv", "jsonl", "parquet"])
def test_remarks_read_from_any_format_are_the_same(written, suffix):
    remarks = framing.read_remarks(written({}, {"speaker": None, "note": "unsure"}, name=f"remarks.{suffix}"))
    assert remarks["spans"].tolist() == [[[0, 4], [5, 9]]] * 2
    assert remarks["quoted_spans"].tolist() == [[[0, 4]]] * 2
    assert remarks["not_said"].tolist() == [False, False]
    assert remarks["speaker"].isna().tolist() == [False, True]
    assert remarks["note"].iloc[1] == "unsure"


def test_remarks_written_and_read_again_are_the_same(tmp_path):
    remarks = framing.read_remarks(framing.corpus_folder() / "practice" / "remarks.csv")
    for suffix in ("csv", "jsonl", "parquet"):
        again = framing.read_remarks(write_table(remarks, tmp_path / f"x.{suffix}"))
        pd.testing.assert_frame_equal(again, remarks, check_dtype=False)


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "parquet"])
def test_a_remark_is_said_unless_it_is_marked(written, suffix):
    path = written({"not_said": True}, {"not_said": None}, {"not_said": False}, name=f"remarks.{suffix}")
    remarks = framing.read_remarks(path)
    assert remarks["not_said"].tolist() == [True, False, False]
    assert remarks["not_said"].dtype == "bool"


def test_a_json_line_without_the_mark_is_said_as_well(written):
    assert framing.read_remarks(written({"not_said": True}, {"not_said": ...}))["not_said"].tolist() == [True, False]


def test_a_misspelt_column_of_marks_is_refused_with_the_name_that_is_there(written):
    with pytest.raises(TableError, match="column 'not_said' .* is not there. Did you mean 'not_siad'"):
        framing.read_remarks(written({"not_said": ..., "not_siad": True}))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"spans": [0, 5]}, "spans [0, 5] is not a list of pairs [start, end], start before end, counted from 0"),
        ({"spans": [[0, "5"]]}, "spans [[0, '5']] is not a list of pairs"),
        ({"spans": [{"start": 0}]}, "spans [{'start': 0}] is not a list of pairs"),
        ({"spans": [None]}, "spans [None] is not a list of pairs"),
        ({"spans": [[]]}, "spans [[]] is not a list of pairs"),
        ({"spans": [[0, 4, 9]]}, "spans [[0, 4, 9]] is not a list of pairs"),
        ({"spans": [[9, 0]]}, "spans [[9, 0]] is not a list of pairs"),
        ({"spans": [[4, 4]]}, "spans [[4, 4]] is not a list of pairs"),
        ({"spans": [[-2, 9]], "start": -2}, "spans [[-2, 9]] is not a list of pairs"),
        ({"spans": [[0, 1.5]]}, "spans [[0, 1.5]] is not a list of pairs"),
        ({"spans": [[False, True]]}, "spans [[False, True]] is not a list of pairs"),
        ({"spans": []}, "spans is empty; it needs at least one pair [start, end]."),
        ({"spans": ...}, "spans is empty"),
        ({"spans": "0-9"}, "spans '0-9' is not a list. Write it as JSON"),
        ({"spans": {"0": 9}}, "spans {'0': 9} is not a list"),
        ({"quoted_spans": [[0]]}, "quoted_spans [[0]] is not a list of pairs"),
        ({"quoted_spans": [[2, 7]]}, "quoted span [2, 7] lies outside the spans [[0, 4], [5, 9]]."),
        ({"quoted_spans": [[5, 10]]}, "quoted span [5, 10] lies outside the spans"),
        ({"end": 8}, "start and end (0, 8) are not the hull (0, 9) of its spans."),
        ({"start": 1}, "start and end (1, 9) are not the hull (0, 9) of its spans."),
        ({"start": -1}, "start -1 is negative. Offsets count characters, from 0."),
        ({"start": 10**30}, "start 1000000000000000000000000000000 is not a whole number"),
        ({"start": {"a": 1}}, "start {'a': 1} is not a whole number"),
        ({"start": "first"}, "start 'first' is not a whole number"),
        ({"speaker_start": 9, "speaker_end": 4}, "speaker_end 4 lies before speaker_start 9."),
        ({"not_said": "perhaps"}, "not_said 'perhaps' is not true or false. Write true or false."),
        ({"form": "spoken"}, "form 'spoken' is not one of direct, mixed, indirect."),
        ({"speaker": ["Ada"]}, "speaker ['Ada'] is not text."),
        ({"remark_id": "r0"}, "remark_id 'r0' stands twice. Give every row a name of its own."),
        ({"rule": ""}, "rule is missing; it needs text."),
    ],
)
def test_what_is_wrong_with_a_remark_is_one_line_with_its_row(written, change, said):
    with pytest.raises(TableError) as error:
        framing.read_remarks(written({}, change))
    assert f"row 2: {said}" in str(error.value)
    assert "row 1:" not in str(error.value)


def test_all_problems_of_a_file_are_told_at_once_in_the_order_of_its_rows(written):
    changes = {}, {"spans": [[0, 8]]}, {"form": "spoken"}, {"spans": [0]}, {"start": "x", "rule": None}
    with pytest.raises(TableError) as error:
        framing.read_remarks(written(*changes, name="remarks.csv"))
    rows = [line.strip(" -").partition(":")[0] for line in str(error.value).splitlines()[1:]]
    assert rows == ["row 3", "row 4", "row 5", "row 6", "row 6"]


def test_whole_numbers_that_came_through_a_spreadsheet_as_fractions_are_whole(written):
    remarks = framing.read_remarks(written({"speaker_start": 3.0, "speaker_end": "7.0"}))
    assert remarks[["speaker_start", "speaker_end"]].iloc[0].tolist() == [3, 7]


def test_what_was_mended_on_reading_is_told(written):
    path = written({"speaker": "Zo\ud800", "note": "\udfff"})
    with pytest.warns(FramingWarning, match=r"remarks\.jsonl: 2 unreadable characters replaced"):
        assert framing.read_remarks(path)["speaker"].tolist() == ["Zo\ufffd"]


def test_another_encoding_is_told(written, tmp_path):
    text = written({"speaker": "Zoe Brook"}, name="remarks.csv").read_text().replace("Zoe", "Zoë")
    (tmp_path / "other.csv").write_bytes(text.encode("cp1252"))
    with pytest.warns(FramingWarning, match=r"other\.csv: read as Windows-1252"):
        assert framing.read_remarks(tmp_path / "other.csv")["speaker"].tolist() == ["Zoë Brook"]


def test_a_file_that_cannot_be_read_is_a_matter_of_the_corpus(tmp_path):
    (tmp_path / "remarks.json").write_text("[]")
    with pytest.raises(CorpusError, match=r"remarks\.json: \.json files are not read"):
        framing.read_remarks(tmp_path / "remarks.json")
