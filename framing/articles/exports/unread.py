"""What a file is that no reader reads, and what its owner can do."""

from __future__ import annotations

import re

from framing.articles.exports.source import HEAD, Source
from framing.errors import CorpusError

_SAVE = "Open it in its program and save it as .docx, .txt or PDF."
_TRANSCRIBE = "Transcribe what is said in it, and save that as text."
_RECOGNISE = "Run text recognition (OCR) on it, and save the result as text or PDF."
_TABLE = "Export its table as CSV (UTF-8)."
_UNPACK = "Unpack it first, and name the folder."
_PAGE = "Open it in a browser and save the page as HTML."

# What stands at which byte of files of a kind, as their makers publish it.
_MARKS: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"\x89PNG", "a picture (PNG)", _RECOGNISE),
    (0, b"\xff\xd8\xff", "a picture (JPEG)", _RECOGNISE),
    (0, b"GIF8", "a picture (GIF)", _RECOGNISE),
    (0, b"BM", "a picture (BMP)", _RECOGNISE),
    (0, b"II*\0", "a picture (TIFF)", _RECOGNISE),
    (0, b"MM\0*", "a picture (TIFF)", _RECOGNISE),
    (8, b"WEBP", "a picture (WebP)", _RECOGNISE),
    (4, b"ftyphei", "a picture (HEIC)", _RECOGNISE),
    (4, b"ftypmif1", "a picture (HEIC)", _RECOGNISE),
    (4, b"ftypavif", "a picture (AVIF)", _RECOGNISE),
    (0, b"AT&TFORM", "a scan (DjVu)", _RECOGNISE),
    (4, b"ftypM4A", "sound (M4A)", _TRANSCRIBE),
    (4, b"ftyp", "video (MP4)", _TRANSCRIBE),
    (0, b"\x1aE\xdf\xa3", "video (Matroska or WebM)", _TRANSCRIBE),
    (8, b"AVI ", "video (AVI)", _TRANSCRIBE),
    (8, b"WAVE", "sound (WAV)", _TRANSCRIBE),
    (0, b"OggS", "sound (Ogg)", _TRANSCRIBE),
    (0, b"fLaC", "sound (FLAC)", _TRANSCRIBE),
    (0, b"ID3", "sound (MP3)", _TRANSCRIBE),
    (0, b"\xff\xfb", "sound (MP3)", _TRANSCRIBE),
    (0, b"MZ", "a program", "It holds no article."),
    (0, b"\x7fELF", "a program", "It holds no article."),
    (0, b"\xcf\xfa\xed\xfe", "a program", "It holds no article."),
    (0, b"SQLite format 3", "a database (SQLite)", _TABLE),
    (0, b"$FL2", "data of SPSS (.sav)", _TABLE),
    (0, b"$FL3", "data of SPSS (.zsav)", _TABLE),
    (0, b"<stata_dta>", "data of Stata (.dta)", _TABLE),
    (0, b"RDX", "data of R (.RData)", _TABLE),
    (0, b"ARROW1", "a table of Arrow (Feather)", _TABLE),
    (0, b"\x89HDF", "data in HDF5", _TABLE),
    (0, b"7z\xbc\xaf\x27\x1c", "an archive (7-Zip)", _UNPACK),
    (0, b"Rar!", "an archive (RAR)", _UNPACK),
    (0, b"\xfd7zXZ", "an archive (xz)", _UNPACK),
    (0, b"BZh", "an archive (bzip2)", _UNPACK),
    (0, b"\x28\xb5\x2f\xfd", "an archive (Zstandard)", _UNPACK),
    (257, b"ustar", "an archive (tar)", _UNPACK),
    (0, b"bplist00\xd1\x01\x02_\x10\x0fWebMainResource", "a web archive of Safari", _PAGE),
    (0, b"bplist00", "a file of macOS (property list), perhaps a web archive of Safari", _PAGE),
    (60, b"BOOKMOBI", "a book of Kindle", _SAVE),
    (0, b"%!PS", "a PostScript file", "Turn it into a PDF first."),
    (0, b"{\\rtf", "an RTF file", _SAVE),
    (0, b"%PDF", "a PDF file", _SAVE),
)  # fmt: skip
# Streams in the old containers of Office, by which the program that wrote them is known.
_OLD_OFFICE = (
    ("EncryptedPackage", "a file of Word, Excel or PowerPoint behind a password", "Open it and save it without one."),
    ("WordDocument", "an old Word file (.doc)", "Open it in Word or LibreOffice and save it as .docx."),
    ("Workbook", "an old Excel file (.xls)", "Open it in Excel or LibreOffice and save it as .xlsx or CSV."),
    ("PowerPoint Document", "an old PowerPoint file (.ppt)", "Open it and save its text as .docx or .txt."),
    ("__properties_version1.0", "a message of Outlook (.msg)", "Open it and save it as text or HTML."),
)
_PACKED = (  # parts by which a zip archive is known to be a document
    ("META-INF/container.xml", "a book (EPUB)", "Save its chapters as HTML or text."),
    ("ppt/presentation.xml", "a PowerPoint file", "Save its text as .docx or .txt."),
    ("xl/workbook.xml", "an Excel file that no reader could open", "Save it as CSV."),
    ("Index/Document.iwa", "a file of Pages, Numbers or Keynote", "Export it as .docx or CSV."),
    ("content.xml", "a file of LibreOffice that is no text", "Save a table as CSV or .xlsx, a text as .odt."),
)
_FEED = re.compile(r"(?is)(?>\s|<\?xml[^>]*>|<!--(?:(?!-->).)*-->)*+<(rss|feed|rdf:RDF|urlset|sitemapindex|svg)\b")
_LETTER = re.compile(r"(?i)\A(?:from |(?:received|return-path|delivered-to|from|to|subject|date|message-id): )")
_TEXTS = "No reader knows it. Save it as .txt, or as CSV with a column of texts."


