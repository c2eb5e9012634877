"""The report of a comparison: what it says, with how many digits, and how names are written."""

from __future__ import annotations

import io
import re

import pandas as pd
import pytest

from framing.errors import TableError
from framing.lexicon import Lexicon, Term
from framing.measures.comparison import compare_shares
from framing.measures.digits import number, p_value, significant
from framing.measures.report import report
from framing.measures.styles import escape_text
from framing.schema import make_table
from tests.tables_by_hand import hits_in, voiced
from tests.test_comparison import PARTS, compared, coverage
from tests.test_sentiment_comparison import compared as compared_sentiment
from tests.test_sentiment_comparison import many

ROW = {
    "by": "leader",
    "group": "Ada Brook",
    "reference": "Ben Cole",
    "lexicon": "harbour@1.0",
    "frame": "storm",
    "measure": "share_remarks",
    "n_remarks": 60,
    "reference_n_remarks": 54,
    "share_remarks": 0.3,
    "reference_share_remarks": 1 / 6,
    "difference": 0.3 - 1 / 6,
    "n_matches": 35,
    "reference_n_matches": 16,
    "per_1000": 8.3134,
    "reference_per_1000": 4.1212,
    "log2_ratio": 1.0,
    "ci_low": 0.0312,
    "ci_high": 0.2712,
    "p_value": 0.0123,
    "p_adjusted": 0.0246,
    "n_stories": 20,
    "reference_n_stories": 18,
    "n_tokens": 4210,
    "reference_n_tokens": 3882,
    "unit": "story_id",
    "voices": "quoted, paraphrased",
    "confidence": 0.95,
    "interval": "bca",
    "n_resamples": 2000,
    "seed": 7,
    "made_with": "framing 9.9",
}
RATE = ROW | {"measure": "per_1000", "difference": 4.1922, "ci_low": 0.2, "ci_high": 1.8}


def table(*rows):
    return make_table("comparison", pd.DataFrame([ROW | row for row in rows]))


def line(**changes):
    return report(table(changes)).split("\n\n")[1]


def test_it_says_what_was_compared():
    assert report(table({})).split("\n\n")[0] == (
        "Compared by leader: Ada Brook (the group; 20 stories, 4,210 words) with Ben Cole (the reference; 18 stories, "
        "3,882 words); quoted and paraphrased words, lexicon harbour@1.0."
    )


def test_it_says_estimate_interval_test_and_correction():
    assert line() == (
        "storm, share of remarks with a term: 30 % of 60 against 17 % of 54; difference 13 percentage points "
        "(95 % interval 3 to 27), p = .01, adjusted p = .02."
    )
    assert line(**RATE) == (
        "storm, hits per 1,000 words: 8 (35 hits) against 4 (16 hits); 2.0 times as often (95 % interval 1.1 to 3.5), "
        "p = .01, adjusted p = .02."
    )


def test_it_says_how_and_of_which_population():
    said = report(table({}), population="all stories of the winter").split("\n\n")[2]
    assert said == (
        "Differences and ratios are taken before rounding. Intervals: BCa bootstrap of stories (2,000 resamples), "
        "confidence expanded for few stories. Tests: permutation of stories, studentised, two-sided; adjusted p after "
        "Benjamini and Hochberg over all rows of the call (1 test reported here). Sampling of stories only: others of "
        "the same kind (all stories of the winter), not errors of measurement. Seed 7; framing 9.9."
    )


DIGITS = [
    ({"n_remarks": 2000, "reference_n_remarks": 1500}, "30.0 % of 2,000 against 16.7 % of 1,500; difference 13.3"),
    ({"n_remarks": 2000, "reference_n_remarks": 54}, "30 % of 2,000 against 17 % of 54; difference 13 "),
    (RATE | {"n_tokens": 40_000, "reference_n_tokens": 3882}, "8.3 (35 hits) against 4 (16 hits)"),
    ({"difference": -0.13, "ci_low": -0.27, "ci_high": 0.004}, "−13 percentage points (95 % interval −27 to 0)"),
    (RATE | {"log2_ratio": -2.9, "ci_low": -5.0, "ci_high": -1.2}, "0.13 times as often (95 % interval 0.031 to 0.44)"),
    ({"confidence": 0.995}, "(99.5 % interval"),
    ({"p_value": 0.0002, "p_adjusted": 0.3}, "p < .001, adjusted p = .30."),
]


@pytest.mark.parametrize(("changes", "said"), DIGITS)
def test_it_gives_no_more_digits_than_the_data_bear(changes, said):
    assert said in line(**changes)


REFUSED = [
    (
        {"ci_low": None, "ci_high": None, "note": "under 8 stories: no interval (group)"},
        "(no interval), p = .01, adjusted p = .02. Note: under 8 stories: no interval (group).",
    ),
    ({"p_value": None, "p_adjusted": None, "note": "one story"}, "no test. Note: one story."),
    ({"share_remarks": None, "difference": None, "note": "no words"}, "no share of 60 against 17 % of 54 (95"),
    (RATE | {"per_1000": None, "log2_ratio": None, "note": "short"}, "no rate (35 hits) against 4 (16 hits) (95"),
    ({"voices": "narrated"}, "share of sentences with a term"),
    ({"voices": None}, "share of sentences with a term"),
]


