"""One claim under every other specification: what is turned, what it comes to, and what is not done again."""

import numpy as np
import pandas as pd
import pytest

import framing
from framing.errors import LexiconError, TableError
from framing.lexicon import Lexicon, Term
from framing.studies import specifications

WEATHER = Lexicon(
    "weather", "1.0", "en", "", "CC0-1.0", {"storm": "wind words", "sun": "light"},
    (Term("storm", "gale"), Term("storm", "squall*"), Term("storm", "never said"), Term("sun", "sunny")),
)  # fmt: skip
ADA, TOM = '"A gale came," Ada Brook said.', '"It was calm," Tom Hale said.'
TEXTS = {
    "one": [ADA, TOM, '"It was dry," Ada Brook said.'],
    "two": ['"Squalls came," Ada Brook said.', '"It was late," Tom Hale said.'],
    "three": ['"A gale came and went," Tom Hale said.', '"It was wet," Ada Brook said.'],
    "four": ["A gale came, Ada Brook said.", '"It was sunny," Tom Hale said.'],
}
CLAIM = {"frame": "storm", "by": "speaker", "group": "Ada Brook", "reference": "Tom Hale"}


@pytest.fixture(scope="module")
def articles():
    records = [
        {"article_id": name, "outlet": outlet, "text": "\n\n".join(sentences)}
        for (name, sentences), outlet in zip(TEXTS.items(), ["Lantern", "Lantern", "Post", "Post"], strict=True)
    ]
    return framing.articles_from_records(records, source="invented")


@pytest.fixture(scope="module")
def remarks(articles):
    return framing.extract_remarks(articles)


def run(articles, remarks, lexicon=WEATHER, **changes):
    options = {"leaders": None, "voices": ("quoted", "paraphrased"), "n_resamples": 100, "seed": 1} | CLAIM | changes
    return framing.stability(articles, remarks, lexicon, **options)


@pytest.fixture(scope="module")
def table(articles, remarks):
    return run(articles, remarks)


def estimate(table, specification):
    return table.set_index("specification").loc[specification, "estimate"]


def test_main_is_the_claim_as_stated(table):
    # Ada Brook: gale, dry, squalls, wet, gale: 3 of 5. Tom Hale: calm, late, gale, sunny: 1 of 4.
    assert table.loc[0, ["specification", "choice"]].tolist() == ["main", "main"]
    assert table.loc[0, "estimate"] == pytest.approx(3 / 5 - 1 / 4)


def test_main_is_what_compare_rates_says(articles, remarks, table):
    tokens = framing.assign_voices(framing.tokenize(articles), remarks)
    matches = framing.find_matches(tokens, WEATHER)
    options = {"voices": ("quoted", "paraphrased"), "n_resamples": 100, "seed": 1}
    options |= {"by": "speaker", "group": "Ada Brook", "reference": "Tom Hale"}
    compared = framing.compare_rates(matches, tokens, WEATHER, **options)
    assert table.loc[0, "estimate"] == compared.loc[0, "difference"]


def test_only_terms_of_the_frame_that_were_found_are_left_out(table):
    assert table.loc[table["choice"] == "term", "left_out"].tolist() == ["gale", "squall*"]


@pytest.mark.parametrize(
    ("specification", "expected"),
    [
        ("without the term gale", 1 / 5 - 0 / 4),
        ("without the term squall*", 2 / 5 - 1 / 4),
        ("without the outlet Post", 2 / 3 - 0 / 2),
        ("without the outlet Lantern", 1 / 2 - 1 / 2),
        ("without the story three", 3 / 4 - 0 / 3),
        ("quoted words", 2 / 4 - 1 / 4),
    ],
)
def test_what_is_left_out_is_counted_by_hand(table, specification, expected):
    assert estimate(table, specification) == pytest.approx(expected)


def test_a_specification_is_the_claim_made_on_what_is_left(articles, remarks, table):
    part, own = articles[articles["outlet"] == "Lantern"], remarks[remarks["article_id"].isin(["one", "two"])]
    alone = run(part.reset_index(drop=True), own.reset_index(drop=True))
    assert estimate(table, "without the outlet Post") == estimate(alone, "main")


def test_nothing_is_extracted_again_and_words_are_split_once(articles, remarks, monkeypatch):
    calls = []
    plain = specifications.tokenize
    monkeypatch.setattr(specifications, "tokenize", lambda *a, **k: calls.append("words") or plain(*a, **k))
    monkeypatch.setattr("framing.speech.remarks.read_article", lambda *_: pytest.fail("extracted again"))
    run(articles, remarks)
    assert calls == ["words"]


def test_a_sign_that_turns_or_vanishes_is_not_the_same(table):
    kept = table.set_index("specification")["same_sign"]
    assert kept["without the story three"]
    assert not kept["without the outlet Lantern"]  # no difference has no sign


def test_stories_left_out_have_no_interval_and_say_so(table):
    stories = table[table["choice"] == "story"]
    assert stories[["ci_low", "ci_high", "p_value"]].isna().all(axis=None)
    assert stories["note"].str.startswith("point estimate").all()


