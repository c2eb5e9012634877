"""What the figures of statistics show: every number where it stands, what is refused with its reason, gaps as gaps."""

import math
from functools import cache
from itertools import pairwise

import pandas as pd
import pytest
from drawn_figures import cells_of, markers_of, outside_of, overlaps_of, strings_of, texts_of
from figure_tables import (
    FRAMES,
    HOSTILE,
    LEADERS,
    THIRTY,
    WORDS,
    make_comparison,
    make_contributions,
    make_dispersion,
    make_keyness,
    make_over_time,
)
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

import framing
from framing.figures import drawing

PAIR = LEADERS[:2]
FORTY = [f"frame_{number}" for number in range(40)]
EXTREMES = {
    "comparison of forty": lambda: framing.plot_comparison(make_comparison(PAIR, FORTY, interval=True)),
    "comparison of one": lambda: framing.plot_comparison(make_comparison(PAIR, FRAMES[:1], interval=True)),
    "comparison, all refused": lambda: framing.plot_comparison(
        make_comparison(PAIR).assign(reference_share_remarks=None, log2_ratio=None, difference=None)
    ),
    "keyness of forty a side": lambda: framing.plot_keyness(make_keyness(PAIR), most=40),
    "keyness of one": lambda: framing.plot_keyness(make_keyness(PAIR, WORDS[:1])),
    "keyness, all alike": lambda: framing.plot_keyness(make_keyness(PAIR, zero=True)),
    "keyness, all refused": lambda: framing.plot_keyness(make_keyness(PAIR, refused=True)),
    "keyness, no place": lambda: framing.plot_keyness(make_keyness(PAIR, refused=True).assign(log_odds=math.nan)),
    "shift of forty": lambda: framing.plot_word_shift(make_contributions(PAIR), most=40),
    "shift of one": lambda: framing.plot_word_shift(make_contributions(PAIR, WORDS[:1])),
    "shift, zeros": lambda: framing.plot_word_shift(make_contributions(PAIR, zero=True)),
    "shift, none known": lambda: framing.plot_word_shift(make_contributions(PAIR, WORDS).assign(contribution=math.nan)),
    "dispersion of forty": lambda: framing.plot_dispersion(make_dispersion(FORTY)),
    "dispersion of one": lambda: framing.plot_dispersion(make_dispersion(FRAMES[:1])),
    "dispersion, no hit": lambda: framing.plot_dispersion(make_dispersion(zero=True)),
    "forty frames over time": lambda: framing.plot_over_time(make_over_time(FORTY)),
    "one day": lambda: framing.plot_over_time(make_over_time(FRAMES[:1], n_periods=1, period="day")),
    "ten years of weeks": lambda: framing.plot_over_time(make_over_time(FRAMES[:2], n_periods=520, period="week")),
    "only zeros over time": lambda: framing.plot_over_time(make_over_time(zero=True)),
    "only gaps": lambda: framing.plot_over_time(make_over_time(gaps=range(13))),
    "thirty events": lambda: framing.plot_over_time(
        make_over_time(), events={f"2031-02-{day + 1:02}": name for day, name in enumerate(THIRTY[:28])}
    ),
}


@cache
def figure_of(name):
    return EXTREMES[name]()


@pytest.mark.parametrize("name", EXTREMES)
def test_one_row_or_forty_zeros_or_nothing_known_no_text_lies_on_another_or_leaves_the_sheet(name):
    figure = figure_of(name)
    assert outside_of(figure) == []
    assert overlaps_of(figure) == []


@pytest.mark.parametrize("name", EXTREMES)
def test_no_letter_is_smaller_than_seven_points(name):
    assert min(text.get_fontsize() for text in texts_of(figure_of(name))) >= 7


def points_of(figure, marker="o"):
    """Markers on panels with an axis, not those of keys: the place and fill of each."""
    lines = [line for line in markers_of(figure, marker) if line.axes.axison]
    return [
        (x, y, to_hex(line.get_markerfacecolor()))
        for line in lines
        for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True)
    ]


