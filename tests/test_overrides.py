"""Corrections by hand: kept, marked, counted."""

import pandas as pd
import pytest

import framing
from framing import schema
from framing.errors import TableError

TEXT = 'The ferry was late, Ada Brook said. "No boats," Ilka Brandt replied. The harbour sleeps.'
ARTICLES = framing.articles_from_records([{"article_id": "a", "text": TEXT}], source="test")
EXTRACTED = framing.extract_remarks(ARTICLES)
FIRST, SECOND = ([row.start, row.end] for row in EXTRACTED.itertuples())
NAMES = [("Ada Brook", "Ada Brook", "name"), ("Ada Brook", "Brook", "surname"), ("Ada Brook", "the mayor", "role")]
NAMES += [("Ilka Brandt", "Ilka Brandt", "name"), ("Ilka Brandt", "Brandt", "surname")]
LEADERS = schema.make_table("leaders", pd.DataFrame(NAMES, columns=["leader", "alias", "kind"]))


def corrections(tmp_path, *rows, leaders=None):
    path = tmp_path / "overrides.csv"
    names = list(dict.fromkeys(name for row in rows for name in row))
    lines = [",".join(f'"{str(row.get(name, "")).replace(chr(34), chr(34) * 2)}"' for name in names) for row in rows]
    path.write_text("\n".join([",".join(names), *lines]), encoding="utf-8")
    return framing.read_overrides(path, leaders)


def row(place, **cells):
    return {"article_id": "a", "start": place[0], "end": place[1], "reason": "found"} | cells


def article(text):
    return framing.articles_from_records([{"article_id": "a", "text": text}], source="test")


def corrected(tmp_path, *rows, text=TEXT, leaders=None):
    """The corrected remarks of a text, and what became of each row."""
    articles = article(text)
    found, table = framing.extract_remarks(articles, leaders), corrections(tmp_path, *rows, leaders=leaders)
    fixed = framing.apply_overrides(found, table, articles, leaders=leaders)
    return fixed, framing.audit_overrides(found, table, articles, leaders=leaders)


def place_of(words, text=TEXT):
    return [text.index(words), text.index(words) + len(words)]


def said_by(text, remark):
    return [[text[a:b] for a, b in remark[name]] for name in ("spans", "quoted_spans")]


def problems(tmp_path, *rows, leaders=None):
    with pytest.raises(TableError) as error:
        corrections(tmp_path, *rows, leaders=leaders)
    return str(error.value)


def test_what_is_filled_replaces_what_was_extracted_and_the_remark_is_marked(tmp_path):
    fixed = framing.apply_overrides(
        EXTRACTED, corrections(tmp_path, row(FIRST, speaker="Ada Hall", note="her name now")), ARTICLES
    )
    assert fixed["speaker"].tolist() == ["Ada Hall", "Ilka Brandt"]
    assert fixed["rule"].tolist()[0] == "hand"
    assert fixed["because"].tolist()[0] == "her name now"
    assert fixed["override"].tolist()[0] == "found"
    assert pd.isna(fixed["override"].tolist()[1])
    assert fixed.loc[1].drop("override").equals(EXTRACTED.loc[1])


def test_the_reason_of_a_rule_does_not_stay_beside_what_was_decided_by_hand(tmp_path):
    fixed, _ = corrected(tmp_path, row(FIRST, speaker="Ada Hall"), row(SECOND, form="mixed", because="I was there"))
    assert pd.isna(fixed["because"].iloc[0])
    assert fixed["because"].iloc[1] == "I was there"


def test_a_remark_can_be_moved_taken_out_or_added(tmp_path):
    moved = row(FIRST, spans="[[4, 18]]")
    removed = row(SECOND, remove="yes")
    start = TEXT.index("The harbour")
    added = row([start, start + 18], speaker="Ada Brook", reason="random")
    table = corrections(tmp_path, moved, removed, added)
    fixed = framing.apply_overrides(EXTRACTED, table, ARTICLES)
    assert [TEXT[a:b] for a, b in zip(fixed["start"], fixed["end"], strict=True)] == [
        "ferry was late",
        "The harbour sleeps",
    ]
    assert framing.audit_overrides(EXTRACTED, table, ARTICLES)["outcome"].tolist() == ["changed", "removed", "added"]


