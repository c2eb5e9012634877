"""What the table of specifications says: how many keep the sign, and what moves the claim most."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing import schema
from framing.errors import TableError
from framing.measures.digits import signed, significant


def summarise_stability(table: pd.DataFrame) -> pd.DataFrame:
    """Return, for each kind of choice, how many specifications keep the sign and which one moves the claim most.

    Parameters
    ----------
    table : pandas.DataFrame
        The `stability` table.

    Returns
    -------
    pandas.DataFrame
        One row per choice, in the order of the table: `choice`, `n_specifications`, `n_same_sign`, `n_zero` (with an
        estimate of exactly 0, which has no sign), `n_missing` (without an estimate), `lowest`, `highest`, `moves_most`
        (the specification furthest from main), `estimate` and `difference` (what it comes to, and less main).

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
                "n_same_sign": int((own["same_sign"].fillna(False).astype(bool) & (own["estimate"] != 0)).sum()),
                "n_zero": int((known["estimate"] == 0).sum()),
                "n_missing": len(own) - len(known),
                "lowest": known["estimate"].min(),
                "highest": known["estimate"].max(),
                "moves_most": None if furthest is None else furthest["specification"],
                "estimate": np.nan if furthest is None else furthest["estimate"],
                "difference": np.nan if furthest is None else furthest["estimate"] - main,
            }
        )
    columns = ["choice", "n_specifications", "n_same_sign", "n_zero", "n_missing", "lowest", "highest"]
    return pd.DataFrame(rows, columns=[*columns, "moves_most", "estimate", "difference"])


def _main_of(table: pd.DataFrame) -> float:
    """The estimate of the main specification."""
    schema.check_table(table, "stability")
    main = table.loc[table["choice"] == "main", "estimate"]
    if len(main) != 1:
        raise TableError(f"stability: {len(main)} rows are main. Give the table of one claim, with its main row.")
    return float(main.iloc[0])


def tell_stability(table: pd.DataFrame, *, measure: str | None = None) -> str:
    """Return how many specifications keep the sign of the claim, what moves it most, and how many settle it no more.

    Parameters
    ----------
    table : pandas.DataFrame
        The `stability` table.
    measure : {"share_remarks", "per_1000"}, optional
        What was compared: estimates are then told in percentage points, or as ratios, as the figure has them.

    Returns
    -------
    str
        Without `measure` with numbers to three decimals: the table has them in full.

    Raises
    ------
    TableError
        When it is no `stability` table, or main is not in it.

    Notes
    -----
    To keep the sign is little: an estimate may keep it and be no different from zero any more, so that intervals that
    include no difference are counted. An estimate of exactly 0 has no sign to keep and is counted apart.

    Examples
    --------
    >>> table = pd.DataFrame({"specification": ["main", "without the term gale"], "choice": ["main", "term"],
    ...     "left_out": [None, "gale"], "estimate": [0.5, 0.25], "ci_low": [None, None], "ci_high": [None, None],
    ...     "p_value": [None, None], "n_stories": [4, 4], "same_sign": [True, True], "note": [None, None]})
    >>> tell_stability(schema.make_table("stability", table), measure="share_remarks")
    '1 of 1 other specification keeps the sign. Most moves it: without the term gale, from +50 to +25 points.'
    """
    main, summary = _main_of(table), summarise_stability(table)
    if np.isnan(main) or main == 0:
        return f"{tell_signs(table)}.{_including_none(table) if main == 0 else ''}"
    n_zero, n_missing = (int(summary[name].sum()) for name in ("n_zero", "n_missing"))
    said = tell_signs(table)
    apart = [f"{n_zero} with no difference at all"] * bool(n_zero) + [f"{n_missing} without an estimate"] * bool(
        n_missing
    )
    said += f" ({', '.join(apart)})." if apart else "."
    moved = summary[summary["difference"].notna() & (summary["difference"] != 0)]
    if len(moved):
        furthest = moved["difference"].abs()
        most = moved[np.isclose(furthest, furthest.max())].iloc[0]
        distance = (table.loc[table["choice"] != "main", "estimate"].astype("float64") - main).abs()
        n_as_far = int(np.isclose(distance, abs(most["difference"])).sum()) - 1
        as_far = f" (as does {'1 other' if n_as_far == 1 else f'each of {n_as_far} others'})" if n_as_far else ""
        said += f" Most moves it{as_far}: {most['moves_most']}, {_from_to(main, float(most['estimate']), measure)}."
    return said + _including_none(table)


def tell_signs(table: pd.DataFrame) -> str:
    """Return how many specifications keep the sign of the claim, as a title tells it.

    Parameters
    ----------
    table : pandas.DataFrame
        The `stability` table.

    Returns
    -------
    str
        Without a full stop.

    Raises
    ------
    TableError
        When it is no `stability` table, or main is not in it.

    Examples
    --------
    >>> table = pd.DataFrame({"specification": ["main", "without the term gale"], "choice": ["main", "term"],
    ...     "left_out": [None, "gale"], "estimate": [0.5, 0.25], "ci_low": [None, None], "ci_high": [None, None],
    ...     "p_value": [None, None], "n_stories": [4, 4], "same_sign": [True, True], "note": [None, None]})
    >>> tell_signs(schema.make_table("stability", table))
    '1 of 1 other specification keeps the sign'
    """
    main, summary = _main_of(table), summarise_stability(table)
    if np.isnan(main):
        return "The claim cannot be estimated, so there is no sign to keep"
    if main == 0:
        return "The claim is of no difference, so there is no sign to keep"
    n, n_same = (int(summary[name].sum()) for name in ("n_specifications", "n_same_sign"))
    specifications = "specification" if n == 1 else "specifications"
    return f"{n_same} of {n} other {specifications} {'keeps' if n_same == 1 else 'keep'} the sign"


def _from_to(main: float, other: float, measure: str | None) -> str:
    """Two estimates in the unit of their measure."""
    if measure == "share_remarks":
        return f"from {signed(100 * main, 0)} to {signed(100 * other, 0)} points"
    if measure == "per_1000":
        return f"from {significant(2**main)} to {significant(2**other)} times as often"
    return f"from {signed(main, 3)} to {signed(other, 3)}"


def _including_none(table: pd.DataFrame) -> str:
    """How many of the other intervals include that there is no difference, and whose."""
    others = table[(table["choice"] != "main") & table["ci_low"].notna() & table["ci_high"].notna()]
    if others.empty:
        return ""
    none = others.loc[(others["ci_low"] <= 0) & (others["ci_high"] >= 0), "specification"].astype(str).tolist()
    named = f" ({', '.join(none[:3])}{', ...' if len(none) > 3 else ''})" if none else ""
    said = f"{len(none)} of {len(others)} intervals {'includes' if len(none) == 1 else 'include'}"
    return f" {said} that there is no difference{named}."
