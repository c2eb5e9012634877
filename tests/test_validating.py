"""`framing agreement` and `framing validate`, from texts to the record. The people in the texts are invented."""

import io

import pandas as pd
import pytest

import framing
from framing.studies.cli import main

SAID = ["A gale came", "The wind rose", "We met in Gale Road", "It blew hard", "It rained", "Cargo sank"]


def ended(capsys, *arguments):
    """Exit code, standard output, standard error."""
    code = main([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.fixture
def study(tmp_path, capsys):
    """Texts, a lexicon, and the sheets of two coders who differ about one remark."""
    rows = [{"article_id": f"a{k:02d}", "text": f'"{SAID[k % 6]}," Ada Brook said.'} for k in range(12)]
    pd.DataFrame(rows).to_csv(tmp_path / "texts.csv", index=False)
    home = tmp_path / "weather"
    home.mkdir()
    head = 'name = "weather"\nversion = "1.0"\nlanguage = "en"\n[frames]\nstorm = "talk of wind"\n'
    (home / "lexicon.toml").write_text(head, encoding="utf-8")
    (home / "terms.csv").write_text("frame,pattern\nstorm,gale\nstorm,wind\n", encoding="utf-8")
    (home / "examples.csv").write_text("frame,sentence,matches\nstorm,A gale.,gale\nstorm,Calm.,\n", encoding="utf-8")
    drawn = ["--lexicon", home, "--n", "12", "--seed", "1", "-o", tmp_path / "sheet.csv"]
    assert ended(capsys, "coding", "sample", tmp_path / "texts.csv", *drawn)[0] == 0
    sheet = pd.read_csv(tmp_path / "sheet.csv", dtype="str", keep_default_na=False)
    codes = sheet["text"].str.contains("A gale came|wind rose|blew hard").map({True: "1", False: "0"})
    sheet.assign(coder="Bo", storm=codes).to_csv(tmp_path / "bo.csv", index=False)
    differs = codes.where(sheet.index > 0, codes.map({"0": "1", "1": "0"}))
    sheet.assign(coder="Ilka", storm=differs).to_csv(tmp_path / "ilka.csv", index=False)
    return tmp_path


def test_agreement_of_sheets_is_measured_and_disagreements_written(capsys, study):
    out = study / "differ.csv"
    options = ["--key", study / "sheet-key.csv", "--seed", "1", "--disagreements", out]
    code, printed, said = ended(capsys, "agreement", study / "bo.csv", study / "ilka.csv", *options)
    assert code == 0
    row = pd.read_csv(io.StringIO(printed)).iloc[0]
    assert (row["question"], row["n_units"]) == ("storm", 12)
    assert row["percent"] == pytest.approx(100 * 11 / 12)
    assert "1 disagreements in" in said
    assert len(pd.read_csv(out)) == 1


def validate(capsys, study, *more, texts="texts.csv"):
    sheets = ["--sheet", study / "bo.csv", "--sheet", study / "ilka.csv", "--key", study / "sheet-key.csv"]
    return ended(capsys, "validate", study / texts, *sheets, "--lexicon", study / "weather", "--seed", "1", *more)


def test_a_lexicon_is_validated_and_the_record_is_read_with_it(capsys, study):
    files = ["--patterns", study / "patterns.csv", "--record", study / "weather" / "validation.csv"]
    record = ["--on", "notes; all", "--by", "two readers", "--date", "2025", "--coder-kind", "human", "--how", "Bo"]
    code, out, said = validate(capsys, study, *files, *record)
    assert code == 0, said
    value = pd.read_csv(io.StringIO(out)).set_index("measure")["value"]
    assert (value["precision"], value["recall"]) == (pytest.approx(4 / 6), pytest.approx(4 / 6))
    assert "0 of 12 codes unresolved" in said
    assert pd.read_csv(study / "patterns.csv")["pattern"].tolist() == ["gale", "wind"]
    weather = framing.read_lexicon(study / "weather")
    assert weather.validated_frames == ("storm",)
    assert "alpha of coders 0.8" in weather.validations[0]["figures"]


def test_ties_are_left_out_and_counted(capsys, study):
    code, out, said = validate(capsys, study)
    assert code == 0
    assert "1 of 12 codes unresolved or missing: left out" in said
    assert pd.read_csv(io.StringIO(out))["n_units"].unique().tolist() == [11]


def test_a_record_that_does_not_say_who_coded_what_is_refused(capsys, study):
    code, _, said = validate(capsys, study, "--record", study / "r.csv", "--on", "notes")
    assert code == 2
    assert "--record needs --by, --coder-kind, --date too" in said
    assert not (study / "r.csv").exists()


def test_other_texts_than_those_that_were_coded_are_refused(capsys, study):
    texts = pd.read_csv(study / "texts.csv")
    texts.iloc[1:].to_csv(study / "fewer.csv", index=False)
    code, _, said = validate(capsys, study, texts="fewer.csv")
    assert code == 2
    assert "1 of 12 units are not in these texts" in said
    assert "of article 'a00'" in said
