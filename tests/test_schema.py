"""What each table is, and what is said when one is not."""

import pandas as pd
import pytest

from framing.errors import LexiconError, TableError
from framing.lexicon import Lexicon, Term, pattern_problems
from framing.schema import check_table, column_names, make_table, table_columns

REMARK = {
    "remark_id": "r1",
    "article_id": "a",
    "form": "direct",
    "content": "quotation",
    "speaker": "Ada Brook",
    "start": 0,
    "end": 9,
    "spans": [[0, 9]],
    "quoted_spans": [[0, 9]],
    "not_said": False,
    "rule": "hand",
}


def remarks(**changes):
    row = REMARK | changes
    return make_table("remarks", {name: [value] for name, value in row.items()})


def test_every_column_of_every_table_has_a_kind_and_a_meaning():
    for table in ("articles", "skips", "speeches", "leaders", "remarks", "tokens", "matches", "rates", "comparison"):
        assert all(column.kind and column.meaning for column in table_columns(table))


def test_a_made_table_passes_its_own_check_with_rows_and_without():
    for table in ("skips", "remarks", "tokens", "tokens+voices", "matches", "sentiment", "rates", "comparison"):
        empty = make_table(table, {})
        check_table(empty, table)
        assert empty.index.equals(pd.RangeIndex(0))
    check_table(remarks(), "remarks")


def test_tokens_with_voices_have_the_columns_of_tokens_first():
    assert make_table("tokens+voices", {}).columns.tolist() == column_names("tokens", "tokens+voices")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"form": "directt"}, "row 0: form 'directt' is not one of direct, mixed, indirect. Did you mean 'direct'?"),
        ({"start": 12}, "row 0: end 9 lies before start 12"),
        ({"remark_id": None}, "column 'remark_id' is"),
        ({"spans": None}, "column 'spans' is None; it needs a list"),
    ],
)
def test_a_wrong_cell_is_named_with_its_row_column_and_value(change, said):
    with pytest.raises(TableError) as error:
        check_table(remarks(**change), "remarks")
    assert said in str(error.value)


def test_a_missing_column_is_named_with_what_it_means_and_the_nearest_name():
    with pytest.raises(TableError, match=r"'spans' \(.+\) is not there. Did you mean 'span'"):
        check_table(remarks().rename(columns={"spans": "span"}), "remarks")


def test_all_problems_of_a_table_are_named_at_once():
    with pytest.raises(TableError) as error:
        check_table(remarks(form="spoken", content="words"), "remarks")
    assert "2 problems" in str(error.value)


def test_an_id_that_stands_twice_is_refused():
    twice = pd.concat([remarks(), remarks()], ignore_index=True)
    with pytest.raises(TableError, match="row 1: remark_id 'r1' stands twice"):
        check_table(twice, "remarks")


def test_something_else_than_a_table_is_refused_by_its_type():
    with pytest.raises(TableError, match="expected a table"):
        check_table([1, 2], "remarks")


@pytest.mark.parametrize("kind", ["object", "string", "category"])
def test_a_column_counts_by_its_kind_not_by_its_dtype(kind):
    check_table(remarks().astype({"speaker": kind, "form": kind}), "remarks")


@pytest.fixture
def weather():
    terms = (
        Term("storm", "gale*"),
        Term("storm", "high wind", 2.0),
        Term("sun", "bright"),
        Term("-", "wind turbine"),
        Term("-sun", "bright idea"),
    )
    return Lexicon("weather", "1.0", "en", "", "CC0-1.0", {"storm": "strong wind", "sun": "light"}, terms)


def test_a_lexicon_with_a_further_term_has_a_name_of_its_own_and_leaves_the_old_one_alone(weather):
    more = weather.with_terms("storm", ["squall"])
    assert more.patterns("storm") == ["gale*", "high wind", "squall"]
    assert weather.patterns("storm") == ["gale*", "high wind"]
    assert more.label != weather.label
    assert more.label.startswith("weather@1.0+")


def test_a_term_that_is_there_already_changes_nothing(weather):
    assert weather.with_terms("storm", ["gale*"]) is weather


def test_adding_and_taking_out_again_gives_an_equal_lexicon(weather):
    there_and_back = weather.with_terms("sun", ["glare"]).without_terms(["glare"])
    assert there_and_back == weather
    assert hash(there_and_back) == hash(weather)


def test_only_keeps_the_masks_that_concern_the_frame(weather):
    kept = weather.only("storm")
    assert list(kept.frames) == ["storm"]
    assert [term.pattern for term in kept.terms] == ["gale*", "high wind", "wind turbine"]


def test_the_digest_follows_what_counts_not_what_is_written_about_it(weather):
    noted = Lexicon("other", "9", "en", "cited", "MIT", weather.frames, weather.terms, labels={"sun": "Sun"})
    assert noted.digest == weather.digest
    assert weather.with_terms("sun", ["glare"]).digest != weather.digest
    assert weather.with_terms("sun", ["glare"], weight=2).digest != weather.with_terms("sun", ["glare"]).digest


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda lexicon: lexicon.with_terms("strom", ["x"]), "unknown frame 'strom'. Did you mean 'storm'?"),
        (lambda lexicon: lexicon.with_terms("storm", ["g*le"]), "'*' inside a word"),
        (lambda lexicon: lexicon.with_terms("storm", ["gust"], weight=float("nan")), "no finite number"),
        (lambda lexicon: lexicon.without_terms(["gales"]), "no pattern 'gales' to take out. Did you mean 'gale*'?"),
        (lambda lexicon: lexicon.only("snow"), "no frame 'snow'"),
        (lambda lexicon: lexicon.patterns("sunn"), "Did you mean 'sun'?"),
    ],
)
def test_what_a_lexicon_cannot_do_it_says_with_the_nearest_name(weather, call, said):
    with pytest.raises(LexiconError) as error:
        call(weather)
    assert said in str(error.value)


@pytest.mark.parametrize("pattern", ["war", "war crime*", "re-arm", "gale* wind", "U.S.", "2%", "don't", "n’t"])
def test_patterns_of_the_grammar(pattern):
    assert list(pattern_problems(pattern)) == []


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("bor*der", "inside a word"),
        ("*border", "inside a word"),
        ("*", "no word"),
        ("war * crime", "stands alone"),
        ("", "no word"),
        ("--", "no word"),
        ("a* b*", "2 '*'"),
        ("war , peace", "',', which is no word"),
    ],
)
def test_patterns_outside_the_grammar_say_what_to_do(pattern, said):
    assert any(said in problem for problem in pattern_problems(pattern))
