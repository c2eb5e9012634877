"""From the files of databases and browsers to one table of articles, with a report on all that was met on the way."""

from __future__ import annotations

import json
import os
import re
import tempfile
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import IO, Any, NamedTuple

import pandas as pd

from framing import schema
from framing.articles.cleaning import find_furniture
from framing.articles.columns import Dates
from framing.articles.duplicates import Keep, check_days, kept_of, keys_of, link_articles, stories_of, words_of
from framing.articles.exports.labels import language_code
from framing.articles.exports.reading import file_row, files_table, nothing_read, problems_of, read_files
from framing.articles.identity import content_digest, name_articles
from framing.articles.records import Record, as_articles
from framing.articles.shingles import WordReader
from framing.errors import FramingWarning
from framing.files import as_plain
from framing.parts import PartWriter
from framing.studies.kinds_of_warnings import WarningKinds

MOST_SHOWN = 40  # lines of one kind on the screen
ARTICLES_AT_A_TIME = 2_000  # written at once: some 10 MB
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


class Ingested(NamedTuple):
    """What was read and written.

    Attributes
    ----------
    files : pandas.DataFrame
        The `files` table.
    warnings : list of (str, int)
        A warning of each kind and how many articles have one; the most frequent first.
    duplicates : pandas.DataFrame
        The `duplicates` table.
    n_articles, n_stories, n_kept, n_written : int
        Different articles read, stories told by them, articles that `keep` leaves, articles written.
    """

    files: pd.DataFrame
    warnings: list[tuple[str, int]]
    duplicates: pd.DataFrame
    n_articles: int
    n_stories: int
    n_kept: int
    n_written: int

    def report(self) -> str:
        """Return all of it in plain text, a few screens at most."""
        return "\n\n".join(
            filter(None, [self._files(), self._stories(), self._warnings(), self._notes(), self._unread()])
        )

    def _files(self) -> str:
        """A line for each shape, and one for all."""
        files = self.files.assign(format=self.files["source_format"].fillna("not read"))
        names = {"n_announced": "announced", "n_read": "read", "n_without_date": "without date"}
        names |= {"n_without_outlet": "without outlet", "n_without_text": "without text"}
        by_shape = files.groupby("format", sort=False)[list(names)].sum(min_count=1)
        by_shape.insert(0, "files", files["format"].value_counts())
        by_shape.loc["total"] = by_shape.sum(min_count=1)
        shown = by_shape.astype("float64").rename(columns=names).reset_index()
        return shown.to_string(index=False, na_rep="-", float_format="{:.0f}".format)

    def _stories(self) -> str:
        """What stands twice, and what tells one story."""
        verb = "tells" if self.n_articles == 1 else "tell"
        stories = _number(self.n_stories, "story", "stories")
        lines = [f"{_number(self.n_articles, 'article')} {verb} {stories}"]
        n_twice = int(self.files["n_twice"].sum())
        if n_twice:
            lines.append(f"{n_twice} more stood twice, equal in outlet, day, headline, address and text: left out")
        if self.n_kept < self.n_articles:
            lines.append(f"{self.n_articles - self.n_kept} left out by --keep: one article of each story stays")
        if len(self.duplicates):
            kinds = ", ".join(f"{count} {kind}" for kind, count in Counter(self.duplicates["kind"]).most_common())
            lines.append(f"{len(self.duplicates)} resemble an earlier one: {kinds}")
        return "\n".join(lines)

    def _warnings(self) -> str:
        lines = [f"  {n_articles:>6}  {_in_one_line(warning)}" for warning, n_articles in self.warnings]
        if any("is no date without doubt" in warning for warning, _ in self.warnings):
            lines.append(
                "          (--dates day-first or --dates month-first says what stands first in dates of numbers)"
            )
        return "\n".join(["articles with a warning", *lines]) if lines else ""

    def _notes(self) -> str:
        """What is worth knowing of files from which nothing is lost."""
        return self._listed("worth knowing", [said for listed in self.files["notes"] for said in listed])

    def _unread(self) -> str:
        """What could not be read."""
        return self._listed("not read", self.problems)

    def _listed(self, title: str, lines: list[str]) -> str:
        """Lines under a title, at most a screenful."""
        more = [f"... and {len(lines) - MOST_SHOWN} more; --files FILE writes all"] if len(lines) > MOST_SHOWN else []
        shown = "\n".join(f"  {_in_one_line(line)}" for line in [*lines[:MOST_SHOWN], *more])
        return f"{title} ({len(lines)})\n{shown}" if lines else ""

    @property
    def problems(self) -> list[str]:
        """What could not be read, each with its place."""
        return problems_of(self.files)


