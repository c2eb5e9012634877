"""What the table of specifications says: how many keep the sign, and what moves the claim most."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing import schema
from framing.errors import TableError


def summarise_stability(table: pd.DataFrame) -> pd.DataFrame:
    """Return, for each kind of choice, how many specifications keep the sign and which one moves the claim most.

    Parameters
    ----------
    table : pandas.DataFrame
        The `stability` table.

    Returns
    -------
    pandas.DataFrame
        One row per choice, in the order of the table: `choice`, `n_specifications`, `n_same_sign`, `n_missing` (without
        an estimate), `lowest`, `highest`, `moves_most` (the specification furthest from main), `estimate` and
        `difference` (what it comes to, and less main).

    Raises
    ------
    TableError
        When it is no `stability` table, or main is not in it.

    Examples
    --------
    >>> table = pd.DataFrame({"specification": ["main", "without the term gale"], "choice": ["main", "term"],
    ...     "left_out": [None, "gale"], "estimate": [0.5, 0.25], "ci_low": [None, None], "ci_high": [None, None],
    ...     "p_value": [None, None], "n_stories": [4, 4], "same_sign": [True, True], "note": [None, None]})
    >>> summarise_stability(schema.make_table("stability", table))[["choice", "n_same_sign", "difference"]]
      choice  n_same_sign  difference
    0   term            1       -0.25
    """
    main = _main_of(table)
    rows = []
    for choice, own in table[table["choice"] != "main"].groupby("choice", sort=False, observed=True):
        known = own[own["estimate"].notna()]
        distance = (known["estimate"].astype("float64") - main).abs()
        furthest = known.iloc[int(distance.to_numpy().argmax())] if len(known) and not np.isnan(main) else None
        rows.append(
            {
                "choice": str(choice),
                "n_specifications": len(own),
                "n_same_sign": int(own["same_sign"].fillna(False).astype(bool).sum()),
                "n_missing": len(own) - len(known),
                "lowest": known["estimate"].min(),
                "highest": known["estimate"].max(),
                "moves_most": None if furthest is None else furthest["specification"],
                "estimate": np.nan if furthest is None else furthest["estimate"],
                "difference": np.nan if furthest is None else furthest["estimate"] - main,
            }
        )
    columns = ["choice", "n_specifications", "n_same_sign", "n_missing", "lowest", "highest"]
    return pd.DataFrame(rows, columns=[*columns, "moves_most", "estimate", "difference"])


def _main_of(table: pd.DataFrame) -> float:
    """The estimate of the main specification."""
    schema.check_table(table, "stability")
    main = table.loc[table["choice"] == "main", "estimate"]
    if len(main) != 1:
        raise TableError(f"stability: {len(main)} rows are main. Give the table of one claim, with its main row.")
    return float(main.iloc[0])


def tell_stability(table: pd.DataFrame) -> str:
    """Return in a sentence or two how many specifications keep the sign of the claim, and what moves it most.

    Parameters
    ----------
    table : pandas.DataFrame
        The `stability` table.

    Returns
    -------
    str
        With numbers to three decimals: the table has them in full.

    Raises
    ------
    TableError
        When it is no `stability` table, or main is not in it.

    Examples
    --------
    >>> table = pd.DataFrame({"specification": ["main", "without the term gale"], "choice": ["main", "term"],
    ...     "left_out": [None, "gale"], "estimate": [0.5, 0.25], "ci_low": [None, None], "ci_high": [None, None],
    ...     "p_value": [None, None], "n_stories": [4, 4], "same_sign": [True, True], "note": [None, None]})
    >>> tell_stability(schema.make_table("stability", table))
    '1 of 1 other specification keeps the sign. Most moves it: without the term gale, from +0.500 to +0.250.'
    """
    main, summary = _main_of(table), summarise_stability(table)
    if np.isnan(main):
        return "The claim cannot be estimated, so there is no sign to keep."
    n, n_same, n_missing = (int(summary[name].sum()) for name in ("n_specifications", "n_same_sign", "n_missing"))
    specifications = f"other {'specification' if n == 1 else 'specifications'}"
    said = f"{n_same} of {n} {specifications} {'keeps' if n_same == 1 else 'keep'} the sign"
    said += f" ({n_missing} without an estimate)." if n_missing else "."
    moved = summary[summary["difference"].notna()]
    if moved.empty or not (moved["difference"] != 0).any():
        return said
    most = moved.iloc[int(moved["difference"].abs().to_numpy().argmax())]
    return f"{said} Most moves it: {most['moves_most']}, from {main:+.3f} to {most['estimate']:+.3f}."
