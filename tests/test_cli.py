"""The command line: what it prints, what it writes, how it ends."""

import io
import json
import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pandas as pd
import pytest

import framing
import framing.files
import framing.schema
from framing.studies import cli
from framing.studies.cli import main

TEXT = "Premier Ada Brook warned of an existential threat. There is no threat, others said.\n"


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "summit.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def ended(capsys, *arguments):
    """Exit code, standard output, standard error."""
    code = main([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_count_gives_a_row_for_every_article_and_frame_zeros_included(capsys, article):
    code, out, _ = ended(capsys, "count", article, "--lexicon", "security")
    table = pd.read_csv(io.StringIO(out))
    security = framing.read_lexicon("security")
    assert code == 0
    assert table.columns.tolist() == ["article_id", "frame", "n_matches", "n_tokens", "per_1000"]
    assert table["frame"].tolist() == list(security.frames)
    assert table.set_index("frame").loc["threat", "n_matches"] == 2
    assert (table["n_tokens"] == 14).all()


@pytest.mark.parametrize("suffix", ["csv", "tsv", "jsonl", "parquet"])
def test_count_writes_the_format_of_the_suffix(capsys, tmp_path, article, suffix):
    out = tmp_path / f"counts.{suffix}"
    code, printed, said = ended(capsys, "count", article, "--lexicon", "security", "-o", out)
    assert (code, printed) == (0, "")
    assert f"rows in {out}" in said
    rows, _ = framing.files.read_rows(out)
    assert len(rows) == len(framing.read_lexicon("security").frames)


def test_json_lines_with_doc_id_are_counted(capsys, tmp_path):
    path = tmp_path / "docs.jsonl"
    path.write_text("\n".join(json.dumps({"doc_id": n, "text": TEXT}) for n in "ab"), encoding="utf-8")
    code, out, _ = ended(capsys, "count", path, "--lexicon", "security")
    assert code == 0
    assert pd.read_csv(io.StringIO(out))["article_id"].unique().tolist() == ["a", "b"]


def test_what_was_mended_in_standard_input_is_told(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("“Threat”, she said.".encode("cp1252"))))
    code, _, err = ended(capsys, "count", "-", "--lexicon", "security")
    assert (code, err) == (0, "framing: read as Windows-1252: article stdin\n")


@pytest.mark.parametrize("sent", [TEXT, json.dumps({"doc_id": "stdin", "text": TEXT})])
def test_standard_input_is_one_text_or_json_lines(capsys, monkeypatch, sent):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(sent.encode())))
    code, out, _ = ended(capsys, "count", "-", "--lexicon", "security")
    assert code == 0
    assert set(pd.read_csv(io.StringIO(out))["article_id"]) == {"stdin"}


