"""Nexis: Word and RTF files of Nexis Uni, plain texts of the old Nexis, in three languages, whole and damaged."""

import io
import time
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.articles.exports.docx import docx_paragraphs, is_docx
from framing.articles.exports.export import Export
from framing.articles.exports.nexis_old import read_nexis_txt, recognises_nexis_txt
from framing.articles.exports.nexis_uni import (
    read_nexis_docx,
    read_nexis_rtf,
    recognises_nexis_docx,
    recognises_nexis_rtf,
)
from framing.articles.exports.source import Source
from framing.days import parse_day
from framing.errors import CorpusError

FIXTURES = Path(__file__).parent / "fixtures"
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLES = f'<w:styles {WORD}><w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style></w:styles>'
OTHERS = [path for path in sorted(FIXTURES.glob("*/plain*.*")) if path.parent.name not in ("nexis-docx", "nexis-txt")]


def docx_of(body, *, before="", **parts):
    """A Word file from the XML of its body."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"{before}<w:document {WORD}><w:body>{body}</w:body></w:document>")
        archive.writestr("word/styles.xml", STYLES)
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return Source("export.docx", file.getvalue())


def xml_of(line):
    """A line of a fixture as XML: `# ` a headline, `| ` a cell, `~` a no-break space."""
    style = '<w:pPr><w:pStyle w:val="berschrift1"/></w:pPr>' if line.startswith("# ") else ""
    text = escape(line.removeprefix("# ").removeprefix("| ").replace("~", "\u00a0"))
    paragraph = f'<w:p>{style}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    return f"<w:tbl><w:tr><w:tc>{paragraph}</w:tc></w:tr></w:tbl>" if line.startswith("| ") else paragraph


def nexis_docx(name, change=lambda text: text):
    text = change((FIXTURES / "nexis-docx" / f"{name}.txt").read_text(encoding="utf-8"))
    return docx_of("".join(map(xml_of, text.splitlines())))


def nexis_rtf(name):
    lines = (FIXTURES / "nexis-docx" / f"{name}.txt").read_text(encoding="utf-8").replace("~", "\u00a0").splitlines()
    texts = [line.removeprefix("# ").removeprefix("| ") for line in lines]
    coded = ["".join(c if c.isascii() else f"\\u{ord(c)}?" for c in text) for text in texts]
    return Source("export.rtf", ("{\\rtf1\\ansi " + "\\par\n".join(coded) + "}").encode())


def nexis_txt(name, change=lambda text: text):
    path = FIXTURES / "nexis-txt" / f"{name}.txt"
    return Source(path.name, path.read_bytes() if change(b"") == b"" else change(path.read_bytes()))


def cells(export, number=0):
    return export.articles[number].cells


# The paragraphs of a Word file


@pytest.mark.parametrize(
    ("xml", "texts"),
    [
        ("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>", ["a\tb\nc"]),
        ("<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>a tab stop</w:t></w:r></w:p>", ["a tab stop"]),
        ("<w:p><w:hyperlink><w:r><w:t>a link</w:t></w:r></w:hyperlink></w:p>", ["a link"]),
        ("<w:p><w:r><w:t>17\u00a0May</w:t><w:noBreakHyphen/><w:t>day</w:t></w:r></w:p>", ["17\u00a0May\u2011day"]),
        ("<w:p><w:del><w:r><w:delText>gone</w:delText><w:t>gone</w:t></w:r></w:del></w:p>", [""]),
        ("<w:p><w:ins><w:r><w:t>put in</w:t></w:r></w:ins></w:p>", ["put in"]),
        ("<w:p><w:r><w:instrText>HYPERLINK x</w:instrText></w:r></w:p>", [""]),
        ("<w:sdt><w:sdtContent><w:p><w:r><w:t>in a control</w:t></w:r></w:p></w:sdtContent></w:sdt>", ["in a control"]),
        ('<w:p><w:r><w:sym w:char="2014"/></w:r></w:p>', ["—"]),
    ],
)
def test_a_paragraph_is_its_text_as_it_stands(xml, texts):
    assert [one.text for one in docx_paragraphs(docx_of(xml))] == texts


def test_a_text_box_stands_once_below_its_paragraph():
    box = "<w:txbxContent><w:p><w:r><w:t>in the box</w:t></w:r></w:p></w:txbxContent>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    xml = f'<w:p xmlns:mc="mc"><w:r><w:t>before</w:t>{both}<w:t> and after</w:t></w:r></w:p>'
    assert [one.text for one in docx_paragraphs(docx_of(xml))] == ["before and after", "in the box"]


def test_styles_have_the_same_names_in_every_language_of_word_and_cells_know_their_table():
    found = docx_paragraphs(docx_of(xml_of("# Rain") + xml_of("| 17")))
    assert [(one.style, one.in_table) for one in found] == [("heading 1", False), ("", True)]


@pytest.mark.parametrize(
    "start", ['<!DOCTYPE w [<!ENTITY a "b">]>', '<!DOCTYPE w SYSTEM "http://www.example.org/a.dtd">']
)
def test_a_word_file_that_declares_entities_is_refused_before_they_grow(start):
    with pytest.raises(CorpusError, match="declares a DOCTYPE"):
        docx_paragraphs(docx_of("<w:p/>", before=start))


def test_a_zip_that_is_no_word_file_says_so():
    file = io.BytesIO()
    zipfile.ZipFile(file, "w").close()
    assert not is_docx(Source("a.docx", file.getvalue()))
    with pytest.raises(CorpusError, match="this is no Word file"):
        docx_paragraphs(Source("a.docx", file.getvalue()))


# Nexis Uni


@pytest.mark.parametrize(
    "read", [lambda: read_nexis_docx(nexis_docx("plain")), lambda: read_nexis_rtf(nexis_rtf("plain"))]
)
def test_an_export_of_nexis_uni_is_read_whole_as_word_file_and_as_rtf(read):
    export = read()
    assert (export.announced, len(export.articles), export.problems) == (2, 2, [])
    first = cells(export)
    assert first["headline"] == "Harbour wall to be raised in Port Hale"
    assert (first["outlet"], first["published"]) == ("The Hale Courier", "July 2, 2031 Wednesday 9:33 AM GMT")
    assert (first["section"], first["n_words_stated"], first["byline"]) == ("NEWS; Pg. 3", 41, "Ada Poole")
    assert first["text"].split("\n\n")[1:] == [
        "“We have waited long enough,” said mayor Olin Marsh. “The sea has not.”",
        "Work begins in May 2032.",
    ]
    assert cells(export, 1)["text"] == "No ferry left Port Hale on Tuesday."


def test_every_optional_field_is_a_column_and_labels_inside_the_text_are_text():
    export = read_nexis_docx(nexis_docx("full"))
    assert export.problems == []
    found = cells(export)
    assert found["headline"] == "1. FC Hale wins again, and other things that a long headline says"
    assert found["text"].split("\n\n") == [
        "She read the sheet aloud:",
        "“BYLINE: nobody. LENGTH: too long.”",
        "Section: that was the first word of the report.",
        "He said: “We won.”",
    ]
    assert found["edition"] == "Late Edition"
    assert found["section"] == "SPORT; Pg. 12"
    assert found["dateline"] == "PORT HALE"
    assert found["highlight"] == "A night to remember.\nA second line of the standfirst."
    assert found["graphic"] == "The team, in the rain\nThe cup"
    assert found["notes"] == "A shorter text stood in the morning."
    assert found["language"] == "en"


@pytest.mark.parametrize(
    ("name", "headline", "language", "day"),
    [
        ("german", "Die Hafenmauer von Port Hale", "de", "2. Juli 2031 Mittwoch 9:33 AM GMT+1"),
        ("french", "La digue de Port Hale", "fr", "mercredi 2 juillet 2031"),
    ],
)
def test_german_and_french_labels_are_known(name, headline, language, day):
    export = read_nexis_docx(nexis_docx(name))
    found = cells(export)
    assert (export.announced, export.problems) == (1, [])
    assert (found["headline"], found["language"], found["published"]) == (headline, language, day)
    assert (found["n_words_stated"], found["byline"]) == (1234, "Ada Poole")


def test_a_damaged_export_gives_what_is_there_and_says_what_is_not():
    export = read_nexis_docx(nexis_docx("damaged"))
    assert (export.announced, len(export.articles)) == (4, 3)
    assert cells(export)["published"] == "Summer 2031"
    assert cells(export)["Extent"] == "41 words"
    assert cells(export)["text"] == "It rained for a week.\n\nIt stopped on Friday."
    assert cells(export, 1)["text"] == ""
    assert cells(export, 1)["warnings"] == ["Nexis Uni could not display this article"]
    assert cells(export, 2)["warnings"] == ["the file ends in the middle of this article"]
    said = "\n".join([*export.problems, *export.notes])
    assert "document 1: the label 'Extent' is not known" in said
    assert "framing/articles/exports/labels/nexis.csv" in said
    assert "document 1: no line \"Body\" says where the text begins. It is read from 'It rained for a week.' on" in said
    assert "document 2: 'A headline that got lost' stands in the list of titles and is not there" in said
    assert "document 3: the file ends in the middle" in said


@pytest.mark.parametrize("label", ["Section", "Length", "Byline"])
def test_a_label_that_nexis_renames_is_named_and_the_article_is_still_read(label):
    export = read_nexis_docx(nexis_docx("plain", lambda text: text.replace(f"{label}:", "Neu:")))
    whole = read_nexis_docx(nexis_docx("plain"))
    assert [one.cells["text"] for one in export.articles] == [one.cells["text"] for one in whole.articles]
    assert "Neu" in cells(export)
    assert ["'Neu' is not known" in note for note in export.notes] == [True]


def test_the_line_above_the_text_renamed_is_told_once_for_all_articles():
    export = read_nexis_docx(nexis_docx("plain", lambda text: text.replace("\nBody\n", "\nInhalt\n")))
    assert cells(export)["text"].startswith("Inhalt\n\nThe harbour wall")
    assert len(export.problems) == 1
    assert "document 1 and 1 more" in export.problems[0]


def test_the_line_below_the_text_renamed_is_told():
    export = read_nexis_docx(nexis_docx("plain", lambda text: text.replace("End of Document", "Schluss")))
    assert any("2 articles run together" in problem for problem in export.problems)
    assert "No ferry left Port Hale on Tuesday." in "".join(map(str, cells(export).values()))


def test_a_list_of_titles_without_articles_is_refused():
    with pytest.raises(CorpusError, match="no article of Nexis Uni is in this file, only a list"):
        read_nexis_docx(nexis_docx("plain", lambda text: text[: text.index("# Harbour")] + "End of Document\n"))


# The old Nexis


def test_a_plain_text_of_the_old_nexis_is_read_whole():
    export = read_nexis_txt(nexis_txt("plain"))
    assert (export.announced, len(export.articles), export.problems) == (2, 2, [])
    first = cells(export)
    assert (first["outlet"], first["published"]) == ("The Hale Courier", "July 2, 2031 Wednesday")
    assert (first["headline"], first["byline"]) == ("Harbour wall to be raised in Port Hale", "Ada Poole")
    assert first["copyright"] == "Copyright 2031 Hale Courier Press All Rights Reserved"
    assert first["text"] == (
        "The harbour wall of Port Hale will be raised by two metres, the council decided\non Wednesday.\n\n"
        '"We have waited long enough," said mayor Olin Marsh. "The sea has not."'
    )


def test_labels_before_and_after_the_text_are_columns_and_inside_it_text():
    export = read_nexis_txt(nexis_txt("full"))
    found = cells(export)
    assert found["headline"] == "A wall, a ferry, and what else a headline that runs over two lines may hold"
    assert found["edition"] == "Late Edition;\nOndara"
    assert found["text"] == (
        'She read the sheet aloud:\n\n"BYLINE: nobody. LENGTH: too long."\n\nBYLINE: that was the word on the door.\n\n'
        "GUEST: I saw it.\nHOST: So did I.\n\nIt rained."
    )
    assert (found["byline"], found["graphic"]) == ("Ada Poole; Ben Tarn", "The team, in the rain\nA second picture")
    assert found["DOCUMENT-CLASS"] == "Report"
    assert (len(export.problems), len(export.notes)) == (0, 1)
    assert cells(export, 1)["published"] == "January 11, 1990, Thursday"
    assert cells(export, 1)["edition"] == "Late Edition - Final"


@pytest.mark.parametrize(
    ("name", "headline", "text"),
    [
        ("german", "Die Hafenmauer von Port Hale", "HAFEN: Die Mauer wird um zwei Meter erhöht."),
        ("french", "La digue de Port Hale", "La digue sera rehaussée de deux mètres."),
    ],
)
def test_the_old_nexis_in_german_and_french(name, headline, text):
    export = read_nexis_txt(nexis_txt(name))
    assert (export.announced, export.problems) == (1, [])
    assert (cells(export)["headline"], cells(export)["text"]) == (headline, text)
    assert (cells(export)["byline"], cells(export)["language"]) == ("Ada Poole", name[:2] if name == "french" else "de")


def test_numbers_that_skip_a_label_that_is_new_and_a_cut_are_told():
    export = read_nexis_txt(nexis_txt("damaged"))
    assert (export.announced, [one.place for one in export.articles]) == (5, ["document 1", "document 4", "document 5"])
    assert export.problems[0] == "documents 2 to 3 of 5: not there, after document 1. Export it once more."
    assert "document 5: the file ends in the middle of this article" in export.problems[1]
    assert "document 4: the label 'EXTENT' is not known" in export.notes[0]
    assert cells(export, 2)["text"] == "No ferry left Po"


def test_a_part_of_a_long_search_announces_what_was_asked_for():
    text = "Download Request: Selected Items: 3-4\n\n   3 of 9 DOCUMENTS\n\nA\n\n   4 of 9 DOCUMENTS\n\nB\n"
    assert read_nexis_txt(Source("a.txt", text.encode())).announced == 2


def test_two_exports_in_one_file_announce_both():
    text = "   1 of 1 DOCUMENTS\n\nHale Courier\n\n   1 of 1 DOCUMENTS\n\nOndara Times\n"
    export = read_nexis_txt(Source("a.txt", text.encode()))
    assert (export.announced, export.problems) == (2, [])


def test_five_hundred_articles_are_read_within_three_seconds():
    text = (FIXTURES / "nexis-docx" / "plain.txt").read_text(encoding="utf-8")
    article = text[text.index("# Ferry") :].replace("on Tuesday.", "on Tuesday.\n" + "It rained all day long. " * 150)
    source = docx_of("".join(map(xml_of, (article * 500).splitlines())))
    start = time.perf_counter()
    assert recognises_nexis_docx(source)
    assert len(read_nexis_docx(source).articles) == 500
    assert time.perf_counter() - start < 3


# Recognition and damage


def test_each_shape_is_recognised_and_no_other():
    assert recognises_nexis_docx(nexis_docx("plain"))
    assert recognises_nexis_docx(nexis_docx("german"))
    assert recognises_nexis_rtf(nexis_rtf("plain"))
    assert recognises_nexis_txt(nexis_txt("plain"))
    assert recognises_nexis_txt(nexis_txt("french"))
    assert not recognises_nexis_docx(docx_of(xml_of("Length: 90 minutes") + xml_of("Update: it rained.")))
    assert not recognises_nexis_txt(nexis_rtf("plain"))
    assert not recognises_nexis_rtf(nexis_txt("plain"))


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_files_of_others_are_not_taken(path):
    source = Source(path.name, path.read_bytes())
    assert not any(ask(source) for ask in (recognises_nexis_docx, recognises_nexis_rtf, recognises_nexis_txt))


def readable_or_refused(source, recognise, read):
    """A damaged file: an answer, and an Export or a CorpusError, never anything else."""
    assert recognise(source) in (True, False)
    try:
        assert isinstance(read(source), Export)
    except CorpusError as problem:
        assert source.name in str(problem)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
@pytest.mark.parametrize(
    ("make", "recognise", "read"),
    [
        (nexis_docx, recognises_nexis_docx, read_nexis_docx),
        (nexis_rtf, recognises_nexis_rtf, read_nexis_rtf),
        (nexis_txt, recognises_nexis_txt, read_nexis_txt),
    ],
)
def test_a_file_cut_anywhere_or_with_any_byte_changed_is_read_or_refused(make, recognise, read, data):
    whole = make(data.draw(st.sampled_from(["plain", "damaged", "full"])))
    place = data.draw(st.integers(0, len(whole.data) - 1))
    changed = whole.data[:place] + bytes([data.draw(st.integers(0, 255))]) + whole.data[place + 1 :]
    readable_or_refused(Source(whole.name, whole.data[:place]), recognise, read)
    readable_or_refused(Source(whole.name, changed), recognise, read)


@settings(max_examples=60, deadline=None)
@given(lines=st.permutations((FIXTURES / "nexis-docx" / "full.txt").read_text(encoding="utf-8").splitlines()))
def test_no_line_of_an_export_is_lost_whatever_their_order(lines):
    # a list of titles and its labels say what was asked for, not what was said
    kept = [one for one in lines if not one.startswith(("Documents", "1.~", "Client", "End", "Body", "~"))]
    export = read_nexis_docx(docx_of("".join(map(xml_of, [*kept, "End of Document"]))))
    read = " ".join(str(cell) for one in export.articles for cell in one.cells.values()).replace("\u00a0", " ")
    for line in kept:
        words = line.removeprefix("# ").replace("~", " ").partition(":")[2].strip() or line.removeprefix("# ")
        if line not in ("Graphic", "Notes", "Classification", "Length:~1,234 words", "Language: ENGLISH"):
            assert words in read, line


# Days as these exports print them


@pytest.mark.parametrize(
    "written",
    [
        "July 2, 2031 Wednesday 9:33 AM GMT",
        "July 2, 2031 Wednesday",
        "July 2, 2031, Wednesday",
        "2. Juli 2031",
        "Mittwoch, 2. Juli 2031",
        "2. Juli 2031 Mittwoch 9:33 AM GMT+1",
        "2. Juli 2031 um 9:33 Uhr",
        "2 juillet 2031",
        "mercredi 2 juillet 2031",
        "mer. 2 juil. 2031 à 9h33",
        "2 JUILLET 2031",
    ],
)
def test_days_of_vendors_are_days_without_doubt(written):
    assert parse_day(written) == pd.Timestamp("2031-07-02")


@pytest.mark.parametrize(
    "written", ["Juli 2031", "mardi 03/04/2031", "2. 7. 2031", "Sommer 2031", "2 aprİl 2031", "1er 2031"]
)
def test_days_of_vendors_that_are_in_doubt_stay_so(written):
    with pytest.raises(ValueError, match="no date without doubt"):
        parse_day(written)
