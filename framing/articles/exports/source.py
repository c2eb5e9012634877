"""One file as it came: its bytes, what it is by its content, its text, and the parts of an archive."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from framing.decoding import decode_text, read_bytes
from framing.errors import CorpusError

LARGEST_FILE = 1_000_000_000  # bytes; what a laptop of 8 GB still parses
LARGEST_PART = 200_000_000  # bytes of one part of an archive, unpacked: a book of 200 million letters
LARGEST_RATIO = 500  # text packs to a tenth, repeated text to a hundredth; a bomb to a thousandth
HEAD = 20_000  # characters that tell what a text is
_BEGINNINGS = {  # what the first bytes say
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",  # without any part
    b"%PDF": "pdf",
    b"{\\rtf": "rtf",
    b"\x1f\x8b": "gzip",
    b"PAR1": "parquet",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "old office",  # also an .xlsx or .docx behind a password
    b"WARC/": "warc",
}
_ENCRYPTED = 0x1
# What zipfile raises, by what is damaged: its own, an unknown method or version, a place outside the file.
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, IndexError)


@dataclass(frozen=True)
class Source:
    """One file, or one part of an archive.

    Attributes
    ----------
    name : str
        Its path, for messages.
    data : bytes
        What stands in it.
    """

    name: str
    data: bytes

    @property
    def stem(self) -> str:
        """The name of the file without folder and suffix."""
        return PurePosixPath(self.name.replace("\\", "/")).stem

    @property
    def suffix(self) -> str:
        """The suffix in small letters; a hint, never a proof."""
        return PurePosixPath(self.name.replace("\\", "/")).suffix.lower()

    @cached_property
    def container(self) -> str:
        """What the file is by its first bytes: zip, pdf, rtf, gzip, parquet, old office, warc or text."""
        head = self.data[:16].removeprefix(b"\xef\xbb\xbf").lstrip()
        return next((kind for begins, kind in _BEGINNINGS.items() if head.startswith(begins)), "text")

    @cached_property
    def decoded(self) -> tuple[str, list[str]]:
        """The text of the file and what had to be mended; a CorpusError when it is none."""
        return decode_text(self.data, self.name)

    @property
    def text(self) -> str:
        """The text of the file, as it stands."""
        return self.decoded[0]

    @cached_property
    def head(self) -> str:
        """The beginning of the text, without white space around it; empty when the file is no text."""
        if self.container not in ("text", "rtf", "warc"):
            return ""
        try:
            return decode_text(self.data[: 4 * HEAD], self.name)[0].strip()[:HEAD]
        except CorpusError:
            return ""

    @cached_property
    def parts(self) -> dict[str, zipfile.ZipInfo]:
        """The parts of a zip archive by name, in its order, without folders; empty for any other file.

        A further part of the same name has a number in front.
        """
        if self.container != "zip":
            return {}
        try:
            with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
                counts: Counter[str] = Counter()
                found = {}
                for part in archive.infolist():
                    if not part.is_dir():
                        counts[part.filename] += 1
                        number = counts[part.filename]
                        found[part.filename if number == 1 else f"{number}/{part.filename}"] = part
                return found
        except _DAMAGED as problem:
            hint = "It may be cut off: fetch it once more."
            raise CorpusError(f"{self.name}: this zip archive cannot be opened ({problem}). {hint}") from None

    def part(self, name: str) -> bytes:
        """Return one part of an archive, unpacked in memory and never further than a text can be long.

        Raises
        ------
        CorpusError
            When it is not there, is behind a password, is damaged, or unpacks to more than any text.
        """
        info = self.parts.get(name)
        if info is None:
            raise CorpusError(f"{self.name}: {name!r} is not in this archive. It may be cut off: fetch it once more.")
        if info.flag_bits & _ENCRYPTED:
            raise CorpusError(f"{self.name}: {name!r} is behind a password. Save it without one.")
        if info.file_size > LARGEST_PART or info.file_size > LARGEST_RATIO * max(info.compress_size, 1_000):
            raise CorpusError(
                f"{self.name}: {name!r} would unpack from {info.compress_size:,} to {info.file_size:,} bytes, "
                "as no text does. It is not opened."
            )
        try:
            with zipfile.ZipFile(io.BytesIO(self.data)) as archive, archive.open(info) as part:
                return part.read(info.file_size)
        except _DAMAGED as problem:
            hint = "Fetch it once more, or save it anew."
            raise CorpusError(f"{self.name}: {name!r} cannot be unpacked ({problem}). {hint}") from None


def open_source(path: Path) -> Source:
    """Return a file as a source.

    Raises
    ------
    CorpusError
        When it is not there, is no plain file, is empty, or is larger than what is read at once.
    """
    if not path.is_file() and (why := _no_file(path)):
        raise CorpusError(f"{path}: {why}")
    size = path.stat().st_size if path.is_file() else 0
    if size > LARGEST_FILE:
        said = f"{size / 1e9:.1f} GB are more than is read at once ({LARGEST_FILE / 1e9:.0f} GB)"
        raise CorpusError(f"{path}: {said}. Split the file, or save it as several.")
    data = read_bytes(path)
    if not data.strip():
        raise CorpusError(f"{path}: the file is empty.")
    return Source(str(path), data)


def _no_file(path: Path) -> str:
    """What stands at a place where no file is; nothing when the place is empty."""
    if path.is_dir():
        if path.is_symlink():
            return "a link to a folder, which is not followed. Name that folder as well."
        return "this folder cannot be opened (Permission denied)."
    if path.is_symlink() and not path.exists():
        return "a link to what is not there. Put the file itself here."
    if path.exists():
        return "a pipe or a device, no file. Save what comes out of it, and name that file."
    return ""
