"""The voice audit: a page that needs nothing else, its answers, and what they say of the toolkit."""

import base64
import hashlib
import json
import math
import re
import shutil
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest

import framing
from framing.errors import CorpusError, FramingWarning, TableError
from framing.lexicon import Lexicon, Term
from framing.measures.coding.errors import Share, weighted_share, wilson_interval
from framing.measures.coding.misclassification import correct_share
from framing.schema import make_table
from framing.studies.audit_answers import sheet_digest
from framing.studies.cli import main

WEATHER = Lexicon("weather", "1.0", "en", "", "CC0-1.0", {"storm": "talk of wind & rain"}, (Term("storm", "gale"),))
HOSTILE = '<img src=x onerror=alert(1)> "A gale," said Ada <b>Brook</b> & left. {{ 7*7 }} </script> Nobody came.'
TEXTS = [
    '"A gale is coming," Ada Brook said. The pier was empty. Ben Vale said the boats would wait. Nobody came.',
    "Ben Vale said it had rained. The town slept.",
    HOSTILE,
]


def articles_of(texts=TEXTS):
    records = [{"article_id": f"piece {n}", "outlet": "The Lantern", "text": text} for n, text in enumerate(texts)]
    return framing.articles_from_records(records, source="notes")


def population(articles, lexicon=None):
    remarks = framing.extract_remarks(articles)
    tokens = framing.assign_voices(framing.tokenize(articles), remarks)
    matches = None if lexicon is None else framing.find_matches(tokens, lexicon)
    return framing.find_units(tokens, remarks, matches=matches, lexicon=lexicon)


@pytest.fixture
def sheet(tmp_path):
    """A page with frames, and its key."""
    articles = articles_of()
    drawn = framing.sample_audit(population(articles, WEATHER), n=100, by=("form", "frame"), seed=1)
    page, key = framing.write_audit_sheet(drawn, articles, tmp_path / "audit.html", lexicon=WEATHER)
    return page.read_text(encoding="utf-8"), framing.read_coding_key(key), page


# --- the sample ------------------------------------------------------------------------------------------------------


def test_as_many_sentences_as_remarks_are_drawn_and_fewer_where_there_are_fewer():
    units = population(articles_of([f'"It rained {n}," Ada said. Nobody came.' for n in range(30)]))
    assert framing.sample_audit(units, n=12, seed=1)["unit"].value_counts().to_dict() == {"remark": 12, "sentence": 12}
    assert framing.sample_audit(units, n=99, seed=1)["unit"].value_counts().to_dict() == {"remark": 30, "sentence": 30}


def test_weights_add_up_to_the_population_of_each_kind():
    units = population(articles_of([f'"It rained {n}," Ada said. Nobody came. All slept.' for n in range(30)]))
    drawn = framing.sample_audit(units, n=12, seed=1)
    weights = (1 / drawn["inclusion_probability"]).groupby(drawn["unit"]).sum()
    assert weights.to_dict() == pytest.approx({"remark": 30, "sentence": 60})


def test_kinds_do_not_stand_in_blocks_and_the_order_of_rows_does_not_matter():
    units = population(articles_of([f'"It rained {n}," Ada said. Nobody came.' for n in range(30)]))
    drawn = framing.sample_audit(units, n=20, seed=1)
    assert (drawn["unit"] != drawn["unit"].shift()).sum() > 5
    assert drawn.equals(framing.sample_audit(units.sample(frac=1, random_state=1), n=20, seed=1))


def test_nothing_to_audit_is_told():
    with pytest.raises(TableError, match="neither a remark nor a narrated sentence"):
        framing.sample_audit(population(articles_of()).iloc[:0], n=9, seed=1)


# --- the page --------------------------------------------------------------------------------------------------------


