"""Contributions: which words make the difference between two rates or two means."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

from framing import articles_from_records, score_sentiment, tokenize
from framing.errors import TableError
from framing.measures.comparison import compare_rates
from framing.measures.contributions import rate_contributions, sentiment_contributions, shift_means
from framing.measures.sentiment_comparison import compare_sentiment
from framing.measures.sentiment_means import mean_sentiment
from framing.schema import check_table, make_table
from tests.tables_by_hand import HARBOUR, Part, cells, filler, hits_in, voiced

KNOWN = json.loads((Path(__file__).parent / "cases" / "statistics-reference.json").read_text(encoding="utf-8"))
COUNTS = {term: np.array(counts) for term, counts in KNOWN["counts"].items()}
IN_B = np.array(KNOWN["groups"]) == "B"


def shares(terms):
    """Share of each term among these terms, in the speeches of B and of A."""
    n = np.array([[COUNTS[term][IN_B].sum(), COUNTS[term][~IN_B].sum()] for term in terms])
    return (n / n.sum(axis=0)).T


def test_the_shift_of_a_mean_is_that_of_shifterator_before_it_divides_by_the_sum_of_sizes():
    known, scores = KNOWN["word_shift"]["weighted_avg"], KNOWN["word_shift"]["scores"]
    terms = [term for term in known["type2shift_score"] if term in COUNTS]
    worth = [scores[term] for term in terms]
    use, score = shift_means(*shares(terms), worth, worth, centre=5.0)
    assert score.tolist() == [0] * len(terms)
    assert use.sum() == pytest.approx(known["diff"], abs=1e-9)
    theirs = [known["type2shift_score"][term] for term in terms]
    assert (use / np.abs(use).sum()).tolist() == pytest.approx(theirs, abs=1e-9)


def test_the_shift_of_a_rate_is_the_proportion_shift_of_shifterator_before_it_divides():
    known = KNOWN["word_shift"]["proportion"]
    ones = np.ones(len(COUNTS))
    use, _ = shift_means(*shares(COUNTS), ones, ones, centre=0.0)
    assert (use / np.abs(use).sum()).tolist() == pytest.approx([known[term] for term in COUNTS], abs=1e-9)


ADA = [f"Gale, gale. {filler(28)}", f"A squall. {filler(28)}", filler(60)]
BEN = [f"A gale. {filler(98)}", f"The cargo. {filler(98)}"]
PARTS = [Part(text, "Ada Brook", remark=f"a{k}", article=f"a{k}") for k, text in enumerate(ADA)]
PARTS += [Part(text, "Ben Cole", remark=f"b{k}", article=f"b{k}") for k, text in enumerate(BEN)]
TOKENS = voiced(PARTS)
HITS = hits_in(TOKENS)
PAIR = {"group": "Ada Brook", "reference": "Ben Cole"}


def test_the_terms_of_a_frame_add_up_to_the_difference_of_the_rates():
    parts = rate_contributions(HITS, TOKENS, HARBOUR, frame="storm", voices=("quoted",), **PAIR)
    assert cells(parts, "term", "n", "reference_n") == [("gale", 2, 1), ("squall", 1, 0)]
    assert parts["contribution"].tolist() == pytest.approx([2000 / 120 - 1000 / 200, 1000 / 120])
    contrast = compare_rates(HITS, TOKENS, HARBOUR, voices=("quoted",), seed=1, **PAIR)
    whole = contrast[(contrast["frame"] == "storm") & (contrast["measure"] == "per_1000")]["difference"]
    assert parts["contribution"].sum() == pytest.approx(whole.iloc[0], abs=1e-9)
    assert parts["from_score"].tolist() == [0, 0]
    check_table(parts, "contributions")


def test_a_frame_without_a_hit_on_either_side_has_no_parts():
    parts = rate_contributions(HITS, TOKENS, HARBOUR, frame="faith", voices=("quoted",), **PAIR)
    assert len(parts) == 0
    check_table(parts, "contributions")


def sentiment_of(rows, engine="textblob"):
    """leader, score, words of the stretch, what made the score."""
    columns = {"leader": [row[0] for row in rows], "score": [row[1] for row in rows]}
    columns |= {"n_words": [row[2] for row in rows], "words": [row[3] for row in rows]}
    n = len(rows)
    columns |= {"n_words_scored": [len(row[3]) for row in rows], "engine": [engine] * n, "repeat": [False] * n}
    columns |= {"article_id": ["a"] * n, "remark_id": [f"r{k}" for k in range(n)], "sentence": list(range(n))}
    return make_table("sentiment", columns | {"start": [0] * n, "end": [9] * n})


SCORED = sentiment_of(
    [
        ("Ada Brook", 0.25, 6, [["fine", 0.5], ["dull", 0.0]]),
        ("Ada Brook", 0.0, 2, [["great", 1.0], ["awful", -1.0]]),
        ("Ada Brook", None, 5, []),
        ("Ben Cole", -0.5, 4, [["Dull", -0.5]]),
        ("Ben Cole", 0.5, 4, [["fine", 0.5]]),
    ]
)


def difference_of(sentiment, engine):
    means = mean_sentiment(sentiment, by="leader")
    means = means[means["engine"] == engine].set_index("leader")["score"]
    return means["Ada Brook"] - means["Ben Cole"]


@pytest.mark.parametrize("centre", [None, 0.0, -0.3, 5.0])
def test_the_words_add_up_to_the_difference_of_the_means_whatever_the_centre(centre):
    parts = sentiment_contributions(SCORED, engine="textblob", mean_of="words", centre=centre, **PAIR)
    assert parts["contribution"].sum() == pytest.approx(difference_of(SCORED, "textblob"), abs=1e-12)
    assert parts["share"].sum() == pytest.approx(1) and parts["reference_share"].sum() == pytest.approx(1)
    check_table(parts, "contributions")


def test_the_words_add_up_to_the_difference_that_is_tested_too():
    rows = [("Ada Brook", 0.5, 9, [["fine", 0.5]]), ("Ada Brook", -0.5, 3, [["dull", -0.5]])]
    rows += [("Ada Brook", 1.0, 2, [["great", 1.0]]), ("Ben Cole", 0.25, 7, [["fair", 0.5], ["so", 0.0]])]
    scores = sentiment_of(rows).assign(remark_id=["r1", "r1", "r2", "r3"])
    columns = {"article_id": ["a"], "story_id": ["a"], "text": ["..."], "body_start": [0], "warnings": [[]]}
    contrast = compare_sentiment(scores, make_table("articles", columns), leaders=None, seed=1, **PAIR)
    assert contrast["difference"][0] == pytest.approx((0.25 + 1.0) / 2 - 0.25)
    parts = sentiment_contributions(scores, engine="textblob", mean_of="remarks", **PAIR)
    assert parts["contribution"].sum() == pytest.approx(contrast["difference"][0], abs=1e-12)


def test_the_parts_can_be_counted_by_hand():
    parts = sentiment_contributions(SCORED, engine="textblob", mean_of="words", centre=0.0, **PAIR).set_index("term")
    assert parts.loc["fine", ["share", "reference_share", "score"]].tolist() == [3 / 8, 1 / 2, 0.5]
    assert parts.loc["fine", "contribution"] == pytest.approx((3 / 8 - 1 / 2) * 0.5)
    dull = parts.loc["dull"]  # 3/8 of Ada's mean at 0, 1/2 of Ben's at -0.5
    assert dull["from_use"] == pytest.approx((3 / 8 - 1 / 2) * -0.25)
    assert dull["from_score"] == pytest.approx(0.5 * (3 / 8 + 1 / 2) / 2)


def test_words_that_cancel_in_their_stretch_share_its_score():
    parts = sentiment_contributions(SCORED, engine="textblob", mean_of="words", centre=0.0, **PAIR).set_index("term")
    assert parts.loc[["awful", "great"], "score"].tolist() == [0, 0]
    assert math.isnan(parts.loc["awful", "reference_score"])


def test_group_and_reference_exchanged_turn_the_signs():
    parts, turned = (
        sentiment_contributions(
            SCORED, engine="textblob", mean_of="words", centre=0.1, group=one, reference=other
        ).set_index("term")
        for one, other in (("Ada Brook", "Ben Cole"), ("Ben Cole", "Ada Brook"))
    )
    assert turned.loc[parts.index, "contribution"].tolist() == pytest.approx((-parts["contribution"]).tolist())


@pytest.mark.parametrize("engine", ["vader", "textblob", "harbour@1.0"])
def test_the_scores_of_the_engines_are_taken_apart_without_a_rest(engine):
    texts = {
        "Ada Brook": "We are very happy, and not sad at all! A gale came. That was bad but fair. No gale, no squall.",
        "Ben Cole": "This is not good. It is an awful, awful war. Great harm and great help. A squall came.",
    }
    records = [{"article_id": name, "outlet": name, "text": text} for name, text in texts.items()]
    articles = articles_from_records(records, source="notes")
    scores = score_sentiment(tokenize(articles), articles, engines=("vader", "textblob", HARBOUR))
    scores = scores.assign(leader=scores["article_id"])
    parts = sentiment_contributions(scores, engine=engine, mean_of="words", **PAIR)
    assert parts["contribution"].sum() == pytest.approx(difference_of(scores, engine), abs=1e-12)


def test_a_score_without_its_words_is_said_and_not_lost():
    table = sentiment_of([("Ada Brook", 0.5, 4, []), ("Ben Cole", 0.25, 4, [["fine", 0.25]])])
    parts = sentiment_contributions(table, engine="textblob", mean_of="words", **PAIR)
    assert "(no words given)" in set(parts["term"])
    assert parts["contribution"].sum() == pytest.approx(0.25)


BAD = [
    ({"engine": "vadr"}, "no scores of engine 'vadr'"),
    ({"group": "Ada Brok"}, "'Ada Brok' has nothing to compare here. Did you mean 'Ada Brook'"),
    ({"reference": "Ada Brook"}, "both 'Ada Brook'"),
    ({"by": ("leader", "voice")}, "compared by one column"),
    ({"by": "leaders"}, "no column 'leaders'"),
    ({"mean_of": "stories"}, "there is no mean of 'stories'"),
]


@pytest.mark.parametrize(("options", "said"), BAD)
def test_means_that_cannot_be_compared_are_refused(options, said):
    with pytest.raises(TableError, match=said):
        sentiment_contributions(SCORED, **({"engine": "textblob", "mean_of": "words"} | PAIR | options))


def test_rates_that_cannot_be_compared_are_refused():
    with pytest.raises(TableError, match="has no frame 'storms'. Did you mean 'storm'"):
        rate_contributions(HITS, TOKENS, HARBOUR, frame="storms", voices=("quoted",), **PAIR)
    with pytest.raises(TableError, match="leader 'Cara Dunn' has nothing to compare here"):
        rate_contributions(HITS, TOKENS, HARBOUR, frame="storm", voices=("quoted",), group="Cara Dunn", reference="x")
