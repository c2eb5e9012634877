"""Whose wording and whose message each word is."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import framing
from framing.errors import FramingWarning, TableError
from framing.schema import make_table

LEADERS = make_table(
    "leaders",
    {
        "leader": ["Ada Brook", "Ada Brook", "Ilka Brandt", "Ilka Brandt", "Jon Brook"],
        "alias": ["Ada Brook", "Brook", "Ilka Brandt", "Brandt", "Jon Brook"],
        "kind": ["name", "surname", "name", "surname", "name"],
    },
)


def table_of(text, *remarks):
    """Remarks given as (content as printed, speaker, quoted parts, further columns)."""
    rows = []
    for number, (content, speaker, quoted, *more) in enumerate(remarks):
        start = text.index(content)
        spans = [[start, start + len(content)]]
        parts = [[text.index(part, start), text.index(part, start) + len(part)] for part in quoted]
        base = {"remark_id": f"r{number}", "article_id": "a", "form": "mixed", "content": "clause", "rule": "hand"}
        where = {"start": start, "end": start + len(content), "spans": spans, "quoted_spans": parts}
        row = base | where | {"speaker": speaker, "leader": speaker, "not_said": False, "repeats": None}
        rows.append(row | (more[0] if more else {}))
    return make_table("remarks", pd.DataFrame(rows)) if rows else make_table("remarks", {})


def voiced(text, *remarks, leaders=LEADERS, **options):
    articles = framing.articles_from_records([{"article_id": "a", "text": text}], source="test")
    return framing.assign_voices(framing.tokenize(articles), table_of(text, *remarks), leaders, **options)


def by_voice(tokens, column="voice"):
    return tokens.groupby(column, sort=False)["word"].agg(" ".join).to_dict()


def test_quoted_inside_the_marks_paraphrased_in_the_rest_narrated_around():
    tokens = voiced(
        'Brook said the plan was "half baked" and late.',
        ('the plan was "half baked" and late', "Ada Brook", ["half baked"]),
    )
    assert by_voice(tokens) == {
        "narrated": "Brook said",
        "paraphrased": "the plan was and late",
        "quoted": "half baked",
    }
    assert set(tokens["leader"]) == {"Ada Brook"}


def test_words_quoted_from_somebody_without_a_name_are_quoted_all_the_same():
    tokens = voiced('One guard said "run".', ("run", None, ["run"]))
    assert tokens["voice"].tolist() == ["narrated"] * 3 + ["quoted"]
    assert tokens["leader"].isna().all()
    assert set(tokens["remark_id"]) == {"r0"}


def test_a_narrated_word_belongs_to_the_nearest_remark_of_its_sentence():
    text = '"Go now," Brook said, while Brandt had answered that he should stay.'
    tokens = voiced(text, ("Go now,", "Ada Brook", ["Go now,"]), ("he should stay", "Ilka Brandt", []))
    narrated = tokens[tokens["voice"] == "narrated"]
    assert by_voice(narrated, "leader") == {"Ada Brook": "Brook said while", "Ilka Brandt": "Brandt had answered that"}


def test_of_two_remarks_as_near_the_earlier_wins():
    tokens = voiced('"Go" or "No"', ("Go", "Ada Brook", ["Go"]), ("No", "Ilka Brandt", ["No"]))
    assert tokens["remark_id"].tolist() == ["r0", "r0", "r1"]


def test_narrated_sentences_without_a_remark_belong_to_nobody_but_may_name_one_leader():
    text = 'Brook said "no". Brandt failed to answer. Ilka Brandt and Brook left. It rained.'
    tokens = voiced(text, ("no", "Ada Brook", ["no"]))
    by_sentence = tokens.groupby("sentence").first()
    assert by_sentence["leader"].tolist()[0] == "Ada Brook"
    assert by_sentence["leader"].isna().tolist() == [False, True, True, True]
    assert by_sentence["mentions_leader"].fillna("").tolist() == ["", "Ilka Brandt", "", ""]


def test_a_full_name_settles_a_surname_that_two_leaders_share():
    shared = pd.concat(
        [LEADERS, make_table("leaders", {"leader": ["Jon Brook"], "alias": ["Brook"], "kind": ["surname"]})],
        ignore_index=True,
    )
    tokens = voiced("Ada Brook left. Brook left.", leaders=shared)
    assert tokens.groupby("sentence")["mentions_leader"].first().fillna("").tolist() == ["Ada Brook", ""]


def test_around_the_paragraph_also_gives_sentences_without_a_remark_to_the_nearest_one():
    text = 'It rained. Brook said "no". He sat down.\n\nThe end.'
    near = voiced(text, ("no", "Ada Brook", ["no"]), around="paragraph")
    assert near.groupby("sentence")["leader"].first().fillna("").tolist() == ["Ada Brook"] * 3 + [""]
    strict = voiced(text, ("no", "Ada Brook", ["no"]))
    assert strict.groupby("sentence")["leader"].first().fillna("").tolist() == ["", "Ada Brook", "", ""]


def test_what_was_not_said_is_narrated_and_belongs_to_nobody():
    text = "Brook did not say who paid."
    tokens = voiced(text, ("who paid", "Ada Brook", [], {"not_said": True}))
    assert set(tokens["voice"]) == {"narrated"}
    assert tokens["remark_id"].isna().all()


def test_words_of_a_repeated_remark_are_marked_and_its_narration_is_not():
    text = 'Brook said "no". "no," Brook said.'
    second = text.rindex("no,")
    tokens = voiced(
        text,
        ("no", "Ada Brook", ["no"]),
        (
            "no,",
            "Ada Brook",
            ["no,"],
            {
                "start": second,
                "end": second + 3,
                "spans": [[second, second + 3]],
                "quoted_spans": [[second, second + 3]],
                "repeats": "r0",
            },
        ),
    )
    assert tokens.loc[tokens["repeat"], "word"].tolist() == ["no"]
    assert tokens.loc[tokens["repeat"], "remark_id"].tolist() == ["r1"]


def test_articles_without_remarks_are_narrated_throughout():
    tokens = voiced("It rained. Nobody spoke.")
    assert set(tokens["voice"]) == {"narrated"}
    assert not tokens["repeat"].any()


def test_a_span_that_begins_or_ends_inside_a_word_owns_the_word():
    tokens = voiced("Brook said the dam holds well.", ("e dam hol", "Ada Brook", []))
    assert tokens.loc[tokens["voice"] == "paraphrased", "word"].tolist() == ["the", "dam", "holds"]


def test_a_word_that_begins_where_a_span_ends_is_outside_it():
    tokens = voiced('"Go"then', ("Go", "Ada Brook", ["Go"]))
    assert tokens["voice"].tolist() == ["quoted", "narrated"]


def test_roles_and_pronouns_are_no_mention_of_a_leader():
    role = make_table("leaders", {"leader": ["Ada Brook"], "alias": ["premier"], "kind": ["role"]})
    tokens = voiced("The premier left.", leaders=pd.concat([LEADERS, role], ignore_index=True))
    assert tokens["mentions_leader"].isna().all()


def test_a_leader_whom_the_table_does_not_know_is_refused_with_the_nearest_name():
    with pytest.raises(TableError, match="leader 'Ada Broock' is not in the leaders table. Did you mean 'Ada Brook'"):
        voiced('Brook said "no".', ("no", "Ada Broock", ["no"]))


@pytest.mark.parametrize("change", [{"article_id": "b"}, {"start": 90, "end": 95, "spans": [[90, 95]]}])
def test_a_remark_that_reaches_no_word_is_named_in_a_warning(change):
    with pytest.warns(FramingWarning, match="1 remarks stand in no article of these tokens: r0"):
        voiced('Brook said "no".', ("no", "Ada Brook", [], change))


def test_no_words_no_rows():
    assert len(voiced("...")) == 0


def test_an_unknown_reach_is_refused():
    with pytest.raises(TableError, match="choose"):
        voiced("It rained.", around="page")


@settings(max_examples=12)  # each of them reads six articles
@given(st.permutations(range(6)))
def test_the_order_of_articles_and_of_words_changes_no_voice(order):
    folder = framing.corpus_folder() / "practice"
    articles = framing.read_articles(folder)
    remarks = framing.read_remarks(folder / "remarks.csv")
    straight = framing.assign_voices(framing.tokenize(articles), remarks)
    shuffled = framing.assign_voices(framing.tokenize(articles.iloc[list(order)].reset_index(drop=True)), remarks)
    key = ["article_id", "position"]
    pd.testing.assert_frame_equal(
        straight.sort_values(key, ignore_index=True), shuffled.sort_values(key, ignore_index=True)
    )


def test_every_word_of_the_practice_articles_has_one_voice_and_remarks_own_their_words():
    folder = framing.corpus_folder() / "practice"
    remarks = framing.read_remarks(folder / "remarks.csv")
    tokens = framing.assign_voices(framing.tokenize(framing.read_articles(folder)), remarks)
    assert tokens["voice"].isin(["quoted", "paraphrased", "narrated"]).all()
    content = tokens[tokens["voice"] != "narrated"]
    owner = remarks.set_index("remark_id")
    for row in content.itertuples():
        assert any(start <= row.start and row.end <= end for start, end in owner.loc[row.remark_id, "spans"])
    assert np.isin(remarks.loc[~remarks["not_said"], "remark_id"], content["remark_id"]).all()


def test_of_the_paris_article_every_known_word_is_quoted_and_has_a_leader():
    remarks = framing.read_remarks(framing.corpus_folder() / "paris-2025" / "remarks.csv")
    tokens = framing.assign_voices(framing.tokenize(framing.quoted_articles(remarks)), remarks)
    assert set(tokens["voice"]) == {"quoted"}
    quoted = remarks.set_index("remark_id")["quoted"].map(json.loads)
    for remark_id, own in tokens.groupby("remark_id"):
        assert len(own) == sum(len(framing.words(fragment)) for fragment in quoted[remark_id])
