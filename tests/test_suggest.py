"""Suggestions for a frame: what keeps company with its terms, counted and shown, for a person to judge."""

from collections import Counter

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import framing
from framing.lexicon import Lexicon, Term
from framing.studies.cli import main

FRAMES = {"storm": "wind words", "trade": "goods"}


def lexicon_of(*rows):
    return Lexicon("harbour", "1.0", "en", "", "", FRAMES, tuple(Term(*row) for row in rows))


HARBOUR = lexicon_of(("storm", "gale*"), ("trade", "cargo"), ("-", "roof garden"), ("-storm", "torn"))
TEXTS = [
    "A gale tore roofs off the old houses. Bread is cheap in the town.",
    "Gales tore roofs off. The roof garden and the torn flag, she said. Bread is dear in the town.",
    "Roofs leak, the cargo waits. A gale tore 7 roofs off, and the cargo sank.",
    "Bread is cheap again. The town sleeps.",
]


def articles_of(texts):
    records = [{"article_id": str(number), "text": text} for number, text in enumerate(texts)]
    return framing.articles_from_records(records, source="test")


def suggest(texts=TEXTS, lexicon=HARBOUR, **options):
    options = {"frame": "storm", "fewest": 2} | options
    table = framing.suggest_terms(articles_of(texts), lexicon, **options)
    framing.check_table(table, "suggestions")
    return table.set_index("term")


def test_what_stands_with_the_terms_of_the_frame_comes_first():
    found = suggest()
    assert found.index[0] in ("tore", "tore roofs", "roofs")
    assert {"tore", "roofs", "tore roofs"} <= set(found.index)
    assert "bread" not in found.index  # as common as anything, but never beside a gale


def test_counts_can_be_checked_by_hand():
    roofs = suggest().loc["roofs"]
    assert roofs[["kind", "n", "n_matching", "n_near", "n_articles", "n_stories"]].tolist() == ["word", 4, 3, 3, 3, 3]


def test_function_words_numbers_and_terms_of_the_frame_are_left_out():
    found = suggest(fewest=1)
    assert not {"a", "the", "and", "off", "she", "7", "gale", "gales"} & set(found.index)
    assert not [term for term in found.index if "gale" in term]


def test_what_a_mask_of_the_frame_knows_is_left_out_and_its_words_alone_are_not():
    text = ["A gale, a roof garden, a torn flag, a torn roof.", "Bread is cheap, town asleep."] * 2
    assert {"roof garden", "torn", "torn flag", "torn roof"}.isdisjoint(suggest(text).index)
    assert {"roof", "garden", "flag"} <= set(suggest(text).index)


def test_a_term_of_another_frame_is_offered_with_that_frame_named():
    found = suggest()
    assert found.loc["cargo", "also_in"] == "trade"
    assert pd.isna(found.loc["roofs", "also_in"])


def test_phrases_do_not_reach_over_a_sentence_a_hit_or_a_function_word():
    found = suggest(["Strong gale winds tore. Roofs flew off houses."] * 3)
    assert "winds tore" in found.index
    assert {"strong winds", "tore roofs", "off houses"}.isdisjoint(found.index)


def test_three_lines_come_from_sentences_with_a_hit_first_and_from_several_articles():
    lines = suggest().loc["roofs", ["line_1", "line_2", "line_3"]].tolist()
    assert [line.count("⟦") for line in lines] == [1, 1, 1]
    assert "A gale tore ⟦roofs⟧ off" in lines[0]
    assert "Gales tore ⟦roofs⟧ off." in lines[1]
    assert "A gale tore 7 ⟦roofs⟧ off" in lines[2]  # not "Roofs leak", which stands before it


def test_what_is_evenly_spread_has_a_low_dispersion_and_what_one_article_repeats_a_high_one():
    calm = "Calm calm calm calm calm calm calm calm. "
    texts = [f"{calm}A gale tore roofs." for _ in range(9)] + [f"{calm}A gale sank boats boats boats boats."]
    found = suggest(texts)
    assert found.loc["roofs", "dispersion"] < 0.15
    assert found.loc["boats", "dispersion"] > 0.8
    assert found["dispersion"].between(0, 1).all()


