"""What was fetched into a folder, when and how: one line of JSON for each address, written when it is done."""

from __future__ import annotations

import hashlib
import json
import os
import warnings
from pathlib import Path
from typing import Any, NamedTuple

from framing import files
from framing.errors import CorpusError, FramingWarning

NAME = "journal.jsonl"
_DONE = ("gone", "refused", "forbidden by robots", "not a page")  # what a later call need not try again


class Entry(NamedTuple):
    """What became of one address when it was asked for last.

    Attributes
    ----------
    url : str
        The address, as the list writes it.
    status : str
        "page" when a page came, else why not: see `STATUSES`.
    final_url : str or None
        Where redirects led.
    http_status : int or None
        What the server answered, when it did.
    n_bytes : int or None
        Length of the page, unpacked.
    page_digest : str or None
        SHA-256 of the page's bytes.
    content_type : str or None
        What the server says the page is, with its encoding.
    problem : str or None
        Why there is no page.
    fetched_at : str
        When, in world time.
    """

    url: str
    status: str
    final_url: str | None
    http_status: int | None
    n_bytes: int | None
    page_digest: str | None
    content_type: str | None
    problem: str | None
    fetched_at: str


class Journal:
    """The journal of a folder, and the pages beside it.

    Parameters
    ----------
    folder : path
        Where pages are kept; made when the first one comes.
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self.folder = Path(folder)
        self.entries = _read(self.folder / NAME)

    def page_path(self, url: str) -> Path:
        """Return where the page of an address is kept: a name made from its digest, never from the address itself."""
        return self.folder / "pages" / f"{hashlib.sha256(url.encode()).hexdigest()}.html"

    def page(self, url: str) -> bytes | None:
        """Return the page of an address as it came, or nothing when it is not there or was changed since."""
        entry = self.entries.get(url)
        path = self.page_path(url)
        if entry is None or entry.status != "page" or not path.is_file():
            return None
        data = path.read_bytes()
        return data if hashlib.sha256(data).hexdigest() == entry.page_digest else None

    @property
    def failed(self) -> set[str]:
        """The addresses that gave no page when they were asked for last, and may give one now."""
        return {url for url, entry in self.entries.items() if entry.status not in ("page", *_DONE)}

    def is_done(self, url: str) -> bool:
        """Return whether an address need not be asked for again."""
        entry = self.entries.get(url)
        return entry is not None and (entry.status in _DONE or self.page(url) is not None)

    def keep(self, entry: Entry, page: bytes | None) -> None:
        """Write a page whole and then its line; a line that is there means a page that is there.

        Raises
        ------
        TableError, CorpusError
            When the folder cannot be written.
        """
        if page is not None:
            files.write_whole(self.page_path(entry.url), page)
        path = self.folder / NAME
        line = json.dumps(entry._asdict(), ensure_ascii=False).encode("utf-8", "replace")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with path.open("ab") as file:
                file.write(b"\n" * _ends_inside_a_line(path) + line + b"\n")
        except OSError as problem:
            raise CorpusError(f"{path}: cannot be written ({problem.strerror}). Choose another folder.") from None
        self.entries[entry.url] = entry


def _ends_inside_a_line(path: Path) -> bool:
    """Whether the last line was interrupted."""
    if not path.stat().st_size:
        return False
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read() != b"\n"


def _read(path: Path) -> dict[str, Entry]:
    """The last entry of each address; lines that were interrupted are counted."""
    if not path.exists():
        return {}
    text, _ = files.read_text(path)
    found: dict[str, Entry] = {}
    n_lost = 0
    for line in filter(str.strip, text.split("\n")):
        try:
            entry = _entry(json.loads(line))
        except (ValueError, TypeError, RecursionError):
            n_lost += 1
        else:
            found[entry.url] = entry
    if n_lost:
        said = f"{path}: lines that cannot be read: {n_lost}. What they tell of is fetched again."
        warnings.warn(said, FramingWarning, stacklevel=4)
    return found


def _entry(line: Any) -> Entry:
    """One line of the journal."""
    texts = ("url", "status", "fetched_at")
    entry = Entry(**line)
    if not all(isinstance(getattr(entry, name), str) for name in texts):
        raise TypeError(line)
    return entry
