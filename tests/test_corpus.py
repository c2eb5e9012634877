"""Articles, leaders and speeches from files: what is read, what is said when it cannot be."""

import json
import warnings
from pathlib import Path

import pandas as pd
import pyarrow.parquet
import pytest

import framing
import framing.schema
from framing.errors import CorpusError, FramingWarning, TableError
from framing.files import write_table

LONG = "The premier of Ostrel spoke. Nobody answered her.\n"
SEED = Path(__file__).resolve().parents[1].parent / "shared" / "article.txt"


def write(folder, name, text, encoding="utf-8"):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


def test_a_text_file_is_an_article_to_the_character(tmp_path):
    text = "\n  Headline\n\nBody.\r\nMore.  \n"
    articles = framing.read_articles(write(tmp_path, "one.txt", text))
    assert articles["text"].tolist() == [text]
    assert articles["article_id"].tolist() == ["one"]
    assert articles["body_start"].tolist() == [0]
    assert articles["headline"].isna().all()


def test_front_matter_names_the_article_and_its_headline_goes_before_the_body(tmp_path):
    text = (
        "---\narticle_id: a1\noutlet: The Lantern\npublished: 2031-02-03\nheadline: 'Rain: more'\n---\n\nIt rained.\n"
    )
    row = framing.read_articles(write(tmp_path, "x.md", text)).iloc[0]
    assert (row.article_id, row.outlet, row.text, row.body_start) == (
        "a1",
        "The Lantern",
        "Rain: more\n\nIt rained.",
        12,
    )
    assert row.published == pd.Timestamp("2031-02-03")
    assert row.text[row.body_start :] == "It rained."


@pytest.mark.parametrize("after", ["", "\n", "\n\nIt rained.", "\r\nIt rained.", "  \n It rained.", "\u2028It rained."])
def test_a_headline_that_is_the_first_line_already_is_not_put_there_again(after):
    article = record(headline="Threat", text="Threat" + after)
    assert article.text == "Threat" + after
    assert article.text[article.body_start :] == after.lstrip()


@pytest.mark.parametrize("text", ["Threatened islands wait.", "Threat of rain", "Threat: rain\nIt", "Threat. It"])
def test_a_text_that_merely_begins_like_its_headline_keeps_every_word(text):
    article = record(headline="Threat", text=text)
    assert article.text == f"Threat\n\n{text}"
    assert article.text[article.body_start :] == text


def record(**columns):
    return framing.articles_from_records([{"id": "a", "text": "It rained."} | columns], source="x").iloc[0]


def test_below_front_matter_the_white_space_around_the_text_goes(tmp_path):
    path = write(tmp_path, "x.md", "---\noutlet: The Lantern\n---\n\n  It rained.\n\n")
    assert framing.read_articles(path)["text"].tolist() == ["It rained."]


def test_front_matter_keeps_what_stands_there_as_it_is_written(tmp_path):
    text = "---\narticle_id: 0123\noutlet: No\nheadline: 9:30\ndate: 2031-02-03\n---\nIt rained."
    row = framing.read_articles(write(tmp_path, "x.md", text)).iloc[0]
    assert (row.article_id, row.outlet, row.headline) == ("0123", "No", "9:30")
    assert row.published == pd.Timestamp("2031-02-03")


def test_front_matter_may_name_an_article_by_its_day(tmp_path):
    path = write(tmp_path, "x.md", "---\narticle_id: 2031-02-03\n---\nIt rained.")
    assert framing.read_articles(path)["article_id"].tolist() == ["2031-02-03"]


def test_front_matter_with_two_names_for_one_thing_keeps_both(tmp_path):
    path = write(tmp_path, "x.md", "---\ntitle: Wet\nheadline: Rain\nbody: thin\n---\nIt rained.")
    row = framing.read_articles(path).iloc[0]
    assert (row.headline, row.title, row.body, row.text) == ("Rain", "Wet", "thin", "Rain\n\nIt rained.")


