"""What the figures of a framing study show: each number and name as text, what is refused with its reason."""

import math
from functools import cache
from xml.etree import ElementTree

import matplotlib as mpl
import pandas as pd
import pytest
from drawn_figures import cells_of, markers_of, outside_of, overlaps_of, strings_of, texts_of
from figure_tables import FRAMES, HOSTILE, LEADERS, LONG, THIRTY
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text
from study_figure_tables import (
    OUTLETS,
    make_passages,
    make_renderings,
    make_salience,
    make_selection,
    make_shares,
    make_shares_quoted,
    make_stability,
    make_voices,
)

import framing
from framing.figures import drawing

WORDS = {
    "title": "Halvorn's $5bn gets through, Quillane's $6bn & <b>more</b> does not (invented articles)",
    "caption": "Invented numbers; framing terms, not frames. Lexicon summit@1.0, not validated. " * 3,
}
TICKS = pd.DataFrame({"frame": ["burden_sharing"] * 3 + ["threat"], "sentence": [3, 9, 22, 30]})
QUOTES = pd.DataFrame({"sentence": [3, 4, 20], "words_shown": ["We pay $5bn & <b>", "علی said no", "the tide " * 60]})

# Each figure with names of leaders or outlets, or whatever its labels are, in their place.
DRAW = {
    "passages": lambda names: framing.plot_passages(
        make_passages(names, leader=names[-1]), frames=TICKS, quotes=QUOTES, **WORDS
    ),
    "stability": lambda names: framing.plot_stability(make_stability(names), **WORDS),
    "voices": lambda names: framing.plot_voices(make_voices(names), **WORDS),
    "verbs": lambda names: framing.plot_verbs(make_shares(names, names if len(names) < 9 else OUTLETS), **WORDS),
    "acts": lambda names: framing.plot_verbs(make_shares(names, column="cue_act"), **WORDS),
    "salience": lambda names: framing.plot_salience(
        make_salience(names, names if len(names) < 9 else OUTLETS), **WORDS
    ),
    "renderings": lambda names: framing.plot_renderings(*make_renderings(names), **WORDS),
    "selection": lambda names: framing.plot_selection(make_selection(FRAMES[:2], names), rows="group", **WORDS),
    "shares quoted": lambda names: framing.plot_shares_quoted(
        make_shares_quoted(names, names if len(names) < 9 else OUTLETS), **WORDS
    ),
}
CASTS = {"two": LEADERS[:2], "six": LEADERS, "thirty": THIRTY, "hostile": HOSTILE}
EXTREMES = {
    "passages nobody took": lambda: framing.plot_passages(make_passages(zero=True)),
    "passages of one sentence": lambda: framing.plot_passages(make_passages(OUTLETS[:1], n_sentences=1)),
    "passages of all outlets together": lambda: framing.plot_passages(make_passages([None])),
    "a speech of 200 sentences": lambda: framing.plot_passages(make_passages(n_sentences=200)),
    "stability of 400 stories": lambda: framing.plot_stability(make_stability(n_stories=400)),
    "stability of one": lambda: framing.plot_stability(make_stability().head(1)),
    "nothing estimated": lambda: framing.plot_stability(make_stability(refused=99)),
    "stability, ratios": lambda: framing.plot_stability(make_stability(measure="per_1000"), measure="per_1000"),
    "voices of three frames": lambda: framing.plot_voices(make_voices(LEADERS, FRAMES[:3], interval=False)),
    "voices, all refused": lambda: framing.plot_voices(make_voices(LEADERS, refused=range(6))),
    "voices, ratios": lambda: framing.plot_voices(make_voices(LEADERS, measure="per_1000"), measure="per_1000"),
    "voices, no interval": lambda: framing.plot_voices(make_voices(LEADERS, interval=False, refused=())),
    "verbs, no remarks": lambda: framing.plot_verbs(make_shares(LEADERS, zero=True)),
    "acts, no remarks": lambda: framing.plot_verbs(make_shares(LEADERS, column="cue_act", zero=True)),
    "verbs of one": lambda: framing.plot_verbs(make_shares(LEADERS[:1], OUTLETS[:1])),
    "verbs of thousands": lambda: framing.plot_verbs(
        make_shares(THIRTY[:8]).assign(n_remarks=lambda table: table["n_remarks"] * 12_345)
    ),
    "salience of thousands": lambda: framing.plot_salience(make_salience(LEADERS, many=40)),
    "salience of one": lambda: framing.plot_salience(make_salience(LEADERS[:1], OUTLETS[:1]).head(1)),
    "only headlines": lambda: framing.plot_salience(make_salience(LEADERS, place="headline")),
    "one rendering": lambda: framing.plot_renderings(*make_renderings(OUTLETS[:1])),
    "long renderings": lambda: framing.plot_renderings(
        *make_renderings(words="the tide <b> & $5bn will not wait " * 30)
    ),
    "renderings without words": lambda: framing.plot_renderings(*make_renderings(words=" ")),
    "selection of forty frames": lambda: framing.plot_selection(make_selection([f"f{n}" for n in range(40)])),
    "selection, all refused": lambda: framing.plot_selection(make_selection(refused=range(14))),
    "selection by frame and outlet": lambda: framing.plot_selection(make_selection(FRAMES[:3], OUTLETS)),
    "selection, all rows in one": lambda: framing.plot_selection(
        make_selection(FRAMES[:3], OUTLETS), rows=("group", "leader", "frame")
    ),
    "nothing quoted": lambda: framing.plot_shares_quoted(make_shares_quoted(LEADERS, zero=True)),
    "shares quoted, no interval": lambda: framing.plot_shares_quoted(make_shares_quoted(LEADERS, interval=False)),
    "shares quoted, none known": lambda: framing.plot_shares_quoted(
        make_shares_quoted(LEADERS).assign(share_quoted=math.nan)
    ),
    "shares quoted by all outlets": lambda: framing.plot_shares_quoted(make_shares_quoted(LEADERS, [None])),
}
each_figure = pytest.mark.parametrize("name", DRAW)


