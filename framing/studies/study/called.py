"""How this program was called, so that messages name commands as they have to be typed."""

from __future__ import annotations

import os
import sys
from pathlib import PurePath


def command(verbs: str) -> str:
    """Return a command as it has to be typed here; `run.py` starts the command line as a module.

    Examples
    --------
    >>> command("study new my-study")
    'framing study new my-study'
    """
    is_module = bool(sys.argv) and PurePath(sys.argv[0]).name == "cli.py"
    python = "py" if os.name == "nt" else "python3"
    return f"{python} run.py framing {verbs}" if is_module else f"framing {verbs}"
