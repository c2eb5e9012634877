"""What was selected from speeches: sentence by sentence, as a share of words, and with a frame's terms."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from framing.articles.speeches import speeches_as_articles
from framing.errors import TableError
from framing.lexicon import Lexicon, Term
from framing.measures.selection.alignment import align_remarks
from framing.measures.selection.frames import FEW_SENTENCES, compare_selection
from framing.measures.selection.passages import find_passages
from framing.measures.selection.shares import share_quoted
from framing.measures.selection.shifts import shift_p
from framing.schema import check_table
from framing.terms.matching import find_matches
from framing.text import tokenize
from tests.selection_tables import LEADER, articles_of, marked, remarks_of, speeches_of

SPEECH = "The boats came in fog. The mill stood empty. A gale is near us. We keep the lamp lit. Good night to all."
SENTENCES = ["The boats came in fog", "The mill stood empty", "A gale is near us", "We keep the lamp lit"]
WEATHER = Lexicon(
    "weather", "1.0", "en", "", "CC0-1.0", {"storm": "wind and fog"}, (Term("storm", "gale"), Term("storm", "fog"))
)


def study(quotes, *, outlets=None, stories=None, speech=SPEECH, leader=LEADER):
    """Alignments, articles and speeches: one article with one wholly quoted remark for each quote."""
    made = [marked(f'<<"{quote}">>, she said.') for quote in quotes]
    articles = articles_of([text for text, *_ in made], outlets=outlets, stories=stories)
    speeches = speeches_of(speech)
    remarks = remarks_of([(spans, quoted) for _, spans, quoted in made], leaders=leader)
    return align_remarks(remarks, articles, speeches), articles, speeches


def selection(tables, **options):
    matches = find_matches(tokenize(speeches_as_articles(tables[2])), WEATHER)
    return compare_selection(*tables, matches, WEATHER, **options)


def test_speeches_as_articles_keep_their_text_to_the_character():
    articles = speeches_as_articles(speeches_of(SPEECH, "It rained."))
    check_table(articles, "articles")
    assert articles["text"].tolist() == [SPEECH, "It rained."]
    assert articles["article_id"].tolist() == articles["story_id"].tolist() == ["s0", "s1"]


def test_every_sentence_has_a_row_for_each_group_and_one_for_all():
    tables = study([SENTENCES[0], SENTENCES[0], "the lamp"], outlets=["Lantern", "Tide", "Tide"])
    passages = find_passages(*tables)
    check_table(passages, "passages")
    assert passages["sentence"].tolist() == [k for k in range(5) for _ in range(3)]
    together = passages[passages["group"].isna()]
    assert together["taken"].tolist() == ["quoted", "omitted", "omitted", "quoted", "omitted"]
    assert together["n_groups"].tolist() == [2, 0, 0, 1, 0]
    assert together["n_articles"].tolist() == [2, 0, 0, 1, 0]
    assert together["n_words_quoted"].tolist() == [5, 0, 0, 2, 0]
    tide = passages[passages["group"] == "Tide"]
    assert tide["n_articles"].tolist() == [1, 0, 0, 1, 0]


def test_an_article_without_an_outlet_is_a_group_that_says_so():
    passages = find_passages(*study(SENTENCES[:2], outlets=["Lantern", None]))
    assert set(passages["group"].dropna()) == {"Lantern", "no outlet"}


def test_a_word_counts_once_however_often_it_is_quoted_and_an_ellipsis_skips():
    shares = share_quoted(*study([SENTENCES[0], SENTENCES[0], "The boats ... stood empty"]))
    check_table(shares, "shares_quoted")
    row = shares[shares["group"].isna() & (shares["speech_id"] == "s0")].iloc[0]
    # 5 + 4 + 5 + 5 + 4 words; quoted are the first sentence and "stood empty"
    assert (row["n_words"], row["n_words_quoted"], row["n_words_verbatim"]) == (23, 7, 7)
    assert row["share_quoted"] == 7 / 23
    assert row["note"] == "under 8 stories: no interval"


def test_a_paraphrased_passage_is_counted_apart_and_only_where_it_is_not_quoted():
    text, spans, quoted = marked('She said <<that the lamp was kept "lit">>.')
    tables = align_remarks(remarks_of([(spans, quoted)]), articles_of([text]), speeches_of(SPEECH))
    row = share_quoted(tables, articles_of([text]), speeches_of(SPEECH)).iloc[0]
    assert (row["n_words_quoted"], row["n_words_paraphrased"], row["n_remarks"]) == (1, 4, 1)


def test_what_nobody_takes_is_zero_with_a_note():
    shares = share_quoted(*study(["My cat prefers violins"]))
    assert shares["share_quoted"].tolist() == [0.0] * 4
    assert set(shares["note"]) == {"nothing of it is taken"}


EIGHT = [SENTENCES[k % 4] for k in (0, 1, 2, 0, 1, 2, 0, 3)]


def test_the_interval_of_a_share_is_the_jackknife_over_stories():
    row = share_quoted(*study(EIGHT)).iloc[0]
    # Only the story with the fourth sentence takes something that no other does: without it 14 of 23, else 19.
    without = np.array([19.0] * 7 + [14.0]) / 23
    spread = np.sqrt(7 / 8 * ((without - without.mean()) ** 2).sum())
    reach = 2.3646242515927844 * spread  # t of 7 degrees of freedom at .975: 2.365 in any table
    assert row["ci_low"] == pytest.approx(19 / 23 - reach)
    assert row["ci_high"] == min(1.0, 19 / 23 + reach)


def test_articles_of_one_story_count_as_one():
    stories = [f"story{k // 2}" for k in range(8)]
    row = share_quoted(*study(EIGHT, stories=stories)).iloc[0]
    assert (row["n_stories"], row["note"]) == (4, "under 8 stories: no interval")


def test_selected_and_omitted_sentences_are_compared_by_counting():
    table = selection(study([SENTENCES[0], SENTENCES[1]]))
    check_table(table, "selection")
    row = table.iloc[0]
    # "fog" stands in one of the two selected sentences, "gale" in one of the three omitted
    assert (row["n_selected"], row["n_omitted"]) == (2, 3)
    assert (row["share_selected"], row["share_omitted"]) == (1 / 2, 1 / 3)
    assert row["difference"] == pytest.approx(1 / 6)
    assert pd.isna(row["ci_low"]) and row["note"] == "under 8 stories: no interval"


def test_the_p_of_a_selection_is_counted_over_all_turns():
    # Terms in sentences 0 and 2 of five. Selected 0 and 1, turned: one term in 4 turns, none in one; mean 0.8.
    assert selection(study(SENTENCES[:2]))["p_value"].iloc[0] == 1.0
    # Selected 0 and 2: turned by 0 to 4 they meet 2, 0, 1, 1, 0 terms; the observed 2 lies 1.2 from the mean.
    assert selection(study([SENTENCES[0], SENTENCES[2]]))["p_value"].iloc[0] == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("quotes", "note"), [(["My cat"], "nothing is selected"), ([*SENTENCES, "Good night"], "nothing is omitted")]
)
def test_a_side_without_sentences_leaves_the_difference_missing(quotes, note):
    row = selection(study(quotes)).iloc[0]
    assert row["note"] == note
    assert pd.isna(row["difference"]) and pd.isna(row["p_value"])


def test_few_sentences_allow_no_interval():
    assert selection(study(EIGHT)).iloc[0]["note"] == FEW_SENTENCES


def test_leaders_are_compared_apart_or_together():
    tables = study([SENTENCES[0]])
    speeches = speeches_of(SPEECH, "A gale. A lull.", leader=[LEADER, "Tom Reed"])
    own = (tables[0], tables[1], speeches)
    assert selection(own)["leader"].tolist() == [LEADER, "Tom Reed"] * 2
    together = selection(own, per_leader=False)
    assert together["leader"].isna().all()
    assert together["n_omitted"].tolist() == [6, 6]


def test_a_selection_by_chance_is_found_significant_no_more_often_than_it_should():
    rng = np.random.default_rng(3)
    found = []
    for _ in range(400):  # runs of sentences and runs of terms, in three speeches, by turns of their own
        speeches = [rng.integers(20, 45) for _ in range(3)]
        selected = [np.roll(np.arange(n) % 20 < 8, rng.integers(n)) for n in speeches]
        marks = [np.roll(np.arange(n) % 15 < 4, rng.integers(n)) for n in speeches]
        found.append(shift_p(selected, marks) <= 0.05)
    assert 0.01 < np.mean(found) <= 0.075  # 0.05 and two and a half standard errors of 400


def test_where_scattered_permutation_would_find_too_much_the_turned_selection_does_not():
    half = np.arange(40) < 20
    assert shift_p([half], [half]) == 2 / 40  # as it is, and turned by half


def test_a_selection_that_follows_the_terms_is_found():
    rng = np.random.default_rng(4)
    marks = [rng.random(40) < 0.3 for _ in range(3)]
    assert shift_p(marks, marks) < 0.001


def test_speeches_that_differ_in_terms_make_no_p_small():
    """One speech is selected whole and full of terms, the other neither: turning changes nothing."""
    assert shift_p([np.ones(20, bool), np.zeros(20, bool)], [np.ones(20, bool), np.zeros(20, bool)]) == 1.0


def test_the_order_of_articles_moves_nothing():
    alignments, articles, speeches = study(EIGHT, outlets=["Lantern", "Tide"] * 4)
    turned = alignments[::-1].reset_index(drop=True), articles[::-1].reset_index(drop=True), speeches
    for measure in (find_passages, share_quoted, lambda *tables: selection(tables)):
        pd.testing.assert_frame_equal(measure(alignments, articles, speeches), measure(*turned))


def test_a_corpus_twice_has_the_same_shares():
    one, two = study(EIGHT), study(EIGHT * 2)
    assert share_quoted(*one)["share_quoted"].tolist() == share_quoted(*two)["share_quoted"].tolist()
    assert selection(one)["difference"].tolist() == selection(two)["difference"].tolist()


def test_tables_that_do_not_belong_together_are_refused():
    alignments, articles, speeches = study(EIGHT)
    with pytest.raises(TableError, match="column 'paper' to group by"):
        find_passages(alignments, articles, speeches, by="paper")
    with pytest.raises(TableError, match="column 'warnings' holds lists"):
        find_passages(alignments, articles, speeches, by="warnings")
    with pytest.raises(TableError, match="speech_id 's0' is not in speeches"):
        share_quoted(alignments, articles, speeches.assign(speech_id=["other"]))
    with pytest.raises(TableError, match="article_id 'a0' is not in articles"):
        share_quoted(alignments, articles[1:], speeches)
    with pytest.raises(TableError, match="confidence=95"):
        share_quoted(alignments, articles, speeches, confidence=95)
    hits = find_matches(tokenize(articles.assign(text="fog")), WEATHER)
    with pytest.raises(TableError, match="'a0' is no speech_id"):
        compare_selection(alignments, articles, speeches, hits, WEATHER)


def test_no_alignments_and_no_speeches_give_tables_of_the_same_columns():
    alignments, articles, speeches = study(EIGHT)
    none = alignments.iloc[:0]
    assert set(find_passages(none, articles, speeches)["taken"]) == {"omitted"}
    for table, measure in (("passages", find_passages), ("shares_quoted", share_quoted)):
        empty = measure(none, articles, speeches.iloc[:0])
        check_table(empty, table)
        assert len(empty) == 0
    assert len(selection((none, articles, speeches.iloc[:0]))) == 0
