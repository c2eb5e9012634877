"""`framing read`, `furniture`, `duplicates` and `corpus`: from foreign files to a table of articles one can trust."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any, get_args

import framing
from framing.articles.duplicates import Keep
from framing.studies.commands import shared
from framing.studies.inputs import check_output, pairs, read_input, say

DAYS = 7  # an agency's text is printed within days; a week later the same words are an anniversary or a template

READ_EPILOG = """\
INPUT: exports of databases (Nexis, Factiva, ProQuest, Media Cloud, NewsAPI, Zotero), tables, Word, PDF, RTF and text
files, saved pages, WARC, folders and .zip archives of them. What a file is, its content says.
Exit code: 0 when all was read, 1 when something was not (the rest is written), 2 when nothing was.
"""


def add_to(commands: Any) -> None:
    """Add the commands."""
    read = shared.add_command(
        commands, "read", _read, "read files of any shape into one table of articles", epilog=READ_EPILOG
    )
    read.add_argument("input", metavar="INPUT", nargs="+", help="files, folders or archives")
    shared.maps_columns(read)
    shared.takes_dates(read)
    read.add_argument(
        "--language", default="en", metavar="CODE", help="code or name, where a file does not say it (en)"
    )
    _takes_days(read)
    read.add_argument("--keep", choices=get_args(Keep), default="all", help="which articles of a story to keep (all)")
    read.add_argument("--files", metavar="FILE", help="write what was read of each file")
    shared.writes_output(read)

    furniture = shared.add_command(commands, "furniture", _furniture, "show what is left out as no text of an article")
    shared.reads_input(furniture)
    shared.skips_furniture(furniture, may_keep=False)

    duplicates = shared.add_command(commands, "duplicates", _duplicates, "show which articles resemble which")
    shared.reads_input(duplicates)
    shared.skips_furniture(duplicates)
    _takes_days(duplicates)

    corpus = commands.add_parser(
        "corpus", help="pass on a corpus as a list of addresses, and fetch it", description="Lists of addresses."
    )
    verbs = corpus.add_subparsers(title="commands", metavar="COMMAND", required=True)
    shared.reads_input(shared.add_command(verbs, "list", _list, "addresses, dates and digests of the texts, no texts"))
    fetch = shared.add_command(verbs, "fetch", _fetch, "fetch the pages of a list of addresses, politely")
    fetch.add_argument("list", metavar="LIST", help="as `framing corpus list` writes it, or any table with addresses")
    fetch.add_argument("folder", metavar="FOLDER", help="where the pages go; what is there is not fetched again")
    fetch.add_argument("--contact", metavar="ADDRESS", help="where the owners of a site reach you")
    fetch.add_argument("--allow-private", action="store_true", help="also addresses in a private network")
    shared.writes_output(fetch)


def _takes_days(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--days", type=int, default=DAYS, metavar="N", help=f"most days between two articles of one story ({DAYS})"
    )


def _read(options: argparse.Namespace) -> int:
    from tqdm import tqdm

    from framing.files import write_table
    from framing.studies.ingest import ingest

    check_output(options.output, options.input)
    check_output(options.files, [*options.input, *([options.output] if options.output else [])], holds="the articles")
    with tqdm(desc="reading", unit=" files", delay=shared.BAR_AFTER_SECONDS, disable=not sys.stderr.isatty()) as bar:
        done = ingest(
            options.input,
            options.output,
            keep=options.keep,
            days=options.days,
            columns=dict(pairs(options.map)),
            dates=options.dates,
            language=options.language,
            tell=lambda _: bar.update(),
        )
    print(done.report())
    if options.files:
        say(f"{len(done.files)} rows in {write_table(done.files, options.files)}")
    if options.output:
        say(f"{done.n_written} articles in {options.output}")
    return shared.FAILED_CHECK if done.problems else 0


def _furniture(options: argparse.Namespace) -> None:
    import pandas as pd

    parts, cleaner = [], shared.Cleaner(options)
    for batch in shared.batches(read_input(options), "looking"):
        parts.append(framing.audit_furniture(batch, cleaner.skips(batch)))
    cleaner.tell(how_many=False)
    shared.write(pd.concat(parts, ignore_index=True), options)


def _duplicates(options: argparse.Namespace) -> None:
    articles, cleaner = read_input(options), shared.Cleaner(options)
    duplicates = framing.find_duplicates(articles, days=options.days, skips=cleaner.skips(articles))
    cleaner.tell()
    known = articles.set_index("article_id")[["outlet", "published", "headline"]]
    for name, prefix in (("article_id", ""), ("resembles", "resembles_")):
        duplicates = duplicates.join(known.add_prefix(prefix), on=name)
    shared.write(duplicates, options)


def _list(options: argparse.Namespace) -> None:
    shared.write(framing.list_addresses(read_input(options)), options)


def _fetch(options: argparse.Namespace) -> int:
    check_output(options.output, [options.list, f"{options.folder}/pages"], holds="the addresses or pages")
    fetched = framing.fetch_addresses(
        framing.read_addresses(options.list),
        Path(options.folder),
        contact=options.contact,
        allow_private=options.allow_private,
        tell=say,
    )
    shared.write(fetched, options)
    counts = fetched["status"].value_counts()
    say("framing: " + ", ".join(f"{count} {status}" for status, count in counts.items()))
    return shared.FAILED_CHECK if set(counts.index) - {"same", "fetched"} else 0
