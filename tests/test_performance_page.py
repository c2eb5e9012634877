"""The page on speed says what its file of runs says; what is measured is made the same way each time and compared."""

import importlib
import json
import re
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest

# A folder of commands beside the package: nothing declares it, so it is loaded by name.
corpus, checks, page_of, peers, speed = (
    importlib.import_module(f"benchmarks.{name}")
    for name in ("make_corpus", "speed_checks", "speed_page", "speed_peers", "speed")
)
ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def stored():
    return (ROOT / "docs" / "performance.json").read_text(encoding="utf-8")


@pytest.fixture
def page():
    return (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def news(tmp_path_factory):
    path = tmp_path_factory.mktemp("news") / "news.parquet"
    assert corpus.write_corpus(path, n_articles=30) == 30
    return path


# --------------------------------------------------------------------------------------- page and runs


def test_every_table_of_the_page_is_made_of_the_runs_in_the_file(stored, page):
    assert page_of.fill_page(page, json.loads(stored)) == page


def test_a_run_that_differs_shows(stored, page):
    other = json.loads(stored)
    for run in other["count-few"]["runs"]:
        run["first"] *= 1000 if run["peer"] == "one regex per frame" else 1
    assert page_of.fill_page(page, other) != page


def test_the_picture_tells_the_ratios_of_the_page(stored):
    picture = (ROOT / "docs" / "performance.svg").read_text(encoding="utf-8")
    assert f"<desc>{page_of.draw(json.loads(stored)).framing_alt}</desc>" in picture


def test_a_page_without_a_place_for_a_table_is_refused(stored, page):
    with pytest.raises(ValueError, match="places for the tables"):
        page_of.fill_page(page.replace("<!-- table: growth -->\n", ""), json.loads(stored))


def test_the_file_is_laid_out_as_it_is_written_and_names_no_folder(stored):
    assert page_of.as_json(json.loads(stored)) == stored
    assert "/" not in stored


def test_every_job_was_run_at_its_size_by_each_program_in_three_rounds_at_least(stored):
    record = json.loads(stored)
    for name, job in speed.JOBS.items():
        found = record[name]
        n_runs = Counter(run["peer"] for run in found["runs"])
        assert found["n_articles"] == job.n_articles
        assert {*n_runs, *found["left_out"]} == {*job.peers}
        assert len({*n_runs.values()}) == 1
        assert min(n_runs.values()) >= 3
    assert [size["n_articles"] for size in record["growth"]] == [*speed.GROWTH]
    assert {run["peer"] for run in record["start"]} == speed.STARTS.keys()


def test_no_text_was_answered_otherwise_than_by_the_reference(stored):
    record = json.loads(stored)
    assert [row["n_different"] for row in record["equality"]] == [0] * 4
    for job in (record["count-many"], record["count-few"], *record["growth"]):
        ours = [run for run in job["runs"] if run["peer"] == "framing"]
        assert {(run["n_tokens"], run["n_hits"]) for run in ours} == {(job["n_tokens"], job["n_hits"])}


# --------------------------------------------------------------------------------------- ratios


def record_of(**seconds):
    """A record of one job, from the seconds of each program in each round."""
    runs = [
        {"peer": peer, "round": number, "first": value}
        for peer, values in seconds.items()
        for number, value in enumerate(values)
    ]
    return {"count-few": {"runs": runs}}


def test_a_ratio_is_that_of_two_programs_in_the_same_round():
    record = record_of(framing=[1, 2, 4], slow=[10, 30, 8])
    assert page_of.ratio(record, "count-few", "slow") == (10, 2, 15)


def test_a_program_that_was_not_run_has_no_ratio():
    assert page_of.ratio(record_of(framing=[1]), "count-few", "absent") is None


def test_each_round_begins_with_another_program():
    assert [speed.rotated("abc", number) for number in range(4)] == [[*"abc"], [*"bca"], [*"cab"], [*"abc"]]


# --------------------------------------------------------------------------------------- what is measured on


def test_a_larger_corpus_begins_with_the_smaller_one_and_another_seed_makes_another(news, tmp_path):
    larger = tmp_path / "larger.parquet"
    corpus.write_corpus(larger, n_articles=40)
    assert peers.read_texts(larger)[:30] == peers.read_texts(news)
    assert corpus.make_part(0, seed=1).slice(0, 30)["text"].to_pylist() != peers.read_texts(news)


def test_articles_are_read_as_they_are_written(news):
    articles = peers.read_articles(news)
    assert articles["text"].tolist() == pq.read_table(news)["text"].to_pylist()
    assert articles["text"].str.startswith(tuple(articles["headline"])).all()


def test_every_frame_has_words_open_endings_and_phrases():
    for patterns in corpus.frames().values():
        kinds = Counter("phrase" if " " in one else "open" if "*" in one else "word" for one in patterns)
        assert kinds["open"] == corpus.N_OPEN
        assert kinds["phrase"] == corpus.N_PHRASES
        assert kinds["word"] >= corpus.N_PLAIN - 2


def test_what_equals_the_reference_on_ordinary_and_hostile_texts_is_not_refused(news):
    rows = checks.count_differences(news, 1000, lambda words: None)
    assert [row["n_different"] for row in rows] == [0] * 4
    assert min(row["n_texts"] for row in rows) >= 2


def test_a_difference_is_counted_and_shown(news, monkeypatch):
    said = []
    monkeypatch.setattr(checks, "_counts_of_table", lambda texts: [(0, []) for _ in texts])
    rows = checks.count_differences(news, 1000, said.append)
    assert rows[0]["n_different"] == rows[0]["n_texts"]
    assert any(re.match("differs: .*, not \\(0, ", words) for words in said)


def test_words_are_counted_alike_by_the_expression_that_stands_beside_us(news):
    ours, found = (
        peers.COUNTING[name].prepare(read(news))()
        for name, read in (("framing", peers.read_articles), ("re.findall", peers.read_texts))
    )
    assert found.by_article == ours.by_article[0]


def test_a_program_of_ours_with_other_answers_is_not_timed(news, tmp_path, monkeypatch):
    bench = speed.Bench(tmp_path)
    monkeypatch.setattr(bench, "file", lambda n_articles: news)
    monkeypatch.setattr(bench, "expected", lambda n_articles, of: {"digest": "", "digest_words": ""})
    with pytest.raises(SystemExit, match=r"re\.findall: its answers on 30 articles are not those of reference"):
        bench.measure("re.findall", 30)


def test_what_is_not_installed_is_named(monkeypatch):
    monkeypatch.setattr(speed.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(speed.shutil, "which", lambda name: None)
    assert speed.missing_parts("scikit-learn, 1-grams") == "sklearn is not installed"
    assert speed.missing_parts("quanteda") == "R is not installed"
    assert speed.missing_parts("framing") == ""
