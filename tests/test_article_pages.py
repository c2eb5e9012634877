"""Pages of texts: what they show is what the tables say, whatever the texts hold, and a browser has nothing to mend."""

import re
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from page_checker import Page, texts_of

import framing
from framing import TableError, article_page, page_style, renderings_page, speech_page, write_page
from framing.figures.pages.marks import SKIP, TERM, VOICE, Mark, Note, count_unshowable, cut, in_lanes, visible
from framing.lexicon import Lexicon, Term
from framing.schema import make_table
from framing.text import paragraphs, tokenize

PRACTICE = framing.corpus_folder() / "practice"
ARTICLES = framing.read_articles(PRACTICE)
LEADERS = framing.read_leaders(PRACTICE / "leaders.csv")
REMARKS = framing.read_remarks(PRACTICE / "remarks.csv")
SKIPS = framing.find_furniture(ARTICLES)
SECURITY = framing.read_lexicon("security")
TOKENS = framing.assign_voices(tokenize(ARTICLES, skips=SKIPS), REMARKS, LEADERS)
MATCHES = framing.find_matches(TOKENS, SECURITY)
NAMES = ARTICLES["article_id"].tolist()
HOSTILE = "<script>alert('x')</script> & \"$5bn\" $6bn </a> {{ x }} {% y %} &lt; עברית 🙂 \x00\x1b\u202eevil\ufdd0"


def page_of(name, **options):
    return article_page(name, ARTICLES, TOKENS, REMARKS, MATCHES, lexicon=SECURITY, skips=SKIPS, **options)


@pytest.fixture(scope="module")
def pages():
    return {name: page_of(name) for name in NAMES}


# Text in pieces


def written(pieces):
    return "".join(piece.text for piece in pieces if piece.kind == "text")


def marks_around_each_character(pieces):
    around, opened = [], []
    for piece in pieces:
        if piece.kind == "open":
            opened.append(piece.mark)
        elif piece.kind == "close":
            opened.pop()
        elif piece.kind == "text":
            around += [list(opened)] * len(piece.text)
    assert opened == []
    return around


PLACES = st.tuples(st.integers(0, 30), st.integers(0, 30), st.sampled_from([SKIP, VOICE, TERM]))


@given(st.lists(PLACES, max_size=8), st.lists(st.integers(0, 29), max_size=4))
def test_marks_nest_however_they_overlap_and_each_covers_its_characters_and_no_other(places, notes):
    text = "abcdefghijklmnopqrstuvwxyz1234"
    marks = [Mark(min(a, b), max(a, b), level, "x", label="name") for a, b, level in places]
    pieces = cut(text, 3, 27, marks, [Note(at, "who", "said", "direct") for at in notes])
    assert written(pieces) == text[3:27]
    for at, around in enumerate(marks_around_each_character(pieces), start=3):
        assert sorted(map(id, around)) == sorted(id(mark) for mark in marks if mark.start <= at < mark.end)
        assert [mark.level for mark in around] == sorted(mark.level for mark in around)
    assert sum(piece.kind == "note" for piece in pieces) == sum(3 <= at < 27 for at in notes)


@given(st.lists(PLACES, max_size=8))
def test_the_label_of_a_mark_stands_once_where_the_mark_ends(places):
    marks = [Mark(min(a, b), max(a, b), level, "x", label="name") for a, b, level in places if a != b]
    labels = [piece.mark for piece in cut("a" * 30, 0, 30, marks) if piece.kind == "label"]
    assert sorted(map(id, labels)) == sorted(map(id, marks))


def test_a_note_stands_outside_all_marks():
    pieces = cut("one two", 0, 7, [Mark(0, 7, VOICE, "quoted")], [Note(4, "Ada", "said", "direct")])
    assert [piece.kind for piece in pieces] == ["open", "text", "close", "note", "open", "text", "close"]


def test_terms_that_overlap_are_underlined_at_different_heights():
    looks = [mark.look for mark in in_lanes([Mark(4, 9, TERM, "t"), Mark(0, 6, TERM, "t"), Mark(6, 8, TERM, "t")])]
    assert looks == ["t lane-1", "t lane-2", "t lane-1"]


