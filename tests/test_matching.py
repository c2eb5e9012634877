"""Where framing terms stand in texts, and how many there are."""

import unicodedata

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import framing
from framing.errors import FramingError, LexiconError, TableError
from framing.lexicon import Lexicon, Term
from framing.terms import counting, patterns, signatures
from framing.text import canonical, sentences, words

FRAMES = ("threat", "talks", "money")


def lexicon(*terms, frames=FRAMES, language="en"):
    """A lexicon of (frame, pattern) pairs."""
    made = tuple(Term(*term) for term in terms)
    return Lexicon("test", "1.0", language, "", "CC0-1.0", dict.fromkeys(frames, "what counts"), made)


def threat(*patterns_of_it, masks=()):
    """A lexicon of one frame, with masks for it."""
    terms = [("threat", pattern) for pattern in patterns_of_it]
    return lexicon(*terms, *(("-threat", mask) for mask in masks), frames=("threat",))


def articles(*texts, **columns):
    rows = [{"article_id": f"a{number}", "text": text} for number, text in enumerate(texts)]
    table = framing.articles_from_records(rows, source="test")
    return table.assign(text=pd.Series(texts, dtype="str"), **columns)  # as given: some are damaged on purpose


def found(text, terms, **columns):
    """(pattern, words as printed) of every match in a text."""
    table = framing.find_matches(framing.tokenize(articles(text)).assign(**columns), terms)
    return [(row.pattern, text[row.start : row.end]) for row in table.itertuples()]


def negated(text, *patterns_of_it):
    tokens = framing.tokenize(articles(text))
    return framing.find_matches(tokens, threat(*patterns_of_it))["negated"].tolist()


# --------------------------------------------------------------------------------------- the grammar


@pytest.mark.parametrize(
    ("pattern", "text", "matched"),
    [
        ("war", "War, WAR and warring", ["War", "WAR"]),
        ("war*", "War, wars, warlike; beware", ["War", "wars", "warlike"]),
        ("peace talks", "Peace talks. peace-talks. peace, talks", ["Peace talks", "peace-talks", "peace, talks"]),
        ("cease-fire", "a cease fire, a cease-fire, a ceasefire", ["cease fire", "cease-fire"]),
        ("arm* race", "arms race, arm race, arms racing", ["arms race", "arm race"]),
        ("premier", "the premier’s plan, the premiers' plan", ["premier’s"]),
        ("premiers", "the premiers' plan", ["premiers"]),
        ("don't", "Don’t, donʼt, don't, dont", ["Don’t", "donʼt", "don't"]),
        ("STRASSE", "Straße, strasse", ["Straße", "strasse"]),
        ("zoë", "Zoe\u0308 and Zoë, not Zoe", ["Zoe\u0308", "Zoë"]),
        ("cafe\u0301*", "Cafés and cafe\u0301s, not cafes", ["Cafés", "cafe\u0301s"]),
        ("cooperation", "co\u00adoperation and coop\u200beration", ["co\u00adoperation", "coop\u200beration"]),
        ("U.S. forces", "U.S. forces and US forces", ["U.S. forces"]),
        ("1,000 ships", "1,000 ships, 1000 ships", ["1,000 ships"]),
        ("covid-19", "COVID-19 and Covid 19", ["COVID-19", "Covid 19"]),
        ("o'*", "O'Hara, O’Neill, others", ["O'Hara", "O’Neill"]),
        ("$5bn", "$5bn ... $6bn", ["5bn"]),
    ],
)
def test_a_pattern_is_words_with_one_open_ending_at_most(pattern, text, matched):
    assert [hit for _, hit in found(text, threat(pattern))] == matched


