"""Lexicon against people: cases a reader can count, reference values, invariants. Everything here is invented."""

import itertools
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
from scipy.stats import mannwhitneyu

import framing
from framing.errors import TableError
from framing.figures.captions import write_caption
from framing.lexicon import Lexicon, Term
from framing.schema import make_table
from framing.validity import VALIDATION_COLUMNS, figure_of

FRAMES = {"storm": "talk of wind", "trade": "talk of goods"}
HARBOUR = Lexicon(
    *("harbour", "1.0", "en", "", "CC0-1.0"),
    FRAMES,
    (Term("storm", "gale"), Term("storm", "squall"), Term("storm", "wind"), Term("trade", "cargo")),
)
ALL = ["precision", "recall", "specificity", "f1", "auc_rate", "auc_presence", "alpha"]


class Unit(NamedTuple):
    """A narrated sentence of an article of its own: what people say of it, and the patterns in it."""

    said: str | None
    hits: tuple[str, ...] = ()
    chance: float = 1.0
    story: str | None = None
    n_words: int = 10


def tables_of(units, frame="storm"):
    """Matches, codings and units."""
    names = [f"u{number:03d}" for number in range(len(units))]
    n = len(units)
    columns = {"unit_id": names, "article_id": names, "unit": ["sentence"] * n, "start": [0] * n, "end": [99] * n}
    columns |= {"story_id": [unit.story or name for unit, name in zip(units, names, strict=True)], "stratum": ["x"] * n}
    columns |= {"inclusion_probability": [unit.chance for unit in units], "n_words": [unit.n_words for unit in units]}
    hits = [(name, place, hit) for name, unit in zip(names, units, strict=True) for place, hit in enumerate(unit.hits)]
    matches = {"article_id": [name for name, _, _ in hits], "start": [place for _, place, _ in hits]}
    matches |= {"pattern": [hit for _, _, hit in hits], "end": [place + 1 for _, place, _ in hits]}
    same = {"voice": "narrated", "lexicon": "harbour@1.0", "frame": frame, "weight": 1.0, "first_token": 0}
    same |= {"last_token": 0, "negated": False, "crosses": False}
    matches |= {name: [value] * len(hits) for name, value in same.items()}
    matches["story_id"] = matches["article_id"]
    codings = {"unit_id": names, "coder": ["Bo"] * n, "question": [frame] * n, "code": [unit.said for unit in units]}
    return (
        make_table("matches", matches),
        make_table("codings", codings),
        make_table("units", columns, extra=["n_words"]),
    )


def measured(units, **more):
    """The validation of one frame, by measure."""
    table = framing.validate_lexicon(*tables_of(units), HARBOUR, **({"seed": 1} | more))
    assert table["measure"].tolist() == ALL
    return table.set_index("measure")


GALE = ("gale",)
# Six units: two rightly found, one wrongly, one missed, two rightly left alone.
SIX = [Unit("1", GALE), Unit("1", GALE), Unit("0", GALE), Unit("1"), Unit("0"), Unit("0")]


def test_each_measure_is_the_share_its_name_says():
    value = measured(SIX)["value"]
    assert value["precision"] == 2 / 3
    assert value["recall"] == 2 / 3
    assert value["specificity"] == 2 / 3
    assert value["f1"] == 2 / 3
    assert value["alpha"] == pytest.approx(1 - 11 * 2 / (6 * 6))  # 2 of 6 units differ; six codes of each kind
    assert value["auc_rate"] == pytest.approx((4 + 0.5 * 4) / 9)  # 9 pairs: 4 right, 1 wrong, 4 ties


def test_recall_of_a_stratified_sample_is_weighted():
    # All 4 units with a hit were drawn, and 4 of 40 without. People find the frame in 3 of the former, 1 of the latter:
    # so in 3 and about 10 units of the texts. Found are 3 of 13; in the sample it looks like 3 of 4.
    units = [Unit("1", GALE)] * 3 + [Unit("0", GALE)] + [Unit("1", chance=0.1)] + [Unit("0", chance=0.1)] * 3
    row = measured(units)
    assert row["value"]["recall"] == pytest.approx(3 / 13)
    assert row["value"]["precision"] == 3 / 4
    assert row["share_yes"]["recall"] == pytest.approx(13 / 44)
    assert row["share_hit"]["recall"] == pytest.approx(4 / 44)
    unweighted = measured([unit._replace(chance=1.0) for unit in units])
    assert unweighted["value"]["recall"] == 3 / 4