@pytest.mark.parametrize(
    "text, shown",
    [
        ("a\tb\nc", "a\tb\nc"),
        ("\x00\x1b\x7f", "␀␛␡"),
        ("\u202eevil\u2069", "�evil�"),
        ("\ud800\ufdd0\uffff\U0010ffff\x80", "�����"),
        ("عربي\u200c עברית 🙂\u200d", "عربي\u200c עברית 🙂\u200d"),
        ("one\r\ntwo\x85", "one \ntwo\n"),
    ],
)
def test_a_character_that_no_page_may_hold_is_shown_by_a_sign(text, shown):
    assert visible(text) == shown
    assert count_unshowable(text) == sum(sign in "␀␛␡�" for sign in shown)


# Article pages


@pytest.mark.parametrize(
    "source, mistake",
    [
        ("<p><span></p></span>", "</p> closes"),
        ("<p>", "<p> is never closed"),
        ("<p><div></div></p>", "<div> in <p>"),
        ('<p id="a"></p><p id="a"></p>', "id 'a' stands twice"),
        ('<a href="#b">b</a>', "nothing has the id 'b'"),
        ('<a href="//example.org">b</a>', "address"),
        ("<h1>a</h1><h3>b</h3>", "heading 3 after heading 1"),
        ("<table><tbody><tr><td>1</td></tr><tr><td>1</td><td>2</td></tr></tbody></table>", "columns"),
        ("<script>1</script>", "<script> does not belong"),
        ('<p onclick="x">', "attribute onclick"),
        ("<p>\x00</p>", "character"),
    ],
)
def test_the_reader_of_these_tests_finds_what_a_browser_would_mend(source, mistake):
    assert any(mistake in found for found in Page(source).mistakes)


@pytest.mark.parametrize("name", NAMES)
def test_a_browser_has_nothing_to_mend(pages, name):
    assert Page(pages[name]).mistakes == []


@pytest.mark.parametrize("name", NAMES)
def test_a_page_needs_no_script_no_file_and_no_network(pages, name):
    assert re.search(r"<script|javascript:|https?:|//[a-z]|@import|url\(|<link|<img|<iframe", pages[name]) is None
    assert "default-src 'none'" in pages[name]


@pytest.mark.parametrize("name", NAMES)
def test_the_article_stands_there_word_for_word(pages, name):
    text = ARTICLES.set_index("article_id")["text"][name]
    (shown,) = texts_of(pages[name], "text")
    assert shown.split("\n") == ["", *(text[start:end] for start, end in paragraphs(text)), ""]


@pytest.mark.parametrize("name", NAMES)
def test_each_voice_holds_the_words_that_the_tokens_give_it(pages, name):
    tokens = TOKENS[TOKENS["article_id"] == name]
    for voice in ("quoted", "paraphrased", "narrated"):
        wanted = tokens.loc[tokens["voice"] == voice, "word"].tolist()
        shown = texts_of(pages[name], voice)[1:-1]  # without the key and the head of the table
        assert [word for part in shown for word in words_in(part)] == wanted


def words_in(text):
    return [text[start:end] for start, end in framing.words(text)]


@pytest.mark.parametrize("name", NAMES)
def test_terms_are_underlined_where_the_matches_lie_with_the_label_of_their_frame(pages, name):
    page = Page(pages[name])
    matches = MATCHES[MATCHES["article_id"] == name]
    labels = [SECURITY.frame_label(frame) + (", negated" if negated else "") for frame, negated in
              zip(matches["frame"], matches["negated"], strict=True)]  # fmt: skip
    assert sorted(element["text"] for element in page.of_class("long")) == sorted(labels)


@pytest.mark.parametrize("name", NAMES)
def test_the_table_counts_the_terms_of_the_matches(pages, name):
    rows = Page(pages[name]).rows()
    matches = MATCHES[MATCHES["article_id"] == name]
    counted = {row[0]: [int(cell) for cell in row[1:5]] for row in rows[1:-2]}
    for frame, own in matches.groupby("frame"):
        by_voice = [int((own["voice"] == voice).sum()) for voice in ("quoted", "paraphrased", "narrated")]
        assert counted[SECURITY.frame_label(frame)] == [*by_voice, len(own)]
    assert len(counted) == matches["frame"].nunique()
    assert int(rows[-2][4]) == len(matches)
    assert int(rows[-1][4]) == (TOKENS["article_id"] == name).sum()


