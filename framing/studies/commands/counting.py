"""`framing count`, `sentiment` and `concordance`: framing terms and sentiment in whole articles."""

from __future__ import annotations

import argparse
import sys
from typing import Any

import framing
from framing.errors import FramingError
from framing.studies.commands import large, shared
from framing.studies.inputs import read_input
from framing.studies.scale import functions


def add_to(commands: Any) -> None:
    """Add the commands."""
    count = shared.add_command(commands, "count", _count, "count framing terms per article and frame")
    shared.reads_input(count)
    shared.takes_lexicon(count)
    count.add_argument("--wide", action="store_true", help="one row an article, with outlet, day and headline")
    shared.skips_furniture(count)
    large.takes_workers(count)

    sentiment = shared.add_command(commands, "sentiment", _sentiment, "score sentiment per sentence, by two engines")
    shared.reads_input(sentiment)
    shared.skips_furniture(sentiment)
    large.takes_workers(sentiment)

    concordance = shared.add_command(commands, "concordance", _concordance, "show every framing term in its context")
    shared.reads_input(concordance)
    shared.takes_lexicon(concordance)
    shared.skips_furniture(concordance)
    concordance.add_argument("--frame", action="append", metavar="NAME", help="this frame only; may be repeated")
    concordance.add_argument("--width", type=int, default=60, metavar="N", help="characters on either side (60)")


def _count(options: argparse.Namespace) -> int:
    import pandas as pd

    lexicon = shared.lexicon_of(options)
    if large.is_large(options):
        rules, keeps = large.own_rules(options), options.keep_furniture
        counting = functions.counting(lexicon, wide=options.wide, rules=rules, keeps_furniture=keeps)
        return large.run_large(options, counting, "counting", batch=large.COUNTED_AT_A_TIME)
    parts, cleaner = [], shared.Cleaner(options)
    for batch in shared.batches(read_input(options), "counting"):
        counts = framing.count_frames(batch, lexicon, skips=cleaner.skips(batch))
        parts.append(functions.widen_counts(counts, batch) if options.wide else counts)
    cleaner.tell()
    shared.write(pd.concat(parts, ignore_index=True), options)
    return 0


def _sentiment(options: argparse.Namespace) -> int:
    import pandas as pd

    if large.is_large(options):
        scoring = functions.scoring(rules=large.own_rules(options), keeps_furniture=options.keep_furniture)
        return large.run_large(options, scoring, "scoring")
    parts, cleaner = [], shared.Cleaner(options)
    for batch in shared.batches(read_input(options), "scoring"):
        parts.append(functions.score_sentences(batch, cleaner.skips(batch)))
    cleaner.tell()
    shared.write(pd.concat(parts, ignore_index=True), options)
    return 0


def _concordance(options: argparse.Namespace) -> None:
    import pandas as pd

    lexicon = shared.lexicon_of(options)
    if options.frame:
        lexicon = lexicon.only(*options.frame)
    if options.width < 1:
        raise FramingError(f"--width {options.width}: give a number of characters, 1 or more.")
    parts, cleaner = [], shared.Cleaner(options)
    for batch in shared.batches(read_input(options), "searching"):
        tokens = framing.tokenize(batch, skips=cleaner.skips(batch))
        matches = framing.find_matches(tokens, lexicon)
        parts.append(framing.concordance(matches, batch, width=options.width))
    cleaner.tell()
    lines = pd.concat(parts, ignore_index=True)
    if options.output is None and sys.stdout.isatty():
        _print_concordance(lines, options.width)
    else:
        shared.write(lines, options)


def _print_concordance(lines: Any, width: int) -> None:
    """Hits one below the other."""
    for row in lines.itertuples():
        print(f"{row.left.rjust(width)}  {row.hit}  {row.right.ljust(width)}  [{row.frame}: {row.pattern}]")
