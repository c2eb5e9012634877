"""The practice corpus: invented articles, and every remark in them marked by hand.

Read with the standard library and PyYAML alone, so that a fault of the package cannot hide a fault of the corpus.
"""

import csv
import json
import re
from collections import Counter
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest
import yaml

FOLDER = Path(__file__).resolve().parents[1] / "corpus" / "practice"
# fmt: off
COLUMNS = [
    "remark_id", "article_id", "form", "content", "speaker", "leader", "speaker_as_printed", "speaker_start",
    "speaker_end", "embedded_speaker", "cue", "cue_act", "cue_stance", "not_said", "start", "end", "spans",
    "quoted_spans", "place", "rule", "because", "repeats",
]
ACTS = {
    "stating", "asking", "demanding", "promising", "warning", "agreeing", "conceding", "refusing", "denying",
    "attacking", "praising",
}
# fmt: on
STANCES = {"neutral", "endorsing", "distancing"}
CURLY, STRAIGHT = {"practice-02", "practice-03", "practice-05"}, {"practice-01", "practice-04", "practice-06"}
WIRE, BROADSHEET, TABLOID = "Northline Wire", "The Caulde Courier", "The Daily Whistle"
MARKS = "\"“”‘’'"
VOCABULARY = {
    "Edda Halvorn": r"deter\w*|strength|strong|credible|weak\w*",
    "Tomas Quillane": r"ceasefire|truce|dialogue|mediat\w+|negotiat\w+|settlement|compromise|diplomacy",
    "Ines Varrow": r"burden|fair share|spen[dt]\w*|contribut\w+|pay\w*|paid|cost|per cent|fund",
    "Caspar Lindrey": r"sovereign|independence|dictated|consulted|seat|islands|islanders",
}
CONFLICT = r"row|showdown|furious|humiliated|hit back|clash|feuding|rival|ransom|swinging|reeling"


def _article(path):
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    meta = yaml.safe_load(front)
    return {**meta, "text": f"{meta['headline']}\n\n{body.strip()}", "body_start": len(meta["headline"]) + 2}


def _remark(row):
    whole = {name: int(row[name]) for name in ("speaker_start", "speaker_end", "start", "end")}
    lists = {name: json.loads(row[name]) for name in ("spans", "quoted_spans")}
    return {**row, **whole, **lists, "not_said": {"true": True, "false": False}[row["not_said"]]}


def _rows(name):
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ARTICLES = {article["article_id"]: article for article in map(_article, sorted(FOLDER.glob("0*.md")))}
REMARKS = [_remark(row) for row in _rows("remarks.csv")]
LEADERS = _rows("leaders.csv")

each_article = pytest.mark.parametrize("article", ARTICLES.values(), ids=ARTICLES)


def _each(column=None):
    """One case per remark; with a column, only per remark that has something there."""
    chosen = [remark for remark in REMARKS if column is None or remark[column]]
    return pytest.mark.parametrize("remark", chosen, ids=[remark["remark_id"] for remark in chosen])


each_remark = _each()


def _text(remark):
    return ARTICLES[remark["article_id"]]["text"]


def _outlet(remark):
    return ARTICLES[remark["article_id"]]["outlet"]


def _slices(remark, column="spans"):
    return [_text(remark)[start:end] for start, end in remark[column]]


def _n_words(pieces):
    return sum(len(re.findall(r"\w+", piece)) for piece in pieces)


def _gap(remark, start, end):
    """Characters between a stretch and the nearest part of the content; negative where they overlap."""
    return min(max(start - b, a - end) for a, b in remark["spans"])


def _cue_places(remark):
    found = re.finditer(rf"(?<!\w){re.escape(remark['cue'])}(?!\w)", _text(remark))
    return [place.span() for place in found if _gap(remark, *place.span()) >= 0]


def _quoted_stretches(text):
    """Stretches inside double marks; one left open ends with its paragraph. Single marks only in the headline."""
    inside = [match.span(1) for match in re.finditer(r"[“\"]([^“”\"\n]+)(?:[”\"]|(?=\n\n))", text)]
    headline = text.split("\n\n", 1)[0]
    return inside + [match.span(1) for match in re.finditer(r"‘(.+?)’(?!\w)", headline)]


def _sentences(article):
    """Sentences of the body, roughly: enough for these texts, which have no abbreviation with a full stop."""
    body = article["text"][article["body_start"] :]
    ends = re.finditer(r"[^\n]+?[.?!][”\"]?(?=\s|$)", body)
    return [(article["body_start"] + match.start(), article["body_start"] + match.end()) for match in ends]