@pytest.mark.parametrize("name", NAMES)
def test_beside_each_remark_stand_its_speaker_and_its_verb(pages, name):
    notes = [element["text"] for element in Page(pages[name]).of_class("note") if "id" in element]
    remarks = REMARKS[REMARKS["article_id"] == name]
    assert len(notes) == len(remarks)
    for said, row in zip(notes, remarks.to_dict("records"), strict=True):
        speaker = row["leader"] if isinstance(row["leader"], str) else row["speaker"]
        assert (speaker if isinstance(speaker, str) else row["speaker_as_printed"]) in said
        assert (row["cue"] if isinstance(row["cue"], str) else "") in said
        assert ("not said" if row["not_said"] else row["form"]) in said


def test_a_remark_that_goes_on_in_the_next_paragraph_names_its_speaker_again():
    assert "goes on" in page_of("practice-01")


def test_what_is_left_out_is_shown_in_grey_and_told(pages):
    skips = SKIPS[SKIPS["article_id"] == "practice-01"]
    text = ARTICLES.set_index("article_id")["text"]["practice-01"]
    shown = Page(pages["practice-01"])
    assert [element["text"] for element in shown.of_class("skip")][1:] == [
        text[start:end] for start, end in zip(skips["start"], skips["end"], strict=True)
    ]
    assert "Left out as furniture: dateline 1." in pages["practice-01"]


def test_frames_without_a_term_are_named(pages):
    found = set(MATCHES.loc[MATCHES["article_id"] == "practice-01", "frame"])
    (said,) = [line["text"] for line in Page(pages["practice-01"]).of_class("small") if "No term" in line["text"]]
    assert all((SECURITY.frame_label(frame) in said) is (frame not in found) for frame in SECURITY.frames)


def test_the_title_is_the_answer_that_was_given_and_else_the_question(pages):
    assert Page(page_of("practice-01", title="Hers are 60 %")).of_class("title")[0]["text"] == "Hers are 60 %"
    asked = Page(pages["practice-01"]).of_class("title")[0]["text"]
    assert asked == "Whose words are these? Northline Wire, 14 March 2031"


# Hostile texts


def hostile_tables(text=HOSTILE + '\n\nA gale & a gale, he said: "no <b>gale</b>".', outlet=HOSTILE):
    frames = {"storm": HOSTILE, "sea<i>": "ships & \x00"}
    terms = (Term("storm", "gale"), Term("sea<i>", "a gale"))
    lexicon = Lexicon("weather", "1.0", "en", "", "", frames, terms, labels={"storm": HOSTILE})
    columns = {"article_id": [HOSTILE], "story_id": ["s"], "outlet": [outlet], "text": [text], "body_start": [0]}
    articles = make_table("articles", columns | {"warnings": [[]]})
    at = text.index("no <b>") if "no <b>" in text else 0
    told = {"speaker": [HOSTILE], "leader": [HOSTILE], "cue": [HOSTILE], "rule": [HOSTILE], "because": [HOSTILE]}
    spans = {"start": [at], "end": [len(text) - 2], "spans": [[[at, len(text) - 2]]]}
    kinds = {"form": ["direct"], "content": ["quotation"], "not_said": [False], "quoted_spans": spans["spans"]}
    ids = {"remark_id": [HOSTILE], "article_id": [HOSTILE]}
    remarks = make_table("remarks", ids | kinds | told | spans)
    skips = make_table("skips", {"article_id": [HOSTILE], "start": [0], "end": [8], "rule": [HOSTILE]})
    tokens = framing.assign_voices(tokenize(articles, skips=skips), remarks)
    matches = framing.find_matches(tokens, lexicon)
    return articles.assign(language='en" onload="x'), tokens, remarks, matches, lexicon, skips


def hostile_page(fragment=False, heading_level=1):
    *tables, lexicon, skips = hostile_tables()
    told = {"title": HOSTILE, "caption": HOSTILE, "fragment": fragment, "heading_level": heading_level}
    return article_page(HOSTILE, *tables, lexicon=lexicon, skips=skips, **told)


