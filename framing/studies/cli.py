"""The command line: `framing ...`. Thin: it reads, calls the package, writes."""

from __future__ import annotations

import atexit
import gc
import importlib
import io
import sys
import warnings
from collections.abc import Sequence
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING

import framing
from framing.errors import FramingError, FramingWarning
from framing.studies.interrupts import STOPPED, lose_no_interrupt, stop_at_once

if TYPE_CHECKING:
    import argparse

WRONG_USE = 2
# The commands in the order of the help, each with its module in `commands`: only that of the one asked for is imported.
_ROOMS = {
    "figures": "figures",
    "study": "study",
    "read": "articles",
    "furniture": "articles",
    "duplicates": "articles",
    "corpus": "articles",
    "count": "counting",
    "sentiment": "counting",
    "concordance": "counting",
    "remarks": "remarks",
    "coding": "coding",
    "audit": "coding",
    "agreement": "validating",
    "validate": "validating",
    "lexicon": "lexicons",
}

atexit.register(gc.freeze)  # a process that ends need not look for garbage first: a seventh of a short run


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    arguments : sequence of str, optional
        What stands behind `framing`; those of the process without it.

    Returns
    -------
    int
        0 when all went well, 1 for a failed check, 2 for wrong use or bad input, 130 when stopped by Ctrl-C.

    Examples
    --------
    >>> main(["lexicon", "show", "no-such-lexicon"])
    2
    """
    arguments = sys.argv[1:] if arguments is None else arguments
    with stop_at_once("framing: stopped before anything was done. Call the same command again."):
        from framing.studies.inputs import say

        parser = _parser(arguments)
    options = parser.parse_args(arguments)
    if not hasattr(options, "run"):
        parser.print_help()
        return WRONG_USE
    if not sys.stdout.isatty() and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # whatever the machine's own is: names come from anywhere
    with warnings.catch_warnings(), lose_no_interrupt():
        warnings.simplefilter("always", FramingWarning)
        warnings.showwarning = lambda message, *_, **__: say(f"framing: {message}")
        try:
            return int(options.run(options) or 0)
        except FramingError as problem:
            say(f"framing: {problem}")
            return WRONG_USE
        except KeyboardInterrupt as stop:
            usual = "What is written is whole. Call the same command again to go on."
            say(f"framing: stopped. {str(stop) or usual}")
            return STOPPED
        except BrokenPipeError:  # the reader of a pipe, such as `head`, has seen enough
            sys.stdout = io.TextIOWrapper(io.BytesIO())
            return 0


@cache
def _room(name: str) -> ModuleType:
    """A module of commands. Imports leave no garbage: not to look for it then nor later saves a tenth of a start."""
    gc.disable()
    room = importlib.import_module(f"framing.studies.commands.{name}")
    gc.freeze()
    gc.enable()
    return room


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    """The command that is asked for and its options; of all commands when that is none of them."""
    import argparse

    parser = argparse.ArgumentParser(
        prog="framing",
        description="Who said what, in whose words, and how it is framed.",
        epilog=_room("shared").EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"framing {framing.__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    asked = [_ROOMS[name] for name in arguments[:1] if name in _ROOMS]
    for name in asked or dict.fromkeys(_ROOMS.values()):
        _room(name).add_to(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
