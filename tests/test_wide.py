"""Remarks as one wide row each."""

import pandas as pd
import pytest

import framing
from framing.errors import TableError

TEXT = 'The "threat" grows, Ada Brook said. "We need a ceasefire," said Ilka Brandt. "A lasting one."'
ARTICLES = framing.articles_from_records(
    [{"article_id": "a", "outlet": "The Lantern", "date": "2031-02-03", "text": TEXT}], source="test"
)


def test_each_remark_has_its_words_its_article_and_its_terms():
    remarks = framing.extract_remarks(ARTICLES)
    wide = framing.widen_remarks(remarks, ARTICLES, lexicon=framing.read_lexicon("security"))
    assert wide["remark_id"].tolist() == remarks["remark_id"].tolist()
    assert wide["words"].tolist() == ['The "threat" grows', "We need a ceasefire, … A lasting one."]
    assert wide["quoted_words"].tolist() == ["threat", "We need a ceasefire, … A lasting one."]
    assert wide["n_words"].tolist() == [3, 7]
    assert wide["n_threat"].tolist() == [1, 0]
    assert wide["n_diplomacy"].tolist() == [0, 1]
    assert set(wide["outlet"]) == {"The Lantern"}
    assert set(wide["published"]) == {pd.Timestamp("2031-02-03")}


def test_counts_are_those_of_the_rates():
    folder = framing.corpus_folder() / "practice"
    articles, remarks = framing.read_articles(folder), framing.read_remarks(folder / "remarks.csv")
    security = framing.read_lexicon("security")
    wide = framing.widen_remarks(remarks, articles, lexicon=security)
    said = wide[~wide["not_said"] & wide["repeats"].isna()]
    tokens = framing.assign_voices(framing.tokenize(articles), remarks)
    matches = framing.find_matches(tokens, security)
    rates = framing.frame_rates(matches, tokens, security, by=(), voices=("quoted", "paraphrased"))
    assert [said[f"n_{frame}"].sum() for frame in security.frames] == rates["n_matches"].tolist()


def test_remarks_of_articles_that_are_not_there_are_refused():
    with pytest.raises(TableError, match="stand in articles that are not there"):
        framing.widen_remarks(framing.extract_remarks(ARTICLES), ARTICLES.iloc[:0])


def test_no_remarks_no_rows():
    wide = framing.widen_remarks(framing.extract_remarks(ARTICLES).iloc[:0], ARTICLES)
    assert len(wide) == 0
    assert "quoted_words" in wide.columns