def test_one_article_has_no_dispersion():
    assert suggest(["A gale tore roofs. A gale tore roofs. Bread is cheap."])["dispersion"].isna().all()


def test_copies_of_one_story_are_one_story():
    articles = articles_of(TEXTS).assign(story_id="0")
    found = framing.suggest_terms(articles, HARBOUR, frame="storm", fewest=2).set_index("term")
    assert found.loc["roofs", ["n_articles", "n_stories"]].tolist() == [3, 1]
    assert pd.isna(found.loc["roofs", "dispersion"])


def test_words_that_are_no_text_of_the_article_are_not_counted():
    articles = articles_of([text + " Roofs!" for text in TEXTS])
    ends = articles["text"].str.len()
    skips = pd.DataFrame({"article_id": articles["article_id"], "start": ends - 6, "end": ends, "rule": "caption"})
    found = framing.suggest_terms(articles, HARBOUR, frame="storm", skips=skips, fewest=2).set_index("term")
    assert found.loc["roofs", "n"] == 4


def test_a_corpus_twice_has_the_same_candidates_with_twice_the_counts():
    once, twice = suggest(), suggest(TEXTS * 2, fewest=4)
    assert set(once.index) == set(twice.index)
    assert (twice["n"] == 2 * once["n"].reindex(twice.index)).all()


def test_it_does_not_matter_in_which_pieces_a_corpus_is_read(monkeypatch):
    whole = suggest()
    monkeypatch.setattr("framing.studies.candidates.CHARACTERS_AT_A_TIME", 60)
    pd.testing.assert_frame_equal(suggest(), whole)


def test_as_many_as_asked_for_are_given_and_the_lexicon_is_what_it_was():
    digest = HARBOUR.digest
    assert len(suggest(most=2)) == 2
    assert HARBOUR.digest == digest


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({"frame": "strom"}, framing.LexiconError, "no frame 'strom'. Did you mean 'storm'?"),
        ({"texts": ["Nothing blew."]}, framing.FramingError, "no term of 'storm' stands in these 1 articles"),
        ({"most": 0}, framing.FramingError, "most 0: give a number of 1 or more."),
        ({"fewest": 0}, framing.FramingError, "fewest 0: give a number of 1 or more."),
    ],
)
def test_what_cannot_be_done_is_said(options, error, said):
    with pytest.raises(error, match=said.replace("?", r"\?")):
        suggest(**options)


def test_no_candidate_gives_an_empty_table():
    assert len(suggest(["A gale."])) == 0


SENTENCES = st.lists(
    st.sampled_from(["gale", "roofs", "the", "torn", "bread", "cargo", "sea"]), min_size=1, max_size=14
)


@settings(max_examples=30)
@given(st.lists(st.lists(SENTENCES, min_size=1, max_size=4), min_size=1, max_size=4))
def test_counts_are_those_of_going_through_the_words_one_by_one(drawn):
    texts = [" ".join(" ".join(words).capitalize() + "." for words in article) for article in drawn]
    texts.append("A gale tore roofs.")
    found = suggest(texts, fewest=1, most=10_000)
    n, matching, near = Counter(), Counter(), Counter()
    for words in [words for article in drawn for words in article] + [["a", "gale", "tore", "roofs"]]:
        hits = [place for place, word in enumerate(words) if word == "gale"]
        for place, word in enumerate(words):
            if word != "gale":
                n[word] += 1
                matching[word] += bool(hits)
                near[word] += any(abs(place - hit) <= 5 for hit in hits)
    words = found[found["kind"] == "word"]
    assert words["n"].to_dict() == {word: n[word] for word in words.index}
    assert words["n_matching"].to_dict() == {word: matching[word] for word in words.index}
    assert words["n_near"].to_dict() == {word: near[word] for word in words.index}
    assert (found["log_odds_z"].fillna(1).gt(0) | found["association"].notna()).all()


