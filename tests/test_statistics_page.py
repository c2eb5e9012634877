"""The page on statistics says what its file of numbers says, and the numbers are those the functions give today."""

import importlib
import json
import re
from pathlib import Path

import pytest

from framing.measures.refusals import FEWEST_STORIES

# A folder of commands beside the package: nothing declares it, so it is loaded by name.
coverage = importlib.import_module("benchmarks.coverage")
ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def stored():
    return json.loads((ROOT / "docs" / "statistics-coverage.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def page():
    return (ROOT / "docs" / "statistics.md").read_text(encoding="utf-8")


def test_every_cell_of_the_settings_is_printed(stored, page):
    assert [
        coverage.Cell(*(row[name] for name in coverage.Cell._fields)) for row in stored["cells"]
    ] == coverage.cells()
    assert coverage.fill_page(page, stored["cells"]) == page
    assert len(re.findall(r"^\| (?:apart|half together) \|", page, re.MULTILINE)) == len(stored["cells"])


def test_a_number_that_differs_shows(stored, page):
    rows = [row | {"bca_coverage": 0.123} for row in stored["cells"]]
    assert "| 12.3 |" in coverage.fill_page(page, rows)


def test_a_cell_simulated_today_is_the_one_in_the_file(stored):
    assert coverage.run(coverage.cells()[0], 0) == pytest.approx(stored["cells"][0], abs=1e-9)


def test_from_20_stories_on_coverage_and_false_positives_are_what_was_aimed_at(stored):
    large = [row for row in stored["cells"] if row["n_stories"] >= coverage.MUST_FROM]
    for interval in coverage.INTERVALS:
        assert all(coverage.AIM[0] <= row[f"{interval}_coverage"] <= coverage.AIM[1] for row in large)
    null = [row for row in stored["cells"] if row["group"] == row["reference"]]
    assert max(row["share_significant"] for row in null) <= coverage.FALSE_POSITIVES[1]
    # With fewer stories, where hits lie in a handful of them, the test finds less than it might: it never finds more.
    null_of_large = [row["share_significant"] for row in null if row["n_stories"] >= coverage.MUST_FROM]
    assert coverage.FALSE_POSITIVES[0] <= min(null_of_large)


def test_the_least_number_of_stories_is_the_first_at_which_both_intervals_cover_enough(stored):
    fewest = [coverage.fewest_stories(stored["cells"], interval) for interval in coverage.INTERVALS]
    assert max(fewest) == FEWEST_STORIES


def test_the_summary_in_the_file_is_that_of_its_cells(stored):
    assert coverage.summary(stored["cells"]) == stored["summary"]
