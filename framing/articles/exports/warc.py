"""Web archives (WARC, plain or gzipped): each page in one is an article."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from framing.articles.exports.export import Article, Export
from framing.articles.exports.payload import unpack_answer
from framing.articles.exports.source import LARGEST_FILE, LARGEST_RATIO, Source
from framing.articles.exports.web_pages import article_of_page
from framing.errors import CorpusError

_GZIP = b"\x1f\x8b\x08"
_STEP = 65_536  # bytes unpacked at a time: at most 66 MB come out before the limits are looked at
_RECORD = re.compile(rb"^WARC/\d\.\d+[ \t]*\r?\n", re.MULTILINE)
_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")
_BETWEEN = re.compile(rb"\s*(?=WARC/\d\.\d|\Z)")
_PAGE_TYPES = ("text/html", "application/xhtml+xml")
_KINDS_SHOWN = 6
_ANEW = "Fetch the archive once more."
_ENDS = "the archive ends inside a record: what is there is read."
_CUT = "the archive holds the beginning of the page only"


class _Record(NamedTuple):
    """One record: its number in the file, its headers by small name, its content, and what is wrong with it."""

    number: int
    headers: dict[str, str]
    block: bytes
    fault: str


def recognises_warc(source: Source) -> bool:
    r"""Return whether a file is a web archive, plain or gzipped.

    Examples
    --------
    >>> recognises_warc(Source("a.warc", b"WARC/1.0\r\nWARC-Type: warcinfo\r\n"))
    True
    """
    if source.container != "gzip":
        return source.container == "warc"
    try:
        return zlib.decompressobj(31).decompress(source.data[:_STEP], 16).startswith(b"WARC/")
    except zlib.error:
        return False


def read_warc(source: Source) -> Export:
    r"""Return the pages of a web archive as articles, each with its address and when it was `captured`.

    Parameters
    ----------
    source : Source
        The archive. A gzipped one is read member by member, so that a damaged one costs one record.

    Returns
    -------
    Export
        The notes count the records that hold no page (requests, pictures, revisits, error pages).

    Raises
    ------
    CorpusError
        When there is no record in it.

    Examples
    --------
    >>> page = b"<html><p>It rained.</p></html>"
    >>> head = f"WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/html\r\nContent-Length: {len(page)}\r\n\r\n"
    >>> read_warc(Source("a.warc", head.encode() + page + b"\r\n\r\n")).articles[0].cells["text"]
    'It rained.'
    """
    articles: list[Article] = []
    problems: list[str] = []
    left_out: Counter[str] = Counter()
    n_records = 0
    for record in _records(source.data, problems):
        n_records += 1
        _read_record(record, articles, problems, left_out)
    if not n_records:
        said = problems[0] if problems else f"there is no record in this web archive. {_ANEW}"
        raise CorpusError(f"{source.name}: {said}")
    return Export(articles, problems=problems, notes=_counted(left_out))


def _counted(left_out: Counter[str]) -> list[str]:
    """How many records hold no page, by what they hold instead."""
    kinds = [f"{count} {kind}" for kind, count in sorted(left_out.items(), key=lambda item: (-item[1], item[0]))]
    more = [f"{len(kinds) - _KINDS_SHOWN} further kinds"] if len(kinds) > _KINDS_SHOWN else []
    said = ", ".join([*kinds[:_KINDS_SHOWN], *more])
    return [f"{left_out.total()} records of the archive hold no page: {said}"] if kinds else []


def _read_record(record: _Record, articles: list[Article], problems: list[str], left_out: Counter[str]) -> None:
    """Put a record where it belongs: among the articles, the problems, or what is counted only."""
    address = record.headers.get("warc-target-uri", "").strip("<>")
    place = f"record {record.number}" + (f" ({address})" if address else "")
    kind = record.headers.get("warc-type", "unknown").lower()
    if record.fault:
        problems.append(f"{place}: {record.fault}")
    if kind not in ("response", "resource"):
        left_out[kind] += 1
        return
    try:
        page, content_type = _page(record, kind, left_out)
        if page is None:
            return
        article = article_of_page(page, place, url=address or None, place=place, header=content_type)
    except CorpusError as problem:
        said = str(problem).removeprefix(f"{place}: ")
        problems.append(f"{place}: {said}")
        return
    if record.headers.get("warc-date"):
        article.cells["captured"] = record.headers["warc-date"]
    if record.fault or "warc-truncated" in record.headers:
        article.cells["warnings"].append(_CUT)
    articles.append(article)


def _page(record: _Record, kind: str, left_out: Counter[str]) -> tuple[bytes | None, str]:
    """The page of a record, unpacked, and the type it was sent with; nothing when it holds no page."""
    status, headers, body = "200", record.headers, record.block
    if kind == "response":
        if not record.block.startswith(b"HTTP/"):
            left_out["answer of another protocol"] += 1
            return None, ""
        status, headers, body = _answer(record.block)
    content_type = headers.get("content-type", "")
    plain_type = content_type.partition(";")[0].strip().lower()
    if not status.startswith("2"):
        left_out[f"answer with status {status}"] += 1
        return None, ""
    if plain_type not in _PAGE_TYPES:
        left_out[plain_type or "answer of unknown type"] += 1
        return None, ""
    return (unpack_answer(body, headers) if kind == "response" else body), content_type


def _answer(block: bytes) -> tuple[str, dict[str, str], bytes]:
    """An answer of a server: its status, its headers and its body."""
    head, body = _split_headers(block)
    line, _, headers = head.partition(b"\n")
    words = line.split()
    return (words[1].decode("ascii", "replace") if len(words) > 1 else "unknown"), _headers(headers), body


def _split_headers(data: bytes) -> tuple[bytes, bytes]:
    """What stands before and after the first empty line."""
    end = _END_OF_HEADERS.search(data)
    return (data[: end.start()], data[end.end() :]) if end else (data, b"")


def _headers(written: bytes) -> dict[str, str]:
    """Header lines by their name in small letters; the first of two counts, and a line may go on in the next."""
    found: dict[str, str] = {}
    for line in re.sub(rb"\r?\n[ \t]+", b" ", written).decode("utf-8", "replace").splitlines():
        name, _, value = line.partition(":")
        found.setdefault(name.strip().lower(), value.strip())
    return found


def _records(data: bytes, problems: list[str]) -> Iterator[_Record]:
    """Every record of an archive; what cannot be unpacked becomes a problem."""
    number = 0
    pieces = _members(data, problems) if data.startswith(_GZIP) else iter([(data, "")])
    for piece, cut in pieces:
        fault = ""
        for headers, block, fault in _records_of(piece):
            number += 1
            yield _Record(number, headers, block, fault)
        if cut and not fault:  # it may end between two records
            problems.append(cut)


def _records_of(piece: bytes) -> Iterator[tuple[dict[str, str], bytes, str]]:
    """The records of unpacked bytes: after a wrong length, reading goes on where the next record begins."""
    begin = _RECORD.search(piece)
    while begin:
        end = _END_OF_HEADERS.search(piece, begin.end() - 2)
        if end is None:
            yield _headers(piece[begin.end() :]), b"", f"the archive ends in its headers. {_ANEW}"
            return
        headers = _headers(piece[begin.end() : end.start()])
        stop, fault = _stop(piece, end.end(), headers.get("content-length", ""))
        yield headers, piece[end.end() : stop], fault
        begin = _RECORD.search(piece, stop)
        if begin is None and piece[stop:].strip():
            yield {}, b"", f"the archive ends in its headers. {_ANEW}"


def _stop(piece: bytes, start: int, length: str) -> tuple[int, str]:
    """Where the content of a record that begins at `start` ends, and what is wrong when its length cannot be so."""
    stop = start + int(length) if length.isdecimal() and len(length) < 16 else -1
    if stop > len(piece) and _RECORD.search(piece, start) is None:
        return len(piece), f"the archive ends inside this record: what is there is read. {_ANEW}"
    if start <= stop <= len(piece) and _BETWEEN.match(piece, stop):
        return stop, ""
    following = _RECORD.search(piece, start)
    fault = f"its length {length!r} is wrong: it is read up to the next record. {_ANEW}"
    return (following.start() if following else len(piece)), fault


def _members(data: bytes, problems: list[str]) -> Iterator[tuple[bytes, str]]:
    """The gzip members of an archive, unpacked, and what to say of one that is cut; behind a damaged one it goes on."""
    start = 0
    is_damaged = False  # so that a damaged stretch is told once, however many false beginnings are in it
    while 0 <= start < len(data):
        piece, end, fault = _unpack(data, start)
        said = f"byte {start:,} of the archive: {fault} {_ANEW}"
        if piece and (not fault or fault == _ENDS):
            yield piece, said if fault else ""
        elif not is_damaged:
            problems.append(said)
        following = data.find(_GZIP, start + 1 if fault else end)
        is_damaged = bool(fault) or following != end
        if not fault and following != end and data[end : following if following > 0 else None].strip(b"\0\r\n "):
            problems.append(f"byte {end:,} of the archive: what is here is no gzip and is left out. {_ANEW}")
        start = following


def _unpack(data: bytes, start: int) -> tuple[bytes, int, str]:
    """One gzip member: its content, where it ends, and what is wrong with it."""
    unpacker = zlib.decompressobj(31)
    pieces: list[bytes] = []
    n_unpacked = 0
    at = start
    while not unpacker.eof:
        step = data[at : at + _STEP]
        if not step:
            return b"".join(pieces), len(data), _ENDS
        at += len(step)
        try:
            pieces.append(unpacker.decompress(step))
        except zlib.error:
            return b"", at, "damaged: the record here is left out, the rest is read."
        n_unpacked += len(pieces[-1])
        if n_unpacked > min(LARGEST_FILE, LARGEST_RATIO * max(at - start, 1_000)):
            return b"", at, "what is here unpacks to more than any page. It is left out, the rest is read."
    return b"".join(pieces), at - len(unpacker.unused_data), ""
