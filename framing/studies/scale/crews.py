"""Who does the parts: this process, several of them, or the workers of a Dask cluster."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
from collections.abc import Generator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from framing.errors import CorpusError
from framing.studies.scale.processes import hold_ctrl_c, kill_when_it_fails, lean_environment
from framing.studies.scale.sources import Part
from framing.studies.scale.work import Crew, Job, Keyed, Outcome, do_part

MOST_FRUITLESS = 3  # how often workers may die in a row before any of them has finished a part

_job: Job | None = None  # of a worker: it comes once, with its lexicon, and not with every part


def crew_of(workers: int, cluster: str | None) -> Crew:
    """Return who does the parts."""
    if cluster is not None:
        from framing.studies.scale.cluster import by_cluster

        return by_cluster(cluster, workers)
    return _by_one if workers == 1 else _by_processes(workers)


def _by_one(job: Job, parts: Sequence[Keyed]) -> Generator[Outcome]:
    """One process, which is ours, does them one after the other."""
    for part, key in parts:
        yield do_part(job, part, key)


def _by_processes(workers: int) -> Crew:
    """Some processes do them; when one is killed, new ones do what is not done yet."""

    def crew(job: Job, parts: Sequence[Keyed]) -> Generator[Outcome]:
        waiting, fruitless = dict.fromkeys(parts), 0
        # A worker gets the job from a file: Python would send it through a pipe, and wait for ever for a worker that
        # dies before it has read what the pipe cannot hold.
        with TemporaryDirectory() as folder:
            told = Path(folder) / "job.pickle"
            told.write_bytes(pickle.dumps(job))
            while waiting:
                n_before = len(waiting)
                try:
                    for outcome, keyed in _by_pool(told, list(waiting), workers):
                        del waiting[keyed]
                        yield outcome
                except BrokenProcessPool:
                    fruitless = fruitless + 1 if len(waiting) == n_before else 0
                    if fruitless == MOST_FRUITLESS:
                        raise _died(list(waiting)) from None

    return crew


def _by_pool(told: Path, parts: list[Keyed], workers: int) -> Generator[tuple[Outcome, Keyed]]:
    """One set of processes; it breaks when one of them dies, and ends at once when something is wrong or at Ctrl-C."""
    spawn = multiprocessing.get_context("spawn")  # the same everywhere, and without the memory of this process
    pool = ProcessPoolExecutor(min(workers, len(parts)), spawn, _begin, (told,))
    try:
        with kill_when_it_fails():
            with hold_ctrl_c(), lean_environment():
                futures = {pool.submit(_do, *keyed): keyed for keyed in parts}
            for future in as_completed(futures):
                yield future.result(), futures[future]
    finally:
        with hold_ctrl_c():
            pool.shutdown(wait=True, cancel_futures=True)


def _died(left: list[Keyed]) -> CorpusError:
    part = left[0][0]
    said = f"workers died {MOST_FRUITLESS} times and finished nothing; {len(left)} parts are left, the first of them in"
    hint = (
        "Most often memory ran out: use fewer workers (in Python, or a smaller batch). In a script, call it below "
        '`if __name__ == "__main__":`, and keep your function in a module that can be imported.'
    )
    return CorpusError(f"{said} {part.file} ({part.first} to {part.stop}). {hint}")


def _begin(told: Path) -> None:
    """Prepare a worker: it keeps the job, and ends when who has started it is gone."""
    global _job
    _job = pickle.loads(told.read_bytes())  # written by who has started it
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who has started it answers Ctrl-C; for where that cannot be held
    threading.Thread(target=_end_with, args=(multiprocessing.parent_process(),), daemon=True).start()


def _end_with(parent: Any) -> None:
    wait([parent.sentinel])
    os._exit(1)


def _do(part: Part, key: str) -> Outcome:
    """Do a part in a worker."""
    assert _job is not None
    return do_part(_job, part, key)
