"""Keyness: which words mark one group against another."""

from __future__ import annotations

import json
import math
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from framing.errors import TableError
from framing.measures.keyness import four_cell_g2, keyness, log_odds
from framing.schema import check_table, make_table
from tests.tables_by_hand import HARBOUR, Part, cells, hits_in, voiced, words_of

KNOWN = json.loads((Path(__file__).parent / "cases" / "statistics-reference.json").read_text(encoding="utf-8"))
TERMS = list(KNOWN["counts"])


def speeches():
    """The tokens of the eight speeches: as many of each word as were counted."""
    of_speech = zip(KNOWN["parts"], KNOWN["groups"], zip(*KNOWN["counts"].values(), strict=True), strict=True)
    rows = [
        {"article_id": name, "outlet": group, "position": position, "word": word}
        for name, group, counts in of_speech
        for position, word in enumerate(word for word, n in zip(TERMS, counts, strict=True) for _ in range(n))
    ]
    table = pd.DataFrame(rows)
    places = {"paragraph": 0, "sentence": 0, "after_comma": False, "after_skip": False}
    table = table.assign(story_id=table["article_id"], start=table["position"] * 20, end=table["position"] * 20 + 9)
    return make_table("tokens", table.assign(**places))


SPEECHES = speeches()


def compared(**options):
    options = {"by": "outlet", "group": "A", "reference": "B", "prior": 0.01, "fewest_stories": 1} | options
    return keyness(SPEECHES, **options).set_index("term").loc[TERMS]


@pytest.mark.parametrize("prior", KNOWN["log_odds"]["priors"])
def test_log_odds_and_z_are_those_of_monroe_colaresi_and_quinn_and_of_convokit(prior):
    table = compared(prior=KNOWN["log_odds"]["priors"][prior])
    for ours, theirs in (("log_odds", "delta"), ("z", "z")):
        expected = [KNOWN["log_odds"][theirs][prior][term] for term in TERMS]
        assert table[ours].tolist() == pytest.approx(expected, abs=1e-9)


def test_the_variance_is_the_simple_one_where_scattertext_adds_the_other_two_cells():
    theirs = [KNOWN["log_odds"]["z_scattertext"][term] for term in TERMS]
    ours = compared()["z"]
    assert all(abs(one) <= abs(other) for one, other in zip(theirs, ours, strict=True))
    assert max(abs(ours - theirs)) > 1e-3


@pytest.mark.parametrize("prior", KNOWN["log_odds"]["tidylo"])
def test_tidylo_compares_with_all_groups_pooled_the_group_included_and_we_with_the_others(prior):
    n = np.array([KNOWN["counts"][term] for term in TERMS])
    own, every = n[:, np.array(KNOWN["groups"]) == "A"].sum(axis=1), n.sum(axis=1)
    a = every if prior == "empirical" else np.ones(len(TERMS))
    _, pooled = log_odds(own, every + a, a, (own.sum(), every.sum() + a.sum(), a.sum()))
    theirs = [KNOWN["log_odds"]["tidylo"][prior][term][0] for term in TERMS]
    assert pooled.tolist() == pytest.approx(theirs, abs=1e-9)
    ours = compared(prior=dict(zip(TERMS, a.tolist(), strict=True)))["z"]
    assert max(abs(ours - theirs)) > 0.1


def test_g2_is_that_of_four_cells_and_the_log_ratio_adds_half_a_use():
    table = compared()
    for measure in ("g2", "log2_ratio"):
        assert table[measure].tolist() == pytest.approx([KNOWN["keyness"][measure][t] for t in TERMS], abs=1e-9)


def test_quanteda_adds_a_billionth_inside_its_logarithms_and_the_form_of_two_cells_leaves_the_remainders_out():
    table = compared()
    assert table["g2"].tolist() == pytest.approx([KNOWN["keyness"]["g2_quanteda_lr_none"][t] for t in TERMS], abs=1e-6)
    two_cells = [KNOWN["keyness"]["g2_two_cell"][term] for term in TERMS]
    assert all(two <= abs(four) + 1e-12 for two, four in zip(two_cells, table["g2"], strict=True))


