"""The sentiment of what is said, and the words that made each score."""

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sentiment_texts import hostile_texts, ordinary_texts
from sentiment_upstream import textblob_of_package, vader_of_package
from textblob import TextBlob
from textblob.en import sentiment as textblob_sentiment
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

import framing
from framing.errors import FramingError, FramingWarning, TableError
from framing.lexicon import Lexicon, Term
from framing.terms import engine_textblob, engine_vader, engines
from framing.terms.engine_textblob import Polarity, polarity
from framing.terms.engine_vader import Vader, vader
from framing.text import plain_apostrophes

ALL = ("textblob", "textblob-subjectivity", "vader")


def articles(*texts):
    rows = [{"article_id": f"a{number}", "text": text} for number, text in enumerate(texts)]
    return framing.articles_from_records(rows, source="test")


def scored(*texts, by=ALL):
    table = articles(*texts)
    return framing.score_sentiment(framing.tokenize(table), table, engines=by)


def score(text, engine):
    return scored(text, by=(engine,)).iloc[0]


def weights(*terms, **columns):
    """A lexicon that scores: (pattern, weight) pairs of one frame."""
    made = tuple(Term("tone", pattern, weight) for pattern, weight in terms)
    return Lexicon("tone", "2", "en", "", "", {"tone": "good and bad words"}, made, **columns)


def voiced(text, voices, remarks):
    tokens = framing.tokenize(articles(text))
    columns = {name: tokens[name] for name in tokens} | {"voice": voices, "remark_id": remarks}
    columns |= {"speaker": ["Ada Brook" if remark else None for remark in remarks], "repeat": [False] * len(voices)}
    return framing.schema.make_table("tokens+voices", columns)


# --------------------------------------------------------------------------------------- the rows


def test_each_sentence_has_a_row_for_each_engine_in_the_order_given():
    table = scored("Good news. It rained.", "Bad news.", by=("vader", "textblob"))
    framing.check_table(table, "sentiment")
    assert table[["article_id", "sentence", "engine"]].to_numpy().tolist() == [
        ["a0", 0, "vader"],
        ["a0", 0, "textblob"],
        ["a0", 1, "vader"],
        ["a0", 1, "textblob"],
        ["a1", 0, "vader"],
        ["a1", 0, "textblob"],
    ]
    assert isinstance(table.index, pd.RangeIndex)
    assert table["voice"].isna().all()


def test_a_sentence_is_scored_apart_for_each_voice_and_remark():
    text = "“A great plan,” she said, “and terrible luck.” We waited."
    voices = ["quoted"] * 3 + ["narrated"] * 2 + ["quoted"] * 3 + ["narrated"] * 2
    tokens = voiced(text, voices, ["r1"] * 8 + [None] * 2)
    table = framing.score_sentiment(tokens, articles(text), engines=("textblob",))
    framing.check_table(table, "sentiment")
    assert [text[a:b] for a, b in zip(table["start"], table["end"], strict=True)] == [
        "A great plan",
        "she said",
        "and terrible luck",
        "We waited",
    ]
    assert table["voice"].tolist() == ["quoted", "narrated", "quoted", "narrated"]
    assert table["remark_id"].fillna("-").tolist() == ["r1", "r1", "r1", "-"]
    assert table["speaker"].fillna("-").tolist() == ["Ada Brook"] * 3 + ["-"]
    assert table["score"].fillna(9).tolist() == [0.8, 9, -1.0, 9]


def test_two_remarks_of_one_voice_in_a_sentence_are_two_stretches():
    tokens = voiced("good bad", ["quoted", "quoted"], ["r1", "r2"])
    assert framing.score_sentiment(tokens, articles("good bad"), engines=["vader"])["n_words"].tolist() == [1, 1]


def test_words_that_were_left_out_are_not_scored():
    table = articles("A good (terrible photo) plan.")
    start = table["text"].iloc[0].index("(")
    skips = pd.DataFrame({"article_id": ["a0"], "start": [start], "end": [start + 16], "rule": ["caption"]})
    tokens = framing.tokenize(table, skips=skips)
    found = framing.score_sentiment(tokens, table, engines=("textblob", "vader", weights(("terrible", -1.0))))
    assert "terrible" not in str(found["words"].tolist())
    only = framing.score_sentiment(tokens[tokens["word"] != "good"], table, engines=("textblob",))
    assert only["score"].isna().all()