@cache
def figure_of(name, cast):
    """A figure that no test changes."""
    return DRAW[name](CASTS[cast])


@cache
def extreme(name):
    return EXTREMES[name]()


@pytest.mark.parametrize("cast", CASTS)
@each_figure
def test_no_text_lies_on_another_or_leaves_the_sheet_which_is_as_wide_as_a_page(name, cast):
    figure = figure_of(name, cast)
    assert figure.get_figwidth() * 2.54 == pytest.approx(16)
    assert outside_of(figure) == []
    assert overlaps_of(figure) == []
    drawn = [" ".join(text.get_text().split()) for text in texts_of(figure)]
    assert {WORDS["title"], WORDS["caption"].strip()} <= set(drawn)


@pytest.mark.parametrize("name", EXTREMES)
def test_one_row_or_forty_zeros_or_nothing_known_no_text_lies_on_another_or_leaves_the_sheet(name):
    assert outside_of(extreme(name)) == []
    assert overlaps_of(extreme(name)) == []
    assert min(text.get_fontsize() for text in texts_of(extreme(name))) >= 7
    assert extreme(name).framing_alt


@each_figure
def test_the_alt_text_has_the_numbers(name):
    alt = figure_of(name, "six").framing_alt
    assert sum(letter.isdigit() for letter in alt) > 10
    assert len(alt) < 2500


@each_figure
class TestTextIsText:
    def test_hostile_names_are_shown_as_written(self, name):
        drawn = " | ".join(strings_of(figure_of(name, "hostile")))
        assert [hostile for hostile in HOSTILE if hostile != LONG and hostile not in drawn] == []
        assert "Maxi" in drawn
        assert "…" in drawn

    def test_nothing_in_it_is_read_as_formula_or_markup(self, name):
        figure = figure_of(name, "hostile")
        assert not any(text.get_parse_math() or text.get_usetex() for text in figure.findobj(Text) if text.get_text())
        root = ElementTree.fromstring(drawing.to_svg(figure))
        assert {element.tag.rpartition("}")[2] for element in root.iter()} <= {
            *("svg", "title", "desc", "defs", "style", "g", "path", "use", "rect", "clipPath", "pattern"),
        }
        assert root.get("aria-label") == figure.framing_alt


@each_figure
def test_settings_of_matplotlib_are_as_before_and_do_not_change_the_picture(name):
    expected = drawing.to_svg(figure_of(name, "two"))
    with mpl.rc_context({"font.size": 20, "axes.grid": True, "text.parse_math": True, "svg.hashsalt": None}):
        before = mpl.rcParams.copy()
        again = DRAW[name](LEADERS[:2])
        assert mpl.rcParams == before
        assert drawing.to_svg(again) == expected


@each_figure
def test_given_axes_are_drawn_on_and_no_other(name):
    figure = Figure(figsize=(14, 7))
    left, right = figure.subplots(1, 2)
    draw, table, options = ON_AXES[name]
    assert draw(table, ax=left, **options) is figure
    assert left.child_axes
    assert not right.has_data()
    assert not right.child_axes
    assert figure.framing_alt


RENDERINGS, REMARKS = make_renderings()
ON_AXES = {
    "renderings": (framing.plot_renderings, RENDERINGS, {"remarks": REMARKS}),
    "passages": (framing.plot_passages, make_passages(), {"frames": TICKS}),
    "voices": (framing.plot_voices, make_voices(LEADERS), {}),
    "verbs": (framing.plot_verbs, make_shares(LEADERS[:3]), {}),
    "acts": (framing.plot_verbs, make_shares(LEADERS[:3], column="cue_act"), {}),
    "salience": (framing.plot_salience, make_salience(LEADERS[:3]), {}),
    "selection": (framing.plot_selection, make_selection(FRAMES[:4]), {}),
    "shares quoted": (framing.plot_shares_quoted, make_shares_quoted(LEADERS[:3]), {}),
    "stability": (framing.plot_stability, make_stability(n_terms=4), {}),
}


