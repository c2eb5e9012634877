"""The command line: `framing ...`. Thin: it reads, calls the package, writes."""

from __future__ import annotations

import argparse
import io
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import framing
from framing.errors import FramingError, FramingWarning, LexiconError
from framing.files import table_text, write_table
from framing.studies.inputs import read_input, say

FAILED_CHECK, WRONG_USE = 1, 2
CHARACTERS_AT_A_TIME = 200_000  # of text, between two steps of the progress bar: under a second for any command
BAR_AFTER_SECONDS = 2

EPILOG = """\
INPUT is a text file (.txt, .md), a table (.csv, .tsv, .jsonl, .parquet), a folder of them, or - for standard input.
Results go to the terminal, or with -o to a file whose name ends in .csv, .tsv, .jsonl or .parquet.
"""


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

    figures = _command(commands, "figures", _figures, "execute the notebooks; write figures, numbers and pages")
    figures.add_argument("names", nargs="*", metavar="NOTEBOOK", help="run these only, such as 00-start-here")
    figures.add_argument("--check", action="store_true", help="write nothing; say where the committed ones differ")

    count = _command(commands, "count", _count, "count framing terms per article and frame")
    _reads_input(count)
    _takes_lexicon(count)

    sentiment = _command(commands, "sentiment", _sentiment, "score sentiment per sentence, by two engines")
    _reads_input(sentiment)

    concordance = _command(commands, "concordance", _concordance, "show every framing term in its context")
    _reads_input(concordance)
    _takes_lexicon(concordance)
    concordance.add_argument("--frame", action="append", metavar="NAME", help="this frame only; may be repeated")
    concordance.add_argument("--width", type=int, default=60, metavar="N", help="characters on either side (60)")

    remarks = _command(commands, "remarks", _remarks, "find who said what: one row per remark")
    _reads_input(remarks)
    remarks.add_argument("--leaders", metavar="FILE", help="the leaders and how articles name them (leader,alias,kind)")
    remarks.add_argument("--overrides", metavar="FILE", help="corrections by hand")
    remarks.add_argument("--wide", action="store_true", help="add the article's columns and the words of each remark")
    _takes_lexicon(remarks)
    remarks.add_argument("--audit", metavar="FILE", help="write what looked like speech and became no remark")

    lexicon = commands.add_parser("lexicon", help="list lexicons, show one", description="List lexicons, show one.")
    verbs = lexicon.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _writes_output(_command(verbs, "list", _lexicon_list, "the lexicons that come with the toolkit"))
    show = _command(verbs, "show", _lexicon_show, "definitions and terms of a lexicon")
    show.add_argument("lexicon", metavar="NAME|PATH", help="a lexicon that comes with the toolkit, or a folder")
    show.add_argument("--frame", metavar="NAME", help="the terms of this frame")
    return parser


