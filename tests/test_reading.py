"""Files of every shape at once: each is read by its content, and nothing is lost without a word."""

import hashlib
import itertools
import shutil
from pathlib import Path

import pandas as pd
import pytest

import framing
from framing.articles.exports import readers
from framing.articles.exports.export import Article, Export
from framing.articles.exports.reading import problems_of
from framing.errors import CorpusError
from framing.schema import check_table
from tests.test_exports_documents import libre, word
from tests.test_exports_nexis import nexis_docx, nexis_rtf
from tests.test_exports_pdf import page, pdf
from tests.test_exports_tables import workbook
from tests.test_exports_warc import INFO, PLAIN
from tests.test_unpacking import zipped_parts

FIXTURES = Path(__file__).parent / "fixtures"
IN_FILES = {  # the plain fixtures that are files already, each with how it is read and how many articles it holds
    "csl-json/plain.json": ("csl-json", 0),  # an address whose text stands in newsapi/plain.json
    "csv/plain.csv": ("csv", 2),
    "factiva-html/plain.html": ("factiva-html", 2),
    "factiva-rtf/plain.rtf": ("factiva-rtf", 2),
    "html/plain.html": ("html", 1),
    "json/plain.json": ("json", 2),
    "jsonl/plain.jsonl": ("jsonl", 2),
    "mediacloud/plain.csv": ("mediacloud", 2),
    "mhtml/plain.mhtml": ("mhtml", 1),
    "newsapi/plain.json": ("newsapi", 1),
    "nexis-txt/plain.txt": ("nexis-txt", 2),
    "proquest-txt/plain.txt": ("proquest-txt", 2),
    "rtf/plain.rtf": ("rtf", 1),
    "tsv/plain.tsv": ("csv", 2),
    "txt/plain.txt": ("txt", 1),
    "txt/every_field.md": ("md", 1),
    "zotero-csv/plain.csv": ("zotero-csv", 2),
}
MADE = {  # those that a test packs from readable parts
    "export.docx": (nexis_docx("plain").data, "nexis-docx", 2),
    "export.rtf": (nexis_rtf("plain").data, "nexis-rtf", 2),
    "word.docx": (word("plain").data, "docx", 1),
    "libre.odt": (libre("plain").data, "odt", 1),
    "print.pdf": (pdf(page("It rained in Ondara all day long.", "Nobody minded it.")).data, "pdf", 1),
    "web.warc": (INFO + PLAIN, "warc", 1),
    "sheet.xlsx": (workbook(("Articles", [["id", "text"], ["x1", "It rained."], ["x2", "It snowed."]])), "xlsx", 2),
}


@pytest.fixture
def every_shape(tmp_path):
    """A folder with one sound file of every shape."""
    for name in IN_FILES:
        shutil.copy(FIXTURES / name, tmp_path / name.replace("/", "-"))
    for number, name in enumerate(("json-plain.json", "jsonl-plain.jsonl"), start=1):  # their ids are those of the .csv
        path = tmp_path / name
        path.write_text(path.read_text(encoding="utf-8").replace('"id": ', f'"id": {number}0'), encoding="utf-8")
    for name, (data, _, _) in MADE.items():
        (tmp_path / name).write_bytes(data)
    table = pd.DataFrame({"doc_id": ["p1"], "text": ["It hailed."]})
    table.to_parquet(tmp_path / "table.parquet")
    return tmp_path


def test_a_folder_of_every_shape_is_read_whole(every_shape):
    articles, files = framing.read_exports(every_shape)
    check_table(articles, "articles")
    check_table(files, "files")
    assert problems_of(files) == []
    read = {Path(row.file).name: (row.source_format, row.n_read) for row in files.itertuples()}
    expected = {name.replace("/", "-"): shape for name, shape in IN_FILES.items()}
    expected |= {name: (shape, n_articles) for name, (_, shape, n_articles) in MADE.items()}
    expected["txt-every_field.md"] = ("txt", 1)  # the reader's name; the article says md
    assert read == expected | {"table.parquet": ("parquet", 1)}
    assert len(articles) == files["n_read"].sum() - files["n_twice"].sum()


def test_names_of_files_play_no_part(every_shape):
    articles, _ = framing.read_exports(every_shape)
    for path in sorted(every_shape.iterdir()):
        if path.suffix not in (".txt", ".md", ".tsv"):  # a plain text or a table without known names has only its name
            path.rename(path.with_name(f"{path.stem}{path.suffix}.xyz"))
    again, files = framing.read_exports(every_shape)
    assert problems_of(files) == []
    assert set(again["article_id"]) == set(articles["article_id"])