@pytest.mark.parametrize("name", ON_AXES)
def test_a_table_is_not_changed_by_drawing_it(name):
    draw, table, options = ON_AXES[name]
    before = table.copy(deep=True)
    draw(table, **options)
    pd.testing.assert_frame_equal(table, before)


@pytest.mark.parametrize(
    "draw",
    [
        pytest.param(lambda: framing.plot_salience(make_salience(LEADERS[:2], [None, "Bell"])), id="salience"),
        pytest.param(lambda: framing.plot_verbs(make_shares(LEADERS[:2], [None, "Bell"])), id="verbs"),
        pytest.param(lambda: framing.plot_verbs(make_shares([None], ["Bell"], column="cue_act")), id="acts"),
        pytest.param(lambda: framing.plot_renderings(*make_renderings([None])), id="renderings"),
        pytest.param(lambda: framing.plot_voices(make_voices([None], refused=())), id="voices"),
    ],
)
def test_who_has_no_name_is_drawn_as_not_named(draw):
    assert any(text.startswith("not named") for text in strings_of(draw()))


def blocks_of(figure, colour="#0072b2"):
    """Full blocks of a colour on panels that have an axis: left, foot, width and height of each."""
    cells = [cell for cell in cells_of(figure) if cell.axes.axison and to_hex(cell.get_facecolor()) == colour]
    return [(cell.get_x(), cell.get_y(), cell.get_width(), cell.get_height()) for cell in cells]


class TestPassages:
    PASSAGES = pd.DataFrame(
        [
            (0, 10, "Bell", 10, 0, "quoted", 2),
            (1, 20, "Bell", 5, 0, "quoted", 1),
            (2, 30, "Bell", 0, 0, "omitted", 0),
            (0, 10, "Tide", 0, 10, "paraphrased", 2),
            (1, 20, "Tide", 0, 0, "omitted", 1),
            (2, 30, "Tide", 0, 0, "omitted", 0),
        ],
        columns=["sentence", "n_words", "group", "n_words_quoted", "n_words_paraphrased", "taken", "n_groups"],
    ).assign(speech_id="s1", leader="Ada")

    def test_a_block_is_as_wide_as_the_sentence_and_as_high_as_the_share_that_was_quoted(self):
        whole, part = blocks_of(framing.plot_passages(self.PASSAGES))
        assert (whole[0], whole[2]) == (0, 10)
        assert (part[0], part[2]) == (10, 20)
        assert part[3] == pytest.approx(whole[3] / 4)

    def test_what_was_paraphrased_is_hatched_and_not_filled(self):
        figure = framing.plot_passages(self.PASSAGES)
        (hatched,) = [cell for cell in cells_of(figure) if cell.get_hatch() and cell.axes.axison]
        assert (hatched.get_x(), hatched.get_width(), to_hex(hatched.get_facecolor())) == (0, 10, "#ffffff")

    def test_sentences_of_the_speech_are_the_darker_the_more_outlets_took_them(self):
        figure = framing.plot_passages(self.PASSAGES)
        assert [x for x, *_ in blocks_of(figure, "#222222")] == [0]
        assert [x for x, *_ in blocks_of(figure, "#8a8a8a")] == [10]
        assert 30 in [x for x, *_ in blocks_of(figure, "#ffffff")]

    def test_outlets_stand_in_the_order_of_the_words_they_quote_with_their_numbers(self):
        figure = framing.plot_passages(self.PASSAGES.iloc[::-1])
        drawn = " | ".join(strings_of(figure))
        assert drawn.index("Bell") < drawn.index("Tide")
        assert "2 quoted, 0 paraphrased" in drawn
        assert "0 quoted, 1 paraphrased" in drawn
        assert "3 sentences, 60 words" in drawn

    def test_rows_without_a_group_are_all_outlets_together_and_stand_last(self):
        both = pd.concat([self.PASSAGES.iloc[:3].assign(group=None), self.PASSAGES])
        drawn = " | ".join(strings_of(framing.plot_passages(both)))
        assert drawn.index("Tide") < drawn.index("all together")

    def test_terms_of_a_frame_are_ticks_in_the_middle_of_their_sentences(self):
        frames = pd.DataFrame({"speech_id": ["s1", "s2"], "frame": ["storm_surge"] * 2, "sentence": [1, 99]})
        figure = framing.plot_passages(self.PASSAGES, frames=frames)
        (ticks,) = [line for line in markers_of(figure, "|") if line.axes.axison]
        assert list(ticks.get_xdata()) == [20]
        assert "storm surge" in strings_of(figure)

    def test_passages_are_written_out_with_who_took_them_of_how_many(self):
        quotes = pd.DataFrame({"sentence": [2, 0], "words_shown": ["Nobody minds.", "All of us."]})
        drawn = strings_of(framing.plot_passages(self.PASSAGES, quotes=quotes))
        assert {"Nobody minds.", "All of us.", "2 of 2", "0 of 2"} <= set(drawn)
        assert drawn.count("a") == drawn.count("b") == 2


