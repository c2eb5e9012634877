"""PDF files: the text layer as printed, with empty lines between paragraphs; what has none is told."""

import io
import logging

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.articles.exports.pdf import AS_PRINTED, read_pdf, recognises_pdf
from framing.articles.exports.source import Source
from framing.errors import CorpusError

TOP, LINE, PARAGRAPH = 740, 14, 24  # points


def page(*lines, gap=LINE):
    """A page as it is drawn: one line under the other, `None` for the wider gap above a paragraph."""
    drawn, height = [], TOP
    for line in lines:
        if line is None:
            height -= PARAGRAPH - gap
        else:
            drawn.append(f"BT /F1 11 Tf 72 {height} Td ({line}) Tj ET")
            height -= gap
    return "\n".join(drawn)


def pdf(*pages, trailer="", further=(), last_filter=""):
    """A PDF file of such pages, as small as one can be; the last one may say that it is packed."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>"]
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    for number, drawn in enumerate(pages):
        fonts = "/Resources << /Font << /F1 3 0 R >> >>"
        contents = f"/Contents {5 + 2 * number} 0 R"
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] {fonts} {contents} >>")
        way = f"/Filter {last_filter} " if last_filter and number == len(pages) - 1 else ""
        objects.append(f"<< /Length {len(drawn)} {way}>>\nstream\n{drawn}\nendstream")
    written, places = "%PDF-1.4\n", []
    for number, content in enumerate([*objects, *further], start=1):
        places.append(len(written))
        written += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}"
    end += f"trailer\n<< /Size {len(places) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{len(written)}\n%%EOF\n"
    return Source("rain.pdf", (written + end).encode("cp1252"))


def cells(source):
    export = read_pdf(source)
    assert len(export.articles) == 1
    return export.articles[0].cells


FIRST = (
    "It rained in Ondara on Monday, and the com-",
    "mittee stayed at home. Nobody came to hear",
    "what it had to say.",
)
SECOND = ("“Nobody will have to leave,” Mayor Ilva Tarn", "said on Tuesday.")


@pytest.mark.parametrize(("data", "found"), [(b"%PDF-1.7", True), (b"\n%PDF-1.4", True), (b"A %PDF file", False)])
def test_a_pdf_is_recognised_by_its_first_bytes(data, found):
    assert recognises_pdf(Source("a.txt", data)) == found


def test_lines_and_hyphens_stay_as_printed_and_a_wider_gap_ends_a_paragraph():
    assert cells(pdf(page(*FIRST, None, *SECOND))) == {
        "text": "\n".join(FIRST) + "\n\n" + "\n".join(SECOND),
        "pages": 1,
        "warnings": [AS_PRINTED],
    }


def test_a_wider_gap_ends_a_paragraph_even_in_the_middle_of_a_sentence():
    assert cells(pdf(page("Rain in Ondara and Velmark", None, *FIRST)))["text"].startswith(
        "Rain in Ondara and Velmark\n\nIt"
    )


def test_a_short_line_that_ends_a_sentence_ends_a_paragraph_where_there_is_no_gap():
    assert cells(pdf(page(*FIRST, *SECOND)))["text"] == "\n".join(FIRST) + "\n\n" + "\n".join(SECOND)


def test_lines_far_apart_everywhere_are_no_paragraphs():
    assert cells(pdf(page(*FIRST[:2], gap=28)))["text"] == "\n".join(FIRST[:2])


def test_a_paragraph_goes_on_over_the_end_of_a_page_in_the_middle_of_a_sentence():
    assert cells(pdf(page(*FIRST[:1]), page(*FIRST[1:])))["text"] == "\n".join(FIRST)
    assert cells(pdf(page(*FIRST), page(*SECOND)))["text"] == "\n".join(FIRST) + "\n\n" + "\n".join(SECOND)


def test_the_title_a_person_gave_and_the_day_the_file_was_made_are_columns_of_their_own():
    info = "<< /Title (Rain in Ondara) /CreationDate (D:20250217100000+01'00') >>"
    found = cells(pdf(page(*FIRST), trailer="/Info 6 0 R", further=[info]))
    assert (found["pdf_title"], found["pdf_created"]) == ("Rain in Ondara", "2025-02-17")
    assert {"headline", "published"}.isdisjoint(found)


@pytest.mark.parametrize("title", ["Microsoft Word - rain.docx", "untitled", "scan_0012.pdf", "Document1", " "])
def test_a_title_that_a_program_gave_is_none(title):
    found = cells(pdf(page(*FIRST), trailer="/Info 6 0 R", further=[f"<< /Title ({title}) /CreationDate (soon) >>"]))
    assert set(found) == {"text", "pages", "warnings"}


def test_pages_without_text_are_counted():
    assert cells(pdf(page(*FIRST), "", page(*SECOND)))["warnings"] == [AS_PRINTED, "1 of 3 pages have no text"]


@pytest.mark.parametrize("pages", [[""], ["", ""], [page("12")]], ids=["one page", "two pages", "a number"])
def test_a_file_of_pictures_is_one_clear_line(pages):
    with pytest.raises(CorpusError, match=r"rain\.pdf: no text layer in the \d pages of this PDF.* \(OCR\) first"):
        read_pdf(pdf(*pages))


def test_a_wrong_table_of_contents_is_mended_and_told_without_a_word_on_the_screen(capfd, caplog):
    source = pdf(page(*FIRST))
    moved = Source("rain.pdf", source.data.replace(b"%PDF-1.4\n", b"%PDF-1.4\n%moved by an editor\n"))
    found = cells(moved)
    assert found["text"] == "\n".join(FIRST)
    assert found["warnings"][1].startswith("the PDF is damaged in ")
    assert (*capfd.readouterr(), caplog.records) == ("", "", [])
    assert logging.getLogger("pypdf").propagate


def test_one_damaged_page_is_a_problem_and_the_others_are_read():
    export = read_pdf(pdf(page(*FIRST), page(*SECOND), last_filter="/Unknown"))
    assert export.articles[0].cells["text"] == "\n".join(FIRST)
    assert len(export.problems) == 1
    assert export.problems[0].startswith("page 2: damaged: it cannot be read (")


def test_a_page_that_the_file_announces_and_does_not_have_is_a_problem():
    whole = pdf(page(*FIRST), page(*SECOND))
    export = read_pdf(Source("rain.pdf", whole.data.replace(b"/Kids [4 0 R 6 0 R]", b"/Kids [4 0 R]      ")))
    assert export.problems == ["it says that it has 2 pages, 1 were found. Fetch the PDF once more."]


@pytest.mark.parametrize("data", [b"%PDF-1.4", b"%PDF-1.4\n" + b"x" * 5_000])
def test_a_file_damaged_beyond_reading_is_one_clear_line(data):
    with pytest.raises(CorpusError, match=r"^rain\.pdf: damaged: it cannot be read .*print it to a new PDF\.$"):
        read_pdf(Source("rain.pdf", data))


def locked(password):
    """The same file behind a password; pypdf locks it, with the cipher that needs no further package."""
    file = io.BytesIO()
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(page(*FIRST)).data))
    writer.encrypt(user_password=password, owner_password="the owner's", algorithm="RC4-128")
    writer.write(file)
    return Source("rain.pdf", file.getvalue())


def test_a_file_locked_against_changes_only_is_read():
    assert cells(locked(""))["text"] == "\n".join(FIRST)


def test_a_file_behind_a_password_is_one_clear_line():
    with pytest.raises(
        CorpusError, match=r"rain\.pdf: this PDF is behind a password\. Open it and save it without one"
    ):
        read_pdf(locked("a secret"))


def test_a_thousand_pages_are_read():
    found = cells(pdf(*[page(f"Page {number} of a long report on rain.") for number in range(1_000)]))
    assert found["pages"] == 1_000
    assert found["text"].count("\n\n") == 999


@settings(max_examples=100)
@given(data=st.data())
def test_whatever_is_damaged_gives_an_article_or_one_clear_error(data):
    whole = pdf(page(*FIRST), page(*SECOND), trailer="/Info 8 0 R", further=["<< /Title (Rain) >>"]).data
    place = data.draw(st.integers(5, len(whole) - 1))
    byte = data.draw(st.none() | st.integers(0, 255))
    damaged = Source("rain.pdf", whole[:place] + (b"" if byte is None else bytes([byte]) + whole[place + 1 :]))
    try:
        assert cells(damaged)["text"]
    except CorpusError as problem:
        assert "rain.pdf" in str(problem)
