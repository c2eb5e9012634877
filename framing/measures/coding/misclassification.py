"""How often a lexicon is wrong about judged units, and shares corrected for it."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing.measures.coding.errors import Share, weighted_share

Floats = npt.NDArray[np.float64]


class Carrying(NamedTuple):
    """The share of units that carry the frame, of those with a hit and of those without."""

    with_hit: Share
    without: Share


def carrying(judged: pd.DataFrame, hits: str) -> Carrying:
    """Return how many judged units carry a frame, with and without a hit, weighted by the design.

    Parameters
    ----------
    judged : pandas.DataFrame
        From `judged_units`, of one frame.
    hits : str
        The column of its hits.

    Examples
    --------
    >>> judged = pd.DataFrame({"code": ["1", "0", "1", "0", "0"], "hits_storm": [1, 2, 0, 0, 0], "weight": 1.0,
    ...     "story_id": list("abcde")})
    >>> [round(share.estimate, 3) for share in carrying(judged, "hits_storm")]
    [0.5, 0.333]
    """
    is_hit = judged[hits] > 0
    parts = (judged[is_hit], judged[~is_hit])
    return Carrying(*(weighted_share(part["code"] == "1", part["weight"], part["story_id"]) for part in parts))


def error_rates(share: Any, with_hit: Any, without: Any) -> tuple[Floats, Floats]:
    """Return sensitivity and specificity.

    Parameters
    ----------
    share : float or array of float
        Share of units with a hit.
    with_hit, without : float or array of float
        Shares that carry the frame, of those with a hit and of those without.

    Returns
    -------
    tuple of numpy.ndarray
        Not a number where no unit carries the frame, or all do.

    Examples
    --------
    Of 100 units 40 have a hit, of which 30 carry the frame; so do 10 of the other 60: 30 / 40 and 50 / 60.

    >>> [round(float(rate), 4) for rate in error_rates(0.4, 30 / 40, 10 / 60)]
    [0.75, 0.8333]
    """
    found = np.asarray(share * with_hit, dtype=np.float64)
    missed = np.asarray((1 - share) * without, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        return found / (found + missed), (1 - share - missed) / (1 - found - missed)


def correct_share(share: Any, sensitivity: Any, specificity: Any) -> Any:
    """Return the share that carries a frame, from the share with a hit; not a number where hits tell nothing.

    Parameters
    ----------
    share, sensitivity, specificity : float or array of float
        Each between 0 and 1.

    Returns
    -------
    float or array of float
        (share + specificity - 1) / (sensitivity + specificity - 1), not under 0 nor over 1.

    References
    ----------
    Rogan, W. J., & Gladen, B. (1978). Estimating prevalence from the results of a screening test. American Journal of
    Epidemiology, 107(1), 71-76.

    Examples
    --------
    >>> correct_share(0.4, 1.0, 1.0), correct_share(0.05, 0.8, 0.9), correct_share(0.5, 0.4, 0.5)
    (0.4, 0.0, nan)
    """
    false_alarms = 1 - specificity
    better = np.asarray(sensitivity - false_alarms, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        corrected = np.where(better > 0, np.clip((share - false_alarms) / better, 0, 1), np.nan)
    return float(corrected) if corrected.ndim == 0 else corrected


def draw_carrying(shares: Carrying, n: int, rng: np.random.Generator) -> list[Floats]:
    """Return shares that carry the frame as the judged units allow, with and without a hit, by Jeffreys' prior.

    Parameters
    ----------
    shares : Carrying
        What was judged.
    n : int
        How many to draw.
    rng : numpy.random.Generator
        Where they come from.

    Examples
    --------
    >>> drawn = draw_carrying(Carrying(Share(0.5, 40.0), Share(0.0, 40.0)), 1000, np.random.default_rng(1))
    >>> [round(float(shares.mean()), 1) for shares in drawn]
    [0.5, 0.0]
    """
    return [rng.beta(estimate * size + 0.5, (1 - estimate) * size + 0.5, size=n) for estimate, size in shares]
