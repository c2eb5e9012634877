"""The same parts on a cluster of Dask: byte for byte what one process writes, also when a worker is killed."""

import re
import sys
from functools import partial
from pathlib import Path

import pandas as pd
import pytest
from scale_functions import count_letters, die_once

import framing
from framing.errors import CorpusError
from framing.studies.scale import cluster

SMALL = {"part_bytes": 600, "batch": 200, "kinds": {"article_id": "text", "n_letters": "whole number"}}
ROWS = pd.DataFrame(
    {"article_id": [f"a{number:02d}" for number in range(24)], "text": ["A gale is coming. " * 9, "Rain."] * 12}
)


@pytest.fixture
def corpus(tmp_path):
    ROWS.to_parquet(tmp_path / "articles.parquet", row_group_size=4)
    return tmp_path / "articles.parquet"


def bytes_of(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.glob("part-*"))}


def test_a_worker_of_a_cluster_of_two_that_is_killed_costs_time_not_results(corpus, tmp_path):
    die = partial(die_once, marker=str(tmp_path / "died"))
    made = framing.map_articles(die, corpus, tmp_path / "out", cluster="local", workers=2, **SMALL)
    assert (tmp_path / "died").exists()
    assert list((tmp_path / "out").rglob(".*")) == []
    assert made.manifest["n_articles"] == 24
    framing.map_articles(count_letters, corpus, tmp_path / "whole", **SMALL)
    assert bytes_of(tmp_path / "out") == bytes_of(tmp_path / "whole")


def test_without_the_extra_one_line_says_what_to_install(corpus, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(CorpusError, match=r'pip install "framing-toolkit\[cluster\]"'):
        framing.map_articles(count_letters, corpus, tmp_path / "out", cluster="local", **SMALL)


def test_an_address_where_nobody_answers_is_refused(corpus, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "SECONDS_TO_ANSWER", 0.2)
    with pytest.raises(CorpusError, match=r"cluster 'tcp://127\.0\.0\.1:9': no scheduler"):
        framing.map_articles(count_letters, corpus, tmp_path / "out", cluster="tcp://127.0.0.1:9", **SMALL)


PAGE = Path(__file__).resolve().parents[1] / "docs" / "scale.md"


def code_of_page():
    """What the page defines, its examples for a cluster left out."""
    names = {}
    for block in re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL):
        if "dask" not in block:
            exec(compile(block, str(PAGE), "exec"), names)  # noqa: S102 - the page's own code is what is tested
    return names


def test_the_function_of_the_page_for_spark_gives_the_counts_and_the_columns_of_its_schema():
    names = code_of_page()
    rows = ROWS.rename(columns={"article_id": "id"})
    made = pd.concat(names["count_batches"](iter([rows.iloc[:7], rows.iloc[:0], rows.iloc[7:]])), ignore_index=True)
    articles = framing.articles_from_records(rows.to_dict(orient="records"), source="here")
    pd.testing.assert_frame_equal(made, framing.count_frames(articles, framing.read_lexicon("security")))
    kinds = {"str": "string", "object": "string", "int64": "long", "float64": "double"}
    assert names["SCHEMA"] == ", ".join(f"{name} {kinds[str(made[name].dtype)]}" for name in made.columns)


def test_the_function_of_the_page_serves_dask_partition_by_partition(tmp_path):
    import dask.dataframe as dd

    names = code_of_page()
    ROWS.rename(columns={"article_id": "id"}).to_parquet(tmp_path / "archive.parquet", row_group_size=5)
    archive = dd.read_parquet(tmp_path / "archive.parquet", columns=["id", "text"], split_row_groups=True)
    counts = archive.map_partitions(names["count_rows"], meta=names["NO_ROWS"]).compute(scheduler="sync")
    whole = names["count_rows"](pd.read_parquet(tmp_path / "archive.parquet"))
    pd.testing.assert_frame_equal(counts.reset_index(drop=True), whole, check_dtype=False)


def test_the_function_of_ones_own_of_the_page_runs(tmp_path):
    count_questions = code_of_page()["count_questions"]
    pd.DataFrame({"id": ["a", "b"], "text": ["Who? Why?", "Rain."]}).to_parquet(tmp_path / "a.parquet")
    framing.map_articles(count_questions, tmp_path / "a.parquet", tmp_path / "out")
    assert pd.read_parquet(tmp_path / "out")["n_questions"].tolist() == [2, 0]
