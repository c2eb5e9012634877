"""A saved figure has its numbers and what made it beside it; both are looked at again later."""

import dataclasses
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import pandas as pd
import pytest
from figure_tables import HOSTILE, LEADERS, make_terms
from matplotlib import image
from matplotlib.figure import Figure
from nbconvert import HTMLExporter

import framing
from framing.figures import records, verification
from framing.lexicon import Lexicon, Term

FILES = ["svg", "png", "csv", "json"]
WEATHER = Lexicon("weather", "1.0", "en", "", "CC0-1.0", {"storm": "wind words"}, (Term("storm", "gale*"),))
ARTICLES = pd.DataFrame({"article_id": ["a", "b"], "text": ["A gale blew.", "It was $5bn."], "outlet": ["X", "Y"]})
MADE_OF = {"corpus": ARTICLES, "lexicon": WEATHER, "seed": 7}
TEMPLATES = Path(framing.__file__).parent / "studies" / "templates"


def make_figure(terms, **words):
    words = {"title": "Halvorn deters (counts)", "caption": "Hits; six invented articles."} | words
    return framing.plot_frame_terms(terms, **words)


@pytest.fixture
def terms():
    return make_terms(LEADERS[:2])


@pytest.fixture(scope="module")
def saved_once(tmp_path_factory):
    terms = make_terms(LEADERS[:2])
    return framing.save_figure(
        make_figure(terms), terms, "terms-by-leader", **MADE_OF, folder=tmp_path_factory.mktemp("once") / "one"
    )


@pytest.fixture
def saved(saved_once, tmp_path):
    """A figure that the test may change."""
    return dataclasses.replace(saved_once, folder=Path(shutil.copytree(saved_once.folder, tmp_path / "one")))


def record_of(saved):
    return json.loads(saved.path("json").read_text(encoding="utf-8"))


