"""A folder of texts to a report: laid out, checked, run, run again, and never left half-way."""

import csv
import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

import framing
from framing.errors import CorpusError, FramingError
from framing.studies.cli import main
from framing.studies.stability_summary import tell_stability
from framing.studies.study import analysis, making, manifest, pages, results_folder
from framing.studies.study.analysis import count_study
from framing.studies.study.auditing import audit_study
from framing.studies.study.drawings import draw_words
from framing.studies.study.drawings_of_speeches import draw_speeches
from framing.studies.study.history import is_respelling, list_comparisons, stamp
from framing.studies.study.manifest import tell_changes
from framing.studies.study.material import read_material
from framing.studies.study.methods import methods
from framing.studies.study.sections import list_sections
from framing.studies.study.settings import find_lines, read_settings
from framing.studies.study.shown import show_table
from framing.studies.study.wording import answer, answer_title, how_sure

FEWER = ("resamples = 2000", "resamples = 100")


COUNT_STABILITY = analysis._count_stability
KEPT = []  # what the example counted: once is enough
MADE_WITH = {"framing": "0.1.0"}


@pytest.fixture(scope="module", autouse=True)
def same_toolkit():
    """The toolkit's own files may be edited while tests run: that is not what is tested here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest, "_made_with", lambda: MADE_WITH)
        yield


def change(folder, *pairs, file="study.toml"):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """The example, run once."""
    folder = tmp_path_factory.mktemp("study") / "ferry"
    framing.new_study(folder, example=True)
    change(folder, FEWER)

    def count(material, **options):
        KEPT.append(count_study(material, **options))
        return KEPT[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making, "count_study", count)
        return folder, framing.run_study(folder)


@pytest.fixture(scope="module")
def counted(finished):
    """What the example counted."""
    return KEPT[-1]


def audits_of(folder):
    """What a study leaves out, without writing anything."""
    return {one.name: one.table for one in audit_study(count_study(read_material(folder), tell=lambda _: None))}


def warnings_of(folder):
    """What is odd, for which nothing has to be counted."""
    return {one.name: one.table for one in audit_study(analysis._read(read_material(folder)))}["audit-warnings"]


@pytest.fixture
def in_short(monkeypatch):
    """Figures and other specifications take most of the time, and are looked at once."""
    monkeypatch.setattr(making, "draw_study", lambda *_: {})
    monkeypatch.setattr(analysis, "_count_stability", lambda _: None)


@pytest.fixture
def counted_before(counted, monkeypatch):
    """What is counted does not matter here."""
    monkeypatch.setattr(making, "count_study", lambda *_, **__: counted)


@pytest.fixture
def study(finished, tmp_path, in_short):
    """A copy of the finished example, to be changed."""
    return Path(shutil.copytree(finished[0], tmp_path / "ferry"))


@pytest.fixture
def laid_out(tmp_path, in_short):
    """The example, not run yet."""
    framing.new_study(tmp_path / "ferry", example=True)
    change(tmp_path / "ferry", FEWER)
    return tmp_path / "ferry"


def problem_of(folder):
    with pytest.raises(FramingError) as caught:
        framing.run_study(folder)
    return str(caught.value)


# Laying out


def test_a_new_study_has_a_place_for_everything(tmp_path):
    framing.new_study(tmp_path / "mine")
    assert sorted(path.name for path in (tmp_path / "mine").iterdir()) == [
        "README.txt",
        "articles",
        "leaders.csv",
        "study.toml",
    ]


def test_its_settings_and_leaders_are_sound_as_they_are(tmp_path):
    framing.new_study(tmp_path / "mine")
    assert read_settings(tmp_path / "mine")[1] == []
    assert framing.read_leaders(tmp_path / "mine" / "leaders.csv")["leader"].unique().tolist() == [
        "Ada Brook",
        "Tom Hale",
    ]


@pytest.mark.parametrize("example", [True, False])
def test_nothing_is_ever_written_over(tmp_path, example):
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(CorpusError, match="something is there already"):
        framing.new_study(tmp_path, example=example)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_the_example_says_that_it_is_invented(laid_out):
    texts = [path.read_text(encoding="utf-8") for path in (laid_out / "articles").iterdir()]
    assert len(texts) == 12
    assert all("\ninvented: true\n" in text for text in texts)


# Running


def test_the_answer_is_the_comparison_that_was_stated(finished):
    folder, done = finished
    row = pd.read_csv(folder / "results" / "tables" / "comparison.csv")
    row = row[(row["frame"] == "threat") & (row["measure"] == "share_remarks")].iloc[0]
    assert done.is_new
    assert f"Mira Solveng, {100 * row['share_remarks']:.0f} % of {row['n_remarks']} remarks" in done.answer
    assert f"Edric Vane, {100 * row['reference_share_remarks']:.0f} % of" in done.answer


def test_results_are_what_the_functions_say_one_by_one(finished):
    folder, _ = finished
    articles, _ = framing.read_exports(folder / "articles")
    leaders = framing.read_leaders(folder / "leaders.csv")
    skips = framing.find_furniture(articles)
    remarks = framing.extract_remarks(articles, leaders, skips=skips)
    tokens = framing.assign_voices(framing.tokenize(articles, skips=skips), remarks, leaders)
    security = framing.read_lexicon("security")
    matches = framing.find_matches(tokens, security)
    rates = framing.frame_rates(matches, tokens, security, by="leader", voices=("quoted", "paraphrased"))
    written = pd.read_csv(folder / "results" / "tables" / "rates-by-leader.csv")
    assert written["n_matches"].tolist() == rates["n_matches"].tolist()
    assert written["n_remarks"].tolist() == rates["n_remarks"].tolist()


def test_every_figure_is_saved_with_its_numbers_and_is_whole(finished):
    folder, _ = finished
    figures = folder / "results" / "figures"
    records = sorted(figures.glob("*.json"))
    assert {"comparison", "stability", "terms-by-leader", "voices", "passages-01"} <= {one.stem for one in records}
    for record in records:
        assert framing.verify_figure(figures, record.stem).empty


def test_quotations_are_followed_to_the_speeches(finished):
    aligned = pd.read_csv(finished[0] / "results" / "tables" / "alignments.csv")
    assert (aligned["kind"] == "verbatim").sum() > 15
    assert aligned.loc[aligned["kind"] == "verbatim", "speech_id"].isin(["solveng", "vane"]).all()


def test_what_was_left_out_is_listed(finished):
    tables = finished[0] / "results" / "tables"
    assert "Solveng" not in pd.read_csv(tables / "audit-furniture.csv")["text"].str.cat()
    unsaid = pd.read_csv(tables / "audit-not-said.csv")["cue"]
    assert sorted(unsaid) == ["declined to say", "failed to say", "refused to thank"]
    assert len(pd.read_csv(tables / "audit-files.csv")) == 12


def test_corrections_by_hand_are_honoured_and_told(study):
    remarks = pd.read_csv(study / "results" / "tables" / "remarks.csv")
    wrong = remarks.iloc[0]
    header = "article_id,start,end,reason,remove"
    row = f"{wrong['article_id']},{wrong['start']},{wrong['end']},found,yes"
    (study / "overrides.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    done = framing.run_study(study)
    after = pd.read_csv(study / "results" / "tables" / "remarks.csv")
    assert len(after) == len(remarks) - 1
    assert "overrides.csv added" in done.changes
    assert pd.read_csv(study / "results" / "tables" / "audit-corrections.csv")["outcome"].tolist() == ["removed"]


def test_remarks_marked_by_hand_make_one_more_specification(study, monkeypatch):
    monkeypatch.setattr(analysis, "_count_stability", COUNT_STABILITY)
    marked = framing.read_remarks(study / "results" / "tables" / "remarks.csv")
    kept = marked[marked["article_id"] != "wire-04"].drop(columns=[name for name in marked if name.startswith("n_")])
    kept.to_csv(study / "marked.csv", index=False)
    change(study, ('# by_hand = "remarks.csv"', 'by_hand = "marked.csv"'))
    done = framing.run_study(study)
    table = pd.read_csv(study / "results" / "tables" / "stability.csv").set_index("specification")
    assert table.loc["with the other remarks", "estimate"] == table.loc["without the story wire-04", "estimate"]
    assert "marked.csv added" in done.changes


# Running again


def test_running_again_with_nothing_changed_says_so_and_makes_nothing(study, monkeypatch):
    monkeypatch.setattr(making, "make_results", lambda *_, **__: pytest.fail("made again"))
    before = (study / "results" / "report.html").stat().st_mtime_ns
    done = framing.run_study(study)
    assert not done.is_new
    assert done.answer
    assert (study / "results" / "report.html").stat().st_mtime_ns == before


def test_what_counts_and_draws_is_not_even_loaded_then(study):
    code = (
        "import sys, framing; from framing.studies.study import manifest; "
        f"manifest._made_with = lambda: {MADE_WITH}; done = framing.run_study(sys.argv[1]); "
        "print(done.is_new, sorted({'matplotlib', 'scipy', 'textblob'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(study)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False []"


def test_running_again_says_what_changed_and_which_numbers_moved(study):
    old = json.loads((study / "results" / "manifest.json").read_text(encoding="utf-8"))["numbers"]
    (study / "articles" / "wire-04.txt").unlink()
    shutil.copy(study / "articles" / "post-01.txt", study / "articles" / "more.txt")
    change(study, ("article_id: post-01", "article_id: more"), ("reads", "hears"), file="articles/more.txt")
    change(study, ("seed = 1 ", "seed = 2 "))
    done = framing.run_study(study)
    assert done.changes == [
        "articles/more.txt added",
        "articles/wire-04.txt removed",
        "setting method.seed: 1 -> 2",
    ]
    new = json.loads((study / "results" / "manifest.json").read_text(encoding="utf-8"))["numbers"]
    moved = {line.partition(":")[0] for line in done.moved}
    assert moved == {name for name in {*old, *new} if new.get(name) != old.get(name)}
    assert "framing terms" in moved


@pytest.mark.parametrize(
    ("part", "now", "said"),
    [
        ("lexicon", {"terms.csv": "2"}, ["lexicon changed (terms.csv changed)"]),
        ("settings", {"comparison.frame": "b"}, ["setting comparison.frame: a -> b"]),
        ("settings", {"comparison.frame": ""}, ["setting comparison.frame: a -> nothing"]),
        ("made_with", {"framing": "0.2"}, ["toolkit 0.1 -> 0.2"]),
        ("made_with", {"framing": "0.1", "pandas": "3"}, ["pandas None -> 3"]),
        ("inputs", {"leaders.csv": "2"}, ["leaders.csv changed"]),
        ("inputs", {"leaders.csv": "1"}, []),
    ],
)
def test_a_change_of_anything_has_a_line(part, now, said):
    old = {
        "inputs": {"leaders.csv": "1"},
        "lexicon": {"terms.csv": "1"},
        "settings": {"comparison.frame": "a"},
        "made_with": {"framing": "0.1"},
    }
    assert tell_changes(old, old | {part: now}) == said


def test_a_comparison_that_was_changed_after_results_were_seen_is_told(study):
    change(study, ('frame = "threat"', 'frame = "diplomacy"'))
    framing.run_study(study)
    page = (study / "results" / "report.html").read_text(encoding="utf-8")
    assert "Results had been made before for others (one other was stated earlier: threat: Mira Solveng" in page
    listed = json.loads((study / "results" / "manifest.json").read_text(encoding="utf-8"))["comparisons"]
    assert [one["n_runs"] for one in listed] == [1, 1]
    assert page.count("stated beforehand") == page.count("asked beforehand") == 0
    assert "results had been made before for 1 other comparison, for which this is not adjusted" in page
    assert "Results had been made before for 1 other comparison (threat: Mira Solveng" in page


def test_a_comparison_is_not_said_to_be_adjusted_where_it_is_not(finished):
    page = (finished[0] / "results" / "report.html").read_text(encoding="utf-8")
    assert "so not adjusted" in page
    assert "adjusted p after" not in page


STATED = {"frame": "threat", "group": "Mira Solvang", "reference": "Edric Vane", "voices": ["quoted"]}
RESPELT = [
    ({"group": "Mira Solveng"}, True),
    ({"group": "Mira Solveng", "voices": ["narrated"]}, False),
    ({"group": "Edric Vane", "reference": "Mira Solvang"}, False),
    ({"reference": "Edric Vans"}, False),
    ({}, True),
]


@pytest.mark.parametrize(("changes", "is_same"), RESPELT)
def test_correcting_the_spelling_of_a_name_is_no_other_statement(changes, is_same):
    assert is_respelling(STATED, STATED | changes, {"Mira Solveng", "Edric Vane"}) == is_same


def test_a_corrected_spelling_is_told(counted):
    old = {"digest": "0", "stated": "threat: Mira Solvang against Edric Vane", "n_runs": 1}
    old["values"] = json.loads(json.dumps(counted.material.settings.comparison)) | {"group": "Mira Solvang"}
    (own,) = list_comparisons({"comparisons": [old]}, counted)
    assert own["n_runs"] == 2
    assert "corrected since it was threat: Mira Solvang" in stamp(counted, [own])


def test_a_researchers_own_files_among_results_stay(study, counted_before):
    (study / "results" / "my-notes.txt").write_text("mine", encoding="utf-8")
    (study / "results" / "tables" / "terms.csv").write_text("edited", encoding="utf-8")
    done = framing.run_study(study, again=True)
    assert (study / "results" / "my-notes.txt").read_text(encoding="utf-8") == "mine"
    kept = study / "results" / "tables" / "terms-changed-by-hand.csv"
    assert kept.read_text(encoding="utf-8") == "edited"
    assert any("terms.csv had been changed by hand" in line for line in done.told)


def test_results_that_are_not_ours_are_not_touched(laid_out):
    (laid_out / "results").mkdir()
    (laid_out / "results" / "thesis.txt").write_text("mine", encoding="utf-8")
    assert "it was not made by this command" in problem_of(laid_out)
    assert [path.name for path in (laid_out / "results").iterdir()] == ["thesis.txt"]


def digests(folder):
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("stopped", [KeyboardInterrupt, RuntimeError, OSError(28, "No space left on device")])
def test_an_interrupted_run_leaves_the_old_results_whole(study, counted_before, monkeypatch, stopped):
    def stop(*_, **__):
        raise stopped

    before = digests(study / "results")
    change(study, ("seed = 1 ", "seed = 2 "))
    monkeypatch.setattr(making, "make_page", stop)
    with pytest.raises((KeyboardInterrupt, RuntimeError, FramingError)):
        framing.run_study(study)
    assert digests(study / "results") == before
    assert not [path.name for path in study.iterdir() if path.name.startswith(".")]


def test_results_put_aside_by_an_interruption_come_back(study):
    before = digests(study / "results")
    (study / "results").rename(study / ".results-old")
    (study / ".results-new-abc").mkdir()
    done = framing.run_study(study)
    assert not done.is_new
    assert digests(study / "results") == before
    assert any("are back" in line for line in done.told)
    assert not (study / ".results-new-abc").exists()


# What is wrong is said, all at once, before anything is counted

with (Path(__file__).parent / "cases" / "study_settings.csv").open(encoding="utf-8", newline="") as cases:
    WRONG = [(row["was"], row["becomes"], row["said"].split(" | ")) for row in csv.DictReader(cases)]


@pytest.mark.parametrize(("was", "becomes", "said"), WRONG)
def test_a_mistake_in_the_settings_is_told_with_line_and_key(laid_out, was, becomes, said):
    change(laid_out, (was, becomes))
    problem = problem_of(laid_out)
    for part in said:
        assert part in problem
    assert not (laid_out / "results").exists()


def test_one_mistake_is_one_line_that_begins_with_its_place(laid_out):
    change(laid_out, ('frame = "threat"', 'frame = "thret"'))
    assert problem_of(laid_out) == "study.toml line 22: frame 'thret' is not in security. Did you mean 'threat'?"


def test_all_mistakes_are_told_at_once(laid_out):
    change(laid_out, ('frame = "threat"', 'frame = "thret"'), ("seed = 1 ", "seed = -1 "), ("Edric Vane", "Edric Vain"))
    (laid_out / "leaders.csv").write_text("leader,alias,kind\nMira Solveng,Solveng,nickname\n", encoding="utf-8")
    problem = problem_of(laid_out)
    assert "4 problems" in problem or "3 problems" in problem
    for part in ("line 22", "line 37", "kind 'nickname' is not one of"):
        assert part in problem


def test_lines_are_found_below_sections_and_after_long_texts():
    text = 'title = """\n[comparison]\nframe = "no"\n"""\n\n[comparison]\n  "frame" = "yes"\n'
    assert find_lines(text) == {"title": 1, "comparison": 6, "comparison.frame": 7}


def test_a_folder_without_articles_is_told_what_belongs_there(tmp_path):
    framing.new_study(tmp_path / "mine")
    problem = problem_of(tmp_path / "mine")
    assert "articles: no article is there. Put articles into the folder 'articles'" in problem
    assert str(tmp_path) not in problem


def test_articles_that_cannot_be_read_are_named(tmp_path):
    framing.new_study(tmp_path / "mine")
    (tmp_path / "mine" / "articles" / "one.txt").write_bytes(b"")
    assert "articles/one.txt" in problem_of(tmp_path / "mine")


def test_a_folder_that_is_no_study_is_told(tmp_path):
    assert "there is no study.toml" in problem_of(tmp_path)
    assert "there is no such folder" in problem_of(tmp_path / "nowhere")


def test_a_speech_of_an_unknown_leader_is_named(laid_out):
    change(laid_out, ("leader: Mira Solveng", "leader: Mira Solvang"), file="speeches/solveng.txt")
    said = "speeches: solveng: 'Mira Solvang' is no leader of the leaders' file. Did you mean 'Mira Solveng'?"
    assert problem_of(laid_out) == said


def test_a_speech_of_nobody_is_told_what_to_write(laid_out):
    change(laid_out, ("leader: Mira Solveng\n", ""), file="speeches/solveng.txt")
    assert "it does not say who gave the speech. Begin the file with three lines" in problem_of(laid_out)


def test_two_speeches_on_a_day_and_one_in_another_language_are_told_and_stop_nothing(laid_out):
    more = (
        "---\nleader: Edric Vane\ndelivered: 2033-06-02\n---\n\nDie Fähre fuhr nicht, und niemand wusste, warum. "
        + ("Wir haben darüber gesprochen, und wir werden weiter darüber sprechen. ")
    )
    (laid_out / "speeches" / "vane-2.txt").write_text(more, encoding="utf-8")
    told = warnings_of(laid_out)
    own = told[told["kind"] == "speech"].set_index("where")["warning"]
    assert own["vane-2, vane"].startswith("2 speeches of Edric Vane on 2033-06-02")
    assert own["vane-2"].startswith("it does not look like English")


def test_an_article_without_a_leader_and_one_that_quotes_no_speech_are_rows_of_the_audit(laid_out):
    front = "---\narticle_id: {}\noutlet: Port Post\npublished: 2033-06-05\n---\n\n"
    quiet = front.format("quiet") + "It rained on both coasts, and the fish market was closed."
    other = front.format("other") + '"Nobody asked me about the weather in the mountains," Edric Vane said.'
    (laid_out / "articles" / "quiet.txt").write_text(quiet, encoding="utf-8")
    (laid_out / "articles" / "other.txt").write_text(other, encoding="utf-8")
    audits = audits_of(laid_out)
    assert audits["audit-articles"]["article_id"].tolist() == ["quiet"]
    assert "other" in audits["audit-unmatched"]["article_id"].tolist()


def test_a_leader_of_whom_nothing_is_found_is_an_answer_that_cannot_be_given(laid_out):
    leaders = (laid_out / "leaders.csv").read_text(encoding="utf-8").replace("Edric Vane", "Edwin Vale")
    (laid_out / "leaders.csv").write_text(leaders.replace("Vane", "Vale"), encoding="utf-8")
    change(laid_out, ("Edric Vane", "Edwin Vale"))
    change(laid_out, ("leader: Edric Vane", "leader: Edwin Vale"), file="speeches/vane.txt")
    for file in ("premier", "he"):
        kept = (laid_out / "leaders.csv").read_text(encoding="utf-8").splitlines()
        kept = [line for line in kept if not (line.startswith("Edwin") and file in line.split(",")[1])]
        (laid_out / "leaders.csv").write_text("\n".join(kept) + "\n", encoding="utf-8")
    done = framing.run_study(laid_out)
    assert done.answer.startswith("The question cannot be answered: no word of Edwin Vale was found in these articles.")
    assert "Edwin Vale" in set(pd.read_csv(laid_out / "results" / "tables" / "audit-warnings.csv")["where"])


OTHERWISE = {
    "outlets": (
        [
            ('by = "leader"', 'by = "outlet"'),
            ('group = "Mira Solveng"', 'group = "Port Post"'),
            ('reference = "Edric Vane"', 'reference = "Northern Wire"'),
            ("# only_leader", "only_leader"),
        ],
        "Port Post, 33 % of 6 remarks with a term; Northern Wire, 12 % of 8 remarks with a term",
    ),
    "voices": (
        [
            ('by = "leader"', 'by = "voice"'),
            ('group = "Mira Solveng"', 'group = "narrated"'),
            ('reference = "Edric Vane"', 'reference = "quoted"'),
            ("# only_leader", "only_leader"),
            ("voices =", "# voices ="),
        ],
        "narrated, 0 % of 24 sentences with a term; quoted, 7 % of 15 remarks with a term",
    ),
    "everybody": (
        [
            ('by = "leader"', 'by = "outlet"'),
            ('group = "Mira Solveng"', 'group = "Port Post"'),
            ('reference = "Edric Vane"', 'reference = "Northern Wire"'),
        ],
        "It is of anybody's remarks: no only_leader is given.",
    ),
    "rates": ([('measure = "share_remarks"', 'measure = "per_1000"')], "That is 4.0 times as often."),
    "no difference": (
        [("quoted", "narrated"), (', "paraphrased"', "")],
        "No term of the frame was found on either side.",
    ),
}


@pytest.mark.parametrize("question", OTHERWISE)
def test_other_questions_are_answered_in_their_own_words(laid_out, question):
    pairs, said = OTHERWISE[question]
    change(laid_out, *pairs)
    counted = count_study(read_material(laid_out), tell=lambda _: None)
    assert said in answer(counted)
    assert ("Reporting verbs" in answer(counted)) == (question in ("voices", "no difference"))
    assert ("anybody's remarks" in answer(counted)) == (question == "everybody")
    assert list_sections(counted, {}, {}, {})
    assert all(how_sure(counted))


INTERVALS = [(0.1, 0.3, "does not include"), (-0.3, -0.1, "does not include"), (-0.1, 0.3, "it includes")]


@pytest.mark.parametrize(("low", "high", "said"), INTERVALS)
def test_an_interval_is_read_for_the_reader(counted, low, high, said):
    comparison = counted.tables["comparison"].copy()
    comparison.loc[comparison["frame"].eq("threat"), ["ci_low", "ci_high"]] = [low, high]
    assert said in how_sure(replace(counted, tables=counted.tables | {"comparison": comparison}))[0]


def test_a_study_without_outlets_days_and_speeches_is_answered_too(laid_out):
    shutil.rmtree(laid_out / "speeches")
    for path in (laid_out / "articles").iterdir():
        text = path.read_text(encoding="utf-8")
        kept = [line for line in text.splitlines() if not line.startswith(("outlet:", "published:"))]
        path.write_text("\n".join(kept), encoding="utf-8")
    assert framing.run_study(laid_out).answer.startswith("Security threat: Mira Solveng, 17 %")


# Titles and answers claim no more than their intervals


def with_ends(counted, name, low, high, **values):
    """The counted study with other ends of the intervals of one table."""
    table = counted.tables[name].assign(ci_low=low, ci_high=high, **values)
    return replace(counted, tables=counted.tables | {name: table})


TOLD = [
    (0.1, 0.3, ""),
    (-0.1, 0.3, "these stories do not settle it."),
    (None, None, "There is no interval."),
]


@pytest.mark.parametrize(("low", "high", "said"), TOLD)
def test_the_answer_says_itself_when_it_settles_nothing(counted, low, high, said):
    told = answer(with_ends(counted, "comparison", low, high))
    assert told.endswith(said or "percentage points more.")
    in_title = answer_title(with_ends(counted, "comparison", low, high))
    assert in_title.endswith(")") == bool(said)


def test_a_difference_that_rounded_shares_do_not_give_is_said_to_be_before_rounding(counted):
    shares = {"share_remarks": 0.3088, "reference_share_remarks": 0.1146, "difference": 0.1942}
    assert "19 percentage points more (before rounding)." in answer(
        with_ends(counted, "comparison", 0.1, 0.3, **shares)
    )
    shares = {"share_remarks": 0.31, "reference_share_remarks": 0.11, "difference": 0.20}
    assert answer(with_ends(counted, "comparison", 0.1, 0.3, **shares)).endswith("20 percentage points more.")


def test_specifications_that_keep_the_sign_and_include_no_difference_are_named():
    rows = {
        "specification": ["main", "without the term gale", "without The Bell"],
        "choice": ["main", "term", "outlet"],
    }
    rows |= {"left_out": [None, "gale", "The Bell"], "estimate": [0.2, 0.1, 0.2], "ci_low": [0.1, -0.1, 0.1]}
    rows |= {"ci_high": [0.3] * 3, "p_value": [None] * 3, "n_stories": [20] * 3, "same_sign": [True] * 3}
    table = framing.schema.make_table("stability", rows | {"note": [None] * 3})
    assert tell_stability(table).endswith(
        "1 of 2 intervals includes that there is no difference (without the term gale)."
    )


def test_an_estimate_of_exactly_nothing_keeps_no_sign_and_is_told_in_the_unit_of_the_figure():
    rows = {"specification": ["main", "without a", "without b"], "choice": ["main", "term", "term"]}
    rows |= {"left_out": [None, "a", "b"], "estimate": [0.2, 0.0, 0.15], "same_sign": [True, False, True]}
    rows |= {name: [None] * 3 for name in ("ci_low", "ci_high", "p_value", "note")} | {"n_stories": [20] * 3}
    said = tell_stability(framing.schema.make_table("stability", rows), measure="share_remarks")
    assert said.startswith("1 of 2 other specifications keeps the sign (1 with no difference at all).")
    assert said.endswith("Most moves it: without a, from +20 to 0 points.")


def test_where_several_move_the_claim_as_far_it_is_said_with_one_kind_of_sign():
    rows = {"specification": ["main", "without a", "without b", "by paragraph"]}
    rows |= {"choice": ["main", "term", "term", "around"], "left_out": [None, "a", "b", None]}
    rows |= {"estimate": [0.16, -0.02, -0.02, 0.34], "same_sign": [True, False, False, True]}
    rows |= {name: [None] * 4 for name in ("ci_low", "ci_high", "p_value", "note")} | {"n_stories": [20] * 4}
    said = tell_stability(framing.schema.make_table("stability", rows), measure="share_remarks")
    assert said.endswith("Most moves it (as does each of 2 others): without a, from +16 to −2 points.")


SUPERLATIVES = ("most", "largest", "least", "fewest")


@pytest.fixture(scope="module")
def drawn(counted):
    return {one.name: one.options for one in [*draw_words(counted), *draw_speeches(counted)]}


def test_a_title_is_short_and_repeats_no_sentence_of_the_text(counted, drawn):
    title = drawn["stability"]["title"]
    assert re.fullmatch(r"\d+ of \d+ other specifications keep the sign( \(.*\))?", title)
    assert len(title) < 90


def test_titles_of_frames_say_how_the_frame_of_the_question_stands(counted, drawn):
    label = counted.material.lexicon.frame_label("threat")
    for name in ("terms-by-leader", "terms-by-outlet"):
        assert drawn[name]["title"].startswith(f"{label}, remarks with a term: ")
        assert " more" not in drawn[name]["title"]


def test_where_a_frame_has_no_term_the_title_says_so(counted):
    rates = counted.tables["rates-by-leader"].assign(n_matches=0, n_remarks_with_term=0, share_remarks=0.0)
    without = replace(counted, tables=counted.tables | {"rates-by-leader": rates})
    title = next(one for one in draw_words(without) if one.name == "terms-by-leader").options["title"]
    assert title.endswith(": no term in the remarks of any leader that has 15 of them")


STANCES = [
    ({}, 0, "No distancing verb in 48 remarks"),
    ({"Port Post": 4}, 0, "Remarks with distancing verbs: Port Post for Mira Solveng 25 % of 16"),
    ({"The Bell": 2}, 5, "No distancing verb where an outlet reports 15 remarks of a leader"),
]


@pytest.mark.parametrize(("with_verb", "n_few", "said"), STANCES)
def test_verbs_that_nobody_uses_are_said_not_to_be_there(counted, with_verb, n_few, said):
    outlets = ["Port Post", "The Courier", "The Bell"]
    n = [16, 16, n_few or 16]
    table = counted.tables["stances"].head(3).assign(outlet=outlets, leader="Mira Solveng", value="distancing")
    n_with = [with_verb.get(outlet, 0) for outlet in outlets]
    table = table.assign(
        n_remarks=n, n_remarks_with_value=n_with, share_remarks=[a / b for a, b in zip(n_with, n, strict=True)]
    )
    changed = replace(counted, tables=counted.tables | {"stances": table})
    assert next(one for one in draw_words(changed) if one.name == "stances").options["title"] == said


def test_captions_say_how_many_of_all_remarks_a_figure_counts(counted, drawn):
    made = counted.remarks[~counted.remarks["not_said"].astype(bool)]
    once = made[made["repeats"].isna()]
    n = {
        name: int(re.search(r"([\d,]+) of [\d,]+ remarks", one["caption"]).group(1))
        for name, one in drawn.items()
        if name in COUNTED
    }
    assert n["salience"] == made["leader"].notna().sum()
    assert n["forms"] == n["terms-by-leader"] == n["stances"] == once["leader"].notna().sum()
    assert (
        n["voices"]
        == counted.tables["voices"]
        .query("frame == 'threat' and measure == 'share_remarks'")["reference_n_remarks"]
        .sum()
    )
    main = counted.main
    assert n["comparison"] == n["stability"] == main["n_remarks"] + main["reference_n_remarks"]
    assert all(f" of {len(made)} remarks" in drawn[name]["caption"] for name in COUNTED)


COUNTED = ("salience", "forms", "terms-by-leader", "stances", "voices", "comparison", "stability", "renderings")


def test_a_figure_that_counts_repeats_says_so(counted):
    remarks = counted.tables["salience"].assign(repeats=None)
    for n, said in ((0, None), (1, "with 1 repeat of an earlier remark of the same article, counted here alone")):
        own = remarks.copy()
        own.loc[own.index[own["leader"].notna()][:n], "repeats"] = "r"
        changed = replace(counted, tables=counted.tables | {"salience": own})
        caption = next(one for one in draw_words(changed) if one.name == "salience").options["caption"]
        assert (said in caption) if said else ("repeat" not in caption)


def test_titles_name_no_winner(counted):
    for drawing in [*draw_words(counted), *draw_speeches(counted)]:
        if drawing.name != "stability":
            assert not [word for word in drawing.options["title"].lower().split() if word in SUPERLATIVES]


def test_the_remark_that_is_shown_says_how_many_others_are_in_as_many_outlets(counted):
    whole = counted.tables["renderings"]
    table = whole[whole["outlet"] != "Port Post"].reset_index(drop=True)
    n_outlets = table.groupby("cluster")["outlet"].nunique()
    n_as_many = (n_outlets == n_outlets.max()).sum() - 1
    assert n_as_many > 0
    without = replace(counted, tables=counted.tables | {"renderings": table})
    drawing = next(one for one in draw_speeches(without) if one.name == "renderings")
    assert f"as many outlets report {n_as_many} other" in drawing.options["title"]


def test_what_one_article_repeats_is_no_remark_in_several_articles(counted, tmp_path):
    whole = counted.tables["renderings"]
    n = int(whole.groupby("cluster")["article_id"].nunique().gt(1).sum())
    assert n > 1
    ((said, page),) = pages.write_pages(counted, tmp_path)[1]["renderings"]
    assert said.startswith(f"{n} remarks in several articles")
    assert (tmp_path / page).read_text(encoding="utf-8").count("<table>") == n
    repeated = replace(counted, tables=counted.tables | {"renderings": whole.assign(article_id=whole["article_id"][0])})
    assert pages.write_pages(repeated, tmp_path)[1]["renderings"] == []


def test_captions_speak_of_intervals_where_there_are_some(counted):
    for low, high, is_told in [(0.1, 0.2, True), (None, None, False)]:
        changed = with_ends(with_ends(counted, "comparison", low, high), "voices", low, high)
        drawn = {one.name: one.options["caption"] for one in draw_words(changed)}
        assert ["nterval" in drawn[name] for name in ("comparison", "voices")] == [is_told] * 2


def test_the_figure_of_what_was_selected_is_about_the_group_asked_about(counted):
    turned = with_ends(counted, "selection", -0.1, 0.2)
    turned.tables["selection"] = turned.tables["selection"].iloc[::-1].reset_index(drop=True)
    drawing = next(one for one in draw_speeches(turned) if one.name == "selection")
    assert "taken from Mira Solveng" in drawing.options["title"]
    assert drawing.options["title"].endswith("(not settled by these stories)")


def test_remarks_of_leaders_are_remarks_that_were_made(counted):
    nothing_said = replace(counted, remarks=counted.remarks.assign(not_said=True))
    numbers = dict(analysis.list_numbers(nothing_said))
    assert (numbers["remarks"], numbers["remarks of leaders"]) == (0, 0)


def test_tables_that_are_cut_begin_with_what_tells_most(counted):
    tables = {table.name: table for section in list_sections(counted, {}, {}, {}) for table in section.tables}
    said = [[cell.text for cell in row] for row in tables["shares-quoted"].rows]
    assert [row[:2] for row in said[:2]] == [["all together", "Mira Solveng"], ["all together", "Edric Vane"]]
    column = tables["terms"].columns.index("terms")
    numbers = [int(row[column].text) for row in tables["terms"].rows]
    assert numbers == sorted(numbers, reverse=True)


def test_columns_in_which_nothing_stands_are_not_shown():
    table = pd.DataFrame({"outlet": ["The Bell"], "ci_low": [float("nan")], "problems": [[]], "n": [0]})
    assert show_table("rates", table, "Rates").columns == ["outlet", "n"]
    assert show_table("rates", table.iloc[:0], "Rates").columns == ["outlet", "interval from", "problems", "n"]


def test_negative_numbers_have_the_sign_that_sentences_have():
    table = pd.DataFrame({"lowest": [-0.015, 0.0, -0.0001, 1250.0]})
    assert [row[0].text for row in show_table("stability", table, "").rows] == ["−0.015", "0.000", "0.000", "1,250"]


def test_rows_of_nothing_are_counted_and_not_shown(counted):
    tables = {table.name: table for section in list_sections(counted, {}, {}, {}) for table in section.tables}
    shares, shown = counted.tables["salience-shares"], tables["salience-shares"]
    own = shares[shares["leader"].notna() & shares["measure"].isin(["headline", "comes first"])]
    n_zero = int((own["n"] == 0).sum())
    assert n_zero > 1 and shown.n_rows == len(own) - n_zero
    assert shown.left_out == f"{n_zero} rows in which nothing was found are not shown."
    assert "0" not in [row[shown.columns.index("how many")].text for row in shown.rows]
    mentions = counted.tables["rates-of-mentions"]
    n_zero = int((mentions["mentions_leader"].notna() & (mentions["n_matches"] == 0)).sum())
    assert tables["rates-of-mentions"].left_out.startswith(f"{n_zero} rows in which nothing")


def test_the_figure_of_voices_counts_leaders_by_their_intervals(counted):
    drawing = next(one for one in draw_words(with_ends(counted, "voices", -0.3, 0.1)) if one.name == "voices")
    assert "around 0 of 2 leaders more than in their quoted words, around 0 less" in drawing.options["title"]


def test_an_alias_of_two_leaders_is_told(laid_out):
    rows = "Edric Vane,solveng,surname,Oskeld,,\n"
    text = (laid_out / "leaders.csv").read_text(encoding="utf-8")
    (laid_out / "leaders.csv").write_text(text + rows, encoding="utf-8")
    warnings = warnings_of(laid_out).set_index("where")["warning"]
    assert warnings["Solveng"].startswith("it is an alias of Mira Solveng and Edric Vane")


def told_by(folder):
    """What is said before the answer."""
    return analysis._read(read_material(folder)).notices


def test_whoever_speaks_often_and_is_no_leader_is_told_first(laid_out):
    rows = (laid_out / "leaders.csv").read_text(encoding="utf-8").splitlines()
    kept = [row.replace("Mira Solveng", "Mira Solvang") for row in rows if "Solveng,surname" not in row]
    (laid_out / "leaders.csv").write_text("\n".join(kept), encoding="utf-8")
    change(laid_out, ('group = "Mira Solveng"', 'group = "Mira Solvang"'))
    change(laid_out, ("leader: Mira Solveng", "leader: Mira Solvang"), file="speeches/solveng.txt")
    first = told_by(laid_out)[0]
    assert first.startswith("Not in leaders.csv, yet they speak often: Mira Solveng (")
    assert "remarks; leaders.csv has Mira Solvang)" in first
    assert first in warnings_of(laid_out)["warning"].tolist()


def test_the_example_has_nothing_to_be_told_before_its_answer(counted):
    assert counted.notices == []


def test_an_article_that_cannot_be_read_is_told_with_its_reason_in_plain_words(laid_out):
    change(laid_out, ('"Solveng blinks"', "Interview: I asked"), file="articles/post-04.txt")
    (said,) = told_by(laid_out)
    assert said.startswith("not read: articles/post-04.txt: its front matter cannot be read (line 5: a colon inside a ")
    assert "Put the value in quotation marks" in said


def test_articles_without_outlet_day_or_paragraphs_are_told_with_how_many(laid_out):
    change(laid_out, ("outlet: Port Post\n", ""), file="articles/post-01.txt")
    change(laid_out, ("published: 2033-06-02\n", ""), file="articles/post-02.txt")
    front = "---\narticle_id: long\noutlet: Port Post\npublished: 2033-06-05\n---\n\n"
    (laid_out / "articles" / "long.txt").write_text(front + "The ferry sailed. " * 60, encoding="utf-8")
    told = told_by(laid_out)
    assert [line.partition(":")[0] for line in told] == [
        "1 of 13 articles without outlet (post-01)",
        "1 of 13 articles without day (post-02)",
        "1 of 13 articles without paragraphs (long)",
    ]


def test_a_folder_of_speeches_by_another_name_is_told(laid_out):
    (laid_out / "speeches").rename(laid_out / "Speech ")
    (said,) = read_material(laid_out).told
    assert said == "folder 'Speech ': 2 files in it are not read. Speeches stand in a folder named 'speeches'"


def test_a_lexicon_under_a_borrowed_name_or_against_its_examples_is_called_validated_nowhere(laid_out):
    home = Path(framing.__file__).parent / "lexicons" / "security"
    shutil.copytree(home, laid_out / "mine")
    terms = (laid_out / "mine" / "terms.csv").read_text(encoding="utf-8").splitlines()
    (laid_out / "mine" / "terms.csv").write_text("\n".join([*terms, "threat,ferry,1,"]), encoding="utf-8")
    examples = (laid_out / "mine" / "examples.csv").read_text(encoding="utf-8").rstrip()
    wrong = f"{examples}\nthreat,The ferry sailed.,\n"
    (laid_out / "mine" / "examples.csv").write_text(wrong, encoding="utf-8")
    change(laid_out, ('lexicon = "security"', 'lexicon = "mine"'))
    counted = analysis._read(read_material(laid_out))
    borrowed, failing = counted.notices
    assert "counts otherwise than the one of this name that comes with the toolkit" in borrowed
    assert "1 of 146 examples fail (threat), such as 'The ferry sailed.' should have no term and has ferry" in failing
    said = " ".join(methods(counted, corpus_digest="0" * 16))
    assert f"security@1.0.0+{counted.material.lexicon.digest[:8]}" in said
    assert "not validated" in said
    assert "1 of 146 examples fail" in said


def test_wrong_corrections_are_told_by_row_together_with_all_else(laid_out):
    rows = "wire-01,3,20,found,Nobody,direkt\nwire-01,20,3,found,,\n"
    (laid_out / "overrides.csv").write_text(f"article_id,start,end,reason,leader,form\n{rows}", encoding="utf-8")
    change(laid_out, ('frame = "threat"', 'frame = "thret"'))
    problem = problem_of(laid_out)
    for said in (
        "frame 'thret'",
        "row 2: leader 'Nobody'",
        "row 2: form 'direkt'",
        "row 3: start 20 is not before end",
    ):
        assert said in problem


def test_corrections_that_match_no_remark_are_told(laid_out):
    rows = "wire-01,3,20,found,yes\n"
    (laid_out / "overrides.csv").write_text(f"article_id,start,end,reason,remove\n{rows}", encoding="utf-8")
    (said,) = told_by(laid_out)
    assert said.startswith("overrides.csv row 2 (3-20 of wire-01) matched nothing: No remark stands there.")


def test_of_many_corrections_without_effect_the_first_are_told_and_how_many_there_are(laid_out):
    rows = "".join(f"wire-01,{start},{start + 1},found,yes\n" for start in range(7))
    (laid_out / "overrides.csv").write_text(f"article_id,start,end,reason,remove\n{rows}", encoding="utf-8")
    told = told_by(laid_out)
    assert len(told) == 6
    assert told[-1] == "overrides.csv: 7 rows to look at in all; audit-corrections.csv has them"


def test_a_row_of_leaders_with_a_cell_too_many_says_so(laid_out):
    (laid_out / "leaders.csv").write_text("leader,alias,kind\nAda,Brook, Ada,name\n", encoding="utf-8")
    problem = problem_of(laid_out)
    assert "row 2 has 4 cells, the header 3" in problem
    assert "inside a cell needs quotation marks" in problem


def test_stories_called_after_their_content_are_named_by_headline():
    rows = {"specification": ["main", "without the story 5b2399c9ce1047a0", "without the story wire-1"]}
    rows |= {"choice": ["main", "story", "story"], "left_out": [None, "5b2399c9ce1047a0", "wire-1"]}
    articles = pd.DataFrame({"story_id": ["5b2399c9ce1047a0", "wire-1"], "headline": ["Rain", "Sun"]})
    named = analysis.name_stories(pd.DataFrame(rows), articles)["specification"].tolist()
    assert named == ["main", "without the story 'Rain'", "without the story wire-1"]


@pytest.mark.parametrize(
    ("program", "said"), [("cli.py", "run.py framing study new"), ("framing", "one: framing study")]
)
def test_commands_are_named_as_they_have_to_be_typed(tmp_path, monkeypatch, program, said):
    monkeypatch.setattr(sys, "argv", [program])
    assert said in problem_of(tmp_path)


def test_articles_in_which_nobody_says_anything_are_reported_on_too(laid_out):
    for number, path in enumerate((laid_out / "articles").iterdir()):
        head = f"---\noutlet: Outlet {number % 2}\n---\n\n"
        path.write_text(f"{head}Mira Solveng came. Edric Vane left port {number}.", encoding="utf-8")
    assert framing.run_study(laid_out).answer.startswith("The question cannot be answered: no word of Mira Solveng")


MANIFESTS = ("3", "[]", '{"answer": "", "fingerprint": 3, "numbers": {}, "outputs": [], "comparisons": 4}')


@pytest.mark.parametrize("text", MANIFESTS)
def test_a_manifest_of_another_shape_is_none(laid_out, text):
    (laid_out / "results").mkdir()
    (laid_out / "results" / "manifest.json").write_text(text, encoding="utf-8")
    assert "it is no manifest of results any more" in problem_of(laid_out)


# What would only fail half-way is refused on reading


def test_an_article_in_another_language_is_left_out_and_told(laid_out):
    change(laid_out, ("language: en", "language: de"), file="articles/post-01.txt")
    material = read_material(laid_out)
    assert "post-01" not in set(material.articles["article_id"])
    assert material.told == ("articles left out: 1 in a language that is not known here (de): post-01.",)


def test_articles_that_are_all_in_another_language_are_refused(laid_out):
    for path in (laid_out / "articles").iterdir():
        change(laid_out, ("language: en", "language: de"), file=f"articles/{path.name}")
    assert "articles: 12 in a language that is not known here (de)" in problem_of(laid_out)


def test_a_folder_that_cannot_be_written_is_refused_before_anything_is_counted(laid_out, monkeypatch):
    def refuse(**_):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(results_folder.tempfile, "mkdtemp", refuse)
    monkeypatch.setattr(making, "count_study", lambda *_, **__: pytest.fail("counted"))
    assert "results cannot be written there (Read-only file system)" in problem_of(laid_out)


def test_a_speech_without_a_word_is_refused(laid_out):
    (laid_out / "speeches" / "empty.txt").write_text("---\nleader: Edric Vane\n---\n\n ... \n", encoding="utf-8")
    assert "speeches: empty: there is no word in it." in problem_of(laid_out)


def test_articles_are_not_looked_for_where_results_are_written(laid_out):
    change(laid_out, ('articles = "articles"', 'articles = "."'))
    assert "articles '.': results are written there too" in problem_of(laid_out)


def test_a_number_of_too_many_digits_is_refused_with_its_line(laid_out):
    change(laid_out, ("seed = 1", f"seed = {10**30}"))
    assert "seed is 1000" in problem_of(laid_out)
    assert "of nine digits at most" in problem_of(laid_out)


# The command


def test_the_command_lays_out_and_runs(tmp_path, capsys, in_short):
    folder = str(tmp_path / "ferry")
    assert main(["study", "new", folder, "--example"]) == 0
    change(tmp_path / "ferry", FEWER)
    assert main(["study", "run", folder]) == 0
    first = capsys.readouterr().err
    assert "Security threat: Mira Solveng" in first
    assert main(["study", "run", folder]) == 0
    assert "Nothing changed since the results were made." in capsys.readouterr().err


def test_the_command_gives_two_for_a_mistake(tmp_path, capsys):
    assert main(["study", "run", str(tmp_path)]) == 2
    assert "there is no study.toml" in capsys.readouterr().err


def test_the_folder_is_laid_out_from_the_package_alone():
    from importlib import resources

    home = resources.files("framing.studies").joinpath("templates", "study")
    assert home.joinpath("README.txt").is_file()
    assert home.joinpath("example", "study.toml").is_file()