@pytest.mark.parametrize(
    ("terms", "text", "matched"),
    [
        (["war", "war crime*"], "War crimes and war.", [("war crime*", "War crimes"), ("war", "war")]),
        (["sea border", "border guard force"], "sea border guard force", [("sea border", "sea border")]),
        (["arms", "arm*"], "arms army", [("arms", "arms"), ("arm*", "army")]),
        (["arm*", "arms"], "arms", [("arms", "arms")]),
        (["ar*", "arm*"], "arms", [("ar*", "arms")]),
        (["arm*", "ar*"], "arms", [("arm*", "arms")]),
        (["arm* race", "arms"], "arms race", [("arm* race", "arms race")]),
        (["war war"], "war war war war war", [("war war", "war war"), ("war war", "war war")]),
        (["war", "war"], "war", [("war", "war")]),
    ],
)
def test_within_a_frame_leftmost_then_longest_then_exact_then_first_in_the_file_wins(terms, text, matched):
    assert found(text, threat(*terms)) == matched


def test_a_phrase_is_counted_once_even_when_its_words_are_patterns_too():
    assert found("War crimes and war.", threat("war", "war crime*")) == [("war crime*", "War crimes"), ("war", "war")]


def test_a_mask_keeps_its_words_from_being_counted():
    assert found("The Security Council on security.", threat("security", masks=["security council"])) == [
        ("security", "security")
    ]


def test_a_mask_wins_over_a_pattern_of_the_same_length_and_loses_to_a_longer_one():
    assert found("cold war", threat("cold war", masks=["cold w*"])) == []
    assert found("cold war crimes", threat("cold war crimes", masks=["cold war"])) == [
        ("cold war crimes", "cold war crimes")
    ]


def test_a_mask_that_loses_its_words_to_a_mask_further_left_masks_nothing():
    terms = threat("talks", masks=["united front", "front talks"])
    assert found("united front talks", terms) == [("talks", "talks")]
    assert found("the front talks", terms) == []


def test_a_mask_of_one_frame_leaves_the_others_alone_and_a_mask_of_all_frames_does_not():
    one = lexicon(("threat", "war"), ("talks", "war"), ("-talks", "trade war"))
    every = lexicon(("threat", "war"), ("talks", "war"), ("-", "trade war"))
    tokens = framing.tokenize(articles("A trade war is a war."))
    assert framing.find_matches(tokens, one)["frame"].tolist() == ["threat", "threat", "talks"]
    assert framing.find_matches(tokens, every)["frame"].tolist() == ["threat", "talks"]


def test_frames_are_independent():
    terms = lexicon(("threat", "trade war"), ("money", "trade"), ("talks", "war talks"))
    table = framing.find_matches(framing.tokenize(articles("trade war talks")), terms)
    assert table[["frame", "pattern"]].to_numpy().tolist() == [
        ["threat", "trade war"],
        ["money", "trade"],
        ["talks", "war talks"],
    ]


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("They want peace talks now.", 1),
        ("They want peace. Talks failed.", 0),
        ("They want peace! Talks failed.", 0),
        ("A vote for peace\n\nTalks failed.", 0),
        ("A vote for peace\u2029Talks failed.", 0),
        ("A line that\nends in peace\ntalks and goes on.", 1),
        ('He wants "peace." Talks failed.', 0),
        ('He wants "peace."Talks failed.', 0),
        ("peace.talks", 1),
    ],
)
def test_no_match_crosses_the_end_of_a_sentence(text, n):
    terms = threat("peace talks")
    assert len(found(text, terms)) == n
    assert framing.count_frames(articles(text), terms)["n_matches"].tolist() == [n]


def test_no_match_crosses_words_that_were_left_out():
    given_articles = articles("They want peace (photo: agency) talks now.")
    text = given_articles["text"].iloc[0]
    skips = pd.DataFrame({"article_id": ["a0"], "start": [text.index("(")], "end": [text.index(" talks")], "rule": "x"})
    tokens = framing.tokenize(given_articles, skips=skips)
    assert len(framing.find_matches(tokens, threat("peace talks"))) == 0
    assert len(framing.find_matches(tokens, threat("peace", "talks"))) == 2


def test_no_match_crosses_rows_that_were_taken_out_of_the_table():
    tokens = framing.tokenize(articles("peace and talks"))
    assert len(framing.find_matches(tokens[tokens["word"] != "and"], threat("peace talks"))) == 0


