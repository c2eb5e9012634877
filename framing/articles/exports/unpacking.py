"""The files that a user names, folders and archives opened, one after the other in memory."""

from __future__ import annotations

import io
import os
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from framing.articles.exports.source import LARGEST_FILE, LARGEST_RATIO, Source, open_source
from framing.articles.exports.web_pages import stands_beside_page
from framing.articles.folders import stands_beside
from framing.errors import CorpusError

DEEPEST = 2  # archives in archives: a download of downloads; more is no way to keep texts
# What tells a document from an archive of files: a part by which its program knows it.
_DOCUMENT_PARTS = ("[Content_Types].xml", "mimetype")
_CHUNK = 1 << 20
_TOP = PurePosixPath()


class Unread(CorpusError):
    """A file, or a part of an archive, that cannot be opened; the others can."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(reason)
        self.name = name


def list_files(sources: Iterable[Path]) -> list[Path]:
    """Return the files to read: those named, and all of a folder that can be articles, by name.

    A folder inside that is a link (it may lead in a circle) or may not be opened stands for what is in it. Hidden
    files, papers about the folder (README), tables of leaders, remarks and speeches and what a browser saves beside a
    page are no articles.

    Raises
    ------
    CorpusError
        When a path can be none, or a folder holds no file.
    """
    found: list[Path] = []
    for source in sources:
        if _is_folder(source):
            every = _everything_in(source)
            inside = sorted(p for p in every if not stands_beside(p, source) and not stands_beside_page(p, every))
            if not inside:
                raise CorpusError(f"{source}: no files to read in this folder.")
            found.extend(inside)
        else:
            found.append(source)
    return list(dict.fromkeys(found))


def _is_folder(path: Path) -> bool:
    """Whether a path is a folder; what can be none at all, such as a text in its place, is refused."""
    try:
        return path.is_dir()
    except OSError:
        raise CorpusError(f"{str(path)[:40]!r} ...: no file can have this name. Give the path of a file.") from None


def _everything_in(folder: Path) -> set[Path]:
    """Every file under a folder, and every folder under it that is not entered: a link, or one that is closed."""
    found: set[Path] = set()
    for place, folders, files in os.walk(folder, onerror=lambda problem: found.add(Path(problem.filename))):
        found.update(Path(place, name) for name in files)
        found.update(path for name in folders if (path := Path(place, name)).is_symlink())
    return found


def unpack(path: Path) -> Iterator[Source | Unread]:
    """Yield the sources of one file: itself, or, of an archive, each file in it; what cannot be opened as `Unread`."""
    try:
        source = open_source(path)
    except CorpusError as problem:
        yield Unread(str(path), str(problem))
        return
    yield from _opened(source, DEEPEST)


def _opened(source: Source, levels: int) -> Iterator[Source | Unread]:
    """A source, or what is in it."""
    try:
        if source.container == "gzip":
            yield source if _begins_as_warc(source) else _gunzip(source)  # WARC is packed piece by piece, and so read
        elif _is_archive(source):
            if not levels:
                raise CorpusError(f"{source.name}: an archive in an archive in an archive. Unpack it first.")
            yield from _files_in(source, levels - 1)
        else:
            yield source
    except CorpusError as problem:
        yield Unread(source.name, str(problem))


def _is_archive(source: Source) -> bool:
    """Whether a file is an archive of files, not a document of Word, Excel or another program."""
    return source.container == "zip" and not any(name in source.parts for name in _DOCUMENT_PARTS)


def _files_in(archive: Source, levels: int) -> Iterator[Source | Unread]:
    """The files of an archive; no more of them than a file may be large."""
    if sum(part.file_size for part in archive.parts.values()) > LARGEST_FILE:
        raise CorpusError(f"{archive.name}: it unpacks to more than {LARGEST_FILE / 1e9:.0f} GB. Unpack it first.")
    every = {PurePosixPath(name.replace("\\", "/")) for name in archive.parts}
    for name in archive.parts:
        inside = PurePosixPath(name.replace("\\", "/"))
        if not inside.parts or inside.is_absolute() or ".." in inside.parts or ":" in inside.parts[0]:
            said = f"{archive.name}: {name!r} is a path that leaves the archive. This part is not read."
            yield Unread(f"{archive.name}/{name}", said)
        elif not (inside.parts[0] == "__MACOSX" or stands_beside(inside, _TOP) or stands_beside_page(inside, every)):
            try:
                data = archive.part(name)
            except CorpusError as problem:
                yield Unread(f"{archive.name}/{name}", str(problem))
                continue
            yield from _opened(Source(f"{archive.name}/{name}", data), levels)


def _begins_as_warc(source: Source) -> bool:
    try:
        return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16).decompress(source.data[:_CHUNK], 5) == b"WARC/"
    except zlib.error:
        return False


def _gunzip(source: Source) -> Source:
    """A file packed by gzip, unpacked in memory and never further than a text can be long."""
    most = min(LARGEST_FILE, LARGEST_RATIO * max(len(source.data), 1_000))
    unpacked, rest = bytearray(), source.data
    try:
        while rest:
            piece = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
            data = io.BytesIO(rest)
            while (packed := piece.unconsumed_tail or data.read(_CHUNK)) and not piece.eof:
                unpacked += piece.decompress(packed, _CHUNK)
                if len(unpacked) > most:
                    raise CorpusError(f"{source.name}: it would unpack to more than any text. It is not opened.")
            if not piece.eof:
                raise CorpusError(f"{source.name}: the file is cut off before its end. Fetch it once more.")
            rest = (piece.unused_data + data.read()).lstrip(b"\0")
    except zlib.error as problem:
        raise CorpusError(f"{source.name}: it cannot be unpacked ({problem}). Fetch it once more.") from None
    return Source(source.name.removesuffix(".gz"), bytes(unpacked))
