"""`framing coding sample`, `coding read` and `audit`: what people judge, out and back."""

from __future__ import annotations

import argparse
from math import isnan
from pathlib import Path
from typing import Any, get_args

import framing
from framing.errors import FramingError
from framing.files import write_table
from framing.measures.coding.sheets import Layout, codebook_path
from framing.studies.commands import shared
from framing.studies.inputs import read_input, say

SAMPLE_EPILOG = """\
Beside the sheet come NAME-key.csv, which coders do not get, and NAME-codebook.csv. Nothing is written over.
Out:  framing coding sample INPUT --leaders leaders.csv --lexicon security --by leader,frame --seed 1 -o sheet.xlsx
Back: framing coding read ada.xlsx ben.xlsx --key sheet-key.csv -o codings.csv
"""
AUDIT_EPILOG = """\
Out:  framing audit INPUT --leaders leaders.csv --seed 1 -o audit.html
      Open audit.html in a browser, answer, save the answers to a file.
Back: framing audit --read audit-answers.json --key audit-key.csv
      With --contrast FILE, INPUT and the options of the first call: a difference of two groups, with the errors in it.
"""


def add_to(commands: Any) -> None:
    """Add the commands."""
    coding = commands.add_parser("coding", help="sheets for people to code, out and back", description="Coding sheets.")
    verbs = coding.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_sample(verbs)
    _add_read(verbs)
    _add_audit(commands)


def _add_sample(verbs: Any) -> None:
    sample = shared.add_command(
        verbs, "sample", _sample, "draw remarks and narrated sentences for people to code", epilog=SAMPLE_EPILOG
    )
    sample.add_argument("input", metavar="INPUT", help="a file, a folder or - for standard input")
    shared.maps_columns(sample)
    _writes(sample, "the sheet: .csv, .xlsx or .jsonl; .jsonl for doccano, .json for Label Studio")
    _finds_units(sample)
    sample.add_argument(
        "--what", choices=("frames", "remarks"), default="frames", help="code frames, or check the remarks (frames)"
    )
    sample.add_argument("--n", type=int, default=200, metavar="N", help="units to draw (200)")
    sample.add_argument("--by", default="", metavar="COLUMNS", help="strata, such as leader,frame or outlet,form")
    sample.add_argument("--seed", type=int, required=True, metavar="S", help="which sample")
    sample.add_argument("--for", dest="layout", choices=get_args(Layout), default="table", help="which program (table)")
    sample.add_argument(
        "--coder", action="append", default=[], metavar="NAME", help="a sheet for each; may be repeated"
    )


def _add_read(verbs: Any) -> None:
    read = shared.add_command(verbs, "read", _read, "read coded sheets back, every row checked")
    read.add_argument(
        "sheets", metavar="SHEET", nargs="+", help=".csv, .xlsx, .jsonl, or exports of doccano, Label Studio"
    )
    read.add_argument("--key", required=True, metavar="FILE", help="NAME-key.csv, written beside the sheet")
    read.add_argument("--codebook", metavar="FILE", help="NAME-codebook.csv, when it does not lie beside the key")
    read.add_argument("--on", metavar="INPUT", help="the texts: then they are looked up again")
    shared.maps_columns(read)
    shared.writes_output(read)


def _add_audit(commands: Any) -> None:
    audit = shared.add_command(
        commands, "audit", _audit, "check who said what, in an hour, on one page", epilog=AUDIT_EPILOG
    )
    audit.add_argument("input", metavar="INPUT", nargs="?", help="a file, a folder or - for standard input")
    shared.maps_columns(audit)
    _writes(audit, "the page, .html; with --read the errors: .csv, .tsv, .jsonl or .parquet")
    _finds_units(audit)
    audit.add_argument("--n", type=int, default=100, metavar="N", help="remarks, and as many sentences (100)")
    audit.add_argument("--strata", metavar="COLUMNS", help="of remarks (form; with a lexicon form,frame)")
    audit.add_argument("--seed", type=int, metavar="S", help="which sample, and which resamples of a contrast")
    audit.add_argument("--read", action="append", metavar="FILE", help="answers that the page saved; may be repeated")
    audit.add_argument("--key", metavar="FILE", help="NAME-key.csv, written beside the page")
    audit.add_argument("--contrast", metavar="FILE", help="also write a difference of two groups, with errors in it")
    audit.add_argument("--by", default="leader", metavar="COLUMN", help="what names the groups (leader)")
    audit.add_argument("--group", metavar="NAME", help="the group to look at")
    audit.add_argument("--reference", metavar="NAME", help="the group it is compared with")


