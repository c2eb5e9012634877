"""Excel workbooks (.xlsx): the stored values of the first sheet with texts."""

from __future__ import annotations

import datetime
import io
import re
import warnings
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from framing.articles.columns import guess_names
from framing.articles.exports.delimited import names_apart
from framing.articles.exports.export import Article, Export
from framing.articles.exports.source import LARGEST_PART, Source
from framing.errors import CorpusError

_WORKBOOKS = ("xl/workbook.xml", "xl/workbook.bin")
_DECLARATIONS = [word.encode(encoding) for word in ("<!DOCTYPE", "<!ENTITY") for encoding in ("utf-8", "utf-16-le")]
_HIDDEN_ROW = re.compile(rb"""<(?:\w+:)?row\b[^<>]*?\shidden\s*=\s*["'](?:1|true)["']""")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # how a workbook writes characters that XML does not take
_ERRORS = (
    "#NAME?",
    "#REF!",
    "#DIV/0!",
    "#VALUE!",
    "#NUM!",
    "#NULL!",
    "#N/A",
    "#SPILL!",
    "#CALC!",
    "#FIELD!",
    "#BLOCKED!",
)
_MOST_PARTS = 1_000  # of a workbook with hundreds of sheets or pictures
_DEEPEST_HEADER = 20  # rows: titles and notes that people put above a table
_MOST_ROWS = 1_048_576  # what Excel has; a row that says a higher number is damaged
_SAVE = "Open it in its program and save it anew as .xlsx, or as CSV."


class _Sheet(NamedTuple):
    """A sheet: its name, whether it is hidden, and its rows, each cell a value."""

    name: str
    is_hidden: bool
    rows: list[list[Any]]
    n_hidden: int
    formulas: set[tuple[int, int]]


def recognises_spreadsheet(source: Source) -> bool:
    """Return whether a file is a workbook of Excel, whatever it is called.

    Examples
    --------
    >>> recognises_spreadsheet(Source("table.xlsx", b"id,text"))
    False
    """
    try:
        return any(name in source.parts for name in _WORKBOOKS)
    except CorpusError:
        return False


def read_spreadsheet(source: Source) -> Export:
    """Return the rows of the first sheet with texts as articles, each under the names of its columns.

    Dates are dates, numbers their digits, formulas the values that were stored. Hidden rows are read as well. A cell
    whose value cannot be told is a problem with its address.

    Raises
    ------
    CorpusError
        When the workbook is damaged, unpacks to more than any table, or no sheet has a row below a header.
    """
    _refuse_harm(source)
    sheets = [sheet for sheet in _sheets(source) if any(map(_is_filled, sheet.rows))]
    if not sheets:
        raise CorpusError(f"{source.name}: no sheet of this workbook has a filled cell. {_SAVE}")
    found = [(sheet, at) for sheet in sheets if (at := _header_at(sheet.rows)) is not None]
    first = (sheets[0], next(at for at, row in enumerate(sheets[0].rows) if _is_filled(row)))
    sheet, at = next((one for one in found if _has_texts(*one)), next(iter(found), first))
    names, doubled = names_apart([_text(cell).strip() for cell in _trimmed(sheet.rows[at])])
    articles, problems = _articles(sheet, at, names)
    problems += [
        f"sheet {other.name!r} holds texts, too, and is not read. Save it as a file of its own."
        for other, header in found
        if other is not sheet and _has_texts(other, header)
    ]
    told = [*_about(sheet, at, [one for one in sheets if one is not sheet]), *doubled]
    return Export(articles, problems=problems, warnings=told, is_table=True)


def _refuse_harm(source: Source) -> None:
    """Refuse a workbook that would unpack without end, before anything of it is parsed."""
    if "xl/workbook.bin" in source.parts:
        raise CorpusError(f"{source.name}: this is a binary workbook (.xlsb). {_SAVE}")
    n_bytes = sum(part.file_size for part in source.parts.values())
    if n_bytes > LARGEST_PART:
        raise CorpusError(f"{source.name}: it would unpack to {n_bytes:,} bytes, as no table of texts does. {_SAVE}")
    if len(source.parts) > _MOST_PARTS:
        raise CorpusError(f"{source.name}: this workbook has {len(source.parts):,} parts. {_SAVE}")
    for name in source.parts:
        data = b"" if name.startswith("xl/media/") else source.part(name)  # pictures in SVG declare what they are
        if any(word in data for word in _DECLARATIONS):
            raise CorpusError(f"{source.name}: {name!r} declares entities, as no workbook of Excel does. {_SAVE}")


def _sheets(source: Source) -> list[_Sheet]:
    """The sheets of a workbook, in its order."""
    import openpyxl  # type: ignore[import-untyped]  # here: it takes a tenth of a second

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and rules that are not read
            return list(_opened(source, openpyxl))
    except CorpusError:
        raise
    except Exception as problem:  # noqa: BLE001  # a damaged workbook makes openpyxl fail in every way there is
        reason = (str(problem).splitlines() or [""])[0][:80]
        said = f"{type(problem).__name__}{f': {reason}' if reason else ''}"
        raise CorpusError(f"{source.name}: this workbook cannot be read ({said}). {_SAVE}") from None


