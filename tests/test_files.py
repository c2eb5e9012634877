"""Files in and out: every common encoding, whole or not at all."""

import datetime
import json

import numpy as np
import pandas as pd
import pyarrow.parquet
import pytest

import framing
from framing.cells import parse_cells, parse_list, read_table
from framing.days import parse_day
from framing.errors import CorpusError, TableError
from framing.files import (
    decode_text,
    parse_delimited,
    parse_json_lines,
    read_rows,
    read_text,
    write_table,
    write_whole,
)
from framing.schema import column_names

TEXT = "The café’s “quote” — naïve"


@pytest.mark.parametrize(
    ("data", "warnings"),
    [
        (TEXT.encode("utf-8"), []),
        (TEXT.encode("utf-8-sig"), []),
        (TEXT.encode("utf-16"), []),
        (TEXT.encode("utf-32"), []),
        (b"\x00\x00\xfe\xff" + TEXT.encode("utf-32-be"), []),
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


@pytest.mark.parametrize("data", [b"a" * 70_000 + b"\x00", "a\0b".encode("utf-16"), "a\0b".encode("utf-32")])
def test_a_zero_character_anywhere_is_no_text(data):
    with pytest.raises(CorpusError, match=r"long\.txt: this is no text file"):
        decode_text(data, "long.txt")


def test_rows_may_leave_out_their_last_cells_where_that_is_allowed():
    """Spreadsheets leave out the separators of empty last cells when many rows end in them."""
    text = "frame,pattern,weight,note\nstorm,gale\nstorm,squall,2\n"
    rows = parse_delimited(text, "terms.csv", may_be_short=True)
    assert rows.to_numpy().tolist() == [["storm", "gale", "", ""], ["storm", "squall", "2", ""]]
    with pytest.raises(CorpusError, match="row 2 has 2 cells, the header 4"):
        parse_delimited(text, "terms.csv")
    with pytest.raises(CorpusError, match="row 2 has 3 cells, the header 2"):
        parse_delimited("a,b\n1,2,3\n", "sheet.csv", may_be_short=True)


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


@pytest.mark.parametrize("line", ["2", "2,", "2,b,c,d"])
def test_every_row_that_does_not_fit_the_header_is_named(line):
    with pytest.raises(CorpusError) as error:
        parse_delimited(f"a,b,c\n1,2,3\n{line}\n{line}\n", "sheet.csv")
    n_cells = line.count(",") + 1
    assert f"row 3 has {n_cells} cells, the header 3" in str(error.value)
    assert f"row 4 has {n_cells} cells, the header 3" in str(error.value)


def test_empty_cells_and_columns_that_a_spreadsheet_wrote_at_the_end_are_let_go():
    rows = parse_delimited("a,b,,\n1,2,,\n3,,,,\n\n", "sheet.csv")
    assert rows.to_dict("records") == [{"a": "1", "b": "2"}, {"a": "3", "b": ""}]


def test_a_column_without_a_name_keeps_its_cells():
    assert parse_delimited(",text\n0,x\n", "sheet.csv").to_dict("records") == [{"Unnamed: 0": "0", "text": "x"}]


@pytest.mark.parametrize("text", ["text,id,text\na,1,b\n", "text , id,text\na,1,b\n"])
def test_columns_of_one_name_are_refused_by_it(text):
    with pytest.raises(CorpusError, match=r"^sheet\.csv: column 'text' stands twice\. Rename one\.$"):
        parse_delimited(text, "sheet.csv")


def test_two_columns_of_one_name_in_parquet_are_refused(tmp_path):
    pyarrow.parquet.write_table(pyarrow.table([["a"], ["b"]], names=["text", "text"]), tmp_path / "x.parquet")
    with pytest.raises(CorpusError, match="column 'text' stands twice"):
        read_rows(tmp_path / "x.parquet")


@pytest.mark.parametrize("text", ['a,b\n1,"two\n3,4\n', 'a,b\n1,"two" and more\n'])
def test_quotation_marks_that_do_not_pair_are_refused_with_their_row(text):
    with pytest.raises(CorpusError, match=r"^sheet\.csv: row 2 cannot be read .*Check its quotation marks"):
        parse_delimited(text, "sheet.csv")


def test_cells_may_hold_separators_line_breaks_and_a_whole_book():
    book = "It rained, and rained.\n" * 20_000
    assert parse_delimited(f'id,text\n1,"{book}"\n', "sheet.csv")["text"].tolist() == [book]


@pytest.mark.parametrize("break_", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_way(break_):
    assert parse_delimited(break_.join(["a,b", "1,2", "3,4"]), "x.csv")["b"].tolist() == ["2", "4"]


def test_an_empty_line_between_others_does_not_move_the_numbers_of_rows():
    rows = parse_delimited("article_id,start,end,rule\na,0,9,r\n\nb,x,9,r\n", "skips.csv")
    with pytest.raises(TableError, match="^skips.csv: row 4: start 'x' is not a whole number"):
        parse_cells(rows, "skips", "skips.csv")


@pytest.mark.parametrize(
    ("name", "content", "first"),
    [
        ("x.csv", "article_id,start,end,rule\na,x,9,r\n", 2),
        ("x.jsonl", '\n{"article_id": "a", "start": "x", "end": 9, "rule": "r"}\n', 2),
    ],
)
def test_rows_are_numbered_as_the_file_shows_them(tmp_path, name, content, first):
    (tmp_path / name).write_text(content)
    with pytest.raises(TableError, match=rf"{name}: row {first}: start 'x'"):
        read_table(tmp_path / name, "skips")


def test_whole_numbers_in_json_and_parquet_stay_whole_beside_missing_ones(tmp_path):
    big = 1234567890123456789
    rows = parse_json_lines(f'{{"id": 1, "n": {big}}}\n{{"n": 2}}\n', "x.jsonl")
    assert rows["id"].tolist()[0] == 1
    assert [str(cell) for cell in rows["n"]] == [str(big), "2"]
    pyarrow.parquet.write_table(pyarrow.table({"id": [big, None]}), tmp_path / "x.parquet")
    read, _ = read_rows(tmp_path / "x.parquet")
    assert str(read["id"].iloc[0]) == str(big)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("[" * 100_000 + "]" * 100_000, "is no JSON object"),
        ('{"n": ' + "9" * 5_000 + "}", "is no JSON object (Exceeds the limit"),
        ('{"text": "a", "text": "b"}', "'text' stands twice"),
        ("5", "a list or a single value"),
    ],
)
def test_json_that_cannot_be_read_is_one_line(line, said):
    with pytest.raises(CorpusError) as error:
        parse_json_lines('{"text": "a"}\n' + line, "x.jsonl")
    assert said in str(error.value)
    assert "line 2" in str(error.value)
    assert len(str(error.value)) < 250


def test_lone_surrogates_in_json_are_replaced_wherever_they_stand():
    row = parse_json_lines(r'{"id": "\ud800a", "tags": ["\udfff"], "pair": "\ud83d\ude00"}', "x.jsonl").iloc[0]
    assert (row["id"], row["tags"], row["pair"]) == ("\ufffda", ["\ufffd"], "\U0001f600")


@pytest.mark.parametrize(("name", "said"), [("x.json", "one object {...} a line"), ("x.xlsx", "Save it as CSV")])
def test_a_table_in_a_format_that_is_not_read_says_the_next_step(tmp_path, name, said):
    (tmp_path / name).write_text("[]")
    with pytest.raises(CorpusError) as error:
        read_rows(tmp_path / name)
    assert said in str(error.value)


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


@pytest.mark.parametrize("written", ["true", "True", "1", "yes", "YES "])
def test_the_words_for_true(written):
    assert truth(written) == [True, False]


@pytest.mark.parametrize("written", ["false", "False", "0", "no", "NO "])
def test_the_words_for_false(written):
    assert truth(written) == [False, False]


@pytest.mark.parametrize("written", ["maybe", "2", "-", "wahr"])
def test_other_words_are_neither_true_nor_false(written):
    with pytest.raises(TableError, match=f"row 2: negated '{written}' is not true or false"):
        truth(written)


def truth(written):
    row = dict.fromkeys(column_names("matches"), "1") | {"voice": "quoted", "negated": written, "crosses": "false"}
    return parse_cells(pd.DataFrame([row]), "matches", "x")[["negated", "crosses"]].iloc[0].tolist()


@pytest.mark.parametrize("cell", ["9" * 30, "9" * 5_000, "1.5", "1_000", "١.٥", {"a": 1}, [1], True, b"1"])
def test_what_is_no_whole_number_is_named_whatever_it_is(cell):
    rows = pd.DataFrame({"article_id": ["a"], "start": [0], "end": pd.Series([cell], dtype=object), "rule": ["r"]})
    with pytest.raises(TableError, match=r"^x: row 2: end .* is not a whole number"):
        parse_cells(rows, "skips", "x")


@pytest.mark.parametrize("cell", ["12", " 12 ", "12.0", 12, 12.0])
def test_the_ways_to_write_a_whole_number(cell):
    rows = pd.DataFrame({"article_id": ["a"], "start": [0], "end": pd.Series([cell], dtype=object), "rule": ["r"]})
    assert parse_cells(rows, "skips", "x")["end"].tolist() == [12]


@pytest.mark.parametrize("cell", ["0,5", "nan", "inf", "1_0", "half", [0.5], True])
def test_what_is_no_number_is_named(cell):
    rows = pd.DataFrame({name: ["1"] for name in column_names("matches")} | {"voice": ["quoted"], "crosses": ["no"]})
    rows["weight"] = pd.Series([cell], dtype=object)
    with pytest.raises(TableError, match="row 2: weight .* is not a number"):
        parse_cells(rows.assign(negated="no"), "matches", "x")


def test_bad_cells_missing_cells_and_offsets_are_named_together():
    cells = {"article_id": ["a", "b", ""], "start": ["x", "9", "-1"], "end": ["3", "2", "4"], "rule": ["r", "", "r"]}
    with pytest.raises(TableError) as error:
        parse_cells(pd.DataFrame(cells), "skips", "skips.csv")
    assert [line.strip(" -")[:24] for line in str(error.value).splitlines()[1:]] == [
        "row 2: start 'x' is not ",
        "row 3: rule is missing; ",
        "row 4: article_id is mis",
    ]


def test_a_wrong_column_name_is_met_with_the_names_in_the_file():
    rows = pd.DataFrame({"article_id": ["a"], "strat": ["0"], "end": ["9"], "rule": ["r"]})
    with pytest.raises(TableError, match=r"^x: column 'start' \(.+\) is not there\. Did you mean 'strat'\?"):
        parse_cells(rows, "skips", "x")


@pytest.mark.parametrize(
    "written",
    [
        "2025-02-17",
        " 2025-02-17 ",
        "2025-02-17T00:30+02:00",
        "2025-02-17T23:30:00Z",
        "2025-02-17 23:30:00-08:00",
        "17 February 2025",
        "17 feb. 2025",
        "17th of February, 2025",
        "17-Feb-2025",
        "17Feb2025",
        "February 17, 2025",
        "Feb. 17th 2025, 08:00 GMT",
        "Mon, 17 Feb 2025 23:30:00 -0800",
        "Monday, February 17, 2025 at 6:00 PM",
        "Mon Feb 17 08:00:00 +0000 2025",
        datetime.date(2025, 2, 17),
        datetime.datetime(2025, 2, 17, 0, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=2))),
        pd.Timestamp("2025-02-17T00:30+02:00"),
        np.datetime64("2025-02-17T23:59"),
    ],
)
def test_a_day_said_without_doubt_is_the_day_as_printed(written):
    assert parse_day(written) == pd.Timestamp("2025-02-17")


