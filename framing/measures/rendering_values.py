"""What can be said of one rendering of a remark, as a number."""

from __future__ import annotations

from itertools import chain

import numpy as np
import pandas as pd

from framing import schema
from framing.errors import TableError, did_you_mean

_PLACES = {"headline": ("headline",), "headline or lead": ("headline", "standfirst", "lead")}
_CODES = {
    value: column.name
    for column in schema.table_columns("renderings")
    if column.name in ("form", "cue_stance", "cue_act")
    for value in column.values
}
MEASURES = tuple(chain(_CODES, ("quoted",), _PLACES, ("narration",)))


def rendering_values(
    renderings: pd.DataFrame, measure: str, *, matches: pd.DataFrame | None = None, frame: str | None = None
) -> pd.Series:
    """Return one number for each rendering: 1 or 0 for what it has or has not, the share of words for "quoted".

    Parameters
    ----------
    renderings : pandas.DataFrame
        The `renderings` table.
    measure, matches, frame
        As for `compare_renderings`.

    Returns
    -------
    pandas.Series
        Numbers under the index of `renderings`; missing where the measure is not defined.

    Raises
    ------
    TableError
        When there is no such measure, or "narration" lacks its matches, its frame or its narrated words.

    Examples
    --------
    >>> renderings = schema.make_table("renderings", {"cue_stance": ["distancing", None], "n_words": [8, 4],
    ...     "n_words_quoted": [2, 4]})
    >>> rendering_values(renderings, "distancing").tolist(), rendering_values(renderings, "quoted").tolist()
    ([1.0, 0.0], [0.25, 1.0])
    """
    if measure in _CODES:
        return renderings[_CODES[measure]].eq(measure).fillna(False).astype("float64")
    if measure == "quoted":
        n_words = renderings["n_words"].astype("float64")
        return renderings["n_words_quoted"].astype("float64") / n_words.where(n_words > 0)
    if measure in _PLACES:
        return _where(renderings["place"].isin(_PLACES[measure]), renderings["place"].notna())
    if measure == "narration":
        return _narration(renderings, matches, frame)
    raise TableError(f"measure: there is no measure {measure!r}.{did_you_mean(str(measure), MEASURES)}")


def _where(has: pd.Series, defined: pd.Series) -> pd.Series:
    """1 or 0, and missing where it is not defined."""
    return has.astype("float64").where(defined.astype(bool), np.nan)


def _narration(renderings: pd.DataFrame, matches: pd.DataFrame | None, frame: str | None) -> pd.Series:
    """Whether the narrated words around each remark have a term of the frame."""
    if matches is None or frame is None:
        raise TableError('measure="narration": give matches and the frame that is looked for in the narrated words.')
    schema.check_table(matches, "matches")
    if renderings["narration"].isna().all():
        raise TableError(
            "renderings: no narrated words. Cluster the remarks with tokens=, the words with their voices."
        )
    known = matches["frame"].unique().tolist()
    if frame not in known:
        raise TableError(f"matches: no hit of frame {frame!r}.{did_you_mean(str(frame), known)}")
    told = matches[(matches["voice"] == "narrated") & (matches["frame"] == frame)]
    return _where(renderings["remark_id"].isin(told["remark_id"].dropna()), renderings["narration"].notna())