@pytest.mark.parametrize(("changes", "said"), REFUSED)
def test_what_was_refused_is_said_with_the_reason(changes, said):
    assert said in line(**changes)


def test_without_intervals_and_tests_the_method_speaks_of_neither():
    nothing = dict.fromkeys(("ci_low", "ci_high", "p_value", "p_adjusted"))
    said = report(table(nothing)).split("\n\n")[2]
    assert "bootstrap" not in said and "permutation" not in said
    assert "Sampling of stories only" in said


def test_every_row_has_a_line_and_every_call_its_paragraphs():
    whole = compared(PARTS)
    parts = report(whole).split("\n\n")
    assert len(parts) == 3
    assert len(parts[1].split("\n")) == len(whole)
    both = pd.concat([whole, compared(PARTS, group="Ben Cole", reference="Ada Brook")], ignore_index=True)
    assert len(report(both).split("\n\n")) == 6


def test_strata_are_said():
    stratified = compared(coverage(20, outlets=("The Lantern", "Port Post")), strata=("outlet",))
    assert "Compared within outlet (Mantel-Haenszel)." in report(stratified)


def test_another_unit_than_stories_is_said():
    said = report(table({"unit": "article_id"}))
    assert "bootstrap of units named by article_id" in said
    assert "the group; 20 units named by article_id," in said


def test_a_table_read_back_from_a_file_says_the_same():
    before = compared(coverage(9))
    after = pd.read_csv(io.StringIO(before.to_csv(index=False)))
    assert report(after) == report(before)


def test_sentiment_is_reported_engine_by_engine():
    said = report(compared_sentiment(many(12)))
    assert re.search(
        r"vader, mean score of a remark: 0\.\d\d \(36 remarks, 0 without a score\) against .* \(95 % interval", said
    )


HOSTILE = "R&D_1 $x$ <b>*#~^{y}|`[z]\\ 100%\nnew"
IN_LATEX = (
    r"R\&D\_1 \$x\$ \textless{}b\textgreater{}*\#\textasciitilde{}\textasciicircum{}\{y\}\textbar{}`[z]"
    r"\textbackslash{} 100\% new"
)
SHOWN = [
    ("plain", "R&D_1 $x$ <b>*#~^{y}|`[z]\\ 100% new"),
    ("markdown", r"R\&D\_1 \$x\$ \<b\>\*\#\~\^\{y\}\|\`\[z\]\\ 100% new"),
    ("latex", IN_LATEX),
]


@pytest.mark.parametrize(("style", "shown"), SHOWN)
def test_names_are_text_in_every_style(style, shown):
    said = report(table({"frame": HOSTILE, "group": HOSTILE}), style=style)
    assert said.count(shown) == 2


STARTS = [("- a", r"\- a"), ("1. a", r"1\. a"), ("+ a", r"\+ a"), ("# a", r"\# a"), ("a - b 1.", "a - b 1.")]


@pytest.mark.parametrize(("name", "shown"), STARTS)
def test_no_name_begins_a_list_in_markdown(name, shown):
    assert escape_text(name, style="markdown") == shown


def test_a_name_in_brackets_is_no_label_of_an_item_in_latex():
    assert r"\item{} [a] b, share" in report(table({"frame": "[a] b"}), style="latex")


def test_signs_that_turn_the_direction_of_text_are_left_out():
    assert escape_text("a\u202eb\u2066c\u2028d", style="plain") == "abc d"


BAD = [
    ({"style": "html"}, "style: there is no style 'html'"),
    ({"comparison": table({}).iloc[:0]}, "no rows, so there is nothing to report"),
    ({"comparison": table({}).drop(columns="p_value")}, "column 'p_value'"),
    ({"comparison": [1]}, "expected a table"),
]


@pytest.mark.parametrize(("options", "said"), BAD)
def test_what_cannot_be_reported_is_refused(options, said):
    with pytest.raises(TableError, match=said):
        report(**({"comparison": table({})} | options))


NUMBERS = [(number(-0.4, 0), "0"), (number(-0.6, 0), "−1"), (significant(1234.5), "1,234"), (significant(0.997), "1.0")]
NUMBERS += [(p_value(0.0, 2000), "p < .001"), (p_value(1.0, None), "p = 1.00"), (p_value(0.006, 2000), "p < .01")]


@pytest.mark.parametrize(("written", "said"), NUMBERS)
def test_numbers_are_rounded_once_and_zero_has_no_sign(written, said):
    assert written == said


def test_a_frame_with_a_name_like_a_command_is_reported_by_its_name():
    odd = Lexicon("odd", "1", "en", "", "", {r"\input{x}": "words"}, (Term(r"\input{x}", "gale"),))
    tokens = voiced(PARTS)
    options = {"voices": ("quoted",), "group": "Ada Brook", "reference": "Ben Cole", "seed": 1}
    contrast = compare_shares(hits_in(tokens, odd), tokens, odd, **options)
    assert r"\textbackslash{}input\{x\}, share" in report(contrast, style="latex")
