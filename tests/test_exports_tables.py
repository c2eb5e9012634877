"""Tables and lists that people and databases export: what is wrong is told row by row, the rest is read."""

import datetime
import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.articles.columns import fold_label, known_names, settle_days
from framing.articles.exports import delimited, json_records, mediacloud, newsapi, parquet, spreadsheets, zotero
from framing.articles.exports.export import Article, Export
from framing.articles.exports.labels import read_labels
from framing.articles.exports.naming import name_columns
from framing.articles.exports.source import Source
from framing.articles.records import article_of_cells
from framing.errors import CorpusError

FIXTURES = Path(__file__).resolve().parent / "fixtures"
# In the order in which a registry asks them: the more particular first.
READERS = {
    "newsapi": (newsapi.recognises_newsapi, newsapi.read_newsapi),
    "csl-json": (zotero.recognises_csl_json, zotero.read_csl_json),
    "jsonl": (json_records.recognises_json_lines, json_records.read_json_lines),
    "json": (json_records.recognises_json, json_records.read_json),
    "zotero-csv": (zotero.recognises_zotero_csv, zotero.read_zotero_csv),
    "mediacloud": (mediacloud.recognises_mediacloud, mediacloud.read_mediacloud),
    "csv": (delimited.recognises_delimited, delimited.read_delimited),
    "xlsx": (spreadsheets.recognises_spreadsheet, spreadsheets.read_spreadsheet),
    "parquet": (parquet.recognises_parquet, parquet.read_parquet),
}
SHAPE_OF_FOLDER = {name: name for name in READERS if (FIXTURES / name).is_dir()} | {"tsv": "csv"}


def fixtures(kind):
    return [
        pytest.param(shape, path, id=f"{path.parent.name}/{path.name}")
        for folder, shape in SHAPE_OF_FOLDER.items()
        for path in sorted((FIXTURES / folder).glob(f"{kind}.*"))
    ]


def shape_of(source):
    return next((shape for shape, (recognises, _) in READERS.items() if recognises(source)), None)


def read(data, name="notes.csv", **columns):
    """An export under the names of the articles table."""
    source = Source(name, data if isinstance(data, bytes) else data.encode())
    return name_columns(READERS[shape_of(source)][1](source), name, columns)


def cells(export, name):
    return [article.cells.get(name) for article in export.articles]


def fixture(name):
    path = FIXTURES / name
    return read(path.read_bytes(), path.name)


def workbook(*sheets, change=None, **more):
    """An .xlsx of sheets, each a title and rows; `change` may change it before it is saved."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    if change:
        change(book)
    file = io.BytesIO()
    book.save(file)
    return repacked(file.getvalue(), **more) if more else file.getvalue()


def repacked(data, **parts):
    """The same archive with parts changed: a function of what stood there, or something new."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, parts[name](content) if name in parts else content)
    return file.getvalue()


ROWS = [["id", "date", "title", "text"], ["007", datetime.datetime(2031, 2, 3), "Rain", "It rained."]]


