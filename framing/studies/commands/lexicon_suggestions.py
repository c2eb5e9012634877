"""`framing lexicon suggest`: candidates for a frame, as a sheet to be judged by a person."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import framing
from framing.studies.commands import shared
from framing.studies.commands.lexicon_checks import reads_corpus
from framing.studies.inputs import read_input, say

_EPILOG = """\
Nothing is added to the lexicon. In a sheet (-o NAME.csv or NAME.xlsx) write into the column "decision"; what belongs to
the frame, put into terms.csv yourself.
"""


def add_to(verbs: Any) -> None:
    """Add the command to those of `framing lexicon`."""
    suggest = shared.add_command(verbs, "suggest", _suggest, "suggest terms that a frame may lack", epilog=_EPILOG)
    suggest.add_argument("lexicon", metavar="NAME|PATH", help="a lexicon that comes with the toolkit, or a folder")
    suggest.add_argument("--frame", metavar="NAME", required=True, help="the frame that is to grow")
    reads_corpus(suggest, required=True)
    suggest.add_argument("--most", type=int, default=50, metavar="N", help="candidates, at most (50)")
    suggest.add_argument("--fewest", type=int, default=3, metavar="N", help="occurrences a candidate must have (3)")


def _suggest(options: argparse.Namespace) -> None:
    from framing.studies.suggest import SHEETS, check_sheet

    lexicon = framing.read_lexicon(options.lexicon)
    sheet = Path(options.output) if options.output is not None and options.output.lower().endswith(SHEETS) else None
    if sheet is not None:
        check_sheet(sheet)  # before the long work
    place = options.output if sheet is None else str(sheet.with_suffix(".csv"))  # as that of a table
    articles = read_input(argparse.Namespace(input=options.input, map=options.map, output=place))
    suggestions = framing.suggest_terms(
        articles,
        lexicon,
        frame=options.frame,
        skips=_furniture(articles, options),
        most=options.most,
        fewest=options.fewest,
    )
    if sheet is not None:
        path = framing.write_suggestions(suggestions, sheet)
        say(f"{len(suggestions)} rows in {path}: decide in the column 'decision'; nothing is added to the lexicon")
    else:
        shared.write(suggestions, options)


def _furniture(articles: Any, options: argparse.Namespace) -> Any:
    """What is no text of the articles."""
    import pandas as pd

    cleaner = shared.Cleaner(options)
    parts = [cleaner.skips(batch) for batch in shared.batches(articles, "cleaning")]
    cleaner.tell()
    return None if options.keep_furniture else pd.concat(parts, ignore_index=True)