def test_hostile_text_is_shown_as_text():
    page = hostile_page()
    assert Page(page).mistakes == []
    assert "<script" not in page and "\x00" not in page and "\u202e" not in page
    (shown,) = texts_of(page, "text")
    text = hostile_tables()[0]["text"][0]
    assert [line for line in shown.split("\n") if line] == [visible(part) for part in text.split("\n\n")]


def test_characters_shown_by_a_sign_are_counted():
    assert "4 characters that cannot stand in a page" in hostile_page()


def test_a_language_that_is_no_code_is_unknown():
    (text,) = Page(hostile_page()).of_class("text")
    assert text["lang"] == ""


def test_terms_that_overlap_and_cross_voices_are_all_there():
    page = Page(hostile_page())
    assert len(page.of_class("long")) == 5  # three gales, two of them "a gale"
    assert page.mistakes == []


@pytest.mark.parametrize("text", ["", "  \n ", "?", "One word."])
def test_an_article_without_remark_or_term_or_word_is_a_page_too(text):
    columns = {"article_id": ["a"], "story_id": ["a"], "text": [text], "body_start": [0], "warnings": [[]]}
    articles = make_table("articles", columns)
    remarks = make_table("remarks", {})
    tokens = framing.assign_voices(tokenize(articles), remarks)
    page = article_page("a", articles, tokens, remarks, make_table("matches", {}), lexicon=SECURITY)
    assert Page(page).mistakes == []
    assert "0 remarks" in page


# Several in one report


def test_fragments_stand_in_one_report_without_a_clash():
    parts = [page_of(name, fragment=True, heading_level=2) for name in NAMES]
    parts += [
        page_of(NAMES[0], fragment=True, heading_level=2, prefix="rules"),
        hostile_page(fragment=True, heading_level=2),
    ]
    report = f"<html lang='en'><head><title>x</title></head><body><h1>Report</h1>{''.join(parts)}</body></html>"
    assert Page(report).mistakes == []
    assert not any("<html" in part or "<style" in part for part in parts)


def test_ids_differ_where_names_do_even_when_they_read_alike():
    names = ["a 1", "a-1", "a/1", "", "é", "è", "\ud800"]
    from framing.figures.pages.sheet import id_of

    assert len({id_of("article", name) for name in names}) == len(names)


def test_a_page_is_made_the_same_twice(pages):
    assert page_of(NAMES[0]) == pages[NAMES[0]]


def test_nothing_that_was_given_is_changed():
    before = [table.copy(deep=True) for table in (ARTICLES, TOKENS, REMARKS, MATCHES, SKIPS)]
    page_of("practice-02")
    for table, copy in zip((ARTICLES, TOKENS, REMARKS, MATCHES, SKIPS), before, strict=True):
        pd.testing.assert_frame_equal(table, copy)


# The style


def rules_of(style):
    """Selectors with what they say, also inside of @media."""
    plain = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    return [(selector.strip(), body) for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", plain)]


def test_every_rule_concerns_pages_of_the_toolkit_only():
    for selector, _ in rules_of(page_style()):
        outside_brackets = re.sub(r"\([^()]*\)", "", re.sub(r"\([^()]*\)", "", selector))
        assert all(part.strip().startswith(".framing") for part in outside_brackets.split(",")), selector


def colours():
    """The colours of the light, the dark and the printed page."""
    found = [body for selector, body in rules_of(page_style()) if selector == ".framing" and "--ground" in body]
    return [dict(re.findall(r"--([a-z-]+): (#[0-9a-fA-F]{6})", body)) for body in found]


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first, second):
    low, high = sorted([luminance(first), luminance(second)])
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("mode", [0, 1, 2], ids=["light", "dark", "print"])
def test_text_can_be_read_on_every_ground(mode):
    light, other = colours()[0], colours()[mode]
    used = light | other
    for ground in ("ground", "quoted", "paraphrased", "narrated", "skip"):
        assert contrast(used["ink"], used[ground]) >= 7
    for ground in ("ground", "skip"):
        assert contrast(used["soft"], used[ground]) >= 4.5
    assert contrast(used["tip-ink"], used["tip"]) >= 7
    assert contrast(used["ring"], used["ground"]) >= 3
    for voice in ("quoted", "paraphrased"):
        assert contrast(used[f"{voice}-line"], used["ground"]) >= 3


