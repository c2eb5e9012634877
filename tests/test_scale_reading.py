"""Articles read part by part are those read at once, or one error says what a part cannot know."""

import pandas as pd
import pytest
from scale_functions import count_letters

import framing
from framing.errors import CorpusError, FramingError
from framing.studies import cli
from framing.studies.scale import encoding, opening

SMALL = {"part_bytes": 300, "batch": 200}


def texts_of(articles):
    return pd.DataFrame({"article_id": articles["article_id"], "text": articles["text"]})


@pytest.fixture(autouse=True)
def _only_the_first_lines_are_known_beforehand(monkeypatch):
    monkeypatch.setattr(opening, "HEAD_BYTES", 100)
    monkeypatch.setattr(encoding, "_BLOCK", 7)  # characters stand across its borders


def lines_of(suffix, texts):
    """Rows of a table as bytes."""
    if suffix == ".csv":
        return b"id,text\n" + b"".join(b"a%d,%b\n" % (number, text) for number, text in enumerate(texts))
    return b"".join(b'{"id": "a%d", "text": "%b"}\n' % (number, text) for number, text in enumerate(texts))


PLAIN = [b"It rained."] * 40
READ_AS_AT_ONCE = {
    "clean": (b"", [*PLAIN, "Café naïve 雨 🌧".encode()]),
    "one character damaged among whole ones": (b"", [*PLAIN, "Café naïve 雨".encode(), b"caf\xc3"]),
    "a mark of UTF-8 and damage": (b"\xef\xbb\xbf", [*PLAIN, b"caf\xe9"]),
}


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
@pytest.mark.parametrize(("mark", "texts"), READ_AS_AT_ONCE.values(), ids=READ_AS_AT_ONCE)
def test_a_file_in_utf_8_is_read_as_at_once_damage_and_all(tmp_path, suffix, mark, texts):
    path = tmp_path / f"a{suffix}"
    path.write_bytes(mark + lines_of(suffix, texts))
    framing.map_articles(texts_of, path, tmp_path / "out", **SMALL)
    expected = texts_of(framing.read_articles(path))
    assert pd.read_parquet(tmp_path / "out").to_numpy().tolist() == expected.to_numpy().tolist()


OTHER_FILES = {
    "Windows-1252 late": (b"caf\xe9", r"not in UTF-8 from byte {at} on \(line {line}\).*framing read"),
    "more damaged than whole": ("é".encode() + b"\xe9\xc3", r"not in UTF-8 from byte {after} on \(line {line}\)"),
    "a character begun at the end": (b"\xc3", r"not in UTF-8 from byte"),
    "a zero": (b"\x00", r"byte \d+ is zero \(line {line}\): this is no text file"),
}


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
@pytest.mark.parametrize(("text", "said"), OTHER_FILES.values(), ids=OTHER_FILES)
def test_another_encoding_that_shows_late_is_refused_with_the_place_before_any_part_is_done(
    tmp_path, suffix, text, said
):
    path = tmp_path / f"a{suffix}"
    before = lines_of(suffix, [*PLAIN, b"caf"]).rpartition(b"caf")[0]
    path.write_bytes(lines_of(suffix, [*PLAIN, text, *PLAIN]))
    place = {"at": len(before) + 3, "after": len(before) + 2, "line": 41 + (suffix == ".csv")}
    with pytest.raises(CorpusError, match=rf"a\{suffix}: " + said.format(**place)):
        framing.map_articles(count_letters, path, tmp_path / "out", **SMALL)
    assert not (tmp_path / "out").exists()


# Ids

TEXTS = ["It rained.", "It rained.", "", "Rain.", "It rained.", "Rain."] * 4
CUTS = [{"part_bytes": 60, "batch": 1}, {"part_bytes": 333, "batch": 90}, {"part_bytes": 10**6, "batch": 10**6}]


def without_ids(path):
    """A table of texts without ids, one of them empty in all its cells, and where its rows stand."""
    rows = pd.DataFrame({"text": TEXTS, "outlet": ["The Lantern" if text else "" for text in TEXTS]})
    if path.suffix == ".parquet":
        rows.replace("", None).to_parquet(path, row_group_size=5, index=False)
        return list(range(24))
    if path.suffix == ".csv":
        rows.to_csv(path, index=False)
        return list(range(2, 26))
    lines = [row.to_json() + "\n" for _, row in rows.iterrows()]
    path.write_text("".join(lines), "utf-8")
    return [sum(map(len, lines[:number])) for number in range(24)]


