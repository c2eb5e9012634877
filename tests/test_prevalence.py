"""How many units carry a frame, corrected for the lexicon's errors. Everything here is invented."""

import numpy as np
import pandas as pd
import pytest

import framing
from framing.errors import TableError
from framing.schema import make_table


def population_of(groups):
    """Units of groups, each with its numbers (right hits, wrong hits, missed, left alone), and the truth about them."""
    rows = [
        (group, said, hit)
        for group, (right, wrong, missed, left) in groups.items()
        for said, hit, n in ((1, 1, right), (0, 1, wrong), (1, 0, missed), (0, 0, left))
        for _ in range(n)
    ]
    names = [f"u{number:04d}" for number in range(len(rows))]
    columns = {"unit_id": names, "article_id": names, "story_id": [f"s{n % 60:02d}" for n in range(len(rows))]}
    columns |= {"unit": ["remark"] * len(rows), "start": [0] * len(rows), "end": [9] * len(rows)}
    columns |= {"leader": [group for group, _, _ in rows], "stratum": ["all"] * len(rows)}
    columns |= {"inclusion_probability": [1.0] * len(rows), "hits_storm": [hit for _, _, hit in rows]}
    return make_table("units", columns, extra=["hits_storm"]), np.array([said for _, said, _ in rows])


def coded(units, population, said):
    """What people say of some units."""
    truth = dict(zip(population["unit_id"], said, strict=True))
    n = len(units)
    columns = {"unit_id": units["unit_id"], "coder": ["Bo"] * n, "question": ["storm"] * n}
    return make_table("codings", columns | {"code": [str(truth[name]) for name in units["unit_id"]]})


# Brook speaks of storms in words that the lexicon has, Holm in others: the same 100 of 400 remarks carry the frame.
GROUPS = {"Ada Brook": (90, 10, 10, 290), "Bo Holm": (30, 10, 70, 290)}
POPULATION, SAID = population_of(GROUPS)


def corrected(units, population=POPULATION, said=SAID, **more):
    return framing.correct_prevalence(coded(units, population, said), units, population, **({"seed": 1} | more))


def test_all_units_coded_the_corrected_share_is_what_people_say():
    table = corrected(POPULATION, by="leader").set_index("group")
    assert table["share_hit"].to_dict() == {"Ada Brook": 0.25, "Bo Holm": 0.1}
    assert table["corrected_share"].to_dict() == pytest.approx({"Ada Brook": 0.25, "Bo Holm": 0.25})
    assert table["sensitivity"].to_dict() == pytest.approx({"Ada Brook": 0.9, "Bo Holm": 0.3})
    assert table["note"].isna().all()


def test_a_stratified_sample_comes_near_what_people_say_of_all():
    units = POPULATION.assign(frame_hit=np.where(POPULATION["hits_storm"] > 0, "hit", "none"))
    drawn = framing.sample_units(units, n=400, by=["leader", "frame_hit"], seed=3)
    table = corrected(drawn, by="leader").set_index("group")
    assert (table["corrected_share"] - 0.25).abs().max() < 0.05
    assert ((table["corrected_ci_low"] < 0.25) & (table["corrected_ci_high"] > 0.25)).all()
    assert (table["corrected_ci_high"] - table["corrected_ci_low"] > table["ci_high"] - table["ci_low"]).all()
    assert table["n_judged"].sum() == 400


def test_equal_error_is_said_to_be_assumed_where_a_group_has_too_few_judged_units():
    drawn = framing.sample_units(POPULATION, n=60, by="frame", seed=2)
    assert 10 <= (drawn["hits_storm"] > 0).sum() < 20  # of both leaders together, so under ten of one of them
    table = corrected(drawn, by="leader").set_index("group")
    assert table["note"].tolist() == ["assumes equal error in all groups"] * 2
    assert len(set(table["sensitivity"])) == 1
    share = table["corrected_share"]  # of both it is .25 in truth: their errors are not equal
    assert share["Bo Holm"] < 0.2 < share["Ada Brook"]


@pytest.mark.parametrize("count", [None, "x", -1])
def test_hits_that_are_no_count_are_refused_and_do_not_pass_for_none(count):
    population = POPULATION.assign(hits_storm=[count, *POPULATION["hits_storm"].tolist()[1:]])
    with pytest.raises(TableError, match="population: row 0: hits_storm .* is no number of hits"):
        corrected(POPULATION, population)


@pytest.mark.parametrize("probability", [0.0, -0.5, 1.5])
def test_a_probability_that_is_none_is_refused_and_does_not_become_a_weight(probability):
    units = POPULATION.assign(inclusion_probability=[probability, *[1.0] * (len(POPULATION) - 1)])
    with pytest.raises(TableError, match="row 0: inclusion_probability"):
        corrected(units)


def test_without_groups_there_is_one_row_for_all():
    table = corrected(POPULATION)
    assert len(table) == 1
    assert table["corrected_share"][0] == pytest.approx(0.25)
    assert table["group"].isna().all()


