"""Comparison: two groups of one table, frame by frame."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pandas as pd
import pytest
from scipy.stats import false_discovery_control

from framing.errors import TableError
from framing.measures.comparison import adjust_p, compare_rates, compare_shares
from framing.measures.rates import frame_rates
from framing.schema import check_table, column_names
from tests.tables_by_hand import HARBOUR, Part, cells, filler, hits_in, voiced, words_of

SAID = ("quoted", "paraphrased")


def remarks_of(leader, texts, *, stories):
    """Remarks of a leader, spread over that many stories."""
    return [
        Part(text, leader, remark=f"{leader} {number}", article=f"a{number % stories}")
        for number, text in enumerate(texts)
    ]


# Ada: 2 of 4 remarks with wind, 3 hits in 120 words. Ben: 1 of 4, 1 hit in 200 words, and 1 of 4 with goods.
ADA = [f"Gale, gale. {filler(28)}", f"A squall. {filler(28)}", filler(30), filler(30)]
BEN = [f"A gale. {filler(48)}", f"The cargo. {filler(48)}", filler(50), filler(50)]
PARTS = remarks_of("Ada Brook", ADA, stories=2) + remarks_of("Ben Cole", BEN, stories=2)


NAMES = ("Ada Brook", "Ben Cole")


def coverage(n_stories, *, seed=5, chances=(0.3, 0.15), both=0, outlets=("The Lantern",), outlet_chances=None):
    """Stories of a few remarks of 30 words; each remark has words for wind by a chance of its leader.

    The last `both` stories hold both leaders. A story's chance is drawn about that of its leader.
    """
    rng = np.random.default_rng(seed)
    parts = []
    for story in range(n_stories):
        outlet = outlets[story % len(outlets)]
        for leader, chance in zip(NAMES, chances, strict=True):
            alone = story < n_stories - both
            here = rng.beta(4 * chance, 4 * (1 - chance))
            for number in range(rng.integers(2, 6)):
                text = f"{'Gale. ' * rng.binomial(2, here)}{'Cargo. ' * rng.binomial(1, 0.2)}{filler(30)}"
                article = f"{leader if alone else 'both'} {story}"
                parts.append(Part(text, leader, remark=f"{leader} {story} {number}", article=article, outlet=outlet))
    return parts


def compared(parts=PARTS, group="Ada Brook", reference="Ben Cole", **options):
    tokens = voiced(parts)
    return compared_in(tokens, hits_in(tokens), group=group, reference=reference, **options)


def compared_in(tokens, hits, **options):
    options = {"group": "Ada Brook", "reference": "Ben Cole", "by": "leader", "voices": SAID, "seed": 1} | options
    return compare_rates(hits, tokens, HARBOUR, **options)


def test_each_frame_is_compared_by_share_of_remarks_and_by_rate():
    table = compared()
    assert cells(table, "frame", "measure", "difference", "log2_ratio") == [
        ("storm", "share_remarks", 2 / 4 - 1 / 4, 1.0),
        ("storm", "per_1000", 3000 / 120 - 1000 / 200, math.log2((3000 / 120) / (1000 / 200))),
        ("trade", "share_remarks", 0 - 1 / 4, None),
        ("trade", "per_1000", 0 - 1000 / 200, None),
        ("faith", "share_remarks", 0.0, None),
        ("faith", "per_1000", 0.0, None),
    ]


def test_the_table_is_the_comparison_table_and_says_what_was_compared():
    table = compared()
    check_table(table, "comparison")
    assert list(table.columns) == column_names("comparison")
    assert table[["by", "group", "reference", "lexicon"]].drop_duplicates().to_numpy().tolist() == [
        ["leader", "Ada Brook", "Ben Cole", "harbour@1.0"]
    ]


def test_both_sides_are_those_of_the_rates():
    tokens = voiced(PARTS)
    rates = frame_rates(hits_in(tokens), tokens, HARBOUR, by="leader", voices=SAID).set_index(["leader", "frame"])
    for row in compared().itertuples():
        for name in ("n_remarks", "share_remarks", "n_matches", "per_1000", "n_stories"):
            assert getattr(row, name) == rates.loc[("Ada Brook", row.frame), name]
            assert getattr(row, f"reference_{name}") == rates.loc[("Ben Cole", row.frame), name]


def test_exchanging_group_and_reference_turns_the_signs_and_nothing_else():
    one, other = compared(), compared(group="Ben Cole", reference="Ada Brook")
    pd.testing.assert_series_equal(one["difference"], -other["difference"])
    pd.testing.assert_series_equal(one["log2_ratio"], -other["log2_ratio"])
    for name in ("n_remarks", "share_remarks", "n_matches", "per_1000", "n_stories"):
        pd.testing.assert_series_equal(one[name], other[f"reference_{name}"], check_names=False)


def test_notes_say_on_which_side_remarks_are_few_words_short_and_hits_absent():
    parts = remarks_of("Ada Brook", [f"Gale. {filler(5)}"] * 15, stories=3) + remarks_of("Ben Cole", BEN, stories=2)
    notes = compared(parts)["note"].str.split("; ")
    few = "under 8 stories: no interval (group and reference)"
    assert notes[0] == ["too few remarks (reference)", few]
    assert notes[1] == ["under 100 words (group)", "too few remarks (reference)", few]
    assert notes[2] == ["too few remarks (reference)", "no term found: no interval (group)", few]
    assert notes[4] == ["too few remarks (reference)", "no term found: no interval (group and reference)", few]


def test_under_100_words_the_rate_and_its_difference_are_missing_while_the_share_is_compared():
    parts = remarks_of("Ada Brook", ["A gale."], stories=1) + remarks_of("Ben Cole", BEN, stories=2)
    assert cells(compared(parts).head(2), "measure", "per_1000", "difference", "log2_ratio") == [
        ("share_remarks", None, 1 - 1 / 4, 2.0),
        ("per_1000", None, None, None),
    ]


def test_a_leader_without_words_in_these_voices_is_missing_and_not_zero():
    parts = [*PARTS, Part("Cy Dunn slept through the gale.", "Cy Dunn", "narrated", "r1", article="a1")]
    table = compared(parts, group="Cy Dunn")
    assert (
        cells(table, "n_remarks", "n_matches", "share_remarks", "difference", "log2_ratio")
        == [(0, 0, None, None, None)] * 6
    )
    assert table["note"].str.startswith("no words (group)").all()
    assert table["reference_share_remarks"].notna().all()


def test_narrated_words_and_words_without_voices_are_compared_by_the_sentence():
    narrated = [
        Part("A gale. We slept.", "Ada Brook", "narrated"),
        Part("A gale.", "Ben Cole", "narrated", article="a2"),
    ]
    table = compared(narrated, voices=["narrated"])
    assert cells(table.head(1), "n_remarks", "reference_n_remarks", "difference") == [(2, 1, -0.5)]
    assert table["note"][0].startswith("too few sentences (group and reference)")
    tokens = words_of([Part("A gale. We slept."), Part("A gale.", article="a2", outlet="Port Post")])
    plain = compare_rates(
        hits_in(tokens), tokens, HARBOUR, by="outlet", group="The Lantern", reference="Port Post", voices=None, seed=1
    )
    assert cells(plain.head(1), "n_remarks", "reference_n_remarks", "difference") == [(2, 1, -0.5)]


def test_a_corpus_taken_twice_under_new_ids_gives_the_same_differences():
    copies = [part._replace(article=f"copy of {part.article}") for part in PARTS]
    for column in ("difference", "log2_ratio", "share_remarks", "reference_per_1000"):
        pd.testing.assert_series_equal(compared(PARTS + copies)[column], compared()[column])


def test_what_is_given_is_not_changed():
    tokens = voiced(PARTS)
    matches = hits_in(tokens)
    before = tokens.copy(), matches.copy()
    compare_rates(matches, tokens, HARBOUR, group="Ada Brook", reference="Ben Cole", voices=SAID, seed=1)
    pd.testing.assert_frame_equal(tokens, before[0])
    pd.testing.assert_frame_equal(matches, before[1])


def test_of_enough_stories_every_frame_has_an_interval_about_its_estimate_and_a_p_value():
    table = compared(coverage(20)).iloc[:4]
    for row in table.itertuples():
        estimate = row.difference if row.measure == "share_remarks" else row.log2_ratio
        assert row.ci_low < estimate < row.ci_high
        assert 0 < row.p_value <= row.p_adjusted <= 1
        assert pd.isna(row.note)
    assert table["p_value"][0] < 0.05
    assert table["p_value"][2] > 0.2


def test_a_frame_without_a_hit_anywhere_has_counts_and_nothing_else():
    table = compared(coverage(20)).iloc[4:]
    columns = ("n_matches", "difference", "log2_ratio", "ci_low", "ci_high", "p_value", "p_adjusted", "note")
    missing = [f"no term found: no {what} (group and reference)" for what in ("interval", "ratio")]
    assert cells(table, *columns) == [(0, 0.0, None, None, None, None, None, note) for note in missing]


def test_without_a_hit_on_one_side_there_is_no_interval_but_a_p_value():
    table = compared(coverage(20, chances=(0.4, 1e-9))).head(2)
    assert (table["n_matches"] > 0).all()
    assert (table["reference_n_matches"] == 0).all()
    assert table[["log2_ratio", "ci_low", "ci_high"]].isna().all(axis=None)
    assert (table["p_value"] < 0.01).all()
    assert table["note"].tolist() == [f"no term found: no {what} (reference)" for what in ("interval", "ratio")]


@pytest.mark.parametrize("names", [NAMES, NAMES[::-1]])
def test_one_story_on_either_side_has_no_interval_and_no_test(names):
    parts = remarks_of("Ada Brook", ADA, stories=1) + remarks_of("Ben Cole", BEN, stories=2)
    table = compared(parts, *names)
    side = "group" if names[0] == "Ada Brook" else "reference"
    assert table["note"].str.contains(f"one story: no interval, no test ({side})", regex=False).all()
    assert table[["ci_low", "ci_high", "p_value", "p_adjusted"]].isna().all(axis=None)
    assert table["log2_ratio"][0] == (1.0 if side == "group" else -1.0)


def test_one_story_with_over_half_of_the_words_of_a_side_has_no_interval_and_no_test():
    parts = coverage(20)
    n_words = sum(len(part.text.split()) for part in parts if part.leader == "Ben Cole")
    long = Part(f"A gale. {filler(n_words + 10)}", "Ben Cole", remark="long", article="long")
    table = compared([*parts, long])
    note = "one story holds over half of the words: no interval, no test (reference)"
    assert table["note"].str.contains(note, regex=False).all()
    assert table[["ci_low", "ci_high", "p_value"]].isna().all(axis=None)
    assert table["difference"].notna().all()


@pytest.mark.parametrize(("n_stories", "has_interval"), [(7, False), (8, True)])
def test_from_8_stories_a_side_there_is_an_interval_and_under_that_a_test_alone(n_stories, has_interval):
    table = compared(coverage(n_stories, chances=(0.5, 0.5))).head(1)
    assert table["ci_low"].notna()[0] == table["ci_high"].notna()[0] == has_interval
    assert table["p_value"].notna()[0]
    assert ("under 8 stories: no interval (group and reference)" in str(table["note"][0])) != has_interval


def test_where_too_many_resamples_have_no_hit_the_ratio_has_no_interval_and_the_note_says_so():
    parts = [part._replace(text=filler(30)) for part in coverage(9)]
    parts = [Part("A gale.", part.leader, remark="r1", article=part.article) for part in (parts[0], parts[-1])] + parts
    row = compared(parts).iloc[1]
    assert row["log2_ratio"] == pytest.approx(math.log2(row["per_1000"] / row["reference_per_1000"]))
    assert pd.isna(row["ci_low"]) and pd.isna(row["ci_high"])
    assert row["note"] == "too many resamples without a hit: no interval"


def test_p_values_are_adjusted_over_all_rows_of_a_call():
    rates, shares = compared(coverage(20)), compared_shares(coverage(20))
    for table in (rates, shares):
        there = table["p_value"].notna()
        assert table["p_adjusted"][there].tolist() == false_discovery_control(table["p_value"][there]).tolist()
    assert len(rates) == 2 * len(shares)


def test_p_values_adjusted_by_benjamini_and_hochberg_are_those_of_statsmodels_and_r():
    # 58 p-values: p, adjusted p, how often; from statsmodels 0.15.0, checked against R 4.2.2 p.adjust.
    values = [
        (0.013596439723492356, 0.34380811193970995, 1),
        (0.02183127148783119, 0.34380811193970995, 1),
        (0.033069565892003806, 0.34380811193970995, 3),
        (0.04760489115959927, 0.34380811193970995, 3),
        (0.08267123994230176, 0.34380811193970995, 4),
        (0.10669906922266861, 0.34380811193970995, 6),
        (0.22103246255660042, 0.3524270628202828, 11),
        (0.2552058041112393, 0.3524270628202828, 13),
        (0.3484601737228953, 0.4700160482773936, 1),
        (0.4985644128159896, 0.6152497009218596, 4),
        (0.567677472219126, 0.6859436122647773, 1),
        (0.6157244512877886, 0.7288166974426885, 1),
        (0.8010453789800578, 0.9109927839381049, 2),
        (0.8501463059656688, 0.942774149124827, 1),
        (0.8832720681954453, 0.942774149124827, 1),
        (0.8995806562274679, 0.942774149124827, 1),
        (0.942774149124827, 0.942774149124827, 4),
    ]
    p_values = pd.Series([p for p, _, n in values for _ in range(n)])
    assert adjust_p(p_values).tolist() == pytest.approx([p for _, p, n in values for _ in range(n)], abs=1e-9)


def test_missing_p_values_take_no_part_in_the_adjustment():
    assert cells(pd.DataFrame({"p": adjust_p(pd.Series([0.01, np.nan, 0.04]))}), "p") == [(0.02,), (None,), (0.04,)]
    assert adjust_p(pd.Series([np.nan, np.nan])).isna().all()


def compared_shares(parts, **options):
    tokens = voiced(parts)
    options = {"voices": SAID, "seed": 1, "group": "Ada Brook", "reference": "Ben Cole"} | options
    return compare_shares(hits_in(tokens), tokens, HARBOUR, **options)


def test_shares_are_compared_as_in_the_rows_of_rates_but_for_the_adjustment():
    shares, rates = compared_shares(coverage(12)), compared(coverage(12))
    check_table(shares, "comparison")
    rows = rates[rates["measure"] == "share_remarks"].reset_index(drop=True)
    pd.testing.assert_frame_equal(shares.drop(columns="p_adjusted"), rows.drop(columns="p_adjusted"))


@pytest.mark.parametrize("interval", ["bca", "percentile"])
@pytest.mark.parametrize("both", [0, 6, 12])
def test_exchanging_group_and_reference_turns_intervals_and_keeps_p_values(both, interval):
    parts = coverage(12, both=both)
    one, other = compared(parts, interval=interval), compared(parts, *NAMES[::-1], interval=interval)
    pd.testing.assert_series_equal(one["ci_low"], -other["ci_high"], check_names=False)
    pd.testing.assert_series_equal(one["ci_high"], -other["ci_low"], check_names=False)
    for name in ("p_value", "p_adjusted"):
        pd.testing.assert_series_equal(one[name], other[name])


@pytest.mark.parametrize("both", [0, 6])
def test_the_order_of_articles_words_and_hits_moves_nothing(both):
    parts = coverage(12, both=both, outlets=("The Lantern", "Port Post"))
    tokens = voiced(parts)
    matches = hits_in(tokens)
    options = {"group": "Ada Brook", "reference": "Ben Cole", "voices": SAID, "seed": 3}
    for strata in (None, ("outlet",)):
        table = compare_rates(matches, tokens, HARBOUR, strata=strata, **options)
        mixed = [frame.sample(frac=1, random_state=2).reset_index(drop=True) for frame in (matches, tokens)]
        pd.testing.assert_frame_equal(compare_rates(*mixed, HARBOUR, strata=strata, **options), table)
        assert table["ci_low"].notna().any()


def test_the_same_seed_gives_the_same_numbers_and_another_seed_others():
    parts = coverage(12)
    pd.testing.assert_frame_equal(compared(parts), compared(parts))
    assert compared(parts, seed=2)["ci_low"][0] != compared(parts)["ci_low"][0]


def test_the_corpus_twice_under_new_ids_has_the_same_rates_and_narrower_intervals():
    parts = coverage(15, both=5)
    copies = [part._replace(article=f"copy of {part.article}") for part in parts]
    once, twice = compared(parts).iloc[:4], compared(parts + copies).iloc[:4]
    for column in ("share_remarks", "per_1000", "difference", "log2_ratio"):
        pd.testing.assert_series_equal(once[column], twice[column])
    narrower = (twice["ci_high"] - twice["ci_low"]) / (once["ci_high"] - once["ci_low"])
    assert narrower.between(0.5, 0.85).all()


def test_stories_that_hold_both_leaders_stay_together():
    """What differs between stories cancels within stories: the interval is narrower than of the same words apart."""
    rng = np.random.default_rng(3)
    parts = []
    for story in range(16):
        windy = rng.random() < 0.5
        for leader in NAMES:
            parts += [
                Part(f"{'Gale. ' * (windy or n == 0)}{filler(20)}", leader, remark=f"{leader} {n}", article=f"a{story}")
                for n in range(3 + (leader == "Ben Cole"))
            ]
    apart = [part._replace(article=f"{part.article} {part.leader}") for part in parts]
    together, split = compared(parts).head(2), compared(apart).head(2)
    pd.testing.assert_series_equal(together["log2_ratio"], split["log2_ratio"])
    assert ((together["ci_high"] - together["ci_low"]) < 0.5 * (split["ci_high"] - split["ci_low"])).all()


def test_voices_of_one_leader_outlets_and_periods_are_compared_by_the_same_call():
    parts = coverage(10, outlets=("The Lantern", "Port Post"))
    parts += [part._replace(voice="paraphrased", text=filler(30), remark=f"p{part.remark}") for part in parts]
    ada = {"by": "voice", "voices": None, "where": {"leader": "Ada Brook"}}
    voices = compared(parts, "quoted", "paraphrased", **ada)
    alone = compared(
        [part for part in parts if part.leader == "Ada Brook"], "quoted", "paraphrased", by="voice", voices=None
    )
    pd.testing.assert_frame_equal(voices, alone)
    outlets = compared(parts, "The Lantern", "Port Post", by="outlet")
    assert outlets["difference"].notna().all()
    tokens = voiced(parts)
    early = tokens["article_id"].str.endswith(("0", "1", "2", "3", "4")).to_numpy()
    tokens = tokens.assign(period=np.where(early, "early", "late"))
    options = {"by": "period", "group": "late", "reference": "early", "voices": ["quoted"], "seed": 1}
    assert compare_rates(hits_in(tokens), tokens, HARBOUR, **options)["p_value"].notna()[0]


def test_words_are_chosen_by_several_values_and_columns():
    parts = coverage(12, outlets=("The Lantern", "Port Post", "Quay News"))
    chosen = compared(parts, where={"outlet": ["The Lantern", "Port Post"], "voice": "quoted"})
    kept = compared([part for part in parts if part.outlet != "Quay News"])
    pd.testing.assert_frame_equal(chosen, kept)


def test_a_leader_without_words_of_the_chosen_kind_is_missing_and_not_zero():
    parts = [*coverage(10), Part(filler(30), "Ben Cole", remark="x", article="x", outlet="Port Post")]
    table = compared(parts, where={"outlet": "Port Post"})
    assert cells(table, "n_remarks", "difference", "ci_low", "p_value") == [(0, None, None, None)] * 6
    assert table["note"].str.startswith("no words (group)").all()


def test_another_sampling_unit_can_be_named():
    parts = [part._replace(story="one") for part in coverage(12)]
    assert compared(parts)["note"].str.contains("one story").all()
    table = compared(parts, unit="article_id")
    assert table["ci_low"].notna()[0]
    assert cells(table, "n_stories", "reference_n_stories") == [(12, 12)] * len(table)


def test_over_outlets_a_difference_that_is_only_one_of_outlets_goes_away():
    """The Lantern finds wind everywhere and covers Ada; Port Post finds little and covers Ben."""
    rng, parts = np.random.default_rng(1), []
    for outlet, chance, numbers in (("The Lantern", 0.7, (24, 12)), ("Port Post", 0.2, (12, 24))):
        for leader, n in zip(NAMES, numbers, strict=True):
            for story in range(n):
                name = f"{outlet} {leader} {story}"
                parts += [
                    Part(
                        f"{'Gale. ' * rng.binomial(1, chance)}{filler(20)}",
                        leader,
                        remark=f"r{r}",
                        article=name,
                        outlet=outlet,
                    )
                    for r in range(4)
                ]
    crude, adjusted = compared(parts).iloc[0], compared(parts, strata=("outlet",)).iloc[0]
    assert crude["difference"] > 0.1
    assert crude["p_value"] < 0.05
    assert abs(adjusted["difference"]) < 0.08
    assert adjusted["ci_low"] < 0 < adjusted["ci_high"]
    assert adjusted["p_value"] > 0.05
    assert adjusted["share_remarks"] == crude["share_remarks"]
    assert adjusted["note"] == "over strata of outlet (Mantel-Haenszel)"


def test_one_stratum_is_no_stratum():
    plain, one = compared(coverage(12, both=4)), compared(coverage(12, both=4), strata=("outlet",))
    for name in ("difference", "log2_ratio", "ci_low", "ci_high", "p_value", "p_adjusted"):
        pd.testing.assert_series_equal(plain[name], one[name])


def test_strata_with_one_side_alone_are_left_out_and_counted():
    parts = coverage(12, outlets=("The Lantern", "Port Post"))
    alone = [
        part._replace(outlet="Quay News") if part.outlet == "Port Post" and part.leader == "Ada Brook" else part
        for part in parts
    ]
    table = compared(alone, strata=("outlet",))
    kept = compared([part for part in alone if part.outlet == "The Lantern"])
    assert table["difference"][0] == pytest.approx(kept["difference"][0])
    assert table["note"].str.contains("2 of 3 strata (outlet) hold one side alone: left out", regex=False).all()
    assert table["note"].str.contains("under 8 stories: no interval (group and reference)", regex=False).all()


def test_without_a_stratum_that_holds_both_nothing_is_compared():
    parts = [part._replace(outlet=part.leader) for part in coverage(12)]
    table = compared(parts, strata="outlet")
    assert table[["difference", "log2_ratio", "ci_low", "ci_high", "p_value"]].isna().all(axis=None)
    assert table["note"].str.contains("no stratum with both: not compared").all()
    assert table["share_remarks"].notna().all()


def test_a_story_that_several_outlets_ran_is_one_story():
    parts = coverage(12, outlets=("The Lantern", "Port Post"))
    copies = [part._replace(article=f"wire {part.article}", story=part.article, outlet="Quay News") for part in parts]
    table = compared(parts + copies, strata=("outlet",))
    assert (table["n_stories"] == 12).all()
    assert table["ci_low"].notna()[0]


def test_no_number_is_infinite_and_numpy_warns_of_nothing():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for seed in range(12):
            for n_stories in (2, 3, 9):
                parts = coverage(
                    n_stories, seed=seed, chances=(0.03, 0.3), both=seed % 3, outlets=("The Lantern", "Port Post")
                )
                tokens = voiced(parts)
                hits = hits_in(tokens)
                for strata in (None, ("outlet",)):
                    table = compared_in(tokens, hits, strata=strata, n_resamples=100)
                    numbers = table.select_dtypes("number").to_numpy(float, na_value=np.nan)
                    assert not np.isinf(numbers).any()
                    assert (table["p_value"].dropna() > 0).all()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"group": "Ada Brok"}, "leader 'Ada Brok' has no words in any voice. Did you mean 'Ada Brook'?"),
        ({"reference": "Ben Coal"}, "leader 'Ben Coal' has no words in any voice. Did you mean 'Ben Cole'?"),
        ({"group": "Ben Cole"}, "group and reference are both 'Ben Cole'"),
        ({"by": "laeder"}, "no column 'laeder' to group by. Did you mean 'leader'?"),
        ({"by": ("leader", "voice")}, "two groups are compared by one column"),
        ({"voices": None}, 'as in voices=("quoted", "paraphrased")'),
        ({"voices": ["said"]}, "there is no voice 'said'"),
        ({"where": {"outlets": "The Lantern"}}, "no column 'outlets' to group by. Did you mean 'outlet'?"),
        ({"where": {"outlet": "The Lanten"}}, "where={'outlet': 'The Lanten'}: tokens has no such word."),
        ({"where": "outlet"}, "where='outlet': give columns of tokens and their values"),
        ({"unit": "story"}, "no column 'story' to group by. Did you mean 'story_id'?"),
        ({"strata": ("outlett",)}, "no column 'outlett' to group by. Did you mean 'outlet'?"),
        ({"confidence": 95}, "confidence=95: give a number between 0 and 1, such as 0.95."),
        ({"n_resamples": 10}, "n_resamples=10: give a whole number from 100, such as 2000."),
        ({"seed": 1.5}, "seed=1.5: give a whole number from 0, and report it."),
        ({"interval": "bcaa"}, "interval: there is no interval 'bcaa'. Did you mean 'bca'?"),
    ],
)
def test_bad_input_says_what_is_wrong_and_what_to_do(options, message):
    with pytest.raises(TableError) as error:
        compared(**options)
    assert message in str(error.value)


def test_words_without_the_unit_that_was_sampled_are_refused():
    parts = [*coverage(3), Part(filler(9), "Ben Cole", "narrated", article="n")]
    with pytest.raises(
        TableError, match="tokens: row [0-9]+: no remark_id. Give every word the remark_id it was sampled"
    ):
        compared(parts, "quoted", "narrated", by="voice", voices=None, unit="remark_id")


def test_matches_of_another_lexicon_are_refused():
    tokens = voiced(PARTS)
    other = HARBOUR.without_terms(["psalm"])
    with pytest.raises(TableError, match=r"hits of 'harbour@1.0', not of 'harbour@1.0\+"):
        compare_rates(hits_in(tokens), tokens, other, group="Ada Brook", reference="Ben Cole", voices=SAID, seed=1)
