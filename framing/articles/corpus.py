"""Articles, speeches and leaders from our own formats: text files with or without front matter, and tables."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from framing import cells, files, schema
from framing.articles.folders import TABLE_SUFFIXES, TEXT_SUFFIXES, files_of
from framing.articles.records import Record, article_of_text, articles_of_rows, as_articles
from framing.errors import CorpusError, FramingError, all_problems
from framing.rows import NOT_READ

PARAGRAPH_BREAK = "\u2029"  # Unicode's own: one character that no small letter after it can undo


def corpus_folder() -> Path:
    """Return the folder of the corpora that come with the project.

    Returns
    -------
    pathlib.Path
        The folder named by the environment variable FRAMING_CORPUS; else the `corpus` folder of the checkout, found
        upward from the working directory or from the package.

    Raises
    ------
    CorpusError
        When there is none: the corpora are part of the project's checkout, not of the installed package.

    Examples
    --------
    >>> (corpus_folder() / "datapackage.json").is_file()
    True
    """
    named = os.environ.get("FRAMING_CORPUS")
    if named:
        if not Path(named).is_dir():
            raise CorpusError(f"FRAMING_CORPUS names {named!r}, which is no folder.")
        return Path(named)
    here = Path.cwd()
    for folder in (here, *here.parents, *Path(__file__).resolve().parents):
        if (folder / "corpus" / "datapackage.json").is_file():
            return folder / "corpus"
    raise CorpusError(
        "no corpus folder here: the example corpora belong to the project's checkout, not to the installed package. "
        "Run from the checkout, or set the environment variable FRAMING_CORPUS to its corpus folder."
    )


def read_articles(
    source: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    columns: Mapping[str, str] | None = None,
    language: str = "en",
) -> pd.DataFrame:
    """Return articles from a file, a folder or several of them.

    Parameters
    ----------
    source : path or iterable of paths
        A `.txt` or `.md` file or one without suffix (one article, optional front matter between two lines `---`), a
        CSV, TSV, JSON Lines or Parquet file (one article a row), or a folder: its .txt and .md files, or, when it has
        none, its tables.
    columns : dict of str to str, optional
        What the columns of a table are called, such as `{"text": "body"}`. Usual names are known without it; a text
        file has none.
    language : str
        Code of the language, where the source does not say.

    Returns
    -------
    pandas.DataFrame
        The `articles` table, in the order of files (by name) and rows. What had to be mended stands in `warnings`.

    Raises
    ------
    CorpusError
        With every file that cannot be read, every row that is wrong, ids that stand twice, or a table without a text
        column.

    Notes
    -----
    Where the source holds the headline apart, `text` is headline, blank line, body; when the headline is the first line
    of the text already, it is not put there again. Otherwise `text` is what the file holds, to the character, so that
    offsets count in the file as it stands. A file with front matter holds more than its text: what stands below the
    second `---` is stripped of white space around it.

    In a folder, hidden files and folders, README, LICENSE and CHANGELOG files and tables called leaders, remarks,
    speeches, overrides, sources, units or codings are no articles; every other file that is not read is named in a
    FramingWarning.

    A column that is not mapped although its name is one of the table's (`text`, with `columns={"text": "body"}`) is
    kept as `text (not mapped)`.

    Examples
    --------
    >>> articles = read_articles(corpus_folder() / "practice")
    >>> len(articles), articles["article_id"].is_unique
    (6, True)
    """
    sources = [source] if isinstance(source, str | os.PathLike) else list(source)
    records: list[Record] = []
    problems: list[str] = []
    for path, name in files_of(sources):
        try:
            records.extend(_articles_of(path, name, columns or {}))
        except FramingError as problem:
            problems.append(str(problem))
    problems += files.unique_problems((record["article_id"] for record in records), "article_id")
    if problems:
        raise CorpusError(problems[0] if len(problems) == 1 else all_problems("articles", problems))
    return as_articles(records, language)


def articles_from_records(
    records: Sequence[Mapping[str, Any]],
    *,
    source: str,
    columns: Mapping[str, str] | None = None,
    language: str = "en",
    mended: Sequence[str] = (),
) -> pd.DataFrame:
    """Return articles from rows that are already in memory.

    Parameters
    ----------
    records : sequence of dict
        One a row, with the columns that `read_articles` knows in a table.
    source : str
        Where they come from, for messages.
    columns : dict of str to str, optional
        What their columns are called, as in `read_articles`.
    language : str
        Code of the language, where a row does not say.
    mended : sequence of str
        What had to be mended before, such as "read as Windows-1252"; it stands in the `warnings` of every article.

    Returns
    -------
    pandas.DataFrame
        The `articles` table in the order given.

    Raises
    ------
    CorpusError
        With every record that is wrong (counted from 1), when there is no text, or when an id stands twice.

    Examples
    --------
    >>> articles_from_records([{"doc_id": "a", "text": "It rained."}], source="notes")["article_id"].tolist()
    ['a']
    """
    rows: list[object] = list(records)
    strange = [number for number, row in enumerate(rows, start=1) if not isinstance(row, Mapping)]
    if strange:
        said = (f"row {number}: {rows[number - 1]!r:.40} is no row with names." for number in strange)
        raise CorpusError(all_problems(source, said))
    table = pd.DataFrame(rows, dtype="object")
    found = articles_of_rows(table, source, columns or {}, shape="records", mended=mended, first_row=1)
    problems = files.unique_problems((record["article_id"] for record in found), "article_id")
    if problems:
        raise CorpusError(all_problems(source, problems))
    return as_articles(found, language)


def _articles_of(path: Path, name: str, columns: Mapping[str, str]) -> list[Record]:
    """The articles of one file."""
    suffix = path.suffix.lower()
    shape = suffix.removeprefix(".")
    if suffix in TABLE_SUFFIXES:
        rows, mended = files.read_rows(path)
        first = files.first_row(path)
        return articles_of_rows(rows, str(path), columns, shape=shape, mended=mended, first_row=first)
    if suffix and suffix not in TEXT_SUFFIXES and path.is_file():
        hint = "When it is plain text, let its name end in .txt."
        if suffix in NOT_READ:
            named = shlex.quote(str(path))
            hint = f"`framing read {named} -o articles.parquet` makes a table of it; in Python: read_exports."
        raise CorpusError(f"{path}: {suffix} files are not read as they are. {hint}")
    text, mended = files.read_text(path)
    if not text.strip():
        raise CorpusError(f"{path}: the file is empty.")
    if columns:
        mapped = ", ".join(f"{column}={name}" for column, name in columns.items())
        raise CorpusError(f"{path}: this is one text, without columns to map ({mapped}). Leave columns= or --map out.")
    return [article_of_text(text, str(path), name=name, shape=shape, mended=mended)]


def read_leaders(path: str | os.PathLike[str]) -> pd.DataFrame:
    """Return a file of leaders and the ways articles name them as the `leaders` table.

    Parameters
    ----------
    path : path
        CSV, TSV, JSON Lines or Parquet with columns `leader`, `alias`, `kind` (name, surname, role, pronoun), and,
        where known, `country`, `since`, `until`. One row per alias.

    Returns
    -------
    pandas.DataFrame
        The `leaders` table in file order.

    Raises
    ------
    CorpusError
        When the file cannot be read.
    TableError
        With every cell that is wrong.

    Examples
    --------
    >>> leaders = read_leaders(corpus_folder() / "leaders.csv")
    >>> leaders.loc[leaders["alias"] == "Scholz", "leader"].tolist()
    ['Olaf Scholz']
    """
    return cells.read_table(path, "leaders", may_be_short=True)


def read_speeches(path: str | os.PathLike[str]) -> pd.DataFrame:
    """Return a file of speeches as the `speeches` table.

    Parameters
    ----------
    path : path
        CSV, TSV, JSON Lines or Parquet with columns `speech_id`, `leader`, `text` and, where known, `delivered`,
        `title`, `url`, `licence`.

    Returns
    -------
    pandas.DataFrame
        The `speeches` table in file order.

    Raises
    ------
    CorpusError
        When the file cannot be read.
    TableError
        With every cell that is wrong.
    """
    return cells.read_table(path, "speeches")


def quoted_articles(remarks: pd.DataFrame, *, headline: str | None = None, outlet: str | None = None) -> pd.DataFrame:
    """Return articles of which only the words inside quotation marks are known.

    Where an article may not be passed on, its quoted words may. This lays them out at their own places, with line
    breaks for all that is not there: every offset of the remarks holds, and no sentence and no pattern runs from one
    fragment into the next.

    Parameters
    ----------
    remarks : pandas.DataFrame
        The `remarks` table with a further column `quoted`: the words of each quoted span, as a list of texts.
    headline, outlet : str, optional
        For the columns of that name.

    Returns
    -------
    pandas.DataFrame
        The `articles` table, one row per article of `remarks`.

    Raises
    ------
    CorpusError
        When `quoted` is not there or a fragment is not as long as its span.

    Examples
    --------
    >>> from framing import read_remarks
    >>> remarks = read_remarks(corpus_folder() / "paris-2025" / "remarks.csv")
    >>> text = quoted_articles(remarks)["text"].iloc[0]
    >>> [text[start:end] for start, end in remarks["quoted_spans"].iloc[14]]
    ['little irritated']
    """
    schema.check_table(remarks, "remarks")
    if "quoted" not in remarks.columns:
        raise CorpusError("remarks: column 'quoted' (the words of each quoted span) is not there.")
    records: list[Record] = []
    for article_id, own in remarks.groupby("article_id", sort=False):
        text = _laid_out(str(article_id), own)
        record = {"article_id": str(article_id), "text": text, "headline": headline, "outlet": outlet, "body_start": 0}
        records.append(record | {"source_format": "quoted words only", "warnings": ["only quoted words are known"]})
    return as_articles(records, "en")


def _laid_out(article_id: str, remarks: pd.DataFrame) -> str:
    """The quoted words of one article at their places."""
    parts = {span: words for remark in remarks.itertuples() for span, words in _fragments(article_id, remark)}
    text, at = [], 0
    for (start, end), fragment in sorted(parts.items()):
        if start < at:
            raise CorpusError(f"{article_id}: {fragment!r} at {start}-{end} overlaps the quoted span before it.")
        text.append((PARAGRAPH_BREAK if start - at == 1 else "\n" * (start - at)) + fragment)
        at = end
    return "".join(text)


def _fragments(article_id: str, remark: Any) -> list[tuple[tuple[int, int], str]]:
    """The quoted spans of one remark, each with its words."""
    where = f"{article_id}: remark {remark.remark_id!r}"
    try:
        words = cells.parse_list(remark.quoted) if isinstance(remark.quoted, str) else list(remark.quoted)
        found = [
            ((int(start), int(end)), str(part)) for (start, end), part in zip(remark.quoted_spans, words, strict=True)
        ]
    except (ValueError, TypeError):
        hint = "Give the words of each quoted span, one text for each [start, end]."
        raise CorpusError(f"{where}: quoted {remark.quoted!r:.60} does not fit {remark.quoted_spans}. {hint}") from None
    for (start, end), part in found:
        if end - start != len(part):
            raise CorpusError(f"{where}: {part!r} has {len(part)} characters, its span {start}-{end}.")
    return found
