"""The rows with the largest value of a column."""

import pandas as pd
import pytest

from framing import TableError, find_largest

RATES = pd.DataFrame(
    {
        "leader": ["Ada Brook", "Ada Brook", "Tom Hale", "Tom Hale"],
        "frame": ["threat", "diplomacy", "threat", "diplomacy"],
        "n_matches": [2, 1, 0, 2],
        "per_1000": [None, 0.25, None, 0.5],
    },
    index=[7, 8, 9, 4],
)


def frames(table):
    return list(zip(table["leader"], table["frame"], strict=True))


def test_all_that_have_as_much_are_the_largest():
    table = find_largest(RATES, "n_matches")
    assert frames(table) == [("Ada Brook", "threat"), ("Tom Hale", "diplomacy")]
    assert table.index.tolist() == [0, 1]


def test_what_is_missing_is_not_the_largest():
    assert frames(find_largest(RATES, "per_1000")) == [("Tom Hale", "diplomacy")]


def test_the_largest_of_each_group_stand_in_the_order_of_the_table():
    of_frames = find_largest(RATES, "n_matches", by="frame")
    assert frames(of_frames) == [("Ada Brook", "threat"), ("Tom Hale", "diplomacy")]
    as_much = find_largest(RATES.assign(n_matches=1), "n_matches", by="leader")
    assert len(as_much) == len(RATES)


def test_a_group_without_a_number_has_no_largest():
    rates = RATES.assign(per_1000=[None, None, 0.25, 0.5])
    assert frames(find_largest(rates, "per_1000", by="leader")) == [("Tom Hale", "diplomacy")]


@pytest.mark.parametrize("table", [RATES.iloc[:0], RATES.assign(n_matches=None)], ids=["no row", "no number"])
def test_where_no_leader_is_quoted_the_reader_is_led_to_the_file_of_leaders(table):
    with pytest.raises(TableError, match="no row of the table has a number in 'n_matches'.* leaders.csv has every"):
        find_largest(table, "n_matches")


def test_of_tables_without_leaders_nothing_is_said_of_them():
    with pytest.raises(TableError) as error:
        find_largest(pd.DataFrame({"n": []}), "n")
    assert str(error.value) == "no row of the table has a number in 'n', so none is the largest."


@pytest.mark.parametrize("options", [{"column": "n_match"}, {"column": "n_matches", "by": "leadr"}])
def test_a_column_that_is_not_there_is_named_with_the_nearest(options):
    with pytest.raises(TableError, match=r"no column '\w+' in the table. Did you mean '(n_matches|leader)'\?"):
        find_largest(RATES, **options)