def test_reading_again_in_another_order_gives_the_same_ids(every_shape):
    paths = sorted(every_shape.iterdir())
    columns = ["article_id", "outlet", "published", "headline", "text"]
    once, _ = framing.read_exports(paths)
    again, _ = framing.read_exports(paths[::-1])
    by_id = [table[columns].sort_values("article_id", ignore_index=True) for table in (once, again)]
    pd.testing.assert_frame_equal(*by_id)


def test_an_archive_of_the_folder_is_the_folder(every_shape, tmp_path_factory):
    archive = shutil.make_archive(str(tmp_path_factory.mktemp("zip") / "all"), "zip", every_shape)
    packed, files = framing.read_exports(archive)
    unpacked, _ = framing.read_exports(every_shape)
    assert problems_of(files) == []
    assert sorted(packed["article_id"]) == sorted(unpacked["article_id"])
    assert packed["file"].str.startswith(f"{archive}/").all()


def test_one_bad_file_costs_itself_only(every_shape):
    _, sound = framing.read_exports(every_shape)
    (every_shape / "picture.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(300))
    (every_shape / "empty.csv").write_bytes(b"")
    articles, files = framing.read_exports(every_shape)
    assert files["n_read"].sum() == sound["n_read"].sum()
    assert len(articles) == sound["n_read"].sum() - sound["n_twice"].sum()
    assert files["source_format"].isna().sum() == 2
    picture, empty = sorted(problems_of(files), reverse=True)
    assert "picture.jpg: this is a picture (JPEG)" in picture
    assert "empty.csv: the file is empty" in empty


def written(folder, **files):
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder


def test_an_article_that_stands_in_two_exports_is_kept_once_and_counted(tmp_path):
    row = "The Lantern,2031-02-03,Rain,It rained."
    written(tmp_path, a_csv=f"outlet,date,title,text\n{row}\n", b_csv=f"outlet,date,title,text\n{row}\n")
    articles, files = framing.read_exports(tmp_path)
    assert len(articles) == 1
    assert files["n_twice"].tolist() == [0, 1]
    assert problems_of(files) == []


def test_one_id_for_two_texts_names_both_by_their_content_and_says_so(tmp_path):
    written(tmp_path, a_csv="id,text\n1,It rained.\n2,It hailed.\n", b_csv="id,text\n1,It snowed.\n")
    ids = []
    for order in itertools.permutations([tmp_path / "a.csv", tmp_path / "b.csv"]):
        articles, files = framing.read_exports(order)
        assert len(articles) == 3
        (problem,) = problems_of(files)
        assert "article_id '1' stands for different articles" in problem
        ids.append(sorted(articles["article_id"]))
    assert ids[0] == ids[1]
    assert [name.partition("-")[0] for name in ids[0]] == ["1", "1", "2"]


def test_announced_and_read_differ_is_a_problem(tmp_path):
    _, files = framing.read_exports(FIXTURES / "nexis-txt" / "damaged.txt")
    assert files[["n_announced", "n_read"]].values.tolist() == [[5, 3]]
    assert any("it announces 5 articles, 3 were read" in said for said in problems_of(files))


PAGE = "<html><head><title>Rain</title></head><body><article><h1>Rain</h1>{}</article></body></html>"
LONG = "<p>It rained in Ondara all of Monday, and nobody minded it very much at all.</p>" * 4
LIST = "id,publish_date,title,url,language,media_name,media_url\n{}"
ROW = "7,2031-02-03,Rain over Ondara,https://lantern.example/rain,en,The Lantern,https://lantern.example\n"


def test_a_list_of_addresses_and_a_saved_page_are_one_article(tmp_path):
    digest = hashlib.sha256(b"https://lantern.example/rain").hexdigest()
    written(tmp_path, list_csv=LIST.format(ROW), **{f"{digest}_html": PAGE.format(LONG)})
    articles, files = framing.read_exports(tmp_path)
    (article,) = articles.itertuples()
    assert (article.outlet, article.headline, str(article.published)[:10]) == (
        "The Lantern",
        "Rain over Ondara",
        "2031-02-03",
    )
    assert "It rained in Ondara" in article.text
    assert problems_of(files) == []
    (note,) = [said for listed in files["notes"] for said in listed]
    assert note.endswith("list.csv: 1 of 1 have their text in another file, and are counted there")


def test_an_address_without_a_page_is_an_article_without_text(tmp_path):
    written(tmp_path, list_csv=LIST.format(ROW), page_html=PAGE.format(LONG))
    articles, files = framing.read_exports(tmp_path)
    assert len(articles) == 2
    assert files.set_index("source_format")["n_without_text"].to_dict() == {"html": 0, "mediacloud": 1}
    (empty,) = articles.loc[articles["source_format"] == "mediacloud"].itertuples()
    assert empty.text == "Rain over Ondara\n\n"
    assert any("no text" in said for said in empty.warnings)


def test_mojibake_is_repaired_before_any_offset_exists_and_counted(tmp_path):
    written(tmp_path, a_txt="\u00e2\u20ac\u0153It rained,\u00e2\u20ac\x9d Bo said.\nIt\u2019s late.\n")
    articles, _ = framing.read_exports(tmp_path)
    assert articles["text"].tolist() == ["“It rained,” Bo said.\nIt’s late.\n"]
    assert articles["warnings"].tolist() == [["1 lines of mojibake repaired"]]


@pytest.mark.parametrize(("said", "code"), [("English", "en"), ("en-GB", "en"), ("DEUTSCH", "de"), ("xx", "xx")])
def test_the_language_is_a_code(tmp_path, said, code):
    written(tmp_path, a_csv=f"language,text\n{said},It rained.\n")
    assert framing.read_exports(tmp_path)[0]["language"].tolist() == [code]


def test_columns_can_be_mapped_and_a_mapping_without_table_is_refused(tmp_path):
    written(tmp_path, a_csv="nr,words\n1,It rained.\n")
    articles, _ = framing.read_exports(tmp_path, columns={"text": "words", "article_id": "nr"})
    assert articles[["article_id", "text"]].values.tolist() == [["1", "It rained."]]
    written(tmp_path / "more", b_txt="It rained.")
    with pytest.raises(CorpusError, match=r"no table among the files: .*\(text=words\)"):
        framing.read_exports(tmp_path / "more", columns={"text": "words"})


def test_when_nothing_can_be_read_every_reason_is_said(tmp_path):
    written(tmp_path, a_jpg="\0\0", b_csv="")
    with pytest.raises(CorpusError, match=r"(?s)nothing could be read: 2 problems.*a\.jpg.*b\.csv"):
        framing.read_exports(tmp_path)


@pytest.mark.parametrize("data", [b"id,text\n", b"[]", b'{"articles": []}', b'{"totalResults": 0, "articles": []}'])
def test_a_file_that_holds_no_article_is_named(tmp_path, data):
    (tmp_path / "bare").write_bytes(data)
    with pytest.raises(CorpusError, match=r"nothing could be read: .*bare: it holds no article\."):
        framing.read_exports(tmp_path)
    (tmp_path / "rain.txt").write_text("It rained.")
    files = framing.read_exports(tmp_path)[1].set_index("n_read")
    assert files.loc[0, "notes"] == [f"{tmp_path}/bare: it holds no article."]
    assert files.loc[1, "notes"] == []


def test_a_language_may_be_given_by_its_name(tmp_path):
    (tmp_path / "rain.txt").write_text("Es regnete.")
    assert framing.read_exports(tmp_path, language="German")[0]["language"].tolist() == ["de"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([], "nothing could be read: name at least one file or folder"),
        (["It rained. " * 500], "no file can have this name"),
    ],
)
def test_what_names_no_file_is_one_line(given, said):
    with pytest.raises(CorpusError, match=said):
        framing.read_exports(given)


