"""Plain texts, Word, LibreOffice and RTF files: one file is one article; what is no article is named."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from framing.articles.exports import documents, rtf, unread
from framing.articles.exports.source import Source
from framing.errors import CorpusError

FIXTURES = Path(__file__).resolve().parent / "fixtures"
OPEN_TEXT = "application/vnd.oasis.opendocument.text"


def fixture(name):
    path = FIXTURES / name
    return Source(path.name, path.read_bytes())


def packed(name, parts):
    """A zip archive of readable parts, as Word and LibreOffice write them."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return Source(name, file.getvalue())


def word(kind, **further):
    document = (FIXTURES / "docx" / f"{kind}.xml").read_bytes()
    names = {"styles": "word/styles.xml", "footnotes": "word/footnotes.xml", "comments": "word/comments.xml"}
    parts = {"[Content_Types].xml": "<Types/>", "word/document.xml": document}
    return packed(f"{kind}.docx", parts | {names[name]: content for name, content in further.items()})


def libre(kind, **further):
    content = (FIXTURES / "odt" / f"{kind}.xml").read_bytes()
    return packed(f"{kind}.odt", {"mimetype": OPEN_TEXT, "content.xml": content, **further})


def cells(export):
    assert len(export.articles) == 1
    return export.articles[0].cells


PLAIN = {
    "text": fixture("txt/plain.txt"),
    "docx": word("plain"),
    "odt": libre("plain"),
    "rtf": fixture("rtf/plain.rtf"),
}
READERS = {
    "text": (documents.recognises_text, documents.read_text),
    "docx": (documents.recognises_docx, documents.read_docx),
    "odt": (documents.recognises_odt, documents.read_odt),
    "rtf": (rtf.recognises_rtf, rtf.read_rtf),
}


@pytest.mark.parametrize("shape", READERS)
@pytest.mark.parametrize("other", PLAIN)
def test_each_shape_is_recognised_by_its_reader_only(shape, other):
    assert READERS[shape][0](PLAIN[other]) == (shape == other)


@pytest.mark.parametrize("shape", ["docx", "odt", "rtf"])
def test_the_name_of_a_document_does_not_matter(shape):
    recognises, read = READERS[shape]
    renamed = Source("articles.xyz", PLAIN[shape].data)
    assert recognises(renamed)
    assert cells(read(renamed)) == cells(read(PLAIN[shape]))


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("rain.txt", "It rained.", True),
        ("RAIN.TXT", "It rained.", True),
        ("rain", "It rained.", True),
        ("rain.md", "# Rain", True),
        ("rain.py", "print('It rained.')", False),
        ("rain.json", '{"text": "It rained."', False),
        ("feed.txt", "<?xml version='1.0'?><rss/>", False),
    ],
)
def test_nothing_in_a_plain_text_says_that_it_is_one_so_its_name_must(name, text, found):
    assert documents.recognises_text(Source(name, text.encode())) == found


def test_a_plain_text_is_taken_to_the_character():
    source = Source("a.txt", "  It rained.\r\n\r\nNo-break\u00a0space, tab\t.\n".encode())
    assert cells(documents.read_text(source)) == {"text": source.data.decode(), "warnings": []}


def test_front_matter_gives_its_own_names_to_be_matched_like_those_of_a_table():
    export = documents.read_text(fixture("txt/every_field.md"))
    assert export.is_table
    found = cells(export)
    assert found["id"] == "007"
    assert (found["title"], found["outlet"], found["byline"]) == ("Rain in Ondara", "The Ondara Post", "Peder Voss")
    assert found["text"] == 'It rained in Ondara on Monday.\n\n"Nobody will have to leave," Mayor Ilva Tarn said.'
    assert found["source_format"] == "md"


def test_front_matter_without_an_end_is_text_and_said():
    found = cells(documents.read_text(fixture("txt/damaged.txt")))
    assert found["text"].startswith("---\ntitle: Rain")
    assert "no second --- ends its front matter" in found["warnings"][0]


def test_a_text_in_windows_1252_says_so():
    found = cells(documents.read_text(Source("a.txt", "Caf\u00e9 \u201cOndara\u201d".encode("cp1252"))))
    assert found == {"text": "Café “Ondara”", "warnings": ["read as Windows-1252"]}


def test_front_matter_that_cannot_be_read_is_one_clear_line():
    said = r"a\.md: its front matter cannot be read \(line 2: a colon inside a value, .* Put the value in quotation"
    with pytest.raises(CorpusError, match=said):
        documents.read_text(Source("a.md", b"---\ntitle: Rain: more\n---\nIt rained."))


def test_the_paragraphs_of_a_word_file_stand_between_empty_lines():
    assert cells(documents.read_docx(PLAIN["docx"])) == {
        "text": "It rained in Ondara on Monday.\n\n“Nobody will have to leave,” Mayor Ilva Tarn said.",
        "warnings": [],
    }


