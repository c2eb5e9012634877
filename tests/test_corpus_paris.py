"""The remarks of corpus/paris-2025: what the table promises, and that each place in it is where it says.

The first part needs the table alone. The second needs our copy of the article, which is no part of the project; where
it is absent these tests are skipped.
"""

import json
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest

from framing.text import words

ROOT = Path(__file__).resolve().parents[1]
ARTICLE = ROOT.parent / "shared" / "article.txt"
LISTS = ["spans", "quoted_spans", "quoted"]
NUMBERS = [
    *("order", "speaker_start", "speaker_end", "start", "end"),
    *("n_words_quoted", "n_words_paraphrased", "n_words_article", "n_characters_article"),
]
COLUMNS = [
    *("remark_id", "article_id", "order", "form", "content", "speaker", "leader", "speaker_as_printed"),
    *("speaker_start", "speaker_end", "embedded_speaker", "cue", "cue_act", "cue_stance", "not_said"),
    *("start", "end", "spans", "quoted_spans", "place", "rule", "because", "repeats"),
    *("quoted", "gist", "n_words_quoted", "n_words_paraphrased", "n_words_article", "n_characters_article"),
]
CLOSED_LISTS = {
    "form": {"direct", "mixed", "indirect"},
    "content": {"quotation", "clause", "noun phrase"},
    "cue_act": {
        *("stating", "asking", "demanding", "promising", "warning", "agreeing"),
        *("conceding", "refusing", "denying", "attacking", "praising"),
    },
    "cue_stance": {"neutral", "endorsing", "distancing"},
    "not_said": {"false"},
    "place": {"headline", "standfirst", "lead", "body"},
    "rule": {"hand"},
}
FAR = 40  # Characters between a remark and its cue or speaker: the farthest here (paris-06) is 40.


def read_remarks() -> pd.DataFrame:
    """The table as stored, lists and numbers read."""
    path = ROOT / "corpus" / "paris-2025" / "remarks.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    return table.assign(**{column: table[column].map(json.loads) for column in LISTS}).astype(
        dict.fromkeys(NUMBERS, int)
    )


REMARKS = read_remarks()
ROWS = [pytest.param(row, id=row.remark_id) for row in REMARKS.itertuples()]
BY_ID = {row.remark_id: row for row in REMARKS.itertuples()}
each_remark = pytest.mark.parametrize("remark", ROWS)


def n_words(text: str) -> int:
    return len(list(words(text)))


# What the table promises


def test_the_columns_stand_in_the_stated_order():
    assert list(REMARKS.columns) == COLUMNS


def test_remarks_are_numbered_in_the_order_of_the_article():
    assert list(REMARKS["remark_id"]) == [f"paris-{number:02}" for number in range(1, 21)]
    assert list(REMARKS["order"]) == list(range(1, 21))
    assert REMARKS["start"].is_monotonic_increasing
    assert set(REMARKS["article_id"]) == {"paris-2025"}


@pytest.mark.parametrize("column", CLOSED_LISTS)
def test_closed_lists_are_kept(column):
    assert set(REMARKS[column]) <= CLOSED_LISTS[column]


@each_remark
def test_start_and_end_are_the_hull_of_the_spans(remark):
    assert (remark.start, remark.end) == (remark.spans[0][0], remark.spans[-1][1])


@each_remark
def test_spans_are_ordered_and_not_empty(remark):
    for spans in (remark.spans, remark.quoted_spans):
        places = [place for span in spans for place in span]
        assert places == sorted(set(places))


@each_remark
def test_quoted_spans_lie_inside_spans(remark):
    for start, end in remark.quoted_spans:
        assert any(first <= start and end <= last for first, last in remark.spans)


@each_remark
def test_each_quoted_span_has_its_fragment_of_the_same_length(remark):
    assert [len(fragment) for fragment in remark.quoted] == [end - start for start, end in remark.quoted_spans]


