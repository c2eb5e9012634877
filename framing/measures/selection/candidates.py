"""Which speeches a remark may come from: its leader's, of the day of the article and some days before."""

from __future__ import annotations

from typing import Any

import pandas as pd


def days_of(cells: pd.Series) -> list[pd.Timestamp | None]:
    """The day of each cell; None where it is missing."""
    return [None if pd.isna(cell) else pd.Timestamp(cell).tz_localize(None).normalize() for cell in cells]


def candidate_speeches(
    leader: Any, published: pd.Timestamp | None, speeches: list[tuple[str, pd.Timestamp | None]], days: int
) -> tuple[list[int], str | None]:
    """Return the numbers of the speeches that a remark is compared with, and a note.

    Parameters
    ----------
    leader : str or missing
        Who made the remark.
    published : pandas.Timestamp or None
        The day of its article.
    speeches : list of (leader, day or None)
        Of every speech.
    days : int
        How many days before the article a speech may lie.

    Examples
    --------
    >>> monday, friday = pd.Timestamp(2034, 5, 1), pd.Timestamp(2034, 5, 5)
    >>> candidate_speeches("Ada Brook", friday, [("Ada Brook", monday), ("Tom Reed", friday)], 3)
    ([], 'no speech of Ada Brook in the 3 days up to 2034-05-05')
    """
    if pd.isna(leader):
        return [], "the speaker is none of the leaders"
    own = [number for number, (speaker, _) in enumerate(speeches) if speaker == leader]
    if not own:
        return [], f"no speech of {leader}"
    if published is None:
        return own, "the article has no date: every speech of the leader is compared"
    near = [number for number in own if _is_near(speeches[number][1], published, days)]
    undated = sum(speeches[number][1] is None for number in near)
    if not near:
        return [], f"no speech of {leader} in the {days} days up to {published:%Y-%m-%d}"
    return near, f"{undated} of {len(near)} speeches compared without a date" if undated else None


def _is_near(delivered: pd.Timestamp | None, published: pd.Timestamp, days: int) -> bool:
    return delivered is None or 0 <= (published - delivered).days <= days
