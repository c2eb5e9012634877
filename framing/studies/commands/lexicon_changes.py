"""`framing lexicon diff`: what differs between two versions of a lexicon, and what that does to the hits."""

from __future__ import annotations

import argparse
import sys
from typing import Any

import framing
from framing.errors import FramingError
from framing.files import table_text, write_table
from framing.studies.commands import shared
from framing.studies.commands.lexicon_checks import reads_corpus
from framing.studies.inputs import read_input, say

_GROUPS = ("leader", "speaker", "voice", "outlet")
_OF_VOICES = _GROUPS[:3]


def add_to(verbs: Any) -> None:
    """Add the command to those of `framing lexicon`."""
    diff = shared.add_command(verbs, "diff", _diff, "compare two versions of a lexicon")
    diff.add_argument("old", metavar="OLD", help="a lexicon that comes with the toolkit, or a folder")
    diff.add_argument("new", metavar="NEW", help="the other version")
    reads_corpus(diff)
    diff.add_argument("--by", action="append", default=[], choices=_GROUPS, help="count hits apart; may be repeated")
    diff.add_argument("--leaders", metavar="FILE", help="the leaders and how articles name them (leader,alias,kind)")
    diff.add_argument("--hits", metavar="OUT", help="write the hits gained and lost per frame to this table file")
    diff.add_argument("--lines", metavar="OUT", help="write changed hits in their context to this table file")
    diff.add_argument("--most", type=int, default=3, metavar="N", help="lines per changed pattern, at most (3)")


def _diff(options: argparse.Namespace) -> None:
    wanted = [f"--{name}" for name in ("hits", "lines") if getattr(options, name)]
    if options.input is None and (options.by or wanted):
        said = f"{wanted[0]} tells of hits" if wanted else "--by says how hits are told apart"
        raise FramingError(f"{said}: add --on INPUT.")
    if "leader" in options.by and not options.leaders:
        raise FramingError("--by leader wants the leaders: add --leaders FILE.")
    if options.most < 1:
        raise FramingError(f"--most {options.most}: give a number of lines, 1 or more.")
    old, new = framing.read_lexicon(options.old), framing.read_lexicon(options.new)
    changes = framing.compare_lexicons(old, new)
    shared.write(changes, options)
    say(f"framing: {old.label} to {new.label}: {_counts(changes)}")
    if options.input is not None:
        _tell_hits(old, new, changes, options)


def _counts(changes: Any) -> str:
    """How many changes of each kind."""
    return ", ".join(f"{n} {change}" for change, n in changes["change"].value_counts(sort=False).items()) or "no change"


def _tell_hits(old: Any, new: Any, changes: Any, options: argparse.Namespace) -> None:
    """Count and show the hits that changed on the articles of INPUT."""
    articles = read_input(options)
    matches = _matches(articles, (old, new), options)
    hits = framing.compare_matches(*matches, frames=dict.fromkeys((*new.frames, *old.frames)), by=options.by)
    lines = framing.show_changes(*matches, articles, changes, most=options.most)
    for table, path in ((hits, options.hits), (lines, options.lines)):
        if path:
            say(f"{len(table)} rows in {write_table(table, path)}")
    changed = hits[(hits["n_gained"] > 0) | (hits["n_lost"] > 0)]
    if not options.hits and len(changed):
        _print(changed)
    if not options.lines:
        _print_lines(lines)
    say(f"framing: {hits['n_gained'].sum()} hits gained, {hits['n_lost'].sum()} lost, of {hits['n_old'].sum()}")


def _matches(articles: Any, lexicons: tuple[Any, Any], options: argparse.Namespace) -> list[Any]:
    """The hits of both lexicons, with voices when these are asked for."""
    import pandas as pd

    leaders = framing.read_leaders(options.leaders) if options.leaders else None
    cleaner = shared.Cleaner(options)
    found: list[list[Any]] = [[], []]
    for batch in shared.batches(articles, "searching"):
        skips = cleaner.skips(batch)
        tokens = framing.tokenize(batch, skips=skips)
        if set(options.by) & set(_OF_VOICES):
            remarks = framing.extract_remarks(batch, leaders, skips=skips)
            tokens = framing.assign_voices(tokens, remarks, leaders)
        for parts, lexicon in zip(found, lexicons, strict=True):
            parts.append(framing.find_matches(tokens, lexicon))
    cleaner.tell()
    return [pd.concat(parts, ignore_index=True) for parts in found]


def _print(table: Any) -> None:
    """A further table on standard output, behind the first."""
    print()
    if sys.stdout.isatty():
        print(table.to_string(index=False, na_rep=""))
    else:
        sys.stdout.write(table_text(table))


def _print_lines(lines: Any) -> None:
    """Changed hits one below the other, each pattern's together."""
    for (change, frame, pattern), own in lines.groupby(["change", "frame", "pattern"], sort=False, observed=True):
        more = f" (and {own['n_more'].iloc[0]} more)" if own["n_more"].iloc[0] else ""
        print(f"\n{change} by {pattern!r} of {frame}{more}")
        for row in own.itertuples():
            print(f"{row.left:>60}  {row.hit}  {row.right:60}  [{row.because}]")