# --------------------------------------------------------------------------------------- negation


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("There is no threat.", [True]),
        ("There is a threat.", [False]),
        ("It isn’t any sort of threat.", [True]),  # four words before
        ("It isn't any sort of real threat.", [False]),  # five words before
        ("No, a threat.", [False]),
        ("Not talk but a threat.", [False]),
        ("Not a threat, a threat.", [True, False]),
        ("Never. A threat.", [False]),
        ("They cannot threat", [True]),
        ("Nobody sees a threat or a threat.", [True, False]),
        ("not", []),
        ("threat without threat", [False, True]),
    ],
)
def test_a_negator_reaches_four_words_on_unless_a_comma_or_but_or_the_sentence_stops_it(text, expected):
    assert negated(text, "threat") == expected


def test_a_negator_does_not_reach_over_words_that_were_left_out():
    given_articles = articles("no (photo) threat")
    skips = pd.DataFrame({"article_id": ["a0"], "start": [3], "end": [10], "rule": ["caption"]})
    tokens = framing.tokenize(given_articles, skips=skips)
    assert framing.find_matches(tokens, threat("threat"))["negated"].tolist() == [False]


def test_a_negator_within_a_match_does_not_negate_it():
    assert negated("We have no choice.", "no choice") == [False]
    assert negated("No choice.", "no choice") == [False]


def test_a_lexicon_in_a_language_without_a_folder_is_refused_and_the_languages_are_named():
    with pytest.raises(FramingError, match="no language 'xx'"):
        framing.find_matches(framing.tokenize(articles("threat")), lexicon(("threat", "threat"), language="xx"))


# --------------------------------------------------------------------------------------- the table


def voiced(text, voices, remarks):
    """Tokens with a voice and a remark for each word."""
    tokens = framing.tokenize(articles(text))
    columns = {name: tokens[name] for name in tokens} | {"voice": voices, "remark_id": remarks}
    columns |= {"speaker": ["Ada Brook" if remark else None for remark in remarks], "repeat": [False] * len(voices)}
    return framing.schema.make_table("tokens+voices", columns)


def test_a_match_has_the_voice_and_remark_of_its_first_word_and_says_when_it_crosses():
    tokens = voiced(
        "peace talks peace talks peace talks peace talks",
        ["quoted", "narrated", "quoted", "quoted", "quoted", "quoted", "narrated", "narrated"],
        ["r1", "r1", "r1", "r2", "r2", "r2", None, None],
    )
    table = framing.find_matches(tokens, threat("peace talks"))
    framing.check_table(table, "matches")
    assert table["crosses"].tolist() == [True, True, False, False]
    assert table["voice"].tolist() == ["quoted", "quoted", "quoted", "narrated"]
    assert table["remark_id"].fillna("-").tolist() == ["r1", "r1", "r2", "-"]
    assert table["speaker"].fillna("-").tolist() == ["Ada Brook", "Ada Brook", "Ada Brook", "-"]


def test_matches_come_in_the_order_of_articles_then_places_then_frames():
    given_articles = articles("war talks war", "war").assign(article_id=["z", "a"], outlet="The Lantern")
    terms = lexicon(("talks", "war talks"), ("threat", "war"), ("money", "war"))
    table = framing.find_matches(framing.tokenize(given_articles), terms)
    assert table[["article_id", "start", "frame"]].to_numpy().tolist() == [
        ["z", 0, "threat"],
        ["z", 0, "talks"],
        ["z", 0, "money"],
        ["z", 10, "threat"],
        ["z", 10, "money"],
        ["a", 0, "threat"],
        ["a", 0, "money"],
    ]
    assert isinstance(table.index, pd.RangeIndex)
    assert set(table["lexicon"]) == {"test@1.0"}
    assert set(table["outlet"]) == {"The Lantern"}


