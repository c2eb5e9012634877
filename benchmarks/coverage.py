"""Simulate how often the intervals of a comparison cover the truth, and how often its test finds what is not there.

    python benchmarks/coverage.py [--write]

Stories are drawn from a world whose rates are known and compared as `framing.compare_rates` does it, by the same
functions. `--write` puts every cell into docs/statistics-coverage.json and the tables of docs/statistics.md.

The settings below were fixed before the first run. Rates: articles of 300 to 600 words, 4 and 10 hits per 1,000 words;
a story's rate is drawn from a gamma distribution such that hits vary 3 or 7 times as much as independent words would
(the design effect). Shares: stories of 2 to 8 remarks, 30 and 50 of 100 with a term; a story's share is drawn from a
beta distribution, for design effects of 1.5 and 3 at 5 remarks. "Half together": half of the stories hold both groups,
which then share the story's rate.

A cell is refused as in the toolkit: no hit on a side, one story with over half of a side's words, an interval whose end
lies where resamples have no hit. Coverage is that of the intervals that were given. The least number of stories is not
applied here: it is what is sought, the smallest number from which on coverage reaches .90 in every cell.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from framing.measures.contrasts import INTERVALS, Sides, contrast_intervals, contrast_rates, permutation_p

Floats = npt.NDArray[np.float64]

SEED = 20250717
N_STORIES = (5, 8, 12, 20, 40, 80)  # a side
N_DATASETS, N_BATCHES, N_RESAMPLES = 4000, 8, 2000  # each batch has resamples of its own
CONFIDENCE, LEVEL = 0.95, 0.05
WORDS = (300, 600)
RATES, RATE_EFFECTS = ((0.004, 0.004), (0.010, 0.010), (0.010, 0.004)), (3.0, 7.0)
REMARKS = (2, 8)
SHARES, SHARE_EFFECTS = ((0.3, 0.3), (0.5, 0.5), (0.5, 0.3)), (1.5, 3.0)
DESIGNS = ("apart", "half together")
LEAST, MUST, AIM, FALSE_POSITIVES = 0.90, (0.90, 0.97), (0.92, 0.97), (0.03, 0.07)
MUST_FROM = 20  # stories a side


class Cell(NamedTuple):
    """One setting."""

    measure: str
    design: str
    group: float
    reference: float
    design_effect: float
    n_stories: int


def cells() -> list[Cell]:
    """Every setting."""
    rates = product(["per_1000"], DESIGNS, RATES, RATE_EFFECTS, N_STORIES)
    shares = product(["share_remarks"], DESIGNS, SHARES, SHARE_EFFECTS, N_STORIES)
    return [Cell(measure, design, *pair, effect, n) for measure, design, pair, effect, n in (*rates, *shares)]


def draw(cell: Cell, n_datasets: int, rng: np.random.Generator) -> Sides:
    """Stories of the group, of the reference, and of both; datasets in columns."""
    n_both = cell.n_stories // 2 if cell.design == "half together" else 0
    n = 2 * cell.n_stories - n_both
    low, high = WORDS if cell.measure == "per_1000" else REMARKS
    sizes = [rng.integers(low, high + 1, (n, n_datasets)).astype(np.float64) for _ in range(2)]
    sizes[0][cell.n_stories :] = 0
    sizes[1][: cell.n_stories - n_both] = 0
    mean = (low + high) / 2
    if cell.measure == "per_1000":  # one factor of each story for both sides
        shape = np.array([[cell.group], [cell.reference]]).mean() * mean / (cell.design_effect - 1)
        factor = rng.gamma(shape, 1 / shape, (n, n_datasets))
        hits = [rng.poisson(rate * factor * size) for rate, size in zip(cell[2:4], sizes, strict=True)]
    else:  # one quantile of each story for both sides
        spread = (mean - 1) / (cell.design_effect - 1) - 1
        quantile = rng.random((n, n_datasets))
        shares = [_beta_quantile(quantile, share, spread) for share in cell[2:4]]
        hits = [rng.binomial(size.astype(np.int64), share) for size, share in zip(sizes, shares, strict=True)]
    none = np.zeros(n, dtype=np.int64)
    return Sides((hits[0].astype(float), hits[1].astype(float)), (sizes[0], sizes[1]), np.arange(n), none, none)


def _beta_quantile(quantile: Floats, mean: float, spread: float) -> Floats:
    """Quantiles of the beta distribution with that mean and a + b = spread, from a fine grid."""
    from scipy.stats import beta

    grid = np.linspace(0, 1, 4001)
    return np.interp(quantile, grid, beta.ppf(grid, mean * spread, (1 - mean) * spread))


def run(cell: Cell, number: int) -> dict[str, Any]:
    """What became of every dataset of one setting, in counts."""
    size = N_DATASETS // N_BATCHES
    batches = [_run_batch(cell, size, [SEED, number, batch]) for batch in range(N_BATCHES)]
    joined = {name: np.concatenate([batch[name] for batch in batches]) for name in batches[0]}
    answered = ~(joined["no_hit"] | joined["one_story"])
    row: dict[str, Any] = {"n_datasets": N_DATASETS}
    row |= {name: int(joined[name].sum()) for name in ("no_hit", "one_story")}
    for interval in INTERVALS:
        low, high = joined[f"{interval}_low"], joined[f"{interval}_high"]
        given = answered & ~np.isnan(low) & ~np.isnan(high)
        covered = given & (low <= joined["truth"]) & (joined["truth"] <= high)
        row |= {f"{interval}_open": int((answered & ~given).sum()), f"{interval}_given": int(given.sum())}
        row |= {f"{interval}_coverage": covered.sum() / given.sum() if given.any() else None}
        row |= {f"{interval}_width": float(np.median((high - low)[given])) if given.any() else None}
    tested = ~(joined["no_hit_at_all"] | joined["one_story"])
    row |= {"n_tests": int(tested.sum()), "share_significant": float((joined["p"][tested] <= LEVEL).mean())}
    return cell._asdict() | row


def _run_batch(cell: Cell, n_datasets: int, seeds: list[int]) -> dict[str, Floats]:
    """Estimates of some datasets, all with the same resamples."""
    sides = draw(cell, n_datasets, np.random.default_rng(seeds))
    settings = {"n_resamples": N_RESAMPLES, "seed": int(np.random.SeedSequence(seeds).generate_state(1)[0])}
    scale = "log2_ratio" if cell.measure == "per_1000" else "difference"
    ratio, gap = np.log2(cell.group / cell.reference), cell.group - cell.reference
    point = contrast_rates(sides, np.ones((1, len(sides.block))))
    hits = np.array([side.sum(axis=0) for side in sides.hits])
    largest = np.array([(side / side.sum(axis=0)).max(axis=0) for side in sides.words])
    made = {"truth": np.full(n_datasets, ratio if scale == "log2_ratio" else gap), "estimate": getattr(point, scale)[0]}
    made |= {"no_hit": (hits == 0).any(axis=0), "no_hit_at_all": (hits == 0).all(axis=0)}
    made |= {"one_story": (largest > 0.5).any(axis=0), "p": permutation_p(sides, **settings)}
    for interval in INTERVALS:
        ends = contrast_intervals(sides, interval=interval, confidence=CONFIDENCE, **settings)
        made |= {f"{interval}_{name}": getattr(end, scale)[0] for name, end in zip(("low", "high"), ends, strict=True)}
    return made


def fewest_stories(rows: list[dict[str, Any]], interval: str) -> int | None:
    """The smallest number of stories a side from which on every cell has intervals that cover at least .90."""
    reached = {
        n: all((row[f"{interval}_coverage"] or 0) >= LEAST for row in rows if row["n_stories"] == n) for n in N_STORIES
    }
    from_there = [n for n in N_STORIES if all(reached[other] for other in N_STORIES if other >= n)]
    return min(from_there, default=None)


def summary(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """What was sought, from all cells."""
    large = [row for row in rows if row["n_stories"] >= MUST_FROM]
    null = [row["share_significant"] for row in rows if row["group"] == row["reference"]]
    found: dict[str, Any] = {"false_positives": [min(null), max(null)]}
    found["false_positives_from_20"] = [
        f([row["share_significant"] for row in large if row["group"] == row["reference"]]) for f in (min, max)
    ]
    for interval in INTERVALS:
        coverage = [row[f"{interval}_coverage"] for row in large]
        found[f"{interval}_coverage_from_20"] = [min(coverage), max(coverage)]
        found[f"{interval}_outside_aim"] = sum(not AIM[0] <= value <= AIM[1] for value in coverage)
        found[f"{interval}_fewest_stories"] = fewest_stories(rows, interval)
    return found


def as_table(rows: list[dict[str, Any]], measure: str) -> str:
    """The cells of one measure in Markdown."""
    head = ("stories", "group", "reference", "design effect", "stories a side", "no hit", "open", "coverage (BCa)")
    head += ("coverage (percentile)", "width", "p ≤ .05")
    lines = [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    for row in rows:
        if row["measure"] != measure:
            continue
        per, unit = (1000, "") if measure == "per_1000" else (100, " %")
        figures = [row["no_hit"] + row["one_story"], row["bca_open"]]
        shown = [row["design"], f"{row['group'] * per:g}{unit}", f"{row['reference'] * per:g}{unit}"]
        shown += [f"{row['design_effect']:g}", str(row["n_stories"])]
        shown += [f"{100 * n / row['n_datasets']:.1f}" for n in figures]
        shown += ["none" if row[f"{i}_coverage"] is None else f"{100 * row[f'{i}_coverage']:.1f}" for i in INTERVALS]
        shown += ["none" if row["bca_width"] is None else f"{row['bca_width']:.2f}"]
        shown += [f"{100 * row['share_significant']:.1f}"]
        lines.append(f"| {' | '.join(shown)} |")
    return "\n".join(lines)


def write(rows: list[dict[str, Any]], found: dict[str, Any]) -> None:
    """Put all cells beside the page, and their tables into it."""
    settings = {"seed": SEED, "n_datasets": N_DATASETS, "n_resamples": N_RESAMPLES, "confidence": CONFIDENCE}
    record = {"settings": settings, "summary": found, "cells": rows}
    (ROOT / "docs" / "statistics-coverage.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    page = ROOT / "docs" / "statistics.md"
    page.write_text(fill_page(page.read_text(encoding="utf-8"), rows), encoding="utf-8")


def fill_page(page: str, rows: list[dict[str, Any]]) -> str:
    """The page with the tables of these cells in their places."""
    for measure in ("per_1000", "share_remarks"):
        start, end = f"<!-- table: {measure} -->\n", "\n<!-- end -->"
        before, rest = page.split(start, 1)
        page = before + start + as_table(rows, measure) + end + rest.split(end, 1)[1]
    return page


def main() -> None:
    """Run all cells."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--write", action="store_true", help="write docs/statistics-coverage.json and the tables")
    arguments = parser.parse_args()
    rows = []
    for number, cell in enumerate(cells()):
        rows.append(run(cell, number))
        print(
            *(
                f"{name}={value:.3g}" if isinstance(value, float) else f"{name}={value}"
                for name, value in rows[-1].items()
            )
        )
        sys.stdout.flush()
    found = summary(rows)
    print(json.dumps(found, indent=1), f"processor time: {time.process_time():.0f} s", sep="\n")
    if arguments.write:
        write(rows, found)


if __name__ == "__main__":
    main()
