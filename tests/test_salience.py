"""Salience: how prominent each remark is, and how prominent those of each group are."""

from __future__ import annotations

import pandas as pd
import pytest

from framing.errors import TableError
from framing.measures.salience import measure_salience
from framing.measures.salience_shares import salience_shares
from framing.schema import check_table, column_names, make_table
from framing.text import tokenize
from tests.tables_by_hand import cells, remark, remarks_of

# Ten words: the remark r1 is "Stay calm" (characters 0 to 9), r2 "then go on" (24 to 34).
TEXT = "Stay calm, Ada said and then go on, she said."
MEASURES = ["headline", "standfirst or lead", "body", "comes first", "position", "words", "repeats"]


def articles_of(texts, stories=None, outlets=None):
    ids, n = list(texts), len(texts)
    columns = {"article_id": ids, "story_id": [(stories or {}).get(one, one) for one in ids], "text": texts.values()}
    columns |= {"outlet": [(outlets or {}).get(one, "The Lantern") for one in ids], "body_start": [0] * n}
    return make_table("articles", {name: list(cells) for name, cells in columns.items()} | {"warnings": [[]] * n})


def spoken(remark_id, words, *, article="a1", text=TEXT, **options):
    """A remark made of these words of the text."""
    start = text.index(words)
    options = {"leader": "Ada Brook", "form": "direct", "cue": "said"} | options
    place = {"place": options.pop("place", "body")}
    row = remark(remark_id, options.pop("leader"), options.pop("form"), options.pop("cue"), start=start,
                 article=article, **options)  # fmt: skip
    return row | place | {"end": start + len(words), "spans": [[start, start + len(words)]]}


def part(remark_id, start, end, kind, number):
    row = {"remark_id": remark_id, "article_id": "a1", "part": number, "start": start, "end": end, "voice": "quoted"}
    return row | {"kind": kind, "pairs": [], "changes": [], "n_speeches": 1}


def alignments_of(rows):
    return make_table("alignments", {name: [row[name] for row in rows] for name in rows[0]})


def measured(rows, **options):
    articles = articles_of(dict.fromkeys(sorted({row["article_id"] for row in rows}), TEXT))
    return measure_salience(remarks_of(rows), tokenize(articles), **options)


def test_position_and_length_are_counted_in_words_of_the_article():
    salience = measured([spoken("r1", "Stay calm"), spoken("r2", "then go on")])
    assert cells(salience, "remark_id", "order", "position", "n_words", "share_words") == [
        ("r1", 1, 0.0, 2, 0.2),
        ("r2", 2, 0.5, 3, 0.3),
    ]
    check_table(salience, "salience")


def test_words_between_the_spans_of_a_remark_are_not_its_words():
    row = spoken("r1", TEXT[0:34]) | {"spans": [[0, 9], [24, 34]]}
    assert cells(measured([row]), "n_words", "share_words") == [(5, 0.5)]


def test_a_repetition_counts_and_what_was_not_said_does_not():
    rows = [spoken("r1", "Stay calm"), spoken("r2", "go on", repeats="r1"), spoken("r3", "she", not_said=True)]
    assert cells(measured(rows), "remark_id", "n_repeats", "repeats") == [("r1", 1, None), ("r2", 0, "r1")]


def test_the_kind_is_that_of_the_longest_part():
    parts = [part("r1", 0, 4, "verbatim", 1), part("r1", 5, 9, "differs", 2), part("r2", 24, 34, "unmatched", 1)]
    rows = [spoken("r1", "Stay calm"), spoken("r2", "then go on"), spoken("r3", "she")]
    salience = measured(rows, alignments=alignments_of(parts))
    assert salience["kind"].fillna("none").tolist() == ["verbatim", "unmatched", "none"]
    longer = alignments_of([part("r1", 0, 4, "verbatim", 1), part("r1", 4, 9, "differs", 2)])
    assert measured(rows[:1], alignments=longer)["kind"].tolist() == ["differs"]


def test_without_alignments_no_kind_is_known():
    assert measured([spoken("r1", "Stay calm")])["kind"].isna().all()


def test_no_remarks_have_no_salience():
    nothing = measure_salience(remarks_of([]), tokenize(articles_of({"a1": TEXT})))
    assert nothing.columns.tolist() == column_names("salience")
    assert salience_shares(nothing, seed=1).columns.tolist() == ["outlet", "leader", *column_names("salience_shares")]


def test_the_order_of_the_rows_changes_no_number():
    rows = [spoken(f"{a}-{w}", w, article=a) for a in ("a1", "a2") for w in ("Stay calm", "go on", "she")]
    one, other = (measured(some).sort_values("remark_id", ignore_index=True) for some in (rows, rows[::-1]))
    pd.testing.assert_frame_equal(one, other)


def test_remarks_of_other_articles_and_beyond_the_text_are_refused_together():
    lost = spoken("r2", "she") | {"start": 900, "end": 903}
    tokens = tokenize(articles_of({"a1": TEXT}))
    with pytest.raises(TableError) as error:
        measure_salience(remarks_of([spoken("r1", "she", article="a9"), lost]), tokens)
    assert "'r1' stands in article 'a9', which has no words in tokens." in str(error.value)
    assert "'r2' begins at 900, but the last word of 'a1' ends at 44." in str(error.value)


