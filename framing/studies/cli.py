"""The command line: `framing ...`. Thin: it reads, calls the package, writes."""

from __future__ import annotations

import argparse
import io
import sys
import warnings
from collections.abc import Sequence

import framing
from framing.errors import FramingError, FramingWarning
from framing.studies.commands import articles, coding, counting, figures, lexicons, remarks, study, validating
from framing.studies.commands.shared import EPILOG, STOPPED, WRONG_USE
from framing.studies.inputs import say


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    arguments : sequence of str, optional
        What stands behind `framing`; those of the process without it.

    Returns
    -------
    int
        0 when all went well, 1 for a failed check, 2 for wrong use or bad input.

    Examples
    --------
    >>> main(["lexicon", "show", "no-such-lexicon"])
    2
    """
    parser = _parser()
    options = parser.parse_args(arguments)
    if not hasattr(options, "run"):
        parser.print_help()
        return WRONG_USE
    if not sys.stdout.isatty() and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # whatever the machine's own is: names come from anywhere
    with warnings.catch_warnings():
        warnings.simplefilter("always", FramingWarning)
        warnings.showwarning = _show_warning
        try:
            return int(options.run(options) or 0)
        except FramingError as problem:
            say(f"framing: {problem}")
            return WRONG_USE
        except KeyboardInterrupt:
            say("framing: stopped. What is written is whole; `corpus fetch` goes on where it stopped if called again.")
            return STOPPED
        except BrokenPipeError:  # the reader of a pipe, such as `head`, has seen enough
            sys.stdout = io.TextIOWrapper(io.BytesIO())
            return 0


def _parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    parser = argparse.ArgumentParser(
        prog="framing",
        description="Who said what, in whose words, and how it is framed.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"framing {framing.__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for room in (figures, study, articles, counting, remarks, coding, validating, lexicons):
        room.add_to(commands)
    return parser


def _show_warning(message: Warning | str, *_: object, **__: object) -> None:
    say(f"framing: {message}")


if __name__ == "__main__":
    sys.exit(main())
