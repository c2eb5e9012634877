"""What the figures show: every number and name they are given, as text, without anything lying on anything else."""

import re
import subprocess
import sys
from functools import cache
from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from drawn_figures import cells_of, markers_of, outside_of, overlaps_of, strings_of, texts_of
from figure_tables import (
    FRAMES,
    HOSTILE,
    LEADERS,
    LONG,
    THIRTY,
    make_comparison,
    make_contributions,
    make_dispersion,
    make_forms,
    make_keyness,
    make_over_time,
    make_places,
    make_quotes,
    make_rates,
    make_scores,
    make_terms,
    make_verbs,
)
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text

import framing
from framing.figures import drawing, labels

WORDS = {
    "title": "Halvorn speaks of $5bn, Quillane of $6bn & <b>more</b> (counts, six invented articles)",
    "caption": "Invented numbers; framing terms, not frames. Lexicon practice@1.0, not validated. One set of articles. "
    * 3,
}


def sentiment_of(leaders, **options):
    scores = make_scores(leaders, **options)
    return framing.plot_sentiment(scores, quotes=make_quotes(scores), **WORDS)


EVENTS = ["2031-01-01", "2031-02-03", "2031-02-04", "2031-06-30", "2031-12-31"]
DRAW = {
    "matrix": lambda leaders: framing.plot_frame_matrix(make_rates(leaders), **WORDS),
    "matrix of shares": lambda leaders: framing.plot_frame_matrix(make_rates(leaders), value="share_remarks", **WORDS),
    "matrix of rates": lambda leaders: framing.plot_frame_matrix(make_rates(leaders), value="per_1000", **WORDS),
    "matrix, a leader silent": lambda leaders: framing.plot_frame_matrix(
        make_rates(leaders, silent=leaders[:1]), **WORDS
    ),
    "terms": lambda leaders: framing.plot_frame_terms(make_terms(leaders), **WORDS),
    "terms by frame": lambda leaders: framing.plot_frame_terms(make_terms(leaders), panels="frame", **WORDS),
    "sentiment": sentiment_of,
    "sentiment, many remarks": lambda leaders: sentiment_of(leaders, n_remarks=17),
    "forms": lambda leaders: framing.plot_forms(make_forms(leaders), make_verbs(leaders), **WORDS),
    "places": lambda leaders: framing.plot_places(make_places(leaders), **WORDS),
    "comparison": lambda leaders: framing.plot_comparison(make_comparison(leaders[:2], leaders), **WORDS),
    "comparison, intervals": lambda leaders: framing.plot_comparison(
        make_comparison(leaders[-2:], [*leaders, *FRAMES], interval=True), **WORDS
    ),
    "comparison, ratios": lambda leaders: framing.plot_comparison(
        make_comparison(leaders[-2:], [*leaders, *FRAMES], measure="per_1000", interval=True),
        measure="per_1000",
        **WORDS,
    ),
    "keyness": lambda leaders: framing.plot_keyness(make_keyness(leaders, leaders), **WORDS),
    "keyness, many terms": lambda leaders: framing.plot_keyness(make_keyness(leaders), **WORDS),
    "word shift": lambda leaders: framing.plot_word_shift(make_contributions(leaders, leaders), **WORDS),
    "word shift, scores": lambda leaders: framing.plot_word_shift(
        make_contributions(leaders[-2:], scores=True), **WORDS
    ),
    "dispersion": lambda leaders: framing.plot_dispersion(make_dispersion(leaders), **WORDS),
    "dispersion, patterns": lambda leaders: framing.plot_dispersion(make_dispersion(FRAMES[:3], leaders), **WORDS),
    "over time": lambda leaders: framing.plot_over_time(
        make_over_time(leaders), events=dict(zip(EVENTS, leaders, strict=False)), **WORDS
    ),
    "over time, days": lambda leaders: framing.plot_over_time(
        make_over_time(leaders, n_periods=90, period="day"), value="per_1000", **WORDS
    ),
}
ONE_EACH = ["matrix", "terms", "sentiment", "forms", "places", "comparison"]
ONE_EACH += ["keyness", "word shift", "dispersion", "over time"]
NAMES_ARE_FRAMES = ("comparison", "dispersion", "over time")
CASTS = {"two": LEADERS[:2], "six": LEADERS, "thirty": THIRTY, "hostile": HOSTILE}
each_figure = pytest.mark.parametrize("name", ONE_EACH)