def test_weighting_brings_the_recall_of_all_texts_back():
    rng = np.random.default_rng(5)
    hit, said = rng.random(400) < 0.1, rng.random(400) < 0.2
    said |= hit & (rng.random(400) < 0.7)
    population = [Unit("1" if yes else "0", GALE if term else ()) for yes, term in zip(said, hit, strict=True)]
    truth = measured(population, n_resamples=100)["value"]["recall"]
    matches, codings, units = tables_of(population)
    units = units.assign(frame_hit=np.where(hit, "hit", "none"))
    weighted, plain = [], []
    for seed in range(30):
        drawn = framing.sample_units(units, n=120, by="frame_hit", seed=seed)
        own = codings[codings["unit_id"].isin(drawn["unit_id"])]
        for found, sample in ((weighted, drawn), (plain, drawn.assign(inclusion_probability=1.0))):
            table = framing.validate_lexicon(matches, own, sample, HARBOUR, seed=1, n_resamples=100)
            found.append(table.set_index("measure")["value"]["recall"])
    assert np.mean(weighted) == pytest.approx(truth, abs=0.03)
    assert np.mean(plain) > truth + 0.1


MIXED = [
    Unit(*row)
    for row in [
        ("1", ("gale", "gale", "wind"), 0.5, "s1", 12),
        ("0", ("wind",), 0.25, "s2", 30),
        ("1", (), 0.25, "s3", 9),
        ("0", (), 1.0, "s4", 40),
        ("1", ("squall",), 1.0, "s5", 8),
        ("0", ("gale", "wind"), 0.5, "s6", 15),
        ("1", ("gale",), 0.25, "s7", 20),
        ("0", (), 0.5, "s8", 11),
        ("1", ("wind",), 0.5, "s9", 9),
        ("0", (), 0.25, "s9", 7),
    ]
]
FIGURES = ["value", "ci_low", "ci_high", "always_yes", "at_random", "share_yes", "share_hit"]


def test_a_unit_that_stands_for_four_counts_as_four():
    repeated = [unit._replace(chance=1.0) for unit in MIXED for _ in range(round(1 / unit.chance))]
    one, other = measured(MIXED)["value"], measured(repeated)["value"]
    for name in ALL[:-1]:  # alpha takes the number of codes from the units that were coded
        assert one[name] == pytest.approx(other[name], abs=1e-12)


def test_doubled_weights_change_nothing():
    halved = [unit._replace(chance=unit.chance / 2) for unit in MIXED]
    np.testing.assert_allclose(measured(MIXED)[FIGURES].astype(float), measured(halved)[FIGURES].astype(float))


def test_the_order_of_rows_changes_nothing():
    matches, codings, units = (table.sample(frac=1, random_state=2) for table in tables_of(MIXED))
    shuffled = framing.validate_lexicon(matches, codings, units, HARBOUR, seed=1).set_index("measure")
    np.testing.assert_allclose(measured(MIXED)[FIGURES].astype(float), shuffled[FIGURES].astype(float), atol=1e-12)


def test_alpha_is_that_of_two_coders_one_of_them_the_lexicon():
    alike = [unit._replace(chance=0.5) for unit in MIXED]
    codings = tables_of(alike)[1]
    lexicon = codings.assign(coder="lexicon", code=["1" if unit.hits else "0" for unit in alike])
    both = framing.agreement(pd.concat([codings, lexicon]), level="nominal", seed=1)
    assert measured(alike)["value"]["alpha"] == pytest.approx(both["alpha"][0], abs=1e-12)


def test_auc_of_equal_weights_is_the_statistic_of_mann_and_whitney():
    alike = [unit._replace(chance=1.0) for unit in MIXED]
    said = np.array([unit.said == "1" for unit in alike])
    rate = np.array([len(unit.hits) / unit.n_words for unit in alike])
    presence = np.array([len(set(unit.hits)) / np.log(20 + unit.n_words) for unit in alike])
    for name, score in (("auc_rate", rate), ("auc_presence", presence)):
        u = mannwhitneyu(score[said], score[~said]).statistic
        assert measured(alike)["value"][name] == pytest.approx(u / (said.sum() * (~said).sum()), abs=1e-12)


def test_weighted_auc_is_the_weighted_share_of_pairs_in_the_right_order():
    rate = [len(unit.hits) / unit.n_words for unit in MIXED]
    right = total = 0.0
    for (one, a), (other, b) in itertools.product(zip(MIXED, rate, strict=True), repeat=2):
        if one.said == "1" and other.said == "0":
            weight = 1 / one.chance / other.chance
            right, total = right + weight * ((a > b) + (a == b) / 2), total + weight
    assert measured(MIXED)["value"]["auc_rate"] == pytest.approx(right / total, abs=1e-12)