def test_every_match_slices_back_to_its_words():
    text = "“Zoë’s peace-\u00adtalks,” he said: don’t call it war\u200b."
    given_articles = articles(text)
    tokens = framing.tokenize(given_articles)
    table = framing.find_matches(tokens, threat("zoë", "peace talks", "war", "don't call"))
    hits = [text[start:end] for start, end in zip(table["start"], table["end"], strict=True)]
    assert hits == ["Zoë’s", "peace-\u00adtalks", "don’t call", "war\u200b"]
    assert tokens["start"].iloc[table["first_token"]].tolist() == table["start"].tolist()
    assert tokens["end"].iloc[table["last_token"]].tolist() == table["end"].tolist()


def test_no_words_and_no_matches_give_an_empty_table_with_all_columns():
    for text in ("", "Nothing here."):
        table = framing.find_matches(framing.tokenize(articles(text)), threat("war"))
        assert table.columns.tolist() == [column.name for column in framing.schema.table_columns("matches")]
        assert len(table) == 0
        framing.check_table(table, "matches")


def test_a_lexicon_without_terms_finds_nothing():
    empty = lexicon(frames=("threat",))
    assert len(framing.find_matches(framing.tokenize(articles("war")), empty)) == 0
    assert framing.count_frames(articles("war"), empty)["n_matches"].tolist() == [0]


def test_the_given_tables_are_not_changed():
    given_articles = articles("no war, peace talks")
    tokens = framing.tokenize(given_articles)
    before = given_articles.copy(deep=True), tokens.copy(deep=True)
    table = framing.find_matches(tokens, threat("war", "peace talks"))
    framing.concordance(table, given_articles)
    framing.count_frames(given_articles, threat("war"))
    pd.testing.assert_frame_equal(given_articles, before[0])
    pd.testing.assert_frame_equal(tokens, before[1])


def test_a_table_that_is_not_tokens_is_refused():
    with pytest.raises(TableError, match="after_comma"):
        framing.find_matches(framing.tokenize(articles("war")).drop(columns="after_comma"), threat("war"))
    with pytest.raises(TableError, match="expected a table"):
        framing.find_matches(["war"], threat("war"))


@pytest.mark.parametrize("pattern", ["U.S.*", "ʼ", "5%*"])
def test_a_pattern_that_could_match_nothing_or_everything_is_refused(pattern):
    with pytest.raises(LexiconError, match="pattern"):
        framing.count_frames(articles("war"), threat(pattern))


# --------------------------------------------------------------------------------------- counting


def test_counts_have_a_row_for_every_article_and_frame_and_a_rate_from_a_hundred_words_on():
    table = framing.count_frames(articles("war " * 100, "peace", "war " * 99), lexicon(("threat", "war")))
    assert table.columns.tolist() == ["article_id", "frame", "n_matches", "n_tokens", "per_1000"]
    assert table["article_id"].tolist() == ["a0"] * 3 + ["a1"] * 3 + ["a2"] * 3
    assert table["frame"].tolist() == list(FRAMES) * 3
    assert table["n_matches"].tolist() == [100, 0, 0, 0, 0, 0, 99, 0, 0]
    assert table["n_tokens"].tolist() == [100] * 3 + [1] * 3 + [99] * 3
    assert table["per_1000"].fillna(-1).tolist() == [1000, 0, 0, -1, -1, -1, -1, -1, -1]


def test_no_articles_give_an_empty_table_of_counts():
    table = framing.count_frames(articles("war").iloc[:0], threat("war"))
    assert len(table) == 0
    assert table.columns.tolist() == ["article_id", "frame", "n_matches", "n_tokens", "per_1000"]


def test_a_count_takes_no_negative_weights():
    terms = lexicon(("threat", "war"), ("threat", "peace", -0.5), ("-", "cold war", -1.0))
    with pytest.raises(LexiconError, match=r"'peace' of 'threat' has the weight -0.5"):
        framing.count_frames(articles("war"), terms)
    assert framing.find_matches(framing.tokenize(articles("peace")), terms)["weight"].tolist() == [-0.5]


def test_half_a_character_is_refused_with_the_words_around_it():
    table = articles("fine").assign(text=pd.Series(["a war of \ud800 words"], dtype=object))
    with pytest.raises(TableError, match="half a character"):
        framing.count_frames(table, threat("war"))


