"""`framing agreement` and `framing validate`: what coded sheets say of the coders and of the lexicon."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import framing
from framing.errors import FramingError
from framing.files import write_table
from framing.measures.code_pairs import LEVELS
from framing.measures.coding.sheets import codebook_path
from framing.studies.commands import shared
from framing.studies.inputs import read_input, say
from framing.validity import CODER_KINDS

RECORD = ("on", "by", "coder_kind", "date")


def add_to(commands: Any) -> None:
    """Add the commands."""
    agree = shared.add_command(commands, "agreement", _agreement, "how far coders agree, before conflicts are settled")
    agree.add_argument("sheets", metavar="SHEET", nargs="+", help="coded sheets, as for `framing coding read`")
    _reads_sheets(agree)
    agree.add_argument("--level", choices=LEVELS, default="nominal", help="what codes are (nominal)")
    agree.add_argument("--disagreements", metavar="FILE", help="also write where coders differ, and who said what")
    shared.writes_output(agree)

    validate = shared.add_command(commands, "validate", _validate, "how far a lexicon finds what people found")
    shared.reads_input(validate)
    validate.add_argument(
        "--sheet", action="append", required=True, metavar="FILE", help="a coded sheet; may be repeated"
    )
    _reads_sheets(validate)
    shared.takes_lexicon(validate)
    validate.add_argument("--leaders", metavar="FILE", help="the leaders, as when the sample was drawn")
    shared.skips_furniture(validate)
    validate.add_argument(
        "--how",
        default="majority",
        metavar="NAME",
        help="settle conflicts: majority, or the coder who decides (majority)",
    )
    validate.add_argument("--patterns", metavar="FILE", help="also write how often each pattern is right")
    validate.add_argument("--record", metavar="FILE", help="also write rows for the lexicon's validation.csv")
    validate.add_argument("--on", metavar="TEXT", help="for the record: which texts")
    validate.add_argument("--by", metavar="TEXT", help="for the record: who coded")
    validate.add_argument("--date", metavar="TEXT", help="for the record: when")
    validate.add_argument("--coder-kind", choices=CODER_KINDS, help="for the record: who they are; human validates")


def _reads_sheets(command: argparse.ArgumentParser) -> None:
    """Give a command what it needs to read coded sheets, and a seed."""
    command.add_argument("--key", required=True, metavar="FILE", help="NAME-key.csv, written beside the sheet")
    command.add_argument("--codebook", metavar="FILE", help="NAME-codebook.csv, when it does not lie beside the key")
    command.add_argument("--seed", type=int, required=True, metavar="S", help="which resamples; report it")


def _codings(sheets: list[str], options: argparse.Namespace) -> tuple[Any, Any]:
    """What coders answered, and the units they were asked about."""
    key = framing.read_coding_key(options.key)
    stem = Path(options.key).name.removesuffix("-key.csv")
    codebook = framing.read_codebook(options.codebook or codebook_path(Path(options.key).with_name(f"{stem}.csv")))
    return framing.read_coding_sheets(sheets, key, codebook=codebook), key


def _agreement(options: argparse.Namespace) -> None:
    codings, units = _codings(options.sheets, options)
    table = framing.agreement(codings, units, level=options.level, seed=options.seed)
    if options.disagreements:
        listed = framing.list_disagreements(codings, units)
        say(f"framing: {len(listed)} disagreements in {write_table(listed, options.disagreements)}")
    shared.write(table, options)


def _validate(options: argparse.Namespace) -> None:
    what = {name: getattr(options, name) for name in RECORD}
    missing = [f"--{name.replace('_', '-')}" for name, value in what.items() if value is None]
    if options.record and missing:
        raise FramingError(f"--record needs {', '.join(missing)} too: a figure without them proves nothing.")
    lexicon = shared.lexicon_of(options)
    codings, units = _codings(options.sheet, options)
    matches = _matches(read_input(options), units, options, lexicon)
    agreed = framing.agreement(codings, units, level="nominal", seed=options.seed)
    settled = framing.resolve_codings(codings, how=options.how)
    say(f"framing: {settled['code'].isna().sum()} of {len(settled)} codes unresolved or missing: left out")
    table = framing.validate_lexicon(matches, settled, units, lexicon, seed=options.seed)
    if options.patterns:
        patterns = framing.validate_patterns(matches, settled, units, lexicon, seed=options.seed)
        say(f"framing: {len(patterns)} patterns in {write_table(patterns, options.patterns)}")
    if options.record:
        unit = " or ".join(units["unit"].drop_duplicates().sort_values())
        rows = framing.validation_rows(table, unit=unit, agreed=agreed, **what)
        say(f"framing: {len(rows)} rows for validation.csv of {lexicon.label} in {write_table(rows, options.record)}")
    shared.write(table, options)


def _matches(articles: Any, units: Any, options: argparse.Namespace, lexicon: Any) -> Any:
    """The hits of the lexicon, with their voices, once every coded unit was found again."""
    import pandas as pd

    leaders = framing.read_leaders(options.leaders) if options.leaders else None
    parts, cleaner, found = [], shared.Cleaner(options), set()
    for batch in shared.batches(articles, "reading"):
        skips = cleaner.skips(batch)
        remarks = framing.extract_remarks(batch, leaders, skips=skips)
        tokens = framing.assign_voices(framing.tokenize(batch, skips=skips), remarks, leaders)
        found.update(framing.find_units(tokens, remarks)["unit_id"])
        parts.append(framing.find_matches(tokens, lexicon))
    cleaner.tell()
    lost = units[~units["unit_id"].isin(found)]
    if len(lost):
        first = lost.iloc[0]
        raise FramingError(
            f"{options.key}: {len(lost)} of {len(units)} units are not in these texts, such as {first['unit_id']!r} of "
            f"article {first['article_id']!r}. Give the INPUT and the options with which the sample was drawn."
        )
    return pd.concat(parts, ignore_index=True)