def test_trivial_answers_stand_beside_every_measure():
    row = measured(SIX)
    assert row["always_yes"][["precision", "recall", "f1", "auc_rate"]].tolist() == [0.5, 1.0, 2 / 3, 0.5]
    assert row["at_random"][["precision", "recall", "f1", "auc_presence"]].tolist() == [0.5, 0.5, 0.5, 0.5]
    everywhere = [unit._replace(hits=GALE, n_words=10) for unit in MIXED]
    row = measured(everywhere)
    np.testing.assert_allclose(row["value"].astype(float), row["always_yes"].astype(float), atol=1e-12)


def test_a_perfect_lexicon_has_one_everywhere():
    perfect = measured([Unit("1", GALE), Unit("0"), Unit("1", GALE), Unit("0")])
    assert perfect["value"].tolist() == [1.0] * len(ALL)


def test_stories_are_resampled_and_few_have_no_interval():
    many = [Unit("1" if k % 3 else "0", GALE if k % 2 else (), 1.0, f"s{k}") for k in range(48)]
    few = [unit._replace(story=f"s{k % 7}") for k, unit in enumerate(many)]
    row = measured(many)
    assert (row["ci_low"] <= row["value"]).all()
    assert (row["value"] <= row["ci_high"]).all()
    assert measured(few)[["ci_low", "ci_high"]].isna().all(axis=None)
    assert "under 8 stories: no interval" in measured(few)["note"]["f1"]


def test_copies_of_a_story_under_its_name_add_no_certainty():
    once = [Unit("1" if k % 3 else "0", GALE if k % 2 else (), 1.0, f"s{k}") for k in range(24)]
    copied, apart = once * 4, [unit._replace(story=None) for unit in once * 4]

    def width(units):
        row = measured(units).loc["precision"]
        return row["ci_high"] - row["ci_low"]

    assert width(copied) == pytest.approx(width(once))
    assert width(apart) < width(once)


def test_what_is_undefined_is_missing_and_the_note_says_why():
    row = measured([Unit("0"), Unit("0"), Unit("0")])
    assert row["value"][["precision", "recall", "f1", "auc_rate", "alpha"]].isna().all()
    assert row["value"]["specificity"] == 1
    said = "people said yes to under 15 units; no unit holds a term; under 8 stories: no interval"
    assert row["note"]["recall"] == said


def test_units_without_a_code_are_left_out_and_counted():
    row = measured([*SIX, Unit(None, GALE), Unit(None)])
    assert row["value"]["precision"] == 2 / 3
    assert row["n_unresolved"].tolist() == [2] * len(ALL)
    assert "2 units without a code, or with codes in conflict: left out" in row["note"]["f1"]


def test_without_numbers_of_words_there_is_no_auc_and_it_is_said():
    matches, codings, units = tables_of(SIX)
    table = framing.validate_lexicon(matches, codings, units.drop(columns="n_words"), HARBOUR, seed=1)
    row = table.set_index("measure")
    assert row["value"][["auc_rate", "auc_presence"]].isna().all()
    assert row["value"]["f1"] == 2 / 3
    assert "AUC needs units with n_words" in row["note"]["f1"]


@pytest.mark.filterwarnings("error")
def test_fewer_words_than_none_are_no_length():
    row = measured([unit._replace(n_words=-30) for unit in SIX])
    assert row.loc[["auc_rate", "auc_presence"], "value"].isna().all()
    assert "AUC needs units with n_words" in row["note"]["auc_rate"]


def test_a_hit_belongs_to_the_unit_and_the_voice_of_its_first_word():
    text = '"The gale came," Ada Brook said in the squall. Wind rose. "Cargo sank," Bo Holm said.'
    articles = framing.articles_from_records([{"article_id": "a", "text": text}], source="notes")
    remarks = framing.extract_remarks(articles)
    tokens = framing.assign_voices(framing.tokenize(articles), remarks)
    units = framing.find_units(tokens, remarks)
    first, sentence, second = units["unit_id"].tolist()
    codings = make_table(
        "codings",
        {
            "unit_id": [first, sentence, second],
            "coder": ["Bo"] * 3,
            "question": ["storm"] * 3,
            "code": ["1", "1", "0"],
        },
    )
    patterns = framing.validate_patterns(framing.find_matches(tokens, HARBOUR), codings, units, HARBOUR)
    assert patterns["pattern"].tolist() == ["gale", "wind"]  # "squall" is narrated beside the remark
    assert patterns["n_right"].tolist() == [1, 1]


