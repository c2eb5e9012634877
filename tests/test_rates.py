"""Rates: how often a group uses the terms of a frame, per remark and per 1,000 words."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.errors import TableError
from framing.measures.rates import count_terms, frame_rates, presence
from framing.schema import check_table, column_names
from tests.tables_by_hand import HARBOUR, Part, cells, filler, hits_in, voiced, words_of

SAID = ("quoted", "paraphrased")

# Ada Brook is quoted 6 words and paraphrased 3 in one remark, and narrated for 5; 2 words are about nobody.
QUAY = [
    Part("A gale is coming. No gale!", "Ada Brook", "quoted", "r1"),
    Part("The cargo waits.", "Ada Brook", "paraphrased", "r1"),
    Part("She smiled at the squall.", "Ada Brook", "narrated", "r1"),
    Part("Nobody spoke.", None, "narrated"),
]


def rates_of(parts, **options):
    tokens = voiced(parts)
    return frame_rates(hits_in(tokens), tokens, HARBOUR, **options)


# What is counted


def test_every_group_has_a_row_for_every_frame_of_the_lexicon_zeros_included():
    rates = rates_of(QUAY, by="leader", voices=SAID)
    assert cells(rates, "leader", "frame", "n_matches", "n_negated") == [
        ("Ada Brook", "storm", 2, 1),
        ("Ada Brook", "trade", 1, 0),
        ("Ada Brook", "faith", 0, 0),
    ]


def test_the_columns_are_the_groups_then_those_of_the_rates_table():
    rates = rates_of(QUAY, by=("leader", "voice"))
    assert list(rates.columns) == ["leader", "voice", *column_names("rates")]
    assert list(rates.index) == list(range(len(rates)))
    check_table(rates, "rates")


def test_a_remark_with_two_hits_of_a_frame_is_one_remark_with_a_term():
    storm = rates_of(QUAY, by="leader", voices=SAID).iloc[0]
    assert (storm.n_remarks, storm.n_remarks_with_term, storm.share_remarks) == (1, 1, 1.0)


def test_a_remark_of_two_voices_is_one_remark_of_each_voice_and_one_of_both_together():
    apart = rates_of(QUAY, by=("leader", "voice"), voices=SAID)
    together = rates_of(QUAY, by="leader", voices=SAID)
    assert apart.groupby("voice")["n_remarks"].first().to_dict() == {"quoted": 1, "paraphrased": 1}
    assert together["n_remarks"].tolist() == [1, 1, 1]


def test_narrated_words_are_counted_by_the_sentence():
    narrated = rates_of([*QUAY, Part("He slept. He woke.", "Ada Brook", "narrated", "r1")], by=(), voices=["narrated"])
    assert cells(narrated, "frame", "n_remarks", "n_remarks_with_term") == [
        ("storm", 4, 1),
        ("trade", 4, 0),
        ("faith", 4, 0),
    ]


def test_narrated_and_quoted_words_together_count_remarks_and_sentences():
    rates = rates_of(QUAY, by=(), voices=("quoted", "narrated"))
    assert rates["n_remarks"].tolist() == [3, 3, 3]
    assert set(rates["note"]) == {"under 100 words; too few remarks and sentences; one story: counts only"}


def test_a_remark_and_the_narrated_sentence_that_belongs_to_it_are_two_units():
    parts = [Part("She smiled.", "Ada Brook", "narrated", "r1"), Part("A gale.", "Ada Brook", "quoted", "r1")]
    assert rates_of(parts, by="leader", voices=("quoted", "narrated"))["n_remarks"].tolist() == [2, 2, 2]


def test_words_without_voices_are_counted_by_the_sentence():
    tokens = words_of(QUAY)
    rates = frame_rates(hits_in(tokens), tokens, HARBOUR, by="article_id")
    assert cells(rates, "frame", "n_remarks", "n_remarks_with_term", "n_matches", "n_tokens") == [
        ("storm", 5, 3, 3, 16),
        ("trade", 5, 1, 1, 16),
        ("faith", 5, 0, 0, 16),
    ]


def test_remarks_of_the_same_name_in_two_articles_are_two_remarks():
    parts = [Part("A gale.", "Ada Brook", remark="r1"), Part("A gale.", "Ada Brook", remark="r1", article="a2")]
    assert rates_of(parts, by="leader", voices=SAID)["n_remarks"].tolist() == [2, 2, 2]


def test_words_of_a_remark_that_repeats_an_earlier_one_are_left_out():
    again = Part("A gale is coming.", "Ada Brook", remark="r2", repeat=True)
    pd.testing.assert_frame_equal(
        rates_of([*QUAY, again], by=("leader", "voice")), rates_of(QUAY, by=("leader", "voice"))
    )


def test_a_hit_belongs_to_the_voice_of_its_first_word_in_tokens_also_when_matched_before_voices_were_known():
    tokens = voiced(QUAY)
    early = hits_in(words_of(QUAY))
    assert early["voice"].isna().all()
    early_rates = frame_rates(early, tokens, HARBOUR, by=("leader", "voice"))
    pd.testing.assert_frame_equal(early_rates, frame_rates(hits_in(tokens), tokens, HARBOUR, by=("leader", "voice")))


def test_any_column_of_tokens_can_make_the_groups():
    tokens = words_of(QUAY).assign(part_of_day=lambda table: ["morning"] * 9 + ["evening"] * 7)
    rates = frame_rates(hits_in(tokens), tokens, HARBOUR, by="part_of_day")
    assert cells(rates[rates["frame"] == "storm"], "part_of_day", "n_matches") == [("morning", 2), ("evening", 1)]


# Order, missing names, groups without words


def test_groups_come_by_words_then_by_name_and_those_without_a_name_last():
    parts = [
        Part(filler(9), None, "quoted", "r0"),
        Part(filler(2), "Zoe Quill", remark="r1"),
        Part(filler(2), "Ada Brook", remark="r2"),
        Part(filler(3), "Ben Cole", remark="r3"),
    ]
    rates = rates_of(parts, by="leader", voices=SAID)
    assert cells(rates[rates["frame"] == "storm"], "leader", "n_tokens") == [
        ("Ben Cole", 3),
        ("Ada Brook", 2),
        ("Zoe Quill", 2),
        (None, 9),
    ]


def test_a_leader_asked_for_without_quoted_words_shows_as_missing_not_as_zero():
    rates = rates_of(QUAY, by="leader", voices=["quoted"], groups=["Ada Brook", "Ben Cole"])
    ben = rates[rates["leader"] == "Ben Cole"]
    assert (
        cells(ben, "n_tokens", "n_remarks", "n_matches", "share_remarks", "per_1000", "note")
        == [(0, 0, 0, None, None, "no words")] * 3
    )
    assert rates["leader"].tolist() == ["Ada Brook"] * 3 + ["Ben Cole"] * 3


def test_a_group_asked_for_is_a_tuple_when_several_columns_make_it():
    rates = rates_of(QUAY, by=("leader", "voice"), groups=[("Ben Cole", "quoted")])
    assert ("Ben Cole", "quoted", 0) in cells(rates, "leader", "voice", "n_tokens")


def test_no_words_at_all_give_one_empty_group_of_everything_and_no_group_by_leader():
    assert cells(rates_of([], by=(), voices=SAID), "frame", "n_tokens", "note") == [
        ("storm", 0, "no words"),
        ("trade", 0, "no words"),
        ("faith", 0, "no words"),
    ]
    nobody = rates_of([], by="leader", voices=SAID)
    assert nobody.empty
    assert list(nobody.columns) == ["leader", *column_names("rates")]


# Notes and missing numbers


@pytest.mark.parametrize(("n_words", "per_1000"), [(99, None), (100, 10.0)])
def test_a_rate_per_1000_words_is_missing_under_100_words_while_the_counts_stay(n_words, per_1000):
    rates = rates_of([Part(f"Gale. {filler(n_words - 1)}", "Ada Brook", remark="r1")], by="leader", voices=SAID)
    assert cells(rates.head(1), "n_matches", "n_tokens", "per_1000") == [(1, n_words, per_1000)]
    assert ("under 100 words" in rates["note"].iloc[0]) == (per_1000 is None)


@pytest.mark.parametrize(
    ("n_remarks", "n_stories", "note"),
    [
        (14, 2, "too few remarks"),
        (15, 2, None),
        (15, 1, "one story: counts only"),
        (14, 1, "too few remarks; one story: counts only"),
    ],
)
def test_notes_name_too_few_remarks_and_a_single_story(n_remarks, n_stories, note):
    parts = [
        Part(filler(10), "Ada Brook", remark=f"r{number}", article=f"a{number}", story=f"s{number % n_stories}")
        for number in range(n_remarks)
    ]
    rates = rates_of(parts, by="leader", voices=SAID)
    assert cells(rates.head(1), "note") == [(note,)]
    assert rates["n_stories"].tolist() == [n_stories] * 3


def test_narrated_words_are_too_few_by_the_sentence():
    rates = rates_of([Part(filler(100), None, "narrated")], by="voice")
    assert set(rates["note"]) == {"too few sentences; one story: counts only"}


def test_a_zero_count_is_a_rate_of_zero_and_not_missing():
    rates = rates_of([Part(filler(100), "Ada Brook", remark="r1")], by="leader", voices=SAID)
    assert cells(rates, "n_matches", "share_remarks", "per_1000") == [(0, 0.0, 0.0)] * 3


# Invariants

PARTS = st.lists(
    st.builds(
        Part,
        text=st.sampled_from(["A gale.", "No gale, a squall.", "Cargo and cargo. Nobody came.", "We waited."]),
        leader=st.sampled_from(["Ada Brook", "Ben Cole", None]),
        voice=st.sampled_from(["quoted", "paraphrased", "narrated"]),
        remark=st.sampled_from(["r1", "r2"]),
        article=st.sampled_from(["a1", "a2"]),
        story=st.none(),
        outlet=st.just("The Lantern"),
        repeat=st.booleans(),
    ),
    max_size=8,
)


@settings(max_examples=15, deadline=None)
@given(parts=PARTS, by=st.sampled_from(["leader", "voice", "article_id", ("leader", "voice"), "outlet"]))
def test_words_and_hits_add_up_over_groups_to_those_of_the_whole(parts, by):
    voices = ("quoted", "paraphrased", "narrated")
    whole = rates_of(parts, by=(), voices=voices)
    groups = rates_of(parts, by=by, voices=voices)
    for column in ("n_matches", "n_negated", "n_tokens"):
        summed = groups.groupby("frame")[column].sum().reindex(whole["frame"], fill_value=0)
        assert summed.tolist() == whole[column].tolist()


@settings(max_examples=15, deadline=None)
@given(parts=PARTS, data=st.data())
def test_the_order_of_the_articles_does_not_matter(parts, data):
    first = [part for part in parts if part.article == "a1"]
    second = [part for part in parts if part.article == "a2"]
    one, other = rates_of(first + second, by=("leader", "voice")), rates_of(second + first, by=("leader", "voice"))
    pd.testing.assert_frame_equal(one, other)
    shuffled = voiced(first + second).sample(frac=1, random_state=data.draw(st.integers(0, 99)))
    matches = hits_in(voiced(first + second)).iloc[::-1]
    pd.testing.assert_frame_equal(frame_rates(matches, shuffled, HARBOUR, by=("leader", "voice")), one)


@settings(max_examples=15, deadline=None)
@given(parts=PARTS)
def test_a_corpus_taken_twice_under_new_ids_has_the_same_shares_and_twice_the_counts(parts):
    parts = [*parts, Part(f"Gale. {filler(120)}", "Ada Brook", remark="r9")]
    copies = [part._replace(article=f"copy of {part.article}") for part in parts]
    once, twice = (rates_of(corpus, by="leader", voices=SAID) for corpus in (parts, parts + copies))
    pd.testing.assert_series_equal(once["share_remarks"], twice["share_remarks"])
    enough = (once["n_tokens"] >= 100).to_numpy()
    pd.testing.assert_series_equal(once["per_1000"][enough], twice["per_1000"][enough])
    for column in ("n_matches", "n_tokens", "n_remarks", "n_stories"):
        assert (2 * once[column]).tolist() == twice[column].tolist()


@settings(max_examples=15, deadline=None)
@given(parts=PARTS)
def test_counts_are_what_counting_word_by_word_gives(parts):
    rates = rates_of(parts, by="leader", voices=SAID)
    words = [word for word in voiced(parts).itertuples() if word.voice in SAID and not word.repeat]
    terms = {"storm": ("gale", "squall"), "trade": ("cargo",), "faith": ("psalm",)}
    for row in rates.itertuples():
        own = [word for word in words if word.leader == row.leader or (pd.isna(word.leader) and pd.isna(row.leader))]
        hits = [word for word in own if word.word.lower() in terms[row.frame]]
        assert row.n_tokens == len(own)
        assert row.n_matches == len(hits)
        assert row.n_remarks == len({(word.article_id, word.remark_id) for word in own})
        assert row.n_remarks_with_term == len({(word.article_id, word.remark_id) for word in hits})


def test_what_is_given_is_not_changed():
    tokens = voiced(QUAY)
    matches = hits_in(tokens)
    before = tokens.copy(), matches.copy()
    frame_rates(matches, tokens, HARBOUR, by="leader", voices=SAID)
    presence(matches, tokens, HARBOUR)
    count_terms(matches, tokens, HARBOUR, by="leader", voices=SAID)
    pd.testing.assert_frame_equal(tokens, before[0])
    pd.testing.assert_frame_equal(matches, before[1])


def test_a_grouping_column_may_be_a_category():
    tokens = voiced(QUAY)
    categories = tokens.assign(leader=tokens["leader"].astype("category"), voice=tokens["voice"].astype("category"))
    rates = frame_rates(hits_in(tokens), categories, HARBOUR, by=("leader", "voice"))
    assert cells(rates, *rates.columns) == cells(rates_of(QUAY, by=("leader", "voice")), *rates.columns)


# Presence


def test_presence_is_distinct_terms_over_the_logarithm_of_twenty_and_the_words():
    tokens = voiced(QUAY)  # sixteen words; gale twice and squall once, cargo once
    table = presence(hits_in(tokens), tokens, HARBOUR)
    assert cells(table, "article_id", "frame", "n_distinct_terms", "n_tokens", "presence") == [
        ("a1", "storm", 2, 16, 2 / math.log(36)),
        ("a1", "trade", 1, 16, 1 / math.log(36)),
        ("a1", "faith", 0, 16, 0.0),
    ]


def test_presence_does_not_rise_with_the_fifth_use_of_one_word():
    once, often = (words_of([Part(text)]) for text in ("A gale and then quiet.", "A gale. Gale! Gale. Gale."))
    one, other = (presence(hits_in(tokens), tokens, HARBOUR)["presence"][0] for tokens in (once, often))
    assert one == other


def test_presence_of_some_voices_counts_only_their_words():
    tokens = voiced(QUAY)
    table = presence(hits_in(tokens), tokens, HARBOUR, voices=["quoted"])
    assert cells(table, "frame", "n_distinct_terms", "n_tokens") == [("storm", 1, 6), ("trade", 0, 6), ("faith", 0, 6)]


# Terms behind a frame


def test_terms_as_common_as_each_other_come_by_pattern():
    tokens = words_of([Part("Squall, gale. Gale, squall.")])
    assert count_terms(hits_in(tokens), tokens, HARBOUR, by=())["pattern"].tolist() == ["gale", "squall"]


def test_terms_come_by_frame_then_the_commonest_first():
    tokens = words_of([Part("Cargo. Squall, gale, no gale! Another squall. Squall on squall.")])
    table = count_terms(hits_in(tokens), tokens, HARBOUR, by="article_id")
    assert cells(table, "frame", "pattern", "n_matches", "n_negated") == [
        ("storm", "squall", 4, 0),
        ("storm", "gale", 2, 1),
        ("trade", "cargo", 1, 0),
    ]


@settings(max_examples=15, deadline=None)
@given(parts=PARTS, by=st.sampled_from(["leader", ("leader", "voice"), ()]))
def test_terms_add_up_to_the_hits_of_the_rates_in_the_same_order_of_groups(parts, by):
    tokens = voiced(parts)
    matches = hits_in(tokens)
    terms = count_terms(matches, tokens, HARBOUR, by=by, voices=SAID)
    rates = frame_rates(matches, tokens, HARBOUR, by=by, voices=SAID)
    keys = [*((by,) if isinstance(by, str) else by), "frame"]
    summed = terms.groupby(keys, dropna=False, sort=False)["n_matches"].sum().reset_index()
    assert cells(summed, *summed.columns) == cells(rates[rates["n_matches"] > 0], *summed.columns)


# Bad input


def bad_lexicon():
    tokens = words_of(QUAY)
    frame_rates(hits_in(tokens), tokens, HARBOUR.with_terms("storm", ["breeze"]), by="outlet")


def bad_frame():
    tokens = words_of(QUAY)
    frame_rates(hits_in(tokens).assign(frame="strom"), tokens, HARBOUR, by="outlet")


def bad_tokens(**options):
    tokens = words_of(QUAY)
    frame_rates(hits_in(tokens), tokens, HARBOUR, **options)


def missing_column():
    tokens = voiced(QUAY)
    frame_rates(hits_in(tokens).drop(columns="negated"), tokens, HARBOUR, by="voice")


def stray_match():
    tokens = voiced(QUAY)
    frame_rates(hits_in(tokens), tokens[tokens["word"] != "gale"], HARBOUR, by="voice")


def doubled_words():
    tokens = voiced(QUAY)
    frame_rates(hits_in(tokens), pd.concat([tokens, tokens]), HARBOUR, by="voice")


def quoted_without_remark():
    tokens = voiced([Part("A gale.", "Ada Brook", "quoted", None)])
    frame_rates(hits_in(tokens), tokens, HARBOUR, by="voice")


def clashing_column():
    tokens = words_of(QUAY).assign(note="x")
    frame_rates(hits_in(tokens), tokens, HARBOUR, by="note")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: rates_of(QUAY, by="laeder"), "no column 'laeder' to group by. Did you mean 'leader'?"),
        (lambda: bad_tokens(by="leader"), "no column 'leader' to group by. Assign voices to the words first."),
        (lambda: bad_tokens(by="outlet", voices=SAID), "no column 'voice' to choose quoted, paraphrased by"),
        (lambda: rates_of(QUAY, by="leader"), 'as in voices=("quoted", "paraphrased"), or add "voice" to by.'),
        (lambda: rates_of(QUAY, by="leader", voices=["quotes"]), "no voice 'quotes'. Did you mean 'quoted'?"),
        (lambda: rates_of(QUAY, by="leader", voices=[]), "voices is empty"),
        (lambda: rates_of(QUAY, by="leader", voices=SAID, groups="Ada Brook"), "Give a list, as in ['Ada Brook']."),
        (lambda: rates_of(QUAY, by=("leader", "voice"), groups=["Ada Brook"]), "names 1 of the columns"),
        (bad_lexicon, "these are hits of 'harbour@1.0', not of 'harbour@1.0+"),
        (bad_frame, "'harbour@1.0' has no frame 'strom'. Did you mean 'storm'?"),
        (missing_column, "column 'negated'"),
        (stray_match, "row 0: no word of tokens begins at character 2, position 1 of article 'a1'."),
        (doubled_words, "row 16: article 'a1', position 0 stands twice."),
        (quoted_without_remark, "row 0: a quoted word without remark_id."),
        (clashing_column, "'note' is a column of the rates themselves"),
    ],
)
def test_bad_input_says_what_is_wrong_and_what_to_do(call, message):
    with pytest.raises(TableError) as error:
        call()
    assert message in str(error.value)