def _narrated_naming(article, pattern):
    """Sentences of an article without any remark in which the pattern occurs, and the one leader each names."""
    remarks = [remark for remark in REMARKS if remark["article_id"] == article["article_id"]]
    spans = [span for remark in remarks for span in remark["spans"]]
    for start, end in _sentences(article):
        sentence = article["text"][start:end]
        named = {row["leader"] for row in LEADERS if row["kind"] == "surname" and row["alias"] in sentence}
        if len(named) == 1 and re.search(pattern, sentence) and not any(a < end and start < b for a, b in spans):
            yield sentence


def _narration(article):
    """The text with the content of every remark blanked."""
    text = article["text"]
    for remark in REMARKS:
        if remark["article_id"] == article["article_id"]:
            for start, end in remark["spans"]:
                text = text[:start] + " " * (end - start) + text[end:]
    return text


# The articles


def test_there_are_six_articles_two_from_each_outlet():
    assert Counter(article["outlet"] for article in ARTICLES.values()) == {WIRE: 2, BROADSHEET: 2, TABLOID: 2}


@each_article
def test_the_front_matter_is_complete_and_says_that_the_article_is_invented(article):
    assert set(article) - {"text", "body_start"} == {
        "article_id", "outlet", "published", "headline", "language", "invented",
    }  # fmt: skip
    assert article["invented"] is True
    assert article["language"] == "en"
    assert isinstance(article["published"], date)


@each_article
def test_an_article_has_180_to_300_words(article):
    assert 180 <= len(re.findall(r"[\w.’'-]*\w", article["text"])) <= 300


@each_article
def test_the_body_begins_after_the_headline_and_a_blank_line(article):
    assert article["text"][: article["body_start"]] == article["headline"] + "\n\n"
    assert article["text"] == article["text"].strip()


@each_article
def test_every_article_quotes_at_least_two_leaders(article):
    quoted = {r["leader"] for r in REMARKS if r["article_id"] == article["article_id"] and r["quoted_spans"]}
    assert len(quoted - {""}) >= 2


def test_the_readme_says_invented_and_cc0():
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert "Everything here is invented" in readme
    assert "CC0" in readme


# The leaders


def test_the_leaders_differ_in_name_role_and_country():
    assert {row["leader"] for row in LEADERS} == set(VOCABULARY)
    for kind in ("surname", "role"):
        owners = {(row["alias"], row["leader"]) for row in LEADERS if row["kind"] == kind}
        assert len(owners) == len({alias for alias, _ in owners})
    assert len({row["country"] for row in LEADERS}) == len(VOCABULARY)


def test_a_pronoun_alone_does_not_decide_between_the_leaders():
    assert Counter(row["alias"] for row in LEADERS if row["kind"] == "pronoun") == {"she": 2, "he": 2}


def test_every_leader_is_in_office_on_the_day_of_every_article():
    first = min(article["published"] for article in ARTICLES.values())
    assert all(date.fromisoformat(row["since"]) <= first and row["until"] == "" for row in LEADERS)


# The table of remarks


def test_the_columns_are_those_of_the_remarks_table_in_its_order():
    assert list(_rows("remarks.csv")[0]) == COLUMNS


def test_remark_ids_are_unique():
    assert len({remark["remark_id"] for remark in REMARKS}) == len(REMARKS)


@each_remark
def test_every_remark_says_its_content_its_rule_and_why(remark):
    assert remark["content"] in {"quotation", "clause", "noun phrase"}
    assert remark["rule"] == "hand"
    assert remark["because"]


@_each("cue")
def test_act_and_stance_of_a_cue_are_in_the_closed_lists(remark):
    assert remark["cue_act"] in ACTS
    assert remark["cue_stance"] in STANCES


def test_a_missing_cue_has_neither_act_nor_stance():
    without = [(remark["cue_act"], remark["cue_stance"]) for remark in REMARKS if not remark["cue"]]
    assert without == [("", ""), ("", "")]


@each_remark
def test_spans_lie_in_order_inside_the_text_and_start_and_end_are_their_hull(remark):
    flat = [offset for span in remark["spans"] for offset in span]
    assert flat == sorted(set(flat))
    assert set(flat) <= set(range(len(_text(remark)) + 1))
    assert (remark["start"], remark["end"]) == (flat[0], flat[-1])


@each_remark
def test_no_span_begins_or_ends_with_a_mark_or_white_space(remark):
    assert all(piece.strip(MARKS + " \n") == piece for piece in _slices(remark))


