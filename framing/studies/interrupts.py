"""Ctrl-C: one line for the person and none of code, whatever is being done; imports nothing that takes time."""

from __future__ import annotations

import _thread
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

STOPPED = 130  # what shells give for Ctrl-C
_SECONDS_UNTIL_AGAIN = 0.01


@contextmanager
def stop_at_once(said: str) -> Iterator[None]:
    """End the process with one line at a Ctrl-C in the block, in which modules are imported and nothing else is done.

    Where somebody answers Ctrl-C in another way, that way stays.

    Examples
    --------
    >>> with stop_at_once("stopped before anything was done."):
    ...     import json
    """

    def stop(*_: object) -> None:
        os.write(2, f"{said}\n".encode())
        os._exit(STOPPED)

    before = signal.getsignal(signal.SIGINT)
    if before is not signal.default_int_handler or threading.current_thread() is not threading.main_thread():
        yield
        return
    signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def lose_no_interrupt() -> Iterator[None]:
    """Raise KeyboardInterrupt again where it was raised inside a destructor, out of which Python lets no exception.

    Examples
    --------
    >>> with lose_no_interrupt():
    ...     print("counting")
    counting
    """
    before = sys.unraisablehook

    def see(lost: Any) -> None:
        if issubclass(lost.exc_type, KeyboardInterrupt):
            threading.Timer(_SECONDS_UNTIL_AGAIN, _thread.interrupt_main).start()
        else:
            before(lost)

    sys.unraisablehook = see
    try:
        yield
    finally:
        sys.unraisablehook = before


@contextmanager
def hold_ctrl_c() -> Iterator[None]:
    """Let a Ctrl-C wait until the block ends; processes that are started in it never hear of one.

    A terminal sends it to all processes of a run; a worker that is just importing what it needs would show where. Where
    signals cannot be held (Windows), nothing is done.

    Examples
    --------
    >>> with hold_ctrl_c():
    ...     signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, [])
    True
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # now: when it is started with the first process, it lets Ctrl-C through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def kill_when_it_fails() -> Iterator[None]:
    """Kill the processes that were started in the block, if it ends in an error or at a Ctrl-C.

    Examples
    --------
    >>> with kill_when_it_fails():
    ...     print("nothing failed")
    nothing failed
    """
    from multiprocessing import active_children

    others = active_children()
    try:
        yield
    except BaseException:
        with hold_ctrl_c():
            for process in active_children():
                if process not in others:
                    process.kill()  # what it has half written is not yet anybody's
        raise