def test_every_word_is_in_exactly_one_stretch():
    table = framing.read_articles(framing.corpus_folder() / "practice")
    tokens = framing.tokenize(table)
    assert framing.score_sentiment(tokens, table, engines=("textblob",))["n_words"].sum() == len(tokens)


def test_no_words_and_no_engines_give_an_empty_table_with_all_columns():
    columns = [column.name for column in framing.schema.table_columns("sentiment")]
    for table in (scored(""), scored("Good.", by=())):
        assert len(table) == 0
        assert table.columns.tolist() == columns


# --------------------------------------------------------------------------------------- the scores


@pytest.mark.parametrize("engine", ALL)
def test_unknown_words_have_no_score_and_do_not_look_neutral(engine):
    row = score("The minister walked.", engine)
    assert pd.isna(row["score"])
    assert (row["n_words"], row["n_words_scored"], row["words"]) == (3, 0, [])


def test_a_neutral_score_of_known_words_is_zero():
    assert score("He left.", "textblob")["score"] == 0.0
    assert score("good bad", weights(("good", 1.0), ("bad", -1.0)))["score"] == 0.0


@pytest.mark.parametrize(
    ("text", "value", "words", "n_words_scored"),
    [
        ("That is not good.", -0.35, [["not good", -0.35]], 2),
        ("Completely premature.", 0.1, [["completely", 0.1]], 1),  # an adverb of degree, counted as praise
        ("That isn’t good.", 0.7, [["good", 0.7]], 1),  # "n't" is split off and never negates
        ("That is good!", 0.875, [["good !", 0.875]], 1),
    ],
)
def test_textblob_is_taken_as_it_is_with_what_it_looked_at(text, value, words, n_words_scored):
    row = score(text, "textblob")
    assert row["score"] == value
    assert row["words"] == words
    assert row["n_words_scored"] == n_words_scored


def test_vader_sees_a_typographic_apostrophe_as_a_plain_one():
    assert score("That isn’t good.", "vader")["score"] == score("That isn't good.", "vader")["score"] < 0


def test_vader_shows_the_valence_of_each_word_after_its_rules():
    row = score("The talks were good but the deal is very bad!", "vader")
    assert [word for word, _ in row["words"]] == ["good", "bad"]
    assert dict(map(tuple, row["words"]))["good"] == pytest.approx(1.9 * 0.5)  # halved before "but"
    assert dict(map(tuple, row["words"]))["bad"] < -2.5 * 1.5  # raised after it, and by "very"
    assert row["n_words_scored"] == 2
    assert score("the United States, a security zone", "vader")["score"] > 0.5  # names and nouns counted as praise


def test_end_marks_behind_the_last_word_belong_to_it():
    tokens = voiced("Good!!! he said", ["quoted", "narrated", "narrated"], ["r1", "r1", "r1"])
    loud = framing.score_sentiment(tokens, articles("Good!!! he said"), engines=("vader",))
    assert loud["score"].iloc[0] > score("Good", "vader")["score"]
    assert loud["end"].iloc[0] == 4  # the place is that of the words


@pytest.mark.parametrize("marks", ["“{}”", '"{}"', "«{}»", "„{}“", "‘{}’"])
def test_a_word_in_quotation_marks_of_any_kind_is_known(marks):
    assert [word for word, _ in score(f"In {marks.format('good')} faith.", "vader")["words"]] == ["good", "faith"]


FRAGMENTS = [
    *(
        "good",
        "GOOD",
        "not",
        "n't",
        "isn’t",
        "isn't",
        "never",
        "very",
        "really",
        "bad",
        "terrible",
        "no",
        "deal",
        "least",
    ),
    *("but", "kind", "of", "premature", "completely", "the", "war", "!", "!!!", "?", "...", ":)", "(!)", "8 )", ";-)"),
    *(
        "🙂",
        "❤",
        "great",
        "\r\n",
        "’",
        "“",
        "”",
        "don’t",
        "without",
        "doubt",
        "to",
        "die",
        "for",
        "U.S.",
        "Mr.",
        "-",
        "ﬁne",
    ),
]
TEXT = st.lists(st.sampled_from(FRAGMENTS), max_size=25).map(" ".join) | st.text(max_size=60)


