"""Who said what: invented sentences with the remarks they hold, and what holds for any text."""

import json
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing
from framing import schema
from framing.speech.extraction import read_article

CASES = json.loads((Path(__file__).parent / "cases" / "quotations.json").read_text(encoding="utf-8"))
PRACTICE = framing.corpus_folder() / "practice"
PARIS = framing.corpus_folder() / "paris-2025"
ARTICLE = Path(__file__).resolve().parents[1].parent / "shared" / "article.txt"
TEXTS = [case["text"] for case in CASES]


def articles(*texts):
    return framing.articles_from_records(
        [{"article_id": f"a{n}", "text": text} for n, text in enumerate(texts)], source="test"
    )


def remarks_in(text):
    """The remarks of a text as the cases write them."""
    return remarks_of([text])[0]


def remarks_of(texts):
    """The remarks of each of some texts, which are read together."""
    table = framing.extract_remarks(articles(*texts))
    found = [[] for _ in texts]
    for row in table.itertuples():
        number = int(row.article_id.removeprefix("a"))
        remark = {
            "words": [texts[number][start:end] for start, end in row.spans],
            "speaker": None if pd.isna(row.speaker) else row.speaker,
            "cue": None if pd.isna(row.cue) else row.cue,
            "form": row.form,
        }
        found[number].append(remark | ({"not_said": True} if row.not_said else {}))
    return found


def _case(case):
    marks = [pytest.mark.xfail(strict=True, reason=case["known_failure"])] if "known_failure" in case else []
    return pytest.param(case, marks=marks, id=case["text"][:50].replace("\n", "¶"))


@pytest.mark.parametrize("case", [_case(case) for case in CASES])
def test_a_sentence_holds_these_remarks_and_no_others(case):
    expected = [{**remark, "cue": None if remark["cue"] == ":" else remark["cue"]} for remark in case["remarks"]]
    assert remarks_in(case["text"]) == expected


def test_there_are_enough_cases_and_negatives_of_every_kind():
    assert len(CASES) >= 150
    assert sum(not case["remarks"] for case in CASES) >= 40
    rows = {case["about"].split(":")[0] for case in CASES}
    assert rows >= {f"phenomena {number}" for number in range(1, 36)}


# ---------------------------------------------------------------- what holds for any text

whole_texts = st.sampled_from([text for text in TEXTS if text.strip()])


@st.composite
def damaged_texts(draw):
    """Sentences of the cases with characters lost, doubled and put in."""
    text = "\n\n".join(draw(st.lists(whole_texts, min_size=1, max_size=4)))
    for _ in range(draw(st.integers(0, 12))):
        at = draw(st.integers(0, len(text)))
        text = (
            text[:at]
            + draw(st.sampled_from(["", '"', "”", "“", "'", "\n", ",", ".", "(", ": ", "—", " said "]))
            + text[at + draw(st.integers(0, 3)) :]
        )
    return text


# Broken off, or with a quotation inside an answer: each of them once made an error or a span inside another.
ONCE_BROKEN = (
    "It was told by Cole about",
    "The council was asked by Ada Brook about\n\nIt rained.",
    "Asked, Ada Brook left.",
    "Asked , andD-Elm ",
    "Ada Brook\n\nQ: Did it leak?\n\nA: It did. “It leaked a lot in May.” I saw it.\n\nQ: Why?\n\nA: Rust.",
    "BRANDT: It holds. “It will hold for years.” I know.\n\nCOLE: Why?",
)


@pytest.mark.parametrize("text", ONCE_BROKEN)
def test_what_once_broke_it_does_so_no_more(text):
    spans_lie_in_their_text(text)
    schema.check_table(framing.extract_remarks(articles(text)), "remarks")


@given(damaged_texts() | st.text(max_size=200))
def test_no_text_breaks_it_and_every_span_lies_in_its_text(text):
    if text.strip():
        spans_lie_in_their_text(text)


def spans_lie_in_their_text(text):
    read = read_article(text)
    taken = []
    for remark in read.remarks:
        assert all(0 <= start < end <= len(text) for start, end in remark.spans)
        assert list(remark.spans) == sorted(remark.spans)
        assert all(any(a <= start and end <= b for a, b in remark.spans) for start, end in remark.quoted_spans)
        taken += remark.spans
    taken.sort()
    assert all(before[1] <= after[0] for before, after in pairwise(taken)), "remarks overlap"
    assert all(0 <= left.start < left.end <= len(text) for left in read.left_over)


