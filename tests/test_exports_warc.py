"""Web archives: each page is an article, what is no page is counted, damage costs one record."""

import gzip
import io
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.articles.exports.payload import unpack_answer
from framing.articles.exports.source import Source
from framing.articles.exports.warc import read_warc, recognises_warc
from framing.errors import CorpusError

STORY = "The bridge to the old harbour was closed at noon, and the council of the valley will meet on Thursday. " * 5
DAY = "2025-02-17T10:00:00Z"


def page(first="It rained in Ondara."):
    return f"<!DOCTYPE html><html lang=en><article><h1>Rain</h1><p>{first} {STORY}</p></article></html>".encode()


def answer(body, *, content_type="text/html; charset=utf-8", status="200 OK", further=()):
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {content_type}", *further]
    return "\r\n".join([*lines, "", ""]).encode() + body


def record(kind, block, *, address="https://post.example/rain", further=(), length=None):
    lines = ["WARC/1.0", f"WARC-Type: {kind}", f"WARC-Target-URI: {address}", f"WARC-Date: {DAY}", *further]
    lines.append(f"Content-Length: {len(block) if length is None else length}")
    return "\r\n".join([*lines, "", ""]).encode() + block + b"\r\n\r\n"


def read(*records, packed=False):
    data = b"".join(gzip.compress(one, mtime=0) if packed else one for one in records)
    return read_warc(Source("archive.warc", data))


def starts(export):
    return [article.cells["text"].split(".")[0] for article in export.articles]


INFO = record("warcinfo", b"software: an invented crawler\r\n")
PLAIN = record("response", answer(page()))
OTHER = record("response", answer(page("It snowed in Velmark.")), address="https://post.example/snow")
LAST = record("response", answer(page("It thawed.")), address="https://post.example/thaw")


@pytest.mark.parametrize(
    "data",
    [INFO + PLAIN, gzip.compress(INFO, mtime=0) + gzip.compress(PLAIN, mtime=0), gzip.compress(INFO + PLAIN, mtime=0)],
)
def test_an_archive_is_recognised_by_its_content(data):
    assert recognises_warc(Source("a.txt", data))


@pytest.mark.parametrize(
    "data", [b"WARC is a format.", gzip.compress(b"It rained.", mtime=0), b"\x1f\x8bcut", b"%PDF-1.7"]
)
def test_what_is_no_archive_is_not_taken_for_one(data):
    assert not recognises_warc(Source("a.warc.gz", data))


@pytest.mark.parametrize("packed", [False, True])
def test_each_page_is_an_article_with_its_address_and_when_it_was_captured(packed):
    export = read(INFO, PLAIN, OTHER, packed=packed)
    assert starts(export) == ["It rained in Ondara", "It snowed in Velmark"]
    cells = export.articles[0].cells
    assert (cells["url"], cells["captured"], cells["headline"]) == ("https://post.example/rain", DAY, "Rain")
    assert "published" not in cells
    assert export.articles[1].place == "record 3 (https://post.example/snow)"
    assert export.problems == []
    assert export.notes == ["1 records of the archive hold no page: 1 warcinfo"]


def test_an_archive_packed_as_one_piece_is_read_too():
    export = read_warc(Source("a.warc.gz", gzip.compress(INFO + PLAIN + OTHER, mtime=0)))
    assert starts(export) == ["It rained in Ondara", "It snowed in Velmark"]


def test_what_is_no_page_is_counted_and_no_problem():
    others = [
        record("request", b"GET /rain HTTP/1.1\r\nHost: post.example\r\n\r\n"),
        record("revisit", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"),
        record("response", answer(b"\x89PNG", content_type="image/png")),
        record("response", answer(b"p {}", content_type="text/css")),
        record("response", answer(page(), status="404 Not Found")),
        record("response", answer(b"", status="301 Moved Permanently")),
        record("response", b"20 text/gemini\r\n# Rain", address="gemini://post.example/"),
        record("metadata", b"via: https://post.example/"),
    ]
    export = read(*others, PLAIN)
    assert len(export.articles) == 1
    assert export.problems == []
    assert export.notes[0].startswith("8 records of the archive hold no page: 1 answer of another protocol, 1 answer")
    assert export.notes[0].endswith(", 2 further kinds")


def test_a_page_that_was_no_answer_of_a_server_is_one_too():
    export = read(record("resource", page(), further=["Content-Type: text/html"], address="file:///rain.html"))
    assert starts(export) == ["It rained in Ondara"]


def chunked(body, size=100):
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in [*pieces, b""])


