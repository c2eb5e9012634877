"""Whose terms: what is said around each leader against what the leader says."""

from __future__ import annotations

import pandas as pd
import pytest

from framing.errors import TableError
from framing.measures.comparison import compare_rates
from framing.measures.rates import frame_rates
from framing.measures.voice_comparison import compare_voices
from framing.schema import column_names
from framing.text import tokenize
from tests.tables_by_hand import HARBOUR, Part, articles_of, cells, hits_in, voiced


def said(leader, k, quoted, narrated, outlet="The Lantern"):
    """A remark of a leader in article k, and the sentence told around it."""
    place = {"article": f"a{k:02}", "outlet": outlet}
    return [
        Part(quoted, leader, "quoted", f"{leader}-{k}", **place),
        Part(narrated, leader, "narrated", f"{leader}-{k}", **place),
    ]


CALM, GALE = "We all went home again.", "A gale came at night."
# Ada never speaks of a gale and it is told around her in every article; Ben speaks of it in one of three, and it is
# told around him once.
PARTS = [
    part
    for k in range(12)
    for part in [
        *said("Ada", k, CALM, GALE, outlet="The Lantern" if k % 2 else "Port Post"),
        *said(
            "Ben", k, CALM if k % 3 else GALE, GALE if k == 5 else CALM, outlet="The Lantern" if k % 2 else "Port Post"
        ),
    ]
]


def compared(parts=PARTS, **options):
    tokens = voiced(parts)
    return compare_voices(hits_in(tokens), tokens, HARBOUR, **({"seed": 1, "n_resamples": 400} | options))


def test_for_each_leader_narration_is_set_against_quotation():
    storm = compared()
    storm = storm[(storm["frame"] == "storm") & (storm["measure"] == "share_remarks")]
    assert cells(storm, "leader", "by", "group", "reference", "n_remarks", "reference_n_remarks", "difference") == [
        ("Ada", "voice", "narrated", "quoted", 12, 12, 1.0),
        ("Ben", "voice", "narrated", "quoted", 12, 12, 1 / 12 - 4 / 12),
    ]
    assert storm["n_stories"].tolist() == storm["reference_n_stories"].tolist() == [12, 12]


def test_the_rows_are_those_of_one_comparison_a_leader_but_for_the_adjusted_p():
    table, tokens = compared(), voiced(PARTS)
    assert table.columns.tolist() == ["leader", *column_names("comparison")]
    options = {"group": "narrated", "reference": "quoted", "voices": None, "n_resamples": 400, "seed": 1}
    alone = compare_rates(hits_in(tokens), tokens, HARBOUR, by="voice", where={"leader": "Ben"}, **options)
    own = table[table["leader"] == "Ben"].drop(columns=["leader", "p_adjusted"]).reset_index(drop=True)
    pd.testing.assert_frame_equal(own, alone.drop(columns="p_adjusted"))


def test_p_is_adjusted_over_all_leaders_together():
    table = compared()
    both, one = table["p_value"].notna().sum(), compared(where={"leader": "Ada"})["p_value"].notna().sum()
    smallest = table["p_value"].min()
    assert both > one > 0
    assert table["p_adjusted"].min() == pytest.approx(smallest * both / (table["p_value"] == smallest).sum())


def test_to_exchange_the_voices_turns_the_signs():
    one, other = compared(), compared(group="quoted", reference="narrated")
    assert one["difference"].tolist() == pytest.approx((-other["difference"]).tolist(), nan_ok=True)
    assert one["ci_low"].tolist() == pytest.approx((-other["ci_high"]).tolist(), nan_ok=True)
    assert one["p_value"].tolist() == pytest.approx(other["p_value"].tolist(), nan_ok=True)


def test_the_order_of_words_changes_nothing():
    tokens = voiced(PARTS)
    shuffled = tokens.sample(frac=1, random_state=3).reset_index(drop=True)
    one, other = (
        compare_voices(hits_in(tokens), some, HARBOUR, seed=1, n_resamples=200) for some in (tokens, shuffled)
    )
    pd.testing.assert_frame_equal(one, other)


def test_the_corpus_twice_has_the_same_differences_and_narrower_intervals():
    twice = [*PARTS, *(part._replace(article=f"copy {part.article}", remark=f"copy {part.remark}") for part in PARTS)]
    one, two = (compared(parts).query("measure == 'share_remarks'") for parts in (PARTS, twice))
    assert one["difference"].tolist() == pytest.approx(two["difference"].tolist())
    ben = (one["leader"] == "Ben") & (one["frame"] == "storm")
    wide, narrow = ((table["ci_high"] - table["ci_low"])[ben].iloc[0] for table in (one, two))
    assert narrow < wide


def test_one_outlet_alone_or_every_outlet_apart():
    lantern = compared(where={"outlet": "The Lantern"})
    assert set(lantern["n_stories"]) == {6}
    apart = compared(by=("outlet", "leader"))
    pairs = apart[["outlet", "leader"]].drop_duplicates()
    assert cells(pairs, "outlet", "leader") == [
        *[("Port Post", "Ada"), ("Port Post", "Ben"), ("The Lantern", "Ada"), ("The Lantern", "Ben")]
    ]
    own = apart[apart["outlet"] == "The Lantern"]
    assert own["difference"].tolist() == pytest.approx(lantern["difference"].tolist(), nan_ok=True)


def test_a_leader_who_is_never_quoted_keeps_a_row_that_says_so():
    parts = [*PARTS, Part(CALM, "Cem", "narrated", "Cem-1", "a00")]
    row = compared(parts).query("leader == 'Cem'").iloc[0]
    assert (row["n_remarks"], row["reference_n_remarks"]) == (1, 0)
    assert "no words (reference)" in row["note"]


def test_words_of_no_leader_are_in_no_row():
    parts = [*PARTS, Part(GALE, None, "narrated", None, "a00")]
    pd.testing.assert_frame_equal(compared(parts), compared())


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"by": "leaders"}, "no column 'leaders'"),
        ({"by": "voice"}, "by='voice': name columns of tokens"),
        ({"by": ()}, r"by=\(\): name columns of tokens"),
        ({"group": "quoted"}, "group and reference are both 'quoted'"),
        ({"where": {"leader": "Cem"}}, "tokens has no such word"),
    ],
)
def test_what_cannot_be_compared_is_refused(options, message):
    with pytest.raises(TableError, match=message):
        compared(**options)


def test_without_leaders_there_is_nobody_to_compare():
    with pytest.raises(TableError, match="no word has a leader"):
        compared([Part(CALM, None, "narrated", None)])


def test_words_without_voices_are_refused():
    tokens = tokenize(articles_of(PARTS))
    with pytest.raises(TableError, match="voice"):
        compare_voices(hits_in(tokens), tokens, HARBOUR, seed=1)


def test_sentences_that_name_a_leader_without_a_remark_have_rates_of_their_own():
    parts = [Part(GALE, None, "narrated"), Part(CALM, None, "narrated"), Part(GALE, None, "narrated")]
    tokens = voiced(parts)
    tokens = tokens.assign(mentions_leader=tokens["sentence"].map({0: "Ada", 1: "Ada", 2: None}))
    rates = frame_rates(hits_in(tokens), tokens, HARBOUR, by="mentions_leader", voices="narrated")
    storm = rates[rates["frame"] == "storm"]
    assert cells(storm, "mentions_leader", "n_remarks", "n_remarks_with_term") == [("Ada", 2, 1), (None, 1, 1)]
