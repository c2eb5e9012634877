"""The parts on a Dask cluster: the same function over the same parts, wherever its workers stand."""

from __future__ import annotations

import logging
from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

from framing.errors import CorpusError
from framing.studies.scale.processes import hold_ctrl_c, kill_when_it_fails, lean_environment
from framing.studies.scale.sources import Part
from framing.studies.scale.work import Crew, Job, Keyed, Outcome, do_part

LOCAL = "local"
SECONDS_TO_ANSWER = 15


def by_cluster(address: str, workers: int) -> Crew:
    """Return a crew of the workers of a Dask cluster.

    Parameters
    ----------
    address : str
        Of its scheduler, such as "tcp://10.0.0.7:8786"; "local" for a cluster of processes on this machine.
    workers : int
        How many processes a local one has.

    Raises
    ------
    CorpusError
        When Dask is not installed.
    """
    distributed = _distributed()

    def crew(job: Job, parts: Sequence[Keyed]) -> Generator[Outcome]:
        if not parts:
            return
        with _client(distributed, address, workers) as client:
            # The job is the result of a task, not an argument of each: it goes to a worker once, and where a worker is
            # lost with it, the scheduler makes it again.
            shared = client.submit(_same, job, pure=False)
            futures = [client.submit(_do, shared, part, key, pure=False) for part, key in parts]
            try:
                for future in distributed.as_completed(futures):
                    yield _result(distributed, future)
            finally:
                client.cancel(futures, force=True)

    return crew


def _distributed() -> Any:
    try:
        import distributed
    except ImportError:
        hint = 'Install it with: pip install "framing-toolkit[cluster]"'
        raise CorpusError(f"a cluster is reached with dask and distributed, which are not installed. {hint}") from None
    return distributed


@contextmanager
def _client(distributed: Any, address: str, workers: int) -> Iterator[Any]:
    """A client of the cluster; a local cluster lasts as long as it does."""
    if address == LOCAL:
        options = {"n_workers": workers, "threads_per_worker": 1, "dashboard_address": None}
        options["silence_logs"] = logging.CRITICAL  # what becomes of a worker, and of its parts, is told by us
        with ExitStack() as open_until_then, kill_when_it_fails():
            with hold_ctrl_c(), lean_environment():
                local = open_until_then.enter_context(distributed.LocalCluster(**options))
            yield open_until_then.enter_context(distributed.Client(local))
        return
    try:
        client = distributed.Client(address, timeout=f"{SECONDS_TO_ANSWER}s")
    except (OSError, ValueError) as problem:
        reason = str(problem).splitlines()[0]
        raise CorpusError(f"cluster {address!r}: no scheduler of Dask answers there ({reason}).") from None
    with client:
        yield client


def _result(distributed: Any, future: Any) -> Outcome:
    """What became of a part."""
    try:
        outcome: Outcome = future.result()
    except distributed.KilledWorker as problem:
        hint = "Most often memory ran out: give the workers more, or a smaller batch."
        raise CorpusError(f"workers of the cluster died over and over at {problem.task}. {hint}") from None
    return outcome


def _same(job: Job) -> Job:
    return job


def _do(job: Job, part: Part, key: str) -> Outcome:
    return do_part(job, part, key)