def _command(commands: Any, name: str, run: Callable[[argparse.Namespace], int | None], text: str) -> Any:
    command = commands.add_parser(
        name,
        help=text,
        description=f"{text[0].upper()}{text[1:]}.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.set_defaults(run=run)
    return command


def _reads_input(command: argparse.ArgumentParser) -> None:
    command.epilog = EPILOG
    command.add_argument("input", metavar="INPUT", help="a file, a folder or - for standard input")
    command.add_argument(
        "--map", action="append", default=[], metavar="COLUMN=NAME", help="what a column is called, as in text=body"
    )
    _writes_output(command)


def _writes_output(command: argparse.ArgumentParser) -> None:
    command.add_argument("-o", "--output", metavar="OUT", help="write a .csv, .tsv, .jsonl or .parquet file")


def _takes_lexicon(command: argparse.ArgumentParser) -> None:
    command.add_argument("--lexicon", metavar="NAME|PATH", help="a lexicon that comes with the toolkit, or a folder")


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
        return FAILED_CHECK if problems else 0
    made = reproduction.make_figures(project, names=names, tell=say)
    for folder in sorted({path.parent for path in made}):
        say(f"{sum(path.parent == folder for path in made)} files in {folder.relative_to(project)}/")
    say(f"done in {time.monotonic() - began:.0f} s")
    return 0


def _count(options: argparse.Namespace) -> None:
    import pandas as pd

    lexicon = _lexicon(options)
    articles = read_input(options)
    parts = [framing.count_frames(batch, lexicon) for batch in _batches(articles, "counting")]
    _write(pd.concat(parts, ignore_index=True), options)


def _sentiment(options: argparse.Namespace) -> None:
    import pandas as pd

    parts = []
    for batch in _batches(read_input(options), "scoring"):
        scores = framing.score_sentiment(framing.tokenize(batch), batch)
        texts = batch.set_index("article_id")["text"]
        places = zip(scores["article_id"], scores["start"], scores["end"], strict=True)
        parts.append(scores.assign(text=[texts[name][start:end] for name, start, end in places]))
    _write(pd.concat(parts, ignore_index=True), options)


def _concordance(options: argparse.Namespace) -> None:
    import pandas as pd

    lexicon = _lexicon(options)
    if options.frame:
        lexicon = lexicon.only(*options.frame)
    if options.width < 1:
        raise FramingError(f"--width {options.width}: give a number of characters, 1 or more.")
    parts = []
    for batch in _batches(read_input(options), "searching"):
        matches = framing.find_matches(framing.tokenize(batch), lexicon)
        parts.append(framing.concordance(matches, batch, width=options.width))
    lines = pd.concat(parts, ignore_index=True)
    if options.output is None and sys.stdout.isatty():
        _print_concordance(lines, options.width)
    else:
        _write(lines, options)


def _remarks(options: argparse.Namespace) -> None:
    import pandas as pd

    lexicon = framing.read_lexicon(options.lexicon) if options.lexicon else None
    if lexicon is not None and not options.wide:
        raise FramingError("--lexicon counts per remark: add --wide, which makes the columns for it.")
    leaders = framing.read_leaders(options.leaders) if options.leaders else None
    overrides = framing.read_overrides(options.overrides) if options.overrides else None
    parts, left_over, outcomes = [], [], []
    for batch in _batches(read_input(options), "reading"):
        remarks = framing.extract_remarks(batch, leaders)
        left_over.append(framing.audit_remarks(batch, leaders))
        if overrides is not None:
            own = overrides[overrides["article_id"].isin(batch["article_id"])]
            outcomes.append(framing.audit_overrides(remarks, own))
            remarks = framing.apply_overrides(remarks, own)
        parts.append(framing.widen_remarks(remarks, batch, lexicon=lexicon) if options.wide else remarks)
    _tell_overrides(overrides, outcomes)
    audit = pd.concat(left_over, ignore_index=True)
    if options.audit:
        say(f"{len(audit)} rows in {write_table(audit, options.audit)}")
    elif len(audit):
        counts = audit["problem"].value_counts()
        say("framing: no remark: " + ", ".join(f"{count} {problem}" for problem, count in counts.items()))
    _write(pd.concat(parts, ignore_index=True), options)


def _tell_overrides(overrides: Any, outcomes: list[Any]) -> None:
    """Say what became of the corrections, those of articles that are not there included."""
    if overrides is None:
        return
    import pandas as pd

    told = pd.concat(outcomes, ignore_index=True)
    counts = told["outcome"].value_counts()
    elsewhere = len(overrides) - len(told)
    more = {"of articles that are not here": elsewhere} if elsewhere else {}
    say("framing: corrections: " + ", ".join(f"{count} {what}" for what, count in (dict(counts) | more).items()))
    for row in told[told["outcome"] == "matched nothing"].itertuples():
        say(f"framing: no remark at {row.start}-{row.end} of {row.article_id} to correct")


def _print_concordance(lines: Any, width: int) -> None:
    """Hits one below the other."""
    for row in lines.itertuples():
        print(f"{row.left.rjust(width)}  {row.hit}  {row.right.ljust(width)}  [{row.frame}: {row.pattern}]")


def _lexicon_list(options: argparse.Namespace) -> None:
    _write(framing.list_lexicons(), options)


def _lexicon_show(options: argparse.Namespace) -> None:
    lexicon = framing.read_lexicon(options.lexicon)
    print(f"{lexicon.label} · {lexicon.licence} · digest {lexicon.digest[:12]}")
    print(lexicon.citation)
    print("validated by human coders" if lexicon.is_validated else "not validated by human coders")
    frames = [options.frame] if options.frame else list(lexicon.frames)
    for frame in frames:
        patterns = lexicon.patterns(frame)
        print(f"\n{frame} ({len(patterns)} terms): {lexicon.frames[frame]}")
        if options.frame:
            print("  " + "\n  ".join(patterns))


def _lexicon(options: argparse.Namespace) -> Any:
    """The lexicon of --lexicon."""
    if options.lexicon is None:
        raise LexiconError("which lexicon? Add for example --lexicon security; `framing lexicon list` shows them.")
    return framing.read_lexicon(options.lexicon)


def _batches(articles: Any, doing: str) -> Iterator[Any]:
    """The articles in pieces, with a bar on a terminal when it takes long."""
    from tqdm import tqdm

    quiet = not sys.stderr.isatty()
    bar = tqdm(total=len(articles), desc=doing, unit="article", delay=BAR_AFTER_SECONDS, disable=quiet, leave=False)
    sizes = articles["text"].str.len().cumsum()
    with bar:
        for _, batch in articles.groupby(sizes // CHARACTERS_AT_A_TIME) if len(articles) else [(0, articles)]:
            yield batch.reset_index(drop=True)
            bar.update(len(batch))


def _write(table: Any, options: argparse.Namespace) -> None:
    """The table into a file, or to standard output: aligned on a terminal, CSV in a pipe."""
    if options.output is not None:
        path = write_table(table, options.output)
        say(f"{len(table)} rows in {path}")
    elif sys.stdout.isatty():
        print(table.to_string(index=False, na_rep=""))
    else:
        sys.stdout.write(table_text(table))


def _show_warning(message: Warning | str, *_: Any, **__: Any) -> None:
    say(f"framing: {message}")


if __name__ == "__main__":
    sys.exit(main())
