"""Lists of addresses: every article has its row, no word of a text goes out, equal texts have equal digests."""

import hashlib

import pandas as pd
import pytest

import framing
from framing.articles.addresses import list_addresses, read_addresses, text_digest
from framing.errors import CorpusError, FramingWarning, TableError
from framing.files import write_table


def articles(*rows):
    return framing.articles_from_records([{"doc_id": f"a{n}", **row} for n, row in enumerate(rows)], source="notes")


RAIN = {"text": "It rained in Ostrel.", "url": "https://lantern.example/rain", "outlet": "The Lantern"}


def test_a_list_holds_where_an_article_stands_and_no_word_of_it():
    listed = list_addresses(articles({**RAIN, "published": "2031-02-03", "headline": "Rain"}))
    assert list(listed.columns) == ["article_id", "url", "published", "outlet", "digest"]
    row = listed.iloc[0]
    assert (row.article_id, row.url, row.outlet) == ("a0", "https://lantern.example/rain", "The Lantern")
    assert row.published == pd.Timestamp("2031-02-03")
    assert row.digest == hashlib.sha256(b"Rain It rained in Ostrel.").hexdigest()
    assert "rained" not in listed.to_csv()


def test_an_article_without_address_has_its_row_and_is_counted():
    with pytest.warns(FramingWarning, match=r"2 of 3 articles have no address"):
        listed = list_addresses(articles(RAIN, {"text": "Snow."}, {"text": "Fog.", "url": "  "}))
    assert listed["url"].isna().tolist() == [False, True, True]
    assert listed["digest"].nunique() == 3


def test_the_articles_are_not_changed():
    given = articles(RAIN)
    before = given.copy(deep=True)
    list_addresses(given)
    pd.testing.assert_frame_equal(given, before)


def test_what_is_no_table_of_articles_is_refused():
    with pytest.raises(TableError, match="'text'"):
        list_addresses(pd.DataFrame({"url": ["https://lantern.example"]}))


SAME = [
    ("It rained.\n\nStill.", "It rained.\r\n\r\nStill.\n"),
    ("It rained.", "  It\u00a0rained."),
    ("Zoë", "Zoe\u0308"),
    ("", " \n"),
    ("a\ud800", "a\ufffd"),
]
DIFFERENT = [("It rained.", "It rained"), ("“Yes”", '"Yes"'), ("war", "War"), ("a b", "ab")]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_white_space_and_composition_do_not_move_a_digest(one, other):
    assert text_digest(one) == text_digest(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_everything_else_does(one, other):
    assert text_digest(one) != text_digest(other)


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".jsonl", ".parquet"])
def test_a_list_that_was_written_is_read_again_as_it_was(tmp_path, suffix):
    with pytest.warns(FramingWarning):
        listed = list_addresses(articles({**RAIN, "published": "2031-02-03"}, {"text": "Snow."}))
    again = read_addresses(write_table(listed, tmp_path / f"list{suffix}"))
    pd.testing.assert_frame_equal(again, listed)


def read(tmp_path, text, name="list.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_addresses(path)


def test_an_export_with_addresses_alone_is_a_list_too(tmp_path):
    found = read(
        tmp_path, "Link,media_name,publish_date,words\nhttps://lantern.example/1,The Lantern,2031-02-03,9\n,,,\n"
    )
    assert len(found) == 1
    assert (found["url"][0], found["outlet"][0]) == ("https://lantern.example/1", "The Lantern")
    assert found["published"][0] == pd.Timestamp("2031-02-03")
    assert found["digest"].isna().all()


def test_ids_come_from_the_addresses_not_from_their_order(tmp_path):
    one = read(tmp_path, "url\nhttps://a.example\nhttps://b.example\nhttps://b.example\n")
    other = read(tmp_path, "url\nhttps://b.example\nhttps://a.example\n")
    assert one["article_id"].is_unique
    assert one["article_id"].tolist()[:2] == other["article_id"].tolist()[::-1]


def test_a_date_that_can_be_read_in_two_ways_is_left_empty_and_said(tmp_path):
    with pytest.warns(FramingWarning, match=r"list\.csv: dates left empty: 1, such as '03/04/2031'"):
        found = read(tmp_path, "url,date\nhttps://a.example,03/04/2031\nhttps://b.example,2031-04-03\n")
    assert found["published"].isna().tolist() == [True, False]


def test_every_wrong_row_is_named_at_once(tmp_path):
    rows = "doc_id,url,digest\na,https://a.example,abc\nb,https://b.example,\nb,https://c.example,xyz\n"
    with pytest.raises(CorpusError, match=r"(?s)list\.csv: 3 problems.*row 2: digest 'abc'.*row 4.*'b' stands 2 times"):
        read(tmp_path, rows)


def test_a_file_without_addresses_says_what_it_has(tmp_path):
    with pytest.raises(
        CorpusError, match=r"list\.csv: no column of addresses among \['text', 'urls'\].*Did you mean 'urls'"
    ):
        read(tmp_path, "text,urls\nRain,https://a.example\n")