def test_the_whole_way_from_texts_to_a_record_with_a_sheet_between(tmp_path):
    said = ["A gale came", "The wind rose", "We met in Gale Road", "It blew hard", "It rained", "Cargo sank"]
    records = [{"article_id": f"a{k}", "text": f'"{words}," Ada Brook said.'} for k, words in enumerate(said * 2)]
    articles = framing.articles_from_records(records, source="notes")
    remarks = framing.extract_remarks(articles)
    tokens = framing.assign_voices(framing.tokenize(articles), remarks)
    matches = framing.find_matches(tokens, HARBOUR)
    population = framing.find_units(tokens, remarks, matches=matches, lexicon=HARBOUR)
    drawn = framing.sample_units(population, n=10, by="frame", seed=2)
    codebook = framing.frame_codebook(HARBOUR)
    framing.write_coding_sheet(drawn, articles, tmp_path / "sheet.csv", codebook=codebook)
    sheet = pd.read_csv(tmp_path / "sheet.csv", dtype="str", keep_default_na=False)
    is_storm = sheet["text"].str.contains("A gale came|wind rose|blew hard")
    for coder in ("Bo", "Ilka"):
        filled = sheet.assign(coder=coder, storm=is_storm.map({True: "1", False: "0"}), trade="0")
        filled.to_csv(tmp_path / f"{coder}.csv", index=False)
    units = framing.read_coding_key(tmp_path / "sheet-key.csv")
    codings = framing.read_coding_sheets([tmp_path / "Bo.csv", tmp_path / "Ilka.csv"], units, codebook=codebook)
    assert framing.agreement(codings, units, level="nominal", seed=1)["percent"].tolist() == [100, 100]
    settled = framing.resolve_codings(codings, how="majority")
    found = framing.validate_lexicon(matches, settled, units, HARBOUR, seed=1).set_index(["frame", "measure"])["value"]
    # Of the 12 remarks 6 tell of storms; 6 hold a term, 4 of them rightly: the road is none, and "blew" is missed.
    chance = units.set_index("unit_id")["inclusion_probability"]
    coded = settled.loc[settled["question"] == "storm", "unit_id"]
    assert (1 / chance[coded]).sum() == pytest.approx(12)
    assert found["storm", "precision"] == pytest.approx(4 / 6, abs=0.1)
    assert found["storm", "recall"] == pytest.approx(4 / 6, abs=0.15)
    assert found["trade", "precision"] == 0


def test_patterns_are_judged_one_by_one():
    table = framing.validate_patterns(*tables_of(MIXED), HARBOUR)
    assert table["pattern"].tolist() == ["wind", "gale", "squall"]
    counts = table.set_index("pattern")[["n_units", "n_right", "n_only"]]
    assert counts.loc["wind"].tolist() == [4, 2, 2]
    assert counts.loc["gale"].tolist() == [3, 2, 1]
    assert counts.loc["squall"].tolist() == [1, 1, 1]
    precision = table.set_index("pattern")["precision"]
    assert precision["wind"] == pytest.approx((2 + 2) / (2 + 4 + 2 + 2))  # weights 1 / chance
    assert precision["gale"] == pytest.approx((2 + 4) / (2 + 2 + 4))
    recall = table.set_index("pattern")["recall"]
    assert recall["squall"] == pytest.approx(1 / (2 + 4 + 1 + 4 + 2))


def test_a_pattern_that_was_right_each_time_is_not_known_to_be_right_always():
    units = [Unit("1", GALE), Unit("1", GALE), Unit("1", GALE), *[Unit("0")] * 9]
    row = framing.validate_patterns(*tables_of(units), HARBOUR).iloc[0]
    assert (row["precision"], row["ci_high"], row["n_stories"]) == (1, 1, 3)
    assert row["ci_low"] == pytest.approx(3 / (3 + 1.959964**2))  # Wilson: n / (n + z^2)


def test_where_no_error_was_seen_shares_have_the_interval_of_wilson_and_the_others_none():
    row = measured([*[Unit("1", GALE)] * 10, *[Unit("0")] * 20])
    assert row["ci_low"]["precision"] == pytest.approx(10 / (10 + 1.959964**2))
    assert row["ci_low"]["specificity"] == pytest.approx(20 / (20 + 1.959964**2))
    assert row["ci_low"][["f1", "auc_rate", "alpha"]].isna().all()
    assert row["value"].tolist() == [1.0] * len(ALL)


def test_a_frame_about_which_nothing_was_learned_is_no_row_of_the_record():
    table = framing.validate_lexicon(*tables_of([Unit(None, GALE), Unit("0")]), HARBOUR, seed=1)
    what = {"on": "notes", "unit": "sentence", "by": "two readers", "date": "2025", "coder_kind": "human"}
    assert framing.validation_rows(table, **what).empty