@pytest.mark.parametrize(
    "written",
    [
        "03/04/2025",
        "Tue 03/04/2025",
        "03-04-2025",
        "now",
        "today",
        "may",
        "May 2025",
        "10:30 May 2025",
        "17 February",
        "17 Feb 25",
        "2025-02-17 to 2025-02-19",
        "17 February 2025, 18 February 2025",
        "2025",
        "20250217",
        "0001-01-01",
        2025,
        20250217.0,
        True,
        ["2025-02-17"],
    ],
)
def test_a_day_in_doubt_is_none(written):
    with pytest.raises(ValueError, match="is no date without doubt: write year, month, day, as in 2025-02-17"):
        parse_day(written)


def test_lists_of_mixed_cells_come_back_from_every_format_as_they_were(tmp_path):
    words = [[["peace", 2.5], ["no", -1.0]], []]
    table = pd.DataFrame({"words": pd.Series(words, dtype=object), "n": [1, 2]})
    for suffix in (".csv", ".tsv", ".jsonl", ".parquet"):
        rows, _ = read_rows(write_table(table, tmp_path / f"x{suffix}"))
        assert [parse_list(cell) if isinstance(cell, str) else cell for cell in rows["words"]] == words


def test_scores_with_their_words_come_back_from_parquet(tmp_path):
    articles = framing.articles_from_records([{"id": "a", "text": "Peace is good. War is bad."}], source="x")
    scores = framing.score_sentiment(framing.tokenize(articles), articles)
    again = read_table(write_table(scores, tmp_path / "x.parquet"), "sentiment")
    pd.testing.assert_frame_equal(again, scores, check_dtype=False)


