"""Memory of a worker and speed of several, on corpora of `make_corpus.py`.

    python benchmarks/scale.py FOLDER [--scale 1.0] [--rounds 3]

FOLDER is for corpora (3.3 GB of text, 1.6 GB on disk; --scale 0.1 makes a tenth of it) and results. Each run is a
process of its own; runs that are compared take turns. What is counted by runs that are compared must be equal to the
byte, or there is no table. Prints it in Markdown.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from framing.studies.scale.processes import lean_environment

MIB = 1024 * 1024


class Run(NamedTuple):
    """What is run: a command's function over a corpus."""

    what: str
    megabytes: float
    workers: int = 1
    cluster: str | None = None
    limit_mib: int | None = None  # of RLIMIT_DATA: what the process and each of its workers may allocate


MEMORY = (
    Run("counting", 2_100, limit_mib=512),
    Run("counting and furniture", 20, limit_mib=512),
    Run("sentiment", 10, limit_mib=512),
    Run("remarks", 10, limit_mib=512),
)
SCALING = (
    (Run("counting", 1_000, 1), Run("counting", 1_000, 2)),
    (Run("counting", 200, 1, "local"), Run("counting", 200, 2, "local")),
    (Run("remarks", 10, 1), Run("remarks", 10, 2)),
)


def function_of(what: str) -> tuple[Any, dict[str, str], int]:
    """What a command does, its columns, and how much of a text it is given at a time."""
    from make_corpus import frames

    from framing.lexicon import Lexicon, Term
    from framing.studies.commands.large import COUNTED_AT_A_TIME, TOKENIZED_AT_A_TIME
    from framing.studies.scale import functions

    terms = tuple(Term(frame, pattern) for frame, patterns in frames().items() for pattern in patterns)
    lexicon = Lexicon("made", "1", "en", "", "CC0-1.0", dict.fromkeys(frames(), "made words"), terms)
    if what.startswith("counting"):
        keeps = what == "counting"
        return *functions.counting(lexicon, wide=False, rules=None, keeps_furniture=keeps), COUNTED_AT_A_TIME
    if what == "sentiment":
        return *functions.scoring(rules=None, keeps_furniture=True), TOKENIZED_AT_A_TIME
    options = {"overrides": None, "wide": False, "lexicon": None, "rules": None, "keeps_furniture": True}
    return *functions.finding_remarks(None, **options), TOKENIZED_AT_A_TIME


def do(run: Run, corpus: str, output: str) -> None:
    """Do one run in this process and print what it took."""
    if run.limit_mib is not None:
        resource.setrlimit(resource.RLIMIT_DATA, (run.limit_mib * MIB, run.limit_mib * MIB))
    from framing import map_articles

    function, kinds, batch = function_of(run.what)
    part_bytes = 32_000_000 if run.megabytes > 100 else 1_000_000  # enough parts for several workers
    start = time.perf_counter()
    made = map_articles(
        function,
        corpus,
        output,
        kinds=kinds,
        batch=batch,
        part_bytes=part_bytes,
        workers=run.workers,
        cluster=run.cluster,
    )
    seconds = time.perf_counter() - start
    who = resource.RUSAGE_SELF if run.workers == 1 and run.cluster is None else resource.RUSAGE_CHILDREN
    used = [resource.getrusage(one) for one in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    told = {
        "seconds": seconds,
        "cpu": sum(one.ru_utime + one.ru_stime for one in used),
        "peak_mib": resource.getrusage(who).ru_maxrss / 1024,
        "n_articles": made.manifest["n_articles"],
        "digest": made.manifest["digest"],
    }
    print(json.dumps(told))


def corpus_of(folder: Path, megabytes: float) -> Path:
    """A corpus of that size: the beginning of a larger one where there is one, since that is the same."""
    import pyarrow.parquet as pq
    from make_corpus import write_corpus

    path = folder / f"corpus-{megabytes:g}.parquet"
    larger = [other for other in folder.glob("corpus-*.parquet") if float(other.stem[7:]) > megabytes]
    if path.is_file():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    if not larger:
        write_corpus(path, megabytes=megabytes)
        return path
    size = 0
    with pq.ParquetFile(larger[0], pre_buffer=False) as file, pq.ParquetWriter(path, file.schema_arrow) as writer:
        for number in range(file.num_row_groups):
            group = file.read_row_group(number)
            writer.write_table(group)
            size += sum(len(text.encode()) for text in group["text"].to_pylist())
            if size >= megabytes * 1e6:
                return path
    raise SystemExit(f"{larger[0]}: holds less than its name says. Delete it.")


def measured(run: Run, folder: Path, scale: float) -> dict[str, Any]:
    """One run in a process of its own."""
    megabytes = run.megabytes * scale
    corpus, output = corpus_of(folder, megabytes), folder / "results"
    shutil.rmtree(output, ignore_errors=True)
    command = [sys.executable, __file__, str(folder), "--one", json.dumps([list(run), str(corpus), str(output)])]
    with lean_environment():  # as workers are started
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{run}: failed\n{done.stderr[-2000:]}")
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    load = os.getloadavg()[0]
    print(
        f"{run} {told['seconds']:.1f} s, cpu {told['cpu']:.1f} s, {told['peak_mib']:.0f} MiB, load {load:.1f}",
        flush=True,
    )
    return told


def memory_row(run: Run, folder: Path, scale: float) -> str:
    """A line of the table of memory."""
    told = measured(run, folder, scale)
    per_second = told["n_articles"] / told["cpu"]
    return (
        f"| {run.what} | {run.megabytes * scale:g} MB, {told['n_articles']} articles | {run.limit_mib} MiB "
        f"| {told['peak_mib']:.0f} MiB | {told['seconds']:.0f} s | {per_second:.0f} |"
    )


def scaling_row(one: Run, two: Run, folder: Path, scale: float, rounds: int) -> str:
    """A line of the table of speed: one worker and two, taking turns."""
    pairs = [(measured(one, folder, scale), measured(two, folder, scale)) for _ in range(rounds)]
    digests = {told["digest"] for pair in pairs for told in pair}
    if len(digests) > 1:
        raise SystemExit(f"{one}, {two}: results differ")
    ratios = [a["seconds"] / b["seconds"] for a, b in pairs]
    seconds = [f"{median(told['seconds'] for told in column):.1f}" for column in zip(*pairs, strict=True)]
    cpu = " / ".join(f"{median(told['cpu'] for told in column):.0f}" for column in zip(*pairs, strict=True))
    who = "Dask" if one.cluster else "processes"
    peak = max(told["peak_mib"] for pair in pairs for told in pair)
    return (
        f"| {one.what}, {who} | {one.megabytes * scale:g} MB | {seconds[0]} s | {seconds[1]} s "
        f"| {median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f}) | {cpu} s | {peak:.0f} MiB |"
    )


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=("memory", "scaling"))
    parser.add_argument("--one", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        run, corpus, output = json.loads(options.one)
        do(Run(*run), corpus, output)
        return
    tables: list[str] = []
    if options.only != "scaling":
        tables += ["| function | corpus | hard limit | peak of the worker | time | articles a second of CPU |"]
        tables += ["| --- " * 6 + "|", *(memory_row(run, options.folder, options.scale) for run in MEMORY), ""]
    if options.only != "memory":
        tables += [
            "| function | corpus | 1 worker | 2 workers | ratio | highest peak of a worker |",
            "| --- " * 6 + "|",
        ]
        tables += [scaling_row(one, two, options.folder, options.scale, options.rounds) for one, two in SCALING]
    print("\n".join(tables))


if __name__ == "__main__":
    main()
