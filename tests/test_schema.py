"""What each table is, and what is said when one is not."""

import pandas as pd
import pytest

from framing.errors import TableError
from framing.schema import check_table, column_names, make_table, table_columns

REMARK = {
    "remark_id": "r1",
    "article_id": "a",
    "form": "direct",
    "content": "quotation",
    "speaker": "Ada Brook",
    "start": 0,
    "end": 9,
    "spans": [[0, 9]],
    "quoted_spans": [[0, 9]],
    "not_said": False,
    "rule": "hand",
}


def remarks(**changes):
    row = REMARK | changes
    return make_table("remarks", {name: [value] for name, value in row.items()})


def test_every_column_of_every_table_has_a_kind_and_a_meaning():
    for table in ("articles", "skips", "speeches", "leaders", "remarks", "tokens", "matches", "rates", "comparison"):
        assert all(column.kind and column.meaning for column in table_columns(table))


def test_a_made_table_passes_its_own_check_with_rows_and_without():
    for table in ("skips", "remarks", "tokens", "tokens+voices", "matches", "sentiment", "rates", "comparison"):
        empty = make_table(table, {})
        check_table(empty, table)
        assert empty.index.equals(pd.RangeIndex(0))
    check_table(remarks(), "remarks")


def test_tokens_with_voices_have_the_columns_of_tokens_first():
    assert make_table("tokens+voices", {}).columns.tolist() == column_names("tokens", "tokens+voices")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"form": "directt"}, "row 0: form 'directt' is not one of direct, mixed, indirect. Did you mean 'direct'?"),
        ({"start": 12}, "row 0: end 9 lies before start 12"),
        ({"remark_id": None}, "row 0: remark_id is missing; it needs text."),
        ({"spans": None}, "row 0: spans is missing; it needs a list."),
    ],
)
def test_a_wrong_cell_is_named_with_its_row_column_and_value(change, said):
    with pytest.raises(TableError) as error:
        check_table(remarks(**change), "remarks")
    assert said in str(error.value)


def test_a_missing_column_is_named_with_what_it_means_and_the_nearest_name():
    with pytest.raises(TableError, match=r"'spans' \(.+\) is not there. Did you mean 'span'"):
        check_table(remarks().rename(columns={"spans": "span"}), "remarks")


def test_all_problems_of_a_table_are_named_at_once():
    with pytest.raises(TableError) as error:
        check_table(remarks(form="spoken", content="words"), "remarks")
    assert "2 problems" in str(error.value)


def test_an_id_that_stands_twice_is_refused():
    twice = pd.concat([remarks(), remarks()], ignore_index=True)
    with pytest.raises(TableError, match="row 1: remark_id 'r1' stands twice"):
        check_table(twice, "remarks")


def test_something_else_than_a_table_is_refused_by_its_type():
    with pytest.raises(TableError, match="expected a table"):
        check_table([1, 2], "remarks")


@pytest.mark.parametrize("kind", ["object", "string", "category"])
def test_a_column_counts_by_its_kind_not_by_its_dtype(kind):
    check_table(remarks().astype({"speaker": kind, "form": kind}), "remarks")


def rows_of(skips):
    return pd.DataFrame(skips, columns=["article_id", "start", "end", "rule"])


def test_every_bad_row_is_named_not_only_the_first_of_each_column():
    table = rows_of([["a", 0, 9, "r"], ["b", 5, 2, None], ["c", -3, 2, "r"], [None, 9, 4, "r"]])
    with pytest.raises(TableError) as error:
        check_table(table, "skips")
    assert str(error.value).splitlines() == [
        "skips: 5 problems",
        "  - row 1: rule is missing; it needs text.",
        "  - row 1: end 2 lies before start 5. Offsets count characters; end is exclusive.",
        "  - row 2: start -3 is negative. Offsets count characters, from 0.",
        "  - row 3: article_id is missing; it needs text.",
        "  - row 3: end 4 lies before start 9. Offsets count characters; end is exclusive.",
    ]