@cache
def figure_of(name, cast):
    """A figure that no test changes."""
    return DRAW[name](CASTS[cast])


@pytest.mark.parametrize(
    ("name", "cast"),
    [(name, cast) for name in DRAW for cast in CASTS if name in ONE_EACH or cast in ("two", "hostile")],
)
def test_no_text_lies_on_another_or_leaves_the_sheet_which_is_as_wide_as_a_page(name, cast):
    figure = figure_of(name, cast)
    assert figure.get_figwidth() * 2.54 == pytest.approx(16)
    assert outside_of(figure) == []
    assert overlaps_of(figure) == []
    drawn = [" ".join(text.get_text().split()) for text in texts_of(figure)]
    assert {WORDS["title"], WORDS["caption"].strip()} <= set(drawn)


@each_figure
def test_the_alt_text_has_the_numbers(name):
    alt = figure_of(name, "six").framing_alt
    assert sum(letter.isdigit() for letter in alt) > 10
    assert len(alt) < 2500


@each_figure
class TestTextIsText:
    def test_hostile_names_are_shown_as_written(self, name):
        drawn = " | ".join(strings_of(figure_of(name, "hostile")))
        plain = [hostile for hostile in HOSTILE if hostile != LONG]
        if name in NAMES_ARE_FRAMES:  # there the names are those of frames, whose underscores stand for spaces
            plain = [" ".join(hostile.replace("_", " ").split()) for hostile in plain]
        assert [hostile for hostile in plain if hostile not in drawn] == []
        assert "Maxi" in drawn
        assert "…" in drawn

    def test_nothing_in_it_is_read_as_formula_or_markup(self, name):
        figure = figure_of(name, "hostile")
        assert not any(text.get_parse_math() or text.get_usetex() for text in figure.findobj(Text) if text.get_text())
        root = ElementTree.fromstring(drawing.to_svg(figure))
        assert {element.tag.rpartition("}")[2] for element in root.iter()} <= {
            *("svg", "title", "desc", "defs", "style", "g", "path", "use", "rect", "clipPath", "pattern"),
        }
        said = {name: root.findtext(f"{{http://www.w3.org/2000/svg}}{name}") for name in ("title", "desc")}
        assert said == {"title": WORDS["title"], "desc": figure.framing_alt}
        assert (root.get("role"), root.get("aria-label")) == ("img", figure.framing_alt)


@each_figure
class TestNothingLeaks:
    def test_settings_of_matplotlib_are_as_before(self, name):
        before = mpl.rcParams.copy()
        DRAW[name](LEADERS[:2])
        assert mpl.rcParams == before

    def test_the_same_table_gives_the_same_bytes_whatever_the_caller_has_set(self, name):
        expected = drawing.to_svg(figure_of(name, "two")), drawing.to_png(figure_of(name, "two"))
        theirs = {"font.size": 20, "axes.grid": True, "svg.fonttype": "none", "axes.facecolor": "black"}
        with mpl.rc_context({**theirs, "figure.dpi": 30, "text.parse_math": True, "svg.hashsalt": None}):
            again = DRAW[name](LEADERS[:2])
            assert (drawing.to_svg(again), drawing.to_png(again)) == expected

    def test_no_date_and_no_maker_stand_in_the_picture(self, name):
        picture = drawing.to_svg(figure_of(name, "two"))
        assert "<dc:" not in picture
        assert mpl.__version__ not in picture