def segments_of(figure, colour):
    """Lines from point to point of a colour: their two ends each."""
    lines = [line for line in figure.findobj(Line2D) if line.axes is not None and line.get_marker() == "None"]
    places = [[*zip(line.get_xdata(), line.get_ydata(), strict=True)] for line in lines if line.get_color() == colour]
    pairs = [pair for of_line in places for pair in pairwise(of_line)]
    return [pair for pair in pairs if not any(math.isnan(end) for place in pair for end in place)]


class TestForest:
    def test_a_row_without_an_interval_says_why_where_the_interval_would_be(self):
        table = make_comparison(PAIR, FRAMES[:6], measure="per_1000", interval=True)
        table.loc[0, ["ci_low", "ci_high"]] = math.nan
        table.loc[0, "note"] += "; no term found: no ratio (reference)"
        figure = framing.plot_comparison(table, measure="per_1000")
        (reason,) = [text for text in texts_of(figure) if text.get_text() == "no term found: no ratio (reference)"]
        (square, *_) = markers_of(figure, "s")
        assert reason.axes is square.axes
        assert f"{FRAMES[0].replace('_', ' ')}: " in figure.framing_alt
        assert "[no term found: no ratio (reference)]" in figure.framing_alt

    def test_an_interval_without_end_is_an_arrow_and_does_not_press_the_others_flat(self):
        table = make_comparison(PAIR, FRAMES[:3], measure="per_1000", interval=True)
        table.loc[0, ["ci_low", "ci_high"]] = [-9.0, 12.0]
        figure = framing.plot_comparison(table, measure="per_1000")
        assert len(points_of(figure, ">")) == len(points_of(figure, "<")) == 1
        low, high = markers_of(figure, ">")[0].axes.get_xlim()
        assert -6 < low < high < 6

    def test_doubles_and_halves_are_as_far_from_no_difference(self):
        table = make_comparison(PAIR, FRAMES[:3], measure="per_1000", interval=True)
        panel = markers_of(framing.plot_comparison(table, measure="per_1000"), "s")[0].axes
        ticks = dict(zip((label.get_text() for label in panel.get_xticklabels()), panel.get_xticks(), strict=True))
        assert ticks["1"] == 0
        assert all(ticks[f"1/{name}"] == -place for name, place in ticks.items() if "/" not in name and name != "1")

    def test_what_the_bars_mean_is_told_only_where_there_are_bars(self):
        said = "Bars: intervals over stories (sampling of stories only)"
        for interval in (True, False):
            drawn = strings_of(framing.plot_comparison(make_comparison(PAIR, interval=interval)))
            assert any(text.startswith(said) for text in drawn) == interval


class TestKeyness:
    def test_the_greatest_z_of_each_side_are_labelled_with_their_uses(self):
        table = make_keyness(PAIR)
        table["z"] += table.index / 1e6  # no two alike
        drawn = strings_of(framing.plot_keyness(table, most=10))
        ranked = table.dropna(subset=["z"]).sort_values("z")
        for row in [*ranked.head(10).to_dict("records"), *ranked.tail(10).to_dict("records")]:
            assert row["term"] in drawn
            assert f"{row['n']:,} : {row['reference_n']:,}" in drawn
        assert not {*ranked["term"][10:-10]} & {*drawn}

    def test_a_point_stands_at_its_uses_and_log_odds(self):
        table = pd.DataFrame(make_keyness(PAIR, WORDS[:1])).assign(n=90, reference_n=10, log_odds=1.25, z=3.0)
        (point,) = points_of(framing.plot_keyness(table))
        assert point == (2.0, 1.25, "#0072b2")

    def test_the_two_sides_differ_in_colour_and_marker(self):
        figure = framing.plot_keyness(make_keyness(PAIR), most=3)
        ours = {y > 0 for _, y, fill in points_of(figure) if fill == "#0072b2"}
        theirs = {(fill, y > 0) for _, y, fill in points_of(figure, "D")}
        assert (ours, theirs) == ({True}, {("#d55e00", False)})

    def test_no_point_is_lost(self):
        table = make_keyness(PAIR)
        figure = framing.plot_keyness(table, most=0)
        drawn = {(x, y) for x, y, _ in points_of(figure)}
        uses = (table["n"] + table["reference_n"]).map(math.log10)
        assert drawn == {(round(x, 3), round(y, 2)) for x, y in zip(uses, table["log_odds"], strict=True)}

    def test_each_label_is_joined_to_its_point_and_stands_in_their_order(self):
        table = make_keyness(PAIR)
        figure = framing.plot_keyness(table)
        joins = [line for line in figure.findobj(Line2D) if len(line.get_xdata()) == 3]
        starts = [line.get_ydata()[0] for line in joins]
        ends = [line.get_ydata()[-1] for line in joins]
        assert len(joins) == 20
        assert {*starts} <= {*table["log_odds"]}
        assert starts == sorted(starts, reverse=True)
        assert ends == sorted(ends, reverse=True)

    def test_terms_that_are_not_ranked_are_counted_by_the_reason(self):
        table = make_keyness(PAIR, WORDS, refused=True)
        table.loc[0, "note"] = "no use in the reference"
        figure = framing.plot_keyness(table)
        said = "10 terms not ranked: used in under 3 stories (9); no use in the reference (1)"
        assert f"hollow: {said}" in strings_of(figure)
        assert said in figure.framing_alt
        assert "no term is ranked" in strings_of(figure)

    def test_one_group_against_the_rest_is_said(self):
        drawn = strings_of(framing.plot_keyness(make_keyness([PAIR[0], None], WORDS)))
        assert "all others · 9,050 words (reference)" in drawn


