"""ProQuest: plain texts with a line of underscores between records, whole and damaged."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.articles.exports.export import Export
from framing.articles.exports.proquest import read_proquest_txt, recognises_proquest_txt
from framing.articles.exports.source import Source
from framing.errors import CorpusError

FIXTURES = Path(__file__).parent / "fixtures"
OURS = sorted((FIXTURES / "proquest-txt").iterdir())
OTHERS = sorted(path for path in FIXTURES.glob("*/plain*.*") if path.parent.name != "proquest-txt")
LINE = "_" * 60


def read(name, change=lambda text: text):
    text = (FIXTURES / "proquest-txt" / f"{name}.txt").read_text(encoding="utf-8")
    return read_proquest_txt(Source("export.txt", change(text).encode()))


def record(*blocks):
    return read_proquest_txt(Source("export.txt", "\n\n".join([LINE, *blocks, LINE]).encode())).articles[0].cells


def test_an_export_is_read_whole_and_its_last_page_is_no_article():
    export = read("plain")
    assert (len(export.articles), export.problems) == (2, [])
    cells = export.articles[0].cells
    assert cells["headline"] == "Harbour wall to be raised in Port Hale"
    assert (cells["outlet"], cells["published"]) == ("The Hale Courier; Port Hale", "Jul 2, 2031")
    assert (cells["byline"], cells["language"], cells["source_id"]) == ("Poole, Ada.", "en", "3100000001")
    assert cells["url"] == "http://www.example.org/docview/3100000001"
    assert cells["copyright"] == "Copyright Hale Courier Press Jul 2, 2031"


def test_a_label_inside_the_text_is_text():
    assert read("plain").articles[0].cells["text"].split("\n\n") == [
        "The harbour wall of Port Hale will be raised by two metres.",
        '"We have waited long enough," said mayor Olin Marsh.',
        "Subject: that was the word on the door.",
        "It rained.",
    ]


def test_a_day_that_stands_only_beside_the_source_is_found_there():
    assert read("plain").articles[1].cells["published"] == "01 July 2031"


def test_a_list_of_titles_announces_and_every_optional_field_is_a_column():
    export = read("full")
    assert (export.announced, len(export.articles)) == (2, 2)
    cells = export.articles[0].cells
    assert cells["text"] == "The wall will be raised.\n\nHe said: yes.\n\nNote: this is text."
    assert (cells["person"], cells["pages"], cells["column"], cells["edition"]) == (
        "Marsh, Olin",
        "A3",
        "The week",
        "Late",
    )
    assert cells["copyright"] == "Copyright 2031 Hale Courier Press\nAll rights reserved, in every language."
    assert cells["Mood of the piece"] == "sober"
    assert export.problems == []
    assert ["'Mood of the piece' is not known" in note for note in export.notes] == [True]


def test_an_abstract_is_no_text():
    cells = read("full").articles[1].cells
    assert (cells["headline"], cells["text"]) == ("Only an abstract", "")
    assert cells["abstract"] == "A ferry did not leave."
    assert cells["warnings"] == ["an abstract without the text"]


def test_german_labels_are_known():
    cells = read("german").articles[0].cells
    assert (cells["headline"], cells["outlet"], cells["language"]) == ("Die Hafenmauer", "Haler Bote", "de")
    assert cells["text"] == "Die Mauer wird um zwei Meter erhöht.\n\nThema der Woche"


def test_a_damaged_export_gives_what_is_there_and_says_what_is_not():
    export = read("damaged")
    assert [one.cells["text"][:8] for one in export.articles] == ["The harb", "No ferry"]
    assert export.articles[1].cells["warnings"] == ["the file ends in the middle of this record"]
    assert "the part that begins 'A page that fell in.'; it is not read" in export.problems[0]
    assert "record 2: the file ends in the middle of this record" in export.problems[1]


def test_a_new_name_for_the_text_is_told_and_the_text_is_still_read():
    export = read("plain", lambda text: text.replace("Full text:", "Article body:"))
    assert [one.cells["text"] for one in export.articles] == [one.cells["text"] for one in read("plain").articles]
    assert len(export.problems) == 1
    said = "record 1 and 1 more: no label such as 'Full text'; the text is read from 'Article body' on"
    assert export.problems[0].startswith(said)


def test_labels_line_on_line_are_fields_of_their_own():
    cells = record("Rain", "Full text: It rained.", "Publication title: Hale Courier\nPublication date: Jul 2, 2031")
    assert (cells["outlet"], cells["published"]) == ("Hale Courier", "Jul 2, 2031")


def test_the_lines_of_a_text_stay_as_they_are():
    assert record("Rain", "Full text: One line\n  and another: here.", "Database: News")["text"] == (
        "One line\n  and another: here."
    )


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_an_export_of_proquest_is_recognised(path):
    assert recognises_proquest_txt(Source(path.name, path.read_bytes()))


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_files_of_others_are_not_taken(path):
    assert not recognises_proquest_txt(Source(path.name, path.read_bytes()))


def test_a_text_with_a_line_of_underscores_is_not_taken():
    assert not recognises_proquest_txt(Source("a.txt", f"Title: Rain\n\n{LINE}\n\nIt rained.".encode()))


@pytest.mark.parametrize("data", [b"", b"It rained.", LINE.encode(), b"\0\1\2"])
def test_a_file_without_records_is_refused_by_name(data):
    with pytest.raises(CorpusError, match=r"^export\.txt: "):
        read_proquest_txt(Source("export.txt", data))


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_file_cut_anywhere_or_with_any_byte_changed_is_read_or_refused(data):
    whole = data.draw(st.sampled_from(OURS)).read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    changed = whole[:place] + bytes([data.draw(st.integers(0, 255))]) + whole[place + 1 :]
    for damaged in (whole[:place], changed):
        source = Source("export.txt", damaged)
        assert recognises_proquest_txt(source) in (True, False)
        try:
            assert isinstance(read_proquest_txt(source), Export)
        except CorpusError as problem:
            assert str(problem).startswith("export.txt: ")


FULL = (FIXTURES / "proquest-txt" / "full.txt").read_text(encoding="utf-8")
BLOCKS = FULL[FULL.index("He said: yes.") : FULL.index("\n\nDatabase: ")].split("\n\n")


@settings(max_examples=100, deadline=None)
@given(blocks=st.permutations(BLOCKS))
def test_no_block_of_a_record_is_lost_whatever_their_order(blocks):
    cells = record("Full text: It rained.", *blocks)
    read_words = " ".join(" ".join(map(str, cells.values())).split())
    for block in blocks:
        for line in block.strip().split("\n"):
            value = line.partition(": ")[2] or line
            assert " ".join(value.split()) in read_words or value == "Full text:", block