class TestRecognition:
    @pytest.mark.parametrize(("shape", "path"), [*fixtures("plain"), *fixtures("full"), *fixtures("damaged")])
    def test_a_file_is_known_by_its_content_whatever_it_is_called(self, shape, path):
        for name in ("x", "x.txt", "x.html", path.name):
            assert shape_of(Source(name, path.read_bytes())) == shape

    def test_an_excel_file_called_csv_is_an_excel_file(self):
        assert shape_of(Source("table.csv", workbook(("Sheet1", ROWS)))) == "xlsx"

    def test_a_parquet_file_called_csv_is_parquet(self):
        file = io.BytesIO()
        pd.DataFrame({"text": ["It rained."]}).to_parquet(file)
        assert shape_of(Source("table.csv", file.getvalue())) == "parquet"

    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("table.csv", b"<!DOCTYPE html><html><body><p>One moment, please, we are, busy.</p></body></html>"),
            ("notes.txt", b"On Monday, it rained.\nOn Tuesday, it snowed.\n"),
            ("notes.txt", b"It rained.\n"),
            ("notes.md", b"---\ntitle: Rain\ndate: 2031-02-03\n---\nIt rained, and rained.\n"),
            ("notes.txt", b"[It rained.]\n"),
            ("notes.txt", b"{It rained.}\n"),
            ("scan.pdf", b"%PDF-1.7\n"),
            ("picture.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
            ("table.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
            ("text.docx", b"PK\x03\x04 cut"),
            ("empty.csv", b"\n"),
        ],
    )
    def test_what_is_no_table_is_left_to_other_readers(self, name, data):
        assert shape_of(Source(name, data)) is None

    def test_plain_files_of_other_shapes_are_left_to_their_readers(self):
        ours = set(SHAPE_OF_FOLDER)
        others = [path for path in FIXTURES.glob("*/*") if path.is_file() and path.parent.name not in ours]
        assert {path.name: shape for path in others if (shape := shape_of(Source(path.name, path.read_bytes())))} == {}

    def test_a_table_without_usual_names_is_known_by_its_suffix_or_by_rows_that_fit(self):
        table = b"Nr\tWer\tWas\n1\tA\tx\n2\tB\ty\n3\tC\tz\n"
        assert shape_of(Source("x.dat", table)) == shape_of(Source("x.tsv", b"Wer\tWas\n")) == "csv"

    def test_a_media_cloud_table_to_which_texts_were_added_is_a_table_of_texts(self):
        head = "id,language,media_name,publish_date,title,url,text"
        data = f"{head}\n1,en,The Lantern,2031-02-03,Rain,https://lantern.example/,It rained.\n"
        assert cells(read(data), "text") == ["It rained."]