def test_lexicons_that_count_the_same_share_what_was_learnt_and_others_do_not():
    one, same, other = threat("war"), threat("war"), threat("peace")
    assert patterns.compile_patterns(one) is patterns.compile_patterns(same)
    assert patterns.compile_patterns(one) is not patterns.compile_patterns(other)
    renamed = Lexicon("other", "9", "en", "", "", one.frames, one.terms)
    assert set(framing.find_matches(framing.tokenize(articles("war")), renamed)["lexicon"]) == {"other@9"}


def test_forgetting_what_was_learnt_changes_no_count(monkeypatch):
    terms = threat("war*", "peace talks")
    given_articles = articles(*[f"war{number} peace talks. {number} war-{number}" for number in range(50)])
    expected = framing.count_frames(given_articles, terms)
    monkeypatch.setattr(signatures, "PIECES_KEPT", 3)
    monkeypatch.setattr(counting, "CHARACTERS_AT_A_TIME", 100)
    pd.testing.assert_frame_equal(framing.count_frames(given_articles, terms), expected)
    monkeypatch.setattr(signatures, "PIECES_KEPT", 500_000)
    monkeypatch.setattr(signatures, "SIGNATURE_WORDS_KEPT", 1)
    pd.testing.assert_frame_equal(framing.count_frames(given_articles, terms), expected)


# --------------------------------------------------------------------------------------- the obvious reference


def reference(text, terms, language="en"):
    """Every match of every frame, the slow and obvious way: (start, frame, pattern, end, words)."""
    places = words(text)
    forms = [canonical(text[start:end]) for start, end in places]
    begins = [start for start, _ in sentences(text, language)]
    sentence = [sum(begin <= start for begin in begins) for start, _ in places]
    hits = []
    for number, frame in enumerate(terms.frames):
        candidates = []
        for order, term in enumerate(terms.terms):
            if term.frame not in (frame, "-", "-" + frame):
                continue
            wanted = term.pattern.replace("-", " ").split()
            for at in range(len(forms) - len(wanted) + 1):
                run = forms[at : at + len(wanted)]
                if sentence[at] == sentence[at + len(wanted) - 1] and all(map(fits, run, wanted)):
                    key = (at, -len(wanted), not term.is_mask, "*" in term.pattern, order)
                    candidates.append((key, at, at + len(wanted), term))
        free_from = 0
        for _, first, stop, term in sorted(candidates, key=lambda candidate: candidate[0]):
            if first >= free_from:
                free_from = stop
                if not term.is_mask:
                    hits.append(
                        (
                            places[first][0],
                            number,
                            term.pattern,
                            places[stop - 1][1],
                            is_negated(text, places, sentence, first),
                        )
                    )
    return sorted(hits), len(forms)


def fits(form, wanted):
    if wanted.endswith("*"):
        return form.startswith(unicodedata.normalize("NFC", wanted[:-1].casefold()))
    return form == canonical(wanted)


def is_negated(text, places, sentence, first):
    negators = set(framing.languages.read_words("en", "negators"))
    for at in range(first - 1, max(first - 5, -1), -1):
        gap = text[places[at][1] : places[at + 1][0]]
        form = canonical(text[slice(*places[at])])
        if sentence[at] != sentence[first] or any(comma in gap for comma in ",،、，"):
            return False
        if form in negators:
            return True
        if form == "but":
            return False
    return False


