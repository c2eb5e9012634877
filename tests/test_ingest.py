"""`framing read`, `furniture`, `duplicates` and `corpus`: what they print, what they write, how they end."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

import framing
from framing.files import read_rows
from framing.studies import ingest as ingesting
from framing.studies.cli import main
from framing.studies.ingest import ingest

FIXTURES = Path(__file__).parent / "fixtures"
WIRE = (
    "The dam at Norbridge holds, the mayor said on Monday. Nine days of rain in the hills have filled the lake to the "
    "brim, and the ferries stay in port until the wind drops. Schools in the lower town open again on Thursday. "
)
ROWS = f"""outlet,date,title,text
The Lantern,2031-02-03,Dam,"{WIRE}"
Quay Post,2031-02-04,Dam holds,"{WIRE}Read on in the evening edition of this paper, which has more."
Quay Post,03/04/2031,Cup,"Goats won the cup. {"A goal fell in every minute of the second half. " * 3}"
Quay Post,03/04/2031,Cup,"Goats won the cup. {"A goal fell in every minute of the second half. " * 3}"
"""


def ended(capsys, *arguments):
    code = main([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "in" / "export.csv"
    path.parent.mkdir()
    path.write_text(ROWS, encoding="utf-8")
    return path


def test_read_writes_one_table_and_says_what_it_met(capsys, tmp_path, table):
    out = tmp_path / "articles.parquet"
    code, printed, said = ended(capsys, "read", table, "-o", out)
    assert code == 0
    lines = [line.split() for line in printed.splitlines()]
    assert lines[:3] == [
        ["format", "files", "announced", "read", "without", "date", "without", "outlet", "without", "text"],
        ["csv", "1", "-", "4", "2", "0", "0"],
        ["total", "1", "-", "4", "2", "0", "0"],
    ]
    assert "3 articles tell 2 stories" in printed
    assert "1 more stood twice" in printed
    assert "1 resemble an earlier one: 1 version" in printed
    assert "2  published '03/04/2031' is no date without doubt: write year, month, day, as in 2025-02-17" in printed
    assert said == f"3 articles in {out}\n"
    articles = framing.read_articles(out)
    dam = articles.loc[articles["headline"].str.startswith("Dam"), "story_id"]
    assert len(set(dam)) == 1
    assert articles["story_id"].nunique() == 2
    pd.testing.assert_frame_equal(
        articles.drop(columns="story_id"), framing.read_exports(table)[0].drop(columns="story_id"), check_dtype=False
    )


@pytest.mark.parametrize(("keep", "n_written"), [("all", 3), ("first", 2), ("longest", 2)])
@pytest.mark.parametrize("suffix", ["csv", "tsv", "jsonl", "parquet"])
def test_one_article_of_a_story_can_be_kept_in_any_format(capsys, tmp_path, table, keep, n_written, suffix):
    out = tmp_path / f"articles.{suffix}"
    assert ended(capsys, "read", table, "-o", out, "--keep", keep)[0] == 0
    articles = framing.read_articles(out)
    assert len(articles) == n_written
    longest = articles.loc[articles["headline"].str.startswith("Dam"), "headline"].tolist()
    assert longest == {"all": ["Dam", "Dam holds"], "first": ["Dam"], "longest": ["Dam holds"]}[keep]


def test_what_stands_first_in_dates_can_be_said(capsys, tmp_path, table):
    for dates, month in (("day-first", 4), ("month-first", 3)):
        out = tmp_path / f"{dates}.csv"
        code, printed, _ = ended(capsys, "read", table, "--dates", dates, "-o", out)
        assert (code, "without doubt" in printed) == (0, False)
        assert framing.read_articles(out)["published"].dt.month.tolist() == [2, 2, month]


def test_what_keep_leaves_out_is_said(capsys, table):
    assert "1 left out by --keep: one article of each story stays" in ended(capsys, "read", table, "--keep", "first")[1]


def test_a_table_read_as_it_is_has_the_ids_and_days_it_has_after_framing_read(capsys, tmp_path):
    path, out = tmp_path / "a.csv", tmp_path / "out.csv"
    path.write_text("Zeitung,Datum,Text\nBote,25.04.2031,Es regnete.\nBote,03.04.2031,Es schneite.\n", encoding="utf-8")
    assert ended(capsys, "read", path, "-o", out)[0] == 0
    columns = ["article_id", "published", "text"]
    pd.testing.assert_frame_equal(framing.read_articles(path)[columns], framing.read_articles(out)[columns])


def test_a_page_under_the_name_of_a_table_is_told(capsys, tmp_path, table):
    (table.parent / "login.csv").write_text(
        "<html><body><p>Please log in to go on.</p></body></html>", encoding="utf-8"
    )
    code, printed, _ = ended(capsys, "read", table.parent)
    assert code == 1
    assert "login.csv: this is a web page, not a .csv table. Perhaps the site asked for a log-in" in printed


def test_the_days_of_a_story_can_be_set(capsys, table):
    assert "3 articles tell 3 stories" in ended(capsys, "read", table, "--days", "0")[1]


def test_without_o_read_reports_and_writes_nothing(capsys, tmp_path, table):
    before = sorted(tmp_path.rglob("*"))
    code, printed, said = ended(capsys, "read", table)
    assert (code, said) == (0, "")
    assert "csv" in printed
    assert sorted(tmp_path.rglob("*")) == before


def test_what_cannot_be_read_ends_with_1_and_the_rest_is_written(capsys, tmp_path, table):
    (table.parent / "broken.docx").write_bytes(b"PK\x03\x04 cut off")
    out = tmp_path / "articles.csv"
    code, printed, _ = ended(capsys, "read", table.parent, "-o", out, "--files", tmp_path / "files.csv")
    assert code == 1
    assert "not read (1)" in printed
    assert "broken.docx" in printed.rpartition("not read (1)")[2]
    assert len(framing.read_articles(out)) == 3
    files, _ = read_rows(tmp_path / "files.csv")
    assert files["n_read"].tolist() == ["4", "0"] or files["n_read"].tolist() == ["0", "4"]


def test_announced_and_read_differ_ends_with_1_and_a_list(capsys):
    code, printed, _ = ended(capsys, "read", FIXTURES / "nexis-txt" / "damaged.txt")
    assert code == 1
    assert "it announces 5 articles, 3 were read" in printed
    assert "documents 2 to 3 of 5: not there" in printed


def test_an_unknown_label_is_worth_knowing_and_no_failure(capsys, tmp_path):
    shutil.copy(FIXTURES / "nexis-txt" / "full.txt", tmp_path / "a.txt")
    code, printed, _ = ended(capsys, "read", tmp_path)
    assert code == 0
    assert "worth knowing (1)" in printed
    assert "the label 'DOCUMENT-CLASS' is not known" in printed


def test_nothing_read_ends_with_2_and_leaves_no_file(capsys, tmp_path):
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    code, printed, said = ended(capsys, "read", tmp_path / "a.jpg", "-o", tmp_path / "out.csv")
    assert (code, printed) == (2, "")
    assert "a.jpg: this is a picture (JPEG)" in said
    assert not (tmp_path / "out.csv").exists()


def test_parts_written_one_after_the_other_are_the_whole(tmp_path, table, monkeypatch):
    ingest([table], tmp_path / "whole.csv", keep="all", days=7)
    monkeypatch.setattr(ingesting, "ARTICLES_AT_A_TIME", 1)
    ingest([table], tmp_path / "parts.csv", keep="all", days=7)
    assert (tmp_path / "parts.csv").read_text("utf-8") == (tmp_path / "whole.csv").read_text("utf-8")


PAGE = 'Ada Brook said on Monday: "It holds."\n\nRead more: Ten dams\n\nThe lake is full.\n'


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_furniture_is_shown_with_rule_and_text(capsys, tmp_path, page):
    out = tmp_path / "furniture.csv"
    assert ended(capsys, "furniture", page, "-o", out)[0] == 0
    rows, _ = read_rows(out)
    assert rows[["rule", "text"]].values.tolist() == [["read more", "Read more: Ten dams"]]


@pytest.mark.parametrize("command", [["count", "--lexicon", "security"], ["sentiment"], ["remarks"]])
def test_furniture_is_left_out_unless_it_is_kept(capsys, page, command):
    name, *options = command
    _, cleaned, said = ended(capsys, name, page, *options)
    assert "1 piece of furniture left out, in 1 of 1 articles" in said
    _, kept, said = ended(capsys, name, page, *options, "--keep-furniture")
    assert "furniture" not in said
    if name != "remarks":
        assert cleaned != kept


def test_duplicates_are_listed_with_what_they_resemble(capsys, tmp_path, table):
    articles, out = tmp_path / "articles.csv", tmp_path / "duplicates.csv"
    ended(capsys, "read", table, "-o", articles)
    assert ended(capsys, "duplicates", articles, "-o", out)[0] == 0
    rows, _ = read_rows(out)
    columns = ["kind", "same_story", "headline", "resembles_headline"]
    assert rows[columns].values.tolist() == [["version", "True", "Dam holds", "Dam"]]


def test_rules_of_an_outlet_that_no_article_has_are_told(capsys, tmp_path, table):
    articles, rules = tmp_path / "articles.csv", tmp_path / "rules.csv"
    ended(capsys, "read", table, "-o", articles)
    rules.write_text(
        "rule,kind,pattern,where,example,counterexample,outlet\n"
        "edition,words,read on in *,sentence,Read on in the evening edition.,They read on.,The Quay Post\n",
        encoding="utf-8",
    )
    _, _, said = ended(capsys, "furniture", articles, "--furniture-rules", rules)
    assert (
        "rules for outlet 'The Quay Post' marked nothing: no article has it (outlets: Quay Post, The Lantern)" in said
    )


def test_a_language_without_rules_is_told_once(capsys, tmp_path, monkeypatch):
    path = tmp_path / "a.csv"
    path.write_text("language,text\n" + "de,Es regnete.\n" * 3, encoding="utf-8")
    monkeypatch.setattr("framing.studies.commands.shared.CHARACTERS_AT_A_TIME", 5)
    _, _, said = ended(capsys, "count", path, "--lexicon", "security")
    assert said.count("no rules for furniture in language 'de' (articles: 3)") == 1


def test_count_wide_is_a_row_an_article(capsys, tmp_path, table):
    articles, out = tmp_path / "articles.csv", tmp_path / "counts.csv"
    ended(capsys, "read", table, "-o", articles)
    assert ended(capsys, "count", articles, "--lexicon", "security", "--wide", "-o", out)[0] == 0
    rows, _ = read_rows(out)
    frames = list(framing.read_lexicon("security").frames)
    known = ["article_id", "story_id", "outlet", "published", "headline", "n_tokens"]
    assert rows.columns.tolist() == known + [f"n_{frame}" for frame in frames]
    assert rows["headline"].tolist() == ["Dam", "Dam holds", "Cup"]


def test_a_list_of_addresses_holds_no_text(capsys, tmp_path):
    path, out = tmp_path / "a.csv", tmp_path / "list.csv"
    path.write_text("id,url,text\na,https://lantern.example/rain,It rained in Ondara.\n", encoding="utf-8")
    assert ended(capsys, "corpus", "list", path, "-o", out)[0] == 0
    written = out.read_text("utf-8")
    assert "https://lantern.example/rain" in written
    assert "rained" not in written


def test_a_private_address_is_not_fetched_and_ends_with_1(capsys, tmp_path):
    path, out = tmp_path / "list.csv", tmp_path / "fetched.csv"
    path.write_text("url\nhttp://127.0.0.1:9/rain\n", encoding="utf-8")
    code, _, said = ended(capsys, "corpus", "fetch", path, tmp_path / "pages", "-o", out)
    assert code == 1
    assert read_rows(out)[0]["status"].tolist() == ["not allowed"]
    assert said.endswith("framing: 1 not allowed\n")


@pytest.mark.parametrize("option", ["-o", "--files"])
@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("in/export.csv", "is not written over. Choose another name."),
        ("in/new.csv", "would lie among"),
        ("in/deep/new.csv", "would lie among"),
        ("out.docx", "what format is that? End the name in .csv"),
        ("out", "what format is that?"),
        ("taken.csv", "taken.csv: cannot be written (a folder has this name)"),
        ("paper.txt/out.csv", "paper.txt is no folder"),
    ],
)
def test_where_a_result_cannot_go_is_said_before_anything_is_read(
    capsys, tmp_path, table, monkeypatch, option, place, said
):
    (tmp_path / "taken.csv").mkdir()
    (tmp_path / "paper.txt").write_text("x")
    monkeypatch.setattr(ingesting, "read_files", lambda *_, **__: pytest.fail("it reads"))
    before = table.read_bytes()
    code, printed, told = ended(capsys, "read", table if "export" in place else table.parent, option, tmp_path / place)
    assert (code, printed) == (2, "")
    assert said in told
    assert table.read_bytes() == before


def test_the_articles_and_what_was_read_of_each_file_are_two_files(capsys, tmp_path, table):
    out = tmp_path / "out.csv"
    code, _, said = ended(capsys, "read", table, "-o", out, "--files", out)
    assert code == 2
    assert said == f"framing: {out}: it holds the articles and is not written over. Choose another name.\n"
    assert not out.exists()


def test_a_column_with_two_names_is_refused(capsys, table):
    code, _, said = ended(capsys, "read", table, "--map", "text=title", "--map", "text=text")
    assert code == 2
    assert "--map text=title and --map text=text: a column has one name in a file." in said


def test_days_below_zero_are_refused_before_anything_is_read(capsys, table, monkeypatch):
    monkeypatch.setattr(ingesting, "read_files", lambda *_, **__: pytest.fail("it reads"))
    code, _, said = ended(capsys, "read", table, "--days", "-3")
    assert code == 2
    assert "days=-3: say how many days" in said


def test_a_language_may_be_given_by_its_name(capsys, tmp_path, table):
    out = tmp_path / "out.csv"
    ended(capsys, "read", table, "--language", "German", "-o", out)
    assert set(framing.read_articles(out)["language"]) == {"de"}


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("out.docx", "what format is that?"),
        ("list.csv", "it holds the addresses or pages"),
        ("to/pages/out.csv", "would lie among"),
    ],
)
def test_where_the_outcome_of_fetching_cannot_go_is_said_before_anything_is_fetched(
    capsys, tmp_path, monkeypatch, place, said
):
    (tmp_path / "list.csv").write_text("url\nhttp://127.0.0.1:9/rain\n")
    (tmp_path / "to" / "pages").mkdir(parents=True)
    monkeypatch.setattr(framing, "fetch_addresses", lambda *_, **__: pytest.fail("it fetches"))
    code, _, told = ended(capsys, "corpus", "fetch", tmp_path / "list.csv", tmp_path / "to", "-o", tmp_path / place)
    assert code == 2
    assert said in told


def test_a_file_with_line_breaks_and_commands_in_its_name_is_one_line(capsys, tmp_path):
    name = "in\n\x1b[31mrain.txt"
    (tmp_path / "rain.txt").write_text("It rained.")
    (tmp_path / name).write_text("")
    printed = ended(capsys, "read", tmp_path)[1]
    assert printed.splitlines()[-1] == f"  {tmp_path}/in\\n\\x1b[31mrain.txt: the file is empty."