@settings(max_examples=50, deadline=None)
@given(TEXT)
def test_scores_equal_those_of_the_packages(text):
    plain = plain_apostrophes(text)
    polarity, subjectivity = TextBlob(plain).sentiment
    assert (engines.textblob_polarity(plain).value or 0.0) == polarity
    assert (engines.textblob_subjectivity(plain).value or 0.0) == subjectivity
    assert (engines.vader_compound(plain).value or 0.0) == UPSTREAM.polarity_scores(plain)["compound"]


UPSTREAM = SentimentIntensityAnalyzer()


@pytest.mark.parametrize(
    "texts", [ordinary_texts(15, seed=8), hostile_texts(1_500, seed=8)], ids=["ordinary", "hostile"]
)
def test_scores_and_the_words_that_made_them_equal_those_of_the_packages_under_any_text(texts):
    textblob, vader = Polarity(), Vader()
    for text in map(plain_apostrophes, texts):
        assert vader.score(text) == vader_of_package(text), text
        assert textblob.assess(text) == textblob_of_package(text), text


@settings(max_examples=300, deadline=None)
@given(TEXT)
def test_scores_of_short_texts_equal_those_of_the_packages_with_their_words(text):
    assert vader().score(text) == vader_of_package(text)
    assert polarity().assess(text) == textblob_of_package(text)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=".,;:!?()[]{}`@#$^&*+-|=~_/<>%abBdIl8É…é", min_size=1, max_size=12))
@example("(good....),")
@example("....")
@example("A.I..)")
def test_a_piece_is_split_as_textblob_splits_it(piece):
    words = engine_textblob.split_piece(piece)
    if not engine_textblob.may_be_emoticon(words):
        assert words == " ".join(textblob_sentiment.tokenizer(piece)).split()


@pytest.mark.parametrize(
    "between", ["", "of ", "of theirs ", "of theirs " * 300, "of theirs no ", "that never no ", "xd "]
)
def test_an_exclamation_mark_boosts_the_last_score_before_it_however_far(between):
    text = f"good plan {between}!"
    assert polarity().assess(text) == textblob_of_package(text)
    assert polarity().assess(text)[1][0][0] == ("good", "!")


@pytest.mark.parametrize(
    "text",
    [
        *("not a good", "not an good", "not ok good", "never good", "really is good", "really not good", "no. good"),
        *(
            "Ill. Ill",
            "ill. ill",
            "ed. good",
            "good.... bad",
            "good..!",
            "(bad).",
            "Bad.)",
            "U.S. bad",
            "$good",
            "good/bad",
        ),
        *(
            "♥ good!",
            "♥! good",
            "o_o",
            "O.O",
            "good o.O!",
            "vitamin-D good",
            "XD good",
            "8) good",
            "good ( ! )",
            "x: D",
        ),
        *(
            "isn't good",
            "n't good",
            "goodn't",
            "'good'",
            "not END-OF-SENTENCE good",
            "well-off",
            "WELL-OFF!",
            "good —bad",
        ),
    ],
)
def test_a_short_text_has_the_scores_and_words_of_the_package(text):
    assert polarity().assess(text) == textblob_of_package(text)


def test_forgetting_the_pieces_changes_no_score(monkeypatch):
    monkeypatch.setattr(engine_textblob, "PIECES_KEPT", 3)
    monkeypatch.setattr(engine_textblob, "REACHES_KEPT", 3)
    monkeypatch.setattr(engine_vader, "PIECES_KEPT", 3)
    textblob, vader = Polarity(), Vader()
    for text in hostile_texts(200, seed=9):
        assert vader.score(text) == vader_of_package(text)
        assert textblob.assess(text) == textblob_of_package(text)
    assert len(vader) < 200
    assert len(textblob) < 200


def test_no_emoji_of_vader_is_ascii():
    assert [emoji for emoji in UPSTREAM.emojis if emoji.isascii()] == []


