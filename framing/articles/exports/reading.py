"""Foreign files to articles: each by the reader that knows its content, none of them able to stop the others."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from framing import schema
from framing.articles.columns import Dates
from framing.articles.exports.export import Article
from framing.articles.exports.joining import AddressIndex, join_page
from framing.articles.exports.labels import language_code
from framing.articles.exports.naming import name_columns
from framing.articles.exports.readers import Reader, reader_of
from framing.articles.exports.source import Source
from framing.articles.exports.unpacking import Unread, list_files, unpack
from framing.articles.exports.unread import explain_unread
from framing.articles.identity import Named, content_digest, name_articles
from framing.articles.mojibake import repair_mojibake
from framing.articles.records import Record, article_of_cells, as_articles
from framing.cells import is_missing
from framing.errors import CorpusError, all_problems

_TABLES = (".csv", ".tsv", ".xlsx", ".xls", ".json", ".jsonl", ".parquet")
_CLASH = "Its id and its content name each; give every article an id of its own, or none."


class FileRead(NamedTuple):
    """What was read of one file.

    Attributes
    ----------
    file : str
        Its path; behind it the path inside an archive.
    source_format : str or None
        The shape it was read as; None when it could not be read.
    n_announced : int or None
        How many articles the file says it holds.
    records : list of dict
        Its articles, not yet named: `article_id` is what the source calls it, or None; `file` the name of the file.
    problems : list of str
        What could not be read, each with file and place.
    notes : list of str
        What is worth knowing although nothing is lost, each with the file.
    """

    file: str
    source_format: str | None
    n_announced: int | None
    records: list[Record]
    problems: list[str]
    notes: list[str]


def read_exports(
    source: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    columns: Mapping[str, str] | None = None,
    dates: Dates | None = None,
    language: str = "en",
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the articles of files as databases, programs and browsers save them, and what was read of each file.

    Parameters
    ----------
    source : path or iterable of paths
        Files, archives (.zip, .gz) or folders with such files. What a file is, its content says, not its name.
    columns : dict of str to str, optional
        What the columns of tables are called, such as `{"text": "body"}`; usual names are known.
    dates : {"day-first", "month-first"}, optional
        What stands first in dates such as 03/04/2031, where you know. Without it, it is concluded where another date of
        the same column shows it.
    language : str
        Code of the language, or its name, where a file does not say.

    Returns
    -------
    articles : pandas.DataFrame
        The `articles` table in the order of files (by name) and of articles in them, then `file` and whatever else the
        files say. An article is called what its source calls it, else after its content: reading again, in any order,
        gives the same ids. Of articles that are equal in outlet, day, headline, address and text, one is kept.
    files : pandas.DataFrame
        The `files` table: one row for each file, in the order read: articles announced and read, without date, without
        text, standing twice, and the problems.

    Raises
    ------
    CorpusError
        When a path is not there, a folder is empty, or nothing at all could be read; then with every problem.

    Notes
    -----
    Mojibake (`â€™`) is repaired where that is certain; nothing else of a text is changed. Words in `warnings` say what
    is known to be odd about an article.

    Examples
    --------
    >>> from framing import corpus_folder
    >>> articles, files = read_exports(corpus_folder() / "practice")
    >>> len(articles), files["n_read"].tolist()
    (6, [1, 1, 1, 1, 1, 1])
    """
    paths = [source] if isinstance(source, str | os.PathLike) else list(source)
    read = list(read_files(map(Path, paths), columns=columns, dates=dates))
    records = [record for file in read for record in file.records]
    named = name_articles([record["article_id"] for record in records], [content_digest(record) for record in records])
    files = files_table(map(file_row, read), named)
    kept = [record | {"article_id": name} for record, name in zip(records, named.ids, strict=True) if name is not None]
    if not kept:
        raise nothing_read(files)
    return as_articles(kept, language_code(language)), files