def points_of(figure, marker="o"):
    """Markers on panels with an axis, not those of keys: their places."""
    lines = [line for line in markers_of(figure, marker) if line.axes.axison]
    return [place for line in lines for place in zip(line.get_xdata(), line.get_ydata(), strict=True)]


class TestStability:
    TABLE = make_stability(n_terms=2, n_stories=9, refused=0)

    def test_every_estimate_is_drawn_once_in_rising_order(self):
        figure = framing.plot_stability(self.TABLE)
        points = sorted(points_of(figure) + points_of(figure, "s") + points_of(figure, "D"))
        assert [y for _, y in points] == pytest.approx(sorted(self.TABLE["estimate"]))
        assert [x for x, _ in points] == list(range(len(self.TABLE)))

    def test_the_main_one_is_a_square_and_the_other_sign_has_another_marker(self):
        figure = framing.plot_stability(self.TABLE)
        assert [y for _, y in points_of(figure, "s")] == self.TABLE["estimate"].head(1).tolist()
        turned = self.TABLE["estimate"][self.TABLE["estimate"] < 0]
        assert [y for _, y in points_of(figure, "D")] == turned.tolist()
        assert len(turned) == 1

    def test_each_specification_has_one_tick_in_the_matrix_below_in_its_column(self):
        figure = framing.plot_stability(self.TABLE)
        ticks = [float(x) for line in markers_of(figure, "|") for x in line.get_xdata()]
        ((main, _),) = points_of(figure, "s")
        assert sorted([*ticks, main]) == list(range(len(self.TABLE)))

    def test_few_values_of_a_choice_have_a_row_each_and_many_share_one(self):
        drawn = strings_of(framing.plot_stability(self.TABLE))
        assert {"without bord*0", "without gale1", "without Coastwire", "without one story · 9"} <= set(drawn)
        assert "without s3" not in drawn

    def test_what_moves_it_most_is_named_and_those_that_keep_the_sign_are_counted(self):
        figure = framing.plot_stability(self.TABLE)
        below = " | ".join(strings_of(figure))
        assert "Farthest: quoted words \u22122, " in below
        n = len(self.TABLE) - 1
        assert f"{n - 1} of {n} others have the sign of the main specification" in below

    def test_what_could_not_be_estimated_is_counted_with_the_reason(self):
        figure = framing.plot_stability(make_stability(refused=3))
        assert "Not estimated: no remarks (reference) (3)" in " | ".join(strings_of(figure))
        assert "Not estimated: no remarks (reference) (3)" in figure.framing_alt

    def test_ratios_stand_on_a_log_axis(self):
        drawn = strings_of(framing.plot_stability(make_stability(measure="per_1000"), measure="per_1000"))
        assert {"1/2", "1", "2", "4", "ratio group : reference"} <= set(drawn)


class TestVoices:
    TABLE = make_voices(LEADERS)

    def test_quoted_words_are_circles_and_narrated_ones_diamonds_in_the_colours_of_their_voices(self):
        figure = framing.plot_voices(self.TABLE)
        for marker, column, colour in (("o", "reference_share_remarks", "#0072b2"), ("D", "share_remarks", "#e69f00")):
            lines = [line for line in markers_of(figure, marker) if line.axes.axison]
            own = [line for line in lines if to_hex(line.get_color()) == colour]
            there = self.TABLE[self.TABLE["note"].isna()][column]
            assert sorted(float(line.get_xdata()[0]) for line in own) == pytest.approx(sorted(there))

    def test_leaders_stand_in_the_order_of_the_difference_and_who_has_none_last_with_the_reason(self):
        drawn = strings_of(framing.plot_voices(self.TABLE))
        names = [name for text in drawn for name in LEADERS if text.startswith(name)]
        known = self.TABLE.dropna(subset=["difference"]).sort_values("difference", ascending=False, kind="stable")
        assert names == [*known["leader"], LEADERS[2]]
        assert "no words (group)" in drawn

    def test_each_row_says_how_many_sentences_and_remarks_there_are(self):
        drawn = " | ".join(strings_of(framing.plot_voices(self.TABLE)))
        assert "Edda Halvorn 40 sentences, 8 remarks" in drawn

    def test_a_voice_with_few_remarks_is_hollow_in_its_row_only(self):
        figure = framing.plot_voices(self.TABLE)
        lines = [line for line in markers_of(figure, "o") if line.axes.axison and to_hex(line.get_color()) == "#0072b2"]
        hollow = sorted(float(line.get_xdata()[0]) for line in lines if line.get_markerfacecolor() == "white")
        few = self.TABLE[self.TABLE["note"].isna() & (self.TABLE["reference_n_remarks"] < 15)]
        assert hollow == pytest.approx(sorted(few["reference_share_remarks"]))
        assert 0 < len(hollow) < len(lines)

    def test_the_axis_of_effects_says_what_is_subtracted_from_what(self):
        assert "narrated \u2212 quoted, in points" in strings_of(framing.plot_voices(self.TABLE))
        ratios = framing.plot_voices(make_voices(LEADERS, measure="per_1000"), measure="per_1000")
        assert "ratio narrated : quoted" in strings_of(ratios)

    def test_each_frame_is_a_section(self):
        figure = framing.plot_voices(make_voices(LEADERS[:2], FRAMES[:3]), labels={FRAMES[0]: "$ecurity"})
        drawn = strings_of(figure)
        assert {"$ecurity", "burden sharing", "alliance unity or division"} <= set(drawn)
        assert sum(text.startswith(LEADERS[0]) for text in drawn) == 3

    def test_rows_may_be_made_by_several_columns(self):
        table = make_voices(LEADERS[:2]).assign(outlet="Daily Gull")
        drawn = " | ".join(strings_of(framing.plot_voices(table, rows=["outlet", "leader"])))
        assert "Daily Gull, Edda Halvorn" in drawn