@pytest.mark.parametrize("mode", [0, 1, 2], ids=["light", "dark", "print"])
def test_voices_differ_in_grey_and_by_their_borders(mode):
    used = colours()[0] | colours()[mode]
    for first, second in pairwise(("quoted", "paraphrased")):
        assert contrast(used[first], used[second]) >= 1.25
    borders = {selector: body for selector, body in rules_of(page_style()) if "border: " in body}
    assert "solid" in borders[".framing .quoted"] and "dashed" in borders[".framing .paraphrased"]
    assert ".framing .narrated" not in borders


def test_the_notes_of_a_paragraph_end_before_the_next_one_begins():
    wide = page_style().split("@media print, (min-width: 46rem) {")[1].split("@media")[0]
    rules = {selector: body for selector, body in rules_of(wide) if ".text" in selector}
    assert "float: left" in rules[".framing .text .note"]
    assert "clear: left" in rules[".framing .text > *"]


# Files


def test_a_page_is_written_as_it_is(tmp_path, pages):
    path = write_page(pages["practice-01"], tmp_path / "new" / "page.html")
    assert path.read_text(encoding="utf-8") == pages["practice-01"]


def test_a_page_is_written_whole_or_not_at_all(tmp_path):
    (tmp_path / "taken").write_text("")
    with pytest.raises(TableError, match="cannot be written"):
        write_page("<!DOCTYPE html>", tmp_path / "taken" / "page.html")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


@pytest.mark.parametrize(
    "page, name, said",
    [
        ("<!DOCTYPE html>", "page.txt", "End the name in .html"),
        ("<article>", "page.html", "this is no whole page: '<article>'. Make it with fragment=False"),
    ],
)
def test_only_a_whole_page_is_written_and_only_as_html(tmp_path, page, name, said):
    with pytest.raises(TableError, match=said):
        write_page(page, tmp_path / name)


# What is refused


def swapped(**tables):
    given_tables = {"articles": ARTICLES, "tokens": TOKENS, "remarks": REMARKS, "matches": MATCHES} | tables
    return article_page("practice-01", *given_tables.values(), lexicon=SECURITY)


@pytest.mark.parametrize(
    "tables, said",
    [
        ({"tokens": tokenize(ARTICLES)}, "column 'voice'"),
        ({"matches": MATCHES.assign(lexicon="security@0.1")}, "none is of lexicon 'security@1.0.0'. Did you mean"),
        ({"matches": MATCHES.assign(voice=None)}, "Find the matches in tokens that have their voices"),
        ({"matches": MATCHES.assign(frame="treat")}, "has no frame 'treat'. Did you mean 'threat'"),
        (
            {"matches": MATCHES.assign(end=99999)},
            "matches: character 99999 lies .* of article 'practice-01'",
        ),
        ({"remarks": REMARKS.assign(end=99999)}, "remarks: character 99999 lies beyond"),
        ({"tokens": TOKENS.assign(word="zebra")}, "'zebra' is not at .* of article 'practice-01'"),
        ({"articles": ARTICLES.drop(columns="text")}, "column 'text'"),
    ],
)
def test_tables_that_do_not_fit_are_refused_with_what_to_do(tables, said):
    with pytest.raises(TableError, match=said):
        swapped(**tables)


def test_an_unknown_article_is_named_with_the_one_that_is_near():
    with pytest.raises(TableError, match="no article_id is 'practice-1'. Did you mean 'practice-01'"):
        page_of("practice-1")


@pytest.mark.parametrize("level", [0, 5, "2"])
def test_headings_have_a_level_that_exists(level):
    with pytest.raises(TableError, match="heading_level"):
        page_of("practice-01", heading_level=level)


# Speech pages

SPEECH = "We stay here. We talk first.\n\nNobody will wait for us. Thank you."
SENTENCES = [(0, 13), (14, 28), (30, 54), (55, 65)]


