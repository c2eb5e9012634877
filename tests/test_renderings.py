"""The same remark in many outlets: clusters of renderings."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from framing import corpus_folder, read_articles, read_leaders, read_remarks
from framing.errors import TableError
from framing.measures.rendering_likeness import passage_likeness, weigh_stems, wording_likeness
from framing.measures.renderings import cluster_remarks, complete_clusters
from framing.schema import check_table, column_names, make_table
from framing.speech.voices import assign_voices
from framing.text import tokenize
from tests.tables_by_hand import cells

LONG = "We shall wait for the ships of the north until the ice has gone from the harbour."
SAID = [
    # article, outlet, leader, text before, words, text after
    ("a1", "Port Post", "Ada", "Ada said: ", LONG, ""),
    ("a2", "The Lantern", "Ada", "", "She would wait for the ships of the north until the ice was gone", ", said Ada."),
    ("a3", "The Lantern", "Ada", "", "Bread is dear this winter", ", Ada claimed."),
    ("a4", "The Lantern", "Ben", "Ben: ", LONG, ""),
]


def tables(said=SAID):
    """One article and one remark for each row; `words` are its content."""
    texts = [f"{before}{content}{after}" for *_, before, content, after in said]
    ids = [row[0] for row in said]
    n = len(said)
    articles = {"article_id": ids, "story_id": ids, "outlet": [row[1] for row in said], "text": texts}
    articles |= {"body_start": [0] * n, "warnings": [[]] * n, "language": ["en"] * n}
    starts = [len(row[3]) for row in said]
    spans = [[[start, start + len(row[4])]] for start, row in zip(starts, said, strict=True)]
    remarks = {"remark_id": [f"r-{one}" for one in ids], "article_id": ids, "leader": [row[2] for row in said]}
    remarks |= {"form": ["indirect"] * n, "content": ["clause"] * n, "cue": ["said"] * n, "not_said": [False] * n}
    remarks |= {"start": starts, "end": [one[0][1] for one in spans], "spans": spans, "quoted_spans": [[]] * n}
    return make_table("remarks", remarks | {"rule": ["hand"] * n}), make_table("articles", articles)


def clustered(said=SAID, **options):
    remarks, articles = tables(said)
    return cluster_remarks(remarks, articles, **({"threshold": 0.4} | options))


def alignments_of(rows):
    """remark, speech, start and end in it."""
    n = len(rows)
    columns = {"remark_id": [row[0] for row in rows], "speech_id": [row[1] for row in rows], "part": [1] * n}
    columns |= {"speech_start": [row[2] for row in rows], "speech_end": [row[3] for row in rows]}
    columns |= {"article_id": ["a"] * n, "start": [0] * n, "end": [9] * n, "voice": ["quoted"] * n}
    kinds = ["unmatched" if row[1] is None else "verbatim" for row in rows]
    return make_table(
        "alignments", columns | {"kind": kinds, "pairs": [[]] * n, "changes": [[]] * n} | {"n_speeches": [1] * n}
    )


def test_like_wording_joins_remarks_of_one_leader_and_of_no_two():
    table = clustered()
    assert cells(table, "cluster", "remark_id", "by") == [
        ("Ada 1", "r-a1", "wording"),
        ("Ada 1", "r-a2", "wording"),
        ("Ada 2", "r-a3", "alone"),
        ("Ben 1", "r-a4", "alone"),
    ]
    assert table["similarity"][0] == table["similarity"][1] > 0.4
    assert table["similarity"][2:].isna().all()
    check_table(table, "renderings")


def test_the_same_passage_joins_what_no_wording_would():
    table = clustered(alignments=alignments_of([("r-a1", "s", 100, 200), ("r-a3", "s", 150, 180)]))
    joined = table[table["by"] == "passage"]
    assert cells(joined, "cluster", "remark_id", "similarity") == [("Ada 1", "r-a1", 1.0), ("Ada 1", "r-a3", 1.0)]


@pytest.mark.parametrize(
    "rows",
    [
        [("r-a1", "s", 100, 200), ("r-a3", "other", 100, 200)],
        [("r-a1", "s", 100, 200), ("r-a3", "s", 200, 300)],
        [("r-a1", "s", 100, 200), ("r-a3", "s", 170, 300)],  # 30 of the shorter's 100 characters
        [("r-a1", "s", 100, 200), ("r-a3", None, None, None)],
    ],
    ids=["another speech", "the next passage", "a small overlap", "unmatched"],
)
def test_other_passages_join_nothing(rows):
    assert "passage" not in clustered(alignments=alignments_of(rows))["by"].tolist()


def test_where_a_quotation_was_found_the_guess_about_its_paraphrase_joins_nothing():
    rows = alignments_of([("r-a1", "s", 0, 90), ("r-a1", "s", 200, 300), ("r-a3", "s", 200, 300)])
    rows = rows.assign(part=[1, 2, 1], voice=["quoted", "paraphrased", "paraphrased"])
    assert "passage" not in clustered(alignments=rows)["by"].tolist()


def test_a_long_quotation_does_not_join_two_fragments_of_it():
    rows = [("r-a1", "s", 0, 300), ("r-a2", "s", 0, 100), ("r-a3", "s", 200, 300)]
    table = clustered(alignments=alignments_of(rows)).set_index("remark_id")["cluster"]
    assert table["r-a2"] != table["r-a3"]


def test_chains_do_not_grow_without_end():
    chain = np.eye(5) + 0.6 * (np.eye(5, k=1) + np.eye(5, k=-1))
    clusters = complete_clusters(chain, 0.5)
    assert sorted(np.bincount(clusters).tolist()) == [1, 2, 2]


def test_the_threshold_itself_is_like_enough():
    assert complete_clusters(np.array([[1, 0.3], [0.3, 1]]), 0.3).tolist() == [0, 0]
    assert complete_clusters(np.array([[1, 0.3], [0.3, 1]]), 0.31).tolist() == [0, 1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("them", "them"),
        ("Oskelund to return them and to pay compensation", "them"),
        ("peace", "peace"),
        ("they would not do it for them", "they would not do it for them"),
        ("We're with you", "We're with you"),
        ("Pernhald's courage", "the Pernhald line"),
    ],
    ids=["a pronoun", "in common a pronoun", "one word", "no content word", "contracted pronouns", "in common a name"],
)
def test_what_shares_hardly_a_word_is_never_joined_neither_by_wording_nor_by_passage(one, other):
    said = [("a1", "x", "Ada", "", one, ""), ("a2", "y", "Ada", "", other, ""), ("a3", "y", "Ada", "", LONG, "")]
    assert clustered(said, threshold=0.01)["cluster"].is_unique
    if {one, other} <= {"them", "peace", "they would not do it for them"}:
        passages = alignments_of([("r-a1", "s", 100, 104), ("r-a2", "s", 100, 104)])
        assert clustered(said, alignments=passages)["by"].eq("alone").all()


@pytest.mark.parametrize("words", ["I include myself", "the world as it is", "small boats"])
def test_short_remarks_are_joined_where_they_share_two_words_and_one_says_something(words):
    said = [("a1", "x", "Ada", "", words, ""), ("a2", "y", "Ada", "", words, ""), ("a3", "y", "Ada", "", LONG, "")]
    assert clustered(said)["cluster"].tolist()[:2] == ["Ada 1", "Ada 1"]


def test_where_a_language_has_no_list_of_function_words_every_word_counts_as_content():
    remarks, articles = tables([(name, name, "Ada", "", "Wir wollen das", "") for name in ("a1", "a2")])
    table = cluster_remarks(remarks, articles.assign(language="de"), threshold=0.4)
    assert table["cluster"].tolist() == ["Ada 1", "Ada 1"]


def test_passages_in_several_parts_are_added_up():
    parts = alignments_of([("r1", "s", 0, 40), ("r1", "s", 30, 60), ("r1", "t", 0, 40), ("r2", "s", 50, 90)])
    # r1 comes from 60 characters of s and 40 of t, r2 from 40, of which they share 10
    assert passage_likeness(["r1", "r2"], parts)[0, 1] == 10 / 40


def test_the_likeness_of_wording_is_the_cosine_of_weighted_stems():
    contents = [frozenset("ab"), frozenset("ac"), frozenset("d")]
    weights = weigh_stems(contents)
    rare, common = 1 + np.log(3), 1 + np.log(3 / 2)
    assert weights == pytest.approx({"a": common, "b": rare, "c": rare, "d": rare})
    likeness = wording_likeness(contents, weights)
    assert likeness[0, 1] == pytest.approx(common**2 / (common**2 + rare**2))
    assert likeness[0, 2] == 0


def test_every_remark_twice_is_as_like_the_others_as_before():
    twice = [*SAID, *((f"copy {row[0]}", *row[1:]) for row in SAID)]
    one, two = clustered(), clustered(twice)
    assert set(two["cluster"]) == set(one["cluster"])
    assert two["cluster"].value_counts().to_dict() == {name: 2 * n for name, n in one["cluster"].value_counts().items()}


def test_the_order_of_the_rows_changes_nothing():
    remarks, articles = tables()
    alignments = alignments_of([("r-a1", "s", 100, 200), ("r-a3", "s", 150, 180)])
    one = cluster_remarks(remarks, articles, alignments=alignments, threshold=0.4)
    backwards = [table[::-1].reset_index(drop=True) for table in (remarks, articles, alignments)]
    other = cluster_remarks(backwards[0], backwards[1], alignments=backwards[2], threshold=0.4)
    pd.testing.assert_frame_equal(one, other)


def test_the_narration_is_what_is_told_in_the_sentence_of_the_remark():
    remarks, articles = tables()
    tokens = assign_voices(tokenize(articles), remarks)
    table = clustered(tokens=tokens).set_index("remark_id")["narration"]
    assert table["r-a1"] == "Ada said"
    assert table["r-a2"] == "said Ada"
    assert clustered()["narration"].isna().all()


def test_narration_before_and_after_is_joined_by_an_ellipsis_and_missing_where_nothing_is_told():
    said = [
        ("a1", "x", "Ada", "On Monday ", "bread was dear", ", Ada said. It rained."),
        ("a2", "x", "Ada", "", LONG, ""),
    ]
    remarks, articles = tables(said)
    table = cluster_remarks(remarks, articles, tokens=assign_voices(tokenize(articles), remarks), threshold=0.4)
    narration = table.set_index("remark_id")["narration"]
    assert narration["r-a1"] == "On Monday … Ada said"
    assert pd.isna(narration["r-a2"])


def test_what_was_not_said_or_has_no_leader_is_left_out():
    remarks, articles = tables()
    changed = remarks.assign(not_said=[True, False, False, False], leader=["Ada", "Ada", None, "Ben"])
    assert sorted(cluster_remarks(changed, articles, threshold=0.4)["remark_id"]) == ["r-a2", "r-a4"]


def test_no_remarks_make_no_clusters():
    remarks, articles = tables()
    nothing = cluster_remarks(remarks.iloc[:0], articles, threshold=0.4)
    assert nothing.columns.tolist() == column_names("renderings")
    assert nothing.empty


def test_words_are_counted_in_every_part():
    remarks, articles = tables([("a1", "x", "Ada", "", "We wait, she said, for ships", "")])
    remarks = remarks.assign(spans=[[[0, 7], [19, 28]]], quoted_spans=[[[19, 28]]])
    assert cells(cluster_remarks(remarks, articles, threshold=0.4), "n_words", "n_words_quoted", "words") == [
        (4, 2, "We wait … for ships")
    ]


@pytest.mark.parametrize("threshold", [0, 1.5, "0.4", None, True])
def test_a_threshold_is_a_number_above_zero(threshold):
    with pytest.raises(TableError, match=f"threshold={threshold!r}: give a number above 0"):
        clustered(threshold=threshold)


def test_remarks_of_articles_that_are_not_there_are_refused_together():
    remarks, articles = tables()
    with pytest.raises(TableError) as error:
        cluster_remarks(remarks, articles.iloc[1:].assign(text="Short."), threshold=0.4)
    assert "'r-a1' stands in article 'a1', which is not in articles." in str(error.value)
    assert "'r-a2' ends at 64, but the text of 'a2' has 6 characters." in str(error.value)


def test_the_practice_corpus_has_a_row_for_every_remark_of_a_leader():
    folder = corpus_folder() / "practice"
    remarks, articles = read_remarks(folder / "remarks.csv"), read_articles(folder)
    tokens = assign_voices(tokenize(articles), remarks, read_leaders(folder / "leaders.csv"))
    table = cluster_remarks(remarks, articles, tokens=tokens, threshold=0.3)
    made = remarks[~remarks["not_said"].astype(bool) & remarks["leader"].notna()]
    assert sorted(table["remark_id"]) == sorted(made["remark_id"])
    assert table.groupby("cluster")["leader"].nunique().max() == 1