def change(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


class TestSaving:
    def test_four_files_are_written(self, saved):
        assert sorted(file.name for file in saved.folder.iterdir()) == sorted(f"terms-by-leader.{end}" for end in FILES)

    def test_the_numbers_are_exactly_those_drawn(self, saved, terms):
        pd.testing.assert_frame_equal(pd.read_csv(saved.path("csv")), terms, check_dtype=False)

    def test_numbers_keep_all_their_digits_and_missing_ones_stay_empty(self, tmp_path, terms):
        table = pd.DataFrame({"share": [1 / 3, None, 0.1 + 0.2], "spans": [[[1, 2]], [], [[3, 4]]]})
        saved = framing.save_figure(make_figure(terms), table, "digits", folder=tmp_path)
        expected = 'share,spans\n0.3333333333333333,"[[1, 2]]"\n,[]\n0.30000000000000004,"[[3, 4]]"\n'
        assert saved.path("csv").read_text(encoding="utf-8") == expected

    def test_the_record_says_what_made_it(self, saved, terms):
        record = record_of(saved)
        assert record["lexicon"] == {"label": "weather@1.0", "digest": WEATHER.digest}
        assert record["corpus"] == {"n_rows": 2, "digest": records.digest_corpus(ARTICLES)}
        assert (record["seed"], record["n_rows"], record["figure"]) == (7, len(terms), "terms-by-leader")
        assert record["title"] == "Halvorn deters (counts)"
        assert record["alt"] == make_figure(terms).framing_alt
        assert record["made_with"] == {"framing": framing.__version__, "matplotlib": records.matplotlib_minor()}
        for suffix in ("svg", "png", "csv"):
            assert record["sha256"][suffix] == hashlib.sha256(saved.path(suffix).read_bytes()).hexdigest()

    def test_the_picture_is_sixteen_centimetres_wide_at_150_dots_per_inch(self, saved):
        assert image.imread(saved.path("png")).shape[1] == pytest.approx(16 / 2.54 * 150, abs=1)

    def test_title_and_caption_are_in_the_picture_itself(self, saved):
        drawn = saved.path("svg").read_text(encoding="utf-8")
        assert "<!-- Hits; six invented articles. -->" in drawn
        assert "<!-- Halvorn deters (counts) -->" in drawn

    def test_no_time_no_machine_and_no_user_stand_in_any_file(self, saved):
        for suffix in FILES:
            content = saved.path(suffix).read_bytes()
            for told in (str(Path.home()), str(saved.folder), str(Path.cwd())):
                assert told.encode() not in content
            assert not re.search(rb"20\d\d-\d\d-\d\d", content)

    def test_a_table_without_rows_is_saved_too(self, tmp_path):
        terms = make_terms([])
        saved = framing.save_figure(make_figure(terms), terms, "nothing", folder=tmp_path)
        assert saved.path("csv").read_text(encoding="utf-8") == "leader,frame,pattern,n_matches,n_negated\n"
        assert verification.verify_figure(tmp_path, "nothing").empty

    def test_it_is_frozen(self, saved):
        with pytest.raises(dataclasses.FrozenInstanceError):
            saved.name = "another"

    @pytest.mark.parametrize("name", ["", "two words", "a/b", "../a", "a.b", "a_b", "-a", "a-", "ü", "a--b", "a\n"])
    def test_a_name_that_is_none_is_refused(self, name, terms, tmp_path):
        with pytest.raises(framing.FramingError, match="use letters, digits and single hyphens"):
            framing.save_figure(make_figure(terms), terms, name, folder=tmp_path)
        assert list(tmp_path.iterdir()) == []

    def test_what_is_no_figure_or_no_table_is_refused(self, terms, tmp_path):
        with pytest.raises(framing.TableError, match="expected a matplotlib Figure, got DataFrame"):
            framing.save_figure(terms, terms, "terms", folder=tmp_path)
        with pytest.raises(framing.TableError, match="expected a table .* got Picture"):
            framing.save_figure(make_figure(terms), make_figure(terms), "terms", folder=tmp_path)

    def test_a_folder_that_cannot_be_written_is_refused(self, terms, tmp_path):
        (tmp_path / "file").write_text("")
        with pytest.raises(framing.TableError, match="cannot be written"):
            framing.save_figure(make_figure(terms), terms, "terms", folder=tmp_path / "file" / "below")

    def test_any_figure_of_matplotlib_can_be_saved(self, tmp_path, terms):
        figure = Figure()
        figure.subplots().plot([1, 2], [3, 4])
        saved = framing.save_figure(figure, terms, "plain", folder=tmp_path)
        assert record_of(saved)["alt"] == ""


class TestSameBytes:
    def test_in_this_process(self, saved, terms, tmp_path):
        again = framing.save_figure(
            make_figure(terms),
            terms,
            "terms-by-leader",
            corpus=ARTICLES,
            lexicon=WEATHER,
            seed=7,
            folder=tmp_path / "two",
        )
        for suffix in FILES:
            assert saved.path(suffix).read_bytes() == again.path(suffix).read_bytes()

    def test_in_another_process_with_another_hash_seed_and_settings(self, tmp_path):
        code = (
            "import sys, matplotlib, framing; from figure_tables import LEADERS, make_terms\n"
            "matplotlib.rcParams['font.size'] = float(sys.argv[2])\n"
            "terms = make_terms(LEADERS)\n"
            "framing.save_figure(framing.plot_frame_terms(terms), terms, 'terms', folder=sys.argv[1])"
        )
        here = Path(__file__).parent
        for seed in ("1", "2"):
            environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": f"{here.parent}{os.pathsep}{here}"}
            arguments = [sys.executable, "-c", code, str(tmp_path / seed), seed + "0"]
            subprocess.run(arguments, check=True, env={**os.environ, **environment})
        for suffix in FILES:
            one, two = ((tmp_path / seed / f"terms.{suffix}").read_bytes() for seed in ("1", "2"))
            assert one == two


class TestFolder:
    def test_it_is_docs_figures_of_the_project_from_wherever_in_it(self, terms, tmp_path, monkeypatch):
        monkeypatch.delenv("FRAMING_OUTPUT", raising=False)
        (tmp_path / "pyproject.toml").write_text("")
        (tmp_path / "notebooks").mkdir()
        for here in (tmp_path, tmp_path / "notebooks"):
            monkeypatch.chdir(here)
            saved = framing.save_figure(make_figure(terms), terms, "terms")
            assert saved.path("csv").resolve() == (tmp_path / "docs" / "figures" / "terms.csv").resolve()

    def test_it_is_here_without_a_project(self, terms, tmp_path, monkeypatch):
        monkeypatch.delenv("FRAMING_OUTPUT", raising=False)
        monkeypatch.chdir(tmp_path)
        if any((folder / "pyproject.toml").is_file() for folder in tmp_path.parents):
            pytest.skip("the folder for temporary files lies in a project")
        framing.save_figure(make_figure(terms), terms, "terms")
        assert (tmp_path / "figures" / "terms.csv").is_file()

    def test_the_variable_goes_before_the_project_and_the_option_before_both(self, terms, tmp_path, monkeypatch):
        (tmp_path / "pyproject.toml").write_text("")
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("FRAMING_OUTPUT", str(tmp_path / "made"))
        framing.save_figure(make_figure(terms), terms, "terms")
        framing.save_figure(make_figure(terms), terms, "chosen", folder="elsewhere")
        assert (tmp_path / "made" / "figures" / "terms.csv").is_file()
        assert (tmp_path / "elsewhere" / "chosen.csv").is_file()
        assert not (tmp_path / "docs").exists()

    def test_a_check_prints_the_same_line_as_a_run(self, terms, tmp_path, monkeypatch):
        (tmp_path / "pyproject.toml").write_text("")
        monkeypatch.chdir(tmp_path)
        monkeypatch.delenv("FRAMING_OUTPUT", raising=False)
        run = framing.save_figure(make_figure(terms), terms, "terms")
        monkeypatch.setenv("FRAMING_OUTPUT", str(tmp_path / "made"))
        check = framing.save_figure(make_figure(terms), terms, "terms")
        assert repr(run) == repr(check) == f"terms: {len(terms)} rows; docs/figures/terms.svg, .png, .csv, .json"

    def test_the_line_never_tells_a_place_of_the_machine(self, saved):
        assert "/" not in repr(saved).replace("one/terms-by-leader", "")


class TestInANotebook:
    def test_it_shows_the_picture_with_its_alt_text(self, saved):
        data, metadata = saved._repr_mimebundle_()
        assert data["image/svg+xml"] == saved.path("svg").read_text(encoding="utf-8")
        assert data["text/plain"] == repr(saved)
        assert metadata["image/svg+xml"]["alt"] == record_of(saved)["alt"]

    def test_title_and_alt_text_are_escaped_in_the_picture(self, tmp_path):
        terms = make_terms(HOSTILE)
        saved = framing.save_figure(make_figure(terms, title='<b>"A" & B</b>'), terms, "hostile", folder=tmp_path)
        root = ElementTree.parse(saved.path("svg")).getroot()
        space = "{http://www.w3.org/2000/svg}"
        assert root.findtext(f"{space}title") == '<b>"A" & B</b>'
        assert root.findtext(f"{space}desc") == root.get("aria-label") == saved.alt
        assert "<b>" in saved.alt

    def test_the_picture_fetches_nothing(self, saved):
        drawn = saved.path("svg").read_text(encoding="utf-8")
        assert not re.search(r'(?:href|src)="(?!#)|url\((?!#)|<!DOCTYPE|<script', drawn)

    def test_the_page_made_of_the_notebook_has_an_image_with_the_alt_text(self, tmp_path):
        terms = make_terms(HOSTILE)
        saved = framing.save_figure(make_figure(terms), terms, "hostile", folder=tmp_path)
        data, metadata = saved._repr_mimebundle_()
        output = nbformat.v4.new_output("display_data", data=data, metadata=metadata)
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("saved", outputs=[output])])
        page, _ = HTMLExporter(template_name="page", extra_template_basedirs=[str(TEMPLATES)]).from_notebook_node(
            notebook, resources={"page_title": "", "page_style": ""}
        )
        alts = re.findall(r"""<img alt=(?:"([^"]*)"|'([^']*)')""", page)
        assert [unescape(one or other) for one, other in alts] == [saved.alt]