def raw_deflate(body):
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize(
    ("body", "further"),
    [
        (gzip.compress(page(), mtime=0), ["Content-Encoding: gzip"]),
        (zlib.compress(page()), ["Content-Encoding: deflate"]),
        (raw_deflate(page()), ["Content-Encoding: deflate"]),
        (chunked(page()), ["Transfer-Encoding: chunked"]),
        (chunked(gzip.compress(page(), mtime=0)), ["content-encoding: GZIP", "transfer-encoding: Chunked"]),
        (page(), ["Content-Encoding: gzip", "Transfer-Encoding: chunked"]),
        (zlib.compress(gzip.compress(page(), mtime=0)), ["Content-Encoding: gzip, deflate"]),
    ],
    ids=["gzip", "deflate", "deflate without header", "chunked", "both", "stored unpacked", "packed twice"],
)
def test_a_page_is_unpacked_as_the_server_packed_it(body, further):
    export = read(record("response", answer(body, further=further)))
    assert starts(export) == ["It rained in Ondara"]
    assert export.problems == []


def test_brotli_is_unpacked_where_it_is_installed():
    brotli = pytest.importorskip("brotli")
    body = brotli.compress(page())
    try:
        assert unpack_answer(body, {"content-encoding": "br"}) == page()
    except CorpusError as problem:
        assert "too old" in str(problem)


def test_without_brotli_the_page_is_a_problem_that_says_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "brotli", None)
    export = read(record("response", answer(b"\x0b\x02\x80", further=["Content-Encoding: br"])), OTHER)
    assert starts(export) == ["It snowed in Velmark"]
    assert len(export.problems) == 1
    assert export.problems[0].startswith("record 1 (https://post.example/rain): the page is packed as 'br'. Install ")
    assert export.problems[0].endswith("pip install 'brotli>=1.2'")


@pytest.mark.parametrize(
    ("body", "encoding", "said"),
    [
        (b"\x00\x01\x02", "gzip", "damaged: it cannot be unpacked as 'gzip'"),
        (b"\x00\x01\x02", "zstd", "packed as 'zstd', which is not known here"),
        (gzip.compress(b"a" * 30_000_000, mtime=0), "gzip", "unpacks to more than any page has"),
        (b"", "identity", "the page is empty"),
        (b"It rained.", "identity", "this is no web page"),
    ],
)
def test_a_page_that_cannot_be_read_is_a_problem_and_the_rest_is_read(body, encoding, said):
    broken = record("response", answer(body, further=[f"Content-Encoding: {encoding}"]))
    export = read(PLAIN, broken, OTHER, packed=True)
    assert starts(export) == ["It rained in Ondara", "It snowed in Velmark"]
    assert len(export.problems) == 1
    assert export.problems[0].startswith("record 2 (https://post.example/rain): ")
    assert export.problems[0].count("record 2") == 1
    assert said in export.problems[0]


def test_headers_are_read_with_either_line_end_with_brackets_and_over_two_lines():
    block = b"HTTP/1.0 200\nContent-Type:\n text/html\n\n" + page()
    lines = (
        f"WARC/1.1\nwarc-type: response\nWARC-Target-URI: <https://post.example/rain>\nContent-Length: {len(block)}\n\n"
    )
    export = read_warc(Source("a.warc", lines.encode() + block + b"\n\n" + PLAIN))
    assert [article.cells["url"] for article in export.articles] == ["https://post.example/rain"] * 2
    assert export.problems == []


def test_what_the_crawler_cut_is_read_and_said():
    export = read(record("response", answer(page()[:400]), further=["WARC-Truncated: length"]))
    assert "the archive holds the beginning of the page only" in export.articles[0].cells["warnings"]
    assert export.problems == []


@pytest.mark.parametrize("packed", [False, True])
def test_an_archive_cut_in_the_middle_gives_what_comes_before_and_the_beginning_of_the_cut_page(packed):
    whole = b"".join(gzip.compress(one, mtime=0) if packed else one for one in (PLAIN, OTHER))
    export = read_warc(Source("a.warc", whole[:-60]))
    assert starts(export) == ["It rained in Ondara", "It snowed in Velmark"]
    assert "the archive holds the beginning of the page only" in export.articles[1].cells["warnings"]
    said = "the archive ends inside this record: what is there is read. Fetch the archive once more."
    assert export.problems == [f"record 2 (https://post.example/snow): {said}"]


