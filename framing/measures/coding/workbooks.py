"""Sheets for a spreadsheet: workbooks, and cells that no spreadsheet takes for formulas."""

from __future__ import annotations

import io
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pandas as pd
from openpyxl.styles import Alignment, Font  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]
from openpyxl.worksheet.datavalidation import DataValidation  # type: ignore[import-untyped]

from framing.errors import TableError
from framing.measures.coding.codebooks import NOT_ASKED, codes_of
from framing.measures.coding.escaping import escape_cell

UNITS_SHEET, CODEBOOK_SHEET = "units", "codebook"
_LONGEST_CELL = 32_000  # Excel holds 32,767 characters in a cell and cuts without a word
_LONGEST_CHOICES = 250  # of a list to choose from


def make_workbook(rows: list[dict[str, str]], codebook: pd.DataFrame, source: str) -> bytes:
    """Return a workbook: the units on the first sheet, the codebook on the second.

    Parameters
    ----------
    rows : list of dict
        The rows of the sheet.
    codebook : pandas.DataFrame
        What is asked.
    source : str
        Name for the message.

    Raises
    ------
    TableError
        When a text is too long for a cell.
    """
    longest = max(rows, key=lambda row: len(row["text"]))
    if len(longest["text"]) > _LONGEST_CELL:
        said = f"{len(longest['text'])} characters are too many for a cell of a workbook. Write .csv or .jsonl."
        raise TableError(f"{source}: unit {longest['unit_id']}: {said}")
    book = openpyxl.Workbook()
    book.active.title = UNITS_SHEET
    _fill(book.active, rows, wide="text")
    _fill(book.create_sheet(CODEBOOK_SHEET), codebook.to_dict("records"), wide="meaning")
    _offer_choices(book.active, rows, codebook)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _fill(sheet: Any, rows: list[Any], *, wide: str) -> None:
    """A sheet of text cells below a header that stays in view."""
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append([escape_cell(str(cell)) for cell in row.values()])
    sheet.freeze_panes = "A2"
    for place, name in enumerate(rows[0], start=1):
        sheet.cell(1, place).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(place)].width = 80 if name == wide else 16
    for cells in sheet.iter_rows(min_row=2):
        for cell in cells:
            cell.number_format, cell.alignment = "@", Alignment(wrap_text=True, vertical="top")


def _offer_choices(sheet: Any, rows: list[dict[str, str]], codebook: pd.DataFrame) -> None:
    """Let the spreadsheet itself refuse codes that are not in the codebook."""
    columns = list(rows[0])
    for question in codebook.to_dict("records"):
        choices = ",".join([*codes_of(question), NOT_ASKED])
        if len(choices) <= _LONGEST_CHOICES and choices.count(",") == len(codes_of(question)) and '"' not in choices:
            letter = get_column_letter(columns.index(question["question"]) + 1)
            rule = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True, showErrorMessage=True)
            rule.add(f"{letter}2:{letter}{len(rows) + 1}")
            sheet.add_data_validation(rule)
