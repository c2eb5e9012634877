"""What commands have in common: their options, the articles in pieces, and where a table goes."""

from __future__ import annotations

import argparse
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, get_args

import framing
from framing.articles.cleaning import languages_without_rules
from framing.articles.columns import Dates
from framing.articles.furniture import own_rules
from framing.errors import FramingWarning, LexiconError
from framing.files import table_text, write_table
from framing.studies.inputs import say

FAILED_CHECK = 1  # what a process ends with; see `framing.studies.cli` for others
CHARACTERS_AT_A_TIME = 1_000_000  # of text, between two steps of the progress bar: a few seconds at most
BAR_AFTER_SECONDS = 2

EPILOG = """\
INPUT is a text file (.txt, .md), a table (.csv, .tsv, .jsonl, .parquet), a folder of them, or - for standard input.
Other files, such as exports of databases and saved pages, become such a table by `framing read`.
Results go to the terminal, or with -o to a file whose name ends in .csv, .tsv, .jsonl or .parquet. What does not fit
into memory is counted, scored and searched for remarks part by part, with -o to a folder: -o results/
"""


def add_command(
    commands: Any, name: str, run: Callable[[argparse.Namespace], int | None], text: str, *, epilog: str | None = None
) -> argparse.ArgumentParser:
    """Add a command and return its parser."""
    command: argparse.ArgumentParser = commands.add_parser(
        name,
        help=text,
        description=f"{text[0].upper()}{text[1:]}.",
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.set_defaults(run=run)
    return command


def reads_input(command: argparse.ArgumentParser) -> None:
    """Give a command its INPUT, --map and -o."""
    command.epilog = EPILOG
    command.add_argument("input", metavar="INPUT", help="a file, a folder or - for standard input")
    maps_columns(command)
    writes_output(command)


def maps_columns(command: argparse.ArgumentParser) -> None:
    """Give a command --map."""
    command.add_argument(
        "--map", action="append", default=[], metavar="COLUMN=NAME", help="what a column is called, as in text=body"
    )


def writes_output(command: argparse.ArgumentParser) -> None:
    """Give a command -o."""
    command.add_argument("-o", "--output", metavar="OUT", help="write a .csv, .tsv, .jsonl or .parquet file")


def takes_dates(command: argparse.ArgumentParser) -> None:
    """Give a command --dates."""
    command.add_argument("--dates", choices=get_args(Dates), help="what stands first in dates such as 03/04/2031")


def takes_lexicon(command: argparse.ArgumentParser) -> None:
    """Give a command --lexicon."""
    command.add_argument("--lexicon", metavar="NAME|PATH", help="a lexicon that comes with the toolkit, or a folder")


def skips_furniture(command: argparse.ArgumentParser, *, may_keep: bool = True) -> None:
    """Give a command --furniture-rules and --keep-furniture."""
    command.add_argument(
        "--furniture-rules", metavar="FILE", help="rules of your own for what is no text of an article"
    )
    if may_keep:
        command.add_argument(
            "--keep-furniture", action="store_true", help='count captions, bylines, "Read more" and the like as text'
        )


def lexicon_of(options: argparse.Namespace) -> Any:
    """Return the lexicon of --lexicon."""
    if options.lexicon is None:
        raise LexiconError("which lexicon? Add for example --lexicon security; `framing lexicon list` shows them.")
    return framing.read_lexicon(options.lexicon)


class Cleaner:
    """Finds the furniture of articles, piece by piece, and says at the end what was left out, and what has no rules."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._keeps = getattr(options, "keep_furniture", False)
        self._rules = options.furniture_rules
        self._n_spans = self._n_with = self._n_articles = 0
        self._without_rules: Counter[str] = Counter()
        self._outlets: set[str] = set()

    def skips(self, articles: Any) -> Any:
        """Return the `skips` of some articles; nothing with --keep-furniture."""
        if self._keeps:
            return None
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FramingWarning)  # told once, for all pieces
            skips = framing.find_furniture(articles, rules=self._rules)
        self._n_spans += len(skips)
        self._n_with += skips["article_id"].nunique()
        self._n_articles += len(articles)
        self._without_rules += Counter(languages_without_rules(articles))
        self._outlets |= set(articles["outlet"].dropna())
        return skips

    def tell(self, *, how_many: bool = True) -> None:
        """Say how much was left out, and which rules could not mark anything."""
        if self._n_spans and how_many:
            what = "piece" if self._n_spans == 1 else "pieces"
            say(
                f"framing: {self._n_spans} {what} of furniture left out, in {self._n_with} of {self._n_articles} "
                "articles (`framing furniture` shows them, --keep-furniture counts them)"
            )
        for language, n_articles in self._without_rules.items():
            hint = "only paragraphs that stand twice are found there; --furniture-rules FILE takes your own"
            say(f"framing: no rules for furniture in language {language!r} (articles: {n_articles}): {hint}")
        if self._rules is not None and not self._keeps:
            own = {rule.outlet for rule in own_rules(self._rules) if rule.outlet is not None}
            there = ", ".join(sorted(self._outlets)) or "none is known"
            for outlet in sorted(own - self._outlets):
                say(f"framing: rules for outlet {outlet!r} marked nothing: no article has it (outlets: {there})")


def batches(articles: Any, doing: str) -> Iterator[Any]:
    """Return the articles in pieces, with a bar on a terminal when it takes long."""
    sizes = articles["text"].str.len().cumsum()
    groups = articles.groupby(sizes // CHARACTERS_AT_A_TIME) if len(articles) else [(0, articles)]
    pieces = (batch.reset_index(drop=True) for _, batch in groups)
    return _with_bar(pieces, len(articles), doing) if sys.stderr.isatty() else pieces


def _with_bar(pieces: Iterator[Any], n_articles: int, doing: str) -> Iterator[Any]:
    """The pieces, and a bar that follows them."""
    from tqdm import tqdm

    with tqdm(total=n_articles, desc=doing, unit="article", delay=BAR_AFTER_SECONDS, leave=False) as bar:
        for batch in pieces:
            yield batch
            bar.update(len(batch))


def write(table: Any, options: argparse.Namespace) -> None:
    """Put the table into a file, or to standard output: aligned on a terminal, CSV in a pipe."""
    if options.output is not None:
        path = write_table(table, options.output)
        say(f"{len(table)} rows in {path}")
    elif sys.stdout.isatty():
        print(table.to_string(index=False, na_rep=""))
    else:
        sys.stdout.write(table_text(table))
