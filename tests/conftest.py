"""For every test: figures are drawn to files, never to a window; a busy machine fails no example by its clock."""

import gc
import os
import tempfile

from hypothesis import settings

os.environ.setdefault("MPLBACKEND", "Agg")
settings.register_profile("unhurried", settings.default, deadline=None)
settings.load_profile("unhurried")

# Python looks for dead circles after every 700 new objects; with ten thousand tests in memory that is a tenth of a run.
gc.set_threshold(5_000, 20, 20)

if os.environ.pop("PYTHONDONTWRITEBYTECODE", None):
    # Bytecode stays away from the sources, as asked; yet not each of dozens of processes compiles all that it imports.
    bytecode = tempfile.TemporaryDirectory(prefix="framing-bytecode-", ignore_cleanup_errors=True)
    os.environ["PYTHONPYCACHEPREFIX"] = bytecode.name


def pytest_collection_finish():
    """What was collected lives to the end: nothing in it is ever dead."""
    gc.freeze()