def test_a_word_file_with_a_title_a_table_and_a_footnote():
    styles, notes = ((FIXTURES / "docx" / name).read_bytes() for name in ("styles.xml", "footnotes.xml"))
    assert cells(documents.read_docx(word("every_field", styles=styles, footnotes=notes))) == {
        "headline": "Rain in Ondara",
        "text": "It rained in Ondara.\n\nMonday\n\n17 mm\n\nThe river rose.",
        "warnings": ["1 footnotes of the Word file are not read"],
    }


def test_a_title_below_the_first_paragraph_is_no_headline():
    title = '<p><pPr><pStyle val="Title"/></pPr><r><t>Rain</t></r></p>'
    document = f"<d><body><p><r><t>By Peder Voss</t></r></p>{title}</body></d>"
    source = packed("a.docx", {"[Content_Types].xml": "<Types/>", "word/document.xml": document})
    assert cells(documents.read_docx(source)) == {"text": "By Peder Voss\n\nRain", "warnings": []}


@pytest.mark.parametrize("source", [word("damaged"), libre("damaged")], ids=["docx", "odt"])
def test_a_document_cut_in_the_middle_of_its_xml_is_one_clear_line(source):
    read = documents.read_docx if source.suffix == ".docx" else documents.read_odt
    with pytest.raises(CorpusError, match=r"damaged\.\w+: '.*' cannot be parsed .*save it once more\.$"):
        read(source)


def test_the_paragraphs_of_a_libreoffice_file_stand_between_empty_lines():
    assert cells(documents.read_odt(PLAIN["odt"])) == cells(documents.read_docx(PLAIN["docx"]))


def test_a_libreoffice_file_with_a_heading_a_table_a_list_a_note_and_a_deletion():
    assert cells(documents.read_odt(libre("every_field"))) == {
        "headline": "Rain in Ondara",
        "text": "It rained  in Ondara. And on.\n\nMonday\n\n17\tmm\n\nThe river rose.",
        "warnings": ["1 notes and comments of the file are not read"],
    }


def test_a_libreoffice_file_behind_a_password_is_one_clear_line():
    manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
    with pytest.raises(CorpusError, match="behind a password. Open it and save it without one"):
        documents.read_odt(libre("plain", **{"META-INF/manifest.xml": manifest}))


def test_an_entity_bomb_is_refused_before_it_grows():
    bomb = '<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><b>&b;</b>'
    with pytest.raises(CorpusError, match="DOCTYPE"):
        documents.read_odt(packed("a.odt", {"mimetype": OPEN_TEXT, "content.xml": bomb}))


def test_a_zip_bomb_is_refused_by_the_sizes_it_states():
    with pytest.raises(CorpusError, match="as no text does. It is not opened"):
        documents.read_odt(packed("a.odt", {"mimetype": OPEN_TEXT, "content.xml": b" " * 10_000_000}))


def test_the_paragraphs_of_an_rtf_file_stand_between_empty_lines():
    assert cells(rtf.read_rtf(PLAIN["rtf"])) == {
        "text": "It rained in Ondara on Monday.\n\n“Nobody will have to leave,” Mayor Ilva Tarn said.\n\n"
        "The river rose by a hand.",
        "warnings": [],
    }


def test_an_rtf_file_with_code_pages_a_link_a_table_a_picture_and_a_footnote():
    found = cells(rtf.read_rtf(fixture("rtf/every_field.rtf")))
    assert found["text"].split("\n\n") == [
        "Rain in Ondara",
        "It rained in Ondara’s harbour; Mayor Kołodziej saw \U0001f51b and дождь.\nA line break.",
        "The whole story is longer.",
        "Monday\t17 mm",
        "Tuesday\t2 mm",
        "Braces { and } and a backslash \\par stay.",
    ]
    assert found["warnings"] == ["1 notes of the RTF file are not read", "1 pictures of the RTF file are not read"]


def test_an_rtf_file_cut_in_the_middle_gives_its_beginning_and_says_so():
    export = rtf.read_rtf(fixture("rtf/damaged.rtf"))
    assert cells(export)["text"] == "It rained in Ondara on Monday.\n\nThe river rose by a ha"
    assert cells(export)["warnings"] == ["the file ends in the middle"]
    assert export.problems == ["the file ends in the middle: the text up to there is read. Fetch or save it once more."]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Caf\u00e9".encode("cp1252"), "Café"),
        ("Café Żory".encode(), "Café Żory"),
        (rb"\'e2\'80", "â€"),
        (rb"before {\pict\bin5 }}}}}} after", "before  after"),
        (rb"\u-9999999999 ?", None),
    ],
)
def test_raw_bytes_escapes_and_binary_pictures_in_rtf(raw, text):
    source = Source("a.rtf", rb"{\rtf1\ansi\ansicpg1252 " + raw + b"}")
    if text is None:
        with pytest.raises(CorpusError, match=r"a\.rtf: this RTF file is damaged"):
            rtf.rtf_text(source)
    else:
        assert rtf.rtf_text(source) == text