def test_a_table_of_two_hundred_further_columns_is_read_without_a_word(tmp_path, recwarn):
    names = [f"mood {number}" for number in range(200)]
    (tmp_path / "wide.csv").write_text(",".join(["id", "text", *names]) + "\n1,It rained." + ",x" * 200 + "\n")
    articles, _ = framing.read_exports(tmp_path)
    assert articles.columns[-201:-1].tolist() == names
    assert not recwarn.list


@pytest.mark.parametrize("at", ["recognises", "read"])
def test_a_reader_with_a_fault_costs_its_file_only(tmp_path, monkeypatch, at):
    def stumble(source):
        if "snow" in source.name:
            raise IndexError("list index out of range")
        return True if at == "recognises" else Export([Article("", {"text": source.text})])

    (tmp_path / "rain.txt").write_text("It rained.")
    (tmp_path / "snow.txt").write_text("It snowed.")
    monkeypatch.setattr(readers, "READERS", (readers.READERS[-1]._replace(**{at: stumble}),))
    articles, files = framing.read_exports(tmp_path)
    assert articles["text"].tolist() == ["It rained."]
    fault = "a fault of the toolkit (IndexError: list index out of range)"
    assert problems_of(files) == [f"{tmp_path}/snow.txt: {fault}. Please report it with a file like this one."]


def test_a_part_that_is_not_read_is_named_once(tmp_path):
    (tmp_path / "a.zip").write_bytes(zipped_parts({"../b.txt": "It rained.", "c.txt": "It snowed."}))
    assert problems_of(framing.read_exports(tmp_path)[1]) == [
        f"{tmp_path}/a.zip: '../b.txt' is a path that leaves the archive. This part is not read."
    ]
