"""Settings of resampling: which are refused, and how they are written into the rows that they made."""

from __future__ import annotations

from collections.abc import Iterable
from numbers import Integral
from typing import Any

import numpy as np

from framing import __version__
from framing.errors import TableError

FEWEST_RESAMPLES = 100  # under that, the end of an interval is one of the few furthest resamples


def check_settings(*, confidence: float, n_resamples: int, seed: int) -> None:
    """Refuse settings by which nothing can be resampled.

    Parameters
    ----------
    confidence : float
        Between 0 and 1.
    n_resamples : int
        At least 100.
    seed : int
        Zero or more.

    Raises
    ------
    TableError
        With every setting that is wrong.

    Examples
    --------
    >>> check_settings(confidence=95, n_resamples=2000, seed=1)
    Traceback (most recent call last):
    framing.errors.TableError: confidence=95: give a number between 0 and 1, such as 0.95.
    """
    problems = []
    if not is_number(confidence) or not 0 < confidence < 1:
        problems.append(f"confidence={confidence!r}: give a number between 0 and 1, such as 0.95.")
    if not is_whole(n_resamples) or n_resamples < FEWEST_RESAMPLES:
        problems.append(f"n_resamples={n_resamples!r}: give a whole number from {FEWEST_RESAMPLES}, such as 2000.")
    if not is_whole(seed) or seed < 0:
        problems.append(f"seed={seed!r}: give a whole number from 0, and report it.")
    if problems:
        raise TableError(" ".join(problems))


def is_whole(value: Any) -> bool:
    """Return whether it is a whole number; a truth value is none.

    Examples
    --------
    >>> is_whole(2), is_whole(2.0), is_whole(True)
    (True, False, False)
    """
    return isinstance(value, Integral) and not isinstance(value, bool)


def is_number(value: Any) -> bool:
    """Return whether it is a number; a truth value is none.

    Examples
    --------
    >>> is_number(0.5), is_number("0.5")
    (True, False)
    """
    return isinstance(value, int | float | np.number) and not isinstance(value, bool)


def record_settings(
    voices: Iterable[str] | None,
    *,
    unit: str,
    strata: Iterable[str],
    interval: str,
    confidence: float,
    n_resamples: int,
    seed: int,
) -> dict[str, Any]:
    """Return the columns that say how a comparison was made.

    Examples
    --------
    >>> settings = {"interval": "bca", "confidence": 0.95, "n_resamples": 2000, "seed": 1}
    >>> row = record_settings(("quoted",), unit="story_id", strata=(), **settings)
    >>> row["voices"], row["strata"], row["seed"]
    ('quoted', None, 1)
    """
    return {
        "unit": unit,
        "voices": ", ".join(voices or ()) or None,
        "strata": ", ".join(strata) or None,
        "confidence": confidence,
        "interval": interval,
        "n_resamples": n_resamples,
        "seed": seed,
        "made_with": f"framing {__version__}",  # whose constraints name the versions of all it rests on
    }
