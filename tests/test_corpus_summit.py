"""The summit corpus: an invented newsroom, with every remark, its passage and what was planted.

Read with the standard library and PyYAML alone, so that a fault of the package cannot hide a fault of the corpus.
"""

import csv
import json
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest
import yaml

FOLDER = Path(__file__).resolve().parents[1] / "corpus" / "summit"
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
LEADERS = ["Maren Thale", "Joris Vandermoor", "Ilka Sorvane", "Dario Quist", "Anselm Corvay", "Nadja Ferrow"]
OUTLETS = ["wire", "broadsheet", "tabloid", "broadcaster", "state"]
# Paragraphs of the speeches that nobody was to take, counted from 0: boats, treaty, choir, eels, pupils, skiing.
TAKEN_BY_NOBODY = [("thale", 8), ("vandermoor", 8), ("sorvane", 8), ("quist", 8), ("corvay", 7), ("ferrow", 7)]


def _article(path):
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    meta = yaml.safe_load(front)
    return {**meta, "text": f"{meta['headline']}\n\n{body.strip()}", "body_start": len(meta["headline"]) + 2}


def _rows(name):
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _words(text):
    return [word.casefold().replace("’", "'") for word in WORD.findall(text)]


ARTICLES = {article["article_id"]: article for article in map(_article, sorted(FOLDER.glob("*-0*.md")))}
SPEECHES = {row["speech_id"]: row for row in _rows("speeches.csv")}
REMARKS = {row["remark_id"]: row for row in _rows("remarks.csv")}
SOURCES, UNITS, CODINGS = _rows("sources.csv"), _rows("units.csv"), _rows("codings.csv")
for remark in REMARKS.values():
    remark["outlet"] = remark["article_id"].rsplit("-", 1)[0]
    for column in ("spans", "quoted_spans"):
        remark[column] = json.loads(remark[column])

each_article = pytest.mark.parametrize("article_id", ARTICLES)
each_outlet = pytest.mark.parametrize("outlet", OUTLETS)


def share(rows, column, value):
    """Share of rows with a value."""
    rows = list(rows)
    return sum(row[column] == value for row in rows) / len(rows)


def of(outlet=None, leader=None):
    return [
        remark
        for remark in REMARKS.values()
        if outlet in (None, remark["outlet"]) and leader in (None, remark["leader"])
    ]


def passages_of(speech_id):
    """The paragraphs of a speech as [start, end)."""
    text, at = SPEECHES[speech_id]["text"], 0
    for paragraph in text.split("\n\n"):
        yield at, at + len(paragraph)
        at += len(paragraph) + 2


def takers(speech_id, paragraph):
    """The outlets that quote or paraphrase a paragraph."""
    start, end = list(passages_of(speech_id))[paragraph]
    parts = [part for part in SOURCES if part["speech_id"] == speech_id]
    inside = [part for part in parts if int(part["speech_start"]) < end and start < int(part["speech_end"])]
    return Counter(REMARKS[part["remark_id"]]["outlet"] for part in inside)


# What is there


def test_there_are_six_leaders_twelve_speeches_and_42_articles_of_five_outlets():
    assert {row["leader"] for row in _rows("leaders.csv")} == set(LEADERS)
    assert Counter(row["leader"] for row in SPEECHES.values()) == dict.fromkeys(LEADERS, 2)
    counts = Counter(article_id.rsplit("-", 1)[0] for article_id in ARTICLES)
    assert counts == {"wire": 8, "broadsheet": 9, "tabloid": 8, "broadcaster": 9, "state": 8}


@each_article
def test_every_article_says_that_it_is_invented_and_is_as_long_as_news(article_id):
    article = ARTICLES[article_id]
    assert article["invented"] is True
    assert article["language"] == "en"
    assert "2034-05-08" <= str(article["published"]) <= "2034-05-14"
    assert 300 <= len(_words(article["text"])) <= 600


@pytest.mark.parametrize("speech_id", SPEECHES)
def test_every_speech_has_the_length_its_datasheet_gives(speech_id):
    low, high = (500, 800) if speech_id.endswith("speech") else (300, 450)
    assert low <= len(_words(SPEECHES[speech_id]["text"])) <= high


