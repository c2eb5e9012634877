"""The answer of a web server as it was sent: in chunks, packed, and never further unpacked than a page can be long."""

from __future__ import annotations

import importlib
import re
import zlib
from collections.abc import Mapping
from typing import Any

from framing.articles.exports.source import LARGEST_RATIO
from framing.errors import CorpusError

LARGEST_PAGE = 20_000_000  # bytes; the longest live blogs have two million
_CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]*)?\r\n")
_TOO_MUCH = "the page unpacks to more than any page has. It is not read."


def unpack_answer(body: bytes, headers: Mapping[str, str]) -> bytes:
    """Return the content of an answer, unpacked as its headers say.

    Parameters
    ----------
    body : bytes
        As it was sent. Some archives store it unpacked and keep the headers: then it is given as it is.
    headers : mapping of str to str
        By their names in small letters.

    Raises
    ------
    CorpusError
        When it is damaged, packed in a way that is not known, or longer than any page.

    Examples
    --------
    >>> unpack_answer(zlib.compress(b"<p>It rained."), {"content-encoding": "deflate"})
    b'<p>It rained.'
    """
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _joined(body)
    for way in reversed(headers.get("content-encoding", "").lower().split(",")):
        body = _unpacked(body, way.strip())
    if len(body) > LARGEST_PAGE:
        raise CorpusError(_TOO_MUCH)
    return body


def _joined(body: bytes) -> bytes:
    """A body without the lengths of its chunks; the whole of it when it does not begin with one."""
    pieces: list[bytes] = []
    at = 0
    while chunk := _CHUNK.match(body, at):
        length = int(chunk[1], 16)
        pieces.append(body[chunk.end() : chunk.end() + length])
        at = chunk.end() + length + 2
        if not length:
            break
    return b"".join(pieces) if pieces else body


def _unpacked(body: bytes, way: str) -> bytes:
    """A body unpacked in one way; as it is when it is a page already."""
    if way in ("", "identity") or body.lstrip()[:1] == b"<":
        return body
    if way in ("gzip", "x-gzip", "deflate"):
        return _inflated(body, way)
    if way == "br":
        return _without_brotli(body)
    raise CorpusError(f"the page is packed as {way!r}, which is not known here. Save it from a browser.")


def _inflated(body: bytes, way: str) -> bytes:
    """A body without gzip or deflate, the latter with or without its header; the beginning when it is cut."""
    limit = min(LARGEST_PAGE, LARGEST_RATIO * max(len(body), 1_000))
    for window in (31,) if way.endswith("gzip") else (15, -15):
        try:
            unpacker = zlib.decompressobj(window)
            found = unpacker.decompress(body, limit)
        except zlib.error:
            continue
        if unpacker.unconsumed_tail:
            raise CorpusError(_TOO_MUCH)
        return found
    raise CorpusError(f"the page is damaged: it cannot be unpacked as {way!r}. Fetch the archive once more.")


def _without_brotli(body: bytes) -> bytes:
    """A body without brotli."""
    try:
        brotli: Any = importlib.import_module("brotli")
    except ImportError:
        raise CorpusError("the page is packed as 'br'. Install what unpacks it: pip install 'brotli>=1.2'") from None
    unpacker = brotli.Decompressor()
    try:
        found = bytes(unpacker.process(body, output_buffer_limit=LARGEST_PAGE))  # a bomb in brotli is a few bytes
    except TypeError:
        raise CorpusError("the page is packed as 'br', and this brotli is too old: pip install 'brotli>=1.2'") from None
    except brotli.error:
        raise CorpusError("the page is damaged: it cannot be unpacked as 'br'. Fetch the archive once more.") from None
    if not unpacker.is_finished() and len(found) >= LARGEST_PAGE:
        raise CorpusError(_TOO_MUCH)
    return found