class TestDelimitedText:
    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    def test_every_delimiter_and_encoding_that_excel_writes(self, delimiter, encoding):
        text = delimiter.join(["Datum", "Text"]) + "\r\n" + delimiter.join(["2031-02-03", '"Es regnete: 3,5; 4|5 “ü”"'])
        export = read((text + "\r\n").encode(encoding))
        assert cells(export, "text") == ["Es regnete: 3,5; 4|5 “ü”"]
        assert export.warnings == (["read as Windows-1252"] if encoding == "cp1252" else [])

    def test_a_line_that_names_the_delimiter_is_no_row(self):
        export = read("sep=;\r\nid;text\r\n1;It rained, again.\r\n2\r\n")
        assert cells(export, "text") == ["It rained, again."]
        assert export.problems[0].startswith("row 3 has 1 cells, the header 2")

    def test_the_plain_one(self):
        export = fixture("csv/plain.csv")
        assert [article.place for article in export.articles] == ["row 2", "row 3"]
        assert export.articles[1].cells == {
            "article_id": "2",
            "outlet": "Port Hale Courier",
            "published": "2031-02-04",
            "headline": "Snow",
            "text": 'Ana Vell, the minister, said "we are ready".\n\nThe roads stayed open.',
        }
        assert export.problems == export.warnings == []

    def test_the_one_with_every_field(self):
        export = fixture("csv/full.csv")
        assert cells(export, "published") == ["2031-04-25", "2031-05-03", ""]
        assert cells(export, "Nr.") == ["007", "008", "009"]
        assert export.warnings == [
            "texts are taken from column 'Volltext', not from 'Inhalt'; --map text=COLUMN takes another",
            "published: dates with '.' have the day first, as '25.04.2031' shows (1 such date)",
        ]

    def test_every_row_that_is_wrong_is_one_line_and_all_others_are_articles(self):
        export = fixture("csv/damaged.csv")
        assert cells(export, "article_id") == ["1", "5", "7", "8"]
        assert [problem.split(" (")[0][:33] for problem in export.problems] == [
            "row 3 has 4 cells, the header 5: ",
            "row 4 has 7 cells, the header 5: ",
            "row 5",
            "row 7",
            "row 9",
        ]
        assert export.articles[2].cells["text"] == "It blew.\n\nIt blew harder."

    def test_the_article_in_which_the_file_ends_is_kept_and_told(self):
        export = fixture("csv/damaged.csv")
        assert export.articles[-1].cells["text"] == "The storm reached Port Hale, and then"
        assert export.articles[-1].cells["warnings"] == [delimited.CUT_OFF]
        assert "row 9 (line 11) is the last and not whole" in export.problems[-1]

    def test_a_mark_that_is_never_closed_takes_no_later_row_with_it(self):
        rows = "".join(f"{number},It rained.\n" for number in range(3, 1000))
        export = read(f'id,text\n1,It rained.\n2,"It rained.\n{rows}')
        assert len(export.articles) == 998
        assert len(export.problems) == 1
        assert export.problems[0].startswith("row 3 (line 3) cannot be read")

    def test_paragraphs_of_a_broken_row_are_not_taken_for_rows(self):
        text = 'id,text\n1,It rained.\n2,"It "rained".\n\nHowever, it snowed.\n\nThen, it blew."\n3,It thawed.\n'
        export = read(text)
        assert cells(export, "article_id") == ["1", "3"]
        assert len(export.problems) == 1

    def test_two_columns_of_one_name_are_kept_apart(self):
        export = read("text,note,note\nIt rained.,wet,dry\n")
        assert (cells(export, "note"), cells(export, "note (2)")) == (["wet"], ["dry"])
        assert export.warnings == ["column 'note' stands twice: the later one is kept as 'note (2)'"]

    def test_a_table_without_texts_or_addresses_says_what_to_do(self):
        with pytest.raises(CorpusError, match=r"notes.csv: no column of texts among \['date', 'title'\]. Name it"):
            read("date,title\n2031-02-03,Rain\n")

    def test_a_column_can_be_mapped(self):
        export = read("date,text,Words\n2031-02-03,Summary.,It rained.\n", text="Words")
        assert (cells(export, "text"), cells(export, "text (not mapped)")) == (["It rained."], ["Summary."])
        assert export.warnings == []

    def test_a_table_of_addresses_is_read_with_empty_texts(self):
        export = read("link,date\nhttps://lantern.example/rain,2031-02-03\n")
        assert cells(export, "text") == [""]
        assert export.warnings[0].startswith("addresses without texts")

    def test_a_broken_header_is_one_clear_line(self):
        with pytest.raises(CorpusError, match="notes.csv: the header of this table cannot be read"):
            read('text,"date" of day\nIt rained.,2031-02-03\n')

    def test_where_no_row_is_whole_any_more_the_lines_that_are_lost_are_said(self):
        export = read("id,text\n1,It rained.\n" + '2,"It "rained"\n' * 10_000)
        assert cells(export, "article_id") == ["1"]
        assert len(export.problems) == 1
        assert export.problems[0].startswith("row 3 (lines 3 to 10002) cannot be read")

    def test_a_hundred_thousand_columns_of_one_name_are_no_trap(self):
        assert delimited.names_apart(["a"] * 100_000)[0][-1] == "a (100000)"


