"""Remarks aligned with speeches: word for word, nearly, in other words, or not at all."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import TableError
from framing.measures.selection.alignment import align_remarks
from framing.measures.selection.verbatim import find_places, read_quotation
from framing.schema import check_table, column_names
from framing.text import words
from tests.selection_tables import LEADER, SPEECH, aligned, articles_of, marked, passage, remarks_of, speeches_of

VERBATIM = {
    "whole": ('"The ferry will sail at six"', "The ferry will sail at six", []),
    "capitals": ('"the ferry WILL sail at six"', "The ferry will sail at six", ["capital"]),
    "a full stop": ('"There were nine of them."', "There were nine of them", []),
    "an ellipsis": ('"The ferry ... will sail"', "The ferry will sail", ["ellipsis"]),
    "a bracketed ellipsis": (
        '"We have counted […] the fog"',
        "We have counted the boats that came in the fog",
        ["ellipsis"],
    ),
    "words in brackets": ('"nobody [on the island] will close it"', "nobody will close it", ["insertion"]),
    "a word replaced": ('"while [she holds] this office"', "while I hold this office", ["insertion"]),
    "a letter in brackets": ('"[T]he boats that came"', "the boats that came", ["capital"]),
    "an ellipsis at the end": ('"mind the steps..."', "mind the steps", ["ellipsis"]),
}


@pytest.mark.parametrize(("said", "found", "changes"), VERBATIM.values(), ids=VERBATIM)
def test_word_for_word_but_for(said, found, changes):
    row = aligned(f"<<{said}>>, she said.").iloc[0]
    assert (row["kind"], passage(row), row["similarity"]) == ("verbatim", found, 1.0)
    assert row["changes"] == changes


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ('"The ferry is our one road"', "The ferry is our only road"),
        ('"nobody would close it while she held this office"', "nobody will close it while I hold this office"),
        ('"I have asked the master to stay awake"', "I have asked the harbour master to stay awake"),
        ('"the harbour\'s master"', "the harbour master"),
    ],
)
def test_quoted_and_near_differs_from_the_transcript(said, found):
    row = aligned(f"<<{said}>>, she said.").iloc[0]
    assert (row["kind"], passage(row), row["changes"][-1]) == ("differs", found, "other words")
    assert 0 < row["similarity"] < 1


def test_another_translation_is_matched_with_the_sentence_most_like():
    row = aligned('<<"In the fog we counted, all of us, boats"> >'.replace("> >", ">>") + " she said.").iloc[0]
    assert (row["kind"], passage(row)) == ("differs", "We have counted the boats that came in the fog")


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("the council would meet tomorrow with its doors open", "Tomorrow the council will meet behind open doors"),
        ("boats had come in fog and had been counted", "We have counted the boats that came in the fog"),
        ("the harbour master was asked to stay up", "I have asked the harbour master to stay awake"),
    ],
)
def test_words_outside_marks_are_matched_with_the_passage_most_like(said, found):
    row = aligned(f"She said <<{said}>>.").iloc[0]
    assert (row["voice"], row["kind"], passage(row)) == ("paraphrased", "paraphrase", found)


@pytest.mark.parametrize("said", ['"My cat prefers violins"', "taxes on sugar had never been discussed by anybody"])
def test_what_is_like_nothing_is_unmatched_and_a_note_says_why(said):
    row = aligned(f"She said <<{said}>>.").iloc[0]
    assert row["kind"] == "unmatched"
    assert pd.isna(row["speech_id"]) and row["pairs"] == [] and row["note"]


def test_each_quoted_span_is_a_part_and_the_words_around_are_another():
    rows = aligned('She said <<the ferry was "our only road" and "nobody will close it" under her>>.')
    assert rows["voice"].tolist() == ["paraphrased", "quoted", "quoted"]
    assert rows["part"].tolist() == [1, 2, 3]
    assert rows["kind"].tolist() == ["paraphrase", "verbatim", "verbatim"]


def test_a_clause_goes_with_the_fragment_it_stands_beside():
    alone = aligned("She said <<that they kept to the hour>>.").iloc[0]
    beside = aligned('She said <<that they kept to the hour: "sail at six">>.').iloc[0]
    assert alone["kind"] == "unmatched"
    assert (beside["kind"], passage(beside)) == ("paraphrase", "The ferry will sail at six")


def test_a_fragment_found_twice_is_taken_where_the_rest_of_the_remark_is():
    first = aligned('She said <<"the ferry" was the only road>>.')
    second = aligned('She said <<"the ferry" would sail at six>>.')
    starts = [rows.loc[rows["voice"] == "quoted", "speech_start"].iloc[0] for rows in (first, second)]
    assert starts == [SPEECH.index("The ferry is"), SPEECH.index("The ferry will")]
    assert "stands in 2 places" in first.loc[first["voice"] == "quoted", "note"].iloc[0]


def test_a_fragment_found_twice_is_taken_near_another_quotation_of_the_remark():
    rows = aligned('She spoke of <<"the ferry" and of "mind the steps">>.')
    assert rows.loc[rows["voice"] == "quoted", "speech_start"].iloc[0] == SPEECH.index("The ferry will")


def test_two_speeches_of_one_day_are_both_candidates_and_a_note_says_when_both_fit():
    row = aligned('<<"The ferry will sail at six">>, she said.', SPEECH, "It rained. The ferry will sail at six.").iloc[
        0
    ]
    assert (row["n_speeches"], row["speech_id"]) == (2, "s0")
    assert row["note"] == "stands in 2 places: the first of them is taken"


DAYS = {"the day itself": (0, 1), "seven days before": (7, 1), "eight days before": (8, 0), "the day after": (-1, 0)}


@pytest.mark.parametrize(("before", "n_speeches"), DAYS.values(), ids=DAYS)
def test_speeches_up_to_seven_days_before_the_article_are_compared(before, n_speeches):
    published = str(pd.Timestamp("2034-03-01") + pd.Timedelta(days=before))
    row = aligned('<<"The ferry will sail at six">>, she said.', published=published).iloc[0]
    assert row["n_speeches"] == n_speeches
    assert (row["kind"] == "verbatim") == bool(n_speeches)


def test_what_has_no_date_is_compared_with_a_note():
    article = aligned('<<"The ferry will sail at six">>, she said.', published=None).iloc[0]
    speech = aligned('<<"The ferry will sail at six">>, she said.', speeches_of(SPEECH, delivered=None)).iloc[0]
    assert article["kind"] == speech["kind"] == "verbatim"
    assert "no date" in article["note"] and "without a date" in speech["note"]


def test_a_leader_without_a_speech_and_a_speaker_who_is_no_leader_have_rows_with_a_note():
    rows = [aligned('<<"The ferry will sail">>, said he.', leader=leader).iloc[0] for leader in ("Tom Reed", None)]
    assert [row["kind"] for row in rows] == ["unmatched", "unmatched"]
    assert [row["note"] for row in rows] == ["no speech of Tom Reed", "the speaker is none of the leaders"]


def test_a_quotation_that_stands_in_a_speech_of_somebody_else_is_named():
    note = aligned('<<"The ferry will sail at six">>, said he.', leader=None).iloc[0]["note"]
    assert note == f"the speaker is none of the leaders; word for word in 's0' of {LEADER}"


def test_a_speech_in_another_language_is_unmatched():
    row = aligned('<<"The council will meet">>, she said.', "Liebe Nachbarn, das Boot fährt um sechs Uhr.").iloc[0]
    assert (row["kind"], row["note"]) == ("unmatched", "no word in common with the speeches compared")


@pytest.mark.parametrize("speech", ["", "...", "One."])
def test_a_speech_of_hardly_a_word_crashes_nothing(speech):
    assert aligned('She said <<the council met: "and so on">>.', speech)["kind"].tolist() == ["unmatched"] * 2


@pytest.mark.parametrize("said", ['"..."', '"[she laughed]"', '"?!"', '""'])
def test_a_quotation_without_a_word_is_unmatched(said):
    row = aligned(f"She said <<{said}>>.").iloc[0]
    assert (row["kind"], row["note"]) == ("unmatched", "no word to compare")


def test_no_remarks_give_a_table_without_rows():
    empty = align_remarks(remarks_of([(([[0, 1]]), [])]).iloc[:0], articles_of(["x"]), speeches_of(SPEECH))
    assert len(empty) == 0 and list(empty.columns) == column_names("alignments")
    check_table(empty, "alignments")


def test_what_was_not_said_is_left_out():
    text, spans, quoted = marked("She did not say <<that the ferry will sail at six>>.")
    remarks = remarks_of([(spans, quoted)], not_said=True)
    assert len(align_remarks(remarks, articles_of([text]), speeches_of(SPEECH))) == 0


def test_nothing_is_changed_and_the_table_is_as_described():
    text, spans, quoted = marked('She said <<the ferry was "our only road">>.')
    given = remarks_of([(spans, quoted)]), articles_of([text]), speeches_of(SPEECH)
    before = [table.copy(deep=True) for table in given]
    check_table(align_remarks(*given), "alignments")
    for table, copy in zip(given, before, strict=True):
        pd.testing.assert_frame_equal(table, copy)


BAD = {
    "days": ({"days": -1}, "days=-1"),
    "half a day": ({"days": 0.5}, "days=0.5"),
    "quotation threshold": ({"quotation_threshold": 40}, "quotation_threshold=40"),
    "paraphrase threshold": ({"paraphrase_threshold": "high"}, "paraphrase_threshold='high'"),
}


@pytest.mark.parametrize(("options", "said"), BAD.values(), ids=BAD)
def test_settings_that_make_no_sense_are_refused(options, said):
    with pytest.raises(TableError, match=said):
        aligned('<<"The ferry">>', options=options)


def test_remarks_of_other_articles_are_refused():
    text, spans, quoted = marked('<<"The ferry will sail at six">>, she said.')
    remarks = remarks_of([(spans, quoted)])
    with pytest.raises(TableError, match="article 'a0' is not in articles"):
        align_remarks(remarks, articles_of([text]).assign(article_id=["other"]), speeches_of(SPEECH))
    with pytest.raises(TableError, match="ends at 28, after the end of its article"):
        align_remarks(remarks, articles_of([text[:9]]), speeches_of(SPEECH))


PLACES = words(SPEECH)


@given(st.integers(0, len(PLACES) - 2), st.integers(1, 15), st.integers(0, 10), st.integers(1, 9))
def test_any_stretch_and_any_two_with_an_ellipsis_between_are_found_where_they_stand(first, n, gap, m):
    last = min(first + n, len(PLACES))
    second = min(last + gap, len(PLACES))
    end = min(second + m, len(PLACES))
    text = SPEECH[PLACES[first][0] : PLACES[last - 1][1]]
    if second < end:
        text += f" ... {SPEECH[PLACES[second][0] : PLACES[end - 1][1]]}"
    places = find_places(read_quotation(text, 0, len(text)), [SPEECH[a:b].lower() for a, b in PLACES])
    assert any(first <= place.first < place.last <= max(last, end) for place in places)
    for place in places:
        assert [SPEECH[slice(*PLACES[k])].lower() for a, b in place.stretches for k in range(a, b)] == [
            text[a:b].lower() for a, b in words(text)
        ]


@pytest.mark.parametrize(
    "content",
    [
        'She said <<the ferry was "our only road" and "nobody [here] will close ... this office" at all>>.',
        'She said <<"The ferry is our one road", that the "councils" met behind doors that were open>>.',
    ],
)
def test_pairs_are_stretches_of_the_same_words_in_order(content):
    text, *_ = marked(content)
    for _, row in aligned(content).iterrows():
        starts = [pair[0] for pair in row["pairs"]]
        assert starts == sorted(starts) and row["pairs"]
        for start, end, speech_start, speech_end in row["pairs"]:
            ours, theirs = text[start:end], SPEECH[speech_start:speech_end]
            assert len(words(ours)) == len(words(theirs))
            assert row["start"] <= start < end <= row["end"]
            assert row["speech_start"] <= speech_start < speech_end <= row["speech_end"]
            if row["kind"] == "verbatim":
                assert [ours[a:b].lower() for a, b in words(ours)] == [theirs[a:b].lower() for a, b in words(theirs)]


def test_the_order_of_remarks_and_speeches_moves_no_passage():
    contents = ['<<"The ferry will sail at six">>, she said.', "She said <<the council met behind open doors>>."]
    made = [marked(content) for content in contents]
    remarks, articles = remarks_of([(spans, quoted) for _, spans, quoted in made]), articles_of([m[0] for m in made])
    speeches = speeches_of(SPEECH, "It rained for nine days, and the road to the mill was under water.")
    columns = ["remark_id", "kind", "speech_id", "speech_start", "similarity"]
    straight = align_remarks(remarks, articles, speeches)[columns]
    turned = align_remarks(remarks[::-1], articles[::-1], speeches[::-1])[columns]
    pd.testing.assert_frame_equal(straight, turned[::-1].reset_index(drop=True))
