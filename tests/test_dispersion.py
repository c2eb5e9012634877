"""Dispersion: how evenly hits are spread over stories."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from framing.errors import TableError
from framing.measures.dispersion import dispersion, measure_spread
from framing.schema import check_table, column_names
from tests.tables_by_hand import HARBOUR, Part, cells, hits_in, voiced, words_of

KNOWN = json.loads((Path(__file__).parent / "cases" / "statistics-reference.json").read_text(encoding="utf-8"))
TERMS = list(KNOWN["counts"])


def spread_of(counts, sizes):
    table = np.array(counts)
    term, story = table.nonzero()
    return measure_spread(term, story, table[term, story], sizes, n_terms=len(table))


@pytest.mark.parametrize("measure", ["dp", "dp_norm", "juilland_d"])
def test_the_numbers_are_those_of_tlda_and_scattertext(measure):
    spread = spread_of([KNOWN["counts"][term] for term in TERMS], KNOWN["part_sizes"])
    expected = [KNOWN["dispersion"][measure][term] for term in TERMS]
    assert getattr(spread, measure).tolist() == pytest.approx(expected, abs=1e-9)


def test_juillands_d_is_that_of_rates_since_stories_are_of_unequal_length():
    spread = spread_of([KNOWN["counts"]["a"]], KNOWN["part_sizes"])
    on_counts = KNOWN["dispersion"]["juilland_d_equal_parts_formula_on_counts"]["a"]
    assert abs(spread.juilland_d[0] - on_counts) > 0.001


def test_the_example_of_gries():
    example = KNOWN["gries_example"]
    spread = spread_of([example["subfrequencies"]], example["part_sizes"])
    for measure in ("dp", "dp_norm", "juilland_d"):
        assert getattr(spread, measure)[0] == pytest.approx(example[measure], abs=1e-9)


STORIES = [
    Part("A gale. A gale. One two.", "Ada Brook", remark="r1", article="a1"),
    Part("A gale. Cargo two three four.", "Ada Brook", remark="r2", article="a2"),
    Part("One two three four five six.", "Ben Cole", remark="r3", article="a3"),
]


def measured(parts=STORIES, **options):
    tokens = voiced(parts)
    return dispersion(hits_in(tokens), tokens, HARBOUR, **({"voices": ("quoted",)} | options))


def test_of_three_hits_one_would_have_to_move():
    # stories of six words: shares of words 1/3, of hits 2/3, 1/3, 0
    table = measured()
    assert cells(table, "frame", "n_matches", "n_stories", "n_stories_with_term")[0] == ("storm", 3, 3, 2)
    assert table["dp"][0] == pytest.approx(1 / 3)
    assert table["dp_norm"][0] == pytest.approx(1 / 2)
    assert table["juilland_d"][0] == pytest.approx(1 - np.std([2, 1, 0]) / np.mean([2, 1, 0]) / np.sqrt(2))


def test_a_frame_without_a_hit_has_no_dispersion_but_a_row():
    table = measured().set_index("frame")
    assert table.loc["faith", ["dp", "dp_norm", "juilland_d"]].isna().all()
    assert (table.loc["faith", "n_matches"], table.loc["faith", "note"]) == (0, "no hit")


def test_one_story_has_no_dispersion():
    table = measured(by="leader").query("leader == 'Ben Cole'")
    assert set(table["note"]) == {"one story: no dispersion; no hit"}
    assert table["dp"].isna().all()


def test_the_hits_of_patterns_add_up_to_those_of_their_frame():
    by_pattern = measured(patterns=True)
    assert cells(by_pattern, "frame", "pattern", "n_matches") == [
        ("storm", "gale", 3),
        ("storm", "squall", 0),
        ("trade", "cargo", 1),
        ("faith", "psalm", 0),
    ]
    sums = by_pattern.groupby("frame", sort=False, observed=True)["n_matches"].sum()
    assert sums.tolist() == measured()["n_matches"].tolist()


def test_only_words_asked_for_count():
    assert measured(where={"leader": "Ada Brook"})["n_stories"].tolist() == [2, 2, 2]


def test_the_table_is_the_one_of_the_schema_whatever_the_order_of_rows():
    tokens = voiced(STORIES)
    hits = hits_in(tokens)
    turned = dispersion(hits[::-1].reset_index(drop=True), tokens, HARBOUR, voices=("quoted",))
    pd.testing.assert_frame_equal(turned, measured())
    check_table(turned, "dispersion")
    assert measured(by="leader").columns.tolist() == ["leader", *column_names("dispersion")]


def test_no_words_at_all_give_a_row_for_each_frame():
    tokens = words_of([])
    table = dispersion(hits_in(tokens), tokens, HARBOUR)
    assert cells(table, "n_matches", "n_tokens", "note") == [(0, 0, "one story: no dispersion; no hit")] * 3


def test_a_column_of_the_result_cannot_make_the_groups():
    tokens = words_of(STORIES).assign(frame="x")
    with pytest.raises(TableError, match="'frame' is a column of the dispersion itself"):
        dispersion(hits_in(tokens), tokens, HARBOUR, by="frame")