class TestJson:
    def test_the_plain_ones_say_the_same_as_lines_or_as_a_list(self):
        lines, listed = fixture("jsonl/plain.jsonl"), fixture("json/plain.json")
        assert [article.cells for article in lines.articles] == [article.cells for article in listed.articles]
        assert [article.place for article in lines.articles] == ["line 1", "line 2"]
        assert [article.place for article in listed.articles] == ["object 1", "object 2"]

    def test_the_one_with_every_field(self):
        export = fixture("json/full.json")
        assert cells(export, "outlet") == ["The Lantern", "Port Hale Courier"]
        assert cells(export, "published") == ["2031-02-03T10:30:00Z", "2031-02-04"]
        assert cells(export, "title (2)") == [None, "Snow, again"]
        assert export.articles[0].cells["text"] == "It rained.\n\nIda Roux: “It will rain again.”"
        assert export.articles[1].cells["warnings"] == ["'title' stands twice: the later one is kept as 'title (2)'"]
        assert export.warnings == ["published: seconds since 1970, such as 1927967400, read as days in UTC"]

    def test_of_a_damaged_list_the_whole_objects_are_read(self):
        export = fixture("json/damaged.json")
        assert cells(export, "article_id") == ["1", "3", "4"]
        assert export.problems[0].startswith("object 2 is no JSON (Expecting ',' delimiter: line 3")
        assert export.problems[1].startswith("object 4 is the last and not whole")
        assert export.articles[-1].cells["text"] == "The storm reached Port Hale, and th"

    def test_of_damaged_lines_the_whole_ones_are_read(self):
        export = fixture("jsonl/damaged.jsonl")
        assert cells(export, "article_id") == [1, 4, 5]
        assert [problem[:6] for problem in export.problems] == ["line 2", "line 3", "line 5"]
        assert export.articles[-1].cells["warnings"] == [delimited.CUT_OFF]

    @pytest.mark.parametrize(
        ("around", "n"),
        [
            ('{"articles": [%s]}', 1),
            ('{"meta": {"n": 1}, "tags": ["a"], "data": [%s, %s]}', 2),
            ('{"response": {"status": "ok", "docs": [%s]}}', 1),
            ('{"articles": {"results": [%s, %s], "page": 1}}', 2),
            ('{"found here": [%s]}', 1),
            ("%s", 1),
            ('{"a1": %s, "a2": %s}', 2),
        ],
    )
    def test_articles_are_found_wherever_they_stand(self, around, n):
        export = read(around.replace("%s", '{"text": "It rained.", "tags": [{"name": "wet"}]}'), "notes.json")
        assert cells(export, "text") == ["It rained."] * n

    @pytest.mark.parametrize("size", range(1, 120, 7))
    def test_a_list_cut_anywhere_gives_what_stands_before_the_cut(self, size):
        whole = json.dumps([{"title": "Rain", "source": {"name": "The Lantern"}, "text": 'It "rained".'}] * 3)
        if size > 3:
            export = read(whole[: -size - 1], "notes.json")
            n_whole = whole[: -size - 1].count("}, ") // 2
            assert cells(export, "text")[:n_whole] == ['It "rained".'] * n_whole
            assert len(export.problems) == 1

    def test_an_object_of_which_not_all_have_one_name_is_read_by_its_own(self):
        export = read('[{"text": "It rained."}, {"body": "It snowed."}]', "notes.json")
        assert cells(export, "text") == ["It rained.", "It snowed."]

    def test_json_nested_without_end_is_refused_in_one_line(self):
        with pytest.raises(CorpusError, match="notes.json: .*JSON"):
            read('[{"text": ' + "[" * 100_000, "notes.json")

    @pytest.mark.parametrize("data", ["[1, 2]", '{"data": [1, {"text": "It rained."}]}'])
    def test_what_is_no_object_in_a_list_is_told(self, data):
        try:
            problems = json_records.read_json(Source("notes.json", data.encode())).problems
        except CorpusError as problem:
            problems = [str(problem)]
        assert problems in (
            ["notes.json: this JSON holds no objects {...} with names."],
            ["object 1: 1 is no object. Write it as {...} with names."],
        )


