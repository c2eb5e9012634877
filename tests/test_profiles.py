"""Profiles: how each leader is reported."""

from __future__ import annotations

import pandas as pd
import pytest

from framing.errors import TableError
from framing.measures.profiles import form_shares, profile_leaders, reporting_verbs
from tests.tables_by_hand import Part, cells, remark, remarks_of, voiced

# Ada Brook: a direct remark, its repetition, a mixed one, a demand in a noun phrase, and one she declined to make.
# Ben Cole: one mixed remark of two fragments. A spokesman of nobody: one remark.
ROWS = [
    remark("r1", "Ada Brook", "direct", "Said", start=0, quoted=1),
    remark("r2", "Ada Brook", "direct", "said", start=90, quoted=1, repeats="r1"),
    remark("r3", "Ada Brook", "mixed", "said", start=60, quoted=1),
    remark("r4", "Ada Brook", "indirect", "called for", start=30, content="noun phrase", act="demanding", article="a2"),
    remark("r5", "Ada Brook", "indirect", "declined to say", start=10, not_said=True),
    remark("r6", "Ben Cole", "mixed", "claimed", start=40, quoted=2, stance="distancing"),
    remark("r7", None, "indirect", None, start=50, act=None, stance=None),
]
REMARKS = remarks_of(ROWS)
SHUFFLED = REMARKS.iloc[[6, 2, 5, 0, 4, 3, 1]]


# Profiles


def test_a_profile_counts_what_was_said_for_the_first_time_and_the_rest_apart():
    assert cells(profile_leaders(REMARKS), "leader", "n_remarks", "n_repeats", "n_not_said") == [
        ("Ada Brook", 3, 1, 1),
        ("Ben Cole", 1, 0, 0),
        (None, 1, 0, 0),
    ]


def test_a_profile_loses_no_remark():
    profile = profile_leaders(REMARKS)
    assert profile[["n_remarks", "n_repeats", "n_not_said"]].sum().sum() == len(REMARKS)
    assert (profile["n_remarks"] == profile[["n_direct", "n_mixed", "n_indirect"]].sum(axis=1)).all()


def test_a_profile_counts_forms_noun_phrases_fragments_and_articles():
    ada, ben, _ = cells(
        profile_leaders(REMARKS),
        *("n_direct", "n_mixed", "n_indirect", "n_noun_phrases", "n_quoted_fragments", "n_articles"),
    )
    assert ada == (1, 1, 1, 1, 2, 2)
    assert ben == (0, 1, 0, 0, 2, 1)


def test_words_are_missing_when_nothing_tells_how_many_there_are():
    assert profile_leaders(REMARKS)["n_words_quoted"].isna().all()
    assert profile_leaders(REMARKS)["n_words_paraphrased"].isna().all()


def test_words_come_from_tokens_with_voices():
    parts = [
        Part("We will sail.", "Ada Brook", "quoted", "r1"),
        Part("We will sail.", "Ada Brook", "quoted", "r2", repeat=True),
        Part("Ships are slow.", "Ada Brook", "paraphrased", "r3"),
        Part("Very.", "Ada Brook", "quoted", "r3"),
        Part("She said so.", "Ada Brook", "narrated", "r3"),
        Part("Never.", None, "paraphrased", "r7"),
    ]
    profile = profile_leaders(REMARKS, voiced(parts))
    assert cells(profile, "leader", "n_words_quoted", "n_words_paraphrased") == [
        ("Ada Brook", 4, 3),
        ("Ben Cole", 0, 0),
        (None, 0, 1),
    ]


def test_words_come_from_the_remarks_when_these_tell_also_when_read_as_text():
    told = REMARKS.assign(n_words_quoted=["3", "3", "2", "0", "0", "5", "0"])
    profile = profile_leaders(told)
    assert cells(profile, "leader", "n_words_quoted", "n_words_paraphrased") == [
        ("Ada Brook", 5, None),
        ("Ben Cole", 5, None),
        (None, 0, None),
    ]


def test_words_of_a_leader_are_missing_when_one_remark_does_not_tell():
    told = REMARKS.assign(n_words_quoted=pd.array([3, 3, None, 0, 0, 5, 0], dtype="Int64"))
    assert cells(profile_leaders(told), "n_words_quoted") == [(None,), (5,), (0,)]


def test_a_leader_who_only_declined_to_speak_is_listed_with_zero_remarks():
    profile = profile_leaders(REMARKS[REMARKS["remark_id"] == "r5"])
    assert cells(profile, "leader", "n_remarks", "n_articles", "n_not_said") == [("Ada Brook", 0, 0, 1)]