def test_columns_are_mapped(capsys, tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("nr,words\n1,A threat.\n", encoding="utf-8")
    code, out, _ = ended(
        capsys, "count", path, "--lexicon", "security", "--map", "text=words", "--map", "article_id=nr"
    )
    assert code == 0
    assert pd.read_csv(io.StringIO(out))["n_matches"].sum() == 1


def test_concordance_shows_each_hit_in_its_context(capsys, article):
    code, out, _ = ended(capsys, "concordance", article, "--lexicon", "security", "--frame", "threat", "--width", "20")
    table = pd.read_csv(io.StringIO(out))
    assert code == 0
    assert set(table["frame"]) == {"threat"}
    row = table.iloc[0]
    assert TEXT[row.start : row.end] == row.hit


def test_sentiment_gives_a_row_for_every_sentence_and_engine(capsys, article):
    code, out, _ = ended(capsys, "sentiment", article)
    table = pd.read_csv(io.StringIO(out))
    assert code == 0
    assert table.groupby("engine")["sentence"].nunique().to_dict() == {"textblob": 2, "vader": 2}
    assert json.loads(table["words"].iloc[-1]) is not None


SPOKEN = 'The "threat" grows, Ada Brook said. "We wait," she added. The "miracle" pump broke.\n'


@pytest.fixture
def spoken(tmp_path):
    path = tmp_path / "spoken.txt"
    path.write_text(SPOKEN, encoding="utf-8")
    return path


def test_remarks_are_a_row_each_with_spans_into_the_text_as_given(capsys, spoken, tmp_path):
    code, out, err = ended(capsys, "remarks", spoken)
    table = pd.read_csv(io.StringIO(out))
    assert code == 0
    assert table.columns.tolist() == framing.schema.column_names("remarks")
    assert table["speaker"].tolist() == ["Ada Brook", "Ada Brook"]
    assert [SPOKEN[a:b] for a, b in zip(table["start"], table["end"], strict=True)] == [
        'The "threat" grows',
        "We wait,",
    ]
    assert "1 quoted stretch without a speaker" in err

    ended(capsys, "remarks", spoken, "-o", tmp_path / "out.jsonl")
    record = json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert record["spans"] == [[0, 18]]


def test_remarks_know_their_leader_and_their_terms(capsys, spoken, tmp_path):
    leaders = tmp_path / "leaders.csv"
    leaders.write_text("leader,alias,kind\nPremier Brook,Ada Brook,name\nPremier Brook,Brook,surname\n")
    arguments = ["remarks", spoken, "--leaders", leaders, "--wide", "--lexicon", "security"]
    table = pd.read_csv(io.StringIO(ended(capsys, *arguments)[1]))
    assert set(table["leader"]) == {"Premier Brook"}
    assert table["n_threat"].tolist() == [1, 0]
    assert table["quoted_words"].tolist() == ["threat", "We wait,"]


def test_corrections_are_applied_and_told_and_the_audit_is_written(capsys, spoken, tmp_path):
    overrides = tmp_path / "overrides.csv"
    overrides.write_text(
        "article_id,start,end,reason,speaker\nspoken,0,18,found,Ilka Brandt\nspoken,3,4,found,\nother,0,4,random,X\n"
    )
    audit = tmp_path / "audit.csv"
    code, out, err = ended(capsys, "remarks", spoken, "--overrides", overrides, "--audit", audit)
    assert code == 0
    assert pd.read_csv(io.StringIO(out))["speaker"].tolist()[0] == "Ilka Brandt"
    assert "1 changed" in err
    assert "1 matched nothing" in err
    assert "1 of articles that are not here" in err
    assert pd.read_csv(audit)["problem"].tolist() == ["quoted stretch without a speaker"]


HEARD = """Ferry talks

The ferry was late, Ivo Hal said. It rained, Ivo Hal added. "No boats," Ivo Hal replied. "We wait," Ada Brook said.
The mayor told reporters that it snowed. "Enough," said Ilka Brandt.
"""
WHO = """leader,alias,kind
Ada Brook,Ada Brook,name
Ada Brook,Brook,surname
Ada Brook,the mayor,role
Ada Brook,she,pronoun
Ivo Hall,Ivo Hall,name
Ivo Hall,Hall,surname
"""
CORRECTIONS = """article_id,start,end,reason,speaker,form,leader,remove
a,13,31,found,,,Ivo Hall,
a,47,56,found,,,,yes
c,0,18,found,Ada Brook,direct,,
c,1,18,random,,,,yes
a,14,31,found,Ivo Hall,indirect,,
elsewhere,0,4,random,Ada Brook,,,
"""


@pytest.fixture
def heard(tmp_path):
    """A table of articles, a leaders' file and corrections."""
    texts = {"a": HEARD, "b": "The boats sailed on. " * 60, "c": "The ferry was late. " + "It rained. \n\n" * 90}
    rows = [{"article_id": name, "text": text} for name, text in texts.items()]
    framing.articles_from_records(rows, source="test").drop(columns="warnings").to_parquet(tmp_path / "a.parquet")
    (tmp_path / "leaders.csv").write_text(WHO, encoding="utf-8")
    (tmp_path / "overrides.csv").write_text(CORRECTIONS, encoding="utf-8")
    return tmp_path


TOLD = [
    "4 of 6 remarks are of nobody in leaders.csv: their words count for no leader",
    "Not in leaders.csv, yet they speak often: Ivo Hal (3 remarks; leaders.csv has Ivo Hall)",
    "In leaders.csv, yet without a remark: Ivo Hall. Do the articles write these names otherwise?",
]


def test_remarks_end_with_what_the_leaders_file_lacks_and_with_lost_paragraphs(capsys, heard):
    arguments = ["remarks", heard / "a.parquet", "--leaders", heard / "leaders.csv"]
    _, _, small = ended(capsys, *arguments, "-o", heard / "out.csv")
    _, _, large = ended(capsys, *arguments, "-o", f"{heard}/out/", "--workers", "1")
    for said in TOLD:
        assert f"framing: {said}" in small
        assert f"framing: {said}" in large
    assert "framing: 1 articles without paragraphs (b): all of each is its lead" in small
    assert "framing: 1 articles without paragraphs: all of each is its lead" in large
    _, _, without = ended(capsys, "remarks", heard / "a.parquet")
    assert "leaders.csv" not in without


@pytest.mark.parametrize("further", [[], ["--wide", "--lexicon", "security"]])
@pytest.mark.parametrize("workers", [1, 2])
def test_corrected_remarks_are_the_same_in_a_folder_as_in_a_file(capsys, heard, further, workers):
    arguments = ["remarks", heard / "a.parquet", "--leaders", heard / "leaders.csv", *further]
    arguments += ["--overrides", heard / "overrides.csv"]
    assert ended(capsys, *arguments, "-o", heard / "out.parquet")[0] == 0
    code, _, err = ended(capsys, *arguments, "-o", f"{heard}/out/", "--workers", workers)
    assert code == 0
    whole, parts = pd.read_parquet(heard / "out.parquet"), pd.read_parquet(heard / "out")
    pd.testing.assert_frame_equal(parts, whole, check_dtype=False)
    assert parts["override"].notna().sum() == 2
    for said in ("1 corrections: changed", "1 corrections: added", "1 corrections: removed", "1 corrections: refused"):
        assert f"framing: {said}\n" in err
    assert "correction to look at: row 6 (14-31 of a) is refused: It overlaps the remark at 13-31." in err
    assert "corrections: 1 of articles that are not here" in err


def test_what_became_of_corrections_is_told_with_their_rows(capsys, heard):
    arguments = ["remarks", heard / "a.parquet", "--leaders", heard / "leaders.csv"]
    _, _, err = ended(capsys, *arguments, "--overrides", heard / "overrides.csv", "-o", heard / "out.csv")
    assert "framing: overrides.csv row 5 (1-18 of c) matched nothing: No remark stands there." in err
    assert "framing: overrides.csv row 6 (14-31 of a) is refused: It overlaps the remark at 13-31. Did you mean" in err
    assert "corrections: 1 of articles that are not here (row 7: elsewhere)" in err
    (heard / "overrides.csv").write_text(CORRECTIONS.replace("Ivo Hall,\n", "Ivo Hal,\n"), encoding="utf-8")
    code, _, err = ended(capsys, *arguments, "--overrides", heard / "overrides.csv", "-o", heard / "out.csv")
    assert code == 2
    assert "overrides.csv: row 2: leader 'Ivo Hal' is no leader of the leaders' file. Did you mean 'Ivo Hall'?" in err


def test_the_example_of_corrections_in_the_documentation_does_what_it_says(capsys, tmp_path, monkeypatch):
    page = (Path(__file__).resolve().parents[1] / "docs" / "your-own-texts.md").read_text(encoding="utf-8")
    section = page[page.index("### Correcting who said what") : page.index("### What can go wrong with any file")]
    names = re.search(r"((?:    .+\n)+)", page[page.index("    leader,alias,kind") :])[1]
    article, corrections = (
        block + "\n" for block in re.findall(r"(    article_id,(?:.|\n)+?)\n\n    python3", section)
    )
    monkeypatch.chdir(tmp_path)
    for file, block in (("leaders.csv", names), ("articles.csv", article), ("overrides.csv", corrections)):
        Path(file).write_text(textwrap.dedent(block), encoding="utf-8")
    calls = re.findall(r"python3 run.py framing (remarks .+)", section)
    told = [ended(capsys, *call.split())[2] for call in calls]
    found, left, fixed = (pd.read_csv(f"{name}.csv") for name in ("remarks", "left", "corrected"))
    places = ", ".join(f"{start} to {end}" for start, end in zip(found["start"], found["end"], strict=True))
    assert f"at characters {' and '.join(places.rsplit(', ', 1))} of the article" in section
    assert left[["start", "end"]].to_numpy().tolist() == [[188, 216]]
    assert "at 188 to 216" in section
    assert re.search(r"    (framing: corrections: .+)", section)[1] in told[1].splitlines()
    assert fixed["leader"].tolist() == ["Ada Brook", "Ivo Hall", "Ada Brook"]
    assert fixed["form"].tolist() == ["direct", "indirect", "direct"]


def test_lexicons_are_listed_and_shown(capsys):
    code, out, _ = ended(capsys, "lexicon", "list")
    assert code == 0
    assert "security" in out
    code, out, _ = ended(capsys, "lexicon", "show", "security", "--frame", "threat")
    assert code == 0
    assert "\nnot validated\n" in out
    assert "existential threat" in out or "threat" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["count", "no-such-file.txt", "--lexicon", "security"], "no such file"),
        (["count", "ARTICLE", "--lexicon", "securty"], "Did you mean 'security'"),
        (["count", "ARTICLE", "--lexicon", "security", "-o", "x.docx"], "End the name in .csv"),
        (["count", "ARTICLE", "--lexicon", "security", "--map", "text"], "write COLUMN=NAME"),
        (["count", "ARTICLE"], "--lexicon security"),
        (["count", "TABLE", "--lexicon", "security", "-o", "TABLE"], "it holds the texts"),
        (["count", "TABLE", "--lexicon", "security", "--map", "words=text"], "the other way round: text=words"),
        (["concordance", "ARTICLE", "--lexicon", "security", "--frame", "treat"], "Did you mean 'threat'"),
        (["concordance", "ARTICLE", "--lexicon", "security", "--width", "0"], "--width 0"),
        (["remarks", "ARTICLE", "--lexicon", "security"], "add --wide"),
        (["lexicon", "show", "securty"], "Did you mean 'security'"),
        (["figures", "99-nowhere"], "no notebook '99-nowhere'"),
    ],
)
def test_wrong_use_is_one_clear_message_and_exit_2(capsys, article, arguments, said):
    table = article.with_name("table.csv")
    table.write_text("words\nA threat.\n", encoding="utf-8")
    places = {"ARTICLE": article, "TABLE": table}
    code, out, err = ended(capsys, *(places.get(argument, argument) for argument in arguments))
    assert (code, out) == (2, "")
    assert err.startswith("framing: ")
    assert said in err
    assert "Traceback" not in err