def bars_of(figure):
    """Bars on panels of a grid: fill, left, width and height of each."""
    cells = [cell for cell in cells_of(figure) if cell.get_clip_on() is False]
    return [(to_hex(cell.get_facecolor()), cell.get_x(), cell.get_width(), cell.get_height()) for cell in cells]


class TestVerbs:
    TABLE = pd.DataFrame(
        [
            ("Bell", "Ada", "neutral", 6, 8),
            ("Bell", "Ada", "distancing", 2, 8),
            ("Bell", "Bo", "neutral", 4, 4),
            ("Tide", "Ada", "endorsing", 1, 2),
            ("Tide", "Ada", None, 1, 2),
            ("Tide", "Bo", "neutral", 0, 0),
        ],
        columns=["outlet", "leader", "value", "n_remarks_with_value", "n_remarks"],
    ).assign(column="cue_stance")

    def test_a_bar_is_the_shares_of_the_stances_and_as_high_as_the_cell_has_remarks(self):
        distancing, neutral, none, endorsing, other = bars_of(framing.plot_verbs(self.TABLE))
        assert distancing[:3] == ("#d55e00", 0, 0.25)
        assert neutral[:3] == ("#d0d0d0", 0.25, 0.75)
        assert none[:3] == ("#ffffff", 0, 0.5)
        assert endorsing[:3] == ("#0072b2", 0.5, 0.5)
        assert (other[3] / neutral[3], none[3] / neutral[3]) == pytest.approx((0.5, 0.25))

    def test_the_number_of_remarks_stands_in_each_cell_and_a_cell_without_says_none(self):
        drawn = strings_of(framing.plot_verbs(self.TABLE))
        assert {"8", "4", "2", "none"} <= set(drawn)
        assert drawn.count("none") == 1

    def test_distance_has_a_hatch_as_its_colour_is_almost_as_light_as_that_of_endorsing(self):
        (cell,) = [
            cell
            for cell in cells_of(framing.plot_verbs(self.TABLE))
            if cell.get_hatch() and cell.get_x() == 0 and not cell.get_clip_on()
        ]
        assert to_hex(cell.get_facecolor()) == "#d55e00"

    def test_rows_and_columns_stand_in_the_order_of_their_remarks(self):
        drawn = strings_of(framing.plot_verbs(self.TABLE))
        assert drawn.index("Ada 10 remarks") < drawn.index("Bo 4 remarks")
        assert drawn.index("Bell · 12 remarks") < drawn.index("Tide · 2 remarks")

    def test_more_than_eight_leaders_become_rows(self):
        drawn = strings_of(framing.plot_verbs(make_shares(THIRTY)))
        assert any(text.startswith("Bo Li · ") for text in drawn)
        assert any(text.startswith("Coastwire ") and "·" not in text for text in drawn)

    def test_acts_are_listed_by_their_number_and_what_is_left_is_counted(self):
        acts = [
            ("asking", 3),
            ("stating", 9),
            ("warning", 2),
            (None, 4),
            ("refusing", 1),
            ("denying", 1),
            ("agreeing", 0),
        ]
        rows = [("Bell", "Ada", act, n, 20) for act, n in acts]
        table = pd.DataFrame(rows, columns=self.TABLE.columns[:5]).assign(column="cue_act")
        drawn = strings_of(framing.plot_verbs(table))
        assert [text for text in drawn if text in ("stating 9", "no act 4", "asking 3", "warning 2", "2 other")] == [
            *("stating 9", "no act 4", "asking 3", "warning 2", "2 other")
        ]