def read_files(
    paths: Iterable[Path], *, columns: Mapping[str, str] | None = None, dates: Dates | None = None
) -> Iterator[FileRead]:
    """Yield what is in each file, one file in memory at a time; see `read_exports`.

    Tables come first, then the other files, then the tables of which some row is an address alone: a saved page with
    this address is joined with the row.

    Raises
    ------
    CorpusError
        When a path is not there, a folder holds no file, or columns are named and no file is a table.
    """
    files, addresses, lists, n_tables = list_files(paths), AddressIndex(), [], 0
    for source, reader in _sources(files, lists=True):
        found = _read(source, reader, columns or {}, dates)
        n_tables += 1
        held = {id(article) for article in found.articles if addresses.add(article)}
        if held:
            lists.append((found, held))
        else:
            yield found.finished()
    if columns and not n_tables:
        mapped = ", ".join(f"{name}={column}" for name, column in columns.items())
        raise CorpusError(f"no table among the files: they have no columns to map ({mapped}). Leave --map out.")
    for source, reader in _sources(files, lists=False):
        found = _read(source, reader, {}, dates)
        yield found._replace(articles=[_joined(article, source, addresses) for article in found.articles]).finished()
    alone = {id(article) for article in [*addresses.without_page(), *addresses.repeated]}
    for found, held in lists:
        left = [article for article in found.articles if id(article) not in held or id(article) in alone]
        n_joined = len(found.articles) - len(left)
        told = [f"{n_joined} of {len(found.articles)} have their text in another file, and are counted there"]
        yield found._replace(articles=left, notes=[*found.notes, *(told if n_joined else [])]).finished()


def _sources(files: Iterable[Path], *, lists: bool) -> Iterator[tuple[Source | Unread, Reader | None]]:
    """The tables among the files, each with its reader; or all other files."""
    for path in files:
        for source in unpack(path):
            source, reader = _with_reader(source)
            if (reader is not None and reader.is_list) == lists:
                yield source, reader


def _with_reader(source: Source | Unread) -> tuple[Source | Unread, Reader | None]:
    """A source and the reader that knows it; a source at which a reader stumbles as unread."""
    if isinstance(source, Unread):
        return source, None
    try:
        return source, reader_of(source)
    except Exception as problem:  # noqa: BLE001  # a fault of ours must not cost the other files
        return Unread(source.name, _fault(problem)), None


def _fault(problem: Exception) -> str:
    """A line on what should never happen."""
    said = f"{type(problem).__name__}: {' '.join(str(problem).split())[:100]}"
    return f"a fault of the toolkit ({said}). Please report it with a file like this one."


class _Found(NamedTuple):
    """What a reader found in one file."""

    file: str
    shape: str | None = None
    articles: Sequence[Article] = ()
    n_announced: int | None = None
    warnings: Sequence[str] = ()
    problems: Sequence[str] = ()
    notes: Sequence[str] = ()

    def finished(self) -> FileRead:
        """The articles as records, each with its warnings; what is wrong with them among the problems."""
        records, problems = [], list(self.problems)
        for article in self.articles:
            record, wrong = _record(article, self.shape or "", self.warnings)
            records.append(record | {"file": self.file})
            problems += [f"{article.place}: {said}" if article.place else said for said in wrong]
        notes = self.notes or ([] if records or problems else ["it holds no article."])
        return FileRead(self.file, self.shape, self.n_announced, records, self._placed(problems), self._placed(notes))

    def _placed(self, lines: Iterable[str]) -> list[str]:
        """Lines that begin with the file, or with the archive it lies in."""
        return [said if self._is_named_in(said) else f"{self.file}: {said}" for said in lines]

    def _is_named_in(self, said: str) -> bool:
        return said.startswith(self.file) or self.file.startswith(f"{said.partition(': ')[0]}/")


