"""How a comparison was made: settings and programs, written into each of its rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from framing import __version__


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