class TestWordShift:
    def test_bars_are_as_long_as_contributions_the_greatest_first(self):
        table = make_contributions(PAIR, WORDS)
        figure = framing.plot_word_shift(table)
        bars = [bar for bar in cells_of(figure) if bar.get_width()]
        expected = table["contribution"][table["contribution"] != 0].sort_values(key=abs, ascending=False)
        assert [bar.get_width() for bar in bars] == pytest.approx(expected.tolist())
        assert [to_hex(bar.get_facecolor()) for bar in bars] == [
            "#0072b2" if value > 0 else "#d55e00" for value in expected
        ]

    def test_terms_that_are_not_shown_are_added_up_and_the_sum_of_all_is_the_difference(self):
        table = make_contributions(PAIR)
        figure = framing.plot_word_shift(table, most=5)
        bars = [bar for bar in cells_of(figure) if bar.get_width()]
        assert sum(bar.get_width() for bar in bars) == pytest.approx(table["contribution"].sum())
        drawn = strings_of(figure)
        assert {"35 other terms", "all 40 terms"} <= set(drawn)
        total = f"{table['contribution'].sum():+.1f}".replace("-", "\u2212")
        assert total in drawn
        assert f", {total}: " in figure.framing_alt

    @pytest.mark.parametrize(("use", "score"), [(2.0, 1.0), (-2.0, -1.0), (2.0, -1.0), (-1.0, 2.0)])
    def test_both_parts_of_a_bar_are_seen_and_a_line_stands_at_their_sum(self, use, score):
        table = make_contributions(PAIR, WORDS[:1], scores=True)
        table = table.assign(from_use=use, from_score=score, contribution=use + score)
        figure = framing.plot_word_shift(table)
        of_use, of_score = [bar for bar in cells_of(figure) if bar.get_width()]
        assert (of_use.get_x(), of_use.get_width()) == (0, use)
        assert (of_score.get_x(), of_score.get_width()) == (use if use * score > 0 else 0, score)
        assert [start[0] for start, _ in segments_of(figure, drawing.INK)] == [use + score]
        assert any("light: worth more or less" in text for text in strings_of(figure))

    def test_whose_side_is_whose_is_told_above(self):
        drawn = strings_of(framing.plot_word_shift(make_contributions(PAIR)))
        assert {"Edda Halvorn higher →", "← Tomas Quillane higher"} <= set(drawn)

    def test_a_term_without_contribution_is_named_last_with_none(self):
        table = make_contributions(PAIR, WORDS[:3])
        table.loc[0, "contribution"] = math.nan
        drawn = strings_of(framing.plot_word_shift(table))
        assert "none" in drawn
        assert [text for text in drawn if text in WORDS][-1] == WORDS[0]

    def test_the_greatest_contribution_has_two_digits(self):
        table = make_contributions(PAIR, WORDS[:2]).assign(contribution=[0.0123, -0.004], from_use=[0.0123, -0.004])
        assert {"+0.012", "\u22120.004"} <= set(strings_of(framing.plot_word_shift(table)))