class TestSalience:
    TABLE = pd.DataFrame(
        [
            ("Bell", "Ada", "headline", 0.0),
            ("Bell", "Ada", "standfirst", 0.05),
            ("Bell", "Ada", "lead", 0.1),
            ("Bell", "Ada", "body", 0.5),
            ("Bell", "Ada", "body", 0.501),
            ("Bell", "Ada", None, 1.0),
            ("Tide", "Bo", "body", 0.0),
        ],
        columns=["outlet", "leader", "place", "position"],
    ).assign(remark_id=[f"r{n}" for n in range(7)])

    def dots(self, marker):
        lines = [line for line in markers_of(framing.plot_salience(self.TABLE), marker) if len(line.get_xdata())]
        in_cells = [line for line in lines if line.axes.get_position().y1 < 0.75]
        return [place for line in in_cells for place in zip(line.get_xdata(), line.get_ydata(), strict=True)]

    def test_every_remark_is_one_marker_by_where_it_stands(self):
        assert [len(self.dots(marker)) for marker in "s^o"] == [1, 2, 4]

    def test_headline_lead_and_body_stand_below_one_another_as_in_the_article(self):
        ((_, headline),), ((_, lead), _), body = (self.dots(marker) for marker in "s^o")
        assert headline < lead < min(y for _, y in body[:3])
        assert [y for _, y in body[:3]] == sorted(y for _, y in body[:3])

    def test_remarks_that_would_lie_on_one_another_stand_side_by_side(self):
        (one, other, last), *_ = [self.dots("o")[:3]]
        assert one[1] == other[1]
        assert one[0] < other[0]
        assert (last[0], last[1] > one[1]) == (one[0], True)

    def test_each_cell_has_its_number_and_one_without_remarks_says_none(self):
        drawn = strings_of(framing.plot_salience(self.TABLE))
        assert {"6", "1"} <= set(drawn)
        assert drawn.count("none") == 2


class TestRenderings:
    def test_words_inside_quotation_marks_are_bold_and_no_others(self):
        figure = framing.plot_renderings(RENDERINGS.head(1), REMARKS)
        words = [text for text in texts_of(figure) if text.get_fontsize() == 8]
        assert [text.get_text() for text in words if text.get_weight() == "bold"] == ['"one coin"']
        assert {"we will not pay", "more than others", "said", "Coastwire"} <= {text.get_text() for text in words}

    def test_parts_of_a_remark_are_quoted_where_they_stand_in_the_article(self):
        remarks = pd.DataFrame(
            {"remark_id": ["r0"], "spans": [[[10, 14], [30, 35]]], "quoted_spans": [[[10, 14], [32, 35]]]}
        )
        table = RENDERINGS.head(1).assign(words="tide \u2026 a low")
        bold = [t.get_text() for t in texts_of(framing.plot_renderings(table, remarks)) if t.get_weight() == "bold"]
        assert [word for text in bold for word in text.split()] == ["tide", "low"]

    def test_narration_is_small_and_grey(self):
        (around,) = [
            text
            for text in texts_of(framing.plot_renderings(RENDERINGS, REMARKS))
            if text.get_text() == "behind closed doors"
        ]
        assert (around.get_fontsize(), to_hex(around.get_color())) == (7, "#666666")

    def test_who_quotes_most_stands_on_top(self):
        drawn = strings_of(framing.plot_renderings(RENDERINGS, REMARKS))
        assert [text for text in drawn if text in OUTLETS][:2] == ["The Meridian", "Coastwire"]

    def test_the_longest_usual_verbs_are_whole(self):
        table = RENDERINGS.head(1).assign(cue="acknowledged")
        assert "acknowledged" in strings_of(framing.plot_renderings(table, REMARKS))

    def test_the_stance_of_a_verb_is_a_marker_and_without_a_verb_there_is_none(self):
        figure = framing.plot_renderings(RENDERINGS, REMARKS)
        of_rows = {marker: len(markers_of(figure, marker)) - 1 for marker in "Do^"}  # each once in the key
        assert of_rows == {"D": 1, "o": 2, "^": 1}
        assert "no verb" in strings_of(figure)

    def test_twelve_are_drawn_and_the_others_counted(self):
        drawn = strings_of(framing.plot_renderings(*make_renderings(THIRTY)))
        assert len({text.replace("- ", "-") for text in drawn} & {*THIRTY}) == 12
        assert "and 18 renderings more, in the table" in drawn


