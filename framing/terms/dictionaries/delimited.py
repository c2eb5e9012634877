"""Tables: LIWC-22 `.dicx` and plain CSV, wide (a column per category), long (a row per term) or in columns of words.

DicTerm,storm,trade        category,term,weight        storm,trade
gale*,X,                   storm,gale*,2               gale*,cargo
cargo,,X                   trade,cargo,1               high water,freight
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Sequence

import pandas as pd

from framing.errors import CorpusError, LexiconError
from framing.lexicon import Lexicon
from framing.rows import DELIMITERS, find_delimiter, parse_delimited
from framing.terms.dictionaries.draft import Draft, Path
from framing.terms.dictionaries.outgoing import Written, fit_terms, keep_terms

HOLDS_WIDE = frozenset({"weights"})
HOLDS_LONG = frozenset({"weights", "inner wildcards", "masks", "notes"})
TERM_NAMES = ("pattern", "term", "word", "entry", "dicterm", "words", "terms", "token", "ngram")
CATEGORY_NAMES = ("frame", "category", "sentiment", "dimension", "key", "class", "emotion")
WEIGHT_NAMES = ("weight", "score", "value")
NOTE_NAMES = ("note", "notes", "comment")
_MARKS = ("x", "✓")
_THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2},\d{3}")  # 1,000: is that one or a thousand?
_UNNAMED = re.compile(r"Unnamed: \d+")
_NUMBER = re.compile(r"[-+]?(?:\d{1,15}(?:[.,]\d{1,18})?|[.,]\d{1,18})(?:[eE][-+]?\d{1,3})?")


def is_delimited(text: str) -> bool:
    r"""Return whether a text looks like a table: several names in its first line.

    Examples
    --------
    >>> is_delimited("DicTerm,storm\ngale,X\n"), is_delimited("It rained.\n")
    (True, False)
    """
    header = find_delimiter(text)[0].split("\n", 1)[0]
    return any(mark in header for mark in DELIMITERS) and not header.rstrip().endswith((".", "!", "?"))


def named_column(columns: Sequence[str], names: Iterable[str]) -> str | None:
    """Return the column with one of these names, in any case; None when there is none.

    Examples
    --------
    >>> named_column(["Word", "Category"], TERM_NAMES)
    'Word'
    """
    by_name = {column.strip().lower(): column for column in reversed(columns)}
    return next((by_name[name] for name in names if name in by_name), None)


def read_delimited(text: str, source: str) -> Draft:
    r"""Return what stands in a table. Rows are counted as a spreadsheet shows them, the header being row 1.

    Raises
    ------
    LexiconError
        With every row that has too many cells, or a column that stands twice.

    Examples
    --------
    >>> read_delimited("DicTerm,storm,trade\ngale*,X,\n", "harbour.dicx").entries
    [Entry(row=2, path=('storm',), text='gale*', weight=1.0, note='')]
    """
    try:
        table = parse_delimited(text, source, may_be_short=True)
    except CorpusError as problem:
        raise LexiconError(str(problem)) from None
    columns = [str(name) for name in table.columns]
    draft = Draft()
    if named_column(columns, TERM_NAMES) and named_column(columns, CATEGORY_NAMES):
        _read_long(table, columns, draft)
    elif named_column(columns[:1], TERM_NAMES) or (len(columns) > 1 and _is_wide(table)):
        _read_wide(table, columns, draft)
    else:
        _read_columns(table, columns, draft)
    return draft


def _is_wide(table: pd.DataFrame) -> bool:
    """Whether all cells beside the first column are marks or numbers, and there are some."""
    cells = [cell.strip() for name in table.columns[1:] for cell in table[name] if cell.strip()]
    return bool(cells) and all(cell.lower() in _MARKS or _NUMBER.fullmatch(cell) for cell in cells)


def _read_long(table: pd.DataFrame, columns: list[str], draft: Draft) -> None:
    """A row for each term of a category."""
    used = [named_column(columns, names) for names in (CATEGORY_NAMES, TERM_NAMES, WEIGHT_NAMES, NOTE_NAMES)]
    category, term, weight, note = used
    draft.is_own = (category, term) == ("frame", "pattern")
    _list_other_columns(columns, used, draft)
    for row, cells in enumerate(table.to_dict(orient="records"), start=2):
        path = (" ".join(cells[category].split()),) if cells[category].strip() else ()
        worth = _weight(cells[weight]) if weight and cells[weight].strip() else 1.0
        if worth is None:
            said = f"weight {cells[weight]!r} is no number"
            draft.lose(row, said, "Write 1, or 1.5 with a point.", entry=cells[term], path=path)
        elif path or cells[term].strip():
            draft.add(row, path, cells[term], worth, cells[note].strip() if note else "")


def _list_other_columns(columns: list[str], used: list[str | None], draft: Draft) -> None:
    for name in columns:
        if name not in used:
            draft.lose(1, f"column {name!r}", "Only category, term, weight and note have a place in a lexicon.")


def _read_wide(table: pd.DataFrame, columns: list[str], draft: Draft) -> None:
    """A row for each term, a column for each category, a mark or weight where they meet."""
    n_zero = 0
    paths = [_category(name) for name in columns[1:]]
    draft.categories = dict.fromkeys(paths, 1)
    for row, cells in enumerate(table.itertuples(index=False, name=None), start=2):
        marked = [(path, cell.strip()) for path, cell in zip(paths, cells[1:], strict=True) if cell.strip()]
        for path, cell in marked:
            weight = 1.0 if cell.lower() in _MARKS else _weight(cell)
            if weight is None:
                draft.lose(
                    row, f"{cell!r} is no mark and no number", "Write X, or a weight.", entry=cells[0], path=path
                )
            elif weight == 0:
                n_zero += 1
            else:
                draft.add(row, path, cells[0], weight)
        if not marked and cells[0].strip():
            draft.lose(row, "a term in no category", "Mark its category with X.", entry=cells[0])
    if n_zero and any(entry.weight != 1 for entry in draft.entries):
        said = f"{n_zero} weights of 0, read as: not in this category"
        draft.lose(None, said, "A term that weighs nothing need not be there.")


def _read_columns(table: pd.DataFrame, columns: list[str], draft: Draft) -> None:
    """A column of words for each category."""
    for name in columns:
        path = _category(name)
        draft.categories.setdefault(path, 1)
        for row, cell in enumerate(table[name], start=2):
            if cell.strip():
                draft.add(row, path, cell)


def _category(name: str) -> Path:
    """The category of a column; none when its header is empty, for which the reader of tables puts a number."""
    return () if _UNNAMED.fullmatch(name) else (" ".join(name.split()),)


def _weight(cell: str) -> float | None:
    """A weight, with a decimal point or comma; None when it is none."""
    plain = cell.strip()
    is_number = _NUMBER.fullmatch(plain) and not _THOUSANDS.fullmatch(plain)
    value = float(plain.replace(",", ".")) if is_number else math.nan
    return value if math.isfinite(value) else None


def write_wide(lexicon: Lexicon) -> tuple[str, Written]:
    r"""Return a lexicon as `.dicx`, and what does not stand in it: X marks, or weights when not all are 1.

    Examples
    --------
    >>> from framing.lexicon import Term
    >>> harbour = Lexicon("harbour", "1", "en", "", "", {"storm": "wind"}, (Term("storm", "gale*"),))
    >>> write_wide(harbour)[0]
    'DicTerm,storm\ngale*,X\n'
    """
    written = fit_terms(lexicon, HOLDS_WIDE)
    is_weighted = any(term.weight != 1 for terms in written.terms.values() for term in terms)
    cells: dict[str, dict[str, str]] = {}
    for frame, terms in written.terms.items():
        for term in terms:
            cells.setdefault(term.pattern, {})[frame] = written_number(term.weight) if is_weighted else "X"
    frames = list(lexicon.frames)
    rows = [[text, *(marks.get(frame, "") for frame in frames)] for text, marks in cells.items()]
    return _csv([["DicTerm", *(" ".join(frame.split()) for frame in frames)], *rows]), written


def write_long(lexicon: Lexicon) -> tuple[str, Written]:
    r"""Return a lexicon as CSV with a row per term, masks included, and what does not stand in it.

    Examples
    --------
    >>> from framing.lexicon import Term
    >>> harbour = Lexicon("harbour", "1", "en", "", "", {"storm": "wind"}, (Term("storm", "gale*"),))
    >>> write_long(harbour)[0]
    'frame,pattern,weight,note\nstorm,gale*,1,\n'
    """
    rows = [[term.frame, term.pattern, written_number(term.weight), term.note] for term in lexicon.terms]
    return _csv([["frame", "pattern", "weight", "note"], *rows]), keep_terms(lexicon, HOLDS_LONG)


def written_number(value: float) -> str:
    """Return a number in as few digits as it needs.

    Examples
    --------
    >>> written_number(2.0), written_number(0.25)
    ('2', '0.25')
    """
    return repr(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))


def _csv(rows: list[list[str]]) -> str:
    """Rows as CSV."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(rows)
    return file.getvalue()
