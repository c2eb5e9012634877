"""Articles, leaders and speeches from files: what is read, what is said when it cannot be."""

import json
import warnings
from pathlib import Path

import pandas as pd
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


def test_files_that_are_no_articles_are_named_in_a_warning(tmp_path):
    write(tmp_path, "a.txt", LONG)
    write(tmp_path, "photo.png", b"\x89PNG")
    with pytest.warns(FramingWarning, match=r"read the \.txt files as articles, not: photo\.png"):
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


@pytest.mark.parametrize("date", ["03/04/2025", "soon", "2025"])
def test_a_date_that_can_be_read_in_two_ways_is_missing_and_said_so(tmp_path, date):
    row = framing.read_articles(write(tmp_path, "x.csv", f"text,date\nIt rained.,{date}\n")).iloc[0]
    assert pd.isna(row.published)
    assert row.warnings == [f"published {date!r} is no date without doubt: write it as 2025-02-17"]


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


def test_speeches_are_read_with_their_dates(tmp_path):
    path = write(tmp_path, "s.csv", 'speech_id,leader,delivered,text\ns1,Ada Brook,2031-02-03,"We, the people"\n')
    speeches = framing.read_speeches(path)
    assert speeches["delivered"].tolist() == [pd.Timestamp("2031-02-03")]
    assert speeches["licence"].isna().all()


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