@each_remark
def test_no_span_cuts_a_word(remark):
    text = _text(remark)
    for start, end in remark["spans"] + remark["quoted_spans"]:
        assert not re.match(r"\w\w", text[start - 1 : start + 1] if start else "")
        assert not re.match(r"\w\w", text[end - 1 : end + 1])


@each_remark
def test_quoted_parts_are_exactly_what_stands_between_quotation_marks_in_the_spans(remark):
    stretches = _quoted_stretches(_text(remark))
    inside = [[max(a, x), min(b, y)] for a, b in remark["spans"] for x, y in sorted(stretches) if max(a, x) < min(b, y)]
    assert remark["quoted_spans"] == inside
    for start, end in remark["quoted_spans"]:
        assert _text(remark)[start - 1] in '"“‘'
        assert _text(remark)[end] in '"”’\n'


@each_remark
def test_the_form_follows_from_how_many_content_words_are_quoted(remark):
    quoted, all_words = _n_words(_slices(remark, "quoted_spans")), _n_words(_slices(remark))
    assert remark["form"] == ("direct" if quoted == all_words else "mixed" if quoted else "indirect")
    assert remark["content"] != "quotation" or remark["form"] == "direct"


@each_remark
def test_the_place_is_where_the_remark_starts(remark):
    article = ARTICLES[remark["article_id"]]
    lead_end = article["text"].index("\n\n", article["body_start"])
    start = remark["start"]
    expected = "headline" if start < article["body_start"] else "lead" if start < lead_end else "body"
    assert remark["place"] == expected


def test_remarks_that_were_made_never_overlap():
    for first, second in combinations([remark for remark in REMARKS if not remark["not_said"]], 2):
        if first["article_id"] == second["article_id"]:
            assert all(b <= x or y <= a for a, b in first["spans"] for x, y in second["spans"])


@each_remark
def test_the_speaker_stands_outside_the_content_and_slices_back(remark):
    start, end = remark["speaker_start"], remark["speaker_end"]
    assert _text(remark)[start:end] == remark["speaker_as_printed"]
    assert _gap(remark, start, end) >= 0


@_each("cue")
def test_the_cue_stands_beside_the_content(remark):
    assert min(_gap(remark, *place) for place in _cue_places(remark)) <= 40


@each_remark
def test_the_leader_is_known_and_is_the_speaker(remark):
    assert remark["leader"] in {"", *VOCABULARY}
    assert remark["leader"] in {"", remark["speaker"]}
    assert (remark["speaker"] in VOCABULARY) == (remark["leader"] != "")


@_each("leader")
def test_a_leader_is_printed_as_one_of_the_aliases(remark):
    printed = remark["speaker_as_printed"].replace("’", "'").casefold()
    printed = "she" if printed == "her" else printed
    aliases = [row["alias"].casefold() for row in LEADERS if row["leader"] == remark["leader"]]
    assert printed in aliases or any(printed.endswith(f" {alias}") for alias in aliases)


@_each("speaker")
def test_the_speaker_is_a_full_name_that_the_article_gives(remark):
    assert remark["speaker"] in _text(remark)
    assert len(remark["speaker"].split()) == 2


@_each("repeats")
def test_a_repeated_remark_points_back_to_one_of_the_same_speaker_with_all_its_words(remark):
    earlier = next(other for other in REMARKS if other["remark_id"] == remark["repeats"])
    assert (earlier["article_id"], earlier["speaker"]) == (remark["article_id"], remark["speaker"])
    assert earlier["end"] < remark["start"]
    assert " ".join(_slices(remark)).strip(",.") in " ".join(_slices(earlier))


# What was planted: vocabulary, forms, verbs, voices


@pytest.mark.parametrize("leader", VOCABULARY)
def test_each_leader_uses_the_planted_vocabulary_more_often_than_any_other_leader(leader):
    def share(name):
        remarks = [remark for remark in REMARKS if remark["leader"] == name and not remark["not_said"]]
        hits = [bool(re.search(rf"\b(?:{VOCABULARY[leader]})\b", " ".join(_slices(r)), re.IGNORECASE)) for r in remarks]
        return sum(hits) / len(hits)

    assert all(share(leader) > 2 * share(other) for other in VOCABULARY if other != leader)