def speech_tables(text=SPEECH, leader="Edda Halvorn", outlets=("The Lantern", "The Bell")):
    speeches = make_table("speeches", {"speech_id": ["s"], "leader": [leader], "title": ["To all"], "text": [text]})
    taken = {outlets[0]: ["omitted", "paraphrased", "quoted", "omitted"]}
    taken[outlets[1]] = ["quoted", "omitted", "quoted", "omitted"]
    rows = [
        {
            "speech_id": "s",
            "leader": leader,
            "sentence": number,
            "start": start,
            "end": end,
            "n_words": 3,
            "group": outlet,
            "n_words_quoted": 3 * (kinds[number] == "quoted") + (outlet == outlets[1]) * (number == 2),
            "n_words_paraphrased": 2 * (kinds[number] == "paraphrased"),
            "taken": kinds[number],
            "n_articles": int(kinds[number] != "omitted"),
            "n_groups": sum(other[number] != "omitted" for other in taken.values()),
        }
        for outlet, kinds in taken.items()
        for number, (start, end) in enumerate(SENTENCES)
    ]
    parts = [
        ("quoted", "verbatim", "s", 0, 7),
        ("quoted", "differs", "s", 30, 41),
        ("paraphrased", "paraphrase", "s", 14, 28),
        ("quoted", "unmatched", None, None, None),
    ]
    ids = {"remark_id": ["r1", "r2", "r3", "r4"], "article_id": ["a"] * 4, "leader": [leader] * 4, "part": [1] * 4}
    places = {"start": [0] * 4, "end": [9] * 4, "n_speeches": [1] * 4, "changes": [[]] * 4}
    pairs = [[] if part[2] is None else [[0, 7, part[3], part[4]]] for part in parts]
    names = ("voice", "kind", "speech_id", "speech_start", "speech_end")
    named = {name: list(cells) for name, cells in zip(names, zip(*parts, strict=True), strict=True)}
    alignments = make_table("alignments", ids | places | named | {"pairs": pairs})
    return speeches, make_table("passages", pd.DataFrame(rows)), alignments


def test_the_speech_stands_there_with_who_took_which_sentence():
    page = Page(speech_page("s", *speech_tables()))
    assert page.mistakes == []
    head, *rows, total = page.rows()
    assert head == ["no.", "sentence", "The Bell", "The Lantern", "taken by"]  # who quotes most words first
    assert [row[1] for row in rows] == [SPEECH[start:end] for start, end in SENTENCES]
    assert [row[2] for row in rows] == ["3 words quoted", "·omitted", "4 words quoted", "·omitted"]
    assert [row[3] for row in rows] == ["·omitted", "2 words paraphrased", "3 words quoted", "·omitted"]
    assert [row[4] for row in rows] == ["1", "1", "2", "0"]
    assert total[1:3] == ["7", "3"]


def test_words_quoted_word_for_word_are_bold_and_paraphrased_ones_are_not():
    page = Page(speech_page("s", *speech_tables()))
    assert [element["text"] for element in page.of_class("verbatim")][1:] == ["We stay", "Nobody will"]


def test_what_nobody_took_what_all_took_and_what_matched_nothing_is_told():
    page = speech_page("s", *speech_tables())
    assert "1 of 4 sentences is taken by no outlet." in page
    assert "Taken by all 2: sentence 3." in page
    assert "1 part of this leader&#39;s remarks match" in page


def test_a_sentence_that_begins_a_paragraph_is_set_apart():
    page = Page(speech_page("s", *speech_tables()))
    rows = [element for element in page.elements if element["tag"] == "tr"][1:5]
    assert ["begins" in (row.get("class") or "") for row in rows] == [False, False, True, False]


def test_words_between_sentences_are_not_lost():
    speeches, passages, alignments = speech_tables()
    page = Page(speech_page("s", speeches, passages[passages["sentence"] != 1], alignments))
    assert page.rows()[1][1] == SPEECH[:28]


def test_a_hostile_speech_is_shown_as_text():
    text = (HOSTILE + "!" * 80)[:70].replace("\n", " ")
    tables = speech_tables(text, HOSTILE, (HOSTILE, "B & <b>"))
    page = speech_page("s", *tables, title=HOSTILE, caption=HOSTILE)
    assert Page(page).mistakes == [] and "<script" not in page
    assert "".join(row[1] for row in Page(page).rows()[1:-1]).replace(" ", "") == visible(text).replace(" ", "")


def test_rows_of_all_together_are_a_lane_only_where_there_is_no_other():
    speeches, passages, alignments = speech_tables()
    one = passages[passages["group"] == "The Bell"].assign(group=None)
    assert Page(speech_page("s", speeches, one, alignments)).rows()[0][2] == "all outlets"
    both = pd.concat([passages, one], ignore_index=True)
    assert "all outlets" not in Page(speech_page("s", speeches, both, alignments)).rows()[0]