@pytest.mark.parametrize(
    ("front", "said"),
    [
        ("published: 2031-13-45", "its front matter cannot be read (month must be in 1..12)"),
        ("text: It snowed.", "'text' in the front matter. The text of an article stands below the second '---'."),
        ("Text: It snowed.", "'text' in the front matter"),
        ("headline: [a, b]", "front matter: headline ['a', 'b'] is a list, not text."),
        ("outlet: {a: b}", "front matter: outlet {'a': 'b'} is an object, not text."),
        ("body_start: 99", "front matter: body_start '99' is no character of its text: it has 10, counted from 0."),
        ("- a\n- b", "its front matter '- a\\n- b' has no 'name: value' lines"),
        ("a: " + "[" * 5_000, "its front matter cannot be read"),
        ("? [a]\n: b", "its front matter cannot be read"),
    ],
)
def test_front_matter_that_cannot_be_meant_is_one_clear_line(tmp_path, front, said):
    with pytest.raises(CorpusError) as error:
        framing.read_articles(write(tmp_path, "x.md", f"---\n{front}\n---\nIt rained."))
    assert str(error.value).startswith(f"{tmp_path / 'x.md'}: {said}")


def test_front_matter_may_use_the_usual_names(tmp_path):
    text = "---\nsource: The Lantern\ndate: 2031-02-03\ntitle: Rain\n---\nIt rained."
    row = framing.read_articles(write(tmp_path, "x.md", text)).iloc[0]
    assert (row.outlet, row.published, row.text) == ("The Lantern", pd.Timestamp("2031-02-03"), "Rain\n\nIt rained.")


def test_front_matter_without_an_end_is_text_and_said_so(tmp_path):
    row = framing.read_articles(write(tmp_path, "x.txt", "---\ntitle: Rain\nIt rained.")).iloc[0]
    assert row.text.startswith("---")
    assert row.warnings == ["begins with --- but no second --- ends its front matter: all of it is read as text"]


def test_files_of_one_name_in_two_folders_are_two_articles(tmp_path):
    for name in ("monday/one.txt", "tuesday/one.txt"):
        write(tmp_path, name, LONG)
    assert framing.read_articles(tmp_path)["article_id"].tolist() == ["monday/one", "tuesday/one"]


def test_further_front_matter_is_kept_as_a_column(tmp_path):
    text = "---\ndesk: foreign\n---\nIt rained."
    assert framing.read_articles(write(tmp_path, "x.md", text))["desk"].tolist() == ["foreign"]


@pytest.mark.parametrize(("encoding", "warned"), [("utf-8", 0), ("utf-8-sig", 0), ("utf-16", 0), ("cp1252", 1)])
def test_every_common_encoding_is_read(tmp_path, encoding, warned):
    articles = framing.read_articles(write(tmp_path, "x.txt", "“Café”, she said.", encoding))
    assert articles["text"].tolist() == ["“Café”, she said."]
    assert len(articles["warnings"].iloc[0]) == warned


def test_a_folder_is_read_in_the_order_of_its_names_without_its_readme(tmp_path):
    for name in ("b.txt", "a.md", "README.md", "sub/c.txt"):
        write(tmp_path, name, LONG)
    assert framing.read_articles(tmp_path)["article_id"].tolist() == ["a", "b", "sub/c"]


def test_hidden_files_papers_and_tables_that_stand_beside_articles_are_passed_over(tmp_path):
    beside = ["README", "readme.txt", "LICENSE-MIT", "LICENCE.md", "CHANGELOG.md", ".draft.txt", "x/leaders.csv"]
    beside += [".ipynb_checkpoints/a-checkpoint.txt", "speeches.xlsx", "Remarks.jsonl", "overrides.tsv", "x/.y/b.txt"]
    for name in ["a.txt", *beside]:
        write(tmp_path, name, LONG)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert framing.read_articles(tmp_path)["article_id"].tolist() == ["a"]


@pytest.mark.parametrize("name", ["leaders.txt", "remarks.md", "license to fish.txt", "readmes.txt", "readme/b.txt"])
def test_a_text_that_is_called_like_something_beside_is_an_article(tmp_path, name):
    write(tmp_path, name, LONG)
    assert len(framing.read_articles(tmp_path)) == 1