def _in_one_line(said: str) -> str:
    """A line whose control characters, as names of files may hold, are written out: none acts on the terminal."""
    return _CONTROL.sub(lambda found: repr(found[0])[1:-1], said)


def _number(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"


def ingest(
    inputs: Iterable[str | os.PathLike[str]],
    out: str | os.PathLike[str] | None,
    *,
    keep: Keep,
    days: int,
    columns: Mapping[str, str] | None = None,
    dates: Dates | None = None,
    language: str = "en",
    tell: Callable[[str], object] = lambda _: None,
) -> Ingested:
    """Read files of any known shape, group their articles by story, and write them to one table.

    Parameters
    ----------
    inputs : iterable of paths
        Files, archives and folders.
    out : path or None
        Where to write the `articles` table (.csv, .tsv, .jsonl, .parquet); None reads and reports only.
    keep : str
        Which articles of a story to write: "first", "longest" or "all".
    days : int
        How many days may lie between two articles of one story, as in `framing.find_duplicates`.
    columns, dates, language
        As in `framing.read_exports`.
    tell : function of one text
        Is called with the name of each file when it has been read.

    Returns
    -------
    Ingested
        Everything worth knowing about it.

    Raises
    ------
    FramingError
        When `days` is no whole number from 0.
    CorpusError
        When nothing at all could be read.
    TableError
        When the result cannot be written.
    """
    check_days(days)
    language = language_code(language)
    rows: list[dict[str, Any]] = []
    given: list[str | None] = []
    digests: list[str] = []
    columns_met: dict[str, None] = {}
    met = WarningKinds()
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n") as spool:  # texts stay on disk, not in memory
        for file in read_files(map(Path, inputs), columns=columns, dates=dates):
            rows.append(file_row(file))
            for record in file.records:
                spool.write(json.dumps(as_plain(record), ensure_ascii=False) + "\n")
                given.append(record["article_id"])
                digests.append(content_digest(record))
                columns_met |= dict.fromkeys(record)
                met.see(str(len(digests)), record["warnings"])
            tell(file.file)
        named = name_articles(given, digests)
        files = files_table(rows, named)
        if not any(named.ids):
            raise nothing_read(files)
        batches = _Batches(spool, named.ids, language)
        keys, duplicates = _compared(batches, days)
        kept = keys[keys["article_id"].isin(kept_of(keys, keep))].set_index("article_id")["story_id"]
        n_written = _write(batches, out, kept, columns_met)
    told = sorted(((said, len(where)) for said, where in met.lines()), key=lambda line: -line[1])
    return Ingested(files, told, duplicates, len(keys), keys["story_id"].nunique(), len(kept), n_written)


def _compared(batches: Iterable[pd.DataFrame], days: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The articles with their stories but without their texts, and the `duplicates` table."""
    reader, words, parts = WordReader(), [], []
    for batch in batches:
        with warnings.catch_warnings():  # what has no rules for furniture is told by the commands that count
            warnings.simplefilter("ignore", FramingWarning)
            skips = find_furniture(batch)
        words += words_of(batch, skips, reader)
        parts.append(keys_of(batch))
    keys = pd.concat(parts, ignore_index=True)
    duplicates = link_articles(keys, words, days=days)
    return keys.assign(story_id=stories_of(keys, duplicates)), duplicates


class _Batches:
    """The articles on disk, some at a time, under their final names; as often as one likes."""

    def __init__(self, spool: IO[str], ids: Sequence[str | None], language: str) -> None:
        self._spool, self._ids, self._language = spool, ids, language

    def __iter__(self) -> Iterator[pd.DataFrame]:
        self._spool.seek(0)
        named = (
            json.loads(line) | {"article_id": name}
            for line, name in zip(self._spool, self._ids, strict=True)
            if name is not None
        )
        while records := list(islice(named, ARTICLES_AT_A_TIME)):
            yield as_articles([_with_day(record) for record in records], self._language)


def _with_day(record: Record) -> Record:
    """A record from disk, its day a day again."""
    return record | {"published": None if record["published"] is None else pd.Timestamp(record["published"])}


def _write(
    batches: Iterable[pd.DataFrame], out: str | os.PathLike[str] | None, stories: pd.Series, columns: Iterable[str]
) -> int:
    """Write the articles that have a story, with it; give their number."""
    if out is None:
        return 0
    kinds = {column.name: column.kind for column in schema.table_columns("articles")}
    with PartWriter(out, kinds | {name: "text" for name in columns if name not in kinds}) as writer:
        for batch in batches:
            own = batch[batch["article_id"].isin(stories.index)]
            writer.write(own.assign(story_id=own["article_id"].map(stories)))
    return writer.n_rows