@pytest.mark.parametrize(
    "change, said",
    [
        (lambda s, p, a: ("t", s, p, a), "no speech_id is 't'"),
        (lambda s, p, a: ("s", s, p.iloc[:0], a), "no row is of speech 's'"),
        (
            lambda s, p, a: ("s", s, pd.concat([p, p], ignore_index=True), a),
            "sentence 0 has two rows for 'The Lantern'",
        ),
        (lambda s, p, a: ("s", s, p.assign(end=999), a), "passages: character 999 lies beyond the 65 of speech 's'"),
        (lambda s, p, a: ("s", s, p, a.assign(speech_end=999)), "alignments: character 999 lies beyond"),
    ],
)
def test_a_speech_whose_tables_do_not_fit_is_refused(change, said):
    with pytest.raises(TableError, match=said):
        speech_page(*change(*speech_tables()))


# The same remark in many outlets

PRINTED = {
    "a": 'It rained. "We will stay here," Halvorn said in Caulde. All left.',
    "b": "Halvorn insisted that they would “stay here for good”.",
    "c": "Quillane said no.",
}


def rendering_tables(texts=PRINTED, leader="Edda Halvorn"):
    spans = {"a": [[12, 30]], "b": [[23, 52]], "c": [[14, 16]]}
    quoted = {"a": [[12, 30]], "b": [[35, 52]], "c": []}
    names = list(texts)
    columns = {"article_id": names, "story_id": names, "outlet": [f"The {name}" for name in names]}
    fixed = {"body_start": [0] * 3, "language": ["en"] * 3, "warnings": [[]] * 3}
    articles = make_table("articles", columns | fixed | {"text": list(texts.values())})
    forms, cues, stances = ["direct", "mixed", "indirect"], ["said", "insisted", None], ["neutral", "distancing", None]
    ids = {"remark_id": [f"r{name}" for name in names], "article_id": names, "leader": [leader] * 3, "form": forms}
    said = {"cue": cues, "cue_stance": stances, "place": ["headline", "body", None]}
    places = {"start": [spans[name][0][0] for name in names], "end": [spans[name][-1][1] for name in names]}
    lists = {"spans": [spans[name] for name in names], "quoted_spans": [quoted[name] for name in names]}
    fixed = {"content": ["clause"] * 3, "not_said": [False] * 3, "rule": ["hand"] * 3}
    remarks = make_table("remarks", ids | said | places | lists | fixed)
    of_cluster = {"cluster": [f"{leader} 1", f"{leader} 1", f"{leader} 2"], "by": ["passage", "wording", "alone"]}
    counts = {"n_words": [4, 6, 1], "n_words_quoted": [4, 4, 0], "words": [""] * 3, "narration": [""] * 3}
    return make_table("renderings", columns | ids | said | of_cluster | counts), articles, remarks


def test_each_rendering_stands_there_as_printed_with_its_verb():
    page = Page(renderings_page(*rendering_tables()))
    assert page.mistakes == []
    assert page.rows() == [
        ["outlet", "reporting verb", "place", "as printed"],
        ["The a a", "said direct", "headline", '"We will stay here," Halvorn said in Caulde.'],
        ["The b b", "insisted mixed, distancing verb", "body", PRINTED["b"]],
    ]


def test_quoted_words_are_bold_and_the_remark_is_set_apart_from_narration():
    page = Page(renderings_page(*rendering_tables()))
    bold = [element["text"] for element in page.of_class("verbatim")][1:]  # without the key
    assert bold == ["We will stay here,", PRINTED["b"][35:52]]
    assert [element["text"] for element in page.of_class("said")] == ["We will stay here,", PRINTED["b"][23:52]]


def test_remarks_in_few_articles_are_counted_and_shown_on_demand():
    assert "1 rendering of remarks in fewer not shown." in renderings_page(*rendering_tables())
    page = Page(renderings_page(*rendering_tables(), at_least=1))
    assert page.rows(1)[1] == ["The c c", "none indirect", "none", "Quillane said no."]