class TestDispersion:
    @pytest.mark.parametrize("value", ["dp", "dp_norm", "juilland_d"])
    def test_every_value_is_a_dot_the_most_even_first(self, value):
        table = make_dispersion()
        figure = framing.plot_dispersion(table, value=value)
        drawn = [x for x, _, _ in points_of(figure)]
        assert drawn == sorted(table[value].dropna(), reverse=value == "juilland_d")

    def test_a_frame_without_a_hit_comes_last_with_the_reason(self):
        drawn = strings_of(framing.plot_dispersion(make_dispersion()))
        refused = {"sovereignty", "law and order", "horse race"}
        names = [text for text in drawn if text in {frame.replace("_", " ") for frame in FRAMES}]
        assert set(names[-3:]) == refused
        assert drawn.count("no hit") == 3

    def test_patterns_stand_under_their_frame_by_their_hits_and_the_rest_is_counted(self):
        table = make_dispersion(FRAMES[:1], WORDS)
        drawn = strings_of(framing.plot_dispersion(table, most=3))
        patterns = table.dropna(subset=["pattern"]).sort_values("n_matches", ascending=False, kind="stable")
        assert [text for text in drawn if text in WORDS] == patterns["pattern"].tolist()[:3]
        rest = patterns["n_matches"].iloc[3:].sum()
        assert f"7 more terms, {rest} hits" in drawn

    def test_hits_and_stories_stand_beside(self):
        table = make_dispersion(FRAMES[:1])
        assert "45 hits in 20 of 40 stories" in strings_of(framing.plot_dispersion(table))

    def test_few_hits_are_hollow_and_it_is_said(self):
        for n_matches, fill in ((14, "#ffffff"), (15, "#0072b2")):
            figure = framing.plot_dispersion(make_dispersion(FRAMES[:1]).assign(n_matches=n_matches))
            assert [found for _, _, found in points_of(figure)] == [fill]
            assert any("hollow" in text for text in strings_of(figure)) == (n_matches == 14)


