"""Web pages: headline, outlet, date and text found among the rest; what is no page is refused."""

import sys

import pytest

from framing.articles.pages import read_page
from framing.errors import CorpusError

FIRST = "The premier of Ostrel, Mara Tell, said on Tuesday that “we will not sign &amp; leave” while $5bn is owed."
SECOND = "Talks will go on next week, her office said. It rained in the capital, and 5 &lt; 7 delegates came."
HEAD = """<title>Talks stall in Ostrel - The Lantern</title><meta property="og:title" content="Talks stall in Ostrel">
<meta property="og:site_name" content="The Lantern">"""


def page(head=HEAD, body=f"<p>{FIRST}</p><p>{SECOND}</p>", before='<!DOCTYPE html><html lang="en-GB">'):
    html = f"{before}<head>{head}</head><body><nav><a href='/'>Home</a></nav><article><h1>Talks stall in Ostrel</h1>"
    return f"{html}{body}</article><footer>All rights reserved by nobody</footer></body></html>".encode()


def test_the_article_is_found_among_menus_and_the_rest():
    found = read_page(page(), url="https://lantern.example/talks")
    first, second = FIRST.replace("&amp;", "&"), SECOND.replace("&lt;", "<")
    assert found == {
        "headline": "Talks stall in Ostrel",
        "outlet": "The Lantern",
        "published": None,
        "text": f"{first}\n\n{second}",
        "url": "https://lantern.example/talks",
        "language": "en",
        "warnings": [],
    }


def test_the_headline_stands_in_the_text_only_where_the_article_says_it_again():
    found = read_page(page(body=f"<p>{FIRST}</p><p>Talks stall in Ostrel</p>"))
    assert found["text"].split("\n\n")[1:] == ["Talks stall in Ostrel"]


def test_the_address_is_the_one_given_else_the_pages_own():
    own = page(HEAD + '<link rel="canonical" href="https://lantern.example/own">')
    assert read_page(own)["url"] == "https://lantern.example/own"
    assert read_page(own, url="https://mirror.example/x")["url"] == "https://mirror.example/x"


DECLARED = [
    ('<meta property="article:published_time" content="2031-03-04T00:30:00+02:00">', "2031-03-04T00:30:00+02:00"),
    ('<meta name="date" content="03/04/2031">', "03/04/2031"),
    ('<meta name="DC.date.issued" content="4 March 2031">', "4 March 2031"),
    (
        '<script type="application/ld+json">{"a": [{"datePublished": "2031-03-04T01:00:00\\u002B01:00"}]}</script>',
        "2031-03-04T01:00:00+01:00",
    ),
    (
        '<script type="application/ld+json">{"datePublished": "2031-03-04", cut',
        "2031-03-04",
    ),
]


@pytest.mark.parametrize(("head", "published"), DECLARED)
def test_a_date_is_given_as_the_page_writes_it(head, published):
    body = f"</script><p>{FIRST}</p>"
    assert read_page(page(HEAD + head, body))["published"] == published


def test_a_page_with_several_dates_says_so():
    head = HEAD + DECLARED[0][0] + '<script type="application/ld+json">{"datePublished": "2029-01-01"}</script>'
    found = read_page(page(head))
    assert found["published"] == "2031-03-04T00:30:00+02:00"
    assert found["warnings"] == ["the page gives several dates: 2031-03-04, 2029-01-01"]


def test_one_day_written_in_two_ways_is_one_day():
    head = HEAD + DECLARED[0][0] + '<meta name="date" content="4 March 2031"><meta name="pubdate" content="04/03/2031">'
    assert read_page(page(head))["warnings"] == []


@pytest.mark.parametrize("written", ["2031-03-04\\x", "2031-03-04\\ud800", "2031-03-04\\"])
def test_a_date_with_broken_escapes_is_text_all_the_same(written):
    script = f'<script type="application/ld+json">{{"datePublished": "{written}"}}</script>'
    published = read_page(page(HEAD + script))["published"]
    assert published is None or published.startswith("2031-03-04")
    assert "\ud800" not in (published or "")


def test_a_date_that_only_the_address_says_is_called_a_guess():
    found = read_page(page(), url="https://lantern.example/2021/03/04/talks")
    assert (found["published"], found["warnings"]) == ("2021-03-04", ["date guessed from the page"])


ENCODED = [
    ("utf-8", "", []),
    ("utf-8", "iso-8859-1", []),
    ("utf-8-sig", "windows-1252", []),
    ("utf-16", "", []),
    ("windows-1252", "iso-8859-1", ["read as windows-1252"]),
    ("windows-1252", "", ["read as Windows-1252"]),
    ("windows-1252", "unicode_escape", ["read as Windows-1252"]),
    ("windows-1252", "utf-16", ["read as Windows-1252"]),
    ("iso-8859-15", "iso-8859-15", ["read as iso-8859-15"]),
]