def test_what_one_article_repeats_stands_in_no_several():
    renderings, articles, remarks = rendering_tables()
    repeated = renderings.assign(article_id=["a", "a", "c"])
    page = renderings_page(repeated, articles, remarks.assign(article_id=["a", "a", "c"], start=12, end=20))
    assert "No remark stands in 2 articles or more. 3 renderings of remarks in fewer not shown." in page


def test_quoted_words_that_the_speech_has_not_are_underlined():
    _, _, alignments = speech_tables()
    start, end = 35, 52
    part = alignments.iloc[[1]].assign(remark_id="rb", start=start, end=end, pairs=[[[start, start + 9, 0, 9]]])
    page = Page(renderings_page(*rendering_tables(), alignments=part))
    shown = [element["text"] for element in page.of_class("differs")][1:]
    assert shown == [PRINTED["b"][start + 9 : end]]


def test_a_hostile_rendering_is_shown_as_text():
    texts = {name: text.replace("a", "<").replace("e", "&") for name, text in PRINTED.items()}
    renderings, articles, remarks = rendering_tables(texts, HOSTILE)
    page = renderings_page(renderings.assign(cue=HOSTILE, outlet=HOSTILE), articles, remarks, title=HOSTILE, at_least=1)
    assert Page(page).mistakes == [] and "<script" not in page
    assert texts["b"] in [row[-1] for row in Page(page).rows()]


@pytest.mark.parametrize(
    "change, said",
    [
        (lambda r, a, m: (r, a, m[m["remark_id"] != "ra"]), "remark 'ra' is not in the remarks table"),
        (lambda r, a, m: (r, a[a["article_id"] != "a"], m), "article 'a' of remark 'ra' is not in the articles table"),
        (lambda r, a, m: (r, a, m.assign(end=999)), "character 999 lies beyond"),
        (lambda r, a, m: (r.drop(columns="by"), a, m), "column 'by'"),
    ],
)
def test_renderings_without_their_texts_are_refused(change, said):
    with pytest.raises(TableError, match=said):
        renderings_page(*change(*rendering_tables()))


def test_a_remark_is_shown_from_some_number_of_articles_on():
    with pytest.raises(TableError, match="at_least=0"):
        renderings_page(*rendering_tables(), at_least=0)


# A whole newsroom


@pytest.fixture(scope="module")
def summit():
    folder = framing.corpus_folder() / "summit"
    articles, speeches = framing.read_articles(folder), framing.read_speeches(folder / "speeches.csv")
    remarks = framing.read_remarks(folder / "remarks.csv")
    alignments = framing.align_remarks(remarks, articles, speeches)
    return articles, speeches, remarks, alignments


def test_every_article_of_the_summit_is_a_page_with_all_its_words(summit):
    articles, _, remarks, _ = summit
    skips = framing.find_furniture(articles)
    tokens = framing.assign_voices(tokenize(articles, skips=skips), remarks)
    tables = (articles, tokens, remarks, framing.find_matches(tokens, SECURITY))
    for name, text in zip(articles["article_id"], articles["text"], strict=True):
        page = article_page(name, *tables, lexicon=SECURITY, skips=skips)
        assert Page(page).mistakes == [], name
        assert words_in(texts_of(page, "text")[0]) == words_in(text), name


def test_every_speech_of_the_summit_is_a_page_with_all_its_words(summit):
    articles, speeches, _, alignments = summit
    passages = framing.find_passages(alignments, articles, speeches)
    for name, text in zip(speeches["speech_id"], speeches["text"], strict=True):
        page = Page(speech_page(name, speeches, passages, alignments))
        assert page.mistakes == [], name
        assert [word for row in page.rows()[1:-1] for word in words_in(row[1])] == words_in(text), name


def test_remarks_of_the_summit_that_many_outlets_rendered_stand_in_one_page(summit):
    articles, _, remarks, alignments = summit
    renderings = framing.cluster_remarks(remarks, articles, alignments=alignments, threshold=0.5)
    page = renderings_page(renderings, articles, remarks, alignments=alignments, at_least=5)
    clusters = renderings.groupby("cluster")
    shown = clusters["article_id"].nunique() >= 5
    assert Page(page).mistakes == []
    assert page.count("<table>") == shown.sum()
    assert page.count("<tr>") == shown.sum() + clusters.size()[shown].sum()