def test_a_background_corpus_weighs_terms_as_it_and_the_words_compared_use_them():
    table = compared(prior=SPEECHES, prior_words=10)
    expected = KNOWN["log_odds"]["z"]["informative_background_scaled_to_10"]
    assert table["z"].tolist() == pytest.approx([expected[term] for term in TERMS], abs=1e-9)
    assert table["prior"].sum() == pytest.approx(10)


def test_group_and_reference_exchanged_turn_the_signs():
    turned = compared(group="B", reference="A")
    for measure in ("log_odds", "z", "g2", "log2_ratio"):
        assert turned[measure].tolist() == pytest.approx((-compared()[measure]).tolist(), abs=1e-12)


def test_of_two_groups_the_rest_is_the_other():
    against_rest = compared(reference=None)
    assert against_rest["reference"].isna().all()
    assert against_rest["z"].tolist() == compared()["z"].tolist()


def test_the_most_typical_come_first():
    table = keyness(SPEECHES, by="outlet", group="A", reference="B", prior=0.1, fewest_stories=1)
    assert table["z"].is_monotonic_decreasing


def remarks(texts):
    return voiced([Part(text, leader, remark=name, article=name) for leader, name, text in texts])


THREE = remarks(
    [
        ("Ada Brook", "a1", "Gale gale gale gale gale gale, bread and fish."),
        ("Ada Brook", "a2", "Harbour bread and fish."),
        ("Ada Brook", "a3", "Harbour’s bread and fish."),
        ("Ben Cole", "b1", "Roads bread and fish."),
        ("Ben Cole", "b2", "Roads bread and fish."),
        ("Cara Dunn", "c1", "Bread and fish."),
    ]
)
SAID = {"by": "leader", "voices": ("quoted", "paraphrased"), "prior": 0.5}


def test_a_word_of_one_story_is_not_ranked_however_often_it_is_used():
    table = keyness(THREE, group="Ada Brook", reference="Ben Cole", **SAID)
    gale = table[table["term"] == "gale"].iloc[0]
    assert (gale["n"], gale["n_stories"], gale["note"]) == (6, 1, "in 1 story: not ranked")
    assert math.isnan(gale["z"]) and gale["log_odds"] > 0
    assert gale["dispersion"] == pytest.approx(1 - 9 / 17)
    assert table["term"].iloc[0] == "harbour"
    assert table["term"].iloc[-1] == "gale"


def test_the_stories_that_count_are_those_of_the_side_a_term_is_typical_of():
    table = keyness(THREE, group="Ben Cole", reference="Ada Brook", **SAID).set_index("term")
    assert math.isnan(table.loc["gale", "z"])
    assert table.loc["roads", "z"] > 0


def test_words_are_compared_in_one_form():
    table = keyness(THREE, group="Ada Brook", **SAID).set_index("term")
    assert table.loc["harbour", ["n", "n_stories"]].tolist() == [2, 2]


def test_every_group_has_its_turn_against_all_others_together_or_each_other():
    rest = keyness(THREE, **SAID).drop_duplicates(["group", "reference"])
    assert cells(rest, "group", "reference") == [("Ada Brook", None), ("Ben Cole", None), ("Cara Dunn", None)]
    assert cells(rest, "n_tokens", "reference_n_tokens") == [(17, 11), (8, 20), (3, 25)]
    each = keyness(THREE, against="each", **SAID).drop_duplicates(["group", "reference"])
    names = [("Ada Brook", "Ben Cole"), ("Ada Brook", "Cara Dunn"), ("Ben Cole", "Cara Dunn")]
    assert cells(each, "group", "reference") == names
    one = keyness(THREE, against="each", group="Cara Dunn", **SAID).drop_duplicates("reference")
    assert one["reference"].tolist() == ["Ada Brook", "Ben Cole"]


def test_a_pair_says_the_same_alone_and_among_others():
    each = keyness(THREE, against="each", **SAID)
    own = each[(each["group"] == "Ada Brook") & (each["reference"] == "Ben Cole")].reset_index(drop=True)
    pd.testing.assert_frame_equal(own, keyness(THREE, group="Ada Brook", reference="Ben Cole", **SAID))


def test_patterns_of_frames_are_compared_like_words():
    table = keyness(THREE, matches=hits_in(THREE), lexicon=HARBOUR, group="Ada Brook", fewest_stories=1, **SAID)
    assert cells(table, "term", "n", "reference_n", "n_tokens") == [("storm: gale", 6, 0, 17)]