def test_everything_that_is_not_read_is_named_with_its_folder(tmp_path):
    for name in ("a.txt", "tables/b.csv", "notes", "leaders.docx", "page.html"):
        write(tmp_path, name, LONG)
    with pytest.warns(FramingWarning, match=r"not: leaders\.docx, notes, page\.html, tables/b\.csv\."):
        framing.read_articles(tmp_path)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("corpus.json", ".json files are not read as they are. `framing read"),
        ("page.html", ".html files are not read as they are. `framing read"),
        ("essay.docx", ".docx files are not read as they are. `framing read"),
        ("sheet.XLSX", ".xlsx files are not read as they are. `framing read"),
        ("notes.old", ".old files are not read as they are. When it is plain text, let its name end in .txt."),
    ],
)
def test_a_file_in_a_format_that_is_not_read_is_refused_with_the_next_step(tmp_path, name, said):
    with pytest.raises(CorpusError) as error:
        framing.read_articles(write(tmp_path, name, '[{"text": "It rained."}]'))
    assert str(error.value).startswith(f"{tmp_path / name}: {said}")


def test_a_file_without_a_suffix_is_read_as_text(tmp_path):
    assert framing.read_articles(write(tmp_path, "monday", LONG))["text"].tolist() == [LONG]


def test_a_file_that_is_not_there_is_told_so_whatever_its_suffix(tmp_path):
    with pytest.raises(CorpusError, match="no such file"):
        framing.read_articles(tmp_path / "gone.json")


def test_a_text_has_no_columns_to_map(tmp_path):
    path = write(tmp_path, "x.txt", LONG)
    with pytest.raises(CorpusError, match=r"x\.txt: this is one text, without columns to map \(text=body\)"):
        framing.read_articles(path, columns={"text": "body"})


def test_files_that_are_no_articles_are_named_in_a_warning(tmp_path):
    write(tmp_path, "a.txt", LONG)
    write(tmp_path, "photo.png", b"\x89PNG")
    with pytest.warns(FramingWarning, match=r"only 1 of 2 files are read, the \.txt files, not: photo\.png"):
        framing.read_articles(tmp_path)


def test_a_folder_without_text_files_is_read_from_its_tables(tmp_path):
    write(tmp_path, "one.csv", "doc_id,body\na,It rained.\n")
    write(tmp_path, "two.jsonl", '{"doc_id": "b", "text": "It snowed."}\n')
    assert framing.read_articles(tmp_path)["text"].tolist() == ["It rained.", "It snowed."]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.csv", "id;publication;date;title;content\n7;The Lantern;2031-02-03;Rain;It rained.\n"),
        (
            "x.tsv",
            "doc_id\tsource\tpublish_date\theadline\tbody\n7\tThe Lantern\t3 February 2031\tRain\tIt rained.\n",
        ),
        (
            "x.jsonl",
            (
                '{"doc_id": "7", "source": "The Lantern", "date": "2031-02-03T10:00:00Z", '
                '"title": "Rain", "text": "It rained."}\n'
            ),
        ),
    ],
)
def test_the_usual_column_names_are_known(tmp_path, name, content):
    row = framing.read_articles(write(tmp_path, name, content)).iloc[0]
    assert (row.article_id, row.outlet, row.headline, row.text) == ("7", "The Lantern", "Rain", "Rain\n\nIt rained.")
    assert row.published == pd.Timestamp("2031-02-03")


def test_columns_can_be_mapped(tmp_path):
    path = write(tmp_path, "x.csv", "Nr,Words\n1,It rained.\n")
    articles = framing.read_articles(path, columns={"text": "Words", "article_id": "Nr"})
    assert articles[["article_id", "text"]].to_numpy().tolist() == [["1", "It rained."]]


def test_a_column_that_another_is_mapped_over_is_kept_beside_it(tmp_path):
    path = write(tmp_path, "x.csv", "id,text,body,title,kicker\n1,Summary.,It rained.,Rain,Wet\n")
    row = framing.read_articles(path, columns={"text": "body", "headline": "kicker"}).iloc[0]
    assert (row.text, row["text (not mapped)"], row.headline, row.title) == (
        "Wet\n\nIt rained.",
        "Summary.",
        "Wet",
        "Rain",
    )


