"""Means of sentiment and the disagreement of two engines."""

from __future__ import annotations

import pandas as pd
import pytest

from framing.errors import TableError
from framing.measures.sentiment_means import engine_disagreement, mean_sentiment
from framing.schema import make_table
from tests.tables_by_hand import cells

# leader, remark, voice, engine, score, words, words the engine knows
STRETCHES = [
    ("Ada Brook", "r1", "quoted", "textblob", 0.5, 6, 2),
    ("Ada Brook", "r1", "paraphrased", "textblob", -0.5, 2, 1),
    ("Ada Brook", "r2", "quoted", "textblob", None, 4, 0),
    ("Ben Cole", "r3", "quoted", "textblob", 0.0, 3, 1),
    ("Ben Cole", "r4", "quoted", "textblob", 0.25, 5, 1),
    ("Ada Brook", "r1", "quoted", "vader", -0.25, 6, 2),
    ("Ada Brook", "r1", "paraphrased", "vader", -0.25, 2, 1),
    ("Ada Brook", "r2", "quoted", "vader", 0.5, 4, 1),
    ("Ben Cole", "r3", "quoted", "vader", -0.75, 3, 1),
    ("Ben Cole", "r4", "quoted", "vader", 0.75, 5, 1),
]
NARRATED = [
    ("Ada Brook", "r1", "narrated", "textblob", -1.0, 50, 5),
    ("Ada Brook", "r1", "narrated", "vader", -1.0, 50, 5),
]


def sentiment_of(stretches):
    leaders, remarks, voices, engines, scores, words, known = ([row[place] for row in stretches] for place in range(7))
    columns = {"leader": leaders, "remark_id": remarks, "voice": voices, "engine": engines, "score": scores}
    columns |= {"article_id": ["a"] * len(leaders), "sentence": [0] * len(leaders), "n_words": words}
    columns |= {"start": [0] * len(leaders), "end": [9] * len(leaders), "repeat": [False] * len(leaders)}
    return make_table("sentiment", columns | {"n_words_scored": known, "words": [[] for _ in leaders]})


SENTIMENT = sentiment_of(STRETCHES)


def test_rows_of_a_repeated_remark_are_left_out_as_in_the_rates():
    again = SENTIMENT.assign(repeat=True)
    doubled = pd.concat([SENTIMENT, again], ignore_index=True)
    means = mean_sentiment(SENTIMENT, by="leader")
    pd.testing.assert_frame_equal(mean_sentiment(doubled, by="leader"), means)


def test_the_mean_is_weighted_by_words_over_the_stretches_that_have_a_score():
    means = mean_sentiment(SENTIMENT, by="leader")
    assert cells(means, "leader", "engine", "score") == [
        ("Ada Brook", "textblob", (0.5 * 6 - 0.5 * 2) / 8),
        ("Ada Brook", "vader", (-0.25 * 8 + 0.5 * 4) / 12),
        ("Ben Cole", "textblob", 0.25 * 5 / 8),
        ("Ben Cole", "vader", (-0.75 * 3 + 0.75 * 5) / 8),
    ]


def test_how_much_the_engine_knows_stands_beside_the_mean():
    means = mean_sentiment(SENTIMENT, by="leader").head(1)
    columns = ("n_stretches", "n_stretches_scored", "n_words", "n_words_scored", "share_words_scored")
    assert cells(means, *columns) == [(3, 2, 12, 3, 3 / 12)]


def test_a_group_of_which_the_engine_knows_no_word_has_no_score_rather_than_a_neutral_one():
    means = mean_sentiment(SENTIMENT, by="remark_id")
    assert cells(means[means["remark_id"] == "r2"], "engine", "score", "share_words_scored") == [
        ("textblob", None, 0.0),
        ("vader", 0.5, 0.25),
    ]


