"""What a lexicon is and can do, and the grammar of a pattern."""

import pytest

from framing.errors import LexiconError
from framing.lexicon import Lexicon, Term, pattern_problems


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


def test_a_term_is_taken_out_of_the_named_frame_alone(weather):
    both = weather.with_terms("sun", ["gale*"])
    less = both.without_terms(["gale*"], frame="sun")
    assert less.patterns("storm") == ["gale*", "high wind"]
    assert less.patterns("sun") == ["bright"]
    assert both.without_terms(["gale*"]).patterns("storm") == ["high wind"]


def test_a_mask_is_taken_out_by_its_own_frame(weather):
    assert [term.pattern for term in weather.without_terms(["bright idea"], frame="-sun").terms][-1] == "wind turbine"
    with pytest.raises(LexiconError, match="no pattern 'bright idea' to take out"):
        weather.without_terms(["bright idea"], frame="sun")


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
