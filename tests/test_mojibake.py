"""Wrongly decoded text is put right, and nothing else is touched."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing import CorpusError
from framing.articles import mojibake
from framing.articles.mojibake import repair_mojibake


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        ("The ferryâ€™s late.", "The ferry’s late."),
        ("â€œGo,â€\x9d she said.", "“Go,” she said."),
        ("â€“ a dash", "– a dash"),
        ("CafÃ© Oss", "Café Oss"),
        ("\x93Go,\x94 she said.", "“Go,” she said."),
    ],
)
def test_what_was_decoded_with_the_wrong_table_is_decoded_again(damaged, right):
    assert repair_mojibake(damaged) == (right, 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "“Go,” she said, ‘twice’ – and “never”…",
        "ﬁve ligatures, ½ a mile, ＷＩＤＥ letters",
        "e\u0301 stays two characters",
        "&amp; stays as written, <b>too</b>",
        "line one\r\nline two\u2028line three",
        "no-break\u00a0space and soft\u00adhyphen",
        "鈥 is lost for good, and so is � here",
        "\x1b[1mnot a colour",
    ],
)
def test_sound_text_and_what_cannot_be_put_right_stay_as_they_are(text):
    assert repair_mojibake(text) == (text, 0)


def test_lines_are_put_right_one_by_one_and_counted():
    text = "The ferryâ€™s late.\n“Sound” – 鈥 and “sound”.\n\nCafÃ© Oss"
    assert repair_mojibake(text) == ("The ferry’s late.\n“Sound” – 鈥 and “sound”.\n\nCafé Oss", 2)


@given(st.text(st.characters(codec="ascii")))
def test_plain_ascii_never_changes(text):
    assert repair_mojibake(text) == (text, 0)


@given(st.text(st.sampled_from("aé’“”â€™œ\x9dÃ©\n ")))
def test_the_count_says_whether_anything_changed(text):
    repaired, n_lines = repair_mojibake(text)
    assert (repaired != text) == (n_lines > 0)
    assert n_lines <= text.count("\n") + 1


def test_without_the_library_the_message_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "ftfy", None)
    mojibake._fixer.cache_clear()
    with pytest.raises(CorpusError, match=r'pip install "framing-toolkit\[ingest\]"'):
        repair_mojibake("Café")
    mojibake._fixer.cache_clear()