def test_a_correction_that_matches_nothing_changes_nothing_and_is_told(tmp_path):
    table = corrections(tmp_path, row([1, 3], remove="yes"), row([2, 9], form="direct"))
    pd.testing.assert_frame_equal(
        framing.apply_overrides(EXTRACTED, table, ARTICLES).drop(columns="override"), EXTRACTED
    )
    assert framing.audit_overrides(EXTRACTED, table, ARTICLES)["outcome"].tolist() == ["matched nothing"] * 2


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (
            {"reason": "wrong speaker"},
            "'wrong speaker' is not one of random, found (random: the remark was drawn in a sample, from which accur",
        ),
        ({"end": 0}, "row 2: start 0 is not before end 0"),
        ({"article_id": ""}, "row 2: article_id, start and end say which remark"),
        ({"form": "direkt"}, "row 2: form 'direkt' is not one of direct, mixed, indirect. Did you mean 'direct'?"),
        ({"not_said": "perhaps"}, "row 2: not_said 'perhaps' is not true or false"),
        (
            {"remove": "x"},
            "row 2: remove 'x' is not yes or no. Write yes to take the remark out, no or nothing to keep",
        ),
        ({"remove": "ja"}, "row 2: remove 'ja' is not yes or no"),
        ({"spans": "4-18"}, "row 2: spans '4-18' is not a list. Write it as JSON, as in [[0, 4]]."),
        ({"spans": "[4, 18]"}, "row 2: spans [4, 18] is not a list of pairs [start, end]"),
        ({"spans": "[[18, 4]]"}, "row 2: spans [[18, 4]] is not a list of pairs [start, end]"),
        ({"spans": "[]"}, "row 2: spans [] is not a list of pairs"),
        ({"quoted_spans": "[[0.5, 4]]"}, "row 2: quoted_spans [[0.5, 4]] is not a list of pairs"),
        ({"start": "here"}, "row 2: start 'here'"),
        ({"speakr": "Ada"}, "column 'speakr' cannot be corrected. Did you mean 'speaker'?"),
        ({"rule": "mine"}, "column 'rule' cannot be corrected"),
    ],
)
def test_what_is_no_correction_is_said_with_its_row(tmp_path, cells, said):
    with pytest.raises(TableError) as error:
        corrections(tmp_path, row(FIRST) | cells)
    assert said in str(error.value)


def test_all_problems_of_the_file_are_said_at_once(tmp_path):
    wrong = row(FIRST, reason="guess", remove="x", spans="[[4", mood="good")
    said = problems(tmp_path, wrong, row(SECOND, form="spoken"), row(SECOND, form="direct"))
    assert "overrides.csv: 6 problems" in said
    assert "row 4: 37-46 of a stands in row 3, too" in said


def test_a_value_outside_its_closed_list_is_refused_when_no_file_was_read():
    table = pd.DataFrame([row(FIRST, form="spoken")])
    told = framing.audit_overrides(EXTRACTED, table, ARTICLES)
    assert told["outcome"].tolist() == ["refused"] and told["note"].tolist()[0].startswith("form 'spoken'")
    assert framing.apply_overrides(EXTRACTED, table, ARTICLES)["form"].tolist() == EXTRACTED["form"].tolist()


@pytest.mark.parametrize("cell", ["yes", "Yes", "true", "1", "no", "No", "false", "0", ""])
def test_remove_is_said_by_yes_or_no(tmp_path, cell):
    fixed, told = corrected(tmp_path, row(FIRST, remove=cell))
    removed = cell.lower() in ("yes", "true", "1")
    assert (len(fixed), told["outcome"].tolist()) == ((1, ["removed"]) if removed else (2, ["unchanged"]))


def test_empty_lines_are_passed_over_and_rows_numbered_as_in_the_file(tmp_path):
    path = tmp_path / "overrides.csv"
    path.write_text("article_id,start,end,reason,form\n,,,,\na,0,18,found,direct\n", encoding="utf-8")
    assert framing.read_overrides(path)["row"].tolist() == [3]


# A remark that nobody found

SPEECH = """Harbour talks end

Ada Brook came late. A "rusty" ferry lay there.

“On we go” stood there for all, and “today” below.
"""


def test_an_added_direct_remark_has_its_words_quoted_and_its_place_as_found_ones_have(tmp_path):
    for words in ("On we go", "“On we go”"):
        fixed, told = corrected(tmp_path, row(place_of(words, SPEECH), speaker="Ada Brook", form="direct"), text=SPEECH)
        assert told["outcome"].tolist() == ["added"]
        (remark,) = fixed[fixed["rule"] == "hand"].to_dict("records")
        assert said_by(SPEECH, remark) == [["On we go"], ["On we go"]]
        assert (remark["form"], remark["content"], remark["place"]) == ("direct", "quotation", "body")
        tokens = framing.assign_voices(framing.tokenize(article(SPEECH)), fixed)
        assert set(
            tokens.loc[tokens["remark_id"].eq(remark["remark_id"]) & tokens["voice"].ne("narrated"), "voice"]
        ) == {"quoted"}