@pytest.mark.parametrize(
    "draw",
    [
        pytest.param(lambda ax: framing.plot_frame_matrix(make_rates(LEADERS[:2], FRAMES[:3]), ax=ax), id="matrix"),
        pytest.param(lambda ax: framing.plot_frame_terms(make_terms(LEADERS[:2]), ax=ax), id="terms"),
        pytest.param(lambda ax: framing.plot_sentiment(make_scores(LEADERS[:2]), ax=ax), id="sentiment"),
        pytest.param(
            lambda ax: framing.plot_forms(make_forms(LEADERS[:2]), make_verbs(LEADERS[:2]), ax=ax), id="forms"
        ),
        pytest.param(lambda ax: framing.plot_places(make_places(LEADERS[:2]), ax=ax), id="places"),
        pytest.param(lambda ax: framing.plot_keyness(make_keyness(LEADERS), most=4, ax=ax), id="keyness"),
        pytest.param(lambda ax: framing.plot_word_shift(make_contributions(LEADERS), most=4, ax=ax), id="word shift"),
        pytest.param(lambda ax: framing.plot_dispersion(make_dispersion(FRAMES[:3]), ax=ax), id="dispersion"),
        pytest.param(lambda ax: framing.plot_over_time(make_over_time(FRAMES[:2]), ax=ax), id="over time"),
        pytest.param(
            lambda ax: framing.plot_comparison(make_comparison(LEADERS[:2], FRAMES[:3]), ax=ax), id="comparison"
        ),
    ],
)
def test_given_axes_are_drawn_on_and_no_other(draw):
    figure = Figure(figsize=(14, 5))
    left, right = figure.subplots(1, 2)
    assert draw(left) is figure
    assert left.child_axes
    assert not right.has_data()
    assert not right.child_axes
    assert figure.framing_alt


def test_a_table_is_not_changed_by_drawing_it():
    for table, draw in [
        (make_rates(LEADERS), framing.plot_frame_matrix),
        (make_terms(LEADERS), framing.plot_frame_terms),
        (make_scores(LEADERS), framing.plot_sentiment),
        (make_places(LEADERS), framing.plot_places),
        (make_comparison(LEADERS), framing.plot_comparison),
        (make_keyness(LEADERS), framing.plot_keyness),
        (make_contributions(LEADERS), framing.plot_word_shift),
        (make_dispersion(), framing.plot_dispersion),
        (make_over_time(), framing.plot_over_time),
    ]:
        before = table.copy(deep=True)
        draw(table)
        pd.testing.assert_frame_equal(table, before)


