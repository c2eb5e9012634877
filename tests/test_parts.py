"""Tables written part by part are the tables written at once, and never half there."""

import datetime

import pandas as pd
import pytest

from framing import files
from framing.errors import TableError
from framing.parts import PartWriter

KINDS = {"article_id": "text", "published": "date", "body_start": "whole number", "warnings": "list", "byline": "text"}
TABLE = pd.DataFrame(
    {
        "article_id": ["a", "b", "c"],
        "published": pd.to_datetime(["2031-03-14", None, "2031-03-15"]),
        "body_start": [0, 12, 3],
        "warnings": [[], ["no text"], []],
        "byline": ['Ada "A." Brook', None, "Bo\nStern"],
    }
)


def written(path, *parts, kinds=KINDS):
    with PartWriter(path, kinds) as writer:
        for part in parts:
            writer.write(part)
    return path


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".jsonl"])
def test_a_table_in_parts_is_byte_by_byte_the_table_at_once(tmp_path, suffix):
    at_once = files.write_table(TABLE, tmp_path / f"once{suffix}")
    in_parts = written(tmp_path / f"parts{suffix}", TABLE.iloc[:2], TABLE.iloc[2:])
    assert in_parts.read_bytes() == at_once.read_bytes()


def test_a_parquet_file_in_parts_holds_the_same_cells(tmp_path):
    rows, _ = files.read_rows(written(tmp_path / "parts.parquet", TABLE.iloc[:2], TABLE.iloc[2:]))
    assert rows["article_id"].tolist() == ["a", "b", "c"]
    assert rows["published"].dt.date.tolist()[0] == datetime.date(2031, 3, 14)
    assert rows["published"].isna().tolist() == [False, True, False]
    assert rows["warnings"].tolist() == ["[]", '["no text"]', "[]"]
    assert rows["byline"].isna().tolist() == [False, True, False]


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".jsonl", ".parquet"])
def test_a_table_without_parts_has_its_columns_all_the_same(tmp_path, suffix):
    path = written(tmp_path / f"none{suffix}")
    if suffix != ".jsonl":
        assert list(files.read_rows(path)[0].columns) == list(KINDS)
    assert path.is_file()


def test_a_column_that_a_part_lacks_is_empty_in_it(tmp_path):
    path = written(tmp_path / "a.csv", TABLE.drop(columns="byline"))
    assert files.read_rows(path)[0]["byline"].tolist() == ["", "", ""]


def test_a_column_that_was_not_announced_is_refused(tmp_path):
    with pytest.raises(TableError, match=r"columns \['section'\] were not announced"):
        written(tmp_path / "a.csv", TABLE.assign(section="world"))


def test_an_error_half_way_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("old")
    with pytest.raises(RuntimeError), PartWriter(path, KINDS) as writer:
        writer.write(TABLE)
        raise RuntimeError
    assert path.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["a.csv"]


def test_an_unknown_suffix_is_refused_before_anything_is_written(tmp_path):
    with pytest.raises(TableError, match="what format is that"):
        PartWriter(tmp_path / "a.xyz", KINDS)
    assert list(tmp_path.iterdir()) == []