def test_an_added_remark_without_a_form_has_that_of_its_quotation_marks(tmp_path):
    for words, form, quoted in (
        ('A "rusty" ferry lay', "mixed", ["rusty"]),
        ("On we go", "direct", ["On we go"]),
        ("Ada Brook came late", "indirect", []),
    ):
        fixed, _ = corrected(tmp_path, row(place_of(words, SPEECH), speaker="Ada Brook"), text=SPEECH)
        (remark,) = fixed[fixed["rule"] == "hand"].to_dict("records")
        assert remark["form"] == form
        assert said_by(SPEECH, remark)[1] == quoted
        assert remark["place"] == {"On we go": "body"}.get(words, "lead")


def test_a_direct_remark_without_marks_is_quoted_as_a_whole(tmp_path):
    fixed, _ = corrected(
        tmp_path, row(place_of("Ada Brook came late.", SPEECH), speaker="Ada Brook", form="direct"), text=SPEECH
    )
    (remark,) = fixed[fixed["rule"] == "hand"].to_dict("records")
    assert said_by(SPEECH, remark) == [["Ada Brook came late."]] * 2


def test_words_outside_the_marks_of_a_direct_remark_are_left_out_and_told(tmp_path):
    words = "“On we go” stood there for all, and “today”"
    fixed, told = corrected(tmp_path, row(place_of(words, SPEECH), speaker="Ada Brook", form="direct"), text=SPEECH)
    (remark,) = fixed[fixed["rule"] == "hand"].to_dict("records")
    assert said_by(SPEECH, remark)[0] == ["On we go", "today"]
    assert told["note"].tolist() == ["Words outside quotation marks (5) are left out of it, for form is direct."]


def test_a_form_that_is_changed_takes_its_quoted_words_along(tmp_path):
    fixed, _ = corrected(tmp_path, row(FIRST, form="direct"), row(SECOND, form="indirect"))
    assert fixed["quoted_spans"].tolist() == [[FIRST], []]
    assert fixed["content"].tolist() == ["quotation", "clause"]


def test_a_remark_that_is_moved_has_form_quoted_words_and_place_of_its_new_stretch(tmp_path):
    moved = place_of('late, Ada Brook said. "No')
    fixed, _ = corrected(tmp_path, row(FIRST, spans=str([moved])), row(SECOND, remove="yes"))
    (remark,) = fixed.to_dict("records")
    assert (remark["form"], said_by(TEXT, remark)[1]) == ("mixed", ["No"])


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"form": "mixed"}, "Form is mixed, and of 3 words 0 are quoted"),
        ({"form": "indirect", "quoted_spans": "[[69, 72]]"}, "Form is indirect, and of 3 words 1 are quoted"),
        ({"form": "direct", "quoted_spans": "[[69, 72]]"}, "Form is direct, and of 3 words 1 are quoted"),
        ({"form": "mixed", "quoted_spans": "[[0, 3]]"}, "Quoted spans [[0, 3]] lie outside of spans"),
        ({"spans": "[[69, 900]]"}, "The article ends at 88, before 900"),
        ({"spans": "[[68, 69]]"}, "No word stands there"),
    ],
)
def test_a_remark_that_cannot_be_is_refused_with_the_reason(tmp_path, cells, why):
    fixed, told = corrected(tmp_path, row(place_of("The harbour sleeps"), speaker="Ada Brook") | cells)
    assert told["outcome"].tolist() == ["refused"]
    assert why in told["note"].tolist()[0]
    pd.testing.assert_frame_equal(fixed.drop(columns="override"), EXTRACTED)


def test_a_place_off_by_one_adds_nothing_beside_the_remark_that_was_meant(tmp_path):
    shifted = [SECOND[0] + 1, SECOND[1]]
    full = row(shifted, speaker="Ada Brook", form="direct")
    fixed, told = corrected(tmp_path, full)
    assert told["outcome"].tolist() == ["refused"]
    assert "It overlaps the remark at 37-46. Did you mean start 37?" in told["note"].tolist()[0]
    assert len(fixed) == 2
    _, told = corrected(tmp_path, row([SECOND[0], SECOND[1] + 2], remove="yes"))
    assert told["outcome"].tolist() == ["matched nothing"]
    assert "Did you mean end 46?" in told["note"].tolist()[0]


