"""How well remarks are clustered at each threshold, and how often comparisons within clusters cover the truth.

    python benchmarks/renderings.py

First: pairs of remarks of one leader in the invented corpus `summit`, of which its gold says whether they come from
overlapping passages of a speech; found by wording alone, at several thresholds. Then: simulated outlets whose stories
render remarks that have a difficulty of their own, with stories alike or of different habits; how often the interval
of `compare_renderings` covers the truth, and how often its test finds a difference (and one that flips the sign of each
cluster by itself). The settings were fixed before the run that the docstrings quote.
"""

from __future__ import annotations

import sys
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import framing
from framing.measures.intervals import expand_confidence, percentile_interval
from framing.measures.paired_clusters import Pairs, cluster_means, permute_pairs, resample_pairs
from framing.measures.rendering_likeness import (
    content_stems_of,
    passage_likeness,
    share_enough,
    stems_of,
    weigh_stems,
    wording_likeness,
)

Floats = npt.NDArray[np.float64]

THRESHOLDS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6)
SEED, N_DATASETS, N_RESAMPLES = 20340508, 400, 400
N_STORIES, N_CLUSTERS, EACH = (5, 8, 20), (20, 40), 5  # a side; in the world; remarks a story
HABITS, SHARES = (0.0, 0.5, 1.5), ((0.3, 0.3), (0.5, 0.2))  # spread of log-odds between stories; group and reference


def pairs_of_summit() -> pd.DataFrame:
    """Every pair of remarks of one leader: how far by passage, and how like by wording."""
    folder = framing.corpus_folder() / "summit"
    texts = framing.read_articles(folder).set_index("article_id")["text"]
    remarks = framing.read_remarks(folder / "remarks.csv")
    remarks = remarks[~remarks["not_said"].astype(bool) & remarks["leader"].notna()].reset_index(drop=True)
    passages = pd.read_csv(folder / "sources.csv").dropna(subset=["speech_start", "speech_end"])
    printed = [
        " ".join(texts[article_id][start:end] for start, end in spans)
        for article_id, spans in zip(remarks["article_id"], remarks["spans"], strict=True)
    ]
    contents, telling = ([stems(text, "en") for text in printed] for stems in (stems_of, content_stems_of))
    weights = weigh_stems(contents)
    made = []
    for own in remarks.groupby("leader").indices.values():
        ids = remarks["remark_id"].iloc[own].tolist()
        passage = passage_likeness(ids, passages)
        upper = np.triu_indices(len(own), 1)
        known = np.diag(passage) > 0
        enough = share_enough([contents[k] for k in own], [telling[k] for k in own])
        wording = enough * wording_likeness([contents[k] for k in own], weights)
        pairs = pd.DataFrame({"passage": passage[upper], "wording": wording[upper]})
        made.append(pairs[known[upper[0]] & known[upper[1]]])
    return pd.concat(made, ignore_index=True)


def threshold_table(pairs: pd.DataFrame) -> pd.DataFrame:
    """Precision, recall and F1 of the wording at each threshold."""
    gold = pairs["passage"] > 0
    rows = []
    for threshold in THRESHOLDS:
        found = pairs["wording"] >= threshold
        both = int((gold & found).sum())
        rows.append((threshold, both / found.sum(), both / gold.sum(), 2 * both / (found.sum() + gold.sum())))
    return pd.DataFrame(rows, columns=["threshold", "precision", "recall", "F1"])


def draw_side(
    n: int, share: float, habits: float, difficulty: Floats, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """What the stories of one outlet render, and how often in the way that is counted."""
    counts = np.zeros((n, len(difficulty)))
    for story in counts:
        story[rng.choice(len(difficulty), EACH, replace=False)] = 1
    odds = np.log(share / (1 - share)) + rng.normal(0, habits, (n, 1)) + difficulty
    return counts * (rng.random(counts.shape) < 1 / (1 + np.exp(-odds))), counts


def draw(n: int, n_clusters: int, habits: float, shares: tuple[float, float], rng: np.random.Generator) -> Pairs:
    """The stories of two outlets, in the clusters that both rendered."""
    difficulty = rng.normal(0, 1, n_clusters)
    (s1, c1), (s0, c0) = (draw_side(n, share, habits, difficulty, rng) for share in shares)
    both = (c1.sum(axis=0) > 0) & (c0.sum(axis=0) > 0)
    none = np.zeros_like(c1)
    sums, counts = ((np.vstack([a, none])[:, both], np.vstack([none, b])[:, both]) for a, b in ((s1, s0), (c1, c0)))
    return Pairs(sums, counts)


def true_difference(habits: float, shares: tuple[float, float]) -> float:
    """The mean difference in the world."""
    spread = np.random.default_rng(SEED).normal(0, np.hypot(1, habits), 1_000_000)
    one, other = (float((1 / (1 + np.exp(-(np.log(share / (1 - share)) + spread)))).mean()) for share in shares)
    return one - other


def flip_clusters(differences: Floats, seed: int) -> float:
    """The p-value of flipping the sign of each cluster by itself."""
    signs = np.random.default_rng(seed).choice([-1, 1], (N_RESAMPLES, len(differences)))
    return float((1 + (np.abs(signs @ differences) >= abs(differences.sum()) - 1e-9).sum()) / (1 + N_RESAMPLES))


def run(n: int, n_clusters: int, habits: float, shares: tuple[float, float], number: int) -> dict[str, Any]:
    """One setting."""
    truth, rng = true_difference(habits, shares), np.random.default_rng([SEED, number])
    covered, by_story, by_cluster, used = [], [], [], []
    for seed in range(N_DATASETS):
        pairs = draw(n, n_clusters, habits, shares, rng)
        drawn = resample_pairs(pairs, n_resamples=N_RESAMPLES, seed=seed)
        low, high = percentile_interval(drawn[:, None], confidence=expand_confidence(0.95, n))
        covered.append(low[0] <= truth <= high[0])
        by_story.append(permute_pairs(pairs, n_resamples=N_RESAMPLES, seed=seed) <= 0.05)
        by_cluster.append(flip_clusters(cluster_means(pairs, 0) - cluster_means(pairs, 1), seed) <= 0.05)
        used.append(pairs.counts[0].shape[1])
    row = {"stories a side": n, "clusters": np.mean(used), "habits": habits, "shares": shares}
    return row | {"coverage": np.mean(covered), "p by story": np.mean(by_story), "p by cluster": np.mean(by_cluster)}


if __name__ == "__main__":
    pairs = pairs_of_summit()
    same = pairs["passage"] > 0
    print(f"{len(pairs)} pairs, {same.sum()} from overlapping passages, {(pairs['passage'][same] >= 0.4).sum()} by 0.4")
    print(threshold_table(pairs).round(3).to_string(index=False))
    settings = list(product(N_STORIES, N_CLUSTERS, HABITS, SHARES))
    print(pd.DataFrame([run(*each, number) for number, each in enumerate(settings)]).round(3).to_string(index=False))
