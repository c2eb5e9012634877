"""Corrections by hand: kept, marked, counted."""

import pandas as pd
import pytest

import framing
from framing.errors import TableError
from framing.speech.overrides import OUTCOMES

TEXT = 'The ferry was late, Ada Brook said. "No boats," Ilka Brandt replied. The harbour sleeps.'
ARTICLES = framing.articles_from_records([{"article_id": "a", "text": TEXT}], source="test")
EXTRACTED = framing.extract_remarks(ARTICLES)
FIRST, SECOND = ([row.start, row.end] for row in EXTRACTED.itertuples())


def corrections(tmp_path, *rows):
    path = tmp_path / "overrides.csv"
    names = list(dict.fromkeys(name for row in rows for name in row))
    lines = [",".join(f'"{str(row.get(name, "")).replace(chr(34), chr(34) * 2)}"' for name in names) for row in rows]
    path.write_text("\n".join([",".join(names), *lines]), encoding="utf-8")
    return framing.read_overrides(path)


def row(place, **cells):
    return {"article_id": "a", "start": place[0], "end": place[1], "reason": "found"} | cells


def test_what_is_filled_replaces_what_was_extracted_and_the_remark_is_marked(tmp_path):
    fixed = framing.apply_overrides(
        EXTRACTED, corrections(tmp_path, row(FIRST, speaker="Ada Hall", note="her name now"))
    )
    assert fixed["speaker"].tolist() == ["Ada Hall", "Ilka Brandt"]
    assert fixed["rule"].tolist()[0] == "hand"
    assert fixed["because"].tolist()[0] == "her name now"
    assert fixed["override"].tolist()[0] == "found"
    assert pd.isna(fixed["override"].tolist()[1])
    assert fixed.loc[1].drop("override").equals(EXTRACTED.loc[1])


def test_a_remark_can_be_moved_taken_out_or_added(tmp_path):
    moved = row(FIRST, spans="[[4, 18]]")
    removed = row(SECOND, remove="yes")
    start = TEXT.index("The harbour")
    added = row([start, start + 18], speaker="Ada Brook", reason="random")
    table = corrections(tmp_path, moved, removed, added)
    fixed = framing.apply_overrides(EXTRACTED, table)
    assert [TEXT[a:b] for a, b in zip(fixed["start"], fixed["end"], strict=True)] == [
        "ferry was late",
        "The harbour sleeps",
    ]
    assert framing.audit_overrides(EXTRACTED, table)["outcome"].tolist() == ["changed", "removed", "added"]


def test_a_correction_that_matches_nothing_changes_nothing_and_is_told(tmp_path):
    table = corrections(tmp_path, row([1, 3], remove="yes"), row([2, 9], form="direct"))
    pd.testing.assert_frame_equal(framing.apply_overrides(EXTRACTED, table).drop(columns="override"), EXTRACTED)
    assert framing.audit_overrides(EXTRACTED, table)["outcome"].tolist() == ["matched nothing"] * 2
    assert set(framing.audit_overrides(EXTRACTED, table)["outcome"]) <= set(OUTCOMES)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"reason": "guess"}, "row 2: reason 'guess' is not one of random, found"),
        ({"start": "here"}, "row 2: start 'here'"),
        ({"speakr": "Ada"}, "column 'speakr' cannot be corrected. Did you mean 'speaker'?"),
        ({"rule": "mine"}, "column 'rule' cannot be corrected"),
    ],
)
def test_what_is_no_correction_is_said_with_its_row(tmp_path, cells, said):
    with pytest.raises(TableError) as error:
        corrections(tmp_path, row(FIRST) | cells)
    assert said in str(error.value)


def test_a_value_outside_its_closed_list_is_refused(tmp_path):
    with pytest.raises(TableError, match="corrected remarks: row 0: form 'spoken'"):
        framing.apply_overrides(EXTRACTED, corrections(tmp_path, row(FIRST, form="spoken")))


def test_the_given_tables_are_not_changed(tmp_path):
    before = EXTRACTED.copy(deep=True)
    framing.apply_overrides(EXTRACTED, corrections(tmp_path, row(FIRST, spans="[[4, 18]]")))
    pd.testing.assert_frame_equal(EXTRACTED, before)
