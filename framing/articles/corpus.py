"""Articles, speeches and leaders from our own formats: text files with or without front matter, and tables."""

from __future__ import annotations

import hashlib
import os
import re
import warnings
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from framing import files, schema
from framing.errors import CorpusError, FramingError, FramingWarning, all_problems, did_you_mean

TEXT_SUFFIXES = (".txt", ".md")
TABLE_SUFFIXES = (".csv", ".tsv", ".jsonl", ".ndjson", ".parquet")

# What column names mean in the tables people bring; the first that is there counts. `columns=` overrides.
_GUESSES = {
    "article_id": ("article_id", "doc_id", "document_id", "id"),
    "story_id": ("story_id",),
    "outlet": ("outlet", "source", "publication", "newspaper", "media_name"),
    "published": ("published", "date", "publish_date", "publication_date", "pub_date"),
    "headline": ("headline", "title"),
    "text": ("text", "body", "content", "article", "full_text", "fulltext"),
    "url": ("url", "link"),
    "language": ("language", "lang"),
}
# Files that stand beside articles without being one.
_COMPANIONS = re.compile(
    r"(readme|licen[cs]e|changelog)(\..*)?|(remarks|leaders|speeches|overrides)\.\w+|\..*", re.IGNORECASE
)
_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
PARAGRAPH_BREAK = "\u2029"  # Unicode's own: one character that no small letter after it can undo
_MONTH_NAME = re.compile(r"[A-Za-z]{3,}")


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
        A `.txt` or `.md` file (one article, optional front matter between two lines `---`), a CSV, TSV, JSON Lines or
        Parquet file (one article a row), or a folder of such files: its text files, or, when it has none, its tables.
    columns : dict of str to str, optional
        What the columns of a table are called, such as `{"text": "body"}`. Usual names are known without it.
    language : str
        Code of the language, where the source does not say.

    Returns
    -------
    pandas.DataFrame
        The `articles` table, in the order of files (by name) and rows. What had to be mended stands in `warnings`.

    Raises
    ------
    CorpusError
        With every file that cannot be read, ids that stand twice, or a table without a text column.

    Notes
    -----
    Where the source holds the headline apart, `text` is headline, blank line, body. Otherwise `text` is what the file
    holds, to the character, so that offsets count in the file as it stands.

    Examples
    --------
    >>> articles = read_articles(corpus_folder() / "practice")
    >>> len(articles), articles["article_id"].is_unique
    (6, True)
    """
    sources = [source] if isinstance(source, str | os.PathLike) else list(source)
    records: list[dict[str, Any]] = []
    problems: list[str] = []
    for path, name in _files_of(sources):
        try:
            records.extend(_articles_of(path, name, columns or {}))
        except FramingError as problem:
            problems.append(str(problem))
    problems += files.unique_problems((record["article_id"] for record in records), "article_id")
    if problems:
        raise CorpusError(problems[0] if len(problems) == 1 else all_problems("articles", problems))
    return _as_articles(records, language)


def articles_from_records(
    records: Sequence[Mapping[str, Any]], *, source: str, columns: Mapping[str, str] | None = None, language: str = "en"
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

    Returns
    -------
    pandas.DataFrame
        The `articles` table in the order given.

    Raises
    ------
    CorpusError
        When there is no text, or an id stands twice.

    Examples
    --------
    >>> articles_from_records([{"doc_id": "a", "text": "It rained."}], source="notes")["article_id"].tolist()
    ['a']
    """
    found = _articles_of_rows(pd.DataFrame(list(records)), source, columns or {}, "records", [])
    problems = files.unique_problems((record["article_id"] for record in found), "article_id")
    if problems:
        raise CorpusError(all_problems(source, problems))
    return _as_articles(found, language)


def _files_of(sources: Iterable[str | os.PathLike[str]]) -> list[tuple[Path, str]]:
    """The files to read, in order, each with the name an article in it has when it says none."""
    found: list[tuple[Path, str]] = []
    for source in map(Path, sources):
        if source.is_dir():
            found.extend((path, path.relative_to(source).with_suffix("").as_posix()) for path in _files_in(source))
        else:
            found.append((source, source.stem))
    return found


def _files_in(folder: Path) -> list[Path]:
    """The articles of a folder: its text files, or, when it has none, its tables."""
    every = sorted(path for path in folder.rglob("*") if path.is_file() and not _COMPANIONS.fullmatch(path.name))
    chosen = [path for path in every if path.suffix.lower() in TEXT_SUFFIXES]
    chosen = chosen or [path for path in every if path.suffix.lower() in TABLE_SUFFIXES]
    if not chosen:
        there = sorted({path.suffix or path.name for path in every})
        raise CorpusError(
            f"{folder}: no articles in this folder{f' (it holds {there})' if there else ' (it is empty)'}. "
            f"Articles are {', '.join(TEXT_SUFFIXES + TABLE_SUFFIXES)} files."
        )
    left = [path.name for path in every if path not in chosen]
    if left:
        kinds = ", ".join(sorted({path.suffix for path in chosen}))
        shown = ", ".join(left[:5]) + (f" and {len(left) - 5} more" if len(left) > 5 else "")
        warnings.warn(f"{folder}: read the {kinds} files as articles, not: {shown}", FramingWarning, stacklevel=4)
    return chosen