class TestSelection:
    TABLE = make_selection()

    def test_selected_and_omitted_shares_are_a_circle_and_a_diamond(self):
        figure = framing.plot_selection(self.TABLE)
        for marker, column in (("o", "share_selected"), ("D", "share_omitted")):
            drawn = [x for x, _ in points_of(figure, marker)]
            assert sorted(drawn) == pytest.approx(sorted(self.TABLE[column].dropna()))

    def test_frames_stand_in_the_order_of_the_difference_and_what_is_refused_last_and_grey_with_the_reason(self):
        figure = framing.plot_selection(self.TABLE)
        names = {frame.replace("_", " "): frame for frame in FRAMES}
        drawn = [text for text in strings_of(figure) if text in names]
        order = self.TABLE.sort_values("difference", ascending=False, kind="stable")["frame"].tolist()
        assert [names[text] for text in drawn] == order
        (last,) = [text for text in texts_of(figure) if text.get_text() == "diplomacy"]
        assert to_hex(last.get_color()) == "#666666"
        assert "no words" in strings_of(figure)

    def test_intervals_are_drawn_where_there_are_any_and_else_the_reason(self):
        figure = framing.plot_selection(self.TABLE)
        assert len(points_of(figure, "s")) == self.TABLE["ci_low"].notna().sum()
        assert strings_of(figure).count("under 8 stories: no interval") == 3

    def test_a_reason_that_does_not_fit_beside_its_row_is_told_below(self):
        reason = "under 5 sentences selected, omitted, with a term of the frame or without one: no interval"
        table = make_selection(FRAMES[:4], refused=())
        table["note"] = table["note"].where(table["note"].isna(), reason)
        drawn = strings_of(framing.plot_selection(table))
        assert "none (1)" in drawn
        assert any(text.endswith(f"(1) {reason}") for text in drawn)

    def test_all_outlets_together_stand_below_each_of_them(self):
        figure = framing.plot_selection(make_selection(FRAMES[:1], [None, *OUTLETS]), rows="group")
        names = [name for text in strings_of(figure) for name in [*OUTLETS, "all outlets"] if text.startswith(name)]
        assert (len(names), names[-1]) == (6, "all outlets")

    def test_p_stands_beside_each_row_as_it_is_and_adjusted(self):
        table = make_selection(FRAMES[:2]).assign(p_value=[0.0123, 0.0001], p_adjusted=[0.0246, 0.0002])
        drawn = strings_of(framing.plot_selection(table))
        assert {"p", "adjusted", "0.012", "0.025"} <= set(drawn)
        assert drawn.count("< 0.001") == 2

    def test_the_number_of_sentences_is_told_once_or_with_each_row_where_rows_differ(self):
        once = strings_of(framing.plot_selection(make_selection(refused=())))
        assert "all outlets, Edda Halvorn · 12 of 72 sentences selected" in once
        each = " | ".join(strings_of(framing.plot_selection(make_selection(FRAMES[:1], OUTLETS), rows="group")))
        assert "Daily Gull 22 of 82 sentences" in each.replace(" · ", " ")

    def test_what_p_is_of_stands_below_also_where_there_are_no_intervals(self):
        drawn = strings_of(framing.plot_selection(make_selection(interval=False)))
        assert "p: circular shifts of the passages along the speeches" in drawn


class TestSharesQuoted:
    TABLE = pd.DataFrame(
        [("Bell", "Ada", 0.12, 0.3, 9, 0.05, 0.2), ("Bell", "Bo", 0.005, 0.0, 1, None, None)],
        columns=["group", "leader", "share_quoted", "share_paraphrased", "n_remarks", "ci_low", "ci_high"],
    ).assign(speech_id=None, n_words=700)

    def test_words_quoted_are_full_and_words_paraphrased_hatched_behind_them_on_one_scale(self):
        bars = bars_of(framing.plot_shares_quoted(self.TABLE))
        assert [bar[:3] for bar in bars] == [
            ("#0072b2", 0, 0.12),
            ("#ffffff", 0.12, pytest.approx(0.3)),
            ("#0072b2", 0, 0.005),
        ]

    def test_both_shares_and_the_number_of_remarks_stand_in_each_cell(self):
        drawn = strings_of(framing.plot_shares_quoted(self.TABLE))
        assert {"12% + 30%", "0.5% + 0%", "9", "1"} <= set(drawn)

    def test_the_interval_of_the_share_quoted_is_a_line_and_told_where_there_is_one(self):
        figure = framing.plot_shares_quoted(self.TABLE)
        assert [0.05, 0.2] in [list(line.get_xdata()) for line in figure.findobj(Line2D)]
        said = "Lines: intervals over stories (sampling of stories only), of the share quoted"
        assert said in strings_of(figure)
        assert said not in strings_of(framing.plot_shares_quoted(self.TABLE.iloc[1:]))

    def test_rows_of_all_speeches_of_a_leader_go_before_those_of_each(self):
        each = self.TABLE.assign(speech_id="s1", share_quoted=0.99)
        figure = framing.plot_shares_quoted(pd.concat([each, self.TABLE]))
        assert [bar[:3] for bar in bars_of(figure)] == [
            bar[:3] for bar in bars_of(framing.plot_shares_quoted(self.TABLE))
        ]

    def test_all_outlets_together_are_drawn_where_there_are_no_others(self):
        together = self.TABLE.assign(group=None, share_quoted=0.99)
        assert any(text.startswith("all outlets") for text in strings_of(framing.plot_shares_quoted(together)))
        both = strings_of(framing.plot_shares_quoted(pd.concat([together, self.TABLE])))
        assert not any(text.startswith("all outlets") for text in both)