@settings(max_examples=50, deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=3))
def test_whatever_the_text_scores_and_counts_keep_their_bounds(texts):
    given_articles = articles("A text.").loc[[0] * len(texts)].reset_index(drop=True)
    ids = [f"a{number}" for number in range(len(texts))]
    given_articles = given_articles.assign(text=pd.Series(texts, dtype="str"), article_id=ids, story_id=ids)
    tokens = framing.tokenize(given_articles)
    table = framing.score_sentiment(tokens, given_articles, engines=ALL)
    framing.check_table(table, "sentiment")
    assert len(table) == 3 * len(tokens.groupby(["article_id", "sentence"]))
    assert table["score"].dropna().between(-1, 1).all()
    assert table["n_words_scored"].between(0, table["n_words"]).all()
    assert (table["score"].isna() == (table["n_words_scored"] == 0)).all()
    assert (table["words"].map(len).eq(0) == table["score"].isna()).all()


# --------------------------------------------------------------------------------------- lexicons as engines


def test_a_lexicon_scores_the_mean_weight_and_turns_the_sign_of_what_is_negated():
    tone = weights(("good", 1.0), ("very good", 3.0), ("bad", -2.0))
    row = score("A very good plan, not bad, and good.", tone)
    assert row["engine"] == "tone@2"
    assert row["words"] == [["very good", 3.0], ["bad", 2.0], ["good", 1.0]]
    assert row["score"] == 2.0
    assert row["n_words_scored"] == 4


def test_words_that_count_in_two_frames_are_words_once():
    both = Lexicon("two", "1", "en", "", "", {"a": "x", "b": "y"}, (Term("a", "good", 1.0), Term("b", "good*", 2.0)))
    row = score("Good.", both)
    assert (row["score"], row["n_words_scored"]) == (1.5, 1)


def test_a_match_that_runs_into_the_next_voice_belongs_to_its_first_word():
    tokens = voiced("Some good news here", ["quoted", "quoted", "narrated", "narrated"], ["r1"] * 4)
    tone = weights(("good news", 1.0))
    table = framing.score_sentiment(tokens, articles("Some good news here"), engines=(tone, "textblob"))
    own = table[table["engine"] == "tone@2"]
    assert own["score"].fillna(9).tolist() == [1.0, 9]
    assert own["n_words_scored"].tolist() == [1, 0]
    assert own["words"].tolist() == [[["good news", 1.0]], []]


# --------------------------------------------------------------------------------------- what goes wrong


def test_a_sentence_of_over_five_hundred_words_is_scored_in_pieces_and_said_so():
    text = "good " * 1_001 + "and a short end. " + "Bad " * 500
    with pytest.warns(FramingWarning, match="^1 sentences of over 500 words"):
        table = scored(text, by=("textblob",))
    assert table["n_words"].tolist() == [500, 500, 5, 500]
    assert table["sentence"].tolist() == [0, 0, 0, 1]
    assert table["score"].tolist() == pytest.approx([0.7, 0.7, 0.35, -0.7])


def test_an_unknown_engine_is_refused_with_the_nearest_name():
    with pytest.raises(FramingError, match=r"no engine 'textblop'. Did you mean 'textblob'\?"):
        scored("Good.", by=("textblop",))


def test_one_engine_may_stand_alone():
    assert scored("Good.", by="vader")["engine"].tolist() == ["vader"]
    assert scored("Good.", by=weights(("good", 1.0)))["engine"].tolist() == ["tone@2"]


def test_tokens_of_other_articles_are_refused():
    tokens = framing.tokenize(articles("Good news."))
    with pytest.raises(TableError, match="no article 'a0' among the articles"):
        framing.score_sentiment(tokens, articles("Good news.").assign(article_id="b"))
    with pytest.raises(TableError, match="word 'Good' does not stand at 0 in article 'a0'"):
        framing.score_sentiment(tokens, articles("Bad news."))


def test_the_given_tables_are_not_changed():
    table = articles("Not good, isn’t it?")
    tokens = framing.tokenize(table)
    before = tokens.copy(deep=True), table.copy(deep=True)
    framing.score_sentiment(tokens, table, engines=(*ALL, weights(("good", 1.0))))
    pd.testing.assert_frame_equal(tokens, before[0])
    pd.testing.assert_frame_equal(table, before[1])


def test_what_is_remembered_of_sentences_is_bounded_and_changes_no_score():
    once = engines.vader_compound("A good plan.")
    assert engines.vader_compound("A good plan.") is once
    assert engines.vader_compound.cache_info().maxsize == engines.SENTENCES_KEPT
    engines.vader_compound.cache_clear()
    assert engines.vader_compound("A good plan.") == once
