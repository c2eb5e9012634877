"""What a figure needs of its table before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from framing.errors import TableError, all_problems, did_you_mean
from framing.figures.labels import plain


def need_columns(table: pd.DataFrame, columns: Iterable[str], what: str) -> None:
    """Refuse what is no table, lacks a column or has no row."""
    if not isinstance(table, pd.DataFrame):
        raise TableError(f"{what}: expected a table (pandas DataFrame), got {type(table).__name__}.")
    there = [str(name) for name in table.columns]
    problems = [f"column {name!r} is not there.{did_you_mean(name, there)}" for name in columns if name not in there]
    if problems:
        raise TableError(all_problems(what, problems))


def need_rows(table: pd.DataFrame, what: str) -> None:
    """Refuse a table without rows."""
    if table.empty:
        raise TableError(f"{what}: the table has no row, so there is nothing to draw. Look at the step that made it.")


def need_once(table: pd.DataFrame, columns: list[str], what: str, advice: str) -> None:
    """Refuse a table in which the same thing stands twice, so that one would be drawn over the other."""
    again = table.duplicated(columns)
    if again.any():
        row = table.loc[again].iloc[0]
        where = ", ".join(f"{name} {plain(row[name])!r}" for name in columns)
        raise TableError(f"{what}: {where} stands in more than one row. {advice}")
