"""Runs over corpora that do not fit into memory: `--workers`, `--cluster` and a folder as output."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from framing.errors import FramingError
from framing.files import TABLE_SUFFIXES, read_rows
from framing.studies.commands.shared import BAR_AFTER_SECONDS, STOPPED
from framing.studies.inputs import pairs, say


def takes_workers(command: argparse.ArgumentParser) -> None:
    """Give a command --workers and --cluster."""
    command.add_argument(
        "--workers",
        type=int,
        metavar="N",
        help="with a folder as output (-o results/), which is written part by part: processes at once (all cores)",
    )
    command.add_argument("--cluster", metavar="ADDRESS|local", help="the same on a cluster of Dask")


def is_large(options: argparse.Namespace) -> bool:
    """Return whether the result goes into a folder, part by part."""
    output = options.output or ""
    is_folder = output.endswith(("/", os.sep)) or Path(output or "-").is_dir()
    if (options.workers is not None or options.cluster is not None) and not is_folder:
        raise FramingError(
            f"-o {output}: several workers write parts into a folder. Give one, with a slash behind it: -o results/"
            if output
            else "several workers write parts into a folder. Give one, with a slash behind it: -o results/"
        )
    return is_folder


def own_rules(options: argparse.Namespace) -> Any:
    """Return the table of --furniture-rules; workers elsewhere do not see the file."""
    path = options.furniture_rules
    return None if path is None else read_rows(path, may_be_short=True)[0]


def run_large(options: argparse.Namespace, large: Any, doing: str, *, output: str | None = None) -> int:
    """Apply a function to a large corpus, with a bar on a terminal, and say what was made and met."""
    from tqdm import tqdm

    from framing.studies.scale.mapping import map_articles
    from framing.studies.scale.results import Progress

    if options.input == "-":
        raise FramingError(
            f"standard input is not cut into parts. Give a {', '.join(TABLE_SUFFIXES)} file or a folder."
        )
    function, kinds = large
    output = output or options.output
    last: list[Progress] = []
    with tqdm(
        desc=doing, unit="B", unit_scale=True, delay=BAR_AFTER_SECONDS, disable=not sys.stderr.isatty(), leave=False
    ) as bar:

        def tell(progress: Progress) -> None:
            if last:
                bar.update(progress.n_bytes - bar.n)
            else:
                bar.initial = bar.n = progress.n_bytes  # what was done before says nothing of the rate
                bar.total = progress.all_bytes
                if progress.n_parts:
                    say(f"framing: {progress.n_parts} of {progress.all_parts} parts are there already")
            bar.set_postfix_str(f"{progress.n_articles} articles", refresh=False)
            last.append(progress)

        try:
            made = map_articles(
                function,
                options.input,
                output,
                kinds=kinds,
                columns=dict(pairs(options.map)),
                workers=options.workers if options.workers is not None else n_cores(),
                cluster=options.cluster,
                batch=COUNTED_AT_A_TIME if doing == "counting" else OTHERS_AT_A_TIME,
                tell=tell,
            )
        except KeyboardInterrupt:
            done = f"{last[-1].n_parts} of {last[-1].all_parts} parts are" if last else "nothing is"
            say(f"framing: stopped; {done} done in {output}. The same command goes on from there.")
            return STOPPED
    for line in made.report().splitlines():
        say(f"framing: {line}")
    say(f"{made.manifest['n_rows']} rows in {output}")
    return 0


# Characters at a time. Counting is fastest from two million on, in 280 MB; a table of words takes far more memory.
COUNTED_AT_A_TIME, OTHERS_AT_A_TIME = 2_000_000, 200_000


def n_cores() -> int:
    """Return the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
