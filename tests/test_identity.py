"""What articles are called: by their source or by their content, never by the order of files."""

import itertools

import pytest

from framing.articles.identity import content_digest, name_articles

RAIN = {"outlet": "The Lantern", "published": None, "headline": "Rain", "url": None, "text": "Rain\n\nIt rained."}


@pytest.mark.parametrize("column", ["outlet", "published", "headline", "url", "text"])
def test_another_outlet_day_headline_address_or_text_is_another_article(column):
    assert content_digest(RAIN | {column: "2031-03-14"}) != content_digest(RAIN)


@pytest.mark.parametrize("column", ["warnings", "source_format", "file", "byline"])
def test_how_it_was_read_is_no_part_of_it(column):
    assert content_digest(RAIN | {column: "another"}) == content_digest(RAIN)


def test_ids_do_not_depend_on_the_order():
    rows = [("1", "aaa"), ("1", "bbb"), ("2", "ccc"), (None, "ddd"), (None, "ddd"), ("2", "ccc")]
    expected = {"1-aaa", "1-bbb", "2", "ddd"}
    for order in itertools.permutations(rows):
        named = name_articles([name for name, _ in order], [digest for _, digest in order])
        assert {name for name in named.ids if name} == expected
        assert sum(name is None for name in named.ids) == 2
        assert named.clashes == ["1"]


def test_equal_articles_under_two_names_of_the_source_are_both_kept():
    assert name_articles(["1", "2"], ["aaa", "aaa"]).ids == ["1", "2"]
