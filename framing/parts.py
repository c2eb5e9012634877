"""Tables that are written part by part, in little memory, and still whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pandas as pd

from framing.errors import TableError
from framing.files import TABLE_SUFFIXES, as_bytes, flatten, umask

_ARROW = {"date": "timestamp[us]", "whole number": "int64", "number": "float64", "truth value": "bool"}
# How pandas keeps what may be missing; a Parquet file says so, or pandas would read fractions and objects.
_OR_MISSING = " or missing"
KINDS_OR_MISSING = {f"whole number{_OR_MISSING}": "Int64", f"truth value{_OR_MISSING}": "boolean"}


class PartWriter:
    """Writes a table whose rows come in parts.

    The file appears when the `with` block ends, and not at all when it ends in an error.

    Parameters
    ----------
    path : path
        Ends in .csv, .tsv, .jsonl or .parquet.
    kinds : dict of str to str
        The columns in order, each with its kind as in `framing.tables.csv`; lists are written as JSON. Whole numbers
        and truth values that may be missing are announced as "whole number or missing" and "truth value or missing".

    Raises
    ------
    TableError
        When the suffix is unknown or the place cannot be written.

    Examples
    --------
    >>> folder = Path(tempfile.mkdtemp())
    >>> with PartWriter(folder / "words.csv", {"word": "text"}) as writer:
    ...     writer.write(pd.DataFrame({"word": ["peace"]}))
    ...     writer.write(pd.DataFrame({"word": ["war"]}))
    >>> (folder / "words.csv").read_text().split()
    ['word', 'peace', 'war']
    """

    def __init__(self, path: str | os.PathLike[str], kinds: Mapping[str, str]) -> None:
        self.path, self._kinds, self.n_rows = Path(path), dict(kinds), 0
        self._suffix = self.path.suffix.lower()
        if self._suffix not in TABLE_SUFFIXES:
            raise TableError(f"{path}: what format is that? End the name in {', '.join(TABLE_SUFFIXES)}.")

    def __enter__(self) -> Self:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.name}.")
        except OSError as problem:
            raise self._refusal(problem) from None
        self._file, self._temporary = os.fdopen(handle, "wb"), Path(name)
        self._parquet: Any = self._open_parquet() if self._suffix == ".parquet" else None
        if self._suffix in (".csv", ".tsv"):
            self._file.write(as_bytes(pd.DataFrame(columns=list(self._kinds)), self._suffix))
        return self

    def write(self, part: pd.DataFrame) -> None:
        """Write further rows; columns that a part lacks are empty, columns that were not announced refused."""
        unknown = [str(name) for name in part.columns if name not in self._kinds]
        if unknown:
            raise TableError(f"{self.path}: columns {unknown} were not announced.")
        part = part.reindex(columns=list(self._kinds))
        self.n_rows += len(part)
        try:
            if self._parquet is not None:
                self._write_parquet(part)
            else:
                content = as_bytes(part, self._suffix)
                self._file.write(content[len(as_bytes(part.iloc[:0], self._suffix)) :])  # without a second header
        except OSError as problem:
            raise self._refusal(problem) from None

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        try:
            if self._parquet is not None:
                self._parquet.close()
            self._file.close()
            if kind is None:
                self._temporary.chmod(0o666 & ~umask())
                self._temporary.replace(self.path)
        except OSError as problem:
            if kind is None:
                raise self._refusal(problem) from None
        finally:
            self._temporary.unlink(missing_ok=True)

    def _refusal(self, problem: OSError) -> TableError:
        return TableError(f"{self.path}: cannot be written ({problem.strerror}). Choose another folder.")

    def _open_parquet(self) -> Any:
        import pyarrow as pa
        import pyarrow.parquet as pq

        types = {name: _ARROW.get(kind.removesuffix(_OR_MISSING), "string") for name, kind in self._kinds.items()}
        schema = pa.schema([(name, pa.type_for_alias(kind)) for name, kind in types.items()])
        kept = {name: KINDS_OR_MISSING[kind] for name, kind in self._kinds.items() if kind in KINDS_OR_MISSING}
        if kept:
            told = pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in kept.items()})
            schema = schema.with_metadata(pa.Schema.from_pandas(told, preserve_index=False).metadata)
        return pq.ParquetWriter(self._file, schema)

    def _write_parquet(self, part: pd.DataFrame) -> None:
        import pyarrow as pa

        mixed = [name for name in self._kinds if not _is_of_one_kind(part[name])]
        flat = flatten(part[mixed])
        arrays = [
            pa.array(self._cells(flat if name in mixed else part, name, field.type), field.type, from_pandas=True)
            for name, field in zip(self._kinds, self._parquet.schema, strict=True)
        ]
        self._parquet.write_table(pa.Table.from_arrays(arrays, schema=self._parquet.schema))

    def _cells(self, table: pd.DataFrame, name: str, kind: Any) -> Any:
        """The cells of a column, as texts where it is announced as text and holds others."""
        cells = table[name]
        return _as_texts(cells) if str(kind) == "string" and not isinstance(cells.dtype, pd.StringDtype) else cells


def _is_of_one_kind(cells: pd.Series) -> bool:
    """Whether a column cannot hold lists: numbers, days and texts need not be looked at one by one."""
    tests = (pd.api.types.is_numeric_dtype, pd.api.types.is_datetime64_any_dtype)
    return isinstance(cells.dtype, pd.StringDtype) or any(is_it(cells) for is_it in tests)


def _as_texts(cells: pd.Series) -> list[str | None]:
    """Cells as texts; a missing one stays missing."""
    return [None if pd.isna(cell) else str(cell) for cell in cells]
