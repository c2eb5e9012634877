"""The same parts on a cluster of Dask: byte for byte what one process writes, also when a worker is killed."""

import sys
from functools import partial

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
    assert made.manifest["n_articles"] == 24
    framing.map_articles(count_letters, corpus, tmp_path / "whole", **SMALL)
    assert bytes_of(tmp_path / "out") == bytes_of(tmp_path / "whole")


def test_without_the_extra_one_line_says_what_to_install(corpus, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(CorpusError, match=r'pip install "framing-toolkit\[cluster\]"'):
        framing.map_articles(count_letters, corpus, tmp_path / "out", cluster="local", **SMALL)


def test_an_address_where_nobody_answers_is_refused(corpus, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "SECONDS_TO_ANSWER", 1)
    with pytest.raises(CorpusError, match=r"cluster 'tcp://127\.0\.0\.1:9': no scheduler"):
        framing.map_articles(count_letters, corpus, tmp_path / "out", cluster="tcp://127.0.0.1:9", **SMALL)