def _articles_of(path: Path, name: str, columns: Mapping[str, str]) -> list[dict[str, Any]]:
    """The articles of one file."""
    suffix = path.suffix.lower()
    if suffix in TABLE_SUFFIXES:
        rows, mended = files.read_rows(path)
        return _articles_of_rows(rows, str(path), columns, suffix.removeprefix("."), mended)
    text, mended = files.read_text(path)
    if not text.strip():
        raise CorpusError(f"{path}: the file is empty.")
    return [_article_of_text(text, path, name, mended)]


def _article_of_text(text: str, path: Path, name: str, mended: list[str]) -> dict[str, Any]:
    """One article from a text file."""
    meta: dict[str, Any] = {}
    front = _FRONT_MATTER.match(text)
    if front:
        meta = _known_names(_front_matter(front.group(1), path))
        text = text[front.end() :].strip()
    elif text.startswith("---"):
        mended = [*mended, "begins with --- but no second --- ends its front matter: all of it is read as text"]
    meta = {"article_id": name, **meta}
    return _article(meta, text, path.suffix.lower().removeprefix("."), mended)


def _front_matter(source: str, path: Path) -> dict[str, Any]:
    """The front matter of a text file, as plain data."""
    try:
        meta = yaml.safe_load(source)
    except yaml.YAMLError as problem:
        reason = str(problem).replace("\n", " ")
        raise CorpusError(
            f"{path}: its front matter cannot be read ({reason}). Put values with ':' in quotes."
        ) from None
    if not isinstance(meta, dict):
        raise CorpusError(f"{path}: its front matter {source.strip()[:40]!r} has no 'name: value' lines.")
    if meta.get("text") is not None:
        raise CorpusError(f"{path}: 'text' in the front matter. The text of an article stands below the second '---'.")
    return {str(name): value for name, value in meta.items()}


def _known_names(meta: dict[str, Any]) -> dict[str, Any]:
    """Front matter under the names of the articles table, where it uses another usual one."""
    meant = {guess: name for name, guesses in _GUESSES.items() for guess in reversed(guesses)}
    named = {meant.get(key.strip().casefold(), key): value for key, value in reversed(meta.items())}
    return dict(reversed(named.items()))


def _articles_of_rows(
    rows: pd.DataFrame, source: str, columns: Mapping[str, str], shape: str, mended: list[str]
) -> list[dict[str, Any]]:
    """One article from each row of a table."""
    names = _column_names(rows, source, columns)
    used = set(names.values())
    found = []
    for record in rows.to_dict(orient="records"):
        meta = {name: _cell(record[column]) for name, column in names.items() if name != "text"}
        extra = {str(column): cell for column, cell in record.items() if column not in used}
        text = _cell(record[names["text"]])
        found.append(_article({**extra, **meta}, "" if text is None else str(text), shape, mended))
    return _with_ids(found)


def _column_names(rows: pd.DataFrame, source: str, columns: Mapping[str, str]) -> dict[str, str]:
    """Which column of a table holds what."""
    there = [str(column) for column in rows.columns]
    folded = {column.strip().casefold(): column for column in reversed(there)}
    swapped = [(name, column) for name, column in columns.items() if name in there and column in _GUESSES]
    if swapped:
        name, column = swapped[0]
        raise CorpusError(f"{source}: --map {name}={column} is the other way round: {column}={name}.")
    problems = [
        f"cannot map {name!r}: articles have {', '.join(_GUESSES)}.{did_you_mean(name, _GUESSES)}"
        for name in columns
        if name not in _GUESSES
    ]
    problems += [
        f"no column {c!r} to map {n!r} to.{did_you_mean(c, there)}" for n, c in columns.items() if c not in there
    ]
    names = {name: folded[guess] for name, known in _GUESSES.items() for guess in reversed(known) if guess in folded}
    names |= columns
    if "text" not in names:
        problems.append(f"no column of texts among {there}. Name it, as in --map text=COLUMN.")
    if problems:
        raise CorpusError(all_problems(source, problems))
    return names