class TestCorpusDigest:
    def test_it_changes_with_a_text_and_with_an_id(self):
        digest = records.digest_corpus(ARTICLES)
        assert records.digest_corpus(ARTICLES.assign(text=["A gale blew!", "It was $5bn."])) != digest
        assert records.digest_corpus(ARTICLES.assign(article_id=["a", "c"])) != digest

    def test_it_does_not_change_with_the_order_or_with_other_columns(self):
        digest = records.digest_corpus(ARTICLES)
        assert records.digest_corpus(ARTICLES[::-1].assign(outlet="Z")) == digest

    def test_letters_do_not_wander_between_id_and_text(self):
        one, other = ({"article_id": [name], "text": [text]} for name, text in (("a", "bc"), ("ab", "c")))
        assert records.digest_corpus(pd.DataFrame(one)) != records.digest_corpus(pd.DataFrame(other))

    def test_another_table_counts_as_a_whole(self):
        remarks = pd.DataFrame({"remark_id": ["r"], "spans": [[[0, 4]]]})
        assert records.digest_corpus(remarks) != records.digest_corpus(remarks.assign(spans=[[[0, 5]]]))

    def test_what_is_no_table_is_refused(self):
        with pytest.raises(framing.TableError, match="corpus: expected a table .* got str"):
            records.digest_corpus("articles.csv")