# --- of groups


def prominent(rows):
    """article, leader, place, order, position, share of words, and what it repeats."""
    n = len(rows)
    names = ("article_id", "leader", "place", "order", "position", "share_words", "repeats")
    columns = {name: [row[at] if at < len(row) else None for row in rows] for at, name in enumerate(names)}
    columns |= {"remark_id": [f"r{at}" for at in range(n)], "story_id": columns["article_id"], "n_words": [9] * n}
    return make_table("salience", columns | {"outlet": ["x"] * n, "form": ["direct"] * n, "n_repeats": [0] * n})


FOUR = [
    ("a", "Ada", "headline", 1, 0.0, 0.1),
    ("a", "Ada", "body", 3, 0.4, 0.2, "r0"),
    ("b", "Ada", "lead", 2, 0.2, 0.1),
    ("a", "Ben", "standfirst", 2, 0.1, 0.1),
    ("b", "Ben", "headline", 1, 0.0, 0.1),
    ("c", "Ben", None, 1, 0.3, 0.1),
]


def test_each_component_can_be_counted_by_hand():
    shares = salience_shares(prominent(FOUR), by="leader", seed=1)
    ada, ben = (shares[shares["leader"] == name] for name in ("Ada", "Ben"))
    assert ada["measure"].tolist() == ben["measure"].tolist() == MEASURES
    assert cells(ada, "n", "n_of") == [(1, 3), (1, 3), (1, 3), (1, 2), (None, 3), (None, 2), (1, 3)]
    assert ada["value"].tolist() == pytest.approx([1 / 3, 1 / 3, 1 / 3, 1 / 2, 0.2, 0.2, 1 / 3])
    assert cells(ada, "n_remarks", "n_articles", "n_stories")[0] == (3, 2, 2)
    assert cells(ben, "n", "n_of") == [(1, 2), (1, 2), (0, 2), (2, 3), (None, 3), (None, 3), (0, 3)]
    assert set(ben["note"]) == {"under 8 stories: no interval"}
    assert ada["note"][0] == "one story holds over half: no interval"
    assert shares["ci_low"].isna().all()


def test_a_group_whose_places_nobody_knows_says_so():
    shares = salience_shares(prominent([("a", "Ada", None, 1, 0.0, 0.1)]), by="leader", seed=1)
    assert cells(shares, "value", "note")[0] == (None, "no remark whose place is known")


MANY = [(f"a{k:02}", "Ada", ("headline", "lead", "body")[k % 3], 1 + k % 2, k / 20, 0.1 + k / 100) for k in range(20)]


def test_with_stories_enough_every_component_has_an_interval_about_it():
    shares = salience_shares(prominent(MANY), by="leader", seed=1).set_index("measure")
    there = shares.drop("repeats")
    assert ((there["ci_low"] < there["value"]) & (there["value"] < there["ci_high"])).all()
    assert shares["note"].drop("repeats").isna().all()
    assert shares["note"]["repeats"] == "all stories alike: no interval"


def test_the_corpus_twice_has_the_same_shares_and_narrower_intervals():
    twice = [*MANY, *((f"copy {row[0]}", *row[1:]) for row in MANY)]
    one, two = (salience_shares(prominent(rows), by="leader", seed=1).iloc[:-1] for rows in (MANY, twice))
    assert one["value"].tolist() == pytest.approx(two["value"].tolist())
    assert (two["ci_high"] - two["ci_low"] < one["ci_high"] - one["ci_low"]).all()


def test_the_order_of_remarks_changes_no_share():
    salience = prominent([*MANY, *FOUR])
    shuffled = salience.iloc[::-1].reset_index(drop=True)
    pd.testing.assert_frame_equal(
        salience_shares(salience, seed=3), salience_shares(shuffled, seed=3), check_exact=False, rtol=1e-12
    )


def test_all_in_one_place_have_no_interval_that_would_claim_certainty():
    rows = [(f"a{k}", "Ada", "body", 1, 0.5, 0.1) for k in range(9)]
    shares = salience_shares(prominent(rows), by="leader", seed=1)
    assert shares["note"].tolist() == ["all stories alike: no interval"] * 7
    assert shares["ci_low"].isna().all()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"by": "leaders"}, "no column 'leaders' to group by. Did you mean 'leader'"),
        ({"confidence": 95}, "confidence=95"),
        ({"by": "measure"}, "no column 'measure'"),
    ],
)
def test_what_cannot_be_grouped_is_refused(options, said):
    with pytest.raises(TableError, match=said):
        salience_shares(prominent(FOUR), **({"seed": 1} | options))


def test_a_column_of_the_readers_own_may_not_have_the_name_of_a_share():
    with pytest.raises(TableError, match="'note' is a column of the shares themselves"):
        salience_shares(prominent(FOUR).assign(note="x"), by="note", seed=1)
