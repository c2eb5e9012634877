"""Rates over time: periods, gaps, words without a date, intervals."""

from __future__ import annotations

import math
import warnings

import pandas as pd
import pytest

from framing.errors import TableError
from framing.measures.over_time import rates_over_time
from framing.measures.rates import frame_rates
from framing.measures.story_intervals import ratio_intervals, refuse_stories
from framing.schema import check_table, column_names
from tests.tables_by_hand import HARBOUR, Part, articles_of, cells, filler, hits_in, voiced, words_of

DAYS = {"a1": "2025-03-03", "a2": "2025-03-05", "a3": "2025-03-05", "a4": None}
PARTS = [
    Part(f"A gale. {filler(118)}", "Ada Brook", remark="r1", article="a1"),
    Part(f"The cargo. {filler(118)}", "Ada Brook", remark="r2", article="a2"),
    Part(f"A gale. {filler(48)}", "Ben Cole", remark="r3", article="a3"),
    Part(f"A squall. {filler(28)}", "Ben Cole", remark="r4", article="a4"),
]


def dated(parts, days):
    articles = articles_of(parts)
    return articles.assign(published=pd.to_datetime(articles["article_id"].map(days)))


def measured(parts=PARTS, days=DAYS, **options):
    tokens = voiced(parts)
    options = {"by": (), "period": "day", "voices": ("quoted",), "seed": 1} | options
    return rates_over_time(hits_in(tokens), tokens, dated(parts, days), HARBOUR, **options)


def storm(table):
    return table[table["frame"] == "storm"].reset_index(drop=True)


def test_a_day_without_a_story_is_a_gap_and_no_zero():
    table = storm(measured())
    assert [str(day)[:10] for day in table["first_day"]] == ["2025-03-03", "2025-03-04", "2025-03-05", "NaT"]
    assert table["n_stories"].tolist() == [1, 0, 2, 1]
    gap = table.iloc[1]
    assert (gap["n_matches"], gap["n_tokens"], gap["note"]) == (0, 0, "no words")
    assert gap[["share_remarks", "per_1000", "share_remarks_low", "per_1000_high"]].isna().all()


def test_words_without_a_date_come_last_and_are_counted():
    last = storm(measured()).iloc[-1]
    assert (last["n_matches"], last["n_tokens"]) == (1, 30)
    assert last["note"] == "no date; under 100 words; too few remarks; one story: counts only"
    assert measured()["n_tokens"].sum() == 3 * len(voiced(PARTS))


def test_the_rates_are_those_of_the_groups():
    table = storm(measured())
    assert table["per_1000"].round(6).tolist()[0] == round(1000 / 120, 6)
    assert table["share_remarks"][2] == 0.5
    whole = frame_rates(hits_in(voiced(PARTS)), voiced(PARTS), HARBOUR, by=(), voices=("quoted",))
    assert storm(whole)["n_matches"][0] == table["n_matches"].sum()


def test_every_group_has_every_period_of_the_whole():
    table = storm(measured(by="leader"))
    rows = [(leader, str(day)[:10]) for leader, day in cells(table, "leader", "first_day")]
    days = ["2025-03-03", "2025-03-04", "2025-03-05"]
    assert rows == [("Ada Brook", d) for d in days] + [("Ben Cole", d) for d in days] + [("Ben Cole", "None")]
    assert table["n_stories"].tolist() == [1, 0, 1, 0, 0, 1, 1]


WHOLES = [
    ("week", [("2025-03-03", "2025-03-09")]),
    ("month", [("2025-03-01", "2025-03-31")]),
]


@pytest.mark.parametrize(("period", "spans"), WHOLES)
def test_weeks_begin_on_monday_and_months_on_the_first(period, spans):
    table = storm(measured(period=period)).iloc[:-1]
    assert [(str(a)[:10], str(b)[:10]) for a, b in cells(table, "first_day", "last_day")] == spans
    assert table["n_stories"].tolist() == [3]


def test_a_period_runs_over_the_end_of_a_year():
    days = {"a1": "2024-12-31", "a2": "2025-02-01", "a3": "2025-02-01", "a4": "2025-02-02"}
    table = storm(measured(days=days, period="month"))
    assert [str(day)[:7] for day in table["first_day"]] == ["2024-12", "2025-01", "2025-02"]


def many(n, hits=lambda k: k % 3):
    return [
        Part(f"{'Gale. ' * hits(k)}{filler(50)}", "Ada Brook", remark=f"r{k}", article=f"a{k:02}") for k in range(n)
    ]


def on_one_day(n):
    return {f"a{k:02}": "2025-03-03" for k in range(n)}