def test_a_remark_may_take_the_place_of_one_that_is_taken_out_in_whatever_order(tmp_path):
    rows = [row([SECOND[0], SECOND[1] - 1], speaker="Ada Brook"), row(SECOND, remove="yes")]
    for given in (rows, rows[::-1]):
        fixed, told = corrected(tmp_path, *given)
        assert sorted(told["outcome"]) == ["added", "removed"]
        assert fixed["speaker"].tolist() == ["Ada Brook", "Ada Brook"]


def test_a_leader_alone_where_no_remark_stands_is_told_how_to_add_one(tmp_path):
    added = row(place_of("The harbour sleeps"), leader="Ada Brook")
    fixed, told = corrected(tmp_path, added, leaders=LEADERS)
    assert told["outcome"].tolist() == ["matched nothing"]
    assert "To add one, fill speaker, too" in told["note"].tolist()[0]
    assert len(fixed) == 2


def test_an_added_remark_is_called_after_its_place_whatever_else_is_added(tmp_path):
    last = row(place_of("The harbour sleeps"), speaker="Ada Brook")
    fixed, _ = corrected(tmp_path, row(SECOND, remove="yes"), last)
    alone, _ = corrected(tmp_path, last)
    assert fixed["remark_id"].tolist()[-1] == alone["remark_id"].tolist()[-1] == "a-hand-69-87"


def test_added_remarks_stand_in_the_order_of_the_articles(tmp_path):
    articles = framing.articles_from_records(
        [{"article_id": "a", "text": "It rained on boats."}, {"article_id": "b", "text": TEXT}], source="test"
    )
    table = corrections(tmp_path, row([0, 9], speaker="Ada Brook"))
    fixed = framing.apply_overrides(framing.extract_remarks(articles), table, articles)
    assert fixed["article_id"].tolist() == ["a", "b", "b"]


def test_what_changes_nothing_is_not_said_to_be_changed(tmp_path):
    fixed, told = corrected(tmp_path, row(FIRST), row(SECOND, speaker="Ilka Brandt", form="direct", not_said="no"))
    assert told["outcome"].tolist() == ["unchanged", "unchanged"]
    assert told["note"].tolist() == ["No column says what should stand there.", "It stands so already."]
    assert fixed["override"].isna().all()


def test_a_drawn_remark_that_is_right_is_unchanged_without_a_word(tmp_path):
    _, told = corrected(tmp_path, row(FIRST, reason="random"))
    assert told.loc[0, "outcome"] == "unchanged"
    assert pd.isna(told.loc[0, "note"])


# Speaker and leader belong together


def test_a_corrected_speaker_brings_the_leader_and_takes_the_printed_name_away(tmp_path):
    fixed, _ = corrected(tmp_path, row(FIRST, speaker="Ilka Brandt"), row(SECOND, speaker="Ivo Hall"), leaders=LEADERS)
    assert fixed["speaker"].tolist() == ["Ilka Brandt", "Ivo Hall"]
    assert fixed["leader"].iloc[0] == "Ilka Brandt"
    assert fixed["leader"].isna().tolist() == [False, True]
    assert fixed[["speaker_as_printed", "speaker_start", "speaker_end"]].isna().all(axis=None)


def test_a_corrected_leader_brings_the_name_that_the_article_gives(tmp_path):
    fixed, _ = corrected(tmp_path, row(FIRST, leader="Ilka Brandt"), leaders=LEADERS)
    assert fixed["speaker"].iloc[0] == "Ilka Brandt"
    unnamed = TEXT.replace("Ilka Brandt", "the ferryman")
    fixed, _ = corrected(tmp_path, row(FIRST, leader="Ilka Brandt"), text=unnamed, leaders=LEADERS)
    assert fixed["leader"].iloc[0] == "Ilka Brandt"
    assert pd.isna(fixed["speaker"].iloc[0])


def test_a_corrected_leader_keeps_a_speaker_who_may_be_that_leader(tmp_path):
    text = "The ferry was late, Brook said. The mayor told reporters that it rained."
    without = LEADERS[LEADERS["kind"] == "name"].reset_index(drop=True)
    found = framing.extract_remarks(article(text), without)
    first = [found["start"].iloc[0], found["end"].iloc[0]]
    fixed, _ = corrected(tmp_path, row(first, leader="Ada Brook"), text=text, leaders=without)
    assert fixed.loc[0, ["speaker", "leader", "speaker_as_printed"]].tolist() == ["Brook", "Ada Brook", "Brook"]


