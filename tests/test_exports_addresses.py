"""Lists of addresses find the saved pages that have their texts."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.articles.exports.export import Article
from framing.articles.exports.joining import AddressIndex, canonical_address, join_page
from framing.articles.exports.mediacloud import read_mediacloud
from framing.articles.exports.source import Source

ADDRESS = "https://lantern.example/2031/rain"


def listed(url=ADDRESS, place="row 2", **further):
    return Article(place, {"url": url, "text": "", **further})


def index_of(*articles):
    index = AddressIndex()
    for article in articles:
        index.add(article)
    return index


@pytest.mark.parametrize(
    "written",
    [
        "https://lantern.example/2031/rain",
        " http://lantern.example/2031/rain/ ",
        "lantern.example/2031/rain",
        "//www.lantern.example/2031/rain",
        "HTTPS://WWW.Lantern.EXAMPLE:443/2031/rain#comments",
        "http://lantern.example:80/2031/rain",
        "https://lantern.example/2031/rain?utm_source=feed&utm_medium=rss&fbclid=abc",
        "https://lantern.example/2031/r%61in",
    ],
)
def test_one_address_may_be_written_in_many_ways(written):
    assert canonical_address(written) == "lantern.example/2031/rain"
    article = listed()
    assert index_of(article).find(written, "page") is article


@pytest.mark.parametrize(
    "other",
    [
        "https://lantern.example/2031/Rain",
        "https://lantern.example/2031",
        "https://lantern.example/2031/rain?page=2",
        "https://lantern.example:8080/2031/rain",
        "https://news.lantern.example/2031/rain",
        "https://lantern.example/2031/rain%2Fsnow",
        "ftp://lantern.example/2031/rain",
        "",
        None,
    ],
)
def test_other_pages_have_other_addresses(other):
    assert index_of(listed()).find(other, "page") is None


def test_the_parts_of_a_query_count_in_any_order():
    one, other = "l.example/a?x=1&y=%C3%BC", "l.example/a?y=ü&utm_id=7&x=1"
    assert canonical_address(one) == canonical_address(other) == "l.example/a?x=1&y=%C3%BC"


def test_letters_beyond_ascii_are_one_address_however_they_are_written():
    one = canonical_address("https://zürich.example/größe")
    assert one == canonical_address("https://xn--zrich-kva.example/gr%C3%B6%C3%9Fe")


@pytest.mark.parametrize(
    "odd", ["http://[", "http://a:b/", "mailto:x@lantern.example", "://", "http://\ud800/", "?", "#"]
)
def test_what_is_no_address_stays_what_it_is(odd):
    assert isinstance(canonical_address(odd), str)
    index_of(listed(odd)).find(odd, "page")


@given(st.text(max_size=60))
def test_any_text_has_one_canonical_form(text):
    assert canonical_address(text) == canonical_address(f" {text} ")


@pytest.mark.parametrize("n_digits", [16, 20, 64])
def test_a_page_may_be_named_by_the_digest_of_its_address(n_digits):
    stem = hashlib.sha256(ADDRESS.encode()).hexdigest()[:n_digits]
    article = listed()
    assert index_of(article).find(None, stem) is article
    assert index_of(article).find("https://other.example/", stem.upper()) is article


@pytest.mark.parametrize("stem", ["0" * 16, "0" * 64, "rain", ""])
def test_a_name_that_is_no_digest_of_it_finds_nothing(stem):
    assert index_of(listed()).find(None, stem) is None


def test_too_short_a_beginning_of_a_digest_finds_nothing():
    assert index_of(listed()).find(None, hashlib.sha256(ADDRESS.encode()).hexdigest()[:15]) is None


def test_what_found_no_page_is_listed_in_order():
    first, second, third = (listed(f"https://lantern.example/{number}", f"row {number}") for number in (2, 3, 4))
    index = index_of(first, second, third)
    index.find("https://lantern.example/3", "page")
    assert index.without_page() == [first, third]


def test_an_address_that_stands_twice_is_looked_for_once_and_told():
    first, again = listed(), listed("http://www.lantern.example/2031/rain/", "row 9")
    index = index_of(first, again)
    assert (index.find(ADDRESS, "page"), index.repeated) == (first, [again])


@pytest.mark.parametrize(
    "cells", [{"text": "It rained.", "url": ADDRESS}, {"text": ""}, {"url": None}, {"url": 7}, {"url": " "}]
)
def test_only_what_has_an_address_and_no_text_is_looked_for(cells):
    index = AddressIndex()
    assert not index.add(Article("row 2", cells))
    assert index.without_page() == index.repeated == []


def test_the_list_says_day_outlet_and_headline_and_the_page_the_text():
    of_list = {"url": ADDRESS, "text": "", "published": "2031-02-03", "outlet": "The Lantern", "headline": "Rain"}
    of_page = {
        "url": "x",
        "text": "It rained.",
        "published": "2031-02-04",
        "outlet": "lantern",
        "headline": "Rain | Lantern",
    }
    joined = join_page(
        of_list | {"warnings": ["no text: Media Cloud exports addresses, not articles"], "source_id": "7"},
        of_page | {"warnings": ["read as windows-1252"], "language": "en"},
    )
    assert joined == of_list | {
        "text": "It rained.",
        "source_id": "7",
        "language": "en",
        "page_headline": "Rain | Lantern",
        "warnings": [
            "read as windows-1252",
            "published, outlet, headline from the list of addresses",
            "published: the list says '2031-02-03', the page '2031-02-04'; the list counts",
        ],
    }


@pytest.mark.parametrize(
    ("of_list", "of_page"),
    [
        ("2031-02-03", "3 February 2031"),
        ("2031-02-03 10:30", "2031-02-03"),
        ("2031-02-03", None),
        ("3/4/2031", "2031-02-03"),
    ],
)
def test_days_that_agree_or_cannot_be_compared_are_no_difference(of_list, of_page):
    joined = join_page({"published": of_list}, {"published": of_page, "text": "It rained."})
    assert joined["warnings"] == ["published from the list of addresses"]


def test_where_the_list_says_nothing_the_page_does():
    joined = join_page(
        {"published": "", "outlet": None, "url": ADDRESS}, {"published": "2031-02-04", "text": "It rained."}
    )
    assert (joined["published"], joined["warnings"]) == ("2031-02-04", [])


def test_neither_the_list_nor_the_page_is_changed():
    of_list, of_page = {"url": ADDRESS, "warnings": ["no text: so"]}, {"text": "It rained.", "warnings": []}
    join_page(of_list, of_page)["warnings"].append("changed")
    assert (of_list["warnings"], of_page["warnings"]) == (["no text: so"], [])


def test_a_table_of_media_cloud_and_a_saved_page():
    head = "id,indexed_date,language,media_name,media_url,publish_date,title,url\n"
    row = f"7,2031-02-05,en,The Lantern,lantern.example,2031-02-03,Rain,{ADDRESS}?utm_source=mc\n"
    index = index_of(*read_mediacloud(Source("stories.csv", (head + row).encode())).articles)
    found = index.find(ADDRESS, "page")
    assert join_page(found.cells, {"text": "It rained."})["text"] == "It rained."
    assert index.without_page() == []
