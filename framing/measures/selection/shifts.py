"""Whether a selection goes with something along a text by more than its place: circular shifts, all of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

_TIE = 1e-9  # differences that only round differently are ties


def shift_p(selected: Sequence[npt.ArrayLike], marked: Sequence[npt.ArrayLike]) -> float:
    """Return the p-value of the number of selected sentences that are marked, over all circular shifts.

    Parameters
    ----------
    selected : sequence of arrays of bool
        For each speech, which of its sentences are selected.
    marked : sequence of arrays of bool
        For each speech, which of its sentences carry a mark, such as a term of a frame.

    Returns
    -------
    float
        Share of all combinations of shifts, the selection as it is among them, in which the number lies at least as far
        from its mean; never zero.

    Notes
    -----
    The selection of each speech is turned as on a ring, by 0 to n - 1 sentences, the speeches independently of each
    other. Neighbours stay neighbours: sentences are selected in runs and terms stand in runs, and a test that
    scattered them would find too much. How much of each speech is selected stays too, so that speeches that differ in
    terms make no difference. The number over several speeches is a sum of independent ones: its distribution is the
    convolution of theirs, and nothing has to be drawn.

    References
    ----------
    Upton & Fingleton (1985), Spatial data analysis by example: the toroidal shift.

    Examples
    --------
    Of four sentences the first two are selected, and these two are marked: one shift of four has two marked sentences,
    one has none, which lies as far from the mean of one.

    >>> shift_p([[True, True, False, False]], [[True, True, False, False]])
    0.5
    """
    distribution, observed = np.ones(1), 0
    for some, others in zip(selected, marked, strict=True):
        own, mark = np.asarray(some, dtype=np.int64), np.asarray(others, dtype=np.int64)
        if len(own) == 0:
            continue
        numbers = np.array([int(np.roll(own, shift) @ mark) for shift in range(len(own))])
        distribution = np.convolve(distribution, np.bincount(numbers) / len(numbers))
        observed += int(own @ mark)
    values = np.arange(len(distribution))
    mean = float(values @ distribution)
    return float(min(1.0, distribution[np.abs(values - mean) >= abs(observed - mean) - _TIE].sum()))