def explain_unread(source: Source) -> str:
    r"""Return what a file is that no reader reads, and what to do with it, in one line.

    Examples
    --------
    >>> explain_unread(Source("scan.pdf", b"\x89PNG\r\n\x1a\n"))
    'this is a picture (PNG). Run text recognition (OCR) on it, and save the result as text or PDF.'
    """
    what, to_do = _kind(source)
    return f"this is {what}. {to_do}"


def _kind(source: Source) -> tuple[str, str]:
    """What a file is, and what to do with it."""
    if source.container == "old office":
        return _by_stream(source.data)
    if source.container == "zip":
        return _by_part(source)
    data = source.data
    known = ((what, to_do) for at, mark, what, to_do in _MARKS if data[at : at + len(mark)] == mark)
    return next(known, None) or _by_text(source)


def _by_stream(data: bytes) -> tuple[str, str]:
    """A kind of old Office file; the names of its streams stand in it in UTF-16."""
    known = ((what, to_do) for name, what, to_do in _OLD_OFFICE if name.encode("utf-16-le") in data)
    return next(known, ("an old file of Word, Excel or PowerPoint, or one behind a password", _SAVE))


def _by_part(source: Source) -> tuple[str, str]:
    """A kind of document that is packed as zip."""
    try:
        parts = source.parts
    except CorpusError:
        return "a zip archive that is damaged", "It may be cut off: fetch it once more."
    if not parts:
        return "an archive with nothing in it", "Fetch it once more."
    shown = ", ".join(repr(name) for name in list(parts)[:3])
    return next(
        ((what, to_do) for name, what, to_do in _PACKED if name in parts),
        (f"an archive of a kind that is not known (in it: {shown})", _UNPACK),
    )


def _by_text(source: Source) -> tuple[str, str]:
    """A kind of text."""
    if not source.data.strip(b"\0 \t\r\n"):
        return "a file with nothing in it", "Fetch it once more."
    if not source.head:
        begins = source.data[:8].hex(" ")
        return f"no text and of no kind that is known (it begins with the bytes {begins})", _SAVE
    feed = _FEED.match(source.head[:HEAD])
    if feed:
        return f"XML of the kind <{feed[1]}>, no article", "Save the pages it lists as HTML."
    if _LETTER.match(source.head):
        return "an e-mail or a mailbox", "Save the articles in it as text or HTML."
    return f"text that begins {' '.join(source.head[:40].split())!r}", _TEXTS
