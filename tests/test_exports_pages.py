"""Saved web pages, as .html and .mhtml: one file is one article, and what its text may lack is said."""

from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.articles.exports.documents import recognises_docx, recognises_odt
from framing.articles.exports.pdf import recognises_pdf
from framing.articles.exports.rtf import recognises_rtf
from framing.articles.exports.source import Source
from framing.articles.exports.warc import recognises_warc
from framing.articles.exports.web_pages import (
    article_of_page,
    read_html,
    read_mhtml,
    recognises_html,
    recognises_mhtml,
    stands_beside_page,
)
from framing.errors import CorpusError

FIXTURES = Path(__file__).resolve().parent / "fixtures"
LONG = "It rained in Ondara on Monday, and the river rose by a hand. The bridge was closed at noon. " * 6


def fixture(name):
    path = FIXTURES / name
    return Source(path.name, path.read_bytes())


def cells(export):
    assert len(export.articles) == 1
    return export.articles[0].cells


PAGES = ["plain", "every_field", "damaged", "frames", "built_by_script", "teaser", "single_file", "xhtml"]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_recognised_by_what_it_begins_with(name):
    source = fixture(f"html/{name}.html")
    assert recognises_html(Source("page.txt", source.data))
    assert not recognises_mhtml(source)


@pytest.mark.parametrize("name", ["plain", "every_field", "damaged"])
def test_a_page_with_all_its_parts_is_recognised_by_its_headers(name):
    source = fixture(f"mhtml/{name}.mhtml")
    assert recognises_mhtml(Source("page.html", source.data))
    assert not recognises_html(source)


@pytest.mark.parametrize(
    "data",
    [
        b"It rained. <html> is how a page begins.",
        b"<?xml version='1.0'?><rss><channel/></rss>",
        b"<articles><article/></articles>",
        b"outlet,text\nPost,<html><p>It rained.",
        b'{"text": "<html>"}',
        b"<!-- a note --> It rained.",
        b"From: Ilva Tarn\nTo: Peder Voss\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n",
        b"%PDF-1.7 <html>",
    ],
)
def test_what_is_no_page_is_not_taken_for_one(data):
    source = Source("articles.csv", data)
    assert not recognises_html(source)
    assert not recognises_mhtml(source)