@pytest.mark.parametrize("length", [10, 3_000, "many"])
def test_a_record_of_wrong_length_is_read_up_to_the_next(length):
    export = read(PLAIN, record("response", answer(page("It hailed.")), length=length), OTHER)
    assert starts(export) == ["It rained in Ondara", "It hailed", "It snowed in Velmark"]
    assert [problem.partition("it is read")[0] for problem in export.problems] == [
        f"record 2 (https://post.example/rain): its length '{length}' is wrong: "
    ]


def test_a_damaged_piece_costs_one_record():
    pieces = [bytearray(gzip.compress(one, mtime=0)) for one in (PLAIN, OTHER, LAST)]
    pieces[1][-8] ^= 0xFF  # its checksum
    export = read_warc(Source("a.warc.gz", b"".join(pieces)))
    assert starts(export) == ["It rained in Ondara", "It thawed"]
    said = "damaged: the record here is left out, the rest is read. Fetch the archive once more."
    assert export.problems == [f"byte {len(pieces[0]):,} of the archive: {said}"]


def test_bytes_between_the_pieces_are_said():
    first = gzip.compress(PLAIN, mtime=0)
    export = read_warc(Source("a.warc.gz", first + b"not packed" + gzip.compress(OTHER, mtime=0)))
    assert len(export.articles) == 2
    assert export.problems[0].startswith(
        f"byte {len(first):,} of the archive: what is here is no gzip and is left out."
    )


def test_a_piece_that_grows_without_end_is_left_out():
    bomb = gzip.compress(b"WARC/1.0\r\n" + b"\0" * 100_000_000, mtime=0)
    export = read_warc(Source("a.warc.gz", gzip.compress(PLAIN, mtime=0) + bomb + gzip.compress(OTHER, mtime=0)))
    assert starts(export) == ["It rained in Ondara", "It snowed in Velmark"]
    assert "unpacks to more than any page" in export.problems[0]


def test_an_archive_without_a_record_is_one_clear_line():
    with pytest.raises(CorpusError, match=r"a\.warc: there is no record in this web archive"):
        read_warc(Source("a.warc", b"WARC/"))


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # warcio leaves its own files open
@pytest.mark.parametrize("packed", [False, True])
def test_what_another_program_writes_is_read_the_same(packed):
    writing = pytest.importorskip("warcio.warcwriter")
    from warcio.statusandheaders import StatusAndHeaders

    file = io.BytesIO()
    writer = writing.WARCWriter(file, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "an invented crawler"}))
    for first in ("It rained in Ondara.", "It snowed in Velmark."):
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        body = io.BytesIO(page(first))
        writer.write_record(writer.create_warc_record("https://post.example/", "response", body, http_headers=headers))
    export = read_warc(Source("a.warc", file.getvalue()))
    assert starts(export) == ["It rained in Ondara", "It snowed in Velmark"]
    assert export.problems == []
    assert all(article.cells["captured"].endswith("Z") for article in export.articles)


WHOLE = {
    "plain": (PLAIN + OTHER.rstrip(), range(len(PLAIN) - 4, len(PLAIN) + 1)),
    "packed": (gzip.compress(PLAIN, mtime=0) + gzip.compress(OTHER, mtime=0), [len(gzip.compress(PLAIN, mtime=0))]),
}


@pytest.mark.parametrize("kind", WHOLE)
@settings(max_examples=60)
@given(data=st.data())
def test_an_archive_cut_anywhere_says_so_unless_the_cut_is_between_two_records(kind, data):
    whole, between = WHOLE[kind]
    place = data.draw(st.integers(0, len(whole) - 1))
    try:
        export = read_warc(Source("a.warc", whole[:place]))
    except CorpusError as problem:
        assert "a.warc" in str(problem)
    else:
        assert bool(export.problems) != (place in between)


@pytest.mark.parametrize("kind", WHOLE)
@settings(max_examples=60)
@given(data=st.data())
def test_whatever_is_damaged_gives_articles_or_one_clear_error(kind, data):
    whole = bytearray(WHOLE[kind][0])
    whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    damaged = Source("a.warc", bytes(whole))
    assert recognises_warc(damaged) in (True, False)
    try:
        assert len(read_warc(damaged).articles) <= 2
    except CorpusError as problem:
        assert "a.warc" in str(problem)
