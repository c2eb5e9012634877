"""Resampling and permutation of stories: counts, intervals, p-values, and the numbers other programs give."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from framing.errors import TableError
from framing.measures.contrasts import (
    Sides,
    contrast_intervals,
    contrast_rates,
    leave_one_story_out,
    permutation_p,
    studentised_difference,
)
from framing.measures.intervals import bca_interval, expand_confidence, percentile_interval
from framing.measures.permutation import permutation_test
from framing.measures.resampling import leave_one_out, resample_counts, resample_sums
from framing.measures.settings import check_settings

# Hits and words of four speeches of each of two leaders. The values below that are "enumerated" were computed over all
# equally likely resamples or assignments by a program of its own; "statsmodels" is 0.15.0.
HITS = {"A": [1, 0, 4, 0], "B": [0, 0, 1, 0]}
WORDS = {"A": [20, 18, 19, 16], "B": [17, 17, 15, 17]}


def counts_of(n, n_resamples=2000, seed=1, **options):
    return np.concatenate(list(resample_counts(n, n_resamples, seed, **options)))


def sides_of(hits=HITS, words=WORDS):
    """Stories with one leader each, those of A first."""
    n_group, n = len(hits["A"]), len(hits["A"]) + len(hits["B"])

    def pair(columns):
        one, other = np.zeros((n, 1)), np.zeros((n, 1))
        one[:n_group, 0], other[n_group:, 0] = columns["A"], columns["B"]
        return one, other

    none = np.zeros(n, dtype=np.int64)
    return Sides(pair(hits), pair(words), np.arange(n), none, none)


def test_every_resample_holds_as_many_stories_as_there_are():
    counts = counts_of(30)
    assert counts.shape == (2000, 30)
    assert set(counts.sum(axis=1)) == {30.0}
    assert abs(counts.mean() - 1) < 1e-12


def test_each_story_is_drawn_as_often_as_chance_has_it():
    drawn = counts_of(6, n_resamples=20_000)
    found = np.bincount(drawn[:, 0].astype(int), minlength=7) / len(drawn)
    assert found == pytest.approx(stats.binom.pmf(range(7), 6, 1 / 6), abs=0.012)


def test_where_there_are_no_more_ways_to_draw_than_resamples_each_comes_once():
    assert len(counts_of(4)) == 4**4
    assert len(counts_of(5)) == 2000
    rows, often = np.unique(counts_of(4), axis=0, return_counts=True)
    ways = [math.factorial(4) / np.prod([math.factorial(int(n)) for n in row]) for row in rows]
    assert often.tolist() == ways


def test_within_strata_as_many_stories_are_drawn_as_each_stratum_has():
    strata = np.array([1, 0, 1, 0, 0, 1, 1, 2] * 3)
    counts = counts_of(24, strata=strata)
    for stratum in (0, 1, 2):
        assert set(counts[:, strata == stratum].sum(axis=1)) == {float((strata == stratum).sum())}
    assert len(counts_of(4, strata=[0, 0, 1, 1])) == 2**2 * 2**2


def test_the_same_seed_gives_the_same_counts_and_another_seed_others():
    assert (counts_of(50) == counts_of(50)).all()
    assert (counts_of(50) != counts_of(50, seed=2)).any()


def test_memory_is_bounded_and_the_size_of_a_chunk_changes_nothing(monkeypatch):
    whole = counts_of(40, n_resamples=500)
    monkeypatch.setattr("framing.measures.resampling._CELLS", 40 * 7)
    chunks = list(resample_counts(40, 500, 1))
    assert max(len(chunk) for chunk in chunks) == 7
    assert (np.concatenate(chunks) == whole).all()


def test_no_story_has_no_resample():
    assert list(resample_counts(0, 2000, 1)) == []
    assert resample_sums(np.zeros((0, 3)), n_resamples=2000, seed=1).shape == (0, 3)


def test_all_256_resamples_of_four_speeches_give_the_enumerated_values():
    sums = resample_sums(np.column_stack([HITS["A"], WORDS["A"]]), n_resamples=2000, seed=1)
    rates = sums[:, :1] / sums[:, 1:]
    low, high = percentile_interval(rates, confidence=0.95)
    assert rates.mean() == pytest.approx(0.06769733485861303, abs=1e-9)
    assert rates.std() == pytest.approx(0.04358828893153146, abs=1e-9)
    assert (low[0], high[0]) == pytest.approx((0.0, 0.1643835616438356), abs=1e-9)


def test_the_bca_interval_is_that_of_scipy_over_the_same_resamples():
    values = np.random.default_rng(4).gamma(0.7, 3, 25)
    theirs = stats.bootstrap((values,), np.mean, method="BCa", n_resamples=3000)
    jackknife = leave_one_out(values[:, None]) / 24
    low, high = bca_interval(theirs.bootstrap_distribution[:, None], [values.mean()], jackknife, confidence=0.95)
    assert (low[0], high[0]) == pytest.approx(tuple(theirs.confidence_interval), abs=1e-9)


def test_resamples_without_the_statistic_are_left_out_and_an_end_at_infinity_is_missing():
    low, high = percentile_interval([[np.nan, -np.inf], [1.0, 1.0], [2.0, 2.0], [3.0, 3.0]], confidence=0.5)
    assert (low[0], high[0]) == (1.5, 2.5)
    assert np.isnan(low[1])
    assert high[1] == 2.25
    nothing = np.full((4, 1), np.nan)
    assert np.isnan(percentile_interval(nothing, confidence=0.5)).all()
    assert np.isnan(bca_interval(nothing, [1.0], [[1.0], [2.0]], confidence=0.5)).all()


def test_an_estimate_outside_all_resamples_has_no_bca_interval():
    low, high = bca_interval([[1.0], [2.0], [3.0]], [9.0], [[1.0], [2.0]], confidence=0.5)
    assert np.isnan([low[0], high[0]]).all()


@pytest.mark.parametrize("n", [3, 10, 30, 1000])
def test_the_normal_quantile_of_the_expanded_confidence_is_that_of_t_by_the_root_of_n_over_n_less_one(n):
    z = stats.norm.ppf((1 + expand_confidence(0.95, n)) / 2)
    assert z == pytest.approx(math.sqrt(n / (n - 1)) * stats.t.ppf(0.975, n - 1), abs=1e-9)


def test_many_stories_expand_nothing_and_one_story_expands_to_everything():
    assert expand_confidence(0.95, 10**7) == pytest.approx(0.95, abs=1e-6)
    assert expand_confidence(0.95, 1) == 1.0


def test_all_70_assignments_of_eight_speeches_give_the_enumerated_p_value_of_the_plain_difference():
    sides = sides_of()
    hits, words = sides.hits[0] + sides.hits[1], sides.words[0] + sides.words[1]

    def difference(labels):
        return labels @ hits / (labels @ words) - (1 - labels) @ hits / ((1 - labels) @ words)

    p = permutation_test(difference, *sides.in_sides, n_resamples=2000, seed=1)
    assert p[0] == pytest.approx(0.6285714285714286, abs=1e-12)
    # Ours studentises the difference, so that groups that vary differently keep the level of the test.
    assert permutation_p(sides, n_resamples=2000, seed=1)[0] == pytest.approx(44 / 70, abs=1e-12)


def test_permuted_p_values_are_those_of_scipy():
    values = np.random.default_rng(8).normal(size=9)
    in_group = np.arange(9) < 4

    def difference(one, other, axis):
        return one.mean(axis=axis) - other.mean(axis=axis)

    theirs = stats.permutation_test((values[:4], values[4:]), difference, vectorized=True, n_resamples=np.inf)
    ours = permutation_test(
        lambda labels: (labels @ values / 4 - (1 - labels) @ values / 5)[:, None],
        in_group,
        ~in_group,
        n_resamples=2000,
        seed=1,
    )
    # scipy takes the smaller tail twice; the share as far from zero on either side is ours.
    far = np.abs(theirs.null_distribution) >= abs(theirs.statistic) * (1 - 1e-9)
    assert ours[0] == pytest.approx(far.mean(), abs=1e-12)


def test_stories_with_both_groups_exchange_their_sides_and_the_others_their_labels():
    seen = []

    def statistic(labels):
        seen.append(labels)
        return labels[:, :1]

    permutation_test(statistic, [1, 1, 1, 0], [0, 1, 0, 1], n_resamples=2000, seed=1)
    ways = {tuple(row) for row in seen[-1].astype(int)}
    # Story 1 has both: kept or exchanged. Of stories 0, 2 and 3 two are the group's.
    assert ways == {(a, both, c, d) for both in (0, 1) for a, c, d in [(1, 1, 0), (1, 0, 1), (0, 1, 1)]}


def test_drawn_permutations_keep_the_number_of_stories_of_each_group_in_each_stratum():
    rng = np.random.default_rng(2)
    strata, group = rng.integers(0, 3, 60), rng.random(60) < 0.4
    seen = []

    def statistic(labels):
        seen.append(labels)
        return labels[:, :1]

    permutation_test(statistic, group, ~group, n_resamples=500, seed=1, strata=strata)
    drawn = np.concatenate(seen[1:])
    assert len(drawn) == 500
    for stratum in range(3):
        assert set(drawn[:, strata == stratum].sum(axis=1)) == {float(group[strata == stratum].sum())}


@pytest.mark.parametrize("n_resamples", [500, 5000])  # drawn; each of the 2 ^ 12 once
@pytest.mark.parametrize(("n_with_hits", "least"), [(1, 1.0), (2, 0.5), (3, 0.25), (5, 0.0625)])
def test_hits_in_few_stories_have_no_small_p_however_unlike_the_sides_are_in_size(n_with_hits, least, n_resamples):
    words = np.random.default_rng(5).integers(1, 9, (12, 2)).astype(float) * [1, 4]
    hits = (np.arange(12) < n_with_hits).astype(float)[:, None]
    sides = Sides((hits, 0 * hits), (words[:, :1], words[:, 1:]), np.arange(12), *np.zeros((2, 12), int))
    assert permutation_p(sides, n_resamples=n_resamples, seed=1)[0] >= least - 0.05


def test_hits_in_few_stories_of_one_group_are_as_likely_as_these_stories_are_to_be_its_own():
    # Two stories with hits of six in all, three of them the group's: both in one group in 2 of 5 choices.
    hits, group = np.array([[1.0], [1.0], [0.0], [0.0], [0.0], [0.0]]), np.arange(6)[:, None] < 3
    words = np.array([[9.0], [9.0], [1.0], [50.0], [60.0], [70.0]])
    sides = Sides((hits, 0 * hits), (words * group, words * ~group), np.arange(6), *np.zeros((2, 6), int))
    assert permutation_p(sides, n_resamples=2000, seed=1)[0] >= 2 / 5


def test_a_drawn_p_value_is_never_zero():
    values = np.arange(40.0)[:, None]
    group = np.arange(40) >= 20
    p = permutation_test(lambda labels: labels @ values - (1 - labels) @ values, group, ~group, n_resamples=199, seed=1)
    assert p[0] == 1 / 200


def test_the_standard_error_is_the_cluster_robust_one_of_statsmodels_but_for_its_correction_for_words():
    sides = sides_of()
    _, difference, error = studentised_difference(sides, sides.in_sides[0][None, :].astype(float))
    assert difference[0, 0] == pytest.approx(0.053341635533416344, abs=1e-9)
    # statsmodels multiplies by (words - 1) / (words - 2), as if the words were the sample; ours does not.
    n_words = sum(map(sum, WORDS.values()))
    assert error[0, 0] * math.sqrt((n_words - 1) / (n_words - 2)) == pytest.approx(0.04899979335977005, abs=1e-9)


def both_ways(rng, n=12, n_strata=3):
    """Stories with one group, the other, or both, in strata; three columns."""
    kind = rng.integers(0, 3, (n, 1))
    words = [rng.integers(5, 40, (n, 1)) * (kind != other) * 1.0 for other in (0, 1)]
    hits = [rng.binomial(size.astype(int), 0.2, (n, 3)) * 1.0 for size in words]
    stratum = np.arange(n) % n_strata
    return Sides(tuple(hits), tuple(words), np.arange(n), stratum, stratum)


@pytest.mark.parametrize("seed", range(5))
def test_the_studentised_difference_is_the_one_written_out_story_by_story(seed):
    rng = np.random.default_rng(seed)
    sides = both_ways(rng, n_strata=1)
    labels = rng.integers(0, 2, 12)
    both = np.logical_and(*sides.in_sides)
    hits, words = np.zeros((2, 12, 3)), np.zeros((2, 12, 1))
    for story in range(12):
        for side in (0, 1):
            own = side if labels[story] else 1 - side
            if both[story]:
                hits[side, story], words[side, story] = sides.hits[own][story], sides.words[own][story]
            elif labels[story] == 1 - side:
                hits[side, story] = sides.hits[0][story] + sides.hits[1][story]
                words[side, story] = sides.words[0][story] + sides.words[1][story]
    rate = hits.sum(axis=1) / words.sum(axis=1)
    left = [(hits[side] - rate[side] * words[side]) / words[side].sum() for side in (0, 1)]
    error = np.sqrt(12 / 11 * ((left[0] - left[1]) ** 2).sum(axis=0))
    found, difference, found_error = studentised_difference(sides, labels[None, :].astype(float))
    assert difference[0] == pytest.approx(rate[0] - rate[1])
    assert found_error[0] == pytest.approx(error)
    assert found[0] == pytest.approx((rate[0] - rate[1]) / error)


@pytest.mark.parametrize("n_strata", [1, 3])
def test_leaving_a_story_out_is_to_take_it_no_time(n_strata):
    sides = both_ways(np.random.default_rng(3), n=30, n_strata=n_strata)
    left_out, taken = leave_one_story_out(sides), contrast_rates(sides, 1 - np.eye(30))
    assert left_out.difference == pytest.approx(taken.difference)
    assert left_out.log2_ratio == pytest.approx(taken.log2_ratio)


def test_over_strata_ratio_and_difference_are_those_of_mantel_and_haenszel():
    # Hits and words of group and reference in two strata: 10/100 to 5/200, 2/50 to 3/25.
    none = np.arange(2)
    hits, words = (
        (np.array([[10.0], [2.0]]), np.array([[5.0], [3.0]])),
        (np.array([[100.0], [50.0]]), np.array([[200.0], [25.0]])),
    )
    found = contrast_rates(Sides(hits, words, none, none, none), np.ones((1, 2)))
    numerator, denominator = 10 * 200 / 300 + 2 * 25 / 75, 5 * 100 / 300 + 3 * 50 / 75
    assert found.log2_ratio[0, 0] == pytest.approx(math.log2(numerator / denominator), abs=1e-12)
    weights = 100 * 200 / 300, 50 * 25 / 75
    gaps = 10 / 100 - 5 / 200, 2 / 50 - 3 / 25
    assert found.difference[0, 0] == pytest.approx(np.average(gaps, weights=weights), abs=1e-12)


def test_the_interval_of_the_ratio_is_wider_with_more_confidence_and_holds_the_estimate():
    sides = both_ways(np.random.default_rng(11), n=60, n_strata=1)
    point = contrast_rates(sides, np.ones((1, 60))).log2_ratio
    settings = {"n_resamples": 1000, "seed": 1}
    for interval in ("bca", "percentile"):
        narrow, wide = (contrast_intervals(sides, interval=interval, confidence=c, **settings) for c in (0.5, 0.95))
        assert (wide[0].log2_ratio < narrow[0].log2_ratio).all()
        assert (narrow[0].log2_ratio < point).all()
        assert (point < narrow[1].log2_ratio).all()
        assert (narrow[1].log2_ratio < wide[1].log2_ratio).all()


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"confidence": 0}, "confidence=0: give a number between 0 and 1, such as 0.95."),
        ({"confidence": 1.0}, "confidence=1.0: give a number between 0 and 1"),
        ({"confidence": float("nan")}, "confidence=nan: give a number between 0 and 1"),
        ({"confidence": "95%"}, "confidence='95%': give a number between 0 and 1"),
        ({"n_resamples": 99}, "n_resamples=99: give a whole number from 100, such as 2000."),
        ({"n_resamples": 2000.5}, "n_resamples=2000.5: give a whole number from 100"),
        ({"seed": None}, "seed=None: give a whole number from 0, and report it."),
        ({"seed": -1}, "seed=-1: give a whole number from 0"),
        ({"seed": True}, "seed=True: give a whole number from 0"),
    ],
)
def test_settings_by_which_nothing_can_be_resampled_are_refused(settings, message):
    with pytest.raises(TableError) as error:
        check_settings(**{"confidence": 0.95, "n_resamples": 2000, "seed": 1} | settings)
    assert str(error.value).startswith(message)


def test_all_wrong_settings_are_named_at_once():
    with pytest.raises(TableError, match=r"confidence=2: .* n_resamples=1: .* seed=-3: "):
        check_settings(confidence=2, n_resamples=1, seed=-3)
