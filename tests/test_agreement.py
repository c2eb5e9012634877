"""Coders against coders: reference values, invariants, and cases a reader can count. Coders and units are invented."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask
from nltk.metrics.distance import binary_distance, interval_distance, masi_distance

import framing
from framing.errors import TableError
from framing.schema import make_table

CASES = json.loads((Path(__file__).parent / "cases" / "agreement.json").read_text(encoding="utf-8"))
NAMES = ("Ilka", "Bo", "Maren", "Tove")


def codings_of(coders_by_units, question="storm"):
    """The codings table of rows of codes, one row per coder; None where a coder gave none."""
    rows = [
        (f"u{unit}", NAMES[coder], question, None if code is None else str(code))
        for coder, codes in enumerate(coders_by_units)
        for unit, code in enumerate(codes)
    ]
    columns = zip(*rows, strict=True)
    return make_table("codings", dict(zip(("unit_id", "coder", "question", "code"), map(list, columns), strict=True)))


def units_of(stories):
    """A unit for each story named."""
    n = len(stories)
    names = [f"u{number}" for number in range(n)]
    columns = {"unit_id": names, "article_id": stories, "story_id": stories, "unit": ["sentence"] * n}
    columns |= {"start": [0] * n, "end": [9] * n, "stratum": ["all"] * n, "inclusion_probability": [1.0] * n}
    return make_table("units", columns)


def measured(codings, units=None, level="nominal", **more):
    """The one row of a table of agreement."""
    table = framing.agreement(codings, units, level=level, seed=1, **more)
    assert len(table) == 1
    return table.iloc[0]


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval"])
@pytest.mark.parametrize("name", CASES["alpha"])
def test_alpha_is_that_of_the_reference_also_where_codes_are_missing(name, level):
    case = CASES["alpha"][name]
    alpha = measured(codings_of(case["coders_by_units"]), level=level)["alpha"]
    assert alpha == pytest.approx(case["alpha"][level], abs=1e-9)


@pytest.mark.parametrize("level", CASES["published"])
def test_alpha_is_that_of_the_published_example(level):
    example = CASES["alpha"]["krippendorff_2011_example"]["coders_by_units"]
    assert round(measured(codings_of(example), level=level)["alpha"], 3) == CASES["published"][level]


def test_kappa_is_that_of_the_reference():
    case = CASES["kappa"]
    row = measured(codings_of([case["a"], case["b"]]))
    assert row["kappa"] == pytest.approx(case["value"], abs=1e-9)
    assert row["n_pairs"] == len(case["a"])


codes_of_coders = st.integers(2, 3).flatmap(
    lambda n: st.lists(st.lists(st.integers(0, 3), min_size=n, max_size=n), min_size=2, max_size=8)
)


@given(codes_of_coders)
def test_where_nltk_has_it_the_numbers_are_those_of_nltk(units):
    coders_by_units = list(zip(*units, strict=True))
    data = [(f"c{c}", f"u{u}", code) for c, codes in enumerate(coders_by_units) for u, code in enumerate(codes)]
    if len({code for _, _, code in data}) == 1:
        return  # NLTK calls that 1; a test below says what it is here
    codings = codings_of(coders_by_units)
    row = measured(codings)
    assert row["alpha"] == pytest.approx(AnnotationTask(data, binary_distance).alpha(), abs=1e-9)
    interval = measured(codings, level="interval")["alpha"]
    assert interval == pytest.approx(AnnotationTask(data, interval_distance).alpha(), abs=1e-9)
    assert row["percent"] == pytest.approx(100 * AnnotationTask(data).avg_Ao(), abs=1e-9)
    if all(len(set(codes)) > 1 for codes in coders_by_units):
        assert row["kappa"] == pytest.approx(AnnotationTask(data).kappa(), abs=1e-9)


def test_sets_of_codes_agree_in_part_and_in_any_order():
    coders = [["threat; burden", "threat", "burden", "none"], ["burden;threat", "threat; burden", "burden", "threat"]]
    data = [
        (coder, unit, frozenset(part.strip() for part in code.split(";")))
        for coder, codes in enumerate(coders)
        for unit, code in enumerate(codes)
    ]
    row = measured(codings_of(coders), level="set")
    assert row["alpha"] == pytest.approx(AnnotationTask(data, masi_distance).alpha(), abs=1e-12)
    assert row["percent"] == 50  # units 0 and 2
    assert row["alpha"] > measured(codings_of(coders), level="nominal")["alpha"]


RATED = CASES["alpha"]["krippendorff_2011_example"]["coders_by_units"]
TWELVE = units_of(["a", "a", "b", "b", "c", "d", "e", "f", "g", "h", "h", "i"])
NUMBERS = ["percent", "percent_ci_low", "percent_ci_high", "kappa", "kappa_ci_low", "alpha", "ci_low", "ci_high"]


def test_names_of_codes_do_not_matter():
    names = {1: "calm", 2: "breeze", 3: "gale", 4: "storm", 5: "hurricane"}
    renamed = [[names.get(code) for code in codes] for codes in RATED]
    one, other = (measured(codings_of(codes), TWELVE) for codes in (RATED, renamed))
    np.testing.assert_allclose(one[NUMBERS].astype(float), other[NUMBERS].astype(float), atol=1e-12)


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval"])
def test_it_does_not_matter_who_is_who_nor_in_which_order_rows_stand(level):
    codings = codings_of(RATED)
    swapped = codings.assign(coder=codings["coder"].map(dict(zip(NAMES, NAMES[::-1], strict=True))))
    shuffled = codings.sample(frac=1, random_state=3)
    of_codings, of_shuffled = (measured(table, TWELVE, level)[NUMBERS].tolist() for table in (codings, shuffled))
    assert of_codings == of_shuffled
    assert measured(swapped, TWELVE, level)[NUMBERS].tolist() == pytest.approx(of_codings, abs=1e-12)


def test_only_the_order_of_ordinal_codes_matters_and_of_interval_codes_the_distances():
    numbers = {1: 10, 2: 20, 3: 25, 4: 90, 5: 91}
    stretched = [[numbers.get(code) for code in codes] for codes in RATED]
    one, other = (measured(codings_of(codes), level="ordinal")["alpha"] for codes in (RATED, stretched))
    assert one == pytest.approx(other, abs=1e-12)
    one, other = (measured(codings_of(codes), level="interval")["alpha"] for codes in (RATED, stretched))
    assert abs(one - other) > 0.001


def test_what_was_coded_once_or_not_at_all_is_counted_and_says_nothing():
    row = measured(codings_of([["1", "0", "1", None], ["1", "0", None, None]]))
    counts = ["n_units", "n_units_single", "n_missing", "n_coders", "n_pairs"]
    assert row[counts].tolist() == [2, 1, 3, 2, 2]
    assert row["percent"] == 100


def test_constant_codes_show_no_agreement_worth_the_name():
    row = measured(codings_of([["0"] * 9, ["0"] * 9]), units_of([f"s{number}" for number in range(9)]))
    assert row["percent"] == 100
    assert row[["kappa", "alpha", "ci_low", "kappa_ci_low"]].isna().all()
    assert row["note"] == "all codes are alike: kappa and alpha undefined; no disagreement: no interval"


def test_coders_who_never_differed_are_not_known_never_to_differ():
    row = measured(codings_of([["0", "1", "1"] * 3] * 2), units_of([f"s{number}" for number in range(9)]))
    assert row[["percent", "kappa", "alpha"]].tolist() == [100, 1, 1]
    assert row[["percent_ci_low", "kappa_ci_high", "ci_low"]].isna().all()
    assert row["note"] == "no disagreement: no interval"


def test_a_constant_coder_against_another_has_no_more_than_chance():
    row = measured(codings_of([["0", "0", "0", "0"], ["0", "0", "1", "0"]]))
    assert row["kappa"] == 0
    assert row["alpha"] == 0  # 1 - 7 * 2 / (2 * 7 * 1)


@pytest.mark.parametrize(
    ("n_wrong", "said"),
    [
        (5, "alpha under .667: rest no finding on these codes; sharpen the definition and code anew"),
        (3, "alpha under .8: tentative conclusions only"),
        (0, None),
    ],
)
def test_what_follows_from_a_low_alpha_is_said(n_wrong, said):
    first = [number % 2 for number in range(20)]
    second = [1 - code if number < n_wrong else code for number, code in enumerate(first)]
    note = measured(codings_of([first, second]))["note"]
    assert note == "; ".join(filter(None, ["no interval without units", said]))


def test_an_interval_that_reaches_under_the_line_is_said_to():
    first = [number % 2 for number in range(20)]
    second = [1 - code if number < 3 else code for number, code in enumerate(first)]
    row = measured(codings_of([first, second]), units_of([f"s{number}" for number in range(20)]))
    assert row["ci_low"] < 0.667 < row["alpha"] < row["ci_high"]
    assert row["note"] == "alpha under .8: tentative conclusions only; the interval reaches under .667"


def test_stories_are_resampled_and_not_units():
    one = [[1, 1, 1, 1, 0, 0, 0, 0], [1, 1, 0, 1, 0, 0, 1, 0]]
    alone, story = [f"s{n}" for n in range(8)], [f"s{n}" for n in range(8)]
    copies = [codes * 4 for codes in one]
    by_unit = measured(codings_of(copies), units_of([f"s{n}" for n in range(32)]))
    by_story = measured(codings_of(copies), units_of(story * 4))
    assert by_unit["alpha"] == by_story["alpha"]
    assert by_story["ci_high"] - by_story["ci_low"] > by_unit["ci_high"] - by_unit["ci_low"]
    once = measured(codings_of(one), units_of(alone))
    np.testing.assert_allclose(
        by_story[["percent_ci_low", "kappa"]].astype(float), once[["percent_ci_low", "kappa"]].astype(float)
    )


def test_few_stories_have_no_interval():
    codes = [[1, 0] * 8, [1, 0, 0, 0] * 4]
    few = measured(codings_of(codes), units_of([f"s{number % 7}" for number in range(16)]))
    assert few[["percent_ci_low", "kappa_ci_high", "ci_low", "ci_high"]].isna().all()
    assert "under 8 stories: no interval" in few["note"]
    assert measured(codings_of(codes), units_of([f"s{number % 8}" for number in range(16)]))["ci_low"] < few["alpha"]


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "set"])
@pytest.mark.parametrize("codes", [[[None, None], [None, None]], [["1", None], [None, "2"]]])
def test_without_a_unit_coded_twice_nothing_is_known(level, codes):
    row = measured(codings_of(codes), units_of(["a", "b"]), level)
    assert row["note"] == "no unit was coded twice"
    assert row[["percent", "kappa", "alpha"]].isna().all()


def test_a_coder_who_chooses_none_of_the_codes_agrees_with_another_who_does():
    row = measured(codings_of([[";", "threat", "burden"], [";", "threat", "threat"]]), level="set")
    assert row["percent"] == pytest.approx(100 * 2 / 3)


def test_questions_come_in_the_order_of_the_codings_and_none_is_left_out():
    nobody = codings_of([["1", None], [None, None]], question="burden")
    table = framing.agreement(pd.concat([codings_of([[1, 0], [1, 1]]), nobody]), level="nominal", seed=1)
    assert table["question"].tolist() == ["storm", "burden"]
    assert table["note"][1] == "no unit was coded twice"
    assert table["n_missing"].tolist() == [0, 3]
    assert framing.agreement(nobody.iloc[:0], level="nominal", seed=1).columns.tolist() == table.columns.tolist()


@pytest.mark.filterwarnings("error")
def test_interval_codes_have_no_unit_however_large_they_are():
    codes = [[1, 2, 3, 3], [1, 2, 2, -3]]
    large = [[f"{code}e307" for code in row] for row in codes]
    one, other = (measured(codings_of(each), level="interval")["alpha"] for each in (codes, large))
    assert other == pytest.approx(one)


@pytest.mark.parametrize(
    ("codings", "options", "said"),
    [
        (codings_of([[1], [0]]), {"level": "rank"}, "there is no level 'rank'. Known: nominal, ordinal, interval, set"),
        (
            codings_of([["high"], [2]]),
            {"level": "ordinal"},
            "code 'high' of 'Ilka' for 'storm', unit 'u0', is no number",
        ),
        (
            codings_of([["nan"], [2]]),
            {"level": "interval"},
            "code 'nan' of 'Ilka' for 'storm', unit 'u0', is no number",
        ),
        (pd.concat([codings_of([[1]])] * 2), {}, "row 1: 'Ilka' coded unit 'u0' for 'storm' already"),
        (codings_of([[1, 1], [1, 1]]), {"units": units_of(["a"])}, "row 1: unit 'u1' is not in units"),
        (codings_of([[1], [0]]), {"confidence": 95}, "confidence=95: give a number between 0 and 1"),
        (codings_of([[1], [0]]).drop(columns="coder"), {}, "column 'coder' .* is not there"),
    ],
)
def test_what_cannot_be_measured_is_named(codings, options, said):
    with pytest.raises(TableError, match=said):
        framing.agreement(codings, **({"level": "nominal", "seed": 1} | options))


def test_disagreements_are_listed_with_who_said_what():
    codings = codings_of([["1", "0", "1", None], ["1", "1", "0", "1"], [None, "1", "0", "1"]])
    codings = codings.assign(note=["gale"] + [None] * 4 + ["a street"] + [None] * 6)
    listed = framing.list_disagreements(codings, units_of(["a", "b", "b", "c"]))
    assert listed["unit_id"].tolist() == ["u1", "u2"]
    assert listed["codes"][0] == [["Bo", "1"], ["Ilka", "0"], ["Maren", "1"]]
    assert listed["notes"].tolist() == [[["Bo", "a street"]], []]
    assert listed["story_id"].tolist() == ["b", "b"]


@pytest.mark.parametrize(
    ("codes", "how", "code", "note"),
    [
        (["1", "1", "0"], "majority", "1", "Bo 1; Ilka 1; Maren 0"),
        (["1", "0"], "majority", None, "unresolved, no majority: Bo 0; Ilka 1"),
        (["1", "1", "2", "3"], "majority", None, "unresolved, no majority: Bo 1; Ilka 1; Maren 2; Tove 3"),
        (["a; b", "b;a"], "majority", "a; b", None),
        (["1", "0", None], "Bo", "0", "Bo 0; Ilka 1"),
        (["1", None, "0"], "Bo", None, "unresolved, no code of Bo: Ilka 1; Maren 0"),
        (["1", None, "1"], "Bo", "1", None),
        ([None, None], "majority", None, "no code"),
    ],
)
def test_conflicts_are_settled_by_majority_or_arbiter_and_ties_stay(codes, how, code, note):
    settled = framing.resolve_codings(codings_of([[each] for each in codes]), how=how)
    assert len(settled) == 1
    assert (None if pd.isna(settled["code"][0]) else settled["code"][0]) == code
    assert (None if pd.isna(settled["note"][0]) else settled["note"][0]) == note
    assert settled["coder"][0] == f"resolved by {how}"


def test_an_arbiter_nobody_knows_is_refused():
    with pytest.raises(TableError, match="how='Ilke': no coder has this name. Did you mean 'Ilka'"):
        framing.resolve_codings(codings_of([[1], [0]]), how="Ilke")