def test_only_frames_that_were_asked_about_are_judged():
    matches, codings, units = tables_of(SIX)
    other = codings.assign(question="speaker_right", code="no")
    table = framing.validate_lexicon(matches, pd.concat([codings, other]), units, HARBOUR, seed=1)
    assert table["frame"].unique().tolist() == ["storm"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda m, c, u: (m, c.assign(question="strom"), u), "no question is a frame of harbour@1.0, but 'strom'"),
        (
            lambda m, c, u: (m, pd.concat([c, c.assign(coder="Ilka")]), u),
            "row 6: unit 'u000' has a second code for 'storm'. Settle conflicts first, by resolve_codings",
        ),
        (lambda m, c, u: (m, c.assign(code="yes"), u), "row 0: code 'yes' for 'storm' is neither 1 .* nor 0"),
        (lambda m, c, u: (m, c, u.iloc[1:]), "row 0: unit 'u000' is not in units"),
        (lambda m, c, u: (m, c, u.assign(inclusion_probability=0.0)), "row 0: inclusion_probability 0.0 is no chance"),
        (
            lambda m, c, u: (m, c, u.assign(inclusion_probability=20.0)),
            "row 5: inclusion_probability 20.0 is no chance",
        ),
        (lambda m, c, u: (m.assign(lexicon="harbour@2.0"), c, u), "hits of 'harbour@2.0', not of 'harbour@1.0'"),
        (lambda m, c, u: (m.assign(voice=None), c, u), "voice is missing. Assign voices"),
        (lambda m, c, u: (m, c, u.assign(unit="remark")), "row 0: remark_id is missing"),
    ],
)
def test_tables_that_do_not_fit_one_another_are_named(change, said):
    with pytest.raises(TableError, match=said):
        framing.validate_lexicon(*change(*tables_of(SIX)), HARBOUR, seed=1)


def in_figures(kind, agreed=None):
    """Rows of validation.csv of the six units."""
    table = framing.validate_lexicon(*tables_of(SIX), HARBOUR, seed=1)
    what = {"on": "harbour notes; a sample", "unit": "sentence", "by": "two readers", "date": "2025"}
    return framing.validation_rows(table, coder_kind=kind, agreed=agreed, **what)


@pytest.mark.parametrize(("kind", "is_validated"), [("human", True), ("model", False), ("constructed", False)])
def test_what_was_found_goes_into_the_lexicon_and_only_people_validate(tmp_path, kind, is_validated):
    head = 'name = "harbour"\nversion = "1.0"\nlanguage = "en"\n[frames]\nstorm = "wind"\ntrade = "goods"\n'
    (tmp_path / "lexicon.toml").write_text(head, encoding="utf-8")
    terms = "frame,pattern\nstorm,gale\nstorm,squall\nstorm,wind\ntrade,cargo\n"
    (tmp_path / "terms.csv").write_text(terms, encoding="utf-8")
    examples = "frame,sentence,matches\nstorm,A gale.,gale\nstorm,Calm.,\ntrade,Cargo.,cargo\ntrade,None.,\n"
    (tmp_path / "examples.csv").write_text(examples, encoding="utf-8")
    in_figures(kind).to_csv(tmp_path / "validation.csv", index=False)
    harbour = framing.read_lexicon(tmp_path)
    assert harbour.validated_frames == (("storm",) if is_validated else ())
    articles = framing.articles_from_records([{"id": "a", "text": "Gale."}], source="notes")
    caption = write_caption("Counts", articles=articles, lexicon=harbour)
    told = "validated by human coders on harbour notes (precision 0.67, recall 0.67), not on these texts"
    assert (f"{told}; not validated: trade" in caption) == is_validated
    assert ("harbour@1.0, not validated" in caption) != is_validated


def test_the_record_names_baselines_and_the_agreement_of_the_coders():
    codings = tables_of(SIX)[1]
    agreed = framing.agreement(pd.concat([codings, codings.assign(coder="Ilka")]), level="nominal", seed=1)
    rows = in_figures("constructed", agreed)
    assert rows.columns.tolist() == list(VALIDATION_COLUMNS)
    row = rows.iloc[0].to_dict()
    names = ["n", "n positive", "precision", "F1", "F1 always yes", "F1 at random", "alpha", "alpha of coders"]
    assert [figure_of(row, name) for name in names] == [6, 3, 0.67, 0.67, 0.67, 0.5, 0.39, 1.0]


def test_a_kind_of_coder_nobody_knows_is_refused():
    with pytest.raises(TableError, match="coder_kind 'crowd' is not one of human, model, constructed"):
        in_figures("crowd")
