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
