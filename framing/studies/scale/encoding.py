"""Whether a whole text file is UTF-8: a part of it cannot know what stands in the others."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path

from framing.decoding import decode_text
from framing.errors import CorpusError
from framing.studies.scale.opening import first_lines, lines_before

_BLOCK = 1 << 20
_OTHER_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)  # the first begins UTF-32, too


def check_encoding(path: Path) -> None:
    """Refuse a text file that is not read as UTF-8 where it is read at once.

    Raises
    ------
    CorpusError
        When it is empty, no text, or in another encoding; with the place from which on that shows.

    Notes
    -----
    A few damaged characters make no other encoding of it; `framing.decoding` decides in the same way. All of the file
    is read, which is quick beside what is done with it.
    """
    head = first_lines(path)
    text, _ = decode_text(head, str(path))  # refuses what is no text
    if not text.strip():
        raise CorpusError(f"{path}: the file is empty.")
    place = "" if head.startswith(_OTHER_MARKS) else None
    bad = _first_bad_byte(path) if place is None else None
    if bad is not None and not head.startswith(codecs.BOM_UTF8) and not _is_mostly_utf8(path):
        place = f" from byte {bad} on (line {lines_before(path, bad + 1)})"
    if place is not None:
        hint = f"`framing read {path} -o articles.parquet` makes a table of it that can be cut."
        raise CorpusError(f"{path}: not in UTF-8{place}, and so not cut into parts. {hint}")


def _first_bad_byte(path: Path) -> int | None:
    """Where a file is not UTF-8 for the first time; a zero byte is no text in any of the encodings."""
    decoder, at, bad = codecs.getincrementaldecoder("utf-8")(), 0, None
    for block in _blocks(path):
        if (zero := block.find(b"\0")) >= 0:
            where = f"byte {at + zero} is zero (line {lines_before(path, at + zero + 1)})"
            raise CorpusError(f"{path}: {where}: this is no text file. Save it as plain text (UTF-8) first.")
        if bad is None:
            before = len(decoder.getstate()[0])  # of a character that began in the block before
            try:
                decoder.decode(block, final=not block)
            except UnicodeDecodeError as problem:
                bad = at - before + problem.start
        at += len(block)
    return bad


def _is_mostly_utf8(path: Path) -> bool:
    """Whether most of the characters outside ASCII are whole."""
    decoder, n_long, n_bad = codecs.getincrementaldecoder("utf-8")("replace"), 0, 0
    for block in _blocks(path):
        text = decoder.decode(block, final=not block)
        n_long += len(text) - len(text.encode("ascii", "ignore"))
        n_bad += text.count("\ufffd")
    return n_long - n_bad > n_bad


def _blocks(path: Path) -> Iterator[bytes]:
    """The bytes of a file, at the end none: then no character may be begun."""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block
    yield b""