@given(damaged_texts())
def test_the_tables_keep_to_their_columns(text):
    table = framing.extract_remarks(articles(text)) if text.strip() else framing.extract_remarks(articles("x"))
    framing.check_table(table, "remarks")
    assert list(table["start"]) == sorted(table["start"])


@given(st.text(max_size=300))
def test_marks_of_any_text_are_paired_in_order(text):
    table = framing.find_quotations(text)
    assert (table["start"] < table["end"]).all()
    assert (table["end"].to_numpy()[:-1] <= table["start"].to_numpy()[1:]).all()


@pytest.mark.parametrize("at", range(0, len(TEXTS), 4))
def test_a_further_paragraph_without_names_or_marks_changes_nothing_before_it(at):
    texts = TEXTS[at : at + 4]
    longer = [text + "\n\nThen the rain stopped, and it was dark." for text in texts]
    assert remarks_of(longer) == remarks_of(texts)


@pytest.mark.parametrize("text", [text for text in TEXTS if text.count("“") == text.count("”") > 0])
def test_straightening_balanced_double_marks_changes_no_remark(text):
    straight = text.replace("“", '"').replace("”", '"')
    assert [r["words"] for r in remarks_in(straight)] == [
        [words.replace("“", '"').replace("”", '"') for words in r["words"]] for r in remarks_in(text)
    ]


def test_the_order_of_articles_changes_nothing():
    some = framing.read_articles(PRACTICE)
    there = framing.extract_remarks(some)
    back = framing.extract_remarks(some.iloc[::-1].reset_index(drop=True))
    key = ["article_id", "start"]
    pd.testing.assert_frame_equal(there.sort_values(key, ignore_index=True), back.sort_values(key, ignore_index=True))


def test_every_word_has_one_voice():
    some, leaders = framing.read_articles(PRACTICE), framing.read_leaders(PRACTICE / "leaders.csv")
    tokens = framing.tokenize(some)
    voiced = framing.assign_voices(tokens, framing.extract_remarks(some, leaders), leaders)
    assert len(voiced) == len(tokens)
    assert voiced["voice"].isin(["quoted", "paraphrased", "narrated"]).all()


# ---------------------------------------------------------------- against what hands marked


def found_of(gold, table):
    """Pairs of a marked remark and the extracted one that covers at least half of both."""
    pairs = []
    for marked in gold.itertuples():
        own = {k for start, end in marked.spans for k in range(start, end)}
        for row in table[table["article_id"] == marked.article_id].itertuples():
            other = {k for start, end in row.spans for k in range(start, end)}
            if len(own & other) >= len(own | other) / 2:
                pairs.append((marked, row))
    return pairs


def test_the_marked_remarks_of_the_practice_articles_are_found_with_speaker_and_leader():
    leaders = framing.read_leaders(PRACTICE / "leaders.csv")
    gold = framing.read_remarks(PRACTICE / "remarks.csv")
    table = framing.extract_remarks(framing.read_articles(PRACTICE), leaders)
    pairs = found_of(gold, table)
    assert len(pairs) >= len(gold) - 1
    assert len(table) <= len(gold) + 2
    same = ["form", "speaker", "leader", "cue_stance", "not_said", "place"]
    for name in same:
        wrong = [m.remark_id for m, r in pairs if str(getattr(m, name)) != str(getattr(r, name)) and pd.notna(m.cue)]
        assert len(wrong) <= 1, (name, wrong)
    assert sum(pd.notna(r.repeats) for _, r in pairs) == gold["repeats"].notna().sum()


@pytest.mark.skipif(not ARTICLE.exists(), reason="the article is not at hand")
def test_all_twenty_remarks_of_the_paris_article_are_found_with_their_speakers():
    leaders = framing.read_leaders(framing.corpus_folder() / "leaders.csv")
    gold = framing.read_remarks(PARIS / "remarks.csv")
    one = framing.articles_from_records(
        [
            {
                "article_id": gold["article_id"].iloc[0],
                "published": "2025-02-17",
                "text": ARTICLE.read_text(encoding="utf-8"),
            }
        ],
        source="test",
    )
    pairs = found_of(gold, framing.extract_remarks(one, leaders))
    assert len(pairs) >= 19
    assert sum(marked.speaker == row.speaker for marked, row in pairs) >= 18
    assert sum(marked.leader == row.leader for marked, row in pairs) >= 18


