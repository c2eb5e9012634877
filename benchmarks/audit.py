"""Simulate how often the intervals of an audit, and of a contrast corrected by it, hold the truth.

    python benchmarks/audit.py [RUNS]

Two leaders have 300 remarks each, in 100 stories of six, three of either. What share of a leader's remarks carries the
frame differs from story to story (normal on the logit scale, deviation .6). The lexicon finds the frame with a known
sensitivity and specificity. Some remarks are judged, drawn by leader and frame. Truth is the difference of the shares
over all stories there could be, and, for the audit, the share of wrong remarks among the 600.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import framing
from framing.schema import make_table

N_STORIES, N_REMARKS, DEVIATION, RUNS = 100, 6, 0.6, 400
LEADERS = ("Ada", "Ben")


class World(NamedTuple):
    """What is true, and how much of it is judged."""

    n_judged: int
    sensitivity: float
    specificity: float
    shares: tuple[float, float]


WORLDS = (
    World(100, 0.75, 0.9, (0.5, 0.25)),
    World(200, 0.75, 0.9, (0.5, 0.25)),
    World(200, 0.6, 0.95, (0.3, 0.15)),
)


def varied(share, shift):
    """A share, moved on the logit scale."""
    return 1 / (1 + np.exp(-np.log(share / (1 - share)) - shift))


def true_difference(world):
    """The difference over all stories there could be."""
    shifts = np.random.default_rng(0).normal(0, DEVIATION, 400_000)
    return varied(world.shares[0], shifts).mean() - varied(world.shares[1], shifts).mean()


def simulate(world, seed):
    """One study: all remarks, which of them carry the frame, and what was judged."""
    rng = np.random.default_rng(seed)
    n = N_STORIES * N_REMARKS
    side, story = np.arange(n) % 2, np.arange(n) // N_REMARKS
    carries = rng.random(n) < varied(np.array(world.shares)[side], rng.normal(0, DEVIATION, N_STORIES)[story])
    hit = np.where(carries, rng.random(n) < world.sensitivity, rng.random(n) > world.specificity)
    columns = {
        "unit_id": [f"u{number:05}" for number in range(n)],
        "article_id": [f"a{number}" for number in story],
        "story_id": [f"s{number:04}" for number in story],
        "unit": ["remark"] * n,
        "start": [0] * n,
        "end": [9] * n,
        "stratum": ["all"] * n,
        "inclusion_probability": [1.0] * n,
    }
    units = make_table("units", columns)
    units = units.assign(leader=np.array(LEADERS)[side], form="direct", hits_storm=hit.astype(int))
    drawn = framing.sample_units(units, n=world.n_judged, by=("leader", "frame"), seed=seed)
    codes = dict(zip(units["unit_id"], np.where(carries, "1", "0"), strict=True))
    answers = {
        "unit_id": drawn["unit_id"],
        "coder": ["Cy"] * len(drawn),
        "question": ["storm"] * len(drawn),
        "code": [codes[name] for name in drawn["unit_id"]],
    }
    return units, (carries != hit).mean(), drawn, make_table("codings", answers)


def main() -> None:
    """Print a line for each world."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    for world in WORLDS:
        truth, held, widths = true_difference(world), np.zeros(3), np.zeros(2)
        for seed in range(runs):
            units, wrong, drawn, codings = simulate(world, seed)
            row = framing.correct_contrast(
                codings, drawn, units, by="leader", group="Ada", reference="Ben", seed=seed, n_resamples=500
            ).iloc[0]
            error = framing.audit_errors(codings, drawn).iloc[0]
            held += [
                row["corrected_ci_low"] <= truth <= row["corrected_ci_high"],
                row["ci_low"] <= truth <= row["ci_high"],
                error["ci_low"] <= wrong <= error["ci_high"],
            ]
            widths += [row["corrected_ci_high"] - row["corrected_ci_low"], row["ci_high"] - row["ci_low"]]
        print(world)
        print(
            f"  {truth:.3f} held by {held[0]:.0f} corrected intervals of {runs} (width {widths[0] / runs:.3f}), by "
            f"{held[1]:.0f} plain ones (width {widths[1] / runs:.3f}); the true error by {held[2]:.0f} of the audit"
        )


if __name__ == "__main__":
    main()