@pytest.mark.parametrize(
    ("column", "names"),
    [
        ("article_id", ["article_id", "doc_id", "document_id", "id"]),
        ("outlet", ["outlet", "source", "publication", "newspaper", "media_name"]),
        ("published", ["published", "date", "publish_date", "publication_date", "pub_date"]),
        ("headline", ["headline", "title"]),
        ("text", ["text", "body", "content", "article", "full_text", "fulltext"]),
        ("url", ["url", "link"]),
        ("language", ["language", "lang"]),
    ],
)
def test_of_several_usual_names_the_first_counts_and_the_others_are_kept(column, names):
    """Whatever their order in the file."""
    for first in range(len(names) - 1):
        cells = {name: f"2031-02-0{place + 1}" for place, name in enumerate(names[first:])}
        rest = {"text": "It rained."} if column != "text" else {}
        article = framing.articles_from_records([dict(reversed(cells.items())) | rest], source="x").iloc[0]
        value = article[column]
        assert str(value.date() if column == "published" else value) == "2031-02-01"
        assert [article[name] for name in names[first + 1 :]] == list(cells.values())[1:]


def test_names_of_columns_count_whatever_their_case_and_the_white_space_around(tmp_path):
    row = framing.read_articles(write(tmp_path, "x.csv", "Doc_ID , TEXT\n7,It rained.\n")).iloc[0]
    assert (row.article_id, row.text) == ("7", "It rained.")


def test_the_story_of_an_article_is_read_from_the_file_and_else_the_article_itself(tmp_path):
    path = write(tmp_path, "x.csv", "id,story_id,text\n1,flood,It rained.\n2,,It snowed.\n")
    assert framing.read_articles(path)["story_id"].tolist() == ["flood", "2"]


@pytest.mark.parametrize("suffix", ["jsonl", "parquet"])
def test_ids_are_read_as_they_stand_also_beside_a_row_without_one(tmp_path, suffix):
    ids = [1, 1234567890123456789, None]
    rows = [
        {"id": name, "text": text} for name, text in zip(ids, ["It rained.", "It snowed.", "It froze."], strict=True)
    ]
    if suffix == "jsonl":
        path = write(tmp_path, "x.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
    else:
        table = pyarrow.table({"id": pyarrow.array(ids), "text": [row["text"] for row in rows]})
        path = tmp_path / "x.parquet"
        pyarrow.parquet.write_table(table, path)
    assert framing.read_articles(path)["article_id"].tolist()[:2] == ["1", "1234567890123456789"]
    assert framing.articles_from_records(rows, source="x")["article_id"].tolist()[1] == "1234567890123456789"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"text": {"html": "<p>"}}, "text {'html': '<p>'} is an object, not text. Map another column."),
        ({"text": ["It", "rained"]}, "text ['It', 'rained'] is a list, not text."),
        ({"text": 7}, "text 7 is a number, not text."),
        ({"text": True}, "text True is a truth value, not text."),
        ({"text": b"caf\xe9"}, r"text b'caf\xe9' is bytes, not text. Decode it first"),
        ({"id": ["a"]}, "article_id ['a'] is a list, not text."),
        ({"headline": {"a": 1}}, "headline {'a': 1} is an object, not text."),
        ({"outlet": b"x"}, "outlet b'x' is bytes, not text."),
        ({"language": False}, "language False is a truth value, not text."),
        ({"body_start": "abc"}, "body_start 'abc' is no character of its text: it has 10, counted from 0."),
        ({"body_start": "1.5"}, "body_start '1.5' is no character of its text"),
        ({"body_start": -1}, "body_start -1 is no character of its text"),
        ({"body_start": 11}, "body_start 11 is no character of its text"),
        ({"body_start": "9" * 30}, "body_start '9999"),
        ({"body_start": [1]}, "body_start [1] is no character of its text"),
        ({"warnings": "check this"}, "warnings 'check this' is not a list. It is a column of the articles table"),
        ({"warnings": {"a": 1}}, "warnings {'a': 1} is not a list"),
        ({"warnings": 5}, "warnings 5 is not a list"),
    ],
)
def test_a_cell_that_cannot_be_meant_is_named_with_its_row(change, said):
    sound = {"id": "a", "text": "It rained."}
    with pytest.raises(CorpusError) as error:
        framing.articles_from_records([sound, sound | {"id": "b"} | change], source="notes")
    assert str(error.value).startswith(f"notes: row 2: {said}")


