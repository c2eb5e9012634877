"""Factiva: pages and RTF files, with codes before the fields and without, in three languages, whole and damaged."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.articles.exports.export import Export
from framing.articles.exports.factiva_html import read_factiva_html, recognises_factiva_html
from framing.articles.exports.factiva_rtf import read_factiva_rtf, recognises_factiva_rtf
from framing.articles.exports.source import Source
from framing.errors import CorpusError

FIXTURES = Path(__file__).parent / "fixtures"
READERS = {"factiva-html": read_factiva_html, "factiva-rtf": read_factiva_rtf}
ASKED = {"factiva-html": recognises_factiva_html, "factiva-rtf": recognises_factiva_rtf}
OURS = sorted(path for shape in READERS for path in (FIXTURES / shape).iterdir())
OTHERS = sorted(path for path in FIXTURES.glob("*/plain*.*") if path.parent.name not in READERS)


def source_of(path):
    return Source(path.name, path.read_bytes())


def read(name):
    path = FIXTURES / name
    return READERS[path.parent.name](source_of(path))


def page(rows):
    cells = "".join(f"<tr><td><b>{code}</b>&nbsp;</td><td>{value}</td></tr>" for code, value in rows)
    return Source("page.html", f'<html><div class="article enArticle"><table>{cells}</table></div></html>'.encode())


def rtf(*lines):
    return Source("export.rtf", ("{\\rtf1 " + "\\par\n".join(lines) + "}").encode())


@pytest.mark.parametrize("name", ["factiva-html/plain.html", "factiva-rtf/plain.rtf"])
def test_page_and_rtf_give_the_same_articles(name):
    export = read(name)
    assert (len(export.articles), export.problems) == (2, [])
    assert export.articles[0].cells == {
        "headline": "Harbour wall to be raised in Port Hale",
        "n_words_stated": 41,
        "published": "2 July 2031",
        "outlet": "The Hale Courier",
        "source_code": "HALC",
        "language": "en",
        "copyright": "(c) 2031 Hale Courier Press",
        "source_id": "HALC000020310702ef7200001",
        "text": "The harbour wall of Port Hale will be raised by two metres.\n\n"
        "“We have waited long enough,” said mayor Olin Marsh.\n\nWork begins in May 2032.",
        "warnings": [],
    }
    assert export.articles[1].cells["text"] == "No ferry left Port Hale on Tuesday."


@pytest.mark.parametrize("name", ["factiva-html/full.html", "factiva-rtf/full.rtf"])
def test_every_code_is_a_column_and_codes_inside_the_text_are_text(name):
    export = read(name)
    cells = export.articles[0].cells
    known = ("section", "byline", "n_words_stated", "published", "time", "edition", "pages", "language", "graphic")
    assert [cells[field] for field in known] == [
        "Local",
        "Par Ada Poole",
        1234,
        "2 juillet 2031",
        "09:33",
        "Nationale",
        "A3",
        "fr",
        "Une photo",
    ]
    assert cells["text"].startswith(
        "La digue sera rehaussée de deux mètres.\n\nHD : c’est le mot sur la porte.\n\nIl pleut."
    )
    assert cells["ZZ"] == "quelque chose"
    assert export.problems == []
    assert len(export.notes) == 1
    assert "article 1: the label 'ZZ' is not known" in export.notes[0]
    assert "framing/articles/exports/labels/factiva.csv" in export.notes[0]


def test_of_a_page_line_breaks_words_outside_of_paragraphs_and_tables_in_the_text_are_kept():
    text = read("factiva-html/full.html").articles[0].cells["text"]
    assert text.split("\n\n")[2:] == ["Il pleut.\nEncore.", "Un mot hors paragraphe.", "CO 17"]


@pytest.mark.parametrize(
    ("name", "number"), [("factiva-html/full.html", 1), ("factiva-rtf/plain-without-codes.rtf", 0)]
)
def test_an_article_without_codes_is_read_by_the_order_of_its_lines(name, number):
    cells = read(name).articles[number].cells
    assert cells == {
        "headline": "Die Hafenmauer",
        "byline": "Von Ada Poole",
        "n_words_stated": 1234,
        "published": "2. Juli 2031",
        "time": "09:33",
        "outlet": "Haler Bote",
        "source_code": "HALB",
        "pages": "3",
        "language": "de",
        "copyright": "(c) 2031 Haler Bote",
        "source_id": "HALB000020310702ef7200004",
        "text": "Die Mauer wird um zwei Meter erhöht.\n\nDer Rat beschloss es am 2. Juli 2031.",
        "warnings": [],
    }


@pytest.mark.parametrize("name", ["factiva-html/damaged.html", "factiva-rtf/damaged.rtf"])
def test_a_file_cut_in_the_middle_gives_the_articles_before_the_cut_and_the_cut_one_with_a_warning(name):
    export = read(name)
    assert [one.cells["warnings"] for one in export.articles] == [[], ["the file ends in the middle of this article"]]
    assert export.articles[1].cells["text"].startswith("No ferry")
    assert "article 2: the file ends in the middle of this article" in export.problems[-1]


def test_a_code_that_factiva_renames_is_named_and_the_article_is_still_read():
    export = read("factiva-html/damaged.html")
    assert export.articles[0].cells["QQ"] == "The harbour wall of Port Hale will be raised by two metres."
    assert "the label 'QQ' is not known" in export.notes[0]


@pytest.mark.parametrize("line", ["(c) 2031 Hale Courier", "© 2031 Hale Courier", "Copyright 2031, Hale Courier"])
def test_a_line_of_copyright_is_no_text(line):
    lines = [
        "Rain",
        "2 words",
        "2 July 2031",
        "Hale Courier",
        "English",
        line,
        "It rained.",
        "Document HALC000020310702ef72",
    ]
    ascii_lines = ["".join(c if c.isascii() else f"\\u{ord(c)}?" for c in one) for one in lines]
    cells = read_factiva_rtf(rtf(*ascii_lines)).articles[0].cells
    assert (cells["copyright"], cells["text"]) == (line, "It rained.")


def test_articles_without_a_number_part_at_the_next_headline():
    lines = [
        "HD\\tab Rain",
        "PD\\tab 2 July 2031",
        "LP\\tab It rained.",
        "SE\\tab News",
        "HD\\tab Snow",
        "LP\\tab It snowed.",
    ]
    export = read_factiva_rtf(rtf(*lines))
    assert [one.cells["headline"] for one in export.articles] == ["Rain", "Snow"]
    assert [one.cells.get("section") for one in export.articles] == [None, "News"]


def test_a_table_in_a_text_begins_no_field():
    export = read_factiva_rtf(
        rtf("HD\\tab Rain", "PD\\tab 2 July 2031", "TD\\tab Rain in inches:", "ABC\\tab 17", "It rained.")
    )
    assert export.articles[0].cells["text"] == "Rain in inches:\n\nABC\t17\n\nIt rained."


def test_what_stands_outside_of_every_article_is_counted():
    export = read_factiva_rtf(rtf("Saved by A. Poole", "HD\\tab Rain", "PD\\tab 2 July 2031", "LP\\tab It rained."))
    assert export.articles[0].cells["text"] == "It rained."
    assert "are not read: 1, the first 'Saved by A. Poole'" in export.problems[0]


def test_an_article_without_text_has_none():
    assert read_factiva_html(page([("HD", "A picture"), ("PD", "2 July 2031")])).articles[0].cells["text"] == ""


def test_markup_in_a_text_is_text():
    cells = read_factiva_html(page([("HD", "a &lt;b&gt; &amp; c"), ("LP", "<p>1 &lt; 2</p>")])).articles[0].cells
    assert (cells["headline"], cells["text"]) == ("a <b> & c", "1 < 2")


@pytest.mark.parametrize("path", OURS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_each_shape_is_recognised_and_not_taken_for_the_other(path):
    assert [shape for shape, ask in ASKED.items() if ask(source_of(path))] == [path.parent.name]


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_files_of_others_are_not_taken(path):
    assert not any(ask(source_of(path)) for ask in ASKED.values())


@pytest.mark.parametrize("data", [b"<html><p>Factiva</p></html>", b"{\\rtf1 HD is a code.}", b"\0\1"])
def test_other_pages_and_texts_are_not_taken(data):
    assert not any(ask(Source("a", data)) for ask in ASKED.values())


@pytest.mark.parametrize("read_one", READERS.values())
@pytest.mark.parametrize("data", [b"", b"It rained.", b"<html></html>", b"{\\rtf1 It rained.}", b"{\\rtf1", b"\0\1\2"])
def test_a_file_without_articles_is_refused_by_name(read_one, data):
    with pytest.raises(CorpusError, match="export"):
        read_one(Source("export", data))


@settings(max_examples=100, deadline=None)
@given(data=st.data())
@pytest.mark.parametrize("path", OURS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_file_cut_anywhere_or_with_any_byte_changed_is_read_or_refused(path, data):
    whole = path.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    changed = whole[:place] + bytes([data.draw(st.integers(0, 255))]) + whole[place + 1 :]
    for damaged in (whole[:place], changed):
        source = Source("export", damaged)
        assert ASKED[path.parent.name](source) in (True, False)
        try:
            assert isinstance(READERS[path.parent.name](source), Export)
        except CorpusError as problem:
            assert str(problem).startswith("export:")
