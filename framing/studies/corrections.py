"""What became of corrections by hand, in lines that name the rows of their file."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

_SAID = {"unchanged": "changes nothing", "refused": "is refused"}  # outcomes, as they stand in a sentence


def tell_corrections(told: pd.DataFrame, overrides: pd.DataFrame) -> Iterator[str]:
    """Yield what there is to say of single corrections: of those without effect, and those in doubt.

    Parameters
    ----------
    told : pandas.DataFrame
        What became of them, as `framing.audit_overrides` gives it.
    overrides : pandas.DataFrame
        The corrections, as `framing.read_overrides` gives them.

    Examples
    --------
    >>> overrides = pd.DataFrame({"row": [4]})
    >>> told = {"article_id": ["a"], "start": [3], "end": [9], "outcome": ["refused"], "note": ["No word is there."]}
    >>> list(tell_corrections(pd.DataFrame(told), overrides))
    ['row 4 (3-9 of a) is refused: No word is there.']
    """
    for number, one in zip(overrides["row"], told.to_dict("records"), strict=True):
        if pd.notna(one["note"]):
            outcome = _SAID.get(one["outcome"], one["outcome"])
            yield f"row {number} ({one['start']}-{one['end']} of {one['article_id']}) {outcome}: {one['note']}"