def test_a_text_column_of_lists_or_bytes_in_parquet_is_refused(tmp_path):
    for cells in ([["It", "rained"]], [b"It rained."]):
        pyarrow.parquet.write_table(pyarrow.table({"text": cells}), tmp_path / "x.parquet")
        with pytest.raises(CorpusError, match=r"x\.parquet: row 0: text .* not text\."):
            framing.read_articles(tmp_path / "x.parquet")


def test_all_wrong_rows_of_a_table_are_named_at_once_as_a_spreadsheet_numbers_them(tmp_path):
    path = write(tmp_path, "x.csv", "text,body_start,warnings\na,0,[]\n\nb,5,[]\nc,x,careful\n")
    with pytest.raises(CorpusError) as error:
        framing.read_articles(path)
    found = [line.strip(" -")[:20] for line in str(error.value).splitlines()[1:]]
    assert found == ["row 4: body_start '5", "row 5: warnings 'car", "row 5: body_start 'x"]


def test_rows_without_any_cell_are_no_articles(tmp_path):
    assert len(framing.read_articles(write(tmp_path, "x.csv", "id,text\n1,a\n\n,\n2,b\n\n"))) == 2


def test_lone_surrogates_are_replaced_and_counted_in_every_cell(tmp_path):
    path = write(tmp_path, "x.jsonl", r'{"id": "\ud800", "headline": "\udfff!", "outlet": "\ud801", "text": "It."}')
    row = framing.read_articles(path).iloc[0]
    assert (row.article_id, row.headline, row.outlet) == ("\ufffd", "\ufffd!", "\ufffd")
    assert row.warnings == ["3 unreadable characters replaced"]
    row = record(outlet="\ud801", desk="\ud802", text="\ud803")
    assert (row.outlet, row.desk, row.text) == ("\ufffd", "\ufffd", "\ufffd")
    assert row.warnings == ["3 unreadable characters replaced"]


def test_unreadable_characters_are_counted_in_the_article_that_has_them(tmp_path):
    text = "id,title,text\na,Cœur,café café bœuf\nb,Café,It rained.\n".encode().replace("œ".encode(), b"\xc5", 1)
    articles = framing.read_articles(write(tmp_path, "x.csv", text))
    assert articles["warnings"].tolist() == [["1 unreadable characters replaced"], []]
    again = framing.read_articles(write_table(articles, tmp_path / "again.csv"))
    assert again["warnings"].tolist() == articles["warnings"].tolist()


def test_what_was_mended_before_is_told_of_every_article():
    rows = [{"id": "a", "text": "It rained."}, {"id": "b", "text": "\ufffd"}]
    articles = framing.articles_from_records(rows, source="x", mended=["read as Windows-1252"])
    assert articles["warnings"].tolist() == [
        ["read as Windows-1252"],
        ["read as Windows-1252", "1 unreadable characters replaced"],
    ]


def test_records_that_are_no_rows_are_refused():
    with pytest.raises(CorpusError, match=r"^x: row 2: 'It rained\.' is no row with names\.$"):
        framing.articles_from_records([{"text": "a"}, "It rained."], source="x")


def test_parquet_that_we_wrote_is_read_as_it_was(tmp_path):
    articles = framing.read_articles(framing.corpus_folder() / "practice")
    again = framing.read_articles(write_table(articles, tmp_path / "x.parquet"))
    pd.testing.assert_frame_equal(again[articles.columns], articles, check_dtype=False)


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
def test_a_table_that_we_wrote_is_read_with_the_same_texts_and_offsets(tmp_path, suffix):
    articles = framing.read_articles(framing.corpus_folder() / "practice")
    again = framing.read_articles(write_table(articles, tmp_path / f"x{suffix}"))
    for column in ("article_id", "story_id", "outlet", "headline", "text", "body_start", "published", "warnings"):
        assert again[column].tolist() == articles[column].tolist(), column


def test_articles_without_an_id_get_one_from_their_text_whatever_their_order(tmp_path):
    one = framing.read_articles(write(tmp_path, "one.csv", "text\nIt rained.\nIt snowed.\nIt rained.\n"))
    two = framing.read_articles(write(tmp_path, "two.csv", "text\nIt snowed.\nIt rained.\nIt rained.\n"))
    assert sorted(one["article_id"]) == sorted(two["article_id"])
    assert one["article_id"].is_unique