def test_rows_may_be_numbered_as_a_spreadsheet_shows_them():
    with pytest.raises(TableError, match=r"^skips: row 3: end 2 lies before start 5"):
        check_table(rows_of([["a", 0, 9, "r"], ["b", 5, 2, "r"]]), "skips", first_row=2)


def test_more_bad_rows_than_fit_a_screen_are_counted():
    with pytest.raises(TableError, match=r"(?s)^skips: 50 problems.*\.\.\. and 30 more"):
        check_table(rows_of([["a", 5, 2, "r"]] * 50), "skips")


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("start", "five", "row 1: start 'five' is not a whole number. Write it in digits, as in 12."),
        ("start", 1.5, "row 1: start 1.5 is not a whole number"),
        ("start", {"a": 1}, "row 1: start {'a': 1} is not a whole number"),
        ("start", 10**30, "row 1: start 1000000000000000000000000000000 is not a whole number"),
        ("speaker", ["Ada"], "row 1: speaker ['Ada'] is not text"),
        ("not_said", "no", "row 1: not_said 'no' is not true or false. Write true or false."),
        ("spans", "0-9", "row 1: spans '0-9' is not a list"),
        ("speaker_start", -1, "row 1: speaker_start -1 is negative"),
    ],
)
def test_a_cell_that_is_not_of_the_kind_of_its_column_is_named_alone(column, cell, said):
    names = remarks().columns
    cells = {name: [remarks()[name].iloc[0]] * 2 for name in names} | {"remark_id": ["r1", "r2"]}
    with pytest.raises(TableError) as error:
        check_table(make_table("remarks", cells | {column: [cells[column][0], cell]}), "remarks")
    assert said in str(error.value)
    assert "row 0" not in str(error.value)


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA])
def test_a_missing_truth_value_is_neither_true_nor_false(missing):
    made = remarks(not_said=missing)
    assert made["not_said"].isna().all()
    with pytest.raises(TableError, match="row 0: not_said is missing; it needs true or false"):
        check_table(made, "remarks")


def test_truth_values_that_are_all_there_are_plain_ones():
    assert remarks(not_said=True)["not_said"].dtype == "bool"


def test_a_number_with_a_fraction_is_not_cut_to_a_whole_one():
    assert make_table("skips", {"start": [1.5]})["start"].tolist() == [1.5]


def test_a_column_that_is_given_stays_as_it_is():
    given = pd.Series(["caption", pd.NA], dtype="object")
    assert make_table("skips", {"rule": given})["rule"].isna().tolist() == [False, True]
    assert given.tolist() == ["caption", pd.NA]


@pytest.mark.parametrize("written", ["2025", "20250217", 2025])
def test_what_is_no_day_does_not_become_one(written):
    assert make_table("speeches", {"delivered": [written]})["delivered"].tolist() == [written]


def test_a_column_of_days_that_pandas_does_not_know_for_days_is_named_as_a_whole():
    table = make_table("speeches", {"speech_id": ["s"], "leader": ["Ada Brook"], "text": ["We must."]})
    days = pd.Series([pd.Timestamp("2031-02-03")], dtype="object")
    with pytest.raises(TableError, match="column 'delivered' holds a date in each row, but as object. Convert it"):
        check_table(table.assign(delivered=days), "speeches")


def test_a_column_that_stands_twice_is_refused_by_its_name():
    table = rows_of([["a", 0, 9, "r"]])
    with pytest.raises(TableError, match="skips: column 'rule' stands 2 times. Rename the others."):
        check_table(pd.concat([table, table[["rule"]]], axis=1), "skips")


def test_no_table_at_all_and_a_table_nobody_knows_are_refused():
    with pytest.raises(TableError, match="expected a table .*, got NoneType"):
        check_table(None, "skips")
    with pytest.raises(TableError, match="there is no table 'skip'. Did you mean 'skips'"):
        check_table(rows_of([]), "skip")


def test_a_long_cell_is_shown_in_part():
    with pytest.raises(TableError) as error:
        check_table(remarks(form="x" * 500), "remarks")
    assert len(str(error.value)) < 150