def test_many_links_in_one_line_of_rtf_cost_no_more_than_their_length():
    link = rb'{\field{\*\fldinst{HYPERLINK "https://post.example/rain"}}{\fldrslt{rain}}} '
    assert rtf.rtf_text(Source("a.rtf", rb"{\rtf1 " + 2_000 * link + b"}")).count("rain") == 2_000


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
UNREAD = {
    "an old Word file": (Source("a.doc", OLE + "WordDocument".encode("utf-16-le")), "save it as .docx"),
    "behind a password": (Source("a.docx", OLE + "EncryptedPackage".encode("utf-16-le")), "save it without one"),
    "an old file of Word": (Source("a.doc", OLE), "save it as .docx"),
    "a picture (PNG)": (Source("a.txt", b"\x89PNG\r\n\x1a\n\0"), "OCR"),
    "a picture (JPEG)": (Source("a.html", b"\xff\xd8\xff\xe0\0"), "OCR"),
    "video": (Source("a.mp4", b"\0\0\0\x18ftypisom\0"), "Transcribe"),
    "sound (MP3)": (Source("a.mp3", b"ID3\x04\0"), "Transcribe"),
    "a program": (Source("a.exe", b"MZ\x90\0"), "no article"),
    "a database (SQLite)": (Source("a.db", b"SQLite format 3\0"), "CSV"),
    "a book (EPUB)": (packed("a.epub", {"mimetype": "application/epub+zip", "META-INF/container.xml": ""}), "chapters"),
    "a PowerPoint file": (packed("a.pptx", {"[Content_Types].xml": "", "ppt/presentation.xml": ""}), ".txt"),
    "not known (in it: 'a.bin')": (packed("a.zip", {"a.bin": "x"}), "Unpack"),
    "a zip archive that is damaged": (Source("a.zip", b"PK\x03\x04cut"), "once more"),
    "with nothing in it": (Source("a.txt", b"\0\0\0"), "once more"),
    "XML of the kind <rss>": (Source("a.xml", b"<?xml version='1.0'?><!-- a --><rss/>"), "pages"),
    "an e-mail": (Source("a.eml", b"From: Ilva Tarn\nTo: Peder Voss\n\nIt rained."), "text or HTML"),
    "the bytes 00 01 02 03 04 05 06 07": (Source("a", bytes(range(32)) * 9), "in its program"),
    "text that begins 'a line'": (Source("a", b"a\nline"), "CSV"),
}


@pytest.mark.parametrize("what", UNREAD)
def test_what_no_reader_reads_is_named_in_one_line_with_what_to_do(what):
    source, to_do = UNREAD[what]
    said = unread.explain_unread(source)
    assert what in said
    assert to_do in said
    assert "\n" not in said
    assert said.startswith("this is ")


def as_word(document):
    return packed("rain.docx", {"[Content_Types].xml": "<Types/>", "word/document.xml": document})


def as_libre(content):
    return packed("rain.odt", {"mimetype": OPEN_TEXT, "content.xml": content})


DAMAGED = {
    "txt/every_field.md": ("text", lambda data: Source("rain.md", data)),
    "rtf/plain.rtf": ("rtf", lambda data: Source("rain.rtf", data)),
    "rtf/every_field.rtf": ("rtf", lambda data: Source("rain.rtf", data)),
    "docx/every_field.xml": ("docx", as_word),
    "odt/every_field.xml": ("odt", as_libre),
}


@pytest.mark.parametrize("name", DAMAGED)
@settings(max_examples=60)
@given(data=st.data())
def test_whatever_is_damaged_gives_an_article_or_one_clear_error(name, data):
    shape, made = DAMAGED[name]
    whole = fixture(name).data
    place = data.draw(st.integers(0, len(whole) - 1))
    byte = data.draw(st.none() | st.integers(0, 255))
    source = made(whole[:place] + (b"" if byte is None else bytes([byte]) + whole[place + 1 :]))
    assert all(recognise(source) in (True, False) for recognise, _ in READERS.values())
    try:
        assert isinstance(cells(READERS[shape][1](source))["text"], str)
    except CorpusError as problem:
        assert source.name in str(problem)
    assert unread.explain_unread(source)


@pytest.mark.parametrize("shape", ["docx", "odt"])
@settings(max_examples=30)
@given(data=st.data())
def test_a_document_cut_anywhere_is_one_clear_line(shape, data):
    whole = PLAIN[shape]
    source = Source(whole.name, whole.data[: data.draw(st.integers(5, len(whole.data) - 1))])
    assert not any(recognise(source) for recognise, _ in READERS.values())
    assert (
        unread.explain_unread(source) == "this is a zip archive that is damaged. It may be cut off: fetch it once more."
    )
    with pytest.raises(CorpusError, match=whole.name):
        READERS[shape][1](source)


@settings(max_examples=100)
@given(st.binary(max_size=60))
@example(b"PK\x03\x04")
@example(b"{\\rtf\\u")
def test_any_bytes_can_be_asked_about(data):
    source = Source("a.bin", data)
    assert all(recognise(source) in (True, False) for recognise, _ in READERS.values())
    assert unread.explain_unread(source)