REFUSED = [
    (
        lambda: framing.plot_passages(pd.concat([make_passages(), make_passages().assign(speech_id="s2")])),
        r"from 2 speeches \('s1', 's2'\); a strip shows one",
    ),
    (lambda: framing.plot_passages(pd.concat([make_passages()] * 2)), "group 'Coastwire', sentence '0' stands in more"),
    (lambda: framing.plot_passages(make_passages().drop(columns="taken")), "column 'taken' is not there"),
    (lambda: framing.plot_passages(make_passages().head(0)), "has no row"),
    (lambda: framing.plot_passages(make_passages().replace("quoted", "quotd")), "Did you mean 'quoted'"),
    (
        lambda: framing.plot_passages(make_passages(), frames=TICKS.assign(sentence=77)),
        "sentence 77 is none of the speech, whose last is 35",
    ),
    (lambda: framing.plot_stability(make_stability().replace("main", "term")), "0 rows have the choice 'main'"),
    (lambda: framing.plot_stability(make_stability().replace("around", "arond")), "Did you mean 'around'"),
    (lambda: framing.plot_stability(make_stability(), measure="share_remark"), "Did you mean 'share_remarks'"),
    (lambda: framing.plot_stability(pd.concat([make_stability()] * 2)), "Give every specification a name of its own"),
    (lambda: framing.plot_voices(make_voices(LEADERS).assign(group="Halvorn")), "group 'Halvorn' is no voice"),
    (lambda: framing.plot_voices(pd.concat([make_voices(LEADERS)] * 2)), "Choose one pair of voices and one lexicon"),
    (lambda: framing.plot_voices(make_voices(THIRTY, FRAMES)), "420 rows do not fit on a page. Choose frames"),
    (
        lambda: framing.plot_voices(
            pd.concat([make_voices(LEADERS), make_voices(THIRTY[:2]).assign(reference="paraphrased")])
        ),
        "reference is quoted and paraphrased. Choose one pair",
    ),
    (lambda: framing.plot_verbs(make_shares(LEADERS).replace("neutral", "neutrall")), "Did you mean 'neutral'"),
    (lambda: framing.plot_verbs(make_shares(LEADERS, column="place")), "shares of place; draw cue_stance or cue_act"),
    (lambda: framing.plot_verbs(make_shares(THIRTY, THIRTY[:9])), "30 by 9 cells do not fit on a page. Choose 8"),
    (lambda: framing.plot_verbs(pd.concat([make_shares(LEADERS)] * 2)), "Group by these two columns alone"),
    (lambda: framing.plot_salience(make_salience(LEADERS).replace("lead", "leed")), "Did you mean 'lead'"),
    (
        lambda: framing.plot_salience(make_salience(LEADERS).assign(position=7.5)),
        "remark 'r0-0-0' has the position 7.5; it lies between 0 and 1",
    ),
    (lambda: framing.plot_salience(pd.concat([make_salience(LEADERS)] * 2)), "Give every remark one row"),
    (
        lambda: framing.plot_renderings(RENDERINGS.assign(cluster=OUTLETS), REMARKS),
        "'Coastwire', 'The Meridian', 'Daily Gull', and 2 more, in the table are 5 remarks. Choose one",
    ),
    (
        lambda: framing.plot_renderings(RENDERINGS, REMARKS.head(4)),
        "rendering 'r4' is no remark. Give the remarks that were clustered",
    ),
    (
        lambda: framing.plot_renderings(RENDERINGS.replace("endorsing", "endorsin"), REMARKS),
        "Did you mean 'endorsing'",
    ),
    (lambda: framing.plot_selection(make_selection(), rows="outlet"), "rows 'outlet' cannot be drawn. Known: group"),
    (lambda: framing.plot_selection(pd.concat([make_selection()] * 2)), "Choose one lexicon"),
    (lambda: framing.plot_selection(make_selection(FRAMES, THIRTY)), "420 rows do not fit on a page"),
    (
        lambda: framing.plot_shares_quoted(pd.concat([make_shares_quoted(LEADERS).assign(speech_id="s1")] * 2)),
        "group 'Coastwire', leader 'Edda Halvorn' stands in more than one row. Choose one speech",
    ),
]


@pytest.mark.parametrize(("draw", "message"), REFUSED)
def test_a_table_that_cannot_be_drawn_is_refused_with_what_to_do(draw, message):
    with pytest.raises(framing.TableError, match=message):
        draw()