@pytest.mark.parametrize("date", ["03/04/2025", "Tue 03/04/2025", "soon", "now", "2025"])
def test_a_date_that_can_be_read_in_two_ways_is_missing_and_said_so(tmp_path, date):
    row = framing.read_articles(write(tmp_path, "x.csv", f"text,date\nIt rained.,{date}\n")).iloc[0]
    assert pd.isna(row.published)
    assert row.warnings == [f"published {date!r} is no date without doubt: write year, month, day, as in 2025-02-17"]


@pytest.mark.parametrize("date", ["31.02.2031", "30/02/2031", "2031-13-45", "31 April 2031"])
def test_a_day_that_the_calendar_does_not_have_is_said_not_to_be_there(tmp_path, date):
    row = framing.read_articles(write(tmp_path, "x.csv", f"text,date\nIt rained.,{date}\n")).iloc[0]
    assert pd.isna(row.published)
    said = "there is no such day in the calendar. Write year, month, day, as in 2025-02-17"
    assert row.warnings[-1] == f"published {date!r}: {said}"


COLONS = [
    ('outlet: X\npublished 2031-05-05\nheadline: "A"', "line 3, 'published 2031-05-05'", "published: 2031-05-05"),
    ('headline: "A"\npublished 2031-05-05', "line 3, 'published 2031-05-05'", "published: 2031-05-05"),
    ('outlet The Lantern\nheadline: "A"', "line 2, 'outlet The Lantern'", "outlet: The Lantern"),
    ('published\nheadline: "A"', "line 2, 'published'", "published: ..."),
]


@pytest.mark.parametrize(("written", "line", "meant"), COLONS)
def test_a_line_of_front_matter_without_its_colon_is_shown_with_it(tmp_path, written, line, meant):
    with pytest.raises(CorpusError) as error:
        framing.read_articles(write(tmp_path, "a.txt", f"---\n{written}\n---\n\nIt rained.\n"))
    assert f"In {line}: the colon is missing. Write {meant!r}." in str(error.value)
    assert "quotation marks" not in str(error.value)


def test_a_day_of_front_matter_that_the_calendar_does_not_have_is_no_matter_of_quotation_marks(tmp_path):
    with pytest.raises(CorpusError, match="A date in it is no day of the calendar."):
        framing.read_articles(write(tmp_path, "a.txt", "---\npublished: 2031-02-31\n---\n\nIt rained.\n"))


def test_the_day_of_publication_is_the_day_as_printed(tmp_path):
    row = framing.read_articles(write(tmp_path, "x.csv", "text,date\na,2025-02-17T00:30+02:00\n")).iloc[0]
    assert row.published == pd.Timestamp("2025-02-17")
    text = "---\ndate: 2025-02-17T00:30:00+02:00\n---\nIt rained."
    assert framing.read_articles(write(tmp_path, "x.md", text))["published"].iloc[0] == pd.Timestamp("2025-02-17")


def test_an_article_without_text_is_kept_and_said_so(tmp_path):
    articles = framing.read_articles(write(tmp_path, "x.csv", "doc_id,text\na,\nb,It rained.\n"))
    assert articles["warnings"].tolist() == [["no text"], []]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"x.txt": " \n"}, "x.txt: the file is empty"),
        ({"x.csv": "a,b\n1,2\n"}, "no column of texts among ['a', 'b']. Name it, as in --map text=COLUMN"),
        ({"x.csv": "doc_id,text\na,x\na,y\n"}, "article_id 'a' stands 2 times"),
        ({"x.txt": b"\x00\x01\x02" * 20}, "x.txt: this is no text file"),
        ({"x.md": "---\n: [\n---\nIt rained."}, "x.md: its front matter cannot be read"),
        ({"x.docx": b"PK"}, "no articles in this folder (it holds ['.docx'])"),
        ({}, "no articles in this folder (it is empty)"),
    ],
)
def test_what_cannot_be_read_is_one_clear_line(tmp_path, files, said):
    for name, content in files.items():
        write(tmp_path, name, content)
    with pytest.raises(CorpusError) as error:
        framing.read_articles(tmp_path)
    assert said in str(error.value)