def test_eight_stories_have_an_interval_that_holds_the_rate_and_seven_have_none():
    row = storm(measured(many(8), on_one_day(8))).iloc[0]
    assert row["per_1000_low"] < row["per_1000"] < row["per_1000_high"]
    assert row["share_remarks_low"] < row["share_remarks"] < row["share_remarks_high"]
    few = storm(measured(many(7), on_one_day(7))).iloc[0]
    assert math.isnan(few["per_1000_low"])
    assert few["note"] == "too few remarks; under 8 stories: no interval"


def test_where_all_stories_are_alike_no_interval_pretends_to_know():
    table = measured(many(20), on_one_day(20)).set_index("frame")
    assert table.loc["faith", "note"] == "all stories alike: no interval"
    assert (table.loc["faith", "per_1000"], table.loc["faith", "n_matches"]) == (0, 0)
    assert math.isnan(table.loc["faith", "per_1000_high"])


def test_the_corpus_twice_has_the_same_rates_and_narrower_intervals():
    once, twice = (storm(measured(many(n), on_one_day(n))).iloc[0] for n in (12, 48))
    assert once["per_1000"] == pytest.approx(twice["per_1000"])
    assert twice["per_1000_high"] - twice["per_1000_low"] < once["per_1000_high"] - once["per_1000_low"]


def test_the_order_of_the_rows_changes_nothing():
    parts = many(12)
    tokens, articles = voiced(parts), dated(parts, on_one_day(12))
    hits = hits_in(tokens)
    options = {"by": "leader", "period": "day", "voices": ("quoted",), "seed": 3}
    one = rates_over_time(hits, tokens, articles, HARBOUR, **options)
    other = rates_over_time(hits[::-1].reset_index(drop=True), tokens, articles[::-1], HARBOUR, **options)
    pd.testing.assert_frame_equal(one, other)


def test_the_table_is_the_one_of_the_schema_and_numpy_is_silent():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        table = measured(by="leader")
    check_table(table, "rates_over_time")
    assert table.columns.tolist() == ["leader", *column_names("rates_over_time")]


BAD = [
    ({"period": "year"}, "period: there is no period 'year'"),
    ({"seed": -1}, "seed=-1"),
    ({"confidence": 1.0}, "confidence=1.0"),
    ({"by": "frame"}, "no column 'frame'"),
    ({"days": {}}, "published is missing in every row"),
    ({"voices": None}, "mix the leader's words"),
    ({"days": {"a1": "1825-03-04", "a2": "2025-03-04"}}, "runs from 1825-03-04 to 2025-03-04, 73,050 periods .day."),
]


@pytest.mark.parametrize(("options", "said"), BAD)
def test_what_cannot_be_measured_is_refused(options, said):
    with pytest.raises(TableError, match=said):
        measured(**options)


def test_no_words_at_all_are_refused():
    tokens = words_of(PARTS).iloc[:0]
    with pytest.raises(TableError, match="tokens: there are no words"):
        rates_over_time(hits_in(tokens), tokens, dated(PARTS, DAYS), HARBOUR, by=(), period="day", seed=1)


def test_a_day_with_a_time_zone_is_the_day_as_printed():
    tokens, articles = words_of(PARTS), dated(PARTS, DAYS)
    zoned = articles.assign(published=articles["published"].dt.tz_localize("Asia/Tokyo"))
    options = {"by": (), "period": "day", "seed": 1}
    one, other = (rates_over_time(hits_in(tokens), tokens, each, HARBOUR, **options) for each in (articles, zoned))
    pd.testing.assert_frame_equal(one, other)


def test_articles_must_be_those_of_the_tokens():
    tokens = words_of(PARTS)
    with pytest.raises(TableError, match="article 'a4' is not in articles"):
        rates_over_time(hits_in(tokens), tokens, dated(PARTS[:3], DAYS), HARBOUR, by=(), period="day", seed=1)


def test_a_column_of_the_result_cannot_make_the_groups():
    tokens = words_of(PARTS).assign(note="x")
    with pytest.raises(TableError, match="'note' is a column of the rates themselves"):
        rates_over_time(hits_in(tokens), tokens, dated(PARTS, DAYS), HARBOUR, by="note", period="day", seed=1)


def test_one_story_with_over_half_of_the_words_allows_no_interval():
    assert refuse_stories([100, *[10] * 9]) == "one story holds over half: no interval"
    assert refuse_stories([]) is None
    ends = ratio_intervals([[1], [2]], [0, 0], confidence=0.95, n_resamples=100, seed=1)
    assert math.isnan(ends.low[0])
