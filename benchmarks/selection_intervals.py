"""How often intervals of what a group of stories takes of a speech cover the truth, in a simulated newsroom.

    python benchmarks/selection_intervals.py

Stories quote stretches of a speech whose sentences are more or less liked. The truth is what as many stories take on
average. A resample with replacement holds fewer different stories than the sample, so that what they take together is
always less: percentiles and BCa of the bootstrap cannot hold here, the jackknife can.
"""

from __future__ import annotations

import numpy as np

from framing.measures.intervals import expand_confidence
from framing.measures.resampling import resample_counts
from framing.measures.selection.story_jackknife import jackknife_ends

N_SIMULATED, N_TRUTH, CONFIDENCE, SEED = 300, 1500, 0.95, 5
WORDS = 20  # of a sentence
FEWEST = 5  # selected sentences, omitted ones, and selected ones with a term: as compare_selection refuses


def stories_of(liked: np.ndarray, n_stories: int, rng: np.random.Generator) -> np.ndarray:
    """Which words each story quotes: one to four stretches of 3 to 24 words."""
    quoted = np.zeros((n_stories, WORDS * len(liked)), dtype=bool)
    for story in quoted:
        for sentence in rng.choice(len(liked), rng.integers(1, 5), p=liked):
            start = sentence * WORDS + rng.integers(0, 10)
            story[start : start + rng.integers(3, 25)] = True
    return quoted


def difference(selected: np.ndarray, term: np.ndarray) -> np.ndarray:
    """Share of sentences with a term, selected minus omitted."""
    omitted = ~selected
    with np.errstate(invalid="ignore"):
        return (selected & term).sum(-1) / selected.sum(-1) - (omitted & term).sum(-1) / omitted.sum(-1)


def simulate(n_sentences: int, n_stories: int, evenness: float, share_with_term: float = 0.3) -> dict[str, float]:
    """The shares of intervals that cover the truth."""
    rng = np.random.default_rng(SEED)
    term = rng.permutation(n_sentences) < share_with_term * n_sentences
    liked = rng.dirichlet(np.full(n_sentences, evenness)) * np.where(term, 2, 1)
    liked /= liked.sum()
    shape = (n_stories, n_sentences, WORDS)
    drawn = [stories_of(liked, n_stories, rng) for _ in range(N_TRUTH)]
    truth = np.mean([one.any(axis=0).mean() for one in drawn])
    selected = np.array([one.reshape(shape).any(axis=(0, 2)) for one in drawn])
    true_difference = np.nanmean(difference(selected, term))
    hits: dict[str, list[bool]] = {"share_jackknife": [], "share_percentile": [], "difference_jackknife": []}
    level = (1 - expand_confidence(CONFIDENCE, n_stories)) / 2
    for seed in range(N_SIMULATED):
        quoted = stories_of(liked, n_stories, rng)
        without = quoted.sum(axis=0) - quoted > 0
        low, high = jackknife_ends(quoted.any(axis=0).mean(), without.mean(axis=1), confidence=CONFIDENCE)
        hits["share_jackknife"].append(bool(low <= truth <= high))
        counts = np.concatenate(list(resample_counts(n_stories, 1000, seed)))
        low, high = np.quantile(((counts @ quoted) > 0).mean(axis=1), [level, 1 - level])
        hits["share_percentile"].append(bool(low <= truth <= high))
        sentences = quoted.reshape(shape).any(axis=2)
        together = sentences.any(axis=0)
        if min(together.sum(), (~together).sum(), (together & term).sum()) >= FEWEST:
            left = difference(sentences.sum(axis=0) - sentences > 0, term)
            low, high = jackknife_ends(float(difference(together, term)), left, confidence=CONFIDENCE)
            hits["difference_jackknife"].append(bool(low <= true_difference <= high))
    shares = {name: float(np.mean(held)) if held else np.nan for name, held in hits.items()}
    return shares | {"n_differences": len(hits["difference_jackknife"])}


def main() -> None:
    """Print a row for each setting."""
    print("sentences stories evenness  share: jackknife percentile  difference: jackknife (of)")
    for n_sentences in (30, 100):
        for evenness in (5.0, 0.4):
            for n_stories in (8, 12, 20, 40):
                one = simulate(n_sentences, n_stories, evenness)
                numbers = (
                    f"{one['share_jackknife']:.3f} {one['share_percentile']:.3f} {one['difference_jackknife']:.3f}"
                )
                print(f"{n_sentences} {n_stories} {evenness} {numbers} {one['n_differences']}", flush=True)


if __name__ == "__main__":
    main()
