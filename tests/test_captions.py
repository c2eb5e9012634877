"""Captions say what limits a figure."""

import re
from pathlib import Path

import pandas as pd
import pytest

import framing
from framing.errors import LexiconError, TableError
from framing.lexicon import Lexicon, Term
from framing.schema import make_table

LEXICON = Lexicon("weather", "1.0", "en", "", "CC0-1.0", {"storm": "wind"}, (Term("storm", "gale"),))


def articles(n, **columns):
    rows = [{"id": f"a{number}", "text": "It rained."} for number in range(n)]
    return framing.articles_from_records(rows, source="test").assign(**columns)


def test_one_article_is_an_illustration():
    caption = framing.write_caption("Counts of terms", articles=articles(1), lexicon=LEXICON)
    assert caption == "Counts of terms. Illustration: one article. Lexicon weather@1.0, not validated."


def test_two_articles_of_one_story_are_one_story():
    assert "Illustration" in framing.write_caption("Counts", articles=articles(2, story_id="s"))


@pytest.mark.parametrize(
    ("said", "counted"), [(True, "3 invented articles"), ("true", "3 invented articles"), ("no", "3 articles")]
)
def test_invented_articles_are_called_invented(said, counted):
    assert counted in framing.write_caption("Counts", articles=articles(3, invented=said))


def test_what_was_not_said_is_no_remark():
    row = {"remark_id": "r", "article_id": "a0", "form": "direct", "content": "clause", "start": 0, "end": 2}
    more = {"spans": [[0, 2]], "quoted_spans": [], "rule": "hand", "not_said": True}
    remarks = make_table("remarks", {name: [cell] for name, cell in (row | more).items()})
    assert "0 remarks" in framing.write_caption("Counts", articles=articles(2), remarks=remarks)


def remark_found(by):
    row = {"remark_id": by, "article_id": "a0", "form": "direct", "content": "clause", "start": 0, "end": 2}
    more = {"spans": [[0, 2]], "quoted_spans": [], "rule": by, "not_said": False}
    return make_table("remarks", {name: [cell] for name, cell in (row | more).items()})


def test_remarks_marked_by_hand_are_said_to_be():
    caption = framing.write_caption("Counts", articles=articles(2), remarks=remark_found("hand"))
    assert caption == "Counts. 2 articles, 1 remark. Remarks marked by hand."


@pytest.mark.parametrize(("n_shown", "told"), [(None, "2 remarks"), (2, "2 remarks"), (1, "1 of 2 remarks")])
def test_a_figure_of_some_of_the_remarks_says_of_how_many(n_shown, told):
    two = pd.concat([remark_found("hand"), remark_found("hand")], ignore_index=True)
    caption = framing.write_caption("Counts", articles=articles(3), remarks=two, n_shown=n_shown)
    assert caption == f"Counts. 3 articles, {told}. Remarks marked by hand."


@pytest.mark.parametrize(("n_shown", "remarks"), [(2, remark_found("hand")), (-1, remark_found("hand")), (1, None)])
def test_more_remarks_than_there_are_cannot_be_shown(n_shown, remarks):
    with pytest.raises(TableError, match=f"n_shown={n_shown}: the remarks that were made are [01]"):
        framing.write_caption("Counts", articles=articles(2), remarks=remarks, n_shown=n_shown)


def test_remarks_found_by_rules_carry_recall_by_form_and_leakage_as_measured():
    both = pd.concat([remark_found("that"), remark_found("hand")], ignore_index=True)
    caption = framing.write_caption("Counts", articles=articles(2), remarks=both)
    assert caption.endswith("; 1 corrected by hand.")
    stated = [int(number) for number in re.findall(r"(\d+) %", caption)]
    page = (Path(__file__).resolve().parents[1] / "docs" / "accuracy.md").read_text(encoding="utf-8")
    recall = [re.search(rf"\| {form} \| ([\d.]+) \|", page).group(1) for form in ("direct", "mixed", "indirect")]
    leakage = re.search(r"\*\*Leakage\*\*: ([\d.]+) %", page).group(1)
    assert stated == [round(float(number)) for number in [*recall, leakage]]


def judged(*rows):
    """A lexicon of three frames and what people, or others, found of them."""
    frames = {"storm": "wind", "flood": "water", "trade": "goods"}
    names = ("on", "coder_kind", "frame", "figures")
    validations = tuple(dict(zip(names, row, strict=True)) for row in rows)
    return Lexicon(*("weather", "1.0", "en", "", ""), frames, (), {"flood": "Too much water"}, validations=validations)


STORM = ("harbour news; half unread", "human", "storm", "n 90; precision 0.80; precision 95% 0.70 to 0.90; recall 0.6")
FLOOD = ("harbour news; half read", "human", "flood", "precision 0.50; recall 0.70")
STORM_AGAIN = ("headlines", "human", "storm", "AUC presence 0.8")
BY_MODEL = ("harbour news", "model", "trade", "precision 0.99; recall 0.99")
ON_HARBOUR = "validated by human coders on harbour news"


@pytest.mark.parametrize(
    ("rows", "frames", "said"),
    [
        ([], None, "not validated"),
        ([BY_MODEL], None, "not validated"),  # a model's judgement validates nothing
        ([STORM], ["flood", "trade"], "not validated"),  # another frame was judged
        ([STORM], ["storm"], f"{ON_HARBOUR} (precision 0.8, recall 0.6), not on these texts"),
        (
            [STORM, BY_MODEL],
            None,
            f"{ON_HARBOUR} (precision 0.8, recall 0.6), not on these texts; not validated: Too much water; trade",
        ),
        (
            [STORM, FLOOD],
            ["storm", "flood"],
            f"{ON_HARBOUR} (precision 0.5 to 0.8, recall 0.6 to 0.7), not on these texts",
        ),
        (
            [STORM, STORM_AGAIN],
            ["storm"],
            f"{ON_HARBOUR} (precision 0.8, recall 0.6) and headlines, not on these texts",
        ),
    ],
)
def test_validity_is_told_for_the_frames_that_are_shown(rows, frames, said):
    caption = framing.write_caption("Counts", articles=articles(2), lexicon=judged(*rows), frames=frames)
    assert caption == f"Counts. 2 articles. Lexicon weather@1.0, {said}."


def test_a_lexicon_judged_on_these_very_texts_is_said_to_be():
    caption = framing.write_caption(
        "Counts", articles=articles(2), lexicon=judged(STORM), frames=["storm"], texts="harbour news"
    )
    assert caption.endswith("validated by human coders on these texts (precision 0.8, recall 0.6).")


def test_a_frame_that_is_not_of_the_lexicon_is_refused():
    with pytest.raises(LexiconError, match="no frame 'strom'. Did you mean 'storm'"):
        framing.write_caption("Counts", articles=articles(2), lexicon=judged(), frames=["strom"])


def test_nothing_has_no_caption():
    with pytest.raises(TableError, match="no article"):
        framing.write_caption("Counts", articles=articles(1).iloc[:0])


def test_what_was_validated_as_another_version_is_told_as_that():
    row = {
        "on": "harbour news",
        "coder_kind": "human",
        "frame": "storm",
        "figures": "precision 0.80; lexicon weather@0.9",
    }
    weather = Lexicon("weather", "1.0", "en", "", "CC0-1.0", {"storm": "wind words"}, (), validations=(row,))
    told = framing.write_caption("Counts", articles=articles(3), lexicon=weather)
    assert "validated by human coders on harbour news (precision 0.8) as weather@0.9, not on these texts" in told