def test_an_engine_without_a_stretch_of_a_group_shows_with_zeros():
    means = mean_sentiment(SENTIMENT.iloc[[0, 8]], by="leader")
    assert cells(means, "leader", "engine", "score", "n_stretches", "share_words_scored") == [
        ("Ada Brook", "textblob", 0.5, 1, 2 / 6),
        ("Ada Brook", "vader", None, 0, None),
        ("Ben Cole", "textblob", None, 0, None),
        ("Ben Cole", "vader", -0.75, 1, 1 / 3),
    ]


def test_narrated_words_are_not_mixed_with_those_of_remarks_unasked():
    both = sentiment_of(STRETCHES + NARRATED)
    with pytest.raises(TableError, match="would mix the leader's words with the outlet's"):
        mean_sentiment(both, by="leader")
    asked = mean_sentiment(both, by="leader", voices=("quoted", "paraphrased"))
    pd.testing.assert_frame_equal(asked, mean_sentiment(SENTIMENT, by="leader"))
    assert mean_sentiment(both, by=("leader", "voice"))["n_words"].sum() == 2 * (20 + 50)


def test_stretches_of_no_leader_come_last_and_count():
    means = mean_sentiment(sentiment_of([(None, None, None, "vader", 1.0, 99, 9), *STRETCHES[5:]]), by="leader")
    assert cells(means, "leader", "n_words") == [("Ada Brook", 12), ("Ben Cole", 8), (None, 99)]


def test_the_widest_disagreement_comes_first_equals_by_name_and_undefined_last():
    gaps = engine_disagreement(SENTIMENT, engines=("textblob", "vader"))
    assert cells(gaps, "remark_id", "score", "other_score", "difference", "signs_differ") == [
        ("r3", 0.0, -0.75, 0.75, False),
        ("r1", 0.25, -0.25, 0.5, True),
        ("r4", 0.25, 0.75, -0.5, False),
        ("r2", None, 0.5, None, None),
    ]


def test_exchanging_the_engines_turns_the_sign_of_the_difference():
    one = engine_disagreement(SENTIMENT, engines=("textblob", "vader"))
    other = engine_disagreement(SENTIMENT, engines=("vader", "textblob"))
    pd.testing.assert_series_equal(one["difference"], -other["difference"])
    assert one["remark_id"].tolist() == other["remark_id"].tolist()
    assert other[["engine", "other_engine"]].drop_duplicates().to_numpy().tolist() == [["vader", "textblob"]]


def test_rows_in_another_order_give_the_same_and_nothing_is_changed():
    shuffled = SENTIMENT.iloc[[2, 0, 9, 4, 1, 3, 5, 8, 7, 6]]
    before = shuffled.copy()
    pd.testing.assert_frame_equal(mean_sentiment(shuffled, by="leader"), mean_sentiment(SENTIMENT, by="leader"))
    pd.testing.assert_frame_equal(shuffled, before)


def test_no_stretches_give_an_empty_table_of_the_same_columns():
    nothing = mean_sentiment(sentiment_of([]), by="leader")
    assert nothing.empty
    assert list(nothing.columns) == list(mean_sentiment(SENTIMENT, by="leader").columns)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: mean_sentiment(SENTIMENT, by="remark"), "no column 'remark' to group by. Did you mean 'remark_id'?"),
        (lambda: mean_sentiment(SENTIMENT.drop(columns="n_words"), by="leader"), "column 'n_words'"),
        (lambda: mean_sentiment(SENTIMENT, by="leader", voices="quote"), "Did you mean 'quoted'?"),
        (
            lambda: engine_disagreement(SENTIMENT, engines=("vadr", "textblob")),
            "no scores of engine 'vadr'. Did you mean 'vader'?",
        ),
        (lambda: engine_disagreement(SENTIMENT, engines=("vader", "vader")), "name two different engines"),
        (lambda: engine_disagreement(SENTIMENT, engines="vader"), "name two different engines"),
    ],
)
def test_bad_input_says_what_is_wrong_and_what_to_do(call, message):
    with pytest.raises(TableError) as error:
        call()
    assert message in str(error.value)
