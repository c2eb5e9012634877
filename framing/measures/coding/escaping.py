"""Cells that no spreadsheet takes for formulas."""

from __future__ import annotations

import re

# What a spreadsheet takes for the beginning of a formula (OWASP, "CSV injection"); such cells get an apostrophe.
_FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")


def escape_cell(cell: str) -> str:
    """Return a text so that no spreadsheet takes it for a formula.

    Examples
    --------
    >>> escape_cell("=1+1"), escape_cell("It rained."), escape_cell("'=1")
    ("'=1+1", 'It rained.', "''=1")
    """
    return "'" + cell if _FORMULA.match(cell) else cell


def unescape_cell(cell: str) -> str:
    """Return the text that `escape_cell` was given.

    Examples
    --------
    >>> unescape_cell("'=1+1"), unescape_cell("'Tis late."), unescape_cell("''=1")
    ('=1+1', "'Tis late.", "'=1")
    """
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