class TestVendors:
    def test_newsapi_says_how_much_of_a_text_is_not_there(self):
        article = fixture("newsapi/plain.json").articles[0]
        assert article.cells["text"].endswith("said “we are ready”, and th…")
        assert article.cells["warnings"] == ["text truncated by NewsAPI: 1234 more characters"]

    def test_newsapi_announces_more_than_it_sends(self):
        export = fixture("newsapi/full.json")
        assert (export.announced, len(export.articles)) == (57, 3)
        assert cells(export, "warnings") == [
            [],
            ["no text: NewsAPI has none of this article"],
            ["no text: the article was removed from NewsAPI"],
        ]
        assert cells(export, "published")[2] is None  # it writes 1970

    def test_newsapi_cut_off(self):
        export = fixture("newsapi/damaged.json")
        assert (export.announced, cells(export, "headline")) == (3, ["Rain", "Snow"])
        assert delimited.CUT_OFF in export.articles[1].cells["warnings"]

    def test_newsapi_that_refused_is_one_line(self):
        data = '{"status": "error", "code": "apiKeyInvalid", "message": "Your key is wrong."}'
        with pytest.raises(CorpusError, match=r"NewsAPI sent no articles but an error \(apiKeyInvalid: Your key"):
            read(data, "answer.json")

    @pytest.mark.parametrize("name", ["zotero-csv/plain.csv", "csl-json/plain.json", "mediacloud/plain.csv"])
    def test_lists_of_addresses_have_no_texts_and_say_so(self, name):
        article = fixture(name).articles[0]
        assert (article.cells["text"], article.cells["published"]) == ("", "2031-02-03")
        assert article.cells["headline"] == "Rain over Ondara"
        assert article.cells["warnings"][0].startswith("no text: ")

    @pytest.mark.parametrize("name", ["zotero-csv/full.csv", "csl-json/full.json"])
    def test_an_abstract_is_no_text_of_an_article(self, name):
        cell = fixture(name).articles[0].cells
        assert cell["abstract"].startswith("The third day of rain.")
        assert (cell["text"], cell["section"], cell["pages"], cell["edition"]) == ("", "World", "3", "Evening")

    def test_a_date_of_csl_that_is_no_day_stays_as_it_is(self):
        assert cells(fixture("csl-json/full.json"), "published") == ["2031-02-03", "4 February 2031", "2031-02"]
        assert fixture("csl-json/full.json").articles[0].cells["byline"] == "Ida Roux; Lantern staff"

    def test_both_versions_of_media_cloud(self):
        old, new = fixture("mediacloud/full.csv"), fixture("mediacloud/plain.csv")
        assert cells(old, "source_id") == ["1001", "1002"]
        assert cells(new, "source_id") == ["9f01", "9f02"]
        assert cells(old, "outlet") == ["The Lantern", "Port Hale Courier"]

    @pytest.mark.parametrize(
        ("name", "n_read", "n_problems"),
        [("zotero-csv/damaged.csv", 2, 2), ("csl-json/damaged.json", 2, 2), ("mediacloud/damaged.csv", 2, 2)],
    )
    def test_damaged_lists(self, name, n_read, n_problems):
        export = fixture(name)
        assert (len(export.articles), len(export.problems)) == (n_read, n_problems)
        assert delimited.CUT_OFF in export.articles[-1].cells["warnings"]


