"""Files in and out: every common encoding, whole or not at all."""

import pandas as pd
import pytest

from framing.errors import CorpusError, TableError
from framing.files import decode_text, parse_cells, parse_delimited, read_rows, read_text, write_table, write_whole

TEXT = "The café’s “quote” — naïve"


@pytest.mark.parametrize(
    ("data", "warnings"),
    [
        (TEXT.encode("utf-8"), []),
        (TEXT.encode("utf-8-sig"), []),
        (TEXT.encode("utf-16"), []),
        (TEXT.encode("cp1252"), ["read as Windows-1252"]),
    ],
)
def test_every_common_encoding_gives_the_same_text(data, warnings):
    assert decode_text(data, "menu.txt") == (TEXT, warnings)


def test_damaged_characters_are_replaced_and_counted():
    damaged = (TEXT * 3).encode("utf-8").replace("é".encode(), b"\xc3", 1)
    text, warnings = decode_text(damaged, "menu.txt")
    assert text.count("\ufffd") == 1
    assert warnings == ["1 unreadable characters replaced"]


def test_lone_surrogates_are_replaced_and_counted():
    text, warnings = decode_text(b'{"a": "\xed\xa0\x80 caf\xc3\xa9 na\xc3\xafve \xe2\x80\x9c"}', "x")
    assert "\ud800" not in text
    assert warnings


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", b"PK\x03\x04\x00\x00", bytes(range(32)) * 9])
def test_a_binary_file_is_refused_by_name(data):
    with pytest.raises(CorpusError, match=r"photo\.txt: this is no text file"):
        decode_text(data, "photo.txt")


def test_a_word_file_is_told_to_be_one():
    with pytest.raises(CorpusError, match=r"essay\.docx: .* looks like a Word or Excel file\. Save it as plain text"):
        decode_text(b"PK\x03\x04\x00\x00", "essay.docx")


def test_a_file_one_folder_up_is_suggested(tmp_path, monkeypatch):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "mine.csv").write_text("text\nx\n")
    monkeypatch.chdir(tmp_path / "notebooks")
    with pytest.raises(CorpusError, match=r"no such file\. Did you mean '\.\./mine\.csv'"):
        read_text("mine.csv")


def test_a_file_that_is_not_there_is_named_with_its_nearest_neighbour(tmp_path):
    (tmp_path / "articles.csv").write_text("text\nx\n")
    with pytest.raises(CorpusError, match="no such file. Did you mean 'articles.csv'"):
        read_text(tmp_path / "article.csv")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_spreadsheet_is_read_whatever_its_delimiter_and_null_stays_a_word(delimiter):
    rows = parse_delimited(delimiter.join(["a", "b"]) + "\n" + delimiter.join(["null", "007"]), "sheet.csv")
    assert rows.to_dict("records") == [{"a": "null", "b": "007"}]


def test_rows_longer_than_the_header_are_refused():
    with pytest.raises(CorpusError, match=r"sheet\.csv"):
        parse_delimited("a,b\n1,2,3\n", "sheet.csv")


def test_json_lines_that_are_no_objects_are_all_named(tmp_path):
    (tmp_path / "x.jsonl").write_text('{"text": "a"}\n[1]\n{"text"\n')
    with pytest.raises(CorpusError) as error:
        read_rows(tmp_path / "x.jsonl")
    assert "line 2" in str(error.value)
    assert "line 3" in str(error.value)


def test_an_empty_file_is_refused(tmp_path):
    (tmp_path / "x.csv").write_text(" \n")
    with pytest.raises(CorpusError, match="the file is empty"):
        read_rows(tmp_path / "x.csv")


def test_a_false_parquet_file_is_refused(tmp_path):
    (tmp_path / "x.parquet").write_text("text")
    with pytest.raises(CorpusError, match="no Parquet file"):
        read_rows(tmp_path / "x.parquet")


def test_every_cell_that_does_not_fit_its_column_is_named_with_its_row():
    rows = pd.DataFrame({"article_id": ["a", "b"], "start": ["one", "2"], "end": ["3", "x"], "rule": ["r", "r"]})
    with pytest.raises(TableError) as error:
        parse_cells(rows, "skips", "skips.csv")
    assert "row 2: start 'one' is not a whole number" in str(error.value)
    assert "row 3: end 'x' is not a whole number" in str(error.value)


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".jsonl", ".parquet"])
def test_a_table_written_and_read_again_is_the_same(tmp_path, suffix):
    table = pd.DataFrame(
        {"article_id": ["a", "b"], "start": [0, 5], "end": [3, 9], "rule": ['say "so"', "<b>, $5bn\nnext"]}
    )
    rows, _ = read_rows(write_table(table, tmp_path / f"skips{suffix}"))
    pd.testing.assert_frame_equal(parse_cells(rows, "skips", "x"), table, check_dtype=False)


def test_lists_are_json_in_csv_and_missing_values_are_empty(tmp_path):
    table = pd.DataFrame({"spans": [[[0, 4]], []], "speaker": ["Ada Brook", None]})
    content = write_table(table, tmp_path / "x.csv").read_text(encoding="utf-8")
    assert content == 'spans,speaker\n"[[0, 4]]",Ada Brook\n[],\n'


def test_an_unknown_suffix_is_refused_before_anything_is_written(tmp_path):
    with pytest.raises(TableError, match=r"End the name in \.csv"):
        write_table(pd.DataFrame({"a": [1]}), tmp_path / "x.docx")
    assert list(tmp_path.iterdir()) == []


def test_a_failed_write_leaves_the_old_file_whole(tmp_path, monkeypatch):
    target = tmp_path / "x.csv"
    write_whole(target, "old")

    def no_space(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", no_space)
    with pytest.raises(TableError, match="No space left"):
        write_whole(target, "new")
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["x.csv"]


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(TableError, match="cannot be written"):
        write_whole(tmp_path / "file" / "x.csv", "x")
