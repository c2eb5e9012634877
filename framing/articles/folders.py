"""Which files of a folder are articles, and which stand beside them."""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Iterable
from pathlib import Path, PurePath

from framing.errors import CorpusError, FramingWarning

TEXT_SUFFIXES = (".txt", ".md")
TABLE_SUFFIXES = (".csv", ".tsv", ".jsonl", ".ndjson", ".parquet")

# Files that stand beside articles without being one: said by name, and tables of our own by name and suffix.
_PAPERS = re.compile(r"(?i:readme|licen[cs]e|changelog)(\..*)?|(README|LICEN[CS]E|CHANGELOG)[._-].*")
_COMPANIONS = re.compile(
    r"(remarks|leaders|speeches|overrides|sources|units|codings)\.(csv|tsv|jsonl|parquet|xlsx)|journal\.jsonl",
    re.IGNORECASE,
)
_NAMED_IN_WARNING = 20


def files_of(sources: Iterable[str | os.PathLike[str]]) -> list[tuple[Path, str]]:
    """Return the files to read, in order, each with the name an article in it has when it says none.

    Raises
    ------
    CorpusError
        When a folder holds no articles.
    """
    found: list[tuple[Path, str]] = []
    for source in map(Path, sources):
        if source.is_dir():
            found.extend((path, path.relative_to(source).with_suffix("").as_posix()) for path in _files_in(source))
        else:
            found.append((source, source.stem))
    return found


def _files_in(folder: Path) -> list[Path]:
    """The articles of a folder: its text files, or, when it has none, its tables."""
    every = sorted(path for path in folder.rglob("*") if path.is_file() and not stands_beside(path, folder))
    chosen = [path for path in every if path.suffix.lower() in TEXT_SUFFIXES]
    chosen = chosen or [path for path in every if path.suffix.lower() in TABLE_SUFFIXES]
    if not chosen:
        there = sorted({path.suffix or path.name for path in every})
        raise CorpusError(
            f"{folder}: no articles in this folder{f' (it holds {there})' if there else ' (it is empty)'}. "
            f"Articles are {', '.join(TEXT_SUFFIXES + TABLE_SUFFIXES)} files; `framing read` makes a table of others."
        )
    left = [path.relative_to(folder).as_posix() for path in every if path not in set(chosen)]
    if left:
        kinds = ", ".join(sorted({path.suffix for path in chosen}))
        more = f" and {len(left) - _NAMED_IN_WARNING} more" if len(left) > _NAMED_IN_WARNING else ""
        shown = ", ".join(left[:_NAMED_IN_WARNING]) + more
        said = f"{folder}: only {len(chosen)} of {len(every)} files are read, the {kinds} files, not: {shown}"
        warnings.warn(f"{said}. `framing read` makes one table of all", FramingWarning, stacklevel=4)
    return chosen


def stands_beside(path: PurePath, folder: PurePath) -> bool:
    """Return whether a file is hidden, a paper about the folder, or a table of leaders, remarks or speeches."""
    is_hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    return is_hidden or bool(_PAPERS.fullmatch(path.name) or _COMPANIONS.fullmatch(path.name))