def test_an_output_folder_that_cannot_be_written_is_named_and_nothing_is_left(capsys, tmp_path, article):
    (tmp_path / "file").write_text("x")
    code, _, err = ended(capsys, "count", article, "--lexicon", "security", "-o", tmp_path / "file" / "out.csv")
    assert code == 2
    assert "cannot be written" in err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "summit.txt"]


def test_what_was_mended_on_reading_is_told_beside_the_result(capsys, tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_bytes("“Threat”, she said.".encode("cp1252"))
    code, out, err = ended(capsys, "count", tmp_path, "--lexicon", "security")
    assert code == 0
    assert err == "framing: read as Windows-1252: articles a, b\n"
    assert out.startswith("article_id,")


def test_a_long_text_in_one_line_is_counted_normally(capsys, tmp_path):
    path = tmp_path / "long.txt"
    path.write_text("A threat is no small word here. " * 30_000, encoding="utf-8")
    code, out, _ = ended(capsys, "count", path, "--lexicon", "security")
    assert code == 0
    assert pd.read_csv(io.StringIO(out)).set_index("frame").loc["threat", "n_matches"] == 30_000


def test_no_article_is_lost_between_two_steps_of_the_progress_bar(capsys, tmp_path, monkeypatch):
    path = tmp_path / "many.jsonl"
    records = [{"doc_id": f"d{number}", "text": "A threat. " * (number % 5)} for number in range(40)]
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    whole = ended(capsys, "count", path, "--lexicon", "security")[1]
    monkeypatch.setattr("framing.studies.commands.shared.CHARACTERS_AT_A_TIME", 60)
    assert ended(capsys, "count", path, "--lexicon", "security")[1] == whole
    assert whole.count("\nd") == 40 * len(framing.read_lexicon("security").frames)
    for command in (["sentiment", path], ["concordance", path, "--lexicon", "security"]):
        assert ended(capsys, *command)[0] == 0


def test_a_table_without_rows_gives_a_table_without_rows(capsys, tmp_path):
    path = tmp_path / "none.csv"
    path.write_text("doc_id,text\n", encoding="utf-8")
    code, out, _ = ended(capsys, "count", path, "--lexicon", "security")
    assert (code, out) == (0, "article_id,frame,n_matches,n_tokens,per_1000\n")


@pytest.mark.parametrize(("problems", "code"), [(["figure storms: picture differs"], 1), ([], 0)])
def test_a_failed_check_ends_with_1(capsys, monkeypatch, problems, code):
    monkeypatch.setattr("framing.studies.reproduction.check_figures", lambda *_, **__: (problems, ["a note"]))
    ended_with, _, err = ended(capsys, "figures", "--check")
    assert ended_with == code
    assert all(line in err for line in [*problems, "a note"])


def test_a_reader_that_has_seen_enough_is_no_error(tmp_path):
    path = tmp_path / "many.csv"
    path.write_text("text\n" + "A threat.\n" * 3000, encoding="utf-8")
    command = f'"{sys.executable}" -m framing.studies.cli count "{path}" --lexicon security | head -1'
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("article_id")
    assert "Traceback" not in done.stderr


def test_names_from_anywhere_go_through_a_pipe_of_any_machine(tmp_path):
    path = tmp_path / "Жанна.txt"
    path.write_text("A threat.", encoding="utf-8")
    command = [sys.executable, "-m", "framing.studies.cli", "count", str(path), "--lexicon", "security"]
    done = subprocess.run(command, capture_output=True, check=True, env=os.environ | {"PYTHONIOENCODING": "ascii"})
    assert "Жанна" in done.stdout.decode("utf-8")


def test_without_a_command_the_help_is_shown(capsys):
    code, out, _ = ended(capsys)
    assert code == 2
    assert "concordance" in out


def test_a_process_prints_csv_into_a_pipe_and_nothing_else(article):
    command = [sys.executable, "-m", "framing.studies.cli", "count", str(article), "--lexicon", "security"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("article_id,frame,n_matches,n_tokens,per_1000\n")
    assert done.stderr == ""


def test_ctrl_c_is_one_line(capsys, monkeypatch, article):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("framing.count_frames", interrupted)
    code, out, err = ended(capsys, "count", article, "--lexicon", "security")
    assert (code, out) == (130, "")
    assert err.startswith("framing: stopped. What is written is whole")


def commands_of(arguments):
    """The commands that the command line knows for these arguments, each with its parser."""
    (commands,) = (action for action in cli._parser(arguments)._actions if isinstance(action.choices, dict))
    return commands.choices


def test_each_command_is_found_in_its_own_module_as_among_all():
    every = commands_of([])
    assert list(every) == list(cli._ROOMS)
    for name, parser in every.items():
        assert commands_of([name])[name].format_help() == parser.format_help()


def test_counting_does_not_wait_for_what_it_does_not_use(tmp_path):
    (tmp_path / "a.txt").write_text("It rained.", encoding="utf-8")
    code = "import sys; from framing.studies.cli import main; main(['count', 'a.txt', '--lexicon', 'security']); "
    code += "print({'yaml', 'tqdm', 'scipy', 'textblob', 'framing.studies.commands.coding'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout.endswith("set()\n")
