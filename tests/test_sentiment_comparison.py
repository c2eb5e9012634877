"""The sentiment of two groups, engine by engine, without the names of leaders."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pandas as pd
import pytest

from framing import articles_from_records, score_sentiment, tokenize
from framing.errors import TableError
from framing.lexicon import Lexicon, Term
from framing.measures.sentiment_comparison import compare_sentiment
from framing.schema import check_table, make_table
from tests.tables_by_hand import cells

LEADERS = make_table(
    "leaders",
    {
        "leader": ["Ada Grace", "Ada Grace", "Ada Grace", "Ben Cole"],
        "alias": ["Ada Grace", "Grace", "the good queen", "Ben Cole"],
        "kind": ["name", "surname", "role", "name"],
    },
)
PAIR = {"group": "Ada Grace", "reference": "Ben Cole"}


def sentiment_of(rows, engine="vader"):
    """article, leader, remark, score, words."""
    n = len(rows)
    columns = {name: [row[k] for row in rows] for k, name in enumerate(("article_id", "leader", "remark_id", "score"))}
    columns |= {"n_words": [row[4] for row in rows], "n_words_scored": [int(row[3] is not None) for row in rows]}
    columns |= {"sentence": list(range(n)), "start": [0] * n, "end": [9] * n, "repeat": [False] * n}
    columns |= {"words": [[["fine", 1.0]] if row[3] is not None else [] for row in rows], "engine": [engine] * n}
    return make_table("sentiment", columns | {"voice": ["quoted"] * n})


def articles_of(sentiment):
    ids = sorted(set(sentiment["article_id"]))
    columns = {"article_id": ids, "story_id": ids, "text": ["..."] * len(ids), "body_start": [0] * len(ids)}
    return make_table("articles", columns | {"warnings": [[] for _ in ids]})


def compared(rows, **options):
    table = rows if isinstance(rows, pd.DataFrame) else sentiment_of(rows)
    options = {"leaders": LEADERS, "seed": 1} | PAIR | options
    return compare_sentiment(table, articles_of(table), **options)


def many(n, *, gap=0.4, seed=2):
    rng = np.random.default_rng(seed)
    rows = []
    for story in range(n):
        for leader, middle in (("Ada Grace", gap), ("Ben Cole", 0.0)):
            for k in range(3):
                name = f"{leader} {story} {k}"
                rows.append((f"{leader} {story:02}", leader, name, float(np.clip(rng.normal(middle, 0.3), -1, 1)), 10))
    return rows


def test_each_remark_counts_once_and_a_remark_is_the_mean_of_its_words():
    rows = [
        ("a1", "Ada Grace", "r1", 0.5, 6),
        ("a1", "Ada Grace", "r1", -0.5, 2),
        ("a2", "Ada Grace", "r2", 0.75, 90),
        ("a3", "Ben Cole", "r3", 0.0, 5),
        ("a3", "Ben Cole", "r4", None, 5),
    ]
    row = compared(rows).iloc[0]
    assert row["score"] == pytest.approx((0.25 + 0.75) / 2)
    assert (row["reference_score"], row["reference_n_remarks"], row["reference_n_remarks_unscored"]) == (0.0, 1, 1)
    assert row["difference"] == pytest.approx(0.5)
    assert row["share_words_scored"] == pytest.approx(3 / 98)
    assert "one story: no interval, no test (reference)" in row["note"]
    assert math.isnan(row["p_value"]) and math.isnan(row["ci_low"])


def test_a_difference_has_an_interval_and_a_test_over_stories():
    row = compared(many(20)).iloc[0]
    assert 0 < row["ci_low"] < row["difference"] < row["ci_high"]
    assert row["p_value"] == row["p_adjusted"] < 0.01
    assert (row["n_stories"], row["n_remarks"]) == (20, 60)
    assert pd.isna(row["note"])


def test_to_exchange_the_two_turns_the_signs():
    one = compared(many(12)).iloc[0]
    other = compared(many(12), group="Ben Cole", reference="Ada Grace").iloc[0]
    assert (other["difference"], other["ci_low"], other["ci_high"]) == pytest.approx(
        (-one["difference"], -one["ci_high"], -one["ci_low"]), abs=1e-12
    )
    assert other["p_value"] == one["p_value"]


def test_the_order_of_the_rows_changes_nothing():
    table = sentiment_of(many(12))
    shuffled = table.sample(frac=1, random_state=4).reset_index(drop=True)
    pd.testing.assert_frame_equal(compared(shuffled), compared(table))


def test_engines_stand_side_by_side_and_their_p_values_are_adjusted_together():
    both = pd.concat([sentiment_of(many(12)), sentiment_of(many(12, gap=0.1), engine="textblob")], ignore_index=True)
    table = compared(both)
    assert table["engine"].tolist() == ["vader", "textblob"]
    assert (table["p_adjusted"] >= table["p_value"]).all()
    for engine in ("vader", "textblob"):
        alone = compared(both[both["engine"] == engine].reset_index(drop=True)).iloc[0]
        own = table[table["engine"] == engine].iloc[0]
        assert own.drop("p_adjusted").tolist() == alone.drop("p_adjusted").tolist()


def test_the_table_is_the_one_of_the_schema_and_numpy_is_silent():
    rows = [("a1", "Ada Grace", "r1", None, 6), ("a2", "Ben Cole", "r2", None, 6)]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        table = compared(rows)
        alike = compared([(f"a{k}", "Ada Grace" if k % 2 else "Ben Cole", f"r{k}", 0.5, 9) for k in range(40)])
    check_table(table, "sentiment_comparison")
    assert table["note"][0].startswith("no remark with a score (group and reference)")
    assert cells(table, "score", "difference", "p_value") == [(None, None, None)]
    assert cells(alike, "difference", "ci_low", "note") == [(0.0, None, "no variation: no interval")]


TEXT = "Grace is here. GRACE and Ada Grace came. We ask for grace."
WEIGHTS = Lexicon(
    "tone", "1", "en", "", "", {"tone": "good words"}, (Term("tone", "grace", 1.0), Term("tone", "came", 0.5))
)


def scored(**options):
    articles = articles_from_records([{"article_id": "a", "text": TEXT}], source="notes")
    return score_sentiment(tokenize(articles), articles, engines=("vader", WEIGHTS), **options)


def test_names_of_leaders_make_no_score_and_the_word_still_does():
    table = scored(leaders=LEADERS)
    vader, lexicon = (table[table["engine"] == engine].reset_index(drop=True) for engine in ("vader", "tone@1"))
    assert vader["score"].isna().tolist() == [True, True, False]
    assert lexicon["words"].tolist() == [[], [["came", 0.5]], [["grace", 1.0]]]


def test_without_the_table_of_leaders_scores_are_as_they_were():
    assert scored()["score"].notna().all()


def test_scores_that_a_name_has_made_are_refused():
    table = scored().assign(leader="Ada Grace", remark_id="r1")
    other = table.assign(leader="Ben Cole", remark_id="r2")
    both = pd.concat([table, other], ignore_index=True)
    said = r"row 0: the name 'Grace' was scored as a word \(vader\)[\s\S]*Score again with score_sentiment"
    with pytest.raises(TableError, match=said):
        compared(both)
    assert len(compared(both, leaders=None)) == 2
    clean = scored(leaders=LEADERS).assign(leader="Ada Grace", remark_id="r1")
    assert len(compared(pd.concat([clean, clean.assign(leader="Ben Cole")], ignore_index=True))) == 2


BAD = [
    ({"group": "Ada Grce"}, "leader 'Ada Grce' has no remark here.*Did you mean 'Ada Grace'"),
    ({"reference": "Ada Grace"}, "both 'Ada Grace'"),
    ({"by": ("leader", "voice")}, "compared by one column"),
    ({"interval": "normal"}, "there is no interval 'normal'"),
    ({"confidence": 0}, "confidence=0"),
    ({"voices": ("said",)}, "there is no voice 'said'"),
]


@pytest.mark.parametrize(("options", "said"), BAD)
def test_what_cannot_be_compared_is_refused(options, said):
    with pytest.raises(TableError, match=said):
        compared(many(3), **options)


def test_articles_must_be_those_of_the_scores():
    table = sentiment_of(many(3))
    with pytest.raises(TableError, match="is not in articles"):
        compare_sentiment(table, articles_of(table).iloc[1:], leaders=None, seed=1, **PAIR)