def test_a_perfect_lexicon_needs_no_correction():
    population, said = population_of({"Ada Brook": (20, 0, 0, 80)})
    row = corrected(population, population, said).iloc[0]
    assert (row["share_hit"], row["corrected_share"]) == (0.2, 0.2)
    assert row["ci_low"] < 0.2 < row["ci_high"]


def test_errors_never_seen_are_not_taken_for_impossible():
    population, said = population_of({"Ada Brook": (40, 0, 0, 360)})
    drawn = framing.sample_units(population, n=60, by="frame", seed=1)
    row = corrected(drawn, population, said).iloc[0]
    assert row["corrected_share"] == row["share_hit"] == 0.1
    assert row["corrected_ci_high"] > row["ci_high"]  # some of the units that nobody judged may be missed


def test_the_share_does_not_leave_what_is_possible():
    population, said = population_of({"Ada Brook": (20, 20, 5, 355), "Bo Holm": (0, 0, 0, 400)})
    table = corrected(population[population["leader"] == "Ada Brook"], population, said, by="leader")
    assert table.set_index("group")["corrected_share"]["Bo Holm"] == 0


def test_hits_that_tell_nothing_are_told_to_where_rates_are_taken_from_others():
    population, said = population_of({"Ada Brook": (20, 20, 60, 60), "Bo Holm": (10, 10, 0, 0)})
    table = corrected(population[population["leader"] == "Ada Brook"], population, said, by="leader").set_index("group")
    assert table[["corrected_share", "corrected_ci_low"]].isna().all(axis=None)
    hopeless = "assumes equal error in all groups; the lexicon can hardly be told from chance: not corrected"
    assert table["note"].tolist() == [hopeless] * 2
    assert table["share_hit"].tolist() == [0.25, 1]


def test_units_judged_with_and_without_a_hit_give_the_share_whatever_the_lexicon_is_worth():
    population, said = population_of({"Ada Brook": (20, 20, 60, 60)})
    row = corrected(population, population, said).iloc[0]
    assert row["corrected_share"] == pytest.approx(0.5)


def test_a_frame_the_lexicon_never_finds_cannot_be_corrected():
    population, said = population_of({"Ada Brook": (0, 0, 20, 80)})
    row = corrected(population, population, said).iloc[0]
    assert row[["corrected_share", "corrected_ci_low", "corrected_ci_high"]].isna().all()
    assert row["note"] == "under 10 judged units with a hit, or without: not corrected"
    assert row["share_hit"] == 0


def test_few_judged_units_correct_nothing():
    row = corrected(POPULATION.head(100)).iloc[0]  # 100 with a hit
    assert row[["corrected_share", "corrected_ci_low"]].isna().all()
    assert row["note"] == "under 10 judged units with a hit, or without: not corrected"
    assert row["ci_low"] < row["share_hit"] < row["ci_high"]


def test_few_stories_have_no_interval():
    population = POPULATION.assign(story_id=[f"s{number % 7}" for number in range(len(POPULATION))])
    row = corrected(population, population).iloc[0]
    assert row[["ci_low", "corrected_ci_high"]].isna().all()
    assert row["corrected_share"] == pytest.approx(0.25)
    assert row["note"] == "under 8 stories: no interval"


def test_what_the_lexicon_finds_today_counts_and_not_what_it_found_when_the_sample_was_drawn():
    old = POPULATION.assign(hits_storm=0)
    pd.testing.assert_frame_equal(corrected(old), corrected(POPULATION))


def test_the_order_of_rows_changes_nothing():
    shuffled = POPULATION.sample(frac=1, random_state=1)
    table = framing.correct_prevalence(coded(shuffled, POPULATION, SAID), shuffled, shuffled, by="leader", seed=1)
    pd.testing.assert_frame_equal(table, corrected(POPULATION, by="leader"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda c, u, p: (c, u, p.drop(columns="hits_storm")), "no column hits_FRAME. Give matches and lexicon"),
        (lambda c, u, p: (c.assign(question="strom"), u, p), "no question is a frame of population. Frames: storm"),
        (lambda c, u, p: (c, u, p.iloc[1:]), "1 coded units are not there, such as 'u0000'"),
        (lambda c, u, p: (pd.concat([c, c.assign(code="0")]), u, p), "a second code for 'storm'. Settle conflicts"),
        (lambda c, u, p: (c.assign(code="yes"), u, p), "row 0: code 'yes' for 'storm' is neither 1"),
    ],
)
def test_tables_that_do_not_fit_one_another_are_named(change, said):
    with pytest.raises(TableError, match=said):
        framing.correct_prevalence(*change(coded(POPULATION, POPULATION, SAID), POPULATION, POPULATION), seed=1)


def test_a_column_that_is_not_there_is_named():
    with pytest.raises(TableError, match="no column 'leaders'. Did you mean 'leader'"):
        corrected(POPULATION, by="leaders")
