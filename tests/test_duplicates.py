"""Near-duplicates: articles that print one text tell one story. The people, places and outlets are invented."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.articles.candidates import WINDOW, earlier_candidates, fingerprints
from framing.articles.duplicates import LEAST_WORDS, find_duplicates, group_stories, keep_articles
from framing.articles.shingles import N_WORDS, WordReader, compare_shingles, shingles
from framing.errors import FramingError, TableError
from framing.measures.rates import frame_rates
from framing.schema import check_table, column_names, make_table
from framing.text import tokenize
from tests.tables_by_hand import HARBOUR, Part, hits_in, voiced

WEEK = 7
WIRE = [
    "The dam above Norbridge holds, engineers said on Monday, after nine days of rain had filled the lake.",
    "Water stood a hand below the crest at dawn. By noon the two gates were open and the level had begun to fall.",
    "Some four hundred people who live along the lower road spent the night in the school and in the hall of the mill.",
    "The road to Tarn Ferry is closed until Friday, and trains stop at Ashwick, where buses wait for those who go on.",
    "Norbridge built the dam after the flood of the year in which the mill burnt down, and has raised it twice since.",
    "The last flood took eleven barns, a bridge and most of the harvest, and the town still pays for the new bridge.",
]
NEW_LEAD = (
    "Ferry passengers in Tarn will have to be patient this week, because the only road to the pier is under water."
)
LATER = [
    "On Tuesday morning the first families went home with blankets and a bag of lime for each wet cellar.",
    "A second storm is expected at the end of the week, but it should bring half as much rain, forecasters say.",
]
SPEECH = [
    '"We shall not leave one house on the lower road to the river, and nobody in this town will pay for it alone."',
    '"I have slept in that school as a child, I know how hard its floor is, and I do not wish it on anybody again."',
]
OWN_PROSE = {
    "The Lantern": [
        "Mayor Ada Brook promised help on Monday night to all who had fled from the water into the school hall.",
        "She spoke for ten minutes from a table in the gym, in wet boots, and was interrupted by applause four times.",
        "Her critics on the council wonder where the money will be found, with the new bridge not yet paid for.",
    ],
    "Quay Post": [
        "Nobody slept much in the gym at Norbridge, where dogs barked and a baby cried and the heating failed at two.",
        "Then the head of the town came in with soup, climbed on the furniture and made a pledge that people remember.",
        "An insurer from Tarn who had come to count the damage whistled softly and put his calculator away for good.",
    ],
}


def articles_of(*rows):
    """A table of articles; each is a dict with an id, paragraphs, and perhaps a day of March and an outlet."""
    columns = {
        "article_id": [row["id"] for row in rows],
        "story_id": [row["id"] for row in rows],
        "outlet": [row.get("outlet") for row in rows],
        "published": [f"2025-03-{row['day']:02}" if "day" in row else None for row in rows],
        "text": ["\n\n".join(row["text"]) for row in rows],
        "body_start": [row.get("body_start", 0) for row in rows],
        "warnings": [[] for _ in rows],
    }
    return make_table("articles", columns)


def article(name, text, day=1, outlet="The Lantern", **more):
    return {"id": name, "text": text, "day": day, "outlet": outlet, **more}


def links(articles, days=WEEK, **options):
    """What was found: article -> (the other, kind, whether they are one story)."""
    found = find_duplicates(articles, days=days, **options)
    return {row.article_id: (row.resembles, row.kind, row.same_story) for row in found.itertuples()}


def stories(articles, days=WEEK, **options):
    grouped = group_stories(articles, find_duplicates(articles, days=days, **options))
    return dict(zip(grouped["article_id"], grouped["story_id"], strict=True))


# The kinds


def test_the_same_text_in_another_outlet_is_one_story_whatever_its_case_and_white_space():
    shouted = ["  ".join(WIRE).upper()]
    pair = articles_of(article("a", WIRE), article("b", shouted, day=2, outlet="Quay Post"))
    assert links(pair) == {"b": ("a", "same", True)}
    row = find_duplicates(pair, days=WEEK).iloc[0]
    assert (row.share_of_article, row.share_of_other, row.jaccard, row.days_apart) == (1.0, 1.0, 1.0, 1)


def test_a_newsletter_line_at_the_end_leaves_the_text_the_same():
    pair = articles_of(article("a", WIRE), article("b", [*WIRE, "Read more in our evening letter."], day=2))
    assert links(pair) == {"b": ("a", "same", True)}


def test_one_changed_word_in_the_middle_makes_a_version():
    changed = [*WIRE[:2], WIRE[2].replace("four", "six"), *WIRE[3:]]
    assert links(articles_of(article("a", WIRE), article("b", changed, day=2))) == {"b": ("a", "version", True)}


def test_two_more_paragraphs_make_a_version():
    pair = articles_of(article("a", WIRE), article("b", WIRE + LATER, day=2))
    assert links(pair) == {"b": ("a", "version", True)}
    row = find_duplicates(pair, days=WEEK).iloc[0]
    assert row.share_of_other == 1.0
    assert row.share_of_article == row.jaccard < 0.8


def test_a_new_first_paragraph_and_a_cut_tail_make_a_wire_copy():
    copy = [NEW_LEAD, *WIRE[1:4]]
    pair = articles_of(article("a", WIRE), article("b", copy, day=2, outlet="Quay Post"))
    assert links(pair) == {"b": ("a", "wire copy", True)}


def test_the_same_outlet_that_begins_anew_has_made_a_version():
    assert links(articles_of(article("a", WIRE), article("b", [NEW_LEAD, *WIRE[1:]], day=2))) == {
        "b": ("a", "version", True)
    }


def test_a_short_copy_of_the_first_paragraphs_of_a_long_article_is_one_story_with_it():
    long = WIRE + LATER + OWN_PROSE["The Lantern"] + OWN_PROSE["Quay Post"]
    pair = articles_of(article("a", long), article("b", WIRE[:3], day=2, outlet="Quay Post"))
    assert links(pair) == {"b": ("a", "version", True)}
    assert find_duplicates(pair, days=WEEK).iloc[0].share_of_other < 0.5


def test_one_speech_quoted_by_two_outlets_in_their_own_prose_makes_two_stories():
    lantern, post = ([*OWN_PROSE[name][:1], *SPEECH, *OWN_PROSE[name][1:]] for name in ("The Lantern", "Quay Post"))
    pair = articles_of(article("a", lantern), article("b", post, outlet="Quay Post"))
    (found,) = links(pair).values()
    assert found[1:] == ("same speech", False)
    assert find_duplicates(pair, days=WEEK).iloc[0].share_outside_quotes == 0.0
    assert stories(pair) == {"a": "a", "b": "b"}


@pytest.mark.parametrize("marks", ["“”", "„“", "«»", '""', "„”", "「」"])
def test_a_speech_is_known_by_marks_of_any_make_even_when_it_is_most_of_both_articles(marks):
    said = [line.replace('"', marks[0], 1).replace('"', marks[1]) for line in SPEECH * 1 + LATER]
    said = [line if line.startswith(marks[0]) else f"{marks[0]}{line}{marks[1]}" for line in said]
    pair = articles_of(
        article("a", OWN_PROSE["The Lantern"][:1] + said), article("b", OWN_PROSE["Quay Post"][:1] + said)
    )
    (found,) = links(pair).values()
    assert found[1:] == ("same speech", False)
    assert find_duplicates(pair, days=WEEK).iloc[0].share_of_article > 0.5


def test_the_speech_itself_and_an_article_that_quotes_it_are_no_story():
    transcript = [line.strip('"') for line in SPEECH] + LATER + WIRE
    quoting = OWN_PROSE["The Lantern"][:1] + SPEECH
    assert links(articles_of(article("a", transcript), article("b", quoting, day=2))) == {
        "b": ("a", "same speech", False)
    }


def test_two_prints_of_one_text_are_one_story_though_it_quotes_a_speech():
    text = [*OWN_PROSE["The Lantern"][:2], *SPEECH, OWN_PROSE["The Lantern"][2]]
    assert links(articles_of(article("a", text), article("b", text))) == {"b": ("a", "same", True)}


def test_background_paragraphs_in_common_are_listed_but_make_no_story():
    pair = articles_of(
        article("a", OWN_PROSE["The Lantern"] + LATER + WIRE[4:]),
        article("b", OWN_PROSE["Quay Post"] + WIRE[4:], day=2),
    )
    assert links(pair) == {"b": ("a", "shared passage", False)}


def weather(day, high, low, wind, rain):
    return (
        f"Weather in Norbridge. {day}: {high} degrees by noon and {low} at night, wind {wind}, {rain} of rain. "
        f"At Ashwick {high - 1} degrees, at Tarn {low + 3} and wind {wind} until the evening, then {rain} of rain. "
        f"Lake {high * 7} below the crest, river {low * 9} above the mark, both {wind}. Gates: {rain} open."
    )


def test_the_weather_report_of_one_outlet_on_two_days_is_two_stories():
    reports = [weather("Monday", 9, 2, "west", "two cups"), weather("Tuesday", 12, 5, "east and strong", "no drop")]
    pair = articles_of(article("a", reports[:1]), article("b", reports[1:], day=2))
    assert stories(pair) == {"a": "a", "b": "b"}


def test_articles_with_nothing_in_common_are_not_listed():
    assert links(articles_of(article("a", WIRE), article("b", LATER), article("c", OWN_PROSE["Quay Post"]))) == {}


# The window of days


@pytest.mark.parametrize(("days", "expected"), [(0, {}), (2, {}), (3, {"b": ("a", "same", True)})])
def test_articles_further_apart_than_the_window_are_not_compared(days, expected):
    assert links(articles_of(article("a", WIRE, day=1), article("b", WIRE, day=4)), days=days) == expected


def test_an_article_without_a_date_is_compared_with_all_and_comes_last():
    undated = {"id": "a", "text": WIRE}
    assert links(articles_of(undated, article("b", WIRE, day=20))) == {"a": ("b", "same", True)}
    found = find_duplicates(articles_of(undated, article("b", WIRE, day=20)), days=0)
    assert found["days_apart"].isna().tolist() == [True]


def test_a_story_lasts_no_longer_than_the_window_however_closely_its_articles_follow_one_another():
    daily = articles_of(*(article(f"d{day}", WIRE, day=day) for day in range(1, 7)))
    assert list(stories(daily, days=2).values()) == ["d1", "d1", "d1", "d4", "d4", "d4"]
    assert links(daily, days=2)["d4"] == ("d2", "same", False)


# Chains


def test_a_version_of_a_version_belongs_to_the_story_of_the_first():
    versions = [WIRE[:4], WIRE[1:] + LATER[:1], WIRE[3:] + LATER + OWN_PROSE["The Lantern"][:1]]
    chain = articles_of(*(article(name, text, day) for name, text, day in zip("abc", versions, (1, 2, 3), strict=True)))
    without_b = chain[chain["article_id"] != "b"]
    assert stories(without_b) == {"a": "a", "c": "c"}
    assert stories(chain) == {"a": "a", "b": "a", "c": "a"}


@pytest.mark.parametrize("day", [1, 3, 5])
def test_a_round_up_does_not_join_the_stories_in_it(day):
    first, second = WIRE[:4], OWN_PROSE["Quay Post"] + LATER[:1]
    table = articles_of(
        article("a", first, 3), article("b", second, 3), article("r", first + second + OWN_PROSE["The Lantern"], day)
    )
    found = stories(table)
    assert found["a"] != found["b"]


# What does not count


def test_furniture_that_is_skipped_does_not_count():
    boilerplate = (
        "Sign up for our letter and never miss a word of what we print about the lake, the mill and the town. " * 3
    )
    texts = [[boilerplate, *OWN_PROSE[name][:1]] for name in ("The Lantern", "Quay Post")]
    pair = articles_of(article("a", texts[0]), article("b", texts[1]))
    skips = {"article_id": ["a", "b"], "start": [0, 0], "end": [len(boilerplate)] * 2, "rule": ["newsletter"] * 2}
    assert len(set(stories(pair).values())) == 1
    assert stories(pair, skips=make_table("skips", skips)) == {"a": "a", "b": "b"}


def test_texts_of_furniture_only_resemble_nothing():
    pair = articles_of(article("a", WIRE), article("b", WIRE))
    whole = {"article_id": ["a", "b"], "start": [0, 0], "end": [9_999] * 2, "rule": ["all"] * 2}
    assert links(pair, skips=make_table("skips", whole)) == {}


def test_a_headline_that_is_known_does_not_count():
    headlines = ["Dam holds", "Four hundred spend a night in school, and in the hall of the mill, as water rises"]
    rows = [
        article(name, [line, *WIRE[:2]], body_start=len(line) + 2) for name, line in zip("ab", headlines, strict=True)
    ]
    row = find_duplicates(articles_of(*rows), days=WEEK).iloc[0]
    assert (row.kind, row.jaccard) == ("same", 1.0)


@pytest.mark.parametrize("text", ["", " \n\n ", "…", "Rain.", "File photo: the dam above Norbridge, by Ned Hollow."])
def test_texts_of_fewer_than_ten_words_resemble_nothing(text):
    assert links(articles_of(article("a", [text]), article("b", [text]))) == {}


def test_a_text_of_ten_words_is_found_again():
    brief = "Norbridge: the dam above the town holds, engineers there say."
    assert len(brief.split()) == LEAST_WORDS
    assert links(articles_of(article("a", [brief]), article("b", [brief]))) == {"b": ("a", "same", True)}


def test_writing_without_spaces_is_compared_character_by_character():
    text = "诺布里奇镇上方的水坝星期一仍然稳固工程师说山里下了九天的雨湖水已经满了道路关闭到星期五"
    longer = text + "周二上午第一批家庭回家了"
    other = "渡轮乘客本周必须耐心等待因为通往码头的唯一道路被水淹没公交车在车站等候继续前行的人们"
    table = articles_of(article("a", [text]), article("b", [longer], 2), article("c", [other], 2))
    assert stories(table) == {"a": "a", "b": "a", "c": "c"}


def test_an_empty_table_gives_an_empty_table():
    found = find_duplicates(articles_of(), days=WEEK)
    assert list(found.columns) == column_names("duplicates")
    assert (
        len(found) == len(group_stories(articles_of(), found)) == len(keep_articles(articles_of(), keep="first")) == 0
    )


# Tables and their order

NEWSPAPER = [
    article("a", WIRE, 1),
    article("b", [NEW_LEAD, *WIRE[1:4]], 1, "Quay Post"),
    article("c", WIRE + LATER, 2),
    article("d", [*OWN_PROSE["The Lantern"], *SPEECH], 2),
    article("e", [*OWN_PROSE["Quay Post"], *SPEECH], 2, "Quay Post"),
    {"id": "f", "text": WIRE},
    article("g", ["Rain."], 3),
    article("h", OWN_PROSE["Quay Post"] + WIRE[5:], 4),
]


def test_the_table_is_what_the_list_of_tables_says():
    found = find_duplicates(articles_of(*NEWSPAPER), days=WEEK)
    check_table(found, "duplicates")
    assert list(found.columns) == column_names("duplicates")
    assert set(found["kind"]) >= {"same", "version", "wire copy", "same speech"}


def test_the_story_in_the_table_is_that_of_the_grouped_articles():
    articles = articles_of(*NEWSPAPER)
    found = find_duplicates(articles, days=WEEK)
    named = dict(zip(found["article_id"], found["story_id"], strict=True))
    assert {name: story for name, story in stories(articles).items() if name in named} == named
    assert sorted(found["story_id"].drop_duplicates()) == sorted(set(named.values()))


@given(order=st.permutations(NEWSPAPER))
@settings(max_examples=10, deadline=None)
def test_the_order_of_the_articles_changes_nothing(order):
    pd.testing.assert_frame_equal(
        find_duplicates(articles_of(*order), days=WEEK), find_duplicates(articles_of(*NEWSPAPER), days=WEEK)
    )
    assert stories(articles_of(*order)) == stories(articles_of(*NEWSPAPER))


def test_a_copy_of_every_article_under_a_new_name_joins_the_story_of_its_article():
    copies = [row | {"id": f"{row['id']}-copy"} for row in NEWSPAPER]
    once, twice = stories(articles_of(*NEWSPAPER)), stories(articles_of(*NEWSPAPER, *copies))
    assert {name: twice[name] for name in once} == once
    assert {name: twice[f"{name}-copy"] for name in once if name != "g"} == {n: s for n, s in once.items() if n != "g"}


def test_nothing_that_was_given_is_changed():
    articles = articles_of(*NEWSPAPER)
    before = articles.copy(deep=True)
    found = find_duplicates(articles, days=WEEK)
    group_stories(articles, found)
    pd.testing.assert_frame_equal(articles, before)


def test_further_columns_and_the_order_of_rows_stay():
    articles = articles_of(*reversed(NEWSPAPER)).assign(section="town")
    grouped = group_stories(articles, find_duplicates(articles, days=WEEK))
    pd.testing.assert_frame_equal(grouped.drop(columns="story_id"), articles.drop(columns="story_id"))


def test_a_link_that_a_reader_calls_wrong_is_taken_out_by_hand():
    articles = articles_of(*NEWSPAPER)
    found = find_duplicates(articles, days=WEEK)
    corrected = found.assign(same_story=found["same_story"] & (found["article_id"] != "b"))
    grouped = group_stories(articles, corrected)
    assert dict(zip(grouped["article_id"], grouped["story_id"], strict=True))["b"] == "b"


# One article of each story


@pytest.mark.parametrize(("keep", "kept"), [("first", "adeg"), ("longest", "cdeg"), ("all", "abcdefgh")])
def test_one_article_of_each_story_is_kept(keep, kept):
    articles = articles_of(*NEWSPAPER)
    grouped = group_stories(articles, find_duplicates(articles, days=WEEK))
    assert "".join(keep_articles(grouped, keep=keep)["article_id"]) == kept
    backwards = keep_articles(grouped.iloc[::-1], keep=keep)
    assert "".join(backwards["article_id"]) == kept[::-1]
    assert list(backwards.index) == list(range(len(kept)))


def test_of_articles_of_one_day_the_longer_comes_first_then_the_name_decides():
    table = articles_of(article("c", WIRE), article("b", WIRE), article("a", WIRE[:5]))
    assert set(stories(table).values()) == {"b"}


def test_measures_count_stories_not_articles():
    parts = [
        Part("A gale is coming and the cargo of the Tarn ferry waits.", "Ada Brook", "quoted", f"r{name}", name, story)
        for name, story in (("a", "a"), ("b", "a"), ("c", "c"))
    ]
    tokens = voiced(parts)
    rates = frame_rates(hits_in(tokens), tokens, HARBOUR, by="leader", voices=("quoted",))
    assert set(rates["n_stories"]) == {2}
    pair = articles_of(article("a", WIRE), article("b", WIRE), article("c", LATER))
    grouped = group_stories(pair, find_duplicates(pair, days=WEEK))
    assert tokenize(grouped)["story_id"].nunique() == 2


# Bad input


@pytest.mark.parametrize("days", [-1, 1.5, None, "7", True])
def test_a_window_that_is_no_number_of_days_is_refused(days):
    with pytest.raises(FramingError, match=r"days=.*: say how many days .* as in days=7\."):
        find_duplicates(articles_of(), days=days)


def test_an_unknown_way_to_keep_is_refused():
    with pytest.raises(FramingError, match=r"keep='last' is not one of first, longest, all\."):
        keep_articles(articles_of(), keep="last")


def test_duplicates_of_other_articles_are_refused_with_what_to_do():
    articles = articles_of(*NEWSPAPER)
    found = find_duplicates(articles, days=WEEK)
    with pytest.raises(TableError, match=r"resembles 'a' is not among the articles\.(?s:.*)Group first"):
        group_stories(articles[articles["article_id"] != "a"], found)


def test_a_table_without_texts_is_refused():
    with pytest.raises(TableError, match="'text'"):
        find_duplicates(articles_of(*NEWSPAPER).drop(columns="text"), days=WEEK)


# What the figures mean


def shingles_in_words(text):
    """The shingles of a text, as they are defined, without hashes."""
    words = [word.strip('.,:?!"“”').casefold() for word in text.split()]
    return {tuple(words[place : place + N_WORDS]) for place in range(len(words) - N_WORDS + 1)}


SOME_WORDS = st.lists(st.sampled_from(["rain", "dam", "mill", "road"]), max_size=60).map(" ".join)


@given(SOME_WORDS, SOME_WORDS)
@settings(max_examples=100, deadline=None)
def test_the_shares_are_those_of_the_sets_of_five_words(one, other):
    reader = WordReader()
    likeness = compare_shingles(shingles(reader.read(one)), shingles(reader.read(other)), same_outlet=False)
    a, b = shingles_in_words(one), shingles_in_words(other)
    if likeness is None:
        assert len(a & b) < 0.1 * min(len(a), len(b)) or not a & b
    else:
        shares = (len(a & b), len(a & b) / len(a), len(a & b) / len(b), len(a & b) / len(a | b))
        assert likeness[1:5] == pytest.approx(shares)


@given(st.integers(0, 400), st.integers(0, 400), st.integers(0, 9))
@settings(max_examples=50, deadline=None)
def test_a_passage_of_twenty_words_in_two_long_texts_gives_both_a_fingerprint(before, behind, seed):
    random = np.random.default_rng(seed)
    written = [" ".join(f"w{number}" for number in random.integers(0, 2**40, 400)) for _ in range(2)]
    passage = " ".join(f"p{number}" for number in range(WINDOW + N_WORDS - 1))
    reader = WordReader()
    places = zip(written, (before, behind), strict=True)
    texts = [" ".join([*text.split()[:place], passage, *text.split()[place:]]) for text, place in places]
    one, other = (fingerprints(reader.read(text)) for text in texts)
    assert np.intersect1d(one, other).size > 0


def test_hashes_are_the_same_on_every_machine():
    assert WordReader().read('It "rained" all').tolist() == [692454546, 1873117029, 3040927368]
    assert fingerprints(WordReader().read("It rained on and on.")).tolist() == [2694202136]


def test_a_thousand_equal_texts_are_compared_with_few_others():
    same = [np.arange(60, dtype=np.uint32)] * 1_000
    candidates = list(earlier_candidates(same, np.zeros(1_000), WEEK))
    assert candidates[0] == []
    assert max(map(len, candidates)) == 8


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('A "stray mark.\nAnd "a pair" here', [0, 1, 1, 0, 1, 1, 0]),
        ('It "rains\nall day" here, she\nsaid.', [0, 1, 1, 1, 0, 0, 0]),
    ],
    ids=["a stray mark costs its paragraph", "a paragraph may be wrapped into lines"],
)
def test_quotation_marks_are_paired_within_a_paragraph(text, quoted):
    assert (WordReader().read(text) & 1).tolist() == quoted
