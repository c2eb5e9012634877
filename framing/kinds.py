"""The kinds of columns: what each is called, how pandas keeps it, whether a cell is one."""

from __future__ import annotations

import datetime
import math
import numbers
import re
from typing import Any

import numpy as np
import pandas as pd

KINDS = {
    "text": "text",
    "whole number": "a whole number",
    "number": "a number",
    "date": "a date",
    "category": "one of a closed list",
    "truth value": "true or false",
    "list": "a list",
}
HINTS = {
    "whole number": " Write it in digits, as in 12.",
    "truth value": " Write true or false.",
    "date": " Write it as 2025-02-17.",
    "list": " Write it as JSON, as in [[0, 4]].",
}
_LARGEST = 2**63  # what a column of whole numbers holds
_TEXT_MAY_BE_MISSING = int(pd.__version__.partition(".")[0]) >= 3
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_TYPES = pd.api.types


def as_kind(cells: Any, kind: str) -> pd.Series:
    """Return cells as a pandas column of a kind; as they stand where one of them is not of it.

    Nothing is cast that is not of the kind: a missing truth value would become true (NaN) or false (None), the text
    "2025" a day. What stays as it stands is named by `framing.schema.check_table`.

    Examples
    --------
    >>> as_kind([1, None], "whole number").tolist()
    [1, <NA>]
    >>> as_kind([True, "no"], "truth value").tolist()
    [True, 'no']
    """
    if kind == "list":
        return pd.Series(list(cells), dtype="object")
    if kind in ("text", "category"):
        return _as_text(cells)
    column = pd.Series(cells).reset_index(drop=True)
    if not _is_dtype(column, kind) and not all(_may_become(cell, kind) for cell in column[column.notna()]):
        return column.astype("object")
    try:
        return _as_dtype(column, kind)
    except (ValueError, TypeError, OverflowError):
        return column.astype("object")


def _as_text(cells: Any) -> pd.Series:
    """Texts as pandas keeps them; before pandas 3 its "str" turns a missing cell into the word "None"."""
    texts = pd.Series(cells, dtype="object").to_numpy(copy=True)
    texts[pd.isna(texts)] = None
    is_text = _TYPES.infer_dtype(texts) in ("string", "empty")
    return pd.Series(texts, dtype="str" if _TEXT_MAY_BE_MISSING and is_text else "object")


def _may_become(cell: Any, kind: str) -> bool:
    """Whether a cell is of the kind, or a day written as 2025-02-17."""
    return is_cell(cell, kind) or (kind == "date" and isinstance(cell, str) and bool(_ISO_DAY.fullmatch(cell)))


def _as_dtype(column: pd.Series, kind: str) -> pd.Series:
    """A column whose cells are all of the kind or missing, in the dtype for it."""
    has_missing = column.isna().any()
    match kind:
        case "whole number":
            whole = column if _TYPES.is_integer_dtype(column) else column.astype("Int64")
            return whole.astype("Int64" if has_missing else "int64")
        case "number":
            return column.astype("float64")
        case "truth value":
            return column.where(column.notna(), None).astype("boolean") if has_missing else column.astype("bool")
        case _:
            return pd.to_datetime(column, format="ISO8601")


def _is_dtype(column: pd.Series, kind: str) -> bool:
    """Whether the dtype alone says that the cells are of the kind, or could be."""
    match kind:
        case "whole number":
            return bool(_TYPES.is_integer_dtype(column) or _TYPES.is_float_dtype(column))
        case "number":
            return bool(_TYPES.is_numeric_dtype(column) and not _TYPES.is_bool_dtype(column))
        case "truth value":
            return bool(_TYPES.is_bool_dtype(column))
        case _:
            return bool(_TYPES.is_datetime64_any_dtype(column))


def is_column(cells: pd.Series, kind: str) -> bool:
    """Return whether a column, none of its cells missing, is of a kind and kept so that one can count on it.

    Examples
    --------
    >>> is_column(pd.Series([1.0, 2.0]), "whole number"), is_column(pd.Series([1.5]), "whole number")
    (True, False)
    """
    if cells.empty:
        return True
    match kind:
        case "list":
            return all(isinstance(cell, list | tuple) for cell in cells)
        case "text" | "category":
            return bool(_TYPES.infer_dtype(cells) in ("string", "categorical"))
        case "whole number":
            return _is_dtype(cells, kind) and bool(_TYPES.is_integer_dtype(cells) or (cells % 1 == 0).all())
        case "truth value":
            return _is_dtype(cells, kind) or bool(_TYPES.infer_dtype(cells) == "boolean")
        case _:
            return _is_dtype(cells, kind)


def is_cell(cell: Any, kind: str) -> bool:
    """Return whether one cell, not a missing one, is of a kind.

    Examples
    --------
    >>> is_cell(5, "whole number"), is_cell(5.5, "whole number"), is_cell(10**30, "whole number")
    (True, False, False)
    """
    is_truth = isinstance(cell, bool | np.bool_)
    match kind:
        case "list":
            return isinstance(cell, list | tuple)
        case "text" | "category":
            return isinstance(cell, str)
        case "whole number":
            return _is_number(cell) and math.isfinite(cell) and cell % 1 == 0 and abs(cell) < _LARGEST
        case "number":
            return _is_number(cell)
        case "truth value":
            return is_truth
        case _:
            return isinstance(cell, datetime.date | np.datetime64)


def _is_number(cell: Any) -> bool:
    return isinstance(cell, numbers.Real) and not isinstance(cell, bool | np.bool_)