def _cell(value: Any) -> Any:
    """A cell, or nothing where it is empty."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    return None if not isinstance(value, list | dict) and pd.isna(value) else value


def _with_ids(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows without an id get one from their text, so that it does not depend on their order."""
    seen: dict[str, int] = {}
    for record in found:
        if record["article_id"] is None:
            digest = hashlib.sha256(record["text"].encode("utf-8", "replace")).hexdigest()[:10]
            seen[digest] = seen.get(digest, 0) + 1
            record["article_id"] = digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"
    return found


def _article(meta: Mapping[str, Any], body: str, shape: str, mended: list[str]) -> dict[str, Any]:
    """One article as a record of the articles table."""
    clean, more = files.clean_text(body)
    if not clean.strip():
        more = [*more, "no text"]
    published, trouble = _date(meta.get("published"))
    headline = meta.get("headline")
    record = dict(meta)
    record |= _headline_and_body(headline, clean, meta)
    return record | {
        "article_id": None if meta.get("article_id") is None else str(meta["article_id"]),
        "published": published,
        "source_format": meta.get("source_format") or shape,
        "warnings": [*_listed(meta.get("warnings")), *mended, *(w for w in more if w not in mended), *trouble],
    }


def _listed(cell: Any) -> list[str]:
    """Warnings of an articles table that we wrote ourselves."""
    if isinstance(cell, str):
        return [str(item) for item in files.parse_list(cell)]
    return [] if cell is None or (isinstance(cell, float)) else [str(item) for item in cell]


def _headline_and_body(headline: Any, body: str, meta: Mapping[str, Any]) -> dict[str, Any]:
    """The text with its headline, and where the body begins."""
    stated = _cell(meta.get("body_start"))
    if headline is None or stated is not None:
        return {"headline": headline, "text": body, "body_start": int(stated or 0)}
    headline = str(headline).strip()
    if body.startswith(headline):
        after = len(headline)
        return {"headline": headline, "text": body, "body_start": len(body) - len(body[after:].lstrip())}
    return {"headline": headline, "text": f"{headline}\n\n{body}", "body_start": len(headline) + 2}


def _date(value: Any) -> tuple[Any, list[str]]:
    """A day, when the value says one without doubt: 2025-02-17 or 17 February 2025, but not 03/04/2025."""
    if value is None:
        return None, []
    text = str(value).strip()
    if re.match(r"\d{4}-\d{2}-\d{2}", text) or _MONTH_NAME.search(text):
        day = pd.to_datetime(text, errors="coerce", utc=True)
        if not pd.isna(day):
            return day.tz_localize(None).normalize(), []
    return None, [f"published {text!r} is no date without doubt: write it as 2025-02-17"]


def _as_articles(records: list[dict[str, Any]], language: str) -> pd.DataFrame:
    """Records as the articles table, with whatever else they hold behind its columns."""
    names = schema.column_names("articles")
    columns: dict[str, list[Any]] = {name: [record.get(name) for record in records] for name in names}
    columns["story_id"] = [record.get("story_id") or record["article_id"] for record in records]
    columns["language"] = [record.get("language") or language for record in records]
    for name in ("story_id", "outlet", "url", "language", "headline"):
        columns[name] = [None if cell is None else str(cell) for cell in columns[name]]
    articles = schema.make_table("articles", columns)
    for name in dict.fromkeys(name for record in records for name in record if name not in names):
        articles[name] = pd.Series([record.get(name) for record in records], dtype="object")
    return articles


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
    rows, _ = files.read_rows(path)
    return files.parse_cells(rows, "leaders", str(path))


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
    rows, _ = files.read_rows(path)
    return files.parse_cells(rows, "speeches", str(path))


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
    records = []
    for article_id, own in remarks.groupby("article_id", sort=False):
        text = _laid_out(str(article_id), own)
        record = {"article_id": str(article_id), "text": text, "headline": headline, "outlet": outlet, "body_start": 0}
        records.append(record | {"source_format": "quoted words only", "warnings": ["only quoted words are known"]})
    return _as_articles(records, "en")


def _laid_out(article_id: str, remarks: pd.DataFrame) -> str:
    """The quoted words of one article at their places."""
    parts: dict[tuple[int, int], str] = {}
    for spans, quoted in zip(remarks["quoted_spans"], remarks["quoted"], strict=True):
        fragments = files.parse_list(quoted) if isinstance(quoted, str) else quoted
        for (start, end), fragment in zip(spans, fragments, strict=True):
            if end - start != len(fragment):
                raise CorpusError(f"{article_id}: {fragment!r} has {len(fragment)} characters, its span {start}-{end}.")
            parts[start, end] = fragment
    text, at = [], 0
    for (start, end), fragment in sorted(parts.items()):
        if start < at:
            raise CorpusError(f"{article_id}: {fragment!r} at {start}-{end} overlaps the quoted span before it.")
        text.append((PARAGRAPH_BREAK if start - at == 1 else "\n" * (start - at)) + fragment)
        at = end
    return "".join(text)