PATTERNS = [
    *("war", "war*", "wa*", "war crime*", "crime", "a war", "a* war", "a", "a a", "a b a", "b", "b a*", "straße"),
    *("zoë", "zo*", "don't", "o'h*", "peace talks", "peace", "talks", "s", "u s", "u s forces", "forces", "1,000"),
    *("fi*", "office", "漢", "not a war", "war and peace", "ν*"),
]
PIECES = [
    *("war", "War", "WARS", "warring", "crimes", "a", "A", "b", "peace", "talks", "Talks", "forces", "Forces", "u s"),
    *(
        "U.S.",
        "u.s.",
        "Straße",
        "STRASSE",
        "Zoe\u0308",
        "Zoë's",
        "don’t",
        "donʼt",
        "O’Hara",
        "not",
        "never",
        "but",
        "no",
    ),
    *(
        "ofﬁce",
        "1,000",
        "1.",
        "Mr.",
        "漢",
        "漢字",
        "co\u00adop",
        "wa\u200dr",
        "war\u0301",
        "peace-talks",
        "peace—talks",
    ),
    *(".", "!", "?", "…", "...", ",", ";", "،", '"', "”", "“", "'", "’", ")", "(", "-", "–", "*", "]", "»", "."),
    *(
        " ",
        " ",
        " ",
        " ",
        " ",
        "\n",
        "\n\n",
        "\r\n",
        "\t",
        "\u00a0",
        "\u2028",
        "\u2029",
        "\x0b",
        "\x1c",
        "\x85",
        "\x00",
    ),
    *("\u200b", "\ufeff", "\u0301", "🙂", "🇫🇷", "ı", "İ", "ſ", "ς", "Σ", "he said", "She asked", "\r"),
]
HARD_TEXT = st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=40)
SPACED_TEXT = st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join)
TERMS = st.lists(
    st.tuples(st.sampled_from([*FRAMES, "-", "-threat", "-money"]), st.sampled_from(PATTERNS)), max_size=12, unique=True
)


@settings(max_examples=80, deadline=None)
@given(st.lists(HARD_TEXT | SPACED_TEXT, min_size=1, max_size=6), TERMS, st.sampled_from([1, 7, 60, 10**6]))
def test_finding_and_counting_equal_the_obvious_reference_on_any_text(texts, pairs, at_a_time):
    terms, given_articles = lexicon(*pairs), articles(*texts)
    expected = [reference(text, terms) for text in texts]
    matches = framing.find_matches(framing.tokenize(given_articles), terms)
    places = zip(
        matches["article_id"],
        matches["start"],
        matches["frame"],
        matches["pattern"],
        matches["end"],
        matches["negated"],
        strict=True,
    )
    assert [(name, start, FRAMES.index(frame), *rest) for name, start, frame, *rest in places] == [
        (f"a{number}", *hit) for number, (hits, _) in enumerate(expected) for hit in hits
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counting, "CHARACTERS_AT_A_TIME", at_a_time)
        counts = framing.count_frames(given_articles, terms)
    assert counts["n_tokens"].tolist() == [n for _, n in expected for _ in FRAMES]
    assert counts["n_matches"].tolist() == [
        sum(hit[1] == frame for hit in hits) for hits, _ in expected for frame in range(len(FRAMES))
    ]


@settings(max_examples=150, deadline=None)
@given(HARD_TEXT | SPACED_TEXT, TERMS, st.lists(st.tuples(st.integers(0, 80), st.integers(0, 12)), max_size=4))
def test_finding_and_counting_leave_out_the_same_words_of_any_text(text, pairs, spans):
    terms, given_articles = lexicon(*pairs), articles(text, text)
    skips = pd.DataFrame(
        {"article_id": "a0", "start": [a for a, _ in spans], "end": [a + n for a, n in spans], "rule": "by hand"}
    ).astype({"start": int, "end": int, "article_id": str, "rule": str})
    tokens = framing.tokenize(given_articles, skips=skips)
    matches = framing.find_matches(tokens, terms)
    counts = framing.count_frames(given_articles, terms, skips=skips)
    n_tokens = tokens["article_id"].value_counts().reindex(["a0", "a1"], fill_value=0)
    assert counts["n_tokens"].tolist() == [n for n in n_tokens for _ in FRAMES]
    assert counts["n_matches"].tolist() == [
        int(((matches["article_id"] == name) & (matches["frame"] == frame)).sum())
        for name in ("a0", "a1")
        for frame in FRAMES
    ]