def test_another_without_a_name_repeats_nobody():
    table = framing.extract_remarks(articles("It’s “a sham”, he says. “A sham,” she agrees. “A sham,” she says."))
    assert table["repeats"].notna().tolist() == [False, False, True]


def test_the_words_that_name_an_unnamed_source_stand_as_printed():
    table = framing.extract_remarks(articles("A letter signed by 40 officers warned that the dam would break."))
    assert table["speaker_as_printed"].tolist() == ["A letter"]
    table = framing.extract_remarks(articles("The Lind family’s lawyer said it leaked."))
    assert table["speaker_as_printed"].tolist() == ["The Lind family’s lawyer"]


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("first", "later", "speaker"),
    [
        ('John "Jack" Hollis', "Hollis", "John Hollis"),
        ("John Hollis Jr., a farmer,", "Hollis", "John Hollis Jr."),
        ("J. D. Hollis", "Hollis", "J. D. Hollis"),
        ("J. Edgar Hollis", "Mr. Hollis", "J. Edgar Hollis"),
        ("Sen. John Hollis, D-Elm,", "Hollis", "John Hollis"),
        ("Sen. John Hollis (D., Elm)", "Sen. Hollis", "John Hollis"),
        ("Ada Lind, Ph.D., a botanist,", "Dr. Lind", "Ada Lind"),
        ("Maria de la Cruz", "de la Cruz", "Maria de la Cruz"),
        ("Ludwig von Hagen", "Von Hagen", "Ludwig von Hagen"),
        ("Adel al-Haddad", "al-Haddad", "Adel al-Haddad"),
        ("Adel al-Haddad", "Mr. Haddad", "Adel al-Haddad"),
        ("Ian St. Clare", "St. Clare", "Ian St. Clare"),
        ("Ada Lind Voss", "Lind Voss", "Ada Lind Voss"),
        ("Sir John Hollis", "Sir John", "John Hollis"),
        ("Zyx Qua of the Elm Institute", "Qua", "Zyx Qua"),
        ("Elm County Sheriff Bob Hollis", "Hollis", "Bob Hollis"),
        ("South Elm Gov. Ada Lind", "Lind", "Ada Lind"),
        ("Secretary-General Jens Lind", "Lind", "Jens Lind"),
        ("the State Department", "the State Department", "State Department"),
        ("Lind", "Bo Lind", "Bo Lind"),
    ],
)
def test_a_name_in_any_shape_is_taken_to_the_fullest_form(first, later, speaker):
    text = f"It rained in the old town, and {first} said the dam was old.\n\n“It leaked,” {later} said."
    assert framing.extract_remarks(articles(text))["speaker"].tolist() == [speaker, speaker]


def test_a_first_name_that_two_people_have_is_left_as_printed():
    text = "John Hollis met John Lind. John said the dam was old."
    assert framing.extract_remarks(articles(text))["speaker"].tolist() == ["John"]


def test_a_long_quotation_without_cue_has_the_speaker_before_it():
    text = "“It leaked,” Ada Lind said. “It leaked all night, and nobody came to look,” from her desk."
    assert framing.extract_remarks(articles(text))["speaker"].tolist() == ["Ada Lind", "Ada Lind"]


def test_a_body_is_not_meant_by_he():
    text = "Otto Cole came. Elm River Watch warned that the dam leaks.\n\nHe said it was old."
    assert framing.extract_remarks(articles(text))["speaker"].tolist()[1:] == ["Otto Cole"]


# ---------------------------------------------------------------- leaders

LEADERS = pd.DataFrame(
    [
        ("Ilse Brandt", "Ilse Brandt", "name", "Elm", "2030-01-01", None),
        ("Ilse Brandt", "Brandt", "surname", "Elm", "2030-01-01", None),
        ("Ilse Brandt", "the Elmish premier", "role", "Elm", "2030-01-01", None),
        ("Ilse Brandt", "she", "pronoun", "Elm", "2030-01-01", None),
        ("Otto Cole", "Otto Cole", "name", "Oakland", "2028-01-01", "2029-12-31"),
        ("Otto Cole", "Cole", "surname", "Oakland", "2028-01-01", "2029-12-31"),
        ("Otto Cole", "the Elmish premier", "role", "Elm", "2028-01-01", "2029-12-31"),
    ],
    columns=["leader", "alias", "kind", "country", "since", "until"],
).assign(since=lambda t: pd.to_datetime(t["since"]), until=lambda t: pd.to_datetime(t["until"]))