def _writes(command: argparse.ArgumentParser, what: str) -> None:
    """Give a command an -o of its own meaning."""
    command.add_argument("-o", "--output", metavar="OUT", help=what)


def _finds_units(command: argparse.ArgumentParser) -> None:
    """Give a command what decides which units there are."""
    command.add_argument("--leaders", metavar="FILE", help="the leaders and how articles name them (leader,alias,kind)")
    shared.takes_lexicon(command)
    command.add_argument("--frame", action="append", metavar="NAME", help="this frame only; may be repeated")
    shared.skips_furniture(command)


def _columns(written: str) -> tuple[str, ...]:
    """The columns of a list with commas."""
    return tuple(name.strip() for name in written.split(",") if name.strip())


def _lexicon(options: argparse.Namespace) -> Any:
    """The lexicon with the frames asked for; none without --lexicon."""
    lexicon = framing.read_lexicon(options.lexicon) if options.lexicon else None
    if options.frame and lexicon is None:
        raise FramingError("--frame: of which lexicon? Add for example --lexicon security.")
    return lexicon.only(*options.frame) if lexicon is not None and options.frame else lexicon


def _units(articles: Any, options: argparse.Namespace, lexicon: Any) -> Any:
    """All units of the articles."""
    import pandas as pd

    leaders = framing.read_leaders(options.leaders) if options.leaders else None
    parts, cleaner = [], shared.Cleaner(options)
    n_unsaid = n_repeats = 0
    for batch in shared.batches(articles, "reading"):
        skips = cleaner.skips(batch)
        remarks = framing.extract_remarks(batch, leaders, skips=skips)
        tokens = framing.assign_voices(framing.tokenize(batch, skips=skips), remarks, leaders)
        matches = None if lexicon is None else framing.find_matches(tokens, lexicon)
        parts.append(framing.find_units(tokens, remarks, matches=matches, lexicon=lexicon))
        n_unsaid += int(remarks["not_said"].sum())
        n_repeats += int(remarks["repeats"].notna().sum())
    cleaner.tell()
    units = pd.concat(parts, ignore_index=True)
    counts = units["unit"].value_counts()
    say(f"framing: {counts.get('remark', 0)} remarks and {counts.get('sentence', 0)} sentences narrated throughout")
    say(
        f"framing: left out: {n_repeats} repeated remarks, {n_unsaid} that were not said, "
        "and what is narrated beside a remark in its sentence"
    )
    return units


def _articles(options: argparse.Namespace) -> Any:
    """The articles of INPUT, once it is known that what is written does not come to lie among them."""
    out, source = Path(options.output).resolve(), Path(options.input).resolve()
    if options.input != "-" and (out == source or (source.is_dir() and out.is_relative_to(source))):
        raise FramingError(f"{options.output}: it would lie among the texts of {options.input}. Choose another folder.")
    return read_input(argparse.Namespace(input=options.input, map=options.map, output=None))


def _sample(options: argparse.Namespace) -> None:
    if options.output is None:
        raise FramingError("where does the sheet go? Add for example -o sheet.xlsx.")
    lexicon = _lexicon(options)
    articles = _articles(options)
    units = _units(articles, options, lexicon)
    if options.what == "frames":
        codebook = framing.frame_codebook(shared.lexicon_of(options) if lexicon is None else lexicon)
        if options.leaders:
            units = _of_leaders(units)
    else:
        codebook = framing.remark_codebook()
    drawn = framing.sample_units(units, n=options.n, by=_columns(options.by), seed=options.seed)
    made = framing.write_coding_sheet(
        drawn, articles, options.output, codebook=codebook, layout=options.layout, coders=options.coder
    )
    strata = drawn["stratum"].nunique()
    say(f"{len(drawn)} of {len(units)} units, from {strata} strata: {', '.join(path.name for path in made)}")


