"""What a reader of one format hands on: entries in categories, each with its row, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import pandas as pd

from framing import schema
from framing.lexicon import Example

Path = tuple[str, ...]  # a category within categories, from the outermost
BETWEEN = "/"  # stands between the names of nested categories in the name of a frame
LONGEST_SHOWN = 200  # characters of an entry in the list of losses


class Loss(NamedTuple):
    """One row of the table `losses`."""

    row: int | None
    category: str
    entry: str
    carried: bool
    what: str
    next_step: str


class Entry(NamedTuple):
    """A term of a category as the file has it."""

    row: int | None
    path: Path
    text: str
    weight: float = 1.0
    note: str = ""


@dataclass
class Draft:
    """A dictionary as its file says it, before it becomes a lexicon.

    Attributes
    ----------
    entries : list of Entry
        In file order.
    categories : dict
        Each category that the file declares or uses, with its row.
    definitions, labels : dict of str to str
        What the file says of a category.
    head : dict of str to str
        Name, version, language, citation, licence, as far as the file says them.
    is_own : bool
        Whether its entries are patterns of this toolkit already, masks included.
    losses : list of Loss
        What could not be read.
    """

    entries: list[Entry] = field(default_factory=list)
    categories: dict[Path, int | None] = field(default_factory=dict)
    definitions: dict[Path, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    head: dict[str, str] = field(default_factory=dict)
    examples: list[Example] = field(default_factory=list)
    validations: list[dict[str, str]] = field(default_factory=list)
    is_own: bool = False
    losses: list[Loss] = field(default_factory=list)
    comments: list[tuple[int, str]] = field(default_factory=list)

    def add(self, row: int | None, path: Path, text: str, weight: float = 1.0, note: str = "") -> None:
        """Add an entry, and its category when it is new."""
        self.categories.setdefault(path, row)
        self.entries.append(Entry(row, path, text, weight, note))

    def lose(
        self, row: int | None, what: str, next_step: str, *, entry: str = "", path: Path = (), carried: bool = False
    ) -> None:
        """List what could not be carried over."""
        shown = entry if len(entry) <= LONGEST_SHOWN else f"{entry[:LONGEST_SHOWN]} ..."
        self.losses.append(Loss(row, BETWEEN.join(path), shown, carried, what, next_step))

    def close(self) -> None:
        """List the comments, in one row."""
        if self.comments:
            row, text = self.comments[0]
            said = f"{len(self.comments)} comments, of which this is the first"
            self.lose(row, said, "Copy what matters into the notes of terms.csv.", entry=text)
            self.comments.clear()


def losses_table(losses: Iterable[Loss]) -> pd.DataFrame:
    """Return the table `losses`, in the order of rows; what concerns the whole file comes first.

    Examples
    --------
    >>> losses_table([Loss(7, "storm", "st?rm", False, "'?'", "List the forms.")])[["row", "entry"]]
       row  entry
    0    7  st?rm
    """
    rows = sorted(losses, key=lambda loss: -1 if loss.row is None else loss.row)
    columns = {
        "row": [loss.row for loss in rows],
        "category": [loss.category or None for loss in rows],
        "entry": [loss.entry or None for loss in rows],
        "carried": [loss.carried for loss in rows],
        "what": [loss.what for loss in rows],
        "next_step": [loss.next_step for loss in rows],
    }
    return schema.make_table("losses", columns)
