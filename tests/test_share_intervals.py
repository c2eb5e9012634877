"""Shares of remarks with intervals: form, cue stance, cue act."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from framing.errors import TableError
from framing.measures.profiles import form_shares
from framing.measures.share_intervals import share_intervals
from framing.schema import check_table, column_names, make_table
from tests.tables_by_hand import cells

# Wilson's intervals as statsmodels 0.15.0 gives them (proportion_confint, method "wilson")
WILSON = {
    (0, 10): (0.0, 0.27753279986288926),
    (1, 10): (0.017876213095072924, 0.40415002679523854),
    (5, 10): (0.23659309051256394, 0.7634069094874361),
    (10, 10): (0.7224672001371106, 1.0),
    (7, 60): (0.0576772064005603, 0.22178788024170865),
    (1, 70): (0.002526246457890298, 0.0765818713120833),
}


def remarks_of(rows):
    """article, leader, form, cue stance."""
    n = len(rows)
    columns = {"article_id": [row[0] for row in rows], "leader": [row[1] for row in rows]}
    columns |= {"form": [row[2] for row in rows], "cue_stance": [row[3] if len(row) > 3 else None for row in rows]}
    columns |= {"remark_id": [f"r{k}" for k in range(n)], "content": ["clause"] * n, "not_said": [False] * n}
    columns |= {"start": [0] * n, "end": [9] * n, "spans": [[[0, 9]]] * n, "quoted_spans": [[]] * n}
    return make_table("remarks", columns | {"rule": ["hand"] * n})


def articles_of(remarks, stories=None):
    ids = sorted(set(remarks["article_id"]))
    n = len(ids)
    columns = {"article_id": ids, "story_id": [(stories or {}).get(one, one) for one in ids], "text": ["..."] * n}
    return make_table("articles", columns | {"body_start": [0] * n, "warnings": [[] for _ in ids]})


def shares(rows, stories=None, **options):
    remarks = remarks_of(rows)
    return share_intervals(remarks, articles_of(remarks, stories), **({"column": "form", "seed": 1} | options))


@pytest.mark.parametrize(("k", "n"), WILSON)
def test_with_one_remark_a_story_the_interval_is_wilsons(k, n):
    table = shares([(f"a{i:02}", "Ada Brook", "direct" if i < k else "mixed") for i in range(n)])
    row = table[table["value"] == "direct"].iloc[0]
    assert row["interval"] == "wilson"
    assert (row["ci_low"], row["ci_high"]) == pytest.approx(WILSON[k, n], abs=1e-9)


def clustered(n_stories, each=4):
    forms = ["direct", "mixed", "indirect"]
    return [
        (f"a{s:02}", "Ada Brook", forms[(s * (k + 1)) % 3 if s % 2 else 0])
        for s in range(n_stories)
        for k in range(each)
    ]


def test_with_several_remarks_a_story_stories_are_resampled():
    table = shares(clustered(20))
    assert set(table["interval"]) == {"stories"}
    assert ((table["ci_low"] < table["share_remarks"]) & (table["share_remarks"] < table["ci_high"])).all()


def test_remarks_that_come_in_clumps_tell_less_than_as_many_alone():
    clumps = [(f"a{s:02}", "Ada Brook", "direct" if s % 2 else "mixed") for s in range(20) for _ in range(5)]
    alone = [(f"a{s:03}", "Ada Brook", "direct" if s % 2 else "mixed") for s in range(100)]
    widths = [(row["ci_high"] - row["ci_low"]) for row in (shares(clumps).iloc[0], shares(alone).iloc[0])]
    assert widths[0] > 2 * widths[1]


def test_copies_of_one_story_are_one_story():
    rows = [(f"a{i:02}", "Ada Brook", "direct" if i % 2 else "mixed") for i in range(20)]
    stories = {f"a{i:02}": f"s{i // 4}" for i in range(20)}
    table = shares(rows, stories)
    assert table["n_stories"].tolist() == [5, 5, 5]
    assert table["note"].tolist() == ["under 8 stories: no interval"] * 3
    assert table["ci_low"].isna().all() and table["interval"].isna().all()


def test_the_shares_are_those_of_the_forms():
    remarks = remarks_of([*clustered(9), ("a00", "Ben Cole", "direct")])
    ours = share_intervals(remarks, articles_of(remarks), column="form", seed=1)
    theirs = form_shares(remarks)
    assert cells(ours, "leader", "value", "n_remarks_with_value") == cells(theirs, "leader", "form", "n_remarks")
    assert ours["share_remarks"].tolist() == theirs["share_remarks"].tolist()


def test_remarks_without_a_cue_are_counted_so_that_shares_add_up_to_one():
    rows = [(f"a{i}", "Ada Brook", "direct", "neutral" if i else None) for i in range(9)]
    table = shares(rows, column="cue_stance")
    assert cells(table, "value", "n_remarks_with_value")[-1] == (None, 1)
    assert table["share_remarks"].sum() == pytest.approx(1)
    check_table(table, "remark_shares")


def test_a_value_no_story_has_gets_no_bootstrap_interval_of_zero_to_zero():
    rows = [(f"a{s:02}", "Ada Brook", "direct" if s % 2 else "mixed") for s in range(20) for _ in range(3)]
    row = shares(rows).set_index("value").loc["indirect"]
    assert (row["share_remarks"], row["note"]) == (0, "all stories alike: no interval")
    assert math.isnan(row["ci_high"])


def test_the_order_of_the_rows_changes_nothing():
    remarks = remarks_of(clustered(12))
    articles = articles_of(remarks)
    one = share_intervals(remarks, articles, column="form", seed=5)
    other = share_intervals(remarks[::-1].reset_index(drop=True), articles[::-1], column="form", seed=5)
    pd.testing.assert_frame_equal(one, other)
    assert one.columns.tolist() == ["leader", *column_names("remark_shares")]


def test_outlets_and_leaders_make_a_matrix_of_verbs_although_remarks_have_no_outlet():
    rows = [("a1", "Ada Brook", "direct", "neutral"), ("a2", "Ada Brook", "direct", "distancing")]
    rows += [("a2", "Ada Brook", "direct", "neutral"), ("a1", "Ben Cole", "direct", None)]
    remarks = remarks_of(rows)
    articles = articles_of(remarks).assign(outlet=["The Lantern", "Port Post"])
    table = share_intervals(remarks, articles, column="cue_stance", by=("outlet", "leader"), seed=1)
    distancing = table[table["value"] == "distancing"]
    assert cells(distancing, "outlet", "leader", "n_remarks_with_value", "n_remarks") == [
        ("Port Post", "Ada Brook", 1, 2),
        ("The Lantern", "Ada Brook", 0, 1),
        ("The Lantern", "Ben Cole", 0, 1),
    ]


def test_no_remarks_give_an_empty_table():
    table = shares([])
    assert len(table) == 0
    assert table.columns.tolist() == ["leader", *column_names("remark_shares")]


BAD = [
    ({"column": "forms"}, "shares of 'forms' are not counted. Did you mean 'form'"),
    ({"by": "leaders"}, "no column 'leaders'"),
    ({"confidence": 95}, "confidence=95"),
]


@pytest.mark.parametrize(("options", "said"), BAD)
def test_what_cannot_be_counted_is_refused(options, said):
    with pytest.raises(TableError, match=said):
        shares(clustered(9), **options)


def test_every_remark_must_stand_in_an_article():
    remarks = remarks_of(clustered(9))
    with pytest.raises(TableError, match="article 'a00' is not in articles"):
        share_intervals(remarks, articles_of(remarks).iloc[1:], column="form", seed=1)