def test_without_a_hit_of_any_pattern_the_table_is_empty():
    table = keyness(THREE, matches=make_table("matches", {}), lexicon=HARBOUR, **SAID)
    assert len(table) == 0
    check_table(table, "keyness")


def test_rows_may_stand_in_any_order_and_nothing_is_changed():
    before = THREE.copy(deep=True)
    shuffled = THREE.sample(frac=1, random_state=3).reset_index(drop=True)
    pd.testing.assert_frame_equal(keyness(shuffled, **SAID), keyness(THREE, **SAID))
    pd.testing.assert_frame_equal(THREE, before)


def test_the_table_is_the_one_of_the_schema_and_numpy_is_silent():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        check_table(keyness(THREE, **SAID), "keyness")
        only = remarks([("Ada Brook", "a1", "Gale."), ("Ben Cole", "b1", "Gale.")])
        table = keyness(only, **SAID)
    assert cells(table, "log_odds", "z", "note") == [(None, None, "no other term: no odds")] * 2


def test_words_of_nobody_are_no_group():
    parts = [
        Part("Gale.", "Ada Brook", remark="r1"),
        Part("Ship.", None, remark="r2"),
        Part("Sea.", "Ben Cole", remark="r3"),
    ]
    table = keyness(voiced(parts), **SAID)
    assert set(table["term"]) == {"gale", "sea"}


BAD = [
    ({"prior": 0}, "every term has 0"),
    ({"prior": -1.0}, "must be positive"),
    ({"prior": math.nan}, "must be positive"),
    ({"prior": math.inf}, "must be positive"),
    ({"prior": {"gale": 1.0}}, "'and' has nan"),
    ({"prior": "flat"}, "prior='flat': give a positive number"),
    ({"prior": THREE}, "prior_words=None: say how many words"),
    ({"prior": 1.0, "prior_words": 10}, "scales a background corpus; this prior is none"),
    ({"prior": dict.fromkeys(("a", "and", "gale"), "x")}, "'and' has 'x'"),
    ({"prior": THREE, "prior_words": "500"}, "prior_words='500': say how many words"),
    ({"fewest_stories": 0}, "fewest_stories=0"),
    ({"fewest_stories": None}, "fewest_stories=None"),
    ({"fewest_stories": "2"}, "fewest_stories='2'"),
    ({"fewest_stories": math.nan}, "fewest_stories=nan"),
    ({"fewest_stories": 1.5}, "fewest_stories=1.5"),
    ({"by": ("leader", "outlet")}, "compared by one column"),
    ({"by": "outlet"}, "1 group in 'outlet'; it takes two"),
    ({"by": "leaders"}, "no column 'leaders' to group by. Did you mean 'leader'"),
    ({"group": "Ada Brok"}, "leader 'Ada Brok' has no words here. Did you mean 'Ada Brook'"),
    ({"group": "Ada Brook", "reference": "Ada Brook"}, "both 'Ada Brook'"),
    ({"reference": "Ada Brook"}, "without a group"),
    ({"against": "all"}, "against: there is no 'all'"),
    ({"voices": None}, "mix the leader's words with the outlet's"),
    ({"lexicon": HARBOUR}, "belong together"),
]


@pytest.mark.parametrize(("options", "said"), BAD)
def test_what_cannot_be_compared_is_refused(options, said):
    with pytest.raises(TableError, match=said):
        keyness(THREE, **(SAID | options))


def test_a_table_without_stories_or_words_or_with_words_twice_is_refused():
    with pytest.raises(TableError, match="stands twice. Give every article an id of its own"):
        keyness(pd.concat([THREE, THREE], ignore_index=True), **SAID)
    with pytest.raises(TableError, match="story_id"):
        keyness(THREE.drop(columns="story_id"), **SAID)
    with pytest.raises(TableError, match="it takes two"):
        keyness(words_of([]), by="outlet", prior=1.0)


def test_a_term_used_alike_has_no_log_odds_and_no_g2():
    ratio, z = log_odds([3], [3], [1.0], (10, 10, 5.0))
    assert (ratio[0], z[0]) == (0, 0)
    assert four_cell_g2([3], [3], 10, 10)[0] == 0
    assert np.isfinite(four_cell_g2([0, 10], [0, 10], 10, 10)).all()