def test_a_figure_shows_itself_in_a_notebook_with_its_alt_text_and_without_pyplot():
    code = (
        "import sys, framing, pandas as pd\n"
        "terms = {'leader': 'Ada', 'frame': 'f', 'pattern': 'p', 'n_matches': 1, 'n_negated': 0}\n"
        "terms = pd.DataFrame([terms])\n"
        "data, metadata = framing.plot_frame_terms(terms)._repr_mimebundle_()\n"
        "print(data['image/svg+xml'][:4], metadata['image/svg+xml']['alt'], 'matplotlib.pyplot' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[0] == "<svg Terms behind each frame, 1 panel. Ada: f: p 1. False"


class TestMatrix:
    def test_each_cell_shows_its_count_zeros_included(self):
        rates = make_rates(LEADERS)
        drawn = strings_of(framing.plot_frame_matrix(rates))
        for number, times in rates["n_matches"].value_counts().items():
            assert drawn.count(str(number)) >= times
        assert len(cells_of(framing.plot_frame_matrix(rates))) == len(rates)

    def test_totals_stand_at_the_margins(self):
        rates = make_rates(LEADERS)
        drawn = strings_of(framing.plot_frame_matrix(rates))
        assert str(rates["n_matches"].sum()) in drawn
        assert all(str(n) in drawn for n in rates.groupby("leader")["n_matches"].sum())
        assert all(str(n) in drawn for n in rates.groupby("frame")["n_matches"].sum())

    def test_the_numbers_of_six_leaders_are_whole_under_long_names_of_frames(self):
        rates = make_rates(LEADERS[:6], ["Realism and abandonment", "Responsibility, leadership"], n_remarks=112)
        rates["n_tokens"] = 1683
        drawn = strings_of(framing.plot_frame_matrix(rates))
        assert sum("112 remarks 1,683 words" in text for text in drawn) == rates["leader"].nunique() == 6

    def test_a_leader_without_words_is_hatched_and_says_none(self):
        rates = make_rates(LEADERS, silent=["Oona Brask"])
        figure = framing.plot_frame_matrix(rates)
        hatched = [cell for cell in cells_of(figure) if cell.get_hatch()]
        assert len(hatched) == strings_of(figure).count("none") == len(FRAMES)

    def test_shades_are_scaled_within_each_frame(self):
        rates = pd.DataFrame(
            {
                "leader": ["A", "B"] * 2,
                "frame": ["many", "many", "few", "few"],
                "n_matches": [100, 50, 2, 1],
                "n_remarks": 20,
                "n_remarks_with_term": 5,
                "n_tokens": 900,
            }
        )
        colours = [to_hex(cell.get_facecolor()) for cell in cells_of(framing.plot_frame_matrix(rates))]
        assert colours[0] == colours[2]
        assert colours[1] == colours[3]
        assert drawing.lightness(colours[0]) < drawing.lightness(colours[1])

    def test_all_zero_is_all_white_with_zeros(self):
        figure = framing.plot_frame_matrix(make_rates(LEADERS, zero=True))
        assert {to_hex(cell.get_facecolor()) for cell in cells_of(figure)} == {"#ffffff"}
        assert strings_of(figure).count("0") >= len(LEADERS) * len(FRAMES)

    def test_shares_of_few_remarks_are_counts_in_grey_without_shade(self):
        figure = framing.plot_frame_matrix(make_rates(LEADERS, n_remarks=14), value="share_remarks")
        assert {to_hex(cell.get_facecolor()) for cell in cells_of(figure)} == {"#ffffff"}
        assert any(text.endswith("/14") for text in strings_of(figure))
        assert not any("%" in text for text in strings_of(figure))

    @pytest.mark.parametrize(
        ("value", "share", "shown"), [("share_remarks", 1 / 900, "<1%"), ("per_1000", 0.01, "<0.1")]
    )
    def test_one_hit_among_many_words_is_not_shown_as_none(self, value, share, shown):
        rates = make_rates(LEADERS[:1], FRAMES[:2]).assign(**{value: [0.0, share]})
        drawn = strings_of(framing.plot_frame_matrix(rates, value=value))
        assert shown in drawn
        assert {"share_remarks": "0%", "per_1000": "0.0"}[value] in drawn

    def test_too_few_words_for_a_rate_is_not_zero(self):
        figure = framing.plot_frame_matrix(make_rates(LEADERS[:2]), value="per_1000")
        assert strings_of(figure).count("few") == len(FRAMES)

    def test_every_column_names_its_n(self):
        drawn = strings_of(framing.plot_frame_matrix(make_rates(LEADERS[:2])))
        assert "Edda Halvorn 20 remarks 80 words" in drawn

    def test_frames_stand_in_the_order_of_their_hits_and_are_named_for_people(self):
        rates = make_rates(LEADERS, FRAMES[:4])
        figure = framing.plot_frame_matrix(rates, labels={"diplomacy": "Talking"})
        order = rates.groupby("frame", sort=False)["n_matches"].sum().sort_values(ascending=False, kind="stable").index
        names = ["Talking" if frame == "diplomacy" else frame.replace("_", " ") for frame in order]
        assert [text for text in strings_of(figure) if text in names] == names

    def test_narrated_words_are_counted_by_the_sentence(self):
        rates = make_rates(LEADERS[:2]).assign(voice=["quoted"] * len(FRAMES) + ["narrated"] * len(FRAMES))
        drawn = strings_of(framing.plot_frame_matrix(rates, columns=["leader", "voice"]))
        assert "Edda Halvorn, quoted 20 remarks 80 words" in drawn
        assert "Tomas Quillane, narrated 20 sentences 120 words" in drawn

    def test_two_columns_make_a_group_together(self):
        rates = make_rates(LEADERS[:2]).assign(voice=["quoted"] * len(FRAMES) + [None] * len(FRAMES))
        drawn = strings_of(framing.plot_frame_matrix(rates, columns=("leader", "voice")))
        assert any(text.startswith("Edda Halvorn, quoted") for text in drawn)
        assert any(text.startswith("Tomas Quillane, not named") for text in drawn)


class TestTerms:
    def test_one_dot_per_term_with_hits_and_its_count_beside(self):
        terms = make_terms(LEADERS)
        figure = framing.plot_frame_terms(terms)
        hits = terms[terms["n_matches"] > 0]
        assert len(markers_of(figure, "o")) == len(hits)
        drawn = strings_of(figure)
        for pattern in hits["pattern"].unique():
            assert drawn.count(pattern) == (hits["pattern"] == pattern).sum()

    def test_terms_that_are_not_shown_are_counted(self):
        terms = pd.DataFrame(
            {
                "leader": "Ada",
                "frame": "storm",
                "pattern": list("abcdef"),
                "n_matches": [9, 8, 3, 2, 1, 1],
                "n_negated": 0,
            }
        )
        figure = framing.plot_frame_terms(terms, most=2)
        assert len(markers_of(figure, "o")) == 2
        assert "4 more terms, 7 hits" in strings_of(figure)

    def test_all_panels_have_one_scale(self):
        terms = pd.DataFrame(
            {"leader": ["Ada", "Bo"], "frame": "storm", "pattern": ["a", "b"], "n_matches": [4, 2], "n_negated": 0}
        )
        stems = [line for line in framing.plot_frame_terms(terms).findobj(Line2D) if len(line.get_xdata()) == 2]
        four, two = (
            np.ptp(line.get_xdata()) for line in stems if line.axes is not None and line.get_marker() == "None"
        )
        assert four == pytest.approx(2 * two)

    def test_negated_hits_stand_in_brackets(self):
        terms = pd.DataFrame({"leader": ["Ada"], "frame": ["f"], "pattern": ["p"], "n_matches": [3], "n_negated": [1]})
        figure = framing.plot_frame_terms(terms)
        assert "3 (1)" in strings_of(figure)
        assert "p 3 (1 negated)" in figure.framing_alt

    @pytest.mark.parametrize("terms", [make_terms(LEADERS, zero=True), make_terms([])], ids=["zeros", "no rows"])
    def test_no_term_is_said(self, terms):
        assert "no term found" in strings_of(framing.plot_frame_terms(terms))


class TestSentiment:
    def test_every_score_is_a_point_and_every_missing_one_a_counted_tick(self):
        scores = make_scores(LEADERS)
        figure = framing.plot_sentiment(scores)
        there = scores.dropna(subset=["score"])["engine"].value_counts()
        in_key = 1
        assert len(markers_of(figure, "o")) == there["textblob"] + in_key
        assert len(markers_of(figure, "D")) == there["vader"] + in_key
        assert len(markers_of(figure, "|")) == scores["score"].isna().sum() + in_key
        counted = [text for text in strings_of(figure) if "no score: TextBlob" in text or "no score: VADER" in text]
        numbers = "".join(
            letter if letter.isdigit() else " " for text in counted for letter in text.split("no score:")[1]
        )
        assert sum(map(int, numbers.split())) == scores["score"].isna().sum()

    def test_markers_are_hollow_under_fifteen_remarks(self):
        for n_remarks, fills in ((14, {"#ffffff"}), (15, {"#0072b2"})):
            figure = framing.plot_sentiment(make_scores(LEADERS[:1], n_remarks=n_remarks))
            points = [line for line in markers_of(figure, "o") if line.axes.axison]
            assert {to_hex(line.get_markerfacecolor()) for line in points} == fills

    def test_the_most_discordant_remarks_are_labelled(self):
        scores = pd.DataFrame(
            {
                "leader": "Ada",
                "remark_id": ["near", "near", "far", "far"],
                "engine": ["textblob", "vader"] * 2,
                "score": [0.1, 0.1, 0.5, -0.5],
                "n_words": 5,
            }
        )
        quotes = pd.DataFrame({"remark_id": ["near", "far"], "words_shown": ["It is mild", "No $5bn & <b>no</b>"]})
        drawn = strings_of(framing.plot_sentiment(scores, quotes=quotes))
        assert "No $5bn & <b>no</b>" in drawn
        assert "It is mild" not in drawn

    def test_a_leader_without_words_says_none(self):
        scores = make_scores(LEADERS[:2])
        rows = [*scores.to_numpy().tolist(), ["Oona Brask", None, None, None, 0]]
        figure = framing.plot_sentiment(pd.DataFrame(rows, columns=scores.columns))
        assert "none" in strings_of(figure)
        assert "Oona Brask (0 remarks, 0 words): none" in figure.framing_alt

    def test_two_equal_scores_are_both_seen(self):
        figure = framing.plot_sentiment(make_scores(LEADERS[:1], zero=True))
        circle, diamond = (markers_of(figure, marker)[-1].get_markersize() for marker in "oD")
        assert circle < diamond


class TestForms:
    def test_bars_are_as_long_as_their_counts_in_the_order_of_the_forms(self):
        forms = pd.DataFrame({"leader": "Ada", "form": ["indirect", "direct", "mixed"], "n_remarks": [4, 5, 6]})
        figure = framing.plot_forms(forms, make_verbs([]))
        bars = [bar for bar in cells_of(figure) if bar.axes.axison]
        assert [(bar.get_x(), bar.get_width()) for bar in bars] == [(0, 5), (5, 6), (11, 4)]
        assert [to_hex(bar.get_facecolor()).upper() for bar in bars] == list(drawing.FORM_COLOURS.values())

    def test_no_count_is_lost_where_a_bar_is_too_short_for_it(self):
        forms = pd.DataFrame(
            {
                "leader": ["Ada"] * 3 + ["Bo"] * 3,
                "form": list(drawing.FORM_COLOURS) * 2,
                "n_remarks": [90, 1, 90, 1, 1, 2],
            }
        )
        drawn = strings_of(framing.plot_forms(forms, make_verbs([])))
        assert "90 + 1 + 90" in drawn
        assert "1 + 1 + 2" in drawn

    def test_verbs_stand_by_stance_with_their_numbers_in_one_size(self):
        figure = framing.plot_forms(make_forms(LEADERS), make_verbs(LEADERS))
        verbs = [text for text in texts_of(figure) if text.get_text().startswith(("said", "claimed", "pointed out"))]
        assert len({text.get_fontsize() for text in verbs}) == 1
        assert {"neutral", "endorsing", "distancing", "no verb"} <= set(strings_of(figure))

    def test_verbs_that_do_not_fit_are_counted(self):
        verbs = pd.DataFrame(
            {"leader": "Ada", "cue": [f"verb{n}" for n in range(90)], "cue_stance": "neutral", "n_remarks": 1}
        )
        drawn = strings_of(framing.plot_forms(make_forms(["Ada"]), verbs))
        shown = sum(text.count("verb") for text in drawn if text.startswith("verb"))
        left_out = next(text for text in drawn if "others (" in text)
        assert f"{90 - shown} others ({90 - shown})" in left_out

    def test_a_leader_without_remarks_says_none(self):
        assert strings_of(framing.plot_forms(make_forms(LEADERS, zero=True), make_verbs([]))).count("none") == 6


class TestPlaces:
    def test_every_remark_is_a_block_where_it_stands(self):
        places = make_places(LEADERS)
        figure = framing.plot_places(places)
        strip = next(axes for axes in figure.axes if axes.axison)
        blocks = sorted((patch.get_x(), patch.get_width()) for patch in cells_of(figure) if patch.axes is strip)
        body = places[~places["place"].isin(["headline", "standfirst"])].sort_values("share_start")
        assert [x for x, _ in blocks] == pytest.approx(body["share_start"].tolist())
        assert [width for _, width in blocks] == pytest.approx([0.015] * len(body))

    def test_headline_and_standfirst_stand_apart(self):
        figure = framing.plot_places(make_places(LEADERS))
        assert {"headline", "standfirst", "lead and body"} <= set(strings_of(figure))
        only_body = make_places(LEADERS).assign(place="body")
        assert "headline" not in strings_of(framing.plot_places(only_body))

    def test_whoever_speaks_first_stands_first(self):
        places = make_places(LEADERS)
        firsts = places.groupby("leader")["share_start"].min().sort_values(kind="stable").index
        drawn = [text.partition(" · ")[0] for text in strings_of(framing.plot_places(places)) if " · " in text]
        assert drawn == list(firsts)


class TestComparison:
    def test_a_pair_of_points_per_frame(self):
        table = make_comparison(LEADERS, FRAMES)
        figure = framing.plot_comparison(table)
        in_key = 1
        assert len(markers_of(figure, "o")) == table["share_remarks"].notna().sum() + in_key
        assert len(markers_of(figure, "D")) == table["reference_share_remarks"].notna().sum() + in_key

    def test_intervals_are_drawn_only_where_there_are_any(self):
        assert not markers_of(framing.plot_comparison(make_comparison(LEADERS)), "s")
        table = make_comparison(LEADERS, interval=True)
        figure = framing.plot_comparison(table)
        assert len(markers_of(figure, "s")) == table["ci_low"].notna().sum()
        assert "difference in points" in strings_of(figure)

    def test_an_interval_of_shares_is_drawn_about_the_difference_and_one_of_rates_about_the_ratio(self):
        for measure, effect in (("share_remarks", "difference"), ("per_1000", "log2_ratio")):
            table = make_comparison(LEADERS, measure=measure, interval=True)
            squares = markers_of(framing.plot_comparison(table, measure=measure), "s")
            drawn = sorted(float(square.get_xdata()[0]) for square in squares)
            assert drawn == pytest.approx(sorted(table[effect][table["ci_low"].notna()]))

    def test_the_alt_text_says_the_interval_in_points_or_as_a_ratio(self):
        shares = framing.plot_comparison(make_comparison(LEADERS, interval=True)).framing_alt
        assert re.search(r"difference [+-]\d+ points \([+-]\d+ to [+-]\d+\)", shares)
        table = make_comparison(LEADERS, measure="per_1000", interval=True)
        assert re.search(
            r"ratio \d\.\d\d \(\d\.\d\d to", framing.plot_comparison(table, measure="per_1000").framing_alt
        )

    def test_ratios_stand_on_a_log_axis_with_halves_and_doubles(self):
        table = make_comparison(LEADERS, measure="per_1000", interval=True)
        drawn = strings_of(framing.plot_comparison(table, measure="per_1000"))
        assert {"1/2", "1", "2"} <= set(drawn) or {"1/4", "1", "4"} <= set(drawn)

    def test_a_refused_row_is_grey_last_and_says_why(self):
        figure = framing.plot_comparison(make_comparison(LEADERS))
        drawn = strings_of(figure)
        names = [text for text in drawn if text in {frame.replace("_", " ") for frame in FRAMES}]
        assert names[-1] == "diplomacy"
        assert drawn.count("no words (reference)") == 1

    def test_a_note_on_all_frames_stands_once(self):
        drawn = strings_of(framing.plot_comparison(make_comparison(LEADERS)))
        assert [text for text in drawn if "too few" in text] == ["All frames: too few remarks (reference)"]

    def test_few_remarks_are_hollow(self):
        figure = framing.plot_comparison(make_comparison(LEADERS, n=(22, 14)))
        assert {to_hex(line.get_markerfacecolor()) for line in markers_of(figure, "D")} == {"#ffffff"}
        assert "#0072b2" in {to_hex(line.get_markerfacecolor()) for line in markers_of(figure, "o")}

    def test_all_zero_is_drawn_at_zero(self):
        figure = framing.plot_comparison(make_comparison(LEADERS, zero=True))
        points = [line for line in markers_of(figure, "o") if line.axes.axison]
        assert {float(line.get_xdata()[0]) for line in points} == {0.0}


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (
            lambda: framing.plot_frame_matrix(make_rates(LEADERS).drop(columns="n_tokens")),
            "column 'n_tokens' is not there",
        ),
        (lambda: framing.plot_frame_matrix(make_rates([]).reindex(columns=make_rates(LEADERS).columns)), "has no row"),
        (lambda: framing.plot_frame_matrix([1, 2]), "expected a table .* got list"),
        (lambda: framing.plot_frame_matrix(make_rates(LEADERS), value="n_match"), "Did you mean 'n_matches'"),
        (
            lambda: framing.plot_frame_matrix(pd.concat([make_rates(LEADERS)] * 2)),
            "leader 'Edda Halvorn', frame 'security_threat' stands in more than one row. Choose one lexicon",
        ),
        (
            lambda: framing.plot_frame_terms(pd.concat([make_terms(LEADERS)] * 2)),
            "stands in more than one row. Add them up",
        ),
        (lambda: framing.plot_sentiment(make_scores(LEADERS), engines=("vader", "afinn")), "engine 'afinn' is not in"),
        (lambda: framing.plot_sentiment(pd.concat([make_scores(LEADERS)] * 2)), "Take one mean score per remark"),
        (
            lambda: framing.plot_forms(make_forms(LEADERS).replace("mixed", "mixd"), make_verbs([])),
            "Did you mean 'mixed'",
        ),
        (
            lambda: framing.plot_places(make_places(LEADERS).assign(article_id=[f"a{n % 2}" for n in range(18)])),
            "from 2 articles; a strip shows one",
        ),
        (
            lambda: framing.plot_comparison(make_comparison(LEADERS), measure="per_1000"),
            "measure 'per_1000'.* has no row",
        ),
        (
            lambda: framing.plot_comparison(make_comparison(LEADERS), measure="share_remark"),
            "Did you mean 'share_remarks'",
        ),
    ],
)
def test_a_table_that_cannot_be_drawn_is_refused_with_what_to_do(draw, message):
    with pytest.raises(framing.TableError, match=message):
        draw()