class TestSpreadsheets:
    def test_values_as_a_reader_sees_them(self):
        rows = [["id", "n", "share", "date", "text"], ["007", 7.0, 0.5, datetime.datetime(2031, 2, 3), "It rained."]]
        article = read(workbook(("Sheet1", [*rows, [], [8, None, True, 47882, "It snowed._x000D_\n"]]))).articles
        assert [one.place for one in article] == ["row 2", "row 4"]
        assert article[0].cells["article_id"] == "007"
        assert (article[0].cells["n"], article[0].cells["share"]) == ("7", "0.5")
        assert article[0].cells["published"] == datetime.datetime(2031, 2, 3)
        assert article[1].cells["article_id"] == "8"
        assert (article[1].cells["share"], article[1].cells["published"]) == ("TRUE", "47882")
        assert article[1].cells["text"] == "It snowed.\r\n"

    def test_the_first_sheet_with_texts_is_read_and_the_others_are_named(self):
        def hide(book):
            book["Codes"].sheet_state = "hidden"

        data = workbook(("About", [["Weather of 2031"]]), ("Codes", [["code", "date"]]), ("News", ROWS), change=hide)
        export = read(data)
        assert cells(export, "text") == ["It rained."]
        assert export.warnings == [
            "read from sheet 'News'; not read: 'About', 'Codes' (hidden). Save a sheet as a file of its own to read it"
        ]

    def test_another_sheet_with_texts_is_a_problem_since_its_articles_are_not_read(self):
        export = read(workbook(("News", ROWS), ("More", ROWS), ("Codes", [["code", "date"], ["a", "b"]])))
        assert len(export.articles) == 1
        assert export.problems == ["sheet 'More' holds texts, too, and is not read. Save it as a file of its own."]

    def test_titles_above_the_header_and_hidden_rows_are_told(self):
        def change(book):
            book["News"].merge_cells("A1:D1")
            book["News"].row_dimensions[4].hidden = True

        export = read(workbook(("News", [["Weather of 2031"], *ROWS, [8, None, "Snow", "It snowed."]]), change=change))
        assert cells(export, "text") == ["It rained.", "It snowed."]
        assert export.warnings == [
            "1 rows above the header of sheet 'News' are not read",
            "1 hidden rows of sheet 'News' are read as well",
        ]

    def test_a_merged_header_leaves_columns_without_name_and_loses_no_cell(self):
        data = workbook(
            ("News", [["text", "tags", None], ["It rained.", "wet", "cold"]]),
            change=lambda book: book["News"].merge_cells("B1:C1"),
        )
        export = read(data)
        assert export.articles[0].cells == {"text": "It rained.", "tags": "wet"}
        assert export.problems == [
            "cell C2 of sheet 'News' stands beside the table ('cold'). Give its column a name in the header."
        ]

    def test_a_formula_without_stored_value_and_an_error_are_named_by_their_cells(self):
        rows = [["id", "text"], ["=A1&B1", "It rained."], ["2", "#NAME?"]]
        export = read(workbook(("News", rows)))
        formula, error = export.problems
        assert formula.startswith("cell A2 of sheet 'News' is a formula whose value was never stored. Open the file in")
        assert error.startswith("cell B3 of sheet 'News' holds an error (#NAME?). Correct it in Excel")
        assert cells(export, "text") == ["It rained.", None]

    def test_a_formula_with_stored_value_is_its_value(self):
        def store(sheet):
            return sheet.replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>").replace(
                b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>"
            )

        data = workbook(("News", [["id", "text"], ["=1+1", "It rained."]]), **{"xl/worksheets/sheet1.xml": store})
        assert cells(read(data), "article_id") == ["2"]

    def test_a_wrong_statement_of_its_size_loses_no_cell(self):
        def shrink(sheet):
            assert b'<dimension ref="A1:D2"' in sheet
            return sheet.replace(b'<dimension ref="A1:D2"', b'<dimension ref="A1"')

        assert cells(read(workbook(("N", ROWS), **{"xl/worksheets/sheet1.xml": shrink})), "text") == ["It rained."]

    @pytest.mark.parametrize(
        ("part", "change", "said"),
        [
            ("xl/workbook.xml", lambda xml: b'<!DOCTYPE a [<!ENTITY b "bb">]>' + xml, "declares entities"),
            ("xl/worksheets/sheet1.xml", lambda xml: xml + b" " * 30_000_000, "as no text does"),
            ("xl/worksheets/sheet1.xml", lambda xml: xml[:300], "cannot be read"),
            ("xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'<row r="2"', b'<row r="99999999"'), "more than"),
            ("xl/workbook.xml", lambda _: b"", "cannot be read"),
        ],
    )
    def test_harm_and_damage_are_one_line(self, part, change, said):
        with pytest.raises(CorpusError, match=rf"notes\.csv: [^\n]*{said}[^\n]*$"):
            read(workbook(("News", ROWS), **{part: change}))

    def test_an_empty_workbook_is_one_line(self):
        with pytest.raises(CorpusError, match="no sheet of this workbook has a filled cell"):
            read(workbook(("Sheet1", [])))

    def test_a_binary_workbook_says_what_to_do(self):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("xl/workbook.bin", b"\0")
        with pytest.raises(CorpusError, match=r"binary workbook \(.xlsb\). Open it in its program and save it anew"):
            read(file.getvalue())


class TestParquet:
    def test_rows_are_articles_and_numbers_stay(self):
        file = io.BytesIO()
        pd.DataFrame({"id": [7, None], "text": ["It rained.", None], "tags": [["wet"], None]}).to_parquet(file)
        export = read(file.getvalue(), "x.parquet")
        assert [article.place for article in export.articles] == ["row 0"]
        assert cells(export, "text") == ["It rained."]

    def test_a_cut_file_is_one_line(self):
        file = io.BytesIO()
        pd.DataFrame({"text": ["It rained."]}).to_parquet(file)
        with pytest.raises(CorpusError, match=r"x.parquet: this is no Parquet file \("):
            read(file.getvalue()[:-20], "x.parquet")


class TestColumns:
    @pytest.mark.parametrize("labels", ["columns", "zotero", "csl", "mediacloud", "newsapi"])
    def test_no_label_means_two_things(self, labels):
        names = [name for known in known_names(labels).values() for name in known]
        assert len(names) == len(set(names)) == len(read_labels(labels))

    @pytest.mark.parametrize(
        ("name", "column"),
        [
            ("Body", "text"),
            ("full text", "text"),
            ("Article", "text"),
            ("maintext", "text"),
            ("Contenu", "text"),
            ("Volltext", "text"),
            ("date_publish", "published"),
            ("publishedAt", "published"),
            ("pubdate", "published"),
            ("Datum", "published"),
            ("domain", "outlet"),
            ("media", "outlet"),
            ("Zeitung", "outlet"),
            ("Journal", "outlet"),
            ("Titel", "headline"),
            ("Titre", "headline"),
            ("Überschrift", "headline"),
            ("webUrl", "url"),
        ],
    )
    def test_names_that_people_have_are_known(self, name, column):
        assert fold_label(name) in known_names()[column]

    def test_of_several_columns_of_texts_the_first_of_the_list_counts_whatever_their_order(self):
        export = read("content,body,date\nLong.,It rained.,2031-02-03\n")
        assert cells(export, "text") == ["It rained."]
        assert "not from 'content'" in export.warnings[0]

    @pytest.mark.parametrize(
        ("dates", "settled"),
        [
            (["03/04/2025", "25/04/2025"], ["2025-04-03", "2025-04-25"]),
            (["03/04/2025", "04/25/2025"], ["2025-03-04", "2025-04-25"]),
            (["3.4.2025", "25.4.2025 10:30"], ["2025-04-03", "2025-04-25"]),
            (["03/04/2025", "05/06/2025"], ["03/04/2025", "05/06/2025"]),
            (["25/04/2025", "04/25/2025", "03/04/2025"], ["25/04/2025", "04/25/2025", "03/04/2025"]),
            (["03/04/2025", "25.04.2025"], ["03/04/2025", "2025-04-25"]),
            (["03/04/25", "25/04/25"], ["03/04/25", "25/04/25"]),
            (["30/02/2025", "03/04/2025"], ["30/02/2025", "2025-04-03"]),
            (["31/31/2025", "03/04/2025"], ["31/31/2025", "03/04/2025"]),
            (["45705", 45705, "2025", None, True], ["45705", 45705, "2025", None, True]),
            (["20250217", 20250217, "20250217T103000Z", "2025/2/17"], ["2025-02-17"] * 4),
            (["1739750400", 1739750400.5, 1739750400000], ["2025-02-17"] * 3),
            (["17 February 2025", "now"], ["17 February 2025", "now"]),
        ],
    )
    def test_a_column_of_dates_says_which_of_its_dates_are_certain(self, dates, settled):
        found, _ = settle_days(dates)
        assert found == settled
        assert list(map(type, found)) == list(map(type, settled))

    def test_dates_in_both_orders_are_told(self):
        assert settle_days(["25/04/2025", "04/25/2025"])[1] == [
            "published: days and months stand in both orders, as in '25/04/2025' and '04/25/2025'; none is concluded"
        ]

    @given(st.lists(st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 1, 1)), max_size=8), st.booleans())
    def test_what_is_concluded_is_never_wrong(self, days, is_day_first):
        printed = [day.strftime("%d/%m/%Y" if is_day_first else "%m/%d/%Y") for day in days]
        settled, _ = settle_days(printed)
        assert all(found in (day.isoformat(), raw) for found, day, raw in zip(settled, days, printed, strict=True))

    def test_an_export_that_is_no_table_keeps_its_names_and_has_its_dates_settled(self):
        export = Export([Article("", {"published": "20250217", "text": "It rained."})])
        assert name_columns(export, "x", {}).articles[0].cells == {"published": "2025-02-17", "text": "It rained."}

    def test_the_cells_of_every_plain_file_become_an_article_without_a_problem(self):
        for parameter in fixtures("plain"):
            shape, path = parameter.values
            for article in read(path.read_bytes(), path.name).articles:
                record, problems = article_of_cells(article.cells, shape, [])
                assert problems == []
                assert record["published"].year == 2031


