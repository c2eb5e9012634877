"""Functions for workers: they must be importable where a worker runs."""

import multiprocessing
import os
import signal
import time
from pathlib import Path

import pandas as pd
import pyarrow as pa

import framing


def count_letters(articles):
    """A row an article."""
    return pd.DataFrame({"article_id": articles["article_id"], "n_letters": articles["text"].str.len().astype("int64")})


def count_letters_slowly(articles):
    """Slowly in a worker, so that it can be stopped on the way."""
    if multiprocessing.parent_process() is not None:
        time.sleep(0.1)
    return count_letters(articles)


def die_once(articles, *, marker):
    """Kill the process that works, the first time."""
    if len(articles) and not Path(marker).exists():
        Path(marker).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return count_letters(articles)


def die_always(articles):
    if len(articles):
        os.kill(os.getpid(), signal.SIGKILL)
    return count_letters(articles)


def fail_at_storm(articles):
    if articles["text"].str.contains("storm").any():
        raise KeyError("storm")
    return count_letters(articles)


def sleep_long_at_the_end(articles):
    """The last articles take minutes."""
    if articles["article_id"].isin(["a28", "a29"]).any():
        time.sleep(300)
    return count_letters(articles)


def count_letters_beside(articles, *, ballast):
    """With an argument that no pipe can hold."""
    return count_letters(articles)


def count_frames_in_little_memory(articles, *, lexicon):
    """Refuses to work in a process of a run that reserves memory beforehand."""
    if multiprocessing.parent_process() is not None and pa.default_memory_pool().backend_name != "system":
        raise MemoryError
    return framing.count_frames(articles, lexicon)