class Page(HTMLParser):
    """The elements of a page, with what stands in them."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.open, self.words = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs), tuple(self.open)))
        if tag not in ("meta", "input", "br", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, f"{tag} closes something else"

    def handle_data(self, data):
        if not {"script", "style"} & set(self.open):
            self.words.append(data)

    def all(self, tag):
        return [(attrs, inside) for name, attrs, inside in self.elements if name == tag]


def test_no_address_stands_in_the_page_and_it_forbids_itself_all(sheet):
    text, _, _ = sheet
    assert re.findall(r"https?:|//[a-z]|url\(|@import", text) == []
    page = Page(text)
    assert not any({"src", "href", "srcset", "action"} & set(attrs) for _, attrs, _ in page.elements)
    policy = next(attrs["content"] for attrs, _ in page.all("meta") if "http-equiv" in attrs)
    assert policy.startswith("default-src 'none'")
    for tag in ("style", "script"):
        source = re.search(rf"<{tag}>(.*)</{tag}>", text, re.DOTALL)[1]
        digest = base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_texts_are_shown_as_texts(sheet):
    text, _, _ = sheet
    page = Page(text)
    assert page.open == []
    assert len(page.all("script")) == 1
    words = "".join(page.words)
    assert "<img src=x onerror=alert(1)>" in words and "{{ 7*7 }}" in words and "</script>" in words


def test_every_question_can_be_reached_and_is_named(sheet):
    page = Page(sheet[0])
    assert dict(page.all("html")[0][0]) == {"lang": "en"} and page.all("title")
    assert len(page.all("fieldset")) == len(page.all("legend"))
    assert all("label" in inside for attrs, inside in page.all("input") if attrs.get("id") != "coder")
    assert ({"for": "coder"}, ("html", "body", "div")) in page.all("label")
    ids = [attrs["id"] for _, attrs, _ in page.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert all(int(attrs.get("tabindex", 0)) <= 0 for _, attrs, _ in page.elements)


def test_the_page_asks_what_fits_the_unit(sheet):
    text, key, _ = sheet
    asked = [attrs["data-question"] for attrs, _ in Page(text).all("fieldset")]
    n_remarks, n_sentences = (int((key["unit"] == kind).sum()) for kind in ("remark", "sentence"))
    assert n_remarks == 4 and n_sentences >= 3
    for question in ("is_speech", "speaker_right", "form_right"):
        assert asked.count(question) == n_remarks
    assert asked.count("holds_speech") == n_sentences
    assert asked.count("storm") == n_remarks + n_sentences


def test_neither_outlet_nor_hits_nor_stratum_are_on_the_page(sheet):
    text, key, _ = sheet
    shown = re.sub(r"<(script|style)>.*?</\1>", "", text, flags=re.DOTALL)
    for hidden in ("The Lantern", "hits_", "stratum", "frame: ", *key["article_id"].unique()):
        assert hidden not in shown


def test_frames_are_asked_about_only_with_their_lexicon(tmp_path):
    articles = articles_of()
    drawn = framing.sample_audit(population(articles, WEATHER), n=9, seed=1)
    page, key = framing.write_audit_sheet(drawn, articles, tmp_path / "audit.html")
    assert 'data-question="storm"' not in page.read_text(encoding="utf-8")
    assert "hits_storm" not in framing.read_coding_key(key).columns


def test_frames_whose_hits_are_not_known_are_refused(tmp_path):
    articles = articles_of()
    drawn = framing.sample_audit(population(articles), n=9, seed=1)
    with pytest.raises(TableError, match="no hits of frame 'storm'"):
        framing.write_audit_sheet(drawn, articles, tmp_path / "audit.html", lexicon=WEATHER)


@pytest.mark.parametrize("name", ["audit.csv", "audit"])
def test_an_audit_is_a_page(tmp_path, name):
    with pytest.raises(TableError, match="End the name in .html"):
        framing.write_audit_sheet(population(articles_of()), articles_of(), tmp_path / name)


def test_a_page_that_is_there_is_not_written_over(sheet):
    _, key, page = sheet
    with pytest.raises(TableError, match="audit.html is there already"):
        framing.write_audit_sheet(key, articles_of(), page)


# --- the answers -----------------------------------------------------------------------------------------------------


def answers(key, code="1", **changes):
    """What the page saves when everything is answered alike."""
    asked = {"remark": ["is_speech", "speaker_right", "form_right", "storm"], "sentence": ["holds_speech", "storm"]}
    given = [{"unit_id": row.unit_id, "question": question, "code": code} for row in key.itertuples()
             for question in asked[row.unit]]  # fmt: skip
    return {"format": "framing audit", "version": 1, "sheet": sheet_digest(key), "coder": "Ada", "answers": given,
            "notes": {}} | changes  # fmt: skip


def saved(tmp_path, content, name="audit-answers.json"):
    path = tmp_path / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_answers_come_back_as_codings(sheet, tmp_path):
    _, key, _ = sheet
    first = key["unit_id"].iloc[0]
    codings = framing.read_audit(saved(tmp_path, answers(key, notes={first: "it was Cy Dell"})), key)
    framing.check_table(codings, "codings")
    assert len(codings) == len(answers(key)["answers"]) and (codings["code"] == "1").all()
    assert codings.loc[codings["unit_id"] == first, "note"].unique().tolist() == ["it was Cy Dell"]


def test_open_questions_are_counted_and_missing(sheet, tmp_path):
    _, key, _ = sheet
    some = answers(key)
    given = some["answers"][:-3]
    with pytest.warns(FramingWarning, match=f"3 of {len(given) + 3} questions are open"):
        codings = framing.read_audit(saved(tmp_path, some | {"answers": given}), key)
    assert codings["code"].isna().sum() == 3


def test_where_there_is_no_speech_speaker_and_wording_are_not_asked(sheet, tmp_path):
    _, key, _ = sheet
    given = [
        one | {"code": "0"} for one in answers(key)["answers"] if one["question"] not in ("speaker_right", "form_right")
    ]
    codings = framing.read_audit(saved(tmp_path, answers(key) | {"answers": given}), key)
    assert set(codings["question"]) == {"is_speech", "holds_speech", "storm"}


def changed(place, **change):
    def change_one(given):
        given["answers"][place] |= change
        return given

    return change_one


BAD_ANSWERS = [
    (lambda given: given | {"sheet": "other"}, "answers to another sheet"),
    (lambda given: given | {"coder": " "}, "nobody's name stands in it"),
    (changed(0, unit_id="u123"), "answer 1: 'u123', .* was not asked"),
    (changed(1, question="speaker"), "answer 2: .*'speaker' was not asked"),
    (changed(0, code="yes"), "answer 1: code 'yes' of u"),
    (changed(0, code=1), "answer 1: code 1 of u"),
    (changed(0, code=["1"]), "answer 1: code"),
    (lambda given: given | {"answers": [*given["answers"], given["answers"][0]]}, "is answered twice"),
    (lambda given: given | {"answers": ["x"]}, "answer 1: '', '' was not asked"),
]


@pytest.mark.parametrize(("change", "said"), BAD_ANSWERS)
def test_answers_that_mean_nothing_are_told_with_their_file(sheet, tmp_path, change, said):
    _, key, _ = sheet
    with pytest.raises(TableError, match=said) as problem:
        framing.read_audit(saved(tmp_path, change(answers(key))), key)
    assert "audit-answers.json" in str(problem.value)


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "1", '{"format": "other"}', '{"format": "framing audit"}', "[" * 90000]
)
def test_a_file_that_the_page_did_not_save_is_told(sheet, tmp_path, content):
    with pytest.raises(CorpusError, match="audit-answers.json: .*Give the file that the page saved"):
        framing.read_audit(saved(tmp_path, content), sheet[1])


def test_the_same_person_twice_is_told(sheet, tmp_path):
    paths = [saved(tmp_path, answers(sheet[1]), name) for name in ("a.json", "b.json")]
    with pytest.raises(TableError, match="b.json: 'Ada' answered in .*a.json too"):
        framing.read_audit(paths, sheet[1])


# --- errors ----------------------------------------------------------------------------------------------------------


def key_of(n, *, unit="remark", probability=0.5, form="direct", **columns):
    """A key of `n` units, each in a story of its own."""
    table = {
        "unit_id": [f"u{number}" for number in range(n)],
        "article_id": [f"a{number}" for number in range(n)],
        "story_id": [f"s{number:04}" for number in range(n)],
        "unit": [unit] * n,
        "start": [0] * n,
        "end": [9] * n,
        "stratum": ["all"] * n,
        "inclusion_probability": np.broadcast_to(probability, n),
    }
    return make_table("units", table).assign(form=np.broadcast_to(form, n), **columns)


def codings_of(key, question, codes, coder="Ada"):
    columns = {"unit_id": key["unit_id"], "coder": [coder] * len(key), "question": [question] * len(key), "code": codes}
    return make_table("codings", columns)


def test_an_error_is_weighted_by_the_design():
    key = key_of(4, probability=[0.5, 0.5, 0.1, 0.1])
    errors = framing.audit_errors(codings_of(key, "speaker_right", ["1", "1", "1", "0"]), key)
    row = errors[errors["form"] == "all"].iloc[0]
    assert row["error"] == pytest.approx(10 / 24) and (row["n_units"], row["n_wrong"]) == (4, 1)


def test_errors_are_told_per_form_and_all_forms_are_there():
    key = key_of(4, form=["direct", "direct", "mixed", "mixed"])
    errors = framing.audit_errors(codings_of(key, "speaker_right", ["1", "0", "1", "1"]), key).set_index("form")
    framing.check_table(errors.reset_index(), "audit_errors")
    assert errors["error"].to_dict() == pytest.approx(
        {"all": 0.25, "direct": 0.5, "mixed": 0, "indirect": np.nan}, nan_ok=True
    )
    assert errors.loc["indirect", "note"] == "nothing judged"


def test_leakage_is_the_share_of_narrated_sentences_that_hold_speech():
    key = key_of(4, unit="sentence")
    errors = framing.audit_errors(codings_of(key, "holds_speech", ["1", "0", "0", "0"]), key)
    assert errors[["form", "error"]].values.tolist() == [["narrated", 0.25]]


def test_a_form_that_the_coder_names_is_compared():
    key = key_of(3, form=["direct", "mixed", "indirect"])
    errors = framing.audit_errors(codings_of(key, "form", ["direct", "direct", "indirect"]), key).set_index("form")
    assert errors["n_wrong"].to_dict() == {"all": 1, "direct": 0, "mixed": 1, "indirect": 0}


def test_a_frame_is_wrong_both_ways():
    key = key_of(4, hits_storm=[1, 2, 0, 0])
    errors = framing.audit_errors(codings_of(key, "storm", ["1", "0", "1", "0"]), key)
    assert errors.loc[0, "error"] == 0.5


def test_the_speaker_of_what_is_no_speech_is_no_error():
    key = key_of(2)
    both = pd.concat([codings_of(key, "is_speech", ["1", "0"]), codings_of(key, "speaker_right", ["1", "0"])])
    errors = framing.audit_errors(both.reset_index(drop=True), key).set_index(["question", "form"])
    assert errors.loc[("is_speech", "all"), "error"] == 0.5
    assert errors.loc[("speaker_right", "all"), "n_units"] == 1
    assert errors.loc[("speaker_right", "all"), "error"] == 0


def test_coders_who_disagree_are_told_and_those_who_agree_count_once():
    key = key_of(2)
    ada, ben = (
        codings_of(key, "speaker_right", codes, who) for codes, who in ((["1", "0"], "Ada"), (["1", "1"], "Ben"))
    )
    with pytest.raises(TableError, match="coders disagree on 'speaker_right' of u1"):
        framing.audit_errors(pd.concat([ada, ben], ignore_index=True), key)
    agreed = pd.concat([ada, ada.assign(coder="Ben")], ignore_index=True)
    assert framing.audit_errors(agreed, key).equals(framing.audit_errors(ada, key))


def test_a_question_nobody_answered_has_its_row():
    key = key_of(2)
    errors = framing.audit_errors(codings_of(key, "speaker_right", [None, None]), key)
    assert errors[["form", "n_units", "note"]].values.tolist() == [["all", 0, "nothing judged"]]


def test_units_of_another_key_are_told():
    with pytest.raises(TableError, match="unit 'u2' is not in the key"):
        framing.audit_errors(codings_of(key_of(3), "speaker_right", ["1", "1", "1"]), key_of(2))


def test_the_estimate_is_right_on_average_over_samples():
    n = 200
    population = key_of(n, probability=1.0, form=["direct"] * 150 + ["indirect"] * 50)
    truth = np.array(["0" if number % 10 == 0 or number >= 180 else "1" for number in range(n)])
    of_unit = dict(zip(population["unit_id"], truth, strict=True))
    estimates = []
    for seed in range(40):
        drawn = framing.sample_units(population, n=40, by="form", seed=seed)
        errors = framing.audit_errors(
            codings_of(drawn, "speaker_right", [of_unit[name] for name in drawn["unit_id"]]), drawn
        )
        estimates.append(errors.loc[0, "error"])
    error = (truth == "0").mean()
    assert np.mean(estimates) == pytest.approx(error, abs=4 * np.std(estimates) / math.sqrt(40))
    assert abs(np.mean(estimates) - error) < 0.02


@pytest.mark.parametrize(("k", "n"), [(0, 100), (3, 20), (50, 100), (10, 10)])
@pytest.mark.parametrize("confidence", [0.9, 0.95])
def test_the_interval_is_wilsons_as_scipy_has_it(k, n, confidence):
    expected = binomtest(k, n).proportion_ci(confidence, method="wilson")
    assert wilson_interval(Share(k / n, n), confidence=confidence) == pytest.approx((expected.low, expected.high))


@pytest.mark.parametrize("n", [22, 23, 83, 100, 1349])
def test_where_nothing_or_everything_is_wrong_the_interval_holds_the_share_to_the_last_digit(n):
    assert wilson_interval(Share(0.0, n), confidence=0.95)[0] == 0
    assert wilson_interval(Share(1.0, n), confidence=0.95)[1] == 1


def test_units_of_one_story_tell_less_than_units_of_many():
    values = [True, True, True, False, False, False] * 4
    apart = weighted_share(values, [1] * 24, range(24))
    together = weighted_share(values, [1] * 24, [n // 3 for n in range(24)])
    assert together.effective_n < apart.effective_n / 2
    assert together.estimate == apart.estimate


def test_an_error_never_seen_has_an_upper_end():
    key = key_of(30)
    row = framing.audit_errors(codings_of(key, "speaker_right", ["1"] * 30), key).iloc[0]
    assert row["error"] == 0 and row["ci_low"] == 0 and 0.08 < row["ci_high"] < 0.15


@pytest.mark.parametrize("confidence", [0, 1, 95, "0.95", None])
def test_a_confidence_that_is_none_is_refused(confidence):
    key = key_of(2)
    with pytest.raises(TableError, match="confidence="):
        framing.audit_errors(codings_of(key, "speaker_right", ["1", "1"]), key, confidence=confidence)


@pytest.mark.parametrize("probability", [0.0, -0.5, 1.5])
def test_a_probability_that_is_none_is_refused_and_does_not_become_a_weight(probability):
    key = key_of(3, probability=[0.5, 0.5, probability])
    with pytest.raises(TableError, match=f"row 2: inclusion_probability {probability} is no chance of being drawn"):
        framing.audit_errors(codings_of(key, "speaker_right", ["1", "1", "0"]), key)


@pytest.mark.parametrize(
    ("question", "code", "said"),
    [
        ("speaker_right", "x", "code 'x' for 'speaker_right' of u1 is not one of 1, 0"),
        ("storm", "yes", "code 'yes' for 'storm' of u1 is not one of 1, 0"),
        ("form", "1", "code '1' for 'form' of u1 is not one of direct, mixed, indirect"),
    ],
)
def test_a_code_that_the_question_does_not_have_is_told_and_no_error_of_the_toolkit(question, code, said):
    key = key_of(2, hits_storm=[1, 0])
    with pytest.raises(TableError, match=said):
        framing.audit_errors(codings_of(key, question, [None, code]), key)


# --- a contrast ------------------------------------------------------------------------------------------------------


def simulated(seed=0, n=600, n_judged=200, sensitivity=0.75, specificity=0.9, shares=(0.5, 0.2)):
    """Remarks of two leaders that carry a frame with known shares, hits with known error rates, some judged."""
    rng = np.random.default_rng(seed)
    leader = np.array(["Ada", "Ben"])[np.arange(n) % 2]
    carries = rng.random(n) < np.where(leader == "Ada", *shares)
    hit = np.where(carries, rng.random(n) < sensitivity, rng.random(n) > specificity)
    units = key_of(n, probability=1.0, hits_storm=hit.astype(int)).assign(leader=leader)
    units["story_id"] = [f"s{number // 6:04}" for number in range(n)]
    drawn = framing.sample_units(units, n=n_judged, by=("leader", "frame"), seed=seed)
    codes = dict(zip(units["unit_id"], np.where(carries, "1", "0"), strict=True))
    return codings_of(drawn, "storm", [codes[name] for name in drawn["unit_id"]]), drawn, units


def contrast(study, **options):
    settings = {"by": "leader", "group": "Ada", "reference": "Ben", "seed": 1, "n_resamples": 500} | options
    return framing.correct_contrast(*study, **settings).iloc[0]


def test_a_difference_is_corrected_and_its_interval_wider():
    study = simulated(n=3000, n_judged=600)
    framing.check_table(
        framing.correct_contrast(*study, by="leader", group="Ada", reference="Ben", seed=1), "corrected_contrast"
    )
    row = contrast(study)
    assert row["difference"] == pytest.approx(0.3 * 0.65, abs=0.05)
    assert row["corrected_difference"] == pytest.approx(0.3, abs=0.07)
    assert row["corrected_ci_low"] < 0.3 < row["corrected_ci_high"]
    assert row["corrected_ci_high"] - row["corrected_ci_low"] > row["ci_high"] - row["ci_low"]


def test_a_lexicon_without_error_is_not_corrected():
    row = contrast(simulated(sensitivity=1, specificity=1))
    assert row["corrected_difference"] == row["difference"]
    assert (row["sensitivity"], row["specificity"]) == (1, 1)


def test_more_judged_remarks_make_the_corrected_interval_narrower():
    widths = [contrast(simulated(n=2000, n_judged=n)) for n in (100, 1000)]
    widths = [row["corrected_ci_high"] - row["corrected_ci_low"] for row in widths]
    assert widths[1] < widths[0]


@pytest.mark.parametrize("count", [None, "x", -1])
def test_hits_that_are_no_count_are_refused_and_do_not_pass_for_none(count):
    codings, drawn, units = simulated()
    units = units.assign(hits_storm=[count, *units["hits_storm"].tolist()[1:]])
    with pytest.raises(TableError, match="row 0: hits_storm .* is no number of hits"):
        contrast((codings, drawn, units))


def test_to_exchange_the_groups_turns_the_signs():
    one, other = contrast(simulated()), contrast(simulated(), group="Ben", reference="Ada")
    for name in ("difference", "corrected_difference"):
        assert one[name] == -other[name]
    assert one["ci_low"] == pytest.approx(-other["ci_high"])


def test_the_order_of_rows_changes_nothing():
    codings, key, units = simulated()
    mixed = tuple(table.sample(frac=1, random_state=2) for table in (codings, key, units))
    assert contrast(mixed).equals(contrast((codings, key, units)))


def test_error_rates_of_each_group_need_enough_judged_remarks_of_each():
    study = simulated()
    assert pd.isna(contrast(study)["note"])
    row = contrast(without_most_of_ben(study))
    assert row["note"] == "assumes equal error in both groups" and row["sensitivity"] == row["reference_sensitivity"]


def test_too_few_judged_remarks_correct_nothing():
    codings, key, units = simulated()
    row = contrast((codings.iloc[:12], key, units))
    assert math.isnan(row["corrected_difference"]) and "not corrected" in row["note"]
    assert not math.isnan(row["ci_low"])


def without_most_of_ben(study):
    """The study with fifteen judged remarks of Ben: too few for error rates of his own."""
    codings, key, units = study
    ben = key.loc[key["leader"] == "Ben", "unit_id"].iloc[15:]
    return codings[~codings["unit_id"].isin(ben)].reset_index(drop=True), key, units


def test_equal_error_rates_cannot_be_had_from_a_lexicon_no_better_than_chance():
    row = contrast(without_most_of_ben(simulated(sensitivity=0.3, specificity=0.7)))
    assert math.isnan(row["corrected_ci_low"]) and "told from chance" in row["note"]


def test_with_rates_of_each_group_even_a_useless_lexicon_leaves_what_the_coder_found():
    codings, key, units = simulated(sensitivity=0.3, specificity=0.7, n=3000, n_judged=3000)
    row = contrast((codings, key, units))
    truth = [(codings["code"] == "1")[codings["unit_id"].isin(units.loc[units["leader"] == name, "unit_id"])].mean()
             for name in ("Ada", "Ben")]  # fmt: skip
    assert row["corrected_share"] == pytest.approx(truth[0]) and row["reference_corrected_share"] == pytest.approx(
        truth[1]
    )


def test_few_stories_have_no_interval():
    codings, key, units = simulated()
    row = contrast((codings, key, units.assign(story_id="s")))
    assert math.isnan(row["ci_low"]) and "stories: no interval" in row["note"]
    assert not math.isnan(row["corrected_difference"])


BAD_CONTRASTS = [
    ({"by": "leadr"}, "no column 'leadr'. Did you mean 'leader'"),
    ({"group": "Cy"}, "leader 'Cy' has no remark"),
    ({"reference": "Ada"}, "Compare two different groups"),
    ({"confidence": 2}, "confidence=2"),
]


@pytest.mark.parametrize(("options", "said"), BAD_CONTRASTS)
def test_a_contrast_that_cannot_be_made_is_refused(options, said):
    with pytest.raises(TableError, match=said):
        contrast(simulated(), **options)


def test_judged_units_of_other_texts_are_told():
    codings, key, units = simulated()
    with pytest.raises(TableError, match="judged units are not in it"):
        contrast((codings, key, units.iloc[:50]))


def test_without_a_judged_frame_there_is_nothing_to_correct():
    codings, key, units = simulated()
    with pytest.raises(TableError, match="no frame of the population was judged"):
        contrast((codings.assign(question="speaker_right"), key, units))


CORRECTED = [(0.5, 0.8, 0.9, 4 / 7), (0.05, 0.8, 0.9, 0.0), (0.95, 0.8, 0.9, 1.0), (0.4, 1.0, 1.0, 0.4)]


@pytest.mark.parametrize(("share", "sensitivity", "specificity", "corrected"), CORRECTED)
def test_shares_are_corrected_as_rogan_and_gladen_do(share, sensitivity, specificity, corrected):
    assert correct_share(share, sensitivity, specificity) == pytest.approx(corrected)


# --- the command line ------------------------------------------------------------------------------------------------


@pytest.fixture
def corpus(tmp_path):
    path = tmp_path / "texts.jsonl"
    text = '"A threat {}," Ada Brook said. Nobody came. "Peace," Ben Vale said.'
    lines = [json.dumps({"article_id": f"a{n}", "text": text.format(n)}) for n in range(12)]
    path.write_text("\n".join(lines))
    return path


def test_an_audit_goes_out_and_comes_back(corpus, tmp_path, capsys):
    out = [
        "audit",
        str(corpus),
        "--lexicon",
        "security",
        "--frame",
        "threat",
        "--seed",
        "1",
        "-o",
        str(tmp_path / "x.html"),
    ]
    assert main(out) == 0
    key = framing.read_coding_key(tmp_path / "x-key.csv")
    given = [one | {"question": one["question"].replace("storm", "threat")} for one in answers(key)["answers"]]
    path = saved(tmp_path, answers(key) | {"answers": given})
    back = ["audit", "--read", str(path), "--key", str(tmp_path / "x-key.csv"), "-o", str(tmp_path / "errors.csv")]
    assert main(back) == 0
    errors = pd.read_csv(tmp_path / "errors.csv").set_index(["question", "form"])
    assert errors.loc[("holds_speech", "narrated"), "error"] == 1 and errors.loc[("speaker_right", "all"), "error"] == 0
    capsys.readouterr()
    more = ["--contrast", str(tmp_path / "c.csv"), "--by", "speaker", "--group", "Ada Brook", "--reference", "Ben Vale"]
    assert main([*back, str(corpus), "--lexicon", "security", "--frame", "threat", "--seed", "1", *more]) == 0
    assert "by sampling of stories alone" in capsys.readouterr().err
    assert pd.read_csv(tmp_path / "c.csv").loc[0, "difference"] == 1


def test_a_coding_sheet_goes_out_and_comes_back(corpus, tmp_path):
    sheet = tmp_path / "sheet.csv"
    out = ["coding", "sample", str(corpus), "--lexicon", "security", "--frame", "threat", "--n", "20", "--by", "frame"]
    assert main([*out, "--seed", "1", "-o", str(sheet)]) == 0
    table = pd.read_csv(sheet, dtype=str, keep_default_na=False)
    table.assign(threat="1", coder="Ada").to_csv(tmp_path / "ada.csv", index=False)
    back = ["coding", "read", str(tmp_path / "ada.csv"), "--key", str(tmp_path / "sheet-key.csv"), "--on", str(corpus)]
    assert main([*back, "-o", str(tmp_path / "codings.csv")]) == 0
    assert len(pd.read_csv(tmp_path / "codings.csv")) == 20


WRONG_USE = [
    (["audit"], "an audit needs INPUT, --seed and -o"),
    (["audit", "--read", "x.json"], "which key? Add --key"),
    (["audit", "x", "--seed", "1", "-o", "a.html", "--frame", "threat"], "--frame: of which lexicon"),
    (["coding", "sample", "x", "--seed", "1"], "where does the sheet go"),
    (["coding", "read", "x.csv", "--key", "no-key.csv"], "no-key.csv: no such file"),
]


def test_a_sheet_never_lies_among_the_texts(corpus, tmp_path, capsys):
    assert (
        main(["coding", "sample", str(tmp_path), "--what", "remarks", "--seed", "1", "-o", str(tmp_path / "s.csv")])
        == 2
    )
    assert "it would lie among the texts" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["texts.jsonl"]


@pytest.mark.parametrize(("arguments", "said"), WRONG_USE)
def test_wrong_use_is_told(arguments, said, capsys):
    assert main(arguments) == 2
    assert said in capsys.readouterr().err


# --- in a browser ----------------------------------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("chromium") is None, reason="no chromium")
def test_the_page_is_answered_by_keyboard_saved_and_read_back(sheet, tmp_path):
    playwright = pytest.importorskip("playwright.sync_api")
    _, key, path = sheet
    n_questions = len(answers(key)["answers"])
    asked, said = [], []
    with playwright.sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_context(accept_downloads=True).new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda line: said.append(line.text))
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(path.as_uri())
        for _ in range(n_questions):
            page.keyboard.press("y")
        assert page.inner_text("#count") == f"{n_questions} of {n_questions} answered"
        page.click("#save")
        assert page.inner_text("#status").startswith("Write your name first")
        page.fill("#coder", "Ada")
        page.fill("[data-note] >> nth=0", 'said <b>"twice"</b>, yes')
        with page.expect_download() as download:
            page.click("#save")
        download.value.save_as(tmp_path / download.value.suggested_filename)
        page.reload()
        assert page.inner_text("#count") == f"{n_questions} of {n_questions} answered"
        browser.close()
    assert asked == [path.as_uri()] * 2 and said == []
    codings = framing.read_audit(tmp_path / "audit-answers.json", key)
    assert len(codings) == n_questions and set(codings["code"]) == {"1"}
    assert codings["note"].dropna().unique().tolist() == ['said <b>"twice"</b>, yes']
