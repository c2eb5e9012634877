"""The processes of a run: how they are started, and ended when something is wrong or at Ctrl-C."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import active_children, resource_tracker

# Arrow and OpenBLAS reserve memory beforehand, more with more cores, and use next to none of it here; where the system
# limits memory, it counts all the same. Both look at this once, when they are imported.
_LEAN = {"ARROW_DEFAULT_MEMORY_POOL": "system", "OPENBLAS_NUM_THREADS": "1"}


@contextmanager
def lean_environment() -> Iterator[None]:
    """Let processes that are started in the block reserve little memory, where nobody has said otherwise.

    Examples
    --------
    >>> with lean_environment():
    ...     "OPENBLAS_NUM_THREADS" in os.environ
    True
    """
    own = {name: value for name, value in _LEAN.items() if name not in os.environ}
    os.environ.update(own)
    try:
        yield
    finally:
        for name in own:
            del os.environ[name]


@contextmanager
def hold_ctrl_c() -> Iterator[None]:
    """Let a Ctrl-C wait until the block ends; processes that are started in it never hear of one.

    A terminal sends it to all processes of a run; a worker that is just importing what it needs would show where. Ours
    is held twice: the system may give it to another thread than the one that starts processes, and then Python would
    interrupt this one, half through a start. Where signals cannot be held (Windows), nothing is done.

    Examples
    --------
    >>> with hold_ctrl_c():
    ...     signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, [])
    True
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # now: when it is started with the first process, it lets Ctrl-C through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    heard: list[int] = []
    is_main = threading.current_thread() is threading.main_thread()
    answer = signal.signal(signal.SIGINT, lambda number, _: heard.append(number)) if is_main else None
    try:
        yield
    finally:
        if is_main:
            signal.signal(signal.SIGINT, answer)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        if heard:
            signal.raise_signal(signal.SIGINT)


@contextmanager
def kill_when_it_fails() -> Iterator[None]:
    """Kill the processes that were started in the block, if it ends in an error or at a Ctrl-C.

    Examples
    --------
    >>> with kill_when_it_fails():
    ...     print("nothing failed")
    nothing failed
    """
    others = active_children()
    try:
        yield
    except BaseException:
        with hold_ctrl_c():
            for process in active_children():
                if process not in others:
                    process.kill()  # what it has half written is not yet anybody's
        raise
