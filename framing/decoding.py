"""Text from bytes and files: every common encoding, with what had to be mended counted."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from framing.errors import CorpusError, did_you_mean

_MARKS = {  # UTF-32 first: its mark begins with that of UTF-16
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
_TEXT_CONTROLS = b"\t\n\r\f\x1b\x85"


def decode_text(data: bytes, source: str) -> tuple[str, list[str]]:
    r"""Return bytes as text, with a list of what had to be mended.

    Parameters
    ----------
    data : bytes
        UTF-8 with or without a mark, UTF-16 or UTF-32 with a mark, or Windows-1252.
    source : str
        Name for the message.

    Returns
    -------
    text : str
        The text; bytes that mean nothing are U+FFFD. Line breaks stay as they are.
    warnings : list of str
        Such as "read as Windows-1252"; empty for clean UTF-8.

    Raises
    ------
    CorpusError
        When the bytes are no text at all.

    Examples
    --------
    >>> decode_text(b"caf\xe9", "menu.txt")
    ('café', ['read as Windows-1252'])
    """
    encoding = next((name for mark, name in _MARKS.items() if data.startswith(mark)), None)
    marked = "" if encoding is None else data.decode(encoding, errors="replace")
    if (encoding is None and _looks_binary(data)) or "\0" in marked:
        raise CorpusError(
            f"{source}: this is no text file{_what_it_is(data)} Save it as plain text (.txt, UTF-8) first."
        )
    if encoding is not None:
        return _replaced(marked, [])
    try:
        return _replaced(data.decode("utf-8"), [])
    except UnicodeDecodeError as problem:
        return _decode_damaged(data, problem)


def _what_it_is(data: bytes) -> str:
    """What a file looks like that is no text."""
    kinds = {
        b"PK": ", it looks like a Word or Excel file.",
        b"%PDF": ", it looks like a PDF file.",
        b"\xd0\xcf\x11\xe0": ", it looks like an old Word or Excel file.",
        b"\x89PNG": ", it looks like a picture.",
        b"\xff\xd8\xff": ", it looks like a picture.",
    }
    return next((what for begins, what in kinds.items() if data.startswith(begins)), ".")


def _looks_binary(data: bytes) -> bool:
    """Whether there is a zero byte anywhere, or the first pages hold more than a few control characters."""
    head = data[:65536]
    controls = sum(head.count(bytes([code])) for code in range(32) if bytes([code]) not in _TEXT_CONTROLS)
    return b"\x00" in data or controls > len(head) / 50


def _decode_damaged(data: bytes, problem: UnicodeDecodeError) -> tuple[str, list[str]]:
    """Bytes that are not clean UTF-8: damaged UTF-8 when most of its long characters are whole, else Windows-1252."""
    damaged = data.decode("utf-8", errors="replace")
    n_bad = damaged.count("\ufffd")
    n_whole = sum(not letter.isascii() for letter in damaged) - n_bad
    if n_whole > n_bad:
        return _replaced(damaged, [])
    try:
        return data.decode("cp1252"), ["read as Windows-1252"]
    except UnicodeDecodeError:
        return _replaced(data.decode("cp1252", errors="replace"), ["read as Windows-1252"])


def _replaced(text: str, warnings: list[str]) -> tuple[str, list[str]]:
    """The text without lone surrogates, and how many characters are unreadable."""
    clean = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if _has_surrogates(text) else text
    n_bad = clean.count("\ufffd")
    return clean, [*warnings, f"{n_bad} unreadable characters replaced"] if n_bad else warnings


def _has_surrogates(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def clean_text(text: str) -> tuple[str, list[str]]:
    r"""Return a text with lone surrogates replaced, and what was mended.

    Examples
    --------
    >>> clean_text("a\ud800b")
    ('a�b', ['1 unreadable characters replaced'])
    """
    return _replaced(text, [])


def count_unreadable(cells: Iterable[Any]) -> list[str]:
    r"""Return how many characters of all texts among the cells are unreadable, as `decode_text` says it.

    Examples
    --------
    >>> count_unreadable(["a\ufffd", None, "\ufffdb"])
    ['2 unreadable characters replaced']
    """
    n_bad = sum(cell.count("\ufffd") for cell in cells if isinstance(cell, str))
    return [f"{n_bad} unreadable characters replaced"] if n_bad else []


def is_count(warning: str) -> bool:
    """Return whether a warning counts unreadable characters; a table is counted anew, article by article."""
    return warning.endswith("unreadable characters replaced")


def read_text(path: str | os.PathLike[str]) -> tuple[str, list[str]]:
    """Return the text of a file and what had to be mended; see `decode_text`.

    Raises
    ------
    CorpusError
        When the file is not there or is no text.
    """
    return decode_text(read_bytes(Path(path)), str(path))


def read_bytes(path: Path) -> bytes:
    """Return what stands in a file.

    Raises
    ------
    CorpusError
        When it is not there, is a folder, or cannot be read; with the nearest name.
    """
    if path.is_dir():
        raise CorpusError(f"{path}: this is a folder, not a file.")
    try:
        return path.read_bytes()
    except FileNotFoundError:
        siblings = [file.name for file in path.parent.iterdir()] if path.parent.is_dir() else []
        hint = did_you_mean(path.name, siblings)
        raise CorpusError(f"{path}: no such file.{hint if hint.startswith(' Did') else _one_up(path)}") from None
    except OSError as problem:
        raise CorpusError(f"{path}: cannot be read ({problem.strerror}).") from None


def _one_up(path: Path) -> str:
    """A suggestion when the file lies one folder up, as it does for a notebook in notebooks/."""
    above = Path("..") / path
    return f" Did you mean {above.as_posix()!r}?" if not path.is_absolute() and above.exists() else ""
