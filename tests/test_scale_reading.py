"""Articles read part by part are those read at once, or one error says what a part cannot know."""

import pandas as pd
import pytest
from scale_functions import count_letters

import framing
from framing.errors import CorpusError
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
