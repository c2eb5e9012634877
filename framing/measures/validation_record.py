"""What a validation found, as rows of a lexicon's validation.csv."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from framing import schema
from framing.errors import TableError
from framing.validity import CODER_KINDS, VALIDATION_COLUMNS


def validation_rows(
    validation: pd.DataFrame,
    *,
    on: str,
    unit: str,
    by: str,
    coder_kind: str,
    date: str,
    agreed: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return rows for a lexicon's validation.csv, one per frame.

    Parameters
    ----------
    validation : pandas.DataFrame
        The `validation` table, from `validate_lexicon`.
    on : str
        Which texts; what stands after a semicolon is left out of captions.
    unit : str
        What was judged, such as "remark".
    by : str
        Who judged.
    coder_kind : str
        "human", "model" or "constructed" (codes made up to show a procedure). Only "human" makes a frame validated.
    date : str
        When it was judged: a year or a day.
    agreed : pandas.DataFrame, optional
        The `agreement` table of the coders: its alpha stands in the record too.

    Returns
    -------
    pandas.DataFrame
        The columns of validation.csv: `on`, `unit`, `by`, `coder_kind`, `date`, `frame`, `figures`; all text. Append it
        to the file with `to_csv(path, mode="a", header=False, index=False)`.

    Raises
    ------
    TableError
        When `validation` is not what it should be, or `coder_kind` is not one of the three.

    Notes
    -----
    Figures are written with two decimals, as a record to be read. What is undefined is left out, and so is a frame that
    nobody gave to any coded unit and no term of which stands in one: nothing was learned about it.

    Examples
    --------
    >>> columns = {"lexicon": "weather@1.0", "frame": "storm", "measure": "recall", "value": 0.0909, "ci_low": None,
    ...     "ci_high": None, "always_yes": 1.0, "at_random": 0.5, "confidence": 0.95, "n_units": 4, "n_yes": 2,
    ...     "n_hit": 2, "n_unresolved": 0, "n_stories": 4, "share_yes": 0.5, "share_hit": 0.1, "note": None}
    >>> validation = schema.make_table("validation", pd.DataFrame([columns]))
    >>> rows = validation_rows(validation, on="notes", unit="remark", by="us", coder_kind="constructed", date="2025")
    >>> rows["figures"][0]
    'n 4; n positive 2; n stories 4; recall 0.09; weighted by the design of the sample; lexicon weather@1.0'
    """
    schema.check_table(validation, "validation")
    if coder_kind not in CODER_KINDS:
        raise TableError(f"coder_kind {coder_kind!r} is not one of {', '.join(CODER_KINDS)}.")
    alphas = {} if agreed is None else dict(zip(agreed["question"], agreed["alpha"], strict=True))
    same = {"on": on, "unit": unit, "by": by, "coder_kind": coder_kind, "date": date}
    rows = [
        same | {"frame": frame, "figures": "; ".join(_figures(own.to_dict("records"), alphas.get(frame)))}
        for frame, own in validation.groupby("frame", sort=False, observed=True)
        if own.loc[own["measure"].isin(_NEEDED), "value"].notna().any()
    ]
    return pd.DataFrame(rows, columns=list(VALIDATION_COLUMNS)).astype("str")


_NEEDED = ("precision", "recall")
_NAMES = {"f1": "F1", "auc_rate": "AUC rate", "auc_presence": "AUC presence"}


def _figures(rows: list[dict[Any, Any]], alpha_of_coders: float | None) -> Iterator[str]:
    """The figures of a frame, each with its name."""
    first = rows[0]
    yield f"n {first['n_units']}"
    yield f"n positive {first['n_yes']}"
    yield f"n stories {first['n_stories']}"
    for row in rows:
        name = _NAMES.get(row["measure"], row["measure"])
        if not pd.isna(row["value"]):
            yield f"{name} {row['value']:.2f}"
            if not pd.isna(row["ci_low"]):
                yield f"{name} {row['confidence']:.0%} {row['ci_low']:.2f} to {row['ci_high']:.2f}"
            if name == "F1":
                yield f"F1 always yes {row['always_yes']:.2f}; F1 at random {row['at_random']:.2f}"
    if alpha_of_coders is not None and not pd.isna(alpha_of_coders):
        yield f"alpha of coders {alpha_of_coders:.2f}"
    yield "weighted by the design of the sample"
    yield f"lexicon {first['lexicon']}"