class TestVerifying:
    def test_an_untouched_figure_has_no_problem(self, saved):
        problems = framing.verify_figure(saved.folder, saved.name)
        assert list(problems.columns) == ["figure", "file", "problem"]
        assert problems.empty

    def test_a_changed_number_is_found(self, saved):
        change(saved.path("csv"), "deter*,", "deter*,1")
        problems = framing.verify_figure(saved.folder, saved.name)
        assert problems.values.tolist() == [[saved.name, "terms-by-leader.csv", "table of numbers was changed since"]]

    def test_a_changed_picture_is_found(self, saved):
        change(saved.path("svg"), "</svg>", " </svg>")
        assert framing.verify_figure(saved.folder, saved.name)["problem"].tolist() == ["picture was changed since"]

    def test_a_lost_file_is_found(self, saved):
        saved.path("png").unlink()
        assert framing.verify_figure(saved.folder, saved.name)["problem"].tolist() == ["picture is not there"]

    def test_without_a_record_nothing_can_be_verified(self, saved):
        with pytest.raises(framing.TableError, match=r"nowhere.json: no such record"):
            framing.verify_figure(saved.folder, "nowhere")
        saved.path("json").write_text("[]")
        with pytest.raises(framing.TableError, match="this is no record of a figure"):
            framing.verify_figure(saved.folder, saved.name)


