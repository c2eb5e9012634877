"""One's own function over as many articles as there are."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas as pd

from framing import schema
from framing.articles.columns import Dates
from framing.errors import CorpusError, FramingError, FramingWarning, TableError, all_problems
from framing.kinds import KINDS, is_cell
from framing.parts import KINDS_OR_MISSING
from framing.studies.scale.crews import crew_of
from framing.studies.scale.digests import describe_function, digest_of, versions
from framing.studies.scale.ledger import Ledger, as_json, part_key
from framing.studies.scale.reading import Reading
from framing.studies.scale.results import Mapped, Progress, summed_up
from framing.studies.scale.sources import Part, Source, changed_files, find_parts
from framing.studies.scale.work import Function, Job, call

PART_BYTES = 32_000_000  # some 10,000 articles: seconds of counting, a minute of finding remarks; lost when killed
BATCH = 1_000_000  # characters: a few hundred articles
LONGEST = 2_000_000  # characters: four novels. The words of a longer text would not fit into 512 MB


def map_articles(
    function: Function,
    source: str | os.PathLike[str],
    output: str | os.PathLike[str],
    *,
    kinds: Mapping[str, str] | None = None,
    columns: Mapping[str, str] | None = None,
    language: str = "en",
    dates: Dates | None = None,
    workers: int = 1,
    cluster: str | None = None,
    batch: int = BATCH,
    longest: int = LONGEST,
    part_bytes: int = PART_BYTES,
    tell: Callable[[Progress], object] | None = None,
) -> Mapped:
    r"""Apply a function to all articles of a large corpus, part by part, in little memory, and write what it gives.

    A second call with the same folder does what is not done yet.

    Parameters
    ----------
    function : callable
        Takes an `articles` table, gives a table; each article's rows must follow from that article alone. It may also
        give a pair: the table, and a dict of counts, which are added up in the manifest. With several workers it must
        be importable: a function of a module, or `functools.partial` of one.
    source : path
        A Parquet, JSON Lines, CSV or TSV file in UTF-8, or a folder of them.
    output : path
        A folder for the results: `part-00000.parquet`, ... and `_manifest.json`. `pandas.read_parquet` reads the folder
        as one table. Lists are JSON in it.
    kinds : dict of str to str, optional
        The columns of the result, each with its kind (text, whole number, number, date, category, truth value, list;
        "whole number or missing" and "truth value or missing" are read back as pandas' Int64 and boolean). Without it,
        they are those of the table that the function gives for no articles.
    columns, language
        As in `framing.read_articles`.
    dates : {"day-first", "month-first"}, optional
        What stands first in dates such as 03/04/2031. Without it such a date is missing, with a warning.
    workers : int
        How many processes work at once.
    cluster : str, optional
        Address of the scheduler of a Dask cluster, or "local" for one of `workers` processes on this machine. Its
        workers read and write under the same paths.
    batch : int
        About how many characters of text the function is given at a time.
    longest : int
        A text of more characters is set aside, and reported by its id.
    part_bytes : int
        About how many bytes of text (unpacked) make a part.
    tell : callable, optional
        Is called with a `Progress` at the beginning and after each part.

    Returns
    -------
    Mapped
        The parts, the articles worth a look, the ids that stand more than once, and the manifest.

    Raises
    ------
    CorpusError
        When the source cannot be read; or at the end, with every part that could not be done: the others are finished.
    TableError
        When the results cannot be written, another run is writing there, or they have other columns than announced.
    FramingError
        When an option is no such thing.

    Warns
    -----
    FramingWarning
        When the folder holds results of other settings, another function or lexicon: all is done anew then.

    Notes
    -----
    Where parts are cut depends on the files and on `part_bytes`, never on the number of workers or on what was done
    before: results are equal to the byte. A part appears whole or not at all; a part whose file has changed since, or
    that is damaged, is done again. When a worker dies, another does its part.

    The digest of the code is that of the file the function stands in; other modules of yours that it imports are not
    looked at. Every file of this package counts.

    Articles are given to the function in the order of the files, those with one id never together.

    Examples
    --------
    >>> import tempfile
    >>> import framing
    >>> def count_letters(articles):
    ...     return pd.DataFrame({"article_id": articles["article_id"], "n_letters": articles["text"].str.len()})
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "notes.jsonl").write_text('{"id": "a", "text": "It rained."}\n{"id": "b", "text": "Rain."}\n')
    >>> made = map_articles(count_letters, folder / "notes.jsonl", folder / "letters")
    >>> pd.read_parquet(folder / "letters")["n_letters"].tolist()
    [10, 5]
    >>> print(made.report())
    2 articles in, 2 rows out, 1 parts
    """
    _check_numbers(workers=workers, batch=batch, longest=longest, part_bytes=part_bytes)
    columns = dict(columns or {})
    _check_apart(Path(source), Path(output))
    found = find_parts(source, part_bytes=part_bytes, columns=columns)
    kinds = _kinds_of(function) if kinds is None else _known_kinds(kinds)
    reading = Reading(found.root, columns, language, dates, batch, longest)
    settings = {
        "function": describe_function(function),
        "kinds": kinds,
        **{name: cell for name, cell in reading._asdict().items() if name != "root"},
        "part_bytes": part_bytes,
        "versions": versions(),
    }
    crew, ledger = crew_of(workers, cluster), Ledger(output)
    with ledger.alone():
        changed = ledger.open(settings, len(found.parts))
        if changed:
            said = f"{output}: made under other settings ({'; '.join(changed)}), and so all parts are done anew."
            warnings.warn(said, FramingWarning, stacklevel=2)
        records = _done(Job(function, kinds, reading, str(output)), found, ledger, settings, crew, tell)
        return summed_up(records, ledger, settings)


def _check_numbers(**numbers: int) -> None:
    for name, number in numbers.items():
        if isinstance(number, bool) or not is_cell(number, "whole number") or number < 1:
            raise FramingError(f"{name} {number!r}: give a whole number, 1 or more.")


def _check_apart(source: Path, output: Path) -> None:
    """Refuse results among the texts: the next reading would take them for texts."""
    if source.is_dir() and output.resolve().is_relative_to(source.resolve()):
        raise CorpusError(f"{output}: it would lie among the texts of {source}. Choose another folder.")


def _known_kinds(kinds: Mapping[str, str]) -> dict[str, str]:
    known = (*KINDS, *KINDS_OR_MISSING)
    unknown = [
        f"column {name!r} has kind {kind!r}; kinds are {', '.join(known)}"
        for name, kind in kinds.items()
        if kind not in known
    ]
    if unknown:
        raise TableError(all_problems("kinds", unknown))
    return dict(kinds)


def _kinds_of(function: Function) -> dict[str, str]:
    """The columns that the function gives, asked with no articles."""
    try:
        table, _ = call(function, schema.make_table("articles", {}))
    except Exception as problem:
        hint = "Let it give a table without rows then, or say which columns it gives with kinds=."
        raise TableError(
            f"the function fails when there are no articles ({type(problem).__name__}: {problem}). {hint}"
        ) from problem
    return {str(name): _kind_of(table[name]) for name in table.columns}


def _kind_of(cells: pd.Series) -> str:
    """The kind of a column by its dtype."""
    of_missing = {dtype: kind for kind, dtype in KINDS_OR_MISSING.items()}
    if str(cells.dtype) in of_missing:
        return of_missing[str(cells.dtype)]
    tests = {
        "truth value": pd.api.types.is_bool_dtype,
        "whole number": pd.api.types.is_integer_dtype,
        "number": pd.api.types.is_float_dtype,
        "date": pd.api.types.is_datetime64_any_dtype,
    }
    return next((kind for kind, is_it in tests.items() if is_it(cells)), "text")


def _done(
    job: Job,
    found: Source,
    ledger: Ledger,
    settings: dict[str, Any],
    crew: Any,
    tell: Callable[[Progress], object] | None,
) -> dict[int, dict[str, Any]]:
    """Do the parts that are not done, and return the records of all, in their order."""
    run = digest_of(as_json(settings))
    keys = {part.number: part_key(run, part, found.stamps[part.file]) for part in found.parts}
    kept = {number: ledger.read_record(number, key) for number, key in keys.items()}
    records = {number: record for number, record in kept.items() if record is not None}
    left = [(part, keys[part.number]) for part in found.parts if part.number not in records]
    problems = []
    _tell(tell, found.parts, records)
    with closing(crew(job, left)) as outcomes:  # whatever happens here, the crew goes home
        for outcome in outcomes:
            if outcome.record is None:
                problems.append(outcome.problem)
            else:
                records[outcome.part.number] = outcome.record
                _tell(tell, found.parts, records)
    problems += [f"{name}: changed while it was read. Call again." for name in changed_files(found)]
    if problems:
        said = f"{ledger.folder}: {len(records)} of {len(found.parts)} parts are done; a second call does the others"
        raise CorpusError(all_problems(said, sorted(problems)))
    missing = [number for number in keys if not ledger.output_of(number).is_file()]
    if missing:
        raise TableError(f"{ledger.folder}: part {missing[0]} was taken away while others were done. Call again.")
    return dict(sorted(records.items()))


def _tell(tell: Callable[[Progress], object] | None, parts: list[Part], records: Mapping[int, dict[str, Any]]) -> None:
    if tell is not None:
        n_bytes = sum(part.n_bytes for part in parts if part.number in records)
        n_articles = sum(record["n_articles"] for record in records.values())
        tell(Progress(len(records), n_bytes, len(parts), sum(part.n_bytes for part in parts), n_articles))