def test_the_datasheet_states_the_rows_of_every_file():
    sheet = (FOLDER / "README.md").read_text(encoding="utf-8")
    for name in ("speeches", "leaders", "remarks", "sources", "units", "codings"):
        line = next(line for line in sheet.splitlines() if line.startswith(f"| `{name}.csv`"))
        assert int(line.rstrip("| ").rsplit("|", 1)[1].replace(",", "")) == len(_rows(f"{name}.csv"))


# Marks


@pytest.mark.parametrize("remark_id", REMARKS)
def test_every_remark_slices_back_to_its_words(remark_id):
    remark = REMARKS[remark_id]
    text = ARTICLES[remark["article_id"]]["text"]
    assert " … ".join(text[start:end] for start, end in remark["spans"]) == remark["words"]
    assert (remark["spans"][0][0], remark["spans"][-1][1]) == (int(remark["start"]), int(remark["end"]))
    if remark["speaker_as_printed"]:
        place = slice(int(remark["speaker_start"]), int(remark["speaker_end"]))
        assert text[place] == remark["speaker_as_printed"]
    inside, outside = Counter(), Counter(_words(remark["words"].replace(" … ", " ")))
    for start, end in remark["quoted_spans"]:
        assert any(first <= start and end <= last for first, last in remark["spans"])
        inside.update(_words(text[start:end]))
    form = "indirect" if not inside else "mixed" if outside - inside else "direct"
    assert form == remark["form"]
    assert bool(remark["cue"]) == bool(remark["cue_act"]) == bool(remark["cue_stance"])
    assert (remark["place"] == "headline") == (int(remark["start"]) < ARTICLES[remark["article_id"]]["body_start"])


def test_every_part_that_is_verbatim_has_the_words_of_its_passage():
    verbatim = [part for part in SOURCES if part["kind"] == "verbatim"]
    assert len(verbatim) > 300
    for part in verbatim:
        text = ARTICLES[REMARKS[part["remark_id"]]["article_id"]]["text"]
        quoted = text[int(part["start"]) : int(part["end"])]
        passage = SPEECHES[part["speech_id"]]["text"][int(part["speech_start"]) : int(part["speech_end"])]
        pieces = [_words(piece) for piece in re.split(r"…|\.\.\.|\[[^\]]*\]", quoted) if _words(piece)]
        joined = " ".join(_words(passage))
        assert all(" ".join(piece) in joined for piece in pieces), quoted
        assert len(pieces) > 1 or "[" in quoted or pieces[0] == _words(passage), quoted


def test_every_part_that_differs_does_differ():
    for part in (part for part in SOURCES if part["kind"] == "differs"):
        text = ARTICLES[REMARKS[part["remark_id"]]["article_id"]]["text"]
        quoted = " ".join(_words(text[int(part["start"]) : int(part["end"])]))
        assert quoted not in " ".join(_words(SPEECHES[part["speech_id"]]["text"]))


def test_nobody_is_quoted_before_speaking_or_with_the_words_of_another():
    for part in (part for part in SOURCES if part["speech_id"]):
        remark, speech = REMARKS[part["remark_id"]], SPEECHES[part["speech_id"]]
        assert speech["delivered"] <= str(ARTICLES[remark["article_id"]]["published"])
        assert remark["leader"] in ("", speech["leader"])


# What was planted


def test_d2_forms_differ_by_outlet():
    commonest = {outlet: Counter(row["form"] for row in of(outlet)).most_common(1)[0][0] for outlet in OUTLETS}
    assert commonest == {
        "wire": "direct",
        "broadcaster": "direct",
        "tabloid": "mixed",
        "broadsheet": "indirect",
        "state": "indirect",
    }


def test_d3_the_state_site_distances_itself_from_two_leaders_and_endorses_its_own():
    for leader in ("Maren Thale", "Ilka Sorvane"):
        assert share(of("state", leader), "cue_stance", "distancing") >= 0.9
    assert share(of("state", "Nadja Ferrow"), "cue_stance", "endorsing") > 0.5
    assert share(of("broadsheet"), "cue_stance", "endorsing") > 0.5


