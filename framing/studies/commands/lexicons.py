"""`framing lexicon ...`: which lexicons there are and what is in them."""

from __future__ import annotations

import argparse
from typing import Any

import framing
from framing.studies.commands import dictionaries, lexicon_changes, lexicon_checks, lexicon_suggestions, shared
from framing.validity import tell_validity


def add_to(commands: Any) -> None:
    """Add the commands."""
    lexicon = commands.add_parser(
        "lexicon", help="list, show, check and compare lexicons", description="List, show, check and compare lexicons."
    )
    verbs = lexicon.add_subparsers(title="commands", metavar="COMMAND", required=True)
    shared.writes_output(shared.add_command(verbs, "list", _lexicon_list, "the lexicons that come with the toolkit"))
    show = shared.add_command(verbs, "show", _lexicon_show, "definitions and terms of a lexicon")
    show.add_argument("lexicon", metavar="NAME|PATH", help="a lexicon that comes with the toolkit, or a folder")
    show.add_argument("--frame", metavar="NAME", help="the terms of this frame")
    lexicon_checks.add_to(verbs)
    lexicon_changes.add_to(verbs)
    lexicon_suggestions.add_to(verbs)
    dictionaries.add_to(verbs)


def _lexicon_list(options: argparse.Namespace) -> None:
    shared.write(framing.list_lexicons(), options)


def _lexicon_show(options: argparse.Namespace) -> None:
    lexicon = framing.read_lexicon(options.lexicon)
    print(f"{lexicon.label} · {lexicon.licence} · digest {lexicon.digest[:12]}")
    print(lexicon.citation)
    frames = [options.frame] if options.frame else list(lexicon.frames)
    print(tell_validity(lexicon, frames))
    for frame in frames:
        patterns = lexicon.patterns(frame)
        print(f"\n{frame} ({len(patterns)} terms): {lexicon.frames[frame]}")
        if options.frame:
            print("  " + "\n  ".join(patterns))
