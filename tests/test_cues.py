"""Cues are data: closed lists of acts and stances, forms that can be spelt, frames that are known."""

import pytest

from framing import languages, schema
from framing.speech.cues import cue_nouns, cue_phrases, cue_verbs, find_cues
from framing.speech.passages import read_passages
from framing.speech.words import inflect, kind_of, settle_kinds, word_set

ACTS = {column.name: set(column.values) for column in schema.table_columns("remarks")}["cue_act"]
STANCES = {column.name: set(column.values) for column in schema.table_columns("remarks")}["cue_stance"]
FRAMES = {
    "clause",
    "that",
    "noun",
    "addressee",
    "infinitive",
    "question",
    "quotation",
    "as",
    "object-infinitive",
    "gap",
}
TABLES = ("cue_verbs", "cue_nouns", "cue_phrases")


@pytest.mark.parametrize("table", TABLES)
def test_acts_and_stances_come_from_the_closed_lists(table):
    rows = languages.read_rows("en", table)
    assert [row for row in rows if row["act"] not in ACTS or row["stance"] not in STANCES] == []


@pytest.mark.parametrize("table", ("cue_verbs", "cue_phrases"))
def test_what_a_cue_takes_is_known(table):
    assert {frame for row in languages.read_rows("en", table) for frame in row["takes"].split()} <= FRAMES


@pytest.mark.parametrize(("table", "key"), [("cue_verbs", "lemma"), ("cue_nouns", "noun"), ("cue_phrases", "phrase")])
def test_no_cue_stands_twice(table, key):
    keys = [row[key] for row in languages.read_rows("en", table)]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("table", ("content_ends", "remark_signs"))
def test_weights_are_numbers_and_each_fact_has_one(table):
    rows = languages.read_rows("en", table)
    assert len({row["feature"] for row in rows}) == len(rows)
    assert all(abs(float(row["weight"])) < 10 for row in rows)


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("deny", {"deny", "denies", "denied", "denying"}),
        ("argue", {"argue", "argues", "argued", "arguing"}),
        ("agree", {"agree", "agrees", "agreed", "agreeing"}),
        ("beg", {"beg", "begs", "begged", "begging"}),
        ("preach", {"preach", "preaches", "preached", "preaching"}),
    ],
)
def test_verbs_are_inflected(lemma, forms):
    assert set(inflect(lemma)) == forms


def test_irregular_forms_replace_the_regular_past():
    assert set(inflect("tell", "tells told telling")) == {"tell", "tells", "told", "telling"}


@pytest.mark.parametrize(
    ("sentence", "cues"),
    [
        ("Brandt said no.", ["said"]),
        ("The reports that have gone missing are long.", []),
        ("A place called Elm lies by the sea.", []),
        ("Brandt claims that it rained.", ["claims"]),
        ("Her claim is old.", []),
        ("Brandt took aim at the plan.", ["took aim at"]),
        ("Brandt made it clear that it rained.", ["made it clear"]),
        ("Voters say it rained.", ["say"]),
        ("Some said it rained.", ["said"]),
        ('"Brandt said it," the sign read.', ["read"]),
    ],
)
def test_a_form_is_a_cue_where_a_verb_can_stand(sentence, cues):
    (passage,) = read_passages(sentence)
    found = find_cues(passage, 0, len(passage))
    assert [passage.printed(cue.first, cue.last) for cue in found.values()] == cues


def test_the_lists_hold_what_the_field_reports_with():
    assert {"say", "tell", "warn", "claim", "deny", "praise"} <= set(cue_verbs())
    assert {"claim", "claims", "warning", "pledges"} <= set(cue_nouns())
    assert "called" in cue_phrases()
    assert "said" not in word_set("quantifiers")


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("the proposed plan", "dnn"),
        ("they call the", "rvd"),
        ("will claim", "xb"),
        ("Brandt calls the", "Nvd"),
        ("an emergency meeting of", "dnnf"),
    ],
)
def test_the_neighbours_decide_the_kind_of_a_word(words, kinds):
    assert settle_kinds("".join(kind_of(word, "en")[1] for word in words.split())) == kinds