def test_counts_are_the_numbers_of_matches_on_the_practice_articles():
    given_articles = framing.read_articles(framing.corpus_folder() / "practice")
    terms = lexicon(
        ("threat", "threat*"), ("talks", "talk*"), ("money", "m*"), ("talks", "the minister"), ("-", "the m*")
    )
    matches = framing.find_matches(framing.tokenize(given_articles), terms)
    counts = framing.count_frames(given_articles, terms).set_index(["article_id", "frame"])["n_matches"]
    assert counts.sum() == len(matches) > 10
    assert counts[counts > 0].to_dict() == matches.groupby(["article_id", "frame"]).size().to_dict()


def test_a_long_chain_of_overlaps_is_decided_from_left_to_right():
    terms = threat("war war", masks=["war war war"])
    matches = framing.find_matches(framing.tokenize(articles("war " * 50_000)), terms)
    assert matches["first_token"].tolist() == [49_998]  # masks take three words each and leave the last two


# --------------------------------------------------------------------------------------- concordance


def test_a_concordance_shows_each_match_between_what_stands_around_it():
    text = "Line one\nno war, not now.\r\nNext line"
    given_articles = articles(text)
    matches = framing.find_matches(framing.tokenize(given_articles), threat("war", "not now"))
    lines = framing.concordance(matches, given_articles, width=7)
    assert lines[["left", "hit", "right"]].to_numpy().tolist() == [
        ["one no ", "war", ", not n"],
        ["o war, ", "not now", ". Next"],
    ]
    assert lines.columns.tolist() == [
        *("article_id", "leader", "voice", "frame", "pattern", "left", "hit", "right", "start", "end")
    ]


def test_a_concordance_of_some_matches_keeps_their_order():
    given_articles = articles("war and peace and war")
    matches = framing.find_matches(framing.tokenize(given_articles), threat("war", "peace"))
    some = matches[matches["pattern"] == "war"].iloc[::-1]
    assert framing.concordance(some, given_articles, width=0)["start"].tolist() == [18, 0]
    assert len(framing.concordance(matches.iloc[:0], given_articles)) == 0


def test_a_concordance_shows_line_breaks_as_spaces_and_paragraph_breaks_as_pilcrows():
    given_articles = articles("One\nline.\n\nNo war\n \nthen\u2029or now.")
    matches = framing.find_matches(framing.tokenize(given_articles), threat("war"))
    line = framing.concordance(matches, given_articles).iloc[0]
    assert (line["left"], line["right"]) == ("One line. ¶ No ", " ¶ then ¶ or now.")


def test_markup_in_a_text_stays_text():
    given_articles = articles("<b>war</b> costs $5bn ... $6bn")
    matches = framing.find_matches(framing.tokenize(given_articles), threat("war"))
    line = framing.concordance(matches, given_articles).iloc[0]
    assert (line["left"], line["right"]) == ("<b>", "</b> costs $5bn ... $6bn")


def test_a_concordance_needs_the_articles_of_its_matches():
    matches = framing.find_matches(framing.tokenize(articles("war")), threat("war"))
    with pytest.raises(TableError, match="no article 'a0' among the articles"):
        framing.concordance(matches, articles("war").assign(article_id="other"))
    with pytest.raises(FramingError, match="width -1 is negative"):
        framing.concordance(matches, articles("war"), width=-1)


def test_stemmers_collocations_and_the_concordance_index_of_nltk_take_our_words():
    from nltk import ConcordanceIndex
    from nltk.collocations import BigramCollocationFinder
    from nltk.metrics import BigramAssocMeasures
    from nltk.stem import SnowballStemmer

    ours = framing.tokenize(articles("Trade war. The trade war goes on. Ships trade. War ends."))["word"].map(canonical)
    assert [SnowballStemmer("english").stem(word) for word in ours.iloc[:2]] == ["trade", "war"]
    assert ConcordanceIndex(ours.tolist()).offsets("war") == [1, 4, 9]
    best = BigramCollocationFinder.from_words(ours.tolist()).nbest(BigramAssocMeasures.likelihood_ratio, 1)
    assert best == [("trade", "war")]