def test_a_remark_that_was_not_made_and_repeats_is_counted_once_as_not_made():
    rows = [ROWS[0], ROWS[4] | {"repeats": "r1"}]
    assert cells(profile_leaders(remarks_of(rows)), "n_remarks", "n_repeats", "n_not_said") == [(1, 0, 1)]


# Forms


def test_form_shares_has_all_three_forms_of_every_group():
    assert cells(
        form_shares(REMARKS[REMARKS["leader"] == "Ben Cole"]), "leader", "form", "n_remarks", "share_remarks"
    ) == [
        ("Ben Cole", "direct", 0, 0.0),
        ("Ben Cole", "mixed", 1, 1.0),
        ("Ben Cole", "indirect", 0, 0.0),
    ]


def test_shares_of_form_are_of_the_remarks_that_count():
    ada = form_shares(REMARKS).head(3)
    assert ada["n_remarks"].tolist() == [1, 1, 1]
    assert ada["share_remarks"].tolist() == [1 / 3] * 3


def test_shares_of_form_are_missing_for_a_group_of_which_nothing_is_left():
    shares = form_shares(REMARKS[REMARKS["remark_id"] == "r5"])
    assert cells(shares, "n_remarks", "share_remarks") == [(0, None)] * 3


@pytest.mark.parametrize("by", ["article_id", ("leader", "place"), "cue_stance", ()])
def test_forms_and_verbs_and_profiles_count_the_same_remarks(by):
    n_remarks = profile_leaders(REMARKS)["n_remarks"].sum()
    assert form_shares(REMARKS, by=by)["n_remarks"].sum() == n_remarks
    assert reporting_verbs(REMARKS, by=by)["n_remarks"].sum() == n_remarks


# Verbs


def test_reporting_verbs_are_counted_in_small_letters_the_commonest_first_and_none_last():
    assert cells(reporting_verbs(REMARKS), "leader", "cue", "cue_act", "cue_stance", "n_remarks") == [
        ("Ada Brook", "said", "stating", "neutral", 2),
        ("Ada Brook", "called for", "demanding", "neutral", 1),
        ("Ben Cole", "claimed", "stating", "distancing", 1),
        (None, None, None, None, 1),
    ]


def test_remarks_without_a_cue_come_last_in_their_group_however_many():
    rows = [ROWS[0], *(ROWS[6] | {"remark_id": name, "leader": "Ada Brook"} for name in ("r8", "r9"))]
    assert cells(reporting_verbs(remarks_of(rows)), "cue", "n_remarks") == [("said", 1), (None, 2)]


def test_remarks_without_any_cue_are_counted():
    bare = remarks_of([ROWS[6], ROWS[6] | {"remark_id": "r8"}])
    assert cells(reporting_verbs(bare, by=()), "cue", "n_remarks") == [(None, 2)]


# Invariants


@pytest.mark.parametrize("measure", [profile_leaders, form_shares, reporting_verbs])
def test_the_order_of_the_remarks_does_not_matter_and_they_are_not_changed(measure):
    before = SHUFFLED.copy()
    pd.testing.assert_frame_equal(measure(SHUFFLED), measure(REMARKS))
    pd.testing.assert_frame_equal(SHUFFLED, before)


@pytest.mark.parametrize("measure", [profile_leaders, form_shares, reporting_verbs])
def test_no_remarks_give_an_empty_table_of_the_same_columns(measure):
    nothing = measure(remarks_of([]))
    assert nothing.empty
    assert list(nothing.columns) == list(measure(REMARKS).columns)


# Bad input


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: form_shares(REMARKS, by="laeder"), "remarks: no column 'laeder' to group by. Did you mean 'leader'?"),
        (lambda: form_shares(REMARKS.drop(columns="form")), "column 'form'"),
        (lambda: profile_leaders(REMARKS.drop(columns="not_said")), "column 'not_said'"),
        (lambda: profile_leaders(REMARKS.assign(n_words_quoted="many")), "'n_words_quoted' needs whole numbers"),
        (lambda: profile_leaders(REMARKS, voiced([Part("No.", "Ada Brook", remark="r9")])), "words of remark 'r9'"),
    ],
)
def test_bad_input_says_what_is_wrong_and_what_to_do(call, message):
    with pytest.raises(TableError) as error:
        call()
    assert message in str(error.value)
