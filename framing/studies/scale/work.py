"""What a worker does with one part: read, call the function, write, and write down that it is done."""

from __future__ import annotations

import csv
import warnings
from collections import Counter
from collections.abc import Callable, Generator, Sequence
from typing import Any, NamedTuple

import pandas as pd

from framing.errors import CorpusError, FramingWarning, TableError
from framing.files import as_plain
from framing.parts import PartWriter
from framing.studies.kinds_of_warnings import WarningKinds
from framing.studies.scale.digests import file_digest
from framing.studies.scale.ledger import Ledger
from framing.studies.scale.reading import Reading, read_part, unusual_of
from framing.studies.scale.sources import Part

ROWS_AT_A_TIME = 50_000  # written at once: a row group of the result

Table = pd.DataFrame
Function = Callable[[Table], "Table | tuple[Table, dict[str, int]]"]


class Job(NamedTuple):
    """What is the same for all parts; a worker gets it once."""

    function: Function
    kinds: dict[str, str]
    reading: Reading
    output: str


class Outcome(NamedTuple):
    """What became of a part: its record, or why there is none."""

    part: Part
    record: dict[str, Any] | None
    problem: str


Keyed = tuple[Part, str]  # a part, and the digest of all that it is made of
Crew = Callable[[Job, Sequence[Keyed]], Generator[Outcome]]


def do_part(job: Job, part: Part, key: str) -> Outcome:
    """Do one part.

    Raises
    ------
    TableError
        When the result cannot be written: then no other part can be, either.
    """
    ledger = Ledger(job.output)
    ledger.check_still_there()
    if (known := ledger.read_record(part.number, key)) is not None:
        return Outcome(part, known, "")  # done by a worker that was lost before it could say so
    try:
        record = _written(job, part, ledger)
    except TableError:
        raise
    except (CorpusError, OSError, csv.Error) as problem:
        return Outcome(part, None, str(problem))
    except MemoryError:
        said = "not enough memory for it. Call again with fewer workers (in Python, or with a smaller batch)."
        return Outcome(part, None, f"{part.file}: part {part.number}: {said}")
    record |= {"part": part.number, "key": key, "file": part.file, "first": part.first, "stop": part.stop}
    ledger.check_still_there()
    ledger.write_record(record)
    return Outcome(part, record, "")


def _written(job: Job, part: Part, ledger: Ledger) -> dict[str, Any]:
    """Write the rows and the ids of a part, and return what there is to say of it."""
    ids: list[str] = []
    notes: Counter[str] = Counter()
    unusual: list[tuple[str, str]] = []
    met = WarningKinds()
    with PartWriter(ledger.output_of(part.number), job.kinds) as writer:
        waiting: list[Table] = []
        for batch in read_part(part, job.reading):
            unusual += [*batch.set_aside, *unusual_of(batch.articles)]
            if batch.articles.empty:
                continue
            ids += batch.articles["article_id"].tolist()
            for name, told in zip(batch.articles["article_id"], batch.articles["warnings"], strict=True):
                met.see(name, told)
            table, counts = _called(job, batch.articles, part)
            notes += Counter(counts)
            waiting.append(table)
            if sum(map(len, waiting)) >= ROWS_AT_A_TIME:
                writer.write(pd.concat(waiting, ignore_index=True))
                waiting = []
        if waiting:
            writer.write(pd.concat(waiting, ignore_index=True))
    with PartWriter(ledger.ids_of(part.number), {"article_id": "text"}) as id_writer:
        id_writer.write(pd.DataFrame({"article_id": ids}))
    return {
        "n_articles": len(ids),
        "n_set_aside": sum(said.startswith("set aside") for _, said in unusual),
        "n_rows": writer.n_rows,
        "unusual": [list(one) for one in unusual],
        "warnings": {said: len(names) for said, names in met.lines()},
        "notes": dict(sorted(notes.items())),
        "digest": file_digest(ledger.output_of(part.number)),
        "ids_digest": file_digest(ledger.ids_of(part.number)),
    }


def _called(job: Job, articles: Table, part: Part) -> tuple[Table, dict[str, int]]:
    """What the function makes of some articles; a problem names the article that makes it."""
    try:
        return call(job.function, articles)
    except MemoryError:
        raise
    except Exception as problem:
        culprit = _culprit(job.function, articles)
        said = f"{part.file}: {culprit}: {type(problem).__name__}: {problem}"
        raise CorpusError(said) from problem


def _culprit(function: Function, articles: Table) -> str:
    """Which article makes the function fail, when one does alone."""
    for place, name in enumerate(articles["article_id"]):
        try:
            call(function, articles.iloc[place : place + 1].reset_index(drop=True))
        except Exception:  # noqa: BLE001 - whatever it is, it is this article's
            return f"article {name!r}"
    first, last = articles["article_id"].iloc[[0, -1]]
    return f"articles {first!r} to {last!r} together, each alone is well"


def call(function: Function, articles: Table) -> tuple[Table, dict[str, int]]:
    """Return the table a function makes of articles, and its counts where it gives some.

    Raises
    ------
    TableError
        When it gives no table.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)  # each worker and batch would say it again
        made = function(articles)
    table, counts = made if isinstance(made, tuple) else (made, {})
    if not isinstance(table, pd.DataFrame):
        raise TableError(f"the function gave {type(table).__name__}, not a table (pandas DataFrame).")
    return table, {str(name): int(as_plain(count)) for name, count in counts.items()}