class TestOverTime:
    def day(self, text):
        return pd.Timestamp(text).toordinal()

    def test_every_value_is_a_point_in_the_middle_of_its_period(self):
        table = make_over_time(FRAMES[:1])
        figure = framing.plot_over_time(table)
        known = table.dropna(subset=["first_day", "share_remarks"])
        points = sorted(points_of(figure))
        assert [y for _, y, _ in points] == known["share_remarks"].tolist()
        assert points[0][0] == self.day("2031-01-16") + 0.5

    def test_a_gap_is_hatched_and_no_line_leads_over_it(self):
        table = make_over_time(FRAMES[:1])
        self.check_gap(framing.plot_over_time(table))

    def test_a_period_without_a_row_is_a_gap_too(self):
        table = make_over_time(FRAMES[:1])
        self.check_gap(framing.plot_over_time(table[table["n_stories"] > 0]))

    def check_gap(self, figure):
        (hatched,) = [patch for patch in figure.findobj(Rectangle) if patch.get_hatch()]
        start, end = self.day("2031-05-01"), self.day("2031-07-01")
        assert (hatched.get_x(), hatched.get_x() + hatched.get_width()) == (start, end)
        joined = segments_of(figure, drawing.PALE)
        assert not [one for one, other in joined if one[0] < start and other[0] > end]
        assert len(joined) == 3 + 5  # four months before the gap, six after it
        assert "none" in strings_of(figure)

    def test_intervals_stand_at_their_points_and_why_some_are_missing_is_told(self):
        table = make_over_time(FRAMES[:1])
        figure = framing.plot_over_time(table)
        dated = table.dropna(subset=["first_day"])
        drawn = [(low[1], high[1]) for low, high in segments_of(figure, drawing.GREY)]
        lows = dated.dropna(subset=["share_remarks_low"])
        assert drawn == [*zip(lows["share_remarks_low"], lows["share_remarks_high"], strict=True)]
        (notes,) = [text for text in strings_of(figure) if "sampling of stories only" in text]
        assert "under 8 stories: no interval (1 month)" in notes
        assert "no words (2 months)" in notes

    def test_stories_without_a_date_are_counted(self):
        table = make_over_time(FRAMES[:2])
        n = int(table.loc[table["first_day"].isna(), "n_stories"].iloc[0])
        assert any(
            f"{n} stories without a date: not drawn" in text for text in strings_of(framing.plot_over_time(table))
        )

    def test_the_stories_of_each_period_stand_below(self):
        table = make_over_time(FRAMES[:2])
        heights = [bar.get_height() for bar in cells_of(framing.plot_over_time(table)) if not bar.get_hatch()]
        assert heights == table["n_stories"].iloc[:12].tolist()

    def test_few_remarks_are_hollow(self):
        table = make_over_time(FRAMES[:1])
        fills = [fill for _, _, fill in sorted(points_of(framing.plot_over_time(table)))]
        known = table.dropna(subset=["first_day", "share_remarks"])
        assert fills == ["#ffffff" if n < 15 else "#0072b2" for n in known["n_remarks"]]

    def test_events_stand_on_their_day_as_written_and_those_outside_are_counted(self):
        events = {"2031-03-12": HOSTILE[0], "2031-08-01": HOSTILE[1], "2030-01-01": "before"}
        figure = framing.plot_over_time(make_over_time(), events=events)
        drawn = strings_of(figure)
        assert {HOSTILE[0], HOSTILE[1]} <= set(drawn)
        assert "before" not in drawn
        assert any("1 event outside this time: not drawn" in text for text in drawn)

    def test_whatever_stands_in_the_order_of_the_rows_time_runs_forward(self):
        table = make_over_time()
        shuffled = table.sample(frac=1, random_state=1)
        assert drawing.to_svg(framing.plot_over_time(table)) == drawing.to_svg(framing.plot_over_time(shuffled))


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: framing.plot_keyness(make_keyness(PAIR).drop(columns="z")), "column 'z' is not there"),
        (lambda: framing.plot_keyness(make_keyness(PAIR)[:0]), "has no row"),
        (
            lambda: framing.plot_keyness(pd.concat([make_keyness(PAIR), make_keyness(LEADERS[2:])])),
            "term 'burden' stands in more than one row. Choose one pair of groups",
        ),
        (
            lambda: framing.plot_word_shift(pd.concat([make_contributions(PAIR)] * 2)),
            "Choose one pair of groups and one measure",
        ),
        (lambda: framing.plot_word_shift(None), "expected a table .* got NoneType"),
        (lambda: framing.plot_dispersion(make_dispersion(), value="dpnorm"), "Did you mean 'dp_norm'"),
        (lambda: framing.plot_dispersion(pd.concat([make_dispersion()] * 2)), "pattern 'not named' stands in more"),
        (lambda: framing.plot_over_time(make_over_time(), value="rate"), "value 'rate' cannot be drawn"),
        (lambda: framing.plot_over_time(make_over_time().assign(first_day=pd.NaT)), "stands in more than one row"),
        (
            lambda: framing.plot_over_time(make_over_time(FRAMES[:1])[-1:]),
            "no row has a date .first_day., so nothing stands in time. Give the articles `published`",
        ),
        (
            lambda: framing.plot_over_time(
                pd.concat([make_over_time(FRAMES[:1]), make_over_time(FRAMES[1:2], period="week")])
            ),
            "periods of month and week in one table. Choose one length",
        ),
        (
            lambda: framing.plot_over_time(make_over_time(), events={"spring": "thaw"}),
            "events: 'spring' is not a day. Write it as 2025-02-17",
        ),
    ],
)
def test_a_table_that_cannot_be_drawn_is_refused_with_what_to_do(draw, message):
    with pytest.raises(framing.TableError, match=message):
        draw()


def test_a_caption_tells_what_intervals_leave_out():
    rows = [{"id": f"a{number}", "text": "It rained."} for number in range(9)]
    articles = framing.articles_from_records(rows, source="invented")
    caption = framing.write_caption("Shares", articles=articles, confidence=0.95)
    assert caption == (
        "Shares. 9 articles. 95 % intervals over 9 stories: sampling of stories only, not errors of measurement."
    )
    with pytest.raises(framing.TableError, match="confidence is 95; give a number between 0 and 1"):
        framing.write_caption("Shares", articles=articles, confidence=95)
