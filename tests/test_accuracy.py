"""The page on accuracy says what its file of numbers says, and the numbers are those that the rules reach today."""

import importlib
import json
import os
import re
from pathlib import Path

import pytest

# A folder of commands beside the package: nothing declares it, so it is loaded by name.
accuracy_figures, accuracy_page, quotes = (
    importlib.import_module(f"benchmarks.{name}") for name in ("accuracy_figures", "accuracy_page", "quotes")
)
ROOT = Path(__file__).resolve().parents[1]
ARTICLES = Path(os.environ.get("QUOTES_DATA", ROOT.parent / "shared" / "bench" / "quotes"))


@pytest.fixture
def stored():
    return (ROOT / "docs" / "accuracy.json").read_text(encoding="utf-8")


@pytest.fixture
def page():
    return (ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8")


def test_every_table_of_the_page_is_made_of_the_numbers_in_the_file(stored, page):
    assert accuracy_page.fill_page(page, json.loads(stored)) == page


def test_a_number_that_differs_shows(stored, page):
    other = json.loads(stored)
    other["sets"]["measured"]["figures"]["recall:direct"][0] = 12.3
    assert "| direct | 12.3 |" in accuracy_page.fill_page(page, other)


def test_a_page_without_a_place_for_a_table_is_refused(stored, page):
    with pytest.raises(ValueError, match="places for the tables"):
        accuracy_page.fill_page(page.replace("<!-- table: rules -->\n", ""), json.loads(stored))


def test_the_file_holds_numbers_and_names_of_measures_and_no_text(stored):
    assert accuracy_page.as_json(json.loads(stored)) == stored
    assert max(len(words) for words in re.findall(r'"([^"]*)"', stored)) < 50
    assert "/" not in stored


@pytest.mark.skipif(not (ARTICLES / "data").is_dir(), reason="the human-coded articles are not here")
def test_the_measured_articles_score_today_as_the_file_says(stored):
    score = quotes.load_scorer(ARTICLES)
    articles = [quotes.count_article(score, article) for article in quotes.read_set(ARTICLES, "measured")]
    measured = json.loads(stored)["sets"]["measured"]
    total = accuracy_figures.add_up(articles)
    assert accuracy_figures.numbers(total, len(articles)) == measured["n"]
    today = {name: round(value, 1) for name, value in accuracy_figures.figures(score, total).items()}
    assert today == {name: value for name, (value, *_) in measured["figures"].items()}