def _of_leaders(units: Any) -> Any:
    """The units of a leader's message; how many others there are is told."""
    own = units[units["leader"].notna()].reset_index(drop=True)
    if len(own) < len(units):
        say(f"framing: {len(units) - len(own)} units of no leader are left out (without --leaders, all are drawn from)")
    return own


def _read(options: argparse.Namespace) -> None:
    key = framing.read_coding_key(options.key)
    stem = Path(options.key).name.removesuffix("-key.csv")
    codebook = framing.read_codebook(options.codebook or codebook_path(Path(options.key).with_name(f"{stem}.csv")))
    articles = None
    if options.on:
        articles = read_input(argparse.Namespace(input=options.on, map=options.map, output=options.output))
    codings = framing.read_coding_sheets(options.sheets, key, codebook=codebook, articles=articles)
    say(f"framing: {codings['coder'].nunique()} coders, {codings['unit_id'].nunique()} of {len(key)} units")
    shared.write(codings, options)


def _audit(options: argparse.Namespace) -> None:
    if options.read:
        _read_audit(options)
        return
    if options.input is None or options.output is None or options.seed is None:
        raise FramingError(f"an audit needs INPUT, --seed and -o, or --read and --key.\n{AUDIT_EPILOG.rstrip()}")
    lexicon = _lexicon(options)
    articles = _articles(options)
    units = _units(articles, options, lexicon)
    by = _columns(options.strata if options.strata is not None else "form" if lexicon is None else "form,frame")
    drawn = framing.sample_audit(units, n=options.n, by=by, seed=options.seed)
    page, key = framing.write_audit_sheet(drawn, articles, options.output, lexicon=lexicon)
    counts = drawn["unit"].value_counts()
    say(f"{counts.get('remark', 0)} remarks and {counts.get('sentence', 0)} sentences in {page}, their key in {key}")


def _read_audit(options: argparse.Namespace) -> None:
    if options.key is None:
        raise FramingError("which key? Add --key audit-key.csv, the file that was written beside the page.")
    key = framing.read_coding_key(options.key)
    codings = framing.read_audit(options.read, key)
    contrast = _contrast(codings, key, options) if options.contrast else None
    shared.write(framing.audit_errors(codings, key), options)
    if contrast is not None:
        say(f"{len(contrast)} rows in {write_table(contrast, options.contrast)}")


def _contrast(codings: Any, key: Any, options: argparse.Namespace) -> Any:
    """The difference of two groups, plain and corrected; a line of each frame for the person."""
    wanted = {"INPUT": options.input, "--lexicon": options.lexicon, "--group": options.group,
              "--reference": options.reference, "--seed": options.seed}  # fmt: skip
    missing = [name for name, value in wanted.items() if value is None]
    if missing:
        raise FramingError(f"--contrast needs {', '.join(missing)} too, and the options the page was made with.")
    population = _units(read_input(options), options, _lexicon(options))
    contrast = framing.correct_contrast(
        codings, key, population, by=options.by, group=options.group, reference=options.reference, seed=options.seed
    )
    for row in contrast.itertuples():
        plain = _interval(row.difference, row.ci_low, row.ci_high)
        fixed = _interval(row.corrected_difference, row.corrected_ci_low, row.corrected_ci_high)
        note = f" ({row.note})" if isinstance(row.note, str) else ""
        say(f"framing: {row.frame}, {row.group} - {row.reference}: {plain} by sampling of stories alone")
        say(f"framing: {fixed} with the errors of the lexicon{note}")
    return contrast


def _interval(estimate: float, low: float, high: float) -> str:
    """A difference with its interval, for a line."""
    if isnan(estimate):
        return "not known"
    return f"{estimate:+.3f}, " + ("no interval" if isnan(low) else f"interval {low:+.3f} to {high:+.3f}")
