"""`framing remarks`: who said what."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import framing
from framing.errors import FramingError
from framing.files import write_table
from framing.speech.overrides import correct_remarks
from framing.studies.commands import large, shared
from framing.studies.corrections import tell_corrections
from framing.studies.inputs import read_input, say
from framing.studies.noticed import UNBROKEN, Heard, some_names, unbroken_articles
from framing.studies.scale import functions


def add_to(commands: Any) -> None:
    """Add the command."""
    remarks = shared.add_command(commands, "remarks", _remarks, "find who said what: one row per remark")
    shared.reads_input(remarks)
    remarks.add_argument("--leaders", metavar="FILE", help="the leaders and how articles name them (leader,alias,kind)")
    remarks.add_argument(
        "--overrides",
        metavar="FILE",
        help="corrections by hand (article_id,start,end,reason, and what should stand there)",
    )
    remarks.add_argument("--wide", action="store_true", help="add the article's columns and the words of each remark")
    shared.takes_lexicon(remarks)
    shared.skips_furniture(remarks)
    remarks.add_argument("--audit", metavar="FILE", help="write what looked like speech and became no remark")
    large.takes_workers(remarks)


def _remarks(options: argparse.Namespace) -> int:
    import pandas as pd

    lexicon = framing.read_lexicon(options.lexicon) if options.lexicon else None
    if lexicon is not None and not options.wide:
        raise FramingError("--lexicon counts per remark: add --wide, which makes the columns for it.")
    leaders = framing.read_leaders(options.leaders) if options.leaders else None
    overrides = framing.read_overrides(options.overrides, leaders) if options.overrides else None
    heard = None if leaders is None else Heard(leaders, Path(options.leaders).name)
    if large.is_large(options):
        return _remarks_in_parts(options, leaders, overrides, lexicon, heard)
    parts, left_over, outcomes = [], [], []
    cleaner = shared.Cleaner(options)
    articles = read_input(options)
    for batch in shared.batches(articles, "reading"):
        skips = cleaner.skips(batch)
        remarks = framing.extract_remarks(batch, leaders, skips=skips)
        left_over.append(framing.audit_remarks(batch, leaders, skips=skips))
        if overrides is not None:
            own = overrides[overrides["article_id"].isin(batch["article_id"])]
            remarks, told = correct_remarks(remarks, own, batch, leaders=leaders, skips=skips)
            outcomes.append(own.assign(**{name: told[name].to_numpy() for name in ("outcome", "note")}))
        if heard is not None:
            heard.see(remarks)
        parts.append(framing.widen_remarks(remarks, batch, lexicon=lexicon) if options.wide else remarks)
    cleaner.tell()
    if overrides is not None:
        _tell_overrides(options.overrides, overrides, pd.concat(outcomes, ignore_index=True))
    audit = pd.concat(left_over, ignore_index=True)
    if options.audit:
        say(f"{len(audit)} rows in {write_table(audit, options.audit)}")
    elif len(audit):
        counts = audit["problem"].value_counts()
        say("framing: no remark: " + ", ".join(f"{count} {problem}" for problem, count in counts.items()))
    shared.write(pd.concat(parts, ignore_index=True), options)
    if unbroken := unbroken_articles(articles):
        say(f"framing: {len(unbroken)} articles without paragraphs ({some_names(unbroken)}): {UNBROKEN}")
    _tell_heard(heard)
    return 0


def _remarks_in_parts(
    options: argparse.Namespace, leaders: Any, overrides: Any, lexicon: Any, heard: Heard | None
) -> int:
    """Remarks into one folder; what became none into another, when asked."""
    if options.audit and not options.audit.endswith("/"):
        raise FramingError(
            f"--audit {options.audit}: it goes into a folder, too. Put a slash behind it: --audit audit/"
        )
    rules, keeps = large.own_rules(options), options.keep_furniture
    finding = functions.finding_remarks(
        leaders, overrides=overrides, wide=options.wide, lexicon=lexicon, rules=rules, keeps_furniture=keeps
    )
    large.run_large(options, finding, "reading")
    _tell_of_parts(options, overrides, heard)
    if options.audit:
        auditing = functions.auditing(leaders, rules=rules, keeps_furniture=keeps)
        large.run_large(options, auditing, "auditing", output=options.audit)
    return 0


def _tell_of_parts(options: argparse.Namespace, overrides: Any, heard: Heard | None) -> None:
    """Say of the remarks of a folder what is said of those of a file; parts are read one by one."""
    import pyarrow.parquet as pq

    from framing.studies.scale.ledger import Ledger

    ledger = Ledger(options.output)
    manifest = json.loads(ledger.manifest.read_text(encoding="utf-8"))
    if overrides is not None:
        made = sum(count for what, count in manifest["notes"].items() if what.startswith("corrections: "))
        _tell_elsewhere(len(overrides) - made, "")
    if heard is not None:
        for part in range(manifest["n_parts"]):
            columns = ["leader", "speaker", "not_said", "rule"]
            heard.see(pq.read_table(ledger.output_of(part), columns=columns).to_pandas())
    _tell_heard(heard)


def _tell_heard(heard: Heard | None) -> None:
    """Say what the leaders' file lacks."""
    for line in heard.lines() if heard is not None else ():
        say(f"framing: {line}")


def _tell_overrides(path: str, overrides: Any, told: Any) -> None:
    """Say what became of the corrections."""
    counts = ", ".join(f"{count} {outcome}" for outcome, count in told["outcome"].value_counts().items())
    if counts:
        say(f"framing: corrections: {counts}")
    for line in tell_corrections(told, told):
        say(f"framing: {Path(path).name} {line}")
    elsewhere = overrides[~overrides["row"].isin(told["row"])]
    _tell_elsewhere(len(elsewhere), some_names(f"row {row.row}: {row.article_id}" for row in elsewhere.itertuples()))


def _tell_elsewhere(n: int, which: str) -> None:
    """Say how many corrections are of articles that are not there, and of which."""
    if n:
        say(f"framing: corrections: {n} of articles that are not here{f' ({which})' if which else ''}")