class TestColours:
    def test_forms_differ_in_grey(self):
        grey = sorted(map(drawing.lightness, drawing.FORM_COLOURS.values()))
        assert min(np.diff(grey)) > 20

    def test_the_two_of_a_pair_differ_in_their_markers(self):
        (blue, circle), (vermilion, diamond) = drawing.PAIR
        assert blue != vermilion
        assert circle != diamond

    def test_text_on_a_shade_is_readable(self):
        for share in np.linspace(0, 1, 21):
            colour = drawing.shade(share)
            assert abs(drawing.lightness(colour) - drawing.lightness(drawing.ink_on(colour))) > 40

    def test_more_is_darker(self):
        greys = [drawing.lightness(drawing.shade(share)) for share in np.linspace(0, 1, 21)]
        assert greys == sorted(greys, reverse=True)


class TestLabels:
    @pytest.mark.parametrize("width", [0.3, 0.7, 1.5, 4.0])
    @pytest.mark.parametrize("name", [*HOSTILE, "a", "Bo Li"])
    def test_a_shortened_label_fits(self, name, width):
        lines = labels.shorten(name, width, 8, lines=2).split("\n")
        assert len(lines) <= 2
        assert all(labels.text_width(line, 8) <= width for line in lines)

    def test_a_label_that_fits_is_left_alone(self):
        assert labels.shorten("Edda Halvorn", 3, 8) == "Edda Halvorn"

    def test_the_middle_goes_first(self):
        short = labels.shorten("Minister of the Interior, Velmark", 1.2, 8)
        assert short.startswith("Mini")
        assert short.endswith("mark")
        assert short.count("…") == 1

    def test_wrapping_loses_no_word(self):
        text = WORDS["caption"]
        assert " ".join(labels.wrap(text, 2, 7)).split() == text.split()

    def test_a_word_wider_than_the_line_is_broken_not_lost(self):
        assert "".join(labels.wrap("x" * 200, 1, 8)) == "x" * 200

    @pytest.mark.parametrize(
        ("name", "label"),
        [
            (None, "not named"),
            (float("nan"), "not named"),
            (pd.NA, "not named"),
            ("a\tb\n c", "a b c"),
            ("a\x00b\x1b", "a b"),
            ("abc\u202egnp", "abc gnp"),
            ("خامنه\u200cای", "خامنه\u200cای"),
            (7, "7"),
        ],
    )
    def test_a_name_becomes_one_line_of_text(self, name, label):
        assert labels.plain(name) == label

    def test_spread_labels_keep_their_order_and_distance(self):
        places = labels.spread([0.1, 0.11, 0.12, 0.9, 0.95], 0.1, 1.0)
        assert min(np.diff(places)) > 0.1 - 1e-9
        assert places[0] >= 0
        assert places[-1] <= 0.95 + 1e-9