@pytest.mark.parametrize("outlet", ["wire", "broadcaster"])
def test_d3_and_d10_wire_and_broadcaster_are_neutral_throughout(outlet):
    assert {row["cue_stance"] for row in of(outlet)} <= {"neutral", ""}


@pytest.mark.parametrize(
    ("speech_id", "paragraphs", "outlet"),
    [
        ("thale-speech", [1, 2, 4, 7], "tabloid"),
        ("thale-speech", [6], "state"),
        ("sorvane-speech", [1, 4], "broadcaster"),
        ("sorvane-speech", [6], "state"),
        ("sorvane-speech", [5], "broadsheet"),
    ],
)
def test_d4_outlets_take_the_passages_that_suit_them(speech_id, paragraphs, outlet):
    assert all(takers(speech_id, paragraph)[outlet] for paragraph in paragraphs)


def test_d4_the_state_site_takes_no_danger_from_thale_and_no_human_cost_from_sorvane():
    assert not any(takers("thale-speech", paragraph)["state"] for paragraph in (1, 2, 4, 7))
    assert not any(takers("sorvane-speech", paragraph)["state"] for paragraph in (1, 4))


@pytest.mark.parametrize(
    ("speech_id", "paragraph"), [("thale-speech", 3), ("vandermoor-speech", 2), ("sorvane-speech", 2)]
)
def test_d5_everybody_takes_the_sound_bites(speech_id, paragraph):
    assert set(takers(speech_id, paragraph)) == set(OUTLETS)


@pytest.mark.parametrize(("leader", "paragraph"), TAKEN_BY_NOBODY)
def test_d5_nobody_takes_six_passages(leader, paragraph):
    assert not takers(f"{leader}-speech", paragraph)


@pytest.mark.parametrize(("outlet", "leader", "least"), [("tabloid", "Maren Thale", 6), ("state", "Nadja Ferrow", 7)])
def test_d7_tabloid_and_state_site_put_their_leader_first(outlet, leader, least):
    first = {row["article_id"] for row in of(outlet, leader) if row["place"] in ("headline", "lead")}
    assert len(first) >= least


def test_d7_sorvane_comes_in_the_last_third_of_the_state_site():
    for row in of("state", "Ilka Sorvane"):
        assert int(row["start"]) > 2 / 3 * len(ARTICLES[row["article_id"]]["text"]), row["remark_id"]


def test_d9_the_verb_of_one_sound_bite_differs_by_outlet():
    start = SPEECHES["vandermoor-speech"]["text"].index("We must talk")
    verbs = defaultdict(set)
    for part in SOURCES:
        if part["speech_id"] == "vandermoor-speech" and start <= int(part["speech_start"]) < start + 70:
            remark = REMARKS[part["remark_id"]]
            verbs[remark["outlet"]].add(remark["cue"])
    assert verbs["wire"] == verbs["broadcaster"] == {"said"}
    assert verbs["tabloid"] == {"pleaded"}
    assert verbs["broadsheet"] <= {"pointed out", "noted"}
    assert verbs["state"] <= {"conceded", "acknowledged", "admitted"}


# Codings


def test_the_codings_are_two_are_constructed_and_code_every_unit_for_every_frame():
    assert len(UNITS) >= 250
    assert {row["coder"] for row in CODINGS} == {"constructed-a", "constructed-b"}
    asked = Counter((row["coder"], row["question"]) for row in CODINGS)
    assert len(asked) == 28 and set(asked.values()) == {len(UNITS)}
    assert {row["code"] for row in CODINGS} == {"0", "1"}
    assert {row["unit_id"] for row in CODINGS} == {row["unit_id"] for row in UNITS}


def test_units_slice_to_text_of_their_article():
    for row in UNITS:
        assert ARTICLES[row["article_id"]]["text"][int(row["start"]) : int(row["end"])].strip()