@pytest.mark.parametrize("outlet", [WIRE, BROADSHEET, TABLOID])
@pytest.mark.parametrize("leader", VOCABULARY)
def test_each_leader_speaks_the_planted_vocabulary_in_each_outlet(leader, outlet):
    words = " ".join(" ".join(_slices(r)) for r in REMARKS if r["leader"] == leader and _outlet(r) == outlet)
    assert re.search(rf"\b(?:{VOCABULARY[leader]})\b", words, re.IGNORECASE)


@pytest.mark.parametrize(("outlet", "form"), [(WIRE, "direct"), (BROADSHEET, "indirect"), (TABLOID, "mixed")])
def test_more_than_half_of_an_outlets_remarks_have_its_form(outlet, form):
    forms = [remark["form"] for remark in REMARKS if _outlet(remark) == outlet]
    assert forms.count(form) > len(forms) / 2


def test_endorsing_verbs_stand_only_in_the_broadsheet_and_distancing_ones_only_in_the_tabloid():
    stances = Counter((_outlet(remark), remark["cue_stance"]) for remark in REMARKS)
    assert {outlet for outlet, stance in stances if stance == "endorsing"} == {BROADSHEET}
    assert {outlet for outlet, stance in stances if stance == "distancing"} == {TABLOID}
    assert stances[BROADSHEET, "endorsing"] >= 4 and stances[TABLOID, "distancing"] >= 4


def test_the_broadsheet_quotes_halvorn_on_strength_and_paraphrases_her_on_diplomacy():
    remarks = [r for r in REMARKS if r["leader"] == "Edda Halvorn" and _outlet(r) == BROADSHEET]
    quoted = " ".join(" ".join(_slices(r)) for r in remarks if r["form"] == "direct")
    paraphrased = " ".join(" ".join(_slices(r)) for r in remarks if r["form"] == "indirect")
    strength, diplomacy = VOCABULARY["Edda Halvorn"], VOCABULARY["Tomas Quillane"]
    assert re.search(strength, quoted) and not re.search(diplomacy, quoted)
    assert re.search(diplomacy, paraphrased) and not re.search(strength, paraphrased)


def test_conflict_words_stand_in_the_tabloids_narration_and_nowhere_in_the_wire():
    def hits(outlet):
        return sum(
            len(re.findall(rf"\b(?:{CONFLICT})\b", _narration(a))) for a in ARTICLES.values() if a["outlet"] == outlet
        )

    assert hits(TABLOID) >= 10
    assert hits(WIRE) == 0


def test_three_leaders_have_fifteen_remarks_and_lindrey_has_too_few():
    counted = Counter(r["leader"] for r in REMARKS if r["leader"] and not r["not_said"] and not r["repeats"])
    assert counted.pop("Caspar Lindrey") < 15
    assert len(counted) == 3 and min(counted.values()) >= 15


# What was planted: phenomena


@pytest.mark.parametrize("form", ["direct", "mixed", "indirect"])
def test_every_form_occurs_many_times(form):
    assert sum(remark["form"] == form for remark in REMARKS) >= 20


@each_article
def test_marks_are_all_curly_or_all_straight(article):
    straight, curly = set("\"'") & set(article["text"]), set("“”‘’") & set(article["text"])
    assert article["article_id"] in CURLY | STRAIGHT
    assert bool(curly) == (article["article_id"] in CURLY)
    assert bool(straight) == (article["article_id"] in STRAIGHT)


def test_one_headline_holds_a_remark_in_single_marks():
    quoted = [remark for remark in REMARKS if remark["place"] == "headline" and remark["quoted_spans"]]
    assert [remark["remark_id"] for remark in quoted] == ["practice-03-r01"]
    assert _text(quoted[0]).startswith("‘We will not blink’: Halvorn")


def test_two_headlines_hold_a_remark_without_marks():
    assert sum(remark["place"] == "headline" and remark["form"] == "indirect" for remark in REMARKS) == 2


def test_one_quotation_runs_over_two_paragraphs():
    over = [r for r in REMARKS if "\n\n" in _text(r)[r["start"] : r["end"]]]
    assert [remark["leader"] for remark in over] == ["Caspar Lindrey"]
    (_, first_end), (second_start, _) = over[0]["spans"]
    assert _text(over[0])[first_end:second_start] == '\n\n"'


def test_quotations_are_split_by_their_attribution():
    split = [remark for remark in REMARKS if remark["form"] == "direct" and len(remark["spans"]) == 2]
    between = [r for r in split if r["spans"][0][1] < r["speaker_start"] < r["spans"][1][0]]
    assert len(between) >= 8