def test_the_score_is_the_log_odds_with_the_whole_corpus_as_prior_by_hand():
    """Of 52 words outside hits 19 stand in sentences with a hit; of four times "roofs" three do. Prior: 4 of 52."""
    z = (np.log(7 / (19 + 52 - 7)) - np.log(5 / (33 + 52 - 5))) / np.sqrt(1 / 7 + 1 / 5)
    assert suggest().loc["roofs", "log_odds_z"] == pytest.approx(z)


def test_dispersion_is_that_of_the_worked_example_of_gries():
    """Five parts of 9, 10, 10, 10 and 11 words hold a word 1, 2, 3, 4 and 5 times: DP is .18."""
    parts = [(9, 1), (10, 2), (10, 3), (10, 4), (11, 5)]
    texts = [" ".join(["gale"] + ["roofs"] * n + ["calm"] * (size - n - 1)) for size, n in parts]
    assert suggest(texts).loc["roofs", "dispersion"] == pytest.approx(0.18)


# ------------------------------------------------------------------------------------------ sheets


@pytest.fixture
def suggestions():
    table = suggest().reset_index()
    table = table[[*table.columns[1:3], "term", *table.columns[3:]]]
    table.loc[0, "line_1"] = "=HYPERLINK(1) ⟦tore⟧"
    return table


def test_a_sheet_is_read_back_as_it_was_with_an_empty_column_to_decide_in(suggestions, tmp_path):
    path = framing.write_suggestions(suggestions, tmp_path / "sheet.csv")
    rows = pd.read_csv(path, encoding="utf-8-sig")
    assert rows["term"].tolist() == suggestions["term"].tolist()
    assert rows["decision"].isna().all()
    assert rows.loc[0, "line_1"] == "'=HYPERLINK(1) ⟦tore⟧"


def test_a_workbook_holds_text_as_text_and_numbers_as_numbers(suggestions, tmp_path):
    path = framing.write_suggestions(suggestions, tmp_path / "sheet.xlsx")
    sheet = openpyxl.load_workbook(path).active
    header = [cell.value for cell in sheet[1]]
    first = dict(zip(header, sheet[2], strict=True))
    assert first["line_1"].value == "'=HYPERLINK(1) ⟦tore⟧"
    assert first["line_1"].data_type == "s"
    assert first["n"].value == suggestions.loc[0, "n"]
    assert header[-1] == "decision"


def test_a_sheet_somebody_may_have_filled_in_is_not_written_over(suggestions, tmp_path):
    framing.write_suggestions(suggestions, tmp_path / "sheet.csv")
    with pytest.raises(framing.TableError, match="is there already, and somebody's decisions may be in it"):
        framing.write_suggestions(suggestions, tmp_path / "sheet.csv")


def test_another_suffix_is_no_sheet(suggestions, tmp_path):
    with pytest.raises(framing.TableError, match="a sheet to decide in ends in .csv or .xlsx"):
        framing.write_suggestions(suggestions, tmp_path / "sheet.doc")


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_the_command_writes_a_sheet(tmp_path, capsys, suffix):
    texts = tmp_path / "articles"
    texts.mkdir()
    for number in range(3):
        text = f"A gale tore roofs off.\n\nRead more: shutters.\n\nBread is cheap on day {number}."
        (texts / f"{number}.txt").write_text(text, encoding="utf-8")
    out = tmp_path / f"sheet.{suffix}"
    code = main(["lexicon", "suggest", "template", "--frame", "storm", "--on", str(texts), "-o", str(out)])
    said = capsys.readouterr().err
    assert code == 0, said
    assert f"rows in {out}: decide in the column 'decision'" in said
    rows = pd.read_csv(out, encoding="utf-8-sig") if suffix == "csv" else pd.read_excel(out)
    assert {"tore", "roofs", "tore roofs"} <= set(rows["term"])
    assert "shutters" not in set(rows["term"])  # furniture


def test_the_command_prints_a_table_when_no_sheet_is_named(tmp_path, capsys):
    (tmp_path / "a.txt").write_text("A gale tore roofs. Bread is cheap. " * 3, encoding="utf-8")
    assert main(["lexicon", "suggest", "template", "--frame", "storm", "--on", str(tmp_path / "a.txt")]) == 0
    assert capsys.readouterr().out.startswith("lexicon,frame,term,kind,n,")