def test_a_speaker_whom_the_article_misspells_stays_beside_a_corrected_leader(tmp_path):
    text = "The ferry was late, Ada Bruck said."
    fixed, _ = corrected(tmp_path, row([0, 18], leader="Ada Brook"), text=text, leaders=LEADERS)
    assert fixed.loc[0, ["speaker", "leader", "speaker_as_printed"]].tolist() == ["Ada Bruck", "Ada Brook", "Ada Bruck"]


def test_a_pronoun_stays_beside_a_corrected_speaker(tmp_path):
    text = 'Ilka Brandt met Ada Brook. "No boats," she said.'
    (found,) = framing.extract_remarks(article(text), LEADERS).to_dict("records")
    other = {"Ada Brook": "Ilka Brandt", "Ilka Brandt": "Ada Brook"}[found["speaker"]]
    fixed, _ = corrected(tmp_path, row([found["start"], found["end"]], leader=other), text=text, leaders=LEADERS)
    assert fixed.loc[0, ["speaker", "leader", "speaker_as_printed"]].tolist() == [other, other, "she"]


def test_a_leader_whom_nobody_knows_is_refused_with_the_nearest(tmp_path):
    said = problems(tmp_path, row(FIRST, leader="Ada Brok"), row(SECOND, leader="Brandt"), leaders=LEADERS)
    assert "row 2: leader 'Ada Brok' is no leader of the leaders' file. Did you mean 'Ada Brook'?" in said
    assert "row 3: leader 'Brandt' is no leader of the leaders' file. Did you mean 'Ilka Brandt'?" in said


def test_a_speaker_who_is_another_leader_is_refused(tmp_path):
    said = problems(tmp_path, row(FIRST, speaker="Brandt", leader="Ada Brook"), leaders=LEADERS)
    assert "row 2: speaker 'Brandt' is Ilka Brandt in the leaders' file, and leader is 'Ada Brook'" in said


def test_a_speaker_who_is_nearly_a_leader_is_told(tmp_path):
    fixed, told = corrected(tmp_path, row(SECOND, speaker="Ada Brok"), leaders=LEADERS)
    assert told["outcome"].tolist() == ["changed"]
    assert told["note"].tolist() == ["Speaker 'Ada Brok' is no leader of the leaders' file. Did you mean 'Ada Brook'?"]
    assert pd.isna(fixed["leader"].iloc[1])


def test_the_given_tables_are_not_changed(tmp_path):
    before = EXTRACTED.copy(deep=True)
    framing.apply_overrides(EXTRACTED, corrections(tmp_path, row(FIRST, spans="[[4, 18]]")), ARTICLES)
    pd.testing.assert_frame_equal(EXTRACTED, before)


def test_an_id_that_is_the_name_of_a_file_is_told_the_id_of_its_article():
    texts = framing.articles_from_records([{"id": "f00", "text": "It rained, Ada Brook said."}], source="test")
    texts = texts.assign(file="articles/1-hard.txt")
    overrides = pd.DataFrame(
        {"article_id": ["1-hard"], "start": [0], "end": [9], "reason": ["found"], "remove": [True]}
    )
    told = framing.audit_overrides(framing.extract_remarks(texts), overrides, texts)
    assert told["note"].tolist() == ["There is no article '1-hard'. That of the file is called 'f00' here."]


@pytest.mark.parametrize(
    "spoilt", [None, {"reason": ["found"]}, {"article_id": ["a"], "start": [None], "end": [4], "reason": ["found"]}]
)
def test_corrections_that_no_file_was_read_for_have_a_place_and_a_reason(spoilt):
    with pytest.raises(TableError, match="^overrides: "):
        framing.apply_overrides(EXTRACTED, spoilt if spoilt is None else pd.DataFrame(spoilt), ARTICLES)


@pytest.mark.parametrize("spans", ["[[0, 12], [4, 19]]", "[[6, 19], [0, 4]]"])
def test_spans_of_a_correction_are_in_order_and_apart(tmp_path, spans):
    with pytest.raises(TableError, match="in order and apart"):
        corrections(tmp_path, row(FIRST, spans=spans))


def test_a_correction_that_no_remark_can_hold_is_refused_alone(tmp_path):
    fixed, told = corrected(tmp_path, row(FIRST, speaker_end=5), row(SECOND, form="mixed"), leaders=LEADERS)
    assert told["outcome"].tolist()[0] == "refused" and "speaker_end 5 lies before" in told["note"].tolist()[0]
    assert fixed["speaker"].tolist() == EXTRACTED["speaker"].tolist()
