"""`framing lexicon import` and `export`: dictionaries of other programs, in and out."""

from __future__ import annotations

import argparse
from typing import Any

import framing
from framing.files import write_table
from framing.studies.commands import shared
from framing.studies.inputs import say
from framing.terms.dictionaries.reading import UNKNOWN_LICENCE

_FORMATS = """\
Formats: LIWC .dic and .dicx, WordStat .cat, Yoshikoder .ykd, Lexicoder .lc3, YAML of quanteda (.yml), .csv and .json.
What cannot be carried over is listed, with its row, on the terminal or with --losses in a file.
"""


def add_to(verbs: Any) -> None:
    """Add the commands to those of `framing lexicon`."""
    text = "make a lexicon of a dictionary of another program"
    come = shared.add_command(verbs, "import", _import, text, epilog=_FORMATS)
    come.add_argument("file", metavar="FILE", help="the dictionary; what it is decides its content, not its suffix")
    come.add_argument("-o", "--output", metavar="FOLDER", required=True, help="a new folder for the lexicon")
    come.add_argument("--name", metavar="NAME", help="name of the lexicon; else that of the file")
    come.add_argument("--version", metavar="VERSION", help="its version; else 0")
    come.add_argument("--language", metavar="CODE", help="its language; else en")
    _lists_losses(come)
    go = shared.add_command(verbs, "export", _export, "write a lexicon for another program", epilog=_FORMATS)
    go.add_argument("lexicon", metavar="NAME|PATH", help="a lexicon that comes with the toolkit, or a folder")
    go.add_argument("-o", "--output", metavar="FILE", required=True, help="the file; its suffix says the format")
    go.add_argument("--wide", action="store_true", help="for .csv: a column for each frame")
    _lists_losses(go)


def _lists_losses(command: argparse.ArgumentParser) -> None:
    command.add_argument("--losses", metavar="OUT", help="write what could not be carried over to this table file")


def _import(options: argparse.Namespace) -> None:
    lexicon, losses = framing.read_dictionary(
        options.file, name=options.name, version=options.version, language=options.language
    )
    folder = framing.write_lexicon(lexicon, options.output, losses=losses)
    n_terms = sum(not term.is_mask for term in lexicon.terms)
    say(f"{lexicon.label}: {n_terms} terms in {len(lexicon.frames)} frames, in {folder}")
    if lexicon.licence == UNKNOWN_LICENCE:
        say(f"licence: {UNKNOWN_LICENCE}. Its words belong to whoever made it: do not pass them on without leave.")
    _tell(losses, options)


def _export(options: argparse.Namespace) -> None:
    lexicon = framing.read_lexicon(options.lexicon)
    losses = framing.write_dictionary(lexicon, options.output, wide=options.wide)
    say(f"{lexicon.label} in {options.output}")
    _tell(losses, options)


def _tell(losses: Any, options: argparse.Namespace) -> None:
    """How much was lost, and the table of it."""
    n_lost = int((~losses["carried"].astype(bool)).sum())
    say(f"not carried over: {n_lost}; only in part: {len(losses) - n_lost}")
    if options.losses:
        say(f"{len(losses)} rows in {write_table(losses, options.losses)}")
    else:
        options.output = None
        if len(losses):
            shared.write(losses, options)