@pytest.mark.parametrize("suffix", [".parquet", ".csv", ".jsonl"])
def test_an_article_without_an_id_is_called_by_its_place_wherever_parts_and_batches_end(tmp_path, suffix):
    places = without_ids(tmp_path / f"a{suffix}")
    expected = [f"a{suffix}:{place}" for place, text in zip(places, TEXTS, strict=True) if text]
    for number, cuts in enumerate(CUTS):
        out = tmp_path / f"out-{number}"
        made = framing.map_articles(texts_of, tmp_path / f"a{suffix}", out, **cuts)
        assert pd.read_parquet(out)["article_id"].tolist() == expected
        assert made.manifest["n_repeated_ids"] == 0


@pytest.mark.parametrize("suffix", [".parquet", ".csv", ".jsonl"])
def test_a_long_text_without_an_id_is_reported_by_its_place_and_moves_no_other(tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    places = without_ids(path)
    made = framing.map_articles(texts_of, path, tmp_path / "out", longest=9, batch=10**6)
    long = [place for place, text in zip(places, TEXTS, strict=True) if len(text) > 9]
    assert made.unusual["article_id"].tolist() == [f"a{suffix}:{place}" for place in long]
    short = [place for place, text in zip(places, TEXTS, strict=True) if text == "Rain."]
    assert pd.read_parquet(tmp_path / "out")["article_id"].tolist() == [f"a{suffix}:{place}" for place in short]


def test_only_the_articles_that_have_no_id_are_called_by_their_place(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.csv").write_text("Nr,text\nx1,Rain.\n,Rain.\n ,Rain.\n")
    (tmp_path / "in" / "b.csv").write_text("Nr,text\n,Rain.\n")
    framing.map_articles(texts_of, tmp_path / "in", tmp_path / "out", columns={"article_id": "Nr"})
    assert pd.read_parquet(tmp_path / "out")["article_id"].tolist() == ["x1", "a.csv:3", "a.csv:4", "b.csv:2"]


# Dates


def days_of(articles):
    return pd.DataFrame({"article_id": articles["article_id"], "published": articles["published"]})


def with_days(path, days):
    rows = pd.DataFrame({"id": [f"a{number}" for number in range(len(days))], "published": days, "text": "Rain."})
    if path.suffix == ".csv":
        rows.to_csv(path, index=False)
    else:
        path.write_text("".join(row.to_json() + "\n" for _, row in rows.iterrows()), "utf-8")
    return path


CERTAIN = ["2031-03-14", "25/04/2031", "04/25/2031", "14 March 2031", "", "20310314", "no day"]


@pytest.mark.parametrize("cuts", CUTS)
def test_a_date_is_read_by_itself_so_that_it_does_not_depend_on_the_cuts(tmp_path, cuts):
    framing.map_articles(days_of, with_days(tmp_path / "a.csv", CERTAIN), tmp_path / "out", **cuts)
    days = pd.read_parquet(tmp_path / "out")["published"].dt.strftime("%m-%d").fillna("").tolist()
    assert days == ["03-14", "04-25", "04-25", "03-14", "", "03-14", ""]


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
@pytest.mark.parametrize("cuts", CUTS)
def test_a_date_of_two_meanings_is_one_error_until_somebody_says_what_stands_first(tmp_path, suffix, cuts):
    path = with_days(tmp_path / f"a{suffix}", [*CERTAIN, "03/04/2031", "05/06/2031"])
    row = len(CERTAIN) + 1 + (suffix == ".csv")
    said = rf"a\{suffix}: row {row}: published '03/04/2031' is 2031-04-03 or 2031-03-04\. .*--dates day-first"
    with pytest.raises(FramingError, match=said) as refusal:
        framing.map_articles(days_of, path, tmp_path / "out", **cuts)
    assert "\n" not in str(refusal.value)
    for order, day in {"day-first": "04-03", "month-first": "03-04"}.items():
        framing.map_articles(days_of, path, tmp_path / order, dates=order, **cuts)
        assert pd.read_parquet(tmp_path / order)["published"].dt.strftime("%m-%d").iloc[-2] == day


def test_the_commands_take_what_stands_first_with_a_folder_only(tmp_path, capsys):
    path = with_days(tmp_path / "a.csv", ["03/04/2031"])
    command = ["count", str(path), "--lexicon", "security", "--wide", "--keep-furniture"]
    folder = ["-o", f"{tmp_path}/out/", "--workers", "1"]
    assert cli.main([*command, *folder]) == 2
    assert "--dates day-first" in capsys.readouterr().err
    assert cli.main([*command, *folder, "--dates", "month-first"]) == 0
    assert pd.read_parquet(tmp_path / "out")["published"].tolist() == [pd.Timestamp("2031-03-04")]
    capsys.readouterr()
    assert cli.main([*command, "-o", f"{tmp_path}/a.parquet", "--dates", "month-first"]) == 2
    assert f"framing read {path} --dates month-first" in capsys.readouterr().err
