"""One run at a time into a folder."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from framing.errors import TableError

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_TAKEN = (errno.EWOULDBLOCK, errno.EACCES)


@contextmanager
def only_run(path: Path) -> Iterator[None]:
    """Hold a file as long as the block lasts; the system lets go of it however this process ends.

    Where the system cannot hold files (Windows, some disks of a network), nothing is refused.

    Raises
    ------
    TableError
        When another run holds it, or it cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with only_run(Path(tempfile.mkdtemp()) / "_lock"):
    ...     print("alone")
    alone
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("ab")
    except OSError as problem:
        raise TableError(f"{path}: cannot be written ({problem.strerror}). Choose another folder.") from None
    with file:
        try:
            if fcntl is not None:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as problem:
            if problem.errno in _TAKEN:
                hint = "Wait until it is done, or choose another folder."
                raise TableError(f"{path.parent}: another run is writing here. {hint}") from None
        yield