def leaders_of(text, published="2031-03-01", leaders=LEADERS):
    one = framing.articles_from_records([{"text": text, "published": published}], source="test")
    return framing.extract_remarks(one, leaders)["leader"].tolist()


def test_a_leader_is_known_by_name_and_by_surname():
    assert leaders_of("Ilse Brandt said the dam holds. Brandt said the gate was shut.") == [
        "Ilse Brandt",
        "Ilse Brandt",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Elm said it would not sign.",
        "Elm's government said it would not sign.",
        "The Brandt Foundation said it rained.",
    ],
)
def test_a_country_or_a_body_that_speaks_is_no_leader(text):
    assert [pd.isna(name) for name in leaders_of("Ilse Brandt left. " + text)] == [True]


def test_a_group_is_printed_whole_and_names_nobody():
    table = framing.extract_remarks(articles('"It is old," said Ada Stern, Bo Voss and Cy Brook.'))
    assert table["speaker_as_printed"].tolist() == ["Ada Stern, Bo Voss and Cy Brook"]
    assert table["speaker"].isna().all()


def test_another_person_of_the_same_surname_is_no_leader():
    assert [pd.isna(name) for name in leaders_of("Ada Brandt said the dam holds.")] == [True]


def test_a_surname_of_two_leaders_of_the_article_is_left_open_and_reported():
    second = LEADERS.iloc[[0, 1]].assign(leader="Karl Brandt", alias=["Karl Brandt", "Brandt"])
    both = pd.concat([LEADERS, second], ignore_index=True)
    text = "Ilse Brandt met Karl Brandt. Brandt said the dam holds. Mrs Brandt said it was old."
    one = framing.articles_from_records([{"text": text}], source="test")
    table = framing.extract_remarks(one, both)
    assert [None if pd.isna(leader) else leader for leader in table["leader"]] == [None, "Ilse Brandt"]
    assert framing.audit_remarks(one, both)["problem"].tolist() == ["leader in doubt"]


OF_SEVERAL_WORDS = pd.DataFrame(
    [
        ("Joris Vandermoor", "Joris Vandermoor", "name"),
        ("Joris Vandermoor", "Van der Moor", "surname"),
        ("Ruben Hale-Ostry", "Ruben Hale-Ostry", "name"),
        ("Ruben Hale-Ostry", "Hale-Ostry", "surname"),
        ("Ruben Hale-Ostry", "the Elmish envoy", "role"),
        ("J. D. Lind", "J. D. Lind", "name"),
        ("J. D. Lind", "the Oakland envoy", "role"),
    ],
    columns=["leader", "alias", "kind"],
).assign(country="Elm", since=pd.NaT, until=pd.NaT)


@pytest.mark.parametrize(
    ("text", "leader"),
    [
        ("Van der Moor said the dam holds.", "Joris Vandermoor"),
        ("It rained, but van der Moor said the dam holds.", "Joris Vandermoor"),
        ("Mr Van der Moor said the dam holds.", "Joris Vandermoor"),
        ("Joris van der Moor said the dam holds.", "Joris Vandermoor"),
        ("Hale-Ostry said the dam holds.", "Ruben Hale-Ostry"),
        ("Archduke Ruben Hale-Ostry said the dam holds.", "Ruben Hale-Ostry"),
        ("Hale-Ostry left. The Elmish envoy said the dam holds.", "Ruben Hale-Ostry"),
        ("J.D. Lind said the dam holds.", "J. D. Lind"),
        ("JD Lind left. The Oakland envoy said the dam holds.", "J. D. Lind"),
        ("Jan van der Moor said the dam holds.", None),
        ("Moor said the dam holds.", None),
        ("Ada Ostry said the dam holds.", None),
    ],
)
def test_a_leader_is_known_by_a_surname_of_several_words_and_by_initials(text, leader):
    assert [None if pd.isna(name) else name for name in leaders_of(text, leaders=OF_SEVERAL_WORDS)] == [leader]


def test_a_surname_written_otherwise_is_taken_to_the_name_that_the_article_has_in_full():
    text = "Joris Vandermoor came. Van der Moor said the dam holds. He added that it was old."
    table = framing.extract_remarks(articles(text), OF_SEVERAL_WORDS)
    assert table["speaker"].tolist() == ["Joris Vandermoor", "Joris Vandermoor"]


