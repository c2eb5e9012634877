"""RTF files, as word processors and databases write them: one file is one article."""

from __future__ import annotations

import importlib
import re
from typing import Any

from framing.articles.exports.export import Article, Export
from framing.articles.exports.source import Source
from framing.decoding import clean_text
from framing.errors import CorpusError

# What striprtf has no paragraph for; a backslash that is itself written so (\\) begins no word.
_WORDS = re.compile(r"\\\\|\\(par|sect|page|row|nestrow|cell|nestcell)(?![a-zA-Z])(?:-?\d+)?")
_AS = {"cell": r"\tab", "nestcell": r"\tab"}
_BINARY = re.compile(rb"\\bin(\d{1,10}) ?")
_NO_ASCII = re.compile(rb"[\x80-\xff]")
_LINK = re.compile(r"(?i)(?=HYPERLINK\b)")
_LEFT_OUT = {"footnote": "notes", "annotation": "comments", "pict": "pictures"}
_CUT = "the file ends in the middle"


def recognises_rtf(source: Source) -> bool:
    r"""Return whether a file is an RTF file, whatever its name ends in.

    Examples
    --------
    >>> recognises_rtf(Source("rain.doc", rb"{\rtf1 It rained.}"))
    True
    """
    return source.container == "rtf"


def read_rtf(source: Source) -> Export:
    r"""Return the article of an RTF file.

    Raises
    ------
    CorpusError
        When it is damaged beyond reading, or striprtf is not installed.

    Examples
    --------
    >>> read_rtf(Source("rain.rtf", rb"{\rtf1 It rained.\par The river rose.}")).articles[0].cells["text"]
    'It rained.\n\nThe river rose.'
    """
    counts = {what: len(re.findall(rf"\\{word}(?![a-z])".encode(), source.data)) for word, what in _LEFT_OUT.items()}
    warnings = [f"{count} {what} of the RTF file are not read" for what, count in counts.items() if count]
    is_cut = not source.data.rstrip(b"\0 \t\r\n").endswith(b"}")
    cells = {"text": rtf_text(source), "warnings": [*warnings, *([_CUT] if is_cut else [])]}
    problems = [f"{_CUT}: the text up to there is read. Fetch or save it once more."] if is_cut else []
    return Export([Article("", cells)], problems=problems)


def rtf_text(source: Source) -> str:
    r"""Return the text of an RTF file: an empty line between paragraphs, a tab between the cells of a table.

    Parameters
    ----------
    source : Source
        The file.

    Returns
    -------
    str
        Without pictures, notes, comments, headers, footers and the addresses behind links.

    Raises
    ------
    CorpusError
        When it is damaged beyond reading, or striprtf is not installed.

    Examples
    --------
    >>> rtf_text(Source("rain.rtf", rb"{\rtf1 Ondara\u8217 ?s caf\'e9s\cell 17\row}"))
    'Ondara’s cafés\t17'
    """
    striprtf = _striprtf()
    try:
        text = str(striprtf.rtf_to_text(_prepared(source.data), errors="replace"))
    except (ValueError, OverflowError, LookupError, TypeError, AttributeError) as problem:
        hint = "Open it in a word processor and save it once more."
        raise CorpusError(f"{source.name}: this RTF file is damaged and cannot be read ({problem}). {hint}") from None
    lines = (
        line.strip(" \t") for line in clean_text(text)[0].split("\n")
    )  # which joins the halves of a long character
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _striprtf() -> Any:
    """The module that reads RTF."""
    try:
        return importlib.import_module("striprtf.striprtf")
    except ImportError:
        hint = 'Install it with: pip install "framing-toolkit[ingest]"'
        raise CorpusError(f"RTF files are read with striprtf, which is not installed. {hint}") from None


def _prepared(data: bytes) -> str:
    """RTF in which each thing stands as striprtf reads it best."""
    text = _in_ascii(_without_binary(data))
    text = _WORDS.sub(lambda found: _AS.get(found[1], r"\par\par") if found[1] else found[0], text)
    return _LINK.sub("\n", text)  # which RTF does not see; striprtf would put the address into the text


def _without_binary(data: bytes) -> bytes:
    """RTF without the raw bytes of its pictures."""
    kept: list[bytes] = []
    at = 0
    while found := _BINARY.search(data, at):
        kept.append(data[at : found.start()])
        at = found.end() + int(found[1])
    return b"".join([*kept, data[at:]])


def _in_ascii(data: bytes) -> str:
    """RTF is ASCII; raw UTF-8, which some programs write, is kept, other raw bytes are those of its code page."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _NO_ASCII.sub(lambda found: b"\\'%02x" % found[0][0], data).decode("ascii")
