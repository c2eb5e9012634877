"""Comparison: two groups of one table, frame by frame."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from framing.errors import TableError
from framing.measures.comparison import compare_rates
from framing.measures.rates import frame_rates
from framing.schema import check_table, column_names
from tests.tables_by_hand import HARBOUR, Part, cells, filler, hits_in, voiced, words_of

SAID = ("quoted", "paraphrased")


def remarks_of(leader, texts, *, stories):
    """Remarks of a leader, spread over that many stories."""
    return [
        Part(text, leader, remark=f"{leader} {number}", article=f"a{number % stories}")
        for number, text in enumerate(texts)
    ]


# Ada: 2 of 4 remarks with wind, 3 hits in 120 words. Ben: 1 of 4, 1 hit in 200 words, and 1 of 4 with goods.
ADA = [f"Gale, gale. {filler(28)}", f"A squall. {filler(28)}", filler(30), filler(30)]
BEN = [f"A gale. {filler(48)}", f"The cargo. {filler(48)}", filler(50), filler(50)]
PARTS = remarks_of("Ada Brook", ADA, stories=2) + remarks_of("Ben Cole", BEN, stories=2)


def compared(parts=PARTS, group="Ada Brook", reference="Ben Cole", **options):
    tokens = voiced(parts)
    options = {"by": "leader", "voices": SAID, "seed": 1} | options
    return compare_rates(hits_in(tokens), tokens, HARBOUR, group=group, reference=reference, **options)


def test_each_frame_is_compared_by_share_of_remarks_and_by_rate():
    table = compared()
    assert cells(table, "frame", "measure", "difference", "log2_ratio") == [
        ("storm", "share_remarks", 2 / 4 - 1 / 4, 1.0),
        ("storm", "per_1000", 3000 / 120 - 1000 / 200, math.log2((3000 / 120) / (1000 / 200))),
        ("trade", "share_remarks", 0 - 1 / 4, None),
        ("trade", "per_1000", 0 - 1000 / 200, None),
        ("faith", "share_remarks", 0.0, None),
        ("faith", "per_1000", 0.0, None),
    ]


def test_the_table_is_the_comparison_table_and_says_what_was_compared():
    table = compared()
    check_table(table, "comparison")
    assert list(table.columns) == column_names("comparison")
    assert table[["by", "group", "reference", "lexicon"]].drop_duplicates().to_numpy().tolist() == [
        ["leader", "Ada Brook", "Ben Cole", "harbour@1.0"]
    ]


def test_both_sides_are_those_of_the_rates():
    tokens = voiced(PARTS)
    rates = frame_rates(hits_in(tokens), tokens, HARBOUR, by="leader", voices=SAID).set_index(["leader", "frame"])
    for row in compared().itertuples():
        for name in ("n_remarks", "share_remarks", "n_matches", "per_1000", "n_stories"):
            assert getattr(row, name) == rates.loc[("Ada Brook", row.frame), name]
            assert getattr(row, f"reference_{name}") == rates.loc[("Ben Cole", row.frame), name]


def test_exchanging_group_and_reference_turns_the_signs_and_nothing_else():
    one, other = compared(), compared(group="Ben Cole", reference="Ada Brook")
    pd.testing.assert_series_equal(one["difference"], -other["difference"])
    pd.testing.assert_series_equal(one["log2_ratio"], -other["log2_ratio"])
    for name in ("n_remarks", "share_remarks", "n_matches", "per_1000", "n_stories"):
        pd.testing.assert_series_equal(one[name], other[f"reference_{name}"], check_names=False)


def test_nothing_is_tested_in_this_version_and_the_note_says_so():
    table = compared()
    assert table[["ci_low", "ci_high", "p_value", "p_adjusted"]].isna().all(axis=None)
    assert table["note"].str.endswith("no interval: resampling of stories is not part of this version").all()


def test_one_story_on_either_side_has_no_interval_and_no_test():
    parts = remarks_of("Ada Brook", ADA, stories=1) + remarks_of("Ben Cole", BEN, stories=2)
    for group, reference in (("Ada Brook", "Ben Cole"), ("Ben Cole", "Ada Brook")):
        notes = compared(parts, group, reference)["note"]
        assert notes.str.endswith("one story: no interval, no test").all()


def test_notes_say_on_which_side_remarks_are_few_words_short_and_hits_absent():
    parts = remarks_of("Ada Brook", [f"Gale. {filler(5)}"] * 15, stories=3) + remarks_of("Ben Cole", BEN, stories=2)
    notes = compared(parts)["note"].str.split("; ")
    assert notes[0][:-1] == ["too few remarks (reference)"]
    assert notes[1][:-1] == ["under 100 words (group)", "too few remarks (reference)"]
    assert notes[2][:-1] == ["too few remarks (reference)", "no hit, no ratio (group)"]
    assert notes[4][:-1] == ["too few remarks (reference)", "no hit, no ratio (group and reference)"]


def test_under_100_words_the_rate_and_its_difference_are_missing_while_the_share_is_compared():
    parts = remarks_of("Ada Brook", ["A gale."], stories=1) + remarks_of("Ben Cole", BEN, stories=2)
    assert cells(compared(parts).head(2), "measure", "per_1000", "difference", "log2_ratio") == [
        ("share_remarks", None, 1 - 1 / 4, 2.0),
        ("per_1000", None, None, None),
    ]


def test_a_leader_without_words_in_these_voices_is_missing_and_not_zero():
    parts = [*PARTS, Part("Cy Dunn slept through the gale.", "Cy Dunn", "narrated", "r1", article="a1")]
    table = compared(parts, group="Cy Dunn")
    assert (
        cells(table, "n_remarks", "n_matches", "share_remarks", "difference", "log2_ratio")
        == [(0, 0, None, None, None)] * 6
    )
    assert table["note"].str.startswith("no words (group)").all()
    assert table["reference_share_remarks"].notna().all()


def test_narrated_words_and_words_without_voices_are_compared_by_the_sentence():
    narrated = [
        Part("A gale. We slept.", "Ada Brook", "narrated"),
        Part("A gale.", "Ben Cole", "narrated", article="a2"),
    ]
    table = compared(narrated, voices=["narrated"])
    assert cells(table.head(1), "n_remarks", "reference_n_remarks", "difference") == [(2, 1, -0.5)]
    assert table["note"][0].startswith("too few sentences (group and reference)")
    tokens = words_of([Part("A gale. We slept."), Part("A gale.", article="a2", outlet="Port Post")])
    plain = compare_rates(
        hits_in(tokens), tokens, HARBOUR, by="outlet", group="The Lantern", reference="Port Post", voices=None
    )
    assert cells(plain.head(1), "n_remarks", "reference_n_remarks", "difference") == [(2, 1, -0.5)]


def test_a_corpus_taken_twice_under_new_ids_gives_the_same_differences():
    copies = [part._replace(article=f"copy of {part.article}") for part in PARTS]
    for column in ("difference", "log2_ratio", "share_remarks", "reference_per_1000"):
        pd.testing.assert_series_equal(compared(PARTS + copies)[column], compared()[column])


def test_what_is_given_is_not_changed():
    tokens = voiced(PARTS)
    matches = hits_in(tokens)
    before = tokens.copy(), matches.copy()
    compare_rates(matches, tokens, HARBOUR, by="leader", group="Ada Brook", reference="Ben Cole", voices=SAID)
    pd.testing.assert_frame_equal(tokens, before[0])
    pd.testing.assert_frame_equal(matches, before[1])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"group": "Ada Brok"}, "leader 'Ada Brok' has no words in any voice. Did you mean 'Ada Brook'?"),
        ({"reference": "Ben Coal"}, "leader 'Ben Coal' has no words in any voice. Did you mean 'Ben Cole'?"),
        ({"group": "Ben Cole"}, "group and reference are both 'Ben Cole'"),
        ({"by": "laeder"}, "no column 'laeder' to group by. Did you mean 'leader'?"),
        ({"by": ("leader", "voice")}, "two groups are compared by one column"),
        ({"voices": None}, 'as in voices=("quoted", "paraphrased")'),
        ({"voices": ["said"]}, "there is no voice 'said'"),
    ],
)
def test_bad_input_says_what_is_wrong_and_what_to_do(options, message):
    with pytest.raises(TableError) as error:
        compared(**options)
    assert message in str(error.value)


def test_matches_of_another_lexicon_are_refused():
    tokens = voiced(PARTS)
    other = HARBOUR.without_terms(["psalm"])
    with pytest.raises(TableError, match=r"hits of 'harbour@1.0', not of 'harbour@1.0\+"):
        compare_rates(hits_in(tokens), tokens, other, by="leader", group="Ada Brook", reference="Ben Cole", voices=SAID)