class TestDamage:
    """Whatever happens to a file: a CorpusError of one file, or an Export; never another exception."""

    @pytest.mark.parametrize(("shape", "path"), [*fixtures("plain"), *fixtures("full")])
    @settings(max_examples=60, deadline=None)
    @given(data=st.data())
    def test_a_file_cut_or_changed_anywhere(self, shape, path, data):
        whole = path.read_bytes()
        at = data.draw(st.integers(0, len(whole) - 1))
        byte = data.draw(st.sampled_from([None, 0, 10, 34, 44, 91, 92, 93, 123, 125, 255]))
        damaged = whole[:at] if byte is None else whole[:at] + bytes([byte]) + whole[at + 1 :]
        source = Source(path.name, damaged)
        shape_of(source)
        self.read(shape, source)

    @settings(max_examples=60, deadline=None)
    @given(st.data())
    def test_a_workbook_cut_or_changed_anywhere(self, data):
        at = data.draw(st.integers(0, len(BOOK) - 1))
        byte = data.draw(st.sampled_from([None, *range(0, 256, 51)]))
        source = Source("x.xlsx", BOOK[:at] if byte is None else BOOK[:at] + bytes([byte]) + BOOK[at + 1 :])
        shape_of(source)
        self.read("xlsx", source)

    @settings(max_examples=100, deadline=None)
    @given(
        st.sampled_from(["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "[Content_Types].xml"]),
        st.data(),
    )
    def test_a_part_of_a_workbook_changed_anywhere(self, part, data):
        at, byte = data.draw(st.floats(0, 0.999)), data.draw(st.sampled_from(list(b'<>"0A9/ ')))

        def change(xml):
            place = int(at * len(xml))
            return xml[:place] + bytes([byte]) + xml[place + 1 :]

        self.read("xlsx", Source("x.xlsx", repacked(BOOK, **{part: change})))

    @settings(max_examples=100, deadline=None)
    @given(st.sampled_from(sorted(READERS)), st.binary(max_size=200) | st.text('{}[]",:;\\\n\taé1', max_size=60))
    def test_any_bytes_at_all(self, shape, data):
        source = Source("x.csv", data if isinstance(data, bytes) else data.encode())
        shape_of(source)
        self.read(shape, source)

    def read(self, shape, source):
        try:
            export = name_columns(READERS[shape][1](source), source.name, {})
        except CorpusError as problem:
            assert str(problem).startswith(source.name)
            return
        for article in export.articles:
            article_of_cells(article.cells, shape, export.warnings)


BOOK = workbook(("News", [*ROWS, ["8", None, "Snow", "It snowed."]]), ("More", ROWS))
