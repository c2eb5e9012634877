"""`framing figures`: the notebooks, their figures, numbers and pages."""

from __future__ import annotations

import argparse
import time
from typing import Any

from framing.studies.commands import shared
from framing.studies.inputs import say


def add_to(commands: Any) -> None:
    """Add the command."""
    figures = shared.add_command(
        commands, "figures", _figures, "execute the notebooks; write figures, numbers and pages"
    )
    figures.add_argument("names", nargs="*", metavar="NOTEBOOK", help="run these only, such as 00-start-here")
    figures.add_argument("--check", action="store_true", help="write nothing; say where the committed ones differ")


def _figures(options: argparse.Namespace) -> int:
    from framing.studies import notebooks, reproduction

    began = time.monotonic()
    project = notebooks.find_project()
    names = options.names or None
    if options.check:
        problems, notes = reproduction.check_figures(project, names=names, tell=say)
        for line in [*notes, *problems]:
            say(line)
        verdict = f"{len(problems)} differences" if problems else "all as committed"
        say(f"{verdict}; {time.monotonic() - began:.0f} s")
        return shared.FAILED_CHECK if problems else 0
    made = reproduction.make_figures(project, names=names, tell=say)
    for folder in sorted({path.parent for path in made}):
        say(f"{sum(path.parent == folder for path in made)} files in {folder.relative_to(project)}/")
    say(f"done in {time.monotonic() - began:.0f} s")
    return 0