@pytest.mark.parametrize(("encoding", "declared", "warnings"), ENCODED)
def test_a_page_is_read_in_its_encoding_whatever_it_declares(encoding, declared, warnings):
    words = "Le café de Zoë \\u0041 à la gare, a dit Élise Ostrel devant les élèves de la région."
    html = page(f'<meta charset="{declared}">' if declared else "", f"<p>{words}</p>").decode()
    found = read_page(html.encode(encoding))
    assert (found["text"], found["warnings"]) == (words, warnings)


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r"])
def test_what_the_server_says_counts_before_what_the_page_declares(encoding):
    words = "В Остреле третий день идёт дождь, сказала премьер-министр Мара Телл журналистам."
    html = page('<meta charset="iso-8859-1">', f"<p>{words}</p>").decode()
    assert read_page(html.encode(encoding), encoding=encoding)["text"] == words
    assert read_page(html.encode(), encoding=encoding)["text"] == words


@pytest.mark.parametrize("encoding", ["utf-8", "rubbish", "unicode_escape", ""])
def test_an_encoding_that_is_none_or_wrong_harms_nothing(encoding):
    words = "Élise Ostrel said on Tuesday that it had rained all day, and that nobody could say when it would end."
    html = page("", f"<p>{words}</p>").decode().encode("windows-1252")
    assert read_page(html, encoding=encoding)["text"] == words


def test_a_page_that_no_parser_foresaw_is_one_clear_error(monkeypatch):
    def fail(*_, **__):
        raise AttributeError("'NoneType' object has no attribute 'text'")

    monkeypatch.setattr("trafilatura.bare_extraction", fail)
    with pytest.raises(
        CorpusError, match=r"talks\.html: this page is damaged and cannot be read \('NoneType'.*Save it"
    ):
        read_page(page(), source="talks.html")


def test_damaged_characters_are_counted():
    damaged = page('<meta charset="euc-jp">', "<p>It rained and rained \x00 there.</p>").replace(b"\x00", b"\xff\xff")
    assert "2 unreadable characters replaced" in read_page(damaged)["warnings"]


def test_a_page_that_leaves_its_body_tag_out_is_read_like_one_with_it():
    html = f"<!doctype html><title>T</title><article><h1>T</h1><p>{FIRST}</p></article>".encode()
    assert read_page(html)["text"] == FIRST.replace("&amp;", "&")


def test_stray_zero_bytes_are_left_out_and_counted():
    found = read_page(page(body=f"<p>{FIRST}</p>" + " " * 3000).replace(b"premier", b"pre\0mi\0er"))
    assert (found["text"], found["warnings"]) == (FIRST.replace("&amp;", "&"), ["2 zero bytes left out"])


NO_PAGES = {
    "nothing but a comment": (b"<!-- <html><p>It rained.</p>", "there is nothing in this page"),
    "UTF-16 without a mark": ("<html><p>It rained.</p>".encode("utf-16-le"), "no text file"),
    "empty": (b" \n", "empty"),
    "PDF": (b"%PDF-1.4\n\x00\x01", "PDF"),
    "picture": (b"\x89PNG\r\n\x1a\n\x00", "picture"),
    "plain text": (b"It rained in Ostrel.", "begins 'It rained in Ostrel.'"),
    "JSON": (b'{"text": "It rained."}', "no web page"),
    "feed": (b"<?xml version='1.0'?>\n<rss><item><p>It rained.</p></item></rss>", "no web page"),
    "table": (b"url,text\nhttps://lantern.example,It < rained", "no web page"),
}


@pytest.mark.parametrize("kind", NO_PAGES)
def test_what_is_no_page_is_refused_by_what_it_holds(kind):
    data, said = NO_PAGES[kind]
    with pytest.raises(CorpusError, match=rf"^talks\.html: .*{said}"):
        read_page(data, source="talks.html")


def test_an_entity_bomb_stays_small():
    entities = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10 if n else 'lol'}'>" for n in range(10))
    bomb = f"<!DOCTYPE html [{entities}]><html><body><p>&e9; {FIRST}</p></body></html>"
    assert len(read_page(bomb.encode())["text"]) < 2000


def test_a_page_nested_beyond_measure_is_said_to_have_no_text():
    deep = b"<html><body>" + b"<div>" * 20_000 + b"<p>It rained.</p>"
    found = read_page(deep)
    assert found["text"] or found["warnings"] == ["no text found on the page"]


def test_a_page_made_to_take_long_is_refused_at_once():
    with pytest.raises(CorpusError, match=r"talks\.html: the page has 200,0\d\d elements"):
        read_page(page(body=f"<p>{'<span>a</span>' * 200_000}</p>"), source="talks.html")


def test_a_page_without_text_says_so():
    found = read_page(b"<html><head><title>Talks</title></head><body></body></html>")
    assert (found["headline"], found["text"], found["warnings"]) == ("Talks", "", ["no text found on the page"])


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(CorpusError, match=r'trafilatura, which is not installed.*"framing-toolkit\[ingest\]"'):
        read_page(page())