def test_no_two_remarks_overlap():
    spans = sorted(span for spans in REMARKS["spans"] for span in spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


@each_remark
def test_the_form_follows_from_what_stands_inside_the_marks(remark):
    wholly = remark.spans == remark.quoted_spans
    assert remark.form == ("direct" if wholly else "mixed" if remark.quoted_spans else "indirect")
    assert (remark.content == "quotation") == wholly


@each_remark
def test_words_are_counted_where_they_stand(remark):
    assert remark.n_words_quoted == sum(map(n_words, remark.quoted))
    assert (remark.n_words_quoted == 0) == (remark.form == "indirect")
    assert (remark.n_words_paraphrased == 0) == (remark.form == "direct")
    assert remark.n_words_article == REMARKS["n_words_article"].iloc[0]


def test_all_remarks_together_have_fewer_words_than_the_article():
    reported = REMARKS["n_words_quoted"].sum() + REMARKS["n_words_paraphrased"].sum()
    assert 0 < reported < REMARKS["n_words_article"].iloc[0]


@each_remark
def test_a_gist_stands_exactly_where_something_is_not_quoted(remark):
    assert bool(remark.gist) == (remark.form != "direct")


@each_remark
def test_a_gist_names_the_speaker_and_does_not_read_like_a_quotation(remark):
    if remark.gist:
        assert remark.speaker.split(" ", 1)[1] in remark.gist, "third person"
        assert not set(remark.gist) & set('"“”‘’«»')
        assert not {"i", "we", "our", "my"} & set(remark.gist.casefold().split())


@each_remark
def test_no_quotation_mark_is_left_inside_a_fragment(remark):
    assert not any(set(fragment) & set('"“”') for fragment in remark.quoted)


def test_speakers_are_known_leaders():
    leaders = pd.read_csv(ROOT / "corpus" / "leaders.csv", dtype=str, keep_default_na=False)
    assert set(REMARKS["leader"]) <= set(leaders["leader"])
    assert set(REMARKS["speaker"]) <= set(leaders.loc[leaders["kind"] == "name", "alias"])


def test_no_remark_repeats_another_in_full():
    """The lead takes up the headline's words and 05 those of 02, but each in a fuller wording of its own."""
    assert set(REMARKS["repeats"]) == {""}


def test_headline_standfirst_and_lead_hold_one_remark_each():
    assert list(REMARKS["place"]) == ["headline", "standfirst", "lead"] + ["body"] * 17


def test_six_leaders_speak_and_one_of_them_is_never_quoted():
    n_words_quoted = REMARKS.groupby("leader")["n_words_quoted"].sum()
    assert len(n_words_quoted) == 6
    assert list(n_words_quoted[n_words_quoted == 0].index) == ["Pete Hegseth"]


# Traps, each by name


def test_he_after_two_speakers_is_scholz():
    remark = BY_ID["paris-15"]
    assert (remark.speaker_as_printed, remark.leader, remark.quoted) == ("He", "Olaf Scholz", ["little irritated"])


def test_the_mark_the_wrong_way_round_ends_its_quotation():
    remark = BY_ID["paris-08"]
    assert remark.form == "direct"
    assert len(remark.quoted) == 1
    assert remark.quoted[0].endswith("national interests,")
    assert remark.speaker_start == remark.end + 1, "one mark and no space stand between"


def test_a_quotation_over_two_paragraphs_is_one_remark():
    remark = BY_ID["paris-09"]
    assert [fragment.split(" ")[0] for fragment in remark.quoted] == ["I’m", "So"]
    assert remark.quoted_spans[1][0] - remark.quoted_spans[0][1] == len("\n\n“")


def test_three_fragments_around_one_cue_are_one_remark():
    remark = BY_ID["paris-05"]
    assert (len(remark.spans), len(remark.quoted), remark.repeats) == (2, 3, "")
    assert remark.quoted[2] == BY_ID["paris-02"].quoted[0]
    assert remark.spans[0][1] < remark.speaker_start < remark.spans[1][0]


def test_the_headline_quotes_with_single_marks():
    assert BY_ID["paris-01"].quoted_spans[0][0] == BY_ID["paris-01"].start == 1
    assert BY_ID["paris-01"].quoted[0].casefold() == BY_ID["paris-03"].quoted[0].casefold()


def test_one_pronoun_serves_two_cues():
    first, second = BY_ID["paris-10"], BY_ID["paris-11"]
    assert (first.speaker_start, first.speaker_end) == (second.speaker_start, second.speaker_end)
    assert (first.cue_stance, second.cue_stance) == ("distancing", "neutral")


def test_a_wish_inside_an_answer_stays_the_outer_speakers():
    embedded = REMARKS.loc[REMARKS["embedded_speaker"] != ""]
    assert list(embedded["remark_id"]) == ["paris-12"]
    assert list(embedded["leader"]) == ["Keir Starmer"]


def test_the_name_decides_where_the_possessive_is_wrong():
    assert BY_ID["paris-17"].leader == "Mette Frederiksen"


def test_verdict_and_demand_without_a_clause_are_noun_phrases():
    assert list(REMARKS.loc[REMARKS["content"] == "noun phrase", "remark_id"]) == ["paris-14", "paris-20"]


def test_a_word_he_did_not_explain_is_no_remark():
    assert ["backstop"] not in list(REMARKS["quoted"])
    assert not REMARKS["cue"].str.contains("explain").any()


# Each place is where it says


@pytest.fixture(scope="module")
def article() -> str:
    if not ARTICLE.exists():
        pytest.skip("needs the article itself, which is not part of the project")
    return ARTICLE.read_bytes().decode("utf-8")


@each_remark
def test_each_quoted_fragment_is_the_slice_at_its_place(article, remark):
    assert [article[start:end] for start, end in remark.quoted_spans] == remark.quoted


@each_remark
def test_quotation_marks_stand_around_each_fragment_or_its_paragraph_is_left_open(article, remark):
    for start, end in remark.quoted_spans:
        assert article[start - 1] in "“\"'"
        assert article[end] in "”“\"'" or article[end : end + 3] == "\n\n“"


@each_remark
def test_the_speaker_stands_at_its_place_and_near_the_remark(article, remark):
    assert article[remark.speaker_start : remark.speaker_end] == remark.speaker_as_printed
    assert _distance(remark.spans, remark.speaker_start, remark.speaker_end) <= FAR or _is_shared_subject(remark)


@each_remark
def test_the_cue_stands_outside_the_content_and_near_it(article, remark):
    places = [place for place in _places(article, remark.cue) if _distance(remark.spans, *place) > 0]
    assert min(_distance(remark.spans, *place) for place in places) <= FAR


@each_remark
def test_spans_begin_and_end_at_whole_words(article, remark):
    for start, end in remark.spans:
        assert not (article[max(start - 1, 0)].isalnum() and start > 0)
        assert not article[end].isalnum()
        assert article[start:end] == article[start:end].strip()


@each_remark
def test_spans_neither_begin_nor_end_with_a_quotation_mark(article, remark):
    for start, end in remark.spans:
        assert not {article[start], article[end - 1]} & set("“”\"'")


@each_remark
def test_word_counts_are_those_of_the_article(article, remark):
    n_all = sum(n_words(article[start:end]) for start, end in remark.spans)
    n_quoted = sum(n_words(article[start:end]) for start, end in remark.quoted_spans)
    assert (remark.n_words_quoted, remark.n_words_paraphrased) == (n_quoted, n_all - n_quoted)
    assert remark.n_words_article == n_words(article)
    assert remark.n_characters_article == len(article)


@each_remark
def test_places_agree_with_the_paragraphs(article, remark):
    paragraph = [text for text in article.split("\n") if text].index(_line_at(article, remark.start))
    assert remark.place == {0: "headline", 1: "standfirst", 5: "lead"}.get(paragraph, "body")


@each_remark
def test_a_gist_takes_no_run_of_four_words_from_the_article(article, remark):
    for text in (remark.gist, remark.because):
        assert not _runs(text, 4) & _runs(article, 4)


def test_no_remark_touches_the_sentence_on_what_was_not_explained(article):
    start = article.index("did not explain")
    end = article.index("\n", start)
    assert all(last <= start or end <= first for spans in REMARKS["spans"] for first, last in spans)


def test_every_fragment_in_marks_is_in_a_remark_but_the_one_that_is_only_mentioned(article):
    opened = {place + 1 for place, mark in enumerate(article) if mark == "“" and article[place + 1].isalnum()}
    quoted = {start for spans in REMARKS["quoted_spans"] for start, _ in spans}
    wrong_way = {BY_ID["paris-08"].end + 1}
    mentioned = {article.index("“backstop”") + 1}
    assert opened - quoted == wrong_way | mentioned


def _distance(spans: list[list[int]], start: int, end: int) -> int:
    """Characters between a stretch and the nearest span; 0 when they touch or overlap."""
    return min(max(first - end, start - last, 0) for first, last in spans)


def _is_shared_subject(remark) -> bool:
    """Whether the remark before has the same mention: the subject of two verbs may stand far from the second."""
    before = REMARKS.loc[REMARKS["order"] == remark.order - 1].iloc[0]
    return (before["speaker_start"], before["speaker_end"]) == (remark.speaker_start, remark.speaker_end)


def _places(text: str, part: str) -> list[tuple[int, int]]:
    """Every place of a part in a text."""
    return [(place, place + len(part)) for place in range(len(text)) if text.startswith(part, place)]


def _line_at(text: str, place: int) -> str:
    """The line that holds a place."""
    return text[text.rfind("\n", 0, place) + 1 : text.index("\n", place)]


def _runs(text: str, length: int) -> set[tuple[str, ...]]:
    """Every run of so many words."""
    folded = [text[start:end].casefold() for start, end in words(text)]
    return {tuple(folded[place : place + length]) for place in range(len(folded) - length + 1)}
