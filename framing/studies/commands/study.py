"""`framing study`: a folder of texts to a report."""

from __future__ import annotations

import argparse
from typing import Any

from framing.studies.commands import shared
from framing.studies.inputs import say

EPILOG = """\
framing study new my-study             lays out a folder; README.txt in it says what to do
framing study new ferry --example      the same with a small invented example that runs at once
framing study run my-study             makes results/report.html, tables, figures and pages
"""


def add_to(commands: Any) -> None:
    """Add the commands."""
    study = commands.add_parser(
        "study",
        help="your own texts to a report",
        description="A folder of your own texts to a report.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verbs = study.add_subparsers(title="commands", metavar="COMMAND", required=True)
    new = shared.add_command(verbs, "new", _new, "lay out a folder for a study")
    new.add_argument("folder", metavar="FOLDER", help="a folder that is not there yet")
    new.add_argument("--example", action="store_true", help="fill it with a small invented example that runs at once")
    run = shared.add_command(verbs, "run", _run, "make the report of a study, and say what changed")
    run.add_argument("folder", metavar="FOLDER", help="a folder made by `framing study new`")
    run.add_argument("--again", action="store_true", help="make everything anew although nothing changed")


def _new(options: argparse.Namespace) -> None:
    from framing.studies.study.called import command
    from framing.studies.study.layout import new_study

    written = new_study(options.folder, example=options.example)
    say(f"{len(written)} files in {options.folder}. README.txt there says what to do.")
    say(f"Then: {command(f'study run {options.folder}')}")


def _run(options: argparse.Namespace) -> None:
    from framing.studies.study.run import run_study

    done = run_study(options.folder, again=options.again, tell=lambda doing: say(f"framing: {doing} ..."))
    for line in done.told:
        say(f"framing: {line}")
    if not done.is_new:
        say("Nothing changed since the results were made.")
    if done.changes:
        say("What changed since the run before:")
        for line in done.changes:
            say(f"  {line}")
        say("Numbers that moved:" if done.moved else "No number moved.")
        for line in done.moved:
            say(f"  {line}")
    say(done.answer)
    say(f"{done.report}: open it in a browser.")