def test_reported_clauses_are_split_by_their_attribution():
    split = [remark for remark in REMARKS if remark["form"] != "direct" and len(remark["spans"]) == 2]
    assert len(split) >= 4
    assert all(r["spans"][0][1] < r["speaker_start"] < r["spans"][1][0] for r in split)


@pytest.mark.parametrize(
    ("kind", "pattern", "at_least"),
    [
        ("pronoun", r"(?i)(?:he|she|her)", 20),
        ("role", r"(?i)(?:the|velmark's|marovel’s) .*(?:premier|chancellor|minister|president)", 8),
        ("surname", r"Halvorn|Quillane|Varrow", 8),
        ("courtesy title", r"(?:Mr|Ms) \w+", 3),
        ("title", r"(?:Premier|Chancellor|Foreign Minister|President) .+", 4),
    ],
)
def test_speakers_are_printed_in_many_ways(kind, pattern, at_least):
    assert sum(bool(re.fullmatch(pattern, remark["speaker_as_printed"])) for remark in REMARKS) >= at_least


def test_a_relative_who_speaks():
    assert any(
        _text(remark)[remark["speaker_end"] :].startswith(f", who {remark['cue']} {_slices(remark)[0]}")
        for remark in REMARKS
    )


def test_according_to_is_a_cue_before_and_inside_a_clause():
    found = [remark for remark in REMARKS if remark["cue"].casefold() == "according to"]
    assert sorted(len(remark["spans"]) for remark in found) == [1, 2]


@pytest.mark.parametrize("cue", ["warning", "promise", "repeated her demand"])
def test_a_participle_and_a_noun_are_cues(cue):
    assert [remark["article_id"] for remark in REMARKS if remark["cue"] == cue] == ["practice-06"]


def test_questions_end_inside_their_marks():
    assert sum(re.search(r"\?$", _slices(r)[0]) is not None and r["cue_act"] == "asking" for r in REMARKS) == 2


def test_a_remark_inside_a_remark_stays_with_the_outer_speaker():
    embedded = [(remark["speaker"], remark["embedded_speaker"]) for remark in REMARKS if remark["embedded_speaker"]]
    assert embedded == [("Caspar Lindrey", "Tomas Quillane"), ("Tomas Quillane", "Edda Halvorn")]


def test_a_denial_is_a_remark_that_was_made():
    denials = [remark for remark in REMARKS if remark["cue_act"] == "denying"]
    assert [(remark["cue"], remark["not_said"]) for remark in denials] == [("denied", False)]


def test_what_a_leader_declined_to_say_is_listed_as_not_said():
    not_said = [remark for remark in REMARKS if remark["not_said"]]
    assert [(remark["leader"], remark["cue"]) for remark in not_said] == [("Edda Halvorn", "declined to say")]


def test_one_quoted_stretch_is_a_scare_quote_and_no_remark():
    left = []
    for article_id, article in ARTICLES.items():
        claimed = [span for r in REMARKS if r["article_id"] == article_id for span in r["quoted_spans"]]
        left += [article["text"][a:b] for a, b in _quoted_stretches(article["text"]) if [a, b] not in claimed]
    assert left == ["unity dinner"]


def test_a_headline_and_a_demand_are_repeated():
    repeats = [(remark["repeats"], _slices(remark)[0]) for remark in REMARKS if remark["repeats"]]
    assert repeats == [("practice-03-r01", "We will not blink,"), ("practice-06-r02", "No receipts, no rescue.")]


def test_some_speakers_are_no_leaders():
    others = {(remark["speaker"], remark["speaker_as_printed"]) for remark in REMARKS if not remark["leader"]}
    unnamed = {("", "A Compact official"), ("", "Insiders"), ("", "Two diplomats")}
    assert others == unnamed | {("Brita Sollane", "Brita Sollane")}


def test_leaders_are_also_named_where_no_remark_stands():
    naming = {key: list(_narrated_naming(article, "")) for key, article in ARTICLES.items()}
    assert {key for key, sentences in naming.items() if sentences} == set(ARTICLES) - {"practice-04"}


def test_three_narrated_sentences_say_what_a_leader_failed_to_do():
    failed = [sentence for article in ARTICLES.values() for sentence in _narrated_naming(article, r"\bfailed to\b")]
    assert len(failed) == 3


@pytest.mark.parametrize("content", ["quotation", "clause", "noun phrase"])
def test_every_kind_of_content_occurs(content):
    assert sum(remark["content"] == content for remark in REMARKS) >= 10


@pytest.mark.parametrize("act", sorted(ACTS))
def test_every_act_occurs(act):
    assert any(remark["cue_act"] == act for remark in REMARKS)
