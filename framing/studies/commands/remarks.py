"""`framing remarks`: who said what."""

from __future__ import annotations

import argparse
from typing import Any

import framing
from framing.errors import FramingError
from framing.files import write_table
from framing.studies.commands import large, shared
from framing.studies.inputs import read_input, say
from framing.studies.scale import functions


def add_to(commands: Any) -> None:
    """Add the command."""
    remarks = shared.add_command(commands, "remarks", _remarks, "find who said what: one row per remark")
    shared.reads_input(remarks)
    remarks.add_argument("--leaders", metavar="FILE", help="the leaders and how articles name them (leader,alias,kind)")
    remarks.add_argument("--overrides", metavar="FILE", help="corrections by hand")
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
    overrides = framing.read_overrides(options.overrides) if options.overrides else None
    if large.is_large(options):
        return _remarks_in_parts(options, leaders, overrides, lexicon)
    parts, left_over, outcomes = [], [], []
    cleaner = shared.Cleaner(options)
    for batch in shared.batches(read_input(options), "reading"):
        skips = cleaner.skips(batch)
        remarks = framing.extract_remarks(batch, leaders, skips=skips)
        left_over.append(framing.audit_remarks(batch, leaders, skips=skips))
        if overrides is not None:
            own = overrides[overrides["article_id"].isin(batch["article_id"])]
            outcomes.append(framing.audit_overrides(remarks, own))
            remarks = framing.apply_overrides(remarks, own)
        parts.append(framing.widen_remarks(remarks, batch, lexicon=lexicon) if options.wide else remarks)
    cleaner.tell()
    _tell_overrides(overrides, outcomes)
    audit = pd.concat(left_over, ignore_index=True)
    if options.audit:
        say(f"{len(audit)} rows in {write_table(audit, options.audit)}")
    elif len(audit):
        counts = audit["problem"].value_counts()
        say("framing: no remark: " + ", ".join(f"{count} {problem}" for problem, count in counts.items()))
    shared.write(pd.concat(parts, ignore_index=True), options)
    return 0


def _remarks_in_parts(options: argparse.Namespace, leaders: Any, overrides: Any, lexicon: Any) -> int:
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
    if options.audit:
        auditing = functions.auditing(leaders, rules=rules, keeps_furniture=keeps)
        large.run_large(options, auditing, "auditing", output=options.audit)
    return 0


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
