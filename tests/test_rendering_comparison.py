"""Two outlets within the remarks that both rendered."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from framing.errors import TableError
from framing.measures.paired_clusters import Pairs, permute_pairs, resample_pairs
from framing.measures.rendering_comparison import compare_renderings
from framing.measures.rendering_values import MEASURES, rendering_values
from framing.schema import check_table, column_names, make_table
from tests.tables_by_hand import cells

POST, LANTERN = "Port Post", "The Lantern"


def renderings_of(rows):
    """cluster, outlet, story, stance; further columns as given."""
    n = len(rows)
    names = ("cluster", "outlet", "story_id", "cue_stance")
    columns = {name: [row[at] for row in rows] for at, name in enumerate(names)}
    columns |= {"remark_id": [f"r{at:03}" for at in range(n)], "article_id": columns["story_id"], "leader": ["Ada"] * n}
    columns |= {"by": ["wording"] * n, "form": ["direct"] * n, "n_words": [8] * n, "n_words_quoted": [2] * n}
    return make_table("renderings", columns | {"words": ["..."] * n})


def planted(n_stories=9, n_clusters=12, each=4, share=0.6, seed=4):
    """Port Post distances itself in about so many of its renderings, The Lantern in a tenth."""
    rng = np.random.default_rng(seed)
    rows = []
    for outlet, often in ((POST, share), (LANTERN, 0.1)):
        for story in range(n_stories):
            for step in range(each):
                stance = "distancing" if rng.random() < often else "neutral"
                rows.append((f"Ada {(story * each + step) % n_clusters + 1}", outlet, f"{outlet}-{story}", stance))
    return renderings_of(rows)


def compared(table, **options):
    options = {"group": POST, "reference": LANTERN, "measure": "distancing", "seed": 1, "n_resamples": 400} | options
    return compare_renderings(table, **options)


BY_HAND = renderings_of(
    [
        ("c1", POST, "p1", "distancing"),  # two renderings of Port Post: 1/2; one of The Lantern: 0
        ("c1", POST, "p2", "neutral"),
        ("c1", LANTERN, "l1", "neutral"),
        ("c2", POST, "p1", None),  # without a cue: 0; The Lantern: 1
        ("c2", LANTERN, "l2", "distancing"),
        ("c3", POST, "p3", "distancing"),  # 1 against 0
        ("c3", LANTERN, "l1", "endorsing"),
        ("c4", POST, "p3", "distancing"),  # nobody else rendered it
        ("c3", "Third Paper", "t1", "distancing"),
    ]
)


def test_the_difference_is_the_mean_over_clusters_that_both_rendered():
    row = compared(BY_HAND)
    assert cells(row, "n_clusters", "n_renderings", "reference_n_renderings") == [(3, 4, 3)]
    assert cells(row, "n_stories", "reference_n_stories", "n_higher", "n_lower") == [(3, 2, 2, 1)]
    assert row["share"][0] == pytest.approx((1 / 2 + 0 + 1) / 3)
    assert row["reference_share"][0] == pytest.approx(1 / 3)
    assert row["difference"][0] == pytest.approx((1 / 2 - 1 + 1) / 3)
    assert row["note"][0] == "under 8 clusters with both: no interval, no test"
    check_table(row, "rendering_comparison")


VALUES = {
    "direct": [1, 0, 0],
    "mixed": [0, 1, 0],
    "distancing": [1, 0, 0],
    "neutral": [0, 1, 0],
    "warning": [1, 0, 0],
    "quoted": [0.25, 0.5, None],
    "headline": [1, 0, None],
    "headline or lead": [1, 1, None],
}


@pytest.mark.parametrize("measure", VALUES)
def test_each_measure_says_one_number_of_a_rendering(measure):
    table = make_table(
        "renderings",
        {
            "form": ["direct", "mixed", "indirect"],
            "cue_stance": ["distancing", "neutral", None],
            "cue_act": ["warning", "stating", None],
            "n_words": [8, 8, 0],
            "n_words_quoted": [2, 4, 0],
            "place": ["headline", "lead", None],
        },
    )
    values = rendering_values(table, measure)
    assert [None if pd.isna(value) else value for value in values] == VALUES[measure]


def test_narration_counts_hits_in_the_narrated_words_of_the_remark():
    table = BY_HAND.assign(narration=["told"] * 8 + [None])
    place = {"article_id": "p1", "story_id": "p1", "lexicon": "harbour@1.0", "pattern": "gale", "first_token": 0}
    place |= {"last_token": 0, "start": 0, "end": 4, "weight": 1.0, "negated": False, "crosses": False}
    hits = [("r000", "narrated", "storm"), ("r002", "quoted", "storm"), ("r004", "narrated", "trade")]
    rows = [place | {"remark_id": one, "voice": voice, "frame": frame} for one, voice, frame in hits]
    matches = make_table("matches", {name: [row[name] for row in rows] for name in rows[0]})
    values = rendering_values(table, "narration", matches=matches, frame="storm")
    assert values[:8].tolist() == [1, 0, 0, 0, 0, 0, 0, 0]
    assert pd.isna(values[8])
    row = compared(table, measure="narration", matches=matches, frame="storm")
    assert cells(row, "measure", "frame", "n_clusters", "difference") == [("narration", "storm", 3, 1 / 2 / 3)]


def test_a_planted_difference_is_found_and_lies_in_its_interval():
    row = compared(planted()).iloc[0]
    assert 0 < row["ci_low"] < row["difference"] < row["ci_high"]
    assert row["p_value"] < 0.05
    assert pd.isna(row["note"])


def test_without_a_difference_none_is_found():
    row = compared(planted(share=0.1)).iloc[0]
    assert row["ci_low"] < 0 < row["ci_high"]
    assert row["p_value"] > 0.05


def test_to_exchange_the_groups_turns_the_signs():
    one = compared(planted()).iloc[0]
    other = compared(planted(), group=LANTERN, reference=POST).iloc[0]
    assert one["difference"] == -other["difference"]
    assert (one["ci_low"], one["ci_high"]) == pytest.approx((-other["ci_high"], -other["ci_low"]))
    assert one["p_value"] == other["p_value"]
    assert (one["n_higher"], one["share"]) == (other["n_lower"], other["reference_share"])


def test_the_order_of_the_rows_changes_nothing():
    shuffled = planted().sample(frac=1, random_state=2).reset_index(drop=True)
    pd.testing.assert_frame_equal(compared(planted()), compared(shuffled))


def test_every_story_twice_has_the_same_difference_and_a_narrower_interval():
    table = planted()
    copies = table.assign(story_id="copy " + table["story_id"], remark_id="copy " + table["remark_id"])
    one, two = compared(table).iloc[0], compared(pd.concat([table, copies], ignore_index=True)).iloc[0]
    assert one["difference"] == pytest.approx(two["difference"])
    assert two["ci_high"] - two["ci_low"] < one["ci_high"] - one["ci_low"]


def test_several_measures_share_their_adjustment():
    table = compared(planted(), measure=["distancing", "neutral", "quoted"])
    assert table["measure"].tolist() == ["distancing", "neutral", "quoted"]
    assert table["p_adjusted"][0] == pytest.approx(1.5 * table["p_value"][0])  # neutral is as far: second of three
    assert table.columns.tolist() == column_names("rendering_comparison")


def test_where_all_clusters_differ_alike_there_is_no_interval_that_would_claim_certainty():
    row = compared(planted(), measure="quoted").iloc[0]
    assert (row["difference"], row["p_value"], row["note"]) == (0, 1, "all clusters alike: no interval")
    assert pd.isna(row["ci_low"])


def test_under_eight_stories_a_side_there_is_a_test_and_no_interval():
    row = compared(planted(n_stories=7)).iloc[0]
    assert row["note"] == "under 8 stories: no interval (group and reference)"
    assert row["p_value"] < 0.05
    assert pd.isna(row["ci_low"])


def test_one_story_on_a_side_allows_no_test():
    table = planted()
    row = compared(table.assign(story_id=table["story_id"].where(table["outlet"] == LANTERN, "p"))).iloc[0]
    assert row["note"] == "one story: no interval (group)"
    assert pd.isna(row["p_value"])


def test_a_story_that_both_printed_is_one_story():
    table = planted()
    shared = table.assign(story_id=table["story_id"].str.replace(POST, LANTERN))
    row = compared(shared).iloc[0]
    assert (row["n_stories"], row["reference_n_stories"]) == (9, 9)
    assert row["difference"] == compared(table)["difference"][0]
    assert 0 < row["p_value"] < 0.05


def test_outlets_without_a_remark_in_common_are_not_compared():
    row = compared(renderings_of([("c1", POST, "p", "neutral"), ("c2", LANTERN, "l", "neutral")])).iloc[0]
    assert (row["n_clusters"], row["n_renderings"]) == (0, 0)
    assert pd.isna(row["difference"])


# --- what is resampled and permuted


def side(rows):
    return np.array(rows, dtype=np.float64)


def test_resamples_take_a_story_with_all_its_clusters():
    # one story of the group renders both clusters (1 and 0), one of the reference (0 and 0)
    counts = (side([[1, 1], [0, 0]]), side([[0, 0], [1, 1]]))
    pairs = Pairs((side([[1, 0], [0, 0]]), side([[0, 0], [0, 0]])), counts)
    drawn = resample_pairs(pairs, n_resamples=100, seed=1)
    assert sorted(drawn[~np.isnan(drawn)].tolist()) == [0.5, 0.5]  # both clusters or none: never 1, never 0


def test_permutations_exchange_the_sides_of_stories_and_can_be_counted():
    # four stories render the same three clusters; the first two are the group's and hold 1, 1, 0 and 1, 0, 1
    values = side([[1, 1, 0], [1, 0, 1], [0, 0, 0], [0, 0, 0]])
    ours, theirs = side([[1] * 3] * 2 + [[0] * 3] * 2), side([[0] * 3] * 2 + [[1] * 3] * 2)
    p = permute_pairs(Pairs((values * ours, values * theirs), (ours, theirs)), n_resamples=100, seed=1)
    assert p == 2 / 6  # of six ways to choose two stories, this one and its mirror image


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"measure": []}, "none is named"),
        ({"measure": "distance"}, "there is no measure 'distance'. Did you mean"),
        ({"group": "Port Pots"}, "outlet 'Port Pots' rendered no remark of a leader. Did you mean 'Port Post'"),
        ({"reference": POST}, "group and reference are both 'Port Post'"),
        ({"by": "outlets"}, "no column 'outlets'"),
        ({"measure": "narration"}, "give matches and the frame"),
        ({"seed": -1}, "seed=-1"),
    ],
)
def test_what_cannot_be_compared_is_refused(options, message):
    with pytest.raises(TableError, match=message):
        compared(BY_HAND, **options)


def test_narration_needs_narrated_words_and_a_frame_with_a_hit():
    nothing = make_table("matches", {})
    with pytest.raises(TableError, match="no narrated words. Cluster the remarks with tokens="):
        rendering_values(BY_HAND, "narration", matches=nothing, frame="storm")
    with pytest.raises(TableError, match="no hit of frame 'storm'"):
        rendering_values(BY_HAND.assign(narration="told"), "narration", matches=nothing, frame="storm")


def test_every_value_of_form_stance_and_act_is_a_measure():
    assert {"direct", "endorsing", "attacking", "praising", "quoted", "headline", "narration"} <= set(MEASURES)