def test_an_office_means_who_held_it_on_the_day():
    assert leaders_of("The Elmish premier said the dam holds.", "2031-03-01") == ["Ilse Brandt"]
    assert leaders_of("The Elmish premier said the dam holds.", "2028-03-01") == ["Otto Cole"]


def test_an_office_that_two_leaders_hold_is_left_open_and_reported():
    both = LEADERS.assign(until=pd.NaT)
    one = framing.articles_from_records(
        [{"text": "The Elmish premier said the dam holds.", "published": "2031-03-01"}], source="test"
    )
    assert framing.extract_remarks(one, both)["leader"].isna().all()
    assert framing.audit_remarks(one, both)["problem"].tolist() == ["leader in doubt"]


def test_one_more_alias_in_the_table_is_enough():
    more = pd.concat([LEADERS, LEADERS.iloc[[2]].assign(alias="the boss of Elm")], ignore_index=True)
    assert leaders_of("The boss of Elm said the dam holds.", leaders=more) == ["Ilse Brandt"]


# ---------------------------------------------------------------- furniture, audit, explanation


def test_nobody_speaks_in_what_is_skipped():
    text = 'The dam holds.\n\n"Go away," said Otto Cole.'
    skips = pd.DataFrame({"article_id": ["a0"], "start": [16], "end": [len(text)], "rule": ["advertisement"]})
    assert framing.extract_remarks(articles(text), skips=skips).empty


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("The gate” was shut.", "unpaired quotation mark"),
        ('The "miracle" pump broke.', "quoted stretch without a speaker"),
        ("Otto Cole agreed.", "cue without content"),
        ("Cole explained how the pump broke, two aides said.", "reported inside another remark"),
        ("BRANDT: Otto Cole said that it leaks.", "reported inside another remark"),
        ('Otto Cole said "…".', "remark without words"),
        ("Ada Brook came late.\n\nQ. Did the dam leak?", "question or answer without a name"),
        ("Ilse Brandt (L) greets the mayor.\n\nIt rained.", "caption or credit"),
    ],
)
def test_what_became_no_remark_is_listed(text, problem):
    audit = framing.audit_remarks(articles(text))
    assert problem in audit["problem"].tolist()
    assert all(text[row.start : row.end] == row.words for row in audit.itertuples())


def test_an_article_in_a_language_without_rules_is_reported_not_guessed_at():
    one = articles("Le maire a dit : «Non.»").assign(language="fr")
    assert framing.extract_remarks(one).empty
    assert framing.audit_remarks(one)["problem"].tolist() == ["language without rules"]
    assert len(framing.extract_remarks(articles("Otto Cole said no boat came.").assign(language="en-GB"))) == 1


def test_an_explanation_names_the_rule_the_source_and_the_words():
    told = framing.explain_attribution('"We waited," Lena Pratt said. The "old" pump broke.')
    held = told[told["held"]].iloc[0]
    assert (held["rule"], held["source"], held["cue"]) == ("closing-mark", "Lena Pratt", "said")
    assert 0 <= held["chance"] <= 1
    assert told.loc[~told["held"], "words"].tolist() == ['"old"']


def test_a_table_that_is_no_table_of_articles_is_refused():
    with pytest.raises(framing.TableError, match="article_id"):
        framing.extract_remarks(pd.DataFrame({"text": ["x"]}))


# ---------------------------------------------------------------- time

LONG = {
    "one paragraph": '"It rained," Ada Brook said on Monday. The mayor of the old town went home, and nobody saw her. '
    * 2000,
    "marks in a row": '"' * 10_000,
    "opening marks": "“a " * 10_000,
    "straight opening marks": '"a b ' * 50_000,
    "one sentence": "the dam and " * 20_000,
    "a cue again and again": "said " * 5_000,
}


@pytest.mark.parametrize("name", LONG)
def test_time_grows_with_length_and_no_faster(name):
    import time

    def seconds(text):
        started = time.process_time()
        read_article(text)
        return time.process_time() - started

    text = LONG[name]
    seconds(text[:2000])
    short, long = seconds(text[: len(text) // 4]), seconds(text)
    assert long < 4 * short * 3 + 0.5, f"{short:.2f} s for a quarter, {long:.2f} s for all"
    assert long < 4