def test_all_bad_files_of_a_folder_are_named_at_once(tmp_path):
    for name in ("a.txt", "b.txt"):
        write(tmp_path, name, "")
    with pytest.raises(CorpusError) as error:
        framing.read_articles(tmp_path)
    assert "a.txt" in str(error.value)
    assert "b.txt" in str(error.value)


def test_a_mapping_to_a_column_that_is_not_there_says_which_is_near(tmp_path):
    path = write(tmp_path, "x.csv", "words\nIt rained.\n")
    with pytest.raises(CorpusError, match="no column 'word' to map 'text' to. Did you mean 'words'"):
        framing.read_articles(path, columns={"text": "word"})


def test_front_matter_is_data_never_code(tmp_path):
    path = write(tmp_path, "x.md", "---\nheadline: !!python/object/apply:os.getcwd []\n---\nIt rained.")
    with pytest.raises(CorpusError, match="front matter cannot be read"):
        framing.read_articles(path)


def test_an_unknown_kind_of_alias_in_the_leaders_table_is_named(tmp_path):
    path = write(tmp_path, "leaders.csv", "leader,alias,kind\nAda Brook,Brook,surnam\n")
    with pytest.raises(TableError, match="kind 'surnam' is not one of name, surname, role, pronoun. Did you mean"):
        framing.read_leaders(path)


def test_an_alias_is_added_by_a_row_that_ends_where_its_writer_had_nothing_more_to_say(tmp_path):
    path = write(tmp_path, "leaders.csv", "leader,alias,kind,country,since,until\nAda Brook,Brook,surname\n")
    leaders = framing.read_leaders(path)
    assert leaders[["leader", "alias", "kind"]].to_numpy().tolist() == [["Ada Brook", "Brook", "surname"]]
    assert leaders["country"].isna().all()


def test_speeches_are_read_with_their_dates(tmp_path):
    path = write(tmp_path, "s.csv", 'speech_id,leader,delivered,text\ns1,Ada Brook,2031-02-03,"We, the people"\n')
    speeches = framing.read_speeches(path)
    assert speeches["delivered"].tolist() == [pd.Timestamp("2031-02-03")]
    assert speeches["licence"].isna().all()


@pytest.mark.parametrize("day", ["03/04/2025", "now", "2025", "Tue 03/04/2025"])
def test_days_of_speeches_and_offices_follow_the_same_rule(tmp_path, day):
    speeches = write(tmp_path, "s.csv", f"speech_id,leader,delivered,text\ns1,Ada Brook,{day},We must.\n")
    with pytest.raises(TableError, match=rf"s\.csv: row 2: delivered '{day}' is not a date\. Write it as 2025-02-17"):
        framing.read_speeches(speeches)
    leaders = write(tmp_path, "l.csv", f"leader,alias,kind,since\nAda Brook,Brook,surname,{day}\n")
    with pytest.raises(TableError, match=rf"l\.csv: row 2: since '{day}' is not a date"):
        framing.read_leaders(leaders)


def test_what_was_mended_in_a_table_of_leaders_is_told(tmp_path):
    path = write(tmp_path, "leaders.csv", "leader,alias,kind\nZoë Brook,Brook,surname\n", "cp1252")
    with pytest.warns(FramingWarning, match=r"leaders\.csv: read as Windows-1252"):
        assert framing.read_leaders(path)["leader"].tolist() == ["Zoë Brook"]


def remarks(rows):
    base = {"form": "direct", "content": "quotation", "not_said": False, "rule": "hand", "because": "", "repeats": ""}
    table = pd.DataFrame([base | row for row in rows])
    return framing.schema.make_table("remarks", {c: table[c] for c in table if c != "quoted"}).assign(
        quoted=table["quoted"]
    )