def _read(source: Source | Unread, reader: Reader | None, columns: Mapping[str, str], dates: Dates | None) -> _Found:
    """What is in one file, under the names of the `articles` table."""
    if isinstance(source, Unread):
        return _Found(source.name, problems=[str(source)])
    if reader is None:
        return _Found(source.name, problems=[explain_unread(source)])
    if reader.shape == "html" and source.suffix in _TABLES:
        hint = "Perhaps the site asked for a log-in. Open it in a browser to see, and download the table once more."
        return _Found(source.name, problems=[f"this is a web page, not a {source.suffix} table. {hint}"])
    try:
        export = name_columns(reader.read(source), source.name, columns, dates=dates)
    except CorpusError as problem:
        return _Found(source.name, problems=[str(problem)])
    except Exception as problem:  # noqa: BLE001  # as above
        return _Found(source.name, problems=[_fault(problem)])
    problems = list(export.problems)
    if export.announced not in (None, len(export.articles)):
        problems.append(f"it announces {export.announced} articles, {len(export.articles)} were read.")
    return _Found(source.name, reader.shape, export.articles, export.announced, export.warnings, problems, export.notes)


def _joined(page: Article, source: Source | Unread, addresses: AddressIndex) -> Article:
    """A page with what a list says of its address."""
    stem = source.stem if isinstance(source, Source) else ""
    listed = addresses.find(page.cells.get("url"), stem)
    return page if listed is None else Article(page.place, join_page(listed.cells, page.cells))


def _record(article: Article, shape: str, warnings: Sequence[str]) -> tuple[Record, list[str]]:
    """One article as a record of the `articles` table, its mojibake repaired, and what is wrong with it."""
    repaired = {name: repair_mojibake(cell) for name, cell in article.cells.items() if isinstance(cell, str)}
    n_lines = sum(n_of_cell for _, n_of_cell in repaired.values())
    told = [*warnings, *([f"{n_lines} lines of mojibake repaired"] if n_lines else [])]
    cells = article.cells | {name: cell for name, (cell, _) in repaired.items()}
    if isinstance(cells.get("language"), str):
        cells["language"] = language_code(cells["language"])
    record, wrong = article_of_cells(cells, shape, told)
    return {"article_id": None} | record, wrong


def file_row(read: FileRead) -> dict[str, Any]:
    """Return what the `files` table says of one file, without how many of its articles stand twice."""
    return {
        "file": read.file,
        "source_format": read.source_format,
        "n_announced": read.n_announced,
        "n_read": len(read.records),
        "n_without_date": sum(is_missing(record["published"]) for record in read.records),
        "n_without_outlet": sum(is_missing(record.get("outlet")) for record in read.records),
        "n_without_text": sum("no text" in record["warnings"] for record in read.records),
        "problems": read.problems,
        "notes": read.notes,
    }


def files_table(rows: Iterable[Mapping[str, Any]], named: Named) -> pd.DataFrame:
    """Return the `files` table: rows of `file_row`, with what the names of all their articles say.

    A name that stands for different articles is a problem of the first file of them.
    """
    found, at = [], 0
    clashes = dict.fromkeys(named.clashes, "")
    for row in rows:
        own = slice(at, at := at + row["n_read"])
        here = [name for name in dict.fromkeys(named.given[own]) if name in clashes and clashes.pop(name) == ""]
        said = [f"{row['file']}: article_id {name!r} stands for different articles. {_CLASH}" for name in here]
        n_twice = sum(name is None for name in named.ids[own])
        found.append({**row, "n_twice": n_twice, "problems": [*row["problems"], *said]})
    return schema.make_table("files", pd.DataFrame(found))


def problems_of(files: pd.DataFrame) -> list[str]:
    """Return every problem of the `files` table, in the order of files."""
    return [said for listed in files["problems"] for said in listed]


def nothing_read(files: pd.DataFrame) -> CorpusError:
    """Return the error for files that gave no article: every problem, and what is to be known of the others."""
    said = [*problems_of(files), *(note for listed in files["notes"] for note in listed)]
    return CorpusError(all_problems("nothing could be read", said or ["name at least one file or folder."]))