def test_two_that_are_exchanged_turn_every_sign(articles, remarks, table):
    turned = run(articles, remarks, group="Tom Hale", reference="Ada Brook")
    both = table.merge(turned, on="specification", suffixes=("", "_turned"))
    assert len(both) == len(table) == len(turned)
    assert np.allclose(both["estimate"], -both["estimate_turned"], equal_nan=True)
    assert both["same_sign"].tolist() == both["same_sign_turned"].tolist()


def test_the_order_of_articles_moves_nothing(articles, remarks, table):
    shuffled = run(articles[::-1].reset_index(drop=True), remarks)
    both = table.merge(shuffled, on="specification", suffixes=("", "_shuffled"))
    assert np.allclose(both["estimate"], both["estimate_shuffled"], equal_nan=True)


def test_other_remarks_are_a_specification(articles, remarks):
    fewer = remarks[remarks["article_id"] != "three"].reset_index(drop=True)
    table = run(articles, remarks, gold=fewer)
    assert estimate(table, "with the other remarks") == estimate(table, "without the story three")


def test_duplicates_can_be_apart_grouped_or_dropped(articles, remarks):
    grouped = articles.assign(story_id=["one", "one", "three", "four"])
    table = run(grouped, remarks)
    own = table[table["choice"] == "duplicates"]
    assert own["left_out"].tolist() == ["each article", "first article"]
    assert estimate(table, "each article a story of its own") == estimate(table, "main")
    assert estimate(table, "one article of each story") == pytest.approx(2 / 4 - 1 / 3)
    assert table["n_stories"].iloc[0] == 3


def test_a_claim_about_outlets_keeps_its_outlets(articles, remarks):
    table = run(articles, remarks, by="outlet", group="Lantern", reference="Post")
    assert "outlet" not in set(table["choice"])
    assert estimate(table, "main") == pytest.approx(2 / 5 - 2 / 4)


def test_a_claim_can_be_about_one_speaker_only(articles, remarks):
    table = run(articles, remarks, by="outlet", group="Lantern", reference="Post", where={"speaker": "Ada Brook"})
    assert estimate(table, "main") == pytest.approx(2 / 3 - 1 / 2)
    assert estimate(table, "without the story four") == pytest.approx(2 / 3 - 0)


def test_voices_can_be_what_is_compared(articles, remarks):
    claim = {"by": "voice", "group": "quoted", "reference": "paraphrased", "voices": None}
    table = run(articles, remarks, **claim)
    assert estimate(table, "main") == pytest.approx(3 / 8 - 1)
    assert "voices" not in set(table["choice"])


def test_rates_are_compared_by_the_logarithm_of_their_ratio(articles):
    copies = [articles.assign(article_id=articles["article_id"] + str(copy)) for copy in range(10)]
    many = pd.concat(copies, ignore_index=True)
    many["story_id"] = many["article_id"]
    table = run(many, framing.extract_remarks(many), measure="per_1000")
    assert table.loc[0, "estimate"] == pytest.approx(np.log2(3))  # 3 hits in 14 words against 1 in 14, ten times


def test_what_cannot_be_estimated_is_missing_with_the_reason(articles, remarks):
    only = articles[articles["article_id"].isin(["one", "four"])].reset_index(drop=True)
    own = remarks[remarks["article_id"].isin(["one", "four"])].reset_index(drop=True)
    table = run(only, own).set_index("specification")
    alone = table.loc["paraphrased words"]
    assert pd.isna(alone["estimate"])
    assert pd.isna(alone["same_sign"])
    assert alone["note"]


@pytest.mark.parametrize(
    ("changes", "error", "said"),
    [
        ({"frame": "strom"}, LexiconError, "Did you mean 'storm'"),
        ({"group": "Ada Brok"}, TableError, "Did you mean 'Ada Brook'"),
        ({"measure": "share"}, TableError, "there is no measure 'share'"),
        ({"around": "page"}, TableError, "there is no 'page'"),
        ({"voices": ("loud",)}, TableError, "there is no voice 'loud'"),
    ],
)
def test_what_is_wrong_with_a_claim_is_said(articles, remarks, changes, error, said):
    with pytest.raises(error, match=said):
        run(articles, remarks, **changes)


def test_the_summary_counts_by_choice_and_names_what_moves_most(table):
    summary = framing.summarise_stability(table).set_index("choice")
    assert summary.loc["story", "n_specifications"] == 4
    assert summary.loc["outlet", "n_same_sign"] == 1
    assert summary.loc["outlet", "moves_most"] == "without the outlet Lantern"
    assert summary["n_specifications"].sum() == len(table) - 1


def test_the_sentence_says_how_many_keep_the_sign(table):
    kept, others = int(table["same_sign"].iloc[1:].sum()), len(table) - 1
    assert framing.tell_stability(table).startswith(f"{kept} of {others} other specifications keep the sign")


def test_a_table_without_main_is_refused(table):
    with pytest.raises(TableError, match="0 rows are main"):
        framing.tell_stability(table.iloc[1:].reset_index(drop=True))


def test_nothing_given_is_changed(articles, remarks):
    before = [articles.copy(deep=True), remarks.copy(deep=True)]
    run(articles, remarks)
    pd.testing.assert_frame_equal(articles, before[0])
    pd.testing.assert_frame_equal(remarks, before[1])