def _opened(source: Source, openpyxl: Any) -> Iterator[_Sheet]:
    """The sheets, read row by row."""
    values = openpyxl.load_workbook(io.BytesIO(source.data), read_only=True, data_only=True)
    formulas = None
    for sheet in values.worksheets:
        part = source.part(sheet._worksheet_path.lstrip("/"))
        rows = _rows(sheet)
        where = set()
        if b"<f" in part or b":f>" in part:
            formulas = formulas or openpyxl.load_workbook(io.BytesIO(source.data), read_only=True)
            where = _without_value(rows, _rows(formulas[sheet.title]))
        yield _Sheet(sheet.title, sheet.sheet_state != "visible", rows, len(_HIDDEN_ROW.findall(part)), where)


def _rows(sheet: Any) -> list[list[Any]]:
    """The cells of a sheet; what a program says of its size is often wrong and plays no part."""
    sheet.reset_dimensions()
    found: list[list[Any]] = []
    for row in sheet.iter_rows(values_only=True):
        if len(found) >= _MOST_ROWS:
            raise ValueError(f"more than {_MOST_ROWS:,} rows")
        found.append(_trimmed(row))
    while found and not found[-1]:
        found.pop()
    return found


def _trimmed(row: Sequence[Any]) -> list[Any]:
    """A row without empty cells at its end."""
    last = next((at for at in range(len(row), 0, -1) if row[at - 1] is not None), 0)
    return list(row[:last])


def _without_value(values: list[list[Any]], formulas: list[list[Any]]) -> set[tuple[int, int]]:
    """The places of formulas whose value was never stored, by row and column from 0."""
    return {
        (row, column)
        for row, cells in enumerate(formulas)
        for column, cell in enumerate(cells)
        if _is_formula(cell) and (row >= len(values) or column >= len(values[row]) or values[row][column] is None)
    }


def _is_formula(cell: Any) -> bool:
    return (isinstance(cell, str) and cell.startswith("=")) or type(cell).__name__ in (
        "ArrayFormula",
        "DataTableFormula",
    )


def _is_filled(row: Sequence[Any]) -> bool:
    return any(_text(cell).strip() for cell in row)


def _header_at(rows: list[list[Any]]) -> int | None:
    """The row of the header: the first with two usual names, or one of texts; titles may stand above."""
    for at, row in enumerate(rows[:_DEEPEST_HEADER]):
        names = guess_names(_text(cell) for cell in row)
        if len(names) > 1 or "text" in names:
            return at
    return None


def _has_texts(sheet: _Sheet, at: int) -> bool:
    return "text" in guess_names(_text(cell) for cell in sheet.rows[at])


def _articles(sheet: _Sheet, header: int, names: list[str]) -> tuple[list[Article], list[str]]:
    """The rows below the header, and the cells that cannot be told."""
    articles, problems = [], []
    for at, row in enumerate(sheet.rows[header + 1 :], start=header + 1):
        cells: dict[str, Any] = {}
        for column, (name, cell) in enumerate(zip(names, [*row, *[None] * len(names)], strict=False)):
            wrong = _what_is_wrong(cell, (at, column) in sheet.formulas)
            if wrong:
                problems.append(f"cell {_address(at, column)} of sheet {sheet.name!r} {wrong}")
            cells[name] = None if wrong else _value(cell)
        beyond = [column for column in range(len(names), len(row)) if _text(row[column]).strip()]
        if beyond:
            said = f"stands beside the table ({_text(row[beyond[0]])[:40]!r}). Give its column a name in the header."
            problems.append(f"cell {_address(at, beyond[0])} of sheet {sheet.name!r} {said}")
        if any(_text(cell).strip() for cell in cells.values()):
            articles.append(Article(f"row {at + 1}", cells))
    return articles, problems


def _what_is_wrong(cell: Any, is_formula: bool) -> str:
    """Why the value of a cell cannot be told; nothing when it can."""
    if is_formula:
        return (
            "is a formula whose value was never stored. Open the file in Excel or LibreOffice, and save it once more."
        )
    if isinstance(cell, str) and cell in _ERRORS:
        return (
            f"holds an error ({cell}). Correct it in Excel: a text that begins with = or - needs an apostrophe before."
        )
    return ""


def _value(cell: Any) -> Any:
    """A cell as a value: a day as it is, anything else as its text; None when it is empty."""
    return cell if cell is None or isinstance(cell, datetime.date) else _text(cell)


def _text(cell: Any) -> str:
    """What stands in a cell as text: 7.0 is 7, a name of a truth value as Excel shows it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), cell) if isinstance(cell, str) else str(cell)


def _address(row: int, column: int) -> str:
    """The address of a cell, such as B7."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def _about(sheet: _Sheet, header: int, others: list[_Sheet]) -> list[str]:
    """What a reader should know about a sheet and those beside it."""
    told = []
    if others:
        named = ", ".join(f"{one.name!r}{' (hidden)' if one.is_hidden else ''}" for one in others)
        told.append(f"read from sheet {sheet.name!r}; not read: {named}. Save a sheet as a file of its own to read it")
    if sheet.is_hidden:
        told.append(f"sheet {sheet.name!r} is hidden in the workbook")
    if header:
        told.append(f"{header} rows above the header of sheet {sheet.name!r} are not read")
    if sheet.n_hidden:
        told.append(f"{sheet.n_hidden} hidden rows of sheet {sheet.name!r} are read as well")
    return told