def test_quoted_articles_keep_every_fragment_at_its_place_and_apart():
    table = remarks(
        [
            {
                "remark_id": "r1",
                "article_id": "a",
                "start": 5,
                "end": 30,
                "spans": [[5, 12], [13, 20], [22, 30]],
                "quoted_spans": [[5, 12], [13, 20], [22, 30]],
                "quoted": ["We must", "go home", "tomorrow"],
            }
        ]
    )
    articles = framing.quoted_articles(table)
    text = articles["text"].iloc[0]
    assert [text[a:b] for a, b in table["quoted_spans"].iloc[0]] == ["We must", "go home", "tomorrow"]
    assert len(framing.sentences(text)) == 3
    assert framing.tokenize(articles)["paragraph"].tolist() == [0, 0, 1, 1, 2]


def test_a_fragment_that_does_not_fill_its_span_is_refused():
    row = {"remark_id": "r", "article_id": "a", "start": 0, "end": 9, "spans": [[0, 9]], "quoted_spans": [[0, 9]]}
    with pytest.raises(CorpusError, match="'short' has 5 characters, its span 0-9"):
        framing.quoted_articles(remarks([row | {"quoted": ["short"]}]))


QUOTED = {"remark_id": "r", "article_id": "a", "start": 0, "end": 9, "spans": [[0, 9]], "quoted_spans": [[0, 9]]}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"quoted": ["We must go", "home"]}, "quoted ['We must go', 'home'] does not fit [[0, 9]]"),
        ({"quoted": []}, "quoted [] does not fit [[0, 9]]"),
        ({"quoted": "We must"}, "quoted 'We must' does not fit [[0, 9]]"),
        ({"quoted": None}, "quoted None does not fit [[0, 9]]"),
        ({"quoted": ["We"], "quoted_spans": [[0]]}, "quoted ['We'] does not fit [[0]]"),
        ({"quoted": ["We"], "quoted_spans": [None]}, "quoted ['We'] does not fit [None]"),
    ],
)
def test_quoted_words_that_do_not_fit_their_spans_are_refused_with_their_remark(change, said):
    with pytest.raises(CorpusError) as error:
        framing.quoted_articles(remarks([QUOTED | change]))
    assert str(error.value).startswith(f"a: remark 'r': {said}")


def test_fragments_that_overlap_are_refused():
    one = QUOTED | {"quoted": ["We must g"]}
    other = QUOTED | {"remark_id": "s", "start": 5, "end": 14, "spans": [[5, 14]], "quoted_spans": [[5, 14]]}
    with pytest.raises(CorpusError, match="a: 'st go hom' at 5-14 overlaps the quoted span before it"):
        framing.quoted_articles(remarks([one, other | {"quoted": ["st go hom"]}]))


def test_fragments_that_touch_or_stand_twice_are_no_overlap():
    one = QUOTED | {"quoted": ["We must g"]}
    other = QUOTED | {"remark_id": "s", "start": 9, "end": 11, "spans": [[9, 11]], "quoted_spans": [[9, 11]]}
    table = remarks([one, one | {"remark_id": "t"}, other | {"quoted": ["o."]}])
    assert framing.quoted_articles(table)["text"].tolist() == ["We must go."]


def test_the_gist_of_a_remark_never_becomes_text():
    """A gist is ours: no word of one may reach a table that is counted, scored or drawn."""
    table = framing.read_remarks(framing.corpus_folder() / "paris-2025" / "remarks.csv")
    tokens = framing.tokenize(framing.quoted_articles(table))
    quoted = " ".join(fragment for cell in table["quoted"] for fragment in json.loads(cell))
    assert sorted(tokens["word"]) == sorted(quoted[a:b] for a, b in framing.words(quoted))
    marked = table.assign(gist="zzgist")
    pd.testing.assert_frame_equal(framing.tokenize(framing.quoted_articles(marked)), tokens)


@pytest.mark.skipif(not SEED.exists(), reason="the article is not part of the project")
def test_the_laid_out_quotations_stand_where_the_article_has_them():
    article = framing.read_articles(SEED)["text"].iloc[0]
    table = framing.read_remarks(framing.corpus_folder() / "paris-2025" / "remarks.csv")
    tokens = framing.tokenize(framing.quoted_articles(table))
    assert [article[a:b] for a, b in zip(tokens["start"], tokens["end"], strict=True)] == tokens["word"].tolist()


def test_reading_the_project_s_corpora_warns_of_nothing():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        articles = framing.read_articles(framing.corpus_folder() / "practice")
    assert articles["warnings"].tolist() == [[]] * 6