OURS = {
    "html": recognises_html,
    "mhtml": recognises_mhtml,
    "rtf": recognises_rtf,
    "pdf": recognises_pdf,
    "warc": recognises_warc,
    "docx": recognises_docx,
    "odt": recognises_odt,
}


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*/*.*")), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_fixture_of_another_shape_is_taken_for_one_of_ours(path):
    source = Source(path.name, path.read_bytes())
    claims = {shape for shape, recognises in OURS.items() if recognises(source)}
    assert claims <= {path.parent.name.split("-")[-1]}  # an .html of a database is a page too: ask its reader first


@pytest.mark.parametrize(("name", "found"), [("page.html", True), ("page.txt", False)])
def test_a_piece_of_a_page_is_one_when_its_name_says_so(name, found):
    assert recognises_html(Source(name, b"<article><p>It rained.</p></article>")) == found


def test_many_comments_on_top_of_a_text_cost_no_more_than_their_length():
    assert not recognises_html(Source("page.html", b"<!-- a -->" * 1_000 + b"It rained."))


def test_a_plain_page_gives_headline_and_text_without_menus():
    found = cells(read_html(fixture("html/plain.html")))
    assert found["headline"] == "Rain in Ondara"
    assert found["text"].startswith("It rained in Ondara on Monday")
    assert found["text"].endswith("two dry days.")
    assert found["text"].count("\n\n") == 3
    assert "Weather" not in found["text"]
    assert found["warnings"] == []
    assert {"url", "outlet", "published"}.isdisjoint(found)


def test_what_a_page_declares_is_kept_and_its_paywall_is_said():
    found = cells(read_html(fixture("html/every_field.html")))
    assert found["outlet"] == "The Ondara Post"
    assert found["published"].startswith("2025-02-17")
    assert found["url"] == "https://post.example/2025/02/17/rain"
    assert found["language"] == "en"
    assert found["warnings"] == ["the page says that it is not free: the text may be its beginning only"]


def test_a_page_cut_in_the_middle_gives_its_beginning():
    found = cells(read_html(fixture("html/damaged.html")))
    assert found["text"].startswith("It rained in Ondara")
    assert "meet on Thursday" in found["text"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("frames", "the page is made of frames: save the frame that holds the article"),
        ("built_by_script", "the page is built by script: open it in a browser and save it once its text is shown"),
    ],
)
def test_a_page_without_text_says_why(name, said):
    found = cells(read_html(fixture(f"html/{name}.html")))
    assert found["text"] == ""
    assert said in found["warnings"]


def test_a_teaser_is_read_and_said():
    found = cells(read_html(fixture("html/teaser.html")))
    assert found["warnings"] == [f"short text ({len(found['text'])} characters): perhaps a teaser"]


def test_a_page_saved_by_an_extension_says_where_and_when():
    found = cells(read_html(fixture("html/single_file.html")))
    assert found["url"] == "https://post.example/rain"
    assert found["captured"] == "Mon Feb 17 2025 10:00:00 GMT+0100"
    assert "published" not in found


def test_xhtml_is_a_page_like_any():
    assert "“Nobody will have to leave,”" in cells(read_html(fixture("html/xhtml.html")))["text"]


def test_an_encoding_in_the_header_a_page_was_sent_with_counts_before_that_of_the_page():
    page = f"<html><meta charset=windows-1252><article><p>Ko\u0142odziej. {LONG}</p></article></html>".encode("cp1250")
    article = article_of_page(page, "page", header="text/html; charset=windows-1250")
    assert article.cells["text"].startswith("Kołodziej.")


def test_an_encoding_nobody_knows_is_left_to_the_page():
    page = f"<html><article><p>{LONG}</p></article></html>".encode()
    assert article_of_page(page, "page", header="text/html; charset=iso-9999").cells["warnings"] == []


def test_a_page_with_all_its_parts_gives_its_own_text_address_and_time_of_saving():
    found = cells(read_mhtml(fixture("mhtml/plain.mhtml")))
    assert found["headline"] == "Rain in Ondara"
    assert "“Nobody will have to leave,” Mayor Ilva Tarn said." in found["text"]
    assert found["url"] == "https://post.example/rain"
    assert found["captured"] == "Mon, 17 Feb 2025 10:00:00 +0100"
    assert "published" not in found


def test_the_first_page_among_the_parts_is_the_article_in_the_encoding_of_its_part():
    found = cells(read_mhtml(fixture("mhtml/every_field.mhtml")))
    assert "Mayor Ilva Kołodziej said" in found["text"]
    assert "umbrella" not in found["text"]
    assert found["outlet"] == "The Ondara Post"
    assert found["published"] == "2025-02-16"


def test_a_file_that_ends_inside_its_page_gives_the_beginning_and_says_so():
    export = read_mhtml(fixture("mhtml/damaged.mhtml"))
    assert cells(export)["text"].startswith("It rained")
    assert "the file ends inside the page" in cells(export)["warnings"]
    assert export.problems == ["the file ends inside its page: the text up to there is read. Save it anew."]


def test_a_file_of_parts_without_a_page_is_one_clear_line():
    data = (
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: image/png\n\nx\n--b--\n"
    )
    with pytest.raises(CorpusError, match=r"a\.mhtml: there is no page among the 1 parts of this file"):
        read_mhtml(Source("a.mhtml", data))


@pytest.mark.parametrize(
    ("path", "beside"),
    [
        ("Rain_files/frame.html", True),
        ("Rain_files/deep/frame.html", True),
        ("Regen-Dateien/frame.html", True),
        ("Pluie_fichiers/frame.htm", True),
        ("Other_files/frame.html", False),
        ("_files/frame.html", False),
        ("Rain.html", False),
        ("Rain/frame.html", False),
    ],
)
def test_what_a_browser_puts_beside_a_page_is_known_by_the_name_of_its_folder(path, beside):
    pages = ["Rain.html", "Regen.htm", "Pluie.html"]
    there = {PurePosixPath("saved", name) for name in [*pages, path]}
    assert stands_beside_page(PurePosixPath("saved", path), there) == beside


READERS = {"html": (recognises_html, read_html), "mhtml": (recognises_mhtml, read_mhtml)}


@pytest.mark.parametrize("name", ["html/plain.html", "html/single_file.html", "mhtml/plain.mhtml"])
@settings(max_examples=40)
@given(data=st.data())
def test_whatever_is_damaged_gives_an_article_or_one_clear_error(name, data):
    source = fixture(name)
    place = data.draw(st.integers(0, len(source.data) - 1))
    byte = data.draw(st.none() | st.integers(0, 255))
    after = b"" if byte is None else bytes([byte]) + source.data[place + 1 :]
    damaged = Source(source.name, source.data[:place] + after)
    assert all(recognise(damaged) in (True, False) for recognise, _ in READERS.values())
    try:
        assert isinstance(cells(READERS[source.suffix[1:]][1](damaged))["text"], str)
    except CorpusError as problem:
        assert source.name in str(problem)


CUT = "the file ends inside the page: perhaps cut off"


@pytest.mark.parametrize(
    ("page", "is_cut"),
    [
        ("<html><body><div><article><p>{}", True),
        ("<html><body><main><p>{}</p><script>var rain = 1", True),
        ("<html><body><p>{}<p", True),
        ("<html><body><p>{}</p><nav><ul><li>Home", True),
        ("<html><body><div><p>{}</div>", False),  # what browsers may leave out, and SingleFile does
        ("<html><body><div><p>{}</p></body></html>", False),  # a <div> that somebody forgot
        ("<p>{}", False),
        ("<html><body><p>{}</p><!-- <div> -->", False),
    ],
)
def test_a_page_cut_off_is_read_and_said(page, is_cut):
    found = cells(read_html(Source("rain.html", page.format(LONG).encode())))
    assert (CUT in found["warnings"]) == is_cut
    assert "It rained in Ondara" in found["text"]
