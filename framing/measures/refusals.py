"""What a comparison refuses to say, and the note that says why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from framing.measures.contrasts import Sides
from framing.measures.rates import FEWEST_REMARKS, FEWEST_WORDS, NO_WORDS, UNDER_100_WORDS

# The least number of stories a side from which on simulated intervals cover the truth in at least 90 of 100 cases, in
# every setting of docs/statistics.md (benchmarks/coverage.py).
FEWEST_STORIES = 8
# Where one story holds more than this, an interval over stories is one about that story.
MOST_OF_ONE_STORY = 0.5

ONE_STORY = "one story: no interval, no test"
FEW_STORIES = f"under {FEWEST_STORIES} stories: no interval"
ONE_HOLDS_MOST = "one story holds over half of the words: no interval, no test"
NO_TERM = {"share_remarks": "no term found: no interval", "per_1000": "no term found: no ratio"}
OPEN_INTERVAL = "too many resamples without a hit: no interval"
NO_SHARED_STRATUM = "no stratum with both: not compared"
NO_SHARED_HIT = "no hit in strata with both: no ratio"
SIDES = ("group", "reference")


class Refusals(NamedTuple):
    """What the stories of two groups do not allow, whatever the frame."""

    interval: bool
    test: bool
    contrast: bool
    notes: tuple[str, ...]


def refuse(sides: Sides, *, names: Sequence[str], strata: Sequence[str]) -> Refusals:
    """Return what the stories of two groups do not allow.

    Parameters
    ----------
    sides : Sides
        Words of each story in both groups, as `gather_stories` gives them for `per_1000`.
    names : sequence of two str
        Which is the "group" and which the "reference".
    strata : sequence of str
        The columns that make the strata; () for none.

    Notes
    -----
    With strata, only stories of strata that hold both groups count: the others say nothing of the difference.

    Examples
    --------
    >>> import numpy as np
    >>> group = np.array([[1.0], [1.0], [0.0]])
    >>> sides = Sides((group, group), (30 * group, 40 - 40 * group), np.arange(3), *np.zeros((2, 3), int))
    >>> refuse(sides, names=("group", "reference"), strata=()).notes
    ('one story: no interval, no test (reference)', 'under 8 stories: no interval (group)')
    """
    held = [[bool(side[rows].sum()) for side in sides.words] for rows in sides.rows()]
    if not any(all(both) for both in held):
        note = (NO_SHARED_STRATUM,) if strata and all(side.sum() for side in sides.words) else ()
        return Refusals(interval=True, test=True, contrast=True, notes=note)
    shared = np.array([all(both) for both in held])[sides.stratum]
    n_stories, largest = {}, {}
    for name, side in zip(names, sides.words, strict=True):
        words = np.bincount(sides.story[shared], side[shared, 0])
        n_stories[name], largest[name] = int((words > 0).sum()), words.max() / words.sum()
    single = {name: n == 1 for name, n in n_stories.items()}
    dominated = {name: n_stories[name] > 1 and largest[name] > MOST_OF_ONE_STORY for name in names}
    few = {name: 1 < n < FEWEST_STORIES for name, n in n_stories.items()}
    left_out = sum(not all(both) for both in held)
    notes = (
        f"{left_out} of {len(held)} strata ({', '.join(strata)}) hold one side alone: left out" if left_out else "",
        on_sides(ONE_STORY, single),
        on_sides(ONE_HOLDS_MOST, dominated),
        on_sides(FEW_STORIES, few),
    )
    test = any(single.values()) or any(dominated.values())
    return Refusals(test or any(few.values()), test, False, tuple(note for note in notes if note))


def unit_of(voices: Sequence[str] | None) -> str:
    """Return what `n_remarks` counts: remarks of quoted and paraphrased words, sentences of narrated ones, or both.

    Examples
    --------
    >>> unit_of(("quoted", "narrated"))
    'remarks and sentences'
    """
    narrated = voices is None or "narrated" in voices
    in_remarks = voices is not None and set(voices) != {"narrated"}
    return " and ".join(["remarks"] * in_remarks + ["sentences"] * narrated)


def notes_of_row(one: Any, other: Any, measure: str, unit: str) -> list[str]:
    """Return why something of one frame is missing, or hardly to be trusted, and on which side.

    Examples
    --------
    >>> row = {"n_tokens": 400, "n_remarks": 20, "n_matches": 3}
    >>> notes_of_row(row, row | {"n_matches": 0, "n_tokens": 90}, "per_1000", "remarks")
    ['under 100 words (reference)', 'no term found: no ratio (reference)']
    """
    rows = dict(zip(SIDES, (one, other), strict=True))
    silent = {side: row["n_tokens"] == 0 for side, row in rows.items()}
    short = {side: 0 < row["n_tokens"] < FEWEST_WORDS and measure == "per_1000" for side, row in rows.items()}
    few = {side: row["n_remarks"] < FEWEST_REMARKS and not silent[side] for side, row in rows.items()}
    without_hit = {side: row["n_matches"] == 0 and not silent[side] for side, row in rows.items()}
    notes = [
        on_sides(NO_WORDS, silent),
        on_sides(UNDER_100_WORDS, short),
        on_sides(f"too few {unit}", few),
        on_sides(NO_TERM[measure], without_hit),
    ]
    return [note for note in notes if note]


def on_sides(note: str, sides: Mapping[str, Any]) -> str:
    """Return the note with the sides it holds for, the group first; empty when for none.

    Examples
    --------
    >>> on_sides("no words", {"reference": True, "group": True})
    'no words (group and reference)'
    """
    held = [side for side in SIDES if sides[side]]
    return f"{note} ({' and '.join(held)})" if held else ""
