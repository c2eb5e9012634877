"""The rows with the largest value, so that no title names a winner where others have as much."""

from __future__ import annotations

import pandas as pd

from framing.errors import TableError, did_you_mean

_NO_LEADER = (
    " The table is of leaders, and no leader of leaders.csv is quoted in these articles: look whether leaders.csv has"
    " every name by which they call them, and whether these are the articles that you meant."
)


def find_largest(table: pd.DataFrame, column: str, *, by: str | None = None) -> pd.DataFrame:
    """Return the rows with the largest value of a column: several where several have as much.

    Parameters
    ----------
    table : pandas.DataFrame
        Any table.
    column : str
        A column of numbers; a missing one is never the largest.
    by : str, optional
        A column of groups: the rows with the largest value within each.

    Returns
    -------
    pandas.DataFrame
        These rows in the order of the table.

    Raises
    ------
    TableError
        When there is no such column, or no row has a number in it, so that nothing is the largest.

    Notes
    -----
    A title that says "the largest" has to look how many rows there are.

    Examples
    --------
    >>> rates = pd.DataFrame({"leader": ["Ada Brook", "Ada Brook", "Tom Hale"], "n_matches": [2, 1, 2]})
    >>> find_largest(rates, "n_matches")
          leader  n_matches
    0  Ada Brook          2
    1   Tom Hale          2
    """
    for name in filter(None, (column, by)):
        if name not in table.columns:
            raise TableError(f"no column {name!r} in the table.{did_you_mean(name, map(str, table.columns))}")
    numbers = table[column].astype("float64")
    if not numbers.notna().any():
        advice = _NO_LEADER if "leader" in table.columns else ""
        raise TableError(f"no row of the table has a number in {column!r}, so none is the largest.{advice}")
    largest = numbers.max() if by is None else numbers.groupby(table[by], observed=True, dropna=False).transform("max")
    return table[numbers.eq(largest)].reset_index(drop=True)
