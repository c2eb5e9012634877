"""`framing lexicon check`: what is wrong with a lexicon, and what it does on a corpus."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from typing import Any, NamedTuple

import framing
from framing.files import write_table
from framing.lexicon import Lexicon
from framing.studies.commands import shared
from framing.studies.inputs import read_input, say

_EPILOG = """\
Errors end the command with 1, warnings only with --strict, notes never.
INPUT is what the other commands read: a text file, a table, a folder of them, or - for standard input.
"""


def add_to(verbs: Any) -> None:
    """Add the command to those of `framing lexicon`."""
    check = shared.add_command(verbs, "check", _check, "find what is wrong with a lexicon", epilog=_EPILOG)
    check.add_argument("lexicon", metavar="NAME|PATH", help="a lexicon that comes with the toolkit, or a folder")
    reads_corpus(check)
    check.add_argument("--strict", action="store_true", help="let warnings fail too")
    check.add_argument("--patterns", metavar="OUT", help="write what each pattern caught on INPUT to this table file")
    check.add_argument("--frames", metavar="OUT", help="write how each frame works on INPUT")
    check.add_argument("--overlap", metavar="OUT", help="write how many hits frames share on INPUT")


def reads_corpus(command: argparse.ArgumentParser, *, required: bool = False) -> None:
    """Give a command --on INPUT with what belongs to it, and -o."""
    text = "the articles: a file, a folder or - for standard input"
    command.add_argument("--on", dest="input", metavar="INPUT", required=required, help=text)
    shared.maps_columns(command)
    shared.skips_furniture(command)
    shared.writes_output(command)


def _check(options: argparse.Namespace) -> int:
    wanted = [f"--{name}" for name in ("patterns", "frames", "overlap") if getattr(options, name)]
    if wanted and options.input is None:
        raise framing.FramingError(f"{wanted[0]} says what a lexicon does on a corpus: add --on INPUT.")
    findings = framing.check_lexicon(options.lexicon)
    sound = not (findings["severity"] == "error").any()
    usage = None
    if options.input is not None and not sound:
        say(f"framing: the lexicon has errors: it was not tried on {options.input}")
    elif options.input is not None:
        usage = _use(framing.read_lexicon(options.lexicon), options)
        findings = _joined(findings, framing.check_usage(*usage))
    _write(findings, usage, options)
    n = findings["severity"].value_counts().reindex(["error", "warning", "note"], fill_value=0)
    told = (f"{number} {name}" if number == 1 else f"{number} {name}s" for name, number in n.items())
    say(f"framing: {', '.join(told)}")
    return shared.FAILED_CHECK if n["error"] or (options.strict and n["warning"]) else 0


class _Usage(NamedTuple):
    """The tables that say what a lexicon does on a corpus."""

    patterns: Any
    frames: Any
    overlap: Any


def _use(lexicon: Lexicon, options: argparse.Namespace) -> _Usage:
    """Count what a lexicon does on the articles of INPUT."""
    import pandas as pd

    articles, cleaner = read_input(options), shared.Cleaner(options)
    unweighted = replace(lexicon, terms=tuple(term._replace(weight=1.0) for term in lexicon.terms))
    found, counted = [], []
    for batch in shared.batches(articles, "searching"):
        skips = cleaner.skips(batch)
        found.append(framing.find_matches(framing.tokenize(batch, skips=skips), lexicon))
        counted.append(framing.count_frames(batch, unweighted, skips=skips))
    cleaner.tell()
    matches, counts = (pd.concat(parts, ignore_index=True) for parts in (found, counted))
    return _Usage(
        framing.pattern_usage(matches, articles, lexicon),
        framing.frame_usage(matches, counts, lexicon),
        framing.frame_overlap(matches, lexicon),
    )


def _joined(findings: Any, further: Any) -> Any:
    """Findings of the files and of the corpus in one table, the gravest first."""
    import pandas as pd

    both = pd.concat([table for table in (findings, further) if len(table)] or [findings], ignore_index=True)
    order = both["severity"].map({"error": 0, "warning": 1, "note": 2})
    return both.loc[order.sort_values(kind="stable").index].reset_index(drop=True)


def _write(findings: Any, usage: _Usage | None, options: argparse.Namespace) -> None:
    """The findings, line by line on a terminal, and the tables that were asked for."""
    if options.output is None and sys.stdout.isatty():
        for row in findings.itertuples():
            print(f"{row.severity}: {_place(row)}{row.message} [{row.rule}]")
    else:
        shared.write(findings, options)
    if usage is None:
        return
    for name, table in usage._asdict().items():
        if path := getattr(options, name):
            say(f"{len(table)} rows in {write_table(table, path)}")
    whole = usage.frames.iloc[-1]
    share = "" if whole["n_tokens"] == 0 else f"; {whole['share_words_matched']:.1%} of them lie in a hit"
    idle = whole["n_patterns"] - whole["n_patterns_matched"]
    say(f"framing: {whole['n_matches']} hits in {whole['n_tokens']} words{share}; {idle} patterns without a hit")


def _place(row: Any) -> str:
    """Where a finding is, before its message."""
    import pandas as pd

    row_number = "" if pd.isna(row.row) else f" row {row.row}"
    return "" if pd.isna(row.file) else f"{row.file}{row_number}: "
