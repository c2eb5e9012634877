"""What a check of a lexicon finds: how grave, by which rule, where, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from framing import schema

SEVERITIES = ("error", "warning", "note")


class Finding(NamedTuple):
    """One row of the table `findings`."""

    severity: str
    rule: str
    message: str
    file: str = ""
    row: int | None = None
    frame: str = ""
    pattern: str = ""

    def __str__(self) -> str:
        """The message behind its place."""
        row = "" if self.row is None else f" row {self.row}"
        return f"{self.file}{row}: {self.message}" if self.file else self.message


def error(
    rule: str, message: str, *, file: str = "", row: int | None = None, frame: str = "", pattern: str = ""
) -> Finding:
    """Return a finding with which the lexicon cannot be used.

    Examples
    --------
    >>> str(error("empty pattern", "the pattern is empty. Write a word or a phrase.", file="terms.csv", row=7))
    'terms.csv row 7: the pattern is empty. Write a word or a phrase.'
    """
    return Finding("error", rule, message, file, row, frame, pattern)


def warning(
    rule: str, message: str, *, file: str = "", row: int | None = None, frame: str = "", pattern: str = ""
) -> Finding:
    """Return a finding that somebody should look at.

    Examples
    --------
    >>> warning("no label", "frame 'storm' has no label.", frame="storm").severity
    'warning'
    """
    return Finding("warning", rule, message, file, row, frame, pattern)


def note(rule: str, message: str) -> Finding:
    """Return a finding that is worth knowing and nothing wrong.

    Examples
    --------
    >>> note("idle patterns", "3 of 9 patterns caught nothing.").severity
    'note'
    """
    return Finding("note", rule, message)


def findings_table(found: Iterable[Finding]) -> pd.DataFrame:
    """Return findings as the table `findings`: errors, then warnings, then notes, each in the order found.

    Examples
    --------
    >>> found = [warning("no label", "frame 'storm' has no label."), error("no pattern", "frame 'flood' has none.")]
    >>> findings_table(found)[["severity", "rule"]]
      severity        rule
    0    error  no pattern
    1  warning    no label
    """
    ordered = sorted(found, key=lambda one: SEVERITIES.index(one.severity))
    columns = {name: [getattr(one, name) for one in ordered] for name in Finding._fields}
    may_be_empty = ("file", "frame", "pattern")
    return schema.make_table(
        "findings", columns | {name: [cell or None for cell in columns[name]] for name in may_be_empty}
    )
