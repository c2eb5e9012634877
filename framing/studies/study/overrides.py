"""What is wrong with corrections by hand, and what became of them, by the rows of their file."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from framing import schema
from framing.errors import did_you_mean
from framing.speech.overrides import audit_overrides

_CHOICES = {column.name: column.values for column in schema.table_columns("remarks") if column.values}


def override_problems(overrides: pd.DataFrame | None, leaders: pd.DataFrame | None, *, file: str) -> Iterator[str]:
    """Yield cells of corrections that no remark can have: unknown leaders, forms, stances, a place that ends too early.

    Examples
    --------
    >>> rows = pd.DataFrame({"article_id": ["a"], "start": [0], "end": [9], "form": ["direkt"]})
    >>> list(override_problems(rows, None, file="overrides.csv"))
    ["overrides.csv row 2: form 'direkt' is not one of direct, mixed, indirect. Did you mean 'direct'?"]
    """
    if overrides is None:
        return
    known = None if leaders is None else list(leaders["leader"].unique())
    for number, row in enumerate(overrides.to_dict("records"), start=2):
        where = f"{file} row {number}"
        if row["start"] >= row["end"]:
            yield f"{where}: start {row['start']} is not before end {row['end']}. Copy both from the remark."
        leader = row.get("leader")
        if leader and known is not None and leader not in known:
            yield f"{where}: leader {leader!r} is no leader of the leaders' file.{did_you_mean(leader, known)}"
        for name, choices in _CHOICES.items():
            if row.get(name) and row[name] not in choices:
                near = did_you_mean(row[name], choices).partition(" Known")[0]
                yield f"{where}: {name} {row[name]!r} is not one of {', '.join(choices)}.{near}"


def notice_of_overrides(extracted: pd.DataFrame, overrides: pd.DataFrame | None, *, file: str) -> list[str]:
    """Return which corrections match no remark, in a line; nothing when all do."""
    if overrides is None:
        return []
    outcomes = audit_overrides(extracted, overrides)["outcome"]
    lost = [str(number) for number, said in enumerate(outcomes, start=2) if said == "matched nothing"]
    rows = ", ".join(lost[:5]) + (", ..." if len(lost) > 5 else "")
    return [f"{len(lost)} of {len(outcomes)} corrections match no remark ({file} row {rows})"] if lost else []
