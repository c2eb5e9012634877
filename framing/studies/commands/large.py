"""Runs over corpora that do not fit into memory: `--workers`, `--cluster` and a folder as output."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.errors import FramingError
from framing.files import TABLE_SUFFIXES, read_rows
from framing.studies.commands.shared import BAR_AFTER_SECONDS, takes_dates
from framing.studies.inputs import pairs, say

if TYPE_CHECKING:
    from framing.studies.scale.results import Progress


# Characters at a time. Counting is fastest from two million on, in 280 MB; a table of words takes far more memory.
COUNTED_AT_A_TIME, TOKENIZED_AT_A_TIME = 2_000_000, 200_000


def takes_workers(command: argparse.ArgumentParser) -> None:
    """Give a command --workers, --cluster and --dates."""
    command.add_argument(
        "--workers",
        type=int,
        metavar="N",
        help="with a folder as output (-o results/), which is written part by part: processes at once (all cores)",
    )
    command.add_argument("--cluster", metavar="ADDRESS|local", help="the same on a cluster of Dask")
    takes_dates(command)


def is_large(options: argparse.Namespace) -> bool:
    """Return whether the result goes into a folder, part by part."""
    output = options.output or ""
    is_folder = output.endswith(("/", os.sep)) or Path(output or "-").is_dir()
    given = [f"--{name}" for name in ("workers", "cluster", "dates") if getattr(options, name) is not None]
    if given and not is_folder:
        hint = "Give a folder, with a slash behind its name: -o results/"
        if "--dates" in given:
            hint += f" (or settle the dates before: framing read {options.input} --dates {options.dates} -o FILE)"
        raise FramingError(f"{' '.join(given)}: this is for results that are written part by part. {hint}")
    return is_folder


def own_rules(options: argparse.Namespace) -> Any:
    """Return the table of --furniture-rules; workers elsewhere do not see the file."""
    path = options.furniture_rules
    return None if path is None else read_rows(path, may_be_short=True)[0]


def run_large(
    options: argparse.Namespace,
    large: Any,
    doing: str,
    *,
    batch: int = TOKENIZED_AT_A_TIME,
    output: str | None = None,
) -> int:
    """Apply a function to a large corpus, with a bar on a terminal, and say what was made and met."""
    from framing.studies.scale.mapping import map_articles

    if options.input == "-":
        raise FramingError(
            f"standard input is not cut into parts. Give a {', '.join(TABLE_SUFFIXES)} file or a folder."
        )
    function, kinds = large
    output = output or options.output
    with _open_bar(doing) as bar:
        follow = _Follower(bar)
        try:
            made = map_articles(
                function,
                options.input,
                output,
                kinds=kinds,
                columns=dict(pairs(options.map)),
                dates=options.dates,
                workers=options.workers if options.workers is not None else n_cores(),
                cluster=options.cluster,
                batch=batch,
                tell=follow,
            )
        except KeyboardInterrupt:
            done = f"{follow.done} done in {output}. The same command goes on from there."
            raise KeyboardInterrupt(done) from None
    for line in made.report().splitlines():
        say(f"framing: {line}")
    say(f"{made.manifest['n_rows']} rows in {output}")
    return 0


def _open_bar(doing: str) -> Any:
    """A bar with rate and remaining time, on a terminal only."""
    from tqdm import tqdm

    quiet = not sys.stderr.isatty()
    return tqdm(desc=doing, unit="B", unit_scale=True, delay=BAR_AFTER_SECONDS, disable=quiet, leave=False)


class _Follower:
    """Moves the bar as parts are done, and knows how far the run came."""

    def __init__(self, bar: Any) -> None:
        self.bar, self.done = bar, "nothing is"
        self.has_begun = False

    def __call__(self, progress: Progress) -> None:
        bar = self.bar
        if self.has_begun:
            bar.update(progress.n_bytes - bar.n)
        else:
            bar.initial = bar.n = progress.n_bytes  # what was done before says nothing of the rate
            bar.total = progress.all_bytes
            if progress.n_parts:
                say(f"framing: {progress.n_parts} of {progress.all_parts} parts are there already")
        bar.set_postfix_str(f"{progress.n_articles} articles", refresh=False)
        self.has_begun, self.done = True, f"{progress.n_parts} of {progress.all_parts} parts are"


def n_cores() -> int:
    """Return the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