@pytest.mark.parametrize("cells", [[1, "late"], [10**30, 1]])
def test_a_column_that_parquet_cannot_hold_is_one_clear_line(tmp_path, cells):
    with pytest.raises(TableError, match=r"x\.parquet: the table cannot be written as \.parquet .*Try \.csv"):
        write_table(pd.DataFrame({"edition": pd.Series(cells, dtype=object)}), tmp_path / "x.parquet")
    assert list(tmp_path.iterdir()) == []


def test_what_json_does_not_know_is_written_as_null_or_as_a_date(tmp_path):
    cells = [float("nan"), None, pd.NA, pd.NaT, np.float32("nan"), np.int64(3), [float("nan")]]
    cells += [pd.Timestamp("2031-02-03"), datetime.date(2031, 2, 3), np.array([1, 2])]
    table = pd.DataFrame({"cell": pd.Series(cells, dtype=object)})
    lines = write_table(table, tmp_path / "x.jsonl").read_text().splitlines()
    assert [json.loads(line, parse_constant=pytest.fail)["cell"] for line in lines] == [
        *[None] * 5,
        3,
        [None],
        "2031-02-03",
        "2031-02-03",
        [1, 2],
    ]


def test_a_missing_list_is_an_empty_cell(tmp_path):
    table = pd.DataFrame({"spans": [[[0, 4]], None]})
    assert write_table(table, tmp_path / "x.csv").read_text() == 'spans\n"[[0, 4]]"\n""\n'


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