class TestComparing:
    @pytest.fixture
    def made(self, saved_once, tmp_path):
        return dataclasses.replace(saved_once, folder=Path(shutil.copytree(saved_once.folder, tmp_path / "two")))

    def test_equal_figures_do_not_differ(self, saved, made):
        compared = framing.compare_figures(made.folder, saved.folder)
        assert list(compared.columns) == ["figure", "row", "column", "committed", "made", "problem"]
        assert compared.empty

    def test_a_number_is_named_by_row_and_column(self, saved, made):
        change(made.path("csv"), "deter*,0", "deter*,6")
        compared = framing.compare_figures(made.folder, saved.folder)
        assert compared.values.tolist() == [["terms-by-leader", 2, "n_matches", "0", "6", "number differs"]]

    def test_numbers_within_the_tolerance_are_equal(self, terms, tmp_path):
        for folder, share in (("one", 0.1 + 0.2), ("two", 0.3), ("three", 0.3 + 1e-6)):
            table = pd.DataFrame({"name": ["a"], "share": [share]})
            framing.save_figure(make_figure(terms), table, "shares", folder=tmp_path / folder)
        assert framing.compare_figures(tmp_path / "two", tmp_path / "one").empty
        assert framing.compare_figures(tmp_path / "three", tmp_path / "one")["problem"].tolist() == ["number differs"]

    def test_a_missing_number_is_not_zero(self, terms, tmp_path):
        for folder, share in (("one", 0.0), ("two", None)):
            table = pd.DataFrame({"name": ["a"], "share": pd.Series([share], dtype="float64")})
            framing.save_figure(make_figure(terms), table, "shares", folder=tmp_path / folder)
        assert framing.compare_figures(tmp_path / "two", tmp_path / "one")["problem"].tolist() == ["number differs"]

    def test_rows_and_columns_are_compared_too(self, saved, made, terms):
        record = {**MADE_OF, "folder": made.folder}
        framing.save_figure(make_figure(terms), terms[:-1], made.name, **record)
        problems = framing.compare_figures(made.folder, saved.folder)["problem"].tolist()
        assert problems == ["number of rows differs"]
        framing.save_figure(make_figure(terms), terms.rename(columns={"frame": "frames"}), made.name, **record)
        assert framing.compare_figures(made.folder, saved.folder)["problem"].tolist() == ["columns differ"]

    def test_lost_and_new_figures_are_named(self, saved, made, terms):
        framing.save_figure(make_figure(terms), terms, "another", folder=made.folder)
        framing.save_figure(make_figure(terms), terms, "older", folder=saved.folder)
        compared = framing.compare_figures(made.folder, saved.folder)
        assert compared[["figure", "problem"]].values.tolist() == [["another", "not committed"], ["older", "not made"]]

    def test_what_made_it_is_compared(self, saved, made, terms):
        framing.save_figure(
            make_figure(terms, caption="Another."), terms, made.name, corpus=ARTICLES[:1], seed=8, folder=made.folder
        )
        compared = framing.compare_figures(made.folder, saved.folder)
        differ = compared.loc[compared["problem"] != "picture differs", "column"].tolist()
        assert differ == ["caption", "lexicon", "corpus", "seed"]
        assert compared.loc[compared["column"] == "caption", ["committed", "made"]].values.tolist() == [
            ["Hits; six invented articles.", "Another."]
        ]

    def test_a_changed_picture_is_found(self, saved, made):
        change(made.path("svg"), "#0072b2", "#0072b3")
        compared = framing.compare_figures(made.folder, saved.folder)
        assert compared[["column", "problem"]].values.tolist() == [["svg", "picture differs"]]

    def test_a_png_of_the_same_pixels_is_the_same_picture(self, saved, made):
        pixels = image.imread(made.path("png"))
        image.imsave(made.path("png"), pixels, metadata={"Software": "another"})
        assert made.path("png").read_bytes() != saved.path("png").read_bytes()
        assert framing.compare_figures(made.folder, saved.folder).empty
        pixels = pixels.copy()
        pixels[0, 0] = 0.5
        image.imsave(made.path("png"), pixels)
        assert framing.compare_figures(made.folder, saved.folder)["problem"].tolist() == ["picture differs"]

    def test_pictures_of_another_matplotlib_are_not_compared_and_a_note_says_so(self, saved, made):
        minor = records.matplotlib_minor()
        change(saved.path("json"), f'"matplotlib": "{minor}"', '"matplotlib": "3.1"')
        change(made.path("svg"), "#0072b2", "#0072b3")
        compared = framing.compare_figures(made.folder, saved.folder)
        assert compared[["committed", "made", "problem"]].values.tolist() == [["3.1", minor, "note"]]
        assert "not compared" in compared["column"].iloc[0]

    def test_numbers_are_compared_even_then(self, saved, made):
        change(saved.path("json"), f'"matplotlib": "{records.matplotlib_minor()}"', '"matplotlib": "3.1"')
        change(made.path("csv"), "deter*,0", "deter*,6")
        assert framing.compare_figures(made.folder, saved.folder)["problem"].tolist() == ["number differs", "note"]

    def test_a_lost_table_is_found(self, saved, made):
        made.path("csv").unlink()
        problems = framing.compare_figures(made.folder, saved.folder)["problem"].tolist()
        assert problems == ["table of numbers is not there"]

    def test_two_empty_folders_do_not_differ(self, tmp_path):
        assert framing.compare_figures(tmp_path / "none", tmp_path / "neither").empty
